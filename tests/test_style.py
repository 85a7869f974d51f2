"""What a program can hold of the style of lectures, and that each rule finds what breaks it."""
from collections import Counter

import nbformat
import pytest

from autograder.authoring import build, style
from autograder.authoring.lesson import read_lesson
from autograder.course import Course
from conftest import HEADER, ROOT, SLUG, write_course

COURSE = Course.load(ROOT)
GOOD = HEADER + '''
# %% [markdown]
# 단어를 셉니다.
#
# ## 1. 세기
#
# 먼저 맞혀 보세요. "영화"는 몇 번 나올까요?
# <details><summary>답</summary>두 번입니다.</details>

# %% settings
S = runtime.settings(
    repeats=2,  # quick: 1 · 되풀이하는 횟수입니다. 이 설명은 아흔다섯 칸에 넉넉히 들어갑니다.
)

# %%
counted = "영화 영화".split().count("영화")

# %% claim
assert counted == 2

# %% [markdown]
# 바꾸어 보세요. `count`에 다른 단어를 주면 무엇이 나올까요?
#
# ## 정리
#
# 번호가 없는 절은 읽기만 합니다.
'''


def broken(tmp_path, text):
    root = write_course(tmp_path, lecture=text)
    return [(finding.rule, text.splitlines()[finding.line - 1]) for finding in style.findings(read_lesson(root, SLUG).lecture)]


def test_a_good_lecture_breaks_no_rule(tmp_path):
    assert broken(tmp_path, GOOD) == []


LINE = 'counted = "영화 영화".split().count("영화")'
BREAKS = {
    "wide": (LINE, "# " + "a" * 94, "# aaa"),
    "wide because of Hangul": (LINE, "# " + "가" * 47, "# 가가"),
    "wide settings": ("되풀이하는 횟수입니다.", "되풀이하는 횟수입니다. 이 설명은 이제 아흔다섯 칸에 들어가지 않습니다.", "    repeats"),
    "long": (LINE, "counted = 2\n" * 13, "# %%"),
    "asserts": (LINE, LINE + "\n\n# %%\nassert counted" * 13, "# %%"),
    "workshop": ("# 단어를 셉니다.\n#\n", "# `quick` 프로필에서 셉니다.\n#\n", "# `quick`"),
    "guess": ("먼저 맞혀 보세요", "생각해 보세요", "# %% [markdown]"),
    "guess without a folded answer": ("<details>", "<div>", "# %% [markdown]"),
    "change": ("바꾸어 보세요", "생각해 보세요", "# %% [markdown]"),
    "claims": ("# %% claim\nassert counted == 2\n", "", "# ---"),
    "settings": (LINE, "S = runtime.settings(quick=dict(n=1), full=dict(n=2))", "# %%"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_rule_finds_what_breaks_it(tmp_path, name):
    old, new, start = BREAKS[name]
    assert GOOD.count(old) == 1
    (rule, line), *more = broken(tmp_path, GOOD.replace(old, new))
    assert rule == name.split()[0] and line.startswith(start) and not more


def test_a_long_cell_may_say_why(tmp_path):
    long = GOOD.replace("# %%\n" + LINE, '# %% long="학습 루프가 이 절의 주제"\n' + "counted = 2\n" * 13)
    assert broken(tmp_path, long) == []


def test_check_names_file_and_line(tmp_path):
    text = GOOD.replace(LINE, LINE + "\n# " + "a" * 94)
    course = Course.load(write_course(tmp_path, lecture=text))
    build.build(course)
    line = text.splitlines().index("# " + "a" * 94) + 1
    told = [complaint for complaint in build.check(course) if "wide" in complaint]
    assert told == [f"lessons/{SLUG}/lecture.py:{line}: wide: 96 columns; at most 95 fit the page"]


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_no_lesson_breaks_a_rule(slug):
    assert style.complaints(read_lesson(ROOT, slug).lecture) == []


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_the_code_that_students_see_in_exercises_fits_the_page(slug):
    """Characters, not columns as in lectures: what is long in a test is its messages, which are read when they are printed."""
    cells = nbformat.read(COURSE.exercise_path(slug), as_version=4).cells
    wide = [line for cell in cells if cell.cell_type == "code" for line in cell.source.splitlines() if len(line) > style.COLUMNS]
    assert not wide, f"{len(wide)} lines of more than {style.COLUMNS} characters in lessons/{slug}/exercise.py; break them: {wide[:3]}"
