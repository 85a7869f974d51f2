"""Single values of Python's own: numbers, dates, paths, `random.Random`."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
import random
from typing import TYPE_CHECKING, Any

from ...pipes import NotPlain, WireError
from ..bounds import MAX_DIGITS_BITS, exactly

if TYPE_CHECKING:
    from ..codec import Codec

FRACTION_BITS = 4096
"""Bits of a numerator or a denominator, which have to be brought to lowest terms."""


def _decimal(text: str) -> decimal.Decimal:
    made = decimal.Decimal(text)
    if made.is_finite() and abs(made.adjusted()) > 10_000:
        raise WireError("an exponent that is too big")
    return made


_TEXTS: dict[type, tuple[Any, Any]] = {
    decimal.Decimal: (str, _decimal),
    datetime.date: (datetime.date.isoformat, datetime.date.fromisoformat),
    datetime.datetime: (datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    datetime.time: (datetime.time.isoformat, datetime.time.fromisoformat),
    pathlib.PosixPath: (str, pathlib.Path),
    pathlib.PurePosixPath: (str, pathlib.PurePosixPath),
}
"""What travels as text under its type's name: how the text is made, and what is made of it."""
_FROM_TEXT = {kind.__name__: made for kind, (_, made) in _TEXTS.items()}


def _text_writer(kind: type, text: Any) -> Any:
    return lambda codec, value, depth: ["x", kind.__name__, text(value)]


def _dump_fraction(codec: Codec, value: fractions.Fraction, depth: int) -> list:
    parts = value.numerator, value.denominator
    if max(part.bit_length() for part in parts) > FRACTION_BITS:
        raise NotPlain("a fraction of too many digits")
    return ["F", *(codec.encode(part, depth + 1) for part in parts)]


def _read_fraction(codec: Codec, parts: list, depth: int) -> fractions.Fraction:
    """Of two numbers. Hostile case: a text with an exponent, which is a power to be computed."""
    numbers = [exactly(codec.decode(part, depth + 1), int) for part in parts[:2]]
    if max(number.bit_length() for number in numbers) > FRACTION_BITS:
        raise WireError("a fraction of too many digits")
    return fractions.Fraction(*numbers)


def _dump_random(codec: Codec, value: random.Random, depth: int) -> list:
    return ["RR", codec.dump_part(value, value.getstate(), depth)]


def _read_random(codec: Codec, parts: list, depth: int) -> random.Random:
    made = random.Random()
    made.setstate(codec.load_part(made, parts[0], depth))
    return made


def _dump_span(codec: Codec, value: datetime.timedelta, depth: int) -> list:
    return ["td", value.days, value.seconds, value.microseconds]


WRITERS: dict[type, Any] = {
    **{kind: _text_writer(kind, text) for kind, (text, _) in _TEXTS.items()},
    fractions.Fraction: _dump_fraction,
    complex: lambda codec, value, depth: ["c", value.real, value.imag],
    type(...): lambda codec, value, depth: ["E"],
    type(NotImplemented): lambda codec, value, depth: ["N"],
    datetime.timedelta: _dump_span,
    random.Random: _dump_random,
}
READERS: dict[str, Any] = {
    "c": lambda codec, parts, depth: complex(exactly(parts[0], float), exactly(parts[1], float)),
    "i": lambda codec, parts, depth: int.from_bytes(
        exactly(parts[0], bytes)[: MAX_DIGITS_BITS // 8 + 1], "big", signed=True
    ),
    "F": _read_fraction,
    "E": lambda codec, parts, depth: ...,
    "N": lambda codec, parts, depth: NotImplemented,
    "x": lambda codec, parts, depth: _FROM_TEXT[exactly(parts[0], str)](
        exactly(parts[1], str)[:10_000]
    ),
    "td": lambda codec, parts, depth: datetime.timedelta(*(exactly(part, int) for part in parts)),
    "RR": _read_random,
}
