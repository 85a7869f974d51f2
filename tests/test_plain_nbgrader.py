"""The exercises are ordinary nbgrader assignments: nbgrader's own commands release and grade them, without autograder.
On a clone as it is they hand student code and feedback to autograder."""
from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
import small_class as small
from nbgrader.api import Gradebook
from not_run import needs_walls

from autograder import cli
from autograder.report.feedback import feedback
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import journal_of
from autograder.report.report import report
from conftest import ROOT, SLUG

FOR_STUDENT_CODE = re.compile(r"(?ms)^# Student code runs behind walls.*\Z")
"""What the clone's configuration adds so that nbgrader's commands hand student code to autograder."""


def nbgrader(root, *arguments):
    shown = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=root, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr[-3000:]
    return shown.stderr


def hand_in(root, answers):
    """Submissions of the course's only lesson: student to answer, None for a blank one."""
    released = root / "release" / SLUG / f"{SLUG}_exercise.ipynb"
    for student, answer in answers.items():
        folder = root / "submitted" / student / SLUG
        folder.mkdir(parents=True)
        notebook = nbformat.read(released, as_version=4)
        if answer:
            next(cell for cell in notebook.cells if cell.id == "count").source = answer
        nbformat.write(notebook, folder / released.name)


ALMOST = "def count(words):\n    return {word: min(words.count(word), 2) for word in words}"


@pytest.mark.slow
def test_generate_assignment_autograde_and_feedback(course_root):
    assert cli.main(["--root", str(course_root), "build"]) == 0
    nbgrader(course_root, "generate_assignment", SLUG)
    released = course_root / "release" / SLUG / f"{SLUG}_exercise.ipynb"
    assert "counted_words_table" not in released.read_text(encoding="utf-8")

    hand_in(course_root, {"kim": "def count(words):\n    return {word: words.count(word) for word in words}", "lee": None})
    config = course_root / "nbgrader_config.py"
    without, times = FOR_STUDENT_CODE.subn("", config.read_text(encoding="utf-8"))
    assert times == 1
    config.write_text(without, encoding="utf-8")
    nbgrader(course_root, "autograde", SLUG)
    nbgrader(course_root, "generate_feedback", SLUG)
    with Gradebook(f"sqlite:///{course_root / 'gradebook.db'}", "nlp_lecture") as book:
        scores = {submission.student.id: submission.score for submission in book.assignment_submissions(SLUG)}
    assert scores == {"kim": 3, "lee": 0}
    assert (course_root / "feedback" / "kim" / SLUG / f"{SLUG}_exercise.html").exists()


@pytest.mark.slow
def test_a_clone_is_an_nbgrader_course(tmp_path):
    """nbgrader_config.py at the root is enough: nbgrader finds the lessons as assignments and can release one."""
    from autograder.course import Course

    first = Course.load(ROOT).lessons[0]
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "solutions" / first, tmp_path / "solutions" / first)
    nbgrader(tmp_path, "generate_assignment", first)
    released = nbformat.read(tmp_path / "release" / first / f"{first}_exercise.ipynb", as_version=4)
    assert sum("여기에 코드를 작성하세요" in cell.source for cell in released.cells) >= 6


PEEKS = """import os, pathlib
pathlib.Path("HERE").write_text("student code was here")
def count(words):
    return {word: words.count(word) for word in words}"""


@needs_walls
@pytest.mark.slow
def test_on_a_clone_nbgraders_commands_and_formgraders_buttons_go_behind_the_walls(course_root):
    """The clone's own configuration: what nbgrader would have run on the instructor's machine runs in the sandbox, and
    no hidden test reaches feedback."""
    assert cli.main(["--root", str(course_root), "build"]) == 0
    nbgrader(course_root, "generate_assignment", SLUG)
    marked = PEEKS.replace("HERE", str(course_root / "mark"))
    hand_in(course_root, {"kim": marked, "lee": ALMOST})
    nbgrader(course_root, "autograde", SLUG)
    results = journal_of(NbgraderCourse(course_root), SLUG).results
    assert {student: (result.score, result.executor) for student, result in results.items()} == {"kim": (0, "sandbox"), "lee": (0, "sandbox")}
    assert not (course_root / "mark").exists()

    told = subprocess.run([sys.executable, "-c", FORMGRADER, SLUG], cwd=course_root, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-3000:]
    autograded, feedback_made = json.loads(told.stdout.splitlines()[-1])
    assert autograded["success"] and feedback_made["success"], (autograded, feedback_made)
    assert not (course_root / "mark").exists()
    page = (course_root / "feedback" / "lee" / SLUG / f"{SLUG}_exercise.html").read_text(encoding="utf-8")
    assert "secret_words_for_count" not in page and "많이 나온 단어의 값이 다릅니다." in page


FORMGRADER = """
import json, sys
from nbgrader.apps import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader

app = NbGrader()
app.initialize([])
api = NbGraderAPI(app.coursedir, app.authenticator if hasattr(app, "authenticator") else None, parent=app)
print(json.dumps([api.autograde(sys.argv[1], "lee"), api.generate_feedback(sys.argv[1], "lee")]))
"""
"""What formgrader's handlers call behind its buttons "autograde" and "generate feedback"."""


