# ---
# title: 사전 학습 임베딩과 마스킹
# number: "045"
# objectives:
#   - 라벨 없는 글에서 배운 벡터로 임베딩 행렬을 만들고, 포함률을 종류와 토큰으로 잽니다.
#   - 사전에 없는 단어의 벡터를 글자 조각으로 만들고, 오타에서 무엇이 되고 안 되는지 봅니다.
#   - 마스크를 층마다 따라가 어디서 사라지는지 찾고, 사라졌을 때의 값을 정확도로 잽니다.
#   - 단어마다 답하는 모델의 손실과 정확도를 패딩 없이 계산합니다.
#   - 라벨이 100, 1,000, 10,000개일 때 무작위 임베딩, 얼린 벡터, 더 학습한 벡터를 견줍니다.
# datasets: [nsmc]
# prerequisites: [015_word2vec, 020_lstm_gru_shapes, 037_tokenizer_training]
# packages: [gensim, kiwipiepy]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 두 가지 질문
#
# 글은 공짜에 가깝지만 **라벨은 비쌉니다**. 영화평 십만 편을 모으는 것은 하루 일이지만, 사람이 읽고 긍정과 부정을 적는 것은 몇 달의 일입니다. 라벨이 천 개뿐이라면 어떻게 할까요?
#
# > **질문 1.** 라벨 없는 글에서 미리 배운 단어 벡터를 가져오면, 라벨이 적을 때 얼마나 이득일까요?
#
# 035에서는 임베딩을 난수로 시작해 라벨로 배웠습니다. 015에서는 라벨 없이 벡터를 배웠습니다. 이제 둘을 잇습니다. 그런데 벡터를 가져와 문장을 읽히려면 또 하나의 함정을 지나야 합니다.
#
# > **질문 2.** 길이를 맞추려고 채운 0을 모델이 단어로 읽으면, 얼마나 손해일까요?
#
# 020에서 배운 마스크는 **모든 층을 무사히 지나야** 소용이 있습니다. 이 강의에서는 마스크가 어느 층에서 조용히 사라지는지 찾습니다.
#
# | 절 | 하는 일 |
# |:-:|---|
# | 1-2 | 단어 몇 개로 손 계산: 빌린 벡터, 모르는 단어, 패딩 |
# | 3-7 | 영화평에서 fastText 벡터를 배우고, 모르는 단어의 벡터를 만들고, 임베딩 행렬과 포함률을 구합니다 |
# | 8-11 | 마스크를 층마다 따라가고, 없을 때의 값과 손실에서의 마스크를 봅니다 |
# | 12-15 | 라벨 수를 바꾸며 세 가지 임베딩을 겨루고, 마지막에 시험 데이터로 한 번 잽니다 |
# | 16 | 벡터 하나로는 모자란 것: 문맥에 따라 달라지는 벡터 |
#
# 모양(shape)에 쓰는 글자는 $B$ 문장의 수, $T$ 시점(토큰)의 수, $D$ 벡터의 길이, $V$ 어휘의 크기입니다.

# %%
import unicodedata
import warnings
from collections import Counter

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from gensim.models import FastText
from keras import layers, ops

from nlplab import data, plots, runtime, tokens

S = runtime.settings(
    quick=dict(vectors="own", dim=40, window=10, min_count=2, passes=15, buckets=20_000, alpha=0.05, sample=1e-3, keep=1, length=30, n_valid=400, sizes=(50, 200, 1_000),
               seeds=(1, 2), batches=(16, 32, 64), epochs=12, mask_labels=600, mask_epochs=4, rnn_units=16, gain=-0.02, mask_cost=-0.01, typos=2),
    full=dict(vectors="own", dim=100, window=10, min_count=5, passes=5, buckets=100_000, alpha=0.05, sample=1e-4, keep=3, length=60, n_valid=2_000, sizes=(100, 1_000, 10_000),
              seeds=(1, 2, 3, 4, 5), batches=(16, 32, 128), epochs=40, mask_labels=3_000, mask_epochs=5, rnn_units=32, gain=0.05, mask_cost=0.05, typos=4),
)
runtime.seed_everything(7)

# %% [markdown]
# ## 1. 손으로: 벡터를 빌려 옵니다
#
# 누군가 라벨 없는 글을 많이 읽고 만든 2차원 벡터 다섯 개를 빌려주었다고 합시다. 오른쪽 숫자는 읽기 쉽게 손으로 적었습니다. 첫째 수가 크면 칭찬에, 작으면 흉에 자주 나오는 단어입니다.

# %%
borrowed = {"영화": [0.1, 0.4], "정말": [0.3, 0.2], "최고": [0.9, 0.3], "지루": [-0.8, 0.3], "스토리": [0.0, 0.5]}
sentences = [["영화", "정말", "최고"], ["지루"], ["스토리", "꿀잼"]]

words = ["<PAD>", "<OOV>", "영화", "정말", "최고", "지루", "스토리", "꿀잼"]
index = {word: number for number, word in enumerate(words)}
print([[index[word] for word in sentence] for sentence in sentences])

# %% [markdown]
# 임베딩 층이 하는 일은 번호에 맞는 줄을 꺼내는 것이 전부입니다(010). 그러니 **줄을 빌린 벡터로 채워 놓으면** 그것이 사전 학습 임베딩입니다. 정할 것이 세 가지 있습니다.
#
# - **0번, 패딩**: 0으로 둡니다. 쓰이지 않아야 하는 줄입니다.
# - **1번, 모르는 단어(out of vocabulary, OOV)**: 아는 벡터들의 **평균**으로 둡니다. 아무것도 모를 때의 무난한 추측입니다.
# - **꿀잼**: 우리 글에는 나오지만 빌린 사전에는 없습니다. 우선 OOV와 같은 줄을 줍니다. 6절에서 더 나은 것으로 바꿉니다.

# %%
known = [word for word in words if word in borrowed]
average = np.mean([borrowed[word] for word in known], axis=0)
E = np.stack([np.zeros(2), average] + [np.array(borrowed.get(word, average)) for word in words[2:]])   # (V, D)
pd.DataFrame(E, index=words, columns=["성분 0", "성분 1"]).round(2).T

# %% [markdown]
# 이제 문장을 번호로 바꾸고, 뒤를 0으로 채우고, 줄을 꺼냅니다.

# %%
def pad(rows, length):
    """번호의 줄 B개 → (B, T). 길면 뒤를 자르고 짧으면 뒤를 0으로 채웁니다."""
    ids = np.zeros((len(rows), length), dtype="int32")
    for number, row in enumerate(rows):
        ids[number, :len(row[:length])] = row[:length]
    return ids


ids = pad([[index[word] for word in sentence] for sentence in sentences], 4)   # (B 3, T 4)
x = E[ids]                                                                     # (B 3, T 4, D 2)
print(ids)
print("x의 모양:", x.shape)

# %% [markdown]
# ## 2. 손으로: 패딩을 세면 생기는 일
#
# 문장 벡터를 얻는 가장 간단한 방법은 단어 벡터의 **평균**입니다. 넷째 자리까지 그대로 평균 낸 것과, 진짜 단어만 평균 낸 것을 견줍니다.

# %%
mask = ids != 0                                                                # (B, T) 참이 진짜 단어
plain = x.mean(axis=1)                                                         # (B, D)
masked = (x * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)  # (B, D)
pd.DataFrame({"그냥 평균": plain[:, 0], "마스크 평균": masked[:, 0]}, index=[" ".join(s) for s in sentences]).round(3)

# %% [markdown]
# 첫째 성분만 적었습니다. "지루"는 단어가 하나뿐이라 마스크 평균은 그 단어의 값 그대로인데, 그냥 평균은 빈자리 셋과 나누어 가져 **4분의 1**로 옅어졌습니다. 짧은 문장일수록 손해가 큽니다. 그림으로 봅니다.

# %%
fig, ax = plt.subplots(figsize=(7.2, 4))
for row, sentence in enumerate(sentences):
    colour = plots.COLOURS[row]
    ax.annotate("", plain[row], masked[row], arrowprops=dict(arrowstyle="->", color=colour, lw=1.8))
    ax.plot(*masked[row], "o", color=colour, ms=9, label=" ".join(sentence))
    ax.plot(*plain[row], "X", color=colour, ms=9)
ax.plot(0, 0, "k+", ms=14)
ax.annotate("패딩의 벡터", (0, 0), xytext=(-78, -3), textcoords="offset points")
ax.set(title="패딩을 세면 문장이 0으로 끌려갑니다", xlabel="성분 0", ylabel="성분 1", ylim=(-0.08, 0.5), xlim=(-1, 0.6))
ax.legend(title="○ 마스크 평균 → × 그냥 평균", loc="upper left", bbox_to_anchor=(1, 1))
plots.show(alt="세 문장의 마스크 평균과 그냥 평균을 이은 화살표. 세 화살표 모두 원점, 곧 패딩의 벡터 쪽을 향하고, 단어가 하나뿐인 '지루'의 화살표가 가장 길다.")

