# ---
# title: 토크나이저 직접 학습
# number: "037"
# objectives:
#   - 규칙, 사전, 서브워드로 자르는 방법의 차이를 같은 문장에서 보고 설명합니다.
#   - BPE의 학습과 적용을 처음부터 구현하고, tokenizers 라이브러리와 병합 목록이 한 쌍도 다르지 않음을 확인합니다.
#   - WordPiece의 최장 일치와 Unigram의 비터비를 구현하고, 자모와 바이트로 모르는 글자를 없앱니다.
#   - 여섯 가지 토크나이저를 사전, UNK 비율, 글자당 토큰, 속도, 분류 정확도로 견주어 고릅니다.
# datasets: [nsmc]
# prerequisites: [010_vector_representation]
# packages: [kiwipiepy, konlpy, sentencepiece]
# java: true
# gpu: false
# ---

# %% [markdown]
# ## 어디서 자를까요
#
# 모델은 문장을 바로 읽지 못합니다. 문장을 토큰으로 자르고, 토큰을 번호로 바꾸어야 합니다. 이 일을 하는 프로그램을 **토크나이저**(tokenizer)라고 합니다.
# [010](../010_vector_representation/010_vector_representation.ipynb)에서는 띄어쓰기로 자르다가 한국어에서 벽에 부딪혔습니다. 이 강의의 질문은 이것입니다.
#
# > 사람이 규칙이나 사전을 만들어 주지 않아도, **글만 많이 읽고 자르는 법을 배울 수 있는가?**
#
# 오늘날의 언어 모델은 거의 모두 그렇게 배운 토크나이저를 씁니다. 그 방법을 처음부터 만들고, 널리 쓰이는 라이브러리와 결과가 똑같은지 확인하고, 마지막에 다른 방법들과 겨루게 하겠습니다.

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

from nlplab import data, plots, runtime

S = runtime.settings(
    quick=dict(merge_vocabulary=2000, words=3000, fit=2000, validation=700, vocabulary=2000, sizes=(1000, 1500, 2000, 3000)),
    full=dict(merge_vocabulary=8000, words=20000, fit=25000, validation=10000, vocabulary=8000,
              sizes=(3000, 4000, 8000, 16000, 32000)),
)
pd.set_option("display.max_colwidth", 120)

# %% [markdown]
# `S`에서 `merge_vocabulary`와 `words`는 5절의 비교에 쓸 사전의 크기와 단어의 수, 나머지는 10절과 11절의 표에 쓸 영화평의 수와 사전의 크기입니다.
#
# ## 1. 규칙으로 자릅니다
#
# 끝까지 들고 갈 문장은 이것입니다. 띄어쓰기를 하지 않아 두 가지로 읽히는 유명한 문장입니다.

# %%
joined = "아버지가방에들어가신다"
spaced = "아버지가 방에 들어가신다"
print(joined.split())
print(spaced.split())

# %% [markdown]
# 띄어쓰기로 자르는 `split`은 붙여 쓴 문장에서 아무것도 자르지 못합니다. 문장 부호나 숫자가 붙어 있어도 마찬가지입니다.
# **정규식**(regular expression)으로 규칙을 조금 더해 보겠습니다. 한글, 낱자(ㅋㅋ), 영문, 숫자를 각각 한 덩어리로 보고, 나머지 기호는 하나씩 떼어 냅니다.

# %%
RULE = re.compile(r"[가-힣]+|[ㄱ-ㅎㅏ-ㅣ]+|[A-Za-z]+|[0-9]+|[^\s]")

review = "재미있는데 왜 안봤을까ㅋㅋㅋ 별점10점!!"
print(review.split())
print(RULE.findall(review))

# %% [markdown]
# `안봤을까ㅋㅋㅋ`와 `별점10점!!`이 갈라졌습니다. 그러나 `재미있는데`와 `재미있다`가 같은 말이라는 것은 여전히 모릅니다.
# 글자의 종류만 보는 규칙으로는 한 덩어리의 한글 **안쪽**을 자를 수 없습니다.
#
# ## 2. 사전으로 자릅니다
#
# 안쪽을 자르려면 무엇이 단어인지 알아야 합니다. **형태소 분석기**(morphological analyzer)는 사람이 만든 사전과, 사람이 잘라 놓은 글에서 배운 통계로 자릅니다.
# Kiwi는 C++로 만들어져 그냥 설치하면 되고, Okt(Open Korean Text)는 자바(Java) 위에서 돕니다. Okt는 KoNLPy라는 파이썬 패키지로 부르며, 컴퓨터에 자바가 있어야 합니다.
# 자바가 없으면(맨 위의 준비 셀이 한 줄로 알려 줍니다) Okt만 빠지고 나머지는 그대로 진행됩니다.

# %% tags=["profile"]
from kiwipiepy import Kiwi

kiwi = Kiwi()
analyzers = {"Kiwi": lambda text: [token.form for token in kiwi.tokenize(text)]}
if runtime.find_java():
    from konlpy.tag import Okt

    analyzers = {"Okt": Okt().morphs, **analyzers}
print("형태소 분석기:", ", ".join(analyzers))

# %% [markdown]
# 같은 문장을 붙여 쓴 것과 띄어 쓴 것 모두 넣어 보겠습니다.

# %% tags=["profile"]
for name, analyze in analyzers.items():
    print(f"{name:5}", analyze(joined))
    print(f"{'':5}", analyze(spaced))
assert analyzers["Kiwi"](joined)[:3] == ["아버지", "가", "방"]
assert analyzers["Kiwi"](joined) == analyzers["Kiwi"](spaced)

# %% [markdown]
# Kiwi는 띄어쓰기 없이도 `가`와 `방`을 떼어 냈고, 두 문장의 결과가 같습니다. 앞뒤의 조사와 동사까지 살피기 때문입니다.
# (Okt는 붙여 쓴 문장을 `가방`으로 읽습니다. 자바가 있다면 위에서 확인할 수 있습니다.)
#
# 사전에는 세 가지 값을 치러야 합니다.

# %%
def kiwi_forms(text):
    return [token.form for token in kiwi.tokenize(text)]

for text in ["띵작", "현타와서", "지루했다"]:
    print(text, kiwi_forms(text), "이어 붙이면", "".join(kiwi_forms(text)))
assert "띵작" not in kiwi_forms("띵작") and "".join(kiwi_forms("지루했다")) != "지루했다"

