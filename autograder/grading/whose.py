"""Whose name is whose in an assignment's notebooks.

The tester needs to know it (see `sandbox.tester`): what model answers bind is the student's, what
only tests bind is the test's. It depends on the assignment alone, so whoever reads the assignment
works it out once, and it travels with each notebook.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence, Set

from ..sandbox.names import bound, reads, root, statements

NAMES = "names"
"""Key in a notebook's `autograder` metadata: what `of_assignment` gives."""


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
    used: set[str] = set()
    for source in answers:
        used = used.union(*map(reads, statements(source, transform)))
    for source in tests:
        for statement in statements(source, transform):
            used |= handed(statement, own | set(theirs))
    return {"answers": theirs, "tests": sorted(own), "used": sorted(used & given)}


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
