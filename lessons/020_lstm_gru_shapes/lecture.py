# ---
# title: LSTM/GRU 입출력 형태
# number: "020"
# objectives:
#   - 순환층의 한 걸음을 NumPy로 쓰고, 문장 전체를 읽은 결과가 Keras와 같음을 확인합니다.
#   - LSTM과 GRU의 게이트를 식과 코드로 쓰고, 게이트가 무엇을 여닫는지 그림으로 봅니다.
#   - return_sequences, return_state, Bidirectional, 층 쌓기에서 나오는 모양을 실행하기 전에 맞힙니다.
#   - 순환층의 파라미터 수를 식으로 계산합니다.
#   - 패딩을 마스크로 건너뛰고, 긴 글을 나누어 읽을 때 상태를 이어 줍니다.
# datasets: []
# prerequisites: [010_vector_representation, 015_word2vec]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 이 강의가 답하는 질문
#
# 이제 문장은 벡터의 시퀀스(sequence)입니다. *길이가 제각각인 시퀀스를 순서를 지키면서 어떻게 읽을까요?*
#
# **순환층(recurrent layer)** 은 한 단어씩 읽으면서, 지금까지 읽은 것을 **상태(state)** 라는 벡터 하나에 적어 둡니다. 이 강의에서는 그 층을
# 손으로 만들어 Keras의 층과 $10^{-5}$까지 맞춥니다. 작은 입력 하나를 끝까지 들고 갑니다. 네 수는 일부러 모두 다릅니다.
#
# | 글자 | 뜻 | 여기서 |
# |:-:|---|:-:|
# | $B$ | 배치(batch): 한꺼번에 읽는 문장의 수 | 2 |
# | $T$ | 시점(time step): 문장의 길이 | 5 |
# | $D$ | 특성(feature): 단어 벡터의 길이 | 3 |
# | $U$ | 유닛(units): 상태 벡터의 길이 | 4 |

# %%
import os

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # 소수점까지 견주므로 CPU로 계산합니다

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers, ops

from nlplab import diagrams, plots, runtime

runtime.seed_everything(7)

# %% settings
S = runtime.settings(
    trials=20,  # quick: 2 · 8절에서 무작위 가중치로 되풀이해 재는 횟수
)

# %% [markdown]
# ## 1. 두 문장이 (2, 5, 3)이 되기까지
#
# 문장 두 개를 010에서 배운 대로 번호로 바꾸고, 짧은 문장의 **뒤**를 `<PAD>`(0번)로 채웁니다.

# %%
vocabulary = ["<PAD>", "영화", "안", "지루하고", "배우", "좋다"]
sentences = ["영화 안 지루하고 배우 좋다", "배우 안 좋다"]

ids = np.zeros((2, 5), dtype="int32")  # (B, T), 0은 <PAD>
for row, sentence in enumerate(sentences):
    for t, word in enumerate(sentence.split()):
        ids[row, t] = vocabulary.index(word)
ids

# %% [markdown]
# 두 번째 문장의 끝에 0이 두 개 붙었습니다. 12절에서 말썽을 일으킵니다.
#
# 임베딩은 **읽을 수 있는 수**로 손으로 적었습니다. 세 특성은 차례로 감정(좋으면 +), 부정어인지, 명사인지입니다.
# `<PAD>`의 줄이 0이 아닌 것은 일부러입니다. `Embedding` 층의 0번 줄도 무작위 수로 시작합니다.
#
# **먼저 맞혀 보세요.** `ids`가 (2, 5), 단어 벡터의 길이가 3이면 `embedding[ids]`의 모양은 무엇일까요?
#
# <details><summary>답</summary>
#
# (2, 5, 3). 번호 하나가 벡터 하나로 바뀌어 축이 하나 늘어납니다.
# </details>

# %%
features = ["감정", "부정어", "명사"]
embedding = np.array([
    [0.5, 0.3, 0.4],   # <PAD>
    [0.1, 0.0, 1.0],   # 영화
    [-0.2, 1.0, 0.0],  # 안
    [-0.8, 0.1, 0.1],  # 지루하고
    [0.2, 0.0, 0.9],   # 배우
    [0.9, 0.0, 0.1],   # 좋다
])                     # (단어 6, D)
x = embedding[ids]     # (B, T) → (B, T, D)
print("ids", ids.shape, "→ x", x.shape)

# %% [markdown]
# 순환층의 입력은 **언제나 이 3차원**, `(배치, 시점, 특성)`입니다. 그림에서는 세로줄 하나가 한 시점입니다.

# %%
fig, axes = plt.subplots(1, 2, figsize=(10, 2.4))
for row, ax in enumerate(axes):
    words = [vocabulary[i] for i in ids[row]]
    options = dict(title=f"x[{row}]: 모양 {x[row].shape}", xlabel="시점(단어)", ylabel="특성")
    plots.heatmap(x[row].T, features, words, fmt=".1f", ax=ax, **options)
plots.show(alt="두 문장의 임베딩 열지도. 가로는 다섯 시점의 단어, "
               "세로는 감정·부정어·명사 세 특성. "
               "둘째 문장의 마지막 두 시점은 PAD이며 값이 0이 아니다.")

# %% [markdown]
# **바꾸어 보세요.** 둘째 문장을 두 단어로 줄이면 `ids`의 0은 몇 개가 되나요? `x`의 모양도 바뀌나요?
#
# ## 2. 평균은 순서를 모릅니다
#
# 시점 축으로 평균을 내도 $(B, T, D)$가 $(B, D)$로 줄어듭니다. 무엇을 잃을까요?
#
# **먼저 맞혀 보세요.** 단어는 같고 순서만 다른 두 문장의 평균 벡터는 얼마나 다를까요?
#
# <details><summary>답</summary>
#
# 똑같습니다. 더하는 순서를 바꾸어도 합은 같습니다.
# </details>

# %%
swapped = "영화 지루하고 배우 안 좋다"
ids_swapped = np.array([[vocabulary.index(word) for word in swapped.split()]])  # (1, T)
x_swapped = embedding[ids_swapped]                                              # (1, T, D)

print(sentences[0], "→ 평균", x[0].mean(axis=0).round(3))
print(swapped, "→ 평균", x_swapped[0].mean(axis=0).round(3))

# %% claim
assert np.allclose(x[0].mean(axis=0), x_swapped[0].mean(axis=0)), "두 평균이 다릅니다."

# %% [markdown]
# 두 평균이 똑같습니다. 평균은 "안"이 **어느 말 앞에** 붙었는지 모릅니다.
#
# **바꾸어 보세요.** `mean`을 `max`로 바꾸어도 두 결과가 같은가요?
#
# ## 3. 순환 한 걸음
#
# 가장 단순한 순환층(Simple RNN)은 시점마다 지금 단어 $x_t$와 방금까지의 **은닉 상태(hidden state)** $h_{t-1}$을 섞어 새 상태를 만듭니다.
#
# $$h_t = \tanh(x_t W + h_{t-1} R + b)$$
#
# | 기호 | Keras의 이름 | 모양 | 하는 일 |
# |:-:|---|:-:|---|
# | $W$ | `kernel` | $(D, U)$ | 단어를 상태로 옮깁니다 |
# | $R$ | `recurrent_kernel` | $(U, U)$ | 옛 상태를 새 상태로 옮깁니다 |
# | $b$ | `bias` | $(U,)$ | 편향 |

# %%
units = 4
rng = np.random.default_rng(7)
W = rng.normal(0, 0.5, (3, units)).round(2)      # (D, U) kernel
R = rng.normal(0, 0.5, (units, units)).round(2)  # (U, U) recurrent_kernel
b = rng.normal(0, 0.5, units).round(2)           # (U,)   bias


def rnn_step(x_t, states, W, R, b):
    h_prev = states[0]                        # (B, U)
    # h_t = tanh(x_t W + h_{t-1} R + b)
    h = np.tanh(x_t @ W + h_prev @ R + b)     # (B, D)@(D, U) + (B, U)@(U, U) + (U,) → (B, U)
    return [h]                                # 상태를 목록에 담는 까닭은 LSTM에서 드러납니다

# %% [markdown]
# 상태는 0에서 시작합니다. `x[:, 0]`은 모든 문장의 첫 시점이므로 모양이 $(B, D)$입니다.

# %%
h0 = np.zeros((2, units))           # (B, U)
[h1] = rnn_step(x[:, 0], [h0], W, R, b)
print("x[:, 0]", x[:, 0].shape, " h0", h0.shape, " → h1", h1.shape)
h1.round(3)

# %% [markdown]
# 이 걸음을 $T$번 되풀이하되 **나온 상태를 다음 걸음에 넣습니다**.
#
# **먼저 맞혀 보세요.** `outputs`의 모양은 무엇이고, 마지막 상태는 그 가운데 어느 줄과 같을까요?
#
# <details><summary>답</summary>
#
# (2, 5, 4)이고, 마지막 상태는 `outputs[:, -1]`과 같습니다.
# </details>

# %%
def run(step, x, states, weights):
    outputs = []
    for t in range(x.shape[1]):                       # 시점 축을 따라
        states = step(x[:, t], states, *weights)      # 옛 상태 → 새 상태
        outputs.append(states[0])                     # 시점마다 h를 적어 둡니다
    return np.stack(outputs, axis=1), states          # (B, T, U), 마지막 상태의 목록


