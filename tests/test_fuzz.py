"""A few thousand forged messages; `python -m tests.fuzz` is for millions."""
from __future__ import annotations

import mmap

import pytest

from fuzz import run


@pytest.mark.slow
@pytest.mark.parametrize("target, inputs", [("values", 4000), ("messages", 2000), ("verdicts", 3000), ("dialogues", 300)])
def test_forged_messages_do_nothing_but_fail(target, inputs):
    found = run.apart(target, 10**9, 10**9 + inputs)  # other inputs than the command's
    assert found["findings"] == {}
    assert found["accepted"] > inputs / 50  # and some are near enough to good ones to be read


def test_a_process_that_dies_is_found_and_the_rest_is_run():
    found = run.apart("dies", 0, 6)
    assert list(found["findings"]) == ["3"] and "-11" in found["findings"]["3"] and found["accepted"] == 2


held = []
FAULTS = {"raises": lambda: 1 / 0, "slow": lambda: sum(range(10_000_000)), "big": lambda: held.append(bytearray(b"x" * 2**26))}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_reader_must_not_do_is_found(fault):
    with mmap.mmap(-1, 8) as where:
        found = run.stretch(lambda count: FAULTS[fault]() is None and count == 2 if count == 2 else True, 0, 4, where, 0.03, 32)
    held.clear()
    assert list(found["findings"]) == [2]
