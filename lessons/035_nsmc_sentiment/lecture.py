# ---
# title: 네이버 영화평 감성 분류
# number: "035"
# objectives:
#   - 한국어 댓글의 흠(빈 글, 되풀이, 이모티콘 낱자, 띄어쓰기)을 찾아 알맞게 처리합니다.
#   - 형태소 분석기 Kiwi와 Okt를 속도, 포함률, 정확도로 견주고, 20만 개의 글을 병렬로 나누어 캐시에 보관합니다.
#   - 과적합을 학습 곡선으로 보이고 드롭아웃, 가중치의 이동 평균, 조기 종료, 앙상블로 고칩니다.
#   - 다수 라벨, 선형 n-그램, 양방향 GRU를 정확도, 시간, 파라미터로 정직하게 비교합니다.
#   - 임베딩을 TSV 파일로 내보내어 Embedding Projector와 2차원 그림으로 봅니다.
# datasets: [nsmc]
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes, 030_imdb_sentiment]
# packages: [kiwipiepy, konlpy]
# java: true
# gpu: true
# ---

# %% [markdown]
# ## 한국어에서는 무엇이 달라질까요
#
# 010에서 단어를 세어 영화평을 나누고, 020에서 순환층을 만들었습니다. 이제 그 둘을 합쳐 네이버 영화평(NSMC) 20만 개의 감성을 맞힙니다. 영어 예제의 코드를 조금 고치면 될 것 같지만, 데이터를 열어 보면 세 가지가 다릅니다.
#
# - **짧습니다.** 한 편이 몇 단어뿐이라 단어 하나를 놓치면 그만큼 아픕니다.
# - **띄어쓰기를 믿을 수 없습니다.** `재미없을줄알았는데`처럼 한 덩어리로 쓴 글이 많습니다.
# - **말끝이 끝없이 바뀝니다.** `재밌다`, `재밌네`, `재밌었어요`는 모두 다른 단어로 보입니다.
#
# 그래서 **단어를 나누는 일**이 이 강의의 절반입니다. 나머지 절반에서는 모델을 일부러 망가뜨렸다가 고치고, 훨씬 단순한 모델과 겨룹니다.
#
# | 단계 | 하는 일 | 절 |
# |---|---|:-:|
# | 정리 | 빈 글, 되풀이, 낱자, 되풀이된 글자 | 1-3 |
# | 나누기 | 형태소 분석, 속도 비교, 캐시, 불용어 | 4-7 |
# | 번호 | 어휘, 포함률, 패딩과 버킷 | 8-9 |
# | 학습 | 모델, 과적합, 고치기 | 10-13 |
# | 평가 | 기준선, 시험, 오류 분석 | 14-16 |
# | 쓰기 | 새 문장, 임베딩 내보내기 | 17-18 |

# %%
import hashlib
import re
import tempfile
import time
import unicodedata
from collections import Counter
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers, ops
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.manifold import TSNE
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

from nlplab import data, plots, runtime, tokens

# %% [markdown]
# 설정은 한 셀에 모읍니다. `n_compare`는 분석기를 견줄 때 쓰는 훈련 글의 수, `n_small`은 일부러 과적합을 일으킬 때 쓰는 글의 수입니다.

# %%
S = runtime.settings(
    quick=dict(seeds=(7, 8), n_valid=400, n_compare=1500, n_speed=200, n_vocabulary=3_000, max_tokens=40, dim=16, units=8, dropout=0.3,
               rate=1e-2, batch_size=64, epochs=5, patience=2, n_small=600, small_epochs=8, floor=0.7),
    full=dict(seeds=(7, 8), n_valid=10_000, n_compare=30_000, n_speed=4_000, n_vocabulary=20_000, max_tokens=80, dim=64, units=64, dropout=0.5,
              rate=2e-3, batch_size=256, epochs=6, patience=1, n_small=15_000, small_epochs=8, floor=0.86),
)
runtime.seed_everything(7)

# %% [markdown]
# ## 1. 데이터를 만나기
#
# 카드의 **알려진 흠**부터 읽습니다. 이 강의에서 하나씩 처리합니다.

# %%
data.card("nsmc")

# %% tags=["profile"]
train_raw, test_raw = data.load_nsmc()
is_sample = train_raw.attrs["origin"] == "sample"
rows = [[name, len(frame), round(frame.label.mean(), 4), (frame.document.str.strip() == "").sum(), frame.document.duplicated().sum()]
        for name, frame in (("훈련", train_raw), ("시험", test_raw))]
pd.DataFrame(rows, columns=["", "글", "긍정의 비율", "빈 글", "되풀이된 글"]).set_index("")

# %% [markdown]
# 두 라벨의 수가 거의 같으므로 정확도로 비교해도 됩니다. 빈 글은 로더가 빈 문자열 `""`로 둡니다. 판다스의 기본 설정으로 읽으면 빠진 값 `NaN`이 되고,
# `str(NaN)`이 `"nan"`이라는 **글자 세 개짜리 영화평**으로 둔갑하기 쉽습니다. 먼저 빼거나 `""`로 바꾸어야 합니다.
#
# 시험 데이터는 여기서 덮어 둡니다. 15절에서 딱 한 번 펼칩니다.
#
# 실제 글은 나누어 줄 수 없으므로 다음 셀의 출력은 저장하지 않았습니다. 직접 실행해서 몇 편 읽어 보세요.

# %% tags=["profile", "rows"]
train_raw.sample(5, random_state=7)

# %% [markdown]
# 대신 같은 흠을 지닌 문장을 우리 손으로 썼습니다. 이 다섯을 끝까지 들고 갑니다.

# %%
examples = [
    "재미없을줄알았는데   완전 재밌네ㅋㅋㅋㅋㅋㅋㅋ",
    "돈이 아까워서 끝까지 봤다ㅡㅡ",
    "배우들 연기 하나만으로도 10점 줄 만합니다!!!!",
    "연기는 좋은데 이야기가 너무너무 지루하다....",
    "안 보면 손해. 두 번 봐도 안 질려요♥",
]
example_labels = np.array([1, 0, 1, 0, 1])

# %% [markdown]
# ## 2. 글 정리하기: 한글만 남겨도 될까요
#
# 많은 예제가 첫 줄에서 "한글과 빈칸만 남기고 모두 지웁니다". 정규식(regular expression) 한 줄이면 됩니다. 무엇이 사라지는지 봅니다.

# %%
def hangul_only(text):
    return re.sub(r"[^가-힣 ]", "", text)


for example in examples:
    print(hangul_only(example))
assert "ㅋ" not in hangul_only(examples[0])

# %% [markdown]
# `[가-힣]`은 **완성된 음절**만 뜻합니다. 낱자 `ㅋㅋ`, `ㅡㅡ`, 별점 `10`, 느낌표, 하트가 모두 사라졌습니다. 이것들은 쓰레기일까요? 훈련 데이터에서 그 글자가 든 글의 긍정 비율을 세어 봅니다.

# %% tags=["profile"]
signs = {"ㅋㅋ": "ㅋㅋ", "ㅎㅎ": "ㅎㅎ", "ㅠㅠ": "ㅠㅠ", "ㅡㅡ": "ㅡㅡ", "!": "!", "?": r"\?", "~": "~", "♥": "[♥♡]", "10": r"\b10", "0": r"\b0"}
found = {name: train_raw.label[train_raw.document.str.contains(pattern)] for name, pattern in signs.items()}
table = pd.DataFrame({"글": {name: len(part) for name, part in found.items()}, "긍정": {name: part.mean() for name, part in found.items()}})
table = table[table["글"] >= 20].sort_values("긍정")
plt.barh([f"{name} ({count:,}편)" for name, count in table["글"].items()], table["긍정"], color=plots.COLOURS[0])
plt.axvline(train_raw.label.mean(), color=plots.COLOURS[1], linestyle="--", label="전체 평균")
plt.gca().set(title="한글 음절이 아닌 글자가 든 글의 긍정 비율", xlabel="긍정의 비율", ylabel="글자", xlim=(0, 1))
plt.legend(loc="lower right")
plots.show(alt="가로 막대그림. 낱자와 문장 부호마다 그것이 든 글의 긍정 비율을 나타낸다. 어떤 막대는 점선으로 표시한 전체 평균보다 훨씬 짧고 어떤 막대는 훨씬 길다.")
assert table["긍정"].max() - table["긍정"].min() > 0.1