outputs, [last_h] = run(rnn_step, x, [h0], (W, R, b))
print("outputs", outputs.shape, " last_h", last_h.shape)
steps = [f"h{t}: {word}" for t, word in enumerate(sentences[0].split(), start=1)]
unit_names = [f"유닛 {u}" for u in range(units)]
pd.DataFrame(outputs[0].round(3) + 0.0, index=steps, columns=unit_names)

# %% [markdown]
# 한 줄이 한 시점의 상태입니다. `h3`은 "지루하고"만이 아니라 "영화 안 지루하고"를 읽은 뒤의 상태입니다.

# %%
words = sentences[0].split()
picture = diagrams.Diagram("펼친 순환층: 다섯 '걸음'은 모두 같은 W, R, b를 씁니다")
inputs = picture.row(words, (1, 0))
steps = picture.row(["걸음"] * 5, (1, 1), "green")
hidden = picture.row([f"$h_{t}$" for t in range(1, 6)], (1, 2), "blue")
last = picture.box("마지막 상태 $h_5$", (6.2, 1), "orange")
picture.chain(picture.box("$h_0=0$", (0, 1)), *steps, last)
picture.arrow(inputs, steps)
picture.arrow(steps, hidden)
picture.show(alt="단어 다섯 개가 차례로 같은 걸음 상자에 들어가고, "
                 "걸음마다 위로 은닉 상태 h1부터 h5가 나온다. "
                 "상태는 오른쪽으로 이어져 끝에서 마지막 상태 h5가 나온다.")

# %% [markdown]
# 파란 상자 다섯 개가 `outputs` $(B, T, U)$이고, 주황 상자가 마지막 상태 $(B, U)$입니다. 주황 상자는 $h_5$와 **같은 값**입니다. 초록 상자의
# 가중치는 모두 같은 한 벌입니다.
#
# 2절의 두 문장은 평균이 같았습니다. 마지막 상태도 같을까요?

# %%
_, [h_original] = run(rnn_step, x[:1], [np.zeros((1, units))], (W, R, b))
_, [h_swapped] = run(rnn_step, x_swapped, [np.zeros((1, units))], (W, R, b))
print(sentences[0], "→", h_original[0].round(3))
print(swapped, "→", h_swapped[0].round(3))

# %% claim
assert np.abs(h_original - h_swapped).max() > 0.1, "두 문장의 마지막 상태가 같습니다."

# %% [markdown]
# 다릅니다. 읽는 순서가 다르면 상태가 다릅니다.
#
# ### Keras와 맞추어 보기
#
# 손으로 쓴 것은 모두 이 `check`를 거칩니다. 가장 큰 차이가
# $10^{-5}$ 이상이면 셀이 멈춥니다. Keras는 32비트, NumPy는 64비트로 계산하므로 차이가 0은 아닙니다.
#
# <details><summary>더 알아보기: 왜 CPU로 견줄까</summary>
#
# 이 오차는 **32비트 실수(float32)로 계산하는 CPU**의 것입니다. GPU는 행렬 곱을 가수가 10비트뿐인 TF32로 계산하기도 해서 같은 비교가
# $10^{-5}$을 넘을 수 있습니다. 오차를 적을 때에는 정밀도도 함께 적습니다.
# </details>

# %%
differences = {}
TOLERANCE = {"float32": 1e-5}    # CPU에서 32비트로 계산할 때


def check(name, ours, theirs):
    theirs = ops.convert_to_numpy(theirs)
    assert ours.shape == theirs.shape, f"{name}: 모양이 다릅니다. {ours.shape}, {theirs.shape}"
    differences[name] = float(np.abs(ours - theirs).max())
    assert differences[name] < TOLERANCE["float32"], f"{name}: 값이 다릅니다."
    print(f"{name}: 최대 차이 {differences[name]:.1e}")

# %% tags=["profile"]
x32 = x.astype("float32")
keras_rnn = layers.SimpleRNN(units, return_sequences=True, return_state=True)
keras_rnn.build((None, None, 3))       # (배치, 시점, 특성): 정해야 하는 것은 특성뿐
keras_rnn.set_weights([W, R, b])
keras_outputs, keras_h = keras_rnn(x32)
check("SimpleRNN 출력", outputs, keras_outputs)
check("SimpleRNN 상태", last_h, keras_h)

# %% [markdown]
# **바꾸어 보세요.** `R`을 모두 0으로 두면 두 문장의 마지막 상태는 어떻게 되나요? 두 문장의 마지막 단어가 같다는 데 주의하세요.
#
# ## 4. 무엇을 돌려받을까: `return_sequences`와 `return_state`
#
# 계산은 언제나 같습니다. 두 옵션은 **무엇을 돌려줄지**만 정합니다. `return_sequences=True`이면 파란 상자 전부, 거짓이면 마지막 것 하나입니다.
# `return_state=True`이면 주황 상자를 따로 더 줍니다.
#
# **먼저 맞혀 보세요.** SimpleRNN에서 `return_state=True`만 켜면 무엇을 몇 개 받을까요?
#
# <details><summary>답</summary>
#
# 모양이 (2, 4)인 것을 둘 받습니다. 마지막 출력이 곧 상태라서 값도 같습니다.
# </details>

# %%
def shapes(result):
    """돌려받은 텐서들의 모양. 하나만 돌려받았어도 목록으로."""
    tensors = result if isinstance(result, (list, tuple)) else [result]
    return [tuple(tensor.shape) for tensor in tensors]


for return_sequences in (False, True):
    for return_state in (False, True):
        options = dict(return_sequences=return_sequences, return_state=return_state)
        print(options, "→", shapes(layers.SimpleRNN(units, **options)(x32)))

# %% [markdown]
# 둘째 줄에서는 같은 것을 두 번 받았습니다. 마지막 출력이 곧 상태이기 때문입니다.
#
# | 하고 싶은 일 | 예 | 쓰는 것 |
# |---|---|---|
# | 문장 → 답 하나 (many-to-one) | 감성 분류(030, 035) | 기본값 $(B, U)$ |
# | 단어마다 답 하나 (many-to-many) | 다음 글자 예측(065) | `return_sequences=True` |
# | 순환층을 쌓기 | 11절 | 아래층은 `return_sequences=True` |
# | 문장 → 문장 (many-to-many) | 번역의 인코더(080) | `return_state=True` |
#
# <details><summary>더 알아보기: 단어마다 답을 낼 때의 식</summary>
#
# 시점의 상태 하나하나에 같은 출력층을 씌웁니다. $\hat y_t = \mathrm{softmax}(h_t V + b_y)$, 소프트맥스(softmax)는 015에서 보았습니다. 입력
# 하나에서 문장을 만들 때(one-to-many, 그림 설명 쓰기)에는 나온 답을 다음 입력으로 되풀이합니다.
# </details>
#
# **바꾸어 보세요.** `SimpleRNN`을 `LSTM`으로 바꾸면 네 줄 가운데 어느 줄이 달라지나요?
#
# ## 5. 멀리 있는 단어는 희미해집니다
#
# 상태는 얼마나 오래갈까요? 시점 $t$의 상태를 **아주 조금 밀고** 다음 상태가 얼마나 움직이는지 봅니다. 민 양과 움직인 양의 비를 모은 $(U, U)$ 행렬이
# **야코비안(Jacobian)** 입니다.

# %%
def jacobian(step, x_t, states, weights, nudge=1e-5):
    """[i, j]: 상태의 i번 칸을 조금 밀 때 다음 상태의 j번 칸이 움직이는 비율."""
    state = np.concatenate(states, axis=1)         # (1, N)
    push = nudge * np.eye(state.shape[1])          # (N, N): 줄마다 칸 하나씩 밉니다

    def move(pushed):
        parts = np.split(pushed, len(states), axis=1)
        return np.concatenate(step(x_t, parts, *weights), axis=1)

    return (move(state + push) - move(state - push)) / (2 * nudge)  # (N, N)

# %% [markdown]
# SimpleRNN은 손으로도 미분됩니다. $\tanh$의 미분이 $1 - h_t^2$이므로 $R$의 세로줄마다 그만큼 곱합니다.

# %%
by_nudging = jacobian(rnn_step, x[:1, 1], [outputs[:1, 0]], (W, R, b))
# ∂h_t / ∂h_{t-1} = R diag(1 − h_t²)
by_formula = R * (1 - outputs[0, 1] ** 2)  # (U, U)
print("밀어서 잰 값과 식이 같은가:", np.allclose(by_nudging, by_formula), by_nudging.shape)
by_formula.round(2) + 0.0

# %% claim
assert np.abs(by_nudging - by_formula).max() < 1e-8

# %% [markdown]
# 백 걸음 떨어진 단어의 영향은 야코비안 백 개의 곱입니다. 학습할 때 **기울기(gradient)** 도 같은 곱을 거슬러 옵니다.
# 이 계산이 **시간 역전파(backpropagation through time)** 입니다.
#
# **먼저 맞혀 보세요.** 0.9를 백 번 곱하면 0.1보다 클까요?
#
# <details><summary>답</summary>
#
# 0.000027입니다. 0.9처럼 1에 가까운 수도 백 번이면 사라집니다.
# </details>

# %%
for factor in (0.5, 0.9, 1.0, 1.1):
    print(f"{factor}: " + ", ".join(f"{k}번 곱하면 {factor ** k:.1e}" for k in (10, 50, 100)))

