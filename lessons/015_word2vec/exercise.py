# ---
# title: Word2Vec 만들기
# number: "015"
# objectives:
#   - 문장에서 skip-gram 쌍과 CBOW 예제를 만듭니다.
#   - 서브샘플링 확률과 네거티브 샘플링의 잡음 분포를 계산하고, 분포대로 가짜를 뽑습니다.
#   - 네거티브 샘플링 손실과 그 기울기를 넘침 없이 계산하고, 두 표를 고칩니다.
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
# 강의에서 함께 만든 word2vec을 이제 혼자 만듭니다. 문장에서 쌍을 만드는 데서 시작해, 뽑고, 재고, 고치고, 찾는 데까지 차례로 갑니다.
# 쓰는 도구는 NumPy뿐이고, 과제끼리는 서로 기대지 않으므로 막히면 다음 과제로 넘어가도 됩니다.
#
# 글자의 뜻은 강의와 같습니다.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $V$ | 단어의 수 |
# | $D$ | 벡터의 길이 |
# | $B$ | 한 배치(batch)에 든 쌍의 수 |
# | $K$ | 쌍 하나에 붙이는 가짜(negative)의 수 |

# %%
import numpy as np

# %% [markdown]
# ## 과제 1. skip-gram 쌍 ★☆☆ · 8분
#
# **목표.** 문장 하나에서 (중심 단어, 이웃 단어) 쌍을 모두 만듭니다. 이웃은 중심에서 양쪽으로 `window`칸까지입니다.
#
# - 문장의 처음과 끝에서는 있는 이웃만 씁니다.
# - 중심 자리 자신은 이웃이 아닙니다. 그러나 **같은 단어가 다른 자리에 또 나오면 그것은 이웃입니다.**
# - 쌍의 순서는 상관없습니다. 같은 쌍이 두 번 생기면 두 번 넣습니다.
#
# <details><summary>힌트</summary>
#
# 단어가 아니라 **자리 번호**로 두 겹 반복을 돌면 쉽습니다. 안쪽 반복의 시작이 0보다 작아지지 않게, 끝이 문장의 길이를 넘지 않게 하세요.
# 파이썬에서 음수 번호는 오류가 아니라 뒤에서부터 센 자리라는 것을 잊지 마세요.
# </details>

# %% solution="skipgram-pairs"
def skipgram_pairs(tokens, window):
    """문장 하나에서 skip-gram 쌍을 만듭니다.

    Args:
        tokens: 단어(str) T개의 리스트.
        window: 한쪽으로 볼 칸의 수, 1 이상의 정수.

    Returns:
        (중심, 이웃) 튜플의 리스트. 순서는 자유입니다.

    Example:
        >>> sorted(skipgram_pairs(["새", "영화", "좋다"], window=1))
        [('새', '영화'), ('영화', '새'), ('영화', '좋다'), ('좋다', '영화')]
    """
    ### BEGIN SOLUTION
    pairs = []
    for center in range(len(tokens)):
        for context in range(max(0, center - window), min(len(tokens), center + window + 1)):
            if context != center:
                pairs.append((tokens[center], tokens[context]))
    return pairs
    ### END SOLUTION

# %% test="skipgram-pairs" points=3
_sentence = ["어제", "본", "영화", "참", "좋다"]
_result = skipgram_pairs(_sentence, 1)
assert _result is not None, "skipgram_pairs가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = sorted((_center, _context) for _center, _context in _result)
assert len(_result) == 8, f"다섯 단어, window=1이면 쌍은 8개인데 {len(_result)}개입니다. 양쪽을 다 보았는지, 문장 끝을 넘지 않았는지 확인하세요."
assert ("영화", "영화") not in _result, "중심 자리 자신이 이웃에 들어 있습니다."
assert ("어제", "좋다") not in _result, "문장의 처음과 끝이 이웃이 되었습니다. 음수 번호로 뒤에서부터 읽은 것은 아닌가요?"
assert len(skipgram_pairs(_sentence, 2)) == 14, "window=2일 때 쌍의 수가 다릅니다. 한쪽으로 '두 칸까지'입니다."
assert sorted(skipgram_pairs(["참", "참"], 1)) == [("참", "참"), ("참", "참")], "같은 단어라도 다른 자리에 있으면 이웃입니다. 단어가 아니라 자리를 비교하세요."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(1)
for _length, _window in [(1, 2), (2, 5), (7, 3), (12, 4), (9, 1), (6, 20)]:
    _tokens = [f"말{_number}" for _number in _rng.integers(0, 5, _length)]
    _expected = sorted((_tokens[_i], _tokens[_j]) for _i in range(_length) for _j in range(_length) if 0 < abs(_i - _j) <= _window)
    _given = sorted((_center, _context) for _center, _context in skipgram_pairs(list(_tokens), _window))
    assert _given == _expected, f"단어 {_length}개, window={_window}인 무작위 문장에서 쌍이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. CBOW 예제 ★☆☆ · 6분
#
# **목표.** 이번에는 거꾸로, **이웃을 모두 모아 중심을 맞히는** 예제를 만듭니다. 자리 하나에 예제 하나입니다.
#
# - 예제는 `(이웃 리스트, 중심)`입니다. 이웃은 문장에 나온 순서대로, 되풀이되는 단어도 그대로 둡니다.
# - 이웃이 하나도 없는 자리(단어가 하나뿐인 문장)는 배울 것이 없으므로 건너뜁니다.
# - 예제의 순서는 문장에서 중심이 나온 순서입니다.
#
# <details><summary>힌트</summary>
#
# 왼쪽 조각과 오른쪽 조각을 따로 잘라 이어 붙이세요. 왼쪽 조각의 시작이 음수가 되는 경우만 조심하면 됩니다.
# </details>

