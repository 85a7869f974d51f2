# ---
# title: 네이버 영화평 감성 분류
# number: "035"
# objectives:
#   - 한국어 댓글의 빈 글, 되풀이, 엇갈린 라벨을 골라내고, 지워도 되는 글자인지 재어서 정합니다.
#   - 띄어쓰기가 없는 글에서 어절과 형태소를 견주고, Kiwi와 Okt의 속도와 정확도를 잽니다.
#   - 끝까지 학습한 것, 조기 종료한 것, 드롭아웃까지 켠 것을 같은 규칙으로 견줍니다.
#   - 양방향 GRU와 선형 n-gram을 같은 시험 글에서 맥니마 검정으로 견주고, 어디서 갈리는지 찾습니다.
#   - 새 문장에 답하고, 임베딩을 TSV 파일로 내보내어 Embedding Projector와 그림으로 봅니다.
# datasets: [nsmc]
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes, 030_imdb_sentiment]
# packages: [kiwipiepy, konlpy]
# java: true
# gpu: true
# ---

# %% [markdown]
# ## 한국어에서는 무엇이 달라질까요
#
# 네이버 영화평(NSMC) 20만 개의 감성을 맞힙니다. 모델과 학습은 030과 거의 같고, 글이 다릅니다. 짧고, `재미없을줄알았는데`처럼
# 띄어쓰기를 믿을 수 없고, `재밌다`, `재밌네`, `재밌었어요`처럼 말끝이 끝없이 바뀝니다. 그래서 이 강의의 생각은 하나입니다.
#
# > **글을 고치고 나누는 방법은 상식으로 정하지 말고 재어서 정합니다.**

# %%
import io
import re
import time
import unicodedata
from collections import Counter

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers

from nlplab import batches, data, diagrams, drawings, plots, runtime, tokens

# %%
drawings.pipeline(
    ["날것의 댓글", "정리한 글", "형태소", "번호", "긍정의 확률"],
    ["완전   재밌네ㅋㅋㅋㅋㅋ", "완전 재밌네ㅋㅋ", "완전 | 재밌 | 네 | ㅋㅋ",
     "정수 넷", "0과 1 사이"],
    title="영화평 하나가 지나가는 길").show(
    alt="날것의 댓글이 정리한 글, 형태소, 번호를 거쳐 긍정의 확률이 된다.")

# %% settings
S = runtime.settings(
    n_valid=10_000,  # quick: 400 · 검증 글의 수
    n_compare=20_000,  # quick: 800 · 글을 고치는 방법을 견줄 때 배우는 글의 수
    n_okt=8_000,  # quick: 100 · 분석기를 견줄 때 배우는 글의 수. 검증 글은 이 절반입니다
    n_vocabulary=20_000,  # quick: 1_500 · 어휘의 크기
    dim=64,  # quick: 8 · 임베딩의 길이이자 한쪽 GRU의 유닛 수
    rate=2e-3,  # quick: 2e-2 · 학습률
    n_small=10_000,  # quick: 300 · 일부러 과적합을 일으킬 때 배우는 글의 수
    small_epochs=5,  # quick: 1 · 그때의 에폭
    epochs=3,  # quick: 1 · 글을 모두 쓸 때의 에폭
    seeds=(7, 8, 9),  # quick: (7,) · 시드마다 한 번씩 학습합니다
)

# %% [markdown]
# ## 1. 데이터를 만납니다: 빈 글이 영화평이 되는 사고
#
# 카드의 **알려진 흠**부터 읽습니다.

# %% tags=["profile"]
data.card("nsmc")

# %% tags=["profile"]
train_raw, test_raw = data.load_nsmc()
rows = {}
for name, frame in (("학습", train_raw), ("시험", test_raw)):
    blank = frame.document.str.strip() == ""
    again = frame.document.duplicated()
    rows[name] = [len(frame), frame.label.mean(), blank.sum(), again.sum()]
facts = pd.DataFrame.from_dict(rows, orient="index", columns=["글", "긍정", "빈 글", "되풀이"])
facts.astype({"글": int, "빈 글": int, "되풀이": int}).round(4)

# %% claim real=True
assert facts.loc["학습"].round(4).tolist() == [150_000, 0.4988, 5, 3_817]
assert facts.loc["시험"].round(4).tolist() == [50_000, 0.5035, 3, 842]

# %% [markdown]
# 긍정이 거의 절반이므로 정확도로 비교해도 됩니다. 시험 데이터는 여기서 덮어 두고 10절에서 딱 한 번 펼칩니다.
# 실제 글은 직접 실행해서 몇 편 읽어 보세요.

# %% tags=["profile", "rows"]
train_raw.sample(5, random_state=7)

# %% [markdown]
# 같은 흠을 지닌 네 편을 손으로 써서 끝까지 들고 갑니다.

# %%
examples = ["재미없을줄알았는데   완전 재밌네ㅋㅋㅋㅋㅋㅋㅋ",
            "돈이 아까워서 끝까지 봤다ㅡㅡ",
            "배우들 연기는 좋은데 이야기가 너무너무 지루하다....",
            "정말 안 재미있다"]
example_labels = np.array([1, 0, 0, 0])

# %% [markdown]
# 학습 글의 빈 글은 다섯 개뿐인데 왜 걱정할까요? 판다스는 빈칸을 빠진 값 `NaN`으로 읽습니다.
#
# **먼저 맞혀 보세요.** `NaN`에 `str`을 부르면 무엇이 나올까요?
#
# <details><summary>답</summary>
#
# 빈 문자열이 아니라 `"nan"`, 글자 세 개짜리 영화평이 나옵니다.
# </details>

# %%
table = pd.read_csv(io.StringIO(f"document,label\n{examples[3]},0\n,1\n"))
print([str(document) for document in table.document])
print(table.document.fillna("").tolist())

# %% claim
assert [str(document) for document in table.document] == [examples[3], "nan"]
assert table.document.fillna("").tolist() == [examples[3], ""]

# %% [markdown]
# 오류도 경고도 없이 `nan`이라는 영화평이 생겼습니다. 문자열로 바꾸기 **전에** `fillna("")`로 채웁니다(`data.load_nsmc`가 한 일입니다).
#
# **바꾸어 보세요.** `read_csv`에 `keep_default_na=False`를 주면 첫 줄의 출력은 어떻게 됩니까?
#
# ## 2. 정리하기: 무엇을 지울까요
#
# 많은 예제가 정규식(regular expression) 한 줄로 한글과 빈칸만 남기라고 합니다.
#
# **먼저 맞혀 보세요.** 네 편에서 무엇이 사라질까요? 사라진 것 가운데 감정을 알려 주는 것이 있을까요?
#
# <details><summary>답</summary>
#
# `ㅋㅋㅋ`, `ㅡㅡ`, `....`이 사라집니다. `ㅋㅋㅋ`과 `ㅡㅡ`은 글쓴이의 기분 그 자체입니다.
# </details>

# %%
def hangul_only(text):
    return re.sub(r"[^가-힣 ]", "", text)


for example in examples:
    print(hangul_only(example))

# %% claim
assert hangul_only("".join(examples)).translate(str.maketrans("", "", "ㅋㅡ.")) == hangul_only("".join(examples))
assert len("".join(examples)) - len(hangul_only("".join(examples))) == 7 + 2 + 4

# %% [markdown]
# `[가-힣]`은 **완성된 음절**만 뜻하므로 낱자와 마침표가 사라졌습니다. 그런 글자가 든 학습 글의 긍정 비율을 셉니다.

# %% tags=["profile"]
signs = {"ㅋㅋ": "ㅋㅋ", "ㅎㅎ": "ㅎㅎ", "ㅠㅠ": "ㅠㅠ", "ㅡㅡ": "ㅡㅡ", "!": "!", "?": r"\?",
         "..": r"\.\.", "~": "~", "♥": "[♥♡]", "10": r"\b10", "0": r"\b0"}
found = {name: train_raw.label[train_raw.document.str.contains(each)]
         for name, each in signs.items()}
share = pd.Series({f"{name}  ({len(part):,}편, {part.mean():.0%})": part.mean()
                   for name, part in found.items() if len(part) > 9}).sort_values()
