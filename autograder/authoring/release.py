"""`autograder release`: nbgrader's own release step, with the leak check behind it."""

from __future__ import annotations

from pathlib import Path

from nbgrader.apps import NbGraderAPI

from ..errors import CourseError
from . import leaks
from .student import load_config


def release(root: Path, assignment: str) -> Path:
    """Make the student version of one assignment and enter it in the gradebook.

    Args:
        root: an nbgrader course directory (with nbgrader_config.py); lessons/ is used for the
            leak check if it is there.
        assignment: name of a folder in the source directory.

    Returns:
        The folder in nbgrader's release directory.

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
    result = api.generate_assignment(assignment, force=True, create=True)
    if not result["success"]:
        raise CourseError(
            f"nbgrader could not release {assignment!r}:\n"
            f"{result.get('error') or ''}{result.get('log') or ''}"
        )
    folder = Path(api.coursedir.format_path(api.coursedir.release_directory, ".", assignment))
    lesson = root / "lessons" / assignment
    if lesson.exists():
        for path in folder.glob("*.ipynb"):
            try:
                leaks.check(lesson, path.read_text(encoding="utf-8"), path)
            except CourseError:
                path.unlink()
                raise
    return folder