# %% [markdown]
# - 사전에 없는 **새말**(`띵작`, `현타`)은 글자로 흩어집니다. 영화평에는 새말이 날마다 생깁니다.
# - `했다`를 원형인 `하`, `었`, `다`로 풀었으므로, 조각을 이어 붙여도 **원래 글로 돌아가지 않습니다**.
# - 언어마다 사전과 전문가가 따로 필요하고, 느립니다. 얼마나 느린지는 10절에서 재겠습니다.
#
# ## 3. 글에서 배웁니다: 서브워드
#
# 이제 사전 없이 갑니다. 생각은 간단합니다. **자주 붙어 나오는 글자는 한 조각으로 묶고, 드문 것은 잘게 둡니다.** 이렇게 얻은, 단어보다 작고 글자보다 큰 조각을 **서브워드**(subword)라고 합니다.
#
# 학습에 쓸 작은 말뭉치입니다. 단어와 그 단어가 나온 횟수만 있으면 됩니다.

# %%
toy = {"재미있다": 5, "재미있는": 4, "재미없다": 3, "맛있다": 4, "맛없는": 2, "멋있는": 2}
pd.DataFrame({"횟수": toy}).T

# %% [markdown]
# ## 4. BPE를 처음부터 만듭니다
#
# **BPE**(byte pair encoding)는 원래 1994년에 나온 자료 압축 방법입니다. 모든 단어를 글자로 쪼개 놓고, 다음을 되풀이합니다.
#
# 1. 이웃한 두 조각의 **쌍**이 몇 번 나오는지 셉니다.
# 2. 가장 많이 나온 쌍을 한 조각으로 **병합**(merge)하고, 새 조각을 사전에 넣습니다.
#
# 첫 단계부터 만들겠습니다. 단어가 5번 나왔으면 그 안의 쌍도 5번 나온 것입니다.

# %%
def count_pairs(words, times):
    counts = Counter()
    for pieces, repeated in zip(words, times):
        for pair in zip(pieces, pieces[1:]):
            counts[pair] += repeated
    return counts

words = [list(word) for word in toy]
times = list(toy.values())
count_pairs(words, times).most_common()

# %% [markdown]
# `재`와 `미`가 열두 번으로 가장 많습니다. 쌍은 단어 안에서만 셉니다. 단어의 끝과 다음 단어의 처음은 이웃이 아닙니다.
#
# 다음은 병합입니다. 왼쪽부터 훑으며 쌍을 만나면 묶고 **두 칸**을 건너뜁니다. 그래야 `ㅋㅋㅋ`에서 가운데 `ㅋ`을 두 번 쓰지 않습니다.

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
# 이제 되풀이합니다. 한 가지를 정해야 합니다. **횟수가 같으면 어느 쌍이 먼저일까요?** 정하지 않으면 같은 글에서 배워도 실행할 때마다 다른 사전이 나올 수 있습니다.
# 여기서는 글자를 코드 순서로 늘어놓아 번호를 주고, 새 조각에는 다음 번호를 주고, 비기면 **번호가 작은 쌍**을 고릅니다. 0번은 모르는 글자(`[UNK]`)의 자리입니다.

# %%
def train_bpe_slowly(word_counts, vocabulary_size):
    pieces = ["[UNK]", *sorted(set("".join(word_counts)))]
    words, times, merges = [list(word) for word in word_counts], list(word_counts.values()), []
    while len(pieces) < vocabulary_size:
        counts = count_pairs(words, times)
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pieces.index(pair[0]), pieces.index(pair[1])))
        merges.append(best)
        pieces += [best[0] + best[1]] if best[0] + best[1] not in pieces else []
        words = [merge(word, best, best[0] + best[1]) for word in words]
    return pieces, merges

toy_pieces, toy_merges = train_bpe_slowly(toy, 20)
print(toy_pieces)

# %% [markdown]
# 글자 8개에서 시작해 조각이 20개가 되었습니다. 병합을 하나씩 적용하며 단어들이 어떻게 뭉쳐 가는지 보겠습니다.

# %%
trace, words = [], [list(word) for word in toy]
for pair in toy_merges:
    count = count_pairs(words, toy.values())[pair]
    words = [merge(word, pair, "".join(pair)) for word in words]
    trace.append([" + ".join(pair), count, "  ".join("|".join(word) for word in words)])
pd.DataFrame(trace, columns=["병합한 쌍", "횟수", "병합한 뒤의 말뭉치"], index=range(1, len(trace) + 1))

# %% [markdown]
# 문법을 아무것도 알려 주지 않았는데 `재미`, `있다`, `있는`, `없다`가 나왔습니다. 다섯 번째에서는 `맛 + 있다`와 `재미 + 있는`이 네 번으로 비겼고, 번호가 작은 `맛`이 이겼습니다.
#
# ### 배운 병합을 새 단어에 적용합니다
#
# 새 단어를 자를 때도 글자에서 시작합니다. 지금 있는 쌍 가운데 **가장 먼저 배운 병합**을 찾아 적용하고, 더 적용할 것이 없을 때까지 되풀이합니다.

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
for word in ["맛있는", "멋있다", "멋없다", "재미있는데"]:
    print(word, encode_bpe(word, toy_rank))

# %% [markdown]
# 넷 다 말뭉치에 없던 단어입니다. 그런데도 `맛|있는`, `멋|있다`처럼 그럴듯하게 잘렸습니다. `재미있는데`의 `데`는 본 적이 없는 글자라서 사전에서 찾으면 `[UNK]`가 됩니다.
#
# 왜 "사전에서 가장 긴 조각"을 찾지 않고 번거롭게 배운 순서를 따를까요? 두 방법의 답이 다르기 때문입니다.

# %%
def encode_longest(word, vocabulary):
    pieces = []
    while word:
        end = next((end for end in range(len(word), 0, -1) if word[:end] in vocabulary), 1)
        pieces.append(word[:end])
        word = word[end:]
    return pieces

print("배운 순서:", encode_bpe("맛없다", toy_rank))
print("가장 긴 것:", encode_longest("맛없다", toy_pieces))
assert encode_bpe("맛없다", toy_rank) != encode_longest("맛없다", toy_pieces)

# %% [markdown]
# `없 + 다`를 `맛 + 없`보다 먼저 배웠으므로 BPE의 답은 `맛|없다`입니다. 학습할 때와 같은 순서로 적용해야 학습할 때와 같은 조각을 얻습니다.
#
# ## 5. 라이브러리와 똑같은가
#
# 방금 만든 학습은 병합할 때마다 모든 단어를 다시 셉니다. 단어가 수십만 개면 끝나지 않습니다. 두 가지만 고치면 빨라집니다.
#
# - **바뀐 단어만 다시 셉니다.** 쌍마다 그 쌍이 든 단어의 번호를 `where`에 적어 둡니다.
# - **가장 큰 것을 힙(heap)에서 꺼냅니다.** 힙에 든 횟수는 옛것일 수 있으므로, 꺼낸 값이 지금의 횟수와 다르면 고쳐서 도로 넣습니다.
#
# 문자열 대신 번호를 쓰면 `(-횟수, 쌍)`의 순서가 곧 "많은 것 먼저, 비기면 번호가 작은 것 먼저"입니다.

