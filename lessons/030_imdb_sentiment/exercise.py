# ---
# title: IMDB 영화평 감성 분류
# number: "030"
# objectives:
#   - 글을 정리하고, 학습 데이터로만 어휘를 만듭니다.
#   - 길이가 비슷한 글끼리 배치를 만들고, 패딩을 세지 않고 평균 냅니다.
#   - 파라미터 예산 안에서 순환 모델을 설계하고, 고장 난 평가를 고칩니다.
#   - 언제 멈출지를 먼저 맞혀 보고 재며, 어디서 자를지를 정합니다.
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
# 막히면 다음으로 넘어가도 됩니다. **받은 인수는 고치지 마세요.** 데이터를 내려받지 않고 학습도 하지 않습니다. Keras는 과제 6에서만 씁니다.

# %%
import math
import random
import re
from collections import Counter

import keras
import numpy as np
from keras import layers
from nlplab import testing

# 과제 5에서 쓰는 검증 손실: 잠시 오르내리다가 다시 좋아집니다
bumpy_losses = [0.60, 0.45, 0.50, 0.40, 0.42, 0.43, 0.38, 0.41, 0.44, 0.47]

# %% [markdown]
# ## 과제 1. 글 정리하기 ★☆☆ · 10분
#
# IMDB의 글 하나를 정리합니다.
#
# - `<br>`, `<br/>`, `<br />` 태그를 빈칸으로 바꿉니다. `<BR>`, `<Br />`처럼 대문자가 있어도, 빗금 앞에 빈칸이 여럿이어도(`<br   />`) 같습니다.
#   **다른 꺾쇠는 건드리지 않습니다**: `I <3 it`도, `<brave>`도, 빗금이 앞에 있는 `</br>`도, 빗금 뒤를 띄운 `<br/ >`도 그대로입니다. 빗금 없이 띄운 `<br >`, 속에 탭이나 줄바꿈이 든 태그, 속성이 든 `<br clear=all>`은 어느 쪽이어도 됩니다.
# - 이어진 공백(탭, 줄바꿈, U+0085, U+00A0 포함)은 빈칸 하나로 줄이고, 앞뒤의 공백은 지웁니다. 공백은 인수 없는 `split()`이 나누는 글자입니다.
# - `lower()`로 소문자로 바꿉니다. 그 밖의 글자는 `&amp;`도, `½`도, `ß`도 그대로 둡니다. 유니코드 정규화를 하지 않습니다.
#
# 힌트 1: 태그를 없애기만 하면 앞뒤 단어는 어떻게 됩니까? 인수 없이 부른 `split()`은 어디에서 나눕니까?
# 힌트 2: 태그를 정규식으로 빈칸으로 바꾼 다음, 공백에서 모두 나누어 빈칸 하나로 다시 잇습니다. `\s*`는 "공백이 있어도 없어도"라는 뜻입니다.
# 힌트 3: `re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)`

# %% solution="clean"
def clean(text):
    """영화평 하나를 정리합니다.
    Args: text: 날것의 글(str).
    Returns: 정리한 글(str).
    Example:
        >>> clean("Good.<br /><br />Very  GOOD!")
        'good. very good!'
    """
    ### BEGIN SOLUTION
    without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
    return " ".join(without_tags.split()).lower()
    ### END SOLUTION

# %% test="clean" points=3
for _e1_text, _e1_want, _e1_why in [
    ("GREAT Film", "great film", "소문자로 바꾼 문자열 하나를 돌려줍니다."),
    ("one<br />two", "one two", "태그를 없애기만 하면 앞뒤 단어가 붙습니다. 빈칸으로 바꾸세요."),
    ("a<br />b<br />c<br />d", "a b c d",
     "태그가 여럿이면 모두 바꾸세요. re.sub의 넷째 인수는 flags가 아니라 count입니다."),
    ("a<br>b<br/>c", "a b c", "태그의 모양이 여럿입니다: <br>, <br/>, <br />."),
    ("a<BR />b<Br />c<bR>d", "a b c d", "대문자가 있어도, 하나만 섞인 태그도 같은 태그입니다."),
    ("a<br   />b", "a b", "빗금 앞에 빈칸이 여럿인 태그도 있습니다."),
    ('...so-so (8/10): "ok".', '...so-so (8/10): "ok".', "문장 부호도 글의 일부입니다. 지우지 마세요."),
    ("i <3 it, a<b, c>d", "i <3 it, a<b, c>d", "<br> 태그만 바꿉니다. 다른 꺾쇠는 글의 일부입니다."),
    ("the <brave> one", "the <brave> one", "<br로 시작한다고 모두 줄바꿈 태그는 아닙니다."),
    *[(text, text, "적힌 세 모양이 아닙니다. 다른 꺾쇠는 글의 일부입니다.")
      for text in ("a</br>b", "a< br>b", "a<br/ >b", "a<br//>b", "a<br", "br>b")],
    ("r&amp;b &lt;br&gt;", "r&amp;b &lt;br&gt;", "&amp;, &lt; 같은 글자를 풀지 말고 그대로 두세요."),
    ("two \t words\nhere", "two words here", "이어진 공백을 빈칸 하나로 줄이세요."),
    ("  two words ", "two words", "앞뒤의 공백을 지우세요."),
    *[(f"next{space}line", "next line", f"U+{ord(space):04X}도 공백입니다. 공백을 하나하나 적지 말고 "
       "인수 없는 split()으로 나누세요.") for space in "\x85\u00a0\u3000\u2009\x0b\u2028\u202f"],
    ("a <br /> b", "a b", "태그를 바꾼 다음에 공백을 줄이세요. 거꾸로 하면 빈칸이 남습니다."),
    ("Maße", "maße", "ß는 그대로 두세요. casefold가 아니라 lower()를 씁니다."),
    ("3½ ﬁlm", "3½ ﬁlm", "½ 같은 글자를 풀어 쓰지 말고 그대로 두세요(NFKC를 쓰지 않습니다)."),
    ("cafe\u0301", "cafe\u0301", "e와 U+0301로 나누어 적은 é도 그대로 두세요. NFC로 합치지 않습니다."),
]:
    testing.check(clean, [_e1_text], _e1_want, _e1_why)
