# ---
# title: 문자 단위 RNN 문장 생성
# number: "065"
# objectives:
#   - 다음 글자를 맞히는 문제를 hello로 손으로 풀고, 상태가 왜 필요한지 손실로 보입니다.
#   - 긴 글을 여러 줄기로 나누어 상태를 이어 주며 학습하고, 언제 지울지 정합니다.
#   - 손실을 퍼플렉서티와 글자당 비트로 바꾸고, n-gram 기준선과 견줍니다.
#   - 온도, top-k, 뉴클리어스 표본 추출을 구현하고 무엇이 달라지는지 잽니다.
#   - 한국어를 음절과 자모로 나누어 배우고, 음절당 비트로 공정하게 견줍니다.
# datasets: [shakespeare, nsmc]
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 다음 글자를 맞히는 기계
#
# 020에서 순환층은 글을 왼쪽에서 오른쪽으로 읽으며 상태에 적어 두었습니다. 지금까지는 다 읽은 뒤 답을 하나 냈습니다. 이제는 **글자마다** 답을 냅니다. 물음은 하나입니다.
#
# > **여기까지 읽었을 때, 다음 글자는 무엇일까요?**
#
# 이 물음에 확률로 답하는 모델을 **언어 모델(language model)** 이라고 합니다. 답을 하나 뽑아 다시 읽히면 글이 써집니다. 150의 GPT도 글자 대신 토큰으로 같은 일을 합니다.
# 다섯 글자짜리 글 `hello`를 처음부터 끝까지 들고 가겠습니다.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $V$ | 어휘(vocabulary)의 크기: 서로 다른 글자의 수 |
# | $B$, $T$ | 배치의 크기, 한 번에 읽는 글자의 수 |
# | $U$ | 유닛(units): 상태 벡터의 길이 |

# %%
import tempfile
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers, ops

from nlplab import data, diagrams, plots, runtime

runtime.seed_everything(7)

# %% settings
S = runtime.settings(
    units=256,  # quick: 24 · 셰익스피어를 배우는 GRU의 유닛 U
    batch=32,  # quick: 16 · 나란히 읽는 줄기의 수 B
    length=100,  # quick: 50 · 한 번에 읽는 글자의 수 T
    epochs=10,  # quick: 2 · 글을 되풀이해 읽는 횟수
    small_text=200_000,  # quick: 6_000 · 견주는 모델들이 배우는 글자의 수
    small_epochs=6,  # quick: 1 · 견주는 모델들의 에폭
    seeds=(1, 2, 3),  # quick: (1,) · 시드마다 한 번씩 학습합니다
    samples=16,  # quick: 4 · 방법마다 쓰게 하는 글의 수
    steps=300,  # quick: 20 · 글 하나의 길이
)

# %% [markdown]
# ## 1. `hello`: 한 칸 밀면 문제와 답이 됩니다
#
# 라벨을 붙일 사람이 필요 없습니다. 글 자신이 정답입니다. 입력을 **한 칸 밀면** 정답이 됩니다.

# %%
word = "hello"
letters = sorted(set(word))                    # V = 4
inputs, targets = word[:-1], word[1:]          # T = 4
picture = diagrams.Diagram("한 칸 밀기: 글자마다 다음 글자가 정답입니다")
asked = picture.row(list(inputs), (0, 0), "blue", fill=True)
answers = picture.row(list(targets), (0, 1), "orange", fill=True)
picture.arrow(asked, answers)
picture.show(alt="입력 h, e, l, l에서 각각 위의 정답 e, l, l, o로 화살표가 간다.")

# %% [markdown]
# **먼저 맞혀 보세요.** 지금 글자만 보고 답하는 모델이 절대로 다 맞힐 수 없는 자리는 어디일까요?
#
# <details><summary>답</summary>
#
# `l` 다음입니다. 한 번은 `l`, 한 번은 `o`입니다. 지금 글자만 보면 두 자리를 구별할 수 없습니다.
# </details>
#
# 글자의 짝을 세어 확률로 바꾼 것이 **바이그램(bigram) 모델**입니다. 정답에 준 확률의 로그에 마이너스를 붙인 것이 손실이고,
# 자연로그를 쓰면 단위를 **내트(nat)** 라고 합니다.

# %%
pairs = Counter(zip(inputs, targets))
seen = Counter(inputs)
P = [pairs[a, b] / seen[a] for a, b in zip(inputs, targets)]
bigram_loss = -np.mean(np.log(P))
table = {"입력": list(inputs), "정답": list(targets), "바이그램의 확률": P}
print(f"평균 손실 {bigram_loss:.3f} 내트")
pd.DataFrame(table).T

# %% claim
assert round(bigram_loss, 3) == 0.347 and P == [1.0, 1.0, 0.5, 0.5]

# %% [markdown]
# 두 자리에서 0.5밖에 주지 못해 손실이 0.347에서 멈춥니다. 어떤 재주를 부려도 **지금 글자만 보아서는** 더 줄일 수 없습니다.
#
# **바꾸어 보세요.** `word`를 `"bananas"`로 바꾸면 바이그램의 손실은 얼마가 됩니까? 헷갈리는 글자는 무엇입니까? `"banana"`라면요?
#
# ## 2. 상태가 있으면 두 `l`이 다릅니다
#
# 020의 순환층에 출력층을 얹습니다. 상태 $h_t$에서 글자마다 점수를 내고 소프트맥스로 확률을 만듭니다.
#
# $$h_t = \tanh(x_t W + h_{t-1} R), \qquad P_t = \mathrm{softmax}(h_t W_{\mathrm{out}})$$
#
# 가중치는 아무렇게나 뽑은 수입니다. 아직 아무것도 배우지 않은 순환층에 한 글자씩 읽혀 봅니다.

# %%
rng = np.random.default_rng(7)
W, R = rng.normal(0, 1, (4, 3)), rng.normal(0, 1, (3, 3))    # (V, U), (U, U)
out = rng.normal(0, 1, (3, 4))                               # (U, V)
h, rows = np.zeros(3), []
for letter, target in zip(inputs, targets):
    h = np.tanh(W[letters.index(letter)] + h @ R)    # (U,) 원-핫을 곱하는 것은 줄 꺼내기
    score = np.exp(h @ out)
    rows.append([letter, *h.round(2), target, (score / score.sum())[letters.index(target)]])
by_hand = pd.DataFrame(rows, columns=["입력", "h[0]", "h[1]", "h[2]", "정답", "정답의 확률"])
by_hand.round(2)

# %% claim
same_letter = by_hand[by_hand["입력"] == "l"][["h[0]", "h[1]", "h[2]"]].to_numpy()
assert np.abs(same_letter[0] - same_letter[1]).max() > 0.1, "두 l의 상태가 다르다고 적었습니다."