# %%
def index_pairs(words, times):
    counts, where = Counter(), defaultdict(set)
    for number, word in enumerate(words):
        for pair in zip(word, word[1:]):
            counts[pair] += times[number]
            where[pair].add(number)
    return counts, where


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
# `replace_pair`는 쌍이 든 단어에서만 옛 쌍의 횟수를 빼고, 병합하고, 새 쌍의 횟수를 더합니다. 학습은 이 함수를 되풀이해 부르는 것이 전부입니다.

# %%
def train_bpe(word_counts, vocabulary_size):
    pieces = ["[UNK]", *sorted(set("".join(word_counts)))]
    ids = {piece: number for number, piece in enumerate(pieces)}
    words, times = [[ids[letter] for letter in word] for word in word_counts], list(word_counts.values())
    counts, where = index_pairs(words, times)
    heap, merges = [(-count, pair) for pair, count in counts.items()], []
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

assert train_bpe(toy, 20) == (toy_pieces, toy_merges)
print("작은 말뭉치에서 느린 것과 빠른 것의 결과가 같습니다.")

# %% [markdown]
# 이제 진짜 글로 배웁니다. 네이버 영화평(NSMC)의 학습 데이터를 모두 띄어쓰기로 나누어 단어의 횟수를 셉니다. 파이썬으로 하는 학습이라 CPU에서 **30초 안팎**이 걸립니다.

# %% tags=["profile"]
train, _ = data.load_nsmc()
is_sample = train.attrs["origin"] == "sample"
word_counts = Counter(word for text in train.document for word in text.split())
print(f"출처 {train.attrs['origin']}, 영화평 {len(train):,}개, 서로 다른 단어 {len(word_counts):,}개")
with runtime.stopwatch("우리가 만든 BPE") as our_watch:
    our_pieces, our_merges = train_bpe(word_counts, S.merge_vocabulary)
print(f"조각 {len(our_pieces):,}개, 병합 {len(our_merges):,}개")

# %% [markdown]
# 같은 글을 허깅페이스(Hugging Face)의 `tokenizers`에 줍니다. `WhitespaceSplit`은 병합이 단어의 경계를 넘지 못하게 먼저 띄어쓰기로 나누는 설정입니다. 이런 준비 단계를 **사전 토큰화**(pre-tokenization)라고 합니다.

# %% tags=["profile"]
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

library = Tokenizer(models.BPE(unk_token="[UNK]"))
library.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
trainer = trainers.BpeTrainer(vocab_size=S.merge_vocabulary, special_tokens=["[UNK]"], show_progress=False)
with runtime.stopwatch("tokenizers의 BPE") as library_watch:
    library.train_from_iterator(train.document, trainer)
print(f"라이브러리가 {our_watch.seconds / library_watch.seconds:.0f}배 빠릅니다.")

# %% tags=["profile"]
library_merges = [tuple(pair) for pair in json.loads(library.to_str())["model"]["merges"]]
print(f"병합 목록이 같은가? {our_merges == library_merges}   ({len(our_merges):,}쌍 모두, 순서까지)")
print(f"번호까지 같은가?    {dict(zip(our_pieces, range(len(our_pieces)))) == library.get_vocab()}")
assert our_merges == library_merges
assert {piece: number for number, piece in enumerate(our_pieces)} == library.get_vocab()

# %% [markdown]
# 병합 목록 전체가 순서까지, 조각의 번호까지 같습니다. 라이브러리가 러스트(Rust)로 짜여 훨씬 빠를 뿐, 하는 일은 위의 셀들이 전부입니다.
#
# 자르는 쪽도 견주어 보겠습니다. 말뭉치의 단어를 우리 함수와 라이브러리로 자릅니다.

# %% tags=["profile"]
our_rank = {pair: order for order, pair in enumerate(our_merges)}
some_words, set_of_pieces = list(word_counts)[:S.words], set(our_pieces)
ours = [encode_bpe(word, our_rank) for word in some_words]
theirs = [encoding.tokens for encoding in library.encode_batch(some_words)]
longest = [encode_longest(word, set_of_pieces) for word in some_words]
differs = np.mean([one != other for one, other in zip(ours, longest)])
print(f"단어 {len(some_words):,}개를 자른 결과가 라이브러리와 같은가? {ours == theirs}")
print(f"'가장 긴 조각'으로 자르면 달라지는 단어: {differs:.1%}")
assert ours == theirs and differs > 0.01

# %% tags=["profile"]
print("처음 배운 병합:", ", ".join(left + right for left, right in our_merges[:15]))
print("긴 조각:       ", ", ".join(sorted(our_pieces[1:], key=len, reverse=True)[:8]))
print(joined, "->", encode_bpe(joined, our_rank))

# %% [markdown]
# 먼저 배운 것은 문장 부호와 어미, 그리고 `영화`처럼 어디에나 나오는 조각입니다. 긴 조각 가운데는 사람들이 되풀이해 누른 기호도 섞여 있습니다. **횟수만 보고 배우기 때문에**, 뜻이 있든 없든 자주 나오면 조각이 됩니다.
#
# ## 6. WordPiece: 함께 나올 때 더 반가운 쌍
#
# BPE는 쌍의 횟수만 봅니다. 그래서 `있`이나 `다`처럼 워낙 흔한 글자의 쌍이 유리합니다. **WordPiece**는 두 조각이 **따로 나온 횟수**에 견주어 함께 나온 횟수를 봅니다.
# 처음 만든 곳의 학습 코드는 공개되지 않았고, 널리 알려진 식은 다음과 같습니다.
#
# $$\mathrm{score}(a, b) = \frac{\mathrm{count}(ab)}{\mathrm{count}(a)\,\mathrm{count}(b)}$$

# %%
words, times = [list(word) for word in toy], list(toy.values())
pair_counts = count_pairs(words, times)
piece_counts = Counter()
for pieces, repeated in zip(words, times):
    for piece in pieces:
        piece_counts[piece] += repeated
