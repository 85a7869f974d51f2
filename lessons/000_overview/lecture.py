# ---
# title: 자연어 처리의 지도와 시작하기
# number: "000"
# objectives:
#   - 자연어 처리가 쓰이는 곳을 이해와 생성으로 나누어 말합니다.
#   - 글이 토큰과 번호가 되는 길을 그림으로 설명하고, 영어와 한국어를 문장과 단어로 자릅니다.
#   - 스팸 문자를 규칙, 세기, 신경망으로 가려내고 정밀도, 재현율, F1로 정직하게 견줍니다.
#   - 2013년부터 오늘까지의 지도에서 강좌의 강의마다 자리를 찾습니다.
#   - Colab에서 노트북을 열고, 실습 과제를 풀고, 검사하고, 냅니다.
# datasets: [sms_spam]
# prerequisites: []
# packages: [kiwipiepy]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 한 문장으로 시작합니다
#
# 친구가 문자를 보냈습니다. **"Are you free now? Call me!"** (지금 시간 돼? 전화해 줘!)
#
# 사람은 한눈에 읽습니다. 컴퓨터는 어떨까요? 스팸 차단기는 이 문자를 친구에게서 온 것으로 볼까요, 광고로 볼까요?
# 이 문장 하나를 끝까지 들고 가면서 자연어 처리(natural language processing, NLP)의 지도를 그리고, 마지막에 Colab에서 과제를 내는 법까지 익힙니다.
#
# 코드를 다 이해하지 못해도 괜찮습니다. 여기서는 **무엇이 어디에 있는지**만 보고, 하나하나는 뒤의 강의에서 다시 만납니다.
# 이 문서가 **노트북**이고, 코드가 든 상자가 **셀**입니다. 셀을 누르고 **Shift+Enter**를 누르면 실행되고, 결과가 바로 아래에 나옵니다. 맨 위의 준비 셀부터 차례로 실행하세요.
#
# **Colab이 처음이라면.** 위의 *Open in Colab* 단추를 누르고 구글 계정으로 로그인합니다. 셀을 처음 실행할 때 Google이 만든 노트북이 아니라는 경고가 나오면, 이 강좌의 노트북이 맞는지 보고 계속 실행하는 쪽을 누릅니다.
# 고친 것을 남기려면 먼저 **파일 → Drive에 사본 저장**을 누르세요. 저장하고, 과제를 풀고, 내는 법은 10절에서 차례로 봅니다.

# %%
import re
from collections import Counter

import keras
import numpy as np
import pandas as pd
from kiwipiepy import Kiwi
from scipy.stats import binomtest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from nlplab import course_map, data, diagrams, messages, runtime

message = "Are you free now? Call me!"       # 끝까지 들고 갈 문자

# %% settings
S = runtime.settings(
    epochs=12,  # quick: 3 · 신경망이 학습 데이터를 되풀이해 읽는 최대 횟수
    seeds=(1, 2, 3),  # quick: (1,) · 신경망을 시드마다 한 번씩 학습합니다
    splits=5,  # quick: 2 · 데이터를 다시 나누어 보는 횟수
)

# %% [markdown]
# ## 1. 어디에 쓰일까요
#
# 자연어 처리의 일은 두 가지로 나뉩니다. 글을 읽고 라벨이나 수, 글 속의 자리를 내면 **이해**(understanding), 새 글을 쓰면 **생성**(generation)입니다. 우리 문자로 여덟 가지를 적었습니다.
#
# | 일 | 들어가는 것 | 나오는 것 | 강의 |
# |---|---|---|---|
# | 분류 | Are you free now? Call me! | 스팸 아님 | 여기, 010, 030, 035 |
# | 표시하기 | Call **Mina** at **7** | Mina=사람, 7=시각 | 140, 300 |
# | 뽑아내기 | 긴 안내 문자 | 날짜와 장소만 | 300, 320 |
# | 유사도 | "Call me!"와 "Call me now!" | 1에 가까운 수 | 010, 015 |
# | 번역 | Call me! | 전화해 줘! | 080, 090, 130 |
# | 요약 | 단체 대화 200줄 | "금요일 7시에 모인다" | 300 |
# | 질의응답 | "언제 모여?"와 위의 대화 | 금요일 7시 | 140, 300 |
# | 대화 | Are you free now? | 응, 지금 전화할게 | 150, 160, 320 |
#
# **먼저 맞혀 보세요.** 여덟 가지 가운데 새 글을 쓰는 **생성**은 무엇일까요?
#
# <details><summary>답</summary>
#
# 번역, 요약, 대화입니다. 질의응답은 둘 다 될 수 있습니다. 글에서 답이 있는 자리를 짚으면 이해이고, 답을 새로 쓰면 생성입니다.
# </details>
#
# ## 2. 글이 번호가 되기까지
#
# 모델은 글자가 아니라 **수**를 계산합니다. 글의 모음을 **말뭉치**(corpus), 글을 잘라 얻은 조각을 **토큰**(token)이라고 합니다. 말뭉치에 나온 서로 다른 토큰에 번호를 붙인 것이
# **어휘**(vocabulary)입니다. 어휘에는 글에 없는 토큰 두 개를 더 넣습니다.
#
# - `<PAD>`: 길이를 맞추려고 채우는 빈자리(패딩, padding)
# - `<UNK>`: 어휘에 없는 모르는 단어(unknown)

# %%
def tokens(text):
    return re.findall(r"\w+|[^\w\s]", text.lower())   # 이어진 글자 또는 문장 부호 하나

corpus = [message, "Free prize now!", "I am at home."]
seen = sorted({token for text in corpus for token in tokens(text)})
vocabulary = ["<PAD>", "<UNK>", *seen]
print(tokens(message))
print(len(vocabulary), vocabulary)

# %% claim
assert len(vocabulary) == 16 and vocabulary[:2] == ["<PAD>", "<UNK>"] and len(tokens(message)) == 8

