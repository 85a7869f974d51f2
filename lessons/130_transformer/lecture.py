# ---
# title: 트랜스포머 이해와 구현
# number: "130"
# objectives:
#   - 스케일드 내적 어텐션과 멀티헤드 어텐션을 만들고 케라스의 층과 값이 같은지 확인합니다.
#   - 패딩 마스크와 인과 마스크를 그리고, 미래가 새지 않는지 검사합니다.
#   - 위치 인코딩과 잔차 연결이 없으면 무엇을 잃는지, 층 정규화와 배치 정규화가 어떻게 다른지 잽니다.
#   - 파라미터 수를 식으로 세고, 웜업과 코사인 감쇠로 번역기를 학습합니다.
#   - KV 캐시로 한 토큰씩 번역하고, 앞 강의의 모델들과 한 표에서 견줍니다.
# datasets: [pairs_es]
# prerequisites: [037_tokenizer_training, 080_seq2seq_translation, 090_attention_translation]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 순환층을 빼면 무엇이 남을까요
#
# 090의 번역기는 순환층이 한 단어씩 읽고, 어텐션(attention)이 필요한 자리를 골라 보았습니다. 2017년의 논문 *Attention Is All You Need*의
# 물음을 우리말로 풀면 이렇습니다.
#
# > **고르는 일만으로 충분하다면, 한 단어씩 읽는 일은 왜 합니까?**
#
# 순환층을 빼고 어텐션만 남긴 모델이 **트랜스포머(transformer)** 입니다. 부품을 하나씩 만들어 끼우고, 앞 강의들과 같은 문장으로 번역을 배우게 합니다.
# 짧은 문장 하나를 처음부터 끝까지 들고 가겠습니다.
#
# > `¿Dónde está mi libro rojo?` → `Where is my red book?`
#
# 스페인어는 `libro rojo`(책 빨간), 영어는 `red book`(빨간 책)입니다. 순서가 바뀌는 자리입니다.
#
# | 기호 | 뜻 |
# |:-:|---|
# | $B$, $T$, $S$ | 배치의 크기, 보는 쪽과 보이는 쪽의 길이 |
# | $d$, $h$ | 토큰 하나의 벡터 길이, 헤드(head)의 수 |
# | $f$, $N$ | 피드포워드의 폭, 층의 수 |
# | $V$ | 어휘의 크기 |
#
# 코드의 `S.`은 길이가 아니라 아래의 설정이고, 10절의 코드에서 `N`은 한꺼번에 쓰는 문장의 수입니다.

# %%
import functools
import time
import tracemalloc

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers, ops

from nlplab import data, decoding, diagrams, drawings, ladder, plots, runtime, translation
from nlplab.translation import END, PAD, START

runtime.seed_everything(7)

# %% settings
S = runtime.settings(
    vocabulary=4000,  # quick: 400 · 두 언어가 함께 쓰는 토큰의 수 V
    held_out=1000,  # quick: 60 · 검증과 시험에 떼어 놓는 문장 쌍의 수
    epochs=7,  # quick: 2 · 번역을 배우는 에폭
    rate=3e-3,  # quick: 4e-3 · 학습률의 꼭대기
    size=(128, 8, 512, 2),  # quick: (32, 4, 64, 1) · 모델의 크기 d, h, f, N
    longest=40,  # quick: 12 · 번역의 최대 길이이자 캐시의 길이 L
    small=(20_000, 3),  # quick: (200, 1) · 하나씩 빼 보는 실험의 문장 쌍과 에폭
    ways=4,  # quick: 0 · 하나씩 바꾸어 보는 것의 수
    seeds=(1, 2, 3),  # quick: (1,) · 실험을 되풀이하는 시드
    lengths=(64, 128, 256, 512, 1024, 2048),  # quick: (16, 32, 64) · 값을 재는 길이
)

# %% [markdown]
# ## 1. 묻고, 견주고, 섞습니다: 내적 어텐션
#
# 090에서 디코더의 상태가 **쿼리(query)** 였고 인코더의 상태들이 **키(key)** 이자 **값(value)** 이었습니다. 트랜스포머에서는 **모든 토큰이** 저마다 쿼리를 냅니다.
#
# $$\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\!\left(\frac{QK^\top}{\sqrt{d}}\right)V$$
#
# `rojo`가 이웃을 보는 한 줄을 그리면 이렇습니다.

# %%
words = ["Dónde", "está", "mi", "libro", "rojo"]
picture = diagrams.Diagram("rojo가 문장을 봅니다: 점수를 매기고, 가중 평균을 냅니다")
read = picture.row([f"{word}\n키 · 값" for word in words], (0, 0), "blue", fill=True)
asks = picture.box("rojo의 쿼리", (4, 1), "orange", fill=True)
mixed = picture.box("새 rojo = 값의 가중 평균", (1.5, 1), "green", fill=True)
for box in read:
    picture.arrow(asks, box, dashed=True)
    picture.arrow(box, mixed, colour="green")
picture.show(alt="rojo의 쿼리에서 다섯 단어의 키로 점선이 가고, 다섯 단어의 값에서 새 rojo로 "
                 "화살표가 모인다.")

# %% [markdown]
# 계산은 세 줄입니다. `allowed`는 **보아도 되는 자리**이고 4절에서 씁니다.

# %%
def attention(query, keys, values, allowed=None):
    """(…, T, d), (…, S, d), (…, S, d) → 문맥 (…, T, d)와 가중치 (…, T, S)."""
    scores = ops.matmul(query, ops.swapaxes(keys, -1, -2))        # (…, T, S)
    scores = scores / query.shape[-1] ** 0.5
    if allowed is not None:
        scores = ops.where(allowed, scores, -1e9)                 # 못 보는 자리는 확률 0
    weights = ops.softmax(scores, axis=-1)
    return ops.matmul(weights, values), weights                   # (…, T, d), (…, T, S)

# %% [markdown]
# 벡터를 손으로 적습니다. 첫 칸은 "묻는 말", 둘째는 "물건", 셋째는 "꾸미는 말"이라고 합시다. `rojo`의 쿼리는 **물건을 찾습니다**.
#
# **먼저 맞혀 보세요.** `rojo`의 새 벡터는 어느 칸이 가장 클까요?
#
# <details><summary>답</summary>
#
# 둘째 칸입니다. 물건인 `libro`를 가장 많이 섞었기 때문입니다.
# </details>

# %%
x = np.array([[4, 0, 0], [2, 1, 0], [0, 1, 3], [0, 4, 0], [0, 0, 4]], "float32")    # (T, d)
looks_for = np.array([[0, 2, 0]], "float32")                      # rojo의 쿼리 (1, d)
context, weights = (ops.convert_to_numpy(part) for part in attention(looks_for, x, x))
table = pd.DataFrame(weights, index=["rojo의 가중치"], columns=words)
print("새 rojo:", context[0].round(2))
table.round(2)

# %% claim
assert weights[0].argmax() == 3 and round(float(weights[0, 3]), 2) == 0.92, weights
assert context[0].argmax() == 1 and np.isclose(weights.sum(), 1)
assert round(float(context[0, 2]), 2) == 0.12, context

# %% [markdown]
# 가중치의 0.92를 `libro`가 가져가고, 새 `rojo`는 "물건" 칸이 큰 벡터가 되었습니다. 이제 `rojo`의 자리에 **무엇이 빨간지**가 적혀 있습니다.
# 대신 `rojo`가 꾸미는 말이라는 것은 0.12로 흐려졌습니다. 6절의 잔차 연결이 원래의 벡터를 더해 지켜 줍니다. 쿼리를 손으로 적지 않고 배우는 것이 다음 절들의 일입니다.
#
# **바꾸어 보세요.** `looks_for`를 `[[0, 0, 0]]`으로 바꾸면 가중치는 어떻게 됩니까?
#
# ## 2. 왜 $\sqrt{d}$로 나눌까요
#
# 칸마다 평균 0, 분산 1인 두 벡터의 내적은 분산이 1인 항 $d$개의 합입니다. 그래서 분산이 $d$이고, 흩어진 정도(표준편차)는 $\sqrt{d}$입니다.
# 표의 "기울기"는 점수를 조금 움직일 때 가중치가 얼마나 따라 움직이는지로, $p(1-p)$를 키 16개에 걸쳐 더한 것입니다.
#
# **먼저 맞혀 보세요.** 키 16개를 두고 $d$를 4에서 1,024로 늘리면, 나누지 않은 가중치는 어떻게 될까요?
#
# <details><summary>답</summary>
#
# 한 키에 몰립니다. 소프트맥스가 포화해서 기울기도 거의 사라집니다. 나누면 $d$와 상관없이 그대로입니다.
# </details>

# %%
def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


rng, rows = np.random.default_rng(7), []
for d in (4, 16, 64, 256, 1024):
    q, k = rng.normal(0, 1, (1000, 1, d)), rng.normal(0, 1, (1000, 16, d))
    scores = (q * k).sum(axis=-1)                                 # (1000, 16)
    P = [softmax(scores), softmax(scores / d ** 0.5)]
    slope = [(p * (1 - p)).sum(axis=-1).mean() for p in P]        # 소프트맥스 기울기의 크기
    rows.append([d, scores.var(), P[0].max(axis=-1).mean(), slope[0],
                 P[1].max(axis=-1).mean(), slope[1]])

# %%
columns = ["d", "점수의 분산", "가장 큰 가중치", "기울기",
           "가장 큰 가중치(÷√d)", "기울기(÷√d)"]
scaling = pd.DataFrame(rows, columns=columns).set_index("d")
scaling.round(2)

# %% claim
assert np.allclose(scaling["점수의 분산"] / scaling.index, 1, atol=0.08)
assert [round(scaling[name].iloc[-1], 2) for name in ("가장 큰 가중치", "기울기")] == [0.96, 0.06], scaling
assert set(scaling["가장 큰 가중치(÷√d)"].round(2)) == {0.24, 0.25}, scaling
assert set(scaling["기울기(÷√d)"].round(2)) == {0.87}, scaling

