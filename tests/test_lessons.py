"""The lesson contract, for every lesson of the course."""
import ast
import itertools

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.authoring import hints
from autograder.authoring.lesson import read_lesson
from autograder.authoring.verify import verify
from autograder.course import Course
from budgets import CONTRACT, TRIAL
from conftest import ROOT

COURSE = Course.load(ROOT)


@pytest.mark.slow
@pytest.mark.parametrize("slug", COURSE.lessons)
def test_blank_solution_mutants_alternates(slug, budget):
    """Blank scores 0, the solution everything, every mutant loses points, every alternate keeps them."""
    verdicts = verify(COURSE, slug)
    problems = [f"{verdict.where} {verdict.kind} {verdict.task} ({verdict.why}): {verdict.problem}" for verdict in verdicts if verdict.problem]
    assert not problems, "\n".join(problems)
    blank = next(verdict for verdict in verdicts if verdict.kind == "blank")
    assert blank.results and all("과제" in result.message for result in blank.results.values()), "a blank function's message points at the task"
    runs = {id(verdict.results): verdict for verdict in verdicts}.values()  # alternates of several tasks share one
    trials = [verdict for verdict in runs if verdict.kind in ("mutant", "returns-none")]
    slowest = max(trials, key=lambda verdict: verdict.results.cpu)
    budget(f"{slug}: contract, {len(runs)} runs", sum(verdict.results.cpu for verdict in runs), CONTRACT)
    budget(f"{slug}: slowest trial, {slowest.task} ({slowest.why})", slowest.results.cpu, TRIAL)


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_what_every_exercise_holds(slug):
    """At least 6 tasks with 6 mutants and 2 alternates in all, a hint before each, a hidden test in each, one question for a person."""
    lesson = read_lesson(ROOT, slug)
    text = lesson.exercise
    tested = [task for task in lesson.tasks.values() if task.tests]
    roles = [trial.role for trial in lesson.trials]
    assert len(tested) >= 6 and roles.count("mutant") >= 6 and roles.count("alternate") >= 2 and text.by_role("manual")
    mutated = {trial.task for trial in lesson.trials if trial.role == "mutant"}
    lead_ins = {below.line: cell for cell, below in itertools.pairwise(text.cells)}
    for task in tested:
        where = f"{text.path}:{task.answer.line}"
        assert "<details>" in hints.expand(lead_ins[task.answer.line].source), f"{where}: a hint in the cell above"
        assert task.name in mutated, f"{where}: no mutant tries this task's test"
        assert any("BEGIN HIDDEN TESTS" in test.source for test in task.tests), f"{where}: no hidden test"


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_every_code_cell_compiles(slug):
    for path in (COURSE.lecture_path(slug), COURSE.exercise_path(slug), COURSE.solution_path(slug)):
        for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if cell.cell_type == "code":
                try:
                    ast.parse(TransformerManager().transform_cell(cell.source))
                except SyntaxError as error:
                    pytest.fail(f"{path} cell {number}: {error}")