# %% [markdown]
# 글 세 개의 서로 다른 토큰 14개에 `<PAD>`와 `<UNK>`를 더해 어휘는 16개입니다. 우리 문자는 토큰 8개입니다. 문장 부호도 토큰입니다. 이제 처음 보는 글 "Call me Mina"를 길이 5에 맞춥니다.
#
# **먼저 맞혀 보세요.** 다섯 자리에는 각각 무엇이 들어갈까요?
#
# <details><summary>답</summary>
#
# `call`, `me`의 번호, `mina`는 어휘에 없으니 `<UNK>`의 번호 1, 남은 두 자리는 `<PAD>`의 번호 0입니다.
# </details>

# %%
new = tokens("Call me Mina")
pieces = new + ["<PAD>"] * (5 - len(new))       # 빈자리를 채웁니다
known = [piece if piece in vocabulary else "<UNK>" for piece in pieces]
numbers = [vocabulary.index(piece) for piece in known]
print(numbers)

# %% [markdown]
# 같은 것을 그림으로 봅니다. 윗줄이 `pieces`, 가운뎃줄이 `known`, 아랫줄이 `numbers`입니다.

# %%
picture = diagrams.Diagram("토큰에서 번호로")
steps = [pieces, known, map(str, numbers)]
rows = [picture.row(row, (0, -at)) for at, row in enumerate(steps)]
picture.arrow(rows[0], rows[1])
picture.arrow(rows[1], rows[2])
notes = ["아는 단어", "불용어", "모르는 단어", "빈자리", "빈자리"]
for box, note, colour in zip(rows[1], notes, ["blue", "grey", "orange", "green", "green"]):
    box.colour, box.fill = colour, True
    picture.label(note, (box.x, 0.8), colour)
picture.show(alt="call, me, mina와 빈자리 둘이 어휘를 거쳐 번호가 된다. call은 8, "
                 "불용어 me도 제 번호 12, mina는 UNK라서 1, 빈자리 둘은 PAD라서 0이다.")

# %% claim
assert numbers == [vocabulary.index("call"), vocabulary.index("me"), 1, 0, 0] == [8, 12, 1, 0, 0], numbers

# %% [markdown]
# `me`처럼 어느 글에나 나오는 말을 **불용어**(stop word)라고 부릅니다. 뜻이 적다고 지우라는 조언이 흔한데, 조금 뒤 스팸에서는 바로 이 `me`가 우리 문자를 햄 쪽으로 가장 세게 당깁니다. 지우면 좋아지는지는 035에서 잽니다.
#
# **바꾸어 보세요.** `corpus`에 `"Mina is here"`를 더하면 그림의 어느 자리가 바뀝니까? 번호들은 그대로입니까?
#
# ## 3. 문장과 단어로 자르기
#
# 자르는 규칙은 말마다 다릅니다. 먼저 영어입니다. "마침표, 물음표, 느낌표 뒤의 빈칸에서 자른다"는 정규식을 써 봅니다.
#
# **먼저 맞혀 보세요.** 아래 글은 사람이 읽으면 두 문장입니다. 이 규칙은 몇 조각을 낼까요?
#
# <details><summary>답</summary>
#
# 세 조각입니다. `Mr.`의 마침표에서도 자릅니다. `p.m.` 뒤에서는 마침 문장이 끝나므로 옳게 잘렸습니다.
# </details>

# %%
english = "Mr. Kim is free at 3 p.m. Call him!"
for piece in re.split(r"(?<=[.!?])\s+", english):
    print(piece, "→", tokens(piece))

# %% claim
assert len(re.split(r"(?<=[.!?])\s+", english)) == 3 and len(tokens("p.m.")) == 4

# %% [markdown]
# `Mr.`에서 잘못 잘랐고, `p.m.`은 토큰 네 개로 흩어졌습니다. NLTK 같은 도구의 `sent_tokenize`는 줄임말의 목록을 배워 이런 잘못을 줄입니다.
# 이 강좌는 NLTK를 설치하지 않고 정규식을 씁니다. 스팸을 가려내는 일도 이것으로 시작합니다.
#
# 한국어는 조사와 어미가 단어에 붙어 있습니다. 그래서 뜻을 가진 가장 작은 단위인 **형태소**(morpheme)로 나누는 분석기를 씁니다. 여기서는 Kiwi입니다.

# %%
kiwi = Kiwi()
korean = "김 선생님은 3.5층에 계셔. 지금 시간 돼? 전화해 줘!"
for sentence in kiwi.split_into_sents(korean):
    print(sentence.text, "→", [token.form for token in kiwi.tokenize(sentence.text)])
print(korean.split())

# %% claim
assert [s.text for s in kiwi.split_into_sents(korean)] == ["김 선생님은 3.5층에 계셔.", "지금 시간 돼?", "전화해 줘!"]
assert "선생님은" in korean.split() and "은" in [t.form for t in kiwi.tokenize(korean)]

# %% [markdown]
# Kiwi는 `3.5`의 점에서 자르지 않고 세 문장으로 옳게 나누었습니다. 빈칸으로 자르면 `선생님은`이 통째로 한 조각이지만, Kiwi는 조사 `은`을 떼어 냅니다.
#
# **바꾸어 보세요.** `korean`의 빈칸을 모두 지우면 Kiwi는 몇 문장으로 나눕니까?
#
# ## 4. 한 가지 일: 스팸일까요
#
# 이제 한 가지 일을 세 방법으로 풀어 견줍니다. 영어 문자가 **스팸**(spam)인지 보통 문자인 **햄**(ham)인지 맞히는 분류입니다. 데이터가 어디서 왔는지부터 봅니다.

# %% tags=["profile"]
data.card("sms_spam")

# %% [markdown]
# 카드에 적힌 흠 하나가 중요합니다. 같은 글이나 숫자만 다른 글, 곧 **사본**이 많습니다. 줄을 아무렇게나 나누면 시험 문제의 사본으로 공부하는 셈입니다. `messages.split`은
# 글자만 남겨 같은 문자끼리 한쪽에 두고, 검증과 시험에는 하나씩만 남깁니다. 8절에서 이것이 얼마나 중요한지 잽니다.