# %% [markdown]
# 막대가 점선에서 멀수록 그 글자는 감정을 **알려 주고** 있습니다. 지우면 안 됩니다. 그래서 우리의 정리는 조심스럽습니다.
#
# - **유니코드 정규화**(NFC): 맥에서 온 글은 `가`가 `ㄱ+ㅏ`로 풀려 있을 수 있습니다. 하나로 모읍니다.
# - **되풀이된 글자**: `ㅋㅋㅋㅋㅋㅋㅋ`와 `ㅋㅋㅋ`는 같은 뜻이지만 서로 다른 토큰이 됩니다. 세 번 이상이면 두 번으로 줄입니다.
# - **공백**: 이어진 빈칸은 하나로 줄이고 앞뒤는 지웁니다.

# %%
def clean(text):
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)    # 같은 글자가 세 번 이상이면 두 번으로
    return " ".join(text.split())


for example in examples:
    print(clean(example))
assert all(clean(clean(example)) == clean(example) for example in examples)

# %% [markdown]
# `ㅋ`과 느낌표의 개수만 줄고 나머지는 남았습니다. `assert`는 두 번 정리해도 결과가 같은지 확인합니다. (별점 `1000점`도 `100점`이 됩니다. 감정을 나누는 데에는 괜찮지만, 숫자의 값이 중요한 일이라면 숫자는 빼고 줄여야 합니다.)
#
# ## 3. 지우고, 나누기
#
# 순서를 지킵니다. **정리 → 빈 글과 되풀이 지우기 → 나누기**입니다. 정리하고 나면 같아지는 글이 더 생기므로 정리가 먼저이고, 같은 글이 훈련과 검증에 하나씩 들어가지 않게 지우기가 나누기보다 먼저입니다.
#
# 글은 같은데 라벨이 다른 것도 있습니다(`그냥 그래요` 같은 짧은 글). 어느 쪽이 옳은지 알 수 없으므로 함께 뺍니다.

# %% tags=["profile"]
reviews = train_raw.assign(document=train_raw.document.map(clean))
reviews = reviews[reviews.document != ""]
disagree = reviews.groupby("document").label.transform("nunique") > 1
reviews = reviews[~disagree].drop_duplicates("document")
fit, valid = train_test_split(reviews, test_size=S.n_valid, stratify=reviews.label, random_state=7)
print(f"처음 {len(train_raw):,} → 라벨이 엇갈린 글 {disagree.sum():,}개 등을 빼고 {len(reviews):,} → 훈련 {len(fit):,} + 검증 {len(valid):,}")
assert not set(fit.document) & set(valid.document) and fit.document.str.len().min() > 0

# %% [markdown]
# 정리하는 방법이 정말 차이를 만들까요? **고정된 작은 분류기**로 재겠습니다. 조각의 TF-IDF에 `LinearSVC(C=0.3)`이고, 훈련 글 가운데 `n_compare`개만 씁니다. 이 분류기를 7절까지 계속 씁니다.
# 한 번 정해 두면 점수의 차이는 조각을 만드는 방법에서만 옵니다.

# %% tags=["profile"]
some_fit = fit[:S.n_compare]

def small_classifier(fit_texts, valid_texts, **options):
    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2, lowercase=False, **options)
    model = LinearSVC(C=0.3, random_state=7).fit(vectorizer.fit_transform(fit_texts), some_fit.label)
    return model.score(vectorizer.transform(valid_texts), valid.label)


cleaners = {"한글만": hangul_only, "한글과 낱자": lambda text: re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣ ]", "", text), "우리의 정리": str}
letters = {name: small_classifier(some_fit.document.map(keep), valid.document.map(keep), analyzer="char", ngram_range=(1, 3))
           for name, keep in cleaners.items()}
assert is_sample or letters["한글만"] < letters["우리의 정리"]
pd.Series(letters, name="검증 정확도(글자 1-3그램)").round(4).to_frame()

# %% [markdown]
# 한글만 남긴 쪽이 가장 낮습니다(저장된 실행은 실제 데이터의 결과입니다). 낱자를 살리는 것만으로도 조금 되찾고, 문장 부호와 숫자까지 살리면 더 되찾습니다. **지우기 전에 재 보세요.**
#
# ## 4. 띄어쓰기로는 안 되는 까닭
#
# 띄어쓰기로 나눈 덩어리를 **어절**이라고 합니다. 훈련 글에서 어절의 사전을 만들면, 검증 글의 어절 가운데 몇이나 그 사전에 있을까요?

# %% tags=["profile"]
seen = {word for text in fit.document for word in text.split()}
words = [word for text in valid.document for word in text.split()]
unseen = np.mean([word not in seen for word in words])
print(f"훈련에 나온 어절 {len(seen):,}종류, 검증의 어절 가운데 처음 보는 것 {unseen:.1%}")
print(examples[0].split()[0], "→ 사전에 있음" if examples[0].split()[0] in seen else "→ 처음 보는 어절")

# %% [markdown]
# 사전을 줄이지 않고 훈련에 나온 어절을 **모두** 넣었는데도 이만큼이 처음 보는 것입니다. 말끝이 바뀌고 띄어쓰기가 틀릴 때마다 새 어절이 생기기 때문입니다. 처음 보는 어절에 대해 모델은 아무것도 모릅니다.
#
# **형태소**(morpheme)는 뜻을 가진 가장 작은 단위입니다. 형태소 분석기는 띄어쓰기가 없어도 사전과 통계로 형태소를 찾아냅니다. Kiwi는 C++로, Okt는 자바(Java)로 만들어졌습니다.
# 자바가 없으면 Okt만 빠지고 나머지는 그대로 진행됩니다.

# %% tags=["profile"]
analyzers = [name for name in ("kiwi", "okt") if tokens.available(name)]
print(tokens.reason("okt") or "Okt와 Kiwi를 모두 씁니다.")

# %%
for morphemes in tokens.tokenize([clean(example) for example in examples], "kiwi"):
    print("|".join(morphemes))

# %% [markdown]
# 첫 문장의 붙여 쓴 `재미없을줄알았는데`가 `재미없`, `을`, `줄`, `알`, `었`, `는데`로 나뉘었습니다. Kiwi는 형태소를 **원형**으로 돌려줍니다. `봤다`가 `보`, `었`, `다`가 되므로 `본다`와 `보`를 함께 씁니다.
# `ㅋㅋ`와 `♥`도 토큰으로 남았습니다. 셋째 문장의 `ᆸ니다`처럼 받침 하나만 따로 떨어지기도 합니다.
#
# 띄어쓰기를 모두 지워도 같은 결과가 나올까요?

# %% tags=["profile"]
spaced = tokens.tokenize([clean(example) for example in examples])
joined = tokens.tokenize([clean(example).replace(" ", "") for example in examples])
for with_spaces, without in zip(spaced, joined):
    print("같음" if with_spaces == without else "다름: " + "|".join(without))
assert sum(map(list.__eq__, spaced, joined)) >= 3

# %% [markdown]
# 붙여 쓴 문장을 띄어 쓴 것과 똑같이 나누었습니다. 어절이었다면 다섯 문장 모두 처음 보는 한 덩어리가 되었을 것입니다.
#
# ## 5. Kiwi와 Okt: 속도, 포함률, 정확도
#
# 어느 분석기를 쓸까요? 셋을 잽니다. 먼저 **속도**입니다. 모든 코어를 쓴 벽시계 시간과, 실제로 계산한 **CPU 시간**을 함께 적습니다. 다른 프로그램이 도는 컴퓨터에서는 CPU 시간이 더 믿을 만합니다.

# %% tags=["profile"]
def measure_speed(name):
    texts = fit.document[:S.n_speed].tolist()
    tokens.tokenize(fit.document[-S.n_speed:], name, cache=False)  # 사전을 읽고 몸을 푸는 시간은 빼고 잽니다
    wall, cpu = time.perf_counter(), time.process_time()
    tokens.tokenize(texts, name, cache=False)
    return {"초당 영화평": len(texts) / (time.perf_counter() - wall), "CPU 1초에 영화평": len(texts) / (time.process_time() - cpu)}


speeds = pd.DataFrame({name: measure_speed(name) for name in analyzers}).T
speeds.map("{:,.0f}".format)

# %% [markdown]
# 다음은 **포함률**(coverage)입니다. 훈련 글에서 많이 나온 토큰으로 만든 어휘가 검증 글의 토큰을 얼마나 덮는지입니다. 정확도는 3절의 작은 분류기로 잽니다. 어절을 함께 놓아 견줍니다.

# %% tags=["profile"]
def coverage(vocabulary, texts):
    pieces = [token for text in texts for token in text]
    return sum(token in vocabulary for token in pieces) / len(pieces)


