# ---
# title: IMDB 영화평 감성 분류
# number: "030"
# objectives:
#   - 날것의 글을 정리하고, 학습 데이터로만 어휘를 만들어 번호의 시퀀스로 바꿉니다.
#   - 길이가 비슷한 글끼리 묶고, 패딩을 마스크로 건너뛰는 양방향 GRU 모델을 만듭니다.
#   - 과적합을 학습 곡선으로 알아보고, 드롭아웃과 조기 종료로 다스립니다.
#   - 선형 n-그램 기준선과 정확도, 시간, 파라미터 수를 나란히 놓고 정직하게 비교합니다.
#   - 모델이 틀리는 곳을 문장과 통계로 살펴봅니다.
# datasets: [imdb]
# prerequisites: [010_vector_representation, 015_word2vec, 020_lstm_gru_shapes]
# packages: [gensim]
# java: false
# gpu: true
# ---

# %% [markdown]
# ## 이 강의가 답하는 질문
#
# 020에서 조립한 모델은 모양만 맞았고 가중치는 난수였습니다. 이제 그 모델을 진짜 영화평 25,000개로 가르칩니다. 그러면 새로운 문제가 생깁니다.
# *학습 데이터는 점점 더 잘 맞히는데, 처음 보는 글은 점점 더 못 맞히는* 일입니다. 이것이 **과적합(overfitting)** 입니다.
#
# 이 강의는 그 실수를 **일부러 저질러 그림으로 보고**, 고친 다음, 마지막에 훨씬 단순한 모델과 겨룹니다. 누가 이기는지는 미리 말하지 않겠습니다.
#
# | 단계 | 하는 일 | 절 |
# |---|---|:-:|
# | 글 → 토큰 | 태그와 보이지 않는 글자를 치우고 나눕니다 | 1-2 |
# | 토큰 → 번호 | 학습 데이터로 어휘를 만듭니다 | 3-4 |
# | 번호 → 배치 | 길이를 자르고, 비슷한 길이끼리 묶어 채웁니다 | 5-6 |
# | 배치 → 확률 | 임베딩, 양방향 GRU, 마스크 평균 | 7-8 |
# | 학습 | 과적합을 보고, 고칩니다 | 9-11 |
# | 평가 | 기준선과 비교하고, 오류를 살핍니다 | 12-16 |

# %%
import re
import time
from collections import Counter

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from gensim.models import Word2Vec
from keras import layers, ops
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline

from nlplab import data, plots, runtime

# %% [markdown]
# 설정은 한 셀에 모읍니다.

# %%
S = runtime.settings(
    quick=dict(n_vocabulary=2_000, max_tokens=60, head=20, dim=16, units=8, dropout=0.3, word_dropout=0.1, rate=1e-2, epochs=8, patience=2, vector_epochs=10, frozen=False,
               n_small=400, small_epochs=12, batch_size=32, floor=0.75, linear_lead=-0.10, leak=-0.10, slack=0.15),
    full=dict(n_vocabulary=20_000, max_tokens=400, head=100, dim=100, units=32, dropout=0.5, word_dropout=0.2, rate=3e-3, epochs=12, patience=2, vector_epochs=6, frozen=True,
              n_small=3_000, small_epochs=8, batch_size=128, floor=0.875, linear_lead=0.0, leak=0.01, slack=0.0),
)
runtime.seed_everything(7)

# %% [markdown]
# ## 1. 데이터를 만나기
#
# 모델보다 데이터가 먼저입니다. 카드에는 출처와 **알려진 흠**이 적혀 있습니다. 흠은 이 강의에서 하나씩 처리합니다.
#
# **먼저 맞혀 보세요.** 학습 글 25,000개 가운데 앞에 나온 글과 똑같은 것은 몇 개일까요?
#
# <details><summary>답</summary>
#
# 96개입니다. 시험 데이터에는 199개가 있습니다. 카드와 다음 표에 같은 수가 나옵니다.
# </details>

# %%
data.card("imdb")

# %% tags=["profile"]
train_reviews, test_reviews = data.load_imdb()
pd.DataFrame({name: {"글": len(frame), "긍정": int(frame["label"].sum()), "첫 라벨": int(frame["label"].iloc[0]),
                     "되풀이된 글": int(frame["document"].duplicated().sum()), "<br>이 든 글": int(frame["document"].str.contains("<br").sum())}
              for name, frame in (("훈련", train_reviews), ("시험", test_reviews))})

# %% [markdown]
# 두 라벨의 수가 거의 같으므로 **정확도(accuracy)** 로 비교해도 됩니다. 한쪽 라벨만 찍는 모델은 반만 맞힙니다.
#
# 시험 데이터는 여기서 덮어 둡니다. 설정을 고르는 데 시험 데이터를 쓰면, 그 점수는 처음 보는 글의 점수가 아니게 됩니다.
# **시험 데이터는 14절에서 딱 한 번** 펼칩니다.
#
# 글 하나가 어떻게 생겼는지 봅니다. 실제 글은 나누어 줄 수 없으므로 이 셀의 출력은 저장하지 않았습니다. 직접 실행해 보세요.
#
# **바꾸어 보세요.** `iloc[0]`의 0을 다른 수로 바꾸어 다섯 편을 읽고 라벨을 맞혀 보세요. 사람도 망설이는 글이 있습니까?

# %% tags=["profile", "rows"]
train_reviews["document"].iloc[0]

# %% [markdown]
# ## 2. 글을 정리하고 나누기
#
# 실제 글과 같은 흠을 지닌 문장을 우리 손으로 썼습니다. 이 넷을 끝까지 들고 갑니다.
#
# **먼저 맞혀 보세요.** 둘째 문장에는 눈에 보이지 않는 글자 `\x85`가 있습니다. `splitlines()`로 나누면 몇 줄일까요?
#
# <details><summary>답</summary>
#
# 두 줄입니다. U+0085를 줄바꿈으로 여기기 때문입니다.
# </details>

# %%
examples = [
    "I LOVED it.<br /><br />The actors are great, and the ending isn't what you expect!",
    "Not bad at first\x85 but the second half is so boring that I fell asleep.",
    "Great poster, great music, and yet the film itself is a complete waste of time.",
    "I expected another dull sequel. I was wrong: it is not boring at all.",
]
example_labels = np.array([1, 0, 0, 1])
for example in examples[:2]:
    print(repr(example), "→ 줄의 수", len(example.splitlines()))

# %% [markdown]
# 둘째 문장은 한 줄로 썼는데 두 줄이 되었습니다. `\x85`(U+0085, 다음 줄)는 화면에 보이지 않지만 `str.splitlines`는 줄바꿈으로 여깁니다.
# 파일을 `splitlines`로 읽으면 글 하나가 둘로 갈라지고 라벨은 한 줄씩 밀립니다. 그래서 로더는 CSV 리더를 씁니다.
#
# 태그는 어떨까요? 정리하지 않고 바로 단어를 뽑아 봅니다.

# %%
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[!?]")  # 단어(isn't는 한 토큰), 느낌표, 물음표


def clean(text):
    text = re.sub(r"<br\s*/?>", " ", text)      # 태그를 빈칸으로. 없애기만 하면 앞뒤 단어가 붙습니다
    return re.sub(r"\s+", " ", text).strip()    # \s에는 U+0085도 들어 있습니다


def tokenize(text):
    return TOKEN.findall(clean(text).lower())


print("정리하지 않으면:", TOKEN.findall(examples[0].lower())[:7])
print("정리하면:      ", tokenize(examples[0])[:7])

# %% [markdown]
# 정리하지 않으면 `br`이라는 단어가 끼어듭니다. 느낌표와 물음표를 남긴 것은 감정을 나르기 때문이고, `isn't`를 쪼개지 않은 것은 `not`의 뜻이
# 이 한 토큰에 들어 있기 때문입니다. 정리는 한 번 더 해도 결과가 같아야 합니다.

# %%
assert all(clean(clean(example)) == clean(example) for example in examples)
assert "br" not in tokenize(examples[0]) and len(clean(examples[1]).splitlines()) == 1
for example in examples:
    print(tokenize(example))

# %% [markdown]
# **바꾸어 보세요.** `TOKEN`에서 `|[!?]`를 지우면 첫 문장의 토큰은 몇 개가 됩니까?
#
# ## 3. 학습, 검증, 시험
#
# 설정을 고르려면 학습에 쓰지 않은 글이 필요하고, 그것이 시험 데이터여서는 안 됩니다. 그래서 학습 데이터에서 **검증(validation)** 몫을 떼어 냅니다.
#
# 순서가 중요합니다. **되풀이된 글을 먼저 지우고** 나눕니다. 나눈 다음에 지우면 같은 글이 학습과 검증에 하나씩 들어가,
# 검증 점수가 외운 글의 점수가 됩니다.

