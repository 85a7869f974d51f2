"""Lesson text -> generated files: deterministic, checked, never leaking, never losing outputs."""
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.authoring import build, leaks, pages
from autograder.authoring.release import release
from autograder.authoring.student import student_version
from autograder.course import Course
from autograder.errors import CourseError
from conftest import EXERCISE, LECTURE, ROOT, SLUG, write_course


@pytest.fixture
def course(course_root):
    course = Course.load(course_root)
    build.build(course)
    return course


@pytest.fixture(scope="session")
def run_once(tmp_path_factory):
    """A course whose lecture has been run: a kernel takes seconds."""
    course = Course.load(write_course(tmp_path_factory.mktemp("run") / "course"))
    notebook, _ = build.store_outputs(course, SLUG, "full")
    build.build(course)
    return course.root, notebook


@pytest.fixture
def stored(run_once, tmp_path):
    """A copy of it, to be spoilt."""
    return Course.load(shutil.copytree(run_once[0], tmp_path / "stored"))


def generated(course):
    return {path: path.read_bytes() for path in build.make_plan(course).files}


def test_build_is_deterministic_byte_for_byte(course, tmp_path):
    first = generated(course)
    assert build.build(course) == [], "a second build changes nothing"
    other = Course.load(write_course(tmp_path / "elsewhere"))
    build.build(other)
    again = generated(other)
    assert [path.relative_to(course.root) for path in first] == [path.relative_to(other.root) for path in again]
    assert list(first.values()) == list(again.values())


def test_a_process_with_another_hash_seed_builds_the_same(course):
    before = generated(course)
    for path in before:
        if path.suffix == ".ipynb":
            path.unlink()
    subprocess.run([sys.executable, "-m", "autograder.cli", "--root", str(course.root), "build"], check=True, env={"PYTHONHASHSEED": "77", "PATH": "/usr/bin:/bin"}, cwd=ROOT, capture_output=True)
    assert generated(course) == before


def test_student_file_has_the_stub_and_nothing_else(course):
    student = nbformat.read(course.exercise_path(SLUG), as_version=4)
    cell = next(cell for cell in student.cells if cell.id == "count")
    assert '"""단어마다 횟수를 셉니다."""' in cell.source and "아직 풀지 않은 과제입니다" in cell.source
    text = course.exercise_path(SLUG).read_text(encoding="utf-8")
    for secret in ("counted_words_table", "secret_words_for_count", "each_distinct_word", "table_made_by_a_loop", "채점 기준", "BEGIN", "mutant"):
        assert secret not in text
        if secret not in ("each_distinct_word", "table_made_by_a_loop", "mutant"):
            assert secret in course.solution_path(SLUG).read_text(encoding="utf-8")


def test_grade_ids_points_and_cell_ids(course):
    source = nbformat.read(course.solution_path(SLUG), as_version=4)
    meta = {cell.id: cell.metadata.nbgrader for cell in source.cells if "nbgrader" in cell.metadata}
    assert list(meta) == ["count", "count-test", "why-count"]
    assert meta["count"].solution and not meta["count"].grade
    assert meta["count-test"].grade and meta["count-test"].locked and meta["count-test"].points == 3
    assert meta["why-count"].grade and meta["why-count"].solution and meta["why-count"].points == 2
    ids = [cell.id for cell in source.cells]
    assert len(set(ids)) == len(ids)


def test_release_equals_the_blank_notebook(course):
    """nbgrader's converter and the build strip by the same code."""
    folder = Path(release(course.root, SLUG).folder)
    assert (folder / f"{SLUG}_exercise.ipynb").read_text(encoding="utf-8") == course.exercise_path(SLUG).read_text(encoding="utf-8")


def test_release_of_an_unknown_assignment(course):
    with pytest.raises(CourseError, match=f"no assignment '099_x'.*Known: {SLUG}"):
        release(course.root, "099_x")


def test_a_course_without_nbgrader_config(course):
    (course.root / "nbgrader_config.py").unlink()
    with pytest.raises(CourseError, match="no nbgrader_config.py here"):
        release(course.root, SLUG)


def test_check_is_silent_only_when_all_is_well(course):
    path = course.lecture_path(SLUG)
    assert build.check(course) == [f"notebooks/{SLUG}/{SLUG}.ipynb: it has no stored outputs. Run: make outputs LESSON={SLUG}"]
    build.store_outputs(course, SLUG, "full")
    build.build(course)
    assert build.check(course) == []
    assert "ignore-output" in path.read_text(encoding="utf-8")


