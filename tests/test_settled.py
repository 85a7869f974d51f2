"""`autograder settle`: what a person has looked at is shown as that, and waits again when it is another submission."""
from __future__ import annotations

import json
import shutil

import pytest
import small_class as small
from small_class import ASSIGNMENT
from test_report import Page

from autograder import cli
from autograder.errors import CannotRun
from autograder.grading.grade import grade
from autograder.report.export import export
from autograder.report.report import report
from autograder.report.settled import ALIKE, FINDINGS, settle

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
WHY = "<b>둘이 함께</b> 공부했다고 말함"


def own(number):
    return f"def mean(numbers):\n    found_{number} = {number}\n    return sum(numbers) / len(numbers) + found_{number} - {number}"


ODD = """def mean(numbers):
    numbers, steps = list(numbers), 0
    while numbers and steps < 10_000:
        first, *numbers = numbers
        steps += 1
        try:
            total = total + first * 1.0
        except UnboundLocalError:
            total = first * 1.0
    if steps == 0:
        raise ValueError("이상한 빈 목록")
    return total / max(1, steps) ** 1"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """kim and lee wrote the same odd answer; odd tampered with points; the others wrote their own."""
    root = small.make_course(tmp_path_factory.mktemp("settled") / "course")
    for number in range(12):
        small.hand_in(root, f"s{number:02}", small.answered(root, mean=own(number)))
    for student in ("kim", "lee"):
        small.hand_in(root, student, small.answered(root, mean=ODD))
    odd = small.answered(root)
    small.find(odd, "mean-test").metadata.nbgrader.points = 40
    small.hand_in(root, "odd", odd)
    grade(root, ASSIGNMENT, executor=small.Plain())
    return root


@pytest.fixture
def root(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def warned(root):
    return {one.code: one.students for one in export(root, ASSIGNMENT, "csv", dry_run=True).warnings if one.code in ("findings", "similar")}


def first(root):
    text = " ".join(Page(report(root, ASSIGNMENT).read_text(encoding="utf-8")).text.split())
    return text, text[text.index("먼저 볼 것"):text.index("과제별 결과")]


def test_what_is_open_is_said_and_nothing_is_written(root):
    made = settle(root, ASSIGNMENT)
    assert list(made.open) == ["odd"] and [sorted(group) for group in made.open_groups] == [["kim", "lee"]] and made.status == 1 and not made.settled
    settle(root, ASSIGNMENT, ["odd"], why="x", dry_run=True)
    assert not (root / ".autograder" / "settled").exists() and warned(root)["findings"] == ("odd",)


def test_settled_is_said_by_whom_when_and_why_and_export_is_silent(root):
    assert settle(root, ASSIGNMENT, ["odd"], why="다른 강좌의 파일", who="김 교수").status == 1
    assert "findings" not in warned(root) and set(warned(root)["similar"]) == {"kim", "lee"}
    made = settle(root, ASSIGNMENT, ["lee", "kim"], why=WHY, who="김 교수")
    assert made.status == 0 and [sorted(group) for group in made.settled_groups] == [["kim", "lee"]] and warned(root) == {}
    text, top = first(root)
    assert "닮은 학생" not in top and "확인할 것이 있는" not in top
    assert "확인함(김 교수, 20" in text and "다른 강좌의 파일)" in text and WHY in text, "text, not markup"
    told = settle(root, ASSIGNMENT)
    assert told.status == 0 and not told.open and not told.open_groups


def test_another_submission_waits_again(root):
    settle(root, ASSIGNMENT, ["odd", "kim", "lee"], why="보았음")
    assert warned(root) == {}
    odd = small.answered(root, count="def count(words):\n    return {}")
    small.find(odd, "mean-test").metadata.nbgrader.points = 40
    small.hand_in(root, "odd", odd)
    small.hand_in(root, "kim", small.answered(root, mean=f"{ODD}\n# 새로 냄"))
    small.hand_in(root, "park", small.answered(root, mean=ODD))
    grade(root, ASSIGNMENT, executor=small.Plain())
    found = warned(root)
    assert found["findings"] == ("odd",) and set(found["similar"]) == {"kim", "lee", "park"}


def test_undo_lets_it_wait_again(root):
    settle(root, ASSIGNMENT, ["odd", "kim", "lee"], why="보았음")
    made = settle(root, ASSIGNMENT, ["odd", "kim", "lee"], undo=True)
    assert set(made.settled) == {"odd"} and made.status == 1 and set(warned(root)) == {"findings", "similar"}
    with pytest.raises(CannotRun, match="되돌릴 것이 없습니다"):
        settle(root, ASSIGNMENT, ["odd"], undo=True)


def test_only_findings_or_only_alike_answers(root):
    with pytest.raises(CannotRun, match="odd: 확인할 것이 없습니다"):
        settle(root, ASSIGNMENT, ["odd"], why="x", only=ALIKE)
    settle(root, ASSIGNMENT, ["odd"], why="x", only=FINDINGS)
    assert set(warned(root)) == {"similar"}


@pytest.mark.parametrize("students, why, said", [
    (["odd"], " ", "--why"), (["kim"], "x", "모두 적어야 합니다: "), (["s01"], "x", "s01: 확인할 것이 없습니다"), (["nobody", "odd"], "x", "이 과제에 없는 학생입니다: nobody")])
def test_what_cannot_be_settled_is_said_and_nothing_is_written(root, students, why, said):
    with pytest.raises(CannotRun, match=said):
        settle(root, ASSIGNMENT, students, why=why)
    assert not (root / ".autograder" / "settled").exists()


def test_a_line_that_a_killed_writer_left_half_costs_nothing(root):
    settle(root, ASSIGNMENT, ["odd"], why="보았음")
    path = root / ".autograder" / "settled" / f"{ASSIGNMENT}.jsonl"
    path.write_bytes(path.read_bytes() + path.read_bytes()[:40])
    assert set(warned(root)) == {"similar"}
    settle(root, ASSIGNMENT, ["kim", "lee"], why="보았음")
    assert warned(root) == {}


def test_the_command_tells_people_and_programs(root, capsys):
    assert cli.main(["--root", str(root), "settle", "010", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == 1 and list(told["open"]) == ["odd"] and sorted(told["open_groups"][0]) == ["kim", "lee"]
    assert cli.main(["--root", str(root), "settle", "010", "odd", "--why", "보았음"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("odd: 확인했습니다: ") and "닮은 답: " in out
    assert cli.main(["--root", str(root), "settle", "010", "odd"]) == 2 and "--why" in capsys.readouterr().err
    assert cli.main(["--root", str(root), "settle", "010", "kim", "lee", "--why", "보았음"]) == 0
