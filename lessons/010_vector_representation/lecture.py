# ---
# title: 문장의 벡터 표현
# number: "010"
# objectives:
#   - 문장을 단어 빈도 벡터와 TF-IDF 벡터로 바꾸고, 코사인 유사도로 비교합니다.
#   - scikit-learn의 TF-IDF 값을 손으로 계산해 똑같이 재현하고, 교과서 공식과 다른 점을 설명합니다.
#   - 한국어에서 띄어쓰기 단위만으로는 부족한 까닭을 알고, 글자 n-gram과 형태소를 대안으로 씁니다.
#   - 단어 사전을 만들어 문장을 정수 시퀀스로 바꾸고, 되돌리고, 길이를 맞춥니다.
#   - 네이버 영화평에서 선형 분류기를 학습해, 앞으로의 모든 모델이 넘어야 할 기준선을 세웁니다.
# datasets: [nsmc]
# prerequisites: []
# packages: [kiwipiepy]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 문장은 어떻게 숫자가 될까요
#
# 자연어 처리(natural language processing, NLP)의 모든 모델은 **문장을 숫자의 나열, 곧 벡터(vector)로 바꾸는 일**에서 출발합니다.
# 바꾸는 방법마다 무언가를 버립니다. 이 강의에서 붙들 질문은 하나입니다.
#
# > 이 방법으로 바꾸면 문장에서 **무엇이 남고 무엇이 사라지는가?**
#
# 짧은 영화평 네 개로 시작해서 같은 방법 그대로 영화평 20만 개까지 가고, 마지막에 처음의 네 개로 돌아옵니다.

# %%
import time
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from nlplab import data, diagrams, plots, runtime

np.set_printoptions(precision=3, suppress=True)
pd.set_option("display.max_colwidth", 100)

# %% settings
S = runtime.settings(
    validation_share=0.1,  # quick: 0.2 · 학습 데이터에서 검증용으로 떼어 두는 비율
    repeats=3,  # quick: 2 · 학습과 검증을 다시 나누어 비교를 되풀이하는 횟수
)

# %% [markdown]
# ## 1. 단어를 세면 벡터가 됩니다
#
# 끝까지 들고 갈 문장은 아래 네 개입니다. A와 C는 칭찬(1), B와 D는 불평(0)입니다.
# 문장 하나하나를 **문서**(document), 문서의 모음을 **말뭉치**(corpus)라고 부릅니다.
#
# 문장을 잘라 얻은 조각을 **토큰**(token), 자르는 일을 **토큰화**(tokenization)라고 합니다. 우선 띄어쓰기로 자릅니다.
# 말뭉치에 나온 서로 다른 토큰을 모은 것이 **어휘**(vocabulary)입니다. `dict.fromkeys`는 처음 나온 순서를 지키면서 중복을 없앱니다.

# %%
reviews = [
    "영화 참 좋다",
    "영화 참 지루하다",
    "영화 연기가 좋다 음악도 좋다",
    "영화 연기도 참 지루하다",
]
labels = np.array([1, 0, 1, 0])  # 라벨: 1은 긍정, 0은 부정
names = list("ABCDEFGH")[:len(reviews)]
tokenized = [review.split() for review in reviews]
vocabulary = list(dict.fromkeys(word for tokens in tokenized for word in tokens))
print(f"토큰 {sum(map(len, tokenized))}개, 서로 다른 단어 {len(vocabulary)}개\n{vocabulary}")

# %% [markdown]
# 어휘의 단어마다 문서에 몇 번 나왔는지 셉니다. 문장 C로 그려 보면 이렇습니다.

# %%
picture = diagrams.Diagram("문장 C가 벡터가 되기까지")
words = picture.row(tokenized[2], (1, 2), "blue")
picture.arrow(picture.box("C", (0, 2)), words[0], "자르기")
places = picture.row(vocabulary, (0, 1))
for box in words:
    picture.arrow(box, places[vocabulary.index(box.text)])
for place, word in enumerate(vocabulary):
    picture.box(str(tokenized[2].count(word)), (place, 0.3), "orange", fill=True)
picture.show(alt="문장 C의 토큰 다섯 개에서 어휘 일곱 자리로 화살표가 가고 횟수가 적혀 있다. "
                 "영화 1, 참 0, 좋다 2, 지루하다 0, 연기가 1, 음악도 1, 연기도 0.")

# %% [markdown]
# 벡터를 쌓으면 행이 문서이고 열이 단어인 **문서-단어 행렬**(document-term matrix)이 됩니다.
#
# **먼저 맞혀 보세요.** 행렬의 칸 28개 가운데 0은 몇 개일까요?
#
# <details><summary>답</summary>
#
# 14개, 절반입니다. 어휘가 수만 개이면 거의 모든 칸이 0입니다. 이런 행렬을 **희소**(sparse)하다고 합니다.
# </details>

# %%
counts = np.array([[tokens.count(word) for word in vocabulary] for tokens in tokenized])
print("모양 (문서, 단어):", counts.shape, "  0인 칸:", (counts == 0).sum())
pd.DataFrame(counts, index=names, columns=vocabulary)

# %% claim
assert counts.shape == (4, 7) and (counts == 0).sum() == 14 and counts.max() == counts[2, 2] == 2

# %% [markdown]
# 문장의 길이는 3, 3, 5, 4로 달랐지만 벡터의 길이는 모두 7입니다. 그래야 비교도 학습도 할 수 있습니다.
# 이 표현을 **단어 가방**(bag of words, BoW)이라고 합니다. 순서는 사라집니다. 다음 두 문장은 뜻이 정반대입니다.

# %%
praise, complaint = "안 지루하다 좋다", "안 좋다 지루하다"
print(Counter(praise.split()))
print(Counter(complaint.split()))
print("단어 가방이 같은가?", Counter(praise.split()) == Counter(complaint.split()))

# %% claim
assert Counter(praise.split()) == Counter(complaint.split())

# %% [markdown]
# 똑같습니다. 어떤 분류기도 **같은 벡터에는 같은 답**밖에 낼 수 없습니다. 표현에서 사라진 것은 모델이 되살릴 수 없습니다.
#
# **바꾸어 보세요.** `reviews`에 문장 하나를 더하면 행렬의 모양은 어떻게 됩니까? 새 단어가 없는 문장이면요?
#
# ## 2. n-gram: 순서를 조금 되찾습니다
#
# 이어진 토큰 $n$개의 덩어리를 **n-gram**이라고 합니다. $n=1$이면 유니그램(unigram), $n=2$이면 바이그램(bigram)입니다.
#
# **먼저 맞혀 보세요.** `praise`와 `complaint`의 바이그램은 몇 개씩이고, 같은 것이 있을까요?
#
# <details><summary>답</summary>
#
# 토큰이 3개이므로 2개씩이고, 같은 것은 없습니다. 이제 두 문장을 구별할 수 있습니다.
# </details>

# %%
def word_ngrams(tokens, n):
    return [" ".join(tokens[start:start + n]) for start in range(len(tokens) - n + 1)]

print("칭찬:", word_ngrams(praise.split(), 2))
print("불평:", word_ngrams(complaint.split(), 2))

# %% claim
assert not set(word_ngrams(praise.split(), 2)) & set(word_ngrams(complaint.split(), 2))

# %% [markdown]
# 그렇다면 $n$을 크게 할수록 좋을까요? 네 영화평에서 서로 다른 조각의 수와, 한 번밖에 나오지 않은 조각의 비율을 셉니다.

# %%
rows = []
for n in (1, 2, 3):
    found = Counter(piece for tokens in tokenized for piece in word_ngrams(tokens, n))
    once = sum(count == 1 for count in found.values())
    rows.append([len(found), round(once / len(found), 2), found.most_common(1)[0][0]])
titles = ["서로 다른 조각", "한 번만 나온 비율", "가장 잦은 조각"]
pd.DataFrame(rows, index=["1-gram", "2-gram", "3-gram"], columns=titles)

# %% claim
assert [row[1] for row in rows] == [0.43, 0.78, 1.0], rows

# %% [markdown]
# 한 번만 나온 조각이 43 %, 78 %, 100 %로 늘어납니다. 다시 만나지 못하는 조각에서 배운 것은 다른 문장에 쓸 수 없습니다. 그래서 실제로는 **짧은 것을 섞어** 씁니다.
#
# **바꾸어 보세요.** `praise`에 `"영화는"`을 앞에 붙이면 바이그램은 무엇이 늘어납니까?
#
# ## 3. 벡터는 화살표입니다
#
# 이제 문장이 **얼마나 비슷한지** 계산할 수 있습니다. 7차원은 그릴 수 없으므로 "참"과 "좋다" 두 열만 떼어 그립니다.

