"""nbgrader's own commands on a course of ours: `nbgrader autograde`, `generate_feedback` and
formgrader's buttons do what `autograder grade` and `autograder feedback` do.

Hostile case: plain nbgrader runs a submission on the instructor's machine, with the instructor's
rights and the gradebook in reach, and its feedback pages show the hidden tests.
"""

from __future__ import annotations

import fnmatch
import subprocess
import sys
from pathlib import Path

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException

NOTHING_DONE = 2
"""Exit status from which on a command of ours has done nothing."""


def take_over() -> None:
    """Called by nbgrader_config.py, because nbgrader has no setting for its converters."""
    Autograde.start = lambda converter: _instead(converter, "grade")
    GenerateFeedback.start = lambda converter: _instead(converter, "feedback")


def _instead(converter: BaseConverter, verb: str) -> None:
    """Run our verb in a process of its own: Jupyter's server has a loop and threads that a cluster
    would meet.

    Raises:
        NbGraderException: nothing was done; the message says why.
    """
    directories = converter.coursedir
    if directories.notebook_id != "*":
        raise NbGraderException(
            f"{directories.notebook_id}: 노트북 하나만 다룰 수 없습니다. 과제를 통째로 하세요."
        )
    command = [sys.executable, "-m", "autograder.cli", "--root", directories.root, verb]
    command += [directories.assignment_id, *_students(converter)]
    if verb == "grade" and converter.force:
        command.append("--force")
    done = subprocess.run(
        command,
        cwd=Path(__file__).parents[2],  # where this package is found, installed or not
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    log = converter.log.warning if done.returncode else converter.log.info
    log("autograder %s: %s", verb, done.stdout.strip())
    if done.returncode < 0 or done.returncode >= NOTHING_DONE:
        converter.log.error(done.stdout.strip())
        raise NbGraderException(done.stdout.strip())


def _students(converter: BaseConverter) -> list[str]:
    from .nbgrader_course import NbgraderCourse

    wanted = converter.coursedir.student_id
    if wanted == "*":
        return []
    course = NbgraderCourse(converter.coursedir.root)
    submitted = course.submitted_students(converter.coursedir.assignment_id)
    course.close()
    found = [wanted] if wanted in submitted else fnmatch.filter(submitted, wanted)
    return [f"--student={student}" for student in found or [wanted]]
