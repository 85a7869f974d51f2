# ---
# title: 문장의 벡터 표현
# number: "010"
# objectives:
#   - 단어 빈도, IDF, TF-IDF, 코사인 유사도를 NumPy로 직접 구현합니다.
#   - n-gram을 뽑고, 많이 나온 순서의 단어 사전을 만듭니다.
#   - 문장을 정수로 바꾸고 되돌리며, 길이를 맞추고, 원-핫 벡터로 폅니다.
#   - 배운 것을 모아 작은 검색 엔진을 만듭니다.
# datasets: []
# prerequisites: []
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 강의에서 라이브러리가 대신해 준 계산을 직접 만듭니다. 쓰는 도구는 파이썬과 NumPy뿐이고, 과제끼리는 서로 기대지 않으므로 막히면 다음 과제로 넘어가도 됩니다.
# 마지막 과제에서는 앞에서 만든 것을 모아 검색 엔진을 만듭니다.

# %%
import math
import random
from collections import Counter

import numpy as np

# %% [markdown]
# ## 과제 1. 문서-단어 행렬(document-term matrix) ★☆☆ · 10분
#
# **목표.** 이미 토큰으로 나눈 문서들과 어휘를 받아, 문서마다 단어가 몇 번 나오는지 세는 함수를 만듭니다. 결과의 행은 문서, 열은 어휘의 단어입니다.
#
# - 열의 순서는 `vocabulary`에 적힌 순서 그대로입니다.
# - 어휘에 없는 단어는 세지 않습니다. 오류를 내지도 않습니다.
# - 토큰이 하나도 없는 문서의 행은 모두 0입니다.
#
# <details><summary>힌트</summary>
#
# 리스트의 메서드 하나가 "이 값이 몇 번 들어 있는가"를 세어 줍니다. 문자열이 아니라 **리스트**에서 세야 "영화"가 "영화관" 속에서 세어지지 않습니다.
# </details>

# %% solution="count-matrix"
def count_matrix(documents, vocabulary):
    """문서마다 어휘의 단어가 나온 횟수를 셉니다.

    Args:
        documents: 토큰 리스트의 리스트, 문서 D개.
        vocabulary: 서로 다른 단어의 리스트, 단어 V개. 열의 순서를 정합니다.

    Returns:
        정수 배열, 모양 (D, V).

    Example:
        >>> count_matrix([["참", "참", "좋다"]], ["좋다", "참", "영화"])
        array([[1, 2, 0]])
    """
    ### BEGIN SOLUTION
    counts = np.zeros((len(documents), len(vocabulary)), dtype=int)
    for row, document in enumerate(documents):
        for column, word in enumerate(vocabulary):
            counts[row, column] = document.count(word)
    return counts
    ### END SOLUTION

