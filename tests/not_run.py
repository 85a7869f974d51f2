"""A pytest plugin: the last line says what was not run because this machine lacks something, and continuous integration refuses.

A green run without walls has tried no attack. `needs_walls` marks a test that needs them; `stands_for(535, "attacks")`
says how many cases a test is, where that is more than one. Every other skip is named with its own reason.
"""
from __future__ import annotations

import collections
import os
import re

import pytest

from autograder import walls
from autograder.sandbox import isolate

WALLS = "no walls"
"""How the reasons begin of those skips that continuous integration refuses, unless ALLOW_NOT_RUN names them."""

needs_walls = pytest.mark.skipif(bool(isolate.unavailable()), reason=f"{WALLS}: {isolate.unavailable()}")
LINE = pytest.StashKey[str]()


def pytest_configure(config):
    config.addinivalue_line("markers", "stands_for(count, what): how many cases a test is, and their name in the plural")


def pytest_itemcollected(item):
    """The worker that skips a test tells the process that prints."""
    if mark := item.get_closest_marker("stands_for"):
        item.user_properties.append(("stands for", list(mark.args)))


def _reason(report) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix("Skipped: ")


def _for_walls(reason: str) -> bool:
    return reason.startswith(WALLS) or bool(isolate.unavailable()) and isolate.unavailable() in reason


def line(skipped) -> str:
    """What these reports of skipped tests leave untried, the walls first and the most first; "" if there are none."""
    counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for report in skipped:
        reason = _reason(report)
        because = walls.lacking() if _for_walls(reason) else reason
        one = (1, "tests of isolation" if because != reason else "tests")
        count, what = dict(getattr(report, "user_properties", ())).get("stands for", one)  # a skipped file has none
        counts[because][what] += count
    parts = [f"{', '.join(_counted(count, what) for what, count in found.most_common())} ({because})"
             for because, found in sorted(counts.items(), key=lambda item: not item[0].startswith(WALLS))]
    return f"NOT RUN: {'; '.join(parts)}" if parts else ""


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count > 1 else re.sub(r"s\b", "", f"1 {what}", count=1)


def refused(skipped) -> bool:
    """Whether continuous integration must not call this run green."""
    allowed = os.environ.get("ALLOW_NOT_RUN", "").split()
    return bool(os.environ.get("CI")) and "walls" not in allowed and any(_for_walls(_reason(report)) for report in skipped)


def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if hasattr(session.config, "workerinput") or reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    session.config.stash[LINE] = line(skipped)
    if refused(skipped):
        session.config.stash[LINE] += ". REFUSED, because CI is set: attacks that nobody tried are no green run"
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Below pytest's own last line."""
    if text := config.stash.get(LINE, ""):
        print(text, flush=True)
