"""The student's objects that the test holds handles of, and containers that it holds copies of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..pipes import NotPlain
from ..protocol import LINKED_ITEMS, LINKS, SPECIAL
from ..wire.codec import Codec
from ..wire.kinds.containers import MUTABLE
from ..wire.links import Links


class Objects:
    """Objects by the number under which the test knows them, for as long as it does."""

    def __init__(self) -> None:
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._count: dict[int, int] = {}
        self._next = 0
        self._specials: dict[type, list[str]] = {}

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]

    def number(self) -> int:
        """One that was not given yet."""
        self._next += 1
        return self._next

    def keep(self, value: object) -> int:
        """The number of an object. Each time it is told is one handle there, released by itself."""
        number = self._numbers.get(id(value))
        if number is None or self._objects.get(number) is not value:
            number = self._numbers[id(value)] = self.number()
            self._objects[number] = value
        self._count[number] = self._count.get(number, 0) + 1
        return number

    def release(self, numbers: list[int]) -> None:
        """The test has dropped these handles."""
        for number in numbers:
            self._count[number] = self._count.get(number, 0) - 1
            if self._count[number] <= 0:
                del self._count[number]
                self._numbers.pop(id(self._objects.pop(number, None)), None)

    def specials(self, kind: type) -> list[str]:
        """Special methods that objects of a type have, without their underscores."""
        if kind not in self._specials:
            # In the classes' own dictionaries: `getattr` would also find what the metaclass has.
            bases = [
                vars(base) for base in type.__dict__["__mro__"].__get__(kind) if base is not object
            ]
            found = {
                name: next((base[f"__{name}__"] for base in bases if f"__{name}__" in base), None)
                for name in SPECIAL
            }
            has = [name for name, method in found.items() if method is not None]
            if "iter" not in has and "getitem" in has:
                has.append("iter")
            self._specials[kind] = has
        return self._specials[kind]


class Linked(Links):
    """Those that are objects of the student's, or parts of them."""

    def __init__(self, objects: Objects, codec: Callable[[], Codec]) -> None:
        super().__init__(codec)
        self._objects = objects

    def link(self, result: object) -> int:
        """A number under which the test's copy of a container follows this one, 0 if it is none (or
        a big one).
        """
        if (
            type(result) not in MUTABLE
            or len(result) > LINKED_ITEMS  # type: ignore[arg-type]
            or len(self.links) >= LINKS
        ):
            return 0
        known = (number for number, (value, _) in self.links.items() if value is result)
        number = next(known, 0) or self._objects.number()
        try:
            self.set(number, result)
        except NotPlain:
            return 0
        return number
