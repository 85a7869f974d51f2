"""Runs test cells.

A name in a test cell is, in this order: what the test cells define; what the instructor's own cells
import, define or calculate from nothing of the student's, so that a student can't replace `np`, a
helper or a tolerance; a builtin; the student's.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import inspect
import linecache
import sys
import time
import traceback
import types
from typing import Any

from ..frames import cell_lines, is_students, kept
from ..magics import unwrapped
from ..names import binds_safely, bound
from ..outputs import Output, text_of
from ..protocol import GRACE
from .given import Given, with_scripts
from .handles import is_handle, named
from .kept_out import KeptOut
from .link import CellTimeout, Link, StudentDied, alarm
from .substitutes import install


class Names(dict):
    """Global names of test code. Python asks `__missing__` because this is not exactly a dict.

    Attributes:
        given: what the instructor's cells calculate.
        reserved: names that tests alone bind. Hostile case: a student's `check` that is found
            where the test that defines its own has not run.
        students: names that the model answers bind. Hostile case: a task asks for an own `sum`,
            and Python's finds every answer right.
    """

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.link = link
        self.given: Given
        self.reserved: frozenset[str] = frozenset()
        self.students: frozenset[str] = frozenset()

    def __missing__(self, name: str) -> object:
        if self._own(name):
            raise KeyError(name)  # Python then takes the builtin
        if self.given.has(name):
            return dict.__getitem__(self, name)
        if name in self.given.absent:
            raise ImportError(f"{name} can't be had where tests run: {self.given.absent[name]}")
        return named(self.link.ask("get", name), name)

    def __contains__(self, name: object) -> bool:
        if dict.__contains__(self, name) or type(name) is not str or self._own(name):
            return dict.__contains__(self, name)
        return self.given.has(name) or self.link.ask("has", name) is True

    def of_the_test(self, name: str) -> object:
        """What a test or an instructor's cell binds, None if neither does."""
        if not dict.__contains__(self, name):
            self.given.has(name)
        return dict.get(self, name)

    def get(self, name: str, default: object = None) -> object:
        return self[name] if name in self else default  # noqa: SIM401 - this is `get`

    def _own(self, name: str) -> bool:
        return (
            name in vars(builtins)
            and name not in self.students
            or name.startswith("__")
            and name.endswith("__")
            or name in self.reserved
        )


class _Main(types.ModuleType):
    """`__main__` as tests find it, with what they define and no student's name. Honest case:
    `unittest.main()` looks there for test classes; it found none and was content.
    """

    def __init__(self, names: Names) -> None:
        super().__init__("__main__")
        self.__names = names

    def __getattr__(self, name: str) -> object:
        if not dict.__contains__(self.__names, name):
            raise AttributeError(name)
        return dict.__getitem__(self.__names, name)

    def __dir__(self) -> list[str]:
        return list(self.__names)


