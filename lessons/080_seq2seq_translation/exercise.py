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
from nlplab import testing

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
    Args: sequences: 번호 시퀀스 B개(길이 0 이상의 리스트). longest: T의 최댓값(1 이상).
    Returns: (읽는 것, 답), 정수 배열 (B, T) 둘.
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
testing.check(shift, [[[7, 8]], 4], [[[2, 7, 8]], [[7, 8, 3]]],
    "읽는 것은 [START] 뒤에 번호, 답은 번호 뒤에 [END]입니다. 이 순서로 둘을 돌려줍니다.", {
    "답을 한 칸 밀지 않았습니다.": [[[2, 7, 8]], [[2, 7, 8]]],
    "읽는 것이 [START]로 시작하지 않습니다.": [[[7, 8, 3]], [[7, 8, 3]]],
    "읽는 것에도 [END]를 붙였습니다.": [[[2, 7, 8, 3]], [[7, 8, 3, 0]]],
    "읽는 것과 답이 바뀌었습니다.": [[[7, 8, 3]], [[2, 7, 8]]],
    "T는 longest가 아니라 가장 긴 것의 길이입니다.": [[[2, 7, 8, 0]], [[7, 8, 3, 0]]]})
testing.check(shift, [[[7, 8], [9]], 9], [[[2, 7, 8], [2, 9, 0]], [[7, 8, 3], [9, 3, 0]]],
    "짧은 줄은 뒤를 PAD로 채워 모두 T개로 맞춥니다. [END]는 번호 바로 뒤입니다.", {
    "앞을 PAD로 채웠습니다. 뒤를 채웁니다.": [[[2, 7, 8], [0, 2, 9]], [[7, 8, 3], [0, 9, 3]]],
    "[END]를 줄의 끝에 두었습니다.": [[[2, 7, 8], [2, 9, 0]], [[7, 8, 3], [9, 0, 3]]]})
testing.check(shift, [[[], [9]], 9], [[[2, 0], [2, 9]], [[3, 0], [9, 3]]],
    "번호가 하나도 없는 문장도 한 줄이고, 줄의 차례는 받은 그대로입니다.")
assert all(np.asarray(part).dtype.kind in "iu" for part in shift([[7, 8], [9]], 9)), (
    "정수 배열이어야 합니다. 0으로 채운 배열을 만들 때 dtype=int를 주세요.")

# %% test="shift" part="cut" points=2
testing.check(shift, [[[5, 6, 7, 8]], 3], [[[2, 5, 6]], [[5, 6, 7]]],
    "둘 다 앞에서 longest개만 남깁니다. longest보다 긴 문장도 버리지 않습니다.", {
    "잘린 답에 [END]를 붙였습니다. 아직 끝나지 않은 문장입니다.": [[[2, 5, 6]], [[5, 6, 3]]],
    "번호를 자른 뒤에 붙였습니다. 붙인 뒤에 자릅니다.": [[[2, 5, 6, 7]], [[5, 6, 7, 3]]],
    "longest에서 자르지 않았습니다.": [[[2, 5, 6, 7, 8]], [[5, 6, 7, 8, 3]]],
    "뒤에서 longest개를 남겼습니다.": [[[6, 7, 8]], [[7, 8, 3]]]})
testing.check(shift, [[[5, 6]], 3], [[[2, 5, 6]], [[5, 6, 3]]],
    "[END]까지 꼭 longest개이면 잘리는 것이 없습니다.")
