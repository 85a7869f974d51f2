"""Grade a class: every submission ends in a score, in a student's error or in a grader's error, and
none stops another.

Student code runs on workers (`cluster`); this process prepares the jobs one by one and is the only
one that writes: to the gradebook in one transaction for each submission, then to the journal.
Killed at any moment, the next run goes on.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import CannotRun
from ..files import Locked, locked
from ..intake.names import merge_spellings, spelt_as
from . import asked, cluster, head_start
from .assignment import Assignment
from .capacity import local_jobs
from .class_run import ClassRun, Progress
from .cluster import Spec, Workers
from .gradebook import DatabaseFailed
from .model import Cell
from .nbgrader_course import NbgraderCourse, nearest
from .profile import Profile
from .protocol import Executor, Limits
from .results import GRADER_ERROR, STUDENT_ERROR, Result, journal_of
from .unnamed import unnamed
from .writer import Writer

FEW = 100
"""Submissions up to which processes of Dask's own cost more than they give."""
AT_ONCE = 2
"""Jobs at once with which this process keeps up: they wait for their sandboxes, and Dask would take
more for handing them on than there is to do.
"""


@dataclass(frozen=True)
class Plan:
    """What one call of `grade` is to do; its arguments say more."""

    assignment: str
    students: Sequence[str] | None = None
    isolation: bool = True
    limits: Limits | None = None
    progress: Progress | None = None
    force: bool = False
    jobs: int | None = None
    executor: Executor | None = None
    scheduler: str | None = None
    profile: Profile | None = None


@dataclass
class Run:
    """What one call of `grade` did.

    Attributes:
        results: of every student asked for who handed something in, earlier results that were kept
            included.
        absent: enrolled students without a submission folder. They have no row in the gradebook.
        isolated: whether student code was kept away from this machine.
        id: what the gradebook and the journal call this run.
        model: the tests that take points from the model answer.
        profile: where the time went (`Profile.summary`), if asked.
    """

    assignment: str
    isolated: bool
    id: str = ""
    results: list[Result] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    model: list[Cell] = field(default_factory=list)
    seconds: float = 0.0
    profile: dict | None = None

    def with_outcome(self, outcome: str) -> list[Result]:
        return [result for result in self.results if result.outcome == outcome]

    @property
    def status(self) -> int:
        """Exit status: 0 all have scores, 1 some were refused or failed, 2 none could be graded for
        reasons of ours.
        """
        failed = len(self.with_outcome(GRADER_ERROR))
        if failed and failed == len(self.results):
            return 2
        return 1 if failed or self.with_outcome(STUDENT_ERROR) else 0


def grade(
    course_dir: Path | str,
    assignment: str,
    students: Sequence[str] | None = None,
    isolation: bool = True,
    limits: Limits | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
    jobs: int | None = None,
    executor: Executor | None = None,
    scheduler: str | None = None,
    profile: bool = False,
) -> Run:
    """Grade the submissions of an assignment.

    Submissions whose bytes, source, limits and executor are those of an earlier run keep their
    result unless `force`.

    Args:
        course_dir: nbgrader course directory.
        students: only these; None for everybody with a folder in the submitted directory.
        isolation: refuse to run where student code cannot be kept away from this machine.
        limits: None for the defaults with the course's `Execute.timeout` as time for a cell.
        progress: called in this thread after each submission with (number done, number to do,
            result).
        jobs: submissions executed at once on this machine; None for as many as cores and memory
            allow.
        executor: run in this process with this one; None for a sandbox on Dask workers, its two
            processes without walls if not `isolation`.
        scheduler: address of a running Dask cluster; None to start one on this machine.
        profile: measure where the time goes.

    Raises:
        CannotRun: not_a_course, bad_config, unknown_assignment, not_released, no_source,
            source_changed, needs_beside, no_isolation, no_submissions, unknown_student,
            already_running, database, disk_full, no_scheduler, bad_worker, cluster_lost.
    """
    started = time.monotonic()
    watch = Profile() if profile else None
    plan = Plan(assignment, students, isolation, limits, progress, force, jobs, executor, scheduler)
    plan = replace(plan, profile=watch)
    course = NbgraderCourse(course_dir)
    with told_to_people(course), contextlib.closing(course):
        run = _grade(course, plan)
    run.seconds = time.monotonic() - started
    run.profile = watch.summary() if watch else None
    return run


