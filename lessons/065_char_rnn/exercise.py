# ---
# title: 문자 단위 RNN 문장 생성
# number: "065"
# objectives:
#   - 글을 창으로 자르고, 상태가 이어지지 않는 배치를 찾아냅니다.
#   - 온도와 뉴클리어스를 구현하고, 고장 난 것을 고칩니다.
#   - 상태를 넘기며 글을 쓰고, 손실을 퍼플렉서티와 음절당 비트로 바꿉니다.
# datasets: []
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes]
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
import random
import unicodedata

import numpy as np

from nlplab import testing

# 과제 2에서 쓰는 배치 셋: 글자 대신 글에서의 자리
loaders = {
    "가": np.arange(24).reshape(4, 2, 3),                  # (토막 4, B 2, T 3)
    "나": np.arange(24).reshape(2, 4, 3).swapaxes(0, 1),
    "다": np.arange(24).reshape(4, 2, 3)[:, ::-1],
}

# 과제 7에서 쓰는 확률 넷
base = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
menu = {
    "그대로": base,
    "온도 0.5": base ** 2 / (base ** 2).sum(),
    "온도 2": base ** 0.5 / (base ** 0.5).sum(),
    "위의 셋만": np.array([0.4, 0.3, 0.15, 0, 0]) / 0.85,
}

# %% [markdown]
# ## 과제 1. 겹치는 창 ★☆☆ · 8분
#
# **목표.** 글을 길이 `length`의 창으로 자르고, 창마다 한 칸 민 정답을 붙입니다. 강의의 줄기와 달리 창은 `step`글자마다 하나씩 시작하므로 **겹칠 수 있습니다**.
#
# - 창은 0, `step`, 2·`step`, … 에서 시작합니다.
# - 정답까지 온전히 들어가는 창만 씁니다. 모자라면 버립니다. 하나도 없으면 빈 리스트입니다.
#
# 힌트 1: 입력이 `length`글자이면 정답까지 글자가 모두 몇 개 필요합니까?
# 힌트 2: 시작할 수 있는 마지막 자리를 먼저 구하고 `range`에 `step`을 주세요.
# 힌트 3: `range(0, len(text) - length, step)`

# %% solution="windows"
def make_windows(text, length, step):
    """글을 창으로 자릅니다.
    Args: text: 문자열. length: 창의 길이(1 이상). step: 다음 창까지의 칸 수(1 이상).
    Returns: (입력, 정답)의 리스트. 둘 다 길이가 length인 문자열입니다.
    Example:
        >>> make_windows("hello!", 3, 2)
        [('hel', 'ell'), ('llo', 'lo!')]
    """
    ### BEGIN SOLUTION
    starts = range(0, len(text) - length, step)
    return [(text[at:at + length], text[at + 1:at + length + 1]) for at in starts]
    ### END SOLUTION

# %% test="windows" points=3
def _t65_windows(text, length, step, want, why, slips={}):
    want = [(given, given[1:] + last) for given, last in want]     # 입력과, 정답의 마지막 글자
    testing.check(make_windows, [text, length, step], want, why, slips)
_t65_windows("abc", 2, 5, [("ab", "c")], "정답은 입력에서 step칸이나 length칸이 아니라 한 칸만 밀고, "
    "길이도 입력과 같습니다. (입력, 정답)의 쌍을 모읍니다.", {
    "0에서 시작하고, 정답까지 꼭 맞으면 그 창도 씁니다.": [], "입력과 정답의 자리를 바꾸었습니다.": [("bc", "ab")]})
_t65_windows("abcdefg", 2, 3, [("ab", "c"), ("de", "f")],
    "창은 0, step, 2·step, …에서 시작합니다. step 대신 length나 1을 쓰지 않았나요?")
_t65_windows("abcd", 3, 1, [("abc", "d")], "정답까지 온전히 들어가는 창만 쓰고, 꼭 맞으면 그 창도 씁니다.")
_t65_windows("abcdefgh", 2, 3, [("ab", "c"), ("de", "f")],
    "6에서 시작하는 창은 정답이 모자랍니다. 짧은 창을 남기지 않았나요?")
