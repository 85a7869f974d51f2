"""Tests that two processes can't run rightly: beside the answer for everybody where the model answer shows it, for a person to
judge where a single submission does.
"""
from __future__ import annotations

import nbformat
import pytest
import small_class as small
from not_run import needs_walls

from autograder.errors import CannotRun
from autograder.grading.beside import FAILED, OURS, PASSED, wish
from autograder.grading.grade import grade
from autograder.grading.model import remembered
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.regrade import regrade
from autograder.grading.protocol import ERROR, OK, Limits
from autograder.grading.results import FULL, MANUAL, ZERO
from autograder.grading.sandboxed import Sandboxed
from autograder.report.feedback import feedback
from autograder.report.report import report

pytestmark = [needs_walls, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]  # nbgrader's own
NAME = "050_beside"
SETUP = "import math\nclass Point:\n    def __init__(self, x): self.x = x\n    def __eq__(self, other): return self.x == other.x"
TASKS = {  # the model answer, points, its test
    "point": ("def point():\n    return Point(1)", 2, "assert point() == Point(1), 'which point?'"),
    "patch": ("def ask():\n    return int(input())", 3, "from unittest.mock import patch\nwith patch('builtins.input', return_value='5'):\n    points = 3.0 * (ask() == 5)\npoints"),
    "number": ("def number():\n    return 41.5", 2, "assert number() == 41.5, 'the number'"),
    "near": ("def near():\n    return 41.5", 1, "assert abs(near() - 41.5) < 1e-9, 'near'"),
    "items": ("def items():\n    return [1, 2]", 1, "assert items().count(1) == 1 and sum(items()) == 3"),
}
RIGHT = {name: answer for name, (answer, _, _) in TASKS.items()}
POINTS = {f"{name}-test": points for name, (_, points, _) in TASKS.items()}
LIAR = "class Liar:\n    def __eq__(self, other):\n        return True\n    def __sub__(self, other):\n        return 0.0\n    def count(self, one):\n        return 1\n    def __iter__(self):\n        return iter([1, 2])\n"


@pytest.fixture(scope="module")
def executor():
    made = Sandboxed(["pandas"])
    yield made
    made.stop()


def course(root, settings: str = ""):
    cells = [small.cell("code", SETUP)]
    for name, (answer, points, test) in TASKS.items():
        cells += [small.cell("code", f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION", name, solution=True), small.cell("code", test, f"{name}-test", points)]
    for index, cell in enumerate(cells):
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{index}"
    notebook = small.new_notebook(cells=cells, metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}})
    notebook.nbformat_minor = 5
    config = small.CONFIG + settings
    return small.make_course(root, notebook, config, assignment=NAME, name=NAME)


def hand_in(root, student: str, **answers: str) -> None:
    notebook = small.released(root, NAME, NAME)
    for cell in notebook.cells:
        text = {**RIGHT, **answers}.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if text is not None:
            cell.source = text
    small.hand_in(root, student, notebook, f"{NAME}.ipynb", NAME)


def tasks(run) -> dict[str, dict]:
    return {result.student: {task.grade_id: task for task in result.tasks} for result in run.results}


def grade_of(root, student: str, test: str):
    """The gradebook's row."""
    with NbgraderCourse(root).gradebook() as gradebook:
        found = gradebook.find_grade(test, NAME, NAME, student)
        return found.auto_score, found.manual_score, found.needs_manual_grade


