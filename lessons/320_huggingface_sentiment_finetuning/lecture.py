# ---
# title: 감성 분석 미세 조정 (datasets·Trainer)
# number: "320"
# objectives:
#   - datasets의 표를 토큰으로 바꾸고, 배치마다 필요한 만큼만 채웁니다.
#   - Trainer의 인자를 한 줄씩 읽고, 학습률과 평가와 저장의 계획을 세웁니다.
#   - 학습률과 에폭을 검증 데이터로 정하고, 끊긴 학습을 이어서 같은 손실을 얻습니다.
#   - 선형 모델과 같은 시험 글에서 짝을 지어 견주고, 시험 데이터는 한 번만 엽니다.
#   - 어떤 글에서 틀리는지 나누어 보고, 저장한 모델을 다시 열어 새 문장에 답합니다.
# datasets: [nsmc]
# prerequisites: [035_nsmc_sentiment, 140_bert_pretraining]
# packages: [transformers, datasets, accelerate, tensorboard]
# java: false
# gpu: true
# ---

# %% [markdown]
# ## 빌린 모델을 우리 일에 맞춥니다
#
# 035에서 GRU는 글자 조각을 세는 선형 모델에 졌습니다(0.866–0.867과 0.875). `정말 안 재미있다`를 긍정이라고 답하기도 했습니다. 학습 글에 `안 재미있`이 한 편뿐이었기 때문입니다(추측).
# 140에서는 라벨 없는 글 58만 개로 미리 배운 `ko_bert`를 만났습니다. 이 인코더를 NSMC의 라벨로 **미세 조정(fine-tuning)** 하면 무엇이 나아질까요?
#
# 이 실습의 옛 판은 다국어 BERT(mBERT)를 라벨 15,000개로 GPU에서 17분 학습해 0.769를 얻었습니다. 그리고 중간에 멈추어 섰습니다. 학습 기록을 보내는 W&B가 **로그인 키를 물었기** 때문입니다.
# 라벨 14,000개로 배운 선형 모델도 0.839입니다(300의 10절, 시험 글 2,000편). 견줄 줄이 표에 없어서 0.769가 낮은 줄을 아무도 몰랐습니다.
#
# > **미세 조정은 한 줄이 아니라 계획입니다.** 채우기, 학습률, 평가, 멈춤, 저장을 하나씩 정하고, 정한 것은 검증 데이터로 잽니다.
#
# 140에서는 학습 루프를 손으로 썼습니다. 이번에는 `transformers`의 `Trainer`에 맡기고, 맡긴 것을 하나씩 확인합니다. 035의 네 문장을 끝까지 들고 갑니다.

# %%
import tempfile
import time

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
import transformers
from datasets import Dataset, DatasetDict, disable_progress_bars
from transformers import (AutoModelForSequenceClassification, AutoTokenizer,
                          DataCollatorWithPadding, Trainer, TrainingArguments)

from nlplab import data, diagrams, drawings, models, plots, runtime

# %% [markdown]
# 두 패키지의 긴 알림과 진행 막대를 끄고, GPU가 있는지 봅니다. 나머지는 쓰는 자리에서 들여옵니다.

# %%
transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
disable_progress_bars()
GPU = torch.cuda.is_available()

# %% [markdown]
# 들고 갈 네 문장과, 글 하나가 점수 둘이 되기까지 거치는 곳입니다.

# %%
examples = ["재미없을줄알았는데   완전 재밌네ㅋㅋㅋㅋㅋㅋㅋ",
            "돈이 아까워서 끝까지 봤다ㅡㅡ",
            "배우들 연기는 좋은데 이야기가 너무너무 지루하다....",
            "정말 안 재미있다"]
drawings.pipeline(
    ["글과 라벨", "토큰 번호", "배치", "모델", "점수 둘"],
    ["정말 안 재미있다", "[CLS] 정말 안 …", "(B, L), 마스크", "인코더 + 새 헤드",
     "부정, 긍정"],
    title="미세 조정에서 글이 가는 길").show(
    alt="글과 라벨이 토큰 번호, 배치, 모델을 거쳐 부정과 긍정의 점수 둘이 된다.")

# %% settings
S = runtime.settings(
    model="ko_bert",  # GPU가 있으면 "klue/roberta-base"처럼 허브의 이름으로
    n_fit=140_000,  # quick: 256 · 본 학습에 쓰는 영화평(있는 만큼)
    n_valid=10_000,  # quick: 32 · 무엇이든 정할 때 쓰는 검증 영화평
    n_test=50_000,  # quick: 64 · 마지막에 한 번 여는 시험 영화평
    n_small=3_000,  # quick: 32 · 학습률을 고를 때 배우는 영화평
    rates=(2e-5, 2e-4, 2e-3),  # quick: (2e-4,) · 학습률 후보
    seeds=(1, 2, 3),  # quick: (1,) · 학습률마다 되풀이하는 시드
    n_few=1_000,  # quick: 32 · 일부러 오래 학습할 때 배우는 영화평
    few_epochs=8,  # quick: 2 · 그때의 가장 많은 에폭
    steps=40,  # quick: 3 · 짧은 시범 학습의 걸음
)

# %% [markdown]
# ## 1. datasets: 나누기부터 합니다
#
# `datasets`의 표(`Dataset`)는 열마다 값이 이어져 있는 **Arrow** 형식입니다. 허브에서 받든 판다스의 표에서 만들든 그다음은 같습니다. 우리는 판다스에서 만듭니다.
#
# 먼저 나눕니다. 시험 데이터에 있는 글은 학습에서 빼고, 검증용 10,000개는 140처럼 `ko_bert`가 **사전 학습에서도 보지 않은** 글로 정합니다.
# 무엇이든 정할 때는 검증만 봅니다. 시험은 10절에서 한 번 엽니다.
#
# **먼저 맞혀 보세요.** 시험 데이터에도 있는 글을 학습에서 빼지 않으면 시험 점수는 어느 쪽으로 틀릴까요? 오류가 날까요?
#
# <details><summary>답</summary>
#
# 높은 쪽입니다. 이미 라벨까지 본 글이니 외워서 맞힐 수 있습니다(유출). 오류는 나지 않습니다.
# </details>

# %% tags=["profile"]
train, test = data.load_nsmc()
order = np.random.default_rng(7).permutation(len(train))
n_dev = len(train) // 15                                       # 150,000개 가운데 10,000개
dev, fit = train.iloc[order[:n_dev]], train.iloc[order[n_dev:]]
fit = fit[~fit.document.isin(test.document) & ~fit.document.isin(dev.document)]
parts = {"fit": fit[:S.n_fit], "valid": dev[:S.n_valid], "test": test[:S.n_test]}
reviews = DatasetDict({name: Dataset.from_pandas(part, preserve_index=False)
                       for name, part in parts.items()})
print(reviews)

# %% claim
assert not set(reviews["fit"]["document"]) & (set(reviews["valid"]["document"]) | set(reviews["test"]["document"]))
assert set(reviews["fit"].column_names) == {"document", "label"}

# %% claim real=True
assert reviews.num_rows["valid"] == 10_000 and reviews.num_rows["test"] == 50_000, reviews.num_rows
assert reviews.num_rows["fit"] == 136_484

# %% [markdown]
# **바꾸어 보세요.** `reviews["fit"].filter(lambda row: row["label"] == 1).num_rows`는 몇입니까? 절반쯤입니까?
#
# ## 2. 토큰으로: `map`
#
# `map`은 함수를 모든 행에 부르고, 돌려준 사전의 열을 표에 더합니다. `batched=True`이면 행 1,000개씩 한꺼번에 주므로 토큰화가 빨라집니다.
# 여기서는 **채우지 않습니다**. 자르기만 합니다.

# %%
checkpoint = models.folder(S.model) if S.model == "ko_bert" else S.model
tokenizer = AutoTokenizer.from_pretrained(checkpoint)


def encode(rows):
    """행 묶음 → 번호, 마스크, 길이."""
    given = tokenizer(rows["document"], truncation=True, max_length=96)
    return {**given, "length": [len(ids) for ids in given["input_ids"]]}


for text in examples:
    print(" ".join(tokenizer.tokenize(text)))

# %% claim
assert tokenizer.tokenize(examples[3]) == ["정말", "안", "재미있다"]