# %% [markdown]
# 셋째 줄과 넷째 줄은 입력이 똑같이 `l`인데 **상태가 다릅니다**. 앞에서 읽은 글자가 상태에 남아 있기 때문입니다. 그러니 다른 답을 낼 수 있습니다.
# 이제 가중치를 배우게 합니다.
#
# **먼저 맞혀 보세요.** 유닛 8개짜리 순환층을 `hello` 하나로 백 번 학습하면 손실은 바이그램의 0.347보다 작아질까요?
#
# <details><summary>답</summary>
#
# 작아집니다. 두 `l`의 상태가 다르므로 네 자리를 모두 외울 수 있습니다.
# </details>

# %%
x = np.array([[letters.index(letter) for letter in inputs]])     # (1, T)
y = np.array([[letters.index(letter) for letter in targets]])    # (1, T)
tiny = keras.Sequential([
    keras.Input((None,), dtype="int32"),
    layers.Embedding(4, 4),                           # (1, T, 4)
    layers.SimpleRNN(8, return_sequences=True),       # (1, T, 8)
    layers.Dense(4),                                  # (1, T, V) 글자마다 점수
])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

# %% tags=["profile"]
tiny.compile(optimizer=keras.optimizers.Adam(0.05), loss=loss)
tiny_losses = tiny.fit(x, y, epochs=100, verbose=0).history["loss"]
chances = ops.convert_to_numpy(ops.softmax(tiny(x)))[0]          # (T, V)
print(f"손실 {tiny_losses[0]:.2f} → {tiny_losses[-1]:.3f}")
pd.DataFrame(chances, index=list(inputs), columns=letters).round(2)

# %% claim
assert tiny_losses[-1] < 0.05 < 0.347, tiny_losses[-1]
assert chances[2, letters.index("l")] > 0.9 and chances[3, letters.index("o")] > 0.9

# %% [markdown]
# 손실이 0.347을 지나 0 가까이 내려갔습니다. 셋째 줄의 `l`에는 `l`을, 넷째 줄의 `l`에는 `o`를 답합니다.
#
# **바꾸어 보세요.** `SimpleRNN(8, ...)`을 `Dense(8)`로 바꾸면 손실은 어디에서 멈춥니까?
#
# ## 3. 글 한 편을 번호로
#
# 이제 셰익스피어의 희곡 백만 글자를 읽힙니다. 어디서 온 글인지부터 봅니다.

# %% tags=["profile"]
data.card("shakespeare")

# %% [markdown]
# 글자에 번호를 붙입니다. 0번은 **모르는 글자**의 자리입니다. `?`로 적지만, 진짜 물음표에는 다른 번호가 있습니다. 어휘는 학습 데이터의 글자만으로 만듭니다.
# 검증과 시험은 글의 **뒤쪽**을 통째로 떼어 냅니다. 글자를 아무 데서나 골라 섞으면 시험 글의 앞뒤를 학습에서 본 셈이 됩니다.
#
# **먼저 맞혀 보세요.** 영어 희곡에는 서로 다른 글자가 몇 가지나 될까요? 열, 예순, 이백 가운데 고르세요.
#
# <details><summary>답</summary>
#
# 예순입니다. 대문자와 소문자 52가지에 빈칸, 줄바꿈, 문장 부호 따위를 더해 65가지가 전부입니다.
# </details>

# %% tags=["profile"]
text = data.load_shakespeare()
cut, end = int(0.9 * len(text)), int(0.95 * len(text))
train_text, valid_text, test_text = text[:cut], text[cut:end], text[end:]
vocabulary = ["?", *sorted(set(train_text))]         # 0번은 모르는 글자
number = {letter: n for n, letter in enumerate(vocabulary)}
train, valid = (np.array([number.get(letter, 0) for letter in part])
                for part in (train_text, valid_text))
sizes = [len(part) for part in (train_text, valid_text, test_text)]
print("학습, 검증, 시험의 글자 수:", sizes, " 어휘:", len(vocabulary))

# %% claim real=True
assert len(vocabulary) == 66 and len(train) == 1_003_854

# %% [markdown]
# 모르는 글자까지 66가지입니다. 단어로 만든 사전과 견주면 아주 작습니다. 대신 한 문장이 수십 걸음으로 길어집니다.
#
# **바꾸어 보세요.** 소문자로 바꾸면(`text.lower()`) 어휘는 몇 가지가 됩니까? 무엇을 잃습니까?
#
# ## 4. 세기만 한 기준선: n-gram
#
# 신경망의 손실이 낮은지 알려면 견줄 것이 있어야 합니다. 앞의 $n-1$글자가 같았던 자리를 **세어서** 다음 글자의 확률로 삼습니다.
# 앞 글자를 많이 볼수록 처음 보는 문맥이 많아지므로, 짧은 문맥의 확률과 섞습니다(위튼–벨(Witten–Bell) 스무딩).
# 아래 식의 '앞'은 바로 앞의 $n-1$글자이고, $P_{n-1}$은 거기에서 가장 먼 글자를 뺀 문맥의 확률입니다. 맨 처음의 $P_0$은 모든 글자에 똑같이 $1/V$입니다.
#
# $$P_n(c \mid \text{앞}) = \frac{\text{횟수}(\text{앞}\,c) + k\,P_{n-1}(c \mid \text{앞})}{\text{횟수}(\text{앞}) + k}, \qquad k = \text{'앞'의 다음 자리에 나온 글자의 가짓수}$$

# %%
def count_ngrams(text, order):
    """문맥(앞의 글자 0개부터 order − 1개) → 다음 글자의 횟수."""
    counts = defaultdict(Counter)
    for before in range(order):
        for at in range(before, len(text)):
            counts[text[at - before:at]][text[at]] += 1
    return counts

# %%
def ngram_losses(counts, text, order):
    """글자마다 −ln P, (len(text),). 모델은 세기만 했습니다."""
    losses, V = np.zeros(len(text)), len(counts[""]) + 1
    for at, letter in enumerate(text):
        p = 1 / V                                       # 아무것도 모를 때
        for before in range(min(order, at + 1)):        # 짧은 문맥부터 섞어 갑니다
            found = counts.get(text[at - before:at])
            if found is None:
                break
            p = (found[letter] + len(found) * p) / (found.total() + len(found))
        losses[at] = -np.log(p)
    return losses

# %% [markdown]
# **먼저 맞혀 보세요.** 앞 글자를 하나도 보지 않을 때(1-gram)와 다섯 글자를 볼 때(6-gram), 손실은 얼마나 다를까요?
#
# <details><summary>답</summary>
#
# 3.33에서 1.59로 절반 아래가 됩니다. 그런데 가장 좋은 것은 6-gram이 아니라 5-gram(1.57)입니다.
# </details>

# %% tags=["profile"]
most = 7
counts = count_ngrams(train_text, most)
ngram = {n: ngram_losses(counts, valid_text, n).mean() for n in range(1, most + 1)}
best_n = min(ngram, key=ngram.get)
report = pd.DataFrame({"검증 손실(내트)": ngram})
report["퍼플렉서티"] = np.exp(report["검증 손실(내트)"])
report["글자당 비트"] = report["검증 손실(내트)"] / np.log(2)
report.rename_axis("n").round(2).T

