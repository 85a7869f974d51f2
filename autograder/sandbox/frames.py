"""Where in a notebook's cells an error was raised, as a text: `3:1 5:2` are the execution count and
the line of each frame, outermost first.

Each process makes its own; what comes from the student's may be a lie and is `checked` wherever it
is received.
"""

from __future__ import annotations

import re
import traceback

from .pipes import WireError

MOST = 30
_CELL = re.compile(r"<ipython-input-(\d+)-")
_FRAMES = re.compile(rf"(\d{{1,9}}:\d{{1,9}}( |$)){{0,{MOST}}}", re.ASCII)
_KEPT = "__student_frames__"


def cell_frames(error: BaseException) -> str:
    """The frames of this process's traceback that stand in cells, the innermost few."""
    try:
        places = [
            (frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)
        ]
        if isinstance(error, SyntaxError):  # where it was found: nothing has run there
            places.append((error.filename or "", error.lineno))
        found = [(_CELL.match(str(name)), line) for name, line in places]
        kept = [f"{cell[1]}:{line}" for cell, line in found if cell and type(line) is int]
        return " ".join(kept[-MOST:])
    except Exception:  # a student's exception may be anything
        return ""


def cell_lines(error: BaseException) -> list[str]:
    """The lines of this process's traceback that stand in cells."""
    frames = traceback.extract_tb(error.__traceback__)
    return traceback.format_list([frame for frame in frames if frame.filename.startswith("<")])


def checked(frames: object) -> str:
    """
    Raises:
        WireError: these are no frames. Hostile case: nested or endless data, which the tester would
            send on to the executor.
    """
    if type(frames) is str and _FRAMES.fullmatch(frames):
        return frames
    raise WireError("not the frames of a traceback")


def unpacked(field: bytes) -> list[tuple[int, int]]:
    """
    Raises:
        WireError: these are no frames.
    """
    pairs = [pair.split(":") for pair in checked(field.decode("ascii", "replace")).split()]
    return [(int(count), int(line)) for count, line in pairs]


def keep(error: BaseException, frames: str) -> None:
    """Note on an exception that stands for the student's where that was raised."""
    vars(error)[_KEPT] = frames


def is_students(error: BaseException) -> bool:
    """Whether an exception stands for one of the student's."""
    return _KEPT in vars(error)


def kept(error: BaseException | None) -> str:
    """What was noted, also where a test raised an exception of its own on top."""
    for _ in range(10):
        if error is None:
            break
        if is_students(error):
            return vars(error)[_KEPT]
        error = error.__cause__ or error.__context__
    return ""
