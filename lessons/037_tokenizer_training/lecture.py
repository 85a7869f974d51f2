# ---
# title: 토크나이저 직접 학습
# number: "037"
# objectives:
#   - 규칙, 사전, 서브워드로 자르는 방법의 차이를 같은 문장에서 보고 설명합니다.
#   - BPE의 학습과 적용을 처음부터 구현하고, tokenizers 라이브러리와 병합 목록이 한 쌍도 다르지 않음을 확인합니다.
#   - WordPiece의 최장 일치와 Unigram의 비터비를 구현하고, 자모와 바이트로 모르는 글자를 없앱니다.
#   - 토크나이저를 사전, UNK 비율, 글자당 토큰, 속도, 분류 정확도로 견주어 고릅니다.
# datasets: [nsmc]
# prerequisites: [010_vector_representation]
# packages: [kiwipiepy, konlpy, sentencepiece]
# java: true
# gpu: false
# ---

# %% [markdown]
# ## 어디서 자를까요
#
# 문장을 토큰으로 자르고 토큰을 번호로 바꾸는 프로그램을 **토크나이저**(tokenizer)라고 합니다. 이 강의의 질문은 이것입니다.
#
# > 사람이 규칙이나 사전을 만들어 주지 않아도, **글만 많이 읽고 자르는 법을 배울 수 있는가?**

# %%
import heapq
import io
import json
import math
import re
import time
import unicodedata
from collections import Counter, defaultdict

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from nlplab import data, diagrams, drawings, plots, runtime

# %% settings
S = runtime.settings(
    merge_vocabulary=8000,  # quick: 2000 · 4절에서 우리 손으로 배울 사전의 크기
    words=20000,  # quick: 1000 · 라이브러리와 견주어 볼 단어의 수
    fit=25000,  # quick: 700 · 5절부터 학습에 쓸 영화평의 수
    validation=10000,  # quick: 250 · 검증에 쓸 영화평의 수
    vocabulary=8000,  # quick: 2000 · 5절부터 쓸 사전의 크기
    sizes=(4000, 8000, 16000, 32000),  # quick: (1500, 2000, 3000) · 10절에서 견줄 사전의 크기
    timed=1000,  # quick: 20 · 속도를 잴 영화평의 수
)

# %%
joined, spaced = "아버지가방에들어가신다", "아버지가 방에 들어가신다"
stages = ["문장", "토큰", "번호", "모델"]
notes = [joined, "아버지 | 가 | 방 | 에 | …", "[314, 7, 52, 9, …]", "임베딩과 분류기"]
picture = drawings.pipeline(stages, notes, "토크나이저는 앞의 두 화살표를 맡습니다")
picture.show(alt="문장에서 토큰, 번호를 거쳐 모델로 가는 화살표. "
                 "문장 아버지가방에들어가신다가 아버지, 가, 방, 에로 잘린다.")

# %% [markdown]
# 끝까지 들고 갈 문장은 `joined`입니다. "아버지가 방에"로도 "아버지 가방에"로도 읽힙니다. 그림의 번호는 보기입니다.
#
# ## 1. 규칙으로 자릅니다
#
# **먼저 맞혀 보세요.** `joined.split()`은 조각이 몇 개일까요?
#
# <details><summary>답</summary>
#
# 하나입니다. 빈칸이 없으면 자를 곳도 없습니다.
# </details>
#
# 다음으로 쉬운 것은 **정규식**(regular expression)입니다. 한글, 낱자(ㅋㅋ), 영문, 숫자를 각각 한 덩어리로 보고, 기호는 하나씩 뗍니다.

# %%
RULE = re.compile(r"[가-힣]+|[ㄱ-ㅎㅏ-ㅣ]+|[A-Za-z]+|[0-9]+|[^\s]")

review = "재미있는데 왜 안봤을까ㅋㅋㅋ 별점10점!!"
for text in [joined, spaced, review]:
    print("split", text.split())
    print("RULE ", RULE.findall(text))

# %% [markdown]
# 글자의 종류만 보는 규칙으로는 한글 덩어리의 **안쪽**을 자를 수 없습니다. `joined`는 그대로 한 덩어리입니다.
#
# **바꾸어 보세요.** `RULE`에서 `[ㄱ-ㅎㅏ-ㅣ]+|`를 지우면 `ㅋㅋㅋ`는 몇 조각이 됩니까?
#
# <details><summary>더 알아보기: 영어의 규칙</summary>
#
# 영어는 NLTK의 `word_tokenize`처럼 `don't`를 `do | n't`로 나누는 규칙만으로 꽤 잘 잘립니다. Keras의 `TextVectorization`은 문장 부호를 지우고 빈칸에서 자르는 단어 단위 토크나이저입니다.
# </details>
#
# ## 2. 사전으로 자릅니다
#
# **형태소 분석기**(morphological analyzer)는 사람이 만든 사전과, 사람이 잘라 놓은 글에서 배운 통계로 자릅니다.
# Kiwi와 Okt(Open Korean Text)를 씁니다. 자바(Java)가 없으면 Okt만 빠집니다.

# %% tags=["profile"]
from kiwipiepy import Kiwi

kiwi = Kiwi()

def kiwi_forms(text):
    return [token.form for token in kiwi.tokenize(text)]

analyzers = {"Kiwi": kiwi_forms}
if runtime.find_java():
    from konlpy.tag import Okt

    analyzers = {"Okt": Okt().morphs, **analyzers}

# %% [markdown]
# **먼저 맞혀 보세요.** 두 분석기는 붙여 쓴 `joined`에서 `가방`을 볼까요, `가`와 `방`을 볼까요?
#
# <details><summary>답</summary>
#
# Kiwi는 `가 | 방`, Okt는 `가방`입니다. Kiwi만 붙여 쓴 것과 띄어 쓴 것의 결과가 같습니다.
# </details>

# %% tags=["profile"]
for name, analyze in analyzers.items():
    for text in [joined, spaced]:
        print(f"{name:5}", analyze(text))

# %% claim
assert kiwi_forms(joined) == kiwi_forms(spaced) and kiwi_forms(joined)[:3] == ["아버지", "가", "방"]
assert "Okt" not in analyzers or (analyzers["Okt"](joined)[1] == "가방" and analyzers["Okt"](spaced)[1] == "가")

# %% [markdown]
# 사전에는 치를 값이 있습니다.

# %%
for text in ["띵작", "현타와서", "지루했다"]:
    print(text, kiwi_forms(text), "이어 붙이면", "".join(kiwi_forms(text)))

# %% claim
assert kiwi_forms("띵작") == ["띵", "작"] and "".join(kiwi_forms("지루했다")) == "지루하었다"
_other = Kiwi()
_other.add_user_word("띵작", "NNG")
assert [token.form for token in _other.tokenize("띵작")] == ["띵작"]

# %% [markdown]
# - 사전에 없는 **새말**(`띵작`, `현타`)은 글자로 흩어집니다.
# - `했다`를 원형인 `하`, `었`, `다`로 풀었으므로, 조각을 이어 붙여도 **원래 글로 돌아가지 않습니다**.
# - 언어마다 사전과 전문가가 따로 필요하고, 느립니다(9절에서 잽니다).
#
# **바꾸어 보세요.** `other = Kiwi()`를 만들어 `other.add_user_word("띵작", "NNG")`를 부른 다음 `띵작이다`를 자르면 어떻게 됩니까?
#
# <details><summary>더 알아보기: 다른 분석기</summary>
#
# KoNLPy는 Okt 말고도 Komoran, Hannanum, Kkma를 부를 수 있습니다. Mecab(은전한닢)은 C++로 짜여 아주 빠르지만 따로 설치해야 하고, 카카오의 Khaiii는 신경망으로 자릅니다.
# </details>
#
# ## 3. 글에서 배웁니다: BPE
#
# 이제 사전 없이 갑니다. **자주 붙어 나오는 글자는 한 조각으로 묶고, 드문 것은 잘게 둡니다.** 이렇게 얻은 조각을 **서브워드**(subword)라고 합니다.
# **BPE**(byte pair encoding)는 모든 단어를 글자로 쪼개 놓고 다음을 되풀이합니다.
#
# 1. 이웃한 두 조각의 **쌍**이 몇 번 나오는지 셉니다.
# 2. 가장 많이 나온 쌍을 한 조각으로 **병합**(merge)하고, 새 조각을 사전에 넣습니다.
#
# 단어가 5번 나왔으면 그 안의 쌍도 5번 나온 것입니다. 쌍은 단어 안에서만 셉니다.

