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
# 컴퓨터가 계산할 수 있는 것은 숫자뿐입니다. 그래서 자연어 처리(natural language processing, NLP)의 모든 모델은,
# 단어를 세는 모델이든 거대 언어 모델이든, 같은 일에서 출발합니다. **문장을 숫자의 나열, 곧 벡터(vector)로 바꾸는 일**입니다.
#
# 바꾸는 방법은 여럿이고, 방법마다 무언가를 버립니다. 이 강의에서 붙들 질문은 하나입니다.
#
# > 이 방법으로 바꾸면 문장에서 **무엇이 남고 무엇이 사라지는가?**
#
# 짧은 영화평 네 개로 시작해서 단어 세기, n-gram, TF-IDF, 정수 시퀀스, 원-핫 벡터를 차례로 만나고,
# 마지막에는 같은 방법 그대로 영화평 20만 개를 분류합니다.
# 먼저 강의 전체에서 쓸 도구와 설정을 준비합니다.

# %%
import time
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from nlplab import data, plots, runtime

S = runtime.settings(
    quick=dict(validation_share=0.2, expected_accuracy=0.80),
    full=dict(validation_share=0.1, expected_accuracy=0.870),
)
np.set_printoptions(precision=3, suppress=True)
pd.set_option("display.max_colwidth", 100)

# %% [markdown]
# `S`에는 데이터의 크기에 따라 달라지는 수만 모았습니다. 13절에서 씁니다.
#
# ## 1. 문장을 조각냅니다
#
# 끝까지 들고 갈 문장은 아래 네 개입니다. A와 C는 칭찬(1), B와 D는 불평(0)입니다.
# 문장 하나하나를 **문서**(document), 문서의 모음을 **말뭉치**(corpus)라고 부릅니다.

# %%
reviews = [
    "영화 참 좋다",
    "영화 참 지루하다",
    "영화 연기가 좋다 음악도 좋다",
    "영화 연기도 참 지루하다",
]
labels = np.array([1, 0, 1, 0])
names = ["A", "B", "C", "D"]
pd.DataFrame({"문장": reviews, "라벨": labels}, index=names)

# %% [markdown]
# 문장을 잘라 얻은 조각을 **토큰**(token), 자르는 일을 **토큰화**(tokenization)라고 합니다.
# 가장 간단한 방법은 띄어쓰기로 자르는 것입니다. 이렇게 자른 조각을 국어에서는 어절이라고 부릅니다. 당분간은 그냥 단어라고 하겠습니다.

# %%
tokenized = [review.split() for review in reviews]
for name, tokens in zip(names, tokenized):
    print(name, tokens)

# %% [markdown]
# 말뭉치에 나온 서로 다른 단어를 모은 것이 **어휘**(vocabulary)입니다. 처음 나온 순서대로 모아 보겠습니다.
# `dict.fromkeys`는 순서를 지키면서 중복을 없애 줍니다.

# %%
vocabulary = list(dict.fromkeys(word for tokens in tokenized for word in tokens))
print(len(vocabulary), vocabulary)

# %% [markdown]
# 토큰은 모두 15개이지만 서로 다른 단어는 7개입니다. 이 7개가 앞으로 표의 열이 됩니다.
#
# ## 2. 단어를 세면 벡터가 됩니다
#
# 어휘의 단어마다 문서에 몇 번 나왔는지 셉니다. 문서 하나가 횟수 7개, 곧 7차원 벡터가 됩니다.
# 네 문서의 벡터를 쌓으면 행이 문서이고 열이 단어인 **문서-단어 행렬**(document-term matrix)이 됩니다.

# %%
counts = np.array([[tokens.count(word) for word in vocabulary] for tokens in tokenized])  # (문서 4, 단어 7)
pd.DataFrame(counts, index=names, columns=vocabulary)

# %% [markdown]
# 세 가지를 눈여겨보세요.
#
# - C의 "좋다" 자리에만 2가 있습니다. C에는 "좋다"가 두 번 나오기 때문입니다.
# - 문장의 길이는 3, 3, 5, 4로 달랐지만 벡터의 길이는 모두 7입니다. 길이가 같아야 비교도 학습도 할 수 있습니다.
# - 절반이 0입니다. 어휘가 수만 개로 늘면 거의 모든 칸이 0이 됩니다. 이런 행렬을 **희소**(sparse)하다고 합니다.
#
# 이 표현에는 **단어 가방**(bag of words, BoW)이라는 이름이 있습니다. 단어를 가방에 쏟아 넣고 흔든 것처럼 순서가 사라지기 때문입니다.
# 무엇이 사라졌는지 직접 확인해 보겠습니다. 다음 두 문장은 뜻이 정반대입니다.

# %%
praise = "안 지루하다 좋다"
complaint = "안 좋다 지루하다"
print(Counter(praise.split()))
print(Counter(complaint.split()))
print("단어 가방이 같은가?", Counter(praise.split()) == Counter(complaint.split()))

# %% [markdown]
# 하나는 칭찬이고 하나는 불평인데 단어 가방은 똑같습니다. 어떤 분류기를 쓰더라도 **같은 벡터에는 같은 답**밖에 낼 수 없습니다.
# 표현에서 사라진 것은 모델이 되살릴 수 없습니다.
#
# ## 3. n-gram: 순서를 조금 되찾습니다
#
# 이어진 토큰 $n$개를 한 덩어리로 세면 이웃 사이의 순서가 남습니다. 이 덩어리를 **n-gram**이라고 합니다.
# $n=1$이면 유니그램(unigram), $n=2$이면 바이그램(bigram)입니다.

# %%
def word_ngrams(tokens, n):
    return [" ".join(tokens[start:start + n]) for start in range(len(tokens) - n + 1)]

print("칭찬:", word_ngrams(praise.split(), 2))
print("불평:", word_ngrams(complaint.split(), 2))

# %% [markdown]
# "안 지루하다"와 "안 좋다"가 서로 다른 조각이 되어, 이제 두 문장을 구별할 수 있습니다. 그렇다면 $n$을 크게 할수록 좋을까요?
# 네 영화평에서 $n$을 늘리며 서로 다른 조각의 수와, 한 번밖에 나오지 않은 조각의 비율을 세어 보겠습니다.

# %%
rows = []
for n in (1, 2, 3):
    found = Counter(piece for tokens in tokenized for piece in word_ngrams(tokens, n))
    once = sum(count == 1 for count in found.values())
    rows.append([len(found), round(once / len(found), 2), found.most_common(1)[0][0]])
titles = ["서로 다른 조각", "한 번만 나온 비율", "가장 잦은 조각"]
pd.DataFrame(rows, index=["1-gram", "2-gram", "3-gram"], columns=titles)

# %% [markdown]
# $n$이 커지면 조각은 더 구체적이지만, 그만큼 다시 만나기 어렵습니다. 두 번 이상 나온 조각이 있어야 배운 것을 다른 문장에 쓸 수 있으므로
# 실제로는 1-gram과 2-gram처럼 **짧은 것을 섞어** 씁니다. $n$을 얼마로 할지는 마지막에 데이터로 고르겠습니다.
#
# ## 4. 벡터는 화살표입니다
#
# 문장이 벡터가 되었으니 **얼마나 비슷한지**를 계산할 수 있습니다. 7차원은 그릴 수 없으므로 "참"과 "좋다" 두 열만 떼어
# 평면에 화살표로 그려 보겠습니다.

# %%
plane = counts[:, [vocabulary.index("참"), vocabulary.index("좋다")]]  # (문서 4, 2)
fig, ax = plt.subplots(figsize=(5, 4.2))
for (x, y), name, colour in zip(plane, ["A", "B, D", "C", ""], plots.COLOURS):
    arrow = dict(arrowstyle="-|>", color=colour, lw=2.5, mutation_scale=18, shrinkA=0, shrinkB=0)
    ax.annotate("", (x, y), (0, 0), arrowprops=arrow)
    ax.annotate(name, (x, y), xytext=(8, 6), textcoords="offset points", fontsize=13)
ax.set(title="문장은 화살표가 됩니다", xlabel="'참'의 횟수", ylabel="'좋다'의 횟수",
       xlim=(-0.1, 2.2), ylim=(-0.1, 2.4))
plots.show(alt="가로축은 '참', 세로축은 '좋다'의 횟수인 평면에 그린 화살표. "
               "A는 (1, 1), B와 D는 (1, 0), C는 (0, 2)를 가리킨다.")

