"""What grading remembers about an assignment between runs: one small JSON file, replaced atomically.

The gradebook stays the place of the scores. The journal holds what nbgrader has no field for: how a submission ended,
why, from which bytes, with which findings, and what each test said.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..intake.notebook import Finding

VERSION = 1
"""Part of every source hash: raising it makes the next run grade everything again."""

SCORE, STUDENT_ERROR, GRADER_ERROR = "score", "student_error", "grader_error"
FULL, PARTIAL, ZERO, NOT_RUN, MANUAL = "full", "partial", "zero", "not_run", "manual"


@dataclass
class Task:
    """One graded cell of one student.

    Attributes:
        status: FULL, PARTIAL, ZERO, NOT_RUN, or MANUAL while a person has to give the points.
        score: None with MANUAL.
        message: why points are missing, "" if none are.
    """

    notebook: str
    grade_id: str
    points: float
    score: float | None
    status: str
    message: str = ""


@dataclass
class Result:
    """How one student's submission ended.

    Attributes:
        outcome: SCORE, STUDENT_ERROR (0 points, `message` is for the student) or GRADER_ERROR (no score, not the
            student's fault).
        code: short English reason of an error, "" with SCORE.
        score, max_score: points after a late penalty; None with GRADER_ERROR.
        files: the chosen files, notebook name to path inside the submission.
        kept: True where this run left an earlier result, because nothing had changed.
    """

    student: str
    outcome: str
    code: str = ""
    message: str = ""
    score: float | None = None
    max_score: float | None = None
    tasks: list[Task] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    attempts: int = 1
    when: str = ""
    executor: str = ""
    isolated: bool = False
    content_hash: str = ""
    source_hash: str = ""
    kept: bool = False

    @property
    def needs_manual_grade(self) -> bool:
        return any(task.status == MANUAL for task in self.tasks)


class Journal:
    """Results of one assignment, by student."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.results: dict[str, Result] = {}
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["version"] == VERSION:
                self.results = {student: _result(entry) for student, entry in stored["results"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # none yet, or damaged: then everything is graded again

    def record(self, result: Result) -> None:
        self.results[result.student] = result
        self._write()

    def forget(self, students: list[str]) -> None:
        for student in students:
            self.results.pop(student, None)
        self._write()

    def _write(self) -> None:
        content = {"version": VERSION, "results": {student: asdict(result) for student, result in sorted(self.results.items())}}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.path.parent, prefix=self.path.name, delete=False) as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, self.path)


def _result(entry: dict) -> Result:
    entry = {**entry, "tasks": [Task(**task) for task in entry["tasks"]],
             "findings": [Finding(**finding) for finding in entry["findings"]], "kept": False}
    return Result(**entry)
