# ---
# title: 사전 학습 임베딩과 마스킹
# number: "045"
# objectives:
#   - 빌린 벡터로 임베딩 행렬을 만들고, 얼마나 덮는지를 두 가지로 잽니다.
#   - 글자 n-gram의 벡터를 평균해 모르는 단어의 벡터를 만듭니다.
#   - 얼린 채 배운 다음 풀어서 이어 배우고, 학습 기록에서 compile을 빠뜨린 곳을 고칩니다.
#   - 패딩을 세지 않는 평균과 손실을 쓰고, 마스크가 어느 층까지 살아 있는지 맞힙니다.
# datasets: []
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes, 037_tokenizer_training]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 코드 과제 일곱 개와 글 과제 하나입니다. 과제는 서로 기대지 않으므로 막히면 다음으로 넘어가도 됩니다. 데이터도 Keras도 쓰지 않고, 파이썬과 NumPy로 풉니다.
# 과제 1–5는 빌린 벡터, 6과 7은 마스크입니다. 어느 과제에서나 **받은 입력을 바꾸지 마세요**. 검사가 확인합니다.

# %%
import math
import random
from collections import Counter

import numpy as np

from nlplab import testing

# %% [markdown]
# ## 과제 1. 임베딩 행렬 ★☆☆ · 12분
#
# **목표.** 단어 목록과 빌린 벡터로 임베딩 층에 넣을 행렬을 만듭니다.
#
# | 줄 | 무엇 | 값 |
# |:-:|---|---|
# | 0 | 패딩 | 모두 0 |
# | 1 | 모르는 단어(OOV) | `words` 가운데 **빌린 벡터가 있는 단어들**의 벡터의 평균 |
# | 2부터 | `words`의 첫 단어부터 차례로 | 빌린 벡터. 없으면 1번 줄과 같은 값 |
#
# 빌린 사전에는 `words`에 없는 단어도 많습니다. 그런 단어는 평균에 넣지 않습니다. 모두 0인 벡터도 빌린 벡터입니다. 찾은 단어가 하나도 없으면 1번 줄도 0입니다.
#
# 힌트 1: 1번 줄을 적으려면 무엇을 먼저 모아야 할까요?
# 힌트 2: 찾은 벡터를 한곳에 모아 평균을 낸 다음, 줄을 위에서부터 차례로 쌓습니다.
# 힌트 3: `found = [vectors[word] for word in words if word in vectors]`

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

# %% test="embedding-matrix" points=3
_em_words = ["영화", "띵작", "최고", "지루", "꿀잼"]
_em_given = {"영화": np.array([1.0, 3.0]), "최고": np.array([5.0, -1.0]),
             "우주선": np.array([90.0, 90.0]), "지루": [1.5, 1.0]}
_em_got = testing.call(embedding_matrix, _em_words, _em_given, 2)
_em_matrix, _ = testing.parts(_em_got, "행렬", "없는 단어의 리스트")
_em_matrix = testing.array(_em_matrix, (7, 2), "패딩과 OOV의 줄까지 V + 2줄인 행렬")
for _em_rows, _em_want, _em_why, _em_slips in [
    ([0], [[0, 0]], "패딩의 줄은 0입니다.", {}),
    ([1], [[2.5, 1]], "찾은 벡터를 자리마다(axis=0) 모두 더해 찾은 수로 나눕니다.", {
        "한 줄씩 밀렸습니다. 첫 단어의 줄은 2번입니다.": [[1, 3]], "OOV의 줄을 0으로 두었습니다.": [[0, 0]],
        "words에 없는 단어(우주선)까지 넣어 평균을 냈습니다.": [[24.375, 23.25]],
        "못 찾은 단어를 0으로 넣고 다섯으로 나누었습니다.": [[1.5, 0.6]],
        "모든 값을 하나로 평균 냈습니다. 자리마다(axis=0) 평균합니다.": [[1.75, 1.75]],
        "정수 배열이 아니라 실수 배열입니다.": [[2, 1]]}),
    ([2, 4, 5], [[1, 3], [5, -1], [1.5, 1]],
     "영화, 최고, 지루의 줄은 빌린 벡터 그대로입니다. 벡터가 있는 단어만 차례로 쌓지 않았나요?", {}),
    ([3, 6], [[2.5, 1]] * 2, "벡터가 없는 띵작의 줄과 꿀잼의 줄은 1번 줄과 같습니다.", {})]:
    testing.equal(_em_matrix[_em_rows], _em_want, f"{_em_rows}번 줄: {_em_why}", _em_slips,
                  f"(넣은 것: {_em_words}, {_em_given})")
### BEGIN HIDDEN TESTS
for _em_words, _em_given, _em_want, _em_why in (
    (["가", "나", "다"], {"가": np.zeros(3), "다": np.array([2.0, 4.0, -6.0])}, [[0, 0, 0], [1, 2, -3], [0, 0, 0], [1, 2, -3], [2, 4, -6]], "빌린 벡터가 0인 단어도 찾은 단어입니다. 없는 단어인지는 값이 아니라 사전으로 가리세요."),
    (["가", "나"], {"다": np.array([1.0, 2.0, 3.0])}, np.zeros((4, 3)), "찾은 단어가 하나도 없으면 1번 줄도 0입니다."),
    (["가", "나"], {}, np.zeros((4, 3)), "빌린 사전이 비었으면 벡터의 길이는 dim에서 얻으세요."),
):
    testing.check(embedding_matrix, [_em_words, _em_given, 3], _em_want, _em_why, part=0)
### END HIDDEN TESTS

# %% test="embedding-matrix" part="missing" points=1
_em_words, _em_given = ["영화", "띵작", "지루", "꿀잼"], {"영화": [1.0], "우주선": [2.0], "지루": [3.0]}
testing.check(embedding_matrix, [_em_words, _em_given, 1], ["띵작", "꿀잼"],
    "벡터가 없는 단어를 words의 순서대로 담습니다. 찾은 단어와 바꾸지 말고, 정렬하지 마세요.", part=1)
### BEGIN HIDDEN TESTS
for _em_words, _em_given, _em_want in ((["가", "나"], {}, ["가", "나"]), (["가", "나"], {"나": np.zeros(3)}, ["가"]), (["다", "나", "가"], {"라": np.ones(3), "나": np.ones(3)}, ["다", "가"]), (["가"], {"가": np.ones(3)}, [])):
    testing.check(embedding_matrix, [_em_words, _em_given, 3], _em_want, "없는 단어인지는 값이 아니라 사전으로 가립니다. 찾은 단어가 하나도 없을 수도 있습니다.", part=1)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 포함률 두 가지 ★★☆ · 15분