# %% [markdown]
# `정말 안 재미있다`는 세 조각입니다. `재미있다`가 통째로 한 토큰입니다. 사전이 아니라 글에서 배운 WordPiece(037)이므로, 흔한 말은 나뉘지 않습니다.
#
# **먼저 맞혀 보세요.** 96토큰에서 잘리는 글은 100편 가운데 몇 편쯤일까요? 영화평은 140자까지입니다.
#
# <details><summary>답</summary>
#
# 1,000편에 한 편도 되지 않습니다(0.06%).
# </details>

# %% tags=["profile"]
with runtime.stopwatch("토큰화"):
    reviews = reviews.map(encode, batched=True)
lengths = np.array(reviews["fit"]["length"])
print(f"길이의 가운데 값 {np.median(lengths):.0f}, 99% {np.quantile(lengths, 0.99):.0f}, "
      f"96토큰이 된 글 {(lengths == 96).mean():.4f}")
plt.figure(figsize=(6, 2.8))
plt.hist(lengths, bins=range(0, 98, 2))
plt.gca().set(title="영화평의 길이", xlabel="토큰 수", ylabel="글")
plots.show(alt="토큰 수의 히스토그램. 왼쪽에 높은 봉우리가 있고 오른쪽으로 긴 꼬리가 있다.")

# %% claim
assert lengths.max() <= 96 and (lengths >= 2).all()

# %% claim real=True
assert np.median(lengths) == 15 and np.quantile(lengths, 0.99) == 74 and round((lengths == 96).mean(), 4) == 0.0006

# %% [markdown]
# 가운데 값은 15토큰이고 99%가 74토큰 안에 듭니다. 96토큰에서 잘렸거나 꼭 96인 글은 0.06%입니다. 잘라서 잃는 것은 거의 없습니다.
# 대신 봉우리가 왼쪽에 몰려 있다는 것이 다음 절의 문제입니다. 긴 글 하나가 배치 전체의 너비를 정합니다.
#
# **바꾸어 보세요.** `max_length=32`로 줄이면 몇 %가 잘립니까? 영화평의 결론은 앞에 있습니까, 끝에 있습니까?
#
# ## 3. 채우기: 배치마다 필요한 만큼만
#
# 배치는 네모난 배열이어야 하니 짧은 글의 뒤를 `[PAD]`로 채웁니다(패딩). 채운 자리도 **계산은 합니다**. 세 방법을 견줍니다.
#
# - **모두 96으로**: 토큰화할 때 `padding="max_length"`. 옛 예제에 흔합니다.
# - **동적 패딩(dynamic padding)**: 배치에서 가장 긴 글에 맞춥니다. `DataCollatorWithPadding`이 합니다.
# - **길이 묶기(length grouping)**: 길이가 비슷한 글끼리 배치를 만든 뒤 동적 패딩을 합니다.

# %% long="그림"
picture = diagrams.Diagram("같은 네 글, 두 배치")
for left, lengths_of, name in ((0, ((8, 2), (3, 7)), "섞은 배치"),
                               (10, ((8, 7), (2, 3)), "길이 묶기")):
    picture.label(name, (left + 3.5, 5))
    for n, pair in enumerate(lengths_of):
        for m, length in enumerate(pair):
            for x in range(max(pair)):
                kind, colour = ("글", "blue") if x < length else ("P", "grey")
                picture.box(kind, (left + x, 4 - 2.4 * n - m), colour, fill=True)
picture.show(alt="길이가 8, 2, 3, 7인 네 글을 둘씩 배치로 만든 그림. 섞으면 두 배치의 너비가 "
                 "8과 7이고 P로 채운 자리가 많다. 길이끼리 묶으면 8과 3이고 P가 둘뿐이다.")

# %%
collate = DataCollatorWithPadding(tokenizer)
batch = collate([dict(tokenizer(text)) for text in examples])
print({name: tuple(tensor.shape) for name, tensor in batch.items()})
print(batch["attention_mask"])

# %% claim
assert batch["input_ids"].shape == batch["attention_mask"].shape
assert batch["attention_mask"].sum(1).tolist() == [len(tokenizer(text).input_ids) for text in examples]

# %% [markdown]
# 마지막 줄이 우리 문장입니다. 마스크의 1이 다섯(세 조각과 `[CLS]`, `[SEP]`)이고 나머지 0은 채운 자리입니다. 마스크가 없으면 모델은 채운 자리도 글로 읽습니다.
#
# **먼저 맞혀 보세요.** 세 방법에서 채운 것까지 세면 토큰이 몇 개일까요? 글의 평균 길이에 견주어 몇 배일까요?
#
# <details><summary>답</summary>
#
# 모두 96으로 채우면 글의 4.8배, 동적 패딩은 3.3배, 길이 묶기는 1.05배입니다.
# </details>

# %% tags=["profile"]
from transformers.trainer_pt_utils import LengthGroupedSampler

torch.manual_seed(7)
shuffled = torch.randperm(len(lengths)).tolist()
grouped = list(LengthGroupedSampler(32, lengths=lengths.tolist()))


def widths(order):
    return [lengths[order[n:n + 32]].max() for n in range(0, len(order), 32)]


cells = {"모두 96으로": 96 * len(lengths), "동적 패딩": 32 * sum(widths(shuffled)),
         "길이 묶기": 32 * sum(widths(grouped))}
padding = pd.DataFrame({"토큰 칸": cells})
padding["글의 몇 배"] = padding["토큰 칸"] / lengths.sum()

# %% [markdown]
# 칸의 수가 곧 시간일까요? 배치 몇 개로 실제로 잽니다. 그러려면 모델이 있어야 합니다. 모델을 여는 함수를 여기서 정하고, 그 속은 4절에서 봅니다.

# %%
def load_model(seed):
    torch.manual_seed(seed)                     # 새 헤드의 가중치가 시드를 따릅니다
    return AutoModelForSequenceClassification.from_pretrained(
        checkpoint, num_labels=2, dtype=torch.float32, id2label={0: "부정", 1: "긍정"},
        label2id={"부정": 0, "긍정": 1})

# %% [markdown]
# 앞으로 갔다가 뒤로 오는(역전파) 한 걸음의 CPU 시간입니다.

