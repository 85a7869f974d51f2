# ---
# title: 사전 학습 임베딩과 마스킹
# number: "045"
# objectives:
#   - 빌린 벡터로 임베딩 행렬을 만들고, 얼마나 덮는지를 두 가지로 잽니다.
#   - 서브워드로 모르는 단어의 벡터를 만듭니다.
#   - 패딩을 세지 않는 풀링과 손실을 쓰고, 마스크가 어느 층까지 살아 있는지 맞힙니다.
#   - 임베딩을 얼린 채 배우고, 풀어서 이어 배웁니다.
# datasets: []
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes, 037_tokenizer_training]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 코드 과제 여덟 개와 글 과제 하나입니다. 과제는 서로 기대지 않으므로 막히면 다음으로 넘어가도 됩니다. 데이터를 내려받지 않습니다. Keras는 과제 8에서만 쓰고, 나머지는 파이썬과 NumPy로 풉니다.
# 검사는 받은 입력이 바뀌지 않았는지도 확인합니다.

# %%
import logging
import math
import random
import unicodedata
import warnings
from collections import Counter

import keras
import numpy as np
from keras import layers

logging.getLogger("tensorflow").setLevel(logging.ERROR)  # 모델을 여러 번 만들 때 나오는 긴 알림을 끕니다
warnings.filterwarnings("ignore", category=DeprecationWarning)  # 라이브러리끼리의 알림도 끕니다

# %% [markdown]
# ## 과제 1. 임베딩 행렬 ★★☆ · 15분
#
# **목표.** 단어 목록과 빌린 벡터로 임베딩 층에 넣을 행렬을 만듭니다.
#
# | 줄 | 무엇 | 값 |
# |:-:|---|---|
# | 0 | 패딩 | 모두 0 |
# | 1 | 모르는 단어(OOV) | `words` 가운데 **빌린 벡터가 있는 단어들**의 벡터의 평균 |
# | 2부터 | `words`의 첫 단어부터 차례로 | 빌린 벡터. 없으면 1번 줄과 같은 값 |
#
# 빌린 사전에는 `words`에 없는 단어도 많이 있습니다. 그런 단어는 평균에 넣지 않습니다. 찾은 단어가 하나도 없으면 1번 줄도 0입니다.
#
# <details><summary>힌트</summary>
#
# 찾은 벡터를 먼저 한곳에 모으면 평균을 구할 수 있습니다. 줄의 번호는 단어의 자리보다 2만큼 큽니다.
# </details>

# %% solution="embedding-matrix"
def embedding_matrix(words, vectors, dim):
    """임베딩 행렬을 만듭니다.

    Args:
        words: 서로 다른 단어의 리스트, V개.
        vectors: dict, 단어 -> 길이 dim의 벡터.
        dim: 벡터의 길이 D.

    Returns:
        (matrix, missing): 실수 배열 (V + 2, D)와, 벡터가 없는 단어의 리스트(words의 순서).

    Example:
        >>> embedding_matrix(["영화", "꿀잼"], {"영화": [1.0, 3.0]}, 2)
        (array([[0., 0.], [1., 3.], [1., 3.], [1., 3.]]), ['꿀잼'])
    """
    ### BEGIN SOLUTION
    missing = [word for word in words if word not in vectors]
    found = [np.asarray(vectors[word], dtype=float) for word in words if word in vectors]
    average = np.mean(found, axis=0) if found else np.zeros(dim)
    rows = [np.zeros(dim), average]
    for word in words:
        rows.append(np.asarray(vectors.get(word, average), dtype=float))
    return np.stack(rows), missing
    ### END SOLUTION

# %% test="embedding-matrix" points=4
_vectors = {"영화": [1.0, 3.0], "최고": [5.0, -1.0], "우주선": [90.0, 90.0], "지루": [0.0, 1.0]}
_result = embedding_matrix(["영화", "꿀잼", "최고", "지루", "띵작"], _vectors, 2)
assert _result is not None and len(_result) == 2, "행렬과 없는 단어의 목록, 둘을 돌려주세요."
_matrix, _missing = np.asarray(_result[0], dtype=float), list(_result[1])
assert _matrix.shape == (7, 2), f"단어가 다섯이면 줄은 패딩과 OOV까지 일곱입니다. 지금의 모양은 {_matrix.shape}입니다."
assert np.allclose(_matrix[0], 0), "0번 줄(패딩)은 모두 0이어야 합니다."
assert np.allclose(_matrix[[2, 4, 5]], [[1, 3], [5, -1], [0, 1]]), "단어의 줄이 어긋났습니다. 첫 단어의 줄은 2번입니다."
assert not np.allclose(_matrix[1], [24, 23.25]), "1번 줄에 words에 없는 단어(우주선)까지 넣어 평균을 냈습니다."
assert np.allclose(_matrix[1], [2, 1]), "1번 줄은 벡터를 찾은 세 단어의 평균 (2, 1)입니다. 못 찾은 단어를 0으로 넣고 나누지 않았나요?"
assert np.allclose(_matrix[[3, 6]], [[2, 1], [2, 1]]), "벡터가 없는 단어의 줄은 1번 줄과 같아야 합니다."
assert _missing == ["꿀잼", "띵작"], f"벡터가 없는 단어의 목록이 다릅니다: {_missing}"
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(451)
for _trial in range(10):
    _pool = [f"단어{_n}" for _n in range(30)]
    _words = [_pool[_n] for _n in _rng.permutation(30)[:int(_rng.integers(1, 16))]]
    _dim = int(_rng.integers(1, 6))
    _vectors = {_pool[_n]: _rng.normal(size=_dim) * 3 + 1 for _n in _rng.permutation(30)[:int(_rng.integers(0, 22))]}
    _copy, _order = {_w: _v.copy() for _w, _v in _vectors.items()}, list(_words)
    _matrix, _missing = embedding_matrix(_words, _vectors, _dim)
    assert _words == _order and set(_vectors) == set(_copy) and all(np.array_equal(_vectors[_w], _copy[_w]) for _w in _copy), "입력이 바뀌었습니다."
    _known = [_w for _w in _words if _w in _copy]
    _mean = sum(_copy[_w] for _w in _known) / len(_known) if _known else np.zeros(_dim)
    _wanted = np.vstack([np.zeros(_dim), _mean] + [_copy[_w] if _w in _copy else _mean for _w in _words])
    assert np.shape(_matrix) == _wanted.shape, "무작위 단어에서 행렬의 모양이 다릅니다."
    assert np.allclose(np.asarray(_matrix, dtype=float), _wanted, atol=1e-4), "무작위 단어에서 행렬의 값이 다릅니다. 찾은 단어가 하나도 없을 때도 생각했나요?"
    assert list(_missing) == [_w for _w in _words if _w not in _copy], "무작위 단어에서 없는 단어의 목록이 다릅니다."
