# ---
# title: IMDB 영화평 감성 분류
# number: "030"
# objectives:
#   - 글을 정리하고, 훈련 데이터로만 어휘를 만듭니다.
#   - 길이가 비슷한 글끼리 배치를 만들고, 패딩을 세지 않고 평균 냅니다.
#   - 파라미터 예산 안에서 순환 모델을 설계하고, 언제 멈출지와 어디서 자를지를 정합니다.
# datasets: []
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 강의에서 본 길, 곧 날것의 글에서 결정까지를 한 토막씩 직접 만듭니다. 코드 과제 여덟 개와 글 과제 한 개입니다. 과제는 서로 기대지 않으므로
# 막히면 다음으로 넘어가도 됩니다. 받은 인수는 고치지 마세요. 데이터를 내려받지 않으며, 학습도 하지 않습니다. Keras는 과제 6에서만 씁니다.

# %%
import math
import random
import re
from collections import Counter

import keras
import numpy as np
from keras import layers

# %% [markdown]
# ## 과제 1. 글 정리하기 ★☆☆ · 10분
#
# **목표.** IMDB의 글 하나를 정리합니다.
#
# - `<br>`, `<br/>`, `<br />` 태그를 빈칸으로 바꿉니다. 대문자 `<BR />`도, 빗금 앞에 빈칸이 여럿인 것도 같습니다.
#   **다른 꺾쇠는 건드리지 않습니다**: `I <3 it`도 `<brave>`도 그대로입니다.
# - 이어진 공백(탭, 줄바꿈, U+0085 포함)은 빈칸 하나로 줄이고, 앞뒤의 공백은 지웁니다.
# - `lower()`로 소문자로 바꿉니다. 그 밖의 글자는 `&amp;`도, `½`도, `ß`도 그대로 둡니다.
#
# <details><summary>힌트</summary>
#
# 인수 없이 부른 `split()`은 U+0085를 포함해 모든 공백에서 나눕니다. 태그에는 `re.sub`와 `re.IGNORECASE`가 알맞습니다. `\s*`는 "공백이 있어도 없어도"라는 뜻입니다.
# </details>

# %% solution="clean"
def clean(text):
    """영화평 하나를 정리합니다.

    Args:
        text: 날것의 글(str).

    Returns:
        정리한 글(str).

    Example:
        >>> clean("Good.<br /><br />Very  GOOD!")
        'good. very good!'
    """
    ### BEGIN SOLUTION
    without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
    return " ".join(without_tags.split()).lower()
    ### END SOLUTION

# %% test="clean" points=3
assert clean("plain") is not None, "clean이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert clean("one<br />two") == "one two", "태그를 없애기만 하면 앞뒤 단어가 붙습니다. 빈칸으로 바꾸세요."
assert clean("a<br>b<br/>c<BR />d") == "a b c d", "태그의 모양이 여럿입니다: <br>, <br/>, <br />, <BR />."
assert clean("I <3 it, a<b") == "i <3 it, a<b", "<br> 태그만 바꿉니다. 다른 꺾쇠는 글의 일부입니다."
assert clean("the <brave> one") == "the <brave> one", "<br로 시작한다고 모두 줄바꿈 태그는 아닙니다."
assert clean("  two \t words\n") == "two words", "이어진 공백을 하나로 줄이고 앞뒤를 다듬으세요."
assert clean("next\x85line") == "next line", "U+0085도 공백입니다. 빈칸 하나로 바꾸세요."
### BEGIN HIDDEN TESTS
_rng = random.Random(301)
_gaps = [" ", "  ", "\t", "\n", "\x85", "<br />", "<br/>", "<br>", "<BR>", "<Br />", "<br /><br />", " <br  /> ", "\u00a0"]
for _trial in range(30):
    _words = [_rng.choice(["Film", "ISN'T", "x<y", "bad!", "3>2", "brave", "<b>", "Ünder", "Straße", "R&amp;B", "3½"]) for _ in range(_rng.randrange(1, 9))]
    _text = _rng.choice(["", " ", "\x85", "<br />"])
    for _word in _words:
        _text += _word + _rng.choice(_gaps)
    assert clean(_text) == " ".join(_words).lower(), "무작위로 만든 글에서 결과가 다릅니다. 공백과 태그의 모든 모양을 다루나요?"
    assert clean(clean(_text)) == clean(_text), "한 번 더 정리하면 결과가 달라집니다."
assert clean("AT&amp;T, 3½ Maße &lt;br&gt;") == "at&amp;t, 3½ maße &lt;br&gt;", "&amp;, ½, ß 같은 글자는 풀거나 바꾸지 말고 그대로 두세요."
assert clean("") == "" and clean("<br />") == "", "빈 글이나 태그뿐인 글은 빈 문자열이 되어야 합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 어휘: 훈련 데이터로만 ★★☆ · 15분
#
# **목표.** 토큰으로 나눈 훈련 글과 시험 글을 받아, 단어 사전과 번호의 시퀀스를 만듭니다.
#
# - 0번은 `<PAD>`, 1번은 `<UNK>`이고, 2번부터 **훈련에서** 많이 나온 순서입니다. 횟수가 같으면 알파벳 순서입니다.
# - 훈련에서 `min_count`번보다 적게 나온 단어는 넣지 않습니다. 사전의 크기는 `<PAD>`와 `<UNK>`를 **포함해** `max_size` 이하입니다.
# - 시험 글은 사전을 만드는 데 쓰지 않습니다. 번호로 바꾸기만 합니다. 사전에 없는 단어는 1번입니다.
# - 토큰은 받은 그대로 셉니다. `It`과 `it`은 다른 단어이고, `!`나 `a` 같은 한 글자 토큰도 단어입니다.
#
# <details><summary>힌트</summary>
#
# `sorted`의 `key`에 `(-횟수, 단어)`를 주면 두 조건을 한 번에 만족합니다. 사전에 값이 없을 때의 값은 `dict.get`의 둘째 인수로 줄 수 있습니다.
# </details>

