"""Which cell of a notebook is whose, by nbgrader's metadata.

The predicates are nbgrader's own in other words (a test compares them): to import those is to
import all of nbgrader, its server's pages included, a second in each process that executes.
"""

from __future__ import annotations

from typing import TypeVar

from nbformat import NotebookNode

T = TypeVar("T")


def copied(tree: T) -> T:
    """A copy of a notebook or a part of one: dictionaries, lists and what never changes. A tenth of
    what `copy.deepcopy` takes.
    """
    if isinstance(tree, dict):
        made, put = type(tree)(), dict.__setitem__
        for name, value in tree.items():
            put(made, name, copied(value) if isinstance(value, (dict, list)) else value)
        return made
    if isinstance(tree, list):
        return [  # type: ignore[return-value]
            copied(value) if isinstance(value, (dict, list)) else value for value in tree
        ]
    return tree


def _says(cell: NotebookNode, what: str) -> bool:
    return cell.metadata.get("nbgrader", {}).get(what, False)


def is_grade(cell: NotebookNode) -> bool:
    """Whether a cell has points."""
    return _says(cell, "grade")


def is_solution(cell: NotebookNode) -> bool:
    """Whether a student answers in it."""
    return _says(cell, "solution")


def is_task(cell: NotebookNode) -> bool:
    """Whether a person judges what stands below it."""
    return _says(cell, "task")


def is_locked(cell: NotebookNode) -> bool:
    """Whether a student's changes are put back."""
    if "nbgrader" not in cell.metadata or is_solution(cell):
        return False
    return is_grade(cell) or _says(cell, "locked")


def compute_checksum(cell: NotebookNode) -> str:
    """nbgrader's digest of a cell, by which it sees whether it was changed."""
    from nbgrader.utils import compute_checksum as checksum

    return checksum(cell)


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is graded and not by what a student wrote into it."""
    return is_grade(cell) and not is_solution(cell)


def is_students(cell: NotebookNode) -> bool:
    """Whether a student wrote this cell: an answer, or one that was added below a task."""
    return is_solution(cell) or is_own(cell)


def is_own(cell: NotebookNode) -> bool:
    """Whether a student added this cell."""
    return cell.metadata.get("autograder", {}).get("student") is True
