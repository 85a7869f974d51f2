"""How `grade` has a standing service do its work: the service is warm, and holds the lock.

A request is a file beside the service's notes, its answer another: nothing is connected, and
whoever can write them can write the course.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..files import Locked, locked, write_atomically
from .nbgrader_course import NbgraderCourse

LOOK = 0.1
"""Seconds between two looks for an answer."""


def _folder(course: NbgraderCourse, assignment: str) -> Path:
    return course.work / "watch" / f"{assignment}.asked"


@contextlib.contextmanager
def announced(course: NbgraderCourse, assignment: str, isolated: bool) -> Iterator[None]:
    """Meanwhile this process takes requests. Those of an earlier one are void."""
    folder = _folder(course, assignment)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    state = {"pid": os.getpid(), "isolated": isolated}
    write_atomically(folder / "service.json", json.dumps(state))
    try:
        yield
    finally:
        (folder / "service.json").unlink(missing_ok=True)


@dataclass
class Asked:
    """The service's side: what was asked for and is not done.

    Attributes:
        open: request to the students who are not done yet.
        forced: those to be graded again though nothing changed.
        kept: request to the students whose earlier result stays.
    """

    folder: Path
    open: dict[str, set[str]] = field(default_factory=dict)
    forced: set[str] = field(default_factory=set)
    kept: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, course: NbgraderCourse, assignment: str) -> Asked:
        return cls(_folder(course, assignment))

    @property
    def students(self) -> set[str]:
        """Whom somebody waits for."""
        return set().union(*self.open.values())

    def look(self) -> list[str]:
        """Students of new requests."""
        found: list[str] = []
        for path in sorted(self.folder.glob("*.ask")):
            if path.stem not in self.open:
                wish = json.loads(path.read_bytes())
                self.open[path.stem], self.kept[path.stem] = set(wish["students"]), []
                self.forced |= set(wish["students"]) if wish["force"] else set()
                found += wish["students"]
        return found

    def done(self, student: str, kept: bool = False) -> None:
        """Note that nothing is left to do for a student."""
        self.forced.discard(student)
        for request, students in list(self.open.items()):
            if student in students:
                students.discard(student)
                if kept:
                    self.kept[request].append(student)
        for request in [request for request, students in self.open.items() if not students]:
            answer = json.dumps({"kept": self.kept.pop(request)})
            write_atomically(self.folder / f"{request}.done", answer)
            (self.folder / f"{request}.ask").unlink(missing_ok=True)
            del self.open[request]


def ask(
    course: NbgraderCourse,
    assignment: str,
    students: Sequence[str],
    force: bool,
    isolation: bool,
    holder: str,
) -> list[str] | None:
    """Have the service that holds the lock grade these students; returns those whose earlier
    result stays, None where there is no such service, or it ended before it was done.

    Args:
        isolation: only one that isolates will do.
        holder: process id of whoever holds the lock.
    """
    folder = _folder(course, assignment)
    try:
        service = json.loads((folder / "service.json").read_bytes())
    except (OSError, ValueError):
        return None
    if str(service["pid"]) != holder or (isolation and not service["isolated"]):
        return None
    request = uuid.uuid4().hex
    wish = {"students": list(students), "force": force}
    write_atomically(folder / f"{request}.ask", json.dumps(wish))
    answer = folder / f"{request}.done"
    try:
        while not answer.exists():
            time.sleep(LOOK)
            with contextlib.suppress(Locked), locked(course.work / f"{assignment}.lock"):
                return None  # it has ended
        return json.loads(answer.read_bytes())["kept"]
    finally:
        for path in (answer, folder / f"{request}.ask"):
            path.unlink(missing_ok=True)
