"""Plain data over the wire: what is sent arrives as it was, and a forged message is an error, never anything else."""
from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import os
import struct
import threading
import time

import msgpack
import numpy as np
import pandas as pd
import pytest

from autograder.grading.sent_outputs import outputs_from
from autograder.sandbox import pipes
from autograder.sandbox.pipes import MAX_FRAME, Closed, NotPlain, TimedOut, WireError
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.codec import Codec
from autograder.sandbox.wire.links import assign
from autograder.sandbox.wire.channel import unpacked


def travel(value):
    """There and back, through the bytes; both sides must count the same mutable values."""
    sender, receiver = Codec(), Codec()
    tree = msgpack.unpackb(msgpack.packb(sender.dump(value), unicode_errors="surrogatepass"), unicode_errors="surrogatepass")
    back = receiver.load(tree)
    assert len(sender.mutable) == len(receiver.mutable)
    return back


Point = collections.namedtuple("Point", "x y")
PLAIN = [None, True, 3, -(2**63), 2**64 - 1, 2**80, -(2**80), 1.5, float("inf"), "가나", "\ud800", b"\x00", 1 + 2j, [1, [2, (3,)]], (), {1, 2},
         frozenset("ab"), {"a": [1], (1, 2): {3: 4}}, bytearray(b"ab"), range(1, 9, 2), slice(None, 3), ..., collections.Counter("aab"),
         collections.OrderedDict(b=1, a=2), collections.defaultdict(list, {1: [2]}), collections.deque([1, 2], maxlen=3), decimal.Decimal("1.10"),
         fractions.Fraction(1, 3), datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3), datetime.timedelta(days=1, seconds=2),
         np.float32(1.5), np.int8(-3), np.bool_(True), np.str_("가"), np.datetime64("2026-01-02"), np.dtype("float32")]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: f"{type(value).__name__}-{str(value)[:12]!a}")
def test_plain_values_keep_value_and_type(value):
    back = travel(value)
    assert type(back) is type(value)
    assert back == value


def test_default_factories_and_lengths_survive():
    assert travel(collections.defaultdict(list))["new"] == []
    assert travel(collections.deque(maxlen=2)).maxlen == 2


@pytest.mark.parametrize("shape, places", [([2, 2], [0, 5]), ([2, 2], [0, -1]), ([2, 2**40], [0, 1]), ([2, -2], [0, 1]), ([2], [0, 1])], ids=str)
def test_a_sparse_matrix_with_places_outside_of_it_is_refused(shape, places):
    rows, columns, values = (Codec().dump(np.array(part)) for part in ([0, 1], places, [1.0, 2.0]))
    with pytest.raises(WireError):
        Codec().load(["sp", "csr", True, shape, rows, columns, values])


@pytest.mark.parametrize("tree", [["e", "os", "path", "sep", 3], ["e", "__main__", "A", "B", 3], ["e", "builtins", "int", "real", 3]], ids=str)
def test_a_member_of_what_is_no_enumeration_is_what_stands_for_it(tree):
    assert Codec().load(tree) == 3


@pytest.mark.parametrize("tree", [["tt", "torch.load"], ["tt", "os"], ["tt", "cpu:x"], ["RR", ["t", [3, ["t", [1, 2]], None]]], ["e", 1, "A", "B", 3]], ids=str)
def test_forged_words_are_refused(tree):
    pytest.importorskip("torch")
    with pytest.raises(WireError):
        Codec().load(tree)


@pytest.mark.parametrize("array", [np.arange(6).reshape(2, 3), np.arange(6.0).reshape(2, 3).T, np.array(3), np.zeros((0, 3)), np.array(["a", "bcd"]),
                                   np.array([True, False]), np.array([{"a": 1}, None], dtype=object), np.array(["2026-01-01"], dtype="M8[D]"), np.array([("a", 1), ("b", 2)], dtype=[("name", "U3"), ("n", "i4")])],
                         ids=lambda array: f"{array.dtype}-{array.shape}")
def test_arrays_keep_dtype_shape_and_order(array):
    back = travel(array)
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    assert back.flags.f_contiguous == array.flags.f_contiguous
    assert back.tolist() == array.tolist()
    assert back.flags.writeable


def test_frames():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, np.nan], "d": pd.to_datetime(["2026-01-01", None])}, index=["p", "q"])
    pd.testing.assert_frame_equal(travel(frame), frame)
    pd.testing.assert_series_equal(travel(frame["b"]), frame["b"])
    pd.testing.assert_index_equal(travel(pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", "y"])), pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", "y"]))


def test_random_generators_continue_where_they_were():
    generator = np.random.default_rng(5)
    generator.random(3)
    assert travel(generator).random() == np.random.default_rng(5).random(4)[3]