# %% solution="cbow-examples"
def cbow_examples(tokens, window):
    """문장 하나에서 CBOW 예제를 만듭니다.

    Args:
        tokens: 단어(str) T개의 리스트.
        window: 한쪽으로 볼 칸의 수, 1 이상의 정수.

    Returns:
        (이웃 단어의 리스트, 중심 단어)의 리스트. 이웃이 있는 자리마다 하나.

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
_result = cbow_examples(["어제", "본", "영화", "참", "좋다"], 2)
assert _result is not None, "cbow_examples가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = [(list(_context), _center) for _context, _center in _result]
assert len(_result) == 5, f"자리마다 예제가 하나씩, 모두 5개여야 하는데 {len(_result)}개입니다. 이웃마다 하나씩 만든 것은 아닌가요?"
assert _result[2] == (["어제", "본", "참", "좋다"], "영화"), f"가운데 자리의 예제가 {_result[2]}입니다. (이웃 리스트, 중심)의 순서와 이웃의 순서를 확인하세요."
assert _result[0] == (["본", "영화"], "어제"), "첫 자리의 이웃이 다릅니다. 자르기의 시작이 음수가 되지 않았나요?"
assert len(cbow_examples(["영화"], 2)) == 0, "단어가 하나뿐인 문장에는 이웃이 없으므로 예제도 없습니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(2)
for _length, _window in [(2, 1), (5, 9), (8, 2), (11, 3), (10, 1)]:
    _tokens = [f"말{_number}" for _number in _rng.integers(0, 4, _length)]
    _given = [(list(_context), _center) for _context, _center in cbow_examples(list(_tokens), _window)]
    assert [_center for _, _center in _given] == _tokens, "중심이 문장의 순서대로 한 번씩 나와야 합니다."
    for _place, (_context, _) in enumerate(_given):
        _expected = [_tokens[_other] for _other in range(_length) if 1 <= abs(_other - _place) <= _window]
        assert _context == _expected, f"단어 {_length}개, window={_window}인 무작위 문장에서 이웃이 다릅니다. 되풀이되는 단어를 지우지 않았나요?"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 서브샘플링 확률 ★★☆ · 8분
#
# **목표.** 너무 흔한 단어를 확률로 덜어 내는 서브샘플링(subsampling)에서, 단어마다 **남길** 확률을 계산합니다. Mikolov 등(2013)은 단어를 버릴 확률을 다음과 같이 정했습니다.
#
# $$P_{\text{버림}}(w) = 1 - \sqrt{\frac{t}{f(w)}}, \qquad f(w) = \frac{\text{단어 } w\text{의 횟수}}{\text{모든 단어의 횟수의 합}}$$
#
# 드문 단어($f(w) \le t$)에서는 이 값이 0보다 작거나 같습니다. 그런 단어는 **언제나 남깁니다**.
#
# <details><summary>힌트</summary>
#
# 돌려줄 것은 버릴 확률이 아니라 남길 확률입니다. 확률이 1을 넘지 않는지 확인하세요. 횟수는 정수이고, $f$는 횟수가 아니라 비율입니다.
# </details>

# %% solution="keep-probability"
def keep_probability(counts, t):
    """단어마다 서브샘플링에서 남길 확률을 계산합니다.

    Args:
        counts: 단어의 횟수, 길이 V. 모두 1 이상의 정수(리스트 또는 배열).
        t: 기준 비율, 양수. 예: 1e-4

    Returns:
        남길 확률의 배열, 모양 (V,), 값은 0보다 크고 1 이하.

    Example:
        >>> keep_probability([90, 10], t=0.1).round(3)
        array([0.333, 1.   ])
    """
    ### BEGIN SOLUTION
    counts = np.asarray(counts, dtype=float)
    frequency = counts / counts.sum()
    return np.minimum(1.0, np.sqrt(t / frequency))
    ### END SOLUTION

# %% test="keep-probability" points=3
_result = keep_probability([50, 30, 20], 0.08)
assert _result is not None, "keep_probability가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result, dtype=float)
assert _result.shape == (3,), f"모양이 {_result.shape}입니다. 단어마다 하나씩, (3,)이어야 합니다."
assert _result[0] < _result[2], "흔한 단어일수록 남길 확률이 작아야 합니다. 버릴 확률을 돌려준 것은 아닌가요?"
assert np.isclose(_result[0], 0.4), f"비율이 0.5인 단어의 값이 {_result[0]:.3f}입니다. 제곱근을 썼는지, 횟수가 아닌 비율로 나누었는지 보세요."
assert np.asarray(keep_probability([98, 2], 0.5)).max() <= 1, "확률이 1을 넘었습니다. 드문 단어는 언제나 남깁니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(3)
for _t in (1e-4, 3e-3, 0.07):
    _counts = _rng.integers(1, 5000, 40)
    _given = np.asarray(keep_probability(_counts.tolist(), _t), dtype=float)
    for _value, _count in zip(_given, _counts):
        _share = int(_count) / int(_counts.sum())
        assert abs(float(_value) - (1.0 if _share <= _t else (_t / _share) ** 0.5)) < 1e-6, "무작위 횟수에서 값이 다릅니다. 공식의 각 항을 손으로 확인해 보세요."
    assert np.allclose(_given, np.asarray(keep_probability(_counts * 10, _t))), "모든 횟수가 열 배가 되어도 비율은 같으므로 확률도 같아야 합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 잡음 분포 ★☆☆ · 5분
#
# **목표.** 가짜 이웃을 뽑을 잡음 분포(noise distribution)를 만듭니다. 횟수를 `power`제곱한 뒤 합이 1이 되게 나눕니다.
#
# $$P_n(w) = \frac{\mathrm{count}(w)^{\alpha}}{\sum_{w'} \mathrm{count}(w')^{\alpha}}, \qquad \alpha = 0.75$$
#
# 지수가 1보다 작으면 흔한 단어의 몫이 줄고 드문 단어의 몫이 늘어납니다.
#
# <details><summary>힌트</summary>
#
# 나누는 것은 **마지막**입니다. 먼저 나누고 제곱하면 합이 1이 되지 않습니다.
# </details>

# %% solution="noise-distribution"
def noise_distribution(counts, power=0.75):
    """가짜를 뽑을 분포를 계산합니다.

    Args:
        counts: 단어의 횟수, 길이 V. 0 이상의 정수(리스트 또는 배열).
        power: 지수 α, 양수.

    Returns:
        확률의 배열, 모양 (V,), 합은 1.

    Example:
        >>> noise_distribution([81, 16, 1], power=0.5).round(3)
        array([0.643, 0.286, 0.071])
    """
    ### BEGIN SOLUTION
    weights = np.asarray(counts, dtype=float) ** power
    return weights / weights.sum()
    ### END SOLUTION

# %% test="noise-distribution" points=2
_result = noise_distribution([625, 16, 1])
assert _result is not None, "noise_distribution이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result, dtype=float)
assert np.isclose(_result.sum(), 1), f"확률의 합이 {_result.sum():.3f}입니다. 제곱한 다음에 나누었나요?"
assert np.isclose(_result[0] / _result[1], 15.625), "625번 나온 단어와 16번 나온 단어의 비가 125:8이어야 합니다. 지수를 확인하세요."
assert np.isclose(np.asarray(noise_distribution([9, 4], power=0.5))[0], 0.6), "power를 바꾸면 분포도 바뀌어야 합니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(4)
for _power in (0.25, 0.75, 1.0, 1.5):
    _counts = _rng.integers(0, 300, 25).tolist()
    _raised = [_count ** _power for _count in _counts]
    _given = np.asarray(noise_distribution(_counts, _power), dtype=float)
    assert _given.shape == (25,), "단어마다 확률이 하나씩 있어야 합니다."
    assert np.allclose(_given, [_value / sum(_raised) for _value in _raised], atol=1e-6), f"power={_power}인 무작위 횟수에서 값이 다릅니다. 횟수 0은 확률 0입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 가짜 뽑기 ★★☆ · 15분
#
# **목표.** 쌍 $B$개에 대해 가짜 단어의 번호를 $K$개씩 뽑습니다. 분포는 이미 받았습니다.
#
# - 뽑기는 서로 독립이고 **복원 추출**입니다. 한 줄에 같은 번호가 두 번 나와도 됩니다.
# - 뽑힌 번호가 그 줄의 **정답과 같으면 그 칸만 다시** 뽑습니다. 정답이 아닌 것이 나올 때까지 되풀이합니다.
# - 난수는 `np.random.default_rng(seed)`로 만든 생성기 하나로 뽑습니다. `seed`가 같으면 결과가 같고, 다르면 달라야 합니다.
#
# 결과는 무작위이므로 검사는 특정한 번호가 아니라 **성질**을 봅니다. 정답이 섞이지 않았는지, 뽑힌 비율이 분포와 맞는지 확인합니다.
#
# <details><summary>힌트</summary>
#
# 생성기의 `choice`에는 크기(`size`)와 확률(`p`)을 줄 수 있습니다. 우선 모두 뽑고, 정답과 같은 칸을 찾아 그 칸의 수만큼만 다시 뽑는 일을 겹치는 칸이 없을 때까지 되풀이합니다.
# `positives[:, None]`의 모양은 (B, 1)이라서 (B, K)와 바로 비교할 수 있습니다.
# 겹친 번호에 1을 더해 피하면 바로 다음 단어가 너무 자주 뽑힙니다.
# </details>

# %% solution="sample-negatives"
def sample_negatives(distribution, positives, k, seed):
    """쌍마다 가짜 단어의 번호를 k개씩 뽑습니다.

    Args:
        distribution: 뽑을 확률, 모양 (V,), 합은 1. positives: 줄마다의 정답 번호, 모양 (B,)인 정수 배열.
        k: 쌍 하나에 붙일 가짜의 수. seed: 난수 생성기의 시드(정수).

    Returns:
        정수 배열, 모양 (B, k). b번째 줄에는 positives[b]가 들어 있지 않습니다.

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