# %% [markdown]
# 0.5는 쉰 번 만에 사실상 0이 됩니다. 이것이 **기울기 소실(vanishing gradient)** 입니다. 1보다 크면 폭발합니다(exploding). 폭발은
# 기울기 자르기(gradient clipping, `clipnorm`)로, 소실은 LSTM 같은 구조로 다룹니다.
#
# **바꾸어 보세요.** `factor`에 0.99를, 곱하는 횟수 `k`에 200과 300을 더해 보세요. 몇 번과 몇 번 사이에서 0.1 아래로 내려가나요?
#
# ## 6. LSTM: 잊을지 말지를 배우는 칸
#
# LSTM(long short-term memory)에는 상태가 둘입니다.
#
# - **셀 상태(cell state)** $c_t$: 오래 두는 기억. 곱하기와 더하기만 거칩니다.
# - **은닉 상태** $h_t$: 출력이 되고, 다음 걸음의 입력이 됩니다.
#
# 0과 1 사이의 수로 길을 여닫는 **게이트(gate)** 셋은 시그모이드 $\sigma$로 만듭니다.

# %%
picture = diagrams.Diagram("LSTM의 한 걸음: 맨 위의 곧은 길이 셀 상태입니다")
c_old, c_new = picture.row(["$c_{t-1}$", "$c_t$"], (0, 3), "orange", step=(6, 0))
times_f, plus = picture.row(["× f", "+"], (2, 3), step=(2, 0))
times_i, times_o = picture.row(["i × 후보", "o × tanh($c_t$)"], (4, 2), step=(2, 0))
h_new = picture.box("$h_t$", (7.4, 2), "blue")
f = picture.box("망각 게이트 f", (2, 1), "green")
i = picture.box("입력 게이트 i", (3.5, 1), "green")
candidate = picture.box("후보", (4.6, 1), "pink")
o = picture.box("출력 게이트 o", (6, 1), "green")
both = picture.box("지금 단어 $x_t$와 방금 전 은닉 상태 $h_{t-1}$", (4, 0), columns=5.4)

# %%
picture.arrow(both, [f, i, candidate, o])
picture.arrow([i, candidate], times_i)
picture.chain(c_old, times_f, plus, c_new, times_o, h_new)
for start, end in [(f, times_f), (times_i, plus), (o, times_o)]:
    picture.arrow(start, end)
picture.show(alt="LSTM 한 걸음의 흐름도. "
                 "위쪽 곧은 길에서 이전 셀 상태에 망각 게이트를 곱하고, "
                 "입력 게이트와 후보를 곱한 것을 더해 새 셀 상태가 된다. "
                 "새 셀 상태의 tanh에 출력 게이트를 곱한 것이 은닉 상태가 된다.")

# %% [markdown]
# 위의 곧은 길에는 행렬 곱도 $\tanh$도 없습니다. $f=1$이고 $i=0$이면 $c_{t-1}$이 **그대로** 지나갑니다.
#
# ### 가중치 하나에 네 벌이 들어 있습니다
#
# 게이트 셋과 후보(candidate) 하나, 네 벌의 $W, R, b$를 Keras는 옆으로 붙여 한 행렬에 둡니다. 어느 순서일까요?
#
# **먼저 맞혀 보세요.** 유닛이 4인 LSTM의 `bias`는 몇 칸이고, 처음 값은 모두 0일까요?
#
# <details><summary>답</summary>
#
# 16칸이고, 둘째 네 칸만 1입니다. 까닭은 출력 아래에 있습니다.
# </details>

# %%
fresh = layers.LSTM(units)
fresh.build((None, None, 3))
for name, weight in zip(["kernel", "recurrent_kernel", "bias"], fresh.get_weights()):
    print(f"{name:17}{weight.shape}")
print("bias를 네 조각으로:", [part.tolist() for part in np.split(fresh.get_weights()[2], 4)])

# %% claim
assert [set(part) for part in np.split(fresh.get_weights()[2], 4)] == [{0}, {1}, {0}, {0}], "둘째 조각만 1이 아닙니다."

# %% [markdown]
# $16 = 4U$이고 둘째 조각만 1입니다. Keras는 **망각 게이트의 편향만 1에서 시작**하므로(`unit_forget_bias=True`) 둘째가 망각 게이트입니다.
# 나머지는 Keras의 소스에 적힌 대로 **i, f, c, o**(입력, 망각, 후보, 출력)입니다. 이어지는 값 비교가 확인해 줍니다.

# %%
def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm_gates(x_t, h_prev, W, R, b):
    a = x_t @ W + h_prev @ R + b                    # (B, 4U)
    a_i, a_f, a_c, a_o = np.split(a, 4, axis=-1)    # 각각 (B, U), 순서는 i, f, c, o
    # i, f, o = σ(…), 후보 = tanh(…)
    return sigmoid(a_i), sigmoid(a_f), np.tanh(a_c), sigmoid(a_o)


def lstm_step(x_t, states, W, R, b):
    h_prev, c_prev = states                         # (B, U), (B, U)
    i, f, candidate, o = lstm_gates(x_t, h_prev, W, R, b)
    # c_t = f ⊙ c_{t-1} + i ⊙ 후보
    c = f * c_prev + i * candidate                  # (B, U)
    # h_t = o ⊙ tanh(c_t)
    h = o * np.tanh(c)                              # (B, U)
    return [h, c]

# %% [markdown]
# 3절의 `run`을 그대로 씁니다. `fill`은 편향까지 난수로 채웁니다. Keras의 처음 편향은 대부분 0이라
# 편향을 빠뜨린 실수가 드러나지 않기 때문입니다.

# %%
def fill(layer, n_features=3, seed=7):
    """층을 만들고 NumPy 난수로 가중치를 채웁니다. 가중치의 목록을 돌려줍니다."""
    layer.build((None, None, n_features))
    rng = np.random.default_rng(seed)
    old = layer.get_weights()
    layer.set_weights([rng.normal(0, 1, weight.shape).round(2) for weight in old])
    return [weight.astype("float64") for weight in layer.get_weights()]


lstm = layers.LSTM(units, return_sequences=True, return_state=True)
lstm_weights = fill(lstm)
zeros = np.zeros((2, units))
lstm_outputs, [lstm_h, lstm_c] = run(lstm_step, x, [zeros, zeros], lstm_weights)
print("outputs", lstm_outputs.shape, " h", lstm_h.shape, " c", lstm_c.shape)

# %% tags=["profile"]
names, ours = ["출력", "은닉 상태 h", "셀 상태 c"], [lstm_outputs, lstm_h, lstm_c]
for name, ours, theirs in zip(names, ours, lstm(x32), strict=True):
    check(f"LSTM {name}", ours, theirs)

# %% [markdown]
# Keras와 같습니다. 돌려받는 것이 `출력, h, c` **셋**이라는 데 주의하세요. 출력의 마지막 시점은 $h$이지 $c$가 아닙니다.

# %%
print("outputs[:, -1] == h:", np.array_equal(lstm_outputs[:, -1], lstm_h))
print("outputs[:, -1] == c:", np.array_equal(lstm_outputs[:, -1], lstm_c))

try:
    output, state = lstm(x32)   # GRU에서 옮겨 온 코드
except ValueError as error:
    print(type(error).__name__, "- 셋을 둘로 받을 수 없습니다.")

# %% claim
assert np.array_equal(lstm_outputs[:, -1], lstm_h), "출력의 마지막 시점이 h가 아닙니다."
assert not np.allclose(lstm_outputs[:, -1], lstm_c), "출력의 마지막 시점이 c와도 같습니다."

# %% [markdown]
# **바꾸어 보세요.** `layers.LSTM(units, unit_forget_bias=False)`로 만들면 `bias`의 어느 조각이 바뀌나요?
#
# ## 7. 게이트를 눈으로 봅니다
#
# **유닛 하나짜리 LSTM을 손으로** 만듭니다. 맡길 일은 "지금 부정이 걸려 있는가?"를 기억하는 것입니다.
#
# - **입력 게이트**: 부정어가 오면 엽니다. $i = \sigma(10\cdot\text{부정어} - 5)$
# - **망각 게이트**: 새 명사가 오면 지웁니다. $f = \sigma(5 - 10\cdot\text{명사})$
# - **후보**: 언제나 1에 가깝습니다. $\tilde c = \tanh(3)$
# - **출력 게이트**: 언제나 엽니다. $o = \sigma(5)$

# %%
#                       i    f    c   o
negation_W = np.array([[0., 0., 0., 0.],    # 감정
                       [10, 0., 0., 0.],    # 부정어
                       [0., -10, 0., 0.]])  # 명사          (D, 4U) = (3, 4)
negation_R = np.zeros((1, 4))             # h_{t-1}은 보지 않습니다 (U, 4U) = (1, 4)
negation_b = np.array([-5., 5., 3., 5.])  #                   (4U,) = (4,)
negation = (negation_W, negation_R, negation_b)

# %%
def gate_trace(x_row, weights):
    states, columns = [np.zeros((1, 1)), np.zeros((1, 1))], []
    for x_t in x_row[:, None]:                     # (1, D)씩 T번
        gates = lstm_gates(x_t, states[0], *weights)
        states = lstm_step(x_t, states, *weights)
        columns.append(np.concatenate([*gates, states[1], states[0]], axis=1)[0])
    return np.array(columns).T                     # (6, T)

# %% [markdown]
# **먼저 맞혀 보세요.** "영화 안 지루하고 배우 좋다"에서 셀 상태가 1에 가까운 시점은 어디일까요?
#
# <details><summary>답</summary>
#
# "안"과 "지루하고"입니다. "안"에서 적고, 명사 "배우"에서 지웁니다.
# </details>