def compare(fit_tokens, valid_tokens):
    counts = Counter(token for text in fit_tokens for token in text)
    vocabulary = {token for token, _ in counts.most_common(S.n_vocabulary - 2)}
    accuracy = small_classifier(fit_tokens, valid_tokens, analyzer=lambda text: text)
    return {"토큰의 종류": len(counts), "포함률": coverage(vocabulary, valid_tokens),
            "글마다 토큰": np.mean([len(text) for text in valid_tokens]), "정확도": accuracy}


rows = {"어절": compare(some_fit.document.str.split(), valid.document.str.split())}
for name in analyzers:
    rows[name] = compare(tokens.tokenize(some_fit.document, name), tokens.tokenize(valid.document, name))
compared = pd.DataFrame(rows).T
compared.assign(**{column: compared[column].map(form.format) for column, form in
                   {"토큰의 종류": "{:,.0f}", "포함률": "{:.1%}", "글마다 토큰": "{:.1f}", "정확도": "{:.4f}"}.items()})

# %% tags=["profile"]
error = np.sqrt(0.25 / len(valid))
print(f"정확도의 표준 오차 {error:.4f} 이하")
assert compared["포함률"].idxmin() == "어절" and compared["포함률"]["kiwi"] > 0.9
assert is_sample or compared["정확도"]["kiwi"] > compared["정확도"]["어절"] + 2 * error

# %% [markdown]
# - 어절은 종류가 몇 배나 많은데도 덮는 비율은 가장 낮습니다. 정확도도 뒤처집니다.
# - 분석기끼리의 정확도 차이는 표준 오차와 견주어 읽으세요. 오차의 두 배보다 작으면 우열을 말할 수 없습니다.
# - 속도와 설치의 편함까지 생각하면 이 강의에서는 **Kiwi로 이어 갑니다**. Kiwi에는 자바가 필요 없습니다.
#
# ## 6. 20만 개를 나누고 보관하기
#
# 이제 모든 글을 나눕니다. `tokens.tokenize`는 네 가지를 대신해 줍니다.
#
# - **병렬**: 모든 코어를 씁니다. Kiwi는 C++ 안에서, Okt는 자바 안에서 계산하므로 파이썬 스레드 여럿이 정말로 함께 일합니다.
# - **되풀이**: 같은 글은 한 번만 분석합니다.
# - **진행 막대**: 얼마나 남았는지 보여 줍니다.
# - **캐시**(cache): 결과를 파일에 보관했다가 다음에는 읽기만 합니다.
#
# 캐시에서 가장 중요한 것은 **키**(key)입니다. 글이 한 글자라도 다르거나, 분석기나 버전이나 옵션이 다르면 다른 결과이므로 키도 달라야 합니다. 이 모두를 **해시**(hash) 함수에 넣어 키를 만듭니다.

# %%
def cache_key(texts, analyzer, version, options):
    digest = hashlib.sha256(repr((analyzer, version, sorted(options.items()))).encode())
    for text in texts:
        content = text.encode()
        digest.update(f"{len(content)}:".encode() + content)   # 길이를 함께 넣어 경계를 표시합니다
    return digest.hexdigest()[:12]


print(cache_key(["좋다", "싫다"], "kiwi", "1.0", {}))
print(cache_key(["좋다", "싫다"], "kiwi", "1.1", {}))
print(cache_key(["좋다싫", "다"], "kiwi", "1.0", {}))

# %% [markdown]
# 버전만 달라도, 글의 경계만 달라도 키가 다릅니다. 길이를 넣지 않으면 `["좋다", "싫다"]`와 `["좋다싫", "다"]`의 키가 같아져, 엉뚱한 결과를 읽어 옵니다.
#
# 훈련 글을 모두 나눕니다. **처음에는 1-3분**, 다음부터는 몇 초입니다.

# %% tags=["profile"]
with runtime.stopwatch("훈련과 검증을 모두 나누기"):
    tagged_fit, tagged_valid = tokens.tokenize(fit.document, tags=True), tokens.tokenize(valid.document, tags=True)
with runtime.stopwatch("같은 일을 다시(캐시)"):
    again = tokens.tokenize(fit.document, tags=True)
assert again == tagged_fit and len(again) == len(fit)
again[0].append(("손댄", "토큰"))
assert tokens.tokenize(fit.document, tags=True) == tagged_fit  # 받은 목록을 고쳐도 캐시는 그대로입니다
analysis_seconds = (len(train_raw) + len(test_raw)) / speeds["초당 영화평"]["kiwi"]
print(f"5절에서 잰 속도로 셈하면 훈련과 시험 {len(train_raw) + len(test_raw):,}개에 {analysis_seconds:.0f}초")

# %% [markdown]
# ## 7. 불용어: 지우면 좋아질까요
#
# 뜻이 없다고 보고 지우는 말을 **불용어**(stop word)라고 합니다. 한국어에서는 흔히 조사(은, 는, 이, 가)와 어미(다, 네요)를 지웁니다. 가장 많이 나온 토큰을 보면 그럴듯해 보입니다.

# %% tags=["profile"]
some_tagged = tagged_fit[:S.n_compare]                         # some_fit과 같은 글
common = Counter(pair for text in some_tagged for pair in text).most_common(15)
print(", ".join(f"{form}/{tag}" for (form, tag), _ in common))

# %% [markdown]
# 빗금 뒤는 **품사**입니다. `J`로 시작하면 조사, `E`로 시작하면 어미, `N`은 체언, `V`는 용언입니다. 품사로 골라 지우고 작은 분류기에 물어봅니다.
# 마지막 줄은 어디선가 베껴 온 불용어 목록의 흔한 잘못으로, 짧다는 까닭으로 `안`, `못`, `없`, `않`까지 지웁니다.

# %% tags=["profile"]
negations = {"안", "못", "없", "않", "말"}
rules = {
    "지우지 않음": lambda form, tag: True,
    "조사를 지움": lambda form, tag: not tag.startswith("J"),
    "조사와 어미를 지움": lambda form, tag: not tag.startswith(("J", "E")),
    "문장 부호까지 지움": lambda form, tag: not tag.startswith(("J", "E", "S")),
    "부정어를 지움": lambda form, tag: form not in negations,
}

def keep_by(rule, texts):
    return [[form for form, tag in text if rule(form, tag)] for text in texts]

stops = pd.Series({name: small_classifier(keep_by(rule, some_tagged), keep_by(rule, tagged_valid), analyzer=lambda text: text)
                   for name, rule in rules.items()}, name="검증 정확도")
assert is_sample or stops["문장 부호까지 지움"] < stops["지우지 않음"]
stops.round(4).to_frame()

# %% [markdown]
# 조사만 지우면 거의 그대로이고, 어미와 문장 부호까지 지울수록 낮아집니다. 어미에는 말투가 들어 있습니다. `-네요`와 `-더라`로 끝나는 글은 느낌이 다릅니다. 지워서 **얻은 것이 없습니다**.
#
# 부정어를 지워도 점수가 별로 움직이지 않는 것이 뜻밖일 수 있습니다. 이 작은 분류기는 단어를 **세기만** 하므로, `안`이 무엇을 뒤집는지 처음부터 모릅니다. 순서를 읽는 모델에게는 이야기가 다릅니다.

# %%
pair = tokens.tokenize(["다시 안 볼 만큼 좋다", "다시 볼 만큼 안 좋다"], tags=True)
for text in keep_by(rules["부정어를 지움"], pair):
    print(text)
assert len({tuple(text) for text in keep_by(rules["부정어를 지움"], pair)}) == 1

# %% [markdown]
# 뜻이 다른 두 글이 **똑같은** 토큰의 줄이 되었습니다. 어떤 모델도 이 둘을 구별할 수 없습니다. 그래서 우리는 아무것도 지우지 않습니다. 단어의 수만 세는 검색이라면 지우는 편이 나을 수도 있습니다. 할 일에 따라 재어 보아야 합니다.
#
# ## 8. 어휘와 포함률
#
# 같은 `이`라도 조사 `이`(이/JKS)와 `이다`의 `이`(이/VCP)는 다른 말입니다. 품사까지 알고 있으니 **형태소와 품사를 붙여 한 토큰**으로 씁니다.

# %%
def morphemes(texts):
    return [["/".join(pair) for pair in text] for text in tokens.tokenize(texts, tags=True)]


example_tokens = morphemes([clean(example) for example in examples])
print(example_tokens[1])

# %% tags=["profile"]
fit_tokens, valid_tokens = [[["/".join(pair) for pair in text] for text in part] for part in (tagged_fit, tagged_valid)]
assert valid_tokens[:3] == morphemes(valid.document[:3])

# %% [markdown]
# 어휘는 **훈련 글로만** 만듭니다. 0번은 `<PAD>`, 1번은 어휘에 없는 토큰 `<UNK>`입니다. 어휘의 크기를 정하려고 포함률을 그려 봅니다.

