"""The student's process: runs the notebook's cells, and answers the tester's requests about the objects they made.

Nothing in this process is trusted by anybody. It talks over two channels: `control`, on which the executor sends cells
and gets outputs, and `objects`, on which the tester asks for names, attributes and calls.
"""

from __future__ import annotations

import builtins
import copy
import inspect
import io
import os
import pickle
import select
import signal
import stat
import sys
import traceback
import types
from typing import Any

from .frames import cell_frames
from .wire import MUTABLE, Channel, Closed, Codec, NotPlain, WireError, assign

TEXT = 20_000
"""Characters of a traceback or of a repr that are sent."""
SEEDS = (
    ("random", "seed"),
    ("numpy.random", "seed"),
    ("torch", "manual_seed"),
    ("tensorflow.random", "set_seed"),
    ("keras.utils", "set_random_seed"),
)
"""Functions whose calls by a test are made in the student's process, too."""
LINKS, LINKED_ITEMS = 32, 1000
"""How many containers, of how many elements, of a student's objects follow what the test does to its copies."""
SPECIAL = (
    "call",
    "iter",
    "next",
    "len",
    "getitem",
    "setitem",
    "delitem",
    "contains",
    "enter",
    "bool",
    "int",
    "float",
    "index",
    "complex",
    "array",
    "hash",
    "eq",
    "lt",
    "le",
    "gt",
    "ge",
    "add",
    "radd",
    "sub",
    "rsub",
    "mul",
    "rmul",
    "truediv",
    "rtruediv",
    "floordiv",
    "rfloordiv",
    "mod",
    "rmod",
    "pow",
    "rpow",
    "matmul",
    "rmatmul",
    "and",
    "rand",
    "or",
    "ror",
    "xor",
    "rxor",
    "neg",
    "pos",
    "abs",
    "invert",
    "round",
    "reversed",
    "iadd",
    "isub",
    "imul",
    "iand",
    "ior",
    "ixor",
    "lshift",
    "rshift",
    "divmod",
    "await",
)
"""Special methods, without their underscores, that a handle has where the object's type has them."""


class Output:
    """What a cell shows, within a budget of bytes."""

    def __init__(self) -> None:
        self.outputs: list[dict] = []
        self.left = 0
        self.cut = False
        self._fd = (
            os.open(
                "/tmp" if os.path.isdir("/tmp") else ".", os.O_TMPFILE | os.O_RDWR | os.O_APPEND
            )
            if hasattr(os, "O_TMPFILE")
            else None
        )

    def take_descriptors(self) -> None:
        """Let what is written to descriptors 1 and 2 (by subprocesses, say) end in a file that is shown with the cell."""
        if self._fd is not None:
            os.dup2(self._fd, 1)
            os.dup2(self._fd, 2)

    def begin(self, budget: int) -> None:
        self.outputs, self.left, self.cut = [], budget, False

    def stream(self, name: str, text: str) -> None:
        if self.left <= 0:
            if not self.cut:
                self.cut = True
                self._append(name, "\n… 출력이 길어 여기서 잘랐습니다 …\n")
            return
        text = text[: self.left]
        self.left -= len(text.encode("utf-8", "replace")) + 1
        self._append(name, text)

    def _append(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["parts"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "parts": [text]})

    def rich(self, kind: str, data: dict, metadata: dict, count: int | None = None) -> None:
        texts = {
            str(mime): value if isinstance(value, str) else _json(value)
            for mime, value in dict(data).items()
        }
        size = sum(len(text) for text in texts.values()) + 100
        if size > max(self.left, 0):
            if kind == "display_data" and self.left <= 0:
                return
            plain = (
                texts.get("text/plain", "")[:1000]
                if kind == "execute_result"
                else "(출력이 커서 보이지 않습니다)"
            )
            texts = {"text/plain": plain}
        self.left -= size
        entry = {"output_type": kind, "data": texts, "metadata": {}}
        if kind == "execute_result":
            entry["execution_count"] = count
        self.outputs.append(entry)

    def error(
        self, name: str, value: str, lines: list[str], frames: list[list[int]] | None = None
    ) -> None:
        """
        Args:
            frames: where in the notebook it was raised (see `frames`).
        """
        self.outputs.append(
            {
                "output_type": "error",
                "ename": name[:200],
                "evalue": value[:4000],
                "traceback": [line[:4000] for line in lines[-30:]],
                "frames": frames or [],
            }
        )

    def finish(self) -> list[dict]:
        self._from_descriptors()
        done = []
        for output in self.outputs:
            if "parts" in output:
                output = {
                    "output_type": "stream",
                    "name": output["name"],
                    "text": "".join(output["parts"]),
                }
            done.append(output)
        self.outputs = []
        return done

    def _from_descriptors(self) -> None:
        if self._fd is None:
            return
        try:
            size = os.fstat(self._fd).st_size
            if size:
                data = os.pread(self._fd, max(0, min(size, self.left + 100)), 0)
                os.ftruncate(self._fd, 0)
                self.stream("stdout", data.decode("utf-8", "replace"))
        except OSError:
            pass  # the student closed it


