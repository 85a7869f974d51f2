"""Claims hold prose to outputs and reach no notebook; settings show the full run; the header's times follow from the text."""
import json

import nbformat
import pytest

from autograder.authoring import build, kept, lecture, outputs
from autograder.authoring.lesson import read_lesson
from autograder.course import Course
from autograder.errors import CourseError
from conftest import HEADER, LECTURE, SLUG, write_course

CLAIMED = HEADER + '''
# %% [markdown]
# 영화 이야기를 두 번 합니다.

# %% settings
S = dict(
    repeats=2,  # quick: 1 · 되풀이하는 횟수
    sizes=(3, 4),  # 문서의 크기
)

# %%
word = "영화"
times = S["repeats"]

# %% claim
word = "드라마"
repeated_in_claim = times
assert repeated_in_claim == 2, f"두 번이라고 적었는데 {repeated_in_claim}번입니다."

# %% claim real=True
assert times > 1

# %%
print(word)

# %%
word * times
'''


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def claimed(tmp_path):
    course = Course.load(write_course(tmp_path, lecture=CLAIMED))
    build.build(course)
    return course


def rewrite(course, old, new):
    path = course.root / "lessons" / SLUG / "lecture.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_claims_run_with_the_lecture_and_leave_no_trace(claimed):
    notebook, held = build.store_outputs(claimed, SLUG, "full")
    assert held == 2
    assert [cell.execution_count for cell in code(notebook)] == [1, 2, 3, 4, 5]
    assert code(notebook)[-1].outputs[0].execution_count == 5
    assert code(notebook)[-2].outputs[0].text == "영화\n", "what a claim binds stays in the claim"
    assert build.build(claimed) and build.check(claimed) == []
    for path in (claimed.lecture_path(SLUG), claimed.exercise_path(SLUG), claimed.solution_path(SLUG)):
        text = path.read_text(encoding="utf-8")
        assert "repeated_in_claim" not in text and "times > 1" not in text and "드라마" not in text


def test_failed_claims_are_told_together_by_file_and_line_and_nothing_is_stored(claimed):
    path = rewrite(claimed, "times = S", "times = 1 or S")
    build.build(claimed)
    before = claimed.lecture_path(SLUG).read_bytes()
    with pytest.raises(CourseError) as caught:
        build.store_outputs(claimed, SLUG, "full")
    lines = path.read_text(encoding="utf-8").splitlines()
    first, second = lines.index("assert times > 1") + 1, next(n for n, line in enumerate(lines, 1) if line.startswith("assert repeated"))
    assert f"{path}:{second}: the claim does not hold: 두 번이라고 적었는데 1번입니다." in str(caught.value)
    assert f"{path}:{first}: the claim does not hold: assert times > 1" in str(caught.value)
    assert claimed.lecture_path(SLUG).read_bytes() == before


def test_claims_on_real_data_are_not_run_on_the_sample(claimed):
    tags = [cell.metadata.get("tags", []) for cell in code(build.with_claims(claimed, SLUG))]
    assert sum("claim" in tag for tag in tags) == 1
    assert all("nbval-ignore-output" in tag for tag in tags if "claim" in tag)
    assert sum(map(outputs.is_claim, build.with_claims(claimed, SLUG, "full").cells)) == 2


def test_the_copy_with_claims_carries_the_stored_outputs(claimed):
    build.store_outputs(claimed, SLUG, "full")
    copy = build.with_claims(claimed, SLUG)
    assert [cell.outputs for cell in code(copy) if not outputs.is_claim(cell)] == [
        cell.outputs for cell in code(nbformat.read(claimed.lecture_path(SLUG), as_version=4))]


@pytest.mark.parametrize("old, new, stale", [
    ("assert times > 1", "assert times > 0", True),
    ("assert times > 1", 'assert times > 1, "다른 말"  # why', False),
    ("\n# %% claim real=True\nassert times > 1\n", "", True),
    ("이야기를 두 번 합니다.", "이야기를 합니다.", False),
])
def test_changed_claims_are_unchecked_and_check_says_so(claimed, old, new, stale):
    text = read_lesson(claimed.root, SLUG).lecture
    stored = lecture.claims_digest(text)
    rewrite(claimed, old, new)
    changed = lecture.claims_digest(read_lesson(claimed.root, SLUG).lecture)
    assert (stored != changed) == stale
    notebook = build.make_plan(claimed).lectures[SLUG]
    notebook.metadata["course"]["outputs"] = dict(
        profile="full", code=outputs.code_digest(notebook), digest=outputs.outputs_digest(notebook), claims=stored)
    reason = outputs.staleness(notebook, changed)
    assert reason == ("its claims changed after its outputs were stored" if stale else None)