# %% claim real=True
assert best_n == 5 and abs(ngram[5] - 1.57) < 0.005 and abs(ngram[1] - 3.33) < 0.005
assert abs(ngram[6] - 1.59) < 0.005 and abs(ngram[7] - 1.67) < 0.005
unseen = np.mean([train_text.find(valid_text[at:at + 7]) < 0 for at in range(0, 50_000, 500)])
assert unseen > 0.2, f"긴 문맥이 처음 보는 것이라고 적었는데 {unseen:.2f}"

# %% [markdown]
# 5-gram이 1.57로 가장 낮고, 앞 글자를 더 보면 **다시 나빠집니다**(7-gram 1.67). 긴 문맥에는 처음 보는 것이 많아서라고 추측합니다.
# 신경망의 손실은 이 1.57보다 **낮아야** 쓸모가 있습니다. $n$은 검증 글에서 골랐으므로 시험 글에서는 다시 재야 합니다(12절).
#
# 세 줄은 같은 것을 다르게 적은 것입니다.
#
# - **퍼플렉서티(perplexity)** 는 $e^{\text{손실}}$입니다. "평균 몇 글자 사이에서 헷갈리는가"로 읽습니다.
# - **글자당 비트(bits per character)** 는 손실을 $\ln 2$로 나눈 것입니다. 이 모델로 글을 압축하면 글자 하나에 드는 비트입니다.
#
# **바꾸어 보세요.** `train_text`의 앞 십만 글자만 세면 가장 좋은 $n$은 커집니까, 작아집니까?
#
# ## 5. 긴 글을 자르는 법: 줄기와 토막
#
# 백만 글자를 한 번에 읽힐 수는 없습니다. $T$글자씩 토막 내는데, 토막 사이에서 상태를 이어 주려면 **배치 안의 자리**가 맞아야 합니다.
# 글을 $B$개의 **줄기(stream)** 로 나누고, 배치의 $k$번째 줄은 언제나 $k$번째 줄기를 이어서 읽습니다.

# %%
def streams(ids, batch, length):
    """번호의 글 → 입력과 정답, 모두 (토막의 수, B, T). 남는 꼬리는 버립니다."""
    blocks = (len(ids) - 1) // batch // length
    used = blocks * batch * length
    shape = (batch, blocks, length)
    x = ids[:used].reshape(shape).swapaxes(0, 1)            # (토막, B, T)
    y = ids[1:used + 1].reshape(shape).swapaxes(0, 1)       # 한 칸 밀기
    return x, y

# %% [markdown]
# `hello`를 여섯 번 이어 쓴 글로 그려 봅니다. 줄기 둘, 토막의 길이 3입니다.
#
# **먼저 맞혀 보세요.** 배치 2의 첫 줄은 어느 배치의 어느 줄에서 이어질까요?
#
# <details><summary>답</summary>
#
# 배치 1의 첫 줄입니다. 위에서 아래로 읽는 것이 아니라 **왼쪽에서 오른쪽으로** 이어집니다.
# </details>

# %%
song = np.array(list("hello" * 6))
x_song, y_song = streams(song, batch=2, length=3)
picture = diagrams.Diagram("줄기 둘: 배치마다 같은 줄이 이어집니다")
for block, rows in enumerate(x_song):
    colours = [["blue"] * 3, ["green"] * 3]
    picture.grid(rows.tolist(), (4.2 * block, 0), colours=colours)
    picture.label(f"배치 {block + 1}", (4.2 * block + 1, 1))
picture.show(alt="세 글자씩 두 줄인 배치 넷. 첫 줄은 hel, loh, ell, ohe로 이어지고, "
                 "둘째 줄은 글의 뒤쪽 절반을 같은 방법으로 이어 읽는다.")

# %% claim
assert ["".join(row) for row in x_song[:, 0]] == ["hel", "loh", "ell", "ohe"]
assert "".join(x_song[:, 0].ravel())[1:] == "".join(y_song[:, 0].ravel())[:-1]

# %% [markdown]
# 파란 줄은 `hel`, `loh`, `ell`, `ohe`로 이어집니다. 배치 2가 시작할 때 `l`만 보아서는 다음이 `l`인지 `o`인지 알 수 없습니다.
# 배치 1의 끝 상태를 **물려받아야** 합니다.
#
# **바꾸어 보세요.** `batch=3`으로 하고 `colours`에 `["orange"] * 3`을 더하면 각 줄기는 몇 글자입니까? 버려지는 글자는요?
#
# ## 6. 상태를 잇고, 지웁니다
#
# 020의 `stateful=True`가 이 일을 합니다. 층은 토막을 읽고 난 상태를 간직했다가 다음 토막의 처음 상태로 씁니다.
# 그 대신 **지우는 것은 우리 몫**입니다. 글을 처음부터 다시 읽을 때와, 검증 글로 넘어갈 때입니다.

# %%
def build_model(V, units, batch):
    return keras.Sequential([
        keras.Input(batch_shape=(batch, None), dtype="int32"),
        layers.Embedding(V, min(64, units)),                              # (B, T, 64)
        layers.GRU(units, return_sequences=True, stateful=True),          # (B, T, U)
        layers.Dense(V),                                                  # (B, T, V) 점수
    ])


def clear(model):
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state()

# %% [markdown]
# 정말 이어지는지 재 봅니다. 셰익스피어의 처음 40글자를 한 번에 읽은 것과 20글자씩 둘로 나누어 읽은 것을 견줍니다.
#
# **먼저 맞혀 보세요.** 둘째 토막의 답이 한 번에 읽은 것과 같은 경우는 언제일까요? 그냥 이어 읽을 때, 사이에 `clear`를 부를 때?
#
# <details><summary>답</summary>
#
# 그냥 이어 읽을 때입니다. 사이에 지우면 둘째 토막은 앞을 읽은 적이 없는 상태에서 시작합니다.
# </details>

# %% tags=["profile"]
probe = build_model(len(vocabulary), 16, batch=1)
first, second = train[None, :20], train[None, 20:40]            # (1, 20)씩
whole = ops.convert_to_numpy(probe(train[None, :40]))[:, 20:]   # (1, 20, V)
clear(probe)
probe(first)
carried = ops.convert_to_numpy(probe(second))
clear(probe)
probe(first)
clear(probe)
cleared = ops.convert_to_numpy(probe(second))
for name, scores in [("이어 읽기", carried), ("사이에 지우기", cleared)]:
    print(f"{name}: 한 번에 읽은 것과 가장 큰 차이 {np.abs(scores - whole).max():.4f}")

# %% claim
assert np.abs(carried - whole).max() < 1e-5 < np.abs(cleared - whole).max()

# %% [markdown]
# 이어 읽으면 같고, 지우면 다릅니다. 이제 학습에 맞추어 부르는 **콜백(callback)** 을 만듭니다. 에폭이 시작할 때와 검증을 시작할 때 지웁니다.