# %% tags=["profile"]
def seconds(order, width=None):
    """고르게 고른 배치 S.steps개를 배우는 CPU 초를, 한 배치의 값으로."""
    model, at = load_model(7), np.linspace(0, len(order) // 32 - 1, S.steps).astype(int)
    rows = reviews["fit"].remove_columns(["document", "length"])
    batches = [[rows[int(n)] for n in order[32 * i:32 * i + 32]] for i in at]
    start = time.process_time()
    for batch in batches:
        more = dict(padding="max_length", max_length=96) if width else {}
        model(**DataCollatorWithPadding(tokenizer, **more)(batch)).loss.backward()
    return (time.process_time() - start) / S.steps


padding["한 배치(초)"] = [seconds(shuffled, 96), seconds(shuffled), seconds(grouped)]
padding.round(3)

# %% claim
assert padding["토큰 칸"].is_monotonic_decreasing

# %% claim real=True
assert padding["글의 몇 배"].round(2).tolist() == [4.81, 3.32, 1.05] and (padding["토큰 칸"] // 10_000).tolist() == [1310, 902, 286], padding
taken = padding["한 배치(초)"]
assert taken.is_monotonic_decreasing and taken.iloc[0] > 3 * taken.iloc[2] and taken.iloc[0] < 2.5 * taken.iloc[1], padding

# %% [markdown]
# 칸의 수는 1,310만에서 903만, 286만으로 줄었고, 한 배치의 시간은 0.85초에서 0.54초, **0.18초**로 줄었습니다. 처음과 끝을 견주면 칸은 4.6분의 1, 시간은 4.8분의 1로 거의 함께 갑니다.
# 동적 패딩만으로는 3분의 1쯤을 아꼈을 뿐입니다. 32편 가운데 긴 글이 하나만 있어도 나머지가 그 너비로 채워지기 때문입니다. 모두 96으로 채우는 것이 큰 실수인 줄은 오류가 말해 주지 않습니다.
#
# 값도 치릅니다. 어떤 배치에는 짧은 글만, 어떤 배치에는 긴 글만 모입니다. 모든 글을 한 줄로 세우면 배치가 늘 같은 글로 굳으니, 섞은 다음 50배치씩만 줄을 세웁니다.
#
# **바꾸어 보세요.** 배치를 32에서 8로 줄이면 동적 패딩의 칸은 늘까요, 줄까요?
#
# ## 4. 모델: 인코더는 빌리고 헤드는 새것
#
# `AutoModelForSequenceClassification`은 140의 인코더 위에 `[CLS]` → 풀러 → 점수 둘의 헤드를 얹습니다. 헤드는 **무작위**입니다. 그러니 아직은 동전 던지기여야 합니다.
#
# **먼저 맞혀 보세요.** 배우기 전의 손실은 얼마쯤일까요?
#
# <details><summary>답</summary>
#
# 두 라벨에 반반이면 $\ln 2 \approx 0.69$입니다. 이보다 훨씬 크면 무언가 잘못 이어진 것입니다.
# </details>

# %%
model = load_model(7).eval()
print(f"파라미터 {sum(w.numel() for w in model.parameters()):,}개, 그 가운데 새 헤드 "
      f"{sum(w.numel() for w in model.classifier.parameters()):,}개")
with torch.no_grad():
    given = collate([dict(tokenizer(text)) for text in examples])
    first = model(**given, labels=torch.tensor([1, 0, 0, 0]))
print(f"손실 {first.loss:.3f}")
print(pd.DataFrame(first.logits.softmax(-1).numpy().round(2), columns=["부정", "긍정"]))

# %% claim
assert round(first.loss.item(), 3) == 0.692 and first.logits.softmax(-1).sub(0.5).abs().max() < 0.03 and sum(w.numel() for w in model.classifier.parameters()) == 514

# %% [markdown]
# 손실은 0.692, 확률은 모두 반반에 가깝습니다. 예상대로 동전 던지기입니다.
#
# 새것은 514개뿐이고 나머지 530만여 개는 빌린 것입니다. 그렇다고 헤드만 배우는 것은 아닙니다. 미세 조정은 **모든 가중치를** 조금씩 옮깁니다(140의 `특징만`과 다른 점).
#
# **바꾸어 보세요.** `load_model(8)`로 시드를 바꾸면 확률은 달라집니까? 인코더의 벡터는요?
#
# ## 5. `TrainingArguments`: 계획을 적는 곳
#
# 인자는 백 개가 넘지만 정할 것은 몇 개뿐입니다.
#
# | 인자 | 우리의 값 | 뜻 |
# |---|---|---|
# | `learning_rate` | 7절에서 정함 | 가장 높을 때의 학습률 |
# | `warmup_steps` | 0.06 | **웜업(warm-up)**: 1보다 작으면 걸음 수가 아니라 전체의 **비율** |
# | `per_device_train_batch_size` | 32 | 한 걸음에 읽는 글 |
# | `train_sampling_strategy` | `"group_by_length"` | 3절의 길이 묶기. `length` 열을 씁니다 |
# | `fp16` | GPU일 때만 | **혼합 정밀도(mixed precision)**: 계산은 16비트, 가중치는 32비트 |
# | `report_to` | `"none"` | 기록을 어디에도 보내지 않음. 키를 묻지 않습니다 |
# | `save_strategy` | `"no"` | 짧은 시범에서는 저장하지 않음. 8절에서 바꿉니다 |

# %%
def plan(rate, seed=7, **more):
    return TrainingArguments(
        output_dir=tempfile.mkdtemp(), seed=seed, learning_rate=rate, warmup_steps=0.06,
        weight_decay=0.01, per_device_train_batch_size=32, per_device_eval_batch_size=128,
        train_sampling_strategy="group_by_length", fp16=GPU, use_cpu=not GPU,
        dataloader_pin_memory=GPU, disable_tqdm=True,
        **{"report_to": "none", "save_strategy": "no", **more})

# %% [markdown]
# 학습률은 처음 6% 동안 0에서 올라가고, 그다음 끝까지 곧게 내려옵니다. 걸음을 비율로 적으면 데이터의 크기가 바뀌어도 모양이 같습니다.
#
# **먼저 맞혀 보세요.** 라벨 3,000개를 32개씩 한 에폭 배우면 몇 걸음입니까? 그 가운데 웜업은 몇 걸음일까요?
#
# <details><summary>답</summary>
#
# 94걸음($\lceil 3000/32 \rceil$), 그 6%를 올림한 6걸음입니다.
# </details>
#
# $$\eta_t = \eta_{max} \cdot \min\left(\frac{t}{w},\ \frac{T - t}{T - w}\right), \qquad w = \lceil 0.06\,T \rceil$$

# %%
def rate_at(t, total, peak, share=0.06):
    warm = int(np.ceil(share * total))
    return peak * min(t / max(warm, 1), (total - t) / max(total - warm, 1))

# %% [markdown]
# 식을 라이브러리의 일정과 1,000걸음 동안 견줍니다.

# %%
total = 1_000
optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=2e-4)
scheduler = transformers.get_linear_schedule_with_warmup(optimizer, 60, total)
library = []
for _ in range(total):
    library.append(scheduler.get_last_lr()[0])
    optimizer.step()
    scheduler.step()
own = [rate_at(t, total, 2e-4) for t in range(total)]
print(f"가장 큰 차이 {np.abs(np.array(own) - library).max():.1e}")

# %% claim
assert np.allclose(own, library, atol=1e-12)

# %%
plt.figure(figsize=(6, 2.8))
plt.plot(own)
plt.axvline(60, linestyle="--", color="grey", label="웜업의 끝")
plt.gca().set(title="학습률의 계획 (1,000걸음)", xlabel="걸음", ylabel="학습률")
plt.legend()
plots.show(alt="학습률이 처음 60걸음 동안 0에서 꼭대기까지 오르고, 1,000걸음까지 "
               "곧게 0으로 내려온다.")

# %% [markdown]
# 왜 오르막이 있을까요? 헤드는 무작위라 처음의 기울기가 크고 방향도 믿을 수 없습니다. 그 기울기로 빌린 가중치를 크게 옮기면 미리 배운 것이 상할 수 있습니다(추측. 여기서 재지 않았습니다).
#
# **바꾸어 보세요.** `warmup_steps=0.06` 대신 `warmup_steps=500`이라고 적으면 `n_small`의 학습에서는 무슨 일이 생깁니까? 걸음이 모두 몇 번입니까?
#
# ## 6. `compute_metrics`와 첫 걸음
#
# `Trainer`는 검증이 끝나면 점수와 라벨을 넘겨주고, 사전을 돌려받습니다. 정확도와 F1을 적습니다.

# %%
def compute_metrics(outcome):
    """(점수 (N, 2), 라벨 (N,)) → 지표."""
    guess, label = outcome.predictions.argmax(-1), outcome.label_ids
    hit = ((guess == 1) & (label == 1)).sum()
    precision, recall = hit / max((guess == 1).sum(), 1), hit / max((label == 1).sum(), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"accuracy": (guess == label).mean(), "f1": f1}

# %% [markdown]
# 지금까지 정한 것을 한곳에 모읍니다. 앞으로 모든 학습은 이 함수가 만든 `Trainer`로 합니다.

# %%
from transformers import PrinterCallback


def make_trainer(rows, arguments, callbacks=()):
    trainer = Trainer(load_model(arguments.seed), arguments, train_dataset=rows,
                      eval_dataset=reviews["valid"], processing_class=tokenizer,
                      data_collator=collate, compute_metrics=compute_metrics,
                      callbacks=list(callbacks))
    trainer.remove_callback(PrinterCallback)    # 걸음마다 한 줄씩 찍지 않습니다
    return trainer

# %% [markdown]
# 몇 걸음만 배워 봅니다. `Trainer`가 무엇을 적어 두는지 보려는 것입니다.

# %% tags=["profile"]
trainer = make_trainer(reviews["fit"], plan(2e-4, max_steps=S.steps, logging_steps=1))
trainer.train()
history = pd.DataFrame(trainer.state.log_history)
steps = history.dropna(subset=["loss"])
planned = [rate_at(n, S.steps, 2e-4) for n in range(S.steps)]
print(f"적힌 학습률과 5절의 식의 차이: {np.abs(steps.learning_rate - planned).max():.1e}")
steps[["step", "learning_rate", "loss", "grad_norm"]].iloc[[0, 1, 2, -2, -1]].round(6)

# %% claim
assert len(steps) == S.steps and abs(steps.loss.iloc[0] - np.log(2)) < 0.15
assert all(abs(rate - rate_at(n, S.steps, 2e-4)) < 1e-9 for n, rate in enumerate(steps.learning_rate))

# %% claim real=True
assert np.allclose(steps.loss.iloc[[0, -1]], [0.703, 0.351], atol=0.001)

# %% [markdown]
# 첫 줄의 학습률이 0입니다. 첫 걸음은 아무것도 옮기지 않습니다. 식대로입니다. 손실은 $\ln 2$ 곁의 0.703에서 40걸음 뒤 0.351까지 내려갔습니다.
#
# ### 함정: 평가의 차례
#
# `trainer.predict`가 돌려준 점수의 첫 줄은 첫째 글의 것일까요?
#
# **먼저 맞혀 보세요.** 라벨의 차례를 원래 표와 견주면 같을까요? 길이 묶기는 학습만의 일일까요?
#
# <details><summary>답</summary>
#
# 다릅니다. `group_by_length`는 **평가의 차례도** 바꿉니다. 점수와 라벨이 함께 섞이므로 정확도는 맞습니다. 그러나 점수를 원래 글 옆에 놓으면 **오류 없이** 엉뚱한 글의 점수가 됩니다.
# </details>

# %% tags=["profile"]
some = reviews["valid"].select(range(min(1000, S.n_valid)))
outcome = trainer.predict(some)
guess, label = outcome.predictions.argmax(-1), np.array(some["label"])
print(f"Trainer가 말한 정확도 {outcome.metrics['test_accuracy']:.3f}")
print(f"점수를 원래 글 옆에 놓으면 {(guess == label).mean():.3f}")
print(f"라벨의 차례가 같은 자리 {(outcome.label_ids == label).mean():.3f}")

# %% claim
assert not (outcome.label_ids == label).all()

# %% claim real=True
assert abs(outcome.metrics["test_accuracy"] - 0.848) < 0.02 and abs((guess == label).mean() - 0.498) < 0.03

# %% [markdown]
# `Trainer`가 말한 정확도는 0.848인데, 같은 점수를 원래 글 옆에 놓으면 0.498, **동전 던지기**입니다. 모델은 그대로이고 차례만 어긋났습니다.
# 이런 점수를 보고 "모델이 배우지 않았다"고 적은 보고서가 있다면 차례부터 의심하세요.
#
# 다른 것도 보입니다. 고작 40걸음, 글 1,280편을 한 번씩 읽고 0.848입니다. 빌린 인코더 덕분일 것입니다(140의 8절).
#
# 그래서 글마다의 답이 필요할 때는 우리가 차례를 지킵니다. 길이로 줄을 세워 빠르게 풀고, **제자리에** 되돌려 놓습니다.

# %%
@torch.no_grad()
def scores_of(model, rows):
    """행마다 긍정의 점수 - 부정의 점수: (N,). 차례는 rows와 같습니다."""
    model.eval()
    ids, found = rows["input_ids"], np.zeros(len(rows))
    order = np.argsort([len(row) for row in ids], kind="stable")
    for n in range(0, len(order), 128):
        at = order[n:n + 128]
        batch = collate([{"input_ids": ids[i]} for i in at]).to(model.device)
        logits = model(**batch).logits.float()                        # (B, 2)
        found[at] = (logits[:, 1] - logits[:, 0]).cpu()
    return found

# %% tags=["profile"]
own_guess = scores_of(trainer.model, some) > 0
print(f"차례를 지킨 정확도 {(own_guess == label).mean():.3f}")

# %% claim
assert abs((own_guess == label).mean() - outcome.metrics["test_accuracy"]) < 0.002

# %% [markdown]
# **바꾸어 보세요.** `plan(..., train_sampling_strategy="random")`으로 만든 `Trainer`는 평가의 차례를 지킵니까?
#
# ## 7. 학습률: 작은 데이터에서 검증으로
#
# 16분쯤 걸리는 본 학습을 여러 번 할 수는 없습니다. 라벨 3,000개로 후보 셋을 견줍니다. 옛 예제들의 2e-5는 파라미터 1억 개짜리 BERT의 값입니다. 우리 모델은 20분의 1 크기입니다.
#
# **먼저 맞혀 보세요.** 2e-5, 2e-4, 2e-3 가운데 무엇이 가장 나을까요? 2e-3이면 어떻게 될까요?
#
# <details><summary>답</summary>
#
# 2e-4입니다(평균 0.857). 2e-5는 0.804에 그치고, 2e-3은 시드에 따라 0.50에서 0.74 사이를 오갑니다.
# </details>

# %% tags=["profile"] long="후보와 시드를 돌며 배웁니다"
checked = reviews["valid"].select(range(min(2000, S.n_valid)))
truth = np.array(checked["label"])
found = {}
with runtime.stopwatch("학습률 후보와 시드마다 한 에폭") as watch:
    for rate in S.rates:
        for seed in S.seeds:
            rows = reviews["fit"].shuffle(seed=seed).select(range(S.n_small))
            trainer = make_trainer(rows, plan(rate, seed, num_train_epochs=1))
            trainer.train()
            found[rate, seed] = ((scores_of(trainer.model, checked) > 0) == truth).mean()
print(f"CPU {watch.cpu_seconds:.0f}초")

# %% tags=["profile"]
tried = pd.Series(found).unstack()
tried.index = [f"{rate:.0e}" for rate in S.rates]
tried.columns = [f"시드 {seed}" for seed in S.seeds]
tried["평균"] = tried.mean(axis=1)
best_rate = S.rates[int(np.argmax(tried["평균"]))]
print(f"고른 학습률 {best_rate:.0e}")
tried.round(4)

# %% claim real=True
assert best_rate == 2e-4 and (tried.idxmax() == "2e-04").all(), tried
assert np.allclose(tried["평균"], [0.804, 0.857, 0.605], atol=0.02) and np.ptp(tried.loc["2e-04"]) < 0.003, tried

# %% [markdown]
# 세 시드 모두 **2e-4**가 가장 높고 시드끼리의 차이는 0.001입니다. 2e-5는 걸음마다 너무 조금 옮겨서 0.804에 머물렀을 것입니다(추측).
# 2e-3은 평균 0.605이고 시드 2는 0.503입니다. 동전 던지기와 다를 바 없습니다. 오류는 나지 않습니다. 검증 점수를 재지 않았다면, 손실이 $\ln 2$에서 움직이지 않거나 튀는 것만이 신호입니다.
#
# 조심할 것이 둘 있습니다. 한 자리씩 건너뛴 거친 후보이고, 3,000개에서 고른 값이 14만 개에서도 가장 좋다는 보장은 없습니다.
#
# **바꾸어 보세요.** 후보를 `(1e-4, 2e-4, 4e-4)`로 좁히면 셋을 시드의 흔들림과 가를 수 있습니까?
#
# ## 8. 언제 멈출까: 조기 종료
#
# 라벨이 1,000개뿐이면 몇 에폭이 알맞을까요? 모르니 **많이 잡고** 검증 손실이 두 번 잇달아 나아지지 않으면 멈춥니다(조기 종료, 030). 그리고 가장 좋았던 때로 돌아갑니다.
#
# `EarlyStoppingCallback` 하나로는 되지 않습니다. 셋이 함께 있어야 합니다.
#
# | 인자 | 없으면 |
# |---|---|
# | `eval_strategy="epoch"` | 검증하지 않으니 멈출 까닭을 모릅니다 |
# | `save_strategy="epoch"` | 돌아갈 곳이 없습니다 |
# | `load_best_model_at_end=True` | 멈추기는 해도 **마지막** 가중치가 남습니다 |
#
# **먼저 맞혀 보세요.** 여덟 에폭을 예정하면 몇 에폭에서 멈출까요? 학습 손실도 그때 올라갈까요?
#
# <details><summary>답</summary>
#
# 셋째 에폭에서 멈춥니다. 가장 낮은 검증 손실은 **첫** 에폭입니다. 학습 손실은 끝까지 내려갑니다.
# </details>

# %%
from transformers import EarlyStoppingCallback

few = reviews["fit"].shuffle(seed=1).select(range(S.n_few))
arguments = plan(best_rate, num_train_epochs=S.few_epochs, eval_strategy="epoch",
                 lr_scheduler_type="constant_with_warmup", save_strategy="epoch",
                 logging_strategy="epoch", save_total_limit=1,
                 load_best_model_at_end=True, metric_for_best_model="loss")

# %% tags=["profile"]
trainer = make_trainer(few, arguments, [EarlyStoppingCallback(early_stopping_patience=2)])
trainer.eval_dataset = checked
trainer.train()
history = pd.DataFrame(trainer.state.log_history)
curve = history.groupby("epoch").first()[["loss", "eval_loss", "eval_accuracy"]].dropna()
curve.index = curve.index.astype(int)
curve.round(4)

# %% tags=["profile"]
plots.learning_curves({"loss": curve.loss, "val_loss": curve.eval_loss},
                      title=f"라벨 {S.n_few:,}개로 오래 학습하면")
plots.show(alt="학습 손실은 세 에폭 동안 0.56에서 0.14로 내려가고, 검증 손실은 "
               "첫 에폭에 0.41로 가장 낮고 그 뒤로 오른다.")
returned = trainer.evaluate()
print(f"예정 {S.few_epochs}에폭, 실제 {len(curve)}에폭, 돌아간 곳의 검증 손실 "
      f"{returned['eval_loss']:.4f}, 정확도 {returned['eval_accuracy']:.4f}")

# %% claim
assert abs(returned["eval_loss"] - curve.eval_loss.min()) < 5e-3

# %% claim real=True
assert len(curve) == 3 and curve.eval_loss.idxmin() == 1 and curve.loss.is_monotonic_decreasing and curve.eval_loss.is_monotonic_increasing
assert curve.eval_accuracy.idxmax() == 3 and np.allclose(curve.eval_accuracy, [0.8225, 0.794, 0.842], atol=0.001), curve

# %% [markdown]
# 학습 손실은 0.558에서 0.143으로 내려가는데 검증 손실은 0.414에서 0.460, 0.471로 올라갑니다. 과적합입니다. 여덟 에폭을 예정했지만 셋째에서 멈추고 첫 에폭으로 돌아갔습니다.
#
# 그런데 정확도는 다른 말을 합니다. 첫째 0.8225, 둘째 0.7935, 셋째 0.842입니다. 돌아간 곳은 0.8225이고, 버린 셋째 에폭이 **0.842**로 더 높습니다. 손실은 틀린 글에서 지나치게 확신하면 커지지만, 정확도는 확신의 크기를 보지 않습니다.
# 검증 글이 2,000편뿐이라 0.842와 0.8225의 차이가 얼마나 튼튼한지는 짝지은 검사로 보아야 합니다(하지 않았습니다). 무엇을 지표로 돌아갈지는 **미리** 정하세요. 보고 나서 고르면 검증 데이터에 맞추게 됩니다.
#
# 학습률이 끝에서 0으로 내려오는 계획이라면 이야기가 또 다릅니다. 이 절은 일부러 학습률을 내리지 않았습니다.
#
# **바꾸어 보세요.** `metric_for_best_model="accuracy"`로 바꾸면 같은 에폭으로 돌아갑니까? 손실과 정확도는 왜 다른 에폭을 고를 수 있을까요?
#
# ## 9. 끊겨도 이어집니다, 기록은 남습니다
#
# Colab은 몇 시간 뒤 끊깁니다. 체크포인트(checkpoint)에서 이으면 **끊기지 않은 것과 같아야** 합니다. 가중치만으로는 모자랍니다.

# %% long="그림"
picture = diagrams.Diagram("끊긴 학습과 체크포인트")
before = picture.row(["걸음 1", "…", "절반"], (0, 2), "blue")
after = picture.row(["절반 + 1", "…", "끝"], (3.5, 2), "green")
picture.chain(*before)
picture.chain(*after)
picture.grid([["가중치", "옵티마이저", "일정", "난수", "기록"],
              ["model", "optimizer", "scheduler", "rng_state", "trainer_state"]],
             (0.75, 0), cell=(1, 0.5))
folder = picture.box("체크포인트", (2.75, 1), "orange", fill=True, columns=1.6)
picture.arrow(before[-1], folder, "저장")
picture.arrow(folder, after[0], "이어서")
picture.show(alt="절반까지 배우고 끊긴 학습이 체크포인트를 남기고, 거기서 다음 걸음을 잇는다. "
                 "그 아래 체크포인트에 든 칸 다섯은 가중치, 옵티마이저, 일정, 난수, 기록이다.")

# %% [markdown]
# 표의 아랫줄은 파일 이름의 앞부분입니다. 체크포인트는 이 파일들이 든 **폴더 하나**입니다.
#
# 절반에서 멈추게 하는 콜백(callback)을 씁니다. `max_steps`를 절반으로 줄이면 안 됩니다. 학습률의 계획까지 절반이 되기 때문입니다.
#
# **먼저 맞혀 보세요.** 이어서 배운 손실은 끊기지 않은 것과 몇 자리까지 같을까요?
#
# <details><summary>답</summary>
#
# 끝자리까지 같습니다. 옵티마이저의 상태와 학습률, 배치의 차례까지 되돌리기 때문입니다.
# </details>

# %%
from pathlib import Path

from transformers import TrainerCallback


class StopAt(TrainerCallback):
    """그 걸음에서 전원이 나간 것처럼 멈춥니다."""

    def __init__(self, step):
        self.step = step

    def on_step_end(self, args, state, control, **more):
        control.should_training_stop = state.global_step == self.step


def losses_of(trainer):
    return [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]

# %% tags=["profile"]
half = S.steps // 2
options = dict(max_steps=S.steps, logging_steps=1, save_strategy="steps", save_steps=half)
whole = make_trainer(reviews["fit"], plan(best_rate, max_steps=S.steps, logging_steps=1))
whole.train()
cut_plan = plan(best_rate, **options)
cut = make_trainer(reviews["fit"], cut_plan, [StopAt(half)])
cut.train()
print("남은 것:", *(path.name for path in Path(cut_plan.output_dir).iterdir()))
resumed = make_trainer(reviews["fit"], cut_plan)
resumed.train(resume_from_checkpoint=True)
gap = np.abs(np.array(losses_of(whole)) - losses_of(resumed))
print(f"{len(gap)}걸음의 손실 가운데 가장 큰 차이 {gap.max():.1e}")

# %% claim
assert len(gap) == S.steps and gap.max() < 1e-6 and len(losses_of(cut)) == half

# %% [markdown]
# 끝까지 같습니다. `resume_from_checkpoint=True`는 `output_dir`에서 가장 나중의 체크포인트를 찾습니다. Colab에서는 `output_dir`를 드라이브의 폴더로 두세요(000).
#
# ### 기록: TensorBoard
#
# 기록을 파일로 남겨 그림으로 보려면 `report_to="tensorboard"`로 둡니다. 로그인도 네트워크도 필요 없습니다.

# %% tags=["profile"]
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

board_plan = plan(best_rate, max_steps=S.steps, logging_steps=1, report_to="tensorboard")
make_trainer(reviews["fit"], board_plan).train()
(record,) = Path(board_plan.output_dir).glob("runs/*/events*")
board = EventAccumulator(str(record)).Reload()
print(board.Tags()["scalars"])
recorded = [point.value for point in board.Scalars("train/loss")]
print(f"기록된 손실과의 차이 {np.abs(np.array(recorded) - losses_of(whole)).max():.1e}")

# %% claim
assert "train/loss" in board.Tags()["scalars"] and np.allclose(recorded, losses_of(whole), atol=1e-5)

# %% [markdown]
# 노트북 안에서 보려면 다음 두 줄을 새 셀에 적고 실행합니다. `폴더`에는 `board_plan.output_dir`의 값을 적습니다.
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir 폴더
# ```
#
# W&B(Weights & Biases)에 보내고 싶은 사람만 아래의 `USE_WANDB`를 켭니다. 켜지 않으면 **키를 묻는 일이 없습니다**. 켜더라도 키는 노트북에 적지 말고 `wandb login`이나 Colab의 보안 비밀에 두세요.

# %%
USE_WANDB = False                                # 계정이 있는 사람만 True로
report_to = "wandb" if USE_WANDB else "none"
print("기록을 보내는 곳:", report_to)

# %% claim
assert report_to == "none" and plan(1e-4).report_to in ([], ["none"], "none")

# %% [markdown]
# **바꾸어 보세요.** `StopAt(half)`로 끊은 뒤 `optimizer.pt`를 지우고 이으면 손실은 어디서부터 달라집니까?
#
# ## 10. 본 학습, 그리고 시험 데이터
#
# 학습률은 7절에서 골랐습니다. 에폭은 하나입니다. 검증까지 CPU에서 **16분쯤** 걸립니다. 네 번 검증하고, 두 번 잇달아 나아지지 않으면 멈춥니다.

# %%
main_plan = plan(best_rate, num_train_epochs=1, logging_steps=0.02, eval_strategy="steps",
                 eval_steps=0.25, save_strategy="steps", save_steps=0.25, save_total_limit=1,
                 load_best_model_at_end=True, metric_for_best_model="loss")

# %% tags=["profile"]
trainer = make_trainer(reviews["fit"], main_plan,
                       [EarlyStoppingCallback(early_stopping_patience=2)])
with runtime.stopwatch("본 학습") as watch:
    trainer.train()
ours = trainer.model
history = pd.DataFrame(trainer.state.log_history)
evaluated = history.dropna(subset=["eval_loss"])[["epoch", "eval_loss", "eval_accuracy"]]
print(f"CPU {watch.cpu_seconds / 60:.1f}분, 그 가운데 검증 네 번에 "
      f"{history.eval_runtime.sum() / 60:.1f}분")
evaluated.round(4)

# %% tags=["profile"]
logged = history.dropna(subset=["loss"])
plt.figure(figsize=(6, 3.2))
plt.plot(logged.epoch, logged.loss, label="학습 손실")
plt.plot(evaluated.epoch, evaluated.eval_loss, marker="o", label="검증 손실")
plt.gca().set(title="본 학습", xlabel="에폭", ylabel="손실")
plt.legend()
plots.show(alt="학습 손실은 처음에 빠르게, 그 뒤로 흔들리며 천천히 내려간다. "
               "검증 손실의 점 넷은 끝까지 조금씩 내려간다.")

# %% claim real=True
assert evaluated.eval_loss.is_monotonic_decreasing and np.allclose(evaluated.eval_loss.iloc[[0, -1]], [0.313, 0.271], atol=0.001)
assert np.allclose(evaluated.eval_accuracy.iloc[[0, -1]], [0.868, 0.8862], atol=0.001) and abs(logged.loss.tail(10).mean() - evaluated.eval_loss.iloc[-1]) < 0.02

# %% [markdown]
# 검증 손실은 네 번 모두 내려가서(0.313 → 0.271) 멈출 일이 없었습니다. 검증 정확도는 4분의 1을 읽었을 때 0.868, 끝에서 **0.886**입니다.
# 학습 손실은 글을 **처음 볼 때** 잰 것이라(에폭이 하나입니다) 검증 손실과 거의 같은 높이입니다. 8절처럼 벌어지지 않습니다.
#
# 시간은 검증 네 번까지 CPU 15.7분이고, 그 가운데 검증이 1.6분입니다. 시드는 하나뿐입니다. 시드를 바꾸면 얼마나 달라지는지는 재지 않았습니다.
#
# 기준선도 같은 글로 배웁니다. 035의 글자 1–4그램 선형 분류기이고, `C`는 검증으로 고릅니다.
# 둘의 점수를 더한 것도 봅니다. 가중치는 역시 검증으로 고릅니다.

# %% tags=["profile"]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

y_fit, y_valid = (np.array(reviews[name]["label"]) for name in ("fit", "valid"))
start = time.process_time()
grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=3, sublinear_tf=True,
                        lowercase=False, dtype=np.float32)
