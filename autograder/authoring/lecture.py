"""What a lecture's text holds beside prose and code: claims, settings, and the time to study it.

A *claim* (`# %% claim`) asserts what a sentence of the lecture says. It runs with the lecture, in
`make outputs` and in the tests, and reaches no notebook. A *settings* cell (`# %% settings`) shows
students the numbers of the full run; those of the quick profile stand behind them in comments, and
go to where `nlplab.runtime.settings` finds them.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import complain

if TYPE_CHECKING:
    from .cells import LessonCell, LessonText

ALLOWED = {"": {"tags", "long"}, "claim": {"real"}, "settings": set()}
SETTINGS_FILE = "nlplab/samples/settings.json"  # the numbers that fit the samples lie beside them
QUICK = re.compile(r"#\s*quick:\s*(?P<value>.*?)(?:\s*·\s*(?P<note>.*))?$")
SECTION = re.compile(r"^## (\d+)\. ")

# Easy Korean prose is read silently at about 500 syllables a minute; with formulas, tables and a
# pencil at half that. A line of code is read, a cell is run and its output looked at. For the first
# seven lessons this gives 83 to 123 minutes, where careful readers needed 80 to 150.
SYLLABLES_A_MINUTE = 250
SECONDS_A_LINE = 6
SECONDS_A_CELL = 30
STRETCH = 50  # minutes that one reads on end: a school hour


def check_lecture(path: Path, cells: tuple[LessonCell, ...]):
    """Marks, options and contents of a lecture's special cells."""
    settings = [cell for cell in cells if cell.mark == "settings"]
    for cell in settings[1:]:
        complain(
            path, cell.line, "a second settings cell", f"Join it with line {settings[0].line}'s"
        )
    for before, cell in zip((None, *cells), cells, strict=False):
        if cell.role:
            complain(
                path, cell.line, f"a lecture has no {cell.role} cells", "Move it to exercise.py"
            )
        if cell.mark not in ALLOWED:
            complain(
                path,
                cell.line,
                f"unknown mark `{cell.mark}`",
                "Cells are plain, `# %% claim` or `# %% settings`",
            )
        for option in cell.options.keys() - ALLOWED[cell.mark] - {"title"}:
            known = ", ".join(sorted(ALLOWED[cell.mark])) or "no option"
            complain(
                path,
                cell.line,
                f"unknown option `{option}`",
                f"A {cell.mark or 'plain'} cell of a lecture knows {known}",
            )
        if cell.mark and cell.kind != "code":
            complain(path, cell.line, f"a {cell.mark} cell that is prose", "Delete `[markdown]`")
        if cell.mark == "claim":
            check_claim(path, cell, before)
    for cell in settings:
        read_settings(path, cell)


# --- claims


def check_claim(path: Path, cell: LessonCell, before: LessonCell | None):
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        complain(
            path,
            cell.line + (error.lineno or 1),
            f"the claim is not Python: {error.msg}",
            "It runs without magics and shell escapes",
        )
    if not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
        complain(path, cell.line, "a claim without an assert", "Assert what the sentence says")
    if before is None or before.mark == "settings":
        complain(
            path, cell.line, "a claim that follows nothing", "Put it behind the cell it speaks of"
        )


def claim_code(path: Path, cell: LessonCell) -> str:
    """The claim as a cell to run: under its lines in lecture.py, on a copy of the notebook's names.

    The copy keeps what the claim binds out of the cells behind it, which students run without it.
    """
    name = Path(*path.parts[-3:]).as_posix()  # lessons/SLUG/lecture.py on every machine
    source = "\n" * cell.line + cell.source
    return f'exec(compile({source!r}, {name!r}, "exec"), dict(globals()))'


def claims_digest(text: LessonText) -> str | None:
    """SHA-256 over what the claims assert and where they stand, None without claims.

    Messages and comments do not count.
    """
    found, position = [], 0
    for cell in text.cells:
        if cell.mark != "claim":
            position += cell.kind == "code"
            continue
        tree = ast.parse(cell.source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert):
                node.msg = None
        found.append([position, ast.dump(tree)])
    return hashlib.sha256(json.dumps(found).encode()).hexdigest() if found else None


# --- settings


@dataclass(frozen=True)
class Settings:
    """The settings cell, split in what students see and what the quick profile runs with."""

    shown: str
    quick: dict