# %% tags=["profile"]
def count_tokens(texts):
    return Counter(token for text in texts for token in text)


sizes = np.unique(np.geomspace(100, S.n_vocabulary, 12).astype(int))
for name, texts, unseen_texts in (("어절", fit.document.str.split(), valid.document.str.split()), ("Kiwi 형태소", fit_tokens, valid_tokens)):
    order = [token for token, _ in count_tokens(texts).most_common()]
    shares = [coverage(set(order[:size]), unseen_texts) for size in sizes]
    plt.plot(sizes, shares, marker="o", markersize=4, label=name)
plt.xscale("log")
plt.gca().set(title="어휘의 크기와 검증 글의 포함률", xlabel="어휘의 크기(로그 눈금)", ylabel="포함률", ylim=(0, 1))
plt.legend()
plots.show(alt="가로는 어휘 크기의 로그 눈금, 세로는 포함률. 형태소의 선은 빠르게 올라 1에 가까워지고, 어절의 선은 훨씬 아래에서 천천히 오른다.")

# %% tags=["profile"]
vocabulary = ["<PAD>", "<UNK>"] + [token for token, _ in count_tokens(fit_tokens).most_common(S.n_vocabulary - 2)]
token_to_id = {token: number for number, token in enumerate(vocabulary)}
known = coverage(token_to_id.keys(), valid_tokens)
print(f"어휘 {len(vocabulary):,}개가 검증 토큰의 {known:.1%}를 덮습니다.")
assert known > shares[0] and vocabulary[:2] == ["<PAD>", "<UNK>"]

# %% [markdown]
# 같은 크기의 어휘로 형태소는 거의 다 덮고 어절은 절반 남짓만 덮습니다. 형태소로 나눈 값어치가 이 그림에 있습니다.
#
# ## 9. 번호, 길이, 버킷
#
# 이제 토큰을 번호로 바꾸고, 너무 긴 글은 자르고, 비슷한 길이끼리 묶어 **뒤를** 0으로 채웁니다. 빈 글은 `<UNK>` 하나로 둡니다. 길이가 0이면 10절의 평균에서 0으로 나누게 됩니다.

# %%
def encode(text):
    ids = [token_to_id.get(token, 1) for token in text][:S.max_tokens]
    return np.array(ids or [1], dtype="int32")


def pad(group):
    batch = np.zeros((len(group), max(len(ids) for ids in group)), dtype="int32")   # (B, T)
    for row, ids in enumerate(group):
        batch[row, :len(ids)] = ids
    return batch


def batches(encoded, size, rng=None):
    """길이가 비슷한 글의 자리를 size개씩 묶습니다. rng가 있으면 이웃과 묶음의 순서를 섞습니다."""
    length = np.array([len(ids) for ids in encoded], dtype=float)
    if rng is not None:
        length += rng.uniform(-3, 3, len(length))
    order = np.argsort(length, kind="stable")
    groups = [order[start:start + size] for start in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(groups)
    return groups

# %% tags=["profile"]
x_fit, x_valid = [encode(text) for text in fit_tokens], [encode(text) for text in valid_tokens]
y_fit, y_valid = fit.label.to_numpy(), valid.label.to_numpy()
lengths = np.array([len(text) for text in fit_tokens])
plt.hist(np.minimum(lengths, 100), bins=50, color=plots.COLOURS[0])
plt.axvline(S.max_tokens, color=plots.COLOURS[1], linestyle="--", label=f"자르는 곳: {S.max_tokens}")
plt.gca().set(title="영화평의 길이", xlabel="형태소의 수(100을 넘으면 끝에 모음)", ylabel="글의 수")
plt.legend()
plots.show(alt="형태소 수의 히스토그램. 열 개 남짓에 높은 봉우리가 있고 오른쪽으로 긴 꼬리가 있다. 자르는 곳을 점선으로 표시했다.")
print(f"가운데값 {np.median(lengths):.0f}, 95% {np.percentile(lengths, 95):.0f}, 잘리는 글 {np.mean(lengths > S.max_tokens):.2%}")

# %% tags=["profile"]
def padding_share(groups):
    slots = sum(len(group) * max(len(x_fit[i]) for i in group) for group in groups)
    return 1 - sum(len(ids) for ids in x_fit) / slots


rng = np.random.default_rng(7)
mixed = np.array_split(rng.permutation(len(x_fit)), max(2, len(x_fit) // S.batch_size))
shares = {"무작위 배치": padding_share(mixed), "길이 버킷": padding_share(batches(x_fit, S.batch_size, rng))}
assert shares["길이 버킷"] < shares["무작위 배치"]
print({name: f"패딩 {share:.1%}" for name, share in shares.items()})

# %% [markdown]
# 무작위로 묶으면 계산의 절반 넘게 패딩을 읽습니다. 버킷은 그 낭비를 거의 없앱니다.
#
# ## 10. 모델
#
# 모델은 020에서 조립한 꼴에 요약을 더한 것입니다. 토큰의 임베딩을 양방향 GRU가 읽고, 모든 시점의 상태를 **마스크 평균과 최댓값**으로 요약합니다. 평균은 글 전체의 분위기를, 최댓값은 가장 강한 한 대목을 나릅니다.
# 짧은 영화평에서는 그 한 대목이 답을 정하는 일이 많습니다.

# %%
class MaskedPooling(layers.Layer):
    """(B, T, U)와 마스크 (B, T) → 평균과 최댓값을 이어 붙인 (B, 2U)."""

    def __init__(self, **options):
        super().__init__(**options)
        self.supports_masking = True

    def compute_mask(self, x, mask=None):
        return None

    def call(self, x, mask=None):
        m = ops.expand_dims(ops.cast(mask, x.dtype), -1)                # (B, T) → (B, T, 1)
        mean = ops.sum(x * m, axis=1) / ops.sum(m, axis=1)              # (B, U)
        largest = ops.max(x + (m - 1.0) * 1e4, axis=1)                  # (B, U)
        return ops.concatenate([mean, largest], axis=-1)                # (B, 2U)

# %%
def build_model(dropout, seed=7):
    runtime.seed_everything(seed)
    inputs = keras.Input(shape=(None,), dtype="int32", name="ids")                                    # (B, T)
    x = layers.Embedding(len(vocabulary), S.dim, mask_zero=True, name="embedding")(inputs)              # (B, T, dim)
    x = layers.SpatialDropout1D(0.6 * dropout, name="spatial_dropout")(x)                              # 임베딩 쪽은 조금 약하게
    x = layers.Bidirectional(layers.GRU(S.units, return_sequences=True), name="bidirectional_gru")(x)    # (B, T, 2U)
    x = MaskedPooling(name="masked_pooling")(x)                                                        # (B, 4U)
    x = layers.Dropout(dropout, name="dropout")(x)
    outputs = layers.Dense(1, activation="sigmoid", name="positive")(x)                                # (B, 1)
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.Adam(S.rate), "binary_crossentropy", metrics=["accuracy"], jit_compile=False)
    return model

# %% tags=["profile"]
model = build_model(S.dropout)
pd.DataFrame([[layer.name, str(tuple(layer.output.shape)), layer.count_params()] for layer in model.layers],
             columns=["층", "출력의 모양", "파라미터"])

# %% [markdown]
# 파라미터는 거의 모두 임베딩 표에 있습니다. 학습에 앞서 020의 시험을 되풀이합니다. **패딩을 더 붙여도 답이 같아야 합니다.**

# %% tags=["profile"]
example_ids = pad([encode(text) for text in example_tokens])
longer = np.pad(example_ids, ((0, 0), (0, 25)))
difference = np.abs(model.predict_on_batch(example_ids) - model.predict_on_batch(longer)).max()
assert difference < 1e-5
print(f"{example_ids.shape}와 {longer.shape}의 답의 차이: {difference:.1e}")

# %% [markdown]
# ## 11. 학습 루프와 가중치의 이동 평균
#
# 학습 루프에는 보통의 것에 하나를 보탭니다. 배치마다 가중치는 이리저리 흔들립니다. 흔들리는 값들의 **평균**을 쓰면 흔들림이 지워집니다. 지금까지의 평균 $\bar\theta$와 지금의 가중치 $\theta$를 조금씩 섞습니다.
#
# $$\bar\theta \leftarrow m\,\bar\theta + (1 - m)\,\theta$$
#
# 이것을 **지수 이동 평균**(exponential moving average, EMA)이라고 합니다. 학습은 $\theta$로 하고, 검증과 예측은 $\bar\theta$로 합니다.

# %%
def mix(average, weights, momentum):
    return [momentum * old + (1 - momentum) * new for old, new in zip(average, weights)]


average = [np.array([0.0])]
for weights in ([np.array([1.0])], [np.array([3.0])], [np.array([2.0])]):
    average = mix(average, weights, momentum=0.5)
    print(average[0])

# %% [markdown]
# 가중치는 1, 3, 2로 흔들렸지만 평균은 천천히 따라갔습니다. 큰 표를 배치마다 복사하면 느리므로 열 배치에 한 번 섞고, 처음에는 $m$을 작게 하여 난수였던 첫 가중치를 빨리 잊습니다.

# %%
def predict(model, encoded, size=512):
    probabilities = np.zeros(len(encoded))
    for group in batches(encoded, size):
        probabilities[group] = model.predict_on_batch(pad([encoded[i] for i in group]))[:, 0]   # 원래 자리로
    return probabilities


def score(probabilities, labels):
    """(교차 엔트로피, 정확도)"""
    p = np.clip(probabilities, 1e-7, 1 - 1e-7)
    loss = -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))
    return loss, np.mean((p >= 0.5) == labels)