x_fit, x_valid = (getattr(grams, how)(reviews[name]["document"]) for how, name in
                  (("fit_transform", "fit"), ("transform", "valid")))
candidates = [LinearSVC(C=C, random_state=7).fit(x_fit, y_fit) for C in (0.1, 0.3, 1.0)]
linear = max(candidates, key=lambda each: each.score(x_valid, y_valid))
print(f"C {linear.C}, CPU {time.process_time() - start:.0f}초")

# %% tags=["profile"]
ours_valid = scores_of(ours, reviews["valid"])
linear_valid = linear.decision_function(x_valid)
mixes = {w: ((ours_valid + w * linear_valid > 0) == y_valid).mean() for w in range(0, 9)}
weight = max(mixes, key=mixes.get)
print(f"검증: 선형 {((linear_valid > 0) == y_valid).mean():.4f}, 우리 {mixes[0]:.4f}, "
      f"더한 것 {mixes[weight]:.4f} (가중치 {weight})")

# %% claim real=True
assert weight == 3 and abs(mixes[0] - 0.8862) < 1e-3 and abs(mixes[3] - 0.8921) < 1e-3 and abs(((linear_valid > 0) == y_valid).mean() - 0.8789) < 1e-3

# %% [markdown]
# 고를 것을 모두 골랐습니다. 시험 데이터를 엽니다. 글은 하나도 빼지 않습니다.
#
# **먼저 맞혀 보세요.** 선형은 0.87쯤이고, 파라미터가 1억 개가 넘는 mBERT는 0.862–0.875로 알려져 있습니다. 531만 개짜리 우리 모델은 얼마일까요?
#
# <details><summary>답</summary>
#
# 0.8832입니다. 선형(0.8745)보다 0.9점 높습니다.
# </details>