# %% solution="vocabulary"
def build_and_encode(train, test, max_size, min_count=1):
    """훈련 글로 사전을 만들고 두 목록을 번호로 바꿉니다.

    Args:
        train, test: 토큰 리스트의 리스트.
        max_size: 사전의 최대 크기(0번과 1번 포함), 2 이상.
        min_count: 사전에 넣을 최소 횟수.

    Returns:
        (word_to_id, train_ids, test_ids): 단어 → 번호 사전, 번호 리스트의 리스트 둘.

    Example:
        >>> build_and_encode([["a", "b", "a"]], [["b", "z"]], max_size=10)
        ({'<PAD>': 0, '<UNK>': 1, 'a': 2, 'b': 3}, [[2, 3, 2]], [[3, 1]])
    """
    ### BEGIN SOLUTION
    counts = Counter(token for review in train for token in review)
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (-counts[word], word))
    word_to_id = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
    test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
    return word_to_id, train_ids, test_ids
    ### END SOLUTION

# %% test="vocabulary" points=4
_train = [["the", "film", "was", "fun"], ["the", "film", "was", "dull", "was", "it"]]
_test = [["zombie", "zombie", "zombie", "zombie", "film"], []]
_result = build_and_encode(_train, _test, max_size=10)
assert _result is not None and len(_result) == 3, "사전, 훈련 번호, 시험 번호 셋을 돌려주세요."
_words, _a, _b = _result
assert "zombie" not in _words, "시험 글에만 있는 단어가 사전에 들어갔습니다. 사전은 훈련 데이터로만 만드세요."
assert _words["<PAD>"] == 0 and _words["<UNK>"] == 1, "0번은 <PAD>, 1번은 <UNK>입니다."
assert sorted(_words, key=_words.get)[2:] == ["was", "film", "the", "dull", "fun", "it"], "많이 나온 순서, 같으면 알파벳 순서여야 합니다."
assert [list(_ids) for _ids in _b] == [[1, 1, 1, 1, 3], []], "시험 글의 번호가 다릅니다. 모르는 단어는 1번이고, 빈 글은 빈 목록입니다."
_words, _a, _b = build_and_encode(_train, _test, max_size=4)
assert len(_words) == 4, f"max_size=4이면 <PAD>와 <UNK>까지 네 개입니다. 지금은 {len(_words)}개입니다."
_words, _a, _b = build_and_encode(_train, _test, max_size=10, min_count=2)
assert set(_words) == {"<PAD>", "<UNK>", "was", "film", "the"}, "min_count=2이면 두 번 나온 단어도 남습니다."
### BEGIN HIDDEN TESTS
_words, _a, _b = build_and_encode([["!", "It", "!", "it", "!", "x"], ["!", "it", "it", "It"], ["!", "'s"], ["'s", "it", "'s"]], [["IT", "It", "x", "!"]], max_size=7)
assert dict(_words) == {"<PAD>": 0, "<UNK>": 1, "!": 2, "it": 3, "'s": 4, "It": 5, "x": 6}, "토큰은 받은 그대로 셉니다. 대소문자나 문장 부호, 한 글자 토큰을 바꾸거나 빼지 마세요."
assert [int(_n) for _n in _b[0]] == [1, 5, 6, 2], "시험 글의 토큰도 받은 그대로 찾습니다."
_words, _a, _b = build_and_encode([["b", "a", "b"], ["a"]], [["a"]], max_size=2)
assert dict(_words) == {"<PAD>": 0, "<UNK>": 1} and [list(_ids) for _ids in _a] == [[1, 1, 1], [1]], "max_size=2이면 <PAD>와 <UNK>뿐이고, 모든 단어가 1번입니다."
_rng = random.Random(302)
for _trial in range(12):
    _pool = [f"w{_n:02d}" for _n in range(25)]
    _train = [[_rng.choice(_pool[:18]) for _ in range(_rng.randrange(0, 12))] for _ in range(8)] + [["w00"]]
    _test = [[_rng.choice(_pool) for _ in range(_rng.randrange(0, 12))] for _ in range(5)]
    _size, _least = _rng.randrange(2, 22), _rng.randrange(1, 5)
    _before = ([list(_r) for _r in _train], [list(_r) for _r in _test])
    _words, _a, _b = build_and_encode(_train, _test, max_size=_size, min_count=_least)
    assert (_train, _test) == _before, "받은 글을 고치지 마세요."
    _seen = Counter(_t for _r in _train for _t in _r)
    _order = sorted([_w for _w in _seen if _seen[_w] >= _least], key=lambda _w: (-_seen[_w], _w))[:_size - 2]
    assert {_w: int(_n) for _w, _n in _words.items()} == {"<PAD>": 0, "<UNK>": 1, **{_w: _n + 2 for _n, _w in enumerate(_order)}}, "무작위 글에서 사전이 다릅니다."
    for _reviews, _ids in ((_train, _a), (_test, _b)):
        assert [[int(_n) for _n in _r] for _r in _ids] == [[_order.index(_t) + 2 if _t in _order else 1 for _t in _r] for _r in _reviews], "무작위 글에서 번호가 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 길이로 묶고 뒤를 채우기 ★★☆ · 15분
