"""What students were given of an assignment before its source was changed: a regrade changes tests
and points under them, and what they hand in is no forgery for being the old text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..files import write_atomically
from .nbgrader_course import NbgraderCourse


def tidy(text: str) -> str:
    """Without blanks at line ends and empty lines around."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


@dataclass(frozen=True)
class Given:
    """A cell as it was released.

    Attributes:
        text: `tidy`.
        answer: whether a student writes in it.
    """

    grade_id: str
    cell_id: str
    kind: str
    text: str
    points: float | None
    answer: bool


@dataclass
class Former:
    """The cells of a notebook's earlier versions."""

    cells: Sequence[Given] = field(default_factory=tuple)

    @classmethod
    def read(cls, path: Path, notebook: str) -> Former:
        """Empty where the assignment was never changed."""
        try:
            found = json.loads(path.read_bytes())
        except FileNotFoundError:
            return cls()
        return cls([Given(**cell) for cell in found.get(notebook, [])])

    def texts(self, grade_id: str, cell_id: str) -> set[str]:
        """What a cell said in the versions before, found by grade id, else by cell id."""
        return {
            cell.text
            for cell in self.cells
            if (cell.grade_id == grade_id if grade_id else cell.cell_id == cell_id != "")
        }

    def points(self, grade_id: str) -> set[float | None]:
        return {cell.points for cell in self.cells if cell.grade_id == grade_id}

    @cached_property
    def all_texts(self) -> set[str]:
        return {cell.text for cell in self.cells}

    @cached_property
    def grade_ids(self) -> set[str]:
        return {cell.grade_id for cell in self.cells if cell.grade_id}

    def is_gone(self, grade_id: str, kind: str) -> bool:
        """Whether a submitted cell is a test, or a written answer, of a task that is no more.

        Args:
            grade_id: "" unless the assignment of now lacks it.
        """
        if not grade_id:
            return False
        was = [cell for cell in self.cells if cell.grade_id == grade_id]
        return any(not cell.answer or kind != "code" for cell in was)


def former_path(course: NbgraderCourse, assignment: str) -> Path:
    return course.work / "regrade" / assignment / "former.json"


def remember(course: NbgraderCourse, assignment: str) -> None:
    """Keep what students have, the notebooks in the release directory, beside earlier versions.
    Nothing is written where nothing was released.
    """
    path = former_path(course, assignment)
    files = sorted(course.path("release", ".", assignment).glob("*.ipynb"))
    if not files:
        return
    kept: dict[str, list[dict]] = json.loads(path.read_bytes()) if path.exists() else {}
    for file in files:
        cells = kept.setdefault(file.stem, [])
        for cell in nbformat.read(file, as_version=4).cells:
            entry = asdict(_given(cell))
            if entry not in cells:
                cells.append(entry)
    write_atomically(path, json.dumps(kept, ensure_ascii=False))


def _given(cell: NotebookNode) -> Given:
    nbgrader = cell.metadata.get("nbgrader", {})
    points = nbgrader.get("points")
    return Given(
        nbgrader.get("grade_id", ""),
        cell.get("id", ""),
        cell.cell_type,
        tidy(cell.source),
        None if points is None else float(points),
        bool(nbgrader.get("solution")),
    )
