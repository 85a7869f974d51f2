"""The notebooks' helper as Colab gets it: alone, at the tag of a version that rises with every change, and explained when it can't be had."""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder import cli
from autograder.authoring import build, helper
from autograder.course import Course
from conftest import ROOT, SLUG

COURSE = Course.load(ROOT)


def version(root) -> str:
    return tomllib.loads((root / "nlplab" / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def setup_cell(course, slug) -> str:
    notebook = nbformat.read(course.lecture_path(slug), as_version=4)
    return next(cell.source for cell in notebook.cells if cell.cell_type == "code")


# --- its version

@pytest.fixture
def course(course_root):
    """A course with a helper of one module."""
    folder = course_root / "nlplab"
    folder.mkdir()
    (folder / "__init__.py").write_text("answer = 42\n")
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.4.9"\n\n[tool.course]\ndigest = ""\n')
    build.build(Course.load(course_root))
    return Course.load(course_root)


def test_a_version_without_digest_is_taken_as_it_is_and_notebooks_pin_its_tag(course):
    assert version(course.root) == "1.4.9" and build.check(course)[:1] != ["nlplab/pyproject.toml"]
    assert '"@nlplab-1.4.9#subdirectory=nlplab"' in setup_cell(course, SLUG)
    assert "@main" not in setup_cell(course, SLUG)


@pytest.mark.parametrize("change", [
    lambda folder: (folder / "__init__.py").write_text("answer = 43\n"),
    lambda folder: (folder / "more.csv").write_text("a,b\n"),
    lambda folder: (folder / "__init__.py").rename(folder / "init.py"),
    lambda folder: (folder / "pyproject.toml").write_text((folder / "pyproject.toml").read_text() + "\n[tool.more]\n"),
], ids=["content", "new file", "renamed", "its dependencies"])
def test_any_change_is_noticed_by_check_and_raises_the_version(course, change, capsys):
    change(course.root / "nlplab")
    assert cli.main(["--root", str(course.root), "build", "--check"]) == 1
    assert "nlplab/pyproject.toml: differs" in capsys.readouterr().out
    build.build(course)
    assert version(course.root) == "1.4.10" and "@nlplab-1.4.10#" in setup_cell(course, SLUG)
    build.build(course)
    assert version(course.root) == "1.4.10", "built again, nothing changes"


def test_what_python_and_tools_leave_there_is_no_change(course):
    for name in ("__pycache__/x.pyc", ".ruff_cache/x", "build/lib/x.py", "nlplab.egg-info/PKG-INFO"):
        path = course.root / "nlplab" / name
        path.parent.mkdir(parents=True)
        path.write_text("x")
    assert build.build(course) == []


def test_the_workflow_tags_what_the_notebooks_ask_for():
    workflow = (ROOT / ".github" / "workflows" / "tag.yml").read_text(encoding="utf-8")
    command = re.search(r"(?m)^\s+(tag=.*)$", workflow)[1]
    shown = subprocess.run(["bash", "-c", f"{command}; printf %s $tag"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f'"@{shown.stdout}#subdirectory=nlplab"' in setup_cell(COURSE, COURSE.lessons[0])
    _, tag = helper.plan(ROOT, {})
    assert tag == shown.stdout


# --- what is in it

@pytest.mark.slow
def test_a_wheel_holds_the_helper_alone(tmp_path):
    """Neither the grader, nor the recipes of samples, nor the file by which a clone is told from an installed package."""
    source = shutil.copytree(ROOT / "nlplab", tmp_path / "nlplab", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    built = subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-w", str(tmp_path), str(source)],
                           capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-2000:]
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
        archive.extractall(tmp_path / "site")
    assert {name.split("/")[0] for name in names} == {"nlplab", f"nlplab-{version(ROOT)}.dist-info"}
    shipped = {path.name for path in (ROOT / "nlplab" / "samples").iterdir() if path.suffix in (".csv", ".txt", ".json", ".md")}
    assert shipped <= {name.removeprefix("nlplab/samples/") for name in names}
    assert "nlplab/pyproject.toml" not in names and "nlplab/datasets.toml" in names and not any("recipe" in name for name in names)
    needed = set(re.findall(r"(?m)^Requires-Dist: ([A-Za-z0-9-]+)", metadata))
    assert needed == {"numpy", "pandas", "matplotlib", "koreanize-matplotlib", "pooch", "tqdm"}
    assert re.search(r"(?m)^Requires-Python: >=3.11$", metadata), "an upper bound stops every notebook the day Colab passes it"
    code = ("import sys; sys.path[:0] = [sys.argv[1]]; import nlplab, os; nlplab.setup('010_x'); print(nlplab.__file__)\n"
            "os.environ['NLPLAB_PROFILE'] = 'quick'; print(len(nlplab.data.load_nsmc()[0]), nlplab.data.card('imdb')[:10])")
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path / "site")], cwd=tmp_path / "site", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert str(tmp_path / "site") in ran.stdout and f"nlplab {version(ROOT)}" in ran.stdout and "4000" in ran.stdout


# --- the cell that installs it

def run_setup_cell(monkeypatch, source, installed: bool):
    """The cell as Colab would run it, with a %pip that notes its line; returns (result, lines of %pip)."""
    asked = []
    monkeypatch.setitem(sys.modules, "google.colab", type(sys)("google.colab"))
    if not installed:
        monkeypatch.setitem(sys.modules, "nlplab", None)
    shell = InteractiveShell()
    shell.register_magic_function(asked.append, magic_name="pip")
    return shell.run_cell(source), asked


def test_in_colab_it_installs_the_helper_and_what_the_lesson_needs(monkeypatch, capsys):
    slug = "010_vector_representation"
    result, asked = run_setup_cell(monkeypatch, setup_cell(COURSE, slug), installed=True)
    assert result.success, result.error_in_exec
    helper, packages = asked
    assert re.fullmatch(r'install -q "git\+https://github\.com/\S+@nlplab-\d+\.\d+\.\d+#subdirectory=nlplab"', helper), helper
    assert packages == "install -q kiwipiepy"
    shown = capsys.readouterr().out
    assert "15초" in shown and slug in shown


def test_without_the_helper_it_says_in_korean_what_to_do(monkeypatch, capsys):
    result, _ = run_setup_cell(monkeypatch, setup_cell(COURSE, COURSE.lessons[0]), installed=False)
    message = str(result.error_in_exec)
    assert isinstance(result.error_in_exec, ModuleNotFoundError)
    assert all(words in message for words in ("다시 실행", "새 주소", "make setup"))


def test_no_line_of_the_setup_cell_is_wider_than_a_page():
    for slug in COURSE.lessons:
        assert max(map(len, setup_cell(COURSE, slug).splitlines())) <= 95, slug