#
# **목표.** 번호의 시퀀스들을 길이가 비슷한 것끼리 `size`개씩 묶어 배치를 만듭니다.
#
# - 길이가 **짧은 글부터**, 길이가 같으면 원래 순서대로 묶습니다. 마지막 배치는 작을 수 있습니다.
# - 배치마다 그 배치에서 **가장 긴 글**의 길이에 맞추어 **뒤를** 0으로 채웁니다.
# - 글이 원래 몇 번째였는지도 함께 돌려줍니다. 예측을 제자리에 되돌릴 때 씁니다.
#
# <details><summary>힌트</summary>
#
# `np.argsort`에 `kind="stable"`을 주면 같은 값의 순서가 지켜집니다. 0으로 채운 배열을 먼저 만들고 줄마다 앞에서부터 써넣으세요.
# </details>

# %% solution="bucket-batches"
def bucket_batches(reviews, size):
    """길이가 비슷한 글끼리 묶어 채웁니다.

    Args:
        reviews: 정수 리스트(또는 배열)의 리스트, 길이는 1 이상이며 제각각.
        size: 배치의 크기.

    Returns:
        (positions, batch)의 리스트. positions: 원래 자리 B개, batch: 정수 배열 (B, T).

    Example:
        >>> bucket_batches([[7, 8, 9], [5], [6]], 2)
        [([1, 2], array([[5], [6]])), ([0], array([[7, 8, 9]]))]
    """
    ### BEGIN SOLUTION
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    result = []
    for start in range(0, len(order), size):
        positions = order[start:start + size]
        batch = np.zeros((len(positions), len(reviews[positions[-1]])), dtype=int)
        for row, i in enumerate(positions):
            batch[row, :len(reviews[i])] = reviews[i]
        result.append((positions, batch))
    return result
    ### END SOLUTION

# %% test="bucket-batches" points=4
_reviews = [[7, 8, 9], [5], [1, 2, 3, 4, 5, 6], [6], [3, 4]]
_result = bucket_batches(_reviews, 2)
assert _result is not None, "bucket_batches가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = list(_result)
assert len(_result) == 3, f"글 다섯 개를 둘씩 묶으면 배치는 세 개입니다(마지막은 하나). 지금은 {len(_result)}개입니다."
assert [[int(_i) for _i in _p] for _p, _ in _result] == [[1, 3], [4, 0], [2]], "짧은 글부터, 길이가 같으면 원래 순서대로 묶으세요. positions는 원래 자리입니다."
assert [tuple(np.shape(_b)) for _, _b in _result] == [(2, 1), (2, 3), (1, 6)], "배치마다 그 배치의 가장 긴 글에 맞추세요. 전체에서 가장 긴 글에 맞추면 계산이 낭비됩니다."
assert np.asarray(_result[1][1]).tolist() == [[3, 4, 0], [7, 8, 9]], "0은 글의 뒤에 채웁니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(303)
for _count, _size in [(17, 4), (8, 8), (5, 10), (12, 1), (9, 3)]:
    _copy = [[_rng.randrange(1, 90_000) for _ in range(_rng.randrange(1, 9))] for _ in range(_count - 2)]
    _copy += [list(_copy[0]), list(_copy[1])]  # 되풀이된 글
    for _reviews in ([list(_r) for _r in _copy], [np.array(_r) for _r in _copy]):  # 리스트의 리스트, 배열의 리스트
        _result = [([int(_i) for _i in _p], np.asarray(_b)) for _p, _b in bucket_batches(_reviews, _size)]
        assert [[int(_n) for _n in _r] for _r in _reviews] == _copy, "받은 글을 고치지 마세요."
        _flat = [_i for _p, _ in _result for _i in _p]
        assert sorted(_flat) == list(range(_count)), "빠지거나 두 번 들어간 글이 있습니다. 같은 글이 되풀이될 때도 자리는 다릅니다."
        assert _flat == [_i for _, _i in sorted((len(_r), _i) for _i, _r in enumerate(_copy))], "무작위 글에서 묶는 순서가 다릅니다."
        assert [len(_p) for _p, _ in _result] == [min(_size, _count - _s) for _s in range(0, _count, _size)], "배치의 크기가 다릅니다."
        for _p, _b in _result:
            _longest = max(len(_copy[_i]) for _i in _p)
            assert np.issubdtype(_b.dtype, np.integer), "번호는 정수 배열이어야 합니다. Embedding은 소수를 받지 않습니다."
            assert _b.tolist() == [_copy[_i] + [0] * (_longest - len(_copy[_i])) for _i in _p], "무작위 글에서 배치의 값이 다릅니다. 큰 번호도 담을 수 있는 정수인가요?"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 마스크 평균 ★★☆ · 10분
