# ---
# title: seq2seq 기계 번역
# number: "080"
# objectives:
#   - 정답을 한 칸 밀고, 패딩을 뺀 손실과 정확도를 냅니다.
#   - 여러 문장을 한꺼번에 쓰는 탐욕 탐색을 만들고, 고장 난 빔 탐색을 고칩니다.
#   - 참조가 여럿인 BLEU를 계산하고, 남의 보고서에서 점수를 부풀린 것을 찾아냅니다.
# datasets: []
# prerequisites: [020_lstm_gru_shapes, 065_char_rnn]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여섯 개와 글 하나입니다. NumPy와 파이썬의 표준 라이브러리만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 입력을 바꾸지 마세요**. 검사가 확인합니다.

# %%
import math
from collections import Counter

import numpy as np

PAD, UNK, START, END = range(4)

def ngrams(words, n):
    """n-gram마다의 횟수. 과제 6에서 씁니다."""
    return Counter(zip(*(words[i:] for i in range(n))))

# 과제 3에서 맞혀 볼 상황: 문장 넷의 답의 길이([END]까지)와, 패딩을 뺀 정확도
lengths = [4, 7, 9, 13]
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
def _t80_shift(ids, longest, *want):
    kept = [list(one) for one in ids]
    try:
        got = shift(ids, longest)
    except Exception as error:
        raise AssertionError(
            f"shift({ids}, {longest})에서 {error!r}. 빈 문장과 longest보다 긴 문장도 버리지 않습니다. "
            "줄의 길이를 PAD로 맞춘 다음 배열로 만드세요.") from None
    assert got is not None, "shift가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert ids == kept, "받은 번호가 바뀌었습니다. 새 리스트를 만드세요."
    read, answer = ([np.asarray(row).tolist() for row in part] for part in got)
    both, T = read + answer, len(want[0][0])
    said = f"shift({ids}, {longest})의 읽는 것 {read}, 답 {answer}. "
    assert len(read) == len(answer) == len(ids), said + f"줄은 문장마다 하나, {len(ids)}개입니다."
    assert not any(isinstance(i, float) for row in both for i in row), (
        said + "정수여야 합니다. 0으로 채운 배열을 만들 때 dtype=int를 주세요.")
    assert not any(row[:1] == [PAD] for row in both), said + "짧은 줄은 뒤를 PAD로 채웁니다."
    assert all(a[:1] == [START] != b[:1] and END not in a for a, b in zip(read, answer)), (
        said + "읽는 것은 [START]로 시작하고 [END]가 없습니다. 답은 그 반대입니다. 한 칸 밀었나요?")
    assert all(len(row) == T for row in both), (
        f"{said}줄의 길이는 모두 T = {T}입니다. START나 END를 붙이고 longest로 자른 뒤 가장 긴 것입니다.")
    assert all(END in row or END not in line for row, line in zip(want[1], answer)), (
        said + "잘린 문장의 답에 [END]를 붙였습니다. 아직 끝나지 않은 문장입니다.")
    assert [read, answer] == list(want), (
        f"{said}맞는 값은 {want}입니다. 줄의 차례는 그대로이고, 답은 모든 번호, [END] 하나, PAD입니다.")

_t80_shift([[7, 8]], 9, [[2, 7, 8]], [[7, 8, 3]])
_t80_shift([[7, 8], [9]], 9, [[2, 7, 8], [2, 9, 0]], [[7, 8, 3], [9, 3, 0]])
_t80_shift([[], [9]], 9, [[2, 0], [2, 9]], [[3, 0], [9, 3]])

# %% test="shift" part="cut" points=2
_t80_shift([[5, 6, 7, 8]], 3, [[2, 5, 6]], [[5, 6, 7]])
_t80_shift([[5, 6]], 3, [[2, 5, 6]], [[5, 6, 3]])
_t80_shift([[5, 6, 7, 8], [9]], 2, [[2, 5], [2, 9]], [[5, 6], [9, 3]])
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(801)
for _t80_trial in range(20):
    _t80_ids = [_t80_rng.integers(4, 30, n).tolist() for n in _t80_rng.integers(0, 8, 4)]
    _t80_longest = int(_t80_rng.integers(1, 10))
    _t80_T = min(_t80_longest, 1 + max(map(len, _t80_ids)))
    _t80_shift(_t80_ids, _t80_longest, [([START, *ids] + [PAD] * 9)[:_t80_T] for ids in _t80_ids],
               [([*ids, END] + [PAD] * 9)[:_t80_T] for ids in _t80_ids])
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 패딩을 뺀 점수 둘 ★☆☆ · 10분
#
# **목표.** 모델이 낸 확률과 답으로 두 값을 dict로 돌려줍니다. 답이 `PAD`인 자리는 어디에도 넣지 않습니다.
#
# - `loss`: 답에 준 확률의 −ln을 **토큰마다** 평균한 것. 문장마다 평균해서 다시 평균하면 짧은 문장이 더 무거워집니다.
# - `accuracy`: 확률이 가장 큰 것이 답인 토큰의 비율
#
# 힌트 1: 길이가 2와 8인 두 문장에서 토큰 하나의 몫은 얼마여야 합니까?
# 힌트 2: 패딩이 아닌 자리의 마스크를 만들고, 그 자리의 값만 골라 평균합니다.
# 힌트 3: `np.take_along_axis(P, answer[:, :, None], axis=-1)[:, :, 0]`

