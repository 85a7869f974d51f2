"""What a submission's lateness depends on: the course's policy, the due date, an extension."""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json

from nbgrader.api import Assignment, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import select

from .nbgrader_course import NbgraderCourse


class Terms:
    """The terms under which an assignment's submissions are late, read once."""

    def __init__(self, course: NbgraderCourse, assignment: str) -> None:
        with course.gradebook() as gradebook:
            self._due = str(
                gradebook.db.scalar(select(Assignment.duedate).where(Assignment.name == assignment))
            )
            rows = gradebook.db.execute(
                select(SubmittedAssignment.student_id, SubmittedAssignment.extension)
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .where(Assignment.name == assignment, SubmittedAssignment.extension.is_not(None))
            )
            self._extensions = {student: str(extension) for student, extension in rows}
        self._policy = _policy(course)

    def of(self, student: str) -> str:
        """Changes with anything that could change this student's lateness or its price."""
        terms = [self._policy, self._due, self._extensions.get(student, "")]
        return hashlib.sha256(json.dumps(terms).encode()).hexdigest()


def _policy(course: NbgraderCourse) -> list[str]:
    """The late policy's class, its settings, and its text where that can be had."""
    step = AssignLatePenalties(parent=course.app)
    step.init_plugin()
    kind = type(step.plugin_inst)
    settings = sorted(step.plugin_inst.trait_values(config=True).items())
    text = ""
    with contextlib.suppress(OSError, TypeError):
        text = inspect.getsource(kind)
    return [f"{kind.__module__}.{kind.__qualname__}", repr(settings), text]


def seconds_late(course: NbgraderCourse, student: str, assignment: str) -> float:
    """0 where it came in time or nobody knows."""
    with course.gradebook() as gradebook:
        return float(gradebook.find_submission(assignment, student).total_seconds_late)