# %% [markdown]
# 점수의 분산은 정말 $d$를 따라갑니다. 나누지 않으면 $d$ = 1,024에서 가장 큰 가중치가 평균 0.96이고 기울기는 0.06까지 떨어집니다. 학습을 시작하기도 전에
# **다 골라 버린** 셈입니다. $\sqrt{d}$로 나누면 어느 $d$에서나 0.24~0.25와 0.87입니다.
#
# **바꾸어 보세요.** $\sqrt{d}$ 대신 $d$로 나누면 마지막 두 칸은 어떻게 됩니까?
#
# ## 3. 헤드를 여럿으로
#
# 가중 평균은 하나뿐이라 한 번에 한 가지만 물을 수 있습니다. 그래서 벡터를 $h$조각으로 **나누어** 조각마다 따로 묻고 다시 **이어 붙입니다**. 조각마다의 어텐션을
# **헤드(head)** 라고 합니다. $d \times d$ 행렬 네 개(쿼리, 키, 값, 합치기)는 헤드가 몇이든 그대로입니다.
#
# 나누는 것은 쿼리, 키, 값의 행렬을 **곱한 뒤**입니다. 아래 그림의 `x0`~`x5`도 곱한 뒤의 벡터입니다. 그래서 헤드마다 원래 벡터의 모든 칸을 쓸 수 있습니다.
# 헤드 안의 벡터는 길이가 $d/h$이므로 $\sqrt{d}$ 대신 $\sqrt{d/h}$로 나눕니다.

# %%
picture = diagrams.Diagram("나누고, 따로 보고, 이어 붙입니다 (d = 6, h = 3)")
whole = picture.row([f"x{n}" for n in range(6)], (0, 2), "grey")
for head, colour in enumerate(("blue", "orange", "green")):
    name = f"헤드 {head + 1}\n길이 d/h = 2"
    piece = picture.box(name, (2 * head + 0.5, 1), colour, fill=True)
    picture.arrow(whole[2 * head:2 * head + 2], piece)
    picture.arrow(piece, picture.box("문맥", (2 * head + 0.5, 0), colour))
merged = picture.box("이어 붙이고 행렬을 곱합니다 (길이 d)", (2.5, -1), fill=True)
picture.arrow([box for box in picture.boxes if box.text == "문맥"], merged)
picture.show(alt="길이 6인 벡터가 둘씩 세 헤드로 나뉘어 따로 문맥을 구하고 다시 합쳐진다.")

# %% long="층 하나가 이 절의 주제"
class MultiHeadAttention(layers.Layer):
    """x (B, T, d)가 memory (B, S, d)를 헤드 h개로 봅니다. → (B, T, d)"""

    def __init__(self, heads, d):
        super().__init__()
        self.heads, self.d = heads, d
        self.query, self.key, self.value, self.merge = (layers.Dense(d) for _ in range(4))

    def split(self, x):                                       # (B, T, d) → (B, h, T, d/h)
        x = ops.reshape(x, (-1, ops.shape(x)[1], self.heads, self.d // self.heads))
        return ops.swapaxes(x, 1, 2)

    def remember(self, memory):                               # 키와 값, (B, h, S, d/h)씩
        return self.split(self.key(memory)), self.split(self.value(memory))

    def look(self, x, keys, values, allowed=None):            # → (B, T, d), (B, h, T, S)
        context, weights = attention(self.split(self.query(x)), keys, values, allowed)
        context = ops.swapaxes(context, 1, 2)                 # (B, T, h, d/h)
        return self.merge(ops.reshape(context, (-1, ops.shape(x)[1], self.d))), weights

    def call(self, x, memory, allowed=None):
        return self.look(x, *self.remember(memory), allowed)[0]

# %% [markdown]
# 맞게 만들었는지는 케라스의 층에 **같은 가중치**를 주고 견주면 압니다. 마스크를 준 것과 주지 않은 것을 모두 봅니다.
#
# **먼저 맞혀 보세요.** $d$ = 12일 때 헤드 3개와 헤드 6개의 파라미터는 어느 쪽이 많을까요?
#
# <details><summary>답</summary>
#
# 같습니다. 헤드는 $d$를 나누어 쓸 뿐입니다. 둘 다 $4(d^2 + d)$ = 624개입니다.
# </details>

# %%
batch = keras.random.normal((2, 5, 12), seed=7)                   # (B, T, d)
everyone = np.ones((2, 5), bool)
padded = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], bool)       # 둘째 문장은 셋만 진짜
gaps, sizes = {}, {}

# %%
for heads in (3, 6):
    ours = MultiHeadAttention(heads, 12)
    theirs = keras.layers.MultiHeadAttention(heads, 12 // heads)
    ours(batch, batch), theirs(batch, batch)                      # 가중치를 만들고
    shapes = [weight.shape for weight in theirs.get_weights()]    # 같은 수, 다른 모양
    theirs.set_weights([w.reshape(shape) for w, shape in zip(ours.get_weights(), shapes)])
    for name, real in [("마스크 없이", everyone), ("패딩 마스크", padded)]:
        mine = ours(batch, batch, real[:, None, None])            # (B, 1, 1, S)
        hers = theirs(batch, batch, attention_mask=real[:, None])   # (B, 1, S)
        gaps[f"헤드 {heads}, {name}"] = float(ops.max(ops.abs(mine - hers)))
    sizes[heads] = ours.count_params()
print(sizes, {name: gap < 1e-5 for name, gap in gaps.items()})

# %% claim
assert max(gaps.values()) < 1e-5, gaps
assert sizes == {3: 4 * (12 ** 2 + 12), 6: 624}

# %% [markdown]
# 네 경우 모두 차이가 0.00001보다 작습니다. 헤드가 몇이든 파라미터는 624개입니다.
#
# **바꾸어 보세요.** `heads`를 5로 하면 왜 안 됩니까?
#
# ## 4. 세 가지 어텐션과 두 가지 마스크
#
# 트랜스포머에는 어텐션이 세 번 나옵니다. 누가 누구를 보느냐만 다릅니다.
#
# | 이름 | 쿼리 | 키와 값 | 마스크 |
# |---|---|---|---|
# | 인코더 셀프 어텐션(self-attention) | 원문 | 원문 | 패딩 |
# | 디코더 셀프 어텐션 | 쓰던 번역 | 쓰던 번역 | 인과 |
# | 크로스 어텐션(cross-attention) | 쓰던 번역 | 원문 | 패딩 |
#
# 디코더의 패딩은 언제나 문장 뒤에 있습니다. 앞의 진짜 토큰은 인과 마스크 때문에 그것을 보지 못하므로 패딩 마스크가 따로 필요 없습니다.

# %% long="모델 전체의 그림"
picture = diagrams.Diagram("트랜스포머: 어텐션 셋")
left = [("임베딩 + 위치", "grey"), ("셀프 어텐션", "blue"), ("피드포워드", "grey")]
right = [("임베딩 + 위치", "grey"), ("셀프 어텐션 (인과)", "orange"),
         ("크로스 어텐션", "green"), ("피드포워드", "grey")]
encoder, decoder = ([picture.box(name, (at, row + 1), colour, fill=True)
                     for row, (name, colour) in enumerate(stack)]
                    for at, stack in enumerate((left, right)))
picture.chain(picture.label("¿Dónde está mi libro rojo?", (0, 0)), *encoder)
picture.chain(picture.label("<시작> Where is my …", (1, 0)), *decoder,
              picture.label("Where is my red …", (1, 5)))
picture.arrow(encoder[-1], decoder[2], "키 · 값", "green")
picture.show(alt="왼쪽 인코더는 원문을 셀프 어텐션과 피드포워드로 읽고, 오른쪽 디코더는 인과 "
                 "셀프 어텐션, 크로스 어텐션, 피드포워드를 거쳐 다음 토큰을 낸다. 인코더에서 "
                 "크로스 어텐션으로 화살표가 간다.")

# %% [markdown]
# 디코더는 학습할 때 정답 번역을 **한꺼번에** 읽습니다(교사 강요, 080). 뒤를 볼 수 있으면 답을 베끼면 되므로 배우는 것이 없습니다. **인과 마스크(causal mask)** 가 뒤를 가립니다.

# %%
def causal_mask(T):
    """t번째 토큰은 t까지만 봅니다. (T, T)"""
    steps = ops.arange(T, dtype="int32")
    return steps[:, None] >= steps[None, :]


target = ["<시작>", "Where", "is", "my", "red", "book", "?"]
drawings.mask(ops.convert_to_numpy(causal_mask(7)), target, target,
              "인과 마스크: 줄이 칸을 봅니다").show(
    alt="일곱 토큰의 격자에서 대각선과 그 아래만 볼 수 있다.")

# %%
padded = [*words, "<패딩>", "<패딩>"]
drawings.mask([[word != "<패딩>" for word in padded]] * 7, target, padded,
              "크로스 어텐션의 패딩 마스크").show(
    alt="번역의 일곱 토큰이 모두 원문의 다섯 단어를 보고 패딩 두 칸은 보지 않는다.")

# %% [markdown]
# 마스크가 맞는지는 그림보다 **실험**이 잘 압니다. 마지막 토큰만 바꾸어 앞자리의 출력이 달라지는지 봅니다.
#
# **먼저 맞혀 보세요.** 인과 마스크를 `>=` 대신 `>`로 쓰면 무엇이 잘못될까요?
#
# <details><summary>답</summary>
#
# 자기 자신을 보지 못하고, 첫 토큰은 볼 것이 **하나도 없습니다**. 점수가 모두 같아져 소프트맥스가 미래까지 고르게 봅니다. 오류 없이 새는 것입니다.
# </details>

# %%
layer = MultiHeadAttention(3, 12)
before = keras.random.normal((1, 5, 12), seed=8)
after = ops.concatenate([before[:, :4], before[:, 4:] + 1], axis=1)       # 마지막만 바꿉니다
right_mask = ops.convert_to_numpy(causal_mask(5))
masks = {"없음": np.ones((5, 5), bool), "인과": right_mask,
         "자기를 뺀 것": np.tril(right_mask, -1)}
leaks = {name: ops.convert_to_numpy(ops.max(ops.abs(
    layer(before, before, mask) - layer(after, after, mask)), axis=(0, 2)))
    for name, mask in masks.items()}
(pd.DataFrame(leaks, index=[f"자리 {n}" for n in range(5)]).T > 1e-6).replace(
    {True: "달라짐", False: "·"})

# %% claim
assert (leaks["없음"] > 1e-6).all() and (leaks["인과"] > 1e-6).tolist() == [False] * 4 + [True]
assert (leaks["자기를 뺀 것"] > 1e-6).tolist() == [True] + [False] * 3 + [True]

# %% [markdown]
# 마스크가 없으면 모든 자리가 달라집니다. 인과 마스크에서는 바꾼 자리만 달라집니다. 자기를 뺀 마스크에서는 **첫 자리도 달라집니다**. 미래를 본 것입니다.
# 볼 것이 없는 줄을 만들지 마세요.
#
# **바꾸어 보세요.** 마지막 대신 둘째 토큰을 바꾸면 인과 마스크의 줄은 어떻게 됩니까?
#
# ## 5. 순서를 알려 줍니다: 사인 위치 인코딩
#
# 어텐션은 가중 **평균**이라 순서를 모릅니다. 단어를 섞으면 출력도 똑같이 섞일 뿐입니다. 그래서 자리마다 다른 벡터를 **더해** 줍니다.
#
# $$\mathrm{PE}(t, 2i) = \sin\frac{t}{10000^{2i/d}}, \qquad \mathrm{PE}(t, 2i+1) = \cos\frac{t}{10000^{2i/d}}$$

# %%
def positions(longest, d):
    """(longest, d): 짝수 칸은 사인, 홀수 칸은 코사인, 뒤로 갈수록 느린 물결."""
    angle = np.arange(longest)[:, None] / 10000 ** (np.arange(0, d, 2) / d)    # (T, d/2)
    table = np.zeros((longest, d), "float32")
    table[:, 0::2], table[:, 1::2] = np.sin(angle), np.cos(angle)
    return table

# %%
waves = positions(40, 64)                                          # (T, d)
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), width_ratios=(1.2, 1))
fig.colorbar(left.imshow(waves.T, cmap="RdBu", vmin=-1, vmax=1, aspect="auto"), ax=left)
left.set(title="자리마다 다른 무늬", xlabel="자리 t", ylabel="칸")
left.grid(False)
for here in (0, 10, 20):
    right.plot(np.arange(40) - here, waves @ waves[here], label=f"자리 {here}에서", alpha=0.7)
