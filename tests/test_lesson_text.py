"""Errors in lesson text name file, line and mend."""
import re

import pytest

from autograder.authoring.lesson import read_lesson
from autograder.course import Course
from autograder.errors import CourseError
from conftest import EXERCISE, LECTURE, SLUG, write_course


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_reads_cells_with_roles_and_lines(course_root):
    lesson = read_lesson(course_root, SLUG)
    assert [cell.role for cell in lesson.exercise.cells] == [None, None, None, "solution", "test", "mutant", "alternate", None, "manual"]
    for cell in lesson.exercise.cells:
        if cell.role:
            assert f'{cell.role}="{cell.task}"' in EXERCISE.splitlines()[cell.line - 1]
    assert lesson.points == 5


# (what is broken, replacement in the exercise, line fragment that the message must point at, words it must hold)
BROKEN = {
    "unmatched end": (("    ### END SOLUTION\n", ""), "### BEGIN SOLUTION", "never closed"),
    "unmatched begin": (("    ### BEGIN SOLUTION\n", ""), "### END SOLUTION", "without its partner"),
    "marker misspelt": (("### BEGIN HIDDEN TESTS", "### BEGIN HIDDEN TEST"), "### BEGIN HIDDEN TEST", "almost a marker"),
    "hidden tests in a solution": (("    ### BEGIN SOLUTION", "    ### BEGIN HIDDEN TESTS"), "    ### BEGIN HIDDEN TESTS", "not a test"),
    "duplicate id": (('manual="why-count"', 'manual="count"'), 'manual="count"', "used twice"),
    "missing points": (('test="count" points=3', 'test="count"'), 'test="count"', "no points"),
    "negative points": (("points=3", "points=-3"), "points=-3", "no points"),
    "solution without test": (('# %% test="count" points=3', "# %%"), "### BEGIN HIDDEN TESTS", "not a test"),
    "test before solution": (('solution="count"', 'solution="counts"'), 'test="count"', "before its solution"),
    "id not kebab": (('solution="count"', 'solution="Count_It"'), 'solution="Count_It"', "kebab"),
    "mutant without reason": ((' why="한 번씩만 센다"', ""), 'mutant="count"', "does not say why"),
    "mutant of nothing": (('mutant="count"', 'mutant="cuont"'), 'mutant="cuont"', "no solution cell"),
    "unknown option": (('solution="count"', 'solution="count" poins=3'), 'solution="count"', "unknown option `poins`"),
    "two roles": (('solution="count"', 'solution="count" test="count"'), 'solution="count"', "at once"),
    "manual as code": (('# %% [markdown] manual="why-count"', '# %% manual="why-count"'), 'manual="why-count"', "is code"),
    "unmarked solution": (("    ### BEGIN SOLUTION\n", "", "    ### END SOLUTION\n", ""), 'solution="count"', "marks no solution"),
    "first-level heading": (("# ## 과제 1.", "# # 과제 1."), "# %% [markdown]", "first-level heading"),
    "header field": (("# java: false\n", ""), "# ---", "lacks the field `java`"),
    "header kind": (('# number: "010"', "# number: 010"), "# ---", "`number` is int"),
    "header unknown": (("# gpu: false\n", "# gpu: false\n# gpus: 2\n"), "# ---", "unknown field `gpus`"),
    "header YAML": (("# java: false", "# java: [false"), None, "not YAML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_error_names_file_line_and_mend(tmp_path, name):
    changes, fragment, words = BROKEN[name]
    text = EXERCISE
    for old, new in zip(changes[::2], changes[1::2]):
        assert old in text, "the case no longer changes anything"
        text = text.replace(old, new, 1)
    root = write_course(tmp_path, exercise=text)
    with pytest.raises(CourseError) as caught:
        read_lesson(root, SLUG)
    message = str(caught.value)
    match = re.match(r"(.*exercise\.py):(\d+): (.+?)\. (.+)", message, re.S)
    assert match, message
    assert words in match.group(3), message
    assert len(match.group(4)) > 15, f"no mend: {message}"
    if fragment and not name.startswith("first"):
        assert int(match.group(2)) == line_of(text, fragment), message


def test_a_solution_cell_without_any_test(tmp_path):
    text = re.sub(r'(?s)# %% test="count".*?(?=# %% mutant)', "", EXERCISE)
    root = write_course(tmp_path, exercise=text)
    with pytest.raises(CourseError, match=r"exercise\.py:\d+: the solution cell `count` has no test.*Add"):
        read_lesson(root, SLUG)


def test_a_missing_script_and_a_wrong_encoding(course_root):
    path = course_root / "lessons" / SLUG / "lecture.py"
    path.write_bytes(LECTURE.encode("cp949"))
    with pytest.raises(CourseError, match="not UTF-8"):
        read_lesson(course_root, SLUG)
    path.unlink()
    with pytest.raises(CourseError, match="no such file"):
        read_lesson(course_root, SLUG)


def test_text_before_the_first_marker_is_an_error(tmp_path):
    root = write_course(tmp_path, lecture=LECTURE.replace("# ---\n\n# %% [markdown]\n# 단어를 세는", "# ---\n\nprint('표지 없는 줄')\n\n# %% [markdown]\n# 단어를 세는", 1))
    with pytest.raises(CourseError, match="belongs to a cell"):
        read_lesson(root, SLUG)


def test_headers_must_agree(tmp_path):
    root = write_course(tmp_path, lecture=LECTURE.replace("단어 세기", "낱말 세기", 1))
    with pytest.raises(CourseError, match="`title` differs"):
        read_lesson(root, SLUG)


@pytest.mark.parametrize("change, words", [
    (lambda text: text.replace("lessons", "lesons"), "`lessons` is missing"),
    (lambda text: text.replace("someone/course", "course"), "OWNER/NAME"),
    (lambda text: text.replace(SLUG, "015_nothing"), "does not exist"),
    (lambda text: text.replace(f'"{SLUG}"', ""), "does not list it"),
    (lambda text: text + "= broken", "not valid TOML"),
])
def test_course_facts(course_root, change, words):
    path = course_root / "course.toml"
    path.write_text(change(path.read_text()))
    with pytest.raises(CourseError, match=words):
        Course.load(course_root)


def test_an_unknown_lesson_names_the_nearest(course_root):
    course = Course.load(course_root)
    assert course.check_slug("010") == SLUG
    with pytest.raises(CourseError, match=f"Did you mean {SLUG}"):
        course.check_slug("010_conting")