def _json(value: object) -> str:
    import json

    try:
        return json.dumps(value)
    except (TypeError, ValueError):
        return ""


class Stream(io.TextIOBase):
    """Stands for sys.stdout or sys.stderr."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, output: Output, name: str, fd: int) -> None:
        self._output, self._name, self._fd = output, name, fd
        self.name = f"<{name}>"

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.stream(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd

    @property
    def buffer(self):
        return io.FileIO(self._fd, "w", closefd=False)

    def isatty(self) -> bool:
        return False


def capture(shell: Any, output: Output) -> None:
    """Make everything that Python code shows end in `output`."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher

    class Publisher(DisplayPublisher):
        def publish(
            self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs
        ):
            output.rich("display_data", data, metadata or {})

        def clear_output(self, wait=False):
            output.outputs.clear()

    class Hook(DisplayHook):
        def write_output_prompt(self):
            pass

        def write_format_data(self, format_dict, md_dict=None):
            output.rich("execute_result", format_dict, md_dict or {}, self.prompt_count)

        def finish_displayhook(self):
            self._is_active = False

    def show(etype, evalue, stb) -> None:
        output.error(
            str(getattr(etype, "__name__", etype)),
            _text(evalue),
            stb if isinstance(stb, list) else [stb],
            cell_frames(evalue),
        )

    shell.display_pub = Publisher(shell=shell)
    hook = Hook(shell=shell, parent=shell, cache_size=shell.cache_size)
    shell.displayhook = hook
    shell.display_trap.hook = hook
    shell._showtraceback = show
    sys.stdout, sys.stderr = Stream(output, "stdout", 1), Stream(output, "stderr", 2)


def _text(value: object, limit: int = TEXT) -> str:
    try:
        return str(value)[:limit]
    except BaseException as error:  # a hostile __str__
        return f"<{type(value).__name__}: str() raised {type(error).__name__}>"


class _Callback:
    """A function (or an object) of the test's, as student code sees it: it can be called, no more."""

    def __init__(self, server: Server, number: int, name: str) -> None:
        self._server, self._number = server, number
        self.__name__ = self.__qualname__ = name

    def __call__(self, *args, **kwargs):
        return self._server.call_back(self._number, "call", list(args), kwargs)

    def __repr__(self) -> str:
        return f"<{self.__name__} of the test>"


class _Object(_Callback):
    """An instance of a class that the test defines: public attributes and calls go to the test."""

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._server.call_back(self._number, "getattr", [name], {})

    def __getitem__(self, key):
        return self._server.call_back(self._number, "getitem", [key], {})

    def __bool__(self):
        return self._server.call_back(self._number, "bool", [], {}) is True

    def __len__(self):
        return self._server.call_back(self._number, "len", [], {})

    def __iter__(self):
        return self

    def __next__(self):
        done, value = self._server.call_back(self._number, "next", [], {})
        if done:
            raise StopIteration
        return value


