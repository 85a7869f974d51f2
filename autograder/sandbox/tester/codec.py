"""The tester's values on their way to the student's process, and the student's on their way
here.
"""

from __future__ import annotations

import builtins
import collections.abc
import contextlib
import dataclasses
import functools
import io
import pickle
import types
from typing import TYPE_CHECKING, Any

from ..pipes import NotPlain, WireError
from ..wire.bounds import exactly
from ..wire.codec import Codec
from ..wire.library import name_of
from .handles import is_handle, state
from .specials import make_handle
from .trust import library_object

if TYPE_CHECKING:
    from .link import Link


class TesterCodec(Codec):
    """Handles go out as the objects that they are; what is not plain goes out as what the student's
    code may call, and comes in as a handle.

    Attributes:
        argument: whether what comes in is for a function of the test's.
    """

    def __init__(self, link: Link, known: list | None = None) -> None:
        super().__init__(known)
        self.link, self.argument = link, False

    def encode(self, value, depth):
        if is_handle(value):
            return ["o", state(value).number]
        return super().encode(value, depth)

    def refer(self, value: Any) -> list:
        if isinstance(value, type) and "_student" in vars(value):
            return ["o", vars(value)["_student"]]
        name = name_of(value)
        if name is not None:
            return ["y", *name]
        if dataclasses.is_dataclass(value) and not isinstance(value, type) and _of_the_test(value):
            fields = self._fields(value)
            if fields is not None:
                return ["dc", type(value).__qualname__, fields, self.link.callbacks.keep(value)]
        generator = isinstance(value, types.GeneratorType)
        if isinstance(value, (io.IOBase, collections.abc.Iterator)) and not generator:
            return self._object(value)  # what is read or written there is read or written here
        functions = (types.FunctionType, types.MethodType, type, functools.partial)
        if callable(value) and (
            isinstance(value, (*functions, types.BuiltinFunctionType)) or _of_the_test(value)
        ):
            number, shown = self.link.callbacks.keep(value), type(value).__name__
            attributes = not isinstance(value, functions)
            return ["k", number, attributes, getattr(value, "__name__", shown)]
        if not _of_the_test(value) and not generator and not isinstance(value, types.ModuleType):
            with contextlib.suppress(Exception):
                data = pickle.dumps(value)
                if b"__main__" not in data:
                    self.mutable.append(value)
                    return ["p", data]
        return self._object(value)

    def _object(self, value: object) -> list:
        return ["k", self.link.callbacks.keep(value), True, type(value).__name__]

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> Any:
        made = super().named_tuple(name, fields)
        asked = [self.link.asked.may(field) for field in fields]  # each is noted
        return made if made.__module__ == "__main__" or all(asked) else _Unnamed

    def _fields(self, value: Any) -> list | None:
        """Names and values of a dataclass's fields, for a student's process that has the class from
        the instructor's cells. None where it has private ones, or is a link of a long chain: then
        it is seen through calls.
        """
        names = [field.name for field in dataclasses.fields(value) if hasattr(value, field.name)]
        if (
            id(value) in self.within
            or len(self.within) > 30
            or any(name.startswith("_") for name in names)
        ):
            return None
        place = len(self.mutable)
        self.within.add(id(value))
        try:
            return [[name, self.encode(getattr(value, name), len(self.within))] for name in names]
        except NotPlain:
            self.forget(place)
            return None
        finally:
            self.within.discard(id(value))

    def class_named(self, module: str, qualname: str) -> type | None:
        return self.link.standins.own_class(module, qualname)

    def resolve(self, tag: str, parts: list) -> object:
        if tag == "h":
            *handle, library = parts
            kind = handle[4]
            if kind is not None and ["builtins", "BaseException"] in kind[1]:
                return self.link.standins.exception_class(kind[1], exactly(handle[0], int))
            own = make_handle(self.link, *handle)
            found = None if library is None else library_object(*library)
            sort = "(module)" if isinstance(found, types.ModuleType) else "(function)"
            sort = f"(class {'.'.join(library)})" if isinstance(found, type) else sort
            return own if found is None or not self._believed(sort) else found
        if tag == "K":
            own = self.link.callbacks[exactly(parts[0], int)]
            return own if self.argument or self._believed("(test's)") else _Unnamed()
        if tag == "ma":
            tree, handle = parts
            if exactly(tree, list)[:1] != ["a"]:
                raise WireError("not an array")
            plain, masked = self.load_part(None, tree, 0), self.resolve(handle[0], handle[1:])
            return masked if self.link.asked.may("(masked array)") else plain
        return super().resolve(tag, parts)

    def _believed(self, kind: str) -> bool:
        """Whether the model answer gave an object of this kind, too. Hostile case: the class `set`
        in a set's place, whose methods take what is expected for the set.
        """
        believed = self.link.asked.may(kind)
        self.link.compared |= not believed
        return believed


class _Unnamed:
    """Stands for a class of named tuples with a field that the test asked of no object of the model
    answer's: a tuple comes of it. Hostile case: a field `equals` that is a function. An instance
    stands for an object of the test's, where the model answer gave none back. Hostile case: a
    mock.
    """

    _make = staticmethod(tuple)


def _of_the_test(value: object) -> bool:
    kind = type(value)
    module = getattr(kind, "__module__", "")
    return module in ("__main__", "builtins") and kind.__name__ not in vars(builtins)