# %%
toy = {"재미있다": 5, "재미있는": 4, "재미없다": 3, "맛있다": 4, "맛없는": 2, "멋있는": 2}

def count_pairs(words, times):
    counts = Counter()
    for pieces, repeated in zip(words, times):
        for pair in zip(pieces, pieces[1:]):
            counts[pair] += repeated
    return counts

words, times = [list(word) for word in toy], list(toy.values())
count_pairs(words, times).most_common(5)

# %% [markdown]
# 병합은 왼쪽부터 훑으며 쌍을 만나면 묶고 **두 칸**을 건너뜁니다. 그래야 `ㅋㅋㅋ`에서 가운데 `ㅋ`을 두 번 쓰지 않습니다.

# %%
def merge(pieces, pair, new_piece):
    merged, position = [], 0
    while position < len(pieces):
        if tuple(pieces[position:position + 2]) == pair:
            merged.append(new_piece)
            position += 2
        else:
            merged.append(pieces[position])
            position += 1
    return merged

print(merge(list("재미있다"), ("재", "미"), "재미"))
print(merge(list("ㅋㅋㅋ"), ("ㅋ", "ㅋ"), "ㅋㅋ"))

# %% [markdown]
# **횟수가 같으면 어느 쌍이 먼저일까요?** 글자를 코드 순서로 늘어놓아 번호를 주고, 새 조각에는 다음 번호를 주고,
# 비기면 **번호가 작은 쌍**을 고릅니다. 0번은 모르는 글자(`[UNK]`)의 자리입니다.

# %%
def train_bpe_slowly(word_counts, vocabulary_size):
    pieces = ["[UNK]", *sorted(set("".join(word_counts)))]
    words, times, merges = [list(word) for word in word_counts], word_counts.values(), []
    while len(pieces) < vocabulary_size and (counts := count_pairs(words, times)):
        def order(pair):
            return -counts[pair], pieces.index(pair[0]), pieces.index(pair[1])
        best = min(counts, key=order)
        merges.append(best)
        if "".join(best) not in pieces:
            pieces.append("".join(best))
        words = [merge(word, best, "".join(best)) for word in words]
    return pieces, merges

# %% [markdown]
# **먼저 맞혀 보세요.** 첫 병합은 `재+미`(12번), 둘째는 `있+다`(9번)입니다. 셋째는 아홉 번 나온 `미+있`일까요?
#
# <details><summary>답</summary>
#
# 아닙니다. `재미`로 묶인 `미`는 이제 없으므로 `미+있`의 횟수는 0입니다. 다시 세면 `있+는`이 6번으로 가장 많습니다. 병합할 때마다 **다시 세어야** 하는 까닭입니다.
# </details>

# %%
toy_pieces, toy_merges = train_bpe_slowly(toy, 20)
trace, words = [], [list(word) for word in toy]
for pair in toy_merges:
    count = count_pairs(words, times)[pair]
    words = [merge(word, pair, "".join(pair)) for word in words]
    trace.append([" + ".join(pair), count, "  ".join("|".join(word) for word in words)])
columns = ["병합한 쌍", "횟수", "병합한 뒤의 말뭉치"]
pd.DataFrame(trace, columns=columns, index=range(1, len(trace) + 1))

# %% claim
assert toy_merges[:3] == [("재", "미"), ("있", "다"), ("있", "는")] and trace[2][1] == 6
assert toy_merges[4] == ("맛", "있다") and toy_merges[5] == ("재미", "있는") and trace[4][1] == trace[5][1] == 4
assert len(toy_pieces) == 20 and len(set("".join(toy))) == 8 and len(toy_merges) == 11
_second = count_pairs([merge(list(word), ("재", "미"), "재미") for word in toy], times)
assert _second["있", "다"] == _second["재미", "있"] == max(_second.values()) == 9

# %% [markdown]
# 문법을 아무것도 알려 주지 않았는데 `재미`, `있다`, `있는`, `없다`가 나왔습니다. 둘째에서는 `있 + 다`와 `재미 + 있`이 아홉 번으로 비겼고, 왼쪽 조각의 번호가 작은 쪽이 이겼습니다.
#
# 상자 위의 숫자가 이 단어에서 병합이 일어난 순서입니다.

# %%
picture = drawings.merge_tree("재미있다", [(0, 1), (2, 3), (4, 5)], "재미있다의 병합 나무")
picture.show(alt="병합 나무. 글자 재와 미가 먼저 재미로, 있과 다가 다음에 있다로, "
                 "마지막에 두 조각이 재미있다로 합쳐진다.")

# %% [markdown]
# ### 배운 병합을 새 단어에 적용합니다
#
# 글자에서 시작해, 지금 있는 쌍 가운데 **가장 먼저 배운 병합**을 적용하기를 되풀이합니다.

# %%
def encode_bpe(word, rank):
    pieces = list(word)
    while len(pieces) > 1:
        best = min(zip(pieces, pieces[1:]), key=lambda pair: rank.get(pair, math.inf))
        if best not in rank:
            break
        pieces = merge(pieces, best, best[0] + best[1])
    return pieces

toy_rank = {pair: order for order, pair in enumerate(toy_merges)}
for word in ["맛있는", "멋있다", "재미있는데", joined]:
    print(word, "|".join(encode_bpe(word, toy_rank)))

# %% claim
assert not {"맛있는", "멋있다", "재미있는데"} & set(toy) and encode_bpe(joined, toy_rank) == list(joined)

# %% [markdown]
# 말뭉치에 없던 단어도 `맛|있는`, `멋|있다`처럼 잘렸습니다. 본 적이 없는 글자 `데`는 `[UNK]`가 됩니다. `joined`를 묶으려면 글을 더 읽어야 합니다.
#
# 왜 "사전에서 가장 긴 조각"을 찾지 않고 배운 순서를 따를까요?

# %%
def encode_longest(word, vocabulary):
    pieces = []
    while word:
        ends = range(len(word), 0, -1)
        end = next((end for end in ends if word[:end] in vocabulary), 1)
        pieces.append(word[:end])
        word = word[end:]
    return pieces

print("배운 순서:", encode_bpe("맛없다", toy_rank))
print("가장 긴 것:", encode_longest("맛없다", toy_pieces))

# %% claim
assert encode_bpe("맛없다", toy_rank) == ["맛", "없다"] and encode_longest("맛없다", toy_pieces) == ["맛없", "다"]

# %% [markdown]
# `없 + 다`를 `맛 + 없`보다 먼저 배웠으므로 BPE의 답은 `맛|없다`입니다. 학습할 때와 같은 순서로 적용해야 같은 조각을 얻습니다.
#
# **바꾸어 보세요.** `toy`에서 `멋있는`의 횟수를 2에서 5로 바꾸면 둘째 병합이 무엇이 됩니까?
#
# ## 4. 라이브러리와 똑같은가
#
# 병합할 때마다 모든 단어를 다시 세는 대신, 두 가지를 고칩니다.
#
# - **바뀐 단어만 다시 셉니다.** 쌍마다 그 쌍이 든 단어의 번호를 `where`에 적어 둡니다.
# - **가장 큰 것을 힙(heap)에서 꺼냅니다.** 꺼낸 횟수가 옛것이면 고쳐서 도로 넣습니다. 문자열 대신 번호를 쓰면 `(-횟수, 쌍)`의 순서가 곧 위의 규칙입니다.

# %%
def index_pairs(words, times):
    where = defaultdict(set)
    for number, word in enumerate(words):
        for pair in zip(word, word[1:]):
            where[pair].add(number)
    return count_pairs(words, times), where

# %%
def replace_pair(pair, new, words, times, counts, where):
    touched = set()
    for number in where.pop(pair):
        for old in zip(words[number], words[number][1:]):
            counts[old] -= times[number]
        words[number] = merge(words[number], pair, new)
        for fresh in zip(words[number], words[number][1:]):
            counts[fresh] += times[number]
            where[fresh].add(number)
            touched |= {fresh} if new in fresh else set()
    return touched  # 새 조각이 든 쌍, 곧 횟수가 늘어난 쌍

# %% [markdown]
# `replace_pair`는 쌍이 든 단어에서만 옛 쌍의 횟수를 빼고, 병합하고, 새 쌍의 횟수를 더합니다.

