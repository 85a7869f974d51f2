"""The lesson contract finds tests that judge wrongly."""
import re

import pytest

from autograder import cli
from autograder.authoring import verify as verify_module
from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebook import exercise_notebook
from autograder.authoring.cost import judge_cost
from autograder.authoring.verify import Results, run_cells, run_forked, verify, verify_here
from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading.grade import grade
from autograder.grading.results import SCORE
import small_class as small
from conftest import EXERCISE, LECTURE, OF_PARTS, PARTS, SLUG, TRIALS, write_course


def problems(root):
    return {(verdict.kind, verdict.task): verdict.problem for verdict in verify_here(Course.load(root), SLUG) if verdict.problem}


def test_a_good_exercise_has_no_problems(course_root):
    verdicts = verify(Course.load(course_root), SLUG)
    assert [verdict.kind for verdict in verdicts] == ["solution", "blank", "returns-none", "mutant", "mutant", "alternate", "key", "paste", "budget"]
    assert not any(verdict.problem for verdict in verdicts)
    assert "아직 풀지 않은 과제입니다" in verdicts[1].results["count-test"].message


@pytest.mark.parametrize("old, new, found", [
    # a test that accepts everything
    ('assert count(["가", "나", "가"])', 'assert count or count(["가", "나", "가"])', ("mutant", "count")),
    # a test so strict that the type of the mapping counts
    ("### BEGIN HIDDEN TESTS", "### BEGIN HIDDEN TESTS\nassert list(count(list('나가')))[0] == '가'", ("solution", "")),
    # noise on stderr costs all points under nbgrader
    ("### BEGIN HIDDEN TESTS", "import sys; print('!', file=sys.stderr)\n### BEGIN HIDDEN TESTS", ("solution", "")),
])
def test_a_bad_test_is_found(tmp_path, old, new, found):
    text = EXERCISE.replace(old, new)
    if found[0] == "mutant":  # the hidden tests must not save it
        text = text.replace('assert count(secret_words_for_count)["다"] == 5', "assert True or secret_words_for_count")
    root = write_course(tmp_path, exercise=text)
    assert found in problems(root)


def test_a_test_that_passes_the_blank_is_found(tmp_path):
    text = EXERCISE.replace('assert count(["가", "나", "가"]) == {"가": 2, "나": 1}, "두 번 나온 단어를 보세요."', "pass")
    text = text.replace('assert count(secret_words_for_count)["다"] == 5', "assert True or secret_words_for_count")
    assert {("blank", ""), ("returns-none", "count"), ("mutant", "count")} == set(problems(write_course(tmp_path, exercise=text)))


def test_the_command_reports_and_fails(tmp_path, capsys):
    root = write_course(tmp_path, trials=TRIALS.replace("each_distinct_word: 1 for each_distinct_word in set(words)", "w: words.count(w) for w in words"))
    assert cli.main(["--root", str(root), "verify", SLUG]) == 1
    printed = capsys.readouterr().out
    assert f"{SLUG}/trials.py:1: mutant count (한 번씩만 센다): the visible tests alone: keeps all points of its task" in printed
    assert f"{SLUG}: count: 한 번씩만 센다: survives the visible tests" in printed


def test_what_the_command_says_of_a_good_exercise(course_root, capsys):
    assert cli.main(["--root", str(course_root), "verify", SLUG]) == 0
    *lines, cost, last = capsys.readouterr().out.splitlines()
    assert re.fullmatch(SLUG + r": grading the model answer takes 0\.\d\d of 1 s of a core, 0\.\d\d of 1 s in its slowest test \(count-test\)", cost)
    assert [*lines, last] == [
        f"{SLUG}: count: 한 번씩만 센다: falls to the visible tests: AssertionError: 두 번 나온 단어를 보세요.",
        f"{SLUG}: pasting the lecture solves 0 of 1 tasks: none",
        f"{SLUG}: 1 tests, 3 points, 2 mutants, 1 alternates, 1 of 1 tasks with a key mutant, 0 problems"]


def test_a_test_that_runs_what_a_student_made_is_named_as_release_names_it(tmp_path, capsys):
    text = EXERCISE.replace("### BEGIN HIDDEN TESTS", "assert eval('1') == 1\n### BEGIN HIDDEN TESTS")
    root = write_course(tmp_path, exercise=text)
    warned = f"- count-test({SLUG}_exercise): eval: "
    assert cli.main(["--root", str(root), "verify", SLUG]) == 0 and warned in capsys.readouterr().err
    assert cli.main(["--root", str(root), "build"]) == 0 and cli.main(["--root", str(root), "release", SLUG, "--dry-run"]) == 0
    assert warned in capsys.readouterr().err


@pytest.mark.parametrize("wholes, tests, over", [
    ((0.9, 1.2, 5.0), (0.5, 0.5, 4.0), False),  # other work on the machine slows some runs
    ((1.6, 1.7, 1.6), (0.5, 0.5, 0.5), True),
    ((1.4, 1.4, 1.4), (1.6, 1.6, 1.7), True),
])
def test_a_lesson_that_makes_a_class_wait_is_found(wholes, tests, over):
    runs = []
    for whole, slowest in zip(wholes, tests):
        run = Results({"quick-test": verify_module.TestResult(1, 1, seconds=0.01), "slow-test": verify_module.TestResult(1, 1, seconds=slowest)})
        run.cpu = whole
        runs.append(run)
    why, problem = judge_cost(runs)
    assert (problem is not None) == over and "slowest test (slow-test)" in why and f"{min(wholes):.2f} of 1 s" in why


