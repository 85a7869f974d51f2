"""What the instructor's cells calculate, worked out here where a test asks for it.

Hostile case: an answer that binds the tolerance, the expected values or the comparison anew.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import types
from collections.abc import Callable
from typing import Any

from ..names import bound
from ..protocol import SEEDS
from .trust import plain_types

_SEEDS = frozenset(name for _, name in SEEDS)
_DRAWS = re.compile(r"rand|shuffle|choice|normal|uniform|permut|sample")
"""What a statement says that draws numbers, for which a seed counts that was set before it."""


class Absent:
    """Stands for what an instructor's cell imports or calculates and the tester can't. Hostile
    case: a student's object of that name takes its place and finds every answer right.
    """

    def __init__(self, name: str, error: BaseException) -> None:
        vars(self).update(_name=name, _error=error)

    def _refuse(self, *arguments, **named):
        raise ImportError(
            f"{vars(self)['_name']} can't be had where tests run: {vars(self)['_error']}"
        )

    __getattr__ = __call__ = __getitem__ = __iter__ = __bool__ = __eq__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class Given:
    """Statements of the instructor's cells that need nothing of the student's.

    Args:
        names: of the test; what has been worked out is put there.
        run: executes a statement with these names.

    Attributes:
        theirs: names that the student's code decides on, directly or not.
    """

    def __init__(self, names: dict[str, Any], run: Callable[[ast.stmt], None]) -> None:
        self.names, self.run = names, run
        self.theirs: set[str] = set()
        self._imported: set[str] = set()
        self._of: dict[str, list[ast.stmt]] = {}
        self._seeds: list[ast.stmt] = []

    def add(self, statement: ast.stmt, students: list[str], done: bool) -> None:
        """
        Args:
            students: names that the model answers bind.
            done: whether it has been executed, for it does no more than bind a literal, say.
        """
        self.theirs |= set(students)
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            self._imported |= bound(statement)
            return
        touched = _touched(statement) - self._imported
        if (touched | _reads(statement) - self._imported) & self.theirs:
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

    def has(self, name: str) -> bool:
        """Whether a name has a value here: data or a function. Other objects are the student's
        process's, where they can be handed back to, and are not believed.
        """
        steps = self._of.pop(name, [])
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                for statement in steps:
                    self.run(statement)
        except Exception as error:
            self.names[name] = Absent(name, error)
            return True
        value = dict.get(self.names, name)
        if steps and not isinstance(value, (types.FunctionType, type, *plain_types())):
            dict.pop(self.names, name, None)
        return dict.__contains__(self.names, name)


def _reads(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _touched(statement: ast.stmt) -> set[str]:
    """Names that a statement binds, or whose objects it may change."""
    found = bound(statement)
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return found
    for node in ast.walk(statement):
        stored = isinstance(getattr(node, "ctx", None), ast.Store)
        if isinstance(node, (ast.Attribute, ast.Subscript)) and stored:
            found |= _root(node)
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) or not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            found |= _root(node.func)
    return found


def _root(node: ast.expr) -> set[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _called(call: ast.expr) -> str:
    """The last part of what is called."""
    return (
        call.func.attr
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        else ""
    )