# %% tags=["profile"]
unique = train_reviews.drop_duplicates("document")
labels = unique["label"].to_numpy()
with runtime.stopwatch("토큰으로 나누기") as token_watch:
    tokens = [tokenize(text) for text in unique["document"]]
print("남은 글", len(tokens), "· 지운 글", len(train_reviews) - len(unique))

# %% [markdown]
# 그런데 **똑같지는 않아도 같은 영화의 평**인 글은 어떻게 할까요? 카드를 보면 한 영화의 평이 30개까지 들어 있고, 학습과 시험의 영화는 서로 다릅니다.
# 검증이 시험을 흉내 내려면 검증의 영화도 학습에 없어야 합니다. 영화의 제목은 데이터에 없지만, 순서에 흔적이 남아 있을지 모릅니다.
#
# 드문 단어(등장인물이나 배우의 이름이 많습니다)를 함께 쓰는 짝의 비율을, **파일에서 이웃한 짝**과 **아무렇게나 고른 짝**에서 재 봅니다.
#
# **먼저 맞혀 보세요.** 두 비율은 몇 배나 다를까요?
#
# <details><summary>답</summary>
#
# 이웃한 짝이 0.351, 아무렇게나 고른 짝이 0.004로 여든 배가 넘습니다.
# </details>

# %% tags=["profile"]
documents_with = Counter(word for review in tokens for word in set(review))
rare = [{word for word in review if 2 <= documents_with[word] <= 30} for review in tokens]
shuffled = np.random.default_rng(7).permutation(len(rare))
shared = {}
for name, order in (("파일에서 이웃한 짝", np.arange(len(rare))), ("아무렇게나 고른 짝", shuffled)):
    shared[name] = np.mean([bool(rare[a] & rare[b]) for a, b in zip(order[:-1], order[1:])])
    print(f"{name}: 드문 단어를 함께 쓰는 비율 {shared[name]:.3f}")
assert shared["파일에서 이웃한 짝"] - shared["아무렇게나 고른 짝"] > S.leak

# %% [markdown]
# 이웃한 짝의 비율이 훨씬 큽니다(0.351과 0.004). **같은 영화의 평이 파일에 나란히 놓여 있다**는 뜻입니다. 아무렇게나 섞어서 나누면 한 영화의 평이
# 학습과 검증에 갈라져 들어가고, 배우의 이름만 외워도 검증을 맞힙니다. 이런 것을 **유출(leakage)** 이라고 합니다.
#
# 그래서 섞지 않고, 라벨마다 **이어진 덩어리**를 떼어 냅니다. `shuffle`을 켜지 않은 `StratifiedKFold`가 꼭 그렇게 나눕니다. 라벨마다 열 덩어리로 자른
# 다음 마지막 덩어리를 검증으로 씁니다. 라벨의 비율도 맞습니다.

# %% tags=["profile"]
fit_rows, valid_rows = list(StratifiedKFold(10).split(labels, labels))[-1]
fit_tokens, valid_tokens = [tokens[i] for i in fit_rows], [tokens[i] for i in valid_rows]
y_fit, y_valid = labels[fit_rows], labels[valid_rows]
print("훈련", len(fit_tokens), "· 검증", len(valid_tokens))
assert abs(y_fit.mean() - y_valid.mean()) < 0.01
assert all(valid_rows[labels[valid_rows] == k].min() > fit_rows[labels[fit_rows] == k].max() for k in (0, 1))  # 덩어리는 겹치지 않습니다

# %% [markdown]
# 파일은 부정이 먼저, 긍정이 나중에 줄지어 있습니다. 라벨을 보지 않고 파일의 뒤에서 떼어 내면 검증이 모두 긍정이 됩니다. 나누는 법에 따라 점수가 얼마나 달라지는지는 12절에서 잽니다.
#
# **바꾸어 보세요.** `StratifiedKFold(10)`을 `KFold(10)`으로 바꾸면 검증의 긍정 비율은 얼마가 됩니까?
#
# ## 4. 어휘: 학습 데이터로만
#
# 010처럼 많이 나온 순서로 번호를 줍니다. 0번은 `<PAD>`, 1번은 어휘에 없는 단어 `<UNK>`입니다.
#
# 검증과 시험의 단어는 세지 않습니다. 어휘를 만드는 것도 학습의 한 부분이라, 여기에 시험 데이터를 넣으면 **아직 오지 않은 글을 미리 본 셈**이 됩니다.

# %% tags=["profile"]
counts = Counter(token for review in fit_tokens for token in review)
vocabulary = ["<PAD>", "<UNK>"] + [word for word, _ in counts.most_common(S.n_vocabulary - 2)]
word_to_id = {word: number for number, word in enumerate(vocabulary)}
print("훈련에 나온 단어", len(counts), "종류 → 어휘", len(vocabulary))
print(vocabulary[:12])

# %% [markdown]
# 어휘를 얼마나 크게 할까요? **포함률(coverage)**, 곧 글 속의 토큰 가운데 어휘에 있는 것의 비율을 그려 봅니다.
# 학습 글과 검증 글에서 따로 잽니다. 검증이 더 낮아야 정상입니다.
#
# **먼저 맞혀 보세요.** 가장 흔한 단어 몇 개면 글의 절반을 덮을까요? 20,000개면 몇 %일까요?
#
# <details><summary>답</summary>
#
# 그림에서 110개쯤이면 벌써 절반입니다. 20,000개는 97%쯤을 덮고, 검증은 학습보다 1점쯤 낮습니다.
# </details>

# %% tags=["profile"]
rank = {word: position for position, word in enumerate(vocabulary[2:])}
sizes = np.unique(np.geomspace(50, len(rank), 40).astype(int))
coverage = {}
for name, reviews in (("훈련", fit_tokens), ("검증", valid_tokens)):
    ranks = np.array([rank.get(token, len(rank)) for review in reviews for token in review])
    coverage[name] = [(ranks < size).mean() for size in sizes]
    plt.plot(sizes, coverage[name], marker="o", markersize=3, label=name)
plt.xscale("log")
plt.gca().set(title="어휘의 크기와 포함률", xlabel="어휘의 크기(로그 눈금)", ylabel="포함률")
plt.legend()
assert coverage["검증"][-1] <= coverage["훈련"][-1] and coverage["검증"][-1] > 0.9
plots.show(alt="가로는 어휘 크기의 로그 눈금, 세로는 포함률. 두 선이 가파르게 오르다가 1 가까이에서 평평해지고, 검증의 선이 훈련의 선보다 조금 아래에 있다.")

# %% [markdown]
# 처음 110단어쯤이 벌써 글의 절반을 덮습니다. 가로가 로그 눈금이라, 같은 만큼 더 덮으려면 어휘를 **몇 배씩** 늘려야 합니다. 어휘의 한 단어마다 임베딩의 한 줄이 생기므로, 선이 눕기 시작한 뒤에 늘리는 것은
# 파라미터를 낭비하는 일이고 과적합의 재료가 됩니다.

# %% tags=["profile"]
def encode(review):
    return np.array([word_to_id.get(token, 1) for token in review] or [1], dtype="int32")  # 빈 글은 <UNK> 하나로


for example in examples[:2]:
    print(encode(tokenize(example)))

# %% [markdown]
# 빈 글을 `<UNK>` 하나로 바꾼 데에는 까닭이 있습니다. 길이가 0이면 7절의 마스크 평균이 0으로 나누기가 됩니다.
#
# **바꾸어 보세요.** `n_vocabulary`를 5,000으로 줄이면 검증의 포함률은 얼마로 떨어집니까? 그림에서 먼저 읽으세요.
#
# ## 5. 길이: 어디서 자를까
#
# 순환층은 단어를 하나씩 읽으므로 시간은 길이에 비례합니다. 글의 길이를 먼저 봅니다.
#
# **먼저 맞혀 보세요.** 영화평의 절반은 몇 토큰 이하일까요? 가장 긴 글은 몇 토큰일까요?
#
# <details><summary>답</summary>
#
# 절반은 176토큰 이하이고 가장 긴 글은 2,503토큰입니다. 400에서 자르면 13.4%가 잘립니다.
# </details>

