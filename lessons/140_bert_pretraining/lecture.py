# ---
# title: BERT 사전 학습 (MLM·NSP)
# number: "140"
# objectives:
#   - 빈칸을 채우며 글만으로 배우는 까닭을, 라벨을 줄여 가며 잽니다.
#   - 토큰·세그먼트·위치 임베딩을 더해 BERT의 입력을 손으로 만듭니다.
#   - MLM의 80/10/10과 NSP의 짝을 한 칸씩 만들고 두 손실을 계산합니다.
#   - 작은 BERT를 10분쯤 직접 사전 학습합니다.
#   - 미세 조정과 특징만 쓰기를, 처음부터 배운 모델·선형 모델과 견줍니다.
#   - 문맥에 따라 달라지는 "배"의 벡터와, 인코더가 하지 못하는 일을 봅니다.
# datasets: [nsmc]
# prerequisites: [037_tokenizer_training, 045_pretrained_embeddings, 130_transformer]
# packages: [transformers, safetensors]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 빈칸을 채우며 배웁니다
#
# 라벨은 비쌉니다. 사람이 하나씩 붙여야 하니까요. 글은 넘칩니다. 글만으로 배울 수 있을까요?
# 국어 시험의 빈칸 문제를 떠올려 보세요. 아무 글이나 낱말 하나를 가리면 문제가 되고, **가린 낱말이 정답**입니다. 채점표를 따로 만들 필요가 없습니다.
#
# > **사전 학습(pre-training)**: 라벨 없는 글로 먼저 배웁니다. BERT는 **빈칸 채우기**로 배웁니다.
#
# 045에서는 단어마다 벡터 **하나**를 빌렸습니다. BERT는 벡터가 아니라 **글을 읽는 신경망 전체**를 빌립니다.
# 우리가 쓴 문장 하나를 끝까지 들고 갑니다: `이 영화 정말 재미있다. 배우들의 연기도 좋다.`
#
# | 글자 | 뜻 |
# |:-:|---|
# | $B$, $L$ | 배치의 크기, 토큰 수 |
# | $H$, $N$ | 벡터의 길이, 층의 수 |
# | $V$, $P$ | 어휘의 크기, 위치의 수 |

# %% long="들여오기"
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
import transformers
from scipy.stats import binomtest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from torch.nn.functional import cross_entropy
from transformers import (AutoTokenizer, BertConfig, BertForMaskedLM, BertForPreTraining,
                          BertForSequenceClassification, BertModel)

from nlplab import data, diagrams, models, plots, runtime

runtime.seed_everything(7)
sentence = "이 영화 정말 재미있다. 배우들의 연기도 좋다."
transformers.logging.set_verbosity_error()      # 가중치를 읽을 때의 긴 알림을 줄입니다

# %% settings
S = runtime.settings(
    live_texts=40_000,  # quick: 300 · 작은 BERT가 읽는 글
    live_epochs=2,  # quick: 1 · 작은 BERT의 에폭
    sizes=(100, 1000, 5000),  # quick: (40, 80) · 라벨의 수
    epochs=(10, 5, 3),  # quick: (1, 1) · 라벨의 수마다 에폭
    seeds=(1, 2, 3),  # quick: (1,) · 라벨을 뽑고 학습을 시작하는 시드
    rates=(2e-4, 5e-4),  # quick: (5e-4,) · 미세 조정의 학습률 후보
    n_valid=2000,  # quick: 60 · 검증에 쓰는 영화평
    n_test=3000,  # quick: 60 · 시험에 쓰는 영화평
)

# %% [markdown]
# ## 1. 빈칸 하나
#
# `ko_bert`는 이 강좌가 영화평 58만 개로 미리 배워 둔 작은 BERT입니다. 인코더 4층, 파라미터 538만 개입니다. **라벨은 하나도 보지 않았습니다.**
# 빈칸은 `[MASK]`라는 토큰입니다. 모델은 빈칸마다 어휘 8,000개에 점수를 냅니다.

# %%
folder = models.folder("ko_bert")
tokenizer = AutoTokenizer.from_pretrained(folder)
bert = BertForPreTraining.from_pretrained(folder, dtype=torch.float32).eval()
PAD, UNK, CLS, SEP, MASK = range(5)
IGNORE = -100                                       # 손실에서 빼는 자리의 라벨


def fill(text, k=3):
    given = tokenizer(text, return_tensors="pt")
    at = (given.input_ids[0] == MASK).nonzero()[0, 0]
    with torch.no_grad():
        best = bert(**given).prediction_logits[0, at].softmax(-1).topk(k)   # (V,) 가운데 k개
    words = tokenizer.convert_ids_to_tokens(best.indices.tolist())
    return ", ".join(f"{word} {p:.2f}" for word, p in zip(words, best.values.tolist()))

# %% [markdown]
# **먼저 맞혀 보세요.** 빈칸 앞은 세 번 모두 `이 영화 정말`입니다. 빈칸 **뒤**의 문장만 다르면 답도 달라질까요?
#
# <details><summary>답</summary>
#
# 달라집니다. 뒤에 칭찬이 오면 `좋다`가 0.13에서 0.75로 오르고, 뒤에 불평이 오면 마침표 다음으로 `재미없다`, `싫다`가 올라옵니다. 앞만 읽는 모델(065, 080의 디코더)은 할 수 없는 일입니다.
# </details>

# %%
for after in ("", " 배우들의 연기도 좋다.", " 시간이 아깝다."):
    text = "이 영화 정말 [MASK]." + after
    print(f"{text:45s}{fill(text)}")

# %% claim
assert fill("이 영화 정말 [MASK].", 1) == "좋다 0.13" and fill("이 영화 정말 [MASK]. 배우들의 연기도 좋다.", 1) == "좋다 0.75"
assert fill("이 영화 정말 [MASK]. 시간이 아깝다.") == ". 0.27, 재미없다 0.10, 싫다 0.09"

# %% [markdown]
# 마지막 줄의 첫째 답은 마침표입니다. `정말..`처럼 점을 잇는 영화평이 많기 때문일 것입니다(추측). 그 뒤로 `재미없다`와 `싫다`가 옵니다.
# 여기서 본 것은 **뒤 문장의 내용**이 답을 바꾼다는 것까지입니다. 빈칸을 잘 맞히려면 앞뒤의 글을 읽어야 합니다.
#
# **바꾸어 보세요.** `fill("시간이 [MASK] 영화")`와 `fill("대한민국의 수도는 [MASK]이다.")`를 해 보세요. 무엇을 알고 무엇을 모릅니까?
#
# ## 2. 입력: 세 임베딩의 합
#
# 토큰은 037의 WordPiece입니다. 낱말의 둘째 조각부터는 `##`이 붙습니다. 여기에 특별한 토큰 둘이 더해집니다.
# `[CLS]`는 맨 앞에 서서 글 전체를 대표하고, `[SEP]`는 문장의 끝을 알립니다. 두 문장을 넣으면 `[CLS] A [SEP] B [SEP]`입니다.

# %%
first, second = "이 영화 정말 재미있다.", "배우들의 연기도 좋다."
pair = tokenizer(first, second, return_tensors="pt")
tokens = tokenizer.convert_ids_to_tokens(pair.input_ids[0])
pd.DataFrame({"토큰": tokens, "번호": pair.input_ids[0].tolist(),
              "세그먼트": pair.token_type_ids[0].tolist(), "위치": range(len(tokens))}).T

# %% [markdown]
# 번호마다 벡터가 있고, **세그먼트(segment)**(0은 A, 1은 B)와 **위치**에도 벡터가 있습니다. 셋을 더하고 층 정규화를 지나면 인코더에 들어갑니다.
# 위치의 벡터는 사인 곡선으로 계산하지 않고 **배웁니다**. 그래서 `ko_bert`는 128번째 토큰까지만 읽습니다.

