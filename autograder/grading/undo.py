"""`autograder regrade --undo`: everything as it was before the latest regrade."""

from __future__ import annotations

import contextlib
import getpass
from pathlib import Path

from ..errors import CannotRun
from . import scores
from .grade import alone, told_to_people
from .kept import UNDONE, Kept
from .nbgrader_course import NbgraderCourse
from .regraded import Regraded, log
from .results import journal_of
from .structure import restore


def undo(course_dir: Path | str, assignment: str, *, why: str = "", who: str = "") -> Regraded:
    """Put everything back to before the latest regrade that was not undone. Points and comments
    that people gave since stay.

    Raises:
        CannotRun: nothing_to_undo, already_running.
    """
    course = NbgraderCourse(course_dir)
    with told_to_people(course), contextlib.closing(course):
        course.check_released(assignment)
        with alone(course.work / f"{assignment}.lock", assignment):
            kept = Kept.last(course, assignment)
            if kept is None:
                raise CannotRun("nothing_to_undo", f"{assignment}: 되돌릴 재채점이 없습니다.")
            made = Regraded(assignment, kept.state["id"])
            runs = scores.recorded_runs(course, assignment)
            theirs = {
                student
                for student, result in kept.results.items()
                if runs.get(student) in (kept.state["run"], result.run)
            }
            if kept.results and not theirs:
                raise CannotRun(
                    "nothing_to_undo",
                    f"{assignment}: 재채점한 뒤에 모두 다시 채점해서 되돌릴 것이 없습니다.",
                )
            others = sorted(set(kept.results) - theirs)
            made.left_out = dict.fromkeys(others, "재채점한 뒤에 다시 채점했습니다")
            restore(course, assignment, kept.rows, theirs)
            kept.put_back(theirs)
            with journal_of(course, assignment) as journal:
                for student in sorted(theirs):
                    journal.record(kept.results[student])
            made.graded = len(theirs)
            kept.mark(UNDONE)
            kept.state |= {"who": who or getpass.getuser(), "why": why}
            log(course, kept, "undo", made)
    return made