# %% long="학습 루프가 이 절의 주제"
def train_bpe(word_counts, vocabulary_size):
    pieces = ["[UNK]", *sorted(set("".join(word_counts)))]
    ids = {piece: number for number, piece in enumerate(pieces)}
    words = [[ids[letter] for letter in word] for word in word_counts]
    times, merges = list(word_counts.values()), []
    counts, where = index_pairs(words, times)
    heap = [(-count, pair) for pair, count in counts.items()]
    heapq.heapify(heap)
    while heap and len(pieces) < vocabulary_size:
        count, pair = heapq.heappop(heap)
        if -count != counts[pair]:                      # 옛 횟수: 고쳐서 도로 넣습니다
            if counts[pair] > 0:
                heapq.heappush(heap, (-counts[pair], pair))
            continue
        left, right = pieces[pair[0]], pieces[pair[1]]
        merges.append((left, right))
        if left + right not in ids:
            ids[left + right] = len(pieces)
            pieces.append(left + right)
        for fresh in replace_pair(pair, ids[left + right], words, times, counts, where):
            heapq.heappush(heap, (-counts[fresh], fresh))
    return pieces, merges

print("작은 말뭉치에서 느린 것과 같은가?", train_bpe(toy, 20) == (toy_pieces, toy_merges))

# %% claim
assert train_bpe(toy, 20) == (toy_pieces, toy_merges)

# %% [markdown]
# 네이버 영화평(NSMC)의 학습 데이터를 띄어쓰기로 나누어 배웁니다. CPU에서 **1분 안팎**이 걸립니다.

# %% tags=["profile"]
train, _ = data.load_nsmc()
word_counts = Counter(word for text in train.document for word in text.split())
print(f"영화평 {len(train):,}개, 서로 다른 단어 {len(word_counts):,}개")
with runtime.stopwatch("우리가 만든 BPE"):
    our_pieces, our_merges = train_bpe(word_counts, S.merge_vocabulary)
print(f"조각 {len(our_pieces):,}개, 병합 {len(our_merges):,}개")

# %% [markdown]
# 같은 글을 허깅페이스(Hugging Face)의 `tokenizers`에 줍니다. 먼저 띄어쓰기로 나누는 `WhitespaceSplit` 같은 준비를 **사전 토큰화**(pre-tokenization)라고 합니다.
#
# **먼저 맞혀 보세요.** 러스트(Rust)로 짠 라이브러리와 우리 파이썬 코드의 병합 목록은 몇 쌍이나 다를까요?
#
# <details><summary>답</summary>
#
# 한 쌍도 다르지 않습니다. 세기, 병합, 동점의 규칙이 같으면 결과는 하나뿐입니다.
# </details>

# %% tags=["profile"]
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

library = Tokenizer(models.BPE(unk_token="[UNK]"))
library.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
size = dict(vocab_size=S.merge_vocabulary, special_tokens=["[UNK]"], show_progress=False)
with runtime.stopwatch("tokenizers의 BPE"):
    library.train_from_iterator(train.document, trainers.BpeTrainer(**size))
library_merges = [tuple(pair) for pair in json.loads(library.to_str())["model"]["merges"]]
ids = {piece: number for number, piece in enumerate(our_pieces)}
print(f"병합 {len(our_merges):,}쌍이 순서까지 같은가? {our_merges == library_merges}")
print(f"조각의 번호까지 같은가? {ids == library.get_vocab()}")

# %% claim
assert our_merges == library_merges and {p: n for n, p in enumerate(our_pieces)} == library.get_vocab()

# %% claim real=True
assert len(our_merges) == 4996 and len(word_counts) == 357_862 and len(train) == 150_000

# %% [markdown]
# 영화평 15만 개에서 배운 4,996쌍이 순서까지, 조각의 번호까지 같습니다. 라이브러리는 훨씬 빠를 뿐, 하는 일은 위의 셀들이 전부입니다.
# 자르는 쪽도 말뭉치의 단어로 견주어 보겠습니다.

# %% tags=["profile"]
our_rank = {pair: order for order, pair in enumerate(our_merges)}
some_words, set_of_pieces = list(word_counts)[:S.words], set(our_pieces)
ours = [encode_bpe(word, our_rank) for word in some_words]
theirs = [encoding.tokens for encoding in library.encode_batch(some_words)]
longest = [encode_longest(word, set_of_pieces) for word in some_words]
differs = np.mean([one != other for one, other in zip(ours, longest)])
print(f"단어 {len(some_words):,}개를 자른 결과가 라이브러리와 같은가? {ours == theirs}")
print(f"'가장 긴 조각'으로 자르면 달라지는 단어: {differs:.1%}")
print("처음 배운 병합:", ", ".join(left + right for left, right in our_merges[:15]))
print(joined, "→", "|".join(encode_bpe(joined, our_rank)))

# %% claim
assert ours == theirs and differs > 0.01

# %% claim real=True
assert round(100 * differs, 1) == 9.9 and our_merges[1] == ("영", "화")
assert encode_bpe(joined, our_rank) == ["아버지가", "방", "에", "들어", "가", "신", "다"]
assert sum(not "".join(pair).strip(".ㅋ!") for pair in our_merges[:15]) == 5

# %% [markdown]
# 단어 2만 개의 결과가 모두 같고, 가장 긴 조각으로 자르면 9.9%가 달라집니다. 처음 배운 열다섯 가운데 다섯이 `..`, `!!`, `ㅋㅋ`처럼 부호나 낱자의 되풀이입니다. **횟수만 보고 배우기 때문에** 뜻이 있든 없든 자주 나오면 조각이 됩니다.
#
# **바꾸어 보세요.** `S.merge_vocabulary` 대신 4000을 주어 배우면, 그 병합 목록은 위 목록의 앞부분과 몇 쌍이나 같을까요?
#
# ## 5. WordPiece: 함께 나올 때 더 반가운 쌍
#
# **WordPiece**는 두 조각이 **따로 나온 횟수**에 견주어 함께 나온 횟수를 봅니다. 처음 만든 곳의 학습 코드는 공개되지 않았고, 널리 알려진 식은 다음과 같습니다.
#
# $$\mathrm{score}(a, b) = \frac{\mathrm{count}(ab)}{\mathrm{count}(a)\,\mathrm{count}(b)}$$
#
# **먼저 맞혀 보세요.** 작은 말뭉치에서 `있다`는 9번, `멋있`은 2번 나왔습니다. 이 점수로는 어느 쪽이 높을까요?
#
# <details><summary>답</summary>
#
# `멋있`입니다. `멋`은 두 번뿐인데 두 번 다 `있`과 함께 나왔습니다. `있`과 `다`는 워낙 흔해서 따로도 자주 나옵니다.
# </details>

# %%
piece_counts = Counter()
for word, repeated in toy.items():
    piece_counts.update({letter: word.count(letter) * repeated for letter in set(word)})
rows = []
for (left, right), count in count_pairs([list(word) for word in toy], times).items():
    rows.append([left + right, count, count / (piece_counts[left] * piece_counts[right])])
table = pd.DataFrame(rows, columns=["쌍", "횟수 (BPE)", "점수 (WordPiece)"]).set_index("쌍")
table.round(3).sort_values(["점수 (WordPiece)", "횟수 (BPE)"], ascending=False).head(6)

# %% claim
_score = table["점수 (WordPiece)"]
assert round(_score["멋있"], 3) == round(_score["맛없"], 3) == 0.067 and round(_score["있다"], 3) == 0.05
assert _score.idxmax() == "재미" and table.loc["있다", "횟수 (BPE)"] == 9

# %% [markdown]
# 자르는 방법도 다릅니다. 단어의 왼쪽부터 사전에 있는 **가장 긴 조각**을 떼는 최장 일치(longest match)를 되풀이합니다.
# 단어의 처음이 아닌 조각에는 `##`을 붙입니다. 한 조각이라도 찾지 못하면 **단어 전체**가 `[UNK]`입니다.

# %%
def encode_wordpiece(word, vocabulary):
    pieces, start = [], 0
    while start < len(word):
        prefix, ends = "##" if start > 0 else "", range(len(word), start, -1)
        end = next((end for end in ends if prefix + word[start:end] in vocabulary), None)
        if end is None:
            return ["[UNK]"]
        pieces.append(prefix + word[start:end])
        start = end
    return pieces

# %%
wordpieces = {"재미", "맛", "멋", "있다", "##있", "##있는", "##없다", "##다"}
for word in ["재미있는", "재미있다", "맛없다", "재미있는데"]:
    print(word, "|".join(encode_wordpiece(word, wordpieces)))

# %% claim
assert encode_wordpiece("재미있다", wordpieces) == ["재미", "##있", "##다"]
assert encode_wordpiece("재미있는데", wordpieces) == ["[UNK]"]