@pytest.mark.slow
def test_where_student_code_cannot_be_kept_apart_nbgraders_commands_say_why_and_change_nothing(tmp_path):
    """A Python without autograder, and a machine without walls."""
    root = small.make_course(tmp_path / "course", config=(ROOT / "nbgrader_config.py").read_text(encoding="utf-8"))
    small.hand_in(root, "kim", small.answered(root))
    (root / "autograder").mkdir()
    (root / "autograder" / "__init__.py").write_text("raise ImportError('none here')")
    kept = root / "autograded" / "kim" / small.ASSIGNMENT / "kept"
    kept.parent.mkdir(parents=True)
    kept.touch()
    for lacking, surroundings in (("none here", {"PYTHONPATH": str(root)}), ("no-isolation", {"PATH": "/nowhere"})):
        if lacking == "no-isolation":
            shutil.rmtree(root / "autograder")
        shown = subprocess.run([sys.executable, "-m", "nbgrader", "autograde", "--force", small.ASSIGNMENT], cwd=root, env={**os.environ, **surroundings},
                               capture_output=True, text=True, check=False)
        assert shown.returncode != 0 and lacking in shown.stdout + shown.stderr, shown.stderr[-2000:]
        assert kept.exists()


@pytest.mark.slow
def test_scores_that_another_program_wrote_are_noticed_shown_and_not_kept_as_ours(tmp_path):
    """In a course whose configuration hands nothing to us, `nbgrader autograde` runs the submission itself."""
    root = small.make_course(tmp_path / "course")
    for student in ("kim", "lee"):
        small.hand_in(root, student, small.answered(root))
    first = grade(root, small.ASSIGNMENT, executor=small.Plain())
    assert [result.kept for result in grade(root, small.ASSIGNMENT, executor=small.Plain()).results] == [True, True]
    nbgrader(root, "autograde", "--force", "--student", "lee", small.ASSIGNMENT)
    page = report(root, small.ASSIGNMENT).read_text(encoding="utf-8")
    assert "다른 프로그램이 쓴 점수가 있습니다" in page and re.search(r"다시 채점하세요: lee<", page)
    told = feedback(root, small.ASSIGNMENT)
    assert list(told.pages) == ["kim"] and "다른 프로그램" in told.failed["lee"]
    again = grade(root, small.ASSIGNMENT, executor=small.Plain())
    assert [(result.student, result.kept, result.score) for result in again.results] == [("kim", True, first.results[0].score), ("lee", False, first.results[1].score)]
    assert "다른 프로그램" not in report(root, small.ASSIGNMENT).read_text(encoding="utf-8")


def test_a_score_changed_in_the_gradebook_is_no_score_of_ours_and_one_given_by_hand_is(tmp_path):
    root = small.make_course(tmp_path / "course")
    small.hand_in(root, "kim", small.answered(root))
    grade(root, small.ASSIGNMENT, executor=small.Plain())

    def change(**values):
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
            found = book.find_grade("count-test", small.NOTEBOOK, small.ASSIGNMENT, "kim")
            for name, value in values.items():
                setattr(found, name, value)
            book.db.commit()

    change(manual_score=2.5, needs_manual_grade=False)
    assert "다른 프로그램" not in report(root, small.ASSIGNMENT).read_text(encoding="utf-8")
    assert grade(root, small.ASSIGNMENT, executor=small.Plain()).results[0].kept
    change(auto_score=1.0)
    assert not grade(root, small.ASSIGNMENT, executor=small.Plain()).results[0].kept


def archive(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, notebook in files.items():
            made.writestr(name, json.dumps(notebook))
    return content.getvalue()


@pytest.mark.slow
def test_zip_collect_finds_submissions_by_their_names(tmp_path):
    root = small.make_course(tmp_path / "course", config=(ROOT / "nbgrader_config.py").read_text(encoding="utf-8"))
    answer = small.answered(root)
    came = root / "downloaded" / small.ASSIGNMENT / "archive"
    came.mkdir(parents=True)
    (came / "class.zip").write_bytes(archive(**{
        f"20250001_{small.NOTEBOOK}.ipynb": answer, f"20250002/{small.NOTEBOOK} (1).ipynb": answer,
        f"김하늘_12345_assignsubmission_file/{small.NOTEBOOK}.ipynb": answer, "notes.ipynb": answer}))
    (came / f"20250003_{small.NOTEBOOK}.ipynb").write_text(json.dumps(answer))
    nbgrader(root, "zip_collect", small.ASSIGNMENT)
    found = {path.parts[-3]: path.name for path in (root / "submitted").glob("*/*/*.ipynb")}
    assert found == {student: f"{small.NOTEBOOK}.ipynb" for student in ("20250001", "20250002", "20250003", "김하늘_12345")}


@pytest.mark.parametrize("name", [".autograder/010.jsonl", "downloaded/010/archive/class.zip", "grades.csv", "grades.xlsx", "gradebook.db", "submitted/kim/010/a.ipynb",
                                  "reports/010.csv", "feedback/kim/010/a.html"])
def test_what_holds_names_and_scores_is_not_committed(tmp_path, name):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    assert subprocess.run(["git", "check-ignore", "-q", name], cwd=tmp_path, check=False).returncode == 0
    assert subprocess.run(["git", "check-ignore", "-q", "nlplab/samples/reviews_ko_test.csv"], cwd=tmp_path, check=False).returncode == 1
