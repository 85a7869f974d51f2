"""Which cell of a notebook is whose: nbgrader's own predicates, and two of ours."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution, is_task

__all__ = [
    "compute_checksum",
    "is_grade",
    "is_locked",
    "is_own",
    "is_solution",
    "is_students",
    "is_task",
    "is_test",
]


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is graded and not by what a student wrote into it."""
    return is_grade(cell) and not is_solution(cell)


def is_students(cell: NotebookNode) -> bool:
    """Whether a student wrote this cell: an answer, or one that was added below a task."""
    return is_solution(cell) or is_own(cell)


def is_own(cell: NotebookNode) -> bool:
    """Whether a student added this cell."""
    return cell.metadata.get("autograder", {}).get("student") is True