plt.barh(share.index, share)
plt.axvline(train_raw.label.mean(), color="black", ls="--", label="전체 평균")
plt.gca().set(title="이 글자가 든 글은 얼마나 긍정인가", xlabel="긍정의 비율", ylabel="글자")
plt.legend(loc="lower right")
plots.show(alt="글자마다 그것이 든 글의 긍정 비율을 나타낸 가로 막대그림. "
               "짧은 막대와 긴 막대가 전체 평균을 나타내는 점선의 양쪽에 있다.")

# %% claim real=True
by_sign = {name.split()[0]: value for name, value in share.items()}
assert [round(by_sign[sign], 2) for sign in ("♥", "ㅡㅡ", "ㅠㅠ", "ㅋㅋ")] == [0.98, 0.11, 0.73, 0.57]
assert share.idxmin().startswith("ㅡㅡ") and share.idxmax().startswith("♥")

# %% [markdown]
# 막대 이름의 괄호에 편수와 긍정의 비율이 있습니다. 막대가 점선에서 멀수록 감정을 **알려 줍니다**. `♥`는 98%, `ㅡㅡ`는 11%입니다.
# `ㅠㅠ`는 뜻밖에 73%이고, `ㅋㅋ`는 57%로 평균에 가깝습니다. 그래서 조심스럽게 고치기만 합니다.
# 풀린 글자를 모으고(**유니코드 정규화**, NFC), 세 번 이상 이어진 글자는 두 번으로, 이어진 빈칸은 하나로 줄입니다.

# %%
def clean(text):
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)  # 같은 글자가 세 번 이상이면 두 번으로
    return " ".join(text.split())


for example in examples:
    print(clean(example))

# %% claim
assert clean(examples[0]) == "재미없을줄알았는데 완전 재밌네ㅋㅋ" and clean(examples[2]).endswith("지루하다..")
assert all(clean(clean(example)) == clean(example) for example in examples) and clean("1000점") == "100점"

# %% [markdown]
# 값도 치릅니다. `1000점`도 `100점`이 됩니다. 정말 이로운지는 3절에서 잽니다.
#
# **바꾸어 보세요.** 숫자는 줄이지 않으려면 정규식의 `.`을 무엇으로 바꾸어야 합니까?
#
# ## 3. 골라내고, 나누고, 잽니다
#
# 정리하면 같아지는 글이 더 생기고, 같은 글이 학습과 검증에 하나씩 들어가면 유출(leakage)이므로 순서를 지킵니다.

# %%
drawings.pipeline(
    ["정리", "빈 글 빼기", "라벨이 엇갈린 글 빼기", "되풀이 빼기", "학습과 검증으로 나누기"],
    title="나누기는 마지막입니다").show(
    alt="정리, 빈 글 빼기, 라벨이 엇갈린 글 빼기, 되풀이 빼기, 나누기가 이 순서로 이어진다.")

# %% [markdown]
# 글은 같은데 라벨이 다르면 어느 쪽이 옳은지 알 수 없으므로 함께 뺍니다.
#
# **먼저 맞혀 보세요.** 다음 다섯 행 가운데 몇 행이 남을까요?
#
# <details><summary>답</summary>
#
# 한 행입니다. 첫 두 행은 정리하면 같은 글이 되어 하나만 남고, `그냥 그래요`는 라벨이 엇갈려 둘 다 빠지고, 빈 글이 빠집니다.
# </details>

# %%
def usable(frame):
    frame = frame.assign(document=frame.document.map(clean))
    frame = frame[frame.document != ""]
    n_labels = frame.groupby("document").label.transform("nunique")
    return frame[n_labels == 1].drop_duplicates("document")


five = [examples[0], examples[0] + "ㅋㅋ", "그냥 그래요", "그냥 그래요", "  "]
usable(pd.DataFrame({"document": five, "label": [1, 1, 1, 0, 1]}))

# %% claim
assert len(usable(pd.DataFrame({"document": five, "label": [1, 1, 1, 0, 1]}))) == 1

# %% tags=["profile"]
from sklearn.model_selection import train_test_split

reviews = usable(train_raw)
fit, valid = train_test_split(reviews, test_size=S.n_valid, stratify=reviews.label,
                              random_state=7)
y_fit, y_valid = fit.label.to_numpy(), valid.label.to_numpy()
print(f"{len(train_raw):,}편 → 쓸 수 있는 {len(reviews):,}편 = "
      f"학습 {len(fit):,} + 검증 {len(valid):,}")

# %% claim
assert not set(fit.document) & set(valid.document) and fit.document.str.len().min() > 0

# %% claim real=True
assert len(reviews) == 145_662 and len(fit) == 135_662

# %% [markdown]
# 자는 **작은 선형 분류기**입니다. TF-IDF에 `LinearSVC`를 얹고, 어느 방법이든 `C` 세 값 가운데 검증 정확도가 가장 높은 것을 씁니다.

# %%
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC


def is_right(fit_texts, valid_texts, **options):
    """(검증 글,) 참거짓: 가장 좋은 C의 분류기가 글마다 맞혔는지"""
    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2, lowercase=False, **options)
    x, x_valid = vectorizer.fit_transform(fit_texts), vectorizer.transform(valid_texts)
    answers = []
    for C in (0.1, 0.3, 1.0):
        model = LinearSVC(C=C, random_state=7).fit(x, y_fit[:x.shape[0]])
        answers.append(model.predict(x_valid) == y_valid[:x_valid.shape[0]])
    return max(answers, key=np.mean)

# %% [markdown]
# 두 방법은 **같은 글**을 풉니다. 둘 다 맞히거나 둘 다 틀린 글은 우열을 말하지 않습니다.

# %%
grid = diagrams.Diagram("맥니마 검정이 보는 두 칸")
grid.grid([["둘 다 맞힘", "A만 맞힘"], ["B만 맞힘", "둘 다 틀림"]],
          colours=[[None, "orange"], ["blue", None]],
          rows=["A 맞힘", "A 틀림"], columns=["B 맞힘", "B 틀림"])
grid.show(alt="두 줄 두 칸의 표. 둘 다 맞힌 칸과 둘 다 틀린 칸은 희고, "
              "한쪽만 맞힌 두 칸이 칠해져 있다.")

# %% [markdown]
# 실력이 같다면 **한쪽만 맞힌 글**은 반반이어야 합니다. **맥니마 검정**(030)의 `p`는 실력이 같은데도 이만큼 쏠릴 확률입니다.
# 0.01보다 작을 때만 차이가 있다고 말합니다.

# %%
from scipy.stats import binomtest


def mcnemar(a, b):
    """a, b: (N,) 글마다 맞혔는지 → A만 맞힌 글, B만 맞힌 글, p"""
    only_a, only_b = int((a & ~b).sum()), int((b & ~a).sum())
    p = binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1.0
    return only_a, only_b, p


def against(right, base):
    """방법마다의 정확도와, base와 견준 맥니마 검정을 표로"""
    rows = {name: [each.mean(), *mcnemar(each, right[base])] for name, each in right.items()}
    table = pd.DataFrame.from_dict(rows, orient="index",
                                   columns=["정확도", "이쪽만", "기준만", "p"])
    return table.assign(정확도=table["정확도"].round(4), p=table["p"].map("{:.1g}".format))

# %% [markdown]
# **먼저 맞혀 보세요.** 한글만, 한글과 낱자, 우리의 정리, 고치지 않음. 정확도의 순서는 어떻게 될까요?
#
# <details><summary>답</summary>
#
# 한글만 0.8337, 한글과 낱자 0.8383, 우리의 정리 0.8445입니다. 지운 둘은 우리의 정리보다 낮습니다. 고치지 않은 글은 0.8457이고, 우리의 정리와의 차이는 우연과 가릴 수 없습니다(p = 0.2).
# </details>

# %% tags=["profile"]
keepers = {"우리의 정리": str, "한글만": hangul_only,
           "한글과 낱자": lambda text: re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣ ]", "", text)}
some = fit.document[:S.n_compare]
letters = {name: is_right(some.map(keep), valid.document.map(keep),
                          analyzer="char", ngram_range=(1, 3))
           for name, keep in keepers.items()}
raw = [train_raw.document[part.index] for part in (some, valid)]
letters["고치지 않음"] = is_right(*raw, analyzer="char", ngram_range=(1, 3))
print(f"학습 {len(some):,}편, 검증 {len(valid):,}편, 글자 1-3그램")
against(letters, "우리의 정리")