#
# **목표.** 시점마다의 벡터를 패딩을 세지 않고 평균 냅니다.
#
# $$\text{평균}_b = \frac{\sum_t m_{bt}\, h_{bt}}{\sum_t m_{bt}}$$
#
# 번호 `ids`가 0인 자리가 패딩입니다. 패딩은 앞에도 뒤에도 있을 수 있습니다. **패딩뿐인 글의 평균은 0벡터**로 합니다(0으로 나누지 마세요).
#
# <details><summary>힌트</summary>
#
# 마스크 $(B, T)$를 $(B, T, 1)$로 늘리면 $(B, T, U)$에 곱해집니다. 나누는 수가 0이면 1로 바꾸면 됩니다. 그때 분자는 이미 0이기 때문입니다.
# </details>

# %% solution="masked-mean"
def masked_mean(hidden, ids):
    """패딩을 빼고 시점 축으로 평균 냅니다.

    Args:
        hidden: 시점마다의 벡터, (B, T, U).
        ids: 번호, (B, T). 0은 패딩.

    Returns:
        (B, U) 배열. 모두 패딩인 글은 0벡터.

    Example:
        >>> masked_mean(np.array([[[1.0], [3.0], [50.0]]]), np.array([[4, 9, 0]]))
        array([[2.]])
    """
    ### BEGIN SOLUTION
    mask = (ids != 0)[:, :, None]
    count = np.maximum(mask.sum(axis=1), 1)
    return (hidden * mask).sum(axis=1) / count
    ### END SOLUTION

# %% test="masked-mean" points=4
_hidden = np.array([[[2.0, 0.0], [4.0, 6.0], [99.0, 99.0]], [[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]]])   # (2, 3, 2)
_result = masked_mean(_hidden, np.array([[5, 1, 0], [2, 8, 3]]))
assert _result is not None, "masked_mean이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_result) == (2, 2), f"모양은 (B, U) = (2, 2)여야 합니다. 지금은 {np.shape(_result)}입니다. 시점 축으로 평균 냈나요?"
assert np.allclose(np.asarray(_result)[1], [3.0, 5.0]), "패딩이 없는 글은 보통의 평균과 같아야 합니다."
assert np.allclose(np.asarray(_result)[0], [3.0, 3.0]), "패딩 자리의 값이 더해졌거나, 나누는 수에 패딩이 들어갔습니다. 나누는 수는 진짜 토큰의 수입니다."
_result = masked_mean(_hidden, np.array([[5, 1, 0], [0, 8, 3]]))
assert np.allclose(np.asarray(_result)[1], [4.0, 6.5]), "앞에 채운 글에서 답이 다릅니다. 몇 개인지가 아니라 어느 자리인지를 보세요."
_result = masked_mean(_hidden, np.array([[0, 0, 0], [2, 8, 3]]))
assert np.allclose(np.asarray(_result)[0], 0.0), "패딩뿐인 글은 0벡터입니다. 0으로 나누지 않게 하세요."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(304)
for _B, _T, _U in [(1, 4, 3), (3, 3, 3), (5, 7, 2), (4, 1, 6)]:
    _hidden = _rng.normal(3.0, 2.0, size=(_B, _T, _U))
    _ids = _rng.integers(0, 3, size=(_B, _T))
    _kept = (_hidden.copy(), _ids.copy())
    _result = np.asarray(masked_mean(_hidden, _ids), dtype=float)
    assert np.array_equal(_hidden, _kept[0]) and np.array_equal(_ids, _kept[1]), "받은 배열을 고치지 마세요."
    assert _result.shape == (_B, _U), f"(B, T, U) = ({_B}, {_T}, {_U})일 때 모양이 {_result.shape}입니다."
    for _b in range(_B):
        _real = [_hidden[_b, _t] for _t in range(_T) if _ids[_b, _t] != 0]
        _want = sum(_real) / len(_real) if _real else np.zeros(_U)
        assert np.allclose(_result[_b], _want, atol=1e-4), "무작위 수에서 값이 다릅니다. 마스크는 글마다 다릅니다."
    _more = np.asarray(masked_mean(np.concatenate([_hidden, 77.0 + _hidden], axis=1), np.concatenate([_ids, 0 * _ids], axis=1)), dtype=float)
    assert np.allclose(_more, _result, atol=1e-4), "패딩을 더 붙였더니 답이 바뀌었습니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 언제 멈출까 ★★☆ · 10분
#
# **목표.** 에폭마다의 검증 손실을 받아, 조기 종료가 **몇 에폭을 돌고** 멈추며 **어느 에폭의 가중치로** 되돌리는지 셈합니다.
#
# - 지금까지의 최솟값보다 `min_delta` **넘게** 작아져야 나아진 것입니다. 첫 에폭은 언제나 나아진 것입니다.
# - 나아지지 않은 에폭이 잇달아 `patience`번이면 그 에폭을 마치고 멈춥니다. 끝까지 그런 일이 없으면 전부 돕니다.
# - 에폭은 1부터 셉니다.
#
# <details><summary>힌트</summary>
#
# 앞에서부터 하나씩 보면서 가장 좋은 손실, 그 에폭, 잇달아 나아지지 않은 횟수 셋을 들고 다니세요.
# </details>

# %% solution="early-stopping"
def early_stopping(val_losses, patience, min_delta=0.0):
    """조기 종료가 하는 일을 검증 손실만 보고 셈합니다.

    Args:
        val_losses: 에폭마다의 검증 손실, 하나 이상.
        patience: 참는 횟수, 1 이상.
        min_delta: 나아졌다고 볼 최소의 폭, 0 이상.

    Returns:
        (epochs_run, best_epoch): 실제로 돈 에폭의 수, 되돌릴 에폭(1부터).

    Example:
        >>> early_stopping([0.5, 0.3, 0.4, 0.6, 0.2], patience=2)
        (4, 2)
    """
    ### BEGIN SOLUTION
    best_loss, best_epoch = math.inf, 0
    for epoch, loss in enumerate(val_losses, start=1):
        if loss < best_loss - min_delta:
            best_loss, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            break
    return epoch, best_epoch
    ### END SOLUTION

