"""Grade submissions again by running only the tests that changed; all else is what an earlier run
found.

The notebook that is executed is the rebuilt one without the other tests. Its outcomes are put
among those of then, and the whole goes the way of every graded submission, through the writer.
"""

from __future__ import annotations

import contextlib
import functools
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from nbgrader.api import Grade, SubmittedNotebook

from ..cells import copied, is_test
from ..intake.notebook import Finding
from . import jobs, scores
from .before import Before
from .beside import judge
from .class_run import ClassRun, Progress, check_setup
from .cluster import Workers
from .credit import credits_of
from .gradebook import DatabaseFailed
from .kept import Kept
from .protocol import NOT_RUN, CellRun, Execution, refuse
from .quick import Quick, Quickly
from .rebuild import blank
from .reduced import needed, reduced
from .results import Journal, Result
from .submission import Submission
from .tasks import key
from .writer import NotWritten, Writer

KEPT_SCORE = "kept_score"
"""Code of a finding: a score would have been lowered, and was not."""
BATCH = 50
"""Submissions that are written together."""
Done = tuple[tuple[float, list[scores.GradeRow]], dict[str, str]]
"""What `scores.grades` and `scores.written` say of a submission."""
REGRADED = "regraded"
"""Code of a finding: a regrade has changed the points of a task."""
LASTING = ("spelling", "two_folders", "timestamp", REGRADED)
"""Findings about a student's folder, which was mended then, and about earlier regrades."""


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
        self.quickly = Quickly(self.course, self.assignment.templates, kept)
        self._done: dict[str, Done] = {}

    def write_many(
        self, batch: list[tuple[Submission, dict[str, Execution], Quick]]
    ) -> list[Result]:
        """Write submissions of which it is known what nbgrader would write: all or none.

        Raises:
            DatabaseFailed, OSError: no score was written.
        """
        quicks = [quick for _, _, quick in batch]
        students = [quick.student for quick in quicks]
        name = self.assignment.name
        self.quickly.write_files(quicks)
        with self.course.transaction():
            held = self.quickly.write_rows(quicks, self.run, self.allow_lower)
            graded = scores.all_grades(self.course, name, students)
            automatic = scores.all_automatic(self.course, name, students)
        for student in students:
            now = scores.written(self.course, student, name, automatic[student])
            self._done[student] = (graded[student], now)
        self.held |= held
        results = [self.write(submission, executions) for submission, executions, _ in batch]
        self._done.clear()
        return results

    def _to_gradebook(self, submission: Submission, executions: Mapping[str, Execution]) -> Done:
        done = self._done.get(submission.student)
        return done if done else super()._to_gradebook(submission, executions)

    def seconds_late(self, student: str) -> float:
        return 0.0 if student in self._done else super().seconds_late(student)

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
        if old is None or (grade.auto_score is not None and grade.auto_score >= old):
            return
        if grade.auto_score is None:  # left for a person to judge
            grade.needs_manual_grade = False
        grade.auto_score = min(old, float(grade.max_score))
        self.held[student].append((notebook.name, grade.name))

    def write(self, submission: Submission, executions: Mapping[str, Execution]) -> Result:
        result = super().write(submission, executions)
        if submission.student not in self.failures:
            result.findings += self._moved(result)
        held = self.held.get(submission.student)
        if held and submission.student not in self.failures:
            ids = ", ".join(grade_id for _, grade_id in held)
            text = f"다시 채점해서 낮아지는 점수는 앞의 것을 두었습니다: {ids}"
            result.findings.append(Finding(KEPT_SCORE, text))
        return result

    def _moved(self, result: Result) -> list[Finding]:
        """What the student is to know: each task whose points are others now."""
        before = self.kept.state["before"][result.student]["tasks"]
        why = self.kept.state.get("why", "")
        found = []
        for task in result.tasks:
            old, new = before.get(key(task.notebook, task.grade_id)), task.score
            if new is not None and (old or 0) != new:
                told = f"다시 채점해서 {old or 0:g}점이 {new:g}점이 되었습니다"
                reason = f"({why})" if why else ""
                found.append(Finding(REGRADED, f"{told}{reason}: {task.grade_id}"))
        return found

    def failed(self, submission: Submission, error: Exception) -> Result:
        """A grader's error: the earlier result stays, whole, for the next regrade."""
        student = submission.student
        self.failures[student] = super().failed(submission, error).message
        self.kept.put_back([student])
        return self.kept.results[student]


