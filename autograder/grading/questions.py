"""What the executor asks of the two processes of a run, and how long it waits for an answer.

Questions and answers are fields of bytes (`sandbox.pipes`); an answer has a cap, and says nothing
that would have to be decoded.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator

from ..sandbox.pipes import Closed, NotPlain, Pipe, TimedOut, WireError, pack, unpack
from .notebook_run import DEAD
from .protocol import Limits
from .warm_process import Pair

INTERRUPT = 2.0
"""Seconds that an interrupted cell has to end before its process is killed."""
LATE = 20.0
"""Seconds beyond a cell's after which its processes are ended in any case."""
SILENT = "커널이 대답하지 않습니다. 앞 셀의 스레드나 신호 처리가 까닭일 수 있습니다."
BROKEN_WORD = "학생의 프로세스가 약속을 어긴 답을 보냈습니다({})."


class Gone(Exception):
    """The student's process is not there any more; the message is for the student."""


class TesterGone(Exception):
    """The tester is not there any more, or says nothing that it should, and the student's code has
    run beside it.
    """


class Questions:
    """To one pair of processes.

    Attributes:
        met: whether anything of the student's has run in these processes.
    """

    def __init__(self, pair: Pair, limits: Limits) -> None:
        self.pair, self.limits, self.met = pair, limits, False
        # Bytes of an answer that says what a cell has shown: a character is three bytes or four,
        # and errors are kept beyond the budget.
        self._most = 4 * limits.output_bytes + 2**22

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """A time after which the processes are ended, wherever this one waits."""
        self.pair.limit(seconds)
        try:
            yield
        finally:
            self.pair.limit(math.inf)

    def student(
        self, *message: bytes | str | float, seconds: float, most: int | None = None
    ) -> tuple[list[bytes] | None, bool]:
        """The answer of the student's process and whether it came in time; None if the processes
        had to be ended.

        Args:
            most: bytes of the answer; what a cell may show where it is not said.

        Raises:
            Gone
        """
        pair = self.pair
        try:
            return self._ask(pair.student, *message, seconds=seconds, most=most), True
        except TimedOut:
            pair.interrupt()
            try:
                deadline = time.monotonic() + INTERRUPT
                return unpack(pair.student.receive_bytes(deadline, self._most)), False
            except (TimedOut, Closed, WireError):
                pair.end()
                return None, False
        except (Closed, WireError) as error:
            raise Gone(self.why(error)) from error
        except NotPlain as error:
            raise Gone(f"셀이 너무 깁니다({error}).") from error

    def tester(self, *message: bytes | str | float, seconds: float = 60.0) -> list[bytes]:
        """The tester's answer.

        Raises:
            TimeoutError, TesterGone
            RuntimeError: the tester is gone, and nothing of the student's has run beside it.
        """
        pair = self.pair
        try:
            return self._ask(pair.tester, *message, seconds=seconds)
        except TimedOut as error:
            raise TimeoutError(str(error)) from error
        except (Closed, WireError, NotPlain) as error:
            if self.met and not isinstance(error, NotPlain):
                raise TesterGone(str(error)) from error
            words = f"the tester failed: {error} {pair.why()} {pair.warm.last_words()}"
            raise RuntimeError(words.strip()) from error

    def why(self, error: Exception) -> str:
        """Why the student's process gave no answer, for the student."""
        why = self.pair.why() if isinstance(error, Closed) else ""
        if why == "memory":
            most = (self.limits.memory_bytes or 0) // 2**20
            return f"메모리를 {most}MiB보다 많이 써서 멈췄습니다."
        if why == "time":
            return SILENT
        return BROKEN_WORD.format(error) if isinstance(error, WireError) else DEAD

    def _ask(
        self, pipe: Pipe, *message: bytes | str | float, seconds: float, most: int | None = None
    ) -> list[bytes]:
        deadline = time.monotonic() + seconds
        pipe.send_bytes(pack(*message), deadline)
        return unpack(pipe.receive_bytes(deadline, most or self._most))
