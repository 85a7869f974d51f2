"""The instructor's report on one assignment: who got what, which task went wrong how, what a person
should look at.

Points come from nbgrader's gradebook as they are now (grading by hand included), the rest from the
grading journal. The page is self-contained: no script, no font or style from elsewhere. All that
students could have written is escaped.
"""

from __future__ import annotations

import csv
import io
import os
import statistics
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from ..errors import CannotRun
from ..files import write_atomically
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
    ZERO,
    Result,
    Task,
    journal_of,
)
from ..grading.submission import Submission

BINS = 10
FOREIGN = "foreign"
"""Another program wrote this student's scores since we did: they are not shown as ours."""
OUTCOMES = {
    SCORE: "채점됨",
    STUDENT_ERROR: "거절됨",
    GRADER_ERROR: "채점기 오류",
    FOREIGN: "다른 프로그램의 점수",
    "ungraded": "채점 전",
    "absent": "미제출",
}
MARKS = {
    FULL: ("●", "만점"),
    PARTIAL: ("◐", "부분 점수"),
    ZERO: ("○", "0점"),
    NOT_RUN: ("–", "실행 안 됨"),
    MANUAL: ("✎", "사람이 채점할 것"),
}


@dataclass
class Row:
    """One student in the report."""

    student: str
    name: str
    outcome: str
    result: Result | None = None
    changed: bool = False
    feedback: list[str] = field(default_factory=list)

    @property
    def serious(self) -> bool:
        return any(finding.serious for finding in self.result.findings) if self.result else False


@dataclass
class TaskRow:
    """One task over all submissions that were graded."""

    notebook: str
    grade_id: str
    points: float
    counts: dict[str, int]
    message: str = ""
    message_count: int = 0
    unsolved: int = 0

    @property
    def graded(self) -> int:
        return sum(self.counts.values()) - self.counts[MANUAL]

    @property
    def success(self) -> float | None:
        return 100 * self.counts[FULL] / self.graded if self.graded else None


def report(course_dir: Path | str, assignment: str) -> Path:
    """Write `reports/ASSIGNMENT.html` and `.csv` in the course directory; returns the page.

    Raises:
        CannotRun: unknown_assignment, not_released, not_graded.
    """
    course = NbgraderCourse(course_dir)
    course.check_released(assignment)
    rows = collect(course, assignment)
    if not any(row.result for row in rows):
        raise CannotRun(
            "not_graded",
            f"{assignment}: "
            + (
                "다른 프로그램이 점수를 바꾸었습니다. "
                if any(row.outcome == FOREIGN for row in rows)
                else "아직 채점하지 않았습니다. "
            )
            + f"먼저 `autograder grade {assignment}`를 실행하세요.",
        )
    folder = course.root / "reports"
    for row in rows:
        pages = (
            sorted(course.path("feedback", row.student, assignment).glob("*.html"))
            if row.result
            else []
        )
        row.feedback = [quote(os.path.relpath(page, folder)) for page in pages]
    page = folder / f"{assignment}.html"
    # File names of students' can hold bytes that are no text.
    write_atomically(page, render(assignment, rows).encode("utf-8", "replace"))
    table = "\ufeff" + to_csv(rows)  # Excel takes UTF-8 only with a byte-order mark
    write_atomically(page.with_suffix(".csv"), table.encode("utf-8", "replace"))
    return page


def collect(course: NbgraderCourse, assignment: str) -> list[Row]:
    """A row for every student who is enrolled or handed something in, by student id."""
    names = course.enrolled_students()
    results = journal_of(course, assignment).results
    submitted = set(course.submitted_students(assignment))
    rows = []
    for student in sorted({*names, *submitted, *results}):
        result = results.get(student)
        row = Row(
            student, names.get(student, ""), "absent" if student not in submitted else "ungraded"
        )
        if result:
            graded = scores.grades(course, student, assignment)
            if result.outcome == GRADER_ERROR:
                row.outcome, row.result = GRADER_ERROR, result
            elif result.is_foreign(scores.written(course, student, assignment)):
                row.outcome = FOREIGN
            elif graded is not None:
                result.take_points(graded)
                row.outcome, row.result = result.outcome, result
            row.changed = (
                student in submitted
                and Submission.read(course, assignment, student).content_hash != result.content_hash
            )
        rows.append(row)
    return rows


