"""The main job, through the command line, on the course's first lesson; and what the verbs say when they can't."""
from __future__ import annotations

import shutil
import time
from html import unescape

import pytest
from conftest import ROOT, SLUG
from nbgrader.api import Gradebook

from autograder import cli
from autograder.course import Course
from autograder.demo import run_demo
from autograder.demo_class import Expected, differences, make_class
from autograder.errors import CourseError
from autograder.grading.grade import Run
from autograder.grading.results import SCORE, Result

FIRST = Course.load(ROOT).lessons[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One demo for this module: (folder, what it printed, seconds)."""
    folder = tmp_path_factory.mktemp("demo") / "class"
    lines: list[str] = []
    started = time.monotonic()
    run_demo(ROOT, folder, say=lines.append)
    return folder, "\n".join(lines), time.monotonic() - started


@pytest.mark.slow
def test_the_demo_ends_as_expected_and_says_where_to_look(demo):
    folder, text, seconds = demo
    assert "모두 예상대로입니다" in text and str(folder / "reports" / f"{FIRST}.html") in text and "feedback" in text
    assert seconds < 240  # two minutes on two free cores; the tests run two processes at once


@pytest.mark.slow
def test_the_gradebook_is_nbgraders(demo):
    folder, _, _ = demo
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "nlp_lecture") as book:
        submissions = {submission.student.id: submission for submission in book.assignment_submissions(FIRST)}
        assert len(submissions) >= 12
        best = max(submissions.values(), key=lambda submission: submission.score)
        assert best.needs_manual_grade and 0 < best.score < best.max_score, "the written answer waits for a person"
        assert any(submission.score == 0 for submission in submissions.values())
    assert len(list((folder / "autograded").glob(f"*/{FIRST}/*.ipynb"))) == len(submissions)


@pytest.mark.slow
def test_no_hidden_test_reaches_the_feedback(demo):
    from autograder.authoring.leaks import secret_lines

    folder, _, _ = demo
    script, trials = ((ROOT / "lessons" / FIRST / name).read_text(encoding="utf-8") for name in ("exercise.py", "trials.py"))
    hidden = [line for line, origin in secret_lines(script, trials="").items() if origin == "hidden tests" and len(line) > 25
              and (script + trials).count(line) == 1]  # an answer, too, may hold a line that a test holds: the class hands in trials
    assert len(hidden) > 10
    pages = list((folder / "feedback").rglob("*.html"))
    assert len(pages) >= 12
    for page in pages:
        text = page.read_text(encoding="utf-8")
        plain = unescape("".join(part.partition(">")[2] if index else part for index, part in enumerate(text.split("<"))))
        leaked = [line for line in hidden if line in plain]
        assert not leaked, f"{page}: {leaked[0]}"


def test_a_wrong_outcome_would_be_noticed():
    run = Run("x", isolated=False, results=[Result("kim", SCORE, score=3, max_score=5)])
    assert differences({"kim": Expected("모두 맞음", 3)}, run) == []
    assert "점수가 4" in differences({"kim": Expected("모두 맞음", 4)}, run)[0]
    assert "결과가 없음" in differences({"lee": Expected("모두 맞음", 3)}, run)[0]
    assert "살펴볼 것" in differences({"kim": Expected("모두 맞음", 3, findings=("renamed",))}, run)[0]


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("…")
    with pytest.raises(CourseError, match="not an earlier demo"):
        run_demo(ROOT, tmp_path)
    assert (tmp_path / "thesis.txt").exists()


# --- messages of the verbs: no traceback, the right exit status

@pytest.fixture(scope="module")
def released(tmp_path_factory):
    from conftest import write_course

    root = write_course(tmp_path_factory.mktemp("verbs") / "course")
    assert cli.main(["--root", str(root), "build"]) == 0
    assert cli.main(["--root", str(root), "release", SLUG]) == 0
    return root


@pytest.mark.parametrize("arguments, words", [
    (["grade", "010_conting", "--no-isolation"], f"혹시 {SLUG}"),
    (["grade", SLUG], "제출물이 없습니다"),
    (["grade", SLUG, "--no-isolation"], "제출물이 없습니다"),
    (["report", SLUG], "autograder grade"),
    (["release", "099_nothing"], "no assignment '099_nothing'"),
    (["verify", "099"], "no lesson '099'"),
    (["outputs", "010_conting"], f"Did you mean {SLUG}"),
])
def test_what_cannot_be_done_is_said_in_words(released, capsys, arguments, words):
    assert cli.main(["--root", str(released), *arguments]) == 2
    shown = capsys.readouterr()
    assert words in shown.err and "Traceback" not in shown.err + shown.out


@pytest.mark.slow
def test_grade_feedback_report_by_the_command_line(released, tmp_path, capsys):
    released = shutil.copytree(released, tmp_path / "course")  # the other tests' class stays empty, whichever comes first
    make_class(released, SLUG)
    assert cli.main(["--root", str(released), "grade", SLUG, "--no-isolation", "--student", "2025-01-김하늘", "--student", "2025-09-장수아"]) == 1
    shown = capsys.readouterr().out
    assert "2025-01-김하늘: 3/3 + 채점 전 2" in shown and "2025-09-장수아: 거절됨. " in shown and "격리하지 않고" in shown
    assert cli.main(["--root", str(released), "feedback", SLUG, "--student", "2025-01-김하늘"]) == 0
    assert (released / "feedback" / "2025-01-김하늘" / SLUG / f"{SLUG}_exercise.html").exists()
    assert cli.main(["--root", str(released), "report", SLUG]) == 0
    assert "채점 전" in (released / "reports" / f"{SLUG}.html").read_text(encoding="utf-8"), "the others are not graded yet, and it says so"