def test_what_the_model_answer_needs_runs_beside_every_answer_and_a_wire_failure_of_one_is_for_a_person(tmp_path, executor):
    root = course(tmp_path / "course")
    hand_in(root, "right")
    hand_in(root, "wrong", point="def point():\n    return Point(2)", patch="def ask():\n    return int(input()) + 1", number="def number():\n    return 3", near="def near():\n    return 3")
    hand_in(root, "liar", number=f"{LIAR}def number():\n    return Liar()", near=f"{LIAR}def near():\n    return Liar()")
    hand_in(root, "refused", number=f"{LIAR}def number():\n    return None", near=f"{LIAR}def near():\n    return 'x'")
    run = grade(root, NAME, executor=executor, jobs=1)
    found = tasks(run)

    # The model answer loses these two by the wire alone.
    assert {(cell.grade_id, cell.passes) for cell in run.model} == {("point-test", True), ("patch-test", True)}
    assert remembered(NbgraderCourse(root), NAME).cells == run.model
    assert {name: task.score for name, task in found["right"].items()} == POINTS
    beside = [one.message for result in run.results if result.student == "right" for one in result.findings if one.code == "beside"]
    assert len(beside) == 1 and "point-test" in beside[0] and "patch-test" in beside[0]

    # Beside the answer a wrong one is still wrong, by the test's own message.
    assert found["wrong"]["point-test"].score == 0 and "which point?" in found["wrong"]["point-test"].message
    assert found["wrong"]["patch-test"].score == 0
    assert found["wrong"]["number-test"].status == ZERO and "the number" in found["wrong"]["number-test"].message

    # Hostile case: an object that agrees with the test makes the wire refuse on purpose. It has no point until a person gives one.
    result = next(one for one in run.results if one.student == "liar")
    assert [found["liar"][name].status for name in ("number-test", "near-test")] == [MANUAL, MANUAL]
    assert result.pending == 3 and result.score == sum(POINTS.values()) - 3
    assert [one.serious for one in result.findings if one.code == "beside_passed"] == [True, True]
    assert grade_of(root, "liar", "number-test") == (None, None, True)
    assert grade_of(root, "right", "number-test") == (2, None, False)
    assert [found["refused"][name].status for name in ("number-test", "near-test")] == [ZERO, ZERO], "it fails beside the answer, too"

    # A person says, in one place, and is not asked again.
    with NbgraderCourse(root).transaction() as gradebook:
        row = gradebook.find_grade("near-test", NAME, NAME, "liar")
        row.manual_score, row.needs_manual_grade = 1, False
        gradebook.db.commit()
    again = tasks(grade(root, NAME, executor=executor, jobs=1, force=True))["liar"]
    assert again["near-test"].status == FULL and again["number-test"].status == MANUAL
    page = report(root, NAME).read_text(encoding="utf-8")
    assert "한 프로세스에서 채점한 검사" in page and "사람이 확인해야 합니다" in page
    feedback(root, NAME)
    shown = next((root / "feedback" / "liar" / NAME).glob("*.html")).read_text(encoding="utf-8")
    assert "사람이 확인해야 합니다" in shown and "검사를 답과 같은 프로세스에서 실행했습니다" in shown
    graded = nbformat.read(root / "autograded" / "liar" / NAME / f"{NAME}.ipynb", as_version=4)
    told = next(cell for cell in graded.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "number-test")
    assert "사람이 확인해야 합니다" in told.outputs[-1].text, "whoever opens it in formgrader reads why"


def test_a_strict_course_refuses_what_needs_one_process_and_earlier_results_stay(tmp_path, executor):
    root = course(tmp_path / "course", f'c.Autograder.assignments = {{"{NAME}": {{"strict": True}}}}\n')
    hand_in(root, "right")
    with pytest.raises(CannotRun) as refused:
        grade(root, NAME, executor=executor, jobs=1)
    assert refused.value.code == "needs_beside" and "point-test" in str(refused.value) and "patch-test" in str(refused.value)
    assert "number-test" not in str(refused.value)
    (root / "nbgrader_config.py").write_text(small.CONFIG, encoding="utf-8")
    assert grade(root, NAME, executor=executor, jobs=1).results[0].score == sum(POINTS.values())
    (root / "course.toml").write_text("strict = true\n", encoding="utf-8")
    with pytest.raises(CannotRun):
        grade(root, NAME, executor=executor, jobs=1, force=True)
    assert grade_of(root, "right", "point-test") == (2, None, False)


def test_the_model_answer_runs_once_for_each_state_of_the_source(tmp_path, executor):
    root = course(tmp_path / "course")
    ran = []

    class Counting:
        name, isolated, beside = executor.name, True, True

        def run(self, notebook, limits, files):
            ran.append(notebook.metadata["autograder"]["beside"]["ask"])
            return executor.run(notebook, limits, files)

        def stop(self): pass

    for student in ("a", "b"):
        hand_in(root, student)
        grade(root, NAME, executor=Counting(), jobs=1)
    assert ran == ["failed", "ours", "ours"]