# %%
plane = counts[:, [vocabulary.index("참"), vocabulary.index("좋다")]]  # (문서 4, 2)
arrow = dict(arrowstyle="-|>", lw=2.5, mutation_scale=18, shrinkA=0, shrinkB=0)
fig, ax = plt.subplots(figsize=(5, 4))
for (x, y), name, colour in zip(plane, ["A", "B, D", "C", ""], plots.COLOURS):
    ax.annotate("", (x, y), (0, 0), arrowprops=arrow | dict(color=colour))
    ax.annotate(name, (x, y), xytext=(8, 6), textcoords="offset points", fontsize=13)
ax.set(title="문장은 화살표가 됩니다", xlabel="'참'의 횟수", ylabel="'좋다'의 횟수")
ax.set(xlim=(-0.1, 2.2), ylim=(-0.1, 2.4))
plots.show(alt="가로축은 '참', 세로축은 '좋다'의 횟수인 평면에 그린 화살표. "
               "A는 (1, 1), B와 D는 (1, 0), C는 (0, 2)를 가리킨다.")

# %% [markdown]
# 같은 말을 되풀이하면 화살표가 길어질 뿐 뜻은 같습니다. 그래서 **방향**만 비교합니다. 두 화살표 사이의 각도 $\theta$의
# 코사인을 **코사인 유사도**(cosine similarity)라고 합니다. 같은 방향이면 1, 공통된 단어가 없으면 0입니다.
#
# $$\cos\theta = \frac{\mathbf{a}\cdot\mathbf{b}}{\lVert\mathbf{a}\rVert\,\lVert\mathbf{b}\rVert}$$
#
# **먼저 맞혀 보세요.** A "영화 참 좋다"와 가장 가까운 문장은 B, C, D 가운데 무엇일까요?
#
# <details><summary>답</summary>
#
# B "영화 참 지루하다"입니다. 뜻이 정반대인 문장이 칭찬인 C보다 (아주 조금) 가깝습니다.
# </details>

# %%
def cosine_matrix(vectors):
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # (문서, 1)
    unit = vectors / lengths                                  # (문서, 단어), 각 행의 길이 1
    return unit @ unit.T                                      # (문서, 문서)

count_similarity = cosine_matrix(counts)
pd.DataFrame(count_similarity, index=names, columns=names).round(3)

# %% [markdown]
# A 행에서 B는 0.667, C는 0.655입니다. 왜 B가 이겼을까요? 분자와 분모를 따로 봅시다.

# %%
for other in (1, 2):
    dot, length = counts[0] @ counts[other], np.linalg.norm(counts[other])
    print(f"A와 {names[other]}: 내적 {dot}, {names[other]}의 길이 {length:.3f},",
          f"코사인 {count_similarity[0, other]:.3f}")

# %% claim
assert counts[0] @ counts[1] == 2 and counts[0] @ counts[2] == 3
assert np.isclose(np.linalg.norm(counts[1]) ** 2, 3) and np.isclose(np.linalg.norm(counts[2]) ** 2, 7)
assert count_similarity[0].round(3).tolist() == [1, 0.667, 0.655, 0.577]

# %% [markdown]
# 내적은 오히려 C가 큽니다(3 대 2). 그러나 C는 다른 말도 많이 해서 더 깁니다($\sqrt7$ 대 $\sqrt3$). 나누고 나면 B가 앞섭니다.
# B가 A와 나눈 것은 "영화"와 "참"뿐인데, 거의 모든 문장에 나오는 말입니다. 그런 단어가 "좋다"만큼 중요할까요?
#
# **바꾸어 보세요.** C의 끝에 "좋다"를 하나 더 붙이면 A와 C의 코사인은 얼마가 됩니까? B를 앞섭니까?
#
# ## 4. TF-IDF: 흔한 단어의 가중치를 줄입니다
#
# 단어 $t$가 나오는 **문서의 수**를 문서 빈도(document frequency, $\mathrm{df}$)라고 합니다. 한 문서에 여러 번 나와도 한 번만 셉니다.
# 문서가 $N$개일 때, 여러 문서에 나올수록 작아지는 가중치가 **역문서 빈도**(inverse document frequency, IDF)입니다.
#
# $$\mathrm{idf}(t) = \ln\frac{N}{\mathrm{df}(t)}$$
#
# 이것을 단어 빈도(term frequency, TF)에 곱한 것이 **TF-IDF**입니다.

# %%
n_documents = len(reviews)
df = (counts > 0).sum(axis=0)               # (단어 7,)
idf_textbook = np.log(n_documents / df)
tfidf_textbook = counts * idf_textbook      # (4, 7) * (7,) → (4, 7): 열마다 가중치를 곱합니다
table = pd.DataFrame(tfidf_textbook, index=names, columns=vocabulary)
table.loc["(df)"], table.loc["(idf)"] = df, idf_textbook
table.round(3)

# %% claim
assert df.tolist() == [4, 3, 2, 2, 1, 1, 1] and idf_textbook[0] == 0

# %% [markdown]
# 모든 문서에 나온 "영화"는 $\ln(4/4)=0$이라 **완전히** 지워졌고, 한 번도 나오지 않은 단어($\mathrm{df}=0$)를 만나면 0으로 나눕니다.
# 그래서 scikit-learn은 이렇게 고친 공식을 씁니다.
#
# $$\mathrm{idf}(t) = \ln\frac{1 + N}{1 + \mathrm{df}(t)} + 1$$
#
# 분수의 위아래에 더한 1은 모든 단어가 든 문서가 하나 더 있는 셈 치는 것으로, **스무딩**(smoothing)이라고 합니다.
# 뒤에 더한 1 때문에 가중치는 아무리 작아도 1입니다.
#
# 마지막으로 긴 글이라고 값이 커지지 않게 각 행을 길이 1로 줄입니다. **행 정규화**(row normalization, L2)입니다.
#
# **먼저 맞혀 보세요.** 새 가중치로 다시 재면 A와 가장 가까운 문장은 여전히 B일까요?
#
# <details><summary>답</summary>
#
# C로 바뀝니다. A와 B는 0.667에서 0.522로 멀어졌고, A와 C는 0.655에서 0.609로 조금만 멀어졌습니다.
# </details>

# %%
idf = np.log((1 + n_documents) / (1 + df)) + 1  # (7,)
tfidf_smooth = counts * idf                     # (4, 7)
tfidf = tfidf_smooth / np.linalg.norm(tfidf_smooth, axis=1, keepdims=True)
tfidf_similarity = cosine_matrix(tfidf)
for title, table in {"빈도": count_similarity, "TF-IDF": tfidf_similarity}.items():
    print(f"{title:6}  A와 B {table[0, 1]:.3f}   A와 C {table[0, 2]:.3f}")

# %% claim
assert tfidf_similarity[0, [1, 2]].round(3).tolist() == [0.522, 0.609]

# %% [markdown]
# 순위가 뒤집혔습니다. 코사인은 그대로이고 가중치만 바꾸었으니, 가중치가 한 일입니다. 라벨은 쓰지 않았습니다.
# 두 행렬을 같은 색 눈금으로 나란히 봅시다. 빈도의 행도 길이 1로 줄였습니다.

# %%
count_unit = counts / np.linalg.norm(counts, axis=1, keepdims=True)
limits = plots.shared_limits(count_unit, tfidf)
fig, axes = plt.subplots(1, 2, figsize=(11, 3))
for ax, title, matrix in zip(axes, ["단어 빈도 (길이 1)", "TF-IDF"], [count_unit, tfidf]):
    plots.heatmap(matrix, names, vocabulary, title, "단어", "문서", limits=limits, ax=ax)
plots.show(alt="네 문서를 단어 빈도와 TF-IDF로 나타낸 히트맵 둘, 색의 눈금은 같다. "
               "A에서 '영화'는 0.58에서 0.46으로 옅어지고 '좋다'는 0.58에서 0.69로 진해진다.")

# %% claim
assert count_unit[0, [0, 2]].round(2).tolist() == [0.58, 0.58]
assert tfidf[0, [0, 2]].round(2).tolist() == [0.46, 0.69]

# %% [markdown]
# A의 세 단어는 빈도로는 모두 0.58이었습니다. 이제 "영화"는 0.46, "좋다"는 0.69입니다.
#
# **바꾸어 보세요.** "영화"가 없는 문장이 둘 더 있다면($N=6$, $\mathrm{df}=4$) "영화"의 idf는 얼마가 됩니까?
#
# ## 5. scikit-learn에 맡기고, 값을 맞춰 봅니다
#
# 같은 계산을 `TfidfVectorizer`가 대신해 줍니다. 기본 설정의 어휘부터 봅니다.

