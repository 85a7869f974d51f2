"""Code that a student wrote outside of the answer cells, and where in the rebuilt notebook it runs.

It is read, never run: which names a cell binds and needs follows from its syntax.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import re
import symtable
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..cells import is_solution, is_test

if TYPE_CHECKING:
    from .templates import NotebookTemplate

BUILTINS = frozenset(dir(builtins))
MOST, MOST_TOGETHER, MOST_CELLS = 100_000, 1_000_000, 500
"""Characters of one cell, characters and number of a submission's own cells that are read. Hostile
case: a notebook of megabytes that keeps the grader busy.
"""
MAGIC = re.compile(r"^([ \t]*+)(?:[%!?].*|.*\?)$", re.MULTILINE)
ASKED_SHELL = re.compile(r"=[ \t]*+[%!].*$", re.MULTILINE)
COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")


@dataclass(frozen=True)
class Names:
    """Global names of a cell.

    Attributes:
        binds: what it binds at its top level.
        at_once: what it reads while it runs.
        later: what its functions read when they are called.
        defines: those of `binds` that are functions and classes.
    """

    binds: frozenset[str] = frozenset()
    at_once: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    defines: frozenset[str] = frozenset()

    @property
    def needs(self) -> frozenset[str]:
        return self.at_once | self.later


def python_of(source: str) -> str | None:
    """The Python of a cell, IPython's magics left out; None where that is none.

    IPython's own transformation takes a pass over the cell for each magic in it.
    """
    for text in (source, ASKED_SHELL.sub("= None", MAGIC.sub(r"\1pass", source[:MOST]))):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            if len(source) <= MOST:
                ast.parse(text)
                return text
    return None


@functools.lru_cache(maxsize=256)
def names_in(source: str) -> Names | None:
    """None where the source is no Python, or too long."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        text = python_of(source)
        return None if text is None else _names(symtable.symtable(text, "cell", "exec"))
    return None


def _names(top: symtable.SymbolTable) -> Names:
    bound = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    at_once = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    later: set[str] = set()

    def look(table: symtable.SymbolTable, into: set[str]) -> None:
        for child in table.get_children():
            now = child.get_type() == "class" or child.get_name() in COMPREHENSIONS
            found = into if now else later
            found.update(
                s.get_name() for s in child.get_symbols() if s.is_global() and s.is_referenced()
            )
            look(child, found)

    look(top, at_once)
    defined = {s.get_name() for s in top.get_symbols() if s.is_namespace()}
    return Names(*map(frozenset, (bound, at_once, later, defined)))


@dataclass(frozen=True)
class OwnCell:
    """Code of a student's own.

    Attributes:
        place: where it stands in the submission.
    """

    place: int
    source: str
    names: Names


def own_cells(sources: Iterable[tuple[int, str]]) -> list[OwnCell]:
    """Of places and texts those that are code."""
    found: list[OwnCell] = []
    together = 0
    for place, source in sources:
        together += len(source)
        if together > MOST_TOGETHER or len(found) == MOST_CELLS:
            break
        names = names_in(source)
        if names is not None:
            found.append(OwnCell(place, source, names))
    return found


def is_split(sources: Sequence[str], stub: str) -> bool:
    """Whether the parts of an answer are one that was split, rather than versions of it: together
    they are Python, and the last alone is none or lacks names.
    """
    *others, last = map(names_in, sources)
    if names_in("\n".join(sources)) is None:
        return False
    due = (names_in(stub) or Names()).defines
    before = frozenset().union(*(names.binds for names in others if names))
    return last is None or bool((due | last.needs & before) - last.binds - BUILTINS)


def added_lines(given: str, found: str) -> tuple[str, bool]:
    """The statements that a student added to a cell of the instructor's, and whether something else
    was done to it.

    What changes something given stays out: it is an accident more often than not, and is repaired.
    So imports count, and whatever binds no name that the given cell binds.
    """
    theirs = names_in(given)
    was, text = python_of(given), python_of(found)
    if was is None or text is None:
        return "", True
    body = ast.parse(text).body
    before = {ast.dump(statement) for statement in ast.parse(was).body}
    added, other = [], not before <= {ast.dump(statement) for statement in body}
    for statement in body:
        source = ast.get_source_segment(text, statement) or ""
        names = names_in(source)
        if ast.dump(statement) in before or names is None:
            continue
        is_import = isinstance(statement, (ast.Import, ast.ImportFrom))
        if is_import or not names.binds & (theirs.binds if theirs else frozenset()):
            added.append(source)
        else:
            other = True
    return "\n".join(added), other