# %% test="sample-negatives" points=4
_noise = np.array([0.5, 0.3, 0.15, 0.05])
_positives = np.repeat([0, 1, 3], 400)
_result = sample_negatives(_noise, _positives, 6, 11)
assert _result is not None, "sample_negatives가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result)
assert _result.shape == (1200, 6), f"모양이 {_result.shape}입니다. (B, k) = (1200, 6)이어야 합니다."
assert np.issubdtype(_result.dtype, np.integer) and _result.min() >= 0 and _result.max() < 4, "단어 번호는 0 이상 V 미만의 정수입니다."
assert not (_result == _positives[:, None]).any(), "정답이 가짜로 뽑혔습니다. 겹친 칸은 다시 뽑으세요."
assert np.array_equal(_result, np.asarray(sample_negatives(_noise, _positives, 6, 11))), "seed가 같으면 결과도 같아야 합니다."
assert not np.array_equal(_result, np.asarray(sample_negatives(_noise, _positives, 6, 12))), "seed가 다르면 결과도 달라야 합니다."
assert abs((_result[400:800] == 0).mean() - 0.5 / 0.7) < 0.06, "정답이 1번인 줄에서 0번이 뽑힌 비율이 분포와 다릅니다. distribution을 썼나요?"
### BEGIN HIDDEN TESTS
_noise = np.array([0.05, 0.4, 0.0, 0.1, 0.25, 0.2])
for _positive, _seed in [(1, 5), (4, 6), (0, 7)]:
    _drawn = np.asarray(sample_negatives(_noise, np.full(4000, _positive), 8, _seed))
    _expected = np.where(np.arange(6) == _positive, 0, _noise) / (1 - _noise[_positive])
    _share = np.bincount(_drawn.ravel(), minlength=6) / _drawn.size
    assert np.abs(_share - _expected).max() < 0.025, "정답을 뺀 나머지의 비율이 분포와 맞지 않습니다. 겹친 칸을 다른 번호로 밀어내지 말고 다시 뽑으세요."
    assert len({tuple(_row) for _row in _drawn[:200].tolist()}) > 100, "줄마다 따로 뽑아야 합니다. 같은 가짜를 모든 줄이 나누어 쓰고 있습니다."
    assert any(len(set(_row)) < 4 for _row in _drawn[:200].tolist()), "복원 추출입니다. 한 줄에서 같은 번호가 여러 번 나올 수 있습니다."
    assert abs((_drawn[:, 0] == _drawn[:, 1]).mean() - (_expected ** 2).sum()) < 0.06, "한 줄의 뽑기가 서로 독립이 아닙니다."
