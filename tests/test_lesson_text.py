"""Errors in lesson text name file, line and mend."""
import re

import pytest

from autograder.authoring.cells import read_cells
from autograder.authoring.apart import leans
from autograder.authoring.hints import expand
from autograder.authoring.lesson import read_lesson, read_text
from autograder.authoring.trials import read_trials
from autograder.course import Course
from autograder.errors import CourseError
from conftest import EXERCISE, LECTURE, SLUG, TRIALS, write_course


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_reads_cells_with_roles_and_lines(course_root):
    lesson = read_lesson(course_root, SLUG)
    assert [cell.role for cell in lesson.exercise.cells] == [None, None, None, "solution", "test", None, "manual"]
    for cell in lesson.exercise.cells:
        if cell.role:
            assert f'{cell.role}="{cell.task}"' in EXERCISE.splitlines()[cell.line - 1]
    assert lesson.points == 5 and lesson.minutes == 10
    assert [(task.name, task.stars, task.minutes, task.test_ids) for task in lesson.tasks.values()] == [("count", 1, 5, ["count-test"]), ("why-count", 1, 5, [])]
    for trial in lesson.trials:
        assert f'{trial.role}="{trial.task}" why="{trial.why}"' in TRIALS.splitlines()[trial.line - 1]
    assert [(trial.role, trial.says, trial.key) for trial in lesson.trials] == [("mutant", "두 번 나온", True), ("mutant", "", False), ("alternate", "", False)]


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
    "mutant in the old place": (("# %% [markdown]\n# ## 과제 2.", '# %% mutant="count" why="x"\npass\n\n# %% [markdown]\n# ## 과제 2.'), 'mutant="count"', "do not stand in exercise.py"),
    "part not kebab": (("points=3", 'part="Edge Case" points=3'), 'part="Edge Case"', "kebab"),
    "stars missing": (("단어 세기 ★☆☆ · 5분", "단어 세기 · 5분"), "단어 세기 · 5분", "stars and minutes"),
    "minutes missing": (("왜 셀까요? ★☆☆ · 5분", "왜 셀까요? ★☆☆"), "왜 셀까요? ★☆☆", "stars and minutes"),
    "no heading": (("# ## 과제 2. 왜 셀까요? ★☆☆ · 5분", "# 왜 셀까요?"), 'manual="why-count"', "has no heading"),
    "two hints": (("#\n# 힌트 3: `table[word] = ...`\n", ""), "# 힌트 1:", "hints numbered 1, 2"),
    "hints in disorder": (("힌트 2:", "힌트 4:"), "# 힌트 1:", "hints numbered 1, 4, 3"),
    "empty hint": (("힌트 2: 단어를 하나씩 보며 셉니다.", "힌트 2:"), "# 힌트 1:", "hint 2 is empty"),
    "last hint without code": (("`table[word] = ...`", "사전에 더합니다."), "# 힌트 1:", "no code"),
    "hints in the wrong place": (("# 단어를 셉니다.", "# 힌트 1: a\n# 힌트 2: b\n# 힌트 3: `c`"), None, "above no answer"),
    "no hints": (("# 힌트 1: 사전을 생각해 보세요.\n#\n# 힌트 2: 단어를 하나씩 보며 셉니다.\n#\n# 힌트 3: `table[word] = ...`\n", "# 없음\n"), 'solution="count"', "lacks hints in three steps"),
    "a test that leans on another": (("# %% [markdown]\n# ## 과제 2.", '# %% test="count" part="more" points=2\nassert count(secret_words_for_count), "다"\n\n# %% [markdown]\n# ## 과제 2.'), 'part="more"', "who loses that test would lose this one"),
    "minutes in the header": (("# java: false\n", "# java: false\n# minutes: {cpu: 5, gpu: 5}\n"), "# ---", "holds `minutes`"),
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
    if fragment and not name.startswith("first-level"):
        assert int(match.group(2)) == line_of(text, fragment), message