# %% solution="scores"
def scores(P, answer):
    """패딩을 뺀 손실과 정확도.

    Args:
        P: 확률, (B, T, V) 배열. answer: 답, 정수 배열 (B, T). 줄마다 PAD 아닌 것이 있습니다.

    Returns:
        dict: loss, accuracy (모두 float).

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
    }
    ### END SOLUTION

# %% test="scores" points=2
_t80_P, _t80_answer = np.empty((3, 4, 5)), np.array([[4, 3, 0, 0], [4, 4, 4, 3], [1, 0, 0, 0]])
for _t80_b, _t80_line in enumerate(["45 36 08 17", "48 47 06 37", "26 08 08 15"]):
    for _t80_t, (_t80_token, _t80_tenths) in enumerate(_t80_line.split()):
        _t80_P[_t80_b, _t80_t] = (10 - int(_t80_tenths)) / 40      # 45: 토큰 4에 0.5, 나머지는 고르게
        _t80_P[_t80_b, _t80_t, int(_t80_token)] = int(_t80_tenths) / 10
_t80_slips = {
    "loss": {1.2381: "문장마다 평균한 것을 다시 평균했습니다. 토큰마다 평균합니다.",
             1.0071: "패딩을 손실에 넣었습니다. 빼야 합니다.",
             0.5621: "토큰의 수가 아니라 자리의 수로 나누었습니다. 패딩을 빼고 세세요.",
             0.6931: "확률을 평균한 다음 로그를 냈습니다. 토큰마다 −ln을 낸 다음 평균합니다.",
             1.1286: "어휘 전체의 −P ln P를 더했습니다. 답에 준 확률 하나만 봅니다.",
             1.2486: "첫 자리의 확률만 썼습니다. 자리마다 제 확률에서 고르세요."},
    "accuracy": {5.0: "맞힌 수입니다. 패딩이 아닌 토큰의 수로 나누세요.",
                 0.6667: "accuracy에 패딩을 넣었습니다. 모델이 패딩을 맞힌 것은 세지 않습니다.",
                 0.5833: "문장마다 내어 평균했습니다. 토큰마다 평균합니다."}}

def _t80_scores(P, answer, key, want, why="식과 마스크를 다시 보세요."):
    given = P.copy(), answer.copy()
    try:
        with np.errstate(all="ignore"):
            got = scores(*given)
    except Exception as error:
        raise AssertionError(f"scores에서 {error!r}. P는 (B, T, V), answer는 (B, T)입니다. 확률의 축은 "
                             "마지막이고, 고르고 나면 둘 다 (B, T)여야 합니다.") from None
    assert got is not None, "scores가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert (given[0] == P).all() and (given[1] == answer).all(), "받은 배열이 바뀌었습니다."
    assert isinstance(got, dict) and set(got) >= {"loss", "accuracy"}, (
        f"키 loss, accuracy가 있는 dict여야 합니다. {got!r}이 나왔습니다.")
    near = [why for slip, why in _t80_slips[key].items() if abs(slip - got[key]) < 5e-5]
    assert abs(got[key] - want) < 1e-5, (
        f"{key}가 {got[key]:.4f}, 맞는 값은 {want:.4f}입니다. {(*near, why)[0]}")

_t80_chances = [0.5, 0.6, 0.8, 0.7, 0.1, 0.7, 0.1]
_t80_scores(_t80_P, _t80_answer, "loss", -np.log(_t80_chances).mean(), "답이 PAD가 아닌 일곱 토큰(END도 "
            f"셉니다)의 답에 P가 준 확률은 차례로 {_t80_chances}입니다. 그 −ln(자연로그)의 평균입니다.")

# %% test="scores" part="right" points=2
_t80_scores(_t80_P, _t80_answer, "accuracy", 5 / 7,
            "답이 PAD가 아닌 일곱 토큰 가운데 확률이 가장 큰 것이 답인 것은 다섯입니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(802)
for _t80_trial in range(10):
    _t80_n = _t80_rng.integers(1, 5, 6)
    _t80_words = np.where(np.arange(4) < _t80_n[:, None], _t80_rng.integers(1, 4, (6, 4)), PAD)
    _t80_Q = 0.9 * _t80_rng.dirichlet(np.ones(4), (6, 4)) + 0.025
    _t80_Q[::2] = 0.1 * _t80_Q[::2] + 0.9 * np.eye(4)[_t80_words[::2]]
    _t80_each = [[(_t80_Q[b, t, a], _t80_Q[b, t].argmax() == a) for t, a in enumerate(words[:n])]
                 for b, (words, n) in enumerate(zip(_t80_words, _t80_n))]
    _t80_scores(_t80_Q, _t80_words, "loss", -np.mean([math.log(p) for p, _ in sum(_t80_each, [])]))
    _t80_scores(_t80_Q, _t80_words, "accuracy", np.mean([hit for _, hit in sum(_t80_each, [])]))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 0.9를 만드는 길이: 맞혀 보고 재기 ★★☆ · 10분
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
    return 40
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
def _t80_length(call, want, slips, why):
    kept = list(call[0])
    got = length_for(*call)
    said = f"length_for{call}: {got}. 맞는 값은 {want}입니다. "
    assert got is not None, said + "return 문을, 그리고 찾는 범위에 끝이 있지 않은지 확인하세요."
    assert call[0] == kept, "받은 길이가 바뀌었습니다."
    assert got == want, said + slips.get(got, why)

for _t80_case in [
    (([6], 0.5, 0.75), 12, {8: "정확도를 패딩 자리에도 곱했습니다. 패딩은 언제나 맞힙니다.",
                            6: "채울 패딩의 수만 냈습니다. T는 진짜 토큰까지 더한 길이입니다.",
                            13: "꼭 0.75가 되는 길이도 됩니다. 이상입니다. 하나 더 크지 않나요?",
                            20: "받은 값이 아니라 위의 lengths와 true_accuracy를 썼습니다."},
     "12로 채우면 열두 자리 가운데 진짜 토큰 여섯의 절반과 패딩 여섯이 맞아 9/12입니다."),
    (([2, 6], 0.5, 0.75), 8, {12: "가장 긴 문장만 보거나, 하나씩 늘리지 않고 건너뛰지 않았나요?"},
     "8로 채우면 열여섯 자리 가운데 진짜 토큰 여덟의 절반과 패딩 여덟이 맞아 12/16입니다."),
    (([5], 0.5, 0.7), 9, {},
     "8토큰이면 5.5/8로 0.7에 못 미치고 9토큰이면 넘습니다. 내림이나 반올림이 아니라 올림한 정수입니다."),
    (([2, 6], 0.95, 0.9), 6, {7: "이미 넘었습니다. 가장 긴 문장의 길이부터 찾으세요."},
     "이미 넘었으면 가장 긴 문장의 길이입니다. 그보다 짧게 채울 수는 없습니다."),
    (([12], 0.05, 0.991), 1267, {}, "아주 길게 채워야 할 때도 있습니다."),
]:
    _t80_length(*_t80_case)
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(803)
for _t80_trial in range(30):
    _t80_n = _t80_rng.integers(1, 15, _t80_rng.integers(1, 6)).tolist()
    _t80_a, _t80_w = float(_t80_rng.random()), float(_t80_rng.uniform(0.3, 0.97))
    _t80_want = math.ceil(sum(_t80_n) * (1 - _t80_a) / (len(_t80_n) * (1 - _t80_w)))
    _t80_length((_t80_n, _t80_a, _t80_w), max(_t80_want, *_t80_n), {}, "가장 작은 T입니다.")
### END HIDDEN TESTS

# %% test="padding-length" part="guess" points=1
_t80_guess = my_guess()
assert isinstance(_t80_guess, int) and not isinstance(_t80_guess, bool) and _t80_guess > 0, (
    f"my_guess는 양의 정수를 돌려줍니다. {_t80_guess!r}이 나왔습니다.")
print(f"눈대중 {_t80_guess}, 잰 값 {length_for(lengths, true_accuracy, 0.9)}")

# %% [markdown]
# ## 과제 4. 여러 문장을 한꺼번에 쓰는 탐욕 ★★☆ · 20분
#
# 강의의 탐욕은 한 문장씩 썼습니다. 이제 n문장을 함께 씁니다. `step(tokens, state)`는 토큰 (n,)과 상태를 받아 점수 (n, V)와 새 상태를 돌려줍니다.
#
# **목표.**
#
# 1. 모두 `START`에서 시작하고, 걸음마다 점수가 가장 큰 토큰을 씁니다(`PAD`의 점수가 가장 큰 일은 없습니다).
# 2. `END`를 쓴 문장은 끝난 것입니다. 그 뒤로는 아무것도 쓰지 않고 `PAD`를 읽힙니다. 바로 다음 걸음에 그 `END`를 한 번 읽히는 것은 괜찮습니다.
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
def _t80_greedy(texts, longest):
    """정해진 글을 쓰는 모델로: 쓴 것, 걸음마다 읽힌 토큰, 메시지의 앞. 상태는 걸음의 수입니다."""
    read = []

    def step(tokens, at):
        read.append(np.asarray(tokens).tolist())
        found = np.full((len(texts), 12), -1.0)
        for row, text in enumerate(texts):
            found[row, END if at > longest + 9 else text[at] if at < len(text) else 11] = 5.0
        return found, at + 1

    try:
        got = greedy(step, 0, len(texts), longest)
    except Exception as error:
        why = {"ambiguous": "토큰은 n개라 if 하나로 견줄 수 없습니다. 문장마다 끝났는지를 적으세요.",
               "not in list": "끊긴 글에는 END가 없습니다."}
        why = next((one for part, one in why.items() if part in str(error)),
                   f"step에는 (n,)의 토큰을 넘기고, 받는 점수는 (n, V)입니다. n은 {len(texts)}입니다.")
        raise AssertionError(f"{texts}, longest={longest}에서 {error!r}. {why}") from None
    assert got is not None, "greedy가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    got = [[int(i) for i in ids] for ids in got]
    said = f"모델이 {texts}를 쓰고 longest가 {longest}일 때 {got}이 나왔습니다. "
    assert all(np.shape(one) == (len(texts),) for one in read), (
        said + "step에는 n문장의 토큰을 (n,)의 배열로 함께 넘깁니다. 끝난 문장도 빼지 않습니다.")
    assert len(got) == len(texts), said + f"문장마다 하나씩, 리스트 {len(texts)}개여야 합니다."
    assert not any({START, END} & {*ids} for ids in got), said + "START와 END는 넣지 않습니다."
    assert not any(PAD in ids for ids in got), said + (
        "PAD도 넣지 않습니다. 먼저 끝난 문장은 END 뒤에 아무것도 쓰지 않고, 나머지는 문장마다 V개의 "
        "점수에서 가장 큰 것을 씁니다.")
    return got, read, said

for _t80_texts, _t80_longest, _t80_want, _t80_slips, _t80_why in [
    ([[7, 8, 9, 10]], 3, [[7, 8, 9]],
     {"[[7, 7, 7]]": "새 상태를 다음 걸음에 넘기세요.",
      "[[7, 8]]": "한 걸음 덜 걸었거나 끝에서 하나를 뗐습니다. END가 아니면 떼지 않습니다."},
     "문장마다 V개의 점수에서 가장 큰 것을 쓰고 longest걸음에서 멈춥니다."),
    ([[7, 8, END]], 9, [[7, 8]], {}, "END가 나오면 끝냅니다."),
    ([[7, END], [8, 9, 10, END]], 9, [[7], [8, 9, 10]],
     {"[[7], [8]]": "하나가 끝나도 다른 문장은 계속 씁니다.",
      "[[7], [8, 9]]": "하나가 끝나도 다른 문장은 계속 씁니다.",
      "[[7, 8, 9, 10], [7, 8, 9, 10]]": "같은 리스트에 썼습니다. [[]] * n은 리스트 하나입니다."},
     "먼저 끝난 문장은 END 뒤에 아무것도 쓰지 않습니다."),
    ([[END], [8, END]], 9, [[], [8]], {}, "처음부터 END이면 빈 리스트입니다."),
]:
    _t80_got, _, _t80_said = _t80_greedy(_t80_texts, _t80_longest)
    assert _t80_got == _t80_want, _t80_said + _t80_slips.get(str(_t80_got), _t80_why)

# %% test="greedy" part="read" points=2
_, _t80_read, _ = _t80_greedy([[END], [8, 9, 10, END]], 9)
_t80_first, _t80_second = zip(*_t80_read)
assert _t80_read[0] == [START, START], f"처음에는 START를 읽힙니다. {_t80_read[0]}을 읽혔습니다."
assert _t80_second[1:4] == (8, 9, 10), f"쓴 토큰을 다시 읽힙니다. {_t80_second}을 읽혔습니다."
assert _t80_first[1] in (PAD, END) and not any(_t80_first[2:]), (
    f"첫 걸음에 끝난 문장에 {_t80_first}을 읽혔습니다. 끝난 문장에는 PAD를 읽힙니다.")
assert len(_t80_read) == 4, (
    f"모두 끝났는데 step을 더 불렀습니다. {len(_t80_read)}번 불렀고 4번이면 됩니다.")
assert len(_t80_greedy([[7, 8, 9]], 2)[1]) == 2, "step은 longest번까지만 부릅니다."
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(804)
for _t80_trial in range(20):
    _t80_texts = [[*_t80_rng.integers(4, 11, k).tolist(), END] for k in _t80_rng.integers(0, 7, 5)]
    _t80_got, _t80_read, _t80_said = _t80_greedy(_t80_texts, 4)
    assert _t80_got == [text[:-1][:4] for text in _t80_texts], _t80_said
    assert len(_t80_read) == min(4, max(map(len, _t80_texts))), _t80_said + "step의 횟수를 보세요."
    assert all(not any(one[row] for one in _t80_read[len(text) + 1:])
               for row, text in enumerate(_t80_texts)), _t80_said + "끝난 문장에는 PAD를 읽힙니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 고장 난 빔 탐색 ★★★ · 30분
#
# 동료의 빔 탐색입니다. 낸 글에 `END`가 여러 번 나오고, 첫 `END`까지만 읽으면 너무 짧을 때가 많습니다. 잘못이 셋 있습니다.
#
# ```python
# def broken(step, state, width, alpha, longest):
#     beams = [(0.0, [], state)]                                # (로그 확률의 합, 글, 상태)
#     for _ in range(longest):
#         grown = []
#         for total, ids, state in beams:
#             chances, after = step(ids[-1] if ids else START, state)
#             grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
#         beams = sorted(grown, key=lambda one: (-one[0], one[1]))[:width]
#     return beams[0][1]
# ```
#
# **목표.** 고쳐서 `beam`을 씁니다. `step(토큰, 상태)`은 `({토큰: 로그 확률}, 새 상태)`를 돌려줍니다.
#
# 1. 걸음마다 **끝나지 않은** 글만 한 토큰씩 늘립니다. `END`로 끝난 글은 늘리지 않고 그대로 겨룹니다.
# 2. 점수는 로그 확률의 합 ÷ $((5 + \text{길이})/6)^\alpha$입니다. 길이는 글의 토큰 수이고 `END`도 셉니다. 끝난 글과 끝나지 않은 글을 **함께** 줄 세워 점수가 큰 `width`개만 남깁니다. 점수가 같으면 동료의 코드처럼 글이 작은(`<`) 것이 먼저입니다.
# 3. 남은 글이 모두 끝났거나 `longest`걸음을 걸었으면 점수가 가장 큰 글을 돌려줍니다. 끝나지 않은 글일 수도 있습니다. 끝의 `END`는 뺍니다.
#
# 힌트 1: 끝난 글은 `grown`에 어떻게 들어가야 합니까?
# 힌트 2: 점수를 구하는 작은 함수를 먼저 만들고, 끝난 글은 그대로, 나머지는 늘려서 `grown`에 넣습니다.
# 힌트 3: `sorted(grown, key=lambda one: (-score(one), one[1]))`

# %% solution="beam"
def beam(step, state, width, alpha, longest):
    """빔 탐색.

    Args:
        step: (토큰, 상태) → ({토큰: 로그 확률}, 새 상태). state: 처음 상태.
        width: 남기는 글의 수. alpha: 길이를 봐주는 정도. longest: 걸음의 최대 수.

    Returns:
        번호의 리스트. 끝의 END는 없습니다.

    Example:
        >>> only_end = lambda token, state: ({END: 0.0}, state)
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
                chances, after = step(ids[-1] if ids else START, before)
                grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
        beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
    best = beams[0][1]
    return best[:-1] if best[-1:] == [END] else best
    ### END SOLUTION