# %% tags=["profile"]
lengths = np.array([len(review) for review in fit_tokens])
plt.hist(np.minimum(lengths, np.percentile(lengths, 99)), bins=40, color=plots.COLOURS[0])
plt.axvline(S.max_tokens, color=plots.COLOURS[1], linestyle="--", label=f"자르는 곳: {S.max_tokens}")
plt.gca().set(title="영화평의 길이", xlabel="토큰의 수(가장 긴 1%는 끝에 모음)", ylabel="글의 수")
plt.legend()
plots.show(alt="글 길이의 히스토그램. 짧은 쪽에 몰려 있고 오른쪽으로 긴 꼬리가 있다. 자르는 곳을 점선으로 표시했다.")
print(pd.Series(np.percentile(lengths, [1, 25, 50, 75, 95, 100]).astype(int), ["1%", "25%", "50%", "75%", "95%", "100%"]).to_dict())
print(f"잘리는 글의 비율: {(lengths > S.max_tokens).mean():.3f}")

# %% [markdown]
# 긴 글은 **앞부분과 뒷부분**을 남기고 가운데를 버립니다. 영화평은 흔히 첫머리와 맺음말에서 의견을 말하고, 가운데에서 줄거리를 말한다고 보았기 때문입니다(추측이며, 여기서 재지는 않습니다).

# %%
def shorten(ids, max_tokens, head):
    """앞의 head개와 뒤의 (max_tokens - head)개만 남깁니다."""
    if len(ids) <= max_tokens:
        return ids
    return np.concatenate([ids[:head], ids[-(max_tokens - head):]])


print(shorten(np.arange(10), max_tokens=5, head=2), shorten(np.arange(4), max_tokens=5, head=2))

# %% tags=["profile"]
def prepare(reviews):
    return [shorten(encode(review), S.max_tokens, S.head) for review in reviews]


x_fit, x_valid = prepare(fit_tokens), prepare(valid_tokens)
assert max(len(ids) for ids in x_fit) <= S.max_tokens and min(len(ids) for ids in x_fit) >= 1

# %% [markdown]
# **바꾸어 보세요.** `head`를 0으로 하면 뒤의 400토큰만 남습니다. 검증 정확도는 오를까요, 내릴까요?
#
# ## 6. 패딩과 버킷
#
# 한 배치의 글은 길이가 같아야 하므로 짧은 글의 **뒤**를 0으로 채웁니다. 뒤에 채우는 까닭은 둘입니다. 020에서 본 마스크가 그대로 통하고,
# GPU의 빠른 순환층(cuDNN)이 뒤 패딩만 받습니다.

# %%
def pad(reviews):
    """길이가 다른 번호의 줄 B개 → (B, T). T는 이 배치에서 가장 긴 글의 길이."""
    batch = np.zeros((len(reviews), max(len(ids) for ids in reviews)), dtype="int32")
    for row, ids in enumerate(reviews):
        batch[row, :len(ids)] = ids
    return batch


pad([np.array([5, 6, 7]), np.array([8])])

# %% [markdown]
# 모든 글을 400토큰으로 채우면 계산의 절반 가까이가 0을 읽는 데 쓰입니다. **길이가 비슷한 글끼리** 한 배치로 묶으면(버킷, bucket) 채울 것이 크게 줄어듭니다.
#
# **먼저 맞혀 보세요.** 그냥 무작위로 128개씩 묶으면 패딩이 줄어들까요? 버킷은 얼마나 줄일까요?
#
# <details><summary>답</summary>
#
# 무작위 배치는 거의 줄이지 못합니다(둘 다 0.48쯤). 128개 가운데 400토큰짜리가 거의 언제나 하나는 들어가기 때문입니다. 버킷은 0.04쯤입니다.
# </details>
#
# 다만 길이 순서 그대로 배치를 주면 모델이 짧은 글만 보다가 긴 글만 보게 됩니다. 그래서 길이에 작은 난수를 더해 이웃을 조금 섞고, **배치의 순서**도 섞습니다.