class Placing:
    """Where own cells run: each before the next answer below it; and earlier, beside the first
    answer that needs a name that it alone binds, for a notebook need not be run from top to bottom.

    Nothing runs before the first answer's place, where the instructor's set-up is through.

    Args:
        place: index in the template to index in the submission.
        answers: index in the template to the student's text.
    """

    def __init__(
        self, template: NotebookTemplate, place: dict[int, int], answers: dict[int, str]
    ) -> None:
        self.cells, self.place, self.answers = template.notebook.cells, place, answers
        code = [i for i, cell in enumerate(self.cells) if cell.cell_type == "code"]
        self.slots = [index for index in code if is_solution(self.cells[index])]
        first = next((i for i, cell in enumerate(self.cells) if is_solution(cell)), None)
        self.anchors = [
            index
            for index in code
            if first is not None and index >= first and not is_test(self.cells[index])
        ]
        tests = {index for index in code if is_test(self.cells[index])}
        self.tests_own = _bound(self.cells[index].source for index in tests)
        self.given = _bound(self.cells[index].source for index in {*code} - tests - {*self.slots})

    def __call__(self, own: Sequence[OwnCell]) -> tuple[list[tuple[int, OwnCell]], list[OwnCell]]:
        """Pairs of the template's index before which it runs and the cell, and the cells that
        nothing below needs.
        """
        where: dict[OwnCell, int] = {}
        read = [names_in(answer) or Names() for answer in self.answers.values()]
        defined = set().union(*(names.defines for names in read))
        for cell in own:
            if cell.names.binds and cell.names.binds <= defined:
                where |= self._second_attempt(cell)
                continue
            below = [i for i in self.anchors if self.place.get(i, -1) > cell.place]
            if below:
                where[cell] = min(below)
        for slot in self.slots:
            self._fetch(slot, own, where)
        placed = [
            (index, cell)
            for index in sorted(set(where.values()))
            for cell in _runnable([cell for cell in own if where.get(cell) == index])
        ]
        return placed, [cell for cell in own if cell not in where]

    def _second_attempt(self, cell: OwnCell) -> dict[OwnCell, int]:
        """Where a cell runs that binds again what answers define: between an answer and its test it
        is what the student meant; elsewhere an old version, a stub, something tried.
        """
        for slot in self.slots:
            mine = (names_in(self.answers.get(slot, "")) or Names()).binds
            tests = [self.place[i] for i in self._tests(slot) if i in self.place]
            between = slot in self.place and self.place[slot] < cell.place < min(tests, default=0)
            if between and cell.names.defines & mine:
                return {cell: slot + 1}
        return {}

    def _tests(self, slot: int) -> list[int]:
        """The test cells behind an answer."""
        end = min((index for index in self.slots if index > slot), default=len(self.cells))
        return [index for index in range(slot + 1, end) if is_test(self.cells[index])]

    def _fetch(self, slot: int, own: Sequence[OwnCell], where: dict[OwnCell, int]) -> None:
        """Bring what an answer or its tests need and what stands below it up to them."""
        answer = names_in(self.answers.get(slot, "")) or Names()
        asked = (names_in(self.cells[index].source) or Names() for index in self._tests(slot))
        needed = answer.needs.union(*(names.needs - self.tests_own for names in asked))
        above = [self.answers.get(index, "") for index in self.slots if index <= slot]
        known = self.given | BUILTINS | _bound(above)
        for cell, index in where.items():
            if index <= slot:
                known |= cell.names.binds
        late = [cell for cell in own if where.get(cell, len(self.cells)) > slot]
        early = answer.at_once
        while True:
            lacking = needed - known
            wanted = next((cell for cell in late if cell.names.binds & lacking), None)
            if wanted is None:
                return
            where[wanted] = slot + 1
            if wanted.names.binds & early - known:
                where[wanted] = slot
                early |= wanted.names.needs
            needed |= wanted.names.needs
            known |= wanted.names.binds
            late.remove(wanted)


def _runnable(cells: Sequence[OwnCell]) -> list[OwnCell]:
    """In the submission's order, but what a cell reads at once comes before it."""
    left, made = sorted(cells, key=lambda cell: cell.place), list[OwnCell]()
    waiting = Counter(name for cell in left for name in cell.names.binds)
    bound: set[str] = set()

    def ready(cell: OwnCell) -> bool:
        reads = cell.names.at_once - bound
        return all(waiting[name] <= (name in cell.names.binds) for name in reads)

    while left:
        chosen = next(filter(ready, left), left[0])
        left.remove(chosen)
        made.append(chosen)
        waiting.subtract(chosen.names.binds)
        bound |= chosen.names.binds
    return made


def _bound(sources: Iterable[str]) -> set[str]:
    return set().union(*((names_in(source) or Names()).binds for source in sources))