class PartialRun(ClassRun):
    """One regrade of a class."""

    writer: PartialWriter

    def __init__(
        self,
        writer: PartialWriter,
        journal: Journal,
        limits: Any,
        beside: bool = False,
        strict: bool = False,
    ) -> None:
        super().__init__(writer, journal, limits, beside, strict)
        self.kept = writer.kept
        self._needed: dict[tuple[str, frozenset[str]], set[str]] = {}
        self._waiting: dict[str, tuple[Submission, dict[str, Execution], Quick]] = {}

    def again(
        self,
        todo: list[Submission],
        start: Callable[[int], AbstractContextManager[Workers]],
        progress: Progress | None,
    ) -> list[Result]:
        """Results in the order in which they came; each is on disk before the next."""
        results: list[Result] = []

        def told(result: Result) -> None:
            results.append(result)
            if progress:
                progress(len(results), len(todo), result)

        def finished(result: Result) -> None:
            if result.student in self._waiting:
                if len(self._waiting) >= BATCH:
                    self._flush(told)
                return
            if result.student not in self.writer.failures:
                self.journal.record(result)
            told(result)

        for submission in todo:
            old = self.kept.results[submission.student]
            submission.told = [one for one in old.findings if one.code in LASTING]
        with self.journal:
            if todo:
                try:
                    self._grade(deque(todo), start, finished)
                finally:
                    self._flush(told)
        return results

    def _finish(self, submission: Submission, future: Future) -> Result | None:
        """As ever; what can be written with others waits for them, with its earlier result in the
        place of the new one.
        """
        try:
            executions = self._executions(submission, future.result())
            old = self.kept.results[submission.student]
            quick = None if submission.refused else self.writer.quickly.of(old, executions)
        except Exception as error:  # whatever it is, it is this submission's alone
            return self._failed(submission, error)
        if quick is not None:
            self._waiting[submission.student] = (submission, executions, quick)
            return old
        try:
            return self.writer.write(submission, executions)
        except NotWritten as failure:
            return self._failed(submission, failure.error)

    def _flush(self, told: Callable[[Result], None]) -> None:
        """Write what waits, together; one by one where that fails."""
        batch = list(self._waiting.values())
        self._waiting.clear()
        if not batch:
            return
        try:
            results = self.writer.write_many(batch)
        except DatabaseFailed as error:
            results = [self.writer.failed(submission, error) for submission, _, _ in batch]
        self.journal.record_many(
            [result for result in results if result.student not in self.writer.failures]
        )
        for result in results:
            told(result)

    def record_all(self, results: list[Result]) -> None:
        """Results to which nothing new applies but the source: no test, no point."""
        with self.journal:
            self.journal.record_many(results)

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
                self._needed[place] = needed(template.notebook, changed)
            found[name] = self._needed[place]
        return found

    def _job(self, submission: Submission) -> bytes | None:
        tests = self.tests(submission.student)
        files = submission.files_for(self.assignment)
        notebooks = {
            name: self.model.ask(name, reduced(made.notebook, tests[name])[0])
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
                judge(ran[name], expected)
            made[name] = self._put_together(submission, name, ran.get(name))
        return made

    def _put_together(self, submission: Submission, name: str, ran: Execution | None) -> Execution:
        student, notebook = submission.student, submission.rebuilt[name].notebook
        tests = self.tests(student)[name]
        changed = {one for one in tests if self._is_changed(student, name, one)}
        _, runs = reduced(notebook, tests) if ran else (notebook, set())
        before = Before(self.kept.notebook(student, name), self.kept.results[student], name)
        made = Execution(copied(notebook))
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


def moved(result: Result, writer: Writer) -> Result:
    """A result of then under the source of now."""
    return replace(result, source_hash=writer.source_hash, sources=dict(writer.sources))


def nobody(_: int) -> AbstractContextManager[Workers]:
    """Where nothing has to be executed."""

    def never(_: bytes) -> Any:
        raise RuntimeError("nothing was to be executed")

    return contextlib.nullcontext(Workers(never, lambda: 1, lambda: True))