# %%
def batches(reviews, size, rng=None):
    """길이가 비슷한 글의 자리(index)를 size개씩 묶습니다. rng를 주면 에폭마다 다르게 섞습니다."""
    length = np.array([len(ids) for ids in reviews], dtype=float)
    if rng is not None:
        length += rng.uniform(-10, 10, len(length))
    order = np.argsort(length, kind="stable")
    groups = [order[start:start + size] for start in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(groups)
    return groups


toy = [np.ones(n, dtype="int32") for n in (3, 40, 2, 41, 20)]
print([group.tolist() for group in batches(toy, 2)])

# %% tags=["profile"]
def n_slots(reviews, groups):
    return sum(len(group) * max(len(reviews[i]) for i in group) for group in groups)


rng = np.random.default_rng(7)
real = sum(len(ids) for ids in x_fit)
random_groups = np.array_split(rng.permutation(len(x_fit)), len(x_fit) // S.batch_size)
slots = {"모두 가장 긴 길이로": len(x_fit) * max(len(ids) for ids in x_fit), "무작위 배치": n_slots(x_fit, random_groups),
         "길이 버킷": n_slots(x_fit, batches(x_fit, S.batch_size, rng))}
waste = {name: 1 - real / slot for name, slot in slots.items()}
plt.barh(list(waste), list(waste.values()), color=plots.COLOURS[0])
plt.gca().set(title="읽는 자리 가운데 패딩의 비율", xlabel="패딩의 비율", ylabel="묶는 법", xlim=(0, 1))
assert waste["길이 버킷"] < waste["무작위 배치"] <= waste["모두 가장 긴 길이로"]
plots.show(alt="세 막대. 모두 가장 긴 길이로 채울 때와 무작위 배치는 패딩이 많고, 길이 버킷은 패딩이 가장 적다.")

# %% [markdown]
# 패딩의 비율이 곧 0을 읽는 데 쓰는 계산의 비율입니다. 버킷은 그 비율을 0.48쯤에서 0.04쯤으로 줄였습니다.
#
# <details><summary>더 알아보기: GPU와 다른 백엔드</summary>
#
# 시간은 모두 TensorFlow와 CPU에서 잰 것입니다. Keras의 PyTorch 백엔드는 마스크가 있는 GRU를 시점마다 도는 파이썬 반복으로 계산합니다. GPU(H200)에서도 CPU보다 느렸습니다.
# JAX처럼 컴파일하는 백엔드는 새로운 길이마다 몇 초씩 다시 컴파일합니다. 그럴 때는 길이를 50의 배수로 올려 종류를 줄이고, `compile`의 `jit_compile=False`를 지웁니다.
# </details>
#
# **바꾸어 보세요.** `rng.uniform(-10, 10, …)`을 `(-200, 200, …)`으로 바꾸면 패딩의 비율은 어느 쪽으로 움직입니까?
#
# ## 7. 마스크 평균
#
# 020의 마지막 상태 하나로는 긴 글의 첫머리가 희미해집니다. 그래서 **모든 시점의 상태를 요약**합니다. 평균은 글 전체의 분위기를, 최댓값은
# 가장 강한 한 대목을 나릅니다. 이때 패딩 자리를 세면 안 됩니다. 시점 $t$가 진짜면 $m_t=1$, 패딩이면 $m_t=0$일 때
#
# $$\text{평균} = \frac{\sum_t m_t h_t}{\sum_t m_t}$$
#
# 패딩 자리의 출력은 층에 따라 다릅니다. 보통의 `GRU`는 **마지막 상태를 옮겨 적고**(020), 우리가 쓸 `Bidirectional(GRU)`는 **0**을 내놓습니다. 어느 쪽이든 그냥 평균을 내면 패딩이
# 늘 때마다 값이 변합니다. 다음 셀의 $h$는 보통의 GRU처럼 3을 두 번 옮겨 적은 것입니다.
#
# **먼저 맞혀 보세요.** 그냥 평균과 마스크 평균은 각각 얼마일까요? 패딩 자리가 0이었다면 그냥 평균은 얼마일까요?
#
# <details><summary>답</summary>
#
# 그냥 평균은 2.5, 마스크 평균은 2입니다. 0이었다면 그냥 평균은 1이 되어 반대쪽으로 틀립니다.
# </details>

# %%
h = np.array([[[1.0], [3.0], [3.0], [3.0]]])       # (1, 4, 1), 뒤의 두 시점은 패딩
mask = np.array([[1, 1, 0, 0]])                    # (1, 4)
masked_mean = (h * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)  # (1, 1)
print("그냥 평균", h.mean(axis=1).item(), "· 마스크 평균", masked_mean.item())

# %% [markdown]
# 같은 계산을 층으로 만듭니다. `keras.ops`로만 썼으므로 백엔드를 가리지 않습니다. 최댓값에서는 패딩 자리에 아주 작은 수를 더해 뽑히지 않게 합니다.

# %%
class MaskedPooling(layers.Layer):
    """(B, T, F)와 마스크 (B, T) → 평균과 최댓값을 이어 붙인 (B, 2F)."""

    def __init__(self, **options):
        super().__init__(**options)
        self.supports_masking = True

    def compute_mask(self, x, mask=None):
        return None                                                     # 시점 축이 사라지므로 마스크도 끝납니다

    def call(self, x, mask=None):
        m = ops.expand_dims(ops.cast(mask, x.dtype), -1)                # (B, T) → (B, T, 1)
        mean = ops.sum(x * m, axis=1) / ops.sum(m, axis=1)              # (B, F)
        largest = ops.max(x + (m - 1.0) * 1e4, axis=1)                  # (B, F)
        return ops.concatenate([mean, largest], axis=-1)                # (B, 2F)

# %%
pooled = ops.convert_to_numpy(MaskedPooling()(ops.convert_to_tensor(h, "float32"), mask=ops.convert_to_tensor(mask, "bool")))
assert np.allclose(pooled, [[masked_mean.item(), 3.0]])
print("평균, 최댓값:", pooled.tolist())

# %% [markdown]
# 평균 2와 최댓값 3이 나왔습니다.
#
# **바꾸어 보세요.** `mask`를 `[[1, 0, 0, 0]]`으로 바꾸면 두 수는 무엇이 됩니까? 실행하기 전에 적으세요.
#
# ## 8. 모델
#
# 드롭아웃(dropout)의 비율만 인수로 두어, 있는 모델과 없는 모델을 같은 함수로 만듭니다. 임베딩 뒤에는 `SpatialDropout1D`를 씁니다. 낱낱의 수가 아니라
# **특성 한 줄을 글 전체에서** 지우므로, 모델이 특성 몇 개에 기대지 못합니다.
#
# 하나를 더합니다. GRU의 출력뿐 아니라 **단어 벡터도 그대로 요약해서 옆에 이어 붙입니다**. GRU의 상태는 "앞뒤 글 속의 이 단어"를, 단어 벡터는 "이 단어 자체"를 말합니다.
# `awful` 한 단어로 충분한 글이라면 순환층을 거치지 않고 바로 답에 닿고, 기울기도 그 지름길로 임베딩까지 곧장 돌아옵니다. Lai 외(2015)의 생각을 줄인 것입니다.
#
# **먼저 맞혀 보세요.** 어휘 20,000, 벡터의 길이 100, 유닛 32입니다. 파라미터의 몇 %가 임베딩에 있을까요?
#
# <details><summary>답</summary>
#
# 임베딩이 200만 개, 나머지가 26,057개이므로 98.7%입니다.
# </details>

# %%
def build_model(dropout, vectors=None, seed=7):
    """vectors(V, dim)를 주면 그것을 임베딩으로 쓰고, S.frozen이면 얼립니다. 없으면 난수에서 시작해 배웁니다."""
    runtime.seed_everything(seed)
    inputs = keras.Input(shape=(None,), dtype="int32", name="ids")                           # (B, T)
    known = dict(weights=[vectors], trainable=not S.frozen) if vectors is not None else {}
    x = layers.Embedding(len(vocabulary), S.dim, mask_zero=True, name="embedding", **known)(inputs)  # (B, T, dim)
    words = layers.SpatialDropout1D(0.6 * dropout, name="spatial_dropout")(x)
    x = layers.Bidirectional(layers.GRU(S.units, return_sequences=True), name="bidirectional_gru")(words)  # (B, T, 2U)
    context = MaskedPooling(name="context_pooling")(x)                                        # (B, 4U)
    word = MaskedPooling(name="word_pooling")(words)                                          # (B, 2 dim)
    x = layers.Concatenate(name="context_and_word")([context, word])                          # (B, 4U + 2 dim)
    x = layers.Dropout(dropout, name="dropout")(x)
    outputs = layers.Dense(1, activation="sigmoid", name="positive")(x)                       # (B, 1)
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.Adam(S.rate), "binary_crossentropy", metrics=["accuracy"], jit_compile=False)
    return model

# %% tags=["profile"]
model = build_model(dropout=S.dropout)
pd.DataFrame([[layer.name, str(tuple(layer.output.shape)), layer.count_params()] for layer in model.layers],
             columns=["층", "출력의 모양", "파라미터"])

# %% [markdown]
# 마스크(번호가 0이 아닌 자리)는 `mask_zero=True`가 만들어 층에서 층으로 저절로 넘깁니다. 파라미터는 거의 모두 임베딩에 있습니다. 순환층은 25,728개로 아주 작습니다. 학습 글의 수(22,414)보다 파라미터가 훨씬 많다는 것을 기억해 두세요.
#
# 학습에 앞서 020의 시험을 되풀이합니다. **패딩을 더 붙여도 답이 같아야 합니다.** 마스크가 어디선가 끊겼다면 여기서 드러납니다.

# %% tags=["profile"]
example_ids = pad([shorten(encode(tokenize(example)), S.max_tokens, S.head) for example in examples])
longer = np.pad(example_ids, ((0, 0), (0, 25)))
difference = np.abs(model.predict_on_batch(example_ids) - model.predict_on_batch(longer)).max()
assert difference < 1e-5
print(f"{example_ids.shape}와 {longer.shape}의 답의 차이: {difference:.1e}")

# %% [markdown]
# 네 문장의 길이를 15에서 40으로 늘려도 답의 차이가 0입니다.
#
# **바꾸어 보세요.** `mask_zero=True`를 지우고 여기까지 다시 실행하면 어디에서 무슨 오류가 납니까?
#
# ## 9. 학습 루프
#
# 예측부터 만듭니다. 길이로 묶느라 순서가 바뀌었으므로, 확률을 **원래 자리에 되돌려** 놓아야 합니다. 이것을 잊으면 오류 없이 정확도만 절반이 됩니다.

# %%
def predict(model, reviews, size=256):
    probabilities = np.zeros(len(reviews))
    for group in batches(reviews, size):
        probabilities[group] = model.predict_on_batch(pad([reviews[i] for i in group]))[:, 0]  # 원래 자리로
    return probabilities


def score(probabilities, labels):
    """(교차 엔트로피, 정확도)"""
    p = np.clip(probabilities, 1e-7, 1 - 1e-7)
    # −[y log p + (1 − y) log(1 − p)]의 평균
    loss = -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))
    return loss, np.mean((p >= 0.5) == labels)

# %% [markdown]
# 학습 루프에는 **조기 종료(early stopping)** 가 들어 있습니다. 에폭마다 검증 손실을 재고, 가장 좋을 때의 가중치를 **복사해 둡니다**. `patience`번
# 잇달아 나아지지 않으면 멈추고, 복사해 둔 가중치로 되돌립니다. Keras의 `EarlyStopping(restore_best_weights=True)`와 같은 일을 눈에 보이게 쓴 것입니다.
#
# 먼저 단어를 가리는 함수를 봅니다.
#
# **먼저 맞혀 보세요.** 비율 0.3으로 진짜 단어 열여섯 개를 가리면 몇 개가 1이 될까요? 꼭 그 수일까요?
#
# <details><summary>답</summary>
#
# 기대하는 수는 4.8개이고, 아래에서는 네 개가 1이 되었습니다. 단어마다 따로 뽑으므로 꼭 그 수는 아닙니다. 패딩의 0은 그대로입니다.
# </details>

# %%
def drop_words(batch, rate, rng):
    """진짜 단어의 rate만큼을 골라 <UNK>(1)로 바꿉니다. 패딩(0)은 그대로 둡니다."""
    return np.where((rng.random(batch.shape) < rate) & (batch != 0), 1, batch).astype("int32")


batch = drop_words(pad([np.arange(2, 12), np.arange(2, 8)]), 0.3, np.random.default_rng(7))
assert (batch[1, 6:] == 0).all()
batch

# %% [markdown]
# 이것이 **단어 드롭아웃(word dropout)** 입니다. 배우의 이름 하나를 외워서 맞히던 글이라도, 다음 에폭에는 그 이름이 가려져 있을 수 있습니다.
# 그러면 모델은 글의 나머지에서도 단서를 찾아야 합니다. `<UNK>`의 벡터도 이때 제대로 배웁니다. 학습할 때만 쓰고, 예측할 때는 쓰지 않습니다.

