"""The test's functions and objects as student code sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CallBack = Callable[[int, str, list, dict], Any]
"""Number of the test's object, operation, arguments: `Server.call_back`."""


class Callback:
    """A function (or an object) of the test's: it can be called, no more.

    Attributes:
        looked_into: whether the student's code wanted more of any of them, its signature say.
    """

    looked_into = False

    def __init__(self, call_back: CallBack, number: int, name: str) -> None:
        self._call_back, self._number = call_back, number
        self.__name__ = self.__qualname__ = name

    def __getattr__(self, name: str):
        Callback.looked_into = True
        raise AttributeError(name)

    def __call__(self, *args, **kwargs):
        return self._call_back(self._number, "call", list(args), kwargs)

    def __repr__(self) -> str:
        return f"<{self.__name__} of the test>"


class Object(Callback):
    """An instance of a class that the test defines: public attributes and calls go to the test."""

    def __getattr__(self, name: str):
        if name.startswith("_"):
            return super().__getattr__(name)
        return self._call_back(self._number, "getattr", [name], {})

    def __getitem__(self, key):
        return self._call_back(self._number, "getitem", [key], {})

    def __bool__(self):
        return self._call_back(self._number, "bool", [], {}) is True

    def __len__(self):
        return self._call_back(self._number, "len", [], {})

    def __iter__(self):
        return self

    def __next__(self):
        done, value = self._call_back(self._number, "next", [], {})
        if done:
            raise StopIteration
        return value
