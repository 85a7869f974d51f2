# ---
# title: 어텐션 기계 번역
# number: "090"
# objectives:
#   - 문장 하나를 벡터 하나에 담을 때 무엇이 무너지는지 문장 길이로 잽니다.
#   - 양방향 인코더의 상태를 이어 붙여 디코더에 건넵니다.
#   - 곱하는 점수(Luong)와 더하는 점수(Bahdanau)를 손으로 계산하고 층으로 만듭니다.
#   - 어텐션을 붙인 번역기를 학습하고, 080의 번역기와 같은 시험 문장에서 견줍니다.
#   - 정렬을 그림으로 읽고, 정렬이 설명은 아니라는 것을 잽니다.
# datasets: [pairs_es, pairs_ko]
# prerequisites: [020_lstm_gru_shapes, 037_tokenizer_training, 080_seq2seq_translation]
# packages: [sacrebleu]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 문장 하나를 벡터 하나에
#
# 080의 번역기는 문장을 다 읽은 뒤 **마지막 상태 하나**를 디코더에 건넸습니다. 네 토큰짜리 문장도, 마흔 토큰짜리 문장도 숫자 256개에 담아야 합니다.
# 사람은 그렇게 옮기지 않습니다. 한 낱말을 쓸 때마다 원문의 **어딘가를 다시 봅니다**.
#
# > **어텐션(attention)**: 낱말을 하나 쓸 때마다, 원문의 상태 가운데 지금 필요한 것을 골라 봅니다.
#
# 데이터, 어휘, 학습 예산, 채점은 080과 똑같습니다. 되도록 **하나씩 바꾸어** 무엇이 얼마나 나아지는지 재고, 함께 바뀐 것이 있으면 적습니다.
# 우리가 쓴 스페인어 문장 하나를 처음부터 끝까지 들고 갑니다. 뜻은 "내 빨간 책은 어디 있나요?"입니다. 스페인어는 형용사가 뒤에 와서 `libro rojo`가 `red book`이 됩니다.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $B$ | 배치의 크기 |
# | $T_x$, $T_y$ | 원문과 번역의 토큰 수 |
# | $U$, $V$ | 상태 벡터의 길이, 어휘의 크기 |
# | $h_j$, $s_t$ | 원문 $j$번째 토큰의 인코더 상태, 번역 $t$번째 걸음의 디코더 상태 |

# %%
from functools import partial

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sacrebleu
from keras import layers, ops

from nlplab import decoding, diagrams, drawings, ladder, plots, runtime, translation
from nlplab.translation import PAD, PairBatches, masked_loss, token_loss

runtime.seed_everything(7)
source, target = "¿Dónde está mi libro rojo?", "Where is my red book?"

# %% settings
S = runtime.settings(
    vocabulary=4000,  # quick: 400 · 두 언어가 함께 쓰는 어휘의 크기 V
    held_out=1000,  # quick: 40 · 검증 문장의 수, 시험 문장의 수
    width=128,  # quick: 24 · 임베딩의 길이
    units=256,  # quick: 24 · 상태의 길이 U
    epochs=4,  # quick: 1 · 사다리의 예산: 모든 모델이 같습니다
    rate=4e-3,  # quick: 1e-2 · 학습률의 꼭대기
    slice_pairs=20_000,  # quick: 130 · 두 점수를 견줄 때 쓰는 문장 쌍
    ko_units=128,  # quick: 24 · 영한 모델의 상태
    ko_epochs=10,  # quick: 1 · 영한 모델의 에폭
    naive=8,  # quick: 1 · 느린 방법으로 옮겨 보는 문장의 수
)

# %% [markdown]
# ## 1. 병목
#
# 080의 그림에서 화살표 하나만 다시 봅니다. 원문의 모든 것이 이 화살표를 지나갑니다. **병목(bottleneck)** 입니다.

# %%
drawings.seq2seq(
    ["¿Dónde", "está", "mi", "libro", "rojo?"], ["Where", "is", "my", "red", "book?"],
    title="원문은 '문맥' 하나를 지나 번역이 됩니다",
).show(alt="인코더 다섯 칸이 원문을 읽고, 마지막 칸에서 문맥 화살표 하나가 "
           "디코더의 첫 칸으로 간다. 디코더 다섯 칸이 번역을 쓴다.")

# %% [markdown]
# **먼저 맞혀 보세요.** 학습에 쓰는 문장은 길어야 열여섯 토큰입니다. 숫자 256개는 열여섯 토큰을 담기에 모자랄까요?
#
# <details><summary>답</summary>
#
# 칸의 수로는 넉넉해 보입니다. 그러나 순환층은 새 토큰을 읽을 때마다 **같은 칸을 고쳐 씁니다**. 정말 모자라는지는 문장의 길이로 재어 봅니다. 3절에서 한쪽을, 13절에서 다른 쪽을 잽니다.
# </details>
#
# 데이터를 엽니다. 문장 쌍, 나누기, 어휘는 080에서 만든 것이고 함수 하나로 다시 얻습니다. 시험 문장은 맨 끝에 한 번만 엽니다.

# %% tags=["profile"]
task = translation.task("es", "en", size=S.vocabulary, held_out=S.held_out)
vocabulary = task.vocabulary
lengths = np.array([len(ids) for ids in task.train[0]])
print(f"학습 {len(task.train[0]):,}쌍, 검증 {len(task.valid[0]):,}쌍")
print(f"원문의 토큰: 평균 {lengths.mean():.1f}개, 가장 긴 것 {lengths.max()}개")
print(vocabulary.tokens(source), "→", vocabulary.tokens(target))

# %% claim real=True
assert len(task.train[0]) == 103_958, len(task.train[0])
assert lengths.max() == 16 and len(vocabulary) == 4000

# %% [markdown]
# **바꾸어 보세요.** `vocabulary.encode([target])`은 번호를 몇 개 냅니까? 대괄호를 빼면 왜 글자마다 따로 나누어집니까? 토큰 앞의 `▁`는 무엇이었습니까?
#
# ## 2. 양방향 인코더: 뒤에서도 읽습니다
#
# 앞에서 뒤로만 읽으면 `mi`의 상태는 아직 `libro`를 모릅니다. 020의 양방향 층은 두 방향으로 읽어 토큰마다 상태를 **이어 붙입니다**.
# 마지막 상태도 둘입니다. 앞으로 읽은 것은 **끝**에, 뒤로 읽은 것은 **처음**에 있습니다. 둘을 이어 디코더의 처음 상태로 씁니다.
# 두 방향은 저마다 토큰을 읽고, 한쪽이 다른 쪽의 상태를 받지는 않습니다.

# %% long="그림 하나"
picture = diagrams.Diagram("양방향 인코더: 토큰마다 두 상태를 이어 붙입니다")
words = [picture.box(word, (3 * n, 0)) for n, word in enumerate(["mi", "libro", "rojo"])]
there = [picture.box("앞으로", (3 * n - 1, 1), "green", fill=n == 2) for n in range(3)]
back = [picture.box("뒤로", (3 * n + 1, 2), "blue", fill=n == 0) for n in range(3)]
joined = [picture.box(f"$h_{n + 1}$", (3 * n, 3), "orange") for n in range(3)]
for word, one, other, both in zip(words, there, back, joined):
    picture.arrow(word, [one, other])
    picture.arrow([one, other], both)
picture.chain(*there)
picture.chain(*back[::-1])
picture.label("칠한 두 칸을 이으면 디코더의 처음 상태 $s_0$", (3, 3.8))
picture.show(alt="토큰마다 앞으로 읽은 상태와 뒤로 읽은 상태를 이어 h를 만든다. "
                 "앞으로의 마지막 칸과 뒤로의 마지막 칸을 이은 것이 디코더의 처음 상태다.")

# %% [markdown]
# 그림의 말을 층으로 확인합니다. 상태가 네 칸짜리인 층에 세 토큰과 패딩 하나를 읽힙니다.
#
# **먼저 맞혀 보세요.** `backward`(뒤로 읽은 마지막 상태)는 `states`의 몇 번째 줄에 있을까요? 패딩이 끼어들까요?
#
# <details><summary>답</summary>
#
# 0번 줄(첫 토큰)의 뒤쪽 절반입니다. 마스크를 주면 패딩은 건너뛰므로 끼어들지 않습니다.
# </details>

