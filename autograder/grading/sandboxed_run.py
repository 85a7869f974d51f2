"""One notebook in the two processes: what is asked of which, and what is made of the answers."""

from __future__ import annotations

import contextlib
import json
import math
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..cells import is_students, is_test
from ..sandbox.names import NAMES
from ..sandbox.pipes import (
    MAX_FRAME,
    Closed,
    NotPlain,
    Pipe,
    TimedOut,
    WireError,
    number,
    pack,
    unpack,
)
from ..sandbox.protocol import GRACE
from .notebook_run import DEAD, NotebookRun, too_slow, with_error
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
from .sent_outputs import outputs_from
from .warm_process import Pair

if TYPE_CHECKING:
    from .sandboxed import Sandboxed

INTERRUPT = 2.0
"""Seconds that an interrupted cell has to end before its process is killed."""
LATE = 20.0
"""Seconds beyond a cell's after which its processes are ended in any case."""
SILENT = "커널이 대답하지 않습니다. 앞 셀의 스레드나 신호 처리가 까닭일 수 있습니다."


BROKEN_WORD = "학생의 프로세스가 약속을 어긴 답을 보냈습니다({})."
TESTER_GONE = (
    "검사하는 프로세스가 두 번 멈췄습니다. 답이 돌려준 값이나 써 놓은 파일이 까닭일 수 있습니다."
)


VERDICTS = {b"ok": OK, b"error": ERROR, b"timeout": TIMEOUT, b"died": DIED}
"""What the tester says of a test cell."""


class _Gone(Exception):
    """The student's process is not there any more; the message is for the student."""


class _TesterGone(Exception):
    """The tester is not there any more, or says nothing that it should, and the student's code has
    run beside it.
    """


