"""What `nlplab.testing` accepts, what it refuses, and that its words name what is wrong."""

from __future__ import annotations

import collections
from typing import Any

import numpy as np
import pytest

from nlplab import relations, testing

TABLE = np.array([[0.25, 0.7], [0.1, 0.9]])
LINE = np.array([0.123456, 2.0, 3.5, 0.75])


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (0.1 + 0.2, 0.3),
        (np.float32(0.1), 0.1),
        (np.array(2.0), 2),
        (True, 1),
        (float("nan"), float("nan")),
        ((1, 2), [1, 2]),
        (range(3), [0, 1, 2]),
        ((n for n in "ab"), ["a", "b"]),
        (collections.deque([1]), [1]),
        (TABLE.tolist(), TABLE),
        (TABLE, TABLE.tolist()),
        (np.array(["가", "나"]), ["가", "나"]),
        ([("가", np.int64(1))], [["가", 1.0]]),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (frozenset("ab"), {"a", "b"}),
        (None, None),
        ({"행": [np.float64(1.0)]}, {"행": np.array([1])}),
    ],
)
def test_equals_in_another_form_pass(got: Any, want: Any) -> None:
    testing.equal(got, want, "규칙입니다.")


class _Agrees(str):
    """A text that answers yes to every comparison."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ("3", 3),
        (3, "3"),
        (0, None),
        (None, 0),
        ("ab", ["a", "b"]),
        (_Agrees("나쁨"), "좋음"),
        ([1, 1, 2], {1, 2}),
        (TABLE[None], TABLE),
        ([[1, 2], [3]], np.ones((2, 2))),
        ([], [[]]),
        ({"가": 1}, {"가": 1, "나": 2}),
        ([0.5, None], [0.5, 0.5]),
        (0.3 + 1e-5, 0.3),
        ([0, 0], [1e-5, 0]),
    ],
)
def test_what_is_not_equal_fails_with_the_rule_and_both_values(got: Any, want: Any) -> None:
    with pytest.raises(AssertionError, match=r"규칙입니다\. 나온 값 .*, 맞는 값 .* \(넣은 것\)"):
        testing.equal(got, want, "규칙입니다.", given="(넣은 것)")


@pytest.mark.parametrize(
    ("got", "want", "said"),
    [
        (-TABLE, TABLE, "부호가 반대"),
        (100 * TABLE, TABLE, "백분율입니다. 비율을"),
        (1 - LINE, LINE, "1에서 뺀"),
        (1 / LINE, LINE, "역수"),
        (LINE**2, LINE, "제곱"),
        (np.log(LINE), LINE, "로그를 씌운"),
        (np.log2(LINE), np.log(LINE), "로그의 밑이 다릅니다. 자연로그"),
        (np.floor(LINE), LINE, "소수점 아래를 버렸습니다"),
        ([0, 0.0], [0.4, -0.2], "모두 0입니다"),
        ([0, 0], [2, 1], "모두 0입니다."),
        ([50, 0.25], [0.5, 0.25], "0번 자리만 다릅니다. 백분율입니다"),
        (LINE.round(3), LINE, "반올림한 값"),
        (0.333, 1 / 3, "반올림한 값"),
        (LINE + 1e-4, LINE, "가깝지만 다릅니다"),
        (LINE * 3, LINE, "모두 맞는 값의 3배"),
        (LINE / 4, LINE, "모두 맞는 값의 1/4"),
        (0.5, 0.25, "맞는 값의 2배입니다. 나누거나 곱하는 수를 보세요. 아니면: 제곱근을 한 번"),
        (0, 0.125, "0입니다. 빠진 항이 없는지, 정수"),
        (0.4, 0.6, "1에서 뺀 값"),
        (LINE + 2, LINE, "2만큼 큽니다"),
        (LINE * np.nan, LINE, "nan이 있습니다"),
        ([0.1, np.inf, 3, 4], LINE, "inf가 있습니다"),
        (np.pad(TABLE, [(0, 0), (0, 3)]), TABLE, "1번 축의 뒤에 3칸 남습니다"),
        (np.ones((2, 3)), np.ones((2, 5)), "1번 축의 뒤가 2칸 모자랍니다"),
        ([1, 9, 7], [1, 7, 9], "차례만 다릅니다"),
        (TABLE.T, TABLE, "전치"),
        (LINE[::-1], LINE, "거꾸로"),
        (np.roll(LINE, 1), LINE, "한 칸 밀렸습니다"),
        (TABLE[[1, 0]][:, [1, 0]].T[[1, 0]], TABLE, "다른 자리에 있습니다"),
        ([[0.25, 0.7], [5, 6]], TABLE, "1번 줄만"),
        ([0.123456, 2.0, 9, 0.75], LINE, "2번 자리만"),
        ([[0.25, 5]], TABLE[:1], "(0, 1)번 자리만"),
        ([0.5, 0, 2], [0.5, -1, 2], "음수를 0으로"),
        (TABLE[None], TABLE, "길이가 1인 축이 남습니다"),
        (TABLE[0], TABLE[:1], "길이가 1인 축이 사라졌습니다"),
        (np.ones((3, 2)), np.ones((2, 3)), "축의 차례"),
        (np.ones((2, 3)), np.ones((2, 4)), "1번 축이 하나 짧습니다"),
        (LINE[:-1], LINE, "마지막 하나가 빠졌습니다"),
        ([5, 6, 7], [5, 8], "빠진 것: 8. 더 있는 것: 6, 7."),
        ([], [(0, 1.0)], "비어 있습니다. 1개여야"),
        ([(0, 1.0), (2, 0.5)], [(0, 1.0)], "끝에 하나가 더 있습니다"),
        (TABLE[:1], TABLE, "0번 축이 하나 짧습니다"),
        (["나", "가"], ["가", "나"], "거꾸로"),
        (["가", "다", "나"], ["나", "가", "다"], "차례만 다릅니다"),
        (["나"], ["가", "나"], "첫 하나가"),
        (["가", "나", "나"], ["가", "가", "나"], "되풀이되는 것의 개수"),
        ([1, 3, 4], [1, 2, 3, 4], "빠진 것: 2."),
        (["가", "라"], ["나", "다", "가"], "빠진 것: '나', '다'. 더 있는 것: '라'"),
        ([["가", 1], ["나", 4]], [["가", 1], ["나", 2]], "1번 자리가 다릅니다"),
        (
            [["가", 2], ["나", 4]],
            [["가", 1], ["나", 2]],
            "줄마다 1번 값만 다릅니다. 모두 맞는 값의 2배",
        ),
        ([[1, "가"], [2, "나"]], [["가", 1], ["나", 2]], "짝 안의 차례가 거꾸로"),
        (["가", "나", "다", "라"], ["가", "나"], "뒤에 2개가 더"),
        (["가"], ["가", "나", "다"], "뒤의 2개가 빠졌습니다"),
        ([1, 2], None, "None이어야 하는데 리스트"),
        ({"가": 1}, {"나": 1}, "빠진 것: '나'. 더 있는 것: '가'"),
        ({"가": 1, "나": -2}, {"가": 1, "나": 2}, "키 '나'의 값이 다릅니다. 부호가 반대"),
        ("가 나", "가나", "공백만"),
        ("AB", "ab", "대문자와 소문자만"),
        ("가나", "가나다", "끝이 잘렸습니다"),
        ("가나다.", "가나다", "끝에 '.'이 더"),
        (["가"], "가", "글(str)이어야 하는데 리스트"),
        (True, "가", "글(str)이어야 하는데 참·거짓(bool)"),
        (np.False_, {"가": 1}, "사전(dict)이어야 하는데 참·거짓(bool)"),
        ("가", ["가"], "리스트여야 하는데 글(str)"),
        ("0.5", 0.5, "수여야 하는데 글(str)"),
        ([(1, 0), (2, 0)], [], "비어 있어야 하는데 2개"),
        ([1, 2], {1, 2, 3}, "빠진 것: 3"),
        ([[1, 2]], {2}, "빠진 것: 2. 더 있는 것: [1, 2]"),
    ],
)
def test_the_relation_of_both_is_said(got: Any, want: Any, said: str) -> None:
    assert said in relations.fact(relations.plain(got), relations.plain(want))
    with pytest.raises(AssertionError) as failed:
        testing.equal(got, want, "규칙입니다.")
    assert said in str(failed.value)


@pytest.mark.parametrize(
    ("got", "want", "said"),
    [
        ([3, 3], [3, 1], "1번 자리만 다릅니다."),
        ([3, -1], [3, 1], "1번 자리만 다릅니다. 부호가 반대입니다."),
        (0.0, 1.0, ""),
        (100, 1, "백분율입니다. 비율을 돌려주세요."),
        ([2, 2], [3, 3], "모두 맞는 값보다 1만큼 작습니다."),
        (
            [[3, 2], [1, 5]],
            [[5, 2], [1, 3]],
            "맞는 수들이 다른 자리에 있습니다. 축과 차례를 보세요.",
        ),
        (
            np.arange(6).reshape(3, 2),
            np.arange(6).reshape(2, 3).T,
            "맞는 수들이 다른 자리에 있습니다.",
        ),
    ],
)
def test_what_holds_by_chance_is_not_said(got: Any, want: Any, said: str) -> None:
    told = relations.fact(relations.plain(got), relations.plain(np.array(want)))
    assert told.startswith(said) and bool(told) == bool(said)
    assert ("reshape" in told) == isinstance(got, np.ndarray)


def test_a_slip_may_be_the_right_result_without_its_end() -> None:
    for wrong, want in (({1: 2}, {1: 2, 3: 4}), ([1, 2], [1, 2, 3])):
        with pytest.raises(AssertionError, match=r"^하나가 빠졌습니다\."):
            testing.equal(wrong, want, "규칙", {"하나가 빠졌습니다.": wrong})


def test_keys_may_be_numbers() -> None:
    with pytest.raises(AssertionError, match="키가 1, 2인 사전"):
        testing.keys([3, 4], 1, 2)


def test_the_opposite_sign_is_said_once() -> None:
    assert relations.fact(0.27, -0.27) == "부호가 반대입니다."


def test_a_whole_number_is_not_called_rounded() -> None:
    assert "반올림" not in relations.fact(1.0, 0.97)
    assert "반올림" in relations.fact(0.3, 1 / 3)


@pytest.mark.parametrize(
    "got, want", [(30, 10), (4, 2), (1e9, 0.05), ([0.67, -0.67], [0.69, -0.69])]
)
def test_what_any_two_numbers_have_in_common_is_not_said(got: Any, want: Any) -> None:
    with pytest.raises(AssertionError) as told:
        testing.equal(got, want, "규칙입니다.")
    assert str(told.value).startswith("규칙입니다.")


def test_a_slip_is_said_instead_of_the_rule() -> None:
    slips = {"제곱근을 빠뜨렸습니다.": [0.16, 0.64], "앞의 수만 맞습니다.": 0.16, "다른 실수.": 0.9}
    with pytest.raises(AssertionError) as failed:
        testing.equal([0.16, 0.64], [0.4, 0.8], "규칙.", slips)
    assert str(failed.value).startswith(
        "제곱근을 빠뜨렸습니다. 아니면: 앞의 수만 맞습니다. 나온 값"
    )
    assert "규칙" not in str(failed.value) and "다른 실수" not in str(failed.value)


def test_a_slip_may_name_the_numbers_of_a_table_in_a_row() -> None:
    with pytest.raises(AssertionError, match=r"^오차의 부호입니다\. 나온 값"):
        testing.equal(
            [[-1.0, 2.0]], np.array([[1.0, 3.0]]), "규칙.", {"오차의 부호입니다.": [-1, 2]}
        )


def test_a_slip_may_name_some_keys_of_a_dict() -> None:
    slips = {"합입니다.": {"mean": 6.0}, "밑이 다릅니다.": {"bits": 9.0}, "없는 것": {"x": 1}}
    with pytest.raises(AssertionError, match="^합입니다"):
        testing.equal({"mean": 6.0, "bits": 2.0}, {"mean": 3.0, "bits": 2.0}, "규칙", slips)
    with pytest.raises(AssertionError, match="^키 'mean'의 값이 다릅니다.*규칙"):
        testing.equal({"mean": 7.0, "bits": 2.0}, {"mean": 3.0, "bits": 2.0}, "규칙", slips)


def test_a_slip_that_makes_no_difference_here_is_not_said() -> None:
    slips = {"패딩도 세었습니다.": [0.5, 2.0], "앞의 수.": 0.5, "부풀렸습니다.": [0.5005, 2.0]}
    with pytest.raises(AssertionError, match=r"^가깝지만 다릅니다.* 규칙\."):
        testing.equal([0.5002, 2.0], [0.5, 2.0], "규칙.", slips)


def test_a_case_is_called_with_copies_and_must_stay_as_it_is() -> None:
    def adds(rows: list[list[int]], by: np.ndarray) -> float:
        rows[0].append(1)
        return float(by.sum())

    case = [[1]], np.ones(2)
    with pytest.raises(
        AssertionError, match=r"받은 것을 고치지 마세요.*\[\[1\]\] 이었는데 \[\[1, 1\]\]"
    ):
        testing.call(adds, *case)
    assert case[0] == [[1]]

    def sorts_and_stops(rows: list[list[int]]) -> int:
        rows.clear()
        return rows[0][0]

    with pytest.raises(AssertionError, match=r"멈췄습니다\. 받은 것을 고치지.*없는 자리"):
        testing.call(sorts_and_stops, [[1]])

    def casts(by: np.ndarray) -> float:
        by *= 2
        return float(by[0])

    with pytest.raises(AssertionError, match="받은 것을 고치지"):
        testing.check(casts, [np.array([0.5, np.nan])], 1.0, "규칙.")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: x[99], "없는 자리"),
        (lambda x: {}[str(x)], "처음 보는 것이면"),
        (lambda x: 1 if x > 0 else 0, "참이나 거짓으로"),
        (lambda x: 1 / 0, "0으로 나누었습니다"),
        (lambda x: x + np.ones(5), "모양이 맞지 않아"),
        (lambda x: x @ np.ones((5, 2)), "앞 배열의 마지막 축"),
        (lambda x: x.tolist().shape, "np.asarray"),
        (lambda x: {x.tolist()}, "튜플로"),
        (lambda x: x.tolist() ** 2, "np.asarray"),
        (lambda: 1, "함수의 이름과 인자"),
        (lambda x: None, "return 문을"),
    ],
)
def test_an_answer_that_stops_is_told_why(answer: Any, said: str) -> None:
    with pytest.raises(AssertionError) as failed:
        testing.check(answer, [np.arange(3.0)], 0, "")
    assert said in str(failed.value)


def test_what_returns_nothing_or_stops_is_told_the_rule_and_the_case() -> None:
    def step(x: int) -> int:
        return x

    for answer in (lambda step, n: None, lambda step, n: step(n) / 0):
        with pytest.raises(AssertionError, match=r"규칙\..*\(넣은 것: step, 3\)"):
            testing.check(answer, [step, 3], 0, "규칙.")


def test_a_blank_answer_keeps_its_own_error() -> None:
    def blank() -> None:
        raise NotImplementedError("아직 풀지 않은 과제입니다")

    with pytest.raises(NotImplementedError):
        testing.call(blank)


def test_none_may_be_an_answer() -> None:
    testing.check(lambda x: None, [1], None, "규칙.")
    with pytest.raises(AssertionError, match=r"리스트여야 하는데 None입니다\. 규칙"):
        testing.check(lambda x: None, [1], (1, 2), "규칙.", none=True)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: [x], r"돌려주었습니다\. 규칙\. 나온 값 \['나'\]"),
        (lambda x: x[5], r"IndexError가 났습니다\. 규칙\."),
        (lambda x: float(x + "다"), r"'나가'이\(가\) 없습니다\. 규칙\. 담긴 것 .*'나다'"),
    ],
)
def test_a_forbidden_case_must_stop_with_the_error_of_the_task(answer: Any, said: str) -> None:
    testing.refuses(lambda x: float(x + "가"), ["나"], ValueError, "규칙.", holding="나가")
    with pytest.raises(AssertionError, match=said):
        testing.refuses(answer, ["나"], ValueError, "규칙.", holding="나가")


def test_shapes_parts_and_keys() -> None:
    assert testing.array([[1, 2]], (1, 2)).dtype == float
    with pytest.raises(AssertionError, match="기울기: 모양이"):
        testing.array([1, 2], (3,), "기울기")
    with pytest.raises(AssertionError, match="줄의 길이가 같은지"):
        testing.array([[1], [1, 2]], (2, 2))
    assert testing.parts((1, [2]), "손실", "기울기") == (1, [2])
    with pytest.raises(AssertionError, match="2개를 이 순서의 튜플로"):
        testing.parts(3.0, "손실", "기울기")
    assert testing.keys({"a": 1}, "a") == {"a": 1}
    with pytest.raises(AssertionError, match="더 있는 것: 'b'"):
        testing.keys({"a": 1, "b": 2}, "a")


def test_one_of_what_comes_back_together_is_compared_if_there_is_one() -> None:
    testing.check(lambda x: (x, [-x, x]), [1.0], [-1.0, 1.0], "규칙.", part=1)
    with pytest.raises(AssertionError, match="2개 이상을 튜플로"):
        testing.check(lambda x: x, [1.0], -1.0, "규칙.", part=1)


def test_a_warning_on_the_way_to_the_right_result_is_told_where_the_case_asks_for_none() -> None:
    def masked(x: Any) -> Any:
        return np.nan_to_num(x * np.log(x)).sum()

    case: list[Any] = [np.array([0.0, 1.0])]
    testing.check(masked, case, 0.0, "규칙입니다.")
    with pytest.raises(AssertionError, match=r"경고가 나왔습니다\. 피하세요\. divide by zero"):
        testing.check(masked, case, 0.0, "규칙입니다.", quiet="피하세요.")
    testing.check(masked, [np.ones(2)], 0.0, "규칙입니다.", quiet="피하세요.")


def test_a_function_that_went_in_is_shown_by_its_name() -> None:
    with pytest.raises(AssertionError, match=r"규칙\. 나온 값 1, 맞는 값 2 \(넣은 것: len\)"):
        testing.check(lambda f: f("가"), [len], 2, "규칙.")


def test_a_message_never_floods() -> None:
    with pytest.raises(AssertionError) as failed:
        testing.check(lambda x: x, [np.arange(100_000)], np.arange(100_000) + 1, "규칙.")
    assert len(str(failed.value)) < 2_500
