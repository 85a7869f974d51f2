# ---
# title: Word2Vec 만들기
# number: "015"
# objectives:
#   - 분포 가설을 설명하고, 문장에서 skip-gram 쌍과 CBOW 예제를 만듭니다.
#   - 소프트맥스 모델을 한 걸음씩 학습해, 왕족과 성별이 갈라지는 2차원 단어 벡터를 얻습니다.
#   - 네거티브 샘플링의 손실과 기울기를 NumPy로 쓰고, 수치 미분으로 확인합니다.
#   - 네이버 영화평으로 진짜 단어 벡터를 학습해 이웃과 유추를 찾고, 어디서 실패하는지 살핍니다.
#   - 같은 말뭉치와 같은 예산으로 gensim과 견주고, 점수의 오차와 한계를 읽습니다.
# datasets: [toy_corpus, nsmc, ws353_ko]
# prerequisites: [010_vector_representation]
# packages: [kiwipiepy, gensim]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 단어의 뜻은 누가 알려 줄까요
#
# 010의 끝에서 두 가지를 보았습니다. 원-핫 벡터에서는 모든 단어가 남남이어서 코사인 유사도가 언제나 0이었습니다. 그래서 단어 일곱 개를 평면에 **손으로** 놓아 보며, 비슷한 단어가
# 가까이 있는 표가 있으면 좋겠다고 했습니다.
#
# 이번에는 아무도 손대지 않습니다. 뜻풀이도, 사전도, 라벨도 주지 않습니다. **글만 많이 읽혀서** 그 표를 채웁니다. 정말 될까요? 된다면 왜 될까요? 이것이 **word2vec**입니다.
#
# | 절 | 말뭉치 | 하는 일 |
# |:-:|---|---|
# | 1-3 | 문장 몇 개 | 이웃이 뜻을 말해 준다는 생각을, 세어서 확인합니다 |
# | 4-7 | 왕과 여왕의 장난감 말뭉치 | 이웃을 맞히게 해서 2차원 벡터를 배웁니다. 잘못 가르치면 어떻게 되는지도 봅니다 |
# | 8-11 | 같은 말뭉치 | 느린 계산을 빠른 계산(네거티브 샘플링)으로 바꿉니다 |
# | 12-17 | 네이버 영화평 | 진짜 단어 벡터를 배우고, 이웃과 유추와 실패를 보고, 라이브러리와 겨룹니다 |
#
# 글자 몇 개를 정해 두겠습니다. 앞으로 모양(shape)에 이 글자가 보이면 언제나 이 뜻입니다.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $V$ | 어휘(vocabulary)의 크기 |
# | $D$ | 단어 벡터의 길이(dimension) |
# | $B$ | 배치(batch): 한꺼번에 계산하는 쌍의 수 |
# | $K$ | 쌍 하나에 붙이는 가짜의 수. 9절에 나옵니다 |
#
# 쓰는 도구는 NumPy와 SciPy입니다. 딥러닝 라이브러리 없이 손실과 기울기를 모두 직접 씁니다.

# %%
import time
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from scipy.special import expit  # 시그모이드 σ(x) = 1 / (1 + e^-x), 큰 수에서도 넘치지 않습니다
from scipy.stats import spearmanr
from sklearn.svm import SVC

from nlplab import data, plots, runtime

S = runtime.settings(
    quick=dict(dim=50, min_count=3, epochs=10, t=1e-3, batch=256, seeds=(1, 2), tolerance=0.2, sizes=(500, 2_000, 8_000)),
    full=dict(dim=100, min_count=5, epochs=10, t=1e-4, batch=4096, seeds=(1, 2, 3), tolerance=0.06, sizes=(1_000, 4_000, 16_000, 64_000)),
)
runtime.seed_everything(7)

# %% [markdown]
# ## 1. '도로록'은 무엇일까요
#
# 아래 첫 세 문장에는 처음 보는 말이 하나 나옵니다. 뜻풀이는 없습니다. 읽으면서 무엇일지 짐작해 보세요.

# %%
riddle = ["겨울 도로록 신다 발 따뜻하다", "도로록 한 짝 세탁기 사라지다", "구멍 도로록 엄지발가락 보이다"]
known = ["양말 신다 발 따뜻하다", "양말 짝 맞추다 세탁기 돌리다", "구멍 양말 깁다",
         "국수 삶다 그릇 담다", "점심 국수 한 그릇 먹다", "국수 국물 따뜻하다"]
for line in riddle:
    print(line)

# %% [markdown]
# 양말입니다. 사전을 찾지 않았는데도 알았습니다. **둘레에 나온 말**이 알려 주었습니다. 신고, 발이 따뜻하고, 짝이 있고, 구멍이 나면 엄지발가락이 보입니다.
# 이 생각을 **분포 가설(distributional hypothesis)** 이라고 합니다. *비슷한 자리에 나오는 단어는 뜻도 비슷하다*는 것입니다.
#
# 사람만 할 수 있는 짐작일까요? 세 단어의 이웃을 세어 010의 코사인 유사도로 견주어 보겠습니다.

# %%
def cosine(a, b):
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


def neighbour_counts(word):
    return Counter(other for line in riddle + known if word in line.split() for other in line.split() if other != word)


columns = sorted({word for line in riddle + known for word in line.split()})
rows = {word: np.array([neighbour_counts(word)[column] for column in columns]) for word in ["도로록", "양말", "국수"]}
for word in ["양말", "국수"]:
    print(f"도로록-{word}: {cosine(rows['도로록'], rows[word]):.2f}")
print("함께 나온 이웃:", sorted(neighbour_counts("도로록").keys() & neighbour_counts("양말").keys()))

# %% [markdown]
# 컴퓨터도 도로록이 국수보다 양말에 가깝다고 답합니다. 뜻을 알아서가 아니라 **이웃이 겹쳐서**입니다. 이 강의에서 하는 일은 결국 이것 하나입니다.
#
# ## 2. 창: 어디까지가 이웃일까요
#
# 영화평 한 편은 짧지만 소설은 깁니다. 문장 전체를 이웃으로 보면 너무 넓으니, 단어마다 양쪽으로 몇 칸까지만 봅니다. 이 칸의 수를 **창(window)** 이라고 합니다. 가운데 단어가
# **중심(center)**, 창 안의 단어가 **이웃(context)** 입니다.
#
# 네 단어짜리 문장 하나를 강의 내내 들고 가겠습니다.

# %%
tiny = ["왕", "아들", "왕관", "궁전"]


def show_windows(ax, tokens, window):
    for center in range(len(tokens)):
        for place, word in enumerate(tokens):
            near = 0 < abs(place - center) <= window
            colour = plots.COLOURS[0] if place == center else "#CFE3F2" if near else "white"
            ax.add_patch(plt.Rectangle((place, -center - 1), 0.96, 0.9, facecolor=colour, edgecolor="#BBBBBB"))
            ax.text(place + 0.48, -center - 0.55, word, ha="center", va="center", color="white" if place == center else "black" if near else "#AAAAAA")
    ax.set(title=f"창 {window}", xlim=(-0.05, len(tokens)), ylim=(-len(tokens) - 0.1, 0), xlabel="문장 속의 자리", ylabel="중심을 옮긴 순서", xticks=[], yticks=[])
    ax.grid(False)
    ax.spines[:].set_visible(False)


fig, axes = plt.subplots(1, 2, figsize=(9, 2.8))
for ax, window in zip(axes, (1, 2)):
    show_windows(ax, tiny, window)
plots.show(alt="네 단어 문장에서 중심을 한 칸씩 옮긴 그림 두 장. 진한 칸이 중심, 옅은 칸이 이웃이다. 창이 1이면 바로 옆만, 2이면 두 칸 옆까지 이웃이다.")

# %% [markdown]
# 진한 칸이 중심, 옅은 칸이 이웃입니다. 한 줄이 한 번의 관찰입니다. 이 관찰을 공부거리로 만드는 방법이 두 가지 있습니다.
#
# | 이름 | 문제 | 답 | 위 그림의 둘째 줄(창 1)에서는 |
# |---|---|---|---|
# | **skip-gram** | 중심 | 이웃 하나 | 아들 → 왕, 아들 → 왕관 (문제 둘) |
# | **CBOW**(continuous bag of words) | 이웃 모두 | 중심 | {왕, 왕관} → 아들 (문제 하나) |
#
# 두 가지를 모두 만들어 봅니다.

# %%
def skipgram_pairs(tokens, window):
    pairs = []
    for distance in range(1, window + 1):
        for left, right in zip(tokens, tokens[distance:]):
            pairs += [(left, right), (right, left)]  # 서로가 서로의 이웃입니다
    return pairs


def cbow_examples(tokens, window):
    return [(tokens[max(0, place - window):place] + tokens[place + 1:place + 1 + window], center) for place, center in enumerate(tokens)]


for window in (1, 2):
    print(f"창 {window}: skip-gram {len(skipgram_pairs(tiny, window))}쌍", skipgram_pairs(tiny, window)[:4], "...")
print("창 1: CBOW", len(cbow_examples(tiny, 1)), "예제", cbow_examples(tiny, 1))

# %% [markdown]
# 같은 문장에서 skip-gram은 문제를 더 많이 만듭니다. CBOW는 이웃 벡터를 평균해 한 번에 맞히므로 빠르고, skip-gram은 드문 단어도 자기만의 문제를 여럿 받으므로 작은 말뭉치에서 유리합니다.
# 이 강의는 **skip-gram**으로 갑니다. 나머지(손실, 기울기, 네거티브 샘플링)는 CBOW도 똑같습니다.
#
# 창의 크기는 무엇을 배울지도 바꿉니다. 창이 좁으면 바꾸어 넣을 수 있는 말(좋다-멋지다)이, 넓으면 같은 이야기에 나오는 말(감독-촬영장)이 가까워집니다.
#
# ## 3. 세기만 해도 벡터가 됩니다
#
# 이제 문장을 2,000개로 늘립니다. 이 강좌가 손으로 쓴 규칙으로 만든 **장난감 말뭉치**입니다. 사람을 가리키는 단어 열 개가 나오고, 둘레에는 성별에만 어울리는 말(오빠, 언니 등)과
# 신분에만 어울리는 말(왕관, 마을 등)이 섞여 있습니다.

# %%
corpus = data.load_toy_corpus()
for sentence in corpus[:4]:
    print(" ".join(sentence))
toy_words = [word for word, _ in Counter(word for sentence in corpus for word in sentence).most_common()]
toy_index = {word: number for number, word in enumerate(toy_words)}
print(f"문장 {len(corpus):,}개, 단어 {len(toy_words)}가지")

# %% [markdown]
# 모든 쌍을 세어 표 $N$에 모읍니다. $N_{ij}$는 $i$번 단어가 중심일 때 $j$번 단어가 이웃으로 나온 횟수입니다. **동시 출현 행렬(co-occurrence matrix)** 이라고 부릅니다.

# %%
N = np.zeros((len(toy_words), len(toy_words)))  # (V, V)
for sentence in corpus:
    for center, context in skipgram_pairs(sentence, window=2):
        N[toy_index[center], toy_index[context]] += 1

people = ["왕", "왕자", "여왕", "공주", "남자", "소년", "아버지", "여자", "소녀", "어머니"]
at = [toy_index[word] for word in people]
some = [word for word in toy_words if N[at][:, toy_index[word]].sum() > 0][:18]
plots.heatmap(N[np.ix_(at, [toy_index[word] for word in some])], people, some, title="사람 단어 둘레에 나온 말의 횟수", xlabel="이웃", ylabel="중심", fmt=".0f")
plots.show(alt="사람 단어 열 개와 이웃 단어의 동시 출현 횟수 열지도. 왕과 왕자의 줄이 거의 같고, 여왕과 공주의 줄이 거의 같다.")

# %% [markdown]
# 가로 한 줄이 그 단어의 **프로필**입니다. "왕"과 "왕자"의 줄은 거의 같습니다. "왕"과 "남자"는 성별에 따르는 말만 겹치고, "왕"과 "소녀"는 겹치는 것이 거의 없습니다.
# 줄과 줄의 코사인을 재면 한눈에 보입니다.

