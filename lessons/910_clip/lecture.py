# ---
# title: CLIP과 이미지–텍스트
# number: "910"
# objectives:
#   - 이미지를 패치로 잘라 트랜스포머에 넣고, ViT의 파라미터를 식으로 셉니다.
#   - 이미지 인코더와 텍스트 인코더를 대조 손실로 함께 배우게 합니다.
#   - 문장만으로 분류하는 제로샷을, 학습에 없던 색과 모양의 조합에서 잽니다.
#   - 문장의 틀을 여럿 쓰면 얼마나 달라지는지 짝지어 견줍니다.
#   - 왼쪽과 오른쪽, 개수, 부정을 정말 아는지 재어 봅니다.
# datasets: []
# prerequisites: [015_word2vec, 130_transformer]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 그림과 글을 한 공간에
#
# 지금까지의 분류기는 정해진 라벨 가운데 하나를 골랐습니다. 라벨에 없는 것은 대답할 수 없습니다.
# **CLIP**(Contrastive Language–Image Pre-training)은 라벨 대신 **문장**을 씁니다. 그림과 문장을 같은 공간의 벡터로 바꾸고, 짝이 가까워지게 배웁니다.
#
# > 문장을 바꾸면 분류기가 바뀝니다. 그래서 **배운 적이 없는 라벨**도 물을 수 있습니다.
#
# 정말 그런지 작은 CLIP을 처음부터 배워서 잽니다. 그림은 이 강좌의 코드가 그린 도형입니다. 색 8개와 모양 8개의 조합 64개 가운데 48개만 배우고, 16개는 떼어 둡니다.
# **주황색 별** 한 장을 처음부터 끝까지 들고 갑니다. 주황색도 별도 배우지만, **주황색 별은 한 번도 배우지 않습니다**.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $B$, $N$ | 배치의 크기, 이미지 하나의 패치 수 |
# | $p$, $C$ | 패치의 한 변, 채널의 수(빨강, 초록, 파랑) |
# | $d$, $f$, $L$ | 토큰의 벡터 길이, 피드포워드의 폭, 층의 수 |
# | $\tau$ | 온도(temperature) |

# %% long="들여오기"
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from torch import nn

from nlplab import diagrams, plots, runtime, scenes

runtime.seed_everything(7)
mine = ("주황색", "별")

# %% settings
S = runtime.settings(
    train=16_000,  # quick: 640 · 학습에 쓰는 그림과 문장의 쌍
    held_out=800,  # quick: 160 · 검증 그림의 수, 시험 그림의 수
    batch=128,  # quick: 64 · 배치의 크기 B
    epochs=16,  # quick: 3 · CLIP을 배우는 에폭
    single_epochs=8,  # quick: 2 · 분류기를 배우는 에폭
    width=48,  # quick: 16 · 토큰의 벡터 길이 d
    layers=2,  # quick: 1 · 이미지 인코더의 층 L
    seeds=(1, 2, 3),  # quick: (1,) · 되풀이하는 시드
)

# %% [markdown]
# ## 1. 데이터: 조합으로 나눕니다
#
# 그림은 24×24 픽셀이고 밝은 바탕에 도형이 있습니다. 크기, 자리, 밝기, 색이 그림마다 조금씩 다릅니다.
#
# **먼저 맞혀 보세요.** 그림 16,000장을 무작위로 섞어서 나누면, 시험 그림에 **처음 보는 조합**이 있을까요?
#
# <details><summary>답</summary>
#
# 없다고 보아야 합니다. 조합은 64개뿐이므로 같은 조합이 양쪽에 있습니다. 그래서 그림이 아니라 **조합**으로 나눕니다.
# </details>

# %%
parts = {part: scenes.combinations(part) for part in scenes.PARTS}
table = pd.DataFrame("학습", index=scenes.SHAPES, columns=scenes.COLOURS)
for part, name in (("valid", "검증"), ("test", "시험")):
    for colour, shape in parts[part]:
        table.loc[shape, colour] = name
table

# %% claim
assert [len(parts[part]) for part in scenes.PARTS] == [48, 8, 8] and table.loc["별", "주황색"] == "시험" and mine in parts["test"]
assert (table == "시험").sum(axis=0).eq(1).all() and (table == "시험").sum(axis=1).eq(1).all() and (table == "검증").sum(axis=1).eq(1).all()

# %% [markdown]
# 색마다, 모양마다 여섯 조합은 학습에, 하나는 검증에, 하나는 시험에 있습니다. 그래서 시험의 색과 모양은 모두 **다른 짝과 함께** 배웁니다.
#
# 문장은 틀에 채워 만듭니다. 그림 열에 일곱은 도형이 하나, 둘은 왼쪽과 오른쪽에 하나씩, 하나는 같은 도형이 둘이나 셋입니다. 도형이 하나인 그림의 문장 가운데 몇은 그 그림에 **없는** 색을 말합니다.

# %%
def caption_one(pair, size, rng):
    """도형이 하나인 그림의 문장."""
    colour, shape = pair
    if rng.random() < 0.1:
        other = rng.choice([name for name in scenes.COLOURS if name != colour])
        return f"{other} 아닌 {shape}"
    ways = ["{1} {2}", "{1} {2} 그림", "{0} {1} {2}", "{1} {2} 하나"]
    return ways[rng.integers(len(ways))].format(size, colour, shape)


def caption_two(left, right, rng):
    ways = ["왼쪽에 {} {} 오른쪽에 {} {}", "{} {} 그리고 {} {}"]
    return ways[rng.integers(len(ways))].format(*left, *right)

# %% long="데이터를 만드는 함수"
def make(n, pairs, seed, two=0.2, same=0.1):
    """그림 (n, 24, 24, 3), 문장 n개, 도형이 하나면 그 조합(아니면 None)."""
    rng, rows = np.random.default_rng(seed), []
    for kind in rng.choice(3, size=n, p=[1 - two - same, two, same]):
        first, second = (pairs[k] for k in rng.integers(len(pairs), size=2))
        if kind == 0:
            image, size = scenes.draw_one(first, rng)
            rows.append((image, caption_one(first, size, rng), first))
        elif kind == 1:
            image = scenes.draw_two(first, second, rng)
            rows.append((image, caption_two(first, second, rng), None))
        else:
            number = int(rng.integers(2, 4))
            text = "{} {} {}".format(*first, {2: "둘", 3: "셋"}[number])
            rows.append((scenes.draw_same(first, number, rng), text, None))
    images, captions, labels = zip(*rows)
    return torch.tensor(np.array(images)), list(captions), list(labels)

# %% tags=["profile"] long="그림 여덟 장"
images, captions, labels = make(S.train, parts["train"], seed=1)
my_image = torch.tensor(scenes.draw_one(mine, np.random.default_rng(7))[0])
shown = [n for n, label in enumerate(labels) if label][:4]
shown += [n for n, label in enumerate(labels) if not label][:3]
axes = plt.subplots(2, 4, figsize=(9, 4.6))[1].flat
axes[0].imshow(my_image)
axes[0].set_title("우리 그림(배우지 않음)", fontsize=9)
for ax, n in zip(axes[1:], shown):
    ax.imshow(images[n])
    ax.set_title(captions[n], fontsize=9)
for ax in axes:
    ax.axis("off")
plots.show(alt="주황색 별 한 장과 학습 그림 일곱 장. 앞의 넷은 도형이 하나, "
               "뒤의 셋은 둘이거나 셋이다.")

# %% claim
words = " ".join(captions).split()
assert not any(f"{colour} {shape}" in caption for colour, shape in parts["test"] + parts["valid"] for caption in captions)
assert set(scenes.COLOURS) | set(scenes.SHAPES) <= set(words)

