"""What is believed of the student's process's word, and what a test's process does on it."""

from __future__ import annotations

import builtins
import re
import sys
import types
from typing import Any

from ..wire.bounds import exactly


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DUNDERS = _words("""
__name__ __qualname__ __doc__ __module__ __dict__ __annotations__ __defaults__ __kwdefaults__
__bases__ __mro__ __self__ __func__ __version__ __slots__ __dataclass_fields__ __dataclass_params__
__match_args__ __members__ __closure__ __code__ __file__ __abstractmethods__ __isabstractmethod__
__subclasses__ __cause__ __context__ __orig_bases__ __parameters__ __len__ __iter__ __next__
__call__ __getitem__ __enter__ __exit__ __wrapped__ __base__ __eq__ __hash__ __repr__ __str__
__add__ __contains__ __init__ __new__ __lt__ __le__ __gt__ __ge__
""")
"""Double-underscore attributes that are asked of the student. The rest are protocols of libraries.
Hostile case: `__array_interface__` that names an address, which NumPy then reads in this process.
"""
VERDICTS = re.compile(r"(unittest|_?pytest|hypothesis|doctest|bdb|asyncio|autograder)(\.|$)")
"""Libraries whose exceptions are orders. Hostile case: a student's function raises `SkipTest`, or
hypothesis' `UnsatisfiedAssumption`, and the test is left out.
"""
_PURE = _words("""
abs all any ascii bin bool bytearray bytes chr complex dict divmod enumerate filter float format
frozenset hash hex int iter len list map max min next object oct ord pow range repr reversed round
set slice sorted str sum tuple zip
""")
"""Builtins that compute and do no more."""
_KERAS = "activations|losses|metrics|initializers|regularizers|constraints|layers|optimizers"
_FUNCTIONS = re.compile(
    rf"math|operator|_operator|keras\.src\.({_KERAS})(\.\w+)*|torch\.nn(\.\w+)*"
)
_CLASSES = re.compile(
    r"collections|datetime|decimal|fractions|torch\.nn(\.\w+)*|keras\.src\."
    r"(layers|losses|metrics|initializers|regularizers|constraints|optimizers|models)(\.\w+)*"
)
"""Modules of which all functions, or all classes, do no more than that."""


class Asked:
    """What a test asks of the student's objects by name: attributes, fields of named tuples,
    operators with plain data; and whether objects of a library, or its own, are among them.

    A test may ask no more than it asked of the model answer's objects; what was plain data there is
    plain data or nothing. Hostile case: an object in a frame's place whose `equals` reads the
    expected frame and agrees.

    Attributes:
        names: that the test under way has asked.
        allowed: those of the model answer's run; None in that run itself, where nobody lies.
        telling: how many messages of failed assertions are being made; they may name more. Honest
            case: `assert tree.size() == 3, tree.root`.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.allowed: frozenset[str] | None = None
        self.telling = 0

    def begin(self) -> None:
        """Of a test."""
        self.names.clear()
        self.telling = 0

    def may(self, name: str) -> bool:
        self.names.add(name)
        return self.allowed is None or name in self.allowed or self.telling > 0

    def __enter__(self) -> None:
        self.telling += 1

    def __exit__(self, *error: object) -> None:
        self.telling -= 1


def library_object(module: str, qualname: str) -> object:
    """The tester's own module, function or class where the student hands over a library's:
    `layer.activation is keras.activations.relu`. None if it is not loaded here, or a function or
    class that does more than compute.

    What the test calls then runs here, on the student's word. Hostile cases: `def f` is bound to
    `builtins.exec`, to `os.system` by way of a module that imports it, or to what reads frames, so
    that the test's own call runs a text of the student's; a module is called `IPython.__main__`,
    and importing it would run what the student has put into IPython's folder.
    """
    if (
        exactly(module, str) not in sys.modules
        or module.startswith(("__", "autograder"))
        or "__main__" in module.split(".")
    ):
        return None
    if not exactly(qualname, str):
        return sys.modules[module]
    if not qualname.isidentifier() or qualname.startswith("_"):
        return None
    found = vars(sys.modules[module]).get(qualname)
    if (
        not callable(found)
        or (getattr(found, "__module__", None) or module) != module
        or isinstance(found, types.ModuleType)
    ):
        return None
    if module == "builtins":
        error = isinstance(found, type) and issubclass(found, BaseException)
        return found if error or qualname in _PURE else None
    numpy = sys.modules.get("numpy")
    if numpy is not None and (
        isinstance(found, numpy.ufunc)
        or isinstance(found, type)
        and issubclass(found, (numpy.generic, numpy.dtype))
    ):
        return found
    if found in plain_types():
        return found
    known = _CLASSES if isinstance(found, type) else _FUNCTIONS
    return found if known.fullmatch(module) else None


def library_class(module: str, qualname: str) -> type | None:
    """A class by name, if this process has already loaded its module."""
    found: Any
    if module == "builtins":
        found = getattr(builtins, qualname, None) or {
            kind.__name__: kind for kind in vars(types).values() if isinstance(kind, type)
        }.get(qualname)
        return found if isinstance(found, type) else None
    found = sys.modules.get(module) if module not in ("__main__", "__mp_main__") else None
    for part in qualname.split("."):
        if not part.isidentifier():
            return None
        found = vars(found).get(part) if isinstance(found, (types.ModuleType, type)) else None
    return found if isinstance(found, type) and found.__module__ == module else None


def library_classes(ancestors: list) -> list[type | None]:
    """The classes of a method resolution order, given by names, that are a library's."""
    return [library_class(exactly(module, str), exactly(name, str)) for module, name in ancestors]


def is_a(ancestors: list, kind: object) -> bool:
    """Whether a method resolution order, given by names, has a class of the test's or of a library
    in it.
    """
    if isinstance(kind, types.UnionType):
        kind = kind.__args__
    if isinstance(kind, tuple):
        return any(is_a(ancestors, one) for one in kind)
    if not isinstance(kind, type):
        return False
    if [kind.__module__, kind.__qualname__] in ancestors:
        return True
    return kind.__module__ != "__main__" and any(
        one is not None and issubclass(one, kind) for one in library_classes(ancestors)
    )


def plain_types() -> tuple[type, ...]:
    """Classes whose objects travel as data, as far as they are loaded."""
    plain: list[type] = [int, float, complex, str, bytes, bytearray, type(None)]
    plain += [list, tuple, dict, set, frozenset]
    for name, kinds in (
        ("numpy", ("ndarray", "generic")),
        ("pandas", ("DataFrame", "Series", "Index")),
        ("torch", ("Tensor",)),
    ):
        plain += [
            getattr(sys.modules[name], kind)
            for kind in kinds
            if name in sys.modules and hasattr(sys.modules[name], kind)
        ]
    return tuple(plain)
