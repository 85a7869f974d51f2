"""Single values of Python's own: numbers, dates, paths, `random.Random`."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
import random
import re
from typing import TYPE_CHECKING, Any

from ...pipes import NotPlain, WireError
from ..bounds import MAX_DIGITS_BITS, exactly

if TYPE_CHECKING:
    from ..codec import Codec

FRACTION_BITS = 4096
"""Bits of a numerator or a denominator, which have to be brought to lowest terms."""


def _dump_int(codec: Codec, value: int, depth: int) -> list:
    """One that has more than 64 bits."""
    if value.bit_length() > MAX_DIGITS_BITS:
        raise NotPlain("an int of too many digits")
    return ["i", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)]


def _fraction_text(value: fractions.Fraction) -> str:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > FRACTION_BITS:
        raise NotPlain("a fraction of too many digits")
    return fractions.Fraction.__str__(value)


def _fraction(text: str) -> fractions.Fraction:
    """Of two numbers. Hostile case: an exponent, which is a power to be computed."""
    if not re.fullmatch(r"-?\d{1,1500}(/\d{1,1500})?", text):
        raise WireError("not a fraction")
    return fractions.Fraction(text)


def _decimal(text: str) -> decimal.Decimal:
    made = decimal.Decimal(text)
    if made.is_finite() and abs(made.adjusted()) > 10_000:
        raise WireError("an exponent that is too big")
    return made


_TEXTS: dict[type, tuple[Any, Any]] = {
    decimal.Decimal: (decimal.Decimal.__str__, _decimal),
    fractions.Fraction: (_fraction_text, _fraction),
    datetime.date: (datetime.date.isoformat, datetime.date.fromisoformat),
    datetime.datetime: (datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    datetime.time: (datetime.time.isoformat, datetime.time.fromisoformat),
    pathlib.PosixPath: (str, pathlib.Path),
    pathlib.PurePosixPath: (str, pathlib.PurePosixPath),
}
"""What travels as text under its type's name: how the text is made, and what is made of it."""
_FROM_TEXT = {kind.__name__: made for kind, (_, made) in _TEXTS.items()}
PLAIN: dict[type, Any] = {
    int: lambda value: int.__add__(value, 0),
    float: lambda value: float.__mul__(value, 1.0),
    str: str.__str__,
    bytes: lambda value: bytes(memoryview(value)),
}
"""The plain value of one whose class derives from a type that is in a tree as it is."""


def _text_writer(kind: type, text: Any) -> Any:
    return lambda codec, value, depth: ["x", kind.__name__, text(value)]


def _dump_random(codec: Codec, value: random.Random, depth: int) -> list:
    if isinstance(value, random.SystemRandom):  # it has no state
        return codec.refer(value)
    return ["RR", codec.dump_part(value, value.getstate(), depth)]


def _read_random(codec: Codec, parts: list, depth: int) -> random.Random:
    made = random.Random()
    made.setstate(codec.load_part(made, parts[0], depth))
    return made


WRITERS: dict[type, Any] = {
    **{kind: _text_writer(kind, text) for kind, (text, _) in _TEXTS.items()},
    int: _dump_int,
    complex: lambda codec, value, depth: ["c", value.real, value.imag],
    type(...): lambda codec, value, depth: ["E"],
    type(NotImplemented): lambda codec, value, depth: ["N"],
    datetime.timedelta: lambda codec, value, depth: [
        "td",
        *(value.days, value.seconds, value.microseconds),
    ],
    random.Random: _dump_random,
}
READERS: dict[str, Any] = {
    "c": lambda codec, parts, depth: complex(exactly(parts[0], float), exactly(parts[1], float)),
    "i": lambda codec, parts, depth: int.from_bytes(
        exactly(parts[0], bytes)[: MAX_DIGITS_BITS // 8 + 1], "big", signed=True
    ),
    "E": lambda codec, parts, depth: ...,
    "N": lambda codec, parts, depth: NotImplemented,
    "x": lambda codec, parts, depth: _FROM_TEXT[exactly(parts[0], str)](
        exactly(parts[1], str)[:10_000]
    ),
    "td": lambda codec, parts, depth: datetime.timedelta(*(exactly(part, int) for part in parts)),
    "RR": _read_random,
}