# %%
picture = diagrams.Diagram("토큰 + 세그먼트 + 위치")
kinds = {"토큰": tokens[:4] + ["…"], "세그먼트": ["A"] * 4 + ["…"],
         "위치": ["0", "1", "2", "3", "…"]}
for row, ((name, cells), colour) in enumerate(zip(kinds.items(), ("green", "orange", "blue"))):
    picture.label(name, (-1, 2 - row))
    boxes = picture.row(cells, (0, 2 - row), colour, fill=True)
    for box in boxes[:4]:
        if row < 2:
            picture.label("+", (boxes.index(box), 1.5 - row))
picture.label("더해서 한 벡터 → 층 정규화 → 인코더", (1.5, -0.9))
picture.show(alt="토큰마다 토큰 벡터, 세그먼트 벡터, 위치 벡터를 세로로 더해 "
                 "한 벡터를 만든다.")

# %% [markdown]
# **먼저 맞혀 보세요.** 세 벡터를 직접 더하면 모델이 만든 것과 같을까요? 셋 가운데 하나를 빠뜨리면 오류가 날까요?
#
# <details><summary>답</summary>
#
# 같습니다. 하나를 빠뜨려도 모양이 같으니 오류는 나지 않습니다. 값만 달라집니다. A만 있는 글에서도 0번 세그먼트의 벡터를 **더하기** 때문에, 세그먼트를 빠뜨리면 값이 달라집니다.
# </details>

# %%
table = bert.bert.embeddings
with torch.no_grad():
    positions = torch.arange(len(tokens))
    total = (table.word_embeddings(pair.input_ids[0])                # (L, H)
             + table.token_type_embeddings(pair.token_type_ids[0])
             + table.position_embeddings(positions))
    by_hand = table.LayerNorm(total)
    from_model = table(pair.input_ids, pair.token_type_ids)[0]
print(by_hand.shape, "가장 큰 차이", f"{(by_hand - from_model).abs().max():.1e}")

# %% claim
assert torch.allclose(by_hand, from_model, atol=1e-5) and by_hand.shape[1] == 256

# %% [markdown]
# **바꾸어 보세요.** `total`에서 위치의 줄을 지우면 차이가 얼마나 됩니까? 위치가 없으면 `영화 정말`과 `정말 영화`를 가를 수 있습니까?
#
# ## 3. 인코더의 층: 130과 무엇이 다른가
#
# 부품은 130의 층과 같습니다. 헤드가 여럿인 셀프 어텐션, 잔차와 층 정규화, 피드포워드입니다. 다른 점은 둘입니다.
#
# - 층 정규화의 자리: 130은 들어가기 **전에**, BERT는 잔차를 더한 **뒤에** 정규화합니다(post-norm, 트랜스포머 논문의 순서).
# - 피드포워드의 활성 함수: ReLU 대신 GELU입니다.
#
# 말로 그치지 않고, PyTorch의 `nn.TransformerEncoderLayer`에 `ko_bert`의 첫 층 가중치를 옮겨 봅니다. 이 층도 그대로 두면 더한 뒤에 정규화합니다. 쿼리, 키, 값의 행렬은 한 행렬로 쌓습니다.

# %% long="이름을 옮기는 표"
layer = bert.bert.encoder.layer[0]
own = torch.nn.TransformerEncoderLayer(256, 4, 1024, dropout=0.0, activation="gelu",
                                       layer_norm_eps=1e-12, batch_first=True).eval()
attention, mixed = layer.attention.self, layer.attention.output
three = [attention.query, attention.key, attention.value]
moved = {"self_attn.in_proj_": (torch.cat([part.weight for part in three]),
                                torch.cat([part.bias for part in three])),
         "self_attn.out_proj.": mixed.dense, "norm1.": mixed.LayerNorm,
         "linear1.": layer.intermediate.dense, "linear2.": layer.output.dense,
         "norm2.": layer.output.LayerNorm}
weights = {}
for name, part in moved.items():
    weight, bias = part if isinstance(part, tuple) else (part.weight, part.bias)
    weights |= {name + "weight": weight, name + "bias": bias}
own.load_state_dict(weights)
with torch.no_grad():
    states = bert.bert(**pair, output_hidden_states=True).hidden_states
    difference = own(by_hand[None]) - states[1]
print(f"가장 큰 차이 {difference.abs().max():.1e}")

# %% claim
assert difference.abs().max() < 1e-5

# %% [markdown]
# PyTorch의 층과 같은 층입니다. 인코더에는 **뒤를 가리는 인과 마스크(130)가 없습니다**. 모든 토큰이 모든 토큰을 봅니다.
#
# **먼저 맞혀 보세요.** 마지막 낱말 `좋다`를 `나쁘다`로 바꾸면 **첫 낱말** `이`의 벡터도 달라질까요?
#
# <details><summary>답</summary>
#
# 달라집니다. 뒤를 보는 것이 인코더입니다. 디코더라면 앞의 벡터는 그대로입니다.
# </details>

# %%
with torch.no_grad():
    changed = tokenizer(first, "배우들의 연기도 나쁘다.", return_tensors="pt")
    n = len(tokenizer(first).input_ids)                       # [CLS] A [SEP]
    before, after = (bert.bert(**given).last_hidden_state[0, :n] for given in (pair, changed))
moved_by = (before - after).norm(dim=-1)                      # (n,)
print({token: round(float(length), 2) for token, length in zip(tokens, moved_by)})

# %% claim
assert (moved_by > 0.1).all()

# %% [markdown]
# A의 모든 벡터가 움직였습니다. A는 한 글자도 바뀌지 않았는데 말입니다.
#
# **바꾸어 보세요.** 임베딩만 거친 벡터는 얼마나 움직입니까? `bert.bert(**given).last_hidden_state[0, :n]` 대신
# `table(given.input_ids, given.token_type_ids)[0, :n]`을 쓰면 됩니다.
#
# ## 4. MLM: 80/10/10
#
# 학습할 때는 토큰의 **15%** 를 고릅니다(마스크 언어 모델, masked language model, MLM). 고른 자리를 모두 `[MASK]`로 바꾸지는 않습니다.
#
# | 고른 자리의 | 입력 | 까닭 |
# |:-:|---|---|
# | 80% | `[MASK]` | 빈칸을 채우게 합니다 |
# | 10% | 아무 토큰 | 보이는 토큰도 의심하게 합니다 |
# | 10% | 그대로 | 보이는 토큰의 벡터도 쓸모 있게 합니다 |
#
# 쓸 때는 `[MASK]`가 없습니다. 늘 `[MASK]`만 채우게 하면 학습과 쓸 때가 달라집니다. 라벨은 **고른 자리에만** 있고 나머지는 −100입니다. PyTorch의 손실은 이 값을 건너뜁니다.

# %%
def mask_tokens(ids, g):
    """토큰 번호 (B, L) → 모델이 보는 입력 (B, L), 라벨 (B, L)."""
    chosen = (ids > MASK) & (torch.rand(ids.shape, generator=g) < 0.15)   # 특별한 토큰은 빼고
    labels = torch.where(chosen, ids, IGNORE)
    kind = torch.rand(ids.shape, generator=g)
    other = torch.randint(MASK + 1, len(tokenizer), ids.shape, generator=g)
    shown = torch.where(chosen & (kind < 0.8), MASK, ids)
    shown = torch.where(chosen & (kind >= 0.9), other, shown)
    return shown, labels

# %%
ids = pair.input_ids                                              # (1, L)
shown, labels = mask_tokens(ids, torch.Generator().manual_seed(3))
rows = {"원래": tokens, "입력": tokenizer.convert_ids_to_tokens(shown[0]),
        "라벨": ["·" if n == IGNORE else tokenizer.convert_ids_to_tokens(n)
               for n in labels[0].tolist()]}