rows = [["".join(pair), count, count / (piece_counts[pair[0]] * piece_counts[pair[1]])] for pair, count in pair_counts.items()]
table = pd.DataFrame(rows, columns=["쌍", "횟수 (BPE)", "점수 (WordPiece)"]).set_index("쌍").round(3)
table.sort_values("점수 (WordPiece)", ascending=False)

# %% [markdown]
# 두 번밖에 나오지 않은 `맛없`과 `멋있`이 아홉 번 나온 `있다`를 앞질렀습니다. `있`과 `다`는 워낙 흔해서 우연히도 자주 만나기 때문입니다.
#
# 자르는 방법도 다릅니다. WordPiece는 병합의 순서를 버리고 사전만 남깁니다. 단어의 왼쪽부터 사전에 있는 **가장 긴 조각**을 떼는 최장 일치(longest match)를 되풀이합니다.
# 단어의 처음이 아닌 조각에는 `##`을 붙여 구별합니다. 한 조각이라도 찾지 못하면 **단어 전체**가 `[UNK]`입니다.

# %%
def encode_wordpiece(word, vocabulary):
    pieces, start = [], 0
    while start < len(word):
        prefix = "##" if start > 0 else ""
        end = next((end for end in range(len(word), start, -1) if prefix + word[start:end] in vocabulary), None)
        if end is None:
            return ["[UNK]"]
        pieces.append(prefix + word[start:end])
        start = end
    return pieces

wordpieces = {"재미", "맛", "멋", "있다", "##있", "##있는", "##없다", "##다"}
for word in ["재미있는", "재미있다", "맛없다", "재미있는데"]:
    print(word, encode_wordpiece(word, wordpieces))

# %% [markdown]
# `있다`가 사전에 있는데도 `재미있다`는 `재미|##있|##다`로 잘렸습니다. 단어 처음의 `있다`와 중간의 `##있다`는 서로 다른 조각이기 때문입니다.
# `재미있는데`는 `##데`가 없어서 아는 부분까지 통째로 버려졌습니다.
#
# 10절에서 쓸 데이터로 `tokenizers`의 WordPiece를 학습해, 자르는 결과가 위의 함수와 같은지 보겠습니다. 학습 데이터에서 학습용과 검증용을 떼어 놓습니다.
# 방법들을 견주기만 할 것이므로 **시험 데이터는 이 강의에서 열지 않습니다**.

# %% tags=["profile"]
shuffled = train[train.document.str.strip() != ""].sample(frac=1, random_state=7)
n_validation = min(S.validation, len(shuffled) // 4)
validation, fit_part = shuffled[:n_validation], shuffled[n_validation:n_validation + S.fit]
fit_texts, validation_texts = fit_part.document.tolist(), validation.document.tolist()
print(f"학습 {len(fit_part):,}개, 검증 {len(validation):,}개")


def train_library(model, trainer_class, pre=pre_tokenizers.WhitespaceSplit(), normalizer=None, size=S.vocabulary, **options):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre
    if normalizer:
        tokenizer.normalizer = normalizer
    options = dict(special_tokens=["[UNK]"], show_progress=False, vocab_size=size) | options
    tokenizer.train_from_iterator(fit_texts, trainer_class(**options))
    return tokenizer

# %% tags=["profile"]
wordpiece = train_library(models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer)
wordpiece_vocabulary = wordpiece.get_vocab()
validation_words = list(dict.fromkeys(word for text in validation_texts for word in text.split()))[:S.words]
validation_words = [word for word in validation_words if len(word) <= 100]  # 라이브러리는 더 긴 단어를 [UNK]로 봅니다
theirs = [wordpiece.encode(word).tokens for word in validation_words]
ours = [encode_wordpiece(word, wordpiece_vocabulary) for word in validation_words]
print(f"처음 보는 글의 단어 {len(ours):,}개를 자른 결과가 같은가? {ours == theirs}")
print(joined, "->", encode_wordpiece(joined, wordpiece_vocabulary))
assert ours == theirs

# %% [markdown]
# 자르는 결과가 같습니다. 그런데 **학습**은 어떨까요? `tokenizers`의 BPE에 `##`만 붙여 학습한 사전과 견주어 보겠습니다.

# %% tags=["profile"]
hash_bpe = train_library(models.BPE(unk_token="[UNK]", continuing_subword_prefix="##"), trainers.BpeTrainer,
                         continuing_subword_prefix="##")
shared = len(wordpiece_vocabulary.keys() & hash_bpe.get_vocab().keys()) / len(wordpiece_vocabulary)
print(f"WordPieceTrainer의 사전 가운데 BPE 학습과 겹치는 비율: {shared:.2%}")
assert shared > 0.98

# %% [markdown]
# 거의 모두 겹칩니다. **이 라이브러리의 `WordPieceTrainer`는 위의 점수가 아니라 BPE처럼 횟수로 배웁니다.** 남은 차이는 비긴 쌍의 순서에서 생깁니다. 이름이 같은 도구라도 논문의 식을 쓰는지는 확인해 보아야 합니다.
# 10절의 표에서 WordPiece와 BPE의 차이는 그러므로 대부분 **자르는 방법과 `##`**에서 옵니다.
#
# ## 7. Unigram: 가장 그럴듯한 나눔
#
# BPE와 WordPiece는 앞에서부터 한 길로만 갑니다. **Unigram 언어 모델**은 조각마다 확률을 두고, 단어를 나누는 **모든 방법** 가운데 확률의 곱이 가장 큰 것을 고릅니다.
#
# $$P(x_1,\dots,x_m) = \prod_{i=1}^{m} p(x_i)$$
#
# 손으로 정한 확률로 우리의 문장을 나누어 보겠습니다.

# %%
p = {"아버지": 0.04, "가": 0.08, "방": 0.01, "가방": 0.004, "방에": 0.002, "에": 0.06, "들어가": 0.006,
     "들어가신다": 0.001, "신다": 0.004, "들": 0.02, "어": 0.04, "신": 0.01, "다": 0.07}

def segmentations(text):
    if not text:
        return [[]]
    return [[text[:end], *rest] for end in range(1, len(text) + 1) if text[:end] in p for rest in segmentations(text[end:])]

found = sorted(segmentations(joined), key=lambda pieces: -math.prod(p[piece] for piece in pieces))
print(f"나누는 방법 {len(found)}가지")
for pieces in found[:4]:
    print(f"{math.prod(p[piece] for piece in pieces):.2e}", "|".join(pieces))

# %% [markdown]
# 확률을 곱할수록 작아지므로 조각이 적은 쪽이 대체로 유리하고, 여기서는 `가방`이 이겼습니다. Unigram은 조각을 하나씩만 볼 뿐 **앞뒤의 문맥을 모릅니다**. 문맥까지 본 Kiwi와 다른 점입니다.
#
# 나누는 방법은 글자 수에 따라 지수로 늘어나므로 모두 적어 볼 수는 없습니다. **비터비 알고리즘**(Viterbi algorithm)은 "이 글자까지의 가장 좋은 나눔"만 기억하며 왼쪽에서 오른쪽으로 갑니다.
# 곱은 금세 0에 가까워지므로 로그를 더합니다.
#
# $$\mathrm{best}[e] = \max_{s<e}\ \bigl(\mathrm{best}[s] + \ln p(x_{s:e})\bigr)$$

# %%
def viterbi(text, log_p, longest=20):
    best = [0.0] + [-math.inf] * len(text)
    start_of = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            score = best[start] + log_p.get(text[start:end], -math.inf)
            if score > best[end]:
                best[end], start_of[end] = score, start
    pieces, end = [], len(text)
    while end > 0:
        pieces.insert(0, text[start_of[end]:end])
        end = start_of[end]
    return pieces, best[-1]

pieces, score = viterbi(joined, {piece: math.log(value) for piece, value in p.items()})
print("|".join(pieces), f"{math.exp(score):.2e}")
assert pieces == found[0]

# %% [markdown]
# 모두 적어 고른 것과 같습니다. 그러면 확률은 어떻게 배울까요? 조각을 아주 많이 모아 놓고 다음을 되풀이합니다.
#
# 1. 지금의 확률로 말뭉치를 나누어 조각마다 몇 번 쓰였는지 기댓값을 구하고, 그것으로 확률을 고칩니다. (기댓값 최대화, EM)
# 2. 없애도 말뭉치의 확률이 별로 줄지 않는 조각을 버립니다. 사전이 원하는 크기가 될 때까지 줄입니다.
#
# 작은 것에서 **키워 가는** BPE와 반대로, 큰 것에서 **깎아 가는** 방법입니다. 학습은 `tokenizers`에 맡기고(CPU에서 **1분 안팎**) 자르는 것은 우리 비터비와 견줍니다.

# %% tags=["profile"]
with runtime.stopwatch("Unigram 학습"):
    unigram = train_library(models.Unigram(), trainers.UnigramTrainer, unk_token="[UNK]")
log_p = dict(json.loads(unigram.to_str())["model"]["vocab"])
letters = {piece for piece in log_p if len(piece) == 1}
known_words = [word for word in validation_words if set(word) <= letters]
best_scores = [viterbi(word, log_p, longest=40)[1] for word in known_words]
library_scores = [sum(log_p[piece] for piece in unigram.encode(word).tokens) for word in known_words]
print(f"아는 글자로만 된 단어 {len(known_words):,}개에서 가장 큰 점수 차이: "
      f"{np.abs(np.subtract(best_scores, library_scores)).max():.1e}")
assert np.allclose(best_scores, library_scores, atol=1e-6)

# %% [markdown]
# 모든 단어에서 우리 비터비와 라이브러리가 찾은 점수가 같습니다. 점수가 똑같은 나눔이 둘 있을 수 있어서, 조각 대신 점수를 비교했습니다.
#
# 확률이 있으므로 **둘째, 셋째로 좋은 나눔**도 알 수 있습니다. Unigram을 제안한 사람이 만든 도구 SentencePiece로 보겠습니다. 학습할 때 여러 나눔을 섞어 쓰면 모델이 잘림에 덜 민감해집니다. 이것을 **서브워드 정규화**(subword regularization)라고 합니다.

# %% tags=["profile"]
import sentencepiece

def train_sentencepiece(size=S.vocabulary, **options):
    buffer = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(fit_texts), model_writer=buffer, vocab_size=size,
                                             hard_vocab_limit=False, num_threads=2, minloglevel=2, **options)
    return sentencepiece.SentencePieceProcessor(model_proto=buffer.getvalue())