# %%
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

default = TfidfVectorizer().fit(reviews)
print("사라진 단어:", set(vocabulary) - set(default.get_feature_names_out()))

# %% claim
assert set(vocabulary) - set(default.get_feature_names_out()) == {"참"}

# %% [markdown]
# **두 글자 이상**인 단어만 남습니다. 영어의 `a`를 버리려는 것인데, 한국어에서는 "안", "못", "왜"도 경고 없이 사라집니다.
# 그래서 자르는 함수를 직접 넘깁니다. 결과는 0이 아닌 칸만 저장하는 희소 행렬이고, 열은 가나다순입니다.

# %%
vectorizer = TfidfVectorizer(analyzer=str.split)
X = vectorizer.fit_transform(reviews)
columns = list(vectorizer.get_feature_names_out())
print(type(X).__name__, X.shape, "저장된 값:", X.nnz)
pd.DataFrame(X.toarray(), index=names, columns=columns).round(3)

# %% [markdown]
# 교과서와 다른 점은 **스무딩**과 **행 정규화**입니다. 둘을 켜고 끄며 scikit-learn과 가장 크게 어긋난 칸의 차이를 적습니다.
#
# **먼저 맞혀 보세요.** 네 칸 가운데 차이가 0인 것은 몇 개일까요?
#
# <details><summary>답</summary>
#
# 둘 다 켠 하나뿐입니다. 나머지는 0.5에서 2.3까지 어긋납니다.
# </details>

# %%
def normalize(matrix):
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)

X_ours = X.toarray()[:, [columns.index(word) for word in vocabulary]]  # 열을 우리 순서로
rows = {}
for title, matrix in {"교과서의 IDF": tfidf_textbook, "스무딩한 IDF": tfidf_smooth}.items():
    rows[title] = [abs(matrix - X_ours).max(), abs(normalize(matrix) - X_ours).max()]
pd.DataFrame.from_dict(rows, orient="index", columns=["정규화하지 않음", "행 정규화"]).round(3)

# %% claim
assert np.allclose(normalize(tfidf_smooth), X_ours, rtol=0, atol=1e-12)
others = [rows["교과서의 IDF"][0], rows["교과서의 IDF"][1], rows["스무딩한 IDF"][0]]
assert round(min(others), 1) == 0.5 and round(max(others), 1) == 2.3, others

# %% [markdown]
# 둘 다 켜면 모든 칸이 같습니다. 처음 보는 문장에는 `fit`을 다시 하지 않고 `transform`만 합니다.
# 어휘와 IDF는 **학습할 때 정해진 것을 그대로** 씁니다.

# %%
new_review = "영화 음악이 참 좋다"
new_vector = vectorizer.transform([new_review]).toarray()[0]
print("A '영화 참 좋다'와 같은 벡터인가?", np.allclose(new_vector, X.toarray()[0]))

# %% claim
assert np.allclose(new_vector, X.toarray()[0])

# %% [markdown]
# "음악이"라는 열은 없으므로 소리 없이 빠졌습니다. 어휘에 "음악**도**"가 있는데도 그렇습니다.
#
# **바꾸어 보세요.** `TfidfVectorizer(analyzer=str.split, smooth_idf=False, norm=None)`으로 하면 교과서의 값과 같아집니까?
#
# <details><summary>더 알아보기: 끌 수 없는 1</summary>
#
# 아닙니다. `smooth_idf=False`는 분수 안의 1만 없애고, 바깥에 더한 1은 끌 수 없습니다.
# </details>
#
# ## 6. 한국어는 띄어쓰기만으로 부족합니다
#
# 한국어는 조사와 어미가 붙어서 단어의 모양이 바뀝니다. "재미있다"의 활용형 넷과 반대말 "재미없다"는 띄어쓰기로 자르면 그저 다섯 단어입니다.
# 대안 하나는 **글자** n-gram(character n-gram)이고, 또 하나는 뜻을 가진 가장 작은 단위, **형태소**(morpheme)입니다. 분석기는 Kiwi를 씁니다.

# %%
from kiwipiepy import Kiwi

kiwi = Kiwi()

def char_ngrams(text, n):
    return [text[start:start + n] for start in range(len(text) - n + 1)]

def morphemes(text):
    return [token.form for token in kiwi.tokenize(text)]

forms = ["재미있다", "재미있었다", "재미있는데", "재미있네요", "재미없다"]
for form in forms:
    print(f"{form:6}", char_ngrams(form, 2), morphemes(form))

# %% claim
assert [morphemes(form)[0] for form in forms] == ["재미있"] * 4 + ["재미없"]
assert morphemes("재미있는데") == ["재미있", "는", "데"]

# %% [markdown]
# 글자로 자르면 활용형 넷이 `재미`와 `미있`을 함께 가집니다. Kiwi는 어간 `재미있`을 떼어 냈습니다. 다만 "재미있는데"는 틀렸습니다. 어미 `는데`를 `는`과 `데`로 나누었습니다.
#
# **먼저 맞혀 보세요.** 형태소로 자르면 "재미있다"는 활용형 "재미있는데"와 반대말 "재미없다" 가운데 어느 쪽에 더 가까울까요?
#
# <details><summary>답</summary>
#
# 반대말입니다(0.50 대 0.41). 어미 `다`를 어간과 똑같은 가중치로 센 데다, "재미있는데"가 세 조각으로 나뉘어 길어졌기 때문입니다.
# </details>

# %%
def similarity(texts, analyzer):
    return cosine_matrix(CountVectorizer(analyzer=analyzer).fit_transform(texts).toarray())

methods = {"띄어쓰기": str.split, "글자 2-gram": lambda text: char_ngrams(text, 2),
           "형태소": morphemes}
fig, axes = plt.subplots(1, 3, figsize=(14, 4.2))
for ax, (title, analyzer) in zip(axes, methods.items()):
    matrix = similarity(forms, analyzer)
    plots.heatmap(matrix, forms, forms, title, "단어", "단어", limits=(0, 1), ax=ax)
plots.show(alt="다섯 단어의 유사도 히트맵 셋. 띄어쓰기에서는 대각선 말고는 모두 0이다. "
               "글자 2-gram에서는 활용형끼리 0.5에서 0.58, '재미없다'와는 0.29에서 0.33이다. "
               "형태소에서 '재미있다'는 '재미있는데'와 0.41, '재미없다'와 0.50이다.")

# %% claim
by_char, by_morpheme = similarity(forms, methods["글자 2-gram"]), similarity(forms, morphemes)
inside = by_char[:4, :4][~np.eye(4, dtype=bool)]
assert inside.min().round(2) == 0.5 and inside.max().round(2) == 0.58, inside
assert by_char[4, :4].min().round(2) == 0.29 and by_char[4, :4].max().round(2) == 0.33
assert by_morpheme[0, 2].round(2) == 0.41 and by_morpheme[0, 4].round(2) == 0.50
assert by_morpheme[0, 1].round(2) == 0.82
assert (similarity(forms, str.split) == np.eye(5)).all()

# %% [markdown]
# - **띄어쓰기**: 대각선 말고는 모두 0입니다.
# - **글자 2-gram**: 활용형끼리 0.5쯤이고 반대말과는 0.3쯤입니다. 글자만 보고 뜻은 모르므로 0이 아닙니다.
# - **형태소**: "재미있었다"와는 0.82이지만, 반대말(0.50)이 "재미있는데"(0.41)보다 가깝습니다. 어디에나 붙는 `다`의 가중치는 IDF가 줄여 줍니다.
#
# 게다가 사람들은 띄어쓰기를 지키지 않습니다.

# %%
spaced, joined = "아버지가 방에 들어가신다", "아버지가방에들어가신다"
for title, analyzer in methods.items():
    print(f"{title}: 유사도 {similarity([spaced, joined], analyzer)[0, 1]:.2f}")
    print("   ", " / ".join(piece.replace(" ", "␣") for piece in analyzer(joined)))

# %% claim
alike = [similarity([spaced, joined], analyzer)[0, 1].round(2) for analyzer in methods.values()]
assert alike == [0, 0.73, 1], alike

