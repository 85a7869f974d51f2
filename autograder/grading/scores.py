"""What is read from nbgrader's tables and written to them: scores, and the run they are from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import ColumnElement, and_, case, delete, insert, select, update

from .converters import remove_tree
from .gradebook import RUNS
from .nbgrader_course import NbgraderCourse


@dataclass(frozen=True)
class GradeRow:
    """One graded cell of one student, as the gradebook has it now. `score` is None while nobody has
    given one; with `needs_manual_grade` it is of an earlier answer.
    """

    notebook: str
    grade_id: str
    max_score: float
    score: float | None
    needs_manual_grade: bool


def clear_scores(course: NbgraderCourse, students: Iterable[str], assignment: str) -> None:
    """Take an earlier run's results away: nbgrader then shows the submissions as not
    autograded.

    Scores and comments that a person gave stay in the gradebook.
    """
    students = list(students)
    with course.transaction() as gradebook:
        for start in range(0, len(students), 500):  # databases limit the values in one statement
            some = students[start : start + 500]
            theirs = (
                select(SubmittedNotebook.id)
                .join(
                    SubmittedAssignment,
                    SubmittedNotebook.assignment_id == SubmittedAssignment.id,
                )
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .where(Assignment.name == assignment, SubmittedAssignment.student_id.in_(some))
            )
            for statement in (
                update(Grade)
                .where(Grade.notebook_id.in_(theirs))
                # A person's settled points stay so, until it is known whether the answer changed.
                .values(
                    auto_score=None,
                    needs_manual_grade=case(
                        (Grade.manual_score.is_(None), True), else_=Grade.needs_manual_grade
                    ),
                ),
                update(Comment).where(Comment.notebook_id.in_(theirs)).values(auto_comment=None),
            ):
                gradebook.db.execute(statement.execution_options(synchronize_session=False))
            gradebook.db.execute(
                delete(RUNS).where(RUNS.c.assignment == assignment, RUNS.c.student.in_(some))
            )
        gradebook.db.commit()
    for student in students:
        for step in ("autograded", "feedback"):
            remove_tree(course.path(step, student, assignment))


def record_run(course: NbgraderCourse, student: str, assignment: str, run: str) -> None:
    """Note beside a submission's scores, in the same transaction, the run that they are from."""
    with course.transaction() as gradebook:
        gradebook.db.execute(
            delete(RUNS).where(RUNS.c.assignment == assignment, RUNS.c.student == student)
        )
        gradebook.db.execute(insert(RUNS).values(assignment=assignment, student=student, run=run))
        gradebook.db.commit()


def recorded_runs(course: NbgraderCourse, assignment: str) -> dict[str, str]:
    """Student to the run that the gradebook's scores are from."""
    with course.transaction() as gradebook:
        return dict(
            gradebook.db.execute(
                select(RUNS.c.student, RUNS.c.run).where(RUNS.c.assignment == assignment)
            ).all()
        )


def _theirs(assignment: str, student: str | Sequence[str] | None) -> ColumnElement[bool]:
    mine = Assignment.name == assignment
    if student is None:
        return mine
    students = [student] if isinstance(student, str) else student
    return and_(mine, SubmittedAssignment.student_id.in_(students))


def all_grades(
    course: NbgraderCourse, assignment: str, student: str | Sequence[str] | None = None
) -> dict[str, tuple[float, list[GradeRow]]]:
    """Late penalty and graded cells as the gradebook has them, by student.

    Args:
        student: only this one, or these.
    """
    with course.gradebook() as gradebook:
        notebooks = gradebook.db.execute(
            select(
                SubmittedNotebook.id,
                SubmittedAssignment.student_id,
                Notebook.name,
                SubmittedNotebook.late_submission_penalty,
            )
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(_theirs(assignment, student))
        ).all()
        found = gradebook.db.execute(
            select(
                Grade.notebook_id,
                BaseCell.name,
                Grade.max_score,
                Grade.auto_score,
                Grade.manual_score,
                Grade.score,
                Grade.needs_manual_grade,
            )
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(_theirs(assignment, student))
        ).all()
    names = {key: (who, name) for key, who, name, _ in notebooks}
    rows: dict[str, list[GradeRow]] = {who: [] for _, who, _, _ in notebooks}
    for notebook, grade_id, most, auto, manual, score, needs in found:
        who, name = names[notebook]
        known = None if auto is None and manual is None else float(score)
        rows[who].append(GradeRow(name, grade_id, float(most), known, bool(needs)))
    penalties = dict.fromkeys(rows, 0.0)
    for _, who, _, penalty in notebooks:
        penalties[who] += penalty or 0
    return {who: (penalties[who], rows[who]) for who in rows}


def grades(
    course: NbgraderCourse, student: str, assignment: str
) -> tuple[float, list[GradeRow]] | None:
    """Late penalty and graded cells of a submission as the gradebook has them, None if it has
    no such submission.
    """
    return all_grades(course, assignment, student).get(student)


def all_automatic(
    course: NbgraderCourse, assignment: str, student: str | Sequence[str] | None = None
) -> dict[str, str]:
    """Digest of the automatic scores, by student (see `written`)."""
    with course.gradebook() as gradebook:
        found = gradebook.db.execute(
            select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade.auto_score)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(_theirs(assignment, student))
        ).all()
    rows: dict[str, list[tuple]] = {}
    for who, *row in found:
        rows.setdefault(who, []).append(tuple(row))
    return {who: _digest_of(some) for who, some in rows.items()}


def _digest_of(rows: list[tuple]) -> str:
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


def written(
    course: NbgraderCourse, student: str, assignment: str, automatic: str | None = None
) -> dict[str, str]:
    """Digests of what grading writes and people do not: the automatic scores, each notebook.

    A run keeps them beside its result, so that a score is ours only as long as they are the same.

    Args:
        automatic: `all_automatic` of the student, where that was asked before.
    """
    if automatic is None:
        automatic = all_automatic(course, assignment, student).get(student, _digest_of([]))
    found = {"": automatic}
    for path in sorted(course.path("autograded", student, assignment).glob("*.ipynb")):
        found[path.stem] = _digest(path)
    return found


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return str(error)


def remarks(
    course: NbgraderCourse, student: str, assignment: str
) -> dict[str, tuple[float, dict[str, str]]]:
    """By notebook: the penalty for lateness, and what people wrote beside answers, by grade id."""
    with course.gradebook() as gradebook:
        notebooks = gradebook.db.execute(
            select(SubmittedNotebook.id, Notebook.name, SubmittedNotebook.late_submission_penalty)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == assignment, SubmittedAssignment.student_id == student)
        ).all()
        said = gradebook.db.execute(
            select(Comment.notebook_id, BaseCell.name, Comment.manual_comment)
            .join(BaseCell, Comment.cell_id == BaseCell.id)
            .where(Comment.notebook_id.in_([key for key, _, _ in notebooks]))
        ).all()
    return {
        name: (
            float(penalty or 0),
            {cell: comment for of, cell, comment in said if of == key and comment},
        )
        for key, name, penalty in notebooks
    }