# the same for trials.py
BROKEN_TRIALS = {
    "neither": (('mutant="count" why="하나', 'mutent="count" why="하나'), "mutent", "neither mutant nor alternate"),
    "prose": (('# %% mutant="count" why="하나', '# %% [markdown] mutant="count" why="하나'), "[markdown]", "neither mutant nor alternate"),
    "no reason": ((' why="반복문으로"', ""), 'alternate="count"', "does not say why"),
    "of nothing": (('alternate="count"', 'alternate="cuont"'), "cuont", "no solution cell"),
    "unknown option": (('why="반복문으로"', 'why="반복문으로" says="x"'), "반복문으로", "unknown option `says`"),
    "says nothing": (('says="두 번 나온"', 'says=""'), "한 번씩만", "does not say says"),
    "key without message": ((' says="두 번 나온"', ""), "한 번씩만", "lacks what its message must say"),
    "two keys": (('why="하나 더 센다"', 'why="하나 더 센다" says="x" key=True'), "하나 더 센다", "second key mutant of `count`, after line 1"),
    "applies nowhere": (("# - counted_words_table = Counter(words)", "# - counted_words_tabel = Counter(words)"), "# - counted", "stands nowhere"),
    "applies twice": (("# - counted_words_table = Counter(words)", "# - counted_words_table += 1"), "# - counted", "stands 2 times"),
    "changes nothing": (("Counter([*words, *set(words)])", "Counter(words)"), "# - counted", "changes nothing"),
    "no place": (("# - counted_words_table = Counter(words)\n# +", "# + x = 1\n# +"), "# + x", "takes no line's place"),
    "no sign": (("# + counted", "# + x = 1\n# y = 2\n# + counted"), "# y = 2", "without a sign"),
    "overlap": (("# + counted", "# + x = 1\n\n# - counted_words_table = Counter(words)\n# + counted"), None, "takes the same line away"),
    "not Python": (("# + counted_words_table = Counter([", "# + counted_words_table = = Counter(["), "하나 더 센다", "not Python"),
    "empty": (("# - counted_words_table = Counter(words)\n# + counted_words_table = Counter([*words, *set(words)])\n", ""), "하나 더 센다", "an empty cell"),
}


@pytest.mark.parametrize("name", BROKEN_TRIALS)
def test_each_error_of_a_trial_names_file_line_and_mend(tmp_path, name):
    (old, new), fragment, words = BROKEN_TRIALS[name]
    assert TRIALS.count(old) == 1, "the case no longer changes what it means to"
    text, exercise = TRIALS.replace(old, new), EXERCISE
    if name == "applies twice":
        exercise = exercise.replace("    return dict(counted_words_table)", "    counted_words_table += 1\n    counted_words_table += 1\n    return dict(counted_words_table)")
    with pytest.raises(CourseError) as caught:
        read_lesson(write_course(tmp_path, exercise, trials=text), SLUG)
    match = re.match(r"(.*trials\.py):(\d+): (.+?)\. (.+)", str(caught.value), re.S)
    assert match and words in match.group(3) and len(match.group(4)) > 10, str(caught.value)
    if fragment:
        assert int(match.group(2)) == line_of(text, fragment), str(caught.value)


SOLUTION = """\
def f(rows, k=2):
    \"\"\"말뭉치를 셉니다.\"\"\"
    ### BEGIN SOLUTION
    found = []
    for row in rows:
        if row:
            found.append(row)
    if found:
        found.append(row)
    return found[:k]
    ### END SOLUTION
"""
PATCHED = {
    "a line": ("# - return found[:k]\n# + return found[k:]", "    return found[:k]", "    return found[k:]"),
    "written with its indentation": ("# -     return found[:k]\n# +     return found[k:]", "    return found[:k]", "    return found[k:]"),
    "a block, indented as a whole": ("# - if row:\n# -     found.append(row)\n# + found.append(row)", "        if row:\n            found.append(row)", "        found.append(row)"),
    "a neighbour tells two places apart": ("# - if found:\n# -     found.append(row)\n# + if found:\n# +     found.pop()", "    if found:\n        found.append(row)", "    if found:\n        found.pop()"),
    "insertion": ("# - found = []\n# + found = []\n# + rows = sorted(rows)\n# + assert k", "    found = []\n", "    found = []\n    rows = sorted(rows)\n    assert k\n"),
    "deletion": ("# - if found:\n# -     found.append(row)", "    if found:\n        found.append(row)\n", ""),
    "the signature, outside the region": ("# - def f(rows, k=2):\n# + def f(rows, k=3):", "k=2", "k=3"),
}


