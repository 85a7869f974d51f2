"""Grade a class: every submission ends in a score, in a student's error or in a grader's error, and none stops another.

Student code runs on workers (`cluster`); this process prepares the jobs one by one and is the only one that writes: to
the gradebook in one transaction for each submission, then to the journal. Killed at any moment, the next run goes on.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import random
import tempfile
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from rapidfuzz import process

from ..intake.choose import Listing, choose, listing
from ..intake.notebook import Finding, Refused, digest, read_bytes
from . import cluster, execute
from .cluster import Spec, Workers
from .execute import HANDED_IN, CellRun, Execution, Executor, Limits, Settle
from .journal import (
    FULL,
    GRADER_ERROR,
    MANUAL,
    NOT_RUN,
    PARTIAL,
    SCORE,
    STUDENT_ERROR,
    VERSION,
    ZERO,
    Journal,
    Result,
    Task,
    alone,
)
from .nbgrader_api import (
    ONE_PROCESS,
    CannotRun,
    Course,
    DatabaseFailed,
    GradeRow,
    NbgraderFailed,
    compute_checksum,
    is_grade,
    is_solution,
    is_students,
    remove_tree,
)
from .rebuild import Rebuilt, blank, rebuild

ATTEMPTS = 2
"""How often a submission is executed before it counts as a grader's error."""
WRITES = 3
"""How often its result is offered to a database that refuses, before it does."""
LOST = "채점하던 Dask 클러스터가 없어졌습니다. 같은 명령을 다시 실행하면 이어서 채점합니다."
AHEAD = 2
"""Jobs handed out for each that can run at once: enough to keep workers busy, few enough to keep memory flat."""
STARTS = 300.0
"""Seconds that starting workers and their warm processes may take besides."""
CLUSTERS = 3
"""How many local clusters a run starts, each after the one before was lost: Dask gives up a worker that dies while it starts."""
Progress = Callable[[int, int, Result], None]


@dataclass
class Run:
    """What one call of `grade` did.

    Attributes:
        results: of every student asked for who handed something in, earlier results that were kept included.
        absent: enrolled students without a submission folder. They have no row in the gradebook.
        isolated: whether student code was kept away from this machine.
        id: what the gradebook and the journal call this run.
    """

    assignment: str
    isolated: bool
    id: str = ""
    results: list[Result] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def with_outcome(self, outcome: str) -> list[Result]:
        return [result for result in self.results if result.outcome == outcome]

    @property
    def status(self) -> int:
        """Exit status: 0 all have scores, 1 some were refused or failed, 2 none could be graded for reasons of ours."""
        failed = len(self.with_outcome(GRADER_ERROR))
        if failed and failed == len(self.results):
            return 2
        return 1 if failed or self.with_outcome(STUDENT_ERROR) else 0


class GraderError(Exception):
    """A submission could not be graded for a reason that is not its student's."""


def journal_path(course: Course, assignment: str) -> Path:
    return course.work / f"{assignment}.jsonl"