with runtime.stopwatch("SentencePiece 학습"):
    plain_sp = train_sentencepiece()
for pieces in plain_sp.nbest_encode_as_pieces(joined, 4):
    print("|".join(pieces))

# %% [markdown]
# 조각 앞의 `▁`는 빈칸입니다. SentencePiece는 빈칸도 글자로 바꾸어 조각에 넣습니다. 그래서 미리 띄어쓰기로 나눌 필요가 없고, 띄어쓰기가 없는 언어도 같은 방법으로 배웁니다.
#
# ## 8. 모르는 글자를 없앱니다: 자모와 바이트
#
# 서브워드도 **처음 보는 글자** 앞에서는 `[UNK]`를 냅니다. 한글 음절은 11,172가지나 되어 드문 음절이 늘 있습니다. 더 작은 단위로 내려가면 됩니다.
# 먼저 **자모**(jamo)입니다. 한글 음절은 초성 19개, 중성 21개, 종성 28개(없음 포함)를 규칙대로 늘어놓은 것이라 나눗셈만으로 풀립니다.

# %%
def to_jamo(syllable):
    number = ord(syllable) - ord("가")
    first, middle, last = number // (21 * 28), number // 28 % 21, number % 28
    return [chr(0x1100 + first), chr(0x1161 + middle)] + ([chr(0x11A7 + last)] if last else [])

for syllable in "갔봤뷁":
    print(syllable, [unicodedata.name(jamo).split()[-1] for jamo in to_jamo(syllable)])
assert all(list(unicodedata.normalize("NFD", chr(code))) == to_jamo(chr(code)) for code in range(ord("가"), ord("힣") + 1))

# %% [markdown]
# 마지막 줄의 `assert`가 음절 11,172개 모두에서 표준의 NFD 정규화와 같음을 확인했습니다. `normalizers.NFD()`를 넣으면 라이브러리가 자모로 BPE를 배우고, 되돌릴 때는 NFC로 모읍니다.
#
# `갔다`와 `봤다`는 음절로 보면 끝의 `다`만 같습니다. 자모로 보면 과거를 나타내는 받침 `ㅆ`과 `다`가 같습니다. 자모는 음절 안에 숨은 형태소까지 보여 줍니다.
#
# 다음은 **바이트**(byte)입니다. 세상의 모든 글자는 UTF-8에서 1~4바이트이고, 바이트는 256가지뿐입니다. 256개만 사전에 넣으면 **모르는 글자가 있을 수 없습니다**.

# %%
for letter in "a가뷁👍":
    print(letter, list(letter.encode("utf-8")))