# %% [markdown]
# C는 "좋다"를 두 번 말했으므로 화살표가 깁니다. 그러나 같은 말을 되풀이한다고 뜻이 달라지지는 않습니다.
# 그래서 길이는 무시하고 **방향**만 비교합니다. 두 화살표 사이의 각도 $\theta$의 코사인을 **코사인 유사도**(cosine similarity)라고 합니다.
#
# $$\cos\theta = \frac{\mathbf{a}\cdot\mathbf{b}}{\lVert\mathbf{a}\rVert\,\lVert\mathbf{b}\rVert}$$
#
# 같은 방향이면 1, 공통된 단어가 하나도 없으면 0입니다. 벡터를 먼저 길이 1로 줄여 두면 내적만으로 계산됩니다.

# %%
def cosine_matrix(vectors):
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # (문서, 1)
    unit = vectors / lengths                                  # (문서, 단어), 각 행의 길이 1
    return unit @ unit.T                                      # (문서, 문서)

count_similarity = cosine_matrix(counts)
pd.DataFrame(count_similarity, index=names, columns=names).round(3)

# %% [markdown]
# A 행을 보세요. "영화 참 **좋다**"와 가장 가까운 문장은 무엇입니까?

# %%
others = count_similarity[0].copy()
others[0] = -1  # 자기 자신은 뺍니다
nearest_by_count = names[int(others.argmax())]
print(f"A와 B: {count_similarity[0, 1]:.3f}   A와 C: {count_similarity[0, 2]:.3f}")
print("A와 가장 가까운 문장:", nearest_by_count)
assert nearest_by_count == "B"

# %% [markdown]
# B, 곧 "영화 참 **지루하다**"입니다. 정반대인 문장이 칭찬인 C보다 가깝다고 나왔습니다.
# "영화"와 "참"을 함께 쓴 것이 "좋다"를 함께 쓴 것보다 무겁게 셈해졌기 때문입니다.
# 그런데 "영화"는 모든 문장에 나옵니다. 어디에나 있는 단어가 정말 그만큼 중요할까요?
#
# ## 5. TF-IDF: 흔한 단어의 가중치를 줄입니다
#
# 단어 $t$가 나오는 **문서의 수**를 문서 빈도(document frequency, $\mathrm{df}$)라고 합니다. 한 문서에 여러 번 나와도 한 번만 셉니다.
# 문서가 모두 $N$개일 때, 여러 문서에 나올수록 작아지는 가중치를 **역문서 빈도**(inverse document frequency, IDF)라고 합니다.
#
# $$\mathrm{idf}(t) = \ln\frac{N}{\mathrm{df}(t)}$$

# %%
n_documents = len(reviews)
df = (counts > 0).sum(axis=0)          # (단어 7,)
idf_textbook = np.log(n_documents / df)
pd.DataFrame({"전체 횟수": counts.sum(axis=0), "df": df, "idf": idf_textbook.round(3)}, index=vocabulary)

# %% [markdown]
# "좋다"는 세 번 나왔지만 문서로는 두 곳이므로 $\mathrm{df}=2$입니다. 네 문서에 모두 나온 "영화"의 가중치는 $\ln(4/4)=0$이 되었습니다.
#
# 이 가중치를 단어 빈도(term frequency, TF)에 곱한 것이 **TF-IDF**입니다.
# "이 문서에는 많이 나오고(TF), 다른 문서에는 드물게 나오는(IDF)" 단어의 값이 커집니다.
#
# $$\mathrm{tfidf}(d, t) = \mathrm{tf}(d, t)\times\mathrm{idf}(t)$$

# %%
tfidf_textbook = counts * idf_textbook  # (4, 7) * (7,) -> (4, 7): 열마다 그 단어의 무게를 곱합니다
pd.DataFrame(tfidf_textbook, index=names, columns=vocabulary).round(3)

# %% [markdown]
# 교과서의 공식을 그대로 쓰면 두 가지가 걸립니다.
#
# 1. "영화"의 열이 통째로 0입니다. 모든 문서에 나왔다는 까닭으로 **완전히** 지워졌습니다.
# 2. 어휘에는 있지만 이 말뭉치에는 한 번도 나오지 않은 단어($\mathrm{df}=0$)가 있으면 0으로 나누게 됩니다.
#
# 그래서 널리 쓰이는 라이브러리 scikit-learn은 이렇게 고친 공식을 씁니다.
#
# $$\mathrm{idf}(t) = \ln\frac{1 + N}{1 + \mathrm{df}(t)} + 1$$
#
# 분수의 위아래에 더한 1은 모든 단어가 든 문서가 하나 더 있는 셈 치는 것으로, **스무딩**(smoothing)이라고 합니다.
# 뒤에 더한 1 때문에 가중치는 아무리 작아도 1입니다. 문서가 100개일 때 두 공식을 그려 보겠습니다.

# %%
df_axis = np.arange(1, 101)
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(df_axis, np.log(100 / df_axis), "--", label="교과서: ln(N / df)")
ax.plot(df_axis, np.log(101 / (1 + df_axis)) + 1, label="scikit-learn: ln((1+N) / (1+df)) + 1")
ax.set(title="흔한 단어일수록 가볍습니다 (N = 100)", xlabel="단어가 나온 문서의 수 df", ylabel="idf")
ax.legend()
plots.show(alt="문서 빈도에 대한 idf 곡선 둘. 둘 다 드문 단어에서 높고 흔할수록 낮아진다. "
               "교과서 공식은 0까지, scikit-learn 공식은 1까지만 내려간다.")

# %% [markdown]
# 드문 단어 쪽에서 가파르고 흔한 단어 쪽에서 완만한 모양은 같습니다. 바닥만 0과 1로 다릅니다.
# 새 공식으로 우리 네 문장을 다시 계산합니다.

# %%
idf = np.log((1 + n_documents) / (1 + df)) + 1
tfidf_smooth = counts * idf
pd.DataFrame(tfidf_smooth, index=names, columns=vocabulary).round(3)

# %% [markdown]
# 마지막 한 단계가 남았습니다. C처럼 긴 문장은 값의 합이 커서, 그대로 두면 긴 글일수록 목소리가 커집니다.
# 코사인 유사도에서 했던 것처럼 각 행을 길이 1로 줄입니다. 이것을 **행 정규화**(row normalization, L2)라고 합니다.

# %%
row_lengths = np.linalg.norm(tfidf_smooth, axis=1, keepdims=True)  # (4, 1)
tfidf = tfidf_smooth / row_lengths                                 # (4, 7)
print("정규화하기 전의 길이:", row_lengths.ravel())
print("정규화한 뒤의 길이:  ", np.linalg.norm(tfidf, axis=1))

# %% [markdown]
# 처음의 빈도와 완성된 TF-IDF를 나란히 그려 보겠습니다. 색이 진할수록 큰 값입니다.

# %%
fig, axes = plt.subplots(1, 2, figsize=(11, 3))
plots.heatmap(counts, names, vocabulary, title="단어 빈도", fmt=".0f", ax=axes[0])
plots.heatmap(tfidf, names, vocabulary, title="TF-IDF", ax=axes[1])
for ax in axes:
    ax.set(xlabel="단어", ylabel="문서")
plots.show(alt="같은 네 문서의 단어 빈도와 TF-IDF를 나란히 그린 히트맵. 빈도에서는 '영화' 열이 고르게 진하지만 "
               "TF-IDF에서는 '좋다', '지루하다', '연기가' 같은 단어가 더 진하다.")

# %% [markdown]
# "영화" 열이 옅어지고, 문장의 뜻을 가르는 "좋다"와 "지루하다"가 진해졌습니다. 그러면 A와 가장 가까운 문장도 달라졌을까요?

# %%
tfidf_similarity = cosine_matrix(tfidf)
print(f"빈도:    A와 B {count_similarity[0, 1]:.3f}   A와 C {count_similarity[0, 2]:.3f}")
print(f"TF-IDF:  A와 B {tfidf_similarity[0, 1]:.3f}   A와 C {tfidf_similarity[0, 2]:.3f}")
assert count_similarity[0, 1] > count_similarity[0, 2]
assert tfidf_similarity[0, 1] < tfidf_similarity[0, 2]

# %% [markdown]
# 순위가 뒤집혔습니다. 이제 "영화 참 좋다"에는 "영화 연기가 좋다 음악도 좋다"가 더 가깝습니다.
# 라벨은 한 번도 쓰지 않았습니다. 단어가 몇 문서에 나오는지만 세어 얻은 결과입니다.
#
# ## 6. scikit-learn에 맡기고, 값을 맞춰 봅니다
#
# 같은 계산을 `TfidfVectorizer`가 대신해 줍니다. 아무 설정도 하지 않고 먼저 어휘를 보겠습니다.

# %%
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

default = TfidfVectorizer().fit(reviews)
print(default.get_feature_names_out())
print("사라진 단어:", set(vocabulary) - set(default.get_feature_names_out()))