#
# **목표.** 빌린 사전이 우리 글을 얼마나 덮는지 잽니다.
#
# - **종류의 포함률**: 글에 나온 서로 다른 단어 가운데 사전에 있는 것의 비율
# - **토큰의 포함률**: 글에 나온 토큰(되풀이된 것까지 모두) 가운데 사전에 있는 것의 비율
#
# 학습 글과 검증 글에서 **따로** 잽니다. 비율은 글마다 구해 평균하지 않고 모두 합한 뒤에 나눕니다. 단어가 하나도 없으면 0.0입니다.
#
# 그리고 사전에 없는 단어를 **학습 글에서 많이 나온 순서**로 `k`개까지 꼽습니다. 횟수가 같으면 가나다순(파이썬의 `<`)입니다. 어떤 단어를 손볼지 정하는 목록이므로, 검증 글은 세지 않습니다.
# 토큰은 받은 그대로 셉니다.
#
# 힌트 1: 종류와 토큰은 무엇으로 나누는지가 다릅니다. 두 분모를 먼저 적어 보세요.
# 힌트 2: 글들을 `Counter` 하나로 모으면 종류는 키의 수, 토큰은 값의 합입니다.
# 힌트 3: `sorted(counts, key=lambda word: (-counts[word], word))`

# %% solution="coverage"
def coverage(train, valid, known, k=5):
    """사전의 포함률을 잽니다.
    Args:
        train, valid: 토큰 리스트의 리스트.
        known: 벡터가 있는 단어의 집합.
        k: 꼽을 단어의 수.
    Returns:
        키가 셋뿐인 dict. "train"과 "valid"의 값은 (종류의 포함률, 토큰의 포함률), "missing"의 값은 단어의 리스트.
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

# %% test="coverage" points=3
def _cv_check(name, train, valid, known, want, why, slips=()):
    got = testing.call(coverage, train, valid, known, why=why)
    testing.equal(testing.keys(got, "train", "valid", "missing")[name], want, f"{name}: {why}",
                  slips, f"(넣은 것: {train}, {valid}, {known})", close=1e-5)

_cv_given = ([["영화", "참", "꿀잼", "꿀잼"], ["참", "참", "참", "띵작"], ["갓띵작"]],
             [["영화", "핵노잼", "핵노잼", "핵노잼"], [], ["띵작", "띵작"]],
             {"영화", "참", "지루", "배우", "음악", "연기"})
_cv_check("train", *_cv_given, (0.4, 5 / 9), "종류 다섯 가운데 둘, 토큰 아홉 가운데 다섯이 사전에 있습니다.", [
    ("종류와 토큰의 포함률이 바뀌었습니다. 종류는 되풀이를 한 번만 셉니다.", (5 / 9, 0.4)),
    ("사전의 크기(6)로 나누었습니다. 글에 나온 종류의 수로 나눕니다.", (1 / 3, 5 / 9)),
    *[("글마다 구해 평균하지 않았나요? 모두 합한 뒤에 나눕니다.", wrong)
      for wrong in ((0.3889, 0.4167), (0.3889, 5 / 9), (0.4, 0.4167))]])
_cv_check("valid", *_cv_given, (1 / 3, 1 / 6), "종류 셋 가운데 하나, 토큰 여섯 가운데 하나입니다.", {
    "검증 글에 학습 글을 합쳐 잰 값입니다. 두 글을 따로 재세요.": (1 / 3, 0.4)})
for _cv_name in ("train", "valid"):
    _cv_check(_cv_name, [], [[]], {"가"}, (0.0, 0.0), "단어가 하나도 없으면 포함률은 0.0입니다.")
_cv_check("train", [["OTT", "ott", "!!", "ㅋㅋ", " "]], [], {"OTT", "ㅋㅋ"}, (0.4, 0.4),
          "토큰은 받은 그대로 셉니다. 소문자로 바꾸거나 한글이 아니라고, 빈칸이라고 거르지 마세요.")
### BEGIN HIDDEN TESTS
for _cv_name, _cv_want in (("train", (2 / 3, 0.75)), ("valid", (0.5, 0.6))):
    _cv_check(_cv_name, [["말", "말1"], [], ["말", "10점"]], [["말", "말2"], ["말", "책", "10점"]][::-1], {"말", "10점" if _cv_name == "train" else "책"}, _cv_want, "모두 합한 뒤에 나눕니다.")
### END HIDDEN TESTS

# %% test="coverage" part="missing" points=2
def _cv_missing(train, valid, known, k, want, why, slips=()):
    got = testing.call(coverage, train, valid, known, k=k, why=why)
    testing.equal(testing.keys(got, "train", "valid", "missing")["missing"], want, why, slips,
                  f"(넣은 것: {train}, {valid}, {known}, k={k})")

_cv_missing([["가", "나"]], [["다"] * 9], {"나"}, 5, ["가"], "사전에 없는 단어만, 횟수 없이 꼽습니다.", {
    "검증 글에만 나온 단어를 꼽았습니다. 학습 글만 세세요.": ["다", "가"]})
_cv_missing([["가", "나", "나"]], [["가"] * 9], set(), 2, ["나", "가"],
            "학습 글에서 많이 나온 순서입니다. 횟수를 검증 글까지 세지 않습니다.")
_cv_missing([["가", "가", "가", "나", "다"]], [], {"가"}, 2, ["나", "다"],
            "사전에 없는 단어를 먼저 고르고, 그 가운데 k=2개까지 꼽습니다.")
_cv_missing([["나", "다", "가"]], [], set(), 2, ["가", "나"],
            "횟수가 같으면 나온 순서가 아니라 가나다순이고, k=2개까지입니다.")
_cv_missing([["가", "나"]], [], set(), 0, [], "k가 0이면 하나도 꼽지 않습니다.")
_cv_missing([["b", "a", "B", "b"]], [], set(), 9, ["b", "B", "a"],
            "토큰은 받은 그대로, 횟수가 같으면 파이썬의 < 순서입니다. 소문자로 바꾸어 견주지 마세요.")
### BEGIN HIDDEN TESTS
assert len(testing.call(coverage, [[f"새말{_cv_n}" for _cv_n in range(9)]], [], set())["missing"]) == 5, "k를 주지 않으면 다섯까지 꼽습니다."
_cv_missing([["b", "a", "OTT", "ㅠ", "B", "ott", "b"]], [["ㅠ"] * 9], {"ott"}, 9, ["b", "B", "OTT", "a", "ㅠ"], "두 번 나온 b가 먼저, 나머지는 파이썬의 < 순서로 B, OTT, a, ㅠ입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 모르는 단어의 벡터 ★★☆ · 15분
#
# **목표.** fastText의 규칙으로 단어의 벡터를 만듭니다. 단어의 n-gram은 이미 나누어서 드립니다.
#
# - 사전에 **있는** 단어: 자기 벡터와 n-gram 벡터를 **모두 평균**합니다. 자기 벡터도 하나로 셉니다.
# - 사전에 **없는** 단어: n-gram 벡터만 평균합니다.
# - 벡터가 없는 n-gram은 없던 것으로 칩니다. 나누는 수에도 넣지 않습니다. 같은 n-gram이 두 번 있으면 두 번 셉니다.
# - 단어는 단어 사전(`vectors`)에서만, n-gram은 받은 목록에 있는 것을 n-gram 사전(`ngram_vectors`)에서만 찾습니다. 값이 0인 벡터도 하나로 셉니다.
# - 평균할 것이 하나도 없으면 0으로 채운 벡터입니다.
#
# 힌트 1: 몇 개로 나눌지 미리 알 수 있나요? 세면서 모아야 합니다.
# 힌트 2: 평균할 벡터를 리스트에 모은 다음 한 번에 평균하세요. 사전에서 꺼낸 배열에 `+=`를 하면 사전의 벡터가 바뀝니다.
# 힌트 3: `rows = [ngram_vectors[g] for g in ngrams if g in ngram_vectors]`

# %% solution="word-vector"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    """단어의 벡터를 자기 벡터와 n-gram 벡터의 평균으로 만듭니다.
    Args:
        word: 단어.
        ngrams: 그 단어의 n-gram 리스트.
        vectors: dict, 단어 -> 배열 (D,).
        ngram_vectors: dict, n-gram -> 배열 (D,).
        dim: 벡터의 길이 D.
    Returns: 배열 (D,).
    Example:
        >>> word_vector("ab", ["<ab", "ab>"], {}, {"ab>": np.array([2.0, 4.0])}, 2)
        array([2., 4.])
    """
    ### BEGIN SOLUTION
    parts = [vectors[word]] if word in vectors else []
    parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
    return np.mean(parts, axis=0) if parts else np.zeros(dim)
    ### END SOLUTION

# %% test="word-vector" points=2
_wv_own = {"최고": np.array([6.0, 1.0]), "최악": np.array([0.0, 6.0])}
_wv_grams = {"<최": [3.0, 3.0], "고>": [0.0, 6.0], "<최고": [3.0, -6.0], "최": [9.0, 9.0]}
_wv_grams = {piece: np.array(row) for piece, row in _wv_grams.items()}
testing.check(word_vector, ["최곳", ["<최", "최곳", "곳>"], _wv_own, _wv_grams, 2], [3, 3],
              "사전에 없는 단어라도 n-gram으로 만듭니다. 벡터가 있는 n-gram은 <최뿐입니다.", {
    "벡터가 없는 n-gram까지 나누는 수에 넣었습니다.": [1, 1],
    "받은 목록에 없는 n-gram(최)까지 썼습니다.": [6, 6]})
testing.check(word_vector, ["최고", ["<최", "최고", "고>", "<최고"], _wv_own, _wv_grams, 2], [3, 1],
              "자기 벡터도 하나로 세어, 자기 벡터와 n-gram 셋을 모두 평균합니다.", {
    "평균하지 않고 더했습니다.": [12, 4], "n-gram을 보지 않았습니다.": [6, 1],
    "자기 벡터를 빠뜨렸습니다.": [2, 1], "자기 벡터와 n-gram의 평균을 반반 섞었습니다.": [4, 1],
    "자기 벡터를 나누는 수에 넣지 않았습니다.": [4, 4 / 3], "n-gram을 하나만 썼습니다.": [4.5, 2],
    "자기 벡터를 두 번 세었습니다. n-gram은 단어 사전에서 찾지 마세요.": [3.6, 1]})

# %% test="word-vector" part="rules" points=2
_wv_own = {"최고": np.array([6.0, 1.0]), "영": np.zeros(2)}
_wv_grams = {"<최": [3.0, 3], "고>": [0.0, 6], "ㅋㅋ": [1.0, -2], "0>": [0.0, 0], "나": [8.0, 8]}
_wv_grams = {piece: np.array(row) for piece, row in _wv_grams.items()}
for _wv_word, _wv_list, _wv_want, _wv_why in (
    ("최고최악", ["<최", "최고"], [3, 3],
     "n-gram을 단어 사전에서 찾지 마세요. n-gram `최고`의 벡터는 없습니다."),
    ("ㅋㅋㅋ고", ["ㅋㅋ", "ㅋㅋ", "고>"], [2 / 3, 2 / 3], "두 번 나온 n-gram(ㅋㅋ)은 두 번 셉니다."),
    ("뷁", ["<뷁>"], [0, 0], "평균할 것이 하나도 없으면 0으로 채운 벡터입니다."),
    ("새", ["0>", "<최"], [1.5, 1.5], "값이 0인 벡터도 하나로 셉니다."),
    ("영", ["<최"], [1.5, 1.5], "자기 벡터의 값이 0이어도 하나로 셉니다."),
    ("나", ["나"], [8, 8], "받은 목록에 단어와 똑같은 n-gram이 있으면 그것도 씁니다."),
    ("나", ["<최"], [3, 3], "단어를 n-gram 사전에서 찾지 마세요. n-gram은 받은 목록에 있는 것만 씁니다."),
):
    testing.check(word_vector, [_wv_word, _wv_list, _wv_own, _wv_grams, 2], _wv_want, _wv_why,
                  close=1e-5)
### BEGIN HIDDEN TESTS
_wv_rows = np.random.default_rng(454).normal(size=(4, 3))
_wv_first, _wv_second = {"가": _wv_rows[0]}, {"<가": _wv_rows[1], "가>": _wv_rows[2], "나>": _wv_rows[3]}
testing.check(word_vector, ["가", ["<가", "가>", "없음", "<가"], _wv_first, _wv_second, 3], _wv_rows[[0, 1, 2, 1]].mean(axis=0), "자기 벡터와 받은 목록의 n-gram 벡터를 모두 평균합니다.", close=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 얼리고, 풀고 ★★★ · 30분
#
# **목표.** 강의의 "얼린 뒤 풂"을 Keras 없이 경사 하강법으로 씁니다. 무엇이 움직이고 무엇이 그대로인지 손으로 알게 됩니다.
#
# 글 $i$의 진짜 단어($0$이 아닌 번호)가 $n_i$개일 때, 벡터의 평균 $x_i$로 긍정의 확률을 구합니다. $w$와 $b$는 **0에서** 시작합니다.
#
# $$x_i = \frac{1}{n_i}\sum_{t:\,ids_{it} \ne 0} E[ids_{it}], \qquad p_i = \frac{1}{1 + e^{-(x_i \cdot w + b)}}, \qquad g_i = \frac{p_i - y_i}{N}$$
#
# 한 에폭에 한 걸음, 글 전체를 한 배치로 합니다. 기울기는 다음과 같고, **모두 움직이기 전의 값으로** 구한 다음 한꺼번에 `학습률 × 기울기`만큼 뺍니다.
#
# $$\frac{\partial L}{\partial w} = \sum_i g_i x_i, \qquad \frac{\partial L}{\partial b} = \sum_i g_i, \qquad \frac{\partial L}{\partial E[v]} = \sum_{i,\,t:\,ids_{it} = v \ne 0} \frac{g_i}{n_i} w$$
#
# - **1단계**: $w$와 $b$만 움직입니다. `epochs[0]`에폭, 학습률 `rates[0]`.
# - **2단계**: 1단계의 $w$, $b$에서 **이어서** 셋 다 움직입니다. `epochs[1]`에폭, 학습률 `rates[1]`.
#
# 같은 단어가 한 글에 두 번 나오거나 여러 글에 나오면 기울기를 **모두 더합니다**. 패딩의 줄(0번)은 값이 0이 아니어도 세지 않고 움직이지 않습니다. 글마다 진짜 단어가 하나는 있습니다.
#
# 힌트 1: 두 단계는 같은 계산입니다. 임베딩에서 기울기를 빼는지만 다릅니다.
# 힌트 2: `배열[번호들] += 값`은 같은 번호가 두 번 있어도 한 번만 더합니다. 단어마다 반복문을 쓰거나, 겹친 번호도 모두 더하는 NumPy 함수를 찾아보세요.
# 힌트 3: `np.add.at(gradient, ids, (ids != 0)[:, :, None] * (g[:, None] * w / n[:, None])[:, None])` (`n`의 모양은 `(N,)`)

# %% solution="two-stage"
def two_stage(table, ids, labels, epochs, rates):
    """임베딩을 얼리고 학습한 뒤, 풀고 이어서 학습합니다.
    Args:
        table: 임베딩 행렬 (V, D). 0번 줄이 패딩.
        ids: 정수 배열 (N, T). 뒤가 0으로 채워져 있습니다.
        labels: 0 또는 1, (N,).
        epochs: (1단계의 에폭, 2단계의 에폭).
        rates: (1단계의 학습률, 2단계의 학습률).
    Returns: [(1단계 뒤의 행렬 (V, D), w (D,), b), (2단계 뒤의 행렬 (V, D), w (D,), b)]
    """
    ### BEGIN SOLUTION
    table, labels = np.array(table, dtype=float), np.asarray(labels, dtype=float)
    real = np.asarray(ids) != 0
    n = real.sum(axis=1, keepdims=True)
    w, b, stages = np.zeros(table.shape[1]), 0.0, []
    for trainable, n_epochs, rate in zip((False, True), epochs, rates):
        for _ in range(n_epochs):
            x = (table[ids] * real[:, :, None]).sum(axis=1) / n
            g = (1 / (1 + np.exp(-(x @ w + b))) - labels) / len(labels)
            gradient = np.zeros_like(table)
            np.add.at(gradient, ids, real[:, :, None] * (g[:, None] * w / n)[:, None])
            w, b = w - rate * (x.T @ g), b - rate * g.sum()
            if trainable:
                table = table - rate * gradient
        stages.append((table.copy(), w, b))
    return stages
    ### END SOLUTION

# %% test="two-stage" points=2
def _ts_data():
    return (np.array([[9.0, 9], [1, 0], [0, 2], [-2, 0], [0, -1], [3, 3]]),
            np.array([[1, 2, 1, 0], [3, 0, 0, 0], [4, 1, 0, 0], [3, 4, 0, 0]]),
            np.array([1, 0, 1, 0]))

def _ts_run(epochs, rates, given):
    stages = testing.parts(testing.call(two_stage, *given, epochs, rates), "1단계", "2단계")
    for stage in stages:
        matrix, w, b = testing.parts(stage, "행렬", "w", "b")
        b = np.reshape(b, ()) if np.size(b) == 1 else b
        yield (testing.array(matrix, given[0].shape, "행렬"),
               testing.array(w, given[0].shape[1:], "w"), testing.array(b, (), "b"))

def _ts_case(epochs):
    return f"(넣은 것: {[part.tolist() for part in _ts_data()]}, {epochs}, (1.0, 0.5))"

(_ts_matrix, _ts_w, _ts_b), (_, _ts_w2, _ts_b2) = _ts_run((2, 0), (1.0, 0.5), _ts_data())
for _ts_got, _ts_want, _ts_why in (
    (_ts_matrix[0], [9, 9], "패딩의 줄은 [9, 9] 그대로 두고, 평균에서는 번호로 가립니다."),
    (_ts_matrix, _ts_data()[0], "1단계에서 임베딩이 움직였습니다. w와 b만 움직입니다.")):
    testing.equal(_ts_got, _ts_want, _ts_why, given=_ts_case((2, 0)))
assert np.any(_ts_w2) or not np.any(_ts_w), (
    "2단계의 w가 0입니다. 모델을 새로 만들지 말고 1단계의 값을 이어서 쓰세요.")
testing.equal([*_ts_w2, _ts_b2], [*_ts_w, _ts_b],
              "2단계의 에폭은 epochs[1]입니다. 0이면 w와 b는 1단계의 것입니다.", given=_ts_case((2, 0)))

# %% test="two-stage" part="head" points=2
_ts_still, _ = _ts_run((2, 0), (1.0, 0.5), _ts_data())      # 2단계가 없을 때의 1단계
_ts_first, _ts_second = _ts_run((2, 1), (1.0, 0.5), _ts_data())
for _ts_got, _ts_want, _ts_why, _ts_slips in (
    (_ts_still[1], (0.8638, 0.1396), "1단계 뒤의 w: 기울기의 부호와 식을 확인하세요.", {
        "패딩까지 평균에 넣었습니다.": (1.407, 1.126), "n이 아니라 T로 나누었습니다.": (0.425, 0.119),
        "한 에폭만 학습했습니다.": (0.521, 0.083), "기울기를 글의 수 N으로 나누지 않았습니다.": (2.467, 0.345),
        "한 글에 두 번 나온 단어를 한 번만 세었습니다.": (0.833, 0.216)}),
    (_ts_still[2], 0.0556, "1단계 뒤의 b: b도 함께 배우나요? 기울기의 부호와 식을 확인하세요.", {}),
    (_ts_second[1], (0.9933, 0.1602), "2단계 뒤의 w: 1단계에서 이어지는지 보세요.", {
        "2단계에서 w와 b를 0에서 다시 시작했습니다. 1단계의 값에서 이어 가세요.": (0.26, 0.042),
        "2단계에서 w를 얼렸습니다. 셋 다 움직입니다.": (0.864, 0.14),
        "2단계에도 rates[0]을 썼습니다.": (1.121, 0.181)}),
    (_ts_second[2], 0.0896, "2단계 뒤의 b: 1단계에서 이어지는지 보세요.", {
        "2단계에서 b를 얼렸습니다. 셋 다 움직입니다.": 0.0556, "b에 rates[0]을 썼습니다.": 0.1236,
        "b를 0에서 다시 시작했습니다.": 0.034})):
    testing.equal(_ts_got, _ts_want, _ts_why, _ts_slips, _ts_case((2, 1)), close=1e-3)
testing.equal([*_ts_first[1], _ts_first[2]], [*_ts_still[1], _ts_still[2]], "1단계의 w와 b로는 "
              "1단계가 끝날 때의 값을 담으세요. `w -= …`는 담아 둔 배열까지 바꿉니다.")
### BEGIN HIDDEN TESTS
for _ts_row, _ts_want, _ts_why in (
    ([1.0, 3.0], [0.54167, 0.41667], "끝까지 찬(0이 없는) 글에서는 n이 T입니다. n은 첫 0의 자리가 아니라 0이 아닌 번호의 수입니다."),
    ([0.0, 0.0], [0.58333, 0.54167], "벡터가 0인 단어(1번)도 진짜 단어입니다. 패딩은 벡터의 값이 아니라 번호 0으로 가리세요."),
):
    _ts_full = np.array([[9.0, 9.0], _ts_row, [2.0, 4.0], [-2.0, 1.0]]), np.array([[1, 2, 2], [3, 1, 0]]), np.array([1.0, 0.0])
    testing.equal(next(_ts_run((1, 0), (1.0, 0.5), _ts_full))[1], _ts_want, _ts_why, close=1e-3)
### END HIDDEN TESTS

# %% test="two-stage" part="tune" points=2
(_ts_frozen, *_), (_ts_tuned, *_) = _ts_run((2, 1), (1.0, 0.5), _ts_data())
_ts_table = _ts_data()[0]
assert np.allclose(_ts_frozen, _ts_table) or not np.array_equal(_ts_frozen, _ts_tuned), (
    "1단계의 행렬이 2단계의 행렬과 같습니다. 같은 배열을 두 번 담지 말고, 단계가 끝날 때 복사해 담으세요.")
assert not np.allclose(_ts_tuned, _ts_table), "2단계에서 임베딩이 움직이지 않았습니다. 풀었나요?"
for _ts_rows, _ts_want, _ts_why, _ts_slips in (
    ([0], [[9, 9]], "패딩의 줄이 움직였습니다. 0번에는 기울기를 보내지 마세요.", {}),
    ([5], [[3, 3]], "글에 나오지 않은 5번 단어의 줄은 그대로입니다.", {}),
    ([2], [[0.0118, 2.0019]], "한 번 나온 2번 단어: 학습률 × g / n × w만큼 뺍니다. g, w, n을 모두 썼나요?", {
        "이미 움직인 w를 썼습니다. 모두 움직이기 전의 값으로 구하세요.": [[0.0135, 2.0022]]}),
    ([1, 3, 4], [[1.045, 0.0073], [-2.0329, -0.0053], [0.0056, -0.9991]],
     "여러 번 나온 단어의 기울기를 모두 더했나요? `+=`는 겹친 번호를 한 번만 더합니다.", {})):
    testing.equal(_ts_tuned[_ts_rows], _ts_want, f"{_ts_rows}번 줄: {_ts_why}", _ts_slips,
                  _ts_case((2, 1)), close=2e-4)
### BEGIN HIDDEN TESTS
_ts_e, _ts_w, _ts_b, _ts_want = np.random.default_rng(457).normal(size=(7, 3)), np.zeros(3), 0.0, []
_ts_many = _ts_e, np.array([[1, 2, 1, 5], [3, 0, 0, 0], [4, 1, 1, 0], [2, 6, 0, 0], [5, 5, 3, 2]]), np.array([1, 0, 1, 0, 1])
_ts_bag = np.array([np.bincount(row[row > 0], minlength=7) / (row > 0).sum() for row in _ts_many[1]])  # (N, V)
for _ts_free, _ts_rate in ((0, 0.5), (1, 0.8)):
    for _ in range(2 + _ts_free):
        _ts_x = _ts_bag @ _ts_e
        _ts_g = (1 / (1 + np.exp(-_ts_x @ _ts_w - _ts_b)) - _ts_many[2]) / 5
        _ts_e, _ts_w, _ts_b = _ts_e - _ts_rate * _ts_free * np.outer(_ts_bag.T @ _ts_g, _ts_w), _ts_w - _ts_rate * _ts_g @ _ts_x, _ts_b - _ts_rate * _ts_g.sum()
    _ts_want.append((_ts_e, _ts_w, _ts_b))
for _ts_stage, (_ts_got, _ts_right) in enumerate(zip(_ts_run((2, 3), (0.5, 0.8), _ts_many), _ts_want), 1):
    for _ts_name, _ts_one, _ts_other in zip(("b", "w", "행렬"), _ts_got[::-1], _ts_right[::-1]):
        testing.equal(_ts_one, _ts_other, f"글 다섯, epochs=(2, 3)일 때 {_ts_stage}단계 뒤의 {_ts_name}입니다.", close=1e-3)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 학습 기록을 고치기 ★★☆ · 20분
#
# **목표.** Keras 모델에 한 일을 차례로 적은 기록에서, `fit`마다 임베딩이 **움직였을지 맞히고**, 뜻대로 되지 않는 곳을 고칩니다. 강의에서 본 TensorFlow 백엔드의 규칙입니다.
#
# | 적힌 것 | 일어나는 일 |
# |---|---|
# | `"freeze"`, `"unfreeze"` | 임베딩의 `trainable`을 거짓, 참으로 바꿉니다. **그것뿐입니다** |
# | `"compile"` | 다음 `fit`이 학습 함수를 새로 만들게 합니다 |
# | `"fit"` | `compile` 뒤 **처음** 부른 `fit`이 그때의 `trainable`로 학습 함수를 만듭니다. 다음 `compile`까지 그 함수를 그대로 씁니다. 만들 때 `trainable`이 참이었으면 임베딩이 움직입니다 |
#
# 처음에 `trainable`은 참이고, 첫 `fit` 앞에는 `compile`이 있습니다.
#
# 고친 기록은 이렇게 만듭니다. 앞에서부터 보면서, 학습 함수를 만들 때의 `trainable`과 지금의 `trainable`이 **다른** `fit` 바로 앞에 `"compile"`을 넣습니다. 넣은 `compile`도 학습 함수를 새로 만드므로, 그 뒤에는 꼭 필요할 때만 또 넣습니다.
#
# 힌트 1: 기억할 것은 둘입니다. 지금의 `trainable`과, 학습 함수를 만들 때의 `trainable`.
# 힌트 2: `compile`을 만나면 학습 함수를 지우고(`None`), `fit`을 만나면 없을 때만 만듭니다. 고친 기록에는 학습 함수를 하나 더 두어 따로 따라가세요.
# 힌트 3: `if built is None: built = trainable`

# %% solution="train-log"
def check_log(events):
    """fit마다 임베딩이 움직였을지 맞히고, 기록을 고칩니다.
    Args: events: "freeze", "unfreeze", "compile", "fit"의 리스트.
    Returns:
        (moved, repaired): 받은 기록의 fit마다 임베딩이 움직였으면 True인 리스트와, 고친 기록(리스트).
    Example:
        >>> check_log(["compile", "fit", "fit"])
        ([True, True], ['compile', 'fit', 'fit'])
    """
    ### BEGIN SOLUTION
    trainable, built, mended = True, None, None
    moved, repaired = [], []
    for event in events:
        if event in ("freeze", "unfreeze"):
            trainable = event == "unfreeze"
        elif event == "compile":
            built = mended = None
        else:
            built = trainable if built is None else built
            moved.append(built)
            if mended is not None and mended != trainable:
                repaired.append("compile")
            mended = trainable
        repaired.append(event)
    return moved, repaired
    ### END SOLUTION

# %% test="train-log" points=2
def _tl_check(log, want, why):
    got = testing.call(check_log, log.split(), why=why)
    moved = [("그대로", "움직임")[bool(each)] for each in testing.parts(got, "움직였는지", "고친 기록")[0]]
    testing.equal(moved, want.split(), why, given=f"(기록: {log})")

_tl_check("freeze compile fit unfreeze fit", "그대로 그대로",
          "풀기만 하고 compile하지 않으면 움직이지 않습니다. 얼린 채 만든 학습 함수를 계속 씁니다.")
_tl_check("compile freeze fit", "그대로",
          "학습 함수는 compile할 때가 아니라 그 뒤 처음 fit할 때의 trainable로 만들어집니다.")
_tl_check("compile fit freeze fit", "움직임 움직임",
          "처음에 trainable은 참이고, 얼리기만 하고 compile하지 않으면 여전히 움직입니다.")
_tl_check("freeze compile fit unfreeze compile fit fit", "그대로 움직임 움직임",
          "풀고 compile한 뒤의 두 fit에서는 움직입니다.")
_tl_check("freeze compile fit unfreeze fit fit", "그대로 그대로 그대로",
          "fit을 한 번 더 불러도 학습 함수는 바뀌지 않습니다. 바꾸는 것은 compile뿐입니다.")
_tl_check("compile compile", "", "fit마다 하나씩입니다. fit이 없으면 빈 리스트입니다.")
### BEGIN HIDDEN TESTS
for _tl_log, _tl_want in (("freeze unfreeze compile fit", "움직임"), ("freeze compile fit compile unfreeze fit", "그대로 움직임"), ("compile unfreeze freeze fit unfreeze fit compile fit", "그대로 그대로 움직임"),
    ("compile fit freeze fit compile fit unfreeze fit", "움직임 움직임 그대로 그대로")):
    _tl_check(_tl_log, _tl_want, "학습 함수는 compile 뒤 처음 fit할 때의 trainable로 만들어집니다.")
### END HIDDEN TESTS

# %% test="train-log" part="repair" points=3
def _tl_repair(log, want, why):
    got = testing.call(check_log, log.split(), why=why)
    got = testing.parts(got, "움직였는지", "고친 기록")[1]
    same = "고친 기록이 받은 기록과 같습니다. " if list(got) == log.split() != want.split() else ""
    testing.equal(got, want.split(), same + why, given=f"(기록: {log})")

for _tl_log, _tl_want, _tl_why in (
    ("freeze compile fit unfreeze fit", "freeze compile fit unfreeze compile fit",
     "둘째 fit 바로 앞에 compile을 넣어야 임베딩이 풀립니다. 첫 fit 앞에는 이미 있습니다."),
    ("compile fit freeze fit", "compile fit freeze compile fit",
     "얼린 것도 compile해야 듣습니다. 움직여야 할 때뿐 아니라 멈추어야 할 때도 보세요."),
    ("freeze compile fit unfreeze fit fit", "freeze compile fit unfreeze compile fit fit",
     "넣은 compile도 학습 함수를 새로 만드므로 셋째 fit 앞에는 필요 없습니다."),
    ("freeze compile fit unfreeze freeze fit", "freeze compile fit unfreeze freeze fit",
     "풀었다가 다시 얼렸습니다. trainable을 바꾼 곳이 아니라 fit에서 견주세요."),
    ("compile freeze fit", "compile freeze fit",
     "첫 fit이 얼린 채로 학습 함수를 만드므로 고칠 것이 없습니다."),
    ("compile fit freeze fit unfreeze fit",
     "compile fit freeze compile fit unfreeze compile fit",
     "넣은 compile 뒤의 학습 함수는 얼린 것입니다. 고친 기록의 학습 함수를 따로 따라가세요."),
):
    _tl_repair(_tl_log, _tl_want, _tl_why)
### BEGIN HIDDEN TESTS
_tl_rng = random.Random(459)
for _tl_trial in range(80):
    _tl_log = _tl_rng.choice([["compile"], ["freeze", "compile"]]) + [_tl_rng.choice(["freeze", "unfreeze", "compile", "fit", "fit"]) for _ in range(_tl_rng.randrange(0, 10))]
    _tl_want, _tl_now, _tl_made = [], "unfreeze", ""
    for _tl_event in _tl_log:
        _tl_now = _tl_event if "freeze" in _tl_event else _tl_now
        _tl_want += ["compile"] * (_tl_event == "fit" and _tl_made not in ("", _tl_now)) + [_tl_event]
        _tl_made = {"compile": "", "fit": _tl_now}.get(_tl_event, _tl_made)
    _tl_repair(" ".join(_tl_log), " ".join(_tl_want), "만들 때의 trainable과 지금의 trainable이 다른 fit 바로 앞에만 넣습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 마스크는 어디까지 갔을까 ★☆☆ · 10분
#
# **목표.** 층의 이름을 차례로 적은 목록을 보고, 층마다 **출력에 마스크가 붙어 있는지**와 마스크가 **처음 버려진 자리**를 맞힙니다. 강의에서 본 규칙입니다.
#
# | 무리 | 이름 | 하는 일 |
# |---|---|---|
# | 만든다 | `Embedding(mask_zero)`, `Masking` | 출력에 마스크가 **새로** 생깁니다 |
# | 넘긴다 | `Dense`, `Dropout`, `LayerNormalization`, `GRU(sequences)` | 받은 마스크를 그대로 넘깁니다. 받지 못했으면 출력에도 없습니다 |
# | 쓰고 끝낸다 | `GRU`, `GlobalAveragePooling1D` | 마스크를 쓰고, 시점 축이 사라지므로 출력에는 없습니다. **버린 것이 아닙니다** |
# | 버린다 | `Conv1D`, `Flatten`, `Reshape`, `GlobalMaxPooling1D`, `x * 2`, `mask_zero`가 없는 `Embedding` | 받은 마스크를 쓰지 않고 버립니다 |
#
# 마스크를 **받지 않은** 층은 버릴 것도 없습니다. 표에 없는 이름은 나오지 않습니다(Keras에서는 `LSTM`도 `GRU`와 같습니다).
#
# 힌트 1: 층 하나를 지날 때마다 무엇이 바뀔 수 있나요?
# 힌트 2: "지금 마스크가 있는가"를 변수 하나에 담고 목록을 앞에서부터 따라가세요. 버렸는지는 변수를 바꾸기 **전에** 보아야 합니다.
# 힌트 3: `if alive and lost is None: lost = place`

# %% solution="mask-states"
def mask_states(stack):
    """층을 따라가며 마스크가 살아 있는지 적습니다.
    Args: stack: 층 이름의 리스트, 입력에 가까운 것부터. 맨 처음 입력에는 마스크가 없습니다.
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

