"""What the instructor's cells calculate, worked out here where a test asks for it.

Hostile case: an answer that binds the tolerance, the expected values or the comparison anew.
"""

from __future__ import annotations

import ast
import contextlib
import datetime
import decimal
import fractions
import functools
import io
import pathlib
import re
import types
from collections.abc import Callable
from typing import Any

from ..names import DEFINITIONS, bound, reads, root
from ..protocol import SEEDS
from .trust import plain_types

_SEEDS = frozenset(name for _, name in SEEDS)
_DRAWS = re.compile(r"rand|shuffle|choice|normal|uniform|permut|sample")
"""What a statement says that draws numbers, for which a seed counts that was set before it."""

_HIDING = frozenset(["exec", "eval", "globals"])
"""What binds names that are not in the text."""
_FIXED = (
    *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, type, functools.partial),
    types.ModuleType,
    *(re.Pattern, decimal.Decimal, fractions.Fraction, datetime.date, datetime.time),
    *(datetime.timedelta, pathlib.PurePath, range),
)
"""Types of objects that nobody changes."""
_RUN = re.compile(r"(?m)^%run[ \t]+(?:-\w[ \t]+)*['\"]?(?:\./)?([\w./-]+?)(?:\.py)?['\"]?[ \t]*$")


def with_scripts(source: str, files: dict[str, bytes]) -> str:
    """A cell with the text of the assignment's scripts in the place of `%run SCRIPT`."""

    def text(found: re.Match) -> str:
        data = files.get(f"{found[1]}.py")
        return found[0] if data is None else data.decode("utf-8", "replace")

    return _RUN.sub(text, source)


class Given:
    """Statements of the instructor's cells that need nothing of the student's.

    Args:
        names: of the test; what has been worked out is put there.
        run: executes a statement with these names.
        students: names that the model answers bind.
        used: names whose objects the model answers may change.

    Attributes:
        theirs: names that the student's code decides on, directly or not.
        absent: by name, why what an instructor's cell imports or calculates can't be had here.
            Hostile case: a student's object of that name takes its place and finds every answer
            right.
    """

    def __init__(
        self,
        names: dict[str, Any],
        run: Callable[[ast.stmt], None],
        students: frozenset[str],
        used: frozenset[str],
    ) -> None:
        self.names, self.run = names, run
        self.theirs, self._used = set(students), set(used)
        self.absent: dict[str, BaseException] = {}
        self._hiding = set(_HIDING)
        self._hidden: list[ast.stmt] = []
        self._reads: dict[str, set[str]] = {}
        self._imported: set[str] = set()
        self._of: dict[str, list[ast.stmt]] = {}
        self._seeds: list[ast.stmt] = []

    def add(self, statement: ast.stmt, done: bool) -> None:
        """
        Args:
            done: whether it has been executed, for it does no more than bind a literal, say.
        """
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            self._imported |= bound(statement)
            return
        touched, hides = _touched(statement) - self._imported, self._hides(statement)
        if isinstance(statement, DEFINITIONS):
            self._reads[statement.name] = reads(statement)
            self._hiding |= {statement.name} if hides else set()
        elif hides and not reads(statement) & self.theirs:
            self._hidden.append(statement)
        if (touched | reads(statement) - self._imported) & self.theirs:
            self.theirs |= touched
            for name in touched & set(self._of):
                del self._of[name]
            return
        if isinstance(statement, ast.Expr) and _called(statement.value) in _SEEDS:
            self._seeds.append(statement)
        for name in touched:
            steps = self._of.setdefault(name, [])
            steps += [*(self._seeds if _DRAWS.search(ast.unparse(statement)) else ()), statement]
            if not done:
                dict.pop(self.names, name, None)

    def _hides(self, statement: ast.stmt) -> bool:
        """Whether it may bind names that its syntax does not show."""
        return bool(reads(statement) & self._hiding) or any(
            isinstance(node, ast.Global) for node in ast.walk(statement)
        )

    def has(self, name: str) -> bool:
        """Whether a name has a value here. An object that is no data is the student's process's
        where the answers may change it.
        """
        if name not in self._of and name not in self.theirs and self._hidden:
            hidden, self._hidden = self._hidden, []
            for statement in hidden:
                with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
                    self.run(statement)
        steps = self._of.pop(name, [])
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                for statement in steps:
                    self.run(statement)
        except Exception as error:
            self.absent[name] = error
            return False
        value = dict.get(self.names, name)
        if steps and name in self._changed() and not isinstance(value, (*_FIXED, *plain_types())):
            dict.pop(self.names, name, None)
        return dict.__contains__(self.names, name)

    def _changed(self) -> set[str]:
        """Names that the answers use, themselves or through the instructor's functions."""
        found: set[str] = set()
        todo = set(self._used)
        while todo:
            found |= todo
            todo = set().union(*(self._reads.get(name, ()) for name in todo)) - found
        return found


def _touched(statement: ast.stmt) -> set[str]:
    """Names that a statement binds, or whose objects it may change."""
    found = bound(statement)
    if isinstance(statement, DEFINITIONS):
        return found
    for node in ast.walk(statement):
        stored = isinstance(getattr(node, "ctx", None), ast.Store)
        if isinstance(node, (ast.Attribute, ast.Subscript)) and stored:
            found.add(root(node))
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) or not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            found.add(root(node.func))
    return found - {""}


def _called(call: ast.expr) -> str:
    """The last part of what is called."""
    return (
        call.func.attr
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        else ""
    )
