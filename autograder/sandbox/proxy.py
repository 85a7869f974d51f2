"""The student's objects as test code sees them.

A `Link` asks the student's process. What is plain data arrives as plain data; everything else as a `Handle`, which does
what the object does by asking again. The tester decides equality: a handle is never equal to plain data, so an object
that claims to equal everything gains nothing.

Operators between a student's object and plain data would tell the student's process the expected value and take its word
for the result (`abs(answer - 41.5) < 1e-9`). They are possible only for classes that the assignment asks for and that
define the operator in the model answer, and what they give must be an object again, not a number.

What does not carry over: identity of a student's object with a library's (`f is math.sqrt`), gradients through a tensor
that crosses, in-place changes of arguments other than containers, arrays, tensors, random generators and models' weights.
"""

from __future__ import annotations

import builtins
import collections.abc
import dataclasses
import inspect
import io
import pickle
import re
import signal
import sys
import threading
import time
import types
import weakref
from collections.abc import Callable

from .student import LINKS, SPECIAL
from .frames import checked, keep
from .wire import MUTABLE, Channel, Closed, Codec, NotPlain, TimedOut, WireError, assign, exactly

_DUNDERS = frozenset(
    ["__name__", "__qualname__", "__doc__", "__module__", "__dict__", "__annotations__", "__defaults__", "__kwdefaults__", "__bases__", "__mro__", "__self__", "__func__", "__version__", "__slots__", "__dataclass_fields__", "__dataclass_params__", "__match_args__", "__members__", "__closure__", "__code__", "__file__", "__abstractmethods__", "__isabstractmethod__", "__subclasses__", "__cause__", "__context__", "__name__", "__orig_bases__", "__parameters__", "__len__", "__iter__", "__next__", "__call__", "__getitem__", "__enter__", "__exit__", "__wrapped__", "__base__", "__eq__", "__hash__", "__repr__", "__str__", "__add__", "__contains__", "__init__", "__new__", "__lt__", "__le__", "__gt__", "__ge__"]
)
"""Double-underscore attributes that are asked of the student. The rest (`__array_interface__`, `__reduce__`, `__dlpack__` …)
are protocols in which a library of the tester would trust what comes back."""


class CellTimeout(BaseException):
    """The time of a test cell is up. Not an Exception, so that no test swallows it."""


class StudentDied(BaseException):
    """The student's process is gone, or has broken the wire's rules."""


