"""The student's own summary: it names the tests that the notebook holds, remembers how they ended, and never stops a run."""
import importlib
import json
import sys
import types

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.authoring.notebook import visible_digest
from autograder.course import Course
from conftest import ROOT

COURSE = Course.load(ROOT)
check = importlib.import_module("nlplab.check")
TESTS = {"pass": "assert 1 == 1", "fail": "assert 1 == 2", "left": "assert 1 == 3"}
ROWS = {check.digest(source): (f"과제 {name}", points) for points, (name, source) in enumerate(TESTS.items(), 1)}


@pytest.fixture
def shell(monkeypatch):
    made = InteractiveShell()
    monkeypatch.setattr(check, "_shell", lambda: made)
    monkeypatch.setattr(check, "_ended", {})
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    check.watch()
    check.watch()
    return made


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_the_last_cell_names_every_test_cell_of_source_and_student_version(slug):
    for path in (COURSE.exercise_path(slug), COURSE.solution_path(slug)):
        cells = nbformat.read(path, as_version=4).cells
        given = {}
        exec(cells[-1].source, {"nlplab": types.SimpleNamespace(check=lambda tests, by_hand, into=given: into.update(tests=tests, by_hand=by_hand))})
        tests = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"]
        assert {check.digest(cell.source): cell.metadata.nbgrader.points for cell in tests} == {key: points for key, (_, points) in given["tests"].items()}
        by_hand = [cell.metadata.nbgrader.points for cell in cells if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "markdown"]
        assert list(given["by_hand"].values()) == by_hand


@pytest.mark.parametrize("source", ["a = 1", "a = 1  \n\n\nb = 2\n", "a\n  ### BEGIN HIDDEN TESTS\nsecret\n  ### END HIDDEN TESTS\nb", ""])
def test_builder_and_helper_name_a_cell_alike_and_by_what_students_see(source):
    assert visible_digest(source) == check.digest(source)
    assert check.digest("a\n### BEGIN HIDDEN TESTS\nsecret\n### END HIDDEN TESTS\nb") == check.digest("a\n\nb") != check.digest("a\nsecret\nb")


def test_it_says_what_passed_when_last_run(shell, capsys):
    for source in (TESTS["pass"], TESTS["fail"]):
        shell.run_cell(source)
    capsys.readouterr()
    check.check(ROWS, {"글": 5})
    shown = capsys.readouterr().out
    assert [line[:2] for line in shown.splitlines()[:4]] == ["통과", "틀림", "아직", "사람"]
    assert "1점 / 6점" in shown and "이 노트북" in shown
    shell.run_cell(TESTS["left"].replace("3", "1"))
    check.check(ROWS, {})
    assert "아직  과제 left" in capsys.readouterr().out, "an edited test is not the test"


def test_it_looks_at_the_saved_file(shell, capsys, tmp_path, monkeypatch):
    solution = {"source": ["# 아직 풀지 않은 과제입니다"], "metadata": {"nbgrader": {"solution": True, "grade_id": "one"}}}
    cells = [solution, solution, {"source": [TESTS["pass"]], "metadata": {}}]
    (tmp_path / "풀이.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "풀이.ipynb"))
    check.check(ROWS, {})
    shown = capsys.readouterr().out
    assert "고쳤습니다: 과제 fail, 과제 left" in shown and "둘 이상입니다: one" in shown and "2개" in shown and "낼 파일: 풀이.ipynb" in shown


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 3}'])
def test_a_file_that_is_no_notebook_is_no_error(shell, capsys, tmp_path, monkeypatch, content):
    (tmp_path / "n.ipynb").write_text(content, encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "n.ipynb"))
    check.check(ROWS, {})
    assert "낼 파일" in capsys.readouterr().out


def test_in_colab_the_notebook_is_asked_of_colab(shell, capsys, monkeypatch):
    colab = types.ModuleType("google.colab")
    colab._message = types.SimpleNamespace(blocking_request=lambda *_, **__: {"ipynb": {"metadata": {"colab": {"name": "090의 사본"}}, "cells": []}})
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    check.check(ROWS, {})
    assert "낼 파일: 090의 사본" in capsys.readouterr().out


def test_outside_a_notebook_it_only_says_so(monkeypatch, capsys):
    monkeypatch.setattr(check, "_shell", lambda: None)
    check.watch()
    check.check(ROWS, {})
    assert "Jupyter" in capsys.readouterr().out
