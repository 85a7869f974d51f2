"""Test cells of a kind that other courses have: measured, captured, written with unittest. A right answer passes them and a wrong one fails."""
from __future__ import annotations

import pytest
import small_class as small
from nbformat.v4 import new_notebook

from autograder.grading.credit import credits_of, worth
from autograder.grading.protocol import OK, Limits
from autograder.grading.sandboxed import Sandboxed
from autograder.grading.templates import names_of
from autograder.sandbox.magics import unwrapped
from autograder.grading.whose import NAMES

CLASS = "import unittest\nclass {0}(unittest.TestCase):\n    def test_one(self):\n        self.assertEqual(f(1), 2)\n"
TESTS = {
    "time": "%%time\nassert f(1) == 2",
    "timeit": "%%timeit -n1 -r1\nassert f(1) == 2",
    "timed-line": "%time y = f(1)\nassert y == 2",
    "measured-line": "%timeit -n1 -r1 f(1)\nassert f(1) == 2",
    "captured": "%%capture\nprint('x')\nassert f(1) == 2",
    "instructors-names": "%%time\nassert f(K) == K + 1 and math.pi > 3",
    "defines": "%%time\nwant = [2, 3]\nassert f(0) == 1",
    "defined": "assert [f(1), f(2)] == want",
    "runner": CLASS.format("A") + "unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(A))",
    "main": CLASS.format("B") + "unittest.main(argv=[''], exit=False)",
    "debug": CLASS.format("C") + "C('test_one').debug()",
    "assertion": "import unittest\nunittest.TestCase().assertEqual(f(1), 2)",
    "partial-in-time": "%%time\n2 * (f(1) == 2)",
    "value-in-timeit": "%%timeit -n1 -r1\nassert f(1) == 2\nf(1)",
}
ANSWERS = {"plain": ("def f(x):\n    return x + 1", 2), "timed": ("%%time\ndef f(x):\n    return x + 1", 2), "wrong": ("def f(x):\n    return x + 5", 0)}


@pytest.mark.parametrize("source, becomes", [
    ("%%timeit -n 10 -r3 x=1\nf(x)", "x=1\nf(x)\nNone"), ("%%capture out --no-stderr\nf(1)", "\nf(1)\nNone"), ("%time", "pass"), ("%%capture\n%%time\nf(1)", "\n\nf(1)\nNone"),
    ("if a:\n    %timeit -q f(1)", "if a:\n    if True: f(1)"), ("a = 5 % 3", "a = 5 % 3"), ("x = '''\n%time f\n'''", "x = '''\n%time f\n'''"), ("%%bash\nls", "%%bash\nls"),
    ("%matplotlib inline\nx=1", "%matplotlib inline\nx=1")])
def test_what_a_measuring_cell_runs(source, becomes):
    assert unwrapped(source) == becomes
    assert becomes.startswith("pass") or len(source.split("\n")) <= len(becomes.split("\n"))


def notebook(answer):
    cells = [small.cell("code", "%%time\nimport math\nK = 3"), small.cell("code", answer, "f", solution=True)]
    return new_notebook(cells=[*cells, *(small.cell("code", source, name, 2) for name, source in TESTS.items())])


@pytest.fixture(scope="module")
def executor():
    made = Sandboxed(walls=False)
    yield made
    made.stop()


@pytest.mark.parametrize("name", ANSWERS)
def test_measured_cells_and_unittest_judge_as_written(executor, name):
    answer, points = ANSWERS[name]
    submitted = notebook(answer)
    submitted.metadata["autograder"] = {NAMES: names_of(submitted, notebook(ANSWERS["plain"][0]))}
    done = executor.run(submitted, Limits(cell_seconds=10), {})
    credits = credits_of(done, lambda _: None)
    for index, cell in enumerate(done.notebook.cells[2:], 2):
        given = credits[index].points if index in credits else 2 if done.cells[index].status == OK else 0
        assert given == points, (cell.metadata.nbgrader.grade_id, done.cells[index].reason, credits.get(index))


def test_a_run_of_unittest_is_all_points_or_none():
    def shown(ran, errors, failures):
        return f"<unittest.runner.TextTestResult run={ran} errors={errors} failures={failures}>"

    assert worth(shown(3, 0, 0), 2, lambda: None).points == 2
    lost = worth(shown(3, 1, 1), 2, lambda: shown(3, 1, 1))
    assert lost.points == 0 and "3개 가운데 2개" in lost.odd and not lost.serious
    none = worth(shown(0, 0, 0), 2, lambda: shown(0, 0, 0))
    assert none.points == 0 and none.serious