def test_a_regrade_takes_no_points_for_a_test_that_it_would_leave_open(tmp_path, executor):
    root = course(tmp_path / "course")
    deep = "class Deep:\n    def count(self, one): return 1\nclass Number:\n    deep = Deep()\n    def __call__(self): return 41.5\nnumber = Number()"
    hand_in(root, "deep", number=deep)
    assert tasks(grade(root, NAME, executor=executor, jobs=1))["deep"]["number-test"].score == 2
    path = root / "solutions" / NAME / f"{NAME}.ipynb"
    source = nbformat.read(path, as_version=4)
    for cell in source.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "number-test":
            cell.source = "assert number() == 41.5 and (not hasattr(number, 'deep') or number.deep.count(1) == 1)"
    nbformat.write(source, path)
    made = regrade(root, NAME, executor=executor, jobs=1)
    assert made.held == {"deep": ["number-test"]} and grade_of(root, "deep", "number-test") == (2, None, False)
    regrade(root, NAME, executor=executor, jobs=1, allow_lower=True)
    assert grade_of(root, "deep", "number-test") == (None, None, True), "who allows it sees it among what a person has to judge"


def test_settings_are_held_against_what_can_be_meant(tmp_path):
    root = course(tmp_path / "course", f'c.Autograder.assignments = {{"{NAME}": {{"strict": "yes"}}}}\n')
    with pytest.raises(CannotRun, match="strict"):
        NbgraderCourse(root).assignment_config(NAME)
    (root / "nbgrader_config.py").write_text(small.CONFIG, encoding="utf-8")
    (root / "course.toml").write_text("strict = 3\n", encoding="utf-8")
    with pytest.raises(CannotRun, match="strict"):
        NbgraderCourse(root).assignment_config(NAME)


ASKED = {  # the model answer, an answer, the test: the same may be asked of every answer that was asked of the model's
    "attribute": ("def f(): return [1]", "class Liar:\n    def count(self, x): return 1\ndef f(): return Liar()", "assert f().count(1) == 1"),
    "a class's": ("def f(): return [1]", "class Liar:\n    count = staticmethod(lambda x: 1)\ndef f(): return Liar", "assert f().count(1) == 1"),
    "operator": ("def f(): return 4", "class V:\n    def __sub__(self, k): return V()\ndef f(): return V()", "assert (f() - 3) is not None"),
    "another class's operator": ("class V:\n    def __init__(self, x): self.x = x\n    def __mul__(self, k): return V(self.x * k)\ndef f(): return V(1)",
                                 "class W:\n    x = 3\n    def __mul__(self, k): return self\nV = W\ndef f(): return W()", "assert (f() * 3).x == 3"),
    "a mapping's own word": ("def f(): return {'a': 2}", "from collections import UserDict\nclass Bag(UserDict):\n    def items(self): return [('a', 2)]\n    def __eq__(self, other): return True\ndef f(): return Bag(a=1)", "assert f() == {'a': 2}"),
    "a field": ("def f(): return 3", "from collections import namedtuple\ndef f(): return namedtuple('Row', 'equals')(lambda other: True)", "assert f() == 3 or f().equals(3)"),
    "contains": ("def f(): return {1: 2}", "class All:\n    def __contains__(self, k): return True\ndef f(): return All()", "assert 5 not in f() and 1 in f()"),
}
HONEST = {  # the model answer, an answer that is right, the test
    "the same": ("class S:\n    def __init__(self): self.x = []\n    def push(self, v): self.x.append(v)\n    def top(self): return self.x[-1]",
                 "class S:\n    def __init__(self): self.own = ()\n    def push(self, v): self.own += (v,)\n    def top(self): return self.own[-1]", "s = S()\ns.push(3)\nassert s.top() == 3"),
    "fields": ("from collections import namedtuple\nRow = namedtuple('Row', 'x y')\ndef f(): return Row(1, 2)",
               "from typing import NamedTuple\nclass Pair(NamedTuple):\n    x: int\n    y: int\ndef f(): return Pair(1, 2)", "assert f() == (1, 2) and f().x == 1 and f()[1] == 2"),
    "fields in attributes' place": ("class P:\n    def __init__(self): self.x = 1\ndef f(): return P()", "from collections import namedtuple\ndef f(): return namedtuple('Row', 'x')(1)", "assert f().x == 1"),
    "attributes in fields' place": ("from collections import namedtuple\ndef f(): return namedtuple('Row', 'x')(1)", "class P:\n    def __init__(self): self.x = 1\ndef f(): return P()", "assert f().x == 1"),
    "plain data with attributes of its own": ("class P:\n    def __init__(self): self.x = 1\ndef f(): return P()", "class P(str):\n    x = 1\ndef f(): return P('a')", "assert f().x == 1"),
    "a mapping": ("def f(): return {'a': 1}", "from collections import UserDict\nclass Bag(UserDict): pass\ndef f(): return Bag(a=1)", "assert f() == {'a': 1} and f() != {'a': 2} and list(f().items()) == [('a', 1)] and f().get('b', 3) == 3 and sum(f().values()) == 1"),
    "fields that nobody asks for": ("def f(): return 1, 2", "from collections import namedtuple\ndef f(): return namedtuple('Row', 'a b')(1, 2)", "a, b = f()\nassert (a, b) == (1, 2) == f()"),
    "operators of the class that the task asks for": ("class V:\n    def __init__(self, x): self.x = x\n    def __mul__(self, k): return V(self.x * k)\n    def __contains__(self, k): return k == self.x",
                                                      "class V:\n    def __init__(self, x): self.x = x\n    def __mul__(self, k): return type(self)(k * self.x)\n    def __contains__(self, k): return self.x in [k]",
                                                      "assert (V(2) * 3).x == 6 and 3 in V(3)"),
}