# %%
parts = ["입력 게이트 i", "망각 게이트 f", "후보 $\\tilde{c}$",
         "출력 게이트 o", "셀 상태 c", "은닉 상태 h"]
axis_names = dict(xlabel="시점(단어)", ylabel="게이트와 상태")
trace = gate_trace(x[0], negation)
plots.heatmap(trace, parts, words, title="부정을 기억하는 유닛 하나", **axis_names)
plots.show(alt="영화 안 지루하고 배우 좋다를 읽는 동안 게이트 값의 열지도. "
               "입력 게이트는 '안'에서만 1에 가깝고, "
               "망각 게이트는 명사 '영화'와 '배우'에서 0에 가깝다. "
               "셀 상태는 '안'에서 1 가까이 올라 "
               "'지루하고'까지 이어지다가 '배우'에서 0으로 돌아간다.")

# %% claim
input_gate, forget_gate, _, _, cell, hidden = trace      # 시점: 영화 안 지루하고 배우 좋다
assert input_gate.argmax() == 1 and input_gate[1] > 0.99 and np.delete(input_gate, 1).max() < 0.02
assert forget_gate[[0, 3]].max() < 0.05 and forget_gate[[1, 2, 4]].min() > 0.98
assert cell[1] > 0.95 and cell[2] > 0.95, "'지루하고'까지 기억이 그대로 지나간다고 적었습니다."
assert abs(cell[3]) < 0.05 and abs(cell[4]) < 0.05, "'배우'에서 지워진다고 적었습니다."
assert (hidden < cell)[1:3].all()

# %% [markdown]
# 1. "안"에서 입력 게이트가 열리고 셀 상태가 1 가까이 올라갑니다. $h$가 $c$보다 작은 것은 $\tanh$를 거쳤기 때문입니다.
# 2. "지루하고"에서는 입력 게이트가 닫혔고 망각 게이트가 열려 있어, 기억이 **그대로** 지나갑니다.
# 3. "배우"에서 망각 게이트가 0에 가까워지며 기억이 지워집니다. 그래서 "좋다"에는 부정이 걸리지 않습니다.
#
# 망각 게이트는 **1일 때 기억하고 0일 때 잊습니다**. 언제나 1로 묶어 두면 어떻게 될까요?

# %%
stuck_W, stuck_b = negation_W.copy(), negation_b.copy()
stuck_W[:, 1], stuck_b[1] = 0, 30           # 둘째 세로줄이 망각 게이트: 언제나 σ(30) ≈ 1
stuck_trace = gate_trace(x[0], (stuck_W, negation_R, stuck_b))
cells = {"지울 줄 아는 셀": trace[4], "지울 줄 모르는 셀": stuck_trace[4]}
pd.DataFrame(cells, index=words).T.round(2)

# %% claim
assert stuck_trace[4][-1] > 0.95, "지우지 못하는 셀은 '좋다'까지 부정으로 읽는다고 적었습니다."

# %% [markdown]
# 지우지 못하는 셀은 "좋다"까지 부정으로 읽습니다. 1997년의 첫 LSTM에는 망각 게이트가 없었고, 2000년에
# 더해졌습니다. 이 수를 실제로는 학습이 찾습니다.

# %% [markdown]
# **바꾸어 보세요.** `negation_b`의 둘째 수 5를 1로 줄이면 "지루하고"의 셀 상태는 얼마가 되나요?
#
# ## 8. GRU: 상태 하나, 게이트 둘
#
# GRU(gated recurrent unit)는 셀 상태를 없애고 게이트를 둘로 줄였습니다. 순서는 **z, r, h**입니다.
#
# $$z_t = \sigma(x_t W_z + h_{t-1} R_z + b_z) \qquad\text{갱신 게이트(update gate)}$$
# $$r_t = \sigma(x_t W_r + h_{t-1} R_r + b_r) \qquad\text{리셋 게이트(reset gate)}$$
# $$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$$
#
# 옛것을 $z$만큼 남기면 새것은 $1-z$만큼 들어옵니다(둘을 바꾸어 쓰는 책도 있습니다). 후보 $\tilde h_t$는 리셋 게이트를 행렬 곱의
# 앞에 두느냐 뒤에 두느냐에 따라 **두 판**입니다.
#
# | `reset_after` | 후보 | `bias`의 모양 |
# |---|---|:-:|
# | `False` (2014년 논문의 출판본) | $\tanh(x_t W_h + b_h + (r_t \odot h_{t-1})\, R_h)$ | $(3U,)$ |
# | `True` (Keras의 기본값, cuDNN) | $\tanh(x_t W_h + b_h + r_t \odot (h_{t-1} R_h + b'_h))$ | $(2, 3U)$ |
#
# `True`이면 입력 쪽과 상태 쪽의 편향이 **두 줄**입니다.

# %% long="식 전체가 이 절의 주제"
def gru_step(x_t, states, W, R, b):
    h_prev = states[0]                                        # (B, U)
    reset_after = b.ndim == 2                                 # (2, 3U)이면 편향이 두 줄
    b_input, b_state = b if reset_after else (b, np.zeros_like(b))
    x_z, x_r, x_h = np.split(x_t @ W + b_input, 3, axis=-1)   # 각각 (B, U), 순서는 z, r, h
    R_z, R_r, R_h = np.split(R, 3, axis=-1)                   # 각각 (U, U)
    b_z, b_r, b_h = np.split(b_state, 3)                      # 각각 (U,)
    z = sigmoid(x_z + h_prev @ R_z + b_z)                     # 갱신 게이트
    r = sigmoid(x_r + h_prev @ R_r + b_r)                     # 리셋 게이트
    if reset_after:
        candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))   # r을 곱 뒤에
    else:
        candidate = np.tanh(x_h + (r * h_prev) @ R_h)         # r을 곱 앞에
    return [z * h_prev + (1 - z) * candidate]                 # 옛것 z, 새것 1 − z

# %% tags=["profile"]
for reset_after in (True, False):
    gru = layers.GRU(units, reset_after=reset_after, return_sequences=True, return_state=True)
    weights = fill(gru)
    ours, [ours_h] = run(gru_step, x, [zeros], weights)
    theirs, theirs_h = gru(x32)
    check(f"GRU 출력 (reset_after={reset_after})", ours, theirs)
    check(f"GRU 상태 (reset_after={reset_after})", ours_h, theirs_h)

# %% [markdown]
# 두 판 모두 Keras와 같습니다. 편향이 모두 0이면 두 판이 같아질까요? 같은 $W$와 $R$로 견줍니다.

# %%
gru_W, gru_R, _ = fill(layers.GRU(units))
after, _ = run(gru_step, x, [zeros], (gru_W, gru_R, np.zeros((2, 3 * units))))
before, _ = run(gru_step, x, [zeros], (gru_W, gru_R, np.zeros(3 * units)))
gap = np.abs(after - before).max(axis=(0, 2))  # (T,)
pd.DataFrame({"두 판의 최대 차이": gap.round(3)}, index=[f"시점 {t + 1}" for t in range(5)]).T

# %% claim
assert gap[0] < 1e-6 and gap[1:].min() > 0.01, "첫 시점에는 같고 그 뒤로 갈라진다고 적었습니다."

# %% [markdown]
# 첫 시점에는 $h_0 = 0$이라 같지만 그 뒤로 갈라집니다. **한 판으로 학습한 가중치를 다른 판에 넣으면 모양이 맞더라도 틀린 모델**이 됩니다. PyTorch의
# `nn.GRU`는 `True` 쪽입니다.
#
# ### 기억은 얼마나 멀리 갈까
#
# Keras가 **처음에 주는 가중치**로 유닛 32개짜리 층을 만들어 무작위 입력 100개를 읽히고, 거슬러 오르며 야코비안을
# 곱합니다. 곱의 크기(노름)는 그만큼 떨어진 상태를 밀 때 마지막 $h$가 움직이는 정도입니다.

# %% long="재는 방법이 이 절의 주제"
def influence(step, layer, n_states, distance=100, forget_bias=None, cut=False):
    """거리 0, 1, …, distance마다 ∂h_마지막/∂상태 의 노름. 거리 0이 1이 되게 나눕니다."""
    size = layer.units
    layer.build((None, None, 16))
    weights = layer.get_weights()
    if forget_bias is not None:
        weights[2][size:2 * size] = forget_bias             # i, f, c, o의 둘째 조각
    if cut:
        weights[1][:] = 0                                   # h를 거치는 길을 끊습니다
    states, jacobians = [np.zeros((1, size))] * n_states, []
    for x_t in rng.normal(size=(distance, 1, 16)):
        jacobians.append(jacobian(step, x_t, states, weights))
        states = step(x_t, states, *weights)
    product = np.eye(n_states * size)[:, :size]             # ∂h/∂(상태): 거리 0
    norms = [np.linalg.norm(product)]
    for one_step in reversed(jacobians):
        product = one_step @ product                        # 한 걸음 더 거슬러 오릅니다
        norms.append(np.linalg.norm(product))
    return np.array(norms) / norms[0]

# %% [markdown]
# LSTM은 망각 게이트의 편향을 0, 1(Keras의 처음 값), 3으로 바꿉니다. 여러 번 재어 기하 평균을 냅니다.
#
# **먼저 맞혀 보세요.** 쉰 걸음 뒤에 가장 작은 것과 가장 큰 것은 무엇일까요?
#
# <details><summary>답</summary>
#
# 가장 큰 것은 망각 편향 3인 LSTM, 가장 작은 것은 망각 편향 0인 LSTM입니다. GRU도 SimpleRNN보다 작습니다.
# </details>