# %%
def unit(vectors):
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-12)  # 길이를 1로: 내적이 곧 코사인이 됩니다. 영벡터는 그대로 둡니다


profile_cosine = unit(N[at]) @ unit(N[at]).T  # (10, 10)
plots.heatmap(profile_cosine, people, people, title="이웃의 횟수로 잰 코사인 유사도", xlabel="단어", ylabel="단어")
plots.show(alt="사람 단어 열 개의 코사인 열지도. 신분과 성별이 모두 같으면 1에 가깝고, 하나만 같으면 중간, 둘 다 다르면 0에 가깝다.")

# %%
near, half, far = (profile_cosine[0, people.index(word)] for word in ["왕자", "남자", "소녀"])
print(f"왕-왕자 {near:.2f} > 왕-남자 {half:.2f} > 왕-소녀 {far:.2f}      (원-핫이라면 모두 0)")
assert near > half > far

# %% [markdown]
# 원-핫에서는 모두 0이던 유사도가 되살아났습니다. **세기만 해도 뜻이 조금 잡힙니다.** 그런데 왜 여기서 멈추지 않을까요?

# %%
for V in (30, 10_000, 100_000):
    print(f"단어 {V:>7,}가지: 표 한 장 {V * V * 4 / 1e9:>8.3f} GB      길이 100인 벡터라면 {V * 100 * 4 / 1e9:.3f} GB")

# %% [markdown]
# 벡터의 길이가 사전의 크기와 같아서, 사전이 커지면 표는 제곱으로 커집니다. 게다가 거의 모든 칸이 0입니다. 우리는 **짧고 빽빽한** 벡터를 원합니다. 방법은 둘입니다.
# 이 표를 압축하거나(17절에서 해 봅니다), 표를 만들지 않고 **처음부터 짧은 벡터를 배우거나**. word2vec은 두 번째 길입니다.
#
# ## 4. 세는 대신 맞힙니다
#
# 생각을 뒤집습니다. 이웃을 세지 말고, 중심 단어의 벡터로 이웃을 **맞히게** 합니다. 잘 맞히려면 벡터 안에 "내 둘레에는 이런 말이 나온다"는 정보가 들어 있어야 합니다. 벡터가 짧으니
# 외울 수는 없고 **간추려야** 합니다. 이웃이 비슷한 두 단어는 같은 것을 맞혀야 하므로 벡터도 비슷해질 수밖에 없습니다.
#
# 표를 **두 장** 둡니다. 중심일 때 쓰는 $W_{\text{in}}$과 이웃일 때 쓰는 $W_{\text{out}}$, 모양은 모두 $(V, D)$입니다. 중심 $c$의 벡터 $v_c$와 이웃 후보 $o$의 벡터 $u_o$를 곱한 내적이 점수이고,
# 점수를 **소프트맥스(softmax)** 로 확률로 바꿉니다.
#
# $$P(o \mid c) = \frac{\exp(u_o \cdot v_c)}{\sum_{w=1}^{V} \exp(u_w \cdot v_c)}$$
#
# 왜 두 장일까요? "왕" 둘레에 "왕"이 또 나오는 일은 드뭅니다. 표가 한 장이면 자기와의 점수 $v \cdot v$가 언제나 0보다 커서, 자기 자신이 늘 높은 확률을 받습니다. 학습이 끝나면 보통 $W_{\text{in}}$만 씁니다.
#
# 네 단어짜리 문장으로 한 번 계산합니다. 벡터는 읽기 쉽게 손으로 적었습니다.

# %%
def log_softmax(scores):  # (..., V)
    shifted = scores - scores.max(axis=-1, keepdims=True)  # 가장 큰 점수를 0으로: exp가 넘치지 않습니다
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


W_in = np.array([[1.0, 0.5], [0.2, 1.0], [0.8, -0.4], [-0.3, 0.6]])     # (V 4, D 2)
W_out = np.array([[0.1, 0.3], [0.6, 0.8], [-0.2, 0.5], [0.4, -0.9]])    # (V 4, D 2)
one_hot = np.array([1, 0, 0, 0])                                        # "왕"
v = one_hot @ W_in                                                      # (4,) @ (4, 2) -> (2,)
score = W_out @ v                                                       # (4, 2) @ (2,) -> (4,)
P = np.exp(log_softmax(score))
assert np.array_equal(v, W_in[0]) and np.isclose(P.sum(), 1)
pd.DataFrame({"점수": score, "확률 P": P}, index=tiny).round(3)

# %%
panels = [("원-핫: 왕", one_hot[None], 1.1), ("중심 벡터 v", v[None], 0.8), ("점수 = v · 이웃 벡터들", score[None], 1.1), ("확률 P (합은 1)", P[None], 1.1)]
fig, axes = plt.subplots(1, 4, figsize=(10.5, 1.5), width_ratios=[width for _, _, width in panels])
for number, (ax, (title, values, _)) in enumerate(zip(axes, panels)):
    ax.imshow(values, cmap="Blues", vmin=-0.8, vmax=1.2, aspect="auto")
    for column, value in enumerate(values[0]):
        ax.text(column, 0, f"{value:g}" if number == 0 else f"{value:.2f}", ha="center", va="center", color="white" if value > 0.75 else "black")
    ax.set(title=title, xticks=range(values.shape[1]), xticklabels=["v[0]", "v[1]"] if number == 1 else tiny, yticks=[])
    ax.set_xlabel("표에서 꺼낸 한 줄" if number == 1 else "단어", fontsize=10)
    ax.grid(False)
plots.show(alt="계산의 흐름을 보이는 네 칸. 원-핫 벡터가 표 W_in에서 한 줄을 골라 중심 벡터가 되고, 모든 이웃 벡터와 곱해 점수 넷이 되고, 소프트맥스로 확률 넷이 된다.")

# %% [markdown]
# 왼쪽에서 오른쪽으로 읽습니다. 원-핫을 곱하는 일은 표에서 한 줄을 꺼내는 일이라는 것을 010에서 보았습니다. 아무렇게나 적은 벡터라서 확률에는 아직 뜻이 없습니다.
#
# ## 5. 한 걸음 배웁니다
#
# 쌍 (왕, 궁전)을 보았다고 합시다. 정답은 "궁전"입니다. 얼마나 못 맞혔는지를 **손실(loss)** 로 잽니다. 정답에 준 확률의 로그에 마이너스를 붙인 값입니다. 정답에 확률 1을 주면 손실은 0이고, 0에 가까운 확률을 주면 손실은 끝없이 커집니다.
#
# $$L = -\log P(\text{궁전} \mid \text{왕})$$
#
# 손실을 줄이려면 벡터를 어느 쪽으로 움직여야 할까요? 수 하나하나에 대해 "이것을 조금 늘리면 손실이 얼마나 느는가"를 구합니다. 이것이 **기울기(gradient)** 이고, 그 **반대쪽**으로 조금 가는 것이
# **경사 하강법(gradient descent)** 입니다. 소프트맥스의 기울기는 놀랄 만큼 간단합니다. 정답을 원-핫 $Y$로 쓰면, 점수에 대한 기울기는 **예측 빼기 정답**입니다.
#
# $$\frac{\partial L}{\partial \text{score}} = P - Y, \qquad \frac{\partial L}{\partial v} = \sum_w (P_w - Y_w)\, u_w, \qquad \frac{\partial L}{\partial u_w} = (P_w - Y_w)\, v$$
#
# <details><summary>왜 예측 빼기 정답일까요? (미분을 배운 사람만)</summary>
#
# 정답의 번호를 $o$, 점수를 $s_1, \dots, s_V$라고 하면 $L = -s_o + \log \sum_w e^{s_w}$입니다. $s_j$로 미분하면 앞의 항은 $j = o$일 때만 $-1$이고, 뒤의 항은
# $e^{s_j} / \sum_w e^{s_w} = P_j$입니다. 더하면 $P_j - Y_j$입니다. $s_j = u_j \cdot v$이므로 $v$로 미분하면 $u_j$가, $u_j$로 미분하면 $v$가 곱해집니다.
# </details>

# %%
Y = np.array([0, 0, 0, 1])            # "궁전"
error = P - Y                         # (V,) 예측 빼기 정답
grad_v = error @ W_out                # (4,) @ (4, 2) -> (2,)
grad_W_out = np.outer(error, v)       # (4, 2)
print("손실:", round(-np.log(P[3]), 3))
pd.DataFrame({"확률 P": P, "정답 Y": Y, "오차 P - Y": error}, index=tiny).round(3)

# %% [markdown]
# 오차가 음수인 것은 정답 하나뿐입니다. 경사 하강법은 오차의 반대로 가므로, "궁전"의 벡터는 "왕" 쪽으로 **당겨지고** 나머지는 **밀려납니다**. 정답에서 모자란 만큼 당기고, 틀린 답에 준 만큼 밀어냅니다.
#
# 식을 믿지 말고 확인합시다. $v$의 첫째 수를 아주 조금 바꾸고 손실이 얼마나 변하는지 **실제로 재는** 것을 수치 미분(numeric gradient)이라고 합니다.

# %%
def loss_at(v):
    return -log_softmax(W_out @ v)[3]


step = 1e-6
for number in range(2):
    nudge = step * np.eye(2)[number]
    measured = (loss_at(v + nudge) - loss_at(v - nudge)) / (2 * step)
    print(f"v[{number}]의 기울기: 식 {grad_v[number]:+.6f}   잰 값 {measured:+.6f}")
    assert np.isclose(grad_v[number], measured)

# %% [markdown]
# 소수점 여섯째 자리까지 같습니다. 이제 기울기의 반대쪽으로 가는 걸음을 되풀이합니다. 한 걸음의 크기를 정하는 수가 **학습률(learning rate)** 입니다.

# %%
learning_rate, chances = 0.5, []
v_now, U_now = v.copy(), W_out.copy()
for turn in range(12):
    P_now = np.exp(log_softmax(U_now @ v_now))
    chances.append(P_now[3])
    error = P_now - Y
    v_now, U_now = v_now - learning_rate * error @ U_now, U_now - learning_rate * np.outer(error, v_now)
print("정답 '궁전'의 확률:", " → ".join(f"{chance:.2f}" for chance in chances[::2]))
assert chances[-1] > 0.9 > chances[0]

# %% [markdown]
# 쌍 하나만 되풀이하니 금세 외웁니다. 진짜 학습에서는 "왕"의 이웃이 여럿이라 서로 당깁니다. 그 줄다리기의 균형점이 단어의 벡터가 됩니다.
#
# ## 6. 장난감 말뭉치로 배웁니다: 2차원 지도
#
# 장난감 말뭉치의 쌍은 2만 개가 넘습니다. 하나씩 갈 수도 있지만, 중심이 같으면 예측 $P$도 같다는 점을 쓰면 한꺼번에 계산할 수 있습니다. 중심이 $i$인 쌍이 $n_i$개, 그 가운데 이웃이 $j$인 것이 $N_{ij}$개라면
# 오차 $P - Y$를 모두 더한 것은 $n_i P_{ij} - N_{ij}$입니다. 3절에서 센 표 $N$이 정답지가 됩니다.

# %%
def train_softmax(N, dim, steps, learning_rate, seed):
    rng = np.random.default_rng(seed)
    W_in, W_out = rng.normal(0, 0.1, (2, len(N), dim))             # (V, D)가 둘
    n = N.sum(axis=1, keepdims=True)                               # (V, 1) 중심마다 쌍의 수
    losses, history = [], []
    for _ in range(steps):
        log_P = log_softmax(W_in @ W_out.T)                        # (V, D) @ (D, V) -> (V, V)
        losses.append(-(N * log_P).sum() / N.sum())
        history.append(W_in)
        error = (n * np.exp(log_P) - N) / n.mean()                 # (V, V) 예측 빼기 정답
        W_in, W_out = W_in - learning_rate * error @ W_out, W_out - learning_rate * error.T @ W_in
    return W_in, W_out, losses, history