# %%
class ResetStates(keras.callbacks.Callback):
    """글의 처음으로 돌아갈 때 상태를 지웁니다. every_batch이면 토막마다 지웁니다."""

    def __init__(self, every_batch=False):
        super().__init__()
        self.every_batch = every_batch

    def on_epoch_begin(self, epoch, logs=None):
        clear(self.model)

    def on_test_begin(self, logs=None):
        clear(self.model)

    def on_train_batch_begin(self, batch, logs=None):
        if self.every_batch:
            clear(self.model)

# %% [markdown]
# **바꾸어 보세요.** `on_test_begin`을 지우면 검증의 첫 토막은 어떤 상태에서 시작합니까? 손실이 크게 달라질까요?
#
# ## 7. 상태를 이으면 얼마나 나을까요
#
# 토막의 길이가 20이고 토막마다 상태를 지우면, 토막의 처음 몇 글자는 앞을 거의 모른 채 답해야 합니다. 같은 글, 같은 토막, 같은 순서로 배우되 **토막마다 상태를 지우는지**만 바꿉니다.
# 그리고 두 모델을 두 방법으로 검증합니다. 상태를 이어 읽으며 재고, 토막마다 지우며도 잽니다.

# %%
def flat(blocks):
    return blocks.reshape(-1, blocks.shape[-1])    # (토막 · B, T): fit은 B줄씩 꺼냅니다


def fit(model, blocks, batch, epochs, callbacks=(), rate=4e-3, **options):
    steps = epochs * len(blocks[0])
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)   # 끝으로 갈수록 작은 걸음
    model.compile(optimizer=keras.optimizers.Adam(schedule, clipnorm=1.0), loss=loss)
    return model.fit(*map(flat, blocks), batch_size=batch, shuffle=False, epochs=epochs,
                     callbacks=list(callbacks), verbose=0, **options).history

# %%
def score(model, blocks, carry=True):
    """토막마다 평균 손실, (토막의 수,)."""
    clear(model)
    losses = []
    for x, y in zip(*blocks):
        losses.append(float(ops.mean(loss(y, model.predict_on_batch(x)))))
        if not carry:
            clear(model)
    return np.array(losses)

# %% [markdown]
# `shuffle=False`가 중요합니다. 섞으면 줄기가 끊어집니다.
#
# **먼저 맞혀 보세요.** 토막마다 지우며 배운 모델에게 검증 때만 상태를 이어 주면 손실은 줄어들까요?
#
# <details><summary>답</summary>
#
# 줄어듭니다(2.044에서 1.977). 배운 적이 없어도 상태에 남은 앞 글은 쓸모가 있습니다.
# </details>

# %% tags=["profile"]
small_train = streams(train[:S.small_text], S.batch, 20)
small_valid = streams(valid, S.batch, 20)
arms, block_losses = [], {}
for every_batch, name in [(False, "이어 주며"), (True, "토막마다 지우며")]:
    for seed in S.seeds:
        runtime.seed_everything(seed)
        model = build_model(len(vocabulary), S.units // 2, S.batch)
        fit(model, small_train, S.batch, S.small_epochs,
            callbacks=[ResetStates(every_batch)])
        found = [score(model, small_valid, carry) for carry in (True, False)]
        block_losses[name, seed] = found[0]
        arms.append([name, seed, *(losses.mean() for losses in found)])

# %% tags=["profile"]
columns = ["배울 때", "시드", "이어 읽으며 검증", "지우며 검증"]
arms = pd.DataFrame(arms, columns=columns)
summary = arms.groupby("배울 때", sort=False)[columns[2:]].agg(["mean", "min", "max"])
print(f"시드 {len(S.seeds)}개, 토막 T = 20")
summary.round(3)

# %% claim real=True
mean = arms.groupby("배울 때")[columns[2:]].mean()
kept, wiped = mean.loc["이어 주며"], mean.loc["토막마다 지우며"]
assert abs(wiped.iloc[0] - kept.iloc[0]) < 0.01, "이어 읽으면 차이가 0.01에 못 미친다고 적었습니다."
assert 0.04 < wiped.iloc[1] - wiped.iloc[0] < 0.09 and 0.15 < kept.iloc[1] - kept.iloc[0] < 0.25
assert np.abs(kept - [1.977, 2.181]).max() < 0.02 and np.abs(wiped - [1.977, 2.044]).max() < 0.02

# %% [markdown]
# "상태를 이어 주며 배워야 한다"고 흔히 말합니다. 이 표는 그 말을 그대로 따르지 않습니다.
#
# - **읽을 때** 상태를 이어 주는 값은 분명합니다. 지우며 배운 모델도 이어 읽히면 2.044에서 1.977로 낮아집니다.
# - **배울 때** 이어 준 값은 여기서 보이지 않습니다. 이어 읽히면 두 모델의 평균이 1.977로 같고 시드의 범위도 겹칩니다. 이 작은 글과 짧은 학습으로는 스무 글자 안의 일도
#   다 배우지 못해서, 더 먼 글자를 쓸 겨를이 없었다고 추측합니다.
# - 이어 주며 배운 모델은 상태를 **지우면 크게 나빠집니다**(2.181). 배울 때 빈 상태를 만난 것은 에폭의 첫 토막뿐이니, 거기서 시작하는 법을
#   거의 배우지 못했을 것입니다(추측). 배운 대로 읽혀야 합니다.
#
# **바꾸어 보세요.** 토막의 길이 20을 100으로 늘리면 두 모델의 차이는 커집니까, 작아집니까?
#
# ## 8. 셰익스피어를 배웁니다
#
# 유닛을 늘리고 글 전체를 읽힙니다. 저장된 실행에서는 2코어 CPU로 **6분 남짓** 걸렸습니다. **체크포인트(checkpoint)** 로 에폭마다 가장 좋은 모델을 파일에 남기고, 검증 손실이 두 에폭 내리
# 나아지지 않으면 **조기 종료(early stopping)** 합니다.

# %% tags=["profile"]
runtime.seed_everything(7)
blocks, valid_blocks = (streams(ids, S.batch, S.length) for ids in (train, valid))
model = build_model(len(vocabulary), S.units, S.batch)
best = Path(tempfile.mkdtemp()) / "shakespeare.keras"    # 오래 두려면 드라이브의 폴더로
callbacks = [
    ResetStates(),
    keras.callbacks.ModelCheckpoint(best, monitor="val_loss", save_best_only=True),
    keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True),
]

# %% tags=["profile"]
with runtime.stopwatch(f"GRU {S.units}, {S.epochs}에폭"):
    history = fit(model, blocks, S.batch, S.epochs, callbacks=callbacks,
                  validation_data=[flat(part) for part in valid_blocks],
                  validation_batch_size=S.batch)

# %% [markdown]
# **먼저 맞혀 보세요.** 세기만 한 기준선 가운데 가장 나은 5-gram을 GRU는 몇 에폭 만에 넘어설까요?
#
# <details><summary>답</summary>
#
# 세 에폭째입니다. 다만 그림에서 그때의 값은 5-gram의 점선에 거의 닿아 있습니다.
# </details>