def read_settings(path: Path, cell: LessonCell) -> Settings:
    """Split `S = runtime.settings(` … `name=20,  # quick: 2 · what it is` … `)`.

    Raises:
        CourseError: another statement, two settings in a line, a value that is no plain literal.
    """

    def stop(line: int, what: str, mend: str):
        complain(path, cell.line + line, what, mend)

    form = "Write `S = runtime.settings(`, a line for each `name=20,  # quick: 2 · what it is`, `)`"
    try:
        statement, *more = ast.parse(cell.source).body
    except (SyntaxError, ValueError):
        stop(1, "the settings cell is not one statement", form)
    call = getattr(statement, "value", None)
    if more or not isinstance(call, ast.Call) or call.args or not call.keywords:
        complain(path, cell.line + 1, "the settings cell is not one call with named values", form)
    comments = {
        token.start[0]: token
        for token in tokenize.generate_tokens(io.StringIO(cell.source).readline)
        if token.type == tokenize.COMMENT
    }
    lines, quick = cell.source.splitlines(), {}
    used = [keyword.lineno for keyword in call.keywords]
    for keyword in call.keywords:
        line, name = keyword.lineno, keyword.arg
        if name in (None, "quick", "full", "profile"):
            stop(line, f"a setting cannot be called `{name or '**'}`", "Choose another name")
        if used.count(line) > 1 or keyword.value.end_lineno != line:
            stop(line, f"`{name}` does not stand alone on its line", "One setting a line")
        plain(keyword.value, stop, line, name)
        match = QUICK.match(comments[line].string) if line in comments else None
        if match:
            try:
                value = ast.parse(match["value"], mode="eval").body
            except SyntaxError:
                stop(
                    line, f"the quick value of `{name}` is not Python", "Write `# quick: 2 · note`"
                )
            quick[name] = plain(value, stop, line, name)
            code = lines[line - 1][: comments[line].start[1]].rstrip()
            lines[line - 1] = f"{code}  # {match['note']}" if match["note"] else code
    return Settings("\n".join(lines), quick)


def plain(node: ast.expr, stop, line: int, name: str | None):
    """The value of a literal that JSON keeps: number, text, truth value, None, or tuple of them."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = object
    parts = value if isinstance(value, tuple) else (value,)
    if not all(part is None or isinstance(part, (bool, int, float, str)) for part in parts):
        stop(line, f"the value of `{name}` is not plain", "Use numbers, text or a tuple of them")
    return value


def quick_settings(texts: dict[str, LessonText]) -> str:
    """SETTINGS_FILE: lesson -> setting -> value in the quick profile, where it differs."""
    found = {
        slug: read_settings(text.path, cell).quick
        for slug, text in texts.items()
        for cell in text.cells
        if cell.mark == "settings"
    }
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


# --- time


def cell_minutes(cell: LessonCell) -> float:
    """Minutes that a student needs for one cell."""
    if cell.mark == "claim":
        return 0.0
    if cell.kind == "markdown":
        return len(re.findall("[가-힣]", cell.source)) / SYLLABLES_A_MINUTE
    lines = [line for line in cell.source.splitlines() if line.strip()]
    return (len(lines) * SECONDS_A_LINE + SECONDS_A_CELL) / 60


def study_minutes(text: LessonText) -> int:
    """Minutes to study a lecture, rounded to ten: reading, running, looking."""
    return max(10, int(round(sum(map(cell_minutes, text.cells)), -1)))


def pauses(text: LessonText) -> list[str]:
    """Numbers of the sections behind which to pause: no stretch is much longer than STRETCH."""
    total, passed, ends = 0.0, None, []
    for cell in text.cells:
        pieces = cell.source.splitlines() if cell.kind == "markdown" else []
        for line in pieces:
            match = SECTION.match(line)
            if match and passed:
                ends.append((total, passed))
            passed = match[1] if match else passed
        total += cell_minutes(cell)
    stretches = round(total / STRETCH)
    if not ends:
        return []
    goals = [total * number / stretches for number in range(1, stretches)]
    nearest = [min(ends, key=lambda end: abs(end[0] - goal))[1] for goal in goals]
    return list(dict.fromkeys(nearest))


def time_facts(text: LessonText, record: dict | None) -> str:
    """Study time, run time as it was measured, and where to pause, in a line for students."""
    facts = [f"공부 시간 약 {study_minutes(text)}분"]
    if record and record["profile"] == "full":
        minutes = max(1, round(record["seconds"] / 60))
        facts.append(f"실행 시간 약 {minutes}분(CPU {record['cores']}코어)")
    rest = pauses(text)
    if rest:
        facts.append(f"쉬어 갈 곳: {', '.join(f'{number}절 뒤' for number in rest)}")
    return " · ".join(facts)