@pytest.mark.parametrize("name", PATCHED)
def test_a_patch_is_the_solution_with_a_change(tmp_path, name):
    patch, old, new = PATCHED[name]
    plain = "\n".join(line for line in SOLUTION.splitlines() if "###" not in line)
    assert plain.count(old) == 1
    cells = read_cells(tmp_path / "exercise.py", f'# %% solution="f"\n{SOLUTION}')
    (tmp_path / "trials.py").write_text(f'# %% mutant="f" why="x"\n{patch}\n', encoding="utf-8")
    (trial,) = read_trials(tmp_path / "trials.py", {"f": cells[0]})
    assert trial.source == plain.replace(old, new)


def test_two_changes_apply_to_the_solution_each_by_itself(tmp_path):
    cells = read_cells(tmp_path / "exercise.py", f'# %% solution="f"\n{SOLUTION}')
    (tmp_path / "trials.py").write_text('# %% mutant="f" why="x"\n# - return found[:k]\n# + return found\n\n# - found = []\n# + found = rows[:k]\n', encoding="utf-8")
    (trial,) = read_trials(tmp_path / "trials.py", {"f": cells[0]})
    assert "    found = rows[:k]\n    for" in trial.source and trial.source.endswith("    return found")


def test_hints_reach_students_folded():
    prose = "목표.\n\n힌트 1: 하나\n둘\n\n힌트 2: 셋\n\n힌트 3: `넷`"
    assert expand(prose) == "목표.\n\n" + "\n\n".join(
        f"<details><summary>힌트 {number} · {name}</summary>\n\n{text}\n</details>"
        for number, name, text in [(1, "실마리", "하나\n둘"), (2, "풀이 방향", "셋"), (3, "코드 한 줄", "`넷`")])
    assert expand("힌트 없이") == "힌트 없이"


FIRST = """import math
LETTERS = ["가", "나"]
def letters(n):
    return LETTERS * n
def twice(n):
    return letters(n) + again
assert count(letters(2)), "둘"
again = [letter for letter in letters(1)]"""


@pytest.mark.parametrize(("more", "leaning"), [
    ("assert count(letters(3)) and math and LETTERS", set()),
    ("assert [letter for letter in LETTERS if count([letter])]", set()),
    ("again = 3\nassert count(twice(1))", set()),
    ("assert count(again)", {"again"}),
    ("assert count(twice(1))", {"again"}),
    ("def later():\n    return again\nassert count(later())", {"again"}),
    ("assert count([again for again in LETTERS])", set())])
def test_what_a_test_may_take_from_another_one(tmp_path, more, leaning):
    """Functions, imports and constants above everything that can fail, and what those use."""
    text = EXERCISE.replace('assert count(["가"', FIRST + '\nassert count(["가"').replace(
        "# %% [markdown]\n# ## 과제 2.", f'# %% test="count" part="more" points=2\n{more}\n\n# %% [markdown]\n# ## 과제 2.')
    root = write_course(tmp_path, exercise=text)
    cells = read_text(root / "lessons" / SLUG / "exercise.py").cells
    assert {name for _, name, _ in leans(cells)} == leaning


@pytest.mark.parametrize(("old", "new"), [
    ("from collections import Counter", "%matplotlib inline\nfrom collections import Counter"),
    ("secret_words_for_count = [", "secret_words_for_count = [(")])
def test_cells_that_are_no_plain_python_are_read(tmp_path, old, new):
    assert old in EXERCISE
    assert read_lesson(write_course(tmp_path, exercise=EXERCISE.replace(old, new, 1)), SLUG).tasks


def test_a_solution_cell_without_any_test(tmp_path):
    text = re.sub(r'(?s)# %% test="count".*?(?=# %% .markdown)', "", EXERCISE)
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
