"""`autograder watch`: a standing service that turns what lands in `submitted/` into a score and a
page of feedback, with the processes warm that `grade` would have to start.

It holds the assignment's lock; `grade` asks it to do its work meanwhile (`asked`).
"""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path
from threading import Event
from typing import Any

from . import asked
from .assignment import Assignment
from .grade import (
    FEW,
    Plan,
    alone,
    check_isolation,
    executor_name,
    is_isolated,
    limits_of,
    modes,
    spec_of,
    told_to_people,
    warmed,
    workers,
)
from .nbgrader_course import NbgraderCourse
from .standing import Left, Service, Standing, Status
from .writer import Writer


def watch(
    course_dir: Path | str,
    assignment: str,
    service: Service,
    stop: Event,
    *,
    isolation: bool = True,
    jobs: int | None = None,
    executor: Any = None,
    scheduler: str | None = None,
) -> Status:
    """Grade what lands in an assignment's `submitted/` folders until `stop` is set.

    Args:
        Others: as for `grade`.

    Raises:
        CannotRun: those of `grade` but no_submissions; source_changed also while it runs.
    """
    plan = Plan(assignment, None, isolation, None, None, False, jobs, executor, scheduler)
    course = NbgraderCourse(course_dir)
    with told_to_people(course), contextlib.closing(course):
        course.check_released(assignment)
        spec = spec_of(course, plan)
        check_isolation(plan, spec)
        with alone(course.work / f"{assignment}.lock", assignment):
            loaded = Assignment.load(course, assignment)
            spec = warmed(course, plan, spec, loaded)
            run = uuid.uuid4().hex
            writer = Writer(
                loaded,
                run,
                executor_name(plan, spec),
                is_isolated(plan, spec),
                limits_of(course, plan),
            )
            limits = limits_of(course, plan)
            standing = Standing(writer, service, stop, limits, *modes(plan, spec))
            if service.dry_run:
                return standing.rehearse()
            try:
                with (
                    asked.announced(course, assignment, writer.isolated),
                    workers(plan, spec)(FEW) as found,
                ):
                    return standing.serve(found)
            except Left:
                return standing.status