# %% tags=["profile"]
cases = {
    "SimpleRNN": dict(step=rnn_step, layer=layers.SimpleRNN, n_states=1),
    "GRU": dict(step=gru_step, layer=layers.GRU, n_states=1),
}
for bias, name in [(0, "0"), (1, "1 (처음 값)"), (3, "3")]:
    cases[f"LSTM, 망각 편향 {name}"] = dict(
        step=lstm_step, layer=layers.LSTM, n_states=2, forget_bias=bias)


def mean_curve(layer, **options):
    logs = [np.log(influence(layer=layer(32), **options)) for _ in range(S.trials)]
    return np.exp(np.mean(logs, axis=0))   # 기하 평균


curves = {name: mean_curve(**options) for name, options in cases.items()}

# %% tags=["profile"]
plots.use_korean_font()
fig, ax = plt.subplots(figsize=(8, 4.6))
for number, (name, curve) in enumerate(curves.items()):
    ax.semilogy(curve, label=name, color=plots.COLOURS[number])
ax.set(title="거리가 멀수록 작아지는 기울기", xlabel="마지막 시점에서 거슬러 오른 걸음",
       ylabel="기울기의 노름 (로그 눈금)")
ax.set_yticks(10.0 ** np.arange(-24, 1, 4), [f"1e{e}" for e in range(-24, 1, 4)])
ax.legend(loc="lower left")
plots.show(alt="거슬러 오른 걸음에 따른 기울기 노름의 로그 그래프. "
               "SimpleRNN, GRU, 망각 편향 0인 LSTM은 백 걸음 만에 1e-15보다 작아진다. "
               "망각 편향 1인 LSTM은 더 천천히 줄고, "
               "3인 LSTM은 처음에 조금 떨어진 뒤 평평하다가 끝에서 조금 올라간다.")

# %% claim
rnn_curve, gru_curve, lstm0, lstm1, lstm3 = curves.values()
assert lstm0[50] < gru_curve[50] < rnn_curve[50], "편향 0인 LSTM, GRU, SimpleRNN의 차례로 작다고 적었습니다."
assert rnn_curve[50] < lstm1[50] < lstm3[50], "편향이 클수록 천천히 떨어진다고 적었습니다."
assert max(rnn_curve[100], gru_curve[100], lstm0[100]) < 1e-15 < lstm1[100], "그림의 대체 글이 백 걸음을 말합니다."

# %% claim real=True
lstm3 = curves["LSTM, 망각 편향 3"]
assert abs(lstm3[100] - 0.33) < 0.1 and 0.1 < lstm3.min() < lstm3[100], (lstm3.min(), lstm3[100])
assert lstm3[10] < 0.5 and np.ptp(np.log10(lstm3[10:])) < 0.5, "열 걸음 뒤로는 거의 평평하다고 적었습니다."

# %% [markdown]
# "LSTM은 기울기가 사라지지 않는다"는 말은 맞지 않습니다.
#
# - 편향 0인 LSTM과 GRU는 SimpleRNN보다도 **빨리** 떨어집니다. 게이트가 절반쯤 열려 걸음마다 절반이 사라지는 탓으로 추측합니다.
# - Keras의 처음 값 1만으로도 한결 천천히 떨어집니다.
# - 편향 3이면 처음 몇 걸음에 몇 분의 일로 줄고, 그 뒤로는 거의 평평합니다. 백 걸음 뒤에도 0.33이 남습니다.
#
# **LSTM은 기울기가 지나갈 길을 열 수 있을 뿐입니다.** 얼마나 열지는 학습이 정합니다.
#
# 셀 상태의 길만 본다면 한 걸음에 $f \approx \sigma(\text{편향})$만 곱해지므로 백 걸음 뒤의 몫은 $f^{100}$입니다. 잰 값과 견줍니다. 셋째 줄에서는
# `recurrent_kernel`을 0으로 두어 $h$를 거치는 길을 끊습니다.

# %% tags=["profile"]
rows = {"f의 100제곱": [], "잰 값": [], "h의 길을 끊고 잰 값": []}
for bias, measured in zip((0, 1, 3), list(curves.values())[2:]):
    cut = mean_curve(layers.LSTM, step=lstm_step, n_states=2, forget_bias=bias, cut=True)
    for row, value in zip(rows.values(), (sigmoid(bias) ** 100, measured[100], cut[100])):
        row.append(f"{value:.1e}")
pd.DataFrame(rows, index=[f"편향 {bias}" for bias in (0, 1, 3)]).T

# %% claim
by_f, by_measure, by_cut = np.array([[float(number) for number in row] for row in rows.values()])
assert (by_measure > 5 * by_f).all(), "잰 값이 어림보다 크다고 적었습니다."
assert (by_cut > by_f / 10).all() and (by_cut < 10 * by_f).all(), f"열 배 안이라고 적었습니다: {by_cut / by_f}"

# %% claim real=True
by_f, by_measure, _ = np.array([[float(number) for number in row] for row in rows.values()])
ratio = by_measure / by_f
assert (np.abs(np.log(ratio / [7e6, 1.4e4, 42])) < np.log(2)).all(), f"칠백만, 만 사천, 마흔 배쯤이라고 적었는데 {ratio}"

# %% [markdown]
# 어림은 **맞지 않습니다**. 잰 값이 편향 0에서는 칠백만 배, 1에서는 만 사천 배, 3에서는 마흔 배쯤 큽니다. 기울기는 $h_{t-1}$이 게이트와 후보에 들어가는
# **옆길**로도 거슬러 옵니다. 옆길을 끊으면 잰 값이 어림의 열 배 안으로 돌아옵니다.

# %% [markdown]
# **바꾸어 보세요.** 곡선을 재는 셀의 `(3, "3")` 뒤에 `(5, "5")`를, 표의 셀에서 `(0, 1, 3)` 둘에 5를 더해 보세요. 백 걸음 뒤에 얼마가 남나요?
#
# ## 9. 파라미터 수를 식으로 셉니다
#
# 한 벌은 $W\,(D, U)$, $R\,(U, U)$, $b\,(U,)$이므로 $U(D + U + 1)$개입니다.
#
# | 층 | 벌의 수 | 파라미터 수 |
# |---|:-:|---|
# | SimpleRNN | 1 | $U(D+U+1)$ |
# | LSTM | 4 | $4U(D+U+1)$ |
# | GRU, `reset_after=False` | 3 | $3U(D+U+1)$ |
# | GRU, `reset_after=True` | 3 | $3U(D+U+\mathbf{2})$, 편향이 두 줄 |
# | Bidirectional | 두 방향 | 위의 두 배 |
#
# **먼저 맞혀 보세요.** 문장의 길이 $T$를 두 배로 늘리면 파라미터는 몇 배가 될까요?
#
# <details><summary>답</summary>
#
# 그대로입니다. 식에 $T$가 없습니다.
# </details>

# %%
def formula(kind, D, U):
    sets = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[kind]
    biases = 2 if kind == "GRU" else 1     # Keras의 기본값 reset_after=True
    return sets * U * (D + U + biases)


rows = []
for kind in ("SimpleRNN", "LSTM", "GRU"):
    for D, U in [(3, 4), (16, 32), (300, 128)]:
        layer = getattr(layers, kind)(U)
        layer.build((None, None, D))
        rows.append([kind, D, U, formula(kind, D, U), layer.count_params()])
counts = pd.DataFrame(rows, columns=["층", "D", "U", "식", "count_params()"])
counts

# %% claim
assert len(counts) == 9 and (counts["식"] == counts["count_params()"]).all(), "아홉 줄 모두 같다고 적었습니다."
assert formula("LSTM", 3, 4) == 128 and formula("GRU", 3, 4) == 108 == 3 * 4 * (3 + 4 + 1) + 12

# %% [markdown]
# 아홉 줄 모두 같습니다. $(3, 4)$의 GRU를 96개로 세면 둘째 줄 편향 $3U = 12$개를 빠뜨린 것입니다.
#
# **바꾸어 보세요.** $(16, 32)$의 LSTM에서 유닛을 두 배로 늘리면 파라미터는 몇 배가 되나요? 왜 두 배보다 큰가요?
#
# ## 10. 양방향: 오른쪽에서도 읽습니다
#
# **양방향(Bidirectional)** 층은 같은 종류의 층 **둘**을 두고,
# 하나는 앞에서부터, 하나는 뒤에서부터 읽은 뒤 두 출력을 붙입니다.

# %%
picture = diagrams.Diagram("양방향 층: 두 방향의 마지막 상태는 서로 반대쪽 끝에 있습니다")
inputs = picture.row(words, (1, 0))
forward = picture.row(["앞으로"] * 5, (0.7, 1), "green")
backward = picture.row(["거꾸로"] * 5, (1.3, 2), "pink")
joined = picture.row([f"$h^\\rightarrow_{t}$; $h^\\leftarrow_{t}$" for t in "12345"], (1, 3))
picture.chain(*forward, picture.box("앞 방향의\n마지막 상태", (6, 1), "orange"))
picture.chain(*backward[::-1], picture.box("뒤 방향의\n마지막 상태", (0, 2), "orange"))
for direction in (forward, backward):
    picture.arrow(inputs, direction)
    picture.arrow(direction, joined)
