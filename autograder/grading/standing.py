"""The standing service's work: who landed, whose turn it is, jobs out, results, pages.

It is one run of the grader that does not end: it writes through the same writer and the same
journal, and what it has not written is graded by whoever comes next.
"""

from __future__ import annotations

import contextlib
import errno
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

from ..errors import CannotRun, told
from ..files import write_atomically
from ..intake.names import merge_spellings, nfc
from ..intake.notebook import Finding
from . import scores
from .asked import Asked
from .class_run import LOST, ClassRun, WorkersLost
from .cluster import Workers
from .gradebook import DatabaseFailed
from .lateness import Terms
from .nbgrader_course import NbgraderCourse
from .results import Result, journal_of
from .submission import Submission
from .turns import Arrivals, DayBook, Turns
from .writer import Writer

READY, GRADED, LIMITED, FULL, PAUSED, UNREADABLE, STOPPED = (
    "ready",
    "graded",
    "limited",
    "full",
    "paused",
    "unreadable",
    "stopped",
)
"""What is told of: begun; a submission is graded; a student has had all tries of today; no place in
the queue; the gradebook can't be written; a folder can't be read, and is tried again when it has
changed; ended."""
LOOK = 0.1
"""Seconds between two looks at the folders. A look may take a tenth of the time at most: with a
very big class they are rarer.
"""
PAUSE = 5.0
"""Seconds until a gradebook that can't be written is tried again."""
LEAVE = 20.0
"""Seconds that work under way is given when the service is asked to stop."""
RECENT = 200
"""Submissions over which the times of the status are taken."""
NOTE = "오늘은 더 채점하지 않습니다.txt"
Tell = Callable[[str, dict[str, Any]], None]
PagesOf = Callable[[NbgraderCourse, str], Callable[[Result], list[Path]]]


@dataclass(frozen=True)
class Service:
    """How the service is to behave.

    Attributes:
        tries: gradings of a student and day; what comes later waits for the next day.
        places: in the queue.
        once: end when nothing is left to do.
        dry_run: only say who would be graded.
        tell: called with what happens and what there is to know of it.
        pages: makes what writes a result's feedback.
    """

    tries: int = 20
    places: int = 500
    once: bool = False
    dry_run: bool = False
    tell: Tell = lambda what, about: None
    pages: PagesOf | None = None