# %% test="count-matrix" points=3
_documents = [["영화", "참", "좋다"], ["참", "참", "지루하다"], ["영화관", "좋다"]]
_result = count_matrix(_documents, ["참", "좋다", "영화", "지루하다"])
assert _result is not None, "count_matrix가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result)
assert _result.shape == (3, 4), f"모양이 {_result.shape}입니다. 행은 문서 3개, 열은 단어 4개여야 합니다. 행과 열을 바꾸지 않았나요?"
assert _result[1, 0] == 2, "둘째 문서에는 '참'이 두 번 나옵니다. 있는지 없는지만 적은 것은 아닌가요?"
assert _result[2, 2] == 0, "'영화관'은 '영화'가 아닙니다. 문자열 속에서 세지 말고 토큰끼리 비교하세요."
assert _result.tolist() == [[1, 1, 1, 0], [2, 0, 0, 1], [0, 1, 0, 0]], (
    "값이 다릅니다. 열의 순서가 vocabulary의 순서와 같은지 확인하세요."
)
### BEGIN HIDDEN TESTS
_rng = random.Random(3)
_words = [f"낱말{_number}" for _number in range(12)]
for _trial in range(5):
    _random_documents = [[_rng.choice(_words) for _ in range(_rng.randrange(0, 15))] for _ in range(_rng.randrange(2, 9))] + [[]]
    _chosen = _rng.sample(_words, 7)
    _result = np.asarray(count_matrix(_random_documents, _chosen))
    assert _result.shape == (len(_random_documents), 7), "어휘에 없는 단어가 있거나 빈 문서가 있을 때 모양이 달라집니다."
    _totals = Counter(_word for _document in _random_documents for _word in _document)
    assert [int(_value) for _value in _result.sum(axis=0)] == [_totals[_word] for _word in _chosen], (
        "무작위 문서에서 단어별 합이 다릅니다."
    )
    _lengths = [sum(_word in _chosen for _word in _document) for _document in _random_documents]
    assert [int(_value) for _value in _result.sum(axis=1)] == _lengths, "무작위 문서에서 문서별 합이 다릅니다."
    assert all(_result[_row, _column] == sum(_token == _word for _token in _document) for _row, _document in enumerate(_random_documents) for _column, _word in enumerate(_chosen)), (
        "무작위 문서에서 값이 다릅니다."
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 역문서 빈도(inverse document frequency) ★★☆ · 10분
#
# **목표.** 문서-단어 행렬에서 단어마다 역문서 빈도를 계산합니다. 강의에서 본 scikit-learn의 공식을 씁니다. $\ln$은 자연로그입니다.
#
# $$\mathrm{idf}(t) = \ln\frac{1 + N}{1 + \mathrm{df}(t)} + 1$$
#
# $N$은 문서의 수, $\mathrm{df}(t)$는 단어 $t$가 **한 번이라도 나온 문서의 수**입니다. 어느 문서에도 나오지 않은 단어의 열이 있어도 계산할 수 있어야 합니다.
#
# <details><summary>힌트</summary>
#
# `counts > 0`은 참과 거짓의 행렬입니다. 참을 1로 보고 어느 축으로 더하면 단어마다 값이 하나씩 나옵니까?
# </details>

# %% solution="idf"
def idf(counts):
    """문서-단어 행렬에서 단어마다 역문서 빈도를 계산합니다.

    Args:
        counts: 정수 배열, 모양 (D, V). 행은 문서, 열은 단어.

    Returns:
        실수 배열, 모양 (V,).

    Example:
        >>> idf(np.array([[1, 0], [2, 3]])).round(3)
        array([1.   , 1.405])
    """
    ### BEGIN SOLUTION
    counts = np.asarray(counts)
    df = (counts > 0).sum(axis=0)
    return np.log((1 + len(counts)) / (1 + df)) + 1
    ### END SOLUTION

# %% test="idf" points=3
_counts = np.array([[1, 3, 0, 0], [2, 0, 1, 0], [5, 0, 0, 0]])
_result = idf(_counts)
assert _result is not None, "idf가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result, dtype=float)
assert _result.shape == (4,), f"모양이 {_result.shape}입니다. 단어마다 값 하나, 곧 (4,)여야 합니다. 더하는 축을 확인하세요."
assert math.isclose(_result[0], 1.0, abs_tol=1e-5), (
    "모든 문서에 나온 단어의 idf는 1입니다. 나온 횟수를 모두 더하지 않았는지, 공식의 +1 세 개가 모두 있는지 보세요."
)
assert math.isclose(_result[1], _result[2], abs_tol=1e-5), (
    "문서 하나에만 나온 두 단어의 idf는 같습니다. 한 문서에서 세 번 나와도 df는 1입니다."
)
assert _result[3] > _result[2] > _result[0], "드문 단어일수록 값이 커야 합니다. 분수를 뒤집지 않았는지 보세요."
assert math.isclose(_result[3], 2.386294, abs_tol=1e-4), (
    "한 번도 나오지 않은 단어의 값이 다릅니다. 자연로그인지, 분모와 분자에 1을 더했는지 확인하세요."
)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(11)
for _trial in range(5):
    _n_documents, _n_words = int(_rng.integers(2, 30)), int(_rng.integers(2, 20))
    _counts = _rng.poisson(0.7, size=(_n_documents, _n_words))
    _counts[:, 0] = 0
    _result = np.asarray(idf(_counts), dtype=float)
    assert _result.shape == (_n_words,), "무작위 행렬에서 모양이 다릅니다."
    for _column in range(_n_words):
        _found_in = sum(1 for _row in range(_n_documents) if _counts[_row, _column] != 0)
        _wanted = 1 + math.log(1 + _n_documents) - math.log(1 + _found_in)
        assert math.isclose(_result[_column], _wanted, rel_tol=1e-5), (
            "무작위 행렬에서 값이 다릅니다. 공식의 각 항을 손으로 확인해 보세요."
        )
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. TF-IDF 행렬 ★★☆ · 15분
#
# **목표.** 문서-단어 행렬에 단어의 가중치를 곱하고, 각 **행**을 길이(L2 노름) 1로 만듭니다.
#
# $$x_{d,t} = \frac{\mathrm{tf}(d,t)\,\mathrm{idf}(t)}{\sqrt{\sum_{t'} \bigl(\mathrm{tf}(d,t')\,\mathrm{idf}(t')\bigr)^2}}$$
#
# 값이 모두 0인 행(어휘에 있는 단어가 하나도 없는 문서)은 나누지 말고 **0인 채로** 둡니다. `nan`이 나오면 안 됩니다.
#
# <details><summary>힌트</summary>
#
# 모양 (D, V)와 (V,)를 곱하면 열마다 같은 가중치가 곱해집니다. 길이를 잴 때 `keepdims=True`를 주면 모양이 (D, 1)이라 그대로 나눌 수 있습니다.
# 길이가 0인 행은 나누기 전에 길이를 다른 수로 바꾸어 두면 됩니다.
# </details>

# %% solution="tfidf"
def tfidf_matrix(counts, weights):
    """단어의 가중치를 곱하고 행마다 길이를 1로 맞춥니다.

    Args:
        counts: 배열, 모양 (D, V). 문서마다 단어가 나온 횟수.
        weights: 실수 배열, 모양 (V,). 단어마다 역문서 빈도.

    Returns:
        실수 배열, 모양 (D, V). 각 행의 길이는 1, 모두 0이던 행은 그대로 0.

    Example:
        >>> tfidf_matrix(np.array([[3, 2], [0, 0]]), np.array([1.0, 2.0]))
        array([[0.6, 0.8],
               [0. , 0. ]])
    """
    ### BEGIN SOLUTION
    weighted = np.asarray(counts) * np.asarray(weights)
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    return weighted / np.where(lengths == 0, 1, lengths)
    ### END SOLUTION

# %% test="tfidf" points=4
_counts = np.array([[3, 2, 0], [0, 0, 0], [0, 1, 1]])
_weights = np.array([1.0, 2.0, 1.5])
_result = tfidf_matrix(_counts, _weights)
assert _result is not None, "tfidf_matrix가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result, dtype=float)
assert _result.shape == (3, 3), f"모양이 {_result.shape}입니다. counts와 같아야 합니다."
assert not np.isnan(_result).any(), "nan이 있습니다. 모두 0인 행을 0으로 나누지 않았나요?"
assert np.allclose(_result[1], 0), "모두 0이던 행은 0으로 남아야 합니다."
assert np.allclose(np.linalg.norm(_result[[0, 2]], axis=1), 1, atol=1e-5), (
    "행의 길이가 1이 아닙니다. 제곱해서 더한 값의 제곱근으로 나누었는지, 축이 맞는지 보세요."
)
assert np.allclose(_result[0], [0.6, 0.8, 0.0], atol=1e-5), "값이 다릅니다. 가중치를 먼저 곱하고 나서 길이로 나누어야 합니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(5)
for _trial in range(5):
    _n_documents, _n_words = int(_rng.integers(3, 12)), int(_rng.integers(3, 12))
    _counts = _rng.poisson(0.8, size=(_n_documents, _n_words))
    _counts[1] = 0
    _weights = _rng.uniform(0.05, 4.0, size=_n_words)
    _result = np.asarray(tfidf_matrix(_counts, _weights), dtype=float)
    assert _result.shape == _counts.shape, "무작위 행렬에서 모양이 다릅니다."
    for _row in range(_n_documents):
        _values = [_counts[_row, _column] * _weights[_column] for _column in range(_n_words)]
        _size = math.sqrt(sum(_value * _value for _value in _values)) or 1.0
        assert np.allclose(_result[_row], [_value / _size for _value in _values], atol=1e-5), (
            "무작위 행렬에서 값이 다릅니다."
        )
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 코사인 유사도(cosine similarity) ★★☆ · 10분
#
# **목표.** 두 행렬을 받아, 첫째의 모든 행과 둘째의 모든 행 사이의 코사인 유사도를 한꺼번에 계산합니다.
#
# $$\cos(\mathbf{a}, \mathbf{b}) = \frac{\mathbf{a}\cdot\mathbf{b}}{\lVert\mathbf{a}\rVert\,\lVert\mathbf{b}\rVert}$$
#
# - 두 행렬의 행의 수는 서로 다를 수 있습니다.
# - 값에는 음수가 있을 수 있고, 그때 유사도도 음수가 될 수 있습니다.
# - 영벡터와의 유사도는 0으로 정합니다.
#
# <details><summary>힌트</summary>
#
# 모양 (A, V)인 행렬과 (V, B)인 행렬을 곱하면 (A, B)가 됩니다. 두 행렬의 행을 먼저 길이 1로 만들어 두면 곱하기만 하면 됩니다.
# </details>

# %% solution="cosine"
def cosine_similarity(first, second):
    """두 행렬의 행끼리 코사인 유사도를 계산합니다.

    Args:
        first: 배열, 모양 (A, V).
        second: 배열, 모양 (B, V).

    Returns:
        실수 배열, 모양 (A, B). (i, j)는 first의 i째 행과 second의 j째 행의 유사도.

    Example:
        >>> cosine_similarity(np.array([[1, 0]]), np.array([[2, 0], [0, 3], [-1, 0]]))
        array([[ 1.,  0., -1.]])
    """
    ### BEGIN SOLUTION
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)[None, :]
    return first @ second.T / np.where(scale == 0, 1, scale)
    ### END SOLUTION

