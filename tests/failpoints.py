"""Named places on a submission's way to its score where a test makes the grader die, run out of disk or lose its database.

The table is all there is: the grader's own code knows nothing of it, so nothing that a student writes can set a point
off. A name stands for a function that the process under test calls, and for a moment: before it, half-way, or after it.
`armed` puts a wrapper in the function's place, in this process only. Names can't rot: test_failpoints.py fails if an
undisturbed run does not come by each of them often enough.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import importlib
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError

from autograder.grading.results import Journal

KILL, FULL, REFUSED, LOST = "kill", "full disk", "refused once", "refused from now on"


@dataclass(frozen=True)
class Point:
    """One moment of a run.

    Attributes:
        target: `module:attribute.path` of what is called there.
        moment: "before", "after", or "half": `half` does a part of the work first.
        hit: at which call; calls that `when` refuses don't count.
        done: submissions that have their new result for good if the run ends there.
        fails: what can also go wrong here, besides the process itself: "disk", "database" or "".
    """

    name: str
    target: str
    moment: str = "before"
    hit: int = 1
    done: int = 0
    fails: str = ""
    when: Callable[..., bool] | None = field(default=None, repr=False)
    half: Callable[..., object] | None = field(default=None, repr=False)

    @property
    def faults(self) -> list[str]:
        return [KILL, *{"disk": [FULL], "database": [REFUSED, LOST], "": []}[self.fails]]


def _journals(path) -> bool:
    return str(path).endswith(".jsonl")


def _is_journal(descriptor: int) -> bool:
    """Whether it is the journal that somebody wants on disk, and not the file that is renamed to it."""
    return descriptor in JournalFile.descriptors


def _statement(*beginnings: str) -> Callable[..., bool]:
    return lambda dialect, cursor, statement, *rest: statement.startswith(beginnings)


def _writes(connection) -> bool:
    return bool(connection.get_execution_options().get("writes"))


def _half_notebook(write, writer, output, *rest, **options):
    write(writer, output[: len(output) // 2], *rest, **options)


def _half_bytes(write, target, content):
    write(target, content[: len(content) // 2])


JOURNAL, SCORES = "autograder.grading.results:Journal", "autograder.grading.scores"
COMMIT, EXECUTE = (
    "sqlalchemy.engine:Connection.commit",
    "sqlalchemy.engine.default:DefaultDialect.do_execute",
)
JOURNAL_LINE = "failpoints:JournalFile.write"
NOTEBOOK = "nbconvert.writers:FilesWriter.write"

POINTS = [
    # what earlier runs left is still there
    Point("the lock is held", "autograder.grading.assignment:Assignment.load"),
    Point(
        "the journal is compacted, not renamed",
        "os:replace",
        fails="disk",
        when=lambda old, new: _journals(new),
    ),
    Point("the journal is compacted", "os:replace", "after", when=lambda old, new: _journals(new)),
    Point("before forgetting", f"{JOURNAL}.forget"),
    Point("half the line that forgets", JOURNAL_LINE, "half", fails="disk", half=_half_bytes),
    Point("forgotten, not on disk", "os:fsync", fails="disk", when=_is_journal),
    Point("forgotten", f"{JOURNAL}.forget", "after"),
    # clearing
    Point(
        "scores are cleared, runs are not",
        EXECUTE,
        fails="database",
        when=_statement("DELETE FROM autograder_run"),
    ),
    Point("before the clearing's commit", COMMIT, hit=2, fails="database", when=_writes),
    Point(
        "rows are cleared, notebooks are not",
        COMMIT,
        "after",
        hit=2,
        fails="database",
        when=_writes,
    ),
    Point("half the notebooks are cleared", f"{SCORES}:remove_tree", hit=3),
    Point("after clearing", f"{SCORES}:clear_scores", "after"),
    # a job
    Point(
        "a submission is rebuilt",
        "autograder.grading.submission:Submission.prepare",
        "after",
        hit=2,
    ),
    Point("before a job", "autograder.grading.cluster:run_job"),
    Point("after a job", "autograder.grading.cluster:run_job", "after"),
    Point("an answer arrives", "autograder.grading.jobs:decode_executions"),
    # the second submission's transaction, which is the fourth: one reads, one clears
    Point("a notebook is staged", "nbformat:write", hit=2, done=1, fails="disk"),
    Point("before autograding", "autograder.grading.writer:autograde", hit=2, done=1),
    Point(
        "half an autograded notebook",
        NOTEBOOK,
        "half",
        hit=4,
        done=1,
        fails="disk",
        half=_half_notebook,
    ),
    Point(
        "inside the transaction",
        EXECUTE,
        hit=4,
        done=1,
        fails="database",
        when=_statement("UPDATE grade "),
    ),
    Point(
        "autograded, nothing committed",
        "autograder.grading.writer:autograde",
        "after",
        hit=2,
        done=1,
    ),
    Point(
        "half a file that was handed back",
        "pathlib:Path.write_bytes",
        "half",
        hit=2,
        done=1,
        fails="disk",
        half=_half_bytes,
        when=lambda path, content: path.name == "result.csv",
    ),
    Point(
        "before the run's id",
        EXECUTE,
        hit=2,
        done=1,
        fails="database",
        when=_statement("INSERT INTO autograder_run"),
    ),
    Point("before the commit", COMMIT, hit=4, done=1, fails="database", when=_writes),
    Point(
        "between commit and journal", COMMIT, "after", hit=4, done=1, fails="database", when=_writes
    ),
    # the journal's line
    Point("before the journal's line", f"{JOURNAL}.record", hit=2, done=1),
    Point(
        "half the journal's line",
        JOURNAL_LINE,
        "half",
        hit=3,
        done=1,
        fails="disk",
        half=_half_bytes,
    ),
    Point("after the journal's line", f"{JOURNAL}.record", "after", hit=2, done=2),
    # the end
    Point("all is recorded", f"{JOURNAL}.__exit__", done=2),
    Point(
        "the journal is compacted again, not renamed",
        "os:replace",
        hit=2,
        done=2,
        fails="disk",
        when=lambda old, new: _journals(new),
    ),
    Point(
        "the run is over",
        "autograder.grading.nbgrader_course:NbgraderCourse.close",
        "after",
        done=2,
    ),
]
ELSEWHERE = [Point("a worker has a job", "autograder.grading.cluster:_submit", "after")]
"""Not passed by a run without a cluster."""
BY_NAME = {point.name: point for point in [*POINTS, *ELSEWHERE]}


class JournalFile:
    """What `armed` gives the journal for its file, because a file's own method can't be replaced."""

    descriptors: set[int] = set()

    def __init__(self, file) -> None:
        self.file, self.fileno, self.close = file, file.fileno, file.close
        self.descriptors.add(file.fileno())

    def write(self, data) -> int:
        return self.file.write(data)


class Tripped:
    """Counts calls of a point's function, and acts from the right one on.

    Attributes:
        calls: how many counted.
        fired: how often the fault struck.
    """

    def __init__(self, point: Point, act: Callable[[], None] | None, once: bool) -> None:
        self.point, self.act, self.once = point, act, once
        self.calls = self.fired = 0
        self._counting = threading.Lock()

    def wraps(self, function: Callable) -> Callable:
        point = self.point

        @functools.wraps(function)
        def wrapper(*arguments, **options):
            if point.when and not point.when(*arguments, **options):
                return function(*arguments, **options)
            with self._counting:
                self.calls += 1
                strikes = self.act is not None and (
                    self.calls == point.hit or self.calls > point.hit and not self.once
                )
                self.fired += strikes
            if not strikes:
                return function(*arguments, **options)
            if point.moment == "half":
                point.half(function, *arguments, **options)
            done = function(*arguments, **options) if point.moment == "after" else None
            self.act()
            return done

        return wrapper


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _refuse(wrapped: bool) -> Callable[[], None]:
    """What SQLite says to another program's lock: below SQLAlchemy its own error, above it SQLAlchemy's."""

    def refuse() -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("COMMIT", {}, error) if wrapped else error

    return refuse


@contextlib.contextmanager
def armed(point: Point, fault: str | None) -> Iterator[Tripped]:
    """Meanwhile `fault` strikes at `point` in this process; None only counts."""
    act = (
        {None: None, KILL: _kill, FULL: _full}.get(fault)
        if fault in (None, KILL, FULL)
        else _refuse(point.target == COMMIT)
    )
    tripped = Tripped(point, act, once=fault in (KILL, REFUSED))
    module, _, path = point.target.partition(":")
    *owners, attribute = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    original = vars(owner)[attribute]
    function = original.__func__ if isinstance(original, classmethod) else original
    replaced = tripped.wraps(function)
    opens = Journal._open

    def open_file(journal) -> None:
        opens(journal)
        if not isinstance(journal._file, JournalFile):
            journal._file = JournalFile(journal._file)

    setattr(
        owner, attribute, classmethod(replaced) if isinstance(original, classmethod) else replaced
    )
    Journal._open = open_file
    try:
        yield tripped
    finally:
        setattr(owner, attribute, original)
        Journal._open = opens
        JournalFile.descriptors.clear()
