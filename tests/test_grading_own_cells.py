"""What students write beside their answers, cells below a task and files that they may hand in, stays in their process."""
from __future__ import annotations

import pytest
import small_class as small
from small_class import ASSIGNMENT

from autograder.grading import converters
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.protocol import Limits
from autograder.grading.results import SCORE
from autograder.grading.sandboxed import Sandboxed
from autograder.sandbox import isolate

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

SCHEME = "자료를 살펴보세요.\n\n=== BEGIN MARK SCHEME ===\n3점\n=== END MARK SCHEME ==="
TAKE_OVER = """import sys
frame = sys._getframe()
while frame:
    if type(frame.f_locals.get("self")).__name__ == "Tester":
        type(frame.f_locals["self"])._execute = lambda self, source: None
    frame = frame.f_back
"""


@pytest.fixture(scope="module")
def executor():
    made = Sandboxed(["numpy"], walls=not isolate.unavailable())
    yield made
    made.stop()


def wrong(root):
    """A released notebook with a wrong answer for every task."""
    notebook = small.released(root)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in small.SOLVED:
            cell.source = f"def {grade_id}(*given):\n    return None"
    return notebook


def graded(root, executor):
    return grade(root, ASSIGNMENT, executor=executor, isolation=executor.isolated, jobs=1, limits=Limits(cell_seconds=10, memory_bytes=2**30)).results[0]


@pytest.mark.parametrize("added", [f"class Grab:\n    {TAKE_OVER.replace(chr(10), chr(10) + '    ')}", "raise RuntimeError('mine')", "print('그림')"])
def test_a_cell_below_a_task_is_the_students(tmp_path, executor, added):
    """It is no set-up cell: it does not run where tests run, and its failure is not the instructor's."""
    source = small.source_notebook()
    task = small.cell("markdown", SCHEME, "explore", 3)
    task.metadata.nbgrader.update(task=True, grade=False, locked=True)
    task["id"] = "explore"
    source.cells.insert(2, task)
    root = small.make_course(tmp_path / "course", source)
    notebook = wrong(root)
    place = next(number for number, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == "explore")
    notebook.cells[place + 1:place + 1] = [small.cell("code", added), small.cell("markdown", "그림을 보았습니다.")]
    small.hand_in(root, "kim", notebook)
    result = graded(root, executor)
    assert (result.outcome, result.score) == (SCORE, 0), (result.message, result.tasks)


def test_a_module_that_is_handed_in_runs_in_the_students_process_only(tmp_path, executor):
    source = small.source_notebook()
    source.cells[1].source += "\nimport mine"
    config = f'{small.CONFIG}\nc.Autograde.exclude_overwriting = {{"{ASSIGNMENT}": ["mine.py"]}}\n'
    root = small.make_course(tmp_path / "course", source, config=config, release=False)
    (root / "solutions" / ASSIGNMENT / "mine.py").write_text("def twice(x):\n    return 2 * x\n", encoding="utf-8")
    converters.generate_assignment(NbgraderCourse(root), ASSIGNMENT)
    small.hand_in(root, "kim", wrong(root))
    small.hand_in(root, "kim", TAKE_OVER, "mine.py")
    result = graded(root, executor)
    assert (result.outcome, result.score) == (SCORE, 0), (result.message, result.tasks)
