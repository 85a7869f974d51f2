"""Functions of Python's that also take the student's objects, for tests."""

from __future__ import annotations

import builtins
import dataclasses
import inspect
import sys
import types
import typing
from typing import Any

from ..protocol import SEEDS
from .handles import is_handle, state
from .link import Link
from .trust import library_class

_THEIRS = (
    (inspect, ("getsource", "get_annotations")),
    (typing, ("get_type_hints",)),
    (dataclasses, ("asdict", "astuple", "fields", "is_dataclass", "replace")),
)
"""Functions that look into what they are given, and do so in the student's process where that is
the student's. Hostile case: an annotation is a text, which is evaluated to say its type.
"""


def class_of(value: object) -> object:
    """`type(value)`: of a student's object, its class there."""
    if not is_handle(value):
        return builtins.type(value)
    own = state(value)
    if own.kind is not None:
        return builtins.type
    first = own.ancestors[0] if own.ancestors else ["", ""]
    return own.link.standins.own_class(*first) or own.link.ask("class_of", value)


def _is_a(ancestors: list, kind: object) -> bool:
    """Whether a method resolution order, given by names, has a class of the test's or of a library
    in it.
    """
    if isinstance(kind, types.UnionType):
        kind = kind.__args__
    if isinstance(kind, tuple):
        return any(_is_a(ancestors, one) for one in kind)
    if not isinstance(kind, builtins.type):
        return False
    if [kind.__module__, kind.__qualname__] in ancestors:
        return True
    found = [library_class(module, name) for module, name in ancestors]
    return kind.__module__ != "__main__" and any(
        one is not None and builtins.issubclass(one, kind) for one in found
    )


def is_instance(value: object, kind: Any) -> bool:
    """`isinstance`, also for the student's objects and the instructor's classes."""
    if (
        not is_handle(value)
        or is_handle(kind)
        or isinstance(kind, tuple)
        and any(map(is_handle, kind))
    ):
        return builtins.isinstance(value, kind)
    return builtins.isinstance(value, kind) or _is_a(state(value).ancestors, kind)


def is_subclass(one: Any, kind: Any) -> bool:
    """`issubclass`, also for the student's classes."""
    if not is_handle(one) or is_handle(kind):
        return builtins.issubclass(one, kind)
    own = state(one).kind
    if own is None:
        raise TypeError("issubclass() arg 1 must be a class")
    return _is_a(own[2], kind)


def done_there(module: types.ModuleType, name: str):
    """A function of a library that also takes the student's objects."""
    original = getattr(module, name)

    def function(value, /, *args, **kwargs):
        if is_handle(value):
            link = state(value).link
            return link.ask("library", module.__name__, name, value, list(args), kwargs)
        return original(value, *args, **kwargs)

    return function


class _TypeMeta(type):
    def __call__(cls, *args, **kwargs):
        if len(args) == 1 and not kwargs:
            return class_of(args[0])
        return builtins.type(*args, **kwargs)

    def __instancecheck__(cls, instance):
        return isinstance(instance, builtins.type)


class Type(type, metaclass=_TypeMeta):
    """Stands for `type` in tests: `type(x)` of a student's object is its class there."""


def share_seeds(link: Link) -> None:
    """A test that sets a seed sets it for the student's code, too."""
    for module, name in SEEDS:
        owner = sys.modules.get(module)
        if hasattr(owner, name):
            setattr(owner, name, _seed_there_too(link, module, name, getattr(owner, name)))


def _seed_there_too(link: Link, module: str, name: str, original: Any) -> Any:
    def seed(*args, **kwargs):
        made = original(*args, **kwargs)
        if link.deadline is not None:  # a test is under way
            link.ask("seed", module, name, list(args), kwargs)
        return made

    return seed


def install(link: Link) -> dict[str, object]:
    """Put in place what stands in modules; what stands in for builtins is returned by name, for
    tests alone.
    """
    for module, names in _THEIRS:
        for name in names:
            setattr(module, name, done_there(module, name))
    share_seeds(link)
    return {"type": Type, "isinstance": is_instance, "issubclass": is_subclass}
