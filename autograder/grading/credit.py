"""Points by the last value of a test cell.

nbgrader gives so many points as a number says, and all of them for everything that is no float of
Python's or is below zero: `np.float64(0.0)`, -1, NaN, False, a text. Here a number from 0 to the
cell's points counts as it is, whoever's type it has. Of what is none, only what the model answer's
run shows in that place is worth all points; the rest is worth none, and a person is told.
"""

from __future__ import annotations

import ast
import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..cells import is_test
from ..text import clean
from .protocol import OK, CellRun, Execution

ROUNDING = 1e-9
"""Parts of a cell's points by which sums of floats may exceed them."""
_FLOAT = r"[-+]?(?:\d[\d_]*\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|nan|inf(?:inity)?)"
_WRAPPED = re.compile(
    r"(?:(?:np|numpy)\.\w+|array|Array|tensor|Tensor|Decimal)"
    rf"\(\[*\s*['\"]?({_FLOAT})['\"]?\s*\]*(?:, ?\w+=.*)?\)",
    re.I,
)
"""One number as NumPy, torch, JAX and `decimal` show it: `np.float64(0.5)`, `array([0.5])`."""
_TENSOR = re.compile(rf"<tf\.(?:Tensor|Variable)\b.* numpy=\[*({_FLOAT})\]*>", re.I)
_FRACTION = re.compile(r"Fraction\((-?\d{1,300}), (\d{1,300})\)")
_TRUTH = re.compile(r"(?:np\.)?(True|False)_?")
_UNITTEST = re.compile(r"<unittest\.\S+ run=(\d+) errors=(\d+) failures=(\d+)>")
NONE_RAN = "검사가 하나도 실행되지 않았습니다. 사람이 확인해야 합니다."
_ADDRESS = re.compile(r"\b0x[0-9a-f]+")


@dataclass(frozen=True)
class Credit:
    """What a test cell's last value is worth.

    Attributes:
        points: from 0 to the cell's.
        odd: why they are not what the value says, "" if they are.
        serious: whether a person has to look.
    """

    points: float
    odd: str = ""
    serious: bool = False


def credits_of(execution: Execution, expected: Callable[[str], str | None]) -> dict[int, Credit]:
    """By index, of the test cells that ran to their end and have a last value.

    Args:
        expected: grade id to what the model answer's run shows there; asked where a value is no
            number that counts.
    """
    found = {}
    for index, cell in enumerate(execution.notebook.cells):
        if not is_test(cell) or execution.cells.get(index, CellRun(OK)).status != OK:
            continue
        value = last_value(cell)
        if value is not None:
            nbgrader = cell.metadata.nbgrader
            most, grade_id = float(nbgrader.points), nbgrader.grade_id
            found[index] = worth(value, most, functools.partial(expected, grade_id))
    return found


def last_value(cell: NotebookNode) -> str | None:
    """The text of a cell's last value, None if it has none."""
    for output in cell.get("outputs", []):
        if output.output_type == "execute_result":
            text = output.data.get("text/plain", "")
            return "".join(text) if isinstance(text, list) else str(text)
    return None


def is_full(cell: NotebookNode, fate: CellRun) -> bool:
    """Whether a test of the model answer's takes no point from it. A value that is no number is
    what the model answer shows there.
    """
    value, most = last_value(cell), float(cell.metadata.nbgrader.points)
    return fate.status == OK and (value is None or worth(value, most, lambda: value).points == most)


def worth(text: str, most: float, expected: Callable[[], str | None]) -> Credit:
    """
    Args:
        most: the cell's points.
        expected: what the model answer's run shows in that place.
    """
    shown = clean(text.strip(), 60)
    if truth := _TRUTH.fullmatch(text.strip()):
        right = truth[1] == "True"
        return Credit(most if right else 0.0, "" if right else "검사의 마지막 값이 False입니다.")
    if found := _UNITTEST.fullmatch(text.strip()):
        ran, errors, failures = map(int, found.groups())
        if ran and not errors and not failures:
            return Credit(most)
        told = f"검사 {ran}개 가운데 {errors + failures}개가 실패했습니다." if ran else NONE_RAN
        return Credit(0.0, told, serious=not ran)
    number = number_in(text)
    if number is not None and 0 <= number <= most * (1 + ROUNDING):
        return Credit(min(number, most))
    if number is not None and not number > 0:  # below 0, or no number at all
        return Credit(0.0, f"검사의 마지막 값({shown})이 0 이상의 수가 아니어서 0점입니다.")
    if _same(text, expected()):
        above = f"검사의 마지막 값({shown})이 배점({most:g})을 넘어 배점까지만 주었습니다."
        return Credit(most, "" if number is None else above)
    return Credit(
        0.0,
        f"검사의 마지막 값({shown})이 0에서 배점({most:g}) 사이의 수가 아니고 모범 답의 것과도 "
        "달라 0점입니다. 사람이 확인해야 합니다.",
        serious=True,
    )


def number_in(text: str) -> float | None:
    """The one number that a value shows, None if it is something else."""
    text = text.strip()[:1000]
    if text[:1] in "'\"":
        try:
            text = str(ast.literal_eval(text)).strip()
        except (ValueError, SyntaxError):
            return None
    elif found := _WRAPPED.fullmatch(text) or _TENSOR.fullmatch(text):
        text = found[1]
    elif found := _FRACTION.fullmatch(text):
        return float(Fraction(int(found[1]), int(found[2]))) if int(found[2]) else math.nan
    try:
        return float(text)
    except ValueError:
        return None


def _same(text: str, expected: str | None) -> bool:
    """Where an object lies in memory says nothing."""
    return expected is not None and _ADDRESS.sub("", text) == _ADDRESS.sub("", expected)


def shown(cell: NotebookNode, credit: Credit) -> list[NotebookNode]:
    """A test cell's outputs, of which nbgrader reads these points; a value that says something
    else stays in view.
    """
    if _reads(last_value(cell) or "") == credit.points:
        return cell.outputs
    outputs = [
        new_output("display_data", data=output.data)
        if output.output_type == "execute_result"
        else output
        for output in cell.outputs
    ]
    result = new_output(
        "execute_result",
        data={"text/plain": repr(float(credit.points))},
        execution_count=cell.execution_count,
    )
    return [*outputs, result]


def _reads(text: str) -> float | None:
    """What nbgrader makes of a value."""
    try:
        return float(text)
    except ValueError:
        return None