# %% [markdown]
# 대신 값을 치릅니다. 한글 한 글자가 세 바이트이므로 병합으로 세 바이트를 다시 한 글자로 모으는 데에 사전의 자리가 듭니다.
# GPT 계열처럼 처음부터 바이트로 시작하는 것을 **바이트 수준 BPE**(byte-level BPE)라 하고, 평소에는 글자로 자르다가 모르는 글자만 바이트로 푸는 것을 **바이트 폴백**(byte fallback)이라고 합니다. 셋 다 학습합니다.

# %% tags=["profile"]
bpe = train_library(models.BPE(unk_token="[UNK]"), trainers.BpeTrainer)
jamo_bpe = train_library(models.BPE(unk_token="[UNK]"), trainers.BpeTrainer, normalizer=normalizers.NFD())
whole_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
byte_bpe = train_library(models.BPE(), trainers.BpeTrainer, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                         pre=pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), whole_bytes]))
fallback_sp = train_sentencepiece(byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False)

rare = "뷁스러운 영화👾"
print("BPE        ", bpe.encode(rare).tokens)
print("BPE(자모)   ", [unicodedata.normalize("NFC", piece) for piece in jamo_bpe.encode(rare).tokens])
print("바이트 폴백  ", fallback_sp.encode(rare, out_type=str))
print("바이트 BPE  ", len(byte_bpe.encode(rare).tokens), "조각")
assert "[UNK]" in bpe.encode(rare).tokens and 0 not in fallback_sp.encode(rare)[1:]

# %% [markdown]
# 음절 BPE가 `[UNK]`로 버린 자리를 나머지가 어떻게 다루는지 보세요. 자모는 한글은 살리지만 처음 보는 그림 문자는 살리지 못합니다. 바이트 폴백은 `<0x..>` 조각 여럿으로 풀어 무엇이든 살립니다.
#
# ## 9. 그대로 되돌아오는가
#
# 번역기나 챗봇은 토큰을 다시 글로 바꾸어 내보냅니다. 잘랐다가 이은 글이 원래 글과 **한 글자도** 다르지 않으면 **무손실**(lossless)이라고 합니다. 까다로운 문장을 직접 만들어 시험합니다.

# %% tags=["profile"]
lossless_bpe = train_library(models.BPE(), trainers.BpeTrainer, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                             pre=pre_tokenizers.ByteLevel(add_prefix_space=False))
lossless_bpe.decoder = decoders.ByteLevel()
wordpiece.decoder = decoders.WordPiece()
fit_words = Counter(word for text in fit_texts for word in text.split())
common_words = {word for word, _ in fit_words.most_common(S.vocabulary)}
roundtrips = {
    "띄어쓰기": lambda text: " ".join(word if word in common_words else "[UNK]" for word in text.split()),
    "Kiwi (join)": lambda text: kiwi.join([(token.form, token.tag) for token in kiwi.tokenize(text)]),
    "WordPiece": lambda text: wordpiece.decode(wordpiece.encode(text).ids),
    "SentencePiece 기본": lambda text: plain_sp.decode(plain_sp.encode(text)),
    "SentencePiece 바이트 폴백": lambda text: fallback_sp.decode(fallback_sp.encode(text)),
    "바이트 수준 BPE": lambda text: lossless_bpe.decode(lossless_bpe.encode(text).ids, skip_special_tokens=False),
}
tricky = ["그냥 재미있다", "빈칸  두 개", "점수는 ①위", "뷁스럽다", "최고 👾", "띄어쓰기를안했네"]
marks = {name: ["O" if back(text) == text else "X" for text in tricky] for name, back in roundtrips.items()}
pd.DataFrame(marks, index=tricky).T

# %% tags=["profile"]
sample_texts = validation_texts[:2000]
kept = {name: np.mean([back(text) == text for text in sample_texts]) for name, back in roundtrips.items()}
assert kept["바이트 수준 BPE"] == kept["SentencePiece 바이트 폴백"] == 1.0
assert max(kept["띄어쓰기"], kept["Kiwi (join)"], kept["WordPiece"], kept["SentencePiece 기본"]) < 1.0
pd.Series(kept, name="그대로 되돌아온 검증 영화평의 비율").map("{:.1%}".format).to_frame()

# %% [markdown]
# 위의 표는 우리 문장, 아래의 표는 검증 영화평의 결과입니다. 모든 글이 그대로 돌아온 것은 **바이트를 쓰고, 글을 고치지 않는** 두 가지뿐입니다. SentencePiece는 기본 설정에서 `①`을 `1`로 바꾸고 빈칸을 줄이는 정규화(NFKC)를 합니다. 검색이나 분류에는 도움이 되지만 무손실은 아닙니다.
# 그래서 `normalization_rule_name="identity"`와 `remove_extra_whitespaces=False`, `byte_fallback=True`를 함께 주어야 했습니다.
#
# ## 10. 여섯 가지를 겨루게 합니다
#
# 규칙(띄어쓰기와 정규식), Okt, Kiwi, BPE, WordPiece, Unigram입니다. 자모 BPE와 바이트 BPE는 참고로 넣습니다. 공평하게 하려고 다음을 똑같이 맞춥니다.
#
# - 사전의 크기가 같습니다. 규칙과 사전 방법은 학습 데이터에서 많이 나온 조각부터 같은 수만 남기고, 사전에 없는 조각은 모두 `[UNK]` 하나로 셉니다.
# - 분류기는 하나로 고정합니다. 조각의 TF-IDF(1-gram)에 `LinearSVC(C=0.3)`입니다. 토크나이저마다 따로 맞추지 않습니다.
# - 속도는 병렬 처리 없이 검증 영화평을 **한 편씩** 자르는 데 든 CPU 시간으로 잽니다. 다른 프로그램에 밀려 기다린 시간은 빠집니다.

# %% tags=["profile"]
def library_cutter(tokenizer):
    return lambda text: tokenizer.encode(text).tokens

cutters = {"규칙: 띄어쓰기": str.split, "규칙: 정규식": RULE.findall}
cutters |= {f"사전: {name}": analyze for name, analyze in analyzers.items()}
trained = {"BPE": bpe, "WordPiece": wordpiece, "Unigram": unigram, "(참고) BPE 자모": jamo_bpe, "(참고) BPE 바이트": byte_bpe}
cutters |= {name: library_cutter(tokenizer) for name, tokenizer in trained.items()}

shown = {name: "|".join(unicodedata.normalize("NFC", piece) for piece in cut(joined)) for name, cut in cutters.items()}
shown["(참고) BPE 바이트"] = f"{len(byte_bpe.encode(joined).tokens)}조각 (한 글자가 3바이트)"
pd.Series(shown, name=joined).to_frame()