# %% tags=["profile"]
toy_in, toy_out, losses, history = train_softmax(N, dim=2, steps=500, learning_rate=0.3, seed=7)
share = N / N.sum(axis=1, keepdims=True)
floor = -(N * np.log(np.where(N > 0, share, 1))).sum() / N.sum()   # 횟수를 그대로 외운 모델의 손실
ax = plots.learning_curves({"2차원 모델": losses}, title="장난감 말뭉치의 손실")
ax.axhline(floor, color="black", lw=1, ls=":", label="더 내려갈 수 없는 바닥")
ax.axhline(np.log(len(N)), color=plots.COLOURS[1], lw=1, ls="--", label="아무것도 모를 때 (log V)")
ax.set_xlabel("걸음")
ax.legend()
plots.show(alt="손실이 log V에서 시작해 빠르게 떨어진 뒤 완만해지는 곡선. 2차원 모델은 횟수를 외운 바닥까지는 가지 못한다.")
assert floor < losses[-1] < losses[0]

# %% [markdown]
# 손실은 "아무것도 모를 때"에서 시작해 뚝 떨어지고 멈춥니다. 그런데 **0으로 가지 않습니다.** 이웃이 여러 가지라 완벽하게 맞힐 수 없기 때문입니다. 점선이 이 말뭉치에서 누구도 내려갈 수 없는 바닥입니다.
# 2차원에는 나이(어른, 아이) 같은 것을 넣을 자리가 없어 바닥까지도 가지 못합니다.
#
# 그동안 단어들은 어떻게 움직였을까요? 사람 단어 열 개의 위치를 처음, 중간, 끝에서 봅니다.

# %% tags=["profile"]
royal = np.array([word in ("왕", "왕자", "여왕", "공주") for word in people])
male = np.array([word in ("왕", "왕자", "남자", "소년", "아버지") for word in people])
offsets = {"왕": (7, 5), "여왕": (7, 5), "왕자": (7, -11), "공주": (7, -11), "남자": (7, 7), "여자": (7, 7), "아버지": (7, -3), "어머니": (7, -3), "소년": (7, -13), "소녀": (7, -13)}


def draw_people(ax, points, title):
    for word, (x, y), is_royal, is_male in zip(people, points, royal, male):
        ax.plot(x, y, "s" if is_male else "o", color=plots.COLOURS[1] if is_royal else plots.COLOURS[0], markersize=7)
        ax.annotate(word, (x, y), xytext=offsets[word], textcoords="offset points", fontsize=9)
    ax.margins(0.2)
    ax.set(title=title, xlabel="첫째 수", ylabel="둘째 수")


fig, axes = plt.subplots(1, 3, figsize=(11.5, 3.8))
for ax, moment in zip(axes, (0, 15, len(history) - 1)):
    draw_people(ax, history[moment][at], f"{moment}걸음 뒤")
plots.show(alt="사람 단어 열 개의 2차원 위치 세 장. 처음에는 뒤섞여 있다가, 학습이 끝나면 왕족 남성, 왕족 여성, 평민 남성, 평민 여성의 네 무리로 모인다.")

# %% [markdown]
# 주황은 왕족, 파랑은 평민, 네모는 남성, 동그라미는 여성입니다. 처음에는 마구 섞여 있던 점이 **네 무리**로 모였습니다. 모델에게 신분이나 성별을 알려 준 적이 없습니다. 맞히라고 한 것은 이웃뿐입니다.
#
# "갈라졌다"는 말을 눈대중으로 하지 말고 코드로 확인합니다. 직선 하나로 왕족과 평민을, 다른 직선 하나로 남성과 여성을 빠짐없이 나눌 수 있으면 갈라진 것입니다(선형 분리 가능, linearly separable). 그런 직선이 있는지 먼저 확인하고, 있으면 010에서 쓴 선형 분류기로 그립니다.

# %% tags=["profile"]
def separates(points, answers):  # points: (n, D)
    """모든 점에서 정답의 부호 × (w·x + b) ≥ 1인 직선이 있는가: 선형 계획법이 있다, 없다를 정확히 답합니다."""
    sign = np.where(answers, 1.0, -1.0)[:, None]
    found = linprog(np.zeros(points.shape[1] + 1), A_ub=-sign * np.column_stack([points, np.ones(len(points))]), b_ub=-np.ones(len(points)), bounds=(None, None))
    return found.status == 0  # 0: 있다, 2: 없다


assert separates(toy_in[at], royal) and separates(toy_in[at], male)
assert not separates(np.array([[0, 0], [1, 1], [0, 1], [1, 0]]), np.array([True, True, False, False]))  # 어떤 직선으로도 나눌 수 없는 배치

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(6.2, 4.8))
draw_people(ax, toy_in[at], "직선 두 개로 나누어지는 네 무리")
xs, ys = np.meshgrid(np.linspace(*ax.get_xlim(), 60), np.linspace(*ax.get_ylim(), 60))
for answers, colour, name in [(royal, plots.COLOURS[1], "왕족 | 평민"), (male, plots.COLOURS[2], "남성 | 여성")]:
    line = SVC(kernel="linear", C=1e6).fit(toy_in[at], answers)
    ax.contour(xs, ys, line.decision_function(np.column_stack([xs.ravel(), ys.ravel()])).reshape(xs.shape), levels=[0], colors=colour, linestyles="--")
    ax.plot([], [], "--", color=colour, label=name)
ax.legend()
plots.show(alt="사람 단어 열 개의 2차원 위치와 점선 두 개. 한 점선은 왕족과 평민을, 다른 점선은 남성과 여성을 빠짐없이 나눈다.")

# %% [markdown]
# 두 직선 모두 한 단어도 틀리지 않습니다. 축 하나가 꼭 신분이나 성별인 것은 아닙니다. 뜻은 축이 아니라 **방향**에 있고, 방향은 시작한 시드에 따라 돌아갑니다.
# "왕"과 "왕자"는 거의 겹쳐 있습니다. 둘을 가르는 것은 나이인데, 두 수로는 두 가지 성질을 담기에도 빠듯합니다.
#
# 점이 열 개뿐이니 우연히 나누어질 수도 있지 않을까요? 학습하지 않은 무작위 점으로 300번 해 봅니다.

# %% tags=["profile"]
rng = np.random.default_rng(7)
lucky = sum(separates(points, royal) and separates(points, male) for points in rng.normal(size=(300, len(people), 2)))
again = sum(separates(model[at], royal) and separates(model[at], male) for model in (train_softmax(N, 2, 500, 0.3, seed)[0] for seed in range(10)))
print(f"무작위 점: 300번 가운데 {lucky}번 갈라짐")
print(f"학습한 점: 씨앗을 바꾸어 10번 가운데 {again}번 갈라짐")
assert lucky / 300 < 0.1 and again == 10

# %% [markdown]
# 우연이 아닙니다.
#
# ### 정확도가 낮은데 괜찮을까요
#
# 이 모델이 이웃을 얼마나 맞히는지 정확도로 재면 실망하기 쉽습니다. 가장 확률이 높은 이웃 하나를 답으로 냈을 때의 정확도와, **이 말뭉치에서 얻을 수 있는 가장 높은 정확도**를 나란히 봅니다.

# %% tags=["profile"]
guess = (toy_in @ toy_out.T).argmax(axis=1)                        # (V,) 중심마다 답 하나
accuracy = N[np.arange(len(N)), guess].sum() / N.sum()
ceiling = N.max(axis=1).sum() / N.sum()                            # 중심마다 가장 잦은 이웃만 답하는 반칙
print(f"2차원 모델의 정확도 {accuracy:.3f}, 얻을 수 있는 최고 {ceiling:.3f}")
assert accuracy <= ceiling < 0.15

# %% [markdown]
# 답을 다 보고 하는 반칙조차 열에 하나밖에 맞히지 못합니다. "왕" 다음에 무엇이 올지는 아무도 모르고, 우리가 바란 것도 그것이 아닙니다. 우리는 맞히기를 **핑계로** 벡터를 얻었습니다.
# word2vec의 정확도는 낮은 것이 당연하고, 정확도로 word2vec을 평가하면 안 됩니다. 그렇다면 정확도가 **높은** word2vec은 어떤 모습일까요?
#
# ## 7. 잘못 가르치면: 정확도 100%의 함정
#
# 흔한 버그 하나를 일부러 내 보겠습니다. 쌍을 만들 때 이웃 대신 **중심 자신**을 정답으로 넣는 것입니다. 코드에서는 변수 이름 하나 차이입니다. 입력과 정답이 같은 이 모델을, 제대로 만든 모델과 같은 조건으로 학습합니다.

# %% tags=["profile"]
wrong_N = np.diag(N.sum(axis=1))                                   # 모든 쌍의 정답이 중심 자신
right_in, right_out, right_losses, _ = train_softmax(N, dim=8, steps=400, learning_rate=0.3, seed=7)
wrong_in, wrong_out, wrong_losses, _ = train_softmax(wrong_N, dim=8, steps=400, learning_rate=0.3, seed=7)
plots.learning_curves({"정답 = 이웃": right_losses, "정답 = 자기 자신": wrong_losses}, title="어느 쪽이 잘 배우고 있을까요").set_xlabel("걸음")
plots.show(alt="손실 곡선 두 개. 이웃을 정답으로 한 쪽은 조금 내려가다 멈추고, 자기 자신을 정답으로 한 쪽은 0까지 내려간다.")

# %% [markdown]
# 손실만 보면 잘못된 쪽이 훨씬 훌륭합니다. 0까지 내려갔습니다. 정확도와 이웃도 봅시다.

# %% tags=["profile"]
def nearest(word, words, vectors, k=3):
    cosines = unit(vectors) @ unit(vectors)[words.index(word)]
    return [words[i] for i in np.argsort(-cosines) if words[i] != word][:k]


def same_minus_other(vectors):
    cosines = unit(vectors[at]) @ unit(vectors[at]).T
    same = (royal[:, None] == royal) & (male[:, None] == male)
    return cosines[same & ~np.eye(len(people), dtype=bool)].mean() - cosines[~same].mean()


table = []
for name, answer, left, right in [("이웃", N, right_in, right_out), ("자기 자신", wrong_N, wrong_in, wrong_out)]:
    guess = (left @ right.T).argmax(axis=1)
    table.append({"정답": name, "정확도": round(answer[np.arange(len(N)), guess].sum() / N.sum(), 3), "왕과 가까운 단어": ", ".join(nearest("왕", toy_words, left)),
                  "같은 무리의 코사인 - 다른 무리의 코사인": round(same_minus_other(left), 2)})
assert table[1]["정확도"] > 0.99 and table[0]["정확도"] < 0.15 and same_minus_other(right_in) > 0.5 > 2 * abs(same_minus_other(wrong_in))
pd.DataFrame(table).set_index("정답")

# %% [markdown]
# 정확도 100%인 모델은 **아무것도 배우지 못했습니다.** "왕"이 들어오면 "왕"이라고 답하기만 하면 되니, 단어마다 벡터가 다르기만 하면 충분합니다. 누가 누구와 비슷한지는 알 필요가 없습니다. 원-핫 벡터를 다시 발명한 셈입니다.
#
# 기억할 것은 둘입니다. **무엇을 맞히게 하느냐가 무엇을 배우느냐를 정합니다.** 그리고 손실이 줄어든다는 것은 시킨 일을 하고 있다는 뜻일 뿐, 바라는 것을 배운다는 뜻이 아닙니다. 그래서 우리는 이웃과 코사인을 꼭 함께 봅니다.
#
# ## 8. 소프트맥스는 비쌉니다
#
# 단어 30가지에서는 눈 깜짝할 사이였습니다. 그러나 소프트맥스의 분모에는 **모든 단어**가 들어갑니다. 쌍 하나를 배울 때마다 단어 $V$개의 점수를 내고 $V$개의 벡터를 모두 고칩니다. 사전을 키우며 한 걸음의 시간을 재 봅니다.
# 견줄 상대는 "정답과 다른 단어 다섯 개만" 고치는 계산입니다. 9절에서 만들 방법입니다.

