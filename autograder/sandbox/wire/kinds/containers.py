"""Containers of Python's own, named tuples, views of keys."""

from __future__ import annotations

import collections
import re
from typing import TYPE_CHECKING, Any

from ...pipes import WireError
from ..bounds import exactly

if TYPE_CHECKING:
    from ..codec import Codec

FIELD = re.compile(r"[^\W\d]\w{0,99}")
"""A name of a named tuple or of one of its fields. `namedtuple` puts it into code that it runs."""
ROWS: dict[type, str] = {list: "l", tuple: "t", set: "s", frozenset: "f"}
"""Tags of containers of elements."""
TABLES: dict[type, str] = {
    dict: "d",
    collections.Counter: "C",
    collections.OrderedDict: "O",
    collections.defaultdict: "D",
}
"""Tags of containers of pairs: keys and values in turn."""
MUTABLE = (list, set, bytearray, collections.deque, *TABLES)
"""Types whose values keep their identity and follow changes."""
SHARED = frozenset(["l", "s", "B", "q", *TABLES.values()])
"""Their tags: what is filled while it is read, and may come again as `["@", place]`."""
_FACTORIES = {
    factory.__name__: factory
    for factory in (int, float, list, dict, set, str, tuple, bool, complex, frozenset)
}
_named_tuples: dict[tuple[str, tuple[str, ...]], Any] = {}


def named_tuple(name: str, fields: tuple[str, ...]) -> Any:
    """A named tuple's class; at most two hundred are made."""
    if not FIELD.fullmatch(name) or not all(FIELD.fullmatch(field) for field in fields):
        raise WireError("not a name")
    if (name, fields) not in _named_tuples and len(_named_tuples) < 200:
        _named_tuples[name, fields] = collections.namedtuple(name, fields)
    return _named_tuples[name, fields]


def refill(made: Any, values: list) -> None:
    """Give a mutable container these elements, or keys and values in turn, and no others."""
    made.clear()
    if isinstance(made, dict):
        # A Counter's own `update` would add, and an OrderedDict must keep the order.
        plain = collections.OrderedDict if isinstance(made, collections.OrderedDict) else dict
        plain.update(made, zip(values[::2], values[1::2], strict=True))
    elif isinstance(made, set):
        made.update(values)
    else:
        made.extend(values)


def parts_of(value: Any) -> Any:
    """Elements, or keys and values in turn, by the plain type's own methods: a subclass may have
    others.
    """
    if isinstance(value, collections.OrderedDict):
        return flat(collections.OrderedDict.items(value))
    if isinstance(value, dict):
        return flat(dict.items(value))
    plain = next(base for base in (*ROWS, collections.deque) if isinstance(value, base))
    return plain.__iter__(value)  # type: ignore[attr-defined]


def flat(pairs: Any) -> list:
    return [part for pair in pairs for part in pair]


def _dump_default_dict(codec: Codec, value: collections.defaultdict, depth: int) -> list:
    pairs, factory = codec.dump_all(parts_of(value), depth), value.default_factory
    if factory in _FACTORIES.values():
        return ["D", pairs, factory.__name__]  # type: ignore[union-attr]
    return ["D", pairs, codec.encode(factory, depth + 1)]


def _dump_tuple(codec: Codec, value: tuple, depth: int) -> list:
    kind, items = type(value), list(tuple.__iter__(value))
    fields = getattr(kind, "_fields", None)
    if fields is None and hasattr(kind, "n_sequence_fields"):
        fields = getattr(kind, "__match_args__", None)  # `time.struct_time`, `torch.topk`'s result
    if (
        isinstance(fields, tuple)
        and len(fields) == len(items)
        and all(type(field) is str and FIELD.fullmatch(field) for field in fields)
    ):
        return ["n", str(kind.__name__), list(fields), codec.dump_all(items, depth)]
    return ["t", codec.dump_all(items, depth)]


def _dump_bounds(codec: Codec, value: Any, depth: int) -> list:
    return codec.dump_all((value.start, value.stop, value.step), depth)


def _writer(tag: str) -> Any:
    return lambda codec, value, depth: [tag, codec.dump_all(parts_of(value), depth)]


WRITERS: dict[type, Any] = {
    **{kind: _writer(tag) for kind, tag in (ROWS | TABLES).items()},
    tuple: _dump_tuple,
    collections.defaultdict: _dump_default_dict,
    collections.deque: lambda codec, value, depth: [
        "q",
        codec.dump_all(parts_of(value), depth),
        value.maxlen,
    ],
    bytearray: lambda codec, value, depth: ["B", bytes(memoryview(value))],
    range: lambda codec, value, depth: ["r", *_dump_bounds(codec, value, depth)],
    slice: lambda codec, value, depth: ["S", *_dump_bounds(codec, value, depth)],
    type({}.keys()): lambda codec, value, depth: ["dk", codec.dump_all(value, depth)],
}


def _filled(codec: Codec, made: Any, trees: object, depth: int) -> Any:
    """Known before it is filled, in the order in which the writer met it."""
    codec.mutable.append(made)
    refill(made, codec.load_all(trees, depth))
    return made


def _reader(kind: type) -> Any:
    if kind in MUTABLE:
        return lambda codec, parts, depth: _filled(codec, kind(), parts[0], depth)
    return lambda codec, parts, depth: kind(codec.load_all(parts[0], depth))


def _read_default_dict(codec: Codec, parts: list, depth: int) -> dict:
    factory = parts[1]
    factory = _FACTORIES[factory] if type(factory) is str else codec.decode(factory, depth + 1)
    return _filled(codec, collections.defaultdict(factory), parts[0], depth)


def _read_deque(codec: Codec, parts: list, depth: int) -> collections.deque:
    limit = parts[1]
    if limit is not None and (type(limit) is not int or not 0 <= limit < 2**40):
        raise WireError("not a length")
    return _filled(codec, collections.deque(maxlen=limit), parts[0], depth)


def _read_bytearray(codec: Codec, parts: list, depth: int) -> bytearray:
    made = bytearray(exactly(parts[0], bytes))
    codec.mutable.append(made)
    return made


def _read_named_tuple(codec: Codec, parts: list, depth: int) -> tuple:
    name, fields = exactly(parts[0], str), [exactly(field, str) for field in parts[1]]
    values = codec.load_all(parts[2], depth)
    if len(fields) != len(values) or len(fields) > 200:
        raise WireError("fields and values differ")
    return codec.named_tuple(name, tuple(fields))._make(values)


READERS: dict[str, Any] = {
    **{tag: _reader(kind) for kind, tag in (ROWS | TABLES).items()},
    "D": _read_default_dict,
    "q": _read_deque,
    "B": _read_bytearray,
    "r": lambda codec, parts, depth: range(*codec.load_all(parts, depth)),
    "S": lambda codec, parts, depth: slice(*codec.load_all(parts, depth)),
    "n": _read_named_tuple,
    "dk": lambda codec, parts, depth: dict.fromkeys(codec.load_all(parts[0], depth)).keys(),
}
