"""How submissions ended, for everybody who reads it: the grader itself, feedback, reports,
regrading.

The gradebook stays the place of the scores. The journal, a file that only grows while a run writes
it, holds what nbgrader has no field for: how a submission ended, why, from which bytes, with which
findings, and what each test said.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..files import write_atomically
from ..intake.notebook import Finding
from ..text import MOST, clean, escaped
from .nbgrader_course import NbgraderCourse
from .scores import GradeRow

VERSION = 5
"""Part of every source hash: raising it makes the next run grade everything again."""

SCORE, STUDENT_ERROR, GRADER_ERROR = "score", "student_error", "grader_error"
WORDS = {SCORE: "채점됨", STUDENT_ERROR: "거절됨", GRADER_ERROR: "채점기 오류"}
FULL, PARTIAL, ZERO, NOT_RUN, MANUAL = "full", "partial", "zero", "not_run", "manual"
CHANGED = "사람이 채점한 뒤에 답이 바뀌어 다시 채점해야 합니다. 앞의 답에는 {}점이었습니다."
"""The message of a task whose points were given by hand, for another answer."""


@dataclass
class Task:
    """One graded cell of one student.

    Attributes:
        status: FULL, PARTIAL, ZERO, NOT_RUN, or MANUAL while a person has to give the points.
        score: None with MANUAL.
        message: why points are missing, "" if none are.
        old: with MANUAL, the points that a person gave for an earlier answer, if any.
        doubt: why a person has to judge a test that failed (`beside.in_doubt`).
    """

    notebook: str
    grade_id: str
    points: float
    score: float | None
    status: str
    message: str = ""
    old: float | None = None
    doubt: str = ""

    def __post_init__(self) -> None:
        self.message = clean(self.message, MOST)
        self.doubt = clean(self.doubt, MOST)


@dataclass
class Result:
    """How one student's submission ended.

    Attributes:
        outcome: SCORE, STUDENT_ERROR (0 points, `message` is for the student) or GRADER_ERROR (no
            score, not the student's fault).
        code: short English reason of an error, "" with SCORE.
        score, max_score: points after a late penalty; None with GRADER_ERROR.
        pending: those of `max_score` that a person has yet to judge. `score` has none of them.
        penalty, late_seconds: what lateness has cost, and how late it came.
        terms: digest of due date and late policy (`lateness.Terms`).
        files: the chosen files, notebook name to path inside the submission.
        run: id of the call of `grade` that wrote it; the gradebook holds the same beside the
            scores.
        sources: digests of what each task's outcome depends on (`tasks.digests`).
        written: digests of what it wrote (`scores.written`).
        kept: True where this run left an earlier result, because nothing had changed.
    """

    student: str
    outcome: str
    code: str = ""
    message: str = ""
    score: float | None = None
    max_score: float | None = None
    pending: float = 0.0
    penalty: float = 0.0
    late_seconds: float = 0.0
    terms: str = ""
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
    run: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    kept: bool = False

    def __post_init__(self) -> None:
        """What students wrote becomes text here, for all who read results."""
        self.message = clean(self.message, MOST)
        self.files = {name: escaped(file) for name, file in self.files.items()}

    def is_foreign(self, now: dict[str, str]) -> bool:
        """Whether another program than this grader wrote scores or notebooks since.

        Honest case: somebody types `nbgrader autograde` in a course that does not hand it to us.

        Args:
            now: `scores.written`.
        """
        return any(now.get(name, digest) != digest for name, digest in self.written.items())

    @property
    def verdict(self) -> str:
        """In a few characters, for a line of progress."""
        if self.outcome == SCORE:
            return self.points.replace(" / ", "/")
        return WORDS[self.outcome]

    @property
    def points(self) -> str:
        """The score out of what has been judged, and apart from it what has not."""
        if self.score is None or self.max_score is None:
            return ""
        judged = f"{_short(self.score)} / {_short(self.max_score - self.pending)}"
        return f"{judged} + 채점 전 {_short(self.pending)}" if self.pending else judged

    @property
    def lateness(self) -> str:
        """How late it came and what that has cost, "" if it came in time."""
        if not self.late_seconds:
            return ""
        hours = self.late_seconds / 3600
        late = f"{hours / 24:.1f}일" if hours >= 24 else f"{hours:.1f}시간"
        return f"{late} 늦음" + (f", {_short(self.penalty)}점 깎음" if self.penalty else "")

    @property
    def needs_manual_grade(self) -> bool:
        return any(task.status == MANUAL for task in self.tasks)

    def take_points(self, graded: tuple[float, list[GradeRow]]) -> None:
        """Set the scores to the gradebook's points of now (late penalty, rows); what each test said
        stays.
        """
        penalty, rows = graded
        by_key = {(row.notebook, row.grade_id): row for row in rows}
        ran = {(task.notebook, task.grade_id): task for task in self.tasks}
        self.tasks = []
        for key in [*ran, *(key for key in sorted(by_key) if key not in ran)]:
            row = by_key[key]
            status, message = (ran[key].status, ran[key].message) if key in ran else (ZERO, "")
            if status == MANUAL:  # what was said then, before a person came
                message = ""
            score, old, doubt = row.score, None, ran[key].doubt if key in ran else ""
            if score is None or row.needs_manual_grade:
                status, message, score, old = MANUAL, doubt, None, score
                if old is not None:
                    message = CHANGED.format(_short(old))
            elif score >= row.max_score:
                status, message = FULL, ""
            elif score > 0:
                status = PARTIAL
            elif status != NOT_RUN:
                status = ZERO
            self.tasks.append(
                Task(row.notebook, row.grade_id, row.max_score, score, status, message, old, doubt)
            )
        self.penalty = penalty
        self.score = max(0.0, sum(task.score or 0 for task in self.tasks) - penalty)
        self.max_score = sum(task.points for task in self.tasks)
        self.pending = sum(task.points for task in self.tasks if task.status == MANUAL)


def _short(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")


def journal_of(course: NbgraderCourse, assignment: str) -> Journal:
    """What is remembered about an assignment's submissions; empty before the first run."""
    return Journal(course.work / f"{assignment}.jsonl")


class Journal:
    """Results of one assignment, by student. Reading is for everybody, writing for one process at a
    time.

    The file holds one JSON object a line: the version, then `{"result": …}` and `{"forget":
    [student, …]}` in the order in which things happened; the last word on a student counts.

    Attributes:
        damaged: lines that could not be read; their students are graded again. A torn last line is
            none of them: it is what a killed writer leaves.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.results: dict[str, Result] = {}
        self.damaged = 0
        self._file: BinaryIO | None = None
        self._size = 0
        try:
            head, *lines = path.read_bytes().split(b"\n")
            if json.loads(head)["version"] != VERSION:
                return
        except (OSError, ValueError, KeyError, TypeError):
            return  # none yet, or another version's: everything is graded again
        for line in lines[:-1]:  # what follows the last line end is empty or torn
            try:
                entry = json.loads(line)
                if "forget" in entry:
                    for student in entry["forget"]:
                        self.results.pop(student, None)
                else:
                    result = _result(entry["result"])
                    self.results[result.student] = result
            except (ValueError, KeyError, TypeError):
                self.damaged += 1

    def __enter__(self) -> Journal:
        """Begin to write: compacted, whole, and on disk."""
        self._compact()
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()
            self._file = None
        with contextlib.suppress(OSError):  # only longer than it had to be
            self._compact()

    def record(self, result: Result) -> None:
        """Append a result; on disk on return.

        Raises:
            OSError: nothing was recorded; the file is as before.
        """
        self._append({"result": _plain(result)})
        self.results[result.student] = result

    def record_many(self, results: Sequence[Result]) -> None:
        """Append results, all or none, like `record`."""
        if results:
            self._append(*({"result": _plain(result)} for result in results))
        self.results |= {result.student: result for result in results}

    def forget(self, students: list[str]) -> None:
        """Take results back, like `record`."""
        if students:
            self._append({"forget": students})
        for student in students:
            self.results.pop(student, None)

    def _append(self, *entries: dict) -> None:
        if self._file is None:
            raise RuntimeError("the journal is written inside `with` only")
        lines = b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)
        try:
            if self._file.write(lines) != len(lines):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file.fileno())
        except OSError:
            os.ftruncate(self._file.fileno(), self._size)  # a half line would swallow the next one
            raise
        self._size += len(lines)

    def _compact(self) -> None:
        """Replace the file by one with a line for each student."""
        lines = [
            {"version": VERSION},
            *({"result": _plain(result)} for _, result in sorted(self.results.items())),
        ]
        content = "".join(json.dumps(line) + "\n" for line in lines).encode()
        write_atomically(self.path, content)
        self._size = len(content)

    def _open(self) -> None:
        self._file = open(self.path, "ab", buffering=0)  # noqa: SIM115 - closed in __exit__


def _plain(result: Result) -> dict:
    """`dataclasses.asdict` for JSON, which would copy every part."""
    return {
        **vars(result),
        "tasks": [vars(task) for task in result.tasks],
        "findings": [vars(finding) for finding in result.findings],
    }


def _result(entry: dict) -> Result:
    entry = {
        **entry,
        "tasks": [Task(**task) for task in entry["tasks"]],
        "findings": [Finding(**finding) for finding in entry["findings"]],
        "kept": False,
    }
    return Result(**entry)