def check_assignment(course: Course, assignment: str) -> None:
    """Raise CannotRun unless the assignment exists and has been released."""
    known = course.assignments()
    if assignment not in known:
        near = [
            name
            for name, likeness, _ in process.extract(assignment, known, limit=3)
            if likeness >= 45
        ]
        hint = f" 혹시 {', '.join(near)}?" if near else f" 있는 과제: {', '.join(known) or '없음'}"
        raise CannotRun("unknown_assignment", f"{assignment}: 이런 과제가 없습니다.{hint}")
    if not course.released_notebooks(assignment):
        raise CannotRun(
            "not_released",
            f"{assignment}: 아직 배포하지 않았습니다. 먼저 `autograder release {assignment}`를 실행하세요.",
        )


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
) -> Run:
    """Grade the submissions of an assignment.

    Submissions whose bytes, source, limits and executor are those of an earlier run keep their result unless `force`.

    Args:
        course_dir: nbgrader course directory.
        students: only these; None for everybody with a folder in the submitted directory.
        isolation: refuse to run where student code cannot be kept away from this machine.
        limits: None for the defaults with the course's `Execute.timeout` as time for a cell.
        progress: called in this thread after each submission with (number done, number to do, result).
        jobs: submissions executed at once on this machine; None for as many as cores and memory allow.
        executor: run in this process with this one; None for a sandbox on Dask workers, its two processes without walls if not `isolation`.
        scheduler: address of a running Dask cluster; None to start one on this machine.

    Raises:
        CannotRun: not_a_course, bad_config, unknown_assignment, not_released, no_source, source_changed, no_isolation,
            no_submissions, unknown_student, already_running, database, disk_full, no_scheduler, bad_worker, cluster_lost.
    """
    started = time.monotonic()
    course = Course(course_dir)
    try:
        with contextlib.closing(course):
            run = _grade(
                course,
                assignment,
                students,
                isolation,
                limits,
                progress,
                force,
                jobs,
                executor,
                scheduler,
            )
    except DatabaseFailed as error:
        raise CannotRun(
            "database",
            f"성적부({course.directories.db_url.rsplit('@')[-1]})를 쓸 수 없습니다: {error}. 다른 프로그램이 쓰고 있다면 "
            "끝난 뒤에 같은 명령을 다시 실행하세요. 이어서 채점합니다.",
        ) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise CannotRun(
            "disk_full",
            "디스크가 가득 차서 멈췄습니다. 자리를 비우고 같은 명령을 다시 실행하면 이어서 채점합니다.",
        ) from error
    run.seconds = time.monotonic() - started
    return run


def _grade(
    course: Course,
    assignment: str,
    students: Sequence[str] | None,
    isolation: bool,
    limits: Limits | None,
    progress: Progress | None,
    force: bool,
    jobs: int | None,
    executor: Executor | None,
    scheduler: str | None,
) -> Run:
    check_assignment(course, assignment)
    settings = course.assignment_config(assignment)
    reason = ""
    if executor is None:
        spec = Spec(
            "sandbox" if isolation else cluster.without_walls(),
            isolation=settings.isolation,
            files=settings.files,
        )
        isolated = spec.isolated
        if isolated and scheduler is None:  # else the workers are asked, not this machine
            reason = cluster.unavailable(spec.name)
    else:
        isolated, reason = (
            executor.isolated,
            "" if executor.isolated or not isolation else executor.name,
        )
    if reason:
        raise CannotRun(
            "no_isolation",
            f"이 컴퓨터에서는 학생 코드를 격리해 실행할 수 없어 채점하지 않았습니다({reason}). 제출물을 믿을 수 있거나 "
            "버려도 되는 컴퓨터라면 `--no-isolation`을 붙여 다시 실행하세요.",
        )
    submitted = course.submitted_students(assignment)
    if not submitted:
        folder = course.path("submitted", "STUDENT", assignment)
        raise CannotRun(
            "no_submissions", f"{assignment}: 제출물이 없습니다. {folder} 자리에 모아 주세요."
        )
    for student in students or []:
        if student not in submitted:
            near = [
                name
                for name, likeness, _ in process.extract(student, submitted, limit=3)
                if likeness >= 45
            ]
            raise CannotRun(
                "unknown_student",
                f"{student}: {assignment} 제출물이 없는 학생입니다."
                + (f" 혹시 {', '.join(near)}?" if near else ""),
            )
    with alone(course.work / f"{assignment}.lock", assignment):
        name = (
            executor.name
            if executor
            else spec.name
            if settings.isolation != ONE_PROCESS
            else f"{spec.name} ({ONE_PROCESS})"
        )
        grader = _Grader(
            course, assignment, name, isolated, limits or Limits(cell_seconds=course.cell_seconds)
        )
        if executor is None and spec.name != "nbclient":
            modules, packages = grader.warm(settings.modules)
            spec = replace(spec, modules=modules, packages=packages)

        def workers(todo: int) -> AbstractContextManager[Workers]:
            if executor is not None:
                return cluster.threads(executor, jobs or 2)
            return cluster.cluster(spec, jobs or min(todo, cluster.local_jobs()), scheduler)

        run = Run(
            assignment,
            isolated,
            grader.id,
            absent=[] if students else sorted(set(course.enrolled_students()) - set(submitted)),
        )
        run.results = grader.run(
            sorted(set(students)) if students else submitted, force, workers, progress
        )
    return run


