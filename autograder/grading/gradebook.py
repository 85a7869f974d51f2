"""The gradebook's database: one engine for a run, one transaction for a submission.

nbgrader makes an engine for each `Gradebook`, about a dozen for one notebook, and commits after
every cell. Inside `Database.transaction` all of them share one session whose commits are
savepoints: statements are compiled once, rows are fetched a notebook at a time, and a submission is
written whole or not at all, with the id of the run that wrote it.
"""

from __future__ import annotations

import errno
import functools
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Select,
    String,
    Table,
    create_engine,
    event,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

TABLES = MetaData()
"""Tables of ours beside nbgrader's, which it does not mind."""
RUNS = Table(
    "autograder_run",
    TABLES,
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("run", String(32), nullable=False),
)
"""The run that a submission's rows are from."""
ANSWERS = Table(
    "autograder_answer",
    TABLES,
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("notebook", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
)
"""What a person who graded by hand has read (see `hand_scores`)."""
PATIENCE = 30.0
"""Seconds to wait for a gradebook that another program has locked. After a vain wait the next one
is short.
"""
IMPATIENCE = 1.0


class DatabaseFailed(Exception):
    """The gradebook's database refused: locked, deadlock, connection lost. Nothing was written;
    later it may work.
    """


class Database:
    """The database behind a course's gradebook.

    Args:
        url: SQLAlchemy's address, as in nbgrader's `CourseDirectory.db_url`.

    Raises:
        DatabaseFailed: also by everything else here.
        OSError: the disk is full (ENOSPC).
    """

    _patched = threading.RLock()  # Gradebook is one for the whole process

    def __init__(self, url: str, course_id: str) -> None:
        self.url, self.course_id = url, course_id
        self._patience = PATIENCE
        self._session: Session | None = None
        self._has_tables = False
        self._sqlite = url.startswith("sqlite")
        self.engine = create_engine(url, pool_pre_ping=not self._sqlite)
        if self._sqlite:
            # Python's sqlite3 begins a transaction late, at its first write; two writers would then
            # deadlock.
            event.listen(
                self.engine,
                "connect",
                lambda connection, _: setattr(connection, "isolation_level", None),
            )
            event.listen(self.engine, "begin", _begin)
        self._patiently(
            lambda: Gradebook(url, course_id).close()
        )  # makes the tables of a new gradebook

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def transaction(self, writes: bool = False) -> Iterator[Gradebook]:
        """A Gradebook in a transaction: committed at the end, rolled back by an exception. Inside
        one, the same one.
        """
        if self._session is not None:
            yield Gradebook(self.url, self.course_id)
            return
        failures: list[BaseException] = []

        def note(context) -> None:  # nbgrader hides the errors of the database behind its own
            failures.append(context.original_exception)

        with self._patched:
            connection = self._patiently(lambda: self._begun(writes))
            event.listen(self.engine, "handle_error", note)
            try:
                with (
                    Session(
                        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
                    ) as session,
                    self._lent(session),
                ):
                    yield Gradebook(self.url, self.course_id)
                    session.rollback()  # what nobody committed
                if self._sqlite and not self._driver(connection).in_transaction:
                    # SQLite ends a transaction by itself where the disk is full, and a commit then
                    # says nothing.
                    raise failures[-1] if failures else DatabaseFailed("the transaction was lost")
                connection.commit()
            except Exception as error:
                if isinstance(error, DBAPIError) and error.orig:
                    failures.append(error.orig)
                if not failures:
                    raise
                # The first is the cause; the rest may be complaints that its transaction is gone.
                raise _translated(next(filter(_full, failures), failures[0])) from error
            finally:
                event.remove(self.engine, "handle_error", note)
                connection.close()

    def _begun(self, writes: bool) -> Connection:
        connection = self.engine.connect().execution_options(writes=writes)
        try:
            self._wait_at_most(connection, IMPATIENCE)  # in slices, so that Ctrl-C gets through
            connection.begin()
            if not self._sqlite and self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self._patience * 1000)}")
            if writes and not self._has_tables:
                TABLES.create_all(connection, checkfirst=True)
                self._has_tables = True
            self._wait_at_most(connection, self._patience)  # a reader can hold up the commit
        except BaseException:
            connection.close()
            raise
        return connection

    def _wait_at_most(self, connection: Connection, seconds: float) -> None:
        if self._sqlite:
            self._driver(connection).execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    @staticmethod
    def _driver(connection: Connection) -> sqlite3.Connection:
        return cast(sqlite3.Connection, connection.connection.driver_connection)

    def _patiently(self, work: Callable):
        """Do `work` as soon as the database is not locked, with growing pauses."""
        deadline, pause = time.monotonic() + self._patience, 0.05
        while True:
            try:
                done = work()
            except DBAPIError as error:
                if not _locked(error.orig) or time.monotonic() >= deadline:
                    self._patience = IMPATIENCE
                    raise _translated(error.orig) from error
                time.sleep(pause)
                pause = min(2 * pause, 2.0)
            else:
                self._patience = PATIENCE
                return done

    @contextmanager
    def _lent(self, session: Session) -> Iterator[None]:
        """Meanwhile every Gradebook with this address uses `session`, whoever makes it (plugins of
        the course too).
        """
        init, close = Gradebook.__init__, Gradebook.close

        def take(book, db_url, course_id="default_course", authenticator=None) -> None:
            if db_url != self.url:
                init(book, db_url, course_id, authenticator)
                return
            book.engine, book.db, book.course_id, book.authenticator = (
                self.engine,
                session,
                course_id,
                authenticator,
            )
            # a fresh Gradebook sees the database, not what another one remembers of it
            session.expire_all()
            for finder, rows in FETCH.items():
                setattr(book, finder, _at_once(book, finder, rows))
            if course_id not in (self.course_id, "default_course"):
                book.check_course(course_id)

        def give_back(book) -> None:
            if book.db is session:
                session.rollback()
            else:
                close(book)

        Gradebook.__init__, Gradebook.close, self._session = take, give_back, session
        try:
            yield
        finally:
            Gradebook.__init__, Gradebook.close, self._session = init, close, None


