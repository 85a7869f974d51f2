"""The test's functions and objects in the hands of student code."""

from __future__ import annotations

import types
from typing import Any

_INNARDS = (types.ModuleType, types.CodeType, types.FrameType, type)
"""What leads from a test's object to the test."""


def serve(target: Any, operation: str, args: list, kwargs: dict) -> object:
    """What student code may do with an object of the test's."""
    if operation == "call" and callable(target):
        return target(*args, **kwargs)
    if operation == "next":
        try:
            return (False, next(target))
        except StopIteration:
            return (True, None)
    if isinstance(target, (*_INNARDS, types.GeneratorType, types.FunctionType, types.MethodType)):
        raise AttributeError("only calls of this object are possible")
    if operation == "getattr":
        (name,) = args
        if type(name) is not str or name.startswith("_"):
            raise AttributeError(name)
        value = getattr(target, name)
        if isinstance(value, _INNARDS):
            raise AttributeError(name)
        return value
    if operation == "getitem":
        return target[args[0]]
    if operation == "len":
        return len(target)
    if operation == "bool":
        return bool(target)
    raise AttributeError(operation)
