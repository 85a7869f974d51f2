"""Fixtures: a tiny course of one lesson in a temporary folder, to be built, broken and graded."""
from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from autograder.sandbox import isolate

ROOT = Path(__file__).resolve().parent.parent
SLUG = "010_counting"
pytest_plugins = ["budgets", "not_run", "passed"]

os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader starts `alembic` by name
os.environ.setdefault("NLPLAB_PROFILE", "quick")
os.environ.setdefault("NLPLAB_PROGRESS", "off")
os.environ.update({name: to for name, to in isolate.environment().items() if name.endswith("_THREADS")})  # xdist has a worker for each core already


def pytest_collection_modifyitems(items):
    """What takes long begins first: at the end of a run, xdist's workers have short tests to share."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """A worker for each core, and 3 GB for each worker: it keeps a warm process, and some tests fill memory on purpose."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, psutil.virtual_memory().total // (3 * 2**30)))


HEADER = """\
# ---
# title: 단어 세기
# number: "010"
# objectives:
#   - 단어를 셉니다.
# datasets: []
# prerequisites: []
# packages: []
# java: false
# gpu: false
# ---
"""

LECTURE = HEADER + """
# %% [markdown]
# 단어를 세는 법을 배웁니다.

# %%
print("영화 영화".split().count("영화"))

# %% claim
assert "영화 영화".split().count("영화") == 2

# %% [markdown]
# 두 번 나왔습니다.

# %% tags=["profile"]
import os
print(os.environ["NLPLAB_PROFILE"])

# %% tags=["rows"]
print("남의 감상평")
"""

EXERCISE = HEADER + '''
# %% [markdown]
# 단어를 셉니다.

# %%
from collections import Counter

# %% [markdown]
# ## 과제 1. 단어 세기 ★☆☆ · 5분
#
# 힌트 1: 사전을 생각해 보세요.
#
# 힌트 2: 단어를 하나씩 보며 셉니다.
#
# 힌트 3: `table[word] = ...`

# %% solution="count"
def count(words):
    """단어마다 횟수를 셉니다."""
    ### BEGIN SOLUTION
    counted_words_table = Counter(words)
    return dict(counted_words_table)
    ### END SOLUTION

# %% test="count" points=3
assert count(["가", "나", "가"]) == {"가": 2, "나": 1}, "두 번 나온 단어를 보세요."
### BEGIN HIDDEN TESTS
secret_words_for_count = ["다"] * 5 + ["라"]
assert count(secret_words_for_count)["다"] == 5, "많이 나온 단어의 값이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 왜 셀까요? ★☆☆ · 5분

# %% [markdown] manual="why-count" points=2
# ### BEGIN SOLUTION
# 자주 나오는 단어가 문서의 주제를 알려 주기 때문입니다.
#
# **채점 기준**: 주제나 빈도를 말하면 2점.
# ### END SOLUTION
'''


TRIALS = """\
# %% mutant="count" why="한 번씩만 센다" says="두 번 나온" key=True
def count(words):
    return {each_distinct_word: 1 for each_distinct_word in set(words)}

# %% mutant="count" why="하나 더 센다"
# - counted_words_table = Counter(words)
# + counted_words_table = Counter([*words, *set(words)])

# %% alternate="count" why="반복문으로"
def count(words):
    table_made_by_a_loop = {}
    for word in words:
        table_made_by_a_loop[word] = table_made_by_a_loop.get(word, 0) + 1
    return table_made_by_a_loop
"""

# the same with a second test of the task, and mutants that lose points in one of the two
PARTS = EXERCISE.replace("""### BEGIN HIDDEN TESTS
secret""", """
# %% test="count" part="many" points=2
assert count(["다"]) == {"다": 1}, "하나뿐입니다."
### BEGIN HIDDEN TESTS
secret""")
OF_PARTS = '''
# %% mutant="count" why="셋 이상은 세지 않는다" says="많이 나온"
# - counted_words_table = Counter(words)
# + counted_words_table = {word: min(number, 2) for word, number in Counter(words).items()}

# %% mutant="count" why="처음 것만 틀린다"
# - return dict(counted_words_table)
# + return {**counted_words_table, "나": 7} if "나" in words else dict(counted_words_table)
'''


def write_course(root: Path, exercise: str = EXERCISE, lecture: str = LECTURE, slug: str = SLUG, trials: str = TRIALS) -> Path:
    """A course of one lesson that `autograder build` accepts."""
    folder = root / "lessons" / slug
    folder.mkdir(parents=True)
    (folder / "lecture.py").write_text(lecture, encoding="utf-8")
    (folder / "exercise.py").write_text(exercise, encoding="utf-8")
    (folder / "trials.py").write_text(trials, encoding="utf-8")
    (root / "course.toml").write_text(
        f'title = "실습"\ntitle_en = "Course"\nrepository = "someone/course"\nbranch = "main"\nlessons = ["{slug}"]\n', encoding="utf-8")
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text(encoding="utf-8"), encoding="utf-8")
    (root / "requirements").mkdir()
    for name in ("lock.txt", "torch.txt"):
        (root / "requirements" / name).write_text((ROOT / "requirements" / name).read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("README.md", "README.ko.md"):
        (root / name).write_text("# Course\n\n<!-- lessons:begin -->\n<!-- lessons:end -->\n", encoding="utf-8")
    return root


@pytest.fixture
def course_root(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course")
