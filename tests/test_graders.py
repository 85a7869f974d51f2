"""The comparison of graders: a quick part of it for real, and how tests are handed to graders that know no part of a test's points."""
from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from not_run import needs_walls

from conftest import ROOT

sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "benchmarks" / "others")]
import common  # noqa: E402
import graders  # noqa: E402


@needs_walls
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="namespaces with a root of their own need root on Linux")
def test_an_attack_gains_points_with_one_grader_and_none_with_the_other():
    kept = graders.MEASURED.read_bytes()
    said = subprocess.run([sys.executable, str(ROOT / "benchmarks" / "graders.py"), "--only", "autograder", "nbgrader", "--cases", "always-equal", "--each", "999", "--honest", "--again", "--dry"],
                          capture_output=True, text=True, check=True, timeout=500).stdout
    found = {line.split()[0]: json.loads(line.split(" ", 1)[1]) for line in said.splitlines() if "always-equal" in line}
    assert found == {"autograder": {"always-equal": {"score": 0.0, "class": "goes on", "left": ""}}, "nbgrader": {"always-equal": {"score": 5.0, "class": "goes on", "left": ""}}}
    assert graders.MEASURED.read_bytes() == kept


def test_every_grader_gets_the_same_attacks_of_every_family():
    whole = {kind: {family: [case.name for case in cases] for family, cases in graders.sample(kind, 3).items()} for kind in graders.KINDS}
    assert all(len(names) == 3 for names in whole["nbgrader"].values())
    assert "notebooks" in whole["e2xgrader"] and "notebooks" not in whole["otter-grader"]
    for families in whole.values():
        assert {family: names for family, names in whole["nbgrader"].items() if family in families} == families
    assert not any(case.dangerous for cases in graders.sample("otter-grader", 10).values() for case in cases)


@pytest.mark.parametrize("test, names, fails", [
    ("points = 0.5\npoints", {}, True), ("points = 2\npoints", {}, False), ("assert x == 1", {"x": 1}, False), ("assert x == 1\n'done'", {"x": 1}, False),
    ("total = x\n(total +\n 1)", {"x": 1}, False), ("total = x\n(total +\n 1)", {"x": 0}, True), ("x.append(1)", {"x": []}, False)])
def test_a_number_at_the_end_of_a_test_passes_if_it_is_all_points(test, names, fails):
    made = common.pass_or_fail(test, 2)
    if fails:
        with pytest.raises(AssertionError):
            exec(made, dict(names))
    else:
        exec(made, dict(names))
    assert common.pass_or_fail("%time x = 1\nx", 2) == "%time x = 1\nx"
