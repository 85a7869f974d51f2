"""How a wrong result and the right one are related, in one sentence a student can use.

The sentences are facts about two values ("the sign is opposite", "the order differs"), found by
calculating them, and no guesses about a program. What they can't name stays empty.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from numbers import Number
from typing import Any, cast

import numpy as np

from nlplab import numeric


def plain(value: Any) -> Any:
    """Tensors as arrays, tuples and iterables as lists, NumPy's scalars as Python's."""
    if isinstance(value, str | bytes | Number | None):
        return value.item() if isinstance(value, np.generic) else value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "biuf" and value.ndim else value.tolist()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return set(value)
    if hasattr(value, "detach"):  # PyTorch, with a gradient
        value = value.detach().cpu()
    if hasattr(value, "__array__"):
        return plain(np.asarray(value))
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    return value


def alike(got: Any, want: Any, close: float = 1e-6) -> bool:
    """Are both the same: numbers within `close`, lists, tuples and arrays as equals?"""
    got, want = plain(got), plain(want)
    if isinstance(want, str):  # a subclass may have an __eq__ of its own
        return isinstance(got, str) and str.__eq__(want, got)
    if want is None or got is None:
        return got is want
    if isinstance(want, Number):
        return isinstance(got, Number) and bool(
            np.isclose(cast(float, got), cast(float, want), rtol=close, atol=close, equal_nan=True)
        )
    if isinstance(want, np.ndarray):
        numbers = _numbers(got)
        if numbers is None or numbers.shape != want.shape:
            return False
        return bool(np.allclose(numbers, want, rtol=close, atol=close, equal_nan=True))
    if isinstance(want, dict):
        return (
            isinstance(got, dict)
            and got.keys() == want.keys()
            and all(alike(got[k], want[k], close) for k in want)
        )
    if isinstance(want, set):
        if not isinstance(got, set | list) or len(got) != len(want):
            return False
        try:
            return set(got) == want
        except TypeError:  # lists where the set's members were asked for
            return False
    if isinstance(want, list):
        listed = isinstance(got, list | np.ndarray) and len(got) == len(want)
        return listed and all(alike(*two, close) for two in zip(got, want, strict=True))
    return type(got) is type(want) and bool(want == got)


def starts(got: Any, wrong: Any, close: float) -> bool:
    """Is the result that wrong one, does it begin with its numbers, or hold its keys' values?"""
    if alike(got, wrong, close):
        return True
    if isinstance(got, dict) and isinstance(wrong, Mapping):
        return all(key in got and alike(got[key], wrong[key], close) for key in wrong)
    numbers, few = _numbers(got), _numbers(plain(wrong))
    if numbers is None or few is None or not 0 < few.size <= numbers.size or few.ndim > 1:
        return False
    return bool(
        np.allclose(
            numbers.ravel()[: few.size], few.ravel(), rtol=close, atol=close, equal_nan=True
        )
    )


def fact(got: Any, want: Any, close: float = 1e-6) -> str:
    """The sentence about two values that are not alike, or ''."""
    if isinstance(want, str):
        return (
            _text(got, want)
            if isinstance(got, str)
            else f"글(str)이어야 하는데 {_kind(got)}입니다."
        )
    if isinstance(want, dict):
        return _mapping(got, want, close)
    if want is None:
        return f"None이어야 하는데 {_kind(got)}입니다."
    a, b = _numbers(got), _numbers(want)
    if b is not None and b.dtype.kind in "biuf":
        if a is None:
            return _sequence(got, want) or f"수여야 하는데 {_kind(got)}입니다."
        if a.size and not b.size and b.ndim == 1:
            return f"비어 있어야 하는데 {len(a) if a.ndim else 1}개가 있습니다."
        if b.size and a.shape[:1] == (0,):
            return f"비어 있습니다. {len(want)}개여야 합니다." if b.ndim else "비어 있습니다."
        lists = isinstance(got, list) and isinstance(want, list) and a.shape[1:] == b.shape[1:]
        listed = a.shape != b.shape and a.ndim == b.ndim and (a.ndim == 1 or lists)
        return (_sequence(*(rounded(x.tolist(), 6) for x in (a, b))) if listed else "") or (
            f"{numeric.shapes(a.shape, b.shape)} {numeric.longer(a, b)}".strip()
            if a.shape != b.shape
            else numeric.related(a, b, close)
        )
    return _sequence(got, want)


def differing(got: Sequence[Any], want: Sequence[Any]) -> str:
    """What is missing and what is too much; 'too often' counts."""
    have, need = Counter(map(repr, got)), Counter(map(repr, want))
    said = []
    if need - have:
        said.append(f"빠진 것: {', '.join(list((need - have).elements())[:5])}.")
    if have - need:
        said.append(f"더 있는 것: {', '.join(list((have - need).elements())[:5])}.")
    return " ".join(said)