# %% test="beam" points=3
def _t80_beam(table, width, alpha, longest):
    """글 전체가 상태인 모델로. 확률을 적은 표에 없는 글 뒤는 END입니다."""
    asked = []

    def step(token, text):
        text = text + (token,) if token != START else text
        asked.append(text)
        return {t: math.log(p) for t, p in table.get(text, {END: 1.0}).items()}, text

    try:
        got = beam(step, (), width, alpha, longest)
    except Exception as error:
        raise AssertionError(f"width={width}, alpha={alpha}, longest={longest}에서 {error!r}. "
                             "처음의 글은 비어 있어서 마지막 토큰이 없습니다.") from None
    assert got is not None, "beam이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert isinstance(got, (list, tuple, np.ndarray)) and not any(map(np.ndim, got)), (
        f"글(번호의 리스트)만 돌려줍니다. {got!r}이 나왔습니다.")
    got = [int(i) for i in got]
    said = f"width={width}, alpha={alpha}, longest={longest}에서 {got}이 나왔습니다. "
    assert not any(END in text for text in asked), (
        said + "END로 끝난 글에 step을 불렀습니다. 끝난 글은 늘리지 않고 그대로 겨룹니다.")
    assert all(text[-1] in table.get(text[:-1], {END: 1.0}) for text in asked if text), (
        said + f"쓴 적 없는 글의 뒤를 물었습니다: {asked}. 글마다 제 새 상태를 들고 다니나요?")
    assert END not in got, said + "끝의 END를 빼지 않았습니다."
    return got, asked, said