# %% [markdown]
# "참"이 없습니다! 기본 설정의 토큰 규칙은 **두 글자 이상**인 단어만 남깁니다. 영어의 `a`나 `I`를 버리려는 것인데,
# 한국어에서는 "참"뿐 아니라 "안", "못", "왜"가 경고 없이 사라집니다. "안 좋다"에서 "안"이 사라지면 뜻이 뒤집힙니다.
#
# 그래서 자르는 방법을 직접 넘깁니다. `analyzer=str.split`은 문서마다 `str.split`을 불러 토큰을 얻으라는 뜻입니다.

# %%
vectorizer = TfidfVectorizer(analyzer=str.split)
X = vectorizer.fit_transform(reviews)
columns = list(vectorizer.get_feature_names_out())
print(type(X).__name__, X.shape, "저장된 값:", X.nnz)
pd.DataFrame(X.toarray(), index=names, columns=columns).round(3)

# %% [markdown]
# 결과는 0이 아닌 칸만 저장하는 희소 행렬이고, 열은 가나다순입니다. 표를 보려고 `toarray()`로 펼쳤지만, 어휘가 크면 펼치지 마세요. 메모리가 모자랍니다.
#
# 이제 우리 계산과 맞춰 봅니다. 교과서와 다른 점은 **IDF의 공식**과 **행 정규화** 두 가지였습니다.
# 두 스위치를 켜고 끄며 네 가지로 계산하고, scikit-learn의 값과 가장 크게 어긋난 칸의 차이를 적겠습니다.

# %%
def normalize(matrix):
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)

X_ours = X.toarray()[:, [columns.index(word) for word in vocabulary]]  # 열을 우리 어휘의 순서로
rows = {}
for title, matrix in {"교과서의 IDF": tfidf_textbook, "스무딩한 IDF": tfidf_smooth}.items():
    rows[title] = [abs(matrix - X_ours).max(), abs(normalize(matrix) - X_ours).max()]
assert np.allclose(normalize(tfidf_smooth), X_ours, rtol=0, atol=1e-12)
pd.DataFrame.from_dict(rows, orient="index", columns=["정규화하지 않음", "행 정규화"]).round(3)

# %% [markdown]
# 둘 다 켠 칸만 0입니다. `assert`가 확인한 대로 소수점 아래 12자리까지 같습니다. 손으로 한 계산이 라이브러리와 똑같아졌습니다. "scikit-learn의 TF-IDF는 왜 책과 다른가"라는 물음의 답은 **스무딩**과 **행 정규화**, 이 두 가지입니다.
#
# 그러면 라이브러리의 두 스위치를 끄면 교과서와 같아질까요?

# %%
plain = TfidfVectorizer(analyzer=str.split, smooth_idf=False, norm=None).fit_transform(reviews).toarray()
plain = plain[:, [columns.index(word) for word in vocabulary]]
print("교과서 ln(N/df)와 같은가?     ", np.allclose(plain, tfidf_textbook))
print("ln(N/df) + 1로 계산하면 같은가?", np.allclose(plain, counts * (np.log(n_documents / df) + 1)))

# %% [markdown]
# 같아지지 않습니다. `smooth_idf=False`는 분수 안의 1만 없애고, 바깥에 더한 1은 끌 수 없기 때문입니다.
#
# 처음 보는 문장에는 `fit`을 다시 하지 않고 `transform`만 합니다. 어휘와 IDF는 **학습할 때 정해진 것을 그대로** 써야 하기 때문입니다.

# %%
new_review = "영화 음악이 참 좋다"
new_vector = vectorizer.transform([new_review]).toarray()[0]
print("A '영화 참 좋다'와 같은 벡터인가?", np.allclose(new_vector, X.toarray()[0]))
pd.DataFrame([new_vector], index=[new_review], columns=columns).round(3)

# %% [markdown]
# "음악이"라는 열은 없으므로 그 단어는 소리 없이 빠졌고, 음악 이야기를 한 적이 없는 A와 똑같은 벡터가 되었습니다.
# 어휘에 "음악**도**"가 있는데도 그렇습니다. 사람에게는 같은 음악인데 말입니다.
#
# ## 7. 한국어는 띄어쓰기만으로 부족합니다
#
# 방금 본 문제는 한국어에서 특히 큽니다. 한국어는 조사와 어미가 단어에 붙어서 모양이 바뀌기 때문입니다.
# "재미있다"의 활용형 네 개와 반대말 "재미없다"를 놓고 보겠습니다. 띄어쓰기로 자르면 다섯 개는 그저 서로 다른 다섯 단어입니다.
#
# 대안을 하나 봅시다. 단어 대신 **글자**를 토큰으로 삼아 글자 n-gram(character n-gram)을 만드는 것입니다.

# %%
def char_ngrams(text, n):
    return [text[start:start + n] for start in range(len(text) - n + 1)]

forms = ["재미있다", "재미있었다", "재미있는데", "재미있네요", "재미없다"]
for form in forms:
    print(form, char_ngrams(form, 2))

# %% [markdown]
# 활용형 네 개는 `재미`와 `미있`을 함께 가집니다. 글자 조각으로 보면 서로 닮았다는 사실이 남습니다.
#
# 또 다른 대안은 문법을 아는 프로그램에게 자르게 하는 것입니다. 뜻을 가진 가장 작은 단위를 **형태소**(morpheme)라고 하고,
# 문장을 형태소로 나누는 일을 형태소 분석이라고 합니다. 여기서는 설치가 쉬운 분석기 Kiwi를 잠깐 써 봅니다.

# %%
from kiwipiepy import Kiwi

kiwi = Kiwi()

def morphemes(text):
    return [token.form for token in kiwi.tokenize(text)]

for form in forms:
    print(form, morphemes(form))

# %% [markdown]
# 활용형 네 개에서 어간 `재미있`이 따로 떨어져 나왔습니다. "재미없다"에서는 `재미없`이 나왔습니다.
# 세 가지 방법으로 다섯 단어의 코사인 유사도를 그려 보겠습니다.

# %%
def similarity(texts, analyzer):
    return cosine_matrix(CountVectorizer(analyzer=analyzer).fit_transform(texts).toarray())

methods = {"띄어쓰기": str.split, "글자 2-gram": lambda text: char_ngrams(text, 2), "형태소": morphemes}
fig, axes = plt.subplots(1, 3, figsize=(14, 4.2))
for ax, (title, analyzer) in zip(axes, methods.items()):
    plots.heatmap(similarity(forms, analyzer), forms, forms, title=title, ax=ax)
    ax.images[0].set_clim(0, 1)  # 세 그림의 색을 같은 잣대로
    ax.set(xlabel="단어", ylabel="단어")
plots.show(alt="다섯 단어의 유사도 히트맵 셋. 띄어쓰기에서는 대각선 말고는 모두 0이다. "
               "글자 2-gram에서는 활용형끼리 0.5쯤, '재미없다'와는 0.3쯤 닮았다. "
               "형태소에서는 활용형끼리 0.3에서 0.8까지 닮았고, '재미있다'와 '재미없다'도 0.5이다.")

# %% [markdown]
# - **띄어쓰기**: 대각선 말고는 모두 0입니다. 활용형끼리 닮았다는 사실이 완전히 사라졌습니다.
# - **글자 2-gram**: 활용형끼리 닮았습니다. 반대말인 "재미없다"와는 그보다 덜 닮았지만 0은 아닙니다. 글자만 보고 뜻은 모르기 때문입니다.
# - **형태소**: 어간 `재미있`을 함께 가진 것끼리 닮았습니다. 그런데 "재미있다"와 "재미없다"도 제법 닮았습니다. 어디에나 붙는 어미 `다`를 어간과 똑같은 가중치로 세었기 때문입니다.
#   5절의 IDF가 바로 이런 조각의 가중치를 줄여 줍니다.
#
# 띄어쓰기는 또 다른 까닭으로도 믿기 어렵습니다. 사람들이 지키지 않기 때문입니다. 유명한 문장으로 확인해 보겠습니다.

# %%
spaced = "아버지가 방에 들어가신다"
joined = "아버지가방에들어가신다"
rows = {}
for title, analyzer in methods.items():
    cut = [" / ".join(piece.replace(" ", "␣") for piece in analyzer(text)) for text in (spaced, joined)]
    rows[title] = [*cut, similarity([spaced, joined], analyzer)[0, 1].round(2)]
pd.DataFrame.from_dict(rows, orient="index", columns=["띄어 쓴 문장", "붙여 쓴 문장", "유사도"])

