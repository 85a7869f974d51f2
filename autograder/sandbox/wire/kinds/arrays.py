"""NumPy's arrays, scalars, dtypes and random generators; SciPy's sparse matrices."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from ...pipes import MAX_FRAME, NotPlain, WireError
from ..bounds import exactly, loaded

if TYPE_CHECKING:
    from ..codec import Codec

_DTYPE = re.compile(r"[<>|=]?(\?|[biufcSU]\d{1,9}|[mM]8(\[\d{0,9}\w{1,2}\])?)")
MAX_ITEM = 2**20
"""Bytes of one element: an array without any takes as much."""
_SPARSE = ("coo", "csr", "csc", "lil", "dok", "bsr")
_BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def dump(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """Whatever is NumPy's."""
    numpy = loaded("numpy")
    if numpy is None:
        return None
    if isinstance(value, numpy.ndarray):
        if kind is getattr(loaded("numpy.ma"), "MaskedArray", None):
            return None
        own = value if kind is numpy.ndarray else numpy.array(value, copy=True, subok=False)
        return dump_array(codec, own, depth)
    if isinstance(value, numpy.generic) and kind.__module__ == "numpy":
        return None if value.dtype.kind in "OV" else ["g", value.dtype.str, value.tobytes()]
    if isinstance(value, numpy.dtype):
        return ["dt", value.str] if _DTYPE.fullmatch(value.str) else None
    random = loaded("numpy.random")
    if random is not None and kind is random.Generator:
        name = type(value.bit_generator).__name__
        if name in _BIT_GENERATORS:
            return ["G", name, codec.dump_part(value, value.bit_generator.state, depth)]
    return None


def dump_array(codec: Codec, value: Any, depth: int) -> list:
    """The tree of an array: bytes, or its elements where it holds objects or has fields."""
    codec.mutable.append(value)
    text, names = value.dtype.str, value.dtype.names
    if names or value.dtype.hasobject or value.dtype.kind == "T":
        fields = [[name, value.dtype[name].str] for name in names] if names else None
        if not all(text == "|O" or _DTYPE.fullmatch(text) for _, text in fields or ()):
            raise NotPlain(f"an array of {value.dtype}")
        codec.reserve(value.nbytes, NotPlain)
        return ["ao", list(value.shape), codec.dump_all(value.ravel().tolist(), depth), fields]
    if not _DTYPE.fullmatch(text):
        raise NotPlain(f"an array of {value.dtype}")
    if value.nbytes > MAX_FRAME:
        raise NotPlain("an array that is too big")
    by_columns = bool(value.flags.f_contiguous and not value.flags.c_contiguous)
    return ["a", text, list(value.shape), value.tobytes(), by_columns]