pd.DataFrame(rows).T

# %% [markdown]
# 보통 토큰 아홉 가운데 셋이 골라졌습니다. `이`와 `정말`은 `[MASK]`가 되고, 첫 마침표는 아무 토큰인 `##랍`이 되었습니다. 모델은 이 세 자리에서 원래 토큰을 맞혀야 합니다.
#
# 문장 하나로는 비율이 보이지 않습니다. 같은 문장을 만 번 가려 봅니다.
#
# **먼저 맞혀 보세요.** 토큰 100개 가운데 **실제로 다른 토큰으로 바뀌는** 것은 몇 개쯤일까요?
#
# <details><summary>답</summary>
#
# 15 × 0.9 = 13.5개쯤입니다. 고른 것의 10%는 그대로이기 때문입니다.
# </details>

# %%
many = ids.repeat(10_000, 1)
shown, labels = mask_tokens(many, torch.Generator().manual_seed(7))
candidates, chosen = many > MASK, labels != IGNORE
shares = pd.Series({"고른 자리": (chosen.sum() / candidates.sum()).item(),
                    "그 가운데 [MASK]": (shown[chosen] == MASK).float().mean().item(),
                    "그 가운데 그대로": (shown == many)[chosen].float().mean().item(),
                    "바뀐 토큰": ((shown != many).sum() / candidates.sum()).item()})
shares.round(3)

# %% claim
assert abs(shares.iloc[0] - 0.15) < 0.003 and abs(shares.iloc[1] - 0.8) < 0.01 and abs(shares.iloc[2] - 0.1) < 0.01
assert abs(shares.iloc[3] - 0.135) < 0.003 and not chosen[~candidates].any()

# %% [markdown]
# 손실은 고른 자리의 교차 엔트로피를 **고른 자리의 수로** 나눈 것입니다. 손으로 계산해 모델의 값과 견줍니다.
#
# $$\mathcal{L}_{MLM} = -\frac{1}{|M|}\sum_{i \in M} \log p(x_i \mid \tilde x)$$

# %%
shown, labels = mask_tokens(ids, torch.Generator().manual_seed(3))
given = {"input_ids": shown, "token_type_ids": pair.token_type_ids}
with torch.no_grad():
    scores = bert(**given).prediction_logits[0]                    # (L, V)
    at = labels[0] != IGNORE
    by_hand = -scores[at].log_softmax(-1).gather(1, labels[0, at, None]).mean()
    filler = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval()
    from_model = filler(**given, labels=labels).loss
print(f"손으로 {by_hand:.4f}, 모델 {from_model:.4f}, 고른 자리 {int(at.sum())}개")

# %% claim
assert torch.isclose(by_hand, from_model, atol=1e-4) and at.sum() >= 1

# %% [markdown]
# 출력층은 토큰 임베딩의 행렬을 **전치해서 다시** 씁니다(080의 가중치 공유). 15%만 배우므로 한 번 읽어서 얻는 가르침이 적습니다. 다음 토큰을 모두 맞히는 언어 모델(150)과 다른 점입니다.
#
# **바꾸어 보세요.** `IGNORE` 대신 모든 자리에 라벨을 주면 손실은 커집니까, 작아집니까? 왜 그것이 쓸모없는 과제일까요?
#
# ## 5. NSP: 이어지는 두 문장인가
#
# 둘째 과제는 **다음 문장 예측**(next sentence prediction, NSP)입니다. 절반은 진짜로 이어지는 B를, 절반은 **다른 글의** B를 붙이고, 이어지는지 둘 가운데 하나로 답합니다.
# 영화평은 짧아서 한 글을 가운데 낱말에서 반으로 가릅니다. 논문의 짝은 훨씬 깁니다.