def _cells(kind: Any, notebook: str, assignment: str) -> Select:
    """Name and row of each cell of a kind in a released notebook."""
    named = select(kind.name, kind).join(Notebook, kind.notebook_id == Notebook.id)
    named = named.join(Assignment, Notebook.assignment_id == Assignment.id)
    return named.where(Notebook.name == notebook, Assignment.name == assignment)


def _given(row: Any, cell: Any, notebook: str, assignment: str, student: str) -> Select:
    """Cell name and row of each grade or comment in a student's notebook."""
    named = select(cell.name, row).join(cell, row.cell_id == cell.id)
    named = named.join(SubmittedNotebook, row.notebook_id == SubmittedNotebook.id)
    named = named.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
    named = named.join(
        SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id
    ).join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    return named.where(
        Notebook.name == notebook,
        Assignment.name == assignment,
        SubmittedAssignment.student_id == student,
    )


FETCH: dict[str, Callable[..., Select]] = {
    "find_source_cell": functools.partial(_cells, SourceCell),
    "find_graded_cell": functools.partial(_cells, GradeCell),
    "find_grade": functools.partial(_given, Grade, GradeCell),
    "find_comment": functools.partial(_given, Comment, SolutionCell),
}
"""Look-ups that nbgrader's preprocessors make for every cell, and all rows that they can find in
one notebook: a quarter of the time of writing a submission.
"""


def _at_once(book: Gradebook, finder: str, rows: Callable[..., Select]) -> Callable:
    """A look-up of one Gradebook that fetches a notebook's rows at its first call; for what is not
    among them it is nbgrader's own.
    """
    fetched: dict[tuple[str, ...], dict] = {}
    ask = getattr(book, finder)

    def find(cell: str, *place: str):
        if place not in fetched:
            fetched[place] = dict(book.db.execute(rows(*place)).all())
        row = fetched[place].get(cell)
        return row if row is not None and row in book.db else ask(cell, *place)

    return find


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    )


def _locked(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    # PostgreSQL: lock not available, deadlock, serialization; and another grader made the same
    # table first, twice.
    return getattr(error, "sqlstate", None) in ("55P03", "40P01", "40001", "42P07", "23505")


def _full(error: BaseException | None) -> bool:
    return (
        getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(error, "sqlstate", None) == "53100"
    )


def _translated(error: BaseException | None) -> Exception:
    if _full(error):
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return DatabaseFailed(next(iter(str(error).strip().splitlines()), type(error).__name__))