@dataclass
class Status:
    """One line about the service."""

    waiting: int = 0
    out: int = 0
    graded: int = 0
    limited: int = 0
    failed: int = 0
    waited: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))

    def as_dict(self) -> dict[str, Any]:
        times = sorted(self.waited)
        return {
            "waiting": self.waiting,
            "out": self.out,
            "graded": self.graded,
            "limited": self.limited,
            "failed": self.failed,
            "p50": round(median(times), 2) if times else None,
            "p95": round(times[max(0, -(-95 * len(times) // 100) - 1)], 2) if times else None,
        }


class Left(Exception):
    """Work under way did not end in time, and is left to the next run."""


class Standing(ClassRun):
    """One standing run over one assignment."""

    def __init__(
        self, writer: Writer, service: Service, stop: Event, limits: Any, *modes: bool
    ) -> None:
        journal = journal_of(writer.course, writer.assignment.name)
        super().__init__(writer, journal, limits, *modes)
        self.service, self.stop, self.status = service, stop, Status()
        name = self.assignment.name
        self.book = DayBook(self.course.work / "watch" / f"{name}.jsonl")
        self.turns, self.arrivals = Turns(self.book, service.places), Arrivals()
        self.out: dict[Future, Submission] = {}
        self.asked = Asked.of(self.course, name)
        self.limited: set[str] = set()
        self.full = False
        self.told: dict[str, list[Finding]] = {}
        self.came: dict[str, float] = {}
        self._pages = service.pages(self.course, name) if service.pages else None
        self._source = self._source_now()

    # -- looking

    def _folders(self) -> Iterator[tuple[str, Path]]:
        name = self.assignment.name
        students = self.course.submitted_students(name)
        if any(nfc(student) != student for student in students):
            self.told |= merge_spellings(
                students,
                self.course.enrolled_students(),
                lambda student: self.course.path("submitted", student, name),
            )
            students = self.course.submitted_students(name)
        for student in students:
            yield student, self.course.path("submitted", student, name)

    def _look(self) -> float:
        """Give who is ready a place; returns the seconds until the next look."""
        started = time.monotonic()
        if self._source_now() != self._source:
            raise CannotRun(
                "source_changed",
                f"{self.assignment.name}: 원본이 바뀌어 멈췄습니다. `autograder regrade "
                f"{self.assignment.name}`를 실행한 뒤 다시 시작하세요.",
            )
        if self.book.turn_page():
            for student in self.limited:
                self.arrivals.again(student)
            self.limited.clear()
        for student in self.asked.look():
            if student in self.arrivals.seen:
                self.arrivals.again(student)
        full = False
        for student, came in self.arrivals.look(self._folders()):
            if self.turns.offer(student, came):
                self.came[student] = self.arrivals.take(student)
            else:
                full = True
        if full and not self.full:
            self._tell(FULL, places=self.service.places)
        self.full = full
        return max(LOOK, 10 * (time.monotonic() - started))

    def _source_now(self) -> list[tuple]:
        folder = self.course.path("source", ".", self.assignment.name)
        return [
            (path.name, path.stat().st_mtime_ns, path.stat().st_size)
            for path in sorted(folder.glob("*.ipynb"))
        ]

    def _leave_alone_what_is_done(self) -> None:
        """Submissions graded earlier need no turn, unless their page is missing."""
        for student, folder in self._folders():
            earlier = self.journal.results.get(student)
            page = self.course.path("feedback", student, self.assignment.name)
            if earlier is None or (self._pages and not page.exists()):
                continue
            self.arrivals.look(iter([(student, folder)]))
            with contextlib.suppress(OSError):  # told when its turn comes
                if self.is_current(earlier, self.read(student, [])):
                    self.arrivals.take(student)

    # -- doing

    def rehearse(self) -> Status:
        """Who would be graded."""
        for student, _ in self._folders():
            earlier = self.journal.results.get(student)
            if earlier is None or not self.is_current(earlier, self.read(student, [])):
                self._tell("would_grade", student=student)
                self.status.waiting += 1
        return self.status

    def serve(self, found: Workers) -> Status:
        """Until `stop`, or with `once` until nothing is left to do.

        Raises:
            CannotRun: source_changed, cluster_lost.
            Left: work under way was left.
        """
        try:
            self.ask_model(found)
        except WorkersLost:
            raise CannotRun("cluster_lost", LOST) from None
        self.model.execution(next(iter(self.assignment.templates)))  # warms all that is needed
        self._leave_alone_what_is_done()
        with self.journal:
            self._tell(READY)
            next_look = 0.0
            while not self.stop.is_set():
                if time.monotonic() >= next_look:
                    next_look = time.monotonic() + self._look()
                while self.turns.waiting and len(self.out) < found.slots():
                    if not self._begin(found):
                        break
                idle = not (self.out or self.turns.waiting or self.arrivals.restless)
                if self.service.once and idle:
                    break
                self._wait(max(0.01, next_look - time.monotonic()), found)
            self._finish_all(found)
        self._tell(STOPPED)
        return self.status

    def _wait(self, seconds: float, found: Workers) -> None:
        if not self.out:
            self.stop.wait(seconds)
            return
        done, _ = wait(self.out, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in done:
            self._end(self.out.pop(future), future, found)
        if not found.alive():
            raise CannotRun("cluster_lost", LOST)

    def _finish_all(self, found: Workers) -> None:
        """What is under way is written; what takes too long is left as if it had not begun."""
        deadline = time.monotonic() + LEAVE
        while self.out:
            if time.monotonic() > deadline:
                self._tell(STOPPED)
                raise Left
            self._wait(0.2, found)

    def _begin(self, found: Workers) -> bool:
        """Hand out the next submission; False if there is none to hand out now."""
        student = self.turns.take({one.student for one in self.out.values()})
        if student is None:
            return False
        try:
            self._hand_out(student, found)
        except DatabaseFailed as error:
            self.turns.offer(student, self.came[student])
            self._tell(PAUSED, reason=str(error))
            self.stop.wait(PAUSE)
            return False
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.status.failed += 1
            self.asked.done(student)
            self._tell(UNREADABLE, student=student, reason=told(error))
        return True

    def _hand_out(self, student: str, found: Workers) -> None:
        self.writer.terms = Terms(self.course, self.assignment.name)  # a new due date counts
        submission = self.read(student, self.told.pop(student, []))
        kept = None if student in self.asked.forced else self.unchanged(submission)
        if kept:
            self.asked.done(student, kept=True)
            page = self.course.path("feedback", student, self.assignment.name)
            if self._pages and not page.exists():
                self._pages(kept)
            return
        tries = self.book.tries(student, submission.content_hash)
        if tries >= self.service.tries and student not in self.asked.students:
            self._limit(student)
            return
        self.book.begin(student, submission.content_hash)
        self.journal.forget([student])
        scores.clear_scores(self.course, [student], self.assignment.name)
        self.out[self._send(submission, found)] = submission

    def _limit(self, student: str) -> None:
        """A student has had all tries of today: the earlier score stays, with a note beside it."""
        self.limited.add(student)
        self.status.limited += 1
        place = self.course.path("feedback", student, self.assignment.name) / NOTE
        write_atomically(
            place,
            f"오늘은 이미 {self.service.tries}번 채점했습니다. 마지막에 낸 파일은 내일 "
            "채점합니다.\n이 폴더에 있는 피드백은 그 앞에 낸 파일의 것입니다.\n",
        )
        self._tell(LIMITED, student=student, tries=self.service.tries)

    def _end(self, submission: Submission, future: Future, found: Workers) -> None:
        result = self._finish(submission, future)
        if result is None:  # once more
            submission.attempts += 1
            self.out[self._send(submission, found)] = submission
            return
        submission.drop()
        pages, failure = self._feedback(result)
        # Last, so that a service that is killed before has done nothing that lasts.
        self.journal.record(result)
        student = result.student
        self.recorded[student] = result.run
        self.book.end(student, result.seconds)
        self.asked.done(student)
        waited = max(0.0, time.time() - self.came[student])
        self.status.graded += 1
        self.status.waited.append(waited)
        self.status.failed += result.score is None
        self._tell(
            GRADED,
            student=student,
            outcome=result.outcome,
            points=result.verdict,
            score=result.score,
            max_score=result.max_score,
            waited=round(waited, 3),
            pages=[str(page) for page in pages],
            **({"feedback_failed": failure} if failure else {}),
        )

    def _feedback(self, result: Result) -> tuple[list[Path], str]:
        if self._pages is None:
            return [], ""
        try:
            return self._pages(result), ""
        except Exception as error:  # whatever it is, the score stands
            return [], f"{type(error).__name__}: {error}"

    def _tell(self, what: str, **about: Any) -> None:
        self.status.waiting, self.status.out = len(self.turns.waiting), len(self.out)
        self.service.tell(what, {**about, "status": self.status.as_dict()})