# %%
def make_pairs(documents, rng):
    """글마다 (A, B, 라벨): 라벨 0은 진짜로 이어지는 B, 1은 다음 글에서 가져온 B."""
    halves = []
    for document in documents:
        words = document.split()
        halves.append((" ".join(words[:len(words) // 2]), " ".join(words[len(words) // 2:])))
    pairs = []
    for n, (a, b) in enumerate(halves):
        wrong = rng.random() < 0.5
        pairs.append((a, halves[(n + 1) % len(halves)][1] if wrong else b, int(wrong)))
    return pairs

# %%
reviews = ["처음에는 지루한 줄 알았는데 갈수록 빠져들어서 끝까지 재미있게 봤다",
           "배우들의 연기는 훌륭했지만 이야기가 너무 뻔해서 아쉬운 영화였다",
           "아이들과 함께 보러 갔는데 어른인 내가 더 많이 울고 나왔다",
           "돈과 시간이 아까운 영화는 오랜만인데 감독은 반성해야 한다"]
pd.DataFrame(make_pairs(reviews, np.random.default_rng(1)), columns=["A", "B", "라벨"])

# %% [markdown]
# 라벨이 1인 줄은 2번 하나입니다. `어른인`에 남의 글 `오랜만인데`가 붙어 말도 이야기도 이어지지 않습니다. 짝이 넷뿐이라 절반이 되지 않았습니다.
#
# **먼저 맞혀 보세요.** 우리 문장의 A와 B는 정말 이어집니다. 모델도 그렇게 답할까요? 세그먼트를 빠뜨리고 물으면 어떨까요?
#
# <details><summary>답</summary>
#
# 이어질 확률이 0.92입니다. 세그먼트를 빠뜨리면 0.10으로 뒤집힙니다. 오류는 나지 않습니다.
# </details>
#
# 모델은 `[CLS]`의 마지막 벡터로 답합니다. 그 벡터는 **풀러(pooler)** 라는 층을 한 번 지납니다.
#
# $$\text{pooled} = \tanh(W h_{[CLS]} + b), \qquad p = \text{softmax}(U\, \text{pooled} + c)$$

# %%
with torch.no_grad():
    read = bert.bert(**pair)
    pooled = torch.tanh(bert.bert.pooler.dense(read.last_hidden_state[:, 0]))    # (1, H)
    logits = bert.cls.seq_relationship(pooled)                                   # (1, 2)
    same = torch.allclose(logits, bert(**pair).seq_relationship_logits, atol=1e-5)
print("풀러를 손으로:", same, " 이어질 확률", round(float(logits.softmax(-1)[0, 0]), 2))

# %% claim
assert same and round(float(logits.softmax(-1)[0, 0]), 2) == 0.92

# %% [markdown]
# 맞았습니다. 이제 세그먼트를 빠뜨려 모두 A(0)라고 해 봅니다.

# %%
with torch.no_grad():
    forgotten = bert(pair.input_ids).seq_relationship_logits.softmax(-1)[0, 0]
print("세그먼트를 빠뜨리면", round(float(forgotten), 2))

# %% claim
assert round(float(forgotten), 2) == 0.10

# %% [markdown]
# 0.10입니다. 이 짝에서는 답이 **조용히 뒤집혔습니다**. 짝을 넣을 때는 `token_type_ids`가 있는지 확인하세요.
# 라벨의 뜻도 확인하세요. 1이 "맞음"일 것 같지만, `transformers`에서도 이 강의의 실습 과제에서도 0이 "이어짐"입니다.
#
# 전체 손실은 둘을 더한 것입니다. `ko_bert`는 NSP에 0.3을 곱했습니다. 논문은 그냥 더합니다.
#
# **바꾸어 보세요.** 뒤의 RoBERTa는 NSP를 뺐는데 성적이 떨어지지 않았습니다. `make_pairs`의 틀린 짝은 너무 쉬운 문제는 아닐까요? 어떻게 하면 어려워집니까(ALBERT의 답은 14절)?
#
# ## 6. 파라미터를 세는 식
#
# 임베딩은 $(V + P + 2)H$에 층 정규화 $2H$, 층마다 어텐션 $4(H^2 + H)$, 피드포워드 $8H^2 + 5H$, 층 정규화 둘 $4H$입니다. 풀러는 $H^2 + H$입니다.
#
# **먼저 맞혀 보세요.** BERT-Base($V$=30,522, $P$=512, $H$=768, $N$=12)는 몇 개일까요?
#
# <details><summary>답</summary>
#
# 109,482,240개입니다. 흔히 1억 1천만 개라고 합니다.
# </details>

# %%
def count(V, P, H, N):
    embeddings = (V + P + 2) * H + 2 * H
    layer = 4 * (H * H + H) + (2 * 4 * H * H + 5 * H) + 2 * 2 * H
    return embeddings + N * layer + H * H + H


# %%
sizes = {"ko_bert": (8000, 128, 256, 4), "BERT-Base": (30522, 512, 768, 12),
         "BERT-Large": (30522, 512, 1024, 24)}
for name, (V, P, H, N) in sizes.items():
    config = BertConfig(vocab_size=V, max_position_embeddings=P, hidden_size=H,
                        num_hidden_layers=N, num_attention_heads=H // 64,
                        intermediate_size=4 * H)
    with torch.device("meta"):                         # 모양만 만들고 메모리는 쓰지 않습니다
        real = sum(weight.numel() for weight in BertModel(config).parameters())
    print(f"{name:10s} 식 {count(V, P, H, N):>11,}   실제 {real:>11,}")

# %% claim
assert count(*sizes["BERT-Base"]) == 109_482_240 and count(*sizes["BERT-Large"]) == 335_141_888
assert count(*sizes["ko_bert"]) == sum(weight.numel() for weight in bert.bert.parameters())

# %% [markdown]
# `ko_bert`는 BERT-Base의 20분의 1도 되지 않고, 그 가운데 거의 40%가 토큰 임베딩입니다. 1절의 538만 개는 여기에 MLM과 NSP의 출력층을 더한 수입니다.
#
# **바꾸어 보세요.** $V$를 다국어 BERT의 119,547로 바꾸면 BERT-Base는 몇 개가 됩니까?
#
# ## 7. 작은 BERT를 직접 사전 학습하기
#
# 이제 우리가 합니다. 두 층, 폭 128의 BERT를 **아무것도 모르는 상태**에서 영화평의 글로 가르칩니다. MLM만 씁니다. 토크나이저는 `ko_bert`의 것을 빌립니다.
# 글은 NSMC의 학습 데이터입니다. 검증용 10,000개는 `ko_bert`도 보지 않은 글이고, 시험 데이터에 있는 글은 뺍니다.

# %% tags=["profile"]
train, test = data.load_nsmc()
order = np.random.default_rng(7).permutation(len(train))
n_dev = len(train) // 15                                       # 150,000개 가운데 10,000개
dev, fit = train.iloc[order[:n_dev]], train.iloc[order[n_dev:]]
fit = fit[~fit.document.isin(test.document)]
valid = dev.iloc[:S.n_valid]
print(f"글 {len(fit):,}개, 검증 {len(valid):,}개, 시험 {S.n_test:,}개")

# %% long="같은 길이끼리 묶는 배치"
def encode(texts):
    return tokenizer(list(texts), truncation=True, max_length=48).input_ids


def batches(ids, size, rng=None):
    """길이가 비슷한 글끼리 묶은 배치: (행 번호, 토큰 (B, L))."""
    lengths = np.array([len(row) for row in ids], dtype=float)
    order = np.argsort(lengths + (rng.uniform(-2, 2, len(ids)) if rng else 0), kind="stable")
    groups = [order[n:n + size] for n in range(0, len(order), size)]
    if rng:
        rng.shuffle(groups)
    for rows in groups:
        width = int(lengths[rows].max())
        yield rows, torch.tensor([ids[n] + [PAD] * (width - len(ids[n])) for n in rows])

# %% long="학습 루프"
def learn(model, loss_of, ids, rate, epochs, seed, size=32):
    """학습률은 처음 10% 동안 오르고 0까지 내려옵니다. 걸음마다의 손실을 돌려줍니다."""
    rng, steps, losses = np.random.default_rng(seed), epochs * -(-len(ids) // size), []
    optimizer = torch.optim.AdamW(model.parameters(), rate, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (0.1 * steps), (1 - n / steps) / 0.9))
    model.train()
    for _ in range(epochs):
        for rows, tokens in batches(ids, size, rng):
            loss = loss_of(model, rows, tokens)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            plan.step()
            losses.append(loss.item())
    return losses

# %%
coin = torch.Generator().manual_seed(7)


def scores_of(model, tokens):
    return model(input_ids=tokens, attention_mask=(tokens != PAD).long()).logits


def mlm_loss(model, rows, tokens):
    shown, labels = mask_tokens(tokens, coin)
    return cross_entropy(scores_of(model, shown).flatten(0, 1), labels.flatten())


# %%
def mlm_accuracy(model, ids):
    model.eval()
    g, right, asked = torch.Generator().manual_seed(1), 0, 0
    for _, tokens in batches(ids, 64):
        shown, labels = mask_tokens(tokens, g)
        at = labels != IGNORE
        with torch.no_grad():
            right += (scores_of(model, shown)[at].argmax(-1) == labels[at]).sum().item()
        asked += at.sum().item()
    return right / asked

# %% [markdown]
# **먼저 맞혀 보세요.** 어휘가 8,000개이니 아무것도 모르면 손실은 $\ln 8000 \approx 9.0$입니다. 10분쯤 학습하면 정확도는 얼마쯤일까요? 늘 가장 흔한 토큰만 답하면 얼마일까요?
#
# <details><summary>답</summary>
#
# 0.133입니다. 늘 가장 흔한 토큰만 답하면 0.095입니다. 아주 조금 배웠습니다.
# </details>

# %% tags=["profile"] long="작은 BERT"
torch.manual_seed(7)
small = BertForMaskedLM(BertConfig(
    vocab_size=len(tokenizer), hidden_size=128, num_hidden_layers=2, num_attention_heads=2,
    intermediate_size=512, max_position_embeddings=48, hidden_dropout_prob=0.0,
    attention_probs_dropout_prob=0.0))
raw, valid_ids = encode(fit.document[:S.live_texts]), encode(valid.document)
with runtime.stopwatch("작은 BERT의 사전 학습"):
    losses = learn(small, mlm_loss, raw, rate=2e-3, epochs=S.live_epochs, seed=7, size=64)
flat = np.concatenate([row[1:-1] for row in valid_ids])
facts = pd.Series({"가장 흔한 토큰": np.bincount(flat).max() / len(flat),
                   "작은 BERT": mlm_accuracy(small, valid_ids),
                   "ko_bert": mlm_accuracy(filler, valid_ids)})
facts.round(3)

# %% claim
assert abs(losses[0] - np.log(8000)) < 0.3 and np.mean(losses[-5:]) < losses[0] - 0.1

# %% claim real=True
assert facts["가장 흔한 토큰"] + 0.03 < facts["작은 BERT"] < facts["ko_bert"]

# %% tags=["profile"]
smooth = pd.Series(losses).rolling(25, min_periods=1).mean()
_, ax = plt.subplots(figsize=(6, 3))
ax.plot(smooth)
ax.axhline(np.log(8000), linestyle="--", color="grey", label="아무것도 모를 때")
ax.set(title="작은 BERT의 사전 학습", xlabel="걸음", ylabel="MLM 손실 (25걸음 평균)")
ax.legend()
plots.show(alt="손실이 9에서 시작해 처음에 빠르게, 그다음 천천히 내려간다.")

# %% [markdown]
# 손실은 9에서 시작해 7쯤까지 내려갔습니다. 정확도는 0.133으로, 가장 흔한 토큰만 답하는 0.095보다 조금 낫습니다. 같은 검증 글에서 `ko_bert`는 0.431입니다.
# 더 센 기준선도 있습니다. 고른 자리의 10%는 답이 그대로 보입니다. 보이는 토큰은 베끼고 `[MASK]`에는 가장 흔한 토큰을 답하면 $0.1 + 0.8 \times 0.095 \approx 0.18$입니다(어림한 값).
# 작은 BERT는 여기에 미치지 못합니다. 흔한 토큰을 익힌 데에서 멀리 가지 못한 듯합니다(추측).
#
# 작은 BERT는 층이 둘이고 글 4만 개를 두 번 읽었습니다. `ko_bert`는 층이 넷이고 글 58만 개를 열여섯 번 읽었습니다. 크기와 글과 횟수가, 학습률과 배치까지 다르니 어느 것의 몫인지는 모릅니다.
# 다만 이 강의의 10분으로는 모자랍니다. 여기서부터는 `ko_bert`를 씁니다.
#
# **바꾸어 보세요.** `mask_tokens`의 0.15를 0.4로 바꾸면 빈칸이 많아져 가르침도 많아집니다. 정확도는 어떻게 됩니까?
#
# ## 8. 미세 조정: 사전 학습은 라벨 몇 개의 값인가
#
# 이제 값을 잽니다. 같은 구조의 두 모델을 같은 라벨로 가르칩니다. 다른 것은 **처음 가중치** 하나입니다.
#
# - **사전 학습**: `ko_bert`의 인코더에서 시작합니다. 분류하는 층만 새것입니다.
# - **처음부터**: 같은 설정, 무작위 가중치에서 시작합니다.
# - **선형**: 글자 1–4그램 TF-IDF(035)와 로지스틱 회귀(035에서는 `LinearSVC`). 어느 표에나 있어야 할 기준선입니다.
# - **특징만**: 인코더는 얼려 두고, 마지막 층의 평균 벡터에 로지스틱 회귀를 붙입니다.

# %%
def start(pretrained):
    dropout = {"hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1}
    config = BertConfig.from_pretrained(folder, num_labels=2, **dropout)
    if not pretrained:
        return BertForSequenceClassification(config)
    return BertForSequenceClassification.from_pretrained(
        folder, config=config, dtype=torch.float32)


# %%
def fine_tune(pretrained, ids, labels, rate, epochs, seed):
    torch.manual_seed(seed)
    model = start(pretrained)

    def loss_of(model, rows, tokens):
        return cross_entropy(scores_of(model, tokens), torch.from_numpy(labels[rows]))
    learn(model, loss_of, ids, rate, epochs, seed)
    return model

# %%
@torch.no_grad()
def predict(model, ids):
    model.eval()
    answers = np.zeros(len(ids), dtype=int)
    for rows, tokens in batches(ids, 128):
        answers[rows] = scores_of(model, tokens).argmax(-1)
    return answers


# %%
@torch.no_grad()
def mean_vectors(ids):
    vectors = np.zeros((len(ids), bert.config.hidden_size), dtype="float32")
    for rows, tokens in batches(ids, 128):
        real = (tokens != PAD).long()
        states = bert.bert(tokens, attention_mask=real).last_hidden_state   # (B, L, H)
        vectors[rows] = (states * real[..., None]).sum(1) / real.sum(1, keepdim=True)
    return vectors

# %% [markdown]
# `from_pretrained`는 본래 분류하는 층의 가중치가 없다고 알려 줍니다. 새로 배울 층이니 당연합니다. 그 알림은 첫 셀에서 껐습니다.
# 학습률은 두 모델이 **저마다** 검증 데이터에서 고릅니다. 라벨 1,000개, 시드 하나로 고른 값을 모든 수에 씁니다.

# %% tags=["profile"] long="학습률 고르기"
middle = S.sizes[1]


def sample(n, seed):
    return fit.sample(n, random_state=seed)


chosen_rate = {}
for pretrained in (True, False):
    rows = sample(middle, 0)
    ids, labels = encode(rows.document), rows.label.to_numpy()
    found = {}
    for rate in S.rates:
        model = fine_tune(pretrained, ids, labels, rate, S.epochs[1], 0)
        found[rate] = (predict(model, valid_ids) == valid.label.to_numpy()).mean()
    chosen_rate[pretrained] = max(found, key=found.get)
    shown = {rate: round(float(value), 3) for rate, value in found.items()}
    print("사전 학습" if pretrained else "처음부터", shown)

# %% [markdown]
# 둘 다 2e-4를 골랐습니다. 그러니 아래에서 두 모델은 처음 가중치만 다릅니다. 두 후보의 차이는 0.01뿐이라, 검증 2,000개로는 어느 쪽이 낫다고 하기 어렵습니다. 사전 학습에서 정확도 하나의 표준 오차가 0.008쯤입니다. 2e-4는 후보 둘 가운데 작은 쪽이고, 더 작은 값은 재지 않았습니다.
#
# **먼저 맞혀 보세요.** 라벨 5,000개에서 사전 학습은 몇 점을 더 줄까요? 라벨 100개에서는요? 선형 모델은 어디쯤 있을까요?
#
# <details><summary>답</summary>
#
# 5,000개에서 7.5점쯤(0.836과 0.761), 100개에서는 28점쯤(0.790과 0.512)입니다. 선형은 두 모델 사이에 있습니다.
# </details>
#
# 라벨을 뽑는 시드와 학습의 시드를 함께 바꾸며 세 번씩 합니다. 시험 데이터는 여기서 처음 엽니다.

# %% tags=["profile"] long="네 방법을 같은 라벨로"
exam = test.sample(S.n_test, random_state=7)
exam_ids, exam_vectors = encode(exam.document), mean_vectors(encode(exam.document))
truth, answers = exam.label.to_numpy(), {}
with runtime.stopwatch("라벨의 수와 시드마다 네 방법"):
    for n, epochs in zip(S.sizes, S.epochs):
        for seed in S.seeds:
            rows = sample(n, seed)
            ids, labels = encode(rows.document), rows.label.to_numpy()
            for name, pretrained in (("사전 학습", True), ("처음부터", False)):
                rate = chosen_rate[pretrained]
                tuned = fine_tune(pretrained, ids, labels, rate, epochs, seed)
                answers[name, n, seed] = predict(tuned, exam_ids)
                if pretrained:
                    best_model = tuned                     # 마지막 것: 라벨이 가장 많은 모델
            words = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True)
            linear = LogisticRegression(C=10, max_iter=1000)
            linear.fit(words.fit_transform(rows.document), labels)
            answers["선형", n, seed] = linear.predict(words.transform(exam.document))
            frozen = LogisticRegression(max_iter=2000).fit(mean_vectors(ids), labels)
            answers["특징만", n, seed] = frozen.predict(exam_vectors)

# %% tags=["profile"]
found = pd.DataFrame([(name, n, seed, (guess == truth).mean())
                      for (name, n, seed), guess in answers.items()],
                     columns=["방법", "라벨", "시드", "정확도"])
curve = found.pivot_table("정확도", index="방법", columns="라벨", aggfunc=["mean", "std"])
print(f"다수 라벨만 답하면 {max(truth.mean(), 1 - truth.mean()):.3f}")
curve.round(3)

# %% tags=["profile"]
_, ax = plt.subplots(figsize=(6, 3.5))
for name, rows in found.groupby("방법"):
    ax.plot(rows.groupby("라벨").정확도.mean(), marker="o", label=name)
    ax.scatter(rows.라벨, rows.정확도, s=12, alpha=0.5)
ax.set(title="라벨의 수와 시험 정확도", xlabel="라벨의 수(로그 눈금)", ylabel="정확도",
       xscale="log")
ax.legend()
plots.show(alt="라벨이 늘수록 네 방법 모두 오른다. "
               "라벨 5,000개에서 사전 학습이 맨 위에 있고 처음부터가 맨 아래에 있다.")

# %% claim real=True
for n in S.sizes:
    at = found[found.라벨 == n].groupby("방법").정확도.mean()
    assert at["사전 학습"] > at["처음부터"], at
assert at["사전 학습"] - at["처음부터"] >= 0.05, at

# %% [markdown]
# 같은 시험 문제를 푼 두 모델이니 **짝을 지어** 검사합니다(맥니마 검정, 010). 한쪽만 맞힌 문제만 셉니다.

# %% tags=["profile"]
n, rows = S.sizes[-1], []
for seed in S.seeds:
    names = ("사전 학습", "처음부터", "선형")
    right = {name: answers[name, n, seed] == truth for name in names}
    for other in ("처음부터", "선형"):
        won = int((right["사전 학습"] & ~right[other]).sum())
        lost = int((~right["사전 학습"] & right[other]).sum())
        rows.append([seed, other, won, lost, 100 * (won - lost) / len(truth),
                     binomtest(won, max(1, won + lost)).pvalue])
paired = pd.DataFrame(rows, columns=["시드", "상대", "사전 학습만", "상대만", "차이(점)", "p"])
paired.round({"차이(점)": 1, "p": 4})

# %% claim real=True
assert (paired[paired.상대 == "처음부터"]["차이(점)"] >= 5).all() and (paired[paired.상대 == "처음부터"].p < 0.001).all()

# %% [markdown]
# 라벨 5,000개에서 사전 학습은 처음부터 배운 모델보다 7.4–7.7점 높습니다. 세 시드 모두 p가 0.001보다 작습니다. 선형보다는 3.5–4.2점 높습니다.
# 처음부터 배운 모델과의 차이는 라벨이 적을수록 컸습니다. 100개에서 처음부터 배운 모델은 0.512로, 다수 라벨만 답하는 0.505와 거의 같습니다.
#
# 라벨의 값으로 바꾸어 말하면 이렇습니다. 사전 학습한 모델이 라벨 **100개**로 얻은 0.790은 처음부터 배운 모델이 **5,000개**로 얻은 0.761보다 높습니다.
# 그러나 이것은 약한 상대입니다. 사전 학습이 없으면 이 모델은 어느 라벨 수에서나 **선형 모델보다 낮습니다**. 선형과 견주면 0.790은 라벨 1,000개(0.752)와 5,000개(0.798) **사이**입니다.
# `특징만`은 세 시드의 평균에서, 어느 수에서나 선형보다 높고 미세 조정보다 낮습니다.
#
# 조심해서 읽으세요.
#
# - 사전 학습에는 글 58만 개와 GPU 6분이 이미 들었습니다. 그 글도 시험과 같은 영화평입니다. 다른 글로 배운 모델이라면 값이 다를 것입니다(추측).
# - "라벨 100개"는 학습에 쓴 수입니다. 두 BERT의 학습률을 고르는 데에는 라벨 1,000개와 검증 데이터의 라벨 2,000개를 더 썼습니다.
# - 에폭은 미리 정했습니다. 라벨 100개로 열 에폭이면 배치 32개짜리 걸음이 마흔 번뿐입니다. 처음부터 배우는 모델을 더 오래 학습하면 나아질 수 있습니다(재지 않았습니다).
# - 선형과 `특징만`의 설정(`C`)은 고르지 않고 미리 정했습니다. 글이 길면 선형은 끝까지 읽고, BERT를 쓰는 셋은 48토큰까지만 읽습니다.
#
# 미세 조정한 모델이 우리 문장과, 우리가 쓴 어려운 문장에 무엇이라고 답하는지 봅니다. 라벨 5,000개, 마지막 시드의 모델 하나입니다.

# %% tags=["profile"]
hard = [sentence, "재미있다는 말에 속았다.", "별로일 줄 알았는데 울고 나왔다.", "연기만 좋다."]
guesses = predict(best_model, encode(hard))
pd.DataFrame({"글": hard, "답": ["긍정" if n else "부정" for n in guesses]})

# %% [markdown]
# 우리 문장은 맞혔습니다. 그러나 `재미있다는 말에 속았다.`를 긍정으로, `별로일 줄 알았는데 울고 나왔다.`를 부정으로 답했습니다. `재미있다`와 `별로`라는 낱말에 끌린 듯합니다(추측).
# `연기만 좋다.`는 뜻한 대로 부정입니다. 빈칸을 잘 채운다고 말의 뜻을 다 아는 것은 아닙니다.
#
# **바꾸어 보세요.** `mean_vectors` 대신 `[CLS]`의 벡터를 쓰면 `특징만`의 정확도는 오릅니까?
#
# ## 9. 문맥에 따라 달라지는 "배"
#
# 045에서 빌린 벡터는 `배`에 하나뿐이었습니다. 배가 고프다, 배를 타다, 두 배. BERT의 벡터는 **문장마다** 다릅니다. 우리가 쓴 열다섯 문장으로 잽니다.

# %%
senses = {
    "몸": ["웃다가 배가 아팠다.", "배가 고파서 밥을 먹었다.", "배를 잡고 웃었다.",
          "배가 불러서 잠이 온다.", "너무 웃어서 배가 아프다."],
    "탈것": ["배가 바다에서 침몰한다.", "배를 타고 섬으로 갔다.",
           "배가 가라앉는 장면이 슬프다.",
           "선장이 배를 버리고 도망갔다.", "큰 배를 타고 바다로 나간다."],
    "곱절": ["원작보다 백 배 재미있다.", "전편보다 열 배 낫다.", "책이 백 배 낫다.",
           "기대보다 두 배 좋았다.", "감동이 두 배."],
}
sense = np.repeat(list(senses), 5)

# %%
def vectors_of(word, texts):
    """문장마다 그 토큰의 벡터를 층마다: (층, 문장, H)."""
    found = []
    for text in texts:
        given = tokenizer(text, return_tensors="pt")
        at = tokenizer.convert_ids_to_tokens(given.input_ids[0]).index(word)
        with torch.no_grad():
            layers = bert.bert(**given, output_hidden_states=True).hidden_states
        found.append(torch.stack([states[0, at] for states in layers]))
    return torch.stack(found, dim=1).numpy()

# %% [markdown]
# **먼저 맞혀 보세요.** 0층(임베딩)에서 `배`끼리의 코사인 유사도는 얼마일까요? 층을 오르면 같은 뜻끼리 모일까요?
#
# <details><summary>답</summary>
#
# 0층에서는 토큰의 벡터가 모두 같고 위치만 달라서 뜻과 상관없이 0.9쯤입니다. 마지막 층에서는 평균이 같은 뜻끼리 0.71, 다른 뜻끼리 0.46으로 벌어집니다.
# 그러나 층을 오를 때마다 더 모이지는 않습니다. 가장 가까운 것이 같은 뜻인 문장은 1층에서 이미 열하나이고, 그 뒤로 늘지 않습니다.
# </details>

# %%
layers = vectors_of("배", sum(senses.values(), []))
layers /= np.linalg.norm(layers, axis=-1, keepdims=True)
same_sense = (sense[:, None] == sense) & ~np.eye(len(sense), dtype=bool)
rows = []
for n, v in enumerate(layers):
    cosine = v @ v.T                                            # (15, 15)
    nearest = np.where(np.eye(len(v), dtype=bool), -1, cosine).argmax(1)
    rows.append([n, cosine[same_sense].mean(), cosine[sense[:, None] != sense].mean(),
                 (sense[nearest] == sense).sum()])
by_layer = pd.DataFrame(rows, columns=["층", "같은 뜻", "다른 뜻", "가장 가까운 것이 같은 뜻"])
by_layer.set_index("층").round(2)

# %% claim
assert by_layer["같은 뜻"].astype(float).round(2).tolist()[::4] == [0.91, 0.71] and by_layer["다른 뜻"].astype(float).round(2).tolist()[::4] == [0.88, 0.46], by_layer
assert by_layer["가장 가까운 것이 같은 뜻"].tolist()[::4] == [3, 11], by_layer

# %% tags=["profile"]
cosine = layers[-1] @ layers[-1].T
plots.heatmap(cosine, sense, sense, title='마지막 층: "배"끼리의 코사인 유사도')
plots.show(alt="몸과 탈것은 서로도 진해서 한 덩어리로 보이고, 곱절은 이 둘과 옅다. "
               "곱절끼리는 고르지 않다.")

# %% [markdown]
# 마지막 층에서 열다섯 가운데 열하나는 가장 가까운 `배`가 같은 뜻입니다. 0층에서는 셋이었습니다. 아무 문장이나 골라도 넷쯤($15 \times 4/14$)은 맞습니다.
#
# 그림을 나누어 읽어 보세요. **곱절**은 나머지와 뚜렷이 갈립니다. 다른 뜻과는 0.20–0.40이고 다섯 모두 맞습니다. 그런데 **몸**과 **탈것**은 한 덩어리입니다. 서로의 코사인도
# 0.63–0.92로, 저마다의 안쪽만큼 진합니다. 틀린 넷이 모두 여기에 있습니다. 곱절끼리는 오히려 0.34–0.90으로 고르지 않습니다. 평균 0.71과 0.46만 보면 놓치는 것들입니다.
#
# 틀린 넷은 저마다 **조사가 같은** 문장에 끌렸습니다. `배가 고파서`는 `배가 바다에서`(0.92)에, `배를 잡고`는 `배를 타고`(0.87)에 가장 가깝습니다. 몸과 탈것에서 맞은 여섯도 가장 가까운 문장의 조사가 모두 같습니다. 곱절만 앞에 수가 오고 뒤에 조사가 없습니다.
# 그러니 벡터가 문장마다 달라지기는 하지만, 여기서 가른 것은 뜻보다 앞뒤에 붙은 말일 수 있습니다(추측). 과일 배는 영화평에 드물 것 같아 넣지 않았습니다.
#
# **바꾸어 보세요.** `배를 타고 섬으로 갔다.`를 `배가 섬으로 떠났다.`로 바꾸어 보세요. 가장 가까운 문장도 `배가`의 문장으로 바뀝니까?
#
# ## 10. 무엇에 붙이나: 과제마다 헤드 하나
#
# 인코더의 구조는 그대로 두고 위에 얹는 **헤드(head)** 만 바꿉니다. 헤드는 대개 층 하나입니다. 3절의 어텐션 헤드와 이름만 같습니다.
#
# | 과제 | 입력 | 쓰는 벡터 | 헤드 | 예 |
# |---|---|---|---|---|
# | 분류 | `[CLS] A [SEP]` | `[CLS]` | $H \to$ 라벨의 수 | 감성, 주제 |
# | 두 문장 | `[CLS] A [SEP] B [SEP]` | `[CLS]` | $H \to$ 라벨의 수 | 함의(KLUE-NLI: 전제가 A), 유사도(KorSTS: $H \to 1$) |
# | 태깅(tagging) | `[CLS] A [SEP]` | 토큰마다 | $H \to$ 태그의 수 | 개체명(KLUE-NER) |
# | 추출형 질의응답(extractive question answering) | `[CLS] 질문 [SEP] 글 [SEP]` | 글의 토큰마다 | $H \to 2$ (시작, 끝) | KorQuAD |
#
# 태깅에는 함정이 하나 있습니다. 낱말 하나가 여러 조각이면 **첫 조각에만** 태그를 주고 나머지는 −100으로 둡니다. 아래에서는 무엇을 평하는지 말하는 낱말(`연기력도`)의 태그가 1입니다.

# %%
words, tags = ["배우들의", "연기력도", "으뜸이다"], [0, 1, 0]
given = tokenizer(words, is_split_into_words=True)
aligned, last = [], None
for word in given.word_ids():
    aligned.append(IGNORE if word is None or word == last else tags[word])
    last = word
numbers = ["·" if word is None else word for word in given.word_ids()]
pd.DataFrame({"토큰": given.tokens(), "낱말": numbers, "태그": aligned}).T

# %% claim
assert sum(tag != IGNORE for tag in aligned) == 3 and len(aligned) > 5

# %% [markdown]
# **먼저 맞혀 보세요.** 첫 조각이 아닌 자리에도 낱말의 태그를 그대로 주면 무엇이 달라질까요?
#
# <details><summary>답</summary>
#
# 조각이 많은 낱말이 손실과 점수에서 여러 번 세어집니다. 점수를 낱말이 아니라 조각으로 매기게 됩니다.
# </details>
#
# **바꾸어 보세요.** `words`에 영어 낱말이나 이모티콘을 넣으면 조각이 몇 개가 됩니까?
#
# ## 11. 질의응답: 시작과 끝을 손으로
#
# 추출형 질의응답은 글에서 **답의 구간**을 고릅니다. 토큰마다 시작 점수 $s_i$와 끝 점수 $e_j$를 내고, $s_i + e_j$가 가장 큰 구간을 고릅니다. 조건이 셋 있습니다.
#
# 1. $i \le j$: 끝이 시작보다 앞설 수 없습니다.
# 2. 구간은 글 안에 있어야 합니다. 질문의 토큰은 답이 아닙니다.
# 3. 길이에 한도를 둡니다.
#
# 점수를 우리가 적습니다. 학습한 모델이 아니라 **고르는 방법**을 보려는 것입니다.
#
# **먼저 맞혀 보세요.** 글 안에서 시작 점수와 끝 점수가 가장 큰 자리를 **따로** 고르면 어떤 답이 나올까요?
#
# <details><summary>답</summary>
#
# 시작은 `좋다`(5번), 끝은 `연기도`(4번)라서 답이 거꾸로 됩니다. 함께 고르면 `배우들의 연기도`입니다.
# </details>

# %%
text = ["무엇이", "좋은가", "[SEP]", "배우들의", "연기도", "좋다"]
start_scores = np.array([1.0, 0.0, -5.0, 3.0, 1.0, 3.5])
end_scores = np.array([6.0, 0.0, -5.0, 1.0, 4.0, 0.5])          # 질문의 6.0은 함정입니다
inside = np.array([False, False, False, True, True, True])
total = start_scores[:, None] + end_scores[None, :]               # (L, L) 시작 × 끝
i, j = np.indices(total.shape)
allowed = inside[:, None] & inside & (i <= j) & (j - i < 3)
best = np.unravel_index(np.where(allowed, total, -np.inf).argmax(), total.shape)
apart = [int(np.where(inside, part, -9).argmax()) for part in (start_scores, end_scores)]
print("따로:", apart, " 함께:", text[best[0]:best[1] + 1], f"점수 {total[best]:.1f}")

# %% claim
assert apart == [5, 4] and text[best[0]:best[1] + 1] == ["배우들의", "연기도"], (apart, best)

# %% [markdown]
# 이 방식은 **글이 주어져야** 합니다. 글 없이 묻는 것(닫힌 책, closed book)은 가중치에 든 지식으로 답하는 일입니다.
# 영화평만 읽은 `ko_bert`에 그런 지식을 바라기는 어렵습니다. 1절의 *바꾸어 보세요*에서 수도를 물었을 때 `서울`이 나왔습니까?
#
# 배운 질의응답 모델은 300에서 다룹니다.
#
# **바꾸어 보세요.** 길이의 한도를 3에서 1로 줄이면(`j - i < 1`) 답은 무엇이 됩니까?
#
# ## 12. 인코더가 하지 못하는 일
#
# 빈칸을 하나씩 채우는 모델로 글을 **이어 쓰게** 하면 어떻게 될까요? 끝에 `[MASK]`를 붙이고 채우기를 되풀이합니다.
#
# **먼저 맞혀 보세요.** 다섯 토큰을 이어 쓰면 말이 될까요?
#
# <details><summary>답</summary>
#
# 되지 않습니다. 이 모델은 글이 **다 있는** 데에서 빈칸을 채우도록 배웠지, 뒤를 이어 쓰도록 배우지 않았습니다. 맨 끝의 빈칸은 모델에게 글의 마지막 토큰입니다.
# </details>

# %%
written = "이 영화"
for _ in range(5):
    given = tokenizer(written + " [MASK]", return_tensors="pt")
    at = int((given.input_ids[0] == MASK).nonzero()[0, 0])
    with torch.no_grad():
        best = int(bert(**given).prediction_logits[0, at].argmax())
    written = tokenizer.decode([*given.input_ids[0, 1:at].tolist(), best])
print(written)

# %% [markdown]
# `좋다` 다음부터 마침표만 이어집니다. 빈칸 바로 뒤가 `[SEP]`이니 모델은 글이 여기서 끝난다고 읽고, 글의 끝에는 문장 부호가 자주 오기 때문일 것입니다(추측).
#
# 이어 쓰기는 디코더의 일입니다. 150에서 영화평으로 배운 GPT가 합니다. 번역처럼 길이가 다른 글을 내는 일도 인코더만으로는 어렵습니다.
#
# **바꾸어 보세요.** 뒤에 마침표를 먼저 두고(`이 영화 [MASK] .`) 가운데를 채우면 어떻습니까?
#
# ## 13. 옛 코드를 오늘의 코드로
#
# 예전 자료의 `TFBertModel`, `TFBertForSequenceClassification`과 `model.compile`/`model.fit`은 TensorFlow용입니다. `transformers` 5는 TensorFlow를 뺐습니다.
#
# | 옛 코드 | 오늘의 코드 |
# |---|---|
# | `TFBertForSequenceClassification.from_pretrained(...)` | `BertForSequenceClassification.from_pretrained(...)` 또는 `AutoModelFor…` |
# | `BertTokenizer`, `encode_plus(pad_to_max_length=True)` | `AutoTokenizer`, `tokenizer(texts, padding=True, truncation=True)`(배치에서 가장 긴 글에 맞춤) |
# | `return_tensors="tf"` | `return_tensors="pt"` |
# | `model.compile(...)`, `model.fit(...)` | 8절의 학습 루프, 또는 `Trainer`(320) |
# | `outputs[0]` | `outputs.last_hidden_state`, `outputs.logits` |
#
# **먼저 맞혀 보세요.** `from_pretrained`에 `dtype=`을 주지 않으면 `ko_bert`는 몇 비트로 열릴까요?
#
# <details><summary>답</summary>
#
# 16비트입니다. 5판부터는 저장된 그대로 엽니다. CPU에서 학습할 때는 `dtype=torch.float32`를 주세요.
# </details>

# %%
print(BertModel.from_pretrained(folder, add_pooling_layer=True).dtype)

# %% claim
assert BertModel.from_pretrained(folder).dtype == torch.float16

# %% [markdown]
# **바꾸어 보세요.** 1절의 `bert`를 `dtype=` 없이 16비트로 다시 열고 5절의 셀을 돌리면 확률이 얼마나 달라집니까?
#
# ## 14. BERT 다음의 생각들
#
# | 모델 | 바꾼 것 | 얻은 것 |
# |---|---|---|
# | RoBERTa (2019) | NSP를 빼고, 글과 배치를 늘리고, 가리는 자리를 읽을 때마다 새로 고름 | 같은 크기에서 더 높은 점수 |
# | ALBERT (2019) | 층끼리 가중치를 나누고 임베딩을 두 행렬로 쪼갬. NSP 대신 **두 문장의 순서** 맞히기 | 파라미터가 크게 줄어듦(계산은 그대로) |
# | DistilBERT (2019) | 큰 모델의 답을 작은 모델이 따라 배움(지식 증류, knowledge distillation) | 40% 작고, 점수는 97%를 지켰다고 보고 |
# | ELECTRA (2020) | 작은 모델이 바꿔치기한 토큰을 **모든 자리에서** 찾아냄 | 15%가 아니라 모든 토큰에서 배워 같은 계산으로 더 잘 배움 |
#
# BERT-Base는 클라우드 TPU 4개(칩 16개)로, BERT-**Large**는 16개(칩 64개)로 나흘씩 학습했다고 논문은 적습니다.
#
# ### 더 알아보기: GLUE
#
# BERT가 이름을 알린 시험입니다. 앞의 두 과제는 한 문장, 나머지는 두 문장입니다.
#
# | 과제 | 묻는 것 | 지표 |
# |---|---|---|
# | CoLA | 문법에 맞는가 | 매슈스 상관 |
# | SST-2 | 긍정인가 부정인가(중립 없음) | 정확도 |
# | MRPC, QQP | 같은 뜻인가 | F1과 정확도 |
# | STS-B | 얼마나 비슷한가(0–5) | 피어슨, 스피어먼 상관 |
# | MNLI, RTE | 전제가 가설을 함의하는가(전제가 앞) | 정확도 |
# | QNLI | 글이 질문의 답을 담았는가 | 정확도 |
# | WNLI | 대명사가 누구인가 | 정확도 |
#
# ## 정리
#
# - 빈칸을 가리면 글이 곧 문제와 정답이 됩니다. 라벨이 없어도 배웁니다.
# - 입력 = 토큰 + 세그먼트 + 위치. 인코더는 앞뒤를 모두 봅니다.
# - MLM은 15%를 골라 80/10/10, 손실은 고른 자리만. NSP는 `[CLS]`와 풀러로.
# - 사전 학습의 값은 라벨이 적을수록 컸습니다. 선형 기준선을 늘 곁에 두세요. 처음부터 배운 BERT보다 센 상대였습니다.
# - 벡터는 문장마다 다릅니다. 그렇다고 뜻대로 갈리는 것은 아니었습니다. 이어 쓰기는 하지 못합니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 모든 자리에 라벨 | **오류 없음**, 보이는 토큰을 베끼기만 해도 손실이 작음 | 고르지 않은 자리는 −100 |
# | `[CLS]`, `[SEP]`, 패딩도 가림 | **오류 없음**, 쓸모없는 문제 | 특별한 토큰을 뺀다 |
# | `attention_mask`를 빠뜨림 | **오류 없음**, 배치에 따라 답이 달라짐 | 패딩은 0 |
# | 다른 모델의 토크나이저 | 번호가 어휘 안이면 **오류 없음**, 엉뚱한 벡터 | 같은 폴더에서 둘 다 |
# | 학습률 1e-3으로 미세 조정 | 배운 것이 지워질 수 있음 | 2e-5에서 5e-4 사이를 검증으로 |
# | 평가할 때 `model.eval()`을 잊음 | 부를 때마다 답이 다름 | 드롭아웃 끄기 |
#
# ## 더 읽을거리
#
# - J. Devlin, M.-W. Chang, K. Lee, K. Toutanova (2019), *BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding*.
# - Y. Liu 외 (2019), *RoBERTa: A Robustly Optimized BERT Pretraining Approach*.
# - S. Park 외 (2021), *KLUE: Korean Language Understanding Evaluation*.
#
# ## 다음 강의
#
# 150에서는 빈칸 대신 **다음 토큰**을 맞히는 GPT를 같은 글로 배웁니다.