# %% claim real=True
accuracy = {name: each.mean() for name, each in letters.items()}
assert [round(accuracy[name], 3) for name in ("한글만", "한글과 낱자", "우리의 정리")] == [0.834, 0.838, 0.844]
only, ours, p = mcnemar(letters["한글만"], letters["우리의 정리"])
assert abs(only - 204) < 10 and abs(ours - 312) < 10 and p < 1e-4
assert mcnemar(letters["한글과 낱자"], letters["우리의 정리"])[2] < 0.01
assert accuracy["한글만"] < accuracy["한글과 낱자"] and mcnemar(letters["한글만"], letters["한글과 낱자"])[2] < 0.01
assert round(accuracy["고치지 않음"], 3) == 0.846 and mcnemar(letters["고치지 않음"], letters["우리의 정리"])[2] > 0.1

# %% [markdown]
# 한글만 남기라는 **조언은 정확도를 낮춥니다.** 그래서 맞힌 글은 204편, 놓친 글은 312편입니다(p = 2e-06).
# **우리의 정리도 정확도를 높이지 않았습니다**(고치지 않은 글은 0.8457, p = 0.2). 그래도 `ㅋ`의 수만 다른 글이 같은 글로 드러나 골라낼 수 있습니다.
#
# **바꾸어 보세요.** `keepers`에 숫자만 지우는 방법을 더해 보세요. p가 0.01보다 작습니까?
#
# ## 4. 띄어쓰기로는 안 되는 까닭
#
# 띄어쓰기로 나눈 덩어리를 **어절**이라고 합니다. 학습 글의 어절을 **모두** 넣은 사전으로도, 검증 글의 어절 몇 %가 처음 보는 것일까요?

# %% tags=["profile"]
seen = {word for text in fit.document for word in text.split()}
words = [word for text in valid.document for word in text.split()]
unseen = np.mean([word not in seen for word in words])
print(f"학습 글의 어절 {len(seen):,}가지, 검증 글의 어절 가운데 처음 보는 것 {unseen:.1%}")
for example in examples:
    print(" ".join(word if word in seen else f"[{word}]" for word in clean(example).split()))

# %% claim real=True
assert len(seen) > 300_000 and round(unseen, 2) == 0.25
assert [word for text in map(clean, examples) for word in text.split() if word not in seen] == ["봤다ㅡㅡ"]

# %% [markdown]
# 30만 가지가 넘는 어절을 다 넣었는데도 넷 가운데 하나(25.0%)가 처음 보는 것입니다. 우리 문장에서는 대괄호를 친 `봤다ㅡㅡ`입니다.
#
# **형태소**(morpheme)는 뜻을 가진 가장 작은 단위입니다. 형태소 분석기 Kiwi는 띄어쓰기가 없어도 형태소를 찾습니다.

# %%
cleaned = [clean(example) for example in examples]
for morphemes in tokens.tokenize(cleaned, "kiwi"):
    print(" | ".join(morphemes))

# %% claim
first, *_, last = tokens.tokenize(cleaned, "kiwi")
assert first[:6] == ["재미없", "을", "줄", "알", "었", "는데"] and last == ["정말", "안", "재미있", "다"]
assert tokens.tokenize(cleaned, "kiwi")[2][4:7] == ["좋", "은", "데"]

# %% [markdown]
# 붙여 쓴 `재미없을줄알았는데`가 여섯으로 나뉘고, `봤다`는 **원형** `보 | 었 | 다`가 되어 `본다`와 `보`를 함께 씁니다.
# 틀리기도 합니다. `좋은데`의 어미 `은데`가 `은 | 데`로 갈라졌습니다.
#
# **먼저 맞혀 보세요.** 같은 분류기가 **빈칸을 모두 지운** 검증 글을 풀면, 어절과 형태소의 정확도는 각각 얼마나 떨어질까요? (`C`는 네 칸에서 저마다 고릅니다.)
#
# <details><summary>답</summary>
#
# 어절은 0.7028에서 0.4920으로, 동전 던지기가 됩니다. 형태소는 0.8028에서 0.8015로 거의 그대로입니다.
# </details>