# %% tags=["profile"]
y_test = np.array(reviews["test"]["label"])
ours_test = scores_of(ours, reviews["test"])
linear_test = linear.decision_function(grams.transform(reviews["test"]["document"]))
right = {"다수 라벨": (y_fit.mean() > 0.5) == y_test, "선형": (linear_test > 0) == y_test,
         "미세 조정": (ours_test > 0) == y_test,
         "미세 조정 + 선형": (ours_test + weight * linear_test > 0) == y_test}

# %% [markdown]
# 035처럼 맞힌 글끼리 짝을 지어 검사합니다. 정확도의 95% 구간도 함께 적습니다.

# %%
from scipy.stats import binomtest


def paired(one, other):
    """한쪽만 맞힌 글, 다른 쪽만 맞힌 글, 실력이 같을 때 이만큼 쏠릴 확률."""
    won, lost = int((one & ~other).sum()), int((~one & other).sum())
    return won, lost, binomtest(won, won + lost).pvalue if won + lost else 1.0


def half_width(each):
    return 1.96 * np.sqrt(each.mean() * (1 - each.mean()) / len(each))

# %% tags=["profile"]
rows = [[name, each.mean(), half_width(each), *paired(each, right["선형"])]
        for name, each in right.items()]
fair = pd.DataFrame(rows, columns=["방법", "정확도", "±", "이쪽만", "선형만", "p"])
fair.p = fair.p.map("{:.1g}".format)
fair.set_index("방법").round(4)