_mixed = np.random.default_rng(8).integers(0, 6, 3000)
assert not (np.asarray(sample_negatives(_noise, _mixed, 1, 9)) == _mixed[:, None]).any(), "정답이 섞인 배치에서 정답이 뽑혔습니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 네거티브 샘플링 손실 ★★☆ · 12분
#
# **목표.** 배치 하나의 손실을 계산합니다. 중심 벡터 $v$, 진짜 이웃의 벡터 $u_+$, 가짜 $K$개의 벡터 $u_1, \dots, u_K$에 대해 쌍 하나의 손실은 다음과 같고, 답은 $B$개의 **평균**입니다.
#
# $$L = -\log \sigma(u_+ \cdot v) - \sum_{k=1}^{K} \log \sigma(-u_k \cdot v), \qquad \sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# 점수가 ±1000이어도 `inf`나 `nan`이 나오면 안 됩니다. $\sigma(-1000)$은 컴퓨터에서 0이 되고 $\log 0$은 $-\infty$입니다. 작은 수를 더하거나 값을 잘라서 피하면 답이 틀려집니다.
# 대신 같은 값을 다르게 쓰면 됩니다.
#
# $$-\log \sigma(x) = \log(1 + e^{-x}) = \log(e^{0} + e^{-x})$$
#
# <details><summary>힌트</summary>
#
# 두 수의 지수를 더하고 로그를 취하는 일을 넘치지 않게 해 주는 함수가 NumPy에 있습니다. 이름이 `log`, `add`, `exp`를 이어 붙인 것입니다.
# 가짜의 점수는 (B, K, D)와 (B, D)를 `np.einsum("bkd,bd->bk", ...)`로 곱해 구할 수 있습니다. 가짜 $K$개는 **더하고**, 쌍 $B$개는 **평균**합니다.
# </details>

