"""A subclass of a plain type becomes the plain type.

It is read by the plain type's own methods. Hostile case: a `str`, a `list`, an `int` whose own
methods say something else each time they are asked.
"""

from __future__ import annotations

import datetime
import decimal
from typing import TYPE_CHECKING, Any

from ..bounds import loaded
from .arrays import dump_array
from .containers import FIELD, ROWS, parts_of

if TYPE_CHECKING:
    from ..codec import Codec

_SINGLE: dict[type, Any] = {
    int: lambda value: int.__add__(value, 0),
    float: lambda value: float.__mul__(value, 1.0),
    complex: lambda value: complex.__add__(value, 0j),
    str: str.__str__,
    bytes: lambda value: bytes(memoryview(value)),
    datetime.datetime: lambda value: datetime.datetime.combine(
        datetime.date.fromordinal(datetime.datetime.toordinal(value)),
        datetime.datetime.timetz(value),
    ),
    datetime.date: lambda value: datetime.date.fromordinal(datetime.date.toordinal(value)),
    decimal.Decimal: lambda value: decimal.Decimal(decimal.Decimal.__str__(value)),
}


def dump(codec: Codec, value: Any, kind: type, depth: int) -> Any:
    """The tree of the plain value, None if the type derives from no plain one."""
    for base, plain in _SINGLE.items():
        if isinstance(value, base):
            return codec.encode(plain(value), depth)
    if isinstance(value, tuple):
        return _dump_tuple(codec, value, kind, depth)
    if isinstance(value, (list, dict, set, bytearray)):
        codec.mutable.append(value)
    if isinstance(value, bytearray):
        return ["B", bytes(memoryview(value))]
    for base, tag in {**ROWS, dict: "d"}.items():
        if isinstance(value, base):
            return [tag, codec.dump_all(parts_of(value), depth)]
    numpy = loaded("numpy")
    if numpy is None or not isinstance(value, numpy.ndarray):
        return None
    if kind is getattr(loaded("numpy.ma"), "MaskedArray", None):
        return None
    return dump_array(codec, numpy.array(value, copy=True, subok=False), depth)


def _dump_tuple(codec: Codec, value: tuple, kind: type, depth: int) -> list:
    fields = getattr(kind, "_fields", None)
    items = list(tuple.__iter__(value))
    if fields is None and hasattr(kind, "n_sequence_fields"):
        fields = getattr(kind, "__match_args__", None)  # `time.struct_time`, `torch.topk`'s result
    if (
        isinstance(fields, tuple)
        and len(fields) == len(items)
        and all(type(field) is str and FIELD.fullmatch(field) for field in fields)
    ):
        name = kind.__name__ if type(kind.__name__) is str else "Row"
        return ["n", name, list(fields), codec.dump_all(items, depth)]
    return ["t", codec.dump_all(items, depth)]