# %% test="mask-states" points=2
def _ms_check(path, want, why):
    got = testing.call(mask_states, path.split(" > "), why=why)
    states = ["01"[bool(each)] for each in testing.parts(got, "상태", "버려진 자리")[0]]
    testing.equal(states, list(want), f"{why} (마스크가 있으면 1)", given=f"(층: {path})")

for _ms_path, _ms_want, _ms_why in (
    ("Embedding(mask_zero) > Dropout > GRU(sequences) > LayerNormalization > Dense", "11111",
     "모두 마스크를 넘기는 층입니다. Dense도 넘깁니다."),
    ("Embedding(mask_zero) > Conv1D", "10", "Conv1D는 마스크를 넘기지 않고 버립니다."),
    ("Embedding(mask_zero) > Conv1D > Dropout > Dense", "1000",
     "한번 버려진 마스크는 다음 층에서 되살아나지 않습니다."),
    ("Embedding(mask_zero) > GRU > Dense", "100",
     "마지막 상태만 내는 GRU의 출력에는 시점 축이 없어 마스크도 없습니다."),
    ("Embedding > Dense", "00", "mask_zero가 없는 Embedding은 마스크를 만들지 않습니다."),
    ("Embedding(mask_zero) > x * 2 > GRU(sequences)", "100", "x * 2는 마스크를 넘기지 않고 버립니다."),
    ("Embedding(mask_zero) > Conv1D > Masking > Dense", "1011",
     "Masking은 받은 마스크와 상관없이 새로 만듭니다."),
    ("Masking > Flatten > Masking > Reshape", "1010", "Flatten과 Reshape도 마스크를 버립니다."),
):
    _ms_check(_ms_path, _ms_want, _ms_why)
