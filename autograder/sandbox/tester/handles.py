"""The student's objects as test code sees them.

A handle does what the object does by asking the student's process. The tester decides equality: a
handle is never equal to plain data, so an object that claims to equal everything gains nothing.

Operators between a student's object and plain data would tell the student's process the expected
value and take its word for the result (`abs(answer - 41.5) < 1e-9`). They are possible only where
the test did the same with an object of that class of the model answer's, and what they give must be
an object again, not a number.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any

from ..protocol import SPECIAL
from .trust import DUNDERS, is_a

if TYPE_CHECKING:
    from .link import Link


_MAPPINGS = frozenset(["get", "items", "keys", "values"])
"""What every mapping has by way of its keys and items, for which alone the student is asked."""


class State:
    """What is known here of a student's object.

    Attributes:
        number: its number there.
        name, ancestors: of its class; of the object itself if it is a class.
        kind: name and ancestors of an object that is a class, else None.
        computed: whether an operator made it from plain data.
        known_as: the name by which the test came to it.
    """

    def __init__(
        self, link: Link, number: int, name: str, ancestors: list, kind: list | None
    ) -> None:
        self.link, self.number, self.name = link, number, name
        self.ancestors, self.kind, self.computed, self.known_as = ancestors, kind, False, ""

    def called(self, handle: Handle, args: list, kwargs: dict) -> object:
        """What a call gives: an object, where a call by that name gave one in the model answer's
        run. Honest case: `Vector` derives from `tuple` and has `+` of its own.
        """
        sort = f"{self.known_as}() is an object"
        made = self.link.asked.allowed is not None and sort in self.link.asked.allowed
        answer = self.link.ask("make" if made else "call", handle, args, kwargs)
        if is_handle(answer):
            self.link.asked.may(sort)
        return answer


def named(value: Any, name: str) -> Any:
    """The value, with its name noted if it is the student's object."""
    if is_handle(value):
        state(value).known_as = name
    return value


class HandleType(type):
    """The type of handle classes, so that a handle can be told from everything else."""


def state(handle: object) -> State:
    return object.__getattribute__(handle, "_handle_state")


def is_handle(value: object) -> bool:
    """By its true type: `__class__` says what the student's object would."""
    return isinstance(type(value), HandleType)


class Handle(metaclass=HandleType):
    """An object in the student's process."""

    __slots__ = ("__weakref__", "_handle_state")
    _specials = frozenset[str]()  # no annotation: `__annotations__` is the student's

    def __getattr__(self, name: str):
        own = state(self)
        if (
            name.startswith("__")
            and name.endswith("__")
            and name not in DUNDERS
            and not (own.kind is not None and name[2:-2] in SPECIAL)
        ):
            raise AttributeError(name)
        if name in _MAPPINGS and is_a(own.ancestors, Mapping):
            return types.MethodType(getattr(Mapping, name), self)
        if name not in DUNDERS and not own.link.asked.may(name):
            raise AttributeError(
                f"{name}: the answer is an object of the student's class {own.name!r}, of which "
                "the model answer's was not asked that"
            )
        return named(own.link.ask("getattr", self, name), name)

    def __setattr__(self, name: str, value: object) -> None:
        state(self).link.ask("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        state(self).link.ask("delattr", self, name)

    @property  # type: ignore[misc]
    def __class__(self):
        own = state(self)
        if own.kind is not None:
            return type
        if "await" in type(self)._specials:
            # An event loop would drive what it takes for a coroutine step by step, here.
            return type(self)
        return own.link.standins.stand_in(own.name, own.ancestors)

    @property
    def __doc__(self):  # type: ignore[override]
        return state(self).link.ask("getattr", self, "__doc__")

    @property
    def __signature__(self):
        empty, kinds = inspect.Parameter.empty, inspect._ParameterKind
        parameters = [
            inspect.Parameter(name, kinds(kind), default=default if has else empty)
            for name, kind, has, default in state(self).link.ask("signature", self)
        ]
        return inspect.Signature(parameters)

    def __eq__(self, other):
        if self is other:
            return True
        mine = state(self)
        if not is_handle(other):
            mine.link.compared |= "eq" in type(self)._specials
            return _same_items(self, other) or _same_fields(self, other)
        theirs = state(other)
        if mine.link is theirs.link and mine.number == theirs.number:
            return True
        if "eq" not in type(self)._specials:
            return False
        answer = mine.link.ask("special", self, "eq", [other])
        return answer if type(answer) is bool else False

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        if "hash" in type(self)._specials and "eq" in type(self)._specials:
            answer = state(self).link.ask("special", self, "hash", [])
            if type(answer) is not int:
                raise TypeError("unhashable")
            return hash(answer)
        return hash((id(state(self).link), state(self).number))

    def __repr__(self) -> str:
        return _text(state(self).link.ask("repr", self))

    def __str__(self) -> str:
        return _text(state(self).link.ask("str", self))

    def __dir__(self):
        return state(self).link.ask("dir", self)

    def __reduce_ex__(self, protocol):
        raise TypeError("an object of the student's process cannot be pickled")

    def __instancecheck__(self, instance):
        return state(self).link.ask("isinstance", instance, self) is True

    def __subclasscheck__(self, subclass):
        return state(self).link.ask("issubclass", subclass, self) is True


def _text(answer: object) -> str:
    return answer if type(answer) is str else ""


def _same_items(handle: Handle, other: object) -> bool:
    """Equality of a mapping with a dict, of a set of the student's own class with a set, as these
    classes have it, decided here: the student is asked for keys and items alone.
    """
    ancestors = state(handle).ancestors
    if isinstance(other, dict) and is_a(ancestors, Mapping):
        return dict(handle.items()) == other
    return isinstance(other, (set, frozenset)) and is_a(ancestors, Set) and set(handle) == other


def _same_fields(handle: Handle, other: object) -> bool:
    """Equality with an instance of a dataclass of the instructor's, decided here: the student is
    asked for the fields alone.
    """
    kind: Any = type(other)
    parameters = getattr(kind, "__dataclass_params__", None)
    if (
        state(handle).name != kind.__qualname__
        or kind.__module__ != "__main__"
        or not getattr(parameters, "eq", False)
    ):
        return False
    try:
        return all(
            getattr(handle, field.name) == getattr(other, field.name)
            for field in dataclasses.fields(kind)
            if field.compare
        )
    except AttributeError:
        return False