_matrix, _missing = embedding_matrix(["가", "나", "다"], {"가": np.zeros(3), "다": np.array([2.0, 4.0, -6.0])}, 3)
assert np.allclose(np.asarray(_matrix, dtype=float), [[0, 0, 0], [1, 2, -3], [0, 0, 0], [1, 2, -3], [2, 4, -6]]), "빌린 벡터가 0인 단어도 찾은 단어입니다. 없는 단어인지는 값이 아니라 사전으로 가리세요."
_matrix, _missing = embedding_matrix(["가", "나"], {}, 3)
assert np.shape(_matrix) == (4, 3) and not np.asarray(_matrix).any() and list(_missing) == ["가", "나"], "빌린 사전이 비어 있으면 모두 0인 (V + 2, dim) 행렬입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 포함률 두 가지 ★★☆ · 15분
#
# **목표.** 빌린 사전이 우리 글을 얼마나 덮는지 잽니다.
#
# - **종류의 포함률**: 글에 나온 서로 다른 단어 가운데 사전에 있는 것의 비율
# - **토큰의 포함률**: 글에 나온 토큰(되풀이된 것까지 모두) 가운데 사전에 있는 것의 비율
#
# 훈련 글과 검증 글에서 **따로** 잽니다. 그리고 사전에 없는 단어를 **훈련 글에서 많이 나온 순서**로 `k`개까지 꼽습니다. 횟수가 같으면 가나다순(파이썬의 `<`)입니다. 어떤 단어를 손볼지 정하는 목록이므로, 검증 글은 세지 않습니다.
# 비율은 글마다 구해 평균하지 않고 모두 합한 뒤에 나눕니다. 단어가 하나도 없으면 0.0입니다.
#
# <details><summary>힌트</summary>
#
# 글들을 `Counter` 하나로 모으면 종류는 키의 수, 토큰은 값의 합입니다. `sorted`의 `key`로 `(-횟수, 단어)`를 주면 두 조건을 한 번에 만족합니다.
# </details>

# %% solution="coverage"
def coverage(train, valid, known, k=5):
    """사전의 포함률을 잽니다.

    Args:
        train, valid: 토큰 리스트의 리스트.
        known: 벡터가 있는 단어의 집합.
        k: 꼽을 단어의 수.

    Returns:
        dict. "train"과 "valid"의 값은 (종류의 포함률, 토큰의 포함률), "missing"의 값은 단어의 리스트.

    Example:
        >>> coverage([["참", "참", "꿀잼"]], [["참"]], {"참", "영화"})
        {'train': (0.5, 0.6666666666666666), 'valid': (1.0, 1.0), 'missing': ['꿀잼']}
    """
    ### BEGIN SOLUTION
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        counts = Counter(token for review in reviews for token in review)
        inside = [word for word in counts if word in known]
        n_tokens = sum(counts[word] for word in inside)
        report[name] = (len(inside) / len(counts), n_tokens / counts.total()) if counts else (0.0, 0.0)
    counts = Counter(token for review in train for token in review if token not in known)
    report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
    return report
    ### END SOLUTION

# %% test="coverage" points=4
_train = [["영화", "참", "꿀잼", "꿀잼"], ["참", "참", "참", "띵작"], ["갓띵작"]]
_valid = [["영화", "핵노잼", "핵노잼", "핵노잼"], [], ["띵작"]]
_result = coverage(_train, _valid, {"영화", "참", "지루", "배우", "음악", "연기"}, k=2)
assert _result is not None and {"train", "valid", "missing"} <= set(_result), "train, valid, missing 세 키가 있는 dict를 돌려주세요."
assert np.allclose(_result["train"][0], 2 / 5), "훈련 글의 종류는 다섯(영화, 참, 꿀잼, 띵작, 갓띵작)이고 사전에 있는 것은 둘입니다."
assert np.allclose(_result["train"][1], 5 / 9), "훈련 글의 토큰은 아홉이고 사전에 있는 것은 다섯입니다. 글마다 구해 평균하지 않았나요?"
assert np.allclose(_result["valid"], (1 / 3, 1 / 5)), "검증 글에서는 종류 1/3, 토큰 1/5입니다. 훈련 글과 섞지 않았나요?"
assert "핵노잼" not in _result["missing"], "검증 글의 단어로 목록을 꼽았습니다. 훈련 글만 세세요."
assert list(_result["missing"]) == ["꿀잼", "갓띵작"], "많이 나온 순서, 같으면 가나다순입니다. `갓띵작`과 `띵작`은 훈련 글에서 한 번씩 나왔습니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(452)
for _trial in range(15):
    _pool = [f"말{_n:02d}" for _n in range(8)] + ["OTT", "ott", "!!", "ㅋㅋ", "말", "ㅠ", "A급", "a급", "10점", "B", "b", "ㅇㅇ"]
    _train, _valid = ([[_rng.choice(_pool[:_top]) for _ in range(_rng.randrange(0, 8))] for _ in range(_rng.randrange(0, 9))] for _top in (12, 20))
    _known, _k = set(_rng.sample(_pool, _rng.randrange(0, 15))), _rng.randrange(1, 6)
    _before = ([list(_r) for _r in _train], [list(_r) for _r in _valid], set(_known))
    _result = coverage(_train, _valid, _known, k=_k)
    assert (_train, _valid, _known) == _before, "입력이 바뀌었습니다. 받은 것을 고치지 마세요."
    for _name, _reviews in (("train", _train), ("valid", _valid)):
        _flat = [_t for _r in _reviews for _t in _r]
        _wanted = [sum(_t in _known for _t in _part) / max(len(_part), 1) for _part in (set(_flat), _flat)]
        assert np.allclose(np.asarray(_result[_name], dtype=float), _wanted, atol=1e-6), f"무작위 글에서 {_name}의 포함률이 다릅니다."
    _flat = [_t for _r in _train for _t in _r if _t not in _known]
    assert list(_result["missing"]) == sorted(set(_flat), key=lambda _t: (-_flat.count(_t), _t))[:_k], "무작위 글에서 missing이 다릅니다."