# %% claim real=True
score = fair.set_index("방법").정확도
assert np.allclose(score[["선형", "미세 조정", "미세 조정 + 선형"]], [0.8745, 0.8832, 0.8885], atol=1e-3) and score["미세 조정"] >= 0.880, fair
assert abs(fair["이쪽만"].iloc[2] - 2344) < 30 and abs(fair["선형만"].iloc[2] - 1911) < 30 and float(fair.p.iloc[2]) < 1e-8 and float(fair.p.iloc[3]) < 1e-30

# %% [markdown]
# - **미세 조정은 0.8832**이고 선형은 0.8745입니다. 우리만 맞힌 글이 2,344편, 선형만 맞힌 글이 1,911편입니다. 실력이 같다면 이만큼 쏠릴 확률은 3e-11이므로, 시험 글을 뽑은 우연은 아닙니다. 시드의 우연은 재지 않았습니다.
# - **그래도 차이는 0.9점입니다.** 5만 편 가운데 433편입니다. 선형은 35초, 우리는 16분이 걸렸고, 그 앞에 사전 학습이 있었습니다.
# - **합치면 0.8885입니다.** 두 모델은 다른 글에서 틀립니다. 35초짜리 이웃이 0.5점을 더해 줍니다.
# - 검증의 0.8862보다 시험은 조금 낮습니다. 검증으로 고른 것이 있으니 그럴 수 있고, 우연일 수도 있습니다(가르지 않았습니다).
#
# 035의 표에 우리 줄을 더합니다. 남이 잰 위의 두 줄을 빼면 모두 NSMC 시험 글 50,000편입니다.
#
# | 방법 | 시험 정확도 | 어디에서 |
# |---|:-:|---|
# | mBERT, 라벨 15,000개 | 0.769 | 옛 판의 저장된 출력 |
# | mBERT, 라벨 모두 | 0.862–0.875 | 발표된 값. 우리가 재지 않음 |
# | 양방향 GRU, 시드 셋 | 0.866–0.867 | 035 |
# | 선형, 글자 1–4그램 | 0.8745 | 여기. 035에서는 0.8749(정리한 글 135,662편) |
# | GRU 앙상블 + 선형 | 0.8814 | 035 |
# | **ko_bert 미세 조정, 에폭 하나** | **0.8832** | 여기 |
# | ko_bert 미세 조정 + 선형 | 0.8885 | 여기 |
#
# 짝지은 검사는 같은 노트북에 답이 다 있는 선형하고만 했습니다. 035의 GRU와는 시험 글은 같지만 글마다의 답이 여기 없어서 정확도만 나란히 둡니다. 차이 1.6점은 ±0.3점의 구간보다 훨씬 큽니다.
# 파라미터가 1억 개가 넘는 mBERT보다 531만 개짜리가 높습니다. 우리 모델은 **같은 종류의 글**(영화평 58만 개)로 미리 배웠기 때문일 것입니다(추측).
#
# **바꾸어 보세요.** 4분의 1만 배운 `evaluated`의 첫 줄에서 검증 정확도는 선형보다 높습니까? 라벨을 모두 쓸 까닭이 있습니까?
#
# ## 11. 어디에서 틀릴까요