# %% test="cosine" points=3
_first = np.array([[3, 4], [0, 0]])
_second = np.array([[6, 8], [4, -3], [-3, -4], [1, 0]])
_result = cosine_similarity(_first, _second)
assert _result is not None, "cosine_similarity가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result, dtype=float)
assert _result.shape == (2, 4), f"모양이 {_result.shape}입니다. (2, 4)여야 합니다. 둘째 행렬의 전치를 잊지 않았나요?"
assert not np.isnan(_result).any(), "nan이 있습니다. 영벡터의 길이로 나누지 않았나요?"
assert np.allclose(_result[1], 0), "영벡터와의 유사도는 0이어야 합니다."
assert math.isclose(_result[0, 0], 1.0, abs_tol=1e-5), "방향이 같으면 길이가 달라도 1입니다. 두 벡터의 길이로 모두 나누었나요?"
assert math.isclose(_result[0, 2], -1.0, abs_tol=1e-5), "방향이 반대이면 -1입니다. 음수를 없애지 마세요."
assert np.allclose(_result[0], [1.0, 0.0, -1.0, 0.6], atol=1e-5), "값이 다릅니다. 길이는 제곱해서 더한 값의 제곱근입니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(23)
for _trial in range(5):
    _n_first, _n_second, _width = (int(_value) for _value in _rng.integers(2, 9, size=3))
    _first, _second = _rng.normal(size=(_n_first, _width)) * 0.1, _rng.normal(size=(_n_second + 1, _width)) * 5
    _second[0] = 0
    _result = np.asarray(cosine_similarity(_first, _second), dtype=float)
    assert _result.shape == (_n_first, _n_second + 1), "무작위 행렬에서 모양이 다릅니다."
    for _row in range(_n_first):
        for _column in range(_n_second + 1):
            _a, _b = _first[_row].tolist(), _second[_column].tolist()
            _dot = sum(_x * _y for _x, _y in zip(_a, _b))
            _wanted = _dot / (math.hypot(*_a) * math.hypot(*_b)) if any(_b) else 0.0
            assert math.isclose(_result[_row, _column], _wanted, abs_tol=1e-5), "무작위 행렬에서 값이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. n-gram ★★☆ · 10분
#
# **목표.** 토큰 리스트에서 길이가 `smallest`부터 `largest`까지(**양 끝 포함**)인 n-gram을 모두 뽑습니다.
#
# - n-gram 하나는 토큰의 튜플입니다. 길이가 1인 것도 `("영화",)`처럼 튜플입니다.
# - 짧은 것부터, 길이가 같으면 앞에서부터 늘어놓습니다. 같은 n-gram이 두 번 나오면 두 번 적습니다.
# - 토큰 리스트 대신 문자열을 넣으면 글자 n-gram이 나와야 합니다. 특별히 할 일은 없습니다. 문자열도 자를 수 있기 때문입니다.
#
# <details><summary>힌트</summary>
#
# 토큰이 5개이고 $n=2$이면 시작할 수 있는 자리는 0, 1, 2, 3입니다. 토큰이 $T$개이면 자리는 몇 개입니까? $n$이 $T$보다 크면 하나도 없어야 합니다.
# </details>