right.set(title="두 자리의 내적은 거리만의 함수", xlabel="떨어진 거리", ylabel="내적")
right.legend()
plots.show(alt="왼쪽: 위쪽 칸은 빠르게 물결치고 아래로 갈수록 느려져, 아래쪽은 자리가 달라도 "
               "거의 같은 두 색의 가로줄이 번갈아 놓인다. "
               "오른쪽: 세 자리에서 잰 내적이 한 곡선에 겹치고 거리 0에서 가장 크다.")

# %% [markdown]
# **먼저 맞혀 보세요.** 위치를 더하지 않으면 `libro rojo`와 `rojo libro`를 읽은 `rojo`의 출력은 같을까요?
#
# <details><summary>답</summary>
#
# 같습니다. 위치를 더해야 달라집니다.
# </details>

# %%
order = [0, 1, 2, 4, 3]                                            # libro와 rojo를 바꿉니다
sentence = keras.random.normal((1, 5, 12), seed=9)                 # 다섯 단어의 벡터
shuffled = ops.take(sentence, order, axis=1)
place = ops.convert_to_tensor(positions(5, 12))
for name, plus in [("위치 없이", 0 * place), ("위치를 더해", place)]:
    one, other = sentence + plus, shuffled + plus
    gap = ops.max(ops.abs(layer(one, one)[:, 4] - layer(other, other)[:, 3]))   # rojo끼리
    print(f"{name}: rojo의 출력이 {'달라집니다' if gap > 1e-5 else '똑같습니다'}")

# %% claim
distance = [waves[t] @ waves[t + 7] for t in range(30)]
assert np.ptp(distance) < 1e-4 and waves[5] @ waves[5] > max(waves[5] @ waves[5 + n] for n in range(1, 30))
assert gap > 0.01
assert np.ptp(waves[:, 40:], axis=0).max() < 0.15

# %% [markdown]
# 오른쪽 그림의 세 곡선은 겹칩니다. 두 자리의 내적은 **어디에 있는지**가 아니라 **얼마나 떨어졌는지**로 정해집니다. 논문이 든 까닭은 조금 다릅니다. $k$칸 떨어진 자리의 벡터가
# 이 자리의 벡터에 정해진 행렬을 곱한 것이라, "바로 앞 단어"처럼 상대적인 자리를 배우기 쉬우리라고 **추측**했습니다. 왼쪽 그림의 아래쪽 칸은 물결이 너무 느려서 40자리 안에서는
# 거의 움직이지 않습니다. 사인 칸은 0, 코사인 칸은 1 가까이에 머물러 가로줄 무늬가 됩니다.
#
# **바꾸어 보세요.** `10000`을 `10`으로 줄이면 왼쪽 무늬의 아래쪽은 어떻게 됩니까? 먼 두 자리를 구별할 수 있습니까?
#
# ## 6. 층 하나: 어텐션, 피드포워드, 잔차, 층 정규화
#
# 어텐션이 **자리 사이**를 섞는다면 피드포워드(feed-forward)는 **자리마다 따로** 두 번 곱합니다. 둘 다 입력에 **더해지고**(잔차 연결, residual), 들어가기 전에
# 층 정규화(layer normalization)를 거칩니다.
#
# $$x \leftarrow x + \mathrm{Attention}(\mathrm{LN}(x)), \qquad x \leftarrow x + W_2\,\mathrm{ReLU}(W_1\,\mathrm{LN}(x))$$
#
# 편향은 식에서 줄였습니다. 논문은 더한 **뒤에** 정규화했습니다. 이 강의는 들어가기 **전에** 정규화합니다(pre-norm). 잔차의 길이 끝까지 곧게 이어져 학습이 더 안정된다고
# 알려져 있습니다(Xiong 외 2020). 두 가지를 여기서 견주지는 않았습니다.

