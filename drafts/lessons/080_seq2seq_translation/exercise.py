# ---
# title: seq2seq 기계 번역
# number: "080"
# objectives:
#   - 정답을 한 칸 밀고, 패딩을 뺀 손실과 정확도를 냅니다.
#   - 여러 문장을 한꺼번에 쓰는 탐욕 탐색을 만들고, 고장 난 빔 탐색을 고칩니다.
#   - 참조가 여럿인 BLEU를 계산하고, 짝지은 부트스트랩으로 두 번역기를 견줍니다.
# datasets: []
# prerequisites: [020_lstm_gru_shapes, 065_char_rnn]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여덟 개와 글 하나입니다. NumPy와 파이썬의 표준 라이브러리만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 입력을 바꾸지 마세요**. 검사가 확인합니다.

# %%
import math
from collections import Counter

import numpy as np

PAD, UNK, START, END = range(4)

# 과제 3에서 맞혀 볼 상황: 문장 넷의 답의 길이([END]까지)와, 패딩을 뺀 정확도
lengths = [4, 7, 9, 12]
true_accuracy = 0.4

# %% [markdown]
# ## 과제 1. 한 칸 밀고 자르기 ★☆☆ · 10분
#
# **목표.** 번호 시퀀스 B개로 디코더가 읽는 것과 답을 만듭니다. 강의와 달리 T는 `longest`를 넘지 못합니다.
#
# - 읽는 것은 `[START]` 뒤에 번호, 답은 번호 뒤에 `[END]`입니다. 둘 다 앞에서 `longest`개만 남깁니다. 잘린 문장의 답에는 `[END]`가 **없게** 됩니다. 아직 끝나지 않은 문장에서 끝내라고 가르치지 않기 위해서입니다.
# - T는 자르고 난 가장 긴 것의 길이입니다. 짧은 줄은 뒤를 `PAD`로 채웁니다.
#
# 힌트 1: 번호가 3개이면 읽는 것과 답은 각각 몇 개입니까?
# 힌트 2: 줄마다 두 리스트를 만들고 `longest`까지 자른 다음, 가장 긴 길이로 0 배열을 만들어 채웁니다.
# 힌트 3: `[START, *ids][:longest]`

# %% solution="shift"
def shift(sequences, longest):
    """교사 강요의 입력과 답.

    Args:
        sequences: 번호 시퀀스 B개(길이 0 이상의 리스트). longest: T의 최댓값(1 이상).

    Returns:
        (읽는 것, 답), 정수 배열 (B, T) 둘.

    Example:
        >>> [part.tolist() for part in shift([[7, 8], [9]], 9)]
        [[[2, 7, 8], [2, 9, 0]], [[7, 8, 3], [9, 3, 0]]]
    """
    ### BEGIN SOLUTION
    T = min(longest, 1 + max(map(len, sequences)))
    read = np.full((len(sequences), T), PAD)
    answer = np.full((len(sequences), T), PAD)
    for row, ids in enumerate(sequences):
        both = [START, *ids][:T], [*ids, END][:T]
        read[row, :len(both[0])] = both[0]
        answer[row, :len(both[1])] = both[1]
    return read, answer
    ### END SOLUTION

# %% test="shift" points=2
def _t80_shift(sequences, longest):
    kept = [list(ids) for ids in sequences]
    got = shift(sequences, longest)
    assert got is not None, "shift가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert sequences == kept, "받은 번호가 바뀌었습니다. 새 리스트를 만드세요."
    return [np.asarray(part).tolist() for part in got]

