"""One run over a class: which submissions are to be graded, jobs out, results back, workers that
are lost and replaced.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager

from ..cells import is_students
from ..errors import CannotRun
from ..intake.notebook import Finding
from . import jobs, scores
from .beside import judge
from .cluster import Workers
from .credit import credits_of
from .model import Cell, Model
from .profile import READ, WAIT, WRITE, Profile
from .protocol import OK, CellRun, Execution, Limits, refuse
from .rebuild import blank
from .results import GRADER_ERROR, Journal, Result
from .submission import Submission
from .timestamps import mend
from .writer import GraderError, NotWritten, Writer

ATTEMPTS = 2
"""How often a submission is executed before it counts as a grader's error."""
LOST = "채점하던 Dask 클러스터가 없어졌습니다. 같은 명령을 다시 실행하면 이어서 채점합니다."
AHEAD = 2
"""Jobs handed out for each that can run at once: enough to keep workers busy, few enough to keep
memory flat.
"""
STARTS = 300.0
"""Seconds that starting workers and their warm processes may take besides."""
LOOK = 1.0
"""Seconds without a result after which a run looks whether anybody executes any more."""
CLUSTERS = 3
"""How many local clusters a run starts, each after the one before was lost: Dask gives up a worker
that dies while it starts.
"""
NEEDS = (
    "strict = true인데, 두 프로세스로 나누면 모범 답의 점수를 깎는 검사가 있어 채점하지 "
    "않았습니다. 검사를 고치거나 strict를 끄세요.\n{}"
)
Progress = Callable[[int, int, Result], None]


class WorkersLost(Exception):
    """Nobody executes any more."""


