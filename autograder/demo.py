"""The main job end to end on a made-up class: release, submissions (damaged and hostile ones
included), grading, feedback, report, and whether every submission ended as it must.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from .authoring.lesson import read_lesson
from .authoring.release import release
from .course import Course
from .demo_class import differences, make_class
from .errors import CourseError
from .grading.grade import grade
from .grading.protocol import Limits
from .grading.results import SCORE, STUDENT_ERROR, Result
from .report.feedback import feedback
from .report.report import report
from .sandbox import isolate

MARKER = ".autograder-demo"
LIMITS = Limits(cell_seconds=5, total_seconds=120)


def run_demo(
    root: Path | str,
    folder: Path | str,
    assignment: str | None = None,
    say: Callable[[str], None] = print,
) -> Path:
    """Build a class in `folder` from the course in `root`, grade it, and check every outcome.

    Args:
        assignment: a lesson of the course; None for the first.

    Returns:
        The report.

    Raises:
        CourseError: `folder` holds something else, there is no solution notebook, or an outcome is
            not as expected.
    """
    started = time.monotonic()
    root, folder = Path(root).resolve(), Path(folder).resolve()
    course = Course.load(root)
    assignment = course.check_slug(assignment) if assignment else course.lessons[0]
    if not course.solution_path(assignment).exists():
        raise CourseError(f"{course.solution_path(assignment)}: no such file. Run: make notebooks")
    _fresh(folder)
    shutil.copy(root / "nbgrader_config.py", folder)
    shutil.copytree(course.solution_path(assignment).parent, folder / "solutions" / assignment)
    say(f"배포: {Path(release(folder, assignment).folder).relative_to(folder)}")

    alternates, mutants = _trials(root, assignment)
    expected = make_class(folder, assignment, alternates=alternates, mutants=mutants)
    say(f"제출물: {len(expected)}개")

    def show(done: int, count: int, result: Result) -> None:
        what = expected[result.student].what
        say(f"  [{done:2}/{count}] {result.student} {result.verdict:>12}  {what}")

    reason = isolate.unavailable()
    say("학생 코드를 격리해 실행합니다." if not reason else f"격리하지 않고 실행합니다. {reason}.")
    run = grade(folder, assignment, isolation=not reason, limits=LIMITS, progress=show)
    pages = feedback(folder, assignment)
    page = report(folder, assignment)
    wrong = differences(expected, run) + [
        f"{student}: 피드백이 없음 ({reason})" for student, reason in pages.failed.items()
    ]
    if wrong:
        raise CourseError("demo: " + "; ".join(wrong))
    say(
        f"모두 예상대로입니다: 채점 {len(run.with_outcome(SCORE))}, 거절 "
        f"{len(run.with_outcome(STUDENT_ERROR))}, {time.monotonic() - started:.0f}초"
    )
    say(
        f"보고서: {page}\n피드백: {folder / 'feedback'}\n손 채점: cd {folder} && jupyter lab "
        "(Nbgrader > Formgrader)"
    )
    return page


def _trials(root: Path, assignment: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Other right solutions and wrong ones, by task."""
    lesson = read_lesson(root, assignment)
    texts: dict[str, dict[str, list[str]]] = {"alternate": {}, "mutant": {}}
    for trial in lesson.trials:
        # where a task has several tests, a mutant may keep the points of some
        if trial.role == "alternate" or len(lesson.tasks[trial.task].tests) == 1:
            texts[trial.role].setdefault(trial.task, []).append(trial.source)
    return texts["alternate"], texts["mutant"]


def _fresh(folder: Path) -> None:
    """An empty folder; an earlier demo's is emptied, anything else is left alone."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise CourseError(
                f"{folder}: is not empty and not an earlier demo. Name another folder, or empty it"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