testing.check(mask_states, [[]], [], "층이 없으면 빈 리스트입니다.", part=0)
### BEGIN HIDDEN TESTS
for _ms_path, _ms_want in (("Embedding(mask_zero) > Flatten > Dense > Masking > GRU(sequences) > GRU > Dense", "1001100"), ("Dense > Masking > Reshape > LayerNormalization", "0100"),
    ("Masking > Dropout > Embedding > Dropout > Masking > GlobalAveragePooling1D > Dense", "1100100"), ("GRU(sequences) > Embedding(mask_zero) > GlobalMaxPooling1D", "010")):
    _ms_check(_ms_path, _ms_want, "표의 네 무리대로입니다. mask_zero가 없는 Embedding은 앞의 마스크를 버립니다.")
### END HIDDEN TESTS

# %% test="mask-states" part="lost" points=2
for _ms_path, _ms_want, _ms_why in (
    ("Embedding(mask_zero) > Dropout > Conv1D > Dense", 2,
     "자리는 0부터 셉니다. 버린 층은 2번 Conv1D입니다. 버렸는지는 상태를 바꾸기 전에 보세요."),
    ("Masking > Dropout > Embedding", 2, "mask_zero가 없는 Embedding도 받은 마스크를 버립니다."),
    ("Embedding(mask_zero) > GlobalAveragePooling1D > Dense", None,
     "GlobalAveragePooling1D는 마스크를 쓰고 끝냅니다. 버린 것이 아닙니다. 그때는 -1이 아니라 None입니다."),
    ("Embedding(mask_zero) > GlobalMaxPooling1D", 1,
     "GlobalMaxPooling1D는 GlobalAveragePooling1D와 달리 마스크를 쓰지 않고 버립니다."),
    ("Embedding > Conv1D > GRU", None, "마스크를 받은 적이 없으면 버릴 수도 없습니다."),
    ("Conv1D > Masking > Conv1D", 2,
     "0번 Conv1D는 마스크를 받지 않았습니다. 이름으로 자리를 찾지 말고 지나가는 자리를 세세요."),
    ("Embedding(mask_zero) > Conv1D > Masking > Flatten", 1, "마지막이 아니라 처음 버린 층을 적습니다."),
):
    testing.check(mask_states, [_ms_path.split(" > ")], _ms_want, _ms_why, part=1)