# %%
runtime.seed_everything(7)
both = layers.Bidirectional(layers.GRU(4, return_sequences=True, return_state=True))
x = np.random.default_rng(7).normal(size=(1, 4, 3)).astype("float32")    # (B, Tx, 3)
mask = np.array([[True, True, True, False]])                             # 끝은 패딩
found = both(x, mask=ops.convert_to_tensor(mask))
states, forward, backward = map(ops.convert_to_numpy, found)
print("상태", states.shape, " 앞으로", forward.shape, " 뒤로", backward.shape)
print("앞으로 = 마지막 진짜 토큰의 앞쪽 절반:", np.allclose(forward, states[:, 2, :4]))
print("뒤로 = 첫 토큰의 뒤쪽 절반:", np.allclose(backward, states[:, 0, 4:]))

# %% claim
assert states.shape == (1, 4, 8) and np.allclose(forward, states[:, 2, :4]) and np.allclose(backward, states[:, 0, 4:])

# %% [markdown]
# **바꾸어 보세요.** `mask=`를 지우면 두 줄 가운데 어느 쪽이 그대로 `True`입니까? 왜 그럴까요?
#
# ## 3. 첫째 걸음: 인코더만 바꿉니다
#
# 080의 부품을 그대로 쓰고 인코더만 바꿉니다. 방향마다 $U/2$이므로 상태의 길이는 같고 파라미터는 오히려 적습니다.
# 마스크는 직접 만들어 건넵니다. 어텐션도 써야 하기 때문입니다.

# %%
class TiedOutput(layers.Layer):
    """임베딩을 뒤집어 점수를 냅니다: (B, T, E) → (B, T, V). 080에서 만든 층입니다."""

    def __init__(self, embedding):
        super().__init__()
        self.embedding = embedding

    def build(self, shape):
        self.bias = self.add_weight(shape=(self.embedding.input_dim,), initializer="zeros")

    def call(self, h):
        return ops.matmul(h, ops.transpose(self.embedding.embeddings)) + self.bias