def test_a_claim_that_also_stands_in_view_is_refused(claimed):
    path = rewrite(claimed, "print(word)", "print(word)\nassert times > 1")
    with pytest.raises(CourseError, match=rf"{path}:\d+: refused, this claim also stands"):
        build.build(claimed)


# --- settings

def test_students_see_the_full_numbers_and_the_quick_ones_go_to_the_samples(claimed):
    shown = code(nbformat.read(claimed.lecture_path(SLUG), as_version=4))[1].source
    assert shown == "S = dict(\n    repeats=2,  # 되풀이하는 횟수\n    sizes=(3, 4),  # 문서의 크기\n)"
    path = claimed.root / lecture.SETTINGS_FILE
    assert json.loads(path.read_text(encoding="utf-8")) == {SLUG: {"repeats": 1}}
    rewrite(claimed, "quick: 1 ·", "quick: 3 ·")
    assert any(lecture.SETTINGS_FILE in complaint for complaint in build.check(claimed))


def test_a_course_without_settings_gets_no_file(course_root):
    build.build(Course.load(course_root))
    assert not (course_root / lecture.SETTINGS_FILE).exists()


# --- errors

BROKEN = {
    "claim without assert": ("assert times > 1", "times > 1", "# %% claim real=True", "without an assert"),
    "claim is no Python": ("assert times > 1", "assert times >", "assert times >", "not Python"),
    "claim of nothing": ('# %%\nword = "영화"', '# %% claim\nassert S\n\n# %%\nword = "영화"', "# %% claim\nassert S", "follows nothing"),
    "claim as prose": ("# %% claim real=True\nassert", "# %% claim [markdown]\n# assert", "# %% claim [markdown]", "is prose"),
    "option of a claim": ("real=True", "rael=True", "rael", "unknown option `rael`"),
    "unknown mark": ("# %% claim real=True", "# %% claims", "# %% claims", "unknown mark"),
    "settings twice": ("# %%\nprint", "# %% settings\nprint", "# %% settings\nprint", "second settings"),
    "settings of two statements": ("S = dict(", "import os\nS = dict(", "import os", "not one call"),
    "settings in one line": ("    repeats=2,  # quick: 1 · 되풀이하는 횟수\n", "    repeats=2, more=1,\n", "repeats=2, more=1", "alone"),
    "setting is no literal": ("sizes=(3, 4)", "sizes=[3, 4]", "sizes=[", "not plain"),
    "quick value is no literal": ("quick: 1 ·", "quick: one ·", "quick: one", "not plain"),
    "quick value is no Python": ("quick: 1 ·", "quick: 1 되풀이", "quick: 1 되", "not Python"),
    "reserved name": ("sizes=", "profile=", "profile=", "cannot be called"),
    "typed minutes": ("# java: false", "# java: false\n# minutes: {cpu: 5, gpu: 5}", "# ---", "the header holds `minutes`"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_error_names_file_line_and_mend(tmp_path, name):
    old, new, fragment, words = BROKEN[name]
    assert old in CLAIMED
    text = CLAIMED.replace(old, new, 1)
    root = write_course(tmp_path, lecture=text)
    line = text[:text.index(fragment)].count("\n") + 1
    with pytest.raises(CourseError, match=rf"lecture\.py:{line}: .*{words}.*\. .{{10}}"):
        read_lesson(root, SLUG)


# --- time

def test_study_time_and_pauses_follow_from_the_text(tmp_path):
    section = "# %% [markdown]\n# ## {n}. 절\n#\n# " + "가" * lecture.SYLLABLES_A_MINUTE * 30 + "\n\n"
    text = HEADER + "\n" + "".join(section.format(n=n) for n in (1, 2, 3, 4))
    course = Course.load(write_course(tmp_path, lecture=text))
    read = read_lesson(course.root, SLUG).lecture
    assert lecture.study_minutes(read) == 120 and lecture.pauses(read) == ["2"]
    assert lecture.time_facts(read, None) == "공부 시간 약 120분 · 쉬어 갈 곳: 2절 뒤"
    run = {"profile": "full", "seconds": 371, "cores": 2}
    assert "실행 시간 약 6분(CPU 2코어)" in lecture.time_facts(read, run)
    assert "실행" not in lecture.time_facts(read, {**run, "profile": "quick"}), "only what the full run took"


def test_a_short_lecture_needs_no_pause_and_claims_take_no_time(course_root, tmp_path):
    plain = read_lesson(course_root, SLUG).lecture
    more = write_course(tmp_path / "more", lecture=LECTURE + "\n# %% claim\n" + "assert 1\n" * 400)
    assert lecture.study_minutes(read_lesson(more, SLUG).lecture) == lecture.study_minutes(plain) == 10
    assert lecture.pauses(plain) == []


def test_mended_claims_are_held_against_the_run_that_is_kept(claimed):
    path = rewrite(claimed, "times = S", "times = 1 or S")
    build.build(claimed)
    with pytest.raises(CourseError, match="--again"):
        build.store_outputs(claimed, SLUG, "full")
    with pytest.raises(CourseError, match=rf"{path.name}:\d+: the claim does not hold"):
        build.store_outputs(claimed, SLUG, again=True)  # nothing was mended
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("assert times > 1", "assert times == 1").replace("repeated_in_claim == 2", "repeated_in_claim == 1"), encoding="utf-8")
    ran = kept.load(claimed.root / ".autograder" / "runs" / SLUG)
    notebook, held = build.store_outputs(claimed, SLUG, again=True)
    assert held == 2 and [cell.outputs for cell in code(notebook)] == [cell.outputs for cell in code(outputs.without_claims(ran))]
    assert build.build(claimed) and build.check(claimed) == [], "as if it had been run so"
    with pytest.raises(CourseError, match="no run is kept"):
        build.store_outputs(claimed, SLUG, again=True)


def test_a_run_that_other_work_holds_up_is_told_by_its_processor_time(claimed, monkeypatch):
    build.build(claimed)
    for used, told in ((0.4, 0), (9000.0, None)):  # of several cores together the clock shows less
        monkeypatch.setattr(outputs, "processor_seconds", iter([0.0, used]).__next__)
        seconds = outputs.record(build.store_outputs(claimed, SLUG, "full")[0])["seconds"]
        assert seconds == told or (told is None and 0 < seconds < 9000)


def test_a_run_of_other_code_is_none_to_hold_claims_against(claimed):
    rewrite(claimed, "times = S", "times = 1 or S")
    build.build(claimed)
    with pytest.raises(CourseError, match="--again"):
        build.store_outputs(claimed, SLUG, "full")
    rewrite(claimed, "times = 1 or S", "times = S")
    with pytest.raises(CourseError, match="its code changed"):
        build.store_outputs(claimed, SLUG, again=True)


def test_a_claim_that_held_needs_no_names_again(claimed):
    """What cloudpickle doesn't take (a model with a layer of its own) is not at hand any more, nor has to be."""
    path = rewrite(claimed, "times = S", "gate = __import__('threading').Lock()\ntimes = 1 or S")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n# %% claim\n", "\n# %% claim\nassert not gate.locked()\n\n# %% claim\n", 1), encoding="utf-8")
    build.build(claimed)
    with pytest.raises(CourseError, match="--again"):
        build.store_outputs(claimed, SLUG, "full")
    text = path.read_text(encoding="utf-8")
    mended = text.replace("assert times > 1", "assert times == 1").replace("repeated_in_claim == 2", "repeated_in_claim == 1")
    path.write_text(mended.replace("not gate.locked()", "gate.locked() == False"), encoding="utf-8")
    with pytest.raises(CourseError, match="gate"):
        build.store_outputs(claimed, SLUG, again=True)  # another claim on the lock can't be held against the run
    path.write_text(mended, encoding="utf-8")
    assert build.store_outputs(claimed, SLUG, again=True)[1] == 3
