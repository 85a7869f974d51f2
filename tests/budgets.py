"""A pytest plugin: what tests say they took, beside what the design allows, in one table; a test fails far past its budget.

Seconds are processor time of the processes that did the work, which other work on the machine hardly changes; a machine
may still be slower than the one that the budgets are for, so that ROOM times a budget is let pass, and marked.
"""
from __future__ import annotations

import pytest

ROOM = 3.0
LECTURE, CONTRACT, TRIAL = 30.0, 30.0, 2.0
"""Seconds for a lecture in the quick profile, for a lesson's whole contract in one process, for the slowest of its trials."""


class Table:
    def __init__(self):
        self.rows: dict[str, tuple[float, float]] = {}

    def pytest_runtest_logreport(self, report):
        self.rows.update({what: (used, allowed) for name, found in report.user_properties if name == "budget" for what, used, allowed in [found]})

    def pytest_terminal_summary(self, terminalreporter):
        if not self.rows:
            return
        terminalreporter.section("processor seconds and budgets")
        width = max(map(len, self.rows))
        for what, (used, allowed) in sorted(self.rows.items()):
            over = "" if used <= allowed else f"  over, fails past {ROOM * allowed:g}" if used <= ROOM * allowed else "  FAR OVER"
            terminalreporter.write_line(f"{what:<{width}}  {used:7.1f} of {allowed:4.1f}{over}")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Table(), "budget-table")


@pytest.fixture
def budget(request):
    """budget(what, used, allowed): a row of the table; the assertion is the last thing that a test does."""

    def spend(what: str, used: float, allowed: float) -> None:
        request.node.user_properties.append(("budget", [what, used, allowed]))
        assert used <= ROOM * allowed, f"{what}: {used:.1f} s of processor time, more than {ROOM:g} times its budget of {allowed:g} s"

    return spend
