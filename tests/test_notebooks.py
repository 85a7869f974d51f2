"""nbval over all lectures and solutions in the quick profile, and proof that nbval would notice."""
import nbformat
import pytest

import quick_runs
from autograder.authoring import build
from autograder.course import Course
from budgets import LECTURE
from conftest import ROOT, SLUG
from quick_runs import nbval

COURSE = Course.load(ROOT)


@pytest.mark.slow
@pytest.mark.parametrize("slug", COURSE.lessons)
def test_lecture_in_quick_gives_what_is_stored(slug, pytestconfig, tmp_path_factory, budget):
    run = quick_runs.lecture(slug, pytestconfig, tmp_path_factory)
    assert run.status == 0, run.shown
    assert run.passed == run.cells
    assert not run.plots, run.plots
    budget(f"{slug}: lecture", run.report["cpu"], LECTURE)


@pytest.mark.slow
def test_nbval_notices_another_output(course_root):
    course = Course.load(course_root)
    build.build(course)
    build.store_outputs(course, SLUG, "full")
    path = course.lecture_path(SLUG)
    assert nbval(path, "--nbval").status == 0
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if ".count(" in cell.source).outputs[0]["text"] = "3\n"
    nbformat.write(notebook, path)
    run = nbval(path, "--nbval")
    assert run.status == 1 and "3" in run.shown
