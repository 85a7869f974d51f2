"""Whatever plain value the student's side writes, the tester reads back equal, and what is over a bound neither side lets by.

The values are drawn by Hypothesis: trees of every kind that travels as data, aliases included. Both ends are those of
grading, the student's and the tester's codec, with the bytes of the wire between them.
"""
from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import math
from types import SimpleNamespace

import msgpack
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.sandbox.student.codec import StudentCodec
from autograder.sandbox.tester import codec as tester
from autograder.sandbox.pipes import NotPlain, WireError
from autograder.sandbox.wire import bounds
from autograder.sandbox.wire.channel import unpacked

QUICK = settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

integers = st.integers() | st.sampled_from([2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**300])
texts = st.text() | st.text(st.characters(categories=["Cs", "Lo", "Cc"]), max_size=4)  # half of a pair, which no UTF-8 has, too
times = st.datetimes() | st.dates() | st.times() | st.timedeltas()
exact = st.none() | st.booleans() | integers | texts | st.binary(max_size=20) | times | st.fractions() | st.decimals(allow_nan=False)
numbers = st.floats() | st.complex_numbers()
keys = exact | st.tuples(integers, texts) | st.frozensets(integers, max_size=3)
dtypes = npst.boolean_dtypes() | npst.integer_dtypes() | npst.floating_dtypes() | npst.complex_number_dtypes() | npst.unicode_string_dtypes(max_len=4) | npst.datetime64_dtypes() | npst.timedelta64_dtypes()
arrays = npst.arrays(dtypes, npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
Point = collections.namedtuple("Point", "x y")


def grown(inner):
    lists = st.lists(inner, max_size=4)
    tables = st.dictionaries(keys, inner, max_size=4)
    return (lists | lists.map(tuple) | lists.map(collections.deque) | tables | tables.map(collections.OrderedDict)
            | tables.map(lambda table: collections.defaultdict(list, table)) | st.builds(Point, inner, inner)
            | st.sets(keys, max_size=4) | st.frozensets(keys, max_size=4) | st.binary(max_size=8).map(bytearray)
            | st.dictionaries(texts, integers, max_size=4).map(collections.Counter)
            | inner.map(lambda value: [value, value]))  # one object twice


leaves = exact | numbers | arrays | st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 3)) | st.just(...)
values = st.recursive(leaves, grown, max_leaves=25)


class Server:
    """What the student's codec asks its process for: no names, and nothing to keep."""

    names: dict = {}


LINK = SimpleNamespace(standins=SimpleNamespace(names=None, own_class=lambda module, name: None), asked=SimpleNamespace(may=lambda name: True))
"""What the tester's codec asks about its own classes: it has none, and the model answer gave every named tuple."""


def travelled(value):
    """From the student's codec over the bytes to the tester's."""
    tree = StudentCodec(Server()).dump(value)
    data = msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass")
    assert len(data) <= bounds.MAX_FRAME
    return tester.TesterCodec(LINK).load(unpacked(data))


def same(one, other) -> bool:
    """Equal in type, value and order; NaN is NaN, and minus nought is not nought."""
    if type(one) is not type(other):
        return isinstance(one, Point) and type(other).__name__ == "Point" and same(tuple(one), tuple(other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    if isinstance(one, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other) or one != one and other != other
    if isinstance(one, (list, tuple, collections.deque)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (decimal.Decimal, fractions.Fraction, datetime.datetime)):
        return str(one) == str(other)
    return one == other


@QUICK
@given(values)
def test_what_is_written_is_read_back_equal(value):
    assert same(value, travelled(value))


@QUICK
@given(values)
def test_one_object_twice_is_one_object_there(value):
    first, second = travelled([value, value])
    assert same(value, first) and same(value, second)
    if type(value) in (list, dict, set, bytearray):
        assert first is second


def nested(depth: int):
    value: object = 0
    for _ in range(depth):
        value = [value]
    return value


@QUICK
@given(st.integers(1, 3 * bounds.MAX_DEPTH))
def test_no_depth_passes_the_bound(depth):
    if depth <= bounds.MAX_DEPTH:
        assert same(travelled(nested(depth)), nested(depth))
    elif depth > bounds.MAX_DEPTH + 1:
        with pytest.raises(NotPlain):
            travelled(nested(depth))


@settings(QUICK, max_examples=25)
@given(st.integers(0, 2 * bounds.MAX_DIGITS_BITS), st.booleans())
def test_no_integer_passes_the_bound(bits, negative):
    value = (1 << bits) * (-1 if negative else 1)
    if value.bit_length() <= bounds.MAX_DIGITS_BITS:
        assert travelled(value) == value
    else:
        with pytest.raises(NotPlain):
            travelled(value)


@settings(QUICK, max_examples=25)
@given(st.integers(1, 40), st.integers(2, 8))
def test_sharing_counts_as_often_as_it_is_shown(levels, times):
    value: object = [0]
    for _ in range(levels):
        value = [value] * times
    elements, at = 0, 1
    for _ in range(levels):
        at *= times
        elements += at
    if elements > bounds.MAX_ITEMS:
        with pytest.raises(NotPlain):
            travelled(value)
    elif 4 * elements < bounds.MAX_ITEMS:  # a list counts for a few elements
        back = travelled(value)
        for _ in range(levels):
            assert len(back) == times
            back = back[-1]
        assert back == [0]


trees = st.recursive(st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=3) | st.binary(max_size=9), lambda inner: st.lists(inner, max_size=4)
                     | st.tuples(st.sampled_from("= @ l t s d C D O x n a ao i c q f g R h dc e sp pd ps pi pm T".split()), inner, inner).map(list), max_leaves=15)


@QUICK
@given(trees)
def test_a_tree_that_nobody_wrote_is_a_value_or_an_error_of_the_wire(tree):
    try:
        tester.TesterCodec(LINK).load(unpacked(msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass")))
    except WireError:
        pass