# %% test="early-stopping" points=4
_result = early_stopping([0.7, 0.4, 0.5, 0.6, 0.1], 2)
assert _result is not None, "early_stopping이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = tuple(int(_n) for _n in _result)
assert _result[1] == 2, "되돌릴 에폭이 다릅니다. 멈춘 뒤의 손실은 볼 수 없고, 에폭은 1부터 셉니다."
assert _result[0] == 4, "멈추는 때가 다릅니다. 나아지지 않은 두 번째 에폭을 마치고 멈춥니다."
assert tuple(early_stopping([0.9, 0.8, 0.7], 1)) == (3, 3), "계속 나아지면 끝까지 돌고 마지막 에폭을 씁니다."
assert tuple(early_stopping([0.5, 0.6, 0.4, 0.5, 0.3], 2)) == (5, 5), "한 번 나아지면 참은 횟수를 처음부터 다시 셉니다."
assert tuple(early_stopping([0.5, 0.5, 0.5], 2)) == (3, 1), "같은 손실은 나아진 것이 아닙니다."
assert tuple(early_stopping([0.50, 0.49, 0.48, 0.40], 2, min_delta=0.05)) == (3, 1), "min_delta를 넘지 못한 것은 나아진 것이 아닙니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(305)
for _trial in range(200):
    _scale = _rng.choice([1, 2**20])  # 손실은 얼마든지 클 수 있습니다
    _losses = [_scale * _rng.randrange(1, 12) / 8 for _ in range(_rng.randrange(1, 12))]
    _patience, _delta = _rng.randrange(1, 4), _scale * _rng.choice([0.0, 0.25])
    _low, _where, _waited, _ran = _losses[0], 1, 0, 1
    while _ran < len(_losses) and _waited < _patience:
        _ran += 1
        if _low - _losses[_ran - 1] > _delta:
            _low, _where, _waited = _losses[_ran - 1], _ran, 0
        else:
            _waited += 1
    _got = early_stopping(list(_losses), _patience, _delta)
    assert tuple(int(_n) for _n in _got) == (_ran, _where), "무작위 손실에서 답이 다릅니다. 나아질 때마다 참은 횟수를 0으로 되돌리나요?"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 예산 안의 모델 ★★★ · 25분
#
# **목표.** 번호 $(B, T)$를 받아 긍정 확률 $(B, 1)$을 내는 Keras 모델을 만듭니다. 조건은 넷입니다.
#
# - 임베딩의 줄은 `n_words`개이고, 0번은 **마스크**합니다. 패딩을 뒤에 더 붙여도 답이 같아야 합니다.
# - **양방향** 순환층(LSTM이나 GRU)을 하나 이상 씁니다. 단어의 순서가 바뀌면 답도 바뀌어야 합니다.
# - 파라미터는 `budget`개 이하이고, 예산의 **절반 넘게** 씁니다. 예산이 달라지면 크기도 달라져야 한다는 뜻입니다.
# - 글의 길이는 정하지 않습니다. 어떤 길이든 받을 수 있어야 합니다.
#
# 컴파일도 학습도 하지 않습니다. 길이 $D$인 벡터와 유닛 $U$개의 양방향 GRU는 파라미터가 $2 \times 3U(D + U + 2)$개입니다. 나머지는 임베딩 `n_words` $\times D$개와
# 마지막 `Dense` 층이며, 대개 임베딩이 거의 전부입니다. `budget`은 언제나 `n_words`의 8배 이상이면서 2,000 이상입니다.
#
# <details><summary>힌트</summary>
#
# 임베딩의 길이를 하나씩 늘려 가며, 모델을 만들지 않고 **식으로** 파라미터를 세어 보세요. 예산을 넘기 직전의 크기가 답입니다. 유닛의 수는 작은 수로 고정해도 됩니다.
# 마스크는 임베딩의 옵션 하나로 켜지고 순환층까지 저절로 전해집니다.
# </details>

# %% solution="budget-model"
def build_model(n_words, budget):
    """파라미터 예산 안에서 감성 분류 모델을 만듭니다.

    Args:
        n_words: 사전의 크기(<PAD>와 <UNK> 포함).
        budget: 파라미터의 최대 수.

    Returns:
        keras.Model. 입력은 번호 (B, T), 출력은 확률 (B, 1).

    Example:
        >>> build_model(1000, 20000).count_params() <= 20000
        True
    """
    ### BEGIN SOLUTION
    units = 4

    def size(dim):
        return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1

    dim = 1
    while size(dim + 1) <= budget:
        dim += 1
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(units))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
    ### END SOLUTION

# %% test="budget-model" points=6
def _answer(model, ids):
    return np.asarray(keras.ops.convert_to_numpy(model(np.asarray(ids, dtype="int32"), training=False)), dtype=float)


def _fill(model, seed):
    rng = np.random.default_rng(seed)  # 아직 배우지 않은 모델이라, 차이가 드러나도록 큰 가중치를 넣어 봅니다
    model.set_weights([rng.normal(0, 0.6, np.shape(weight)) for weight in model.get_weights()])