# %% [markdown]
# 더 나쁜 일이 있습니다. 같은 문장이라도 **곁에 긴 문장이 있느냐에 따라** 값이 달라집니다. 배치의 길이가 달라지기 때문입니다. 최댓값을 쓰면 어떨까요?

# %%
for length in (4, 8, 40):
    longer = E[pad([[index["지루"]]], length)]
    print(f"T = {length:>2}: '지루'의 그냥 평균 {longer.mean(axis=1)[0, 0]:+.3f}   그냥 최댓값 {longer.max(axis=1)[0, 0]:+.3f}")
largest = np.where(mask[:, :, None], x, -np.inf).max(axis=1)                   # 패딩을 -∞로: 절대 뽑히지 않습니다
print(f"마스크 최댓값 {largest[1, 0]:+.3f}")
assert largest[1, 0] == E[index["지루"], 0]

# %% [markdown]
# 그냥 최댓값은 -0.8인 단어 대신 **패딩의 0을 뽑았습니다**. 흉이 사라진 것입니다. 최댓값에서는 패딩을 0이 아니라 $-\infty$로 바꾸어야 합니다.
#
# 빌린 벡터와 마스크, 이 강의의 두 재료를 모두 보았습니다. 이제 진짜 글로 갑니다.
#
# ## 3. 라벨이 있는 글과 없는 글
#
# 네이버 영화평의 훈련 데이터를 쓰되, **거의 모든 글의 라벨을 못 본 척합니다**. 되풀이된 글을 지우고, 설정을 고르는 데 쓸 검증 몫을 먼저 떼어 냅니다. 나머지가 라벨 없는 글이고, 그 가운데 몇 편만 라벨을 들추어 봅니다.
#
# 시험 데이터는 글도 보지 않습니다. 라벨을 쓰지 않더라도 시험 글로 벡터를 배우면 시험에 나올 단어를 미리 익히는 셈입니다. **15절에서 딱 한 번** 엽니다.

# %% tags=["profile"]
reviews, test_reviews = data.load_nsmc()
reviews = reviews[reviews.document.str.strip() != ""].drop_duplicates("document").sample(frac=1, random_state=7)
valid, pool = reviews[:S.n_valid], reviews[S.n_valid:]
print(f"출처 {reviews.attrs['origin']}: 라벨 없는 글로 쓸 훈련 {len(pool):,}편, 검증 {len(valid):,}편")
with runtime.stopwatch("형태소 분석(보관해 둔 결과가 있으면 금세 끝납니다)"):
    pool_tokens, valid_tokens = tokens.tokenize(pool.document), tokens.tokenize(valid.document)
y_pool, y_valid = pool.label.to_numpy(), valid.label.to_numpy()
print(f"토큰 {sum(map(len, pool_tokens)):,}개, 한 편의 길이 중앙값 {np.median([len(row) for row in pool_tokens]):.0f}")

# %%
for text in ["스토리는 지루했지만 음악이 최고였다", "꿀잼ㅋㅋ 또 보고싶다"]:
    print(text, "→", tokens.tokenize([text])[0])

# %% [markdown]
# 010에서는 어절로, 015에서는 뜻이 있는 형태소로 나누었습니다. 여기서는 Kiwi가 준 형태소를 **모두** 씁니다. 조사와 어미에도 `안`, `지만`처럼 말투를 나르는 것이 있기 때문입니다.
#
# ## 4. 조각으로 이루어진 단어: fastText
#
# 015의 word2vec에는 약점이 하나 있었습니다. 사전에 없는 단어는 벡터가 아예 없습니다. 오타도, 어제 생긴 새말도, `min_count`에 못 미친 단어도 그렇습니다. 사람은 다릅니다. `쓰래기`를 처음 보아도 `쓰레기`의 오타라는 것을 압니다. **글자의 모양**이 닮았기 때문입니다.
#
# **fastText**는 이 생각을 word2vec에 넣은 것입니다. 단어의 앞뒤에 `<`와 `>`를 붙이고, 이어진 글자 조각(n-그램, n-gram)을 모두 꺼냅니다. 단어의 벡터는 **자기 벡터와 조각 벡터들의 평균**입니다. 나머지, 곧 skip-gram과 네거티브 샘플링은 015와 같습니다.
#
# $$v(\text{단어}) = \frac{1}{1 + |G|}\Big(z_{\text{단어}} + \sum_{g \in G} z_g\Big), \qquad v(\text{모르는 단어}) = \frac{1}{|G|}\sum_{g \in G} z_g$$
#
# 한글에서는 무엇을 글자로 볼까요? 음절로 보면 `쓰레기`와 `쓰래기`가 얼마나 겹칠까요?

# %%
def char_ngrams(word, min_n=3, max_n=6):
    word = f"<{word}>"
    return {word[start:start + n] for n in range(min_n, max_n + 1) for start in range(len(word) - n + 1)}


def spell(word):
    return unicodedata.normalize("NFD", word)     # 쓰 → ᄊ + ᅳ: 037의 자모


for a, b in [("쓰레기", "쓰래기"), ("연기력", "연기럭"), ("스토리", "스토릐"), ("쓰레기", "스토리")]:
    syllable, jamo = [len(char_ngrams(f(a)) & char_ngrams(f(b))) / len(char_ngrams(f(a))) for f in (str, spell)]
    print(f"{a} - {b}: 겹치는 조각  음절 {syllable:.0%}   자모 {jamo:.0%}")

# %% [markdown]
# 음절로 보면 한 글자만 틀려도 겹치는 조각이 거의 없습니다. 037에서 배운 **자모**로 풀면 오타에서도 조각이 제법 남고, 아무 상관 없는 두 단어는 겹치지 않습니다. 그래서 단어를 자모로 풀어(NFD) fastText에 주겠습니다. 한국어 논문(Park 외, 2018)에서 쓴 방법이기도 합니다.
#
# ## 5. 벡터를 배웁니다
#
# 벡터를 얻는 길은 둘입니다. 설정의 `vectors`가 고릅니다.
#
# | `vectors` | 어디서 | 값 |
# |---|---|---|
# | `"own"` | 이 영화평의 라벨 없는 글에서 지금 배웁니다 | CPU에서 1분쯤. 작지만 **우리 글의 말투**를 압니다 |
# | `"hub"` | 허깅페이스에 올라온 `facebook/fasttext-ko-vectors` | 약 7 GB를 내려받습니다(메모리도 그만큼 듭니다). 웹과 위키백과의 글에서 배운 300차원, 라이선스 CC BY-SA 3.0 |
#
# 두 길 모두 같은 꼴의 물건을 돌려주므로 나머지 셀은 그대로입니다. 다만 내려받은 벡터는 자모로 풀지 않고 어절에 가까운 단위로 배운 것이라 `spell`을 끕니다. 이 노트북의 저장된 결과는 `"own"`입니다.

# %% tags=["profile"]
def get_vectors(source):
    if source == "own":
        spelled = [[spell(word) for word in row] for row in pool_tokens]
        model = FastText(spelled, vector_size=S.dim, window=S.window, min_count=S.min_count, sg=1, negative=5, sample=S.sample, alpha=S.alpha,
                         epochs=S.passes, min_n=3, max_n=6, bucket=S.buckets, workers=1, seed=7)
        return model.wv
    from gensim.models.fasttext import load_facebook_vectors
    from huggingface_hub import hf_hub_download

    return load_facebook_vectors(hf_hub_download("facebook/fasttext-ko-vectors", "model.bin"))


if S.vectors == "hub":
    spell = str
with runtime.stopwatch("벡터 준비"):
    wv = get_vectors(S.vectors)
print(f"사전의 단어 {len(wv.key_to_index):,}개, 차원 {wv.vector_size}, 조각의 표 {wv.vectors_ngrams.shape}")

# %% [markdown]
# 조각은 수백만 가지라 표에 다 담을 수 없습니다. fastText는 조각을 **해시**해 정해진 수의 칸(bucket)에 나누어 담습니다. 서로 다른 조각이 한 칸을 함께 쓰기도 하지만, 평균을 내므로 크게 흔들리지 않습니다.
#
# 위의 식이 정말 맞는지, 사전에 있는 단어와 없는 단어로 확인합니다. 조각의 해시 번호는 gensim의 함수로 얻습니다.

# %% tags=["profile"]
from gensim.models.fasttext import ft_ngram_hashes


def by_hand(word):
    cells = ft_ngram_hashes(spell(word), wv.min_n, wv.max_n, wv.bucket)           # 조각이 들어 있는 칸의 번호
    parts = list(wv.vectors_ngrams[cells])                                        # 조각 벡터 z_g
    if spell(word) in wv.key_to_index:
        parts.append(wv.vectors_vocab[wv.key_to_index[spell(word)]])              # 자기 벡터 z_단어
    return np.mean(parts, axis=0)