# %% solution="ngrams"
def ngrams(tokens, smallest, largest):
    """길이가 smallest 이상 largest 이하인 n-gram을 뽑습니다.

    Args:
        tokens: 토큰 리스트나 문자열.
        smallest: 가장 짧은 n-gram의 길이, 1 이상.
        largest: 가장 긴 n-gram의 길이, smallest 이상.

    Returns:
        튜플의 리스트. 짧은 것부터, 길이가 같으면 앞에서부터.

    Example:
        >>> ngrams(["안", "좋은", "영화"], 1, 2)
        [('안',), ('좋은',), ('영화',), ('안', '좋은'), ('좋은', '영화')]
    """
    ### BEGIN SOLUTION
    found = []
    for n in range(smallest, largest + 1):
        for start in range(len(tokens) - n + 1):
            found.append(tuple(tokens[start:start + n]))
    return found
    ### END SOLUTION

# %% test="ngrams" points=3
_result = ngrams(["영화", "참", "영화", "참"], 1, 2)
assert _result is not None, "ngrams가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert not any(isinstance(_gram, str) for _gram in _result), "n-gram은 문자열이 아니라 토큰의 튜플입니다."
_result = [tuple(_gram) for _gram in _result]
assert any(len(_gram) == 2 for _gram in _result), "2-gram이 하나도 없습니다. largest도 포함해야 합니다."
assert ("참", "영화") in _result, "가운데의 ('참', '영화')가 없습니다. 한 칸씩 옮겨 가며 겹치게 뽑아야 합니다."
assert _result.count(("영화", "참")) == 2, "같은 n-gram이 두 번 나오면 두 번 적습니다. 맨 끝의 것을 빠뜨리지 않았는지도 보세요."
assert _result == [("영화",), ("참",), ("영화",), ("참",), ("영화", "참"), ("참", "영화"), ("영화", "참")], (
    "순서나 내용이 다릅니다. 짧은 것부터, 앞에서부터입니다."
)
assert min(len(_gram) for _gram in ngrams(["안", "좋은", "영화"], 2, 3)) == 2, "smallest보다 짧은 n-gram이 섞였습니다."
assert [tuple(_gram) for _gram in ngrams("참좋다", 2, 2)] == [("참", "좋"), ("좋", "다")], (
    "문자열을 넣으면 글자 n-gram이 나와야 합니다."
)
### BEGIN HIDDEN TESTS
_rng = random.Random(17)
for _trial in range(20):
    _tokens = [_rng.choice("가나다라마") for _ in range(_rng.randrange(0, 9))]
    _low = _rng.randrange(1, 4)
    _high = _low + _rng.randrange(0, 4)
    _result = [tuple(_gram) for _gram in ngrams(_tokens, _low, _high)]
    _wanted_sizes = [_n for _n in range(_low, _high + 1) for _ in range(max(0, len(_tokens) - _n + 1))]
    assert [len(_gram) for _gram in _result] == _wanted_sizes, (
        "무작위 입력에서 n-gram의 수나 길이가 다릅니다. 토큰이 n보다 적으면 하나도 없어야 합니다."
    )
    _place = 0
    for _before, _gram in zip([()] + _result, _result):
        _place = 0 if len(_before) != len(_gram) else _place + 1
        assert all(_tokens[_place + _offset] == _token for _offset, _token in enumerate(_gram)), (
            "무작위 입력에서 n-gram의 내용이나 순서가 다릅니다."
        )
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 단어 사전(word index) ★★☆ · 10분
#
# **목표.** 말뭉치에서 단어 사전을 만듭니다. 0번은 패딩, 1번은 사전에 없는 단어(OOV)의 자리이므로 **단어에는 2번부터** 줍니다.
#
# - 말뭉치 전체에서 **많이 나온 단어**가 앞 번호를 받습니다.
# - 횟수가 같으면 말뭉치에 **먼저 나온 단어**가 앞 번호를 받습니다.
# - `max_words`를 주면 앞에서부터 그만큼의 단어만 남깁니다. 패딩과 OOV는 이 수에 넣지 않습니다. `None`이면 모두 남깁니다.
#
# <details><summary>힌트</summary>
#
# 파이썬의 `sorted`는 값이 같은 것의 순서를 바꾸지 않습니다(안정 정렬). `Counter.most_common`도 같은 약속을 지킵니다.
# </details>

# %% solution="word-index"
def build_word_index(documents, max_words=None):
    """많이 나온 순서로 2번부터 번호를 매긴 단어 사전을 만듭니다.

    Args:
        documents: 토큰 리스트의 리스트.
        max_words: 남길 단어의 수. None이면 모두.

    Returns:
        단어를 키로, 번호(2 이상의 정수)를 값으로 갖는 dict.

    Example:
        >>> build_word_index([["참", "좋다"], ["영화", "좋다"]], max_words=2)
        {'좋다': 2, '참': 3}
    """
    ### BEGIN SOLUTION
    frequency = Counter(word for document in documents for word in document)
    return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
    ### END SOLUTION