# %% tags=["profile"]
table = messages.load_sms_spam()
train, valid, test = messages.split(table)
sizes = [[len(part), part.label.sum(), part.label.mean()] for part in (train, valid, test)]
pd.DataFrame(sizes, ["학습", "검증", "시험"], ["문자", "스팸", "스팸의 비율"]).round(3)

# %% claim real=True
assert (len(train), len(valid), len(test)) == (3344, 1017, 1017)
assert [row[1] for row in sizes] == [426, 121, 129] and round(sizes[2][2], 3) == 0.127

# %% [markdown]
# 학습 데이터에서 배우고, 검증 데이터로 고르고, 시험 데이터는 마지막에 **한 번만** 엽니다. 학습 데이터를 네 줄 봅니다. 1이 스팸입니다.

# %% tags=["profile", "rows"]
train.groupby("label").sample(2, random_state=7)

# %% [markdown]
# 시험 데이터의 87%가 햄입니다. 언제나 "햄"이라고만 답해도 **정확도**(accuracy)가 0.87이라는 뜻입니다. 그래서 스팸을 기준으로 두 가지를 더 셉니다.
#
# - **정밀도**(precision): 스팸이라고 **답한** 것 가운데 진짜 스팸의 비율. 낮으면 친구의 문자가 막힙니다.
# - **재현율**(recall): 진짜 스팸 가운데 **잡아낸** 것의 비율. 낮으면 광고가 샙니다.
# - **F1**: 둘의 조화평균 $2PR/(P+R)$. 한쪽만 높아서는 커지지 않습니다.

