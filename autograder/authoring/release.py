"""`autograder release`: nbgrader's own release step, with the leak check behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from ..errors import CourseError
from . import leaks
from .student import load_config


@dataclass
class Released:
    """What was made, or would be: the folder in nbgrader's release directory, its notebooks."""

    assignment: str
    folder: str
    notebooks: list[str]


def release(root: Path, assignment: str, dry_run: bool = False) -> Released:
    """Make the student version of one assignment and enter it in the gradebook.

    Args:
        root: an nbgrader course directory (with nbgrader_config.py); lessons/ is used for the
            leak check if it is there.
        assignment: name of a folder in the source directory.
        dry_run: only say what would be made.

    Raises:
        CourseError: no such assignment, nbgrader refused it, or a student file would leak (it is
            deleted then).
    """
    root = Path(root).resolve()
    config = load_config(root)
    config.CourseDirectory.root = str(root)
    api = NbGraderAPI(config=config)
    known = sorted(api.get_source_assignments())
    if assignment not in known:
        raise CourseError(
            f"There is no assignment {assignment!r} in {api.coursedir.source_directory}/. "
            f"Known: {', '.join(known) or 'none; run `make notebooks`'}"
        )
    source = Path(api.coursedir.format_path(api.coursedir.source_directory, ".", assignment))
    folder = Path(api.coursedir.format_path(api.coursedir.release_directory, ".", assignment))
    made = Released(assignment, str(folder), sorted(path.name for path in source.glob("*.ipynb")))
    if dry_run:
        return made
    result = api.generate_assignment(assignment, force=True, create=True)
    if not result["success"]:
        raise CourseError(
            f"nbgrader could not release {assignment!r}:\n"
            f"{result.get('error') or ''}{result.get('log') or ''}"
        )
    lesson = root / "lessons" / assignment
    if lesson.exists():
        for path in folder.glob("*.ipynb"):
            try:
                leaks.check(lesson, path.read_text(encoding="utf-8"), path)
            except CourseError:
                path.unlink()
                raise
    return made