# %% tags=["profile"]
def softmax_step(W_in, W_out, center, context):
    v = W_in[center]                                               # (B, D)
    error = np.exp(log_softmax(v @ W_out.T))                       # (B, V) 모든 단어의 점수
    error[np.arange(len(center)), context] -= 1
    return error @ W_out, error.T @ v                              # (B, D), (V, D) 모든 단어의 기울기


def six_words_step(W_in, W_out, center, six):
    v, u = W_in[center], W_out[six]                                # (B, D), (B, 6, D)
    error = expit(np.einsum("bd,bkd->bk", v, u))                   # (B, 6)
    return np.einsum("bk,bkd->bd", error, u), error[:, :, None] * v[:, None]


rng, timing = np.random.default_rng(7), {"소프트맥스": [], "여섯 단어만": []}
for V in S.sizes:
    tables = rng.normal(0, 0.1, (2, V, 100)).astype("float32")
    center, context, six = rng.integers(0, V, 64), rng.integers(0, V, 64), rng.integers(0, V, (64, 6))
    for name, action, answer in [("소프트맥스", softmax_step, context), ("여섯 단어만", six_words_step, six)]:
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            action(*tables, center, answer)
            seconds.append(time.perf_counter() - start)
        timing[name].append(1000 * min(seconds))
assert timing["소프트맥스"][-1] > 3 * timing["여섯 단어만"][-1]

# %% tags=["profile"]
fig, ax = plt.subplots()
for (name, milliseconds), marker in zip(timing.items(), plots.MARKERS):
    ax.plot(S.sizes, milliseconds, marker=marker, label=name)
ax.set(title="쌍 64개를 배우는 한 걸음의 시간", xlabel="사전의 크기 V (로그 눈금)", ylabel="밀리초 (로그 눈금)", xscale="log", yscale="log")
ax.legend()
plots.show(alt="사전의 크기에 따른 한 걸음의 시간. 소프트맥스는 사전에 비례해 늘고, 여섯 단어만 고치는 방법은 거의 그대로다.")
print(f"V = {S.sizes[-1]:,}일 때 {timing['소프트맥스'][-1] / timing['여섯 단어만'][-1]:.0f}배 차이")

# %% [markdown]
# 소프트맥스는 사전에 비례해 느려지고, 단어 여섯 개만 보는 방법은 사전이 커져도 거의 그대로입니다. 쌍이 수백만 개라면 이 차이가 학습을 할 수 있느냐 없느냐를 가릅니다.
#
# ## 9. 네거티브 샘플링: 진짜와 가짜 가르기
#
# 문제를 쉽게 바꿉니다. "이웃이 30가지 가운데 무엇인가"를 묻지 말고, **"이 쌍은 진짜인가, 지어낸 것인가"** 를 묻습니다. 진짜 쌍 하나마다 이웃 자리에 아무 단어나 뽑아 넣은 가짜(negative)를 $K$개 만듭니다.
#
# | 중심 | 이웃 | 정답 $y$ |
# |:-:|:-:|:-:|
# | 왕 | 궁전 | 1 (말뭉치에 있었다) |
# | 왕 | 언니 | 0 (뽑아 넣었다) |
# | 왕 | 의자 | 0 (뽑아 넣었다) |
#
# 둘 중 하나를 고르는 문제이므로 소프트맥스 대신 **시그모이드(sigmoid)** $\sigma(x) = 1 / (1 + e^{-x})$로 충분합니다. 진짜 이웃의 벡터를 $u_+$, 가짜를 $u_1, \dots, u_K$라 하면 쌍 하나의 손실은 다음과 같습니다.
# **네거티브 샘플링을 쓰는 skip-gram(skip-gram with negative sampling, SGNS)** 의 식입니다.
#
# $$L = -\log \sigma(u_+ \cdot v) - \sum_{k=1}^{K} \log \sigma(-u_k \cdot v)$$
#
# ### 가짜는 어떻게 뽑을까요
#
# 고르게 뽑으면 아무도 안 쓰는 드문 단어만 나와 문제가 너무 쉬워지고, 나온 횟수대로 뽑으면 흔한 단어만 나옵니다. word2vec을 만든 사람들은 그 사이, 횟수의 **0.75제곱**에 비례하게 뽑을 때 가장 좋았다고 적었습니다.
# 이유를 증명한 것이 아니라 해 보고 고른 수입니다. 횟수가 네 자리에서 한 자리까지인 네 단어로 봅니다.

# %%
example_words, example_counts = ["영화", "감독", "여운", "도로록"], np.array([8000, 800, 80, 8])
bars = {power: example_counts**power / (example_counts**power).sum() for power in (0.0, 0.75, 1.0)}
fig, ax = plt.subplots(figsize=(6.4, 3.4))
for number, (power, values) in enumerate(bars.items()):
    shown = ax.bar(np.arange(4) + 0.27 * (number - 1), values, width=0.25, label={0.0: "고르게 (0제곱)", 0.75: "0.75제곱", 1.0: "횟수대로 (1제곱)"}[power])
    ax.bar_label(shown, fmt="%.3f", fontsize=9)
ax.set(title="지수에 따른 가짜의 분포", xlabel="단어 (나온 횟수)", ylabel="뽑힐 확률", xticks=range(4), xticklabels=[f"{word} ({count:,})" for word, count in zip(example_words, example_counts)])
ax.legend()
plots.show(alt="네 단어가 가짜로 뽑힐 확률의 막대그림. 0.75제곱은 횟수대로 뽑을 때보다 흔한 단어의 몫이 줄고 드문 단어의 몫이 늘어난다.")
assert bars[0.75][0] < bars[1.0][0] and bars[0.75][3] > bars[1.0][3]

# %% [markdown]
# 0.75제곱은 "영화"의 몫을 조금 줄이고 "도로록"의 몫을 몇 배로 늘립니다. 빨리 뽑기 위해, 단어 번호를 이 비율만큼 되풀이해 적은 긴 표를 한 번 만들어 두고 아무 칸이나 집습니다. 처음 공개된 C 코드도 이렇게 합니다.

# %%
def noise_table(counts, power=0.75, size=1_000_000):
    share = counts**power / (counts**power).sum()
    return np.repeat(np.arange(len(counts)), np.ceil(share * size).astype(int))


table = noise_table(example_counts)
drawn = table[np.random.default_rng(7).integers(0, len(table), 10_000)]
print("뽑은 비율:", dict(zip(example_words, (np.bincount(drawn) / 10_000).round(3).tolist())))
assert np.abs(np.bincount(drawn, minlength=4) / 10_000 - bars[0.75]).max() < 0.02

# %% [markdown]
# ### 손실을 안전하게 계산합니다
#
# 식을 그대로 옮기면 사고가 납니다. 점수가 $-1000$이면 $\sigma$가 컴퓨터에서 정확히 0이 되고, $\log 0$은 $-\infty$입니다. 같은 값을 다르게 쓰면 됩니다. $-\log\sigma(x) = \log(1 + e^{-x})$이고, 이것은 `np.logaddexp(0, -x)`입니다.

# %%
scores = np.array([5.0, 0.0, -5.0, -1000.0])
with np.errstate(divide="ignore"):
    naive = -np.log(expit(scores))
pd.DataFrame({"점수": scores, "-log(σ(점수))를 그대로": naive, "np.logaddexp(0, -점수)": np.logaddexp(0, -scores)}).round(4)

# %% [markdown]
# 마지막 줄에서 갈립니다. 참값은 1000인데 그대로 옮긴 쪽은 `inf`입니다. 손실 하나가 `inf`가 되면 그 뒤의 평균은 모두 쓸모없습니다.
#
# ### 기울기: 이번에도 예측 빼기 정답
#
# 진짜의 정답은 1, 가짜의 정답은 0입니다. 점수에 대한 기울기는 5절과 똑같이 **예측 빼기 정답**, $\sigma(\text{score}) - y$입니다. 달라진 것은 하나, 오차가 있는 칸의 수입니다. 그림으로 보겠습니다.
# 중심 열두 개에 대한 오차를 소프트맥스와 네거티브 샘플링으로 각각 계산합니다.

# %%
rng = np.random.default_rng(15)
center = rng.permutation(at + [toy_index[word] for word in ("모자", "마을")])[:12]
context = np.array([rng.choice(len(N), p=share_row) for share_row in (N / N.sum(axis=1, keepdims=True))[center]])
random_in, random_out = rng.normal(0, 0.7, (2, len(toy_words), 8))
dense = np.exp(log_softmax(random_in[center] @ random_out.T)) - np.eye(len(toy_words))[context]            # (12, V)
target = np.column_stack([context, rng.integers(0, len(toy_words), (12, 3))])                              # (12, 1 + K)
spread = np.zeros_like(dense)
np.add.at(spread, (np.arange(12)[:, None], target), expit(np.einsum("bd,bkd->bk", random_in[center], random_out[target])) - [1, 0, 0, 0])

fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), sharey=True)
for ax, matrix, title in [(axes[0], dense, "소프트맥스: 모든 칸에 오차"), (axes[1], np.where(spread == 0, np.nan, spread), "네거티브 샘플링: 1 + K칸에만")]:
    image = ax.imshow(matrix, cmap="RdBu", vmin=-1, vmax=1, aspect="auto")
    ax.set(title=title, xlabel="단어 번호 0 … V-1", yticks=range(12), yticklabels=[toy_words[i] for i in center])
    ax.grid(False)
axes[0].set_ylabel("중심")
fig.colorbar(image, ax=axes, label="오차 (예측 - 정답)")
plots.show(alt="오차 행렬 두 장. 소프트맥스는 모든 칸이 옅게 차 있고 정답만 붉다. 네거티브 샘플링은 줄마다 네 칸만 차 있고 나머지는 비어 있다.")

# %% [markdown]
# 붉은 칸이 정답(당기는 힘), 푸른 칸이 밀어내는 힘입니다. 왼쪽은 모든 칸이 차 있고, 오른쪽은 줄마다 네 칸뿐입니다. 빈칸은 계산하지도 고치지도 않습니다.
# 거의 비어 있는 행렬을 **희소 행렬(sparse matrix)** 이라고 합니다. 010의 단어 가방도 희소 행렬이었습니다.
#
# ## 10. 같은 단어의 기울기를 모읍니다
#
# 쌍 여러 개를 한 배치(batch)로 계산하면 한 단어가 여러 번 나옵니다. 그 기울기는 **모두 더해야** 합니다. 그런데 NumPy에는 소리 없는 함정이 있습니다.

# %%
ids, gradients = np.array([1, 1, 2]), np.ones((3, 2))   # 1번 단어가 두 번 나왔습니다
trap = np.zeros((4, 2))
trap[ids] -= gradients                                  # 오류도 경고도 없습니다
one_hot_rows = np.eye(4)[ids]                           # (3, V 4)
summed = -one_hot_rows.T @ gradients                    # (4, 3) @ (3, 2) -> (4, 2)
print("table[ids] -= ... :", trap[:, 0].tolist())
print("원-핫의 전치를 곱함:", summed[:, 0].tolist())
assert trap[1, 0] == -1 and summed[1, 0] == -2

# %% [markdown]
# `table[ids] -= ...`는 1번 단어의 기울기 둘 가운데 하나를 **잃었습니다**. 원-핫 행렬의 전치를 곱하면 둘이 더해집니다. 원-핫을 곱하는 것이 "꺼내기"라면, 전치를 곱하는 것은 "제자리에 **모아 넣기**"입니다.
# 원-핫과 오차 행렬은 거의 비어 있으므로 희소 행렬로 만들면 빠릅니다. 이제 SGNS의 기울기를 열몇 줄로 쓸 수 있습니다.

