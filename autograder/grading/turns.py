"""Whose turn it is at the standing service, and how often a student has had one today."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


class DayBook:
    """What the service has done for each student today, on disk before it is done: a service that
    is killed counts on.

    A try is another content: the same file again, or one whose grading was cut off, is none.

    Attributes:
        seconds: that a student's work has taken today.
    """

    def __init__(self, path: Path, today: str | None = None) -> None:
        self.path, self.today = path, today or day()
        self.contents: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError:
            lines = []
        for line in lines:
            try:
                self._note(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # what a killed writer left

    def _note(self, entry: dict) -> None:
        if entry["day"] != self.today:
            return
        student = entry["student"]
        if "content" in entry:
            self.contents.setdefault(student, set()).add(entry["content"])
        self.seconds[student] = self.seconds.get(student, 0.0) + entry.get("seconds", 0.0)

    def turn_page(self) -> bool:
        """Begin a new day, if it is one."""
        if self.today == day():
            return False
        self.today, self.contents, self.seconds = day(), {}, {}
        return True

    def tries(self, student: str, content: str) -> int:
        """How many other contents have been graded today."""
        return len(self.contents.get(student, set()) - {content})

    def begin(self, student: str, content: str) -> None:
        """Count a try."""
        self._write({"day": self.today, "student": student, "content": content})

    def end(self, student: str, seconds: float) -> None:
        """Note what a try took."""
        self._write({"day": self.today, "student": student, "seconds": round(seconds, 2)})

    def _write(self, entry: dict) -> None:
        self._note(entry)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.path, "a", encoding="utf-8") as file:
            if file.tell() and self._torn():
                file.write("\n")
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _torn(self) -> bool:
        with open(self.path, "rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"


def day() -> str:
    """Today, where this machine stands."""
    return f"{datetime.now():%Y-%m-%d}"


@dataclass
class Turns:
    """A bounded queue in which every student has one place at most.

    First comes whose work took least time today, then who came first: one who hands in every
    minute, or what runs into its limits, waits behind the others.

    Args:
        most: places. Who finds none stays in the folder, and is offered again.
    """

    book: DayBook
    most: int
    waiting: dict[str, float] = field(default_factory=dict)

    def offer(self, student: str, came: float) -> bool:
        """Whether a student has a place; who has one keeps it."""
        if student not in self.waiting and len(self.waiting) >= self.most:
            return False
        self.waiting.setdefault(student, came)
        return True

    def take(self, without: set[str]) -> str | None:
        """Whose turn it is, leaving out those whose work is under way."""
        able = [student for student in self.waiting if student not in without]
        if not able:
            return None
        first = min(able, key=lambda one: (self.book.seconds.get(one, 0.0), self.waiting[one], one))
        del self.waiting[first]
        return first


@dataclass
class Seen:
    """A student's folder when it was last looked at.

    Attributes:
        since: monotonic time since which it has not changed.
        came: when the newest file arrived, in seconds since 1970.
        whole: whether its notebooks end as notebooks do.
    """

    signature: tuple
    since: float
    came: float
    whole: bool
    taken: bool = False


QUIET, LONG_QUIET = 0.1, 3.0
"""Seconds without a change after which a folder is taken; the second where a notebook breaks off,
for it may still be on its way.
"""
DEPTH, FILES = 3, 200


class Arrivals:
    """Folders in which something is new, found by looking: the file systems that classes hand in
    on (NFS, SMB, a synchronised folder) tell nobody.
    """

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}

    def look(self, folders: Iterator[tuple[str, Path]]) -> list[tuple[str, float]]:
        """Students whose folder is new or has changed and is at rest now, with the time of their
        newest file. Each is told again until `take`.
        """
        ready, now = [], time.monotonic()
        for student, folder in folders:
            signature, came = _signature(folder)
            seen = self.seen.get(student)
            if seen is None or seen.signature != signature:
                # What was moved here whole, or was here before, has been at rest for longer.
                since = now - max(0.0, time.time() - came)
                seen = Seen(signature, since, came, _whole(folder, signature))
                self.seen[student] = seen
            if not seen.taken and now - seen.since >= (QUIET if seen.whole else LONG_QUIET):
                ready.append((student, seen.came))
        return ready

    def take(self, student: str) -> float:
        """What lies there is being dealt with; returns when it came."""
        self.seen[student].taken = True
        return self.seen[student].came

    def again(self, student: str) -> None:
        """Tell of a student once more."""
        self.seen[student].taken = False

    @property
    def restless(self) -> bool:
        """Whether a folder waits to come to rest."""
        return any(not seen.taken for seen in self.seen.values())


def _signature(folder: Path) -> tuple[tuple, float]:
    """What changes with every file that counts; and when the newest arrived."""
    found: list[tuple] = []
    came = 0.0
    pending = [(os.fspath(folder), 0)]
    while pending and len(found) < FILES:
        here, depth = pending.pop()
        with _entries(here) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name == "__MACOSX":
                    continue
                if len(found) >= FILES:
                    break
                if entry.is_dir(follow_symlinks=False):
                    if depth < DEPTH:
                        pending.append((entry.path, depth + 1))
                    continue
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                found.append((entry.path, status.st_mtime_ns, status.st_size, status.st_ino))
                came = max(came, status.st_ctime)
    return tuple(sorted(found)), came


@contextmanager
def _entries(folder: str) -> Iterator[Iterator[os.DirEntry]]:
    try:
        entries = os.scandir(folder)
    except OSError:  # gone meanwhile, or not to be entered, which grading tells
        yield iter(())
        return
    with entries:
        yield entries


def _whole(folder: Path, signature: tuple) -> bool:
    """Whether every notebook ends with a brace."""
    for path, _, size, _ in signature:
        if ".ipynb" not in os.path.basename(path).lower() or not os.path.isfile(path):
            continue
        try:
            with open(path, "rb") as file:
                file.seek(max(0, size - 64))
                if not file.read(64).replace(b"\0", b"").rstrip().endswith(b"}"):
                    return False
        except OSError:
            return False
    return True