# %% test="word-index" points=3
_documents = [["하늘", "바람", "바람", "바람"], ["구름", "하늘"], ["가을", "구름", "별"]]
_result = build_word_index(_documents)
assert _result is not None, "build_word_index가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert set(_result) == {"하늘", "바람", "구름", "가을", "별"}, "사전에는 말뭉치의 단어가 모두, 그리고 단어만 들어 있어야 합니다."
assert min(_result.values()) == 2, "0번과 1번은 패딩과 OOV의 자리입니다. 단어는 2번부터입니다."
assert _result["바람"] == 2, "가장 많이 나온 단어가 2번이어야 합니다. 문서의 수가 아니라 나온 횟수를 세었나요?"
assert (_result["하늘"], _result["구름"]) == (3, 4), "횟수가 같으면 먼저 나온 단어가 앞입니다. 가나다순으로 늘어놓지 않았나요?"
assert (_result["가을"], _result["별"]) == (5, 6), "한 번 나온 단어도 나온 순서대로 번호를 받습니다."
assert build_word_index(_documents, max_words=2) == {"바람": 2, "하늘": 3}, (
    "max_words=2이면 단어 두 개만 남아야 합니다. 패딩과 OOV는 이 수에 들지 않습니다."
)
### BEGIN HIDDEN TESTS
_rng = random.Random(29)
for _trial in range(10):
    _pool = [f"{_letter}{_number}" for _letter in "하파타카차자" for _number in range(3)]
    _random_documents = [[_rng.choice(_pool) for _ in range(_rng.randrange(0, 10))] for _ in range(_rng.randrange(1, 8))] + [["끝말"]]
    _flat = [_word for _document in _random_documents for _word in _document]
    _result = build_word_index(_random_documents)
    assert sorted(int(_value) for _value in _result.values()) == list(range(2, 2 + len(set(_flat)))), (
        "번호는 2부터 빈틈없이 이어져야 합니다."
    )
    _ordered = sorted(_result, key=_result.get)
    for _left, _right in zip(_ordered, _ordered[1:]):
        _difference = _flat.count(_left) - _flat.count(_right)
        assert _difference > 0 or (_difference == 0 and _flat.index(_left) < _flat.index(_right)), (
            "무작위 말뭉치에서 순서가 다릅니다."
        )
    for _kept in (1, 4, 500):
        _limited = build_word_index(_random_documents, _kept)
        assert dict(_limited) == {_word: _place + 2 for _place, _word in enumerate(_ordered[:_kept])}, (
            "max_words를 주었을 때 남는 단어가 다릅니다."
        )
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 번호로 바꾸기와 되돌리기(encode, decode) ★★☆ · 10분
#
# **목표.** 단어 사전을 써서 토큰을 번호로, 번호를 토큰으로 바꾸는 함수 두 개를 만듭니다.
#
# - `encode`: 사전에 없는 토큰은 1번(OOV)이 됩니다. 지우지 않습니다.
# - `decode`: 0번(패딩)은 어디에 있든 건너뛰고, 1번은 `"[UNK]"`로 적습니다.
# - 사전이 번호 순서대로 적혀 있다고 믿지 마세요. 사전에 적힌 **번호**를 보아야 합니다.
#
# <details><summary>힌트</summary>
#
# `dict.get`에는 키가 없을 때 쓸 값을 줄 수 있습니다. 되돌리려면 키와 값을 뒤바꾼 사전이 있으면 편합니다.
# </details>

# %% solution="encode-decode"
def encode(tokens, word_index):
    """토큰을 번호로 바꿉니다.

    Args:
        tokens: 토큰 리스트, 길이 T.
        word_index: 단어를 키로, 번호(2 이상)를 값으로 갖는 dict.

    Returns:
        정수 리스트, 길이 T. 사전에 없는 토큰은 1.

    Example:
        >>> encode(["정말", "좋다"], {"좋다": 2})
        [1, 2]
    """
    ### BEGIN SOLUTION
    return [word_index.get(token, 1) for token in tokens]
    ### END SOLUTION


def decode(numbers, word_index):
    """번호를 토큰으로 되돌립니다.

    Args:
        numbers: 정수 리스트나 배열. 0은 패딩, 1은 OOV.
        word_index: 단어를 키로, 번호(2 이상)를 값으로 갖는 dict.

    Returns:
        토큰 리스트. 패딩은 빠지고 OOV는 "[UNK]".

    Example:
        >>> decode([0, 1, 2], {"좋다": 2})
        ['[UNK]', '좋다']
    """
    ### BEGIN SOLUTION
    index_word = {number: word for word, number in word_index.items()}
    index_word[1] = "[UNK]"
    return [index_word[int(number)] for number in numbers if number != 0]
    ### END SOLUTION

# %% test="encode-decode" points=4
_word_index = {"지루하다": 4, "영화": 2, "좋다": 3}
_result = encode(["영화", "정말", "지루하다"], _word_index)
assert _result is not None, "encode가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert len(_result) == 3, "토큰과 번호의 수는 같아야 합니다. 모르는 단어를 지우지 않았나요?"
assert [int(_number) for _number in _result] == [2, 1, 4], "사전에 없는 단어는 1, 나머지는 사전의 번호입니다."
_result = decode([0, 0, 2, 1, 4], _word_index)
assert _result is not None, "decode가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert list(_result) == ["영화", "[UNK]", "지루하다"], "되돌린 결과가 다릅니다. 앞에 있는 패딩도 건너뛰고, 사전에 적힌 번호를 그대로 쓰세요."
assert list(decode([3, 0, 0], _word_index)) == ["좋다"], "뒤에 있는 패딩도 건너뛰어야 합니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(31)
for _trial in range(10):
    _words = [f"말{_number}" for _number in range(30)]
    _rng.shuffle(_words)
    _known = dict(zip(_words[:15], _rng.sample(range(2, 17), 15)))
    _tokens = [_rng.choice(_words) for _ in range(_rng.randrange(0, 20))]
    _numbers = [int(_number) for _number in encode(_tokens, dict(_known))]
    assert len(_numbers) == len(_tokens), "무작위 문장에서 길이가 다릅니다."
    for _token, _number in zip(_tokens, _numbers):
        assert _number == (_known[_token] if _token in _known else 1), "무작위 문장에서 번호가 다릅니다."
    _padded = np.array([0] * _rng.randrange(3) + _numbers[:7] + [0] * _rng.randrange(3) + _numbers[7:], dtype=np.int64)
    _wanted = [_token if _token in _known else "[UNK]" for _token in _tokens]
    assert [str(_token) for _token in decode(_padded, dict(_known))] == _wanted, (
        "NumPy 배열로 주거나 패딩이 중간에 있을 때 되돌린 결과가 다릅니다."
    )