class _StudentCodec(Codec):
    def __init__(self, server: Server, known: list | None = None) -> None:
        super().__init__(known)
        self.server = server

    def refer(self, value: object) -> list:
        if isinstance(value, _Callback):
            return ["K", value._number]
        if isinstance(value, type) and issubclass(value, BaseException):
            return ["X", self.server.keep(value), value.__qualname__, _ancestors(value)]
        if (
            isinstance(value, type)
            or callable(value)
            and type(value).__name__ in ("function", "builtin_function_or_method", "ufunc")
        ):
            name = _public_name(value)
            if name:
                return ["L", *name, self._handle(value)]
        return self._handle(value)

    def _handle(self, value: object) -> list:
        handle = [
            self.server.keep(value),
            type(value).__qualname__,
            _ancestors(type(value)),
            self.server.specials(type(value)),
            [value.__module__, value.__qualname__, _ancestors(value)]
            if isinstance(value, type)
            else None,
        ]
        return (
            ["m", value.__name__, *handle]
            if isinstance(value, types.ModuleType)
            else ["h", *handle]
        )

    def class_named(self, module: str, qualname: str) -> object:
        if module == "__main__":
            return self.server.names.get(qualname)
        found: Any = sys.modules.get(module)
        for part in qualname.split("."):
            found = getattr(found, part, None)
        return found

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> type:
        own = self.server.names.get(name)
        return (
            own
            if isinstance(own, type)
            and issubclass(own, tuple)
            and getattr(own, "_fields", None) == fields
            else super().named_tuple(name, fields)
        )

    def resolve(self, tag: str, parts: list) -> object:
        if tag == "o":
            return self.server.objects[parts[0]]
        if tag == "dc":
            values = [(name, self.decode(tree, 1)) for name, tree in parts[1]]
            made = _instance(self.server.names.get(parts[0]), values)
            return made if made is not None else _Object(self.server, parts[2], parts[0])
        if tag == "k":
            made = (_Object if parts[1] else _Callback)(self.server, parts[0], parts[2])
            return made
        if tag == "y":
            return _named(parts[0], parts[1])
        if tag == "p":
            made = pickle.loads(parts[0])  # from the trusted side
            self.mutable.append(made)
            return made
        return super().resolve(tag, parts)


def _instance(kind: object, values: list) -> object:
    """An instance of a dataclass with these fields, None if it is no such class."""
    fields = getattr(kind, "__dataclass_fields__", {})
    if not isinstance(kind, type) or not all(name in fields for name, _ in values):
        return None
    made = object.__new__(kind)
    for name, value in values:
        object.__setattr__(made, name, value)
    return made


def _public_name(value: Any) -> list[str] | None:
    """Module and name of a library's function or class, if that is where it lies."""
    module, qualname = (
        getattr(value, "__module__", None),
        getattr(value, "__qualname__", None) or getattr(value, "__name__", None),
    )
    module = module or ("numpy" if type(value).__name__ == "ufunc" else None)
    if type(module) is not str or type(qualname) is not str or module == "__main__":
        return None
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return [module, qualname] if found is value else None


def _named(module: str, qualname: str) -> object:
    __import__(module)
    found = sys.modules[module]
    for part in qualname.split("."):
        found = getattr(found, part)
    return found


def _ancestors(kind: type) -> list:
    return [
        [str(base.__module__), str(base.__qualname__)]
        for base in type.__dict__["__mro__"].__get__(kind)
    ][:40]


