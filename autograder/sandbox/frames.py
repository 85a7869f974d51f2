"""Where in a notebook's cells an error was raised, as data: [execution count, line] of each frame,
outermost first.

Each process makes its own; what comes from the student's may be a lie and is `checked` wherever it
is received.
"""

from __future__ import annotations

import re
import traceback

from .pipes import WireError, number

MOST = 30
_CELL = re.compile(r"<ipython-input-(\d+)-")
_KEPT = "__student_frames__"


def cell_frames(error: BaseException) -> list[list[int]]:
    """The frames of this process's traceback that stand in cells, the innermost few."""
    try:
        places = [
            (frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)
        ]
        if isinstance(error, SyntaxError):  # where it was found: nothing has run there
            places.append((error.filename or "", error.lineno))
        found = [(_CELL.match(str(name)), line) for name, line in places]
        return [[int(cell[1]), line] for cell, line in found if cell and type(line) is int][-MOST:]
    except Exception:  # a student's exception may be anything
        return []


def checked(frames: object) -> list[list[int]]:
    """
    Raises:
        WireError: these are no frames. Hostile case: nested or endless data, which the tester would
            send on to the executor.
    """
    if type(frames) is list and len(frames) <= MOST:
        pairs = [frame for frame in frames if type(frame) is list and len(frame) == 2]
        numbers = [part for pair in pairs for part in pair]
        if pairs == frames and all(type(one) is int and 0 <= one < 10**9 for one in numbers):
            return frames
    raise WireError("not the frames of a traceback")


def packed(frames: list[list[int]]) -> str:
    """Frames as the executor is sent them."""
    return " ".join(f"{count}:{line}" for count, line in frames)


def unpacked(field: bytes) -> list[list[int]]:
    """
    Raises:
        WireError: these are no frames.
    """
    pairs = [pair.split(b":") for pair in field.split()[: MOST + 1]]
    return checked([[number(part) for part in pair] for pair in pairs])


def keep(error: BaseException, frames: list[list[int]]) -> None:
    """Note on an exception that stands for the student's where that was raised."""
    vars(error)[_KEPT] = frames


def kept(error: BaseException | None) -> list[list[int]]:
    """What was noted, also where a test raised an exception of its own on top."""
    for _ in range(10):
        if error is None:
            break
        if _KEPT in vars(error):
            return vars(error)[_KEPT]
        error = error.__cause__ or error.__context__
    return []
