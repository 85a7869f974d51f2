"""Containers of which both processes hold a copy, and what was done to one is done to the other."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from typing import Any

from ..pipes import NotPlain, WireError
from ..protocol import LINKED_ITEMS, LINKS
from .codec import Codec
from .kinds.containers import MUTABLE, flat, refill


def assign(original: Any, new: Any) -> None:
    """Give a mutable value the content that its copy on the other side has now.

    Raises:
        WireError: the two are not of one kind.
    """
    if type(original) is not type(new):
        raise WireError("a value became another kind")
    if isinstance(original, MUTABLE):
        refill(original, list(new) if not isinstance(new, dict) else flat(new.items()))
    elif hasattr(original, "bit_generator"):
        original.bit_generator.state = new.bit_generator.state
    elif isinstance(original, random.Random):
        original.setstate(new.getstate())
    elif type(original).__module__.startswith("pandas"):
        original._update_inplace(new)
    elif type(original).__module__.startswith("torch"):
        original.detach().copy_(new.detach())
    elif original.shape == new.shape and original.dtype == new.dtype and original.flags.writeable:
        original[...] = new


class Links:
    """`[the value, its last tree]` by the number under which both sides know a mutable value.

    Args:
        tree: of a value as it is now.
    """

    def __init__(self, tree: Callable[[Any], Any]) -> None:
        self._tree = tree
        self.links: dict[int, list] = {}

    def set(self, number: int, value: Any) -> None:
        """From here on what becomes of it is seen, if it can travel."""
        with contextlib.suppress(NotPlain):
            self.links[number] = [value, self._tree(value)]

    def link(self, value: Any, new: Callable[[], int]) -> int:
        """The number of a container of this side's, which `new` gives; 0 if it is none or big."""
        if type(value) not in MUTABLE or len(value) > LINKED_ITEMS or len(self.links) >= LINKS:
            return 0
        known = (number for number, (other, _) in self.links.items() if other is value)
        number = next(known, 0) or new()
        self.set(number, value)
        return number

    def changed(self) -> list:
        """Numbers and trees of those that were changed here since it was last said."""
        changed = []
        for number, link in list(self.links.items()):
            try:
                tree = self._tree(link[0])
            except NotPlain:
                del self.links[number]
                continue
            if tree != link[1]:
                link[1] = tree
                changed.append([number, tree])
        return changed

    def follow(self, changes: list, codec: Callable[[], Codec]) -> None:
        """Do here what was changed there."""
        for number, tree in changes:
            if number in self.links:
                copy = self.links[number][0]
                assign(copy, codec().load(tree))
                self.set(number, copy)
