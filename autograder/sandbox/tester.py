"""The trusted process: runs test cells, whose free names are the student's objects.

A name in a test cell is, in this order: what the test cells define; what the instructor's own cells import or define
(functions, classes and literal values, so that a student can't replace `np` or a helper); a builtin; the student's.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import importlib.abc
import importlib.util
import inspect
import os
import re
import shutil
import sys
import time
import traceback
from typing import Any

from .frames import kept
from .names import bound
from .proxy import (
    CellTimeout,
    Link,
    StudentDied,
    Type,
    alarm,
    dataclass_function,
    guarded,
    is_handle,
    is_instance,
    is_subclass,
    source_of,
)
from .student import SEEDS, Output, capture, write_files
from .wire import Channel, Closed, Codec

GRACE = 0.5
"""Seconds that a cell's alarm is ahead of its time."""
_LOOPS = {
    "map": 0,
    "filter": 0,
    "iter": 0,
    "starmap": 0,
    "takewhile": 0,
    "dropwhile": 0,
    "filterfalse": 0,
    "groupby": 1,
    "accumulate": 1,
}
"""Functions that call one of their arguments until it raises `StopIteration`, and its place."""


class Names(dict):
    """Global names of test code. Python asks `__missing__` because this is not exactly a dict."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.link = link
        self.reserved: frozenset[str] = (
            frozenset()
        )  # for tests: a student's object must not take the place of their helpers

    def __missing__(self, name: str) -> object:
        if self._own(name):
            raise KeyError(name)  # Python then takes the builtin
        return self.link.ask("get", name)

    def __contains__(self, name: object) -> bool:
        if dict.__contains__(self, name) or type(name) is not str or self._own(name):
            return dict.__contains__(self, name)
        return self.link.ask("has", name) is True

    def get(self, name: str, default: object = None) -> object:
        return self[name] if name in self else default

    def _own(self, name: str) -> bool:
        return (
            name in vars(builtins)
            or name.startswith("__")
            and name.endswith("__")
            or name in self.reserved
        )


class Tester:
    """Executes test cells.

    Args:
        shell: IPython's, for its input transformations and for display.
        link: to the student's process.
    """

    def __init__(self, shell: Any, link: Link, output: Output) -> None:
        self.shell, self.link, self.output = shell, link, output
        self.names = Names(link)
        self.names.update(
            {
                "__name__": "__main__",
                "__builtins__": builtins,
                "__doc__": None,
                "get_ipython": lambda: shell,
                "type": Type,
                "__guarded__": guarded,
                "display": getattr(builtins, "display", None) or _display,
                "exit": _leave,
                "quit": _leave,
            }
        )
        self.names |= {"isinstance": is_instance, "issubclass": is_subclass}
        inspect.getsource = source_of
        sys.addaudithook(_unpickle_data_only)
        for name in ("asdict", "astuple", "fields", "is_dataclass", "replace"):
            setattr(dataclasses, name, dataclass_function(name))
        link.names, link.stdout = self.names, sys.stdout
        _share_seeds(link)
        self.count = 0

    # -- cells ---------------------------------------------------------------------------------------------------

    def define(self, source: str, students: list[str]) -> None:
        """Take from one of the instructor's cells what test code may rely on.

        Args:
            students: names that the model answers bind, too: they are the student's, imports excepted.
        """
        try:
            tree = ast.parse(self.shell.transform_cell(source))
        except SyntaxError:
            return
        for statement in tree.body:
            if (
                not _binds_safely(statement)
                or not isinstance(statement, (ast.Import, ast.ImportFrom))
                and bound(statement) & set(students)
            ):
                continue
            try:
                exec(compile(_guard(ast.Module([statement], [])), "<준비 셀>", "exec"), self.names)
            except (Exception, CellTimeout) as error:
                if isinstance(statement, (ast.Import, ast.ImportFrom)):
                    self.names.update(
                        {
                            name: _Absent(name, error)
                            for name in bound(statement)
                            if not dict.__contains__(self.names, name)
                        }
                    )
                continue

    def test(self, source: str, seconds: float, budget: int) -> list:
        """Run a test cell; returns [status, outputs, execution count]."""
        self.output.begin(budget)
        self.count += 1
        started = time.monotonic()
        self.link.deadline = started + seconds
        status = "ok"
        try:
            alarm(seconds + GRACE)
            self._execute(source)
            self.link.unlink()
        except CellTimeout:
            status = "timeout"
        except StudentDied as error:
            status = "died"
            self.output.error("DeadKernelError", str(error), [f"DeadKernelError: {error}"])
        except (
            BaseException
        ) as error:  # SystemExit from a student's function must not end the tester
            status = "error"
            self._show(error)
        finally:
            alarm(0)
            self.link.deadline = None
        if self.link.broken and status != "timeout":
            status = "died"  # even if the test swallowed it
        elif time.monotonic() - started >= seconds:
            status = "timeout"  # the same
        elif self.link.failed and status == "ok":
            status = "error"
            self._show(self.link.failed)
        self.link.failed = None
        return [status, Codec().dump(self.output.finish()), self.count]

    def _execute(self, source: str) -> None:
        text = self.shell.transform_cell(source)
        name = f"<검사 셀 {self.count}>"
        _remember(name, text)
        tree = _guard(ast.parse(text, name))
        last = (
            tree.body.pop()
            if tree.body and isinstance(tree.body[-1], ast.Expr) and not _silenced(text)
            else None
        )
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._run(compile(tree, name, "exec", flags))
        if last is not None:
            value = self._run(compile(ast.Expression(last.value), name, "eval", flags))
            self._display(value)

    def _run(self, code) -> object:
        value = eval(code, self.names)
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio

            return asyncio.run(_awaited(value))
        return value

    def _display(self, value: object) -> None:
        """The value of the last line, which is partial credit if it is a number. A student's object is never taken for one."""
        if value is None:
            return
        if is_handle(value):
            self.output.rich(
                "execute_result",
                {"text/plain": f"<학생의 객체: {_limited(value)!r}>"},
                {},
                self.count,
            )
            return
        data, metadata = self.shell.display_formatter.format(value)
        self.output.rich("execute_result", data, metadata, self.count)

    def _show(self, error: BaseException) -> None:
        name, value, text = type(error).__name__, "", type(error).__name__
        frames: list[list[int]] = []
        try:
            frames = kept(error)
            own = [
                frame
                for frame in traceback.extract_tb(error.__traceback__)
                if frame.filename.startswith("<")
            ]
            text = "".join([*traceback.format_list(own), *traceback.format_exception_only(error)])
            value = str(error)
        except (
            BaseException
        ):  # it may hold a student's object, which raises what it likes when it is shown
            pass
        self.output.error(name, value, text.splitlines(), frames)


