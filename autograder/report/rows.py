"""One student in the instructor's report and in exported tables: asked of gradebook and journal in
this one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import CannotRun
from ..grading import scores
from ..grading.nbgrader_course import NbgraderCourse
from ..grading.results import (
    FULL,
    GRADER_ERROR,
    MANUAL,
    NOT_RUN,
    PARTIAL,
    SCORE,
    STUDENT_ERROR,
    WORDS,
    ZERO,
    Result,
    Task,
    journal_of,
)
from ..grading.submission import Submission
from ..grading.unnamed import unnamed
from ..intake.notebook import Finding
from .settled import Note
from .spreadsheet import Cell

FOREIGN = "foreign"
"""Another program wrote this student's scores since we did: they are not shown as ours."""
OUTCOMES = {
    **WORDS,
    FOREIGN: "다른 프로그램의 점수",
    "ungraded": "채점 전",
    "absent": "미제출",
}
MARKS = {
    FULL: ("●", "만점"),
    PARTIAL: ("◐", "부분 점수"),
    ZERO: ("○", "0점"),
    NOT_RUN: ("–", "실행 안 됨"),
    MANUAL: ("✎", "채점 전"),
}

COLUMNS = (
    "student_id",
    "name",
    "outcome",
    "code",
    "score",
    "judged",
    "max_score",
    "pending",
    "late",
    "penalty",
    "needs_manual_grade",
)
"""Headings of the table for programs, before those of the graded cells."""


@dataclass
class Row:
    """One student in the report.

    Attributes:
        feedback, graded, sent: addresses of pages, graded notebooks and submitted ones.
        number: its place on the page.
        settled: serious findings, by code and message, that a person has looked at.
    """

    student: str
    name: str
    outcome: str
    result: Result | None = None
    changed: bool = False
    feedback: list[str] = field(default_factory=list)
    graded: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    number: int = 0
    settled: dict[tuple[str, str], Note] = field(default_factory=dict)

    @property
    def tasks(self) -> list[Task]:
        return self.result.tasks if self.result else []

    @property
    def final(self) -> float | None:
        """The score where nothing of it is left to judge, else None: what waits is no 0."""
        result = self.result
        return (
            result.score
            if result and result.outcome != GRADER_ERROR and not result.pending
            else None
        )

    @property
    def failures(self) -> list[Task]:
        return [task for task in self.tasks if task.message] if self.outcome == SCORE else []

    @property
    def remarks(self) -> bool:
        """Whether there is anything to say about it."""
        found = self.result
        return bool(found and (found.message or found.findings or self.failures))

    @property
    def first(self) -> bool:
        """Whether a person should look at it before the rest."""
        return self.outcome in (GRADER_ERROR, STUDENT_ERROR) or self.serious

    @property
    def findings(self) -> list[Finding]:
        return self.result.findings if self.result else []

    @property
    def serious(self) -> bool:
        """Whether a finding waits for a person."""
        return any(
            finding.serious and (finding.code, finding.message) not in self.settled
            for finding in self.findings
        )


def collect(course: NbgraderCourse, assignment: str) -> list[Row]:
    """A row for every student who is enrolled or handed something in, by student id."""
    names = course.enrolled_students()
    results = journal_of(course, assignment).results
    submitted = set(course.submitted_students(assignment))
    rows = []
    with course.gradebook():
        graded = scores.all_grades(course, assignment)
        automatic = scores.all_automatic(course, assignment)
        for student in sorted({*names, *submitted, *results}):
            row = Row(
                student,
                names.get(student, ""),
                "absent" if student not in submitted else "ungraded",
            )
            if student in results:
                now = scores.written(course, student, assignment, automatic.get(student))
                _take(row, results[student], graded.get(student), now)
                if student in submitted:
                    there = Submission.read(course, assignment, student).content_hash
                    row.changed = there != results[student].content_hash
            rows.append(row)
    nobodys = unnamed(course, assignment)
    return [*rows, *(Row(one.student, "", STUDENT_ERROR, one) for one in nobodys)]


def _take(
    row: Row,
    result: Result,
    graded: tuple[float, list[scores.GradeRow]] | None,
    now: dict[str, str],
) -> None:
    """What became of a student's submission, with the gradebook's points of now."""
    if result.outcome == GRADER_ERROR:
        row.outcome, row.result = GRADER_ERROR, result
    elif result.is_foreign(now):
        row.outcome = FOREIGN
    elif graded is not None:
        result.take_points(graded)
        row.outcome, row.result = result.outcome, result


def check_graded(rows: list[Row], assignment: str) -> None:
    """
    Raises:
        CannotRun: not_graded.
    """
    if any(row.result for row in rows):
        return
    foreign = any(row.outcome == FOREIGN for row in rows)
    raise CannotRun(
        "not_graded",
        f"{assignment}: "
        + ("다른 프로그램이 점수를 바꾸었습니다. " if foreign else "아직 채점하지 않았습니다. ")
        + f"먼저 `autograder grade {assignment}`를 실행하세요.",
    )


def task_keys(rows: list[Row]) -> list[tuple[str, str]]:
    """Notebook and grade id of every graded cell, in the order of the notebooks."""
    found = (task for row in rows if row.result for task in row.result.tasks)
    return list(dict.fromkeys((task.notebook, task.grade_id) for task in found))


def table(rows: list[Row], tasks: bool = True) -> list[list[Cell]]:
    """The class as lines of cells, headings first.

    `score` is empty while a person has something to judge: then `judged` holds the points so far
    and `pending` those that nobody has decided.

    Args:
        tasks: a column for each graded cell, too.
    """
    keys = task_keys(rows) if tasks else []
    several = len({notebook for notebook, _ in keys}) > 1
    headings = [f"{notebook}/{grade_id}" if several else grade_id for notebook, grade_id in keys]
    made: list[list[Cell]] = [[*COLUMNS, *headings, "message", "findings", "files", "graded"]]
    for row in rows:
        result = row.result or Result(row.student, row.outcome)
        points = {
            (task.notebook, task.grade_id): "채점 전" if task.status == MANUAL else task.score
            for task in result.tasks
        }
        made.append(
            [
                row.student,
                row.name,
                row.outcome,
                result.code,
                row.final,
                result.score,
                result.max_score,
                result.pending,
                result.lateness,
                result.penalty,
                int(result.needs_manual_grade),
                *(points.get(key) for key in keys),
                result.message,
                " / ".join(finding.message for finding in result.findings),
                ", ".join(result.files.values()),
                result.when,
            ]
        )
    return made
