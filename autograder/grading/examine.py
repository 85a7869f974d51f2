"""The model answer's run at release, before anybody hands something in."""

from __future__ import annotations

import contextlib
from pathlib import Path

from . import cluster
from .assignment import Assignment
from .class_run import refuse_beside
from .grade import Plan, check_isolation, executor_name, limits_of, spec_of, warmed
from .model import Cell, Model
from .nbgrader_course import NbgraderCourse


def examine(course_dir: Path | str, assignment: str) -> list[Cell]:
    """Run the model answer as a class would be graded, once for each state of the source; the tests
    that take points from it.

    Raises:
        CannotRun: as for `grade`; needs_beside.
    """
    course = NbgraderCourse(course_dir)
    plan = Plan(assignment)
    with contextlib.closing(course):
        course.check_released(assignment)
        loaded = Assignment.load(course, assignment)
        spec = spec_of(course, plan)
        if not spec.beside:
            return []
        check_isolation(plan, spec)
        made = warmed(course, plan, spec, loaded)
        model = Model(loaded, limits_of(course, plan), executor_name(plan, made), True)
        with cluster.threads(cluster.make(made), 1) as workers:
            model.submit = workers.submit
            found = model.evidence().cells
    if spec.strict:
        refuse_beside(found)
    return found