# %%
def scores(answers, guesses):
    """정답과 답 (0 햄, 1 스팸) → 정밀도, 재현율, F1, 정확도."""
    answers, guesses = np.array(answers), np.array(guesses)
    caught = ((answers == 1) & (guesses == 1)).sum()
    precision = caught / max(guesses.sum(), 1)       # 답한 스팸이 없으면 0
    recall = caught / max(answers.sum(), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return [precision, recall, f1, (answers == guesses).mean()]

# %% [markdown]
# 문자 열 개로 해 봅니다. 스팸 셋 가운데 둘을 잡았고, 햄 일곱 가운데 둘을 잘못 막았습니다.
#
# **먼저 맞혀 보세요.** 정밀도, 재현율, 정확도는 얼마일까요? "늘 햄"의 정확도와 견주면요?
#
# <details><summary>답</summary>
#
# 정밀도 2/4, 재현율 2/3, 정확도 0.7입니다. 늘 햄이라고 답한 쪽의 정확도도 똑같이 0.7이지만 스팸은 하나도 잡지 못합니다.
# </details>

# %%
answers = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
guesses = [1, 1, 0, 1, 1, 0, 0, 0, 0, 0]
picture = diagrams.Diagram("혼동 행렬: 정답과 답을 함께 셉니다")
picture.grid([["2 잡음", "1 놓침"], ["2 잘못 막음", "5 통과"]],
             colours=[["green", "orange"], ["orange", "green"]],
             rows=["정답 스팸", "정답 햄"], columns=["답 스팸", "답 햄"], cell=(1.3, 1))
picture.show(alt="정답이 스팸인 줄: 잡음 2, 놓침 1. 정답이 햄인 줄: 잘못 막음 2, 통과 5.")
names = ["정밀도", "재현율", "F1", "정확도"]
tried = [scores(answers, guesses), scores(answers, [0] * 10)]
pd.DataFrame(tried, ["위의 답", "늘 햄"], names).round(2)

# %% claim
assert np.allclose(tried, [[0.5, 2 / 3, 4 / 7, 0.7], [0, 0, 0, 0.7]])

# %% [markdown]
# 정확도만 보면 둘이 같습니다. F1은 0.57과 0으로 갈립니다. 답한 스팸이 하나도 없을 때 정밀도는 0/0인데, 여기서는 0으로 **정했습니다**. 미리 정해 두어야 표끼리 견줄 수 있습니다.
#
# **바꾸어 보세요.** `guesses`를 모두 1로 하면 재현율과 정밀도는 얼마가 됩니까?
#
# ## 5. 방법 하나: 규칙
#
# 사람이 규칙을 적습니다. 스팸에 자주 나올 것 같은 단어를 세고, 전화번호 같은 긴 숫자를 찾습니다. 단어는 흔한 광고를 떠올려 적었습니다.

# %%
WORDS = {"free", "win", "won", "prize", "call", "claim", "urgent", "cash", "txt", "text"}

def spam_words(text):
    return len(WORDS & set(tokens(text)))

def long_number(text):
    return bool(re.search(r"\d{5}", text))       # 숫자가 다섯 자리 이상 이어지면 참

# %%
rules = {
    "단어 하나 이상": lambda text: spam_words(text) >= 1,
    "단어 둘 이상": lambda text: spam_words(text) >= 2,
    "긴 숫자": long_number,
    "긴 숫자 또는 단어 둘": lambda text: long_number(text) or spam_words(text) >= 2,
}
print(spam_words(message), {name: int(rule(message)) for name, rule in rules.items()})

# %% claim
assert spam_words(message) == 2 and [int(rule(message)) for rule in rules.values()] == [1, 1, 0, 1]

# %% [markdown]
# 우리 문자에는 `free`와 `call`이 있어 세 규칙이 스팸이라고 합니다. 친구의 문자가 막혔습니다. 규칙마다 검증 데이터에서 점수를 잽니다.
#
# **먼저 맞혀 보세요.** "단어 하나 이상"에서 "단어 둘 이상"으로 깐깐해지면 정밀도와 재현율은 각각 어떻게 될까요?
#
# <details><summary>답</summary>
#
# 정밀도는 0.616에서 0.903으로 오르고 재현율은 0.835에서 0.463으로 떨어집니다. 문턱값을 옮기면 하나를 얻고 하나를 내줍니다.
# </details>

# %% tags=["profile"]
found = {name: scores(valid.label, valid.document.map(rule).astype(int))
         for name, rule in rules.items()}
by_rule = pd.DataFrame(found, names).T
rule = rules[by_rule["F1"].idxmax()]
by_rule.round(3)

# %% claim real=True
assert by_rule.round(3)["정밀도"].tolist() == [0.616, 0.903, 0.989, 0.934], by_rule
assert by_rule.round(3)["재현율"].tolist() == [0.835, 0.463, 0.777, 0.818], by_rule
assert by_rule.round(3)["F1"].tolist() == [0.709, 0.612, 0.87, 0.872], by_rule

# %% [markdown]
# "긴 숫자" 하나만으로 정밀도 0.989, 재현율 0.777입니다. 떠올려 적은 단어보다 이 규칙 하나가 낫습니다. 학습 데이터를 **들여다보고** 규칙을 다듬으면 더 나아질 수도 있지만, 여기서는 하지 않았습니다.
# F1이 가장 높은 "긴 숫자 또는 단어 둘"(0.872)을 고릅니다. "긴 숫자"(0.870)와 거의 같습니다. 다만 이 규칙은 우리 문자를 스팸이라고 합니다.
#
# **바꾸어 보세요.** `r"\d{5}"`를 `r"\d{3}"`으로 바꾸면 정밀도는 얼마가 됩니까?
#
# ## 6. 방법 둘: 세고, 배웁니다
#
# 어느 단어가 얼마나 스팸다운지를 사람이 정하지 않고 **데이터에서 배웁니다**. 토큰마다 나온 횟수를 세고, 횟수에 가중치를 곱해 모두 더합니다. 거기에 절편(intercept, 어느 문자에나 똑같이 더하는 수)을 더한 값이 0보다 크면 스팸입니다.
# 가중치를 배우는 방법은 로지스틱 회귀(logistic regression)입니다. 이렇게 더해서 가르는 선형 분류기는 010에서 자세히 보고, 로지스틱 회귀는 030에서 다시 씁니다. `C`가 클수록 가중치가 커질 수 있습니다. 얼마가 좋은지는 검증의 F1로 고릅니다.

# %% tags=["profile"]
counter = CountVectorizer(analyzer=tokens, min_df=2)     # 두 문자 이상에 나온 토큰만
X = counter.fit_transform(train.document)                # (학습 문자, 토큰)
linear, tried = None, {}
for C in (0.1, 1, 10, 100):
    model = LogisticRegression(C=C, max_iter=2000).fit(X, train.label)
    tried[C] = scores(valid.label, model.predict(counter.transform(valid.document)))
    if linear is None or tried[C][2] > best:
        linear, best = model, tried[C][2]
print("토큰", X.shape[1])
pd.DataFrame(tried, names).T.rename_axis("C").round(3)

# %% claim real=True
assert X.shape == (3344, 3103) and linear.C == 10
assert [round(found[2], 3) for found in tried.values()] == [0.901, 0.921, 0.935, 0.932], tried

# %% [markdown]
# `C=10`의 F1 0.935는 규칙의 0.872보다 높습니다. 배운 가중치를 들여다볼 수 있다는 것이 이 방법의 좋은 점입니다. 우리 문자를 이루는 토큰의 가중치를 봅니다.
#
# **먼저 맞혀 보세요.** `free`, `call`, `me` 가운데 햄 쪽(음수)으로 당기는 것은 무엇일까요?
#
# <details><summary>답</summary>
#
# `me`입니다(−1.75). 학습 데이터에서 `call me`가 든 문자 37개는 모두 햄입니다.
# </details>

# %% tags=["profile"]
weight = dict(zip(counter.get_feature_names_out(), linear.coef_[0]))
z = linear.intercept_[0] + sum(weight.get(token, 0) for token in tokens(message))
print({token: round(float(weight.get(token, 0)), 2) for token in tokens(message)})
chance = 1 / (1 + np.exp(-z))
print(f"절편 {linear.intercept_[0]:.2f}, 더한 값 {z:.2f}, 스팸일 확률 {chance:.2f}")
top = sorted(weight, key=weight.get)
print("스팸 쪽:", top[:-9:-1], "\n햄 쪽:", top[:8])
call_me = train.label[train.document.str.contains("call me", case=False)]
print(f"call me가 든 학습 문자 {len(call_me)}개 가운데 스팸 {call_me.sum()}개")

# %% claim real=True
assert [round(weight[token], 2) for token in ("free", "call", "me")] == [1.59, 2.19, -1.75], weight
assert round(linear.intercept_[0], 2) == -5.54 and round(1 / (1 + np.exp(-z)), 2) == 0.11, z
assert len(call_me) == 37 and call_me.sum() == 0
assert {"text", "£", "service"} <= set(top[:-9:-1]) and top[:2] == ["me", "i"] and "my" in top[:8]

# %% [markdown]
# `free`(1.59)와 `call`(2.19)은 스팸 쪽으로, `me`(−1.75)는 햄 쪽으로 당깁니다. 절편까지 더하면 0보다 작습니다. 0이 확률 0.5이니, 스팸일 확률은 0.11입니다. **친구의 문자가 통과했습니다.**
# `me` 혼자 구한 것은 아닙니다. `me`의 몫을 빼도 −0.30으로 0보다 작습니다(확률 0.4 남짓). 아무 토큰이 없을 때의 값인 절편이 −5.54로 이미 햄 쪽에 있기 때문입니다.
# 햄 쪽의 맨 앞은 `me`, `i` 같은 불용어입니다. 지우면 이 실마리를 잃습니다. 지운 채로 다시 배우면 어떻게 되는지는 여기서 재지 않았습니다. 스팸 쪽에는 `text`, `£`, `service`가 있습니다.
#
# **바꾸어 보세요.** `message`를 `"Are you free now? Call us!"`로 바꾸면 확률은 얼마가 됩니까? 다시 원래대로 돌려놓으세요.
#
# ## 7. 방법 셋: 작은 신경망
#
# 신경망은 토큰마다 수 16개짜리 **벡터**를 배우고(임베딩, embedding), 문자의 벡터들을 평균한 다음, 층을 두 번 거쳐 확률을 냅니다. 2절의 `<PAD>`와 `<UNK>`가 여기서 쓰입니다. 빈자리는 평균에 넣지 않습니다(`mask_zero`).
# 신경망은 문자마다 앞의 40토큰만 읽습니다. 세기는 문자를 끝까지 셉니다.

# %% tags=["profile"]
counts = Counter(token for text in train.document for token in dict.fromkeys(tokens(text)))
vocabulary = ["<PAD>", "<UNK>", *(token for token, times in counts.items() if times >= 2)]
number = {token: n for n, token in enumerate(vocabulary)}

def encode(texts, length=40):
    ids = np.zeros((len(texts), length), dtype="int32")        # 0은 <PAD>
    for row, text in zip(ids, texts):
        found = [number.get(token, 1) for token in tokens(text)][:length]
        row[:len(found)] = found
    return ids                                                 # (문자, 40)

print("어휘", len(vocabulary), " 우리 문자:", encode([message])[0, :10])

# %%
def build():
    model = keras.Sequential([
        keras.Input((40,), dtype="int32"),
        keras.layers.Embedding(len(vocabulary), 16, mask_zero=True),   # (문자, 40, 16)
        keras.layers.GlobalAveragePooling1D(),                         # (문자, 16)
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),                   # (문자, 1) 확률
    ])
    model.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy")
    return model