# %%
def train_epoch(model, reviews, labels, rng, word_dropout):
    totals, n_seen = np.zeros(2), 0
    for group in batches(reviews, S.batch_size, rng):
        ids = drop_words(pad([reviews[i] for i in group]), word_dropout, rng)
        model.reset_metrics()
        results = model.train_on_batch(ids, labels[group][:, None].astype("float32"))
        totals += len(group) * np.array([float(value) for value in results])   # 손실, 정확도
        n_seen += len(group)
    return totals / n_seen

# %% [markdown]
# 아래의 `decay`는 **학습률 감쇠(learning rate decay)** 입니다. 에폭마다 학습률을 일정하게 낮춥니다. 처음에는 성큼성큼 내려가고, 끝에서는 잔걸음으로
# 바닥에 다가갑니다. 마지막 가중치가 마지막 몇 배치에 덜 휘둘리라고 쓰는 것입니다.
#
# **바꾸어 보세요.** `drop_words`의 비율을 0.9로 올려 보세요. 무엇이 남습니까?

# %%
def train(model, reviews, labels, epochs, patience=None, word_dropout=0.0, decay=False):
    """patience가 None이면 끝까지 학습합니다. 에폭마다의 기록을 표로 돌려줍니다."""
    rng, history, best = np.random.default_rng(7), [], None
    for epoch in runtime.progress(range(1, epochs + 1), "학습"):
        wall, cpu = time.perf_counter(), time.process_time()
        model.optimizer.learning_rate = S.rate * (1 - (epoch - 1) / epochs if decay else 1.0)
        loss, accuracy = train_epoch(model, reviews, labels, rng, word_dropout)
        val_loss, val_accuracy = score(predict(model, x_valid), y_valid)
        history.append({"에폭": epoch, "loss": loss, "val_loss": val_loss, "accuracy": accuracy, "val_accuracy": val_accuracy,
                        "초": time.perf_counter() - wall, "CPU 초": time.process_time() - cpu})
        if best is None or val_loss < best[1]:
            best = epoch, val_loss, model.get_weights()    # 가장 좋은 가중치를 복사해 둡니다
        elif patience is not None and epoch - best[0] >= patience:
            break
    if patience is not None:
        model.set_weights(best[2])                         # 되돌립니다
    return pd.DataFrame(history).set_index("에폭")

# %% [markdown]
# ## 10. 일부러 저지르는 실수
#
# 학습 글의 일부만 쓰고, 드롭아웃도 조기 종료도 없이 여러 에폭을 돌립니다. 많은 입문 예제가 이렇게 "에폭 30"을 적고 끝납니다.
#
# **먼저 맞혀 보세요.** 여덟 에폭 뒤의 학습 손실과 검증 손실은 어디에 있을까요? 검증 손실의 바닥은 몇 번째 에폭일까요?
#
# <details><summary>답</summary>
#
# 학습 손실은 0.003까지 내려가고, 검증 손실은 셋째 에폭에 0.408로 바닥을 친 뒤 0.956까지 올랐다가 0.753에서 끝납니다.
# </details>

# %% tags=["profile"]
small = np.random.default_rng(7).permutation(len(x_fit))[:S.n_small]     # 앞에서 자르면 한쪽 라벨만 남습니다
x_small, y_small = [x_fit[i] for i in small], y_fit[small]
assert 0.4 < y_small.mean() < 0.6
overfit = train(build_model(dropout=0.0), x_small, y_small, S.small_epochs)
overfit.round(3)

# %% tags=["profile"]
fig, axes = plt.subplots(1, 2, figsize=(11, 3.8))
plots.learning_curves({name: overfit[name].tolist() for name in ("loss", "val_loss")}, "실수: 손실", ax=axes[0])
plots.learning_curves({name: overfit[name].tolist() for name in ("accuracy", "val_accuracy")}, "실수: 정확도", "정확도(accuracy)", ax=axes[1])
plots.show(alt="왼쪽은 손실, 오른쪽은 정확도의 학습 곡선. 훈련 손실은 0에 가까워지는데 검증 손실은 내려가다가 다시 오른다. "
               "훈련 정확도는 1에 가까워지고 검증 정확도는 그 아래에서 멈춘다.")
assert overfit["loss"].iloc[-1] < overfit["loss"].iloc[0]
assert overfit["val_loss"].iloc[-1] > overfit["val_loss"].min()              # 마지막이 가장 좋지 않습니다
assert overfit["accuracy"].iloc[-1] > overfit["val_accuracy"].iloc[-1]

# %% [markdown]
# 이 그림이 과적합의 얼굴입니다.
#
# - **학습 손실은 0.662에서 0.003까지 내려갑니다**(여섯째 에폭에 한 번 올랐습니다). 학습 정확도는 1.000입니다. 글을 외웠습니다.
# - **검증 손실은 셋째 에폭에 바닥(0.408)을 치고 다시 오릅니다.** 마지막은 0.753으로 바닥의 1.8배입니다.
# - 정확도와 손실은 **같은** 셋째 에폭에 가장 좋았지만, 그 뒤가 다릅니다. 정확도는 0.819에서 0.800으로 조금 내리고 손실은 두 배 가까이 커집니다. 틀릴 때의 **확신**이 커지면
#   손실이 그렇게 됩니다.
#
# 마지막 가중치가 아니라 바닥일 때의 가중치를 써야 했습니다.
#
# **바꾸어 보세요.** `n_small`을 6,000으로 늘리면 바닥은 더 깊어질까요, 더 늦게 올까요?
#
# ## 11. 고치기
#
# 같은 작은 데이터에서, 드롭아웃(특성과 단어)과 조기 종료를 켜고 다시 돌립니다. 둘을 한꺼번에 켜므로, 각각의 몫은 표를 조심해서 읽어야 보입니다.
#
# **먼저 맞혀 보세요.** **가장 좋은 에폭끼리** 견주면 어느 쪽의 검증 손실이 더 낮을까요?
#
# <details><summary>답</summary>
#
# 드롭아웃이 없는 쪽입니다. 바닥끼리 견주면 0.408과 0.422로, 고친 것이 오히려 조금 높습니다.
# </details>

# %% tags=["profile"]
cured_model = build_model(dropout=S.dropout)
cured = train(cured_model, x_small, y_small, S.small_epochs, patience=2, word_dropout=S.word_dropout)
restored_loss, _ = score(predict(cured_model, x_valid), y_valid)
for name, history, style in (("실수", overfit, "--"), ("드롭아웃과 조기 종료", cured, "-")):
    plt.plot(history.index, history["loss"], style, color=plots.COLOURS[0], label=f"{name}: 훈련")
    plt.plot(history.index, history["val_loss"], style, color=plots.COLOURS[1], label=f"{name}: 검증")
plt.gca().set(title="같은 데이터, 두 가지 학습", xlabel="에폭", ylabel="손실(loss)")
plt.legend()
plots.show(alt="네 선. 점선은 실수한 학습으로 훈련 손실과 검증 손실이 벌어진다. 실선은 드롭아웃과 조기 종료를 쓴 학습으로 훈련 손실과 검증 손실이 점선보다 덜 벌어진다.")

# %% tags=["profile"]
assert abs(restored_loss - cured["val_loss"].min()) < 1e-4       # 가장 좋을 때로 돌아왔습니다
assert restored_loss < overfit["val_loss"].iloc[-1] + S.slack
pd.DataFrame({"훈련 손실": [overfit["loss"].iloc[-1], cured["loss"][cured["val_loss"].idxmin()]],
              "검증 손실": [overfit["val_loss"].iloc[-1], restored_loss],
              "쓴 에폭": [len(overfit), len(cured)]}, index=["실수의 마지막", "고친 것"]).round(3)

# %% [markdown]
# 이 표는 **실수의 마지막**(0.753)과 **고친 것의 최고**(0.422)를 나란히 놓았으므로 공정하지 않습니다. 세 갈래로 나누어 읽으세요.
#
# | 갈래 | 검증 손실 |
# |---|:-:|
# | 드롭아웃 없이 끝까지 | 0.753 |
# | 드롭아웃 없이, 가장 좋은 에폭으로 되돌리기 | 0.408 |
# | 드롭아웃을 켜고, 가장 좋은 에폭으로 되돌리기 | 0.422 |
#
# 이 실행에서 손실을 줄인 것은 **되돌리기**이고, 드롭아웃은 보탠 것이 없습니다. 다만 시드 하나의 결과이므로 0.014의 차이로 드롭아웃이 해롭다고도 할 수 없습니다.
# 조기 종료가 있으면 에폭을 넉넉히 주어도 됩니다. 바닥을 지나면 스스로 멈추고 되돌아옵니다.
#
# 이제 학습 몫 전부를 씁니다. 그런데 라벨이 없어도 쓸 수 있는 것이 하나 더 있습니다. 글 자체입니다.
#
# 8절의 표를 다시 보세요. 파라미터가 거의 다 임베딩에 있습니다. 외우는 곳도 거기라고 보고(추측),
# 임베딩을 **라벨 없이 먼저 배우고 얼립니다**. 015의 word2vec을 학습 몫의 글에 돌리면, 비슷한 자리에 나오는 단어가 비슷한 벡터를 받습니다. 라벨은 작은
# GRU만 가르칩니다. 사전 학습한 벡터는 045에서 제대로 다룹니다.