# %% tags=["profile"]
few, few_valid = fit.document[:S.n_okt], valid.document[:S.n_okt // 2]
no_spaces = few_valid.str.replace(" ", "")
by_word = [is_right(few.str.split(), text.str.split(), analyzer=list).mean()
           for text in (few_valid, no_spaces)]
few_kiwi, spaced, joined = map(tokens.tokenize, (few, few_valid, no_spaces))
by_kiwi = [is_right(few_kiwi, text, analyzer=list).mean() for text in (spaced, joined)]
same = np.mean([a == b for a, b in zip(spaced, joined)])
print(f"빈칸을 지워도 똑같이 나뉜 글 {same:.1%}")
pd.DataFrame([by_word, by_kiwi], ["어절", "형태소"], ["그대로", "빈칸 없이"]).round(4)

# %% claim real=True
assert round(same, 2) == 0.80 and np.allclose(by_word + by_kiwi, [0.7028, 0.4920, 0.8028, 0.8015], atol=0.002)

# %% [markdown]
# 빈칸을 모두 지워도 열 편 가운데 여덟 편(80.3%)은 형태소로 **똑같이** 나뉩니다.
#
# **바꾸어 보세요.** 빈칸을 모두 지우는 대신 글자마다 빈칸을 넣으면(`" ".join(text)`) 어떻게 됩니까?
#
# ## 5. Kiwi와 Okt: 속도, 포함률, 정확도
#
# 널리 쓰는 KoNLPy의 Okt와 견줍니다. 자바(Java)가 없으면 Okt의 줄만 빠집니다. 느린 일이므로 학습 8,000편, 검증 4,000편만 씁니다.
#
# **먼저 맞혀 보세요.** C++로 만든 Kiwi와 자바로 만든 Okt 가운데 어느 쪽이 몇 배 빠를까요? 정확도는요?
#
# <details><summary>답</summary>
#
# 저장된 실행에서는 CPU 1초에 1,256편과 413편으로 Kiwi가 세 배쯤 빨랐습니다(컴퓨터에 따라 달라집니다). 정확도는 0.8028과 0.7965인데, 이 차이는 우연과 가릴 수 없습니다(p = 0.3).
# </details>

# %% tags=["profile"]
analyzers = [name for name in ("kiwi", "okt") if tokens.available(name)]


def reviews_per_cpu_second(name):
    texts, best = fit.document[:S.n_okt // 20].tolist(), np.inf
    for _ in range(5):  # 다섯 번 가운데 가장 빠른 것
        start = time.process_time()
        tokens.tokenize(texts, name, cache=False)
        best = min(best, time.process_time() - start)
    return len(texts) / best


speeds = {name: reviews_per_cpu_second(name) for name in analyzers}
print({name: f"CPU 1초에 {speed:,.0f}편" for name, speed in speeds.items()})

# %% [markdown]
# **포함률(coverage)** 은 학습 글에서 많이 나온 토큰으로 만든 어휘가 검증 글의 토큰을 얼마나 덮는지입니다.

# %%
def coverage(vocabulary, texts):
    pieces = [token for text in texts for token in text]
    return np.mean([token in vocabulary for token in pieces])


def most_common(texts, size):
    counts = Counter(token for text in texts for token in text)
    return [token for token, _ in counts.most_common(size)]

# %% tags=["profile"]
pieces = {"어절": (few.str.split(), few_valid.str.split()), "kiwi": (few_kiwi, spaced)}
if "okt" in analyzers:
    pieces["okt"] = tuple(tokens.tokenize(text, "okt") for text in (few, few_valid))
by_piece = {name: is_right(*pair, analyzer=list) for name, pair in pieces.items()}
compared = against(by_piece, "kiwi")
compared["포함률"] = [round(coverage(set(most_common(a, S.n_vocabulary)), b), 3)
                   for a, b in pieces.values()]
compared["어휘"] = [len(most_common(a, S.n_vocabulary)) for a, _ in pieces.values()]
compared["글마다 토큰"] = [round(np.mean(list(map(len, b))), 1) for _, b in pieces.values()]
compared

# %% claim
assert compared["포함률"].idxmin() == "어절"

# %% claim real=True
assert mcnemar(by_piece["어절"], by_piece["kiwi"])[2] < 1e-6 and by_piece["어절"].mean() < by_piece["kiwi"].mean()
assert "okt" not in by_piece or mcnemar(by_piece["okt"], by_piece["kiwi"])[2] > 0.1
assert "okt" not in speeds or 2 < speeds["kiwi"] / speeds["okt"] < 8
assert compared["어휘"]["kiwi"] == 10_425 and compared["어휘"]["어절"] == 20_000
assert abs(compared["포함률"]["kiwi"] - 0.965) < 0.002 and abs(compared["포함률"]["어절"] - 0.509) < 0.002

# %% [markdown]
# 어절은 포함률(0.509)도 정확도(0.7028)도 가장 낮고, 20,000개를 꽉 채웠습니다. Kiwi는 10,425가지로 훨씬 많이(0.965) 덮습니다.
# Kiwi와 Okt의 정확도는 **우열을 말할 수 없습니다**(p = 0.3). 빠르고 자바가 필요 없는 **Kiwi로 이어 갑니다**.
#
# <details><summary>더 알아보기: 포함률로 분석기의 순위를 정하지 않는 까닭</summary>
#
# Kiwi가 더 잘게 나누므로(글마다 20.4토큰과 14.8토큰) 포함률이 높게 나오기 쉽습니다(추측). 글자로 자르면 포함률은 더 높겠지만, 그렇다고 더 좋은 토큰은 아닙니다.
# </details>
#
# 이제 모두 나눕니다. `tokens.tokenize`는 결과를 파일에 보관하는 **캐시**(cache)를 씁니다. **처음에는 1~3분**, 다음부터는 몇 초입니다.
# 글자가 같아도 품사가 다르면 다른 말이므로(`이/JKS` 조사, `이/MM` 관형사) 품사를 붙입니다.

# %% tags=["profile"]
def with_tags(texts):
    return [["/".join(pair) for pair in text] for text in tokens.tokenize(texts, tags=True)]


fit_tokens, valid_tokens = with_tags(fit.document), with_tags(valid.document)
print(" ".join(with_tags(cleaned)[3]))

# %% claim
assert with_tags(cleaned)[3][:2] == ["정말/MAG", "안/MAG"]

# %% [markdown]
# **바꾸어 보세요.** `tokens.tokenize(cleaned, stem=True, analyzer="okt")`는 `지루하다`를 어떻게 나눕니까?
#
# ## 6. 불용어: 지우면 좋아질까요
#
# 뜻이 없다고 보고 지우는 말을 **불용어**(stop word)라고 합니다. 흔히 조사와 어미를 지우고, 부정어 `안`, `못`, `않`까지 지우기도 합니다.
# Kiwi의 품사에서 `J`는 조사, `E`는 어미, `S`는 기호(`ㅋㅋ`, `ㅡㅡ`, 숫자, 영문자도)입니다.
#
# **먼저 맞혀 보세요.** 조사, 조사와 어미, 조사와 어미와 기호, 부정어. 어느 것을 지울 때 가장 많이 떨어질까요?
#
# <details><summary>답</summary>
#
# 기호까지 지울 때입니다(0.8302 → 0.8179). 나머지 셋은 우연과 가릴 수 없습니다. 부정어는 얻은 글과 잃은 글이 81편씩 똑같습니다.
# </details>

# %% tags=["profile"]
stops = {"지우지 않음": r"(?!)", "조사": r"/J", "조사와 어미": r"/[JE]",
         "조사와 어미와 기호": r"/[JES]", "부정어": r"^(안|못|않|아니)/"}


def without(texts, pattern):
    drop = re.compile(pattern).search
    return [[token for token in text if not drop(token)] for text in texts]


stopped = {name: is_right(without(fit_tokens[:S.n_compare], pattern),
                          without(valid_tokens, pattern), analyzer=list)
           for name, pattern in stops.items()}
against(stopped, "지우지 않음")

# %% claim real=True
duels = {name: mcnemar(each, stopped["지우지 않음"]) for name, each in stopped.items()}
assert duels["조사와 어미와 기호"][2] < 1e-3 and round(stopped["조사와 어미와 기호"].mean(), 3) == 0.818
assert all(duels[name][2] > 0.1 for name in ("조사", "조사와 어미", "부정어"))
assert round(stopped["지우지 않음"].mean(), 3) == 0.830 and abs(duels["부정어"][0] - duels["부정어"][1]) < 10

# %% [markdown]
# **좋아졌다고 말할 수 있는 것이 없고**, 기호까지 지우면 뚜렷이 나빠집니다(p = 5e-05).
# 부정어를 지워도 그대로인 까닭은 이 분류기가 단어를 **세기만** 하기 때문일 것입니다(추측). 그렇다고 지우면 **순서를 읽는 모델도** 구별할 수 없습니다.

# %%
print(without(with_tags(["안 재미있다", "재미있다"]), stops["부정어"]))

# %% claim
same_tokens = without(with_tags(["안 재미있다", "재미있다"]), stops["부정어"])
assert same_tokens[0] == same_tokens[1]

# %% [markdown]
# 정반대의 두 문장이 같아졌습니다. 아무것도 지우지 않기로 합니다.
#
# **바꾸어 보세요.** 감탄사(`/IC`)를 지우면 어떻게 됩니까?
#
# ## 7. 번호와 모델
#
# 어휘는 **학습 글로만** 만듭니다. 0번은 `<PAD>`, 1번은 `<UNK>`(모르는 토큰)입니다. 030에서 만든 패딩과 버킷, 마스크 요약은 `nlplab.batches`에 있습니다.
#
# **먼저 맞혀 보세요.** 어휘 20,000개는 검증 글의 토큰을 몇 % 덮을까요?
#
# <details><summary>답</summary>
#
# 98.3%입니다.
# </details>

# %% tags=["profile"]
vocabulary = ["<PAD>", "<UNK>", *most_common(fit_tokens, S.n_vocabulary - 2)]
token_to_id = {token: number for number, token in enumerate(vocabulary)}


def encode(text):
    return [token_to_id.get(token, 1) for token in text][:80] or [1]  # 빈 글은 <UNK>


x_fit, x_valid = ([encode(text) for text in texts] for texts in (fit_tokens, valid_tokens))
lengths = [len(text) for text in fit_tokens]
print(f"포함률 {coverage(token_to_id, valid_tokens):.1%}, "
      f"길이의 중앙값 {np.median(lengths):.0f}, "
      f"잘리는 글 {np.mean(np.array(lengths) > 80):.2%}")
for text in with_tags(cleaned):
    print(encode(text))

# %% claim real=True
assert 0.97 < coverage(token_to_id, valid_tokens) < 0.99 and np.median(lengths) == 15

# %% [markdown]
# 모델도 030과 같은 꼴입니다. 양방향 GRU의 상태를 **마스크 평균과 최댓값**으로 요약합니다.
# `dropout`이 0.5면 요약한 벡터의 절반, 단어 벡터의 30%(0.6배)를 지웁니다.

# %%
picture = diagrams.Diagram("'정말 안 재미있다'를 읽는 모델")
inputs = picture.row(["정말", "안", "재미있", "다", "<PAD>"], (0, 0), "blue")
states = [picture.box("상태", (n, 1), "green", fill=True) for n in range(4)]
picture.arrow(inputs, [*states, picture.box("건너뜀", (4, 1))])
for left, right in zip(states, states[1:]):
    picture.arrow(left, right, bend=0.25)
    picture.arrow(right, left, bend=0.25)
pooled = picture.box("마스크 평균 · 최댓값", (1.5, 2), "orange", fill=True)
picture.arrow(states, pooled)
picture.arrow(pooled, picture.box("긍정의 확률", (4, 2), "orange"))
picture.show(alt="네 토큰의 상태가 양쪽으로 이어지고 <PAD>는 건너뛴다. "
                 "네 상태의 평균과 최댓값에서 긍정의 확률이 나온다.")

# %%
def build_model(dropout, seed, rate=S.rate):
    runtime.seed_everything(seed)
    ids = keras.Input((None,), dtype="int32", name="ids")                        # (B, T)
    x = layers.Embedding(len(vocabulary), S.dim, mask_zero=True, name="embedding")(ids)
    x = layers.SpatialDropout1D(0.6 * dropout)(x)                                # (B, T, dim)
    x = layers.Bidirectional(layers.GRU(S.dim, return_sequences=True))(x)      # (B, T, 2U)
    x = layers.Dropout(dropout)(batches.MaskedPooling()(x))                      # (B, 4U)
    positive = layers.Dense(1, activation="sigmoid", name="positive")(x)         # (B, 1)
    model = keras.Model(ids, positive)
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
    return model

# %% tags=["profile"]
model = build_model(dropout=0.5, seed=7)
{layer.name: layer.count_params() for layer in model.layers if layer.count_params()}

# %% claim real=True
assert model.count_params() == 1_280_000 + 49_920 + 257

# %% [markdown]
# **바꾸어 보세요.** 셀에 나오는 80 둘을 40으로 줄이면 잘리는 글은 몇 %가 됩니까?
#
# ## 8. 과적합: 세 갈래를 같은 규칙으로
#
# 학습 글 10,000편만 쓰고 다섯 에폭을 돌립니다.
#
# | 갈래 | 드롭아웃 | 쓰는 가중치 |
# |---|:-:|---|
# | 끝까지 | 없음 | 마지막 에폭 |
# | 조기 종료(early stopping) | 없음 | 검증 손실이 가장 낮은 에폭 |
# | 조기 종료 + 드롭아웃 | 0.5 | 검증 손실이 가장 낮은 에폭 |
#
# 앞의 둘은 **같은 학습**이고 쓰는 가중치만 다릅니다. 갈래마다 하나씩만 바꾸고, 시드 셋으로 되풀이합니다.

# %%
def train(dropout, n_texts, epochs, seed, decay=False):
    some = batches.Batches(x_fit[:n_texts], y_fit[:n_texts], 256, seed)
    rate = S.rate
    if decay:  # 학습률을 걸음마다 고르게 낮추어 끝에서 0이 되게 합니다
        rate = keras.optimizers.schedules.PolynomialDecay(S.rate, epochs * len(some), 0.0)
    model = build_model(dropout, seed, rate)
    best = keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)
    history = model.fit(some, validation_data=batches.Batches(x_valid, y_valid, 512),
                        epochs=epochs, callbacks=[best], verbose=0)
    return model, history.history


def log_loss(p, labels):
    return -np.log(np.clip(np.where(labels == 1, p, 1 - p), 1e-7, 1))  # (N,)

# %% [markdown]
# **먼저 맞혀 보세요.** 조기 종료와 드롭아웃 가운데 어느 쪽의 몫이 더 클까요?
#
# <details><summary>답</summary>
#
# 조기 종료만 한 것(0.419)과 드롭아웃까지 켠 것(0.422)이 비슷하게 낮고, 끝까지 돌린 것은 0.627입니다. 몫이 큰 것은 조기 종료입니다.
# </details>

# %% tags=["profile"]
curves, kept = {0.0: [], 0.5: []}, {0.0: [], 0.5: []}
for dropout in curves:
    for seed in S.seeds:
        model, history = train(dropout, S.n_small, S.small_epochs, seed)
        curves[dropout].append(history)
        kept[dropout].append(batches.predict(model, x_valid))

# %% tags=["profile"]
fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), sharey=True)
for ax, (dropout, runs) in zip(axes, curves.items()):
    for key, name, style in (("loss", "학습", "--"), ("val_loss", "검증", "-")):
        each = np.array([run[key] for run in runs])  # (시드, 에폭)
        epochs = np.arange(1, each.shape[1] + 1)
        ax.plot(epochs, each.mean(axis=0), style, marker=".", label=name)
        ax.fill_between(epochs, each.min(axis=0), each.max(axis=0), alpha=0.2)
    ax.set(title=f"드롭아웃 {dropout:g}", xlabel="에폭", ylabel="손실", xticks=epochs)
    ax.legend()