### BEGIN HIDDEN TESTS
for _ms_path, _ms_want in (("Masking > GlobalAveragePooling1D > Masking > GRU > Masking > Reshape > Flatten", 5), ("Conv1D > Masking > LayerNormalization > x * 2 > Masking > Conv1D", 3),
    ("Embedding > Flatten > Dense", None), ("Dense > Flatten > Masking > Dropout > Flatten > Dense", 4), ("Embedding(mask_zero) > GRU > Conv1D", None), ("Masking > Masking > Dense", None)):
    testing.check(mask_states, [_ms_path.split(" > ")], _ms_want, "마스크를 받고도 쓰지 않고 버린 첫 층의 자리입니다.", part=1)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 마스크한 손실과 정확도 ★★☆ · 20분
#
# **목표.** 단어마다 답하는 모델의 손실과 정확도를, **진짜 단어 자리에서만** 잽니다.
#
# - 손실은 교차 엔트로피, 곧 정답에 준 확률의 자연로그에 마이너스를 붙인 값의 평균입니다. 확률이 `1e-7`보다 작으면 `1e-7`로 보고, 그런 자리도 빼지 않습니다.
# - 정확도는 확률이 가장 큰 번호(여럿이면 가장 작은 번호)가 정답과 같은 비율입니다.
# - 두 값 모두 **배치 안의 진짜 단어를 모두 모아** 평균합니다. 문장마다 평균한 것을 다시 평균하지 않습니다.
# - 패딩 자리의 정답에는 `-1`이나 `-100`처럼 아무 수나 들어 있습니다. 패딩 자리의 확률도 믿을 수 없습니다(`nan`일 수도 있습니다). 패딩은 어느 자리에나 올 수 있습니다.
# - 진짜 단어가 하나도 없으면 `(0.0, 0.0)`입니다.
#
# 힌트 1: 나누는 수는 모두 몇 자리일까요? 정답이 -100인 자리에서 확률을 꺼내면 어떻게 될까요?
# 힌트 2: 참/거짓 배열로 **먼저 골라내면** $(N, C)$와 $(N,)$만 남고, 패딩은 더 생각하지 않아도 됩니다.
# 힌트 3: `p[np.arange(len(y)), y]`