# %% [markdown]
# 시험과 검증의 조합은 그림에도 문장에도 나오지 않습니다. 도형이 둘인 그림도 학습의 조합만 씁니다.
#
# **바꾸어 보세요.** `parts["train"]`을 `scenes.every_combination()`으로 바꾸면 이 강의의 마지막 표는 무엇을 재는 표가 됩니까?
#
# ## 2. 이미지를 토큰으로: ViT
#
# 트랜스포머는 벡터의 줄을 받습니다. 이미지를 어떻게 줄로 만들까요? **ViT**(Vision Transformer)는 다섯 걸음으로 합니다.
#
# 1. 이미지를 $p \times p$ **패치(patch)** 로 자릅니다.
# 2. 패치를 펴서 길이 $d$인 벡터로 옮깁니다(선형 투영).
# 3. 맨 앞에 **클래스 토큰(class token)** 을 하나 붙입니다. 이미지 전체의 벡터가 될 자리입니다.
# 4. **위치 임베딩(position embedding)** 을 더합니다. 더하지 않으면 패치의 순서를 모릅니다.
# 5. 트랜스포머 인코더를 지나, 클래스 토큰의 자리만 꺼냅니다.

# %%
picture = diagrams.Diagram("ViT: 패치가 토큰입니다")
cut = picture.row(["패치 1", "패치 2", "…", "패치 N"], (1, 0), "grey")
projected = picture.row(["벡터"] * 4, (1, 1.2), "blue", fill=True)
token = picture.box("클래스 토큰", (0, 1.2), "orange", fill=True)
positions = picture.row([f"+ 위치 {n}" for n in ("0", "1", "2", "…", "N")], (0, 2), "green")
encoder = picture.box("트랜스포머 인코더 L층", (2, 3.1), "blue", fill=True, columns=5)
picture.arrow(cut, projected)
picture.arrow(positions[2], encoder)
out = picture.box("이미지의 벡터", (0, 4.8), "orange", fill=True)
picture.arrow(picture.label("클래스 토큰의 자리", (0, 3.75)), out)
picture.show(alt="패치 N개가 벡터로 옮겨지고, 맨 앞에 클래스 토큰이 붙는다. 위치를 더해 "
                 "인코더를 지나면 클래스 토큰의 자리가 이미지의 벡터가 된다.")

# %% [markdown]
# 먼저 자르는 함수입니다. 24×24 이미지를 6×6 패치로 자르면 16개이고, 패치 하나는 6×6×3 = 108개의 숫자입니다.
#
# **먼저 맞혀 보세요.** `x.reshape(B, 16, 108)`만 해도 같은 결과일까요?
#
# <details><summary>답</summary>
#
# 아닙니다. `reshape`는 이미지의 **윗줄부터 차례로** 108개씩 자릅니다. 24×3 = 72이므로 한 줄 반이 한 토막이 됩니다. 높이와 너비를 나눈 뒤 축의 순서를 바꾸어야 합니다.
# </details>