picture.show(alt="양방향 순환층 그림. 앞 방향의 마지막 상태는 오른쪽 끝, 뒤 방향의 것은 "
                 "왼쪽 끝에 있다. 시점마다 두 은닉 상태를 이어 붙인다.")

# %% [markdown]
# 볼 것은 주황 상자의 자리입니다. 뒤 방향은 "좋다"에서 시작해 "영화"에서 끝나므로, **뒤 방향의 마지막 상태는 첫 시점에** 있습니다.
#
# 손으로는 네 단계입니다. ① 앞으로 읽기, ② 입력을 시점 축으로 뒤집어 읽기, ③ 나온 출력을 다시 뒤집기, ④ **특성 축**(마지막 축)으로 붙이기.

# %%
bi = layers.Bidirectional(layers.LSTM(units, return_sequences=True, return_state=True))
bi_weights = fill(bi)
forward_weights, backward_weights = bi_weights[:3], bi_weights[3:]   # 앞 W, R, b, 뒤 W, R, b
start = [zeros, zeros]

forward, forward_states = run(lstm_step, x, start, forward_weights)              # ①
backward, backward_states = run(lstm_step, x[:, ::-1], start, backward_weights)  # ② t = 5 … 1
backward = backward[:, ::-1]                                                     # ③ t = 1 … 5
bi_outputs = np.concatenate([forward, backward], axis=-1)                        # ④ (B, T, 2U)
print("앞", forward.shape, "+ 뒤", backward.shape, "→", bi_outputs.shape)

# %% tags=["profile"]
names = ["출력", "앞 h", "앞 c", "뒤 h", "뒤 c"]
ours = [bi_outputs, *forward_states, *backward_states]
for name, ours, theirs in zip(names, ours, bi(x32), strict=True):
    check(f"Bidirectional LSTM {name}", ours, theirs)

# %% [markdown]
# **출력 하나는 두 방향을 붙여 $(B, T, 2U)$이고, 상태 넷은 붙이지 않은 채 방향마다 $(B, U)$** 입니다. 순서는 앞 $h$, 앞 $c$, 뒤 $h$, 뒤 $c$입니다.
#
# **먼저 맞혀 보세요.** 문장 벡터로 꺼낸 `outputs[:, -1]`의 뒤쪽 절반은 문장을 어디까지 읽은 상태일까요?
#
# <details><summary>답</summary>
#
# 마지막 단어 "좋다" 하나만 읽은 상태입니다.
# </details>

# %%
_, [one_word, _] = run(lstm_step, x[:, -1:], start, backward_weights)   # "좋다" 하나만
found = {"뒤 방향의 마지막 상태": backward_states[0], "마지막 단어만 읽은 상태": one_word}
for name, state in found.items():
    for t in (0, -1):
        same = np.array_equal(state, bi_outputs[:, t, units:])
        print(f"{name} == outputs[:, {t}, U:]", same)

# %% claim
assert np.array_equal(backward_states[0], bi_outputs[:, 0, units:])
assert np.array_equal(one_word, bi_outputs[:, -1, units:])
assert not np.allclose(backward_states[0], bi_outputs[:, -1, units:])

# %% [markdown]
# 뒤쪽 절반은 **단어 하나만 읽은** 상태입니다. 오류가 나지 않으니 더 위험합니다. `return_sequences=False`로 두면 Keras가 두 방향의
# **끝난 자리**를 골라 붙여 줍니다.

# %% tags=["profile"]
sentence_layer = layers.Bidirectional(layers.LSTM(units))
sentence_layer.build((None, None, 3))
sentence_layer.set_weights(bi_weights)
ends = [bi_outputs[:, -1, :units], bi_outputs[:, 0, units:]]
ends = np.concatenate(ends, axis=-1)  # (B, 2U)
check("Bidirectional LSTM 문장 벡터", ends, sentence_layer(x32))

# %% [markdown]
# <details><summary>더 알아보기: 합치는 방법과 쓸 수 없는 일</summary>
#
# 붙이는 것이 기본(`merge_mode="concat"`)이고 `sum`, `ave`도 있습니다. 다음 단어를 **맞히는** 모델(065, 150)에서 오른쪽을 미리 보면 답을 베끼는
# 셈이라 양방향을 쓸 수 없습니다. 번역에서도 인코더는 양방향이지만 디코더는 한 방향입니다. 인코더의 두 상태를 물려주려면 $[h^\rightarrow; h^\leftarrow]$처럼
# 붙이고 디코더의 유닛을 $2U$로 둡니다(080, 090).
# </details>
#
# **바꾸어 보세요.** `x[:, ::-1]`을 `x[:, :, ::-1]`로 바꾸면 무엇이 뒤집히나요? 모양은 그대로인데 비교는 통과하나요?
#
# ## 11. 쌓기: 아래층의 출력이 위층의 입력입니다
#
# 순환층의 입력은 언제나 3차원이므로 아래층은 **모든 시점**을 내보내야 합니다. 잊으면 이렇게 됩니다.

# %%
too_flat = layers.LSTM(units)(x32)    # return_sequences를 잊었습니다
print("아래층의 출력", tuple(too_flat.shape))
try:
    layers.LSTM(6, name="upper")(too_flat)
except ValueError as error:
    message = str(error)
    print(message)

# %% claim
assert "expected ndim=3, found ndim=2" in message

# %% [markdown]
# 이 메시지를 보면 아래층의 `return_sequences`를 확인하세요. 이제 바르게 쌓습니다.
#
# **먼저 맞혀 보세요.** 1층이 유닛 4개의 양방향 층일 때 2층의 $D$는 얼마일까요?
#
# <details><summary>답</summary>
#
# 8입니다. 양방향의 출력은 $2U$입니다.
# </details>

# %%
stack = [
    layers.Bidirectional(layers.GRU(units, return_sequences=True), name="1층_양방향_GRU"),
    layers.LSTM(6, return_sequences=True, name="2층_LSTM"),
    layers.LSTM(7, name="3층_LSTM"),
]
rows, hidden = [], x32
for layer in stack:
    before_shape = tuple(hidden.shape)
    hidden = layer(hidden)
    rows.append([layer.name, before_shape, tuple(hidden.shape), layer.count_params()])
pd.DataFrame(rows, columns=["층", "입력", "출력", "파라미터"])

# %% claim
assert [row[1][-1] for row in rows][1] == 8, "2층의 D는 8이라고 적었습니다."
assert [row[3] for row in rows][:2] == [216, 360]

# %% [markdown]
# 2층의 $D$는 **8**이라 파라미터가 $4 \times 6 \times (8 + 6 + 1) = 360$개입니다. 1층은 $2 \times 3 \times 4 \times (3 + 4 + 2) = 216$개입니다.
#
# **바꾸어 보세요.** 1층의 유닛을 5로 바꾸면 2층의 파라미터는 몇 개가 되나요? 먼저 식으로 셈하세요.
#
# ## 12. 패딩: 없는 단어를 읽지 않게
#
# 지금까지 두 번째 문장은 "배우 안 좋다 `<PAD>` `<PAD>`"로 읽혔습니다. 7절의 부정 유닛이 어떻게 읽었는지 봅니다.

# %%
words_padded = [vocabulary[i] for i in ids[1]]
padded_trace = gate_trace(x[1], negation)
plots.heatmap(padded_trace, parts, words_padded, "마스크 없이 읽은 패딩", **axis_names)
plots.show(alt="배우 안 좋다 PAD PAD를 읽는 동안의 게이트 열지도. "
               "'좋다'까지 1에 가깝던 셀 상태가 PAD 두 개를 지나며 눈에 띄게 줄어든다.")

# %% claim
assert round(padded_trace[1, 3], 2) == 0.73 and round(padded_trace[0, 3], 2) == 0.12
assert padded_trace[4, 2] > 0.95 and padded_trace[4, 4] < 0.75, "기억이 흐려졌다고 적었습니다."

# %% [markdown]
# `<PAD>`의 벡터가 망각 게이트를 0.73까지 닫아 "좋다"까지 또렷하던 기억이 흐려졌습니다. 더 붙이면 어떻게 될까요?
#
# **먼저 맞혀 보세요.** 패딩을 백 개 붙이면 "안"이 있는 문장과 없는 문장의 마지막 상태가 얼마나 다를까요?
#
# <details><summary>답</summary>
#
# 손으로 고른 `<PAD>`라면 같아집니다. 벡터가 0인 `<PAD>`라면 차이가 4할쯤(0.298) 남습니다.
# </details>

# %%
n_paddings = [0, 2, 10, 100]
with_an, without_an = ([vocabulary.index(word) for word in sentence.split()]
                       for sentence in ("배우 안 좋다", "배우 좋다"))
rows = {}
for name, pad in [("손으로 고른 <PAD>", embedding[0]), ("0인 <PAD>", np.zeros(3))]:
    table = np.vstack([pad, embedding[1:]])
    last = [[gate_trace(table[one + [0] * n], negation)[5, -1] for n in n_paddings]
            for one in (with_an, without_an)]                     # 마지막 h, (2, 4)
    rows[name] = np.subtract(*last)
pd.DataFrame(rows, index=[f"{n}개" for n in n_paddings]).T.round(3)

# %% claim
picked, zero = rows.values()
assert round(picked[0], 3) == round(zero[0], 3) == 0.737
assert abs(picked[-1]) < 0.0005 and abs(picked[2]) < 0.04, picked
assert round(float(zero[-1]), 3) == 0.298 and round(float(zero[2]), 3) == 0.674, zero