assert len(coverage([[f"새말{_n}" for _n in range(9)]], [], set())["missing"]) == 5, "k를 주지 않으면 다섯까지 꼽습니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 서브워드 n-그램 ★☆☆ · 10분
#
# **목표.** 단어 하나를 fastText처럼 글자 n-그램으로 나눕니다. 다만 한글은 **자모로 풀어서** 나눕니다.
#
# 1. 단어를 `unicodedata.normalize("NFD", ...)`로 풉니다. `꿀`은 초성, 중성, 종성의 세 글자가 됩니다.
# 2. 앞에 `<`, 뒤에 `>`를 붙입니다. 단어의 처음과 끝도 글자처럼 다룬다는 뜻입니다.
# 3. 길이가 `min_n` **이상** `max_n` **이하**인 조각을 모두 꺼냅니다. 같은 조각이 두 번 나오면 두 번 넣습니다.
#
# 조각의 순서는 상관없습니다. 단어가 짧아 그 길이의 조각이 없으면 넣지 않습니다.
#
# <details><summary>힌트</summary>
#
# 길이 `n`의 조각은 `len(글) - n + 1`개입니다. 이 수가 0 이하일 때 반복이 저절로 비는지 확인하세요.
# </details>

# %% solution="char-ngrams"
def char_ngrams(word, min_n, max_n):
    """단어의 글자 n-그램을 모두 꺼냅니다.

    Args:
        word: 문자열.
        min_n, max_n: 조각의 가장 짧은 길이와 가장 긴 길이(둘 다 포함).

    Returns:
        문자열의 리스트. 한글은 NFD로 풀린 자모입니다.

    Example:
        >>> char_ngrams("abc", 3, 4)
        ['<ab', 'abc', 'bc>', '<abc', 'abc>']
    """
    ### BEGIN SOLUTION
    spelled = "<" + unicodedata.normalize("NFD", word) + ">"
    pieces = []
    for n in range(min_n, max_n + 1):
        pieces += [spelled[start:start + n] for start in range(len(spelled) - n + 1)]
    return pieces
    ### END SOLUTION

# %% test="char-ngrams" points=3
_result = char_ngrams("abc", 3, 4)
assert _result is not None, "char_ngrams가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = list(_result)
assert "<ab" in _result and "bc>" in _result, "단어의 앞뒤에 <와 >를 붙여야 합니다."
assert "abc>" in _result, "max_n도 포함합니다. 길이 4인 조각이 없습니다."
assert Counter(_result) == Counter(["<ab", "abc", "bc>", "<abc", "abc>"]), f"조각이 다릅니다: {_result}"
assert Counter(char_ngrams("aaaa", 2, 2)) == Counter({"<a": 1, "aa": 3, "a>": 1}), "같은 조각이 여러 번 나오면 여러 번 넣습니다."
assert list(char_ngrams("a", 3, 9)) == ["<a>"], "단어보다 긴 길이의 조각은 없습니다. 짧은 조각이 끼어들거나 되풀이되지 않았나요?"
assert len(list(char_ngrams("꿀", 2, 2))) == 4, "꿀은 자모 셋으로 풀립니다. <와 >까지 다섯 글자에서 두 글자 조각은 넷입니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(453)
for _trial in range(40):
    _word = "".join(_rng.choice("가꿀잼쓰레기래ㅋㅠabA1!é") for _ in range(_rng.randrange(1, 6)))
    _low = _rng.randrange(1, 5)
    _high = _low + _rng.randrange(0, 5)
    _text = "<" + unicodedata.normalize("NFD", _word) + ">"
    _wanted = Counter(_text[_a:_b] for _a in range(len(_text)) for _b in range(_a + 1, len(_text) + 1) if _low <= _b - _a <= _high)
    assert Counter(char_ngrams(_word, _low, _high)) == _wanted, "무작위 단어에서 조각이 다릅니다."
assert list(char_ngrams("a", 4, 6)) == [], "단어보다 긴 조각만 찾으면 결과가 비어야 합니다. 단어 전체를 대신 넣지 마세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 모르는 단어의 벡터 ★★☆ · 15분
#
# **목표.** fastText의 규칙으로 단어의 벡터를 만듭니다. 단어의 n-그램은 이미 나누어서 드립니다.
#
# - 사전에 **있는** 단어: 자기 벡터와 n-그램 벡터를 **모두 평균**합니다. 자기 벡터도 하나로 셉니다.
# - 사전에 **없는** 단어: n-그램 벡터만 평균합니다.
# - n-그램 가운데 벡터가 없는 것은 없던 것으로 칩니다. 나누는 수에도 넣지 않습니다. 같은 n-그램이 두 번 있으면 두 번 셉니다.
# - 평균할 것이 하나도 없으면 0으로 채운 벡터입니다.
#
# <details><summary>힌트</summary>
#
# 평균할 벡터를 리스트에 모은 다음 한 번에 평균하세요. 사전에서 꺼낸 배열에 `+=`를 하면 사전의 벡터가 바뀝니다.
# </details>

