"""The verb that makes what students get: `autograder release`."""

from __future__ import annotations

import contextlib
import dataclasses
import sys

from .errors import CourseError
from .text import document, say


def do_release(args) -> int:
    from .authoring.release import release
    from .grading.examine import examine
    from .grading.former import remember
    from .grading.nbgrader_course import NbgraderCourse
    from .trusting import warnings

    if args.public:
        return _publish(args)
    if not args.assignment:
        raise CourseError("release 010_vector_representation, or release --public FOLDER")
    with contextlib.suppress(CourseError):  # what is wrong is told below
        if not args.dry_run:
            remember(NbgraderCourse(args.root), args.assignment)
    made = release(args.root, args.assignment, args.dry_run)
    sources = NbgraderCourse(args.root).path("source", ".", args.assignment)
    told, status = warnings(sources), 0
    try:
        cells = [] if args.dry_run else examine(args.root, args.assignment)
        told += [str(cell) for cell in cells]
    except CourseError as error:
        told += [str(error)]
        status = int(getattr(error, "code", "") == "needs_beside")
    if args.json:
        say(document({"status": status, **dataclasses.asdict(made), "told": told}))
        return status
    would = " (--dry-run: nothing was written)" if args.dry_run else ""
    say(f"released: {made.folder}{would}")
    for line in told:
        say(f"- {line}", file=sys.stderr)
    return status


def _publish(args) -> int:
    from .authoring.public import commands, publish

    made = publish(args.root, args.public, args.repository, args.branch, args.dry_run)
    if args.json:
        say(document({"status": made.status, **dataclasses.asdict(made)}))
        return made.status
    would = " (--dry-run: nothing was written)" if args.dry_run else ""
    say(
        f"{made.folder}: {made.files} files, {len(made.written)} written, "
        f"{len(made.removed)} removed{would}"
    )
    for name in made.overwritten:
        say(f"- {name}: was changed there by hand, and is the course's again", file=sys.stderr)
    if (made.written or made.removed) and not args.dry_run:
        say("\n".join(commands(made)))
    return made.status