# %%
def word_vectors(reviews):
    """어휘의 번호 순서로 쌓은 word2vec 벡터 (V, dim). 검증과 시험의 글은 쓰지 않습니다."""
    known = [[word for word in review if word in word_to_id] for review in reviews]
    word2vec = Word2Vec(known, vector_size=S.dim, window=5, negative=5, min_count=1, epochs=S.vector_epochs, workers=1, seed=7)  # 일꾼이 여럿이면 결과가 매번 다릅니다
    vectors = np.zeros((len(vocabulary), S.dim), dtype="float32")              # <PAD>와 <UNK>는 0
    for number, word in enumerate(vocabulary[2:], start=2):
        vectors[number] = word2vec.wv[word]
    return vectors * 0.4 / vectors.std()                                        # GRU가 읽기 좋은 크기로

# %% [markdown]
# 학습에는 드롭아웃과 조기 종료에 **학습률 감쇠**를 더합니다. 단어 드롭아웃은 켜지 않습니다. 이 셀은 CPU에서 4분쯤 걸립니다.

# %% tags=["profile"]
with runtime.stopwatch("word2vec") as vector_watch:
    vectors = word_vectors(fit_tokens)
model = build_model(dropout=S.dropout, vectors=vectors)
with runtime.stopwatch("전체 학습") as rnn_watch:
    history = train(model, x_fit, y_fit, S.epochs, patience=S.patience, decay=True)
rnn_seconds = vector_watch.seconds + rnn_watch.seconds
n_trained = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
print(f"라벨로 배운 파라미터 {n_trained:,}개 / 모두 {model.count_params():,}개")
assert (n_trained < model.count_params() / 3) == S.frozen
print(f"토큰으로 나누기까지 더하면: {token_watch.seconds + rnn_seconds:.0f}초")
print(f"CPU 시간: {history['CPU 초'].sum():.0f}초 · 가장 많이 쓴 메모리: {runtime.peak_memory_mb():.0f} MiB")
history.round(3)

# %% tags=["profile"]
plots.learning_curves({name: history[name].tolist() for name in ("loss", "val_loss")}, "훈련 몫 전부, 드롭아웃과 조기 종료")
plots.show(alt="전체 데이터의 학습 곡선. 훈련 손실은 에폭마다 내려가고, 검증 손실이 가장 낮은 에폭에 표시가 있다.")
rnn_valid = predict(model, x_valid)
assert score(rnn_valid, y_valid)[0] < restored_loss       # 데이터가 많을수록 낫습니다
print(f"검증 정확도 {score(rnn_valid, y_valid)[1]:.4f}")

# %% [markdown]
# 벽시계의 초와 CPU의 초를 함께 적은 까닭은, 다른 일이 도는 컴퓨터에서는 벽시계가 실제 계산보다 길기 때문입니다. 두 코어를 함께 쓰면 거꾸로 CPU의 초가 더 깁니다.
# 학습 손실은 드롭아웃이 **켜진 채로** 재고 검증 손실은 끄고 잽니다. 그래서 첫 에폭에는 검증(0.404)이 학습(0.791)보다 좋아 보입니다. 검증 손실은 아홉째 에폭에 0.280으로 가장 낮고 정확도는 0.8912입니다.
# 10절과 견주면 데이터의 양, 벡터, 얼리기, 학습률 감쇠 **네 가지**가 한꺼번에 달라졌으므로, 어느 것의 덕인지는 이 수로 알 수 없습니다.
#
# **바꾸어 보세요.** `frozen=True`를 `False`로 바꾸어 하나만 다르게 해 보세요. 학습 손실과 검증 손실의 사이는 벌어집니까?
#
# ## 12. 기준선: 선형 n-그램
#
# 여기서 멈추면 우리 모델이 좋은지 알 수 없습니다. 훨씬 단순한 모델은 몇 점일까요? 010의 TF-IDF에 이웃한 두 단어의 묶음, 곧 **바이그램(bigram)** 을 더하고
# 로지스틱 회귀(logistic regression)를 얹습니다. 글을 잘라 내지 않고 전부 봅니다. 같은 학습 몫, 같은 토큰을 씁니다.
#
# **먼저 맞혀 보세요.** 두 단어까지 보는 선형 모델의 검증 정확도는 GRU의 0.8912보다 높을까요?
#
# <details><summary>답</summary>
#
# 소수점 넷째 자리까지 같습니다(0.8912). 학습은 10.5초이고 GRU는 223초입니다. 단어를 하나씩만 세면 0.8647입니다.
# </details>

# %%
def linear_model(n):
    vectorizer = TfidfVectorizer(analyzer=lambda review: [" ".join(gram) for k in range(1, n + 1) for gram in zip(*(review[i:] for i in range(k)))],
                                 min_df=2, sublinear_tf=True)
    return vectorizer, LogisticRegression(C=10, max_iter=200)


grams = linear_model(2)[0].build_analyzer()(tokenize("It is not boring at all."))
grams

# %% [markdown]
# `not boring`이 하나의 특성이 되었습니다. 단어 하나만 세면 `boring`이 보이지만, 두 단어를 세면 부정이 보입니다.

# %% tags=["profile"]
linear = {}
for n, name in ((1, "선형, 단어 하나"), (2, "선형, 두 단어까지")):
    with runtime.stopwatch(name) as watch:
        cpu = time.process_time()
        vectorizer, classifier = linear_model(n)
        classifier.fit(vectorizer.fit_transform(fit_tokens), y_fit)
        cpu = time.process_time() - cpu
    valid = classifier.predict_proba(vectorizer.transform(valid_tokens))[:, 1]
    linear[name] = dict(vectorizer=vectorizer, classifier=classifier, valid=valid, 초=watch.seconds, cpu=cpu)
    print(f"  특성 {classifier.coef_.size:,}개, 검증 정확도 {score(valid, y_valid)[1]:.4f}")

# %% [markdown]
# 선형 모델은 빨리 배우므로, 3절에서 미룬 물음에 답할 수 있습니다. **나누는 법에 따라 검증 점수가 얼마나 달라질까요?** 학습 데이터를 다섯 몫으로 나누어
# 돌아가며 검증하는 **교차 검증(cross-validation)** 을 두 번 합니다. 한 번은 섞어서, 한 번은 이어진 덩어리로 나눕니다. 모델은 단어를 하나씩 세는 것으로 같습니다.

# %% tags=["profile"]
folds = {}
for name, splitter in (("섞어서", StratifiedKFold(5, shuffle=True, random_state=7)), ("이어진 덩어리로", StratifiedKFold(5))):
    folds[name] = cross_val_score(make_pipeline(*linear_model(1)), tokens, labels, cv=splitter).mean()
    print(f"{name} 나눈 검증 정확도 {folds[name]:.4f}")
assert folds["섞어서"] - folds["이어진 덩어리로"] > S.leak

# %% [markdown]
# 같은 모델, 같은 데이터인데 0.8976과 0.8676으로 3점이 차이 납니다. 섞으면 같은 영화의 같은 라벨이 양쪽에 들어가 **너무 후하고**,
# 덩어리로 나누면 거꾸로 **너무 박합니다**. 라벨마다 따로 떼었으므로, 검증에 있는 긍정 평의 영화가 학습에는 부정 평으로만 남아 있을 수 있습니다. 그러면 배우의 이름이 틀린 쪽을 가리킵니다(추측).
# 시험의 영화는 학습에 아예 없으니 두 점수의 **사이**에 있으리라고 짐작할 수 있습니다. 14절에서 확인합니다. 우리는 박한 쪽을 골랐습니다. 이름을 외우는 모델이 좋아 보이는 일은 없습니다.
#
# 선형 모델의 큰 장점은 **속을 볼 수 있다**는 것입니다. 가중치가 가장 큰 특성과 가장 작은 특성을 그려 봅니다.