# %% [markdown]
# 같은 문장이 이렇게 다르게 잘립니다. 이제 데이터 전체에서 잽니다. 형태소 분석이 느려서 이 셀은 CPU에서 **몇 분** 걸립니다.

# %% tags=["profile"]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

def replace_unknown(tokens, vocabulary):
    return [token if token in vocabulary else "[UNK]" for token in tokens]

def accuracy_of(fit_tokens, validation_tokens):
    vectorizer = TfidfVectorizer(analyzer=lambda tokens: tokens, sublinear_tf=True)
    classifier = LinearSVC(C=0.3, random_state=7).fit(vectorizer.fit_transform(fit_tokens), fit_part.label)
    return classifier.score(vectorizer.transform(validation_tokens), validation.label)

def timed_cut(cut, texts):
    start = time.process_time()
    tokens = [cut(text) for text in texts]
    return tokens, len(texts) / (time.process_time() - start)

# %% tags=["profile"]
n_letters = sum(len("".join(text.split())) for text in validation_texts)  # 빈칸을 뺀 글자의 수

def measure(name, cut):
    fit_tokens, _ = timed_cut(cut, fit_texts)
    validation_tokens, speed = timed_cut(cut, validation_texts)
    kinds = Counter(token for tokens in fit_tokens for token in tokens)
    vocabulary = set(trained[name].get_vocab()) if name in trained else {"[UNK]", *dict(kinds.most_common(S.vocabulary - 1))}
    fit_tokens = [replace_unknown(tokens, vocabulary) for tokens in fit_tokens]
    validation_tokens = [replace_unknown(tokens, vocabulary) for tokens in validation_tokens]
    n_tokens = sum(map(len, validation_tokens))
    unknown = sum(tokens.count("[UNK]") for tokens in validation_tokens) / n_tokens
    return [len(kinds), len(vocabulary), unknown, n_tokens / n_letters, speed,
            accuracy_of(fit_tokens, validation_tokens)]

columns = ["나온 조각의 종류", "사전", "UNK 비율", "글자당 토큰", "초당 영화평", "정확도"]
results = {name: measure(name, cut) for name, cut in runtime.progress(cutters.items(), "토크나이저")}
results = pd.DataFrame.from_dict(results, orient="index", columns=columns)

# %% tags=["profile"]
majority = validation.label.value_counts(normalize=True).max()
error = math.sqrt(0.25 / len(validation))
print(f"다수결 기준선 {majority:.3f}, 정확도의 표준 오차 {error:.4f} 이하")
formats = {"나온 조각의 종류": "{:,.0f}", "사전": "{:,.0f}", "UNK 비율": "{:.2%}", "글자당 토큰": "{:.2f}",
           "초당 영화평": "{:,.0f}", "정확도": "{:.4f}"}
results.assign(**{column: results[column].map(form.format) for column, form in formats.items()})

# %% tags=["profile"]
subwords = results.loc[["BPE", "WordPiece", "Unigram"]]
spaces = results.loc["규칙: 띄어쓰기"]
assert spaces["UNK 비율"] == results["UNK 비율"].max() and subwords["UNK 비율"].max() < 0.05
assert results.loc["(참고) BPE 바이트", "UNK 비율"] == 0
assert subwords["초당 영화평"].min() > results.loc["사전: Kiwi", "초당 영화평"]
assert results["정확도"].min() > majority + 0.1
rules = results.index.str.startswith("규칙")
assert is_sample or results[rules]["정확도"].max() < results[~rules]["정확도"].min() - 2 * error

# %% [markdown]
# 표를 세로로 읽어 보세요.
#
# - **UNK 비율**: 띄어쓰기는 사전에 없는 단어가 가장 많습니다. 서브워드는 거의 없고 바이트는 하나도 없습니다.
# - **글자당 토큰**: 적을수록 문장이 짧아져 모델이 가볍습니다. 그러나 띄어쓰기의 값이 작은 것은 잘 잘라서가 아니라 자르지 않아서입니다.
# - **속도**: 배운 서브워드가 형태소 분석기보다 훨씬 빠릅니다. 숫자 자체는 컴퓨터에 따라 달라집니다.
# - **정확도**: 규칙 두 가지가 뒤처지고, 사람이 만든 사전과 글에서 배운 서브워드는 비슷합니다. 나머지의 차이를 말할 때는 위에 적은 표준 오차를 먼저 보세요. 오차의 두 배보다 작은 차이는 우연일 수 있습니다.
#
# 정확도와 속도를 한 그림에 놓으면 무엇을 고를지가 보입니다.

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(7.5, 4.4))
for number, (name, row) in enumerate(results.iterrows()):
    ax.errorbar(row["초당 영화평"], row["정확도"], yerr=2 * error, fmt=(plots.MARKERS * 2)[number], capsize=3, label=name,
                markersize=8, markerfacecolor="white" if name.startswith("(참고)") else None)
ax.set(title="속도와 정확도 (막대는 표준 오차의 두 배)", xlabel="초당 자르는 영화평 (로그 눈금)", ylabel="검증 정확도", xscale="log")
ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
plots.show(alt="토크나이저마다 속도와 정확도를 찍은 산점도. 띄어쓰기는 아주 빠르지만 정확도가 가장 낮은 편이고, "
               "형태소 분석기는 왼쪽의 느린 곳에, 서브워드는 오른쪽의 빠른 곳에 모여 있다.")

# %% [markdown]
# ## 11. 사전은 얼마나 커야 할까요
#
# 사전이 작으면 문장이 길어지고, 크면 문장은 짧아지지만 드문 조각이 많아지고 임베딩 표가 커집니다. BPE와 Unigram(SentencePiece)에서 크기를 바꾸며 재겠습니다. CPU에서 **1~3분** 걸립니다.

# %% tags=["profile"]
def sweep(name, size):
    if name == "BPE":
        cut = library_cutter(train_library(models.BPE(unk_token="[UNK]"), trainers.BpeTrainer, size=size))
    else:
        model = train_sentencepiece(size)
        cut = lambda text: model.encode(text, out_type=str)
    fit_tokens, validation_tokens = ([cut(text) for text in texts] for texts in (fit_texts, validation_texts))
    used = Counter(token for tokens in fit_tokens for token in tokens)
    rare_share = sum(count < 10 for count in used.values()) / len(used)
    return [name, size, sum(map(len, validation_tokens)) / n_letters, rare_share, accuracy_of(fit_tokens, validation_tokens)]

grid = [(name, size) for name in ("BPE", "Unigram") for size in S.sizes]
sweeps = pd.DataFrame([sweep(*each) for each in runtime.progress(grid, "크기")],
                      columns=["방법", "사전", "글자당 토큰", "열 번 미만인 조각", "정확도"])

