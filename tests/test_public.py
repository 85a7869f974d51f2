"""The students' repository: what it holds, that it never leaks, and that making it again only changes what changed."""
import json
import os
import shutil
import subprocess

import nbformat
import pytest

from autograder.authoring import build
from autograder.authoring.public import MANIFEST, publish
from autograder.cli import main
from autograder.course import Course
from autograder.errors import CourseError
from conftest import SLUG, write_course

EXERCISE = f"notebooks/{SLUG}/{SLUG}_exercise.ipynb"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """A course with nothing stale in it: its lecture was run, which takes seconds."""
    course_root = write_course(tmp_path_factory.mktemp("made") / "course")
    course = Course.load(course_root)
    build.store_outputs(course, SLUG, "full")
    build.build(course)
    helper = course_root / "nlplab"
    helper.mkdir()
    (helper / "pyproject.toml").write_text('[project]\nname = "nlplab"\nversion = "1.2.3"\n\n[tool.course]\ndigest = ""\n', encoding="utf-8")
    (helper / "tool.py").write_text("USED = 1\n", encoding="utf-8")
    (helper / "__pycache__").mkdir()
    (helper / "__pycache__" / "tool.pyc").write_bytes(b"x")
    for name in ("models/one/card.md", "models/recipes/train.py", "LICENSE"):
        (course_root / name).parent.mkdir(parents=True, exist_ok=True)
        (course_root / name).write_text(name, encoding="utf-8")
    build.build(course)
    return course_root


@pytest.fixture
def private(made_once, tmp_path):
    return shutil.copytree(made_once, tmp_path / "course")


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_holds_what_students_open_and_nothing_else(private, tmp_path):
    made = publish(private, tmp_path / "public", "teacher/class", "spring")
    assert names(tmp_path / "public") == {
        "README.md", "requirements.txt", "LICENSE", "models/one/card.md", "nlplab/pyproject.toml", "nlplab/tool.py", EXERCISE, f"notebooks/{SLUG}/{SLUG}.ipynb", MANIFEST}
    text = (tmp_path / "public" / EXERCISE).read_text(encoding="utf-8")
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert "counted_words_table" not in text and "secret_words_for_count" not in text
    page = (tmp_path / "public" / "README.md").read_text(encoding="utf-8")
    assert f"github/teacher/class/blob/spring/{EXERCISE}" in page and "someone/course" not in page + text
    assert made.tag == "nlplab-1.2.3" and made.status == 0


def test_again_changes_what_changed_and_leaves_what_is_not_ours(private, tmp_path):
    public = tmp_path / "public"
    publish(private, public)
    (public / "syllabus.md").write_text("week 1", encoding="utf-8")
    assert publish(private, public).written == []
    (private / "models" / "one" / "card.md").rename(private / "models" / "one" / "README.md")
    made = publish(private, public)
    assert (made.written, made.removed) == (["models/one/README.md"], ["models/one/card.md"])
    assert {"syllabus.md", "models/one/README.md"} <= names(public) and "models/one/card.md" not in names(public)


def test_what_was_changed_there_by_hand_is_the_courses_again_and_named(private, tmp_path):
    publish(private, tmp_path / "public")
    page = tmp_path / "public" / "README.md"
    before = page.read_text(encoding="utf-8")
    page.write_text("mine", encoding="utf-8")
    made = publish(private, tmp_path / "public", dry_run=True)
    assert (made.overwritten, page.read_text(encoding="utf-8")) == (["README.md"], "mine")
    assert publish(private, tmp_path / "public").status == 1 and page.read_text(encoding="utf-8") == before


def test_files_in_the_way_that_it_did_not_write_are_left(private, tmp_path):
    public = tmp_path / "public"
    public.mkdir()
    (public / "README.md").write_text("of another project", encoding="utf-8")
    with pytest.raises(CourseError, match=r"did not write: README\.md"):
        publish(private, public)
    assert names(public) == {"README.md"}


@pytest.mark.parametrize("name", ["../thesis.tex", "/etc/hostname", ".git/config", "a/../../thesis.tex"])
def test_a_manifest_that_students_sent_removes_nothing_outside(private, tmp_path, name):
    public = tmp_path / "public"
    publish(private, public)
    (tmp_path / "thesis.tex").write_text("years", encoding="utf-8")
    known = json.loads((public / MANIFEST).read_text(encoding="utf-8"))
    (public / MANIFEST).write_text(json.dumps({**known, name: ""}), encoding="utf-8")
    with pytest.raises(CourseError, match="lies outside"):
        publish(private, public)
    assert (tmp_path / "thesis.tex").exists()


def test_a_link_in_the_public_repository_leads_nowhere(private, tmp_path):
    public = tmp_path / "public"
    publish(private, public)
    (tmp_path / "home").mkdir()
    (public / "models" / "one" / "card.md").unlink()
    (public / "models" / "one").rmdir()
    (public / "models" / "one").symlink_to(tmp_path / "home")
    with pytest.raises(CourseError, match="lies outside"):
        publish(private, public)
    (public / MANIFEST).write_text("{}", encoding="utf-8")
    with pytest.raises(CourseError, match="lies outside"):
        publish(private, public)
    assert names(tmp_path / "home") == set()


def test_a_marker_anywhere_is_refused_and_nothing_written(private, tmp_path):
    (private / "models" / "one" / "notes.py").write_text("### BEGIN HIDDEN TESTS\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"notes\.py: refused"):
        publish(private, tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_what_is_stale_is_not_published(private, tmp_path):
    (private / "solutions" / SLUG / f"{SLUG}_exercise.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(CourseError, match="make notebooks"):
        publish(private, tmp_path / "public")


@pytest.mark.parametrize("where", [".", "inside", ".."])
def test_the_course_itself_is_never_the_target(private, where):
    with pytest.raises(CourseError, match="can't lie in the course"):
        publish(private, private / where)


def test_the_command_says_what_comes_next(private, tmp_path, capsys):
    assert main(["--root", str(private), "release", "--public", str(tmp_path / "public"), "--repository", "a/b"]) == 0
    shown = capsys.readouterr().out
    *first, push = (line for line in shown.splitlines() if line.startswith("  git"))
    assert push.endswith("push origin HEAD nlplab-1.2.3") and "init" in first[0]
    person = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    for line in first:
        subprocess.run(line, shell=True, check=True, env={**os.environ, **person})
    (private / "LICENSE").write_text("another")
    assert main(["--root", str(private), "release", "--public", str(tmp_path / "public"), "--repository", "a/b"]) == 0
    again = capsys.readouterr().out
    assert "git init" not in again and " add -A" in again, "it is a repository now"
    assert main(["--root", str(private), "release", "--public", str(tmp_path / "public"), "--repository", "a/b", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == []
    assert main(["--root", str(private), "release"]) == 2
    assert main(["--root", str(private), "release", "--public", str(tmp_path / "p"), "--repository", "nowhere"]) == 2
    assert not (tmp_path / "p").exists()
