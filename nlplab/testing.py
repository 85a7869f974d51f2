"""What the exercises' test cells say: they call an answer, compare, and name what differs.

A test cell holds the task's own cases. What all tasks share stands here: an answer is called with
copies of the case (and must leave them alone), numbers are compared with a tolerance, lists with
tuples and arrays as equals, and a wrong result is told in one sentence: a mistake that the cell
knows (`slips`), or how the result and the right one are related (`nlplab.relations`) and the rule;
then both values and the input. Standing in one place, these words can be tested.

It grades nothing: a test cell that raises no `AssertionError` has passed, wherever it runs.
"""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from nlplab import numeric, relations
from nlplab.relations import alike, plain

Slips = Mapping[str, Any] | Iterable[tuple[str, Any]]
"""Known mistakes: what to say -> what comes out then (all of it, or its first numbers)."""

_LONGEST = 400  # characters of a value that a message shows

# (class of the error, pattern in its text, what to say); the first that fits
_STOPPED: list[tuple[type[Exception], str, str]] = [
    (
        ValueError,
        "truth value",
        "배열을 참이나 거짓으로 물었습니다. None인지는 is None으로, 값은 any나 all로 물으세요.",
    ),
    (ValueError, "inhomogeneous", "길이가 다른 줄들을 배열로 만들었습니다."),
    (ValueError, "broadcast", "모양이 맞지 않아 멈추었습니다. 짝이 되는 축을 보세요."),
    (
        ValueError,
        "matmul|shapes",
        "모양이 맞지 않아 곱하지 못했습니다. 앞 배열의 마지막 축과 뒤 배열의 첫 축을 보세요.",
    ),
    (ValueError, "empty", "빈 것에서 가장 크거나 작은 것을 찾았습니다. 비었을 때를 먼저 다루세요."),
    (ValueError, "math domain", "0이나 음수의 로그, 또는 음수의 제곱근입니다."),
    (ValueError, "unpack", "묶음의 개수와 받는 이름의 개수가 다릅니다."),
    (ZeroDivisionError, "", "0으로 나누었습니다. 나누는 수가 0일 때를 먼저 다루세요."),
    (OverflowError, "", "수가 너무 커졌습니다. exp에 큰 수를 넣거나 작은 자료형에 담지 마세요."),
    (IndexError, "", "없는 자리를 찾았습니다. 비었을 때, 끝, 길이가 다를 때를 보세요."),
    (KeyError, "", "사전에 없는 키를 찾았습니다. 처음 보는 것이면 get으로 찾거나 먼저 넣으세요."),
    (
        AttributeError,
        "'list'",
        "리스트에는 그런 것이 없습니다. 배열이 필요하면 np.asarray로 만드세요.",
    ),
    (
        AttributeError,
        "'NoneType'",
        "None에서 무엇을 찾았습니다. 제자리에서 고치는 메서드는 None을 돌려줍니다.",
    ),
    (TypeError, "unhashable", "사전의 키나 집합의 원소로 리스트는 안 됩니다. 튜플로 바꾸세요."),
    (TypeError, "'list' and", "리스트끼리는 수처럼 계산하지 못합니다. np.asarray로 만드세요."),
    (TypeError, "NoneType", "None으로 계산했습니다. 돌려주는 것이 빠진 곳이 없는지 보세요."),
    (
        TypeError,
        "positional argument|keyword argument",
        "받는 인자가 다릅니다. 함수의 이름과 인자는 주어진 대로 두세요.",
    ),
    (RecursionError, "", "자기를 끝없이 부릅니다."),
]


def call(function: Callable[..., Any], *arguments: Any, why: str = "", **options: Any) -> Any:
    """What the answer returns for the case.

    Args:
        function: the student's function.
        arguments: the case; each is copied, so that a case can be used again.
        why: what to say, too, if the answer stops with an error or returns nothing.
        options: arguments given by name, copied, too.

    Returns:
        What came back, never None.

    Raises:
        AssertionError: the answer raised, returned nothing, or changed what it was given.
            (`NotImplementedError`, which a blank raises, goes through.)
    """
    got = _called(function, arguments, options, why)
    name = getattr(function, "__name__", "함수")
    assert got is not None, (
        f"{name}: 아무것도 돌려주지 않습니다. return 문을 확인하세요. {why} "
        f"{_given(arguments, options)}"
    )
    return got


