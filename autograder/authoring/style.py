"""Rules of style that a program can hold: code that fits the page, a reader who has to act.

`autograder build --check` reports what breaks them, by file and line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .cells import LessonCell, LessonText
from .lecture import read_settings

COLUMNS = 95
LINES = 12
ASSERTS = 12  # cells with asserts that teach; more are checks, and those are claims
GUESS, CHANGE = "먼저 맞혀 보세요", "바꾸어 보세요"
WORKSHOP = re.compile(r"프로필|`?assert`?가|우리가 정한 목표|`quick`|`full`")
SECTION = re.compile(r"(?m)^## (\d+)\. ")


@dataclass(frozen=True)
class Finding:
    """A line of a lecture that breaks a rule; `what` says how to mend it."""

    rule: str
    line: int
    what: str


def columns(line: str) -> int:
    """Width of a line in a notebook: Hangul takes two columns."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in line)


def shown(text: LessonText) -> list[LessonCell]:
    """The code cells that students see and that are written by hand."""
    return [cell for cell in text.cells if cell.kind == "code" and cell.mark != "claim"]


def wide(text: LessonText) -> Iterator[tuple[int, str]]:
    for cell in shown(text):
        settings = cell.mark == "settings"
        source = read_settings(text.path, cell).shown if settings else cell.source
        for number, line in enumerate(source.splitlines(), 1):
            if columns(line) > COLUMNS:
                yield cell.line + number, f"{columns(line)} columns; at most {COLUMNS} fit the page"


def long(text: LessonText) -> Iterator[tuple[int, str]]:
    for cell in shown(text):
        lines = [line.strip() for line in cell.source.splitlines()]
        count = sum(bool(line) and not line.startswith("#") for line in lines)
        if count > LINES and not cell.options.get("long"):
            yield (
                cell.line,
                f'{count} lines; at most {LINES} show one idea. Split it, or say why not: long="…"',
            )


def asserts(text: LessonText) -> Iterator[tuple[int, str]]:
    cells = [cell for cell in shown(text) if re.search(r"(?m)^\s*assert\b", cell.source)]
    for cell in cells[ASSERTS:]:
        yield cell.line, f"more than {ASSERTS} cells with asserts; what only checks is a claim"


def workshop(text: LessonText) -> Iterator[tuple[int, str]]:
    for cell in text.cells:
        for number, line in enumerate(cell.source.splitlines(), 1):
            match = WORKSHOP.search(line) if cell.kind == "markdown" else None
            if match:
                yield cell.line + number, f"students read of {match[0]!r}; speak to them"


def sections(text: LessonText) -> Iterator[tuple[str, int, str, bool]]:
    """(number, line, prose, whether it has code) of every numbered section."""
    number, line, prose, has_code = "", 0, "", False
    for cell in text.cells:
        if cell.kind == "code":
            has_code |= not cell.mark
            continue
        before, *rest = SECTION.split(cell.source)
        prose += before
        for found, following in zip(rest[::2], rest[1::2], strict=True):
            if number:
                yield number, line, prose, has_code
            number, line, prose, has_code = found, cell.line, following, False
    if number:
        yield number, line, prose, has_code


def guess(text: LessonText) -> Iterator[tuple[int, str]]:
    for number, line, prose, has_code in sections(text):
        if has_code and not ("<details>" in prose and GUESS in prose):
            yield line, f"section {number} lacks {GUESS!r} with a folded answer"


def change(text: LessonText) -> Iterator[tuple[int, str]]:
    for number, line, prose, has_code in sections(text):
        if has_code and CHANGE not in prose:
            yield line, f"section {number} lacks {CHANGE!r}: one parameter, one question"


def claims(text: LessonText) -> Iterator[tuple[int, str]]:
    if not any(cell.mark == "claim" for cell in text.cells):
        yield 1, "no claim holds the prose to the outputs: add `# %% claim` behind a cell"


def settings(text: LessonText) -> Iterator[tuple[int, str]]:
    for cell in shown(text):
        if "runtime.settings(" in cell.source and cell.mark != "settings":
            yield cell.line, "numbers of both profiles in view. Write a `# %% settings` cell"


RULES: tuple[Callable[[LessonText], Iterator[tuple[int, str]]], ...] = (
    wide,
    long,
    asserts,
    workshop,
    guess,
    change,
    claims,
    settings,
)


def findings(text: LessonText) -> list[Finding]:
    """Everything in a lecture that breaks a rule, in the order of the rules."""
    return [Finding(rule.__name__, line, what) for rule in RULES for line, what in rule(text)]


def complaints(text: LessonText) -> list[str]:
    """FILE:LINE and what to mend, for everything in a lecture that breaks a rule."""
    name = "/".join(text.path.parts[-3:])
    return [f"{name}:{one.line}: {one.rule}: {one.what}" for one in findings(text)]