# %%
def sparse_rows(values, columns, V):
    """줄마다 M칸이 찬 희소 행렬. values와 columns: (B, M) -> (B, V)"""
    return sparse.csr_matrix((values.ravel(), columns.ravel(), np.arange(0, values.size + 1, values.shape[1])), shape=(len(values), V))


def sgns_gradients(W_in, W_out, center, context, negative):
    """center, context: (B,), negative: (B, K). 손실의 합과 두 표의 기울기를 돌려줍니다."""
    target = np.column_stack([context, negative])                  # (B, 1 + K) 0열이 진짜
    v = W_in[center]                                               # (B, D)
    score = np.einsum("bd,bkd->bk", v, W_out[target])              # (B, 1 + K) 점수 = u · v
    score[:, 1:][negative == context[:, None]] = -np.inf           # 우연히 정답이 뽑힌 가짜는 없던 것으로

    # L = -log σ(u₊·v) - Σ log σ(-uₖ·v)
    loss = np.logaddexp(0, -score[:, 0]).sum() + np.logaddexp(0, score[:, 1:]).sum()

    # ∂L/∂score = σ(score) - y
    error = expit(score)
    error[:, 0] -= 1
    E = sparse_rows(error, target, len(W_out))                     # (B, V)
    one_hot = sparse_rows(np.ones_like(v[:, :1]), center, len(W_in))  # (B, V)
    grad_v = E @ W_out                                             # (B, V) @ (V, D) -> (B, D)
    return loss, one_hot.T @ grad_v, E.T @ v                       # 두 표의 기울기, 모두 (V, D)

# %% [markdown]
# 5절의 식과 나란히 놓고 보세요. `error @ W_out`이 중심의 기울기, `error.T @ v`가 이웃의 기울기라는 것까지 똑같습니다. $P - Y$가 희소 행렬 `E`로 바뀌었을 뿐입니다.
# 이번에도 수치 미분으로 확인합니다. 두 표의 **모든** 수를 하나씩 흔들어 봅니다.

# %%
rng = np.random.default_rng(7)
small_in, small_out = rng.normal(0, 0.5, (2, 6, 3))               # V 6, D 3
batch = rng.integers(0, 6, 8), rng.integers(0, 6, 8), rng.integers(0, 6, (8, 4))
_, *formula = sgns_gradients(small_in, small_out, *batch)
worst = 0.0
for table, gradient in zip((small_in, small_out), formula):
    for place in np.ndindex(table.shape):
        middle, measured = table[place], []
        for moved in (middle + 1e-6, middle - 1e-6):
            table[place] = moved
            measured.append(sgns_gradients(small_in, small_out, *batch)[0])
        table[place] = middle
        worst = max(worst, abs((measured[0] - measured[1]) / 2e-6 - gradient[place]))
print(f"수 {small_in.size + small_out.size}개의 기울기, 식과 잰 값의 가장 큰 차이는 1e-6보다", "작습니다" if worst < 1e-6 else "큽니다")
assert worst < 1e-6

# %% [markdown]
# ## 11. 학습 루프를 완성합니다
#
# 진짜 말뭉치에서는 쌍이 수백만 개이므로, 쌍을 만드는 일도 파이썬 반복문 대신 배열로 합니다. 문장들을 한 줄로 길게 이어 붙이고, 각 자리가 **몇 번째 문장**인지 함께 적어 둡니다. 거리 $d$만큼 떨어진 두 자리가 같은 문장이면 이웃입니다.
#
# 한 가지를 더합니다. 창의 크기를 중심마다 $1$에서 `window` 사이로 무작위로 줄입니다. 가까운 이웃은 언제나, 먼 이웃은 가끔만 뽑히므로 **가까울수록 중요하게** 배웁니다. word2vec의 원래 코드와 gensim이 모두 쓰는 방법입니다.

# %%
def window_pairs(tokens, sentence_of, window, rng):
    """tokens, sentence_of: (T,). 섞인 (중심, 이웃) 번호의 배열 둘을 돌려줍니다."""
    reach = rng.integers(1, window + 1, len(tokens))               # 중심마다 1 … window
    centers, contexts = [], []
    for distance in range(1, window + 1):
        left = np.flatnonzero(sentence_of[:-distance] == sentence_of[distance:])
        right = left + distance
        for center, context in ((left, right), (right, left)):
            chosen = reach[center] >= distance
            centers.append(tokens[center[chosen]])
            contexts.append(tokens[context[chosen]])
    order = rng.permutation(sum(map(len, centers)))
    return np.concatenate(centers)[order], np.concatenate(contexts)[order]

# %% [markdown]
# 이제 학습 루프입니다. 에폭(epoch, 말뭉치를 한 번 다 읽는 것)마다 쌍을 새로 만들고 섞습니다. 배치마다 가짜를 뽑고, 기울기를 구하고, 두 표를 고칩니다. 학습률은 처음부터 끝까지 0으로 곧게 줄입니다.

# %%
def train_sgns(tokens, sentence_of, V, dim, window, epochs, K, batch, learning_rate, seed, keep=None, adagrad=False):
    rng = np.random.default_rng(seed)
    W_in = (rng.random((V, dim), dtype="float32") - 0.5) / dim     # 작은 무작위 수
    W_out = np.zeros((V, dim), dtype="float32")
    squares = [np.full((V, dim), 1e-6, dtype="float32") for _ in range(2)]               # 14절에서 씁니다
    table, losses = noise_table(np.bincount(tokens, minlength=V)), []
    for epoch in runtime.progress(range(epochs), "학습"):
        kept = slice(None) if keep is None else rng.random(len(tokens)) < keep[tokens]   # 13절에서 씁니다
        center, context = window_pairs(tokens[kept], sentence_of[kept], window, rng)
        total = 0.0
        for start in range(0, len(center), batch):
            c, o = center[start:start + batch], context[start:start + batch]
            negative = table[rng.integers(0, len(table), (len(c), K))]                   # (B, K)
            rate = learning_rate * (1 - (epoch + start / len(center)) / epochs)          # 0까지 곧게 줄입니다
            loss, *gradients = sgns_gradients(W_in, W_out, c, o, negative)
            for W, gradient, square in zip((W_in, W_out), gradients, squares):
                if adagrad:
                    square += gradient**2
                    gradient = gradient / np.sqrt(square)
                W -= rate * gradient
            total += float(loss)
        losses.append(total / len(center))
    return W_in, W_out, losses

# %% [markdown]
# 큰 말뭉치에 쓰기 전에 **작은 데서 먼저** 시험합니다. 장난감 말뭉치를 8차원으로 학습하고, 6절처럼 갈라지는지 보고, 유명한 **유추(analogy)** 도 해 봅니다. "남자 : 여자 = 왕 : ?"를 벡터의 덧셈과 뺄셈으로 푸는 것입니다.
#
# $$v_{\text{왕}} - v_{\text{남자}} + v_{\text{여자}} \approx v_{\,?}$$

# %% tags=["profile"]
toy_tokens = np.array([toy_index[word] for sentence in corpus for word in sentence])
toy_sentence_of = np.repeat(np.arange(len(corpus)), [len(sentence) for sentence in corpus])
with runtime.stopwatch("장난감 SGNS 학습"):
    sgns_in, sgns_out, sgns_losses = train_sgns(toy_tokens, toy_sentence_of, len(toy_words), dim=8, window=2, epochs=30, K=5, batch=64, learning_rate=0.1, seed=7)
print(f"손실 {sgns_losses[0]:.3f} → {sgns_losses[-1]:.3f}   (처음 보는 동전 던지기라면 6 log 2 = {6 * np.log(2):.3f})")
print("왕과 가까운 단어:", nearest("왕", toy_words, sgns_in))
assert sgns_losses[-1] < sgns_losses[0] and separates(sgns_in[at], royal) and separates(sgns_in[at], male)

# %% tags=["profile"]
def analogy(a, b, c, words, vectors, exclude=True):
    u, number = unit(vectors), {word: i for i, word in enumerate(words)}
    cosines = u @ (u[number[b]] - u[number[a]] + u[number[c]])     # b - a + c
    if exclude:
        cosines[[number[a], number[b], number[c]]] = -np.inf       # 물어본 단어는 답에서 뺍니다
    return words[int(cosines.argmax())]


answers = {f"{a} : {b} = {c} : ?": analogy(a, b, c, toy_words, sgns_in) for a, b, c in [("남자", "여자", "왕"), ("소년", "소녀", "왕자"), ("왕자", "왕", "공주")]}
assert answers["남자 : 여자 = 왕 : ?"] == "여왕" and answers["소년 : 소녀 = 왕자 : ?"] == "공주"
pd.Series(answers, name="답").to_frame()

# %% [markdown]
# "왕에서 남자를 빼고 여자를 더하면 여왕"이 나왔습니다. 말뭉치가 두 성질을 **서로 상관없이** 섞어 놓았기 때문에 벡터에서도 두 방향이 더해집니다. 이 말뭉치는 일부러 그렇게 만든 것이니 아직 놀라지는 맙시다. 진짜 글에서 어떤지는 16절에서 봅니다.
#
# ### 배치를 키우면 학습률도 생각해야 합니다
#
# 배치 안에서 같은 단어의 기울기를 모두 더하기로 했습니다. 그러면 배치가 클수록 한 걸음이 커집니다. 사전이 30가지뿐인 여기서 배치를 64에서 1,024로 키우면 어떻게 될까요?

# %% tags=["profile"]
with np.errstate(all="ignore"):
    for size in (64, 1024):
        _, _, trial = train_sgns(toy_tokens, toy_sentence_of, len(toy_words), dim=8, window=2, epochs=3, K=5, batch=size, learning_rate=0.1, seed=7)
        print(f"묶음 {size:>5}: 한 묶음에 단어마다 평균 {size * 6 / len(toy_words):>6.1f}번, 3에폭 뒤 손실 {trial[-1]:.3g}")
assert not trial[-1] < 6 * np.log(2)

# %% [markdown]
# 걸음이 너무 커서 골짜기를 건너뛰고 **발산**했습니다. 손실이 커지거나 `nan`이 보이면 학습률과 배치의 크기부터 의심하세요. 사전이 크면 한 배치에 같은 단어가 적게 나오므로 더 큰 배치를 쓸 수 있습니다.
#
# ### 더 깊이: SGNS는 무엇을 배우는 것일까요
#
# 3절의 세기와 이 절의 맞히기는 사실 **같은 일**입니다. Levy와 Goldberg(2014)는 SGNS의 손실이 가장 작아지는 점수가 다음과 같다는 것을 보였습니다. $\log$ 안은 "실제로 함께 나온 횟수 나누기, 가짜로 함께 뽑힌 횟수"입니다.
# **점별 상호정보량(pointwise mutual information, PMI)** 에서 $\log K$를 뺀 값이라고 읽을 수도 있습니다.
#
# $$u_o \cdot v_c \;\to\; \log \frac{N_{co}}{K\, n_c\, P_n(o)}$$
#
# 정말 그런지, 방금 학습한 점수를 횟수로 계산한 값 옆에 놓아 봅니다.

# %% tags=["profile"]
rng = np.random.default_rng(7)
seen = np.zeros((len(toy_words), len(toy_words)))
for _ in range(30):
    np.add.at(seen, window_pairs(toy_tokens, toy_sentence_of, 2, rng), 1 / 30)
P_noise = np.bincount(toy_tokens)**0.75 / (np.bincount(toy_tokens)**0.75).sum()
often = seen >= 10
counted = np.log(seen[often] / (5 * seen.sum(axis=1, keepdims=True) * P_noise)[often])
learned = (sgns_in @ sgns_out.T)[often]
fig, ax = plt.subplots(figsize=(4.8, 4.2))
ax.plot(counted, learned, ".", alpha=0.5)
ax.axline((counted.mean(), counted.mean()), slope=1, color="black", lw=1, ls=":")
ax.set(title="배운 점수와 센 점수", xlabel="횟수로 계산한 값", ylabel="학습한 u · v")
plots.show(alt="횟수로 계산한 값과 학습한 점수의 산점도. 점들이 대각선 둘레에 모여 있다.")
agreement = np.corrcoef(counted, learned)[0, 1]
print(f"상관 계수 {agreement:.3f}")
assert agreement > 0.85

