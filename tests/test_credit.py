"""Points by the last value of a test cell, cells that fail on purpose, files that can't be handed out: what an instructor would expect."""
from __future__ import annotations

import math

import pytest
import small_class as small
from small_class import ASSIGNMENT

from autograder.errors import CannotRun
from autograder.grading import assignment
from autograder.grading.credit import number_in, worth
from autograder.grading.grade import grade
from autograder.grading.results import GRADER_ERROR, SCORE

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

NUMBERS = {  # as a library shows it: what it counts for, of 2 points
    "2.0": 2, "0.5": 0.5, "2": 2, "0": 0, "-0.0": 0, "2.0000000000000004": 2, "1e-3": 0.001, "np.float64(0.0)": 0, "np.float32(0.25)": 0.25,
    "np.int64(2)": 2, "np.longdouble('0.5')": 0.5, "array(0.5)": 0.5, "array([0.5], dtype=float32)": 0.5, "tensor(0.5000)": 0.5,
    "tensor(1., dtype=torch.float64, grad_fn=<MulBackward0>)": 1, "Array(0.5, dtype=float32, weak_type=True)": 0.5,
    "<tf.Tensor: shape=(), dtype=float32, numpy=0.5>": 0.5, "Decimal('0.5')": 0.5, "Fraction(1, 2)": 0.5, "'1.5'": 1.5, "True": 2, "np.True_": 2,
}
NO_NUMBERS = ["-1", "-1e300", "np.float64(-0.1)", "nan", "np.float64(nan)", "tensor(nan)", "'nan'", "Decimal('NaN')", "inf", "-inf", "np.float64(inf)", "1e400", "9" * 4000,
              "2.1", "1000", "False", "np.False_", "'x'", "''", "", "(2+0j)", "np.complex128(2+0j)", "[2]", "array([2., 2.])", "b'2'", "None", "{'a': 2}", "<NA>",
              "Fraction(1, 0)", "Points(2)", "<학생의 객체: 2>", "'np.float64(2.0)'"]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_worth_what_it_says_whoevers_type_it_has(text):
    credit = worth(text, 2, lambda: None)
    assert credit.points == NUMBERS[text] and not credit.odd


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_of_points_is_worth_none_and_somebody_is_told(text):
    for expected in (None, "1.0", "'y'"):
        credit = worth(text, 2, lambda expected=expected: expected)
        assert credit.points == 0 and credit.odd


def test_what_the_model_answer_shows_there_is_right():
    for text in ("'모두 통과'", "<unittest.main.TestProgram object at 0x7f3a>", "Empty DataFrame", "3"):
        assert worth(text, 2, lambda text=text: text.replace("7f3a", "55d0")).points == 2
    for text in ("nan", "-1", "False", "np.float64(-3.0)"):
        assert worth(text, 2, lambda text=text: text).points == 0, "never all points"
    assert number_in("x") is None and math.isnan(number_in("nan") or 0)


CASES = {  # the last line, points of the wrong answer
    "below-zero": ("2 - abs(len(top(['가'])) - 1)", 0),
    "not-a-number": ("float('nan') if top(['가']) != '가' else 2", 0),
    "above": ("99 if top(['가']) != '가' else 2", 0),
    "infinite": ("float('inf') if top(['가']) != '가' else 2", 0),
    "truth": ("top(['가']) == '가'", 0),
    "text": ("'full' if top(['가']) == '가' else 'none'", 0),
    "list": ("[2] if top(['가']) == '가' else [0]", 0),
    "number-or-text": ("2.0 if top(['가']) == '가' else '2 of 2'", 0),
    "its-own": ("2.0 if top(['가']) == '가' else top(['가'])", 0),
    "numpy": ("__import__('numpy').float64(1.5 if top(['가']) != '가' else 2)", 1.5),
    "numpy-zero": ("2 * __import__('numpy').mean(top(['가']) == '가')", 0),
    "fraction": ("__import__('fractions').Fraction(1 if top(['가']) != '가' else 4, 2)", 0.5),
}