# %% solution="sgns-loss"
def sgns_loss(v, u_pos, u_neg):
    """네거티브 샘플링 skip-gram(SGNS)의 평균 손실을 계산합니다.

    Args:
        v: 중심 벡터, 모양 (B, D).
        u_pos: 진짜 이웃의 벡터, 모양 (B, D).
        u_neg: 가짜의 벡터, 모양 (B, K, D).

    Returns:
        쌍 하나의 손실을 B개에 대해 평균한 수.

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
_result = sgns_loss(np.zeros((4, 3)), np.zeros((4, 3)), np.zeros((4, 5, 3)))
assert _result is not None, "sgns_loss가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.isclose(float(_result), 6 * np.log(2)), f"점수가 모두 0이면 진짜 하나와 가짜 다섯이 저마다 log 2를 내므로 6 log 2 = {6 * np.log(2):.4f}인데 {float(_result):.4f}입니다. 가짜는 더하고, 쌍은 평균합니다."
_v, _u, _away = np.array([[2.0, 0.0]]), np.array([[3.0, 1.0]]), np.array([[[-3.0, 1.0]]])
assert float(sgns_loss(_v, _u, _away)) < 0.02, "진짜와 같은 쪽, 가짜와 반대쪽이면 손실이 0에 가까워야 합니다. 가짜 항의 부호를 확인하세요."
assert float(sgns_loss(_v, -_u, -_away)) > 11, "진짜와 가짜를 거꾸로 알면 손실이 커야 합니다. 부호를 확인하세요."
with np.errstate(all="ignore"):
    _extreme = float(sgns_loss(np.array([[1000.0]]), np.array([[-1.0]]), np.array([[[1.0]]])))
assert np.isclose(_extreme, 2000), f"점수가 -1000과 +1000이면 손실은 2000인데 {_extreme}입니다. 로그 안이 0이 되거나 잘리지 않았나요?"
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(6)
for _b, _k, _d in [(1, 1, 4), (7, 3, 5), (16, 10, 2)]:
    _v, _u, _n = _rng.normal(size=(_b, _d)), _rng.normal(size=(_b, _d)), _rng.normal(size=(_b, _k, _d))
    _expected = 0.0
    for _row in range(_b):
        _expected += np.log1p(np.exp(-float(_u[_row] @ _v[_row]))) / _b
        _expected += sum(np.log1p(np.exp(float(_fake @ _v[_row]))) for _fake in _n[_row]) / _b
    assert np.isclose(float(sgns_loss(_v, _u, _n)), _expected, rtol=1e-5), f"B={_b}, K={_k}인 무작위 벡터에서 값이 다릅니다."
with np.errstate(all="ignore"):
    _extreme = float(sgns_loss(np.array([[50.0], [-800.0]]), np.array([[-2.0], [1.0]]), np.array([[[4.0], [-9.0]], [[1.0], [-1.0]]])))
assert np.isclose(_extreme, (100 + 200 + 800 + 800) / 2, rtol=1e-6), "점수의 크기가 수백일 때 값이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 손실의 기울기 ★★★ · 18분
#
# **목표.** 과제 6의 평균 손실을 세 벡터로 각각 미분한 **기울기(gradient)** 를 계산합니다. 강의에서 본 규칙은 하나였습니다. 점수의 기울기는 "예측 빼기 정답"입니다.
#
# $$e_+ = \sigma(u_+ \cdot v) - 1, \qquad e_k = \sigma(u_k \cdot v) - 0$$
#
# 점수는 두 벡터의 내적이므로, 점수의 기울기에 **상대 벡터**를 곱하면 그 벡터의 기울기가 됩니다. 중심 벡터는 점수 $1 + K$개에 모두 들어 있으니 모두 더해야 합니다. 손실이 평균이므로 $B$로 나누는 것도 잊지 마세요.
#
# 검사는 여러분의 답을 **수치 미분**과 견줍니다. 벡터의 수 하나를 아주 조금 바꾸었을 때 손실이 얼마나 바뀌는지 실제로 재는 방법입니다.
#
# <details><summary>힌트</summary>
#
# 오차에 축을 하나 더하면 상대 벡터와 바로 곱해집니다. 예를 들어 모양 (B, K)인 오차에 `[:, :, None]`을 붙이면 (B, K, 1)이고, `v[:, None, :]`은 (B, 1, D)입니다.
# </details>

# %% solution="sgns-gradients"
def sgns_gradients(v, u_pos, u_neg):
    """네거티브 샘플링 평균 손실의 기울기를 계산합니다.

    Args:
        v: 중심 벡터 (B, D). u_pos: 진짜 이웃의 벡터 (B, D). u_neg: 가짜의 벡터 (B, K, D).

    Returns:
        (grad_v, grad_pos, grad_neg). 모양은 차례로 (B, D), (B, D), (B, K, D).

    Example:
        >>> grad_v, grad_pos, grad_neg = sgns_gradients(np.array([[2.0]]), np.array([[0.0]]), np.array([[[0.0]]]))
        >>> float(grad_v[0, 0]), float(grad_pos[0, 0]), float(grad_neg[0, 0, 0])
        (0.0, -1.0, 1.0)
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

# %% test="sgns-gradients" points=4
def _loss_for_check(v, u_pos, u_neg):
    return (np.log1p(np.exp(-(u_pos * v).sum(1))) + np.log1p(np.exp((u_neg * v[:, None]).sum(2))).sum(1)).mean()

def _numeric_gradient(arrays, which, step=1e-5):
    arrays = [np.array(_array, dtype=float) for _array in arrays]
    gradient = np.zeros(arrays[which].shape)
    for place in np.ndindex(gradient.shape):
        for _sign in (1, -1):
            arrays[which][place] += _sign * step
            gradient[place] += _sign * _loss_for_check(*arrays) / (2 * step)
            arrays[which][place] -= _sign * step
    return gradient

_rng = np.random.default_rng(7)
_arrays = _rng.normal(size=(1, 3)), _rng.normal(size=(1, 3)), _rng.normal(size=(1, 2, 3))
_result = sgns_gradients(*_arrays)
assert _result is not None and len(_result) == 3, "grad_v, grad_pos, grad_neg 셋을 차례로 돌려주세요."
for _which, (_name, _given) in enumerate(zip(["grad_v", "grad_pos", "grad_neg"], _result)):
    assert np.shape(_given) == _arrays[_which].shape, f"{_name}의 모양이 {np.shape(_given)}입니다. 미분하는 배열과 같은 {_arrays[_which].shape}여야 합니다."
    assert np.allclose(_given, _numeric_gradient(_arrays, _which), atol=1e-6), f"쌍이 하나일 때 {_name}이 수치 미분과 다릅니다. 상대 벡터를 곱했나요? 부호는 '예측 빼기 정답'입니다."
### BEGIN HIDDEN TESTS
for _b, _k, _d in [(4, 3, 2), (3, 1, 5), (5, 4, 3)]:
    _arrays = _rng.normal(size=(_b, _d)), _rng.normal(size=(_b, _d)), _rng.normal(size=(_b, _k, _d))
    for _which, _given in enumerate(sgns_gradients(*_arrays)):
        assert np.shape(_given) == _arrays[_which].shape and np.allclose(_given, _numeric_gradient(_arrays, _which), atol=1e-6), f"B={_b}, K={_k}에서 기울기가 다릅니다. 손실이 평균이라는 것을 잊지 않았나요?"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 학습 한 걸음 ★★★ · 15분