class Tester:
    """Executes test cells; of IPython's shell it uses the transformations of input and display."""

    def __init__(self, shell: Any, link: Link, output: Output) -> None:
        self.shell, self.link, self.output = shell, link, output
        self.names = Names(link)
        self.names.update(
            {
                "__name__": "__main__",
                "__builtins__": builtins,
                "__doc__": None,
                "get_ipython": lambda: shell,
                "__telling__": link.asked,
            }
        )
        self.whose(frozenset(), frozenset(), frozenset())
        link.standins.names = self.names
        self.count = 0

    def take_process(self) -> None:
        """Make this process a tester's for good: what stands in modules, and what may be read."""
        self.names |= install(self.link)
        sys.addaudithook(KeptOut(self.link))
        sys.modules["__main__"] = _Main(self.names)

    def whose(self, tests: frozenset[str], answers: frozenset[str], used: frozenset[str]) -> None:
        """Whose names are whose: see `of_assignment` in grading's `whose`."""
        self.names.reserved, self.names.students = tests, answers
        self.names.given = Given(self.names, self._run_given, answers, used)
        for name in answers & set(self.names):  # `type`, say
            del self.names[name]

    def define(self, source: str, given: bool) -> None:
        """Take from one of the instructor's cells what test code may rely on. What model answers
        bind, too, is the student's, imports excepted.

        Args:
            given: whether it is no test's cell, of which no calculation counts.
        """
        source = with_scripts(source, self.link.folder.files)
        try:
            tree = ast.parse(self.shell.transform_cell(unwrapped(source)))
        except SyntaxError:
            return
        for statement in tree.body:
            imports = isinstance(statement, (ast.Import, ast.ImportFrom))
            mine = not given or not bound(statement) & self.names.students
            safe = binds_safely(statement) and (imports or mine)
            if safe:
                try:
                    self._run_given(statement)
                except (Exception, CellTimeout) as error:
                    for name in bound(statement) if imports else ():
                        if not dict.__contains__(self.names, name):
                            self.names.given.absent[name] = error
            if given:
                self.names.given.add(statement, safe)

    def _run_given(self, statement: ast.stmt) -> None:
        tree = _Told().told(ast.Module([statement], []))
        self._run(compile(tree, "<준비 셀>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))

    def test(self, source: str, seconds: float, budget: int) -> list:
        """Run a test cell; returns [status, execution count, output…]."""
        self.output.begin(budget)
        self.count += 1
        started = time.monotonic()
        self.link.deadline = started + seconds
        self.link.compared = False
        self.link.asked.begin()
        self.link.linked.links.clear()
        status = "ok"
        try:
            alarm(seconds + GRACE, self.link.channel)
            self._execute(source)
        except CellTimeout:
            status = "timeout"
        except StudentDied as error:
            status = "died"
            self.output.error("DeadKernelError", str(error), [f"DeadKernelError: {error}"])
        except BaseException as error:
            # Hostile case: a student's function raises SystemExit, and the tester ends.
            status = "ours" if self._ours(error) else "error"
            self._show(error)
        finally:
            alarm(0, self.link.channel)
            self.link.deadline = None
        if self.link.broken and status != "timeout":
            # Even if the test swallowed it: `except BaseException: pass`
            status = "unread" if self.link.gave_up else "died"
        elif time.monotonic() - started >= seconds:
            status = "timeout"  # the same
        elif self.link.failed and status == "ok":
            status = "error"
            self._show(self.link.failed)
        self.link.failed = None
        return [status, self.count, *self.output.finish()]

    def _ours(self, error: BaseException) -> bool:
        """Whether the wire may be to blame: neither the student's code raised this nor an assertion
        of the test's, unless the test compared what a handle may not be compared with, or the
        student's code wanted more of a function of the test's than to call it.
        """
        if isinstance(error, AssertionError) or is_students(error):
            return self.link.compared or self.link.looked_into()
        return not isinstance(error, SyntaxError)

    def _execute(self, source: str) -> None:
        text = self.shell.transform_cell(unwrapped(source))
        name = f"<검사 셀 {self.count}>"
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        tree = _Told().told(ast.parse(text, name))
        last = tree.body[-1] if tree.body and not text.rstrip().endswith(";") else None
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        if not isinstance(last, ast.Expr):
            self._run(compile(tree, name, "exec", flags))
            return
        tree.body.pop()
        self._run(compile(tree, name, "exec", flags))
        self._display(self._run(compile(ast.Expression(last.value), name, "eval", flags)))

    def _run(self, code) -> object:
        value = eval(code, self.names)
        if code.co_flags & inspect.CO_COROUTINE:
            return asyncio.run(_awaited(value))
        return value

    def _display(self, value: object) -> None:
        """The value of the last line, which is partial credit if it is a number. Hostile case: a
        student's object that looks like one.
        """
        if isinstance(value, getattr(sys.modules.get("unittest"), "TestProgram", ())):
            value = getattr(value, "result", None)  # how many failed is what counts
        if value is None:
            return
        if is_handle(value):
            shown = {"text/plain": f"<학생의 객체: {text_of(value, 500)!r}>"}
            self.output.rich("execute_result", shown, self.count)
            return
        data, _ = self.shell.display_formatter.format(value)
        self.output.rich("execute_result", data, self.count)

    def _show(self, error: BaseException) -> None:
        name, value, frames, text = type(error).__name__, "", "", type(error).__name__
        # Hostile case: the error holds a student's object, which raises what it likes when shown.
        with contextlib.suppress(BaseException):
            frames = kept(error)
            text = "".join([*cell_lines(error), *traceback.format_exception_only(error)])
            value = str(error)
        self.output.error(name, value, text.splitlines(), frames)


async def _awaited(value):
    return await value


class _Told(ast.NodeTransformer):
    """Has messages of assertions made where it is seen that they are: see `trust.Asked`."""

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        self.generic_visit(node)
        if node.msg is None:
            return node
        failed = ast.Assert(ast.Constant(False), node.msg)
        within = ast.With([ast.withitem(ast.Name("__telling__", ast.Load()))], [failed])
        made = ast.If(ast.UnaryOp(ast.Not(), node.test), [within], [])
        for one in (failed, within, made, made.test):
            ast.copy_location(one, node)
        return made

    def told(self, tree: ast.Module) -> ast.Module:
        return ast.fix_missing_locations(self.visit(tree))
