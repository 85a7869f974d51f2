"""What the statements of cells bind, read from their syntax without running them."""

from __future__ import annotations

import ast
from collections.abc import Callable

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def bound(tree: ast.AST) -> set[str]:
    """Names that a statement binds at its own level."""
    names = set()
    for node in [tree] if isinstance(tree, DEFINITIONS) else ast.walk(tree):
        if isinstance(node, DEFINITIONS):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name.partition(".")[0]) for alias in node.names)
    return names


def reads(tree: ast.AST) -> set[str]:
    """Names in a statement."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def binds_safely(statement: ast.stmt) -> bool:
    """Whether it imports, defines, or binds what its text says in full."""
    if isinstance(statement, (ast.Import, ast.ImportFrom, *DEFINITIONS)):
        return True
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or statement.value is None:
        return False
    to = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    try:
        ast.literal_eval(statement.value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return all(isinstance(target, (ast.Name, ast.Tuple)) for target in to)


def statements(source: str, transform: Callable[[str], str] = str) -> list[ast.stmt]:
    """The statements of a cell, after IPython's `transform` of its magics; none if it does not
    parse.
    """
    try:
        return ast.parse(transform(source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def root(node: ast.AST) -> str:
    """The name that an expression of attributes, items and calls begins with, "" if none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
