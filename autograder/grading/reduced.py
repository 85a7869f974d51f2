"""Which cells of a notebook must run for some of its tests, and the notebook that runs only
those.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Iterator, Sequence

from nbformat import NotebookNode

from ..cells import is_students, is_test
from .own_code import names_in, python_of


def needed(notebook: NotebookNode, changed: Collection[str]) -> set[str]:
    """The tests that must run for these: they themselves, and those above that bind a name which
    one of them reads before it binds it.
    """
    tests = tests_of(notebook)
    wanted = {id_of(cell) for cell in tests} & set(changed)
    for place in range(len(tests) - 1, -1, -1):
        if id_of(tests[place]) not in wanted:
            continue
        reads = _reads(tests[place].source)
        for earlier in tests[:place]:
            bound = names_in(earlier.source)
            if reads is None or bound is None or bound.binds & reads:
                wanted.add(id_of(earlier))
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
    return is_test(cell) and not is_students(cell) and id_of(cell) in tests


def tests_of(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if is_test(cell) and cell.cell_type == "code"]


def id_of(cell: NotebookNode) -> str:
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