# %% solution="masked-loss"
def masked_loss(probabilities, targets, mask):
    """진짜 단어 자리의 교차 엔트로피와 정확도.
    Args:
        probabilities: (B, T, C), 자리마다 합이 1인 확률.
        targets: 정수 (B, T), 진짜 자리에서는 0 이상 C 미만.
        mask: (B, T), 참 또는 1이 진짜 단어.
    Returns: (loss, accuracy): 실수 둘.
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

# %%
# 검사 셀이 쓰는 것입니다. 읽거나 고치지 않아도 됩니다.
_ml_p = np.array([[[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]],
                  [[0.2, 0.5, 0.3], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]])
_ml_y, _ml_mask = [[0, 1, 0], [2, 0, 0]], [[1, 1, 1], [1, 0, 0]]

def _ml_check(part, p, y, mask, want, why, slips=()):
    given = map(np.array, (p, y, mask))
    testing.check(masked_loss, given, want, why, slips, part=part, close=1e-4)

# %% test="masked-loss" points=3
_ml_check(0, _ml_p, _ml_y, _ml_mask, 0.746941,
    "진짜 단어 넷의 -ln(정답에 준 확률)의 평균입니다. 확률에 작은 수를 더하거나 하지 않고, "
    "마스크는 참/거짓 배열로 바꾸어 골라냅니다.", {
    "패딩까지 세어 여섯 자리로 나누었습니다. 정답의 값이 아니라 마스크로 가리세요.": 0.498,
    "문장마다 평균한 것을 다시 평균했습니다.": 0.899, "마스크를 뒤집었습니다.": 0.0,
    "밑이 2인 로그입니다. 자연로그를 쓰세요.": 1.078,
    "정답에 준 확률만 봅니다. 모든 번호의 엔트로피가 아닙니다.": 0.89,
    "정답이 0번인 자리를 패딩으로 보았습니다. 패딩은 마스크로 가리세요.": 0.714})

# %% test="masked-loss" part="edge" points=1
_ml_check(0, _ml_p, [[0, 1, 0], [2, -100, -100]], np.array(_ml_mask, bool), 0.746941,
    "패딩의 정답은 -100일 수도 있습니다. 진짜 자리를 먼저 골라내세요.")
_ml_check(0, [[[1.0, 0.0], [0.6, 0.4]]], [[1, 0]], [[1, 1]], 8.314461,
    "확률 0도 빼지 않고 1e-7로 보아 셉니다.")
_ml_check(
    0, [[[1, 0], [0.5, 0.5], [1, 0], [0.2, 0.8]]], [[-1, 0, -1, 0]], [[0, 1, 0, 1]], 1.151293,
    "패딩은 앞이나 가운데에도 올 수 있습니다. 앞에서부터 세어 자르지 말고 마스크로 고르세요.")
_ml_check(0, [[[1.0, 0.0]]], [[-1]], [[0]], 0.0, "진짜 단어가 하나도 없으면 손실은 0.0입니다.")
testing.check(masked_loss, [[[[0.0, 1.0]]], [[0]], [[1]]], 16.118096,
    "정답의 확률이 0이면 1e-7로 보아 셉니다. 리스트를 받으면 먼저 np.asarray로 배열을 만드세요.",
    part=0, close=1e-4)
### BEGIN HIDDEN TESTS
_ml_check(0, [[[1.0, 1e-7]]], [[1]], [[1]], 16.118096, "확률에 1e-7을 더하지 마세요. 1e-7보다 작을 때만 1e-7로 봅니다.")
_ml_check(0, [[[np.nan] * 2, [0.5, 0.5], [np.nan] * 2, [0.2, 0.8]]], [[-1, 0, -1, 0]], [[0, 1, 0, 1]], 1.151293, "패딩 자리의 확률이 nan이어도 손실은 같습니다. nan에 0을 곱해도 nan입니다. 진짜 자리를 먼저 골라내세요.")
_ml_check(0, [[[1.0, 1e-12]]], [[1]], [[1]], 16.118096, "1e-7보다 작은 확률은 0이 아니어도 1e-7로 봅니다.")
### END HIDDEN TESTS

# %% test="masked-loss" part="accuracy" points=1
_ml_check(1, _ml_p, _ml_y, _ml_mask, 0.5, "정확도는 확률이 가장 큰 번호가 정답과 같은 비율입니다. "
    "진짜 단어 넷 가운데 둘을 맞혔습니다.", {
    "패딩 둘을 맞힌 것까지 세었습니다.": 2 / 3, "마스크를 뒤집었습니다.": 1.0,
    "패딩까지 여섯 자리로 나누었거나 문장마다 평균했습니다.": 1 / 3})
_ml_check(1, [[[0.4, 0.3, 0.3], [0.4, 0.35, 0.25]]], [[0, 1]], [[1.0, 1.0]], 0.5,
    "[0.4, 0.3, 0.3]의 답은 0번입니다. 0.5를 넘는지가 아니라 가장 큰지를 보세요.")
### BEGIN HIDDEN TESTS
_ml_check(1, [[[0.6, 0.4]] * 3], [[-1, 1, 0]], [[0, 1, 1]], 0.5, "패딩이 앞에 있어도 진짜 단어 둘 가운데 하나를 맞혔습니다.")
_ml_check(1, [[[1.0, 0.0], [0.6, 0.4], [1.0, 1e-12]]], [[1, 0, 1]], [[1, 1, 1]], 1 / 3, "정답의 확률이 아주 작은 자리도 정확도에 들어갑니다.")
_ml_check(1, [[[1.0, 0.0]]], [[-1]], [[0]], 0.0, "진짜 단어가 하나도 없으면 정확도는 0.0입니다.")
_ml_check(1, [[[0.4, 0.6], [0.9, 0.1]], [[0.2, 0.8], [0.7, 0.3]]], [[1, -100], [0, 0]], [[1, 0], [1, 1]], 2 / 3, "진짜 단어 셋 가운데 둘을 맞혔습니다. 패딩의 정답은 -100입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 어떻게 하시겠습니까 (글로 답하기) ★★☆ · 15분
#
# 동네 도서관이 **책 감상평**을 긍정과 부정으로 나누려고 합니다. 라벨이 있는 감상평은 **800편**, 라벨이 없는 감상평은 **20만 편**입니다. 한 동료가 이런 보고서를 냈습니다.
#
# > 임베딩을 난수로 시작해 GRU와 함께 학습했습니다. 길이를 200으로 맞추려고 뒤를 0으로 채웠고(감상평은 대부분 20단어 안팎), 임베딩 뒤에 `Conv1D`를 하나 넣었습니다. 정확도가 0.6을 넘지 못했습니다.
# > 따로 만든 "감정을 나타내는 단어 찾기" 모델은 단어마다 답하는데, 자리 200개를 모두 세어 정확도 0.97을 얻었습니다.
#
# 다음 네 가지에 두세 문장씩 답하세요.
#
# 1. 20만 편을 어떻게 쓰겠습니까? 그 벡터를 얼릴지 더 학습할지는 무엇을 보고 정합니까?
# 2. 빌린 벡터가 정말 이로웠다고 말하려면 무엇과 견주어야 합니까?
# 3. 첫 모델에서 마스크에 무슨 일이 생겼습니까? 어떻게 확인하고 어떻게 고칩니까?
# 4. 정확도 0.97은 믿을 만합니까? 왜 그렇습니까?

# %% [markdown] manual="library-plan" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 라벨이 필요 없는 방법(skip-gram, fastText)으로 20만 편에서 단어 벡터를 배워 임베딩 행렬에 넣습니다. 라벨이 800편이면 먼저 얼린 채 분류기만 배우고, 풀어서 더 배운 것과 **검증 데이터**에서 견주어 고릅니다. 시험 글은 벡터를 배우는 데도 고르는 데도 쓰지 않습니다.
# 2. 난수로 시작한 같은 모델, 그리고 값싼 기준선(글자 n-gram과 로지스틱 회귀)을 같은 라벨, 같은 시험 글에서 잽니다. 시드를 셋 이상 쓰고, 같은 글의 맞고 틀림을 짝지어 견줍니다. 벡터만 바꾸고 나머지는 같아야 합니다.
# 3. `Conv1D`는 마스크를 넘기지 않으므로, 임베딩에서 마스크를 켰더라도 GRU는 패딩 180개를 진짜 단어처럼 읽고 앞의 20단어를 잊습니다. 패딩을 더 붙여 답이 바뀌는지 보거나 층마다 출력에 마스크가 있는지 확인합니다. `mask_zero=True`를 켜고, `Conv1D`를 빼거나, 마스크를 직접 곱하고 다음 층에 넘기는 층을 만듭니다. 길이 200은 줄입니다.
# 4. 믿을 수 없습니다. 자리의 약 90%가 패딩이고, 패딩은 언제나 같은 답이라 쉽게 맞힙니다. 모든 자리에 "아니다"라고 답해도 0.9를 넘습니다. 손실과 정확도를 진짜 단어에서만 재고, 드문 라벨의 재현율도 보아야 합니다.
#
# **채점 기준 (5점)**
#
# - 1번 1.5점: 라벨 없는 글로 벡터를 미리 배운다(1점), 얼릴지 풀지를 검증 데이터로 고른다(0.5점). 시험 글까지 넣는다고 하면 최대 1점.
# - 2번 1점: 난수로 시작한 같은 모델(0.5점), 벡터를 쓰지 않는 값싼 기준선(0.5점).
# - 3번 1.5점: `Conv1D`가 마스크를 버려(또는 마스크를 켜지 않아) GRU가 패딩을 읽는다(0.5점), 확인하는 법(0.5점), 고치는 법(0.5점).
# - 4번 1점: 패딩이 대부분이라 부풀려졌음을 수로 설명한다. "너무 높아서"만 쓰면 0.5점.
# ### END SOLUTION