# %% [markdown]
# 단어 처음의 `있다`와 중간의 `##있다`는 서로 다른 조각입니다. `재미있는데`는 `##데`가 없어서 아는 부분까지 통째로 버려졌습니다.
#
# 라이브러리의 WordPiece와 견줍니다. 같은 글이 학습과 검증에 들지 않도록 **겹치는 글을 먼저 지우고** 나눕니다. 시험 데이터는 이 강의에서 열지 않습니다.

# %% tags=["profile"]
unique = train[train.document.str.strip() != ""].drop_duplicates("document")
shuffled = unique.sample(frac=1, random_state=7)
n_validation = min(S.validation, len(shuffled) // 4)
validation, fit_part = shuffled[:n_validation], shuffled[n_validation:n_validation + S.fit]
fit_texts, validation_texts = fit_part.document.tolist(), validation.document.tolist()
print(f"학습 {len(fit_part):,}개, 검증 {len(validation):,}개")

# %% claim
assert not set(fit_texts) & set(validation_texts)

# %% tags=["profile"]
def train_library(model, trainer, size=S.vocabulary, split=None, jamo=False, **options):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = split or pre_tokenizers.WhitespaceSplit()
    if jamo:
        tokenizer.normalizer = normalizers.NFD()
    options = dict(special_tokens=["[UNK]"], show_progress=False, vocab_size=size) | options
    tokenizer.train_from_iterator(fit_texts, trainer(**options))
    return tokenizer

wordpiece = train_library(models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer)

# %% tags=["profile"]
seen = dict.fromkeys(word for text in validation_texts for word in text.split())
validation_words = [word for word in seen if len(word) <= 100][:S.words]  # 더 길면 [UNK]
theirs = [wordpiece.encode(word).tokens for word in validation_words]
wordpiece_vocabulary = wordpiece.get_vocab()
ours = [encode_wordpiece(word, wordpiece_vocabulary) for word in validation_words]
print(f"처음 보는 글의 단어 {len(ours):,}개를 자른 결과가 같은가? {ours == theirs}")
print(joined, "→", "|".join(encode_wordpiece(joined, wordpiece_vocabulary)))

# %% [markdown]
# 자르는 결과는 모두 같습니다. **학습**은 어떨까요? `##`만 붙여 **BPE로** 학습한 사전과 견줍니다.

# %% tags=["profile"]
hashes = dict(continuing_subword_prefix="##")
hash_model = models.BPE(unk_token="[UNK]", **hashes)
hash_pieces = train_library(hash_model, trainers.BpeTrainer, **hashes).get_vocab()
shared = np.mean([piece in hash_pieces for piece in wordpiece_vocabulary])
print(f"WordPieceTrainer의 사전 가운데 BPE로도 배운 조각: {shared:.2%}")

# %% claim
assert ours == theirs and shared > 0.98

# %% claim real=True
assert shared > 0.995 and len(ours) == 20_000

# %% [markdown]
# 뜻밖에 거의 다 겹칩니다(저장된 실행에서 99.95%, 다시 배우면 조금 달라집니다). 이 라이브러리의 `WordPieceTrainer`는 위의 점수가 아니라 횟수로 배운다는 뜻입니다. 이름이 같은 도구라도 알려진 식을 쓰는지 확인해야 합니다.
#
# **바꾸어 보세요.** `wordpieces`에 `"##데"`를 넣으면 `재미있는데`는 어떻게 잘립니까? `"##있는데"`까지 넣으면요?
#
# ## 6. Unigram: 가장 그럴듯한 나눔
#
# **Unigram 언어 모델**은 조각마다 확률을 두고, 단어를 나누는 **모든 방법** 가운데 확률의 곱이 가장 큰 것을 고릅니다.
#
# $$P(x_1,\dots,x_m) = \prod_{i=1}^{m} p(x_i)$$
#
# 손으로 정한 확률로 `joined`를 나누어 보겠습니다.

# %%
p = {"아버지": 0.04, "가": 0.08, "방": 0.01, "가방": 0.004, "방에": 0.002, "에": 0.06,
     "들어가": 0.006, "들어가신다": 0.001, "신다": 0.004,
     "들": 0.02, "어": 0.04, "신": 0.01, "다": 0.07}

# %% [markdown]
# **먼저 맞혀 보세요.** 이 확률로는 `가방|에`와 `가|방에` 가운데 어느 쪽이 이길까요? 곱을 손으로 구해 보세요.
#
# <details><summary>답</summary>
#
# `가방|에`(0.004 × 0.06)가 `가|방에`(0.08 × 0.002)의 1.5배입니다. Unigram은 조각을 하나씩만 볼 뿐 **앞뒤의 문맥을 모릅니다**.
# </details>
#
# 왼쪽 끝에서 오른쪽 끝까지 상자를 이으면 나눔 하나입니다. 주황색이 이기는 나눔입니다.

# %%
spans = [(start, end) for end in range(len(joined) + 1) for start in range(end)]
boxes = [(start, end, f"{joined[start:end]}\n{p[joined[start:end]]}") for start, end in spans
         if joined[start:end] in p]
picture = drawings.lattice(joined, boxes, [(0, 3), (3, 5), (5, 6), (6, 11)], "나눔의 격자")
picture.show(alt="아버지가방에들어가신다의 글자 위에 놓을 수 있는 조각과 확률을 쌓은 격자. "
                 "확률의 곱이 가장 큰 길 아버지, 가방, 에, 들어가신다가 주황색이다.")

# %%
def segmentations(text):
    if not text:
        return [[]]
    heads = [text[:end] for end in range(1, len(text) + 1) if text[:end] in p]
    return [[head, *rest] for head in heads for rest in segmentations(text[len(head):])]

def probability(pieces):
    return math.prod(p[piece] for piece in pieces)

found = sorted(segmentations(joined), key=probability, reverse=True)
print(f"나누는 방법 {len(found)}가지")
for pieces in found[:3]:
    print(f"{probability(pieces):.2e}", "|".join(pieces))

# %% claim
assert len(found) == 15 and found[0] == ["아버지", "가방", "에", "들어가신다"] and found[1][1:3] == ["가", "방에"]
assert f"{probability(found[0]):.2e}" == "9.60e-09" and f"{probability(found[1]):.2e}" == "6.40e-09"
assert sum(joined.startswith(piece, at) for piece in p for at in range(len(joined))) == len(boxes)

# %% [markdown]
# 글자가 늘면 방법은 지수로 늘어납니다. **비터비 알고리즘**(Viterbi algorithm)은 "이 글자까지의 가장 좋은 나눔"만 표에 적습니다.
# 곱은 금세 0에 가까워지므로 로그를 더합니다.
#
# $$\mathrm{best}[e] = \max_{s<e}\ \bigl(\mathrm{best}[s] + \ln p(x_{s:e})\bigr)$$

# %%
def viterbi_table(text, log_p, longest=20):  # longest: 가장 긴 조각의 글자 수
    best, start_of = [0.0] + [-math.inf] * len(text), [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            score = best[start] + log_p.get(text[start:end], -math.inf)
            if score > best[end]:
                best[end], start_of[end] = score, start
    return best, start_of

# %%
log_p = {piece: math.log(value) for piece, value in p.items()}
best, start_of = viterbi_table(joined, log_p)
last = [joined[start:end] if best[end] > -math.inf else ""
        for end, start in enumerate(start_of)]
table = pd.DataFrame({"글자": list("∅" + joined), "best": best, "마지막 조각": last,
                      "시작한 자리": start_of})
table.round(2).T

# %% [markdown]
# `-inf`는 닿지 못하는 자리입니다. 답은 맨 오른쪽에서 **거꾸로** 읽습니다. 11번 칸의 마지막 조각 `들어가신다`는 6번에서 시작했으므로 6번으로, 거기서 5번, 3번, 0번으로 갑니다.

# %%
def viterbi(text, log_p, longest=20):
    best, start_of = viterbi_table(text, log_p, longest)
    pieces, end = [], len(text)
    while end > 0:
        pieces.insert(0, text[start_of[end]:end])
        end = start_of[end]
    return pieces, best[-1]

pieces, score = viterbi(joined, log_p)
print("|".join(pieces), f"{math.exp(score):.2e}")

# %% claim
assert pieces == found[0] and math.isclose(math.exp(score), probability(found[0]))
assert [start_of[end] for end in (11, 6, 5, 3)] == [6, 5, 3, 0] and best[2] == -math.inf
assert viterbi(joined, log_p | {"가방": math.log(0.002)})[0] == ["아버지", "가", "방에", "들어가신다"]

# %% [markdown]
# 모두 적어 고른 것과 같습니다.
#
# **바꾸어 보세요.** `p["가방"]`을 0.004에서 0.002로 줄이면 어느 나눔이 이깁니까?
#
# <details><summary>더 알아보기: 확률은 어떻게 배울까요</summary>
#
# 조각을 아주 많이 모아 놓고 다음을 되풀이합니다. 작은 것에서 키워 가는 BPE와 반대로, 큰 것에서 깎아 갑니다.
#
# 1. 지금의 확률로 말뭉치를 나누어 조각마다 몇 번 쓰였는지 기댓값을 구하고, 그것으로 확률을 고칩니다. (기댓값 최대화, EM)
# 2. 없애도 말뭉치의 확률이 별로 줄지 않는 조각을 버립니다. 사전이 원하는 크기가 될 때까지 줄입니다.
# </details>
#
# 확률의 학습은 `tokenizers`에 맡기고(CPU에서 **1분이 안 걸립니다**) 자르는 것은 우리 비터비와 견줍니다.

# %% tags=["profile"]
def train_unigram(size=S.vocabulary):
    return train_library(models.Unigram(), trainers.UnigramTrainer, size, unk_token="[UNK]")

with runtime.stopwatch("Unigram 학습"):
    unigram = train_unigram()
log_p = dict(json.loads(unigram.to_str())["model"]["vocab"])
known_words = [word for word in validation_words if all(letter in log_p for letter in word)]
ours = [viterbi(word, log_p, longest=40)[1] for word in known_words]
theirs = [sum(log_p[piece] for piece in unigram.encode(word).tokens) for word in known_words]
gap = np.abs(np.subtract(ours, theirs)).max()
print(f"아는 글자로만 된 단어 {len(ours):,}개에서 가장 큰 점수 차이: {gap:.1e}")
print(joined, "→", "|".join(unigram.encode(joined).tokens))

# %% claim
assert gap < 1e-6

# %% [markdown]
# 모든 단어에서 점수가 같습니다. 점수가 똑같은 나눔이 둘 있을 수 있어서 조각 대신 점수를 비교했습니다.
#
# <details><summary>더 알아보기: 둘째로 좋은 나눔</summary>
#
# 확률이 있으므로 둘째, 셋째로 좋은 나눔도 알 수 있습니다. 학습할 때 여러 나눔을 섞어 쓰면 모델이 잘림에 덜 민감해집니다. 이것을 **서브워드 정규화**(subword regularization)라고 합니다. 다음 절의 SentencePiece에서 `plain_sp.nbest_encode_as_pieces(joined, 4)`로 볼 수 있습니다.
# </details>
#
# ## 7. 모르는 글자를 없앱니다: 자모와 바이트
#
# 서브워드도 **처음 보는 글자** 앞에서는 `[UNK]`를 냅니다. 더 작은 단위로 내려갑니다. 한글 음절은 초성, 중성, 종성을 규칙대로 늘어놓은 것이라 나눗셈만으로 **자모**(jamo)로 풀립니다.
# UTF-8의 모든 글자는 1~4**바이트**(byte)이므로, 바이트 256가지만 사전에 넣으면 **모르는 글자가 있을 수 없습니다**.

# %%
def to_jamo(syllable):
    number = ord(syllable) - ord("가")
    first, middle, last = number // (21 * 28), number // 28 % 21, number % 28
    jamo = [chr(0x1100 + first), chr(0x1161 + middle)]
    return jamo + ([chr(0x11A7 + last)] if last else [])

picture = diagrams.Diagram("한 음절, 자모 셋, 바이트 셋")
syllable = picture.box("갔", (1, 2), "orange", fill=True)
picture.arrow(syllable, picture.row(["ㄱ", "ㅏ", "ㅆ"], (-1, 1), "green", fill=True))
in_bytes = [str(byte) for byte in "갔".encode("utf-8")]
picture.arrow(syllable, picture.row(in_bytes, (2, 1), "blue", fill=True))
picture.show(alt="음절 갔에서 화살표가 왼쪽의 자모 ㄱ, ㅏ, ㅆ과 "
                 "오른쪽의 바이트 234, 176, 148로 간다.")

# %% claim
assert list("갔".encode()) == [234, 176, 148]
assert all(list(unicodedata.normalize("NFD", chr(code))) == to_jamo(chr(code)) for code in range(0xAC00, 0xD7A4))

# %% [markdown]
# `to_jamo`는 음절 11,172개 모두에서 NFD 정규화와 같습니다. 바이트에서는 병합을 배우지 못한 한글 한 글자가 세 조각이 됩니다.
#
# 처음부터 바이트로 시작하는 것을 **바이트 수준 BPE**(byte-level BPE, GPT 계열), 모르는 글자만 바이트로 푸는 것을 **바이트 폴백**(byte fallback, SentencePiece)이라고 합니다. 자모까지 셋을 모두 학습합니다(CPU에서 **1분 안팎**).

# %% tags=["profile"]
bpe = train_library(models.BPE(unk_token="[UNK]"), trainers.BpeTrainer)
jamo_bpe = train_library(models.BPE(unk_token="[UNK]"), trainers.BpeTrainer, jamo=True)
words_first = pre_tokenizers.WhitespaceSplit()
to_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
byte_bpe = train_library(models.BPE(), trainers.BpeTrainer,
                         split=pre_tokenizers.Sequence([words_first, to_bytes]),
                         initial_alphabet=pre_tokenizers.ByteLevel.alphabet())

# %% tags=["profile"]
import sentencepiece

def train_sentencepiece(**options):
    buffer = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(fit_texts), model_writer=buffer, vocab_size=S.vocabulary,
        hard_vocab_limit=False, num_threads=2, minloglevel=2, **options)
    return sentencepiece.SentencePieceProcessor(model_proto=buffer.getvalue())

plain_sp = train_sentencepiece()
keep_all = dict(normalization_rule_name="identity", remove_extra_whitespaces=False)
fallback_sp = train_sentencepiece(byte_fallback=True, **keep_all)

# %% [markdown]
# **먼저 맞혀 보세요.** 학습한 글에 없던 음절 `햏`과 그림 문자 `👾`를 음절 BPE, 자모 BPE, 바이트 폴백은 각각 어떻게 적을까요?
#
# <details><summary>답</summary>
#
# 음절 BPE는 둘 다 `[UNK]`입니다. 자모 BPE는 `햏`을 조각 둘로 적지만 `👾`는 `[UNK]`입니다. 자모로 풀리는 것은 한글뿐입니다. 바이트 폴백은 `햏`을 세 바이트로, `👾`를 네 바이트로 적습니다.
# </details>

# %% tags=["profile"]
rare = "햏스러운 영화👾"
for text in [joined, rare]:
    composed = [unicodedata.normalize("NFC", piece) for piece in jamo_bpe.encode(text).tokens]
    print("BPE        ", "|".join(bpe.encode(text).tokens))
    print("BPE 자모   ", "|".join(composed))
    print("바이트 폴백", "|".join(fallback_sp.encode(text, out_type=str)))
    print("BPE 바이트 ", len(byte_bpe.encode(text).tokens), "조각")

# %% claim
assert not set("햏👾") & set("".join(fit_texts)) and bpe.encode("햏👾").tokens == ["[UNK]", "[UNK]"]
assert jamo_bpe.encode(rare).tokens.count("[UNK]") == 1 and jamo_bpe.encode("👾").tokens == ["[UNK]"]
assert fallback_sp.encode(rare, out_type=str)[-4:] == ["<0xF0>", "<0x9F>", "<0x91>", "<0xBE>"]
assert sum(piece.startswith("<0x") for piece in fallback_sp.encode("햏", out_type=str)) == 3
assert "[UNK]" not in byte_bpe.encode(rare).tokens
assert bpe.encode("갔다👾👾").tokens[-2:] == ["[UNK]", "[UNK]"]

# %% claim real=True
assert bpe.encode(joined).tokens == ["아버지가", "방", "에", "들어가", "신", "다"]
assert len(jamo_bpe.encode("햏").tokens) == 2

# %% [markdown]
# 바이트를 쓰는 두 가지만 `rare`의 모든 글자를 살립니다. 조각 앞의 `▁`는 빈칸입니다. SentencePiece는 빈칸도 글자로 바꾸어 조각에 넣습니다.
#
# **바꾸어 보세요.** `rare`를 `갔다👾👾`로 바꾸면 `[UNK]`는 몇 개입니까?
#
# ## 8. 그대로 되돌아오는가
#
# 잘랐다가 이은 글이 원래 글과 **한 글자도** 다르지 않으면 **무손실**(lossless)이라고 합니다.

# %% tags=["profile"]
lossless_bpe = train_library(models.BPE(), trainers.BpeTrainer,
                             split=pre_tokenizers.ByteLevel(add_prefix_space=False),
                             initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
lossless_bpe.decoder = decoders.ByteLevel()
wordpiece.decoder = decoders.WordPiece()
fit_words = Counter(word for text in fit_texts for word in text.split())
common_words = {word for word, _ in fit_words.most_common(S.vocabulary)}

# %% tags=["profile"]
def through_spaces(text):
    return " ".join(word if word in common_words else "[UNK]" for word in text.split())

def through_kiwi(text):
    return kiwi.join([(token.form, token.tag) for token in kiwi.tokenize(text)])

def through(tokenizer):
    def back(text):
        return tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False)
    return back

# %% tags=["profile"]
roundtrips = {
    "띄어쓰기": through_spaces, "Kiwi (join)": through_kiwi,
    "WordPiece": through(wordpiece),
    "SentencePiece 기본": lambda text: plain_sp.decode(plain_sp.encode(text)),
    "SentencePiece 바이트 폴백": lambda text: fallback_sp.decode(fallback_sp.encode(text)),
    "바이트 수준 BPE": through(lossless_bpe)}

# %% [markdown]
# **먼저 맞혀 보세요.** 여섯 가지 가운데 `빈칸  두 개`(빈칸이 둘)를 그대로 돌려주는 것은 무엇일까요?
#
# <details><summary>답</summary>
#
# SentencePiece 바이트 폴백과 바이트 수준 BPE 둘뿐입니다. 나머지는 빈칸을 버리거나 하나로 줄입니다.
# </details>

# %% tags=["profile"]
tricky = [joined, "빈칸  두 개", "점수는 ①위", "ㅋㅋ", "햏스럽다", "최고 👾"]
table = pd.DataFrame({name: ["O" if back(text) == text else "X" for text in tricky]
                      for name, back in roundtrips.items()}, index=tricky).T
some_texts = validation_texts[:2000]
kept = {name: np.mean([back(text) == text for text in some_texts])
        for name, back in roundtrips.items()}
table.assign(**{"검증 영화평": pd.Series(kept).map("{:.1%}".format)})

# %% claim
assert [name for name in roundtrips if table.loc[name, "빈칸  두 개"] == "O"] == [*roundtrips][-2:]
assert kept["바이트 수준 BPE"] == kept["SentencePiece 바이트 폴백"] == 1.0
assert max(value for name, value in kept.items() if "바이트" not in name) < 1.0
assert plain_sp.decode(plain_sp.encode("점수는 ①위")).count("1")
assert unicodedata.normalize("NFKC", "ㅋㅋ") == "ᄏᄏ" != "ㅋㅋ"

# %% claim real=True
assert table.loc["SentencePiece 기본", "ㅋㅋ"] == "X" and round(100 * kept["SentencePiece 기본"], 1) == 82.9
assert {**kept, "n": len(some_texts)}["n"] == 2000 and round(100 * kept["WordPiece"], 1) == 95.5
assert round(100 * kept["Kiwi (join)"]) == 20 and not any("  " in text for text in some_texts)
_changed = [text for text in some_texts if roundtrips["SentencePiece 기본"](text) != text]
assert np.mean([unicodedata.normalize("NFKC", text) != text for text in _changed]) > 0.5
_shrunk = train_sentencepiece(byte_fallback=True, normalization_rule_name="identity")
assert [_shrunk.decode(_shrunk.encode(text)) == text for text in tricky] == [True, False, True, True, True, True]

# %% [markdown]
# 모든 글이 그대로 돌아온 것은 **바이트를 쓰고, 글을 고치지 않는** 두 가지뿐입니다(오른쪽 끝은 검증 영화평 2,000편). SentencePiece의 기본 설정은 빈칸을 줄이고 정규화(NFKC)를 합니다. `①`은 `1`이 되고, 낱자 `ㅋ`은 눈으로는 구별되지 않는 첫소리 `ᄏ`이 됩니다.
#
# **바꾸어 보세요.** `keep_all`에서 `remove_extra_whitespaces=False`를 빼고 `fallback_sp`를 다시 배우면, 표의 어느 칸이 X가 됩니까?
#
# ## 9. 토크나이저를 겨루게 합니다
#
# **글자 하나씩** 자르는 것을 기준선으로 넣습니다. 다음은 모두 같습니다.
#
# - 사전의 크기가 같습니다. 사전에 없는 조각은 모두 `[UNK]` 하나로 셉니다.
# - 분류기는 조각의 TF-IDF(1-gram)에 `LinearSVC(C=0.3)`입니다. 토크나이저마다 따로 맞추지 않습니다.
# - 속도는 **한 편씩** 자르는 CPU 시간을 **다섯 번** 재어 가장 빠른 것을 씁니다.

# %% tags=["profile"]
def cutter(tokenizer):
    return lambda text: tokenizer.encode(text).tokens

cutters = {"글자 하나씩": lambda text: list("".join(text.split())),
           "규칙: 띄어쓰기": str.split, "규칙: 정규식": RULE.findall}
cutters |= {f"사전: {name}": analyze for name, analyze in analyzers.items()}
trained = {"BPE": bpe, "WordPiece": wordpiece, "Unigram": unigram,
           "BPE 자모": jamo_bpe, "BPE 바이트": byte_bpe}
cutters |= {name: cutter(tokenizer) for name, tokenizer in trained.items()}
shown = {name: "|".join(unicodedata.normalize("NFC", piece) for piece in cut(joined))
         for name, cut in cutters.items() if name != "BPE 바이트"}  # 바이트는 읽을 수 없습니다
pd.Series(shown, name=joined).to_frame()

# %% tags=["profile"]
def replace_unknown(token_lists, vocabulary):
    return [[token if token in vocabulary else "[UNK]" for token in tokens]
            for tokens in token_lists]

def cut_all(name, cut):
    fit_tokens, validation_tokens = ([cut(text) for text in texts]
                                     for texts in (fit_texts, validation_texts))
    kinds = Counter(token for tokens in fit_tokens for token in tokens)
    vocabulary = {"[UNK]", *dict(kinds.most_common(S.vocabulary - 1))}
    if name in trained:
        vocabulary = set(trained[name].get_vocab())
    return [replace_unknown(tokens, vocabulary) for tokens in (fit_tokens, validation_tokens)]

# %% tags=["profile"]
def reviews_per_second(cut):
    best = math.inf
    for _ in range(5):
        start = time.process_time()
        for text in validation_texts[:S.timed]:
            cut(text)
        best = min(best, time.process_time() - start)
    return len(validation_texts[:S.timed]) / best

# %% [markdown]
# 학습 영화평의 80%를 **세 번** 뽑아 다시 배운 정확도의 범위도 곁에 적습니다.

# %% tags=["profile"]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

labels, answers = fit_part.label.to_numpy(), validation.label.to_numpy()
n_fit = len(labels)
draws = [np.random.default_rng(seed).permutation(n_fit)[:n_fit * 4 // 5] for seed in range(3)]

def is_right(fit_tokens, validation_tokens, rows=range(n_fit)):
    tfidf = TfidfVectorizer(analyzer=lambda tokens: tokens, sublinear_tf=True)
    vectors = tfidf.fit_transform([fit_tokens[row] for row in rows])  # (학습 글, 조각)
    classifier = LinearSVC(C=0.3, random_state=7).fit(vectors, labels[rows])
    return classifier.predict(tfidf.transform(validation_tokens)) == answers  # (검증 글,)

# %% [markdown]
# 같은 글을 풀었으므로 한쪽만 맞힌 글의 수를 견줍니다(맥니마 검정, McNemar test). 모두 열 번 견줄 것이므로 p가 0.05/10, 곧 0.005보다 작을 때만 차이가 있다고 말합니다. CPU에서 **몇 분** 걸립니다.

# %% tags=["profile"]
n_letters = sum(len("".join(text.split())) for text in validation_texts)  # 빈칸은 빼고 셉니다
rows, right = {}, {}
for name, cut in runtime.progress(cutters.items(), "토크나이저"):
    fit_tokens, validation_tokens = cut_all(name, cut)
    flat = [token for tokens in validation_tokens for token in tokens]
    right[name] = is_right(fit_tokens, validation_tokens)
    again = [is_right(fit_tokens, validation_tokens, rows=draw).mean() for draw in draws]
    rows[name] = [flat.count("[UNK]") / len(flat), len(flat) / n_letters,
                  reviews_per_second(cut), right[name].mean(), min(again), max(again)]
columns = ["UNK 비율", "글자당 토큰", "초당 영화평", "정확도", "최소", "최대"]
results = pd.DataFrame.from_dict(rows, orient="index", columns=columns)

# %% [markdown]
# **먼저 맞혀 보세요.** Kiwi와 횟수만 센 BPE 가운데 어느 쪽의 정확도가 높을까요? 글자 하나씩은 띄어쓰기를 이길까요?
#
# <details><summary>답</summary>
#
# BPE는 0.8283, Kiwi는 0.8284입니다. 한쪽만 맞힌 글이 602편(BPE)과 603편(Kiwi)이라 가를 수 없습니다(p = 1.0). 글자 하나씩은 0.7887로 띄어쓰기 0.7311을 이깁니다.
# </details>

# %% tags=["profile"]
from scipy.stats import binomtest

def mcnemar(one, other):
    only_one, only_other = (one & ~other).sum(), (other & ~one).sum()
    n_differ = int(only_one + only_other)
    p_value = binomtest(int(only_one), n_differ).pvalue if n_differ else 1.0
    return [only_one, only_other, p_value]

# %% tags=["profile"]
results[["이쪽만", "BPE만", "p"]] = [mcnemar(each, right["BPE"]) for each in right.values()]
formats = {"UNK 비율": "{:.2%}", "글자당 토큰": "{:.2f}", "초당 영화평": "{:,.0f}",
           "정확도": "{:.4f}", "최소": "{:.4f}", "최대": "{:.4f}",
           "이쪽만": "{:.0f}", "BPE만": "{:.0f}", "p": "{:.1e}"}
print(f"다수결 기준선 {max(answers.mean(), 1 - answers.mean()):.4f}, 사전 {S.vocabulary:,}개")
one, other, p_value = mcnemar(right["글자 하나씩"], right["규칙: 정규식"])
print(f"글자만 맞힌 글 {one}편, 정규식만 맞힌 글 {other}편, p = {p_value:.2f}")
texts = {column: results[column].map(form.format) for column, form in formats.items()}
results.assign(**texts)

# %% claim
assert results.loc["규칙: 띄어쓰기", "UNK 비율"] == results["UNK 비율"].max()
assert results.loc["BPE 바이트", "UNK 비율"] == 0 and len(results) >= 9
assert results["초당 영화평"].idxmax() == "규칙: 띄어쓰기"
assert results.loc[list(trained), "초당 영화평"].min() > results.loc["사전: Kiwi", "초당 영화평"]

# %% claim real=True
_told = {"글자 하나씩": 0.7887, "규칙: 띄어쓰기": 0.7311, "규칙: 정규식": 0.7809, "사전: Okt": 0.8242, "사전: Kiwi": 0.8284,
         "BPE": 0.8283, "WordPiece": 0.8223, "Unigram": 0.8222, "BPE 자모": 0.8231, "BPE 바이트": 0.8254}
assert all(abs(results.loc[name, "정확도"] - _told[name]) < 6e-5 for name in results.index), results["정확도"]
assert results.loc["사전: Kiwi", ["이쪽만", "BPE만"]].tolist() == [603, 602]
assert (100 * results["UNK 비율"]).round(2)[["규칙: 띄어쓰기", "WordPiece", "글자 하나씩"]].tolist() == [48.92, 0.11, 0.05]
assert results.loc[list(trained), "UNK 비율"].max() == results.loc["WordPiece", "UNK 비율"]
assert results["글자당 토큰"].round(2)[["BPE", "BPE 바이트", "규칙: 띄어쓰기"]].tolist() == [0.53, 0.53, 0.27]
_simple = ["글자 하나씩", "규칙: 띄어쓰기", "규칙: 정규식"]
assert results.loc[_simple, "p"].max() < 1e-20 and results["p"].drop(_simple).min() > 0.02
assert round(results.loc["WordPiece", "p"], 3) == 0.057 and results.loc["사전: Kiwi", "p"] > 0.95
_speed = results["초당 영화평"]
assert 1000 < _speed["사전: Kiwi"] < 2000 and 10_000 < _speed["BPE"] < 100_000 and _speed["규칙: 띄어쓰기"] > 1_000_000
assert "사전: Okt" not in results.index or 150 < _speed["사전: Okt"] < 1000
assert round(p_value, 2) == 0.11 and mcnemar(right["글자 하나씩"], right["규칙: 띄어쓰기"])[2] < 1e-10
_ranges = results["최대"] - results["최소"]
assert "사전: Okt" not in results.index or round(_ranges["사전: Okt"], 4) == _ranges.max().round(4) == 0.0067
assert (results["최대"] < results["정확도"]).all()
_analyzers = [f"사전: {name}" for name in analyzers]
assert results.loc[list(trained), "초당 영화평"].min() > 10 * results.loc[_analyzers, "초당 영화평"].max()
assert "사전: Okt" not in results.index or results["초당 영화평"].idxmin() == "사전: Okt"

# %% [markdown]
# 오른쪽 세 칸은 BPE와 견준 것입니다.
#
# - **UNK 비율**: 띄어쓰기는 48.92%, 서브워드는 0.11% 이하입니다. 그러나 글자 하나씩도 0.05%뿐이니, 적은 것만으로는 좋은 토크나이저가 되지 않습니다.
# - **글자당 토큰**: 적을수록 문장이 짧습니다. 바이트로 시작해도 BPE와 같은 0.53입니다. 띄어쓰기의 0.27은 자르지 않아서입니다.
# - **속도**: 숫자는 컴퓨터에 따라 달라지지만, 서브워드가 형태소 분석기보다 열 배 넘게 빠릅니다.
# - **정확도**: 띄어쓰기(0.7311), 정규식(0.7809), 글자 하나씩(0.7887)은 BPE(0.8283)에게 집니다. 정규식과 글자 하나씩도 서로 가를 수 없고(p = 0.11), 나머지 여섯은 BPE와 가를 수 없습니다(p가 모두 0.02보다 큽니다). 학습 글만 바꾸어도 0.0067까지(Okt) 흔들립니다.

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(7.5, 4.2))
colours = {"규칙": "C1", "사전": "C2", "글자": "C3"}  # 나머지 서브워드는 C0
for marker, (name, row) in zip("osD^vPX<>*", results.iterrows()):
    colour = colours.get(name[:2], "C0")
    ax.plot(row["초당 영화평"], row["정확도"], marker, color=colour, label=name)
ax.set(title="속도와 정확도", xlabel="초당 자르는 영화평 (로그 눈금)", ylabel="검증 정확도",
       xscale="log")
ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
plots.show(alt="토크나이저마다 속도와 정확도를 찍은 산점도. "
               "띄어쓰기는 오른쪽 끝의 가장 빠른 곳에, "
               "형태소 분석기는 왼쪽의 느린 곳에 있고, 서브워드는 그 사이의 위쪽에 모여 있다. "
               "정규식과 글자 하나씩은 서브워드보다 빠르고 낮다.")

# %% [markdown]
# ### `##`과 `▁`의 값
#
# 조각에서 `##`을 떼어 `있다`와 `##있다`를 한 조각으로 세면 어떻게 될까요? SentencePiece의 `▁`도 떼어 봅니다. 바꾸는 것은 그것 하나뿐입니다.

# %% tags=["profile"]
def without(cut, mark):
    def cut_bare(text):
        bare = [token.replace(mark, "") for token in cut(text)]
        return [token for token in bare if token]
    return cut_bare

def is_right_with(cut):
    fit_tokens, validation_tokens = ([cut(text) for text in texts]
                                     for texts in (fit_texts, validation_texts))
    return is_right(fit_tokens, validation_tokens)

# %% tags=["profile"]
def sp_pieces(text):
    return plain_sp.encode(text, out_type=str)

marks = {}
kinds = [("WordPiece", cutter(wordpiece), "##"), ("SentencePiece", sp_pieces, "▁")]
for name, cut, mark in kinds:
    marked, bare = is_right_with(cut), is_right_with(without(cut, mark))
    marks[name] = marked.mean(), bare.mean(), *mcnemar(bare, marked)
columns = ["표시가 있으면", "떼면", "떼야만 맞힘", "있어야만 맞힘", "p"]
pd.DataFrame.from_dict(marks, orient="index", columns=columns).round(4)

# %% claim
assert len(marks) == 2

# %% claim real=True
_shown = {name: [round(float(value), 4) for value in (row[0], row[1], row[-1])] for name, row in marks.items()}
assert _shown["WordPiece"][:2] == [0.8223, 0.8238] and round(_shown["WordPiece"][2], 2) in (0.54, 0.55), _shown
assert _shown["SentencePiece"][:2] == [0.8182, 0.8230] and round(_shown["SentencePiece"][2], 3) == 0.033, _shown

# %% [markdown]
# 두 번 견주었으므로 p가 0.025보다 작아야 하는데 0.55와 0.033입니다. 표시의 몫을 말할 수 없습니다.
#
# **바꾸어 보세요.** `LinearSVC`의 `C`를 0.3에서 1로 바꾸면 순위가 달라집니까?
#
# ## 10. 사전은 얼마나 커야 할까요
#
# BPE와 Unigram에서 크기를 바꾸며 잽니다. 정확도는 8,000개인 것과 짝을 지어 견줍니다. CPU에서 **2분 안팎** 걸립니다.
#
# **먼저 맞혀 보세요.** 사전을 8,000개에서 32,000개로 네 배 키우면 글자당 토큰은 얼마나 줄까요? 정확도는 오를까요?
#
# <details><summary>답</summary>
#
# BPE의 글자당 토큰은 0.533에서 0.444로 줄 뿐입니다. 정확도는 0.8283에서 0.8201로 오르지 않습니다.
# </details>

# %% tags=["profile"]
def train_sized(name, size):
    if size == S.vocabulary:
        return trained[name]  # 9절에서 배운 것
    if name == "Unigram":
        return train_unigram(size)
    return train_library(models.BPE(unk_token="[UNK]"), trainers.BpeTrainer, size)

# %% tags=["profile"]
def sweep(name, size):
    cut = cutter(train_sized(name, size))
    fit_tokens, validation_tokens = ([cut(text) for text in texts]
                                     for texts in (fit_texts, validation_texts))
    used = Counter(token for tokens in fit_tokens for token in tokens)
    rare = [token for token, count in used.items() if count < 10]
    letters = np.mean([len(token) == 1 for token in rare])  # 드문 조각 가운데 한 글자인 것
    per_letter = sum(map(len, validation_tokens)) / n_letters
    right[name, size] = is_right(fit_tokens, validation_tokens)
    found = [name, size, per_letter, len(rare) / len(used), letters, right[name, size].mean()]
    return [*found, "|".join(cut(joined))]

# %% tags=["profile"]
columns = ["방법", "사전", "글자당 토큰", "열 번 미만인 조각", "그중 한 글자", "정확도"]
grid = [(name, size) for name in ("BPE", "Unigram") for size in S.sizes]
sweeps = [sweep(*each) for each in runtime.progress(grid, "크기")]
sweeps = pd.DataFrame(sweeps, columns=[*columns, joined])
sweeps.insert(6, "p", [mcnemar(right[each], right[each[0], S.vocabulary])[2] for each in grid])
pretty = {"사전": "{:,}", "글자당 토큰": "{:.3f}", "열 번 미만인 조각": "{:.1%}",
          "그중 한 글자": "{:.1%}", "정확도": "{:.4f}", "p": "{:.3f}"}
sweeps.assign(**{column: sweeps[column].map(form.format) for column, form in pretty.items()})

# %% claim
for _, part in sweeps.groupby("방법"):
    assert part["글자당 토큰"].is_monotonic_decreasing

# %% claim real=True
assert sweeps["정확도"].round(4).tolist() == [0.8246, 0.8283, 0.8256, 0.8201, 0.8221, 0.8222, 0.8242, 0.8160]
assert sweeps["글자당 토큰"].round(3).tolist()[:4] == [0.618, 0.533, 0.480, 0.444]
assert sweeps.groupby("방법")["정확도"].idxmin().tolist() == [3, 7]
for _, part in sweeps.groupby("방법"):
    _steps = -np.diff(part["글자당 토큰"])
    assert (np.diff(_steps) < 0).all() and part["열 번 미만인 조각"].iloc[2:].min() > 0.5
assert (100 * sweeps["열 번 미만인 조각"]).round(1)[[0, 1, 3, 7]].tolist() == [23.0, 14.4, 82.4, 84.8]
assert round(100 * sweeps["그중 한 글자"][0]) == 97 and 0.05 / 6 < sweeps["p"].min() == sweeps["p"][3] < 0.0124

# %% [markdown]
# 사전이 커지는 동안 `joined`의 조각은 두 방법 모두 여덟에서 다섯으로 줄었습니다.

# %% tags=["profile"]
fig, axes = plt.subplots(1, 3, figsize=(13, 3.8))
for ax, column in zip(axes, ["글자당 토큰", "열 번 미만인 조각", "정확도"]):
    for (name, part), style in zip(sweeps.groupby("방법"), ["o-", "s--"]):
        ax.plot(part["사전"], part[column], style, label=name)
    ax.set(title=column, xlabel="사전의 크기 (로그 눈금)", ylabel=column, xscale="log")
    ax.set_xticks(S.sizes, [f"{size:,}" for size in S.sizes], rotation=30)
    ax.minorticks_off()
axes[0].legend()
plots.show(alt="사전의 크기에 따른 꺾은선 그림 셋. 글자당 토큰은 점점 천천히 줄고, "
               "열 번 미만인 조각은 큰 사전에서 절반을 넘는다. "
               "정확도는 두 방법 모두 가장 큰 사전에서 가장 낮다.")

# %% [markdown]
# - 글자당 토큰은 사전을 키울수록 **덜** 줄어듭니다.
# - 정확도는 여섯 번 견주었으므로 p가 0.0083보다 작아야 하는데, 가장 작은 것이 0.012(BPE 32,000개)입니다. 이 데이터로 크기를 고를 수는 없습니다.
# - 사전이 32,000개이면 쓰인 조각의 82.4%(BPE), 84.8%(Unigram)가 학습 데이터에 열 번도 나오지 않습니다. 임베딩을 배울 기회가 그만큼 적습니다.
# - BPE에서 드문 조각의 **비율**은 사전을 4,000개에서 8,000개로 키우자 23.0%에서 14.4%로 줄었습니다. 글자는 드물어도 모두 사전에 들어가고, 그다음에는 자주 나오는 쌍부터 들어가기 때문입니다.
#
# **바꾸어 보세요.** `sweep`의 `count < 10`을 `count < 3`으로 바꾸면 BPE 32,000개에서 몇 퍼센트입니까?
#
# ## 정리
#
# | 방법 | 무엇으로 배우는가 | 어떻게 자르는가 | 모르는 글자 | 되돌리기 |
# |---|---|---|---|---|
# | 규칙 | 사람이 쓴 규칙 | 빈칸, 글자의 종류 | 단어 전체가 UNK | 빈칸의 수를 잃음 |
# | 사전 (Okt, Kiwi) | 사전과 사람이 나눈 글 | 문법과 문맥 | 분석은 하지만 사전에 없으면 UNK | 빈칸을 잃음. Kiwi는 원형으로 풂 |
# | BPE | 많이 나온 쌍을 병합 | 배운 순서대로 병합 | 글자 하나가 UNK | 빈칸까지 바이트로 적으면 무손실 |
# | WordPiece | 따로보다 함께 나온 쌍(`tokenizers`는 횟수) | 왼쪽부터 최장 일치, `##` | 단어 전체가 UNK | 빈칸의 수를 잃음 |
# | Unigram | EM으로 확률, 큰 사전을 깎음 | 비터비 | 글자 하나가 UNK | 바이트 폴백에 정규화를 끄면 무손실 |
#
# ## 흔한 실수
#
# - 시험 데이터까지 넣어 토크나이저를 학습합니다.
# - 학습할 때와 다른 토크나이저를 모델에 붙입니다. 번호가 엉뚱한 임베딩을 가리킵니다.
# - BPE를 "사전에서 가장 긴 조각"으로 적용합니다.
# - SentencePiece가 글을 고친다는 것을 잊습니다. 무손실이 필요하면 정규화를 끄세요.
# - 토크나이저가 다른 두 모델의 토큰당 손실을 그대로 비교합니다. 글자당으로 바꾸어야 합니다.
#
# ## 더 읽을거리
#
# - R. Sennrich, B. Haddow, A. Birch (2016), *Neural machine translation of rare words with subword units*. BPE(압축 방법으로는 P. Gage, 1994).
# - M. Schuster, K. Nakajima (2012), *Japanese and Korean voice search*. WordPiece.
# - T. Kudo (2018), *Subword regularization*. Unigram.
# - K. Park 외 (2020), *An empirical study of tokenization strategies for various Korean NLP tasks*.
#
# ## 다음 강의
#
# [045. 사전 학습 임베딩과 마스킹](../045_pretrained_embeddings/045_pretrained_embeddings.ipynb)에서는 조각에 붙일 임베딩을 미리 배워 둡니다.
