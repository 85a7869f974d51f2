"""What an exercise's tests are tried with: the mutants and alternates of lessons/SLUG/trials.py.

A trial is a whole answer, or a patch of the solution. A patch stands in comments, so that the file
stays Python: `# - ` before what goes, `# + ` before what comes instead.

    # %% mutant="idf" why="밑이 10인 로그" says="자연로그" key=True
    # - return math.log(ratio) + 1
    # + return math.log10(ratio) + 1

Each run of `-` lines must stand in the solution's code exactly once; the first one's indentation
doesn't count. An insertion repeats the line that it stands beside, once with each sign. A blank
line ends a run.
"""

from __future__ import annotations

import ast
import difflib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import complain
from .cells import LessonCell, read_cells, read_script
from .exercise import REGION

ROLES = ("mutant", "alternate")
OPTIONS = {"mutant": {"why", "says", "key"}, "alternate": {"why"}}
SIGNED = re.compile(r"^# ([-+])(?: (.*))?$")


@dataclass(frozen=True)
class Trial:
    """A wrong answer that the tests must reject, or a right one that they must accept.

    Attributes:
        role: "mutant" or "alternate".
        why: the mistake, or the other way.
        source: the answer cell's whole text; a patch has been applied.
        says: what the first message about a mutant must tell the student.
        key: it is the mistake that the task is about; the visible tests alone must reject it.
    """

    role: str
    task: str
    why: str
    source: str
    line: int
    says: str = ""
    key: bool = False


@dataclass(frozen=True)
class Hunk:
    """A run of lines that go, the lines that come, and where the trial's file says so."""

    old: list[str]
    new: list[str]
    line: int


def read_trials(path: Path, solutions: Mapping[str, LessonCell]) -> tuple[Trial, ...]:
    """All trials of a lesson.

    Args:
        path: of trials.py.
        solutions: the exercise's solution cells by task.

    Raises:
        CourseError: with file, line and mend.
    """
    found: list[Trial] = []
    keys: dict[str, int] = {}
    for cell in read_cells(path, read_script(path)):
        check_trial(path, cell, solutions)
        trial = Trial(
            str(cell.role),
            cell.task,
            cell.options["why"],
            answer(path, cell, plain_code(solutions[cell.task].source)),
            cell.line,
            cell.options.get("says", ""),
            cell.options.get("key", False),
        )
        if trial.key and trial.task in keys:
            complain(
                path,
                cell.line,
                f"a second key mutant of `{trial.task}`, after line {keys[trial.task]}",
                "A task has one idea; delete `key=True` on the other",
            )
        if trial.key:
            keys[trial.task] = cell.line
        found.append(trial)
    return tuple(found)


def check_trial(path: Path, cell: LessonCell, solutions: Mapping[str, LessonCell]):
    """Role, options and task of one cell."""
    role = cell.role or ""
    if role not in ROLES or cell.kind != "code":
        complain(
            path,
            cell.line,
            "a cell that is neither mutant nor alternate",
            'Write `# %% mutant="id" why="…"` or `# %% alternate="id" why="…"`',
        )
    for option in cell.options.keys() - OPTIONS[role] - {role}:
        complain(
            path,
            cell.line,
            f"unknown option `{option}` on a {role} cell",
            f"Known here: {', '.join(sorted(OPTIONS[role]))}",
        )
    if cell.task not in solutions:
        near = difflib.get_close_matches(str(cell.task), solutions, n=1)
        complain(
            path,
            cell.line,
            f"a {role} names the task {cell.task!r}, which has no solution cell in exercise.py",
            f"Known: {', '.join(near or solutions)}",
        )
    for option in OPTIONS[role] - {"key"}:
        text = cell.options.get(option, "" if option == "why" else "-")
        if not isinstance(text, str) or not text.strip():
            complain(
                path,
                cell.line,
                f"a {role} of `{cell.task}` does not say {option}",
                f'Add {option}="…": '
                + {"why": "which mistake, or which other way"}.get(
                    option, "words of the message that its student must read"
                ),
            )
    key = cell.options.get("key", False)
    if not isinstance(key, bool) or (key and "says" not in cell.options):
        complain(
            path,
            cell.line,
            f"the key mutant of `{cell.task}` lacks what its message must say",
            'Write `says="…" key=True`',
        )