for _t80_ids, _t80_want, _t80_why in [
    ([[7, 8]], [[[2, 7, 8]], [[7, 8, 3]]],
     "읽는 것은 [START]로 시작하고 답은 [END]로 끝납니다. 한 칸 밀었나요?"),
    ([[7, 8], [9]], [[[2, 7, 8], [2, 9, 0]], [[7, 8, 3], [9, 3, 0]]],
     "짧은 줄은 뒤를 PAD로 채웁니다. [END]는 글의 바로 뒤에, PAD는 그 뒤에 옵니다."),
    ([[], [9]], [[[2, 0], [2, 9]], [[3, 0], [9, 3]]], "빈 줄의 답은 [END] 하나입니다."),
]:
    _t80_got = _t80_shift(_t80_ids, 9)
    assert _t80_got == _t80_want, (
        f"{_t80_why} {_t80_ids}에서 {_t80_got}. 맞는 값은 {_t80_want}입니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(801)
for _t80_trial in range(20):
    _t80_ids = [_t80_rng.integers(4, 30, n).tolist() for n in _t80_rng.integers(0, 8, 4)]
    _t80_read, _t80_answer = map(np.array, _t80_shift(_t80_ids, 20))
    assert _t80_read.shape == (4, 1 + max(map(len, _t80_ids))), (
        f"모양이 {_t80_read.shape}입니다. T는 가장 긴 줄에 하나를 더한 것입니다.")
    for _t80_row, _t80_line in enumerate(_t80_ids):
        _t80_n = len(_t80_line)
        assert (_t80_read[_t80_row, :_t80_n + 1].tolist() == [START, *_t80_line]
                and _t80_answer[_t80_row, :_t80_n + 1].tolist() == [*_t80_line, END]
                and not _t80_read[_t80_row, _t80_n + 1:].any()), "줄마다 한 칸 밀었는지 보세요."
### END HIDDEN TESTS

# %% test="shift" part="cut" points=2
_t80_got = _t80_shift([[5, 6, 7, 8]], 3)
assert _t80_got != [[[2, 5, 6]], [[5, 6, 3]]], (
    "잘린 문장의 답에 [END]를 붙였습니다. 아직 끝나지 않은 문장입니다.")
assert _t80_got == [[[2, 5, 6]], [[5, 6, 7]]], (
    f"longest가 3이면 둘 다 앞의 셋만 남깁니다. {_t80_got}이 나왔습니다.")
assert _t80_shift([[5, 6]], 3) == [[[2, 5, 6]], [[5, 6, 3]]], (
    "longest에 꼭 맞으면 [END]까지 들어갑니다.")
### BEGIN HIDDEN TESTS
assert _t80_shift([[5, 6, 7, 8], [9]], 2) == [[[2, 5], [2, 9]], [[5, 6], [9, 3]]], (
    "긴 줄만 잘리고 짧은 줄은 [END]가 남아야 합니다.")
assert _t80_shift([[5], [6]], 8) == [[[2, 5], [2, 6]], [[5, 3], [6, 3]]], (
    "T는 longest가 아니라 자르고 난 가장 긴 것의 길이입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 패딩을 뺀 점수 셋 ★★☆ · 15분
#
# **목표.** 모델이 낸 확률과 답으로 세 값을 dict로 돌려줍니다. 답이 `PAD`인 자리는 어디에도 넣지 않습니다.
#
# - `loss`: 답에 준 확률의 −ln을 **토큰마다** 평균한 것. 문장마다 평균해서 다시 평균하면 짧은 문장이 더 무거워집니다.
# - `accuracy`: 확률이 가장 큰 것이 답인 토큰의 비율
# - `exact`: 모든 토큰을 맞힌 **문장**의 비율
#
# 힌트 1: 길이가 2와 8인 두 문장에서 토큰 하나의 몫은 얼마여야 합니까?
# 힌트 2: 패딩이 아닌 자리의 마스크를 만들고, 그 자리의 값만 골라 평균합니다. 문장을 볼 때는 패딩을 맞은 것으로 칩니다.
# 힌트 3: `np.take_along_axis(P, answer[:, :, None], axis=-1)[:, :, 0]`

# %% solution="scores"
def scores(P, answer):
    """패딩을 뺀 손실, 정확도, 꼭 맞힌 문장의 비율.

    Args:
        P: 확률, (B, T, V) 배열. answer: 답, 정수 배열 (B, T). 줄마다 PAD 아닌 것이 있습니다.

    Returns:
        dict: loss, accuracy, exact (모두 float).

    Example:
        >>> scores(np.full((1, 2, 4), 0.25), np.array([[3, 0]]))["accuracy"]
        0.0
    """
    ### BEGIN SOLUTION
    real = answer != PAD
    chance = np.take_along_axis(P, answer[:, :, None], axis=-1)[:, :, 0]
    right = P.argmax(axis=-1) == answer
    return {
        "loss": float(-np.log(chance[real]).mean()),
        "accuracy": float(right[real].mean()),
        "exact": float((right | ~real).all(axis=1).mean()),
    }
    ### END SOLUTION

# %% test="scores" points=2
def _t80_scores(P, answer):
    P, answer = np.array(P, dtype=float), np.array(answer)
    kept = P.copy(), answer.copy()
    with np.errstate(all="ignore"):
        got = scores(P, answer)
    assert got is not None, "scores가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert (P == kept[0]).all() and (answer == kept[1]).all(), "받은 배열이 바뀌었습니다."
    assert set(got) >= {"loss", "accuracy", "exact"}, "키 loss, accuracy, exact가 있어야 합니다."
    return {key: float(got[key]) for key in ("loss", "accuracy", "exact")}

def _t80_rows(*lines):
    """글자마다 (가장 큰 토큰, 그 확률): 나머지는 고르게, V = 5"""
    P = np.zeros((len(lines), len(lines[0]), 5))
    for b, line in enumerate(lines):
        for t, (token, p) in enumerate(line):
            P[b, t] = (1 - p) / 4
            P[b, t, token] = p
    return P

_t80_P = _t80_rows([(4, 0.5), (3, 0.5), (1, 0.8), (1, 0.8)],
                   [(4, 0.8), (1, 0.8), (1, 0.8), (3, 0.8)])
_t80_answer = np.array([[4, 3, 0, 0], [4, 4, 4, 3]])
_t80_got = _t80_scores(_t80_P, _t80_answer)
_t80_each = -np.log([0.5, 0.5, 0.8, 0.05, 0.05, 0.8])
_t80_slips = {
    float(np.mean([_t80_each[:2].mean(), _t80_each[2:].mean()])):
        "문장마다 평균한 것을 다시 평균했습니다. 토큰마다 평균합니다.",
    float((_t80_each.sum() - 2 * np.log(0.05)) / 8): "패딩을 손실에 넣었습니다. 빼야 합니다.",
    float(_t80_each.sum() / 8): "토큰의 수가 아니라 자리의 수로 나누었습니다. 패딩을 빼고 세세요.",
    float(_t80_each.sum()): "합이 아니라 평균입니다.",
    float(-_t80_each.mean()): "마이너스를 붙이세요.",
}
_t80_why = next((why for wrong, why in _t80_slips.items()
                 if math.isclose(wrong, _t80_got["loss"], abs_tol=1e-9)), "식을 다시 보세요.")
assert math.isclose(_t80_got["loss"], _t80_each.mean(), abs_tol=1e-9), (
    f"loss: {_t80_why} {_t80_got['loss']:.4f}, 맞는 값은 {_t80_each.mean():.4f}입니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(802)
for _t80_trial in range(10):
    _t80_n = _t80_rng.integers(1, 6, 3)
    _t80_answer = np.where(np.arange(5) < _t80_n[:, None], _t80_rng.integers(1, 6, (3, 5)), PAD)
    _t80_P = _t80_rng.dirichlet(np.ones(6), (3, 5))
    _t80_list = [-math.log(_t80_P[b, t, _t80_answer[b, t]]) for b in range(3)
                 for t in range(_t80_n[b])]
    _t80_got = _t80_scores(_t80_P, _t80_answer)
    assert math.isclose(_t80_got["loss"], np.mean(_t80_list), abs_tol=1e-9), (
        f"길이 {_t80_n.tolist()}에서 loss가 {_t80_got['loss']:.4f}입니다. 맞는 값은 "
        f"{np.mean(_t80_list):.4f}입니다.")
### END HIDDEN TESTS

# %% test="scores" part="right" points=3
_t80_P = _t80_rows([(4, 0.5), (3, 0.5), (0, 0.8), (0, 0.8)],
                   [(4, 0.8), (1, 0.8), (1, 0.8), (3, 0.8)])
_t80_answer = np.array([[4, 3, 0, 0], [4, 4, 4, 3]])
_t80_got = _t80_scores(_t80_P, _t80_answer)
assert not math.isclose(_t80_got["accuracy"], 6 / 8), (
    "accuracy에 패딩을 넣었습니다. 모델이 패딩을 맞힌 것은 세지 않습니다.")
assert math.isclose(_t80_got["accuracy"], 4 / 6), (
    f"accuracy {_t80_got['accuracy']:.3f}: 패딩이 아닌 여섯 토큰 가운데 넷을 맞혔습니다.")
assert math.isclose(_t80_got["exact"], 0.5), (
    f"exact {_t80_got['exact']:.3f}: 두 문장 가운데 하나를 모두 맞혔습니다.")
_t80_P[0, 2:] = [0.1, 0.6, 0.1, 0.1, 0.1]
assert math.isclose(_t80_scores(_t80_P, _t80_answer)["exact"], 0.5), (
    "패딩 자리에서 다른 것을 답했다고 틀린 문장으로 셌습니다. 패딩은 보지 않습니다.")
### BEGIN HIDDEN TESTS
for _t80_trial in range(10):
    _t80_n = _t80_rng.integers(1, 4, 6)
    _t80_answer = np.where(np.arange(4) < _t80_n[:, None], _t80_rng.integers(1, 4, (6, 4)), PAD)
    _t80_P = _t80_rng.dirichlet(np.ones(4), (6, 4))
    _t80_P[::2] = 0.1 * _t80_P[::2] + 0.9 * np.eye(4)[_t80_answer[::2]]
    _t80_hit = [[_t80_P[b, t].argmax() == _t80_answer[b, t] for t in range(_t80_n[b])]
                for b in range(6)]
    _t80_got = _t80_scores(_t80_P, _t80_answer)
    assert math.isclose(_t80_got["accuracy"], np.mean(sum(_t80_hit, []))), (
        "길이가 다른 문장들에서 accuracy가 다릅니다. 토큰마다 평균했나요?")
    assert math.isclose(_t80_got["exact"], np.mean([all(one) for one in _t80_hit])), (
        "길이가 다른 문장들에서 exact가 다릅니다. 문장마다 모두 맞았는지 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 0.9를 만드는 길이: 맞혀 보고 재기 ★★☆ · 15분
#
# 패딩을 세는 모델은 패딩을 언제나 맞힌다고 합시다. 그러면 **더 길게 채우기만 해도** 정확도가 오릅니다.
#
# **목표.** 먼저 위에 주어진 `lengths`와 `true_accuracy`에서 정확도가 0.9가 되려면 몇 토큰으로 채워야 할지 눈대중으로 `my_guess()`에 적습니다. 틀려도 점수는 같습니다.
# 그다음 `length_for`를 씁니다. 패딩까지 센 정확도가 `wanted` **이상**이 되는 가장 작은 T입니다. T는 가장 긴 문장보다 작을 수 없습니다.
#
# 힌트 1: 문장 넷을 20토큰으로 채우면 자리는 몇 개이고, 그 가운데 패딩은 몇 개입니까?
# 힌트 2: 맞힌 자리는 진짜 토큰의 몫과 패딩을 더한 것입니다. T를 하나씩 늘려 가며 처음으로 넘는 것을 찾아도 됩니다.
# 힌트 3: `(accuracy * real + padding) / (len(lengths) * T)`

# %% solution="padding-length"
def my_guess():
    """정확도가 0.9가 되는 길이의 눈대중(정수)."""
    ### BEGIN SOLUTION
    return 50
    ### END SOLUTION

def length_for(lengths, accuracy, wanted):
    """패딩을 센 정확도가 wanted 이상이 되는 가장 작은 길이.

    Args:
        lengths: 답의 길이들(패딩 제외). accuracy: 패딩을 뺀 정확도.
        wanted: 1보다 작은 수.

    Returns:
        int.

    Example:
        >>> length_for([5], 0.5, 0.75)
        10
    """
    ### BEGIN SOLUTION
    real, T = sum(lengths), max(lengths)
    while accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
        T += 1
    return T
    ### END SOLUTION

# %% test="padding-length" points=3
def _t80_length(*arguments):
    kept = list(arguments[0])
    got = length_for(*arguments)
    assert got is not None, "length_for가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert arguments[0] == kept, "받은 길이가 바뀌었습니다."
    return got

for _t80_call, _t80_want, _t80_why in [
    (([5], 0.5, 0.75), 10, "꼭 0.75가 되는 길이도 됩니다. 이상입니다."),
    (([5], 0.0, 0.75), 20, "하나도 못 맞혀도 패딩만으로 0.75가 됩니다."),
    (([2, 6], 0.5, 0.75), 8,
     "자리는 문장의 수 × T입니다. 짧은 문장은 패딩이 더 많습니다. 가장 긴 문장만 보지 않았나요?"),
    (([4, 4], 0.95, 0.9), 4, "이미 넘었으면 가장 긴 문장의 길이입니다."),
    (([2, 10], 0.5, 0.6), 10, "가장 긴 문장보다 짧게 채울 수는 없습니다."),
    (([3], 0.0, 0.5), 6, "가장 작은 T입니다. 하나 더 크지 않나요?"),
]:
    _t80_got = _t80_length(*_t80_call)
    assert _t80_got == _t80_want, (
        f"{_t80_why} length_for{_t80_call}: {_t80_got}. 맞는 값은 {_t80_want}입니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(803)
for _t80_trial in range(30):
    _t80_n = _t80_rng.integers(1, 15, _t80_rng.integers(1, 6)).tolist()
    _t80_a, _t80_w = float(_t80_rng.random()), float(_t80_rng.uniform(0.3, 0.97))
    _t80_got = _t80_length(_t80_n, _t80_a, _t80_w)
    _t80_reach = lambda T: 1 - sum(_t80_n) * (1 - _t80_a) / (len(_t80_n) * T)
    assert _t80_got == int(_t80_got) and _t80_got >= max(_t80_n), "정수이고 가장 긴 문장 이상입니다."
    assert _t80_reach(_t80_got) >= _t80_w - 1e-9, "그 길이로는 아직 wanted에 못 미칩니다."
    assert _t80_got == max(_t80_n) or _t80_reach(_t80_got - 1) < _t80_w, "더 작은 T로도 됩니다."
### END HIDDEN TESTS

# %% test="padding-length" part="guess" points=1
_t80_guess = my_guess()
assert isinstance(_t80_guess, int) and not isinstance(_t80_guess, bool) and _t80_guess > 0, (
    f"my_guess는 양의 정수를 돌려줍니다. {_t80_guess!r}이 나왔습니다.")
print(f"눈대중 {_t80_guess}, 잰 값 {_t80_length(lengths, true_accuracy, 0.9)}")

# %% [markdown]
# ## 과제 4. 여러 문장을 한꺼번에 쓰는 탐욕 ★★☆ · 20분
#
# 강의의 탐욕은 한 문장씩 썼습니다. 이제 n문장을 함께 씁니다. `step(tokens, state)`는 토큰 (n,)과 상태를 받아 점수 (n, V)와 새 상태를 돌려줍니다.
#
# **목표.**
#
# 1. 모두 `START`에서 시작하고, 걸음마다 점수가 가장 큰 토큰을 씁니다.
# 2. `END`를 쓴 문장은 끝난 것입니다. 그 뒤로는 `PAD`를 읽히고 아무것도 쓰지 않습니다.
# 3. 모두 끝났거나 `longest`걸음을 걸었으면 멈춥니다. **필요 없는 `step`은 부르지 않습니다.**
# 4. 문장마다 쓴 번호의 리스트를 돌려줍니다. `END`는 넣지 않습니다.
#
# 힌트 1: 먼저 끝난 문장은 나머지가 끝날 때까지 무엇을 읽습니까?
# 힌트 2: 살아 있는지를 적는 (n,) 배열을 두고, 죽은 문장의 토큰을 PAD로 바꿉니다.
# 힌트 3: `tokens = np.where(alive, best, PAD)`

# %% solution="greedy"
def greedy(step, state, n, longest):
    """걸음마다 가장 큰 토큰을 쓰는 탐색.

    Args:
        step: (토큰 (n,), 상태) → (점수 (n, V), 새 상태). state: 처음 상태.
        n: 문장의 수. longest: 걸음의 최대 수.

    Returns:
        번호의 리스트 n개. END와 그 뒤는 없습니다.

    Example:
        >>> always_end = lambda tokens, state: (np.eye(5)[[END] * len(tokens)], state)
        >>> greedy(always_end, None, 2, 9)
        [[], []]
    """
    ### BEGIN SOLUTION
    tokens, alive = np.full(n, START), np.ones(n, bool)
    written = [[] for _ in range(n)]
    for _ in range(longest):
        if not alive.any():
            break
        found, state = step(tokens, state)
        tokens = np.where(alive, np.asarray(found).argmax(axis=-1), PAD)
        alive = alive & (tokens != END)
        for row in np.flatnonzero(alive):
            written[row].append(int(tokens[row]))
    return written
    ### END SOLUTION

# %% test="greedy" points=3
def _t80_machine(texts):
    """정해진 글을 쓰는 모델. 읽은 토큰을 적고, 상태는 걸음의 수입니다."""
    read = []

    def step(tokens, at):
        read.append([int(t) for t in tokens])
        found = np.full((len(texts), 12), -1.0)
        for row, text in enumerate(texts):
            found[row, text[at] if at < len(text) else 11] = 5.0
        return found, at + 1

    return step, read

def _t80_greedy(texts, longest):
    step, read = _t80_machine(texts)
    got = greedy(step, 0, len(texts), longest)
    assert got is not None, "greedy가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    return [[int(i) for i in ids] for ids in got], read

for _t80_texts, _t80_n, _t80_want, _t80_why in [
    ([[7, 8, END]], 9, [[7, 8]], "END가 나오면 끝내고, END는 넣지 않습니다. 새 상태를 다음 걸음에 넘겼나요?"),
    ([[7, 8, 9, 10]], 2, [[7, 8]], "longest걸음에서 멈춥니다."),
    ([[7, END], [8, 9, 10, END]], 9, [[7], [8, 9, 10]],
     "먼저 끝난 문장은 END 뒤에 아무것도 쓰지 않습니다. 다른 문장은 계속 씁니다."),
    ([[END], [8, END]], 9, [[], [8]], "처음부터 END이면 빈 리스트입니다."),
]:
    _t80_got, _ = _t80_greedy(_t80_texts, _t80_n)
    assert _t80_got == _t80_want, (
        f"{_t80_why} 모델이 {_t80_texts}를 쓸 때 {_t80_got}. 맞는 값은 {_t80_want}입니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(804)
for _t80_trial in range(20):
    _t80_texts = [[*_t80_rng.integers(4, 11, k).tolist(), END] for k in _t80_rng.integers(0, 7, 5)]
    _t80_got, _ = _t80_greedy(_t80_texts, 4)
    assert _t80_got == [text[:-1][:4] for text in _t80_texts], (
        f"모델이 {_t80_texts}를 쓸 때 {_t80_got}이 나왔습니다.")
### END HIDDEN TESTS

# %% test="greedy" part="read" points=2
_t80_got, _t80_read = _t80_greedy([[7, END], [8, 9, END]], 9)
assert _t80_read[0] == [START, START], f"처음에는 START를 읽힙니다. {_t80_read[0]}을 읽혔습니다."
assert _t80_read[1] == [7, 8], f"쓴 토큰을 다시 읽힙니다. {_t80_read[1]}을 읽혔습니다."
assert _t80_read[2] in ([END, 9], [PAD, 9]), f"끝난 문장에 {_t80_read[2][0]}을 읽혔습니다."
assert len(_t80_read) == 3, (
    f"모두 끝났는데 step을 더 불렀습니다. {len(_t80_read)}번 불렀고 3번이면 됩니다.")
### BEGIN HIDDEN TESTS
_t80_got, _t80_read = _t80_greedy([[END], [8, 9, 10, END]], 9)
assert [one[0] for one in _t80_read[2:]] == [PAD, PAD], (
    f"끝난 문장은 PAD를 읽습니다. {[one[0] for one in _t80_read]}을 읽혔습니다.")
assert len(_t80_greedy([[7, 8, 9]], 2)[1]) == 2, "longest번만 부릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 고장 난 빔 탐색 ★★★ · 30분
#
# 동료의 빔 탐색은 짧은 번역만 내고, 끝난 문장을 이어 쓰기도 합니다. 잘못이 셋 있습니다.
#
# ```python
# def broken(step, state, width, alpha, longest):
#     beams = [(0.0, [], state)]                                # (로그 확률의 합, 글, 상태)
#     for _ in range(longest):
#         grown = []
#         for total, ids, state in beams:
#             after, chances = step(state, ids[-1] if ids else START)
#             grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
#         beams = sorted(grown, key=lambda one: -one[0])[:width]
#     return beams[0][1]
# ```
#
# **목표.** 고쳐서 `beam`을 씁니다. `step(state, token)`은 `(새 상태, {토큰: 로그 확률})`을 돌려줍니다.
#
# 1. 걸음마다 **끝나지 않은** 글만 한 토큰씩 늘립니다. `END`로 끝난 글은 늘리지 않고 그대로 겨룹니다.
# 2. 점수는 로그 확률의 합 ÷ $((5 + \text{길이})/6)^\alpha$입니다. 길이는 `END`까지 셉니다. 점수가 큰 `width`개를 남깁니다. 점수가 같으면 글(번호의 리스트)이 파이썬의 `<`로 작은 것이 먼저입니다.
# 3. 남은 글이 모두 끝났거나 `longest`걸음을 걸었으면 점수가 가장 큰 글을 돌려줍니다. 끝의 `END`는 뺍니다.
#
# 힌트 1: 끝난 글은 `grown`에 어떻게 들어가야 합니까?
# 힌트 2: 점수를 구하는 작은 함수를 먼저 만들고, 끝난 글은 그대로, 나머지는 늘려서 `grown`에 넣습니다.
# 힌트 3: `sorted(grown, key=lambda one: (-score(one), one[1]))`

# %% solution="beam"
def beam(step, state, width, alpha, longest):
    """빔 탐색.

    Args:
        step: (상태, 토큰) → (새 상태, {토큰: 로그 확률}). state: 처음 상태.
        width: 남기는 글의 수. alpha: 길이를 봐주는 정도. longest: 걸음의 최대 수.

    Returns:
        번호의 리스트. 끝의 END는 없습니다.

    Example:
        >>> only_end = lambda state, token: (state, {END: 0.0})
        >>> beam(only_end, None, 2, 0.6, 5)
        []
    """
    ### BEGIN SOLUTION
    def score(one):
        return one[0] / ((5 + len(one[1])) / 6) ** alpha

    beams = [(0.0, [], state)]
    for _ in range(longest):
        grown = [one for one in beams if one[1][-1:] == [END]]
        if len(grown) == len(beams):
            break
        for total, ids, before in beams:
            if ids[-1:] != [END]:
                after, chances = step(before, ids[-1] if ids else START)
                grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
        beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
    best = beams[0][1]
    return best[:-1] if best[-1:] == [END] else best
    ### END SOLUTION

# %% test="beam" points=3
def _t80_tree(table):
    """글 전체가 상태인 모델. 확률을 적은 표에 없는 글 뒤는 END입니다."""
    asked = []

    def step(state, token):
        text = state + (token,) if token != START else state
        asked.append(text)
        return text, {t: math.log(p) for t, p in table.get(text, {END: 1.0}).items()}

    return step, asked

def _t80_beam(table, width, alpha, longest):
    step, asked = _t80_tree(table)
    got = beam(step, (), width, alpha, longest)
    assert got is not None, "beam이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    return [int(i) for i in got], asked

_t80_garden = {(): {5: 0.5, 6: 0.4, END: 0.1}, (5,): {7: 0.4, 8: 0.35, END: 0.25},
               (6,): {7: 0.9, 8: 0.1}}
_t80_short = {(): {END: 0.42, 5: 0.58}, (5,): {6: 0.8, END: 0.2}, (5, 6): {7: 0.9, END: 0.1}}
_t80_early = {(): {END: 0.51, 5: 0.49}, (5,): {6: 1.0}}
for _t80_call, _t80_want, _t80_why in [
    ((_t80_garden, 1, 0.0, 9), [5, 7], "너비가 1이면 탐욕과 같습니다."),
    ((_t80_garden, 2, 0.0, 9), [6, 7],
     "너비가 2이면 6에서 시작하는 글도 남아 0.36으로 이깁니다. width개를 남겼나요?"),
    ((_t80_short, 3, 0.0, 9), [], "alpha가 0이면 길이로 나누지 않으므로 빈 글이 이깁니다."),
    ((_t80_short, 3, 1.0, 9), [5, 6, 7],
     "alpha가 1이면 긴 글이 이깁니다. 길이로 나눈 점수로 줄을 세웠나요?"),
    ((_t80_early, 2, 1.0, 9), [5, 6],
     "한 글이 먼저 끝나도 끝나지 않은 글이 남아 있으면 계속합니다. 길이는 END까지 셉니다."),
    ((_t80_garden, 2, 0.0, 1), [5], "longest걸음에서 멈춥니다. 끝나지 않은 글도 답이 됩니다."),
]:
    _t80_got, _t80_asked = _t80_beam(*_t80_call)
    assert END not in _t80_got, f"{_t80_got}에 END가 있습니다. 끝난 글을 늘렸거나 END를 빼지 않았습니다."
    assert _t80_got == _t80_want, (
        f"{_t80_why} width={_t80_call[1]}, alpha={_t80_call[2]}, longest={_t80_call[3]}: "
        f"{_t80_got}. 맞는 값은 {_t80_want}입니다.")
### BEGIN HIDDEN TESTS
def _t80_best(table, alpha, longest):
    """모든 글을 늘어놓고 점수가 가장 큰 것. 너비가 넉넉한 빔의 답."""
    done, open_ = [], [(0.0, ())]
    for _ in range(longest):
        further = [(total + math.log(p), text + (t,)) for total, text in open_
                   for t, p in table.get(text, {END: 1.0}).items()]
        done += [one for one in further if one[1][-1] == END]
        open_ = [one for one in further if one[1][-1] != END]
    key = lambda one: (-one[0] / ((5 + len(one[1])) / 6) ** alpha, one[1])
    text = min(done + open_, key=key)[1]
    return [t for t in text if t != END]

_t80_rng = np.random.default_rng(805)
for _t80_trial in range(20):
    _t80_table = {}
    for _t80_text in [(), (5,), (6,), (5, 5), (5, 6), (6, 5), (6, 6)]:
        _t80_table[_t80_text] = dict(zip((END, 5, 6), _t80_rng.dirichlet(np.ones(3)).tolist()))
    _t80_alpha = float(_t80_rng.uniform(0, 1.5))
    _t80_got, _ = _t80_beam(_t80_table, 50, _t80_alpha, 4)
    assert _t80_got == _t80_best(_t80_table, _t80_alpha, 4), (
        f"너비가 넉넉하면 모든 글을 늘어놓은 것과 같아야 합니다. alpha={_t80_alpha:.2f}에서 "
        f"{_t80_got}이 나왔습니다. 길이를 END까지 셌나요?")
### END HIDDEN TESTS

# %% test="beam" part="ended" points=2
_t80_got, _t80_asked = _t80_beam(_t80_short, 3, 1.0, 9)
assert not any(END in text for text in _t80_asked), (
    "END로 끝난 글에 step을 불렀습니다. 끝난 글은 늘리지 않고 그대로 겨룹니다.")
_t80_got, _t80_asked = _t80_beam({(): {END: 0.9, 5: 0.1}, (5,): {6: 1.0}}, 1, 0.0, 9)
assert _t80_asked == [()], "남은 글이 모두 끝났으면 step을 더 부르지 않습니다."
_t80_got, _ = _t80_beam({(): {6: 0.5, 5: 0.5}}, 1, 0.0, 9)
assert _t80_got == [5], "점수가 같으면 번호가 작은 글이 먼저입니다."
### BEGIN HIDDEN TESTS
_t80_late = {(): {5: 0.6, END: 0.4}, (5,): {6: 0.6, 7: 0.4}, (5, 6): {6: 0.5, 7: 0.5}}
assert _t80_beam(_t80_late, 2, 0.0, 9)[0] == [], (
    "일찍 끝난 글을 버렸습니다. 끝난 글은 뒤의 걸음에서도 겨룹니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 참조가 여럿인 BLEU ★★★ · 25분
#
# 옳은 번역은 하나가 아닙니다. 참조를 여럿 주면 BLEU는 이렇게 바뀝니다.
#
# **목표.** n-gram의 차수 1에서 `most`까지의 BLEU(0에서 100)를 냅니다.
#
# - 번역의 n-gram은 **참조마다의 횟수 가운데 가장 큰 것**까지만 맞은 것으로 셉니다. 참조들을 더하지 않습니다.
# - 참조의 길이로는 번역의 길이에 **가장 가까운** 참조의 것을 씁니다. 똑같이 가까우면 짧은 것입니다.
# - 횟수와 길이는 모든 문장에서 더한 다음 나눕니다. 번역이 짧을 때만 벌 $e^{1 - r/c}$를 곱합니다.
# - 맞은 것이 하나도 없는 차수가 있으면 0.0입니다.
#
# 힌트 1: 참조가 `the cat`과 `the the`이면 `the`는 몇 번까지 맞을 수 있습니까?
# 힌트 2: 참조마다 `Counter`를 만들어 `|`로 합하면 가장 큰 횟수가 남습니다. 그것과 번역의 것을 `&`합니다.
# 힌트 3: `min(map(len, refs), key=lambda n: (abs(n - len(words)), n))`

# %% solution="bleu"
def bleu(translations, references, most=4):
    """참조가 여럿인 BLEU.

    Args:
        translations: 낱말 리스트 N개. references: N개, 저마다 낱말 리스트가 하나 이상.
        most: 가장 큰 차수.

    Returns:
        float, 0에서 100.

    Example:
        >>> bleu([["a", "b"]], [[["a", "b"], ["c"]]], most=2)
        100.0
    """
    ### BEGIN SOLUTION
    right, total, c, r = [0] * most, [0] * most, 0, 0
    for words, refs in zip(translations, references):
        c += len(words)
        r += min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
        for n in range(1, most + 1):
            grams = [Counter(zip(*(one[i:] for i in range(n)))) for one in (words, *refs)]
            allowed = Counter()
            for one in grams[1:]:
                allowed |= one
            right[n - 1] += sum((grams[0] & allowed).values())
            total[n - 1] += sum(grams[0].values())
    if min(right) == 0:
        return 0.0
    brevity = min(1.0, math.exp(1 - r / c))
    return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)
    ### END SOLUTION

# %% test="bleu" points=4
def _t80_bleu(lines, most):
    """(번역, 참조들)의 목록: 낱말을 빈칸으로 나눕니다."""
    translations = [one.split() for one, _ in lines]
    references = [[ref.split() for ref in refs] for _, refs in lines]
    kept = [list(one) for one in translations], [[list(x) for x in one] for one in references]
    got = bleu(translations, references, most)
    assert got is not None, "bleu가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert (translations, references) == kept, "받은 낱말이 바뀌었습니다."
    return float(got)

for _t80_lines, _t80_most, _t80_want, _t80_why in [
    ([("a b c", ["a b c"])], 2, 100.0, "꼭 같으면 100입니다."),
    ([("a a a b", ["a b c d"])], 1, 50.0,
     "같은 낱말은 참조에 나온 횟수까지만 맞습니다. 나온 것을 모두 셌나요?"),
    ([("a a", ["a b", "a c"])], 1, 50.0,
     "참조들의 횟수를 더하지 않고 가장 큰 것을 씁니다."),
    ([("a b c d", ["a b x y", "c d x y"])], 1, 100.0, "낱말마다 어느 참조에 있어도 됩니다."),
    ([("a b", ["a b c d"])], 1, 100 * math.exp(-1), "짧으면 벌을 줍니다. exp(1 - r/c)입니다."),
    ([("a b c d", ["a b"])], 1, 50.0, "길다고 상을 주지는 않습니다. 벌은 1을 넘지 않습니다."),
    ([("a b c", ["a b c d e", "a b c d"])], 1, 100 * math.exp(1 - 4 / 3),
     "참조의 길이는 번역의 길이에 가장 가까운 것입니다."),
    ([("a b c d", ["a b c d e f", "x y"])], 1, 100.0, "똑같이 가까우면 짧은 참조입니다."),
    ([("a b c d", ["a c b d"])], 2, 0.0, "맞은 것이 없는 차수가 있으면 0.0입니다."),
    ([("a b", ["a b"]), ("c d e f", ["x y z w"])], 1, 100 / 3,
     "횟수를 모든 문장에서 더한 다음 나눕니다. 문장마다 내어 평균하지 않았나요?"),
    ([("a b x", ["a b c"])], 2, 100 * math.sqrt(2 / 3 * 1 / 2),
     "차수마다의 비율을 기하 평균합니다. 산술 평균이 아닙니다."),
]:
    _t80_got = _t80_bleu(_t80_lines, _t80_most)
    assert math.isclose(_t80_got, _t80_want, abs_tol=1e-6), (
        f"{_t80_why} {_t80_lines}, most={_t80_most}: {_t80_got:.3f}. 맞는 값은 "
        f"{_t80_want:.3f}입니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(806)
def _t80_slow(lines, most):
    logs, c, r = 0.0, 0, 0
    for words, refs in lines:
        near = sorted((abs(len(ref) - len(words)), len(ref)) for ref in refs)
        c, r = c + len(words), r + near[0][1]
    for n in range(1, most + 1):
        hit = every = 0
        for words, refs in lines:
            cut = lambda one: [tuple(one[i:i + n]) for i in range(len(one) - n + 1)]
            every += len(cut(words))
            hit += sum(min(cut(words).count(g), max(cut(ref).count(g) for ref in refs))
                       for g in set(cut(words)))
        if not hit:
            return 0.0
        logs += math.log(hit / every) / most
    return 100 * math.exp(logs + min(0.0, 1 - r / c))

for _t80_trial in range(15):
    _t80_word = lambda: _t80_rng.choice(list("abc"), _t80_rng.integers(3, 8)).tolist()
    _t80_data = [(_t80_word(), [_t80_word() for _ in range(2)]) for _ in range(3)]
    _t80_got = _t80_bleu([(" ".join(w), [" ".join(x) for x in refs]) for w, refs in _t80_data], 3)
    assert math.isclose(_t80_got, _t80_slow(_t80_data, 3), abs_tol=1e-6), (
        f"무작위 문장 셋에서 {_t80_got:.3f}이 나왔습니다. 맞는 값은 "
        f"{_t80_slow(_t80_data, 3):.3f}입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 파라미터 세기 ★☆☆ · 10분
#
# **목표.** 강의의 번역기를 조금씩 바꾼 것들의 파라미터를 셉니다. 인코더와 디코더는 유닛 U의 GRU이고, 디코더의 상태를 `Dense(E)`로 줄여 출력층에 넣습니다.
#
# - `joint`: 참이면 읽는 임베딩과 쓰는 임베딩이 **한 층**입니다(이때 두 어휘의 크기는 같습니다).
# - `tied`: 참이면 출력층이 쓰는 임베딩의 전치를 씁니다. 제 것은 편향뿐입니다. 거짓이면 `Dense(V)`입니다.
# - 케라스의 GRU(입력 E)는 $3(EU + U^2 + 2U)$개입니다(020).
#
# 힌트 1: 임베딩 하나, GRU 하나, Dense 둘의 식을 따로 적어 보세요.
# 힌트 2: 언제나 있는 것(임베딩 하나, GRU 둘, 줄이는 Dense, 편향 V개)부터 더하고, 조건에 따라 행렬을 더합니다.
# 힌트 3: `gru = 3 * (E * U + U * U + 2 * U)`

# %% solution="parameters"
def parameters(V_read, V_write, E, U, joint, tied):
    """번역기의 파라미터 수.

    Args:
        V_read, V_write: 읽는 어휘와 쓰는 어휘의 크기. E: 임베딩의 길이. U: 유닛.
        joint: 임베딩이 한 층인가. tied: 출력층이 임베딩의 전치를 쓰는가.

    Returns:
        int.

    Example:
        >>> parameters(10, 10, 2, 3, True, True)
        164
    """
    ### BEGIN SOLUTION
    gru = 3 * (E * U + U * U + 2 * U)
    total = V_write * E + 2 * gru + (U + 1) * E + V_write
    if not joint:
        total += V_read * E
    if not tied:
        total += V_write * E
    return total
    ### END SOLUTION

# %% test="parameters" points=3
_t80_got = parameters(100, 100, 4, 5, True, True)
assert _t80_got is not None, "parameters가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
for _t80_call, _t80_want, _t80_slips in [
    ((100, 100, 4, 5, True, True), 854, {
        754: "출력층의 편향 V개가 빠졌습니다.",
        1254: "출력층에 제 행렬을 주었거나 임베딩을 두 번 셌습니다. 한 층은 한 번 셉니다.",
        824: "GRU의 편향은 게이트마다 두 벌(2U)입니다.", 850: "줄이는 Dense의 편향 E개가 빠졌습니다.",
        689: "GRU를 하나만 셌습니다. 인코더와 디코더입니다.",
        830: "줄이는 Dense(E)가 빠졌습니다."}),
    ((100, 100, 4, 5, True, False), 1254, {
        854: "tied가 거짓이면 출력층에 제 행렬이 있습니다.",
        1354: "출력층은 E에서 V로 갑니다. U에서가 아닙니다."}),
    ((50, 100, 4, 5, False, True), 1054, {
        854: "joint가 거짓이면 읽는 임베딩이 따로 있습니다.",
        1254: "읽는 임베딩은 V_read줄입니다. V_write로 세지 않았나요?"}),
]:
    _t80_got = parameters(*_t80_call)
    _t80_why = _t80_slips.get(_t80_got, "부품마다 식을 적어 보세요.")
    assert _t80_got == _t80_want, (
        f"{_t80_why} parameters{_t80_call}: {_t80_got}. 맞는 값은 {_t80_want}입니다.")
### BEGIN HIDDEN TESTS
assert parameters(4000, 4000, 128, 256, True, True) == 1_141_792, "강의의 모델과 다릅니다."
assert parameters(7, 9, 3, 2, False, False) == 7 * 3 + 9 * 3 + 2 * 3 * (6 + 4 + 4) + 9 + 9 * 4, (
    "두 어휘의 크기가 다르고 tied도 거짓일 때를 확인하세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 짝지은 부트스트랩 ★★☆ · 15분
#
# 번역기 가와 나가 문장마다 맞힌 것과 전체를 세어 두었습니다. 점수는 **모두 더한 다음** 나눈 비율입니다(%). 차이가 우연인지 보려고 문장을 여러 번 다시 뽑습니다.
#
# **목표.** `rows[k]`는 k번째로 뽑은 문장의 번호들입니다. 뽑을 때마다 **같은 문장을** 두 번역기에 주고 점수의 차이(가 − 나)를 냅니다. 원래 문장에서의 차이와, K개 차이의 2.5 %와 97.5 % 분위수를 돌려줍니다.
#
# 힌트 1: 문장마다 비율을 내어 평균하면 어떤 문장이 더 큰 몫을 갖게 됩니까?
# 힌트 2: 횟수를 `rows`로 뽑으면 모양이 (K, N, 2)가 됩니다. 문장 쪽으로 더한 다음 나눕니다.
# 힌트 3: `counts[rows].sum(axis=1)`

# %% solution="bootstrap"
def bootstrap(first, second, rows):
    """두 번역기의 점수 차이와 95% 구간.

    Args:
        first, second: 문장마다 (맞힌 것, 전체), 정수 배열 (N, 2). rows: 정수 배열 (K, N).

    Returns:
        (차이, 아래, 위), 모두 float(%).

    Example:
        >>> bootstrap(np.array([[1, 2]]), np.array([[0, 2]]), np.zeros((4, 1), int))
        (50.0, 50.0, 50.0)
    """
    ### BEGIN SOLUTION
    def percent(counts):
        right, total = counts.sum(axis=-2).T
        return 100 * right / total

    gaps = percent(first[rows]) - percent(second[rows])
    low, high = np.quantile(gaps, [0.025, 0.975])
    return float(percent(first) - percent(second)), float(low), float(high)
    ### END SOLUTION

# %% test="bootstrap" points=3
def _t80_boot(first, second, rows):
    given = [np.array(one) for one in (first, second, rows)]
    kept = [one.copy() for one in given]
    got = bootstrap(*given)
    assert got is not None, "bootstrap이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert all((a == b).all() for a, b in zip(given, kept)), "받은 배열이 바뀌었습니다."
    return [float(one) for one in got]

_t80_a, _t80_b = [[1, 1], [2, 9]], [[0, 1], [1, 9]]
_t80_rows = [[0, 0], [1, 1], [0, 1], [1, 0]]
_t80_got = _t80_boot(_t80_a, _t80_b, _t80_rows)
assert abs(_t80_got[0] + 20) > 1e-6, "부호가 반대입니다. 가에서 나를 뺍니다."
assert abs(_t80_got[0] - 500 / 9) > 1e-6, "문장마다 비율을 내어 평균했습니다. 더한 다음 나눕니다."
assert abs(_t80_got[0] - 0.2) > 1e-6, "비율을 %로 적으세요."
assert abs(_t80_got[0] - 20) < 1e-6, f"차이 {_t80_got[0]:.2f}. 원래 문장에서는 20.00입니다."
_t80_want = np.quantile([100, 100 / 9, 20, 20], [0.025, 0.975])
assert not np.allclose(_t80_got[1:], np.quantile([100, 100 / 9, 20, 20], [0.05, 0.95])), (
    "95% 구간은 양쪽에 2.5%씩 남깁니다. 5%씩 남기지 않았나요?")
assert np.allclose(_t80_got[1:], _t80_want), (
    f"구간 {np.round(_t80_got[1:], 2)}. 맞는 값은 {_t80_want.round(2)}입니다. 뽑은 문장에서도 "
    "더한 다음 나누고, 두 번역기에 같은 문장을 주세요.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(808)
for _t80_trial in range(5):
    _t80_n = _t80_rng.integers(3, 9)
    _t80_total = _t80_rng.integers(2, 12, _t80_n)
    _t80_a, _t80_b = (np.stack([_t80_rng.integers(0, _t80_total + 1), _t80_total], axis=1)
                      for _ in range(2))
    _t80_rows = _t80_rng.integers(0, _t80_n, (30, _t80_n))
    _t80_gaps = [100 * (_t80_a[row, 0].sum() - _t80_b[row, 0].sum()) / _t80_total[row].sum()
                 for row in [np.arange(_t80_n), *_t80_rows]]
    _t80_want = [_t80_gaps[0], *np.quantile(_t80_gaps[1:], [0.025, 0.975])]
    assert np.allclose(_t80_boot(_t80_a, _t80_b, _t80_rows), _t80_want), (
        f"문장 {_t80_n}개에서 값이 다릅니다. 맞는 값은 {np.round(_t80_want, 2)}입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 이 번역기를 믿을 수 있습니까 (글로 답하기) ★★☆ · 15분
#
# 동료의 보고서입니다.
#
# > 스페인어-영어 문장 쌍 118,964개를 무작위로 섞어 앞의 1,000쌍을 시험 데이터로 두었습니다. 답을 100토큰으로 채우고 `metrics=["accuracy"]`로 재어
# > 시험 정확도 0.94를 얻었습니다. 어휘를 4,000에서 500으로 줄였더니 토큰당 손실이 낮아져서 500을 골랐습니다. 번역은 탐욕으로 했고,
# > 긴 문장의 번역이 처음 몇 낱말 뒤에서 무너지지만 정확도가 높으니 에폭을 늘리면 나아질 것입니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 나눔과 정확도에서 0.94를 부풀린 것은 무엇입니까? 각각 어떻게 고칩니까?
# 2. 어휘를 고른 근거는 왜 틀렸습니까? 무엇으로 견주어야 합니까?
# 3. 긴 문장이 무너지는 까닭으로 이 강의에서 잰 것 하나를 들고, 다시 학습하지 않고 해 볼 일을 하나 적으세요.

# %% [markdown] manual="trust" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 줄을 무작위로 나누면 시험 문장과 낱말 하나만 다른 문장, 같은 영어의 다른 번역이 학습 데이터에 남습니다. 문장으로 묶어 나누고 거의 같은 학습 문장을 지웁니다. 정확도는 패딩을 세어 부풀었습니다. 패딩이 아닌 토큰으로만 재고, 번역을 실제로 써서 chrF나 BLEU로 잽니다.
# 2. 어휘가 작으면 문장이 더 많은 토큰으로 잘리고 토큰마다의 문제가 쉬워지므로 토큰당 손실을 견줄 수 없습니다. 손실의 합을 같은 글자 수로 나누거나 번역의 chrF로 견줍니다.
# 3. 정답을 읽히며 배운 디코더가 자기가 쓴 틀린 것을 읽게 되어(노출 편향) 뒤로 갈수록 손실이 커집니다. 또는 문장이 길어도 문맥 벡터의 크기는 그대로입니다. 길이로 나누는 빔 탐색으로 다시 옮겨 보고 chrF를 견줍니다.
#
# **채점 기준 (5점)**
#
# - 1번 2점: 나눔의 유출과 고치는 법 1점, 패딩과 고치는 법 1점.
# - 2번 1.5점: 토큰의 수가 다르다 1점, 글자당 손실이나 chrF 0.5점.
# - 3번 1.5점: 노출 편향이나 문맥 벡터 1점, 해 볼 일 하나 0.5점.
# ### END SOLUTION