# --- the key mutant and what mutants' students read

def test_a_mutant_that_only_hidden_tests_reject_is_no_key(tmp_path):
    exercise = EXERCISE.replace('assert count(["가", "나", "가"]) ==', 'assert True or count(["가", "나", "가"]) ==')
    found = problems(write_course(tmp_path, exercise, trials=TRIALS.replace("두 번 나온", "많이 나온")))
    assert found[("mutant", "count")] == "the visible tests alone: keeps all points of its task"


def test_the_message_must_say_what_the_mutant_asks_for(tmp_path):
    found = problems(write_course(tmp_path, trials=TRIALS.replace('why="하나 더 센다"', 'why="하나 더 센다" says="하나 더"')))
    assert found == {("mutant", "count"): "its first message does not say '하나 더' but 'AssertionError: 두 번 나온 단어를 보세요.'"}


def test_each_task_has_a_key_mutant(tmp_path):
    root = write_course(tmp_path, trials=TRIALS.replace(" key=True", ""))
    assert "no mutant is marked" in problems(root)[("key", "count")]


# --- several tests a task

def test_a_mutant_loses_in_any_of_its_task_s_tests(tmp_path):
    root = write_course(tmp_path, PARTS, trials=TRIALS + OF_PARTS)
    verdicts = verify_here(Course.load(root), SLUG)
    assert not [verdict for verdict in verdicts if verdict.problem]
    earned = {verdict.why: [verdict.results[name].earned for name in ("count-test", "count-many-test")] for verdict in verdicts if verdict.kind in ("mutant", "returns-none")}
    assert earned["셋 이상은 세지 않는다"] == [3, 0] and earned["처음 것만 틀린다"] == [0, 2]
    assert earned["every function returns None"] == [0, 0]


def test_parts_are_graded_and_released_each_by_itself(tmp_path):
    lesson = read_lesson(write_course(tmp_path / "text", PARTS, trials=TRIALS + OF_PARTS), SLUG)
    notebook = exercise_notebook(Course.load(tmp_path / "text"), lesson)
    notebook.cells = [cell for cell in notebook.cells if "%pip" not in cell.source]  # the small executor is plain Python
    root = small.make_course(tmp_path / "class", notebook, assignment=SLUG)
    answer = next(trial.source for trial in lesson.trials if trial.why == "셋 이상은 세지 않는다")
    handed_in = small.released(root, SLUG)
    small.find(handed_in, "count").source = answer
    small.hand_in(root, "kim", handed_in, assignment=SLUG)
    (result,) = grade(root, SLUG, executor=small.Plain()).results
    assert result.outcome == SCORE, result.message
    assert [(task.grade_id, task.score, task.points) for task in result.tasks] == [("count-test", 3, 3), ("count-many-test", 0, 2), ("why-count", 0, 2)]
    assert "secret_words" not in small.find(handed_in, "count-many-test").source


def test_returning_none_earns_nothing_in_any_part(tmp_path):
    exercise = PARTS.replace('assert count(["다"]) == {"다": 1}', 'assert count(["다"]) or True').replace('assert count(secret_words_for_count)["다"] == 5', "assert True or secret_words_for_count")
    assert problems(write_course(tmp_path, exercise))[("returns-none", "count")] == "scores in count-many-test"


# --- pasting the lecture

PASTED = LECTURE + """
# %%
import collections
EMPTY = {}

def table(words, start):
    return start | dict(collections.Counter(words))
"""


@pytest.mark.parametrize("function, solves", [
    ("def tally(tokens):\n    return table(tokens, EMPTY)", True),  # another name, another parameter, a helper, an import, a constant
    ("def count(words):\n    return table(words, EMPTY)", True),
    ("def tally(tokens, start=EMPTY):\n    return table(tokens, start)", True),
    ("def tally(tokens, start):\n    return table(tokens, start)", False),  # can't be called with one argument
    ("def tally(tokens):\n    while True:\n        pass", False),
    ("def tally(tokens):\n    return {tokens[0]: 1}", False),
    ("trained = print(1)\n\ndef tally(tokens):\n    return trained or table(tokens, EMPTY)", False),  # what the lecture computes stays there
])
def test_pasting_the_lecture(tmp_path, monkeypatch, function, solves):
    monkeypatch.setattr(verify_module, "PASTE_SECONDS", 1)
    found = problems(write_course(tmp_path, lecture=f"{PASTED}\n# %%\n{function}\n"))
    assert set(found) == ({("paste", "")} if solves else set())


def test_more_than_half_of_the_tasks_solved_by_pasting_are_refused(tmp_path):
    root = write_course(tmp_path, lecture=PASTED + "\ndef tally(tokens):\n    return table(tokens, EMPTY)\n")
    assert "more than half" in problems(root)[("paste", "")]


@pytest.mark.parametrize("source, earned", [("1", 1), ("2.5", 2.5), ("7", 3), ("-1", 0), ("True", 3), ("'text'", 3), ("x = 1", 3), ("1 / 0", 0), ("raise SystemExit", 0), ("None", 3)])
def test_scores_follow_nbgrader(source, earned):
    assert run_cells([(source, "t", 3)], {})["t"].earned == earned


def test_an_endless_loop_and_a_dead_process_score_nothing():
    assert run_forked([("while True: pass", "t", 3)], {}, seconds=1)["t"].message == "no end after 1 s"
    assert run_forked([("import os; os._exit(0)", "t", 3)], {}, seconds=10)["t"].message == "the process died"