# %% tags=["profile"]
bigram = linear["선형, 두 단어까지"]
names, weights = bigram["vectorizer"].get_feature_names_out(), bigram["classifier"].coef_[0]
order = np.argsort(weights)
shown = np.concatenate([order[:12], order[-12:]])
fig, ax = plt.subplots(figsize=(6.4, 6))
ax.barh(names[shown], weights[shown], color=[plots.COLOURS[1] if weights[i] < 0 else plots.COLOURS[0] for i in shown])
ax.set(title="부정과 긍정으로 가장 세게 미는 특성", xlabel="가중치", ylabel="특성")
assert weights[order[0]] < 0 < weights[order[-1]]
plots.show(alt="가로 막대 스물네 개. 위쪽 열두 개는 긍정으로 미는 단어, 아래쪽 열두 개는 부정으로 미는 단어이다.")

# %% [markdown]
# 대부분은 누가 보아도 고개를 끄덕일 말입니다. 긍정 쪽의 `7`과 `8`은 글쓴이가 본문에 적은 별점으로 보이고, 부정 쪽에는 물음표도 있습니다.
#
# **바꾸어 보세요.** `linear_model(1)`을 `linear_model(2)`로 바꾸면 두 교차 검증의 차이는 더 벌어집니까?
#
# ## 13. 문턱값: 확률에서 결정으로
#
# 모델은 확률을 냅니다. 0.5에서 자르는 것은 관습일 뿐입니다. "긍정이라고 말할 때는 95%는 맞아야 한다"처럼 조건이 있으면 문턱값(threshold)을 옮깁니다.
# 문턱값도 설정이므로 **검증 데이터로** 고릅니다. 높일수록 정밀도(precision)는 대체로 오르고 재현율(recall)은 오르는 일이 없습니다.
#
# **먼저 맞혀 보세요.** 정밀도 95%를 지키려면 문턱값을 어디에 두어야 할까요? 재현율은 얼마나 남을까요?
#
# <details><summary>답</summary>
#
# 그림에서 정밀도의 선이 0.95를 넘는 첫 점은 0.85이고, 그때 재현율은 0.70쯤입니다. 긍정의 셋 가운데 하나를 놓치는 대가입니다. 이 조건이라면 문턱값은 **0.85**로 정합니다.
# </details>

# %% tags=["profile"]
thresholds = np.linspace(0.05, 0.95, 19)
chosen = [rnn_valid >= threshold for threshold in thresholds]
precision = [y_valid[flag].mean() if flag.any() else np.nan for flag in chosen]
recall = [flag[y_valid == 1].mean() for flag in chosen]
plt.plot(thresholds, precision, marker="o", markersize=3, label="정밀도")
plt.plot(thresholds, recall, marker="s", markersize=3, label="재현율")
plt.gca().set(title="문턱값과 정밀도, 재현율(검증)", xlabel="문턱값", ylabel="비율")
plt.legend()
assert all(np.diff(recall) <= 0)
plots.show(alt="가로는 문턱값. 정밀도의 선은 오르고 재현율의 선은 내려가며 가운데쯤에서 만난다.")

# %% [markdown]
# **바꾸어 보세요.** 조건이 90%라면 문턱값과 재현율은 얼마입니까? `thresholds[np.argmax(np.array(precision) >= 0.9)]`로 확인하세요.
#
# ## 14. 시험 데이터를 펼치다
#
# 고를 것을 모두 골랐습니다. 이제 시험 데이터로 **한 번** 잽니다. 결과가 마음에 들지 않아도 돌아가서 고치지 않습니다.
#
# **먼저 맞혀 보세요.** 검증에서는 두 모델이 0.8912로 같았습니다. 시험에서는 누가 이길까요? 차이는 우연으로 볼 수 있을까요?
#
# <details><summary>답</summary>
#
# 두 단어 선형이 0.9069, GRU가 0.8954로 선형이 1.15점 높습니다. 같은 25,000개에서 견준 것이라 우연으로 보기 어렵습니다(15절).
# </details>

# %% tags=["profile"]
test_tokens = [tokenize(text) for text in test_reviews["document"]]
y_test = test_reviews["label"].to_numpy()
predictions = {"다수 라벨": np.full(len(y_test), float(y_fit.mean() >= 0.5))}
for name, entry in linear.items():
    predictions[name] = entry["classifier"].predict_proba(entry["vectorizer"].transform(test_tokens))[:, 1]
predictions["양방향 GRU"] = predict(model, prepare(test_tokens))

costs = {"다수 라벨": (0.0, 0.0, 0)}
costs |= {name: (entry["초"], entry["cpu"], entry["classifier"].coef_.size + 1) for name, entry in linear.items()}
costs["양방향 GRU"] = (rnn_seconds, history["CPU 초"].sum(), model.count_params())
result = pd.DataFrame({"시험 정확도": {name: score(p, y_test)[1] for name, p in predictions.items()}})
result[["학습 초", "학습 CPU 초", "파라미터"]] = [costs[name] for name in result.index]
result.round({"시험 정확도": 4, "학습 초": 1, "학습 CPU 초": 1})

# %% tags=["profile"]
accuracy = result["시험 정확도"]
assert accuracy["양방향 GRU"] >= S.floor and accuracy["양방향 GRU"] > accuracy["다수 라벨"]
assert accuracy["선형, 두 단어까지"] - accuracy["양방향 GRU"] > S.linear_lead
error = np.sqrt(accuracy["양방향 GRU"] * (1 - accuracy["양방향 GRU"]) / len(y_test))
print("가장 정확한 모델:", accuracy.idxmax())
print(f"양방향 GRU {accuracy['양방향 GRU']:.4f}, 우리가 정한 목표 0.885")
print(f"GRU와 두 단어 선형의 차이 {accuracy['양방향 GRU'] - accuracy['선형, 두 단어까지']:+.4f}, 정확도의 표준 오차 {error:.4f}")

# %% tags=["profile"]
assert folds["이어진 덩어리로"] - S.slack < accuracy["선형, 단어 하나"] < folds["섞어서"] + S.slack
pd.Series({"이어진 덩어리로 나눈 교차 검증": folds["이어진 덩어리로"], "시험": accuracy["선형, 단어 하나"], "섞어서 나눈 교차 검증": folds["섞어서"]},
          name="선형, 단어 하나").round(4).to_frame()

# %% [markdown]
# 짐작대로 시험 점수 0.8848은 두 교차 검증(0.8676, 0.8976)의 사이에 있습니다. 섞어서 나눈 검증만 보았다면 시험에서 실망했을 것입니다.
#
# **두 단어까지 보는 선형 모델이 이깁니다**(0.9069와 0.8954). 학습도 10.5초로 223초보다 훨씬 빠릅니다. 출력의 표준 오차 0.0019는 모델 **하나**의 것이라 두 모델의 차이를
# 재는 자가 아닙니다. 짝지은 비교는 15절에서 합니다. 단어를 하나씩만 센 모델(0.8848)도 GRU에 1.1점 뒤질 뿐입니다. 왜 그럴까요? 아래는 여기서 재지 않은 **추측**입니다.
#
# - **글이 깁니다.** 한 편에 의견이 여러 번 나오므로, 단서의 개수만 세어도 어느 쪽인지 드러납니다. 순서가 꼭 필요한 문장은 많지 않습니다.
# - **두 단어 묶음이 부정을 처리합니다.** `not boring` 같은 짧은 순서는 선형 모델도 봅니다.
# - **데이터가 적습니다.** word2vec도 이 학습 글 22,414개만 보았습니다.
# - **선형 모델은 글 전체를 봅니다.** GRU는 긴 글의 가운데를 버렸습니다.
#
# 그렇다면 순환 신경망은 왜 배울까요? 단어마다 답하기, 번역하기, 문장 만들기처럼 **세어서는 풀리지 않는 일**이 있기 때문입니다. 또 단어의 벡터를
# 큰 말뭉치에서 미리 배워 오는 길(045)도 있습니다.
#
# **바꾸어 보세요.** `linear_model`에 넘기는 글을 `[review[:100] + review[-300:] for review in …]`처럼 자르면 선형의 점수는 내려갑니까? 마지막 추측을 재는 실험입니다.
#
# ## 15. 오류 분석
#
# 점수 하나로는 어디가 약한지 모릅니다. 우리 문장 넷에 두 모델이 무엇이라고 답하는지 봅니다.
#
# **먼저 맞혀 보세요.** 두 모델이 **함께** 틀리는 문장은 어느 것일까요?
#
# <details><summary>답</summary>
#
# 넷째입니다. 정답은 긍정인데 GRU는 0.00, 선형은 0.01이라고 답합니다. 나머지 셋은 둘 다 맞힙니다.
# </details>

