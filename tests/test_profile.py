"""Where the time of a run goes, as `grade --profile` says it."""
from __future__ import annotations

import json

import pytest
import small_class as small
from not_run import needs_walls
from small_class import ASSIGNMENT, NOTEBOOK

from autograder import cli
from autograder.grading.grade import grade
from autograder.grading.profile import ADDED, STAGES, Profile, lines
from autograder.grading.protocol import CellRun, Execution

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
NAP = 1.5
SLOW = f"import time\ntime.sleep({NAP})\n{small.solution('count')}"
LATE = small.solution("mean").replace("    return", f"    import time\n    time.sleep({NAP / 3})\n    return")


def sums(found: dict) -> dict[str, float]:
    return {stage: figures["sum"] for stage, figures in found["stages"].items()}


@pytest.fixture
def root(tmp_path):
    return small.make_course(tmp_path)


@needs_walls
def test_the_stages_of_one_submission_are_what_the_run_took(root):
    small.hand_in(root, "kim", small.answered(root, count=SLOW, mean=LATE))
    run = grade(root, ASSIGNMENT, profile=True)
    found, parts = run.profile, sums(run.profile)
    assert set(parts) == set(STAGES) and all(seconds > -0.001 for seconds in parts.values()), parts
    assert found["before"] + sum(parts.values()) + found["after"] == pytest.approx(found["seconds"], abs=0.01)
    assert found["seconds"] == pytest.approx(run.seconds, abs=2), "whole and whole, however busy the machine is between two looks at a clock"
    assert found["together"]["sum"] == pytest.approx(sum(parts.values()), abs=0.01)
    assert NAP < parts["answers"] < NAP + 3 and 2 * NAP / 3 < parts["tests"] < 2 * NAP / 3 + 3, parts  # the test calls `mean` twice
    assert parts["start"] > 0 and parts["write"] > 0 and parts["read"] > 0 and parts["wait"] < 1, parts
    assert [one["cell"] for one in found["slowest"][:2]] == [f"{NOTEBOOK}/count", f"{NOTEBOOK}/mean-test"]


@needs_walls
def test_a_class_waits_for_its_slow_one_and_that_one_is_named(root, capsys):
    for student in ("choi", "lee", "park"):
        small.hand_in(root, student, small.answered(root))
    small.hand_in(root, "ahn", small.answered(root, count=SLOW))
    assert cli.main(["--root", str(root), "grade", ASSIGNMENT, "--jobs", "1", "--profile", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["profile"]
    slowest, parts = found["slowest"][0], found["stages"]
    assert slowest["cell"] == f"{NOTEBOOK}/count" and slowest["student"] == "ahn" and slowest["median"] < NAP < slowest["longest"]
    assert parts["answers"]["median"] < NAP < parts["answers"]["p95"] < NAP + 3
    assert parts["wait"]["longest"] > NAP * 0.9, "who stood behind the slow one has waited"
    assert found["submissions"] == 4 and found["together"]["sum"] == pytest.approx(sum(sums(found).values()), abs=0.01)
    told = "\n".join(lines(found))
    assert "제출 4개" in told and f"느린 셀: {NOTEBOOK}/count" in told and "(ahn)" in told
    cli.main(["--root", str(root), "grade", ASSIGNMENT, "--profile"])
    assert "잰 것이 없습니다" in capsys.readouterr().out, "all were kept"
    cli.main(["--root", str(root), "grade", ASSIGNMENT, "--force", "--jobs", "1"])
    assert "느린 셀" not in capsys.readouterr().out, "nobody asked"


def test_an_attempt_that_failed_is_part_of_the_whole(root):
    small.hand_in(root, "kim", small.answered(root))
    executor = small.Plain()
    executor.fail = 1
    run = grade(root, ASSIGNMENT, executor=executor, profile=True)
    found = run.profile
    assert executor.runs == 2 and run.results[0].attempts == 2
    assert found["before"] + sum(sums(found).values()) + found["after"] == pytest.approx(found["seconds"], abs=0.01)
    assert grade(root, ASSIGNMENT, executor=executor, force=True).profile is None


def test_a_cell_that_a_student_added_is_called_by_our_name_and_not_by_theirs():
    made, watch = small.cell("code", "# 10점 만점\nx = 1"), Profile()
    made.metadata["autograder"] = {"student": True}
    watch.lap("kim", "wait")
    watch.executed("kim", {"a": Execution(small.new_notebook(cells=[made]), {0: CellRun("ok", seconds=0.2)}, starting=0.1)}, 0.4)
    found = watch.summary()
    assert [one["cell"] for one in found["slowest"]] == [f"a/{ADDED}"]
    assert sums(found) == pytest.approx({"read": 0, "start": 0.1, "answers": 0.2, "tests": 0, "other": 0.1, "write": 0, "wait": -0.4}, abs=0.001)
