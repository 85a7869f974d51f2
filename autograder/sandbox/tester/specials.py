"""Special methods of handles: `handle + 1` and the like. `make_handle` gives a handle those that
the object's type has.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..pipes import WireError
from ..protocol import SPECIAL
from ..wire.bounds import exactly
from .handles import Handle, HandleType, State, is_handle, state
from .trust import library_classes, plain_types

if TYPE_CHECKING:
    from .link import Link


def _exactly(name: str, kind: type) -> Any:
    """A conversion whose result is of this very type. Hostile case: a number that is a subclass of
    `int`, or was computed from the expected value.
    """

    def ask(self):
        if name != "len":
            _refuse_computed(self)
        answer = state(self).link.ask("special", self, name, [])
        if type(answer) is not kind:
            raise TypeError(f"__{name}__ returned {type(answer).__name__}")
        return answer

    return ask


def _refuse_computed(handle) -> None:
    own = state(handle)
    if own.computed:
        raise TypeError(f"a {own.name} that was computed from a number cannot be turned into one")


def _special_iter(self):
    if "next" in type(self)._specials:
        return self
    iterator = state(self).link.ask("special", self, "iter", [])
    return iterator if is_handle(iterator) else iter(iterator)


def _special_next(self):
    answer = state(self).link.ask("special", self, "next", [])
    if type(answer) is not tuple or len(answer) != 2 or answer[0] is not False:
        raise StopIteration(answer[1] if type(answer) is tuple and len(answer) == 2 else None)
    return answer[1]


def special_exit(self, kind, error, lines):
    """An assertion that fails in the body is the test's. Hostile case: the student's context
    manager swallows it, or reads in it what was expected; it may clean up and no more.
    """
    if isinstance(error, AssertionError):
        state(self).link.ask("exit", self, AssertionError())
        return False
    return state(self).link.ask("exit", self, error)


def _special_array(self, dtype=None, copy=None):
    import numpy

    answer = state(self).link.ask("special", self, "array", [])
    if type(answer) is not numpy.ndarray:
        raise TypeError("not an array")
    return answer if dtype is None else answer.astype(dtype)


def _comparison(name):
    def compare(self, other):
        if not is_handle(other):
            return NotImplemented
        answer = state(self).link.ask("special", self, name, [other])
        return answer if type(answer) is bool else NotImplemented

    return compare


def operator(name):
    def operate(self, *others):
        own = state(self)
        plain = [other for other in others if not is_handle(other)]
        if not plain:
            if name in _TO_NUMBERS:
                _refuse_computed(self)
            return own.link.ask("special", self, name, list(others))
        between = f"the student's {own.name!r} and {type(plain[0]).__name__!r}"
        if not own.link.asked.may(f"{own.name} {name}"):
            raise TypeError(f"unsupported operand types for {name}: {between}")
        answer = own.link.ask("special", self, name, list(others))
        if not is_handle(answer):
            raise TypeError(f"{name} of {between} gave no object")
        state(answer).computed = True
        return answer

    return operate


def _awaited(handle):
    """A coroutine of the student's runs to its end there when the test awaits it."""
    return state(handle).link.ask("await", handle)
    yield


def _fetch(name):
    return lambda self, *parts: state(self).link.ask("special", self, name, list(parts))


def _contains(self, item) -> bool:
    """Found by comparing here. Hostile case: an object that claims to contain everything."""
    if is_handle(item):
        return state(self).link.ask("special", self, "contains", [item]) is True
    own = state(self)
    if "iter" not in type(self)._specials and own.link.asked.may(f"{own.name} contains"):
        # There is nothing to compare with.
        return own.link.ask("special", self, "contains", [item]) is True
    return any(item == one for one in _special_iter(self))


METHODS: dict[str, Callable] = {
    "call": lambda self, /, *args, **kwargs: state(self).called(self, list(args), kwargs),
    "iter": _special_iter,
    "next": _special_next,
    "array": _special_array,
    "len": _exactly("len", int),
    "index": _exactly("index", int),
    **{kind.__name__: _exactly(kind.__name__, kind) for kind in (bool, int, float, complex)},
    "await": _awaited,
    "contains": _contains,
    **{name: _fetch(name) for name in ("getitem", "setitem", "delitem", "enter", "reversed")},
    **{name: _comparison(name) for name in ("lt", "le", "gt", "ge")},
}


MOST_CLASSES = 1000
_TO_NUMBERS = ("abs", "round", "neg", "pos")
_handle_classes: dict[frozenset, type] = {}


def _drop(link: Link, number: int) -> None:
    link.dropped.append(number)


def make_handle(
    link: Link, number: int, name: str, ancestors: list, specials: list[str], kind: list | None
) -> Handle:
    """A handle whose class has the special methods that the object's type has, so that `callable`
    and `iter` tell the truth.
    """
    known = link.handles.get(exactly(number, int))
    if known is not None:
        link.dropped.append(number)  # it was counted again there
        return known
    if kind is not None:
        name, ancestors = kind
    if len(ancestors) > 40 or len(exactly(specials, list)) > len(SPECIAL) + 1:
        raise WireError("not a class")
    libraries = library_classes(ancestors)
    has = frozenset(special for special in specials if special in SPECIAL)
    made = _handle_classes.get(has)
    if made is None:
        if len(_handle_classes) == MOST_CLASSES:
            raise WireError("too many kinds of objects")
        members: dict = {"__slots__": (), "_specials": has, "__doc__": vars(Handle)["__doc__"]}
        for special in has - {"eq", "hash"}:
            members[f"__{special}__"] = METHODS.get(special) or operator(special)
        if "enter" in has:
            members["__exit__"] = special_exit
        made = _handle_classes[has] = HandleType("Handle", (Handle,), members)
    handle: Any = object.__new__(made)
    if kind is None:
        # A handle that says it is an instance of a class whose objects travel as data lies.
        plain = plain_types()
        ancestors = [
            ancestor
            for ancestor, found in zip(ancestors, libraries, strict=True)
            if found in (None, object) or not issubclass(found, plain)
        ]
    own = State(link, number, exactly(name, str), ancestors, kind)
    object.__setattr__(handle, "_handle_state", own)
    weakref.finalize(own, _drop, link, number).atexit = False
    link.handles[number] = handle
    return handle