@dataclass
class _Submission:
    """A submission on its way: what was chosen and rebuilt, or why not, for each notebook of the assignment."""

    student: str
    folder: Path
    found: Listing | None
    content_hash: str
    refusal: Refused | None = None
    rebuilt: dict[str, Rebuilt] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    attempts: int = 1
    seconds: float = 0.0

    def drop(self) -> None:
        """Forget the notebooks, once graded: a class's would fill the memory."""
        self.rebuilt, self.found = {}, None


def look(course: Course, assignment: str, student: str) -> _Submission:
    """List a submission and take the hash of everything in it that can matter."""
    folder = course.path("submitted", student, assignment)
    try:
        found = listing(folder)
    except Refused as refusal:
        return _Submission(student, folder, None, digest(refusal.code.encode()), refusal)
    may_submit = course.may_submit(assignment)
    content = hashlib.sha256()
    for file in found.files:
        content.update(f"{file}\0".encode("utf-8", "surrogateescape"))
        if file in found.notebooks or file in may_submit or file == "timestamp.txt":
            try:
                content.update(digest(read_bytes(folder / file)).encode())
            except Refused as refusal:
                content.update(refusal.code.encode())
    return _Submission(student, folder, found, content.hexdigest())


class _Lost(Exception):
    """The workers are gone."""