plots.show(alt="드롭아웃이 없을 때와 있을 때의 학습 곡선. 둘 다 학습 손실은 끝까지 내려가고, "
               "검증 손실은 둘째나 셋째 에폭에 바닥을 친 뒤 크게 오른다.")

# %% tags=["profile"]
last = [run["val_loss"][-1] for run in curves[0.0]]
stop, both = ([log_loss(p, y_valid).mean() for p in kept[dropout]] for dropout in curves)
arms = {"끝까지": last, "조기 종료": stop, "조기 종료 + 드롭아웃": both}
table = pd.DataFrame({name: [np.mean(each), min(each), max(each), len(each)]
                      for name, each in arms.items()}, ["검증 손실", "최소", "최대", "시드"]).T
gap = np.mean([log_loss(p, y_valid) - log_loss(q, y_valid)
               for p, q in zip(*kept.values())], axis=0)  # (검증 글,) 시드의 평균
half = 1.96 * gap.std() / np.sqrt(len(gap))
print("조기 종료의 손실에서 드롭아웃까지 켠 손실을 뺀 차이: 시드마다",
      *(f"{a - b:+.3f}" for a, b in zip(stop, both)), f"평균 {gap.mean():+.4f} ± {half:.4f}")
table.astype({"시드": int}).round(3)

# %% claim real=True
assert np.allclose([np.mean(each) for each in arms.values()], [0.627, 0.419, 0.422], atol=0.02)
assert min(last) > 1.3 * max(stop)
lowest = {dropout: [int(np.argmin(run["val_loss"])) + 1 for run in runs] for dropout, runs in curves.items()}
assert set(lowest[0.0] + lowest[0.5]) <= {2, 3}, lowest
assert all(np.all(np.diff(run["loss"]) < 0) for runs in curves.values() for run in runs)
assert max(both) > min(stop) and min(both) < max(stop), "범위가 겹친다고 적었습니다."
assert abs(gap.mean()) < 0.01

# %% [markdown]
# 선은 시드 셋의 평균, 띠는 범위입니다.
#
# - **학습 손실은 끝까지 내려가고, 검증 손실은 둘째나 셋째 에폭에 바닥을 칩니다.** 드롭아웃이 있어도 그렇습니다. 이것이 과적합입니다.
# - **조기 종료의 몫은 큽니다.** 0.627이 0.419가 되었습니다. 같은 학습의 가장 낮은 점을 고르므로 지는 일은 없고, 볼 것은 크기입니다.
# - **드롭아웃의 몫은 말할 수 없습니다.** 바닥끼리 견주면 0.411-0.423과 0.409-0.445로 겹치고, 나아진 시드도 나빠진 시드도 있습니다.
#
# <details><summary>더 알아보기: 마지막 줄의 구간</summary>
#
# 같은 글에서 잰 차이의 구간(표준 오차의 1.96배)은 -0.0033 ± 0.0029로 0을 겨우 비켜 갑니다. 그러나 이것은 **글을 다시 뽑을 때**의 흔들림이고, 시드의 흔들림은 들어 있지 않습니다.
# 시드마다 방향이 다르면 셋의 평균으로 우열을 말하지 않습니다.
# </details>
#
# **바꾸어 보세요.** `n_small`을 40,000으로 늘리면 바닥은 몇 번째 에폭으로 옮겨 갑니까?
#
# ## 9. 글을 모두 씁니다, 그리고 기준선
#
# 드롭아웃을 켜고, 030의 학습률 감쇠(learning rate decay)를 더해 학습 글 전부로 학습합니다. 시드 셋에 CPU로 **4-8분** 걸립니다.

# %% tags=["profile"]
start, models, valid_p, losses = time.process_time(), [], [], []
for seed in S.seeds:
    model, history = train(0.5, len(x_fit), S.epochs, seed, decay=True)
    models.append(model)
    losses.append(history["val_loss"])
    valid_p.append(batches.predict(model, x_valid))
gru_seconds = time.process_time() - start
by_seed = pd.DataFrame({f"에폭 {n} 검증 손실": each for n, each in enumerate(zip(*losses), 1)},
                       index=[f"시드 {seed}" for seed in S.seeds])
by_seed["검증 정확도"] = [np.mean((p > 0.5) == y_valid) for p in valid_p]
print(f"CPU {gru_seconds:.0f}초")
by_seed.round(4)

# %% claim real=True
accuracies = by_seed["검증 정확도"]
assert 0.862 < accuracies.min() and accuracies.max() - accuracies.min() < 0.006

