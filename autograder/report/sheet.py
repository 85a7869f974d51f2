"""What the report needs of an assignment's notebooks (what tasks are called, which answers a test
is about, what everybody was given), and what each student wrote into them.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..cells import is_grade, is_solution
from ..grading.nbgrader_course import NbgraderCourse
from ..grading.results import SCORE
from ..grading.templates import MARKERS
from .rows import Row
from .titles import first_title, titles

Key = tuple[str, str]
"""Notebook and grade id."""
Answers = Mapping[Key, str]
"""Solution cell to what a student wrote."""


@dataclass
class Sheet:
    """An assignment.

    Attributes:
        titles: graded cell to its task's title; ("", "") to the assignment's.
        answers_of: graded cell to the cells of code that it judges.
        given: solution cell to what is nobody's own: its stub, the model answer.
    """

    titles: dict[Key, str] = field(default_factory=dict)
    answers_of: dict[Key, list[Key]] = field(default_factory=dict)
    given: dict[Key, list[str]] = field(default_factory=dict)


def read_sheet(course: NbgraderCourse, assignment: str) -> Sheet:
    """As source and release are now."""
    sheet = Sheet()
    for name in course.released_notebooks(assignment):
        for step in ("source", "release"):
            path = course.path(step, ".", assignment) / f"{name}.ipynb"
            if path.is_file():
                _take(sheet, name, nbformat.read(path, as_version=4), step == "source")
    return sheet


def _take(sheet: Sheet, name: str, notebook: NotebookNode, source: bool) -> None:
    for cell in notebook.cells:
        if is_solution(cell) and cell.cell_type == "code":
            key = (name, cell.metadata.nbgrader.grade_id)
            sheet.given.setdefault(key, []).append(MARKERS.sub("", cell.source))
    if not source:
        return
    sheet.titles.setdefault(("", ""), first_title(notebook))
    sheet.titles |= {(name, grade_id): title for grade_id, title in titles(notebook).items()}
    answers: list[Key] = []
    begun = False
    for cell in notebook.cells:
        if is_solution(cell) and cell.cell_type == "code":
            answers = [*(answers if begun else []), (name, cell.metadata.nbgrader.grade_id)]
            begun = True
        if is_grade(cell):
            sheet.answers_of[name, cell.metadata.nbgrader.grade_id] = answers
            begun = False


def read_answers(
    course: NbgraderCourse, assignment: str, rows: Iterable[Row], sheet: Sheet
) -> dict[str, Answers]:
    """What was graded, by student: the code of those whose scores are shown."""
    names = sorted({name for name, _ in sheet.given})
    found: dict[str, Answers] = {}
    for row in rows:
        if row.outcome == SCORE and row.result:
            folder = course.path("autograded", row.student, assignment)
            found[row.student] = {
                key: source
                for name in names
                for key, source in _written(folder / f"{name}.ipynb").items()
                if key in sheet.given
            }
    return found


def _written(path: Path) -> dict[Key, str]:
    """Solution cells of a graded notebook: its JSON alone, for there are thousands."""
    with contextlib.suppress(OSError, ValueError):
        cells = json.loads(path.read_bytes())["cells"]
        return {
            (path.stem, cell["metadata"]["nbgrader"]["grade_id"]): "".join(cell["source"])
            for cell in cells
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }
    return {}