_t80_garden = {(): {5: 0.5, 6: 0.4, END: 0.1}, (5,): {7: 0.4, 8: 0.35, END: 0.25},
               (6,): {7: 0.9, 8: 0.1}}
_t80_short = {(): {END: 0.42, 5: 0.58}, (5,): {6: 0.8, END: 0.2}, (5, 6): {7: 0.9, END: 0.1}}
_t80_early = {(): {END: 0.51, 5: 0.49}, (5,): {6: 1.0}}
_t80_long = {(): {5: 0.65, END: 0.35}, (5,): {6: 0.51, 7: 0.49}, (5, 6): {8: 0.5, 9: 0.5}}
for _t80_call, _t80_want, _t80_slips, _t80_why in [
    ((_t80_garden, 1, 0.0, 9), [5, 7], {}, "너비가 1이면 걸음마다 가장 큰 5, 7, END입니다. "
     "쓴 토큰을 읽히고, 큰 것부터 줄을 세워 width개만 남기고, 끝의 END만 떼세요."),
    ((_t80_garden, 2, 0.0, 9), [6, 7], {}, 
     "0.4 × 0.9 = 0.36이 이깁니다. 로그 확률을 더하고, 줄을 세운 다음 width개를 남겼나요?"),
    ((_t80_short, 3, 0.0, 1), [5], {},
     "longest걸음에서 멈추면 끝나지 않은 글도 답이 됩니다. 그 글에서는 아무것도 떼지 않습니다."),
    ((_t80_short, 3, 0.0, 9), [], {"[5]": "글 하나가 끝났다고 멈췄습니다. 남은 글이 모두 끝나야 합니다."},
     "alpha가 0이면 1로 나누므로 먼저 끝난 빈 글(0.42)이 이깁니다. 끝난 글을 버리지 않았나요?"),
    ((_t80_short, 3, 1.0, 9), [5, 6, 7], {}, 
     "로그 확률의 합을 ((5 + 길이)/6)^alpha로 나눈 점수로 줄을 세웠나요? 긴 글이 이깁니다."),
    ((_t80_early, 2, 1.0, 9), [5, 6], {}, "가장 좋은 글이 끝나도 끝나지 않은 글이 남아 있으면 계속합니다."),
    (({(): {END: 0.52, 5: 0.462}}, 2, 1.0, 9), [], {},
     "END 하나인 글의 길이는 1입니다. 길이는 END까지 세고 (5 + 길이)/6으로 나눕니다. 나누는 것은 "
     "확률의 곱이 아니라 로그 확률의 합입니다."),
    (({(): {END: 0.52, 5: 0.47}}, 2, 1.0, 9), [5], {},
     "END 하나인 글의 길이는 1이고 (5 + 1)/6 = 1로 나눕니다. START는 길이에 세지 않습니다."),
    (({(): {END: 0.5, 5: 0.35}, (5,): {6: 1.0}}, 2, 2.0, 9), [5, 6], {},
     "alpha는 곱하는 것이 아니라 지수입니다. (5 + 길이)/6을 alpha제곱합니다."),
    (({(): {END: 0.5, 5: 0.374}, (5,): {6: 1.0}}, 2, 1.0, 9), [], {},
     "로그 확률의 합을 들고 다닙니다. 나눈 점수에 다음 로그 확률을 더하지 않았나요?"),
    ((_t80_long, 2, 1.0, 9), [5, 7], {}, "걸음마다 남길 때에도 길이로 나눈 점수로 줄을 세웁니다."),
]:
    _t80_got, _, _t80_said = _t80_beam(*_t80_call)
    assert _t80_got == _t80_want, (
        f"{_t80_said}맞는 값은 {_t80_want}입니다. {_t80_slips.get(str(_t80_got), _t80_why)}")