def _called(
    function: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], why: str
) -> Any:
    """As `call`; None may come back."""
    given, named = copy.deepcopy(arguments), copy.deepcopy(options)
    name = getattr(function, "__name__", "함수")
    try:
        with np.errstate(all="ignore"):  # what a warning prints would hide the message
            got = function(*given, **named)
    except (NotImplementedError, AssertionError):
        raise
    except Exception as error:
        text = str(error)
        told = next(
            (say for of, part, say in _STOPPED if isinstance(error, of) and re.search(part, text)),
            "",
        )
        changed = _changed([*given, *named.values()], [*arguments, *options.values()])
        raise AssertionError(
            f"{name}: 실행하다 멈췄습니다. {changed} {why} {told} "
            f"{type(error).__name__}: {error} {_given(arguments, options)}"
        ) from error
    changed = _changed([*given, *named.values()], [*arguments, *options.values()])
    assert not changed, changed
    return got


def _changed(now: list[Any], before: list[Any]) -> str:
    """What to say if the answer changed what it was given, else ''."""
    for new, old in zip(now, before, strict=True):
        if not _untouched(new, old):
            return (
                "받은 것을 고치지 마세요. sort, append, pop, +=, [:] =은 받은 것을 고칩니다. "
                f"새것에 담으세요. {_short(old, new)} 이었는데 {_short(new, old)} 이 되었습니다."
            )
    return ""


def check(
    function: Callable[..., Any],
    arguments: Iterable[Any],
    want: Any,
    why: str,
    slips: Slips = (),
    *,
    part: int | None = None,
    none: bool = False,
    close: float = 1e-6,
    quiet: str = "",
    **options: Any,
) -> None:
    """Call the answer with a case and compare: `call`, then `equal`.

    Args:
        function: the student's function.
        arguments: the case's arguments, in order.
        want: what the right answer returns.
        why: the rule that this case asks about.
        slips, close: as for `equal`.
        part: compare only this one of what comes back.
        none: None is one of the task's answers, not a return that was forgotten.
        quiet: what to say if NumPy warns on the way to the right result; '' lets it. What warns is
            stopped: a recorded warning stays in the answer's process, an error reaches the test's.
        options: arguments given by name.

    Raises:
        AssertionError: in words that a student can use.
    """
    arguments = list(arguments)
    if none or want is None:
        got = _called(function, tuple(arguments), options, why)
    else:
        got = call(function, *arguments, why=why, **options)
    if part is not None:
        got = plain(got)
        assert isinstance(got, list | np.ndarray) and len(got) > part, (
            f"{part + 1}개 이상을 튜플로 돌려주세요. {why} 지금: {_short(got)}"
        )
    equal(
        got if part is None else got[part],
        want,
        why,
        slips,
        given=_given(arguments, options),
        close=close,
    )
    if quiet:
        try:
            with np.errstate(divide="raise", over="raise", invalid="raise"):
                function(*copy.deepcopy(arguments), **copy.deepcopy(options))
        except FloatingPointError as error:
            warned = f"값은 맞지만 경고가 나왔습니다. {quiet} {error}"
            raise AssertionError(f"{warned} {_given(arguments, options)}") from None


def refuses(
    function: Callable[..., Any],
    arguments: Iterable[Any],
    error: type[Exception],
    why: str,
    holding: str = "",
) -> None:
    """The answer must stop with this error: the case is one that the task forbids.

    Args:
        function: the student's function.
        arguments: the case's arguments, in order.
        error: the class that the task asks for.
        why: the rule that this case asks about.
        holding: what the error's text must hold.

    Raises:
        AssertionError: the answer returned, stopped with another error or left out the text.
    """
    arguments, name = list(arguments), error.__name__
    try:
        with np.errstate(all="ignore"):
            got = function(*copy.deepcopy(arguments))
    except (NotImplementedError, AssertionError):
        raise
    except error as stopped:
        assert holding in str(stopped), (
            f"{name}에 {holding!r}이(가) 없습니다. {why} 담긴 것 {str(stopped)!r} "
            f"{_given(arguments, {})}"
        )
        return
    except Exception as other:
        raise AssertionError(
            f"{name}를 내야 하는데 {type(other).__name__}가 났습니다. {why} {other} "
            f"{_given(arguments, {})}"
        ) from other
    raise AssertionError(
        f"{name}를 내야 하는데 돌려주었습니다. {why} 나온 값 {_short(got)} {_given(arguments, {})}"
    )