for word in ["최고", "최곳"]:
    gap = np.abs(by_hand(word) - wv[spell(word)]).max()
    assert gap < 1e-5
    print(f"{word}: 사전에 {'있음' if spell(word) in wv.key_to_index else '없음'}, 식과 gensim의 차이가 1e-5보다 작음")

# %% [markdown]
# 015의 방법으로 가까운 단어를 봅니다. 사전도 라벨도 없이 나온 이웃입니다.

# %% tags=["profile"]
def neighbours(word, k=5):
    found = wv.most_similar(spell(word), topn=k + 1)      # 사전에 있는 단어는 자기 자신이 나올 수 있습니다
    return [unicodedata.normalize("NFC", other) for other, _ in found if other != spell(word)][:k]


pd.DataFrame.from_dict({word: neighbours(word) for word in ["감독", "눈물", "지루", "최고", "ㅋㅋ"]}, orient="index", columns=[f"{n}위" for n in range(1, 6)])

# %% [markdown]
# word2vec과 견주면 **글자가 닮은 이웃**이 많습니다. 같은 뿌리의 말을 모아 주는 장점이자, 뜻보다 모양에 끌리는 단점입니다.
#
# ## 6. 사전에 없는 단어: 오타와 새말
#
# 이제 사전에 **없는** 말을 물어봅니다. 오른쪽은 사람이 생각한 바른말입니다.

# %% tags=["profile"]
typos = {"스토릐": "스토리", "연기럭": "연기력", "쓰뤠기": "쓰레기", "지루헀": "지루하", "재밋엇": "재밌", "감덕": "감독", "명좍": "명작", "벼우": "배우", "감똥": "감동", "음앜": "음악"}
rows = {}
for typo, meant in typos.items():
    near = neighbours(typo, 10)
    rows[typo] = [meant, "있음" if spell(typo) in wv.key_to_index else "없음", ", ".join(near[:4]), "예" if any(word.startswith(meant) for word in near) else "아니요"]
table = pd.DataFrame.from_dict(rows, orient="index", columns=["바른말", "사전에", "가까운 단어", "10위 안에 바른말"])
assert (table["10위 안에 바른말"] == "예").sum() >= S.typos
table

# %% [markdown]
# 한 번도 본 적 없는 글자열인데도 여럿이 제자리를 찾았습니다. 길고 끝이 바뀐 말은 잘 되고, **짧은 말의 가운데가 바뀌면** 남는 조각이 없어 엉뚱한 이웃이 나옵니다. 모양이 닮았다고 뜻이 닮은 것은 아니라는 점도 보입니다.
#
# 함정 하나를 짚고 갑니다. fastText에 "이 단어를 아느냐"고 물으면 언제나 안다고 합니다.

# %% tags=["profile"]
nonsense = "뷁뷁뷁"
print("`in wv`:", spell(nonsense) in wv, "   `in wv.key_to_index`:", spell(nonsense) in wv.key_to_index)
assert spell(nonsense) in wv and spell(nonsense) not in wv.key_to_index

# %% [markdown]
# 조각만 있으면 벡터를 **만들 수 있으므로** `in`은 참입니다. 포함률을 잴 때 `in wv`로 세면 언제나 100%가 됩니다. 사전에 진짜 있는지는 `key_to_index`로 보아야 합니다.
#
# ## 7. 임베딩 행렬과 포함률
#
# 우리 어휘의 단어마다 줄을 하나씩 채웁니다. 사전에 있으면 그 벡터를, 없으면 조각으로 만든 벡터를 씁니다. 어휘는 라벨 없는 글에서 만들었으므로 검증 글과 시험 글은 보지 않았습니다.

# %% tags=["profile"]
counts = Counter(word for row in pool_tokens for word in row)
vocabulary = ["<PAD>", "<OOV>"] + [word for word, count in counts.most_common() if count >= S.keep]
word_to_id = {word: number for number, word in enumerate(vocabulary)}
matrix = np.zeros((len(vocabulary), wv.vector_size), dtype="float32")             # (V, D), 0번 줄은 0으로 남습니다
for number, word in enumerate(vocabulary[2:], 2):
    matrix[number] = wv[spell(word)]
matrix[1] = matrix[2:].mean(axis=0)
from_dictionary = sum(spell(word) in wv.key_to_index for word in vocabulary[2:])
print(f"줄 {len(vocabulary):,}개: 사전에서 {from_dictionary:,}개, 조각으로 만든 것 {len(vocabulary) - 2 - from_dictionary:,}개")
assert not matrix[0].any() and matrix.shape == (len(word_to_id), wv.vector_size)

# %% [markdown]
# 번호와 줄이 어긋나면 오류 없이 모든 단어가 엉뚱한 벡터를 갖게 됩니다. 줄 하나를 꺼내 **되물어** 확인하는 버릇을 들이세요.

# %% tags=["profile"]
for word in ["최고", "지루", "음악"]:
    assert np.array_equal(matrix[word_to_id[word]], wv[spell(word)]), word
print("확인한 단어의 줄이 모두 제자리에 있습니다.")

# %% [markdown]
# 이제 **포함률**(coverage)을 잽니다. 검증 글의 단어 가운데 몇 %를 알까요? 두 가지로 셉니다. 서로 다른 단어의 **종류**로 세면 드문 단어와 흔한 단어가 한 표씩이고, **토큰**으로 세면 글에 나온 횟수만큼 표를 가집니다.
# 라벨이 있는 글 몇 편에서 배울 수 있는 단어와, 빌린 사전의 단어를 견줍니다.

# %% tags=["profile"]
def coverage(rows, known):
    counted = Counter(word for row in rows for word in row)
    inside = [word for word in counted if word in known]
    return len(inside) / len(counted), sum(counted[word] for word in inside) / counted.total()


seen = {f"라벨 {n:,}편에 나온 단어": {word for row in pool_tokens[:n] for word in row} for n in S.sizes}
seen["빌린 사전"] = {word for word in vocabulary if spell(word) in wv.key_to_index}
seen["사전 + 조각으로 만든 어휘"] = set(vocabulary)
cover = pd.DataFrame({name: coverage(valid_tokens, known) for name, known in seen.items()}, index=["종류의 포함률", "토큰의 포함률"]).T
assert cover.loc["빌린 사전", "종류의 포함률"] > cover.iloc[1]["종류의 포함률"]
cover.map("{:.1%}".format)

# %% tags=["profile"]
ax = cover.plot.barh(figsize=(7.6, 3.6), color=plots.COLOURS[:2], width=0.75)
ax.invert_yaxis()
ax.set(title="검증 글을 얼마나 알아볼까요", xlabel="포함률", ylabel="아는 단어", xlim=(0, 1))
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
plots.show(alt="아는 단어의 범위에 따른 포함률 막대. 라벨이 있는 글이 적을수록 종류의 포함률이 낮고, 빌린 사전은 대부분을 덮는다. 토큰의 포함률은 언제나 종류의 포함률보다 높다.")

# %% [markdown]
# 이 그림이 질문 1의 답을 예고합니다. 임베딩을 난수로 시작하면 **라벨이 있는 글에 나온 단어만** 배웁니다. 나오지 않은 단어의 줄은 끝까지 난수입니다. 라벨이 적을 때에는 처음 보는 글의 단어 종류 가운데 많은 수가 그렇습니다.
# 빌린 벡터라면, 라벨에서 "재밌다"만 배워도 그 곁에 있는 "꿀잼"까지 함께 움직입니다.
#
# 토큰의 포함률만 보면 안심하기 쉽습니다. 조사와 어미가 대부분이기 때문입니다. 뜻을 나르는 단어는 드문 쪽에 많으므로 종류의 포함률도 함께 보아야 합니다.
#
# ## 8. 마스크를 층마다 따라갑니다
#
# 이제 질문 2입니다. Keras에서는 `Embedding(mask_zero=True)`가 마스크를 만들고, 텐서에 `_keras_mask`라는 꼬리표로 붙입니다. 다음 층은 이 꼬리표를 읽어 쓰고, 자기 출력에 다시 붙입니다. 1절의 번호로 봅니다.

# %%
embedding = layers.Embedding(len(words), 2, mask_zero=True)
hidden = embedding(ids)                                        # (B, T, D)
print(ops.convert_to_numpy(hidden._keras_mask))                # (B, T)
print("compute_mask와 같은가:", np.array_equal(ops.convert_to_numpy(embedding.compute_mask(ids)), ids != 0))

# %% [markdown]
# 꼬리표가 **어느 층에서 떨어지는지** 하나씩 통과시켜 봅니다. 마스크를 다룰 줄 모르는 층은 경고를 내고 꼬리표를 버립니다. 경고도 함께 셉니다.

