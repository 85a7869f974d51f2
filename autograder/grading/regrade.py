"""`autograder regrade`: after a changed test, point value or model answer, the tasks that changed
are graded again for the whole class, and nobody is lowered unasked.

A task is known to have changed by the digest that each result keeps of it. What was before is kept;
`undo` puts it back.
"""

from __future__ import annotations

import contextlib
import getpass
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..cells import is_grade, is_task
from ..errors import CannotRun
from . import scores
from .assignment import Assignment
from .class_run import Progress
from .converters import remove_tree
from .former import remember
from .grade import (
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
from .kept import DONE, OPEN, Kept
from .lateness import Terms
from .nbgrader_course import NbgraderCourse
from .partial import KEPT_SCORE, PartialRun, PartialWriter, moved, nobody
from .protocol import Executor
from .regraded import ADDED, POINTS, REMOVED, TESTS, Change, Moved, Regraded, log, points_of
from .results import GRADER_ERROR, Journal, Result, journal_of
from .structure import sync
from .submission import Submission
from .tasks import key
from .templates import before_saving, read_source


@dataclass(frozen=True)
class Wish:
    """What a person asked for; the arguments of `regrade` say more."""

    why: str = ""
    who: str = ""
    allow_lower: bool = False
    dry_run: bool = False


def regrade(
    course_dir: Path | str,
    assignment: str,
    *,
    why: str = "",
    who: str = "",
    allow_lower: bool = False,
    dry_run: bool = False,
    isolation: bool = True,
    progress: Progress | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    scheduler: str | None = None,
) -> Regraded:
    """Grade what changed in an assignment's source again, for everybody whose result is current.

    Args:
        why, who: for the log; who is the user of this machine by default.
        allow_lower: scores may fall.
        dry_run: say what changed and whom it touches; run and write nothing.
        Others: as for `grade`.

    Raises:
        CannotRun: those of `grade`; not_graded, would_lower, notebooks_changed, cell_kind_changed.
    """
    started = time.monotonic()
    plan = Plan(assignment, None, isolation, None, progress, False, jobs, executor, scheduler)
    wish = Wish(why, who or getpass.getuser(), allow_lower, dry_run)
    course = NbgraderCourse(course_dir)
    with told_to_people(course), contextlib.closing(course):
        course.check_released(assignment)
        with alone(course.work / f"{assignment}.lock", assignment):
            made = _Regrade(course, plan, wish).run()
    made.seconds = time.monotonic() - started
    return made


class _Regrade:
    def __init__(self, course: NbgraderCourse, plan: Plan, wish: Wish) -> None:
        self.course, self.plan, self.wish = course, plan, wish
        self.name = plan.assignment
        self.spec = spec_of(course, plan)
        self.limits = limits_of(course, plan)
        _check_notebooks(course, self.name)
        fresh = Assignment.load(course, self.name, fresh=True)
        self.executor = executor_name(plan, self.spec)
        self.sources = fresh.task_digests(self.executor, self.limits)
        self.points = _points(fresh)
        self.source_hash = fresh.source_hash(self.executor, self.limits)
        self.terms = Terms(course, self.name)
        last = Kept.last(course, self.name)
        self.kept = last if last and last.state["status"] == OPEN else None
        """A regrade that was killed is gone on with."""

    def run(self) -> Regraded:
        made = Regraded(self.name)
        if self.kept:
            before, results = self.kept.state["before"], self.kept.results
        else:
            results = journal_of(self.course, self.name).results
            if not results:
                raise CannotRun(
                    "not_graded",
                    f"{self.name}: 아직 채점하지 않았습니다. 먼저 `autograder grade {self.name}`를 "
                    "실행하세요.",
                )
            before, made.left_out = self._current(results)
        ours = {student: results[student] for student in before}
        made.changes = self._changes(ours, before)
        if not self.wish.allow_lower and not self.kept:
            self._check_measure(before)
        todo = [student for student in sorted(ours) if self._touched(ours[student])]
        made.graded = len(todo)
        stale = [one for one in ours.values() if one.source_hash != self.source_hash]
        if self.wish.dry_run or not (todo or stale or self.kept):
            return made
        runs = any(self._must_run(ours[student]) for student in todo)
        if runs:
            check_isolation(self.plan, self.spec)
        if not self.kept:
            remember(self.course, self.name)
            about = {
                "when": datetime.now(UTC).isoformat(timespec="seconds"),
                "who": self.wish.who,
                "why": self.wish.why,
                "changes": [asdict(change) for change in made.changes],
            }
            self.kept = Kept.make(self.course, self.name, before, about)
        made.id = self.kept.state["id"]
        self._grade(made, todo, runs)
        return made

    def _current(self, results: Mapping[str, Result]) -> tuple[dict[str, dict], dict[str, str]]:
        """Whose result is ours and of what lies there now, with the points of now; and who else
        handed something in.
        """
        recorded = scores.recorded_runs(self.course, self.name)
        before, left_out = {}, {}
        graded = scores.all_grades(self.course, self.name)
        self.automatic = scores.all_automatic(self.course, self.name)
        for student in self.course.submitted_students(self.name):
            result = results.get(student)
            reason = self._not_current(student, result, recorded.get(student))
            if reason or result is None or student not in graded:
                left_out[student] = reason or "채점 전"
                continue
            now = Result(student, result.outcome, tasks=list(result.tasks))
            now.take_points(graded[student])
            before[student] = points_of(now)
        return before, left_out

    def _not_current(self, student: str, result: Result | None, run: str | None) -> str:
        if result is None or result.run != run:
            return "채점 전"
        if result.outcome == GRADER_ERROR:
            return "채점기 오류"
        submission = Submission.read(self.course, self.name, student)
        if submission.content_hash != result.content_hash:
            return "채점한 뒤에 제출물이 바뀌었습니다"
        if result.terms != self.terms.of(student):
            return "채점한 뒤에 마감이나 지각 규칙이 바뀌었습니다"
        automatic = self.automatic.get(student)
        if result.is_foreign(scores.written(self.course, student, self.name, automatic)):
            return "다른 프로그램의 점수"
        return ""

    # -- what changed

    def _changed(self, result: Result) -> dict[str, list[str]]:
        then, found = _points_then(result), {}
        for task in {**self.points, **then}:
            what = [ADDED] if task not in then else [REMOVED] if task not in self.points else []
            if not what and result.sources.get(task) != self.sources.get(task):
                what.append(TESTS)
            if task in then and task in self.points and then[task] != self.points[task]:
                what.append(POINTS)
            if what:
                found[task] = what
        return found

    def _touched(self, result: Result) -> bool:
        held = any(finding.code == KEPT_SCORE for finding in result.findings)
        return bool(self._changed(result)) or (held and self.wish.allow_lower)

    def _must_run(self, result: Result) -> bool:
        return any(
            what != [REMOVED] and what != [POINTS] for what in self._changed(result).values()
        )

    def _changes(self, results: Mapping[str, Result], before: Mapping[str, dict]) -> list[Change]:
        found: dict[str, Change] = {}
        for result in results.values():
            then = _points_then(result)
            for task, what in self._changed(result).items():
                change = found.setdefault(
                    task, Change(task, [], then.get(task), self.points.get(task))
                )
                change.what = sorted({*change.what, *what})
                change.students += 1
        return [found[task] for task in sorted(found)]

    def _check_measure(self, before: Mapping[str, dict]) -> None:
        """Points that are fewer, or gone with their task, lower everybody who had them."""
        lowered = {
            student: sum(
                max(0.0, score - self.points.get(task, 0.0))
                for task, score in of["tasks"].items()
                if score is not None
            )
            for student, of in before.items()
        }
        some = [f"{student} -{lost:g}" for student, lost in lowered.items() if lost]
        if some:
            more = f" 외 {len(some) - 10}명" if len(some) > 10 else ""
            raise CannotRun(
                "would_lower",
                f"{self.name}: 배점이 줄거나 과제가 빠져 {len(some)}명의 점수가 낮아집니다"
                f"({', '.join(some[:10])}{more}). 그래도 하려면 --allow-lower를 붙이세요. "
                "아무것도 바꾸지 않았습니다.",
            )

    # -- doing it

    def _grade(self, made: Regraded, todo: list[str], runs: bool) -> None:
        kept = self.kept
        assert kept is not None
        with self.course.gradebook():
            sources = {
                name: before_saving(self.course, self.name, name, read_source(path))
                for name, path in _sources(self.course, self.name).items()
            }
        sync(self.course, self.name, sources)
        assignment = Assignment.load(self.course, self.name)
        spec = warmed(self.course, self.plan, self.spec, assignment) if runs else self.spec
        isolated = is_isolated(self.plan, spec)
        writer = PartialWriter(
            assignment,
            kept.state["run"],
            self.executor,
            isolated,
            self.limits,
            kept=kept,
            allow_lower=self.wish.allow_lower,
        )
        journal = journal_of(self.course, self.name)
        run = PartialRun(writer, journal, self.limits, *(modes(self.plan, spec) if runs else ()))
        done = {
            student
            for student, result in journal.results.items()
            if result.run == kept.state["run"] == run.recorded.get(student)
            and result.source_hash == self.source_hash
        }
        submissions = [
            Submission.read(self.course, self.name, student)
            for student in todo
            if student not in done
        ]
        for submission in submissions:
            if submission.content_hash != kept.results[submission.student].content_hash:
                made.left_out[submission.student] = "채점한 뒤에 제출물이 바뀌었습니다"
        submissions = [one for one in submissions if one.student not in made.left_out]
        run.again(submissions, workers(self.plan, spec) if runs else nobody, self.plan.progress)
        run.record_all(
            [
                moved(one, writer)
                for student, one in kept.results.items()
                if student not in todo and one.source_hash != writer.source_hash
            ]
        )
        made.left_out |= writer.failures
        for student in {one.student for one in submissions} - set(writer.failures):
            remove_tree(self.course.path("feedback", student, self.name))
        self._compare(made, journal)
        kept.mark(DONE)
        log(self.course, kept, "regrade", made)

    def _compare(self, made: Regraded, journal: Journal) -> None:
        assert self.kept is not None
        for student, of in self.kept.state["before"].items():
            result = journal.results[student]
            now = points_of(result)
            both = sorted({*of["tasks"], *now["tasks"]})
            points = {task: [of["tasks"].get(task), now["tasks"].get(task)] for task in both}
            tasks = {
                task: pair for task, pair in points.items() if (pair[0] or 0) != (pair[1] or 0)
            }
            for finding in result.findings:
                if finding.code == KEPT_SCORE and student not in made.left_out:
                    made.held[student] = finding.message.rpartition(": ")[2].split(", ")
            if tasks or (of["score"], of["pending"]) != (now["score"], now["pending"]):
                made.students[student] = Moved(
                    of["score"], now["score"], of["pending"], now["pending"], tasks
                )


def _sources(course: NbgraderCourse, assignment: str) -> dict[str, Path]:
    folder = course.path("source", ".", assignment)
    return {path.stem: path for path in sorted(folder.glob("*.ipynb"))}


def _check_notebooks(course: NbgraderCourse, assignment: str) -> None:
    now, then = set(_sources(course, assignment)), set(course.released_notebooks(assignment))
    if now != then:
        raise CannotRun(
            "notebooks_changed",
            f"{assignment}: 노트북이 생기거나 없어졌습니다({', '.join(sorted(now ^ then))}). "
            "재채점은 노트북 안의 과제만 다룹니다.",
        )


def _points(assignment: Assignment) -> dict[str, float]:
    return {
        key(name, cell.metadata.nbgrader.grade_id): float(cell.metadata.nbgrader.points)
        for name, template in assignment.templates.items()
        for cell in template.notebook.cells
        if cell.metadata.get("nbgrader") and (is_grade(cell) or is_task(cell))
    }


def _points_then(result: Result) -> dict[str, float]:
    return {key(task.notebook, task.grade_id): task.points for task in result.tasks}
