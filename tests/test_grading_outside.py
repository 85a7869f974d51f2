"""Nobody loses points for where they wrote code: in cells of their own, in the given ones, below or above the answer.

The cases of a table are a class each, graded in one run, in two processes and in a Jupyter kernel.
"""
from __future__ import annotations

import pytest
import small_class as small
from nbformat.v4 import new_code_cell
from small_class import ASSIGNMENT

from autograder.grading.grade import grade
from autograder.grading.jupyter_executor import JupyterExecutor
from autograder.grading.protocol import Limits
from autograder.grading.results import SCORE
from autograder.grading.sandboxed import Sandboxed
from autograder.sandbox import isolate

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own


def place(notebook, grade_id):
    return next(i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def above(grade_id, source):
    return lambda notebook: notebook.cells.insert(place(notebook, grade_id), new_code_cell(source))


def below(grade_id, source):
    return lambda notebook: notebook.cells.insert(place(notebook, grade_id) + 1, new_code_cell(source))


def at_end(*sources):
    return lambda notebook: notebook.cells.extend(map(new_code_cell, sources))


def in_given(source):
    def edit(notebook):
        notebook.cells[1].source += "\n" + source

    return edit


NUMPY = "def mean(numbers):\n    return float(np.mean(numbers))"
HELPED = "def mean(numbers):\n    return total(numbers) / len(numbers)"
TOTAL = "def total(numbers):\n    return sum(numbers)"
DEEP = "def mean(numbers):\n    def add(n):\n        return add(n - 1) if n else sum(numbers)\n    return add(5000) / len(numbers)"
COLAB = """from google.colab import drive, files
import google.colab.userdata
from google.colab.patches import cv2_imshow
drive.mount("/content/drive", force_remount=True)
for name in files.upload():
    pass
""" + small.solution("mean")
CASES = {  # student: (answers, what is done to the notebook, findings)
    "import-in-own-cell": ({"mean": NUMPY}, above("mean", "import numpy as np"), {"own_code"}),
    "import-in-first-cell": ({"mean": NUMPY}, lambda nb: nb.cells.insert(0, new_code_cell("import numpy as np")), {"own_code"}),
    "import-in-given-cell": ({"mean": NUMPY}, in_given("import numpy as np"), {"own_code"}),
    "given-cell-in-magics": ({"mean": NUMPY}, in_given("%matplotlib inline\nimport numpy as np"), {"own_code"}),
    "import-in-broken-given-cell": ({}, in_given("import numpy as np("), {"changed_code"}),
    "given-name-changed": ({}, in_given("Counter = None\nmath = 3"), {"changed_code"}),
    "helper-above": ({"mean": HELPED}, above("mean", TOTAL), {"own_code"}),
    "helper-far-above": ({"mean": HELPED}, above("count", TOTAL), {"own_code"}),
    "helper-below": ({"mean": HELPED}, below("mean-test", TOTAL), {"own_code"}),
    "helper-at-end": ({"mean": HELPED}, at_end(TOTAL), {"own_code"}),
    "helpers-of-helpers": ({"mean": HELPED}, at_end("def total(numbers):\n    return zero + sum(numbers)", "zero = nothing()", "def nothing():\n    return 0"), {"own_code"}),
    "constant-below": ({"count": "ONE = 1\ndef count(words):\n    return {w: STEP * words.count(w) for w in words}"}, at_end("STEP = 1"), {"own_code"}),
    "needed-at-once": ({"mean": "@unchanged\n" + small.solution("mean")}, at_end("def unchanged(f):\n    return f"), {"own_code"}),
    "answer-in-two-cells": ({"mean": "# 아래에 있습니다."}, below("mean", small.solution("mean")), {"own_code"}),
    "second-attempt-below": ({"mean": "def mean(numbers):\n    return 0"}, below("mean", small.solution("mean")), {"own_code"}),
    "old-attempt-at-end": ({}, at_end("def mean(numbers):\n    return 0"), {"unused_code"}),
    "lent-by-another-cell": ({"count": "def count(words):\n    np.array(words)\n    return {w: words.count(w) for w in words}", "mean": "import numpy as np\n" + NUMPY},
                             above("count", "import numpy as np"), {"own_code"}),
    "recursion-limit": ({"mean": DEEP}, above("mean", "import sys\nsys.setrecursionlimit(20_000)"), {"own_code"}),
    "scratch": ({}, below("count-test", "count(['가'])\nfor word in ['가']:\n    print(word)"), {"own_code"}),
    "scratch-fails": ({}, below("count-test", "1 / 0"), {"own_code", "own_code_failed"}),
    "scratch-asks": ({}, below("count-test", "name = input()"), {"own_code", "own_code_failed"}),
    "scratch-dies": ({}, below("count-test", "import os\nos._exit(3)"), {"own_code", "own_code_failed"}),
    "scratch-hangs": ({}, below("count-test", "while True: pass"), {"own_code", "own_code_failed"}),
    "colab": ({"mean": COLAB}, above("count", "from google.colab import drive\ndrive.mount('/content/drive')"), {"own_code"}),
    "not-python": ({}, below("count-test", "여기까지 했습니다."), {"unused_code"}),
}
IN_A_KERNEL = ("import-in-given-cell", "helper-at-end", "recursion-limit", "scratch-fails", "scratch-asks", "scratch-dies", "scratch-hangs", "colab")
"""Where what is executed matters; where a cell is put does not depend on the executor."""


@pytest.fixture(scope="module", params=["two-process", "kernel"])
def executor(request):
    made = Sandboxed(["numpy"], walls=not isolate.unavailable()) if request.param == "two-process" else JupyterExecutor()
    yield made
    made.stop()


def graded(root, executor):
    run = grade(root, ASSIGNMENT, executor=executor, isolation=executor.isolated, jobs=2, limits=Limits(cell_seconds=10, memory_bytes=2**30))
    return {result.student: result for result in run.results}


def test_nobody_loses_points_for_where_they_wrote(tmp_path, executor):
    root = small.make_course(tmp_path / "course")
    cases = CASES if executor.name != "nbclient" else {name: CASES[name] for name in IN_A_KERNEL}
    for student, (answers, edit, _) in cases.items():
        notebook = small.answered(root, **answers)
        edit(notebook)
        small.hand_in(root, student, notebook)
    results = graded(root, executor)
    told = {student: ({f.code for f in result.findings}, [f"{t.grade_id}: {t.message}" for t in result.tasks if t.message])
            for student, result in results.items() if (result.outcome, result.score) != (SCORE, small.FULL)}
    assert not told
    assert {student: {f.code for f in result.findings} for student, result in results.items()} == {name: case[2] for name, case in cases.items()}
    own = next(f for f in results["helper-at-end"].findings if f.code == "own_code")
    assert "def total(numbers):" in own.message
    shown = small.nbformat.read(root / "autograded" / "colab" / ASSIGNMENT / f"{small.NOTEBOOK}.ipynb", as_version=4)
    assert "google.colab.drive.mount(): 채점할 때는 Colab이 아니어서" in small.find(shown, "mean").outputs[0].text
    failed = next(f for f in results["scratch-fails"].findings if f.code == "own_code_failed")
    assert "1 / 0" in failed.message and "ZeroDivisionError" in failed.message


HOSTILE = {
    "binds-a-tests-name": "secret_words_for_count, value, points = [], 3.0, 2.0",
    "binds-a-library": "import math\nmath.isclose = lambda *a, **k: True",
    "binds-the-given": "class Liar:\n    def isclose(self, *a, **k):\n        return True\nmath = Liar()",
}


def test_what_own_cells_bind_never_reaches_the_tests(tmp_path):
    """Above the first answer and inside the given cell: a place before the tests gives no power over them."""
    executor = Sandboxed(["numpy"], walls=not isolate.unavailable())
    root = small.make_course(tmp_path / "course")
    wrong = {name: f"def {name}(given):\n    return {{}}" for name in ("count", "top")} | {"mean": "def mean(numbers):\n    return 2.0"}
    for student, source in HOSTILE.items():
        for way, edit in (("own", above("count", source)), ("given", in_given(source))):
            notebook = small.answered(root, **wrong)
            edit(notebook)
            small.hand_in(root, f"{student}-{way}", notebook)
    try:
        results = graded(root, executor)
    finally:
        executor.stop()
    assert {student: (result.outcome, result.score) for student, result in results.items()} == {student: (SCORE, 0) for student in results}
    assert len(results) == 6


def test_own_cells_that_kill_and_hang_do_not_use_up_the_answers_restarts(tmp_path, executor):
    root = small.make_course(tmp_path / "course")
    notebook = small.answered(root)
    for _ in range(5):
        above("mean", "import os\nos._exit(1)")(notebook)
    small.hand_in(root, "kim", notebook)
    result = graded(root, executor)["kim"]
    assert (result.outcome, result.score) == (SCORE, small.FULL)
    assert any("더 실행하지 않았습니다" in finding.message for finding in result.findings)