# %% tags=["profile"]
ax = plots.learning_curves(history, title="셰익스피어의 다음 글자", ylabel="손실 (내트)")
ax.axhline(ngram[best_n], color="black", lw=1, ls=":", label=f"{best_n}-gram (세기만)")
ax.legend()
plots.show(alt="에폭에 따른 학습 손실과 검증 손실. "
               "둘 다 내려가 점선으로 그린 n-gram의 손실 아래로 간다.")
saved = keras.models.load_model(best)
gru_valid = score(saved, valid_blocks).mean()
passed = [epoch for epoch, value in enumerate(history["val_loss"], 1) if value < ngram[best_n]]
print(f"{best_n}-gram({ngram[best_n]:.3f})을 처음 넘어선 에폭: {passed[:1]}")
print(f"체크포인트의 검증 손실 {gru_valid:.3f} 내트, 퍼플렉서티 {np.exp(gru_valid):.2f}")

# %% claim
assert abs(gru_valid - min(history["val_loss"])) < 1e-3, "되읽은 체크포인트가 다릅니다."

# %% claim real=True
assert abs(gru_valid - 1.460) < 0.02 and gru_valid <= 1.60, gru_valid
assert history["val_loss"][-1] < min(history["val_loss"]) + 0.01, "끝까지 나빠지지 않는다고 적었습니다."
assert 2 <= passed[0] <= 5 and 0.05 < gru_valid - history["loss"][-1] < 0.3

# %% [markdown]
# 검증 손실이 1.460으로, 세기만 한 5-gram의 1.570보다 0.11 낮습니다. 퍼플렉서티로는 4.81이 4.30이 되었습니다. 다음 글자를 평균 네 글자 남짓 사이에서
# 헷갈리는 셈입니다. 학습 손실이 더 낮은 까닭은 두 가지일 수 있습니다. 학습한 글을 조금 외웠거나, 뒤쪽 글이 다른 작품이라 더
# 어렵거나입니다(추측). 검증 손실은 마지막 에폭이 가장 낮아(그림의 동그라미) 조기 종료는 일어나지 않았습니다. 끝의 두 에폭은 거의 평평하지만,
# 학습률을 0까지 줄여 가며 배웠으므로 더 배울 것이 없다는 뜻은 아닙니다.
# 파일에서 되읽은 모델의 손실은 학습할 때 적힌 것과 같습니다.
#
# **바꾸어 보세요.** `S.units`를 64로 줄이면 검증 손실은 얼마가 됩니까? 학습 손실과의 틈은 벌어집니까, 좁아집니까?
#
# ## 9. 확률에서 글자로: 온도, top-k, 뉴클리어스
#
# 모델이 주는 것은 확률입니다. 그 가운데 **무엇을 뽑을지**는 따로 정해야 합니다. `hello`의 네 글자로 계산해 봅니다.
#
# - **탐욕(greedy)**: 언제나 가장 큰 것.
# - **온도(temperature)** $\tau$: 점수를 $\tau$로 나눈 뒤 소프트맥스. 작으면 뾰족해지고 크면 납작해집니다.
# - **top-k**: 확률이 큰 $k$개만 남기고 다시 합을 1로.
# - **뉴클리어스(nucleus, top-p)**: 큰 것부터 더해 합이 $p$에 **처음 닿거나 넘을 때까지** 남깁니다. 몇 개가 남을지는 분포가 정합니다.

# %%
def softmax(scores):                                          # (..., V)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def top_k(P, k):
    kth = np.sort(P, axis=-1)[..., -k, None]                  # k번째로 큰 확률
    kept = np.where(P >= kth, P, 0)
    return kept / kept.sum(axis=-1, keepdims=True)

# %%
def nucleus(P, p):
    order = np.argsort(-P, axis=-1)                           # 큰 것부터
    ranked = np.take_along_axis(P, order, axis=-1)
    before = np.cumsum(ranked, axis=-1) - ranked              # 나보다 앞의 합
    kept = np.zeros_like(P)
    np.put_along_axis(kept, order, np.where(before < p, ranked, 0), axis=-1)
    return kept / kept.sum(axis=-1, keepdims=True)

# %% [markdown]
# 점수 네 개를 손으로 적었습니다. `hel` 뒤의 점수라고 합시다.
#
# **먼저 맞혀 보세요.** 확률이 0.6, 0.25, 0.1, 0.05일 때 `nucleus(P, 0.8)`은 몇 개를 남길까요?
#
# <details><summary>답</summary>
#
# 둘입니다. 0.6으로는 0.8에 못 미치고, 둘을 더한 0.85에서 처음 넘습니다.
# </details>

# %%
scores = np.log([0.05, 0.1, 0.6, 0.25])        # e, h, l, o
ways = {
    "온도 0.5": softmax(scores / 0.5),
    "온도 1": softmax(scores),
    "온도 2": softmax(scores / 2),
    "top-k 3": top_k(softmax(scores), 3),
    "뉴클리어스 0.8": nucleus(softmax(scores), 0.8),
}

# %%
plots.heatmap(np.array(list(ways.values())), list(ways), letters,
              "같은 점수, 다른 분포", "다음 글자", "뽑는 방법")
plots.show(alt="글자 e, h, l, o의 확률을 다섯 방법으로 고친 열지도. "
               "온도 0.5에서는 l이 더 커지고 온도 2에서는 고르게 된다. "
               "top-k 3은 e를, 뉴클리어스 0.8은 e와 h를 0으로 만든다.")

# %% claim
assert np.allclose(ways["온도 1"], [0.05, 0.1, 0.6, 0.25]) and ways["온도 0.5"][2] > 0.6 > ways["온도 2"][2]
assert (ways["top-k 3"] == 0).tolist() == [True, False, False, False]
assert (ways["뉴클리어스 0.8"] > 0).tolist() == [False, False, True, True]

# %% [markdown]
# 온도는 순서를 바꾸지 않고 **모두를** 남깁니다. top-k와 뉴클리어스는 꼬리를 잘라 냅니다. 어휘가 66가지쯤 되면 꼬리에 글자가 많아서,
# 하나하나는 드물어도 모이면 무시할 수 없습니다. 잘라 내면 무엇이 달라지는지는 10절에서 잽니다.
#
# **바꾸어 보세요.** 네 확률이 모두 0.25라면 `top_k(P, 3)`은 몇 개를 남깁니까? 왜 셋이 아닐까요?
#
# ## 10. 글을 씁니다
#
# 학습한 가중치를 **배치의 크기만 다른** 모델에 옮기고, 뽑은 글자를 다시 읽힙니다. 상태가 이어지므로 글자를 하나씩만 넣으면 됩니다.

# %% long="글을 쓰는 반복문이 이 절의 주제"
def write(model, number, start, steps, choose, n, seed=7):
    """start 뒤를 n편 씁니다. (n, steps)의 번호와, 뽑은 글자의 −ln P의 평균."""
    rng = np.random.default_rng(seed)
    clear(model)
    ids = np.tile([number.get(letter, 0) for letter in start], (n, 1))    # (n, 글자)
    written, surprise = [], []
    for _ in range(steps):
        scores = ops.convert_to_numpy(model(ids))[:, -1].astype("float64")   # (n, V)
        P = choose(scores)
        chosen = (P.cumsum(axis=-1) > rng.random((n, 1))).argmax(axis=-1)  # (n,) 확률대로
        surprise.append(-np.log(softmax(scores)[np.arange(n), chosen]))
        ids = chosen[:, None]                                   # 뽑은 글자를 다시 입력으로
        written.append(chosen)
    return np.array(written).T, np.mean(surprise)

