"""Containers of Python's own, named tuples, views."""

from __future__ import annotations

import collections
import re
from typing import TYPE_CHECKING, Any

from ..bounds import WireError, exactly

if TYPE_CHECKING:
    from ..codec import Codec

FIELD = re.compile(r"[^\W\d]\w{0,99}")
"""A name of a named tuple or of one of its fields. `namedtuple` puts it into code that it runs."""
MUTABLE = (
    list,
    dict,
    set,
    bytearray,
    collections.deque,
    collections.Counter,
    collections.OrderedDict,
    collections.defaultdict,
)
"""Types whose values keep their identity and follow changes."""
SHARED = frozenset(["l", "s", "d", "C", "O", "D", "q", "B"])
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


def fill(made: dict, pairs: Any) -> None:
    """Put pairs into a dict: a Counter's own `update` would add, and an OrderedDict must keep the
    order.
    """
    plain = collections.OrderedDict if isinstance(made, collections.OrderedDict) else dict
    plain.update(made, pairs)


# -- out -------------------------------------------------------------------------------------------


def dump_pairs(codec: Codec, value: dict, depth: int) -> list:
    """Keys and values in turn, by the type's own `items`: a subclass may have another."""
    if isinstance(value, collections.OrderedDict):
        return codec.dump_all(_flat(collections.OrderedDict.items(value)), depth)
    return codec.dump_all(_flat(dict.items(value)), depth)


def _flat(pairs: Any) -> list:
    return [part for pair in pairs for part in pair]


def _dump_default_dict(codec: Codec, value: collections.defaultdict, depth: int) -> list:
    pairs, factory = dump_pairs(codec, value, depth), value.default_factory
    if factory in _FACTORIES.values():
        return ["D", pairs, factory.__name__]  # type: ignore[union-attr]
    return ["D", pairs, None if factory is None else codec.refer(factory)]


def _dump_bounds(value: Any) -> tuple:
    return value.start, value.stop, value.step


WRITERS: dict[type, Any] = {
    list: lambda codec, value, depth: ["l", codec.dump_all(value, depth)],
    tuple: lambda codec, value, depth: ["t", codec.dump_all(value, depth)],
    set: lambda codec, value, depth: ["s", codec.dump_all(value, depth)],
    frozenset: lambda codec, value, depth: ["f", codec.dump_all(value, depth)],
    dict: lambda codec, value, depth: ["d", dump_pairs(codec, value, depth)],
    collections.Counter: lambda codec, value, depth: ["C", dump_pairs(codec, value, depth)],
    collections.OrderedDict: lambda codec, value, depth: ["O", dump_pairs(codec, value, depth)],
    collections.defaultdict: _dump_default_dict,
    collections.deque: lambda codec, value, depth: [
        "q",
        codec.dump_all(value, depth),
        value.maxlen,
    ],
    bytearray: lambda codec, value, depth: ["B", bytes(value)],
    range: lambda codec, value, depth: ["r", *codec.dump_all(_dump_bounds(value), depth)],
    slice: lambda codec, value, depth: ["S", *codec.dump_all(_dump_bounds(value), depth)],
    type({}.keys()): lambda codec, value, depth: ["dk", codec.dump_all(value, depth)],
    type({}.values()): lambda codec, value, depth: ["dv", codec.dump_all(value, depth)],
    type({}.items()): lambda codec, value, depth: ["di", codec.dump_all(_flat(value), depth)],
}


# -- in --------------------------------------------------------------------------------------------


def _registered(codec: Codec, container: Any) -> Any:
    """Before it is filled, in the order in which the writer met it."""
    codec.mutable.append(container)
    return container


def _read_list(codec: Codec, parts: list, depth: int) -> list:
    made: list = _registered(codec, [])
    made.extend(codec.load_all(parts[0], depth))
    return made


def _read_set(codec: Codec, parts: list, depth: int) -> set:
    made: set = _registered(codec, set())
    made.update(codec.load_all(parts[0], depth))
    return made


def _read_dict(codec: Codec, parts: list, depth: int, made: Any = None) -> dict:
    made = _registered(codec, {} if made is None else made)
    values = codec.load_all(parts[0], depth)
    if len(values) % 2:
        raise WireError("a key without a value")
    fill(made, zip(values[::2], values[1::2], strict=True))
    return made


def _read_counter(codec: Codec, parts: list, depth: int) -> dict:
    return _read_dict(codec, parts, depth, collections.Counter())


def _read_ordered_dict(codec: Codec, parts: list, depth: int) -> dict:
    return _read_dict(codec, parts, depth, collections.OrderedDict())


def _read_default_dict(codec: Codec, parts: list, depth: int) -> dict:
    factory = parts[1]
    if type(factory) is str:
        factory = _FACTORIES[factory]
    elif factory is not None:
        factory = codec.decode(factory, depth + 1)
    return _read_dict(codec, parts, depth, collections.defaultdict(factory))


def _read_deque(codec: Codec, parts: list, depth: int) -> collections.deque:
    limit = parts[1]
    if limit is not None and (type(limit) is not int or not 0 <= limit < 2**40):
        raise WireError("not a length")
    made: collections.deque = _registered(codec, collections.deque(maxlen=limit))
    made.extend(codec.load_all(parts[0], depth))
    return made


def _read_bytearray(codec: Codec, parts: list, depth: int) -> bytearray:
    return _registered(codec, bytearray(exactly(parts[0], bytes)))


def _read_named_tuple(codec: Codec, parts: list, depth: int) -> tuple:
    name, fields = exactly(parts[0], str), [exactly(field, str) for field in parts[1]]
    values = codec.load_all(parts[2], depth)
    if len(fields) != len(values) or len(fields) > 200:
        raise WireError("fields and values differ")
    return codec.named_tuple(name, tuple(fields))._make(values)


def _read_items(codec: Codec, parts: list, depth: int) -> object:
    values = codec.load_all(parts[0], depth)
    return dict(zip(values[::2], values[1::2], strict=False)).items()


READERS: dict[str, Any] = {
    "l": _read_list,
    "t": lambda codec, parts, depth: tuple(codec.load_all(parts[0], depth)),
    "s": _read_set,
    "f": lambda codec, parts, depth: frozenset(codec.load_all(parts[0], depth)),
    "d": _read_dict,
    "C": _read_counter,
    "O": _read_ordered_dict,
    "D": _read_default_dict,
    "q": _read_deque,
    "B": _read_bytearray,
    "r": lambda codec, parts, depth: range(*codec.load_all(parts, depth)),
    "S": lambda codec, parts, depth: slice(*codec.load_all(parts, depth)),
    "n": _read_named_tuple,
    "dk": lambda codec, parts, depth: dict.fromkeys(codec.load_all(parts[0], depth)).keys(),
    "dv": lambda codec, parts, depth: dict(enumerate(codec.load_all(parts[0], depth))).values(),
    "di": _read_items,
}
