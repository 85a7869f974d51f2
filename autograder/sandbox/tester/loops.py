"""No function of the student's ends a test's loop early.

Hostile case: `all(f(x) == y for …)` over `map(f, …)`, where `f` raises `StopIteration` at once: the
loop ends, and with it the assertions, as if there were nothing left.
"""

from __future__ import annotations

import ast
from typing import Any

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


def guarded(function: Any) -> Any:
    """What a test gives to `map` and the like: `StopIteration` out of it becomes the error that it
    would be in a generator (PEP 479).
    """
    if not callable(function) or function is next:
        return function

    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except StopIteration as error:
            raise RuntimeError("the function raised StopIteration") from error

    return call


class _Guard(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = ""
        if isinstance(node.func, ast.Name):
            name = node.func.id
        elif isinstance(node.func, ast.Attribute):
            name = node.func.attr
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

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """A message is made where it is seen that it is one: see `trust.Asked`."""
        self.generic_visit(node)
        if node.msg is None:
            return node
        failed = ast.Assert(ast.Constant(False), node.msg)
        within = ast.With([ast.withitem(ast.Name("__telling__", ast.Load()))], [failed])
        made = ast.If(ast.UnaryOp(ast.Not(), node.test), [within], [])
        for one in (failed, within, made, made.test):
            ast.copy_location(one, node)
        return made

    @staticmethod
    def _guarded(function: ast.expr) -> ast.expr:
        return ast.copy_location(
            ast.Call(ast.Name("__guarded__", ast.Load()), [function], []), function
        )


def guard(tree: ast.Module) -> ast.Module:
    """Test code in which no function of the student's can end a loop early."""
    return ast.fix_missing_locations(_Guard().visit(tree))
