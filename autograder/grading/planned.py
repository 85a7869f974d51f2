"""`autograder grade --dry-run`: who would be graded. It reads everything and runs and writes
nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..intake.names import spelt_as
from .assignment import Assignment
from .class_run import ClassRun
from .grade import (
    Plan,
    executor_name,
    is_isolated,
    limits_of,
    spec_of,
    submitted_of,
    told_to_people,
)
from .nbgrader_course import NbgraderCourse
from .results import journal_of
from .submission import Submission
from .writer import Writer


@dataclass
class Planned:
    """What `grade` would do.

    Attributes:
        todo: students who would be graded.
        kept: those whose score stays, for nothing has changed.
        absent: enrolled students without a submission.
    """

    assignment: str
    todo: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def planned(
    course_dir: Path | str,
    assignment: str,
    students: Sequence[str] | None = None,
    *,
    isolation: bool = True,
    force: bool = False,
) -> Planned:
    """
    Args:
        As for `grade`.

    Raises:
        CannotRun: those of `grade` that need nothing to run.
    """
    plan = Plan(assignment, students, isolation, force=force)
    course = NbgraderCourse(course_dir)
    with told_to_people(course), contextlib.closing(course):
        course.check_released(assignment)
        spec = spec_of(course, plan)
        submitted = submitted_of(course, plan)
        limits = limits_of(course, plan)
        loaded = Assignment.load(course, assignment)
        writer = Writer(loaded, "", executor_name(plan, spec), is_isolated(plan, spec), limits)
        run = ClassRun(writer, journal_of(course, assignment), limits)
        made = Planned(assignment)
        if not students:
            made.absent = sorted(set(course.enrolled_students()) - set(submitted))
        for student in sorted({spelt_as(student, submitted) for student in students or submitted}):
            current = not force and run.unchanged(Submission.read(course, assignment, student))
            (made.kept if current else made.todo).append(student)
    return made
