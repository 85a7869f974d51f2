"""pandas: frames and series as columns, indexes, single values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...pipes import NotPlain, WireError
from ..bounds import COLUMN, exactly, loaded
from .arrays import read_plain

if TYPE_CHECKING:
    from ..codec import Codec


def dump(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """Whatever is pandas'. A subclass becomes the plain frame or series."""
    pandas = loaded("pandas")
    if pandas is None or not hasattr(pandas, "NaT"):  # it is being imported
        return None
    if isinstance(value, pandas.Index):
        return _dump_index(codec, value, depth)
    for base in (pandas.DataFrame, pandas.Series):
        if isinstance(value, base):
            return _dump_frame(codec, value if kind is base else base(value), depth)
    if value is pandas.NaT or value is pandas.NA:
        return ["pn", value is pandas.NaT]
    if kind is pandas.Timestamp:
        return ["pt", value.value, value.unit, None if value.tz is None else str(value.tz)]
    return None


def _dump_index(codec: Codec, value: Any, depth: int) -> list:
    numpy, pandas = loaded("numpy"), loaded("pandas")
    if isinstance(value, pandas.RangeIndex):
        return ["pr", value.start, value.stop, value.step, codec.encode(value.name, depth + 1)]
    if isinstance(value, pandas.MultiIndex):
        levels = [_dump_index(codec, level, depth) for level in value.levels]
        codes = [codec.dump_part(None, numpy.array(row), 0) for row in value.codes]
        return ["pm", levels, codes, codec.dump_all(list(value.names), depth)]
    return ["pi", *_dump_column(codec, value), codec.encode(value.name, depth + 1)]


def _dump_frame(codec: Codec, value: Any, depth: int) -> list:
    codec.mutable.append(value)
    if isinstance(value, loaded("pandas").Series):
        column, index = _dump_column(codec, value), codec.encode(value.index, depth + 1)
        return ["ps", *column, index, codec.encode(value.name, depth + 1)]
    codec.count(COLUMN * value.shape[1], NotPlain)
    columns = [_dump_column(codec, value.iloc[:, place]) for place in range(value.shape[1])]
    index = codec.encode(value.index, depth + 1)
    return ["pd", columns, index, codec.encode(value.columns, depth + 1)]


def _dump_column(codec: Codec, values: Any) -> list:
    """What it is made of, and its dtype: NumPy's, where its own does not travel."""
    numpy, pandas, name = loaded("numpy"), loaded("pandas"), str(values.dtype)
    if isinstance(values.dtype, pandas.CategoricalDtype):
        own = values.array if hasattr(values, "array") else values
        codes = codec.dump_part(None, numpy.array(own.codes), 0)
        categories = _dump_index(codec, own.categories, 0)
        return [["pk", codes, categories, bool(own.ordered)], name]
    text = name in ("str", "string")
    array = (values.astype(object) if text else values).to_numpy()
    if array.dtype.hasobject and text and hasattr(values, "isna"):
        array = numpy.where(values.isna(), None, array)
    try:
        name = name if _fits(name, array) else str(array.dtype)
    except TypeError:  # Arrow's, sparse ones
        name = str(array.dtype)
    return [codec.dump_part(None, numpy.array(array), 0), name]


_OF_OBJECTS = re.compile(
    r"object|str|string|boolean|U?Int\d{1,2}|Float\d{2}"
    r"|datetime64\[(s|ms|us|ns), [\w/+:()-]{1,60}\]"
)
_NULLABLE = re.compile(r"U?Int(\d{1,2})|Float(\d{2})|boolean")


def _fits(name: str, array: Any) -> bool:
    """Whether a column of this dtype is not bigger than the array that it is made of. Hostile case:
    bytes that become texts, or complex numbers.
    """
    import numpy

    if array.dtype.hasobject:
        return _OF_OBJECTS.fullmatch(name) is not None
    if nullable := _NULLABLE.fullmatch(name):
        bits = int(nullable[1] or nullable[2] or 8)
        return array.dtype.kind in "biuf" and array.dtype.itemsize * 8 >= bits
    return numpy.dtype(name[:60]) == array.dtype