def runs(executor, model: str, answer: str, test: str):
    """The test's fate beside the answer, after the model answer's run."""
    def notebook(source):
        return small.new_notebook(cells=[small.cell("code", source, "f", solution=True), small.cell("code", test, "f-test", 1)])

    first = executor.run(wish(notebook(model), [], FAILED), Limits(cell_seconds=20), {}).cells[1]
    assert (first.status, first.beside) == (OK, "")
    return executor.run(wish(notebook(answer), [], OURS, {"f-test": list(first.asked)}), Limits(cell_seconds=20), {}).cells[1]


@pytest.mark.parametrize("name", ASKED)
def test_a_student_s_object_is_asked_no_more_than_the_model_answer_s(executor, name):
    fate = runs(executor, *ASKED[name])
    assert fate.status == ERROR and (fate.ours or name == "contains"), fate


UNSENT = {  # the model answer, an answer that does the same, the test: the wire fails the second, not its student
    "a value that can't be read": ("def f(): return 2", "from decimal import Decimal\ndef f(): return Decimal('1e20000')", "assert f() > 1"),
    "a value that can't travel": ("def f(): return 3", "def f(): return 3 ** 50000", "assert f() % 3 == 0"),
    "an operator": ("def f(): return 1.0", "class Real:\n    def __sub__(self, x): return 1.0 - x\ndef f(): return Real()", "assert abs(f() - 1) < 1e-9"),
    "a look into a function of the test's": ("def f(g): return 3", "import inspect\ndef f(g): return len(inspect.signature(g).parameters)", "assert f(lambda a, b, c: 0) == 3"),
    "its code": ("def f(g): return 2", "def f(g): return g.__code__.co_argcount", "assert f(lambda a, b: 0) == 2"),
    "an assertion about an object": ("def f(): return 1.0", "class Real:\n    def __eq__(self, x): return x == 1.0\ndef f(): return Real()", "assert f() == 1"),
}


@pytest.mark.parametrize("name", UNSENT)
def test_what_the_wire_may_have_cost_is_tried_beside_the_answer_and_stays_open(executor, name):
    fate = runs(executor, *UNSENT[name])
    assert fate.status != OK and fate.ours and fate.beside == PASSED, fate


@pytest.mark.parametrize("answer", ["def f(): raise ValueError", "def f(): return 2", "def f(:", "import os\ndef f(): os._exit(0)", "def f(): return [].x"])
def test_what_the_answer_lost_by_itself_is_not_tried_again(executor, answer):
    fate = runs(executor, "def f(): return 1", answer, "assert f() == 1")
    assert fate.status != OK and not fate.ours and fate.beside == "", fate


@pytest.mark.parametrize("name", HONEST)
def test_what_the_model_answer_was_asked_a_right_answer_is_asked(executor, name):
    assert runs(executor, *HONEST[name]).status == OK


def test_the_message_of_a_failed_assertion_may_name_more(executor):
    model, _, test = HONEST["the same"]
    fate = runs(executor, model, model.replace("self.x[-1]", "4"), test + ", f'{s.x} {s.own}'")
    assert fate.status == ERROR and "AttributeError" in fate.reason and "own" in fate.reason  # the student's object has none
    assert runs(executor, model, model.replace("self.x[-1]", "4"), test + ", f'holds {s.x}'").reason == "holds [3]"