# %% [markdown]
# 띄어쓰기로는 문장 전체가 **처음 보는 단어 하나**가 되어 유사도가 0입니다. 글자 2-gram은 빈칸이 있던 자리의 조각만 어긋나 0.73이고, 형태소 분석기는 두 문장을
# 똑같이 잘랐습니다. 대신 분석에는 시간이 들고 틀리기도 합니다(분석기의 비교는 035, 조각을 데이터로 학습하기는 037 강의).
#
# **바꾸어 보세요.** `methods`에서 `char_ngrams(text, 2)`의 2를 1이나 3으로 바꾸면 "재미있다"와 "재미없다"는 더 가까워집니까?
#
# ## 7. 정수 시퀀스: 순서대로 번호를 적습니다
#
# 순서를 쓰는 모델(020의 LSTM, 130의 트랜스포머)에는 **토큰의 차례 그대로** 넘겨야 합니다. 그래서 단어마다 번호를 붙입니다. 이 표가 **단어 사전**(word index)입니다.
#
# - 0번은 **패딩**(padding): 길이를 맞출 때 채우는 빈자리입니다.
# - 1번은 **OOV**(out-of-vocabulary): 사전에 없는 단어를 모두 대신합니다.
# - 2번부터 **많이 나온 순서**로 붙입니다. 그래야 앞에서 자르면 드문 단어부터 빠집니다.

# %%
PAD, OOV = 0, 1
frequency = Counter(word for tokens in tokenized for word in tokens)
ranked = [word for word, _ in frequency.most_common()]  # 횟수가 같으면 먼저 나온 단어가 앞
word_index = {word: number for number, word in enumerate(ranked, start=2)}
index_word = {number: word for word, number in word_index.items()} | {PAD: "", OOV: "[UNK]"}
word_index

# %% [markdown]
# 번호는 **이름표**일 뿐 크기가 아닙니다. "참"(3)과 "지루하다"(5)의 평균이 "좋다"(4)인 것은 아무 뜻도 없습니다.
# 사전이 있으면 문장을 번호로 바꾸고(encode) 되돌릴(decode) 수 있습니다.
#
# **먼저 맞혀 보세요.** 처음 보는 문장 "영화 음악이 참 좋다"를 바꾸었다 되돌리면 무엇이 나올까요?
#
# <details><summary>답</summary>
#
# `영화 [UNK] 참 좋다`입니다. TF-IDF에서는 조용히 빠졌지만, 여기서는 모르는 말이 **자리를 차지**합니다.
# </details>

# %%
def encode(tokens):
    return [word_index.get(token, OOV) for token in tokens]

def decode(numbers):
    return " ".join(index_word[number] for number in numbers if number != PAD)

sequences = [encode(tokens) for tokens in tokenized]
for text in [*reviews, new_review]:
    print(f"{str(encode(text.split())):18} {decode(encode(text.split()))}")

# %% claim
assert [decode(sequence) for sequence in sequences] == reviews and sequences[2] == [2, 6, 4, 7, 4]
assert decode(encode(new_review.split())) == "영화 [UNK] 참 좋다"

# %% [markdown]
# ### 길이를 맞춥니다
#
# 길이가 다르면 행렬 하나가 되지 않으므로, 짧은 문장은 0으로 채우고(패딩) 긴 문장은 자릅니다(truncation). 둘 다 **앞**(pre)에서도 **뒤**(post)에서도 할 수 있습니다.

# %%
def pad(sequences, length, padding="post", truncating="post"):
    matrix = np.full((len(sequences), length), PAD)  # (문장, 길이)
    for row, sequence in enumerate(sequences):
        kept = sequence[:length] if truncating == "post" else sequence[-length:]
        if padding == "post":
            matrix[row, :len(kept)] = kept
        else:
            matrix[row, length - len(kept):] = kept
    return matrix

# %% [markdown]
# 네 조합을 길이 4로 그립니다. 회색 칸이 패딩입니다. C가 어느 쪽에서 잘리는지 보세요.

# %%
picture = diagrams.Diagram("길이 4로 맞추기: padding(채우는 쪽)과 truncating(자르는 쪽)")
for row, padding in enumerate(["post", "pre"]):
    for column, truncating in enumerate(["post", "pre"]):
        x, y = 5.6 * column, -5.6 * row
        matrix = pad(sequences, 4, padding, truncating)
        texts = [[index_word[n] or "0" for n in line] for line in matrix.tolist()]
        colours = [["grey" if n == PAD else None for n in line] for line in matrix.tolist()]
        picture.label(f"padding={padding}, truncating={truncating}", (x + 1.5, y + 1))
        picture.grid(texts, (x, y), colours=colours, rows=names)
picture.show(alt="패딩과 자르기의 네 조합. padding이 post이면 회색 0이 A와 B의 오른쪽 끝에, "
                 "pre이면 왼쪽 끝에 있다. truncating이 post이면 C의 마지막 '좋다'가, "
                 "pre이면 첫 '영화'가 사라진다.")

# %% claim
assert decode(pad(sequences, 4, truncating="post")[2]) == "영화 연기가 좋다 음악도"
assert decode(pad(sequences, 4, truncating="pre")[2]) == "연기가 좋다 음악도 좋다"
assert decode(pad(sequences, 3, truncating="post")[3]) == "영화 연기도 참"
assert decode(pad(sequences, 3, truncating="pre")[3]) == "연기도 참 지루하다"

# %% [markdown]
# 길이 3에서 D는 뒤를 자르면 "영화 연기도 참", 앞을 자르면 "연기도 참 지루하다"입니다. **한국어는 서술어가 문장 끝에 오므로** 앞을 자르면 판단이 담긴 말이 남습니다. 어느 쪽이 나은지는 데이터에서 재 보고 정합니다.
# 패딩을 글로 읽지 않게 하는 마스킹(masking)은 020과 045 강의에서 다룹니다.
#
# ### Keras의 도구
#
# `keras.utils.pad_sequences`는 기본값이 **둘 다 pre**입니다. `TextVectorization`은 사전 만들기, 번호 붙이기, 패딩을 한 번에 합니다.

# %%
import keras

theirs = keras.utils.pad_sequences(sequences, maxlen=4)
print("기본값이 pre, pre인가?", (theirs == pad(sequences, 4, "pre", "pre")).all())

# %% [markdown]
# 다음 두 층은 안에서 TensorFlow의 문자열 연산을 빌려 씁니다. 네 문장을 길이 6으로 맞춥니다.

# %%
from importlib.util import find_spec

if find_spec("tensorflow"):
    layer = keras.layers.TextVectorization(standardize=None, output_sequence_length=6)
    layer.adapt(reviews)  # 사전을 만듭니다
    print([str(word) for word in layer.get_vocabulary()])
    print(keras.ops.convert_to_numpy(layer(reviews)))  # (문장 4, 길이 6)
    lookup = keras.layers.StringLookup(vocabulary=ranked, mask_token="")  # 우리 사전
    print([keras.ops.convert_to_numpy(lookup(tokens)).tolist() for tokens in tokenized])

# %% claim
for padding in ("post", "pre"):
    for truncating in ("post", "pre"):
        options = dict(maxlen=4, padding=padding, truncating=truncating)
        same = keras.utils.pad_sequences(sequences, **options) == pad(sequences, 4, padding, truncating)
        assert same.all(), options
assert (theirs == pad(sequences, 4, "pre", "pre")).all()
if find_spec("tensorflow"):
    found = [str(word) for word in layer.get_vocabulary()]
    assert found[:3] == ["", "[UNK]", "영화"] and sorted(found[2:]) == sorted(ranked) and found[2:] != ranked
    assert [keras.ops.convert_to_numpy(lookup(tokens)).tolist() for tokens in tokenized] == sequences
    rows_of_layer = keras.ops.convert_to_numpy(layer(reviews)).tolist()
    assert [len([number for number in row if number]) for row in rows_of_layer] == [3, 3, 5, 4]
    assert all(row[-1] == 0 != row[0] for row in rows_of_layer), "뒤를 0으로 채운다고 적었습니다."

# %% [markdown]
# `TextVectorization`은 언제나 **뒤**를 채웁니다. 0번과 1번의 약속은 우리와 같고, 횟수가 **같은** 단어의 순서만 다릅니다. 번호는 이름표이므로 상관없지만, **저장한 모델과 사전은 반드시 짝**으로 다녀야 합니다.
# `StringLookup`에 우리 사전을 주면 번호가 완전히 같아집니다.
#
# **바꾸어 보세요.** `word_index`에서 번호가 4 이하인 단어만 남기면 C는 무엇으로 되돌아옵니까?
#
# <details><summary>더 알아보기: 옛 코드의 <code>Tokenizer</code></summary>
#
# 옛 예제의 `Tokenizer`는 Keras 3에서 빠졌지만 `tf.keras.preprocessing.text.Tokenizer`로는 아직 부를 수 있습니다. 새로 쓰지는 마세요. `oov_token`을 주지 않으면
# 모르는 단어를 **소리 없이 지웁니다**. `fit_on_texts`는 `adapt`, `texts_to_sequences`는 층을 함수처럼 부르기, `num_words`는 `max_tokens`로 옮겨 읽습니다.
# </details>
#
# ## 8. 원-핫 벡터와 그 한계
#
# 번호는 곱하고 더할 수 없습니다. 그래서 번호마다 자리를 하나씩 주고 자기 자리만 1로 켭니다. 이것이 **원-핫 벡터**(one-hot vector)입니다.

