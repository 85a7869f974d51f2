"""Containers of which both processes hold a copy, and what was done to one is done to the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..pipes import NotPlain
from .changes import assign
from .codec import Codec


class Links:
    """`[the copy, its last tree]` by the number under which both sides know a container.

    Args:
        codec: makes a codec for one message.
    """

    def __init__(self, codec: Callable[[], Codec]) -> None:
        self._codec = codec
        self.links: dict[int, list] = {}

    def set(self, number: int, value: Any) -> None:
        """
        Raises:
            NotPlain
        """
        self.links[number] = [value, self._codec().dump(value)]

    def changed(self) -> list:
        """Numbers and trees of those that were changed here since it was last said."""
        changed = []
        for number, link in list(self.links.items()):
            try:
                tree = self._codec().dump(link[0])
            except NotPlain:
                del self.links[number]
                continue
            if tree != link[1]:
                link[1] = tree
                changed.append([number, tree])
        return changed

    def follow(self, changes: list) -> None:
        """Do here what was changed there."""
        for number, tree in changes:
            if number in self.links:
                copy = self.links[number][0]
                assign(copy, self._codec().load(tree))
                self.set(number, copy)