def equal(
    got: Any, want: Any, why: str, slips: Slips = (), given: str = "", *, close: float = 1e-6
) -> None:
    """The result is the right one.

    Args:
        got: what the answer returned; lists, tuples, arrays and tensors count as equals.
        want: the right result. A number, text, None, array, or list, dict or set of such.
        why: the rule that this case asks about; said unless one of `slips` fits.
        slips: what to say -> what comes out after that mistake: the whole result, its first
            numbers, or some of a dict's keys. Several may fit: all are said. One that makes no
            difference in this case never fits.
        given: what went in, in words.
        close: largest relative and absolute difference of numbers.

    Raises:
        AssertionError: a slip, or how both are related and the rule; then both values.
    """
    got, want = plain(got), plain(want)
    if alike(got, want, close):
        return
    pairs = slips.items() if isinstance(slips, Mapping) else slips
    near = max(close, 1e-3)
    told = dict.fromkeys(
        say
        for say, wrong in pairs
        if relations.starts(got, wrong, near)
        # all of it came out, though the right one begins so: {1: 2} for {1: 2, 3: 4}
        and not (alike if alike(got, wrong, near) else relations.starts)(want, wrong, near)
    )
    words = " 아니면: ".join(told) or f"{relations.fact(got, want, close)} {why}".strip()
    raise AssertionError(
        f"{words} 나온 값 {_short(got, want)}, 맞는 값 {_short(want, got)} {given}".rstrip()
    )


def array(got: Any, shape: tuple[int, ...], what: str = "결과") -> np.ndarray:
    """The result as an array of floats of that shape.

    Raises:
        AssertionError: no numbers, rows of unequal length, or another shape.
    """
    try:
        numbers = np.asarray(plain(got), dtype=float)
    except (TypeError, ValueError):
        raise AssertionError(
            f"{what}: 수의 배열이 아닙니다. 줄의 길이가 같은지 보세요. 지금: {_short(got)}"
        ) from None
    assert numbers.shape == shape, f"{what}: {numeric.shapes(numbers.shape, shape)}"
    return numbers


def parts(got: Any, *names: str) -> tuple[Any, ...]:
    """The results that a function returns together, as many as there are names.

    Raises:
        AssertionError: another number of them, or one only.
    """
    got = plain(got)
    assert isinstance(got, list | np.ndarray) and len(got) == len(names), (
        f"({', '.join(names)}) {len(names)}개를 이 순서의 튜플로 돌려주세요. 지금: {_short(got)}"
    )
    return tuple(got)


def keys(got: Any, *names: Any) -> dict[Any, Any]:
    """The dict that a function returns, with exactly these keys.

    Raises:
        AssertionError: no dict, a key too few or too many.
    """
    assert isinstance(got, Mapping), (
        f"키가 {', '.join(map(str, names))}인 사전을 돌려주세요. 지금: {_short(got)}"
    )
    told = relations.differing(list(got), list(names))
    assert set(got) == set(names), f"사전의 키가 다릅니다. {told} 지금: {_short(dict(got))}"
    return dict(got)


def _untouched(now: Any, before: Any) -> bool:
    if isinstance(before, Mapping):
        return list(now) == list(before) and all(
            _untouched(now[key], before[key]) for key in before
        )
    if isinstance(before, list | tuple):
        return len(now) == len(before) and all(map(_untouched, now, before))
    if isinstance(before, np.ndarray):
        same = np.shape(now) == before.shape and now.dtype == before.dtype
        return bool(same and (now.tobytes() == before.tobytes() or np.array_equal(now, before)))
    if isinstance(before, str | bytes | int | float | set | frozenset | None):
        return bool(now == before) or before != before  # NaN stays NaN
    return True  # a generator, a model, a function: the case looks at it itself


def _given(arguments: Iterable[Any], options: Mapping[str, Any]) -> str:
    shown = [_short(each) for each in arguments] + [
        f"{name}={_short(each)}" for name, each in options.items()
    ]
    return f"(넣은 것: {', '.join(shown)})"[: 2 * _LONGEST]


def _short(value: Any, beside: Any = None) -> str:
    """A value in a message: few digits, unless it would look like the one beside it."""
    if callable(value) and hasattr(value, "__name__"):  # a function without its address
        return str(value.__name__)
    if inspect.isroutine(value):
        return value.__name__
    text = repr(relations.rounded(plain(value), 4))
    if beside is not None and text == repr(relations.rounded(plain(beside), 4)):
        text = repr(relations.rounded(plain(value), 9))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
