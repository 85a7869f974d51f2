"""How a wrong result and the right one are related, in one sentence a student can use.

The sentences are facts about two values ("the sign is opposite", "the order differs"), found by
calculating them, and no guesses about a program. What they can't name stays empty.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Number
from typing import Any, cast

import numpy as np

_NEAR = 1e-3  # relative difference below which a number counts as right but inexact


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
        return isinstance(got, set | list) and len(got) == len(want) and set(got) == want
    if isinstance(want, list):
        listed = isinstance(got, list | np.ndarray) and len(got) == len(want)
        return listed and all(alike(*two, close) for two in zip(got, want, strict=True))
    return type(got) is type(want) and bool(want == got)


def starts(got: Any, wrong: Any, close: float) -> bool:
    """Is the result that wrong one, or does it begin with its numbers?"""
    if alike(got, wrong, close):
        return True
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
        if b.size and not a.size:
            return f"비어 있습니다. {len(want)}개여야 합니다." if b.ndim else "비어 있습니다."
        lists = isinstance(got, list) and isinstance(want, list) and a.shape[1:] == b.shape[1:]
        listed = a.shape != b.shape and a.ndim == b.ndim and (a.ndim == 1 or lists)
        return (_sequence(*(rounded(x.tolist(), 6) for x in (a, b))) if listed else "") or (
            shapes(a.shape, b.shape) if a.shape != b.shape else _related(a, b, close)
        )
    return _sequence(got, want)


def shapes(got: tuple[int, ...], want: tuple[int, ...]) -> str:
    """What differs between two shapes."""
    said = f"모양이 {want}이어야 하는데 {got}입니다."
    kept = tuple(n for n in want if n != 1)
    if tuple(n for n in got if n != 1) == kept and len(got) != len(want):
        more = len(got) > len(want)
        return f"{said} 길이가 1인 축이 {'남습니다' if more else '사라졌습니다'}."
    if len(got) == len(want):
        off = [axis for axis in range(len(got)) if got[axis] != want[axis]]
        if len(off) == 1 and abs(got[off[0]] - want[off[0]]) == 1:
            return (
                f"{said} {off[0]}번 축이 하나 {'길' if got[off[0]] > want[off[0]] else '짧'}습니다."
            )
        if sorted(got) == sorted(want):
            return f"{said} 축의 차례가 다릅니다."
        return said
    return (
        f"{said} 축이 {abs(len(got) - len(want))}개 {'많' if len(got) > len(want) else '적'}습니다."
    )


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


# what both would be after one slip -> what to say. x: the right numbers
_SLIPS: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
    ("부호가 반대입니다.", lambda x: -x),
    ("백분율입니다. 비율을 돌려주세요.", lambda x: 100 * x),
    ("비율입니다. 백분율을 돌려주세요.", lambda x: x / 100),
    ("1에서 뺀 값입니다.", lambda x: 1 - x),
    ("역수입니다. 나눗셈의 위와 아래를 보세요.", lambda x: 1 / x),
    ("제곱근이 빠졌거나 한 번 더 제곱했습니다.", np.square),
    ("제곱근을 한 번 더 씌웠거나 제곱을 빠뜨렸습니다.", np.sqrt),
    ("로그를 씌운 값입니다.", np.log),
    ("지수(exp)를 씌운 값입니다.", np.exp),
    ("로그의 밑이 다릅니다. 자연로그를 써야 하는 자리입니다.", lambda x: x / math.log(2)),
    ("로그의 밑이 다릅니다. 밑이 2인 로그를 써야 하는 자리입니다.", lambda x: x * math.log(2)),
    ("로그의 밑이 다릅니다. 상용로그(log10)입니다.", lambda x: x / math.log(10)),
    ("절댓값입니다. 부호를 남기세요.", np.abs),
    ("음수를 0으로 바꾸었습니다.", lambda x: np.maximum(x, 0)),
    ("소수점 아래를 버렸습니다. 정수 나눗셈이나 정수 자료형을 쓰지 않았나요?", np.trunc),
]


def _related(got: np.ndarray, want: np.ndarray, close: float) -> str:
    """Two arrays of one shape."""
    if np.isnan(got).any() and not np.isnan(want).any():
        return "nan이 있습니다. 0으로 나누기, log(0), 빈 것의 평균, inf끼리 빼기를 피하세요."
    if np.isinf(got).any() and not np.isinf(want).any():
        return "inf가 있습니다. 0으로 나누기, log(0), 큰 수의 exp를 피하세요."
    if not np.isfinite(want).all() or not np.isfinite(got).all():
        return _places(got, want, close)
    if want.size and got.any():
        for digits in range(2 if np.array_equal(got, np.round(got)) else 1, 7):  # 1 for 0.97: no
            if np.allclose(got, np.round(want, digits), rtol=0, atol=1e-12):
                return "반올림한 값입니다. 계산한 수를 그대로 돌려주세요."
    if np.allclose(
        got, want, rtol=_NEAR, atol=_NEAR * max(1e-30, float(np.abs(want).max(initial=0)))
    ):
        return "가깝지만 다릅니다. 작은 수를 더하거나 자르거나, 자리가 적은 자료형에 담지 않았나요?"
    if want.size > 1 and not got.any() and want.any():
        return "모두 0입니다. 빠진 항이 없는지, 정수 자료형에 담아 소수점 아래를 버렸는지 보세요."
    told = _slipped(got, want)
    if told and len(np.unique(want)) > 1:
        return told[0]
    # of one number much is true by chance: all that holds is said
    chances = [*told, _moved(got, want) or _scaled(got, want)]
    return " 아니면: ".join(filter(None, chances[-3:])) or _places(got, want, close)


def _slipped(got: np.ndarray, want: np.ndarray) -> list[str]:
    """What to say of each of `_SLIPS` that makes one of the other."""
    if not want.any():
        return []
    with np.errstate(all="ignore"):
        wrong = [(say, slip(want)) for say, slip in _SLIPS]
    return [say for say, x in wrong if np.isfinite(x).all() and np.allclose(got, x, 1e-5, 1e-9)]


def _moved(got: np.ndarray, want: np.ndarray) -> str:
    if want.ndim == 0 or not np.allclose(
        np.sort(got, None), np.sort(want, None), rtol=1e-5, atol=1e-9
    ):
        return ""
    if (
        want.ndim >= 2
        and got.shape[-1] == got.shape[-2]
        and np.allclose(got, want.swapaxes(-1, -2))
    ):
        return "행과 열이 바뀌었습니다(전치)."
    for axis in range(want.ndim):
        if np.allclose(got, np.flip(want, axis)):
            return f"{axis}번 축의 차례가 거꾸로입니다."
    for axis in range(want.ndim):
        if want.shape[axis] > 2 and any(
            np.allclose(got, np.roll(want, by, axis)) for by in (1, -1)
        ):
            return f"{axis}번 축에서 한 칸 밀렸습니다."
    return "맞는 수들이 다른 자리에 있습니다. 축과 차례를 보세요. reshape는 축을 바꾸지 않습니다."


def _scaled(got: np.ndarray, want: np.ndarray) -> str:
    x, y = want.ravel(), got.ravel()
    some = np.abs(x) > 1e-12
    if some.any() and np.allclose(y[~some], 0, atol=1e-9):
        ratios = y[some] / x[some]
        k = float(ratios[0])
        whole = min(abs(k - round(k)), abs(1 / k - round(1 / k)) if k else 1) < 1e-6 and k != 0
        if np.allclose(ratios, k, rtol=1e-5) and (whole or some.sum() > 1) and k != 0:
            times = f"{k:.4g}배" if abs(k) >= 1 or not whole else f"1/{round(1 / k)}"
            every = "모두 " if x.size > 1 else ""
            return f"{every}맞는 값의 {times}입니다. 나누거나 곱하는 수를 보세요."
    if x.size > 1 and np.allclose(y - x, y[0] - x[0], rtol=1e-5):
        return f"모두 맞는 값보다 {abs(y[0] - x[0]):.4g}만큼 {'큽' if y[0] > x[0] else '작습'}니다."
    return ""


def _places(got: np.ndarray, want: np.ndarray, close: float) -> str:
    wrong = ~np.isclose(got, want, rtol=close, atol=close, equal_nan=True)
    if want.ndim == 0 or wrong.all():
        return ""
    if want.ndim >= 2 and len(want) > 1 and len({place[0] for place in np.argwhere(wrong)}) == 1:
        return f"{np.argwhere(wrong)[0][0]}번 줄만 다릅니다."
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    at = place[0] if len(place) == 1 else place
    return f"{at}번 자리부터 다릅니다." if wrong.sum() > 1 else f"{at}번 자리만 다릅니다."