# %% solution="word-vector"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    """단어의 벡터를 자기 벡터와 n-그램 벡터의 평균으로 만듭니다.

    Args:
        word: 단어.
        ngrams: 그 단어의 n-그램 리스트.
        vectors: dict, 단어 -> 배열 (D,).
        ngram_vectors: dict, n-그램 -> 배열 (D,).
        dim: 벡터의 길이 D.

    Returns:
        배열 (D,).

    Example:
        >>> word_vector("ab", ["<ab", "ab>"], {}, {"ab>": np.array([2.0, 4.0])}, 2)
        array([2., 4.])
    """
    ### BEGIN SOLUTION
    parts = [vectors[word]] if word in vectors else []
    parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
    return np.mean(parts, axis=0) if parts else np.zeros(dim)
    ### END SOLUTION

# %% test="word-vector" points=4
_own = {"최고": np.array([6.0, 0.0]), "최악": np.array([0.0, 6.0])}
_grams = {"<최": np.array([3.0, 3.0]), "고>": np.array([0.0, 6.0]), "ㅋㅋ": np.array([1.0, -2.0])}
_result = word_vector("최곳", ["<최", "최곳", "곳>"], _own, _grams, 2)
assert _result is not None, "word_vector가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_result) == (2,), f"벡터의 모양은 (D,) = (2,)여야 합니다. 지금은 {np.shape(_result)}입니다."
assert np.allclose(_result, [3, 3]), "벡터가 있는 n-그램은 하나(<최)뿐이므로 그 벡터 그대로입니다. 없는 n-그램까지 나누는 수에 넣지 않았나요?"
assert np.allclose(word_vector("최고", ["<최", "최고", "고>"], _own, _grams, 2), [3, 3]), "사전에 있는 단어는 자기 벡터와 n-그램 둘, 모두 셋을 평균합니다."
assert np.allclose(word_vector("ㅋㅋㅋ고", ["ㅋㅋ", "ㅋㅋ", "고>"], _own, _grams, 2), [2 / 3, 2 / 3]), "두 번 나온 n-그램은 두 번 셉니다."
assert np.allclose(word_vector("뷁", ["<뷁>"], _own, _grams, 2), [0, 0]), "평균할 것이 없으면 0으로 채운 벡터입니다."
assert np.allclose(_own["최고"], [6, 0]) and np.allclose(_grams["<최"], [3, 3]), "사전의 벡터가 바뀌었습니다. 꺼낸 배열에 += 를 하지 않았나요?"
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(454)
for _trial in range(20):
    _dim = int(_rng.integers(1, 5))
    _own = {f"단어{_n}": _rng.normal(size=_dim) for _n in range(4)}
    _grams = {f"조각{_n}": _rng.normal(size=_dim) for _n in range(6)}
    _copies = [{_k: _v.copy() for _k, _v in _d.items()} for _d in (_own, _grams)]
    _word = f"단어{int(_rng.integers(0, 8))}"
    _pieces = [f"조각{int(_n)}" for _n in _rng.integers(0, 9, size=int(_rng.integers(0, 7)))]
    _got = np.asarray(word_vector(_word, list(_pieces), _own, _grams, _dim), dtype=float)
    _rows = ([_copies[0][_word]] if _word in _copies[0] else []) + [_copies[1][_p] for _p in _pieces if _p in _copies[1]]
    assert _got.shape == (_dim,), "무작위 단어에서 벡터의 모양이 다릅니다."
    assert np.allclose(_got, sum(_rows) / len(_rows) if _rows else np.zeros(_dim), atol=1e-5), "무작위 단어에서 벡터가 다릅니다."
    for _now, _then in zip((_own, _grams), _copies):
        assert _now.keys() == _then.keys() and all(np.array_equal(_now[_k], _then[_k]) for _k in _then), "사전의 벡터가 바뀌었습니다."
_own, _grams = {"가": np.array([0.0, 0.0])}, {"가": np.array([9.0, 9.0]), "<가": np.array([4.0, 2.0]), "나": np.array([8.0, 8.0]), "나>": np.array([0.0, 0.0])}
assert np.allclose(word_vector("가", ["<가", "가>"], _own, _grams, 2), [2, 1]), "값이 0인 벡터도 하나로 셉니다. n-그램은 받은 목록에 있는 것만 씁니다."
assert np.allclose(word_vector("나", ["<가", "나>"], _own, _grams, 2), [2, 1]), "단어는 단어 사전에서, n-그램은 n-그램 사전에서 찾습니다. 값이 0인 n-그램도 하나로 셉니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 마스크 풀링 ★★☆ · 20분
#
# **목표.** 단어 벡터의 줄을 문장 벡터 하나로 줄이되, 패딩을 세지 않습니다.
#
# - `how="mean"`: 진짜 단어들의 평균
# - `how="max"`: 진짜 단어들에서 성분마다 가장 큰 값
# - 진짜 단어가 하나도 없는 문장은 두 경우 모두 0으로 채운 벡터입니다.
#
# 패딩 자리의 벡터가 0이라는 보장은 없습니다. 마스크는 참/거짓일 수도, 1/0일 수도 있고, 참(1)이 진짜 단어입니다.
#
# <details><summary>힌트</summary>
#
# 마스크를 $(B, T, 1)$로 늘리면 $(B, T, D)$에 곱할 수 있습니다. 가장 큰 값에서는 패딩 자리를 무엇으로 바꾸어야 절대 뽑히지 않을까요? 모든 단어의 값이 음수일 때를 생각해 보세요.
# </details>

# %% solution="masked-pooling"
def masked_pool(x, mask, how):
    """패딩을 빼고 시점 축을 줄입니다.

    Args:
        x: 실수 배열 (B, T, D).
        mask: (B, T), 참 또는 1이 진짜 단어.
        how: "mean" 또는 "max".

    Returns:
        배열 (B, D).

    Example:
        >>> masked_pool([[[1.0], [3.0], [9.0]]], [[1, 1, 0]], "mean")
        array([[2.]])
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    keep = np.asarray(mask).astype(bool)[:, :, None]
    count = keep.sum(axis=1)
    if how == "mean":
        return np.where(keep, x, 0.0).sum(axis=1) / np.maximum(count, 1)
    largest = np.where(keep, x, -np.inf).max(axis=1)
    return np.where(count > 0, largest, 0.0)
    ### END SOLUTION

# %% test="masked-pooling" points=5
_x = np.array([[[1.0, -4.0], [3.0, -2.0], [50.0, 50.0], [50.0, 50.0]], [[-6.0, 2.0], [7.0, 7.0], [7.0, 7.0], [7.0, 7.0]], [[9.0, 9.0]] * 4])
_mask = np.array([[True, True, False, False], [True, False, False, False], [False] * 4])
_mean = masked_pool(_x.copy(), _mask.copy(), "mean")
assert _mean is not None, "masked_pool이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_mean) == (3, 2), f"결과의 모양은 (B, D) = (3, 2)여야 합니다. 지금은 {np.shape(_mean)}입니다."
assert not np.allclose(_mean[0], [26, 23.5]), "패딩까지 평균을 냈습니다."
assert not np.allclose(_mean[0], [1, -1.5]), "합은 맞지만 T로 나누었습니다. 진짜 단어의 수로 나누세요."
assert np.allclose(_mean[:2], [[2, -3], [-6, 2]]), "마스크 평균이 다릅니다. 참이 진짜 단어입니다."
assert np.allclose(_mean[2], 0), "진짜 단어가 없는 문장은 0이어야 합니다. 0으로 나누지 않았나요?"
_max = masked_pool(_x.copy(), _mask.copy(), "max")
assert not np.allclose(_max[0], [3, 0]), "패딩을 0으로 바꾸고 최댓값을 구하면, 모두 음수인 성분에서 0이 뽑힙니다."
assert np.allclose(_max, [[3, -2], [-6, 2], [0, 0]]), "마스크 최댓값이 다릅니다. 진짜 단어가 없는 문장은 0입니다."
assert np.allclose(masked_pool(_x.copy(), _mask.astype(int), "mean"), _mean), "마스크가 1과 0으로 와도 답이 같아야 합니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(455)
for _trial in range(12):
    _b, _t, _d = (int(_n) for _n in _rng.integers(1, 6, size=3))
    _x = _rng.normal(size=(_b, _t, _d)) * 10.0 ** int(_rng.integers(0, 4)) - 10.0 ** int(_rng.integers(-1, 5))
    _mask = _rng.random((_b, _t)) < 0.6 if _trial % 3 else np.arange(_t) < _rng.integers(0, _t + 1, size=(_b, 1))
    _x[~_mask] = _rng.choice([-1e5, 0.0, 1e5])
    _form = [_mask, _mask.astype(int), _mask.astype("float32")][_trial % 3]
    _copies = _x.copy(), _form.copy()
    for _how, _reduce in (("mean", np.mean), ("max", np.max)):
        _got = np.asarray(masked_pool(_x, _form, _how), dtype=float)
        assert np.array_equal(_x, _copies[0]) and np.array_equal(_form, _copies[1]), "입력이 바뀌었습니다."
        _wanted = np.array([_reduce(_row[_m], axis=0) if _m.any() else np.zeros(_d) for _row, _m in zip(_x, _mask)])
        assert _got.shape == (_b, _d), "무작위 입력에서 결과의 모양이 다릅니다."
        assert np.allclose(_got, _wanted, rtol=1e-4, atol=1e-3), f"무작위 입력에서 how={_how!r}의 값이 다릅니다."