# %%
vocabulary_size = len(word_index) + 2  # 패딩과 OOV를 더해 9
one_hot = np.eye(vocabulary_size, dtype=int)
sentence = one_hot[sequences[2]]       # (토큰 5, 사전 9)
pd.DataFrame(sentence, index=tokenized[2], columns=["(패딩)", "[UNK]", *ranked])

# %% [markdown]
# 행의 순서가 곧 토큰의 순서이니 순서가 남았습니다.
#
# **먼저 맞혀 보세요.** 이 다섯 행을 모두 더하면 무엇이 될까요? 그리고 서로 다른 두 단어의 코사인 유사도는 얼마일까요?
#
# <details><summary>답</summary>
#
# **단어 가방은 원-핫 벡터의 합**이고, 순서는 이 덧셈에서 사라집니다. 서로 다른 두 단어의 유사도는 **언제나 0**입니다.
# </details>

# %%
print("더하면:", dict(zip(ranked, sentence.sum(axis=0)[2:].tolist())))
similar = pd.DataFrame(cosine_matrix(one_hot[2:]), index=ranked, columns=ranked)
for first, second in [("연기가", "연기도"), ("좋다", "지루하다"), ("좋다", "음악도")]:
    print(first, second, similar.loc[first, second])

# %% claim
assert all(sentence.sum(axis=0)[word_index[word]] == n for word, n in zip(vocabulary, counts[2]))
assert (similar.to_numpy() == np.eye(7)).all()

# %% [markdown]
# "연기가"와 "연기도"마저 남남이라, 한 단어에서 배운 것이 다른 단어에 도움이 되지 않습니다. 그래서 비슷한 단어에 비슷한, **짧고 빽빽한**(dense) 벡터를 주려는 것이
# **임베딩**(embedding)입니다. 아래는 배운 것이 아니라 **손으로 놓아 본** 2차원 벡터입니다.

# %%
wished = {
    "영화": (0.3, 1.0), "연기가": (0.1, 0.65), "연기도": (0.05, 0.45),
    "음악도": (-0.35, 0.75),
    "좋다": (1.1, -0.3), "지루하다": (-1.1, -0.3), "참": (-0.2, -0.9),
}
W = np.zeros((vocabulary_size, 2))         # (사전 9, 2)
W[2:] = [wished.get(word, (0, 0)) for word in ranked]
axes_names = dict(xlabel="첫째 수: 칭찬이면 큽니다", ylabel="둘째 수: 사물이면 큽니다")
plots.labelled_scatter(W[2:], ranked, title="손으로 놓아 본 임베딩", **axes_names)
plots.show(alt="일곱 단어를 손으로 놓은 평면. '연기가'와 '연기도'는 바로 이웃이고, "
               "'좋다'는 오른쪽 끝, '지루하다'는 왼쪽 끝에 떨어져 있다.")

# %%
by_product = sentence @ W    # (5, 9) @ (9, 2) → (5, 2): 원-핫 벡터에 표를 곱하기
by_lookup = W[sequences[2]]  # (5, 2): 번호로 행을 꺼내기
print("곱한 것과 꺼낸 것이 같은가?", np.allclose(by_product, by_lookup))
for first, second in [("연기가", "연기도"), ("좋다", "지루하다")]:
    pair = W[[word_index[first], word_index[second]]]
    print(first, second, f"{cosine_matrix(pair)[0, 1]:.2f}")

# %% claim
assert np.allclose(by_product, by_lookup)
assert cosine_matrix(W[[word_index["연기가"], word_index["연기도"]]])[0, 1] > 0.99
assert cosine_matrix(W[[word_index["좋다"], word_index["지루하다"]]])[0, 1] < -0.8

# %% [markdown]
# 이제 "연기가"와 "연기도"는 1에 가깝고 "좋다"와 "지루하다"는 음수입니다. 곱한 것과 꺼낸 것이 같으니 큰 원-핫 행렬을 만들 필요 없이 **번호로 행을 꺼내기만** 하면 됩니다.
# 정수 시퀀스가 신경망의 입력으로 쓰이는 까닭입니다. 이 표를 손이 아니라 **데이터로** 채우는 일은 다음 강의가 합니다.
#
# **바꾸어 보세요.** 단어 50,000개에 32비트 실수라면, 토큰 20개인 문장의 원-핫 행렬은 몇 MB입니까? 128차원 임베딩이면요?
#
# ## 9. 선형 분류기: 벡터에서 판단까지
#
# **선형 분류기**(linear classifier)는 단어마다 점수(가중치 $w$)를 하나씩 정해 두고, 문장에 든 단어의 값에 곱해 모두 더합니다.
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_7 x_7 + b$$
#
# $z$가 0보다 크면 긍정, 작으면 부정입니다. $b$는 어느 문장에나 더하는 상수입니다. 가중치와 $b$는 scikit-learn의 `LinearSVC`가 데이터에 맞춥니다.
#
# **먼저 맞혀 보세요.** 네 문장을 학습하면 가중치가 가장 큰 단어와 가장 작은 단어는 무엇일까요? "영화"는 어느 쪽일까요?
#
# <details><summary>답</summary>
#
# "좋다"가 가장 크고 "지루하다"가 가장 작습니다. 모든 문장에 나온 "영화"는 0에 가깝습니다.
# </details>

# %%
from sklearn.svm import LinearSVC

tiny = LinearSVC(C=1.0, random_state=7).fit(X, labels)  # X: 5절의 TF-IDF (4, 7)
print("라벨:", labels, "  판단:", tiny.predict(X))
weights = pd.Series(tiny.coef_[0], index=columns).sort_values()
fig, ax = plt.subplots(figsize=(6, 3.2))
blue, orange, green = plots.COLOURS[:3]
ax.barh(weights.index, weights, color=np.where(weights > 0, blue, orange))
ax.set(title="네 문장에서 배운 단어의 점수", xlabel="가중치 w (오른쪽이 긍정)", ylabel="단어")
plots.show(alt="일곱 단어의 가중치 막대그림. '좋다'가 가장 크게 긍정 쪽이고 "
               "'지루하다'가 가장 크게 부정 쪽이다. '영화'는 0에 가깝다.")

# %% claim
assert weights.idxmax() == "좋다" and weights.idxmin() == "지루하다" and abs(weights["영화"]) < 0.05, weights
z_by_hand = X.toarray() @ tiny.coef_[0] + tiny.intercept_[0]
assert np.allclose(z_by_hand, tiny.decision_function(X)) and ((z_by_hand > 0) == labels).all()

# %% [markdown]
# 배운 네 문장은 모두 맞힙니다. 처음 보는 문장에서는 어떨까요?

# %%
unseen = ["음악이 좋다", "연기도 지루하다", "연기가 안 좋다", "음악도 지루하지 않다"]
z = tiny.decision_function(vectorizer.transform(unseen))
known = [" ".join(word for word in text.split() if word in vocabulary) for text in unseen]
answers = np.where(z > 0, 1, 0)
shown = {"문장": unseen, "아는 단어": known, "z": z.round(2), "판단": answers}
pd.DataFrame(shown | {"정답": [1, 0, 0, 1]})

# %% claim
assert answers.tolist() == [1, 0, 1, 1] and known[3] == "음악도"

# %% [markdown]
# 셋째는 틀렸습니다. "안"을 배운 적이 없습니다. 넷째는 맞혔지만 "지루하지"와 "않다"를 몰라 남은 "음악도"만 보고 답했습니다.
# **맞았다고 이해한 것은 아닙니다.**
#
# **바꾸어 보세요.** `reviews`에 "영화 안 좋다"를, `labels`에 0을 더하고 처음부터 다시 실행하면 셋째 문장의 판단이 바뀝니까?
#
# ## 10. 네이버 영화평 20만 개의 기준선
#
# 네이버 영화평 말뭉치(Naver Sentiment Movie Corpus, NSMC)는 실제 영화평에 긍정(1)과 부정(0)을 붙인 자료입니다. 어디서 왔고 어떤 흠이 있는지부터 읽습니다.

# %% tags=["profile"]
data.card("nsmc")

# %% tags=["profile"]
train, test = data.load_nsmc()
print("출처:", train.attrs["origin"], " 학습:", train.shape, " 시험:", test.shape)

# %% tags=["profile", "rows"]
train.sample(5, random_state=7)

