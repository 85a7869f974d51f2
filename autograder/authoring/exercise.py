"""The rules of an exercise: roles, ids, points, markers, and what belongs to what."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import complain
from .cells import ROLES, LessonCell

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
REGION = re.compile(r"^\s*(?:#\s)?\s*### (BEGIN|END) (SOLUTION|HIDDEN TESTS)\s*$")
REGION_OF = {"solution": "SOLUTION", "manual": "SOLUTION", "test": "HIDDEN TESTS"}
LOOKS_LIKE_REGION = re.compile(r"(?i)\b(begin|end)\s+(solution|hidden\s+tests?)\b")


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


def check_exercise(path: Path, cells: tuple[LessonCell, ...]):
    """Roles, ids, points and order of an exercise."""
    seen: dict[str, int] = {}
    solutions, tests = {}, {}
    for cell in cells:
        roles = [role for role in ROLES if role in cell.options]
        if len(roles) > 1:
            complain(
                path,
                cell.line,
                f"a cell is {' and '.join(roles)} at once",
                "Give each cell one role",
            )
        allowed = {
            None: {"tags"},
            "solution": set(),
            "test": {"points"},
            "manual": {"points"},
            "mutant": {"why"},
            "alternate": {"why"},
        }[cell.role]
        for option in cell.options.keys() - allowed - {cell.role}:
            complain(
                path,
                cell.line,
                f"unknown option `{option}` on a {cell.role or 'plain'} cell",
                f"Known here: {', '.join(sorted(allowed)) or 'none'}",
            )
        check_regions(path, cell)
        if not cell.role:
            continue
        task = cell.task
        if not isinstance(task, str) or not KEBAB.fullmatch(task):
            complain(
                path,
                cell.line,
                f"the id {task!r} is not kebab-case",
                "Use lower-case letters, digits and single hyphens, beginning with a letter",
            )
        if cell.role in ("test", "manual"):
            points = cell.options.get("points")
            if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
                complain(
                    path,
                    cell.line,
                    f"the {cell.role} cell `{task}` has no points",
                    "Add `points=3` (a positive number) to its marker",
                )
        if cell.role in ("solution", "test", "manual"):
            grade_id = f"{task}-test" if cell.role == "test" else task
            if grade_id in seen:
                complain(
                    path,
                    cell.line,
                    f"the id `{grade_id}` is used twice, first in line {seen[grade_id]}",
                    "Ids are unique within a lesson; rename one",
                )
            seen[grade_id] = cell.line
        if cell.role == "solution":
            solutions[task] = cell
        elif cell.role == "test":
            if task not in solutions:
                complain(
                    path,
                    cell.line,
                    f"the test of `{task}` comes before its solution cell, or there is none",
                    f'Put `# %% solution="{task}"` above it',
                )
            tests[task] = cell
        elif cell.role == "manual" and cell.kind != "markdown":
            complain(
                path,
                cell.line,
                f"the manually graded cell `{task}` is code",
                'Write `# %% [markdown] manual="id" points=4`',
            )
        elif cell.role in ("mutant", "alternate"):
            if not str(cell.options.get("why", "")).strip():
                complain(
                    path,
                    cell.line,
                    f"a {cell.role} of `{task}` does not say why",
                    'Add why="…": which mistake, or which other way',
                )
            if task not in solutions:
                complain(
                    path,
                    cell.line,
                    f"a {cell.role} names the task `{task}`, which has no solution cell above it",
                    "Put it below its task, and check the id",
                )
    for task, cell in solutions.items():
        if task not in tests:
            complain(
                path,
                cell.line,
                f"the solution cell `{task}` has no test",
                f'Add `# %% test="{task}" points=3` below it',
            )