@contextlib.contextmanager
def told_to_people(course: NbgraderCourse) -> Iterator[None]:
    """What stops a whole run for reasons of this machine's, in a sentence.

    Raises:
        CannotRun: database, disk_full.
    """
    try:
        yield
    except DatabaseFailed as error:
        raise CannotRun(
            "database",
            f"성적부({course.directories.db_url.rsplit('@')[-1]})를 쓸 수 없습니다: {error}. 다른 "
            "프로그램이 쓰고 있다면 "
            "끝난 뒤에 같은 명령을 다시 실행하세요. 이어서 합니다.",
        ) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise CannotRun(
            "disk_full",
            "디스크가 가득 차서 멈췄습니다. 자리를 비우고 같은 명령을 다시 실행하면 이어서 "
            "채점합니다.",
        ) from error


def _grade(course: NbgraderCourse, plan: Plan) -> Run:
    course.check_released(plan.assignment)
    spec = spec_of(course, plan)
    told = merge_spellings(
        course.submitted_students(plan.assignment),
        course.enrolled_students(),
        lambda student: course.path("submitted", student, plan.assignment),
    )
    submitted = submitted_of(course, plan)
    asked_of = _by_a_service(course, plan, submitted)
    if asked_of:
        return asked_of
    check_isolation(plan, spec)
    with alone(course.work / f"{plan.assignment}.lock", plan.assignment):
        assignment = Assignment.load(course, plan.assignment)
        spec = warmed(course, plan, spec, assignment)
        run = Run(plan.assignment, is_isolated(plan, spec), uuid.uuid4().hex)
        if not plan.students:
            run.absent = sorted(set(course.enrolled_students()) - set(submitted))
        if not submitted:
            run.results = unnamed(course, plan.assignment)
            return run
        limits = limits_of(course, plan)
        writer = Writer(assignment, run.id, executor_name(plan, spec), run.isolated, limits)
        graded = ClassRun(writer, journal_of(course, plan.assignment), limits, *modes(plan, spec))
        graded.profile = plan.profile
        run.results = graded.run(
            sorted({spelt_as(student, submitted) for student in plan.students or submitted}),
            plan.force,
            workers(plan, spec),
            plan.progress,
            told,
        )
        run.model = graded.model.evidence().cells
        if not plan.students:
            run.results += unnamed(course, plan.assignment)
    return run


def _by_a_service(course: NbgraderCourse, plan: Plan, submitted: list[str]) -> Run | None:
    """What a standing service makes of it, if one holds the lock: it is warm."""
    if plan.executor or plan.scheduler or plan.limits or not submitted:
        return None
    try:
        with locked(course.work / f"{plan.assignment}.lock"):
            return None
    except Locked as lock:
        holder = lock.holder
    head_start.drop()
    students = sorted({spelt_as(student, submitted) for student in plan.students or submitted})
    kept = asked.ask(course, plan.assignment, students, plan.force, plan.isolation, holder)
    if kept is None:
        return None
    results = journal_of(course, plan.assignment).results
    run = Run(plan.assignment, plan.isolation)
    for student in students:
        if student in results:
            results[student].kept = student in kept
            run.results.append(results[student])
            if plan.progress and student not in kept:
                plan.progress(len(run.results), len(students), results[student])
    if not plan.students:
        run.absent = sorted(set(course.enrolled_students()) - set(submitted))
        run.results += unnamed(course, plan.assignment)
    return run


def spec_of(course: NbgraderCourse, plan: Plan) -> Spec:
    """The executor that workers are to make, cold."""
    settings = course.assignment_config(plan.assignment)
    return Spec(
        "sandbox" if plan.isolation else cluster.without_walls(),
        isolation=settings.isolation,
        files=settings.files,
        strict=settings.strict,
    )