# %% tags=["profile"]
example_tokens = [tokenize(example) for example in examples]
pd.DataFrame({"정답": example_labels, "GRU": predict(model, prepare(example_tokens)),
              "선형": bigram["classifier"].predict_proba(bigram["vectorizer"].transform(example_tokens))[:, 1]},
             index=[clean(example)[:45] + "..." for example in examples]).round(2)

# %% [markdown]
# 1에 가까우면 긍정, 0에 가까우면 부정입니다. 셋째 문장은 칭찬으로 시작해 혹평으로 끝나고, 넷째 문장은 `dull`, `wrong`, `boring`을 모두 쓰면서 칭찬합니다.
# 순서를 읽을 수 있는 구조라고 해서 뒤집힌 말투를 저절로 배우는 것은 아닙니다. 그런 문장이 학습 데이터에 적어서라고 짐작합니다(추측).
# **바꾸어 보세요.** 넷째 문장에서 `dull`과 `wrong`을 하나씩 빼 보세요. 어느 말이 확률을 더 움직입니까?
#
# 실제 글은 통계로 봅니다. 길이에 따라 정확도가 다를까요?

# %% tags=["profile"]
test_lengths = np.array([len(review) for review in test_tokens])
edges = np.unique(np.percentile(test_lengths, [0, 20, 40, 60, 80, 100]))
which = np.clip(np.digitize(test_lengths, edges[1:-1], right=True), 0, len(edges) - 2)
centres = [f"{int(low)}-{int(high)}" for low, high in zip(edges[:-1], edges[1:])]
for name, marker in (("선형, 두 단어까지", "s"), ("양방향 GRU", "o")):
    right = (predictions[name] >= 0.5) == y_test
    plt.plot(centres, [right[which == k].mean() for k in range(len(centres))], marker=marker, label=name)
plt.gca().set(title="글의 길이와 시험 정확도", xlabel="토큰의 수(다섯 무리)", ylabel="정확도")
plt.legend()
plots.show(alt="글을 길이에 따라 다섯 무리로 나눈 시험 정확도. 두 모델의 선이 무리마다 조금씩 오르내린다.")

# %% [markdown]
# GRU가 가장 많이 뒤지는 곳은 긴 글이 아니라 **가장 짧은** 무리(7-120토큰)입니다. 그림에서 0.911과 0.891로 2점이고, 가운데 무리는 0.3점, 가장 긴 무리는 1.5점입니다.
# 그러니 "긴 글의 가운데를 버려서 진다"는 설명만으로는 부족합니다.
#
# 두 모델이 **같은 글에서** 틀리는지도 봅니다. 서로 다른 글에서 틀린다면 둘을 합칠 값어치가 있습니다.

# %% tags=["profile"]
right = {name: (predictions[name] >= 0.5) == y_test for name in ("선형, 두 단어까지", "양방향 GRU")}
crossed = pd.crosstab(pd.Series(right["선형, 두 단어까지"], name="선형이 맞힘"), pd.Series(right["양방향 GRU"], name="GRU가 맞힘"), normalize=True)
both = (predictions["선형, 두 단어까지"] + predictions["양방향 GRU"]) / 2
print(f"두 확률의 평균으로 답하면: {score(both, y_test)[1]:.4f}")
crossed.round(3)

# %% [markdown]
# 선형만 맞힌 글이 5.1%, GRU만 맞힌 글이 3.9%입니다. 실력이 같다면 이 둘은 반반이어야 합니다. 25,000개에서 약 1,270개와 980개이므로 차이 약 290은 $\sqrt{1270+980}\approx 47$의 여섯 배입니다.
# 이것이 짝지은 검정(McNemar)이고, 여섯 배는 우연으로 볼 수 없습니다. 두 모델이 맞히는 글은 서로 다릅니다. (평균의 점수는 시험 데이터를 펼친 뒤에 떠올린 것이므로 표에 넣지 않습니다. 넣으려면 검증 데이터에서 먼저 골랐어야 합니다.)
#
# 마지막으로, 모델이 **스스로 자신 없어 하는** 글에서 더 자주 틀리는지 봅니다. 그렇다면 확률이 쓸모 있다는 뜻입니다.

# %% tags=["profile"]
confidence = np.abs(predictions["양방향 GRU"] - 0.5)
half = confidence >= np.median(confidence)
sure, unsure = right["양방향 GRU"][half].mean(), right["양방향 GRU"][~half].mean()
assert sure > unsure
print(f"자신 있는 절반의 정확도 {sure:.3f}, 자신 없는 절반의 정확도 {unsure:.3f}")

# %% [markdown]
# ## 정리
#
# - 태그와 보이지 않는 글자를 치우고, 되풀이된 글을 지운 **다음에** 나눕니다. 어휘는 학습 몫으로만 만듭니다.
# - 길이가 비슷한 글끼리 묶으면 읽을 패딩이 크게 줄어듭니다. 예측한 뒤에는 원래 순서로 되돌립니다.
# - 패딩은 마스크로 건너뜁니다. 패딩을 더 붙여도 답이 같은지 시험해 봅니다.
# - 학습과 검증에 같은 영화의 글이 섞이면 검증 점수가 후해집니다. 나누는 법을 바꾸어 재 보면 드러납니다.
# - 검증 손실이 다시 오르면 과적합입니다. 여기서는 가장 좋은 가중치로 되돌리기가 손실을 거의 다 줄였습니다. 고친 것은 같은 규칙으로 고른 것끼리 견줍니다.
# - 파라미터가 가장 많은 임베딩은 라벨 없이 먼저 배워 얼릴 수 있습니다. 라벨은 작은 순환층만 가르칩니다.
# - 단순한 기준선을 먼저 재고, 시험 데이터는 마지막에 한 번만 씁니다. 긴 영화평에서는 선형 n-그램이 아주 강합니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 같은 영화의 글을 섞어서 나눔 | **오류 없음**, 검증 점수가 부풀려짐 | 이어진 덩어리나 무리(group)째 나누기 |
# | 시험 데이터까지 넣어 어휘를 만듦 | **오류 없음**, 점수가 부풀려짐 | 학습 몫으로만 만들기 |
# | `<br />`을 빈칸 없이 지움 | 앞뒤 단어가 붙어 `<UNK>`가 됨 | 빈칸으로 바꾸기 |
# | 정해 둔 에폭을 다 돌고 마지막 가중치를 씀 | 검증 손실이 바닥을 지나 오름 | 조기 종료, 가장 좋은 가중치로 되돌리기 |
# | 멈추기만 하고 되돌리지 않음 | 나빠진 뒤의 가중치가 남음 | `restore_best_weights=True` |
# | 길이로 정렬해 예측하고 순서를 되돌리지 않음 | **오류 없음**, 정확도가 절반 | 자리(index)에 써넣기 |
# | 패딩까지 평균 냄 | 짧은 글일수록 나빠짐 | 마스크 평균 |
# | 시험 점수를 보며 설정을 고름 | **오류 없음**, 점수를 믿을 수 없음 | 검증 몫을 따로 두기 |
# | 기준선이 없음 | 0.88이 좋은지 나쁜지 모름 | 다수 라벨과 선형 모델부터 |
#
# ## 더 읽을거리
#
# - Maas 외 (2011), *Learning Word Vectors for Sentiment Analysis* — 이 데이터를 만든 논문.
# - Wang, Manning (2012), *Baselines and Bigrams: Simple, Good Sentiment and Topic Classification* — 두 단어 묶음이 왜 강한가.
# - Srivastava 외 (2014), *Dropout: A Simple Way to Prevent Neural Networks from Overfitting* — 드롭아웃.
# - Gal, Ghahramani (2016), *A Theoretically Grounded Application of Dropout in Recurrent Neural Networks* — 순환층에서의 드롭아웃.
# - Lai 외 (2015), *Recurrent Convolutional Neural Networks for Text Classification* — 문맥과 단어 벡터를 이어 붙여 최댓값으로 요약하기.
# - Iyyer 외 (2015), *Deep Unordered Composition Rivals Syntactic Methods for Text Classification* — 단어 드롭아웃, 순서 없는 모델의 힘.
# - Prechelt (1998), *Early Stopping — But When?* — 언제 멈출까.
#
# ## 다음 강의
#
# 035에서는 한국어 영화평을 다룹니다. 글은 훨씬 짧고, 띄어쓰기는 믿을 수 없고, 단어를 나누는 일 자체가 문제가 됩니다.
