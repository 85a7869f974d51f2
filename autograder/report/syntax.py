"""A cell's code without what does not make it another answer: comments, docstrings, formatting, and
how its own names are called. Read, never run.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from ..grading.own_code import python_of

MOST = 20_000
"""Characters of a cell that is looked at; more is nobody's answer to a task."""
MOST_PARTS = 5_000
"""Parts of a syntax tree that are looked at."""
LEFT_OUT = ("annotation", "returns", "type_comment", "type_params", "kind")
"""Fields of a syntax tree that change nothing when it runs."""
Function = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Part:
    """One thing that the syntax of a cell says, and its line in the cell."""

    text: str
    line: int


@functools.lru_cache(maxsize=50_000)
def parts(source: str) -> tuple[Part, ...]:
    """The syntax tree in reading order; () where there is no code, or none that Python reads.

    Names that functions bind are numbered in the order in which they come; annotations are left
    out. Attributes, global names, numbers and texts stay.
    """
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        text = python_of(source) if len(source) <= MOST else None
        if text is not None:
            tree = ast.parse(text)
            return tuple(_Reader(_local(tree)).read(tree))
    return ()


@functools.lru_cache(maxsize=50_000)
def form(source: str) -> str:
    """The same for all cells that differ only in what `parts` leaves out; of text that is no
    Python, its words. "" where nothing is written.
    """
    found = parts(source)
    return " ".join(part.text for part in found) if found else " ".join(source[:MOST].split())


def remarks(source: str) -> list[Part]:
    """Comments of a cell, as far as it can be read."""
    found = []
    with contextlib.suppress(tokenize.TokenError, SyntaxError, ValueError):
        for token in tokenize.generate_tokens(io.StringIO(source[:MOST]).readline):
            text = "".join(token.string.lstrip("#").split())
            if token.type == tokenize.COMMENT and text:
                found.append(Part(f"# {text}", token.start[0]))
    return found


def _local(tree: ast.AST) -> frozenset[str]:
    """Names that functions of the cell bind inside themselves, arguments included."""
    bound: set[str] = set()
    shared: set[str] = set()
    for function in ast.walk(tree):
        if not isinstance(function, Function):
            continue
        for node in ast.walk(function):
            if isinstance(node, (ast.Global, ast.Nonlocal)):
                shared.update(node.names)
            elif isinstance(node, ast.arg):
                bound.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                bound.add(node.id)
            elif isinstance(node, (ast.ExceptHandler, *Function[:2])) and node is not function:
                bound.add(node.name or "")
    return frozenset(bound - shared)


class _Reader:
    """Of one cell.

    Args:
        local: names that are numbered.
    """

    def __init__(self, local: frozenset[str]) -> None:
        self.local, self.numbers = local, dict[str, str]()

    def read(self, tree: ast.AST) -> Iterator[Part]:
        """Depth first without recursion: hostile code is nested."""
        todo: list[ast.AST | str] = [tree]
        line = 1
        for _ in range(MOST_PARTS):
            if not todo:
                return
            node = todo.pop()
            if isinstance(node, str):
                yield Part(node, line)
                continue
            line = getattr(node, "lineno", line)
            said, inside = self._of(node)
            if said:
                yield Part(said, line)
            todo.extend(reversed(inside))

    def _of(self, node: ast.AST) -> tuple[str, list[ast.AST | str]]:
        """What a node says itself, and what is in it, in reading order. Where a list of parts
        ends is said, too, for else two trees could read alike.
        """
        if isinstance(node, (ast.expr_context, ast.Module)):
            return "", list(getattr(node, "body", []))
        words = [type(node).__name__]
        inside: list[ast.AST | str] = []
        for name, value in ast.iter_fields(node):
            if name in LEFT_OUT:
                continue
            if isinstance(value, list):
                body = _undocumented(value) if name == "body" else value
                inside += [self._name(one) if isinstance(one, str) else one or "–" for one in body]
                inside.append("·")
            elif isinstance(value, ast.AST):
                inside.append(value)
            elif value is None and not isinstance(node, ast.Constant):
                inside.append("–")
            else:
                words.append(self._said(node, value))
        return " ".join(words), inside

    def _said(self, node: ast.AST, value: object) -> str:
        if isinstance(node, ast.Constant):
            return repr(value)
        own = isinstance(node, (ast.Name, ast.arg, ast.ExceptHandler, *Function[:2]))
        return self._name(str(value)) if own or isinstance(node, ast.keyword) else str(value)

    def _name(self, name: str) -> str:
        if name not in self.local:
            return name
        return self.numbers.setdefault(name, f"${len(self.numbers)}")


def _undocumented(body: list) -> list:
    """A body without its docstring."""
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return body[1:] if isinstance(first.value.value, str) else body
    return body
