"""What students handed in, for a course as its configuration and gradebook describe it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import CannotRun
from ..intake import collect as intake
from ..intake.names import spelt_as
from ..intake.roster import Roster, read
from .nbgrader_course import NbgraderCourse


def collect(
    root: Path,
    assignment: str,
    sources: Sequence[Path],
    roster: Path | None = None,
    dry_run: bool = False,
) -> list[intake.Item]:
    """Put what the sources hold into the assignment's `submitted/` folders, and log it.

    Args:
        sources: files, folders, archives.
        roster: a CSV file of the class; without it ids and names are taken at their word.

    Returns:
        What became of each file.

    Raises:
        CannotRun: `unknown_assignment`, `not_released`, `bad_roster`, `no_source`.
    """
    course = NbgraderCourse(root)
    course.check_released(assignment)
    for source in sources:
        if not source.exists():
            raise CannotRun("no_source", f"{source}: 이런 파일이나 폴더가 없습니다.")
    known = frozenset(course.enrolled_students())

    def folder(student: str) -> Path:
        return course.path("submitted", spelt_as(student, known), assignment)

    target = intake.Target(
        course.root,
        folder,
        frozenset(course.released_notebooks(assignment)),
        known,
        intake.seconds(course.due_date(assignment)),
    )
    items = intake.collect(sources, target, Roster(read(roster)) if roster else None, dry_run)
    if not dry_run:
        intake.log(items, course.work / "collect" / f"{assignment}.jsonl")
    return items