def spoil(course, name):
    """Break one generated file as a hurried person would; returns what the complaint must hold."""
    if name == "edited notebook":
        path = course.exercise_path(SLUG)
        path.write_text(path.read_text(encoding="utf-8").replace("단어를 셉니다.", "단어를 셉시다.", 1), encoding="utf-8")
        return path, "make notebooks"
    if name == "edited output":
        path = course.lecture_path(SLUG)
        path.write_text(path.read_text(encoding="utf-8").replace('"2\\n"', '"3\\n"'), encoding="utf-8")
        return path, f"stored outputs were edited. Run: make outputs LESSON={SLUG}"
    if name == "stale code":
        text = course.root / "lessons" / SLUG / "lecture.py"
        text.write_text(text.read_text(encoding="utf-8").replace('"영화 영화"', '"영화 영화 영화"'), encoding="utf-8")
        build.build(course)
        return course.lecture_path(SLUG), f"code changed after its outputs were stored. Run: make outputs LESSON={SLUG}"
    if name == "stale text":
        text = course.root / "lessons" / SLUG / "exercise.py"
        text.write_text(text.read_text(encoding="utf-8").replace("points=3", "points=4"), encoding="utf-8")
        return course.solution_path(SLUG), "make notebooks"
    if name == "missing":
        course.solution_path(SLUG).unlink()
        return course.solution_path(SLUG), "missing. Run: make notebooks"
    if name == "damaged":
        course.lecture_path(SLUG).write_text("{", encoding="utf-8")
        return course.lecture_path(SLUG), "make notebooks"
    if name == "environment":
        path = course.root / "environment.yml"
        path.write_text(path.read_text() + "      - leftpad\n")
        return path, "make notebooks"
    stray = course.root / "notebooks" / SLUG / "old.ipynb"
    shutil.copy(course.lecture_path(SLUG), stray)
    return stray, "nothing generates"


@pytest.mark.parametrize("name", ["edited notebook", "edited output", "stale code", "stale text", "missing", "damaged", "environment", "stray"])
def test_check_names_the_file_and_the_mend(stored, name):
    path, words = spoil(stored, name)
    complaints = build.check(stored)
    assert any(str(path.relative_to(stored.root)) in complaint and words in complaint for complaint in complaints), complaints


def test_outputs_survive_prose_and_rows_are_never_stored(stored, run_once):
    course = stored
    rows = next(cell for cell in run_once[1].cells if "rows" in cell.metadata.get("tags", []))
    assert rows.outputs == [] and "저장하지 않았습니다" in rows.source
    text = course.root / "lessons" / SLUG / "lecture.py"
    text.write_text(text.read_text(encoding="utf-8").replace("두 번 나왔습니다", "두 번 나왔네요"), encoding="utf-8")
    build.build(course)
    assert build.check(course) == []
    kept = nbformat.read(course.lecture_path(SLUG), as_version=4)
    assert any("2\n" == output.get("text") for cell in kept.cells if cell.cell_type == "code" for output in cell.outputs)


@pytest.mark.parametrize("code, words", [
    ("import sys; print('경고', file=sys.stderr)", "writes to stderr"),
    ("print('/home/someone/course')", "shows a path"),
    ("1 / 0", "a cell failed"),
    ("import os; os._exit(3)", "DeadKernelError"),
])
def test_outputs_with_defects_are_not_stored(tmp_path, code, words):
    course = Course.load(write_course(tmp_path, lecture=LECTURE + f"\n# %%\n{code}\n"))
    build.build(course)
    before = course.lecture_path(SLUG).read_bytes()
    with pytest.raises(CourseError, match=words):
        build.store_outputs(course, SLUG, "full")
    assert course.lecture_path(SLUG).read_bytes() == before


# --- leaks: the check must find what stripping let through, however it got there

def leaky(course, change):
    notebook = nbformat.read(course.exercise_path(SLUG), as_version=4)
    change(notebook)
    return course.root / "lessons" / SLUG, nbformat.writes(notebook)