def plain_code(source: str) -> str:
    """A solution cell without its markers."""
    return "\n".join(line for line in source.splitlines() if not REGION.match(line))


def answer(path: Path, cell: LessonCell, solution: str) -> str:
    """The whole text of a trial."""
    lines = cell.source.splitlines()
    if not lines:
        complain(path, cell.line, "an empty cell", "Write an answer, or a patch of the solution")
    if not SIGNED.match(lines[0]):
        return cell.source
    patched = patch(path, solution, hunks(path, cell, lines))
    try:
        ast.parse(patched)
    except SyntaxError as error:
        complain(
            path,
            cell.line,
            f"the patched solution is not Python: {error.msg}, {(error.text or '').strip()!r}",
            "Check the indentation of the `+` lines: it counts from the first `-` line's",
        )
    return patched


def hunks(path: Path, cell: LessonCell, lines: list[str]) -> list[Hunk]:
    """The changes that a patch asks for, in its order."""
    found: list[Hunk] = []
    within = False
    for number, line in enumerate(lines, cell.line + 1):
        match = SIGNED.match(line)
        if not line.strip():
            within = False
            continue
        if not match:
            complain(
                path,
                number,
                f"a line of a patch without a sign: {line}",
                "Every line of a patch begins with `# - ` or `# + `",
            )
        sign, text = match[1], match[2] or ""
        if sign == "-" and (not within or found[-1].new):
            found.append(Hunk([], [], number))
            within = True
        if not within:
            complain(
                path,
                number,
                "a `+` line that takes no line's place",
                "Put the line that it stands beside above it, once with `-` and once with `+`",
            )
        (found[-1].old if sign == "-" else found[-1].new).append(text)
    return found


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def place(path: Path, code: list[str], change: Hunk) -> int:
    """Index in `code` at which the change's old lines stand, indented as a whole by any width.

    Raises:
        CourseError: they stand nowhere, or in several places.
    """
    old = change.old

    def fits(start: int) -> bool:
        shift = indentation(code[start]) - indentation(old[0])
        return all(
            there.strip() == line.strip()
            and (not line.strip() or indentation(there) - indentation(line) == shift)
            for there, line in zip(code[start:], old, strict=False)
        )

    found = [start for start in range(len(code) - len(old) + 1) if fits(start)]
    if len(found) == 1:
        return found[0]
    near = difflib.get_close_matches(old[0].strip(), [line.strip() for line in code], n=1)
    complain(
        path,
        change.line,
        f"what begins with {old[0].strip()!r} stands "
        f"{f'{len(found)} times' if found else 'nowhere'} in the solution",
        "Add a neighbouring line to both sides, so that one place is meant"
        if found
        else "Copy the lines from exercise.py" + (f"; the nearest is {near[0]!r}" if near else ""),
    )


def patch(path: Path, solution: str, changes: list[Hunk]) -> str:
    """The solution's code with all changes made.

    Raises:
        CourseError: one applies nowhere, in several places, or to what another one takes, or
            changes nothing.
    """
    code = solution.splitlines()
    spans = sorted(((place(path, code, change), change) for change in changes), key=lambda s: s[0])
    for (start, one), (following, other) in itertools.pairwise(spans):
        if start + len(one.old) > following:
            complain(
                path,
                max(one.line, other.line),
                f"line {min(one.line, other.line)} takes the same line away",
                "Join the two changes",
            )
    for start, change in reversed(spans):
        if change.old == change.new:
            complain(path, change.line, "this patch changes nothing", "Mend its `+` lines")
        shift = indentation(code[start]) - indentation(change.old[0])
        code[start : start + len(change.old)] = [
            " " * max(0, indentation(line) + shift) + line.lstrip() for line in change.new
        ]
    return "\n".join(code)
