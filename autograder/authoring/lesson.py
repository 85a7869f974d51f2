"""Lesson text: the percent scripts in lessons/SLUG/, read and checked.

jupytext reads the cells; this module adds what it does not know: the header's fields, the roles of cells
(`solution`, `test`, `manual`, `mutant`, `alternate`), the rules that tie them together, and the line of every cell,
so that each complaint names file, line and mend. Nothing is generated here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jupytext
import yaml

from ..errors import CourseError, complain
from .lecture import check_lecture

HEADER_FIELDS = {
    "title": str,
    "number": str,
    "objectives": list,
    "datasets": list,
    "prerequisites": list,
    "packages": list,
    "java": bool,
    "gpu": bool,
}
ROLES = ("solution", "test", "manual", "mutant", "alternate")
TAGS = ("profile", "rows", "raises-exception")
KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CELL_START = re.compile(r"^#\s*%%")
REGION = re.compile(r"^\s*(?:#\s)?\s*### (BEGIN|END) (SOLUTION|HIDDEN TESTS)\s*$")
LOOKS_LIKE_REGION = re.compile(r"(?i)\b(begin|end)\s+(solution|hidden\s+tests?)\b")


@dataclass(frozen=True)
class LessonCell:
    """One cell of a lesson script; `line` is the line of its `# %%` marker, counted from 1."""

    kind: str  # "markdown" or "code"
    source: str
    line: int
    options: dict = field(default_factory=dict)

    @property
    def role(self) -> str | None:
        return next((role for role in ROLES if role in self.options), None)

    @property
    def task(self) -> str | None:
        return self.options.get(self.role) if self.role else None

    @property
    def mark(self) -> str:
        """`claim` or `settings` on a lecture's cell (`# %% claim`), else empty."""
        return self.options.get("title", "")

    @property
    def tags(self) -> list[str]:
        return list(self.options.get("tags", []))


@dataclass(frozen=True)
class LessonText:
    """A lecture.py or exercise.py."""

    path: Path
    header: dict
    cells: tuple[LessonCell, ...]

    def by_role(self, role: str) -> list[LessonCell]:
        return [cell for cell in self.cells if cell.role == role]


@dataclass(frozen=True)
class Lesson:
    """Both texts of one lesson."""

    slug: str
    lecture: LessonText
    exercise: LessonText

    @cached_property
    def header(self) -> dict:
        return self.lecture.header

    @cached_property
    def points(self) -> float:
        return sum(
            cell.options["points"]
            for cell in self.exercise.cells
            if cell.role in ("test", "manual")
        )


def read_header(path: Path, lines: list[str]) -> dict:
    """The YAML between the two `# ---` lines, checked field by field."""
    if not lines or lines[0].strip() != "# ---":
        complain(
            path,
            1,
            "the file does not begin with its header",
            "Write `# ---`, the fields as YAML behind `# `, and `# ---`",
        )
    try:
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "# ---")
    except StopIteration:
        complain(
            path, 1, "the header is never closed", "Add a second `# ---` line behind its last field"
        )
    try:
        header = yaml.safe_load("\n".join(line[2:] for line in lines[1:end])) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        complain(
            path,
            (mark.line + 2) if mark else 1,
            f"the header is not YAML: {getattr(error, 'problem', error)}",
            "Quote values that hold a colon",
        )
    for name, kind in HEADER_FIELDS.items():
        if name not in header:
            complain(
                path,
                1,
                f"the header lacks the field `{name}`",
                f"Add `# {name}: …` ({kind.__name__}) between the `# ---` lines",
            )
        if not isinstance(header[name], kind):
            complain(
                path,
                1,
                f"the header's `{name}` is {type(header[name]).__name__}, not {kind.__name__}",
                'Numbers such as "010" are quoted',
            )
    unknown = header.keys() - HEADER_FIELDS.keys()
    if path.name == "exercise.py":
        unknown -= {"minutes"}
    for name in unknown:
        complain(
            path,
            1,
            f"the header has an unknown field `{name}`",
            f"Known fields: {', '.join(HEADER_FIELDS)}",
        )
    return header


