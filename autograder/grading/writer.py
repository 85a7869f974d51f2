"""The only one that writes scores: a submission's executions become nbgrader's rows and files, and
a Result.

One transaction a submission, with the id of the run in it, so that a run that is killed in the
middle leaves either the whole of a submission's scores or none.
"""

from __future__ import annotations

import errno
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import nbformat

from ..cells import compute_checksum, is_grade, is_own, is_solution
from ..files import sync_tree
from ..intake.notebook import Finding
from . import hand_scores, scores
from .assignment import Assignment
from .beside import PLANNED, in_doubt
from .converters import NbgraderFailed, autograde, remove_tree
from .gradebook import DatabaseFailed
from .lateness import Terms, seconds_late
from .protocol import NOT_RUN, OK, CellRun, Execution, Limits
from .results import GRADER_ERROR, SCORE, STUDENT_ERROR, ZERO, Result, Task
from .scores import GradeRow
from .settle import Settle
from .submission import Submission
from .told import first_line

MOST_FINDINGS = 100
WRITES = 3
"""How often a result is offered to a database that refuses, before it counts as a grader's error.
"""


class GraderError(Exception):
    """A submission could not be graded for a reason that is not its student's."""


class NotWritten(Exception):
    """A submission could not be written; executing it again may help. `error` says why."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class Writer:
    """Writes the submissions of one run.

    Args:
        run: id of the run.
        executor, isolated, limits: recorded with each result, by themselves or as digests.
    """

    def __init__(
        self, assignment: Assignment, run: str, executor: str, isolated: bool, limits: Limits
    ) -> None:
        self.assignment, self.course = assignment, assignment.course
        self.run, self.executor, self.isolated = run, executor, isolated
        self.source_hash = assignment.source_hash(executor, limits)
        self.sources = assignment.task_digests(executor, limits)
        self.terms = Terms(self.course, assignment.name)

    def write(self, submission: Submission, executions: Mapping[str, Execution]) -> Result:
        """Write a submission's scores and files.

        Raises:
            NotWritten: nothing was written.
            OSError: this machine's disk is full. Nothing was written.
        """
        try:
            graded, written = self._to_gradebook(submission, executions)
        except DatabaseFailed as error:
            return self.failed(submission, error)
        except OSError as error:
            self._remove_notebooks(submission)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise  # not this submission's fault, and the next would fare no better
            raise NotWritten(error) from error
        except Exception as error:  # nbgrader has no narrower promise
            self._remove_notebooks(submission)
            raise NotWritten(error) from error
        refused = submission.refused
        if len(refused) == len(self.assignment.templates):
            first = next(iter(refused.values()))
            result = self._result(submission, STUDENT_ERROR, first.code, first.message)
        else:
            result = self._result(submission, SCORE)
            result.findings += [
                Finding(refusal.code, f"{name}: 0점으로 처리했습니다. {refusal.message}", True)
                for name, refusal in refused.items()
            ]
        result.findings += [
            finding for execution in executions.values() for finding in _own_failures(execution)
        ]
        for execution in executions.values():
            result.findings += [*_odd_values(execution), *_beside(execution)]
        if (more := len(result.findings) - MOST_FINDINGS) > 0:  # hostile case: thousands of cells
            result.findings[MOST_FINDINGS:] = [
                Finding("more", f"그 밖에 {more}가지가 더 있습니다.")
            ]
        result.tasks = [
            task for name, execution in executions.items() for task in _tasks(name, execution)
        ]
        result.take_points(graded)
        result.written = written
        result.late_seconds = self.seconds_late(submission.student)
        return result

    def failed(self, submission: Submission, error: Exception) -> Result:
        """A grader's error: no score, and no notebook that would look graded."""
        self._remove_notebooks(submission)  # the gradebook holds nothing: it was rolled back
        told = isinstance(error, (GraderError, NbgraderFailed, DatabaseFailed))
        reason = str(error) if told else f"{type(error).__name__}: {error}"
        return self._result(
            submission,
            GRADER_ERROR,
            "grader_error",
            f"채점기의 문제로 점수를 내지 못했습니다: {reason}. 고친 뒤 다시 채점하세요.",
        )

    def seconds_late(self, student: str) -> float:
        """How late a submission is, as nbgrader has written it down."""
        return seconds_late(self.course, student, self.assignment.name)

    same_answers = False
    """Whether what people judged is known to be what they read, whatever stands around it."""

    def adjust(self, student: str) -> None:
        """Called in the transaction, when the automatic scores are in the gradebook."""

    def _leave_open(self, student: str, executions: Mapping[str, Execution]) -> None:
        """No automatic points for tests that a person has to judge: nbgrader then asks for them.
        Points that a person gave for the same answer stay.
        """
        open_ones = {
            (name, execution.notebook.cells[index].metadata.nbgrader.grade_id)
            for name, execution in executions.items()
            for index, fate in execution.cells.items()
            if in_doubt(fate)
        }
        if not open_ones:
            return
        with self.course.transaction() as gradebook:
            submission = gradebook.find_submission(self.assignment.name, student)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if (notebook.name, grade.name) in open_ones:
                        grade.auto_score = None
                        grade.needs_manual_grade |= grade.manual_score is None
            gradebook.db.commit()

    def _remove_notebooks(self, submission: Submission) -> None:
        remove_tree(self.course.path("autograded", submission.student, self.assignment.name))

    def _to_gradebook(
        self, submission: Submission, executions: Mapping[str, Execution]
    ) -> tuple[tuple[float, list[GradeRow]], dict[str, str]]:
        """One transaction: nbgrader's rows and the run's id. Offered again to a database that
        refuses. Returns what `scores.grades` and `scores.written` say of it.
        """
        student, assignment = submission.student, self.assignment.name
        tries = 0
        while True:
            try:
                with self.course.transaction():
                    settled = hand_scores.settled(self.course, student, assignment)
                    notebooks = {name: made.notebook for name, made in executions.items()}
                    self._autograde(submission, executions)
                    answers = hand_scores.answers_in(notebooks)
                    hand_scores.keep(
                        self.course, student, assignment, settled, answers, self.same_answers
                    )
                    self._leave_open(student, executions)
                    self.adjust(student)
                    scores.record_run(self.course, student, assignment, self.run)
                    graded = scores.grades(self.course, student, assignment)
                    if graded is None:
                        raise GraderError("성적부에 제출물이 기록되지 않았습니다")
                    return graded, scores.written(self.course, student, assignment)
            except DatabaseFailed:
                tries += 1
                if tries == WRITES:
                    raise
                time.sleep(random.uniform(0.1, 0.5))  # two graders that met should not meet again

    def _autograde(self, submission: Submission, executions: Mapping[str, Execution]) -> None:
        student, assignment = submission.student, self.assignment.name
        with tempfile.TemporaryDirectory(prefix="autograder-") as staged:
            folder = self.course.below(staged, student, assignment)
            folder.mkdir(parents=True)
            for name, notebook in submission.notebooks(self.assignment.templates).items():
                nbformat.write(notebook, folder / f"{name}.ipynb")
            timestamp = self.course.good_timestamp(submission.folder) if submission.found else None
            if timestamp:
                (folder / "timestamp.txt").write_bytes(timestamp)
            templates = self.assignment.templates
            rubrics = {name: templates[name].rubrics for name in executions}
            settle = Settle(executions, rubrics)
            autograde(self.course, student, assignment, Path(staged), settle)
        made = self.course.path("autograded", student, assignment)
        for execution in executions.values():
            for name, content in execution.files.items():  # the course's settings gave these names
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).unlink(missing_ok=True)
                (made / name).write_bytes(content)
        # After a power cut a whole row beside half a notebook would be kept as graded.
        sync_tree(made)

    def _result(
        self, submission: Submission, outcome: str, code: str = "", message: str = ""
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
            sources=dict(self.sources),
            run=self.run,
            terms=self.terms.of(submission.student),
        )