# %% [markdown]
# 붙여 쓰면 띄어쓰기 방식에서는 문장 전체가 **처음 보는 단어 하나**가 되어 유사도가 0입니다.
# 글자 2-gram은 빈칸이 낀 조각만 어긋나고 나머지는 그대로입니다. 형태소 분석기는 아버지와 방을 제대로 떼어 냈습니다.
#
# 그렇다고 형태소가 늘 정답은 아닙니다. 분석에 시간이 들고, 신조어와 오타에서 틀리며, "아버지 가방에"처럼 읽을 가능성은 문맥 없이는 가릴 수 없습니다.
# 분석기끼리의 비교는 035 강의에서, 데이터로 조각을 학습하는 방법은 037 강의에서 다룹니다.
# 이 강의의 마지막 실험에서는 도구가 필요 없는 글자 n-gram이 얼마나 강한지 보겠습니다.
#
# ## 8. 정수 인코딩: 문장을 번호로 적습니다
#
# 지금까지의 벡터는 문장 하나를 행 하나로 뭉뚱그렸습니다. 순서대로 읽는 모델(RNN, 트랜스포머)에는 문장을 **토큰의 차례 그대로** 넘겨야 합니다.
# 그래서 단어마다 번호를 붙입니다. 이 표를 **단어 사전**(word index)이라고 합니다. 관례는 이렇습니다.
#
# - 0번은 **패딩**(padding): 길이를 맞출 때 채우는 빈자리입니다.
# - 1번은 **OOV**(out-of-vocabulary): 사전에 없는 단어를 모두 대신합니다.
# - 2번부터 **많이 나온 순서**로 붙입니다. 그래야 사전을 앞에서 자르면 드문 단어부터 빠집니다.

# %%
PAD, OOV = 0, 1
frequency = Counter(word for tokens in tokenized for word in tokens)
ranked = [word for word, _ in frequency.most_common()]
word_index = {word: number for number, word in enumerate(ranked, start=2)}
numbers = pd.Index(word_index.values(), name="번호")
pd.DataFrame([ranked, [frequency[word] for word in ranked]], index=["단어", "횟수"], columns=numbers)

# %% [markdown]
# "참"과 "좋다"는 똑같이 세 번 나왔습니다. 이렇게 비길 때 `Counter.most_common`은 먼저 나온 단어를 앞에 둡니다. 라이브러리마다 이 규칙이 다르다는 것을 곧 보게 됩니다.
#
# 사전이 있으면 문장을 번호로 바꾸고(encode) 되돌릴(decode) 수 있습니다.

# %%
index_word = {number: word for word, number in word_index.items()} | {PAD: "", OOV: "[UNK]"}

def encode(tokens):
    return [word_index.get(token, OOV) for token in tokens]

def decode(numbers):
    return " ".join(index_word[number] for number in numbers if number != PAD)

sequences = [encode(tokens) for tokens in tokenized]
for review, sequence in zip(reviews, sequences):
    print(f"{str(sequence):18} {decode(sequence)}")
    assert decode(sequence) == review

# %% [markdown]
# 배운 문장은 잃는 것 없이 되돌아왔습니다. 이제 처음 보는 문장입니다.

# %%
encoded = encode(new_review.split())
print(new_review, "→", encoded, "→", decode(encoded))
assert encoded.count(OOV) == 1

# %% [markdown]
# "음악이"가 1번이 되었고, 되돌리면 `[UNK]`(unknown)입니다. TF-IDF에서는 모르는 단어가 조용히 빠졌지만, 여기서는 **자리를 차지**하므로 "모르는 말이 하나 있었다"는 사실은 남습니다.
#
# 실제 말뭉치에서는 단어가 수십만 개라서 많이 나온 것만 남깁니다. 사전에 남기는 단어의 수를 줄이면 우리 문장은 어떻게 될까요?

# %%
rows = {}
for size in (7, 4, 2):
    small = [[number if number < size + 2 else OOV for number in sequence] for sequence in sequences]
    unknown = sum(sequence.count(OOV) for sequence in small) / sum(len(sequence) for sequence in small)
    rows[f"단어 {size}개"] = [decode(small[2]), round(unknown, 2)]
pd.DataFrame.from_dict(rows, orient="index", columns=["C를 되돌리면", "네 문장의 OOV 비율"])

# %% [markdown]
# 두 단어만 남기면 C는 "영화"와 `[UNK]`뿐입니다. 사전의 크기는 메모리와 정보 사이의 선택입니다.
#
# 한 가지 주의할 점이 있습니다. 번호는 **이름표**일 뿐 크기가 아닙니다. 수로 계산하면 "참"(3)과 "지루하다"(5)의 평균은 "좋다"(4)가 되는데, 이것은 아무 뜻도 없습니다.
# 그러니 번호를 그대로 모델에 넣어 곱하고 더하면 안 됩니다. 어떻게 넣어야 하는지는 11절에서 봅니다.
#
# ## 9. 패딩과 자르기: 길이를 맞춥니다
#
# 모델은 문장 여러 개를 행렬 하나로 묶어 한꺼번에 계산합니다. 그런데 길이가 다르면 행렬이 되지 않습니다.

# %%
print("길이:", [len(sequence) for sequence in sequences])
try:
    np.array(sequences)
except ValueError as error:
    print(type(error).__name__, "- 행마다 길이가 달라 행렬로 만들 수 없습니다.")

# %% [markdown]
# 짧은 문장은 0으로 채우고(패딩, padding) 긴 문장은 자릅니다(truncation). 둘 다 **앞**(pre)에서 할 수도 **뒤**(post)에서 할 수도 있습니다.

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

print(pad(sequences, 6, padding="post"))
print(pad(sequences, 6, padding="pre"))

# %% [markdown]
# 자르는 쪽을 고르는 일은 생각보다 중요합니다. 길이를 3으로 줄이고, 앞을 남길 때와 뒤를 남길 때를 글로 되돌려 비교해 보겠습니다.

# %%
cut_back = [decode(row) for row in pad(sequences, 3, truncating="post")]
cut_front = [decode(row) for row in pad(sequences, 3, truncating="pre")]
titles = ["원래 문장", "뒤를 자름 (post)", "앞을 자름 (pre)"]
pd.DataFrame(zip(reviews, cut_back, cut_front), index=names, columns=titles)

# %% [markdown]
# D의 뒤를 자르면 "영화 연기도 참"이 되어 칭찬인지 불평인지 알 수 없습니다. **한국어는 서술어가 문장 끝에 옵니다.**
# 그래서 짧게 잘라야 한다면 앞을 자르는 편이 안전할 때가 많습니다. 물론 가장 좋은 것은 길이 분포를 보고 거의 잘리지 않게 정하는 것입니다.
#
# 네 조합을 그림으로 정리합니다. 길이를 4로 맞추므로 A와 B는 채워지고 C는 잘립니다. 색이 없는 0이 패딩입니다.

# %%
fig, axes = plt.subplots(2, 2, figsize=(9, 5.4))
choices = [("post", "post"), ("post", "pre"), ("pre", "post"), ("pre", "pre")]
for ax, (padding, truncating) in zip(axes.flat, choices):
    matrix = pad(sequences, 4, padding, truncating)
    title = f"padding={padding}, truncating={truncating}"
    plots.heatmap(matrix, names, [1, 2, 3, 4], title=title, xlabel="자리", ylabel="문장", fmt=".0f", ax=ax)
plots.show(alt="패딩과 자르기의 네 조합을 나타낸 정수 행렬 넷. padding이 post이면 0이 오른쪽 끝에, pre이면 왼쪽 끝에 있다. "
               "truncating이 post이면 C의 뒤 토큰이, pre이면 앞 토큰이 사라진다.")

# %% [markdown]
# Keras에는 같은 일을 하는 `pad_sequences`가 있습니다. 기본값은 우리와 달리 padding과 truncating이 **둘 다 pre**입니다. 네 조합 모두 우리 함수와 같은지 확인합니다.

# %%
import keras

for padding in ("post", "pre"):
    for truncating in ("post", "pre"):
        theirs = keras.utils.pad_sequences(sequences, maxlen=4, padding=padding, truncating=truncating)
        assert (theirs == pad(sequences, 4, padding, truncating)).all()
assert (keras.utils.pad_sequences(sequences, maxlen=4) == pad(sequences, 4, "pre", "pre")).all()
print(keras.utils.pad_sequences(sequences, maxlen=4))

# %% [markdown]
# 패딩은 문장이 아니라 빈자리이므로, 모델이 패딩을 글로 읽지 않게 하는 장치가 필요합니다. 이것을 마스킹(masking)이라고 하며 020과 045 강의에서 다룹니다.
#
# ## 10. Keras의 도구로 같은 일을 합니다
#
# 사전 만들기, 번호 붙이기, 패딩을 한 번에 해 주는 층이 Keras 3의 `TextVectorization`입니다.
# 이 층은 어느 백엔드에서나 쓸 수 있지만 안에서 TensorFlow의 문자열 연산을 빌려 쓰므로, TensorFlow가 설치되어 있어야 합니다. 없으면 이 절의 두 셀은 건너뜁니다.