# %% [markdown]
# 대각선에 가깝습니다. SGNS는 거대한 횟수 표를 만들지 않고도 **그 표의 로그를 짧은 벡터 둘의 곱으로** 적어 내려간 것입니다. 세는 방법과 배우는 방법은 적이 아니라 형제입니다. 17절에서 다시 만납니다.
#
# ## 12. 진짜 글: 네이버 영화평
#
# 이제 010에서 쓴 네이버 영화평으로 갑니다. 라벨은 쓰지 않습니다. **글만** 씁니다. 한국어는 조사와 어미가 붙어서 "배우가", "배우의", "배우들이"가 모두 다른 단어가 됩니다. 형태소 분석기 Kiwi로 나누고, 뜻이 있는 것만 남깁니다.
#
# | 품사 | 표시 | 예 |
# |---|---|---|
# | 명사, 어근 | NNG, NNP, XR | 배우, 송강호, 지루 |
# | 동사, 형용사, 부정 지정사 | VV, VA, VCN | 보다, 좋다, 아니다 ("다"를 붙여 적습니다) |
# | 부사 | MAG | 정말, 안, 못 |

# %%
from kiwipiepy import Kiwi

kiwi = Kiwi()
PLAIN, VERBS = {"NNG", "NNP", "XR", "MAG"}, {"VV", "VA", "VCN"}


def content_words(morphemes):
    words = []
    for morpheme in morphemes:
        tag = morpheme.tag.split("-")[0]  # 불규칙 활용은 "VA-I"처럼 적혀 있습니다
        if tag in PLAIN or tag in VERBS:
            words.append(morpheme.form + ("다" if tag in VERBS else ""))
    return words


for text in ["배우들의 연기가 최고였지만 결말은 지루했다.", "스토리가 안 좋은데 음악은 정말 아름답다"]:
    print(text, "→", content_words(kiwi.tokenize(text)))

# %% [markdown]
# 조사와 어미가 떨어지고 "좋은데"가 "좋다"로 돌아왔습니다. `Kiwi.tokenize`에 글의 목록을 통째로 주면 여러 코어로 나누어 처리합니다. 15만 편에 얼마나 걸리는지 재 봅니다.

# %% tags=["profile"]
reviews, _ = data.load_nsmc()
print(f"영화평 {len(reviews):,}편 ({reviews.attrs['origin']})")
with runtime.stopwatch("형태소 분석") as watch:
    tokenized = [content_words(morphemes) for morphemes in kiwi.tokenize(reviews.document.tolist())]
print(f"1초에 {len(reviews) / watch.seconds:,.0f}편, 남은 단어 {sum(map(len, tokenized)):,}개")
assert sum(map(len, tokenized)) > 3 * len(reviews)

# %% [markdown]
# 너무 드문 단어는 이웃을 본 적이 몇 번 없어 배울 수 없습니다. `min_count`번 미만인 단어를 버리고, 010처럼 많이 나온 순서로 번호를 붙입니다. 단어를 버린 **다음에** 창을 씌우므로, 버린 단어 양쪽의 단어가 서로 이웃이 됩니다. gensim도 그렇게 합니다.

# %% tags=["profile"]
counter = Counter(word for sentence in tokenized for word in sentence)
words = [word for word, count in counter.most_common() if count >= S.min_count]
index = {word: number for number, word in enumerate(words)}
sentences = [[word for word in sentence if word in index] for sentence in tokenized]
tokens = np.array([index[word] for sentence in sentences for word in sentence])
sentence_of = np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
counts = np.bincount(tokens, minlength=len(words))
print(f"단어 {len(counter):,}가지 가운데 {S.min_count}번 이상 나온 {len(words):,}가지, 토큰의 {len(tokens) / counter.total():.1%}를 덮습니다")
print("가장 흔한 단어:", ", ".join(f"{word} {count:,}" for word, count in zip(words[:8], counts)))
assert len(tokens) / counter.total() > 0.8

# %% [markdown]
# 단어의 대부분은 몇 번 나오지 않지만, 그런 단어를 다 버려도 글의 거의 전부가 남습니다.
#
# ## 13. 서브샘플링: 너무 흔한 단어를 덜어 냅니다
#
# "영화"는 어디에나 나옵니다. "영화"가 이웃이라는 사실은 아무것도 말해 주지 않는데, 쌍의 큰 몫을 차지합니다. 그래서 흔한 단어를 **확률로 지웁니다**. 비율이 $f(w)$인 단어를 남길 확률은 논문에서 $\sqrt{t / f(w)}$입니다.
# 공개된 C 코드와 gensim은 조금 너그러운 식을 씁니다. 나중에 gensim과 견주어야 하므로 같은 식을 쓰겠습니다.
#
# $$P_{\text{남김}}(w) = \min\left(1,\; \sqrt{\frac{t}{f(w)}} + \frac{t}{f(w)}\right)$$

# %% tags=["profile"]
frequency = counts / counts.sum()                                  # (V,)
keep = np.minimum(1, np.sqrt(S.t / frequency) + S.t / frequency)   # (V,)
fig, ax = plt.subplots()
ax.plot(frequency, keep, color=plots.COLOURS[0])
for word in ["영화", "보다", "배우", "음악", "여운"]:
    if word in index:
        ax.plot(frequency[index[word]], keep[index[word]], "o", color=plots.COLOURS[1])
        ax.annotate(word, (frequency[index[word]], keep[index[word]]), xytext=(6, 5), textcoords="offset points")
ax.set(title=f"단어를 남길 확률 (t = {S.t:g})", xlabel="말뭉치에서 차지하는 비율 (로그 눈금)", ylabel="남길 확률", xscale="log")
plots.show(alt="단어의 비율에 따른 남길 확률. 드문 단어는 모두 남고, 흔해질수록 확률이 떨어져 '영화'는 대부분 지워진다.")
print(f"토큰 {len(tokens):,}개 가운데 평균 {(counts * keep).sum() / len(tokens):.0%}가 남습니다. '영화'는 {keep[index['영화']]:.1%}만 남습니다")
assert keep.min() == keep[0] < 0.5 and keep.max() == 1

# %% [markdown]
# 얻는 것이 둘입니다. 쌍이 줄어 빨라지고, 지워진 자리만큼 창이 **멀리까지 닿습니다**. "영화"를 지운 자리 너머의 뜻 있는 단어가 이웃이 됩니다.
#
# ## 14. 학습합니다
#
# 앞에서 본 대로 큰 배치에서는 흔한 단어의 걸음이 너무 커집니다. 그렇다고 학습률을 낮추면 드문 단어가 거의 움직이지 못합니다. **Adagrad**(Duchi 외, 2011)는 숫자마다 지금까지의 기울기 제곱 $G^2$을 쌓아 두고 그 제곱근으로 나눕니다. 많이 움직인 숫자는 조심스럽게, 드물게 움직인 숫자는 크게 움직입니다.
#
# $$\theta \leftarrow \theta - \eta\,\frac{g}{\sqrt{\sum g^2}}$$
#
# 학습 루프의 `adagrad` 갈래가 이 식입니다. 학습률 $\eta$는 0.2입니다. 이 값을 어떻게 골랐는지는 17절에서 밝힙니다. 쌍이 몇 개인지 먼저 세고, 시간을 재며 학습합니다. 실제 데이터에서는 1분쯤 걸립니다.

# %% tags=["profile"]
shared = dict(dim=S.dim, window=5, epochs=S.epochs, K=5, batch=S.batch, keep=keep, adagrad=True, learning_rate=0.2)
rng = np.random.default_rng(1)
kept = rng.random(len(tokens)) < keep[tokens]
pairs_per_epoch = len(window_pairs(tokens[kept], sentence_of[kept], 5, rng)[0])
print(f"사전 {len(words):,}, 차원 {S.dim}: 배울 수 {2 * len(words) * S.dim:,}개, 한 에폭의 쌍 약 {pairs_per_epoch:,}개")
with runtime.stopwatch(f"SGNS {S.epochs}에폭") as watch:
    W_in, W_out, losses = train_sgns(tokens, sentence_of, len(words), seed=S.seeds[0], **shared)
our_seconds = watch.seconds

# %% tags=["profile"]
plots.learning_curves({"쌍 하나의 손실": losses}, title="영화평 SGNS의 손실")
plots.show(alt="에폭마다의 평균 손실. 처음에 빠르게, 나중에 천천히 줄어든다.")
print(f"동전 던지기 {6 * np.log(2):.3f} → 첫 에폭 {losses[0]:.3f} → 마지막 에폭 {losses[-1]:.3f}")
assert losses[-1] < losses[0] < 6 * np.log(2)

# %% [markdown]
# 7절에서 배운 대로 손실만 보고 기뻐하지 않겠습니다. 무엇을 배웠는지 **이웃**을 봅시다.
#
# ## 15. 가까운 단어
#
# 단어 하나를 고르고 코사인이 큰 순서로 늘어놓습니다. 자기 자신은 뺍니다.

# %% tags=["profile"]
def neighbour_table(queries, words, vectors, k=6):
    rows = {}
    for query in queries:
        if query in words:
            rows[query] = nearest(query, words, vectors, k)
    return pd.DataFrame.from_dict(rows, orient="index", columns=[f"{place}위" for place in range(1, k + 1)])


neighbour_table(["배우", "스토리", "코미디", "눈물", "엄마", "원작", "음악", "평점", "재밌다"], words, W_in)

# %% [markdown]
# 사전도 라벨도 없이 나온 목록입니다. 맞춤법이 다른 같은 말, 같은 종류의 말, 늘 함께 쓰는 말이 섞여 있습니다. 영화평만 읽었으니 세상을 **영화평의 눈으로** 봅니다.
#
# 단어를 여러 개 골라 한 장의 지도로 그립니다. 벡터를 두 수로 줄여야 하므로, 가장 넓게 퍼진 두 방향만 남기는 **주성분 분석(principal component analysis, PCA)** 을 씁니다. 나머지 방향은 버리는 그림이라는 것을 잊지 마세요.

# %% tags=["profile"]
families = {"가족": ["엄마", "아빠", "아들", "딸", "아버지", "할머니"], "장르": ["공포", "스릴러", "코미디", "액션", "로맨스", "멜로"], "만드는 사람": ["배우", "감독", "주연", "조연", "작가"],
            "소리와 화면": ["음악", "노래", "영상", "화면", "배경"], "나쁜 평": ["쓰레기", "최악", "졸작", "재미없다", "지루"], "슬픔": ["눈물", "울다", "슬프다", "여운", "가슴"]}
chosen = [(word, family) for family, members in families.items() for word in members if word in index]
X = unit(W_in[[index[word] for word, _ in chosen]])
middle = X - X.mean(axis=0)
_, sizes, directions = np.linalg.svd(middle, full_matrices=False)
fig, ax = plt.subplots(figsize=(8, 6))
plots.labelled_scatter(middle @ directions[:2].T, [word for word, _ in chosen], title="영화평에서 배운 단어의 지도 (PCA)", groups=[family for _, family in chosen], xlabel="첫째 주성분", ylabel="둘째 주성분", ax=ax)
plots.show(alt="여섯 무리의 단어를 주성분 둘로 그린 지도. 가족, 장르, 만드는 사람, 소리와 화면, 나쁜 평, 슬픔의 단어가 대체로 자기 무리끼리 모여 있다.")
print(f"두 방향이 담은 몫: {(sizes[:2] ** 2).sum() / (sizes ** 2).sum():.0%}")

# %% tags=["profile"]
same_family = np.array([[a == b for _, b in chosen] for _, a in chosen])
cosines = X @ X.T
inside = cosines[same_family & ~np.eye(len(chosen), dtype=bool)].mean()
outside = cosines[~same_family].mean()
print(f"같은 무리의 평균 코사인 {inside:.2f}, 다른 무리 {outside:.2f}")
assert inside > outside