def dump_sparse(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """Whatever is SciPy's, as far as it travels."""
    sparse = loaded("scipy.sparse")
    if (
        sparse is None
        or not hasattr(sparse, "issparse")
        or not sparse.issparse(value)
        or not kind.__module__.startswith("scipy.sparse.")
        or value.ndim != 2
        or max(value.shape) > MAX_FRAME
        or value.dtype.hasobject
        or value.format not in _SPARSE
    ):
        return None
    codec.reserve(_unsent(value.format, value.shape, value.nnz), NotPlain)
    entries = value.tocoo()
    parts = [
        codec.dump_part(None, array, depth) for array in (entries.row, entries.col, entries.data)
    ]
    return ["sp", value.format, isinstance(value, sparse.spmatrix), list(value.shape), *parts]


def _unsent(form: str, shape: Any, entries: int) -> int:
    """Bytes that a sparse matrix takes, about, beyond those of its entries in coordinates."""
    rows, columns = shape
    return {
        "coo": 0,
        "csr": 16 * rows,
        "csc": 16 * columns,
        "bsr": 16 * rows,
        "lil": 160 * rows + 80 * entries,
        "dok": 220 * entries,
    }[form]


def _to_dtype(text: Any) -> Any:
    import numpy

    if not _DTYPE.fullmatch(exactly(text, str)):
        raise WireError("not a dtype")
    return numpy.dtype(text)


def _read_shape(sizes: object) -> list[int]:
    """
    Raises:
        WireError: not one that an array of this size could have. Hostile case: sides beside one of
            0, of which each element becomes a list where the array becomes lists.
    """
    shape = [exactly(size, int) for size in exactly(sizes, list)]
    sides = math.prod(max(size, 1) for size in shape)
    if len(shape) > 32 or min(shape, default=0) < 0 or sides > MAX_FRAME:
        raise WireError("not a shape")
    return shape


def _read_array(codec: Codec, parts: list, depth: int) -> Any:
    import numpy

    dtype, shape, data = _to_dtype(parts[0]), _read_shape(parts[1]), exactly(parts[2], bytes)
    if math.prod(shape) * dtype.itemsize != len(data) or dtype.itemsize > MAX_ITEM:
        raise WireError("an array of another size")
    made = (numpy.frombuffer(data, dtype) if data else numpy.empty(0, dtype)).reshape(shape)
    made = numpy.array(made, order="F" if parts[3] is True else "C")
    codec.mutable.append(made)
    return made


def _read_objects(codec: Codec, parts: list, depth: int) -> Any:
    import numpy

    shape = _read_shape(parts[0])
    dtype = numpy.dtype(object)
    if parts[2:] and parts[2] is not None:
        named = [(exactly(name, str), text) for name, text in parts[2]]
        dtype = numpy.dtype([(n, object if text == "|O" else _to_dtype(text)) for n, text in named])
    if math.prod(shape) != len(exactly(parts[1], list)) or dtype.itemsize > MAX_ITEM:
        raise WireError("an array of another size")
    codec.reserve(math.prod(shape) * dtype.itemsize, WireError)
    made = numpy.empty(shape, dtype)
    codec.mutable.append(made)
    values = codec.load_all(parts[1], depth)
    flat = made.reshape(-1) if made.ndim else made.reshape(1)
    for place, value in enumerate(values):
        flat[place] = value
    return made


def _read_scalar(codec: Codec, parts: list, depth: int) -> Any:
    import numpy

    dtype = _to_dtype(parts[0])
    if not dtype.itemsize:
        return dtype.type()
    return numpy.frombuffer(exactly(parts[1], bytes), dtype, 1)[0]


def _read_generator(codec: Codec, parts: list, depth: int) -> Any:
    import numpy

    if parts[0] not in _BIT_GENERATORS:
        raise WireError("not a generator")
    made = numpy.random.Generator(getattr(numpy.random, parts[0])(0))
    state = exactly(codec.load_part(made, parts[1], depth), dict)
    inner = exactly(state.get("state"), dict)
    # Every place has to lie within its table: NumPy takes any, and reads there.
    for place, most in ((inner.get("pos", 0), 624), (state.get("buffer_pos", 0), 4)):
        if not 0 <= exactly(place, int) <= most:
            raise WireError("not a place")
    made.bit_generator.state = state
    return made


def _read_sparse(codec: Codec, parts: list, depth: int) -> Any:
    from scipy import sparse

    form, shape = exactly(parts[0], str), tuple(exactly(size, int) for size in parts[2])
    if form not in _SPARSE or len(shape) != 2 or min(shape) < 0 or max(shape) > MAX_FRAME:
        raise WireError("not a sparse matrix")
    rows, columns, values = (read_plain(codec, part) for part in parts[3:6])
    if rows.dtype.kind + columns.dtype.kind != "ii" or not len(rows) == len(columns) == len(values):
        raise WireError("not the entries of a sparse matrix")
    codec.reserve(_unsent(form, shape, len(values)), WireError)
    # This constructor compares every index with the shape; those of the compressed formats do not.
    # Hostile case: an index outside of the shape reads and writes memory there.
    build = sparse.coo_matrix if parts[1] is True else sparse.coo_array
    return build((values, (rows, columns)), shape=shape).asformat(form)


def read_plain(codec: Codec, tree: Any) -> Any:
    """An array with one side and without objects, which is a part of something else."""
    if type(tree) is not list or tree[:1] != ["a"] or len(exactly(tree[2], list)) != 1:
        raise WireError("not a row of numbers")
    return codec.load_part(None, tree, 0)


READERS: dict[str, Any] = {
    "a": _read_array,
    "ao": _read_objects,
    "g": _read_scalar,
    "dt": lambda codec, parts, depth: _to_dtype(parts[0]),
    "G": _read_generator,
    "sp": _read_sparse,
}