def _tasks(name: str, execution: Execution) -> Iterator[Task]:
    """For each graded cell what its run said; the points come from the gradebook."""
    answer_failed = ""
    for index, cell in enumerate(execution.notebook.cells):
        fate = execution.cells.get(index, CellRun(OK))
        if is_solution(cell) and cell.cell_type == "code" and fate.status != OK:
            answer_failed = answer_failed or f"답 셀: {fate.reason}"
        if is_grade(cell):
            failed = fate.status != OK
            message = (answer_failed or fate.reason) if failed and not is_solution(cell) else ""
            nbgrader = cell.metadata.nbgrader
            if fate.status == NOT_RUN:
                message = fate.reason
            elif is_solution(cell) and nbgrader.get("checksum") == compute_checksum(cell):
                message = "답하지 않았습니다."
            elif index in execution.credits and not failed:
                message = execution.credits[index].odd
            status = NOT_RUN if fate.status == NOT_RUN else ZERO
            doubt = in_doubt(fate)
            yield Task(name, nbgrader.grade_id, nbgrader.points, None, status, message, doubt=doubt)
            answer_failed = ""


def _odd_values(execution: Execution) -> Iterator[Finding]:
    """Test cells whose last value is no number of points."""
    for index, credit in execution.credits.items():
        if credit.odd:
            grade_id = execution.notebook.cells[index].metadata.nbgrader.grade_id
            text = f"{credit.odd.rstrip('.')}: {grade_id}"
            yield Finding("odd_credit", text, credit.serious)


def _beside(execution: Execution) -> Iterator[Finding]:
    """Tests that ran in one process with the answer, and those that a person has to judge because
    they passed there alone.
    """
    planned = []
    for index, fate in execution.cells.items():
        cell = execution.notebook.cells[index]
        if fate.beside == PLANNED:
            planned.append(cell.metadata.nbgrader.grade_id)
        if in_doubt(fate):
            yield Finding(
                "beside_passed", f"{in_doubt(fate)}: {cell.metadata.nbgrader.grade_id}", True
            )
    if planned:
        yield Finding("beside", f"검사를 답과 같은 프로세스에서 실행했습니다: {', '.join(planned)}")


def _own_failures(execution: Execution) -> Iterator[Finding]:
    """Code outside of the answers that failed: it costs nothing by itself, but may explain."""
    for index, cell in enumerate(execution.notebook.cells):
        fate = execution.cells.get(index, CellRun(OK))
        if is_own(cell) and cell.cell_type == "code" and fate.status != OK:
            text = f"답 셀 밖의 코드가 실패했습니다: {first_line(cell.source)} {fate.reason}"
            yield Finding("own_code_failed", text)
