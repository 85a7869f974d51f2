"""`autograder feedback`: a page for every student and notebook, in nbgrader's feedback folder.

Our own, not nbgrader's: that shows students the whole test cell and the whole traceback, hidden
tests included, on a page wider than a phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from ..errors import CannotRun
from ..files import write_atomically
from ..grading import scores
from ..grading.converters import remove_tree
from ..grading.nbgrader_course import NbgraderCourse, nearest
from ..grading.results import GRADER_ERROR, Result, journal_of
from ..grading.templates import NotebookTemplate, load_template
from ..grading.unnamed import unnamed
from ..intake.collect import told_to
from ..text import clean
from .guidance import Guidance, load_guidance
from .safe import plain
from .student_page import build


@dataclass
class Feedback:
    """What `feedback` did.

    Attributes:
        pages: student to pages written.
        failed: student to the reason why there is no page.
        pending: students whose page has answers that nobody has graded by hand yet.
    """

    pages: dict[str, list[Path]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)


def feedback(
    course_dir: Path | str,
    assignment: str,
    students: Sequence[str] | None = None,
    dry_run: bool = False,
) -> Feedback:
    """Write a feedback page for every graded or refused submission; old pages of the others are
    removed.

    Args:
        dry_run: only say whose pages would be written.

    Raises:
        CannotRun: unknown_assignment, not_released, no_source, source_changed, unknown_student.
        OSError: the pages can't be written.
    """
    course = NbgraderCourse(course_dir)
    course.check_released(assignment)
    pages = Pages(course, assignment)
    submitted = course.submitted_students(assignment)
    for student in students or ():
        if student not in submitted:
            near = nearest(student, submitted)
            raise CannotRun(
                "unknown_student",
                f"{student}: {assignment} 제출물이 없는 학생입니다."
                + (f" 혹시 {', '.join(near)}?" if near else ""),
            )
    results = journal_of(course, assignment).results
    made = Feedback()
    for student in submitted if students is None else sorted(set(students)):
        if not dry_run:
            remove_tree(course.path("feedback", student, assignment))
        result = results.get(student)
        if reason := _no_page(course, assignment, student, result):
            made.failed[student] = reason
        elif result is not None and dry_run:
            made.pages[student] = pages.places(student)
            made.pending += [student] if result.needs_manual_grade else []
        elif result is not None:
            try:
                made.pages[student] = pages.write(result)
            except Exception as error:  # whatever it is, it is this student's page alone
                if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
                    raise  # the machine's: the next page would fare no better
                remove_tree(course.path("feedback", student, assignment))
                reason = clean(f"{type(error).__name__}: {error}", 500)
                made.failed[student] = f"피드백을 만들지 못했습니다: {reason}"
            else:
                if result.needs_manual_grade:
                    made.pending.append(student)
    if students is None:
        made.failed |= {one.student: one.message for one in unnamed(course, assignment)}
    course.close()
    return made


class Pages:
    """Pages for one submission at a time, of an assignment that is read once.

    Args:
        course: its gradebook is read for each page, for points given by hand.
    """

    def __init__(self, course: NbgraderCourse, assignment: str) -> None:
        self.course, self.assignment = course, assignment
        self.templates = {
            name: load_template(course, assignment, name)
            for name in course.released_notebooks(assignment)
        }
        self.guidance = load_guidance(course.root, assignment)
        self._log = course.work / "collect" / f"{assignment}.jsonl"
        self._collected: tuple[float, dict[str, list[str]]] = (0.0, {})

    def collected(self, student: str) -> list[str]:
        """What `autograder collect` did to a student's files."""
        changed = self._log.stat().st_mtime if self._log.exists() else 0.0
        if changed != self._collected[0]:
            self._collected = (changed, told_to(self._log))
        return self._collected[1].get(student, [])

    def places(self, student: str) -> list[Path]:
        """Where a student's pages are, or will be."""
        folder = self.course.path("feedback", student, self.assignment)
        return [folder / f"{name}.html" for name in self.templates]

    def write(self, result: Result) -> list[Path]:
        """The pages of a submission with a result in place of its earlier ones; none after a
        grader's error.
        """
        remove_tree(self.course.path("feedback", result.student, self.assignment))
        if result.outcome == GRADER_ERROR:
            return []
        collected = self.collected(result.student)
        return _pages(
            self.course, self.assignment, self.templates, self.guidance, result, collected
        )


def _no_page(course: NbgraderCourse, assignment: str, student: str, result: Result | None) -> str:
    """Why a student gets no page, "" if one can be made."""
    if result is None:
        return "아직 채점되지 않았습니다."
    if result.outcome == GRADER_ERROR:
        return result.message
    if result.is_foreign(scores.written(course, student, assignment)):
        return "채점한 뒤에 다른 프로그램이 점수나 채점된 노트북을 바꾸었습니다. 다시 채점하세요."
    return ""


def _pages(
    course: NbgraderCourse,
    assignment: str,
    templates: Mapping[str, NotebookTemplate],
    guidance: Guidance,
    result: Result,
    collected: list[str],
) -> list[Path]:
    student = result.student
    graded = scores.grades(course, student, assignment)
    if graded is None:
        raise ValueError("성적부에 제출물이 없습니다")
    result.take_points(graded)
    remarks = scores.remarks(course, student, assignment)
    written = []
    for name, template in templates.items():
        notebook = nbformat.read(
            course.path("autograded", student, assignment) / f"{name}.ipynb", as_version=4
        )
        penalty, comments = remarks.get(name, (0.0, {}))
        page = build(template, notebook, result, guidance, comments, penalty)
        page.repairs[:0] = [plain(told, 600) for told in collected]
        path = course.path("feedback", student, assignment) / f"{name}.html"
        write_atomically(path, page.render().encode("utf-8", "replace"))
        written.append(path)
    return written
