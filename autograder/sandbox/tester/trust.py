"""What is believed of the student's process's word, and what a test's process does on it."""

from __future__ import annotations

import builtins
import re
import sys
import types
from typing import Any

from ..confinement import no_debugger


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
_PICKLED = frozenset(
    f"{module}.{name}"
    for module, names in {
        "builtins": "bool bytearray bytes complex dict float frozenset int list range set slice "
        "str tuple",
        "collections": "Counter OrderedDict defaultdict deque",
        "datetime": "date datetime time timedelta timezone",
        "decimal": "Decimal",
        "fractions": "Fraction",
        "numpy": "dtype ndarray",
        "numpy._core.multiarray": "_reconstruct scalar",
        "numpy._core.numeric": "_frombuffer",
    }.items()
    for name in names.split()
)
"""What a pickle may name: data in containers and arrays. A frame is none. Hostile case: a pickle
gives an object attributes, and a frame's `equals` may be `str`, which finds everything true.
"""
UNPICKLED = (
    "pickle 파일에 든 {}은(는) 검사에서 열지 않습니다. 리스트, 딕셔너리, 수, 문자열, NumPy 배열만 "
    "담으세요."
)


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
    """The tester's own function or class where the student hands over a library's:
    `layer.activation is keras.activations.relu`. None if it is not one of those that compute and do
    no more.

    What the test calls then runs here, on the student's word. Hostile case: `def f` is bound to
    `builtins.exec`, to `os.system` by way of a module that imports it, or to what reads frames, so
    that the test's own call runs a text of the student's.
    """
    if not qualname.isidentifier() or qualname.startswith("_") or module not in sys.modules:
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


def plain_class(module: str, qualname: str) -> bool:
    """Whether objects of this class travel as data, so that a handle that says it is one lies."""
    found = library_class(module, qualname)
    return found is not None and found is not object and issubclass(found, plain_types())


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


def trusted_module(name: str) -> types.ModuleType:
    """The tester's own module of this name, if it has it; a student's module is never used.

    Nothing is imported on the student's word. Hostile case: a module object called
    `IPython.__main__`; importing it runs what the student has put into IPython's folder.

    Raises:
        ModuleNotFoundError
    """
    if (
        name not in sys.modules
        or name.startswith(("__", "autograder"))
        or "__main__" in name.split(".")
    ):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return sys.modules[name]


_PROGRAMS = frozenset(["subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"])


def keep_apart(event: str, arguments: tuple) -> None:
    """An audit hook: pickles name what is on a list and no more; who runs a program is looked into
    by nobody. Hostile cases: a test unpickles a file that the student has written, and it names
    `os.system`, or a library's class that evaluates a text when it is made; a test runs the
    student's script, which writes a verdict into this process's pipe to the executor.
    """
    if event in _PROGRAMS:
        no_debugger()
    if event == "pickle.find_class" and ".".join(map(str, arguments)) not in _PICKLED:
        raise ImportError(UNPICKLED.format(".".join(map(str, arguments))))