# %% [markdown]
# 같은 무리끼리 더 가깝습니다. 그림의 두 방향은 전체의 일부만 담으므로, 그림에서 겹쳐 보이는 무리도 원래 차원에서는 떨어져 있을 수 있습니다. 그래서 판단은 그림이 아니라 코사인으로 했습니다.
#
# ## 16. 무엇을 잘못 배웠을까요
#
# ### 반대말이 가깝습니다
#
# "최고"와 "최악"은 뜻이 반대입니다. 벡터도 멀까요? 반대말 여러 쌍의 코사인이 아무렇게나 짝지은 단어들에 견주어 어디쯤인지 봅니다.

# %% tags=["profile"]
opposites = [("최고", "최악"), ("남자", "여자"), ("높다", "낮다"), ("처음", "끝"), ("크다", "작다"), ("기대", "실망"), ("재미있다", "재미없다"), ("웃음", "눈물")]
opposites = [(a, b) for a, b in opposites if a in index and b in index]
u, rng = unit(W_in), np.random.default_rng(7)
common = np.flatnonzero(counts >= 20)                              # 비슷하게 흔한 단어끼리 짝지어야 공평합니다
by_chance = (u[rng.choice(common, 5000)] * u[rng.choice(common, 5000)]).sum(axis=1)
opposite_cosines = [float(u[index[a]] @ u[index[b]]) for a, b in opposites]

fig, ax = plt.subplots(figsize=(7.5, 3.8))
ax.hist(by_chance[by_chance < 0.99], bins=60, color="#BBBBBB", label="아무렇게나 짝지은 두 단어")
for height, ((a, b), value) in enumerate(zip(opposites, opposite_cosines), 1):
    ax.axvline(value, color=plots.COLOURS[1], lw=1)
    ax.text(value, ax.get_ylim()[1] * (1 - 0.1 * height), f" {a}-{b}", color=plots.COLOURS[1], fontsize=9)
ax.set(title="반대말의 코사인은 어디쯤일까요", xlabel="코사인 유사도", ylabel="쌍의 수")
ax.legend(loc="upper left")
plots.show(alt="아무렇게나 짝지은 단어들의 코사인 분포와 반대말 쌍의 코사인. 반대말은 대부분 분포의 오른쪽 끝에 있다.")
print(f"최고-최악 {opposite_cosines[0]:.2f}, 아무 쌍의 평균 {by_chance.mean():.2f}")
assert np.median(opposite_cosines) > np.quantile(by_chance, 0.9)

# %% [markdown]
# 반대말은 멀기는커녕 **유난히 가깝습니다**. "올해 본 것 중에 ○○였다", "평점이 ○○"의 빈칸에는 양쪽이 다 들어갑니다. word2vec이 아는 것은 뜻이 아니라 **바꾸어 넣을 수 있는가**입니다. 도로록이 양말이라는 것을 알아낸
# 바로 그 원리가 여기서는 발목을 잡습니다. 감성 분류처럼 반대말을 갈라야 하는 일에 쓰려면 라벨로 더 배워야 합니다. 045에서 이어집니다.
#
# ### 한 단어에 벡터는 하나뿐입니다
#
# "배"는 타는 배, 먹는 배, 부른 배, 두 배 가운데 무엇일까요? "눈"과 "밤"은요?

# %% tags=["profile"]
neighbour_table(["배", "눈", "밤", "진"], words, W_in)

# %% [markdown]
# 뜻이 여럿인 단어도 벡터는 하나라서, 이 말뭉치에서 자주 쓰인 뜻이 나머지를 덮습니다. 문장마다 다른 벡터를 주는 모델은 140에서 나옵니다. 그리고 사전에 **없는** 단어는 벡터가 아예 없습니다. 어제 생긴 유행어도, 오타도, `min_count`에 못 미친 이름도 마찬가지입니다.
#
# ### 유추는 되는 것만 유명합니다
#
# 11절의 유추를 진짜 벡터로 해 봅니다. 오른쪽 칸은 **물어본 세 단어를 빼지 않았을 때**의 답입니다. 논문과 블로그의 예는 거의 언제나 세 단어를 빼고 답합니다.

# %% tags=["profile"]
questions = [("남자", "여자", "할아버지", "할머니"), ("남자", "여자", "남주", "여주"), ("아빠", "엄마", "아들", "딸"), ("웃기다", "코미디", "무섭다", "공포"),
             ("남자", "여자", "아빠", "엄마"), ("남자", "여자", "왕", "여왕"), ("한국", "서울", "일본", "도쿄"), ("크다", "작다", "많다", "적다")]
asked = [question for question in questions if all(word in index for word in question)]
rows = []
for a, b, c, hoped in asked:
    answer = analogy(a, b, c, words, W_in)
    rows.append({"문제": f"{a} : {b} = {c} : ?", "바란 답": hoped, "답": answer, "맞음": "예" if answer == hoped else "아니요", "세 단어를 빼지 않으면": analogy(a, b, c, words, W_in, exclude=False)})
assert all(row["답"] not in row["문제"].replace(":", " ").split() for row in rows)
unexcluded = [row["세 단어를 빼지 않으면"] in row["문제"] for row in rows]
assert sum(unexcluded) >= len(rows) / 2
pd.DataFrame(rows, columns=["문제", "바란 답", "답", "맞음", "세 단어를 빼지 않으면"]).set_index("문제")

# %% [markdown]
# 영화평에 자주 나오는 관계는 맞히고, 드문 관계는 엉뚱합니다. 영화평에서 "왕"은 임금보다 사람과 작품의 이름으로 더 많이 나오기 때문에, 장난감에서 그렇게 잘 되던 "여왕"이 나오지 않습니다.
#
# 오른쪽 칸이 더 중요합니다. 빼지 않으면 답은 대부분 **물어본 단어 그대로**입니다. $b - a$가 작아서 $c$를 거의 움직이지 못하는 것입니다. "왕 - 남자 + 여자 = 여왕"이라는 등식은, "왕과 가장 가까운 단어 가운데 왕을 빼고"라는 단서가 붙은 말입니다.
#
# 하나 더 조심할 것이 있습니다. 벡터는 글쓴이들의 치우친 생각도 그대로 배웁니다. 이런 벡터로 사람을 뽑거나 점수를 매기는 일에 쓰면 그 편향이 결정이 됩니다.
#
# ## 17. 사람의 점수와 견줍니다
#
# 이웃 몇 개가 그럴듯하다고 좋은 벡터일까요? 그럴듯한 예만 골라 보였을 수도 있습니다. 숫자로 재 봅시다. **WordSim-353의 한국어판**은 단어 쌍마다 여러 사람이 0에서 10까지 매긴 유사도입니다.

# %%
data.card("ws353_ko")

# %% [markdown]
# 사람이 매긴 점수의 **순서**와 코사인의 순서가 얼마나 같은지를 **스피어만 상관 계수(Spearman correlation)** 로 잽니다. 1이면 순서가 완전히 같고 0이면 상관이 없습니다.
#
# 규칙을 먼저 정합니다. 결과를 보고 규칙을 바꾸면 점수는 의미를 잃습니다.
#
# 1. 두 단어가 같은 쌍과 되풀이된 쌍은 뺍니다. 두 단어가 모두 사전에 있는 쌍만 쓰고, 그 수를 밝힙니다.
# 2. 쌍을 번갈아 둘로 나눕니다. 학습률은 **조정용** 절반만 보고 고르고, **확인용** 절반은 마지막에만 봅니다.
# 3. gensim과 우리 것은 같은 글, 같은 사전, 같은 차원, 창, 가짜의 수, 에폭, 서브샘플링을 씁니다. 학습률은 눈금이 서로 달라(우리 것은 Adagrad) 각자 조정용 절반으로 골랐습니다. 우리 것은 확률적 경사 하강법과 Adagrad의 몇 가지 값 가운데 Adagrad 0.2가 조정용 절반에서 가장 높았습니다. 시드를 바꾸어 여러 번 합니다.

# %% tags=["profile"]
all_pairs = data.load_ws353_ko()
pairs = all_pairs[all_pairs.word1 != all_pairs.word2].drop_duplicates(["word1", "word2"])
pairs = pairs[pairs.word1.isin(index) & pairs.word2.isin(index)].reset_index(drop=True)
left, right = pairs.word1.map(index).to_numpy(), pairs.word2.map(index).to_numpy()
half = np.arange(len(pairs)) % 2
print(f"{len(all_pairs)}쌍 가운데 사전에 있는 {len(pairs)}쌍: 조정용 {np.sum(half == 0)}, 확인용 {np.sum(half == 1)}")


def spearman(vectors, part=None):
    u = unit(vectors)
    cosines = (u[left] * u[right]).sum(axis=1)
    chosen = slice(None) if part is None else half == part
    return spearmanr(cosines[chosen], pairs.score[chosen]).statistic


untrained = [spearman(np.random.default_rng(seed).normal(size=W_in.shape)) for seed in range(20)]
print(f"학습하지 않은 무작위 벡터: 평균 {np.mean(untrained):+.2f}, 표준 편차 {np.std(untrained):.2f}")

# %% [markdown]
# 사전에 없는 쌍이 많습니다. WordSim은 은행, 물리학, 호텔 같은 일반 단어를 묻는데 우리는 영화평만 읽었습니다. 무작위 벡터도 우연히 0에서 이만큼은 벗어난다는 것을 눈금으로 기억해 두세요.
#
# ### 학습률을 고릅니다
#
# gensim의 기본 학습률은 0.025입니다. 큰 말뭉치를 생각한 값이라 이렇게 작은 말뭉치에서는 다 배우기 전에 끝날 수 있습니다. gensim으로 세 값을 해 보고, 조정용 절반의 점수로 고릅니다.

# %% tags=["profile"]
from gensim.models import Word2Vec


def train_gensim(learning_rate, seed):
    model = Word2Vec(sentences, vector_size=S.dim, window=5, min_count=S.min_count, sg=1, negative=5, ns_exponent=0.75,
                     sample=S.t, epochs=S.epochs, alpha=learning_rate, workers=1, seed=seed)
    rows = [model.wv.key_to_index[word] for word in words]
    return model.wv.vectors[rows], model.syn1neg[rows]             # 중심 표와 이웃 표, 둘 다 (V, D)


gensim_tables, gensim_seconds = {}, {}
for rate in (0.025, 0.05, 0.1):
    start = time.perf_counter()
    gensim_tables[rate, S.seeds[0]] = train_gensim(rate, S.seeds[0])
    gensim_seconds[rate] = time.perf_counter() - start
    print(f"gensim, 학습률 {rate:<5}: 조정용 {spearman(gensim_tables[rate, S.seeds[0]][0], part=0):.3f}   {gensim_seconds[rate]:.0f}초")
best_rate = max((0.025, 0.05, 0.1), key=lambda rate: spearman(gensim_tables[rate, S.seeds[0]][0], part=0))
print("고른 학습률:", best_rate)

# %% [markdown]
# 이제 gensim과 우리 것을 시드를 바꾸어 학습합니다. 학습이 끝나면 표가 두 장 남습니다. 흔히 중심 표만 쓰지만, **두 표를 더한** 벡터가 더 안정적일 때가 많다고 알려져 있습니다(Levy 외, 2015). 두 모델을 두 가지 방법으로 모두 재겠습니다.

# %% tags=["profile"]
tables = {"우리 SGNS": [], "gensim": []}                           # 씨앗마다 (중심 표, 이웃 표)
for seed in S.seeds:
    first = seed == S.seeds[0]
    # 첫 씨앗의 우리 것은 14절에서 이미 학습했습니다
    tables["우리 SGNS"].append((W_in, W_out) if first else train_sgns(tokens, sentence_of, len(words), seed=seed, **shared)[:2])
    tables["gensim"].append(gensim_tables[best_rate, seed] if first else train_gensim(best_rate, seed))