# %%
def follow(layer):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = layer(embedding(ids))
    alive = getattr(result, "_keras_mask", None) is not None
    return tuple(result.shape), "있음" if alive else "없음", "경고" if any("does not support masking" in str(w.message) for w in caught) else ""


trial = {
    "Dropout": layers.Dropout(0.5), "Dense(3)": layers.Dense(3), "LayerNormalization": layers.LayerNormalization(), "Activation": layers.Activation("relu"),
    "GRU, 모든 시점": layers.GRU(3, return_sequences=True), "양방향 GRU, 모든 시점": layers.Bidirectional(layers.GRU(3, return_sequences=True)),
    "GRU, 마지막 상태": layers.GRU(3), "GlobalAveragePooling1D": layers.GlobalAveragePooling1D(),
    "Conv1D": layers.Conv1D(3, 3, padding="same"), "MaxPooling1D": layers.MaxPooling1D(2), "GlobalMaxPooling1D": layers.GlobalMaxPooling1D(),
    "Flatten": layers.Flatten(), "Reshape": layers.Reshape((2, 4)), "Lambda: x * 2": layers.Lambda(lambda x: x * 2), "층 없이 x * 2": lambda x: x * 2, "층 없이 ops.relu": ops.relu,
}
fate = pd.DataFrame.from_dict({name: follow(layer) for name, layer in trial.items()}, orient="index", columns=["출력의 모양", "출력의 마스크", "경고"])
warnings.filterwarnings("ignore", message=".*does not support masking")   # 이제 뜻을 알았으니 아래에서는 끕니다
fate

# %% [markdown]
# 네 무리로 나뉩니다. 마스크를 **만드는** 층은 둘입니다. 번호를 받는 `Embedding(mask_zero=True)`와, 이미 벡터로 온 입력 $(B, T, D)$을 받는 `Masking(mask_value=0.0)`입니다. `Masking`은 모든 성분이 `mask_value`인 자리를 패딩으로 보고, 받은 마스크가 있든 없든 새로 붙입니다.
#
# | 무리 | 층 | 마스크로 하는 일 |
# |---|---|---|
# | 넘긴다 | Dropout, Dense, LayerNormalization, 모든 시점을 내는 순환층 | 시점마다 따로 계산하거나 마스크를 쓰고, 다음 층에 넘깁니다 |
# | 쓰고 끝낸다 | 마지막 상태만 내는 순환층, GlobalAveragePooling1D | 마스크를 **쓰고**, 시점 축이 사라지므로 놓아 줍니다. 정상입니다 |
# | 버린다 (경고) | Conv1D, MaxPooling1D, **GlobalMaxPooling1D**, Flatten, Reshape, Lambda | 패딩을 진짜로 계산하고 꼬리표를 버립니다 |
# | 버린다 (**소리 없이**) | 층이 아닌 계산: `x * 2`, `ops.relu(x)` | 꼬리표가 텐서에 붙어 있었을 뿐이라 새 텐서에는 없습니다 |
#
# GlobalAveragePooling1D는 마스크를 쓰는데 **GlobalMaxPooling1D는 쓰지 않습니다**. 이름이 나란해서 놓치기 쉽습니다.
#
# Conv1D는 왜 버릴까요? 창이 단어와 패딩에 걸쳐 있으면 그 출력이 진짜인지 패딩인지 정할 수 없기 때문입니다. 문장의 마지막 단어 자리의 출력에는 패딩이 섞입니다.
#
# ### 한번 버려진 마스크는 되살아나지 않습니다
#
# 다음 두 모델은 한 줄만 다릅니다. 둘 다 평균을 내는 층은 마스크를 쓸 줄 압니다.

# %%
def toy_model(double):
    runtime.seed_everything(7)
    inputs = keras.Input(shape=(None,), dtype="int32")
    h = layers.Embedding(len(words), 2, mask_zero=True, embeddings_initializer="glorot_uniform")(inputs)
    h = h * 2 if double else h                                 # 이 한 줄
    return keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling1D()(h)))


def padding_gap(model, ids, more=20):
    """패딩을 더 붙였을 때 답이 달라진 크기. 0이어야 합니다."""
    longer = np.pad(ids, ((0, 0), (0, more)))
    return float(np.abs(ops.convert_to_numpy(model(ids)) - ops.convert_to_numpy(model(longer))).max())


for double in (False, True):
    print("x * 2를 끼움:" if double else "끼우지 않음: ", "패딩을 더 붙이면 답이", "바뀝니다" if padding_gap(toy_model(double), ids) > 1e-4 else "그대로입니다")
assert padding_gap(toy_model(False), ids) < 1e-6 < 1e-4 < padding_gap(toy_model(True), ids)

# %% [markdown]
# 곱셈 하나 때문에 마스크가 사라졌고, 경고도 오류도 없습니다. `padding_gap`처럼 **패딩을 더 붙여 답이 같은지 보는 시험**이 가장 확실합니다. 020과 030에서도 이 시험을 했습니다.
#
# ### 고치는 법
#
# 마스크를 다루는 층을 직접 만듭니다. 약속은 둘입니다. `call`에서 `mask`를 인수로 받고, 출력에도 시점 축이 있으면 `compute_mask`로(또는 `supports_masking = True`로) 넘겨줍니다. Conv1D를 마스크와 함께 쓰는 층과, 마스크를 아는 최댓값 층을 만들어 보겠습니다.

# %%
class MaskedConv1D(layers.Conv1D):
    """패딩을 0으로 지운 다음 훑고, 마스크를 그대로 넘기는 Conv1D (padding="same"일 때)."""

    def __init__(self, *args, **options):
        super().__init__(*args, padding="same", **options)
        self.supports_masking = True                           # 받은 마스크를 그대로 넘깁니다

    def call(self, x, mask=None):
        return super().call(x if mask is None else x * ops.cast(ops.expand_dims(mask, -1), x.dtype))  # (B, T, D)


class MaskedMax(layers.Layer):
    """(B, T, D)와 마스크 (B, T) → 진짜 단어의 최댓값 (B, D)."""

    def call(self, x, mask=None):
        return ops.max(x if mask is None else ops.where(ops.expand_dims(mask, -1), x, -1e9), axis=1)

    def compute_mask(self, x, mask=None):
        return None                                            # 시점 축이 없어졌으니 마스크도 끝납니다

# %%
def conv_model(conv, pooling):
    runtime.seed_everything(7)
    inputs = keras.Input(shape=(None,), dtype="int32")
    h = layers.Embedding(len(words), 2, mask_zero=True, embeddings_initializer="glorot_uniform")(inputs)
    return keras.Model(inputs, layers.Dense(1)(pooling(conv(h))))


gaps = {"Conv1D + GlobalMaxPooling1D": padding_gap(conv_model(layers.Conv1D(4, 3, padding="same"), layers.GlobalMaxPooling1D()), ids),
        "MaskedConv1D + MaskedMax": padding_gap(conv_model(MaskedConv1D(4, 3), MaskedMax()), ids)}
for name, gap in gaps.items():
    print(f"{name}: 패딩을 더 붙이면 답이", "바뀝니다" if gap > 1e-4 else "그대로입니다")
assert gaps["MaskedConv1D + MaskedMax"] < 1e-5 and gaps["Conv1D + GlobalMaxPooling1D"] > 1e-4

# %% [markdown]
# ## 9. 마스크가 없을 때의 값
#
# 진짜 영화평에서 잽니다. 얼린 빌린 벡터 위에 두 가지 분류기를 얹고, 마스크만 켜고 끕니다. 글은 모두 같은 길이로 **뒤를** 채웠습니다.

# %% tags=["profile"]
def encode(rows):
    return pad([[word_to_id.get(word, 1) for word in row] or [1] for row in rows], S.length)   # 빈 글은 <OOV> 하나로


x_valid, x_labelled = encode(valid_tokens), encode(pool_tokens[:max(S.sizes)])
y_labelled = y_pool[:max(S.sizes)]
real = (x_valid != 0).sum(axis=1)
print(f"길이 {S.length}으로 채웠습니다. 진짜 단어의 수 중앙값 {np.median(real):.0f}, 자리 가운데 패딩의 비율 {(x_valid == 0).mean():.0%}")

# %% tags=["profile"]
def build_model(trainable, vectors=None, use_mask=True, units=None, seed=7):
    """번호 (B, T) → 긍정 확률 (B, 1). units를 주면 평균 대신 GRU의 마지막 상태를 씁니다."""
    runtime.seed_everything(seed)
    inputs = keras.Input(shape=(None,), dtype="int32")
    h = layers.Embedding(*matrix.shape, mask_zero=use_mask, trainable=trainable, name="embedding")(inputs)   # (B, T, D)
    h = layers.GlobalAveragePooling1D()(h) if units is None else layers.GRU(units, name="gru")(h)            # (B, D) 또는 (B, U)
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(h))
    if vectors is not None:
        model.get_layer("embedding").set_weights([vectors])
    return model


