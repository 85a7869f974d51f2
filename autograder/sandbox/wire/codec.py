"""Values to trees and back, whatever their kind: aliases, cycles, bounds."""

from __future__ import annotations

import enum
from typing import Any

from ..pipes import NotPlain, WireError
from .bounds import COSTS, MAX_DEPTH, MAX_EXTRA, MAX_ITEMS, exactly
from .kinds import arrays, containers, frames, scalars, tensors

_SMALL = frozenset((type(None), bool, float, str, bytes))
"""Types that are in a tree as they are; so is `int` up to 64 bits."""
_WRITERS = {**containers.WRITERS, **scalars.WRITERS}
"""By the type of a value."""
_LIBRARIES = (arrays.dump, frames.dump, arrays.dump_sparse, tensors.dump)
"""Asked in this order about a value of any other type; None where it is not theirs."""


class Codec:
    """Encodes and decodes values. One instance for each message in flight: it counts, and remembers
    what is mutable.

    Attributes:
        mutable: the mutable containers and arrays of the message, in the order in which both sides
            meet them. `["=", n]` in an answer is the n-th of them, so that aliases and changes made
            in place carry over.
        within: ids of the containers that are being written.
    """

    def __init__(self, known: list | None = None) -> None:
        self.items = self.extra = 0
        self.mutable: list = []
        self.known = known or []
        self.within: set[int] = set()
        self._known_ids = {id(value): place for place, value in enumerate(self.known)}
        self._met: dict[int, tuple[int, int]] = {}  # by id: place in `mutable`, elements
        self._elements: dict[int, int] = {}

    # -- what a subclass fills ---------------------------------------------------------------------

    def refer(self, value: Any) -> list:
        """The tag list of a value that is not plain."""
        raise NotPlain(f"{type(value).__name__} cannot travel")

    def resolve(self, tag: str, parts: list) -> Any:
        """The value of a tag that is not one of plain data."""
        raise WireError(f"unknown tag {tag!r}")

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> Any:
        """The class for a named tuple: this side's own of that name and these fields, if any."""
        own = self.class_named("__main__", name)
        if isinstance(own, type) and issubclass(own, tuple) and vars(own).get("_fields") == fields:
            return own
        return containers.named_tuple(name, fields)

    def class_named(self, module: str, qualname: str) -> object:
        """This side's own class of that name, None if it has none."""
        return None

    # -- out ---------------------------------------------------------------------------------------

    def dump(self, value: object) -> Any:
        """
        Raises:
            NotPlain: too deep, too many elements, cyclic, or `refer` refuses.
        """
        return self.encode(value, 0)

    def encode(self, value: Any, depth: int) -> Any:
        """The tree of a value that lies `depth` containers deep."""
        kind = type(value)
        if kind in _SMALL:
            return value
        if kind is int and -(2**63) <= value < 2**64:
            return value
        place = self._known_ids.get(id(value))
        if place is not None and self.known[place] is value:
            return ["=", place]
        if depth > MAX_DEPTH:
            raise NotPlain("nested too deeply")
        tree = self.shallow(value, depth)
        if type(tree) is list:
            self.count(COSTS.get(tree[0], 0), NotPlain)
        return tree

    def shallow(self, value: Any, depth: int = 0) -> Any:
        """The tree of a value that may be known itself, with the known ones in it as references."""
        kind = type(value)
        if kind in _WRITERS:
            return self._written(value, kind, depth)
        for dump in _LIBRARIES:
            tree = dump(self, value, kind, depth)
            if tree is not None:
                break
        else:
            tree = self._derived(value, depth)
        if isinstance(value, enum.Enum) and type(value.name) is str:
            return ["e", str(kind.__module__), str(kind.__qualname__), value.name, tree]
        return tree

    def _derived(self, value: Any, depth: int) -> Any:
        """A value whose class derives from a plain type becomes the plain type, read by that type's
        own methods: the class may have others.
        """
        for base in type.mro(type(value)):
            if base in scalars.PLAIN:
                return self.encode(scalars.PLAIN[base](value), depth)
            if base in _WRITERS:
                return self._written(value, base, depth)
        return self.refer(value)

    def _written(self, value: Any, kind: type, depth: int) -> Any:
        if id(value) in self.within:
            raise NotPlain("contains itself")
        met = self._met.get(id(value))
        if met is not None and self.mutable[met[0]] is value:
            # It counts each time. Hostile case: a list of a list of a list, each of them a hundred
            # times the same one, is compared or shown there as if they were all different.
            self.count(met[1], NotPlain)
            return ["@", met[0]]
        place, before = len(self.mutable), self.items
        if kind in containers.MUTABLE:
            self.mutable.append(value)
        self.within.add(id(value))
        try:
            tree = _WRITERS[kind](self, value, depth)
        finally:
            self.within.discard(id(value))
        if kind in containers.MUTABLE:
            self._met[id(value)] = place, self.items - before
        return tree

    def count(self, items: int, error: type[Exception]) -> None:
        """So many elements more."""
        self.items += items
        if self.items > MAX_ITEMS:
            raise error("too many elements")

    def reserve(self, size: int, error: type[Exception]) -> None:
        """So many bytes more that are not sent."""
        self.extra += size
        if self.extra > MAX_EXTRA:
            raise error("too big")

    def dump_all(self, values: Any, depth: int) -> list:
        """The trees of a container's elements."""
        values = list(values)
        self.count(len(values), NotPlain)
        return [
            value
            if type(value) in _SMALL or type(value) is int and -(2**63) <= value < 2**63
            else self.encode(value, depth + 1)
            for value in values
        ]

    def dump_part(self, owner: object | None, part: object, depth: int) -> Any:
        """The tree of a part of `owner`: the owner counts as mutable, what it is made of does not.

        `load_part` is its counterpart.
        """
        place = len(self.mutable)
        tree = self.encode(part, depth + 1)
        self.forget(place)
        self.mutable += [] if owner is None else [owner]
        return tree

    def forget(self, place: int) -> None:
        """Take back what was met since `mutable` held `place` values."""
        del self.mutable[place:]
        self._met = {number: met for number, met in self._met.items() if met[0] < place}

    # -- in ----------------------------------------------------------------------------------------

    def load(self, tree: object) -> Any:
        """
        Raises:
            WireError: the tree is not one that `dump` makes.
        """
        try:
            return self.decode(tree, 0)
        except WireError:
            raise
        except Exception as error:  # whatever a forged tree breaks
            raise WireError(f"{type(error).__name__}: {error}") from error

    def decode(self, tree: Any, depth: int) -> Any:
        """The value of a tree that lies `depth` containers deep."""
        kind = type(tree)
        if kind in _SMALL or kind is int:
            return tree
        if kind is not list or not tree or type(tree[0]) is not str:
            raise WireError("not a tagged value")
        if depth > MAX_DEPTH + 2:
            raise WireError("nested too deeply")
        tag, parts = tree[0], tree[1:]
        self.count(COSTS.get(tag, 0), WireError)
        if tag == "=":
            place = parts[0]
            if type(place) is not int or not 0 <= place < len(self.known):
                raise WireError("no such value")
            return self.known[place]
        if tag == "@":
            place = parts[0]
            if type(place) is not int or place not in self._elements or place >= len(self.mutable):
                raise WireError("no such value")
            self.count(self._elements[place], WireError)
            return self.mutable[place]
        reader = _READERS.get(tag)
        if reader is None:
            return self.resolve(tag, parts)
        if tag not in containers.SHARED:
            return reader(self, parts, depth)
        place, before = len(self.mutable), self.items
        value = reader(self, parts, depth)
        self._elements[place] = self.items - before
        return value

    def load_all(self, trees: object, depth: int) -> list:
        """The values of a container's elements."""
        if type(trees) is not list:
            raise WireError("not a list")
        self.count(len(trees), WireError)
        return [
            tree if type(tree) in _SMALL or type(tree) is int else self.decode(tree, depth + 1)
            for tree in trees
        ]

    def load_part(self, owner: object | None, tree: object, depth: int) -> Any:
        """The counterpart of `dump_part`."""
        place = len(self.mutable)
        value = self.decode(tree, depth + 1)
        self.mutable[place:] = [] if owner is None else [owner]
        return value


def _read_member(codec: Codec, parts: list, depth: int) -> object:
    """A member of this side's own enumeration of that name, else what stands for it."""
    module, qualname, name = (exactly(part, str) for part in parts[:3])
    instead = codec.decode(parts[3], depth + 1)
    own = codec.class_named(module, qualname)
    if isinstance(own, type) and issubclass(own, enum.Enum):
        return own.__members__.get(name, instead)
    return instead


_READERS = {
    **containers.READERS,
    **scalars.READERS,
    **arrays.READERS,
    **frames.READERS,
    **tensors.READERS,
    "e": _read_member,
}
"""By tag: each has one constructor, of a plain type. Hostile case: a message that names a class."""
