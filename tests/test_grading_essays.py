"""Written answers: wherever the text stands, a person reads it; nobody's points are shown as given before they are."""
from __future__ import annotations

import re

import nbformat
import pytest
import small_class as small
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.server_extensions.formgrader import handlers
from small_class import ASSIGNMENT, NOTEBOOK

from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import MANUAL, ZERO
from autograder.report.feedback import feedback
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


def test_a_stub_with_an_empty_line_more_is_no_answer_for_a_person(tmp_path):
    source = small.source_notebook()
    source.cells.insert(-1, small.cell("code", "def draw():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "draw", 3, solution=True))
    source.cells[-2]["id"] = "draw"
    root = small.make_course(tmp_path / "course", source)
    blank = small.answered(root, why=None)
    for grade_id in ("draw", "why"):
        small.find(blank, grade_id).source += "  \n\n"
    small.hand_in(root, "blank", blank)
    small.hand_in(root, "done", small.answered(root, draw="def draw():\n    return 2"))
    blank, done = grade(root, ASSIGNMENT, executor=small.Plain()).results
    assert {one.grade_id: one.score for one in blank.tasks if one.grade_id in ("draw", "why")} == {"draw": 0, "why": 0} and not blank.pending
    assert done.pending == 5


def score_by_hand(root, student, points, grade_id="why"):
    with NbgraderCourse(root).transaction() as book:
        row = book.find_grade(grade_id, NOTEBOOK, ASSIGNMENT, student)
        row.manual_score, row.needs_manual_grade = points, False
        book.db.commit()


def needs(root, student):
    with NbgraderCourse(root).gradebook() as book:
        return book.find_submission(ASSIGNMENT, student).needs_manual_grade


def test_points_given_by_hand_stay_while_the_answer_is_the_same_and_are_old_when_it_is_not(tmp_path):
    root = small.make_course(tmp_path / "course")
    for student in ("same", "rewritten", "blanked", "overridden"):
        small.hand_in(root, student, small.answered(root, why=ESSAY, mean="def mean(n): return 0"))
    grade(root, ASSIGNMENT, executor=small.Plain())
    for student in ("same", "rewritten", "blanked", "overridden"):
        score_by_hand(root, student, 1.5)
    score_by_hand(root, "overridden", 4, "mean-test")
    kept = {result.student: result for result in grade(root, ASSIGNMENT, executor=small.Plain(), force=True).results}
    assert {student: (result.score, result.pending, needs(root, student)) for student, result in kept.items()} == {
        "same": (6.5, 0, False), "rewritten": (6.5, 0, False), "blanked": (6.5, 0, False), "overridden": (10.5, 0, False)}

    small.hand_in(root, "same", small.answered(root, why=ESSAY))  # another task was solved
    small.hand_in(root, "rewritten", small.answered(root, why=ESSAY + " 다시 썼습니다.", mean="def mean(n): return 0"))
    small.hand_in(root, "blanked", small.answered(root, why=None, mean="def mean(n): return 0"))
    small.hand_in(root, "overridden", small.answered(root, why=ESSAY, mean="def mean(n): return 1"))
    again = {result.student: result for result in grade(root, ASSIGNMENT, executor=small.Plain()).results}
    assert {student: (result.score, result.pending, needs(root, student)) for student, result in again.items()} == {
        "same": (10.5, 0, False), "rewritten": (5, 2, True), "blanked": (5, 2, True), "overridden": (6.5, 4, True)}
    old = task(again["rewritten"])
    assert (old.status, old.score, old.old) == (MANUAL, None, 1.5) and "앞의 답에는 1.5점" in old.message
    assert again["rewritten"].points == "5 / 9 + 채점 전 2"
    report(root, ASSIGNMENT)
    page, table = ((root / "reports" / f"{ASSIGNMENT}.{kind}").read_text(encoding="utf-8-sig") for kind in ("html", "csv"))
    assert "앞의 답에는 1.5점" in page and "5 / 9 + 채점 전 2" in page and page.count("앞의 답에는") == 3
    assert next(line for line in table.splitlines() if line.startswith("rewritten")).count("채점 전") == 1

    score_by_hand(root, "rewritten", 2)
    (result,) = [result for result in grade(root, ASSIGNMENT, executor=small.Plain()).results if result.student == "rewritten"]
    assert result.kept and (result.score, result.pending, task(result).message) == (7, 0, "")


def test_a_killed_run_does_not_make_points_old(tmp_path):
    """Between the moment that results are void and the new ones nothing is known; what a person gave is."""
    root = small.make_course(tmp_path / "course")
    small.hand_in(root, "kim", small.answered(root, why=ESSAY))
    grade(root, ASSIGNMENT, executor=small.Plain())
    score_by_hand(root, "kim", 1.5)
    broken = small.Plain()
    broken.fail = 99
    assert grade(root, ASSIGNMENT, executor=broken, force=True).results[0].outcome == "grader_error"
    (result,) = grade(root, ASSIGNMENT, executor=small.Plain()).results
    assert (result.score, result.pending) == (10.5, 0)


def test_late_policy_and_due_date_are_part_of_what_a_score_depends_on(tmp_path):
    root = small.make_course(tmp_path / "course")
    for student, when in (("early", "2026-03-01 12:00 UTC"), ("late", "2026-03-04 12:00 UTC")):
        small.hand_in(root, student, small.answered(root))
        small.hand_in(root, student, when, "timestamp.txt")

    def graded():
        return {result.student: result for result in grade(root, ASSIGNMENT, executor=small.Plain()).results}

    assert not any(result.kept or result.lateness for result in graded().values())
    assert all(result.kept for result in graded().values())
    with NbgraderCourse(root).transaction() as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate="2026-03-02 12:00 UTC")
    results = graded()
    assert not any(result.kept for result in results.values())
    assert (results["late"].lateness, results["late"].score) == ("2.0일 늦음", 9)
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    results = graded()
    assert (results["late"].score, results["early"].score) == (0, 9)
    assert results["late"].lateness == "2.0일 늦음, 9점 깎음"
    report(root, ASSIGNMENT)
    for kind in ("html", "csv"):
        assert "2.0일 늦음, 9점 깎음" in (root / "reports" / f"{ASSIGNMENT}.{kind}").read_text()
    with NbgraderCourse(root).transaction() as book:
        book.grant_extension(ASSIGNMENT, "late", days=3)
    results = graded()
    assert (results["late"].score, results["late"].lateness) == (9, "") and results["early"].kept


def test_formgrader_shows_the_rubric_above_the_answer_and_the_student_never_sees_it(tmp_path):
    """The instructor's text stands where the student's replaces it; whoever grades by hand has nothing else to go by."""
    root = small.make_course(tmp_path / "course")
    small.hand_in(root, "kim", small.answered(root, why="제 답입니다.", count="def count(words):\n    raise ValueError('여기')"))
    grade(root, ASSIGNMENT, executor=small.Plain())
    notebook = nbformat.read(root / "autograded" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    (place,) = [index for index, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == "why"]
    rubric = notebook.cells[place - 1].source
    assert "자주 나오는 단어가 주제를 알려 줍니다." in rubric and "채점 기준" in rubric and "SOLUTION" not in rubric
    assert notebook.cells[place].source == "제 답입니다." and sum("주제를 알려 줍니다" in cell.source for cell in notebook.cells) == 1
    shown, _ = HTMLExporter(template_name="formgrade", extra_template_basedirs=[handlers.template_path]).from_notebook_node(
        notebook, resources={"notebook_id": NOTEBOOK, "index": 0, "total": 1, "base_url": "", "assignment_id": ASSIGNMENT, "submission_id": "1", "student": "kim",
                             "last_name": "", "first_name": "", "notebook_path": ""})
    assert 0 < shown.index("자주 나오는 단어가 주제를 알려 줍니다.") < shown.index("제 답입니다.")
    feedback(root, ASSIGNMENT)
    assert "주제를 알려 줍니다" not in (root / "feedback" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