class _Grader:
    """One run over one assignment."""

    def __init__(
        self, course: Course, assignment: str, executor: str, isolated: bool, limits: Limits
    ) -> None:
        self.course, self.assignment, self.executor, self.isolated, self.limits = (
            course,
            assignment,
            executor,
            isolated,
            limits,
        )
        self.id = uuid.uuid4().hex
        self.templates = {
            name: course.template(assignment, name)
            for name in sorted(course.released_notebooks(assignment))
        }
        self.others = {
            name: ids for name, ids in course.all_grade_ids().items() if name != assignment
        }
        self.may_submit = course.may_submit(assignment)
        source = course.path("source", ".", assignment)
        self.support = {
            str(path.relative_to(source)): path.read_bytes()
            for path in course.support_files(assignment)
        }
        self.source_hash = self._source_hash()
        self.journal = Journal(journal_path(course, assignment))
        self.recorded = course.recorded_runs(assignment)

    def _source_hash(self) -> str:
        """Changes with anything that could change a score other than the submission."""
        parts = [VERSION, self.executor, asdict(self.limits)]
        parts += [
            [template.name, *(cell.source for cell in template.notebook.cells)]
            for template in self.templates.values()
        ]
        parts += [[name, digest(content)] for name, content in sorted(self.support.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def warm(self, modules: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a warm process imports beforehand for this assignment, and what of it stands beside the course."""
        from .sandboxed import warm_modules

        found, beside = warm_modules(
            [template.notebook for template in self.templates.values()], modules
        )
        return tuple(found), tuple(beside)

    def run(
        self,
        students: list[str],
        force: bool,
        start: Callable[[int], AbstractContextManager[Workers]],
        progress: Progress | None,
    ) -> list[Result]:
        """Results in the order of `students`. `start` is given the number of submissions to grade, if there are any."""
        submissions = {student: look(self.course, self.assignment, student) for student in students}
        results = (
            {}
            if force
            else {
                student: result
                for student, submission in submissions.items()
                if (result := self._unchanged(submission))
            }
        )
        todo = [submission for student, submission in submissions.items() if student not in results]
        total = len(todo)
        with self.journal:
            # From here on the earlier results of these submissions are void: they must not be taken for today's, whatever happens.
            self.journal.forget([submission.student for submission in todo])
            if todo:
                self.course.clear_scores(
                    [submission.student for submission in todo], self.assignment
                )
                del submissions
                done, queue = 0, deque(todo)
                for again in range(CLUSTERS - 1, -1, -1):
                    with contextlib.suppress(_Lost), start(total) as workers:
                        for result in self._graded(queue, workers):
                            done += 1
                            results[result.student] = result
                            self.journal.record(result)
                            if progress:
                                progress(done, total, result)
                        break
                    if not again or not workers.replaceable:
                        raise CannotRun("cluster_lost", LOST)
        return [results[student] for student in students]

    def _graded(self, queue: deque[_Submission], workers: Workers) -> Iterator[Result]:
        """Results as they come, with few jobs out at a time, each prepared when its turn comes.

        Raises:
            _Lost: nobody executes any more. The queue holds what has no result.
        """
        out: dict[Future, _Submission] = {}
        # No job can take longer; behind this one others may have been waiting for the same worker.
        patience = (AHEAD + 1) * len(self.templates) * (
            self.limits.total_seconds + self.limits.setup_seconds
        ) + STARTS
        last = time.monotonic()
        while queue or out:
            while queue and len(out) < AHEAD * workers.slots() + 1:
                submission = queue.popleft()
                out[self._send(submission, workers)] = submission
            done, _ = wait(out, timeout=5, return_when=FIRST_COMPLETED)
            if not done and (not workers.alive() or time.monotonic() - last > patience):
                queue.extendleft(out.values())
                raise _Lost
            last = time.monotonic() if done else last
            for future in done:
                submission = out.pop(future)
                result = self._finish(submission, future)
                if result is None:
                    queue.appendleft(submission)
                    if not workers.alive():
                        queue.extendleft(out.values())
                        raise _Lost
                    submission.attempts += 1
                    continue
                submission.drop()
                yield result
                break  # hand out the next job before the next result is written

    # -- before execution ----------------------------------------------------------------------------------------

    def _unchanged(self, submission: _Submission) -> Result | None:
        earlier = self.journal.results.get(submission.student)
        if (
            earlier is None
            or earlier.outcome == GRADER_ERROR
            or self.recorded.get(submission.student) != earlier.run
            or (earlier.content_hash, earlier.source_hash)
            != (submission.content_hash, self.source_hash)
        ):
            return None
        autograded = self.course.path("autograded", submission.student, self.assignment)
        rows = self.course.grades(submission.student, self.assignment)
        if rows is None or not all(
            (autograded / f"{name}.ipynb").exists() for name in self.templates
        ):
            return None
        earlier.kept = True
        earlier.score, earlier.max_score, earlier.tasks = scored(
            rows, {(task.notebook, task.grade_id): task for task in earlier.tasks}
        )
        return earlier

    def _prepare(self, submission: _Submission) -> None:
        """Choose and rebuild a notebook of the submission for each one of the assignment."""
        submission.rebuilt, submission.refused, submission.files, submission.findings = (
            {},
            {},
            {},
            [],
        )
        for name, template in self.templates.items():
            try:
                if submission.refusal:
                    raise submission.refusal
                choice = choose(
                    submission.found,
                    name,
                    self.templates,
                    lambda notebook: rebuild(template, notebook, self.others),
                )
            except Refused as refusal:
                submission.refused[name] = refusal
            else:
                submission.rebuilt[name] = choice.made
                submission.files[name] = choice.file
                submission.findings += [*choice.findings, *choice.made.findings]

    # -- execution -----------------------------------------------------------------------------------------------

    def _send(self, submission: _Submission, workers: Workers) -> Future:
        """Prepare a submission and hand it to a worker, if there is anything to execute."""
        started = time.monotonic()
        local: Future = Future()
        try:
            self._prepare(submission)
            if submission.rebuilt:
                files = self._files(submission)
                job = cluster.encode_job(
                    {name: made.notebook for name, made in submission.rebuilt.items()},
                    files,
                    self.limits,
                )
                return workers.submit(job)
            local.set_result(None)
        except Exception as error:  # told by `_finish`, like an error of the worker
            local.set_exception(error)
        finally:
            submission.seconds = time.monotonic() - started
        return local

    def _executions(self, submission: _Submission, answer: bytes | None) -> dict[str, Execution]:
        executions, seconds = cluster.decode_executions(answer) if answer else ({}, 0.0)
        submission.seconds += seconds
        for name, template in self.templates.items():
            if name in submission.refused:
                reason = submission.refused[name].message
                executions[name] = execute.refuse(blank(template, reason), reason)
            else:
                self._check_setup(name, executions[name])
        return {name: executions[name] for name in self.templates}

    def _files(self, submission: _Submission) -> dict[str, bytes]:
        """The instructor's files, and those that the assignment lets students hand in."""
        own = {
            file: read_bytes(submission.folder / file)
            for file in submission.found.files
            if file in self.may_submit
        }
        for made in submission.rebuilt.values():
            made.notebook.metadata.setdefault("autograder", {})[HANDED_IN] = sorted(own)
        return {**self.support, **own}

    def _check_setup(self, name: str, execution: Execution) -> None:
        """The cells before the first answer are the instructor's alone: if they fail, the fault is not the student's."""
        for index, cell in enumerate(execution.notebook.cells):
            if is_students(cell):
                return
            fate = execution.cells.get(index)
            if (
                fate
                and fate.status != execute.OK
                and "raises-exception" not in cell.metadata.get("tags", [])
            ):
                raise GraderError(
                    f"{name}: 학생의 답보다 앞에 있는 준비 셀이 실패했습니다({fate.reason})"
                )

    # -- after execution -----------------------------------------------------------------------------------------

    def _finish(self, submission: _Submission, future: Future) -> Result | None:
        """Write the result to the gradebook; None asks for another attempt.

        Raises:
            OSError: this machine's disk is full. Nothing was written.
        """
        try:
            executions = self._executions(submission, future.result())
        except Exception as error:  # whatever it is, it is this submission's alone
            return self._failed(submission, error, submission.attempts < ATTEMPTS)
        try:
            rows = self._write(submission, executions)
        except OSError as error:
            self._remove_notebooks(submission)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise  # not this submission's fault, and the next would fare no better
            return self._failed(submission, error, submission.attempts < ATTEMPTS)
        except DatabaseFailed as error:
            return self._failed(submission, error, False)
        except Exception as error:
            return self._failed(submission, error, submission.attempts < ATTEMPTS)
        tasks = {
            (name, grade_id): task
            for name, execution in executions.items()
            for grade_id, task in _tasks(name, execution).items()
        }
        refused = submission.refused
        if len(refused) == len(self.templates):
            first = next(iter(refused.values()))
            result = self._result(submission, STUDENT_ERROR, first.code, first.message)
        else:
            result = self._result(submission, SCORE)
            result.findings += [
                Finding(refusal.code, f"{name}: 0점으로 처리했습니다. {refusal.message}", True)
                for name, refusal in refused.items()
            ]
        result.score, result.max_score, result.tasks = scored(rows, tasks)
        return result

    def _remove_notebooks(self, submission: _Submission) -> None:
        remove_tree(self.course.path("autograded", submission.student, self.assignment))

    def _failed(self, submission: _Submission, error: Exception, again: bool) -> Result | None:
        self._remove_notebooks(
            submission
        )  # the gradebook holds nothing: its transaction was rolled back
        if again:
            return None
        reason = (
            str(error)
            if isinstance(error, (GraderError, NbgraderFailed, DatabaseFailed))
            else f"{type(error).__name__}: {error}"
        )
        return self._result(
            submission,
            GRADER_ERROR,
            "grader_error",
            f"채점기의 문제로 점수를 내지 못했습니다: {reason}. 고친 뒤 다시 채점하세요.",
        )

    def _write(
        self, submission: _Submission, executions: dict[str, Execution]
    ) -> tuple[float, list[GradeRow]]:
        """One transaction: nbgrader's rows and the run's id. Offered again to a database that refuses."""
        for again in range(WRITES - 1, -1, -1):
            try:
                with self.course.transaction():
                    self._autograde(submission, executions)
                    self.course.record_run(submission.student, self.assignment, self.id)
                    rows = self.course.grades(submission.student, self.assignment)
                    if rows is None:
                        raise GraderError("성적부에 제출물이 기록되지 않았습니다")
                return rows
            except DatabaseFailed:
                if not again:
                    raise
                time.sleep(random.uniform(0.1, 0.5))  # two graders that met should not meet again

    def _autograde(self, submission: _Submission, executions: dict[str, Execution]) -> None:
        with tempfile.TemporaryDirectory(prefix="autograder-") as staged:
            folder = self.course.below(staged, submission.student, self.assignment)
            folder.mkdir(parents=True)
            for name in self.templates:
                notebook = (
                    submission.rebuilt[name].notebook
                    if name in submission.rebuilt
                    else blank(self.templates[name], submission.refused[name].message)
                )
                nbformat.write(notebook, folder / f"{name}.ipynb")
            timestamp = self.course.good_timestamp(submission.folder) if submission.found else None
            if timestamp:
                (folder / "timestamp.txt").write_bytes(timestamp)
            self.course.autograde(
                submission.student, self.assignment, Path(staged), Settle(executions)
            )
        made = self.course.path("autograded", submission.student, self.assignment)
        for execution in executions.values():
            for (
                name,
                content,
            ) in execution.files.items():  # the course's own settings gave these names
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).unlink(missing_ok=True)
                (made / name).write_bytes(content)

    def _result(
        self, submission: _Submission, outcome: str, code: str = "", message: str = ""
    ) -> Result:
        return Result(
            submission.student,
            outcome,
            code,
            message,
            findings=list(submission.findings),
            files=dict(submission.files),
            seconds=round(submission.seconds, 2),
            attempts=submission.attempts,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            executor=self.executor,
            isolated=self.isolated,
            content_hash=submission.content_hash,
            source_hash=self.source_hash,
            run=self.id,
        )


def _tasks(name: str, execution: Execution) -> dict[str, Task]:
    """For each graded cell what its run said; the points come from the gradebook."""
    tasks = {}
    answer_failed = ""
    for index, cell in enumerate(execution.notebook.cells):
        fate = execution.cells.get(index, CellRun(execute.OK))
        if is_solution(cell) and cell.cell_type == "code" and fate.status != execute.OK:
            answer_failed = answer_failed or f"답 셀: {fate.reason}"
        if is_grade(cell):
            failed = fate.status != execute.OK
            message = (answer_failed or fate.reason) if failed and not is_solution(cell) else ""
            nbgrader = cell.metadata.nbgrader
            if fate.status == execute.NOT_RUN:
                message = fate.reason
            elif is_solution(cell) and nbgrader.get("checksum") == compute_checksum(cell):
                message = "답하지 않았습니다."
            tasks[nbgrader.grade_id] = Task(
                name,
                nbgrader.grade_id,
                nbgrader.points,
                None,
                NOT_RUN if fate.status == execute.NOT_RUN else ZERO,
                message,
            )
            answer_failed = ""
    return tasks


def scored(
    graded: tuple[float, list[GradeRow]], ran: dict[tuple[str, str], Task]
) -> tuple[float, float, list[Task]]:
    """Score, maximum and tasks in the notebook's order, with the gradebook's points."""
    penalty, rows = graded
    by_key = {(row.notebook, row.grade_id): row for row in rows}
    tasks = []
    for key in [*ran, *(key for key in sorted(by_key) if key not in ran)]:
        row = by_key[key]
        status, message = (ran[key].status, ran[key].message) if key in ran else (ZERO, "")
        if row.score is None:
            status, message = MANUAL, ""
        elif row.score >= row.max_score:
            status, message = FULL, ""
        elif row.score > 0:
            status = PARTIAL
        elif status != NOT_RUN:
            status = ZERO
        tasks.append(Task(row.notebook, row.grade_id, row.max_score, row.score, status, message))
    total = sum(task.score or 0 for task in tasks)
    return max(0.0, total - penalty), sum(task.points for task in tasks), tasks