testing.check(shift, [[[9], [5, 6, 7, 8]], 2], [[[2, 9], [2, 5]], [[9, 3], [5, 6]]],
    "잘린 문장의 답에만 [END]가 없습니다. longest보다 긴 문장도 버리지 않습니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(801)
for _t80_trial in range(20):
    _t80_ids = [_t80_rng.integers(4, 30, n).tolist() for n in _t80_rng.integers(0, 8, 4)]
    _t80_longest = int(_t80_rng.integers(1, 10))
    _t80_T = min(_t80_longest, 1 + max(map(len, _t80_ids)))
    _t80_both = [[START, *ids] for ids in _t80_ids], [[*ids, END] for ids in _t80_ids]
    testing.check(shift, [_t80_ids, _t80_longest], [[(line + [PAD] * 9)[:_t80_T] for line in part]
                  for part in _t80_both], "붙이고, 자르고, 채우는 차례를 보세요.")
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
    Args: P: 확률, (B, T, V) 배열. answer: 답, 정수 배열 (B, T). 줄마다 PAD 아닌 것이 있습니다.
    Returns: 키가 둘뿐인 dict: loss, accuracy (모두 float).
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
def _t80_case():
    """확률과 답. 자리마다 한 토큰에 chance를 주고 나머지를 고르게 나눕니다."""
    answer = np.array([[4, 3, 0, 0], [4, 4, 4, 3], [1, 0, 0, 0]])
    token = np.array([[4, 3, 0, 1], [4, 4, 0, 3], [2, 0, 0, 1]])
    chance = np.array([[0.5, 0.6, 0.8, 0.7], [0.8, 0.7, 0.6, 0.7], [0.6, 0.8, 0.8, 0.5]])
    P = np.repeat((1 - chance)[:, :, None] / 4, 5, axis=2)
    np.put_along_axis(P, token[:, :, None], chance[:, :, None], axis=2)
    return P, answer

def _t80_scores(key, P, answer, want, why, slips=()):
    got = testing.call(scores, P, answer, why="P (B, T, V)에서 확률의 축은 마지막입니다.")
    testing.equal(testing.keys(got, "loss", "accuracy")[key], want, f"{key}: {why}", slips)

_t80_chances = [0.5, 0.6, 0.8, 0.7, 0.1, 0.7, 0.1]
_t80_scores("loss", *_t80_case(), -np.log(_t80_chances).mean(), "답이 PAD가 아닌 일곱 토큰([END]도 "
    f"셉니다)마다 답에 준 확률의 −ln을 내어 평균합니다. 그 확률은 {_t80_chances}입니다.", {
    "문장마다 평균해서 다시 평균했습니다. 토큰마다 평균합니다.": 1.2381,
    "패딩을 손실에 넣었습니다.": 1.0071, "문장의 수로 나누었습니다. 토큰의 수로 나눕니다.": 2.2487,
    "토큰의 수가 아니라 자리의 수로 나누었습니다. 패딩을 빼고 세세요.": 0.5621,
    "확률을 평균한 다음 로그를 냈습니다. 토큰마다 −ln을 낸 다음 평균합니다.": 0.6931,
    "어휘 전체의 −P ln P를 더했습니다. 답에 준 확률 하나만 봅니다.": 1.1286,
    "첫 자리의 확률만 썼습니다. 자리마다 제 확률에서 고르세요.": 1.2486})
_t80_P, _t80_answer = _t80_case()
_t80_P[_t80_answer == PAD, PAD] = 0
_t80_scores("loss", _t80_P, _t80_answer, -np.log(_t80_chances).mean(),
    "답이 PAD인 자리의 확률은 0일 수도 있습니다. 0을 곱하지 말고 그 자리를 빼세요.")

# %% test="scores" part="right" points=2
_t80_scores("accuracy", *_t80_case(), 5 / 7,
    "답이 PAD가 아닌 일곱 토큰 가운데 확률이 가장 큰 것이 답인 것은 다섯입니다.", {
    "맞힌 수입니다. 패딩이 아닌 토큰의 수로 나누세요.": 5.0,
    "패딩을 넣었습니다. 모델이 패딩을 맞힌 것은 세지 않습니다.": 8 / 12,
    "패딩을 모두 맞은 것으로 쳤거나, 모델이 PAD라고 답한 자리를 뺐습니다. 답이 PAD인 자리만 뺍니다.": 10 / 12,
    "토큰의 수가 아니라 자리의 수로 나누었습니다.": 5 / 12,
    "문장마다 내어 평균했습니다. 토큰마다 봅니다.": 7 / 12,
    "통째로 맞은 문장의 비율입니다. 토큰마다 봅니다.": 1 / 3})
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(802)
for _t80_trial in range(10):
    _t80_n = _t80_rng.integers(1, 5, 6)
    _t80_words = np.where(np.arange(4) < _t80_n[:, None], _t80_rng.integers(1, 4, (6, 4)), PAD)
    _t80_Q = 0.9 * _t80_rng.dirichlet(np.ones(4), (6, 4)) + 0.025
    _t80_Q[::2] = 0.1 * _t80_Q[::2] + 0.9 * np.eye(4)[_t80_words[::2]]
    _t80_each = [(-math.log(_t80_Q[b, t, a]), _t80_Q[b, t].argmax() == a)
                 for b, n in enumerate(_t80_n) for t, a in enumerate(_t80_words[b, :n])]
    for _t80_key, _t80_want in zip(("loss", "accuracy"), np.mean(_t80_each, axis=0)):
        _t80_scores(_t80_key, _t80_Q, _t80_words, _t80_want, "답이 PAD가 아닌 토큰마다 내어 평균합니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 0.9를 만드는 길이: 맞혀 보고 재기 ★★☆ · 10분
#
# 패딩을 세는 모델은 패딩을 언제나 맞힌다고 합시다. 그러면 **더 길게 채우기만 해도** 정확도가 오릅니다.
#
# **목표.** 먼저 위에 주어진 `lengths`와 `true_accuracy`에서 정확도가 0.9가 되려면 몇 토큰으로 채워야 할지 눈대중으로 `my_guess()`에 적습니다. 틀려도 점수는 같습니다.
# 그다음 `length_for`를 씁니다. 패딩까지 센 정확도가 `wanted` **이상**이 되는 가장 작은 T입니다(실수 오차로 갈리는 값은 검사하지 않습니다). T는 가장 긴 문장보다 작을 수 없습니다.
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
    Args: lengths: 답의 길이들(패딩 제외). accuracy: 패딩을 뺀 정확도.
        wanted: 1보다 작은 수.
    Returns: int.
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
testing.check(length_for, [[6], 0.5, 0.75], 12,
    "12로 채우면 열두 자리 가운데 진짜 토큰 여섯의 절반과 패딩 여섯이 맞아 9/12입니다.", {
    "정확도를 패딩 자리에도 곱했습니다. 패딩은 언제나 맞힙니다.": 8,
    "채울 패딩의 수만 냈습니다. T는 진짜 토큰까지 더한 길이입니다.": 6,
    "꼭 0.75가 되는 길이도 됩니다. 이상입니다. 하나 더 크지 않나요?": 13,
    "맞힌 진짜 토큰을 세지 않았습니다. 절반과 패딩 여섯이 맞습니다.": 24,
    "받은 값이 아니라 위의 lengths와 true_accuracy를 썼습니다.": 20})
testing.check(length_for, [[2, 6], 0.5, 0.75], 8,
    "8로 채우면 열여섯 자리 가운데 진짜 토큰 여덟의 절반과 패딩 여덟이 맞아 12/16입니다.", {
    "가장 긴 문장만 보거나, 하나씩 늘리지 않고 건너뛰지 않았나요?": 12,
    "자리는 T가 아니라 문장의 수 × T입니다.": 16})
testing.check(length_for, [[5], 0.5, 0.7], 9,
    "8토큰이면 5.5/8로 0.7에 못 미치고 9토큰이면 넘습니다. 내림이나 반올림이 아니라 올림한 정수입니다.")
testing.check(length_for, [[2, 6], 0.95, 0.9], 6,
    "T는 가장 긴 문장보다 작을 수 없습니다. 이미 넘었으면 가장 긴 문장의 길이입니다.", {
    "가장 긴 문장보다 짧게 채울 수는 없습니다.": 2,
    "이미 넘었습니다. 가장 긴 문장의 길이부터 찾으세요.": 7})
testing.check(length_for, [[12], 0.05, 0.991], 1267,
    "아주 길게 채워야 할 때도 있습니다. 찾는 범위에 끝을 두지 마세요.")
print("lengths에서 잰 값:", length_for(lengths, true_accuracy, 0.9))
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(803)
for _t80_trial in range(30):
    _t80_n = _t80_rng.integers(1, 15, _t80_rng.integers(1, 6)).tolist()
    _t80_a, _t80_w = float(_t80_rng.random()), float(_t80_rng.uniform(0.3, 0.97))
    _t80_want = math.ceil(np.mean(_t80_n) * (1 - _t80_a) / (1 - _t80_w))
    testing.check(length_for, [_t80_n, _t80_a, _t80_w], max(_t80_want, *_t80_n),
        "패딩까지 센 정확도가 wanted 이상이 되는 가장 작은 T입니다.")
### END HIDDEN TESTS

# %% test="padding-length" part="guess" points=1
_t80_guess = my_guess()
assert isinstance(_t80_guess, int | np.integer) and _t80_guess > 0, (
    f"my_guess는 양의 정수를 돌려줍니다. {_t80_guess!r}이 나왔습니다.")
print(f"눈대중: {_t80_guess}. 위의 칸에서 잰 값과 견주어 보세요.")

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
    Args: step: (토큰 (n,), 상태) → (점수 (n, V), 새 상태). state: 처음 상태.
        n: 문장의 수. longest: 걸음의 최대 수.
    Returns: 번호의 리스트 n개. END와 그 뒤는 없습니다.
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

# %%
# 검사 셀이 쓰는 모델입니다. 읽거나 고치지 않아도 됩니다.
def _t80_greedy(want, texts, longest, why, slips=()):
    """정해진 글을 쓰는 모델로 부릅니다. 상태는 걸음의 수입니다. 돌려주는 것: 걸음마다 읽힌 토큰."""
    read, n, given = [], len(texts), f"(모델이 쓰는 글: {texts}, longest={longest})"

    def step(tokens, at):
        read.append(np.asarray(tokens).tolist())
        found = np.full((n, 12), -1.0)
        for row, text in enumerate(texts):
            found[row, END if at > longest + 9 else text[at] if at < len(text) else 11] = 5.0
        return found, at + 1

    got = testing.call(greedy, step, 0, n, longest, why=why)
    assert all(np.shape(one) == (n,) for one in read), (
        f"step에는 n문장의 토큰을 (n,)의 배열로 함께 넘깁니다. n은 {n}입니다. 끝난 문장도 빼지 않습니다. "
        f"걸음마다 넘긴 것은 {read} {given}")
    testing.equal(got, want, why, slips, given)
    return read

# %% test="greedy" points=3
_t80_greedy([[7, 8, 9]], [[7, 8, 9, 10]], 3,
    "문장마다 점수가 가장 큰 토큰을 쓰고 longest걸음에서 멈춥니다. 끊긴 글에는 END가 없습니다.", [
    ("START는 넣지 않습니다.", [[2, 7, 8, 9]]), ("새 상태를 다음 걸음에 넘기세요.", [[7, 7, 7]]),
    ("한 걸음 덜 걸었거나 끝에서 하나를 뗐습니다. END가 아니면 떼지 않습니다.", [[7, 8]]),
    ("걸음마다의 줄입니다. 문장마다 하나씩 돌려줍니다.", [[7], [8], [9]]),
    ("가장 큰 것을 문장 쪽으로 고르지 않았나요? 문장마다 V개의 점수에서 고릅니다.", [[0, 0, 0]])])
_t80_greedy([[7, 8]], [[7, 8, END]], 9, "END를 쓴 문장은 끝난 것입니다.", {
    "END는 넣지 않습니다.": [[7, 8, 3]]})
_t80_greedy([[7], [8, 9, 10]], [[7, END], [8, 9, 10, END]], 9,
    "끝났는지는 문장마다 따로 적습니다. 토큰은 n개라 if 하나로 견줄 수 없습니다.", [
    ("하나가 끝나도 다른 문장은 계속 씁니다.", [[7], [8]]),
    ("하나가 끝나도 다른 문장은 계속 씁니다.", [[7], [8, 9]]),
    ("먼저 끝난 문장은 END 뒤에 아무것도 쓰지 않습니다.", [[7, 0, 0], [8, 9, 10]]),
    ("먼저 끝난 문장은 END 뒤에 아무것도 쓰지 않습니다.", [[7, 11, 11], [8, 9, 10]]),
    ("같은 리스트에 썼습니다. [[]] * n은 리스트 하나입니다.", [[7, 8, 9, 10]] * 2)])
_t80_greedy([[], [8]], [[END], [8, END]], 9, "바로 END를 쓴 문장의 답은 빈 리스트입니다.")
_t80_greedy([[7, 8], [8]], [[7, 8, 9], [8, END]], 2, "끊긴 문장과 끝난 문장이 함께 있습니다.")

# %% test="greedy" part="read" points=2
_t80_read = _t80_greedy([[], [8, 9, 10]], [[END], [8, 9, 10, END]], 9, "END를 쓴 문장만 끝납니다.")
testing.equal(len(_t80_read), 4, "네 걸음이면 모두 끝납니다. 모두 끝났는데 step을 더 불렀습니다.")
testing.equal([row[1] for row in _t80_read], [START, 8, 9, 10],
    "처음에는 START를, 그 뒤로는 쓴 토큰을 다시 읽힙니다. 끝나지 않은 문장입니다.", {
    "처음에는 START를 읽힙니다.": [PAD, 8, 9, 10], "쓴 토큰을 다시 읽히지 않았습니다.": [START] * 4})
_t80_ended = [row[0] for row in _t80_read]
testing.equal([START, PAD if _t80_ended[1] == END else _t80_ended[1], *_t80_ended[2:]],
    [START, PAD, PAD, PAD], "끝난 문장에는 PAD를 읽힙니다. 바로 다음 걸음의 END 한 번은 괜찮습니다.")
testing.equal(len(_t80_greedy([[7, 8]], [[7, 8, 9]], 2, "두 걸음입니다.")), 2,
    "step은 longest번까지만 부릅니다.")
### BEGIN HIDDEN TESTS
_t80_rng = np.random.default_rng(804)
for _t80_trial in range(20):
    _t80_texts = [[*_t80_rng.integers(4, 11, k).tolist(), END] for k in _t80_rng.integers(0, 7, 5)]
    _t80_read = _t80_greedy([text[:-1][:4] for text in _t80_texts], _t80_texts, 4, "네 걸음까지, 또는 END까지입니다.")
    testing.equal(len(_t80_read), min(4, max(map(len, _t80_texts))), "필요 없는 step은 부르지 않습니다.")
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
    Args: step: (토큰, 상태) → ({토큰: 로그 확률}, 새 상태). state: 처음 상태.
        width: 남기는 글의 수. alpha: 길이를 봐주는 정도. longest: 걸음의 최대 수.
    Returns: 번호의 리스트. 끝의 END는 없습니다.
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

# %%
# 검사 셀이 쓰는 모델입니다. 읽거나 고치지 않아도 됩니다.
def _t80_beam(want, table, width, alpha, longest, why):
    """확률을 적은 표에 없는 글 뒤는 END인 모델로 부릅니다. 상태는 글 전체입니다. 돌려주는 것: step을 부른 글."""
    asked = []

    def step(token, text):
        asked.append(text + (token,) if token != START else text)
        chances = table.get(asked[-1], {END: 1.0})
        return {token: math.log(p) for token, p in chances.items()}, asked[-1]

    given = f"(글 뒤의 확률 {table}, width={width}, alpha={alpha}, longest={longest})"
    got = testing.call(beam, step, (), width, alpha, longest, why=f"{why} {given}")
    assert not any(END in text for text in asked), (
        f"END로 끝난 글에 step을 불렀습니다. 끝난 글은 늘리지 않고 그대로 겨룹니다. {given}")
    assert all(text[-1] in table.get(text[:-1], {END: 1.0}) for text in asked if text), (
        f"쓴 적 없는 글의 뒤를 물었습니다: {asked}. 글마다 제 새 상태를 들고 다니나요? {given}")
    testing.equal(got, want, why, {"끝의 END를 빼지 않았습니다.": [*want, END]}, given)
    return asked

# %% test="beam" part="ended" points=2
_t80_beam([5], {(): {5: 0.58, END: 0.42}, (5,): {6: 1.0}}, 3, 0.0, 1,
    "점수가 가장 큰 글(번호의 리스트)만 돌려줍니다. 처음의 글은 비어 있습니다. "
    "longest걸음에서 멈추면 끝나지 않은 글도 답이고, 거기에서는 아무것도 떼지 않습니다.")
_t80_tree = {(): {5: 0.5, 6: 0.4, END: 0.1}, (5,): {7: 0.4, 8: 0.35, END: 0.25},
             (6,): {7: 0.9, 8: 0.1}}
_t80_beam([5, 7], _t80_tree, 1, 0.0, 9, "width가 1이면 걸음마다 가장 큰 5, 7, END입니다. 쓴 토큰을 "
    "읽히고, 점수가 큰 것부터 줄을 세워 width개만 남기고, 끝의 END만 떼세요.")
_t80_beam([6, 7], _t80_tree, 2, 0.0, 9, "0.4 × 0.9 = 0.36이 이깁니다. 로그 확률을 더하고, 모두 "
    "줄을 세운 다음 width개를 남겼나요?")
_t80_beam([], {(): {END: 0.42, 5: 0.58}, (5,): {6: 0.6, END: 0.4}}, 3, 0.0, 9,
    "먼저 끝난 빈 글(0.42)이 이깁니다. 끝난 글을 버리거나, 글 하나가 끝났다고 멈추지 않았나요?")
assert {*_t80_beam([], {(): {END: 0.9, 5: 0.1}}, 1, 0.0, 9, "가장 큰 것이 END입니다.")} == {()}, (
    "남은 글이 모두 끝났으면 step을 더 부르지 않습니다.")

# %% test="beam" points=3
_t80_beam([5, 6, 7], {(): {END: 0.42, 5: 0.58}, (5,): {6: 0.72, END: 0.28}, (5, 6): {7: 1.0}},
    3, 1.0, 9, "로그 확률의 합을 ((5 + 길이)/6)^alpha로 나눈 점수로 줄을 세웠나요? 긴 글이 이깁니다.")
_t80_beam([5, 6], {(): {END: 0.51, 5: 0.49}, (5,): {6: 1.0}}, 2, 1.0, 9,
    "가장 좋은 글이 끝나도 끝나지 않은 글이 남아 있으면 계속합니다.")
_t80_beam([], {(): {END: 0.52, 5: 0.462}}, 2, 1.0, 9, "END 하나인 글의 길이는 1, 5와 END인 글의 "
    "길이는 2입니다. 길이는 END까지 세고 (5 + 길이)/6으로 나눕니다. 나누는 것은 로그 확률의 합입니다.")
_t80_beam([5], {(): {END: 0.52, 5: 0.47}}, 2, 1.0, 9,
    "END 하나인 글의 길이는 1이고 (5 + 1)/6 = 1로 나눕니다. START는 길이에 세지 않습니다.")
_t80_beam([5, 6], {(): {END: 0.5, 5: 0.35}, (5,): {6: 1.0}}, 2, 2.0, 9,
    "alpha는 곱하는 것이 아니라 지수입니다. (5 + 길이)/6을 alpha제곱합니다.")
_t80_beam([], {(): {END: 0.5, 5: 0.374}, (5,): {6: 1.0}}, 2, 1.0, 9,
    "로그 확률의 합을 들고 다닙니다. 나눈 점수에 다음 로그 확률을 더하지 않았나요?")
_t80_beam([5, 7], {(): {5: 0.65, END: 0.35}, (5,): {6: 0.51, 7: 0.49}, (5, 6): {8: 0.5, 9: 0.5}
    }, 2, 1.0, 9, "걸음마다 남길 때에도 길이로 나눈 점수로 줄을 세웁니다.")
_t80_beam([], {(): {5: 0.699, END: 0.301}, (5,): {6: 0.39, 7: 0.25, 8: 0.2, 9: 0.16},
    (5, 6): dict.fromkeys(range(10, 18), 0.125)}, 2, 2.0, 9,
    "끝난 글까지 함께 줄 세워 width개만 남깁니다. 글마다 남기거나 따로 모으지 않습니다.")
_t80_beam([5], {(): {6: 0.5, 5: 0.5}}, 1, 0.0, 9, "점수가 같으면 작은 글이 먼저입니다.")
### BEGIN HIDDEN TESTS
def _t80_right(table, width, alpha, longest):
    kept = [(0.0, ())]
    rank = lambda one: (-one[0] / ((5 + len(one[1])) / 6) ** alpha, one[1])
    for _ in range(longest):
        kept = sorted([one for one in kept if END in one[1]] + [
            (total + math.log(p), (*text, t)) for total, text in kept if END not in text
            for t, p in table.get(text, {END: 1}).items()], key=rank)[:width]
    return [t for t in kept[0][1] if t != END]

_t80_rng = np.random.default_rng(805)
for _t80_trial in range(40):
    _t80_table = {text: dict(zip((END, 5, 6), _t80_rng.dirichlet(np.ones(3)).tolist()))
                  for text in [(), (5,), (6,), (5, 5), (5, 6), (6, 5), (6, 6)]}
    _t80_call = _t80_table, (1, 2, 3, 50)[_t80_trial % 4], float(_t80_rng.uniform(0, 1.5)), 4
    _t80_beam(_t80_right(*_t80_call), *_t80_call, "끝난 글과 끝나지 않은 글이 함께 width개의 자리를 "
        "다투고, 남은 글이 모두 끝날 때까지 계속하나요?")
### END HIDDEN TESTS

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
    Args: translations: 낱말 리스트 N개. references: N개, 저마다 낱말 리스트가 하나 이상.
        most: 가장 큰 차수.
    Returns: float, 0에서 100.
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
def _t80_bleu(want, lines, most, why, slips=()):
    """lines: (번역, 참조들)의 목록. 낱말은 빈칸으로 나눕니다."""
    testing.check(bleu, [[one.split() for one, _ in lines],
        [[ref.split() for ref in refs] for _, refs in lines], most], want, why, slips)

_t80_bleu(100, [("a b c", ["a b c"])], 2, "꼭 같으면 100입니다.")
_t80_bleu(50, [("x a", ["y a"])], 1,
    "두 낱말 가운데 마지막 a가 맞아 1/2입니다. 차수는 most까지, n-gram은 마지막 것까지 셌나요?", {
    "1/most제곱입니다. 1/4로 굳히지 않았나요?": 84.09})
_t80_bleu(50, [("a a a b", ["a b c d"])], 1, "a는 참조에 나온 횟수까지만, 한 번 맞아 2/4입니다.", {
    "참조에 나온 횟수까지만 맞습니다. 모두 세지 않습니다.": 100,
    "번역의 n-gram 수는 4입니다. 서로 다른 것만 세지 않았나요?": 100})
_t80_bleu(50, [("a a b c", ["a a x y"])], 1, "참조에 두 번 나온 낱말은 두 번 맞습니다. 종류만 셌나요?")
_t80_bleu(50, [("a b c d", ["a b"])], 1,
    "번역의 n-gram 수로 나누어 2/4입니다. 길다고 상을 주지는 않습니다. 벌은 1을 넘지 않습니다.")
_t80_bleu(25, [("a a x x", ["a b", "a c"])], 1,
    "참조들의 횟수를 더하지 않고 가장 큰 것을 써서 1/4입니다. 번역의 n-gram 수로 나눕니다.")
_t80_bleu(100, [("a b c d", ["a b", "c d"])], 1, "낱말마다 어느 참조에 있어도 됩니다.")
_t80_bleu(0, [("a b c d", ["a c b d"])], 2, "맞은 것이 하나도 없는 차수가 있으면 0.0입니다.")
_t80_bleu(0, [("a", ["a"])], 2, "번역이 한 낱말이면 차수 2에서 맞은 것이 없습니다. 0.0입니다.")
_t80_bleu(100 / 3, [("a b", ["a b"]), ("c d e f", ["x y z w"])], 1,
    "횟수를 모든 문장에서 더한 다음 나눕니다. 문장마다 내어 평균하지 않았나요?")
_t80_bleu(100 * math.sqrt(2 / 3 * 1 / 2), [("a b x", ["a b c"])], 2,
    "차수마다의 비율을 기하 평균합니다. 산술 평균이 아닙니다.")

# %% test="bleu" part="length" points=2
_t80_bleu(100 * math.exp(-1), [("a b", ["a b c d"])], 1, "짧으면 벌 exp(1 - r/c)를 곱합니다.", {
    "짧은 번역에 벌을 주지 않았습니다.": 100, "벌은 c/r이 아닙니다. exp(1 - r/c)입니다.": 50})
_t80_bleu(100 * math.exp(1 - 4 / 3), [("a b c", ["a b c d e", "a b c d", "a"])], 1,
    "참조의 길이는 첫 것, 짧은 것, 평균, 합이 아니라 번역의 길이(3)에 가장 가까운 것(4)입니다.")
_t80_bleu(100, [("a b c d", ["a b c d e f", "x y"])], 1, "똑같이 가까우면 짧은 참조입니다.")
_t80_bleu(200 / 3, [("a b", ["a b c d"]), ("c d e f", ["c d"])], 1,
    "길이도 모든 문장에서 더한 다음 견줍니다. 문장마다 벌을 주지 않았나요?")
### BEGIN HIDDEN TESTS
def _t80_slow(lines, most):
    near = [min((abs(len(ref) - len(words)), len(ref)) for ref in refs)[1] for words, refs in lines]
    value = 100 * math.exp(min(0.0, 1 - sum(near) / sum(len(words) for words, _ in lines)))
    for n in range(1, most + 1):
        hit = sum(min(times, max(ngrams(ref, n)[gram] for ref in refs))
                  for words, refs in lines for gram, times in ngrams(words, n).items())
        value *= (hit / sum(len(words) + 1 - n for words, _ in lines)) ** (1 / most)
    return value

_t80_rng = np.random.default_rng(806)
for _t80_trial in range(15):
    _t80_line = [["".join(_t80_rng.choice(list("abc"), n)) for n in _t80_rng.integers(3, 8, 3)]
                 for _ in range(3)]        # 낱말은 한 글자, 줄마다 번역과 참조 둘
    _t80_bleu(_t80_slow([(words, refs) for words, *refs in _t80_line], 3),
        [(" ".join(words), [" ".join(ref) for ref in refs]) for words, *refs in _t80_line], 3,
        "문장, 참조, 차수를 하나씩 줄여 가며 견주세요.")
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
