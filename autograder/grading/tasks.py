"""What each graded cell's score depends on besides the submission.

A task's digest tells whether it changed since a submission was graded; what `reduced.needed` names
is run again then, the rest of the notebook's tests is not.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json

from nbformat import NotebookNode

from ..cells import is_grade, is_solution, is_test
from .own_code import python_of
from .reduced import id_of, needed, tests_of
from .templates import NotebookTemplate

DIGITS = 20
"""Of a digest: they are compared within one assignment, not attacked."""


def key(notebook: str, grade_id: str) -> str:
    """How a task is named where a digest is kept for each."""
    return f"{notebook}/{grade_id}"


def digests(template: NotebookTemplate, common: object) -> dict[str, str]:
    """Task to the digest of its test, its model answer, the given code above it and the tests that
    it takes names from. Points are a part where the test's last line is a value, which is held
    against them; else they change no outcome.

    Args:
        common: what all tasks depend on (limits, executor, files), as JSON can hold it.
    """
    found: dict[str, str] = {}
    given: list[str] = []
    answers: list[NotebookNode] = []
    open_answers = False
    for cell in template.notebook.cells:
        if is_solution(cell):
            answers = [*(answers if open_answers else []), cell]
            open_answers = True
        elif cell.cell_type == "code" and not is_test(cell):
            given.append(cell.source)
        if is_grade(cell):
            grade_id = cell.metadata.nbgrader.grade_id
            tests = needed(template.notebook, [grade_id])
            parts = [
                common,
                cell.cell_type,
                given,
                [template.answers.get(one.metadata.nbgrader.grade_id) for one in answers],
                [one.source for one in tests_of(template.notebook) if id_of(one) in tests],
                cell.metadata.nbgrader.points if is_test(cell) and _shows_a_value(cell) else None,
            ]
            text = json.dumps(parts, sort_keys=True, default=str)
            found[key(template.name, grade_id)] = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
            open_answers = False
    return found


def _shows_a_value(cell: NotebookNode) -> bool:
    """Whether the last line of a test may be one, as far as can be told."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        text = python_of(cell.source)
        body = ast.parse(text).body if text is not None else []
        return text is None or (bool(body) and isinstance(body[-1], ast.Expr))
    return True