def test_named_tuples_keep_their_fields():
    back = travel(Point(1, [2]))
    assert (back.x, back.y, type(back).__name__, isinstance(back, tuple)) == (1, [2], "Point", True)


class Liar(int):
    def __eq__(self, other):
        return True

    def __add__(self, other):
        return "forged"

    __hash__ = int.__hash__


class LyingText(str):
    def __eq__(self, other):
        return True

    def __str__(self):
        return "forged"

    __hash__ = str.__hash__


class LyingList(list):
    def __iter__(self):
        return iter(["forged"])


@pytest.mark.parametrize("value, plain", [(Liar(3), 3), (LyingText("real"), "real"), (LyingList([1, 2]), [1, 2]), ([Liar(3)], [3]), ({LyingText("k"): Liar(1)}, {"k": 1}),
                                          (type("D", (dict,), {"items": lambda self: []})({"a": 1}), {"a": 1}), (type("F", (float,), {})(1.5), 1.5),
                                          (type("T", (tuple,), {"__iter__": lambda self: iter(())})((1, 2)), (1, 2))], ids=repr)
def test_subclasses_become_the_plain_type(value, plain):
    back = travel(value)
    assert type(back) is type(plain)
    assert repr(back) == repr(plain)


def test_array_subclasses_become_arrays():
    kind = type("A", (np.ndarray,), {"__eq__": lambda self, other: True, "__array_function__": lambda *a: True})
    assert type(travel(np.arange(3).view(kind))) is np.ndarray


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def cyclic():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize("value", [nested(200), cyclic(), list(range(2_000_001)), 1 << 600_000, object(), lambda: 0], ids=["deep", "cyclic", "many", "big int", "object", "function"])
def test_what_cannot_travel_is_refused(value):
    with pytest.raises(NotPlain):
        Codec().dump(value)


@pytest.mark.parametrize("tree", [
    [], [1], ["unknown", 1], {"a": 1}, ["l"], ["l", 5], ["d", [1]], ["=", 0], ["=", -1], ["a", "O", [1], b"12345678", False], ["a", "<f8", [2], b"1", False],
    ["a", "<f8", [-1], b"", False], ["a", "<f8", [2**40, 2**40], b"", False], ["a", "V8", [1], b"12345678", False], ["a", "<f8,<f8", [1], b"0" * 16, False],
    ["g", "O", b"12345678"], ["x", "eval", "1"], ["x", "Decimal", ["l", []]], ["x", "Decimal", "no"], ["n", "a b", ["x"], [1]], ["n", "P", ["x", "__class__ = 1"], [1, 2]],
    ["D", [], "eval"], ["G", "PCG64", 5], ["G", "__class__", 5], ["pd", [[1, "x"]], None, None], ["T", "torch", ["l", []], False], ["s", [["l", []]]],
    ["i", "text"], ["r", [1]], ["td", 1.5], ["pi", ["a", "<f8", [1], b"12345678", False], "__import__('os')", None]], ids=repr)
def test_forged_trees_are_wire_errors(tree):
    with pytest.raises(WireError):
        Codec().load(tree)


def test_a_deep_tree_is_a_wire_error():
    tree = ["l", []]
    for _ in range(150):
        tree = ["l", [tree]]
    with pytest.raises(WireError):
        Codec().load(tree)


def mutations(good):
    """Ten thousand times a message with one to five bytes changed."""
    generator = np.random.default_rng(0)
    for _ in range(10_000):
        data = bytearray(good)
        for place in generator.integers(0, len(data), generator.integers(1, 6)):
            data[place] = generator.integers(0, 256)
        yield bytes(data)


def test_random_bytes_never_do_anything_but_fail():
    """Ten thousand mutations of a good message: each is a value or a WireError."""
    good = msgpack.packb(Codec().dump([1, {"a": np.arange(4.0)}, (2, {3}), Point(1, 2), range(3), pd.Series([1, 2])]))
    outcomes = collections.Counter()
    for data in mutations(good):
        try:
            Codec().load(unpacked(data))
            outcomes["value"] += 1
        except WireError:
            outcomes["error"] += 1
    assert sum(outcomes.values()) == 10_000
    assert outcomes["error"] > 1000


# -- aliases and changes -------------------------------------------------------------------------------------------

def test_known_values_come_back_as_themselves():
    inner = [1]
    outer = [inner, 2]
    sender = Codec()
    sender.dump(outer)
    receiver = Codec()
    copy = receiver.load(Codec().dump(outer))
    answer = Codec(receiver.mutable).dump({"same": copy[0], "whole": copy})
    back = Codec(sender.mutable).load(answer)
    assert back["same"] is inner
    assert back["whole"] is outer


