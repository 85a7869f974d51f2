# ---
# title: Word2Vec 만들기
# number: "015"
# objectives:
#   - 문장에서 skip-gram 쌍과 CBOW 예제를 만듭니다.
#   - 서브샘플링으로 토큰이 얼마나 남는지 맞혀 보고 재고, 잡음 분포에서 가짜를 뽑습니다.
#   - 네거티브 샘플링의 손실과 기울기를 넘침 없이 계산하고, 고장 난 학습 한 걸음을 고칩니다.
#   - 코사인 유사도로 이웃과 유추를 찾고, 그 한계를 글로 설명합니다.
# datasets: []
# prerequisites: [010_vector_representation]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 강의에서 함께 만든 word2vec을 혼자 만듭니다. 쓰는 도구는 NumPy뿐이고, 과제끼리는 서로 기대지 않으므로 막히면 다음으로 넘어가도 됩니다.
# 어느 함수도 받은 리스트와 배열을 **바꾸지 않고**, 계산한 수를 **반올림하지 않습니다**. 검사에는 이것을 보는 줄이 있습니다.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $V$, $D$ | 단어의 수, 벡터의 길이 |
# | $B$ | 한 배치(batch)에 든 쌍의 수 |
# | $K$ | 쌍 하나에 붙이는 가짜(negative)의 수 |

# %%
import copy
import random

import numpy as np

from nlplab import relations, testing

# 과제 3에서 쓰는 횟수: 흔한 단어 셋과 드문 단어 천 개
review_counts = np.array([60_000, 50_000, 20_000] + [100] * 1_000)

# %% [markdown]
# ## 과제 1. 치우친 창의 skip-gram 쌍 ★☆☆ · 8분
#
# 문장 하나에서 (중심, 이웃) 쌍을 모두 만듭니다. 강의의 창은 양쪽이 같았지만 여기서는 **왼쪽으로 `before`칸, 오른쪽으로 `after`칸**까지입니다.
#
# - 문장의 처음과 끝에서는 있는 이웃만 씁니다. `before`나 `after`가 0이면 그쪽은 보지 않습니다.
# - 중심 자리 자신은 이웃이 아닙니다. 그러나 **같은 단어가 다른 자리에 또 나오면 이웃입니다.**
# - 쌍의 순서는 상관없습니다. 같은 쌍이 두 번 생기면 두 번 넣습니다.
#
# 힌트 1: 단어와 자리 번호 가운데 무엇으로 반복해야 "자신"을 가릴 수 있습니까?
# 힌트 2: 두 겹 반복에서 안쪽 시작은 0보다 작지 않게, 끝은 문장의 길이를 넘지 않게 합니다. 음수 번호는 뒤에서부터 센 자리입니다.
# 힌트 3: `range(max(0, center - before), min(len(tokens), center + after + 1))`

# %% solution="skipgram-pairs"
def skipgram_pairs(tokens, before, after):
    """문장 하나에서 skip-gram 쌍을 만듭니다.
    Args:
        tokens: 단어(str) T개의 리스트.
        before, after: 왼쪽과 오른쪽으로 볼 칸의 수, 0 이상의 정수.
    Returns: (중심, 이웃) 튜플의 리스트. 순서는 자유입니다.
    Example:
        >>> sorted(skipgram_pairs(["새", "영화", "좋다"], before=0, after=1))
        [('새', '영화'), ('영화', '좋다')]
    """
    ### BEGIN SOLUTION
    pairs = []
    for center in range(len(tokens)):
        for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
            if context != center:
                pairs.append((tokens[center], tokens[context]))
    return pairs
    ### END SOLUTION

# %% test="skipgram-pairs" points=3
def _w1_pairs(words, before, after, why=""):    # 쌍 ("가", "나")를 "가나"로
    got = testing.call(skipgram_pairs, list(words), before, after, why=why)
    return sorted("".join(map(str, pair)) for pair in got)
def _w1_check(words, before, after, want, why, slips={}):
    got, want = _w1_pairs(words, before, after, why), sorted(want.split())
    told = slips.get(" ".join(got)) or f"{relations.differing(got, want)} {why}"
    assert got == want, f"{told} 나온 쌍 {got}, 맞는 쌍 {want} ({words}, {before}, {after})"
_w1_got = _w1_pairs("가나다라마바사아자차카", 2, 4)
_w1_got = "".join(pair[1:] for pair in _w1_got if pair[:1] == "바")
assert "바" not in _w1_got, "('바', '바')가 있습니다. 중심 자리 자신은 이웃이 아닙니다."
testing.equal(_w1_got, "라마사아자차", "왼쪽으로 before칸, 오른쪽으로 after칸까지이고, range의 끝은 "
    "들어가지 않습니다. 양쪽의 칸 수가 다르고, 양쪽 끝 번호 모두 중심에서 셉니다.", {
    "'바'가 중심인 쌍이 없습니다. 자리 번호가 아니라 단어의 쌍이고, 모든 자리가 중심입니다.": "",
    "'까지'입니다. 사이의 이웃도 넣으세요.": "라차", "양쪽을 한 칸씩 덜 보았습니다.": "마사아자",
    "before와 after를 바꾸었거나, (중심, 이웃)이 아니라 (이웃, 중심)입니다.": "나다라마사아",
    "창보다 한 칸씩 먼 이웃까지 보았습니다.": "다라마사아자차카",
    "쌍마다 두 번 넣었습니다.": "라라마마사사아아자자차차"}, "(가나다라마바사아자차카에서 2, 4일 때 '바'의 이웃)")
_w1_check("가나다라", 2, 1, "가나 나가 나다 다가 다나 다라 라나 라다",
    "처음과 끝 자리도 중심이고, 있는 이웃만 씁니다. 번호나 자르기의 시작이 음수면 뒤에서부터 셉니다.")
_w1_check("가나다라", 0, 2, "가나 가다 나다 나라 다라", "before=0이면 왼쪽을 보지 않습니다. tokens[-0:]은 전부입니다.")
_w1_check("참참", 1, 1, "참참 참참", "같은 쌍이 두 번 생기면 두 번 넣습니다.", {
    "": "같은 단어라도 다른 자리에 있으면 이웃입니다. 단어가 아니라 자리를 비교하세요."})