class _Guard(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = (
            node.func.id
            if isinstance(node.func, ast.Name)
            else node.func.attr
            if isinstance(node.func, ast.Attribute)
            else ""
        )
        method = (
            isinstance(node.func, ast.Attribute)
            and name in ("map", "filter", "iter")
            and getattr(node.func.value, "id", "") != "builtins"
        )  # a pool's, a frame's
        place = _LOOPS.get(name)
        if (
            place is not None
            and not method
            and len(node.args) > max(place, 1 if name == "iter" else 0)
            and not any(isinstance(one, ast.Starred) for one in node.args[: place + 1])
        ):
            node.args[place] = self._guarded(node.args[place])
        for keyword in node.keywords:
            if name in ("groupby", "accumulate") and keyword.arg in ("key", "func"):
                keyword.value = self._guarded(keyword.value)
        return node

    @staticmethod
    def _guarded(function: ast.expr) -> ast.expr:
        return ast.copy_location(
            ast.Call(ast.Name("__guarded__", ast.Load()), [function], []), function
        )


def _guard(tree: ast.Module) -> ast.Module:
    """Test code in which no function of the student's can end a loop early."""
    return ast.fix_missing_locations(_Guard().visit(tree))


def _share_seeds(link: Link) -> None:
    """A test that sets a seed sets it for the student's code, too."""
    for module, name in SEEDS:
        owner = sys.modules.get(module)
        if hasattr(owner, name):

            def seed(*args, _original=getattr(owner, name), _place=(module, name), **kwargs):
                made = _original(*args, **kwargs)
                if link.deadline is not None:
                    link.ask("seed", *_place, list(args), kwargs)
                return made

            setattr(owner, name, seed)


async def _awaited(value):
    return await value


def _limited(value: object) -> str:
    try:
        return repr(value)[:500]
    except Exception:
        return ""


def _leave(*arguments) -> None:
    raise SystemExit(*arguments)


def _display(*values, **options) -> None:
    from IPython.display import display

    display(*values, **options)


def _silenced(text: str) -> bool:
    return text.rstrip().endswith(";")


def _remember(name: str, text: str) -> None:
    import linecache

    linecache.cache[name] = (len(text), None, text.splitlines(True), name)


def _binds_safely(statement: ast.stmt) -> bool:
    if isinstance(
        statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    ):
        return True
    if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
        if isinstance(statement.value, ast.Call) and ast.unparse(statement.value.func).rpartition(
            "."
        )[2] in ("namedtuple", "NamedTuple", "NewType", "TypeVar", "Enum", "IntEnum"):
            return True
        try:
            ast.literal_eval(statement.value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return False
        return all(
            isinstance(target, (ast.Name, ast.Tuple))
            for target in (
                statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            )
        )
    if isinstance(statement, (ast.Try, ast.If)):  # try: import … except ImportError: …
        return all(
            _binds_safely(inner) or isinstance(inner, ast.Pass)
            for inner in [*statement.body, *statement.orelse]
        )
    return False


def _modules(files: dict[str, bytes]) -> dict[str, bytes]:
    """Sources by dotted name; a folder without `__init__.py` is a package, too."""
    found: dict[str, bytes] = {}
    for name, data in files.items():
        parts = name.removesuffix(".py").split("/")
        if name.endswith(".py") and all(part.isidentifier() for part in parts):
            for length in range(1, len(parts)):
                found.setdefault(".".join(parts[:length]), b"")
            found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = (
                data
            )
    return found


class _Absent:
    """Stands for what an instructor's cell imports and the tester can't: a student's object must not take its place."""

    def __init__(self, name: str, error: BaseException) -> None:
        vars(self).update(_name=name, _error=error)

    def _refuse(self, *arguments, **named):
        raise ImportError(
            f"{vars(self)['_name']} can't be imported where tests run: {vars(self)['_error']}"
        )

    __getattr__ = __call__ = __getitem__ = __iter__ = __bool__ = __eq__ = _refuse
    __hash__ = None


class _Helpers(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """The assignment's own modules, from memory: their files lie where the student can write."""

    def __init__(self, sources: dict[str, bytes]) -> None:
        self.sources = sources

    def find_spec(self, fullname, path=None, target=None):
        return (
            importlib.util.spec_from_loader(fullname, self, is_package=self.is_package(fullname))
            if fullname in self.sources
            else None
        )

    def is_package(self, fullname):
        return any(other.startswith(f"{fullname}.") for other in self.sources)

    def get_source(self, fullname):
        return importlib.util.decode_source(self.sources[fullname])


_RECONSTRUCT = re.compile(
    r"numpy\.(_core|core)\.(multiarray\.(_reconstruct|scalar)|numeric\._frombuffer)|numpy\.random\._pickle\.__\w+|pandas\.core\.(indexes\.base\._new_Index|internals\.\w+\._unpickle_block)|"
    r"pandas\._libs\.(internals\._unpickle_block|arrays\.__pyx_unpickle_\w+|tslibs\.\w+\._(un)?\w*pickle\w*)|copyreg\._reconstructor|_codecs\.encode|torch\._utils\._rebuild_\w+"
)
_PICKLED = (
    "collections",
    "datetime",
    "decimal",
    "fractions",
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "keras",
    "torch",
    "uuid",
    "pathlib",
    "__main__",
)


def _unpickle_data_only(event: str, arguments: tuple) -> None:
    """An audit hook: a file that a test unpickles may be the student's, so it may name classes of data and no more."""
    if event != "pickle.find_class":
        return
    module, name = arguments
    found = sys.modules.get(module)
    for part in str(name).split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
    plain = module == "builtins" and name in (
        "int",
        "float",
        "complex",
        "str",
        "bytes",
        "bytearray",
        "list",
        "tuple",
        "dict",
        "set",
        "frozenset",
        "bool",
        "slice",
        "range",
        "object",
    )
    if (
        not plain
        and not (isinstance(found, type) and str(module).partition(".")[0] in _PICKLED)
        and not _RECONSTRUCT.fullmatch(f"{module}.{name}")
    ):
        raise ImportError(f"{module}.{name} may not be unpickled where tests run")


def _own_copies(files: dict[str, bytes]) -> None:
    """Reading one of the assignment's files gives what the instructor put there, whatever a thread of the student's
    has made of it since: an ordinary file, but one in memory. C libraries that open by name (h5py) still see the folder."""
    import io

    original, folder = io.open, os.getcwd()

    def opened(file, mode="r", *args, **kwargs):
        if isinstance(file, (str, bytes, os.PathLike)) and not set(mode) & set("wax+"):
            name = os.path.relpath(os.path.abspath(os.fsdecode(file)), folder)
            if name in files and kwargs.get("opener") is None:
                descriptor = os.memfd_create(os.path.basename(name)[:100])
                with original(os.dup(descriptor), "wb") as writer:
                    writer.write(files[name])
                os.lseek(descriptor, 0, os.SEEK_SET)
                return original(descriptor, mode, *args, **kwargs)
        return original(file, mode, *args, **kwargs)

    io.open = builtins.open = opened


def _restore(files: dict[str, bytes]) -> None:
    """Put the assignment's files back as they were before a test reads them."""
    for name, data in files.items():
        try:
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(descriptor, "rb") as file:
                if file.read(len(data) + 1) == data:
                    continue
        except OSError:
            pass
        try:
            shutil.rmtree(name) if os.path.isdir(name) and not os.path.islink(name) else os.unlink(
                name
            )
        except OSError:
            pass
        try:
            write_files({name: data})
        except OSError:
            continue


# -- the process ---------------------------------------------------------------------------------------------------


def main(shell: Any, control: Channel, objects: Channel) -> None:
    """Serve the executor until `control` closes."""
    output = Output()
    output.take_descriptors()
    capture(shell, output)
    link = Link(objects)
    tester = Tester(shell, link, output)
    files: dict[str, bytes] = {}
    while True:
        try:
            operation, *parts = control.receive()
        except Closed:
            return
        if operation == "define":
            alarm(30)
            try:
                tester.define(*parts)
            except CellTimeout:
                pass
            finally:
                alarm(0)
            control.send(["done"])
        elif operation == "names":
            link.operators = Codec().load(parts[0])
            tester.names.reserved = frozenset(Codec().load(parts[1]))
            control.send(["done"])
        elif operation == "files":
            files = Codec().load(parts[0])
            sys.meta_path.insert(0, _Helpers(_modules(files)))
            _own_copies(files)
            control.send(["done"])
        elif operation == "test":
            _restore(files)
            control.send(["tested", *tester.test(*parts)])