# %%
class EncoderLayer(layers.Layer):
    def __init__(self, heads, d, ff, rate):
        super().__init__()
        self.attend = MultiHeadAttention(heads, d)
        self.think = keras.Sequential([layers.Dense(ff, activation="relu"), layers.Dense(d)])
        self.norms = [layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.drop = layers.Dropout(rate)

    def call(self, x, real=None):                                   # (B, T, d)
        n = self.norms[0](x)
        x = x + self.drop(self.attend(n, n, real))                  # 자리 사이
        return x + self.drop(self.think(self.norms[1](x)))          # 자리마다

# %% [markdown]
# 왜 **배치** 정규화가 아닐까요? 배치 정규화는 칸마다 배치 전체의 평균을 빼고 표준편차로 나눕니다. 문장의 길이가 저마다 다르면 그 안에 패딩이 섞입니다.
# 32문장의 배치에서 **이웃 한 문장만** 다섯 토큰의 문장에서 열여섯 토큰의 다른 문장으로 바꾸어 봅니다.
#
# **먼저 맞혀 보세요.** 긴 문장이 하나 왔을 때 우리 문장의 출력이 달라지는 것은 어느 쪽입니까?
#
# <details><summary>답</summary>
#
# 배치 정규화입니다. 나머지 31문장이 패딩으로 채워져 평균과 분산이 달라집니다. 층 정규화는 토큰 하나 안에서만 평균을 내므로 이웃을 모릅니다.
# </details>

# %%
rng = np.random.default_rng(7)
crowd, longer = rng.normal(1, 1, (32, 5, 12)), rng.normal(1, 1, (16, 12))   # 맨 앞이 우리 문장
alike = crowd.astype("float32"), np.ones((32, 5), bool)          # 모두 다섯 토큰
x, real = np.zeros((32, 16, 12), "float32"), np.zeros((32, 16), bool)
x[:, :5], real[:, :5] = crowd, True
x[31], real[31] = longer, True                                   # 한 문장만 열여섯 토큰으로

# %%
layer_norm, batch_norm = layers.LayerNormalization(), layers.BatchNormalization()
norms = {
    "층 정규화": lambda x, real: layer_norm(x),
    "배치 정규화": lambda x, real: batch_norm(x, training=True),
    "배치 정규화, 패딩을 빼고": lambda x, real: batch_norm(x, training=True, mask=real),
}
moved = {}
for name, norm in norms.items():
    one, other = (ops.convert_to_numpy(norm(*both))[0, :5] for both in (alike, (x, real)))
    moved[name] = np.abs(one - other).mean()                    # 같은 문장, 다른 이웃
pd.Series(moved, name="우리 문장의 출력이 움직인 크기").round(2).to_frame()

# %% claim
assert moved["층 정규화"] < 1e-6 and moved["배치 정규화"] > 0.3, moved
assert [round(float(moved[name]), 2) for name in ("배치 정규화", "배치 정규화, 패딩을 빼고")] == [0.83, 0.03], moved
assert real.size == 512 and (~real).sum() == 341

# %% [markdown]
# 층 정규화는 꿈쩍하지 않습니다. 배치 정규화는 **이웃 한 문장이 바뀌었을 뿐인데** 우리 문장의 출력을 칸마다 평균 0.83이나 움직입니다. 512자리 가운데 341자리가 패딩이 되었기 때문입니다.
# 패딩을 빼고 세면 0.03으로 훨씬 덜하지만 여전히 움직입니다. 이웃의 내용이 달라진 몫입니다.
# 번역할 때의 배치 정규화는 이웃 대신 학습하며 모아 둔 평균과 분산을 씁니다. 배울 때와 번역할 때의 계산이 달라지는 것도 불편한 점입니다. 층 정규화는 늘 같은 계산을 합니다.
#
# **바꾸어 보세요.** `x[31], real[31] = longer, True` 줄을 지우면(패딩만 있고 이웃은 그대로) 세 줄은 어떻게 됩니까?
#
# ## 7. 쌓습니다
#
# 디코더 층에는 어텐션이 둘입니다.

# %% long="디코더 층 하나"
class DecoderLayer(layers.Layer):
    def __init__(self, heads, d, ff, rate):
        super().__init__()
        self.attend, self.cross = MultiHeadAttention(heads, d), MultiHeadAttention(heads, d)
        self.think = keras.Sequential([layers.Dense(ff, activation="relu"), layers.Dense(d)])
        self.norms = [layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]
        self.drop = layers.Dropout(rate)

    def call(self, y, memory, causal, real):                        # (B, T, d), (B, S, d)
        n = self.norms[0](y)
        y = y + self.drop(self.attend(n, n, causal))                # 쓰던 번역을
        y = y + self.drop(self.cross(self.norms[1](y), memory, real))   # 원문을
        return y + self.drop(self.think(self.norms[2](y)))

# %% [markdown]
# 임베딩은 인코더, 디코더, 출력이 **하나를 함께** 씁니다(가중치 공유). 임베딩은 칸마다 $1/\sqrt{d}$쯤의 크기로
# 시작합니다. 그대로 더하면 크기 1의 물결인 위치에 묻히므로, 입구에서는 $\sqrt{d}$를 곱해 **칸마다 1쯤**으로 키우고 위치를 더합니다.

# %% long="입구와 출구가 한 층"
class Words(layers.Layer):
    """토큰 → 벡터 + 위치, 그리고 거꾸로 벡터 → 토큰마다의 점수."""

    def __init__(self, V, d):
        super().__init__()
        start = keras.initializers.RandomNormal(stddev=d ** -0.5)
        self.embedding = layers.Embedding(V, d, embeddings_initializer=start)
        self.bias = self.add_weight(shape=(V,), initializer="zeros")
        self.scale, self.places = d ** 0.5, positions(256, d)

    def call(self, ids, at=None):                                   # (B, T) → (B, T, d)
        places = ops.convert_to_tensor(self.places)
        place = places[:ops.shape(ids)[1]] if at is None else ops.take(places, at, axis=0)
        return self.embedding(ids) * self.scale + place

    def score(self, x):                                             # (B, T, d) → (B, T, V)
        return ops.matmul(x, ops.transpose(self.embedding.embeddings)) + self.bias

# %% long="모델 전체"
class Transformer(keras.Model):
    def __init__(self, V, d, heads, ff, depth, rate=0.0):
        super().__init__()
        self.words = Words(V, d)
        self.encoder = [EncoderLayer(heads, d, ff, rate) for _ in range(depth)]
        self.decoder = [DecoderLayer(heads, d, ff, rate) for _ in range(depth)]
        self.norms = [layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.drop = layers.Dropout(rate)

    def encode(self, source):                                       # (B, S)
        real = ops.not_equal(source, PAD)[:, None, None]            # (B, 1, 1, S)
        x = self.drop(self.words(source))
        for layer in self.encoder:
            x = layer(x, real)
        return self.norms[0](x), real                               # (B, S, d)

    def call(self, inputs):
        source, target = inputs                                     # (B, S), (B, T)
        memory, real = self.encode(source)
        y, causal = self.drop(self.words(target)), causal_mask(ops.shape(target)[1])
        for layer in self.decoder:
            y = layer(y, memory, causal, real)
        return self.words.score(self.norms[1](y))                   # (B, T, V)

# %% [markdown]
# 파라미터는 식으로 셀 수 있습니다. 어텐션 하나가 $4(d^2+d)$, 피드포워드가 $2df+f+d$, 정규화 하나가 $2d$입니다.
#
# **먼저 맞혀 보세요.** 논문의 크기($d$ = 512, $N$ = 6, $h$ = 8, $f$ = 2048, 어휘 37,000)는 몇 개일까요? 임베딩과 나머지 가운데 어느 쪽이 클까요?
#
# <details><summary>답</summary>
#
# 약 6,300만 개입니다. 임베딩이 1,900만, 층들이 4,400만입니다. 논문은 6,500만이라고 적었습니다.
# </details>

# %%
def count(V, d, ff, depth):
    look, think, norm = 4 * (d * d + d), 2 * d * ff + ff + d, 2 * d
    encoder = depth * (look + think + 2 * norm) + norm
    decoder = depth * (2 * look + think + 3 * norm) + norm
    return {"임베딩": V * d + V, "인코더": encoder, "디코더": decoder}


D, HEADS, FF, DEPTH = S.size


def build_model(V, d=D, heads=HEADS, ff=FF, depth=DEPTH, rate=0.0):
    model = Transformer(V, d, heads, ff, depth, rate)
    model((np.array([[5, 6]]), np.array([[START, 7]])))             # 가중치를 만들려고 한 번
    return model

# %%
tiny = build_model(50, d=16, heads=2, ff=32, depth=1)
assert tiny.count_params() == sum(count(50, 16, 32, 1).values())
paper = count(37_000, 512, 2048, 6)
print(f"작은 모델 {tiny.count_params():,}개, 식과 같습니다.")
print("논문의 크기:", {name: f"{n:,}" for name, n in paper.items()})
print(f"합 {sum(paper.values()):,}개")

# %% claim
assert round(sum(paper.values()) / 1e6) == 63 and round(paper["임베딩"] / 1e6) == 19
assert round((paper["인코더"] + paper["디코더"]) / 1e6) == 44

# %% [markdown]
# 헤드의 수는 식에 없습니다. 층 하나에서는 피드포워드가 어텐션 하나의 두 배쯤입니다($f = 4d$이면 $8d^2$ 대 $4d^2$).
#
# **바꾸어 보세요.** `count`에 $d$ = 1024, $f$ = 4096을 주면(논문의 큰 모델) 몇 배가 됩니까?
#
# ## 8. 웜업, 라벨 스무딩, 그리고 하나씩 빼 보기
#
# 데이터는 080, 090과 같습니다. 검증과 시험의 문장과 비슷한 것은 학습에서 뺐고, 한쪽이라도 16토큰이 넘는 쌍은 학습에 쓰지 않습니다. 검증과 시험에는 긴 문장도 있습니다.

# %% tags=["profile"]
data.card("pairs_es")

# %% tags=["profile"]
task = translation.task("es", "en", size=S.vocabulary, held_out=S.held_out)
V = len(task.vocabulary)
ask = "¿Dónde está mi libro rojo?"
print(f"학습 {len(task.train[0]):,}쌍, 검증 {len(task.valid[0]):,}쌍, 어휘 {V:,}")
print(task.vocabulary.tokens(ask), "→", task.vocabulary.tokens("Where is my red book?"))

# %% claim real=True
assert len(task.train[0]) == 103_958 and V == 4000

# %% [markdown]
# 학습률은 처음에 0에서 천천히 올리고(**웜업**, warm-up) 코사인으로 내립니다. Adam은 처음 몇 걸음에서 기울기의 크기를 아직 모르므로 그때 크게 걸으면 위험합니다.
#
# **라벨 스무딩(label smoothing)** 은 정답에 1이 아니라 $1-\epsilon$을 주고 나머지 $\epsilon$을 모든 토큰에 나누어 줍니다. 점수를 끝없이 벌리지 않게 합니다.

# %% long="학습 설정 하나"
def compiled(model, batches, epochs, rate, warm=0.05, loss=translation.masked_loss):
    steps = epochs * len(batches)
    warm_steps = int(warm * steps)
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0 if warm else rate, steps - warm_steps, warmup_target=rate if warm else None,
        warmup_steps=warm_steps)
    optimizer = keras.optimizers.Adam(schedule, beta_2=0.98, clipnorm=1.0)
    # XLA는 배치의 모양마다 다시 컴파일하므로 CPU에서는 오히려 늦습니다
    model.compile(optimizer=optimizer, loss=loss,
                  jit_compile="auto" if runtime.gpus() else False)
    optimizer.build(model.trainable_variables)      # 미리 만들면 그래프를 한 번만 만듭니다
    return schedule

# %%
def smoothed_loss(answer, scores, epsilon=0.1):
    """정답에 1 − ε, 나머지 ε은 모든 토큰에 고르게. 패딩은 세지 않습니다."""
    real = ops.cast(ops.not_equal(answer, PAD), scores.dtype)
    log_p = ops.log_softmax(scores, axis=-1)                                # (B, T, V)
    right = ops.squeeze(ops.take_along_axis(log_p, answer[:, :, None], axis=-1), -1)
    losses = -(1 - epsilon) * right - epsilon * ops.mean(log_p, axis=-1)
    return ops.sum(losses * real) / ops.sum(real)

# %% [markdown]
# 작은 모델(층 하나, $d$ = 64)과 2만 쌍으로 **하나씩만** 바꾸어 봅니다. 손실은 모두 스무딩 없이 잽니다.
#
# **먼저 맞혀 보세요.** 위치를 빼는 것과 웜업을 빼는 것, 어느 쪽이 더 아플까요?
#
# <details><summary>답</summary>
#
# 위치입니다. 시드 셋의 평균에서 위치를 빼면 검증 손실이 0.11 오르고, 웜업을 빼면 0.01 오릅니다(반올림하기 전의 값으로 뺐습니다). 뒤의 0.01은 시드에 따른 흔들림보다 작습니다.
# </details>

# %% tags=["profile"]
def small_pairs(n, seed=7):
    chosen = np.random.default_rng(seed).permutation(len(task.train[0]))[:n]
    return [[side[i] for i in chosen] for side in task.train]


valid = translation.PairBatches(*task.valid, 250)
ways = ["모두 갖춤", "위치 없이", "헤드 1개", "웜업 없이", "라벨 스무딩"]
half = [max(1, part // 2) for part in S.size]                   # 반 크기의 모델
built = dict(zip(("d", "heads", "ff", "depth"), half))
trained = {"웜업 없이": {"warm": 0.0}, "라벨 스무딩": {"loss": smoothed_loss}}
arms = []

# %% tags=["profile"]
for name in ways[:S.ways + 1]:
    for seed in S.seeds:
        runtime.seed_everything(seed)
        batches = translation.PairBatches(*small_pairs(S.small[0]), 64, seed=seed)
        model = build_model(V, **built | ({"heads": 1} if name == "헤드 1개" else {}))
        if name == "위치 없이":
            model.words.places = 0 * model.words.places
        compiled(model, batches, S.small[1], S.rate, **trained.get(name, {}))
        model.fit(batches, epochs=S.small[1], verbose=0)
        arms.append([name, seed, translation.token_loss(model, valid)])

# %% tags=["profile"]
arms = pd.DataFrame(arms, columns=["바꾼 것", "시드", "검증 손실"])
arms.groupby("바꾼 것", sort=False)["검증 손실"].agg(["mean", "min", "max"]).round(2)

# %% claim real=True
by_way = arms.groupby("바꾼 것")["검증 손실"].mean()
low, high = (arms.groupby("바꾼 것")["검증 손실"].agg(how).round(2) for how in ("min", "max"))
plain = by_way["모두 갖춤"]
assert round(by_way["위치 없이"] - plain, 2) == 0.11 and round(by_way["웜업 없이"] - plain, 2) == 0.01
assert dict(zip(low.index, zip(low, high))) == {
    "모두 갖춤": (3.13, 3.16), "위치 없이": (3.25, 3.26), "라벨 스무딩": (3.22, 3.24),
    "헤드 1개": (3.11, 3.26), "웜업 없이": (3.14, 3.18)}, (low, high)

# %% [markdown]
# 위치를 뺀 세 번(3.25~3.26)은 모두 갖춘 세 번(3.13~3.16)보다 **모두** 나쁩니다. 순서를 모르면 다음 토큰을 맞히기 어려워집니다.
# 차이가 생각보다 작은 것은, 디코더의 인과 마스크가 자리마다 다른 수의 토큰을 보여 주어 순서를 조금은 알려 주기 때문일 수 있습니다(추측).
#
# 라벨 스무딩도 세 번 모두 나쁩니다(3.22~3.24). 다만 손실을 스무딩 없이 쟀으니, 확신을 덜 하도록 배운 모델에게 불리한 자입니다. 번역의 점수로는 재지 않았습니다.
#
# 헤드 1개(3.11~3.26)와 웜업 없이(3.14~3.18)는 모두 갖춘 것과 범위가 겹칩니다. 여기서는 **차이를 보이지 못했습니다**. 층이 하나뿐이고 정규화를 앞에 둔 작은
# 모델이라 웜업 없이도 안정된 것일 수 있습니다(추측). 큰 모델에서도 필요 없다는 뜻은 아닙니다.
#
# **바꾸어 보세요.** `S.rate`를 다섯 배로 올리면 웜업의 값은 커집니까?
#
# ## 9. 학습합니다
#
# 예산은 090과 비슷한 **CPU 시간**으로 어림했습니다. 090의 어텐션 모델은 한 에폭에 309초, 네 에폭에 1,237초를 썼습니다. 트랜스포머는 한 에폭이 168초라서
# 일곱 에폭에 1,177초입니다. 그러나 다른 실행에서 한 번씩 잰 시간이고, 080의 모델은 다시 재자 두 배쯤 달라졌습니다. 정말 비슷한지는 모릅니다. 아래에 찍히는 초는 벽시계의 시간입니다.
#
# 문장 쌍, 64쌍의 배치, 드롭아웃 0.1, 5%의 웜업과 코사인 감쇠는 같습니다. 학습률의 꼭대기는 0.003(090은 0.004), Adam의 $\beta_2$는 0.98(090은 0.999)로 다릅니다. 트랜스포머는 같은
# 문장을 일곱 번, 090의 모델은 네 번 봅니다. 그러니 이것은 **부품 하나**가 아니라 **모델과 그 학습 방법**을 견주는 것입니다.
#
# **먼저 맞혀 보세요.** 첫 에폭의 학습 손실은 검증 손실보다 높을까요, 낮을까요?
#
# <details><summary>답</summary>
#
# 높습니다(2.79와 1.80). 첫 에폭의 학습 손실은 아무것도 모르던 때까지 평균한 것입니다. 드롭아웃도 켜져 있습니다.
# </details>

# %% tags=["profile"]
runtime.seed_everything(1)
batches = translation.PairBatches(*task.train, 64, seed=1)
model = build_model(V, rate=0.1)
compiled(model, batches, S.epochs, S.rate)
with runtime.stopwatch(f"트랜스포머 {model.count_params():,}개, {S.epochs}에폭") as watch:
    history = model.fit(batches, epochs=S.epochs, validation_data=valid, verbose=0).history
for title, name in [("학습 손실", "loss"), ("검증 손실", "val_loss")]:
    print(title, [f"{value:.2f}" for value in history[name]], "(배치마다의 평균)")
loss = translation.token_loss(model, valid)
print(f"다 배운 뒤의 검증 손실, 토큰마다의 평균: {loss:.3f}")

# %% claim real=True
assert round(loss, 3) == 1.293 and round(watch.cpu_seconds / S.epochs) == 168, (loss, watch)
assert [round(history["loss"][at], 2) for at in (0, -1)] == [2.79, 0.43], history
assert round(min(history["val_loss"]), 2) == 1.14 and round(history["val_loss"][-1], 2) == 1.15
assert history["loss"][0] > history["val_loss"][0] and round(history["val_loss"][0], 2) == 1.80
assert max(len(ids) for side in task.train for ids in side) == 16 < max(map(len, task.valid[0]))
assert (S.rate, S.epochs) == (3e-3, 7) and loss > history["val_loss"][-1] + 0.1
assert round(watch.cpu_seconds) == 1177, watch.cpu_seconds

# %% [markdown]
# 학습 손실은 2.79에서 0.43까지 내려갑니다. 드롭아웃을 켠 채 잰 값인데도 그렇습니다. 그런데 검증 손실은 다섯째 에폭부터 1.14~1.15에 머뭅니다.
# 마지막의 1.15는 0.01 차이라 올랐다고 하기에는 작습니다. 그래도 학습 손실만 계속 내려가니 데이터를 **외우기 시작했습니다**(과적합).
#
# 검증 손실의 줄은 배치마다의 손실을 다시 평균한 것이라, 긴 문장의 배치와 짧은 문장의 배치를 똑같이 셉니다. 토큰마다 세면 1.293이고, 견줄 때는 이 값을 씁니다.
# 토큰이 많은 배치를 더 무겁게 세니 값이 커졌습니다. 긴 문장 쪽의 손실이 더 크다는 뜻입니다.
#
# **바꾸어 보세요.** `rate=0.1`을 0.3으로 올리면 학습 손실과 검증 손실의 사이는 좁아집니까? 검증 손실은 1.14 아래로 내려갑니까?

# %% [markdown]
# ## 10. 한 토큰씩 씁니다: KV 캐시
#
# 학습할 때는 번역을 통째로 읽지만 번역할 때는 한 토큰씩 씁니다. 토큰을 쓸 때마다 앞을 전부 다시 계산하면 낭비입니다. 앞 토큰의 **키와 값은 바뀌지 않으므로**
# 적어 두고(**KV 캐시**, cache), 새 토큰의 것만 덧붙입니다. 인과 마스크가 있어서 가능한 일입니다.
# 새 토큰의 쿼리는 그림의 네 토큰과, 방금 덧붙인 **자기 자신**의 키와 값을 봅니다.

# %%
picture = diagrams.Diagram("KV 캐시: 새 토큰의 쿼리 하나가 적어 둔 키와 값을 봅니다")
kept = picture.row(["<시작>", "Where", "is", "my"], (0, 0), "blue", fill=True)
new = picture.box("red", (4, 0), "orange", fill=True)
query = picture.box("red의 쿼리", (4, 1), "orange")
picture.arrow(new, query)
for box in kept:
    picture.arrow(query, box, dashed=True)
picture.label("캐시: 키와 값 (다시 계산하지 않음)", (1.5, -0.7))
picture.label("새로 계산해 덧붙임", (4, -0.7))
picture.show(alt="앞의 네 토큰은 캐시에 있고 새 토큰 red만 계산한다. red의 쿼리에서 네 "
                 "토큰으로 점선이 간다.")

# %% long="디코더 층을 한 걸음만"
def layer_step(layer, y, at, real, keys, values, memory_keys, memory_values):
    """y (N, 1, d)는 at (N,)번째 토큰. keys, values (N, h, L, d/h)는 지금까지의 캐시."""
    L = keys.shape[2]
    n = layer.norms[0](y)
    here = ops.one_hot(at, L)[:, None, :, None]                     # (N, 1, L, 1) 적을 자리
    new_key, new_value = layer.attend.remember(n)                   # (N, h, 1, d/h)
    keys, values = keys + here * new_key, values + here * new_value
    seen = (ops.arange(L, dtype="int32") <= at[:, None])[:, None, None]     # 적은 데까지만
    y = y + layer.attend.look(n, keys, values, seen)[0]
    y = y + layer.cross.look(layer.norms[1](y), memory_keys, memory_values, real)[0]
    return y + layer.think(layer.norms[2](y)), keys, values

# %% [markdown]
# `decoding.translate`가 바라는 것은 함수 둘입니다. `start`는 원문을 읽어 **상태**를 만들고, `step`은 토큰 하나와 상태를 받아 점수와 새 상태를 냅니다.
# 트랜스포머에서는 캐시가 상태입니다. 원문의 키와 값은 처음에 한 번만 구합니다.

# %% long="시작과 한 걸음이 짝입니다"
class Start(keras.Model):
    def __init__(self, trained):
        super().__init__()
        self.trained = trained

    def call(self, source):                                         # (N, S)
        memory, real = self.trained.encode(source)
        state = [0 * source[:, 0], real]
        for layer in self.trained.decoder:
            keys, values = layer.cross.remember(memory)             # 원문의 키와 값은 한 번만
            empty = ops.repeat(0 * keys[:, :, :1], S.longest, axis=2)      # (N, h, L, d/h)
            state += [empty, empty, keys, values]
        return tuple(state)


class Step(Start):
    def call(self, inputs):
        tokens, at, real, *caches = inputs
        y = self.trained.words(tokens[:, None], at[:, None])        # (N, 1, d)
        state = [at + 1, real]
        for n, layer in enumerate(self.trained.decoder):
            y, *new = layer_step(layer, y, at, real, *caches[4 * n:4 * n + 4])
            state += [*new, *caches[4 * n + 2:4 * n + 4]]
        return self.trained.words.score(self.trained.norms[1](y))[:, 0], *state     # (N, V), …

# %%
def translator(trained):
    first, then = Start(trained), Step(trained)
    for part in (first, then):
        part.compile(jit_compile=False)                             # 그래프로 한 번만 컴파일

    def step(tokens, state):
        scores, *state = then.predict_on_batch([tokens.astype("int32"), *state])
        return scores, tuple(state)

    return first.predict_on_batch, step

# %% [markdown]
# 캐시를 쓴 점수가 통째로 읽은 점수와 같아야 합니다. 우리 문장과 정답 번역으로 확인합니다.
#
# **먼저 맞혀 보세요.** 캐시는 답을 바꿀까요, 빠르기만 바꿀까요?
#
# <details><summary>답</summary>
#
# 빠르기만 바꿉니다. 같은 수를 두 번 계산하지 않을 뿐입니다. 점수의 차이는 0.001보다 작습니다(소수의 반올림).
# </details>

# %% tags=["profile"]
start, step = translator(model)
source = translation.pad(task.vocabulary.encode([ask]))                              # (1, S)
read, answer = translation.teacher(task.vocabulary.encode(["Where is my red book?"]))
whole = model.predict_on_batch((source, read))[0]                                    # (T, V)
state, worst = start(source), 0.0
for t, token in enumerate(read[0]):
    scores, state = step(np.array([token]), state)
    worst = max(worst, np.abs(scores[0] - whole[t]).max())
print("통째로 읽은 점수와 같습니까?", worst < 1e-3)

# %% claim
assert worst < 1e-3, worst

# %% tags=["profile"]
def write(texts, search=decoding.greedy):
    ids = task.vocabulary.encode(texts)
    written = decoding.translate(ids, start, step, search, longest=S.longest)
    return task.vocabulary.decode(written)


beam = functools.partial(decoding.beam, width=4)
mine = [ask, "El gato negro duerme en mi cama.", "No sé dónde vive tu hermano.",
        "¿Quieres ir al cine conmigo mañana?",
        "Mi hermana compró una casa blanca cerca del río.",
        "Si hubiera sabido la verdad, no habría venido.",
        "El dragón devoró tres naranjas moradas."]
translations = pd.DataFrame({"원문": mine, "탐욕": write(mine), "빔 4": write(mine, beam)})
translations

# %% claim real=True
by = {name: list(translations[name]) for name in ("탐욕", "빔 4")}
assert by["빔 4"][0] == "Where's my red book?" and by["탐욕"][0] == "Where is my book?", by
assert all(texts[1] == "The cat sleeps on my bed." for texts in by.values())
assert by["탐욕"][2:5] == by["빔 4"][2:5] == [
    "I don't know where your brother lives.",
    "Do you want to go to the movies with me tomorrow?",
    "My sister bought a white house near the river."]
assert "would have not come" in by["탐욕"][5] and "wouldn't have come" in by["빔 4"][5]
assert all("banges" in texts[6] for texts in by.values())

# %% [markdown]
# 우리 문장을 빔 탐색은 옳게 옮겼지만 탐욕 탐색은 **`red`를 빠뜨렸습니다**. 둘째 문장의 `negro`(검은)는 두 방법 모두 빠뜨렸습니다. 그다음 세 문장은 모두 맞습니다.
# `Si hubiera sabido…`에서는 탐욕의 어순(`would have not come`)이 어색하고 빔은 바릅니다. 마지막 문장은 뜻을 잃었고, `banges`라는 없는 말을 지어냈습니다.
#
# 이제 빠르기입니다. 가장 순진한 방법은 한 문장씩, 토큰마다 `model.predict`로 원문을 읽는 것부터 모두 다시 하는 것입니다.

# %%
def naive(text):
    ids, source = [START], translation.pad(task.vocabulary.encode([text]))
    while ids[-1] != END and len(ids) < S.longest:
        read = np.array([ids + [PAD] * (S.longest - len(ids))])             # (1, L)
        scores = model.predict((source, read), verbose=0)                   # 처음부터 다시
        ids.append(int(scores[0, len(ids) - 1].argmax()))
    return task.vocabulary.decode([ids[1:]])[0]

# %% tags=["profile"]
valid_texts = list(task.texts.valid["es"])
speed = {}
for name, texts, way in [
        ("한 문장씩 처음부터", valid_texts[:3], lambda texts: [naive(one) for one in texts]),
        ("캐시, 탐욕", valid_texts, write),
        ("캐시, 빔 4", valid_texts, functools.partial(write, search=beam))]:
    way(texts[:3])                                                  # 그래프를 미리 만듭니다
    began = time.process_time()
    way(texts)
    speed[name] = len(texts) / (time.process_time() - began)
pd.Series(speed, name="문장/초 (CPU 시간)").round(1).to_frame()

# %% claim real=True
slow, quick = speed["한 문장씩 처음부터"], speed["캐시, 탐욕"]
assert (round(slow, 1), round(quick), round(speed["캐시, 빔 4"])) == (3.2, 195, 33), speed
assert 60 < quick / slow < 65

# %% [markdown]
# 3.2문장이 탐욕은 195문장, 빔 4는 33문장이 되었습니다. 탐욕은 60배가 넘습니다. 그러나 **캐시가 60배라는 말은 아닙니다**. 캐시를 두었고, 원문을 한 번만 읽고, 여러 문장을 함께 쓰고,
# `predict` 대신 `predict_on_batch`를 부르니 네 가지가 한꺼번에 달라졌습니다. 어느 것의 몫인지는 여기서 재지 않았습니다(080에서 따로 잰 것은 마지막의 둘이고, `predict_on_batch`의 몫이 더 컸습니다). 느린 쪽은 세 문장으로만 쟀습니다.
#
# 090의 어텐션 모델(GRU)은 287문장과 49문장이었습니다. 다른 실행에서 쟀으므로, 1.5배쯤인 차이로 트랜스포머가 더 느리다고 할 수는 없습니다.
#
# **바꾸어 보세요.** `S.longest`를 80으로 늘리면 탐욕의 빠르기는 얼마나 줄어듭니까? 왜 줄어듭니까?
#
# ## 11. 사다리의 다음 칸
#
# 시험 데이터를 한 번 엽니다. 앞 강의의 줄들과 같은 문장입니다.
#
# **먼저 맞혀 보세요.** 트랜스포머는 순환층에 어텐션을 더한 모델을 이길까요?
#
# <details><summary>답</summary>
#
# 이기지 못합니다. chrF 60.37로 62.94보다 2.57 낮습니다(95% 구간 1.52~3.64).
# </details>

# %% tags=["profile"]
sources, references = list(task.texts.test["es"]), list(task.texts.test["en"])
ladder.record("transformer", "트랜스포머", write(sources, beam), references,
              parameters=model.count_params(), loss=loss,
              epoch_seconds=watch.cpu_seconds / S.epochs,
              greedy_speed=speed["캐시, 탐욕"], beam_speed=speed["캐시, 빔 4"])
results = ladder.table()
results.round(2)

# %% [markdown]
# 같은 문장을 다시 뽑아(짝지은 부트스트랩) 앞의 줄들과의 chrF 차이를 구간으로 적습니다.

# %% tags=["profile"]
others = [name for name in ladder.names() if name != "transformer"
          and len(ladder.rung(name).chrf) == len(references)]      # 같은 문장으로 잰 줄만
gains = {ladder.rung(name).title: ladder.gain("transformer", name) for name in others}
pd.DataFrame(gains, index=["chrF 차이", "95% 아래", "95% 위"]).T.round(2)

# %% claim real=True
exact = [round(float(value), 2) for value in gains["어텐션 (Luong)"]]
assert exact == [-2.57, -3.64, -1.52], exact
assert list(results["chrF"].round(2)[["트랜스포머", "어텐션 (Luong)"]]) == [60.37, 62.94], results
found = {name: tuple(round(float(value), 1) for value in gain) for name, gain in gains.items()}
assert found["어텐션 (Luong)"] == (-2.6, -3.6, -1.5) and found["양방향 인코더"] == (11.5, 10.2, 12.8), found
assert found["seq2seq (GRU, 빔 4)"] == (12.0, 10.8, 13.2)
chrf, size = results["chrF"].round(1), results["파라미터"]
before = results.loc["어텐션 (Luong)"]
assert round(before["에폭(초)"]) == 309 and round(4 * before["에폭(초)"]) == 1237
assert (round(before["탐욕 문장/초"]), round(before["빔 문장/초"])) == (287, 49), before
assert (chrf["트랜스포머"], chrf["어텐션 (Luong)"]) == (60.4, 62.9), results
assert list(results["검증 손실"].round(2)[["트랜스포머", "어텐션 (Luong)"]]) == [1.29, 1.19], results
rungs, of_length = [ladder.rung(name) for name in ("transformer", "luong")], []
words_of = rungs[0].bleu[:, 1]
draw = np.random.default_rng(7)
for at in (np.flatnonzero(words_of <= 12), np.flatnonzero(words_of > 12)):
    rows_of = draw.choice(at, (1000, len(at)))
    drawn = rungs[0].chrf_score(rows_of) - rungs[1].chrf_score(rows_of)
    both = [float(one.chrf_score(at)) for one in rungs]
    share = [one.chrf[at, 0, 0].sum() / one.chrf[at, 1, 0].sum() for one in rungs]
    of_length.append([len(at), *(round(float(value), 1) for value in (*both, both[0] - both[1], *np.quantile(drawn, [0.025, 0.975]))),
                      *(round(float(value), 2) for value in share)])
assert of_length == [[955, 62.1, 64.0, -1.8, -3.0, -0.8, 0.94, 0.95],
                     [45, 42.0, 52.6, -10.7, -14.7, -6.9, 0.69, 0.83]], of_length
assert (round(size["트랜스포머"] / 1e4), round(size["어텐션 (Luong)"] / 1e4)) == (144, 124)

# %% [markdown]
# 트랜스포머는 어텐션이 없던 두 모델보다 크게 앞섭니다. GRU보다 12.0(10.8~13.2), 양방향 인코더보다 11.5(10.2~12.8) 높습니다. 그러나 **어텐션을 더한 순환 모델에는 2.6 집니다**.
# 구간(−3.6~−1.5)이 0을 품지 않으니, 시험 문장을 고른 우연 탓이라고 하기 어렵습니다. 파라미터는 144만 개로 124만 개보다 많고, 같은 문장을 일곱 번 보았는데도(090은 네 번) 졌습니다.
# 검증 손실도 1.29로 1.19보다 높습니다. 표의 시간은 다른 실행에서 쟀으니 견주지 마세요.
#
# 어디서 졌는지 정답의 길이로 나누어 보았습니다. 사다리가 문장마다 적어 둔 것으로 셉니다(문장 부호도 한 단어). 차이는 반올림하기 전의 값으로 뺐습니다.
#
# | 정답의 길이 | 문장 | 트랜스포머 chrF | 어텐션 chrF | 차이(95% 구간) | 쓴 글자 ÷ 정답의 글자 |
# |---|---:|---:|---:|---|---|
# | 12단어까지 | 955 | 62.1 | 64.0 | −1.8(−3.0~−0.8) | 0.94와 0.95 |
# | 13단어부터 | 45 | 42.0 | 52.6 | −10.7(−14.7~−6.9) | 0.69와 0.83 |
#
# 짧은 문장에서도 지지만 **긴 문장에서 크게 집니다**. 쓴 글자가 정답의 69%뿐입니다. 나누는 길이는 결과를 본 뒤에 골랐으니, 45문장의 값은 실마리로만 읽으세요.
#
# 왜일까요? 두 모델 모두 16토큰 이하의 쌍만 배웠습니다. 트랜스포머에게 그 뒤의 자리는 배울 때 더해 본 적이 없는 위치이고, 순환층에는 자리의 번호가 없습니다. 긴 문장의 차이는 여기서 왔을
# 수 있습니다(추측). 짧은 문장의 차이에는 다른 까닭이 있을 것입니다. 학습 손실이 0.43까지 내려가는 동안 검증 손실은 1.14에서 멈췄으니, 같은 설정으로 더 오래 배워도 나아지기 어려워 보입니다(추측). 10만 쌍은 논문의 450만 쌍에 견주면 작습니다.
# 앞에서 뒤로 읽는 순환층은 말의 순서를 **처음부터 알고** 시작하지만 트랜스포머는 데이터에서 배워야 합니다. 그 차이가 작은 데이터에서 드러난 것일 수 있습니다(추측).
# 드롭아웃을 더 키우면 달라질지는 재지 않았습니다.
#
# 두 모델 모두 시드는 하나입니다. 구간에는 시드에 따른 흔들림이 들어 있지 않고, 어느 쪽도 가장 좋은 설정이라는 보장은 없습니다. 그러니 "이 설정에서 졌다"까지가 잰 것입니다.
#
# **바꾸어 보세요.** 빔 대신 탐욕으로 기록하면(`write(sources)`) chrF는 얼마나 낮아집니까?
#
# ## 12. 무엇을 보고 썼을까요
#
# 크로스 어텐션의 가중치를 그립니다. 디코더의 마지막 층이 토큰을 하나 쓸 때 원문의 어디를 보았는지입니다.

# %%
def alignments(model, source, target):
    """마지막 디코더 층의 크로스 어텐션, (h, T, S)."""
    memory, real = model.encode(source)
    y, causal = model.words(target), causal_mask(target.shape[1])
    for layer in model.decoder:
        n = layer.norms[0](y)
        asking = layer.norms[1](y + layer.attend(n, n, causal))
        weights = layer.cross.look(asking, *layer.cross.remember(memory), real)[1]
        y = layer(y, memory, causal, real)
    return ops.convert_to_numpy(weights)[0]

# %% [markdown]
# **먼저 맞혀 보세요.** 탐욕은 `red`를 빠뜨리고 `my` 다음에 바로 `book`을 썼습니다. `book`을 쓸 때 `rojo`를 보기는 했을까요?
#
# <details><summary>답</summary>
#
# 보았습니다. 여덟 헤드의 평균으로 `▁ro`에 0.49, `jo`에 0.12, `▁libro`에 0.38입니다.
# </details>

# %% tags=["profile"]
written = write([ask])[0]
left, right = task.vocabulary.tokens(ask), task.vocabulary.tokens(written)
read, _ = translation.teacher(task.vocabulary.encode([written]))
source = translation.pad(task.vocabulary.encode([ask]))
maps = alignments(model, source, read)[:, :len(right) + 1, :len(left)]           # (h, T, S)
plots.heatmap(maps.mean(axis=0), [*right, "<끝>"], left, "헤드들의 평균: 무엇을 보고 썼을까요",
              "원문", "쓴 토큰")
plots.show(alt="원문의 토큰을 열로, 쓴 토큰을 줄로 놓은 열지도. 칸이 진할수록 그 줄의 토큰을 "
               "쓸 때 그 열을 많이 보았다. Where의 줄은 Dónde가 가장 진하고, 끝의 줄은 여러 "
               "칸에 흩어져 있다. 헤드 여덟 개의 평균이다.")

# %% tags=["profile"]
fig, axes = plt.subplots(2, HEADS // 2, figsize=(10, 6), sharey=True, sharex=True)
for head, ax in enumerate(axes.ravel()):
    ax.imshow(maps[head], cmap="Blues", vmin=0, vmax=1, aspect="auto")
    ax.set(title=f"헤드 {head + 1}")
    ax.set_xticks(range(len(left)), left, rotation=60, ha="right")
    ax.set_yticks(range(len(right) + 1), [*right, "<끝>"])
    ax.grid(False)
fig.supxlabel("원문")
fig.supylabel("쓴 토큰")
plots.show(alt="같은 열지도를 여덟 헤드마다 하나씩 그린 것. 헤드 2는 대각선 가까이가 진하고, "
               "헤드 5는 is의 줄에서 첫 칸이 가장 진하다. 진한 칸의 자리가 헤드마다 다르다.")

# %% claim real=True
looked = {token: left[at] for token, at in zip([*right, "<끝>"], maps.mean(axis=0).argmax(axis=1))}
mean, at = maps.mean(axis=0), {token: n for n, token in enumerate(left)}
assert written == "Where is my book?" and list(at) == [
    "▁¿", "Dónde", "▁está", "▁mi", "▁libro", "▁ro", "jo", "?"], (written, at)
assert [round(float(mean[row, at[token]]), 2) for row, token in [(0, "Dónde"), (2, "▁mi"), (3, "▁libro")]] \
    == [0.75, 0.48, 0.38], mean.round(3)
assert [round(float(mean[3, at[token]]), 2) for token in ("▁ro", "jo")] == [0.49, 0.12], mean[3]
assert looked["▁is"] == "▁está" and round(float(mean[1, at["▁está"]]), 2) == 0.36, looked
best = maps[:, 3].argmax(axis=1)
assert (best[[0, 1]] == at["▁libro"]).all() and (best[2:7] == at["▁ro"]).all(), best
assert best[7] == at["jo"], best

# %% [markdown]
# `Where`는 `Dónde`에 0.75, `is`는 `está`에 0.36, `my`는 `mi`에 0.48로, 짝이 맞는 자리를 가장 많이 봅니다. `book`의 줄은 다릅니다. `libro`보다 `rojo`의 두 조각을 더 많이 보았습니다.
# **보고도 쓰지 않았습니다.** 어디를 보았는지가 무엇을 쓸지를 다 말해 주지는 않습니다. 이 지도는 마지막 층 하나입니다. 원문의 벡터는
# 인코더를 지나며 이미 섞였으므로, `▁ro`의 자리에 적힌 것이 "빨간"만은 아닙니다.
#
# 헤드마다 보는 곳이 다릅니다. `book`을 쓸 때 헤드 1과 2는 `▁libro`를, 3부터 7까지는 `▁ro`를, 8은 `jo`를 가장 많이 봅니다.
#
# **바꾸어 보세요.** `ask`를 `"¿Dónde está mi libro?"`로 바꾸면 `my` 다음의 줄은 어떻게 됩니까?
#
# ## 13. 길이의 값
#
# 순환층은 길이에 비례하는 시간이 듭니다(여기서 재지는 않습니다). 어텐션은 모든 쌍을 견주므로 점수의 표가 $T \times T$입니다. 정말 제곱인지 재 봅니다. 넘파이로 계산하고, 시간은 다섯 번 가운데
# 가장 빠른 것을, 메모리는 계산하는 동안의 꼭대기를 적습니다. 어텐션에서는 점수, 소프트맥스, 가중 평균만 재고 쿼리, 키, 값의 행렬 곱은 뺍니다. 지수는 마지막 네 길이로 구합니다.

# %%
rng = np.random.default_rng(7)
W1, W2 = (rng.normal(0, 0.1, shape).astype("float32") for shape in ((128, 512), (512, 128)))


def attend(x):                                          # (4, T, 32): 헤드 넷
    scores = x @ x.swapaxes(1, 2) / np.float32(32 ** 0.5)       # (4, T, T)
    return softmax(scores) @ x


def think(x):                                           # 같은 토큰을 피드포워드로
    x = x.swapaxes(0, 1).reshape(-1, 128)                       # (T, 128)
    return np.maximum(x @ W1, 0) @ W2

# %%
def cost(run, x):
    run(x)
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        run(x)
        seconds.append(time.perf_counter() - began)
    tracemalloc.start()
    run(x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds) * 1000, peak / 2 ** 20                  # 밀리초, MiB

# %% [markdown]
# **먼저 맞혀 보세요.** 길이가 두 배가 되면 어텐션과 피드포워드의 시간은 각각 몇 배가 될까요?
#
# <details><summary>답</summary>
#
# 어텐션은 네 배 남짓, 피드포워드는 두 배 남짓입니다. 마지막 네 길이에 맞춘 지수로 어림한 값이고, 걸음마다 보면 3.6~6.7배와 1.8~3.3배로 고르지 않습니다. 메모리는 네 배와 두 배입니다.
# </details>

# %% tags=["profile"]
rows = []
for T in S.lengths:
    x = rng.normal(0, 1, (4, T, 32)).astype("float32")
    rows.append([T, *cost(attend, x), *cost(think, x)])
columns = ["길이", "어텐션(ms)", "어텐션(MiB)", "피드포워드(ms)", "피드포워드(MiB)"]
costs = pd.DataFrame(rows, columns=columns).set_index("길이")
tail = np.log(costs.iloc[-4:])
power = {name: np.polyfit(np.log(costs.index[-4:]), tail[name], 1)[0] for name in costs}
print("지수:", {name: round(float(value), 2) for name, value in power.items()})
costs.round(2)

# %% claim real=True
assert abs(power["어텐션(ms)"] - 2) < 0.35 and abs(power["피드포워드(ms)"] - 1) < 0.25, (power, costs)

# %% tags=["profile"]
fig, axes = plt.subplots(1, 2, figsize=(10, 3.4))
for ax, unit in zip(axes, ("ms", "MiB")):
    for name in ("어텐션", "피드포워드"):
        label = f"{name}: T의 {power[f'{name}({unit})']:.2f}제곱"
        ax.loglog(costs.index, costs[f"{name}({unit})"], "o-", label=label)
    ax.set(title="시간" if unit == "ms" else "메모리", xlabel="길이 T", ylabel=unit)
    ax.legend()
plots.show(alt="두 축이 모두 로그인 그림 둘. 왼쪽은 시간, 오른쪽은 메모리. 짧을 때는 어텐션이 "
               "피드포워드보다 작다가 더 가파르게 올라 위로 간다. 메모리에서는 기울기가 "
               "피드포워드의 두 배쯤이다.")

# %% claim
assert abs(power["어텐션(MiB)"] - 2) < 0.35 and abs(power["피드포워드(MiB)"] - 1) < 0.2, power

# %% claim real=True
assert [round(float(power[name]), 2) for name in costs] == [2.16, 1.99, 1.24, 1.0], power
assert [round(float(value)) for value in costs.loc[2048]] == [133, 192, 9, 9], costs
assert [round(float(costs.loc[64, name]), 2) for name in ("어텐션(ms)", "피드포워드(ms)")] == [0.07, 0.21], costs

# %% [markdown]
# 시간은 길이의 2.16제곱과 1.24제곱, 메모리는 1.99제곱과 1.00제곱입니다. 길이 2,048에서 어텐션은 133밀리초와 192MiB, 피드포워드는 9밀리초와 9MiB가 듭니다.
#
# 메모리의 지수는 시간보다 깨끗합니다. 시간의 선은 곧지 않으니 2.16과 1.24의 소수점 아래는 믿지 마세요. 긴 글에서는 이 제곱이 트랜스포머의 한계입니다. 우리 문장처럼 짧으면
# 사정이 다릅니다. 길이 64에서 어텐션은 0.07밀리초로 피드포워드의 0.21밀리초보다 빠릅니다. 다만 어텐션에서는 쿼리, 키, 값과 합치기의 행렬 곱을 뺐고 피드포워드에서는 뺀 것이 없으니, 층끼리의 공평한 견줌은 아닙니다.
#
# **바꾸어 보세요.** 한 토큰이 앞의 64개만 보게 하면(창 어텐션) 지수는 얼마가 되어야 합니까?
#
# ## 14. 더 알아보기: 깊이 쌓아도 신호가 사는 까닭
#
# 층을 깊이 쌓으면 신호와 기울기가 곱해지며 사라지거나 폭발합니다. 가중치의 처음 크기를 잘 고르고(폭이 모두 $d$일 때 **Xavier**: 분산 $1/d$, **He**: 분산 $2/d$), 잔차로 길을 내고,
# 층 정규화로 크기를 맞춥니다. 여기서는 앞의 둘만 봅니다. ReLU 층 50개를 지난 신호의 크기와 처음까지 돌아온 기울기를 잽니다.
#
# **먼저 맞혀 보세요.** 가중치를 모두 0.01의 크기로 뽑고 잔차를 더하면 기울기는 사라질까요?
#
# <details><summary>답</summary>
#
# 사라지지 않습니다. 잔차를 따라 돌아오므로 1.4입니다. 잔차가 없으면 10의 −55제곱쯤으로 사라집니다.
# </details>

# %% long="앞으로 갔다가 되돌아오는 것까지"
def through(depth, scale, residual, d=128, seed=7):
    """깊이 depth를 지난 신호의 표준편차와, 맨 앞까지 돌아온 기울기의 표준편차."""
    rng = np.random.default_rng(seed)
    x, kept = rng.normal(0, 1, (64, d)), []
    for _ in range(depth):
        W = rng.normal(0, scale, (d, d))
        z = x @ W
        kept.append((W, z > 0))
        x = np.maximum(z, 0) + residual * x
    slope = rng.normal(0, 1, x.shape)
    for W, on in reversed(kept):
        slope = (slope * on) @ W.T + residual * slope
    return x.std(), slope.std()

# %%
deep = {name: through(50, scale, residual) for name, scale, residual in [
    ("작은 값 0.01", 0.01, 0), ("Xavier, 분산 1/d", 128 ** -0.5, 0),
    ("He, 분산 2/d", (2 / 128) ** 0.5, 0), ("작은 값 0.01 + 잔차", 0.01, 1)]}
pd.DataFrame(deep, index=["신호", "기울기"]).T.map("{:.1e}".format)

# %% claim
assert deep["작은 값 0.01"][1] < 1e-40 and deep["Xavier, 분산 1/d"][1] < 1e-5
assert 0.1 < deep["He, 분산 2/d"][1] < 10 and round(deep["작은 값 0.01 + 잔차"][1], 1) == 1.4
assert 1e-56 < deep["작은 값 0.01"][1] < 1e-54
assert round(deep["Xavier, 분산 1/d"][1] ** (1 / 50), 1) == 0.7, deep

# %% [markdown]
# 잔차 없이 0.01로 시작하면 기울기가 사라집니다(기울기 소실, 020). Xavier는 절반을 버리는 ReLU의 몫을 세지 않아 층마다 0.7배쯤으로 줄고, He는 그 몫까지 세어 크기를 지킵니다.
# 잔차가 있으면 0.01로 시작해도 기울기가 돌아옵니다.
#
# **바꾸어 보세요.** `"He, 분산 2/d"`에도 잔차를 더하면(마지막 0을 1로) 신호는 얼마나 커집니까? 층 정규화가 왜 필요한지 보일 것입니다.
#
# ## 15. 더 알아보기: 한 걸음에 몇 초
#
# 이 강의의 예전 판은 모델이 더 컸고(층 4개, 어휘 8,000), 64문장을 모두 길이 128로 채웠습니다. 지금 만든 모델을 그 크기로 키우고,
# 길이 128과 10절에서 정한 번역의 최대 길이 40으로 한 걸음을 잽니다.
#
# **먼저 맞혀 보세요.** 옛 크기와 길이로 배우면 한 걸음은 우리 모델의 몇 배쯤 걸릴까요?
#
# <details><summary>답</summary>
#
# 28배입니다. 옛 크기, 길이 128이 2.8초이고 우리 모델은 평균 0.10초입니다.
# </details>

# %% tags=["profile"]
def step_seconds(model, batch, times=3):
    model.train_on_batch(*batch)                                    # 그래프를 만듭니다
    seconds = []
    for _ in range(times):
        began = time.process_time()
        model.train_on_batch(*batch)
        seconds.append(time.process_time() - began)
    return min(seconds)


# %% tags=["profile"]
V_old = 2 * S.vocabulary                                            # 8,000
big = build_model(V_old, depth=2 * DEPTH, rate=0.1)                 # 층 4개
compiled(big, [None] * 100, 1, S.rate)
once = {}
for T in (128, S.longest):
    ids = np.random.default_rng(7).integers(4, V_old, (64, T))      # 아무 토큰이나 64문장
    once[f"옛 크기, 길이 {T}"] = step_seconds(big, ((ids, ids), ids))
once["우리 크기, 평균"] = watch.cpu_seconds / S.epochs / len(batches)
pd.Series(once, name="CPU초/걸음").round(3).to_frame()

# %% claim real=True
old, short, ours = once.values()
assert (round(old, 1), round(short, 2), round(ours, 2)) == (2.8, 0.7, 0.1), once
assert (round(old / short, 1), round(old / ours), round(short / ours)) == (4.1, 28, 7), once

# %% [markdown]
# 옛 크기는 2.8초이고, 길이를 128에서 40으로 줄이는 것만으로 0.70초, 4.1배 빨라집니다.
# 우리 모델의 한 걸음은 평균 0.10초로 옛 크기의 28분의 1입니다. 나머지 7배쯤(0.70 → 0.10)에는 층과 어휘를 절반으로 줄인 몫과, 비슷한 길이끼리 배치로 모아 **패딩을 거의
# 계산하지 않은** 몫이 섞여 있습니다. 따로 재지 않았습니다. 앞의 둘은 세 번 가운데 가장 빠른 것이고, 우리 크기는 검증까지 넣은 평균입니다.
#
# **바꾸어 보세요.** 길이를 80으로 늘리면 한 걸음은 두 배가 됩니까, 네 배가 됩니까?
#
# ## 정리
#
# - 어텐션은 쿼리와 키의 내적으로 가중치를 정해 값을 섞습니다. $\sqrt{d}$로 나누어야 소프트맥스가 포화하지 않습니다.
# - 헤드는 $d$를 나누어 여러 가지를 묻습니다. 파라미터는 늘지 않습니다.
# - 마스크가 틀려도 **오류는 나지 않습니다**. 토큰 하나를 바꾸어 앞자리가 움직이는지 보세요.
# - 순서는 위치 인코딩이 알려 줍니다. 잔차 연결은 깊은 층까지 기울기의 길을 내고, 층 정규화는 이웃 문장에 흔들리지 않습니다.
# - 번역할 때는 키와 값을 캐시에 적어 둡니다. 답은 같고, 같은 계산을 되풀이하지 않습니다.
# - 어텐션의 시간과 메모리는 길이의 제곱쯤으로 늘어납니다.
# - 10만 쌍의 짧은 문장에서 트랜스포머는 어텐션을 더한 GRU에 chrF 2.6만큼 **졌습니다**(시드 하나). 새 모델이 언제나 낫지는 않습니다. 재 보아야 압니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 인과 마스크를 빼거나 뒤집음 | **오류 없음**, 학습 손실이 0 가까이 가고 번역은 엉망 | 토큰을 바꾸어 새는지 검사 |
# | 볼 것이 하나도 없는 줄 | **오류 없음**, 모든 자리를 고르게 봄 | 대각선은 언제나 보게 |
# | 마스크를 소프트맥스 **뒤에** 곱함 | 가중치의 합이 1보다 작음 | 점수에 −1e9을 넣고 소프트맥스 |
# | 헤드를 나눌 때 축을 바꾸지 않고 모양만 바꿈 | **오류 없음**, 토큰이 뒤섞임 | `reshape` 다음 `swapaxes` |
# | 캐시를 쓰면서 위치를 늘 0으로 | 첫 토큰 뒤로 점수가 어긋남 | `at`을 함께 넘기기 |
# | 라벨 스무딩을 켠 채 손실을 견줌 | 손실이 높아 보임 | 견줄 때는 끄고 재기 |
#
# ## 더 읽을거리
#
# - A. Vaswani 외 (2017), *Attention Is All You Need*. 이 강의의 논문입니다.
# - J. L. Ba, J. R. Kiros, G. E. Hinton (2016), *Layer Normalization*.
# - R. Xiong 외 (2020), *On Layer Normalization in the Transformer Architecture*. 앞과 뒤의 정규화와 웜업을 견줍니다.
# - X. Glorot, Y. Bengio (2010); K. He 외 (2015). 처음 크기를 정하는 두 논문입니다.
# - R. Müller, S. Kornblith, G. Hinton (2019), *When Does Label Smoothing Help?*
#
# ## 다음 강의
#
# 인코더만 떼어 빈칸을 맞히게 하면 BERT가, 디코더만 떼어 다음 토큰을 맞히게 하면 GPT가 됩니다.