#
# **목표.** 기울기를 받아 두 표를 고칩니다. 경사 하강법(gradient descent)의 규칙은 하나입니다. **기울기의 반대쪽으로 학습률만큼 갑니다.**
#
# $$W_{\text{in}}[c_b] \leftarrow W_{\text{in}}[c_b] - \eta\, g^{v}_b, \qquad W_{\text{out}}[o_b] \leftarrow W_{\text{out}}[o_b] - \eta\, g^{+}_b, \qquad W_{\text{out}}[n_{bk}] \leftarrow W_{\text{out}}[n_{bk}] - \eta\, g^{-}_{bk}$$
#
# 함정이 하나 있습니다. 한 배치 안에서 **같은 번호가 여러 번** 나옵니다. "영화"가 열 번 나왔다면 기울기 열 개가 **모두 더해져야** 합니다. 한 단어가 진짜이면서 다른 쌍의 가짜이기도 할 때도 마찬가지입니다.
# NumPy의 `table[ids] -= ...`는 같은 번호가 여러 번 나오면 **마지막 것만** 남깁니다. 오류도 경고도 없습니다.
#
# 받은 표는 고치지 말고, **고친 새 표 둘을 돌려주세요**.
#
# <details><summary>힌트</summary>
#
# `np.subtract.at`이나 `np.add.at`은 같은 번호가 되풀이되어도 모두 더합니다. 모양 (B, K)인 번호와 (B, K, D)인 기울기도 그대로 받습니다.
# 원-핫 행렬의 전치를 곱하는 방법도 있습니다. 강의의 희소 행렬이 그 방법입니다.
# </details>

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
        >>> new_in, new_out = sgd_step(one, one, np.array([0, 0]), np.array([1, 1]), np.array([[0], [0]]), (one, one, one[:, None]), 0.1)
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

# %% test="sgd-step" points=4
_zeros, _ones = np.zeros((3, 2)), np.ones((2, 2))
_result = sgd_step(_zeros.copy(), _zeros.copy(), np.array([0, 1]), np.array([1, 2]), np.array([[2], [0]]), (_ones, 2 * _ones, 4 * _ones[:, None]), 0.5)
assert _result is not None and len(_result) == 2, "새 W_in과 새 W_out 둘을 차례로 돌려주세요."
_new_in, _new_out = (np.asarray(_table, dtype=float) for _table in _result)
assert _new_in.shape == (3, 2) and _new_out.shape == (3, 2), "표의 모양 (V, D)는 그대로여야 합니다."
assert np.allclose(_new_in, [[-0.5, -0.5], [-0.5, -0.5], [0, 0]]), "W_in이 다릅니다. 기울기를 더하지 않고 뺐는지, 학습률을 곱했는지, 배치에 없는 단어를 건드리지 않았는지 보세요."
assert np.allclose(_new_out, [[-2, -2], [-1, -1], [-3, -3]]), "W_out이 다릅니다. 2번 단어는 진짜이면서 가짜이므로 두 기울기가 더해져야 합니다."
_twice, _ = sgd_step(_zeros.copy(), _zeros.copy(), np.array([1, 1]), np.array([0, 0]), np.array([[2], [2]]), (_ones, _ones, _ones[:, None]), 1.0)
assert np.allclose(np.asarray(_twice)[1], -2), "같은 단어가 두 번 나오면 기울기 둘이 모두 더해져야 합니다. table[ids] -= ... 의 함정을 확인하세요."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(8)
for _v, _b, _k, _d, _rate in [(5, 40, 6, 3, 0.1), (30, 8, 2, 4, 0.7), (2, 9, 3, 1, 2.0)]:
    _tables = _rng.normal(size=(2, _v, _d))
    _c, _o, _n = _rng.integers(0, _v, _b), _rng.integers(0, _v, _b), _rng.integers(0, _v, (_b, _k))
    _grads = _rng.normal(size=(_b, _d)), _rng.normal(size=(_b, _d)), _rng.normal(size=(_b, _k, _d))
    _expected = _tables.copy()
    for _row in range(_b):
        _expected[0, _c[_row]] -= _rate * _grads[0][_row]
        _expected[1, _o[_row]] -= _rate * _grads[1][_row]
        for _column in range(_k):
            _expected[1, _n[_row, _column]] -= _rate * _grads[2][_row, _column]
    _given = sgd_step(_tables[0].copy(), _tables[1].copy(), _c, _o, _n, _grads, _rate)
    assert np.allclose(_given[0], _expected[0]), f"V={_v}, B={_b}인 무작위 배치에서 W_in이 다릅니다."
    assert np.allclose(_given[1], _expected[1]), f"V={_v}, B={_b}, K={_k}인 무작위 배치에서 W_out이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 가까운 단어 ★★☆ · 12분
#
# **목표.** 한 단어와 가장 가까운 단어를 찾습니다. 가깝다는 것은 **코사인 유사도**가 크다는 뜻입니다.
#
# - 결과는 `(단어, 코사인)`의 리스트이고, 코사인이 큰 것부터입니다.
# - 물어본 단어 자신은 빼고, `k`개를 돌려줍니다. 단어가 모자라면 있는 만큼만 돌려줍니다.
#
# <details><summary>힌트</summary>
#
# 먼저 모든 벡터를 길이 1로 만들면 행렬과 벡터의 곱 한 번으로 코사인이 모두 나옵니다.
# "맨 앞의 하나를 버린다"는 방법은 위험합니다. 물어본 단어와 **방향이 똑같은** 다른 단어가 있으면 그 단어가 앞에 올 수 있습니다.
# </details>

# %% solution="nearest-words"
def nearest_words(query, words, vectors, k):
    """코사인 유사도로 가장 가까운 단어를 찾습니다.

    Args:
        query: 물어볼 단어(str). words에 들어 있습니다.
        words: 서로 다른 단어 V개의 리스트.
        vectors: 단어 벡터, 모양 (V, D). 0벡터는 없습니다.
        k: 돌려줄 단어의 수.

    Returns:
        (단어, 코사인 유사도)의 리스트. 코사인이 큰 순서로 많아야 k개, query는 없습니다.

    Example:
        >>> nearest_words("왕", ["왕", "여왕", "모자"], np.array([[2.0, 0.0], [5.0, 0.0], [0.0, 1.0]]), k=1)
        [('여왕', 1.0)]
    """
    ### BEGIN SOLUTION
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit[words.index(query)]
    order = np.argsort(-cosines)
    return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
    ### END SOLUTION