class Server:
    """Answers the tester.

    Args:
        names: the notebook's global names.
    """

    def __init__(self, channel: Channel, names: dict, output: Output) -> None:
        self.channel, self.names, self.output = channel, names, output
        self.objects: dict[int, object] = {}
        self._numbers: dict[int, int] = {}
        self._count: dict[int, int] = {}
        self._next = 0
        self._specials: dict[type, list[str]] = {}
        self.sequence = 0
        self.interruptible = False
        self.gradients = True
        self.linked: dict[
            int, list
        ] = {}  # containers that the test holds a copy of: [the container, its last tree]

    def keep(self, value: object) -> int:
        number = self._numbers.get(id(value))
        if number is None or self.objects.get(number) is not value:
            self._next += 1
            number = self._numbers[id(value)] = self._next
            self.objects[number] = value
        self._count[number] = (
            self._count.get(number, 0) + 1
        )  # each is one handle there, released one by one
        return number

    def specials(self, kind: type) -> list[str]:
        if kind not in self._specials:
            # In the classes' own dictionaries: `getattr` would also find what the metaclass has.
            bases = [
                vars(base) for base in type.__dict__["__mro__"].__get__(kind) if base is not object
            ]
            found = {
                name: next((base[f"__{name}__"] for base in bases if f"__{name}__" in base), None)
                for name in SPECIAL
            }
            has = [name for name, method in found.items() if method is not None]
            if "iter" not in has and "getitem" in has:
                has.append("iter")
            self._specials[kind] = has
        return self._specials[kind]

    # -- requests ------------------------------------------------------------------------------------------------

    def serve(self, message: list) -> None:
        """Answer one request of the tester."""
        sequence, operation, *parts = message
        self.sequence = sequence
        codec = _StudentCodec(self)
        try:
            if operation == "linked":
                updates, operation, *parts = parts
                for number, tree in updates:
                    link = self.linked[number]
                    assign(link[0], _StudentCodec(self).load(tree))
                    link[1] = tree
            arguments = [codec.load(part) for part in parts]
            before = self._states(codec.mutable)
            self.interruptible = True
            try:
                result = getattr(self, f"do_{operation}")(*arguments)
            finally:
                self.interruptible = False
            answer = _StudentCodec(self, codec.mutable)
            tree = answer.dump(result)
            changes = [
                [place, new]
                for place, (old, new) in enumerate(zip(before, self._states(codec.mutable)))
                if old != new
            ]
            reply = [
                sequence,
                "ok",
                tree,
                changes,
                self._link(result) if operation in ("getattr", "get") else 0,
                self._changed(),
            ]
        except NotPlain as error:
            reply = [
                sequence,
                "err",
                self._exception(ValueError(f"이 값은 시험에 넘길 수 없습니다: {error}")),
            ]
        except BaseException as error:  # also SystemExit and KeyboardInterrupt: the test sees them
            reply = [sequence, "err", self._exception(error)]
        try:
            self.channel.send(reply)
        except NotPlain as error:
            self.channel.send(
                [
                    sequence,
                    "err",
                    self._exception(ValueError(f"이 값은 시험에 넘길 수 없습니다: {error}")),
                ]
            )

    def _link(self, result: object) -> int:
        """A number under which the test's copy of a container follows this one, 0 if it is none (or a big one)."""
        if type(result) not in MUTABLE or len(result) > LINKED_ITEMS or len(self.linked) >= LINKS:
            return 0
        number = next((number for number, (value, _) in self.linked.items() if value is result), 0)
        if not number:
            self._next += 1
            number = self._next
        try:
            self.linked[number] = [result, _StudentCodec(self).dump(result)]
        except NotPlain:
            return 0
        return number

    def _changed(self) -> list:
        """What became of the linked containers since the test last saw them."""
        changed = []
        for number, link in list(self.linked.items()):
            try:
                tree = _StudentCodec(self).dump(link[0])
            except NotPlain:
                del self.linked[number]
                continue
            if tree != link[1]:
                link[1] = tree
                changed.append([number, tree])
        return changed

    def _states(self, mutable: list) -> list:
        states = []
        for value in mutable:
            if (
                hasattr(type(value), "get_weights")
                or hasattr(type(value), "requires_grad_")
                and hasattr(type(value), "parameters")
            ):
                states.append(_weights(value))
                continue
            try:
                states.append(_StudentCodec(self, mutable).shallow(value))
            except NotPlain:
                states.append(None)
        return states

    def _exception(self, error: BaseException) -> list:
        lines = []
        try:
            frames = [
                frame
                for frame in traceback.extract_tb(error.__traceback__)
                if "ipython-input" in frame.filename
                or "/ipykernel_" in frame.filename
                or frame.filename.startswith("<")
            ]
            lines = traceback.format_list(frames[-8:])
        except Exception:
            pass
        arguments = []
        try:
            arguments = _StudentCodec(self).dump(list(error.args))
        except BaseException:
            arguments = ["l", []]
        own = type(error).__module__ == "__main__"
        number = self.keep(type(error)) if own else 0
        return [
            _ancestors(type(error)),
            _text(error, 2000),
            arguments,
            "".join(lines)[:TEXT],
            number,
            _StudentCodec(self)._handle(error) if own else None,
            cell_frames(error),
        ]

    def call_back(self, number: int, operation: str, args: list, kwargs: dict) -> object:
        """Ask the tester for a call of its own object, in the middle of a request."""
        codec = _StudentCodec(self)
        self.channel.send(
            [self.sequence, "cb", number, operation, codec.dump(args), codec.dump(kwargs)]
        )
        while True:
            sequence, kind, *parts = self.channel.receive()
            if kind == "cbok":
                return _StudentCodec(self, codec.mutable).load(parts[0])
            if kind == "cberr":
                raise _built_in(parts[0])(*_StudentCodec(self).load(parts[1]))
            self.serve(
                [sequence, kind, *parts]
            )  # the callback itself uses one of the student's objects

    # -- operations ----------------------------------------------------------------------------------------------

    def do_get(self, name):
        if name not in self.names:
            raise NameError(f"name '{name}' is not defined")
        return self.names[name]

    def do_has(self, name):
        return name in self.names

    def do_release(self, numbers):
        for number in numbers:
            self._count[number] = self._count.get(number, 0) - 1
            if self._count[number] <= 0:
                del self._count[number]
                self._numbers.pop(id(self.objects.pop(number, None)), None)

    def do_getattr(self, value, name):
        return getattr(value, name)

    def do_unlink(self):
        self.linked.clear()

    def do_printed(self):
        """The text that was printed since the last cell began: a test that redirects its output wants it there."""
        text = "".join(
            "".join(output["parts"])
            for output in self.output.outputs
            if output.get("name") == "stdout"
        )
        self.output.outputs[:] = [
            output for output in self.output.outputs if output.get("name") != "stdout"
        ]
        return text

    def do_seed(self, module, name, args, kwargs):
        if (module, name) in SEEDS:
            getattr(sys.modules[module], name)(*args, **kwargs)

    def do_mode(self, gradients):
        import torch

        torch.set_grad_enabled(gradients)

    def do_await(self, value):
        import asyncio

        async def whole():
            return await value

        return asyncio.run(whole())

    def do_dataclass(self, name, value, args, kwargs):
        import dataclasses

        return getattr(dataclasses, name)(value, *args, **kwargs)

    def do_class_of(self, value):
        return type(value)

    def do_setattr(self, value, name, new):
        setattr(value, name, new)

    def do_delattr(self, value, name):
        delattr(value, name)

    def do_call(self, value, args, kwargs):
        return value(*args, **kwargs)

    def do_special(self, value, name, args):
        """A special method as Python's own operators would call it."""
        method = getattr(type(value), f"__{name}__", None)
        if name == "iter" and method is None:
            return iter(value)
        if name == "len":
            return len(value)
        if name == "next":
            try:
                return (False, next(value))
            except StopIteration as stop:
                return (True, stop.value)
        if name == "contains":
            return args[0] in value
        if name == "array":
            import numpy

            return numpy.asarray(value)
        if name in ("int", "float", "complex", "bool"):
            return {"int": int, "float": float, "complex": complex, "bool": bool}[name](value)
        return method(value, *args)

    def do_exit(self, value, error):
        return type(value).__exit__(value, type(error) if error else None, error, None)

    def do_text(self, value, name, specification):
        if name == "format":
            return format(value, specification)
        return (repr if name == "repr" else str)(value)[:TEXT]

    def do_dir(self, value):
        return dir(value)

    def do_isinstance(self, kind, value):
        return isinstance(value, kind)

    def do_issubclass(self, kind, value):
        return issubclass(value, kind)

    def do_copy(self, value, deep):
        return copy.deepcopy(value) if deep else copy.copy(value)

    def do_source(self, value):
        return inspect.getsource(value)

    def do_signature(self, value):
        def plain(value):
            try:
                _StudentCodec(self).dump(value)
                return value
            except NotPlain:
                return None

        return [
            [
                parameter.name,
                int(parameter.kind),
                parameter.default is not inspect.Parameter.empty,
                plain(parameter.default)
                if parameter.default is not inspect.Parameter.empty
                else None,
            ]
            for parameter in inspect.signature(value).parameters.values()
        ]