# %% tags=["profile"]
answer = ours_test > 0
confusion = pd.crosstab(pd.Series(y_test, name="정답"),
                        pd.Series(answer.astype(int), name="예측"))
plots.heatmap(confusion.to_numpy() / len(y_test), ["부정", "긍정"], ["부정", "긍정"],
              title="혼동 행렬 (시험 글의 비율)", xlabel="예측", ylabel="정답", fmt=".3f")
plots.show(alt="대각선의 두 칸이 0.447과 0.436으로 진하다. 긍정을 부정이라고 답한 칸이 "
               "0.068로, 부정을 긍정이라고 답한 0.049보다 크다.")
print(f"긍정의 정밀도 {y_test[answer].mean():.4f}, 재현율 {answer[y_test == 1].mean():.4f}")
confusion

# %% claim real=True
assert abs(confusion.loc[1, 0] - 3381) < 30 and abs(confusion.loc[0, 1] - 2459) < 30 and round(y_test[answer].mean(), 2) == 0.90 and round(answer[y_test == 1].mean(), 2) == 0.87

# %% [markdown]
# 틀린 것이 고르지 않습니다. 긍정을 부정이라고 답한 글이 3,381편, 부정을 긍정이라고 답한 글이 2,459편입니다. 긍정의 정밀도는 0.899인데 재현율은 0.866입니다. 우리 모델은 **부정 쪽으로 기울어** 있습니다.
# 0 대신 다른 경계를 쓰면 고르게 할 수 있습니다. 경계도 검증으로 정해야 합니다.
#
# 이번에는 글을 나누어 봅니다. 길이로, 그리고 모델이 **얼마나 확신했는지**로 나눕니다.
#
# **먼저 맞혀 보세요.** 짧은 글과 긴 글 가운데 어느 쪽에서 더 틀릴까요? 선형과의 차이는 어디에서 클까요?
#
# <details><summary>답</summary>
#
# 9–16토큰의 글에서 가장 많이 틀립니다(0.871). 아주 짧은 글은 오히려 쉽습니다(0.895). 선형과의 차이는 33–64토큰에서 가장 큽니다(1.6점). 8토큰까지에서는 0.4점뿐이고, 우연으로 볼 수 있습니다(p = 0.10).
# </details>

# %% tags=["profile"]
edges = [0, 8, 16, 32, 64, 96]
bins = pd.cut(reviews["test"]["length"], edges, labels=[f"{edge}까지" for edge in edges[1:]])
by_length = pd.DataFrame({"글": np.ones(len(y_test)), "선형": right["선형"],
                          "미세 조정": right["미세 조정"]}).groupby(bins, observed=True)
by_length = by_length.agg({"글": "size", "선형": "mean", "미세 조정": "mean"})
by_length["p"] = [paired(*(right[name][bins == group] for name in ("미세 조정", "선형")))[2]
                  for group in by_length.index]
by_length.round(3)

# %% tags=["profile"]
plt.figure(figsize=(6, 3.2))
for name in ("선형", "미세 조정"):
    mean = by_length[name]
    plt.errorbar(mean.index.astype(str), mean,
                 1.96 * np.sqrt(mean * (1 - mean) / by_length["글"]), marker="o", capsize=4,
                 label=name)
plt.gca().set(title="글의 길이와 시험 정확도", xlabel="토큰 수", ylabel="정확도")
plt.legend()
plots.show(alt="다섯 무리에서 모두 미세 조정의 점이 선형보다 위에 있다. 둘 다 16까지가 "
               "가장 낮고 64까지가 가장 높다.")

# %% claim real=True
lead = by_length["미세 조정"] - by_length["선형"]
assert (lead > 0).all() and lead.iloc[:4].is_monotonic_increasing and lead.idxmax() == "64까지" and by_length["미세 조정"].idxmin() == "16까지" and by_length["글"].iloc[-1] == 1363, by_length
assert np.allclose(lead.iloc[:4], [0.004, 0.006, 0.012, 0.016], atol=0.0015), lead

# %% tags=["profile"]
confidence = 1 / (1 + np.exp(-np.abs(ours_test)))              # 답한 쪽의 확률
groups = pd.cut(confidence, [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1], include_lowest=True)
trust = pd.DataFrame({"확률": confidence, "정확도": right["미세 조정"]}).groupby(
    groups, observed=True).agg(글=("확률", "size"), 확률=("확률", "mean"),
                               정확도=("정확도", "mean"))
print(f"확률의 평균 {confidence.mean():.3f}, 정확도 {right['미세 조정'].mean():.3f}")
trust.round(3)

# %% claim real=True
assert abs(confidence.mean() - 0.893) < 0.002 and trust.정확도.iloc[-1] > 0.99 and abs(trust.정확도.iloc[0] - 0.559) < 0.01
over = (trust.확률 - trust.정확도).iloc[2:4]
assert over.between(0.015, 0.035).all(), over

# %% [markdown]
# 길이부터 봅니다. `8까지`는 `최고다`처럼 한마디로 끝나는 글이 많아서 쉬운 듯합니다(추측). 길어질수록 두 모델의 차이가 0.4점, 0.6점, 1.2점, 1.6점으로 벌어집니다. 긴 글은 앞뒤를 함께 읽어야 하니 그럴 만합니다(추측).
# 그림의 막대는 모델 하나씩의 구간이라, 차이는 표의 짝지은 검사로 봅니다. 9토큰부터 64토큰까지의 세 무리는 p가 0.01보다 작고, 8토큰까지는 0.10입니다. 64토큰을 넘는 글은 1,363편뿐이고 p가 0.52라서 차이를 말할 수 없습니다.
#
# 확신은 믿을 만합니다. 모델이 말한 확률의 평균은 0.893이고 실제로는 0.883을 맞혔습니다. 0.99를 넘게 확신한 10,463편은 0.995를 맞혔고, 0.6 아래로 확신한 3,032편은 0.559, 거의 동전 던지기입니다.
# 가운데(0.7–0.9)에서는 2–3점쯤 지나치게 확신합니다. 그러니 확률이 낮은 글만 사람에게 넘기는 방법은 쓸 만합니다.
#
# 틀린 글 가운데 모델이 가장 확신한 것을 읽어 봅니다. 실제 글이라 출력은 저장하지 않았습니다. 실행해서 읽어 보세요. 라벨이 이상한 글도 있습니까?

# %% tags=["profile", "rows"]
worst = np.argsort(np.where(right["미세 조정"], 0, -confidence))[:8]
pd.DataFrame({"글": reviews["test"].select(worst)["document"], "정답": y_test[worst],
              "답한 쪽의 확률": confidence[worst].round(3)})

# %% [markdown]
# **바꾸어 보세요.** `하지만`, `근데`, `는데`가 든 글에서 두 모델의 정확도는 얼마입니까? 앞뒤가 반대인 글입니다.
#
# ## 12. 저장하고, 다시 열고, 새 문장에 답합니다
#
# `save_model`은 가중치와 설정을, 토크나이저는 그 옆에 둡니다. **둘이 한 폴더에** 있어야 합니다. 라벨의 이름(부정, 긍정)도 설정에 들어 있습니다.