# %% test="nearest-words" points=3
_words, _vectors = ["왕", "여왕", "영화", "궁전", "모자"], np.array([[1.0, 0.0], [3.0, 0.3], [9.0, 9.0], [0.5, 0.2], [-1.0, 2.0]])
_result = nearest_words("왕", _words, _vectors, 3)
assert _result is not None, "nearest_words가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_found = [str(_word) for _word, _ in _result]
assert "왕" not in _found, "물어본 단어 자신이 결과에 들어 있습니다."
assert _found != ["영화", "여왕", "궁전"], "긴 벡터가 앞에 왔습니다. 내적이 아니라 코사인을 쓰세요."
assert _found == ["여왕", "궁전", "영화"], f"순서가 {_found}입니다. 코사인이 큰 것부터여야 합니다."
assert np.isclose(_result[2][1], 0.5 ** 0.5), f"'왕'과 '영화'의 코사인은 0.7071인데 {_result[2][1]:.4f}입니다. 두 벡터 모두 길이로 나누었나요?"
assert len(nearest_words("왕", _words, _vectors, 10)) == 4, "k가 단어의 수보다 크면 나머지 단어를 모두 돌려줍니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(9)
for _size, _d, _k in [(12, 3, 5), (40, 8, 1), (25, 2, 24)]:
    _words = [f"말{_number}" for _number in range(_size)]
    _vectors = _rng.normal(size=(_size, _d)) * _rng.uniform(0.1, 9, (_size, 1))
    _query = int(_rng.integers(_size))
    _cosines = [float(_vector @ _vectors[_query] / np.sqrt((_vector @ _vector) * (_vectors[_query] @ _vectors[_query]))) for _vector in _vectors]
    _order = sorted((_number for _number in range(_size) if _number != _query), key=lambda _number: -_cosines[_number])[:_k]
    _given = nearest_words(_words[_query], list(_words), _vectors.copy(), _k)
    assert [str(_word) for _word, _ in _given] == [_words[_number] for _number in _order], "무작위 벡터에서 이웃의 순서가 다릅니다."
    assert np.allclose([_value for _, _value in _given], [_cosines[_number] for _number in _order]), "무작위 벡터에서 코사인 값이 다릅니다."
_vectors = np.array([[2.0, 0.0], [0.0, 1.0], [0.0, 3.0], [1.0, 1.0], [0.0, 0.5]])
for _first in (1, 4):
    _twins = [str(_word) for _word, _ in nearest_words("가나다라마"[_first], list("가나다라마"), _vectors, 2)]
    assert set(_twins) == {"나", "다", "마"} - {"가나다라마"[_first]}, "방향이 똑같은 단어가 여럿일 때 물어본 단어만 빠져야 합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 10. 유추 ★★★ · 12분
#
# **목표.** "`a`와 `b`의 관계는 `c`와 무엇의 관계와 같은가"를 풉니다. "남자 : 여자 = 왕 : ?"에서 `a`는 남자, `b`는 여자, `c`는 왕입니다.
#
# 1. **모든 벡터를 먼저 길이 1로** 만듭니다.
# 2. $t = b - a + c$를 계산합니다.
# 3. $t$와의 코사인이 가장 큰 단어를 고르되, **물어본 세 단어는 답이 될 수 없습니다.**
#
# <details><summary>힌트</summary>
#
# 길이를 맞추지 않으면 자주 나온 단어의 긴 벡터가 더하기와 빼기를 좌우합니다. 세 단어를 빼지 않으면 답은 거의 언제나 `c`나 `b`입니다. 강의에서 본 그대로입니다.
# </details>

# %% solution="analogy"
def analogy(a, b, c, words, vectors):
    """a : b = c : ? 를 벡터의 덧셈과 뺄셈으로 풉니다.

    Args:
        a, b, c: 서로 다른 단어(str). 모두 words에 들어 있습니다.
        words: 서로 다른 단어 V개의 리스트, V는 4 이상.
        vectors: 단어 벡터, 모양 (V, D). 0벡터는 없습니다.

    Returns:
        답인 단어(str).

    Example:
        >>> analogy("남자", "여자", "왕", ["남자", "여자", "왕", "여왕"], np.array([[0, 1.0], [0.1, -1], [1, 1], [1, -1]]))
        '여왕'
    """
    ### BEGIN SOLUTION
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    index = {word: i for i, word in enumerate(words)}
    target = unit[index[b]] - unit[index[a]] + unit[index[c]]
    scores = unit @ target
    scores[[index[a], index[b], index[c]]] = -np.inf
    return words[int(scores.argmax())]
    ### END SOLUTION