LEAKS = {
    "solution line in a hint": (lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("힌트:\n\n    counted_words_table = Counter(words)")), "solution"),
    "hidden test": (lambda nb: nb.cells.append(nbformat.v4.new_code_cell('secret_words_for_count = ["다"] * 5 + ["라"]')), "hidden tests"),
    "mutant line": (lambda nb: nb.cells.append(nbformat.v4.new_code_cell("return {each_distinct_word: 1 for each_distinct_word in set(words)}")), "mutant"),
    "patched-in line": (lambda nb: nb.cells.append(nbformat.v4.new_code_cell("counted_words_table = Counter([*words, *set(words)])")), "mutant"),
    "alternate line": (lambda nb: nb.cells.append(nbformat.v4.new_code_cell("    table_made_by_a_loop[word] = table_made_by_a_loop.get(word, 0) + 1")), "alternate"),
    "in metadata": (lambda nb: nb.metadata.update(note="counted_words_table = Counter(words)"), "solution"),
    "in an output": (lambda nb: nb.cells[2].update(outputs=[nbformat.v4.new_output("stream", text="counted_words_table = Counter(words)\n")]), "solution"),
    "marking scheme": (lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("**채점 기준**: 주제나 빈도를 말하면 2점.")), "solution"),
    "long line inside another": (lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("`assert count(secret_words_for_count)[\"다\"] == 5, \"많이 나온 단어의 값이 다릅니다.\"` 입니다")), "hidden tests"),
    "marker": (lambda nb: nb.cells.append(nbformat.v4.new_code_cell("### BEGIN SOLUTION")), "marker"),
    "role in metadata": (lambda nb: nb.cells[2].metadata.update(mutant="count"), "mutant"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_leak_check_refuses(course, name):
    change, origin = LEAKS[name]
    lesson, text = leaky(course, change)
    with pytest.raises(CourseError, match=f"refused.*{origin}"):
        leaks.check(lesson, text, "x.ipynb")


def test_leak_check_accepts_what_is_public(course):
    lesson, text = leaky(course, lambda nb: nb.cells.append(nbformat.v4.new_code_cell("def count(words):\n    return ...")))
    leaks.check(lesson, text, "x.ipynb")


@pytest.mark.parametrize("marker", ['#%% mutant="count" why="x"', "# no marker at all"])
def test_nothing_in_trials_is_public_whatever_its_marker(course, marker):
    lesson, text = leaky(course, lambda nb: nb.cells.append(nbformat.v4.new_code_cell("    words = words + [unlikely_name]")))
    leaks.check(lesson, text, "x.ipynb")
    with open(lesson / "trials.py", "a", encoding="utf-8") as trials:
        trials.write(f"\n{marker}\n# - return dict(counted_words_table)\n# +     words = words + [unlikely_name]\n")
    with pytest.raises(CourseError, match="refused"):
        leaks.check(lesson, text, "x.ipynb")


def test_release_reads_trials_too(course):
    line = "words = [each_word_that_is_wrong for each_word_that_is_wrong in words]"
    source = course.solution_path(SLUG)
    source.write_text(source.read_text(encoding="utf-8").replace("두 번 나온 단어를 보세요.", line), encoding="utf-8")
    release(course.root, SLUG)
    with open(course.root / "lessons" / SLUG / "trials.py", "a", encoding="utf-8") as trials:
        trials.write(f'\n# %% mutant="count" why="x"\n# - return dict(counted_words_table)\n# + {line}\n')
    with pytest.raises(CourseError, match="refused, a line of the mutant"):
        release(course.root, SLUG)
    assert not list((course.root / "release").rglob("*.ipynb"))


def test_build_writes_nothing_when_stripping_fails(course_root, monkeypatch):
    monkeypatch.setattr(build, "student_version", lambda source, root: source)
    with pytest.raises(CourseError, match="refused"):
        build.build(Course.load(course_root))
    assert not (course_root / "notebooks").exists() and not (course_root / "solutions").exists()


def test_strip_needs_nbgrader_only_once(course):
    """One code path: no other module clears solutions."""
    users = [path.name for path in (ROOT / "autograder").rglob("*.py") if "ClearSolutions" in path.read_text() or "GenerateAssignment" in path.read_text()]
    assert set(users) <= {"student.py", "converters.py", "templates.py", "course_config.py"}, users  # the last has settings read, no more


# --- pages

def test_environment_agrees_with_the_lock():
    """The committed environment.yml names exactly the locked versions, but no torch, of which set-up finds out which build fits,
    and nothing that drags in what requirements/excluded.txt keeps away."""
    import yaml

    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"][-1]["pip"]
    lock = (ROOT / "requirements" / "lock.txt").read_text()
    pins = {line.split(" \\")[0].strip() for line in lock.splitlines() if line and line[0].isalnum()}
    later = {pin for pin in pins if pin.split("==")[0] in pages.NEEDS_EXCLUDES}
    assert len(later) == len(pages.NEEDS_EXCLUDES) and set(listed) - {"-e ."} == pins - later
    assert len(pins) > 100 and not [pin for pin in pins if pin.startswith(("torch==", "nvidia", "triton"))]


def test_a_fork_changes_one_line(course):
    path = course.root / "course.toml"
    path.write_text(path.read_text().replace("someone/course", "lab/nlp"))
    fork = Course.load(course.root)
    build.build(fork)
    for name in (f"notebooks/{SLUG}/{SLUG}.ipynb", f"notebooks/{SLUG}/{SLUG}_exercise.ipynb", "colab_links.md", "README.md", "README.ko.md"):
        text = (course.root / name).read_text(encoding="utf-8")
        assert "colab.research.google.com/github/lab/nlp/blob/main/" in text and "someone/course" not in text, name
        assert name.startswith("notebooks/") or ("`lab/nlp`" in text and "404" in text), f"{name}: says whose notebooks its buttons open"


def test_readme_without_markers(course):
    (course.root / "README.ko.md").write_text("# 비었음\n")
    with pytest.raises(CourseError, match=r"README\.ko\.md: the markers"):
        build.build(course)


def test_locked_reads_markers():
    assert pages.locked("a==1 \\\n    --hash=sha256:00\nb==2 ; python_full_version < '3.12' \\\n    --hash=sha256:11\n    # via a\n") == [
        "a==1", "b==2 ; python_full_version < '3.12'"]