# %% tags=["profile"]
fig, axes = plt.subplots(1, 3, figsize=(13, 3.8))
for ax, column in zip(axes, ["글자당 토큰", "열 번 미만인 조각", "정확도"]):
    for (name, part), style in zip(sweeps.groupby("방법"), ["o-", "s--"]):
        spread = 2 * error if column == "정확도" else 0
        ax.errorbar(part["사전"], part[column], yerr=spread, fmt=style, capsize=3 if spread else 0, label=name)
    ax.set(title=column + (" (막대는 표준 오차의 두 배)" if column == "정확도" else ""), xlabel="사전의 크기 (로그 눈금)", ylabel=column, xscale="log")
    ax.set_xticks(S.sizes, [f"{size:,}" for size in S.sizes], rotation=30)
    ax.minorticks_off()
axes[0].legend()
plots.show(alt="사전의 크기에 따른 꺾은선 그림 셋. 사전이 커질수록 글자당 토큰은 점점 천천히 줄어든다. 열 번도 나오지 않은 조각의 비율은 "
               "조금 낮아졌다가 큰 사전에서 절반을 넘는다. 정확도는 가운데 크기에서 가장 높고 양쪽에서 조금 낮지만, 오차 막대가 서로 겹친다.")
for name, part in sweeps.groupby("방법"):
    assert part["글자당 토큰"].is_monotonic_decreasing and part["열 번 미만인 조각"].idxmax() == part.index[-1]

# %% tags=["profile"]
pretty = {"사전": "{:,}", "글자당 토큰": "{:.3f}", "열 번 미만인 조각": "{:.1%}", "정확도": "{:.4f}", "임베딩 파라미터": "{:,}"}
with_table = sweeps.assign(**{"임베딩 파라미터": sweeps["사전"] * 256})  # 256차원 임베딩 표의 크기
with_table.assign(**{column: with_table[column].map(form.format) for column, form in pretty.items()}).set_index(["방법", "사전"])

# %% [markdown]
# - 글자당 토큰은 사전을 키울수록 줄지만, 갈수록 **덜** 줄어듭니다. (SentencePiece는 빈칸 `▁`도 세므로 두 선의 높이보다 모양을 보세요.)
# - 정확도는 사전의 크기에 둔합니다. 오차 막대가 겹치는 만큼의 차이로 크기를 고를 수는 없습니다.
# - 큰 사전의 조각은 많은 수가 학습 데이터에 열 번도 나오지 않습니다. (작은 사전에서는 지울 수 없는 드문 **글자**가 그 자리를 차지합니다.) 그런 조각의 임베딩은 제대로 배울 수 없습니다.
# - 256차원 임베딩 표의 파라미터는 사전에 **정비례**합니다. 작은 모델에서는 표가 모델의 대부분을 차지합니다.
#
# 그래서 사전은 데이터의 크기에 맞춥니다. 우리처럼 수만 문장이면 수천으로 넉넉했지만, 훨씬 많은 글로 배운 BERT는 3만쯤, GPT-2는 5만쯤을 골랐습니다.
#
# ## 정리
#
# | 방법 | 무엇으로 배우는가 | 어떻게 자르는가 | 모르는 글자 | 되돌리기 |
# |---|---|---|---|---|
# | 규칙 | 사람이 쓴 규칙 | 빈칸, 글자의 종류 | 단어 전체가 UNK | 빈칸을 잃음 |
# | 사전 (Okt, Kiwi) | 사전과 사람이 나눈 글 | 문법과 문맥 | 분석은 하지만 사전에 없으면 UNK | 원형을 잃음 |
# | BPE | 많이 나온 쌍을 병합 | 배운 순서대로 병합 | 글자 하나가 UNK | 바이트면 무손실 |
# | WordPiece | 따로보다 함께 나온 쌍 | 왼쪽부터 최장 일치, `##` | 단어 전체가 UNK | 빈칸을 잃음 |
# | Unigram | EM으로 확률, 큰 사전을 깎음 | 비터비 | 글자 하나가 UNK | 바이트 폴백이면 무손실 |
#
# - BPE는 세기와 병합의 되풀이일 뿐이며, 동점의 규칙까지 맞추면 라이브러리와 한 쌍도 다르지 않습니다.
# - 서브워드는 문법을 모르지만 빠르고, 새말에 강하고, 어느 언어에나 쓸 수 있습니다. 문맥까지 보고 자르는 것은 형태소 분석기입니다.
#
# ## 흔한 실수
#
# - 시험 데이터까지 넣어 토크나이저를 학습합니다. 토크나이저도 모델의 일부입니다.
# - 학습할 때와 다른 토크나이저를 모델에 붙입니다. 번호가 달라져 모든 단어가 엉뚱한 임베딩을 가리킵니다.
# - BPE를 "사전에서 가장 긴 조각"으로 적용합니다. 배운 순서대로 병합해야 합니다.
# - 겹치는 쌍을 두 번 병합합니다. `ㅋㅋㅋ`는 `ㅋㅋ|ㅋ`이지 `ㅋㅋ|ㅋㅋ`가 아닙니다.
# - SentencePiece가 글을 고친다는 것을 잊습니다. 무손실이 필요하면 정규화를 끄세요.
# - 토크나이저가 다른 두 모델의 토큰당 손실을 그대로 비교합니다. 글자당으로 바꾸어야 비교할 수 있습니다.
#
# ## 더 읽을거리
#
# - P. Gage (1994), *A new algorithm for data compression*. BPE의 출발점입니다.
# - R. Sennrich, B. Haddow, A. Birch (2016), *Neural machine translation of rare words with subword units*. BPE를 언어에 가져왔습니다.
# - M. Schuster, K. Nakajima (2012), *Japanese and Korean voice search*. WordPiece가 처음 나온 논문이며, 한국어를 다룹니다.
# - T. Kudo (2018), *Subword regularization*. Unigram 언어 모델과 여러 나눔으로 학습하기입니다.
# - T. Kudo, J. Richardson (2018), *SentencePiece*.
# - K. Park 외 (2020), *An empirical study of tokenization strategies for various Korean NLP tasks*. 한국어 과제에서 견준 결과입니다.
#
# ## 다음 강의
#
# [045. 사전 학습 임베딩과 마스킹](../045_pretrained_embeddings/045_pretrained_embeddings.ipynb)에서는 이렇게 얻은 조각에 붙일 임베딩을 미리 배워 두고, 라벨이 적을 때 얼마나 도움이 되는지 봅니다.
