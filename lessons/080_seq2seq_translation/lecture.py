# ---
# title: seq2seq 기계 번역
# number: "080"
# objectives:
#   - 문장 쌍을 새지 않게 나누고, 아무렇게나 나누면 점수가 얼마나 부푸는지 잽니다.
#   - 정답을 한 칸 밀어 디코더에 먹이는 교사 강요와, 패딩을 빼는 손실과 정확도를 만듭니다.
#   - GRU 인코더와 디코더를 문맥 벡터로 잇고, 학습한 층을 다시 써서 한 토큰씩 번역합니다.
#   - 탐욕, 표본 추출, 빔 탐색을 구현하고 BLEU를 손으로 계산합니다.
#   - 기준선 셋과 한 표에서 견주고, 노출 편향과 실패를 숨기지 않고 잽니다.
# datasets: [pairs_es, chatbot]
# prerequisites: [020_lstm_gru_shapes, 030_imdb_sentiment, 037_tokenizer_training, 045_pretrained_embeddings, 065_char_rnn]
# packages: [sacrebleu, gensim]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 한 문장을 읽고 다른 말로 쓰는 기계
#
# 065의 모델은 앞 글을 이어 썼습니다. 이제 **다른 문장을 읽고** 씁니다. 스페인어를 읽는 순환층과 영어를 쓰는 순환층을 잇습니다. 둘 사이에 놓인 것은 벡터 하나뿐입니다.
#
# > **문장 하나가 벡터 하나를 지나갈 수 있을까요? 얼마나 지나갔는지 어떻게 잴까요?**
#
# 문장 하나를 처음부터 끝까지 들고 갑니다. 스페인어를 몰라도 됩니다. 낱말이 하나씩 대응합니다.
#
# | ¿Dónde | está | mi | libro | rojo? |
# |:-:|:-:|:-:|:-:|:-:|
# | 어디에 | 있습니까 | 나의 | 책 | 빨간 |
# | Where | is | my | book | red |
#
# 영어에서는 **red가 book 앞**으로 갑니다. 낱말을 차례로 바꾸기만 해서는 안 되는 까닭입니다.
#
# 이 강의의 문장 쌍, 나눔, 어휘, 채점은 090(어텐션)과 130(트랜스포머)이 그대로 이어받습니다. 한 표에 줄이 하나씩 늘어나므로 그 표를 **사다리**라고 부릅니다.

# %% long="쓰는 것을 한곳에서 들여옵니다"
import functools
import re
import time
from collections import Counter

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sacrebleu
from keras import layers, ops

from nlplab import (data, decoding, diagrams, drawings, ladder, pairs, plots, runtime,
                    translation)
from nlplab.translation import END, PAD, START

# %%
runtime.seed_everything(7)
JIT = "auto" if runtime.gpus() else False      # CPU에서는 모양마다 컴파일하지 않습니다
E = 128                                        # 임베딩의 길이
spanish, english = "¿Dónde está mi libro rojo?", "Where is my red book?"

# %% settings
S = runtime.settings(
    vocabulary=4000,  # quick: 400 · 두 언어가 함께 쓰는 토큰의 수 V
    held_out=1000,  # quick: 40 · 검증과 시험의 문장 수
    units=256,  # quick: 24 · GRU의 유닛 U
    epochs=4,  # quick: 2 · 학습을 되풀이하는 횟수
    rate=4e-3,  # quick: 1e-2 · 가장 큰 학습률
    small_pairs=10_000,  # quick: 130 · 견주는 작은 모델들이 배우는 문장 쌍
    small_epochs=2,  # quick: 1 · 견주는 모델들의 에폭
    seeds=(1, 2, 3),  # quick: (1,) · 시드마다 한 번씩 학습합니다
    arms=6,  # quick: 2 · 견주는 갈래의 수
    chat_epochs=6,  # quick: 1 · 문답을 배우는 에폭
)

# %% [markdown]
# ## 1. 문장 쌍을 나누는 일부터
#
# 자원 봉사자들이 옮긴 문장 쌍입니다. 카드의 **알려진 흠**을 먼저 읽으세요.

# %% tags=["profile"]
data.card("pairs_es")

# %% [markdown]
# 이름 하나만 다른 문장이 많습니다. 줄을 아무렇게나 섞어 나누면 시험 문장이 학습 데이터에 거의 그대로 들어 있게 됩니다(030의 유출).
# 두 방법으로 나누어 봅니다. **조심스러운 나눔**은 같은 영어 문장의 번역을 모두 한쪽에 두고, 영어로 견주어 검증과 시험의 문장과 낱말 하나만 다른 학습 문장을 지웁니다. 세 낱말이 못 되는 문장은 검증과 시험에 쓰지 않습니다.
#
# 새는지 보려면 **외우기만 하는 번역기**에 물어보면 됩니다. 번역 메모리(translation memory)는 원문과 글자 조각이 가장 비슷한 학습 문장을 찾아 그 번역을 그대로 냅니다.

