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

    def __copy__(self) -> object:
        return self  # a function is its own copy

    def __deepcopy__(self, memo: dict) -> object:
        return self.__copy__()

    def __reduce__(self):
        Callback.looked_into = True  # for another process, where it can't be called
        raise TypeError(f"{self.__name__} is a function of the test's: it can't be pickled")

    def __call__(self, *args, **kwargs):
        return self._call_back(self._number, "call", list(args), kwargs)

    def __repr__(self) -> str:
        return f"<{self.__name__} of the test>"


class Object(Callback):
    """An instance of a class that the test defines: public attributes and calls go to the test."""

    def __copy__(self) -> object:
        return self.__reduce__()

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
