"""The exercises are ordinary nbgrader assignments: nbgrader's own commands release and grade them, without autograder."""
from __future__ import annotations

import shutil
import subprocess
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder import cli
from conftest import ROOT, SLUG


def nbgrader(root, *arguments):
    shown = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=root, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr[-3000:]


@pytest.mark.slow
def test_generate_assignment_autograde_and_feedback(course_root):
    assert cli.main(["--root", str(course_root), "build"]) == 0
    nbgrader(course_root, "generate_assignment", SLUG)
    released = course_root / "release" / SLUG / f"{SLUG}_exercise.ipynb"
    assert "counted_words_table" not in released.read_text(encoding="utf-8")

    for student, answer in (("kim", "def count(words):\n    return {word: words.count(word) for word in words}"), ("lee", None)):
        folder = course_root / "submitted" / student / SLUG
        folder.mkdir(parents=True)
        notebook = nbformat.read(released, as_version=4)
        if answer:
            next(cell for cell in notebook.cells if cell.id == "count").source = answer
        nbformat.write(notebook, folder / released.name)
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