# %%
from importlib.util import find_spec

if find_spec("tensorflow"):
    vectorize = keras.layers.TextVectorization(standardize=None, split="whitespace", output_sequence_length=6)
    vectorize.adapt(reviews)  # 사전을 만듭니다
    print([str(word) for word in vectorize.get_vocabulary()])
    print(keras.ops.convert_to_numpy(vectorize(reviews)))
else:
    print("TensorFlow가 없어 건너뜁니다.")

# %% [markdown]
# 0번이 패딩(`''`), 1번이 OOV(`[UNK]`), 2번부터 많이 나온 순서라는 약속이 우리와 같습니다. 그런데 번호는 조금 다릅니다. **횟수가 같은 단어의 순서**가 다르기 때문입니다.
# 우리는 먼저 나온 단어를 앞에 두었지만 이 층은 글자 순서의 역순으로 둡니다. 번호는 이름표일 뿐이므로 어느 쪽이든 상관없습니다. 다만 **저장한 모델과 사전은 반드시 짝**으로 다녀야 합니다.
#
# `StringLookup`은 그 가운데 "단어 ↔ 번호" 부분만 하는 층입니다. 우리 사전을 그대로 넣어 보겠습니다.

# %%
if find_spec("tensorflow"):
    lookup = keras.layers.StringLookup(vocabulary=ranked, mask_token="")  # 0: '', 1: [UNK], 2부터 ranked
    theirs = [keras.ops.convert_to_numpy(lookup(tokens)).tolist() for tokens in tokenized]
    print(theirs)
    assert theirs == sequences
    assert keras.ops.convert_to_numpy(lookup(new_review.split())).tolist() == encoded
else:
    print("TensorFlow가 없어 건너뜁니다.")

# %% [markdown]
# 우리 사전을 넣었더니 번호가 완전히 같아졌습니다.
#
# **옛 코드를 읽는 분께.** 인터넷의 예제에는 `Tokenizer`라는 클래스가 자주 나옵니다. Keras 2 시절의 도구로, Keras 3에서는 빠졌습니다. 이름을 이렇게 옮겨 읽으면 됩니다.
#
# | 옛 `Tokenizer` | 지금 |
# |---|---|
# | `Tokenizer(num_words=…, oov_token=…)` | `TextVectorization(max_tokens=…)` 또는 위에서 만든 사전 |
# | `fit_on_texts(texts)` | `adapt(texts)` |
# | `texts_to_sequences(texts)` | 층을 함수처럼 부르기, `vectorize(texts)` |
# | `sequences_to_texts(sequences)` | `get_vocabulary()`로 얻은 목록에서 번호로 찾기 |
# | `pad_sequences(…)` | `keras.utils.pad_sequences(…)` 또는 `output_sequence_length` |
#
# 옛 `Tokenizer`는 `oov_token`을 주지 않으면 모르는 단어를 **소리 없이 지웠습니다**. 지금의 층은 늘 OOV 번호를 줍니다.
#
# ## 11. 원-핫 벡터와 그 한계
#
# 번호를 곱하고 더할 수 없다면 모델에는 무엇을 넣어야 할까요? 번호마다 자리를 하나씩 주고, 자기 자리만 1로 켭니다. 이것이 **원-핫 벡터**(one-hot vector)입니다.

# %%
vocabulary_size = len(word_index) + 2  # 패딩과 OOV를 더해 9
one_hot = np.eye(vocabulary_size, dtype=int)
sentence = one_hot[sequences[2]]       # (토큰 5, 사전 9)
pd.DataFrame(sentence, index=tokenized[2], columns=["(패딩)", "[UNK]", *ranked])

# %% [markdown]
# C "영화 연기가 좋다 음악도 좋다"가 5행 9열의 행렬이 되었습니다. 행의 순서가 곧 토큰의 순서이니 이번에는 순서도 남았습니다.
#
# 그렇다면 이 행렬의 행을 모두 더하면 무엇이 될까요?

# %%
summed = sentence.sum(axis=0)[2:]  # (단어 7,): 패딩과 OOV의 자리를 떼어 냅니다
print(dict(zip(ranked, summed.tolist())))
assert all(summed[ranked.index(word)] == count for word, count in zip(vocabulary, counts[2]))

# %% [markdown]
# 2절의 단어 가방과 같습니다. **단어 가방은 원-핫 벡터의 합**입니다. 순서는 바로 이 덧셈에서 사라진 것입니다.
#
# 이제 원-핫의 한계를 봅시다. 단어끼리의 코사인 유사도를 모두 계산합니다.

# %%
word_vectors = one_hot[2:]  # (단어 7, 사전 9)
title = "원-핫 벡터의 코사인 유사도"
plots.heatmap(cosine_matrix(word_vectors), ranked, ranked, title=title, xlabel="단어", ylabel="단어", fmt=".0f")
plots.show(alt="일곱 단어의 원-핫 벡터 사이 코사인 유사도. 자기 자신과는 1이고 다른 모든 단어와는 0인 대각 행렬이다.")

# %% [markdown]
# 자기 자신 말고는 **모두 0**입니다. "연기가"와 "연기도"도 0, "좋다"와 "지루하다"도 0, "좋다"와 "음악도"도 0입니다.
# 어떤 두 단어도 똑같이 남남이어서, 한 단어에서 배운 것이 다른 단어에 조금도 도움이 되지 않습니다.
#
# 크기도 문제입니다. 실제로 쓸 만한 사전으로 계산해 보겠습니다.

# %%
n_words, n_tokens = 50_000, 20
print(f"원-핫:       토큰 {n_tokens}개인 문장 하나에 {n_words * n_tokens * 4 / 1e6:.1f} MB")
print(f"128차원 벡터: 토큰 {n_tokens}개인 문장 하나에 {128 * n_tokens * 4 / 1e6:.2f} MB")

# %% [markdown]
# 그래서 단어마다 **짧고 빽빽한**(dense) 벡터를 주고, 비슷한 단어가 비슷한 벡터를 갖게 하자는 생각이 나옵니다. 이것이 **임베딩**(embedding)입니다.
# 아래는 우리가 **손으로 놓아 본** 2차원 벡터입니다. 학습한 것이 아니라, 이런 것이 있으면 좋겠다는 그림입니다.

# %%
wished = {
    "영화": (0.3, 1.0), "연기가": (0.1, 0.65), "연기도": (0.05, 0.45), "음악도": (-0.35, 0.75),
    "좋다": (1.1, -0.3), "지루하다": (-1.1, -0.3), "참": (-0.2, -0.9),
}
groups = {"참": "꾸밈말", "좋다": "평가", "지루하다": "평가"}
W = np.zeros((vocabulary_size, 2))         # (사전 9, 2)
W[2:] = [wished[word] for word in ranked]
plots.labelled_scatter(W[2:], ranked, title="손으로 놓아 본 임베딩",
                       groups=[groups.get(word, "영화의 요소") for word in ranked],
                       xlabel="첫째 수: 칭찬이면 큽니다", ylabel="둘째 수: 사물이면 큽니다")
plots.show(alt="일곱 단어를 손으로 놓은 평면. '연기가'와 '연기도'는 바로 이웃이고, "
               "'좋다'는 오른쪽 끝, '지루하다'는 왼쪽 끝에 떨어져 있다.")

# %% [markdown]
# 이 표 $W$에서 "좋다"의 벡터를 꺼내는 일은 원-핫 벡터에 $W$를 곱하는 일과 같습니다. 곱셈을 하면 0인 행은 모두 사라지고 자기 행만 남습니다.

# %%
by_product = sentence @ W   # (5, 9) @ (9, 2) -> (5, 2)
by_lookup = W[sequences[2]]  # (5, 2)
assert np.allclose(by_product, by_lookup)
print(by_lookup)
for first, second in [("연기가", "연기도"), ("좋다", "지루하다")]:
    print(first, second, cosine_matrix(W[[word_index[first], word_index[second]]])[0, 1].round(2))

# %% [markdown]
# 원-핫에서는 둘 다 0이던 유사도가 이제 "연기가"와 "연기도"는 1에 가깝고 "좋다"와 "지루하다"는 음수입니다.
# 또한 두 계산의 결과가 같으니 큰 원-핫 행렬을 실제로 만들 필요 없이 **번호로 행을 꺼내기만** 하면 됩니다. 8절의 정수 시퀀스가 신경망의 입력으로 쓰이는 까닭입니다.
# 남은 문제는 하나, 이 표를 손이 아니라 **데이터로** 채우는 것입니다. 다음 강의 Word2Vec이 그 일을 합니다.
# 배운 표가 우리 그림처럼 깔끔하지만은 않습니다. 예를 들어 "좋다"와 "지루하다"는 비슷한 자리에 쓰이므로 오히려 가깝게 놓이기도 합니다.
#
# ## 12. 선형 분류기: 벡터에서 판단까지
#
# 벡터로 무엇을 할 수 있는지 네 문장으로 먼저 보겠습니다. **선형 분류기**(linear classifier)는 단어마다 점수(가중치 $w$)를 하나씩 정해 두고, 문장에 든 단어의 값에 곱해 모두 더합니다.
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_7 x_7 + b$$
#
# $z$가 0보다 크면 긍정, 작으면 부정이라고 답합니다. 가중치를 데이터에 맞추는 일은 scikit-learn의 `LinearSVC`에 맡깁니다.
# 이 분류기는 정답 쪽으로 **넉넉히 넘어가지 못한 문장**을 찾아, 그 문장에 든 단어의 점수를 정답 쪽으로 밀어 줍니다.