_model = build_model(500, 8_000)
assert isinstance(_model, keras.Model), "keras.Model을 돌려주세요. 층이나 튜플이 아닙니다."
_n = sum(int(np.prod(np.shape(_weight))) for _weight in _model.get_weights())
assert 4_000 < _n <= 8_000, f"예산은 8,000이고 절반 넘게 써야 합니다. 지금은 {_n:,}개입니다."
def _sees_order(model, ids):
    return any(len({round(float(p), 4) for p in _answer(model, ids)[:, 0]}) == len(ids) for seed in range(8) if _fill(model, 10 + seed) is None)


_fill(_model, 1)
_ids = [[5, 9, 31, 7], [8, 2, 0, 0]]
_p = _answer(_model, _ids)
assert _p.shape == (2, 1), f"출력의 모양은 (B, 1) = (2, 1)이어야 합니다. 지금은 {_p.shape}입니다. return_sequences를 켜 두었나요?"
assert ((_p >= 0) & (_p <= 1)).all(), "출력은 확률이므로 0과 1 사이여야 합니다. 활성 함수를 확인하세요."
assert np.allclose(_p, _answer(_model, np.pad(_ids, ((0, 0), (0, 3)))), atol=1e-4), "패딩을 더 붙였더니 답이 바뀌었습니다. 임베딩에서 0번을 마스크했나요?"
assert _sees_order(_model, [[5, 9, 31, 7], [7, 31, 9, 5]]), "순서를 뒤집어도 답이 같습니다. 순환층을 썼나요?"
### BEGIN HIDDEN TESTS
for _n_words, _budget in [(250, 2_000), (1_000, 60_000), (200, 60_000)]:
    _model = build_model(_n_words, _budget)
    _n = sum(int(np.prod(np.shape(_weight))) for _weight in _model.get_weights())
    assert _budget / 2 < _n <= _budget, f"n_words={_n_words}, budget={_budget:,}일 때 파라미터가 {_n:,}개입니다."
    assert any(np.shape(_weight)[:1] == (_n_words,) for _weight in _model.get_weights()), "임베딩의 줄 수가 n_words가 아닙니다."
    _fill(_model, _budget)
    _rng = np.random.default_rng(_budget)
    _ids = _rng.integers(2, _n_words, size=(3, 6))
    _ids[1, 4:] = 0
    _p = _answer(_model, _ids)
    assert np.isfinite(_p).all() and _p.min() >= 0 and _p.max() <= 1, "출력은 확률이어야 합니다."
    assert np.allclose(_p, _answer(_model, np.pad(_ids, ((0, 0), (0, 5)))), atol=1e-4), "패딩을 더 붙였더니 답이 바뀌었습니다."
    assert np.allclose(_p[1:2], _answer(_model, _ids[1:2, :4]), atol=1e-4), "혼자 있을 때와 배치에 있을 때의 답이 다릅니다. 패딩이 섞였습니다."
    assert _sees_order(_model, np.array([_ids[0], np.roll(_ids[0], 1), _ids[0][::-1]])), "순서를 바꾸어도 답이 같습니다."
def _directions(model):
    """순환층마다 거꾸로 읽는지. Bidirectional은 두 방향을 모두 지닙니다."""
    for layer in model.layers:
        if isinstance(layer, layers.Bidirectional):
            yield from (False, True)
        elif isinstance(layer, layers.RNN):
            yield bool(layer.go_backwards)
        elif hasattr(layer, "layers"):
            yield from _directions(layer)
assert set(_directions(_model)) == {False, True}, "양방향 순환층을 쓰세요. 한 방향을 두 층 쌓은 것은 양방향이 아닙니다."
_seen = []
for _seed in range(16):
    _fill(_model, 400 + _seed)
    _seen.append(_answer(_model, _ids))
assert 0 <= np.min(_seen) < 0.5 < np.max(_seen) <= 1, "가중치를 바꾸어도 답이 0.5의 한쪽에만 있거나 확률이 아닙니다. 마지막 활성 함수는 sigmoid 하나여야 합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 예측을 제자리로 ★★☆ · 10분
#
# **목표.** 글들을 배치로 나누어 예측한 결과를 **원래 글의 순서로** 되돌리고, 정확도를 셈합니다.
#
# 배치는 `(positions, probabilities)`의 목록으로 옵니다. `positions`는 원래 자리, `probabilities`는 그 글들의 긍정 확률로 모양이 $(B,)$이거나 $(B, 1)$입니다.
# 확률이 0.5 **이상**이면 긍정(1)으로 답합니다.
#
# <details><summary>힌트</summary>
#
# 길이 $N$의 배열을 먼저 만들고 `배열[positions] = ...`로 써넣습니다. $(B, 1)$은 `np.ravel`로 펼 수 있습니다. 그대로 $(N,)$과 견주면 $(B, B)$ 표가 생깁니다.
# </details>

