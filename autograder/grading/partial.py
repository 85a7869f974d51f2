"""Grade submissions again by running only the tests that changed; all else is what an earlier run
found.

The notebook that is executed is the rebuilt one without the other tests. Its outcomes are put
among those of then, and the whole goes the way of every graded submission, through the writer.
"""

from __future__ import annotations

import contextlib
import copy
import functools
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Grade, SubmittedNotebook

from ..cells import is_test
from ..intake.notebook import Finding
from . import jobs
from .class_run import ClassRun, Progress, check_setup
from .cluster import Workers
from .credit import Credit, credits_of, last_value, number_in
from .kept import Kept
from .protocol import ERROR, FRAMES, NOT_RUN, OK, CellRun, Execution, Frame, error_text, refuse
from .rebuild import blank
from .results import NOT_RUN as TASK_NOT_RUN
from .results import Journal, Result
from .submission import Submission
from .tasks import key, needed, reduced
from .writer import Writer

KEPT_SCORE = "kept_score"
"""Code of a finding: a score would have been lowered, and was not."""
ODD = "odd_credit"
"""Code of a finding about a test cell's last value (`writer`)."""
OF_FOLDERS = ("spelling", "two_folders", "timestamp")
"""Findings about a student's folder, which was mended then."""


class PartialWriter(Writer):
    """Writes what changed for students whose earlier results are kept.

    Attributes:
        held: student to the tasks whose earlier score stays because the new one is lower.
        failures: student to the reason why nothing was written.
    """

    same_answers = True

    def __init__(self, *arguments: Any, kept: Kept, allow_lower: bool) -> None:
        super().__init__(*arguments)
        self.kept, self.allow_lower = kept, allow_lower
        self.held: dict[str, list[tuple[str, str]]] = {}
        self.failures: dict[str, str] = {}

    def adjust(self, student: str) -> None:
        """Nobody is lowered unless that was asked for."""
        self.held[student] = []
        if self.allow_lower:
            return
        with self.course.transaction() as gradebook:
            submission = gradebook.find_submission(self.assignment.name, student)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    self._hold(student, notebook, grade)
            gradebook.db.commit()

    def _hold(self, student: str, notebook: SubmittedNotebook, grade: Grade) -> None:
        old = self.kept.automatic.get((notebook.id, grade.cell_id))
        if old is None or grade.auto_score is None or grade.auto_score >= old:
            return
        grade.auto_score = min(old, float(grade.max_score))
        self.held[student].append((notebook.name, grade.name))

    def write(self, submission: Submission, executions: Mapping[str, Execution]) -> Result:
        result = super().write(submission, executions)
        held = self.held.get(submission.student)
        if held and submission.student not in self.failures:
            ids = ", ".join(grade_id for _, grade_id in held)
            text = f"다시 채점해서 낮아지는 점수는 앞의 것을 두었습니다: {ids}"
            result.findings.append(Finding(KEPT_SCORE, text))
        return result

    def failed(self, submission: Submission, error: Exception) -> Result:
        """A grader's error: the earlier result stays, whole, for the next regrade."""
        student = submission.student
        self.failures[student] = super().failed(submission, error).message
        self.kept.put_back([student])
        return self.kept.results[student]