class Link:
    """Asks the student's process for what a test wants of its objects.

    Args:
        channel: to the student's `Server`.

    Attributes:
        operators: for each class that the assignment asks for, the operators that the model answer defines.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.deadline: float | None = None
        self.broken = ""
        self.callbacks: dict[int, object] = {}
        self._callback_numbers: dict[int, int] = {}
        self._sequence = 0
        self._abandoned: set[int] = set()
        self._dropped: list[int] = []
        self._classes: dict = {}
        self.operators: dict[str, list[str]] = {}
        self.failed: BaseException | None = (
            None  # of a test's assertions in a function that the student's code called
        )
        self.handles: weakref.WeakValueDictionary = weakref.WeakValueDictionary()
        self.linked: dict[
            int, list
        ] = {}  # copies of containers of the student's objects: [the copy, its last tree]
        self.names: dict | None = None  # of the test
        self.gradients = True
        self._into = sys.stdout
        self.stdout: object = (
            None  # the test's own stream; anything else in sys.stdout is the test redirecting
        )

    # -- requests ------------------------------------------------------------------------------------------------

    def ask(self, operation: str, *parts: object) -> object:
        """Send a request and wait for its answer; serves the callbacks that come in between.

        Raises:
            StudentDied, CellTimeout, or what the student's code raised.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("the student's objects can be used from the test's main thread only")
        if self.broken:
            raise StudentDied(self.broken)
        if self._dropped:
            dropped, self._dropped = self._dropped, []
            self._exchange("release", [dropped])
        if operation in ("call", "special", "get"):
            self._follow_gradients()
        if sys.stdout is not self._into:
            if self._into is self.stdout and self.stdout is not None:
                self.stdout.write(
                    self._exchange("printed", ()) or ""
                )  # from before the redirection
            self._into = sys.stdout
        answer = self._exchange(operation, parts)
        if (
            sys.stdout is not self.stdout
            and self.stdout is not None
            and operation in ("call", "special", "getattr")
        ):
            text = self._exchange("printed", ())
            if type(text) is str and text:
                sys.stdout.write(text)
        return answer

    def _follow_gradients(self) -> None:
        """`torch.no_grad()` around a test's call holds for the student's code."""
        torch = sys.modules.get("torch")
        if (
            torch is not None
            and hasattr(torch, "is_grad_enabled")
            and torch.is_grad_enabled() != self.gradients
        ):
            self.gradients = torch.is_grad_enabled()
            self._exchange("mode", [self.gradients])

    def unlink(self) -> None:
        """Let go of the containers that followed each other during a test."""
        if self.linked and not self.broken:
            self.linked.clear()
            self._exchange("unlink", ())

    def _updates(self) -> list:
        updates = []
        for number, link in list(self.linked.items()):
            try:
                tree = TesterCodec(self).dump(link[0])
            except NotPlain:
                del self.linked[number]
                continue
            if tree != link[1]:
                link[1] = tree
                updates.append([number, tree])
        return updates

    def _exchange(self, operation: str, parts) -> object:
        self._sequence += 1
        sequence = self._sequence
        codec = TesterCodec(self)
        try:
            updates = self._updates()
            message = [operation, *[codec.dump(part) for part in parts]]
            self.channel.send(
                [sequence, *(["linked", updates] if updates else []), *message], self.deadline
            )
        except (TimedOut, CellTimeout):
            # Half a message may be out: nothing can follow it.
            self.channel.close()
            self.broken = "the time was up in the middle of a request"
            raise CellTimeout() from None
        except Closed as error:
            self._die(f"{error}")
        while True:
            try:
                message = self.channel.receive(self.deadline)
                if type(message) is not list or len(message) < 3 or type(message[0]) is not int:
                    raise WireError("not a reply")
            except TimedOut:
                self._abandoned.add(sequence)
                raise CellTimeout() from None
            except CellTimeout:
                self._abandoned.add(sequence)
                raise
            except Closed:
                self._die("the process ended")
            except WireError as error:
                self._give_up(f"not a message: {error}")
            if message[0] in self._abandoned:
                continue
            if message[0] != sequence:
                self._give_up("a reply that nobody asked for")
            kind, *rest = message[1:]
            if kind == "cb":
                self._called_back(sequence, rest)
                continue
            return self._answer(operation, kind, rest, codec)

    def _answer(self, operation: str, kind: str, rest: list, sent: Codec) -> object:
        try:
            if kind == "ok":
                tree, changes, number, follows = rest
                for place, new in changes:
                    self._change(sent.mutable, place, new)
                for linked, new in follows:
                    if linked in self.linked:
                        assign(self.linked[linked][0], TesterCodec(self).load(new))
                        self.linked[linked][1] = TesterCodec(self).dump(self.linked[linked][0])
                if number in self.linked:
                    return self.linked[number][0]
                value = TesterCodec(self, sent.mutable).load(tree)
                if number and len(self.linked) < LINKS and type(value) in MUTABLE:
                    self.linked[exactly(number, int)] = [value, TesterCodec(self).dump(value)]
                return value
            if kind == "err":
                error = self._exception(rest[0])
                if isinstance(error, StopIteration) and operation in (
                    "special",
                    "getattr",
                    "get",
                    "text",
                ):  # those end no loop; `next` answers otherwise
                    error = RuntimeError("the student's object raised StopIteration")
            else:
                raise WireError("neither ok nor err")
        except (WireError, ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
            self._give_up(f"{type(error).__name__}: {error}")
        raise error

    def _change(self, mutable: list, place: object, new: object) -> None:
        if type(place) is not int or not 0 <= place < len(mutable):
            raise WireError("no such argument")
        original = mutable[place]
        if type(new) is list and new and new[0] == "W":
            _set_weights(original, [Codec().load(weight) for weight in new[1]], new[2])
        elif new is not None:
            others = TesterCodec(self, mutable)
            assign(original, others.load(new))

    def _called_back(self, sequence: int, parts: list) -> None:
        codec = TesterCodec(self)
        try:
            number, operation, args, kwargs = parts
            target = self.callbacks[exactly(number, int)]
            args, kwargs = codec.load(args), codec.load(kwargs)
            if type(args) is not list or type(kwargs) is not dict:
                raise WireError("not arguments")
        except (WireError, KeyError, ValueError, TypeError) as error:
            self._give_up(f"a bad call back: {error}")
        try:
            result = _serve(target, operation, args, kwargs)
            tree = TesterCodec(self, codec.mutable).dump(result)
            reply = [sequence, "cbok", tree]
        except Exception as error:
            kind = next(
                (base.__name__ for base in type(error).__mro__ if base.__module__ == "builtins"),
                "RuntimeError",
            )
            if isinstance(error, AssertionError):
                self.failed = (
                    self.failed or error
                )  # the student's code may not swallow it, nor read what was expected
            try:
                arguments = TesterCodec(self).dump(
                    [] if isinstance(error, AssertionError) else list(error.args)
                )
            except NotPlain:
                arguments = ["l", []]
            reply = [sequence, "cberr", kind, arguments]
        try:
            self.channel.send(reply, self.deadline)
        except TimedOut:
            raise CellTimeout() from None
        except Closed:
            self._die("the process ended")

    def _die(self, reason: str):
        self.broken = reason
        raise StudentDied(reason) from None

    def _give_up(self, reason: str):
        """The wire is not to be trusted from here on."""
        self.channel.close()
        self._die(reason)

    def drop(self, number: int) -> None:
        self._dropped.append(number)

    def keep(self, value: object) -> int:
        number = self._callback_numbers.get(id(value))
        if number is None:
            number = self._callback_numbers[id(value)] = len(self.callbacks) + 1
            self.callbacks[number] = value  # and so its id stays its own
        return number

    # -- exceptions and classes ----------------------------------------------------------------------------------

    def _exception(self, parts: list) -> BaseException:
        ancestors, text, arguments, lines, number, own, frames = parts
        kind = self.exception_class(ancestors, exactly(number, int))
        text, lines = exactly(text, str), exactly(lines, str)
        arguments = TesterCodec(self).load(arguments)
        arguments = tuple(arguments) if type(arguments) is list else (text,)
        try:
            error = kind.__new__(kind)
            error.args = arguments
            if (
                isinstance(error, (OSError, UnicodeError, ImportError, StopIteration))
                and kind.__module__ == "builtins"
            ):
                error = kind(*arguments)
        except Exception:
            error = RuntimeError(text)
        if own is not None and kind.__module__ == "__main__":
            vars(error).update(_text=text, _object=TesterCodec(self).load(own))
        if lines:
            error.add_note("학생 코드에서:\n" + lines)
        keep(error, checked(frames))
        return error

    def exception_class(
        self, ancestors: list, number: int = 0, name: str = ""
    ) -> type[BaseException]:
        """The library's class, or one that stands for the student's and derives from the nearest of the library's."""
        place, base = self._nearest(
            [part for part in ancestors if not _VERDICTS.match(exactly(part[0], str))]
        )
        if base is None or not issubclass(base, BaseException) or base is BaseException:
            base = Exception
        if place == 0 or not number:
            return base
        key = ("exception", number)
        shared = self.own_class(*ancestors[0])
        if shared is not None and issubclass(shared, BaseException):
            key = ("exception", shared)
            if key not in self._classes:
                self._classes[key] = type(
                    shared.__name__,
                    (shared,),
                    {"__module__": "__main__", "_student": number, "__getattr__": _attribute_there},
                )
        if key not in self._classes:
            own = [exactly(part[1], str).rpartition(".")[2] for part in ancestors[:1]]
            self._classes[key] = type(
                own[0] if own and own[0].isidentifier() else "Error",
                (base,),
                {
                    "__module__": "__main__",
                    "_student": number,
                    "__str__": _told,
                    "__getattr__": _attribute_there,
                },
            )
        return self._classes[key]

    def own_class(self, module: str, qualname: str) -> type | None:
        """The class of that name that the instructor's cells or the tests define, or a library's."""
        if module != "__main__":
            return library_class(module, qualname)
        found = dict.get(self.names, qualname) if self.names is not None else None
        return (
            found
            if not is_handle(found) and isinstance(found, type) and "_student" not in vars(found)
            else None
        )

    def _nearest(self, ancestors: list) -> tuple[int, type | None]:
        """The first class of a method resolution order that this process has from a library."""
        for place, (module, qualname) in enumerate(ancestors[:40]):
            found = library_class(exactly(module, str), exactly(qualname, str))
            if found is not None and found is not object:
                return place, found
        return len(ancestors), None

    def stand_in(self, name: str, ancestors: list) -> type:
        """What `handle.__class__` is."""
        _, base = self._nearest(ancestors)
        if base is not None:
            return base
        key = ("class", name)
        if key not in self._classes:
            self._classes[key] = type(
                name if name.isidentifier() else "object", (), {"__module__": "__main__"}
            )
        return self._classes[key]


def _told(error: BaseException) -> str:
    """`str` of an exception of the student's own class, as it was there."""
    return vars(error).get("_text", "")


def _attribute_there(error: BaseException, name: str) -> object:
    own = vars(error).get("_object")
    if name.startswith("_") or not is_handle(own):
        raise AttributeError(name)
    return getattr(own, name)


_VERDICTS = re.compile(r"(unittest|_?pytest|hypothesis|doctest|bdb|asyncio|autograder)(\.|$)")
"""Libraries whose exceptions tell a test framework what to think of a test (skip it, take another example), or a task
group that a task was not needed."""
_PURE = frozenset(
    ["abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "chr", "complex", "dict", "divmod", "enumerate", "filter", "float", "format", "frozenset", "hash", "hex", "int", "iter", "len", "list", "map", "max", "min", "next", "object", "oct", "ord", "pow", "range", "repr", "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "zip"]
)
_FUNCTIONS = re.compile(
    r"math|operator|_operator|keras\.src\.(activations|losses|metrics|initializers|regularizers|constraints|layers|optimizers)(\.\w+)*|torch\.nn(\.\w+)*"
)
_CLASSES = re.compile(
    r"collections|datetime|decimal|fractions|keras\.src\.(layers|losses|metrics|initializers|regularizers|constraints|optimizers|models)(\.\w+)*|torch\.nn(\.\w+)*"
)


def library_object(module: str, qualname: str) -> object:
    """The tester's own function or class where the student hands over a library's: `layer.activation is
    keras.activations.relu`. What the test calls then runs here, on the student's word, so only what computes and does
    no more: nothing that reads files, names, frames or text, and no path through what a module has imported."""
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
        return (
            found
            if qualname in _PURE or isinstance(found, type) and issubclass(found, BaseException)
            else None
        )
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and (
        isinstance(found, numpy.ufunc)
        or isinstance(found, type)
        and (found is numpy.ndarray or issubclass(found, (numpy.generic, numpy.dtype)))
    ):
        return found
    if pandas is not None and found in (
        pandas.DataFrame,
        pandas.Series,
        pandas.Index,
        pandas.Timestamp,
        pandas.Timedelta,
    ):
        return found
    return (
        found if (_CLASSES if isinstance(found, type) else _FUNCTIONS).fullmatch(module) else None
    )


def library_class(module: str, qualname: str) -> type | None:
    """A class by name, if this process has already loaded its module."""
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


def _serve(target: object, operation: str, args: list, kwargs: dict) -> object:
    """What student code may do with an object of the test's."""
    if operation == "call" and callable(target):
        return target(*args, **kwargs)
    if operation == "next":
        try:
            return (False, next(target))
        except StopIteration:
            return (True, None)
    if isinstance(
        target,
        (
            types.GeneratorType,
            types.FunctionType,
            types.MethodType,
            types.ModuleType,
            type,
            types.CodeType,
            types.FrameType,
        ),
    ):
        raise AttributeError("only calls of this object are possible")
    if operation == "getattr":
        (name,) = args
        if type(name) is not str or name.startswith("_"):
            raise AttributeError(name)
        value = getattr(target, name)
        if isinstance(value, (types.ModuleType, types.CodeType, types.FrameType, type)):
            raise AttributeError(name)
        return value
    if operation == "getitem":
        return target[args[0]]
    if operation == "len":
        return len(target)
    if operation == "bool":
        return bool(target)
    raise AttributeError(operation)


def _set_weights(model, weights: list, trainable: list) -> None:
    if hasattr(model, "get_weights"):
        model.set_weights(weights)
        layers = model._flatten_layers() if hasattr(model, "_flatten_layers") else [model]
        for layer, flag in zip(layers, trainable):
            object.__setattr__(layer, "_trainable", flag is True)
        for layer, flag in zip(layers, trainable):
            layer.trainable = flag is True if layer.trainable != flag else layer.trainable
        return
    import torch

    with torch.no_grad():
        for parameter, weight, flag in zip(model.parameters(), weights, trainable):
            parameter.copy_(torch.from_numpy(weight))
            parameter.requires_grad_(flag is True)


class TesterCodec(Codec):
    def __init__(self, link: Link, known: list | None = None) -> None:
        super().__init__(known)
        self.link = link

    def encode(self, value, depth):
        if isinstance(type(value), _HandleType):
            return ["o", state(value).number]
        return super().encode(value, depth)

    def refer(self, value: object) -> list:
        if isinstance(type(value), _HandleType):
            return ["o", state(value).number]
        if isinstance(value, type) and "_student" in vars(value):
            return ["o", vars(value)["_student"]]
        name = _library_name(value)
        if name is not None:
            return ["y", *name]
        if dataclasses.is_dataclass(value) and not isinstance(value, type) and _of_the_test(value):
            fields = self._fields(value)
            if fields is not None:
                return ["dc", type(value).__qualname__, fields, self.link.keep(value)]
        if isinstance(value, (io.IOBase, collections.abc.Iterator)) and not isinstance(
            value, types.GeneratorType
        ):
            return [
                "k",
                self.link.keep(value),
                True,
                type(value).__name__,
            ]  # what is read or written there is read or written here
        if callable(value) and (
            isinstance(
                value, (types.FunctionType, types.MethodType, types.BuiltinFunctionType, type)
            )
            or _of_the_test(value)
        ):
            return [
                "k",
                self.link.keep(value),
                not isinstance(value, (types.FunctionType, types.MethodType, type)),
                getattr(value, "__name__", type(value).__name__),
            ]
        if not _of_the_test(value) and not isinstance(
            value, (types.GeneratorType, types.ModuleType)
        ):
            try:
                data = pickle.dumps(value)
            except Exception:
                data = None
            if data is not None:
                self.mutable.append(value)
                return ["p", data]
        return ["k", self.link.keep(value), True, type(value).__name__]

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> type:
        own = (
            self.link.names.get(name)
            if self.link.names is not None and dict.__contains__(self.link.names, name)
            else None
        )
        return (
            own
            if isinstance(own, type)
            and issubclass(own, tuple)
            and getattr(own, "_fields", None) == fields
            else super().named_tuple(name, fields)
        )

    def _fields(self, value: object) -> list | None:
        """Names and values of a dataclass's fields, for a student's process that has the class from the instructor's cells.
        None where it has private ones, or is a link of a long chain: then it is seen through calls."""
        names = [field.name for field in dataclasses.fields(value) if hasattr(value, field.name)]
        if (
            id(value) in self.within
            or len(self.within) > 30
            or any(name.startswith("_") for name in names)
        ):
            return None
        place = len(self.mutable)
        self.within.add(id(value))
        try:
            return [[name, self.encode(getattr(value, name), len(self.within))] for name in names]
        except NotPlain:
            self.forget(place)
            return None
        finally:
            self.within.discard(id(value))

    def class_named(self, module: str, qualname: str) -> type | None:
        return self.link.own_class(module, qualname)

    def resolve(self, tag: str, parts: list) -> object:
        if tag == "h":
            number, name, ancestors, specials, kind = parts
            return make_handle(
                self.link,
                exactly(number, int),
                exactly(name, str),
                ancestors,
                [exactly(special, str) for special in specials],
                kind,
            )
        if tag == "L":
            module, qualname, handle = parts
            found = library_object(exactly(module, str), exactly(qualname, str))
            own = self.resolve(handle[0], handle[1:])
            return own if found is None else found
        if tag == "K":
            return self.link.callbacks[exactly(parts[0], int)]
        if tag == "m":
            try:
                return trusted_module(exactly(parts[0], str))
            except ImportError:
                return self.resolve("h", parts[1:])
        if tag == "X":
            number, name, ancestors = parts
            return self.link.exception_class(ancestors, exactly(number, int))
        return super().resolve(tag, parts)


def _of_the_test(value: object) -> bool:
    return getattr(type(value), "__module__", "") in ("__main__", "builtins") and type(
        value
    ).__name__ not in vars(builtins)


def _library_name(value: object) -> tuple[str, str] | None:
    """Module and qualified name under which the student's process finds the same library object."""
    if isinstance(value, types.ModuleType):
        return None
    qualname = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    owner = getattr(value, "__objclass__", None)
    module = getattr(value, "__module__", None) or (
        owner.__module__
        if owner
        else "builtins"
        if isinstance(value, (types.BuiltinFunctionType, type))
        else None
    )
    if (
        isinstance(value, (types.BuiltinMethodType,))
        and getattr(value, "__self__", None) is not None
        and not isinstance(value.__self__, (types.ModuleType, type))
    ):
        return None
    if (
        not isinstance(module, str)
        or not isinstance(qualname, str)
        or module == "__main__"
        or isinstance(value, types.MethodType)
    ):
        return None
    found = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return (module, qualname) if found is value else None


def trusted_module(name: str) -> types.ModuleType:
    """The tester's own module of this name, if it has it: a student's module object is never used, nor is anything
    imported on the student's word, for importing is running (`IPython.__main__` runs what lies in IPYTHONDIR).

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


# -- handles -------------------------------------------------------------------------------------------------------


class _State:
    __slots__ = ("link", "number", "name", "ancestors", "kind", "computed", "__weakref__")

    def __init__(self, link, number, name, ancestors, kind) -> None:
        self.link, self.number, self.name, self.ancestors, self.kind = (
            link,
            number,
            name,
            ancestors,
            kind,
        )
        self.computed = False  # from a number, by an operator


class _HandleType(type):
    """The type of handle classes, so that a handle can be told from everything else."""


def state(handle: object) -> _State:
    return object.__getattribute__(handle, "_handle_state")


class Handle(metaclass=_HandleType):
    """An object in the student's process."""

    __slots__ = ("_handle_state", "__weakref__")

    def __getattr__(self, name: str):
        own = state(self)
        if (
            name.startswith("__")
            and name.endswith("__")
            and name not in _DUNDERS
            and not (own.kind is not None and name[2:-2] in SPECIAL)
        ):
            raise AttributeError(name)
        if (
            name in _PREDICATES
            and own.kind is None
            and own.name not in own.link.operators
            and "." not in own.name
        ):
            raise AttributeError(
                f"{name}: the answer is an object of the student's class {own.name!r}, not plain data"
            )
        return own.link.ask("getattr", self, name)

    def __setattr__(self, name: str, value: object) -> None:
        state(self).link.ask("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        state(self).link.ask("delattr", self, name)

    @property
    def __class__(self):
        own = state(self)
        if own.kind is not None:
            return type
        if "await" in type(self)._specials:
            return type(
                self
            )  # an event loop would drive what it takes for a coroutine step by step, here
        return own.link.stand_in(own.name, own.ancestors)

    @property
    def __doc__(self):
        return state(self).link.ask("getattr", self, "__doc__")

    @property
    def __signature__(self):
        parameters = []
        for name, kind, has, default in state(self).link.ask("signature", self):
            parameters.append(
                inspect.Parameter(
                    name,
                    inspect._ParameterKind(kind),
                    default=default if has else inspect.Parameter.empty,
                )
            )
        return inspect.Signature(parameters)

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(type(other), _HandleType):
            return _same_fields(self, other)
        mine, theirs = state(self), state(other)
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

    def _text(self, name: str, specification: str = "") -> str:
        answer = state(self).link.ask("text", self, name, specification)
        return answer if type(answer) is str else ""

    def __repr__(self) -> str:
        return Handle._text(self, "repr")

    def __str__(self) -> str:
        return Handle._text(self, "str")

    def __format__(self, specification: str) -> str:
        return Handle._text(self, "format", specification)

    def __dir__(self):
        return state(self).link.ask("dir", self)

    def __copy__(self):
        return state(self).link.ask("copy", self, False)

    def __deepcopy__(self, memo):
        return state(self).link.ask("copy", self, True)

    def __reduce_ex__(self, protocol):
        raise TypeError("an object of the student's process cannot be pickled")

    def __instancecheck__(self, instance):
        return state(self).link.ask("isinstance", self, instance) is True

    def __subclasscheck__(self, subclass):
        return state(self).link.ask("issubclass", self, subclass) is True


def _same_fields(handle: Handle, other: object) -> bool:
    """Equality with an instance of a dataclass of the instructor's, decided here: the student is asked for the fields alone."""
    kind = type(other)
    if (
        state(handle).name != kind.__qualname__
        or kind.__module__ != "__main__"
        or not dataclasses.is_dataclass(kind)
        or not kind.__dataclass_params__.eq
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


def _exactly(kind: type):
    def ask(self, name: str):
        if state(self).computed and name != "len":
            raise TypeError(
                f"a {state(self).name} that was computed from a number cannot be turned into one"
            )
        answer = state(self).link.ask("special", self, name, [])
        if type(answer) is not kind:
            raise TypeError(f"__{name}__ returned {type(answer).__name__}")
        return answer

    return ask


def _iterate(handle):
    link = state(handle).link
    while True:
        answer = link.ask("special", handle, "next", [])
        if type(answer) is not tuple or len(answer) != 2:
            raise TypeError("not an iterator")
        if answer[0] is not False:
            return answer[1]
        yield answer[1]


def _special_iter(self):
    if "next" in type(self)._specials:
        return self
    iterator = state(self).link.ask("special", self, "iter", [])
    return iterator if isinstance(type(iterator), _HandleType) else iter(iterator)


def _special_next(self):
    answer = state(self).link.ask("special", self, "next", [])
    if type(answer) is not tuple or len(answer) != 2 or answer[0] is not False:
        raise StopIteration(answer[1] if type(answer) is tuple and len(answer) == 2 else None)
    return answer[1]


def _special_exit(self, kind, error, lines):
    """An assertion that fails in the body is the test's: the student's context manager may clean up, but neither swallow
    it nor read what was expected."""
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
        # A student's object beside plain data has no say in how the two compare; among themselves they have.
        if not isinstance(type(other), _HandleType):
            return NotImplemented
        answer = state(self).link.ask("special", self, name, [other])
        return answer if type(answer) is bool else NotImplemented

    return compare


def _operator(name):
    def operate(self, *others):
        own = state(self)
        plain = [other for other in others if not isinstance(type(other), _HandleType)]
        if not plain:
            if own.computed and name in _TO_NUMBERS:
                raise TypeError(
                    f"a {own.name} that was computed from a number cannot be turned into one"
                )
            return own.link.ask("special", self, name, list(others))
        if name not in own.link.operators.get(own.name, ()):
            raise TypeError(
                f"unsupported operand types for {name}: the student's {own.name!r} and {type(plain[0]).__name__!r}"
            )
        answer = own.link.ask("special", self, name, list(others))
        if not isinstance(type(answer), _HandleType):
            raise TypeError(
                f"{name} of the student's {own.name!r} and {type(plain[0]).__name__!r} gave no object"
            )
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
    """Found by comparing here: an object that claims to contain everything is not believed."""
    if isinstance(type(item), _HandleType):
        return state(self).link.ask("special", self, "contains", [item]) is True
    own = state(self)
    if "iter" not in type(self)._specials and "contains" in own.link.operators.get(own.name, ()):
        return (
            own.link.ask("special", self, "contains", [item]) is True
        )  # the task asks for it, and there is nothing to compare with
    return any(item == one for one in _special_iter(self))


def _hexact(name, kind):
    ask = _exactly(kind)
    return lambda self: ask(self, name)


_METHODS: dict[str, Callable] = {
    "call": lambda self, /, *args, **kwargs: state(self).link.ask("call", self, list(args), kwargs),
    "iter": _special_iter,
    "next": _special_next,
    "array": _special_array,
    "len": _hexact("len", int),
    "bool": _hexact("bool", bool),
    "int": _hexact("int", int),
    "float": _hexact("float", float),
    "index": _hexact("index", int),
    "complex": _hexact("complex", complex),
    "await": lambda self: _awaited(self),
    "contains": _contains,
    **{name: _fetch(name) for name in ("getitem", "setitem", "delitem", "enter", "reversed")},
    **{name: _comparison(name) for name in ("lt", "le", "gt", "ge")},
}
_TO_NUMBERS = ("abs", "round", "neg", "pos")
_handle_classes: dict[frozenset, type] = {}


def make_handle(
    link: Link, number: int, name: str, ancestors: list, specials: list[str], kind: list | None
) -> Handle:
    """A handle whose class has the special methods that the object's type has, so that `callable` and `iter` tell the truth."""
    known = link.handles.get(number)
    if known is not None:
        link.drop(number)  # it was counted again there
        return known
    for ancestor in ancestors:
        exactly(ancestor[0], str), exactly(ancestor[1], str)
    has = frozenset(special for special in specials if special in SPECIAL)
    made = _handle_classes.get(has)
    if made is None:
        members: dict = {"__slots__": (), "_specials": has, "__doc__": vars(Handle)["__doc__"]}
        for special in has - {"eq", "hash"}:
            members[f"__{special}__"] = _METHODS.get(special) or _operator(special)
        if "enter" in has:
            members["__exit__"] = _special_exit
        made = _handle_classes[has] = _HandleType("Handle", (Handle,), members)
    handle = object.__new__(made)
    if kind is not None:
        name, ancestors = exactly(kind[1], str), kind[2]
    else:
        ancestors = [ancestor for ancestor in ancestors if not _plain_class(*ancestor)]
    own = _State(link, number, name, ancestors, kind)
    object.__setattr__(handle, "_handle_state", own)
    weakref.finalize(own, link.drop, number).atexit = False
    link.handles[number] = handle
    return handle


_PREDICATES = frozenset(
    ["equals", "startswith", "endswith", "issubset", "issuperset", "isdisjoint", "is_integer", "all", "any", "allclose", "isclose", "eq", "ne", "gt", "ge", "lt", "le"]
)
"""Methods of plain data that say whether something is so. A handle is not asked: it would be told the expected value."""


def _plain_class(module: str, qualname: str) -> bool:
    """Whether objects of this class travel as data, so that a handle that says it is one lies."""
    found = library_class(module, qualname)
    if found is None or found is object:
        return False
    plain = [
        int,
        float,
        complex,
        str,
        bytes,
        bytearray,
        list,
        tuple,
        dict,
        set,
        frozenset,
        type(None),
    ]
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
    return issubclass(found, tuple(plain))


def is_handle(value: object) -> bool:
    return isinstance(type(value), _HandleType)


def guarded(function: object) -> object:
    """What a test gives to `map` and the like. `StopIteration` out of it would end the loop, and with it the assertions,
    as if there were nothing left: it becomes the error that it would be in a generator (PEP 479)."""
    if not callable(function) or function is next:
        return function

    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except StopIteration as error:
            raise RuntimeError("the function raised StopIteration") from error

    return call


def source_of(value: object, original=inspect.getsource) -> str:
    """`inspect.getsource`, also for the student's functions and classes."""
    if is_handle(value):
        answer = state(value).link.ask("source", value)
        return answer if type(answer) is str else ""
    return original(value)


def class_of(value: object) -> object:
    """`type(value)`: of a student's object, its class there."""
    if not is_handle(value):
        return builtins.type(value)
    own = state(value)
    if own.kind is not None:
        return builtins.type
    first = own.ancestors[0] if own.ancestors else ["", ""]
    return own.link.own_class(*first) or own.link.ask("class_of", value)


def _is_a(ancestors: list, kind: object) -> bool:
    """Whether a method resolution order, given by names, has a class of the test's or of a library in it."""
    if isinstance(kind, types.UnionType):
        kind = kind.__args__
    if isinstance(kind, tuple):
        return any(_is_a(ancestors, one) for one in kind)
    if not isinstance(kind, builtins.type):
        return False
    return any(
        (kind.__module__, kind.__qualname__) == (module, name)
        or kind.__module__ != "__main__"
        and _subclass(library_class(module, name), kind)
        for module, name in ancestors
    )


def _subclass(one: type | None, other: type) -> bool:
    return one is not None and builtins.issubclass(one, other)


def is_instance(value: object, kind: object) -> bool:
    """`isinstance`, also for the student's objects and the instructor's classes."""
    if (
        not is_handle(value)
        or is_handle(kind)
        or isinstance(kind, tuple)
        and any(map(is_handle, kind))
    ):
        return builtins.isinstance(value, kind)
    return builtins.isinstance(value, kind) or _is_a(state(value).ancestors, kind)


def is_subclass(one: object, kind: object) -> bool:
    """`issubclass`, also for the student's classes."""
    if not is_handle(one) or is_handle(kind):
        return builtins.issubclass(one, kind)
    own = state(one).kind
    if own is None:
        raise TypeError("issubclass() arg 1 must be a class")
    return _is_a(own[2], kind)


def dataclass_function(name: str):
    """A function of `dataclasses` that also takes the student's objects."""
    import dataclasses

    original = getattr(dataclasses, name)

    def function(value, /, *args, **kwargs):
        if is_handle(value):
            return state(value).link.ask("dataclass", name, value, list(args), kwargs)
        return original(value, *args, **kwargs)

    return function


class _TypeMeta(type):
    def __call__(cls, *args, **kwargs):
        if len(args) == 1 and not kwargs:
            return class_of(args[0])
        return builtins.type(*args, **kwargs)

    def __instancecheck__(cls, instance):
        return isinstance(instance, builtins.type)

    def __subclasscheck__(cls, subclass):
        return issubclass(subclass, builtins.type)

    def __eq__(cls, other):
        return other is cls or other is builtins.type

    def __hash__(cls):
        return hash(builtins.type)


class Type(type, metaclass=_TypeMeta):
    """Stands for `type` in tests: `type(x)` of a student's object is its class there."""


def alarm(seconds: float) -> None:
    """Raise CellTimeout in the main thread after so many seconds; 0 takes that back."""

    def ring(number, frame):
        raise CellTimeout()

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def now() -> float:
    return time.monotonic()