### BEGIN HIDDEN TESTS
def _t80_right(table, width, alpha, longest):
    kept = [(0.0, ())]
    rank = lambda one: (-one[0] / ((5 + len(one[1])) / 6) ** alpha, one[1])
    for _ in range(longest):
        grown = [one for one in kept if END in one[1]]
        grown += [(total + math.log(p), (*text, t)) for total, text in kept if END not in text
                  for t, p in table.get(text, {END: 1}).items()]
        kept = sorted(grown, key=rank)[:width]
    return [t for t in kept[0][1] if t != END]

_t80_rng = np.random.default_rng(805)
for _t80_trial in range(40):
    _t80_table = {text: dict(zip((END, 5, 6), _t80_rng.dirichlet(np.ones(3)).tolist()))
                  for text in [(), (5,), (6,), (5, 5), (5, 6), (6, 5), (6, 6)]}
    _t80_call = _t80_table, (1, 2, 3, 50)[_t80_trial % 4], float(_t80_rng.uniform(0, 1.5)), 4
    _t80_got, _, _t80_said = _t80_beam(*_t80_call)
    assert _t80_got == _t80_right(*_t80_call), (
        f"{_t80_said}맞는 값은 {_t80_right(*_t80_call)}입니다. 끝난 글과 끝나지 않은 글이 함께 width개의 "
        "자리를 다투고, 남은 글이 모두 끝날 때까지 계속하나요?")