# %% [markdown]
# 조기 종료(early stopping)에는 **가장 좋을 때의 가중치로 되돌리기**까지 들어 있습니다. `average`를 켜면 에폭의 끝에서 가중치를 평균으로 바꾸어 검증하고, 다시 원래 가중치로 학습을 잇습니다.

# %%
def train_epoch(model, encoded, labels, rng, average):
    """배치를 한 바퀴 돌며 학습합니다. average = (섞은 횟수, 평균 가중치) 또는 None."""
    results, groups = [], batches(encoded, S.batch_size, rng)
    for step, group in enumerate(groups):
        model.reset_metrics()
        results.append(model.train_on_batch(pad([encoded[i] for i in group]), labels[group][:, None].astype("float32")))
        if average is not None and (step % 10 == 9 or step == len(groups) - 1):
            n, weights = average
            average = n + 1, mix(weights, model.get_weights(), momentum=min(0.98, (1 + n) / (10 + n)))
    results = np.array([[float(value) for value in result] for result in results])        # (배치, 2): 손실, 정확도
    return np.average(results, axis=0, weights=[len(group) for group in groups]), average

# %%
def train(model, encoded, labels, epochs, patience=None, use_average=False, seed=7):
    """patience가 None이면 끝까지 학습합니다. 에폭마다의 기록을 표로 돌려줍니다."""
    rng, history, best = np.random.default_rng(seed), [], None
    average = (0, model.get_weights()) if use_average else None
    for epoch in runtime.progress(range(1, epochs + 1), "학습"):
        wall, cpu = time.perf_counter(), time.process_time()
        (loss, accuracy), average = train_epoch(model, encoded, labels, rng, average)
        now = model.get_weights()
        if use_average:
            model.set_weights(average[1])                 # 검증은 평균으로
        val_loss, val_accuracy = score(predict(model, x_valid), y_valid)
        history.append({"에폭": epoch, "loss": loss, "val_loss": val_loss, "accuracy": accuracy, "val_accuracy": val_accuracy,
                        "초": time.perf_counter() - wall, "CPU 초": time.process_time() - cpu})
        if best is None or val_loss < best[1]:
            best = epoch, val_loss, model.get_weights()   # 가장 좋은 가중치를 복사해 둡니다
        elif patience is not None and epoch - best[0] >= patience:
            break
        model.set_weights(now)                            # 학습은 원래 가중치로 잇습니다
    if patience is not None:
        model.set_weights(best[2])                        # 되돌립니다
    return pd.DataFrame(history).set_index("에폭")

# %% [markdown]
# ## 12. 일부러 저지르는 실수
#
# 훈련 글의 일부만 쓰고, 드롭아웃도 조기 종료도 이동 평균도 없이 돌립니다.

# %% tags=["profile"]
x_small, y_small = x_fit[:S.n_small], y_fit[:S.n_small]
overfit = train(build_model(dropout=0.0), x_small, y_small, S.small_epochs)
overfit.drop(columns=["초", "CPU 초"]).round(3)

# %% tags=["profile"]
fig, axes = plt.subplots(1, 2, figsize=(11, 3.8))
plots.learning_curves({name: overfit[name].tolist() for name in ("loss", "val_loss")}, "실수: 손실", ax=axes[0])
plots.learning_curves({name: overfit[name].tolist() for name in ("accuracy", "val_accuracy")}, "실수: 정확도", "정확도(accuracy)", ax=axes[1])
plots.show(alt="왼쪽은 손실, 오른쪽은 정확도의 학습 곡선. 훈련 손실은 0에 가까워지는데 검증 손실은 일찍 바닥을 치고 크게 오른다. "
               "훈련 정확도는 1에 가까워지고 검증 정확도는 처음 몇 에폭에 꼭대기에 이른 뒤 그 아래에 머문다.")
assert overfit["loss"].iloc[-1] < overfit["loss"].iloc[0]
assert overfit["val_loss"].iloc[-1] > overfit["val_loss"].min() + 0.02        # 바닥을 지나 올랐습니다
assert overfit["accuracy"].iloc[-1] > overfit["val_accuracy"].iloc[-1]

# %% [markdown]
# - **훈련 손실은 0으로 갑니다.** 모델이 글을 외웁니다. 훈련 글의 수보다 파라미터가 훨씬 많아 외울 자리가 넉넉합니다.
# - **검증 손실은 처음 몇 에폭에 바닥을 치고 계속 오릅니다.** 정확도는 조금 낮아질 뿐인데 손실은 크게 오릅니다. 틀린 답을 **더 확신하게** 되기 때문입니다.
# - 마지막 에폭의 모델은 바닥에서 멈춘 모델보다 오래 걸렸고 더 나쁩니다.
#
# ## 13. 고치기
#
# 같은 작은 데이터에서 드롭아웃, 이동 평균, 조기 종료를 켭니다.

# %% tags=["profile"]
cured_model = build_model(S.dropout)
cured = train(cured_model, x_small, y_small, S.small_epochs, patience=2, use_average=True)
restored_loss, restored_accuracy = score(predict(cured_model, x_valid), y_valid)
for name, history, style in (("실수", overfit, "--"), ("고친 것", cured, "-")):
    plt.plot(history.index, history["loss"], style, color=plots.COLOURS[0], label=f"{name}: 훈련")
    plt.plot(history.index, history["val_loss"], style, color=plots.COLOURS[1], label=f"{name}: 검증")
plt.gca().set(title="같은 데이터, 두 가지 학습", xlabel="에폭(epoch)", ylabel="손실(loss)")
plt.legend()
plots.show(alt="네 선. 점선은 실수한 학습으로 훈련 손실과 검증 손실이 크게 벌어진다. 실선은 고친 학습으로 두 선이 가까이 붙어 내려간다.")

# %% tags=["profile"]
assert abs(restored_loss - cured["val_loss"].min()) < 1e-4            # 가장 좋을 때로 돌아왔습니다
assert restored_loss < overfit["val_loss"].iloc[-1]
pd.DataFrame({"훈련 손실": [overfit["loss"].iloc[-1], cured["loss"][cured["val_loss"].idxmin()]],
              "검증 손실": [overfit["val_loss"].iloc[-1], restored_loss],
              "검증 정확도": [overfit["val_accuracy"].iloc[-1], restored_accuracy]}, index=["실수의 마지막", "고친 것"]).round(3)

# %% [markdown]
# 훈련 손실은 더 크지만 검증 손실은 훨씬 작습니다. **덜 외우고 더 배웠습니다.** 이제 훈련 글 **전부**로 학습합니다.
#
# 하나 더 합니다. 신경망의 정확도는 첫 난수(시드, seed)에 따라 조금씩 다릅니다. 시드만 바꾼 모델 여럿을 학습해 **얼마나 흔들리는지** 보고, 확률을 평균하여 답합니다. 이것을 **앙상블**(ensemble)이라고 합니다.
# CPU에서 **10분 안팎**이 걸립니다.

# %% tags=["profile"]
models, histories = [], []
with runtime.stopwatch("전체 학습") as rnn_watch:
    for seed in S.seeds:
        models.append(build_model(S.dropout, seed=seed))
        histories.append(train(models[-1], x_fit, y_fit, S.epochs, patience=S.patience, use_average=True, seed=seed))
rnn_cpu = sum(history["CPU 초"].sum() for history in histories)
print(f"CPU 시간: {rnn_cpu:.0f}초 · 가장 많이 쓴 메모리: {runtime.peak_memory_mb():.0f} MiB")
histories[0].round(3)

