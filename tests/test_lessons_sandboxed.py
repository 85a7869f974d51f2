"""The course's own exercises behind walls and in two processes score as the lesson contract says: grading changes no verdict.

For each lesson: the solution and all alternates keep full marks, blank scores nothing, and of the mutants a sample, other
ones for each lesson, loses points. `autograder verify` tries them all in one process.
"""
from __future__ import annotations

import functools
import os
import random

import nbformat
import pytest

from autograder.authoring.notebook import exercise_notebook, with_answers
from autograder.authoring.lesson import read_lesson
from autograder.authoring import contract, verify
from autograder.course import Course
from autograder.grading.protocol import OK, Limits
from autograder.cells import is_test
from autograder.grading.templates import names_of
from autograder.grading.sandboxed import Sandboxed
from autograder.sandbox import isolate
from autograder.grading.whose import NAMES
from conftest import OF_PARTS, PARTS, ROOT, SLUG, TRIALS, write_course

COURSE = Course.load(ROOT)
MUTANTS = 12


def trial(executor, source, variant: contract.Variant) -> verify.Results:
    """Test results by grade id: of the variant's own tests, or of all."""
    notebook = with_answers(source, variant.replace)
    notebook.metadata["autograder"] = {NAMES: names_of(source, source)}
    notebook.cells = [cell for cell in notebook.cells if not (variant.alone and is_test(cell) and cell.metadata.nbgrader.grade_id not in variant.tests)]
    execution = executor.run(notebook, Limits(cell_seconds=60, total_seconds=600), {})
    results = verify.Results()
    for index, cell in enumerate(execution.notebook.cells):
        if is_test(cell):
            points, fate = float(cell.metadata.nbgrader.points), execution.cells[index]
            shown = next((output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"), None)
            try:
                value = float(shown)
            except (TypeError, ValueError):
                value = None
            results[cell.metadata.nbgrader.grade_id] = verify.TestResult(verify.grade(value, points) if fate.status == OK else 0.0, points, fate.reason)
    return results


@pytest.fixture(scope="module")
def executor():
    """One warm process for all lessons, with what any of them imports: TensorFlow takes longer than most lessons' runs.

    What is imported is read from the notebooks as they stand; a lesson whose text has gone on imports the rest itself.
    """
    notebooks = [nbformat.read(path, as_version=4) for slug in COURSE.lessons if (path := COURSE.solution_path(slug)).exists()]
    made = Sandboxed.for_notebooks(notebooks, walls=not isolate.unavailable())
    yield made
    made.stop()


@pytest.mark.slow
@pytest.mark.parametrize("slug", COURSE.lessons)
def test_the_lesson_contract_holds_in_two_processes(slug, executor):
    lesson = read_lesson(ROOT, slug)
    found = list(contract.variants(lesson, contract.student_sources(COURSE, lesson)))
    mutants = [variant for variant in found if variant.kind == "mutant"]
    if not os.environ.get("AUTOGRADER_ALL_MUTANTS"):
        mutants = random.Random(slug).sample(mutants, min(MUTANTS, len(mutants)))
    source = exercise_notebook(COURSE, lesson)
    run = functools.partial(trial, executor, source)
    tried = contract.try_alternates([variant for variant in found if variant.kind == "alternate"], run)
    tried += [(variant, run(variant)) for variant in found if variant.kind in ("solution", "blank")]
    tried += [(variant, run(variant)) for variant in mutants]
    problems = [(variant, contract.judge(variant, results)) for variant, results in tried]
    assert not any(problem for _, problem in problems), "\n".join(
        f"{variant.where} {variant.kind} {variant.task} ({variant.why}): {problem}" for variant, problem in problems if problem)


def test_a_task_of_several_tests_in_two_processes(tmp_path, executor):
    lesson = read_lesson(write_course(tmp_path, PARTS, trials=TRIALS + OF_PARTS), SLUG)
    source = exercise_notebook(COURSE, lesson)
    found = [variant for variant in contract.variants(lesson, contract.student_sources(COURSE, lesson)) if variant.kind in ("solution", "mutant", "returns-none")]
    results = {variant.why: trial(executor, source, variant) for variant in found}
    assert not [problem for variant in found if (problem := contract.judge(variant, results[variant.why]))]
    assert [[result.earned for result in results[why].values()] for why in ("", "셋 이상은 세지 않는다", "처음 것만 틀린다", "every function returns None")] == [[3, 2], [3, 0], [0, 2], [0, 0]]