# %%
from sklearn.svm import LinearSVC

tiny = LinearSVC(C=1.0, random_state=7).fit(X, labels)  # X: 6절의 TF-IDF (4, 7)
weights = pd.Series(tiny.coef_[0], index=columns).sort_values()
fig, ax = plt.subplots(figsize=(6, 3.2))
ax.barh(weights.index, weights, color=np.where(weights > 0, plots.COLOURS[0], plots.COLOURS[1]))
ax.set(title="네 문장에서 배운 단어의 점수", xlabel="가중치 w (오른쪽이 긍정)", ylabel="단어")
plots.show(alt="일곱 단어의 가중치 막대그림. '좋다'가 가장 크게 긍정 쪽이고 '지루하다'가 가장 크게 부정 쪽이다. "
               "'영화'는 0에 가깝다.")

# %% [markdown]
# 아무도 알려 주지 않았는데 "좋다"가 가장 긍정, "지루하다"가 가장 부정인 단어가 되었습니다. 모든 문장에 나온 "영화"는 0에 가깝습니다.
# 점수를 손으로 더한 값이 `decision_function`의 값과 같은지 확인합니다.

# %%
z_by_hand = X.toarray() @ tiny.coef_[0] + tiny.intercept_[0]  # (4, 7) @ (7,) -> (4,)
assert np.allclose(z_by_hand, tiny.decision_function(X))
assert weights.idxmax() == "좋다" and weights.idxmin() == "지루하다"
answers = np.where(z_by_hand > 0, 1, 0)
pd.DataFrame({"문장": reviews, "라벨": labels, "z": z_by_hand.round(2), "판단": answers}, index=names)

# %% [markdown]
# 네 문장을 모두 맞혔습니다. 배운 문장이니 놀랄 일은 아닙니다. 처음 보는 문장에서는 어떨까요?

# %%
unseen = ["음악이 좋다", "연기도 지루하다", "연기가 안 좋다", "음악도 지루하지 않다"]
truth = np.array([1, 0, 0, 1])
z = tiny.decision_function(vectorizer.transform(unseen))
answers = np.where(z > 0, 1, 0)
known = [" ".join(word for word in text.split() if word in vocabulary) for text in unseen]
assert (answers == truth).tolist() == [True, True, False, True]
pd.DataFrame({"문장": unseen, "아는 단어": known, "z": z.round(2), "판단": answers, "정답": truth})

# %% [markdown]
# 세 번째에서 틀렸습니다. "안"을 배운 적이 없어서 "연기가 좋다"로 읽었기 때문입니다.
# 네 번째는 맞혔지만 까닭이 엉뚱합니다. "지루하지"와 "않다"를 모두 몰라서 남은 "음악도"만 보고 답했습니다. **맞았다고 이해한 것은 아닙니다.**
#
# 네 문장으로는 여기까지입니다. 이제 데이터를 늘립니다.
#
# ## 13. 네이버 영화평 20만 개의 기준선
#
# 네이버 영화평 말뭉치(Naver Sentiment Movie Corpus, NSMC)는 사람들이 실제로 남긴 짧은 영화평에 긍정(1)과 부정(0)을 붙인 자료입니다.
# 자료를 쓰기 전에는 어디서 왔고 어떤 흠이 있는지부터 읽습니다.

# %% tags=["profile"]
data.card("nsmc")

# %% tags=["profile"]
train, test = data.load_nsmc()
is_sample = train.attrs["origin"] == "sample"  # 강좌의 작은 표본인가
print("출처:", train.attrs["origin"])
print("훈련:", train.shape, " 시험:", test.shape)

# %% tags=["profile", "rows"]
train.sample(5, random_state=7)

# %% [markdown]
# ### 데이터를 셋으로 나눕니다
#
# 글자를 쓸지 단어를 쓸지, $n$을 얼마로 할지는 **검증 데이터**(validation data)로 고릅니다. 훈련 데이터에서 일부를 떼어 검증용으로 둡니다.
# **시험 데이터(test)는 모든 것을 정한 다음 딱 한 번만** 씁니다. 시험 점수를 보면서 고르면 그 점수는 더 이상 처음 보는 글에 대한 점수가 아닙니다.

# %% tags=["profile"]
from sklearn.model_selection import train_test_split

fit_part, validation = train_test_split(train, test_size=S.validation_share, stratify=train.label,
                                        random_state=7)
majority = validation.label.value_counts(normalize=True).max()
print(f"학습 {len(fit_part):,}   검증 {len(validation):,}   시험 {len(test):,}")
print(f"다수결 기준선: 늘 많은 쪽이라고만 답하면 {majority:.3f}")
assert 0.45 < majority < 0.60

# %% [markdown]
# 긍정과 부정이 거의 반반이므로, 아무것도 배우지 않아도 절반은 맞힙니다. 모델의 정확도는 늘 이 값과 견주어 읽어야 합니다.
#
# ### 단어 사전으로는 얼마나 덮을 수 있을까요
#
# 7절의 걱정이 실제 데이터에서도 맞는지 보겠습니다. 학습 데이터에서 많이 나온 조각 $k$개만 사전에 넣었을 때, 검증 데이터의 조각 가운데 몇 %가 사전에 있는지 잽니다.

# %% tags=["profile"]
def coverage(analyzer, sizes):
    frequency = Counter(piece for text in fit_part.document for piece in analyzer(text))
    rank = {piece: position for position, (piece, _) in enumerate(frequency.most_common())}
    ranks = np.sort([rank.get(piece, np.inf) for text in validation.document for piece in analyzer(text)])
    return np.searchsorted(ranks, sizes) / len(ranks)  # 순위가 k보다 앞인 조각의 비율

sizes = np.unique(np.logspace(1, 6, 40).astype(int))
covered = pd.DataFrame({
    "글자 1-gram": coverage(list, sizes),
    "글자 2-gram": coverage(methods["글자 2-gram"], sizes),
    "띄어쓰기 단어": coverage(str.split, sizes),
}, index=sizes)

# %% tags=["profile"]
ax = (100 * covered).plot(style=["-", "--", ":"], logx=True, linewidth=2.2)
ax.set(title="사전의 크기와 덮는 비율", xlabel="사전의 크기 k (로그 눈금)", ylabel="검증 데이터에서 아는 조각 (%)")
plots.show(alt="사전의 크기에 따른 덮는 비율 곡선 셋. 글자 1-gram은 천 개쯤에서 거의 100%에 이르고 "
               "글자 2-gram은 수만 개에서 높은 값에 이르지만, 띄어쓰기 단어는 사전을 아무리 키워도 훨씬 아래에서 멈춘다.")
last = covered.iloc[-1]  # 학습 데이터의 조각을 모두 사전에 넣었을 때
assert last["글자 1-gram"] > last["글자 2-gram"] > last["띄어쓰기 단어"] + 0.1
(100 * last).round(1).to_frame("덮는 비율 (%)")

# %% [markdown]
# 띄어쓰기 단어는 학습 데이터의 단어를 **모두** 사전에 넣어도 글자 조각보다 훨씬 많이 놓칩니다. 조사와 어미, 붙여쓰기, 오타가 새 단어를 끝없이 만들기 때문입니다.
#
# ### 단어와 글자를 겨루게 합니다
#
# 후보는 다섯입니다. 단어 n-gram 둘과 글자 n-gram 셋을 각각 세 가지 $C$로 학습합니다. $C$가 작을수록 가중치를 크게 키우지 못하게 눌러서(규제, regularization)
# 훈련 데이터만 외우는 과적합(overfitting)을 막습니다.
#
# TF-IDF에는 두 가지 선택을 더했습니다. `sublinear_tf`는 횟수 대신 $1+\ln(\mathrm{tf})$를 써서 같은 말의 반복을 덜 세고, `min_df=2`는 한 문서에만 나온 조각을 버립니다.
# 글자 4-gram까지 가면 조각이 수십만 개라서 이 셀은 CPU에서 **몇 분** 걸립니다.

