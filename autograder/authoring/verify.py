"""`autograder verify SLUG`: do an exercise's tests judge rightly? It runs what `contract` asks for.

Each variant runs in a forked child, so that an endless loop, a crash or patched modules end with
it. Trusted code only: this runs lesson text, never a student's file.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import io
import math
import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from ..course import Course
from ..trusting import told_of
from .contract import (
    VISIBLE,
    Variant,
    first_message,
    judge,
    student_sources,
    try_alternates,
    variants,
)
from .cost import RUNS, judge_cost
from .exercise import Task
from .lesson import Lesson, read_lesson
from .notebook import exercise_notebook, with_answers
from .paste import definitions, parse, passed_by_paste

SECONDS = 60  # one variant of a whole notebook
PATIENCE = 5  # so many times as long may it take on the clock
PASTE_SECONDS = 5  # one pasted answer


@dataclass(frozen=True)
class TestResult:
    """What one test cell gave: points earned, and the message of its failure.

    Attributes:
        seconds: of processor time.
    """

    earned: float
    points: float
    message: str = ""
    stderr: str = ""
    seconds: float = 0.0


class Results(dict[str, TestResult]):
    """Grade id -> TestResult, and the seconds of processor time that the run took."""

    cpu = 0.0


@dataclass(frozen=True)
class Verdict:
    """One finding of the contract.

    Attributes:
        kind: of a variant; or `key`, whether a task has a key mutant; or `paste`; or `budget`, what
            grading a whole answer takes.
        where: file and line.
        problem: what breaks the contract, None when it holds.
        message: of the first test of the task that failed.
    """

    kind: str
    task: str
    why: str
    where: str
    results: Results
    problem: str | None
    message: str = ""


def run_source(source: str, namespace: dict):
    """Execute a cell as IPython would; returns the value of its last expression, or None."""
    tree = parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<cell>", "exec"), namespace)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "<cell>", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)


def grade(value, points: float) -> float:
    """nbgrader's rule: a number as the last value is partial credit, anything else full marks."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return min(max(float(value), 0.0), points)
    return points


def run_cells(cells: list[tuple[str, str | None, float]], namespace: dict) -> dict[str, TestResult]:
    """Run code cells in order.

    Args:
        cells: (source, grade id of a test cell or None, its points).

    Returns:
        grade id -> TestResult. A failing cell that is no test does not stop the run, as in grading.
    """
    results = {}
    for source, grade_id, points in cells:
        errors, value, message = io.StringIO(), None, ""
        started = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
            try:
                value = run_source(source, namespace)
            except (
                BaseException
            ) as error:  # also SystemExit and KeyboardInterrupt: a variant may raise anything
                message = f"{type(error).__name__}: {error}"
                if not isinstance(error, (AssertionError, Exception)):
                    message += "\n" + traceback.format_exc(limit=2)
        if grade_id:
            earned, seconds = grade(value, points), time.process_time() - started
            results[grade_id] = TestResult(
                0.0 if message else earned, points, message, errors.getvalue(), seconds
            )
    return results


def code_cells(notebook) -> list[tuple[str, str | None, float]]:
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            meta = cell.metadata.get("nbgrader", {})
            found.append(
                (
                    cell.source,
                    meta.get("grade_id") if meta.get("grade") else None,
                    meta.get("points", 0),
                )
            )
    return found


def _child(cells, namespace, pipe, seconds):
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 1))
    pipe.send(Results(run_cells(cells, namespace)))
    pipe.close()


def run_forked(cells, namespace: dict, seconds: float = SECONDS) -> Results:
    """`run_cells` in a forked child; a child that hangs or dies scores 0 everywhere.

    Args:
        seconds: of processor time, which other work on the machine does not use up; a child that
            waits for ever is ended after PATIENCE times as long.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(cells, namespace, theirs, seconds))
    before = os.times()
    child.start()
    theirs.close()
    results, in_time = None, ours.poll(PATIENCE * seconds)
    with contextlib.suppress(EOFError):
        results = ours.recv() if in_time else None
    if in_time:
        child.join(1)  # else a kill could hide how it ended
    child.kill()
    child.join()
    if results is None:
        late = not in_time or child.exitcode == -signal.SIGXCPU
        reason = f"no end after {seconds:g} s" if late else "the process died"
        zero = {name: TestResult(0.0, points, reason) for _, name, points in cells if name}
        results = Results(zero)
    after = os.times()
    results.cpu = (
        after.children_user - before.children_user + after.children_system - before.children_system
    )
    return results


class Bench:
    """Where one lesson's variants run: in forks of a process that has run the exercise's imports.

    Args:
        seen: of `student_sources`.
    """

    def __init__(self, course: Course, lesson: Lesson, seen: Mapping[str, str]) -> None:
        self.seen, self.notebook = seen, exercise_notebook(course, lesson)
        cells = self.notebook.cells
        first = next(index for index, cell in enumerate(cells) if "nbgrader" in cell.metadata)
        self.prelude = sum(cell.cell_type == "code" for cell in cells[:first])
        self.namespace: dict = {"__name__": "__main__"}
        os.environ.setdefault("NLPLAB_PROFILE", "quick")
        os.environ.setdefault("NLPLAB_PROGRESS", "off")
        gc.disable()  # as in sandbox.zygote
        run_cells(code_cells(self.notebook)[: self.prelude], self.namespace)
        gc.freeze()
        gc.enable()

    def run(self, variant: Variant, seconds: float = SECONDS) -> Results:
        """Results of a variant's own tests or of all; of a key mutant also by what students see."""
        cells: list[tuple[str, str | None, float]] = []
        for cell in code_cells(with_answers(self.notebook, variant.replace))[self.prelude :]:
            _, grade_id, points = cell
            if grade_id and variant.alone and grade_id not in variant.tests:
                continue
            if grade_id and variant.key:
                cells.append((self.seen[grade_id], VISIBLE.format(grade_id), points))
            cells.append(cell)
        return run_forked(cells, self.namespace, seconds)

    def full_marks(self, task: Task, replace: Mapping[str, str]) -> bool:
        pasted = Variant("mutant", task.name, replace=replace, tests=tuple(task.test_ids))
        return first_message(pasted.tests, self.run(pasted, PASTE_SECONDS)) is None