def predict(model, ids, size=1024):
    parts = [ops.convert_to_numpy(model(ids[start:start + size])) for start in range(0, len(ids), size)]
    return np.concatenate(parts)[:, 0] >= 0.5                  # (N, 1) → (N,) 참이 긍정


def accuracy(model, ids, labels):
    return float(np.mean(predict(model, ids) == labels))

# %% [markdown]
# 같은 모델을 시드만 바꾸어 여러 번 학습할 것입니다. `compile`한 뒤의 첫 학습은 계산 그래프를 만드느라 느리므로, `compile`은 한 번만 하고 가중치와 옵티마이저를 **처음으로 되돌려** 다시 씁니다. 옵티마이저에도 기억(Adam의 평균들)이 있어서, 가중치만 되돌리면 앞 학습의 흔적이 남습니다.

# %% tags=["profile"]
def ready(model, rate):
    """compile하고, 주어진 가중치에서 새로 시작하게 하는 함수를 돌려줍니다."""
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy", jit_compile=False)
    model.optimizer.build(model.trainable_variables)
    blank = [np.array(ops.convert_to_numpy(variable)) for variable in model.optimizer.variables]

    def restart(weights, seed):
        runtime.seed_everything(seed)                          # 글을 섞는 순서
        model.set_weights(weights)
        for variable, value in zip(model.optimizer.variables, blank):
            variable.assign(value)

    return restart

# %% [markdown]
# 평균과 GRU, 마스크를 켠 것과 끈 것, 네 가지를 시드를 바꾸어 학습합니다. CPU에서 1분쯤 걸립니다.

# %% tags=["profile"]
mask_scores, mask_models = {}, {}
for name, units, rate in (("평균", None, 0.03), ("GRU의 마지막 상태", S.rnn_units, 0.005)):
    for use_mask in (True, False):
        model = build_model(False, matrix, use_mask, units)
        restart = ready(model, rate)
        for seed in runtime.progress(S.seeds[:3], name):
            restart(build_model(False, matrix, use_mask, units, seed).get_weights(), seed)
            model.fit(x_labelled[:S.mask_labels], y_labelled[:S.mask_labels, None], batch_size=64, epochs=S.mask_epochs, verbose=0)
            mask_scores.setdefault((name, "마스크 있음" if use_mask else "마스크 없음"), []).append(accuracy(model, x_valid, y_valid))
        mask_models[name, use_mask] = model
mask_table = pd.DataFrame({key: [np.mean(values), np.std(values)] for key, values in mask_scores.items()}, index=["검증 정확도", "표준 편차"]).T
mask_table.round(3)

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(6.6, 3.8))
for column, label in enumerate(["마스크 있음", "마스크 없음"]):
    part = mask_table.xs(label, level=1)
    ax.bar(np.arange(2) + (column - 0.5) * 0.36, part["검증 정확도"], 0.34, yerr=part["표준 편차"], capsize=4, color=plots.COLOURS[column], label=label)
ax.axhline(max(y_valid.mean(), 1 - y_valid.mean()), color="black", ls=":", lw=1, label="다수 라벨")
ax.set(title="마스크의 값 (막대는 씨앗에 따른 표준 편차)", xlabel="문장을 요약하는 법", ylabel="검증 정확도", ylim=(0, 1.15), xticks=[0, 1], xticklabels=["평균", "GRU의 마지막 상태"])
ax.legend(loc="upper center", ncols=3)
plots.show(alt="평균과 GRU에서 마스크를 켠 것과 끈 것의 검증 정확도 막대. 평균에서는 두 막대가 비슷하고, GRU에서는 마스크가 없으면 크게 낮다.")
cost = {name: mask_table.loc[(name, "마스크 있음"), "검증 정확도"] - mask_table.loc[(name, "마스크 없음"), "검증 정확도"] for name in ("평균", "GRU의 마지막 상태")}
for name, value in cost.items():
    print(f"{name}: 마스크가 없어서 잃은 점수 {100 * value:+.1f}퍼센트포인트")
assert cost["GRU의 마지막 상태"] > max(cost["평균"], S.mask_cost)

# %% [markdown]
# - **GRU의 마지막 상태**는 크게 무너집니다. 마지막 상태가 글이 아니라 줄지어 선 패딩을 읽은 뒤의 상태이기 때문입니다. 020의 12절에서 손으로 본 그 일입니다.
# - **평균**은 훨씬 덜 잃습니다. 모든 글을 같은 길이로 채웠고 패딩의 줄이 0이라, 문장 벡터의 방향은 그대로이고 길이만 줄었기 때문입니다.
#
# 그러나 정확도를 덜 잃었다고 안심하면 안 됩니다. 마스크가 없는 모델은 **패딩을 더 붙이기만 해도 말을 바꿉니다**. 같은 영화평에 패딩을 더 붙여 판정이 뒤집히는 비율을 셉니다.

# %% tags=["profile"]
flips = {}
for (name, use_mask), model in mask_models.items():
    short, long = (predict(model, np.pad(x_valid, ((0, 0), (0, more)))) for more in (0, 100))
    flips[name, "마스크 있음" if use_mask else "마스크 없음"] = np.mean(short != long)
    assert not use_mask or flips[name, "마스크 있음"] == 0
assert flips["평균", "마스크 없음"] > 0
pd.Series(flips, name="패딩 100개를 더 붙여 뒤집힌 판정").map("{:.1%}".format).to_frame()

# %% [markdown]
# 마스크가 있으면 0%입니다. 이것이 마스크의 진짜 값입니다. 배치에 누구와 함께 들어가느냐에 따라 판정이 달라지는 모델은 쓸 수 없습니다.
#
# ## 10. 손실에도 마스크가 필요합니다
#
# 문장마다 답 하나를 내는 모델에서는 풀링이 마스크를 쓰고 나면 끝입니다. 그런데 **단어마다** 답하는 일(sequence labelling)에서는 패딩 자리에도 답이 나옵니다. 그 답의 손실을 세면 안 됩니다.
#
# 장난감 과제를 만듭니다. 단어마다 칭찬(1), 흉(2), 그 밖(0)을 답합니다. "안"이 앞에 오면 뜻이 뒤집힙니다. 길이는 둘에서 여섯 단어이고, 모두 20칸으로 채웁니다. 패딩 자리의 정답은 흔히 하듯 0번(그 밖)으로 채웁니다.

# %%
toy_words = ["<PAD>", "영화", "배우", "음악", "정말", "안", "좋다", "멋지다", "지루하다", "나쁘다"]
GOOD, BAD, NOT = {6, 7}, {8, 9}, 5
rng = np.random.default_rng(7)
rows = [rng.integers(1, len(toy_words), rng.integers(2, 7)).tolist() for _ in range(600)]


def tag(row):
    flipped = [place > 0 and row[place - 1] == NOT for place in range(len(row))]
    return [0 if word not in GOOD | BAD else 1 if (word in GOOD) != flip else 2 for word, flip in zip(row, flipped)]


toy_ids, toy_tags = pad(rows, 20), pad([tag(row) for row in rows], 20)   # (600, 20) 둘
toy_mask = toy_ids != 0
print([toy_words[number] for number in rows[2]], "→", tag(rows[2]))
print(f"자리 가운데 패딩 {1 - toy_mask.mean():.0%}, 진짜 단어 가운데 '그 밖' {np.mean(toy_tags[toy_mask] == 0):.0%}")

# %% [markdown]
# 아무것도 배우지 않고 **모든 자리에 "그 밖"** 이라고 답하는 모델의 정확도를 두 가지로 잽니다.

# %%
lazy = np.zeros_like(toy_tags)
print(f"패딩까지 세면 {np.mean(lazy == toy_tags):.1%}, 진짜 단어만 세면 {np.mean((lazy == toy_tags)[toy_mask]):.1%}")

# %% [markdown]
# 패딩을 세면 칭찬도 흉도 하나도 찾지 못한 모델이 아주 훌륭해 보입니다. 손실도 마찬가지로 묽어집니다. 옳은 식은 **진짜 자리의 손실을 더해 진짜 자리의 수로** 나눈 것입니다.
#
# $$L = \frac{\sum_{b,t} m_{bt}\,\big(-\log p_{bt}(y_{bt})\big)}{\sum_{b,t} m_{bt}}$$
#
# Keras는 **모델의 출력에 마스크 꼬리표가 붙어 있으면** 손실과 지표를 이렇게 계산합니다. 꼬리표가 도중에 떨어졌으면 말없이 모든 자리를 셉니다. 손으로 계산한 것과 맞추어 봅니다.

# %% tags=["profile"]
def tagger(middle):
    runtime.seed_everything(7)
    inputs = keras.Input(shape=(None,), dtype="int32")
    h = middle(layers.Embedding(len(toy_words), 8, mask_zero=True)(inputs))               # (B, T, U)
    model = keras.Model(inputs, layers.Dense(3, activation="softmax")(h))                 # (B, T, 3)
    model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False)
    return model


