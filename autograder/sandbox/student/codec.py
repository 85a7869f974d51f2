"""The student's values on their way to the tester, and the tester's on their way here."""

from __future__ import annotations

import functools
import pickle
import types
from typing import TYPE_CHECKING, Any

from ..protocol import SPECIAL
from ..wire.bounds import loaded
from ..wire.codec import Codec
from ..wire.library import found, name_of
from .callbacks import Callback, Object

if TYPE_CHECKING:
    from .server import Server


_NAMED = ("function", "builtin_function_or_method", "ufunc")
"""Types of what a library may hold under a name, classes apart."""


class StudentCodec(Codec):
    """What is not plain goes out as a handle; the test's functions and objects come in as what
    calls the test back.
    """

    def __init__(self, server: Server, known: list | None = None) -> None:
        super().__init__(known)
        self.server = server

    def refer(self, value: Any) -> list:
        if isinstance(value, Callback):
            return ["K", value._number]
        plain = _unmasked(value)
        if plain is not None:
            return ["ma", self.dump_part(None, plain, 0), self.handle(value)]
        return self.handle(value)

    def handle(self, value: Any) -> list:
        """What the tester makes a handle of, or finds its own library's object by."""
        kind: Any = type(value)
        own, name = isinstance(value, type), None
        if isinstance(value, types.ModuleType):
            name = [value.__name__, ""]
        elif own or kind.__name__ in _NAMED:
            name = name_of(value)
        return [
            "h",
            self.server.objects.keep(value),
            kind.__qualname__,
            ancestors(kind),
            specials(kind),
            [value.__qualname__, ancestors(value)] if own else None,
            name,
        ]

    def class_named(self, module: str, qualname: str) -> object:
        if module == "__main__":
            return self.server.names.get(qualname)
        return found(module, qualname)

    def resolve(self, tag: str, parts: list) -> object:
        if tag == "o":
            return self.server.objects[parts[0]]
        if tag == "dc":
            values = [(name, self.decode(tree, 1)) for name, tree in parts[1]]
            instance = _instance(self.server.names.get(parts[0]), values)
            if instance is not None:
                return instance
            return Object(self.server.call_back, parts[2], parts[0])
        if tag == "k":
            return (Object if parts[1] else Callback)(self.server.call_back, parts[0], parts[2])
        if tag == "y":
            __import__(parts[0])  # the test passes it: this process's own
            return found(*parts)
        if tag == "p":
            made = pickle.loads(parts[0])  # from the trusted side
            self.mutable.append(made)
            return made
        return super().resolve(tag, parts)


def _unmasked(value: Any) -> Any:
    """The array of numbers or texts that a masked array is of which nothing is masked, else None:
    what is masked agrees with everything.
    """
    masked = loaded("numpy.ma")
    if type(value) is not getattr(masked, "MaskedArray", None):
        return None
    if value.dtype.names or value.dtype.hasobject or masked.is_masked(value):
        return None
    return loaded("numpy").array(value, subok=False)


@functools.cache
def specials(kind: Any) -> list[str]:
    """Special methods that objects of a type have, without their underscores."""
    # In the classes' own dictionaries: `getattr` would also find what the metaclass has.
    bases = [vars(base) for base in type.__dict__["__mro__"].__get__(kind) if base is not object]
    found = {
        name: next((base[f"__{name}__"] for base in bases if f"__{name}__" in base), None)
        for name in SPECIAL
    }
    has = [name for name, method in found.items() if method is not None]
    return [*has, "iter"] if "iter" not in has and "getitem" in has else has


def ancestors(kind: type) -> list:
    """The method resolution order as `[module, qualified name]`, by `type`'s own word for it:
    a metaclass may have another.
    """
    return [
        [str(base.__module__), str(base.__qualname__)]
        for base in type.__dict__["__mro__"].__get__(kind)
    ][:40]


def _instance(kind: Any, values: list) -> object:
    """An instance of a dataclass with these fields, None if it is no such class."""
    fields = getattr(kind, "__dataclass_fields__", {})
    if not isinstance(kind, type) or not all(name in fields for name, _ in values):
        return None
    made: object = object.__new__(kind)
    for name, value in values:
        object.__setattr__(made, name, value)
    return made