# %% [markdown]
# "안"이 있는 문장과 없는 문장의 마지막 $h$의 차이입니다. 0.737이던 것이, 손으로 고른 `<PAD>`가 백 개 붙으면 **0**입니다. 우리가 고른 벡터는
# **과장된 예**입니다. 벡터가 0이면 백 개에서도 0.298이 남습니다.
#
# ### 마스크: 건너뛸 자리의 표
#
# **마스크(mask)** 는 모양이 $(B, T)$인 참/거짓 표입니다. 참은 진짜 단어, 거짓은 건너뛸 자리입니다.

# %%
mask = ids != 0    # (B, T)
print(mask)
print("문장의 진짜 길이:", mask.sum(axis=1))

# %% [markdown]
# 순환층은 거짓인 자리에서 **새 상태를 버리고 옛 상태를 그대로** 넘깁니다. 0으로 지우는 것이 아니라 **옮겨 적는** 것입니다.
#
# $$h_t \leftarrow m_t\, h_t + (1 - m_t)\, h_{t-1}$$

# %%
def run_masked(step, x, states, weights, mask):
    outputs = []
    for t in range(x.shape[1]):
        new_states = step(x[:, t], states, *weights)
        keep = mask[:, t, None]                                   # (B, 1)
        # 거짓이면 옛 상태
        states = [np.where(keep, new, old) for new, old in zip(new_states, states)]
        outputs.append(states[0])
    return np.stack(outputs, axis=1), states


masked_outputs, masked_states = run_masked(lstm_step, x, [zeros, zeros], lstm_weights, mask)
pd.DataFrame(masked_outputs[1].round(3) + 0.0, index=words_padded)

# %% tags=["profile"]
keras_mask = ops.convert_to_tensor(mask)
theirs = lstm(x32, mask=keras_mask)
for name, ours, theirs in zip("출력 h c".split(), [masked_outputs, *masked_states], theirs):
    check(f"마스크한 LSTM {name}", ours, theirs)
for reset_after in (True, False):
    gru = layers.GRU(units, reset_after=reset_after, return_sequences=True)
    gru_weights = fill(gru)
    ours, _ = run_masked(gru_step, x, [zeros], gru_weights, mask)
    check(f"마스크한 GRU 출력 (reset_after={reset_after})", ours, gru(x32, mask=keras_mask))

# %% [markdown]
# 마지막 세 줄이 같습니다. "좋다"를 읽은 상태가 패딩 자리에 옮겨 적혔습니다. **패딩이 아예 없는 세 단어짜리 문장**을 읽은 것과도 같은지 확인합니다.

# %%
one = [zeros[:1], zeros[:1]]
_, [true_h, true_c] = run(lstm_step, x[1:, :3], one, lstm_weights)   # 패딩 없이 세 단어만
for name, h in [("있음", masked_states[0][1]), ("없음", lstm_h[1])]:
    print(f"마스크 {name}: 진짜 문장의 상태와 차이", np.abs(h - true_h[0]).max().round(3))

# %% claim
assert np.allclose(masked_states[0][1], true_h[0]) and np.allclose(masked_states[1][1], true_c[0])
assert np.abs(lstm_h[1] - true_h[0]).max() > 0.01

# %% [markdown]
# ### 왜 뒤에 붙일까
#
# 앞에 붙이는 방법(pre-padding)도 있습니다. 마지막 $h$가 진짜 문장의 $h$에서 얼마나 벗어나는지, 무작위 가중치 백 벌로 재어 평균을 냅니다.

# %%
start, rows, pre_ids = [zeros[:1], zeros[:1]], [], np.array([[0, 0, *ids[1, :3]]])
for seed in range(100):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(0, 1, weight.shape) for weight in lstm_weights]
    _, [goal, _] = run(lstm_step, x[1:, :3], start, weights)          # 패딩 없이 읽은 h
    for name, padded in [("뒤에 (post)", ids[1:]), ("앞에 (pre)", pre_ids)]:
        _, [unmasked, _] = run(lstm_step, embedding[padded], start, weights)
        _, [masked, _] = run_masked(lstm_step, embedding[padded], start, weights, padded != 0)
        rows.append([name, np.abs(unmasked - goal).max(), np.abs(masked - goal).max()])
padding = pd.DataFrame(rows, columns=["패딩", "마스크 없음", "마스크 있음"])
padding = padding.groupby("패딩").mean()
padding.round(3)

# %% claim
pre, post = padding.loc["앞에 (pre)"], padding.loc["뒤에 (post)"]
assert pre["마스크 없음"] < post["마스크 없음"], "마스크가 없으면 앞에 붙이는 쪽이 덜 나쁘다고 적었습니다."
assert max(pre["마스크 있음"], post["마스크 있음"]) < 1e-12, "마스크가 있으면 둘 다 정확하다고 적었습니다."

# %% [markdown]
# 이 문장과 손으로 고른 `<PAD>`에서, 마스크가 없으면 앞에 붙이는 쪽이 평균적으로 **덜 나쁩니다**(0.088과 0.193). 마스크가 있으면 둘 다 정확하고, 그때에는 뒤에 붙이는 것이 낫습니다.
# GPU의 빠른 커널(cuDNN)은 **문장마다 길이 하나**만 받기 때문입니다.
#
# <details><summary>더 알아보기: 빠른 커널을 쓸 조건</summary>
#
# 앞이나 가운데가 비어 있는 마스크는 길이로 쓸 수 없어서, TensorFlow에서는 오류(`RNN mask that does not correspond to right-padded sequences`)가
# 나거나 느린 길로 돌아갑니다. 꼭 필요하면 `use_cudnn=False`를 줍니다. 그 밖의 조건은 `activation="tanh"`, `recurrent_activation="sigmoid"`,
# `recurrent_dropout=0`, `unroll=False`, `use_bias=True`, GRU는 `reset_after=True`입니다. 모두 **기본값**입니다. 모든 자리가 거짓인 빈 문장이 배치에
# 없어야 합니다.
# </details>
#
# ### 마스크한 자리의 출력은 믿지 마세요
#
# LSTM은 패딩 자리에 옛 출력을 옮겨 적었습니다. 양방향에서도 그럴까요?

# %%
bi_masked = ops.convert_to_numpy(bi(x32, mask=keras_mask)[0])   # (B, T, 2U)
pd.DataFrame(bi_masked[1].round(3) + 0.0, index=words_padded)

# %% claim
assert (bi_masked[1, 3:] == 0).all() and (bi_masked[1, :3] != 0).all(), "패딩 자리만 0이라고 적었습니다."

# %% [markdown]
# 이번에는 **0**입니다. Keras의 `Bidirectional`은 `return_sequences=True`일 때 마스크한 출력을 0으로 채웁니다. **패딩 자리의 출력은 층과 장치에 따라
# 다르니** `outputs[:, -1]`로 마지막 상태를 꺼내지 마세요. `return_state=True`나 `return_sequences=False`가 안전합니다.
#
# **바꾸어 보세요.** 손으로 고른 `<PAD>`에서 명사 특성 0.4를 0으로 바꾸면 패딩 열 개 뒤의 차이는 어떻게 되나요?
#
# ## 13. 긴 글을 나누어 읽기: `stateful`
#
# 호출할 때마다 상태는 0에서 시작합니다. 긴 글을 토막으로 나눈다면 앞 토막의 상태를 이어받아야 합니다.
#
# **먼저 맞혀 보세요.** 우리 입력을 세 시점과 두 시점으로 나누어 읽으면 몇째 시점부터 값이 달라질까요?
#
# <details><summary>답</summary>
#
# 넷째 시점부터입니다. 둘째 토막이 0에서 다시 시작하기 때문입니다.
# </details>

# %%
plain = layers.GRU(units, return_sequences=True)
gru_weights = fill(plain)
whole = ops.convert_to_numpy(plain(x32))                                             # 한 번에
pieces = [ops.convert_to_numpy(plain(part)) for part in (x32[:, :3], x32[:, 3:])]    # 나누어
gap = np.abs(np.concatenate(pieces, axis=1) - whole).max(axis=(0, 2))  # (T,)
print("한 번에 읽은 것과의 차이, 시점마다:", gap.round(3))

# %% claim
assert gap[:3].max() < 1e-6 and gap[3] > 0.01, "넷째 시점부터 어긋난다고 적었습니다."

# %% [markdown]
# 넷째 시점부터 어긋납니다. `stateful=True`인 층은 **마지막 상태를 간직했다가 다음 호출의 처음 상태로** 씁니다.

# %%
stateful = layers.GRU(units, return_sequences=True, stateful=True)
stateful.build((2, None, 3))       # 배치의 크기를 정해야 상태를 간직할 자리를 만들 수 있습니다
stateful.set_weights(gru_weights)
pieces = [ops.convert_to_numpy(stateful(part)) for part in (x32[:, :3], x32[:, 3:])]
gap = np.abs(np.concatenate(pieces, axis=1) - whole).max()
print("나누어 읽어도 한 번에 읽은 것과의 차이:", gap.round(3))

remembered = ops.convert_to_numpy(stateful(x32[:, :3]))    # 이어서 첫 토막을 또 읽으면?
stateful.reset_state()                                     # 새 글을 시작할 때
restarted = ops.convert_to_numpy(stateful(x32[:, :3]))
for name, again in [("그냥 다시 읽기", remembered), ("reset_state() 뒤", restarted)]:
    print(f"{name}: 처음과 차이", np.abs(again - whole[:, :3]).max().round(3) + 0.0)

