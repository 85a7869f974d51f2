"""How big a message may be, and what it is called when something on the wire goes wrong."""

from __future__ import annotations

import sys
from typing import Any, TypeVar

from ..pipes import MAX_FRAME, Closed, NotPlain, TimedOut, WireError

__all__ = ["MAX_FRAME", "Closed", "NotPlain", "TimedOut", "WireError", "exactly", "loaded"]
MAX_DEPTH = 100
"""Containers within containers."""
MAX_ITEMS = 2_000_000
"""Elements of all containers of one message."""
MAX_SIDE = 2**21
"""Rows or columns of a sparse matrix: the compressed formats hold a number for each."""
MAX_DIGITS_BITS = 64 * 1024
"""Bits of an int."""

T = TypeVar("T")


def exactly(value: object, kind: type[T]) -> T:
    """`value`, if it is of this very type.

    Raises:
        WireError: it is not. Hostile case: a forged message with another type in a field's place.
    """
    if type(value) is not kind:
        raise WireError(f"not {kind.__name__}")
    return value


def loaded(name: str) -> Any:
    """A library that this process has imported, else None: no value of its types exists then."""
    return sys.modules.get(name)