# %% [markdown]
# 검증 정확도는 시드에 따라 0.8677에서 0.8685입니다. 드롭아웃 0.5는 8절에서 고른 것이 아니라 흔히 쓰는 값입니다.
#
# 높은 수일까요? 010의 마지막 모델과 같은 꼴인 **글자 1-4그램의 선형 분류기**를 같은 글로 배우게 합니다. 형태소도 임베딩도 없고, 순서는 네 글자 안에서만 봅니다.
#
# **먼저 맞혀 보세요.** 선형 분류기의 검증 정확도는 GRU보다 높을까요, 낮을까요?
#
# <details><summary>답</summary>
#
# 높습니다. 0.8787입니다.
# </details>

# %% tags=["profile"]
start = time.process_time()
vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=3, sublinear_tf=True,
                             lowercase=False, dtype=np.float32)
grams = vectorizer.fit_transform(fit.document)
valid_grams = vectorizer.transform(valid.document)
candidates = [LinearSVC(C=C, random_state=7).fit(grams, y_fit) for C in (0.1, 0.3, 1.0)]
linear = max(candidates, key=lambda each: each.score(valid_grams, y_valid))
linear_seconds = time.process_time() - start
linear_valid = linear.decision_function(valid_grams)
print(f"C {linear.C}, 조각 {linear.coef_.size:,}개, CPU {linear_seconds:.0f}초, "
      f"검증 정확도 {linear.score(valid_grams, y_valid):.4f}")

# %% claim real=True
assert linear.C == 0.3 and round(linear.score(valid_grams, y_valid), 3) == 0.879
assert linear.score(valid_grams, y_valid) > by_seed["검증 정확도"].max() and linear_seconds < gru_seconds / 3

# %% [markdown]
# 선형 분류기가 0.8787로 **더 높고**, `C` 셋을 다 해 보고도 35초입니다(GRU는 셋에 433초).
#
# 두 모델이 다른 글에서 틀린다면 **합칠** 값어치가 있습니다. GRU 셋의 확률을 평균하고(앙상블, ensemble) 로그 오즈로 바꾸어,
# 선형 분류기의 점수에 가중치를 곱한 것과 더합니다. 가중치는 **검증 글로** 고릅니다.

# %% tags=["profile"]
def log_odds(p):
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.log(p / (1 - p))


def blended(p, score, weight):
    return log_odds(p) + weight * score > 0


ensemble_valid = np.mean(valid_p, axis=0)
accuracy = {weight: np.mean(blended(ensemble_valid, linear_valid, weight) == y_valid)
            for weight in range(0, 9)}
weight = max(accuracy, key=accuracy.get)
print(f"가중치 0 → {accuracy[0]:.4f}, 고른 가중치 {weight} → {accuracy[weight]:.4f}")

# %% claim real=True
assert accuracy[weight] > linear.score(valid_grams, y_valid) and accuracy[weight] > accuracy[0] + 0.01

# %% [markdown]
# 합치면 검증 정확도가 0.8698에서 0.8847이 됩니다. 고른 가중치 8은 살펴본 범위의 **끝**입니다.
#
# **바꾸어 보세요.** `range(0, 9)`를 `range(0, 17)`로 늘리면 고른 가중치와 검증 정확도는 어떻게 됩니까?
#
# ## 10. 시험 데이터를 펼칩니다
#
# 시험 글로 **한 번** 잽니다. 빈 글도 되풀이된 글도 빼지 않습니다.
#
# **먼저 맞혀 보세요.** GRU와 선형 분류기의 시험 정확도가 0.005 다르다면, 5만 편에서 그것은 우연일 수 있을까요?
#
# <details><summary>답</summary>
#
# 우연이라고 보기 어렵습니다. 정확도 하나의 표준 오차가 0.0015쯤이고, 같은 글에서 잰 차이는 그보다 더 정밀합니다.
# </details>

# %% tags=["profile"]
test_documents, y_test = test_raw.document.map(clean), test_raw.label.to_numpy()
test_tokens = with_tags(test_documents)
x_test = [encode(text) for text in test_tokens]
each_test = np.array([batches.predict(model, x_test) for model in models])  # (시드, 시험 글)
test_p = each_test.mean(axis=0)
test_score = linear.decision_function(vectorizer.transform(test_documents))

# %% tags=["profile"]
right = {"다수 라벨": (y_fit.mean() > 0.5) == y_test, "선형": (test_score > 0) == y_test}
right |= {f"GRU, 시드 {seed}": (p > 0.5) == y_test for seed, p in zip(S.seeds, each_test)}
right["GRU 앙상블"] = (test_p > 0.5) == y_test
right["앙상블 + 선형"] = blended(test_p, test_score, weight) == y_test
against(right, "선형")

# %% tags=["profile"]
one = gru_seconds / len(S.seeds)
analysis = (len(train_raw) + len(test_raw)) / speeds["kiwi"]
print(f"CPU 초: 선형 {linear_seconds:.0f}, GRU 하나 {analysis + one:.0f} "
      f"(형태소 분석 {analysis:.0f} + 학습 {one:.0f}), GRU 셋 {analysis + gru_seconds:.0f}")
print(f"파라미터: 선형 {linear.coef_.size + 1:,}, GRU 하나 {models[0].count_params():,}")

# %% tags=["profile"]
fresh = ~test_documents.isin(fit.document).to_numpy()  # (시험 글,) 학습 글에 없는 글
print(f"학습 글에 없는 시험 글 {fresh.sum():,}편:",
      *(f"{name} {right[name][fresh].mean():.4f}" for name in ("선형", "GRU 앙상블")),
      f"p = {mcnemar(right['선형'][fresh], right['GRU 앙상블'][fresh])[2]:.1g}")
p = mcnemar(right["앙상블 + 선형"], right["GRU 앙상블"])[2]
print(f"합친 것과 GRU 앙상블: p = {p:.1g}")

# %% claim real=True
scores = [right[f"GRU, 시드 {seed}"].mean() for seed in S.seeds]
ensemble, line = right["GRU 앙상블"], right["선형"]
assert min(scores) > 0.862 and analysis + gru_seconds < 900
assert ensemble.mean() >= 0.865 and round(line.mean(), 3) == 0.875
assert all(mcnemar(right[f"GRU, 시드 {seed}"], line)[2] < 1e-5 for seed in S.seeds)
assert mcnemar(ensemble, line)[2] < 1e-3 and line.mean() > ensemble.mean()
both = right["앙상블 + 선형"]
assert abs(ensemble.mean() - max(scores)) < 0.002 and mcnemar(both, ensemble)[2] < 1e-6
assert len(fresh) - fresh.sum() > 1_000 and line[fresh].mean() > ensemble[fresh].mean()
assert mcnemar(line[fresh], ensemble[fresh])[2] < 0.01
assert mcnemar(both, line)[2] < 1e-6 and both.mean() > 0.879 and np.sqrt(0.875 * 0.125 / 50_000) < 0.0016

# %% [markdown]
# - **선형 분류기가 앞섭니다.** 0.8749이고, GRU는 0.8661에서 0.8674, 앙상블은 0.8676입니다. 앙상블만 맞힌 글이 1,983편,
#   선형만 맞힌 글이 2,351편이므로 우연이 아닙니다(p = 2e-08).
# - **합치면 둘 다 이깁니다.** 0.8814입니다. 선형과 견주면 p = 5e-19, 앙상블과 견주면 p = 2e-36입니다.
# - **유출.** 학습에도 있는 글을 뺀 시험 글 48,844편에서도 선형 0.8732, 앙상블 0.8664입니다(p = 4e-07).
# - **비용.** GRU 하나는 형태소 분석 159초(5절의 속도로 셈)와 학습 144초, 선형은 35초입니다.
#
# 이 데이터와 이 크기, 설정을 찾아 고르지 않은 이 GRU에서 그렇다는 뜻입니다. 그래서 **기준선을 빼면 안 됩니다.**
#
# **바꾸어 보세요.** `valid_p[1:]`의 평균처럼 시드를 하나 빼면 **검증** 정확도는 얼마나 달라집니까?
#
# ## 11. 어디에서 갈릴까요
#
# **혼동 행렬**(confusion matrix)과 정밀도, 재현율을 봅니다.

# %% tags=["profile"]
answer = test_p > 0.5
confusion = pd.crosstab(pd.Series(y_test, name="정답"),
                        pd.Series(answer.astype(int), name="예측"))