# %% tags=["profile"]
common = dict(sublinear_tf=True, min_df=2, dtype=np.float32)
candidates = {
    "단어 1": dict(token_pattern=r"\S+", ngram_range=(1, 1)),
    "단어 1-2": dict(token_pattern=r"\S+", ngram_range=(1, 2)),
    "글자 1-2": dict(analyzer="char", ngram_range=(1, 2)),
    "글자 1-3": dict(analyzer="char", ngram_range=(1, 3)),
    "글자 1-4": dict(analyzer="char", ngram_range=(1, 4)),
}
rows = []
for name, options in runtime.progress(candidates.items(), "후보"):
    candidate = TfidfVectorizer(**common, **options)
    X_fit = candidate.fit_transform(fit_part.document)      # (학습 문서, 조각), 희소 행렬
    X_validation = candidate.transform(validation.document)
    for C in (0.1, 0.3, 1.0):
        model = LinearSVC(C=C, random_state=7).fit(X_fit, fit_part.label)
        rows.append([name, X_fit.shape[1], C, model.score(X_validation, validation.label)])
results = pd.DataFrame(rows, columns=["표현", "조각의 수", "C", "정확도"])

# %% tags=["profile"]
table = results.pivot(index="표현", columns="C", values="정확도").loc[list(candidates)]
plots.heatmap(table, table.index, table.columns, title="검증 정확도", xlabel="C", ylabel="표현", fmt=".3f")
plots.show(alt="표현 다섯 가지와 C 세 가지의 검증 정확도 히트맵. 글자 n-gram의 행이 단어 n-gram의 행보다 훨씬 진하다.")

# %% tags=["profile"]
best = results.loc[results["정확도"].idxmax()]
by_name = results.groupby("표현")["정확도"].max()
assert by_name[["글자 1-2", "글자 1-3", "글자 1-4"]].min() > by_name[["단어 1", "단어 1-2"]].max()
assert by_name.min() > majority
print(f"고른 것: {best['표현']}, C={best['C']}")
results.groupby("표현", sort=False).agg({"조각의 수": "first", "정확도": "max"}).round(3)

# %% [markdown]
# 글자 n-gram이 단어 n-gram을 이깁니다. 글자 조각은 활용형끼리 나누어 쓸 수 있고, 띄어쓰기가 틀려도 무너지지 않으며, 처음 보는 단어 안에서도 아는 조각을 찾아냅니다.
# 빈칸도 글자 하나로 세므로 `안 좋`과 같은 조각은 단어 바이그램이 하던 일까지 합니다.
#
# ### 시험은 한 번
#
# 고르는 일이 끝났습니다. 고른 설정으로 훈련 데이터 **전체**를 다시 학습하고 시험 데이터를 처음이자 마지막으로 엽니다. 걸리는 시간도 함께 잽니다.

# %% tags=["profile"]
cpu_start = time.process_time()
with runtime.stopwatch("벡터로 바꾸기와 학습") as fit_watch:
    final_vectorizer = TfidfVectorizer(**common, **candidates[best["표현"]])
    X_train = final_vectorizer.fit_transform(train.document)
    classifier = LinearSVC(C=best["C"], random_state=7).fit(X_train, train.label)
with runtime.stopwatch("시험 데이터 예측") as predict_watch:
    test_z = classifier.decision_function(final_vectorizer.transform(test.document))
cpu_seconds = time.process_time() - cpu_start

# %% tags=["profile"]
test_labels = test.label.to_numpy()
predicted = (test_z > 0).astype(int)
accuracy = (predicted == test_labels).mean()
test_majority = max(test_labels.mean(), 1 - test_labels.mean())
print(f"조각 {X_train.shape[1]:,}개, 0이 아닌 칸 {X_train.nnz / np.prod(X_train.shape):.6%}")
print(f"다수결 {test_majority:.4f}   선형 분류기 {accuracy:.4f}")
print(f"학습과 예측: {fit_watch.seconds + predict_watch.seconds:.1f}초 (CPU 시간 {cpu_seconds:.1f}초)")
assert accuracy >= (0.80 if is_sample else S.expected_accuracy)  # 인터넷이 없어 표본을 썼을 때는 목표가 낮습니다
assert accuracy > test_majority + 0.25

# %% [markdown]
# 괄호 속의 CPU 시간은 다른 프로그램에 코어를 내주고 기다린 시간을 뺀, 이 계산만의 시간입니다.
#
# 이 정확도가 **기준선**(baseline)입니다. 신경망도, GPU도, 미리 학습한 모델도 쓰지 않은 결과입니다. 앞으로 나올 모델은 이 값을 넘어야 더 복잡할 자격이 있습니다.
#
# 점수를 그대로 믿어도 될까요? 데이터 카드에 흠이 하나 적혀 있었습니다. 시험 문서 가운데 일부가 훈련 데이터에도 똑같이 들어 있습니다. 그런 문서를 빼고 **같은 예측**으로 다시 세어 보겠습니다.

# %% tags=["profile"]
seen_before = test.document.isin(set(train.document)).to_numpy()
clean_accuracy = (predicted == test_labels)[~seen_before].mean()
print(f"훈련에도 있던 시험 문서: {seen_before.sum():,}개 ({seen_before.mean():.1%})")
print(f"그것을 뺀 정확도: {clean_accuracy:.4f} (모두 세면 {accuracy:.4f})")
assert abs(clean_accuracy - accuracy) < 0.02

# %% [markdown]
# 차이가 있지만 크지 않습니다. 결론은 그대로입니다. 그래도 이런 확인은 늘 해 볼 가치가 있습니다.
#
# ### 모델은 무엇을 보고 답했을까요
#
# 선형 모델의 좋은 점은 속이 들여다보인다는 것입니다. 가중치가 가장 큰 조각과 가장 작은 조각을 보겠습니다. 빈칸은 `␣`로 적었습니다.

# %% tags=["profile"]
pieces = np.array([piece.replace(" ", "␣") for piece in final_vectorizer.get_feature_names_out()])
order = classifier.coef_[0].argsort()
fig, axes = plt.subplots(1, 2, figsize=(9, 5))
sides = [("가장 부정인 조각", order[:15], plots.COLOURS[1]), ("가장 긍정인 조각", order[-15:][::-1], plots.COLOURS[0])]
for ax, (title, chosen, colour) in zip(axes, sides):
    ax.barh(pieces[chosen], classifier.coef_[0][chosen], color=colour)
    ax.invert_yaxis()
    ax.set(title=title, xlabel="가중치 w", ylabel="글자 조각")
plots.show(alt="가중치가 가장 낮은 글자 조각 15개와 가장 높은 조각 15개의 막대그림. "
               "왼쪽은 불평에, 오른쪽은 칭찬에 자주 나오는 조각이다.")

# %% [markdown]
# 어간만 남은 조각, 어미가 붙은 조각, 별점을 뜻하는 조각이 섞여 있습니다. 형태소 분석기 없이도 뜻이 걸린 자리를 스스로 찾았습니다.
#
# ### 어떻게 틀릴까요
#
# 정확도 하나로는 어느 쪽으로 틀리는지 알 수 없습니다. 정답과 예측을 두 축으로 세는 **혼동 행렬**(confusion matrix)을 그립니다.

# %% tags=["profile"]
confusion = np.zeros((2, 2), dtype=int)
np.add.at(confusion, (test_labels, predicted), 1)         # (정답, 예측)
share = confusion / confusion.sum(axis=1, keepdims=True)  # 정답마다 더하면 1
sides = ["부정", "긍정"]
plots.heatmap(share, sides, sides, title="혼동 행렬 (정답마다의 비율)", xlabel="예측", ylabel="정답", fmt=".3f")
plots.show(alt="두 행 두 열의 혼동 행렬. 부정과 긍정 모두 맞힌 쪽인 대각선의 비율이 훨씬 크다.")
assert confusion.trace() / confusion.sum() == accuracy
assert share.diagonal().min() > 0.7 and abs(share[0, 1] - share[1, 0]) < 0.15
pd.DataFrame(confusion, index=["정답 부정", "정답 긍정"], columns=["예측 부정", "예측 긍정"])

# %% [markdown]
# 두 가지 오답의 비율이 크게 다르지 않습니다. 한쪽 답만 하는 치우친 모델은 아니라는 뜻입니다.
#
# 이제 우리가 쓴 문장으로 약점을 찔러 보겠습니다. 먼저 **부정 표현**입니다. 화살표의 꼬리는 원래 문장의 $z$, 머리는 그 문장을 부정한 문장의 $z$입니다.
# 뜻을 알아들었다면 화살표가 0을 넘어 **반대편까지** 가야 합니다.

# %% tags=["profile"]
def score(texts):
    return classifier.decision_function(final_vectorizer.transform(texts))