class ClassRun:
    """One run over one assignment.

    Args:
        writer: to the gradebook; it knows the assignment.
        journal: closed; `run` writes it.
        beside: whether the executor has two processes and tests may run beside the answer.
        strict: whether they may not; then an assignment that needs it is refused.

    Attributes:
        profile: where the time goes, if somebody asks.
    """

    profile: Profile | None = None

    def __init__(
        self,
        writer: Writer,
        journal: Journal,
        limits: Limits,
        beside: bool = False,
        strict: bool = False,
    ) -> None:
        self.writer, self.journal, self.limits = writer, journal, limits
        self.assignment, self.course = writer.assignment, writer.course
        self.recorded = scores.recorded_runs(self.course, self.assignment.name)
        self.model = Model(self.assignment, limits, writer.executor, beside)
        self.model.strict = self.strict = strict
        self._new: list[str] = []

    def run(
        self,
        students: list[str],
        force: bool,
        start: Callable[[int], AbstractContextManager[Workers]],
        progress: Progress | None,
        told: Mapping[str, list[Finding]],
    ) -> list[Result]:
        """Results in the order of `students`.

        Args:
            told: findings about students' folders.
            force: also grade again what has not changed.
            start: given the number of submissions to grade, if there are any.
        """
        results: dict[str, Result] = {}
        todo: list[Submission] = []
        for student in students:
            submission = self.read(student, told.get(student, []))
            unchanged = None if force else self.unchanged(submission)
            if unchanged:
                results[student] = unchanged
            else:
                todo.append(submission)
        count, graded = len(todo), 0

        def finished(result: Result) -> None:
            nonlocal graded
            graded += 1
            results[result.student] = result
            self.journal.record(result)
            self._lap(result.student, WRITE)
            if progress:
                progress(graded, count, result)

        with self.journal:
            if todo:
                self._new = [submission.student for submission in todo]
                self._grade(deque(todo), start, finished)
        return [results[student] for student in students]

    def read(self, student: str, told: list[Finding]) -> Submission:
        """What lies in a student's folder now, its time stamp mended."""
        mended = mend(self.course.path("submitted", student, self.assignment.name))
        submission = Submission.read(self.course, self.assignment.name, student)
        submission.told = [*told, *mended]
        return submission

    def ask_model(self, workers: Workers) -> None:
        """The first thing that is done with workers: the model answer's run.

        Raises:
            CannotRun: needs_beside, no_model_run.
            WorkersLost: there is nobody who could run it.
        """
        self.model.submit = workers.submit
        try:
            found = self.model.evidence()
        except CannotRun:
            if workers.alive():
                raise
            raise WorkersLost from None
        if self.strict:
            refuse_beside(found.cells)

    def _grade(
        self,
        queue: deque[Submission],
        start: Callable[[int], AbstractContextManager[Workers]],
        finished: Callable[[Result], None],
    ) -> None:
        """Grade what is in the queue; a local cluster that is lost is replaced by another."""
        count = len(queue)
        gc.freeze()  # modules and earlier results stay; else they are gone through every second
        for left in range(CLUSTERS - 1, -1, -1):
            with contextlib.suppress(WorkersLost), start(count) as workers:
                for result in self._results(queue, workers):
                    finished(result)
                return
            if not left or not workers.replaceable:
                raise CannotRun("cluster_lost", LOST)

    def _results(self, queue: deque[Submission], workers: Workers) -> Iterator[Result]:
        """Results as they come, with few jobs out at a time, each prepared when its turn comes.

        Raises:
            WorkersLost: the queue holds what has no result.
        """
        out: dict[Future, Submission] = {}
        self.ask_model(workers)
        # From here on the earlier results of these submissions are void: they must not be taken for
        # today's, whatever happens.
        names, self._new = self._new, []
        if names:
            self.journal.forget(names)
            scores.clear_scores(self.course, names, self.assignment.name)
        # No job can take longer; behind this one others may have been waiting for the same worker.
        longest = 2 * self.limits.total_seconds + self.limits.setup_seconds
        patience = (AHEAD + 1) * len(self.assignment.templates) * longest + STARTS
        last = time.monotonic()
        while queue or out:
            while queue and _may_join(queue[0], out, AHEAD * workers.slots() + 1):
                submission = queue.popleft()
                out[self._send(submission, workers)] = submission
            done, _ = wait(out, timeout=LOOK, return_when=FIRST_COMPLETED)
            if not done and (not workers.alive() or time.monotonic() - last > patience):
                queue.extendleft(out.values())
                raise WorkersLost
            last = time.monotonic() if done else last
            for future in done:
                submission = out.pop(future)
                result = self._finish(submission, future)
                if result is None:
                    queue.append(submission)
                    if not workers.alive():
                        queue.extendleft(out.values())
                        raise WorkersLost
                    submission.attempts += 1
                    continue
                submission.drop()
                yield result
                break  # hand out the next job before the next result is written

    def unchanged(self, submission: Submission) -> Result | None:
        """The earlier result, if bytes, source, limits and executor are those of then."""
        earlier = self.journal.results.get(submission.student)
        if earlier is None or not self.is_current(earlier, submission):
            return None
        now = scores.written(self.course, submission.student, self.assignment.name)
        if earlier.is_foreign(now):
            return None
        autograded = self.course.path("autograded", submission.student, self.assignment.name)
        graded = scores.grades(self.course, submission.student, self.assignment.name)
        if graded is None or not all(
            (autograded / f"{name}.ipynb").exists() for name in self.assignment.templates
        ):
            return None
        earlier.kept = True
        earlier.take_points(graded)
        return earlier

    def is_current(self, earlier: Result, submission: Submission) -> bool:
        """Whether a result is of these bytes, by the source and terms of now; what another program
        wrote over it is not looked for.
        """
        return (
            earlier.outcome != GRADER_ERROR
            and self.recorded.get(submission.student) == earlier.run
            and earlier.content_hash == submission.content_hash
            and earlier.source_hash == self.writer.source_hash
            and earlier.terms == self.writer.terms.of(submission.student)
        )

    def _send(self, submission: Submission, workers: Workers) -> Future:
        """Prepare a submission and hand it to a worker, if there is anything to execute."""
        started = time.monotonic()
        self._lap(submission.student, WAIT)
        local: Future = Future()
        try:
            submission.prepare(self.assignment)
            job = self._job(submission) if submission.rebuilt else None
            if job is not None:
                return workers.submit(job)
            local.set_result(None)
        except Exception as error:  # told by `_finish`, like an error of the worker
            local.set_exception(error)
        finally:
            submission.seconds = time.monotonic() - started
            self._lap(submission.student, READ)
        return local

    def _lap(self, student: str, stage: str) -> None:
        if self.profile:
            self.profile.lap(student, stage)

    def _job(self, submission: Submission) -> bytes | None:
        """What a worker is to execute, None if there is nothing."""
        files = submission.files_for(self.assignment)
        notebooks = {
            name: self.model.ask(name, made.notebook) for name, made in submission.rebuilt.items()
        }
        return jobs.encode_job(notebooks, files, self.limits)

    def _finish(self, submission: Submission, future: Future) -> Result | None:
        """Write a submission's result; None asks for another attempt.

        Raises:
            OSError: this machine's disk is full. Nothing was written.
        """
        self._lap(submission.student, WAIT)
        try:
            executions = self._executions(submission, future.result())
        except Exception as error:  # whatever it is, it is this submission's alone
            return self._failed(submission, error)
        try:
            return self.writer.write(submission, executions)
        except NotWritten as failure:
            return self._failed(submission, failure.error)

    def _failed(self, submission: Submission, error: Exception) -> Result | None:
        if submission.attempts < ATTEMPTS:
            return None
        return self.writer.failed(submission, error)

    def _executions(self, submission: Submission, answer: bytes | None) -> dict[str, Execution]:
        executions, seconds = jobs.decode_executions(answer) if answer else ({}, 0.0)
        submission.seconds += seconds
        if self.profile:
            self.profile.executed(submission.student, executions, seconds)
        for name, template in self.assignment.templates.items():
            if name in submission.refused:
                reason = submission.refused[name].message
                executions[name] = refuse(blank(template, reason), reason)
            else:
                check_setup(name, executions[name], self.model)
                expected = functools.partial(self.model.value, name)
                executions[name].credits = credits_of(executions[name], expected)
                judge(executions[name], expected)
        return {name: executions[name] for name in self.assignment.templates}


def _may_join(submission: Submission, out: dict[Future, Submission], room: int) -> bool:
    """Whether a submission may be handed out beside those that are.

    Hostile case: one that kills its worker. What waits there dies with it, both times if it is
    unlucky; so a last attempt is made alone, after all others.
    """
    last = any(one.attempts == ATTEMPTS for one in (submission, *out.values()))
    return not out if last else len(out) < room


def refuse_beside(cells: list[Cell]) -> None:
    """
    Raises:
        CannotRun: needs_beside.
    """
    if needing := [cell for cell in cells if cell.passes]:
        raise CannotRun("needs_beside", NEEDS.format("\n".join(map(str, needing))))


def check_setup(name: str, execution: Execution, model: Model) -> None:
    """The cells before the first answer are the instructor's alone: if they fail, the fault is not
    the student's. Honest case: one that fails to show what the message looks like.
    """
    for index, cell in enumerate(execution.notebook.cells):
        if is_students(cell):
            return
        fate = execution.cells.get(index, CellRun(OK))
        may_fail = "raises-exception" in cell.metadata.get("tags", [])
        if fate.status != OK and not may_fail and not model.passes_though(name, index):
            raise GraderError(
                f"{name}: 학생의 답보다 앞에 있는 준비 셀이 실패했습니다({fate.reason})"
            )