precision, recall = y_test[answer].mean(), answer[y_test == 1].mean()
print(f"긍정의 정밀도 {precision:.4f}, 재현율 {recall:.4f}")
confusion

# %% claim real=True
assert 0.85 < precision < 0.89 and 0.85 < recall < 0.89 and confusion.to_numpy().sum() == 50_000

# %% [markdown]
# 긍정을 부정으로 본 글(3,329편)과 부정을 긍정으로 본 글(3,292편)이 거의 같아, 한쪽으로 쏠리지 않았습니다. 이번에는 글을 **모르는 토큰**(`<UNK>`)의 비율로 나눕니다.
#
# **먼저 맞혀 보세요.** 모르는 토큰이 많아질수록 어느 모델이 더 많이 떨어질까요?
#
# <details><summary>답</summary>
#
# GRU입니다. 모르는 토큰이 다섯 가운데 하나를 넘으면 GRU는 0.704, 선형은 0.775입니다.
# </details>

# %% tags=["profile"]
unknown = pd.Series([np.mean(np.array(ids) == 1) for ids in x_test])  # (시험 글,)
bins = pd.cut(unknown, [-1, 0, 0.1, 0.2, 1], labels=["없음", "10%까지", "20%까지", "더 많음"])
table = pd.DataFrame({"글": bins.value_counts(sort=False)})
for name in ("GRU 앙상블", "선형"):
    table[name] = pd.Series(right[name]).groupby(bins, observed=False).mean()
    error = np.sqrt(table[name] * (1 - table[name]) / table["글"])
    plt.errorbar(table.index, table[name], 1.96 * error, marker="o", capsize=4, label=name)
plt.gca().set(title="모르는 토큰이 많은 글일수록", xlabel="모르는 토큰", ylabel="시험 정확도")
plt.legend()
plots.show(alt="모르는 토큰의 비율로 나눈 네 무리의 시험 정확도. 두 선 모두 내려가고, "
               "GRU의 선이 더 가파르게 내려가 마지막 무리에서 가장 벌어진다.")

# %% tags=["profile"]
duels = [mcnemar(right["GRU 앙상블"][bins == each], right["선형"][bins == each])
         for each in table.index]
table[["GRU만", "선형만", "p"]] = duels
table = table.astype({"GRU만": int, "선형만": int})
table.assign(p=table["p"].map("{:.1g}".format)).round(3)

# %% claim real=True
lead = table["선형"] - table["GRU 앙상블"]
assert table["GRU 앙상블"].is_monotonic_decreasing and table["선형"].is_monotonic_decreasing
assert lead.idxmax() == "더 많음" and lead.iloc[-1] > 0.05 and lead.iloc[0] < 0.01
assert table["p"].iloc[-1] < 1e-3 and round(table["선형"].iloc[-1], 2) == 0.77
assert table["글"].tolist() == [38_255, 8_617, 2_089, 1_039]

# %% [markdown]
# 모르는 토큰이 없는 글에서는 0.879와 0.884이고, 20%를 넘는 1,039편에서는 **0.704와 0.775**로 벌어집니다(p = 3e-06). GRU에게 모르는 토큰은 모두 `<UNK>` 하나이지만,
# 글자 조각을 세는 모델은 처음 보는 말에서도 아는 조각을 찾기 때문일 것입니다(추측). 037의 **서브워드**는 이 틈을 메우려는 방법입니다.
# 다만 그런 글은 드물어서, 선형이 더 맞힌 368편 가운데 74편뿐입니다.
#
# **바꾸어 보세요.** 모르는 토큰 대신 형태소의 수로 나누면 어느 무리에서 가장 많이 틀립니까?
#
# ## 12. 새 문장에 답합니다
#
# **학습할 때와 똑같은 준비**를 거치도록 한 함수로 묶습니다.

# %% tags=["profile"]
def predict_texts(texts):
    encoded = [encode(text) for text in with_tags([clean(text) for text in texts])]
    return np.mean([batches.predict(each, encoded) for each in models], axis=0)


for example, label, p in zip(examples, example_labels, predict_texts(examples)):
    print(f"{p:.2f} (정답 {label})  {example}")

# %% claim real=True
answers = predict_texts(examples)
assert answers[0] > 0.5 and answers[1] < 0.1 and answers[2] < 0.1 and answers[3] > 0.5

# %% [markdown]
# 셋은 맞히고 `정말 안 재미있다`는 0.73으로 **긍정**이라고 답합니다. 조금씩 바꾸어 가며 무엇에 기대는지 봅니다.
#
# **먼저 맞혀 보세요.** `정말 안 재미있다`와 `정말 재미있지 않다`와 `정말 재미없다` 가운데 모델이 부정이라고 답할 것은 무엇일까요?
#
# <details><summary>답</summary>
#
# `정말 재미없다` 하나뿐입니다.
# </details>

# %% tags=["profile"]
variants = ["정말 재미있다", "정말재미있다", "정말 재미없다", "정말 안 재미있다",
            "정말 재미있지 않다", "그냥 그래요", "그냥 그래요ㅎㅎ", "그냥 그래요ㅡㅡ", ""]
p, score = predict_texts(variants), linear.decision_function(vectorizer.transform(variants))
shown = [variant or "(빈 글)" for variant in variants]
plt.barh(shown[::-1], p[::-1], color=[plots.COLOURS[int(value < 0.5)] for value in p[::-1]])
plt.axvline(0.5, color="black", ls="--")
plt.gca().set(title="문장을 조금씩 바꾸면", xlabel="긍정의 확률", ylabel="문장", xlim=(0, 1))
plots.show(alt="문장 아홉 개의 긍정 확률. 정말 재미있다는 1에, 정말 재미없다는 0에 가깝다. "
               f"정말 안 재미있다는 {p[3]:.2f}, 정말 재미있지 않다는 {p[4]:.2f}이다.")
pd.DataFrame({"GRU의 확률": p, "선형의 점수": score}, index=shown).round(2)

# %% claim real=True
by = dict(zip(variants, p))
assert by["정말 재미있다"] > 0.9 and by["정말재미있다"] > 0.9 and by["정말 재미없다"] < 0.1
assert by["정말 안 재미있다"] > 0.5 and by["정말 재미있지 않다"] > 0.5 and score[3] > 0 > score[4]
assert by["그냥 그래요ㅡㅡ"] < by["그냥 그래요"] < by["그냥 그래요ㅎㅎ"] and 0.2 < by[""] < 0.8

# %% [markdown]
# `그냥 그래요`는 0.09인데 `ㅎㅎ`를 붙이면 0.27, `ㅡㅡ`를 붙이면 0.03이 됩니다. 지우지 않은 낱자가 일을 합니다.
# `정말 안 재미있다`는 선형 분류기도 틀리고(0.68), `정말 재미있지 않다`는 선형 분류기만 맞힙니다(−0.15). 그런 말투를 얼마나 보았는지 학습 글에서 셉니다.

# %% tags=["profile"]
def positive_share(*wanted):
    """토큰들이 이어서 나온 학습 글의 수와 긍정의 비율"""
    pattern = " " + " ".join(wanted) + " "
    hit = np.array([pattern in f" {' '.join(text)} " for text in fit_tokens])
    return [hit.sum(), y_fit[hit].mean() if hit.any() else np.nan]


pieces = {" ".join(text): positive_share(*text) for text in (
    with_tags([each])[0]
    for each in ("재미있", "재미없", "안 재미있", "재미있지 않", "안 좋", "안"))}
pd.DataFrame.from_dict(pieces, orient="index", columns=["학습 글", "긍정"]).round(2)

# %% claim real=True
assert [int(count) for count, _ in pieces.values()] == [3_526, 2_759, 1, 5, 182, 8_387]
assert [round(float(share), 2) for _, share in pieces.values()] == [0.86, 0.06, 0.0, 0.2, 0.42, 0.33]

