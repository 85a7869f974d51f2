"""Honest submissions, to assignments of many styles, score in the sandbox exactly as under plain nbgrader.

The assignments are in tests/honest/. What plain nbgrader gives was measured once (tests/honest/measure_plain.py); one
assignment is measured again here.
"""
from __future__ import annotations

import json
import shutil

import pytest
from honest import ASSIGNMENTS
from honest.assignment import PLAIN, make_course
from honest.measure_plain import measure, points
from not_run import needs_walls

from autograder.grading.grade import grade
from autograder.grading.protocol import Limits
from autograder.grading.sandboxed import Sandboxed

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]  # nbgrader's own


@pytest.fixture(scope="module")
def executor():
    """One warm process for all assignments, as a worker has one for each: TensorFlow and PyTorch load once."""
    made = Sandboxed.for_notebooks([assignment.notebook() for assignment in ASSIGNMENTS])
    yield made
    made.stop()


@needs_walls
@pytest.mark.stands_for(1, "honest assignments")
@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_scores_are_those_of_plain_nbgrader(assignment, executor, tmp_path):
    root = make_course(tmp_path / "course", assignment)
    students = list(assignment.submissions())
    run = grade(root, assignment.name, limits=Limits(cell_seconds=120), executor=executor, jobs=2)
    assert {result.student: result.outcome for result in run.results} == dict.fromkeys(students, "score")
    given, wanted = points(root, assignment, students), PLAIN["points"][assignment.name]
    messages = {(result.student, task.grade_id): task.message for result in run.results for task in result.tasks}
    wrong = {f"{student} {test}": f"{given[student][test]:g} points, plain nbgrader {score:g}: {messages[student, test]}"
             for student, scores in wanted.items() for test, score in scores.items() if given[student][test] != score}
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_plain_nbgrader_still_gives_what_was_measured(tmp_path):
    assignment = next(assignment for assignment in ASSIGNMENTS if assignment.name == "flow")
    root = make_course(tmp_path / "course", assignment)
    students = ["2-half", "right"]
    for folder in (root / "submitted").iterdir():
        if folder.name not in students:
            shutil.rmtree(folder)
    assert measure(root, assignment, students) == {student: PLAIN["points"]["flow"][student] for student in students}


def test_the_corpus_is_measured_and_tells_right_from_wrong():
    for assignment in ASSIGNMENTS:
        measured = PLAIN["points"][assignment.name]
        assert set(measured) == set(assignment.submissions()), assignment.name
        full = {f"t{number}-test": float(task.points) for number, task in enumerate(assignment.tasks) if task.points}
        assert measured["right"] == full, assignment.name
        assert sum(measured["blank"].values()) == 0, assignment.name
