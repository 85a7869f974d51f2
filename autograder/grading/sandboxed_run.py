"""One notebook in the two processes: what is asked of which, and what is made of the answers."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..cells import is_students, is_test
from ..sandbox.pipes import MAX_FRAME, Closed, WireError, number, text
from ..sandbox.protocol import GRACE
from .beside import BESIDE, FAILED, INSIDE
from .notebook_run import NotebookRun, too_slow, with_error
from .protocol import (
    DIED,
    ERROR,
    HANDED_IN,
    OK,
    TIMEOUT,
    CellRun,
    Execution,
    Frame,
    Limits,
    error_output,
    error_text,
)
from .questions import BROKEN_WORD, INTERRUPT, LATE, SILENT, Gone, Questions, TesterGone
from .sent_outputs import outputs_from
from .whose import NAMES

if TYPE_CHECKING:
    from .sandboxed import Sandboxed

OURS, UNREAD = b"ours", b"unread"
"""A test that failed by something else than its own assertion or the student's code; one that ended
because a value could not be read.
"""
VERDICTS = {
    b"ok": OK,
    b"error": ERROR,
    OURS: ERROR,
    b"timeout": TIMEOUT,
    b"died": DIED,
    UNREAD: DIED,
}
"""What the tester says of a test cell."""
NOT_READ = "답이 돌려준 값을 검사하는 프로세스에서 읽지 못했습니다."
TESTER_GONE = (
    "검사하는 프로세스가 두 번 멈췄습니다. 답이 돌려준 값이나 써 놓은 파일이 까닭일 수 있습니다."
)


class Run(NotebookRun):
    """One notebook.

    Args:
        files: the assignment's and the student's.

    Attributes:
        names: whose the notebook's names are (see `whose`).
        handed_in: those of the files that the student wrote; tests do not read them as theirs.
        inside: whether tests run in the student's process.
        left_out: grade ids of tests that run elsewhere (see `beside`); what they define is defined.
        allowed: by grade id, what the test asked of the model answer's objects; None where that is
            not known. records: whether it is to be found out.
        places: index of the cell by the student's execution count.
        lost: cells that have ended the tester.
    """

    def __init__(
        self,
        executor: Sandboxed,
        notebook: NotebookNode,
        limits: Limits,
        files: Mapping[str, bytes],
    ) -> None:
        super().__init__(notebook, limits)
        self.executor, self.given = executor, dict(files)
        own = notebook.metadata.get("autograder", {})
        self.names: dict[str, Any] = {"answers": [], "tests": [], "used": [], **own.get(NAMES, {})}
        self.inside = executor.one_process or own.get(INSIDE) is True
        beside = own.get(BESIDE, {})
        self.left_out, self.allowed = set(beside.get("cells", [])), beside.get("asked")
        self.records = beside.get("ask") == FAILED
        self.handed_in = set(own.get(HANDED_IN, []))
        self.places: dict[int, int] = {}
        self.lost: set[int] = set()
        self._ask: Questions | None = None
        self._count = 0
        # Of the cell under way.
        self._index = 0
        self._frames: tuple[Frame, ...] = ()
        self._ours = False
        self._asked: tuple[str, ...] = ()

    # -- what `NotebookRun` asks for ---------------------------------------------------------------

    @property
    def ask(self) -> Questions:
        """What goes to the two processes.

        Raises:
            RuntimeError: there are none.
        """
        if self._ask is None:
            raise RuntimeError("there are no processes")
        return self._ask

    def alive(self) -> bool:
        return self._ask is not None and not self._ask.pair.over

    def check_stopped(self) -> None:
        self.executor.check_stopped()

    def start(self) -> None:
        self.end()
        self._ask = Questions(self.executor.spawn(self.limits), self.limits)
        whose = (" ".join(self.names[kind]) for kind in ("tests", "answers", "used"))
        self.ask.tester("names", *whose)
        tests = {name: data for name, data in self.given.items() if name not in self.handed_in}
        self.ask.tester("files", *_fields(tests))
        try:
            reply, _ = self.ask.student("files", *_fields(self.given), seconds=60)
        except Gone as error:
            raise RuntimeError(f"the student's process did not start: {error}") from error
        if reply is None:
            raise RuntimeError("the student's process did not start in time")

    def once_more(self, index: int) -> bool:
        """The tester may have died of the machine, not of the student."""
        return index in self.lost

    def end(self) -> None:
        if self._ask is not None:
            self.executor.done(self._ask.pair)
            self._ask = None

    def before_answers(self, done: Execution) -> None:
        """Only the instructor's cells have run in the student's process: what it imported may be
        imported beforehand.
        """
        if self.executor.learned:
            return
        modules: list[bytes] | None = None
        if all(fate.status == OK for fate in done.cells.values()):
            with contextlib.suppress(Gone):
                modules, _ = self.ask.student("modules", seconds=10)
        self.executor.learn([name.decode("utf-8", "replace") for name in modules or []])

    def files(self) -> dict[str, bytes]:
        """Those that the assignment names, as far as the student's process has them and they are
        not too big.
        """
        found: dict[str, bytes] = {}
        limit = min(self.limits.file_bytes, MAX_FRAME // 2)
        for name in self.executor.files if self.alive() else ():
            try:
                with self.ask.within(30 + LATE):
                    reply, _ = self.ask.student("fetch", name, limit, seconds=30, most=2 * limit)
            except Gone:
                break
            if reply is None:
                break
            if len(reply) == 1:
                found[name] = reply[0][:limit]
        return found

    def replay(self, index: int, deadline: float) -> None:
        """As ever, but without earlier tests' calls."""
        if is_test(self.nb.cells[index]):
            try:
                self.ask.tester("define", self.nb.cells[index].source)
            except TesterGone:
                self.end()
        else:
            super().replay(index, deadline)

    def execute(self, index: int, seconds: float) -> CellRun:
        cell = self.nb.cells[index]
        self._index, self._frames, self._ours, self._asked = index, (), False, ()
        run = self._students
        if is_test(cell):
            run = self._test_inside if self.inside else self._test
            if cell.metadata.nbgrader.grade_id in self.left_out:
                run = self._define
        try:
            with self.ask.within(seconds + LATE):
                status, outputs = run(cell, seconds)
        except Gone as gone:
            self.end()
            status, outputs = DIED, [error_output(DIED, str(gone))]
        except TesterGone:
            self.lost.add(index)
            self.end()
            status, outputs = DIED, [error_output(DIED, TESTER_GONE)]
        reason = ""
        if status == TIMEOUT:
            reason = too_slow(seconds)
            outputs = with_error(outputs, TIMEOUT, reason)
        elif status != OK:
            reason = "실행하지 못했습니다."
            error = next((output for output in outputs if output.output_type == "error"), None)
            if error is not None:
                reason = error.evalue if status == DIED else error_text(error)
        cell.outputs = outputs
        cell.execution_count = None if status == DIED else self._count
        return CellRun(status, reason, frames=self._frames, ours=self._ours, asked=self._asked)

    # -- the student's process ---------------------------------------------------------------------

    def _students(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        if is_students(cell):
            self.ask.met = True
        elif not self.inside:
            self.ask.tester("define", cell.source, "given")
        budget = self.limits.output_bytes
        reply, in_time = self.ask.student("run", cell.source, budget, seconds=seconds)
        if reply is None:
            return TIMEOUT, []
        try:
            status, outputs = self._shown(reply, students=True)
        except WireError as error:
            raise Gone(BROKEN_WORD.format(error)) from error
        failed = status != b"ok" or any(output.output_type == "error" for output in outputs)
        return TIMEOUT if not in_time else ERROR if failed else OK, outputs

    def _shown(
        self, reply: list[bytes], students: bool = False
    ) -> tuple[bytes, list[NotebookNode]]:
        """Status and outputs of a cell; its execution count and the frames of its error are noted.

        Raises:
            WireError
        """
        if len(reply) < 2:
            raise WireError("not a reply")
        self._count = number(reply[1])
        if students:
            self.places[self._count] = self._index
        outputs, places = outputs_from(reply[2:], self.limits.output_bytes)
        self._frames = tuple(
            Frame(self.places[count], line) for count, line in places if count in self.places
        )
        return reply[0], outputs

    # -- tests -------------------------------------------------------------------------------------

    def _test(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        reply, _ = self.ask.student("budget", self.limits.output_bytes // 2, seconds=INTERRUPT)
        if reply is None:
            raise Gone(SILENT)
        order = ("test", cell.source, seconds, self.limits.output_bytes)
        if self.allowed is not None:
            order = (*order, "", *self.allowed.get(cell.metadata.nbgrader.grade_id, []))
        try:
            reply = self.ask.tester(*order, seconds=seconds + GRACE + 5)
            status, outputs = self._shown(reply[1:])
            verdict = VERDICTS[status]
        except TimeoutError:  # stuck where no signal reaches it
            self.end()
            return TIMEOUT, []
        except (WireError, KeyError) as error:
            raise TesterGone(str(error)) from error
        self._ours = status in (OURS, UNREAD)
        if self.records and verdict != DIED:
            self._asked = tuple(text(name) for name in self.ask.tester("asked")[1:])
        if verdict == DIED:
            why = NOT_READ if status == UNREAD else self.ask.why(Closed())
            self.end()
            return DIED, with_error(outputs, DIED, why)
        said = None
        try:
            if verdict != TIMEOUT or self._settled():
                said, _ = self.ask.student("drain", seconds=INTERRUPT)
            else:
                self.end()
        except Gone:
            self.end()
        return verdict, outputs + self._said(said or [])

    def _settled(self) -> bool:
        """Whether the two processes are in a known state again after a test's time was up."""
        self.ask.pair.interrupt()
        return self.ask.tester("settle", 2 * INTERRUPT) == [b"settled"]

    def _define(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        """For the tests below, which may use what it defines."""
        self.ask.tester("define", cell.source)
        return OK, []

    def _test_inside(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        """A test in the student's own process, after its shell was put in order and has shown that
        it can fail.
        """
        reply, _ = self.ask.student("restore", seconds=INTERRUPT)
        canary: list | None = None
        if reply is not None:
            run = "raise AssertionError('canary')"
            canary, _ = self.ask.student("run", run, 10_000, seconds=INTERRUPT)
        if canary is None:
            raise Gone(SILENT)
        if canary[:1] != [b"error"] or b"canary" not in b"".join(canary):
            raise Gone(
                "실패해야 하는 검사가 실패하지 않았습니다. 답이 노트북의 실행기를 고쳤습니다."
            )
        return self._students(cell, seconds)

    def _said(self, reply: list[bytes]) -> list:
        """What the student's functions printed while a test called them: text, never a result."""
        try:
            said, _ = outputs_from(reply, self.limits.output_bytes // 2)
        except WireError:
            return []
        return [
            new_output("stream", name="stdout", text=output.text)
            if output.output_type == "stream"
            else output
            for output in said
            if output.output_type in ("stream", "display_data")
        ]


def _fields(files: Mapping[str, bytes]) -> list[str | bytes]:
    """Names and contents in turn."""
    return [part for file in files.items() for part in file]
