"""What each graded cell's score depends on besides the submission, and which cells must run for it.

A task's digest tells whether it changed since a submission was graded; what `needed` names is run
again then, the rest of the notebook's tests is not.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence

from nbformat import NotebookNode

from ..cells import is_grade, is_solution, is_students, is_test
from ..sandbox.names import NAMES
from .own_code import names_in, python_of
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
    names = template.notebook.metadata.get("autograder", {}).get(NAMES, {})
    for cell in template.notebook.cells:
        if is_solution(cell):
            answers = [*(answers if open_answers else []), cell]
            open_answers = True
        elif cell.cell_type == "code" and not is_test(cell):
            given.append(cell.source)
        if is_grade(cell):
            grade_id = cell.metadata.nbgrader.grade_id
            tests = needed(template, [grade_id])
            parts = [
                common,
                cell.cell_type,
                given,
                [template.answers.get(one.metadata.nbgrader.grade_id) for one in answers],
                [one.source for one in _tests(template) if _id(one) in tests],
                sorted(names.get("operators", {}).items()),
                cell.metadata.nbgrader.points if is_test(cell) and _shows_a_value(cell) else None,
            ]
            text = json.dumps(parts, sort_keys=True, default=str)
            found[key(template.name, grade_id)] = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
            open_answers = False
    return found


def needed(template: NotebookTemplate, changed: Collection[str]) -> set[str]:
    """The tests that must run for these: they themselves, and those above that bind a name which
    one of them reads before it binds it.
    """
    tests = _tests(template)
    wanted = {_id(cell) for cell in tests} & set(changed)
    for place in range(len(tests) - 1, -1, -1):
        if _id(tests[place]) not in wanted:
            continue
        reads = _reads(tests[place].source)
        for earlier in tests[:place]:
            bound = names_in(earlier.source)
            if reads is None or bound is None or bound.binds & reads:
                wanted.add(_id(earlier))
    return wanted


def reduced(notebook: NotebookNode, tests: Collection[str]) -> tuple[NotebookNode, set[int]]:
    """A rebuilt notebook that runs only these tests, and the places of the cells that run.

    Cells keep their places: what does not run is empty, other tests and everything behind the last.
    """
    made = NotebookNode(notebook)
    made.cells = [NotebookNode(cell) for cell in notebook.cells]
    last = max((i for i, cell in enumerate(made.cells) if _wanted(cell, tests)), default=-1)
    runs = set()
    for index, cell in enumerate(made.cells):
        if cell.cell_type != "code":
            continue
        if index > last or (is_test(cell) and not _wanted(cell, tests)):
            cell.source = ""
        elif cell.source.strip():
            runs.add(index)
    return made, runs


def _wanted(cell: NotebookNode, tests: Collection[str]) -> bool:
    return is_test(cell) and not is_students(cell) and _id(cell) in tests


def _tests(template: NotebookTemplate) -> list[NotebookNode]:
    return [cell for cell in template.notebook.cells if is_test(cell) and cell.cell_type == "code"]


def _shows_a_value(cell: NotebookNode) -> bool:
    """Whether the last line of a test may be one, as far as can be told."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        text = python_of(cell.source)
        body = ast.parse(text).body if text is not None else []
        return text is None or (bool(body) and isinstance(body[-1], ast.Expr))
    return True


def _id(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.grade_id


def _reads(source: str) -> frozenset[str] | None:
    """Names that a cell reads before it binds them; None where that can't be told."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        text = python_of(source)
        if text is not None:
            return frozenset(_first_reads(ast.parse(text).body, set()))
    return None


def _first_reads(body: Sequence[ast.stmt], bound: set[str]) -> Iterator[str]:
    for statement in body:
        inner: list[ast.stmt] = []
        parts: list[ast.AST] = [statement]
        if isinstance(statement, (ast.For, ast.While, ast.If, ast.With)):
            inner = [*statement.body, *getattr(statement, "orelse", [])]
            parts = [
                part for part in ast.iter_child_nodes(statement) if not isinstance(part, ast.stmt)
            ]
        for part in parts:
            names = names_in(ast.unparse(part)) if not isinstance(part, ast.withitem) else None
            if isinstance(part, ast.withitem):
                names = names_in(f"with {ast.unparse(part)}: pass")
            if names is not None:
                stores = {
                    node.id
                    for node in ast.walk(part)
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
                }
                targets = stores if part is not statement else set()
                yield from names.needs - bound - targets
                bound |= names.binds | targets
        yield from _first_reads(inner, bound)
