"""What tasks are called: the heading above a graded cell, without its stars and minutes."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from ..cells import is_students
from .safe import plain

HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
STARS = re.compile(r"\s*[★☆]+.*$")
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)


def title_in(cell: NotebookNode) -> str:
    """The last heading of an instructor's text, "" if it has none."""
    if cell.cell_type != "markdown" or is_students(cell):
        return ""
    headings = HEADING.findall(FOLDED.sub("", cell.source))
    return plain(STARS.sub("", headings[-1]), 200) if headings else ""


def first_title(notebook: NotebookNode) -> str:
    return next(filter(None, map(title_in, notebook.cells)), "")


def titles(notebook: NotebookNode) -> dict[str, str]:
    """Grade id to title, of every cell that nbgrader knows."""
    found, last = {}, ""
    for cell in notebook.cells:
        last = title_in(cell) or last
        if grade_id := cell.metadata.get("nbgrader", {}).get("grade_id"):
            found[grade_id] = last or grade_id
    return found