# %% [markdown]
# **본 적이 거의 없습니다.** `안 재미있`이 든 학습 글은 135,662편 가운데 **한 편**, `재미있지 않`은 다섯 편입니다. `재미있`이 든 3,526편은 86%가 긍정이므로
# 강한 쪽을 따랐을 것입니다(추측). 뜻이 아니라 **본 것의 통계**를 압니다. 드문 말투에는 라벨 없는 큰 말뭉치에서 미리 배운 표현(045, 140)이 도움이 될 수 있습니다.
#
# **바꾸어 보세요.** `variants`에 스스로 쓴 문장을 넣어, 틀리는 것을 셋 찾으세요.
#
# ## 13. 임베딩을 내보냅니다
#
# 배운 단어의 벡터를 [Embedding Projector](https://projector.tensorflow.org)로 봅니다. 파일 두 개가 필요합니다.
#
# - `vectors.tsv`: 단어 하나에 한 줄, 수를 탭으로 나눕니다. **머리글 줄이 없습니다.**
# - `metadata.tsv`: 단어의 이름표입니다. 열이 **하나면 머리글이 없고, 둘 이상이면 있어야** 합니다.

# %% tags=["profile"]
import tempfile
from pathlib import Path

model = models[0]
vectors = model.get_layer("embedding").get_weights()[0]             # (V, dim)
counts = Counter(token for text in fit_tokens for token in text)

# %% tags=["profile"]
folder = Path(tempfile.mkdtemp(prefix="embedding-"))
lines = ["\t".join(f"{value:.5f}" for value in row) for row in vectors[2:5002]]
names = [f"{' '.join(token.split())}\t{counts[token]}" for token in vocabulary[2:5002]]
(folder / "vectors.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
(folder / "metadata.tsv").write_text("\n".join(["token\tcount", *names]) + "\n",
                                     encoding="utf-8")
print(f"벡터 {len(lines):,}줄, 이름표 {len(names) + 1:,}줄(머리글 포함)")

# %% claim
saved = np.loadtxt(folder / "vectors.tsv", delimiter="\t")
labels = (folder / "metadata.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")
assert saved.shape == (len(lines), S.dim) and len(labels) == len(lines) + 1
assert np.allclose(saved, vectors[2:5002], atol=1e-5) and all(line.count("\t") == 1 for line in labels)

# %% tags=["profile", "rows"]
print(folder)

# %% [markdown]
# <details><summary>더 알아보기: Embedding Projector에 올리기</summary>
#
# projector.tensorflow.org를 열고 왼쪽의 **Load**를 누릅니다. Step 1에 `vectors.tsv`, Step 2에 `metadata.tsv`를 고릅니다.
# 오른쪽 검색 칸에 `재미있`을 넣으면 가까운 이웃이 켜집니다. Colab에서는 왼쪽의 폴더 그림에서 두 파일을 먼저 내려받습니다.
# </details>
#
# 인터넷 없이는 단어를 몇 개 골라 **주성분 분석**(principal component analysis, PCA)으로 2차원에 그립니다.
#
# **먼저 맞혀 보세요.** 015의 word2vec에서 "최고"와 "최악"의 코사인은 0.50이었습니다. 감성을 맞히며 배운 이 임베딩에서는 얼마일까요?
#
# <details><summary>답</summary>
#
# 음수입니다. 정반대로 멀어집니다.
# </details>

# %% tags=["profile"]
from sklearn.decomposition import PCA

groups = {"긍정": "최고/NNG 감동/NNG 명작/NNG 추천/NNG 훌륭/XR 멋지/VA".split(),
          "부정": "최악/NNG 쓰레기/NNG 실망/NNG 졸작/NNG 지루/XR 아깝/VA-I".split(),
          "영화의 요소": "배우/NNG 음악/NNG 장면/NNG 결말/NNG 시간/NNG".split()}
chosen = [(token, group) for group, each in groups.items() for token in each
          if token in token_to_id]
points = PCA(2).fit_transform(vectors[[token_to_id[token] for token, _ in chosen]])
plots.labelled_scatter(points, [token.split("/")[0] for token, _ in chosen],
                       "감성을 맞히며 배운 임베딩", [group for _, group in chosen],
                       "첫째 주성분", "둘째 주성분")
plots.show(alt="단어 임베딩의 2차원 그림. 첫째 주성분을 따라 부정 단어와 긍정 단어가 양쪽으로 "
               "갈라지고, 영화의 요소를 나타내는 단어는 대체로 그 사이에 있다.")

# %% claim real=True
side = {group: [x for (x, _), (_, each) in zip(points, chosen) if each == group] for group in groups}
sign = np.sign(np.mean(side["긍정"]))
middle = {group: np.mean(sign * np.array(each)) for group, each in side.items()}
assert min(sign * x for x in side["긍정"]) > max(sign * x for x in side["부정"]) and len(chosen) == 17
assert middle["부정"] < middle["영화의 요소"] < middle["긍정"]

# %% tags=["profile"]
def cosine(a, b):
    a, b = (vectors[token_to_id[token]] for token in (a, b))
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


for a, b in [("최고/NNG", "감동/NNG"), ("최악/NNG", "실망/NNG"), ("최고/NNG", "최악/NNG")]:
    print(f"{a} - {b}: {cosine(a, b):+.2f}")

# %% claim real=True
assert cosine("최고/NNG", "감동/NNG") > 0.5 and cosine("최악/NNG", "실망/NNG") > 0.7
assert cosine("최고/NNG", "최악/NNG") < -0.6

# %% [markdown]
# 라벨은 글에만 달려 있었는데, 손으로 고른 열일곱 단어에서는 첫째 주성분을 따라 감성이 갈립니다. "최고"와 "최악"의 코사인은 **−0.82**입니다(015의 word2vec에서는 0.50).
# **임베딩의 뜻은 무엇을 맞히며 배웠는지에 달려 있습니다.** 대신 이 임베딩은 "최고"와 "감동"을 가깝게 봅니다(+0.76).
#
# **바꾸어 보세요.** `groups`에 `배우/NNG` 대신 배우의 이름을 `/NNP`를 붙여 넣어 보세요(어휘에 없으면 빠집니다). 어느 쪽에 놓입니까?
#
# ## 정리
#
# - **지우기 전에 잽니다.** 한글만 남기라는 조언은 정확도를 낮추었고, 우리의 정리도 불용어를 지우는 것도 높이지 않았습니다.
# - 정리하고, 빈 글과 라벨이 엇갈린 글과 되풀이를 뺀 **다음에** 나눕니다. 어휘는 학습 글로만 만듭니다.
# - 형태소로 나누면 띄어쓰기에 덜 기대고, 더 작은 어휘로 훨씬 많이 덮습니다.
# - 견줄 때는 **가장 좋은 것끼리**, 시드를 바꾸어, 한쪽만 맞힌 글의 수로, 단순한 기준선을 곁에 두고 견줍니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | `[^가-힣 ]`로 모두 지움 | **오류 없음**, 정확도가 낮아짐 | 낱자 `ㄱ-ㅎㅏ-ㅣ`와 부호 남기기 |
# | `str(NaN)` | `"nan"`이라는 영화평이 생김 | 빠진 값을 먼저 `""`로 |
# | 불용어로 `안`, `못`을 지움 | `안 좋다`와 `좋다`가 같아짐 | 지우지 않거나, 재어 보고 지우기 |
# | 나눈 다음에 되풀이를 지움 | **오류 없음**, 검증 점수가 부풀려짐 | 지우기가 먼저 |
# | 시험 글까지 넣어 어휘를 만듦 | **오류 없음**, 점수가 부풀려짐 | 학습 글로만 |
# | 학습과 예측의 준비가 다름 | 새 문장에서만 이상함 | 한 함수로 묶기 |
# | `vectors.tsv`에 머리글을 넣음 | Projector가 줄의 수가 다르다고 함 | 머리글은 열이 둘 이상인 metadata에만 |
#
# ## 더 읽을거리
#
# - L. Park, *Naver sentiment movie corpus v1.0* (2015). 이 데이터입니다.
# - E. L. Park, S. Cho (2014), *KoNLPy: Korean natural language processing in Python*. Okt를 부르는 패키지입니다.
# - S. Wang, C. Manning (2012), *Baselines and bigrams*. 단어를 세는 선형 모델이 왜 강한지 다룹니다.
# - Q. McNemar (1947), *Note on the sampling error of the difference between correlated proportions or percentages*.
# - L. Hansen, P. Salamon (1990), *Neural network ensembles*. 신경망 여럿의 평균입니다.
#
# ## 다음 강의
#
# [037. 토크나이저 직접 학습](../037_tokenizer_training/037_tokenizer_training.ipynb)에서는 사람이 만든 사전 없이, 글만 많이 읽고 나누는 법을 배웁니다.
