"""How a test cell ends before its end."""

from __future__ import annotations

import signal


class CellTimeout(BaseException):
    """The time of a test cell is up. Not an Exception, so that no test swallows it."""


class StudentDied(BaseException):
    """The student's process is gone, or has broken the wire's rules."""


def alarm(seconds: float) -> None:
    """Raise CellTimeout in the main thread after so many seconds; 0 takes that back."""

    def ring(number, frame):
        raise CellTimeout()

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