def counted_by_hand(model, mask):
    p = ops.convert_to_numpy(model(toy_ids))                                              # (B, T, 3)
    entropy = -np.log(np.take_along_axis(p, toy_tags[..., None], axis=-1)[..., 0])        # (B, T)
    return entropy[mask].mean(), (p.argmax(axis=-1) == toy_tags)[mask].mean()


rows = {}
for name, middle in (("GRU", layers.GRU(8, return_sequences=True)), ("Conv1D", layers.Conv1D(8, 3, padding="same")), ("MaskedConv1D", MaskedConv1D(8, 3))):
    model = tagger(middle)
    model.fit(toy_ids[:500], toy_tags[:500], epochs=3, verbose=0)
    rows[name] = [*model.evaluate(toy_ids, toy_tags, verbose=0), *counted_by_hand(model, toy_mask), *counted_by_hand(model, np.ones_like(toy_mask))]
columns = pd.MultiIndex.from_product([["Keras의 evaluate", "손으로: 진짜만", "손으로: 모두"], ["손실", "정확도"]])
losses = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
losses.round(3)

# %% tags=["profile"]
for name, right in (("GRU", "손으로: 진짜만"), ("MaskedConv1D", "손으로: 진짜만"), ("Conv1D", "손으로: 모두")):
    assert np.allclose(losses.loc[name, "Keras의 evaluate"], losses.loc[name, right], atol=1e-3), name
assert losses.loc["Conv1D", ("손으로: 모두", "정확도")] > losses.loc["Conv1D", ("손으로: 진짜만", "정확도")]
print("Keras가 보고한 값: GRU와 MaskedConv1D는 진짜 단어만, Conv1D는 패딩까지 센 것입니다.")

# %% [markdown]
# 세 모델을 Keras에 똑같이 물었는데 **세는 자리가 다릅니다**. 마스크가 출력까지 닿은 GRU와 MaskedConv1D는 진짜 단어만 셌고, Conv1D는 패딩까지 세어 더 좋아 보이는 값을 보고했습니다. 이렇게 얻은 숫자 둘은 견줄 수 없습니다.
# 번역(080)에서도 똑같은 일이 벌어집니다. 라이브러리를 믿더라도 한 번은 손으로 맞추어 보세요.
#
# ## 11. 얼리기와 풀기, 그리고 다시 compile
#
# 이제 질문 1로 돌아갑니다. 빌린 벡터를 쓰는 방법은 둘입니다.
#
# - **얼리기(frozen)**: 임베딩을 고정하고 위의 분류기만 배웁니다. 배울 수가 적어 라벨이 적어도 과적합이 덜합니다. 라벨에 나오지 않은 단어도 빌린 자리를 지킵니다.
# - **풀기**: 임베딩까지 더 배웁니다. 이렇게 빌린 것을 과제에 맞게 더 배우는 일을 미세 조정(fine-tuning)이라고 합니다. 015에서 본 것처럼 "최고"와 "최악"은 서로 가까운데, 감성 분류에는 멀어야 합니다. 라벨이 넉넉하면 풀어서 갈라놓을 수 있습니다.
#
# 풀 때에는 순서가 있습니다. 먼저 얼린 채 분류기를 가르치고, 그다음에 풀어 **작은 학습률**로 이어 갑니다. 처음부터 풀면 어떻게 될까요? 이 노트북 밖에서 64차원 벡터로 따로 재 보았습니다. 라벨 1,000편, 시드 둘의 검증 정확도가 처음부터 풀면 74.9%(학습률 0.03, 견준 네 값 가운데 가장 나은 것), 얼린 뒤 풀면 79.1%였습니다. 난수인 분류기가 보내는 기울기가 벡터를 흩뜨려서일 수도, 배울 수가 많아 일찍 과적합해서일 수도 있습니다(추측).
#
# Keras에는 여기서 모두가 한 번은 걸리는 함정이 있습니다. 장난감 모델로 봅니다.

# %% tags=["profile"]
trap = build_model(trainable=False, vectors=matrix)
trap.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", jit_compile=False)
x_few, y_few = x_labelled[:64], y_labelled[:64, None]


def moved_after_fit():
    before = trap.get_layer("embedding").get_weights()[0]
    trap.fit(x_few, y_few, epochs=1, verbose=0)
    return float(np.abs(trap.get_layer("embedding").get_weights()[0] - before).max())


print(f"얼린 채 학습:            임베딩이 움직인 크기 {moved_after_fit():.4f}")
trap.get_layer("embedding").trainable = True
try:
    print(f"풀기만 하고 학습:        임베딩이 움직인 크기 {moved_after_fit():.4f}")
except ValueError as error:
    print("풀기만 하고 학습:        오류 -", type(error).__name__)
trap.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", jit_compile=False)
after = moved_after_fit()
print(f"풀고 다시 compile한 뒤:  임베딩이 움직인 크기 {after:.4f}")
assert after > 0

# %% [markdown]
# 풀었다고 생각했는데 움직이지 않았습니다. 학습 함수와 옵티마이저는 **`compile` 뒤 처음 학습할 때의 `trainable`** 로 만들어지기 때문입니다. TensorFlow 백엔드에서는 이처럼 조용히 지나가고, PyTorch 백엔드에서는 모르는 변수라는 오류가 납니다.
# `trainable`을 바꾸었으면 **반드시 다시 `compile`** 하고, 몇 개의 수를 배우는지 `trainable_weights`로 확인하세요.
#
# ## 12. 세 가지 임베딩을 겨룹니다
#
# 같은 모델(마스크 평균 + 시그모이드 하나)에 임베딩만 바꿉니다. 어휘도 세 경우 모두 같습니다.
#
# | 이름 | 처음 값 | 학습 |
# |---|---|---|
# | 무작위 | 난수 | 임베딩과 분류기를 함께 |
# | 얼림 | 빌린 벡터 | 분류기만 |
# | 얼린 뒤 풂 | "얼림"의 결과 | 이어서 모두, 작은 학습률로 |
#
# 규칙을 먼저 정합니다. 라벨 글은 시드마다 다시 뽑습니다. 에폭의 수는 검증 손실로 정합니다(030의 조기 종료). 학습률은 라벨 1,000편에서 방법마다 세 값을 검증 몫으로 견주어 골랐습니다. ("얼림"은 0.01이 조금 나았지만 라벨 100편에서 정해진 에폭 안에 다 배우지 못해, 다음으로 좋은 0.03을 씁니다.)
# 무작위에게도 라벨 없는 글에서 만든 어휘를 줍니다. 라벨 글의 단어만으로 어휘를 만들게 했더니 라벨 100편의 검증에서 더 낮았기 때문입니다. 상대를 일부러 약하게 만들면 비교가 아닙니다. **설정을 고르는 데 쓴 것은 모두 검증 몫**입니다.
# (검증 몫에도 라벨이 있으니 라벨 100편은 조금 너그러운 상황입니다. 세 방법에 똑같이 너그럽습니다.)

# %% tags=["profile"]
methods = ["무작위", "얼림", "얼린 뒤 풂"]
models = {"무작위": build_model(trainable=True), "얼림": build_model(trainable=False), "얼린 뒤 풂": build_model(trainable=True)}
restarts = {name: ready(models[name], rate) for name, rate in zip(methods, (0.003, 0.03, 0.001))}


def train(name, start, ids, labels, batch_size, seed):
    restarts[name](start, seed)
    stop = keras.callbacks.EarlyStopping("val_loss", patience=3, restore_best_weights=True)
    models[name].fit(ids, labels[:, None], batch_size=batch_size, epochs=S.epochs, validation_data=(x_valid, y_valid[:, None]),
                     validation_batch_size=1000, callbacks=[stop], verbose=0)
    return models[name].get_weights()


def three_ways(n, seed, batch_size):
    chosen = np.random.default_rng(seed).choice(len(pool_tokens), n, replace=False)
    given = encode([pool_tokens[i] for i in chosen]), y_pool[chosen], batch_size, seed
    random = train("무작위", build_model(True, seed=seed).get_weights(), *given)
    frozen = train("얼림", build_model(False, matrix, seed=seed).get_weights(), *given)
    return random, frozen, train("얼린 뒤 풂", frozen, *given)   # 얼림이 끝난 가중치에서 이어 갑니다

# %% [markdown]
# 모두 (라벨 수 셋) × (방법 셋) × (시드)번 학습합니다. CPU에서 3분쯤 걸립니다. 학습한 가중치는 15절의 시험을 위해 간직합니다.

