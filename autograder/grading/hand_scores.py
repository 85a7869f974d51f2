"""Points that a person gave, and the text that they were given for.

nbgrader asks for a second look at every one of them whenever a submission is graded again. Here the
gradebook remembers what the person had read: where the student's text is the same, the points stay;
where it is another, they are old.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from nbformat import NotebookNode
from nbgrader.api import Assignment, BaseCell, Grade, Notebook, SubmittedAssignment
from nbgrader.api import SubmittedNotebook as Submitted
from sqlalchemy import and_, delete, insert, select, update

from ..cells import is_grade, is_solution, is_students, is_task
from .gradebook import ANSWERS
from .nbgrader_course import NbgraderCourse

Key = tuple[str, str]
"""A notebook's name and a grade id."""


def answers_in(notebooks: Mapping[str, NotebookNode]) -> dict[Key, str]:
    """Digest of what a person reads to judge each graded cell: a written answer's own text, else
    everything that the student wrote.
    """
    found = {}
    for name, notebook in notebooks.items():
        students = [cell for cell in notebook.cells if is_students(cell)]
        whole = _digest(students)
        for cell in notebook.cells:
            if is_grade(cell) or is_task(cell):
                own = is_grade(cell) and is_solution(cell)
                grade_id = cell.metadata.nbgrader.grade_id
                found[name, grade_id] = _digest([cell]) if own else whole
    return found


def _digest(cells: Iterable[NotebookNode]) -> str:
    text = json.dumps([[cell.source, cell.get("attachments", {})] for cell in cells])
    return hashlib.sha256(text.encode()).hexdigest()


def settled(course: NbgraderCourse, student: str, assignment: str) -> dict[Key, int]:
    """Where a person's points are not to be looked at again, by the number of their row."""
    with course.gradebook() as gradebook:
        rows = gradebook.db.execute(
            select(Notebook.name, BaseCell.name, Grade.id)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .join(Submitted, Grade.notebook_id == Submitted.id)
            .join(Notebook, Submitted.notebook_id == Notebook.id)
            .join(SubmittedAssignment, Submitted.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(
                Assignment.name == assignment,
                SubmittedAssignment.student_id == student,
                Grade.manual_score.is_not(None),
                Grade.needs_manual_grade.is_(False),
            )
        )
        return {(notebook, cell): number for notebook, cell, number in rows}


def keep(
    course: NbgraderCourse,
    student: str,
    assignment: str,
    were_settled: Mapping[Key, int],
    answers: Mapping[Key, str],
    same_texts: bool = False,
) -> None:
    """After nbgrader has asked for a second look at everything: let what was settled before stay so
    where the answer is the same, and remember the answers.

    Args:
        same_texts: the submission is the one that they judged.
    """
    here = and_(ANSWERS.c.assignment == assignment, ANSWERS.c.student == student)
    with course.transaction() as gradebook:
        rows = gradebook.db.execute(
            select(ANSWERS.c.notebook, ANSWERS.c.cell, ANSWERS.c.digest).where(here)
        )
        before = {(notebook, cell): digest for notebook, cell, digest in rows}
        same = [
            number
            for key, number in were_settled.items()
            if key in answers and (same_texts or before.get(key) == answers[key])
        ]
        if same:
            gradebook.db.execute(
                update(Grade)
                .where(Grade.id.in_(same))
                .values(needs_manual_grade=False)
                .execution_options(synchronize_session=False)
            )
        gradebook.db.execute(delete(ANSWERS).where(here))
        place = {"assignment": assignment, "student": student}
        lines = [
            {**place, "notebook": notebook, "cell": cell, "digest": digest}
            for (notebook, cell), digest in answers.items()
        ]
        if lines:
            gradebook.db.execute(insert(ANSWERS), lines)
        gradebook.db.commit()
