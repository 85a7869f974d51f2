"""The pass record: a changed lesson reruns that lesson's tests, changed code reruns all, failures and skips are never kept."""
from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from conftest import ROOT

ONE, TWO = "010_one", "020_two"
TESTS = '''
import pathlib
import pytest

@pytest.mark.parametrize("slug", ["010_one", "020_two"])
def test_lesson(slug):
    assert (pathlib.Path("lessons") / slug / "lecture.py").resolve().open().read()
'''


@pytest.fixture
def project(tmp_path):
    """A course in small, with the plugin, whose tests bear names that READS knows."""
    root = tmp_path / "project"
    for name in ("tests", "nlplab", f"lessons/{ONE}", f"lessons/{TWO}"):
        (root / name).mkdir(parents=True)
    for slug in (ONE, TWO):
        (root / "lessons" / slug / "lecture.py").write_text("x = 1\n")
    (root / "nlplab" / "__init__.py").write_text("")
    (root / "pytest.ini").write_text("[pytest]\n")
    (root / "tests" / "test_lessons.py").write_text(TESTS)
    (root / "tests" / "test_wire.py").write_text("def test_code():\n    pass\n")
    (root / "tests" / "test_build.py").write_text("def test_course():\n    pass\n")
    return root


def run(root, *options):
    """(names of tests that passed, how many the record took, exit status, what was shown)"""
    shown = subprocess.run([sys.executable, "-m", "pytest", "-v", "-p", "passed", *options], cwd=root, capture_output=True, text=True, check=False,
                           env={**os.environ, "PYTHONPATH": f"{ROOT / 'tests'}{os.pathsep}{ROOT}", "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    taken = re.search(r"(\d+) tests did not run", shown.stdout)
    passed = set(re.findall(r"::(\S+) PASSED|PASSED \S+::(\S+)", shown.stdout))
    return {"".join(pair) for pair in passed}, int(taken.group(1)) if taken else 0, shown.returncode, shown.stdout + shown.stderr


EVERY = {f"test_lesson[{ONE}]", f"test_lesson[{TWO}]", "test_code", "test_course"}


SKIP = ["--skip-passed"]
XDIST = ["--skip-passed", "-p", "xdist", "-n", "2"]


@pytest.mark.parametrize("options", [SKIP, XDIST])
def test_what_passed_runs_again_when_and_only_when_its_inputs_changed(project, options):
    assert run(project, *options)[:3] == (EVERY, 0, 0)
    assert run(project, *options)[:3] == (set(), 4, 0)
    (project / "lessons" / TWO / "lecture.py").write_text("x = 2\n")
    assert run(project, *options)[:3] == ({f"test_lesson[{TWO}]", "test_course"}, 2, 0)
    (project / "lessons" / TWO / "lecture.py").write_text("# title: 새 이름\nx = 2\n")
    assert run(project, *options)[:3] == (EVERY - {"test_code"}, 1, 0), "the other lesson may show this one's title"
    (project / "nlplab" / "__init__.py").write_text("y = 1\n")
    assert run(project, *options)[:3] == (EVERY, 0, 0)
    (project / "tests" / "test_wire.py").write_text("def test_code():\n    assert True\n")
    assert run(project, *options)[0] == {"test_code"}
    (project / "nlplab" / "__init__.py").write_text("")
    assert run(project, *options)[0] == {"test_code"}, "back where it was: kept keys of all but the changed file"


def test_without_the_option_everything_runs(project):
    run(project)
    assert run(project)[:3] == (EVERY, 0, 0)


@pytest.mark.parametrize("options", [SKIP, XDIST])
def test_only_passes_are_kept(project, options):
    (project / "tests" / "test_wire.py").write_text("import pytest\n\ndef test_fails():\n    assert False\n\ndef test_skips():\n    pytest.skip('not here')\n\n"
                                                    "def test_is_known_to_fail():\n    pytest.xfail('known')\n\ndef test_passes():\n    pass\n")
    assert run(project, *options)[:3] == ({*EVERY, "test_passes"} - {"test_code"}, 0, 1)
    again = run(project, *options)
    assert again[:3] == (set(), 4, 1)
    assert "1 failed, 1 skipped, 4 deselected, 1 xfailed" in again[3] or "1 failed, 1 skipped, 1 xfailed" in again[3]


def test_an_error_after_the_test_is_no_pass(project):
    (project / "tests" / "test_wire.py").write_text("import pytest\n\n@pytest.fixture\ndef bad():\n    yield\n    1 / 0\n\ndef test_code(bad):\n    pass\n")
    run(project, *SKIP)
    assert run(project, *SKIP)[1:3] == (3, 1)


def test_another_surrounding_is_another_key(project, monkeypatch):
    run(project, *SKIP)
    monkeypatch.setenv("NLPLAB_DATA", str(project))
    assert run(project, *SKIP)[1] == 0
    assert run(project, *SKIP)[1] == 4


def test_nothing_is_kept_of_a_run_while_which_inputs_changed(project):
    (project / "tests" / "test_build.py").write_text("import pathlib\n\ndef test_course():\n    pathlib.Path('nlplab/__init__.py').write_text('z = 3')\n")
    assert run(project, *SKIP)[1] == 0
    assert run(project, *SKIP)[1] == 0


def test_a_test_that_reads_more_than_its_key_holds_fails(project):
    (project / "tests" / "test_wire.py").write_text(f"def test_code():\n    open(__import__('os').path.abspath('lessons/{ONE}/lecture.py')).close()\n")
    (project / "tests" / "test_lessons.py").write_text(TESTS.replace('pathlib.Path("lessons") / slug / "lecture.py"', f'pathlib.Path("lessons/{TWO}/exercise.py")'))
    (project / "lessons" / TWO / "exercise.py").write_text("x = 1\n")
    *_, status, shown = run(project, *SKIP)
    assert status == 1 and "READS in tests/passed.py says that this test reads nothing" in shown
    assert "says that this test reads its lesson" in shown and "2 failed, 2 passed" in shown