def _weights(value) -> object:
    """The state of a model that a test passed in: its weights and what of it is trainable."""
    try:
        if hasattr(value, "get_weights"):
            layers = value._flatten_layers() if hasattr(value, "_flatten_layers") else [value]
            return [
                "W",
                [Codec().dump(weight) for weight in value.get_weights()],
                [bool(layer.trainable) for layer in layers],
            ]
        parameters = list(value.parameters())
        return [
            "W",
            [Codec().dump(parameter.detach().numpy()) for parameter in parameters],
            [bool(parameter.requires_grad) for parameter in parameters],
        ]
    except Exception:
        return None


def _built_in(name: str) -> type:
    import builtins

    kind = getattr(builtins, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError


# -- the process ---------------------------------------------------------------------------------------------------


def write_files(files: dict[str, bytes]) -> None:
    """Put the assignment's files into the working directory."""
    for name, data in files.items():
        parts = name.split("/")
        if name.startswith("/") or ".." in parts:
            raise WireError(f"{name}: not a name below the working directory")
        if len(parts) > 1:
            os.makedirs(os.path.join(*parts[:-1]), exist_ok=True)
        with open(name, "wb") as file:
            file.write(data)


def _contents(name: str, limit: int) -> bytes | None:
    """The bytes of a regular file, None if there is none or it is longer than `limit`."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            data = file.read(limit + 1)
    except OSError:
        return None
    return data if len(data) <= limit else None


def main(shell: Any, control: Channel, objects: Channel) -> None:
    """Serve both channels until `control` closes."""
    output = Output()
    output.take_descriptors()
    capture(shell, output)
    server = Server(objects, shell.user_ns, output)
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(objects, select.POLLIN)

    def interrupt(number, frame):
        if server.interruptible:
            server.interruptible = False
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    while True:
        try:
            ready = {fd for fd, _ in poll.poll()}
            if control.fileno() in ready:
                if not _command(shell, control, server, control.receive()):
                    return
            else:
                server.serve(objects.receive())
        except Closed:
            return


def _command(shell: Any, control: Channel, server: Server, message: list) -> bool:
    output = server.output
    operation, *parts = message
    if operation == "files":
        write_files(Codec().load(parts[0]))
        control.send(["done"])
    elif operation == "run":
        source, budget = parts
        output.begin(budget)
        status = "ok"
        try:
            server.interruptible = True
            result = shell.run_cell(source, store_history=True)
            status = "ok" if result.success else "error"
        except KeyboardInterrupt:
            status = "error"
            output.error("KeyboardInterrupt", "", ["KeyboardInterrupt"])
        except SystemExit:
            status = "error"
        finally:
            server.interruptible = False
        count = shell.execution_count - 1
        control.send(["ran", status, _plain(output.finish()), count])
    elif operation == "restore":
        restore(shell, output)
        control.send(["done"])
    elif operation == "fetch":
        control.send(["fetched", _contents(*parts)])
    elif operation == "budget":
        output.begin(parts[0])
        control.send(["done"])
    elif operation == "drain":
        control.send(["drained", _plain(output.finish())])
    elif operation == "modules":
        control.send(
            [
                "modules",
                Codec().dump(
                    sorted(
                        name
                        for name, module in list(sys.modules.items())
                        if getattr(module, "__spec__", None) and not name.startswith("__")
                    )
                ),
            ]
        )
    return operation != "stop"


_BUILTINS = dict(vars(builtins))


def restore(shell: Any, output: Output) -> None:
    """Undo what a notebook can do to the shell that is about to run tests: transformers, hooks, patched builtins."""
    for name in set(vars(builtins)) - set(_BUILTINS):
        delattr(builtins, name)
    vars(builtins).update(_BUILTINS)
    for name in [name for name in vars(shell) if callable(getattr(type(shell), name, None))]:
        delattr(shell, name)  # a method that was replaced on the instance
    shell.input_transformer_manager = type(shell.input_transformer_manager)()
    shell.ast_transformers[:] = []
    for callbacks in shell.events.callbacks.values():
        callbacks[:] = [
            callback
            for callback in callbacks
            if getattr(callback, "__module__", "").startswith(("IPython", "matplotlib_inline"))
        ]
    shell.custom_exceptions, shell.CustomTB = (), None
    sys.settrace(None)
    sys.setprofile(None)
    capture(shell, output)


def _plain(outputs: list[dict]) -> list:
    return Codec().dump(outputs)
