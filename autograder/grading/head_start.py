"""A warm process that is started before this program has imported itself, which takes a second.

What it is to import is guessed from the released notebooks where nbgrader puts them. Who needs a
warm process takes it if the guess was right; else it ends, and another is started.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from glob import escape
from pathlib import Path

from nbformat.v4 import reads

from .warm_process import Unsafe, WarmProcess, sees, warm_modules

_begun: list[WarmProcess] = []


@contextlib.contextmanager
def head_start(root: Path, assignment: str) -> Iterator[None]:
    """Meanwhile it may be taken.

    Args:
        assignment: as somebody may have shortened it.
    """
    with contextlib.suppress(Exception):  # whatever is wrong with them is told later
        released = root.glob(f"release/{escape(Path(assignment).name)}*/*.ipynb")
        notebooks = [reads(path.read_text(encoding="utf-8")) for path in sorted(released)]
        if notebooks:
            _begun.append(WarmProcess(*warm_modules(notebooks), walls=True))
    try:
        yield
    finally:
        drop()


def taken(modules: list[str], packages: list[str]) -> WarmProcess | None:
    """The one that was begun, with these modules, if it has imported nothing else and sees what one
    would that is started now.
    """
    begun = _begun.pop() if _begun else None
    if begun is None:
        return None
    with contextlib.suppress(Unsafe, RuntimeError, OSError, ValueError):
        if set(begun.modules) <= set(modules) and begun.sees == sees(packages):
            begun.ready().learn([name for name in modules if name not in begun.modules])
            return begun
    begun.end()
    return None


def drop() -> None:
    """Nobody here needs it."""
    while _begun:
        _begun.pop().end()
