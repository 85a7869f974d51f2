"""nbval over all lectures and solutions in the quick profile, and proof that nbval would notice."""
import functools
import os
import re
import subprocess
import sys

import nbformat
import pytest

from autograder.authoring import build
from autograder.course import Course
from autograder.sandbox import provisioner, warm
from conftest import ROOT, SLUG

COURSE = Course.load(ROOT)


@functools.cache
def imported():
    """What the course's notebooks import, for the process that all their kernels are forked from."""
    paths = [path(slug) for slug in COURSE.lessons for path in (COURSE.lecture_path, COURSE.solution_path)]
    return " ".join(warm.imports_of(nbformat.read(path, as_version=4) for path in paths))


def nbval(path, *options):
    """Run nbval on one notebook in a process of its own, with a forked kernel; returns (exit status, output, cells run)."""
    environment = {**os.environ, "NLPLAB_PROFILE": "quick", "NLPLAB_PROGRESS": "off", "PYTHONHASHSEED": "0", "PYTEST_ADDOPTS": "",
                   "JUPYTER_DEFAULT_PROVISIONER_NAME": "warm-fork", provisioner.MODULES_VARIABLE: imported()}
    environment.pop("NLPLAB_DATA", None)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-q", "--nbval-current-env", "--nbval-cell-timeout", "300",
               "-c", os.devnull, "--rootdir", str(path.parent), *options, str(path)]
    shown = subprocess.run(command, env=environment, cwd=path.parent, capture_output=True, text=True, check=False)
    passed = re.search(r"(\d+) passed", shown.stdout)
    return shown.returncode, shown.stdout[-6000:] + shown.stderr[-2000:], int(passed.group(1)) if passed else 0


def code_cells(path):
    return sum(cell.cell_type == "code" for cell in nbformat.read(path, as_version=4).cells)


@pytest.mark.slow
@pytest.mark.parametrize("slug", COURSE.lessons)
def test_lecture_in_quick_gives_what_is_stored(slug):
    path = COURSE.lecture_path(slug)
    status, shown, passed = nbval(path, "--nbval")
    assert status == 0, shown
    assert passed == code_cells(path)


@pytest.mark.slow
@pytest.mark.parametrize("slug", COURSE.lessons)
def test_solution_runs(slug):
    path = COURSE.solution_path(slug)
    status, shown, passed = nbval(path, "--nbval-lax")
    assert status == 0, shown
    assert passed == code_cells(path)


@pytest.mark.slow
def test_nbval_notices_another_output(course_root):
    course = Course.load(course_root)
    build.build(course)
    build.store_outputs(course, SLUG, "full")
    path = course.lecture_path(SLUG)
    assert nbval(path, "--nbval")[0] == 0
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if ".count(" in cell.source).outputs[0]["text"] = "3\n"
    nbformat.write(notebook, path)
    status, shown, _ = nbval(path, "--nbval")
    assert status == 1 and "3" in shown