def test_a_wrong_answer_gets_what_it_is_worth_and_the_right_one_all(tmp_path):
    notebook = small.source_notebook()
    after = notebook.cells.index(small.find(notebook, "top-test")) + 1
    notebook.cells[after:after] = [small.cell("code", f"value = {last}\nvalue", name, 2) for name, (last, _) in CASES.items()]
    root = small.make_course(tmp_path / "course", notebook)
    for student in ("right", "again"):
        small.hand_in(root, student, small.answered(root))
    small.hand_in(root, "wrong", small.answered(root, top="def top(words):\n    return '가나다라마바'"))
    plain = small.Plain()
    results = {result.student: result for result in grade(root, ASSIGNMENT, executor=plain).results}
    assert plain.runs == 4, "the model answer runs once, for it was asked"
    assert {result.outcome for result in results.values()} == {SCORE}
    assert results["right"].score == results["again"].score == small.FULL + 2 * len(CASES)
    told = {finding.message.rpartition(": ")[2]: finding for finding in results["wrong"].findings if finding.code == "odd_credit"}
    for task in results["wrong"].tasks:
        if task.grade_id in CASES:
            points = CASES[task.grade_id][1]
            assert task.score == points, task.grade_id
            assert bool(task.message) == (task.grade_id in told) == (points == 0 and task.grade_id != "numpy-zero"), task.grade_id
    assert told["text"].serious and not told["truth"].serious


def test_the_model_answer_runs_only_where_it_is_asked(tmp_path):
    root = small.make_course(tmp_path / "course")
    small.hand_in(root, "kim", small.answered(root))
    plain = small.Plain()
    grade(root, ASSIGNMENT, executor=plain)
    assert plain.runs == 1


# -- the instructor's own cells and files ---------------------------------------------------------------------------

def test_a_cell_that_fails_on_purpose_before_the_first_answer_costs_nobody_anything(tmp_path):
    notebook = small.source_notebook()
    notebook.cells.insert(2, small.cell("code", "undefined_name"))
    root = small.make_course(tmp_path / "course", notebook)
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root, top="def top(words):\n    return 0"))
    results = {result.student: result for result in grade(root, ASSIGNMENT, executor=small.Plain()).results}
    assert results["kim"].score == small.FULL and results["lee"].outcome == SCORE


def test_a_cell_that_fails_by_accident_is_still_the_graders_error(tmp_path):
    notebook = small.source_notebook()
    notebook.cells[1].source = "import math\nfrom collections import Kounter as Counter"
    root = small.make_course(tmp_path / "course", notebook)
    small.hand_in(root, "kim", small.answered(root))
    (result,) = grade(root, ASSIGNMENT, executor=small.Plain()).results
    assert result.outcome == GRADER_ERROR and "준비 셀" in result.message


OFF = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}


@pytest.mark.parametrize("metadata", [OFF, {**OFF, "grade_id": ""}])
def test_a_cell_whose_metadata_say_nothing_is_an_ordinary_cell(tmp_path, metadata):
    notebook = small.source_notebook()
    notebook.cells[1].metadata["nbgrader"] = metadata
    root = small.make_course(tmp_path / "course", notebook)
    small.hand_in(root, "kim", small.answered(root))
    (result,) = grade(root, ASSIGNMENT, executor=small.Plain()).results
    assert result.score == small.FULL


def test_files_that_cannot_be_handed_out_are_told_before_anybody_is_graded(tmp_path):
    root = small.make_course(tmp_path / "course")
    small.hand_in(root, "kim", small.answered(root))
    folder = root / "solutions" / ASSIGNMENT
    (folder / "data.bin").write_bytes(b"")
    with open(folder / "data.bin", "r+b") as file:
        file.truncate(assignment.MOST_OF_FILES + 1)
    with pytest.raises(CannotRun, match=r"data\.bin.*ignore") as told:
        grade(root, ASSIGNMENT, executor=small.Plain())
    assert told.value.code == "files_too_big"
    (folder / "data.bin").unlink()
    with open(bytes(folder) + b"/\xff.csv", "wb"):
        pass
    with pytest.raises(CannotRun, match=r"\\xff\.csv") as told:
        grade(root, ASSIGNMENT, executor=small.Plain())
    assert told.value.code == "bad_file"