def test_changes_are_seen_one_container_at_a_time():
    receiver = Codec()
    copy = receiver.load(Codec().dump([[1], [2]]))
    before = [Codec(receiver.mutable).shallow(value) for value in receiver.mutable]
    copy[1].append(3)
    after = [Codec(receiver.mutable).shallow(value) for value in receiver.mutable]
    assert [old != new for old, new in zip(before, after)] == [False, False, True]


@pytest.mark.parametrize("original, new", [([1], [2, 3]), ({"a": 1}, {"b": 2}), ({1}, {2}), (bytearray(b"a"), bytearray(b"bc")), (collections.deque([1]), collections.deque([2, 3]))], ids=repr)
def test_assign_keeps_identity(original, new):
    same = original
    assign(original, new)
    assert same is original and same == new


def test_assign_refuses_another_kind():
    with pytest.raises(WireError):
        assign([1], {"a": 1})


# -- channels ------------------------------------------------------------------------------------------------------

@pytest.fixture
def ends():
    here, there = pipes.pair()
    channel = Channel(there, limit=1 << 16)
    with os.fdopen(here[0], "rb") as reader, os.fdopen(here[1], "wb", buffering=0) as left:
        yield left, channel
        channel.close()
    assert reader.closed


def test_a_message_in_small_pieces(ends):
    left, channel = ends
    data = msgpack.packb(["가", 1])
    frame = struct.pack(">I", len(data)) + data

    def drip():
        for byte in frame:
            left.write(bytes([byte]))
            time.sleep(0.001)

    threading.Thread(target=drip).start()
    assert channel.receive(time.monotonic() + 10) == ["가", 1]


def test_a_length_beyond_the_limit_is_not_waited_for(ends):
    left, channel = ends
    left.write(struct.pack(">I", 2**31))
    with pytest.raises(WireError):
        channel.receive(time.monotonic() + 10)


def test_half_a_message_times_out_and_a_closed_end_is_told(ends):
    left, channel = ends
    left.write(struct.pack(">I", 10) + b"12")
    with pytest.raises(TimedOut):
        channel.receive(time.monotonic() + 0.05)
    left.close()
    with pytest.raises(Closed):
        channel.receive(time.monotonic() + 10)


def test_too_long_a_message_is_not_sent(ends):
    _, channel = ends
    with pytest.raises(NotPlain):
        channel.send(b"x" * (1 << 17))


@pytest.mark.parametrize("data", [b"\xc1", b"", b"\x91", b"\xd4\x05\x00", b"\x81\xa1a\x01", b"\x01\x02", b"\xa2\xff\xff", msgpack.packb(msgpack.Timestamp(1, 2))], ids=repr)
def test_forged_msgpack(ends, data):
    left, channel = ends
    left.write(struct.pack(">I", len(data)) + data)
    with pytest.raises(WireError):
        channel.receive(time.monotonic() + 10)


def test_a_reader_that_never_reads_does_not_hold_the_writer(ends):
    _, channel = ends
    with pytest.raises(TimedOut):
        for _ in range(1000):
            channel.send(b"x" * 60_000, time.monotonic() + 0.05)


def test_the_frame_limit_is_stated():
    assert MAX_FRAME == 64 * 2**20


# -- what the executor hears ---------------------------------------------------------------------------------------

def test_fields_arrive_as_they_were():
    assert pipes.unpack(pipes.pack("가", b"\xff\x00", 12, 1.5, "")) == ["가".encode(), b"\xff\x00", b"12", b"1.5", b""]
    assert pipes.text(pipes.unpack(pipes.pack("\ud800"))[0]) == "\ud800" and pipes.unpack(b"") == []


@pytest.mark.parametrize("message", [b"\0", b"\0\0\0", b"\0\0\0\1", b"\xff\xff\xff\xff", pipes.pack("a")[:-1], pipes.pack("a") + b"\0", bytes(4 * (pipes.MAX_FIELDS + 1))], ids=lambda message: f"{message[:6]!r}-{len(message)}")
def test_what_are_no_fields_is_refused(message):
    with pytest.raises(WireError):
        pipes.unpack(message)


@pytest.mark.parametrize("field", [b"", b"-1", b"1.5", b"inf", b"nan", b"1e9", b" 1", b"1_0", b"9" * 10, "٣".encode(), b"1\n"])
def test_what_is_no_number_is_refused(field):
    with pytest.raises(WireError):
        pipes.number(field)