# %% [markdown]
# 처음의 가중치는 무작위라서 **시드**(seed)마다 결과가 다릅니다. 한 번의 점수를 믿지 않고 세 번 학습합니다. 검증 손실이 두 번 이어서 나아지지 않으면 멈추고, 가장 좋았던 때로 되돌립니다.
#
# **먼저 맞혀 보세요.** 신경망은 세기만 한 방법의 0.935를 넘을까요?
#
# <details><summary>답</summary>
#
# 넘지 못합니다. 세 시드의 F1은 0.916에서 0.928입니다.
# </details>

# %%
def train_network(seed):
    runtime.seed_everything(seed)
    model = build()
    stop = keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)
    checked = encode(valid.document), valid.label.to_numpy()
    model.fit(encode(train.document), train.label.to_numpy(), epochs=S.epochs, batch_size=64,
              validation_data=checked, verbose=0, callbacks=[stop])
    return model

def spam_chance(model, texts):
    return model.predict(encode(texts), verbose=0)[:, 0]

# %% tags=["profile"]
networks, by_seed = {}, {}
for seed in S.seeds:
    with runtime.stopwatch(f"시드 {seed}"):
        networks[seed] = train_network(seed)
    guess = (spam_chance(networks[seed], valid.document) > 0.5).astype(int)
    by_seed[f"시드 {seed}"] = scores(valid.label, guess)
pd.DataFrame(by_seed, names).T.round(3)

# %% claim real=True
assert [round(found[2], 3) for found in by_seed.values()] == [0.924, 0.916, 0.928], by_seed
assert all(found[0] < tried[10][0] for found in by_seed.values())
assert all(found[1] > 0.9 > 0.894 > tried[10][1] for found in by_seed.values())

# %% [markdown]
# 0.924, 0.916, 0.928입니다. 세기만 한 방법보다 재현율은 높지만(검증의 스팸 121개 가운데 한두 개 차이) 정밀도가 낮아서, F1은 조금 낮습니다. 학습한 문자가 3,344개뿐이라 그럴 수 있습니다(추측).
# 아직 졌다고는 할 수 없습니다. 선형은 `C` 넷 가운데 이 검증 데이터에서 가장 좋은 것을 골랐고, 신경망은 한 가지 설정뿐입니다. 차이가 우연인지는 시험 데이터로 따집니다(8절).
#
# **바꾸어 보세요.** `build`의 16을 모두 4로 줄이면 F1은 얼마가 됩니까?
#
# ## 8. 한 표에 놓습니다
#
# 이제 시험 데이터를 **한 번** 엽니다. 나누기와 점수는 셋 모두 같고, 신경망이 앞의 40토큰만 읽는 것은 다릅니다.
#
# **먼저 맞혀 보세요.** 정확도로만 보면 "늘 햄"과 가장 좋은 방법의 차이는 얼마일까요? F1로 보면요?
#
# <details><summary>답</summary>
#
# 정확도로는 0.873과 0.982라 가까워 보이지만, F1로는 0과 0.932입니다.
# </details>

# %% tags=["profile"]
opened = {"늘 햄": np.zeros(len(test), int), "규칙": test.document.map(rule).astype(int),
          "세기 + 선형": linear.predict(counter.transform(test.document))}
for seed, model in networks.items():
    opened[f"신경망, 시드 {seed}"] = (spam_chance(model, test.document) > 0.5).astype(int)
points = {name: scores(test.label, guess) for name, guess in opened.items()}
result = pd.DataFrame(points, names)
result.T.round(3)

# %% claim real=True
assert result.loc["F1"].round(3).tolist() == [0, 0.867, 0.924, 0.912, 0.932, 0.917], result
assert result.loc["정확도"].round(3).tolist() == [0.873, 0.97, 0.981, 0.977, 0.982, 0.978], result
assert result.loc["정밀도"].idxmax() == "규칙" and result.loc["재현율"].idxmax() == "신경망, 시드 2"