vectors = {}
for name, several in tables.items():
    vectors[f"{name}, 중심 표"] = [inside for inside, _ in several]
    vectors[f"{name}, 두 표의 합"] = [inside + outside for inside, outside in several]

# %% tags=["profile"]
scores = {name: [[spearman(trained, part) for trained in several] for part in (None, 0, 1)] for name, several in vectors.items()}
result = pd.DataFrame({name: [np.mean(values) for values in parts] for name, parts in scores.items()}, index=["전체", "조정용 절반", "확인용 절반"]).T
result["씨앗에 따른 전체의 범위"] = [f"{min(parts[0]):.3f} - {max(parts[0]):.3f}" for parts in scores.values()]
print(f"{len(pairs)}쌍, 씨앗 {len(S.seeds)}개의 평균. 학습 시간은 우리 {our_seconds:.0f}초, gensim {gensim_seconds[best_rate]:.0f}초 (코어 하나)")
ours, theirs = "우리 SGNS, 중심 표", "gensim, 중심 표"
assert result.loc[ours, "전체"] > result.loc[theirs, "전체"] - S.tolerance
result.round(3)

# %% [markdown]
# 우리가 만든 것이 gensim과 **견줄 만합니다**. 셀의 `assert`가 지키는 약속은 "중심 표끼리 견주어 gensim보다 `tolerance` 넘게 뒤지지 않는다"입니다. 두 표를 더한 줄도 함께 남겼습니다. 어느 줄이든 시드에 따른 범위와 함께 읽으세요.
# gensim은 C로 쓰였고 쌍을 하나씩 배우는데, 우리는 NumPy로 배치를 배웁니다. 배우는 식은 같습니다.
#
# 그런데 시드만 바꾸어도 점수가 흔들립니다. 단어 쌍이 달랐다면 얼마나 더 흔들릴까요? 쌍을 **다시 뽑아 가며**(bootstrap) 차이의 95% 구간을 재 봅니다.

# %% tags=["profile"]
rng = np.random.default_rng(7)
cosines = {name: np.mean([(unit(trained)[left] * unit(trained)[right]).sum(axis=1) for trained in vectors[name]], axis=0) for name in (ours, theirs)}
draws = np.array([[spearmanr(cosines[name][sample], pairs.score[sample]).statistic for name in cosines] for sample in rng.integers(0, len(pairs), (1000, len(pairs)))])
for column, name in enumerate(cosines):
    print(f"{name}: 95% 구간 {np.quantile(draws[:, column], 0.025):.2f} - {np.quantile(draws[:, column], 0.975):.2f}")
low, high = np.quantile(draws[:, 0] - draws[:, 1], [0.025, 0.975])
print(f"차이(우리 - gensim): 95% 구간 {low:+.2f} - {high:+.2f}")
assert low < S.tolerance

# %% tags=["profile"]
fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.9), sharey=True)
for ax, name in zip(axes, cosines):
    ax.plot(pairs.score, cosines[name], "o", alpha=0.5, markersize=4)
    ax.set(title=f"{name}: 스피어만 {spearmanr(cosines[name], pairs.score).statistic:.2f}", xlabel="사람이 매긴 유사도")
axes[0].set_ylabel("코사인 유사도 (씨앗 평균)")
plots.show(alt="사람의 점수와 코사인의 산점도 두 장. 두 모델 모두 오른쪽으로 갈수록 올라가지만 넓게 흩어져 있다.")

# %% [markdown]
# 구간이 넓습니다. (`quick` 프로필이라면 표본이 너무 작아 점수 자체가 무작위 벡터와 다르지 않을 것입니다. 이 절의 이야기는 실제 데이터의 이야기입니다.) 이 정도 쌍으로는 작은 차이를 말할 수 없습니다. 논문에서 소수점 둘째 자리까지 적힌 순위를 볼 때 이 구간을 떠올리세요. 산점도도 **넓게 흩어져** 있습니다. 솔직히 말하면 높은 점수가 아닙니다. 이유는 이렇습니다.
#
# - **말뭉치가 작고 좁습니다.** 단어 백만 남짓, 모두 영화평입니다. 위키백과 전체로 배운 벡터는 논문에서 이보다 훨씬 높은 값을 냅니다(Park 외, 2018). 설정을 더 만지는 것보다 글을 늘리는 것이 낫습니다.
# - **뜻이 다릅니다.** 영화평의 "주식"이나 "진"은 WordSim이 묻는 뜻이 아닙니다.
# - **묻는 것이 다릅니다.** WordSim은 "비슷하다"와 "관련 있다"를 구별하지 않고, word2vec은 "바꾸어 넣을 수 있다"를 배웁니다.
#
# ### 마지막 상대: 세어서 압축하기
#
# 11절에서 SGNS가 사실은 횟수 표를 압축하는 일이라고 했습니다. 그렇다면 정말로 **세고, 로그를 취하고, 압축**하면 어떨까요? PMI가 양수인 칸만 남긴 표(positive PMI, PPMI)를 특잇값 분해(SVD)로 같은 차원까지 줄입니다. 학습률도 에폭도 없습니다.

# %% tags=["profile"]
from scipy.sparse.linalg import svds


def ppmi_svd(center, context, V, dim):
    counted = sparse.csr_matrix((np.ones(len(center)), (center, context)), shape=(V, V)).tocoo()   # 동시 출현 횟수
    n = np.asarray(counted.sum(axis=1)).ravel()
    P_context = n**0.75 / (n**0.75).sum()                                                          # 0.75제곱은 여기서도 씁니다
    pmi = np.log(counted.data / (n[counted.row] * P_context[counted.col]))
    ppmi = sparse.csr_matrix((np.maximum(pmi, 0), (counted.row, counted.col)), shape=(V, V))
    U, strength, _ = svds(ppmi, k=dim, random_state=7)                                             # (V, D), (D,)
    return U * np.sqrt(strength)


rng = np.random.default_rng(S.seeds[0])
kept = rng.random(len(tokens)) < keep[tokens]
with runtime.stopwatch("세고 압축하기"):
    counted_vectors = ppmi_svd(*window_pairs(tokens[kept], sentence_of[kept], 5, rng), len(words), S.dim)
result.loc["PPMI + SVD"] = [spearman(counted_vectors), spearman(counted_vectors, 0), spearman(counted_vectors, 1), "-"]
assert spearman(counted_vectors) > result.loc[ours, "전체"] - 0.15
result.round(3)

# %% tags=["profile"]
neighbour_table(["배우", "스토리", "코미디", "눈물", "엄마"], words, counted_vectors)

# %% [markdown]
# 신경망도 경사 하강법도 없는 방법이 조금도 밀리지 않습니다. 오히려 앞설 때가 많습니다. **작은 말뭉치에서는 세는 방법이 강합니다.** 모든 횟수를 한꺼번에 보고 가장 좋은 압축을 구하기 때문입니다.
# (이 방법에는 조정용 절반으로 고른 것이 하나도 없다는 점도 눈여겨보세요.)
#
# 그렇다면 word2vec은 왜 세상을 바꾸었을까요? **규모** 때문입니다. 단어가 백만 가지, 글이 수천억 단어가 되면 횟수 표를 만들어 분해할 수 없습니다. word2vec은 글을 **흘려 읽으면서** 배우고, 표 두 장 말고는 아무것도 기억하지 않습니다.
# 그리고 "맞히게 해서 배운다"는 방법은 뒤에 나올 모든 모델로 이어졌습니다. 140의 BERT도, 150의 GPT도 이웃을 맞히며 배웁니다.
#
# ## 정리
#
# - **분포 가설**: 비슷한 자리에 나오는 단어는 뜻도 비슷합니다. word2vec은 이 가설을 손실 함수로 적은 것입니다.
# - **skip-gram**은 중심으로 이웃을 하나씩, **CBOW**는 이웃을 모아 중심을 맞힙니다. 맞히기는 핑계이고 얻는 것은 벡터입니다.
# - 기울기는 언제나 **예측 빼기 정답**입니다. 정답은 당기고 오답은 밀어냅니다.
# - **네거티브 샘플링**은 오차 행렬을 희소하게 만들어 사전의 크기와 상관없이 배우게 합니다. 가짜는 횟수의 0.75제곱에 비례해 뽑습니다.
# - **서브샘플링**은 흔한 단어를 덜어 내 빠르게 하고 창을 넓힙니다.
# - SGNS는 **PMI 표의 압축**입니다. 작은 말뭉치에서는 직접 세어 압축한 벡터가 더 나을 수 있습니다.
# - 벡터가 아는 것은 뜻이 아니라 **바꾸어 넣을 수 있음**입니다. 반대말이 가깝고, 뜻이 여럿이어도 벡터는 하나이며, 없는 단어는 모릅니다.
#
# | 표현 | 벡터의 길이 | 단어의 닮음 | 필요한 것 |
# |---|---|---|---|
# | 원-핫 | $V$ | 없음 | 사전 |
# | 동시 출현 횟수 | $V$ | 있음 | 글과 $V \times V$ 표 |
# | PPMI + SVD | $D$ | 있음 | 글과 $V \times V$ 표, 행렬 분해 |
# | word2vec (SGNS) | $D$ | 있음 | 글, 경사 하강법 |
#
# ## 흔한 실수
#
# - 정답에 이웃이 아니라 중심을 넣습니다. 손실은 0까지 내려가고 정확도는 100%가 되지만 아무것도 배우지 못합니다.
# - 정확도로 word2vec을 평가합니다. 얻을 수 있는 최고가 본디 낮습니다.
# - `table[ids] -= 기울기`로 고칩니다. 되풀이된 단어의 기울기가 소리 없이 사라집니다.
# - 배치를 키우면서 학습률을 그대로 둡니다. 흔한 단어의 걸음이 커져 발산합니다.
# - $\log\sigma$를 그대로 계산합니다. 점수가 크면 `inf`가 됩니다.
# - 이웃을 찾을 때 내적을 씁니다. 벡터가 긴 단어가 아무 데나 나타납니다. 코사인을 쓰세요.
# - 유추에서 물어본 단어를 빼고 있다는 사실을 잊습니다.
# - 평가할 단어 쌍을 보면서 설정을 고릅니다. 그 점수는 더 이상 처음 보는 쌍의 점수가 아닙니다.
#
# ## 더 읽을거리
#
# - Z. Harris (1954), *Distributional structure*. J. R. Firth (1957), *A synopsis of linguistic theory 1930-1955*. 분포 가설의 출발점입니다.
# - T. Mikolov, K. Chen, G. Corrado, J. Dean (2013), *Efficient estimation of word representations in vector space*. skip-gram과 CBOW입니다.
# - T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean (2013), *Distributed representations of words and phrases and their compositionality*. 네거티브 샘플링과 서브샘플링입니다.
# - O. Levy, Y. Goldberg (2014), *Neural word embedding as implicit matrix factorization*. SGNS가 PMI의 압축임을 보입니다.
# - O. Levy, Y. Goldberg, I. Dagan (2015), *Improving distributional similarity with lessons learned from word embeddings*. 세는 방법과 배우는 방법을 공평하게 견줍니다.
# - T. Linzen (2016), *Issues in evaluating semantic spaces using word analogies*. 유추 평가의 함정을 짚습니다.
# - S. Park, J. Byun, S. Baek, Y. Cho, A. Oh (2018), *Subword-level word vector representations for Korean*. 한국어 WordSim이 나온 논문입니다.
#
# ## 다음 강의
#
# 이제 단어마다 벡터가 있습니다. 그런데 문장은 단어의 **줄**입니다. 벡터를 평균하면 "영화 안 지루하고 배우 좋다"와 "영화 지루하고 배우 안 좋다"가 같아집니다.
# [020. LSTM/GRU 입출력 형태](../020_lstm_gru_shapes/020_lstm_gru_shapes.ipynb)에서는 벡터의 줄을 순서대로 읽는 층을 만듭니다.
# 오늘 배운 벡터를 다른 모델에 넣어 쓰는 일은 045에서 합니다.
