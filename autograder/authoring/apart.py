"""Test cells stand apart: none needs a name that another one binds only when its answer is right.

A student whose answer fails the first test of a task would else lose the second one, too, by a
NameError. What an earlier cell defines before anything in it can fail (functions, imports,
constants) may be used.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from pathlib import Path

from ..errors import complain
from ..sandbox.names import binds_safely, statements
from .cells import LessonCell


def check_apart(path: Path, cells: tuple[LessonCell, ...]) -> None:
    """Refuse test cells that lean on what may not have happened."""
    for cell, name, other in leans(cells):
        complain(
            path,
            cell.line,
            f"the test `{cell.grade_id}` uses `{name}`, which `{other}` binds only if nothing "
            "above it fails: who loses that test would lose this one as well",
            "Bind it in this cell, or define it there above everything that can fail",
        )


def leans(cells: tuple[LessonCell, ...]) -> Iterator[tuple[LessonCell, str, str]]:
    """Test cell, name, and the earlier test that binds it below something that can fail."""
    everywhere: set[str] = set()
    safe: dict[str, str] = {}
    unsafe: dict[str, str] = {}
    for cell in cells:
        if cell.kind != "code":
            continue
        own, _ = _names(cell.source)
        if cell.role != "test":
            everywhere |= own
            continue
        for name in sorted(_needed(cell.source, safe) - own - everywhere):
            if name in unsafe:
                yield cell, name, unsafe[name]
        early = True
        for statement in statements(cell.source):
            early = early and binds_safely(statement)
            source = ast.unparse(statement)
            for name in _names(source)[0]:
                if early:
                    safe[name] = source
                elif name not in safe:
                    unsafe.setdefault(name, cell.grade_id)


def _names(source: str) -> tuple[set[str], set[str]]:
    """Names that a cell binds at its top level, and those that it takes from there.

    None of a cell that is no plain Python: a magic, or a mistake that `verify` tells of.
    """
    try:
        top = symtable.symtable(source, "<cell>", "exec")
    except SyntaxError:
        return set(), set()
    binds = {one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported()}
    takes = {one.get_name() for one in top.get_symbols() if one.is_referenced()}
    inner = list(top.get_children())
    while inner:
        table = inner.pop()
        takes |= {one.get_name() for one in table.get_symbols() if one.is_global()}
        inner += table.get_children()
    return binds, takes


def _needed(source: str, safe: dict[str, str]) -> set[str]:
    """Names that a cell takes from others, with those that earlier definitions it uses take."""
    found: set[str] = set()
    waiting = [source]
    while waiting:
        fresh = _names(waiting.pop())[1] - found
        found |= fresh
        waiting += [safe[name] for name in fresh if name in safe]
    return found
