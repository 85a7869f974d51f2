"""A subclass of a plain type becomes the plain type.

It is read by the plain type's own methods. Hostile case: a `str`, a `list`, an `int` whose own
methods say something else each time they are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..bounds import loaded
from .arrays import dump_array
from .containers import FIELD, dump_pairs

if TYPE_CHECKING:
    from ..codec import Codec


def dump(codec: Codec, value: Any, kind: type, depth: int) -> Any:
    """The tree of the plain value, None if the type derives from no plain one."""
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, int):
        return codec.encode(int.__add__(value, 0), depth)
    if isinstance(value, float):
        return float.__mul__(value, 1.0)
    if isinstance(value, complex):
        plain = complex.__add__(value, 0j)
        return ["c", plain.real, plain.imag]
    if isinstance(value, str):
        text = str.__str__(value)
        return text[:] if type(text) is str else "".join(str.__iter__(value))
    if isinstance(value, bytes):
        return bytes(memoryview(value))
    if isinstance(value, tuple):
        return _dump_tuple(codec, value, kind, depth)
    return _dump_container(codec, value, depth)


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


def _dump_container(codec: Codec, value: Any, depth: int) -> list | None:
    numpy = loaded("numpy")
    if isinstance(value, (list, dict, set, bytearray)):
        codec.mutable.append(value)
    if isinstance(value, list):
        return ["l", codec.dump_all(list.__iter__(value), depth)]
    if isinstance(value, dict):
        return ["d", dump_pairs(codec, value, depth)]
    if isinstance(value, set):
        return ["s", codec.dump_all(set.__iter__(value), depth)]
    if isinstance(value, frozenset):
        return ["f", codec.dump_all(frozenset.__iter__(value), depth)]
    if isinstance(value, bytearray):
        return ["B", bytes(memoryview(value))]
    if numpy is not None and isinstance(value, numpy.ndarray):
        if type(value) is getattr(loaded("numpy.ma"), "MaskedArray", None):
            return None
        return dump_array(codec, numpy.array(value, copy=True, subok=False), depth)
    return None
