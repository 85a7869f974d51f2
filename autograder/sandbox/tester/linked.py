"""The test's copies of containers of the student's objects follow the originals, and these them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..protocol import LINKS
from ..wire import MUTABLE, Codec, NotPlain, assign, exactly


class Linked:
    """Copies by the number under which the student's process knows the original: `[the copy, its
    last tree]`.

    Args:
        codec: makes a codec for one message.
    """

    def __init__(self, codec: Callable[[], Codec]) -> None:
        self._codec = codec
        self.links: dict[int, list] = {}

    def updates(self) -> list:
        """What the test has changed in its copies since it was last said."""
        updates = []
        for number, link in list(self.links.items()):
            try:
                tree = self._codec().dump(link[0])
            except NotPlain:
                del self.links[number]
                continue
            if tree != link[1]:
                link[1] = tree
                updates.append([number, tree])
        return updates

    def follow(self, changes: list) -> None:
        """Do with the copies what became of the originals."""
        for number, tree in changes:
            if number in self.links:
                link = self.links[number]
                assign(link[0], self._codec().load(tree))
                link[1] = self._codec().dump(link[0])

    def add(self, number: object, value: Any) -> None:
        """Let this copy follow, if the other side wants it and it is a container."""
        if number and len(self.links) < LINKS and type(value) in MUTABLE:
            self.links[exactly(number, int)] = [value, self._codec().dump(value)]