pairs = [("재미있다", "재미있지 않다"), ("연기가 좋다", "연기가 안 좋다"), ("추천한다", "추천하지 않는다"),
         ("지루하다", "지루하지 않다"), ("지루하다", "안 지루하다"), ("시간이 아깝다", "시간이 안 아깝다")]
before, after = (score(side) for side in zip(*pairs))
flipped = before * after < 0
print(f"{len(pairs)}쌍 가운데 판단이 뒤집힌 것: {flipped.sum()}쌍")
assert not flipped.all()

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(8, 4))
for row, (start, end) in enumerate(zip(before, after)):
    colour = plots.COLOURS[2] if flipped[row] else plots.COLOURS[1]
    arrow = dict(arrowstyle="-|>", color=colour, lw=2.5, mutation_scale=16, shrinkA=0, shrinkB=0)
    ax.annotate("", (end, row), (start, row), arrowprops=arrow)
    ax.plot([start, end], [row, row], "o", color=colour, markevery=[0])
ax.axvline(0, color="black", lw=1)
ax.set(title="부정하면 판단이 뒤집힐까요 (초록: 뒤집힘, 주황: 그대로)", xlabel="z (오른쪽이 긍정)", ylabel="원래 문장 / 부정한 문장")
ax.set_yticks(range(len(pairs)), [" / ".join(pair) for pair in pairs])
ax.invert_yaxis()
plots.show(alt="여섯 쌍의 문장에서 부정하기 전과 뒤의 z를 잇는 화살표. 일부는 0을 넘어 반대편으로 가지만 일부는 넘지 못한다.")

# %% [markdown]
# 일부는 넘어가고 일부는 넘지 못합니다. 같은 "지루하다"라도 어떻게 부정하느냐에 따라 다릅니다. 까닭을 조각의 가중치에서 찾아보겠습니다.

# %% tags=["profile"]
weight_of = dict(zip(final_vectorizer.get_feature_names_out(), classifier.coef_[0]))
watched = ["지루", "루하지", "지루하지", "지 않", "않다", "안", "안 지"]
for piece in watched:
    print(f"{piece.replace(' ', '␣')}: {weight_of.get(piece, np.nan):.2f}", end="   ")
texts = ["지루하다", "지루하지 않다", "안 지루하다"]
print("", *(f"{text}: z = {z:.2f}" for text, z in zip(texts, score(texts))), sep="\n")
assert weight_of["지루"] < 0 and (is_sample or score(["안 지루하다"])[0] < 0)

# %% [markdown]
# 덧셈뿐인 모델에는 "뒤의 말을 뒤집어라"라는 계산이 없습니다. 대신 "지루하지 않다"처럼 자주 쓰는 꼴을 **통째로 외웁니다**. 그 안의 조각 `루하지`에 긍정 점수를 주어 `지루`의 부정 점수를 지우는 식입니다.
# 그래서 외운 꼴은 맞히지만, "안 지루하다"처럼 다르게 부정하면 `지루`의 점수를 다 지우지 못하고 부정으로 남습니다.
#
# 마지막으로 쉬운 문장과 어려운 문장을 섞어서 시험합니다.

# %% tags=["profile"]
probes = pd.DataFrame([
    ("정말 재미있고 감동적이다", 1, "쉬움"), ("지루하고 시간이 아깝다", 0, "쉬움"),
    ("배우들의 연기가 최고", 1, "쉬움"), ("스토리가 엉망이고 최악", 0, "쉬움"),
    ("재미있을 줄 알았는데 아니었다", 0, "기대가 꺾임"), ("별로일 줄 알았는데 눈물이 났다", 1, "기대가 꺾임"),
    ("예고편이 제일 재미있다", 0, "비꼼"), ("불면증에 최고의 영화", 0, "비꼼"),
    ("안 보면 후회할 영화", 1, "이중 부정"), ("연기는 최고인데 나머지가 너무 아쉽다", 0, "섞임"),
], columns=["문장", "정답", "종류"])
probes["z"] = score(probes["문장"]).round(2)
probes["판단"] = (probes["z"] > 0).astype(int)
probes["결과"] = np.where(probes["판단"] == probes["정답"], "맞음", "틀림")
probes

# %% tags=["profile"]
right = (probes["결과"] == "맞음").groupby(probes["종류"] == "쉬움").mean()
print(f"쉬운 문장의 정답률 {right[True]:.2f}, 어려운 문장의 정답률 {right[False]:.2f}")
assert right[True] > right[False] and (is_sample or right[True] == 1.0)

# %% [markdown]
# 쉬운 문장은 모두 맞히지만 어려운 문장에서는 자주 틀립니다. 기대가 꺾이는 문장, 비꼬는 문장, 이중 부정은 **앞뒤의 관계**를 알아야 풀립니다. 조각의 점수를 더하는 것만으로는 부족합니다.
# 순서를 따라 읽는 모델(020, 030, 035)과 문맥을 보는 모델(130, 140)이 바로 이 자리를 노립니다.
#
# ## 정리
#
# 처음의 질문으로 돌아갑니다. 무엇이 남고 무엇이 사라졌습니까?
#
# | 표현 | "영화 참 좋다"는 | 남는 것 | 사라지는 것 |
# |---|---|---|---|
# | 단어 가방 | 길이 7인 횟수 벡터 | 무슨 단어가 몇 번 나왔는가 | 순서, 단어 사이의 닮음 |
# | n-gram | 더 긴 횟수 벡터 | 이웃한 순서 | 먼 곳과의 관계 |
# | TF-IDF | 가중치를 준 벡터, 길이 1 | 무엇이 이 문장만의 특징인가 | 순서, 문장의 길이 |
# | 글자 n-gram | 글자 조각의 벡터 | 활용형과 오타의 닮음 | 단어의 경계, 반대말의 차이 |
# | 정수 시퀀스 | `[2, 3, 4]` | 순서 | 사전에 없는 단어가 무엇이었는지 |
# | 원-핫 | 3행 9열 | 순서, 단어의 구별 | 단어 사이의 닮음 |
# | 임베딩 (다음 강의) | 3행 2열 | 순서, 닮음 | 예가 모자라 배우지 못한 드문 단어의 뜻 |
#
# - scikit-learn의 TF-IDF는 스무딩한 IDF에 행 정규화를 더한 것이고, 손으로 똑같이 계산할 수 있습니다.
# - 단어 가방은 원-핫 벡터의 합이고, 임베딩은 원-핫 벡터에 표를 곱한 것입니다.
# - 한국어에서는 글자 n-gram 선형 분류기가 단어 분류기를 크게 앞서는 강한 기준선입니다.
#
# ## 흔한 실수
#
# - `TfidfVectorizer`의 기본값으로 한국어를 자릅니다. "안", "못"처럼 한 글자인 단어가 사라집니다.
# - 시험 데이터까지 넣어 `fit`합니다. 어휘와 IDF는 훈련 데이터에서만 배우고 시험 데이터에는 `transform`만 합니다.
# - df를 전체 횟수로 셉니다. 한 문서에서 여러 번 나와도 df에는 한 번입니다.
# - 정수 번호를 크기가 있는 수처럼 계산합니다. 번호는 이름표입니다.
# - 0번을 단어에 줍니다. 0번은 패딩의 자리입니다.
# - 희소 행렬을 `toarray()`로 펼칩니다. 영화평 15만 개와 조각 수십만 개를 펼치면 수백 기가바이트가 됩니다.
# - `LinearSVC`의 $z$를 확률로 읽습니다. $z$는 확률이 아니라 경계에서 떨어진 정도입니다.
# - 시험 점수를 보면서 설정을 고칩니다.
#
# ## 더 읽을거리
#
# - K. Spärck Jones (1972), *A statistical interpretation of term specificity and its application in retrieval*. IDF의 출발점입니다.
# - G. Salton, A. Wong, C. S. Yang (1975), *A vector space model for automatic indexing*. 문서를 벡터로 보는 생각입니다.
# - W. B. Cavnar, J. M. Trenkle (1994), *N-gram-based text categorization*. 글자 n-gram만으로 글을 분류합니다.
# - S. Wang, C. D. Manning (2012), *Baselines and bigrams: simple, good sentiment and topic classification*. 선형 기준선이 얼마나 강한지 보입니다.
# - C. D. Manning, P. Raghavan, H. Schütze (2008), *Introduction to Information Retrieval*, 6장. TF-IDF의 여러 변형을 정리합니다.
#
# ## 다음 강의
#
# 원-핫 벡터에서는 모든 단어가 남남이었습니다. [015. Word2Vec 만들기](../015_word2vec/015_word2vec.ipynb)에서는 "함께 나오는 단어를 보면 그 단어를 안다"는 생각 하나로,
# 손으로 놓았던 임베딩 표를 데이터에서 배웁니다.
