# ---
# title: 자기회귀 문장 생성 (GPT)
# number: "150"
# objectives:
#   - 트랜스포머의 디코더만으로 GPT를 만들고, transformers의 GPT-2와 점수가 같은지 확인합니다.
#   - 한 칸 민 손실로 작은 GPT를 학습하고, 세기만 한 n-gram과 글자당 비트로 견줍니다.
#   - KV 캐시가 얼마나 빠른지 재고, 고르는 방법마다 되풀이와 다양함을 잽니다.
#   - 파라미터를 식으로 세어 GPT-3의 1,750억 개까지 갑니다.
#   - 분류와 번역을 글을 잇는 문제로 바꾸고, 어디서 실패하는지 잽니다.
# datasets: [nsmc, pairs_es, reviews_en]
# prerequisites: [037_tokenizer_training, 065_char_rnn, 090_attention_translation, 130_transformer]
# packages: [sacrebleu, gguf]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 글을 잇는 기계
#
# 065의 순환층은 글자를 하나씩 이어 썼습니다. 130의 트랜스포머는 원문을 읽는 인코더와 번역을 쓰는 디코더로 되어 있었습니다. **디코더만 남겨** 글을 잇게 하면 GPT가 됩니다.
# 앞에 쓴 것을 보고 다음 하나를 쓰고, 쓴 것을 다시 읽습니다. 이렇게 쓰는 것을 **자기회귀(autoregressive)** 라고 합니다.
#
# > **글을 잇기만 하는 기계로 분류와 번역까지 할 수 있을까요?**
#
# 앞머리 하나를 처음부터 끝까지 들고 갑니다. 이렇게 모델에게 주는 앞머리를 **프롬프트(prompt)** 라고 합니다.
#
# > `주말에 가족과 함께`
#
# 140처럼 PyTorch와 `transformers`를 씁니다.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $B$, $T$ | 배치의 크기, 토큰의 수 |
# | $d$, $h$, $N$ | 토큰 하나의 벡터 길이, 헤드의 수, 층의 수 |
# | $V$ | 어휘의 크기 |

# %%
import copy
import functools
import itertools
import math
import re
import time
import unicodedata

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %%
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

# %%
import torch
import torch.nn.functional as F
import transformers
from tokenizers import ByteLevelBPETokenizer
from torch import nn

from nlplab import data, decoding, diagrams, drawings, ladder
from nlplab import models, plots, runtime, serving, translation

runtime.seed_everything(7)
prompt = "주말에 가족과 함께"

# %% settings
S = runtime.settings(
    texts=(60_000, 2000),  # quick: (400, 400) · 작은 GPT가 배우는 리뷰의 수와 어휘 V
    size=(128, 4, 3),  # quick: (32, 2, 1) · 작은 GPT의 d, h, N
    held_out=1000,  # quick: 40 · 글자당 비트를 재는 리뷰의 수
    cached=512,  # quick: 24 · 캐시의 빠르기를 재는 길이
    writing=(50, 60),  # quick: (4, 12) · 방법마다 쓰는 글의 수와 토큰 수
    judging=(2000, 200, 3),  # quick: (60, 6, 1) · 라벨의 수, 퓨샷 리뷰의 수, 보기를 뽑는 횟수
    english=(80, 5, 2),  # quick: (3, 1, 0) · 공개 모델에 묻는 리뷰의 수, 뽑는 횟수, 벌의 수
    pairs=(4000, 1000),  # quick: (400, 20) · 번역의 어휘, 검증과 시험 문장의 수
    translator=(128, 8, 4),  # quick: (32, 2, 1) · 번역하는 디코더의 d, h, N
    epochs=4,  # quick: 1 · 번역의 에폭: 사다리의 예산
)

# %% [markdown]
# ## 1. 다음 토큰 하나
#
# 문장의 확률은 토큰마다의 조건부 확률을 곱한 것입니다. 근사가 아니라 확률의 정의에서 나오는 등식입니다.
#
# $$P(x_1, \dots, x_T) = \prod_{t=1}^{T} P(x_t \mid x_1, \dots, x_{t-1})$$
#
# 그래서 **다음 토큰 하나**를 잘 맞히면 문장 전체의 확률을 아는 셈입니다. 강좌가 미리 학습해 둔 한국어 GPT를 엽니다. 영화 리뷰 58만 개로 배웠고 파라미터는 천만 개입니다.
# 토큰은 037의 바이트 BPE이고 어휘는 8,000개입니다. 글의 처음과 끝에는 0번 토큰을 둡니다.

# %%
transformers.utils.logging.disable_progress_bar()
transformers.utils.logging.set_verbosity_error()         # 알림은 끕니다
folder = models.folder("ko_gpt")
tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
reference = transformers.GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32).eval()
END = tokenizer.eos_token_id                                        # 0
encode = functools.partial(tokenizer.encode, add_special_tokens=False)


def pieces(ids):
    return [tokenizer.decode([i]) if i != END else "<끝>" for i in ids]


print(pieces(encode(prompt)), "· 어휘", len(tokenizer))

# %% [markdown]
# **먼저 맞혀 보세요.** `주말에 가족과 함께` 다음에 올 토큰으로 모델은 무엇을 가장 그럴듯하다고 할까요? 그 확률은 0.9쯤일까요, 0.3쯤일까요?
#
# <details><summary>답</summary>
#
# ` 봤는데`입니다. 그런데 그 확률은 0.098뿐입니다.
# </details>

# %%
with torch.no_grad():
    scores = reference(torch.tensor([[END, *encode(prompt)]])).logits[0]    # (T, V)
P = scores.softmax(dim=-1)
best = P[-1].topk(6)
pd.DataFrame({"다음 토큰": pieces(best.indices.tolist()),
              "확률": best.values.numpy().round(3)})

# %% claim
assert pieces(best.indices[:2].tolist()) == [" 봤는데", " 보면"], pieces(best.indices.tolist())
assert best.values[:2].numpy().round(3).tolist() == [np.float32(0.098), np.float32(0.087)] and best.values.sum() < 0.31

# %% [markdown]
# ` 봤는데`가 0.098, ` 보면`이 0.087입니다. 여섯을 모두 더해도 0.31에 미치지 못합니다. 이어질 말이 그만큼 여럿이기 때문입니다. 언어 모델은 답 하나가 아니라 **분포**를 냅니다.
# 토큰도 보세요. 흔한 ` 함께`는 토큰 하나인데 `주말에`는 세 조각입니다. 037의 BPE가 리뷰에 자주 나온 차례로 합쳤기 때문입니다.
#
# **바꾸어 보세요.** `prompt`를 `"마지막 장면에서"`로 바꾸면 첫째 토큰은 무엇입니까?
#
# ## 2. 디코더만 남깁니다
#
# 130의 디코더에서 **인코더를 보는 크로스 어텐션을 뺍니다**. 인코더가 없으니 볼 것도 없습니다. 남은 것은 인과 마스크를 쓴 셀프 어텐션과 피드포워드입니다.
#
# | | 130의 디코더 | GPT-2 |
# |---|---|---|
# | 크로스 어텐션 | 있음 | **없음** |
# | 위치 | 사인 물결, 정해진 값 | 자리마다 벡터 하나를 **배웁니다** |
# | 피드포워드의 활성화 | ReLU | GELU |
# | 임베딩 | $\sqrt{d}$를 곱합니다 | 곱하지 않습니다 |
# | 층 정규화 | 들어가기 전, 맨 끝에 하나 | 같습니다 |
# | 출력 | 임베딩을 뒤집어 쓰고 편향을 더합니다 | 뒤집어 쓰고 편향은 없습니다 |

# %%
words = ["<끝>", *(piece.strip() for piece in pieces(encode(prompt)))]
sees = np.tri(len(words), dtype=bool)
drawings.mask(sees, words, words, "GPT의 토큰은 자기와 앞만 봅니다").show(
    alt="일곱 토큰의 격자에서 대각선과 그 아래만 볼 수 있다.")

# %% [markdown]
# 부품 이름은 GPT-2의 것(`c_attn`, `c_proj`, `wte`, …)을 그대로 씁니다. 나중에 가중치를 옮기기 쉽습니다. 어텐션의 식은 130과 같습니다.

# %%
def attention(query, key, value, allowed):
    """(B, h, T, d/h)와 (B, h, S, d/h) 둘 → (B, h, T, d/h). allowed는 보아도 되는 자리."""
    scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5         # (B, h, T, S)
    return scores.masked_fill(~allowed, -1e9).softmax(dim=-1) @ value


class MLP(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.c_fc, self.c_proj = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))

# %%
class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.c_attn, self.c_proj = nn.Linear(d, 3 * d), nn.Linear(d, d)

    def project(self, x):                               # (B, T, d) → (3, B, h, T, d/h)
        parts = self.c_attn(x).view(*x.shape[:2], 3, self.heads, -1)
        return parts.permute(2, 0, 3, 1, 4)

    def merge(self, y):                                 # (B, h, T, d/h) → (B, T, d)
        return self.c_proj(y.transpose(1, 2).flatten(2))

    def forward(self, x, allowed):
        return self.merge(attention(*self.project(x), allowed))

# %%
class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.ln_1, self.attn = nn.LayerNorm(d), Attention(d, heads)
        self.ln_2, self.mlp = nn.LayerNorm(d), MLP(d)

    def forward(self, x, allowed):                      # (B, T, d)
        x = x + self.attn(self.ln_1(x), allowed)
        return x + self.mlp(self.ln_2(x))

# %% long="모델 전체"
class GPT(nn.Module):
    def __init__(self, V, longest, d, heads, depth):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(V, d), nn.Embedding(longest, d)
        self.h = nn.ModuleList(Block(d, heads) for _ in range(depth))
        self.ln_f = nn.LayerNorm(d)
        for name, weight in self.named_parameters():    # 잔차에 더해지는 행렬은 더 작게
            if weight.ndim == 2:
                smaller = (2 * depth) ** 0.5 if "c_proj" in name else 1
                nn.init.normal_(weight, std=0.02 / smaller)

    def hidden(self, ids):                              # (B, T) → (B, T, d)
        T = ids.shape[1]
        allowed = torch.ones(T, T, dtype=torch.bool).tril()
        x = self.wte(ids) + self.wpe(torch.arange(T))
        for block in self.h:
            x = block(x, allowed)
        return self.ln_f(x)

    def forward(self, ids):                             # (B, T) → 점수 (B, T, V)
        return self.hidden(ids) @ self.wte.weight.T

# %% [markdown]
# 이것이 GPT의 전부입니다. 인과 마스크가 새지 않는지는 130에서 배운 대로 마지막 토큰만 바꾸어 봅니다.
#
# **먼저 맞혀 보세요.** 마지막 토큰을 바꾸면 점수가 달라지는 자리는 몇 곳일까요?
#
# <details><summary>답</summary>
#
# 마지막 한 곳입니다.
# </details>

# %%
tiny = GPT(50, 16, 12, 3, 2)
ids = torch.arange(6)[None]                             # (1, T)
changed = ids.clone()
changed[0, -1] = 40
with torch.no_grad():
    moved = (tiny(ids) - tiny(changed)).abs().amax(dim=(0, 2))
print(["달라짐" if value > 1e-6 else "·" for value in moved])

# %% claim
assert [bool(value > 1e-6) for value in moved] == [False] * 5 + [True]

# %% [markdown]
# 앞의 다섯 자리는 그대로입니다.
#
# **바꾸어 보세요.** `.tril()`을 지우면 몇 곳이 달라집니까?
#
# ## 3. `transformers`의 GPT-2와 같은 점수
#
# 맞게 만들었는지는 **같은 가중치**를 넣고 점수를 견주면 압니다. 이름은 같지만 모양이 하나 다릅니다. GPT-2는 행렬을 (입력, 출력)으로 적고, `nn.Linear`는 (출력, 입력)으로 적습니다.
# 그래서 `c_…` 행렬은 뒤집어(전치) 옮깁니다.

# %%
def copied(state, skip=""):
    """GPT-2의 가중치 → 우리 모델의 가중치. 이름에 skip이 든 행렬은 뒤집지 않습니다."""
    turned = {name for name, weight in state.items() if weight.ndim == 2 and "c_" in name
              and not (skip and skip in name)}
    return {name: weight.T if name in turned else weight for name, weight in state.items()}


config = reference.config
shape = (config.vocab_size, config.n_positions, config.n_embd, config.n_head, config.n_layer)
state = reference.transformer.state_dict()
ours = GPT(*shape).eval()
print(ours.load_state_dict(copied(state)), shape)

# %% [markdown]
# 일부러 틀린 것도 만들어 봅니다. 하나는 어텐션의 `c_proj`를 뒤집지 않은 것이고, 하나는 GELU를 조금 다른 식(오차 함수를 쓴 정확한 GELU)으로 계산한 것입니다.
#
# **먼저 맞혀 보세요.** 어텐션의 `c_proj`를 뒤집지 않으면 오류가 날까요?
#
# <details><summary>답</summary>
#
# 나지 않습니다. 320×320이라 뒤집어도 모양이 같습니다. 점수만 틀립니다.
# </details>

# %%
unturned = GPT(*shape).eval()
unturned.load_state_dict(copied(state, skip="attn.c_proj"))
exact = GPT(*shape).eval()
exact.load_state_dict(copied(state))
for block in exact.h:
    block.mlp.forward = lambda x, mlp=block.mlp: mlp.c_proj(F.gelu(mlp.c_fc(x)))
ids = torch.tensor([[END, *encode(prompt)]])            # (1, T)

# %% tags=["profile"]
rows = {}
with torch.no_grad():
    theirs = reference(ids).logits
    for name, model in {"맞게": ours, "c_proj를 뒤집지 않음": unturned,
                        "정확한 GELU": exact}.items():
        mine = model(ids)                               # (1, T, V)
        gap = float((mine - theirs).abs().max())
        rows[name] = [gap, *pieces(mine[0, -1].topk(1).indices)]
gaps = pd.DataFrame(rows, index=["점수의 가장 큰 차이", "다음 토큰"]).T
gaps["점수의 가장 큰 차이"] = gaps["점수의 가장 큰 차이"].map("{:.0e}".format)
gaps