def task_rows(rows: list[Row]) -> list[TaskRow]:
    tasks: dict[tuple[str, str], list[Task]] = {}
    for row in rows:
        if row.outcome == SCORE and row.result:
            for task in row.result.tasks:
                tasks.setdefault((task.notebook, task.grade_id), []).append(task)
    made = []
    for (notebook, grade_id), found in tasks.items():
        counts = Counter(task.status for task in found)
        # A blank answer says nothing about what students get wrong: it is counted apart.
        unsolved = sum(task.message.startswith("NotImplementedError") for task in found)
        messages = Counter(
            task.message
            for task in found
            if task.message
            and task.status != MANUAL
            and not task.message.startswith("NotImplementedError")
        )
        message, count = messages.most_common(1)[0] if messages else ("", 0)
        made.append(
            TaskRow(
                notebook,
                grade_id,
                found[0].points,
                {status: counts[status] for status in MARKS},
                message,
                count,
                unsolved,
            )
        )
    return made


def distribution(scores: list[float], maximum: float) -> list[tuple[str, int]]:
    """Number of scores in each tenth of the maximum; the last tenth includes the maximum."""
    counts = Counter(
        min(BINS - 1, int(BINS * score / maximum)) if maximum else 0 for score in scores
    )
    edges = [maximum * index / BINS for index in range(BINS + 1)]
    return [(f"{edges[index]:g}–{edges[index + 1]:g}", counts[index]) for index in range(BINS)]


def render(assignment: str, rows: list[Row]) -> str:
    results = [row.result for row in rows if row.result]
    scores = [result.score or 0.0 for result in results if result.outcome == SCORE]
    maximum = max((result.max_score for result in results if result.max_score), default=0.0)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: (
        "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
    )
    return environment.get_template("report.html.j2").render(
        assignment=assignment,
        written=datetime.now().astimezone(),
        graded=max(datetime.fromisoformat(result.when) for result in results).astimezone(),
        rows=rows,
        counts=Counter(row.outcome for row in rows),
        outcomes=OUTCOMES,
        marks=MARKS,
        maximum=maximum,
        mean=statistics.mean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        bins=distribution(scores, maximum),
        tasks=task_rows(rows),
        not_isolated=sum(not result.isolated for result in results),
        manual=[row for row in rows if row.result and row.result.needs_manual_grade],
        changed=[row for row in rows if row.changed],
        foreign=[row for row in rows if row.outcome == FOREIGN],
    )


def to_csv(rows: list[Row]) -> str:
    """The same table for a spreadsheet. No cell starts like a formula."""
    keys = list(
        dict.fromkeys(
            (task.notebook, task.grade_id)
            for row in rows
            if row.result
            for task in row.result.tasks
        )
    )
    several = len({notebook for notebook, _ in keys}) > 1
    headings = [f"{notebook}/{grade_id}" if several else grade_id for notebook, grade_id in keys]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            _safe(text)
            for text in [
                "student_id",
                "name",
                "outcome",
                "code",
                "score",
                "max_score",
                "pending",
                "late",
                "needs_manual_grade",
                *headings,
                "message",
                "findings",
                "files",
                "graded",
            ]
        ]
    )
    for row in rows:
        result = row.result or Result(row.student, row.outcome)
        points = {
            (task.notebook, task.grade_id): "채점 전" if task.status == MANUAL else task.score
            for task in result.tasks
        }
        writer.writerow(
            [
                _safe(row.student),
                _safe(row.name),
                row.outcome,
                result.code,
                result.score,
                result.max_score,
                result.pending,
                result.lateness,
                int(result.needs_manual_grade),
                *(points.get(key) for key in keys),
                _safe(result.message),
                _safe(" / ".join(finding.message for finding in result.findings)),
                _safe(", ".join(result.files.values())),
                result.when,
            ]
        )
    return out.getvalue()


def _safe(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