# %% tags=["profile"]
plots.learning_curves({name: histories[0][name].tolist() for name in ("loss", "val_loss")}, "훈련 글 전부 (첫째 씨앗)")
plots.show(alt="전체 데이터의 학습 곡선. 훈련 손실은 계속 내려가고, 검증 손실은 내려가다가 더 내려가지 않는 곳에서 학습이 끝난다.")

# %% tags=["profile"]
each_valid = np.array([predict(model, x_valid) for model in models])            # (모델, 글)
rnn_valid = each_valid.mean(axis=0)
rows = [[f"씨앗 {seed}", *score(p, y_valid)] for seed, p in zip(S.seeds, each_valid)] + [["평균", *score(rnn_valid, y_valid)]]
seeds_table = pd.DataFrame(rows, columns=["모델", "검증 손실", "검증 정확도"]).set_index("모델")
assert seeds_table["검증 손실"]["평균"] <= seeds_table["검증 손실"][:-1].mean() + 1e-6
assert seeds_table["검증 손실"]["평균"] < restored_loss                           # 데이터가 많을수록 낫습니다
seeds_table.round(4)

# %% [markdown]
# 확률을 평균하면 손실이 각 모델의 평균보다 **커질 수 없습니다**($-\log$가 아래로 볼록하기 때문이며, `assert`가 확인했습니다). 서로 다른 곳에서 흔들린 실수가 지워집니다. 대신 학습과 예측에 드는 시간이 모델의 수만큼 늘어납니다.
# 시드끼리의 정확도 차이도 보아 두세요. 이보다 작은 차이로 두 설정의 우열을 말하면 안 됩니다.
#
# 훈련 손실은 드롭아웃이 **켜진 채로**, 흔들리는 가중치로 잰 것이고, 검증 손실은 드롭아웃을 끄고 평균 가중치로 잰 것입니다. 그래서 처음에는 검증이 더 좋아 보입니다.
#
# ## 14. 기준선: 글자 n-그램
#
# [010](../010_vector_representation/010_vector_representation.ipynb)의 마지막 모델을 다시 부릅니다. 정리한 글을 1~4글자 조각으로 세고 선형 분류기를 얹습니다. 형태소 분석도, 순서도, 임베딩도 없습니다. 같은 훈련 글로 배웁니다.

# %% tags=["profile"]
with runtime.stopwatch("글자 1-4그램과 선형 분류기") as linear_watch:
    linear_cpu = time.process_time()
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=3, sublinear_tf=True, dtype=np.float32)
    linear = LinearSVC(C=0.3, random_state=7).fit(vectorizer.fit_transform(fit.document), y_fit)
    linear_cpu = time.process_time() - linear_cpu
linear_valid = linear.decision_function(vectorizer.transform(valid.document))
print(f"조각 {linear.coef_.size:,}개, 검증 정확도 {np.mean((linear_valid > 0) == y_valid):.4f}")

# %% [markdown]
# 두 모델은 아주 다른 것을 봅니다. 하나는 글자 조각을 세고, 하나는 형태소를 차례로 읽습니다. 서로 다른 글에서 틀린다면 **둘을 합칠** 값어치가 있습니다. 가중치를 얼마로 할지는 설정이므로 **검증 글로** 고릅니다.
# 선형 모델의 점수 $z$와 GRU의 확률 $p$를 로그 오즈 $\log\frac{p}{1-p}$로 바꾼 것을 더합니다.

# %% tags=["profile"]
def log_odds(p):
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.log(p / (1 - p))


weights = np.arange(0, 13)
blended = [np.mean((log_odds(rnn_valid) + weight * linear_valid > 0) == y_valid) for weight in weights]
blend = weights[int(np.argmax(blended))]
plt.plot(weights, blended, marker="o")
plt.gca().set(title="GRU의 로그 오즈 + 무게 × 선형 점수 (검증)", xlabel="선형 모델의 무게", ylabel="검증 정확도")
plots.show(alt=f"가로는 선형 모델의 무게, 세로는 검증 정확도. 무게가 0일 때 {blended[0]:.3f}이고, 무게가 {blend}일 때 {max(blended):.3f}으로 가장 높다.")
assert max(blended) >= blended[0]
print(f"고른 무게 {blend}, 검증 정확도 {max(blended):.4f} (GRU만 {blended[0]:.4f})")

# %% [markdown]
# ## 15. 시험 데이터를 펼치다
#
# 고를 것을 모두 골랐습니다. 시험 글로 **한 번** 잽니다. 시험 글은 하나도 빼지 않습니다. 빈 글에도, 되풀이된 글에도 답해야 합니다.

# %% tags=["profile"]
test_documents, y_test = test_raw.document.map(clean), test_raw.label.to_numpy()
test_tokens = morphemes(test_documents)
test_linear = linear.decision_function(vectorizer.transform(test_documents))
x_test = [encode(text) for text in test_tokens]
each_test = np.array([predict(model, x_test) for model in models])
test_rnn = each_test.mean(axis=0)
said = {"다수 라벨": np.full(len(y_test), y_fit.mean() >= 0.5), "선형, 글자 1-4그램": test_linear > 0, "GRU 하나": each_test[0] >= 0.5,
        "GRU 앙상블": test_rnn >= 0.5, "앙상블 + 선형": log_odds(test_rnn) + blend * test_linear > 0}
result = pd.DataFrame({"시험 정확도": {name: np.mean(answer == y_test) for name, answer in said.items()}})
seconds, one = rnn_watch.seconds, histories[0]
result["준비와 학습 초"] = [0, linear_watch.seconds, analysis_seconds + one["초"].sum(), analysis_seconds + seconds, analysis_seconds + seconds + linear_watch.seconds]
result["학습 CPU 초"] = [0, linear_cpu, one["CPU 초"].sum(), rnn_cpu, rnn_cpu + linear_cpu]
n_linear, n_rnn = linear.coef_.size + 1, models[0].count_params()
result["파라미터"] = [0, n_linear, n_rnn, len(models) * n_rnn, len(models) * n_rnn + n_linear]
result.assign(**{column: result[column].map(form.format) for column, form in
                 {"시험 정확도": "{:.4f}", "준비와 학습 초": "{:,.0f}", "학습 CPU 초": "{:,.0f}", "파라미터": "{:,}"}.items()})

# %% tags=["profile"]
accuracy = result["시험 정확도"]
error = np.sqrt(accuracy["GRU 앙상블"] * (1 - accuracy["GRU 앙상블"]) / len(y_test))
lead = accuracy["GRU 앙상블"] - accuracy["선형, 글자 1-4그램"]
print("가장 정확한 것:", accuracy.idxmax())
print(f"앙상블에서 선형을 뺀 차이 {lead:+.4f}, 정확도의 표준 오차 {error:.4f} → " + ("GRU가 앞섬" if lead > 2 * error else "선형이 앞섬" if lead < -2 * error else "우열을 말할 수 없음"))
assert is_sample or accuracy["앙상블 + 선형"] > accuracy["GRU 앙상블"]
assert accuracy["GRU 앙상블"] >= S.floor and accuracy["GRU 앙상블"] > accuracy["다수 라벨"] + 0.1

# %% [markdown]
# `준비와 학습 초`에는 형태소 분석이 들어 있습니다(캐시가 없을 때의 값으로, 5절에서 잰 속도로 셈했습니다).
#
# 바로 위에 인쇄된 판정을 먼저 읽으세요. 어느 쪽이 앞서든 세 가지는 분명합니다.
#
# - **선형 모델은 훨씬 싸고, 놀랄 만큼 강합니다.** 형태소 분석도 없이, 앙상블에 드는 시간의 몇 분의 일이면 끝납니다. 글자 1-4그램은 `안 좋`, `지 않`, `ㅋㅋ`, `노잼`을 통째로 봅니다.
#   영화평이 짧아 결정적인 조각 하나면 충분한 글이 많고, 선형 모델은 그런 조각마다 가중치를 하나씩 따로 둡니다.
# - **GRU는 다른 것을 봅니다.** 조각의 개수가 아니라 차례로 읽은 문장을 요약합니다. 대신 드문 단어의 벡터는 이 데이터만으로 배워야 해서 어설픕니다.
# - **종류가 다른 둘을 합치면 더 낫습니다.** 서로 다른 글에서 틀리기 때문입니다. 가중치를 검증 글에서 미리 골랐으므로 정직한 점수입니다.
#
# 차이가 표준 오차의 두 배보다 작으면 우열을 말할 수 없습니다. `GRU 하나`는 첫째 시드의 모델이며, 시드를 바꾸면 13절의 표만큼 흔들립니다. 앙상블은 모델이 여럿이므로 하나짜리와 견줄 때는 시간과 파라미터를 함께 보아야 합니다.
# 라벨이 별점에서 왔고 글만 읽어서는 알 수 없는 것이 있으므로, 어느 모델도 1에 가까이 갈 수 없습니다. 더 오르려면 큰 말뭉치에서 **미리 배운** 표현(045, 320)이 필요합니다.
#
# ## 16. 오류 분석
#
# 정확도 하나로는 어떤 잘못인지 모릅니다. **혼동 행렬**(confusion matrix)과 정밀도(precision), 재현율(recall)을 봅니다.