assert list(decode([], {"하나": 2})) == [] and list(encode([], {"하나": 2})) == [], "빈 문장은 빈 리스트가 됩니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 길이를 맞추는 패딩(padding)과 자르기(truncation) ★★☆ · 15분
#
# **목표.** 길이가 다른 정수 시퀀스를 행렬 하나로 묶습니다. 짧으면 0으로 채우고, 길면 자릅니다.
#
# - `padding`: `"post"`이면 **뒤에** 0을 채우고 `"pre"`이면 **앞에** 채웁니다.
# - `truncating`: `"post"`이면 **뒤를 잘라** 앞을 남기고 `"pre"`이면 **앞을 잘라** 뒤를 남깁니다.
# - 둘은 서로 관계없이 고를 수 있습니다. 빈 시퀀스의 행은 모두 0입니다.
#
# <details><summary>힌트</summary>
#
# 먼저 자르고, 그다음 채우세요. 뒤에서 몇 개를 남길 때 `sequence[-k:]`를 많이 쓰는데, $k$가 0일 때 무엇이 나오는지 조심하세요.
# </details>

# %% solution="pad"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    """시퀀스들을 같은 길이로 맞추어 행렬로 만듭니다.

    Args:
        sequences: 정수 리스트의 리스트, 문장 N개.
        length: 맞출 길이, 1 이상.
        padding: "post" 또는 "pre". 0을 채우는 쪽.
        truncating: "post" 또는 "pre". 잘라 내는 쪽.

    Returns:
        정수 배열, 모양 (N, length).

    Example:
        >>> pad_sequences([[5], [6, 7, 8]], 2, padding="pre", truncating="pre")
        array([[0, 5],
               [7, 8]])
    """
    ### BEGIN SOLUTION
    matrix = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in enumerate(sequences):
        kept = list(sequence)[:length] if truncating == "post" else list(sequence)[max(len(sequence) - length, 0):]
        first = 0 if padding == "post" else length - len(kept)
        matrix[row, first:first + len(kept)] = kept
    return matrix
    ### END SOLUTION

# %% test="pad" points=4
_sequences = [[5, 6], [1, 2, 3, 4], []]
_result = pad_sequences(_sequences, 3)
assert _result is not None, "pad_sequences가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.asarray(_result).shape == (3, 3), "모양이 다릅니다. 가장 긴 문장이 아니라 length에 맞추세요."
assert np.asarray(_result).tolist() == [[5, 6, 0], [1, 2, 3], [0, 0, 0]], (
    "기본값은 둘 다 post입니다. 뒤에 0을 채우고, 길면 뒤를 자릅니다."
)
assert np.asarray(pad_sequences(_sequences, 3, padding="pre")).tolist() == [[0, 5, 6], [1, 2, 3], [0, 0, 0]], (
    "padding='pre'는 앞에 0을 채웁니다. 자르는 쪽은 그대로 뒤입니다."
)
assert np.asarray(pad_sequences(_sequences, 3, truncating="pre")).tolist() == [[5, 6, 0], [2, 3, 4], [0, 0, 0]], (
    "truncating='pre'는 앞을 잘라 뒤를 남깁니다. 채우는 쪽은 그대로 뒤입니다."
)
### BEGIN HIDDEN TESTS
_rng = random.Random(41)
for _trial in range(12):
    _random_sequences = [[_rng.randrange(1, 50) for _ in range(_rng.randrange(0, 9))] for _ in range(_rng.randrange(1, 7))]
    _length = _rng.randrange(1, 8)
    for _fill in ("post", "pre"):
        for _cut in ("post", "pre"):
            _result = np.asarray(pad_sequences(_random_sequences, _length, _fill, _cut))
            assert _result.shape == (len(_random_sequences), _length), "무작위 시퀀스에서 모양이 다릅니다."
            assert _result.dtype.kind in "iu", "정수 배열이어야 합니다."
            for _row, _sequence in zip(_result.tolist(), _random_sequences):
                _n = min(len(_sequence), _length)
                _body, _rest = (_row[:_n], _row[_n:]) if _fill == "post" else (_row[_length - _n:], _row[:_length - _n])
                assert _rest == [0] * (_length - _n), "무작위 시퀀스에서 0을 채운 자리가 다릅니다."
                _offset = 0 if _cut == "post" else len(_sequence) - _n
                assert all(_body[_place] == _sequence[_offset + _place] for _place in range(_n)), (
                    "무작위 시퀀스에서 남은 번호가 다릅니다."
                )
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 원-핫 벡터(one-hot vector) ★★☆ · 10분
#
# **목표.** 번호의 배열을 원-핫 벡터로 폅니다. 문장 하나(1차원)든 배치(2차원)든 모두 받아야 합니다. 결과에는 **마지막 축**이 하나 늘어납니다.
#
# 단, 0번은 글이 아니라 패딩이므로 **모두 0인 벡터**로 둡니다. 그러면 나중에 벡터를 더해도 패딩이 세어지지 않습니다.
#
# <details><summary>힌트</summary>
#
# 단위행렬(`np.eye`)의 행은 모두 원-핫 벡터입니다. 행렬을 번호의 배열로 꺼내면(`matrix[numbers]`) 모양이 어떻게 되는지 출력해 보세요.
# </details>

# %% solution="one-hot"
def one_hot(numbers, size):
    """번호를 원-핫 벡터로 폅니다. 패딩(0)은 모두 0입니다.

    Args:
        numbers: 0 이상 size 미만의 정수 배열, 모양 (T,) 또는 (N, T).
        size: 벡터의 길이, 곧 사전의 크기(패딩과 OOV 포함).

    Returns:
        0과 1의 배열, 모양 (T, size) 또는 (N, T, size).

    Example:
        >>> one_hot([2, 0], 3)
        array([[0, 0, 1],
               [0, 0, 0]])
    """
    ### BEGIN SOLUTION
    table = np.eye(size, dtype=int)
    table[0] = 0
    return table[np.asarray(numbers)]
    ### END SOLUTION

# %% test="one-hot" points=3
_result = one_hot([3, 1, 0], 5)
assert _result is not None, "one_hot이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = np.asarray(_result, dtype=float)
assert _result.shape == (3, 5), f"모양이 {_result.shape}입니다. 토큰 3개, 사전 5칸이면 (3, 5)입니다."
assert _result[0].tolist() == [0, 0, 0, 1, 0], "3번이면 앞에서 넷째 칸(0부터 세어 3)만 1입니다."
assert _result[2].sum() == 0, "패딩(0)은 모두 0인 벡터여야 합니다."
_result = np.asarray(one_hot(np.array([[2, 0], [1, 2]]), 4), dtype=float)
assert _result.shape == (2, 2, 4), f"모양이 {_result.shape}입니다. (2, 2)를 넣으면 마지막에 축이 늘어 (2, 2, 4)가 되어야 합니다."
assert _result[0, 0].tolist() == [0, 0, 1, 0] and _result[1, 0].tolist() == [0, 1, 0, 0], (
    "2차원 입력에서 값이 다릅니다."
)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(43)
for _shape, _size in [((6,), 9), ((4, 5), 12), ((1, 3), 7), ((3, 1), 3)]:
    _numbers = _rng.integers(0, _size - 1, size=_shape)
    _numbers.flat[0] = 0
    _result = np.asarray(one_hot(_numbers, _size), dtype=float)
    assert _result.shape == (*_shape, _size), "무작위 번호에서 모양이 다릅니다. 마지막 축의 길이는 size입니다."
    assert np.isin(_result, (0, 1)).all(), "0과 1만 있어야 합니다."
    assert (_result.sum(axis=-1) == (_numbers != 0)).all(), "1의 개수가 다릅니다. 패딩은 0개, 나머지는 1개입니다."
    assert (_result.argmax(axis=-1) == _numbers).all(), "1의 자리가 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 10. 작은 검색 엔진 ★★★ · 20분
#
# **목표.** 지금까지 만든 것을 모아 검색 엔진을 만듭니다. 질문과 문서를 TF-IDF 벡터로 바꾸고, 코사인 유사도가 높은 문서부터 돌려줍니다.
#
# 1. 질문과 문서는 문자열이고, 띄어쓰기로 자릅니다.
# 2. 어휘와 IDF(과제 2의 공식)는 **문서에서만** 정합니다. 질문에만 있는 단어는 무시합니다.
# 3. 유사도가 **0보다 큰** 문서만 남겨, 높은 것부터 최대 `k`개를 `(문서 번호, 유사도)`로 돌려줍니다.
# 4. 유사도가 같으면 번호가 작은 문서가 앞입니다.
#
# 앞에서 만든 함수를 불러 써도 되고 새로 써도 됩니다.
#
# <details><summary>힌트</summary>
#
# 질문도 같은 어휘로 센 행 하나짜리 행렬로 보면 문서와 똑같이 처리할 수 있습니다.
# 정렬의 기준을 `(-유사도, 번호)`로 두면 3번과 4번이 한꺼번에 됩니다. 같은 값이 반올림 오차로 갈리지 않게 소수 10자리쯤에서 반올림한 유사도로 정렬하세요.
# </details>

# %% solution="search"
def search(query, documents, k):
    """질문과 비슷한 문서를 찾습니다.

    Args:
        query: 질문 문자열.
        documents: 문서 문자열의 리스트.
        k: 돌려줄 문서의 최대 수, 1 이상.

    Returns:
        (문서 번호, 코사인 유사도) 튜플의 리스트. 유사도가 0보다 큰 것만, 높은 것부터 최대 k개.

    Example:
        >>> [(number, round(score, 3)) for number, score in search("참 좋다", ["정말 좋다", "참 길다", "길다"], 2)]
        [(0, 0.707), (1, 0.563)]
    """
    ### BEGIN SOLUTION
    tokenized = [document.split() for document in documents]
    vocabulary = list(dict.fromkeys(word for tokens in tokenized for word in tokens))
    counts = np.array([[tokens.count(word) for word in vocabulary] for tokens in [*tokenized, query.split()]], dtype=float)
    df = (counts[:-1] > 0).sum(axis=0)
    vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = vectors / np.where(lengths == 0, 1, lengths)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    ranked = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in ranked if scores[number] > 0][:k]
    ### END SOLUTION

# %% test="search" points=5
_documents = ["배우 연기가 참 좋다", "참 지루한 영화", "음악이 좋다 참 좋다", "조용한 바다", ""]
_result = search("연기가 참 좋다 추천", _documents, 3)
assert _result is not None, "search가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert all(len(_pair) == 2 for _pair in _result), "원소는 (문서 번호, 유사도) 두 개짜리여야 합니다."
_result = [(int(_number), float(_score)) for _number, _score in _result]
assert [_number for _number, _ in _result] == [0, 2, 1], "순서가 다릅니다. 유사도가 높은 것부터입니다."
assert not any(math.isnan(_score) for _, _score in _result), "유사도에 nan이 있습니다. 빈 문서를 확인하세요."
assert math.isclose(_result[0][1], 0.823019, abs_tol=1e-4), (
    "첫 문서의 유사도가 다릅니다. 어휘와 IDF를 문서에서만 정했는지, 질문에만 있는 단어를 무시했는지 보세요."
)
assert len(search("연기가 참 좋다", _documents, 2)) == 2, "k개까지만 돌려주어야 합니다."
assert len(search("바다", _documents, 5)) == 1, "유사도가 0인 문서는 넣지 않습니다."
assert list(search("강아지", _documents, 5)) == [], "아는 단어가 하나도 없는 질문에는 빈 리스트를 돌려줍니다."
### BEGIN HIDDEN TESTS
def _expected(query, documents):
    bags = [Counter(document.split()) for document in documents]
    weight = {}
    for word in set().union(*bags):
        weight[word] = 1 + math.log(1 + len(bags)) - math.log(1 + sum(word in bag for bag in bags))
    asked = {word: count * weight[word] for word, count in Counter(query.split()).items() if word in weight}
    scores = {}
    for place, bag in enumerate(bags):
        values = {word: count * weight[word] for word, count in bag.items()}
        product = sum(value * asked.get(word, 0) for word, value in values.items())
        if product:
            scores[place] = product / math.sqrt(sum(v * v for v in values.values()) * sum(v * v for v in asked.values()))
    return scores

_rng = random.Random(53)
_pool = [f"낱말{_number}" for _number in range(14)]
_uneven = [1 / (1 + _number) for _number in range(14)]
for _trial in range(15):
    _random_documents = [" ".join(_rng.choices(_pool, _uneven, k=_rng.randrange(0, 8))) for _ in range(_rng.randrange(3, 15))]
    _query = " ".join(_rng.choices(_pool, k=_rng.randrange(1, 5)) + ["모르는말"])
    _wanted = _expected(_query, _random_documents)
    _k = _rng.randrange(1, 16)
    _result = [(int(_number), float(_score)) for _number, _score in search(_query, _random_documents, _k)]
    assert len(_result) == min(_k, len(_wanted)), "무작위 문서에서 결과의 수가 다릅니다."
    assert len({_number for _number, _ in _result}) == len(_result), "같은 문서가 두 번 나왔습니다."
    for _number, _score in _result:
        assert math.isclose(_score, _wanted.get(_number, -1), abs_tol=1e-5), "무작위 문서에서 유사도가 다릅니다."
    _best = sorted(_wanted.values(), reverse=True)[:_k]
    assert np.allclose([_score for _, _score in _result], _best, atol=1e-5), "무작위 문서에서 순서가 다릅니다."
_ties = [int(_number) for _number, _ in search("파란 하늘", ["하얀 구름", "파란 하늘", "파란 바다", "파란 하늘", "노란 하늘", "파란 하늘"], 6)]
assert _ties[:3] == [1, 3, 5], "유사도가 같으면 번호가 작은 문서가 앞입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 11. 왜 0일까요 (글로 답하기) ★★☆ · 10분
#
# 띄어쓰기로 자른 단어의 TF-IDF로 "정말 재밌어요"와 "재밌었어 정말로"의 코사인 유사도를 구하면 0입니다. 다음 세 가지에 두세 문장씩 답하세요.
#
# 1. 왜 0입니까? 두 벡터에서 어느 자리가 겹치는지를 들어 설명하세요.
# 2. 글자 2-gram으로 바꾸면 왜 0보다 커집니까? 두 문장에 함께 나오는 조각을 두 개 드세요.
# 3. 글자 2-gram으로도 풀리지 않는 문제를 하나 고르고, 그것을 보여 주는 예문 두 개를 직접 지어 쓰세요.

# %% [markdown] manual="why-zero" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 두 문장에서 나온 단어는 `정말`, `재밌어요`, `재밌었어`, `정말로`로 모두 다릅니다. 한 문장이 0이 아닌 자리에서 다른 문장은 늘 0이므로 내적이 0이고, 내적이 0이면 코사인 유사도도 0입니다. IDF는 0이 아닌 자리의 크기만 바꾸므로 도움이 되지 않습니다.
# 2. 글자 2-gram으로 자르면 `정말`과 `재밌`이 두 문장에 함께 나옵니다. 조사나 어미가 붙어 단어의 모양이 달라져도 어간의 글자는 그대로이기 때문에 겹치는 자리가 생깁니다.
# 3. (예) 뜻이 같아도 글자가 다르면 여전히 0입니다. "진짜 웃기다"와 "무척 우습네"는 함께 나오는 2-gram이 없습니다. (예) 반대로 글자가 비슷하면 뜻이 반대여도 가깝습니다. "하나도 안 재밌다"와 "하나도 안 지루하다"는 여러 조각이 겹치지만 뜻은 반대입니다.
#
# **채점 기준 (5점)**
#
# - 1번 1점: 함께 나오는 단어가 없어서 내적이 0임을 말하면 1점. "단어가 달라서"라고만 쓰고 겹치는 자리나 내적을 말하지 않으면 0.5점.
# - 2번 2점: 함께 나오는 조각 두 개를 바르게 들면 1점(하나면 0.5점), 활용이나 조사와 연결해 까닭을 말하면 1점. 함께 나오는 2-gram은 `정말`과 `재밌`뿐입니다. `재밌어`처럼 2-gram이 아닌 것은 세지 않습니다.
# - 3번 2점: 실제로 남는 문제(동의어, 반대말, 부정의 범위, 먼 곳의 순서 등)를 고르면 1점, 예문 두 개가 그 문제를 정말 보여 주면 1점. 단어 방식에만 있고 글자 2-gram에서는 풀리는 문제를 고르면 0점.
# ### END SOLUTION