# %% [markdown]
# F1은 규칙 0.867, 세기 + 선형 0.924, 신경망 0.912에서 0.932입니다. 선형은 세 시드의 **사이**에 있습니다. 정밀도는 **규칙**(0.971)이, 재현율은 **신경망**(0.922에서 0.953)이 가장 높습니다. 하나의 수로 줄이면 이것이 보이지 않습니다.
# 다만 규칙과 선형의 정밀도는 잘못 막은 문자로 세면 세 통과 다섯 통의 차이입니다. 표의 셋째 자리까지 믿을 만큼 문자가 많지 않습니다.
#
# 세기 + 선형과 신경망의 차이는 진짜일까요? 두 모델이 **같은 문자**를 풀었으므로, 한쪽만 맞힌 문자를 세어 반반에서 얼마나 벗어나는지 봅니다(맥니마 검정, McNemar's test).
# $p$는 두 모델의 실력이 같은데도 우연히 이만큼 또는 이보다 더 벗어날 확률입니다. 맞힌 수를 견주므로 F1이 아니라 정확도의 차이를 따지는 검정입니다.

# %% tags=["profile"]
right = {name: np.array(guess == test.label) for name, guess in opened.items()}
pairs = []
for name in list(opened)[3:]:
    only_linear = int((right["세기 + 선형"] & ~right[name]).sum())
    only_network = int((right[name] & ~right["세기 + 선형"]).sum())
    p = binomtest(only_linear, max(only_linear + only_network, 1)).pvalue
    pairs.append([name, only_linear, only_network, round(p, 2)])
pd.DataFrame(pairs, columns=["견준 모델", "선형만 맞힘", "신경망만 맞힘", "p"])

# %% claim real=True
assert [pair[1:] for pair in pairs] == [[12, 8, 0.5], [10, 11, 1.0], [13, 10, 0.68]], pairs
assert result.loc["재현율"].round(3).tolist()[3:] == [0.922, 0.953, 0.938] and round(result.loc["정밀도", "규칙"], 3) == 0.971

# %% [markdown]
# $p$가 0.50, 1.00, 0.68입니다. 시험 문자 1,017개로는 어느 쪽이 낫다고 **말할 수 없습니다**. 이 차이는 우연으로도 흔히 나옵니다. 점수로 가를 수 없다면 단순한 쪽을 고르는 것이 좋습니다.
#
# 점수가 높은 방법도 틀립니다. 우리가 쓴 문장 여섯 개로 어디에서 틀리는지 봅니다. 규칙은 0과 1, 나머지는 스팸일 확률입니다.

# %% tags=["profile"]
probes = {message: 0, "I won the game, call me later": 0,
          "Free entry! Call 00123 now to win a prize": 1,
          "Your parcel is waiting. Confirm your address today": 1, "Fr33 c4sh! R3ply W1N": 1,
          "축하합니다! 무료 상품권에 당첨되었습니다. 지금 전화하세요": 1}
own = pd.DataFrame({"정답": probes.values()}, index=pd.Index(list(probes), name="문장"))
own["규칙"] = [int(rule(text)) for text in probes]
own["선형"] = linear.predict_proba(counter.transform(probes))[:, 1].round(2)
for seed, model in networks.items():
    own[f"신경망 {seed}"] = spam_chance(model, list(probes)).round(2)
own

# %% claim real=True
assert own["규칙"].tolist() == [1, 1, 1, 0, 0, 0], own
assert own["선형"].round(2).tolist() == [0.11, 0.0, 0.86, 0.01, 0.01, 0.01], own
nets = own[[f"신경망 {seed}" for seed in S.seeds]]
assert nets.iloc[0].min() >= 0.8 and nets.iloc[1].max() < 0.5 < nets.iloc[2].min() and nets.iloc[3:].max(axis=None) < 0.5, own

# %% [markdown]
# - **규칙**은 친구의 문자 둘을 막습니다. `free`, `call`, `won`이 있다는 것만 봅니다.
# - **선형**은 우리 문자를 통과시키지만(0.11) **신경망**은 셋 다 막습니다(0.81에서 0.93). 점수가 비슷해도 틀리는 문장이 다릅니다.
# - 아래 셋은 모두가 놓칩니다. 택배 사기, 숫자로 바꾼 철자, 한국어입니다. 이런 글을 배운 적이 없어서일 것입니다(추측). 한국어 문장은 문장 부호 말고는 모두 `<UNK>`입니다.
#
# 마지막으로 4절의 약속입니다. 사본을 가르지 않고 **줄을 아무렇게나** 나누었다면 점수는 얼마나 좋아 보였을까요? 선형 모델을 나누기마다 다시 학습해 검증의 F1을 잽니다.
# 아무렇게나 나눈 쪽에서는 검증 문자 가운데 사본이 얼마나 되는지, 모델이 그 사본을 얼마나 맞히는지도 봅니다.
#
# **먼저 맞혀 보세요.** 모델은 사본의 몇 %를 맞힐까요?
#
# <details><summary>답</summary>
#
# 모두 맞힙니다. 이미 공부한 글이기 때문입니다.
# </details>

# %%
def one_split(seed, careful):
    """→ 검증의 F1, 사본의 비율, 사본만의 정확도."""
    learn, check, _ = messages.split(table, careful=careful, seed=seed)
    again = make_pipeline(CountVectorizer(analyzer=tokens, min_df=2),
                          LogisticRegression(C=10, max_iter=2000))
    guess = again.fit(learn.document, learn.label).predict(check.document)
    known = set(learn.document.map(messages.skeleton))            # 글자만 남긴 학습 문자
    copied = check.document.map(messages.skeleton).isin(known)
    return scores(check.label, guess)[2], copied.mean(), (guess == check.label)[copied].mean()

# %% tags=["profile"]
seeds = range(7, 7 + S.splits)
rows = [[one_split(seed, True)[0], *one_split(seed, False)] for seed in seeds]
columns = ["F1, 사본을 한쪽에", "F1, 아무렇게나", "사본의 비율", "사본의 정확도"]
careless = pd.DataFrame(rows, pd.Index(seeds, name="시드"), columns)
careless.loc["평균"] = careless.mean()
careless.round(3)

# %% claim real=True
assert careless.loc["평균"].round(3).tolist() == [0.932, 0.939, 0.101, 1.0], careless
gain = (careless.round(3)[columns[1]] - careless.round(3)[columns[0]])[:-1]
assert [(gain > 0).sum(), (gain == 0).sum(), (gain < 0).sum()] == [3, 1, 1], gain
assert (careless["사본의 정확도"] == 1).all(), careless

