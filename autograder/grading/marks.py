"""Points and comments that a person gives to written answers: read from the gradebook and written
to it as formgrader does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import and_, select

from ..errors import CannotRun
from .nbgrader_course import NbgraderCourse
from .templates import NotebookTemplate, load_template

MOST_OF_A_COMMENT = 10_000


@dataclass(frozen=True)
class Question:
    """What a person grades, once for the whole class.

    Attributes:
        rubric: what the instructor wrote where the student's answer goes.
    """

    notebook: str
    grade_id: str
    points: float
    rubric: str


@dataclass
class Mark:
    """What the gradebook says of one student's answer.

    Attributes:
        score: by hand or else automatic, None while nobody has given one.
        settled: whether nobody has to look at it (again).
    """

    student: str
    score: float | None
    settled: bool
    comment: str = ""


@dataclass(frozen=True)
class Written:
    """An answer as it was graded.

    Attributes:
        version: changes with what a person reads.
    """

    cell: NotebookNode
    version: str


class Stale(Exception):
    """The answer is not the one that was read."""


@dataclass
class Marks:
    """The questions of an assignment that people grade, and what was given for them.

    Raises:
        CannotRun: those of `load_template`; no_questions.
    """

    course: NbgraderCourse
    assignment: str
    templates: dict[str, NotebookTemplate] = field(init=False)
    questions: list[Question] = field(init=False)

    def __post_init__(self) -> None:
        self.course.check_released(self.assignment)
        self.templates = {
            name: load_template(self.course, self.assignment, name)
            for name in sorted(self.course.released_notebooks(self.assignment))
        }
        self.questions = [
            Question(name, grade_id, float(cell.metadata.nbgrader.points), rubric)
            for name, template in self.templates.items()
            for cell in template.notebook.cells
            for grade_id in [cell.metadata.get("nbgrader", {}).get("grade_id", "")]
            for rubric in [template.rubrics.get(grade_id)]
            if rubric is not None
        ]
        if not self.questions:
            raise CannotRun(
                "no_questions", f"{self.assignment}: 사람이 채점하는 문제가 없는 과제입니다."
            )

    def question(self, grade_id: str, notebook: str = "") -> Question:
        """
        Raises:
            CannotRun: unknown_question, with those that there are.
        """
        for one in self.questions:
            if one.grade_id == grade_id and notebook in ("", one.notebook):
                return one
        known = ", ".join(one.grade_id for one in self.questions)
        raise CannotRun(
            "unknown_question",
            f"{grade_id}: 사람이 채점하는 문제에 없습니다. 있는 문제: {known}",
        )

    def given(self, question: Question) -> list[Mark]:
        """By student, of everybody who was graded."""
        with self.course.gradebook() as gradebook:
            rows = gradebook.db.execute(
                select(
                    SubmittedAssignment.student_id,
                    Grade.auto_score,
                    Grade.manual_score,
                    Grade.needs_manual_grade,
                    Comment.manual_comment,
                )
                .join(BaseCell, Grade.cell_id == BaseCell.id)
                .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
                .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
                .join(
                    SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id
                )
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .outerjoin(
                    Comment,
                    and_(
                        Comment.notebook_id == Grade.notebook_id,
                        Comment.cell_id.in_(
                            select(BaseCell.id).where(BaseCell.name == question.grade_id)
                        ),
                    ),
                )
                .where(
                    Assignment.name == self.assignment,
                    Notebook.name == question.notebook,
                    BaseCell.name == question.grade_id,
                )
                .order_by(SubmittedAssignment.student_id)
            ).all()
        return [
            Mark(student, auto if manual is None else manual, not needs, comment or "")
            for student, auto, manual, needs, comment in rows
        ]

    def graded(self, student: str, question: Question) -> Path:
        """Where a student's graded notebook is."""
        folder = self.course.path("autograded", student, self.assignment)
        return folder / f"{question.notebook}.ipynb"

    def written(self, student: str, question: Question) -> Written | None:
        """A student's answer, None where the notebook is not there."""
        try:
            content = json.loads(self.graded(student, question).read_bytes())
        except (OSError, ValueError):
            return None
        for cell in content["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == question.grade_id:
                source = cell["source"]
                cell["source"] = source if isinstance(source, str) else "".join(source)
                read = json.dumps([cell["source"], cell.get("attachments", {})])
                return Written(NotebookNode(cell), hashlib.sha256(read.encode()).hexdigest()[:16])
        return None

    def give(
        self, question: Question, student: str, version: str, points: float | None, comment: str
    ) -> Mark:
        """Write points and comment of a person; None takes the points back.

        Args:
            version: of the answer that the person read.

        Raises:
            ValueError: points that the question doesn't have, or too long a comment.
            Stale: the answer was graded again meanwhile and is another one.
            LookupError: no such submission.
            DatabaseFailed: nothing was written.
        """
        if points is not None and not 0 <= points <= question.points:
            raise ValueError(f"0점에서 {question.points:g}점까지 줄 수 있습니다.")
        if len(comment) > MOST_OF_A_COMMENT:
            raise ValueError(f"의견이 {MOST_OF_A_COMMENT:,}자를 넘습니다.")
        now = self.written(student, question)
        if now is None or now.version != version:
            raise Stale
        place = (question.grade_id, question.notebook, self.assignment, student)
        with self.course.transaction() as gradebook:
            try:
                grade = gradebook.find_grade(*place)
                said = gradebook.find_comment(*place)
            except MissingEntry as error:
                raise LookupError(student) from error
            grade.manual_score = points
            grade.needs_manual_grade = points is None and grade.auto_score is None
            said.manual_comment = comment or None
            gradebook.db.commit()
            settled = not grade.needs_manual_grade
            score = grade.auto_score if points is None else points
        return Mark(student, score, settled, comment)

    def phrases(self, question: Question) -> list[str]:
        """Comments that were given for a question, the most frequent first."""
        counts: dict[str, int] = {}
        for mark in self.given(question):
            if mark.comment.strip():
                counts[mark.comment.strip()] = counts.get(mark.comment.strip(), 0) + 1
        return sorted(counts, key=lambda text: (-counts[text], text))

    def summary(self) -> Iterator[dict]:
        """For each question how many answers there are and how many wait for a person."""
        for question in self.questions:
            marks = self.given(question)
            yield {
                "notebook": question.notebook,
                "grade_id": question.grade_id,
                "points": question.points,
                "answers": len(marks),
                "waiting": sum(not mark.settled for mark in marks),
            }
