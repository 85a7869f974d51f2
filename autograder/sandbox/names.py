"""Whose name is whose: what the cells of a notebook bind, read from their syntax without running
them.

The tester needs to know it (see `tester`): what model answers bind is the student's, what only
tests bind is the test's. It depends on the assignment alone, so whoever reads the assignment works
it out once, and it travels with each notebook.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence, Set

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
NAMES = "names"
"""Key in a notebook's `autograder` metadata: what `of_assignment` gives."""


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


def bound_by(sources: Sequence[str], transform: Callable[[str], str] = str) -> list[str]:
    """Names that cells bind at their top level."""
    body = [one for source in sources for one in statements(source, transform)]
    return sorted(set().union(*map(bound, body)))


def of_assignment(
    answers: Sequence[str],
    tests: Sequence[str] = (),
    others: Sequence[str] = (),
    transform: Callable[[str], str] = str,
) -> dict:
    """What the tester has to know of an assignment's names.

    Args:
        answers: the model answers.
        others: the instructor's cells that are no tests.

    Returns:
        `answers`: names that the model answers bind;
        `tests`: names that test cells alone bind;
        `used`: names of the others that the model answers use, or that tests hand to them. Plain
        data, for the notebook's metadata.
    """
    theirs = bound_by(answers, transform)
    given = set(bound_by(others, transform))
    own = set(bound_by(tests, transform)) - given - set(theirs)
    used = {
        node.id
        for source in answers
        for statement in statements(source, transform)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    }
    for source in tests:
        for statement in statements(source, transform):
            used |= handed(statement, own | set(theirs))
    return {"answers": theirs, "tests": sorted(own), "used": sorted(used & given)}


def root(node: ast.AST) -> str:
    """The name that an expression of attributes, items and calls begins with, "" if none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def handed(statement: ast.stmt, to: Set[str]) -> set[str]:
    """Names that are arguments of calls of these, or of their methods."""
    calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return {
        part.id
        for call in calls
        if root(call.func) in to
        for part in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(part, ast.Name)
    }