# %% claim
assert np.abs(np.concatenate(pieces, axis=1) - whole).max() < 1e-6, "나누어 읽은 것이 한 번에 읽은 것과 다릅니다."
assert np.abs(restarted - whole[:, :3]).max() < 1e-6 < np.abs(remembered - whole[:, :3]).max()

# %% [markdown]
# 나누어 읽어도 한 번에 읽은 것과 같습니다. 새 글에서 `reset_state()`를 부르지 않으면 앞 글의 기억이 남아 결과가 달라집니다.
#
# <details><summary>더 알아보기: stateful의 약속</summary>
#
# - **배치의 크기가 고정됩니다.** 함수형 모델에서는 `keras.Input(batch_shape=(2, None, 3))`으로 적습니다.
# - 다음 배치의 $k$번째 줄은 이 배치 $k$번째 줄의 **이어지는 글**이어야 합니다. 섞으면(shuffle) 안 됩니다.
# - 모델에는 상태를 지우는 메서드가 없고 층에 있습니다(`reset_state()`, 옛 이름 `reset_states()`).
# </details>
#
# 상태를 직접 들고 다닐 수도 있습니다. `return_state=True`로 받아 `initial_state=`로 넣습니다. 배치의 크기가 자유롭습니다. 번역의 디코더(080)가 이렇게 합니다.

# %% tags=["profile"]
carry = layers.GRU(units, return_sequences=True, return_state=True)
carry.build((None, None, 3))
carry.set_weights(gru_weights)
first, state = carry(x32[:, :3])
second, state = carry(x32[:, 3:], initial_state=state)
check("상태를 직접 이어 준 GRU", whole, ops.concatenate([first, second], axis=1))

# %% [markdown]
# **바꾸어 보세요.** `x32[:, :3]`과 `x32[:, 3:]`을 4로 나누면 어긋나는 시점은 어디로 옮겨 가나요?
#
# ## 14. 모양 표
#
# 모든 조합을 한 표에 모읍니다. 외울 것이 아니라 **맞혀 볼** 것입니다.
#
# **먼저 맞혀 보세요.** 양방향 LSTM에 두 옵션을 모두 켜면 텐서를 몇 개 받을까요?
#
# <details><summary>답</summary>
#
# 다섯입니다. 출력 $(2, 5, 8)$ 하나와 모양이 $(2, 4)$인 상태 넷입니다.
# </details>

# %%
def describe(result):
    first, *states = shapes(result)
    return f"{first}" + (f" + 상태 {len(states)} × {states[0]}" if states else "")


kinds = {
    "SimpleRNN": lambda **options: layers.SimpleRNN(units, **options),
    "GRU": lambda **options: layers.GRU(units, **options),
    "LSTM": lambda **options: layers.LSTM(units, **options),
    "양방향 GRU": lambda **options: layers.Bidirectional(layers.GRU(units, **options)),
    "양방향 LSTM": lambda **options: layers.Bidirectional(layers.LSTM(units, **options)),
}

# %%
table = {}
for sequences in (False, True):
    for state in (False, True):
        options = dict(return_sequences=sequences, return_state=state)
        column = f"sequences={sequences}, state={state}"
        table[column] = {name: describe(make(**options)(x32)) for name, make in kinds.items()}
pd.DataFrame(table)

# %% [markdown]
# 1. 출력은 $(B, U)$, `return_sequences=True`이면 $(B, T, U)$.
# 2. 양방향이면 **출력의 마지막 축만** 두 배, $2U$.
# 3. 상태 하나의 모양은 **언제나** $(B, U)$.
# 4. 상태의 수는 SimpleRNN과 GRU가 1, LSTM이 2, 양방향이면 그 두 배.
#
# **바꾸어 보세요.** `units`를 6으로 바꾸면 표의 어느 수가 바뀌나요? 양방향의 상태는요?
#
# ## 15. 한데 모으기
#
# 번호에서 확률까지, 모델 하나로 조립합니다. `mask_zero=True`가 0번을 건너뛸 자리로 표시합니다.
#
# **먼저 맞혀 보세요.** 이 모델의 출력은 패딩을 세 개 더 붙이면 달라질까요?
#
# <details><summary>답</summary>
#
# 달라지지 않습니다. `mask_zero=True`가 만든 마스크로 두 순환층이 모두 패딩을 건너뜁니다.
# </details>

# %%
inputs = keras.Input(shape=(None,), dtype="int32", name="번호")
hidden = layers.Embedding(len(vocabulary), 3, mask_zero=True, name="임베딩")(inputs)
both_ways = layers.Bidirectional(layers.GRU(units, return_sequences=True), name="양방향_GRU")
hidden = both_ways(hidden)
hidden = layers.LSTM(units, name="LSTM")(hidden)
outputs = layers.Dense(1, activation="sigmoid", name="확률")(hidden)
model = keras.Model(inputs, outputs)

rows = [[layer.name, str(layer.output.shape), layer.count_params()] for layer in model.layers]
pd.DataFrame(rows, columns=["층", "출력의 모양", "파라미터"])

# %% [markdown]
# `None`은 "정하지 않음"입니다. 첫째는 배치, 둘째는 시점으로, 가중치의 모양에 없으니 아무래도 좋습니다. 파라미터 수를 9절의 식으로 맞추고,
# **패딩을 더 붙여도 답이 바뀌지 않는지** 시험합니다.

# %%
expected = 6 * 3 + 2 * formula("GRU", 3, units) + formula("LSTM", 2 * units, units)
expected += units + 1    # Dense
print("파라미터: 식", expected, "개, 모델", model.count_params(), "개")

rng = np.random.default_rng(7)
model.set_weights([rng.normal(0, 0.5, weight.shape) for weight in model.get_weights()])
more_padding = np.pad(ids, ((0, 0), (0, 3)))      # (2, 5) → (2, 8)
short, long = (ops.convert_to_numpy(model(some_ids)) for some_ids in (ids, more_padding))
print(f"입력 {ids.shape} → {short.shape}, 입력 {more_padding.shape} → {long.shape}")
print("두 답이 같은가:", bool(np.abs(short - long).max() < 1e-6))

# %% claim
assert model.count_params() == expected
assert np.abs(short - long).max() < 1e-6, "패딩을 더 붙이면 답이 바뀝니다."

# %% [markdown]
# 같습니다.
#
# **바꾸어 보세요.** `mask_zero=False`로 바꾸면 두 답이 같은가요?
#
# ## 정리
#
# 손으로 쓴 계산과 Keras의 차이를 모았습니다. 모두 $10^{-5}$보다 작습니다.

# %% tags=["profile"]
pd.Series(differences, name="최대 절대 차이").map("{:.1e}".format).to_frame()

# %% claim
assert max(differences.values()) < 1e-5, "모든 줄이 1e-5보다 작다고 적었습니다."

# %% [markdown]
# - LSTM은 i, f, c, o 네 벌과 상태 둘, GRU는 z, r, h 세 벌과 상태 하나입니다.
# - LSTM은 기울기의 길을 열 수 있을 뿐이고, 얼마나 열지를 배웁니다.
# - 파라미터 수에는 시점의 수가 없습니다. GRU의 기본값에는 편향이 두 줄 있습니다.
# - 양방향의 출력은 특성 축으로 붙고, 상태는 방향마다 따로입니다.
# - 마스크는 상태를 지우지 않고 옮겨 적습니다. 패딩 자리의 출력은 믿지 않습니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 양방향의 `outputs[:, -1]`을 문장 벡터로 씀 | 뒤 방향이 한 단어만 봄 | `return_sequences=False` |
# | `mask_zero=True`를 빠뜨림 | 짧은 문장의 기억이 흐려짐 | 패딩을 늘려 시험하기 |
# | 가중치를 순서를 보지 않고 옮김 | 값이 다름 | 작은 입력으로 맞추기 |
# | `reset_state()`를 빠뜨림 | 앞 글의 기억이 샘 | 새 글마다 부르기 |
#
# 넷 모두 오류가 나지 않습니다. 그래서 모양이 아니라 **값**을 맞추었습니다.
#
# ## 더 읽을거리
#
# <details><summary>논문 일곱 편</summary>
#
# - Elman (1990), *Finding Structure in Time* — 단순한 순환 신경망.
# - Bengio, Simard, Frasconi (1994), *Learning Long-Term Dependencies with Gradient Descent is Difficult* — 기울기 소실.
# - Hochreiter, Schmidhuber (1997), *Long Short-Term Memory*; Gers, Schmidhuber, Cummins (2000), *Learning to Forget* — LSTM과 망각 게이트.
# - Schuster, Paliwal (1997), *Bidirectional Recurrent Neural Networks* — 양방향.
# - Cho 외 (2014), *Learning Phrase Representations using RNN Encoder–Decoder* — GRU.
# - Jozefowicz, Zaremba, Sutskever (2015), *An Empirical Exploration of Recurrent Network Architectures* — 망각 게이트의 편향 1.
# - Karpathy, Johnson, Fei-Fei (2015), *Visualizing and Understanding Recurrent Networks* — 뜻이 보이는 유닛을 찾아서.
# </details>
#
# ## 다음 강의
#
# 030에서는 영어 영화평 수만 개를 이 모양대로 읽혀 감성을 맞힙니다.