# %% tags=["profile"]
kept, valid_scores = {}, []
with runtime.stopwatch("세 가지 임베딩의 학습"):
    for (n, batch_size), seed in runtime.progress([(pair, seed) for pair in zip(S.sizes, S.batches) for seed in S.seeds], "학습"):
        for name, weights in zip(methods, three_ways(n, seed, batch_size)):
            kept[n, name, seed] = weights
            valid_scores.append((n, name, seed, accuracy(models[name], x_valid, y_valid)))
valid_scores = pd.DataFrame(valid_scores, columns=["라벨", "방법", "씨앗", "정확도"])
summary = valid_scores.groupby(["라벨", "방법"])["정확도"].agg(["mean", "std"]).unstack()
summary["mean"][methods].round(3)

# %% [markdown]
# 검증 정확도입니다. 검증 몫은 조기 종료에 쓰였으니 아직 믿지 않습니다. 시험으로 가기 전에, 무엇이 달라졌는지 안을 들여다봅니다.
#
# ## 13. 풀면 무엇이 움직일까요
#
# 가장 라벨이 많을 때, 풀기 전과 후의 벡터를 견줍니다. 015에서 가까워서 문제였던 반대말들은 어떻게 되었을까요?

# %% tags=["profile"]
def cosine(table, a, b):
    u, v = table[word_to_id[a]], table[word_to_id[b]]
    return float(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)))


tuned = np.mean([kept[S.sizes[-1], "얼린 뒤 풂", seed][0] for seed in S.seeds], axis=0)      # (V, D) 씨앗의 평균
pairs = [("최고", "최악"), ("재밌", "지루"), ("감동", "실망"), ("명작", "졸작"), ("좋", "나쁘"), ("재미있", "재미없")]
pairs = [(a, b) for a, b in pairs if a in word_to_id and b in word_to_id]
change = pd.DataFrame({f"{a}-{b}": [cosine(matrix, a, b), cosine(tuned, a, b)] for a, b in pairs}, index=["풀기 전", "푼 뒤"]).T
assert change["푼 뒤"].mean() < change["풀기 전"].mean()
change.round(3)

# %% tags=["profile"]
drift = np.linalg.norm(tuned - matrix, axis=1)                                               # (V,) 줄마다 움직인 거리
moved = [vocabulary[i] for i in np.argsort(-drift)[:12]]
print("가장 많이 움직인 단어:", ", ".join(moved))
print(f"움직이지 않은 줄(라벨 글에 한 번도 나오지 않은 단어): {np.mean(drift[2:] < 1e-6):.0%}")
assert drift[0] == 0

# %% [markdown]
# 반대말 사이가 벌어졌고, 많이 움직인 단어는 대부분 감정을 나르는 말입니다. 라벨은 **감성에 필요한 방향으로만** 벡터를 고쳤습니다. 라벨 글에 나오지 않은 단어와 패딩의 줄은 그대로입니다.
# 위험도 있을 수 있습니다. 라벨에 나온 "최악"은 멀리 갔는데 나오지 않은 "최악임"은 옛 자리에 남아, 함께 있던 이웃이 흩어질지 모릅니다(추측). 15절에서 보듯 라벨이 적을 때 얼린 것과 푼 것의 점수는 거의 같으니, 이 실험은 그 위험을 보여 주지 않습니다.
#
# ## 14. 모델의 눈으로: 배우지 않은 단어
#
# 라벨이 가운데 크기일 때, 임베딩 한 줄과 분류기를 곱하면 **그 단어 하나에 대한 모델의 의견**이 됩니다. 라벨 글에 한 번도 나오지 않은 감정 단어들에 무작위 모델과 얼린 모델이 뭐라고 하는지 봅니다.

# %% tags=["profile"]
middle, seed = S.sizes[1], S.seeds[0]
chosen = np.random.default_rng(seed).choice(len(pool_tokens), middle, replace=False)
in_labels = {word for i in chosen for word in pool_tokens[i]}
opinions = {}
for word, feeling in {"꿀잼": 1, "띵작": 1, "강추": 1, "수작": 1, "걸작": 1, "뭉클": 1, "노잼": 0, "졸작": 0, "망작": 0, "핵노잼": 0, "짜증": 0, "유치": 0, "밋밋": 0, "허접": 0, "존잼": 1, "먹먹": 1, "뭉클하": 1, "식상": 0, "오글거리": 0, "따분": 0, "뻔하": 0}.items():
    if word in word_to_id and word not in in_labels:
        opinions[word] = ["긍정" if feeling else "부정"]
        for name in ("무작위", "얼림"):
            table, weight, bias = kept[middle, name, seed]
            opinions[word].append(float((table[word_to_id[word]] @ weight + bias)[0]))
opinions = pd.DataFrame.from_dict(opinions, orient="index", columns=["사람이 보면", "무작위 모델", "얼린 모델"])
sides = np.where(opinions["사람이 보면"] == "긍정", 1, -1)
for name in ("무작위 모델", "얼린 모델"):
    print(f"{name}: 사람과 같은 쪽 {np.mean(opinions[name] * sides > 0):.0%}, 옳은 쪽으로 준 점수의 평균 {np.mean(opinions[name] * sides):+.2f}")
assert np.mean(opinions["얼린 모델"] * sides) > np.mean(opinions["무작위 모델"] * sides)
opinions.round(2)

# %% [markdown]
# 0보다 크면 긍정 쪽, 작으면 부정 쪽입니다. 단어가 일곱 개뿐이니 비율보다 점수의 크기를 보세요. 무작위 모델은 배운 적 없는 단어에 **0에 가까운 아무 말**을 합니다. 얼린 모델은 라벨에서 본 적이 없는데도, 이웃을 보고 대체로 옳은 쪽에 큰 점수를 줍니다. 빌린 벡터가 주는 이득이 여기서 나옵니다.
#
# ## 15. 시험 데이터를 펼칩니다
#
# 고를 것은 모두 골랐습니다. 간직한 가중치를 하나씩 꺼내 시험 데이터 전부에서 잽니다. 한 번만 잽니다.

# %% tags=["profile"]
test_tokens = tokens.tokenize(test_reviews.document)
x_test, y_test = encode(test_tokens), test_reviews.label.to_numpy()
rows = []
for (n, name, seed), weights in runtime.progress(kept.items(), "시험"):
    models[name].set_weights(weights)
    rows.append((n, name, seed, accuracy(models[name], x_test, y_test)))
test_scores = pd.DataFrame(rows, columns=["라벨", "방법", "씨앗", "정확도"]).groupby(["라벨", "방법"])["정확도"].agg(["mean", "std"]).unstack()
report = test_scores["mean"][methods].map("{:.1%}".format) + " ± " + test_scores["std"][methods].map("{:.1%}".format)
print(f"시험 {len(y_test):,}편, 씨앗 {len(S.seeds)}개의 평균 ± 표준 편차")
report

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(6.8, 4))
for method, style in zip(methods, ["o--", "s-", "D-"]):
    ax.errorbar(S.sizes, test_scores["mean"][method], yerr=test_scores["std"][method], fmt=style, capsize=4, label=method)
ax.set(title="라벨 수와 시험 정확도 (막대는 씨앗에 따른 표준 편차)", xlabel="라벨이 있는 영화평의 수 (로그 눈금)", ylabel="시험 정확도", xscale="log")
ax.set_xticks(S.sizes, [f"{n:,}" for n in S.sizes])
ax.minorticks_off()
ax.legend()
plots.show(alt="라벨 수에 따른 시험 정확도의 세 선. 라벨이 적을 때에는 빌린 벡터를 쓴 두 선이 무작위보다 훨씬 높고, 라벨이 많아질수록 차이가 줄어든다.")

# %% tags=["profile"]
gains = test_scores["mean"].sub(test_scores["mean"]["무작위"], axis=0)[methods[1:]]
print("무작위보다 높은 점수(퍼센트포인트)")
assert gains.loc[S.sizes[1]].max() >= S.gain                 # 가운데 크기에서 약속한 이득
assert gains.loc[S.sizes[0]].max() > gains.loc[S.sizes[-1]].max() - 0.02
(100 * gains).round(1)

# %% [markdown]
# 질문 1의 답입니다.
#
# - 라벨이 **적을수록** 빌린 벡터의 이득이 큽니다. 저장된 실행에서 무작위보다 100편에서 16.1점, 1,000편에서 5.7점(푼 것은 5.9점), 10,000편에서 0.6점(푼 것은 2.0점) 높습니다.
# - 그런데 이 표에는 **값싼 기준선**이 없습니다. 글자 n-그램의 TF-IDF와 로지스틱 회귀를 따로 재면 62.5%, 76.1%, 83.0%입니다. 100편과 1,000편에서는 빌린 벡터가 앞서지만, 10,000편에서는 푼 것(83.1%)과 비깁니다. 무작위와만 견주면 이득을 크게 말하게 됩니다.
# - 라벨이 **많아지면** 무작위가 따라옵니다. 자주 나오는 단어를 라벨만으로도 배울 수 있게 되기 때문입니다.
# - **얼림과 풂**은 라벨이 적을 때 비슷합니다. 라벨이 많아질수록 푼 쪽이 나아집니다. 얼린 모델이 배우는 수는 101개(가중치 100개와 편향)뿐입니다.
# - 표준 편차도 보세요. 라벨 100편에서는 세 방법 모두 **어떤 글이 뽑혔는가**에 따라 3점쯤 흔들립니다(2.9, 3.3, 3.1점). 1,000편부터는 0.5점이 안 됩니다.
#
# 이 모델은 일부러 가장 단순하게 만들었습니다. 순서를 보지 않으므로 라벨을 전부 쓴 035의 점수와 견줄 것은 아닙니다. 여기서 읽을 것은 세 선의 **차이**입니다.

