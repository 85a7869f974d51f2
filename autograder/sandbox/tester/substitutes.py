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
from .trust import is_a

_THEIRS = (
    (inspect, ("getsource", "get_annotations")),
    (typing, ("get_type_hints",)),
    (dataclasses, ("asdict", "astuple", "fields", "is_dataclass", "replace")),
)
"""Functions that look into what they are given, and do so in the student's process where that is
the student's. Hostile case: an annotation is a text, which is evaluated to say its type.
"""


def is_instance(value: object, kind: Any) -> bool:
    """`isinstance`, also for the student's objects and the instructor's classes."""
    if (
        not is_handle(value)
        or is_handle(kind)
        or isinstance(kind, tuple)
        and any(map(is_handle, kind))
    ):
        return builtins.isinstance(value, kind)
    return builtins.isinstance(value, kind) or is_a(state(value).ancestors, kind)


def is_subclass(one: Any, kind: Any) -> bool:
    """`issubclass`, also for the student's classes."""
    if not is_handle(one) or is_handle(kind):
        return builtins.issubclass(one, kind)
    own = state(one).kind
    if own is None:
        raise TypeError("issubclass() arg 1 must be a class")
    return is_a(own[1], kind)


def done_there(module: types.ModuleType, name: str):
    """A function of a library that also takes the student's objects."""
    original = getattr(module, name)

    def function(value, /, *args, **kwargs):
        if is_handle(value):
            link = state(value).link
            return link.ask("library", module.__name__, name, [value, *args], kwargs)
        return original(value, *args, **kwargs)

    return function


class _TypeMeta(type):
    def __call__(cls, *args, **kwargs):
        if len(args) != 1 or kwargs or not is_handle(args[0]):
            return builtins.type(*args, **kwargs)
        own = state(args[0])
        if own.kind is not None:
            return builtins.type
        first = own.ancestors[0] if own.ancestors else ["", ""]
        return own.link.standins.own_class(*first) or own.link.ask("type", args[0])

    def __instancecheck__(cls, instance):
        return isinstance(instance, builtins.type)


class Type(type, metaclass=_TypeMeta):
    """Stands for `type` in tests: `type(x)` of a student's object is its class there."""


def done_there_too(link: Link, module: types.ModuleType, name: str):
    """A function that a test calls here and in the student's process: what sets a seed."""
    original = getattr(module, name)

    def seed(*args, **kwargs):
        made = original(*args, **kwargs)
        if link.deadline is not None:  # a test is under way
            link.ask("library", module.__name__, name, list(args), kwargs)
        return made

    return seed


def install(link: Link) -> dict[str, object]:
    """Put in place what stands in modules; what stands in for builtins is returned by name, for
    tests alone.
    """
    for module, names in _THEIRS:
        for name in names:
            setattr(module, name, done_there(module, name))
    for seeded, name in SEEDS:
        owner = sys.modules.get(seeded)
        if owner is not None and hasattr(owner, name):
            setattr(owner, name, done_there_too(link, owner, name))
    return {"type": Type, "isinstance": is_instance, "issubclass": is_subclass}