# %% test="analogy" points=3
_words = ["남자", "여자", "왕", "여왕", "모자"]
_vectors = np.array([[0.2, 1.0], [0.2, -1.0], [1.0, 0.9], [0.9, -1.2], [-1.0, 0.1]])
_result = analogy("남자", "여자", "왕", _words, _vectors)
assert _result is not None, "analogy가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert str(_result) not in ("남자", "여자", "왕"), "물어본 세 단어는 답이 될 수 없습니다."
assert str(_result) == "여왕", f"남자 : 여자 = 왕 : ? 의 답이 {_result}입니다. b - a + c의 부호를 확인하세요."
assert str(analogy("왕", "남자", "여왕", _words, _vectors)) == "여자", "왕 : 남자 = 여왕 : ? 의 답은 여자입니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(10)
for _trial in range(40):
    _size, _d = int(_rng.integers(5, 30)), int(_rng.integers(2, 6))
    _words = [f"말{_number}" for _number in range(_size)]
    _vectors = _rng.normal(size=(_size, _d)) * _rng.uniform(0.05, 8, (_size, 1))
    _a, _b, _c = (int(_number) for _number in _rng.choice(_size, 3, replace=False))
    _unit = [_vector / np.sqrt(_vector @ _vector) for _vector in _vectors]
    _others = [_number for _number in range(_size) if _number not in (_a, _b, _c)]
    _answer = max(_others, key=lambda _number: float(_unit[_number] @ (_unit[_b] - _unit[_a] + _unit[_c])))
    _given = str(analogy(_words[_a], _words[_b], _words[_c], list(_words), _vectors.copy()))
    assert _given == _words[_answer], "무작위 벡터에서 답이 다릅니다. 더하고 빼기 전에 모든 벡터를 길이 1로 만들었는지, 후보도 코사인으로 견주었는지 보세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 11. 반대말은 왜 가까울까요 (글로 답하기) ★★☆ · 12분
#
# 영화평으로 배운 벡터에서 "최고"와 "최악"의 코사인은 무작위로 고른 두 단어의 코사인보다 훨씬 큽니다. 다음 세 가지에 모두 답하세요. 5-8문장이면 충분합니다.
#
# 1. word2vec이 무엇을 보고 배우는지를 근거로, 반대말이 가까워지는 까닭을 설명하세요. 두 단어가 들어갈 수 있는 문장의 틀을 **직접 하나 만들어** 보이세요.
# 2. 이 벡터를 그대로 감성 분류에 쓰면 어떤 문제가 생길 수 있습니까?
# 3. 그 문제를 줄일 방법을 하나 제안하고, 왜 도움이 되는지 설명하세요.

# %% [markdown] manual="why-antonyms" points=5
# ### BEGIN SOLUTION
# **모범 답안.** word2vec은 뜻을 보지 못하고 이웃만 봅니다. 어떤 단어의 벡터는 그 단어 둘레에 어떤 단어들이 나오는지를 맞히도록 고쳐집니다. "올해 본 영화 중에 ___였다"의 빈칸에는
# "최고"도 "최악"도 들어갑니다. 두 단어는 이웃이 거의 같으므로 비슷한 이웃을 예측해야 하고, 그러려면 벡터가 비슷해야 합니다. 분포 가설이 말하는 가까움은 같은 뜻이 아니라 "바꾸어 넣을 수 있음"입니다.
#
# 감성 분류에서는 긍정과 부정이 정반대인데 입력 벡터가 가까우므로, 벡터를 고정해 두면 분류기가 두 단어를 가르기 어렵습니다. 특히 벡터를 평균한 입력에서는 작은 차이가 더 희미해집니다.
#
# 라벨이 있는 데이터로 벡터까지 함께 학습(미세 조정)하면 긍정 문장과 부정 문장을 가르는 방향으로 두 벡터가 벌어집니다. 또는 반대말 사전을 써서 두 벡터를 멀어지게 고치거나, 창을 넓혀 평점이나 감정을 나타내는 먼 단어까지 이웃에 넣거나,
# 문장 전체를 보고 벡터를 만드는 모델을 쓸 수 있습니다.
#
# **채점 기준 (5점).**
#
# - 이웃(분포)만 보고 배운다는 근거로 설명합니다: 1점
# - 두 단어가 모두 들어가는 틀을 직접 만들어 보입니다: 1점. 강의의 문장을 그대로 옮기면 0점
# - 분류에서 생기는 문제를 말합니다(입력이 가까우면 가르기 어렵다): 1점
# - 방법을 하나 제안합니다: 1점. "데이터를 늘린다"만 쓰면 0점(이웃의 모양은 그대로이므로)
# - 그 방법이 왜 도움이 되는지 설명합니다: 1점
# ### END SOLUTION

# %% [markdown]
# ## 다 풀었다면: 여러분의 word2vec을 돌려 봅니다
#
# 채점하지 않습니다. 아래 코드를 새 셀에 붙여 넣으면, 지금까지 만든 함수 여덟 개가 한 모델로 이어집니다. 손으로 쓴 말뭉치로 배우고 "왕"의 이웃과 유추를 보여 줍니다.
# 한 번에 정답이 나오지 않으면 `epochs`나 `seed`를 바꾸어 보세요. 말뭉치가 작으면 결과가 흔들린다는 것도 배울 점입니다.
#
# ```python
# from nlplab import data
#
# corpus = data.load_toy_corpus()
# words = sorted({word for sentence in corpus for word in sentence})
# number = {word: i for i, word in enumerate(words)}
# pairs = np.array([(number[c], number[o]) for sentence in corpus for c, o in skipgram_pairs(sentence, 2)])
# noise = noise_distribution(np.bincount(pairs[:, 0], minlength=len(words)))
#
# rng = np.random.default_rng(7)
# W_in, W_out = rng.normal(0, 0.1, (2, len(words), 8))
# epochs, batch = 30, 256
# for epoch in range(epochs):
#     rng.shuffle(pairs)
#     for start in range(0, len(pairs), batch):
#         center, context = pairs[start:start + batch].T
#         negative = sample_negatives(noise, context, 5, seed=epoch * len(pairs) + start)
#         gradients = sgns_gradients(W_in[center], W_out[context], W_out[negative])
#         W_in, W_out = sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate=5.0)
#     if epoch % 10 == 9:
#         print(epoch + 1, round(float(sgns_loss(W_in[center], W_out[context], W_out[negative])), 3))
#
# print(nearest_words("왕", words, W_in, 3))
# print("남자 : 여자 = 왕 :", analogy("남자", "여자", "왕", words, W_in))
# ```