_got = masked_pool(np.array([[[-5e6, 2.0], [-7e6, -3e6], [0.0, 9.0]]]), np.array([[1, 1, 0]]), "max")
assert np.allclose(_got, [[-5e6, 2.0]]), "진짜 단어의 값이 아주 작을 때 패딩이 뽑혔습니다. 훨씬 더 작은 수(또는 -inf)로 바꾸세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 마스크는 어디까지 갔을까 ★★☆ · 15분
#
# **목표.** 층의 이름을 차례로 적은 목록을 보고, 층마다 **출력에 마스크가 붙어 있는지**와 마스크가 **처음 버려진 자리**를 맞힙니다. 강의에서 본 규칙입니다.
#
# | 무리 | 이름 | 하는 일 |
# |---|---|---|
# | 만든다 | `Embedding(mask_zero)`, `Masking` | 출력에 마스크가 생깁니다 |
# | 넘긴다 | `Dense`, `Dropout`, `LayerNormalization`, `GRU(sequences)` | 받은 마스크를 그대로 넘깁니다. 받지 못했으면 출력에도 없습니다 |
# | 쓰고 끝낸다 | `GRU`, `GlobalAveragePooling1D` | 마스크를 쓰고, 시점 축이 사라지므로 출력에는 없습니다. **버린 것이 아닙니다** |
# | 버린다 | 그 밖의 모든 이름(`Conv1D`, `Flatten`, `GlobalMaxPooling1D`, `x * 2`, 마스크 없는 `Embedding` 등) | 받은 마스크를 쓰지 않고 버립니다 |
#
# 마스크를 **받지 않은** 층은 버릴 것도 없습니다.
#
# <details><summary>힌트</summary>
#
# "지금 마스크가 있는가"를 변수 하나에 담고 목록을 앞에서부터 따라가세요. 버렸는지는 변수를 바꾸기 **전에** 보아야 합니다.
# </details>

# %% solution="mask-states"
def mask_states(stack):
    """층을 따라가며 마스크가 살아 있는지 적습니다.

    Args:
        stack: 층 이름의 리스트, 입력에 가까운 것부터. 맨 처음 입력에는 마스크가 없습니다.

    Returns:
        (states, lost): 층마다 출력에 마스크가 있으면 True인 리스트와,
        마스크를 받고도 쓰지 않고 버린 첫 층의 자리(0부터). 그런 층이 없으면 None.

    Example:
        >>> mask_states(["Embedding(mask_zero)", "Dropout", "Conv1D", "Dense"])
        ([True, True, False, False], 2)
    """
    ### BEGIN SOLUTION
    alive, states, lost = False, [], None
    for place, name in enumerate(stack):
        if name in ("Embedding(mask_zero)", "Masking"):
            alive = True
        elif name in ("GRU", "GlobalAveragePooling1D"):
            alive = False
        elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)"):
            if alive and lost is None:
                lost = place
            alive = False
        states.append(alive)
    return states, lost
    ### END SOLUTION

# %% test="mask-states" points=3
_result = mask_states(["Embedding(mask_zero)", "Dropout", "GRU(sequences)", "Dense"])
assert _result is not None and len(_result) == 2, "상태의 목록과 버려진 자리, 둘을 돌려주세요."
assert [bool(_s) for _s in _result[0]] == [True] * 4 and _result[1] is None, "모두 마스크를 넘기는 층입니다. 버려진 자리는 None입니다."
_states, _lost = mask_states(["Embedding(mask_zero)", "Conv1D", "Dropout", "GlobalMaxPooling1D", "Dense"])
assert [bool(_s) for _s in _states] == [True, False, False, False, False], "한번 버려진 마스크는 다음 층에서 되살아나지 않습니다."
assert _lost == 1, "마스크를 버린 첫 층은 1번(Conv1D)입니다. 그 뒤의 층은 받은 것이 없습니다."
_states, _lost = mask_states(["Embedding(mask_zero)", "GlobalAveragePooling1D", "Dense"])
assert [bool(_s) for _s in _states] == [True, False, False] and _lost is None, "GlobalAveragePooling1D는 마스크를 쓰고 끝냅니다. 버린 것이 아닙니다."
_states, _lost = mask_states(["Embedding", "Conv1D", "GRU"])
assert [bool(_s) for _s in _states] == [False] * 3 and _lost is None, "마스크를 받은 적이 없으면 버릴 수도 없습니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(456)
_kinds = {"Embedding(mask_zero)": "+", "Masking": "+", "Dense": "=", "Dropout": "=", "LayerNormalization": "=", "GRU(sequences)": "=", "GRU": ".",
          "GlobalAveragePooling1D": ".", "Conv1D": "x", "Flatten": "x", "GlobalMaxPooling1D": "x", "x * 2": "x", "Embedding": "x", "Reshape": "x"}
for _trial in range(120):
    _stack = [_rng.choice(["Embedding(mask_zero)", "Embedding", "Masking", "Dense"])] + [_rng.choice(list(_kinds)) for _ in range(_rng.randrange(0, 7))]
    _copy, _line = list(_stack), [False]
    for _name in _copy:
        _line.append({"+": True, "=": _line[-1]}.get(_kinds[_name], False))
    _drops = [_n for _n, _name in enumerate(_copy) if _kinds[_name] == "x" and _line[_n]]
    _states, _lost = mask_states(_stack)
    assert _stack == _copy, "입력이 바뀌었습니다."
    assert [bool(_s) for _s in _states] == _line[1:], "무작위로 쌓은 층에서 상태가 다릅니다."
    assert (None if _lost is None else int(_lost)) == (_drops[0] if _drops else None), "무작위로 쌓은 층에서 버려진 자리가 다릅니다."
