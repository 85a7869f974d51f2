"""One notebook in the two processes: what is asked of which, and what is made of the answers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..cells import is_students, is_test
from ..sandbox.frames import checked
from ..sandbox.names import NAMES
from ..sandbox.protocol import GRACE
from ..sandbox.wire import MAX_FRAME, Closed, Codec, NotPlain, TimedOut, WireError
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
from .sent_outputs import BROKEN, MOST, outputs_from
from .warm_process import Pair

if TYPE_CHECKING:
    from .sandboxed import Sandboxed

INTERRUPT = 2.0
"""Seconds that an interrupted cell has to end before its process is killed."""
SILENT = "커널이 대답하지 않습니다. 앞 셀의 스레드나 신호 처리가 까닭일 수 있습니다."


class _Gone(Exception):
    """The student's process is not there any more; the message is for the student."""


class Run(NotebookRun):
    """One notebook.

    Args:
        files: the assignment's and the student's.

    Attributes:
        names: whose the notebook's names are (see `sandbox.names`).
        handed_in: those of the files that the student wrote; tests do not read them as theirs.
        places: index of the cell by the student's execution count.
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
        self._pair: Pair | None = None
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
        self._pair = self.executor.spawn(self.limits)
        names = self.names
        self._trusted("names", Codec().dump(names["operators"]), Codec().dump(names["tests"]))
        tests = {name: data for name, data in self.given.items() if name not in self.handed_in}
        self._trusted("files", Codec().dump(tests))
        student = self.pair.student
        try:
            student.send(["files", Codec().dump(self.given)], time.monotonic() + 60)
            student.receive(time.monotonic() + 60)
        except (Closed, TimedOut, WireError) as error:
            raise RuntimeError(f"the student's process did not start: {error}") from error

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
        modules: list[str] = []
        if all(fate.status == OK for fate in done.cells.values()):
            try:
                reply, _ = self._ask_student(["modules"], 10)
                loaded = Codec().load(reply[1]) if reply else []
                modules = [name for name in loaded if type(name) is str]
            except (_Gone, WireError, IndexError):
                modules = []
        self.executor.learn(modules)

    def files(self) -> dict[str, bytes]:
        """Those that the assignment names, as far as the student's process has them and they are
        not too big.
        """
        found: dict[str, bytes] = {}
        limit = min(self.limits.file_bytes, MAX_FRAME // 2)
        for name in self.executor.files if self.alive() else ():
            try:
                reply, _ = self._ask_student(["fetch", name, limit], 30)
            except _Gone:
                break
            if reply is None:
                break
            if len(reply) == 2 and type(reply[1]) is bytes:
                found[name] = reply[1]
        return found

    def replay(self, index: int, deadline: float) -> None:
        """As ever, but without earlier tests' calls."""
        if is_test(self.nb.cells[index]):
            self._trusted("define", self.nb.cells[index].source, [])
        else:
            super().replay(index, deadline)

    def execute(self, index: int, seconds: float) -> CellRun:
        cell = self.nb.cells[index]
        self._index, self._frames = index, ()
        try:
            if not is_test(cell):
                status, outputs = self._students(cell, seconds)
            elif self.executor.one_process:
                status, outputs = self._test_inside(cell, seconds)
            else:
                status, outputs = self._test(cell, seconds)
        except _Gone as gone:
            self.end()
            status, outputs = DIED, [error_output(DIED, str(gone))]
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

    # -- the student's process ---------------------------------------------------------------------

    def _students(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        if not is_students(cell) and not self.executor.one_process:
            self._trusted("define", cell.source, self.names["answers"])
        reply, in_time = self._ask_student(["run", cell.source, self.limits.output_bytes], seconds)
        if reply is None:
            return TIMEOUT, []
        try:
            _, status, sent, count = reply
            self._count = int(count)
            self.places[self._count] = self._index
            outputs = self._outputs(sent)
        except BROKEN as error:
            raise _Gone(f"학생의 프로세스가 약속을 어긴 답을 보냈습니다({error}).") from error
        failed = status != "ok" or any(output.output_type == "error" for output in outputs)
        return TIMEOUT if not in_time else ERROR if failed else OK, outputs

    def _ask_student(self, message: list, seconds: float) -> tuple[list | None, bool]:
        """The reply and whether it came in time; None if the process had to be killed.

        Raises:
            _Gone
        """
        pair = self.pair
        try:
            pair.student.send(message, time.monotonic() + seconds)
            return _reply(pair.student.receive(time.monotonic() + seconds)), True
        except TimedOut:
            pair.interrupt()
            try:
                return _reply(pair.student.receive(time.monotonic() + INTERRUPT)), False
            except (TimedOut, Closed, WireError):
                self.end()
                return None, False
        except (Closed, WireError) as error:
            raise _Gone(self._why(error)) from error
        except NotPlain as error:
            raise _Gone(f"셀이 너무 깁니다({error}).") from error

    def _why(self, error: Exception) -> str:
        why = self.pair.why() if isinstance(error, Closed) else ""
        if why == "memory":
            most = (self.limits.memory_bytes or 0) // 2**20
            return f"메모리를 {most}MiB보다 많이 써서 멈췄습니다."
        if isinstance(error, WireError):
            return f"학생의 프로세스가 약속을 어긴 답을 보냈습니다({error})."
        return DEAD

    def _outputs(self, sent: object) -> list[NotebookNode]:
        """Outputs that a process sent; the frames of an error among them are noted beside."""
        entries = Codec().load(sent)
        outputs = outputs_from(entries, self.limits.output_bytes)
        for entry in entries[:MOST]:
            if entry["output_type"] == "error":
                self._frames = tuple(
                    Frame(self.places[count], line)
                    for count, line in checked(entry.get("frames"))
                    if count in self.places
                )
        return outputs

    # -- tests -------------------------------------------------------------------------------------

    def _test(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        reply, _ = self._ask_student(["budget", self.limits.output_bytes // 2], INTERRUPT)
        if reply is None:
            raise _Gone(SILENT)
        order = ["test", cell.source, seconds, self.limits.output_bytes]
        try:
            _, status, sent, self._count = self._trusted(*order, seconds=seconds + GRACE + 5)
        except TimeoutError:  # stuck where no signal reaches it
            self.end()
            return TIMEOUT, []
        outputs = self._outputs(sent)
        if status == "died":
            why = self._why(Closed())
            self.end()
            return DIED, with_error(outputs, DIED, why)
        if status == "timeout":
            self.pair.interrupt()
        try:
            reply, _ = self._ask_student(["drain"], INTERRUPT)
        except _Gone:
            self.end()
            reply = None
        if reply is not None:
            outputs += self._said(reply)
        return {"ok": OK, "error": ERROR, "timeout": TIMEOUT}[status], outputs

    def _test_inside(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        """A test in the student's own process, after its shell was put in order and has shown that
        it can fail.
        """
        reply, _ = self._ask_student(["restore"], INTERRUPT)
        canary: list | None = None
        if reply:
            run = ["run", "raise AssertionError('canary')", 10_000]
            canary, _ = self._ask_student(run, INTERRUPT)
        if canary is None:
            raise _Gone(SILENT)
        shown = canary[2] if len(canary) > 2 else []
        if canary[1:2] != ["error"] or "canary" not in str(shown):
            raise _Gone(
                "실패해야 하는 검사가 실패하지 않았습니다. 답이 노트북의 실행기를 고쳤습니다."
            )
        return self._students(cell, seconds)

    def _said(self, reply: list) -> list:
        """What the student's functions printed while a test called them: text, never a result."""
        try:
            said = outputs_from(Codec().load(reply[1]), self.limits.output_bytes // 2)
        except (*BROKEN, IndexError):
            return []
        return [
            new_output("stream", name="stdout", text=output.text)
            if output.output_type == "stream"
            else output
            for output in said
            if output.output_type in ("stream", "display_data")
        ]

    def _trusted(self, *message: object, seconds: float = 60.0) -> list:
        """A request to the tester.

        Raises:
            TimeoutError, RuntimeError: the tester is gone, which is not the student's fault until
                it is shown to be.
        """
        pair = self.pair
        try:
            pair.tester.send(list(message), time.monotonic() + seconds)
            return _reply(pair.tester.receive(time.monotonic() + seconds))
        except TimedOut as error:
            raise TimeoutError(str(error)) from error
        except (Closed, WireError, NotPlain) as error:
            words = f"the tester failed: {error} {pair.why()} {pair.warm.last_words()}"
            raise RuntimeError(words.strip()) from error


def _reply(reply: object) -> list:
    if type(reply) is not list or not reply:
        raise WireError("not a reply")
    return reply