def rounded(value: Any, digits: int) -> Any:
    """A plain value with its floats rounded and whole ones as integers, as messages show it."""
    if isinstance(value, np.ndarray):
        return rounded(value.tolist(), digits)
    if isinstance(value, dict):
        return {key: rounded(each, digits) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each, digits) for each in value]
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else round(value, digits)
    return value


def _numbers(value: Any) -> np.ndarray | None:
    if isinstance(value, np.ndarray):
        return value.astype(float)
    if isinstance(value, list | Number):
        try:
            numbers = np.asarray(value)
        except ValueError:  # rows of unequal length
            return None
        return numbers.astype(float) if numbers.dtype.kind in "biuf" else None
    return None


def _kind(value: Any) -> str:
    names = {
        list: "리스트",
        dict: "사전(dict)",
        set: "집합(set)",
        bool: "참·거짓(bool)",
        np.bool_: "참·거짓(bool)",
        str: "글(str)",
        np.ndarray: "배열",
        type(None): "None",
    }
    return names.get(type(value), "수" if isinstance(value, Number) else type(value).__name__)


def _text(got: str, want: str) -> str:
    if got.split() == want.split() or "".join(got.split()) == "".join(want.split()):
        return "공백만 다릅니다."
    if got.lower() == want.lower():
        return "대문자와 소문자만 다릅니다."
    if got and want.startswith(got):
        return "끝이 잘렸습니다."
    if got and want.endswith(got):
        return "앞이 잘렸습니다."
    if want and got.startswith(want):
        return f"끝에 {got[len(want) :]!r}이 더 있습니다."
    if want and got.endswith(want):
        return f"앞에 {got[: -len(want)]!r}이 더 있습니다."
    return "차례가 거꾸로입니다." if got == want[::-1] else ""


def _mapping(got: Any, want: dict[Any, Any], close: float) -> str:
    if not isinstance(got, dict):
        return f"사전(dict)이어야 하는데 {_kind(got)}입니다."
    if got.keys() != want.keys():
        return f"사전의 키가 다릅니다. {differing(list(got), list(want))}"
    key = next(key for key in want if not alike(got[key], want[key], close))
    return f"키 {key!r}의 값이 다릅니다. {fact(got[key], want[key], close)}".strip()


def _sequence(got: Any, want: Any) -> str:
    if isinstance(want, set):
        if not isinstance(got, set | list):
            return f"집합이어야 하는데 {_kind(got)}입니다."
        return differing(list(got), sorted(want, key=repr))
    if not isinstance(want, list):
        return ""
    if isinstance(got, np.ndarray):
        got = got.tolist()
    if not isinstance(got, list):
        return f"리스트여야 하는데 {_kind(got)}입니다."
    a, b = [repr(rounded(x, 6)) for x in got], [repr(rounded(plain(x), 6)) for x in want]
    if Counter(a) == Counter(b):
        return "차례가 거꾸로입니다." if a == b[::-1] else "있어야 할 것은 다 있고 차례만 다릅니다."
    if b and a == b[:-1]:
        return "마지막 하나가 빠졌습니다."
    if b and a == b[1:]:
        return "첫 하나가 빠졌습니다."
    if a and b and a[:-1] == b:
        return "끝에 하나가 더 있습니다."
    if b and a[: len(b)] == b:
        return f"뒤에 {len(a) - len(b)}개가 더 있습니다."
    if a and b[: len(a)] == a:
        return f"뒤의 {len(b) - len(a)}개가 빠졌습니다."
    if set(a) == set(b):
        return "되풀이되는 것의 개수가 다릅니다."
    if told := _columns(got, plain(want)):
        return told
    size = f"{len(b)}개여야 하는데 {len(a)}개입니다. " if len(a) != len(b) else ""
    if not size and len(b) > 1:
        places = [i for i in range(len(b)) if a[i] != b[i]]
        if len(places) < len(b):
            i = places[0]
            return f"{i}번 자리가 다릅니다. {fact(got[i], plain(want[i]))}".strip()
    if sum(map(len, b)) >= 300:
        return size
    return size + differing(*([rounded(plain(x), 6) for x in some] for some in (got, want)))


def _columns(got: list[Any], want: list[Any]) -> str:
    """Rows such as (name, number): one place of them differs, or they are turned round."""
    widths = {len(row) if isinstance(row, list) else 0 for row in [*got, *want]}
    if len(got) != len(want) or len(widths) != 1 or max(widths) < 2:
        return ""
    if alike([row[::-1] for row in got], want):
        return "짝 안의 차례가 거꾸로입니다."
    columns = list(zip(zip(*got, strict=True), zip(*want, strict=True), strict=True))
    off = [n for n, (a, b) in enumerate(columns) if not alike(a, b)]
    if len(off) != 1:
        return ""
    a, b = plain(columns[off[0]])
    if sum(map(alike, a, b)) == len(b) - 1 > 0:
        return ""
    return f"줄마다 {off[0]}번 값만 다릅니다. {fact(a, b)}".strip()
