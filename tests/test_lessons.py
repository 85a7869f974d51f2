"""The lesson contract, for every lesson of the course."""
import ast

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.authoring.lesson import read_lesson
from autograder.authoring.verify import verify
from autograder.course import Course
from budgets import CONTRACT, TRIAL
from conftest import ROOT

COURSE = Course.load(ROOT)


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_blank_solution_mutants_alternates(slug, budget):
    """Blank scores 0, the solution everything, every mutant loses points, every alternate keeps them."""
    verdicts = verify(COURSE, slug)
    problems = [f"exercise.py:{verdict.line} {verdict.kind} {verdict.task} ({verdict.why}): {verdict.problem}" for verdict in verdicts if verdict.problem]
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
    text = read_lesson(ROOT, slug).exercise
    roles = {role: text.by_role(role) for role in ("solution", "test", "manual", "mutant", "alternate")}
    assert len(roles["solution"]) >= 6 and len(roles["mutant"]) >= 6 and len(roles["alternate"]) >= 2 and roles["manual"]
    mutated = {cell.task for cell in roles["mutant"]}
    for cell in roles["solution"]:
        before = [other for other in text.cells if other.line < cell.line][-1]
        assert before.kind == "markdown" and "★" in before.source and "<details>" in before.source, f"{text.path}:{cell.line}: lead-in with stars and a hint"
        assert cell.task in mutated, f"{text.path}:{cell.line}: no mutant tries this task's test"
    for cell in roles["test"]:
        assert "BEGIN HIDDEN TESTS" in cell.source, f"{text.path}:{cell.line}: no hidden test"


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_every_code_cell_compiles(slug):
    for path in (COURSE.lecture_path(slug), COURSE.exercise_path(slug), COURSE.solution_path(slug)):
        for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if cell.cell_type == "code":
                try:
                    ast.parse(TransformerManager().transform_cell(cell.source))
                except SyntaxError as error:
                    pytest.fail(f"{path} cell {number}: {error}")
