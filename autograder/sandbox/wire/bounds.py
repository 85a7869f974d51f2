"""How big a message may be, and what it is called when something on the wire goes wrong."""

from __future__ import annotations

import sys
from typing import Any, TypeVar

from ..pipes import MAX_FRAME, WireError

MAX_DEPTH = 100
"""Containers within containers."""
MAX_ITEMS = 2_000_000
"""Elements of all containers of one message."""
MAX_EXTRA = MAX_FRAME
"""Bytes that the values of one message take beyond what is sent of them: a row without entries of a
sparse matrix is not sent, and takes a number, or two lists.
"""
MAX_PARTS, LIST = 4 * MAX_ITEMS, 4
"""Parts of any kind of one message; a list counts for so many beside its own parts."""
MAX_DIGITS_BITS = 64 * 1024
"""Bits of an int."""
_BY_COST = {
    2: "C D O d dt f g l q s t",
    3: "a ao",
    5: "x n tt",
    10: "pt",
    20: "h",
    50: "RR X pr",
    100: "G T pi",
    200: "i ps",
    500: "pd pm sp",
}
COSTS = {tag: cost for cost, tags in _BY_COST.items() for tag in tags.split()}
"""How many elements a value counts for by its tag, where it takes longer or more than one: about
its microseconds. Hostile case: a frame of a million columns, twenty bytes each.
"""
COLUMN = 100
"""The same for each column of a frame."""

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
