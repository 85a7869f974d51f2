"""Written answers: wherever the text stands, a person reads it; nobody's points are shown as given before they are."""
from __future__ import annotations

import re

import pytest
import small_class as small
from nbformat.v4 import new_code_cell, new_markdown_cell
from small_class import ASSIGNMENT, NOTEBOOK

from autograder.grading.feedback import feedback
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import MANUAL, ZERO
from autograder.report.report import report

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
ESSAY = "단어를 세면 글의 주제가 보입니다."
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def essay(notebook):
    return notebook.cells.index(small.find(notebook, "why"))


def edit_question(notebook):
    notebook.cells[essay(notebook) - 1].source += f"\n\n답: {ESSAY}"


PLACES = {  # student: (what is done to a notebook whose essay is empty, the finding)
    "below": (lambda nb: nb.cells.insert(essay(nb) + 1, new_markdown_cell(ESSAY)), "own_text"),
    "above": (lambda nb: nb.cells.insert(essay(nb), new_markdown_cell(ESSAY)), "own_text"),
    "in-the-question": (edit_question, "own_text"),
    "in-a-code-cell": (lambda nb: nb.cells.insert(essay(nb) + 1, new_code_cell(ESSAY)), "own_text"),
    "at-the-end": (lambda nb: nb.cells.append(new_markdown_cell(ESSAY)), "stray_text"),
    "at-the-top": (lambda nb: nb.cells.insert(0, new_markdown_cell(ESSAY)), "stray_text"),
    "cell-deleted": (lambda nb: nb.cells[essay(nb):essay(nb) + 1].clear() or nb.cells.__setitem__(essay(nb), new_markdown_cell(ESSAY)), "by_place"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = small.make_course(tmp_path_factory.mktemp("essays") / "course")
    for student, (edit, _) in PLACES.items():
        notebook = small.released(root)
        edit(notebook)
        small.hand_in(root, student, notebook)
    small.hand_in(root, "empty", small.released(root))
    both = small.answered(root, why="첫째.")
    both.cells.insert(essay(both) + 1, new_markdown_cell(ESSAY))
    small.hand_in(root, "both", both)
    results = {result.student: result for result in grade(root, ASSIGNMENT, executor=small.Plain()).results}
    return root, results


def task(result, grade_id="why"):
    return next(task for task in result.tasks if task.grade_id == grade_id)


@pytest.mark.parametrize("student", [*PLACES, "both"])
def test_an_essay_is_read_wherever_it_stands(graded, student):
    root, results = graded
    result = results[student]
    assert task(result).status == MANUAL and task(result).score is None
    assert (PLACES[student][1] if student in PLACES else "own_text") in {finding.code for finding in result.findings}
    shown = small.find(small.nbformat.read(root / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4), "why")
    assert ESSAY in shown.source  # what formgrader shows
    with NbgraderCourse(root).gradebook() as book:
        assert book.find_submission(ASSIGNMENT, student).needs_manual_grade
    feedback(root, ASSIGNMENT, students=[student])
    (page,) = (root / "feedback" / student / ASSIGNMENT).glob("*.html")
    assert ESSAY in page.read_text()


def test_an_empty_notebook_needs_nobody(graded):
    assert (task(graded[1]["empty"]).status, graded[1]["empty"].findings) == (ZERO, [])


def test_attached_images_are_on_the_page_under_names_of_their_own(tmp_path):
    """JupyterLab calls each pasted image `image.png`; a reference without its image must not cost the page."""
    root = small.make_course(tmp_path / "course")
    notebook = small.answered(root, why="그림 ![첫째](attachment:image.png) 잃은 ![둘째](attachment:gone.png)")
    small.find(notebook, "why")["attachments"] = {"image.png": {"image/png": PIXEL}, "x.svg": {"image/svg+xml": "<svg onload='x'/>"}}
    second = new_markdown_cell("![셋째](attachment:image.png)")
    second["attachments"] = {"image.png": {"image/png": PIXEL.replace("8BQ", "9BQ")}}
    notebook.cells.insert(essay(notebook) + 1, second)
    small.hand_in(root, "kim", notebook)
    (result,) = grade(root, ASSIGNMENT, executor=small.Plain()).results
    assert {finding.code for finding in result.findings} == {"own_text", "attachments"}
    assert not feedback(root, ASSIGNMENT).failed
    page = (root / "feedback" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text()
    images = re.findall(r'<img[^>]*alt="(첫째|셋째)"[^>]*src="data:image/png;base64,|<img[^>]*src="data:image/png;base64,[^"]*"[^>]*alt="(첫째|셋째)"', page)
    assert len(images) == 2 and "둘째: 그림이 없습니다" in page and "onload" not in page