# %% tags=["profile"]
saved = Path(tempfile.mkdtemp()) / "nsmc_bert"
trainer.save_model(str(saved))
tokenizer.save_pretrained(str(saved))
print(sorted(path.name for path in saved.iterdir()))
again = AutoModelForSequenceClassification.from_pretrained(saved, dtype=torch.float32)
shown = Dataset.from_dict({"document": examples}).map(encode, batched=True)
gap = np.abs(scores_of(again, shown) - scores_of(ours.cpu(), shown)).max()
print(f"다시 연 모델과의 차이 {gap:.1e}")

# %% claim
assert gap < 1e-5 and {"config.json", "model.safetensors", "tokenizer.json"} <= {path.name for path in saved.iterdir()}
assert again.config.id2label == {0: "부정", 1: "긍정"}

# %% [markdown]
# `pipeline`이 토큰화부터 라벨의 이름까지 이어 줍니다(300). 035에서 GRU와 선형이 걸려 넘어진 문장들을 물어봅니다.
#
# **먼저 맞혀 보세요.** `정말 안 재미있다`와 `정말 재미있지 않다`를 이번에는 부정이라고 답할까요?
#
# <details><summary>답</summary>
#
# 네. 둘 다 부정입니다(0.93, 0.90). 선형은 `정말 안 재미있다`를 여전히 긍정이라고 답합니다.
# </details>

# %%
from transformers import pipeline

beside = AutoTokenizer.from_pretrained(saved)
ask = pipeline("text-classification", model=again, tokenizer=beside)
variants = examples[:3] + ["정말 재미있다", "정말재미있다", "정말 재미없다",
                           "정말 안 재미있다", "정말 재미있지 않다", "재미있다는 말에 속았다.",
                           "별로일 줄 알았는데 울고 나왔다.", "연기만 좋다.", "그냥 그래요",
                           "배송이 늦어서 화가 난다"]

# %% tags=["profile"]
free = pd.DataFrame([[text, each["label"], each["score"]]
                     for text, each in zip(variants, ask(variants))],
                    columns=["글", "답", "확률"])
by_linear = linear.decision_function(grams.transform(variants))
free["선형"] = np.where(by_linear > 0, "긍정", "부정")
free.round(3)

# %% claim real=True
told = free.set_index("글")
assert told.답.iloc[:3].tolist() == ["긍정", "부정", "부정"]
assert told.답[["정말 안 재미있다", "정말 재미있지 않다", "재미있다는 말에 속았다.", "연기만 좋다."]].eq("부정").all() and told.답["별로일 줄 알았는데 울고 나왔다."] == "긍정"
assert told.선형["정말 안 재미있다"] == "긍정" and told.선형["연기만 좋다."] == "긍정" and told.선형["별로일 줄 알았는데 울고 나왔다."] == "부정"
assert np.allclose(told.확률[["정말 안 재미있다", "정말 재미있지 않다", "별로일 줄 알았는데 울고 나왔다.", "배송이 늦어서 화가 난다"]], [0.93, 0.90, 0.61, 0.82], atol=0.01)

# %% [markdown]
# 035의 네 문장을 모두 맞혔습니다. `정말 안 재미있다`는 GRU도 선형도 긍정이라고 답했던 문장입니다. 라벨 있는 글에 `안 재미있`이 거의 없어도, 라벨 없는 58만 편에서 `안`이 하는 일을 배웠기 때문일 것입니다(추측).
# 140에서 라벨 5,000개로 틀렸던 `재미있다는 말에 속았다.`와 `별로일 줄 알았는데 울고 나왔다.`도 이번에는 맞혔습니다. 다만 뒤의 것은 0.61로 망설입니다. 선형은 여기서 틀리고 `연기만 좋다.`도 긍정이라고 합니다.
#
# 문장 몇 개가 맞았다고 부정어를 다 아는 것은 아닙니다. 우리가 고른 문장이니까요. `배송이 늦어서 화가 난다`는 영화평이 아닌데도 0.82로 답합니다. 모델은 모르는 글이라고 말할 줄 모릅니다.
#
# **바꾸어 보세요.** 스스로 쓴 문장을 넣어, 우리 모델은 틀리고 선형은 맞히는 것을 셋 찾으세요.
#
# ## 13. 더 큰 모델로: 설정 하나
#
# 설정 셀의 `model="ko_bert"`를 허브의 이름으로 바꾸면 같은 노트북이 큰 모델을 배웁니다. GPU에서는 `fp16`이 저절로 켜집니다.
#
# ```python
# model="klue/roberta-base",     # 또는 "google-bert/bert-base-multilingual-cased"
# rates=(2e-5, 5e-5),            # 1억 개짜리에는 작은 학습률부터
# ```
#
# 무엇을 기대할까요? **여기서 재지 않았습니다.** 아래는 다른 이들이 발표한 NSMC 시험 정확도입니다. 글의 정리와 에폭이 저마다 다르니 소수점 둘째 자리까지만 믿으세요.
#
# | 모델 | 발표된 정확도 | 어디에서 |
# |---|:-:|---|
# | mBERT | 0.862–0.875 | 위키독스의 저장된 출력, KoBERT README |
# | klue/bert-base | 0.890–0.902 | 위키독스의 저장된 출력 |
# | KcBERT base | 0.896 | KcBERT README |
# | KoBERT | 0.896–0.901 | KoELECTRA, KoBERT README |
# | KoELECTRA base v3 | 0.906 | KoELECTRA README |
#
# klue/roberta-base의 NSMC 수는 찾지 못했습니다. 크기와 글이 비슷한 klue/bert-base와 비슷하게 0.89–0.90쯤을 기대합니다(추측).
# 그러니 한국어로 미리 배운 큰 모델에 라벨을 모두 주고 0.88을 얻었다면 축하할 일이 아니라 **무언가 잘못되었다는 신호**입니다. 옛 판의 0.769도 그랬습니다. 라벨이 15,000개뿐이었다고 해도 라벨 모두의 0.862–0.875와는 너무 멉니다.
#
# **먼저 맞혀 보세요.** 여러분의 GPU에서 klue/roberta-base가 0.50이 나왔다면 무엇부터 보겠습니까?
#
# <details><summary>답</summary>
#
# 학습률부터입니다. 2e-4는 우리 작은 모델의 값이고, 큰 모델에는 열 배쯤 클 수 있습니다. 그다음은 토크나이저와 모델이 같은 폴더에서 왔는지 봅니다.
# </details>
#
# **바꾸어 보세요.** GPU가 있으면 `model`을 바꾸어 실행하고, 표에 여러분의 줄을 더해 보세요. 시험 데이터는 한 번만 엽니다.
#
# ## 정리
#
# - `datasets` → `map` → 콜레이터 → `Trainer`. 채우기는 배치마다, 길이끼리 묶으면 더 빠릅니다.
# - 학습률은 크기마다 다릅니다. 검증으로 고르고, 웜업은 비율로 적습니다.
# - 조기 종료에는 평가, 저장, 되돌리기가 함께 있어야 합니다. 체크포인트에서 이으면 같은 손실이 나옵니다.
# - 길이 묶기는 평가의 차례도 바꿉니다. 글마다의 답은 제자리에 되돌려 놓으세요.
# - 기준선과 짝지은 검사가 없으면 0.769가 낮은 줄도 모릅니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | `report_to`를 정하지 않고 옛 판을 씀 | 학습이 로그인을 기다리며 멈춤 | `report_to="none"` |
# | `trainer.predict`의 차례를 믿음 | **오류 없음**, 글과 점수가 어긋남 | 차례를 지키는 함수, 또는 `"random"` |
# | 시험 데이터를 `eval_dataset`으로 | **오류 없음**, 점수가 조금 높음 | 학습 데이터에서 검증을 떼어 둔다 |
# | `load_best_model_at_end`를 빠뜨림 | **오류 없음**, 마지막 가중치가 남음 | 셋을 함께 |
# | 모두 최대 길이로 채움 | **오류 없음**, 몇 배 느림 | 동적 패딩과 길이 묶기 |
# | 이어서 배우며 `max_steps`를 바꿈 | **오류 없음**, 학습률의 계획이 달라짐 | 계획은 그대로 두고 이어서 |
#
# ## 더 읽을거리
#
# - J. Devlin 외 (2019), *BERT*. 미세 조정의 본래 설정.
# - M. Mosbach, M. Andriushchenko, D. Klakow (2021), *On the Stability of Fine-tuning BERT*.
# - Hugging Face, *Transformers: Trainer*와 *Datasets* 문서.
#
# ## 다음 강의
#
# 다음 320에서는 모델을 우리가 배우지 않고, 서버에 있는 큰 모델을 API로 부릅니다.
