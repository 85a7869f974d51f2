"""Plain data between processes that do not trust each other: framed, bounded, decoded without executing anything.

A value is turned into a tree of None, bool, int, float, str, bytes and lists, which msgpack writes; everything that is
not one of these becomes a list `[tag, ...]`. `Codec` knows the plain types of Python, NumPy, pandas and tensors; what it
does not know it hands to `refer`, which a subclass fills (handles of the student's objects, callbacks of a test).

Nothing that comes in names a class or a function to be called: each tag has one constructor here, of a plain type.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import pathlib
import random
import re
import select
import socket
import struct
import sys
import time
import uuid
from typing import Any

import msgpack

MAX_FRAME = 64 * 2**20
"""Bytes of one message."""
MAX_DEPTH = 100
"""Containers within containers."""
MAX_ITEMS = 2_000_000
"""Elements of all containers of one message."""
MAX_SIDE = 2**21
"""Rows or columns of a sparse matrix: the compressed formats hold a number for each."""
MAX_DIGITS_BITS = 64 * 1024
"""Bits of an int."""


class WireError(Exception):
    """A message that does not keep to the format or to its bounds."""


class NotPlain(Exception):
    """A value that is too big, too deep, cyclic or of a kind that cannot travel."""


class Closed(Exception):
    """The other end is gone."""


class TimedOut(Exception):
    """Nothing complete arrived in time."""


_Random = random.Random
_SMALL = frozenset((type(None), bool, float, str, bytes))
_NAMED = {
    "Decimal": decimal.Decimal,
    "Fraction": fractions.Fraction,
    "UUID": uuid.UUID,
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "PurePosixPath": pathlib.PurePosixPath,
    "PosixPath": pathlib.Path,
}
_NAMED_TYPES = {
    decimal.Decimal: ("Decimal", str),
    fractions.Fraction: ("Fraction", str),
    uuid.UUID: ("UUID", str),
    datetime.date: ("date", datetime.date.isoformat),
    datetime.datetime: ("datetime", datetime.datetime.isoformat),
    datetime.time: ("time", datetime.time.isoformat),
    pathlib.PosixPath: ("PosixPath", str),
    pathlib.PurePosixPath: ("PurePosixPath", str),
}
_FACTORIES = {
    factory.__name__: factory
    for factory in (int, float, list, dict, set, str, tuple, bool, complex, frozenset)
}
_DTYPE = re.compile(r"[<>|=]?(\?|[biufcSU]\d{1,9}|[mM]8(\[\d{0,9}\w{1,2}\])?)")
_EXTRA_DTYPES = ("bfloat16", "float8_e4m3fn", "float8_e5m2")
_SPARSE = ("coo", "csr", "csc", "lil", "dok")
_BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
_FIELD = re.compile(r"[^\W\d]\w{0,99}")
MUTABLE = (list, dict, set, bytearray, collections.deque)


def _module(name: str) -> Any:
    """A library that this process has loaded, else None: a value of its types cannot exist without it."""
    return sys.modules.get(name)


class Codec:
    """Encodes and decodes values. One instance for each message in flight: it counts, and remembers what is mutable.

    Attributes:
        mutable: the mutable containers and arrays of the message, in the order in which both sides meet them. `["=", n]`
            in an answer is the n-th of them, so that aliases and changes made in place carry over.
    """

    def __init__(self, known: list | None = None) -> None:
        self.items = 0
        self.mutable: list = []
        self.known = known or []
        self._known_ids = {id(value): place for place, value in enumerate(self.known)}
        self._within: set[int] = set()
        self._met: dict[int, tuple[int, int]] = {}  # by id: place in `mutable`, elements
        self._elements: dict[int, int] = {}

    # -- what a subclass fills -----------------------------------------------------------------------------------

    def refer(self, value: object) -> list:
        """The tag list of a value that is not plain."""
        raise NotPlain(f"{type(value).__name__} cannot travel")

    def resolve(self, tag: str, parts: list) -> object:
        """The value of a tag that is not one of plain data."""
        raise WireError(f"unknown tag {tag!r}")

    def named_tuple(self, name: str, fields: tuple[str, ...]) -> type:
        """The class for a named tuple."""
        return _named_tuple(name, fields)

    def class_named(self, module: str, qualname: str) -> object:
        """This side's own class of that name, None if it has none."""
        return None

    # -- out -----------------------------------------------------------------------------------------------------

    def dump(self, value: object) -> object:
        """The tree of a value.

        Raises:
            NotPlain: too deep, too many elements, cyclic, or `refer` refuses.
        """
        return self._out(value, 0)

    def shallow(self, value: object) -> object:
        """The tree of one known mutable value, with the other known ones in it as references."""
        self._known_ids.pop(id(value), None)
        try:
            return self._out(value, 0)
        finally:
            self._known_ids.update({id(value): place for place, value in enumerate(self.known)})

    def _out(self, value: object, depth: int) -> object:
        kind = type(value)
        if kind in _SMALL:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**64 else self._big(value)
        place = self._known_ids.get(id(value))
        if place is not None and self.known[place] is value:
            return ["=", place]
        if depth > MAX_DEPTH:
            raise NotPlain("nested too deeply")
        writer = _WRITERS.get(kind)
        if writer is not None:
            if id(value) in self._within:
                raise NotPlain("contains itself")
            met = self._met.get(id(value))
            if met is not None and self.mutable[met[0]] is value:
                self.items += met[
                    1
                ]  # it counts each time: what is compared or shown there is as long as if it were several
                if self.items > MAX_ITEMS:
                    raise NotPlain("too many elements")
                return ["@", met[0]]
            place, before = len(self.mutable), self.items
            if kind in MUTABLE:
                self.mutable.append(value)
            self._within.add(id(value))
            try:
                tree = writer(self, value, depth)
            finally:
                self._within.discard(id(value))
            if kind in MUTABLE:
                self._met[id(value)] = place, self.items - before
            return tree
        if kind in _NAMED_TYPES:
            name, text = _NAMED_TYPES[kind]
            return ["x", name, text(value)]
        tree = self._library(value, kind, depth)
        if tree is None:
            tree = self._subclass(value, kind, depth)
        tree = self.refer(value) if tree is None else tree
        if isinstance(value, enum.Enum) and type(value.name) is str:
            return ["e", str(kind.__module__), str(kind.__qualname__), value.name, tree]
        return tree

    def _big(self, value: int) -> list:
        if value.bit_length() > MAX_DIGITS_BITS:
            raise NotPlain("an int of too many digits")
        return ["i", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)]

    def _several(self, values, depth: int) -> list:
        values = list(values)
        self.items += len(values)
        if self.items > MAX_ITEMS:
            raise NotPlain("too many elements")
        return [
            value
            if type(value) in _SMALL or type(value) is int and -(2**63) <= value < 2**63
            else self._out(value, depth + 1)
            for value in values
        ]

    def _pairs(self, value: dict, depth: int) -> list:
        items = (
            collections.OrderedDict.items
            if isinstance(value, collections.OrderedDict)
            else dict.items
        )
        return self._several([part for pair in items(value) for part in pair], depth)

    def _library(self, value: object, kind: type, depth: int) -> list | None:
        numpy = _module("numpy")
        if numpy is not None:
            if kind is numpy.ndarray:
                return self._array(value, depth)
            if (
                isinstance(value, numpy.generic)
                and kind.__module__ == "numpy"
                or kind.__module__ == "ml_dtypes"
                and isinstance(value, numpy.generic)
            ):
                if value.dtype.kind in "OV" and value.dtype.name not in _EXTRA_DTYPES:
                    return None
                return ["g", _dtype_text(value.dtype), value.tobytes()]
            if isinstance(value, numpy.dtype):
                text = _dtype_text(value)
                return ["dt", text] if _good_dtype(text) else None
            random = _module("numpy.random")
            if (
                random is not None
                and kind is random.Generator
                and type(value.bit_generator).__name__ in _BIT_GENERATORS
            ):
                return [
                    "G",
                    type(value.bit_generator).__name__,
                    self._aside(value, value.bit_generator.state, depth),
                ]
            if random is not None and kind is random.RandomState:
                return ["R", self._aside(value, value.get_state(legacy=False), depth)]
        if kind is _Random:
            return ["RR", self._aside(value, value.getstate(), depth)]
        pandas = _module("pandas")
        if pandas is not None and hasattr(pandas, "NaT"):
            if value is pandas.NaT or value is pandas.NA:
                return ["pn", value is pandas.NaT]
            if kind is pandas.Timestamp:
                return ["pt", value.value, value.unit, None if value.tz is None else str(value.tz)]
            if kind is pandas.Timedelta:
                return ["pl", value.value, value.unit]
            if kind is pandas.Period:
                return ["pp", value.ordinal, value.freqstr]
            if isinstance(value, (pandas.DataFrame, pandas.Series)) and kind not in (
                pandas.DataFrame,
                pandas.Series,
            ):
                base = pandas.DataFrame if isinstance(value, pandas.DataFrame) else pandas.Series
                return self._frame(pandas, base(value), depth)
        sparse = _module("scipy.sparse")
        if (
            sparse is not None
            and hasattr(sparse, "issparse")
            and sparse.issparse(value)
            and kind.__module__.startswith("scipy.sparse.")
        ):
            return self._sparse(sparse, value, depth)
        if (
            pandas is not None
            and kind in (pandas.DataFrame, pandas.Series)
            or pandas is not None
            and isinstance(value, pandas.Index)
        ):
            return self._frame(pandas, value, depth)
        return self._tensor(value, kind, depth)

    def _aside(self, owner: object | None, part: object, depth: int) -> object:
        """The tree of a part of `owner`: the owner counts as mutable, what it is made of does not."""
        place = len(self.mutable)
        tree = self._out(part, depth + 1)
        self.mutable[place:] = [] if owner is None else [owner]
        self._met = {number: met for number, met in self._met.items() if met[0] < place}
        return tree

    def _array(self, value, depth: int) -> list:
        numpy = _module("numpy")
        self.mutable.append(value)
        if value.dtype.hasobject or value.dtype.kind == "T":
            return ["ao", list(value.shape), self._several(value.ravel().tolist(), depth)]
        text = _dtype_text(value.dtype)
        if not _good_dtype(text):
            raise NotPlain(f"an array of {value.dtype}")
        if value.nbytes > MAX_FRAME:
            raise NotPlain("an array that is too big")
        return [
            "a",
            text,
            list(value.shape),
            numpy.ascontiguousarray(value).tobytes(),
            bool(value.flags.f_contiguous and not value.flags.c_contiguous),
        ]

    def _sparse(self, sparse, value, depth: int) -> list | None:
        if (
            value.ndim != 2
            or max(value.shape) > MAX_SIDE
            or value.dtype.hasobject
            or value.format not in _SPARSE
        ):
            return None
        entries = value.tocoo()
        arrays = [
            self._aside(None, array, depth) for array in (entries.row, entries.col, entries.data)
        ]
        return ["sp", value.format, isinstance(value, sparse.spmatrix), list(value.shape), *arrays]

    def _frame(self, pandas, value, depth: int) -> list:
        if isinstance(value, pandas.Index):
            if isinstance(value, pandas.RangeIndex):
                return ["pr", value.start, value.stop, value.step, self._out(value.name, depth + 1)]
            if isinstance(value, pandas.MultiIndex):
                return [
                    "pm",
                    self._several(value.tolist(), depth),
                    self._several(list(value.names), depth),
                ]
            return ["pi", self._values(value), str(value.dtype), self._out(value.name, depth + 1)]
        self.mutable.append(value)
        if isinstance(value, pandas.Series):
            return [
                "ps",
                self._values(value),
                str(value.dtype),
                self._out(value.index, depth + 1),
                self._out(value.name, depth + 1),
            ]
        columns = [
            [self._values(value.iloc[:, place]), str(value.dtypes.iloc[place])]
            for place in range(value.shape[1])
        ]
        return [
            "pd",
            columns,
            self._out(value.index, depth + 1),
            self._out(value.columns, depth + 1),
        ]

    def _values(self, values) -> object:
        numpy, pandas = _module("numpy"), _module("pandas")
        if isinstance(values.dtype, pandas.CategoricalDtype):
            own = values.array if hasattr(values, "array") else values
            return [
                "pk",
                self._aside(None, numpy.array(own.codes), 0),
                self._frame(pandas, own.categories, 0),
                bool(own.ordered),
            ]
        array = (
            values.to_numpy()
            if str(values.dtype) not in ("str", "string", "category")
            else values.astype(object).to_numpy()
        )
        if array.dtype.hasobject:
            missing = values.isna() if hasattr(values, "isna") else None
            array = (
                numpy.where(missing, None, array)
                if missing is not None and str(values.dtype) in ("str", "string")
                else array
            )
        return self._aside(None, numpy.array(array), 0)

    def _tensor(self, value: object, kind: type, depth: int) -> list | None:
        torch = _module("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            if value.is_sparse or value.is_quantized:
                return None
            array = value.detach().cpu()
            name = str(array.dtype).removeprefix("torch.")
            if name == "bfloat16":
                array = array.float()
            parameter = isinstance(value, getattr(_module("torch.nn"), "Parameter", ()))
            return [
                "T",
                "torch",
                self._aside(value, array.resolve_conj().resolve_neg().numpy(), depth),
                name,
                "parameter" if parameter else bool(value.requires_grad),
            ]
        if torch is not None and hasattr(torch, "dtype") and kind in (torch.dtype, torch.device):
            return ["tt", str(value)]
        tensorflow = _module("tensorflow")
        if (
            tensorflow is not None
            and hasattr(tensorflow, "TensorShape")
            and kind is tensorflow.TensorShape
        ):
            return ["ts", value.as_list() if value.rank is not None else None]
        if (
            tensorflow is not None
            and hasattr(tensorflow, "Tensor")
            and isinstance(value, tensorflow.Tensor)
            and hasattr(value, "numpy")
        ):
            array = value.numpy()
            numpy = _module("numpy")
            if isinstance(array, bytes):
                return ["T", "tensorflow", ["ao", [], [array]], "string", False]
            return [
                "T",
                "tensorflow",
                self._aside(None, numpy.asarray(array), depth),
                value.dtype.name,
                False,
            ]
        jax = _module("jax")
        if jax is not None and hasattr(jax, "Array") and isinstance(value, jax.Array):
            numpy = _module("numpy")
            return [
                "T",
                "jax",
                self._aside(None, numpy.asarray(value), depth),
                str(value.dtype),
                False,
            ]
        return None

    def _subclass(self, value: object, kind: type, depth: int) -> list | None:
        """A subclass of a plain type becomes the plain type."""
        numpy = _module("numpy")
        if isinstance(value, bool):
            return bool(value)
        if isinstance(value, int):
            return self._out(int.__add__(value, 0), depth)
        if isinstance(value, float):
            return float.__mul__(value, 1.0)
        if isinstance(value, complex):
            return ["c", complex.__add__(value, 0j).real, complex.__add__(value, 0j).imag]
        if isinstance(value, str):
            return (
                str.__str__(value)[:]
                if type(str.__str__(value)) is str
                else "".join(str.__iter__(value))
            )
        if isinstance(value, bytes):
            return bytes(memoryview(value))
        if isinstance(value, tuple):
            fields = getattr(kind, "_fields", None)
            items = list(tuple.__iter__(value))
            if fields is None and hasattr(
                kind, "n_sequence_fields"
            ):  # `time.struct_time`, what `torch.topk` returns
                fields = getattr(kind, "__match_args__", None)
            if (
                isinstance(fields, tuple)
                and len(fields) == len(items)
                and all(type(field) is str and _FIELD.fullmatch(field) for field in fields)
            ):
                return [
                    "n",
                    kind.__name__ if type(kind.__name__) is str else "Row",
                    list(fields),
                    self._several(items, depth),
                ]
            return ["t", self._several(items, depth)]
        if isinstance(value, (list, dict, set, bytearray)):
            self.mutable.append(value)
        if isinstance(value, list):
            return ["l", self._several(list.__iter__(value), depth)]
        if isinstance(value, dict):
            return ["d", self._pairs(value, depth)]
        if isinstance(value, (set, frozenset)):
            base = set if isinstance(value, set) else frozenset
            return ["s" if base is set else "f", self._several(base.__iter__(value), depth)]
        if isinstance(value, bytearray):
            return ["B", bytes(memoryview(value))]
        if numpy is not None and isinstance(value, numpy.ndarray):
            if type(value) is getattr(_module("numpy.ma"), "MaskedArray", None):
                return None
            return self._array(numpy.array(value, copy=True, subok=False), depth)
        return None

    # -- in ------------------------------------------------------------------------------------------------------

    def load(self, tree: object) -> object:
        """The value of a tree.

        Raises:
            WireError: the tree is not one that `dump` makes.
        """
        try:
            return self._in(tree, 0)
        except WireError:
            raise
        except Exception as error:  # whatever a forged tree breaks
            raise WireError(f"{type(error).__name__}: {error}") from error

    def _in(self, tree: object, depth: int) -> object:
        kind = type(tree)
        if kind in _SMALL or kind is int:
            return tree
        if kind is not list or not tree or type(tree[0]) is not str:
            raise WireError("not a tagged value")
        if depth > MAX_DEPTH + 2:
            raise WireError("nested too deeply")
        if tree[0] == "=":
            place = tree[1]
            if type(place) is not int or not 0 <= place < len(self.known):
                raise WireError("no such value")
            return self.known[place]
        if tree[0] == "@":
            place = tree[1]
            if type(place) is not int or place not in self._elements or place >= len(self.mutable):
                raise WireError("no such value")
            self.items += self._elements[place]
            if self.items > MAX_ITEMS:
                raise WireError("too many elements")
            return self.mutable[place]
        if tree[0] in _SHARED:
            place, before = len(self.mutable), self.items
            value = _READERS[tree[0]](self, tree[1:], depth)
            self._elements[place] = self.items - before
            return value
        reader = _READERS.get(tree[0])
        return reader(self, tree[1:], depth) if reader else self.resolve(tree[0], tree[1:])

    def _many(self, trees: object, depth: int) -> list:
        if type(trees) is not list:
            raise WireError("not a list")
        self.items += len(trees)
        if self.items > MAX_ITEMS:
            raise WireError("too many elements")
        return [
            tree if type(tree) in _SMALL or type(tree) is int else self._in(tree, depth + 1)
            for tree in trees
        ]

    def _filled(self, container, trees: object, depth: int):
        """Registered before it is filled, in the order in which the writer met it."""
        self.mutable.append(container)
        return container, self._many(trees, depth)

    def _read_list(self, parts, depth):
        made, values = self._filled([], parts[0], depth)
        made.extend(values)
        return made

    def _read_dict(self, parts, depth, made=None):
        made, values = self._filled({} if made is None else made, parts[0], depth)
        if len(values) % 2:
            raise WireError("a key without a value")
        _fill(made, zip(values[::2], values[1::2]))
        return made

    def _read_set(self, parts, depth):
        made, values = self._filled(set(), parts[0], depth)
        made.update(values)
        return made

    def _read_deque(self, parts, depth):
        limit = parts[1]
        if limit is not None and (type(limit) is not int or not 0 <= limit < 2**40):
            raise WireError("not a length")
        made, values = self._filled(collections.deque(maxlen=limit), parts[0], depth)
        made.extend(values)
        return made

    def _read_bytearray(self, parts, depth):
        made = bytearray(_of(parts[0], bytes))
        self.mutable.append(made)
        return made

    def _read_named_tuple(self, parts, depth):
        name, fields = _of(parts[0], str), [_of(field, str) for field in parts[1]]
        values = self._many(parts[2], depth)
        if len(fields) != len(values) or len(fields) > 200:
            raise WireError("fields and values differ")
        return self.named_tuple(name, tuple(fields))._make(values)

    def _read_random(self, parts, depth):
        made = random.Random()
        made.setstate(self._part(made, parts[0], depth))
        return made

    def _read_member(self, parts, depth):
        """A member of this side's own enumeration of that name, else what stands for it."""
        module, qualname, name = (_of(part, str) for part in parts[:3])
        instead = self._in(parts[3], depth + 1)
        own = self.class_named(module, qualname)
        return (
            own.__members__.get(name, instead)
            if isinstance(own, type) and issubclass(own, enum.Enum)
            else instead
        )

    def _read_array(self, parts, depth):
        import numpy

        text, shape, data = (
            _of(parts[0], str),
            [_of(size, int) for size in parts[1]],
            _of(parts[2], bytes),
        )
        if not _good_dtype(text) or len(shape) > 32 or min(shape, default=0) < 0:
            raise WireError("not an array")
        dtype = _to_dtype(text)
        count = 1
        for size in shape:
            count *= size
        if count * dtype.itemsize != len(data):
            raise WireError("an array of another size")
        made = (numpy.frombuffer(data, dtype) if data else numpy.empty(0, dtype)).reshape(shape)
        made = numpy.array(made, order="F" if parts[3] is True else "C")
        self.mutable.append(made)
        return made

    def _read_objects(self, parts, depth):
        import numpy

        shape = [_of(size, int) for size in parts[0]]
        made = numpy.empty(shape, dtype=object)
        self.mutable.append(made)
        values = self._many(parts[1], depth)
        if made.size != len(values):
            raise WireError("an array of another size")
        flat = made.reshape(-1) if made.ndim else made.reshape(1)
        for place, value in enumerate(values):
            flat[place] = value
        return made

    def _read_scalar(self, parts, depth):
        import numpy

        text = _of(parts[0], str)
        if not _good_dtype(text):
            raise WireError("not a scalar")
        return (
            numpy.frombuffer(_of(parts[1], bytes), _to_dtype(text), 1)[0]
            if _to_dtype(text).itemsize
            else _to_dtype(text).type()
        )

    def _read_dtype(self, parts, depth):
        if not _good_dtype(_of(parts[0], str)):
            raise WireError("not a dtype")
        return _to_dtype(parts[0])

    def _read_generator(self, parts, depth):
        import numpy

        if parts[0] not in _BIT_GENERATORS:
            raise WireError("not a generator")
        made = numpy.random.Generator(getattr(numpy.random, parts[0])(0))
        made.bit_generator.state = self._part(made, parts[1], depth)
        return made

    def _read_random_state(self, parts, depth):
        import numpy

        made = numpy.random.RandomState(0)
        made.set_state(self._part(made, parts[0], depth))
        return made

    def _part(self, owner: object | None, tree: object, depth: int) -> object:
        """The counterpart of `_aside`."""
        place = len(self.mutable)
        value = self._in(tree, depth + 1)
        self.mutable[place:] = [] if owner is None else [owner]
        return value

    def _column(self, tree: object, dtype: str):
        import numpy

        if type(tree) is list and tree[0] == "pk":
            import pandas

            codes, categories = self._part(None, tree[1], 0), self._in(tree[2], 1)
            return pandas.Categorical.from_codes(
                codes, categories=categories, ordered=tree[3] is True
            ), None
        if type(tree) is not list or tree[0] not in ("a", "ao"):
            raise WireError("not a column")
        array = self._part(None, tree, 0)
        if dtype == "object":
            objects = numpy.empty(len(array), dtype=object)
            objects[:] = list(array)
            return objects, None
        return array, _of(dtype, str)

    def _read_sparse(self, parts, depth):
        from scipy import sparse

        kind, shape = _of(parts[0], str), tuple(_of(size, int) for size in parts[2])
        if kind not in _SPARSE or len(shape) != 2 or min(shape) < 0 or max(shape) > MAX_SIDE:
            raise WireError("not a sparse matrix")
        rows, columns, values = (self._part(None, part, depth) for part in parts[3:6])
        # This constructor compares every index with the shape; those of the compressed formats do not.
        return (sparse.coo_matrix if parts[1] is True else sparse.coo_array)(
            (values, (rows, columns)), shape=shape
        ).asformat(kind)

    def _read_frame(self, parts, depth):
        import pandas

        holder: list = []
        self.mutable.append(holder)
        place = len(self.mutable) - 1
        arrays = [self._column(*column) for column in parts[0]]
        index, columns = self._in(parts[1], depth + 1), self._in(parts[2], depth + 1)
        made = pandas.DataFrame(
            {
                number: pandas.Series(array, dtype=_column_dtype(dtype), index=index)
                for number, (array, dtype) in enumerate(arrays)
            },
            index=index,
        )
        made.columns = columns
        self.mutable[place] = made
        return made

    def _read_series(self, parts, depth):
        import pandas

        self.mutable.append(None)
        place = len(self.mutable) - 1
        array, dtype = self._column(parts[0], parts[1])
        made = pandas.Series(
            array,
            dtype=_column_dtype(dtype),
            index=self._in(parts[2], depth + 1),
            name=self._in(parts[3], depth + 1),
        )
        self.mutable[place] = made
        return made

    def _read_index(self, parts, depth):
        import pandas

        array, dtype = self._column(parts[0], parts[1])
        if isinstance(array, pandas.Categorical):
            return pandas.CategoricalIndex(array, name=self._in(parts[2], depth + 1))
        return pandas.Index(
            array, dtype=_column_dtype(dtype) or object, name=self._in(parts[2], depth + 1)
        )

    def _read_multi_index(self, parts, depth):
        import pandas

        return pandas.MultiIndex.from_tuples(
            self._many(parts[0], depth), names=self._many(parts[1], depth)
        )

    def _read_scalar_of_pandas(self, tag, parts):
        import pandas

        if tag == "pn":
            return pandas.NaT if parts[0] is True else pandas.NA
        if tag == "pp":
            return pandas.Period(ordinal=_of(parts[0], int), freq=_column_dtype(_of(parts[1], str)))
        kind = pandas.Timestamp if tag == "pt" else pandas.Timedelta
        made = kind(_of(parts[0], int), unit="ns").as_unit(_of(parts[1], str))
        return (
            made.tz_localize("UTC").tz_convert(_column_dtype(_of(parts[2], str)))
            if tag == "pt" and parts[2] is not None
            else made
        )

    def _read_range_index(self, parts, depth):
        import pandas

        return pandas.RangeIndex(
            _of(parts[0], int),
            _of(parts[1], int),
            _of(parts[2], int),
            name=self._in(parts[3], depth + 1),
        )

    def _read_tensor(self, parts, depth):
        framework, tree, dtype, gradient = parts
        if type(tree) is not list or tree[0] not in ("a", "ao"):
            raise WireError("not a tensor")
        array = self._part(None, tree, depth)
        if framework == "torch" and _module("torch") is not None:
            torch = _module("torch")
            made = torch.from_numpy(array)
            if dtype == "bfloat16":
                made = made.bfloat16()
            if gradient == "parameter":
                made = torch.nn.Parameter(made, requires_grad=made.is_floating_point())
            elif gradient is True and made.is_floating_point():
                made.requires_grad_(True)
            self.mutable.append(made)
            return made
        if framework == "torch":
            self.mutable.append(array)
            return array
        if framework == "tensorflow" and _module("tensorflow") is not None:
            return _module("tensorflow").constant(
                array.tolist() if array.dtype == object else array
            )
        if framework == "jax" and _module("jax.numpy") is not None:
            return _module("jax.numpy").asarray(array)
        if framework not in ("tensorflow", "jax"):
            raise WireError("not a tensor")
        return array


def _fill(made: dict, pairs) -> None:
    """Put pairs into a dict: a Counter's own `update` would add, and an OrderedDict must keep the order."""
    (collections.OrderedDict if isinstance(made, collections.OrderedDict) else dict).update(
        made, pairs
    )


def _dict_of(values: list) -> dict:
    return dict(zip(values[::2], values[1::2]))


def _shape(sizes: list | None) -> object:
    """TensorFlow's shape; a tuple where TensorFlow is not loaded."""
    if sizes is not None:
        sizes = [size if size is None else _of(size, int) for size in _of(sizes, list)]
    tensorflow = _module("tensorflow")
    return (
        tensorflow.TensorShape(sizes)
        if tensorflow is not None
        else None
        if sizes is None
        else tuple(sizes)
    )


def _torch_word(text: str) -> object:
    """A dtype or a device of torch; the text where torch is not loaded."""
    torch = _module("torch")
    if torch is None:
        return text
    found = (
        getattr(torch, text.removeprefix("torch."), None)
        if re.fullmatch(r"torch\.\w+", text)
        else None
    )
    if isinstance(found, torch.dtype):
        return found
    if re.fullmatch(r"(cpu|cuda|mps|meta|xpu)(:\d{1,3})?", text):
        return torch.device(text)
    raise WireError("not a dtype or a device")


def _of(value: object, kind: type):
    if type(value) is not kind:
        raise WireError(f"not {kind.__name__}")
    return value


def _dtype_text(dtype) -> str:
    return dtype.name if dtype.name in _EXTRA_DTYPES else dtype.str


def _good_dtype(text: str) -> bool:
    return text in _EXTRA_DTYPES or _DTYPE.fullmatch(text) is not None


def _to_dtype(text: str):
    import numpy

    if text in _EXTRA_DTYPES:
        import ml_dtypes

        return numpy.dtype(getattr(ml_dtypes, text))
    return numpy.dtype(text)


def _column_dtype(name: str | None):
    """pandas dtypes by name are plain: numpy's, str, category, nullable integers, dates with a zone."""
    if name is not None and not re.fullmatch(r"[\w<>|=\[\], /+:-]{1,60}", name):
        raise WireError("not a column's dtype")
    return name


_named_tuples: dict[tuple[str, tuple[str, ...]], type] = {}


def _named_tuple(name: str, fields: tuple[str, ...]) -> type:
    if not _FIELD.fullmatch(name) or not all(_FIELD.fullmatch(field) for field in fields):
        raise WireError("not a name")
    if (name, fields) not in _named_tuples and len(_named_tuples) < 1000:
        _named_tuples[name, fields] = collections.namedtuple(name, fields)
    return _named_tuples[name, fields]


_WRITERS = {
    list: lambda codec, value, depth: ["l", codec._several(value, depth)],
    tuple: lambda codec, value, depth: ["t", codec._several(value, depth)],
    set: lambda codec, value, depth: ["s", codec._several(value, depth)],
    frozenset: lambda codec, value, depth: ["f", codec._several(value, depth)],
    dict: lambda codec, value, depth: ["d", codec._pairs(value, depth)],
    collections.Counter: lambda codec, value, depth: ["C", codec._pairs(value, depth)],
    collections.OrderedDict: lambda codec, value, depth: ["O", codec._pairs(value, depth)],
    collections.defaultdict: lambda codec, value, depth: (
        [
            "D",
            codec._pairs(value, depth),
            value.default_factory.__name__
            if value.default_factory in _FACTORIES.values()
            else None
            if value.default_factory is None
            else codec.refer(value.default_factory),
        ]
    ),
    collections.deque: lambda codec, value, depth: [
        "q",
        codec._several(value, depth),
        value.maxlen,
    ],
    bytearray: lambda codec, value, depth: ["B", bytes(value)],
    memoryview: lambda codec, value, depth: bytes(value),
    complex: lambda codec, value, depth: ["c", value.real, value.imag],
    range: lambda codec, value, depth: [
        "r",
        *codec._several((value.start, value.stop, value.step), depth),
    ],
    slice: lambda codec, value, depth: [
        "S",
        *codec._several((value.start, value.stop, value.step), depth),
    ],
    type(...): lambda codec, value, depth: ["E"],
    type(NotImplemented): lambda codec, value, depth: ["N"],
    type({}.keys()): lambda codec, value, depth: ["dk", codec._several(value, depth)],
    type({}.values()): lambda codec, value, depth: ["dv", codec._several(value, depth)],
    type({}.items()): lambda codec, value, depth: [
        "di",
        codec._several([part for pair in value for part in pair], depth),
    ],
    datetime.timedelta: lambda codec, value, depth: [
        "td",
        value.days,
        value.seconds,
        value.microseconds,
    ],
}
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


def _no_counter(codec, parts, depth):
    made = collections.Counter()
    return codec._read_dict(parts, depth, made)


_READERS = {
    "l": Codec._read_list,
    "t": lambda codec, parts, depth: tuple(codec._many(parts[0], depth)),
    "s": Codec._read_set,
    "f": lambda codec, parts, depth: frozenset(codec._many(parts[0], depth)),
    "d": Codec._read_dict,
    "C": _no_counter,
    "O": lambda codec, parts, depth: codec._read_dict(parts, depth, collections.OrderedDict()),
    "D": lambda codec, parts, depth: codec._read_dict(
        parts,
        depth,
        collections.defaultdict(
            _FACTORIES[parts[1]]
            if type(parts[1]) is str
            else None
            if parts[1] is None
            else codec._in(parts[1], depth + 1)
        ),
    ),
    "q": Codec._read_deque,
    "B": Codec._read_bytearray,
    "c": lambda codec, parts, depth: complex(_of(parts[0], float), _of(parts[1], float)),
    "i": lambda codec, parts, depth: int.from_bytes(
        _of(parts[0], bytes)[: MAX_DIGITS_BITS // 8 + 1], "big", signed=True
    ),
    "r": lambda codec, parts, depth: range(*codec._many(parts, depth)),
    "S": lambda codec, parts, depth: slice(*codec._many(parts, depth)),
    "E": lambda codec, parts, depth: ...,
    "N": lambda codec, parts, depth: NotImplemented,
    "x": lambda codec, parts, depth: _NAMED[_of(parts[0], str)](_of(parts[1], str)[:10_000]),
    "td": lambda codec, parts, depth: datetime.timedelta(*(_of(part, int) for part in parts)),
    "dk": lambda codec, parts, depth: dict.fromkeys(codec._many(parts[0], depth)).keys(),
    "dv": lambda codec, parts, depth: dict(enumerate(codec._many(parts[0], depth))).values(),
    "di": lambda codec, parts, depth: _dict_of(codec._many(parts[0], depth)).items(),
    "n": Codec._read_named_tuple,
    "a": Codec._read_array,
    "ao": Codec._read_objects,
    "g": Codec._read_scalar,
    "dt": Codec._read_dtype,
    "G": Codec._read_generator,
    "R": Codec._read_random_state,
    "RR": Codec._read_random,
    "e": Codec._read_member,
    "tt": lambda codec, parts, depth: _torch_word(_of(parts[0], str)),
    "sp": Codec._read_sparse,
    "pd": Codec._read_frame,
    "ps": Codec._read_series,
    "pi": Codec._read_index,
    "pm": Codec._read_multi_index,
    "pr": Codec._read_range_index,
    **{
        tag: lambda codec, parts, depth, tag=tag: codec._read_scalar_of_pandas(tag, parts)
        for tag in ("pn", "pt", "pl", "pp")
    },
    "T": Codec._read_tensor,
    "ts": lambda codec, parts, depth: _shape(parts[0]),
}


_SHARED = frozenset(["l", "s", "d", "C", "O", "D", "q", "B"])
"""Tags of what is filled while it is read, and may come again as `["@", place]`."""


def assign(original: object, new: object) -> None:
    """Give a mutable value the content that its copy on the other side has now.

    Raises:
        WireError: the two are not of one kind.
    """
    if type(original) is not type(new):
        raise WireError("a value became another kind")
    if isinstance(original, (list, bytearray)):
        original[:] = new
    elif isinstance(original, dict):
        original.clear()
        _fill(original, new.items())
    elif isinstance(original, set):
        original.clear()
        original.update(new)
    elif isinstance(original, collections.deque):
        original.clear()
        original.extend(new)
    elif hasattr(original, "bit_generator"):
        original.bit_generator.state = new.bit_generator.state
    elif isinstance(original, random.Random):
        original.setstate(new.getstate())
    elif hasattr(original, "set_state"):
        original.set_state(new.get_state(legacy=False))
    elif type(original).__module__.startswith("pandas"):
        original._update_inplace(new)
    elif type(original).__module__.startswith("torch"):
        original.detach().copy_(new.detach())
    elif original.shape == new.shape and original.dtype == new.dtype and original.flags.writeable:
        original[...] = new


class Channel:
    """Messages over a socket: four bytes of length, then msgpack.

    Args:
        sock: a connected stream socket; it is made non-blocking.
        limit: bytes of the longest message that is taken.
    """

    def __init__(self, sock: socket.socket, limit: int = MAX_FRAME) -> None:
        sock.setblocking(False)
        self.sock, self.limit = sock, limit
        self._buffer = bytearray()
        self._poll_in, self._poll_out = select.poll(), select.poll()
        self._poll_in.register(sock, select.POLLIN)
        self._poll_out.register(sock, select.POLLOUT)

    def fileno(self) -> int:
        return self.sock.fileno()

    def send(self, tree: object, deadline: float | None = None) -> None:
        """Write a message; `deadline` is a time of `time.monotonic()`.

        Raises:
            NotPlain: the message is too long or holds what msgpack has no form for.
            Closed, TimedOut
        """
        try:
            data = msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass")
        except (ValueError, TypeError, OverflowError) as error:
            raise NotPlain(str(error)) from error
        if len(data) > self.limit:
            raise NotPlain(f"{len(data)} bytes are too many")
        view = memoryview(struct.pack(">I", len(data)) + data)
        while view:
            try:
                view = view[self.sock.send(view) :]
            except BlockingIOError:
                self._wait(self._poll_out, deadline)
            except OSError as error:
                raise Closed(str(error)) from error

    def receive(self, deadline: float | None = None) -> object:
        """The next message, as a tree.

        Raises:
            WireError: it is too long or not msgpack; the channel is of no use any more.
            Closed, TimedOut
        """
        while True:
            if len(self._buffer) >= 4:
                (length,) = struct.unpack_from(">I", self._buffer)
                if length > self.limit:
                    raise WireError(f"a message of {length} bytes")
                if len(self._buffer) >= 4 + length:
                    data = bytes(memoryview(self._buffer)[4 : 4 + length])
                    del self._buffer[: 4 + length]
                    return self._unpack(data)
            try:
                data = self.sock.recv(1 << 20)
            except BlockingIOError:
                self._wait(self._poll_in, deadline)
                continue
            except OSError as error:
                raise Closed(str(error)) from error
            if not data:
                raise Closed("the other end is gone")
            self._buffer += data

    def _unpack(self, data: bytes) -> object:
        try:
            return msgpack.unpackb(
                data,
                raw=False,
                strict_map_key=True,
                unicode_errors="surrogatepass",
                ext_hook=_no_extension,
                max_map_len=0,
                max_ext_len=0,
            )
        except Exception as error:  # msgpack raises many kinds for forged data
            raise WireError(f"{type(error).__name__}: {error}") from error

    @staticmethod
    def _wait(poll: select.poll, deadline: float | None) -> None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        if not poll.poll(left) and left is not None:
            raise TimedOut("no answer in time")

    def close(self) -> None:
        self.sock.close()


def _no_extension(code: int, data: bytes) -> object:
    raise WireError("an extension type")