assert list(mask_states([])[0]) == [] and mask_states([])[1] is None, "빈 목록이면 상태도 비고 버려진 자리는 None입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 마스크한 손실과 정확도 ★★☆ · 20분
#
# **목표.** 단어마다 답하는 모델의 손실과 정확도를, **진짜 단어 자리에서만** 잽니다.
#
# - 손실은 교차 엔트로피, 곧 정답에 준 확률의 자연로그에 마이너스를 붙인 값의 평균입니다. 확률이 `1e-7`보다 작으면 `1e-7`로 봅니다.
# - 정확도는 확률이 가장 큰 번호가 정답과 같은 비율입니다.
# - 두 값 모두 **배치 안의 진짜 단어를 모두 모아** 평균합니다. 문장마다 평균한 것을 다시 평균하지 않습니다.
# - 패딩 자리의 정답에는 `-1`이나 `-100`처럼 아무 수나 들어 있습니다. 패딩 자리의 확률도 믿을 수 없습니다.
# - 진짜 단어가 하나도 없으면 `(0.0, 0.0)`입니다.
#
# <details><summary>힌트</summary>
#
# 참/거짓 배열로 **먼저 골라내면** $(N, C)$와 $(N,)$만 남고, 패딩은 더 생각하지 않아도 됩니다. 줄마다 하나씩 꺼낼 때에는 `배열[np.arange(N), 번호]`가 편합니다.
# </details>

# %% solution="masked-loss"
def masked_loss(probabilities, targets, mask):
    """진짜 단어 자리의 교차 엔트로피와 정확도.

    Args:
        probabilities: (B, T, C), 자리마다 합이 1인 확률.
        targets: 정수 (B, T), 진짜 자리에서는 0 이상 C 미만.
        mask: (B, T), 참 또는 1이 진짜 단어.

    Returns:
        (loss, accuracy): 실수 둘.

    Example:
        >>> masked_loss([[[0.5, 0.5], [0.9, 0.1]]], [[1, -100]], [[1, 0]])
        (0.6931471805599453, 0.0)
    """
    ### BEGIN SOLUTION
    keep = np.asarray(mask).astype(bool)
    if not keep.any():
        return 0.0, 0.0
    p, y = np.asarray(probabilities, dtype=float)[keep], np.asarray(targets)[keep]
    chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
    return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).mean())
    ### END SOLUTION

# %% test="masked-loss" points=4
_p = np.array([[[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]], [[0.2, 0.5, 0.3], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]])
_y = np.array([[0, 1, 0], [2, 0, 0]])
_mask = np.array([[1, 1, 1], [1, 0, 0]])
_result = masked_loss(_p, _y, _mask)
assert _result is not None and len(_result) == 2, "손실과 정확도, 둘을 돌려주세요."
_loss = -(math.log(0.7) + math.log(0.8) + math.log(0.3) + math.log(0.3)) / 4
assert not math.isclose(_result[0], _loss * 4 / 6, abs_tol=1e-6), "합은 맞지만 패딩까지 포함한 자리의 수로 나누었습니다."
assert math.isclose(_result[0], _loss, abs_tol=1e-6), "손실이 다릅니다. 진짜 단어 네 개의 평균입니다. 문장마다 평균한 것을 다시 평균하지 않았나요?"
assert math.isclose(_result[1], 2 / 4, abs_tol=1e-6), "정확도가 다릅니다. 진짜 단어 넷 가운데 둘을 맞혔습니다. 패딩을 맞힌 것까지 세지 않았나요?"
_y[1, 1:] = -100
assert np.allclose(masked_loss(_p, _y, _mask.astype(bool)), _result), "패딩 자리의 정답이 -100이고 마스크가 참/거짓이어도 답이 같아야 합니다."
_loss, _ = masked_loss([[[0.0, 1.0]]], [[0]], [[1]])
assert math.isclose(_loss, -math.log(1e-7), rel_tol=1e-3), "정답의 확률이 0이면 1e-7로 보아야 합니다. inf가 되지 않았나요?"
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(457)
for _trial in range(15):
    _b, _t, _c = (int(_n) for _n in _rng.integers([1, 1, 2], [5, 6, 6]))
    _p = _rng.dirichlet(np.ones(_c), size=(_b, _t))
    _y = _rng.integers(0, _c, size=(_b, _t))
    _mask = np.arange(_t) < _rng.integers(0, _t + 1, size=(_b, 1)) if _trial else np.zeros((_b, _t), dtype=bool)
    _y[~_mask] = _rng.choice([-100, -1, 0, 999])
    _p[~_mask] = np.eye(_c)[0]
    _form = [_mask, _mask.astype(int), _mask.astype("float32")][_trial % 3]
    _copies = _p.copy(), _y.copy(), _form.copy()
    _got = masked_loss(_p, _y, _form)
    assert all(np.array_equal(_a, _b) for _a, _b in zip((_p, _y, _form), _copies)), "입력이 바뀌었습니다."
    _pairs = [(_p[_i, _j], int(_y[_i, _j])) for _i in range(len(_p)) for _j in range(_t) if _mask[_i, _j]]
    _wanted = (sum(-math.log(max(_row[_k], 1e-7)) for _row, _k in _pairs), sum(max(_row) == _row[_k] for _row, _k in _pairs))
    assert np.allclose([float(_got[0]), float(_got[1])], np.array(_wanted) / max(len(_pairs), 1), atol=1e-4), "무작위 확률에서 값이 다릅니다. 진짜 단어가 하나도 없을 때도 생각했나요?"