# %% tags=["profile"]
answer = said["GRU 앙상블"].astype(int)
confusion = np.array([[np.sum((y_test == truth) & (answer == guess)) for guess in (0, 1)] for truth in (0, 1)])
plots.heatmap(confusion, ["정답 부정", "정답 긍정"], ["예측 부정", "예측 긍정"], title="혼동 행렬 (시험)", fmt=",.0f")
plots.show(alt="두 줄 두 칸의 혼동 행렬. 왼쪽 위와 오른쪽 아래의 맞힌 칸이 진하고, 틀린 두 칸은 옅다.")
tp, fp, fn = confusion[1, 1], confusion[0, 1], confusion[1, 0]
precision, recall = tp / (tp + fp), tp / (tp + fn)
print(f"긍정의 정밀도 {precision:.4f}, 재현율 {recall:.4f}, F1 {2 * precision * recall / (precision + recall):.4f}")
assert confusion.sum() == len(y_test) and np.trace(confusion) == np.sum(answer == y_test)

# %% [markdown]
# 실제 글을 보이는 대신 통계로 묻습니다. 어떤 글에서 더 틀릴까요? 세 가지로 나누어 봅니다: 글의 길이, 어휘에 없는 토큰이 든 비율, 띄어쓰기(어절 하나의 평균 글자 수).

# %% tags=["profile"]
right = pd.DataFrame({"GRU": answer == y_test, "선형": said["선형, 글자 1-4그램"] == y_test})
facts = {"형태소의 수": [len(text) for text in test_tokens],
         "어휘에 없는 비율": [np.mean([token not in token_to_id for token in text]) if text else 1.0 for text in test_tokens],
         "어절의 평균 글자 수": [np.mean([len(word) for word in text.split()]) if text else 0.0 for text in test_documents]}
fig, axes = plt.subplots(1, 3, figsize=(12, 3.6), sharey=True)
for ax, (name, values) in zip(axes, facts.items()):
    values = pd.Series(values)
    edges = [0, 1e-9, 0.1, 0.2, 1.0] if "비율" in name else np.unique(np.round(values.quantile([0, 0.2, 0.4, 0.6, 0.8, 1]), 1))
    bins = pd.cut(values, edges, include_lowest=True, duplicates="drop")
    means = right.groupby(bins, observed=True).mean()
    for (model_name, line), marker in zip(means.items(), "os"):
        ax.plot(range(len(line)), line, marker=marker, label=model_name)
    ax.set_xticks(range(len(means)), ["없음" if interval.right < 1e-3 else f"~{interval.right:g}" for interval in means.index])
    ax.set(title=name, xlabel="무리의 위쪽 끝", ylabel="시험 정확도")
axes[0].legend()
plots.show(alt="세 그림. 왼쪽부터 형태소의 수, 어휘에 없는 비율, 어절의 평균 글자 수에 따라 나눈 무리마다 두 모델의 시험 정확도를 이은 선.")

# %% [markdown]
# 두 선이 **함께** 내려가는 곳은 글 자체가 어려운 곳입니다. 너무 짧으면 단서가 없고, 처음 보는 말이 많으면 읽을 것이 없습니다. 별점에서 만든 라벨이라 글만 읽어서는 사람도 알 수 없는 것도 섞여 있습니다.
#
# 모델의 **확신**은 믿을 만할까요? 확률이 0.5에서 멀수록 더 자주 맞아야 합니다.

# %% tags=["profile"]
confidence = np.abs(test_rnn - 0.5) + 0.5
edges = np.linspace(0.5, 1.0, 6)
which = np.clip(np.digitize(confidence, edges) - 1, 0, 4)
filled = [k for k in range(5) if np.sum(which == k) >= 10]
plt.plot([confidence[which == k].mean() for k in filled], [right["GRU"][which == k].mean() for k in filled], marker="o", label="양방향 GRU")
plt.plot([0.5, 1], [0.5, 1], "--", color=plots.COLOURS[6], label="확신한 만큼 맞힘")
plt.gca().set(title="확신과 정확도 (시험)", xlabel="모델의 확신", ylabel="실제로 맞힌 비율")
plt.legend()
plots.show(alt="가로는 모델의 확신, 세로는 실제로 맞힌 비율. 점들이 오른쪽 위로 올라가며 대각선 가까이에 있다.")
half = confidence >= np.median(confidence)
assert right["GRU"][half].mean() > right["GRU"][~half].mean()

# %% [markdown]
# 점들이 대각선 가까이에 있으면 확률을 그대로 믿고 써도 됩니다. 확신이 낮은 글만 사람에게 넘기는 식입니다. 과적합한 모델에서는 점들이 대각선 **아래로** 처집니다.
#
# ## 17. 새 문장에 답하기
#
# 정리, 형태소, 번호, 예측을 한 함수로 묶습니다. **학습할 때와 똑같은 준비**를 거쳐야 합니다.

# %%
def predict_texts(texts):
    encoded = [encode(text) for text in morphemes([clean(text) for text in texts])]
    return np.mean([predict(model, encoded) for model in models], axis=0)

# %% tags=["profile"]
mine = predict_texts(examples)
for example, label, p in zip(examples, example_labels, mine):
    print(f"{p:.2f} (정답 {label})  {example}")

# %% [markdown]
# 1에 가까우면 긍정입니다. 조금씩 바꾸어 가며 모델이 무엇에 기대는지 봅니다. 띄어쓰기를 없애고, 부정어를 넣고, 이모티콘만 바꿉니다.

# %% tags=["profile"]
variants = ["정말 재미있다", "정말재미있다", "정말 재미없다", "정말 안 재미있다", "재미있을 줄 알았다", "그냥 그래요", "그냥 그래요ㅎㅎ", "그냥 그래요ㅡㅡ", "ㅋㅋㅋㅋ", ""]
p = predict_texts(variants)
plt.barh(range(len(p))[::-1], p, color=[plots.COLOURS[0] if value >= 0.5 else plots.COLOURS[1] for value in p])
plt.yticks(range(len(p))[::-1], [variant or "(빈 글)" for variant in variants])
plt.axvline(0.5, color=plots.COLOURS[6], linestyle="--")
plt.gca().set(title="문장을 조금씩 바꾸면", xlabel="긍정의 확률", ylabel="문장", xlim=(0, 1))
plots.show(alt="문장 열 개의 긍정 확률을 나타낸 가로 막대그림. 0.5에 점선이 있고, 긍정과 부정의 막대는 색이 다르다.")
assert p[0] > p[2]                                    # 재미있다 > 재미없다

# %% [markdown]
# 위의 문장을 고쳐 보세요. 틀리는 문장을 찾았다면, 그런 말투가 훈련 글에 얼마나 있을지 생각해 보세요. 빈 글은 `<UNK>` 하나로 읽히므로 어느 쪽도 아닌 값이 나오는 것이 바람직합니다.
#
# ## 18. 임베딩 내보내기
#
# 모델이 배운 단어의 벡터를 눈으로 봅니다. [Embedding Projector](https://projector.tensorflow.org)는 브라우저에서 돌려 볼 수 있는 도구입니다. 파일 두 개가 필요합니다.
#
# - `vectors.tsv`: 단어 하나에 한 줄, 수를 탭으로 나눕니다. **머리글 줄이 없습니다.**
# - `metadata.tsv`: 단어의 이름표. 열이 **하나면 머리글이 없고, 둘 이상이면 있어야** 합니다.
#
# 우리의 파일은 임시 폴더에 씁니다. 탭이나 줄바꿈이 든 토큰은 빈칸으로 바꾸고, 많이 나온 토큰부터 담습니다.