# %% [markdown]
# 아무렇게나 나누면 검증 문자의 10%가 학습 데이터의 사본이고, 모델은 다섯 번 모두 그 사본을 **하나도 틀리지 않았습니다**. 처음 보는 글을 맞히는 힘은 이것으로 알 수 없습니다.
# F1의 평균은 0.932에서 0.939로 조금 좋아 보입니다. 다섯 번 가운데 세 번은 높고, 한 번은 같고, 한 번은 낮습니다. 평균의 차이 0.007은 아무렇게나 나눈 다섯 번의 흔들림(0.928에서 0.954)보다 작습니다. 두 나누기는 검증 문자도 서로 다르므로, F1이 사본 때문에 좋아졌다고 말할 수는 없습니다. 확실한 것은 사본의 비율과 사본의 정확도입니다.
#
# 넷째 방법이 남았습니다. 큰 말뭉치를 미리 읽은 **사전 학습 모델**을 데려와 이 일에 맞추는 것입니다. 140에서 만들고 320에서 씁니다.
#
# **바꾸어 보세요.** `probes`에 여러분이 받은 문자를 넣어 보세요. 세 방법이 모두 틀리는 문장을 만들 수 있습니까?
#
# ## 9. 지도
#
# 규칙과 세기는 오래된 방법입니다. 2013년의 word2vec부터 오늘까지를 그리고, 그 아래에 이 강좌의 강의를 놓았습니다. 2017년의 트랜스포머에서 갈래가 셋으로 나뉩니다.
#
# - **인코더만**: 글을 양쪽에서 읽고 이해합니다. BERT(2018)가 대표입니다.
# - **디코더만**: 앞에서부터 읽으며 다음 토큰을 씁니다. GPT-1(2018)은 파라미터가 1억 1,700만 개였습니다.
# - **인코더와 디코더**: 읽고 나서 씁니다. 2017년의 트랜스포머가 이 꼴이었고 T5와 BART(2019)가 이었습니다.
#
# **먼저 맞혀 보세요.** 우리 문자가 스팸인지 가리는 데는 어느 갈래가, 답장을 쓰는 데는 어느 갈래가 어울릴까요?
#
# <details><summary>답</summary>
#
# 가리는 것은 이해이므로 인코더만(BERT), 답장은 생성이므로 디코더만(GPT)이 먼저 떠오릅니다. 요즘은 디코더만 있는 큰 모델에게 둘 다 시키기도 합니다.
# </details>

# %%
course_map.course_map(here="000_overview").show(
    alt="왼쪽에서 오른쪽으로 단어를 세기, 2013년 word2vec, 2014년 seq2seq, 2015년 어텐션, "
        "2017년 트랜스포머가 있고 그 아래에 강의가 놓인다. 트랜스포머에서 인코더만 쓰는 "
        "BERT, 둘 다 쓰는 T5와 BART, 디코더만 쓰는 GPT의 세 갈래가 나오고, GPT는 "
        "ChatGPT까지 이어진다. 지금 강의인 000만 주황이다.")

# %% [markdown]
# - 2013 word2vec: 단어마다 벡터 하나. 2014 seq2seq: 글을 읽어 글을 씁니다. 어텐션은 2014년 가을에 공개되어 2015년에 발표되었습니다.
# - 2017 트랜스포머. 2018 GPT-1과 BERT. 2019 GPT-2, RoBERTa, T5, BART. 2020 GPT-3. 2021 CLIP: 그림과 글을 함께 읽습니다.
# - 2022 InstructGPT(1월에 공개, 3월에 논문): 사람의 지시를 따르게 맞춥니다(160). **ChatGPT는 2022년 11월**입니다.
#
# 주황색 자리가 여기, 000입니다. 파란 자리는 강의가 아니라 모델의 이름입니다. 번호가 작은 것부터 차례로 가면 됩니다. 037과 045는 왼쪽에 있지만 035 다음에 배웁니다. 320은 둘입니다.
#
# **바꾸어 보세요.** `here="130_transformer"`로 바꾸면 어느 자리에 색이 칠해집니까? 그 왼쪽에는 몇 강이 있습니까?
#
# ## 10. 첫 한 시간: Colab에서 과제를 내기까지
#
# **열기.** 노트북 맨 위의 *Open in Colab* 단추를 누르면 브라우저에서 열립니다. 구글 계정이 필요합니다.
#
# **저장.** 단추로 연 것은 저장되지 않습니다. **파일 → Drive에 사본 저장**을 누르면 새 탭에 사본이 열립니다. 그때부터는 **사본에서** 일하세요. 사본은 저절로 저장되고(**Ctrl+S**로도 됩니다),
# Drive의 `Colab Notebooks` 폴더에 있습니다. 다음 날에는 단추가 아니라 그 폴더에서 엽니다. 강의는 읽기만 한다면 사본이 없어도 되지만, 과제는 꼭 사본에서 풉니다.
#
# **런타임.** 코드는 여러분의 컴퓨터가 아니라 구글의 컴퓨터(런타임)에서 돌아갑니다. 오래 두면 끊기고, 끊기면 변수와 파일이 사라집니다. 사본의 글과 코드는 Drive에 남으니, 준비 셀부터 다시 실행하면 됩니다.
#
# **GPU.** **런타임 → 런타임 유형 변경**에서 GPU를 고를 수 있습니다. 이 강좌의 강의는 CPU만으로도 끝까지 돌아갑니다.
#
# **Drive.** 내려받은 데이터를 Drive에 두면 다음 세션에서 다시 받지 않습니다. 이 셀을 준비 셀 **위에** 둡니다. 체크포인트도 같은 폴더에 저장하면 남습니다.
#
# ```python
# from google.colab import drive
# drive.mount("/content/drive")
# %env NLPLAB_CACHE=/content/drive/MyDrive/nlplab
# ```
#
# 지금 이 노트북이 어디서 도는지 봅니다.