def test_forged_outputs_fail_and_do_nothing_else():
    """Random changes of a good reply: outputs or a WireError, and never more text than was sent."""
    good = pipes.pack("ok", 3, pipes.pack("stream", "stdout", "x" * 50), pipes.pack("execute_result", 3, "text/plain", "2"), pipes.pack("error", "E", "m", "1:2 3:4", "line"))
    outcomes = collections.Counter()
    for data in mutations(good):
        try:
            outputs, _ = outputs_from(pipes.unpack(data)[2:], 1000)
            assert len(str(outputs)) < 10 * len(good)
            outcomes["outputs"] += 1
        except WireError:
            outcomes["error"] += 1
    assert min(outcomes.values()) > 1000


# -- what a message costs is bounded by its length -----------------------------------------------------------------

def array(values, dtype="<i4"):
    return Codec().dump(np.array(values, dtype=dtype))


STATE = {"bit_generator": "MT19937", "state": {"key": np.zeros(624, np.uint32), "pos": 10**6}, "has_gauss": 0, "gauss": 0.0}
COUNTER = {"bit_generator": "Philox", "state": {"counter": np.zeros(4, np.uint64), "key": np.zeros(2, np.uint64)}, "buffer": np.zeros(4, np.uint64), "buffer_pos": -5, "has_uint32": 0, "uinteger": 0}
RANGE = ["pr", 0, 10**8, 1, None]
FORGED = {
    "a place outside of a generator's table": ["G", "MT19937", Codec().dump(STATE)],
    "a place before a buffer": ["G", "Philox", Codec().dump(COUNTER)],
    "a state that is no dict": ["G", "PCG64", array([1])],
    "one value for all rows": ["ps", ["a", "<f8", [], b"\0" * 8, False], "float64", RANGE, None],
    "a row for all rows": ["ps", array([1]), "int32", RANGE, None],
    "a frame of another length": ["pd", [[array([1]), "int32"]], RANGE, ["pr", 0, 1, 1, None]],
    "two values in a column of one row": ["pd", [[array([1, 2]), "int32"]], ["pr", 0, 1, 1, None], ["pr", 0, 1, 1, None]],
    "no column and many rows' names": ["pd", [], ["pi", array([1]), "int32", None], RANGE],
    "bytes that become texts": ["ps", ["a", "|i1", [10**6], bytes(10**6), False], "str", ["pr", 0, 10**6, 1, None], None],
    "bytes that become complex numbers": ["ps", ["a", "|i1", [10**6], bytes(10**6), False], "complex128", ["pr", 0, 10**6, 1, None], None],
    "texts of megabytes": ["pi", ["ao", [2], ["a", "b"]], "<U9999999", None],
    "an index of matrices": ["pm", [["sp", "dok", True, [200_000, 2], array([]), array([]), array([], "<f8")]], [None]],
    "codes beyond their level": ["pm", [["pi", array([1]), "int32", None]], [array([5])], [None]],
    "categories of no kind": ["pi", ["pk", array([0]), ["l", [1]], False], "category", None],
    "rows without entries as lists": ["sp", "lil", True, [2**21, 2**21], array([]), array([]), array([], "<f8")],
    "many rows, many times": ["l", [["sp", "csr", True, [2**21, 2], array([]), array([]), array([], "<f8")]] * 100],
    "entries that are objects": ["sp", "coo", True, [2, 2], array([0]), array([0]), ["ao", [1], [None]]],
    "an array of objects without them": ["ao", [2**28], []],
    "sides beside none": ["ao", [2**30, 0], []],
    "the same of numbers": ["a", "<f8", [2**30, 0], b"", False],
    "elements of gigabytes": ["a", "<U999999999", [0], b"", False],
    "a fraction's exponent": ["x", "Fraction", "1e10000000"],
    "a fraction of long numbers": ["x", "Fraction", "1/" + "9" * 8000],
    "nothing divided by nothing": ["x", "Fraction", "0/0"],
    "a number of many digits": ["x", "Decimal", "1e999999999"],
    "many long numbers": ["l", [["i", b"\x7f" * 9]] * 11_000],
    "many small frames": ["l", [["pd", [], ["pr", 0, 0, 1, None], ["pr", 0, 0, 1, None]]] * 5000],
    "a frame of many columns": ["pd", [[array([1]), "int32"]] * 30_000, ["pr", 0, 1, 1, None], ["pr", 0, 30_000, 1, None]],
}


@pytest.mark.parametrize("name", FORGED)
def test_what_a_forged_value_would_cost_is_not_paid(name):
    started = time.process_time()
    with pytest.raises(WireError):
        Codec().load(FORGED[name])
    assert time.process_time() - started < 2


@pytest.mark.parametrize("data", [b"\xdd\x00\xa0\x00\x00" + b"\x90" * 0xA00000, b"\x91" * 2**21, b"\xc4\xff" + b"\x91" * 2**21], ids=["empty lists", "lists in lists", "a length that lies"])
def test_lists_are_counted_before_they_are_made(data):
    with pytest.raises(WireError):
        unpacked(data)
