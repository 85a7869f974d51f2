"""pandas: frames and series as columns, indexes, single values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..bounds import WireError, exactly, loaded

if TYPE_CHECKING:
    from ..codec import Codec


# -- out -------------------------------------------------------------------------------------------


def dump_scalar(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """A moment, a span, or a mark for what is missing."""
    pandas = loaded("pandas")
    if pandas is None or not hasattr(pandas, "NaT"):  # it is being imported
        return None
    if value is pandas.NaT or value is pandas.NA:
        return ["pn", value is pandas.NaT]
    if kind is pandas.Timestamp:
        return ["pt", value.value, value.unit, None if value.tz is None else str(value.tz)]
    if kind is pandas.Timedelta:
        return ["pl", value.value, value.unit]
    if kind is pandas.Period:
        return ["pp", value.ordinal, value.freqstr]
    return None


def dump_subclass(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """A subclass becomes the plain frame or series."""
    pandas = loaded("pandas")
    if pandas is None or not hasattr(pandas, "NaT"):
        return None
    for base in (pandas.DataFrame, pandas.Series):
        if isinstance(value, base) and kind is not base:
            return _dump_frame(codec, base(value), depth)
    return None


def dump(codec: Codec, value: Any, kind: type, depth: int) -> list | None:
    """A frame, a series or an index."""
    pandas = loaded("pandas")
    if pandas is None:
        return None
    if isinstance(value, pandas.Index):
        return _dump_index(codec, value, depth)
    return _dump_frame(codec, value, depth) if kind in (pandas.DataFrame, pandas.Series) else None


def _dump_index(codec: Codec, value: Any, depth: int) -> list:
    pandas = loaded("pandas")
    if isinstance(value, pandas.RangeIndex):
        return ["pr", value.start, value.stop, value.step, codec.encode(value.name, depth + 1)]
    if isinstance(value, pandas.MultiIndex):
        names = list(value.names)
        return ["pm", codec.dump_all(value.tolist(), depth), codec.dump_all(names, depth)]
    return ["pi", _dump_column(codec, value), str(value.dtype), codec.encode(value.name, depth + 1)]


def _dump_frame(codec: Codec, value: Any, depth: int) -> list:
    codec.mutable.append(value)
    if isinstance(value, loaded("pandas").Series):
        column, dtype = _dump_column(codec, value), str(value.dtype)
        return [
            "ps",
            column,
            dtype,
            codec.encode(value.index, depth + 1),
            codec.encode(value.name, depth + 1),
        ]
    columns = [
        [_dump_column(codec, value.iloc[:, place]), str(value.dtypes.iloc[place])]
        for place in range(value.shape[1])
    ]
    index = codec.encode(value.index, depth + 1)
    return ["pd", columns, index, codec.encode(value.columns, depth + 1)]


def _dump_column(codec: Codec, values: Any) -> Any:
    numpy, pandas = loaded("numpy"), loaded("pandas")
    if isinstance(values.dtype, pandas.CategoricalDtype):
        own = values.array if hasattr(values, "array") else values
        codes = codec.dump_part(None, numpy.array(own.codes), 0)
        return ["pk", codes, _dump_index(codec, own.categories, 0), bool(own.ordered)]
    text = str(values.dtype) in ("str", "string")
    array = (values.astype(object) if text else values).to_numpy()
    if array.dtype.hasobject and text and hasattr(values, "isna"):
        array = numpy.where(values.isna(), None, array)
    return codec.dump_part(None, numpy.array(array), 0)


# -- in --------------------------------------------------------------------------------------------


def _column_dtype(name: str | None) -> Any:
    """pandas dtypes by name are plain: numpy's, str, category, nullable integers, dates with a
    zone.
    """
    if name is not None and not re.fullmatch(r"[\w<>|=\[\], /+:-]{1,60}", name):
        raise WireError("not a column's dtype")
    return name


def _read_column(codec: Codec, tree: Any, dtype: Any) -> tuple[Any, str | None]:
    import numpy

    if type(tree) is list and tree[0] == "pk":
        import pandas

        codes, categories = codec.load_part(None, tree[1], 0), codec.decode(tree[2], 1)
        ordered = tree[3] is True
        return pandas.Categorical.from_codes(codes, categories=categories, ordered=ordered), None
    if type(tree) is not list or tree[0] not in ("a", "ao"):
        raise WireError("not a column")
    array = codec.load_part(None, tree, 0)
    if dtype == "object":
        objects = numpy.empty(len(array), dtype=object)
        objects[:] = list(array)
        return objects, None
    return array, exactly(dtype, str)


def _read_frame(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    place = len(codec.mutable)
    codec.mutable.append(None)
    arrays = [_read_column(codec, *column) for column in parts[0]]
    index, columns = codec.decode(parts[1], depth + 1), codec.decode(parts[2], depth + 1)
    series = {
        number: pandas.Series(array, dtype=_column_dtype(dtype), index=index)
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
    made = pandas.Series(
        array,
        dtype=_column_dtype(dtype),
        index=codec.decode(parts[2], depth + 1),
        name=codec.decode(parts[3], depth + 1),
    )
    codec.mutable[place] = made
    return made


def _read_index(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    array, dtype = _read_column(codec, parts[0], parts[1])
    name = codec.decode(parts[2], depth + 1)
    if isinstance(array, pandas.Categorical):
        return pandas.CategoricalIndex(array, name=name)
    return pandas.Index(array, dtype=_column_dtype(dtype) or object, name=name)


def _read_multi_index(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    rows, names = codec.load_all(parts[0], depth), codec.load_all(parts[1], depth)
    return pandas.MultiIndex.from_tuples(rows, names=names)


def _read_range_index(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    start, stop, step = (exactly(part, int) for part in parts[:3])
    return pandas.RangeIndex(start, stop, step, name=codec.decode(parts[3], depth + 1))


def _read_missing(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    return pandas.NaT if parts[0] is True else pandas.NA


def _read_period(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    freq = _column_dtype(exactly(parts[1], str))
    return pandas.Period(ordinal=exactly(parts[0], int), freq=freq)


def _read_timestamp(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    made = pandas.Timestamp(exactly(parts[0], int), unit="ns").as_unit(exactly(parts[1], str))
    if parts[2] is None:
        return made
    return made.tz_localize("UTC").tz_convert(_column_dtype(exactly(parts[2], str)))


def _read_timedelta(codec: Codec, parts: list, depth: int) -> Any:
    import pandas

    return pandas.Timedelta(exactly(parts[0], int), unit="ns").as_unit(exactly(parts[1], str))


READERS: dict[str, Any] = {
    "pd": _read_frame,
    "ps": _read_series,
    "pi": _read_index,
    "pm": _read_multi_index,
    "pr": _read_range_index,
    "pn": _read_missing,
    "pp": _read_period,
    "pt": _read_timestamp,
    "pl": _read_timedelta,
}