def read_cells(path: Path, text: str) -> tuple[LessonCell, ...]:
    """The cells in order, each with the line of its marker."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, 1) if CELL_START.match(line)]
    notebook = jupytext.reads(text, fmt="py:percent")
    cells = [
        cell for cell in notebook.cells if cell.cell_type != "raw"
    ]  # the header arrives as a raw cell
    if len(cells) != len(starts):
        complain(
            path,
            starts[0] if starts else 1,
            f"{len(starts)} cell markers but {len(cells)} cells",
            "Every line below the header belongs to a cell that begins with `# %%`",
        )
    # jupytext's own notes on blank lines are no options of the lesson
    return tuple(
        LessonCell(
            "markdown" if cell.cell_type == "markdown" else "code",
            cell.source,
            line,
            {
                name: value
                for name, value in cell.metadata.items()
                if not name.startswith("lines_to_")
            },
        )
        for cell, line in zip(cells, starts)
    )


def check_regions(path: Path, cell: LessonCell):
    """BEGIN/END pairs match and stand in the right kind of cell."""
    wanted = {"solution": "SOLUTION", "manual": "SOLUTION", "test": "HIDDEN TESTS"}.get(cell.role)
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
                    "Markers are `### BEGIN SOLUTION`, `### BEGIN HIDDEN TESTS` and their ENDs, alone on a line",
                )
            continue
        edge, name = match.groups()
        if name != wanted:
            complain(
                path,
                here,
                f"`{edge} {name}` in a cell that is not {'a solution' if name == 'SOLUTION' else 'a test'}",
                'Give the cell its role (`# %% solution="id"`, `# %% test="id" points=3`) or delete the marker',
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


def check_common(path: Path, cells: tuple[LessonCell, ...]):
    if not cells or cells[0].kind != "markdown":
        complain(
            path,
            cells[0].line if cells else 1,
            "the first cell is not prose",
            "Begin with `# %% [markdown]`: what this is about and why",
        )
    for cell in cells:
        for tag in set(cell.tags) - set(TAGS):
            complain(path, cell.line, f"unknown tag `{tag}`", f"Known tags: {', '.join(TAGS)}")
        if cell.kind == "markdown" and re.search(r"(?m)^# ", cell.source):
            complain(
                path,
                cell.line,
                "a first-level heading",
                "The title comes from the header; use `##` and below",
            )
        if not cell.source.strip():
            complain(path, cell.line, "an empty cell", "Delete it")


def read_text(path: Path) -> LessonText:
    """Read and check one script.

    Raises:
        CourseError: with file, line and mend.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(
            f"{path}: no such file. A lesson has lecture.py and exercise.py; CONTRIBUTING.md shows how to begin one"
        ) from None
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{path}: not UTF-8 (byte {error.start}). Save the file as UTF-8"
        ) from None
    header = read_header(path, text.splitlines())
    cells = read_cells(path, text)
    check_common(path, cells)
    if path.name == "exercise.py":
        check_exercise(path, cells)
    else:
        for cell in cells:
            check_regions(path, cell)
        check_lecture(path, cells)
    return LessonText(path, header, cells)


def read_lesson(root: Path, slug: str) -> Lesson:
    """Read lessons/SLUG/ and check that its two headers agree."""
    folder = root / "lessons" / slug
    lesson = Lesson(slug, read_text(folder / "lecture.py"), read_text(folder / "exercise.py"))
    for name in ("title", "number"):
        if lesson.lecture.header[name] != lesson.exercise.header[name]:
            complain(
                lesson.exercise.path,
                1,
                f"`{name}` differs from lecture.py's",
                "Write the same in both headers",
            )
    for text in (lesson.lecture, lesson.exercise):
        if slug in text.header["prerequisites"]:
            complain(
                text.path,
                1,
                "the lesson is its own prerequisite",
                "An exercise links to its lecture by itself; delete the slug",
            )
    if not slug.startswith(f"{lesson.header['number']}_"):
        complain(
            lesson.lecture.path,
            1,
            f"number {lesson.header['number']!r} does not begin the slug {slug!r}",
            "Mend the header or rename the folder",
        )
    return lesson