# %% solution="restore-order"
def restore_and_score(batches, labels):
    """배치로 나뉜 확률을 원래 순서로 되돌리고 정확도를 셈합니다.

    Args:
        batches: (positions, probabilities)의 목록. 모든 자리가 꼭 한 번씩 나옵니다.
        labels: 정답 0/1, (N,).

    Returns:
        (probabilities, accuracy): 원래 순서의 확률 (N,) 배열과 정확도(float).

    Example:
        >>> restore_and_score([([2, 0], [0.9, 0.2]), ([1], [0.6])], [0, 0, 1])
        (array([0.2, 0.6, 0.9]), 0.6666666666666666)
    """
    ### BEGIN SOLUTION
    probabilities = np.zeros(len(labels))
    for positions, values in batches:
        probabilities[np.asarray(positions)] = np.ravel(values)
    accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
    return probabilities, accuracy
    ### END SOLUTION

# %% test="restore-order" points=3
_parts = [([3, 1], np.array([[0.9], [0.5]])), ([0, 2], np.array([0.1, 0.4]))]
_result = restore_and_score(_parts, np.array([0, 1, 1, 1]))
assert _result is not None and len(_result) == 2, "확률과 정확도 둘을 돌려주세요."
assert np.shape(_result[0]) == (4,), f"확률의 모양은 (N,) = (4,)여야 합니다. 지금은 {np.shape(_result[0])}입니다. (B, 1)로 온 배치를 폈나요?"
assert np.allclose(_result[0], [0.1, 0.5, 0.4, 0.9]), "확률이 제자리에 있지 않습니다. positions가 원래 자리입니다."
assert abs(float(_result[1]) - 0.75) < 1e-6, "정확도가 다릅니다. 0.5 이상이면 긍정입니다. 되돌린 확률을 정답과 견주었나요?"
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(307)
for _count, _size in [(9, 4), (30, 7), (5, 5), (6, 1)]:
    _p, _y = _rng.integers(0, 9, size=_count) / 8, _rng.integers(0, 2, size=_count)
    _order = _rng.permutation(_count)
    _parts = [(_order[_s:_s + _size].tolist(), _p[_order[_s:_s + _size]]) for _s in range(0, _count, _size)]
    _parts = [(_where if _k % 3 else np.array(_where), (_v[:, None], _v.tolist(), _v)[_k % 3]) for _k, (_where, _v) in enumerate(_parts)]  # 배열도 목록도 옵니다
    _got, _accuracy = restore_and_score(_parts, _y.tolist() if _count % 2 else _y)
    assert np.shape(_got) == (_count,) and np.allclose(_got, _p, atol=1e-5), "무작위 배치에서 확률이 제자리에 있지 않습니다."
    assert abs(float(_accuracy) - sum(int(_a >= 0.5) == int(_b) for _a, _b in zip(_p, _y)) / _count) < 1e-6, "무작위 배치에서 정확도가 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 문턱값 고르기 ★★★ · 15분
#
# **목표.** 검증 데이터의 확률과 정답을 받아, **정밀도가 `min_precision` 이상**이면서 **재현율이 가장 큰** 문턱값을 고릅니다.
#
# - 확률이 문턱값 **이상**이면 긍정으로 답합니다. 정밀도는 긍정이라고 답한 것 가운데 맞은 비율, 재현율은 진짜 긍정 가운데 찾은 비율입니다.
# - 후보는 **나타난 확률 값들**입니다. 재현율이 같은 후보가 여럿이면 정밀도가 더 큰 것을 고릅니다.
# - 조건을 만족하는 후보가 없으면 `None`을 돌려줍니다. 검증 데이터에는 긍정이 하나 이상 있습니다.
#
# <details><summary>힌트</summary>
#
# 후보마다 `맞은 긍정 / 긍정이라고 답한 수`와 `맞은 긍정 / 진짜 긍정의 수`를 구하고, 조건을 지키는 것 가운데 `(재현율, 정밀도)`가 가장 큰 것을 고르세요.
# 문턱값을 높인다고 정밀도가 언제나 오르지는 않으므로, 앞에서부터 찾다가 멈추면 안 됩니다.
# </details>

# %% solution="threshold"
def choose_threshold(probabilities, labels, min_precision):
    """정밀도의 조건을 지키면서 재현율이 가장 큰 문턱값을 고릅니다.

    Args:
        probabilities: 긍정 확률, (N,).
        labels: 정답 0/1, (N,). 1이 하나 이상 있습니다.
        min_precision: 지켜야 할 정밀도.

    Returns:
        문턱값(float). 조건을 지키는 후보가 없으면 None.

    Example:
        >>> choose_threshold([0.9, 0.8, 0.6, 0.3], [1, 1, 0, 1], min_precision=0.9)
        0.8
    """
    ### BEGIN SOLUTION
    probabilities, labels = np.asarray(probabilities), np.asarray(labels)
    best = None
    for threshold in np.unique(probabilities):
        positive = probabilities >= threshold
        hits = np.sum(labels[positive])
        precision, recall = hits / positive.sum(), hits / labels.sum()
        if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
            best = recall, precision, float(threshold)
    return None if best is None else best[2]
    ### END SOLUTION