class Run(NotebookRun):
    """One notebook.

    Args:
        files: the assignment's and the student's.

    Attributes:
        names: whose the notebook's names are (see `sandbox.names`).
        handed_in: those of the files that the student wrote; tests do not read them as theirs.
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
        self.names: dict[str, Any] = {
            "answers": [],
            "operators": {},
            "tests": [],
            **own.get(NAMES, {}),
        }
        self.handed_in = set(own.get(HANDED_IN, []))
        self.places: dict[int, int] = {}
        self.lost: set[int] = set()
        self._pair: Pair | None = None
        self._met = False  # whether anything of the student's has run in these processes
        self._count = 0
        # Of the cell under way.
        self._index = 0
        self._frames: tuple[Frame, ...] = ()

    # -- what `NotebookRun` asks for ---------------------------------------------------------------

    @property
    def pair(self) -> Pair:
        """The two processes.

        Raises:
            RuntimeError: there are none.
        """
        if self._pair is None:
            raise RuntimeError("there are no processes")
        return self._pair

    def alive(self) -> bool:
        return self._pair is not None

    def check_stopped(self) -> None:
        self.executor.check_stopped()

    def start(self) -> None:
        self._pair, self._met = self.executor.spawn(self.limits), False
        self._trusted("names", json.dumps([self.names["operators"], self.names["tests"]]))
        tests = {name: data for name, data in self.given.items() if name not in self.handed_in}
        self._trusted("files", *_fields(tests))
        try:
            self._asked(self.pair.student, "files", *_fields(self.given), seconds=60)
        except (Closed, TimedOut, WireError) as error:
            raise RuntimeError(f"the student's process did not start: {error}") from error

    def once_more(self, index: int) -> bool:
        """The tester may have died of the machine, not of the student."""
        return index in self.lost

    def end(self) -> None:
        if self._pair is not None:
            self.executor.done(self._pair)
            self._pair = None

    def before_answers(self, done: Execution) -> None:
        """Only the instructor's cells have run in the student's process: what it imported may be
        imported beforehand.
        """
        if self.executor.learned:
            return
        modules: list[bytes] | None = None
        if all(fate.status == OK for fate in done.cells.values()):
            with contextlib.suppress(_Gone):
                modules, _ = self._ask_student("modules", seconds=10)
        self.executor.learn([name.decode("utf-8", "replace") for name in modules or []])

    def files(self) -> dict[str, bytes]:
        """Those that the assignment names, as far as the student's process has them and they are
        not too big.
        """
        found: dict[str, bytes] = {}
        limit = min(self.limits.file_bytes, MAX_FRAME // 2)
        for name in self.executor.files if self.alive() else ():
            try:
                with self._within(30 + LATE):
                    reply, _ = self._ask_student("fetch", name, limit, seconds=30, most=2 * limit)
            except _Gone:
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
                self._trusted("define", self.nb.cells[index].source, "")
            except _TesterGone:
                self.end()
        else:
            super().replay(index, deadline)

    def execute(self, index: int, seconds: float) -> CellRun:
        cell = self.nb.cells[index]
        self._index, self._frames = index, ()
        run = self._students
        if is_test(cell):
            run = self._test_inside if self.executor.one_process else self._test
        try:
            with self._within(seconds + LATE):
                status, outputs = run(cell, seconds)
        except _Gone as gone:
            self.end()
            status, outputs = DIED, [error_output(DIED, str(gone))]
        except _TesterGone:
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
        return CellRun(status, reason, frames=self._frames)

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """A time after which the processes are ended, wherever this one waits."""
        pair = self.pair
        pair.limit(seconds)
        try:
            yield
        finally:
            pair.limit(math.inf)

    # -- the student's process ---------------------------------------------------------------------

    def _students(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        if is_students(cell):
            self._met = True
        elif not self.executor.one_process:
            self._trusted("define", cell.source, " ".join(self.names["answers"]))
        budget = self.limits.output_bytes
        reply, in_time = self._ask_student("run", cell.source, budget, seconds=seconds)
        if reply is None:
            return TIMEOUT, []
        try:
            status, outputs = self._shown(reply, students=True)
        except WireError as error:
            raise _Gone(BROKEN_WORD.format(error)) from error
        failed = status != b"ok" or any(output.output_type == "error" for output in outputs)
        return TIMEOUT if not in_time else ERROR if failed else OK, outputs

    def _ask_student(
        self, *message: str | int, seconds: float, most: int | None = None
    ) -> tuple[list[bytes] | None, bool]:
        """The reply and whether it came in time; None if the process had to be killed.

        Args:
            most: bytes of the reply; what a cell may show where it is not said.

        Raises:
            _Gone
        """
        pair = self.pair
        try:
            return self._asked(pair.student, *message, seconds=seconds, most=most), True
        except TimedOut:
            pair.interrupt()
            try:
                deadline = time.monotonic() + INTERRUPT
                return unpack(pair.student.receive_bytes(deadline, self._most)), False
            except (TimedOut, Closed, WireError):
                self.end()
                return None, False
        except (Closed, WireError) as error:
            raise _Gone(self._why(error)) from error
        except NotPlain as error:
            raise _Gone(f"셀이 너무 깁니다({error}).") from error

    def _asked(
        self, pipe: Pipe, *message: bytes | str | float, seconds: float, most: int | None = None
    ) -> list[bytes]:
        deadline = time.monotonic() + seconds
        pipe.send_bytes(pack(*message), deadline)
        return unpack(pipe.receive_bytes(deadline, most or self._most))

    @property
    def _most(self) -> int:
        """Bytes of a reply in which a process says what a cell has shown: a character is three
        bytes or four, and errors are kept beyond the budget.
        """
        return 4 * self.limits.output_bytes + 2**22

    def _why(self, error: Exception) -> str:
        why = self.pair.why() if isinstance(error, Closed) else ""
        if why == "memory":
            most = (self.limits.memory_bytes or 0) // 2**20
            return f"메모리를 {most}MiB보다 많이 써서 멈췄습니다."
        if why == "time":
            return SILENT
        if isinstance(error, WireError):
            return BROKEN_WORD.format(error)
        return DEAD

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
        reply, _ = self._ask_student("budget", self.limits.output_bytes // 2, seconds=INTERRUPT)
        if reply is None:
            raise _Gone(SILENT)
        order = ("test", cell.source, seconds, self.limits.output_bytes)
        try:
            _, *reply = self._trusted(*order, seconds=seconds + GRACE + 5)
            status, outputs = self._shown(reply)
            verdict = VERDICTS[status]
        except TimeoutError:  # stuck where no signal reaches it
            self.end()
            return TIMEOUT, []
        except (WireError, KeyError) as error:
            raise _TesterGone(str(error)) from error
        if verdict == DIED:
            why = self._why(Closed())
            self.end()
            return DIED, with_error(outputs, DIED, why)
        if verdict == TIMEOUT:
            self.pair.interrupt()
        try:
            said, _ = self._ask_student("drain", seconds=INTERRUPT)
        except _Gone:
            self.end()
            said = None
        return verdict, outputs + self._said(said or [])

    def _test_inside(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        """A test in the student's own process, after its shell was put in order and has shown that
        it can fail.
        """
        reply, _ = self._ask_student("restore", seconds=INTERRUPT)
        canary: list | None = None
        if reply is not None:
            run = "raise AssertionError('canary')"
            canary, _ = self._ask_student("run", run, 10_000, seconds=INTERRUPT)
        if canary is None:
            raise _Gone(SILENT)
        if canary[:1] != [b"error"] or b"canary" not in b"".join(canary):
            raise _Gone(
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

    def _trusted(self, *message: bytes | str | float, seconds: float = 60.0) -> list[bytes]:
        """A request to the tester.

        Raises:
            TimeoutError, _TesterGone
            RuntimeError: the tester is gone, and nothing of the student's has run beside it.
        """
        pair = self.pair
        try:
            return self._asked(pair.tester, *message, seconds=seconds)
        except TimedOut as error:
            raise TimeoutError(str(error)) from error
        except (Closed, WireError, NotPlain) as error:
            if self._met and not isinstance(error, NotPlain):
                raise _TesterGone(str(error)) from error
            words = f"the tester failed: {error} {pair.why()} {pair.warm.last_words()}"
            raise RuntimeError(words.strip()) from error


def _fields(files: Mapping[str, bytes]) -> list[str | bytes]:
    """Names and contents in turn."""
    return [part for file in files.items() for part in file]
