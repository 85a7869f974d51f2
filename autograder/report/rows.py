"""One student in the instructor's report, and the same as a line of a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

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
)

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
    MANUAL: ("✎", "채점 전"),
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
    def tasks(self) -> list[Task]:
        return self.result.tasks if self.result else []

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
    def serious(self) -> bool:
        return any(finding.serious for finding in self.result.findings) if self.result else False


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