### END HIDDEN TESTS

# %% test="beam" part="ended" points=2
_t80_crowd = {(): {5: 0.699, END: 0.301}, (5,): {6: 0.39, 7: 0.25, 8: 0.2, 9: 0.16},
              (5, 6): dict.fromkeys(range(10, 18), 0.125)}
_t80_got, _, _t80_said = _t80_beam(_t80_crowd, 2, 2.0, 9)
assert _t80_got == [], (
    _t80_said + "끝난 글까지 함께 줄 세워 width개만 남깁니다. 글마다 남기거나 따로 모으지 않습니다.")
_, _t80_asked, _ = _t80_beam({(): {END: 0.9, 5: 0.1}, (5,): {6: 1.0}}, 1, 0.0, 9)
assert set(_t80_asked) == {()}, "남은 글이 모두 끝났으면 step을 더 부르지 않습니다."
assert _t80_beam({(): {6: 0.5, 5: 0.5}}, 1, 0.0, 9)[0] == [5], "점수가 같으면 작은 글이 먼저입니다."

# %% [markdown]
# ## 과제 6. 참조가 여럿인 BLEU ★★★ · 20분
#
# 옳은 번역은 하나가 아닙니다. 참조를 여럿 주면 BLEU는 이렇게 바뀝니다.
#
# **목표.** n-gram의 차수 1에서 `most`까지의 BLEU(0에서 100)를 냅니다. 횟수는 위에 주어진 `ngrams(낱말들, n)`으로 셉니다.
#
# - 번역의 n-gram은 **참조마다의 횟수 가운데 가장 큰 것**까지만 맞은 것으로 셉니다. 참조들을 더하지 않습니다.
# - 참조의 길이로는 번역의 길이에 **가장 가까운** 참조의 것을 씁니다. 똑같이 가까우면 짧은 것입니다.
# - 횟수와 길이는 모든 문장에서 더한 다음 나눕니다. 번역의 길이 $c$가 참조의 길이 $r$보다 짧을 때만 벌 $e^{1 - r/c}$를 곱합니다.
# - 맞은 것이 하나도 없는 차수가 있으면 0.0입니다.
#
# 힌트 1: 참조가 `the cat`과 `the the`이면 `the`는 몇 번까지 맞을 수 있습니까?
# 힌트 2: 참조마다 `ngrams`로 `Counter`를 만들어 `|`로 합하면 가장 큰 횟수가 남습니다. 그것과 번역의 것을 `&`합니다.
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
            grams, allowed = ngrams(words, n), Counter()
            for ref in refs:
                allowed |= ngrams(ref, n)
            right[n - 1] += sum((grams & allowed).values())
            total[n - 1] += sum(grams.values())
    if min(right) == 0:
        return 0.0
    brevity = min(1.0, math.exp(1 - r / c))
    return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)
    ### END SOLUTION

