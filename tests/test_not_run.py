"""A machine without walls: the suite is green there, says last and loudly what it did not try, and continuous integration refuses."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import CASES
from honest import ASSIGNMENTS

from autograder import walls
from conftest import ROOT

SMALL = """
import pytest
from not_run import needs_walls

@needs_walls
@pytest.mark.stands_for(41, "attacks")
def test_attacks():
    pass

@needs_walls
@pytest.mark.parametrize("number", range(3))
def test_walls(number):
    pass

def test_more_walls():
    from autograder.sandbox import isolate
    if reason := isolate.unavailable():
        pytest.skip(reason)

@pytest.mark.skipif(True, reason="no PostgreSQL: install it")
def test_database():
    pass

def test_something():
    print("\\n".join("words" for _ in range(100)))
"""


def without(program: str, folder: Path) -> str:
    """A PATH on which everything is found but one program."""
    places = []
    for number, place in enumerate(os.environ["PATH"].split(os.pathsep)):
        if not (Path(place) / program).exists():
            places.append(place)
            continue
        shadow = folder / str(number)
        shadow.mkdir()
        for path in Path(place).iterdir():
            if path.name != program:
                (shadow / path.name).symlink_to(path)
        places.append(str(shadow))
    path = os.pathsep.join(places)
    assert shutil.which(program, path=path) is None
    return path


def environment(path: str, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_")) and name not in ("CI", "ALLOW_NOT_RUN")}
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT / "tests"), **more}


@pytest.fixture
def small(tmp_path, tmp_path_factory):
    """Run the small suite without bubblewrap, with arguments and variables; gives what the process printed and its status."""
    (tmp_path / "pytest.ini").touch()
    (tmp_path / "test_small.py").write_text(SMALL)
    path = without("bwrap", tmp_path_factory.mktemp("path"))  # not below: /usr/bin/X11 leads to its own folder, again and again

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "not_run", "--strict-markers", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment(path, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", **variables),  # nbval takes 5 s to import
                              capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("arguments", [[], ["-q"], ["-n", "2", "--dist", "worksteal"]], ids=" ".join)
def test_the_last_line_says_what_was_not_run(small, arguments):
    done = small(*arguments)
    *_, before, last = done.stdout.splitlines()
    assert done.returncode == 0 and "6 skipped" in before, done.stdout + done.stderr
    assert last.startswith("NOT RUN: 41 attacks, 4 tests of isolation (no walls around student code: ")
    assert last.endswith("); 1 test (no PostgreSQL: install it)")


def test_a_run_that_left_nothing_out_says_nothing(small):
    assert "NOT RUN" not in small("-k", "something").stdout


@pytest.mark.parametrize("chosen, variables, status, refused", [
    ([], {"CI": "true"}, 1, True),
    ([], {"CI": "true", "ALLOW_NOT_RUN": "walls"}, 0, False),
    (["-k", "something or database"], {"CI": "true"}, 0, False),
    (["-n", "1"], {"CI": "true"}, 1, True),
])
def test_continuous_integration_refuses_a_run_without_attacks(small, chosen, variables, status, refused):
    done = small(*chosen, **variables)
    assert done.returncode == status, done.stdout + done.stderr
    assert ("REFUSED" in done.stdout.splitlines()[-1]) == refused


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a machine that has no walls has shown it already")
def test_make_test_is_green_without_bubblewrap(tmp_path):
    """The README's command itself, on what meets the walls most: attacks, honest assignments, own cells, killing."""
    chosen = "tests/test_hostile.py tests/test_honest.py tests/test_grading_own_cells.py tests/test_sandbox.py " \
        "-k 'deserve or scores_are_those or mine or killing or unavailable or stand_apart'"
    done = subprocess.run(["make", "--no-print-directory", "-o", "setup", "test", f"VENV={Path(sys.executable).parent}"], cwd=ROOT, capture_output=True, text=True, check=False,
                          env=environment(without("bwrap", tmp_path), PYTEST_ADDOPTS=chosen, ALL="1"))
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith(f"NOT RUN: {len(CASES)} attacks, {len(ASSIGNMENTS)} honest assignments, 2 tests of isolation ({walls.NONE}: "), last
    assert "bubblewrap" in last and " passed" in done.stdout