_t65_windows("abcde", 2, 1, [("ab", "c"), ("bc", "d"), ("cd", "e")], "창은 겹칠 수 있습니다.")
_t65_windows("abc", 3, 1, [], "정답까지 들어가지 않으면 빈 리스트입니다.")
### BEGIN HIDDEN TESTS
_t65_rng = random.Random(651)
for _ in range(40):
    _t65_text = "".join(_t65_rng.choices("abc가나 \n", k=_t65_rng.randrange(0, 30)))
    _t65_n, _t65_s = _t65_rng.randrange(1, 8), _t65_rng.randrange(1, 8)
    _t65_want = [(_t65_text[at:at + _t65_n], _t65_text[at + _t65_n]) for at in range(0, max(0, len(_t65_text) - _t65_n), _t65_s)]
    _t65_windows(_t65_text, _t65_n, _t65_s, _t65_want, "창의 수와 자리를 보세요. length와 step이 다를 수 있습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 끊어진 줄기 찾기 ★★☆ · 15분
#
# 동료가 만든 배치 셋으로 `stateful` 층을 학습했더니 결과가 저마다 다릅니다. 글자 대신 **글에서의 자리**를 넣어 보면 어디가 끊어졌는지 보입니다.
#
# **목표.** `x[k, b]`가 `x[k-1, b]`에 이어지지 않는 곳 `(k, b)`를 모두 찾습니다. 이어진다는 것은 앞 토막의 마지막 자리 바로 다음에서 시작한다는 뜻입니다.
# `k`가 작은 것부터, 같으면 `b`가 작은 것부터 놓습니다. 첫 토막(`k = 0`)은 앞이 없으므로 보지 않습니다.
#
# 그다음, 위에 주어진 `loaders`의 세 배치 가운데 상태를 이어도 되는 하나의 이름을 `safe_loader()`가 돌려줍니다(`"가"`처럼 문자열로). 코드로 확인하기 전에 눈으로 먼저 보세요.
#
# 힌트 1: 배치의 몇 번째 줄이 몇 번째 줄에서 이어져야 합니까?
# 힌트 2: `k`와 `b`로 두 겹 반복문을 돌며, 앞 토막의 마지막 칸과 이 토막의 첫 칸을 견줍니다.
# 힌트 3: `x[k, b, 0] != x[k - 1, b, -1] + 1`

# %% solution="broken-links"
def broken_links(x):
    """앞 토막에 이어지지 않는 곳을 찾습니다.
    Args: x: 글에서의 자리, 정수 배열 (토막의 수, B, T).
    Returns: (토막, 줄)의 리스트.
    Example:
        >>> broken_links(np.array([[[0, 1], [8, 9]], [[5, 6], [10, 11]]]))
        [(1, 0)]
    """
    ### BEGIN SOLUTION
    found = []
    for k in range(1, len(x)):
        for b in range(x.shape[1]):
            if x[k, b, 0] != x[k - 1, b, -1] + 1:
                found.append((k, b))
    return found
    ### END SOLUTION

def safe_loader():
    """상태를 이어도 되는 배치의 이름: "가", "나", "다" 가운데 하나."""
    ### BEGIN SOLUTION
    return "나"
    ### END SOLUTION

# %% test="broken-links" points=3
def _t65_links(x, want, why, slips={}):
    testing.check(broken_links, [np.array(x)], want, why, slips)
_t65_links([[[0, 1]], [[2, 3]], [[4, 5]]], [], "모두 이어졌습니다. 마지막 자리 바로 다음에서 시작하면 됩니다.", {
    "첫 토막(k = 0)은 보지 않습니다. x[-1]은 앞 토막이 아니라 맨 뒤입니다.": [(0, 0)]})
_t65_links([[[0, 1]], [[3, 4]]], [(1, 0)], "1 다음은 2인데 3에서 시작합니다. 건너뛴 곳도 끊어진 곳입니다. "
    "다음 줄이 아니라 다음 토막의 같은 줄과 견주고, (토막, 줄)의 쌍을 모읍니다.", {
    "토막의 번호가 하나 작습니다. x[1:]에서 센 번호에는 1을 더하세요.": [(0, 0)],
    "번호는 0부터 셉니다.": [(2, 1)], "(줄, 토막)이 아니라 (토막, 줄)의 순서로 적습니다.": [(0, 1)]})
_t65_links([[[0, 1], [2, 3]], [[4, 5], [6, 7]]], [(1, 0), (1, 1)],
    "같은 토막의 다음 줄이 아니라 다음 토막의 같은 줄과 견줍니다.", {
    "하나만 찾고 멈추었습니다. 끊어진 곳을 모두 찾으세요.": [(1, 0)]})
_t65_links([[[0, 1, 2]], [[1, 2, 3]]], [(1, 0)], "앞 토막의 첫 칸이 아니라 마지막 칸의 바로 다음이어야 합니다.")
_t65_links([[[0, 1]], [[4, 5]], [[6, 7]]], [(1, 0)],
    "토막마다 바로 앞 토막과 견줍니다. 끊어진 뒤에도 다시 이어질 수 있습니다.")
_t65_links([[[0, 1], [4, 5]], [[2, 3], [9, 9]], [[7, 8], [10, 11]]], [(1, 1), (2, 0)],
    "앞 토막 그 줄의 마지막 자리 다음이 뒤 토막의 첫 자리이면 이어진 것입니다. "
    "토막이 작은 것부터, 같으면 줄이 작은 것부터 놓습니다.")
### BEGIN HIDDEN TESTS
_t65_links([[[0, 1, 2], [3, 4, 5]]], [], "토막이 하나면 앞이 없으므로 빈 리스트입니다.")
_t65_rng = np.random.default_rng(652)
for _ in range(20):
    _t65_k, _t65_b, _t65_t = _t65_rng.integers(1, 6, 3)
    _t65_x = np.arange(_t65_k * _t65_b * _t65_t).reshape(_t65_b, _t65_k, _t65_t).swapaxes(0, 1).copy()
    _t65_x[_t65_rng.random(_t65_x.shape[:2]) < 0.3] += 100
    _t65_want = np.argwhere(_t65_x[1:, :, 0] - _t65_x[:-1, :, -1] != 1) + [1, 0]
    _t65_links(_t65_x, _t65_want.tolist(), "앞 토막의 같은 줄, 마지막 칸의 바로 다음인지 보세요.")
### END HIDDEN TESTS

# %% test="broken-links" part="safe" points=1
_t65_safe = safe_loader()
assert isinstance(_t65_safe, str) and _t65_safe in loaders, (
    f"배치가 아니라 이름 '가', '나', '다' 가운데 하나를 돌려주세요. 지금: {_t65_safe!r}")
### BEGIN HIDDEN TESTS
_t65_x = loaders[_t65_safe]
assert (_t65_x[1:, :, 0] == _t65_x[:-1, :, -1] + 1).all(), (
    f"{_t65_safe}의 토막 1은 토막 0의 같은 줄에서 이어지지 않습니다. 줄마다 위아래 토막을 견주어 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 온도 ★☆☆ · 10분
#
# **목표.** 점수를 온도 `tau`로 나누어 소프트맥스를 구합니다. 강의와 달리 두 가지를 더 지킵니다.
#
# - `tau`가 0이면 **탐욕**입니다. 가장 큰 점수에 1, 나머지에 0. 동점이면 앞의 것 하나입니다.
# - 점수가 아주 커도(1,000) 작아도(−1,000), `tau`가 0에 아주 가까워도(0.0005) `nan`이나 경고가 나오지 않습니다.
#
# 힌트 1: 모든 점수에서 같은 수를 빼면 소프트맥스가 바뀝니까?
# 힌트 2: 나눈 다음 가장 큰 값을 빼고 지수를 취합니다. `tau`가 0이면 나누기 전에 따로 답합니다.
# 힌트 3: `scores - scores.max()`

# %% solution="temperature"
def with_temperature(scores, tau):
    """온도를 준 확률.
    Args: scores: 점수, (V,) 배열. tau: 0 이상의 수.
    Returns: 확률, (V,) 배열. 합은 1입니다.
    Example:
        >>> with_temperature(np.log([0.2, 0.8]), 0.5).round(3)
        array([0.059, 0.941])
    """
    ### BEGIN SOLUTION
    scores = np.asarray(scores, dtype=float)
    if tau == 0:
        return np.eye(len(scores))[scores.argmax()]
    e = np.exp((scores - scores.max()) / tau)
    return e / e.sum()
    ### END SOLUTION

# %% test="temperature" points=3
def _t65_heat(scores, tau, want, why):
    scores, want = np.array(scores, dtype=float), np.array(want, dtype=float)
    testing.check(with_temperature, [scores, tau], want / want.sum(), why,
        quiet="넘치거나 0으로 나누지 마세요.")

_t65_P = np.array([0.1, 0.6, 0.3])
_t65_heat(np.log(_t65_P), 1, _t65_P, "온도가 1이면 그냥 소프트맥스이고, 합은 1입니다.")
_t65_heat(np.log(_t65_P), 0.5, _t65_P**2, "점수를 온도로 나눕니다. 곱하거나 확률을 나누지 않았나요?")
_t65_heat(np.log(_t65_P), 2, _t65_P**0.5, "온도가 크면 고르게 됩니다.")
_t65_heat(np.log(_t65_P), 0, [0, 1, 0], "온도가 0이면 번호가 아니라 (V,) 배열이고, "
    "가장 큰 점수 하나가 1, 나머지가 0입니다. 0으로 나누지 않았나요?")
_t65_heat([2, 2, 1], 0, [1, 0, 0], "온도가 0일 때 동점이면 앞의 것 하나만 1입니다.")
_t65_heat([1000, 999], 1, [1, np.exp(-1)], "점수가 크면 넘칩니다. 가장 큰 점수를 먼저 빼세요.")
_t65_heat([-1000, -1001], 1, [1, np.exp(-1)],
    "점수가 아주 작으면 모두 0이 되어 0으로 나눕니다. 가장 큰 점수를 먼저 빼세요.")
_t65_heat([0.0001, 0], 0.0005, [np.exp(0.2), 1], "아주 작아도 0이 아니면 점수를 온도로 나눕니다.")
_t65_heat([1, 0], 0.0005, [1, 0], "온도가 0에 가까우면 나눈 점수가 큽니다. 평균이나 나누기 전의 "
    "값이 아니라 나눈 점수의 가장 큰 값을 빼세요.")
### BEGIN HIDDEN TESTS
_t65_scores = np.array([0.3, -2.5, 1.7, 1.1])
_t65_heat(_t65_scores, 0.7, np.exp(_t65_scores / 0.7), "점수를 온도로 나누었나요?")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 고장 난 뉴클리어스 ★★★ · 20분
#
# 동료의 함수는 가끔 **아무것도 남기지 않고**, 합이 1이 아닙니다.
#
# ```python
# def broken(P, p):
#     order = np.argsort(P)
#     kept = np.cumsum(P[order]) <= p
#     return P * kept
# ```
#
# **목표.** 고쳐서 `nucleus(P, p, least)`를 씁니다.
#
# 1. 확률이 큰 것부터 더해, 합이 `p` **이상이 되는 순간까지** 남깁니다. 그 순간의 글자도 남깁니다. `p`가 1이면 모두 남깁니다.
# 2. 그래도 `least`개보다 적으면 큰 것부터 `least`개를 남깁니다. 강의에는 없는 규칙입니다.
# 3. 확률이 같으면 앞의 글자가 먼저입니다.
# 4. 나머지를 0으로 하고 합을 1로 맞춥니다. 자리는 원래대로입니다.
#
# 힌트 1: `broken`의 세 줄에 잘못이 적어도 하나씩 있습니다. 작은 것부터 더하고 있지 않습니까?
# 힌트 2: 큰 것부터 놓은 순서를 구하고, **자기보다 앞의 합**이 `p`보다 작은 것을 남기면 넘는 순간의 글자도 남습니다.
# 힌트 3: `np.argsort(-P, kind="stable")`

# %% solution="nucleus"
def nucleus(P, p, least=1):
    """확률이 큰 글자만 남깁니다.
    Args:
        P: 확률, (V,) 배열. 합은 1. p: 0보다 크고 1 이하.
        least: 적어도 남길 글자의 수. 1부터 V까지.
    Returns: 새 확률, (V,) 배열. 합은 1.
    Example:
        >>> nucleus(np.array([0.1, 0.5, 0.4]), 0.8).round(3)
        array([0.   , 0.556, 0.444])
    """
    ### BEGIN SOLUTION
    order = np.argsort(-P, kind="stable")
    before = np.cumsum(P[order]) - P[order]
    size = max(int((before < p - 1e-12).sum()), least)
    kept = np.zeros(len(P))
    kept[order[:size]] = P[order[:size]]
    return kept / kept.sum()
    ### END SOLUTION

# %% test="nucleus" points=3
def _t65_nucleus(P, p, keep, why, least=1):
    P, keep = np.array(P), np.array(keep)
    kept = np.where(keep, P, 0)
    testing.check(nucleus, [P, p, least], kept / kept.sum(), f"{why} 남을 자리는 {keep * 1}입니다.", {
        "남긴 확률의 합이 1이 아닙니다. 1로 맞추세요.": kept,
        "남은 글자의 비율이 바뀌었습니다. 합으로 나누세요.": keep / keep.sum(),
        "자리는 원래대로입니다. 정렬한 자리에 두지 않았나요?": np.sort(kept)[::-1] / kept.sum()})
_t65_nucleus([0.125, 0.25, 0.625], 0.5, [0, 0, 1],
    "가장 큰 것 하나로 넘습니다. 작은 것부터 더하거나 아무것도 남기지 않았나요?")
_t65_nucleus([0.25, 0.5, 0.125, 0.125], 0.6, [1, 1, 0, 0],
    "0.5로는 모자라고 0.25를 더하면 넘습니다. 넘는 순간의 글자도 남깁니다.")
_t65_nucleus([0.5, 0.25, 0.25], 0.5, [1, 0, 0],
    "합이 p와 꼭 같아지는 순간에 멈춥니다. 하나를 더 남기지 않았나요?")
_t65_nucleus([0.25, 0.25, 0.25, 0.25], 0.5, [1, 1, 0, 0], "확률이 같으면 앞의 글자가 먼저입니다.")
_t65_nucleus([0.5, 0.3, 0.2], 1.0, [1, 1, 1], "p가 1이면 모두 남습니다.")
_t65_nucleus([0.1] * 10, 1.0, [1] * 10,
    "p가 1이면 모두 남습니다. 열 번 더한 0.1은 컴퓨터에서 1보다 조금 작습니다.")
### BEGIN HIDDEN TESTS
_t65_rng = np.random.default_rng(654)
for _ in range(30):
    _t65_P, _t65_p = _t65_rng.dirichlet(np.ones(6)), float(_t65_rng.uniform(0.1, 0.99))
    _t65_ahead = np.array([_t65_P[_t65_P > one].sum() for one in _t65_P])
    _t65_nucleus(_t65_P, _t65_p, _t65_ahead < _t65_p, "자기보다 큰 것의 합이 p보다 작은 글자만 남깁니다.")
### END HIDDEN TESTS

# %% test="nucleus" part="least" points=2
_t65_nucleus([0.1, 0.7, 0.2], 0.5, [0, 1, 1], "least=2이면 넘더라도 큰 것부터 둘을 남깁니다.", 2)
_t65_nucleus([0.4, 0.3, 0.2, 0.1], 0.8, [1, 1, 1, 0],
    "p까지 남긴 것이 더 많으면 그대로입니다. 언제나 least개로 자르지 않았나요?", 2)
### BEGIN HIDDEN TESTS
_t65_nucleus([0.5, 0.25, 0.25], 0.1, [1, 1, 1], "least가 글자의 수와 같으면 모두 남습니다.", 3)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 상태를 넘기며 쓰기 ★★★ · 20분
#
# **목표.** 한 글자씩 읽는 함수 `step`으로 글을 이어 씁니다. `step(state, letter)`는 `(새 상태, {글자: 확률})`을 돌려줍니다.
#
# 1. 주어진 글을 **처음부터 끝까지** 읽힙니다. 상태를 넘기고, 확률은 마지막 글자의 것만 씁니다.
# 2. 확률이 가장 큰 글자를 고릅니다. 같으면 파이썬의 `<`로 작은 글자입니다.
# 3. 고른 글자가 `stop`이면 붙이지 않고 끝냅니다. 아니면 붙이고, **그 글자를 읽혀** 다음 확률을 얻습니다.
# 4. `n`글자를 붙였으면 끝냅니다. 쓰지 않을 확률을 얻으려고 더 읽히지 않습니다. `n`이 0이면 1번의 글은 읽혀도 되고 읽히지 않아도 됩니다.
#
# 힌트 1: 마지막 글자를 두 번 읽히면 상태는 어떻게 됩니까?
# 힌트 2: 먼저 글을 모두 읽혀 확률을 하나 손에 쥡니다. 그다음 "고르기 → 멈출지 보기 → 붙이기 → 읽히기"를 되풀이하되, 마지막에는 읽히지 않습니다.
# 힌트 3: `min(chances, key=lambda letter: (-chances[letter], letter))`

# %% solution="continue-text"
def continue_text(step, state, text, n, stop):
    """글을 이어 씁니다.
    Args:
        step: (상태, 글자) → (새 상태, {글자: 확률}). state: 처음 상태.
        text: 먼저 읽힐 글(한 글자 이상). n: 붙일 글자의 최대 수. stop: 끝을 뜻하는 글자.
    Returns: text 뒤에 쓴 글자를 붙인 문자열.
    Example:
        >>> alphabet = lambda state, letter: (state, {chr(ord(letter) + 1): 1.0})
        >>> continue_text(alphabet, None, "ab", 3, "z")
        'abcde'
    """
    ### BEGIN SOLUTION
    for letter in text:
        state, chances = step(state, letter)
    for written in range(n):
        best = min(chances, key=lambda letter: (-chances[letter], letter))
        if best == stop:
            break
        text += best
        if written < n - 1:
            state, chances = step(state, best)
    return text
    ### END SOLUTION

# %%
# 검사 셀이 쓰는 모델입니다. 읽거나 고치지 않아도 됩니다.
_t65_hello = {"h": {"e": 1.0}, "he": {"l": 1.0}, "hel": {"o": 0.4, "l": 0.6},
              "hell": {".": 0.4, "o": 0.6}, "hello": {"w": 0.4, ".": 0.6},
              "a": {"c": 0.4, "b": 0.4, "d": 0.2}}

def _t65_write(text, n, stop):
    read = []
    def step(state, letter):    # 상태는 "^"에 읽은 글자를 모두 이은 것
        assert isinstance(state, str), "상태가 아닌 것을 넘겼습니다. step은 (새 상태, 확률)을 돌려줍니다."
        assert state[:1] == "^", "처음 상태를 버렸습니다. 받은 state에서 시작하세요."
        assert state[1:] == "".join(read), (
            "상태를 넘기지 않았습니다. step이 돌려준 새 상태를 다음 step에 넣으세요. "
            "처음부터 다시 읽히지도 마세요.")
        read.append(letter)
        return state + letter, dict(_t65_hello.get("".join(read), {"?": 1.0}))
    got = testing.call(continue_text, step, "^", text, n, stop, why="step은 (새 상태, 확률)을 돌려줍니다.")
    return got, "".join(read)

# %% test="continue-text" points=3
def _t65_continue(text, n, want, why, stop="."):
    (got, read), new = _t65_write(text, n, stop), want[len(text):]
    shown = f"({text!r}, n={n}, stop={stop!r}에서 읽힌 글자는 {read!r})"
    assert n == 0 or read.startswith(text), (
        f"글을 처음부터 끝까지 읽히세요. 마지막 글자만 읽히지 않았나요? {shown}")
    assert text[-1] != read[len(text):][:1] or text[-1] == new[:1], (
        f"마지막 글자를 두 번 읽혔습니다. 글을 다 읽혔으면 확률은 이미 있습니다. {shown}")
    testing.equal(got, want, "n글자까지만 붙입니다." if len(got) > len(text) + n else why, {
        "새로 쓴 글자만 돌려주었습니다. text 뒤에 붙인 글 전체입니다.": new,
        "stop은 붙이지 않고 끝냅니다.": want + stop,
        "고른 글자를 읽히지 않아 같은 글자가 되풀이됩니다.": text + new[:1] * n,
        "n을 전체 길이로 세었습니다. 새로 붙일 수입니다.": want[:max(n, len(text))]}, shown)
    assert n == 0 or len(read) == len(text) + min(len(new), n - 1), (
        f"쓰지 않을 확률을 얻으려고 더 읽히지 마세요. {shown}")
_t65_continue("h", 2, "hel", "확률이 가장 큰 글자를 붙이고, 그 글자를 읽혀 다음 확률을 얻습니다.")
_t65_continue("hel", 1, "hell", "확률이 가장 큰 글자를 고릅니다. 표본으로 뽑지 않습니다.")
_t65_continue("h", 9, "hello", "stop이 가장 큰 글자이면, 그때에만 붙이지 않고 끝냅니다.")
_t65_continue("hello", 3, "hello", "처음부터 stop이 가장 크면 아무것도 붙이지 않습니다.")
_t65_continue("he", 0, "he", "n이 0이면 아무것도 붙이지 않습니다.")
_t65_continue("hel", 2, "hello", "받은 글에 든 stop은 그대로 둡니다. 끝내는 것은 새로 고른 것입니다.", "e")
_t65_continue("a", 1, "ab", "확률이 같으면 작은 글자입니다. c보다 b가 작습니다.")
### BEGIN HIDDEN TESTS
_t65_continue("he", 3, "hello", "n글자를 붙입니다.")
_t65_continue("h", 5, "he", "받은 stop에서 끝내세요. 마침표로 정해 두지 않았나요?", "l")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 손실을 읽는 네 가지 단위 ★★☆ · 12분
#
# 자모 모델의 손실 1.5와 음절 모델의 손실 3.2는 그대로 견줄 수 없습니다. 같은 글의 **합**을 같은 음절 수로 나누어야 합니다.
#
# **목표.** 기호마다의 손실(내트)과 원래 글의 음절 수를 받아 네 값을 dict로 돌려줍니다.
#
# - `loss`: 기호당 내트의 평균
# - `perplexity`: $e^{\text{loss}}$
# - `bits_per_symbol`: 기호당 비트
# - `bits_per_syllable`: 음절당 비트
#
# 힌트 1: 1비트는 몇 내트입니까? 0.693보다 큽니까, 작습니까?
# 힌트 2: 음절당 비트는 평균이 아니라 **손실의 합**을 비트로 바꾸어 음절 수로 나눈 것입니다. 퍼플렉서티는 평균을 낸 **다음에** 지수를 취합니다.
# 힌트 3: `sum(nats) / math.log(2) / n_syllables`

# %% solution="units"
def loss_units(nats, n_syllables):
    """손실을 네 단위로.
    Args: nats: 기호(자모나 음절)마다의 −ln P, 길이 1 이상. n_syllables: 원래 글의 음절 수.
    Returns: 키가 loss, perplexity, bits_per_symbol, bits_per_syllable 넷뿐인 dict (값은 float).
    Example:
        >>> loss_units([math.log(2)] * 6, 3)["bits_per_syllable"]
        2.0
    """
    ### BEGIN SOLUTION
    loss = float(np.mean(nats))
    return {
        "loss": loss,
        "perplexity": math.exp(loss),
        "bits_per_symbol": loss / math.log(2),
        "bits_per_syllable": float(np.sum(nats)) / math.log(2) / n_syllables,
    }
    ### END SOLUTION

# %% test="units" points=3
_t65_4 = math.log(4)
_t65_got = testing.keys(testing.call(loss_units, [math.log(2), math.log(8)] + [_t65_4] * 4, 2),
    "loss", "perplexity", "bits_per_symbol", "bits_per_syllable")
for _t65_key, _t65_want, _t65_why, _t65_slips in [
    ("loss", _t65_4, "기호 여섯의 손실을 평균합니다.", {
        "합이 아니라 평균입니다.": 6 * _t65_4, "음절 수로 나누었습니다. 기호의 수로 나눕니다.": 3 * _t65_4}),
    ("perplexity", 4.0, "e의 loss제곱입니다.", {
        "기호마다 지수를 취해 평균했습니다. 평균을 먼저 내세요.": 13 / 3,
        "밑이 2인 지수를 취했습니다. 내트이므로 밑은 e입니다.": 2**_t65_4}),
    ("bits_per_symbol", 2.0, "내트를 ln 2로 나눕니다.", {
        "ln 2를 곱했습니다. 나누어야 합니다.": _t65_4 * math.log(2),
        "밑이 10인 로그로 나누었습니다.": _t65_4 / math.log(10)}),
    ("bits_per_syllable", 6.0, "비트의 합 12를 음절 수 2로 나눕니다.", {
        "기호당 비트에 음절 수를 곱했습니다. 비트의 합을 나누세요.": 4.0,
        "기호당 비트를 그대로 썼습니다. 음절 하나에 기호가 여럿입니다.": 2.0,
        "기호당 평균을 다시 음절 수로 나누었습니다. 합을 나누세요.": 1.0,
        "내트의 합입니다. 비트로 바꾸세요.": 6 * math.log(2)})]:
    testing.equal(_t65_got[_t65_key], _t65_want, f"{_t65_key}: {_t65_why}", _t65_slips,
        f"({_t65_key}, 손실 ln 2, ln 8, ln 4 넷, 음절 수 2)")
### BEGIN HIDDEN TESTS
testing.check(loss_units, [np.array([0.5, 1.5, 2.5, 1.1]), 3], {"loss": 1.4, "perplexity": math.exp(1.4),
    "bits_per_symbol": 1.4 / math.log(2), "bits_per_syllable": 5.6 / math.log(2) / 3}, "기호의 수와 음절의 수를 섞거나 //로 나누지 않았나요?")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 얼마나 헷갈릴까: 맞혀 보고 재기 ★★☆ · 12분
#
# 같은 확률을 여러 방법으로 고치면 **엔트로피(entropy)** 가 달라집니다. 엔트로피는 평균 몇 비트만큼 헷갈리는지를 나타냅니다. $H = -\sum_c P_c \log_2 P_c$
#
# **목표.** 먼저 `my_order()`가 위 `menu`의 이름 넷을 **엔트로피가 작을 것 같은 것부터** 리스트로 돌려주게 합니다. 순서가 틀려도 점수(1점)는 같습니다. 그다음 `entropy_bits`를 씁니다.
# 확률이 0인 글자의 몫은 0입니다($0 \log 0 = 0$). 경고가 나오지 않아야 합니다.
#
# 힌트 1: 온도를 올리면 고르게 됩니까, 뾰족해집니까? 꼬리를 자르면요?
# 힌트 2: 0보다 큰 확률만 골라 더합니다.
# 힌트 3: `P[P > 0]`

# %% solution="entropy"
def my_order():
    """menu의 이름 넷. 엔트로피가 작을 것 같은 것부터."""
    ### BEGIN SOLUTION
    return ["위의 셋만", "온도 0.5", "그대로", "온도 2"]
    ### END SOLUTION

def entropy_bits(P):
    """엔트로피(비트).
    Args: P: 확률, (V,) 배열. 합은 1. 0이 들어 있을 수 있습니다.
    Returns: float.
    Example:
        >>> entropy_bits(np.array([0.5, 0.5, 0.0]))
        1.0
    """
    ### BEGIN SOLUTION
    positive = np.asarray(P, dtype=float)
    positive = positive[positive > 0]
    return float(-(positive * np.log2(positive)).sum())
    ### END SOLUTION

# %% test="entropy" points=3
def _t65_entropy(P, want, why, slips={}):
    P = np.array(P, dtype=float)
    testing.check(entropy_bits, [P], want, why, slips, quiet="0의 로그를 아예 취하지 마세요.")

_t65_entropy([0.25] * 4, 2.0, "글자마다의 몫 -P log P를 모두 더한 수 하나이고, 로그의 밑은 2입니다.", {
    "더하지 않았습니다.": [0.5] * 4, "평균을 냈습니다. 더하세요.": 0.5, "확률을 곱하지 않았습니다.": 8.0,
    "마이너스를 붙이세요.": -2.0, "자연로그를 썼습니다. 밑은 2입니다.": 2 * math.log(2)})
_t65_entropy([0.5, 0.25, 0.25], 1.5, "몫은 P를 곱한 log P입니다. 0.5·1 + 0.25·2 + 0.25·2입니다.", {
    "확률을 곱하지 않고 평균했습니다.": 5 / 3})
_t65_entropy([0.5, 0.5, 0.0], 1.0, "0의 로그에 0을 곱하면 nan이 되었습니다. 확률이 0인 글자의 몫은 0입니다.")
_t65_entropy([0.0, 1.0], 0.0, "한 글자가 확실하면 헷갈리지 않습니다.")
_t65_entropy([0.9995, 0.0005], 0.0062042, "작은 확률도 0이 아니면 버리지 않습니다.")
for _t65_name in menu:
    print(_t65_name, round(float(entropy_bits(menu[_t65_name])), 3), "비트")
### BEGIN HIDDEN TESTS
_t65_entropy([0.4, 0.3, 0.2, 0.1], 1.8464393446710154, "글자마다의 몫을 모두 더합니다.")
### END HIDDEN TESTS

# %% test="entropy" part="guess" points=1
_t65_order = my_order()
_t65_order = [] if _t65_order is None else [str(name) for name in np.ravel(_t65_order)]
assert sorted(_t65_order) == sorted(menu), (
    f"my_order에는 {list(menu)}의 이름 넷을 한 번씩 적습니다. 지금: {_t65_order}")
print("내 예측:", " < ".join(_t65_order), "· 위의 칸에서 잰 것과 견주어 보세요.")

# %% [markdown]
# ## 과제 8. 음절을 쪼개지 않고 자르기 ★★☆ · 15분
#
# 자모 모델은 한 번에 `limit`개의 기호만 읽습니다. 그냥 자르면 `값`이 `가`로 잘려 뜻이 바뀝니다.
#
# **목표.** 자모(NFD)로 풀었을 때 `limit`개를 넘지 않는 **가장 긴 앞부분**을 돌려줍니다. 음절은 쪼개지 않습니다. 자르는 단위는 완성형(NFC)으로 모은 뒤의 한 글자입니다.
#
# - 돌려주는 글은 완성형(NFC)입니다. 받은 글은 풀어 쓴 것(NFD, 맥에서 온 글)일 수도 있습니다.
# - 한글이 아닌 글자도 NFD로 풀어 셉니다. `é`는 둘, `a`와 빈칸은 하나입니다.
#
# 힌트 1: 받은 글이 이미 풀어 쓴 것이라면 `for letter in text`의 글자는 음절입니까?
# 힌트 2: 먼저 완성형으로 모읍니다. 한 글자씩 풀어 길이를 더하다가 넘치면 멈춥니다.
# 힌트 3: `len(unicodedata.normalize("NFD", letter))`

# %% solution="cut-jamo"
def cut_jamo(text, limit):
    """자모 limit개 안에 드는 가장 긴 앞부분.
    Args: text: 문자열(NFC나 NFD). limit: 0 이상의 정수.
    Returns: 문자열(NFC).
    Example:
        >>> cut_jamo("값이 싸다", 5)
        '값이'
    """
    ### BEGIN SOLUTION
    kept, used = "", 0
    for letter in unicodedata.normalize("NFC", text):
        used += len(unicodedata.normalize("NFD", letter))
        if used > limit:
            break
        kept += letter
    return kept
    ### END SOLUTION

# %% test="cut-jamo" points=3
def _t65_cut(text, limit, want, why):
    testing.check(cut_jamo, [text, limit], want, why, {
        "돌려주는 글은 완성형(NFC)이어야 합니다. 풀어 둔 채 돌려주지 않았나요?":
            unicodedata.normalize("NFD", want)})
_t65_cut("값이", 5, "값이", "값은 자모 셋, 이는 둘입니다. 꼭 맞으면 남깁니다.")
_t65_cut("값이", 4, "값", "이를 넣으면 다섯입니다. 음절을 쪼개지 마세요. 음절의 수도 아닙니다.")
_t65_cut("값이", 2, "", "첫 음절도 들어가지 않으면 빈 글입니다. 뒤의 글자를 끼워 넣지 마세요.")
_t65_cut("a b", 2, "a ", "빈칸도 한 글자로 셉니다. 끝의 빈칸을 지우지 마세요.")
_t65_cut("가a가a", 3, "가a", "넘치는 순간에 멈춥니다. 뒤의 짧은 글자를 끼워 넣지 마세요.")
_t65_cut(unicodedata.normalize("NFD", "값이 싸다"), 4, "값",
    "받은 글이 풀어 쓴 것(NFD)입니다. 먼저 완성형으로 모으세요.")
_t65_cut("é가", 3, "é", "é는 NFD로 풀면 두 글자입니다. 한글이 아닌 글자도 풀어서 세세요.")
_t65_cut("½", 1, "½", "½은 NFD로 풀어도 하나입니다. 글자를 바꾸는 NFKD나 NFKC를 쓰지 않았나요?")
### BEGIN HIDDEN TESTS
_t65_cut("", 3, "", "빈 글에서는 빈 글입니다.")
_t65_cut("가", 0, "", "limit이 0이면 빈 글입니다.")
_t65_rng = random.Random(658)
for _ in range(40):
    _t65_text = "".join(_t65_rng.choices("가값닭a é½\n", k=_t65_rng.randrange(0, 12)))
    _t65_limit = _t65_rng.randrange(0, 25)
    _t65_fits = [_t65_text[:n] for n in range(len(_t65_text) + 1)
                 if len(unicodedata.normalize("NFD", _t65_text[:n])) <= _t65_limit]
    _t65_cut(_t65_text, _t65_limit, _t65_fits[-1], "풀어서 limit개를 넘지 않는 가장 긴 앞부분입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 무엇이 잘못되었습니까 (글로 답하기) ★★☆ · 12분
#
# 동료가 문자 단위 RNN을 학습하고 이렇게 적었습니다.
#
# > `stateful=True`인 GRU를 `model.fit(x, y, batch_size=32, shuffle=True, epochs=30)`으로 학습했습니다. 에폭 사이에 상태는 그대로 두었습니다.
# > 학습 손실은 30에폭 내내 내려가 0.9가 되었고(검증 손실은 보지 않았습니다), 그래서 마지막 모델을 씁니다. 글은 언제나 가장 확률이 큰 글자를 이어 썼는데,
# > 같은 말이 되풀이되어서 모델이 덜 배웠다고 보고 에폭을 늘릴 생각입니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. `stateful=True`와 `shuffle=True`를 함께 쓰면 상태에 무슨 일이 생깁니까? 어떻게 고칩니까? 상태를 언제 지웁니까?
# 2. 학습 손실 0.9만 보고 마지막 모델을 고른 것은 왜 위험합니까? 무엇을 더 재고 어느 모델을 고르겠습니까?
# 3. 되풀이의 원인을 "덜 배웠다"고 볼 수 있습니까? 다시 학습하지 않고 해 볼 일을 하나 적고, 그것으로 무엇을 얻고 무엇을 잃는지 적으세요.

# %% [markdown] manual="what-went-wrong" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 배치의 k번째 줄이 앞 배치의 k번째 줄에 이어지지 않으므로, 층은 상관없는 글의 상태를 물려받습니다. 줄기로 나누어 `shuffle=False`로 차례대로 읽히거나, 섞으려면 `stateful=False`로 둡니다. 글의 처음으로 돌아가는 에폭의 시작과 검증의 시작에서 상태를 지웁니다.
# 2. 학습 글을 외우고 있을 수 있습니다. 떼어 둔 글의 검증 손실을 에폭마다 재어, 가장 낮은 에폭의 모델(체크포인트)을 고릅니다. n-gram과 같은 기준선과도 견줍니다.
# 3. 볼 수 없습니다. 가장 큰 글자만 고르면 잘 배운 모델도 되풀이합니다. 온도를 주거나 뉴클리어스로 뽑습니다. 다양해지는 대신 온도가 높을수록 없는 낱말이 늘어납니다.
#
# **채점 기준 (5점)**
#
# - 1번 2점: 이어지지 않는 상태를 물려받는다는 말 1점, 고치는 법과 지우는 때 1점(하나만 맞으면 0.5점).
# - 2번 1.5점: 과적합의 위험 0.5점, 검증 손실로 고른다 1점.
# - 3번 1.5점: 뽑는 방법의 문제임을 말하면 0.5점, 방법 하나와 얻고 잃는 것 1점.
# ### END SOLUTION