# %% test="bleu" points=2
def _t80_bleu(lines, most, want, slips, why):
    """lines: (번역, 참조들)의 목록. 낱말은 빈칸으로 나눕니다."""
    given = ([one.split() for one, _ in lines],
             [[ref.split() for ref in refs] for _, refs in lines])
    said = f"{lines}, most={most}: "
    try:
        with np.errstate(all="ignore"):
            got = bleu(*given, most)
    except (ValueError, ZeroDivisionError) as error:
        raise AssertionError(f"{said}{error}. 맞은 것이 없는 차수가 있으면 나누거나 로그를 내기 전에 "
                             "0.0을 돌려주세요.") from None
    assert got is not None, "bleu가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert given == ([one.split() for one, _ in lines],
                     [[ref.split() for ref in refs] for _, refs in lines]), "받은 낱말이 바뀌었습니다."
    near = [text for slip, text in slips.items() if abs(slip - got) < 1e-3]
    near += ["반올림하지 마세요."] * (abs(got - want) < 0.006)
    near += ["100을 넘었습니다. 맞은 횟수에 무엇을 더하지 않았나요?"] * (got > 100.01 and want == 100)
    assert math.isclose(got, want, abs_tol=1e-6), (
        f"{said}{got:.5f}. 맞는 값은 {want:.3f}입니다. {(*near, why)[0]}")