# %% [markdown]
# 방법마다 여러 편을 쓰게 하고 세 가지를 잽니다. **낱말**은 쓴 낱말 가운데 학습 글에도 있던 것의 비율이고, **다양함**은 여러 편을 **합쳐** 센 네 글자 조각 가운데 서로 다른 것의 비율입니다. 편마다 달라도, 한 편 안에서 달라도 커집니다.
# 셋째는 뽑은 글자의 손실(내트)입니다. 낱말은 빈칸으로만 나누므로 붙은 부호까지 같아야 아는 낱말입니다.
#
# **먼저 맞혀 보세요.** 언제나 가장 큰 글자만 뽑는 탐욕의 글은 가장 그럴듯할까요?
#
# <details><summary>답</summary>
#
# 낱말은 거의 모두 학습 글에 있지만 같은 말을 되풀이합니다. 가장 그럴듯한 글자를 이은 것이 그럴듯한 글은 아닙니다.
# </details>

# %% tags=["profile"]
writer = build_model(len(vocabulary), S.units, batch=S.samples)
writer.set_weights(saved.get_weights()[:len(writer.get_weights())])
known_words = set(train_text.split())
choices = {
    "탐욕": lambda s: np.eye(s.shape[-1])[s.argmax(axis=-1)],
    "온도 0.5": lambda s: softmax(s / 0.5),
    "온도 1": softmax,
    "온도 1.5": lambda s: softmax(s / 1.5),
    "top-k 5": lambda s: top_k(softmax(s), 5),
    "뉴클리어스 0.9": lambda s: nucleus(softmax(s), 0.9),
}

# %% tags=["profile"]
def measure(text_list):
    words = [word for one in text_list for word in one.split()[1:-1]]  # 잘린 양 끝은 뺍니다
    pieces = [one[at:at + 4] for one in text_list for at in range(len(one) - 3)]
    return np.mean([word in known_words for word in words]), len(set(pieces)) / len(pieces)


rows, shown = {}, {}
for name, choose in choices.items():
    written, surprise = write(writer, number, "\n", S.steps, choose, S.samples)
    shown[name] = ["".join(vocabulary[i] for i in one) for one in written]
    rows[name] = [*measure(shown[name]), surprise]
ways_table = pd.DataFrame(rows, index=["낱말", "다양함", "손실"]).T
ways_table.round(2)

# %% claim real=True
known, varied, surprise = (ways_table[column] for column in ways_table)
assert known["탐욕"] > 0.95 and varied["탐욕"] < 0.05
assert known["온도 0.5"] > known["온도 1"] > known["온도 1.5"] and varied["온도 0.5"] < varied["온도 1"] < varied["온도 1.5"]
assert abs(surprise["온도 1"] - gru_valid) < 0.2 and surprise["탐욕"] < 1
assert known["뉴클리어스 0.9"] - known["온도 1"] > 0.06 and varied["온도 1"] - varied["뉴클리어스 0.9"] < 0.13

# %% [markdown]
# - **탐욕**은 거의 아는 낱말만 쓰지만(0.98) 다양함이 0.02입니다. 첫 글자가 같으니 **열여섯 편이 모두 같은 글**이라, 한 편에서 잰 다양함의 16분의 1입니다. 그 한 편 안에서도 몇 마디를 되풀이합니다.
# - 온도를 올리면 다양해지는 대신 **학습 글에 없던 낱말**이 늘어납니다. 온도 1.5에서는 절반만 아는 낱말입니다.
# - **뉴클리어스 0.9**는 온도 1의 다양함을 조금 내주고(0.69에서 0.60) 아는 낱말을 늘립니다(0.83에서 0.94). 두 방법에서 다른 것은 꼬리를 자르는지뿐입니다.
#
# 온도 1의 손실 1.35도 검증 손실 1.460보다 조금 낮습니다. 자기가 준 확률대로 뽑은 글이 사람이 쓴 새 글보다 덜 놀랍습니다. 그러니 탐욕의 손실이 더 낮다고 더 나은 글은 아닙니다.
#
# 세 방법으로 쓴 글의 앞부분입니다. 셰익스피어의 글이 아니라 모델이 쓴 글입니다.

# %% tags=["profile"]
for name in ("탐욕", "온도 0.5", "온도 1.5"):
    print(f"[{name}]\n{shown[name][0][:160]}\n")

# %% [markdown]
# 글자만 배웠는데 이름, 쌍점, 줄바꿈의 꼴과 낱말이 나왔습니다. 그러나 문장의 뜻은 이어지지 않습니다. 상태 하나로는 몇 낱말 앞까지가 고작입니다(추측).
#
# **바꾸어 보세요.** `"뉴클리어스 0.9"`의 0.9를 0.5로 줄이면 다양함은 어느 방법과 비슷해집니까?
#
# ## 11. 한국어는 음절로 읽을까요, 자모로 읽을까요
#
# 영어의 글자는 예순 남짓이지만 한글의 음절은 만 가지가 넘습니다. 대신 음절은 **자모**로 풀어 쓸 수 있습니다(유니코드의 NFD). 037에서 보았습니다.
#
# 두 모델의 손실을 그대로 견주면 안 됩니다. 자모는 음절보다 **한 걸음이 작아서** 걸음마다 쉬운 문제를 풉니다. 같은 글에 든 손실의 **합**을
# 같은 글자(음절) 수로 나눈 **음절당 비트**로 견줍니다. 빈칸과 부호도 한 글자로 셉니다.

# %%
for one in ("헬로", "값", "hello"):
    jamo = unicodedata.normalize("NFD", one)
    print(f"{one}: {len(one)} → {len(jamo)}글자", " ".join(f"U+{ord(c):04X}" for c in jamo))

# %% claim
assert [len(unicodedata.normalize("NFD", one)) for one in ("헬로", "값", "hello")] == [5, 3, 5]

# %% [markdown]
# `hello`를 소리대로 적은 "헬로"는 두 음절, 다섯 자모입니다. 끝소리 `ㅄ`은 자모 하나입니다. `hello`는 풀 것이 없습니다. 영화평의 글을 두 방법으로 적습니다.
# 학습할 부분에서 세 번보다 적게 나온 글자는 `□`로 바꾸어 두 모델이 **똑같은 글**을 읽게 합니다. 여섯 모델의 학습에는 저장된 실행에서 모두 6분 반쯤 걸렸습니다.

