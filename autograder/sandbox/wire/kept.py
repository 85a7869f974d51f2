"""Objects that stay on their side of the wire."""

from __future__ import annotations

from typing import Any


class Kept:
    """This side's objects by the numbers under which the other side knows them."""

    def __init__(self) -> None:
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._count: dict[int, int] = {}
        self._next = 0

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]

    def number(self) -> int:
        """One that was not given yet."""
        self._next += 1
        return self._next

    def keep(self, value: object) -> int:
        """The number of an object, which is held from here on, so that its id stays its own. Each
        time it is told is one handle there, released by itself.
        """
        number = self._numbers.get(id(value))
        if number is None or self._objects.get(number) is not value:
            number = self._numbers[id(value)] = self.number()
            self._objects[number] = value
        self._count[number] = self._count.get(number, 0) + 1
        return number

    def release(self, numbers: list[int]) -> None:
        """The other side has dropped these."""
        for number in numbers:
            self._count[number] = self._count.get(number, 0) - 1
            if self._count[number] <= 0:
                del self._count[number]
                self._numbers.pop(id(self._objects.pop(number, None)), None)