def verify(course: Course, slug: str) -> list[Verdict]:
    """Try every variant of one lesson's exercise.

    In a process of its own: forks of one in which TensorFlow has started its threads wait for ever,
    and what other lessons import must not count.
    """
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(verify_here, course, slug).result()


def verify_here(course: Course, slug: str) -> list[Verdict]:
    """`verify` in forks of this process."""
    lesson = read_lesson(course.root, slug)
    seen = student_sources(course, lesson)
    bench = Bench(course, lesson, seen)
    found = list(variants(lesson, seen))
    tried = try_alternates([one for one in found if one.kind == "alternate"], bench.run)
    tried += [(one, bench.run(one)) for one in found if one.kind != "alternate"]
    tried.sort(key=lambda pair: found.index(pair[0]))
    verdicts = [
        Verdict(
            one.kind,
            one.task,
            one.why,
            one.where,
            results,
            judge(one, results),
            first_message(one.tests, results) or "",
        )
        for one, results in tried
    ]
    why, problem = judge_cost([bench.run(found[0]) for _ in range(RUNS)])
    cost = Verdict("budget", "", why, "exercise.py:1", Results(), problem)
    # Last: what the lecture imports must not help the others. Here and once, not in every fork.
    lines = [one.source for one in definitions(lesson.lecture) if one.imports]
    run_cells([(line, None, 0) for line in lines], {})
    fallen = passed_by_paste(lesson, bench.full_marks)
    paste = judge_paste(lesson, fallen)
    return [*verdicts, *keys(lesson, verdicts), paste, cost]


def keys(lesson: Lesson, tried: list[Verdict]) -> Iterator[Verdict]:
    """Has every task a key mutant, and what does it read? Whether it falls is its own verdict."""
    key = {trial.task: f"trials.py:{trial.line}" for trial in lesson.trials if trial.key}
    by_place = {one.where: one for one in tried}
    for name, task in lesson.tasks.items():
        if not task.tests:
            continue
        where = f"exercise.py:{task.answer.line}"
        if name not in key:
            problem = (
                'no mutant is marked `says="…" key=True`. Mark the one that stands for the '
                "task's idea in trials.py; the visible tests alone must reject it"
            )
            yield Verdict("key", name, "no key mutant", where, Results(), problem)
            continue
        mutant = by_place[key[name]]
        visible = tuple(VISIBLE.format(test) for test in task.test_ids)
        message = first_message(visible, mutant.results)
        why = f"{mutant.why}: " + (
            "survives the visible tests"
            if message is None
            else f"falls to the visible tests: {message}"
        )
        yield Verdict("key", name, why, where, Results(), None, message or "")


def judge_paste(lesson: Lesson, fallen: list[str]) -> Verdict:
    """At most half of the tasks get full marks from the lecture's own functions."""
    count = sum(bool(task.tests) for task in lesson.tasks.values())
    why = f"{len(fallen)} of {count} tasks: {', '.join(fallen) or 'none'}"
    problem = None
    if 2 * len(fallen) > count:
        problem = (
            "more than half of the tasks get full marks from the lecture's own functions. "
            "Ask for what it doesn't show: predict and measure, diagnose and repair, another input"
        )
    return Verdict("paste", "", why, "exercise.py:1", Results(), problem)


def trusting(course: Course, slug: str) -> list[str]:
    """A line for each test that runs or unpacks what a student has made, as `release` has it."""
    notebook = exercise_notebook(course, read_lesson(course.root, slug))
    return told_of(course.exercise_path(slug).stem, notebook)


def report(slug: str, verdicts: list[Verdict], everything: bool = False) -> list[str]:
    """Lines for a person: problems, what the key mutants' students read, the paste check, counts.

    Args:
        everything: also verdicts without a problem.
    """
    lines = [
        f"{slug}/{one.where}: {one.kind} {one.task} ({one.why}): "
        f"{one.problem or one.message or 'as it should be'}"
        for one in verdicts
        if one.problem or everything
    ]
    key = [one for one in verdicts if one.kind == "key"]
    lines += [f"{slug}: {one.task}: {one.why}" for one in key]
    count = Counter(one.kind for one in verdicts)
    tests = verdicts[0].results.values()
    paste, cost = [one.why for one in verdicts if one.kind in ("paste", "budget")]
    return [
        *lines,
        f"{slug}: pasting the lecture solves {paste}",
        f"{slug}: grading the model answer takes {cost}",
        f"{slug}: {len(tests)} tests, {sum(test.points for test in tests):g} points, "
        f"{count['mutant']} mutants, {count['alternate']} alternates, "
        f"{sum(bool(one.message) for one in key)} of {len(key)} tasks with a key mutant, "
        f"{sum(one.problem is not None for one in verdicts)} problems",
    ]