_got = masked_loss(np.array([[[1.0, 0.0], [0.6, 0.4], [1.0, 1e-12]]]), np.array([[1, 0, 1]]), np.array([[1, 1, 1]]))
assert math.isclose(_got[0], -(2 * math.log(1e-7) + math.log(0.6)) / 3, rel_tol=1e-3), "1e-7보다 작은 확률은 0이 아니어도 1e-7로 봅니다. 그런 자리도 빼지 않고 셉니다."
assert math.isclose(_got[1], 1 / 3, abs_tol=1e-4), "정답의 확률이 아주 작은 자리도 정확도에 들어갑니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 얼리고, 풀고 ★★★ · 25분
#
# **목표.** 빌린 행렬을 넣은 Keras 모델을 **두 단계**로 학습합니다.
#
# 1. 임베딩(`mask_zero=True`) → 마스크 평균(`GlobalAveragePooling1D`) → `Dense(1, activation="sigmoid")`의 모델을 만들고, 임베딩에 `table`을 넣습니다.
# 2. **1단계**: 임베딩을 얼리고 `epochs[0]`에폭 학습합니다.
# 3. **2단계**: **같은 모델**의 임베딩을 풀고 `epochs[1]`에폭 이어서 학습합니다. `epochs[1]`이 0이면 아무것도 바뀌지 않아야 합니다.
#
# 두 단계 모두 옵티마이저는 `keras.optimizers.Adam`, 학습률은 `rates[0]`과 `rates[1]`, 손실은 `"binary_crossentropy"`, 배치의 크기는 글 전체(`len(ids)`)입니다. 단계가 끝날 때마다 임베딩의 행렬과 예측 확률을 적어 둡니다.
#
# <details><summary>힌트</summary>
#
# 층의 `trainable`을 바꾸는 것만으로는 이미 만들어 둔 학습 함수가 바뀌지 않습니다. 그 뒤에 무엇을 다시 불러야 하는지 강의에서 보았습니다. 임베딩의 값은 `층.get_weights()[0]`으로 꺼내고, 층을 만든 뒤 한 번 불러야(또는 `build`해야) `set_weights`를 쓸 수 있습니다.
# </details>

# %% solution="two-stage"
def two_stage(table, ids, labels, epochs, rates):
    """임베딩을 얼리고 학습한 뒤, 풀고 이어서 학습합니다.

    Args:
        table: 임베딩 행렬 (V, D). 0번 줄이 패딩.
        ids: 정수 배열 (N, T). 뒤가 0으로 채워져 있습니다.
        labels: 0 또는 1, (N,).
        epochs: (1단계의 에폭, 2단계의 에폭).
        rates: (1단계의 학습률, 2단계의 학습률).

    Returns:
        [(1단계 뒤의 행렬 (V, D), 확률 (N,)), (2단계 뒤의 행렬 (V, D), 확률 (N,))], 모두 NumPy 배열.
    """
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=(None,), dtype="int32")
    embedding = layers.Embedding(*np.shape(table), mask_zero=True)
    pooled = layers.GlobalAveragePooling1D()(embedding(inputs))
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(pooled))
    embedding.set_weights([table])
    stages = []
    for trainable, n_epochs, rate in zip((False, True), epochs, rates):
        embedding.trainable = trainable
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n_epochs:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n_epochs, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages
    ### END SOLUTION

# %% test="two-stage" points=5
_table = np.array([[0.5, 0.5], [0.1, -0.2], [0.9, 0.3], [-0.8, 0.4], [0.2, 0.7], [-0.3, -0.6]], dtype="float32")
_ids = np.array([[2, 4, 0, 0], [3, 0, 0, 0], [2, 1, 1, 0], [3, 4, 1, 1]], dtype="int32")
_labels = np.array([1, 0, 1, 0], dtype="float32")
_result = two_stage(_table.copy(), _ids, _labels, (30, 3), (0.1, 0.01))
assert _result is not None and len(_result) == 2, "두 단계의 (행렬, 확률)을 차례로 담은 리스트를 돌려주세요."
(_frozen, _p1), (_tuned, _p2) = ([np.asarray(_part, dtype=float) for _part in _stage] for _stage in _result)
assert _frozen.shape == _table.shape and np.reshape(_p1, -1).shape == (4,), "행렬은 (V, D), 확률은 (N,)이어야 합니다."
assert np.allclose(_frozen, _table, atol=1e-6), "1단계 뒤에 임베딩이 바뀌어 있습니다. table을 넣고 얼렸나요?"
assert not np.allclose(_tuned[1:5], _table[1:5], atol=1e-4), "2단계에서 임베딩이 움직이지 않았습니다. trainable을 바꾼 다음 compile을 다시 불렀나요?"
assert np.allclose(_tuned[0], _table[0], atol=1e-6), "패딩의 줄이 움직였습니다. 마스크가 없어 패딩까지 평균에 들어갔습니다."
assert np.allclose(_tuned[5], _table[5], atol=1e-6), "글에 나오지 않은 5번 단어의 줄이 움직였습니다."
assert np.abs(_tuned - _table).max() < 0.05, "2단계의 학습률 rates[1]을 쓰지 않았습니다. 한 걸음이 너무 큽니다."
### BEGIN HIDDEN TESTS
_entropy = lambda _p: -np.mean(np.where(_labels > 0, np.log(np.reshape(_p, -1)), np.log(1 - np.reshape(_p, -1))))
assert _entropy(_p2) < _entropy(_p1) < 0.65, "단계를 거칠수록 훈련 손실이 줄어야 합니다. 에폭을 모두 학습했나요?"
_means = np.array([[_table[_ids_row[_ids_row > 0]].mean(axis=0)] for _ids_row in _ids])[:, 0]
_logits = np.log(np.reshape(_p1, -1) / (1 - np.reshape(_p1, -1)))
_fit, *_ = np.linalg.lstsq(np.column_stack([_means, np.ones(4)]), _logits, rcond=None)
assert np.allclose(np.column_stack([_means, np.ones(4)]) @ _fit, _logits, atol=1e-3), "1단계의 확률이 마스크 평균과 시그모이드에서 나온 것이 아닙니다."
(_frozen, _p1), (_still, _p2) = two_stage(_table.copy(), _ids, _labels, (2, 0), (0.05, 0.5))
assert np.allclose(_frozen, _table, atol=1e-6) and np.allclose(_still, _table, atol=1e-6), "2단계가 0에폭이면 임베딩은 그대로여야 합니다."
assert np.allclose(np.reshape(_p1, -1), np.reshape(_p2, -1), atol=1e-5), "2단계가 0에폭인데 확률이 바뀌었습니다. 모델을 새로 만들지 말고 이어서 쓰세요."
_many = [np.tile(_ids, (10, 1)), np.tile(_labels, 10)]  # 글이 마흔
(_frozen, _p1), (_tuned, _p2) = two_stage(_table.copy(), *_many, (20, 1), (0.1, 0.01))
_step = np.abs(np.asarray(_tuned, dtype=float) - _table)
assert _step.max() > 0.003, "2단계의 한 걸음이 너무 작습니다. Adam과 rates[1]을 썼나요?"
_heads = []
for _matrix, _p in ((_frozen, _p1), (_tuned, _p2)):
    _means = np.array([np.append(np.asarray(_matrix)[_row[_row > 0]].mean(axis=0), 1.0) for _row in _ids])
    _p = np.reshape(np.asarray(_p, dtype=float), -1)[:4]
    _heads.append(np.linalg.lstsq(_means, np.log(_p / (1 - _p)), rcond=None)[0])