# %% tags=["profile"]
print("Colab입니까?", runtime.in_colab())
print("GPU:", runtime.gpus() or "없음")
print(runtime.versions())

# %% [markdown]
# 가장 흔한 첫 오류를 일부러 내 봅니다. 위의 셀을 건너뛰었거나 런타임이 다시 시작되어 변수가 사라지면 이렇게 됩니다.
#
# **먼저 맞혀 보세요.** 한 번도 만들지 않은 변수 `my_answer`를 쓰면 어떤 오류가 날까요?
#
# <details><summary>답</summary>
#
# `NameError`입니다. 코드가 틀린 것이 아니라 **그 변수를 만드는 셀을 아직 실행하지 않은 것**입니다. 오류가 난 셀을 누르고 **런타임 → 이전 셀 실행**(Ctrl+F8)을 고르면 그 위의 셀이 모두 실행됩니다.
# </details>

# %%
try:
    print(my_answer)
except NameError as error:
    print("NameError:", error)

# %% [markdown]
# **바꾸어 보세요.** 두 셀 사이에 마우스를 놓으면 나오는 **+ 코드**로 바로 위에 셀을 하나 만들어 `my_answer = 1`을 실행하고 다시 해 보세요. 무엇이 나옵니까?
#
# ### 실습 과제를 푸는 차례
#
# 1. 강의 맨 위의 **실습 과제**를 누릅니다. GitHub 화면이 나오면 그 맨 위의 *Open in Colab* 단추를 누릅니다. Drive의 사본에서는 이 링크가 열리지 않을 수 있습니다. 그때는 단추로 연 강의에서 누르세요.
# 2. **파일 → Drive에 사본 저장**을 누르고, 사본에서 준비 셀부터 실행합니다.
# 3. `# 여기에 코드를 작성하세요.`와 그 아래 한 줄을 지우고 답을 씁니다. 막히면 **힌트 1**을 눌러 펼칩니다. 셋까지 있고, 뒤로 갈수록 많이 알려 줍니다. 펼쳐도 점수는 그대로입니다.
# 4. 답을 쓴 셀을 실행하고, 바로 아래 **검사 셀**을 실행합니다. 오류가 없으면 통과입니다. 틀리면 빨간 글의 **맨 아래 줄**이 무엇을 볼지 알려 줍니다. 고치면 두 셀을 다시 실행합니다.
# 5. **런타임 → 세션 다시 시작 및 모두 실행**으로 처음부터 돌려 봅니다. 풀지 못한 과제가 있으면 그 셀에서 멈춥니다. 그대로 내도 푼 과제의 점수는 받습니다.
# 6. **파일 → 다운로드 → .ipynb 다운로드**로 받아, 강사가 알려 준 곳에 그 파일을 냅니다. 이름이 "…의 사본"이어도 괜찮습니다.
#
# 채점할 때는 낸 파일에서 여러분이 채운 셀만 꺼내어 원래의 검사와 노트북에 없던 검사를 함께 실행합니다. 글로 쓴 답은 사람이 읽습니다. 채점이 끝나면 과제마다 점수와 무엇이 틀렸는지 적은 **피드백** 한 쪽을 강사에게서 받습니다.
#
# ## 정리
#
# - 글 → 토큰 → 번호 → 모델 → 라벨이나 새 글. 모르는 단어는 `<UNK>`, 빈자리는 `<PAD>`입니다.
# - 한쪽이 많은 데이터에서는 정확도만 보지 않습니다. 정밀도, 재현율, F1을 "늘 햄" 옆에 놓습니다.
# - 규칙은 쉽고 설명할 수 있고, 세기는 배우며, 신경망은 표현까지 배웁니다. **새 방법은 재 보아야 낫다고 말할 수 있습니다.**
# - "Are you free now? Call me!"를 규칙과 신경망은 막고, 세기는 통과시켰습니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 셀을 건너뜀 | `NameError` | **런타임 → 이전 셀 실행** |
# | 런타임이 끊김 | 어제 되던 셀에서 `NameError` | 준비 셀부터 다시 실행 |
# | 사본을 저장하지 않음 | 창을 닫으면 답이 사라짐 | 먼저 Drive에 사본 저장 |
# | 검사 셀을 지우거나 고침 | 점수는 그대로. 다만 스스로 확인할 수 없음 | 새로 열어 답만 옮기기 |
# | 함수 이름을 바꿈 | 검사가 함수를 찾지 못함 | 이름과 인자는 그대로 |
# | 강의 노트북을 냄 | 채점할 셀이 없음 | 이름이 `_exercise`인 파일을 내기 |
# | 정확도만 봄 | "늘 햄"도 0.873 | 정밀도와 재현율 |
#
# ## 더 읽을거리
#
# - T. A. Almeida 외 (2011), *Contributions to the Study of SMS Spam Filtering*. 이 문자들을 모은 논문입니다.
# - T. Mikolov 외 (2013), *Efficient Estimation of Word Representations in Vector Space*. word2vec입니다.
# - I. Sutskever 외 (2014), *Sequence to Sequence Learning with Neural Networks*. D. Bahdanau 외 (2014, ICLR 2015), *Neural Machine Translation by Jointly Learning to Align and Translate*.
# - A. Vaswani 외 (2017), *Attention Is All You Need*. J. Devlin 외 (2018), *BERT*. A. Radford 외 (2018), *Improving Language Understanding by Generative Pre-Training*. GPT-1입니다.
# - C. Raffel 외 (2019), *Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer*. T5입니다.
# - L. Ouyang 외 (2022), *Training language models to follow instructions with human feedback*. InstructGPT입니다. ChatGPT는 OpenAI가 2022년 11월 30일에 블로그로 알렸습니다.
#
# ## 다음 강의
#
# 6절에서 단어를 세어 벡터를 만들었습니다. 010에서는 그 벡터에 무엇이 남고 무엇이 사라지는지 봅니다.