# %% claim
assert rows["맞게"][0] < 1e-4, rows
assert rows["맞게"][0] < 1e-5 and round(rows["c_proj를 뒤집지 않음"][0]) == 7, rows
assert rows["c_proj를 뒤집지 않음"][1] == "한" and rows["정확한 GELU"][1] == rows["맞게"][1] == " 봤는데"
assert round(rows["정확한 GELU"][0], 3) == 0.009, rows

# %% [markdown]
# 맞게 옮기면 점수의 차이가 0.00001보다 작습니다. 천만 개의 수를 거친 반올림의 차이입니다. `c_proj`를 뒤집지 않으면 차이가 7이나 되고 다음 토큰도 `한`으로 바뀌는데, **오류는 나지 않습니다**.
# 정확한 GELU는 차이가 0.009입니다. 다음 토큰은 같아서 글만 보아서는 알아채기 어렵습니다. 점수를 견주는 검사가 필요한 까닭입니다.
#
# **바꾸어 보세요.** `copied(state, skip="c_attn")`이면 왜 오류가 납니까?
#
# ## 4. 손실: 한 칸 밀기
#
# 065의 `hello`처럼 입력을 한 칸 민 것이 정답입니다. 인과 마스크 덕분에 $T$개의 물음을 **한 번에** 답합니다. 이렇게 배우는 것을 인과 언어 모델(causal language model)이라고 합니다.
#
# $$\text{손실} = -\frac{1}{T}\sum_{t} \ln P(x_{t+1} \mid x_1, \dots, x_t)$$

# %%
sentence = "주말에 가족과 함께 봤는데 정말 감동적이네요."
line = [END, *encode(sentence), END]
picture = diagrams.Diagram("한 칸 밀기: 토큰마다 다음 토큰이 정답입니다")
words = [piece.strip() for piece in pieces(line)]
asked = picture.row(words[:-1], (0, 0), "blue", fill=True)
answers = picture.row(words[1:], (0, 1), "orange", fill=True)
picture.arrow(asked, answers)
picture.show(alt="끝 표시와 문장의 토큰에서 각각 바로 다음 토큰으로 화살표가 간다. 마지막 "
                 "정답은 끝 표시다.")

# %% [markdown]
# 패딩은 세지 않습니다. PyTorch는 정답이 −100인 자리를 건너뜁니다. `transformers`에 `labels`를 주면 **모델이 알아서 한 칸 밉니다**.
#
# **먼저 맞혀 보세요.** 우리가 이미 한 칸 민 정답을 `labels`로 주면 어떻게 될까요?
#
# <details><summary>답</summary>
#
# 두 칸 밀립니다. 오류는 나지 않고, 다음다음 토큰을 맞히는 손실이 나옵니다.
# </details>

# %%
def causal_loss(model, ids, reduction="mean"):
    """ids (B, T + 1), 패딩은 −100 → 손실(내트)."""
    x, y = ids[:, :-1].clamp(min=0), ids[:, 1:]         # (B, T)씩
    return F.cross_entropy(model(x).transpose(1, 2), y, ignore_index=-100, reduction=reduction)

# %%
batch = torch.tensor([line, line[:6] + [-100] * (len(line) - 6)])    # 둘째는 패딩이 있는 줄
with torch.no_grad():
    mine = float(causal_loss(ours, batch))
    theirs = float(reference(batch.clamp(min=0), labels=batch).loss)
    twice = float(reference(batch[:1, :-1], labels=batch[:1, 1:]).loss)
print(f"우리 손실 {mine:.4f}, transformers {theirs:.4f}, 두 번 밀면 {twice:.2f}")

# %% claim
assert abs(mine - theirs) < 1e-4 and round(mine, 4) == 2.893 and round(twice, 2) == 7.64, (mine, theirs, twice)

# %% [markdown]
# 우리 손실과 `transformers`의 손실이 2.8930으로 같습니다. 정답을 밀어서 `labels`에 주면 7.64로 뜁니다. 오류가 나지 않으므로 이렇게 학습하면 두 칸 뒤의 토큰을 배웁니다.
#
# **바꾸어 보세요.** `batch`의 −100을 0으로 바꾸면 손실은 커집니까, 작아집니까?
#
# ## 5. 크기를 식으로: 1,750억까지
#
# 층 하나의 행렬은 `c_attn`이 $3d^2$, 어텐션의 `c_proj`가 $d^2$, 피드포워드의 둘이 $8d^2$로 모두 $12d^2$입니다. 편향과 정규화가 $13d$입니다.
#
# $$\text{파라미터} = Vd + Td + N(12d^2 + 13d) + 2d$$
#
# **먼저 맞혀 보세요.** GPT-3는 $d$ = 12,288, $N$ = 96입니다. $12 N d^2$은 얼마쯤일까요?
#
# <details><summary>답</summary>
#
# 약 1,739억입니다. 나머지를 더하면 1,746억이고, 이름의 1,750억(175B)은 이것을 반올림한 것입니다.
# </details>

# %%
def count(V, T, d, depth, last_norm=True):
    return V * d + T * d + depth * (12 * d * d + 13 * d) + last_norm * 2 * d


gpt2 = transformers.GPT2Config()                        # 기본값이 GPT-2의 가장 작은 크기
with torch.device("meta"):                              # 수를 담지 않고 모양만 만듭니다
    empty = transformers.GPT2LMHeadModel(gpt2)
print(f"GPT-2: {empty.num_parameters():,}개, 식 {count(50257, 1024, 768, 12):,}개")
size = sum(weight.numel() for weight in ours.parameters())
print(f"우리 GPT: {size:,}개, 식 {count(8000, 128, 320, 6):,}개")
print(f"그 가운데 임베딩 {ours.wte.weight.numel():,}개")

# %% claim
assert empty.num_parameters() == count(50257, 1024, 768, 12) == 124_439_808
assert sum(w.numel() for w in ours.parameters()) == count(8000, 128, 320, 6) == 9_999_360

# %%
family = {"GPT-1 (2018)": (40478, 512, 768, 12, "117M"),
          "GPT-2 (2019)": (50257, 1024, 768, 12, "117M"),
          "GPT-2 중간": (50257, 1024, 1024, 24, "345M"),
          "GPT-2 큼": (50257, 1024, 1280, 36, "762M"),
          "GPT-2 가장 큼": (50257, 1024, 1600, 48, "1542M"),
          "GPT-3 작음 (2020)": (50257, 2048, 768, 12, "125M"),
          "GPT-3 2.7B": (50257, 2048, 2560, 32, "2.7B"),
          "GPT-3 13B": (50257, 2048, 5140, 40, "13.0B"),
          "GPT-3 175B": (50257, 2048, 12288, 96, "175.0B")}

# %%
rows = {name: [*shape, count(*shape, last_norm="GPT-1" not in name) / 1e6, paper]
        for name, (*shape, paper) in family.items()}
sizes = pd.DataFrame(rows, index=["V", "T", "d", "N", "식(백만)", "논문에 적힌 수"]).T
sizes["fp16(GB)"] = (sizes["식(백만)"] * 2 / 1000).astype(float).round(1)
sizes["식(백만)"] = sizes["식(백만)"].astype(float).round(0).map("{:,.0f}".format)
sizes

# %% claim
assert round(12 * 96 * 12288 ** 2 / 1e8) == 1739 and round(count(50257, 2048, 12288, 96) / 1e8) == 1746
assert round(count(50257, 1024, 768, 12) / 1e6) == 124 and round(count(40478, 512, 768, 12, False) / 1e6) == 117

# %% [markdown]
# 세 모델의 구조는 거의 같습니다. GPT-1은 정규화를 더한 뒤에 했고(그래서 마지막 정규화가 없습니다), GPT-3는 층을 번갈아 일부 자리만 보게 했습니다. 달라진 것은 **크기와 읽은 글의 양**입니다.
# GPT-2의 논문에 적힌 네 수는 모두 식보다 작습니다(가장 작은 것이 117M과 124M). 나중에 저자들이 바로잡았습니다. 13B의 $d$는 논문의 표대로 5,140입니다.
# 식이 센 1,746억 개를 두 바이트씩 적으면 349GB라서 GPU 하나에 들어가지 않습니다.
#
# **바꾸어 보세요.** `count`의 $d$를 두 배로 하면 파라미터는 몇 배가 됩니까? $N$을 두 배로 하면요?
#
# ## 6. 작은 GPT를 처음부터
#
# 이제 훨씬 작은 GPT를 이 노트북에서 학습합니다. 데이터는 네이버 영화 리뷰이고 라벨은 쓰지 않습니다.

# %% tags=["profile"]
data.card("nsmc")

# %% [markdown]
# 리뷰를 다듬고(유니코드 정규화, 빈칸을 하나로) 나눕니다. 학습 데이터에도 있는 리뷰는 시험에서 뺍니다. 강좌의 GPT도 이 시험 리뷰를 읽지 않았습니다.