_w1_check("가나가", 0, 1, "가나 나가", "단어가 되풀이되어도 자리로 셉니다. tokens.index는 첫 자리만 찾습니다.")
_w1_check("나가가", 0, 2, "나가 나가 가가", "같은 쌍이 두 번 생기면 두 번 넣습니다. 이웃을 집합(set)에 모으지 마세요.")
### BEGIN HIDDEN TESTS
_w1_check("가나다", 2, 0, "나가 다가 다나", "after=0이면 오른쪽은 보지 않습니다.")
_w1_check("가나", 5, 1, "가나 나가", "문장보다 긴 창에서는 있는 이웃만 씁니다.")
_w1_check("가나가나", 1, 2, "가가 가나 가나 가나 나가 나가 나가 나나", "되풀이되는 단어도 자리마다 셉니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. CBOW 예제 ★☆☆ · 6분
#
# 거꾸로 **이웃을 모두 모아 중심을 맞히는** 예제를 만듭니다. 자리 하나에 예제 하나이고, 창은 양쪽 `window`칸입니다.
#
# - 예제는 `(이웃 리스트, 중심)`입니다. 이웃은 문장에 나온 순서대로, 되풀이되는 단어도 그대로 둡니다. 똑같은 예제가 두 번 생기면 두 번 넣습니다.
# - 이웃이 하나도 없는 자리는 건너뜁니다.
# - 예제의 순서는 문장에서 중심이 나온 순서입니다.
#
# 힌트 1: 둘째 자리에서 왼쪽으로 두 칸을 자르면 시작 번호가 얼마가 됩니까?
# 힌트 2: 왼쪽 조각과 오른쪽 조각을 따로 잘라 이어 붙입니다.
# 힌트 3: `tokens[max(0, position - window):position]`

# %% solution="cbow-examples"
def cbow_examples(tokens, window):
    """문장 하나에서 CBOW 예제를 만듭니다.
    Args:
        tokens: 단어(str) T개의 리스트.
        window: 한쪽으로 볼 칸의 수, 1 이상의 정수.
    Returns: (이웃 단어의 리스트, 중심 단어)의 리스트. 이웃이 있는 자리마다 하나.
    Example:
        >>> cbow_examples(["새", "영화", "좋다"], window=1)
        [(['영화'], '새'), (['새', '좋다'], '영화'), (['영화'], '좋다')]
    """
    ### BEGIN SOLUTION
    examples = []
    for position, center in enumerate(tokens):
        context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
        if context:
            examples.append((context, center))
    return examples
    ### END SOLUTION

# %% test="cbow-examples" points=3
def _w2_read(text):    # "나다-가"는 이웃 나, 다와 중심 가
    return [[list(each[:-2]), each[-1]] for each in text.split()]

def _w2_check(words, window, want, why, slips={}):
    slips = {say: _w2_read(wrong) for say, wrong in slips.items()}
    testing.check(cbow_examples, [list(words)], _w2_read(want), why, slips, window=window)
testing.check(cbow_examples, [list("가나다")], _w2_read("나-가 가다-나 나-다"),
    "자리 하나에 예제 (이웃 리스트, 중심) 하나이고, 문장의 처음과 끝 자리에도 있습니다.", {
    "(이웃 리스트, 중심)의 순서를 바꾸지 않았나요?": [["가", ["나"]], ["나", ["가", "다"]], ["다", ["나"]]],
    "이웃은 글이 아니라 리스트입니다.": [["나", "가"], ["가다", "나"], ["나", "다"]],
    "이웃에 중심이 들어 있습니다.": _w2_read("가나-가 가나다-나 나다-다"),
    "오른쪽 이웃이 없습니다.": _w2_read("가-나 나-다"), "왼쪽 이웃이 없습니다.": _w2_read("나-가 다-나"),
    "이웃마다 하나씩 만들었습니다. 이웃을 모두 모으세요.": _w2_read("나-가 가-나 다-나 나-다")}, window=1)
_w2_check("가나다라마", 2, "나다-가 가다라-나 가나라마-다 나다마-라 다라-마", "창은 양쪽 window칸이고, "
    "양쪽 끝 번호 모두 중심에서 셉니다. 이웃은 왼쪽 먼 것부터 문장에 나온 순서입니다. "
    "자르기의 시작이 음수가 되면 빈 조각입니다.")
_w2_check("나가다", 2, "가다-나 나다-가 나가-다", "이웃은 문장의 순서입니다. 정렬하거나 집합(set)에 모으지 마세요.")
_w2_check("참참", 1, "참-참 참-참", "중심과 같은 단어라도 이웃이고, 똑같은 예제가 두 번 생기면 두 번 넣습니다.")
_w2_check("참좋참", 1, "좋-참 참참-좋 좋-참", "되풀이되는 단어를 지우지 마세요. 똑같은 예제도 두 번 넣습니다.")
_w2_check("가나다가", 1, "나-가 가다-나 나가-다 다-가", "중심은 자리마다 있습니다. tokens.index는 첫 자리만 찾습니다.")
_w2_check("가나다가", 3, "나다가-가 가다가-나 가나가-다 가나다-가",
    "중심은 그 자리의 것만 뺍니다. list.remove는 맨 앞의 것을 지웁니다.")
### BEGIN HIDDEN TESTS
_w2_check("가나", 5, "나-가 가-나", "문장보다 긴 창에서도 있는 이웃만으로 예제를 만듭니다.")
_w2_check("참", 2, "", "단어가 하나뿐인 문장에는 이웃이 없으므로 예제도 없습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 서브샘플링: 맞혀 보고 재기 ★★☆ · 14분
#
# 맨 위 셀의 `review_counts`에서 흔한 단어 셋은 토큰의 57%를 차지합니다. $t = 10^{-3}$으로 서브샘플링하면 토큰의 몇 퍼센트가 **남을까요?**
# 재기 전에 `my_guess`에 적으세요. 맞지 않아도 점수를 받습니다. 그다음 두 함수를 만들어 잽니다.
#
# `keep_probability`는 단어마다 **남길** 확률입니다. 강의에서는 gensim의 식을 썼고, 여기서는 **논문의 식**(Mikolov 외, 2013)을 씁니다.
#
# $$P_{\text{버림}}(w) = 1 - \sqrt{\frac{t}{f(w)}}, \qquad f(w) = \frac{\text{단어 } w\text{의 횟수}}{\text{모든 단어의 횟수의 합}}$$
#
# - 드문 단어($f(w) \le t$)는 **언제나 남깁니다**(확률 1).
# - `kept_share`는 남을 토큰의 비율의 기댓값입니다. 단어의 종류가 아니라 **토큰 하나하나**를 셉니다.
#
# 힌트 1: 식은 버릴 확률입니다. $f$는 횟수입니까, 비율입니까? 확률이 1을 넘을 수 있습니까?
# 힌트 2: 남을 토큰의 수는 단어마다 횟수 × 남길 확률입니다. 더해서 전체 토큰 수로 나눕니다.
# 힌트 3: `np.minimum(1.0, np.sqrt(t / frequency))`

# %% solution="keep-probability"
def my_guess():
    """재기 전의 예측: review_counts에서 t=1e-3일 때 남는 토큰의 비율, 0 이상 1 이하의 수."""
    ### BEGIN SOLUTION
    return 0.6
    ### END SOLUTION

def keep_probability(counts, t):
    """단어마다 서브샘플링에서 남길 확률을 계산합니다.
    Args: counts: 단어의 횟수, 길이 V. 모두 1 이상의 정수(리스트, 또는 int나 float의 배열).
        t: 기준 비율, 양수. 예: 1e-4
    Returns: 남길 확률의 배열, 모양 (V,), 값은 0보다 크고 1 이하. 예:
        >>> keep_probability([90, 10], t=0.1).round(3)
        array([0.333, 1.   ])
    """
    ### BEGIN SOLUTION
    counts = np.asarray(counts, dtype=float)
    frequency = counts / counts.sum()
    return np.minimum(1.0, np.sqrt(t / frequency))
    ### END SOLUTION

def kept_share(counts, keep):
    """서브샘플링 뒤에 남을 토큰의 비율(기댓값)을 계산합니다.
    Args: counts: 단어의 횟수, 길이 V. keep: 단어마다 남길 확률, 길이 V.
    Returns: 0 이상 1 이하의 수. 예:
        >>> kept_share([90, 10], [0.5, 1.0])
        0.55
    """
    ### BEGIN SOLUTION
    counts = np.asarray(counts, dtype=float)
    return float((counts * np.asarray(keep)).sum() / counts.sum())
    ### END SOLUTION

# %% test="keep-probability" points=3
testing.check(keep_probability, [[50, 30, 20], 0.08], np.sqrt([0.16, 0.8 / 3, 0.4]),
    "버릴 확률이 아니라 남길 확률 √(t/f)이고, f는 횟수를 모든 횟수의 합으로 나눈 비율입니다.", {
    "t에만 제곱근을 씌웠습니다. 분수 전체에 씌웁니다.": 0.5657,
    "f에만 제곱근을 씌웠습니다. 분수 전체에 씌웁니다.": 0.1131,
    "비율이 아니라 횟수로 나누었습니다. f는 비율입니다.": 0.04,
    "강의에서 쓴 gensim의 식입니다. 여기서는 논문의 식을 쓰세요.": 0.56,
    "받은 t를 쓰고 있나요? 1e-3으로 적어 넣었습니다.": 0.0447,
    "합이 아니라 평균으로 나누었습니다.": 0.2309,
    "합이 아니라 가장 흔한 단어의 횟수로 나누었습니다.": 0.2828,
    "분수를 뒤집었습니다. t가 위, f가 아래입니다.": 1.0})
testing.check(keep_probability, [np.array([50, 50]), 0.02], [0.2, 0.2], "받은 t를 쓰고 있나요?")
testing.check(keep_probability, [np.array([2.0, 98.0]), 0.5], [1, np.sqrt(25 / 49)],
    "드문 단어(f ≤ t)는 언제나 남기므로 1입니다.", {
    "확률은 1을 넘지 않습니다. 드문 단어는 언제나 남깁니다.": 5,
    "드문 단어를 버렸습니다. f가 t보다 작으면 확률은 1입니다.": 0})
### BEGIN HIDDEN TESTS
testing.check(keep_probability, [[999_900, 100], 0.0001], [np.sqrt(1 / 9999), 1],
    "f가 t와 같은 단어는 언제나 남기고, 아주 흔한 단어의 작은 확률도 그대로 둡니다.")
### END HIDDEN TESTS

# %% test="keep-probability" part="measure" points=2
testing.check(kept_share, [[60, 30, 10], [0.5, 1, 1]], 0.7,
    "남는 30 + 30 + 10개를 전체 100개로 나눕니다. 뽑아 보지 말고 기댓값을 계산합니다.", {
    "남길 확률의 평균입니다. 단어의 종류가 아니라 토큰 하나하나를 세세요.": 2.5 / 3,
    "버려지는 비율입니다.": 0.3, "전체 토큰 수로 나누지 않았습니다.": 70,
    "남길 확률의 합으로 나누었습니다. 전체 토큰 수로 나눕니다.": 28,
    "남는 토큰을 단어의 종류 수로 나누었습니다.": 70 / 3})
testing.check(kept_share, [np.array([1, 2]), np.array([0.5, 0.25])], 1 / 3,
    "횟수 × 남길 확률을 더해 전체 토큰 수로 나눕니다.", {
    "단어마다 남는 수를 정수로 잘랐습니다. 기댓값은 정수가 아니어도 됩니다.": 0,
    "단어마다 남는 수를 올림했습니다. 기댓값은 정수가 아니어도 됩니다.": 2 / 3})
_w4_guess = my_guess()
assert _w4_guess is not None and 0 <= float(_w4_guess) <= 1, (
    f"my_guess에 0 이상 1 이하의 수를 적으세요. 60%라면 0.6입니다. 지금: {_w4_guess}")
_w4_share = kept_share(review_counts, keep_probability(review_counts, 1e-3))
print(f"예측 {float(_w4_guess):.2f}, 식으로 잰 값 {float(_w4_share):.2f}")

# %% [markdown]
# ## 과제 4. 잡음 분포 ★☆☆ · 5분
#
# 가짜 이웃을 뽑을 잡음 분포(noise distribution)를 만듭니다. 횟수를 `power`제곱한 뒤 합이 1이 되게 나눕니다.
#
# $$P_n(w) = \frac{\mathrm{count}(w)^{\alpha}}{\sum_{w'} \mathrm{count}(w')^{\alpha}}$$
#
# - 횟수가 0인 단어의 확률은 0입니다. 자리는 그대로 둡니다.
#
# 힌트 1: 먼저 나누고 제곱하면 합이 1입니까?
# 힌트 2: 나누는 것은 마지막입니다. 0.75를 적어 넣지 말고 받은 `power`를 씁니다.
# 힌트 3: `np.asarray(counts, dtype=float) ** power`

# %% solution="noise-distribution"
def noise_distribution(counts, power=0.75):
    """가짜를 뽑을 분포를 계산합니다.
    Args:
        counts: 단어의 횟수, 길이 V. 0 이상의 정수(리스트, 또는 int나 float의 배열), 적어도 하나는 1 이상.
        power: 지수 α, 양수.
    Returns: 확률의 배열, 모양 (V,), 합은 1.
    Example:
        >>> noise_distribution([81, 16, 1], power=0.5).round(3)
        array([0.643, 0.286, 0.071])
    """
    ### BEGIN SOLUTION
    weights = np.asarray(counts, dtype=float) ** power
    return weights / weights.sum()
    ### END SOLUTION

# %% test="noise-distribution" points=2
testing.check(noise_distribution, [[16, 1]], [8 / 9, 1 / 9], "16의 0.75제곱은 8이므로 8 : 1입니다.", {
    "합이 아니라 벡터의 길이로 나누었습니다. 합이 1이어야 합니다.": 0.9923,
    "거듭제곱하기 전의 합으로 나누었습니다. 거듭제곱한 것들의 합으로 나눕니다.": 8 / 17,
    "지수를 무시하고 횟수에 비례했습니다. 지수를 확인하세요.": 16 / 17,
    "먼저 나누고 제곱해 합이 1이 아닙니다. 나누는 것은 마지막입니다.": 0.9555,
    "나누지 않았습니다. 합이 1이 되게 나누세요.": 8, "횟수에 1을 더했습니다.": 0.8313,
    "softmax처럼 e의 거듭제곱을 나누었습니다. 횟수를 거듭제곱하세요.": [1, 0],
    "합이 아니라 가장 큰 수로 나누었습니다.": [1, 0.125], "횟수에 로그를 씌웠습니다.": 0.7419,
    "지수가 거꾸로입니다. 1/power가 아니라 power입니다.": 0.9758, "고르게 나누었습니다.": 0.5})
testing.check(noise_distribution, [[16, 81, 1]], [8 / 36, 27 / 36, 1 / 36],
    "자리는 그대로입니다. 정렬하지 마세요.")
testing.check(noise_distribution, [np.array([9.0, 4.0]), 0.5], [0.6, 0.4],
    "0.75로 적어 넣지 말고 받은 power를 쓰세요.")
testing.check(noise_distribution, [[3, 1], 2], [0.9, 0.1],
    "power는 1보다 클 수도 있습니다. 어떤 양수든 그대로 쓰세요.")
testing.check(noise_distribution, [np.array([4, 0, 4]), 0.5], [0.5, 0, 0.5],
    "횟수가 0인 단어의 확률은 0이고 자리는 그대로입니다. 1을 더하거나 지우지 마세요.", {
    "횟수가 0인 단어를 1번 나온 것으로 셌습니다. 확률은 0입니다.": [0.4, 0.2, 0.4]})
### BEGIN HIDDEN TESTS
testing.check(noise_distribution, [[2, 1], 0.5], [2 - 2**0.5, 2**0.5 - 1], "제곱한 값을 정수로 자르지 마세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 가짜 뽑기 ★★★ · 15분
#
# 쌍 $B$개에 대해 가짜 단어의 번호를 $K$개씩 뽑습니다. 분포는 이미 받았습니다.
#
# - 뽑기는 서로 독립이고 **복원 추출**입니다. 한 줄에 같은 번호가 두 번 나와도 됩니다.
# - 뽑힌 번호가 그 줄의 **정답과 같으면 그 칸만 다시** 뽑습니다. 정답이 아닌 것이 나올 때까지 되풀이합니다. 정답을 빼고 합이 1이 되게 맞춘 분포에서 뽑아도 됩니다.
# - 난수는 `np.random.default_rng(seed)`로 만든 생성기 하나로 뽑습니다. `seed`가 같으면 결과가 같고, 다르면 달라야 합니다.
#
# 검사는 특정한 번호가 아니라 **성질**을 봅니다. 정답이 섞이지 않았는지, 뽑힌 비율이 분포와 맞는지, 줄과 칸과 시드끼리 서로 베끼지 않았는지 확인합니다.
#
# 힌트 1: 다시 뽑은 것이 또 정답일 수도 있습니다. 겹친 번호에 1을 더해 피하면 어떤 단어가 너무 자주 뽑힙니까?
# 힌트 2: 우선 모두 뽑고, 정답과 같은 칸의 수만큼만 다시 뽑는 일을 겹치는 칸이 없을 때까지 되풀이합니다. 생성기는 되풀이 밖에서 한 번만 만듭니다.
# 힌트 3: `clash = negatives == positives[:, None]`의 모양은 (B, K)이고, `rng.choice(V, size=clash.sum(), p=distribution)`입니다.

# %% solution="sample-negatives"
def sample_negatives(distribution, positives, k, seed):
    """쌍마다 가짜 단어의 번호를 k개씩 뽑습니다.
    Args:
        distribution: 뽑을 확률, 모양 (V,), 합은 1. positives: 줄마다의 정답 번호, 모양 (B,)인 정수 배열.
        k: 쌍 하나에 붙일 가짜의 수. seed: 난수 생성기의 시드(정수).
    Returns: 정수 배열, 모양 (B, k). b번째 줄에는 positives[b]가 들어 있지 않습니다.
    Example:
        >>> sample_negatives(np.array([0.5, 0.5]), np.array([0, 1]), k=3, seed=7)
        array([[1, 1, 1],
               [0, 0, 0]])
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    positives = np.asarray(positives)[:, None]
    negatives = rng.choice(len(distribution), size=(len(positives), k), p=distribution)
    clash = negatives == positives
    while clash.any():
        negatives[clash] = rng.choice(len(distribution), size=clash.sum(), p=distribution)
        clash = negatives == positives
    return negatives
    ### END SOLUTION

# %% test="sample-negatives" points=2
def _w6_draw(positives, k, seed, noise=(0.5, 0.3, 0.15, 0.05)):
    positives, make, made = np.array(positives), np.random.default_rng, []
    def make_once(*seeds, **named):
        assert not made, ("default_rng를 두 번 불렀습니다. 생성기 하나를 되풀이 밖에서 한 번만 만드세요. "
            "안에서 다시 만들면 같은 수가 또 나와 끝나지 않고, 줄마다 seed + b로 만들면 시드끼리 베낍니다.")
        made.append(seeds)
        return make(*seeds, **named)
    shared = str((np.random.get_state(), random.getstate()))
    np.random.default_rng = make_once
    try:
        got = testing.call(sample_negatives, np.array(noise), positives, k, seed)
    finally:
        np.random.default_rng = make
    assert shared == str((np.random.get_state(), random.getstate())), (
        "np.random.seed나 random.seed처럼 모두가 함께 쓰는 난수를 건드렸습니다. "
        "default_rng(seed)로 만든 생성기로 뽑으세요.")
    testing.array(got, (len(positives), k), "가짜의 번호 (B, k)")
    got = np.asarray(got)
    assert got.dtype.kind in "iu", f"단어 번호는 정수입니다. 지금 배열의 dtype은 {got.dtype}입니다."
    assert 0 <= got.min() and got.max() < len(noise), "단어 번호는 0 이상 V 미만입니다."
    clashes = int((got == positives[:, None]).sum())
    assert not clashes, (
        f"정답이 가짜로 {clashes}번 남아 있습니다. 그 줄의 정답과 겹친 칸은 다시 뽑으세요. 다시 뽑은 것이 "
        "또 정답일 수 있으니, 횟수를 정하지 말고 겹친 칸이 없을 때까지 되풀이하세요.")
    return got
_w6_got = _w6_draw([1] * 300, 2, 5)
assert (_w6_got[:, 0] == _w6_got[:, 1]).any(), (
    "한 줄에 같은 번호가 두 번 나온 일이 없습니다. 복원 추출이니 replace=False로 뽑지 마세요.")
_w6_got = _w6_draw([0, 1, 3] * 400, 6, 11)
assert set(_w6_got[::3].ravel().tolist()) == {1, 2, 3}, (
    "정답이 0번인 줄에서는 1, 2, 3번이 모두 나와야 합니다. 다른 줄의 정답까지 뺐나요?")
for _w6_seed in 11, 0:
    assert np.array_equal(_w6_draw([1] * 30, 6, _w6_seed), _w6_draw([1] * 30, 6, _w6_seed)), (
        f"seed={_w6_seed}로 두 번 부른 결과가 다릅니다. 받은 seed로 생성기를 만드세요. "
        "0은 거짓으로 보이니 seed or None처럼 쓰지 마세요.")
assert not np.array_equal(_w6_got, _w6_draw([0, 1, 3] * 400, 6, 12)), (
    "seed를 11에서 12로 바꾸어도 결과가 같습니다. 받은 seed를 쓰세요.")

# %% test="sample-negatives" part="shares" points=2
def _w7_check(got, positive, noise, slips={}):      # slips: 그때 뽑히는 비율
    want = np.where(np.arange(len(noise)) == positive, 0, noise) / (1 - noise[positive])
    share = np.bincount(got.ravel(), minlength=len(noise)) / got.size
    testing.equal(share, want, f"정답이 {positive}번인 줄에서는 정답만 빼고 나머지의 비가 분포와 같아야 합니다.",
        slips, "(뽑힌 비율과 그것이 가까워야 하는 비율)", close=0.025)
    shares = [np.bincount(column, minlength=len(noise)) / len(got) for column in got.T]
    assert np.abs(shares - want).max() < 0.06, (
        "칸마다 뽑힌 비율이 다릅니다. 뽑은 다음 정렬하거나 모자란 칸을 따로 채우지 마세요.")
    for one, other, what in [(got[:, 0], got[:, 1], "한 줄의 뽑기가"), (got[:, -2], got[:, -1],
            "한 줄의 뽑기가"), (got[1:], got[:-1], "줄끼리")]:   # 같을 확률은 비율의 제곱의 합
        assert abs((one == other).mean() - (want**2).sum()) < 0.06, (
            f"{what} 서로 독립이 아닙니다. 모자란 칸을 앞의 것으로 채우거나 앞줄의 가짜를 다시 쓰지 않았나요?")
_w7_got = _w6_draw([1] * 3000, 6, 3)
assert not (_w7_got[:, :1] == _w7_got).all(), (
    "한 줄의 가짜가 모두 같습니다. 하나만 뽑아 복사하지 말고 k개를 따로 뽑으세요.")
assert len(np.unique(_w7_got, axis=0)) > 5, (
    "줄마다 따로 뽑아야 합니다. 같은 가짜를 모든 줄이 나누어 쓰고 있습니다.")
_w7_check(_w7_got, 1, [0.5, 0.3, 0.15, 0.05], {
    "겹친 칸을 다른 번호로 밀어내거나 뽑은 수 하나를 나누어 넣지 말고 다시 뽑으세요.": [0.5, 0, 0.45, 0.05],
    "다시 뽑을 때는 고르게 뽑았습니다. 그때도 distribution을 p로 주세요.": [0.6, 0, 0.25, 0.15],
    "고르게 뽑았습니다. distribution을 p로 주세요.": [1 / 3, 0, 1 / 3, 1 / 3],
    "받은 분포를 한 번 더 0.75제곱했습니다. 이미 잡음 분포이니 그대로 쓰세요.": [0.632, 0, 0.256, 0.112],
    "겹친 칸을 0번이나 가장 흔한 번호로 채우지 않았나요? 다시 뽑으세요.": [0.8, 0, 0.15, 0.05]})
_w7_rare = (_w6_draw([1] * 3000, 10, 4, [0.3, 0.3, 0.3996, 0.0004]) == 3).sum()
assert 0 < _w7_rare < 100, (f"3만 번 가운데 열일곱 번쯤 뽑힐 단어가 {_w7_rare}번 뽑혔습니다. "
    "칸이 정해진 표에 단어를 채우면 확률이 반올림됩니다. distribution을 p로 주세요.")
_w6_draw([0] * 12, 5, 3, [0.99, 0.005, 0.005])     # 다시 뽑아도 거의 언제나 정답 0번입니다
### BEGIN HIDDEN TESTS
for _w7_positive, _w7_seed in [(1, 5), (4, 6), (0, 7)]:
    _w7_noise = [0.05, 0.4, 0.0, 0.1, 0.25, 0.2]
    _w7_check(_w6_draw([_w7_positive] * 4000, 8, _w7_seed, _w7_noise), _w7_positive, _w7_noise)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 네거티브 샘플링 손실 ★★☆ · 12분
#
# 배치 하나의 손실을 계산합니다. 중심 벡터 $v$, 진짜 이웃의 벡터 $u_+$, 가짜 $K$개의 벡터 $u_k$에 대해 쌍 하나의 손실은 다음과 같고, 답은 $B$개의 **평균**입니다.
#
# $$L = -\log \sigma(u_+ \cdot v) - \sum_{k=1}^{K} \log \sigma(-u_k \cdot v), \qquad \sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# - 점수가 ±1000이어도 `inf`나 `nan`이 나오면 안 됩니다. 작은 수를 더하거나 값을 잘라서 피하면 답이 틀려집니다. $-\log \sigma(x) = \log(e^{0} + e^{-x})$입니다.
#
# 힌트 1: 가짜의 점수는 부호가 어느 쪽입니까? 가짜 $K$개와 쌍 $B$개 가운데 더하는 것과 평균하는 것은 각각 무엇입니까?
# 힌트 2: 두 수의 지수를 더하고 로그를 취하는 함수가 NumPy에 있습니다. 이름이 `log`, `add`, `exp`를 이어 붙인 것입니다.
# 힌트 3: `np.einsum("bkd,bd->bk", u_neg, v)`, `np.logaddexp(0, -positive_score)`

# %% solution="sgns-loss"
def sgns_loss(v, u_pos, u_neg):
    """네거티브 샘플링 skip-gram(SGNS)의 평균 손실을 계산합니다.
    Args: v: 중심 벡터 (B, D). u_pos: 진짜 이웃의 벡터 (B, D). u_neg: 가짜의 벡터 (B, K, D).
    Returns: 쌍 하나의 손실을 B개에 대해 평균한 수.
    Example:
        >>> round(float(sgns_loss(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros((1, 3, 2)))), 4)
        2.7726
    """
    ### BEGIN SOLUTION
    positive_score = (u_pos * v).sum(axis=1)               # (B,)
    negative_score = np.einsum("bkd,bd->bk", u_neg, v)     # (B, K)
    loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
    return loss.mean()
    ### END SOLUTION

# %% test="sgns-loss" points=3
def _w8_check(v, u_pos, u_neg, want, why, slips={}):
    arrays = [np.array(each, dtype=float) for each in (v, u_pos, u_neg)]
    testing.check(sgns_loss, arrays, want, why, slips)
_w8_check([[1]], [[0]], [[[3], [-3]]], 3.790321, "진짜의 점수는 0, 가짜의 점수는 3과 -3이고, 세 항을 더합니다.", {
    "가짜를 더하지 않고 평균했습니다.": 2.241735, "가짜를 빠뜨렸습니다.": 0.693147,
    "진짜를 빠뜨렸습니다.": 3.097174, "진짜의 항은 K번이 아니라 한 번입니다.": 4.483468,
    "첫째 가짜만 셌습니다.": 3.741735, "마지막 가짜만 셌습니다.": 0.741735,
    "로그를 빠뜨렸습니다. 시그모이드가 아니라 그 로그를 더합니다.": 1.5,
    "진짜에서 가짜를 뺐습니다. 두 항은 부호가 같습니다.": -2.404027,
    "가짜의 점수를 먼저 더했습니다. 가짜마다 로그를 취한 다음 더하세요.": 1.386294})
_w8_check([[0]] * 4, [[0]] * 4, [[[0]] * 5] * 4, 6 * np.log(2),
    "손실은 쌍 네 개의 평균입니다. 점수가 모두 0이면 쌍마다 6 log 2입니다.", {
    "쌍을 평균하지 않고 더했습니다.": 24 * np.log(2), "쌍이 아니라 점수 모두를 평균했습니다.": 1.2 * np.log(2)})
_w8_check([[2, 0]], [[3, 1]], [[[-3, 1]]], 0.00495138, "점수는 6과 -6입니다. 내적을 보세요.", {
    "가짜 항과 진짜 항 가운데 하나의 부호가 반대입니다.": 6.004951,
    "진짜 항과 가짜 항의 부호가 모두 반대입니다.": 12.004951,
    "점수 6에서 작은 몫 log(1 + e^-6) = 0.0025를 버렸습니다.": 0})
_w8_check([[2, 0]], [[-3, 1]], [[[3, 1]]], 12.00495138,
    "점수 -6에서 -log σ(x)는 log(1 + e^6) = 6.0025입니다. -x로 어림하지 마세요.")
_w8_check([[1000]], [[-2]], [[[2]]], 4000, "점수 ±2000의 손실은 저마다 2000입니다. "
    "로그 안에 작은 수를 더하거나 점수를 ±30이나 ±500에서 자르지 말고 logaddexp를 쓰세요.")
_w8_check([[1], [3], [0]], [[1], [-1], [0]], [[[1]], [[-1]], [[0]]], 2.0366638,
    "줄마다 그 줄의 v와 곱하고, 쌍을 평균합니다.", {
    "가짜가 하나일 때 squeeze()가 그 축까지 지워 가짜의 손실이 쌍끼리 더해졌습니다.": 3.4067})
### BEGIN HIDDEN TESTS
_w8_check([[1], [-2]], [[0.5], [0.5]], [[[1], [2], [-1]], [[0], [1], [-3]]], 6.18167013,
    "가짜마다 그 줄의 v와 곱해 따로 로그를 취하고 더합니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 손실의 기울기 ★★★ · 18분
#
# 과제 6의 평균 손실을 세 벡터로 각각 미분한 **기울기(gradient)** 를 계산합니다. 점수의 기울기는 "예측 빼기 정답"입니다.
#
# $$e_+ = \sigma(u_+ \cdot v) - 1, \qquad e_k = \sigma(u_k \cdot v) - 0$$
#
# - 점수의 기울기에 **상대 벡터**를 곱하면 그 벡터의 기울기입니다. 중심 벡터는 점수 $1 + K$개에 모두 들어 있으니 모두 더합니다.
# - 손실이 평균이므로 $B$로 나눕니다. 점수는 ±30을 넘지 않습니다.
#
# 힌트 1: $v$의 기울기에는 항이 몇 개 있습니까? $u_k$의 기울기에는요?
# 힌트 2: 모양 (B, K)인 오차에 축을 하나 더하면 상대 벡터와 바로 곱해집니다.
# 힌트 3: `error_neg[:, :, None] * v[:, None, :]`의 모양은 (B, K, D)입니다.

# %% solution="sgns-gradients"
def sgns_gradients(v, u_pos, u_neg):
    """네거티브 샘플링 평균 손실의 기울기를 계산합니다.
    Args: v: 중심 벡터 (B, D). u_pos: 진짜 이웃의 벡터 (B, D). u_neg: 가짜의 벡터 (B, K, D).
    Returns: (grad_v, grad_pos, grad_neg). 모양은 차례로 (B, D), (B, D), (B, K, D).
    Example:
        >>> sgns_gradients(np.array([[2.0]]), np.array([[0.0]]), np.array([[[0.0]]]))
        (array([[0.]]), array([[-1.]]), array([[[1.]]]))
    """
    ### BEGIN SOLUTION
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    batch = len(v)
    error_pos = (sigmoid((u_pos * v).sum(axis=1)) - 1) / batch         # (B,)
    error_neg = sigmoid(np.einsum("bkd,bd->bk", u_neg, v)) / batch     # (B, K)
    grad_v = error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg)
    grad_pos = error_pos[:, None] * v
    grad_neg = error_neg[:, :, None] * v[:, None, :]
    return grad_v, grad_pos, grad_neg
    ### END SOLUTION

# %% test="sgns-gradients" points=3
def _w9_check(name, arrays, want, why, slips={}):
    names = "grad_v", "grad_pos", "grad_neg"
    arrays = [np.array(each, dtype=float) for each in arrays]
    got = testing.parts(testing.call(sgns_gradients, *arrays, why=why), *names)
    slips = {f"{name}: {say}": wrong for say, wrong in slips.items()}
    given = f"(v, u_pos, u_neg = {[each.tolist() for each in arrays]})"
    testing.equal(got[names.index(name)], np.array(want), f"{name}: {why}", slips, given)
_w9_zero = [[[2, 0, 0], [4, 0, 0]], [[0, 4, 0], [0, 8, 0]], [[[0, 12, 0]], [[0, 20, 0]]]]
_w9_check("grad_pos", _w9_zero, [[-0.5, 0, 0], [-1, 0, 0]], "오차는 '예측 빼기 정답' σ(0) - 1이고 상대 "
    "벡터 v를 곱합니다. 손실이 평균이니 쌍의 수 B로 나눕니다. 벡터의 길이 D로 나누지 않습니다.", {
    "σ(1 - σ)를 한 번 더 곱했습니다. 오차 σ - 1이 전부입니다.": -0.125,
    "순서가 바뀌었습니다. grad_v, grad_pos, grad_neg입니다.": [0, 2],
    "자기 벡터가 아니라 상대 벡터 v를 곱하세요.": [0, -1]})
_w9_check("grad_neg", _w9_zero, [[[0.5, 0, 0]], [[1, 0, 0]]],
    "손실이 평균이니 쌍의 수 B로 나눕니다. 오차는 '예측 빼기 정답' σ(0) - 0이고 상대 벡터 v를 곱합니다.", {
    "자기 벡터가 아니라 상대 벡터 v를 곱하세요.": [0, 3],
    "가짜의 점수에도 시그모이드를 씌우세요. σ(0)은 0.5입니다.": [0, 0, 0]})
_w9_check("grad_neg", [[[1]], [[0]], [[[0]] * 4]], [[[0.5]] * 4],
    "가짜마다 자기 오차 σ(0)에 v를 곱합니다. K로 나누거나 오차를 더하지 마세요.")
_w9_check("grad_pos", [[[1]], [[1]], [[[0]]]], [[-0.26894142]],
    "점수는 1이니 오차는 σ(1) - 1입니다. -σ(1)이나 σ(0) - 1이 아닙니다.")
_w9_check("grad_neg", [[[1]], [[0]], [[[0], [9]]]], [[[0.5], [0.9998766]]],
    "오차는 σ(0)과 σ(9)입니다. 가짜마다 자기 오차를 쓰고, 점수를 자르지 마세요.", {
    "가짜 점수의 부호가 반대입니다. 오차는 σ(-u·v)가 아니라 σ(u·v)입니다.": [0.5, 0.00012]})
### BEGIN HIDDEN TESTS
_w9_one = [[[1, 2]], [[1, 0]], [[[0, 1], [-1, 0.5]]]]
_w9_check("grad_pos", _w9_one, [[-0.26894142, -0.53788284]], "진짜의 점수는 1입니다.")
_w9_check("grad_neg", _w9_one, [[[0.88079708, 1.76159416], [0.5, 1]]], "가짜의 점수는 2와 0입니다.")
### END HIDDEN TESTS

# %% test="sgns-gradients" part="center" points=2
_w10_twice = [[[2, 0], [4, 0]], [[0, 4], [0, 8]], [[[0, 12], [0, 20]], [[0, 24], [0, 40]]]]
_w9_check("grad_v", _w10_twice, [[0, 7], [0, 14]],
    "점수 1 + K개의 몫을 모두 더합니다. 첫 줄은 (-0.5·4 + 0.5·12 + 0.5·20) / 2 = 7입니다.", {
    "손실이 평균이니 쌍의 수 B로 나누세요.": [0, 14],
    "배치의 다른 줄까지 더했습니다. 줄마다 그 줄의 v의 기울기입니다.": [0, 21],
    "진짜의 몫을 빠뜨렸습니다.": [0, 8], "가짜의 몫을 빠뜨렸습니다.": [0, -1],
    "오차의 합에 가짜의 합을 곱했습니다. 가짜마다 곱한 다음 더하세요.": [0, 15],
    "진짜의 부호가 반대입니다.": [0, 9], "가짜의 부호가 반대입니다. 진짜의 몫에 더하세요.": [0, -9],
    "가짜의 몫을 더하지 않고 평균했습니다.": [0, 3],
    "첫째 가짜만 더했습니다.": [0, 2], "마지막 가짜만 더했습니다.": [0, 4],
    "점수의 수 1 + K로 나누었습니다. B로만 나눕니다.": [0, 7 / 3], "K로 나누지 마세요.": [0, 3.5],
    "진짜의 몫에 자기 벡터 v를 곱했습니다. 상대 벡터 u_pos를 곱합니다.": [-0.5, 8]})
# 점수가 서로 다른 쌍: 진짜 1, 가짜 2와 0
_w9_check("grad_v", [[[1, 2]], [[1, 0]], [[[0, 1], [-1, 0.5]]]], [[-0.76894142, 1.13079708]],
    "진짜와 가짜마다 자기 오차를 상대 벡터에 곱해 더합니다.", {
    "가짜의 오차를 평균해 썼습니다. 가짜마다 자기 오차를 곱한 다음 더하세요.": [-0.95934, 1.0356],
    "가짜의 오차를 먼저 더했습니다. 가짜마다 자기 오차를 곱한 다음 더하세요.": [-1.64974, 2.0712],
    "가짜의 오차의 순서가 바뀌었습니다.": [-1.14974, 0.9404],
    "진짜의 오차가 -σ(x)입니다. σ(x) - 1을 쓰세요.": [-1.23106, 1.130797]})
### BEGIN HIDDEN TESTS
_w9_check("grad_v", [[[1], [-2]], [[0.5], [0.5]], [[[1], [2], [-1]], [[0], [1], [-3]]]],
    [[1.01747016], [-1.61945443]], "줄마다 그 줄의 벡터를 곱했는지 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 고장 난 학습 한 걸음 ★★★ · 15분
#
# 기울기를 받아 두 표를 고치는 함수입니다. 규칙은 "기울기의 반대쪽으로 학습률만큼"입니다.
#
# $$W_{\text{in}}[c_b] \leftarrow W_{\text{in}}[c_b] - \eta\, g^{v}_b, \qquad W_{\text{out}}[o_b] \leftarrow W_{\text{out}}[o_b] - \eta\, g^{+}_b, \qquad W_{\text{out}}[n_{bk}] \leftarrow W_{\text{out}}[n_{bk}] - \eta\, g^{-}_{bk}$$
#
# 1. 한 배치에서 **같은 번호가 여러 번** 나오면 그 기울기를 모두 더합니다. 진짜이면서 다른 쌍의 가짜일 때도 그렇습니다.
# 2. 받은 표는 고치지 않고, **고친 새 표 둘을** 돌려줍니다.
# 3. 가짜는 $K$개 모두 고칩니다.
#
# 아래의 `broken_step`은 오류 없이 돌지만 **세 규칙을 모두** 어깁니다. 어디인지 찾고, 고친 것을 `sgd_step`에 쓰세요.

# %%
def broken_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    grad_v, grad_pos, grad_neg = gradients
    new_in, new_out = W_in, W_out
    new_in[center] -= learning_rate * grad_v
    new_out[context] -= learning_rate * grad_pos
    new_out[negative[:, 0]] -= learning_rate * grad_neg[:, 0]
    return new_in, new_out

ids = np.array([1, 1]), np.array([2, 2]), np.array([[0, 1], [0, 1]])
gradients = np.ones((2, 1)), np.ones((2, 1)), np.ones((2, 2, 1))
new_in, new_out = broken_step(np.zeros((3, 1)), np.zeros((3, 1)), *ids, gradients, 1.0)
print(new_in.ravel(), "← 1번이 두 번 나왔으니 -2여야 합니다")

# %% [markdown]
# 힌트 1: `new_in = W_in`은 표를 복사합니까? 같은 번호 둘을 `table[ids] -= …`에 넣으면 무엇이 남습니까?
# 힌트 2: 먼저 두 표를 복사합니다. 되풀이된 번호를 모두 더하는 함수가 NumPy의 `np.subtract`에 딸려 있습니다.
# 힌트 3: `np.subtract.at(table, ids, steps)`는 모양 (B, K)인 번호와 (B, K, D)인 걸음도 그대로 받습니다.

# %% solution="sgd-step"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    """한 배치의 기울기로 두 표를 한 걸음 고칩니다.
    Args:
        W_in, W_out: 중심 벡터와 이웃 벡터의 표, 모양은 모두 (V, D).
        center, context: 중심 단어와 진짜 이웃의 번호, 모양은 모두 (B,). negative: 가짜의 번호, 모양 (B, K).
        gradients: (grad_v, grad_pos, grad_neg). 모양은 차례로 (B, D), (B, D), (B, K, D).
        learning_rate: 학습률 η, 양수.
    Returns: (새 W_in, 새 W_out).
    Example:
        >>> one = np.ones((2, 1))
        >>> ids = np.array([0, 0]), np.array([1, 1]), np.array([[0], [0]])
        >>> new_in, new_out = sgd_step(one, one, *ids, (one, one, one[:, None]), 0.1)
        >>> new_in.ravel().round(2), new_out.ravel().round(2)
        (array([0.8, 1. ]), array([0.8, 0.8]))
    """
    ### BEGIN SOLUTION
    grad_v, grad_pos, grad_neg = gradients
    new_in, new_out = W_in.copy(), W_out.copy()
    np.subtract.at(new_in, center, learning_rate * grad_v)
    np.subtract.at(new_out, context, learning_rate * grad_pos)
    np.subtract.at(new_out, negative, learning_rate * grad_neg)
    return new_in, new_out
    ### END SOLUTION

# %% test="sgd-step" points=2
def _w11_check(table, ids, grads, rate, want, why, slips={}, start=(0, 0)):     # D = 1인 표
    tables = [np.full((len(want), 1), float(each)) for each in start]
    grads = tuple(np.array(each, dtype=float)[..., None] for each in grads)
    def step(*given):   # 받은 것을 고쳤는지는 따로 봅니다
        return sgd_step(*copy.deepcopy(given))
    got = testing.call(step, *tables, *map(np.array, ids), grads, rate, why=why)
    got = testing.parts(got, "새 W_in", "새 W_out")[table == "W_out"]
    slips = {f"{table}: {say}": wrong for say, wrong in slips.items()}
    given = f"(표의 값 {start}, 번호 {ids}, 기울기 {[each[..., 0] for each in grads]}, 학습률 {rate})"
    testing.equal(got, np.array(want)[:, None], f"{table}: {why}", slips, given)
_w11_apart = ([0], [1], [[2, 3]]), ([1], [2], [[4, 6]]), 0.5    # 겹치는 번호가 없는 배치
_w11_check("W_in", *_w11_apart, [-0.5, 0, 0, 0, 0], "중심 0번만 0 - 0.5·1로 고칩니다.", {
    "두 표를 돌려주는 순서가 바뀌었습니다. (새 W_in, 새 W_out)입니다.": [0, -1, -2, -3, 0],
    "기울기를 더했습니다. 반대쪽으로 가야 하니 빼세요.": [0.5, 0, 0, 0, 0],
    "학습률을 곱하지 않았습니다.": -1, "진짜 이웃은 이웃의 표 W_out에서 고치세요.": [-0.5, -1],
    "가짜는 이웃의 표 W_out에서 고치세요.": [-0.5, 0, -2, -3, 0]})
_w11_check("W_out", *_w11_apart, [0, -1, -2, -3, 0], "진짜는 1번, 가짜는 2번과 3번입니다.", {
    "가짜의 첫 열만 고쳤습니다.": [0, -1, -2, 0, 0], "가짜를 고치지 않았습니다.": [0, -1, 0, 0, 0],
    "K로 나누지 마세요.": [0, -1, -1, -1.5, 0]})
_w11_check("W_out", ([0, 1], [4, 5], [[0, 1], [2, 3]]), ([1, 1], [1, 1], [[1, 2], [3, 4]]), 1,
    [-1, -2, -3, -4, -1, -1], "가짜 번호와 그 기울기의 짝을 보세요. B로 나누지 마세요.", {
    "번호와 기울기의 짝이 어긋났습니다. 한쪽만 뒤집거나(.T) 다른 순서로 폈습니다.": [-1, -3, -2, -4]})
_w11_check("W_out", ([1], [0], [[1]]), ([1], [3], [[5]]), 0.1, [2.7, 2.5],
    "0이 아니라 받은 표에서 시작해 뺍니다.", start=(2, 3))
### BEGIN HIDDEN TESTS
_w11_check("W_out", ([0], [1], [[2, 3, 4]]), ([1], [2], [[4, 6, 8]]), 0.5, [0, -1, -2, -3, -4],
    "가짜는 셋이어도 모두 고칩니다.")
### END HIDDEN TESTS

# %% test="sgd-step" part="repeated" points=2
# 중심 1번, 진짜 0번, 가짜 2번이 두 번씩 나오는 배치
_w12_twice = ([1, 1], [0, 0], [[2], [2]]), ([1, 4], [1, 4], [[1], [4]]), 1
_w12_why = "같은 단어가 두 번 나오면 기울기 둘이 모두 더해져야 합니다. table[ids] -= ... 의 함정입니다."
_w11_check("W_in", *_w12_twice, [0, -5, 0], _w12_why, {"평균하지 말고 모두 더하세요.": [0, -2.5, 0]})
_w11_check("W_out", *_w12_twice, [-5, 0, -5], _w12_why, {"평균하지 말고 모두 더하세요.": -2.5})
_w11_check("W_out", ([0, 1], [1, 2], [[2], [0]]), ([1, 1], [1, 1], [[4], [4]]), 1,
    [-4, -1, -5], "2번은 진짜이면서 다른 쌍의 가짜입니다. 두 기울기를 더하세요.")
_w11_check("W_out", ([0], [1], [[0, 0]]), ([1], [0], [[1, 4]]), 1, [-5, 0],
    "한 쌍의 가짜끼리 같아도 모두 더합니다. 한 줄씩 -=을 해도 table[ids] -= ... 의 함정에 빠집니다.")

# %% test="sgd-step" part="untouched" points=1
_w13_tables = np.ones((3, 1)), np.ones((3, 1))
_w13_grads = np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1, 1))
_w13_ids = np.array([0]), np.array([1]), np.array([[2]])
_w13_got = sgd_step(*_w13_tables, *_w13_ids, _w13_grads, 0.5)
assert _w13_got is not None and np.allclose(np.ravel(_w13_got[0]), [0.5, 1, 1]), (
    "새 W_in의 0번이 1 - 0.5 = 0.5로 고쳐져야 합니다. 고친 새 표 둘을 돌려주세요.")
for _w13_name, _w13_each in zip(["W_in", "W_out"], _w13_tables):
    assert (_w13_each == 1).all(), (f"받은 {_w13_name}이 [1, 1, 1]에서 {_w13_each.ravel()}로 "
        "바뀌었습니다. 대입은 복사가 아닙니다. 표를 copy()하고 새 표를 고치세요.")
assert all((each == 1).all() for each in _w13_grads), "학습률은 새 배열에 곱하세요. 받은 기울기가 바뀌었습니다."
assert all((each == want).all() for each, want in zip(_w13_ids, (0, 1, 2))), "받은 번호를 고치지 마세요."

# %% [markdown]
# ## 과제 9. 가까운 단어 ★★☆ · 12분
#
# 한 단어와 **코사인 유사도**가 큰 단어를 찾습니다.
#
# - 결과는 `(단어, 코사인)`의 리스트이고, 코사인이 큰 것부터입니다. 코사인이 같으면 어느 것이 앞이어도 됩니다.
# - 물어본 단어 자신은 빼고, `k`개를 돌려줍니다. 단어가 모자라면 있는 만큼만 돌려줍니다.
#
# 힌트 1: "맨 앞의 하나를 버린다"는 방법은 왜 위험합니까? 물어본 단어와 **방향이 똑같은** 다른 단어가 있다면요?
# 힌트 2: 모든 벡터를 길이 1로 만들면 행렬과 벡터의 곱 한 번으로 코사인이 모두 나옵니다.
# 힌트 3: `np.linalg.norm(vectors, axis=1, keepdims=True)`

# %% solution="nearest-words"
def nearest_words(query, words, vectors, k):
    """코사인 유사도로 가장 가까운 단어를 찾습니다.
    Args:
        query: 물어볼 단어(str). words에 들어 있습니다.
        words: 서로 다른 단어 V개의 리스트.
        vectors: 단어 벡터, 모양 (V, D). 0벡터는 없습니다.
        k: 돌려줄 단어의 수, 1 이상.
    Returns: (단어, 코사인 유사도)의 리스트. 코사인이 큰 순서로 많아야 k개, query는 없습니다.
    Example:
        >>> vectors = np.array([[2.0, 0.0], [5.0, 0.0], [0.0, 1.0]])
        >>> nearest_words("왕", ["왕", "여왕", "모자"], vectors, k=1)
        [('여왕', 1.0)]
    """
    ### BEGIN SOLUTION
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit[words.index(query)]
    order = np.argsort(-cosines)
    return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
    ### END SOLUTION

# %% test="nearest-words" points=3
# '임금'의 길이는 5. '여왕'은 같은 방향이고 길이가 0.5, '영화'는 길고 멉니다
_w14_words = ["임금", "여왕", "영화", "궁전", "모자"]
_w14_vectors = np.array([[3, 4], [0.3, 0.4], [0, 20], [4, 3], [-3, -4]])
_w14_near = [("여왕", 1), ("궁전", 0.96), ("영화", 0.8)]
testing.check(nearest_words, ["임금", _w14_words, _w14_vectors, 3], _w14_near,
    "물어본 단어 자신은 빼고, 두 벡터의 길이로 한 번씩 나눈 코사인이 큰 것부터 많아야 k개입니다. "
    "길이는 줄마다(axis=1) 따로 구합니다. 거리로 재거나 부호를 없애지 마세요.", {
    "단어만이 아니라 (단어, 코사인)의 리스트를 돌려주세요.": ["여왕", "궁전", "영화"],
    "k개를 고른 다음에 자신을 빼면 하나 모자랍니다.": _w14_near[:2],
    "긴 벡터가 앞에 왔습니다. 내적이 아니라 코사인을 쓰세요.": [("영화", 80), ("궁전", 24), ("여왕", 2.5)],
    "물어본 벡터 '임금'의 길이 5로도 나누세요.": [("여왕", 5), ("궁전", 4.8), ("영화", 4)],
    "먼 단어부터 늘어놓았습니다.": [("모자", -1), *_w14_near[:0:-1]],
    "'여왕'이 빠졌습니다. 코사인이 1인 것이 아니라 물어본 단어만 빼세요.": [*_w14_near[1:], ("모자", -1)],
    "길이가 1보다 짧은 벡터도 길이 1로 만드세요.": [("궁전", 0.96), ("영화", 0.8), ("여왕", 0.5)]})
testing.check(nearest_words, ["여왕", _w14_words[:3], _w14_vectors[:3], 2],
    [("임금", 1), ("영화", 0.8)], "방향이 똑같은 '임금'이 있습니다. 맨 앞 하나를 버리지 말고 물어본 단어만 빼세요.")
testing.check(nearest_words, ["임금", _w14_words, _w14_vectors, 9], [*_w14_near, ("모자", -1)],
    "k가 크면 코사인이 음수인 것까지 나머지를 모두 냅니다. 음수를 0으로 자르지 않습니다.")
_w14_pairs = np.array([[1.0, 0], [1, 0], [1, 2], [2, 4]])
_w14_got = testing.call(nearest_words, "가", [*"가나다라"], _w14_pairs, 9)
testing.equal(sorted(_w14_got), [("나", 1), ("다", 5**-0.5), ("라", 5**-0.5)],
    "벡터가 똑같은 다른 단어도, 코사인이 같은 단어도 저마다 냅니다. 코사인을 dict의 키로 쓰지 마세요.")
testing.check(nearest_words, ["나무", ["나", "나무", "나무꾼"], _w14_vectors[[0, 3, 2]], 2],
    [("나", 0.96), ("나무꾼", 0.6)], "물어본 단어만 뺍니다. 글 속에서 찾지(in) 말고 단어끼리 견주세요(==).")
### BEGIN HIDDEN TESTS
_w14_got = testing.call(nearest_words, "라", [*"가나다라"], np.array([[1.0, 0], [2, 0], [3, 0], [4, 0]]), 1)
assert len(list(_w14_got)) == 1, (f"k=1인데 {_w14_got}을 냈습니다. k + 1개를 고르고 물어본 단어를 빼면, "
    "방향이 같은 단어가 많을 때 그 안에 없어 하나가 남습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 10. 유추의 후보들 ★★☆ · 12분
#
# "`a` : `b` = `c` : ?"를 풉니다. 강의의 함수는 답 하나만 냈지만, 여기서는 **가까운 답 `k`개와 코사인**을 냅니다.
#
# 1. **모든 벡터를 먼저 길이 1로** 만들고, $t = b - a + c$를 계산합니다.
# 2. $t$와의 **코사인**이 큰 것부터 `(단어, 코사인)`을 `k`개 냅니다. $t$의 길이도 1이 아니니 내적을 그 길이로 나누어야 합니다. 코사인이 같으면 어느 것이 앞이어도 되고, 모자라면 있는 만큼만 냅니다.
# 3. **물어본 세 단어는 답이 될 수 없습니다.** 벡터가 같거나 방향이 같은 다른 단어는 답이 될 수 있습니다.
#
# 힌트 1: 세 단어를 빼지 않으면 맨 앞에는 무엇이 옵니까? 코사인이 음수인 후보도 답이 될 수 있습니까?
# 힌트 2: 길이를 맞춘 표에서 $t$를 만들고 $t$를 자기 길이로 나눈 뒤, 모든 단어와 곱해 정렬하고 세 단어를 거릅니다.
# 힌트 3: `target / np.linalg.norm(target)`

# %% solution="analogy"
def analogy(a, b, c, words, vectors, k):
    """a : b = c : ? 의 후보를 벡터의 덧셈과 뺄셈으로 찾습니다.
    Args:
        a, b, c: 서로 다른 단어(str). 모두 words에 들어 있습니다.
        words: 서로 다른 단어 V개의 리스트, V는 4 이상.
        vectors: 단어 벡터, 모양 (V, D). 0벡터는 없고, t도 0벡터가 아닙니다.
        k: 돌려줄 후보의 수, 1 이상.
    Returns: (단어, t와의 코사인)의 리스트. 코사인이 큰 순서로 많아야 k개, a, b, c는 없습니다.
    Example:
        >>> vectors = np.array([[0, 2.0], [0, -1], [3, 3], [1, -2]])
        >>> analogy("남자", "여자", "왕", ["남자", "여자", "왕", "여왕"], vectors, k=1)[0][0]
        '여왕'
    """
    ### BEGIN SOLUTION
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    index = {word: i for i, word in enumerate(words)}
    target = unit[index[b]] - unit[index[a]] + unit[index[c]]
    cosines = unit @ (target / np.linalg.norm(target))
    order = np.argsort(-cosines)
    return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
    ### END SOLUTION

# %% test="analogy" points=3
# 모두 길이 1. t = 여자 - 남자 + 왕 = [-0.6, 0.8] - [0.6, 0.8] + [1, 0] = [-0.2, 0]
_w15_words = ["남자", "여자", "왕", "여왕", "모자"]
_w15_case = [*_w15_words[:3], _w15_words,
    np.array([[0.6, 0.8], [-0.6, 0.8], [1, 0], [-0.28, -0.96], [0.8, -0.6]])]
testing.check(analogy, [*_w15_case, 9], [("여왕", 0.28), ("모자", -0.8)], "물어본 세 단어는 답이 될 수 "
    "없습니다. b - a + c의 부호를 확인하고, t와의 코사인이 큰 것부터 음수까지 모두 냅니다.", {
    "b인 '여자'가 들어 있습니다. c만 빼지 말고 물어본 세 단어를 모두 빼세요.":
        [("여자", 0.6), ("여왕", 0.28), ("남자", -0.6), ("모자", -0.8)],
    "단어만이 아니라 (단어, 코사인)의 리스트를 돌려주세요.": ["여왕", "모자"],
    "k개를 내고, 코사인이 음수인 후보 '모자'도 버리지 마세요.": [("여왕", 0.28)],
    "코사인이 아닙니다. t의 길이 0.2로도 나누세요.": [("여왕", 0.056), ("모자", -0.16)],
    "음수를 0으로 잘랐습니다. '모자'의 코사인은 -0.8입니다.": [("여왕", 0.28), ("모자", 0)],
    "방향이 반대인 '모자'의 코사인은 음수입니다. 부호를 없애지 마세요.": [("모자", 0.8), ("여왕", 0.28)]})
testing.check(analogy, [*_w15_case, 1], [("여왕", 0.28)],
    "k개나 k + 3개를 고른 다음이 아니라, k개를 고르기 전에 세 단어를 빼세요. k=1이면 후보도 하나입니다.")
def _w15_check(asked, words, vectors, k, want, why):      # 답을 단어 순으로 놓고 봅니다
    vectors = np.array(vectors, dtype=float)
    got = testing.call(analogy, *asked, list(words), vectors, k, why=why)
    testing.equal(sorted(got), want, why, (), f"({asked}, {words}, {vectors.tolist()}, k={k})")
_w15_title = ["왕", "나라", "여왕님", "여왕"]
_w15_check(_w15_title[:3], _w15_title, [[1, 0], [0.8, 0.6], [0, 1], [-0.6, 0.8]], 4,
    [("여왕", 1.4 / 2.6**0.5)], "t = b - a + c입니다. '여왕'은 '왕'이나 '여왕님'과 다른 단어입니다. 단어끼리 견주세요(==).")
_w15_check("가나다", "가나다라마", [[0, 9], [1, 0], [0, 1], [2, 0.2], [30, 30]], 1,
    [("라", 1.01**-0.5)], "더하고 빼기 전에 모든 벡터를 길이 1로 만들고, 긴 '마'가 앞서지 않게 후보도 길이로 나누어 견주세요.")
_w15_check("나가다", "가나다라마바", [[0, 1], [9, 0], [1, 0], [-0.1, 1], [-1, 0.1], [0, -2]], 9,
    [("라", 1.01**-0.5), ("마", 0.1 * 1.01**-0.5), ("바", -1)], "더하고 빼기 전에 모든 벡터를 길이 1로 만들고, "
    "코사인이 -1인 '바'도 냅니다. 세 단어를 -1로 적고 그보다 큰 것만 남기지 마세요.")
# '라'는 a와 방향이 같고, 방향이 같은 '마'와 '바' 가운데 '바'의 길이는 0.5
_w15_check("가나다", "가나다라마바", [[1, 0], [0.6, 0.8], [0, 1], [2, 0], [-3, 4], [-0.3, 0.4]], 9,
    [(word, cosine / 3.4**0.5) for word, cosine in [("라", -0.4), ("마", 1.68), ("바", 1.68)]],
    "방향이 a와 같은 '라'도, 코사인이 같은 단어도 냅니다. 길이가 1보다 짧은 벡터도 길이 1로 만들고, "
    "코사인을 dict의 키로 쓰지 마세요.")
### BEGIN HIDDEN TESTS
_w15_check("다가마", "가나다라마", [[0, 3, 0], [1, 1, 1], [2, 0, 0], [0, -4, 3], [0, 0, 0.5]], 9,
    [("나", 1 / 3), ("라", -0.2 / 3**0.5)], "b, a, c의 자리가 달라도 같습니다. 코사인은 t와의 것입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 11. 반대말은 왜 가까울까요 (글로 답하기) ★★☆ · 12분
#
# 영화평으로 배운 벡터에서 "최고"와 "최악"의 코사인은 무작위로 고른 두 단어의 코사인보다 훨씬 큽니다. 다음 세 가지에 모두 답하세요. 5-8문장이면 충분합니다.
#
# 1. word2vec이 무엇을 보고 배우는지를 근거로, 반대말이 가까워지는 까닭을 설명하세요. 두 단어가 들어갈 수 있는 문장의 틀을 **직접 하나 만들어** 보이세요.
# 2. 이 벡터를 고정한 채 감성 분류에 쓰면 어떤 문제가 생길 **수 있습니까**? 정말 그런지 알려면 무엇과 무엇을 견주어 재야 합니까?
# 3. 그 문제를 줄일 방법을 하나 제안하고, 왜 도움이 되는지 설명하세요.

# %% [markdown] manual="why-antonyms" points=5
# ### BEGIN SOLUTION
# **모범 답안.** word2vec은 뜻을 보지 못하고 이웃만 봅니다. "올해 본 영화 중에 ___였다"의 빈칸에는 "최고"도 "최악"도 들어갑니다. 두 단어는 이웃이 거의 같으므로 비슷한 이웃을 예측해야 하고, 그러려면 벡터가 비슷해야 합니다. 가까움은 같은 뜻이 아니라 이웃이 겹친다는 표시입니다.
#
# 벡터를 고정해 두면 긍정과 부정의 입력이 가까워 분류기가 두 단어를 가르기 어려울 수 있습니다. 다만 가깝다고 해서 같은 것은 아니므로, 나머지 차이만으로 가를 수 있을지도 모릅니다. 고정한 모델과 함께 학습한 모델을 나머지 조건을 같게 하고, 시드를 바꾸어 가며 같은 검증 데이터의 정확도로 견주어야 압니다.
#
# 라벨이 있는 데이터로 벡터까지 함께 학습(미세 조정)하면 긍정과 부정을 가르는 방향으로 두 벡터가 벌어집니다. 또는 반대말 사전을 써서 두 벡터를 멀어지게 고치거나, 문장 전체를 보고 벡터를 만드는 모델을 쓸 수 있습니다.
#
# **채점 기준 (5점).**
#
# - 이웃(분포)만 보고 배운다는 근거로 설명합니다: 1점
# - 두 단어가 모두 들어가는 틀을 직접 만들어 보입니다: 1점. 강의의 문장을 그대로 옮기면 0점
# - 생길 수 있는 문제를 말하고, 무엇을 견주어 재야 하는지 적습니다: 1점. 재 보지 않고 "반드시 나빠진다"고 단정하면 0점
# - 방법을 하나 제안합니다: 1점. "데이터를 늘린다"만 쓰면 0점(이웃의 모양은 그대로이므로)
# - 그 방법이 왜 도움이 되는지 설명합니다: 1점
# ### END SOLUTION

# %% [markdown]
# ## 다 풀었다면: 여러분의 word2vec을 돌려 봅니다
#
# 채점하지 않습니다. 새 셀에 붙여 넣으면 지금까지 만든 함수들이 한 모델로 이어집니다. 한 번에 "여왕"이 나오지 않으면 `seed`를 바꾸어 보세요.
#
# ```python
# from nlplab import data
#
# corpus = data.load_toy_corpus()
# words = sorted({word for sentence in corpus for word in sentence})
# number = {word: i for i, word in enumerate(words)}
# pairs = np.array([(number[c], number[o]) for sentence in corpus for c, o in skipgram_pairs(sentence, 2, 2)])
# noise = noise_distribution(np.bincount(pairs[:, 0], minlength=len(words)))
# rng = np.random.default_rng(7)
# W_in, W_out = rng.normal(0, 0.1, (2, len(words), 8))
# for epoch in range(30):
#     rng.shuffle(pairs)
#     for start in range(0, len(pairs), 256):
#         center, context = pairs[start:start + 256].T
#         negative = sample_negatives(noise, context, 5, seed=epoch * len(pairs) + start)
#         gradients = sgns_gradients(W_in[center], W_out[context], W_out[negative])
#         W_in, W_out = sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate=5.0)
# print(nearest_words("왕", words, W_in, 3))
# print("남자 : 여자 = 왕 :", analogy("남자", "여자", "왕", words, W_in, 3))
# ```