### BEGIN HIDDEN TESTS
testing.check(clean, ["<br />"], "", "태그뿐인 글은 빈 문자열이 됩니다.")
testing.check(clean, [" <BR/>Film<br />\x85x<y\u00a0<br>\n"], "film x<y", "태그와 공백의 여러 모양이 섞였습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 어휘: 학습 데이터로만 ★★☆ · 15분
#
# 토큰으로 나눈 학습 글과 시험 글을 받아, 단어 사전과 번호의 시퀀스를 만듭니다.
#
# - 0번은 `<PAD>`, 1번은 `<UNK>`이고, 2번부터 **학습 글에서** 많이 나온 순서입니다. 횟수가 같으면 알파벳 순서(`sorted`의 순서, 곧 대문자가 먼저)입니다.
# - 학습 글에서 `min_count`번보다 적게 나온 단어는 넣지 않습니다. 사전의 크기는 `<PAD>`와 `<UNK>`를 **포함해** `max_size` 이하입니다.
# - 시험 글은 사전을 만드는 데 쓰지 않습니다. 번호로 바꾸기만 합니다. 사전에 없는 단어는 학습 글에서도 지우지 않고 1번으로 바꿉니다.
# - 토큰은 받은 그대로 셉니다. `It`과 `it`은 다른 단어이고, `!`나 `a` 같은 한 글자 토큰도, 빈칸이 든 `New York`도 한 단어입니다. `<PAD>`나 `<UNK>`라는 토큰은 글에 없습니다.
#
# 힌트 1: 시험 글에만 있는 단어가 사전에 들어가면, 모델은 무엇을 미리 본 셈일까요?
# 힌트 2: `sorted`의 `key`에 두 값의 튜플을 주면 횟수와 알파벳 두 조건을 한 번에 만족합니다. 사전에 값이 없을 때의 값은 `dict.get`의 둘째 인수입니다.
# 힌트 3: `sorted(…, key=lambda word: (-counts[word], word))`

# %% solution="vocabulary"
def build_and_encode(train, test, max_size, min_count=1):
    """학습 글로 사전을 만들고 두 목록을 번호로 바꿉니다.
    Args: train, test: 토큰 리스트의 리스트.
        max_size: 사전의 최대 크기(0번과 1번 포함), 2 이상. min_count: 사전에 넣을 최소 횟수.
    Returns: (word_to_id, train_ids, test_ids): 단어 → 번호 사전, 번호 리스트의 리스트 둘.
    Example:
        >>> build_and_encode([["a", "b", "a"]], [["b", "z"]], max_size=10)
        ({'<PAD>': 0, '<UNK>': 1, 'a': 2, 'b': 3}, [[2, 3, 2]], [[3, 1]])
    """
    ### BEGIN SOLUTION
    counts = Counter(token for review in train for token in review)
    order = sorted(counts, key=lambda word: (-counts[word], word))
    kept = [word for word in order if counts[word] >= min_count]
    words = ["<PAD>", "<UNK>"] + kept[:max_size - 2]
    word_to_id = {word: number for number, word in enumerate(words)}
    train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
    test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
    return word_to_id, train_ids, test_ids
    ### END SOLUTION

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다. 토큰은 빈칸으로 나누어 적습니다.
def _e2_call(train, test, why, **options):
    reviews = [[review.split() for review in part] for part in (train, test)]
    got = testing.call(build_and_encode, *reviews, why=why, **{"max_size": 10, **options})
    return testing.parts(got, "사전", "학습 번호", "시험 번호")

def _e2_dict(words):
    return {word: number for number, word in enumerate(["<PAD>", "<UNK>", *words.split()])}

def _e2_words(train, want, why, slips=(), test=(), **options):
    slips = [(say, _e2_dict(wrong)) for say, wrong in slips]
    testing.equal(_e2_call(train, test, why, **options)[0], _e2_dict(want), why, slips,
        f"(학습 {train}, 시험 {list(test)}, {options})")

def _e2_numbers(train, test, want, why, slips=(), **options):
    testing.equal(_e2_call(train, test, why, **options)[1:], want, why, slips,
        f"(학습 {train}, 시험 {test}, {options})")

# %% test="vocabulary" points=3
_e2_words(["film was film was film", "dull"], "film was dull",
    "0번은 <PAD>, 1번은 <UNK>이고, 2번부터 많이 나온 순서입니다.", [
    ("한 번 나온 단어가 빠졌습니다. 꼭 min_count번 나온 단어는 남습니다(> 가 아니라 >=).", "film was"),
    ("적게 나온 것부터입니다. 많이 나온 것부터 놓으세요.", "dull was film"),
    ("글의 수를 세었거나 횟수를 보지 않았습니다. 되풀이된 것도 모두 셉니다.", "dull film was")])
_e2_words(["film film fun"], "film fun", "시험 글에만 있는 단어는 넣지 않습니다. 사전은 학습 데이터로만 만들고, "
    "번호로 바꾸면서 새 단어를 넣지도 않습니다.", test=["zombie zombie film"])
_e2_words(["It it It"], "It it", "토큰은 받은 그대로 셉니다. 대소문자를 바꾸지 마세요.")
_e2_words(["! a ! 's 's !"], "! 's a", "문장 부호나 한 글자 토큰도 단어입니다. 빼지 마세요.")
_e2_words(["b b a"], "b a", "시험 글까지 세었습니다. 순서도 학습 글에서 나온 횟수로 정합니다.", test=["a a a"])
_e2_words(["b c a"], "a b c", "횟수가 같으면 알파벳 순서입니다.", [
    ("횟수가 같으면 나온 순서가 아니라 알파벳 순서입니다.", "b c a"), ("알파벳을 거꾸로 놓았습니다.", "c b a")])
_e2_words(["b a B A"], "A B a b", "알파벳 순서는 sorted의 순서입니다. 소문자로 바꾸어 견주지 마세요.")
_e2_words(["a a b b c"], "a b", "max_size=4이면 <PAD>와 <UNK>까지 네 개입니다.", max_size=4)
_e2_words(["c b a"], "a", "max_size에서 자릅니다.", [
    ("알파벳 순서로 놓기 전에 잘랐습니다. most_common(n)은 먼저 나온 것을 남깁니다.", "c")], max_size=3)
_e2_words(["b a b", "a"], "", "max_size=2에서는 <PAD>와 <UNK>뿐입니다.", test=["a"], max_size=2)
_e2_words(["a b a b c"], "a b", "꼭 min_count=2번 나온 단어는 남고, 한 번 나온 단어는 빠집니다.", min_count=2)
_e2_words(["a a b"], "a", "min_count도 학습 글에서 나온 횟수만 봅니다.", test=["b b"], min_count=2)
### BEGIN HIDDEN TESTS
_e2_words(["d c b a a b c", "", "c e"], "c a b", "크기와 최소 횟수를 함께 정한 사전입니다.",
    test=["e e e e e e"], max_size=5, min_count=2)
### END HIDDEN TESTS

# %% test="vocabulary" part="encode" points=2
_e2_numbers(["the film the", ""], ["the"], [[[2, 3, 2], []], [[2]]], "학습 글은 사전의 번호로 바꿉니다.", {
    "빈 글도 한 자리를 차지합니다.": [[[2, 3, 2]], [[2]]]})
_e2_numbers(["the film the"], ["film zombie The", ""], [[[2, 3, 2]], [[3, 1, 1], []]],
    "시험 글의 모르는 단어는 0번이 아니라 1번입니다.", {
    "시험 글의 모르는 단어는 버리지 말고 1번으로 바꿉니다.": [[[2, 3, 2]], [[3], []]],
    "대소문자를 바꾸지 마세요. 'The'는 모르는 단어입니다.": [[[2, 3, 2]], [[3, 1, 2], []]],
    "빈 글도 한 자리를 차지합니다.": [[[2, 3, 2]], [[3, 1, 1]]]})
_e2_numbers(["a b a"], ["b"], [[[2, 1, 2]], [[1]]],
    "min_count보다 적게 나와 사전에 들지 못한 단어는 학습 글에서도 0번이 아니라 1번입니다.", {
    "사전에 들지 못한 학습 글의 단어를 버렸습니다. 1번으로 바꿉니다.": [[[2, 2]], [[1]]]}, min_count=2)
testing.check(build_and_encode, [[["New York", "New"]], [["York"]], 10],
    {"<PAD>": 0, "<UNK>": 1, "New": 2, "New York": 3},
    "빈칸이 든 토큰도 한 단어입니다. 글을 이어 붙여 다시 나누지 마세요.", part=0)

# %% [markdown]
# ## 과제 3. 버킷의 간격에 맞추어 묶고 채우기 ★★☆ · 15분
#
# 번호의 시퀀스들을 길이가 비슷한 것끼리 `size`개씩 묶어 배치를 만듭니다.
#
# - 길이가 **짧은 글부터**, 길이가 같으면 원래 순서대로 묶습니다. 길이는 `edge`로 올리기 전의 것입니다. 앞에서부터 `size`개씩이고, 마지막 배치만 작을 수 있습니다.
# - 배치의 길이는 그 배치에서 **가장 긴 글**의 길이를 `edge`의 배수로 올린 것입니다. 남는 자리는 **뒤를** 0으로 채웁니다.
# - 글이 원래 몇 번째였는지도 함께 돌려줍니다. 예측을 제자리에 되돌릴 때 씁니다. `batch`는 **정수** 배열입니다.
#
# 힌트 1: 길이 7을 5의 배수로 올리면 10입니다. 길이 10은 그대로 10입니다. 어떤 나눗셈일까요?
# 힌트 2: 길이로 정렬한 **자리**의 목록을 만들어 `size`개씩 자릅니다. 0으로 채운 배열을 만들고 줄마다 앞에서부터 써넣으세요.
# 힌트 3: `sorted(range(len(reviews)), key=lambda i: len(reviews[i]))`, 올림은 `-(-n // edge) * edge`

# %% solution="bucket-batches"
def bucket_batches(reviews, size, edge=1):
    """길이가 비슷한 글끼리 묶어 채웁니다.
    Args: reviews: 번호(1 이상 2**31 미만) 리스트(또는 배열)의 리스트, 길이는 1 이상이며 제각각.
        size: 배치의 크기. edge: 배치의 길이는 이 수의 배수, 1 이상.
    Returns: (positions, batch)의 리스트. positions: 원래 자리 B개, batch: 정수 배열 (B, T).
    Example:
        >>> bucket_batches([[7, 8, 9], [5], [6]], 2, edge=2)
        [([1, 2], array([[5, 0], [6, 0]])), ([0], array([[7, 8, 9, 0]]))]
    """
    ### BEGIN SOLUTION
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    result = []
    for start in range(0, len(order), size):
        positions = order[start:start + size]
        longest = len(reviews[positions[-1]])
        width = -(-longest // edge) * edge
        batch = np.zeros((len(positions), width), dtype=int)
        for row, i in enumerate(positions):
            batch[row, :len(reviews[i])] = reviews[i]
        result.append((positions, batch))
    return result
    ### END SOLUTION

# %% test="bucket-batches" points=3
_e3_a, _e3_b = ([1, 3], [[6], [5]]), ([4, 0], [[3, 4, 0], [7, 8, 9]])
_e3_c, _e3_given = ([2], [[1, 2, 3, 4]]), [[[7, 8, 9], [6], [1, 2, 3, 4], [5], [3, 4]], 2]
testing.check(bucket_batches, _e3_given, [_e3_a, _e3_b, _e3_c],
    "(자리, 배치)의 목록입니다. 짧은 글부터 size개씩 묶고, 그 배치의 가장 긴 글에 맞추어 뒤를 0으로 채웁니다.", {
    "마지막 작은 배치를 버리지 마세요.": [_e3_a, _e3_b],
    "길이로 정렬했나요? 온 순서대로 묶었습니다.": [([0, 1], [[7, 8, 9], [6, 0, 0]]),
        ([2, 3], [[1, 2, 3, 4], [5, 0, 0, 0]]), ([4], [[3, 4]])],
    "정렬한 뒤의 자리가 아니라 원래 자리를 돌려주세요.": [
        ([0, 1], _e3_a[1]), ([2, 3], _e3_b[1]), ([4], _e3_c[1])],
    "긴 글부터 묶지 않았나요?": [
        ([2, 0], [[1, 2, 3, 4], [7, 8, 9, 0]]), ([4, 1], [[3, 4], [6, 0]]), ([3], [[5]])],
    "길이가 같으면 원래 순서대로 묶으세요.": [([3, 1], [[5], [6]]), _e3_b, _e3_c],
    "전체가 아니라 배치마다 그 배치의 가장 긴 글에 맞추세요.": [
        ([1, 3], [[6, 0, 0, 0], [5, 0, 0, 0]]), ([4, 0], [[3, 4, 0, 0], [7, 8, 9, 0]]), _e3_c],
    "글의 앞을 채웠습니다. 글의 뒤를 0으로 채웁니다.": [_e3_a, ([4, 0], [[0, 3, 4], [7, 8, 9]]), _e3_c],
    "긴 글을 자르지 마세요.": [_e3_a, ([4, 0], [[3, 4], [7, 8]]), _e3_c]})
testing.check(bucket_batches, [[[1], [2], [3], [4]], 3],
    [([0, 1, 2], [[1], [2], [3]]), ([3], [[4]])], "고르게 나누지 말고 앞에서부터 size개씩 자르세요.")
testing.check(bucket_batches, [[[4, 4], [9], [4, 4], [9]], 4],
    [([1, 3, 0, 2], [[9, 0], [9, 0], [4, 4], [4, 4]])], "같은 글도 자리는 다릅니다. 자리를 index로 찾지 마세요.")
_e3_many = testing.call(bucket_batches, [[n + 1] * (1 + n % 2) for n in range(300)], 300)
testing.equal(next(iter(_e3_many))[0], [*range(0, 300, 2), *range(1, 300, 2)],
    "길이가 같으면 원래 순서입니다. np.argsort의 기본 정렬은 긴 목록에서 차례를 지키지 않습니다.")

# %% test="bucket-batches" part="edge" points=2
testing.check(bucket_batches, [[[1] * 4, [2] * 2, [3] * 7], 2, 3],
    [([1, 0], [[2, 2, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0]]), ([2], [[3] * 7 + [0, 0]])],
    "배치의 길이는 그 배치에서 가장 긴 글의 길이를 edge의 배수로 올린 것입니다. 가장 긴 글보다 짧지 않습니다.")
testing.check(bucket_batches, [[[1] * 3, [2] * 6], 1, 3], [([0], [[1] * 3]), ([1], [[2] * 6])],
    "이미 배수이면 더 늘리지 않습니다.")
testing.check(bucket_batches, [[[7, 8], [6]], 2, 3], [([1, 0], [[6, 0, 0], [7, 8, 0]])],
    "edge로 올린 길이가 아니라 원래 길이로 줄 세우세요.")
testing.check(bucket_batches, [[np.array([7, 8, 9]), np.array([5])], 2, 4],
    [([1, 0], [[5, 0, 0, 0], [7, 8, 9, 0]])],
    "글은 넘파이 배열일 수도 있습니다. 배열과 리스트를 더하면 이어 붙지 않습니다.")
testing.check(bucket_batches, [[[70_000, 3], [5]], 2], [([1, 0], [[5, 0], [70_000, 3]])],
    "번호가 자료형에 담기지 않습니다. 큰 번호도 담을 수 있는 정수를 쓰세요.")
_, _e3_batch = next(iter(testing.call(bucket_batches, [[4, 4, 4], [5]], 2)))
assert np.asarray(_e3_batch).dtype.kind in "iu", (
    f"배치의 자료형이 {np.asarray(_e3_batch).dtype}입니다. 번호는 정수 배열입니다. Embedding은 소수를 받지 않습니다.")
### BEGIN HIDDEN TESTS
testing.check(bucket_batches, [[[1, 2, 3, 4], [5], [6, 7]], 2, 3],
    [([1, 2], [[5, 0, 0], [6, 7, 0]]), ([0], [[1, 2, 3, 4, 0, 0]])], "보이는 예의 답을 적어 두지 않았나요?")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 마스크 평균 ★★☆ · 10분
#
# 시점마다의 벡터를 패딩을 세지 않고 평균 냅니다.
#
# $$\text{평균}_b = \frac{\sum_t m_{bt}\, h_{bt}}{\sum_t m_{bt}}$$
#
# 번호 `ids`가 0인 자리가 패딩입니다. 패딩은 앞에도 뒤에도 가운데에도 있을 수 있습니다. **패딩뿐인 글의 평균은 0벡터**로 합니다(0으로 나누지 마세요). 반올림하지 않습니다.
#
# 힌트 1: 나누는 수는 $T$일까요, 진짜 토큰의 수일까요?
# 힌트 2: 마스크 $(B, T)$를 $(B, T, 1)$로 늘리면 $(B, T, U)$에 곱해집니다. 나누는 수가 0이면 1로 바꾸면 됩니다. 그때 분자는 이미 0입니다.
# 힌트 3: `mask = (ids != 0)[:, :, None]`, `np.maximum(mask.sum(axis=1), 1)`

# %% solution="masked-mean"
def masked_mean(hidden, ids):
    """패딩을 빼고 시점 축으로 평균 냅니다.
    Args: hidden: 시점마다의 벡터, (B, T, U). 정수 배열일 수도 있습니다. ids: 번호, (B, T). 0은 패딩.
    Returns: (B, U) 실수 배열. 모두 패딩인 글은 0벡터.
    Example:
        >>> masked_mean(np.array([[[1.0], [3.0], [50.0]]]), np.array([[4, 9, 0]]))
        array([[2.]])
    """
    ### BEGIN SOLUTION
    mask = (ids != 0)[:, :, None]
    count = np.maximum(mask.sum(axis=1), 1)
    return (hidden * mask).sum(axis=1) / count
    ### END SOLUTION

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _e4_is(ids, want, why, slips=(), kind=float):
    hidden = [[[2, 0], [4, 6], [99, 99]], [[0, 0], [3, 4], [6, 8]]]        # (2, 3, 2)
    hidden, ids = np.array(hidden, kind), np.array(ids)
    testing.check(masked_mean, [hidden, ids], want, why, slips, close=1e-5)

# %% test="masked-mean" points=4
_e4_is([[5, 1, 0], [2, 8, 3]], [[3, 3], [3, 4]],
    "진짜 토큰만 더해 그 글의 진짜 토큰의 수로 나눕니다. 시점 축(axis=1)입니다.", [
    ("패딩 자리의 99가 들어갔습니다. 나누는 수는 진짜 토큰의 수이고, 더하는 것도 진짜 토큰뿐입니다.", [35, 35]),
    ("3으로 나누었습니다. T나 진짜 토큰의 수 + 1이 아니라 진짜 토큰의 수 2입니다.", [2, 2]),
    ("패딩 자리만 평균 냈습니다. 마스크가 뒤집히지 않았나요?", [99, 99]), ("나누지 않았습니다. 평균입니다.", [6, 6]),
    ("1번(<UNK>)은 패딩이 아닙니다.", [2, 0]), ("나누는 수를 배치 전체에서 세었습니다. 글마다 셉니다.", [2.4, 2.4]),
    ("나누는 수를 배치 전체에서 세었습니다. 글마다 셉니다.", [1.2, 1.2]), ("진짜 토큰 하나만 남았습니다.", [4, 6]),
    ("번호를 마스크로 곱했습니다. 마스크는 0과 1입니다.", [7, 3]),
    ("번호를 마스크로 곱했습니다. 마스크는 0과 1입니다.", [7 / 3, 1]),
    ("벡터의 값이 0인 토큰을 뺐습니다. 패딩은 벡터가 아니라 번호로 가리세요.", [[3, 3], [4.5, 6]]),
    ("글마다 마스크와 나누는 수가 다릅니다. 첫 글의 것을 모두에게 썼습니다.", [[3, 3], [1.5, 2]])])
_e4_is([[7, 7, 0], [2, 8, 3]], [[3, 3], [3, 4]], "되풀이된 번호도 한 자리씩 셉니다.", {
    "서로 다른 번호의 수로 나누었습니다. 되풀이된 번호도 한 자리씩 셉니다.": [6, 6]})
_e4_is([[0, 8, 0], [0, 8, 3]], [[4, 6], [4.5, 6]], "앞에 채운 글입니다. 몇 개인지가 아니라 어느 자리인지를 보세요.")
_e4_is([[5, 0, 3], [2, 8, 3]], [[50.5, 49.5], [3, 4]], "가운데의 패딩도 뺍니다.", {
    "가운데의 패딩까지 평균 냈습니다. 처음과 끝이 아니라 자리마다 0인지 보세요.": [35, 35]})
_e4_is([[5, 0, 3], [2, 8, 3]], [[50.5, 49.5], [3, 4]],
    "벡터가 정수 배열이면 zeros_like도 정수 배열이라 소수가 잘립니다. 실수 배열에 담으세요.", kind=int)
_e4_is([[0, 0, 0], [2, 8, 3]], [[0, 0], [3, 4]], "패딩뿐인 글에서는 0벡터입니다. 0으로 나누지 않게 하세요.")
_e4_is([[0, 0, 0], [0, 0, 0]], [[0, 0], [0, 0]], "모든 글이 패딩뿐인 배치입니다. 그때도 0벡터입니다.")
### BEGIN HIDDEN TESTS
_e4_rng = np.random.default_rng(304)
for _e4_size in [(1, 4, 3), (3, 3, 3), (5, 7, 2), (4, 1, 6)]:
    _e4_h, _e4_ids = _e4_rng.normal(3.0, 2.0, _e4_size), _e4_rng.integers(0, 3, _e4_size[:2])
    _e4_want = [sum(h[row != 0], np.zeros(_e4_size[2])) / max(1, sum(row != 0)) for h, row in zip(_e4_h, _e4_ids)]
    testing.check(masked_mean, [_e4_h, _e4_ids], _e4_want, "글마다 진짜 토큰만 골라 평균 내 보세요.", close=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 언제 멈출까: 먼저 맞히고 재기 ★★☆ · 15분
#
# **먼저 맞히기.** 맨 위 셀의 `bumpy_losses`에 조기 종료를 겁니다. `patience`가 1, 2, 3일 때 **어느 에폭의 가중치로** 되돌릴지 손으로 셈해 `my_guess`에 적습니다.
#
# **재기.** 에폭마다의 검증 손실을 받아 **몇 에폭을 돌고** 멈추며 **어느 에폭으로** 되돌리는지 셈하는 함수를 씁니다. 그리고 `my_guess`와 견줍니다.
#
# - 지금까지의 최솟값(마지막으로 나아졌을 때의 손실)보다 `min_delta` **넘게** 작아져야 나아진 것입니다. 첫 에폭은 언제나 나아진 것입니다.
# - 나아지지 않은 에폭이 잇달아 `patience`번이면 그 에폭을 마치고 멈춥니다. 끝까지 그런 일이 없으면 전부 돕니다. 되돌릴 곳은 어느 때나 마지막으로 나아진 에폭입니다. 에폭은 1부터 셉니다.
#
# 힌트 1: 손실 0.6, 0.7, 0.65에서 셋째 에폭은 나아진 것일까요? 무엇과 견주어야 할까요?
# 힌트 2: 앞에서부터 하나씩 보면서 가장 좋은 손실, 그 에폭, 잇달아 나아지지 않은 횟수를 들고 다니세요.
# 힌트 3: `if loss < best_loss - min_delta:`이면 둘을 새로 적고, 아니면 `epoch - best_epoch`를 `patience`와 견줍니다.

# %% solution="early-stopping"
def early_stopping(val_losses, patience, min_delta=0.0):
    """조기 종료가 하는 일을 검증 손실만 보고 셈합니다.
    Args: val_losses: 에폭마다의 검증 손실, 하나 이상. 0 이상의 수. 얼마든지 클 수 있지만 inf나 nan은 없습니다.
        patience: 참는 횟수, 1 이상. min_delta: 나아졌다고 볼 최소의 폭, 0 이상.
    Returns: (epochs_run, best_epoch): 실제로 돈 에폭의 수, 되돌릴 에폭(1부터).
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


def my_guess():
    """손으로 셈한 답: bumpy_losses에서 patience 1, 2, 3일 때 되돌릴 에폭. {1: …, 2: …, 3: …}"""
    ### BEGIN SOLUTION
    return {1: 2, 2: 4, 3: 7}
    ### END SOLUTION

# %% test="early-stopping" points=4
testing.check(early_stopping, [[0.9, 0.8, 0.7], 1], (3, 3),
    "계속 나아지면 끝까지 돌고 마지막 에폭을 씁니다. 에폭은 1부터 셉니다.")
testing.check(early_stopping, [[0.4, 0.6, 0.7, 0.8], 2], (3, 1),
    "나아지지 않은 두 번째 에폭을 마치고 멈춥니다.", {
    "한 에폭 더 참았습니다(> 가 아니라 >=). 두 번째 에폭을 마치고 멈춥니다. 그 뒤의 손실은 볼 수 없습니다.": (4, 1),
    "한 에폭 덜 참았습니다.": (2, 1), "멈춘 에폭이 아니라 가장 좋았던 에폭으로 되돌립니다.": (3, 3),
    "멈춘 에폭의 앞이 아니라 가장 좋았던 에폭으로 되돌립니다.": (3, 2),
    "순서가 바뀌었습니다. (돈 에폭, 되돌릴 에폭)입니다.": (1, 3), "되돌릴 에폭도 1부터 셉니다.": (3, 0)})
for _e5_losses, _e5_patience, _e5_delta, _e5_want, _e5_why in [
    ([0.4, 0.6, 0.7, 0.1], 2, 0, (3, 1), "멈춘 뒤의 손실은 볼 수 없습니다. 전체의 최솟값을 찾지 않았나요?"),
    ([0.4, 0.6, 0.5, 0.1], 2, 0, (3, 1), "바로 앞 에폭이 아니라 지금까지의 최솟값과 견주세요."),
    ([0.5, 0.6, 0.4, 0.5, 0.3], 2, 0, (5, 5), "한 번 나아지면 참은 횟수를 처음부터 다시 셉니다."),
    ([2e12, 1e12], 1, 0, (2, 2), "손실은 얼마든지 클 수 있습니다. 처음 값을 1이나 100 같은 수로 두지 않았나요?"),
    ([0.5, 0.25, 0.375], 2, 0, (3, 2), "멈추지 않고 끝까지 돌았어도 마지막이 아니라 가장 좋았던 에폭으로 되돌립니다."),
    ([0.5, 0.0, 0.25], 1, 0, (3, 2), "손실 0.0은 거짓으로 보입니다. if not best로 처음인지 가리지 마세요."),
    ([0.5, 0.5, 0.5], 2, 0, (3, 1), "같은 손실은 나아진 것이 아닙니다."),
    ([0.5, 0.5 - 2**-20], 1, 0, (2, 2), "아주 조금만 작아져도 나아진 것입니다. 반올림하지 말고 견주세요."),
    ([0.50, 0.49, 0.48, 0.40], 2, 0.05, (3, 1), "min_delta를 넘지 못한 것은 나아진 것이 아닙니다."),
    ([4.0, 3.0, 2.5], 1, 0.75, (3, 2), "min_delta는 비율이 아니라 폭입니다. best_loss에서 빼세요."),
    ([0.5, 0.25, 0.125], 1, 0.25, (2, 1), "꼭 min_delta만큼 작아진 것은 나아진 것이 아닙니다. 넘게 작아져야 합니다."),
    ([1.0, 0.75, 0.5, 0.25], 3, 0.375, (4, 3),
     "견줄 최솟값은 마지막으로 나아졌을 때의 손실입니다. min_delta를 넘지 못한 손실을 적지 마세요."),
    ([0.5, 0.25], 1, 1.0, (2, 1), "첫 에폭은 언제나 나아진 것입니다. min_delta가 첫 손실보다 커도 그렇습니다."),
]:
    testing.check(early_stopping, [_e5_losses, _e5_patience, _e5_delta], _e5_want, _e5_why)
### BEGIN HIDDEN TESTS
_e5_rng = random.Random(305)
for _e5_trial in range(100):
    _e5_losses = [_e5_rng.randrange(1, 12) / 8 for _ in range(_e5_rng.randrange(1, 12))]
    _e5_patience, _e5_delta = _e5_rng.randrange(1, 4), _e5_rng.choice([0.0, 0.25])
    _e5_low, _e5_where, _e5_ran = _e5_losses[0], 1, 1
    while _e5_ran < len(_e5_losses) and _e5_ran - _e5_where < _e5_patience:
        _e5_ran += 1
        if _e5_low - _e5_losses[_e5_ran - 1] > _e5_delta:
            _e5_low, _e5_where = _e5_losses[_e5_ran - 1], _e5_ran
    testing.check(early_stopping, [_e5_losses, _e5_patience, _e5_delta], (_e5_ran, _e5_where), "앞에서부터 손으로 따라가 보세요.")
### END HIDDEN TESTS

# %% test="early-stopping" part="guess" points=1
_e5_guess = testing.keys(my_guess(), 1, 2, 3)
for _e5_patience, _e5_want, _e5_why in (
        (1, 2, "세 번째 에폭(0.50)에서 처음 나빠지고, 바로 멈춥니다."),
        (2, 4, "0.42와 0.43이 잇달아 최솟값 0.40보다 나쁩니다."),
        (3, 7, "0.43까지 두 번 참고 0.38에서 나아집니다.")):
    assert _e5_guess[_e5_patience] == _e5_want, (
        f"patience={_e5_patience}에서 {_e5_guess[_e5_patience]}라고 적었습니다. {_e5_why} 그때까지 가장 좋았던 "
        "에폭은 몇 번째입니까?")

# %% [markdown]
# ## 과제 6. 예산 안의 모델 ★★★ · 25분
#
# 번호 $(B, T)$를 받아 긍정 확률 $(B, 1)$을 내는 Keras 모델을 만듭니다. 조건은 넷입니다.
#
# - 임베딩의 줄은 `n_words`개이고, 0번은 **마스크**합니다. 패딩은 글의 뒤에만 있고, 더 붙여도 답이 같아야 합니다.
# - **양방향** 순환층(LSTM이나 GRU)을 하나 이상 씁니다. 단어의 순서가 바뀌면 답도 바뀌어야 합니다.
# - 파라미터는 `budget`개 이하이고, 예산의 **절반 넘게** 씁니다. 예산이 달라지면 크기도 달라져야 한다는 뜻입니다. 단어가 적고 예산이 커도 같습니다.
# - 글의 길이는 정하지 않습니다. 어떤 길이든 받을 수 있어야 합니다.
#
# 그 전에 **만들지 않고 식으로** 셉니다. `count_parameters`는 임베딩(`n_words` × `dim`), 유닛 `units`의 양방향 GRU, `Dense(1)`로 된 모델의 파라미터 수입니다.
# 길이 $D$인 벡터를 읽는 유닛 $U$개의 양방향 GRU는 $2 \times 3U(D + U + 2)$개이고, `Dense(1)`은 $2U$개를 읽습니다. `build_model`이 꼭 이 모양일 필요는 없습니다.
# 컴파일도 학습도 하지 않습니다. `budget`은 언제나 `n_words`의 8배 이상이면서 2,000 이상입니다.
#
# 힌트 1: 파라미터는 대개 어느 층에 있습니까? 예산을 넘기 직전의 `dim`은 몇일까요?
# 힌트 2: 유닛을 작은 수로 고정하고, 식의 값이 예산을 넘지 않는 동안 `dim`을 하나씩 늘립니다. 마스크는 임베딩의 옵션 하나로 켜지고 순환층까지 저절로 전해집니다.
# 힌트 3: `layers.Embedding(n_words, dim, mask_zero=True)`, `while count_parameters(…, dim + 1, …) <= budget:`

# %% solution="budget-model"
def count_parameters(n_words, dim, units):
    """임베딩 → 양방향 GRU → Dense(1)의 파라미터 수(int)를 식으로 셉니다.
    Example:
        >>> count_parameters(100, 5, 2)
        613
    """
    ### BEGIN SOLUTION
    return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1
    ### END SOLUTION


def build_model(n_words, budget):
    """파라미터 예산 안에서 감성 분류 모델을 만듭니다.
    Args: n_words: 사전의 크기(<PAD>와 <UNK> 포함). budget: 파라미터의 최대 수.
    Returns: keras.Model. 입력은 번호 (B, T), 출력은 확률 (B, 1).
    Example:
        >>> build_model(1000, 20000).count_params() <= 20000
        True
    """
    ### BEGIN SOLUTION
    units, dim = 4, 1
    while count_parameters(n_words, dim + 1, units) <= budget:
        dim += 1
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(units))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
    ### END SOLUTION

# %% test="budget-model" part="count" points=2
testing.check(count_parameters, [100, 5, 3], 687, "임베딩 500 + 순환층 180 + Dense 7입니다.", {
    "순환층을 한 방향만 세었습니다. 양방향은 두 배입니다.": 500 + 90 + 7,
    "Dense(1)의 편향 하나가 빠졌습니다.": 500 + 180 + 6, "Dense(1)은 2U개를 읽습니다.": 500 + 180 + 4,
    "GRU의 편향은 둘이라 D + U + 1이 아니라 D + U + 2입니다.": 500 + 162 + 7,
    "GRU의 편향을 세지 않았습니다. D + U가 아니라 D + U + 2입니다.": 500 + 144 + 7,
    "D + U + 2의 2는 U와 곱하지 않고 더합니다. D + 2U가 아닙니다.": 500 + 198 + 7,
    "GRU의 게이트는 넷이 아니라 셋입니다.": 500 + 240 + 7, "Dense(1)을 세지 않았습니다.": 500 + 180,
    "임베딩을 세지 않았습니다.": 180 + 7, "GRU의 앞에 곱하는 것은 D가 아니라 U입니다.": 500 + 300 + 7})
### BEGIN HIDDEN TESTS
testing.check(count_parameters, [20_000, 100, 32], 2_025_793, "임베딩 2,000,000 + 순환층 25,728 + Dense 65입니다.")
### END HIDDEN TESTS

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _e6_layers(model):
    for layer in model.layers:
        yield layer
        if isinstance(layer, layers.Bidirectional):
            yield from (layer.forward_layer, layer.backward_layer)
        yield from _e6_layers(layer) if hasattr(layer, "layers") else ()

def _e6_answers(model, parts, seed):
    """큰 난수로 가중치를 채운 모델의 답. 아직 배우지 않은 모델에서도 차이가 드러납니다."""
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.6, np.shape(weight)) for weight in model.get_weights()])
    try:
        answers = [model(np.asarray(part, "int32"), training=False) for part in parts]
    except Exception as error:
        raise AssertionError(f"길이 3과 4의 글을 받지 못했습니다({type(error).__name__}). "
                             "글의 길이를 정해 두지 않았나요? 입력의 모양은 (None,)입니다.") from None
    return [np.asarray(keras.ops.convert_to_numpy(part), dtype=float) for part in answers]

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _e6_size(n_words, budget):
    model, case = build_model(n_words, budget), f"n_words={n_words}, budget={budget:,}에서"
    assert isinstance(model, keras.Model), f"층이나 튜플이 아니라 keras.Model을 돌려주세요: {model!r}"
    assert model.built, "입력이 없어 가중치가 아직 없습니다. Sequential도 keras.Input((None,))으로 시작하세요."
    shapes = [np.shape(weight) for weight in model.get_weights()]
    n = sum(int(np.prod(shape)) for shape in shapes)
    table = sum(int(np.prod(shape)) for shape in shapes if shape[:1] == (n_words,))
    assert table, f"임베딩의 줄 수가 n_words={n_words}가 아닙니다. 가중치의 모양은 {shapes}입니다."
    rnn = [layer for layer in _e6_layers(model) if isinstance(layer, layers.RNN)]
    lstm = any(isinstance(layer, layers.LSTM) for layer in rnn)
    assert n <= budget, (
        f"{case} 파라미터가 {n:,}개라 예산을 넘습니다. 임베딩이 {table:,}개, 나머지가 {n - table:,}개입니다. 임베딩만 "
        "세지 않았나요? 순환층과 Dense도 셉니다. " + "LSTM의 게이트는 넷이라 GRU의 식보다 큽니다." * lstm)
    assert n > budget / 2, (f"{case} 파라미터가 {n:,}개뿐입니다. 예산의 절반 넘게 쓰세요. "
                            "크기를 고정하거나 몇 가지에서만 고르지 않았나요?")
    assert rnn, "순환층이 없습니다. 평균만으로는 순서를 알 수 없습니다. 양방향 LSTM이나 GRU를 쓰세요."
    assert {bool(one.go_backwards) for one in rnn} == {False, True}, (
        "순환층이 한 방향으로만 읽습니다. 양방향 순환층을 쓰세요. 한 방향을 두 층 쌓은 것은 양방향이 아닙니다.")
    return model

# %% test="budget-model" points=4
_e6_model = _e6_size(500, 8_000)
_e6_size(250, 2_000)
_e6_ids = np.random.default_rng(306).integers(1, 200, size=(24, 3))
_e6_ids[1], _e6_seen, _e6_ordered = _e6_ids[0, ::-1], [], False
_e6_both = _e6_ids, np.pad(_e6_ids, ((0, 0), (0, 1)))
for _e6_seed in range(10):
    _e6_plain, _e6_padded = _e6_answers(_e6_model, _e6_both, _e6_seed)
    testing.array(_e6_plain, (24, 1), "글 24편의 출력(시점마다 답하지 않도록 return_sequences를 켜 두었나요?)")
    assert _e6_plain.min() >= 0 and _e6_plain.max() <= 1, (
        f"출력 {_e6_plain.min():.2f}~{_e6_plain.max():.2f}이 확률이 아닙니다. 활성 함수를 확인하세요.")
    assert np.allclose(_e6_plain, _e6_padded, atol=1e-4), (
        f"패딩을 더 붙이니 답이 {_e6_plain[0, 0]:.3f}에서 {_e6_padded[0, 0]:.3f}으로 바뀌었습니다. "
        "임베딩에서 0번을 마스크하지 않았거나, 마스크를 모르는 층으로 요약했습니다.")
    assert not np.allclose(_e6_plain, 1), "답이 늘 1입니다. 출력이 하나이면 softmax가 아니라 sigmoid입니다."
    _e6_seen += _e6_plain.ravel().tolist()
    _e6_ordered |= abs(_e6_plain[0, 0] - _e6_plain[1, 0]) > 1e-4
    if _e6_ordered and min(_e6_seen) < 0.5 < max(_e6_seen):
        break
assert _e6_ordered, "순서를 뒤집어도 답이 같습니다. 순환층의 출력이 답까지 이어지나요?"
assert min(_e6_seen) < 0.5 < max(_e6_seen), (
    f"가중치를 열 번 바꾸어도 답이 {min(_e6_seen):.2f}~{max(_e6_seen):.2f}에만 있습니다. 마지막 활성 함수는 "
    "sigmoid 하나여야 합니다. 두 번 씌우거나 softmax를 쓰지 않았나요?")
for _e6_words, _e6_budget in (20, 4_000), (200, 60_000), (20, 60_000):
    _e6_size(_e6_words, _e6_budget)

# %% [markdown]
# ## 과제 7. 고장 난 평가 고치기 ★☆☆ · 10분
#
# 어느 팀의 평가 함수입니다. 오류 없이 돌지만 정확도가 늘 반쯤입니다. 잘못이 **셋** 있습니다. 찾아 고치세요.
#
# ```python
# def restore_and_score(batches, labels):
#     probabilities = np.concatenate([values for _, values in batches])
#     accuracy = np.mean((probabilities > 0.5) == labels)
#     return probabilities, accuracy
# ```
#
# `batches`는 `(positions, probabilities)`의 목록입니다. `positions`는 글의 원래 자리, `probabilities`는 그 글들의 긍정 확률로, 배열이거나 목록이며 모양이 $(B,)$이거나 $(B, 1)$입니다.
# 고친 함수는 확률을 **원래 글의 순서로** 되돌린 $(N,)$ 배열과 정확도를 돌려줍니다. 확률이 0.5 **이상**이면 긍정(1)입니다. 정확도도 반올림하지 않습니다.
#
# 힌트 1: 첫 배치가 `([3, 1], …)`이면 첫 확률은 몇 번째 글의 것입니까? $(N, 1)$을 $(N,)$과 견주면 모양이 무엇이 됩니까?
# 힌트 2: 길이 $N$의 배열을 먼저 만들고 배치마다 그 자리에 써넣습니다. $(B, 1)$은 `np.ravel`로 폅니다.
# 힌트 3: `배열[np.asarray(positions)] = np.ravel(…)`

# %% solution="restore-order"
def restore_and_score(batches, labels):
    """배치로 나뉜 확률을 원래 순서로 되돌리고 정확도를 셈합니다.
    Args: batches: (positions, probabilities)의 목록. 모든 자리가 꼭 한 번씩 나옵니다.
        labels: 정답 0/1, (N,). 배열이거나 목록입니다.
    Returns: (probabilities, accuracy): 원래 순서의 확률 (N,) 배열과 정확도(float).
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _e7_check(batches, labels, want, why):
    case = f"{why} 확률도 자리도 배열이거나 목록입니다. np.asarray와 np.ravel을 거치게 하세요."
    got = testing.call(restore_and_score, batches, labels, why=case)
    found, accuracy = testing.parts(got, "확률", "정확도")
    came = np.concatenate([np.ravel(values) for _, values in batches])
    taken = came[np.concatenate([np.asarray(part) for part, _ in batches])]
    p, truth = np.array(want), np.asarray(labels)
    testing.equal(testing.array(found, p.shape, f"{why} np.ravel로 편 확률"), want,
        f"{why} positions가 원래 자리이고, 확률은 실수 그대로입니다.", {
        "자리를 거꾸로 썼습니다. positions번째를 꺼내는 것이 아니라 그 자리에 써넣습니다.": taken,
        "온 순서대로 이어 붙이지 말고 제자리에 써넣으세요.": came,
        "확률을 크기순으로 정렬했습니다. 글의 순서입니다.": np.sort(p),
        "라벨이 아니라 확률을 돌려주세요.": p >= 0.5}, f"(batches {batches})")
    hits, say = (p >= 0.5) == truth, "정확도: 확률이 0.5 이상이면 긍정이고, 정답과 같은 것의 비율입니다."
    testing.equal(accuracy, hits.mean(), say, {
        "0.5는 긍정입니다(> 가 아니라 >=). np.round도 0.5를 0으로 만듭니다.": ((p > 0.5) == truth).mean(),
        "맞힌 개수를 세지 않습니다. 비율입니다.": hits.sum(),
        "온 순서의 확률로 세었습니다. 되돌린 (N,) 확률을 정답과 견주세요.": ((came >= 0.5) == truth).mean(),
        "(N, 1)과 (N,)을 견주어 표가 되었습니다. 하나씩 견주세요.": ((p[:, None] >= 0.5) == truth).mean(),
        "배치마다 평균 내지 않습니다. 글마다 한 번씩 셉니다.":
            np.mean([hits[np.asarray(part)].mean() for part, _ in batches])},
        f"(확률 {want}, 정답 {truth.tolist()})")

# %% test="restore-order" points=3
_e7_check([([3, 1], np.array([0.9, 0.75])), ([0, 2, 4], np.array([0.1, 0.4, 0.123456]))],
    np.array([0, 1, 1, 1, 1]), [0.1, 0.75, 0.4, 0.9, 0.123456], "두 배치입니다.")
_e7_check([([1, 0], np.array([[0.2], [0.7]]))], [1, 0], [0.7, 0.2], "모양이 (B, 1)인 배치입니다.")
_e7_check([([1, 0], [0.2, 0.7])], [1, 0], [0.7, 0.2], "확률이 목록인 배치입니다. 목록에는 reshape가 없습니다.")
_e7_check([(np.array([1, 0]), np.array([0.2, 0.7]))], [1, 0], [0.7, 0.2], "자리가 배열로 온 배치입니다.")
_e7_check([([1, 0], np.array([[0.2], [0.7]])), ([2], np.array([[0.4]]))], [1, 0, 1],
    [0.7, 0.2, 0.4], "글이 하나뿐인 배치입니다. np.squeeze는 축을 모두 없앱니다.")
_e7_check([([1, 0], np.array([0.2, 0.7])), ([3, 2], np.array([[0.4], [0.3]]))], [1, 0, 1, 0],
    [0.7, 0.2, 0.3, 0.4], "배치마다 모양이 다를 수 있습니다. 첫 배치만 보고 정하지 마세요.")
_e7_check([([0, 1, 2], np.array([0.5, 0.2, 0.1]))], [1, 0, 0], [0.5, 0.2, 0.1], "꼭 0.5가 있습니다.")
### BEGIN HIDDEN TESTS
_e7_check([(np.array([1, 2, 0]), [0.9, 0.2, 0.6])], [1, 1, 0], [0.6, 0.9, 0.2], "자리는 배열, 확률은 목록입니다.")
_e7_check([([4, 0], [0.1, 0.8]), ([2, 3, 1], [[0.5], [0.3], [0.9]])], [1, 0, 1, 0, 1], [0.8, 0.9, 0.5, 0.3, 0.1], "섞인 두 배치입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 문턱값 고르기 ★★★ · 15분
#
# 검증 데이터의 확률과 정답을 받아, **정밀도가 `min_precision` 이상**이면서 **재현율이 가장 큰** 문턱값을 고릅니다.
#
# - 확률이 문턱값 **이상**이면 긍정으로 답합니다. 정밀도는 긍정이라고 답한 것 가운데 맞은 비율, 재현율은 진짜 긍정 가운데 찾은 비율입니다.
# - 후보는 **나타난 확률 값들**입니다. 0.0도 후보가 될 수 있습니다. 재현율이 같은 후보가 여럿이면 정밀도가 더 큰 것을 고릅니다.
# - 확률도 정밀도도 반올림하지 않고 견줍니다. 조건을 만족하는 후보가 없으면 `None`을 돌려줍니다. 검증 데이터에는 긍정이 하나 이상 있습니다.
#
# 힌트 1: 문턱값을 높이면 정밀도가 언제나 오를까요? 앞에서부터 찾다가 멈추어도 될까요?
# 힌트 2: 후보마다 정밀도와 재현율을 구하고, 조건을 지키는 것 가운데 `(재현율, 정밀도)`가 가장 큰 것을 고르세요. 튜플은 앞의 값부터 견줍니다.
# 힌트 3: `positive = probabilities >= threshold`, `hits = labels[positive].sum()`, `hits / positive.sum()`

# %% solution="threshold"
def choose_threshold(probabilities, labels, min_precision):
    """정밀도의 조건을 지키면서 재현율이 가장 큰 문턱값을 고릅니다.
    Args: probabilities: 긍정 확률, (N,). 배열이거나 목록입니다.
        labels: 정답 0/1, (N,). 1이 하나 이상 있습니다. min_precision: 지켜야 할 정밀도.
    Returns: 문턱값(float). 조건을 지키는 후보가 없으면 None.
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
_e8_most = "조건을 지키는 후보 가운데 재현율이 가장 큰 것입니다."
for _e8_p, _e8_y, _e8_least, _e8_want, _e8_why, *_e8_slips in [
    ([0.9, 0.876543, 0.123456], [1, 1, 0], 0.9, 0.876543, "나타난 확률 값 그대로 돌려줍니다. 반올림한 후보, "
     "정해 둔 격자나 두 값의 가운데를 보지 마세요.",
     ("정밀도의 조건과, 문턱값과 같으면 긍정인 것(>=)을 보세요.", 0.123456), ("재현율이 더 큰 것을 고르세요.", 0.9)),
    ([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 1], 0.35, 0.6, _e8_most,
     ("정밀도가 가장 큰 것을 골랐습니다. 조건을 지키면 재현율이 큰 쪽입니다.", 0.9)),
    ([0.9, 0.8], [0, 1], 0.35, 0.8, "높은 문턱값부터 보다가 조건이 처음 깨진 곳에서 멈추지 마세요."),
    ([0.9, 0.8, 0.7, 0.6, 0.55, 0.52], [1, 0, 0, 0, 1, 1], 0.35, 0.52, _e8_most,
     ("정확도가 가장 큰 것을 골랐습니다. 정확도나 F1이 큰 것을 고르지 않습니다.", 0.9)),
    ([0.9, 0.8, 0.7, 0.6, 0.55], [0, 1, 0, 0, 1], 0.45, 0.8, _e8_most,
     ("정밀도의 조건을 지켰나요? 0.55의 정밀도는 2/5입니다.", 0.55)),
    ([0.9, 0.8, 0.7, 0.6], [1, 0, 0, 1], 0.6, 0.9, _e8_most,
     ("0.6의 정밀도는 2/4입니다. 정밀도와 재현율을 바꾸지 않았나요?", 0.6)),
    ([0.9, 0.8, 0.7, 0.6, 0.55, 0.52], [1, 1, 0, 0, 0, 1], 0.35, 0.52, _e8_most,
     ("F1이 가장 큰 것을 골랐습니다. 정확도나 F1이 큰 것을 고르지 않습니다.", 0.8)),
    ([0.9, 0.4, 0.2], [1, 1, 0], 0.5, 0.4, _e8_most,
     ("0.4와 0.2는 재현율이 같습니다. 그럴 때는 정밀도가 더 큰 것을 고르세요.", 0.2),
     ("0.5보다 낮은 후보도 봅니다. 0.9보다 0.4의 재현율이 큽니다.", 0.9)),
    ([0.9, 0.7, 0.6, 0.4], [1, 0, 1, 1], 0.7, 0.4, "0.7에서 깨진 조건이 0.4에서 다시 지켜집니다(3/4)."),
    ([0.9, 0.5], [0, 1], 0.8, None, "조건을 지키는 후보가 없으면 None입니다. 0.5 같은 값을 대신 주지 않습니다."),
    ([0.5, 0.0], [1, 1], 0.9, 0.0, "0.0도 문턱값입니다. 값이 거짓으로 보인다고 None으로 바꾸지 마세요."),
    ([0.75, 0.5], [1, 0], 1.0, 0.75, "정밀도가 조건과 **같아도** 조건을 지킨 것입니다."),
    ([0.75, 0.75, 0.25], [1, 0, 1], 0.75, None, "0.75가 둘이면 둘 다 긍정입니다. 하나씩 나누어 세지 마세요."),
    ([0.9, 0.8, 0.7], [1, 0, 1], 0.67, 0.9, _e8_most,
     ("0.7의 정밀도는 2/3 = 0.6667이라 0.67보다 작습니다. 정밀도를 반올림하지 말고 견주세요.", 0.7)),
    ([1 - 2**-22, 0.5], [1, 0], 0.9, 1 - 2**-22, "0.99999976입니다. 여섯째 자리에서 반올림한 후보는 "
     "그 확률보다 커서 아무것도 찾지 못합니다."),
    (np.array([0.25, 0.75, 0.5]), np.array([0, 1, 1]), 0.5, 0.5, "배열일 수도 있습니다. 확률은 정렬되어 "
     "있지 않습니다. 정답도 함께 옮겼나요?"),
]:
    _e8_case = [_e8_p, _e8_y, _e8_least]
    testing.check(choose_threshold, _e8_case, _e8_want, _e8_why, _e8_slips, none=True)
### BEGIN HIDDEN TESTS
_e8_rng = np.random.default_rng(308)
for _e8_trial in range(100):
    _e8_count = int(_e8_rng.integers(3, 12))
    _e8_p = _e8_rng.integers(0, 17, size=_e8_count) / 16
    _e8_y = _e8_rng.integers(0, 2, size=_e8_count)
    _e8_y[int(_e8_rng.integers(_e8_count))] = 1
    _e8_least = float(_e8_rng.choice([0.3, 0.55, 0.7, 0.85, 1.0]))
    _e8_said = [(_e8_y[_e8_p >= t].sum(), _e8_y[_e8_p >= t].mean(), t) for t in _e8_p]
    _e8_want = max([one for one in _e8_said if one[1] >= _e8_least], default=(None,))[-1]
    testing.check(choose_threshold, [_e8_p, _e8_y, _e8_least], _e8_want, "후보마다 정밀도와 재현율을 적어 보세요.", none=True)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 점수를 믿어도 될까 (글) ★★☆ · 20분
#
# 어느 팀의 보고서입니다.
#
# > 영화평 50,000개를 모두 섞어 단어 사전을 만들고, 그다음 무작위로 학습 40,000개와 시험 10,000개로 나누었습니다. 되풀이된 글은 지우지 않았습니다. 양방향 LSTM을 30에폭 학습하며
# > 에폭마다 시험 정확도를 적었고, 그 가운데 가장 높은 0.893을 우리 모델의 성능으로 보고합니다. 학습 정확도는 마지막에 0.999였습니다.
#
# 다음 네 가지에 답하세요. 모두 합해 열 문장 안팎이면 됩니다.
#
# 1. 시험 점수를 실제보다 **좋아 보이게** 한 잘못을 셋 찾고, 각각 왜 그런지 적으세요.
# 2. 학습 정확도 0.999는 무엇을 말해 주나요? 어떤 그림을 그려 확인하겠습니까?
# 3. 고친 실험의 순서를 차례로 적으세요. 시험 데이터는 언제, 몇 번 쓰나요?
# 4. 0.893이 좋은 점수인지 알려면 무엇과 비교해야 하나요?

# %% [markdown] manual="trust-score" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. (가) 에폭마다 시험 정확도를 재고 가장 높은 것을 골랐으므로, 시험 데이터로 에폭을 고른 셈입니다. 우연히 높은 값이 뽑히므로 처음 보는 글에서는 더 낮습니다.
#    (나) 되풀이된 글을 지우지 않고 무작위로 나누어 같은 글이 학습과 시험에 함께 들어갑니다. 외우기만 해도 맞힙니다. (원래의 나눔과 달리 같은 영화의 평도 양쪽에 섞입니다.)
#    (다) 시험 글까지 넣어 사전을 만들어, 처음 보는 단어가 실제보다 적습니다. 라벨을 쓴 것은 아니어서 영향은 가장 작지만, 미리 본 것입니다.
# 2. 글을 거의 외웠다는 뜻, 곧 과적합입니다. 학습 손실과 검증 손실을 에폭에 따라 그려 검증 손실이 다시 오르는 곳을 찾습니다.
# 3. 되풀이된 글을 지운다 → 학습, 검증, 시험으로 나눈다(또는 원래의 나눔을 쓴다) → 학습으로만 사전을 만든다 → 검증 손실로 조기 종료하고 설정을 고른다 → 고른 모델 하나를
#    시험 데이터로 마지막에 한 번 잰다.
# 4. 같은 시험 글에서의 다수 라벨(0.5 안팎)과 선형 n-gram 기준선. 시간과 파라미터 수, 표준 오차도 함께 봅니다.
#
# **채점 기준 (5점)**
#
# - 2점: 잘못을 까닭과 함께 셋 찾음(둘이면 1점, 까닭 없이 이름만 적으면 절반). 시험 데이터로 에폭을 고른 잘못을 빠뜨리면 최대 1점.
# - 1점: 과적합이라고 말하고, 학습과 검증의 학습 곡선을 든다.
# - 1점: 순서가 옳고(중복 제거와 나누기가 사전보다 먼저), 시험은 마지막에 한 번.
# - 1점: 기준선으로 다수 라벨과 단순한 모델(선형 n-gram 등)을 든다. 하나만 들면 0.5점.
# ### END SOLUTION