# %% [markdown]
# ### 사전은 얼마나 덮을까요
#
# 무엇으로 자를지는 학습 데이터에서 떼어 낸 **검증 데이터**(validation data)로 고릅니다. **시험 데이터(test)는 모든 것을 정한 다음 한 번만** 엽니다. 보면서 고르면
# 그 점수는 더 이상 처음 보는 글에 대한 점수가 아닙니다.
#
# 6절의 걱정이 실제로도 맞을까요? 학습 쪽에서 많이 나온 조각 $k$개만 사전에 넣고, 검증 쪽 조각의 몇 %가 사전에 있는지 잽니다.

# %% tags=["profile"]
from sklearn.model_selection import train_test_split

def split(seed):
    """(학습, 검증). 긍정과 부정의 비율은 두 쪽이 같습니다."""
    share, label = S.validation_share, train.label
    return train_test_split(train, test_size=share, stratify=label, random_state=seed)

fit_part, validation = split(seed=7)
print(f"학습 {len(fit_part):,}   검증 {len(validation):,}   시험 {len(test):,}")

# %% tags=["profile"]
def coverage(analyzer, sizes):
    frequency = Counter(piece for text in fit_part.document for piece in analyzer(text))
    rank = {piece: place for place, (piece, _) in enumerate(frequency.most_common())}
    pieces = [piece for text in validation.document for piece in analyzer(text)]
    ranks = np.sort([rank.get(piece, np.inf) for piece in pieces])
    return np.searchsorted(ranks, sizes) / len(ranks)  # 순위가 k보다 앞인 조각의 비율

# %% tags=["profile"]
sizes = np.unique(np.logspace(1, 6, 40).astype(int))
cuts = {"글자 1-gram": list, "글자 2-gram": methods["글자 2-gram"], "띄어쓰기 단어": str.split}
shares = {name: 100 * coverage(cut, sizes) for name, cut in cuts.items()}
covered = pd.DataFrame(shares, index=sizes)
ax = covered.plot(style=["-", "--", ":"], logx=True, linewidth=2.2)
ax.set(title="사전의 크기와 덮는 비율", xlabel="사전의 크기 k (로그 눈금)")
ax.set(ylabel="검증 데이터에서 아는 조각 (%)")
plots.show(alt="사전의 크기에 따른 덮는 비율 곡선 셋. 글자 1-gram은 천 개 남짓에서 거의 100%, "
               "글자 2-gram은 수만 개에서 90%를 넘지만, 띄어쓰기 단어는 훨씬 아래에서 멈춘다.")

# %% tags=["profile"]
covered.iloc[[-1]].round(1)  # 조각을 모두 사전에 넣었을 때 (%)

# %% claim
last = covered.iloc[-1]
assert last["글자 1-gram"] > last["글자 2-gram"] > last["띄어쓰기 단어"] + 10

# %% claim real=True
assert covered.iloc[-1].round(1).tolist() == [100.0, 98.8, 74.1], covered.iloc[-1]
assert covered["글자 1-gram"][covered.index > 1500].min() > 98 and covered["글자 2-gram"][covered.index > 50_000].min() > 90

# %% [markdown]
# **모두** 사전에 넣어도 띄어쓰기 단어는 검증 쪽의 74.1 %만 압니다. 글자 2-gram은 98.8 %입니다.
#
# ### 단어와 글자를 겨루게 합니다
#
# 후보 넷이 다른 것은 **조각의 종류**뿐입니다. 저마다 `C` 세 가지 가운데 검증에서 가장 좋은 것을 씁니다. `C`가 작을수록 가중치를 눌러(규제, regularization) 학습 데이터만
# 외우는 과적합(overfitting)을 막습니다. `sublinear_tf`는 횟수 대신 $1+\ln(\mathrm{tf})$를 쓰고, `min_df=2`는 한 문서에만 나온 조각을 버립니다.

# %% tags=["profile"]
common = dict(sublinear_tf=True, min_df=2, dtype=np.float32)
candidates = {
    "단어 1": dict(token_pattern=r"\S+", ngram_range=(1, 1)),
    "단어 1-2": dict(token_pattern=r"\S+", ngram_range=(1, 2)),
    "글자 1-2": dict(analyzer="char", ngram_range=(1, 2)),
    "글자 1-4": dict(analyzer="char", ngram_range=(1, 4)),
}

# %% tags=["profile"]
def validate(name, seed, choices):
    """C마다 검증 문장을 맞혔는지(참, 거짓의 배열)와 조각의 수."""
    fit_part, validation = split(seed)
    vectorizer = TfidfVectorizer(**common, **candidates[name])
    X_fit = vectorizer.fit_transform(fit_part.document)     # (학습 문서, 조각), 희소 행렬
    X_validation = vectorizer.transform(validation.document)
    correct = {}
    for C in choices:
        model = LinearSVC(C=C, random_state=7).fit(X_fit, fit_part.label)
        correct[C] = model.predict(X_validation) == validation.label.to_numpy()
    return correct, X_fit.shape[1]

# %% [markdown]
# **먼저 맞혀 보세요.** "단어 1"과 "글자 1-2"는 조각의 수가 66,215개와 70,654개로 거의 같습니다. 정확도의 차이는 몇 퍼센트포인트(%p)일까요?
#
# <details><summary>답</summary>
#
# 7 %p에 조금 못 미칩니다. 단어가 0.798, 글자가 0.864입니다.
# </details>
#
# 네 후보를 모두 학습하는 다음 셀은 CPU에서 **몇 분** 걸립니다. 나누기를 되풀이하는 그다음 셀도 그렇습니다.

# %% tags=["profile"]
correct, pieces, best_C = {}, {}, {}
for name in runtime.progress(candidates, "후보"):
    by_C, pieces[name] = validate(name, seed=7, choices=(0.1, 0.3, 1.0))
    best_C[name] = max(by_C, key=lambda C: by_C[C].mean())
    correct[name, 7] = by_C[best_C[name]]
first_split = {name: correct[name, 7].mean() for name in candidates}
shown = {"조각의 수": pieces, "고른 C": best_C, "검증 정확도": first_split}
pd.DataFrame(shown).loc[list(candidates)].round(3)

# %% claim
assert min(first_split["글자 1-2"], first_split["글자 1-4"]) > max(first_split["단어 1"], first_split["단어 1-2"])

# %% claim real=True
assert [round(first_split[name], 3) for name in candidates] == [0.798, 0.802, 0.864, 0.879], first_split
assert (pieces["단어 1"], pieces["글자 1-2"], pieces["글자 1-4"]) == (66215, 70654, 681508)
assert best_C == {"단어 1": 0.1, "단어 1-2": 0.3, "글자 1-2": 0.3, "글자 1-4": 0.3}

# %% [markdown]
# 한 번은 우연일 수 있으니 고른 `C` 그대로 두 번 더 다시 나눕니다. 두 모델이 같은 문장을 풀었으므로 **짝지어**, 한쪽만 맞힌 문장의 수가 반반에서
# 얼마나 벗어났는지 봅니다(맥니마 검정, McNemar's test).

# %% tags=["profile"]
from scipy.stats import binomtest

seeds = range(7, 7 + S.repeats)
for seed in seeds[1:]:
    for name in runtime.progress(candidates, f"나누기 {seed}"):
        by_C, _ = validate(name, seed, choices=[best_C[name]])
        correct[name, seed] = by_C[best_C[name]]
repeated = pd.DataFrame(index=list(candidates))
for seed in seeds:
    repeated[f"나누기 {seed}"] = [correct[name, seed].mean() for name in candidates]
repeated["평균"] = repeated.mean(axis=1)
repeated.round(3)

# %% tags=["profile"]
def paired(better, worse):
    rows = []
    for seed in seeds:
        only_better = int((correct[better, seed] & ~correct[worse, seed]).sum())
        only_worse = int((correct[worse, seed] & ~correct[better, seed]).sum())
        p = binomtest(only_better, only_better + only_worse).pvalue
        rows.append([f"{better} / {worse}", seed, only_better, only_worse, f"{p:.0e}"])
    return rows

rows = paired("글자 1-2", "단어 1") + paired("글자 1-4", "글자 1-2")
titles = ["앞 / 뒤", "나누기", "앞만 맞힘", "뒤만 맞힘", "p"]
pd.DataFrame(rows, columns=titles)

# %% claim
assert (repeated.loc["글자 1-2"] > repeated.loc["단어 1"]).all()