# %% tags=["profile"]
table = models[0].get_layer("embedding").get_weights()[0]                       # (어휘, dim)
counts = count_tokens(fit_tokens)
exported = [number for number in range(2, len(vocabulary)) if counts[vocabulary[number]] >= 5][:5000]
folder = Path(tempfile.mkdtemp(prefix="embedding-"))
rows = ["\t".join(f"{value:.5f}" for value in table[number]) for number in exported]
names = [re.sub(r"[\t\n\r]", " ", vocabulary[number]) + f"\t{counts[vocabulary[number]]}" for number in exported]
(folder / "vectors.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
(folder / "metadata.tsv").write_text("\n".join(["token\tcount", *names]) + "\n", encoding="utf-8")
print(f"벡터 {len(rows):,}줄, 이름표 {len(names) + 1:,}줄(머리글 포함)")

# %% [markdown]
# 여는 방법은 이렇습니다.
#
# 1. 아래 셀로 파일이 있는 폴더를 확인합니다. (Colab에서는 왼쪽의 폴더 그림에서 `/tmp` 아래를 열어 두 파일을 내려받습니다.)
# 2. 브라우저에서 projector.tensorflow.org를 열고 왼쪽의 **Load**를 누릅니다.
# 3. Step 1에 `vectors.tsv`, Step 2에 `metadata.tsv`를 고릅니다. 오른쪽 검색 칸에 `재미있`을 넣으면 가까운 이웃이 켜집니다.
#
# 올린 파일은 브라우저 안에서만 쓰입니다. 그래도 공개하면 안 되는 글에서 배운 벡터라면 올리지 마세요.

# %% tags=["profile", "rows"]
print(folder)

# %% tags=["profile"]
saved = np.loadtxt(folder / "vectors.tsv", delimiter="\t")
labels = (folder / "metadata.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")
assert saved.shape == (len(exported), S.dim) and len(labels) == len(exported) + 1 and all(line.count("\t") == 1 for line in labels)
assert np.allclose(saved, table[exported], atol=1e-5)
print("다시 읽은 파일이 표와 같습니다.")

# %% [markdown]
# 인터넷 없이도 볼 수 있습니다. 감정이 분명한 단어와 그렇지 않은 단어를 골라 **주성분 분석**(principal component analysis, PCA)으로 2차원에 그립니다.

# %% tags=["profile"]
groups = {"긍정": ["재미있", "감동", "최고", "명작", "추천", "좋", "훌륭", "완벽", "멋지", "재밌", "웃기", "아름답"],
          "부정": ["지루", "재미없", "최악", "쓰레기", "실망", "아깝", "졸작", "유치", "별로", "뻔하", "억지", "돈"],
          "영화의 요소": ["배우", "감독", "연기", "음악", "장면", "이야기", "결말", "대사", "시간", "영상"]}
number_of = {vocabulary[number].rsplit("/", 1)[0]: number for number in reversed(exported)}   # 형태소 → 가장 많이 나온 품사의 번호
chosen = [(word, group) for group, words in groups.items() for word in words if word in number_of]
points = PCA(2).fit_transform(table[[number_of[word] for word, _ in chosen]])
plots.labelled_scatter(points, [word for word, _ in chosen], title="임베딩의 주성분 둘", groups=[group for _, group in chosen],
                       xlabel="첫째 주성분", ylabel="둘째 주성분")
plots.show(alt="단어 임베딩의 산점도. 긍정 단어와 부정 단어가 첫째 주성분을 따라 서로 반대쪽에 모이고, 영화의 요소를 나타내는 단어는 그 사이에 있다.")

# %% tags=["profile"]
def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


positive, negative = (unit(table[[number_of[word] for word, group in chosen if group == name]]) for name in ("긍정", "부정"))
same = [np.mean((each @ each.T)[~np.eye(len(each), dtype=bool)]) for each in (positive, negative)]
crossed = np.mean(positive @ negative.T)
print(f"코사인 유사도: 긍정끼리 {same[0]:+.2f}, 부정끼리 {same[1]:+.2f}, 긍정과 부정 {crossed:+.2f}")
assert min(same) > crossed

# %% [markdown]
# 아무도 어느 단어가 좋은 말인지 알려 주지 않았습니다. 라벨은 글에만 달려 있었는데, 모델은 단어마다 감정의 방향을 스스로 찾았습니다.
# 015의 Word2Vec은 `재미있`과 `재미없`을 가깝게 놓습니다. 같은 자리에 나오기 때문입니다. 감성 분류로 배운 임베딩은 둘을 **멀리** 놓습니다. 임베딩의 뜻은 무엇을 맞히며 배웠는지에 달려 있습니다.
#
# 단어를 더 많이, 이웃 관계를 살려 그리려면 **t-SNE**를 씁니다. 가까운 이웃은 가깝게 남지만, 무리 사이의 거리나 축의 값에는 뜻이 없습니다.

# %% tags=["profile"]
frequent = [number for number in exported if re.fullmatch("[가-힣]{2,}/[NVM].*", vocabulary[number])][:150]   # 체언, 용언, 수식언
spread = TSNE(2, perplexity=15, random_state=7, init="pca", learning_rate="auto").fit_transform(table[frequent].astype("float64"))
direction = table[[number_of[w] for w, g in chosen if g == "긍정"]].mean(0) - table[[number_of[w] for w, g in chosen if g == "부정"]].mean(0)
shade = table[frequent] @ direction
fig, ax = plt.subplots(figsize=(10, 8))
dots = ax.scatter(spread[:, 0], spread[:, 1], c=shade, cmap="coolwarm_r", s=18, vmin=-np.abs(shade).max(), vmax=np.abs(shade).max())
for (x, y), number in zip(spread, frequent):
    ax.annotate(vocabulary[number].rsplit("/", 1)[0], (x, y), fontsize=8, xytext=(2, 2), textcoords="offset points")
fig.colorbar(dots, ax=ax, label="긍정 쪽(+) 또는 부정 쪽(−)")
ax.set(title="자주 나온 단어 150개의 t-SNE", xlabel="축 1 (뜻 없음)", ylabel="축 2 (뜻 없음)")
plots.show(alt="자주 나온 단어들의 t-SNE 산점도. 긍정 쪽 단어는 파란색, 부정 쪽 단어는 붉은색이며 같은 색끼리 모여 있다.")

# %% [markdown]
# ## 정리
#
# - 지우기 전에 잽니다. 낱자와 문장 부호, 어미는 감정을 나르므로 남깁니다.
# - 정리하고, 빈 글과 되풀이와 라벨이 엇갈린 글을 뺀 **다음에** 나눕니다. 어휘는 훈련 글로만 만듭니다.
# - 형태소로 나누면 같은 크기의 어휘로 훨씬 많이 덮습니다. 느린 분석은 병렬로 한 번만 하고, 글과 분석기와 버전과 옵션으로 만든 키로 보관합니다.
# - 검증 손실이 오르면 과적합입니다. 드롭아웃, 이동 평균, 조기 종료와 되돌리기로 다스립니다.
# - 단순한 기준선과 표준 오차가 없으면 어떤 정확도도 좋은지 나쁜지 알 수 없습니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | `[^가-힣 ]`로 모두 지움 | **오류 없음**, 정확도가 낮아짐 | 낱자 `ㄱ-ㅎㅏ-ㅣ`와 부호 남기기 |
# | `str(NaN)` | `"nan"`이라는 영화평이 생김 | 빠진 값을 먼저 빼거나 `""`로 |
# | 불용어로 `안`, `못`, 어미를 지움 | `안 좋다`와 `좋다`가 같아짐 | 지우지 않거나, 재어 보고 지우기 |
# | 캐시의 키에 옵션이나 버전이 없음 | **오류 없음**, 옛 결과를 읽음 | 결과를 바꾸는 것을 모두 키에 |
# | 시험 글까지 넣어 어휘를 만듦 | **오류 없음**, 점수가 부풀려짐 | 훈련 글로만 |
# | 학습과 예측의 준비가 다름 | 새 문장에서만 이상함 | 한 함수로 묶기 |
# | 이동 평균으로 검증하고 원래 가중치를 저장 | 보고한 점수와 다름 | 검증한 가중치를 저장 |
# | `vectors.tsv`에 머리글을 넣음 | Projector가 줄의 수가 다르다고 함 | 머리글은 열이 둘 이상인 metadata에만 |
#
# ## 더 읽을거리
#
# - L. Park, *Naver sentiment movie corpus v1.0* (2015). 이 데이터입니다.
# - E. L. Park, S. Cho (2014), *KoNLPy: Korean natural language processing in Python*. Okt를 부르는 패키지입니다.
# - S. Wang, C. Manning (2012), *Baselines and Bigrams*. 두 단어 묶음의 선형 모델이 왜 강한가.
# - L. Hansen, P. Salamon (1990), *Neural network ensembles*. 신경망 여럿의 평균.
# - B. Polyak, A. Juditsky (1992), *Acceleration of stochastic approximation by averaging*. 가중치를 평균하는 까닭.
# - L. van der Maaten, G. Hinton (2008), *Visualizing data using t-SNE*.
#
# ## 다음 강의
#
# [037. 토크나이저 직접 학습](../037_tokenizer_training/037_tokenizer_training.ipynb)에서는 사람이 만든 사전 없이, 글만 많이 읽고 나누는 법을 배웁니다.