class PartialRun(ClassRun):
    """One regrade of a class."""

    writer: PartialWriter

    def __init__(self, writer: PartialWriter, journal: Journal, limits: Any) -> None:
        super().__init__(writer, journal, limits)
        self.kept = writer.kept
        self._needed: dict[tuple[str, frozenset[str]], set[str]] = {}

    def again(
        self,
        todo: list[Submission],
        start: Callable[[int], AbstractContextManager[Workers]],
        progress: Progress | None,
    ) -> list[Result]:
        """Results in the order in which they came; each is on disk before the next."""
        results: list[Result] = []

        def finished(result: Result) -> None:
            results.append(result)
            if result.student not in self.writer.failures:
                self.journal.record(result)
            if progress:
                progress(len(results), len(todo), result)

        for submission in todo:
            old = self.kept.results[submission.student]
            submission.told = [one for one in old.findings if one.code in OF_FOLDERS]
        with self.journal:
            if todo:
                self._grade(deque(todo), start, finished)
        return results

    def record_all(self, results: list[Result]) -> None:
        """Results to which nothing new applies but the source: no test, no point."""
        with self.journal:
            for result in results:
                self.journal.record(result)

    def tests(self, student: str) -> dict[str, set[str]]:
        """By notebook, the tests that must run for a student."""
        old, found = self.kept.results[student], {}
        for name, template in self.assignment.templates.items():
            changed = {
                grade_id
                for grade_id in template.grade_ids
                if key(name, grade_id) in self.writer.sources
                and self.writer.sources[key(name, grade_id)] != old.sources.get(key(name, grade_id))
            }
            place = (name, frozenset(changed))
            if place not in self._needed:
                self._needed[place] = needed(template, changed)
            found[name] = self._needed[place]
        return found

    def _job(self, submission: Submission) -> bytes | None:
        tests = self.tests(submission.student)
        files = submission.files_for(self.assignment)
        notebooks = {
            name: reduced(made.notebook, tests[name])[0]
            for name, made in submission.rebuilt.items()
            if tests[name]
        }
        return jobs.encode_job(notebooks, files, self.limits) if notebooks else None

    def _executions(self, submission: Submission, answer: bytes | None) -> dict[str, Execution]:
        ran, seconds = jobs.decode_executions(answer) if answer else ({}, 0.0)
        submission.seconds += seconds
        made = {}
        for name, template in self.assignment.templates.items():
            if name in submission.refused:
                reason = submission.refused[name].message
                made[name] = refuse(blank(template, reason), reason)
                continue
            if name in ran:
                check_setup(name, ran[name], self.model)
                expected = functools.partial(self.model.value, name)
                ran[name].credits = credits_of(ran[name], expected)
            made[name] = self._put_together(submission, name, ran.get(name))
        return made

    def _put_together(self, submission: Submission, name: str, ran: Execution | None) -> Execution:
        student, notebook = submission.student, submission.rebuilt[name].notebook
        tests = self.tests(student)[name]
        changed = {one for one in tests if self._is_changed(student, name, one)}
        _, runs = reduced(notebook, tests) if ran else (notebook, set())
        before = _Before(self.kept.notebook(student, name), self.kept.results[student], name)
        made = Execution(copy.deepcopy(notebook))
        made.files = {**self._old_files(student), **(ran.files if ran else {})}
        language = (ran.notebook if ran else before.notebook).metadata.get("language_info")
        if language:
            made.notebook.metadata["language_info"] = language
        for index, cell in enumerate(made.notebook.cells):
            if cell.cell_type != "code":
                continue
            again = index in runs and (
                not is_test(cell) or cell.metadata.nbgrader.grade_id in changed
            )
            if again and ran:
                new = ran.notebook.cells[index]
                cell.outputs, cell.execution_count = new.outputs, new.execution_count
                made.cells[index] = ran.cells.get(index, CellRun(NOT_RUN, "실행되지 않았습니다."))
                if index in ran.credits:
                    made.credits[index] = ran.credits[index]
            else:
                made.cells[index] = before.take(cell, made.notebook)
                credit = before.credit(cell)
                if credit:
                    made.credits[index] = credit
        return made

    def _is_changed(self, student: str, name: str, grade_id: str) -> bool:
        old = self.kept.results[student].sources.get(key(name, grade_id))
        return old != self.writer.sources.get(key(name, grade_id))

    def _old_files(self, student: str) -> dict[str, bytes]:
        folder = self.kept.graded(student)
        wanted = self.course.assignment_config(self.assignment.name).files
        return {name: (folder / name).read_bytes() for name in wanted if (folder / name).is_file()}


class _Before:
    """Outcomes in a notebook that was graded earlier."""

    def __init__(self, notebook: NotebookNode, result: Result, name: str) -> None:
        self.notebook = notebook
        self.tasks = {task.grade_id: task for task in result.tasks if task.notebook == name}
        self.cells = {_name(cell): cell for cell in reversed(notebook.cells)}
        self.odd = [finding for finding in result.findings if finding.code == ODD]

    def take(self, cell: NotebookNode, into: NotebookNode) -> CellRun:
        """Give a cell its outputs of then; returns what became of it."""
        old = self.cells.get(_name(cell))
        if old is None or old.cell_type != "code":
            return CellRun(NOT_RUN if is_test(cell) else OK, "실행되지 않았습니다.")
        cell.outputs, cell.execution_count = old.outputs, old.execution_count
        task = self.tasks.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        error = next((one for one in old.outputs if one.output_type == "error"), None)
        if task and task.status == TASK_NOT_RUN:
            return CellRun(NOT_RUN, task.message)
        if error is None:
            return CellRun(OK)
        reason = task.message if task and task.message else error_text(error)
        return CellRun(ERROR, reason, frames=self._frames(old, into))

    def credit(self, cell: NotebookNode) -> Credit | None:
        """What a test cell's last value was worth; a number of points stands in its place since."""
        number = number_in(last_value(cell) or "") if is_test(cell) else None
        if number is None:
            return None
        nbgrader = cell.metadata.nbgrader
        points = min(max(0.0, number), float(nbgrader.points))
        for finding in self.odd:
            head, _, grade_id = finding.message.rpartition(": ")
            if grade_id == nbgrader.grade_id:
                return Credit(points, head, finding.serious)
        return Credit(points)

    def _frames(self, old: NotebookNode, into: NotebookNode) -> tuple[Frame, ...]:
        """Lines of the student's, where these cells are now."""
        places = {_name(cell): index for index, cell in enumerate(into.cells)}
        found = []
        for place, line in old.metadata.get("autograder", {}).get(FRAMES, []):
            if 0 <= place < len(self.notebook.cells):
                now = places.get(_name(self.notebook.cells[place]))
                if now is not None:
                    found.append(Frame(now, line))
        return tuple(found)


def _name(cell: NotebookNode) -> tuple[str, str]:
    """By what a cell is found in another version of its notebook."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return ("id", grade_id) if grade_id else (cell.cell_type, cell.source)


def moved(result: Result, writer: Writer) -> Result:
    """A result of then under the source of now."""
    return replace(result, source_hash=writer.source_hash, sources=dict(writer.sources))


def nobody(_: int) -> AbstractContextManager[Workers]:
    """Where nothing has to be executed."""

    def never(_: bytes) -> Any:
        raise RuntimeError("nothing was to be executed")

    return contextlib.nullcontext(Workers(never, lambda: 1, lambda: True))