# %% claim real=True
assert len(seeds) == 3 and all(float(row[4]) < 1e-10 for row in rows), rows
assert (repeated.diff().iloc[1:] > 0).all(axis=None), "세 번 모두 같은 순서가 아닙니다."
assert repeated["평균"].round(3).tolist() == [0.792, 0.795, 0.865, 0.879], repeated
assert round(repeated.loc["글자 1-2", "평균"] - repeated.loc["단어 1", "평균"], 3) == 0.073
assert round(repeated.loc["글자 1-4", "평균"] - repeated.loc["글자 1-2", "평균"], 3) == 0.014
assert rows[0][2:4] == [1810, 816] and all(row[2] > 2 * row[3] for row in rows[:3]), rows
assert 9 < pieces["글자 1-4"] / pieces["글자 1-2"] < 10

# %% [markdown]
# 세 번 모두 같은 순서입니다. 조각의 수가 거의 같은데도 "글자 1-2"(평균 0.865)는 "단어 1"(0.792)보다 7 %p 넘게 높습니다. 글자만 맞힌 문장이 단어만 맞힌 문장의
# 두 배가 넘습니다. 두 모델의 실력이 같다면 이만큼 벗어날 확률 $p$는 사실상 0입니다. "글자 1-4"는 조금 더 높지만(0.879) 조각이 아홉 배 넘게 듭니다.
# "단어 1"이 고른 `C`는 살펴본 값의 **끝**(0.1)입니다. 더 작은 값이 나았을지는 아래에서 확인합니다.
#
# 까닭은 재지 않았습니다. 추측으로는, 글자 조각은 활용형끼리 나누어 쓸 수 있고 처음 보는 단어 안에서도 아는 조각을 찾아냅니다. "글자 1-4"는 빈칸도 글자 하나로 세므로 `안␣좋`과 같은 조각으로 단어 바이그램이 하던 일까지 합니다.
#
# **바꾸어 보세요.** `validate("단어 1", 7, [0.03, 0.1])[0]`의 두 배열에서 참의 비율은 어느 쪽이 높습니까?
#
# <details><summary>답</summary>
#
# 0.03에서는 0.790으로 0.1의 0.798보다 낮습니다. 끝의 값이었지만, 넓혀도 고른 `C`는 바뀌지 않습니다.
# </details>
#
# ### 시험은 한 번
#
# 평균이 가장 높은 설정으로 학습 데이터 **전체**를 다시 학습하고 시험 데이터를 엽니다.

# %% tags=["profile"]
chosen = repeated["평균"].idxmax()
cpu_start = time.process_time()
with runtime.stopwatch("벡터로 바꾸기, 학습, 시험 데이터 예측"):
    final_vectorizer = TfidfVectorizer(**common, **candidates[chosen])
    X_train = final_vectorizer.fit_transform(train.document)
    classifier = LinearSVC(C=best_C[chosen], random_state=7).fit(X_train, train.label)
    test_z = classifier.decision_function(final_vectorizer.transform(test.document))
print(f"그 가운데 이 계산이 실제로 쓴 CPU 시간: {time.process_time() - cpu_start:.1f}초")

# %% tags=["profile"]
test_labels = test.label.to_numpy()
right = (test_z > 0) == test_labels
accuracy, majority = right.mean(), max(test_labels.mean(), 1 - test_labels.mean())
repeats_train = test.document.isin(set(train.document)).to_numpy()  # 학습 데이터에도 있는 글
print(f"{chosen}: 조각 {X_train.shape[1]:,}개, 0이 아닌 칸 {X_train.nnz:,}개")
print(f"늘 많은 쪽이라고만 답하면 {majority:.4f}   선형 분류기 {accuracy:.4f}")
clean_accuracy = right[~repeats_train].mean()
print(f"학습 데이터에도 있던 {repeats_train.sum():,}개를 빼면 {clean_accuracy:.4f}")

# %% claim
assert accuracy > majority + 0.25 and abs(clean_accuracy - accuracy) < 0.02

# %% claim real=True
assert chosen == "글자 1-4" and round(accuracy, 4) == 0.8768 and round(majority, 4) == 0.5035
assert repeats_train.sum() == 1571 and round(clean_accuracy, 4) == 0.8763

# %% [markdown]
# 정확도 0.8768이 이 강좌의 **기준선**(baseline)입니다. 한쪽으로만 답하면 0.5035입니다. 앞으로 나올 모델은 이 값을 넘어야 더 복잡할 자격이 있습니다.
# 데이터 카드의 흠, 곧 학습 데이터에도 똑같이 든 시험 문서 1,571개를 빼도 0.8763입니다.
#
# **바꾸어 보세요.** `common["min_df"] = 5`로 두고 `validate("글자 1-4", 7, [0.3])`을 부르면 조각의 수와 검증 정확도는 어떻게 됩니까? 끝나면 2로 되돌립니다.
# 시험 데이터는 다시 열지 마세요.
#
# ## 11. 무엇을 보고 답하고, 어떻게 틀릴까요
#
# 선형 모델은 속이 들여다보입니다. 가중치가 가장 큰 조각과 작은 조각을 봅니다. 빈칸은 `␣`로 적었습니다.

# %% tags=["profile"]
names_of = [name.replace(" ", "␣") for name in final_vectorizer.get_feature_names_out()]
weight = pd.Series(classifier.coef_[0], index=names_of).sort_values()
fig, axes = plt.subplots(1, 2, figsize=(9, 5))
sides = {"가장 부정인 조각": weight[:15], "가장 긍정인 조각": weight[:-16:-1]}
for ax, (title, part), colour in zip(axes, sides.items(), [orange, blue]):
    ax.barh(part.index, part, color=colour)
    ax.invert_yaxis()
    ax.set(title=title, xlabel="가중치 w", ylabel="글자 조각")
plots.show(alt="가중치가 가장 낮은 글자 조각 15개와 가장 높은 조각 15개의 막대그림. "
               "왼쪽 끝은 '최악', 오른쪽 끝은 '최고'이고, 오른쪽에는 '지만'과 '지만␣'도 있다.")

# %% claim real=True
assert weight.index[0] == "최악" and weight.index[-1] == "최고"
assert {"지만", "지만␣"} <= set(weight.index[-15:]) and "만␣" in weight.index[:15]

# %% [markdown]
# 그런데 오른쪽에 `지만`과 `지만␣`이 있고 왼쪽에 `만␣`이 있습니다. 왜 "-지만"이 칭찬일까요? 학습 데이터에서 세어 봅니다.

# %% tags=["profile"]
for piece in ["지만", "지만␣", "만", "만␣"]:
    print(f"{piece} {weight.get(piece, 0):+.2f}", end="   ")
print()
listed = ["만 ", "지만", "좋았지만", "아쉽지만"]
has = {piece: train.document.str.contains(piece) for piece in listed}
has["만 "] &= ~has["지만"]  # "지만" 없이 쓰인 "만 "만
for piece, chosen_rows in has.items():
    share = train.label[chosen_rows].mean()
    print(f"{piece:5} 든 글 {chosen_rows.sum():6,}개, 그 가운데 긍정 {share:.2f}")

# %% claim real=True
assert [round(weight[piece], 2) for piece in ("지만", "지만␣", "만", "만␣")] == [2.51, 2.2, -1.42, -2.24]
assert round(weight[["지만", "지만␣", "만", "만␣"]].sum(), 2) == 1.05
assert [round(train.label[chosen_rows].mean(), 2) for chosen_rows in has.values()] == [0.28, 0.58, 0.36, 0.96]

# %% [markdown]
# "-지만"이 아닌 `만␣`(이를테면 "돈만 아깝다")이 든 글은 긍정이 0.28뿐입니다. 그런데 `지만␣`이 든 글에는 `만`과 `만␣`도 언제나 함께 들어 있습니다. 그래서 `지만`의 +2.51과
# `지만␣`의 +2.20은 대부분 −1.42와 −2.24를 **지우는 데** 쓰입니다. 넷을 더하면 +1.05가 남고(조각마다 곱해질 TF-IDF 값이 달라 대강의 셈입니다), "지만"이 든 글의 긍정은 0.58입니다. 조각 하나의 가중치만 떼어 읽으면 안 됩니다.
# "-지만" 앞에 무엇이 오느냐도 중요합니다. "좋았지만"은 긍정이 0.36, "아쉽지만"은 0.96입니다.
#
# ### 부정 표현
#
# 우리가 쓴 문장으로 약점을 찔러 봅니다. 화살표의 꼬리는 원래 문장의 $z$, 머리는 부정한 문장의 $z$입니다.
#
# **먼저 맞혀 보세요.** 아래 여섯 쌍 가운데 몇 쌍이 0을 넘을까요?
#
# <details><summary>답</summary>
#
# 셋입니다. 같은 "지루하다"라도 "지루하지 않다"는 넘고 "안 지루하다"는 넘지 못합니다.
# </details>

# %% tags=["profile"]
def score(texts):
    return classifier.decision_function(final_vectorizer.transform(texts))

