"""How two arrays of numbers are related, in one sentence: the numeric half of `relations`."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import permutations

import numpy as np

_NEAR = 1e-3  # relative difference below which a number counts as right but inexact


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


def longer(got: np.ndarray, want: np.ndarray) -> str:
    """Two arrays of different shapes: is one the beginning of the other along one axis?"""
    if got.ndim != want.ndim:
        return ""
    off = [axis for axis in range(want.ndim) if got.shape[axis] != want.shape[axis]]
    common = tuple(slice(min(a, b)) for a, b in zip(got.shape, want.shape, strict=True))
    if len(off) != 1 or not want[common].size or not np.allclose(got[common], want[common]):
        return ""
    n = got.shape[off[0]] - want.shape[off[0]]
    said = f"에 {n}칸 남습니다" if n > 0 else f"가 {-n}칸 모자랍니다"
    return f"{off[0]}번 축의 뒤{said}."


def related(got: np.ndarray, want: np.ndarray, close: float) -> str:
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
    if want.any() and not got.any() and (want.size > 1 or 0 < want.max() < 1):
        said = "모두 0입니다." if want.size > 1 else "0입니다."
        if _whole(want):
            return said
        return f"{said} 빠진 항이 없는지, 정수 자료형에 담아 소수점 아래를 버렸는지 보세요."
    if _whole(got, want) and (want == 1).all() and not np.isin(got, (-1, 100)).all():
        return _places(got, want, close)  # every whole number is so many times 1
    told = _slipped(got, want)
    if told and (len(np.unique(want)) > 1 or np.allclose(got, -want)):
        return told[0]
    # of one number much is true by chance: all that holds is said, squares last (2 for 4: half)
    chances = sorted([*told[-2:], _moved(got, want) or _scaled(got, want)], key=_of_squares)
    return " 아니면: ".join(filter(None, chances)) or _places(got, want, close)


def _of_squares(said: str) -> bool:
    return "제곱" in said


def _slipped(got: np.ndarray, want: np.ndarray) -> list[str]:
    """What to say of each of `_SLIPS` that makes one of the other."""
    if not want.any():
        return []
    never = (np.square, np.sqrt, np.log, np.exp) if _two_whole(got, want) else ()
    with np.errstate(all="ignore"):
        wrong = [(say, slip(want)) for say, slip in _SLIPS if slip not in never]
    return [say for say, x in wrong if np.isfinite(x).all() and np.allclose(got, x, 1e-5, 1e-9)]


def _two_whole(got: np.ndarray, want: np.ndarray) -> bool:
    """Two whole numbers: one is often a multiple, square or log of the other by chance."""
    return want.size == 1 and _whole(got, want)


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
    if want.ndim == 1:
        return "있어야 할 수는 다 있고 차례만 다릅니다."
    said = "맞는 수들이 다른 자리에 있습니다. 축과 차례를 보세요."
    turned = (want.transpose(axes).ravel() for axes in permutations(range(want.ndim)))
    return said + " reshape는 축을 바꾸지 않습니다." * any(
        np.allclose(got.ravel(), x) for x in turned
    )


def _scaled(got: np.ndarray, want: np.ndarray) -> str:
    x, y = want.ravel(), got.ravel()
    some = np.abs(x) > 1e-12
    if some.any() and np.allclose(y[~some], 0, atol=1e-9) and not _two_whole(got, want):
        ratios = y[some] / x[some]
        k = float(ratios[0])
        whole = min(abs(k - round(k)), abs(1 / k - round(1 / k)) if k else 1) < 1e-6 and k != 0
        sure = len(np.unique(np.abs(x[some]).round(9))) > 1  # [a, -a] is one number, not two
        if np.allclose(ratios, k, rtol=1e-5) and (whole or sure) and 1e-6 < abs(k) < 1e6:
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
    if wrong.sum() > 1:
        return f"{at}번 자리부터 다릅니다."
    one, right = np.asarray(got[place]), np.asarray(want[place])
    # two whole numbers are multiples, squares or differences of 1 too easily to be told so
    how = "" if _whole(one, right) and one != -right else related(one, right, close)
    return f"{at}번 자리만 다릅니다. {how}".strip()


def _whole(*arrays: np.ndarray) -> bool:
    return all(np.array_equal(x, np.round(x)) for x in arrays)