# %% tags=["profile"]
print(f"가장 많이 쓴 메모리: {runtime.peak_memory_mb():,.0f} MiB")

# %% [markdown]
# ## 16. 벡터 하나로는 모자란 것
#
# 지금까지의 벡터는 **정적(static)** 입니다. 단어 하나에 벡터가 하나뿐이라 어느 문장에서든 같습니다. "배"는 타는 배일 수도, 먹는 배일 수도 있습니다.

# %% tags=["profile"]
phrases = ["그 배 는 바다 로 떠났다", "달콤한 배 를 먹었다", "정말 배 가 아프게 웃었다"]
phrase_ids = pad([[word_to_id.get(word, 1) for word in phrase.split()] for phrase in phrases], 6)
where = [phrase.split().index("배") for phrase in phrases]
gru_model = mask_models["GRU의 마지막 상태", True]
reader = layers.GRU(S.rnn_units, return_sequences=True)
reader.build((None, None, matrix.shape[1]))
reader.set_weights(gru_model.get_layer("gru").get_weights())
static = matrix[phrase_ids]                                                    # (3, T, D) 임베딩
contextual = ops.convert_to_numpy(reader(static))                              # (3, T, U) 문장을 읽어 온 상태
for name, values in (("정적 벡터", static), ("GRU의 상태", contextual)):
    u = np.array([row[place] / np.linalg.norm(row[place]) for row, place in zip(values, where)])
    print(f"{name}: 세 문장의 '배'끼리 코사인", np.round((u @ u.T)[np.triu_indices(3, 1)], 2))
u = np.array([row[place] / np.linalg.norm(row[place]) for row, place in zip(contextual, where)])
assert (u @ u.T)[np.triu_indices(3, 1)].min() < 0.99

# %% [markdown]
# 정적 벡터끼리는 언제나 1입니다. 그런데 9절에서 학습한 GRU의 상태는 같은 "배"라도 문장마다 다릅니다. 앞에서 읽은 단어가 섞여 들어갔기 때문입니다. 다만 `떠났다`, `달콤한`처럼 형태소로 나누지 않은 말은 어휘에 없어 `<OOV>`로 들어가니, 숫자의 크기에는 뜻을 두지 마세요. **문맥에 따라 달라지는(contextual) 벡터**의 출발점이 여기 있습니다. 이 GRU는 감성만 배워서 "배"의 뜻을 가르지는 못합니다. 그렇다면 순환층까지 **라벨 없이 미리** 가르치면 어떨까요?
#
# - **ELMo**(Peters 외, 2018): 다음 단어를 맞히는 LSTM과 이전 단어를 맞히는 LSTM을 큰 말뭉치에서 미리 배웁니다. 그리고 층마다의 상태를 **섞어서 단어 벡터로** 씁니다. 섞는 비율은 과제마다 배웁니다. 이 강의의 "얼림"에서 임베딩 표가 있던 자리에 통째로 배운 모델을 놓은 것입니다.
# - **ULMFiT**(Howard와 Ruder, 2018): 벡터가 아니라 **모델 전체**를 물려주고 풀어서 씁니다. 세 단계입니다. 일반 글로 언어 모델을 배우고, 과제의 라벨 없는 글로 이어 배우고, 분류기를 얹어 라벨로 배웁니다. 위층부터 한 층씩 푸는 **점진적 해동**(gradual unfreezing)과 아래층일수록 작은 학습률을 주는 방법을 썼습니다. 11절의 "먼저 얼리고, 작은 학습률로 푼다"는 이것의 가장 작은 판입니다.
#
# | 방법 | 미리 배우는 것 | 물려주는 것 | 쓰는 법 | 같은 단어의 벡터 |
# |---|---|---|---|---|
# | word2vec, fastText | 이웃 단어 맞히기 | 임베딩 표 | 얼리거나 풀거나 | 언제나 같음 |
# | ELMo | 앞뒤 단어 맞히기 | 순환층까지 | 얼리고 상태를 섞음 | 문장마다 다름 |
# | ULMFiT | 다음 단어 맞히기 | 모델 전체 | 차례로 풀어 씀 | 문장마다 다름 |
# | BERT (140) | 가린 단어 맞히기 | 모델 전체 | 풀어 씀 | 문장마다 다름 |
#
# 네 줄이 모두 같은 생각입니다. **라벨 없는 글에서 배우고, 라벨은 마지막에 조금 쓴다.**
#
# ## 정리
#
# - 임베딩 층은 표입니다. 줄을 빌린 벡터로 채우면 사전 학습 임베딩이고, 0번은 패딩, 1번은 OOV입니다.
# - fastText는 단어를 글자 조각의 평균으로 보아 모르는 단어에도 벡터를 줍니다. 한글은 자모로 풀면 오타에 강해집니다.
# - 포함률은 종류와 토큰, 두 가지로 잽니다. `in wv`는 언제나 참이니 `key_to_index`로 셉니다.
# - 마스크는 텐서에 붙은 꼬리표입니다. Conv1D, GlobalMaxPooling1D, Flatten에서 경고와 함께, 층이 아닌 계산에서 소리 없이 떨어집니다.
# - 마스크가 없으면 GRU의 마지막 상태는 무너지고, 평균은 배치의 길이에 따라 말을 바꿉니다. 손실과 정확도는 부풀려집니다.
# - 라벨이 적을수록 빌린 벡터의 이득이 큽니다. 얼린 채 시작하고, 라벨이 넉넉하면 작은 학습률로 풀고, 풀면 다시 `compile`합니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 행렬의 줄을 한 칸 밀어 채움 | **오류 없음**, 모든 단어가 이웃의 벡터를 가짐 | 줄을 꺼내 되물어 확인 |
# | 패딩의 줄을 난수로 둠 | 마스크가 새면 더 크게 틀림 | 0으로 두고 마스크도 켜기 |
# | 시험 글까지 넣어 벡터를 배움 | **오류 없음**, 포함률이 부풀려짐 | 훈련 글로만 |
# | 최댓값에서 패딩을 0으로 바꿈 | 모두 음수인 성분에서 0이 뽑힘 | 아주 작은 수로 바꾸기 |
# | 평균에서 $T$로 나눔 | 짧은 글이 0으로 끌려감 | 마스크의 합으로 나누기 |
# | 임베딩 뒤에 `x * 2` 같은 계산을 끼움 | **경고 없음**, 마스크가 사라짐 | 패딩을 더 붙여 답이 같은지 시험 |
# | 단어마다 답하는 모델에서 패딩까지 셈 | 정확도가 부풀려짐 | 진짜 자리의 수로 나누기 |
# | `trainable`을 바꾸고 `compile`을 잊음 | **오류 없음**(TensorFlow), 아무것도 풀리지 않음 | 다시 `compile`하고 움직였는지 보기 |
# | 처음부터 풀어서 학습함 | 이득이 줄어듦(11절) | 얼린 채 시작, 작은 학습률로 풀기 |
#
# ## 더 읽을거리
#
# - Bojanowski, Grave, Joulin, Mikolov (2017), *Enriching Word Vectors with Subword Information*. fastText입니다.
# - Park, Byun, Baek, Cho, Oh (2018), *Subword-level Word Vector Representations for Korean*. 한국어를 자모 조각으로 배웁니다.
# - Grave 외 (2018), *Learning Word Vectors for 157 Languages*. 내려받을 수 있는 fastText 벡터를 만든 논문입니다.
# - Kim (2014), *Convolutional Neural Networks for Sentence Classification*. 무작위, 얼림, 풂을 견준 고전입니다.
# - Peters 외 (2018), *Deep Contextualized Word Representations*. ELMo입니다.
# - Howard, Ruder (2018), *Universal Language Model Fine-tuning for Text Classification*. ULMFiT입니다.
#
# ## 다음 강의
#
# 지금까지는 글을 읽고 **판단**했습니다. 065에서는 글을 **씁니다**. 글자를 하나씩 읽고 다음 글자를 맞히는 순환 신경망으로 문장을 지어 봅니다. "다음을 맞힌다"는 것이 ELMo와 ULMFiT를 가르친 바로 그 과제라는 것을 기억해 두세요.