pairs = [("재미있다", "재미있지 않다"), ("연기가 좋다", "연기가 안 좋다"),
         ("추천한다", "추천하지 않는다"), ("지루하다", "지루하지 않다"),
         ("지루하다", "안 지루하다"), ("시간이 아깝다", "시간이 안 아깝다")]
before, after = (score(side) for side in zip(*pairs))
flipped = before * after < 0
print(f"{len(pairs)}쌍 가운데 판단이 뒤집힌 것: {flipped.sum()}쌍")

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(8, 3.8))
for row, (start, end) in enumerate(zip(before, after)):
    colour = green if flipped[row] else orange
    ax.annotate("", (end, row), (start, row), arrowprops=arrow | dict(color=colour))
    ax.plot(start, row, "o", color=colour)
ax.axvline(0, color="black", lw=1)
ax.set(title="부정하면 뒤집힐까요 (초록: 뒤집힘, 주황: 그대로)", xlabel="z (큰 쪽이 긍정)")
ax.set_yticks(range(len(pairs)), [" / ".join(pair) for pair in pairs])
ax.set(ylabel="원래 문장 / 부정한 문장", ylim=(5.5, -0.5))
plots.show(alt="여섯 쌍의 문장에서 부정하기 전과 뒤의 z를 잇는 화살표. "
               "세 개는 0을 넘어 반대편으로 가고 세 개는 넘지 못한다.")

# %% claim real=True
assert flipped.sum() == 3 and flipped[3] and not flipped[4], flipped

# %% [markdown]
# 까닭을 조각의 가중치에서 찾아봅니다.

# %% tags=["profile"]
watched = ["지루", "루하지", "지루하지", "지␣않", "않다", "안", "안␣지"]
print(", ".join(f"{piece} {weight.get(piece, np.nan):+.2f}" for piece in watched))
texts = ["지루하다", "지루하지 않다", "안 지루하다"]
print(*(f"{text}: z = {z:.2f}" for text, z in zip(texts, score(texts))), sep="\n")

# %% claim
assert weight["지루"] < 0

# %% claim real=True
assert [round(weight[piece], 2) for piece in ("지루", "루하지", "안", "안␣지")] == [-2.59, 1.82, -1.23, 0.48]
assert score(texts).round(2).tolist() == [-2.14, 0.38, -1.31]

# %% [markdown]
# 덧셈뿐인 모델에는 "뒤의 말을 뒤집어라"라는 계산이 없습니다. 대신 자주 쓰는 꼴을 **통째로 외웁니다**. `지루`의 −2.59를 `루하지`의 +1.82가 지우는 식입니다.
# "안 지루하다"에서는 `안`의 가중치가 −1.23이고 `안␣지`가 +0.48뿐이라, $z$가 −1.31로 남습니다.
#
# ### 처음의 문장으로 돌아갑니다
#
# 처음의 네 문장, 단어 가방이 같던 두 문장, 어려운 문장 몇 개를 같은 모델에 넣습니다.

# %% tags=["profile"]
probes = pd.DataFrame([
    *zip(reviews, labels, names), (praise, 1, "부정 표현"), (complaint, 0, "부정 표현"),
    ("재미있을 줄 알았는데 아니었다", 0, "기대가 꺾임"),
    ("안 보면 후회할 영화", 1, "이중 부정"),
    ("연기는 최고인데 나머지가 너무 아쉽다", 0, "섞임"),
    ("예고편이 제일 재미있다", 0, "비꼼"), ("불면증에 최고의 영화", 0, "비꼼"),
], columns=["문장", "정답", "이름"])
probes["z"] = score(probes["문장"]).round(2)
probes["판단"] = (probes["z"] > 0).astype(int)
probes["결과"] = np.where(probes["판단"] == probes["정답"], "맞음", "틀림")
probes

# %% claim real=True
assert probes["결과"].tolist() == ["맞음"] * 4 + ["틀림", "맞음", "틀림", "틀림", "틀림", "맞음", "맞음"], probes
assert probes["z"][[4, 5]].tolist() == [-0.18, -0.37]

# %% [markdown]
# 네 문장은 모두 맞힙니다. 단어 가방이 같던 두 문장은 이제 $z$가 다르지만(−0.18과 −0.37) 칭찬 "안 지루하다 좋다"는 여전히 불평으로 읽습니다. 기대가 꺾이는 문장, 이중 부정,
# 섞인 문장도 틀립니다. 비꼬는 두 문장은 맞혔습니다. 비꼼을 알아들은 것일까요? 조각마다 $z$에 보탠 값을 봅시다.

# %% tags=["profile"]
def contributions(text):
    row = final_vectorizer.transform([text]).tocoo()
    parts = {names_of[place]: value * classifier.coef_[0][place]
             for place, value in zip(row.col, row.data)}
    return pd.Series(parts).sort_values()

for text in probes["문장"][-2:]:
    parts = contributions(text).round(2)
    print(text, "\n  부정 쪽", parts[:4].to_dict(), "\n  긍정 쪽", parts[:-5:-1].to_dict())

# %% claim
assert np.isclose(contributions("예고편이 제일 재미있다").sum() + classifier.intercept_[0],
                  score(["예고편이 제일 재미있다"])[0], atol=1e-4)

# %% claim real=True
first, second = (contributions(text).round(2) for text in probes["문장"][-2:])
assert first.index[:2].tolist() == ["예고", "일␣재미"] and first[:2].tolist() == [-0.12, -0.1]
assert second.index[:2].tolist() == ["증", "불"] and second[:2].tolist() == [-0.24, -0.12]
assert second.index[-1] == "최고" and second["최고"] == 0.37

# %% [markdown]
# 첫 문장은 `예고`(−0.12)와 `일␣재미`(−0.10)가, 둘째 문장은 `증`(−0.24)과 `불`(−0.12)이 불평으로 끌었습니다. `증`은 "짜증" 같은 말에서 배운 점수로 보입니다(추측).
# 예고편만 재미있다는 말이 왜 불평인지는 어디에도 없습니다. **맞았지만 까닭이 엉뚱합니다.** 순서를 따라 읽는 모델(020, 030, 035)과 문맥을 보는 모델(130, 140)이 이 자리를 노립니다.
#
# **바꾸어 보세요.** `contributions("안 지루하다 좋다")`에서 부정 쪽으로 가장 크게 끄는 조각은 무엇입니까?
#
# ## 정리
#
# 무엇이 남고 무엇이 사라졌습니까?
#
# | 표현 | "영화 참 좋다"는 | 남는 것 | 사라지는 것 |
# |---|---|---|---|
# | 단어 가방 | 길이 7인 횟수 벡터 | 무슨 단어가 몇 번 나왔는가 | 순서, 단어 사이의 닮음 |
# | n-gram | 더 긴 횟수 벡터 | 이웃한 순서 | 먼 곳과의 관계 |
# | TF-IDF | 가중치를 준 벡터, 길이 1 | 무엇이 이 문장만의 특징인가 | 순서, 문장의 길이 |
# | 글자 n-gram | 글자 조각의 벡터 | 활용형의 닮음, 띄어쓰기가 틀려도 같은 조각 | 단어의 경계, 반대말의 차이 |
# | 정수 시퀀스 | `[2, 3, 4]` | 순서 | 사전에 없는 단어가 무엇이었는지 |
# | 원-핫 | 3행 9열 | 순서, 단어의 구별 | 단어 사이의 닮음 |
# | 임베딩 (다음 강의) | 3행 2열 | 순서, 닮음 | 예가 모자라 배우지 못한 드문 단어의 뜻 |
#
# <details><summary>더 알아보기: 흔한 실수</summary>
#
# - 시험 데이터까지 넣어 `fit`합니다. 어휘와 IDF는 학습 데이터에서만 배웁니다.
# - df를 전체 횟수로 셉니다. 정수 번호를 크기가 있는 수처럼 계산합니다. 0번을 단어에 줍니다.
# - 희소 행렬을 `toarray()`로 펼칩니다. 영화평 15만 개와 조각 수십만 개를 펼치면 수백 기가바이트입니다.
# - `LinearSVC`의 $z$를 확률로 읽습니다. $z$는 경계에서 떨어진 정도입니다.
# </details>
#
# ## 더 읽을거리
#
# - K. Spärck Jones (1972), *A statistical interpretation of term specificity and its application in retrieval*. IDF의 출발점입니다.
# - S. Wang, C. D. Manning (2012), *Baselines and bigrams: simple, good sentiment and topic classification*.
#
# ## 다음 강의
#
# [015. Word2Vec 만들기](../015_word2vec/015_word2vec.ipynb)에서는 손으로 놓았던 임베딩 표를 데이터에서 배웁니다.