def warmed(course: NbgraderCourse, plan: Plan, spec: Spec, assignment: Assignment) -> Spec:
    """The same with what it imports beforehand."""
    if plan.executor is not None or spec.name == "nbclient":
        return spec
    settings = course.assignment_config(plan.assignment)
    modules, packages = assignment.warm_modules(settings.modules)
    return replace(spec, modules=modules, packages=packages)


def executor_name(plan: Plan, spec: Spec) -> str:
    """What results call what executed them."""
    name = plan.executor.name if plan.executor else spec.label
    return f"{name} (strict)" if spec.strict else name


def is_isolated(plan: Plan, spec: Spec) -> bool:
    return plan.executor.isolated if plan.executor else spec.isolated


def modes(plan: Plan, spec: Spec) -> tuple[bool, bool]:
    """Whether tests may run beside the answers, and whether that is to be refused."""
    beside = getattr(plan.executor, "beside", False) if plan.executor else spec.beside
    return beside, spec.strict


def limits_of(course: NbgraderCourse, plan: Plan) -> Limits:
    return plan.limits or Limits(cell_seconds=course.cell_seconds)


def check_isolation(plan: Plan, spec: Spec) -> None:
    reason = ""
    if plan.executor:
        if plan.isolation and not plan.executor.isolated:
            reason = plan.executor.name
    elif spec.isolated and plan.scheduler is None:  # else the workers are asked, not this machine
        reason = cluster.unavailable(spec.name)
    if reason:
        raise CannotRun(
            "no_isolation",
            f"이 컴퓨터에서는 학생 코드를 격리해 실행할 수 없어 채점하지 않았습니다({reason}). "
            "제출물을 믿을 수 있거나 "
            "버려도 되는 컴퓨터라면 `--no-isolation`을 붙여 다시 실행하세요.",
        )


def submitted_of(course: NbgraderCourse, plan: Plan) -> list[str]:
    """Everybody who handed something in, after a look at who was asked for."""
    submitted = course.submitted_students(plan.assignment)
    if not submitted and not course.unnamed_folders(plan.assignment):
        folder = course.path("submitted", "STUDENT", plan.assignment)
        raise CannotRun(
            "no_submissions", f"{plan.assignment}: 제출물이 없습니다. {folder} 자리에 모아 주세요."
        )
    for student in plan.students or []:
        if spelt_as(student, submitted) not in submitted:
            near = nearest(student, submitted)
            raise CannotRun(
                "unknown_student",
                f"{student}: {plan.assignment} 제출물이 없는 학생입니다."
                + (f" 혹시 {', '.join(near)}?" if near else ""),
            )
    return submitted


def workers(plan: Plan, spec: Spec) -> Callable[[int], AbstractContextManager[Workers]]:
    """Starts what executes so many submissions."""

    def start(todo: int) -> AbstractContextManager[Workers]:
        if plan.executor is not None:
            return cluster.threads(plan.executor, plan.jobs or 2)
        most = plan.jobs or min(todo, os.cpu_count() or 1)
        if plan.scheduler is None and (todo <= FEW or most <= AT_ONCE):
            return cluster.here(spec, lambda: plan.jobs or min(todo, local_jobs()))
        head_start.drop()  # workers have warm processes of their own
        return cluster.cluster(spec, plan.jobs or min(todo, local_jobs()), plan.scheduler)

    return start


@contextlib.contextmanager
def alone(path: Path, assignment: str) -> Iterator[None]:
    """Two runs over one assignment would take each other's results for their own.

    Raises:
        CannotRun: `already_running`, with the holder's process id.
    """
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locked(path))
        except Locked as lock:
            raise CannotRun(
                "already_running",
                f"{assignment}: 다른 프로그램(프로세스 {lock.holder or '?'})이 이미 채점하고 "
                "있습니다. "
                "끝나기를 기다리거나 그것을 멈춘 뒤 다시 실행하세요.",
            ) from None
        yield