# %% tags=["profile"]
def clean(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


train_frame, test_frame = (frame.assign(document=frame.document.map(clean))
                           for frame in data.load_nsmc())
known = set(train_frame.document) - {""}                # 학습 데이터의 모든 글
order = np.random.default_rng(7).permutation(len(train_frame))
texts = [text for text in train_frame.document.iloc[order[:S.texts[0]]] if text]
fresh = test_frame[~test_frame.document.isin(known) & (test_frame.document != "")]
short = [len(encode(text)) < 120 for text in fresh.document]        # 128자리에 들어가는 것
fresh = fresh[short].drop_duplicates("document")

# %% tags=["profile"]
bpe = ByteLevelBPETokenizer()
bpe.train_from_iterator(texts, S.texts[1], special_tokens=["<끝>"], show_progress=False)
ids = [[END, *one.ids] for one in bpe.encode_batch(texts)]
stream = torch.tensor([i for one in ids for i in one])  # 리뷰를 한 줄로 잇습니다

# %% tags=["profile"]
valid, test = (fresh.document.iloc[part].tolist() for part in (
    slice(S.held_out), slice(S.held_out, 2 * S.held_out)))
letters = sum(map(len, texts))
print(f"리뷰 {len(texts):,}개, 글자 {letters:,}개, 토큰 {len(stream):,}개")
print("토큰 하나에", round(letters / (len(stream) - len(texts)), 2), "글자")

# %% [markdown]
# 리뷰를 끝 표시로 이어 붙인 뒤 128토큰씩 자릅니다. 한 토막에 리뷰가 여럿 들어가므로 패딩이 없습니다. 대신 토막의 처음은 리뷰의 중간일 수 있습니다.
#
# **먼저 맞혀 보세요.** 학습을 시작하기 전, 어휘가 2,000개인 모델의 손실은 얼마쯤일까요?
#
# <details><summary>답</summary>
#
# $\ln 2000$ = 7.6입니다. 모든 토큰이 고르게 그럴듯하기 때문입니다. 손실이 여기서 시작하지 않으면 무언가 잘못된 것입니다.
# </details>

# %%
def blocks(stream, length, size, seed):
    """(size, length + 1)의 배치를 차례로 냅니다. 토막의 순서는 섞습니다."""
    n = (len(stream) - 1) // length
    starts = torch.randperm(n, generator=torch.Generator().manual_seed(seed)) * length
    for group in starts.split(size):
        yield stream[group[:, None] + torch.arange(length + 1)]

# %%
def optimizer(model, steps, rate):
    """AdamW와, 130처럼 올라갔다 내려오는 학습률."""
    adam = torch.optim.AdamW(model.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.0)
    warm = max(1, steps // 20)
    slope = lambda step: min((step + 1) / warm,
                             0.5 + 0.5 * math.cos(math.pi * max(0, step - warm) / steps))
    return adam, torch.optim.lr_scheduler.LambdaLR(adam, slope)

# %%
def bits(model, encoded):
    """리뷰마다 −log₂ P, (N,). 리뷰를 하나씩 처음부터 읽고 끝 표시까지 맞힙니다."""
    found = np.zeros(len(encoded))
    order = np.argsort([len(ids) for ids in encoded])
    for group in np.array_split(order, max(1, len(order) // 32)):
        rows = [torch.tensor([END, *encoded[n], END]) for n in group]
        batch = nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=-100)
        with torch.no_grad():
            found[group] = causal_loss(model, batch, "none").sum(dim=1) / math.log(2)
    return found

# %% tags=["profile"]
torch.manual_seed(7)
d, heads, depth = S.size
small = GPT(S.texts[1], 256, d, heads, depth)
size = 16
steps = math.ceil((len(stream) - 1) // 128 / size)
adam, schedule = optimizer(small, steps, 4e-3)
small_ids = [one.ids for one in bpe.encode_batch(valid)]
valid_letters = sum(map(len, valid))
curve = []

# %% tags=["profile"] long="학습 루프가 이 절의 주제"
with runtime.stopwatch("작은 GPT") as watch:
    for step, batch in enumerate(blocks(stream, 128, size, seed=7)):
        loss = causal_loss(small, batch)
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(small.parameters(), 1.0)
        adam.step()
        schedule.step()
        if step % max(1, steps // 10) == 0 or step == steps - 1:
            now = bits(small, small_ids[:200]).sum() / sum(map(len, valid[:200]))
            curve.append([step + 1, float(loss.detach()), now])
parameters = sum(w.numel() for w in small.parameters())
speed = 6 * parameters * len(stream) / watch.cpu_seconds
print(f"파라미터 {parameters:,}개, {steps:,}걸음, CPU {watch.cpu_seconds:.0f}초")
print(f"손실 {curve[0][1]:.2f} → {curve[-1][1]:.2f}, 1초에 {speed / 1e8:.0f}억 번 계산")

# %% claim real=True
assert np.round([curve[0][1], curve[-1][1], curve[0][2], curve[-1][2]], 2).tolist() == [7.64, 5.45, 7.58, 5.53], curve
assert (np.diff([row[2] for row in curve]) < 0).all() and round(curve[1][2] - curve[2][2], 2) == 0.43, curve
assert round(curve[-2][2] - curve[-1][2], 2) == 0.01 and curve[-1][0] == 711 and parameters == 883_840, curve
assert 120 < watch.cpu_seconds < 240, watch.cpu_seconds

# %% tags=["profile"]
curve = pd.DataFrame(curve, columns=["걸음", "학습 손실(내트/토큰)", "검증 글자당 비트"])
ax = plt.subplots()[1]
ax.plot(curve["걸음"], curve["검증 글자당 비트"], "o-")
ax.set(title="작은 GPT: 처음 보는 리뷰의 글자당 비트", xlabel="걸음", ylabel="글자당 비트")
plots.show(alt="걸음이 늘수록 검증 글자당 비트가 처음에는 빠르게, 나중에는 천천히 줄어드는 "
               "곡선.")

# %% [markdown]
# 손실은 7.64에서 시작합니다. 배우기 전에 셈한 $\ln 2000$ = 7.60과 거의 같습니다. 711걸음에 CPU 시간 173초(3분쯤)를 쓰고 5.45가 되었고, 처음 보는 리뷰의 글자당 비트는 7.58에서 5.53으로 줄었습니다.
# 곡선은 처음에 가파르고 뒤로 갈수록 평평합니다. 그렇다고 더 배울 것이 없다는 뜻은 아닙니다. 학습률도 0을 향해 내려갔고, 리뷰를 **한 번씩만** 읽었기 때문입니다. 시간은 CPU가 일한 것만 셉니다. 출력의 1113.7초에는 기다린 시간도 들어 있습니다.
#
# 학습에 드는 계산은 대략 $6 \times$ 파라미터 $\times$ 토큰입니다(앞으로 2, 뒤로 4). GPT-3는 1,750억 개로 3,000억 토큰을 읽었으니 $3 \times 10^{23}$번입니다.

# %% tags=["profile"]
years = 6 * 175e9 * 300e9 / speed / 86400 / 365
print(f"이 코어로 GPT-3를 학습하면 {years:,.0f}년")

# %% claim real=True
assert 180_000 < years < 250_000 and 40e9 < speed < 55e9, (years, speed)

# %% [markdown]
# 이 코어는 1초에 400억에서 500억 번쯤 계산했습니다. 그 빠르기로는 20만 년이 넘게 걸립니다. 그래서 큰 모델은 수천 개의 GPU에 나누어 학습합니다.
#
# **바꾸어 보세요.** `S.size`를 `(64, 4, 3)`으로 줄이면 몇 초가 걸리고 글자당 비트는 얼마가 됩니까?
#
# ## 7. 세기만 한 기준선과 견줍니다
#
# 토큰이 다르면 손실도 퍼플렉서티도 견줄 수 없습니다. 토큰 하나가 길수록 맞히기 어렵기 때문입니다. 그래서 065처럼 **글자당 비트**로 견줍니다.
# 기준선은 065의 n-gram입니다. 같은 리뷰 6만 개의 글자를 세기만 합니다. 셈이 많으므로 딕셔너리 대신 넘파이로 셉니다. 앞의 글자들을 큰 수 하나(키)로 섞어 적고 정렬하면 됩니다.

# %%
numbers = {letter: n for n, letter in enumerate(sorted(set("".join(texts))), 3)}
MOST = 7                                                # 앞 글자를 여섯 개까지

# %%
def keys(texts):
    """정답마다 n = 1, 2, …의 (문맥의 키, 문맥과 정답의 키). 0 시작 전, 1 끝, 2 모르는 글자."""
    lines = ([*[0] * (MOST - 1), *(numbers.get(one, 2) for one in text), 1] for text in texts)
    ids = np.array([i for line in lines for i in line], "uint64")
    real, before, pairs = ids > 0, np.zeros(len(ids), "uint64"), []
    for n in range(MOST):
        joint = before * np.uint64(1_000_003) + ids + np.uint64(1)
        pairs.append((before[real], joint[real]))
        shifted = np.concatenate([np.zeros(n + 1, "uint64"), ids[:-n - 1]]) + np.uint64(1)
        before = before + shifted * np.uint64(pow(6_364_136_223_846_793_005, n + 1, 2 ** 64))
    return pairs

# %%
def count_keys(context, joint):
    """정렬한 키와 횟수: (문맥과 정답, 횟수), (문맥, 횟수의 합, 뒤에 온 글자의 종류)."""
    both, first, times = np.unique(joint, return_index=True, return_counts=True)
    seen, at, kinds = np.unique(context[first], return_inverse=True, return_counts=True)
    return (both, times), (seen, np.bincount(at, times), kinds)


def look(found, wanted, column=1):
    at = np.searchsorted(found[0], wanted).clip(max=len(found[0]) - 1)
    return np.where(found[0][at] == wanted, found[column][at], 0)

# %% tags=["profile"]
tables = [count_keys(*pair) for pair in keys(texts)]


def ngram_bits(texts):
    """(MOST, 글자와 끝의 수): n마다 −log₂ P. 위튼–벨 스무딩은 065와 같은 식입니다."""
    p, rows = 1 / (len(numbers) + 2), []
    for (joint, context), (before, both) in zip(tables, keys(texts)):
        kinds, total = look(context, before, 2), look(context, before)
        mixed = (look(joint, both) + kinds * p) / np.maximum(total + kinds, 1)
        p = np.where(total > 0, mixed, p)
        rows.append(-np.log2(p))
    return np.array(rows)

# %% tags=["profile"]
by_n = ngram_bits(valid).sum(axis=1) / valid_letters    # 검증으로 n을 고릅니다
best_n = int(by_n.argmin()) + 1
pd.DataFrame({"검증 글자당 비트": by_n}, index=range(1, MOST + 1)).rename_axis("n").T.round(2)

# %% claim real=True
assert best_n == 4 and by_n.round(2).tolist() == [7.44, 5.05, 4.33, 4.29, 4.43, 4.59, 4.73], (best_n, by_n)

# %% [markdown]
# **먼저 맞혀 보세요.** 시험 리뷰에서 작은 GPT는 같은 글을 센 n-gram을 이길까요? 강좌의 GPT는 얼마나 더 나을까요?
#
# <details><summary>답</summary>
#
# 작은 GPT는 4-gram에 **집니다**. 글자마다 1.09비트가 더 듭니다. 강좌의 GPT는 4-gram보다 0.81비트 적습니다.
# </details>

# %% tags=["profile"]
lengths = np.array([len(text) for text in test])
ends = np.cumsum(lengths + 1)[:-1]                      # 리뷰마다 끝 표시까지
counted = np.split(ngram_bits(test)[best_n - 1], ends)
per_text = {
    f"{best_n}-gram": np.array([part.sum() for part in counted]),
    "작은 GPT": bits(small, [one.ids for one in bpe.encode_batch(test)]),
    "강좌의 GPT": bits(ours, [encode(text) for text in test]),
}
draws = np.random.default_rng(7).integers(0, len(test), (1000, len(test)))

# %% tags=["profile"]
rows = {}
base = per_text[f"{best_n}-gram"]
for name, found in per_text.items():
    gap = (found - base)[draws].sum(axis=1) / lengths[draws].sum(axis=1)    # 같은 리뷰를 다시
    rows[name] = [found.sum() / lengths.sum(), (found - base).sum() / lengths.sum(),
                  *np.quantile(gap, [0.025, 0.975])]
columns = ["시험 글자당 비트", "n-gram과의 차이", "95% 아래", "95% 위"]
bit_table = pd.DataFrame(rows, index=columns).T
bit_table.round(3)

# %% claim real=True
assert bit_table["시험 글자당 비트"].round(2).tolist() == [4.35, 5.44, 3.54], bit_table.to_dict()
assert bit_table.iloc[1:, 1].round(2).tolist() == [1.09, -0.81], bit_table.to_dict()
assert bit_table.iloc[1:, 2:].round(2).values.tolist() == [[1.06, 1.14], [-0.84, -0.77]], bit_table.to_dict()

# %% [markdown]
# - 4-gram이 4.35비트, 작은 GPT가 5.44비트입니다. 세기만 한 것이 1.09비트(95% 구간 1.06–1.14) 차이로 **이깁니다**. 작은 GPT는 검증(앞의 200개에서 5.53비트)에서 2-gram(1,000개에서 5.05비트)에도 미치지 못했습니다.
# - 강좌의 GPT는 3.54비트로 4-gram보다 0.81비트(0.77–0.84) 적습니다. 다만 리뷰를 열 배쯤(58만 개) 읽었고 파라미터도 열한 배이므로 같은 조건의 견줌은 아닙니다.
#
# 구조가 같아도 3분을 배운 것과 오래 배운 것은 다릅니다. 세는 모델은 한 번 본 n-gram을 모두 적어 두지만, 신경망은 여러 번 조금씩 고쳐야 배웁니다. 711걸음은 그러기에 모자랐던 것으로 보입니다(추측). 작은 GPT는 시드 하나, 학습률 하나로 한 번만 학습했습니다. 위의 구간은 시험 리뷰를 다시 뽑은 것이라 이 흔들림은 들어 있지 않습니다.
# **GPT라고 늘 이기는 것이 아닙니다.** 값싼 기준선을 함께 재지 않았으면 줄어드는 곡선만 보고 잘 배웠다고 믿었을 것입니다. 뒤의 절에서는 강좌의 GPT를 씁니다.
#
# **바꾸어 보세요.** 6절의 `size = 16`을 4로 줄이면 같은 글로 네 배 자주 고칩니다. 작은 GPT가 4-gram을 따라잡습니까?
#
# ## 8. KV 캐시: 512토큰을 쓰는 시간
#
# 글을 쓸 때는 한 토큰씩 씁니다. 130의 **KV 캐시**를 GPT에 답니다. 앞 토큰의 키와 값은 바뀌지 않으므로 적어 두고 새 토큰의 것만 덧붙입니다.

# %% long="캐시를 쓰는 한 걸음이 이 절의 주제"
@torch.no_grad()
def read(model, ids, cache=None, at=None, allowed=None):
    """ids (B, T)를 캐시 뒤에 이어 읽습니다 → 마지막 자리의 점수 (B, V)와 새 캐시."""
    past, T = cache[0][0].shape[2] if cache else 0, ids.shape[1]
    at = past + torch.arange(T) if at is None else at
    if allowed is None:
        allowed = torch.ones(T, past + T, dtype=torch.bool).tril(past)
    x, grown = model.wte(ids) + model.wpe(at), []
    for block, old in zip(model.h, cache or [None] * len(model.h)):
        query, key, value = block.attn.project(block.ln_1(x))       # (B, h, T, d/h)씩
        if old is not None:
            key, value = torch.cat([old[0], key], dim=2), torch.cat([old[1], value], dim=2)
        grown.append((key, value))
        x = x + block.attn.merge(attention(query, key, value, allowed))
        x = x + block.mlp(block.ln_2(x))
    return model.ln_f(x[:, -1]) @ model.wte.weight.T, grown

# %% [markdown]
# 강좌의 GPT는 128자리까지만 배웠습니다. 그래서 512토큰의 시간은 **모양만 같고 자리가 512개인, 학습하지 않은 GPT**로 잽니다. 시간은 가중치의 값과 상관이 없습니다.
# 캐시 없이 쓰는 쪽도 마지막 자리의 점수만 계산하게 해서 봐줍니다.
#
# **먼저 맞혀 보세요.** 512토큰을 쓰는 데 캐시가 있으면 몇 배 빠를까요? 캐시가 답을 바꿀까요?
#
# <details><summary>답</summary>
#
# 10배쯤 빠릅니다. 답은 한 토큰도 바뀌지 않습니다.
# </details>

# %% tags=["profile"]
torch.manual_seed(7)
untrained = GPT(8000, S.cached, 320, 5, 6)


def timed(use_cache):
    """탐욕으로 끝까지 쓰며, 토큰마다 걸린 초와 쓴 번호."""
    ids, cache, seconds = torch.tensor([[END]]), None, []
    while ids.shape[1] < S.cached:
        began = time.process_time()
        scores, cache = read(untrained, ids[:, -1:] if use_cache else ids,
                             cache if use_cache else None)
        seconds.append(time.process_time() - began)
        ids = torch.cat([ids, scores.argmax(dim=-1, keepdim=True)], dim=1)
    return np.array(seconds), ids

# %% tags=["profile"]
tries = {name: [timed(use) for _ in range(3)]           # 둘 다 세 번씩
         for name, use in [("캐시 없이", False), ("캐시", True)]}
totals = {name: [one[0].sum() for one in found] for name, found in tries.items()}
(without, same), (with_cache, written) = (
    min(found, key=lambda one: one[0].sum()) for found in tries.values())
ratio = without.sum() / with_cache.sum()
print("같은 토큰의 비율:", float((written == same).float().mean()))
print(f"가장 빠른 것끼리 {ratio:.0f}배")
pd.DataFrame(totals, index=["첫째", "둘째", "셋째"]).T.round(2).rename_axis("CPU 초", axis=1)

# %% claim real=True
assert 5 <= ratio < 15 and bool((written == same).all()), (ratio, without.sum(), with_cache.sum())
assert 30 < without.sum() < 40 and 3 < with_cache.sum() < 4 and 9 < ratio < 12, totals
assert all(max(one) / min(one) < 1.1 for one in totals.values()), totals
early, late = [[1000 * np.median(found[part]) for found in (without, with_cache)] for part in (slice(40), slice(-40, None))]
assert np.allclose(early, [10, 6], rtol=0.25) and np.allclose(late, [135, 7], rtol=0.2), (early, late)

# %% tags=["profile"]
ax = plt.subplots()[1]
for name, seconds in [("캐시 없이", without), ("캐시", with_cache)]:
    smooth = pd.Series(seconds * 1000).rolling(9, center=True, min_periods=1).median()
    ax.plot(np.arange(1, len(seconds) + 1), smooth, label=name)
ax.set(title="토큰 하나를 쓰는 시간", xlabel="지금까지의 토큰", ylabel="밀리초 (CPU 시간)")
ax.legend()
plots.show(alt="토큰 하나를 쓰는 시간. 캐시가 없으면 길이에 따라 올라가고, 캐시가 있으면 "
               "거의 평평하다.")

# %% [markdown]
# 512토큰에 캐시 없이 34초 남짓, 캐시로 3.3초쯤 걸렸습니다. 10배쯤 빠르고, 쓴 토큰은 511개가 모두 같습니다. 캐시는 답을 바꾸지 않습니다. 둘 다 세 번씩 쟀는데 가장 느린 것과 가장 빠른 것의 차이는 10%가 되지 않습니다.
# 캐시가 없으면 토큰을 쓸 때마다 앞의 글을 **모두 다시** 읽습니다. 그래서 토큰 하나의 시간이 처음 40토큰의 10밀리초쯤에서 마지막 40토큰의 130밀리초 남짓으로 늘어납니다. 캐시를 쓰면 6밀리초쯤에서 7밀리초쯤이 될 뿐입니다.
# 글이 길수록 차이가 벌어지므로 "몇 배"는 길이와 함께 말해야 합니다.
#
# 공짜는 아닙니다. 캐시는 토큰마다 $2Nd$개의 수를 차지합니다. GPT-3라면 토큰 하나에 $2 \times 96 \times 12288$개, 두 바이트씩 2,048토큰이면 9.7GB입니다.

# %% claim
assert round(2 * 96 * 12288 * 2 * 2048 / 1e9, 1) == 9.7

# %% [markdown]
# **바꾸어 보세요.** `S.cached`를 128로 줄이면 몇 배입니까? 왜 줄어듭니까?
#
# ## 9. 무엇을 뽑을까요: 점수를 고치는 함수들
#
# 탐욕, 온도, top-k, 뉴클리어스(top-p)는 065에서 만들었습니다. 여기서는 PyTorch로 다시 쓰고 두 가지를 더합니다. **반복 벌점(repetition penalty)** 은 이미 쓴 토큰의 점수를 낮추고,
# 080의 **빔 탐색**은 한 토큰이 아니라 문장 전체의 확률을 봅니다. 함수는 모두 점수를 받아 점수를 냅니다. 뽑지 않을 토큰의 점수는 $-\infty$입니다.

# %%
def top_k(scores, k):                                   # (B, V) → (B, V)
    kth = scores.topk(k).values[:, -1:]
    return scores.masked_fill(scores < kth, -torch.inf)


def top_p(scores, p):
    ranked, at = scores.sort(descending=True)
    chances = ranked.softmax(dim=-1)
    before = chances.cumsum(dim=-1) - chances           # 나보다 앞의 합
    ranked = ranked.masked_fill(before >= p, -torch.inf)
    return torch.empty_like(scores).scatter(1, at, ranked)

# %%
def penalized(scores, ids, penalty):
    seen = scores.gather(1, ids)                        # (B, T) 이미 쓴 토큰의 점수
    lower = torch.where(seen > 0, seen / penalty, seen * penalty)
    return scores.scatter(1, ids, lower)

# %% [markdown]
# `penalized`는 점수가 양수이면 나누고 음수이면 곱합니다. 나누기만 하면 음수인 점수는 오히려 **커집니다**. 세 함수가 `transformers`의 것과 같은지 봅니다.
#
# **먼저 맞혀 보세요.** 우리 프롬프트 뒤에서 확률을 큰 것부터 더해 0.9가 되려면 토큰이 몇 개나 필요할까요? 어휘는 8,000개입니다.
#
# <details><summary>답</summary>
#
# 475개입니다. 8,000개 가운데 6%쯤입니다.
# </details>

# %%
ids = torch.tensor([[END, *encode(prompt)]])
scores = read(ours, ids)[0]                             # (1, V)

# %%
pairs = {"top-k": (top_k(scores, 40), transformers.TopKLogitsWarper(40)),
         "top-p": (top_p(scores, 0.9), transformers.TopPLogitsWarper(0.9)),
         "반복 벌점": (penalized(scores, ids, 1.3),
                   transformers.RepetitionPenaltyLogitsProcessor(1.3))}
same = {name: bool(torch.allclose(mine, theirs(ids, scores.clone()), atol=1e-5))
        for name, (mine, theirs) in pairs.items()}
left = int(torch.isfinite(pairs["top-p"][0]).sum())
print(same, f"· top-p 0.9가 남긴 토큰 {left}개")

# %% claim
assert all(same.values()), same
assert abs(left - 475) <= 2, left

# %% [markdown]
# 세 함수가 모두 같습니다. top-k는 언제나 40개를 남기지만, top-p 0.9는 여기서 475개를 남깁니다. 1절에서 본 대로 이어질 말이 여럿이라 확률이 넓게 퍼져 있기 때문입니다. 몇 개를 남길지는 분포가 정합니다.
#
# **바꾸어 보세요.** `penalty`를 0.7로 하면 무슨 일이 생깁니까?
#
# 이제 쓰는 반복문입니다. `choose`는 점수와 지금까지의 번호를 받아 다음 토큰을 고릅니다. 끝 표시 뒤에도 멈추지 않고 **새 리뷰를 이어 쓰게** 합니다. 모델이 배운 글도 그렇게 이어져 있었습니다.

# %%
def write(model, prompts, choose, length, seed=7):
    """번호의 목록들(같은 길이) 뒤를 length토큰 씁니다. (B, T + length)"""
    draw = torch.Generator().manual_seed(seed)
    ids = torch.tensor([[END, *one] for one in prompts])            # (B, T)
    scores, cache = read(model, ids)
    for _ in range(length):
        scores = choose(scores, ids)                                # (B, V)
        new = torch.multinomial(scores.softmax(dim=-1), 1, generator=draw)      # (B, 1)
        ids = torch.cat([ids, new], dim=1)
        scores, cache = read(model, new, cache)
    return ids

# %%
def greedy(scores, ids=None):                           # 하나만 남기면 그것을 뽑습니다
    return top_k(scores, 1)

# %% [markdown]
# 빔은 후보를 `width`개 들고 갑니다. 080과 같지만 문장 하나라서 짧습니다. 모든 후보의 길이가 같으므로 길이로 나누지 않습니다.

# %%
def beam(model, prompt, width, length):
    """가장 그럴듯한 이어 쓰기 하나, (1, T + length)."""
    ids, sums = torch.tensor([[END, *prompt]]), torch.zeros(1)  # (W, T), (W,)
    scores, cache = read(model, ids)
    for _ in range(length):
        total = sums[:, None] + scores.log_softmax(dim=-1)                   # (W, V)
        sums, best = total.flatten().topk(width)
        parent, new = best // total.shape[1], best % total.shape[1]
        ids = torch.cat([ids[parent], new[:, None]], dim=1)
        cache = [(key[parent], value[parent]) for key, value in cache]
        scores, cache = read(model, new[:, None], cache)
    return ids[:1]

# %% [markdown]
# ## 10. 한 프롬프트, 여러 방법
#
# 프롬프트 하나를 방법마다 여러 편 쓰게 하고 네 가지를 잽니다.
#
# - **되풀이**: 한 글 안에서, 이어진 세 토큰(3-gram) 가운데 앞에 이미 나왔던 것의 비율.
# - **다양함**: 쓴 글을 모두 모아, 이어진 두 토큰(2-gram) 가운데 서로 다른 것의 비율.
# - **비트**: 모델이 보기에 토큰 하나가 얼마나 뜻밖인가.
# - **사본**: 쓴 리뷰 가운데 학습 데이터에 **글자까지 똑같은** 것이 있는 비율(11절).
#
# 견줄 것이 있어야 하므로 사람이 쓴 시험 리뷰도 같은 길이로 이어 붙여 잽니다.
#
# **먼저 맞혀 보세요.** 확률이 가장 큰 글을 찾는 탐욕과 빔은 사람의 글에 가까울까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 탐욕은 3-gram의 83%가, 빔은 47%가 되풀이입니다. 사람의 글에서는 1%도 되지 않습니다.
# </details>

# %%
choices = {
    "탐욕": greedy,
    "표본 추출": lambda scores, ids: scores,
    "온도 0.7": lambda scores, ids: scores / 0.7,
    "온도 1.3": lambda scores, ids: scores / 1.3,
    "top-k 40": lambda scores, ids: top_k(scores, 40),
    "top-p 0.9": lambda scores, ids: top_p(scores, 0.9),
    "탐욕, 반복 벌점 1.3": lambda scores, ids: greedy(penalized(scores, ids, 1.3)),
}
start, (SAMPLES, LENGTH) = encode(prompt), S.writing

# %%
def repeated(ids, n=3):                                 # 한 글의 번호 → 비율
    grams = [tuple(ids[at:at + n]) for at in range(len(ids) - n + 1)]
    return 1 - len(set(grams)) / len(grams)


def distinct(rows, n=2):                                # 여러 글 → 비율
    grams = [tuple(ids[at:at + n]) for ids in rows for at in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams)


def reviews(ids):                                       # 번호 → 리뷰들, 잘린 끝은 버립니다
    parts = tokenizer.decode(ids[1:]).split(tokenizer.eos_token)[:-1]
    return [clean(part) for part in parts if clean(part)]

# %% tags=["profile"]
written = {name: write(ours, [start] * (1 if "탐욕" in name else SAMPLES), choose, LENGTH)
           for name, choose in choices.items()}
written["빔 5"] = beam(ours, start, 5, LENGTH)
more = fresh.document.iloc[2 * S.held_out:].tolist() or test
joined = [i for text in more[:SAMPLES * 10] for i in [END, *encode(text)]]
width = written["탐욕"].shape[1]
human = torch.tensor([joined[at:at + width] for at in
                      range(0, min(SAMPLES, len(joined) // width) * width, width)])
written["사람"] = human

# %% tags=["profile"]
rows = {}
for name, ids in written.items():
    tails = ids[:, len(start) + 1:].tolist()            # 프롬프트는 세지 않습니다
    with torch.no_grad():
        surprise = causal_loss(ours, ids, "none")[:, len(start):].mean() / math.log(2)
    done = [text for one in ids.tolist() for text in reviews(one)]
    rows[name] = [len(ids), np.mean([repeated(one) for one in tails]), distinct(tails),
                  float(surprise), np.mean([text in known for text in done] or [0])]
columns = ["글", "되풀이", "다양함", "비트/토큰", "사본"]
strategy = pd.DataFrame(rows, index=columns).T
strategy.round(2)

# %% claim real=True
table = strategy.round(2)
assert table["되풀이"]["탐욕"] == 0.83 and table["되풀이"]["빔 5"] == 0.47, table
assert round(strategy["되풀이"]["사람"], 3) == 0.003 and table["되풀이"]["탐욕, 반복 벌점 1.3"] == 0, table
assert table["다양함"]["표본 추출"] == table["다양함"]["사람"] == 0.94, table
assert table["다양함"]["top-k 40"] == 0.77 and table["다양함"]["top-p 0.9"] == 0.91, table
assert table["사본"]["사람"] == 0 and table["사본"]["온도 0.7"] == 0.04, table
assert table["비트/토큰"].loc[["탐욕", "빔 5", "표본 추출", "온도 1.3", "사람"]].tolist() == [3.16, 2.69, 6.46, 8.78, 6.93], table

# %% [markdown]
# 탐욕은 리뷰 하나를 쓴 다음 **다른 리뷰 하나만 되풀이합니다**(83%). 빔은 더 그럴듯한 글(토큰에 2.69비트)을 찾았지만 역시 되풀이합니다(47%). 반복 벌점을 주면 되풀이가 0이 됩니다.
# 사람의 글은 토큰 하나에 6.93비트입니다. 사람은 **가장 그럴듯한 말만 하지 않습니다**. 표본 추출(6.46비트, 다양함 0.94)이 사람(0.94)에 가장 가깝습니다. top-k 40은 0.77, top-p 0.9는 0.91로 그보다 덜 다양하고, 온도 1.3은 8.78비트로 사람보다 뜻밖입니다.
# 탐욕과 빔의 다양함은 글 하나로 잰 것이라 50편으로 잰 다른 줄과 견주지 마세요. 글이 많을수록 겹치는 2-gram도 늘어납니다. 프롬프트도 하나뿐입니다.
# 사람의 사본이 0인 것은 학습 데이터에도 있는 리뷰를 시험에서 미리 뺐기 때문입니다.
#
# 온도를 여러 값으로 바꾸며 사람의 글이 어디에 있는지 봅니다.

# %% tags=["profile"]
grid = [0.3, 0.5, 0.7, 0.85, 1.0, 1.15, 1.3]
line = []
for heat in grid:
    ids = write(ours, [start] * SAMPLES, lambda scores, ids: scores / heat, LENGTH)
    tails = ids[:, len(start) + 1:].tolist()
    line.append([np.mean([repeated(one) for one in tails]), distinct(tails)])

# %% tags=["profile"]
line = np.array(line)
ax = plt.subplots()[1]
ax.plot(grid, line[:, 0], "o-", label="되풀이")
ax.plot(grid, line[:, 1], "s-", label="다양함")
ax.axhline(strategy["다양함"]["사람"], ls=":", color="#D55E00", label="사람의 다양함")
ax.axhline(strategy["되풀이"]["사람"], ls=":", color="#0072B2", label="사람의 되풀이")
ax.set(title="온도를 올리면", xlabel="온도", ylabel="비율", ylim=(-0.03, 1.03))
ax.legend(loc="center right")
plots.show(alt="온도가 오르면 되풀이는 줄고 다양함은 늘어난다. 사람의 글은 점선으로 그었다.")

# %% claim real=True
assert line[0].round(2).tolist() == [0.14, 0.26] and line[4].round(2).tolist() == [0.0, 0.94], line
assert (np.diff(line[:, 1]) > 0).all() and line[:3, 1].round(2).tolist() == [0.26, 0.6, 0.8]

# %% [markdown]
# 온도 0.3에서는 다양함이 0.26이고 되풀이가 14%입니다. 온도를 올릴수록 다양해져 온도 1에서 사람의 선(0.94)에 닿습니다. 온도 1은 배운 분포를 **그대로** 쓰는 것이므로 그럴 만합니다.
# 온도를 낮추면 말이 무난해지는 대신 모두 비슷한 리뷰가 됩니다.
#
# **바꾸어 보세요.** `S.writing`의 60을 100으로 늘리면 탐욕의 되풀이는 얼마가 됩니까? 128을 넘기면 왜 오류가 납니까?
#
# ## 11. 외웠을까요
#
# 언어 모델은 배운 글을 **그대로** 내놓기도 합니다. 개인정보나 저작권이 걸린 글이라면 큰일입니다. 그래서 쓴 글을 보여 주기 전에 학습 데이터와 겹치는지 봅니다.
# 글 전체가 같거나, 스무 글자가 이어서 같으면 사본으로 치고 **싣지 않습니다**. 겹침은 NSMC의 학습 데이터 15만 개에서만 찾았습니다. 강좌의 GPT는 다른 리뷰 44만 개도 읽었으므로 이 수는 낮게 잡은 것입니다.

# %% tags=["profile"]
everything = "\n".join(known)


def overlaps(text, size=20):
    """학습 데이터와 글 전체가 같거나 size글자가 이어서 같습니다."""
    windows = [text[at:at + size] for at in range(len(text) - size + 1)]
    return text in known or any(window in everything for window in windows)


def shown(text):
    return "(학습한 글과 겹쳐서 싣지 않습니다)" if overlaps(text) else text

# %% [markdown]
# **먼저 맞혀 보세요.** 온도 0.7로 쓴 리뷰 가운데 학습 데이터와 글자까지 같은 것은 얼마나 될까요? 사람이 쓴 시험 리뷰에는 그런 것이 없을까요?
#
# <details><summary>답</summary>
#
# 온도 0.7은 100편 가운데 6편, 표본 추출은 1편, top-p는 0편입니다. 사람의 시험 리뷰에도 2편 있습니다. 짧은 말은 누가 써도 같아지기 때문입니다.
# </details>

# %% tags=["profile"]
rows = {}
groups = {name: [text for one in written[name].tolist() for text in reviews(one)][:100]
          for name in ("표본 추출", "온도 0.7", "top-p 0.9")}
groups["사람의 시험 리뷰"] = [text for text in test_frame.document if text][:100]
for name, found in groups.items():
    same = np.array([text in known for text in found])
    letters = np.array([len(text) for text in found])
    rows[name] = [len(found), same.mean(), letters[same].mean() if same.any() else np.nan,
                  letters[~same].mean(), np.mean([overlaps(text) for text in found])]
columns = ["리뷰", "글 전체가 같음", "같은 것의 길이", "다른 것의 길이", "스무 글자가 겹침"]
memory = pd.DataFrame(rows, index=columns).T
memory.round(2)

# %% claim real=True
assert (memory["리뷰"] == 100).all(), memory
assert memory["글 전체가 같음"].round(2).tolist() == [0.01, 0.06, 0.0, 0.02], memory
assert memory["같은 것의 길이"].round(0).tolist()[:2] == [10, 11] and memory["같은 것의 길이"].iloc[3] == 3, memory
assert memory["다른 것의 길이"].round(0).tolist() == [32, 19, 29, 34], memory
assert np.allclose(memory["스무 글자가 겹침"], memory["글 전체가 같음"]), memory

# %% [markdown]
# 사본은 짧습니다. 온도 0.7의 사본은 평균 11글자이고, 사본이 아닌 것은 19글자입니다. 스무 글자가 겹치는 비율이 글 전체가 같은 비율과 같으므로, 이 글들에서는 **긴 글의 일부를 베낀 것을 찾지 못했습니다**. 흔한 짧은 말이 우연히 같은 것으로 보입니다.
# 온도 0.7의 사본이 표본 추출보다 많은 것은 흔한 말을 더 자주 쓰기 때문으로 보입니다(추측). 100편뿐이라 한두 편의 차이는 믿지 않습니다. 10절의 사본(0.04)은 쓴 리뷰 모두에서, 여기의 0.06은 앞의 100편에서 잰 것입니다. 큰 모델은 긴 글도 외웁니다. 이 결과를 다른 모델로 넓히면 안 됩니다.
#
# 이제 방법마다 한두 편을 봅니다. 프롬프트로 시작하는 첫 리뷰입니다. 같은 시드로 뽑았으므로 줄이 같으면 난수도 같습니다. 50편 가운데 다섯째와 열다섯째를 골랐습니다.
# 좋은 것을 고른 것이 아니라, 실존하는 사람의 이름이나 거친 말이 없는 줄을 고른 것입니다.

# %% tags=["profile"]
for name in (*choices, "빔 5"):
    rows = written[name][[4, 14]] if len(written[name]) > 14 else written[name][:1]
    for ids in rows.tolist():
        first = tokenizer.decode(ids[1:]).split(tokenizer.eos_token)[0]
        print(f"{name}: {shown(clean(first))}")

# %% claim real=True
first = {name: [clean(tokenizer.decode(one[1:]).split(tokenizer.eos_token)[0]) for one in
                (found[[4, 14]] if len(found) > 14 else found[:1]).tolist()] for name, found in written.items()}
assert first["탐욕"] == first["탐욕, 반복 벌점 1.3"] == ["주말에 가족과 함께 봤는데 정말 감동적이네요."], first
again = tokenizer.decode(written["탐욕"][0, 1:].tolist()).split(tokenizer.eos_token)
assert len(set(map(clean, again[1:-1]))) == 1, again
assert first["빔 5"] == ["주말에 가족과 함께 볼 수 있는 영화."] and first["온도 0.7"][0] == "주말에 가족과 함께보기 좋은영화"
sampled = ["표본 추출", "온도 0.7", "온도 1.3", "top-k 40", "top-p 0.9"]
assert all(first[name][0].startswith("주말에 가족과 함께보기 ") for name in sampled) and "놓출수가" in first["온도 1.3"][0]
assert sum("재밌" in first[name][1] or "재밋" in first[name][1] for name in sampled) == 4, first

# %% [markdown]
# - 뽑은 방법 다섯의 첫 줄은 모두 `주말에 가족과 함께보기`로 시작합니다. 난수가 같기 때문입니다. 방법이 바꾸는 것은 그 뒤입니다. 온도 0.7은 거기서 무난하게 끝내고, 온도 1.3은 `놓출수가`처럼 **없는 말**을 만듭니다.
# - 둘째 줄에서는 넷이 `재밌습니다`와 비슷한 말을 씁니다. 온도 1.3만 다릅니다.
# - 탐욕과 반복 벌점의 첫 리뷰는 같습니다. 벌점은 같은 말을 **다시** 쓰려 할 때에야 답을 바꿉니다. 탐욕은 이 뒤에 다른 리뷰 하나를 끝없이 되풀이했습니다.
# - 빔의 `볼 수 있는 영화.`는 그럴듯하지만 하는 말이 거의 없습니다.
#
# 두 줄만 보고 방법을 고르지 마세요. 방법의 차이는 10절의 표가 말해 줍니다.
#
# **바꾸어 보세요.** `write`의 `seed`를 바꾸어 여러 편을 써 보세요. 온도 몇에서 말이 무너지기 시작합니까?
#
# ## 12. GPT-1의 네 가지 입력
#
# GPT-1은 글을 잇는 모델을 **분류기로** 썼습니다. 모델은 그대로 두고 문제를 **한 줄의 토큰**으로 바꿉니다. 새 표시는 셋입니다. 시작(start), 구분(delimiter), 추출(extract).
# 추출 표시의 자리는 앞을 모두 보았으므로, 그 자리의 벡터 하나에 작은 출력층을 얹습니다.

# %% long="네 가지를 한눈에"
tasks = {"분류": [["시작", "글", "추출"]],
         "함의": [["시작", "전제", "구분", "가설", "추출"]],
         "유사도": [["시작", "글 1", "구분", "글 2", "추출"],
                 ["시작", "글 2", "구분", "글 1", "추출"]],
         "객관식": [["시작", "물음", "구분", "보기 1", "추출"],
                 ["시작", "물음", "구분", "보기 2", "추출"]]}
picture, row = diagrams.Diagram("GPT-1: 네 가지 문제를 한 줄의 토큰으로"), 0
for name, lines in tasks.items():
    picture.label(name, (-1, row - (len(lines) - 1) / 2))
    last = []
    for parts in lines:
        boxes = [picture.box(part, (at, row), "grey" if part in ("시작", "구분") else
                             "orange" if part == "추출" else "blue", fill=True)
                 for at, part in enumerate(parts)]
        last, row = [*last, boxes[-1]], row - 1
    head = {"유사도": "더해서 출력층", "객관식": "보기끼리 소프트맥스"}.get(name, "출력층")
    answer = picture.box(head, (6, row + 1 + (len(lines) - 1) / 2), "green")
    for box in last:
        picture.arrow(box, answer)
picture.show(alt="분류는 시작, 글, 추출. 함의는 시작, 전제, 구분, 가설, 추출. 유사도는 두 "
                 "글의 순서를 바꾼 두 줄의 추출을 더한다. 객관식은 보기마다 한 줄이고 "
                 "추출을 보기끼리 견준다.")

# %% [markdown]
# 함의는 전제가 가설을 뒷받침하는지 묻는 문제입니다. 유사도에는 순서가 없으므로 **두 순서를 모두** 넣어 더합니다. 객관식은 보기마다 한 줄씩 만들어 점수를 견줍니다.
# 네 문제에서 모델의 구조는 하나도 바뀌지 않습니다. 번호로 만들면 이렇습니다. 새 표시에는 어휘 뒤의 번호를 줍니다.

# %%
START, DELIMITER, EXTRACT = 8000, 8001, 8002


def gpt1_inputs(task, first, others=()):
    """문제 하나 → 시퀀스들. others는 가설, 다른 글, 또는 보기들."""
    pairs = [[first]] if task == "분류" else [[first, other] for other in others]
    if task == "유사도":
        pairs.append(pairs[0][::-1])                    # 거꾸로도 한 줄
    middle = [[part for text in pair for part in (DELIMITER, *encode(text))][1:]
              for pair in pairs]
    return [[START, *ids, EXTRACT] for ids in middle]


print(gpt1_inputs("분류", prompt))
print(gpt1_inputs("유사도", "재미있다", ["지루하다"]))

# %% claim
one, two = gpt1_inputs("유사도", "재미있다", ["지루하다"])
cut = one.index(DELIMITER)
assert two == [START, *one[cut + 1:-1], DELIMITER, *one[1:cut], EXTRACT]
assert len(gpt1_inputs("객관식", "가", ["나", "다", "라"])) == 3

# %% [markdown]
# GPT-1은 여기서 모델 전체를 미세 조정했습니다. 그것은 뒤의 강의에서 하고, 여기서는 **모델을 얼려 두고** 추출 자리의 벡터(320개의 수)만 로지스틱 회귀에 넣습니다. 우리 GPT에는 추출 표시가 없으므로
# 글의 끝을 뜻하는 0번 토큰을 그 자리에 씁니다. 기준선은 같은 라벨을 쓰는 010의 TF-IDF 선형 모델(글자 1–4-gram)입니다.
#
# **먼저 맞혀 보세요.** 라벨을 한 번도 본 적이 없는 모델의 벡터가 긍정과 부정을 가를 수 있을까요?
#
# <details><summary>답</summary>
#
# 가를 수 있습니다. 1,000개에서 정확도가 0.830으로, 같은 라벨로 배운 TF-IDF의 0.789보다 높습니다.
# </details>

# %% tags=["profile"]
@torch.no_grad()
def features(texts):
    """글마다 추출 자리의 벡터, (N, d)."""
    found = np.zeros((len(texts), ours.ln_f.weight.numel()), "float32")
    ids = [[END, *encode(text)[:120], END] for text in texts]
    order = np.argsort([len(one) for one in ids])
    for group in np.array_split(order, max(1, len(order) // 32)):
        rows = [torch.tensor(ids[n]) for n in group]
        rows = nn.utils.rnn.pad_sequence(rows, batch_first=True)
        last = torch.tensor([len(ids[n]) - 1 for n in group])
        found[group] = ours.hidden(rows)[torch.arange(len(group)), last].numpy()
    return found

# %% tags=["profile"]
LABELS, ASKED, DRAWS = S.judging
labelled = train_frame.iloc[order[-LABELS:]]
judged = fresh.iloc[-5 * ASKED:]
truth = judged.label.to_numpy()
tfidf = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
arms = {"TF-IDF 선형": tfidf.fit(labelled.document).transform, "GPT의 벡터 + 선형": features}
right = {"늘 다수": np.full(len(truth), np.bincount(labelled.label).argmax()) == truth}

# %% tags=["profile"]
chosen_C, grid = {}, [0.01, 0.1, 1, 10]                 # C는 5겹 교차 검증으로 고릅니다
for name, vectors in arms.items():
    search = GridSearchCV(LogisticRegression(max_iter=10_000), {"C": grid}, cv=5)
    search.fit(vectors(labelled.document.tolist()), labelled.label)
    chosen_C[name] = search.best_params_["C"]
    right[name] = search.predict(vectors(judged.document.tolist())) == truth
print("고른 C:", chosen_C)

# %% tags=["profile"]
frozen = pd.Series({name: found.mean() for name, found in right.items()}, name="정확도")
a, b = right["GPT의 벡터 + 선형"], right["TF-IDF 선형"]
only = [int((a & ~b).sum()), int((b & ~a).sum())]       # 맥니머: 한쪽만 맞힌 수
print("GPT만 맞힘, TF-IDF만 맞힘:", only, f"· 라벨 {len(labelled):,}개, 시험 {len(truth):,}개")
frozen.round(3).to_frame()

# %% claim real=True
assert frozen.round(3).tolist() == [0.528, 0.789, 0.83] and only == [102, 61], (frozen.to_dict(), only)
assert list(chosen_C.values()) == [10, 1], chosen_C

# %% [markdown]
# 글을 잇기만 배운 벡터로 0.830, TF-IDF로 0.789입니다. 한쪽만 맞힌 리뷰는 102개와 61개입니다. 차이가 없다면 81.5개씩이어야 하므로, 맥니마 검정의 통계량은 $(102-61)^2/(102+61)$ = 10.3으로 3.84(5% 수준)를 넘습니다.
# 벌점을 얼마나 줄일지 정하는 `C`는 두 모델 모두 같은 네 값 가운데서 골랐고, 시험 리뷰는 보지 않았습니다. 고른 값이 10과 1로 다른 것은 특성의 크기와 수가 다르기 때문일 것입니다(추측). TF-IDF가 고른 10은 네 값 가운데 **가장 큰 값**입니다. 더 큰 값을 주면 TF-IDF가 조금 나아질 수도 있는데 재지 않았습니다.
# 공평한 견줌은 아닙니다. GPT는 라벨은 없어도 리뷰 58만 개를 더 읽었습니다. 미리 읽은 글이 라벨을 얼마나 대신하는지를 보는 것입니다.
#
# **바꾸어 보세요.** 마지막 자리 대신 모든 자리의 평균을 쓰면 정확도는 어떻게 됩니까?
#
# ## 13. 프롬프트로 시키기: 제로샷과 퓨샷
#
# GPT-3의 논문은 출력층도 붙이지 않았습니다. 앞머리에 **보기를 몇 개** 적고 글을 잇게 했습니다. 보기가 없으면 제로샷(zero-shot), 몇 개면 퓨샷(few-shot)입니다.
# 학습은 없습니다. 확률의 **조건**이 바뀔 뿐입니다.
#
# $$P(\text{최고} \mid \text{리뷰}) \;\to\; P(\text{최고} \mid \text{보기 1}, \text{보기 2}, \dots, \text{리뷰})$$
#
# 답의 후보 둘 가운데 어느 쪽이 더 그럴듯한지 봅니다. 두 답이 토큰 하나씩이면 점수의 차이가 곧 로그 확률의 차이입니다. 보기는 모두 우리가 썼습니다.

# %%
def leaning(prompts, good, bad):
    """프롬프트마다 ln P(good) − ln P(bad), (N,). 두 답은 토큰 하나씩입니다."""
    (good,), (bad,) = encode(good), encode(bad)
    rows = [read(ours, torch.tensor([[END, *encode(text)]]))[0][0] for text in prompts]
    return np.array([float(scores[good] - scores[bad]) for scores in rows])     # (V,)에서 둘

# %%
examples = [("주말에 가족과 함께 봤는데 참 좋았다", "최고"), ("두 시간이 아까웠다", "최악"),
            ("배우들의 연기가 훌륭하다", "최고"), ("이야기가 너무 지루하다", "최악"),
            ("또 보고 싶은 영화", "최고"), ("돈을 돌려받고 싶다", "최악"),
            ("마지막 장면에서 울었다", "최고"), ("보다가 잠들었다", "최악")]


def few_shot(review, shots):
    lines = [f"리뷰: {text} 평가: {label}" for text, label in [*shots, (review, "")]]
    return " / ".join(lines).rstrip()


print(few_shot("정말 재미있다", examples[:2]))

# %% [markdown]
# 우리 모델은 리뷰만 읽었습니다. `리뷰: … 평가: …` 같은 글은 본 적이 없습니다. 그래서 **리뷰가 이어지는 모양**으로도 물어봅니다. 리뷰 뒤에 ` 최고`와 ` 최악` 가운데 어느 쪽이 그럴듯한지입니다.
#
# 한 답이 본디 더 흔한 말이면 무엇을 물어도 그쪽으로 기웁니다. 그래서 **보정한** 정확도도 잽니다. 리뷰의 자리를 비운 프롬프트에서 기운 만큼을 뺍니다.
# 기운 것과 상관없이 **줄을 얼마나 잘 세우는지**도 봅니다. 긍정 리뷰와 부정 리뷰를 하나씩 집었을 때 긍정 쪽의 점수가 더 큰 비율입니다. ROC 곡선 아래 넓이(AUC)라고 하고, 아무렇게나 세우면 0.5입니다.
#
# **먼저 맞혀 보세요.** 보기 네 개를 보여 준 것과, 보기 없이 리뷰처럼 물은 것 가운데 어느 쪽이 더 잘 맞힐까요?
#
# <details><summary>답</summary>
#
# 리뷰처럼 물은 쪽입니다. 보정한 정확도가 0.775이고, 보기 네 개는 0.635입니다. 보정하지 않으면 0.690과 0.663으로, 리뷰 200개로는 가릴 수 없는 차이입니다.
# </details>

# %%
def outcome(lean, empty, truth):
    """[정확도, 보정한 정확도, 긍정이라 답한 비율, AUC]. empty는 빈 리뷰에서 기운 만큼."""
    yes, level = lean > 0, lean > empty                                     # (N,)
    above = lean[truth == 1][:, None] > lean[truth == 0]        # (긍정의 수, 부정의 수)
    return [(yes == truth).mean(), (level == truth).mean(), yes.mean(), above.mean()]

# %% tags=["profile"]
asked = judged[[len(encode(text)) <= 30 for text in judged.document]].iloc[:ASKED]
truth = asked.label.to_numpy()
given = {}


def ask_all(name, ask):
    prompts = [ask(text) for text in [*asked.document, ""]]
    lean = leaning(prompts, " 최고", " 최악")                               # (N + 1,)
    given.setdefault(name, []).append(outcome(lean[:-1], lean[-1], truth))


ask_all("리뷰처럼: 최고 / 최악", lambda text: text)
ask_all("보기 0개", lambda text: few_shot(text, []))

# %% tags=["profile"]
for count_shots, flip in [(2, False), (4, False), (4, True)]:
    for seed in range(DRAWS):
        rng = np.random.default_rng(seed)
        good, bad = (2 * rng.permutation(4)[:count_shots // 2] + half for half in (0, 1))
        chosen = [examples[n] for n in rng.permutation([*good, *bad])]
        if flip:
            chosen = [(text, "최악" if label == "최고" else "최고") for text, label in chosen]
        name = f"보기 {count_shots}개" + (", 라벨을 거꾸로" if flip else "")
        ask_all(name, functools.partial(few_shot, shots=chosen))

# %% tags=["profile"]
columns = ["뽑은 횟수", "정확도", "보정한 정확도", "긍정이라 답함", "AUC", "최소", "최대"]


def summary(given):                                     # 최소와 최대는 정확도의 것
    rows = {name: [len(found), *np.mean(found, axis=0), np.min(found, axis=0)[0],
                   np.max(found, axis=0)[0]] for name, found in given.items()}
    return pd.DataFrame(rows, index=columns).T


kept = judged.index.isin(asked.index)
for name, found in right.items():
    given[name] = [[found[kept].mean(), *[np.nan] * 3]]
shots = summary(given)
shots.round(3)

# %% claim real=True
table = shots.round(3)
assert table["보정한 정확도"].iloc[:5].tolist() == [0.775, 0.64, 0.695, 0.635, 0.672], table
assert table["정확도"].iloc[:6].tolist() == [0.69, 0.72, 0.705, 0.663, 0.683, 0.48], table
assert table["정확도"].iloc[6:].tolist() == [0.76, 0.845], table
assert table["긍정이라 답함"].iloc[[0, 3]].tolist() == [0.79, 0.203], table
assert table.AUC.iloc[:5].tolist() == [0.879, 0.847, 0.836, 0.821, 0.826], table
assert table.iloc[3][["최소", "최대"]].tolist() == [0.635, 0.715], table

# %% [markdown]
# - 리뷰처럼 물으면 0.690이고 79%에 `최고`라 답합니다. 기운 만큼 빼면 0.775로, 라벨 2,000개를 배운 TF-IDF(0.760)와 비슷합니다. **라벨을 하나도 쓰지 않았습니다.**
# - 본 적이 없는 모양(`리뷰: … 평가:`)에서는 보기가 **도움이 되지 않습니다**. 보기 0개가 0.720, 두 개가 0.705, 네 개가 0.663입니다. 보기를 줄수록 `최악`으로 기울어 네 개에서는 20%만 `최고`라 답합니다. 줄을 세우는 힘(AUC)은 0.847, 0.836, 0.821입니다. 늘지 않았다는 것까지만 말할 수 있고, 줄었다고 하기에는 차이가 작습니다.
# - 이 모양에서는 보정도 도움이 되지 않습니다. 보기 네 개의 보정한 정확도는 0.635로 보정하지 않은 0.663보다 낮습니다. 보기를 뽑을 때마다 정확도는 0.635에서 0.715까지 흔들립니다.
# - 라벨을 **거꾸로** 적은 보기도 0.683으로 별 차이가 없습니다. 모델이 보기에서 규칙을 배운 것으로는 보이지 않습니다. 리뷰의 느낌에 가까운 말을 이었을 뿐이라고 봅니다(추측).
#
# 리뷰가 200개라서 표준 오차가 3점쯤입니다. 보기를 뽑은 것도 세 번뿐입니다. 출력층을 배운 것(0.845)에는 모두 못 미칩니다. 보기 여덟 개는 128자리에 들어가지 않아 재지 않았습니다.
#
# **바꾸어 보세요.** `" 최고"`와 `" 최악"`을 `" 재미있다"`와 `" 지루하다"`로 바꾸면 정확도는 얼마가 됩니까? 말 하나에 답이 흔들리는 것이 프롬프트의 약점입니다.
#
# ## 14. 공개된 작은 모델의 퓨샷
#
# 13절의 실패는 모델이 작고 리뷰만 읽었기 때문일까요? 공개된 작은 모델 **SmolLM2-135M-Instruct**로 같은 것을 잽니다. 파라미터가 우리의 13배이고, 만든 곳에 따르면 2조 토큰을 읽었습니다. 파이썬 패키지로 받으므로 인터넷이 없어도 됩니다.
# 패키지가 없으면 무엇이 없는지 말하고 이 절의 표와 그림은 빕니다. 뒤의 절은 그대로 돌아갑니다.

# %% tags=["profile"]
folder = serving.small_model()
if folder:
    smol_tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    smol = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    print(f"SmolLM2: 파라미터 {smol.num_parameters():,}개, 어휘 {len(smol_tokenizer):,}개")

# %% claim real=True
assert smol.num_parameters() == 134_515_008 and round(smol.num_parameters() / 9_999_360, 1) == 13.5

# %% [markdown]
# 영어 모델이므로 영어로 묻습니다. 강좌가 직접 쓴 영어 리뷰에서 30토큰까지인 것만 씁니다. 보기는 학습 데이터에서 뽑고, 시험 데이터의 80개를 묻습니다.

# %% tags=["profile"]
english_train, english_test = data.load_reviews_en()
short_train, short_test = (
    frame[[not folder or len(smol_tokenizer.encode(text)) <= 30 for text in frame.document]]
    for frame in (english_train, english_test))
english = short_test.iloc[:S.english[0]]
SIDES = ["negative", "positive"]
pool = {label: short_train.document[short_train.label == n].tolist()
        for n, label in enumerate(SIDES)}

# %% tags=["profile"]
def draw(count, seed, order=None):
    """라벨마다 count / 2개. 시드가 같으면 같은 보기이고, order는 라벨을 놓는 순서입니다."""
    rng = np.random.default_rng(seed)
    left = {label: rng.permutation(pool[label])[:count // 2].tolist() for label in SIDES}
    order = rng.permutation(SIDES * (count // 2)) if order is None else order
    return [(left[label].pop(), str(label)) for label in order]


def question(text, label=""):
    return f"Review: {text}\nSentiment: {label}".rstrip()


print("\n\n".join(question(*shot) for shot in [*draw(2, 0), (english.document.iloc[0],)]))

# %% [markdown]
# 보기는 모든 물음의 앞에 똑같이 있습니다. 8절의 캐시를 쓰면 **보기를 한 번만 읽고**, 물음마다 그 뒤를 이어 읽을 수 있습니다.

# %% tags=["profile"] long="보기를 읽은 캐시를 나누어 쓰기"
@torch.no_grad()
def smol_scores(shots, texts, size=32):
    """마지막 자리의 점수, (N, V). 보기를 읽은 캐시를 물음마다 베껴 씁니다."""
    front = smol_tokenizer.encode("".join(question(*shot) + "\n\n" for shot in shots))
    read_once = smol.model(torch.tensor([front])).past_key_values if shots else None
    found = []
    for at in range(0, len(texts), size):
        rows = [torch.tensor(smol_tokenizer.encode(question(text)))
                for text in texts[at:at + size]]
        ids = nn.utils.rnn.pad_sequence(rows, batch_first=True)             # (B, T)
        cache = copy.deepcopy(read_once)
        if shots:
            cache.batch_repeat_interleave(len(rows))
        hidden = smol.model(ids, None, None, cache).last_hidden_state       # (B, T, d)
        last = torch.tensor([len(row) - 1 for row in rows])
        found.append(smol.lm_head(hidden[torch.arange(len(rows)), last]))
    return torch.cat(found)

# %% tags=["profile"]
english_truth, follows, leanings = english.label.to_numpy(), {}, {}


def ask_smol(name, shots, given):
    """모든 리뷰에 묻고 적어 둡니다. follows: 첫 토큰이 두 답 가운데 하나인 비율."""
    bad, good = (smol_tokenizer.encode(" " + label)[0] for label in SIDES)
    scores = smol_scores(shots, [*english.document, ""])
    lean = (scores[:, good] - scores[:, bad]).numpy()                       # (N + 1,)
    given.setdefault(name, []).append(outcome(lean[:-1], lean[-1], english_truth))
    top = scores[:-1].argmax(dim=-1)
    follows.setdefault(name, []).append(((top == good) | (top == bad)).float().mean().item())
    leanings.setdefault(name, []).append(lean[:-1])

# %% tags=["profile"]
swap = dict(zip(SIDES, SIDES[::-1]))
plans = {"보기 0개": [[]]}
for number in (2, 4, 8):
    plans[f"보기 {number}개"] = [draw(number, seed) for seed in range(S.english[1])]
plans["보기 8개, 라벨을 거꾸로"] = [[(text, swap[label]) for text, label in shots]
                             for shots in plans["보기 8개"]]
answered = {}
for name, tries in plans.items() if folder else ():
    for shots in tries:
        ask_smol(name, shots, answered)

# %% [markdown]
# 기준선은 셋입니다. 늘 다수인 답, 같은 보기 8개만 배운 TF-IDF, 라벨 1,600개를 모두 배운 TF-IDF입니다(단어 1–2-gram, C는 이 자료를 만들 때 쓴 10).
#
# **먼저 맞혀 보세요.** 보기를 두 개, 네 개, 여덟 개로 늘리면 정확도가 오를까요? 긍정과 부정을 줄 세우는 힘(AUC)은 어떨까요?
#
# <details><summary>답</summary>
#
# 정확도는 평균으로 보아 **오르지 않습니다**. 보기 없이 0.850인데 두 개, 네 개, 여덟 개에서는 평균 0.728, 0.710, 0.692로 그보다 낮습니다. AUC는 0.93과 0.94 사이에서 거의 그대로입니다.
# </details>

# %% tags=["profile"]
def learned(texts, labels):
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    lines = LogisticRegression(max_iter=10_000, C=10).fit(words.fit_transform(texts), labels)
    lean = lines.decision_function(words.transform(english.document))
    return outcome(lean, 0, english_truth)


answered["늘 긍정"] = [[english_truth.mean(), *[np.nan] * 3]]
answered["TF-IDF, 같은 보기 8개"] = [learned(*zip(*shots)) for shots in plans["보기 8개"]]
answered["TF-IDF, 라벨 1,600개"] = [learned(english_train.document, english_train.label)]
english_shots = summary(answered)
english_shots["형식"] = pd.Series({name: np.mean(one) for name, one in follows.items()})
english_shots.round(3)

# %% claim real=True
table = english_shots.round(3)
assert table["정확도"].tolist() == [0.85, 0.728, 0.71, 0.692, 0.66, 0.55, 0.45, 0.862], table
assert table.AUC.iloc[:5].tolist() == [0.932, 0.938, 0.944, 0.931, 0.92], table
assert table["보정한 정확도"].iloc[[0, 2, 3]].tolist() == [0.812, 0.8, 0.805], table
assert (table["최소"].iloc[1:4].min(), table["최대"].iloc[1:4].max()) == (0.462, 0.9), table
assert round(table["형식"].iloc[0], 2) == 0.09 and (table["형식"].iloc[1:5] == 1).all(), table
assert [round(pick(one[2] for one in answered["보기 8개"]), 2) for pick in (min, max)] == [0.05, 0.89], answered

# %% [markdown]
# - **보기 없이 0.850입니다.** 라벨 1,600개를 배운 TF-IDF(0.862)와 비슷합니다. 같은 보기 여덟 개만 배운 TF-IDF는 0.350에서 0.525로 찍은 것과 다르지 않습니다. 13배 큰 모델은 감성을 이미 압니다.
# - **보기가 평균 정확도를 올리지 못했습니다.** 두 개가 평균 0.728, 네 개가 0.710, 여덟 개가 0.692입니다. 뽑기에 따라 0.462에서 0.900까지 흔들려서, 보기 한 벌로 재면 무슨 결론이든 나옵니다. 다섯 벌의 평균이므로 세 값의 차이를 두고 "보기가 많을수록 나쁘다"고 할 수도 없습니다.
# - **줄을 세우는 힘은 그대로입니다.** AUC는 0.932, 0.938, 0.944, 0.931입니다. 바뀐 것은 어디서 자르느냐입니다. 보기 여덟 개에서 긍정이라 답한 0.532는 다섯 벌의 평균입니다. 하나씩 보면(`answered["보기 8개"]`의 셋째 수) 한 벌에서는 5%만 긍정이라 답하고, 다른 한 벌에서는 89%가 긍정입니다.
# - **형식은 배웁니다.** 가장 그럴듯한 다음 토큰이 두 답 가운데 하나인 리뷰는 보기 없이 9%이고, 보기가 둘만 있어도 모두입니다.
# - 라벨을 **거꾸로** 적은 보기 여덟 개에서도 정확도가 0.660, AUC가 0.920입니다. 거꾸로 배웠다면 AUC가 0.5보다 작아야 합니다. 이 모델은 거꾸로 적은 규칙을 따르지 않았습니다.
# - 보정하면 네 개와 여덟 개는 0.800과 0.805로 올라갑니다. 두 개는 0.718로 나아지지 않고, 보기 0개는 0.812로 리뷰 세 개만큼 내려갑니다.
#
# 리뷰가 80개라서 표준 오차가 4–5점쯤입니다. 자료는 틀에서 만든 쉬운 영어 리뷰이고, 라벨의 1.5%는 일부러 뒤집어 놓은 것입니다. 묻는 말도 한 가지뿐입니다. 지시를 따르도록 더 배운(Instruct) 모델이지만 대화 형식은 쓰지 않고 글을 잇게만 했습니다. 모델은 4비트로 줄였다 푼 것입니다.
#
# 보기가 같아도 **놓는 순서**에 따라 답이 기우는지 봅니다. 긍정 둘과 부정 둘을 놓는 순서는 여섯 가지입니다. 보기 두 벌을 여섯 순서로 모두 놓습니다.
#
# **먼저 맞혀 보세요.** 마지막 보기가 부정이면 모델은 어느 쪽으로 기울까요?
#
# <details><summary>답</summary>
#
# 부정 쪽입니다. 마지막 보기가 부정이면 평균 13%만, 긍정이면 70%를 긍정이라 답합니다. 실제는 55%입니다.
# </details>

# %% tags=["profile"]
ordered = {}
for pattern in sorted(set(itertools.permutations(SIDES * 2))) if folder else ():
    name = "".join("긍" if label == "positive" else "부" for label in pattern)
    for seed in range(S.english[2]):
        ask_smol(name, draw(4, seed, pattern), ordered)

# %% tags=["profile"] long="순서마다 점수 하나, 표 하나"
ax = plt.subplots()[1]
for end, color, marker in [("긍", "#0072B2", "o"), ("부", "#D55E00", "s")]:
    points = [(name, one[2]) for name, found in ordered.items() if name[-1] == end
              for one in found]
    ax.scatter(*zip(*points or [("없음", -1)]), c=color, marker=marker, s=60,
               label=f"마지막 보기가 {end}정")
ax.axhline(english_truth.mean(), ls=":", color="grey", label="실제 비율")
ax.set(title="보기 네 개의 순서만 바꾸면", xlabel="보기의 라벨 순서 (긍정, 부정)",
       ylabel="긍정이라 답한 비율", ylim=(-0.03, 1.03))
ax.legend()
plots.show(alt="보기 네 개의 라벨 순서 여섯 가지마다 점이 둘씩 있다. 마지막 보기가 긍정인 "
               "순서의 점은 모두 0.5보다 위에, 부정인 순서의 점은 모두 0.45보다 아래에 "
               "있다. 점선은 실제 비율 0.55다.")

# %% claim real=True
shares = {end: [one[2] for name, found in ordered.items() if name[-1] == end for one in found] for end in "긍부"}
assert len(ordered) == 6 and [round(np.mean(shares[end]), 2) for end in "긍부"] == [0.7, 0.13], ordered
assert [round(one[2], 2) for one in ordered["부긍긍부"]] == [0.01, 0] and np.round(ordered["부긍부긍"], 3)[:, 0].tolist() == [0.9, 0.9], ordered
assert all(0.93 < one[3] < 0.97 for found in ordered.values() for one in found), ordered

# %% [markdown]
# 같은 보기인데 **마지막 보기의 라벨을 따라** 기웁니다. 부정으로 끝나면 평균 13%, 긍정으로 끝나면 70%가 긍정이라는 답입니다. `부긍긍부`에서는 1%와 0%뿐이라 거의 모두 부정이라 하고, `부긍부긍`에서는 긍정이라 답한 비율이 실제와 가장 가깝고, 두 벌 모두 정확도가 0.900입니다. 가장 가까운 보기에 끌리는 것을 최신 편향(recency bias)이라고 합니다.
# 그동안 AUC는 어느 순서에서나 0.93과 0.97 사이입니다. 정확도와 AUC는 그림에 없고 `ordered`에 첫째와 넷째 수로 들어 있습니다. 보기를 두 벌만 썼지만, 긍정으로 끝난 여섯 점은 부정으로 끝난 여섯 점보다 모두 위에 있습니다. 그러니 보기의 순서를 하나만 써 보고 퓨샷이 좋다거나 나쁘다고 하면 안 됩니다.
#
# 틀린 것을 봅니다. 보기 없이 틀린 리뷰 넷과, 그 리뷰를 보기 여덟 개로 다섯 번 물었을 때 틀린 횟수입니다. 그리고 답을 고르게 하지 않고 **그냥 쓰게** 합니다.

# %% tags=["profile"]
if folder:
    lean, eight = leanings["보기 0개"][0], np.array(leanings["보기 8개"])    # (N,), (횟수, N)
    missed = ((eight > 0) != english_truth).sum(axis=0)
    for n in np.flatnonzero((lean > 0) != english_truth)[:4]:
        label, text = SIDES[english_truth[n]], english.document.iloc[n]
        print(f"{label}, 기운 값 {lean[n]:+.2f}, 틀린 횟수 {missed[n]}: {text}")

# %% tags=["profile"]
for number in (0, 4) if folder else ():
    front = "".join(question(*shot) + "\n\n" for shot in draw(number, 0))
    ids = smol_tokenizer(front + question("The songs are forgettable."), return_tensors="pt")
    made = smol.generate(**ids, max_new_tokens=12, do_sample=False)[0, ids.input_ids.shape[1]:]
    print(f"보기 {number}개:", repr(smol_tokenizer.decode(made)))

# %% claim real=True
assert smol_tokenizer.decode(made).startswith(" positive\n\nReview:"), smol_tokenizer.decode(made)
wrong_at = np.flatnonzero((lean > 0) != english_truth)
assert len(wrong_at) == 12 and missed[wrong_at[:4]].tolist() == [2, 2, 3, 0] and round(float(lean[wrong_at[2]]), 2) == 1.07, (lean, missed)

# %% [markdown]
# - 80개 가운데 12개를 틀렸습니다. `There was laughter at the end, of the wrong kind...`는 비꼬는 말인데 긍정 쪽으로 1.07이나 기울었고, 보기를 주어도 다섯 번 가운데 세 번 틀립니다. `can't stand`가 든 칭찬은 부정이라 합니다. 낱말에 끌린 것으로 보입니다(추측).
# - 그냥 쓰게 하면 보기 없이는 대문자로 `Positive`라 쓰고 딴 이야기를 잇습니다. 보기 네 개면 `positive`라 쓰고 **다음 리뷰까지 지어냅니다**. 형식은 따르지만 답은 둘 다 틀렸습니다. 노래가 금방 잊힌다는 말은 부정입니다.
#
# 그러니 13절의 실패를 크기 탓만으로 돌릴 수는 없습니다. 13배 큰 모델도 보기로 나아지지 않았습니다. 두 모델 모두 보기 없이도 긍정과 부정을 줄 세웁니다(AUC 0.879와 0.932). 다만 언어도 리뷰도 달라서 두 절의 수를 서로 견줄 수는 없습니다. GPT-3의 논문에서 보기가 크게 도운 것은 이보다 천 배 넘게 큰 모델입니다(1,750억 개).
#
# **바꾸어 보세요.** `question`의 `Sentiment:`를 `The reviewer felt`로 바꾸면 보기 0개의 AUC는 얼마가 됩니까?
#
# ## 15. 번역도 글 잇기: 사다리의 다음 칸
#
# 번역도 한 줄로 씁니다. 원문, 구분 표시 `⇒`, 번역. 인코더도 크로스 어텐션도 없이 **같은 층이 원문을 읽고 번역을 씁니다**.
#
# > `¿Dónde está mi libro rojo? ⇒ Where is my red book?`
#
# 문장 쌍, 나누기, 어휘, 배치 64쌍은 080, 090, 130과 같습니다. 에폭은 080, 090처럼 넷입니다(130은 일곱이었습니다). 손실은 **`⇒` 뒤에서만** 셉니다. 원문을 맞히는 것은 우리의 일이 아니기 때문입니다.

# %%
picture = diagrams.Diagram("디코더 하나로 번역: ⇒ 뒤의 토큰에서만 손실을 셉니다")
read_row = ["mi", "libro", "rojo", "⇒", "my", "red", "book"]
boxes = [picture.box(word, (n, 0), "blue" if n < 3 else "orange", fill=True)
         for n, word in enumerate(read_row)]
for n, word in enumerate(["(libro)", "(rojo)", "(⇒)", "my", "red", "book", "<끝>"]):
    answer = picture.box(word, (n, 1), "green" if n >= 3 else "grey", fill=n >= 3)
    picture.arrow(boxes[n], answer, dashed=n < 3)
picture.show(alt="원문 세 토큰, 구분 표시, 번역 세 토큰이 한 줄로 있다. 구분 표시부터의 네 "
                 "자리만 정답이 있고, 원문 자리의 정답은 괄호로 적어 세지 않는다.")

# %% tags=["profile"]
task = translation.task("es", "en", size=S.pairs[0], held_out=S.pairs[1])
PAD, ARROW, STOP = translation.PAD, translation.START, translation.END


def one_line(source, target):
    """원문 ⇒ 번역 <끝>: 시퀀스와, 원문에 −100을 둔 정답."""
    ids = [*source, ARROW, *target, STOP]
    return ids[:-1], [-100] * len(source) + ids[len(source) + 1:]


ask = "¿Dónde está mi libro rojo?"
x, y = one_line(*task.vocabulary.encode([ask, "Where is my red book?"]))
print(f"학습 {len(task.train[0]):,}쌍")
print(len(x), "토큰을 읽고", sum(i >= 0 for i in y), "토큰을 맞힙니다")

# %% claim real=True
assert len(task.train[0]) == 103_958

# %%
def line_batches(pairs, size, seed=None):
    """길이가 비슷한 쌍끼리: 읽을 번호 (B, T)와 정답 (B, T)."""
    rng = np.random.default_rng(seed)
    lines = [one_line(*pair) for pair in zip(*pairs)]
    chance = rng.random(len(lines))
    order = np.lexsort((chance, [translation.width(len(x)) for x, _ in lines]))
    groups = [order[at:at + size] for at in range(0, len(order), size)]
    for group in rng.permutation(len(groups)):
        rows = [[torch.tensor(lines[n][side]) for n in groups[group]] for side in (0, 1)]
        yield [nn.utils.rnn.pad_sequence(part, batch_first=True, padding_value=fill)
               for part, fill in zip(rows, (PAD, -100))]

# %%
def target_loss(model, x, y, reduction="mean"):
    kept = y >= 0                                       # ⇒와 번역의 자리만 점수를 냅니다
    scores = model.hidden(x)[kept] @ model.wte.weight.T             # (자리의 수, V)
    return F.cross_entropy(scores, y[kept], reduction=reduction)

# %% [markdown]
# 뒤쪽의 패딩은 인과 마스크가 막아 줍니다. 진짜 토큰은 모두 패딩보다 **앞**에 있습니다. 학습률(0.002)은 12,000쌍에 두 에폭씩 세 값(0.001, 0.002, 0.004)을 한 번 시험해 검증 손실로 골랐습니다.
# 크기는 130의 번역기와 비슷하게, 인코더 두 층과 디코더 두 층 대신 네 층을 쌓습니다.

# %% tags=["profile"]
torch.manual_seed(1)
d, heads, depth = S.translator
decoder = GPT(len(task.vocabulary), 256, d, heads, depth)
steps = S.epochs * math.ceil(len(task.train[0]) / 64)
adam, schedule = optimizer(decoder, steps, 2e-3)
facts = {"parameters": sum(w.numel() for w in decoder.parameters())}

# %% tags=["profile"] long="학습 루프"
def valid_loss():
    with torch.no_grad():
        found = [(float(target_loss(decoder, x, y, "sum")), int((y >= 0).sum()))
                 for x, y in line_batches(task.valid, 250, seed=7)]
    return float(np.divide(*np.sum(found, axis=0)))


losses = []
with runtime.stopwatch(f"디코더 하나, {S.epochs}에폭") as watch:
    for epoch in range(S.epochs):
        for x, y in line_batches(task.train, 64, seed=epoch):
            loss = target_loss(decoder, x, y)
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
            adam.step()
            schedule.step()
        losses.append(valid_loss())
facts |= {"loss": losses[-1], "epoch_seconds": watch.cpu_seconds / S.epochs}
print("에폭마다의 검증 손실:", [round(value, 2) for value in losses])

# %% claim real=True
assert np.round(losses, 2).tolist() == [2.37, 1.94, 1.74, 1.69] and facts["parameters"] == 1_338_112, losses
assert 800 < 4 * facts["epoch_seconds"] < 2400, facts

# %% [markdown]
# 검증 손실이 2.37에서 1.69로 줄었습니다. 파라미터는 134만 개이고, 네 에폭에 CPU로 946초(16분)를 썼습니다. 앞 강의들과 같게 맞춘 것은 시간이 아니라 080, 090의 네 에폭입니다. 다른 실행에서 잰 시간은 견주지 않습니다(090에서 보았듯 같은 모델도 두 배쯤 달라집니다).
#
# 번역은 080의 `decoding.translate`가 여러 문장을 함께 합니다. `start`는 원문을 한 번 읽어 캐시를 만들고, `step`은 토큰 하나를 덧붙입니다. 원문의 길이가 저마다 다르므로 두 가지를 챙깁니다.
# 새 토큰은 원문의 **패딩을 보지 않고**, 위치는 패딩을 뺀 **진짜 길이**에서 이어 갑니다.

# %%
def packed(at, real, cache):                            # 모두 첫 축이 문장인 배열
    return at, real, *(part for pair in cache for part in pair)

# %%
def start_reading(x):                                   # (N, S), 뒤는 패딩
    ids = torch.as_tensor(x).long()
    real = ids != PAD
    return packed(real.sum(dim=1), real, read(decoder, ids)[1])


def step_writing(tokens, state):
    at, real, *parts = map(torch.as_tensor, state)
    ids = torch.as_tensor(tokens).long()[:, None]                   # (N, 1)
    real = torch.cat([real, torch.ones(len(ids), 1, dtype=torch.bool)], dim=1)
    cache = list(zip(parts[::2], parts[1::2]))
    scores, cache = read(decoder, ids, cache, at[:, None], real[:, None, None])
    return scores, packed(at + 1, real, cache)

# %% tags=["profile"]
def translate(texts, search=decoding.greedy):
    ids = task.vocabulary.encode(texts)
    written = decoding.translate(ids, start_reading, step_writing, search)
    return task.vocabulary.decode(written)


sources = task.vocabulary.encode([ask, "Gracias por venir a mi casa ayer."])
state = start_reading(translation.pad(sources))         # 길이가 다른 두 원문을 함께
scores = step_writing(np.array([ARROW, ARROW]), state)[0]           # (2, V)
with torch.no_grad():
    alone = torch.stack([decoder(torch.tensor([[*ids, ARROW]]))[0, -1] for ids in sources])
print("한 문장씩 읽은 점수와 같습니까?", bool(torch.allclose(scores, alone, atol=1e-4)))

# %% claim
assert torch.allclose(scores, alone, atol=1e-4)

# %% tags=["profile"]
wide = functools.partial(decoding.beam, width=4)
valid_texts, speeds = task.texts.valid.es.tolist(), {}
for name, column, search in [("탐욕", "greedy_speed", decoding.greedy),
                             ("빔 4", "beam_speed", wide)]:
    with runtime.stopwatch(f"{name}, {len(valid_texts)}문장") as watch:
        translate(valid_texts, search)
    speeds[column] = len(valid_texts) / watch.cpu_seconds

# %% tags=["profile"]
own = [ask, "Mi hermana compró un coche nuevo ayer.",
       "No sé por qué no quiere hablar conmigo.", "El gato negro duerme en mi cama.",
       "La panadería de la esquina vende empanadas riquísimas."]
for text, one in zip(own, translate(own, wide)):
    print(text, "⇒", one)

# %% claim real=True
assert 4 <= speeds["greedy_speed"] / speeds["beam_speed"] <= 12, speeds

# %% [markdown]
# 다섯 문장 가운데 둘(둘째와 셋째)은 맞습니다. 첫 문장에서는 `rojo`(빨간)가 `small`이 되었고, 넷째에서는 `negro`(검은)가 빠지고 `duerme`(잔다)가 `broke up`이 되었습니다. 다섯째는 빵집에서 파는 엠파나다가 아주 맛있다는 말인데 알아볼 수 없습니다.
# 모두 매끄러운 영어로 시작합니다. 언어 모델이 쓰는 글이므로 **틀릴 때도 그럴듯합니다**.
#
# 시험 데이터를 한 번 엽니다.
#
# **먼저 맞혀 보세요.** 인코더가 없는 모델은 같은 네 에폭에서 090의 어텐션 번역기를 이길까요?
#
# <details><summary>답</summary>
#
# 이기지 못합니다. chrF가 52.35로 어텐션 번역기(62.94)보다 10.6 낮습니다. 어텐션이 없는 080의 번역기(48.41)보다는 3.9 높습니다.
# </details>

# %% tags=["profile"]
written_test, references = translate(task.texts.test.es, wide), task.texts.test.en.tolist()
ladder.record("decoder", "디코더만 (GPT)", written_test, references, **facts, **speeds)
ladder.table().round(2)

# %% tags=["profile"]
others = [name for name in ladder.names() if name != "decoder"
          and len(ladder.rung(name).chrf) == len(references)]       # 같은 문장으로 잰 줄만
gains = {ladder.rung(name).title: ladder.gain("decoder", name) for name in others}
pd.DataFrame(gains, index=["chrF 차이", "95% 아래", "95% 위"]).T.round(1)

# %% claim real=True
near = lambda name, want: np.round(gains[name], 1).tolist() == want
assert near("어텐션 (Luong)", [-10.6, -11.8, -9.4]) and near("트랜스포머", [-8.0, -9.2, -6.9]), gains
assert near("seq2seq (GRU, 빔 4)", [3.9, 2.8, 5.0]) and near("양방향 인코더", [3.4, 2.3, 4.5]), gains
assert near("낱말 사전", [7.9, 6.2, 9.9]), gains
luong, plain = (ladder.rung(name) for name in ("luong", "plain"))
assert round(luong.chrf_score() + gains["어텐션 (Luong)"][0], 2) == 52.35, luong.chrf_score()
assert round(luong.chrf_score(), 2) == 62.94 and round(plain.chrf_score(), 2) == 48.41, plain.chrf_score()
assert round(plain.facts["loss"], 2) == 1.59

# %% [markdown]
# - 디코더만인 모델은 chrF 52.35입니다. 어텐션 번역기보다 10.6(95% 구간 9.4–11.8), 트랜스포머보다 8.0(6.9–9.2) **낮습니다**. 같은 시험 문장을 다시 뽑아 견준 구간입니다.
# - 원문을 벡터 하나에 담는 080의 번역기보다는 3.9(2.8–5.0), 낱말 사전보다는 7.9(6.2–9.9) 높습니다. 캐시에 원문의 모든 자리가 남아 있어 되돌아볼 수 있기 때문일 것입니다(추측).
# - 검증 손실은 1.69로 080의 번역기(1.59)보다 큽니다. 그런데 번역은 더 낫습니다. **손실의 순서와 번역의 순서가 늘 같지는 않습니다.**
#
# 트랜스포머와 다른 점은 여럿입니다. 같은 층이 원문과 번역을 나누어 맡고, 원문의 토큰도 앞만 봅니다. 어느 것 때문에 뒤졌는지는 재지 않았습니다. 모델은 시드 하나로 한 번씩만 학습했으므로, 다시 학습했을 때의 흔들림은 구간에 들어 있지 않습니다.
# 학습률을 고른 것도 짧은 시험 한 번입니다. "디코더만으로는 번역을 못 한다"가 아니라 **이 예산에서는 뒤진다**고 읽어야 합니다.
#
# **바꾸어 보세요.** `one_line`의 `[-100] * len(source)`를 `ids[1:len(source) + 1]`로 바꾸어 원문까지 맞히게 하면 번역은 나아집니까?
#
# ## 16. 세 가족을 한 표에
#
# | | 인코더만 | 디코더만 | 인코더–디코더 |
# |---|---|---|---|
# | 보는 곳 | 앞뒤 모두 | 자기와 앞 | 원문은 모두, 번역은 앞만 |
# | 배우는 문제 | 가린 토큰 맞히기(140) | 다음 토큰 맞히기 | 원문을 보고 다음 토큰 |
# | 한 문장에서 배우는 자리 | 가린 15% | 모두 | 번역의 모두 |
# | 잘하는 일 | 분류, 찾기, 태그 달기 | 쓰기, 프롬프트로 시키기 | 번역, 요약 |
# | 글쓰기 | 못 합니다 | 합니다 | 합니다 |
# | 캐시 | 필요 없음 | 프롬프트와 쓴 글 | 원문은 한 번, 쓴 글 |
# | 대표 | BERT, RoBERTa | GPT-1·2·3, LLaMA | 130의 번역기, T5, BART |
#
# 요즘의 큰 모델은 거의 디코더만 씁니다. 어떤 문제든 글 잇기로 적을 수 있고, 모든 자리에서 배우고, 캐시가 단순하기 때문이라고들 합니다.
# 15절의 표가 보여 주듯, 번역처럼 원문과 답이 갈린 문제에서 디코더만인 것이 늘 가장 좋다는 뜻은 아닙니다.
#
# ## 정리
#
# - GPT는 크로스 어텐션을 뺀 디코더입니다. 다음 토큰 하나를 맞히면 문장의 확률을 압니다.
# - 같은 가중치를 넣어 점수가 같은지 보는 것이 가장 좋은 검사입니다. 정사각형 행렬은 뒤집지 않아도 오류가 나지 않습니다.
# - 토큰이 다른 모델은 글자당 비트로 견줍니다.
# - 캐시는 답을 바꾸지 않고 시간을 줄입니다. 대신 메모리를 씁니다.
# - 가장 그럴듯한 글은 되풀이하는 글입니다. 뽑는 방법이 글의 느낌을 정합니다.
# - 분류도 번역도 글 잇기로 적을 수 있습니다. 적을 수 있다고 **잘하는 것은 아닙니다**.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 정사각형 행렬을 뒤집지 않고 옮김 | **오류 없음**, 점수만 틀림 | 같은 가중치로 점수를 견주기 |
# | 정답을 밀어서 `labels`에 줌 | **오류 없음**, 두 칸 밀린 손실 | `labels`에는 밀지 않은 번호 |
# | 패딩을 0으로 두고 손실에 넣음 | 손실이 낮아 보이거나 글이 일찍 끝남 | −100으로 |
# | 캐시를 쓰면서 위치를 0부터 | **오류 없음**, 첫 토큰 뒤로 글이 무너짐 | 캐시의 길이에서 이어 가기 |
# | 길이가 다른 글을 함께 쓰며 패딩을 봄 | **오류 없음**, 배치에 따라 답이 달라짐 | 진짜 자리만 보고, 진짜 길이에서 이어 가기 |
# | 반복 벌점에서 음수 점수를 나눔 | 되풀이가 오히려 늘어남 | 음수는 곱하기 |
# | 어휘가 다른 모델의 퍼플렉서티를 견줌 | 틀린 결론 | 글자당 비트 |
#
# ## 더 읽을거리
#
# - A. Radford 외 (2018), *Improving Language Understanding by Generative Pre-Training*. GPT-1과 네 가지 입력입니다.
# - A. Radford 외 (2019), *Language Models are Unsupervised Multitask Learners*. GPT-2입니다.
# - T. Brown 외 (2020), *Language Models are Few-Shot Learners*. GPT-3와 퓨샷입니다.
# - A. Holtzman 외 (2020), *The Curious Case of Neural Text Degeneration*. 뉴클리어스와 되풀이를 다룹니다.
# - N. Keskar 외 (2019), *CTRL*. 반복 벌점이 나온 논문입니다.
# - N. Carlini 외 (2021), *Extracting Training Data from Large Language Models*. 외운 글을 꺼냅니다.
#
# ## 다음 강의
#
# 우리 GPT는 글을 잇지만 시키는 대로 하지는 않습니다. 160에서는 지시를 따르게 하고, 사람이 더 좋아하는 답을 고르게 합니다.
