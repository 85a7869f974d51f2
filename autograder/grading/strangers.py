"""Whose notebook a stray file is: the ids of all else that a course hands out, now or later."""

from __future__ import annotations

import json
from pathlib import Path

from .nbgrader_course import NbgraderCourse


def other_notebooks(course: NbgraderCourse, assignment: str) -> dict[str, set[str]]:
    """Name to grade and cell ids, of the other assignments, released or not, and of lectures.

    Lectures are notebooks beside the released ones, in nbgrader's release folder or in a course's
    own `notebooks/`.
    """
    found = course.all_grade_ids()
    exercises = set(course.released_notebooks(assignment))
    for other in course.assignments():
        for path in sorted(course.path("source", ".", other).glob("*.ipynb")):
            exercises.add(path.stem)
            found.setdefault(other, set()).update(_ids(path))
    found.pop(assignment, None)
    folders = (course.path("release", ".", assignment).parent, course.root / "notebooks")
    for path in sorted(path for folder in folders for path in folder.glob("*/*.ipynb")):
        if path.stem not in exercises:
            found[f"{path.stem}.ipynb"] = _ids(path)
    return found


def _ids(path: Path) -> set[str]:
    """Grade ids and cell ids in an instructor's notebook; none where it can't be read."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return {
            found
            for cell in cells
            for found in (cell.get("id"), cell["metadata"].get("nbgrader", {}).get("grade_id"))
            if found
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()