# %% tags=["profile"]
reviews, _ = data.load_nsmc()        # 글만 씁니다. 시험 데이터는 열지 않습니다
korean = "\n".join(reviews.document.sample(frac=1, random_state=7))[:int(1.1 * S.small_text)]
rare = {c for c, times in Counter(korean[:S.small_text]).items() if times < 3}
rare |= set(korean) - set(korean[:S.small_text])
korean = "".join("□" if c in rare else c for c in korean)      # 두 모델이 같은 글을 읽도록
forms = {"음절": korean, "자모": unicodedata.normalize("NFD", korean)}
cuts = {"음절": S.small_text, "자모": len(unicodedata.normalize("NFD", korean[:S.small_text]))}
per_syllable = {name: (len(form) - cuts[name]) / (len(korean) - S.small_text) / np.log(2)
                for name, form in forms.items()}               # 기호당 내트 → 음절당 비트

# %% tags=["profile"]
lengths = {name: [len(set(form)), len(form) / len(korean)] for name, form in forms.items()}
pd.DataFrame(lengths, index=["글자의 가지", "음절 하나가 몇 글자로"]).T.round(2)

# %% [markdown]
# **먼저 맞혀 보세요.** 같은 유닛, 같은 에폭이면 음절당 비트는 어느 쪽이 작을까요? 어느 쪽이 오래 걸릴까요?
#
# <details><summary>답</summary>
#
# 음절당 비트는 거의 같습니다(음절 5.10, 자모 5.14). 같은 글이 자모로는 두 배 길지만, 시간은 두 배가 아닙니다.
# 아래에 찍히는 시간은 다른 일도 하던 컴퓨터에서 쟀으므로 몇 초의 차이에는 뜻이 없습니다.
# </details>

