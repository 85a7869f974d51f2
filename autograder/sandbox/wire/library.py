"""Objects of libraries by the names under which both processes find them."""

from __future__ import annotations

import sys
import types
from typing import Any


def found(module: str, qualname: str) -> Any:
    """What a module that is imported holds under a name, itself under an empty one; None if there
    is none.
    """
    value: Any = sys.modules.get(module)
    for part in filter(None, qualname.split(".")):
        value = getattr(value, part, None)
    return value


def name_of(value: Any) -> list[str] | None:
    """Module and qualified name of a library's object, if that is where it lies."""
    qualname = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    owner = getattr(value, "__self__", None)
    bound = isinstance(value, types.BuiltinMethodType) and not (
        owner is None or isinstance(owner, (types.ModuleType, type))
    )
    if bound or isinstance(value, types.MethodType):
        return None
    module = getattr(value, "__module__", None)
    if isinstance(value, types.ModuleType):
        module, qualname = value.__name__, ""
    elif not module and hasattr(value, "__objclass__"):
        module = value.__objclass__.__module__
    if type(module) is not str or type(qualname) is not str or module == "__main__":
        return None
    return [module, qualname] if found(module, qualname) is value else None
