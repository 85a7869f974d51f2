"""Good messages, from which forged ones are made."""
from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import pathlib
import random

import numpy as np
import pandas as pd
import scipy.sparse

from autograder.sandbox.pipes import pack
from autograder.sandbox.wire.codec import Codec

Point = collections.namedtuple("Point", "x y")
VALUES = [
    None, True, 0, 3, -1, 2**63, -(2**80), 1.5, float("nan"), float("-inf"), "", "가나", "\ud800", b"\x00\xff", 1 + 2j, ..., NotImplemented,
    [], [1, [2, (3,)]], (), {1, 2}, frozenset("ab"), {"a": [1], (1, 2): {3: 4}}, bytearray(b"ab"), range(1, 9, 2), slice(None, 3),
    collections.Counter("aab"), collections.OrderedDict(b=1, a=2), collections.defaultdict(list, {1: [2]}), collections.deque([1, 2], maxlen=3), Point(1, [2]),
    decimal.Decimal("1.10"), fractions.Fraction(1, 3), datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3), datetime.timedelta(days=1, seconds=2),
    pathlib.PurePosixPath("a/b"), random.Random(1), np.float32(1.5), np.bool_(True), np.str_("가"), np.datetime64("2026-01-02"), np.dtype("float32"),
    np.arange(6).reshape(2, 3), np.arange(4.0)[::-1], np.array("가"), np.array([{"a": 1}, None], dtype=object), np.array(["2026-01-01"], dtype="M8[D]"),
    np.random.default_rng(1), scipy.sparse.csr_matrix(np.eye(3)), scipy.sparse.coo_array(np.eye(2)), scipy.sparse.lil_matrix(np.eye(2)), scipy.sparse.dok_array(np.eye(2)),
    scipy.sparse.csc_array((2, 3)), pd.Series(range(3)), pd.DataFrame(index=range(2), columns=range(3)), pd.date_range("2026-01-01", periods=3),
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.to_datetime(["2026-01-01", None])}), pd.Series([1.5, 2], name="s"), pd.Index(["p", "q"]),
    pd.Series(["a", "b", "a"], dtype="category"), pd.MultiIndex.from_tuples([("a", 1), ("b", 2)]), pd.Timestamp("2026-01-02"), pd.RangeIndex(4),
]


def trees() -> list:
    """What `Codec.dump` makes of them, one by one and all in one message."""
    return [Codec().dump(value) for value in VALUES] + [Codec().dump([value, {"k": value}]) for value in VALUES[:30]]


def verdicts() -> list[bytes]:
    """What the executor hears from the two processes."""
    shown = [
        pack("stream", "stdout", "줄\n" * 5), pack("stream", "stderr", "x"), pack("error", "ValueError", "왜", "1:2 3:4", "첫 줄", "다음"),
        pack("execute_result", 3, "text/plain", "0.5"), pack("display_data", "", "text/html", "<b>x</b>", "image/png", "iVBORw0KGgo="),
    ]
    return [pack("ok", 1), pack("ok", 3, *shown), pack("error", 2, shown[2]), pack("timeout", 9), pack("unread", 1, shown[0]), pack("ours", 4, shown[3], shown[4])]


class Colour(enum.Enum):
    RED = 1


class Stack:
    """A student's class: handles of it travel."""

    def __init__(self):
        self.items = [1, 2]

    def pop(self):
        return self.items.pop()

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def __eq__(self, other):
        return True

    def __contains__(self, item):
        return True

    __lt__ = __le__ = __ge__ = __gt__ = __eq__
    __hash__ = None


def names() -> dict:
    """A notebook whose answers are wrong: none of them knows what the tests below look for."""
    def f(x=0):
        return random.choice([random.choice(VALUES), random.choice(VALUES), Stack(), random.choice([Colour.RED, np.linalg.norm, ValueError])])

    def raises(x=0):
        raise random.choice([ValueError("x", 3), KeyError("k"), OSError(2, "no"), StopIteration(1), AssertionError("no"), UnicodeDecodeError("utf-8", b"a", 0, 1, "r")])

    def gives(x=0):
        yield from (1, 2)

    return {"f": f, "raises": raises, "gives": gives, "Stack": Stack, "stack": Stack(), "table": {"a": [1, 2]}, "array": np.arange(3.0), "np": np, "Colour": Colour.RED,
            "frame": pd.DataFrame({"a": [1, 2]}), "number": 3.5}


TESTS = [
    "assert stack == {secret!r}",
    "assert {secret!r} in stack",
    "assert ({secret!r} in [stack]) or f(2) >= {number} > Stack() or {{'a': stack}} == {{'a': {secret!r}}}",
    "assert f(3) == {secret!r}",
    "got = f(3)\nassert isinstance(got, str) and got.endswith({secret!r})",
    "assert table[{key!r}] == {secret!r}",
    "assert np.allclose(f([1, 2]), {numbers})",
    "np.testing.assert_allclose(np.asarray(f(np.arange(3.0)), dtype=float), {numbers})",
    "assert sorted(map(str, gives(2)))[0] == {secret!r}",
    "made = Stack()\nassert (made.pop(), len(made)) == ({secret!r}, 1)",
    "pd.testing.assert_series_equal(pd.Series(f(2)), pd.Series({numbers}))",
    "pd.testing.assert_frame_equal(f(3), pd.DataFrame({{'a': {numbers}}}))",
    "try:\n    raises(1)\nexcept ValueError as error:\n    assert str(error) == {secret!r}\nelse:\n    raise AssertionError('no error')",
    "assert stack.pop() + stack.pop() == {secret!r}",
    "assert [*stack, *f(2)][-1] == {secret!r}",
    "assert abs(float(number) - {number}) < 1e-9",
    "assert f(key=lambda value: value) == {secret!r}",
    "assert dict(f(1)).get({key!r}) == {secret!r} or f(2).items[0] == {secret!r}",
    "data = [3, 1, 2]\nf(data)\nassert data == {numbers}",
    "with f(1) as opened:\n    assert opened == {secret!r}\nassert opened.read() == {secret!r}",
    "assert hash(f(2)) == {number} and {secret!r} in f(3)",
]
"""Tests that no answer of `names` passes; what they look for is drawn anew for each run and sent to nobody."""
ASKED = frozenset({"pop", "items", "read", "x", "Stack add", "(x,y)"})
"""What the tests have asked of the model answer's objects. Its stack can be gone through, so nobody asks it whether it contains something."""