# %% test="threshold" points=5
_p, _y = [0.95, 0.9, 0.7, 0.6, 0.4, 0.2], [1, 1, 0, 1, 1, 0]
_result = choose_threshold(_p, _y, 0.8)
assert _result is not None, "조건을 지키는 문턱값이 있는데 None을 돌려주었습니다."
assert abs(float(_result) - 0.4) < 1e-6, "문턱값 0.4에서 정밀도는 4/5이고 긍정을 모두 찾습니다. 처음 조건이 깨진 곳에서 멈추지 않았나요? 확률이 문턱값과 같으면 긍정입니다."
assert abs(float(choose_threshold(_p, _y, 0.99)) - 0.9) < 1e-6, "정밀도가 1인 문턱값은 0.95와 0.9입니다. 재현율이 더 큰 것을 고르세요."
assert abs(float(choose_threshold(_p, _y, 0.5)) - 0.4) < 1e-6, "0.2와 0.4는 재현율이 같습니다. 그럴 때는 정밀도가 더 큰 것을 고르세요."
assert abs(float(choose_threshold([0.9, 0.8, 0.7, 0.6, 0.3], [1, 0, 0, 0, 1], 0.35)) - 0.3) < 1e-6, "조건을 지키는 것 가운데 재현율만 봅니다. 정확도나 F1이 큰 것을 고르지 않습니다."
assert choose_threshold([0.9, 0.5], [0, 1], 0.8) is None, "조건을 지키는 후보가 없으면 None입니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(308)
for _trial in range(200):
    _count = int(_rng.integers(3, 16))
    _p, _y = _rng.integers(0, 17, size=_count) / 16, _rng.integers(0, 2, size=_count)
    _y[int(_rng.integers(_count))] = 1
    _least = float(_rng.choice([0.3, 0.55, 0.7, 0.85, 1.0]))
    _table = []  # 확률 0.0과 1.0도 후보입니다
    for _t in sorted(set(_p.tolist())):
        _said = [int(_b) for _a, _b in zip(_p, _y) if _a >= _t]
        if sum(_said) / len(_said) >= _least:
            _table.append((sum(_said) / int(_y.sum()), sum(_said) / len(_said), _t))
    _got = choose_threshold(_p.copy() if _trial % 2 else _p.tolist(), _y.copy() if _trial % 2 else _y.tolist(), _least)
    if not _table:
        assert _got is None, "조건을 지키는 후보가 없는데 문턱값을 돌려주었습니다."
    else:
        assert _got is not None and abs(float(_got) - max(_table)[2]) < 1e-6, "무작위 수에서 문턱값이 다릅니다. 후보를 모두 보았나요?"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 점수를 믿어도 될까 (글) ★★☆ · 20분
#
# 어느 팀의 보고서입니다.
#
# > 영화평 50,000개를 모두 섞어 단어 사전을 만들고, 그다음 무작위로 훈련 40,000개와 시험 10,000개로 나누었습니다. 되풀이된 글은 지우지 않았습니다. 양방향 LSTM을 30에폭 학습하며
# > 에폭마다 시험 정확도를 적었고, 그 가운데 가장 높은 0.893을 우리 모델의 성능으로 보고합니다. 훈련 정확도는 마지막에 0.999였습니다.
#
# 다음 네 가지에 답하세요. 모두 합해 열 문장 안팎이면 됩니다.
#
# 1. 시험 점수를 실제보다 **좋아 보이게** 한 잘못을 셋 찾고, 각각 왜 그런지 적으세요.
# 2. 훈련 정확도 0.999는 무엇을 말해 주나요? 어떤 그림을 그려 확인하겠습니까?
# 3. 고친 실험의 순서를 차례로 적으세요. 시험 데이터는 언제, 몇 번 쓰나요?
# 4. 0.893이 좋은 점수인지 알려면 무엇과 비교해야 하나요?

# %% [markdown] manual="trust-score" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. (가) 에폭마다 시험 정확도를 재고 가장 높은 것을 골랐으므로, 시험 데이터로 에폭을 고른 셈입니다. 우연히 높은 값이 뽑히므로 처음 보는 글에서는 더 낮습니다.
#    (나) 되풀이된 글을 지우지 않고 무작위로 나누어 같은 글이 훈련과 시험에 함께 들어갑니다. 외우기만 해도 맞힙니다. (원래의 나눔과 달리 같은 영화의 평도 양쪽에 섞입니다.)
#    (다) 시험 글까지 넣어 사전을 만들어, 처음 보는 단어가 실제보다 적습니다. 라벨을 쓴 것은 아니어서 영향은 가장 작지만, 미리 본 것입니다.
# 2. 글을 거의 외웠다는 뜻, 곧 과적합입니다. 훈련 손실과 검증 손실을 에폭에 따라 그려 검증 손실이 다시 오르는 곳을 찾습니다.
# 3. 되풀이된 글을 지운다 → 훈련, 검증, 시험으로 나눈다(또는 원래의 나눔을 쓴다) → 훈련으로만 사전을 만든다 → 검증 손실로 조기 종료하고 설정을 고른다 → 고른 모델 하나를
#    시험 데이터로 마지막에 한 번 잰다.
# 4. 같은 시험 글에서의 다수 라벨(0.5 안팎)과 선형 n-그램 기준선. 시간과 파라미터 수, 표준 오차도 함께 봅니다.
#
# **채점 기준 (5점)**
#
# - 2점: 잘못을 까닭과 함께 셋 찾음(둘이면 1점, 까닭 없이 이름만 적으면 절반). 시험 데이터로 에폭을 고른 잘못을 빠뜨리면 최대 1점.
# - 1점: 과적합이라고 말하고, 훈련과 검증의 학습 곡선을 든다.
# - 1점: 순서가 옳고(중복 제거와 나누기가 사전보다 먼저), 시험은 마지막에 한 번.
# - 1점: 기준선으로 다수 라벨과 단순한 모델(선형 n-그램 등)을 든다. 하나만 들면 0.5점.
# ### END SOLUTION
