"""The cells of a lesson's percent script, each with its options and the line it begins in.

jupytext reads them; this adds the lines, so that every complaint can name one, and the rules that
hold for lectures and exercises alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import jupytext

from ..errors import CourseError, complain

ROLES = ("solution", "test", "manual", "mutant", "alternate")
TAGS = ("profile", "rows", "raises-exception")
CELL_START = re.compile(r"^#\s*%%")


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
    def task(self) -> str:
        """Id of the task that a cell with a role belongs to."""
        return self.options[self.role]

    @property
    def grade_id(self) -> str:
        """nbgrader's id of a cell with a role; `part` tells apart several tests of a task."""
        if self.role != "test":
            return self.task
        return "-".join(filter(None, (self.task, self.options.get("part"), "test")))

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


def read_script(path: Path) -> str:
    """The text of a script.

    Raises:
        CourseError: there is none, or it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(
            f"{path}: no such file. A lesson has lecture.py, exercise.py and trials.py; "
            "CONTRIBUTING.md shows how to begin one"
        ) from None
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{path}: not UTF-8 (byte {error.start}). Save the file as UTF-8"
        ) from None


def read_cells(path: Path, text: str) -> tuple[LessonCell, ...]:
    """The cells in order, each with the line of its marker."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, 1) if CELL_START.match(line)]
    notebook = jupytext.reads(text, fmt="py:percent")
    # the header arrives as a raw cell
    cells = [cell for cell in notebook.cells if cell.cell_type != "raw"]
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
        for cell, line in zip(cells, starts, strict=True)
    )


def check_common(path: Path, cells: tuple[LessonCell, ...]):
    """What holds for lectures and exercises alike."""
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
