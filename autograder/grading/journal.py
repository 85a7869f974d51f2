"""What grading remembers about an assignment between runs: a file that only grows while a run writes it.

The gradebook stays the place of the scores. The journal holds what nbgrader has no field for: how a submission ended,
why, from which bytes, with which findings, and what each test said.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..intake.notebook import Finding
from .nbgrader_api import CannotRun

VERSION = 2
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
        run: id of the call of `grade` that wrote it; the gradebook holds the same beside the scores.
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
    run: str = ""
    kept: bool = False

    @property
    def needs_manual_grade(self) -> bool:
        return any(task.status == MANUAL for task in self.tasks)


class Journal:
    """Results of one assignment, by student. Reading is for everybody, writing for one process at a time.

    The file holds one JSON object a line: the version, then `{"result": …}` and `{"forget": [student, …]}` in the order
    in which things happened; the last word on a student counts.

    Attributes:
        damaged: lines that could not be read; their students are graded again. A torn last line is none of them: it is
            what a killed writer leaves.
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
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._file = None
        try:
            self._compact()
            self._file.close()
        except OSError:
            pass  # only longer than it had to be

    def record(self, result: Result) -> None:
        """Append a result; on disk on return.

        Raises:
            OSError: nothing was recorded; the file is as before.
        """
        self._append({"result": asdict(result)})
        self.results[result.student] = result

    def forget(self, students: list[str]) -> None:
        """Take results back, like `record`."""
        if students:
            self._append({"forget": students})
        for student in students:
            self.results.pop(student, None)

    def _append(self, entry: dict) -> None:
        line = json.dumps(entry).encode() + b"\n"
        try:
            if self._file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file.fileno())
        except OSError:
            os.ftruncate(self._file.fileno(), self._size)  # a half line would swallow the next one
            raise
        self._size += len(line)

    def _compact(self) -> None:
        """Replace the file by one with a line for each student, atomically."""
        lines = [
            {"version": VERSION},
            *({"result": asdict(result)} for _, result in sorted(self.results.items())),
        ]
        content = "".join(json.dumps(line) + "\n" for line in lines).encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            with open(new, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, self.path)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        self._size = len(content)
        self._file = open(self.path, "ab", buffering=0)  # noqa: SIM115 - closed in __exit__


@contextmanager
def alone(path: Path, what: str) -> Iterator[None]:
    """Hold a lock file, so that one process at a time does `what`. The system lets go of it however the holder ends.

    Raises:
        CannotRun: `already_running`, with the holder's process id.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise CannotRun(
                "already_running",
                f"{what}: 다른 프로그램(프로세스 {file.read().strip() or '?'})이 이미 채점하고 있습니다. "
                "끝나기를 기다리거나 그것을 멈춘 뒤 다시 실행하세요.",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _result(entry: dict) -> Result:
    entry = {
        **entry,
        "tasks": [Task(**task) for task in entry["tasks"]],
        "findings": [Finding(**finding) for finding in entry["findings"]],
        "kept": False,
    }
    return Result(**entry)