# %%
def patchify(x, p):
    """(B, H, W, C) → (B, N, p·p·C): 윗줄의 패치부터, 왼쪽에서 오른쪽으로."""
    B, H, W, C = x.shape
    x = x.reshape(B, H // p, p, W // p, p, C)              # (B, 줄, p, 칸, p, C)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(B, -1, p * p * C)


patches = patchify(my_image[None], 6)
print("우리 그림의 패치", tuple(patches.shape))
second = patches[0, 1].reshape(6, 6, 3)
print("둘째 패치 = 윗줄의 둘째 칸:", torch.equal(second, my_image[:6, 6:12]))
print("reshape만 하면:", torch.equal(my_image.reshape(1, 16, 108), patches))

# %%
axes = plt.subplots(4, 4, figsize=(3.6, 3.8))[1].flat
for n, ax in enumerate(axes):
    ax.imshow(patches[0, n].reshape(6, 6, 3))
    ax.set_title(n, fontsize=8)
    ax.axis("off")
plots.show(alt="주황색 별을 6×6 픽셀 패치 열여섯 개로 자른 그림. "
               "0번이 왼쪽 위, 15번이 오른쪽 아래다.")

# %% [markdown]
# 별이 여러 패치에 나뉘어 있습니다. 패치 하나만 보면 별인지 알 수 없으므로, 패치끼리 **서로 보아야** 합니다. 그 일을 어텐션이 합니다.
# 이제 다섯 걸음을 클래스로 적습니다. 자르기 전에 픽셀의 중앙값을 빼서 **바탕을 0으로** 하고, **3×3 합성곱**을 하나 둡니다. 합성곱은 픽셀마다 이웃을 보고 채널 셋을 열여섯으로 바꿉니다. 둘 다 원래의 ViT에는 없습니다. 합성곱은 설정을 고를 때 검증 조합에서 한 번 견주어(시드 하나) 나은 쪽을 두었습니다.
# 인코더는 `nn.TransformerEncoder`를 그대로 씁니다. `norm_first=True`는 층 정규화를 앞에 두는 방식이고 ViT도 CLIP도 이것을 씁니다.

# %%
def encoder(d, heads, layers, f=None):
    layer = nn.TransformerEncoderLayer(d, heads, f or 4 * d, dropout=0.0, activation="gelu",
                                       batch_first=True, norm_first=True)
    return nn.TransformerEncoder(layer, layers, norm=nn.LayerNorm(d),
                                 enable_nested_tensor=False)

# %% long="다섯 걸음이 이 절의 주제"
class ViT(nn.Module):
    """이미지 (B, H, W, 3) → 벡터 (B, out)."""

    def __init__(self, side, p, d, heads, layers, out, stem=16, f=None):
        super().__init__()
        N = (side // p) ** 2
        self.p = p
        self.stem = nn.Conv2d(3, stem, 3, padding=1)             # 원래의 ViT에는 없습니다
        self.project = nn.Linear(p * p * stem, d)
        self.token = nn.Parameter(torch.randn(1, 1, d) / 2)
        self.position = nn.Parameter(torch.randn(1, N + 1, d) / 2)
        self.encoder = encoder(d, heads, layers, f)
        self.out = nn.Linear(d, out)

    def forward(self, x):
        x = 4 * (x - x.flatten(1).median(dim=1)[0].view(-1, 1, 1, 1))   # 바탕을 0으로
        x = F.gelu(self.stem(x.permute(0, 3, 1, 2))).permute(0, 2, 3, 1)  # (B, H, W, 16)
        x = self.project(patchify(x, self.p))                    # (B, N, d)     1, 2
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1)   # (B, N + 1, d) 3
        x = self.encoder(x + self.position)                      # (B, N + 1, d) 4, 5
        return self.out(x[:, 0])                                 # (B, out)      클래스 토큰

# %% [markdown]
# ### 파라미터를 식으로 셉니다
#
# 원래의 ViT는 세 크기입니다. 모델을 만들지 않고도 셀 수 있습니다. 층 하나에는 어텐션의 행렬 넷, 피드포워드의 행렬 둘, 층 정규화 둘이 있습니다.
#
# $$\underbrace{(p^2 C + 1)d}_{\text{투영}} + \underbrace{d}_{\text{토큰}} + \underbrace{(N+1)d}_{\text{위치}} + L\,\big[\underbrace{4d(d+1)}_{\text{어텐션}} + \underbrace{2df + d + f}_{\text{피드포워드}} + \underbrace{4d}_{\text{정규화}}\big] + \underbrace{2d}_{\text{정규화}} + \underbrace{(d+1)K}_{\text{분류}}$$
#
# **먼저 맞혀 보세요.** B/16의 8,600만 개 가운데 위치 임베딩의 몫은 얼마나 될까요?
#
# <details><summary>답</summary>
#
# 0.2%도 되지 않습니다(197 × 768 = 151,296개). 거의 모두(98%) 층 안의 행렬입니다.
# </details>

# %%
def count(side, p, d, f, L, K, C=3):
    N = (side // p) ** 2
    layer = 4 * d * (d + 1) + 2 * d * f + d + f + 4 * d
    return (p * p * C + 1) * d + d + (N + 1) * d + L * layer + 2 * d + (d + 1) * K


sizes = {"B/16": (224, 16, 768, 3072, 12), "L/16": (224, 16, 1024, 4096, 24),
         "H/14": (224, 14, 1280, 5120, 32)}
rows = {name: [*size, count(*size, 1000) / 1e6, count(*size, 0) / 1e6]
        for name, size in sizes.items()}
print("위치", 197 * 768, " 층", 12 * (4 * 768 * 769 + 2 * 768 * 3072 + 5 * 768 + 3072))
columns = ["한 변", "p", "d", "f", "L", "백만 개(K=1000)", "분류층 빼고"]
pd.DataFrame(rows, index=columns).T.round(1).convert_dtypes()

# %% claim
assert count(*sizes["B/16"], 1000) == 86_567_656 and round(count(*sizes["L/16"], 1000) / 1e6, 1) == 304.3 and round(count(*sizes["H/14"], 1000) / 1e6, 1) == 632.0
assert 12 * (4 * 768 * 769 + 2 * 768 * 3072 + 5 * 768 + 3072) / count(*sizes["B/16"], 1000) > 0.98 and 197 * 768 == 151_296 and 151_296 / count(*sizes["B/16"], 1000) < 0.002

# %% [markdown]
# 논문의 표에는 86M, 307M, 632M이라고 적혀 있습니다. B와 H는 우리가 센 86.6과 632.0에 맞고, L은 304.3으로 논문의 307보다 1% 적습니다. 어디에서 온 차이인지는 확인하지 못했습니다.
# 식이 맞는지는 우리의 작은 ViT로 확인합니다. 합성곱의 몫을 더하고, 패치의 채널은 셋이 아니라 열여섯입니다.

# %% tags=["profile"]
size = (scenes.SIDE, 6, S.width, 4 * S.width, S.layers)
small = ViT(scenes.SIDE, 6, S.width, 4, S.layers, out=48)
real = sum(parameter.numel() for parameter in small.parameters())
stem = 3 * 3 * 3 * 16 + 16                       # 3×3 합성곱: 채널 셋 → 열여섯
expected = stem + count(*size, 48, C=16)
print(f"식 {expected:,} = 모델 {real:,}: {expected == real}")

# %% claim
assert expected == real

# %% [markdown]
# **바꾸어 보세요.** B를 `B/32`로(패치의 한 변을 32로) 바꾸면 파라미터는 늘어납니까, 줄어듭니까? 토큰의 수는 몇 분의 일이 됩니까?
#
# ## 3. 먼저 분류기로
#
# 도형이 하나인 그림만 골라, 배운 조합 48개 가운데 하나를 고르는 분류기를 배웁니다. 보통의 분류기와 같은 교차 엔트로피입니다.

# %% long="학습에 쓰는 함수 셋"
def optimizer_for(parameters, steps, rate=4e-3):
    adam = torch.optim.AdamW(parameters, rate, weight_decay=0.5)
    warmed = torch.optim.lr_scheduler.OneCycleLR(adam, rate, total_steps=steps, pct_start=0.1)
    return adam, warmed


def batches(n, size, rng):
    order = rng.permutation(n)
    return [order[k:k + size] for k in range(0, n - size + 1, size)]


def step(loss, parameters, adam, schedule):
    adam.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 1.0)
    adam.step()
    schedule.step()

# %% tags=["profile"] long="학습 루프가 이 절의 주제"
runtime.seed_everything(7)
rng = np.random.default_rng(7)
single = [n for n, label in enumerate(labels) if label]
known = {pair: k for k, pair in enumerate(parts["train"])}
answers = torch.tensor([known[labels[n]] for n in single])
classifier = ViT(scenes.SIDE, 6, S.width, 4, S.layers, out=len(known))
weights = list(classifier.parameters())
adam, schedule = optimizer_for(weights, S.single_epochs * (len(single) // S.batch))
with runtime.stopwatch("분류기"):
    for epoch in range(S.single_epochs):
        for rows in batches(len(single), S.batch, rng):
            scores = classifier(images[[single[n] for n in rows]])            # (B, 48)
            step(F.cross_entropy(scores, answers[rows]), weights, adam, schedule)

# %% [markdown]
# **먼저 맞혀 보세요.** 배운 조합을 새로 그린 그림에서는 얼마나 맞힐까요? 우리의 주황색 별에는 무엇이라고 답할까요?
#
# <details><summary>답</summary>
#
# 새로 그린 그림에서는 0.991입니다. 주황색 별에는 주황색 정사각형이라고 답합니다.
# </details>

# %% tags=["profile"]
def singles(pairs, seed):
    """도형이 하나인 새 그림과 그 조합."""
    drawn, _, found = make(S.held_out, pairs, seed, two=0, same=0)
    return drawn, found


fresh_images, fresh_labels = singles(parts["train"], seed=2)
with torch.no_grad():
    guessed = [parts["train"][k] for k in classifier(fresh_images).argmax(dim=1)]
    for_mine = parts["train"][int(classifier(my_image[None]).argmax())]
seen_accuracy = np.mean([a == b for a, b in zip(guessed, fresh_labels)])
print(f"배운 조합의 새 그림: {seen_accuracy:.3f}")
print("우리 그림:", " ".join(for_mine))

# %% claim real=True
assert round(seen_accuracy, 3) == 0.991 and for_mine == ("주황색", "정사각형")

# %% [markdown]
# 배운 조합의 새 그림은 0.991을 맞힙니다. 우리의 주황색 별에는 **주황색 정사각형**이라고 답합니다. 색은 맞혔고, 모양은 배운 칸에서 골라야 했습니다.
#
# 분류기의 출력은 48칸이고 **주황색 별의 칸은 없습니다**. 배우지 않은 조합의 정확도는 잴 것도 없이 0입니다. 칸을 늘리려면 라벨을 더 모아 다시 배워야 합니다.
#
# **바꾸어 보세요.** `self.position`을 더하지 않으면 정확도는 어떻게 됩니까? 위치를 모르면 색과 모양 가운데 어느 쪽이 더 어려워질까요?
#
# ## 4. 인코더 둘
#
# 칸의 이름을 없애고 **문장**을 넣습니다. 텍스트 인코더도 ViT와 똑같이 만듭니다. 패치 대신 단어를 임베딩하고, 맨 앞에 클래스 토큰을 붙입니다.
# 원래의 CLIP은 문장 **끝**의 토큰을 꺼내고 앞만 보는 마스크를 씁니다. 여기서는 두 인코더가 같은 모양이 되게 앞에 붙였습니다.

# %%
picture = diagrams.Diagram("두 인코더, 한 공간")
top = picture.chain(picture.box("그림 (B, 24, 24, 3)", (0, 1)),
                    picture.box("이미지 인코더", (1, 1), "blue", fill=True),
                    picture.box("길이를 1로 (B, d)", (2, 1), "blue"))
bottom = picture.chain(picture.box("문장 (B, T)", (0, 0)),
                       picture.box("텍스트 인코더", (1, 0), "green", fill=True),
                       picture.box("길이를 1로 (B, d)", (2, 0), "green"))
joined = picture.box("유사도 (B, B)", (3.2, 0.5), "orange", fill=True)
picture.arrow(picture.boxes[2], joined)
picture.arrow(picture.boxes[5], joined)
picture.show(alt="그림은 이미지 인코더를, 문장은 텍스트 인코더를 지나 길이가 1인 벡터가 된다. "
                 "두 벡터들의 곱이 B×B 유사도 표다.")

# %%
PAD, UNKNOWN = 0, 1
words = sorted(set(" ".join(captions).split()))
index = {word: k for k, word in enumerate(words, start=2)}


def encode(texts, length=8):
    """문장 → 단어 번호 (B, T). 뒤를 패딩으로 채웁니다."""
    ids = np.full((len(texts), length), PAD)
    for row, text in zip(ids, texts):
        found = [index.get(word, UNKNOWN) for word in text.split()][:length]
        row[:len(found)] = found
    return torch.tensor(ids)


print(len(index), "단어:", encode(["주황색 별", "빨간색 아닌 별"])[:, :4].tolist())

# %% long="ViT와 나란히 볼 클래스"
class TextEncoder(nn.Module):
    """단어 번호 (B, T) → 벡터 (B, out)."""

    def __init__(self, words, length, d, heads, layers, out):
        super().__init__()
        self.embedding = nn.Embedding(words, d)
        self.token = nn.Parameter(torch.randn(1, 1, d) / 2)
        self.position = nn.Parameter(torch.randn(1, length + 1, d) / 2)
        self.encoder = encoder(d, heads, layers)
        self.out = nn.Linear(d, out)

    def forward(self, ids):
        x = torch.cat([self.token.expand(len(ids), -1, -1), self.embedding(ids)], dim=1)
        padding = F.pad(ids == PAD, (1, 0))                # 클래스 토큰은 패딩이 아닙니다
        x = self.encoder(x + self.position, src_key_padding_mask=padding)   # (B, T + 1, d)
        return self.out(x[:, 0])                                            # (B, out)

# %% [markdown]
# **먼저 맞혀 보세요.** 문장 뒤에 패딩을 더 붙이면 벡터가 달라질까요?
#
# <details><summary>답</summary>
#
# 달라지지 않습니다. `src_key_padding_mask`가 패딩을 보지 못하게 합니다. 달라진다면 마스크가 잘못된 것입니다.
# </details>

# %% tags=["profile"]
runtime.seed_everything(7)
text_encoder = TextEncoder(len(index) + 2, 8, S.width, 4, 1, S.width)
with torch.no_grad():
    alone = text_encoder(encode(["주황색 별"]))
    together = text_encoder(encode(["주황색 별", "왼쪽에 빨간색 원 오른쪽에 파란색 별"]))[:1]
    ids = encode(["주황색 별"])
    text_encoder.embedding.weight[PAD] += 100          # 패딩의 벡터를 크게 바꾸어도
    moved = text_encoder(ids)
same = [torch.allclose(alone, other, atol=1e-5) for other in (together, moved)]
print("같은 벡터:", *same)

# %% claim
assert same == [True, True]

# %% [markdown]
# **바꾸어 보세요.** `src_key_padding_mask=padding`을 지우면 두 `True` 가운데 어느 것이 `False`가 됩니까?
#
# ## 5. 대조 손실을 손으로
#
# 배치에 그림 $B$장과 문장 $B$개가 있습니다. 유사도 표에서 **대각선만 짝**이고 나머지는 모두 짝이 아닙니다. 두 가지를 한꺼번에 묻습니다.
#
# - 줄: 이 그림의 문장은 $B$개 가운데 어느 것입니까?
# - 칸: 이 문장의 그림은 $B$장 가운데 어느 것입니까?
#
# $$\ell_{ij} = \frac{x_i \cdot y_j}{\tau}, \qquad L = \frac{1}{2B}\sum_i\Big[-\log\frac{e^{\ell_{ii}}}{\sum_j e^{\ell_{ij}}} - \log\frac{e^{\ell_{ii}}}{\sum_j e^{\ell_{ji}}}\Big]$$
#
# 손으로 정한 유사도로 셈해 봅니다. 둘째 그림은 셋째 문장과 헷갈립니다.
#
# **먼저 맞혀 보세요.** 온도를 1에서 0.1로 내리면 손실은 커질까요, 작아질까요?
#
# <details><summary>답</summary>
#
# 여기서는 작아집니다(0.80에서 0.27로). 대각선이 대체로 가장 크므로, 차이를 키우면 확률이 짝으로 몰립니다. 둘째 줄처럼 **틀린** 곳의 벌은 오히려 커집니다.
# </details>

# %% long="손실의 정의와 계산"
by_hand = torch.tensor([[0.9, 0.1, 0.0], [0.2, 0.5, 0.6], [0.1, 0.3, 0.8]])


def contrastive(cosine, temperature):
    """유사도 (B, B) → 두 방향의 손실 (그림 → 문장, 문장 → 그림)."""
    scores = cosine / temperature
    rows = -torch.log_softmax(scores, dim=1).diagonal().mean()       # 줄의 합이 1
    columns = -torch.log_softmax(scores, dim=0).diagonal().mean()    # 칸의 합이 1
    return rows, columns


for temperature in (1.0, 0.1, 0.01):
    rows, columns = contrastive(by_hand, temperature)
    second = torch.softmax(by_hand[1] / temperature, dim=0)[1]
    both = (rows + columns) / 2
    print(f"온도 {temperature}: 줄 {rows:.2f}, 칸 {abs(columns):.2f}, 평균 {both:.2f}, "
          f"둘째 그림이 제 문장을 고를 확률 {second:.2f}")

# %% claim
hand = {t: sum(contrastive(by_hand, t)).item() / 2 for t in (1.0, 0.1, 0.01)}
assert torch.isclose((F.cross_entropy(by_hand / 0.1, torch.arange(3)) + F.cross_entropy(by_hand.T / 0.1, torch.arange(3))) / 2, torch.tensor(hand[0.1]), atol=1e-5)
assert [round(hand[t], 2) for t in (1.0, 0.1, 0.01)] == [0.8, 0.27, 1.67]

# %% [markdown]
# 온도를 0.01까지 내리면 손실은 1.67로 다시 커집니다. 둘째 그림이 제 문장을 고를 확률이 0이 되기 때문입니다.
# CLIP은 온도를 **배웁니다**. 온도의 역수의 로그를 파라미터로 두고, 역수가 100을 넘지 않게 자릅니다.
#
# **바꾸어 보세요.** `by_hand`의 둘째 줄을 `[0.2, 0.6, 0.5]`로 바꾸면 온도 0.01의 손실은 얼마가 됩니까?
#
# ## 6. 가짜 오답
#
# 손실은 대각선이 아니면 모두 틀렸다고 봅니다. 그런데 배치에 **같은 문장**이 둘 있으면, 맞는 문장을 틀렸다고 밀어내게 됩니다. 이것이 **가짜 오답(false negative)** 입니다.
#
# **먼저 맞혀 보세요.** 128쌍의 배치에서, 같은 문장이 배치에 또 있는 그림은 몇 장쯤일까요?
#
# <details><summary>답</summary>
#
# 28장쯤입니다(0.218). 다섯에 하나입니다.
# </details>

# %% tags=["profile"]
names = np.array(captions)
found = []
for rows in batches(S.train, S.batch, np.random.default_rng(7)):
    same = names[rows][:, None] == names[rows]                       # (B, B)
    found.append((same.sum(axis=1) > 1).mean())
again = float(np.mean(found))
print(f"같은 문장이 배치에 또 있는 그림: {again:.3f} ({again * S.batch:.0f}장)")

# %% claim real=True
assert round(again, 3) == 0.218 and round(again * S.batch) == 28

# %% [markdown]
# 다섯에 하나가 겹칩니다. 우리 문장은 종류가 적기 때문입니다. 그래서 **글자까지 같은 문장**의 자리는 점수를 아주 작게 바꾸어 소프트맥스에서 뺍니다.
# "작은 빨간색 원"과 "빨간색 원"처럼 뜻이 겹치는 것은 그대로 남습니다.
#
# 온도의 역수는 100이 아니라 **15**에서 자릅니다. 온도가 아주 낮으면 유사도의 작은 차이만으로도 손실이 0에 가까워져서, 벡터가 넉넉히 벌어지기 전에 배움이 멈출 수 있습니다(추측). 상한과 가중치 감쇠(`weight_decay`)는 **검증 조합에서** 견주어 정했습니다.

# %% long="CLIP의 전부"
class CLIP(nn.Module):
    def __init__(self, d, layers):
        super().__init__()
        self.image = ViT(scenes.SIDE, 6, d, 4, layers, out=d)
        self.text = TextEncoder(len(index) + 2, 8, d, 4, 1, out=d)
        self.log_scale = nn.Parameter(torch.tensor(np.log(1 / 0.07), dtype=torch.float32))

    def forward(self, images, ids):
        """길이가 1인 벡터 둘 (B, d)과 온도의 역수."""
        x, y = F.normalize(self.image(images), dim=-1), F.normalize(self.text(ids), dim=-1)
        return x, y, self.log_scale.exp().clamp(max=15)


def clip_loss(x, y, scale, names):
    same = torch.tensor((names[:, None] == names) & ~np.eye(len(names), dtype=bool))
    cosine = (x @ y.T).masked_fill(same, -1e4)                       # 가짜 오답은 뺍니다
    return sum(contrastive(cosine, 1 / scale)) / 2

# %% [markdown]
# **바꾸어 보세요.** `~np.eye(...)`를 지우면 손실은 어떻게 됩니까? 대각선도 자기 자신과 같은 문장입니다.
#
# ## 7. 배웁니다
#
# 시드만 바꾸어 세 번 배웁니다. 데이터는 같고, 처음 가중치와 배치의 순서가 다릅니다. 모델 하나에 CPU로 **2분쯤**, 셋이면 5–6분 걸립니다. 다른 일도 하는 컴퓨터에서는 더 기다립니다(저장된 실행에서는 721.8초).
#
# **먼저 맞혀 보세요.** 128개 가운데 아무거나 고르는 모델의 손실은 $\ln 128 = 4.85$입니다. 첫 에폭의 평균은 이보다 클까요, 작을까요?
#
# <details><summary>답</summary>
#
# 작습니다. 3.4쯤입니다. 평균을 내는 에폭 동안에도 배우기 때문입니다.
# </details>

# %% tags=["profile"] long="학습 루프가 이 절의 주제"
ids = encode(captions)


def train(seed):
    runtime.seed_everything(seed)
    model, rng = CLIP(S.width, S.layers), np.random.default_rng(seed)
    weights, losses = list(model.parameters()), []
    groups = [{"params": [one for one in weights if one is not model.log_scale]},
              {"params": [model.log_scale], "weight_decay": 0.0}]   # 온도는 감쇠하지 않습니다
    adam, schedule = optimizer_for(groups, S.epochs * (S.train // S.batch))
    for epoch in range(S.epochs):
        total = []
        for rows in batches(S.train, S.batch, rng):
            loss = clip_loss(*model(images[rows], ids[rows]), names[rows])
            step(loss, weights, adam, schedule)
            total.append(loss.item())
        losses.append(np.mean(total))
    return model.eval(), losses

# %% tags=["profile"]
models, history = [], {}
with runtime.stopwatch("CLIP 셋") as watch:
    for seed in S.seeds:
        model, losses = train(seed)
        models.append(model)
        history[f"시드 {seed}"] = losses
print(f"CPU 시간 {watch.cpu_seconds / len(S.seeds) / 60:.1f}분씩")
temperatures = [1 / model.log_scale.exp().clamp(max=15).item() for model in models]
print("배운 온도", [round(one, 3) for one in temperatures])

# %% claim
assert len(temperatures) == len(models) and min(temperatures) > 1 / 15.001

# %% tags=["profile"]
plots.learning_curves(history, title="대조 손실", ylabel="손실")
plots.show(alt="시드 셋의 대조 손실이 에폭마다 내려가는 곡선.")

# %% claim
assert all(losses[-1] < losses[0] for losses in history.values())

# %% claim real=True
assert all(3.3 < losses[0] < 3.5 and 0.66 <= round(losses[-1], 2) <= 0.68 for losses in history.values()) and len(history) == 3
assert all(round(one, 3) == 0.067 for one in temperatures)

# %% [markdown]
# 손실은 3.4쯤에서 0.66–0.68까지 내려가고 세 곡선이 거의 겹칩니다. 배운 온도는 셋 다 0.067, 곧 상한(1/15)에 닿아 있습니다. 설정을 고르면서 자르지 않고 배운 것은 0.03쯤까지 내려갔습니다.
#
# 손실이 0에 가깝지 않다고 잘못된 것은 아닙니다. "빨간색 원"이라는 문장은 배치의 여러 그림에 맞으므로 완벽한 모델도 0이 되지 않습니다.
#
# **바꾸어 보세요.** `S.batch`를 32로 줄이면 손실은 작아집니다. 더 좋은 모델이라는 뜻입니까?
#
# ## 8. 유사도 표
#
# 검증 조합 여덟에서 그림을 한 장씩 그리고, 여덟 문장과의 유사도를 봅니다. 모두 배운 적이 없는 조합입니다.
#
# **먼저 맞혀 보세요.** 대각선 말고 유사도가 0.5를 넘는 칸이 있을까요? 여덟 조합은 색도 모양도 서로 다릅니다.
#
# <details><summary>답</summary>
#
# 없습니다. 대각선은 0.88–0.96이고 나머지는 가장 높아도 0.39입니다.
# </details>

# %%
def vectors_of(model, texts):
    with torch.no_grad():
        return F.normalize(model.text(encode(texts)), dim=-1)        # (문장 수, d)


def look(model, drawn):
    with torch.no_grad():
        return F.normalize(model.image(drawn), dim=-1)               # (그림 수, d)

# %% tags=["profile"]
rng = np.random.default_rng(8)
eight = torch.tensor(np.array([scenes.draw_one(pair, rng)[0] for pair in parts["valid"]]))
texts = [" ".join(pair) for pair in parts["valid"]]
similarity = (look(models[0], eight) @ vectors_of(models[0], texts).T).numpy()    # (8, 8)
plots.heatmap(similarity, texts, texts, "배우지 않은 조합의 유사도", "문장", "그림")
plots.show(alt="배우지 않은 조합 여덟의 그림과 문장의 코사인 유사도 열지도. 대각선의 여덟 "
               "칸이 가장 진하고, 나머지 칸에는 음수도 있다.")

# %% claim real=True
rest = similarity[~np.eye(8, dtype=bool)]
assert (similarity.argmax(axis=1) == np.arange(8)).all() and [round(float(x), 2) for x in (similarity.diagonal().min(), similarity.diagonal().max(), rest.max())] == [0.88, 0.96, 0.39]
assert similarity[4, 3] == rest.max() and (texts[4], texts[3]) == ("분홍색 십자가", "보라색 별")

# %% [markdown]
# 줄마다 대각선이 가장 높습니다. 나머지 가운데 가장 높은 것은 분홍색 십자가의 그림과 보라색 별의 문장(0.39)입니다.
# 그러나 이것은 쉬운 표입니다. 색이 모두 다르므로 **색만 알아도** 대각선을 고를 수 있습니다. 어려운 것은 색이 같고 모양만 다른 문장과 가르는 일입니다.
#
# **바꾸어 보세요.** 문장을 모두 `"{} {} 그림"`으로 바꾸면 표가 달라집니까?
#
# ## 9. 제로샷: 문장이 분류기입니다
#
# 조합 64개를 모두 문장으로 바꾸고, 그림과 가장 가까운 문장을 고릅니다. **제로샷(zero-shot)** 분류입니다. 다시 배우는 것은 없습니다.
# 배운 조합 48개도 후보이므로, 모델이 배운 것만 고른다면 배우지 않은 조합은 모두 틀립니다. 여덟 가운데 고르는 것보다 어렵습니다.

# %%
everything = scenes.every_combination()


def scores_of(model, drawn, templates):
    """(그림 수, 64). 틀이 여럿이면 길이를 1로 → 평균 → 다시 길이를 1로."""
    each = torch.stack([vectors_of(model, [template.format(*pair) for pair in everything])
                        for template in templates])                  # (틀, 64, d)
    texts = F.normalize(each.mean(dim=0), dim=-1)                    # (64, d)
    return look(model, drawn) @ texts.T


def zero_shot(model, drawn, templates):
    """그림마다 고른 조합."""
    return [everything[k] for k in scores_of(model, drawn, templates).argmax(dim=1)]


def correct(guesses, truth):
    return np.array([guess == pair for guess, pair in zip(guesses, truth)])

# %% [markdown]
# 틀을 넷 준비합니다. 셋은 학습의 문장과 같은 꼴이고, 하나는 학습에 없던 낱말이 들어 있습니다. 틀은 **검증 조합**에서만 견줍니다.
#
# **먼저 맞혀 보세요.** 틀에 따라 정확도가 달라질까요? 네 틀을 평균한 것(**프롬프트 앙상블**)은 가장 좋은 틀보다 나을까요?
#
# <details><summary>답</summary>
#
# 거의 달라지지 않습니다. 배운 꼴의 틀 셋은 0.959와 0.960이고 낯선 틀이 0.955입니다. 앙상블도 0.959와 0.960으로 더 낫지 않습니다.
# </details>

# %% tags=["profile"]
templates = ["{} {}", "{} {} 그림", "{} {} 하나", "멋진 {} {} 사진"]
valid_images, valid_labels = singles(parts["valid"], seed=3)
arms = {template: [template] for template in templates} | {"넷의 앙상블": templates}
arms["아는 틀 셋의 앙상블"] = templates[:3]
scores = {name: [correct(zero_shot(model, valid_images, arm), valid_labels).mean()
                 for model in models] for name, arm in arms.items()}
valid_table = pd.DataFrame(scores, index=[f"시드 {seed}" for seed in S.seeds]).T
valid_table.assign(평균=valid_table.mean(axis=1)).round(3)

# %% claim real=True
assert valid_table.mean(axis=1).round(3).tolist() == [0.959, 0.96, 0.96, 0.955, 0.96, 0.959]
assert [round(x, 3) for x in (valid_table.loc["{} {}"].min(), valid_table.loc["{} {}"].max())] == [0.94, 0.976]

# %% [markdown]
# 틀의 차이(0.955–0.960)보다 시드의 차이(첫 틀에서 0.940–0.976)가 훨씬 큽니다. 그래서 시험에서는 가장 단순한 첫 틀을 주된 결과로 삼기로 **미리** 정합니다.
#
# 견줄 기준선도 만듭니다. 색과 모양을 **따로** 배워 둘 다 맞으면 맞은 것으로 합니다. 라벨을 색과 모양으로 쪼개 주었으므로 CLIP보다 유리한 조건입니다.

# %% tags=["profile"]
flat = images[single].reshape(len(single), -1).numpy()


def histogram(drawn):
    """채널마다 열 칸의 색 히스토그램 (n, 30)."""
    return np.stack([[np.histogram(image[..., c], bins=10, range=(0, 1))[0] for c in range(3)]
                     for image in drawn.numpy()]).reshape(len(drawn), -1) / scenes.SIDE ** 2


def centroids(names):
    kinds = sorted(set(names))
    return kinds, np.stack([flat[names == kind].mean(axis=0) for kind in kinds])

# %% tags=["profile"] long="기준선 둘을 나란히 봅니다"
colours, shapes = (np.array([labels[n][k] for n in single]) for k in (0, 1))
with runtime.stopwatch("기준선"), warnings.catch_warnings():
    warnings.simplefilter("ignore", ConvergenceWarning)           # 300번에서 멈춥니다
    by_colour = LogisticRegression(C=100, max_iter=300).fit(histogram(images[single]), colours)
    by_shape = LogisticRegression(C=0.1, max_iter=300).fit(flat, shapes)
means = [centroids(colours), centroids(shapes)]


def linear(drawn):
    pixels = drawn.reshape(len(drawn), -1).numpy()
    return list(zip(by_colour.predict(histogram(drawn)), by_shape.predict(pixels)))


def nearest(drawn):
    pixels = drawn.reshape(len(drawn), 1, -1).numpy()
    picked = [[kinds[k] for k in ((pixels - centre) ** 2).sum(axis=-1).argmin(axis=1)]
              for kinds, centre in means]
    return list(zip(*picked))

# %% tags=["profile"]
def by_part(guesses):
    """색, 모양, 둘 다 맞은 비율."""
    same = np.array(guesses) == np.array(valid_labels)               # (그림 수, 2)
    return [*same.mean(axis=0), same.all(axis=1).mean()]


rows = {"가장 가까운 평균": by_part(nearest(valid_images)),
        "선형 모델": by_part(linear(valid_images))}
rows |= {f"CLIP, 시드 {seed}": by_part(zero_shot(model, valid_images, templates[:1]))
         for seed, model in zip(S.seeds, models)}
parts_table = pd.DataFrame(rows, index=["색", "모양", "둘 다"]).T
parts_table.round(3)

# %% claim real=True
ours = parts_table.loc[[name for name in parts_table.index if name.startswith("CLIP")]]
assert ours.색.round(3).agg(["min", "max"]).tolist() == [0.995, 0.998] and ours.모양.round(3).agg(["min", "max"]).tolist() == [0.945, 0.979]
assert parts_table.loc["선형 모델", "색"] == 1 and round(parts_table.loc["선형 모델", "모양"], 3) == 0.652

# %% [markdown]
# 선형 모델은 색을 모두 맞히지만 모양은 0.652입니다. 되풀이를 300번에서 멈추었으므로 더 배우면 조금 오를 수 있습니다. CLIP은 색이 0.995–0.998, 모양이 0.945–0.979입니다. **틀리는 것은 거의 모양**입니다.
#
# **바꾸어 보세요.** `everything`을 `parts["valid"]`로 바꾸어 여덟 가운데 고르게 하면 정확도는 얼마가 됩니까? 왜 더 쉬울까요?
#
# ## 10. 시험은 한 번
#
# 검증에서 정한 대로 시험 조합을 **한 번** 엽니다.
#
# **먼저 맞혀 보세요.** 주황색 별을 알아볼까요?
#
# <details><summary>답</summary>
#
# 알아봅니다. 주황색 별과의 유사도가 0.91로 64개 가운데 가장 높습니다.
# </details>

# %% tags=["profile"]
test_images, test_labels = singles(parts["test"], seed=4)
def on_test(templates):
    """시드마다, 그림마다 맞았는지."""
    return [correct(zero_shot(model, test_images, templates), test_labels) for model in models]


plain, mixed = on_test(templates[:1]), on_test(templates[:3])
strange, all_four = on_test(templates[3:]), on_test(templates)

# %% tags=["profile"] long="기준선과 나란히"
def together(templates):
    """모델 셋의 유사도를 더해서 고릅니다."""
    total = sum(scores_of(model, test_images, templates) for model in models)
    return correct([everything[k] for k in total.argmax(dim=1)], test_labels).mean()


rows = {f"CLIP, 시드 {seed}": [a.mean(), b.mean()]
        for seed, a, b in zip(S.seeds, plain, mixed)}
rows["CLIP 셋의 유사도를 더함"] = [together(templates[:1]), together(templates[:3])]
rows["선형 모델(색과 모양을 따로)"] = [correct(linear(test_images), test_labels).mean()] * 2
rows["가장 가까운 평균"] = [correct(nearest(test_images), test_labels).mean()] * 2
rows["48칸 분류기"] = [0.0, 0.0]
rows["아무거나"] = [1 / 64, 1 / 64]
test_table = pd.DataFrame(rows, index=["틀 하나", "앙상블"]).T
test_table.round(3)

# %% claim real=True
assert [round(one.mean(), 3) for one in plain] == [0.962, 0.969, 0.961] and len(test_labels) == 800
assert round(test_table.loc["CLIP 셋의 유사도를 더함", "틀 하나"], 3) == 0.975 and round(test_table.loc["선형 모델(색과 모양을 따로)", "틀 하나"], 3) == 0.615
assert min(one.mean() for one in plain) >= 0.95

# %% [markdown]
# 배우지 않은 조합을 64개 가운데 골라 맞힌 비율은 시드마다 0.962, 0.969, 0.961입니다. 라벨을 쪼개 받은 선형 모델은 0.615이고, 아무거나 고르면 0.016입니다. 세 모델의 유사도를 더하면 0.975입니다.
# 검증에서 가장 낮던 시드 3(0.940)이 시험에서는 0.961로 시드 1과 거의 같습니다. 조합이 여덟씩뿐이므로 검증에서 2–4점 앞선다고 시드를 고르면 안 됩니다.
#
# 앙상블의 효과를 **짝지어** 잽니다. 같은 그림, 같은 시드에서 맞고 틀린 것의 차이를 그림마다 평균한 뒤, 그림을 다시 뽑아 95% 구간을 냅니다.

# %% tags=["profile"]
def paired(better, worse, seed=7, draws=2000):
    """정확도의 차이와 95% 구간. 그림을 다시 뽑습니다."""
    gain = np.mean(better, axis=0) - np.mean(worse, axis=0)          # (그림 수,) 시드의 평균
    picks = np.random.default_rng(seed).integers(len(gain), size=(draws, len(gain)))
    return gain.mean(), *np.quantile(gain[picks].mean(axis=1), [0.025, 0.975])


effects = {"아는 틀 셋 − 첫 틀": paired(mixed, plain),
           "넷 − 낯선 틀": paired(all_four, strange), "넷 − 첫 틀": paired(all_four, plain)}
pd.DataFrame(effects, index=["차이", "95% 아래", "95% 위"]).T.round(4)

# %% claim real=True
shown = {name: [round(100 * x, 1) + 0 for x in values] for name, values in effects.items()}
assert shown["아는 틀 셋 − 첫 틀"][0] == -0.1 and effects["아는 틀 셋 − 첫 틀"][1] < 0 < effects["아는 틀 셋 − 첫 틀"][2]
assert shown["넷 − 첫 틀"] == [-0.3, -0.7, 0] and shown["넷 − 낯선 틀"] == [1.0, 0.4, 1.7]

# %% [markdown]
# 배운 꼴의 틀 셋을 평균해도 나아지지 않습니다(−0.1점, 구간에 0이 있습니다). 낯선 틀까지 넷을 평균하면 첫 틀보다 0.3점 낮지만, 구간(−0.7–0.0점)의 끝이 0에 닿아 **낮다고 잘라 말할 수는 없습니다**.
# 앙상블이 이기는 것은 **낯선 틀 하나**보다 넷이 나은 경우뿐입니다(1.0점, 구간 0.4–1.7점). 어느 틀이 나쁜지 모를 때의 보험이지, 좋은 틀에 더해 주는 것이 아니었습니다.
# 구간은 그림만 다시 뽑은 것이라 시드와 조합의 흔들림은 들어 있지 않습니다. 공개된 CLIP에서 얻었다는 이득은 사진과 클래스가 훨씬 다양한 데이터의 것입니다.

# %% tags=["profile"]
near = (look(models[0], my_image[None]) @ vectors_of(
    models[0], [" ".join(pair) for pair in everything]).T)[0]
best = near.argsort(descending=True)[:5].tolist()
names_of_best = [" ".join(everything[k]) for k in best]
pd.DataFrame({"유사도": near[best].numpy()}, names_of_best).T.round(2)

# %% claim real=True
assert [everything[k] for k in best[:2]] == [mine, ("빨간색", "별")]
assert [round(near[k].item(), 2) for k in best[:2]] == [0.91, 0.73] and all(mine[0] in everything[k] or mine[1] in everything[k] for k in best)

# %% [markdown]
# 첫째가 주황색 별(0.91), 둘째가 빨간색 별(0.73)입니다. 그 뒤의 셋도 모두 색이나 모양 하나가 같은 문장입니다.
#
# **바꾸어 보세요.** 학습 조합을 48개에서 24개로 줄이면(`parts["train"][::2]`) 배우지 않은 조합의 정확도는 어떻게 됩니까?
#
# ## 11. 무엇을 모릅니까
#
# 정확도가 높다고 문장을 이해하는 것은 아닙니다. 맞는 문장과 **하나만 틀린** 문장을 나란히 주고, 맞는 문장이 더 가까운 그림의 비율을 잽니다. 아무것도 모르면 0.5입니다. 모두 배운 조합을 새로 그린 그림입니다.
#
# - **왼쪽과 오른쪽**: "왼쪽에 빨간색 원 오른쪽에 파란색 별"과 두 도형을 맞바꾼 문장
# - **묶임**: "빨간색 원 그리고 파란색 별"과 색만 맞바꾼 "파란색 원 그리고 빨간색 별"
# - **개수**: "빨간색 원 둘"과 "빨간색 원 셋"
# - **부정**: 빨간색 원에 "파란색 아닌 원"(맞음)과 "빨간색 아닌 원"(틀림)
#
# **먼저 맞혀 보세요.** 네 가지를 쉬운 것부터 놓아 보세요. 네 가지 꼴의 문장은 모두 학습에 나왔습니다(바꾼 문장에는 배우지 않은 조합이 들기도 합니다).
#
# <details><summary>답</summary>
#
# 개수(0.997), 왼쪽과 오른쪽(0.598), 묶임(0.575), 부정(0.187)입니다. 부정은 0.5보다 **낮습니다**.
# </details>

# %% long="맞는 문장과 하나만 틀린 문장"
def two_objects(rng):
    """색도 모양도 다른 두 조합."""
    while True:
        left, right = (parts["train"][k] for k in rng.integers(len(parts["train"]), size=2))
        if left[0] != right[0] and left[1] != right[1]:
            return left, right


def swap_trials(n, seed, text, change):
    rng, rows = np.random.default_rng(seed), []
    for _ in range(n):
        left, right = two_objects(rng)
        image = scenes.draw_two(left, right, rng)
        rows.append((image, text.format(*left, *right), text.format(*change(left, right))))
    return rows

# %% long="맞는 문장과 하나만 틀린 문장"
def count_trials(n, seed):
    rng, rows = np.random.default_rng(seed), []
    for k in range(n):
        pair, right = parts["train"][rng.integers(len(parts["train"]))], k % 2
        two, three = ("{} {} {}".format(*pair, word) for word in ("둘", "셋"))
        image = scenes.draw_same(pair, 2 + right, rng)
        rows.append((image, three, two) if right else (image, two, three))
    return rows


def negation_trials(n, seed):
    rng, rows = np.random.default_rng(seed), []
    for _ in range(n):
        (colour, shape), (other, _) = two_objects(rng)
        image, _ = scenes.draw_one((colour, shape), rng)
        rows.append((image, f"{other} 아닌 {shape}", f"{colour} 아닌 {shape}"))
    return rows

# %% tags=["profile"]
n = S.held_out
both, sides = "{} {} 그리고 {} {}", "왼쪽에 {} {} 오른쪽에 {} {}"
trials = {
    "다른 도형(쉬운 물음)": swap_trials(n, 5, both, lambda a, b: (*b, b[0], a[1])),
    "왼쪽과 오른쪽": swap_trials(n, 6, sides, lambda a, b: (*b, *a)),
    "묶임(색만 맞바꿈)": swap_trials(n, 7, both, lambda a, b: (b[0], a[1], a[0], b[1])),
    "개수(둘과 셋)": count_trials(n, 8),
    "부정": negation_trials(n, 9),
}

# %% tags=["profile"]
def prefers(model, rows):
    """맞는 문장이 더 가까운 그림의 비율."""
    drawn, right, wrong = zip(*rows)
    x = look(model, torch.tensor(np.array(drawn)))
    near, far = ((x * vectors_of(model, texts)).sum(dim=1) for texts in (right, wrong))
    return (near > far).float().mean().item()


failures = pd.DataFrame({name: [prefers(model, rows) for model in models]
                         for name, rows in trials.items()},
                        index=[f"시드 {seed}" for seed in S.seeds]).T
failures.assign(평균=failures.mean(axis=1)).round(3)

# %% claim real=True
assert failures.mean(axis=1).round(3).tolist() == [0.997, 0.598, 0.575, 0.997, 0.187]
assert failures.loc["왼쪽과 오른쪽"].round(3).agg(["min", "max"]).tolist() == [0.564, 0.618] and failures.loc["묶임(색만 맞바꿈)"].round(3).agg(["min", "max"]).tolist() == [0.543, 0.603]

# %% [markdown]
# 다른 도형이 든 문장은 0.997로 가립니다. 도형이 둘인 그림을 못 보는 것은 아닙니다. 둘과 셋도 0.997로 가립니다.
# 그런데 왼쪽과 오른쪽은 0.564–0.618, 색의 묶임은 0.543–0.603입니다. 동전 던지기보다 조금 나을 뿐입니다. 낱말은 같고 **순서만** 다른 문장을 거의 가르지 못합니다.
# 부정은 0.187로 거꾸로입니다. 빨간색 원에 "빨간색 아닌 원"이 "파란색 아닌 원"보다 가깝다고 합니다. "아닌"보다 색의 낱말을 크게 본다는 뜻으로 보입니다(추측).
#
# **바꾸어 보세요.** `sides`의 "왼쪽에"와 "오른쪽에"를 맞바꾸고 `change`를 그대로 두면 비율은 어떻게 됩니까?
#
# ## 12. 한 줄로: `transformers`의 CLIP
#
# 손으로 적은 클래스 대신 라이브러리의 `CLIPModel`을 써도 됩니다. `tiny_clip`은 그 클래스를 이 강의의 그림과 손실로 배운 작은 모델이고(0.3 MB), 저장소에 들어 있습니다.
# 우리 것과 다른 점이 몇 있습니다. 3×3 합성곱과 바탕 빼기가 없고, 토큰의 벡터가 48이 아니라 64이고, 두 배(32에폭) 배웠고, 문장 **끝**의 토큰을 꺼냅니다.
#
# **먼저 맞혀 보세요.** 파이프라인에는 무엇을 넣어야 합니까? 그림 말고 무엇이 더 필요할까요?
#
# <details><summary>답</summary>
#
# 후보 **문장**입니다. 모델에는 라벨의 목록이 없으므로 물을 때마다 줍니다. `hypothesis_template`은 9절의 틀입니다.
# </details>

# %%
from PIL import Image
from transformers import pipeline

from nlplab.models import folder

classify = pipeline("zero-shot-image-classification", str(folder("tiny_clip")),
                    dtype=torch.float32)
photo = Image.fromarray((my_image.numpy() * 255).round().astype("uint8"))
candidates = [" ".join(pair) for pair in everything]
top = classify(photo, candidate_labels=candidates, hypothesis_template="{}")[:5]
pd.DataFrame(top).round(2)

# %% claim
assert top[0]["label"] == "주황색 별" and len(candidates) == 64

# %%
inputs = classify.image_processor([photo], return_tensors="pt")
inputs |= classify.tokenizer(candidates, padding=True, return_tensors="pt")
with torch.no_grad():
    out = classify.model(**inputs)
scale = classify.model.logit_scale.exp()
scores = scale * F.normalize(out.image_embeds) @ F.normalize(out.text_embeds).T   # (1, 64)
print("같은 점수:", torch.allclose(scores, out.logits_per_image, atol=1e-4))
print(f"온도 {1 / scale:.3f}, 첫째의 확률 {scores.softmax(dim=-1).max():.2f}")

# %% claim
assert torch.allclose(scores, out.logits_per_image, atol=1e-4) and round(float(scores.softmax(dim=-1).max()), 2) == round(top[0]["score"], 2)

# %% [markdown]
# 파이프라인의 점수는 우리의 셈과 같습니다. 길이를 1로 맞춘 두 벡터의 곱을 온도로 나눈 것의 소프트맥스입니다. 후보를 바꾸면 확률도 바뀝니다. 합이 1이 되게 나누기 때문입니다.
# 모델의 카드(`models/tiny_clip/README.md`)에 따르면 시험 조합에서는 0.938로 우리의 셋(0.961–0.969)보다 낮고, 검증 조합에서는 0.958로 우리의 셋(0.940–0.976) 사이입니다. 조합이 여덟씩뿐이고 다른 점도 여럿이므로, 어느 쪽이 낫다고도 무엇 때문이라고도 할 수 없습니다.
#
# **바꾸어 보세요.** `candidates`에서 "주황색 별"을 빼면 무엇이 첫째가 됩니까? 그 확률을 믿어도 될까요?
#
# <details><summary>더 알아보기: 공개된 CLIP과 사진</summary>
#
# OpenAI가 2021년에 공개한 CLIP은 인터넷에서 모은 4억 쌍으로 배웠습니다. 아래의 `USE_RELEASED`를 `True`로 바꾸면 `ViT-B/32`를 내려받아(600MB쯤) 사진 세 장과 영어 문장 셋을 견줍니다.
# 사진은 scikit-image 패키지에 들어 있습니다(없으면 `%pip install scikit-image`). **저장된 실행에서는 켜지 않았으므로** 결과를 싣지 않습니다.
# </details>

# %%
USE_RELEASED = False                              # 온라인에서 해 볼 사람만 True로
if USE_RELEASED:
    from skimage import data as photos
    from transformers import CLIPModel, CLIPProcessor

    name = "openai/clip-vit-base-patch32"
    released, processor = CLIPModel.from_pretrained(name), CLIPProcessor.from_pretrained(name)
    asked = ["a photo of a cat", "a photo of a cup of coffee", "a photo of an astronaut"]
    shots = [photos.chelsea(), photos.coffee(), photos.astronaut()]
    inputs = processor(text=asked, images=shots, return_tensors="pt", padding=True)
    print(released(**inputs).logits_per_image.softmax(dim=-1))    # (사진 3, 문장 3)
print("공개된 CLIP을 실행:", USE_RELEASED)

# %% [markdown]
# ## 정리
#
# - ViT는 이미지를 패치로 잘라 토큰처럼 다룹니다. 투영, 클래스 토큰, 위치, 인코더의 순서입니다.
# - CLIP은 인코더 둘을 대조 손실로 함께 배웁니다. 줄과 칸의 소프트맥스를 모두 쓰고 온도도 배웁니다.
# - 문장이 분류기입니다. 그래서 배우지 않은 조합도 물을 수 있습니다. 얼마나 맞히는지는 **조합으로 나누어** 재야 합니다.
# - 앙상블의 효과는 같은 그림에서 짝지어 재고, 틀은 검증에서 고릅니다.
# - 배우지 않은 조합을 0.96 맞힌 모델도 왼쪽과 오른쪽, 묶임은 거의 몰랐고 부정은 거꾸로 골랐습니다. 하나만 틀린 문장과 견주어야 보입니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | `reshape`만으로 패치를 자름 | **오류 없음**, 한 패치에 먼 줄이 섞임 | 축을 나누고 바꾼 뒤 펴기 |
# | 길이를 1로 맞추지 않음 | **오류 없음**, 긴 벡터가 이김 | `F.normalize` |
# | 한 방향의 소프트맥스만 | **오류 없음**, 다른 방향의 검색을 배우지 않음 | 줄과 칸을 평균 |
# | 같은 문장을 오답으로 | 완벽한 모델의 손실도 0이 되지 않음 | 겹치는 자리를 빼기 |
# | 이미지를 섞어서 나눔 | 정확도가 부풀려짐 | 조합으로 나누기 |
# | 시험 데이터에서 틀을 고름 | 정확도가 부풀려짐 | 검증에서 고르기 |
#
# ## 더 읽을거리
#
# - A. Dosovitskiy 외 (2021), *An Image is Worth 16x16 Words*. ViT의 논문입니다.
# - A. Radford 외 (2021), *Learning Transferable Visual Models From Natural Language Supervision*. CLIP의 논문입니다. 프롬프트 앙상블과 한계(개수 세기 등)도 적혀 있습니다.
# - M. Yuksekgonul 외 (2023), *When and Why Vision-Language Models Behave like Bags-of-Words, and What to Do About It?* 11절과 같은 물음을 큰 모델에 던졌습니다.