def _read_column(codec: Codec, tree: Any, name: Any) -> tuple[Any, str | None]:
    """What a column is made of, and its dtype if that does not say it."""
    import pandas

    if type(tree) is list and tree[:1] == ["pk"]:
        codes, categories = read_plain(codec, tree[1]), _read_part_index(codec, tree[2])
        ordered = tree[3] is True
        return pandas.Categorical.from_codes(codes, categories=categories, ordered=ordered), None
    if type(tree) is list and tree[:1] == ["ao"]:
        array = codec.load_part(None, tree, 0)
    else:
        array = read_plain(codec, tree)
    if array.ndim != 1 or array.dtype.names or not _fits(exactly(name, str), array):
        raise WireError("not a column")
    return array, None if name == "object" else name


def _read_part_index(codec: Codec, tree: Any, length: int | None = None) -> Any:
    """An index that belongs to something of so many rows. Hostile case: one of a hundred million,
    over which pandas stretches a single value.
    """
    if type(tree) is not list or tree[:1] not in (["pi"], ["pm"], ["pr"]):
        raise WireError("not an index")
    index = codec.decode(tree, 1)
    if length is not None and len(index) != length:
        raise WireError("an index of another length")
    return index


def _read_frame(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    place = len(codec.mutable)
    codec.mutable.append(None)
    codec.count(COLUMN * len(exactly(parts[0], list)), WireError)
    arrays = [_read_column(codec, *column) for column in parts[0]]
    index = _read_part_index(codec, parts[1], len(arrays[0][0]) if arrays else None)
    columns = _read_part_index(codec, parts[2], len(arrays))
    if any(len(array) != len(index) for array, _ in arrays):
        raise WireError("columns of different lengths")
    series = {
        number: pandas.Series(array, dtype=dtype, index=index)
        for number, (array, dtype) in enumerate(arrays)
    }
    made = pandas.DataFrame(series, index=index)
    made.columns = columns
    codec.mutable[place] = made
    return made


def _read_series(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    place = len(codec.mutable)
    codec.mutable.append(None)
    array, dtype = _read_column(codec, parts[0], parts[1])
    index, name = _read_part_index(codec, parts[2], len(array)), codec.decode(parts[3], depth + 1)
    made = pandas.Series(array, dtype=dtype, index=index, name=name)
    codec.mutable[place] = made
    return made


def _read_index(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    array, dtype = _read_column(codec, parts[0], parts[1])
    name = codec.decode(parts[2], depth + 1)
    if isinstance(array, pandas.Categorical):
        return pandas.CategoricalIndex(array, name=name)
    return pandas.Index(array, dtype=dtype or object, name=name)


def _read_multi_index(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    levels = [_read_part_index(codec, level) for level in exactly(parts[0], list)]
    codes = [read_plain(codec, row) for row in exactly(parts[1], list)]
    return pandas.MultiIndex(levels, codes, names=codec.load_all(parts[2], depth))


def _read_range_index(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    start, stop, step = (exactly(part, int) for part in parts[:3])
    return pandas.RangeIndex(start, stop, step, name=codec.decode(parts[3], depth + 1))


def _read_missing(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    return pandas.NaT if parts[0] is True else pandas.NA


def _read_timestamp(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    made = pandas.Timestamp(exactly(parts[0], int), unit="ns").as_unit(exactly(parts[1], str))
    if parts[2] is None:
        return made
    zone = exactly(parts[2], str)
    if not re.fullmatch(r"[\w/+:()-]{1,60}", zone):
        raise WireError("not the name of a zone")
    return made.tz_localize("UTC").tz_convert(zone)


READERS: dict[str, Any] = {
    "pd": _read_frame,
    "ps": _read_series,
    "pi": _read_index,
    "pm": _read_multi_index,
    "pr": _read_range_index,
    "pn": _read_missing,
    "pt": _read_timestamp,
}