for _t80_case in [
    ([("a b c", ["a b c"])], 2, 100.0, {1.0: "0에서 100입니다. 100을 곱하세요."}, "꼭 같으면 100입니다."),
    ([("x a", ["y a"])], 1, 50.0, {84.09: "1/most제곱입니다. 1/4로 굳히지 않았나요?"},
     "두 낱말 가운데 마지막 a가 맞아 1/2입니다. 차수는 most까지, n-gram은 마지막 것까지 셌나요?"),
    ([("a a a b", ["a b c d"])], 1, 50.0, {},
     "a는 참조에 나온 횟수까지만, 한 번 맞아 2/4입니다. 모두 세거나 서로 다른 것만 세지 않았나요?"),
    ([("a a b c", ["a a x y"])], 1, 50.0, {}, "참조에 두 번 나온 낱말은 두 번 맞습니다. 종류만 셌나요?"),
    ([("a b c d", ["a b"])], 1, 50.0, {},
     "번역의 n-gram 수로 나누어 2/4입니다. 길다고 상을 주지는 않습니다. 벌은 1을 넘지 않습니다."),
    ([("a a x x", ["a b", "a c"])], 1, 25.0, {},
     "참조들의 횟수를 더하지 않고 가장 큰 것을 써서 1/4입니다. 번역의 n-gram 수로 나눕니다."),
    ([("a b c d", ["a b", "c d"])], 1, 100.0, {}, "낱말마다 어느 참조에 있어도 됩니다."),
    ([("a b c d", ["a c b d"])], 2, 0.0, {}, "맞은 것이 없는 차수가 있으면 0.0입니다."),
    ([("a b", ["a b"]), ("c d e f", ["x y z w"])], 1, 100 / 3, {},
     "횟수를 모든 문장에서 더한 다음 나눕니다. 문장마다 내어 평균하지 않았나요?"),
    ([("a b x", ["a b c"])], 2, 100 * math.sqrt(2 / 3 * 1 / 2), {},
     "차수마다의 비율을 기하 평균합니다. 산술 평균이 아닙니다."),
]:
    _t80_bleu(*_t80_case)

# %% test="bleu" part="length" points=2
for _t80_case in [
    ([("a b", ["a b c d"])], 1, 100 * math.exp(-1), {}, "짧으면 벌을 줍니다. exp(1 - r/c)입니다."),
    ([("a b c", ["a b c d e", "a b c d", "a"])], 1, 100 * math.exp(1 - 4 / 3), {},
     "참조의 길이는 첫 것, 짧은 것, 평균, 합이 아니라 번역의 길이(3)에 가장 가까운 것(4)입니다."),
    ([("a b c d", ["a b c d e f", "x y"])], 1, 100.0, {}, "똑같이 가까우면 짧은 참조입니다."),
    ([("a b", ["a b c d"]), ("c d e f", ["c d"])], 1, 200 / 3, {},
     "길이도 모든 문장에서 더한 다음 견줍니다. 문장마다 벌을 주지 않았나요?"),
]:
    _t80_bleu(*_t80_case)
### BEGIN HIDDEN TESTS
def _t80_slow(lines, most):
    lines = [(words.split(), [ref.split() for ref in refs]) for words, refs in lines]
    near = [min((abs(len(ref) - len(words)), len(ref)) for ref in refs)[1] for words, refs in lines]
    value = 100 * math.exp(min(0.0, 1 - sum(near) / sum(len(words) for words, _ in lines)))
    for n in range(1, most + 1):
        cut = lambda one: [tuple(one[i:i + n]) for i in range(len(one) - n + 1)]
        hit = sum(min(cut(words).count(g), max(cut(ref).count(g) for ref in refs))
                  for words, refs in lines for g in set(cut(words)))
        value *= (hit / max(1, sum(len(cut(words)) for words, _ in lines))) ** (1 / most)
    return value

_t80_rng = np.random.default_rng(806)
for _t80_trial in range(15):
    _t80_text = lambda: " ".join(_t80_rng.choice(list("abc"), _t80_rng.integers(3, 8)))
    _t80_lines = [(_t80_text(), [_t80_text() for _ in range(2)]) for _ in range(3)]
    _t80_bleu(_t80_lines, 3, _t80_slow(_t80_lines, 3), {}, "규칙을 하나씩 다시 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 이 번역기를 믿을 수 있습니까 (글로 답하기) ★★☆ · 15분
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
# - 1번 2점: 나눔의 유출과 고치는 법 1점, 패딩과 고치는 법 1점. 고치는 법이 없으면 절반씩. "정답을 읽히며 잰 정확도다"도 정확도의 흠으로 봅니다.
# - 2번 1.5점: 토큰의 수가 다르다 1점, 글자당 손실이나 chrF 0.5점. "다음 토큰의 후보가 줄어 쉬워진다"도 1점. "`[UNK]`가 늘어서"는 0점입니다. BPE는 드문 낱말을 조각으로 자릅니다.
# - 3번 1.5점: 노출 편향이나 문맥 벡터 1점, 해 볼 일 하나 0.5점. "학습한 문장보다 길다"는 0.5점입니다(이 강의에서 재지 않았습니다). 해 볼 일은 빔이 아니어도 길이마다 chrF를 내는 것처럼 재는 것이면 됩니다.
# ### END SOLUTION
