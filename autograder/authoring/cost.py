"""The grading budget of a lesson: what its tests take from everybody who waits for a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .verify import Results

SUBMISSION, TEST = 1.0, 1.0
"""Seconds of processor time for grading the model answer, and for its slowest test."""
RUNS, ROOM = 3, 1.5
"""The best of so many runs counts, and a machine may be so many times slower than the budget's."""


def judge_cost(runs: list[Results]) -> tuple[str, str | None]:
    """What grading the model answer takes, in words, and what is wrong with it."""
    whole = min(run.cpu for run in runs)
    tests = {name: min(run[name].seconds for run in runs) for name in runs[0]}
    slowest = max(tests, key=lambda name: tests[name])
    why = (
        f"{whole:.2f} of {SUBMISSION:g} s of a core, {tests[slowest]:.2f} of {TEST:g} s in its "
        f"slowest test ({slowest})"
    )
    if whole <= ROOM * SUBMISSION and tests[slowest] <= ROOM * TEST:
        return why, None
    return why, (
        f"grading the model answer takes {why}. Build smaller models in the tests, train less, "
        "look at several things in one call"
    )
