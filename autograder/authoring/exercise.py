"""The rules of an exercise: roles, ids, points, markers, lead-ins, and what belongs to what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import complain
from .cells import ROLES, LessonCell

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
REGION = re.compile(r"^\s*(?:#\s)?\s*### (BEGIN|END) (SOLUTION|HIDDEN TESTS)\s*$")
REGION_OF = {"solution": "SOLUTION", "manual": "SOLUTION", "test": "HIDDEN TESTS"}
LOOKS_LIKE_REGION = re.compile(r"(?i)\b(begin|end)\s+(solution|hidden\s+tests?)\b")
OPTIONS = {
    None: {"tags"},
    "solution": set(),
    "test": {"points", "part"},
    "manual": {"points"},
}
HEADING = re.compile(
    r"^## (?P<title>.*) (?P<stars>★☆☆|★★☆|★★★) · (?P<minutes>[1-9]\d*)분(?: \(.+\))?$"
)


@dataclass(frozen=True)
class Task:
    """What a student solves: the cell of the answer, its tests, and what the heading says.

    Attributes:
        title: its heading without stars and minutes.
        stars: difficulty, 1 to 3.
        minutes: that most students will need.
        answer: the solution cell, or the cell that a person grades.
        tests: the test cells in order, none where a person grades.
    """

    name: str
    title: str
    stars: int
    minutes: int
    answer: LessonCell
    tests: tuple[LessonCell, ...]

    @property
    def test_ids(self) -> list[str]:
        return [test.grade_id for test in self.tests]


def check_regions(path: Path, cell: LessonCell):
    """BEGIN/END pairs match and stand in the right kind of cell."""
    wanted = REGION_OF.get(cell.role or "")
    open_region, found = None, 0
    for offset, line in enumerate(cell.source.splitlines(), 1):
        match = REGION.match(line)
        here = cell.line + offset
        if not match:
            if LOOKS_LIKE_REGION.search(line) and "###" in line:
                complain(
                    path,
                    here,
                    f"this is almost a marker: {line.strip()}",
                    "Markers are `### BEGIN SOLUTION`, `### BEGIN HIDDEN TESTS` and their ENDs, "
                    "alone on a line",
                )
            continue
        edge, name = match.groups()
        if name != wanted:
            complain(
                path,
                here,
                f"`{edge} {name}` in a cell that is not "
                f"{'a solution' if name == 'SOLUTION' else 'a test'}",
                'Give the cell its role (`# %% solution="id"`, `# %% test="id" points=3`) '
                "or delete the marker",
            )
        if (edge == "BEGIN") == (open_region is not None):
            complain(
                path,
                here,
                f"`{edge} {name}` without its partner",
                "Every BEGIN is followed by its own END, and regions do not nest",
            )
        open_region = here if edge == "BEGIN" else None
        found += edge == "BEGIN"
    if open_region:
        complain(
            path,
            open_region,
            f"`BEGIN {wanted}` is never closed",
            f"Add `### END {wanted}` below the region",
        )
    if cell.role in ("solution", "manual") and not found:
        complain(
            path,
            cell.line,
            f"the {cell.role} cell `{cell.task}` marks no solution",
            "Put what students must not see between `### BEGIN SOLUTION` and `### END SOLUTION`",
        )


def check_cell(path: Path, cell: LessonCell):
    """One cell by itself: role, options, id, points, markers."""
    roles = [role for role in ROLES if role in cell.options]
    if len(roles) > 1:
        complain(
            path, cell.line, f"a cell is {' and '.join(roles)} at once", "Give each cell one role"
        )
    if cell.role not in OPTIONS:
        complain(
            path,
            cell.line,
            f"{cell.role} cells do not stand in {path.name}",
            f"Move it to {path.with_name('trials.py').name} beside it",
        )
    known = OPTIONS[cell.role]
    for option in cell.options.keys() - known - {cell.role}:
        complain(
            path,
            cell.line,
            f"unknown option `{option}` on a {cell.role or 'plain'} cell",
            f"Known here: {', '.join(sorted(known)) or 'none'}",
        )
    check_regions(path, cell)
    if not cell.role:
        return
    for name in (cell.task, cell.options.get("part", "part")):
        if not isinstance(name, str) or not KEBAB.fullmatch(name):
            complain(
                path,
                cell.line,
                f"the id {name!r} is not kebab-case",
                "Use lower-case letters, digits and single hyphens, beginning with a letter",
            )
    points = cell.options.get("points")
    positive = isinstance(points, int | float) and not isinstance(points, bool) and points > 0
    if "points" in known and not positive:
        complain(
            path,
            cell.line,
            f"the {cell.role} cell `{cell.task}` has no points",
            "Add `points=3` (a positive number) to its marker",
        )
    if cell.role == "manual" and cell.kind != "markdown":
        complain(
            path,
            cell.line,
            f"the manually graded cell `{cell.task}` is code",
            'Write `# %% [markdown] manual="id" points=4`',
        )


def check_exercise(path: Path, cells: tuple[LessonCell, ...]):
    """Every cell by itself, then ids and order; `tasks` reads the rest."""
    seen: dict[str, int] = {}
    solved = set()
    for cell in cells:
        check_cell(path, cell)
        if not cell.role:
            continue
        if cell.grade_id in seen:
            complain(
                path,
                cell.line,
                f"the id `{cell.grade_id}` is used twice, first in line {seen[cell.grade_id]}",
                "Ids are unique within a lesson: rename one, "
                'or tell two tests of a task apart with `part="…"`',
            )
        seen[cell.grade_id] = cell.line
        if cell.role == "solution":
            solved.add(cell.task)
        if cell.role == "test" and cell.task not in solved:
            complain(
                path,
                cell.line,
                f"the test of `{cell.task}` comes before its solution cell, or there is none",
                f'Put `# %% solution="{cell.task}"` above it',
            )
    tasks(path, cells)


def tasks(path: Path, cells: tuple[LessonCell, ...]) -> list[Task]:
    """The tasks of a checked exercise, in order.

    Raises:
        CourseError: a solution without test, a heading without stars or minutes.
    """
    found: list[Task] = []
    lead_in: list[LessonCell] = []
    for cell in cells:
        if cell.role in ("solution", "manual"):
            tests = tuple(
                other for other in cells if other.role == "test" and other.task == cell.task
            )
            if cell.role == "solution" and not tests:
                complain(
                    path,
                    cell.line,
                    f"the solution cell `{cell.task}` has no test",
                    f'Add `# %% test="{cell.task}" points=3` below it',
                )
            heading = read_heading(path, cell, lead_in)
            found.append(
                Task(
                    cell.task,
                    heading["title"],
                    heading["stars"].count("★"),
                    int(heading["minutes"]),
                    cell,
                    tests,
                )
            )
        lead_in = [] if cell.role else [*lead_in, cell]
    return found


def read_heading(path: Path, answer: LessonCell, lead_in: list[LessonCell]) -> re.Match[str]:
    """The heading of a task: the last one between the cell before with a role and its answer."""
    headings = [
        (cell.line + offset, line)
        for cell in lead_in
        if cell.kind == "markdown"
        for offset, line in enumerate(cell.source.splitlines(), 1)
        if line.startswith("## ")
    ]
    line, heading = headings[-1] if headings else (answer.line, "")
    match = HEADING.match(heading)
    if not match:
        complain(
            path,
            line,
            f"the heading of `{answer.task}` does not end in stars and minutes"
            if heading
            else f"`{answer.task}` has no heading",
            "Write `## 과제 1. 이름 ★★☆ · 10분`: ★☆☆, ★★☆ or ★★★, "
            "and the minutes that most students will need",
        )
    return match