# %% tags=["profile"]
rows = []
for name, form in forms.items():
    symbols, ids = np.unique(list(form), return_inverse=True)
    learn, check = (streams(part, S.batch // 2, S.length // 2)
                    for part in np.split(ids, [cuts[name]]))
    for seed in S.seeds:
        runtime.seed_everything(seed)
        reader = build_model(len(symbols), S.units // 2, S.batch // 2)
        with runtime.stopwatch(f"{name}, 시드 {seed}"):
            fit(reader, learn, S.batch // 2, S.small_epochs, callbacks=[ResetStates()])
        bits = score(reader, check).mean() * per_syllable[name]
        rows.append([f"GRU, {name}", reader.count_params(), bits])

# %% tags=["profile"]
for name, orders in [("음절", (2, 3, 4)), ("자모", (4, 6, 8))]:
    learn, check = forms[name][:cuts[name]], forms[name][cuts[name]:]
    counted = count_ngrams(learn, max(orders))
    nats = {n: ngram_losses(counted, check, n).mean() for n in orders}
    n = min(nats, key=nats.get)
    rows.append([f"{n}-gram, {name}", len(counted), nats[n] * per_syllable[name]])
bits = pd.DataFrame(rows, columns=["모델", "파라미터(문맥)의 수", "음절당 비트"])
bits.groupby("모델", sort=False).agg(["mean", "min", "max"])["음절당 비트"].round(2)

# %% claim real=True
by_model = bits.groupby("모델")["음절당 비트"].agg(["mean", "min", "max"])
syllable, jamo = by_model.loc["GRU, 음절"], by_model.loc["GRU, 자모"]
assert abs(syllable["mean"] - 5.10) < 0.05 and abs(jamo["mean"] - 5.14) < 0.05, by_model
assert abs(by_model.loc["3-gram, 음절", "mean"] - 4.83) < 0.01 and abs(by_model.loc["4-gram, 자모", "mean"] - 5.35) < 0.01
assert abs(jamo["mean"] - syllable["mean"]) < 0.1 and by_model["mean"].idxmin() == "3-gram, 음절"

# %% [markdown]
# - GRU끼리는 음절 5.10, 자모 5.14비트로 **거의 같습니다**. 세 시드의 범위는 겹치지 않아 음절이 조금 낮지만, 0.04비트는 1 %도 되지 않습니다.
#   기호당 내트를 그대로 견주었다면, 기호가 두 배 많은 자모의 손실이 절반쯤으로 보였을 것입니다.
# - 그런데 가장 나은 것은 GRU가 아니라 **세기만 한 음절 3-gram**(4.83)입니다. 백만 글자의 셰익스피어에서는 GRU가 이겼지만 여기서는 집니다.
#   글의 길이와 언어, 모델의 크기, 에폭이 모두 다르니 무엇 때문인지는 가를 수 없습니다. 기준선을 함께 재지 않았다면 모르고 지나갔을 일입니다.
# - n-gram에서는 음절(4.83)이 자모(5.35)보다 낫습니다. 자모를 여섯이나 여덟 개씩 세면 더 멀리 보지만 4-gram보다 **나빴습니다**. 멀리 보지 못해서만은 아닙니다.
#   다만 자모는 $n$을 셋만 재었으니 이 차이는 조금 부풀었을 수 있습니다. $n$은 손실을 잰 바로 그 글에서 골랐습니다.
#
# 같은 유닛, 같은 에폭이어도 조건이 다 같지는 않습니다. 음절 모델은 가짓수가 많아 임베딩과 출력층의 파라미터가 많고, 자모 모델은 글이 두 배 길어 가중치를 두 배 자주 고칩니다.
# 그래서 여기서 말할 수 있는 것은 "이만한 글에서 두 GRU는 비슷하다"까지입니다. 자모의 이점인 **처음 보는 음절을 쓸 수 있음**은 이 수에 들어 있지 않습니다.
#
# **바꾸어 보세요.** 자모의 `(4, 6, 8)`에 5를 더하면 음절 3-gram과의 차이는 얼마가 됩니까? 세기만 하므로 금방 끝납니다.
#
# ## 12. 글에서 글로, 그리고 시험은 한 번
#
# 번호를 아는 것은 우리 사정입니다. 쓰는 사람은 **글을 넣고 글을 받습니다**. 가중치의 파일과 그것을 배울 때의 어휘는 언제나 짝이어야 합니다. 모르는 글자는 0번으로 읽습니다.

# %% long="넣고 받는 것까지가 한 가지 생각"
class Writer:
    """글을 넣으면 이어 쓴 글이 나옵니다."""

    def __init__(self, path, vocabulary, units):
        trained = keras.models.load_model(path)
        self.vocabulary = vocabulary
        self.number = {letter: n for n, letter in enumerate(vocabulary)}
        self.model = build_model(len(vocabulary), units, batch=1)
        self.model.set_weights(trained.get_weights()[:len(self.model.get_weights())])

    def chances(self, text):
        """text 다음 글자의 확률, {글자: 확률}."""
        clear(self.model)
        ids = np.array([[self.number.get(letter, 0) for letter in text]])
        P = softmax(ops.convert_to_numpy(self.model(ids))[0, -1])
        return dict(zip(self.vocabulary, P.tolist()))

    def __call__(self, text, steps=100, choose=lambda s: softmax(s / 0.5), seed=7):
        ids, _ = write(self.model, self.number, text, steps, choose, n=1, seed=seed)
        return text + "".join(self.vocabulary[i] for i in ids[0])

# %% [markdown]
# 처음의 `hello`로 돌아갑니다. 작은 모델은 `hell` 뒤에 `o`를 답했습니다. 셰익스피어를 읽은 모델은 무엇을 답할까요?
#
# **먼저 맞혀 보세요.** `hell` 다음은 역시 `o`일까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 셰익스피어의 글에는 `hello`가 없고 `hell`(지옥)이 있습니다. 마침표가 가장 앞섭니다.
# </details>

# %% tags=["profile"]
speak = Writer(best, vocabulary, S.units)
for start in ("hell", "to hell", "ROMEO:\nhell"):
    top = sorted(speak.chances(start).items(), key=lambda pair: -pair[1])[:4]
    print(repr(start), [(letter, round(p, 2)) for letter, p in top])
print(speak("ROMEO:\n", steps=120))
print(speak("로미오: ", steps=20))

# %% claim real=True
after = speak.chances("hell")
assert max(after, key=after.get) != "o" and after["o"] < 0.3 and "hello" not in train_text.lower()
assert sorted(after, key=after.get)[-2:][0] == "o" or after["o"] > 0.08

# %% [markdown]
# 앞에 무엇을 읽었는지에 따라 답이 달라집니다. `hell`만 읽었을 때 `o`는 두 번째이고 확률이 0.14뿐입니다. 셰익스피어의 학습 글에 인사말
# `hello`는 한 번도 없고 지옥(`hell`)은 있습니다. 다섯 글자를 외운 모델의 1.00과 견주어 보세요. **언어 모델의 답은 읽은 글에서 나옵니다.**
# 한 번도 읽지 않은 `hello`의 `o`에 0.14나 준 것은 `fellow`처럼 `ello`가 든 낱말을 읽어서일 것입니다(추측).
# 마지막 줄의 한글은 어휘에 없어 모두 0번으로 읽혔고, 모델은 아는 글자로만 이어 썼습니다. 0번은 학습 글에 나오지 않으므로 그 임베딩은 배우기 전의 수 그대로입니다.
#
# 마지막으로 시험 데이터를 **한 번** 엽니다. 두 모델이 같은 글자를 읽었으므로 토막마다 손실의 차이를 **짝지어** 다시 뽑습니다(부트스트랩).
# 토막 하나는 32줄 × 100글자이고, 시험 글에는 그런 토막이 열일곱 개 있습니다.

# %% tags=["profile"]
test = np.array([number.get(letter, 0) for letter in test_text])
test_blocks = streams(test, S.batch, S.length)
by_gru = score(saved, test_blocks)                                     # (토막,)
each = ngram_losses(counts, "".join(vocabulary[i] for i in test), best_n)
by_ngram = streams(each, S.batch, S.length)[1].mean(axis=(1, 2))       # 같은 글자들, (토막,)

# %% tags=["profile"]
rng = np.random.default_rng(7)
drawn = rng.integers(0, len(by_gru), (2000, len(by_gru)))
gap = (by_ngram - by_gru)[drawn].mean(axis=1)
low, high = np.quantile(gap, [0.025, 0.975])
print(f"시험 손실: GRU {by_gru.mean():.3f}, {best_n}-gram {by_ngram.mean():.3f} 내트")
print(f"차이 {gap.mean():.3f} (95% 구간 {low:.3f}에서 {high:.3f})")

# %% claim real=True
assert abs(by_gru.mean() - 1.577) < 0.02 and abs(by_ngram.mean() - 1.764) < 0.01
assert 0.15 < low < gap.mean() < high < 0.22 and by_gru.mean() > gru_valid + 0.08

# %% [markdown]
# 시험에서는 GRU가 1.577, 5-gram이 1.764입니다. 차이 0.186의 95% 구간이 0에서 멀리 있으니 이 글에서는 학습한 이 GRU가 낫다고 말할 수 있습니다. 학습은 시드 하나로 한 번 했으므로, 다시 배우면 얼마나 달라지는지는 이 구간에 들어 있지 않습니다.
# 두 모델 모두 검증(1.460, 1.570)보다 **나쁩니다**. 글의 맨 뒤쪽은 앞쪽과 다른 작품이기 때문일 것입니다(추측). 검증 점수를 새 글에서 그대로 기대하면 안 됩니다.
#
# **바꾸어 보세요.** `speak(..., choose=softmax)`로 온도를 1로 올리면 무엇이 달라집니까?
#
# ## 정리
#
# - 언어 모델은 **다음 글자의 확률**을 냅니다. 입력을 한 칸 민 것이 정답이라 라벨이 필요 없습니다.
# - 지금 글자만 보면 `hello`의 두 `l`을 구별하지 못합니다. 상태가 있어야 합니다.
# - 상태를 이으려면 배치의 같은 줄이 이어져야 하고, 글의 처음으로 돌아갈 때마다 지웁니다.
# - 손실(내트), 퍼플렉서티, 글자당 비트는 같은 것입니다. 세기만 한 n-gram부터 재고 시작합니다.
# - 확률을 잘 맞히는 것과 글을 잘 쓰는 것은 다릅니다. 온도, top-k, 뉴클리어스는 **무엇을 뽑을지**의 문제입니다.
# - 기호가 다른 모델은 음절당 비트로 견줍니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 정답을 밀지 않음 | **오류 없음**, 손실이 0으로 가고 글은 한 글자만 되풀이 | `ids[1:]`를 정답으로 |
# | `stateful=True`인데 섞음 | **오류 없음**, 남의 글의 상태를 물려받음 | `shuffle=False`와 줄기 |
# | 에폭과 검증의 시작에서 지우지 않음 | **오류 없음**, 앞 글의 기억이 샘 | 콜백에서 `reset_state()` |
# | 점수가 아니라 확률을 온도로 나눔 | 분포가 달라지지 않거나 합이 1이 아님 | 점수 ÷ 온도 → 소프트맥스 |
# | 뉴클리어스에서 합이 $p$에 닿는 순간의 글자를 버림 | 아무것도 남지 않을 때가 있음 | **앞의 합**이 $p$보다 작은 것을 남기기 |
# | 음절 모델과 자모 모델의 손실을 그대로 견줌 | 자모가 쉬워 보임 | 합을 음절 수로 나누기 |
#
# ## 더 읽을거리
#
# - C. E. Shannon (1951), *Prediction and Entropy of Printed English*. 글자의 엔트로피를 사람에게 맞히게 해서 쟀습니다.
# - I. H. Witten, T. C. Bell (1991), *The zero-frequency problem*. 짧은 문맥과 섞는 법입니다.
# - A. Graves (2013), *Generating Sequences With Recurrent Neural Networks*.
# - A. Karpathy (2015), *The Unreasonable Effectiveness of Recurrent Neural Networks*. 이 강의의 희곡 모음이 나온 글입니다.
# - A. Holtzman 외 (2020), *The Curious Case of Neural Text Degeneration*. 뉴클리어스 표본 추출입니다.
#
# ## 다음 강의
#
# 여기서는 앞 글을 이어 썼습니다. 다음에는 **다른 글을 읽고** 씁니다. 번역입니다.
