"""Notebooks that nobody here wrote, those of the installed nbgrader and of nbgrader-demo: each graded cell gets what plain nbgrader gives, or there is a reason.

benchmarks/peers.py measures them (tests/peers.json); one is graded again here, from where pip has put it.
"""
from __future__ import annotations

import json
import sys

import pytest
from not_run import needs_walls

from autograder.grading.sandboxed import Sandboxed
from conftest import ROOT

sys.path[:0] = [str(ROOT / "benchmarks")]
import peers  # noqa: E402

MEASURED = json.loads(peers.FIGURES.read_text(encoding="utf-8"))
REASONS: dict[str, str] = {
    "tests/apps/files/validating-environment-variable.ipynb": "it asks nobody anything: a test before the first answer that fails is the instructor's fault, of which we tell the instructor",
}
"""By notebook: why a cell of it gets other points than under plain nbgrader."""
AGAIN = ["docs/source/user_guide/autograded/hacker/ps1/problem1.ipynb"]


def test_every_cell_gets_what_plain_nbgrader_gives_or_there_is_a_reason():
    assert set(AGAIN) <= set(MEASURED)
    assert {name: lines for name, found in MEASURED.items() if (lines := peers.differences(found)) and name not in REASONS} == {}
    assert [name for name in REASONS if not peers.differences(MEASURED[name])] == []


@needs_walls
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_they_still_do():
    installed = peers.notebooks()
    executor = Sandboxed.for_notebooks([])
    try:
        for name in AGAIN:
            found = peers.compare(installed[name], executor, MEASURED[name]["plain"])
            assert peers.differences(found) == [], name
            assert found["beside"] == MEASURED[name]["beside"], name
    finally:
        executor.stop()
