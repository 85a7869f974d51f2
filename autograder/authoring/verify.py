"""The lesson contract, `autograder verify SLUG`: do an exercise's tests judge rightly?

Blank scores 0 in every task; so does a solution cell whose functions just return None. The solution scores full
marks; every mutant loses points in its own task; every alternate keeps all points of the notebook. Each variant
runs in a forked child, so that an endless loop, a crash or patched modules end with it. Trusted code only: this
runs lesson text, never a student's file.
"""

from __future__ import annotations

import ast
import contextlib
import io
import itertools
import multiprocessing
import os
import re
import time
import traceback
from dataclasses import dataclass

from ..course import Course
from ..sandbox import forks
from .lesson import Lesson, read_lesson
from .notebook import exercise_notebook
from .student import student_version

SECONDS = 60  # one variant of a whole notebook


@dataclass(frozen=True)
class TestResult:
    """What one test cell gave: points earned, and the message of its failure."""

    earned: float
    points: float
    message: str = ""
    stderr: str = ""


class Results(dict[str, TestResult]):
    """Grade id -> TestResult, and the seconds of processor time that the run took."""

    cpu = 0.0


@dataclass(frozen=True)
class Verdict:
    """One variant under trial. `problem` says what breaks the contract, None when it holds."""

    kind: str  # blank, returns-none, solution, mutant, alternate
    task: str
    why: str
    line: int
    results: Results
    problem: str | None


def run_source(source: str, namespace: dict):
    """Execute a cell's source as IPython would; returns the value of its last expression, or None."""
    from IPython.core.inputtransformer2 import TransformerManager

    tree = ast.parse(TransformerManager().transform_cell(source))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace) if last else None


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
            results[grade_id] = TestResult(
                0.0 if message else grade(value, points), points, message, errors.getvalue()
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


def _child(cells, namespace, pipe):
    os.setsid()
    results = Results(run_cells(cells, namespace))
    results.cpu = time.process_time()
    pipe.send(results)
    pipe.close()


def run_forked(cells, namespace: dict, seconds: float = SECONDS) -> Results:
    """`run_cells` in a forked child; a child that hangs or dies scores 0 everywhere."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(cells, namespace, theirs))
    child.start()
    theirs.close()
    try:
        if ours.poll(seconds):
            return ours.recv()
        reason = f"no end after {seconds:g} s"
    except EOFError:
        reason = "the process died"
    finally:
        child.kill()
        child.join()
    return Results(
        {grade_id: TestResult(0.0, points, reason) for _, grade_id, points in cells if grade_id}
    )


def returns_none(blank: str) -> str | None:
    """The blank cell with every `raise NotImplementedError` turned into `return None`; None without functions."""
    changed = re.sub(r"(?m)^(\s+)raise NotImplementedError\(.*\)$", r"\1return None", blank)
    return changed if changed != blank else None


def judge(kind: str, task: str, results: dict[str, TestResult]) -> str | None:
    own = results.get(f"{task}-test")
    if kind in ("blank", "returns-none"):
        scored = [
            name
            for name, result in results.items()
            if result.earned > 0 and (kind == "blank" or name == f"{task}-test")
        ]
        return f"scores in {', '.join(scored)}" if scored else None
    if kind == "mutant":
        return None if own.earned < own.points else "keeps all points of its task"
    lost = [
        f"{name} ({result.message})"
        for name, result in results.items()
        if result.earned < result.points
    ]
    noisy = [name for name, result in results.items() if result.stderr]
    if lost:
        return f"loses points in {'; '.join(lost)}"
    return (
        f"writes to stderr in {', '.join(noisy)}: nbgrader would give 0 points" if noisy else None
    )


def variants(course: Course, lesson: Lesson):
    """(kind, task, why, line, {task: source to put in}) for everything that the contract tries."""
    source = exercise_notebook(course, lesson)
    blanks = {
        cell.id: cell.source
        for cell in student_version(source, course.root).cells
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code"
    }
    yield "solution", "", "", 1, {}
    yield "blank", "", "", 1, blanks
    for task, blank in blanks.items():
        empty = returns_none(blank)
        if empty:
            yield "returns-none", task, "every function returns None", 1, {task: empty}
    for cell in lesson.exercise.cells:
        if cell.role in ("mutant", "alternate"):
            yield cell.role, cell.task, cell.options["why"], cell.line, {cell.task: cell.source}


def try_alternates(alternates: list, run) -> list:
    """Try right answers in few runs: the first of every task in one notebook, then the second of every task, and so on.
    Where one of them loses points, each of that run is tried alone.

    Args:
        alternates: of `variants`.
        run: {task: source to put in} -> results.

    Returns:
        (variant, results) for each.
    """
    by_task: dict[str, list] = {}
    for variant in alternates:
        by_task.setdefault(variant[1], []).append(variant)
    tried = []
    for together in itertools.zip_longest(*by_task.values()):
        together = [variant for variant in together if variant is not None]
        results = run(
            {task: source for _, _, _, _, replace in together for task, source in replace.items()}
        )
        alone = len(together) > 1 and judge("alternate", "", results) is not None
        tried += [(variant, run(variant[4]) if alone else results) for variant in together]
    return tried


def verify(course: Course, slug: str) -> list[Verdict]:
    """Try every variant of one lesson's exercise.

    In a process of its own: forks of one in which TensorFlow has started its threads wait for ever,
    and what other lessons import must not count.
    """
    return forks.call(verify_here, course, slug)


def verify_here(course: Course, slug: str) -> list[Verdict]:
    """`verify` in forks of this process."""
    lesson = read_lesson(course.root, slug)
    shared = code_cells(exercise_notebook(course, lesson))
    first_role = next(
        index
        for index, cell in enumerate(exercise_notebook(course, lesson).cells)
        if "nbgrader" in cell.metadata
    )
    prelude = sum(
        cell.cell_type == "code" for cell in exercise_notebook(course, lesson).cells[:first_role]
    )
    namespace: dict = {"__name__": "__main__"}
    os.environ.setdefault("NLPLAB_PROFILE", "quick")
    os.environ.setdefault("NLPLAB_PROGRESS", "off")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for source, _, _ in shared[
            :prelude
        ]:  # imports and settings: once, every child inherits them
            run_source(source, namespace)

    def run(replace: dict[str, str], only: str = "") -> dict[str, TestResult]:
        cells = code_cells(exercise_notebook(course, lesson, replace))[prelude:]
        return run_forked(
            [cell for cell in cells if not only or cell[1] in (None, f"{only}-test")], namespace
        )

    found = list(variants(course, lesson))
    tried = try_alternates([variant for variant in found if variant[0] == "alternate"], run)
    for variant in found:
        if (
            variant[0] != "alternate"
        ):  # where models are trained, the tests that do not judge a wrong answer would cost minutes
            tried.append(
                (
                    variant,
                    run(variant[4], variant[1] if variant[0] in ("mutant", "returns-none") else ""),
                )
            )
    return [
        Verdict(kind, task, why, line, results, judge(kind, task, results))
        for (kind, task, why, line, _), results in sorted(
            tried, key=lambda one: found.index(one[0])
        )
    ]
