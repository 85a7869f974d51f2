"""What students handed in, for a course as its configuration and gradebook describe it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Student as Row

from ..errors import CannotRun
from ..intake import collect as intake
from ..intake.names import nfc, spelt_as
from ..intake.roster import Roster, Student, read
from .grade import told_to_people
from .nbgrader_course import NbgraderCourse


def collect(
    root: Path,
    assignment: str,
    sources: Sequence[Path],
    roster: Path | None = None,
    dry_run: bool = False,
) -> tuple[list[intake.Item], list[str]]:
    """Put what the sources hold into the assignment's `submitted/` folders, and log it.

    Args:
        sources: files, folders, archives.
        roster: a CSV file of the class, which is entered in the gradebook; without it ids and names
            are taken at their word.

    Returns:
        What became of each file, and whom the gradebook did not know.

    Raises:
        CannotRun: `unknown_assignment`, `not_released`, `bad_roster`, `no_source`, `database`.
    """
    course = NbgraderCourse(root)
    course.check_released(assignment)
    for source in sources:
        if not source.exists():
            raise CannotRun("no_source", f"{source}: 이런 파일이나 폴더가 없습니다.")
    listed = read(roster) if roster else []
    with told_to_people(course):
        new = _enrol(course, listed, dry_run)
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
    items = intake.collect(sources, target, Roster(listed) if roster else None, dry_run)
    if not dry_run:
        intake.log(items, course.work / "collect" / f"{assignment}.jsonl")
    return items, new


def _enrol(course: NbgraderCourse, listed: Sequence[Student], dry_run: bool) -> list[str]:
    """Enter who is not in the gradebook, and names and addresses that it lacks: so that those who
    hand in nothing are known, too. What stands there stays, and nobody leaves it.
    """
    with course.gradebook() if dry_run else course.transaction() as gradebook:
        rows = {nfc(row.id): row for row in gradebook.students}
        new = [one.id for one in listed if nfc(one.id) not in rows]
        for one in [] if dry_run else listed:
            row = rows.get(nfc(one.id))
            if row is None:
                row = Row(id=one.id)
                gradebook.db.add(row)
            if not (row.last_name or row.first_name):
                row.last_name = one.name or None
            row.email = row.email or one.email or None
        if not dry_run:
            gradebook.db.commit()
    return new
