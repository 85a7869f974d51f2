"""The lesson contract finds tests that judge wrongly."""
import pytest

from autograder import cli
from autograder.authoring.verify import run_cells, run_forked, verify, verify_here
from autograder.course import Course
from conftest import EXERCISE, SLUG, write_course


def problems(root):
    return {(verdict.kind, verdict.task): verdict.problem for verdict in verify_here(Course.load(root), SLUG) if verdict.problem}


def test_a_good_exercise_has_no_problems(course_root):
    verdicts = verify(Course.load(course_root), SLUG)
    assert [verdict.kind for verdict in verdicts] == ["solution", "blank", "returns-none", "mutant", "alternate"]
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
    root = write_course(tmp_path, exercise=EXERCISE.replace("each_distinct_word: 1 for each_distinct_word in set(words)", "w: words.count(w) for w in words"))
    assert cli.main(["--root", str(root), "verify", SLUG]) == 1
    assert "mutant count (한 번씩만 센다): keeps all points of its task" in capsys.readouterr().out


@pytest.mark.parametrize("source, earned", [("1", 1), ("2.5", 2.5), ("7", 3), ("-1", 0), ("True", 3), ("'text'", 3), ("x = 1", 3), ("1 / 0", 0), ("raise SystemExit", 0), ("None", 3)])
def test_scores_follow_nbgrader(source, earned):
    assert run_cells([(source, "t", 3)], {})["t"].earned == earned


def test_an_endless_loop_and_a_dead_process_score_nothing():
    assert run_forked([("while True: pass", "t", 3)], {}, seconds=1)["t"].message == "no end after 1 s"
    assert run_forked([("import os; os._exit(0)", "t", 3)], {}, seconds=10)["t"].message == "the process died"
