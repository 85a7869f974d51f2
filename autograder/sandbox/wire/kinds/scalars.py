"""Single values of Python's own: numbers, dates, paths, `random.Random`."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
import random
import uuid
from typing import TYPE_CHECKING, Any

from ..bounds import MAX_DIGITS_BITS, NotPlain, WireError, exactly

if TYPE_CHECKING:
    from ..codec import Codec

FRACTION_BITS = 4096
"""Bits of a numerator or a denominator, which have to be brought to lowest terms."""
_Random = random.Random  # a notebook may bind another to the module's name
NAMED_TYPES: dict[type, tuple[str, Any]] = {
    decimal.Decimal: ("Decimal", str),
    uuid.UUID: ("UUID", str),
    datetime.date: ("date", datetime.date.isoformat),
    datetime.datetime: ("datetime", datetime.datetime.isoformat),
    datetime.time: ("time", datetime.time.isoformat),
    pathlib.PosixPath: ("PosixPath", str),
    pathlib.PurePosixPath: ("PurePosixPath", str),
}
"""What travels as text: its name on the wire and how the text is made."""


def _decimal(text: str) -> decimal.Decimal:
    made = decimal.Decimal(text)
    if made.is_finite() and abs(made.adjusted()) > 10_000:
        raise WireError("an exponent that is too big")
    return made


_FROM_TEXT: dict[str, Any] = {
    "Decimal": _decimal,
    "UUID": uuid.UUID,
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "PurePosixPath": pathlib.PurePosixPath,
    "PosixPath": pathlib.Path,
}


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


WRITERS: dict[type, Any] = {
    fractions.Fraction: _dump_fraction,
    memoryview: lambda codec, value, depth: bytes(value),
    complex: lambda codec, value, depth: ["c", value.real, value.imag],
    type(...): lambda codec, value, depth: ["E"],
    type(NotImplemented): lambda codec, value, depth: ["N"],
    datetime.timedelta: lambda codec, value, depth: [
        "td",
        value.days,
        value.seconds,
        value.microseconds,
    ],
}


def dump_random(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """The state of a generator of Python's own."""
    return ["RR", codec.dump_part(value, value.getstate(), depth)] if kind is _Random else None


def _read_random(codec: Codec, parts: list, depth: int) -> random.Random:
    made = random.Random()
    made.setstate(codec.load_part(made, parts[0], depth))
    return made


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