# %%
def parts(V, width, units, dropout):
    runtime.seed_everything(7)
    normal = keras.initializers.RandomNormal(stddev=width ** -0.5)
    embedding = layers.Embedding(V, width, embeddings_initializer=normal)
    half = layers.GRU(units // 2, return_sequences=True, return_state=True)
    return {
        "embedding": embedding, "dropout": layers.Dropout(dropout),
        "encoder": layers.Bidirectional(half),                     # 080에서는 GRU(units)
        "decoder": layers.GRU(units, return_sequences=True, return_state=True),
        "narrow": layers.Dense(width), "output": TiedOutput(embedding),
    }

# %%
def encode(p, x):
    """(B, Tx) → 상태 (B, Tx, U), 마스크 (B, Tx), 디코더의 처음 상태 (B, U)."""
    mask = ops.not_equal(x, PAD)
    read = p["dropout"](p["embedding"](x))                         # (B, Tx, E)
    values, forward, backward = p["encoder"](read, mask=mask)
    return values, mask, ops.concatenate([forward, backward], axis=-1)


def decode(p, y, values, mask, s):
    """번역의 앞부분 (B, Ty) → 점수 (B, Ty, V), 새 상태 (B, U). values는 아직 쓰지 않습니다."""
    h, s = p["decoder"](p["dropout"](p["embedding"](y)), initial_state=s)   # (B, Ty, U)
    return p["output"](p["narrow"](p["dropout"](h))), s

# %%
def training_model(p, decode):
    x, y = (keras.Input((None,), dtype="int32") for _ in range(2))
    return keras.Model([x, y], decode(p, y, *encode(p, x))[0])


def train(model, pairs, rate, epochs):
    batches = PairBatches(*pairs, 64, seed=7)
    steps = epochs * len(batches)
    schedule = keras.optimizers.schedules.CosineDecay(      # 짧게 올라갔다가 0까지 내려옵니다
        0.0, steps - steps // 20, warmup_target=rate, warmup_steps=steps // 20 or 1)
    model.compile(keras.optimizers.Adam(schedule, clipnorm=1.0), masked_loss,
                  jit_compile="auto" if runtime.gpus() else False)
    model.optimizer.build(model.trainable_variables)    # 그래프를 한 번만 만들게 됩니다
    return model.fit(batches, epochs=epochs, verbose=0).history["loss"]

# %% [markdown]
# 사다리(080의 결과표)에 오른 080의 모델처럼 같은 문장 쌍을 네 에폭 배웁니다. 저장된 실행은 다른 일도 하던 컴퓨터에서 23분이 걸렸습니다.
# 학습률의 꼭대기(0.004)와 드롭아웃(0.1)은 080과 같은 값입니다. 학습률은 080처럼 학습 쌍의 일부로 두 값만 시험해 골랐을 뿐, 모델마다 가장 좋은 값을 찾지는 않았습니다.

# %% tags=["profile"]
valid = PairBatches(*task.valid, 250)
one_vector = parts(len(vocabulary), S.width, S.units, 0.1)
model = training_model(one_vector, decode)
with runtime.stopwatch("양방향 인코더, 벡터 하나") as watch:
    train(model, task.train, S.rate, S.epochs)
facts = {}
facts["bidirectional"] = {"parameters": model.count_params(), "loss": token_loss(model, valid),
                          "epoch_seconds": watch.cpu_seconds / S.epochs}
pd.DataFrame(facts).T.round(3)

# %% [markdown]
# 표의 `epoch_seconds`는 이 프로그램이 CPU를 쓴 시간(**CPU 시간**)입니다. 표 위의 초는 벽시계로 잰 것이라 다른 일에 밀린 시간까지 들어 있습니다.
#
# 번역하려면 학습한 부품으로 모델을 둘 만듭니다. `writer`가 차례로 돌려주는 두 함수는 080의 `start`와 `step`입니다. `start`는 원문을 **한 번만** 읽고, `step`은 토큰 하나를 씁니다. 상태에는 원문의 상태와 마스크도 들어 있습니다.
# 지금은 쓰지 않지만 어텐션에서는 이것이 **인코더의 캐시**가 됩니다.

# %%
def writer(p, decode, units):
    x, token = keras.Input((None,), dtype="int32"), keras.Input((), dtype="int32")
    values, s = keras.Input((None, units)), keras.Input((units,))
    mask = keras.Input((None,), dtype="bool")
    reader = keras.Model(x, list(encode(p, x)))
    scores, after, *_ = decode(p, token[:, None], values, mask, s)
    one = keras.Model([token, values, mask, s], [scores[:, 0], after])

    def step(tokens, state):
        scores, after = one.predict_on_batch([tokens, *state])      # (N, V), (N, U)
        return scores, (*state[:2], after)
    return lambda x: tuple(reader.predict_on_batch(x)), step

# %%
def translate(texts, write, search=decoding.greedy, vocabulary=vocabulary):
    ids = decoding.translate(vocabulary.encode(texts), *write, search)
    return vocabulary.decode(ids)


def by_length(translations, references, parts=4):
    """참조의 낱말 수로 나눈 무리마다: 이름, 문장 수, chrF."""
    words = pd.Series([len(text.split()) for text in references])
    rows = []
    for _, part in words.groupby(pd.qcut(words, parts, duplicates="drop").cat.codes):
        chosen = [[texts[n] for n in part.index] for texts in (translations, references)]
        score = sacrebleu.corpus_chrf(chosen[0], [chosen[1]]).score
        rows.append([f"{part.min()}–{part.max()}", len(part), score])
    return pd.DataFrame(rows, columns=["낱말", "문장", "chrF"]).set_index("낱말")

# %% [markdown]
# 검증 문장을 길이로 나누어 chrF를 잽니다. 병목이 정말이라면 긴 문장에서 무너져야 합니다.
#
# **먼저 맞혀 보세요.** 가장 짧은 무리와 가장 긴 무리의 chrF는 얼마나 다를까요?
#
# <details><summary>답</summary>
#
# 가장 짧은 무리(3~5낱말)가 56.0, 가장 긴 무리(9~25낱말)가 38.8입니다. 17점 낮습니다.
# </details>

# %% tags=["profile"]
references = task.texts.valid.en.tolist()
one_vector_write = writer(one_vector, decode, S.units)
written = translate(task.texts.valid.es, one_vector_write)
one_vector_lengths = by_length(written, references)
print(f"검증 chrF {sacrebleu.corpus_chrf(written, [references]).score:.1f}")
print(source, "→", translate([source], one_vector_write)[0])
one_vector_lengths.round(1)

# %% [markdown]
# 가운데 두 무리는 51.6과 51.7로 비슷하고, 가장 긴 무리에서 38.8로 무너집니다. 우리 문장은 다섯 낱말뿐인데도 `red`가 `favorite`이 되었습니다. 그러나 080의 모델은 똑같이 벡터 하나로도 `red`를 옮겼습니다. 이 한 문장은 병목의 증거가 아닙니다.
# 긴 무리의 점수도 아직은 증거가 아닙니다. 긴 문장은 누구에게나 어렵고, 이 무리에는 학습 문장보다 긴 것도 있습니다. 병목을 없앤 모델의 같은 무리와 견주어야 합니다(13절).
#
# **바꾸어 보세요.** `parts=4`를 8로 바꾸면 가장 긴 무리의 점수는 어떻게 됩니까?
#
# ## 4. 점수를 손으로: 곱하기
#
# 이제 문장을 하나로 줄이지 않고 **상태를 모두** 남깁니다. 디코더는 낱말을 쓸 때마다 세 가지를 합니다.
#
# 1. **점수(score)**: 지금 상태 $s_t$와 원문의 상태 $h_j$가 얼마나 맞는지를 수 하나로 냅니다. chrF도, 출력층이 토큰마다 내는 점수도 아닙니다.
# 2. **소프트맥스**: 점수를, 모두 더하면 1이 되는 **가중치** $\alpha_{tj}$로 바꿉니다.
# 3. **문맥 벡터(context vector)**: 상태를 가중치만큼씩 섞어 $c_t$를 만듭니다.
#
# $$e_{tj} = s_t^\top W h_j, \qquad \alpha_{tj} = \frac{\exp e_{tj}}{\sum_k \exp e_{tk}}, \qquad c_t = \sum_j \alpha_{tj} h_j$$
#
# 점수를 곱해서 내는 이 방법은 Luong이 썼습니다. $W$는 배우는 행렬이고, 없으면 그냥 내적입니다.
# 다음 그림처럼 $s_t$는 **세 점수에 모두** 들어갑니다.

# %%
picture = diagrams.Diagram("어텐션: 점수, 가중치, 문맥")
memory = picture.row(["mi", "libro", "rojo"], (0, 0), "green", fill=True)
scored = picture.row(["점수 2", "점수 2", "점수 5"], (0, 1.8), "blue")
shares = picture.row(["0.05", "0.05", "0.91"], (0, 2.8), "orange", fill=True)
query = picture.box("디코더 상태 $s_t$\n('red'를 쓸 차례)", (-2.2, 0), "blue", fill=True)
picture.arrow(query, scored)
picture.arrow(memory, scored)
picture.arrow(scored, shares)
picture.arrow(shares, picture.box("문맥 $c_t$", (1, 3.8), "orange", fill=True))
picture.show(alt="인코더 상태 mi, libro, rojo와 디코더 상태가 점수 2, 2, 5를 내고, "
                 "가중치 0.05, 0.05, 0.91이 된다. 가중치로 섞은 것이 문맥이다.")

# %% [markdown]
# 상태를 두 칸짜리로 적었습니다. 넷째 줄은 패딩의 자리인데, 아무 숫자나 들어 있다고 합시다.
#
# **먼저 맞혀 보세요.** 패딩을 그냥 두면 가중치는 어디로 갈까요?
#
# <details><summary>답</summary>
#
# 거의 모두 패딩으로 갑니다. 점수가 9로 가장 큽니다. 그래서 소프트맥스 **앞에서** 막아야 합니다.
# </details>

# %%
h = np.array([[1, 0], [0, 2], [2, 1], [3, 3]], dtype=float)    # (Tx, U) mi, libro, rojo, 패딩
s = np.array([2.0, 1.0])                                       # (U,) 'red'를 쓸 차례
real = np.array([True, True, True, False])
W = np.eye(2)


def softmax_over(scores, mask):
    scores = np.where(mask, scores, -1e9)                      # 막을 자리는 아주 작은 점수로
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %%
luong_scores = s @ W @ h.T                                     # (Tx,)
open_weights = softmax_over(luong_scores, np.ones(4, bool))
luong_weights = softmax_over(luong_scores, real)
luong_context = luong_weights @ h                              # (U,)
table = {"점수": luong_scores, "막지 않은 가중치": open_weights, "막은 가중치": luong_weights}
print("문맥 벡터", luong_context.round(2))
pd.DataFrame(table, index=["mi", "libro", "rojo", "패딩"]).T.round(2)

# %% claim
assert luong_scores.tolist() == [2, 2, 5, 9] and open_weights[3] > 0.97
assert luong_weights.round(2).tolist() == [0.05, 0.05, 0.91, 0.0] and luong_context.round(2).tolist() == [1.86, 1.0]

# %% [markdown]
# 막지 않으면 98%가 패딩으로 갑니다. 오류도 나지 않습니다. 막으면 `rojo`에 0.91이 가고 패딩은 0입니다. 표의 세 가중치는 반올림한 것이라 더하면 1.01이지만 실제 합은 1입니다.
# 소프트맥스 **뒤에서** 0을 곱하면 남은 합이 1이 되지 않는다는 것도 기억하세요.
#
# **바꾸어 보세요.** `W = np.array([[0, 1], [1, 0]])`이면 `libro`의 가중치는 얼마가 됩니까?
#
# ## 5. 점수를 손으로: 더하기
#
# 먼저 나온 것은 Bahdanau의 더하는 점수입니다. 두 상태를 같은 길이로 옮겨 **더하고**, $\tanh$를 지나 벡터 $v$와 곱합니다.
#
# $$e_{tj} = v^\top \tanh(W_1 s_{t-1} + W_2 h_j)$$
#
# 첨자를 보세요. Luong은 **지금 상태** $s_t$로 묻고, Bahdanau는 **앞 상태** $s_{t-1}$로 묻습니다. 그래서 디코더 안의 순서가 다릅니다.

# %%
picture = diagrams.Diagram("묻는 때가 다릅니다")
before = "앞 상태 $s_{t-1}$"
orders = {"Luong": [f"{before}\n앞 토큰", "GRU", "지금 상태 $s_t$", "어텐션", "섞어서 출력"],
          "Bahdanau": [before, "어텐션", "문맥 $c_t$\n앞 토큰", "GRU", "출력"]}
for row, (name, stages) in enumerate(orders.items()):
    picture.label(name, (0, -row))
    colours = ["orange" if stage == "어텐션" else "blue" for stage in stages]
    picture.chain(*(picture.box(stage, (n, -row), colour, fill=True)
                    for n, (stage, colour) in enumerate(zip(stages, colours), 1)))
picture.show(alt="Luong은 GRU 다음에 어텐션이 있고, Bahdanau는 어텐션 다음에 GRU가 있다.")

# %% [markdown]
# 같은 숫자에 더하는 점수를 냅니다. $W_1$, $W_2$는 그대로 두고 $v$는 모두 1입니다.
#
# **먼저 맞혀 보세요.** 곱하는 점수는 2, 2, 5였습니다. 더하는 점수도 `rojo`를 이만큼 앞세울까요?
#
# <details><summary>답</summary>
#
# 아닙니다. $\tanh$는 1을 넘지 못하므로 점수가 2를 넘지 못하고, 셋이 비슷해집니다. 크기는 $v$가 배워서 정해야 합니다.
# </details>

# %%
v = np.ones(2)
bahdanau_scores = np.tanh(s + h) @ v                           # (Tx,)
bahdanau_weights = softmax_over(bahdanau_scores, real)
sharper = softmax_over(np.tanh(s + h) @ (20 * v), real)        # v를 스무 배로
table = {"점수": bahdanau_scores, "가중치": bahdanau_weights, "v가 20배일 때": sharper}
pd.DataFrame(table, index=["mi", "libro", "rojo", "패딩"]).T.round(2)

# %% claim
assert bahdanau_scores.max() < 2 and bahdanau_weights.round(2).tolist() == [0.29, 0.35, 0.36, 0.0]
assert sharper.round(2).tolist() == [0.01, 0.47, 0.52, 0.0]

# %% [markdown]
# 가중치가 0.29, 0.35, 0.36으로 고르게 퍼집니다. $v$를 키우면 뾰족해지지만, 값이 큰 상태에서는 $\tanh$가 1에 붙어(포화) `libro`와 `rojo`는 0.47과 0.52로 여전히 비슷합니다.
# 곱하는 점수는 $W$만 배우고 행렬 곱으로 끝납니다. 더하는 점수는 $v$, $W_1$, $W_2$를 배우는 작은 신경망입니다. 속도는 9절에서 잽니다.
#
# **바꾸어 보세요.** `s`와 `h`를 모두 10으로 나누면 두 점수의 가중치는 어떻게 달라집니까?
#
# ## 6. 쿼리, 키, 값
#
# 두 방법을 같은 말로 적을 수 있습니다. 사전에서 찾는 일에 빗댄 말입니다.
#
# | 말 | 뜻 | 여기서는 |
# |---|---|---|
# | **쿼리(query)** | 무엇을 찾는가 | 디코더 상태 $s$ |
# | **키(key)** | 무엇과 맞추어 보는가 | 인코더 상태 $h_j$ |
# | **값(value)** | 무엇을 가져오는가 | 역시 인코더 상태 $h_j$ |
#
# 사전과 다른 점은 하나만 꺼내지 않고 **맞는 만큼씩 섞어** 꺼낸다는 것입니다. 키와 값은 같은 것일 필요가 없습니다. 값을 바꾸어 봅니다.
#
# **먼저 맞혀 보세요.** 값만 낱말의 번호(1, 2, 3, 0)로 바꾸면 가중치도 달라질까요?
#
# <details><summary>답</summary>
#
# 달라지지 않습니다. 가중치는 쿼리와 키로만 정해지고, 값은 무엇이 섞이는지만 정합니다.
# </details>

# %%
def attend(query, keys, values, mask):
    """곱하는 어텐션: (..., U), (Tx, U), (Tx, D) → 문맥 (..., D), 가중치 (..., Tx)."""
    weights = softmax_over(query @ keys.T, mask)
    return weights @ values, weights


numbers = np.array([[1.0], [2.0], [3.0], [0.0]])               # (Tx, 1) 낱말의 번호
for name, values in (("상태", h), ("번호", numbers)):
    context, weights = attend(s, h, values, real)
    print(f"값이 {name}일 때: 문맥 {context.round(2)}, 가중치 {weights.round(2)}")

# %% claim
assert np.allclose(attend(s, h, numbers, real)[1], luong_weights) and round(float(attend(s, h, numbers, real)[0][0]), 2) == 2.86

# %% [markdown]
# 번호를 가중치로 섞은 값은 2.86, 곧 "거의 3번(`rojo`)"입니다. 130의 트랜스포머는 키와 값을 저마다 다른 행렬로 만듭니다.
#
# **바꾸어 보세요.** `s`를 `h[1]`로 바꾸어 `libro`가 스스로를 찾게 하면 번호를 섞은 값은 2에 가깝습니까?
#
# ## 7. 층으로 만듭니다
#
# 배치와 모든 걸음을 한꺼번에 계산합니다. 곱하는 어텐션은 상태 $T_y$개를 행렬 곱 한 번으로 끝냅니다.

# %%
def masked_softmax(scores, mask):
    """(B, Ty, Tx), (B, Tx) → 가중치 (B, Ty, Tx)."""
    return ops.softmax(ops.where(mask[:, None, :], scores, -1e9), axis=-1)


class LuongAttention(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.query = layers.Dense(units, use_bias=False)           # W

    def call(self, states, values, mask):
        scores = ops.matmul(self.query(states), ops.transpose(values, (0, 2, 1)))
        weights = masked_softmax(scores, mask)                     # (B, Ty, Tx)
        return ops.matmul(weights, values), weights                # (B, Ty, U)

# %%
class BahdanauAttention(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.query = layers.Dense(units, use_bias=False)           # W1
        self.key = layers.Dense(units, use_bias=False)             # W2
        self.score = layers.Dense(1, use_bias=False)               # v

    def call(self, states, keys, values, mask):
        """keys는 self.key(values)입니다. 걸음마다 다시 셈하지 않도록 밖에서 한 번 만듭니다."""
        added = ops.tanh(self.query(states)[:, :, None] + keys[:, None])   # (B, Ty, Tx, U)
        weights = masked_softmax(self.score(added)[..., 0], mask)          # (B, Ty, Tx)
        return ops.matmul(weights, values), weights

# %% [markdown]
# 손으로 낸 값, 케라스의 `Attention`과 `AdditiveAttention`이 모두 같은지 봅니다. 케라스의 두 층에는 $W$, $W_1$, $W_2$가 없습니다. 그래서 우리 층의 행렬도 단위행렬로 둡니다.
#
# **먼저 맞혀 보세요.** 우리 층과 케라스의 층은 얼마나 다를까요?
#
# <details><summary>답</summary>
#
# 차이가 10만분의 1보다 작습니다. 같은 식이기 때문입니다. 차이가 남더라도 32비트 소수의 반올림쯤입니다.
# </details>

# %%
def tensors(*arrays):
    return [ops.convert_to_tensor(array[None].astype("float32")) for array in arrays]


states, values = tensors(s[None], h)                               # (1, 1, U), (1, Tx, U)
seen = ops.convert_to_tensor(real[None])                           # (1, Tx)
luong, bahdanau = LuongAttention(2), BahdanauAttention(2)
luong.query.build((None, 2))
luong.query.set_weights([W])
for part, weight in ((bahdanau.query, W), (bahdanau.key, W), (bahdanau.score, v[:, None])):
    part.build((None, 2))
    part.set_weights([weight])

# %%
ours = {"곱하기": luong(states, values, seen),
        "더하기": bahdanau(states, bahdanau.key(values), values, seen)}
additive = layers.AdditiveAttention(use_scale=False)
theirs = {"곱하기": layers.Attention()([states, values], mask=[None, seen]),
          "더하기": additive([states, values], mask=[None, seen])}
by_hand = {"곱하기": luong_weights, "더하기": bahdanau_weights}
for name, (context, weights) in ours.items():
    hand = np.abs(ops.convert_to_numpy(weights)[0, 0] - by_hand[name]).max()
    library = np.abs(ops.convert_to_numpy(context) - ops.convert_to_numpy(theirs[name])).max()
    print(f"{name}: 손과 같음 {hand < 1e-5}, 케라스와 같음 {library < 1e-5}")

# %% [markdown]
# 두 층 모두 손으로 낸 값과도, 케라스의 층과도 같습니다.
#
# **바꾸어 보세요.** `bahdanau.score`의 가중치를 `20 * v[:, None]`으로 바꾸면 가중치는 5절의 어느 줄과 같아집니까?
#
# ## 8. 둘째 걸음: 어텐션을 붙입니다
#
# 디코더의 상태와 문맥을 이어 붙여 한 번 더 섞습니다. Luong의 식이고, 우리 층에는 편향이 하나 더 있습니다.
#
# $$\tilde h_t = \tanh(W_c\,[c_t; s_t])$$
#
# 3절의 모델에 **어텐션과 이 섞는 층**을 더합니다. 나머지는 그대로입니다. 섞는 층도 함께 들어가므로, 아래의 차이는 둘을 합친 것입니다.

# %%
def decode_luong(p, y, values, mask, s):
    """점수 (B, Ty, V), 새 상태 (B, U), 가중치 (B, Ty, Tx)."""
    h, s = p["decoder"](p["dropout"](p["embedding"](y)), initial_state=s)   # (B, Ty, U)
    context, weights = p["attention"](h, values, mask)                      # (B, Ty, U)
    h = p["mix"](ops.concatenate([context, h], axis=-1))                    # (B, Ty, U)
    return p["output"](p["narrow"](p["dropout"](h))), s, weights


def luong_parts(V, width, units, dropout):
    p = parts(V, width, units, dropout)
    return p | {"attention": LuongAttention(units),
                "mix": layers.Dense(units, activation="tanh")}              # Wc

# %% [markdown]
# 배우기 전에 마스크부터 확인합니다. 원문 뒤에 패딩을 더 붙여도 점수가 그대로여야 합니다.
#
# **먼저 맞혀 보세요.** 패딩을 네 칸 더 붙이면 점수는 얼마나 달라질까요?
#
# <details><summary>답</summary>
#
# 반올림만큼만 달라집니다. 인코더는 패딩을 건너뛰고, 어텐션의 가중치는 패딩에서 0입니다.
# </details>

# %% tags=["profile"]
p = luong_parts(len(vocabulary), S.width, S.units, 0.1)
model = training_model(p, decode_luong)
x = translation.pad(vocabulary.encode([source]))                        # (1, Tx)
y, _ = translation.teacher(vocabulary.encode([target]))                 # (1, Ty)
wider = np.pad(x, ((0, 0), (0, 4)))                                     # 패딩 네 칸 더
apart = np.abs(model.predict_on_batch([x, y]) - model.predict_on_batch([wider, y])).max()
print(f"원문 {x.shape}과 {wider.shape}의 점수가 같습니까? {apart < 1e-5}")

# %% claim
assert apart < 1e-5

# %% [markdown]
# 점수가 같습니다. 이제 3절과 같은 예산으로 배웁니다. 저장된 실행은 26분이 걸렸습니다.

# %% tags=["profile"]
with runtime.stopwatch("어텐션(Luong)") as watch:
    train(model, task.train, S.rate, S.epochs)
facts["luong"] = {"parameters": model.count_params(), "loss": token_loss(model, valid),
                  "epoch_seconds": watch.cpu_seconds / S.epochs}
write = writer(p, decode_luong, S.units)
written = translate(task.texts.valid.es, write)
luong_lengths = by_length(written, references)
print(f"검증 chrF {sacrebleu.corpus_chrf(written, [references]).score:.1f}")
print(source, "→", translate([source], write)[0])
pd.DataFrame(facts).T.round(3)

# %% claim real=True
assert facts["luong"]["loss"] < facts["bidirectional"]["loss"] - 0.05
assert (luong_lengths.chrF > one_vector_lengths.chrF).all()

# %% [markdown]
# 검증 손실이 1.56에서 1.19로, 검증 chrF가 49.2에서 61.3으로 움직였습니다. 우리 문장의 `red`도 돌아왔습니다. 길이로 나눈 네 무리가 **모두** 나아졌습니다(13절의 그림).
# 어텐션의 $W$와 $W_c$만큼 파라미터도 19% 늘었습니다. 그 몫은 따로 재지 않았습니다. 080의 모델이 파라미터가 9% 많은데도 3절의 모델과 시험 점수가 거의 같은 것(13절의 표)을 보면 다는 아닐 것입니다(추측).
#
# **바꾸어 보세요.** `decode_luong`에서 `context`를 `ops.zeros_like(context)`로 바꾸어 배우면 3절의 모델에 무엇만 더한 모델이 됩니까? 왜 이것이 3절의 모델보다 공정한 상대입니까?
#
# ## 9. 앞 상태로 묻는 디코더
#
# Bahdanau의 디코더는 문맥이 GRU의 **입력**입니다. 한 걸음의 상태를 알아야 다음 걸음을 물을 수 있으므로 행렬 곱 한 번으로 끝낼 수 없습니다.
# 한 걸음을 **셀(cell)** 로 만들고 `layers.RNN`이 되풀이하게 합니다. 걸음마다 바뀌지 않는 키, 값, 마스크도 상태에 실어 나릅니다.

# %% long="층 하나의 준비와 한 걸음을 함께 봅니다"
class BahdanauCell(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.attention, self.gru = BahdanauAttention(units), layers.GRUCell(units)
        self.units, self.output_size = units, 2 * units
        self.state_size = [units, units, units, 1]                # 상태, 키, 값, 마스크

    def build(self, shape):
        self.attention.query.build((None, 1, self.units))
        self.attention.score.build((None, 1, 1, self.units))
        self.gru.build((None, self.units + shape[-1]))

    def call(self, y, states, training=None):
        s, keys, values, mask = states
        context, _ = self.attention(s[:, None], keys, values, mask > 0)   # 앞 상태로 묻기
        context = context[:, 0]                                           # (B, U)
        s, _ = self.gru(ops.concatenate([context, y], axis=-1), [s])      # 지금 상태
        return ops.concatenate([context, s], axis=-1), [s, keys, values, mask]

# %%
def bahdanau_parts(V, width, units, dropout):
    cell = BahdanauCell(units)
    return parts(V, width, units, dropout) | {
        "key": cell.attention.key,
        "decoder": layers.RNN(cell, return_sequences=True, return_state=True)}


def decode_bahdanau(p, y, values, mask, s):
    states = [s, p["key"](values), values, ops.cast(mask, "float32")]
    y = p["dropout"](p["embedding"](y))
    h, s, *_ = p["decoder"](y, initial_state=states)              # (B, Ty, 2U)
    return p["output"](p["narrow"](p["dropout"](h))), s

# %% [markdown]
# 전체 예산으로 배우기에는 느려서, **2만 쌍 두 에폭**으로 Luong과 나란히 견줍니다. 저장된 실행에서 둘을 배우는 데 8분쯤 걸렸습니다. 시드는 하나이므로 작은 차이는 믿지 않습니다.
#
# **먼저 맞혀 보세요.** 어느 쪽이 오래 걸릴까요? 검증 손실은 어느 쪽이 낮을까요?
#
# <details><summary>답</summary>
#
# 더하는 쪽이 한 에폭에 82초로, 곱하는 쪽의 65초보다 깁니다(CPU 시간). 검증 손실은 곱하는 쪽이 2.49로 더하는 쪽의 2.73보다 낮습니다.
# </details>

# %% tags=["profile"]
rows = {}
some = np.random.default_rng(7).permutation(len(task.train[0]))[:S.slice_pairs]
few = [[side[n] for n in some] for side in task.train]
arms = [("곱하기, 지금 상태 (Luong)", luong_parts, decode_luong),
        ("더하기, 앞 상태 (Bahdanau)", bahdanau_parts, decode_bahdanau)]

# %% tags=["profile"]
for name, make, decoder in arms:
    small = make(len(vocabulary), S.width, S.units, 0.1)
    model = training_model(small, decoder)
    with runtime.stopwatch(name) as watch:
        train(model, few, S.rate, 2)
    wrote = translate(task.texts.valid.es, writer(small, decoder, S.units))
    chrf = sacrebleu.corpus_chrf(wrote, [references]).score
    rows[name] = [model.count_params(), watch.cpu_seconds / 2,
                  token_loss(model, valid), chrf]

# %% tags=["profile"]
columns = ["파라미터", "에폭(CPU초)", "검증 손실", "검증 chrF"]
two_scores = pd.DataFrame(rows, index=columns).T
two_scores.round(2)

# %% [markdown]
# 이 예산에서는 Luong이 손실도 chrF(40.75 대 33.81)도 앞서고 빠릅니다. 그러나 **더하는 점수가 나쁘다는 뜻은 아닙니다**. 두 갈래는 점수, 묻는 때, 출력에 들어가는 것, 파라미터의 수가 모두 다릅니다.
# 학습률도 더하는 쪽에 맞추어 다시 고르지 않았고, 시드는 하나입니다.
# 시간의 차이는 어텐션을 행렬 곱으로 끝내는 것과 걸음마다 되풀이하는 것의 차이로 보입니다(추측). 더하는 쪽은 GRU의 입력과 점수의 셈도 더 크고, 다른 일도 하던 컴퓨터에서 한 번 잰 것입니다.
#
# **바꾸어 보세요.** `BahdanauCell`에서 `s[:, None]` 대신 GRU를 먼저 부르고 **새 상태**로 물으려면 줄을 어떻게 바꾸어야 합니까?
#
# ## 10. 원문은 한 번만 읽습니다
#
# 번역을 쓰는 동안 원문은 바뀌지 않습니다. 그런데 `model.predict`를 걸음마다 부르면 원문을 다시 읽고, 앞서 쓴 토큰도 처음부터 다시 읽습니다.
# 3절의 `writer`는 인코더의 상태를 **캐시**에 두고 디코더의 상태만 한 걸음 움직입니다. 여러 문장을 함께 쓰기도 합니다.

# %%
def naive(text, longest=40):
    """한 문장씩, 토큰마다 처음부터 다시: 빠른 방법과 같은 답을 느리게 냅니다."""
    x, ids = translation.pad(vocabulary.encode([text])), []
    while len(ids) < longest and translation.END not in ids:
        y = np.array([[translation.START, *ids]], dtype="int32")
        ids.append(int(whole.predict([x, y], verbose=0)[0, -1].argmax()))
    return vocabulary.decode([ids])[0]

# %% [markdown]
# **먼저 맞혀 보세요.** 같은 탐욕 탐색인데, 캐시를 두고 함께 쓰면 몇 배나 빠를까요?
#
# <details><summary>답</summary>
#
# 359배입니다. 번역은 여덟 문장 모두 같습니다.
# </details>

# %% tags=["profile"]
whole = training_model(p, decode_luong)
texts = task.texts.valid.es.tolist()
few_texts = sorted(texts, key=len)[len(texts) // 2:][:S.naive]     # 길이가 가운데인 문장
beam = partial(decoding.beam, width=4)
ways = {"하나씩, 처음부터 다시": (few_texts, lambda some: [naive(text) for text in some]),
        "탐욕, 캐시": (texts, lambda some: translate(some, write)),
        "빔 4, 캐시": (texts, lambda some: translate(some, write, beam))}
speeds, outcome = {}, {}

# %% tags=["profile"]
for name, (some, way) in ways.items():
    way(some[:1])                                       # 첫 번의 준비는 재지 않습니다
    with runtime.stopwatch(f"{name}, {len(some)}문장") as watch:
        outcome[name] = way(some)
    speeds[name] = len(some) / watch.cpu_seconds

# %% tags=["profile"]
alike = [outcome["탐욕, 캐시"][texts.index(text)] == slow
         for text, slow in zip(few_texts, outcome["하나씩, 처음부터 다시"])]
print(f"느린 방법과 번역이 같은 문장: {sum(alike)}/{len(alike)}")
report = {name: [len(found), speeds[name], speeds[name] / speeds["하나씩, 처음부터 다시"]]
          for name, found in outcome.items()}
print(f"chrF: 탐욕 {sacrebleu.corpus_chrf(outcome['탐욕, 캐시'], [references]).score:.1f}, "
      f"빔 {sacrebleu.corpus_chrf(outcome['빔 4, 캐시'], [references]).score:.1f}")
pd.DataFrame(report, index=["문장", "문장/초", "배"]).T.round(2)

# %% claim real=True
assert sum(alike) >= len(alike) - 1
assert speeds["탐욕, 캐시"] > 20 * speeds["하나씩, 처음부터 다시"] and speeds["탐욕, 캐시"] > speeds["빔 4, 캐시"]

# %% [markdown]
# 1초에 0.8문장이 탐욕은 287문장, 빔 4는 49문장이 되었습니다(CPU 시간). 세 가지가 한꺼번에 달라졌습니다. 캐시를 두었고, 여러 문장을 함께 쓰고, `predict` 대신 `predict_on_batch`를 부릅니다. 어느 것의 몫인지는 여기서 재지 않았습니다. 080에서 따로 잰 두 가지 가운데서는 `predict_on_batch`의 몫이 한꺼번에 쓰기의 몫보다 컸습니다. 느린 쪽은 여덟 문장으로만 쟀습니다.
# 빔은 탐욕보다 여섯 배쯤 느리고 검증 chrF는 61.3에서 62.8로 올랐습니다. 구간은 재지 않았습니다.
#
# **바꾸어 보세요.** `width=4`를 1로 줄이면 빔은 무엇과 같아집니까?
#
# ## 11. 정렬을 그립니다
#
# 가중치 $\alpha_{tj}$를 표로 그린 것이 **정렬(alignment)** 그림입니다. 줄은 쓴 토큰, 열은 읽은 토큰입니다. 번역기가 쓴 번역을 다시 읽혀 걸음마다 어디를 보았는지 봅니다.

# %%
def alignment(p, decode, vocabulary, text, written):
    """번역의 토큰, 원문의 토큰, 가중치 (Ty, Tx)."""
    x = translation.pad(vocabulary.encode([text]))
    y, _ = translation.teacher(vocabulary.encode([written]))
    weights = ops.convert_to_numpy(decode(p, ops.convert_to_tensor(y), *encode(p, x))[2])[0]
    rows, columns = ([token.replace("▁", "") for token in vocabulary.tokens(one)]
                     for one in (written, text))
    return [*rows, "[끝]"], columns, weights[:len(rows) + 1, :len(columns)]

# %% [markdown]
# **먼저 맞혀 보세요.** `red`를 쓸 때와 `book`을 쓸 때, 가장 크게 보는 토큰은 어느 것일까요? 대각선일까요?
#
# <details><summary>답</summary>
#
# `red`는 `ro`를 0.85, `book`은 `libro`를 0.90 봅니다. 두 줄에서 대각선이 엇갈립니다.
# </details>

# %% tags=["profile"]
own_words = translate([source], write)[0]
rows, columns, weights = alignment(p, decode_luong, vocabulary, source, own_words)
plots.heatmap(weights, rows, columns, "쓸 때마다 어디를 보았나", "원문의 토큰", "쓴 토큰")
plots.show(alt="번역기가 쓴 영어 토큰(줄)마다 스페인어 토큰(열)에 준 가중치의 열지도. "
               "Where는 Dónde, is는 está, my는 mi를 주로 보고, red는 ro를, book은 그 왼쪽 "
               "칸 libro를 보아 순서가 뒤바뀐다. 물음표와 끝은 물음표를 본다.")

# %% [markdown]
# `Where`, `is`, `my`는 차례대로 `Dónde`, `está`, `mi`를 봅니다. 그다음 `red`는 한 칸 건너 `ro`(rojo의 앞 조각)를, `book`은 되돌아와 `libro`를 봅니다. 어순이 뒤집히는 자리가 그림에 그대로 있습니다.
# 아무도 짝을 알려 주지 않았습니다. 번역의 손실만으로 배웠습니다. `¿`는 영어에 없는 부호라 거의 아무도 보지 않습니다(가장 커도 0.02).
#
# 이제 쓰는 말을 한국어로 바꿉니다. 배울 영한 문장 쌍은 4,557개로 스페인어의 스무 분의 일도 되지 않으므로, 작은 모델을 열 에폭 배웁니다.

# %% tags=["profile"]
korean = translation.task("en", "ko", size=S.vocabulary // 2, held_out=S.held_out // 5)
ko = luong_parts(len(korean.vocabulary), S.ko_units, S.ko_units, 0.3)
model = training_model(ko, decode_luong)
with runtime.stopwatch(f"영한, {len(korean.train[0])}쌍"):
    train(model, korean.train, S.rate, S.ko_epochs)
ko_write = writer(ko, decode_luong, S.ko_units)
to_korean = partial(translate, write=ko_write, vocabulary=korean.vocabulary)
ko_valid = korean.texts.valid
ko_chrf = sacrebleu.corpus_chrf(to_korean(ko_valid.en), [ko_valid.ko.tolist()]).score
print(f"영한 검증 chrF {ko_chrf:.1f}")
for text in (target, "I don't know.", "I don't know where Tom is."):
    print(text, "→", to_korean([text])[0])

# %% tags=["profile"]
english = "I don't know where Tom is."
rows, columns, weights = alignment(ko, decode_luong, korean.vocabulary, english,
                                   to_korean([english])[0])
plots.heatmap(weights, rows, columns, "영어를 읽고 한국어로", "원문의 토큰", "쓴 토큰")
plots.show(alt="작은 영한 번역기가 쓴 한국어 토큰(줄)마다 영어 토큰(열)에 준 가중치의 열지도. "
               "나는과 톰이는 Tom을, 가는 is를, 지와 모는 know를, 른은 don을 가장 많이 본다. "
               "어디와 있을의 줄은 여러 칸에 흩어져 있다.")

# %% [markdown]
# 검증 chrF는 10.7뿐입니다. 우리 문장에서는 `red`가 사라졌고, 그림의 번역에서는 `어디에`가 `어디가`가 되었습니다. 그래도 흐름은 보입니다. `톰이`는 `Tom`을, `어디`는 `where`의 뒤 조각 `here`와 `is`를(0.32씩) 가장 크게 봅니다. `모`와 `른`은 `know`와 `don`을 봅니다.
# 영어에서 앞에 있는 `know`가 한국어에서는 **뒤**에 쓰이므로, 진한 칸이 오른쪽 위에서 왼쪽 아래로 내려갑니다. 마지막의 `다`와 마침표에서 오른쪽 끝으로 돌아갑니다.
# 이상한 칸도 있습니다. `나는`은 `I`가 아니라 `Tom`을 0.99 봅니다. 그런데도 `나는`이라고 옳게 썼습니다. 어디를 보았는지가 왜 그렇게 썼는지와 같지 않다는 첫 신호입니다.
#
# **바꾸어 보세요.** `english`를 여러분의 문장으로 바꾸어 보세요. 어순이 뒤집히는 곳이 보입니까?
#
# ## 12. 정렬은 설명이 아닙니다
#
# 그림을 보면 "모델이 `rojo`를 보았기 때문에 `red`를 썼다"고 말하고 싶어집니다. 두 가지를 재어 봅니다.
#
# 첫째, `rojo` 자리의 상태는 `rojo`만이 아닙니다. `rojo`를 `verde`(초록)로 바꾸면 상태는 어디에서 달라질까요?
# `verde`도 `ver`와 `de` 두 조각이라 자리가 밀리지 않습니다. **달라진 정도**는 두 상태의 차이(벡터의 길이)를 그 자리 상태의 길이로 나눈 것입니다. 0이면 그대로이고, 1이면 상태만큼이나 큰 차이입니다.
#
# **먼저 맞혀 보세요.** `rojo` 자리만 달라질까요?
#
# <details><summary>답</summary>
#
# 모든 자리가 달라집니다. 바뀐 `ro`와 `jo` 자리가 1.16과 1.14로 가장 크지만, 맨 앞의 `¿`도 0.20 달라집니다. 양방향으로 읽은 상태에는 앞뒤의 낱말이 모두 섞여 있습니다.
# </details>

# %% tags=["profile"]
both_texts = [source, source.replace("rojo", "verde")]
x = translation.pad(vocabulary.encode(both_texts))                     # (2, Tx)
values = ops.convert_to_numpy(encode(p, x)[0])                         # (2, Tx, U)
size = np.linalg.norm(values, axis=-1).mean(axis=0)
moved = np.linalg.norm(values[0] - values[1], axis=-1) / size          # (Tx,)
columns = [token.replace("▁", "") for token in vocabulary.tokens(source)]
pd.DataFrame({"상태가 달라진 정도": moved[:len(columns)]}, columns).T.round(2)

# %% claim real=True
assert (moved[:len(columns)] > 1e-4).all()

# %% [markdown]
# 둘째, 가중치를 **손으로 바꾸어도** 답이 그대로인지 봅니다. 검증 문장의 정답을 읽히며, 걸음마다 가장 크게 본 자리를 막고(가중치를 0으로 하고 나머지를 1이 되게) 다음 토큰이 바뀌는지 셉니다.

# %%
def answers(p, y, weights, values, s):
    """가중치를 정해 주었을 때 걸음마다 고르는 토큰 (B, Ty)."""
    h, _ = p["decoder"](p["embedding"](y), initial_state=s)
    context = ops.matmul(weights / ops.sum(weights, axis=-1, keepdims=True), values)
    h = p["mix"](ops.concatenate([context, h], axis=-1))
    return ops.convert_to_numpy(ops.argmax(p["output"](p["narrow"](h)), axis=-1))


def blocked(weights, rank):
    """걸음마다 rank번째로 큰 자리를 0으로 (0이 가장 큰 자리)."""
    order = np.argsort(-weights, axis=-1)[..., rank, None]
    changed = weights.copy()
    np.put_along_axis(changed, order, 0, axis=-1)
    return changed

# %% tags=["profile"]
stays = {"가장 큰 자리를 막기": [], "둘째로 큰 자리를 막기": [], "모두 고르게": []}

# %% tags=["profile"] long="같은 배치에 세 가지를 해 봅니다"
for (x, y), right in (valid[n] for n in range(len(valid))):
    values, mask, s = encode(p, x)
    weights = ops.convert_to_numpy(decode_luong(p, y, values, mask, s)[2])
    even = np.broadcast_to(ops.convert_to_numpy(mask)[:, None] * 1.0, weights.shape)
    before = answers(p, y, weights, values, s)
    real = (right != PAD) & (ops.convert_to_numpy(mask).sum(axis=-1)[:, None] > 2)
    changes = [blocked(weights, 0), blocked(weights, 1), even.astype("float32")]
    for name, changed in zip(stays, changes):
        after = answers(p, y, ops.convert_to_tensor(changed + 1e-9), values, s)
        stays[name].append((after == before)[real])
stays = {name: np.concatenate(found).mean() for name, found in stays.items()}
pd.DataFrame([stays], ["답이 그대로인 비율"]).T.round(2)

# %% claim real=True
assert stays["가장 큰 자리를 막기"] < stays["둘째로 큰 자리를 막기"]

# %% [markdown]
# 가장 크게 본 자리를 막아도 **56%는 같은 토큰**을 고릅니다. 앞에 쓴 토큰과, 원문의 요약으로 시작한 디코더의 상태만으로도 다음을 짐작할 수 있기 때문일 것입니다(추측). 아무 데도 가리지 않고 고르게 섞어도 58%가 그대로입니다.
# 그렇다고 가중치가 장식인 것도 아닙니다. 둘째로 큰 자리를 막으면 94%가 그대로인데, 가장 큰 자리를 막으면 56%로 떨어집니다. **무엇을 섞었는지는 말해 주지만, 그것만이 까닭은 아닙니다.**
# 이 실험에도 흠이 있습니다. 손으로 바꾼 가중치는 모델이 배운 적이 없는 입력입니다. 11절의 그림처럼 가장 큰 자리가 가중치를 거의 다 쥐고 있으면, 그 자리를 막을 때 문맥이 훨씬 많이 바뀝니다. 정답을 읽히며 잰 것이기도 합니다.
#
# **바꾸어 보세요.** `blocked(weights, 0)`을 한 번 더 해서 두 자리를 막으면 비율은 얼마가 됩니까?
#
# ## 13. 길이에 따른 점수, 그리고 시험은 한 번
#
# 3절의 물음으로 돌아갑니다. 어텐션을 붙인 뒤 긴 문장은 나아졌습니까?

# %% tags=["profile"]
ax = plt.subplots(figsize=(6.4, 3.6))[1]
for name, found in (("벡터 하나", one_vector_lengths), ("어텐션", luong_lengths)):
    ax.plot(found.index, found.chrF, "o-" if name == "어텐션" else "s--", label=name)
ax.set(title="문장이 길어지면 (검증)", xlabel="참조의 낱말 수", ylabel="chrF", ylim=(0, None))
ax.legend()
plots.show(alt="참조의 낱말 수로 나눈 무리마다의 chrF. "
               "어텐션의 선이 벡터 하나의 선보다 모든 무리에서 위에 있다.")

# %% [markdown]
# 나아졌습니다. 가장 짧은 무리에서 가장 긴 무리까지 벡터 하나는 17점, 어텐션은 (그림에서 읽으면) 9점쯤 내려갑니다. 두 줄의 틈은 가장 긴 무리에서 가장 큽니다.
# 긴 문장에서 더 무너진 것이 병목 때문이었다는 설명과 맞습니다. 그러나 가장 짧은 무리에서도 틈이 9점쯤이므로, 어텐션으로 나아진 것이 모두 긴 문장 덕은 아닙니다. 다만 시드는 하나이고 무리마다의 구간은 재지 않았습니다.
#
# 이제 시험 데이터를 **한 번** 엽니다. 두 모델의 번역(빔 4)을 사다리에 적습니다. 표의 앞의 네 줄은 080의 코드가 적은 것입니다. 080의 노트북과 다른 때 돌린 것이라 080에 찍힌 점수와는 소수점 아래 둘째 자리가, 시간과는 두 배쯤이 다릅니다.
#
# **먼저 맞혀 보세요.** 양방향으로 바꾼 것과 어텐션을 붙인 것, 어느 쪽이 chrF를 더 올렸을까요?
#
# <details><summary>답</summary>
#
# 어텐션입니다. 14.0점을 올렸습니다. 양방향은 0.5점이고, 구간에 0이 들어 있습니다.
# </details>

# %% tags=["profile"]
tests, answers_en = task.texts.test.es.tolist(), task.texts.test.en.tolist()
facts["luong"] |= {"greedy_speed": speeds["탐욕, 캐시"], "beam_speed": speeds["빔 4, 캐시"]}
for name, title, one in [("bidirectional", "양방향 인코더", one_vector_write),
                         ("luong", "어텐션 (Luong)", write)]:
    ladder.record(name, title, translate(tests, one, beam), answers_en, **facts[name])
ladder.table().round(2)

# %% claim real=True
assert ladder.rung("luong").chrf_score() > ladder.rung("bidirectional").chrf_score() + 3

# %% [markdown]
# 빠르기의 열은 080의 줄과 견주지 마세요. 다른 일도 하던 컴퓨터에서 따로 쟀습니다.
#
# 차이가 시험 문장을 어떻게 뽑았는지에 따라 얼마나 흔들리는지, 95% 구간을 봅니다.

# %% tags=["profile"]
steps = [("bidirectional", "plain"), ("luong", "bidirectional"), ("luong", "plain")]
gains = {}
for a, b in steps:
    if b in ladder.names() and len(ladder.rung(b).chrf) == len(tests):   # 같은 문장일 때
        gains[f"{ladder.rung(a).title} − {ladder.rung(b).title}"] = ladder.gain(a, b)
pd.DataFrame(gains, index=["chrF 차이", "95% 아래", "95% 위"]).T.round(1)

# %% claim real=True
assert all(low > 0 for difference, low, high in gains.values() if difference > 3)
assert "plain" not in ladder.names() or ladder.gain("luong", "plain")[0] >= 3

# %% [markdown]
# - **양방향 인코더**는 080의 모델보다 0.5점 높지만 구간이 −0.6에서 1.5입니다. 나아졌다고 말할 수 없습니다. 방향마다의 상태는 반으로 줄었고 파라미터도 적어졌으므로, 두 방향으로 읽는 것이 쓸모없다는 뜻은 아닙니다.
# - **어텐션**은 chrF를 14.0점(12.7에서 15.4), BLEU를 33.6에서 47.8로 올렸습니다. 080의 모델보다는 14.5점 높습니다. 한 에폭의 CPU 시간은 291초와 309초이지만, 같은 080의 모델도 다시 재면 두 배쯤 달라졌으므로 이만한 차이로는 느려졌는지 알 수 없습니다.
#
# 구간은 **시험 문장을 다시 뽑은** 것입니다. 학습을 다시 했을 때의 흔들림은 들어 있지 않습니다(시드 하나).
#
# 마지막으로 우리가 쓴 문장들입니다. 잘된 것만 고르지 않았습니다.

# %% tags=["profile"]
own = [source, "Mi hermana compró un coche nuevo ayer.",
       "No sé por qué no quiere hablar conmigo.",
       "El perro que vive en la casa de al lado ladra todas las noches.",
       "La panadería de la esquina vende empanadas riquísimas."]
gallery = {"벡터 하나": translate(own, one_vector_write, beam),
           "어텐션": translate(own, write, beam)}
for n, text in enumerate(own):
    print(text)
    for name, found in gallery.items():
        print(f"   {name}: {found[n]}")

# %% [markdown]
# 둘째 문장("내 누이는 어제 새 차를 샀다")은 둘 다 맞고, 첫째와 셋째("그가 왜 나와 이야기하려 하지 않는지 모르겠다")는 어텐션만 맞습니다. 첫째는 080의 모델도 맞혔습니다. 벡터 하나는 `quiere`(원하다)를 `can`으로 바꾸었습니다.
# 넷째("옆집에 사는 개가 밤마다 짖는다")는 둘 다 틀립니다. 어텐션은 "옆집에 사는 개"까지만 쓰고 **밤마다 짖는다**를 빠뜨렸습니다. 벡터 하나는 `every night`를 남겼지만 짖는 것과 옆집을 잃었습니다. 학습한 문장은 열여섯 토큰까지인데 이 문장은 열일곱 토큰입니다.
# 다섯째("모퉁이의 빵집은 아주 맛있는 엠파나다를 판다")에는 드문 낱말(빵집, 아주 맛있는)이 있습니다. 어텐션은 `breader`, `sourquare`처럼 없는 낱말을 지어냅니다. 볼 곳을 찾더라도 뜻을 배우지 못한 낱말은 옮길 수 없기 때문일 것입니다(추측).
#
# **바꾸어 보세요.** `own`에 여러분이 쓴 문장을 더해 보세요. 어떤 문장에서 둘 다 틀립니까?
#
# ## 정리
#
# - 벡터 하나에 문장을 담으면 긴 문장에서 더 크게 무너집니다. 어텐션은 상태를 모두 남기고 **쓸 때마다 골라 봅니다**.
# - 점수 → 마스크 → 소프트맥스 → 문맥. 마스크는 소프트맥스 **앞**입니다.
# - Luong은 지금 상태로 곱해서, Bahdanau는 앞 상태로 더해서 묻습니다.
# - 쿼리와 키가 가중치를 정하고, 값이 무엇을 가져올지 정합니다.
# - 원문은 한 번만 읽고 그 상태를 캐시에 둡니다.
# - 정렬은 **어디를 섞었는가**이지 왜 그렇게 썼는가가 아닙니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 패딩을 막지 않음 | **오류 없음**, 배치가 달라지면 번역도 달라짐 | 소프트맥스 앞에서 `-1e9` |
# | 소프트맥스 뒤에 마스크를 곱함 | **오류 없음**, 가중치의 합이 1보다 작음 | 앞에서 막기 |
# | 소프트맥스를 $T_y$ 쪽으로 | **오류 없음**, 열의 합이 1 | `axis=-1`이 원문인지 확인 |
# | 걸음마다 인코더를 다시 부름 | 느림 | 상태와 마스크를 캐시에 |
# | 빔에서 원문의 상태만 다른 차례로 늘림(`np.repeat` 대신 `np.tile`) | **오류 없음**, 다른 문장의 원문을 봄 | 상태 전체를 같은 차례로 |
# | 정렬 그림을 이유로 읽음 | 틀린 결론 | 막아 보고, 바꾸어 보기 |
#
# ## 더 읽을거리
#
# - D. Bahdanau, K. Cho, Y. Bengio (2015), *Neural Machine Translation by Jointly Learning to Align and Translate*. 더하는 점수와 길이 그림이 나온 논문입니다.
# - M.-T. Luong, H. Pham, C. D. Manning (2015), *Effective Approaches to Attention-based Neural Machine Translation*. 곱하는 점수와 $\tilde h$입니다.
# - S. Jain, B. C. Wallace (2019), *Attention is not Explanation*. 가중치를 크게 바꾸어도 답이 거의 그대로인 일이 많다는 것을 보였습니다.
# - S. Wiegreffe, Y. Pinter (2019), *Attention is not not Explanation*. 그 반론입니다.
#
# ## 다음 강의
#
# 어텐션이 이렇게 쓸모가 있다면, 한 걸음씩 읽는 순환층은 꼭 있어야 할까요? 130에서는 순환층을 없애고 **어텐션만으로** 같은 사다리의 다음 칸을 오릅니다.