# %%
def translation_memory(train):
    """원문들 → 글자 조각(2~4개)의 TF-IDF가 가장 비슷한 학습 문장의 번역들."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), dtype=np.float32)
    known = pieces.fit_transform(train.es).T.tocsr()           # (조각, 학습 문장)

    def nearest(sources):
        asked = pieces.transform(sources)                      # (문장, 조각)
        return [train.en[int((one @ known).argmax())] for one in asked]

    return nearest

# %%
def chrf(translations, references):
    return sacrebleu.corpus_chrf(list(translations), [list(references)]).score

# %% [markdown]
# chrF는 번역과 참조가 글자 조각을 얼마나 나누어 갖는지를 0에서 100으로 나타냅니다. 9절에서 다시 봅니다.
#
# **먼저 맞혀 보세요.** 외우기만 하는 번역기의 점수는 두 나눔에서 얼마나 다를까요?
#
# <details><summary>답</summary>
#
# 글자 조각으로 재면 아무렇게나 나눈 쪽이 47.7, 조심스럽게 나눈 쪽이 37.7입니다. 같은 번역기인데 열 점이 다릅니다.
# </details>

# %% tags=["profile"]
everything = pairs.load("es")
splits = {"아무렇게나": pairs.split(everything, S.held_out, careful=False),
          "조심스럽게": pairs.split(everything, S.held_out)}
leak = {}
for name, one in splits.items():
    near = np.mean(pairs.near_copies(one.valid.en, one.train.en))
    nearest = translation_memory(one.train)
    found = nearest(one.valid.es)
    same = np.mean([a == b for a, b in zip(found, one.valid.en)])
    leak[name] = [len(one.train), near, chrf(found, one.valid.en), same]

# %% tags=["profile"]
columns = ["학습 쌍", "거의 같은 문장이 학습에 있음", "번역 메모리의 chrF", "꼭 맞힘"]
leak = pd.DataFrame(leak, index=columns).T
leak.round(3)

# %% claim real=True
assert list(leak["학습 쌍"]) == [116_964, 112_296]
assert leak.iloc[:, 1].round(2).tolist() == [0.48, 0] and leak.iloc[:, 3].round(3).tolist() == [0.101, 0]
assert leak["번역 메모리의 chrF"].round(1).tolist() == [47.7, 37.7]

# %% [markdown]
# 아무렇게나 나누면 검증 문장의 48 %는 같거나 낱말 하나만 다른 문장이 학습 데이터에 있습니다. 그래서 아무것도 이해하지 못하는 번역기가 열에 하나(10.1 %)를 **꼭** 맞히고 chrF가 열 점 높습니다.
# 조심스럽게 나누면 꼭 맞힌 문장이 하나도 없습니다. 학습 데이터에 같은 문장이 없으므로 외워서는 꼭 맞힐 수 없습니다. 두 줄의 검증 문장은 서로 다르므로 열 점이 모두 유출 때문이라고 할 수는 없지만, 48 %와 0 %의 차이는 나눔이 만든 것입니다.
# 이제부터 조심스러운 나눔만 씁니다.
#
# **바꾸어 보세요.** `held_out`을 5,000으로 늘리면 아무렇게나 나눈 쪽의 점수는 달라질까요?
#
# ## 2. 글에서 번호로: 시작, 끝, 한 칸 밀기
#
# 037의 BPE로 두 언어를 **어휘 하나**에 담습니다. 이름과 숫자처럼 두 언어에 똑같이 나오는 것이 있기 때문입니다. 특별한 토큰은 넷입니다.
# `[PAD]` 0, `[UNK]` 1, `[START]` 2, `[END]` 3.

# %% tags=["profile"]
task = translation.task("es", "en", size=S.vocabulary, held_out=S.held_out)
V = len(task.vocabulary)
print(f"학습 {len(task.train[0]):,}쌍(한쪽 16토큰 이하), 어휘 {V:,}토큰")
for text in (spanish, english):
    print(task.vocabulary.tokens(text), task.vocabulary.encode([text])[0])

# %% claim real=True
assert V == 4000 and len(task.train[0]) > 100_000
assert spanish not in set(task.texts.train.es) and english not in set(task.texts.train.en)

# %% [markdown]
# `▁`는 낱말의 시작입니다. 우리 문장은 학습 데이터에 없습니다. 학습에서는 한쪽이라도 16토큰이 넘는 쌍을 뺐습니다. 검증과 시험에서는 빼지 않습니다.
#
# 디코더는 **지금까지 쓴 것을 읽고 다음 토큰을 맞힙니다**. 065의 한 칸 밀기와 같은데, 첫 토큰 앞에 아무것도 없으므로 `[START]`를 두고, 언제 멈출지도 맞혀야 하므로 `[END]`를 답에 둡니다.
# 디코더에게 자기가 쓴 것이 아니라 **정답**을 읽히는 것을 교사 강요(teacher forcing)라고 합니다.

# %%
words = ["Where", "is", "my", "red", "book", "?"]
picture = diagrams.Diagram("교사 강요: 정답을 한 칸 밀어 읽힙니다")
read = picture.row(["[START]", *words], (0, 0), "blue", fill=True)
answer = picture.row([*words, "[END]"], (0, 1), "orange", fill=True)
picture.arrow(read, answer)
picture.label("답", (-1, 1))
picture.label("읽는 것", (-1, 0))
picture.show(alt="디코더가 START, Where, is, my, red, book, 물음표를 읽고 "
                 "각각 Where, is, my, red, book, 물음표, END를 답한다.")

# %% [markdown]
# 배치로 만들면 짧은 문장의 뒤를 패딩 0으로 채웁니다. `translation.pad`는 길이를 4, 6, 8, 10, 12, 16, …처럼 정해 둔 값으로 올립니다. 길이가 몇 가지뿐이어야 모델이 모양마다 새로 준비하지 않습니다.
#
# **먼저 맞혀 보세요.** 토큰이 3개와 1개인 두 문장의 배치에서 읽는 것과 답은 각각 어떤 모양일까요?
#
# <details><summary>답</summary>
#
# 둘 다 (2, 4)입니다. `[START]`나 `[END]`가 하나씩 붙습니다. 짧은 문장에는 패딩이 둘 있습니다.
# </details>

# %%
def shift(targets):
    """번호 시퀀스 B개 → 읽는 것과 답, 모두 (B, T)."""
    return translation.pad([[START, *ids] for ids in targets]), \
        translation.pad([[*ids, END] for ids in targets])


read, answer = shift([[7, 8, 9], [7]])
print("읽는 것", read.tolist(), "답", answer.tolist())

# %% claim
assert read.tolist() == [[2, 7, 8, 9], [2, 7, 0, 0]] and answer.tolist() == [[7, 8, 9, 3], [7, 3, 0, 0]]
assert all((a == b).all() for a, b in zip(shift([[7, 8, 9], [7]]), translation.teacher([[7, 8, 9], [7]])))

# %% [markdown]
# **바꾸어 보세요.** 밀지 않고 읽는 것과 답을 똑같이 두면 손실은 어디까지 내려갑니까? 그 모델은 번역할 수 있습니까?
#
# ## 3. 패딩은 답이 아닙니다
#
# 패딩은 배치를 네모로 만들려고 우리가 채운 것입니다. 맞혀도 자랑이 아닙니다. 그래서 손실과 정확도에서 뺍니다. $m$은 패딩이 아니면 1인 마스크입니다.
#
# $$L = \frac{\sum_{b,t} m_{bt}\,\bigl(-\ln P_{bt}(\text{답}_{bt})\bigr)}{\sum_{b,t} m_{bt}}$$

# %%
def masked_loss(answer, scores):                                   # (B, T), (B, T, V)
    real = ops.cast(ops.not_equal(answer, PAD), "float32")         # (B, T)
    losses = ops.sparse_categorical_crossentropy(answer, scores, from_logits=True)
    return ops.sum(losses * real) / ops.sum(real)


def accuracy(answer, guess, count_padding):
    counted = np.ones(answer.shape, bool) if count_padding else answer != PAD
    return float((guess == answer)[counted].mean())

# %% [markdown]
# **먼저 맞혀 보세요.** 언제나 `[PAD]`만 답하는 모델이 있습니다. 검증 데이터의 답을 가장 긴 문장에 맞추어 채우고 패딩까지 세면 정확도가 얼마일까요?
#
# <details><summary>답</summary>
#
# 가장 긴 답이 38토큰이라 0.720입니다. 패딩을 빼면 0입니다.
# </details>

# %% tags=["profile"]
longest = 1 + max(map(len, task.valid[1]))
everyone = np.zeros((len(task.valid[1]), longest), int)            # (문장, T)
for row, ids in zip(everyone, task.valid[1]):
    row[:len(ids) + 1] = [*ids, END]
lazy = np.full(everyone.shape, PAD)
lazy_scores = {count: accuracy(everyone, lazy, count) for count in (True, False)}
print(f"T = {longest}  패딩을 세면 {lazy_scores[True]:.3f}, 빼면 {lazy_scores[False]:.3f}")

# %% claim
assert lazy_scores[False] == 0 < 0.3 < lazy_scores[True]
batch_scores = np.random.default_rng(0).normal(size=(2, 4, 10)).astype("float32")
assert abs(float(masked_loss(answer, batch_scores)) - float(translation.masked_loss(answer, ops.convert_to_tensor(batch_scores)))) < 1e-6

# %% claim real=True
assert longest == 38 and round(lazy_scores[True], 3) == 0.720

# %% [markdown]
# 한 낱말도 쓰지 않는 모델이 그렇습니다. 5절에서 일부러 세어 볼 때 말고는 이 강의의 모든 손실과 정확도에서 패딩을 뺍니다.
#
# **바꾸어 보세요.** `longest`에 100을 더하면 두 정확도는 어떻게 됩니까?
#
# ## 4. 인코더, 문맥 벡터, 디코더
#
# 인코더(encoder)가 원문을 읽고 남긴 마지막 상태가 **문맥 벡터(context vector)** 입니다. 디코더(decoder)는 그것을 처음 상태로 삼아 씁니다.

# %%
drawings.seq2seq(["Dónde", "está", "mi", "libro", "rojo"], ["Where", "is", "my", "…"],
                 start="[START]").show(
    alt="인코더가 Dónde, está, mi, libro, rojo를 차례로 읽은 마지막 상태가 "
        "문맥으로 디코더의 처음 상태가 되고, 디코더는 START부터 읽으며 Where, is, my를 쓴다.")

# %% [markdown]
# 인코더의 임베딩에 `mask_zero=True`를 주면 순환층이 패딩을 건너뜁니다(020). 패딩까지 읽으면 마지막 상태가 달라지고, 같은 문장의 문맥 벡터가 배치마다 달라집니다. 패딩은 **뒤에** 채웁니다. 디코더의 답도 뒤가 비는 것이 자연스럽고, GPU의 빠른 커널도 뒤쪽 패딩만 받습니다.
#
# 출력층은 **가중치 공유(weight tying)** 를 합니다. 토큰의 점수를 내는 행렬로 임베딩 행렬 $W$의 전치 $W^\top$을 씁니다. 그러려면 길이가 $U$인 상태를 먼저 임베딩의 길이 $E$로 줄여야 합니다.

# %%
class TiedOutput(layers.Layer):
    """(B, T, E) → (B, T, V): 임베딩의 전치를 곱합니다."""

    def __init__(self, embedding):
        super().__init__()
        self.embedding, self.supports_masking = embedding, True

    def build(self, shape):
        self.bias = self.add_weight(shape=(self.embedding.input_dim,), initializer="zeros")

    def compute_mask(self, x, mask=None):
        return None                                    # 패딩은 손실에서 뺍니다

    def call(self, x):
        return ops.matmul(x, ops.transpose(self.embedding.embeddings)) + self.bias

# %%
def parts(V, units, dropout=0.1):
    """번역기의 부품. 읽는 임베딩과 쓰는 임베딩이 같은 층입니다."""
    normal = keras.initializers.RandomNormal(stddev=E ** -0.5)
    embedding = layers.Embedding(V, E, mask_zero=True, embeddings_initializer=normal)
    return {
        "read": embedding, "write": embedding, "dropout": layers.Dropout(dropout),
        "encoder": layers.GRU(units, return_state=True),
        "decoder": layers.GRU(units, return_sequences=True, return_state=True),
        "narrow": layers.Dense(E), "output": TiedOutput(embedding),
    }

# %%
def training_model(p):
    """(원문, 읽는 것) → 점수: (B, T), (B, T') → (B, T', V)."""
    source, read = (keras.Input((None,), dtype="int32") for _ in range(2))
    _, context = p["encoder"](p["dropout"](p["read"](source)))       # (B, U)
    h, _ = p["decoder"](p["dropout"](p["write"](read)), initial_state=context)
    scores = p["output"](p["narrow"](p["dropout"](h)))               # (B, T', V)
    return keras.Model([source, read], scores)

# %% [markdown]
# **먼저 맞혀 보세요.** 파라미터가 가장 많은 부품은 무엇일까요? 인코더의 GRU, 디코더의 GRU, 임베딩 가운데 고르세요.
#
# <details><summary>답</summary>
#
# 임베딩입니다. $V \times E = 4000 \times 128 = 512{,}000$으로, GRU 하나의 296,448보다 훨씬 많습니다. GRU 둘을 더하면 임베딩보다 많습니다. 출력층은 그것을 다시 쓰므로 편향 4,000개뿐입니다.
# </details>

# %% tags=["profile"]
runtime.seed_everything(7)
p = parts(V, S.units)
model = training_model(p)
counts = {name: p[name].count_params() for name in ("read", "encoder", "decoder", "narrow")}
counts["output의 편향"] = V
print(f"모두 {model.count_params():,}개")
pd.Series(counts, name="파라미터").to_frame()

# %% claim
assert model.count_params() == sum(counts.values())

# %% claim real=True
assert counts["read"] == 512_000 and counts["encoder"] == counts["decoder"] == 296_448 and model.count_params() == 1_141_792, model.count_params()

# %% [markdown]
# **바꾸어 보세요.** `TiedOutput(embedding)`을 `layers.Dense(V)`로 바꾸면 파라미터는 얼마나 늘어납니까?
#
# ## 5. 같은 모델의 정확도 두 가지
#
# 흔한 교재처럼 해 봅니다. 모든 답을 가장 긴 답에 맞추어 채우고, 손실과 정확도에 패딩을 그대로 넣습니다. 작은 모델을 문장 쌍 1만 개로 학습하고 검증 문장 200개로 잽니다.

# %%
def learn(model, batches, epochs, rate, loss=masked_loss, **options):
    """짧게 데우고 코사인으로 줄이는 학습률, Adam."""
    steps = epochs * len(batches)
    warm = max(1, steps // 20)
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warm, warmup_target=rate, warmup_steps=warm)
    model.compile(keras.optimizers.Adam(schedule, clipnorm=1.0), loss, jit_compile=JIT)
    model.optimizer.build(model.trainable_variables)    # 그래프를 한 번만 만들게 됩니다
    return model.fit(batches, epochs=epochs, verbose=0, **options).history

# %% tags=["profile"]
chosen = np.random.default_rng(7).permutation(len(task.train[0]))[:S.small_pairs]
some = tuple([side[i] for i in chosen] for side in task.train)
T = 1 + max(map(len, some[1]))                         # 답을 모두 T토큰으로 채웁니다


class Padded(translation.PairBatches):
    def __getitem__(self, index):
        (x, read), answer = super().__getitem__(index)
        return (x, fill(read, T)), fill(answer, T)


def fill(ids, T):                                      # (B, t) → (B, T)
    return np.pad(ids, ((0, 0), (0, max(0, T - ids.shape[1]))))[:, :T]

# %% [markdown]
# **먼저 맞혀 보세요.** 이렇게 배운 모델 하나를 두고, 답을 17토큰으로 채워서 잴 때와 100토큰으로 채워서 잴 때 정확도는 어떻게 다를까요?
#
# <details><summary>답</summary>
#
# 17토큰이면 0.774, 100토큰이면 0.962입니다. 패딩을 뺀 정확도는 0.467로 그대로입니다.
# </details>

# %% tags=["profile"]
runtime.seed_everything(7)
naive = training_model(parts(V, S.units // 2))
plain_loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
learn(naive, Padded(*some, 32, seed=7), S.small_epochs, S.rate, loss=plain_loss)

# %% tags=["profile"]
rows = {}
check = translation.pad(task.valid[0][:200])
read, answer = (fill(part, 100) for part in shift(task.valid[1][:200]))
guess = naive.predict_on_batch([check, read]).argmax(axis=-1)          # (200, 100)
for width in (T, 32, 64, 100):
    both = answer[:, :width], guess[:, :width]
    rows[width] = [accuracy(*both, count) for count in (True, False)]
padding = pd.DataFrame(rows, index=["패딩을 세면", "패딩을 빼면"]).T.rename_axis("채운 길이")
padding.round(3)

# %% claim real=True
assert abs(padding.iloc[0, 0] - 0.774) < 0.02 and abs(padding.iloc[-1, 0] - 0.962) < 0.01
assert (abs(padding["패딩을 빼면"] - 0.467) < 0.02).all()
assert padding["패딩을 세면"].iloc[-1] > 0.9 and padding["패딩을 세면"].is_monotonic_increasing
assert np.ptp(padding["패딩을 빼면"].iloc[1:]) < 1e-9

# %% [markdown]
# 같은 가중치, 같은 답입니다. 패딩을 빼면 **0.467**인데 패딩을 세면 0.774에서 0.962까지 마음대로 고를 수 있습니다. "정확도 0.93"이라는 보고를 보면 얼마나 채웠는지부터 물어야 합니다.
# 0.467도 정답을 읽히며 잰 것이라 번역의 좋고 나쁨은 아닙니다.
#
# **바꾸어 보세요.** `fill(part, 100)`과 `(T, 32, 64, 100)`의 100을 둘 다 200으로 바꾸면 왼쪽 열은 얼마까지 올라갑니까?
#
# ## 6. 학습
#
# 이제 제대로 학습합니다. 길이가 비슷한 쌍끼리 배치를 만들고(030), 패딩을 뺀 손실로 배웁니다. 학습률 0.004는 학습 쌍의 일부로 미리 시험해 본 두 값 가운데 하나이고, 드롭아웃 0.1은 견주지 않고 둔 값입니다. 더 나은 값이 있을 수 있습니다.
# 오래 걸리는 셀입니다. 저장된 실행이 걸린 시간은 셀 아래에 있습니다. 다른 일도 하던 컴퓨터에서 잰 것이라 한가하면 더 빠릅니다.

# %% tags=["profile"]
batches = translation.PairBatches(*task.train, 64, seed=7)
valid_batches = translation.PairBatches(*task.valid, 250)
started = time.process_time()
with runtime.stopwatch(f"GRU {S.units}, {S.epochs}에폭"):
    history = learn(model, batches, S.epochs, S.rate, validation_data=valid_batches)
epoch_seconds = (time.process_time() - started) / S.epochs
plain_valid = translation.token_loss(model, valid_batches)
print(f"에폭마다 CPU 시간 {epoch_seconds:.0f}초")

# %% [markdown]
# **먼저 맞혀 보세요.** 어휘가 4,000이므로 아무것도 모르면 손실은 $\ln 4000 = 8.3$입니다. 네 에폭 뒤의 검증 손실은 얼마일까요?
#
# <details><summary>답</summary>
#
# 1.59입니다. 퍼플렉서티로는 4.9, 다음 토큰을 다섯 개쯤 사이에서 헷갈리는 셈입니다.
# </details>

# %% tags=["profile"]
plots.learning_curves(history, title="스페인어에서 영어로", ylabel="손실 (내트)")
plots.show(alt="학습 손실은 3을 넘는 데서, 검증 손실은 2를 조금 넘는 데서 시작해 에폭마다 "
               "내려간다. 둘째와 셋째 에폭 사이에서 엇갈린 뒤로는 학습 손실이 더 낮다.")
print(f"검증 손실 {plain_valid:.3f} 내트, 퍼플렉서티 {np.exp(plain_valid):.1f}")

# %% claim real=True
assert abs(plain_valid - 1.588) < 0.02 and abs(history["val_loss"][-1] - 1.424) < 0.02
assert abs(history["loss"][-1] - 1.11) < 0.02 and 0 < history["val_loss"][-2] - history["val_loss"][-1] < 0.06
assert np.all(np.diff(history["val_loss"]) < 0) and np.all(np.diff(history["loss"]) < 0)
assert round(float(np.exp(plain_valid)), 1) == 4.9 and round(np.log(V), 1) == 8.3
assert history["loss"][0] > 3 and 2 < history["val_loss"][0] < 2.3
assert [a > b for a, b in zip(history["loss"], history["val_loss"])] == [True, True, False, False], history

# %% [markdown]
# 검증 손실이 1.588입니다. 그림의 마지막 점(1.424)보다 큰 것은 `fit`이 **배치마다** 평균하기 때문입니다. 긴 문장은 어렵지만 그런 배치도 한 표뿐입니다. `token_loss`는 토큰마다 평균합니다. 앞으로 이 수를 씁니다.
# 첫 두 에폭에서 학습 손실이 검증 손실보다 큰 것은 드롭아웃을 켜고, 아직 배우던 동안을 평균한 값이라서일 것입니다(추측). 그 뒤로는 1.11까지 내려가 검증보다 낮아집니다. 조금 외웠겠지만 틈이 모두 외운 탓이라고는 할 수 없습니다. 학습 쌍은 16토큰 이하인데 검증에는 더 긴 문장도 있고, 1절에서 검증과 닮은 학습 문장을 지웠습니다. 검증 손실은 끝까지 내려갔지만 마지막 에폭에는 0.04뿐입니다. 학습률을 0까지 줄였으므로 더 배울 것이 없다는 뜻은 아닙니다.
#
# **바꾸어 보세요.** `dropout`을 0으로 하면 학습 손실과 검증 손실의 틈은 벌어집니까?
#
# ## 7. 쓰는 길은 따로 냅니다
#
# 학습할 때는 정답을 한꺼번에 읽혔습니다. 번역할 때는 정답이 없습니다. 한 토큰을 쓰고 그것을 다시 읽혀야 합니다. 그래서 **학습한 층을 그대로 다시 쓰는** 작은 모델 둘을 만듭니다.
#
# - 인코더: 원문 → 문맥 벡터. 문장마다 한 번.
# - 디코더 한 걸음: 토큰 하나와 상태 → 다음 토큰의 점수와 새 상태.

# %%
def writing_models(p, units):
    source = keras.Input((None,), dtype="int32")
    token, state = keras.Input((1,), dtype="int32"), keras.Input((units,))
    encoder = keras.Model(source, p["encoder"](p["read"](source))[1])       # (B, U)
    h, after = p["decoder"](p["write"](token), initial_state=state)        # (B, 1, U)
    scores = p["output"](p["narrow"](h))[:, 0]                             # (B, V)
    decoder = keras.Model([token, state], [scores, after])
    for one in (encoder, decoder):
        one.compile(jit_compile=JIT)
    return encoder, decoder

# %%
def functions(encoder, decoder):
    def start(x):                                     # (B, T) → 상태
        return (encoder.predict_on_batch(x),)

    def step(tokens, state):                          # (B,), 상태 → (B, V), 상태
        scores, after = decoder.predict_on_batch([np.asarray(tokens)[:, None], state[0]])
        return np.asarray(scores), (np.asarray(after),)

    return start, step


encoder, decoder = writing_models(p, S.units)
start, step = functions(encoder, decoder)

# %% [markdown]
# **먼저 맞혀 보세요.** 한 걸음씩 정답을 읽히면, 학습 모델이 한꺼번에 낸 점수와 같은 점수가 나올까요?
#
# <details><summary>답</summary>
#
# 반올림 오차 말고는 같습니다. 층이 같고, 상태를 이어 주었기 때문입니다. 다르면 새 모델이 가중치를 새로 만들었거나 상태를 흘린 것입니다.
# </details>

# %% tags=["profile"]
source, target = (task.vocabulary.encode([text]) for text in (spanish, english))
read, answer = shift(target)                                     # (1, T)
at_once = model.predict_on_batch([translation.pad(source), read])[0]     # (T, V)
state, by_step = start(translation.pad(source)), []
print("문맥 벡터", state[0].shape, state[0][0, :4].round(2))
for token in read[0]:
    scores, state = step([token], state)
    by_step.append(scores[0])
real = answer[0] != PAD
gap = np.abs(np.array(by_step) - at_once)[real].max()
print(f"가장 큰 차이 {gap:.6f}")

# %% claim
assert gap < 1e-3

# %% [markdown]
# `¿Dónde está mi libro rojo?`가 수 256개가 되었습니다. 디코더가 원문에 관해 아는 것은 이것뿐입니다. 원문이 세 낱말이든 서른 낱말이든 256개입니다.
#
# **바꾸어 보세요.** 상태를 넘기지 않고 언제나 `start`의 상태로 `step`을 부르면 차이는 얼마가 됩니까?
#
# ## 8. 무엇을 쓸까요: 탐욕, 표본, 빔
#
# **탐욕 탐색**은 걸음마다 가장 큰 것을 씁니다. 걸음마다 최선이 문장 전체의 최선은 아닙니다. 확률을 손으로 적은 나무를 보세요. `[START]`에서 둘로, 다시 둘로 갈라져 끝까지 가는 갈래가 넷입니다. 확률이 더 작은 낱말은 적지 않았습니다.
#
# | 첫째 | 둘째 | 곱 |
# |:-:|:-:|:-:|
# | My 0.5 | book 0.4 | 0.20 |
# | My 0.5 | red 0.3 | 0.15 |
# | The 0.4 | red 0.9 | **0.36** |
# | The 0.4 | book 0.1 | 0.04 |

# %%
picture = diagrams.Diagram("걸음마다 최선과 문장 전체의 최선")
root = picture.box("[START]", (0, 1.5))
my = picture.box("My 0.5", (3, 2.5), "orange", fill=True)
the = picture.box("The 0.4", (3, 0.5))
leaves = [picture.box(text, (6.5, 3 - n)) for n, text in enumerate(
    ["book 0.4, 곱 0.20", "red 0.3, 곱 0.15", "red 0.9, 곱 0.36", "book 0.1, 곱 0.04"])]
leaves[2].colour, leaves[2].fill = "green", True
picture.arrow(root, [my, the])
picture.arrow(my, leaves[:2])
picture.arrow(the, leaves[2:])
picture.show(alt="START에서 My 0.5와 The 0.4로, 다시 My는 book 0.4와 red 0.3으로, The는 "
                 "red 0.9와 book 0.1로 갈라진다. 곱은 The red의 0.36이 가장 크다.")

# %% [markdown]
# 탐욕은 `My`로 가서 0.20에 그칩니다. `The red`는 0.36입니다. **빔 탐색(beam search)** 은 걸음마다 좋은 앞부분을 `width`개 남깁니다. 둘만 남겨도 `The red`를 찾습니다. **표본 추출**은 온도로 나눈 점수의 확률대로 뽑습니다(065).
#
# 로그 확률은 토큰마다 음수가 더해지므로 그대로 견주면 **짧은 문장이 유리합니다**. 길이에 따라 나누어 줍니다(Wu 외, 2016). $\alpha$가 클수록 긴 문장을 봐줍니다. 0이면 나누지 않는 것과 같고, 여기서는 0.6입니다.
#
# $$\text{점수} = \frac{\sum_t \ln P_t}{\bigl((5 + \text{길이}) / 6\bigr)^{\alpha}}$$

# %%
def greedy(source, longest=20):
    state, written = start(translation.pad([source])), [START]
    while written[-1] != END and len(written) <= longest:
        scores, state = step(written[-1:], state)             # (1, V)
        written.append(int(scores[0].argmax()))
    return written[1:]

# %%
def sample(source, temperature, rng, longest=20):
    state, written = start(translation.pad([source])), [START]
    while written[-1] != END and len(written) <= longest:
        scores, state = step(written[-1:], state)
        P = np.exp(decoding.log_softmax(scores / temperature))[0]
        written.append(int(rng.choice(len(P), p=P)))
    return written[1:]

# %% long="빔 탐색이 이 절의 주제"
def beam(source, width=4, alpha=0.6, longest=20):
    def score(one):
        return one[0] / ((5 + len(one[1]) - 1) / 6) ** alpha

    beams = [(0.0, [START], start(translation.pad([source])))]     # (로그 확률의 합, 글, 상태)
    for _ in range(longest):
        grown = [one for one in beams if one[1][-1] == END]        # 끝난 것은 그대로 겨룹니다
        for total, ids, state in (one for one in beams if one[1][-1] != END):
            scores, after = step(ids[-1:], state)
            each = decoding.log_softmax(scores)[0]                 # (V,)
            best = np.argsort(-each)[:width]
            grown += [(total + each[i], [*ids, int(i)], after) for i in best]
        beams = sorted(grown, key=score, reverse=True)[:width]
    return beams[0][1][1:]

# %% [markdown]
# **먼저 맞혀 보세요.** 빔의 너비가 1이면 무엇과 같을까요?
#
# <details><summary>답</summary>
#
# 탐욕과 같습니다. 앞부분을 하나만 남기기 때문입니다.
# </details>

# %% tags=["profile"]
ways = {}
for text in (spanish, "El perro persigue al gato."):             # 개가 고양이를 쫓는다
    ids, rng = task.vocabulary.encode([text])[0], np.random.default_rng(7)
    written = {"탐욕": greedy(ids), "빔 1": beam(ids, 1), "빔 4": beam(ids, 4),
               "표본, 온도 0.5": sample(ids, 0.5, rng), "표본, 온도 1": sample(ids, 1.0, rng)}
    ways[text] = task.vocabulary.decode(written.values())
    print(text)
    for name, wrote in zip(written, ways[text]):
        print(f"    {name:10} {wrote}")

# %% claim
assert all(wrote[0] == wrote[1] for wrote in ways.values())
assert [i for i in decoding.translate(source, start, step, longest=20)[0] if i != PAD] == greedy(source[0])
four = functools.partial(decoding.beam, width=4)
for one in task.valid[0][:10]:
    ours = beam(one, 4, longest=min(20, 2 * translation.width(len(one)) + 5))
    assert [i for i in decoding.translate([one], start, step, four, longest=20)[0] if i != PAD] == ours

# %% claim real=True
assert set(ways[spanish]) == {"Where is my red book?"}
doubt = ways["El perro persigue al gato."]
assert doubt[0] == doubt[1] == "The dog is locked by the cat." and doubt[2] == "The dog refused to be the cat.", doubt
assert "barlen" in doubt[3] and len(set(doubt)) == 4 and not any("chas" in one or "follow" in one for one in doubt), doubt

# %% [markdown]
# 우리 문장에서는 다섯 가지 방법이 모두 같은 답을 냅니다. `Where is my red book?` 학습 데이터에 없는 문장인데 red를 book 앞으로 보냈습니다.
# 둘째 문장에서는 방법이 갈립니다. 탐욕과 빔 1은 `The dog is locked by the cat.`, 빔 4는 `The dog refused to be the cat.`이고, 온도 0.5의 표본에는 `barlen`이라는 없는 낱말까지 나옵니다. 쫓는다는 뜻은 어디에도 없습니다. 이 문장에서는 쓰는 법이 글을 바꿀 뿐, 모르는 것을 알게 하지는 못합니다.
#
# 한 문장씩 쓰면 느립니다. `decoding.translate`는 같은 일을 **여러 문장을 한꺼번에** 합니다. 빔은 검증 문장 열 개에서, 탐욕은 우리 문장에서 위의 함수와 같은 답을 내는 것을 따로 확인했습니다(여기에는 찍지 않았습니다). 앞으로는 그것을 씁니다.
#
# **바꾸어 보세요.** `beam(source[0], 4, alpha=0)`은 더 짧은 문장을 냅니까?
#
# ## 9. BLEU를 손으로
#
# 번역을 어떻게 채점할까요? **BLEU**는 번역의 n-gram 가운데 참조에도 있는 것의 비율을 n = 1, 2, 3, 4에서 재어($p_n$) **기하 평균**을 내고, 참조보다 짧으면 벌을 줍니다.
#
# $$\mathrm{BLEU} = 100 \cdot \min\!\bigl(1, e^{1 - r/c}\bigr) \cdot \Bigl(\prod_{n=1}^{4} p_n\Bigr)^{1/4}$$
#
# $c$는 번역의 길이, $r$은 참조의 길이입니다. 같은 낱말을 되풀이해 점수를 얻지 못하게 **참조에 나온 횟수까지만** 셉니다(clipping). 횟수는 **모든 문장에서 더한 다음** 나눕니다.

# %%
def ngrams(words, n):
    return Counter(zip(*(words[i:] for i in range(n))))


def bleu(translations, references, split):
    right, total, c, r = np.zeros(4), np.zeros(4), 0, 0
    for one, other in zip(map(split, translations), map(split, references)):
        c, r = c + len(one), r + len(other)
        for n in range(1, 5):
            ours, theirs = ngrams(one, n), ngrams(other, n)
            right[n - 1] += (ours & theirs).total()            # 참조에 나온 횟수까지만
            total[n - 1] += ours.total()
    brevity = min(1.0, np.exp(1 - r / c))
    return 100 * brevity * np.exp(np.log(right / total).mean())

# %% [markdown]
# **먼저 맞혀 보세요.** 참조가 `Where is my red book ?`일 때 `Where is my book red ?`의 $p_1$과 $p_4$는 얼마일까요?
#
# <details><summary>답</summary>
#
# $p_1$은 6/6, $p_4$는 0/3입니다. 낱말은 모두 맞았지만 네 낱말이 이어진 곳은 하나도 없습니다. 그래서 BLEU가 0입니다. BLEU는 한 문장이 아니라 문장 천 개를 함께 재는 점수입니다.
# </details>

# %%
reference = "Where is my red book ?".split()
for text in ("Where is my red book ?", "Where is my book red ?", "Where Where Where is ?"):
    one = text.split()
    both = [(ngrams(one, n) & ngrams(reference, n)).total() for n in range(1, 5)]
    print(f"{text:24}", [f"{b}/{len(one) - n}" for n, b in enumerate(both)])

# %% claim
assert [(ngrams("Where is my book red ?".split(), n) & ngrams(reference, n)).total() for n in (1, 2, 3, 4)] == [6, 2, 1, 0]

# %% [markdown]
# 마지막 줄의 `Where`는 세 번 썼지만 한 번만 셉니다.
#
# 검증 데이터 전체를 탐욕과 빔으로 옮기고 sacrebleu와 견줍니다. 낱말을 나누는 규칙은 sacrebleu의 것(`13a`)을 씁니다. 그 규칙까지 같아야 논문끼리 견줄 수 있습니다.
# **chrF**는 낱말 대신 글자 1~6개 조각으로 재현율과 정밀도를 재서, 어미만 다른 낱말에도 점수를 줍니다.

# %% tags=["profile"]
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

split = lambda text: Tokenizer13a()(text).split()
valid_sources = task.vocabulary.encode(task.texts.valid.es)
searches = {"탐욕": decoding.greedy, "빔 4": functools.partial(decoding.beam, width=4)}

# %% tags=["profile"]
rows, wanted = {}, list(task.texts.valid.en)
for name, search in searches.items():
    ids = decoding.translate(valid_sources, start, step, search)
    texts = task.vocabulary.decode(ids)
    with np.errstate(divide="ignore"):
        ours = bleu(texts, wanted, split)
    rows[name] = [ours, sacrebleu.corpus_bleu(texts, [wanted]).score, chrf(texts, wanted)]
search_table = pd.DataFrame(rows, index=["BLEU(손으로)", "BLEU(sacrebleu)", "chrF"]).T
search_table.round(2)

# %% claim real=True
assert (search_table.loc["빔 4"] - search_table.loc["탐욕"]).round(1).tolist() == [2.0, 2.0, 1.1], search_table
assert np.abs(search_table["BLEU(손으로)"] - search_table["BLEU(sacrebleu)"]).max() < 1e-6
assert search_table.loc["빔 4", "chrF"] >= search_table.loc["탐욕", "chrF"]

# %% [markdown]
# 손으로 센 BLEU가 sacrebleu와 소수점 아래 둘째 자리까지 같습니다. 빔은 탐욕보다 BLEU가 2.0, chrF가 1.1 높습니다. 모델은 그대로인데 쓰는 법만 바꾼 것입니다. 모델 하나와 검증 문장 1,000개에서 본 차이이고, 구간은 재지 않았습니다.
#
# **바꾸어 보세요.** `width=10`이나 `alpha=0`이면 chrF는 오릅니까? 길이는 어떻게 됩니까?
#
# ## 10. 시험은 한 번: 사다리의 첫 줄들
#
# 견줄 것이 있어야 좋은 점수인지 압니다. 신경망 없이 세거나 찾기만 하는 기준선 셋을 세웁니다.
#
# - **원문 그대로**: 아무것도 하지 않습니다. 두 언어에서 똑같이 적는 이름, 숫자, 부호는 맞습니다.
# - **낱말 사전**: 학습 쌍에서 **함께 나온 횟수**로 낱말마다 짝을 하나 정합니다. $\text{다이스}(x, y) = \frac{2\,n_{xy}}{n_x + n_y}$
# - **번역 메모리**: 1절의 것입니다.
#
# 낱말 사전과 번역 메모리는 16토큰이 넘는 쌍까지 112,296쌍을 모두 봅니다. seq2seq가 배운 것은 그 가운데 103,958쌍이므로, 글의 양은 기준선 쪽이 조금 많습니다.

# %%
def learn_dictionary(train):
    """스페인어 낱말 → 다이스 계수가 가장 큰 영어 낱말."""
    from sklearn.feature_extraction.text import CountVectorizer

    counters = [CountVectorizer(token_pattern=r"\w+", binary=True) for _ in range(2)]
    es, en = (c.fit_transform(texts) for c, texts in zip(counters, (train.es, train.en)))
    both = (es.T @ en).tocoo()                                    # (스페인어, 영어)
    n_es, n_en = (np.asarray(one.sum(axis=0)).ravel() for one in (es, en))
    dice = 2 * both.data / (n_es[both.row] + n_en[both.col])
    order = np.argsort(dice)                                      # 큰 것이 나중에 남습니다
    from_es, to_en = (c.get_feature_names_out() for c in counters)
    return dict(zip(from_es[both.row[order]], to_en[both.col[order]]))

# %%
def word_for_word(text, dictionary):
    words = re.findall(r"\w+|[.?!,]", text.lower())
    english = " ".join(dictionary.get(word, word) for word in words)
    return re.sub(r" ([.?!,])", r"\1", english).capitalize()

# %% tags=["profile"]
dictionary = learn_dictionary(task.texts.train)
three = {"낱말 사전": word_for_word(spanish, dictionary), "번역 메모리": nearest([spanish])[0],
         "seq2seq": task.vocabulary.decode([beam(source[0])])[0]}
for name, wrote in three.items():
    print(f"{name}: {wrote}")

# %% claim real=True
assert list(three.values()) == ["Where is my book red?", "Where's my book?", "Where is my red book?"], three

# %% [markdown]
# **먼저 맞혀 보세요.** 시험 데이터의 chrF로 네 줄을 줄 세우면 어떤 순서일까요? 가장 센 기준선은 무엇일까요?
#
# <details><summary>답</summary>
#
# 원문 그대로 15.8, 번역 메모리 38.0, 낱말 사전 44.4, seq2seq 48.4입니다. 가장 센 기준선은 낱말 사전입니다.
# </details>

# %% tags=["profile"]
test = task.texts.test
test_sources = task.vocabulary.encode(test.es)
speed, texts = {}, {}
for name, search in searches.items():
    started = time.process_time()
    ids = decoding.translate(test_sources, start, step, search)
    speed[name] = len(ids) / (time.process_time() - started)
    texts[name] = task.vocabulary.decode(ids)

# %% tags=["profile"]
references = list(test.en)
for name, title, wrote in [
        ("copy", "원문 그대로", list(test.es)),
        ("dictionary", "낱말 사전", [word_for_word(one, dictionary) for one in test.es]),
        ("nearest", "번역 메모리", nearest(test.es))]:
    ladder.record(name, title, wrote, references)

# %% tags=["profile"]
ladder.record("plain", "seq2seq (GRU, 빔 4)", texts["빔 4"], references,
              parameters=model.count_params(), loss=plain_valid, epoch_seconds=epoch_seconds,
              greedy_speed=speed["탐욕"], beam_speed=speed["빔 4"])
rungs = ["copy", "dictionary", "nearest", "plain"]
gains = {f"{a} - {b}": ladder.gain(a, b) for a, b in [
    ("dictionary", "copy"), ("nearest", "dictionary"),
    ("plain", "nearest"), ("plain", "dictionary")]}
for name, (gain, low, high) in gains.items():
    print(f"{name:22} chrF {gain:+.1f} (95% 구간 {low:+.1f}에서 {high:+.1f})")
ladder.table(rungs).round(2)

# %% claim real=True
import sacrebleu
found = sacrebleu.corpus_chrf(texts["빔 4"], [references]).score, sacrebleu.corpus_bleu(texts["빔 4"], [references]).score
assert abs(found[0] - 48.4) < 0.05 and abs(found[1] - 32.8) < 0.05, found
assert found[0] >= sacrebleu.corpus_chrf(texts["탐욕"], [references]).score
first, second, third, fourth = gains.values()
assert np.round(third, 1).tolist() == [10.5, 8.9, 12.0] and second[2] < 0 and round(second[0], 1) == -6.4
assert np.round(fourth, 1).tolist() == [4.1, 2.4, 5.9], fourth
shown = ladder.table(rungs)
assert shown["chrF"].round(1).tolist() == [15.8, 44.4, 38.0, 48.4], shown
assert shown["BLEU"].round(1).tolist() == [0.5, 17.2, 19.2, 32.8], shown

# %% [markdown]
# - seq2seq는 chrF 48.4, BLEU 32.8입니다. 번역 메모리보다 chrF가 10.5 높고(95% 구간 8.9에서 12.0) 가장 센 기준선인 낱말 사전(44.4)보다는 **4.1**밖에 높지 않습니다(2.4에서 5.9). 구간은 시험 문장을 되뽑아 두 줄을 같은 문장에서 견준 것입니다(부트스트랩). 학습은 시드 하나로 한 번 했으므로, 다시 배웠을 때의 흔들림은 들어 있지 않습니다.
# - 신경망이 없는 **낱말 사전**이 chrF에서 번역 메모리를 6.4 이깁니다. 그런데 BLEU로는 번역 메모리(19.2)가 낱말 사전(17.2)보다 높습니다. 낱말을 맞히는 것과 이어진 낱말을 맞히는 것은 다른 일이고, 점수 하나는 한쪽만 봅니다.
# - 우리 문장에서 낱말 사전은 `Where is my book red?`라고 **스페인어의 순서**를 지켰고, 번역 메모리는 학습 데이터에 있던 `Where's my book?`을 내며 red를 잃었습니다. seq2seq만 순서를 바꾸었습니다.
#
# 이 표가 사다리의 첫 네 줄입니다. 090, 130, 150은 같은 시험 문장으로 제 줄을 더합니다. 그 표들에 실린 처음 네 줄은 같은 코드를 다른 때 돌린 것이라 점수의 소수점 아래 둘째 자리가 조금 다릅니다.
# 초와 문장/초는 모두 CPU 시간입니다. 다른 일도 하던 컴퓨터에서 따로따로 재어, 같은 seq2seq의 시간도 090의 표에서는 두 배쯤 다릅니다. 줄 사이의 시간은 견주지 마세요.
#
# 빠르기는 쓰는 법에 따라 얼마나 다를까요? 흔한 교재의 반복문은 문장을 하나씩 옮기며 토큰마다 `model.predict`를 부릅니다. 7절의 두 모델을 그렇게 불러 봅니다. 모델도, 상태를 넘기는 것도, 고르는 토큰도 8절의 `greedy`와 같습니다. 다른 것은 `predict_on_batch` 대신 `predict`라는 것뿐입니다.

# %%
def naive_loop(source, longest=20):
    """문장 하나를, 토큰마다 predict를 불러: greedy와 같은 답."""
    state, written = encoder.predict(translation.pad([source]), verbose=0), [START]
    while written[-1] != END and len(written) <= longest:
        scores, state = decoder.predict([np.array([written[-1:]]), state], verbose=0)
        written.append(int(scores[0].argmax()))
    return written[1:]

# %% [markdown]
# **먼저 맞혀 보세요.** 네 가지 방법의 문장/초는 몇 배씩 다를까요? `predict`를 `predict_on_batch`로 바꾸는 것과 250문장을 한꺼번에 쓰는 것 가운데 어느 쪽이 더 클까요?
#
# <details><summary>답</summary>
#
# `predict`를 바꾸는 쪽입니다. 문장/초가 그것만으로 72배가 되고, 250문장씩 쓰면 다시 11배가 됩니다.
# </details>

# %% tags=["profile"]
few, slow, alone = test_sources[:S.held_out // 40], {}, {}
for name, way in {"predict": naive_loop, "predict_on_batch": greedy}.items():
    slow[name] = [way(one) for one in few]              # 첫 번의 준비는 재지 않습니다
    started = time.process_time()
    for one in few:
        way(one)
    alone[f"탐욕, 한 문장씩 {name}"] = len(few) / (time.process_time() - started)
speeds = {**alone, **{f"{name}, 250문장씩": speed[name] for name in searches}}
pd.Series(speeds, name="문장/초 (CPU 시간)").to_frame().round(1)

# %% claim
assert slow["predict"] == slow["predict_on_batch"]
assert [i for i in decoding.translate(few[:1], start, step, longest=20)[0] if i != PAD] == slow["predict"][0]
assert len(few) <= 25

# %% claim real=True
one, other, many, four = speeds.values()
assert [round(each, 1) for each in (one, other, four)] == [1.8, 128.9, 93.7] and round(many) == 1441, speeds
assert round(other / one) == 72 and round(many / other) == 11 and 800 < many / one < 810 and 10 < 1000 / four < 11, speeds
assert len(few) == 25 and len(test_sources) == 1000

# %% [markdown]
# 한 문장씩 `predict`를 부르면 1초에 1.8문장입니다. `predict_on_batch`로 바꾸면 128.9문장, 250문장을 한꺼번에 쓰면 1,441문장입니다. 같은 가중치로 같은 글을 쓰는데 800배가 다릅니다. 그 가운데 72배는 **부르는 함수 하나**의 몫이고, 11배가 한꺼번에 쓰기의 몫입니다. `predict`는 부를 때마다 데이터를 나르는 준비를 새로 하기 때문일 것입니다(추측). 그래서 큰 데이터를 한 번에 넣을 때 쓰는 함수이지, 토큰마다 부를 함수가 아닙니다. 위의 두 줄은 25문장으로 쟀습니다. 빔 4는 93.7문장이라 시험 문장 1,000개를 옮기는 데 CPU 시간으로 11초쯤 걸린 셈입니다.
#
# **바꾸어 보세요.** `decoding.translate(..., size=25)`처럼 한 번에 옮기는 문장을 열 배 줄이면 문장/초는 어떻게 됩니까?
#
# ## 11. 한 가지씩만 바꾸어 봅니다
#
# 작은 모델과 문장 쌍 일부로, 한 번에 **한 가지만** 바꾸어 시드 셋으로 견줍니다.
#
# | 이름 | 바꾸는 것 |
# |---|---|
# | 기본 | 4절의 모델, 유닛은 절반인 128개 |
# | 표본 소프트맥스 | 학습할 때 점수를 $V$개가 아니라 뽑은 토큰에만 냅니다 |
# | 공유하지 않음 | 출력층에 제 행렬을 줍니다 |
# | 어휘 둘 | 언어마다 BPE를 따로 배웁니다. 임베딩도 둘입니다 |
# | 거꾸로 읽기 | 원문을 뒤에서부터 읽습니다(Sutskever 외, 2014) |
# | 남의 벡터 | 045처럼 배운 벡터에서 임베딩을 시작합니다. 벡터는 word2vec(015)으로 얻습니다. 학습 문장 **전체**를 한 언어씩 읽고 배운 벡터입니다 |
#
# **표본 소프트맥스(sampled softmax)** 는 답 하나와, 빈도 $q$대로 뽑은 256개 사이에서만 고르게 합니다. 자주 뽑히는 토큰이 손해 보지 않게 점수에서 $\ln q$를 뺍니다. 쓸 때는 전체 점수를 냅니다.

# %% long="표본 소프트맥스의 손실이 여기의 주제"
class SampledLoss(layers.Layer):
    """(B, T, E), 답 (B, T) → 손실 (B, T). 어휘 전체의 점수를 내지 않습니다."""

    def __init__(self, output, counts, drawn=256):
        super().__init__()
        self.tied, self.drawn, self.supports_masking = output, drawn, True
        self.log_q = np.log((counts + 1) / (counts + 1).sum()).astype("float32")
        self.random = keras.random.SeedGenerator(7)

    def compute_mask(self, h, mask=None):
        return None

    def call(self, h, answer):
        W, log_q = self.tied.embedding.embeddings, ops.convert_to_tensor(self.log_q)
        at = keras.random.categorical(log_q[None], self.drawn, seed=self.random)[0]
        shift = self.tied.bias - log_q                                   # (V,)
        right = ops.sum(h * ops.take(W, answer, axis=0), axis=-1) + ops.take(shift, answer)
        others = ops.matmul(h, ops.transpose(ops.take(W, at, axis=0))) + ops.take(shift, at)
        same = ops.cast(ops.equal(answer[..., None], ops.cast(at, answer.dtype)), h.dtype)
        every = [right[..., None], others - 1e9 * same]
        every = ops.concatenate(every, axis=-1)                          # (B, T, 1 + K)
        return ops.logsumexp(every, axis=-1) - right

# %%
def sampled_model(p, counts):
    source, read, answer = (keras.Input((None,), dtype="int32") for _ in range(3))
    _, context = p["encoder"](p["dropout"](p["read"](source)))
    h, _ = p["decoder"](p["dropout"](p["write"](read)), initial_state=context)
    h = p["narrow"](p["dropout"](h))
    p["output"](h)                                  # 편향을 만들어 둡니다
    return keras.Model([source, read, answer], SampledLoss(p["output"], counts)(h, answer))

# %%
class WithAnswer(translation.PairBatches):
    def __getitem__(self, index):
        (x, read), answer = super().__getitem__(index)
        return (x, read, answer), answer


def mean_loss(answer, losses):                      # 이미 손실이므로 패딩만 뺍니다
    real = ops.cast(ops.not_equal(answer, PAD), "float32")
    return ops.sum(losses * real) / ops.sum(real)

# %% [markdown]
# 어휘가 다르면 토큰의 수도 달라서 토큰당 손실을 견줄 수 없습니다(065의 음절과 자모). **글자당 손실**로 견줍니다.

# %% tags=["profile"]
def with_two_vocabularies():
    train, valid = task.texts.train, task.texts.valid
    both = [translation.Vocabulary(train[side], S.vocabulary) for side in ("es", "en")]
    learned = [task.vocabulary.decode(side) for side in some]
    texts = learned, (valid.es, valid.en)
    return [[v.encode(side) for v, side in zip(both, one)] for one in texts], map(len, both)

# %%
def word2vec_table():
    from gensim.models import Word2Vec

    sentences = [[str(i) for i in ids] for side in task.train for ids in side]
    options = {"vector_size": E, "min_count": 1, "epochs": 3, "seed": 7, "workers": 1}
    vectors = Word2Vec(sentences, **options)
    table = np.random.default_rng(7).normal(0, 1, (V, E))
    for word in vectors.wv.index_to_key:
        table[int(word)] = vectors.wv[word]
    return (table / table.std() * E ** -0.5).astype("float32")

# %% tags=["profile"]
characters = sum(map(len, task.texts.valid.en))
two, (V_es, V_en) = with_two_vocabularies()
table = word2vec_table()
counts = np.bincount(np.concatenate(some[1]), minlength=V)
counts[END] = len(some[1])                             # 답은 문장마다 [END]로 끝납니다
backwards = [([ids[::-1] for ids in xs], ys) for xs, ys in (some, task.valid)]
lengths = [sum(map(len, one)) for one in (task.valid[1], two[1][1])]
print("검증 데이터의 영어 토큰: 어휘 하나 {:,}개, 어휘 둘 {:,}개".format(*lengths))


def per_character(model, valid):
    tokens = sum(len(ids) + 1 for ids in valid[1])
    loss = translation.token_loss(model, translation.PairBatches(*valid, 250))
    return loss * tokens / characters

# %% long="여섯 갈래를 나란히 보는 것이 이 절의 주제" tags=["profile"]
def arm(name, seed):
    runtime.seed_everything(seed)
    p, learned, valid = parts(V, S.units // 2), some, task.valid
    batches, loss = translation.PairBatches, masked_loss
    if name == "공유하지 않음":
        p["output"] = layers.Dense(V)
    if name == "어휘 둘":
        p, (learned, valid) = parts(V_en, S.units // 2), two
        p["read"] = layers.Embedding(V_es, E, mask_zero=True,
                                     embeddings_initializer=p["write"].embeddings_initializer)
    if name == "거꾸로 읽기":
        learned, valid = backwards
    model = reader = training_model(p)
    if name == "남의 벡터":
        p["write"].set_weights([table])
    if name == "표본 소프트맥스":
        reader, batches, loss = sampled_model(p, counts), WithAnswer, mean_loss
    started = time.process_time()
    learn(reader, batches(*learned, 32, seed=seed), S.small_epochs, S.rate, loss)
    seconds = (time.process_time() - started) / S.small_epochs
    return [name, model.count_params(), per_character(model, valid), seconds]

# %% [markdown]
# **먼저 맞혀 보세요.** 다섯 가지 가운데 글자당 손실을 낮추는 것은 무엇일까요? 에폭의 시간을 가장 많이 줄이는 것은요?
#
# <details><summary>답</summary>
#
# 남의 벡터가 1.249를 1.105로 가장 많이 낮춥니다. 어휘 둘과 거꾸로 읽기도 낮춥니다. 시간은 표본 소프트맥스만 뚜렷이 줄입니다(14.4초를 8.6초로).
# </details>

# %% tags=["profile"]
names = ["기본", "표본 소프트맥스", "공유하지 않음", "어휘 둘", "거꾸로 읽기", "남의 벡터"]
arms = [arm(name, seed) for name in names[:S.arms] for seed in S.seeds]
arms = pd.DataFrame(arms, columns=["갈래", "파라미터", "글자당 손실", "CPU초/에폭"])
spread = arms.groupby("갈래", sort=False)["글자당 손실"].agg(["mean", "min", "max"])
spread.join(arms.groupby("갈래")[["파라미터", "CPU초/에폭"]].mean()).round(3)

# %% claim real=True
by = arms.groupby("갈래")["글자당 손실"].agg(["mean", "min", "max"])
told = {"기본": 1.249, "공유하지 않음": 1.235, "어휘 둘": 1.164, "거꾸로 읽기": 1.196, "남의 벡터": 1.105, "표본 소프트맥스": 1.319}
assert all(round(by.loc[name, "mean"], 3) == value for name, value in told.items()), by
assert by.loc["표본 소프트맥스", ["min", "max"]].round(3).tolist() == [1.309, 1.325], by
assert by.loc["표본 소프트맥스", "min"] > by.loc["기본", "max"]
assert by.loc["거꾸로 읽기", "max"] < by.loc["기본", "min"] and by.loc["공유하지 않음", "max"] > by.loc["기본", "min"]
assert by["mean"].idxmin() == "남의 벡터" and by["mean"].idxmax() == "표본 소프트맥스"
size, cost = (arms.groupby("갈래")[column].mean() for column in ("파라미터", "CPU초/에폭"))
assert size["공유하지 않음"] - size["기본"] == 512_000 and round(size["어휘 둘"] / size["기본"], 1) == 1.7
assert lengths == [9637, 8941] and len(task.train[0]) > 100_000
assert cost[["기본", "표본 소프트맥스"]].round(1).tolist() == [14.4, 8.6] and cost.drop("표본 소프트맥스").min() > 0.9 * cost["기본"]

# %% [markdown]
# 시드 셋의 평균과 범위(최소에서 최대)를 함께 봅니다.
#
# - **남의 벡터**(1.105)가 손실을 가장 많이 낮춥니다. 문장 쌍은 1만 개뿐이지만 벡터는 번역 없이 읽은 10만 쌍의 글로 만들었습니다. 다른 다섯의 임베딩은 1만 쌍에서만 배웠으므로 같은 조건의 비교가 아닙니다. 출력층도 임베딩을 함께 쓰므로 이 벡터에서 시작합니다.
# - **어휘 둘**(1.164)이 어휘 하나(1.249)보다 낫습니다. 다만 임베딩이 하나 더 있어 파라미터가 1.7배이고, 영어가 4,000토큰을 혼자 쓰므로 덜 잘립니다(검증 데이터에서 9,637토큰이 8,941토큰). 이 비교만으로 "나누는 것이 낫다"고는 못 합니다.
# - **거꾸로 읽기**(1.196)도 세 시드 모두 기본보다 낮습니다. 원문의 첫 낱말이 문맥 벡터에 가까워져 첫 토큰을 쓰기 쉬워서라고 하지만(Sutskever 외), 여기서는 까닭을 재지 않았습니다(추측).
# - **공유하지 않음**(1.235)은 기본보다 0.014 낮고 두 범위가 1.241에서 1.243까지 조금 겹칩니다. 정말 낮은지는 시드 셋으로 가르지 못합니다. 파라미터를 51만 개 더 쓰고 얻는 것이 있어도 이만큼이므로, 공유는 이 크기에서 손해가 거의 없는 절약입니다.
# - **표본 소프트맥스**(1.319)는 에폭의 시간을 5분의 2 줄이는 대신 세 시드 모두 기본보다 나쁩니다(1.309에서 1.325). 어휘가 수십만이어서 전체의 점수를 내는 데 시간이 거의 다 들 때 쓰는 방법입니다. `counts`에 `[END]`를 넣은 줄도 보세요. 답에는 문장마다 `[END]`가 나오는데, 세지 않으면 그 $q$가 0에 가깝습니다. 그러면 `[END]`는 틀린 답으로 거의 뽑히지 않고, 답일 때는 $-\ln q$라는 큰 수가 점수에 더해져 배우지 않아도 맞힌 것처럼 됩니다.
#
# 에폭 둘, 문장 쌍 1만 개에서의 결과입니다. 더 오래 배우면 차이가 달라질 수 있습니다.
#
# **바꾸어 보세요.** `counts[END] = len(some[1])`을 지우면 표본 소프트맥스의 손실은 얼마나 나빠집니까?
#
# ## 12. 노출 편향: 자기가 쓴 것을 읽을 때
#
# 학습할 때 디코더는 언제나 **정답**을 읽었습니다. 번역할 때는 **자기가 쓴 것**을 읽습니다. 틀린 토큰을 읽어 본 적이 없는 디코더가 틀린 토큰을 읽게 됩니다. 이것을 노출 편향(exposure bias)이라고 합니다.
#
# 같은 정답에 매긴 손실을 두 방법으로 잽니다. 정답을 읽히며, 그리고 탐욕으로 쓴 것을 읽히며.

# %%
def losses_by_place(sources, targets, own):
    """정답의 손실 (B, T)과, 그때까지 읽은 것이 모두 정답이었는지 (B, T). 패딩은 nan."""
    state, answer = start(translation.pad(sources)), shift(targets)[1]
    tokens, right = np.full(len(answer), START), np.ones(len(answer), bool)
    losses, rights = np.zeros(answer.shape), np.zeros(answer.shape)
    for at, wanted in enumerate(answer.T):
        scores, state = step(tokens, state)
        losses[:, at] = -decoding.log_softmax(scores)[np.arange(len(wanted)), wanted]
        rights[:, at] = right
        tokens = scores.argmax(axis=-1) if own else wanted
        right = right & (tokens == wanted)
    return [np.where(answer != PAD, each, np.nan) for each in (losses, rights)]

# %% [markdown]
# **먼저 맞혀 보세요.** 첫 토큰의 손실은 두 방법에서 다를까요? 열째 토큰은요?
#
# <details><summary>답</summary>
#
# 첫 토큰은 같습니다. 둘 다 `[START]`만 읽었습니다. 열째 토큰은 정답을 읽히면 2보다 작고 자기가 쓴 것을 읽히면 8보다 큽니다. 거기까지 정답 그대로 쓴 문장은 6 %뿐이라, 대개 정답과 다른 글을 읽고 있습니다.
# </details>

# %% tags=["profile"]
with_teacher, _ = losses_by_place(*task.valid, own=False)
with_own, rights = losses_by_place(*task.valid, own=True)
places = np.arange(1, 11)
curves = [np.nanmean(one[:, :10], axis=0) for one in (with_teacher, with_own)]
share = np.nanmean(rights[:, :10], axis=0)            # 여기까지 모두 맞은 문장
print(f"평균 손실: 정답 {np.nanmean(with_teacher):.2f}, 자기 것 {np.nanmean(with_own):.2f}")
print("여기까지 모두 맞은 문장:", share.round(2).tolist())

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(places, curves[0], "o-", label="정답을 읽히며")
ax.plot(places, curves[1], "s--", label="자기가 쓴 것을 읽히며")
ax.set(title="정답에 매긴 손실", xlabel="답의 몇째 토큰", ylabel="손실 (내트)", xticks=places)
ax.legend()
plots.show(alt="첫 토큰에서는 두 줄이 같다. 정답을 읽는 디코더의 손실은 열째 토큰까지 2 "
               "아래에 머물고, 자기가 쓴 것을 읽는 디코더의 손실은 자리마다 올라 8을 넘는다.")

# %% claim
assert np.allclose(with_teacher[:, 0], with_own[:, 0])
assert abs(np.nanmean(with_teacher) - plain_valid) < 1e-3

# %% claim real=True
assert abs(np.nanmean(with_teacher) - 1.59) < 0.006 and abs(np.nanmean(with_own) - 5.78) < 0.006
assert share.round(2)[[1, 5, 9]].tolist() == [0.85, 0.26, 0.06], share
assert max(curves[0]) < 2 and 8 < curves[1][9] < 9 and np.all(np.diff(curves[1]) > 0), curves
assert (np.diff(curves[1] - curves[0])[:4] > 0).all()

# %% [markdown]
# 정답을 읽으면 1.59, 자기가 쓴 것을 읽으면 5.78입니다. 첫 토큰에서 이미 15 %의 문장이 정답과 어긋나고, 처음 다섯 토큰을 모두 맞게 쓴 문장은 여섯째 토큰이 있는 문장의 26 %입니다. 열째 토큰의 손실은 그림에서 8.5쯤으로, 아무것도 모를 때의 8.3(6절)보다도 낮지 않습니다. 정답과 다른 글을 읽고 **확신하며** 다른 토큰에 확률을 주기 때문일 것입니다(추측).
#
# 그러나 이 차이를 모두 노출 편향이라고 부르면 안 됩니다. `I'm tired`의 자리에 `I am tired`를 쓰면 옳은 번역인데도 그 뒤의 정답은 한 칸씩 어긋나 손실이 커집니다. 이 수에는 **다르게 옳은 것**과 **틀려서 무너진 것**이 섞여 있습니다. 확실한 것은 정답을 읽히며 잰 1.59가 번역할 때의 형편을 말해 주지 않는다는 것입니다. 그래서 번역은 써 보고 chrF로 잽니다.
#
# **바꾸어 보세요.** `*task.valid` 대신 학습 쌍에서 아무렇게나 고른 1,000쌍 `*(side[:1000] for side in some)`으로 재면 둘의 차이는 줄어듭니까? `task.train`의 앞 1,000쌍은 왜 안 됩니까?
#
# ## 13. 실패를 모아 둡니다
#
# 점수 하나로는 무엇을 못하는지 알 수 없습니다. 우리가 쓴 문장 열 개를 옮깁니다. 고르고 나서 뺀 것은 없습니다.
#
# **먼저 맞혀 보세요.** `El perro persigue al gato.`(개가 고양이를 쫓는다)와 개와 고양이를 바꾼 문장을 모델은 구별할까요? 처음 보는 이름은 옮겨 적을까요?
#
# <details><summary>답</summary>
#
# 앞의 둘은 서로 다르게 옮기고 주어도 지킵니다. 그러나 쫓는다는 말은 두 문장에서 모두 사라집니다. 이름 Minji는 옮겨 적지 못하고 다른 말이 됩니다.
# </details>

# %%
ours = [
    spanish,
    "¿Dónde está mi libro?",
    "El perro persigue al gato.",
    "El gato persigue al perro.",
    "No tengo hambre.",                                            # 배고프지 않다
    "Minji vive en Busan.",
    "Compré tres manzanas y dos peras.",                           # 사과 셋과 배 둘
    "Ella no sabe que él lo sabe.",
    "El niño que vive en la casa azul tiene un perro negro.",      # 파란 집의 아이
    "Cuando llegué a la estación, el tren ya se había ido y no quedaba nadie.",
]

# %% tags=["profile"]
ids = decoding.translate(task.vocabulary.encode(ours), start, step, searches["빔 4"])
wrote = task.vocabulary.decode(ids)
for pair in zip(ours, wrote):
    print("\n    → ".join(pair))

# %% claim real=True
assert wrote[:2] == ["Where is my red book?", "Where is my book?"] and wrote[4] == "I'm not hungry."
assert wrote[3] == "The cat can run out of the dog." and wrote[9] == "When I came home, the train, I had already left.", wrote
assert wrote[2] == "The dog refused to be the cat." and wrote[5] == "Span lives in France."
assert "three pens and two" in wrote[6] and "she knows" in wrote[7] and wrote[8] == "The boy who lives in the room is black."

# %% [markdown]
# - **맞은 것**: 처음 두 문장과 `I'm not hungry.` 스페인어는 "배고픔을 갖고 있지 않다"고 말하므로 낱말을 바꾼 것이 아닙니다. 자주 나오는 표현을 배웠습니다.
# - **뜻이 사라짐**: "개가 고양이를 쫓는다"가 `The dog refused to be the cat.`이 됩니다. 개와 고양이를 바꾼 문장은 `The cat can run out of the dog.`입니다. 누가 먼저 나왔는지는 지켰지만 `persigue`(쫓는다)의 자리에 다른 말을 지어냈습니다.
# - **이름을 옮겨 적지 못함**: `Minji vive en Busan.` → `Span lives in France.` 부산도 프랑스가 되었습니다. 문맥 벡터에는 처음 보는 글자 조각을 그대로 둘 자리가 없습니다(추측). 틀린 번역이 **유창하다**는 것이 더 위험합니다.
# - **세부를 흘림**: 사과 셋과 배 둘이 `three pens and two`가 됩니다. "그녀는 그가 그것을 아는 줄 모른다"에서 그(él)가 그녀가 됩니다(`what she knows`).
# - **긴 문장에서 무너짐**: 파란 집의 아이와 검은 개가 `The boy who lives in the room is black.`으로 뭉개집니다. "역에 닿았을 때 기차는 이미 떠났고 아무도 남아 있지 않았다"에서는 역이 집이 되고 마지막 마디가 사라집니다. 벡터 하나에 다 담기지 못한 것처럼 보입니다(추측). 마지막 문장은 낱말과 부호만 세어도 열일곱이라, 16토큰까지 배운 모델이 본 적 없는 길이이기도 합니다. 길이에 따라 얼마나 나빠지는지는 090에서 잽니다.
#
# **바꾸어 보세요.** 스페인어 문장을 하나 더 넣고, 어디에서 무너지는지 한 낱말씩 늘려 가며 찾아보세요.
#
# ## 14. 같은 기계의 다른 쓸모: 물음과 대답
#
# "원문 → 번역" 대신 "물음 → 대답"을 넣어도 기계에는 다를 것이 없습니다. 한국어 문답 11,823쌍으로 같은 부품을 학습합니다. 하나의 물음에 옳은 대답이 여럿이므로 **BLEU로 재지 않습니다**.

# %% tags=["profile"]
chat = pairs.load_chatbot()
chat_vocabulary = translation.Vocabulary([*chat.question, *chat.answer], S.vocabulary // 2)
asked, replied = (chat_vocabulary.encode(chat[side]) for side in ("question", "answer"))
runtime.seed_everything(7)
chat_parts = parts(len(chat_vocabulary), S.units // 2)
chat_batches = translation.PairBatches(asked, replied, 32, seed=7)
learn(training_model(chat_parts), chat_batches, S.chat_epochs, S.rate)
chat_start, chat_step = functions(*writing_models(chat_parts, S.units // 2))

# %% [markdown]
# **먼저 맞혀 보세요.** 문답에 없는 물음 "양자역학이 뭐야?"에 모델은 모른다고 답할까요? 나머지 물음은 어떨까요?
#
# <details><summary>답</summary>
#
# 모른다고 하지 않고 답합니다. 그런데 "이름이 뭐야?"와 똑같은 대답입니다. 다섯 대답 모두 학습 데이터에 있는 것입니다.
# </details>

# %% tags=["profile"]
questions = ["배고파", "내일 시험이야", "오늘 힘들었어", "양자역학이 뭐야?", "이름이 뭐야?"]
ids = decoding.translate(chat_vocabulary.encode(questions), chat_start, chat_step,
                         searches["빔 4"])
replies = chat_vocabulary.decode(ids)
known = [one in set(chat.question) for one in questions]
copied = [one in set(chat.answer) for one in replies]
pd.DataFrame({"대답": replies, "물음이 학습 데이터에": known, "대답이 학습 데이터에": copied},
             questions)

# %% claim real=True
assert len(chat) == 11_823 and all(copied) and known == [True, True, False, False, False], known
assert replies == ["뭐라도 드세요.", "지금도 늦지 않았어요.", "감기 조심하세요.", "저는 위로봇입니다.", "저는 위로봇입니다."], replies

# %% [markdown]
# 다섯 대답이 모두 학습 데이터에 **그대로 있는** 대답입니다. 지어낸 것이 아니라 고른 것에 가깝습니다. 그럴듯한 "배고파 → 뭐라도 드세요."는 물음 "배고파"까지 학습 데이터에 있습니다. "내일 시험이야"도 있습니다. 학습 데이터에 없는 "오늘 힘들었어"의 대답 "감기 조심하세요."는 엉뚱하고, 양자역학을 물어도 제 소개를 합니다. 무엇을 모르는지 가려 "모르겠다"고 답하게 가르친 적이 없습니다.
# 잘하는지 못하는지는 여기서 재지 않았습니다. 대답이 여럿일 때의 채점은 160에서 다룹니다.
#
# **바꾸어 보세요.** 같은 물음을 물음표를 빼고 넣어 보세요. 대답이 바뀝니까?
#
# ## 정리
#
# - 나눔이 새면 외우기만 하는 번역기도 높은 점수를 얻습니다. 점수보다 나눔을 먼저 봅니다.
# - 디코더는 정답을 한 칸 민 것을 읽습니다(교사 강요). 쓸 때는 같은 층으로 한 걸음씩 갑니다.
# - 패딩은 손실에서도 정확도에서도 뺍니다. 세면 채운 길이가 점수를 정합니다.
# - 인코더가 디코더에게 주는 것은 벡터 하나입니다. 문장이 길어도 그대로입니다.
# - 탐욕, 표본, 빔은 같은 모델에서 무엇을 쓸지의 문제입니다. BLEU와 chrF는 시험 문장 전체로 잽니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 답을 밀지 않음 | **오류 없음**, 손실이 0으로 가고 번역은 같은 말의 되풀이 | 앞에 `[START]`, 뒤에 `[END]` |
# | 손실이나 정확도에 패딩을 셈 | **오류 없음**, 정확도 0.9 | 마스크를 곱하고 **토큰 수로** 나누기 |
# | 쓰는 모델에서 층을 새로 만듦 | **오류 없음**, 뜻 없는 글 | 학습한 층을 그대로 부르기 |
# | 상태를 다음 걸음에 넘기지 않음 | 앞에 쓴 것을 잊은 글, 되풀이 | 새 상태를 돌려받아 넘기기 |
# | 빔에서 길이로 나누지 않음 | 짧은 번역 | $((5 + \text{길이})/6)^\alpha$ |
# | 문장마다 BLEU를 내어 평균함 | 논문과 다른 수 | 횟수를 모두 더한 다음 나누기 |
# | 어휘가 다른 모델의 토큰당 손실을 견줌 | 잘게 자른 쪽이 쉬워 보임 | 글자당 손실 |
#
# ## 더 읽을거리
#
# - I. Sutskever, O. Vinyals, Q. V. Le (2014), *Sequence to Sequence Learning with Neural Networks*. 원문을 거꾸로 읽힌 논문입니다.
# - K. Cho 외 (2014), *Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation*. GRU가 처음 나온 논문입니다.
# - K. Papineni 외 (2002), *BLEU: a Method for Automatic Evaluation of Machine Translation*; M. Post (2018), *A Call for Clarity in Reporting BLEU Scores*.
# - M. Popović (2015), *chrF: character n-gram F-score for automatic MT evaluation*.
# - O. Press, L. Wolf (2017), *Using the Output Embedding to Improve Language Models*. 가중치 공유입니다.
# - S. Jean 외 (2015), *On Using Very Large Target Vocabulary for Neural Machine Translation*. 표본 소프트맥스입니다.
# - Y. Wu 외 (2016), *Google's Neural Machine Translation System: Bridging the Gap between Human and Machine Translation*. 길이로 나누는 빔입니다.
# - M. Ranzato 외 (2016), *Sequence Level Training with Recurrent Neural Networks*. 노출 편향을 다룹니다.
#
# ## 다음 강의
#
# 벡터 하나가 좁다면 넓히면 됩니다. 090에서는 디코더가 걸음마다 원문의 **모든 자리를 다시 봅니다**. 어텐션입니다.