assert np.abs(_heads[1] - _heads[0]).max() < 0.0125, "글이 마흔일 때 2단계의 한 에폭에 Dense가 두 걸음 움직였습니다. 배치의 크기가 글 전체(len(ids))인가요?"
assert np.abs(_heads[1] - _heads[0]).max() > 0.003, "2단계에서는 임베딩과 함께 Dense도 이어서 배웁니다. Dense를 얼리지 않았나요?"
# 0에폭 뒤의 확률에서 Dense의 처음 값을 풀어내고, 2단계를 NumPy의 Adam으로 따라가 봅니다. 단어는 한 번씩만 나옵니다.
_once = np.array([[1, 2, 0], [3, 0, 0], [4, 5, 6], [7, 8, 0], [9, 0, 0]], dtype="int32")
_wide, _answers = np.random.default_rng(45).normal(size=(10, 2)).astype("float32"), np.array([1, 0, 0, 1, 1], dtype="float32")
(_, _p0), (_tuned, _p2) = two_stage(_wide.copy(), _once, _answers, (0, 60), (0.1, 0.1))
_p0, _real = np.reshape(np.asarray(_p0, dtype=float), -1), _once > 0
_lengths = _real.sum(axis=1, keepdims=True)
_mean = lambda _matrix: np.column_stack([(_matrix[_once] * _real[:, :, None]).sum(axis=1) / _lengths, np.ones(5)])
_parts = [_wide.astype(float), np.linalg.lstsq(_mean(_wide), np.log(_p0 / (1 - _p0)), rcond=None)[0]]
_first, _second = [np.zeros_like(_part) for _part in _parts], [np.zeros_like(_part) for _part in _parts]
for _t in range(1, 61):
    _inputs = _mean(_parts[0])
    _gap = (1 / (1 + np.exp(-_inputs @ _parts[1])) - _answers) / 5
    _words = np.zeros_like(_parts[0])
    np.add.at(_words, _once, _real[:, :, None] * (_gap[:, None] * _parts[1][:2] / _lengths)[:, None])
    for _k, _gradient in enumerate((_words, _inputs.T @ _gap)):
        _first[_k] += 0.1 * (_gradient - _first[_k])
        _second[_k] += 0.001 * (_gradient ** 2 - _second[_k])
        _parts[_k] = _parts[_k] - 0.1 * np.sqrt(1 - 0.999 ** _t) / (1 - 0.9 ** _t) * _first[_k] / (np.sqrt(_second[_k]) + 1e-7)
assert np.allclose(np.asarray(_tuned, dtype=float), _parts[0], atol=0.05), "2단계에서 임베딩이 움직인 길이 이진 교차 엔트로피의 길과 다릅니다. 손실이 \"binary_crossentropy\"인가요?"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 어떻게 하시겠습니까 (글로 답하기) ★★☆ · 15분
#
# 동네 도서관이 **책 감상평**을 긍정과 부정으로 나누려고 합니다. 라벨이 있는 감상평은 **800편**, 라벨이 없는 감상평은 **20만 편**입니다. 한 동료가 이런 보고서를 냈습니다.
#
# > 임베딩을 난수로 시작해 GRU와 함께 학습했습니다. 길이를 200으로 맞추려고 뒤를 0으로 채웠고(감상평은 대부분 20단어 안팎), 임베딩 뒤에 `Conv1D`를 하나 넣었습니다. 정확도가 0.6을 넘지 못했습니다.
# > 따로 만든 "감정을 나타내는 단어 찾기" 모델은 단어마다 답하는데, 자리 200개를 모두 세어 정확도 0.97을 얻었습니다.
#
# 다음 네 가지에 두세 문장씩 답하세요.
#
# 1. 20만 편을 어떻게 쓰겠습니까? 그 벡터를 얼릴지 더 학습할지는 무엇을 보고 정합니까?
# 2. 사전에 없는 새말이나 오타가 든 감상평은 어떻게 다룹니까?
# 3. 첫 모델에서 마스크에 무슨 일이 생겼습니까? 어떻게 확인하고 어떻게 고칩니까?
# 4. 정확도 0.97은 믿을 만합니까? 왜 그렇습니까?

# %% [markdown] manual="library-plan" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 라벨이 필요 없는 방법(skip-gram, fastText)으로 20만 편에서 단어 벡터를 배워 임베딩 행렬에 넣습니다. 라벨이 800편이면 먼저 얼린 채 분류기만 배우고, 풀어서 작은 학습률로 더 배운 것과 **검증 몫**에서 견주어 고릅니다. 시험 글은 벡터를 배우는 데도 고르는 데도 쓰지 않습니다.
# 2. fastText처럼 글자(자모) n-그램의 벡터를 평균해 벡터를 만듭니다. 쓸 수 없다면 OOV의 줄 하나(아는 벡터의 평균)로 보내고, 포함률을 재어 얼마나 잃는지 밝힙니다.
# 3. `Conv1D`는 마스크를 넘기지 않으므로, 임베딩에서 마스크를 켰더라도 GRU는 패딩 180개를 진짜 단어처럼 읽고 앞의 20단어를 잊습니다. 패딩을 더 붙여 답이 바뀌는지 보거나 층마다 출력에 마스크가 있는지 확인합니다. `mask_zero=True`를 켜고, `Conv1D`를 빼거나, 마스크를 직접 곱하고 다음 층에 `mask=`로 넘기는 층을 만듭니다. 길이 200은 줄입니다.
# 4. 믿을 수 없습니다. 자리의 약 90%가 패딩이고, 패딩은 언제나 같은 답이라 쉽게 맞힙니다. 모든 자리에 "아니다"라고 답해도 0.9를 넘습니다. 손실과 정확도를 진짜 단어에서만 재고, 드문 라벨의 재현율도 보아야 합니다.
#
# **채점 기준 (5점)**
#
# - 1번 1.5점: 라벨 없는 글로 벡터를 미리 배운다(1점), 얼릴지 풀지를 검증 몫으로 고른다(0.5점). 시험 글까지 넣는다고 하면 최대 1점.
# - 2번 1점: 서브워드 또는 OOV의 줄을 이유와 함께 말한다. "뺀다"만 쓰면 0.5점.
# - 3번 1.5점: `Conv1D`가 마스크를 버려(또는 마스크를 켜지 않아) GRU가 패딩을 읽는다(0.5점), 확인하는 법(0.5점), 고치는 법(0.5점).
# - 4번 1점: 패딩이 대부분이라 부풀려졌음을 수로 설명한다. "너무 높아서"만 쓰면 0.5점.
# ### END SOLUTION
