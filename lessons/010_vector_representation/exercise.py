# ---
# title: 문장의 벡터 표현
# number: "010"
# objectives:
#   - 단어 빈도, TF-IDF, 코사인 유사도, n-gram, 정수 인코딩, 패딩, 원-핫 벡터를 직접 구현합니다.
#   - 사전이 새 문장을 얼마나 모르는지 맞혀 보고 재며, 고장 난 검색 엔진의 잘못을 찾아 고칩니다.
# datasets: []
# prerequisites: []
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제끼리는 서로 기대지 않으므로 막히면 다음 과제로 넘어가도 됩니다. 어느 함수도 받은 리스트, 배열, 사전을 **바꾸지 않고**, 계산한 수를 **반올림하지 않습니다**(과제 9의 유사도는 소수 열째 자리에서). 검사에는 이것을 보는 줄이 있습니다.

# %%
import math
from collections import Counter

import numpy as np

from nlplab import testing

known_reviews = ["영화 참 좋다", "영화 참 지루하다", "영화 연기가 좋다 음악도 좋다", "영화 연기도 참 지루하다"]
new_reviews = ["영화가 참 좋았다", "음악이 지루했다", "연기도 음악도 좋은 영화"]

# %% [markdown]
# ## 과제 1. 문서-단어 행렬(document-term matrix) ★☆☆ · 8분
#
# 이미 토큰으로 나눈 문서들과 어휘를 받아, 문서마다 단어가 몇 번 나오는지 셉니다. 행은 문서, 열은 어휘의 단어입니다.
#
# - 열의 순서는 `vocabulary`에 적힌 순서 그대로입니다. 어휘에 없는 단어는 세지 않습니다. 오류를 내지도 않습니다. 토큰은 받은 그대로, 통째로 견줍니다.
# - 토큰이 하나도 없는 문서도 행을 차지하며, 그 행은 모두 0입니다.
#
# 힌트 1: "영화"가 "영화관" 속에서 세어지면 안 됩니다. 문자열에서 셀까요, 리스트에서 셀까요?
# 힌트 2: 0으로 채운 행렬을 먼저 만들고, 문서와 단어로 두 겹 반복하며 칸을 채웁니다.
# 힌트 3: 한 칸에 `document.count(word)`를 적습니다.

# %% solution="count-matrix"
def count_matrix(documents, vocabulary):
    """문서마다 어휘의 단어가 나온 횟수를 셉니다.

    Args: documents: 토큰 리스트의 리스트, 문서 D개. D는 1 이상.
        vocabulary: 서로 다른 단어의 리스트, 단어 V개. V는 1 이상. 열의 순서를 정합니다.
    Returns: 정수 배열, 모양 (D, V).
    Example:
        >>> count_matrix([["참", "참", "좋다"]], ["좋다", "참", "영화"])
        array([[1, 2, 0]])
    """
    ### BEGIN SOLUTION
    counts = np.zeros((len(documents), len(vocabulary)), dtype=int)
    for row, document in enumerate(documents):
        for column, word in enumerate(vocabulary):
            counts[row, column] = document.count(word)
    return counts
    ### END SOLUTION

# %% test="count-matrix" points=3
testing.check(count_matrix, [[["가"]], ["가", "나"]], [[1, 0]], "행은 문서, 열은 vocabulary의 단어입니다.", {
    "한 글자 단어를 세지 못했습니다. CountVectorizer는 두 글자부터 봅니다. 토큰을 직접 세세요.": [[0, 0]]})
testing.check(count_matrix, [[["참"]], ["참", "좋다"]], [[1, 0]], "열의 순서는 vocabulary의 순서입니다.")
testing.check(count_matrix, [[["참", "참", "참", "또"]], ["참", "또"]], [[3, 1]],
              "되풀이된 단어는 나온 만큼 셉니다. 비율이 아니라 횟수입니다.", {
    "있는지 없는지만 적었나요? 같은 칸에 한꺼번에 더하면 한 번만 더해집니다.": [[1, 1]],
    "빈칸으로 이어 붙여 ' 참 '을 세면 이웃한 둘이 빈칸을 나누어 써 하나 걸러 세어집니다.": [[2, 1]]})
testing.check(count_matrix, [[["참"] * 70_000], ["참"]], [[70_000]],
              "큰 횟수도 그대로입니다. int8, uint8, int16에는 들지 않습니다. dtype=int로 만드세요.")
testing.check(count_matrix, [[["처음", "참"]], ["또", "참"]], [[0, 1]],
              "어휘에 없는 단어에서 멈추지 말고 건너뛰세요. 다른 칸에 세지도 않습니다.", {
    "어휘에 없는 단어 뒤의 토큰을 세지 않았습니다. break로 그 문서를 그만두지 마세요.": [[0, 0]],
    "어휘에 없는 단어를 마지막 칸(-1번)에 세었습니다.": [[0, 2]]})
testing.check(count_matrix, [[["A", "a"]], ["a"]], [[1]], "토큰을 소문자로 바꾸지 않고 그대로 견줍니다.")
testing.check(count_matrix, [[["영화관"]], ["영화"]], [[0]],
    "문자열 속에서 세지 말고 토큰끼리 견줍니다. 어휘의 단어가 없는 문서도 한 줄을 차지합니다.")
testing.check(count_matrix, [[["참"], []], ["참"]], [[1], [0]],
    "빈 문서를 건너뛰지 마세요. 그 행은 모두 0입니다.", {
    "모든 행이 같은 리스트입니다. [[0] * V] * D는 한 행을 되풀이해 가리킵니다.": [[0], [0]],
    "앞 문서에서 센 것이 남았습니다. 문서마다 새 행에 세세요.": [[1], [1]]})
testing.check(count_matrix, [[["참"], ["참"], ["또"]], ["참", "또"]], [[1, 0], [1, 0], [0, 1]],
    "문서마다 행이 하나이고, 문서마다 따로 셉니다.", {
    "같은 문서 둘을 한 행에 세었습니다. documents.index는 첫 자리만 찾습니다.": [2, 0, 0, 0]})
_v1_kind = np.asarray(count_matrix([["참"]], ["참", "또"])).dtype
assert _v1_kind.kind in "iu", f"배열의 자료형이 {_v1_kind}입니다. 횟수이므로 정수 배열이어야 합니다(dtype=int)."
### BEGIN HIDDEN TESTS
testing.check(count_matrix, [[["나", "가", "나", "나"], ["모름"], ["다", "라", "라", "나", "모름"], []], ["나", "가", "라", "마"]], [[3, 1, 0, 0], [0] * 4, [1, 0, 2, 0], [0] * 4], "행은 문서, 열은 vocabulary의 단어입니다. 보이는 예의 답을 적어 두지 않았나요?")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 역문서 빈도와 TF-IDF 행렬 ★★☆ · 20분
#
# 문서-단어 행렬에서 단어마다 역문서 빈도를 계산하고(`idf`), 그 가중치를 곱한 다음 각 **행**을 길이(L2 노름) 1로 만듭니다(`tfidf_matrix`).
#
# $$\mathrm{idf}(t) = \ln\frac{1 + N}{1 + \mathrm{df}(t)} + 1 \qquad x_{d,t} = \frac{\mathrm{tf}(d,t)\,\mathrm{idf}(t)}{\sqrt{\sum_{t'} \bigl(\mathrm{tf}(d,t')\,\mathrm{idf}(t')\bigr)^2}}$$
#
# - $N$은 문서의 수, $\mathrm{df}(t)$는 단어 $t$가 **한 번이라도 나온 문서의 수**입니다. $\ln$은 자연로그입니다. 어느 문서에도 나오지 않은 단어($\mathrm{df}=0$)의 역문서 빈도도 계산합니다.
# - 값이 모두 0인 행(어휘에 있는 단어가 하나도 없는 문서)은 나누지 말고 **0인 채로** 둡니다. `nan`이 나오면 안 됩니다.
#
# 힌트 1: 한 문서에 세 번 나온 단어의 $\mathrm{df}$는 얼마가 늘어납니까? 곱하기와 길이로 나누기는 어느 것이 먼저입니까?
# 힌트 2: `counts > 0`의 참을 1로 보고 단어마다 값이 하나 남는 축으로 더합니다. 모양 (D, V)와 (V,)를 곱하면 열마다 같은 가중치가 곱해집니다.
# 힌트 3: `(counts > 0).sum(axis=0)`, `np.linalg.norm(weighted, axis=1, keepdims=True)`

# %% solution="tfidf"
def idf(counts):
    """문서-단어 행렬에서 단어마다 역문서 빈도를 계산합니다.

    Args: counts: 정수 배열, 모양 (D, V). 행은 문서, 열은 단어.
    Returns: 실수 배열, 모양 (V,).
    Example:
        >>> idf(np.array([[1, 0], [2, 3]])).round(3)
        array([1.   , 1.405])
    """
    ### BEGIN SOLUTION
    df = (counts > 0).sum(axis=0)
    return np.log((1 + len(counts)) / (1 + df)) + 1
    ### END SOLUTION

def tfidf_matrix(counts, weights):
    """단어의 가중치를 곱하고 행마다 길이를 1로 맞춥니다.

    Args: counts, weights: 횟수 (D, V)와 단어마다의 가중치 (V,). 가중치는 모두 0보다 큽니다.
    Returns: 실수 배열, 모양 (D, V). 각 행의 길이는 1, 모두 0이던 행은 그대로 0.
    Example:
        >>> tfidf_matrix(np.array([[3, 2], [0, 0]]), np.array([1.0, 2.0]))
        array([[0.6, 0.8],
               [0. , 0. ]])
    """
    ### BEGIN SOLUTION
    weighted = counts * weights
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    return weighted / np.where(lengths == 0, 1, lengths)
    ### END SOLUTION

# %% test="tfidf" points=3
# df = [3, 1, 1, 0, 2]
testing.check(idf, [np.array([[1, 3, 0, 0, 2], [2, 0, 1, 0, 0], [5, 0, 0, 0, 1]])],
              np.log([1, 2, 2, 4, 4 / 3]) + 1, "단어마다 값 하나, ln((1 + N) / (1 + df)) + 1입니다.", {
    "나온 횟수를 모두 더했습니다. 한 문서에 세 번 나와도 df는 1입니다.": [0.189, 1],
    "꼭 한 번 나온 것만 세었습니다. 두 번 나와도 셉니다.": [1.693, 2.386],
    "분수를 뒤집었습니다. 문서의 수 N이 위입니다.": [1, 0.307],
    "N은 칸의 수(size)나 토큰의 수가 아니라 문서의 수입니다.": [2.386, 3.079],
    "N은 단어의 수가 아니라 문서의 수입니다.": [1.405, 2.099], "//를 썼습니다.": [1, 1.693, 1.693, 2.386, 1],
    "단어마다가 아니라 문서마다 더했습니다. 축을 바꾸세요.": [1, 1.288, 1.288],
    "1을 하나도 더하지 않은 식입니다. 과제의 식에는 1이 셋 있습니다.": [0, 1.099, 1.099, np.inf],
    "바깥에 더할 1을 로그 안에 더했습니다.": [0.693, 1.099], "로그 바깥에 더하는 1을 빠뜨렸습니다.": [0, 0.693],
    "로그의 밑이 10입니다. 자연로그를 쓰세요.": [1, 1.301], "로그의 밑이 2입니다. 자연로그를 쓰세요.": [1, 2],
    "분모에 더하는 1을 빠뜨렸습니다.": [1.288, 2.386], "분자에 더하는 1을 빠뜨렸습니다.": [0.712, 1.405],
    "분자와 분모에 더하는 1을 빠뜨렸습니다. df=0이면 0으로 나눕니다.": [1, 2.099],
    "df가 0인 것을 1로 올렸습니다. 0이어도 식대로 계산됩니다.": [1, 1.693, 1.693, 1.693],
    "df가 0인 단어도 식대로 계산합니다. 따로 0으로 두지 마세요.": [1, 1.693, 1.693, 0]}, close=1e-5)
for _v2_counts, _v2_want, _v2_why in [
    ([[1, 0], [0, 1], [1, 0]], [4 / 3, 2], "N은 문서의 수 3이고 가장 큰 df가 아닙니다. df는 [2, 1]입니다."),
    ([[1, 0], [0, 0]], [3 / 2, 3], "N은 2입니다. 모두 0인 빈 문서도 N에 듭니다. df는 [1, 0]입니다."),
]:
    testing.check(idf, [np.array(_v2_counts)], np.log(_v2_want) + 1, _v2_why, close=1e-5)
### BEGIN HIDDEN TESTS
testing.check(idf, [np.array([[1, 0], [1, 2], [0, 9], [3, 0], [1, 1], [0, 0]])], np.log([7 / 5, 7 / 4]) + 1, "df는 [4, 3], N은 6입니다.", close=1e-5)
### END HIDDEN TESTS

# %% test="tfidf" part="matrix" points=4
testing.check(tfidf_matrix, [np.array([[3.0, 2, 0]]), np.array([1, 2, 1.5])], [[0.6, 0.8, 0]],
              "가중치를 먼저 곱하고, 행의 길이(제곱해서 더한 값의 제곱근)로 나눕니다. 다른 것은 더하지 않습니다.", {
    "합이 1이 되게 나누었습니다. 길이는 제곱해서 더한 값의 제곱근입니다.": [0.4286, 0.5714],
    "가중치를 곱하지 않았습니다.": [0.8321, 0.5547],
    "길이로 먼저 나누고 나서 가중치를 곱했습니다. 순서를 바꾸세요.": [0.8321, 1.1094],
    "횟수 대신 있는지 없는지에 가중치를 곱했습니다.": [0.4472, 0.8944],
    "행이 아니라 열의 길이로 나누었습니다. 축을 확인하세요.": [1, 1],
    "횟수에 로그를 씌웠습니다. tf는 횟수 그대로입니다.": [0.5268, 0.85]}, close=1e-5)
for _v3_counts, _v3_weights, _v3_want, _v3_why in [
    ([[3, 2]], [1, 2], [[0.6, 0.8]], "정수 배열을 받아도 실수를 냅니다."),
    ([[3, 2], [0, 0]], [1, 2], [[0.6, 0.8], [0, 0]],
     "모두 0인 행은 나누지 말고 0인 채로 둡니다. 0으로 나누지 않았나요?"),
    ([[0, 1], [6, 4]], [1, 2], [[0, 1], [0.6, 0.8]],
     "행마다 그 행의 길이로 나눕니다. 행렬 전체의 길이나 토큰의 수가 아닙니다."),
    ([[1, 1]], [0.03, 0.04], [[0.6, 0.8]], "길이가 0.05인 행입니다. 1보다 짧은 행도 나누어야 합니다. "
     "분모에 더한 수가 있다면 너무 크고, np.maximum(길이, 1)은 0만 바꾸지 않습니다."),
]:
    testing.check(tfidf_matrix, [np.array(_v3_counts), np.array(_v3_weights)], _v3_want,
                  _v3_why, close=1e-5)

# %% [markdown]
# ## 과제 3. 코사인 유사도(cosine similarity) ★★☆ · 12분
#
# 두 행렬을 받아, 첫째의 모든 행과 둘째의 모든 행 사이의 코사인 유사도를 한꺼번에 계산합니다.
#
# $$\cos(\mathbf{a}, \mathbf{b}) = \frac{\mathbf{a}\cdot\mathbf{b}}{\lVert\mathbf{a}\rVert\,\lVert\mathbf{b}\rVert}$$
#
# - 두 행렬의 행의 수는 서로 다를 수 있습니다. 값에는 음수가 있을 수 있고, 그때 유사도도 음수가 될 수 있습니다.
# - 영벡터와의 유사도는 0으로 정합니다. 영벡터는 어느 쪽에나 있을 수 있습니다.
#
# 힌트 1: 강의의 함수는 행렬 하나를 받고 영벡터를 만나면 `nan`을 냅니다. 무엇을 둘로 늘려야 합니까?
# 힌트 2: 모양 (A, V)와 (V, B)를 곱하면 (A, B)입니다. 같은 모양으로 길이의 곱을 만들고, 0인 칸은 1로 바꾼 다음 나눕니다.
# 힌트 3: `np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)`

# %% solution="cosine"
def cosine_similarity(first, second):
    """두 행렬의 행끼리 코사인 유사도를 계산합니다.

    Args: first, second: 배열, 모양 (A, V)와 (B, V).
    Returns: 실수 배열, 모양 (A, B). (i, j)는 first의 i째 행과 second의 j째 행의 유사도.
    Example:
        >>> cosine_similarity(np.array([[1, 0]]), np.array([[2, 0], [0, 3], [-1, 0]]))
        array([[ 1.,  0., -1.]])
    """
    ### BEGIN SOLUTION
    scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
    return first @ second.T / np.where(scale == 0, 1, scale)
    ### END SOLUTION

# %% test="cosine" points=3
_v4_second = np.array([[6.0, 8], [4, -3], [-3, -4], [1, 0]])     # 내적은 50, 0, -25, 3
testing.check(cosine_similarity, [np.array([[3.0, 4]]), _v4_second], [[1, 0, -1, 0.6]],
              "모양은 (A, B), 곧 first의 행 × second의 행이고, 내적을 두 길이의 곱으로 나눕니다.", {
    "두 벡터의 길이로 모두 나누었나요? 내적만 했습니다.": [50, 0], "first의 길이로만 나누었습니다.": [10, 0, -5],
    "길이의 제곱으로 나누었습니다. 제곱근이 빠졌습니다.": [0.02, 0, -0.04],
    "같은 번호의 행끼리만 쟀습니다. 모든 짝을 재야 합니다.": [[1, 0, 0, 0]],
    "길이를 행이 아니라 열마다 쟀습니다.": [1.61, 0.19], "각도를 돌려주었습니다.": [0, 1.571],
    "행의 평균을 뺐습니다. 그것은 상관 계수이고, 여기서는 빼지 않습니다.": [1, -1],
    "행마다가 아니라 행렬 전체의 길이로 나누었습니다. axis를 주세요.": [0.8138, 0],
    "길이를 절댓값의 합으로 쟀습니다. 제곱해서 더한 값의 제곱근입니다.": [0.5102, 0]}, close=1e-5)
for _v4_first, _v4_second, _v4_want, _v4_why in [
    ([[3, 4]], [[1, 0]], [[0.6]], "정수 배열을 받아도 실수를 냅니다."),
    ([[0.03, 0.04]], [[0.3, 0.4], [0, 0.2]], [[1, 0.8]],
     "짧은 벡터도 길이로 나눕니다. 분모에 더한 수가 있다면 너무 크고, np.maximum(길이, 1)은 0만 바꾸지 않습니다."),
    ([[3, -3]], [[1, 0]], [[0.5**0.5]], "합이 0인 [3, -3]은 영벡터가 아닙니다. 합이 아니라 길이가 0인지 보세요."),
    ([[0, 2]], [[0, 3]], [[1]], "0이 하나 들었다고 영벡터는 아닙니다. 길이가 0인지 보세요."),
    ([[0, 0], [3, 4]], [[1, 0]], [[0], [0.6]], "영벡터의 길이 0으로 나누지 않았나요? 영벡터와의 유사도는 0입니다."),
    ([[3, 4]], [[0, 0], [0, 2]], [[0, 0.8]], "영벡터는 second에도 있을 수 있습니다. 그때도 유사도는 0입니다."),
    ([[0, 0]], [[0, 0]], [[0]], "영벡터끼리를 같다고 보지 마세요. 영벡터와의 유사도는 언제나 0입니다."),
]:
    testing.check(cosine_similarity, [np.array(_v4_first), np.array(_v4_second)], _v4_want,
                  _v4_why, close=1e-5)
### BEGIN HIDDEN TESTS
testing.check(cosine_similarity, [np.array([[3.0, -3], [3, 4], [0, 2]]), np.array([[0.0, 2], [1, 0]])], [[-(0.5**0.5), 0.5**0.5], [0.8, 0.6], [1, 0]], "모양은 (3, 2)이고, (i, j)는 i째 행과 j째 행의 유사도입니다.", close=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. n-gram ★☆☆ · 8분
#
# 토큰 리스트에서 길이가 `smallest`부터 `largest`까지(**양 끝 포함**)인 n-gram을 모두 뽑습니다. n-gram 하나는 토큰의 튜플입니다.
#
# - 짧은 것부터, 길이가 같으면 앞에서부터 늘어놓습니다. 같은 n-gram이 두 번 나오면 두 번 적습니다.
# - 토큰이 $n$개보다 적으면 길이 $n$인 것은 하나도 없습니다. 토큰 리스트 대신 문자열을 넣으면 글자 n-gram이 나옵니다. 문자열도 자를 수 있으니 따로 할 일은 없습니다.
#
# 힌트 1: 토큰이 5개이고 $n=2$이면 시작할 수 있는 자리는 0, 1, 2, 3입니다. 토큰이 $T$개이면 몇 개입니까?
# 힌트 2: 바깥 반복은 $n$, 안쪽 반복은 시작하는 자리입니다. 자리에서 $n$개를 잘라 튜플로 만듭니다.
# 힌트 3: `range(len(tokens) - n + 1)`

# %% solution="ngrams"
def ngrams(tokens, smallest, largest):
    """길이가 smallest 이상 largest 이하인 n-gram을 뽑습니다.

    Args: tokens: 토큰 리스트나 문자열.
        smallest, largest: 가장 짧은 n-gram과 가장 긴 n-gram의 길이. 1 이상.
    Returns: 튜플의 리스트. 짧은 것부터, 길이가 같으면 앞에서부터.
    Example:
        >>> ngrams(["안", "좋은", "영화"], 1, 2)
        [('안',), ('좋은',), ('영화',), ('안', '좋은'), ('좋은', '영화')]
    """
    ### BEGIN SOLUTION
    found = []
    for n in range(smallest, largest + 1):
        for start in range(len(tokens) - n + 1):
            found.append(tuple(tokens[start:start + n]))
    return found
    ### END SOLUTION

# %% test="ngrams" points=3
_v5_grams = lambda text: [tuple(gram) for gram in text.split()]
for _v5_tokens in (["가", "나", "다"], "가나다"):
    _v5_got = list(testing.call(ngrams, _v5_tokens, 2, 2))
    assert all(isinstance(gram, tuple) for gram in _v5_got), (
        f"n-gram 하나는 문자열이나 리스트가 아니라 토큰의 튜플입니다. {_v5_tokens}에서 {_v5_got}")
testing.check(ngrams, ["가나다라", 2, 2], _v5_grams("가나 나다 다라"),
              "앞에서부터 이웃한 n개를, T - n + 1개의 자리에서 자릅니다. 짧은 조각은 넣지 않습니다.", {
    "한 칸씩 옮겨 가며 겹치게 뽑으세요.": _v5_grams("가나 다라"),
    "맨 끝의 것을 빠뜨렸습니다. range의 끝에 1을 더하세요.": _v5_grams("가나 나다"),
    "largest를 빠뜨렸습니다. 아니면: 문자열도 글자마다 자릅니다. 띄어쓰기로 자르지 않습니다.": [],
    "smallest보다 짧은 것이 섞였습니다. 1이 아니라 smallest부터입니다.": _v5_grams("가 나 다 라 가나 나다 다라"),
    "이웃하지 않은 것까지 뽑았습니다. 이웃끼리만 묶습니다.": _v5_grams("가나 가다 가라 나다 나라 다라")})
testing.check(ngrams, ["가나다", 1, 3], _v5_grams("가 나 다 가나 나다 가나다"),
              "길이가 smallest부터 largest까지인 것을 모두, 짧은 것부터 늘어놓습니다.", {
    "자리마다 늘어놓았습니다. 짧은 것부터, 길이가 같으면 앞에서부터입니다.": _v5_grams("가 가나 가나다 나 나다 다"),
    "사이의 길이도 모두 뽑습니다.": _v5_grams("가 나 다 가나다")})
for _v5_tokens, _v5_first, _v5_last, _v5_want, _v5_why in [
    (["다", "가", "나"], 2, 2, _v5_grams("다가 가나"), "앞에서부터, 나온 순서 그대로입니다. 정렬하지 마세요."),
    (["참", "참"], 1, 1, _v5_grams("참 참"), "같은 n-gram이 두 번 나오면 두 번 적습니다."),
    (list("가나가다"), 2, 2, _v5_grams("가나 나가 가다"), "자리마다 하나씩 자릅니다. tokens.index는 첫 자리만 찾습니다."),
    (list("가나"), 1, 3, _v5_grams("가 나 가나"), "토큰이 n개보다 적으면 길이 n인 것만 하나도 없습니다."),
    (" 참  좋 ", 2, 2, [*zip(" 참  좋", "참  좋 ")],
     "처음, 끝, 가운데의 빈칸도 글자 하나입니다. strip, replace, split으로 지우지 마세요."),
]:
    testing.check(ngrams, [_v5_tokens, _v5_first, _v5_last], _v5_want, _v5_why)
### BEGIN HIDDEN TESTS
testing.check(ngrams, ["가나가나라", 3, 4], _v5_grams("가나가 나가나 가나라 가나가나 나가나라"), "보이는 예의 답을 적어 두지 않았나요?")
testing.check(ngrams, [[], 1, 2], [], "토큰이 없으면 n-gram도 없습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 단어 사전(word index), 번호로 바꾸기와 되돌리기 ★★☆ · 18분
#
# 사전을 만들고, 토큰을 번호로(encode), 번호를 토큰으로(decode) 바꿉니다. 0번은 패딩, 1번은 사전에 없는 단어(OOV), **단어는 2번부터**입니다.
#
# - `build_word_index`: 말뭉치 전체에서 **많이 나온 단어**가, 횟수가 같으면 **먼저 나온 단어**가 앞 번호를 받습니다.
# - `max_words`를 주면 앞에서부터 그만큼의 단어만 남깁니다. 패딩과 OOV는 이 수에 넣지 않습니다. `None`이면 모두 남기고, `0`이면 빈 사전입니다.
# - `encode`: 사전에 없는 토큰은 1번이 됩니다. 지우지 않습니다. 사전의 번호는 적힌 순서와 다를 수 있습니다.
# - `decode`: 0번은 어디에 있든 건너뛰고, 1번은 `"[UNK]"`로 적습니다.
#
# 힌트 1: `0`과 `None`은 둘 다 거짓입니다. `if max_words:`로 둘을 가릴 수 있습니까? `decode`에는 무엇이 키인 사전이 편합니까?
# 힌트 2: 모두 세고, 많은 순서로 늘어놓고, 자르고, 번호를 붙입니다. `dict.get`에는 키가 없을 때 쓸 값을 줄 수 있습니다.
# 힌트 3: `enumerate(frequency.most_common(max_words), start=2)`, `{number: word for word, number in word_index.items()}`

# %% solution="word-index"
def build_word_index(documents, max_words=None):
    """많이 나온 순서로 2번부터 번호를 매긴 단어 사전을 만듭니다.

    Args: documents: 토큰 리스트의 리스트.
        max_words: 남길 단어의 수, 0 이상. None이면 모두.
    Returns: 단어를 키로, 번호(2 이상의 정수)를 값으로 갖는 dict.
    Example:
        >>> build_word_index([["참", "좋다"], ["영화", "좋다"]], max_words=2)
        {'좋다': 2, '참': 3}
    """
    ### BEGIN SOLUTION
    frequency = Counter(word for document in documents for word in document)
    return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
    ### END SOLUTION

def encode(tokens, word_index):
    """토큰 리스트(길이 T)를 번호 리스트(길이 T)로 바꿉니다. 사전에 없는 토큰은 1.

        >>> encode(["정말", "좋다"], {"좋다": 2})
        [1, 2]
    """
    ### BEGIN SOLUTION
    return [word_index.get(token, 1) for token in tokens]
    ### END SOLUTION

def decode(numbers, word_index):
    """번호 리스트나 배열을 토큰 리스트로 되돌립니다. 0은 빠지고 1은 "[UNK]". 번호는 0, 1, 사전의 번호뿐입니다.

        >>> decode([0, 1, 2], {"좋다": 2})
        ['[UNK]', '좋다']
    """
    ### BEGIN SOLUTION
    index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}
    return [index_word[number] for number in numbers if number != 0]
    ### END SOLUTION

# %% test="word-index" points=3
for _v5_documents, _v5_most, _v5_want, _v5_why in [
    ([["참"]], None, {"참": 2}, "단어는 2번부터입니다. 0번과 1번은 패딩과 OOV의 자리이고, 그 둘은 사전에 적지 않습니다."),
    ([["말"]], None, {"말": 2}, "부를 때마다 새로 셉니다. 앞에서 센 말뭉치를 남기지 마세요."),
    ([["가"], ["나"], ["나"]], None, {"나": 2, "가": 3}, "많은 것부터입니다. 나온 순서대로 매기지 않았나요?"),
    ([["가", "나", "나", "나"], ["가"]], None, {"나": 2, "가": 3}, "든 문서의 수가 아니라 나온 횟수입니다."),
    ([["나", "다", "가"]], None, {"나": 2, "다": 3, "가": 4}, "비기면 먼저 나온 단어가 앞입니다. 가나다순이 아닙니다."),
    ([["가", "나", "나", "가"]], None, {"가": 2, "나": 3}, 
     "비기면 처음 나온 자리가 앞인 단어입니다. 마지막에 나온 자리를 보지 마세요."),
    ([["A", "a", "a"]], None, {"a": 2, "A": 3}, "토큰은 받은 그대로 셉니다. 소문자로 바꾸지 마세요."),
    ([["가", "나", "나", "다"]], 2, {"나": 2, "가": 3}, "max_words개만 남깁니다. 패딩과 OOV는 이 수에 들지 않습니다."),
    ([["가", "나", "다", "다"]], 1, {"다": 2}, "모두 세어 늘어놓은 다음에 자릅니다."),
    ([["가", "나"]], 0, {}, "0과 None은 다릅니다. if max_words: 대신 is None으로 가리세요."),
]:
    testing.check(build_word_index, [_v5_documents, _v5_most], _v5_want, _v5_why)
### BEGIN HIDDEN TESTS
testing.check(build_word_index, [[list("하파타하"), list("카타차파"), list("차자차")], 5], {"차": 2, "하": 3, "파": 4, "타": 5, "카": 6}, "많은 것부터(차 3번), 같으면 먼저 나온 것부터입니다.")
### END HIDDEN TESTS

# %% test="word-index" part="encode" points=2
_v6_index = {"지루하다": 4, "영화": 2, "좋다": 3}
testing.check(encode, [["영화", "지루하다"], _v6_index], [2, 4], "적힌 순서가 아니라 사전에 적힌 번호를 쓰세요.")
testing.check(encode, [["정말", "좋다"], _v6_index], [1, 3], "사전에 없는 토큰은 1번(OOV)입니다.", {
    "모르는 단어를 지우지 않았나요? 1번(OOV)입니다.": [3],
    "모르는 단어는 0번도 새 번호도 아닌 1번(OOV)입니다.": [0, 3]})
testing.check(encode, [list("가나다가라A"), {"다": 7, "가": 3, "A": 4}], [3, 1, 7, 3, 1, 4],
    "토큰마다 번호 하나, 소문자로 바꾸지 않고 그대로 찾습니다. 번호는 이어지지 않을 수 있습니다.")

# %% test="word-index" part="decode" points=2
_v6_index = {"지루하다": 4, "영화": 2, "좋다": 3}
for _v6_numbers, _v6_want, _v6_why in [
    ([2, 4], ["영화", "지루하다"], "적힌 순서가 아니라 사전에 적힌 번호를 보고, 이어 붙이지 말고 리스트로 돌려주세요."),
    ([3, 1], ["좋다", "[UNK]"], "1번은 지우지 않고 '[UNK]'로 적습니다."),
    ([3, 0, 0], ["좋다"], "뒤의 패딩은 건너뜁니다. 빈 문자열로도 남기지 않습니다."),
    ([0, 3, 0, 3], ["좋다", "좋다"], "패딩은 앞, 뒤, 가운데 어디에 있든 그것만 건너뜁니다."),
    (np.array([3, 0, 2]), ["좋다", "영화"],
     "번호는 넘파이 배열로도 줄 수 있습니다. 배열에는 리스트의 메서드가 없고, if not numbers는 배열에서 멈춥니다."),
]:
    testing.check(decode, [_v6_numbers, _v6_index], _v6_want, _v6_why)
testing.check(decode, [[7, 3], {"다": 7, "가": 3}], ["다", "가"], "사전의 번호는 이어지지 않을 수 있습니다.")

# %% [markdown]
# ## 과제 6. 패딩(padding)과 자르기(truncation) ★★★ · 15분
#
# 길이가 다른 정수 시퀀스를 행렬 하나로 만듭니다. 강의의 함수에 **가운데를 자르는 방법**을 더합니다.
#
# - `padding`: `"post"`이면 **뒤에**, `"pre"`이면 **앞에** 0을 채웁니다. `truncating`과 관계없이 고를 수 있습니다.
# - `truncating`: `"post"`이면 **뒤를 잘라** 앞을 남기고, `"pre"`이면 **앞을 잘라** 뒤를 남깁니다.
# - `truncating="middle"`이면 **가운데를 잘라** 앞과 뒤를 반씩 남깁니다. `length`가 홀수이면 앞을 하나 더 남깁니다.
# - 어느 방법이든 길지 않은 시퀀스는 자르지 않습니다. 빈 시퀀스의 행은 모두 0입니다. 시퀀스에 든 번호는 0이든 큰 수든 그대로 옮깁니다.
#
# 힌트 1: 뒤에서 $k$개를 남기려고 `sequence[-k:]`라고 쓰면, $k$가 0일 때 무엇이 남습니까?
# 힌트 2: 먼저 자르고, 그다음 채웁니다. 남길 앞의 수와 뒤의 수를 세 방법마다 정하면 자르는 코드는 하나면 됩니다.
# 힌트 3: `sequence[:front] + sequence[len(sequence) - back:]`

# %% solution="pad"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    """시퀀스들을 같은 길이로 맞추어 행렬로 만듭니다.

    Args: sequences: 정수 리스트의 리스트, 문장 N개. N은 1 이상.
        length: 맞출 길이, 1 이상.
        padding, truncating: 0을 채우는 쪽("post", "pre")과 잘라 내는 곳("post", "pre", "middle").
    Returns: 정수 배열, 모양 (N, length).
    Example:
        >>> pad_sequences([[5], [6, 7, 8, 9]], 3, padding="pre", truncating="middle")
        array([[0, 0, 5],
               [6, 7, 9]])
    """
    ### BEGIN SOLUTION
    front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]
    back = length - front
    matrix = np.zeros((len(sequences), length), dtype=int)
    for row, sequence in enumerate(sequences):
        kept = sequence
        if len(sequence) > length:
            kept = sequence[:front] + sequence[len(sequence) - back:]
        start = 0 if padding == "post" else length - len(kept)
        matrix[row, start:start + len(kept)] = kept
    return matrix
    ### END SOLUTION

# %% test="pad" points=2
for _v7_given, _v7_want, _v7_why in [
    ([[[5]], 2], [[5, 0]], "채우는 것은 0이고, 가장 긴 문장이 아니라 length에 맞춥니다. 기본값은 뒤에 채웁니다."),
    ([[[5, 6]], 3, "pre"], [[0, 5, 6]], "padding='pre'는 앞에 0을 채웁니다."),
    ([[[1, 2, 3, 4]], 3], [[1, 2, 3]],
     "기본값은 뒤를 잘라 앞을 남깁니다. 뒤에서 0개를 남길 때 sequence[-0:]은 전부입니다."),
    ([[[1, 2, 3, 4]], 3, "pre"], [[1, 2, 3]], "padding이 자르는 쪽까지 정하지는 않습니다."),
    ([[[1, 2, 3, 4]], 3, "post", "pre"], [[2, 3, 4]], "'pre'는 앞을 잘라 뒤의 length개를 남깁니다."),
    ([[[5, 6]], 3, "post", "pre"], [[5, 6, 0]], "truncating은 채우는 쪽까지 정하지 않고, 짧은 것은 자르지 않습니다."),
    ([[[]], 2, "pre"], [[0, 0]], "빈 시퀀스도 행을 차지합니다. row[-0:]은 끝의 0칸이 아니라 전부입니다."),
    ([[[1], [2]], 2], [[1, 0], [2, 0]], "행마다 따로 다룹니다. [[0] * length] * N은 한 행을 되풀이해 가리킵니다."),
    ([[[0, 6, 0, 6, 5, 0]], 7, "pre"], [[0, 0, 6, 0, 6, 5, 0]],
     "시퀀스에 든 0을 지웠거나 순서를 바꾸었습니다. 번호는 0이든 되풀이되든 그대로 옮깁니다."),
    ([[[70_000]], 2], [[70_000, 0]],
     "큰 번호도 그대로 옮깁니다. 작은 정수(int8, uint8, int16)에는 들지 않습니다. dtype=int로 만드세요."),
]:
    testing.check(pad_sequences, _v7_given, _v7_want, _v7_why)
_v7_kind = np.asarray(pad_sequences([[1]], 2)).dtype
assert _v7_kind.kind in "iu", f"배열의 자료형이 {_v7_kind}입니다. 번호이므로 정수 배열이어야 합니다(dtype=int)."

# %% test="pad" part="middle" points=3
for _v7_sequence, _v7_length, _v7_padding, _v7_want, _v7_why in [
    ([1, 2, 3, 4, 5, 6], 4, "post", [1, 2, 5, 6], "가운데를 잘라 앞과 뒤를 반씩, 앞의 두 개와 뒤의 두 개를 남깁니다."),
    (list(range(1, 10)), 5, "post", [1, 2, 3, 8, 9],
     "length가 홀수이면 앞을 하나 더 남깁니다. round(5 / 2)는 3이 아니라 2입니다. (length + 1) // 2로 셈하세요."),
    ([1, 2], 4, "post", [1, 2, 0, 0], "길지 않은 시퀀스는 자르지 않습니다. 앞뒤를 겹쳐 적지 마세요."),
    ([5], 3, "pre", [0, 0, 5], "가운데를 자르는 방법에서도 padding='pre'는 앞에 채웁니다."),
    ([1, 2, 3, 4], 1, "post", [1], "뒤에서 남길 것이 0개일 때 sequence[-0:]은 전부입니다."),
]:
    testing.check(pad_sequences, [[_v7_sequence], _v7_length, _v7_padding, "middle"],
                  [_v7_want], _v7_why)
### BEGIN HIDDEN TESTS
testing.check(pad_sequences, [[list(range(1, 10)), [7], []], 5, "pre", "middle"], [[1, 2, 3, 8, 9], [0, 0, 0, 0, 7], [0, 0, 0, 0, 0]], "긴 것, 짧은 것, 빈 것이 섞여도 행마다 따로 다룹니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 원-핫 벡터(one-hot vector) ★★☆ · 10분
#
# 번호의 배열을 원-핫 벡터로 폅니다. 문장 하나(1차원)든 배치(2차원)든 모두 받고, 결과에는 **마지막 축**이 하나 늘어납니다.
#
# - 0번(패딩)은 **모두 0인 벡터**입니다. 그러면 벡터를 더해도 패딩이 세어지지 않습니다. `size` 이상인 번호는 작은 사전에서 잘려 나간 단어입니다. 1번(OOV)으로 다룹니다.
#
# 힌트 1: 단위행렬(`np.eye`)의 행은 모두 원-핫 벡터입니다. 0번 행만 다르게 하려면 어떻게 합니까?
# 힌트 2: 잘려 나간 번호를 먼저 1로 바꾼 **새** 배열을 만들고, 표를 그 배열로 꺼냅니다(`table[numbers]`). 축은 저절로 늘어납니다.
# 힌트 3: `np.where(numbers < size, numbers, 1)`

# %% solution="one-hot"
def one_hot(numbers, size):
    """번호를 원-핫 벡터로 폅니다. 패딩(0)은 모두 0, size 이상은 OOV(1)로 봅니다.

    Args: numbers: 0 이상의 정수 배열, 모양 (T,) 또는 (N, T).
        size: 벡터의 길이, 곧 사전의 크기(패딩과 OOV 포함). 2 이상.
    Returns: 0과 1의 배열, 모양 (T, size) 또는 (N, T, size).
    Example:
        >>> one_hot(np.array([2, 9]), 3)
        array([[0, 0, 1],
               [0, 1, 0]])
    """
    ### BEGIN SOLUTION
    table = np.eye(size, dtype=int)
    table[0] = 0
    return table[np.where(numbers < size, numbers, 1)]
    ### END SOLUTION

# %% test="one-hot" points=3
testing.check(one_hot, [np.array([1]), 3], [[0, 1, 0]],
              "토큰마다 길이 size인 벡터 하나이고, 새 축은 마지막입니다.", {
    "1번(OOV)은 0벡터가 아닙니다. 모두 0인 것은 0번뿐입니다.": [[0, 0, 0]],
    "0번 칸을 뺐습니다. 벡터의 길이는 size입니다.": [[1, 0]]})
for _v8_numbers, _v8_want, _v8_why in [
    ([2], [[0, 0, 1]], "2번 칸입니다. 1 대신 번호를 적지 않았나요?"),
    ([0, 1], [[0, 0, 0], [0, 1, 0]], "패딩(0)은 모두 0인 벡터입니다."),
    ([9], [[0, 1, 0]], "size 이상은 OOV(1번 칸)입니다. 끝 칸으로 보내거나 0으로 두거나 패딩처럼 다루지 마세요."),
    ([3], [[0, 1, 0]], "size와 같은 번호도 size 이상이므로 OOV(1번 칸)입니다(> 가 아니라 >=)."),
    ([[1, 2]], [[[0, 1, 0], [0, 0, 1]]], "(1, 2)를 넣으면 (1, 2, 3)입니다. 새 축은 마지막입니다."),
    ([[1, 2], [2, 1]], [[[0, 1, 0], [0, 0, 1]], [[0, 0, 1], [0, 1, 0]]],
     "줄마다 자기 번호만 켭니다. result[:, np.arange(T), numbers]는 다른 줄의 번호까지 켭니다."),
    ([[5, 0]], [[[0, 1, 0], [0, 0, 0]]], "2차원에서도 size 이상은 OOV, 0은 패딩입니다. 1차원에서만 다루지 않았나요?"),
]:
    testing.check(one_hot, [np.array(_v8_numbers), 3], _v8_want, _v8_why)
### BEGIN HIDDEN TESTS
testing.check(one_hot, [np.array([[5, 0], [1, 7]]), 2], [[[0, 1], [0, 0]], [[0, 1], [0, 1]]], "size가 2여도 잘려 나간 번호는 OOV, 0은 패딩입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 모르는 조각의 비율: 맞혀 보고 재기 ★★☆ · 12분
#
# 강의의 네 문장에서 사전을 만들면 새 문장 세 개의 조각 가운데 얼마나 모를까요? 맨 위 셀의 두 목록을 눈으로 보고, 단어로 자를 때와 글자로 자를 때의
# OOV 비율을 **먼저 `my_guess`에 적으세요**. 맞지 않아도 점수를 받습니다. 그다음 `oov_rate`를 만들어 잽니다.
#
# - 사전에는 `known`에서 많이 나온 조각 `max_words`개만 둡니다. `None`이면 모두입니다. 횟수가 같으면 먼저 나온 것이 남습니다.
# - 비율은 `new`에 나온 조각 **하나하나**에 대해 셉니다. 같은 조각이 세 번 나오면 세 번 셉니다. 문장마다 `analyzer`로 자르고, 문장 사이에 빈칸을 더하지 않습니다. `new`에 조각이 하나도 없으면 0.0입니다.
#
# 힌트 1: "서로 다른 조각의 비율"과 "나온 조각의 비율"은 다릅니다. 어느 쪽이 `set`으로 바꾸면 안 되는 쪽입니까?
# 힌트 2: `known`의 조각을 모두 세어 앞에서 자르고 집합으로 만듭니다. `new`의 조각을 한 리스트로 모아 집합에 없는 것을 셉니다.
# 힌트 3: `{piece for piece, _ in frequency.most_common(max_words)}`

# %% solution="oov-rate"
def my_guess():
    """재기 전의 예측: 새 문장의 조각 가운데 사전에 없는 비율, 0 이상 1 이하의 두 수 (단어, 글자)."""
    ### BEGIN SOLUTION
    return 0.5, 0.2
    ### END SOLUTION

def oov_rate(known, new, analyzer, max_words=None):
    """new의 조각 가운데 known에서 만든 사전에 없는 비율, 0 이상 1 이하의 실수.

    Args: known, new: 문장의 리스트. analyzer: 문장을 조각의 리스트로 바꾸는 함수(str.split이면 단어, list이면 글자).
        max_words: 사전에 둘 조각의 수, 0 이상. None이면 모두.
    Example:
        >>> oov_rate(["영화 참 좋다"], ["영화 좋네", "참"], str.split)  # 셋 가운데 '좋네' 하나
        0.3333333333333333
    """
    ### BEGIN SOLUTION
    frequency = Counter(piece for text in known for piece in analyzer(text))
    kept = {piece for piece, _ in frequency.most_common(max_words)}
    pieces = [piece for text in new for piece in analyzer(text)]
    return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)
    ### END SOLUTION

# %% test="oov-rate" points=3
testing.check(oov_rate, [["가 나 나"], ["가 가 가 다"], str.split], 0.25,
              "new에 나온 조각 넷 가운데 사전에 없는 것은 '다' 하나입니다.", {
    "아는 조각의 비율을 돌려주었습니다. 모르는 쪽입니다.": 0.75,
    "서로 다른 조각으로 세었습니다. 같은 조각이 세 번 나오면 세 번 셉니다.": 0.5,
    "known의 조각 수로 나누었습니다. new의 조각 수로 나누세요.": 1 / 3,
    "new의 조각까지 사전에 넣었습니다. 사전은 known에서만 만듭니다.": 0})
for _v10_known, _v10_new, _v10_cut, _v10_most, _v10_want, _v10_why in [
    (["가 나"], ["가", "다 라 다"], str.split, None, 0.75,
     "모든 문장의 조각을 함께 셉니다. 문장마다 잰 비율의 평균도, 서로 다른 조각의 수도 아닙니다."),
    (["가 나 나 나", "가"], ["가 나 나 나"], str.split, 1, 0.25,
     "max_words=1이면 많이 나온 '나'만 남습니다. 든 문장의 수가 아니라 나온 횟수입니다."),
    (["나 가", "다"], ["나 다 나 가"], str.split, 1, 0.5, "횟수가 같으면 먼저 나온 '나'가 남습니다."),
    (["가나"], ["나 라 가"], list, None, 0.6,
     "list로 자르면 글자입니다. split으로 고정하지 말고 analyzer가 준 조각을, 빈칸도 세세요."),
    (["가나"], ["가다", "나"], list, None, 1 / 3, "문장마다 analyzer로 자릅니다. new의 문장을 빈칸으로 이어 붙이지 마세요."),
]:
    testing.check(oov_rate, [_v10_known, _v10_new, _v10_cut, _v10_most], _v10_want, _v10_why)
### BEGIN HIDDEN TESTS
testing.check(oov_rate, [["가"], ["", " "], str.split], 0, "new에 조각이 하나도 없을 때 0으로 나누지 않았나요? 그때는 0.0입니다.")
testing.check(oov_rate, [["가 나"], ["가 나"], str.split, 0], 1, "max_words=0이면 아는 조각이 없습니다.")
testing.check(oov_rate, [["가", "나"], ["가 나"], list], 1 / 3, "known의 문장을 빈칸으로 이어 붙이지 마세요.")
### END HIDDEN TESTS

# %% test="oov-rate" part="guess" points=1
import contextlib

_v10_guess = my_guess()
assert np.size(_v10_guess) == 2, "my_guess에 두 수 (단어, 글자)를 적으세요. 하나나 셋이 아닙니다."
assert 0 <= min(_v10_guess) and max(_v10_guess) <= 1, "비율은 0 이상 1 이하입니다. 75%라면 0.75입니다."
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    for _v10_name, _v10_each, _v10_cut in zip(["단어", "글자"], _v10_guess, [str.split, list]):
        _v10_rate = oov_rate(known_reviews, new_reviews, _v10_cut)
        print(f"{_v10_name}: 예측 {_v10_each:.2f}, 잰 값 {_v10_rate:.2f}")

# %% [markdown]
# ## 과제 9. 고장 난 검색 엔진 ★★★ · 20분
#
# 아래의 `broken_search`는 질문과 비슷한 문서를 찾는 함수이지만 **다섯 군데**가 잘못되어 있습니다. 규칙과 견주어 찾아내고, 고친 것을 `search`에 쓰세요.
#
# 1. 질문과 문서는 띄어쓰기(인수 없는 `split()`)로 자르고, 받은 그대로 **토큰끼리** 비교합니다.
# 2. 어휘와 IDF(과제 2)는 **문서에서만** 정합니다. 빈 문서도 $N$에 듭니다. 질문에만 있는 단어는 무시합니다. 질문에서 되풀이한 단어는 되풀이한 만큼 셉니다.
# 3. 코사인 유사도가 **0보다 큰** 문서만, 높은 것부터 최대 `k`개를 `(문서 번호, 유사도)`로 돌려줍니다.
# 4. 유사도가 같으면 번호가 작은 문서가 앞입니다. 같은 값이 계산 오차로 갈리지 않게 소수 열째 자리에서 반올림한 유사도로 늘어놓습니다(규칙 3의 비교와 돌려주는 값은 반올림하지 않아도 됩니다). 아래의 반올림은 잘못이 아닙니다.

# %%
def broken_search(query, documents, k):
    texts = [*documents, query]
    vocabulary = list(dict.fromkeys(word for text in texts for word in text.split()))
    counts = np.array([[1.0 * text.count(word) for word in vocabulary] for text in texts])
    df = counts.sum(axis=0)
    vectors = counts * (np.log((1 + len(texts)) / (1 + df)) + 1)
    sizes = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    unit = vectors / np.where(sizes == 0, 1, sizes)
    scores = (unit[:-1] @ unit[-1]).round(10)
    order = scores.argsort()[::-1]
    return [(int(number), float(scores[number])) for number in order[:k]]

# %% [markdown]
# 힌트 1: 한 줄씩 출력해 보세요. `broken_search("바다", ["바다", "산"], 5)`에서 `vocabulary`, `counts`, `df`, `scores`는 무엇이어야 합니까?
# 힌트 2: 잘못은 ① 어휘를 모으는 곳과 IDF의 $N$, ② 세는 곳, ③ `df`, ④ 순서, ⑤ 돌려주는 곳에 하나씩 있습니다. 고친 것만 하나씩 옮겨 가며 확인합니다.
# 힌트 3: `sorted(range(len(documents)), key=lambda number: (-scores[number], number))`

# %% solution="search"
def search(query, documents, k):
    """질문과 비슷한 문서를 찾습니다.

    Args: query: 질문 문자열. documents: 문서 문자열의 리스트. 빈 문자열도 있을 수 있습니다.
        k: 돌려줄 문서의 최대 수, 1 이상.
    Returns: (문서 번호, 코사인 유사도) 튜플의 리스트. 유사도가 0보다 큰 것만, 높은 것부터 최대 k개.
    Example:
        >>> search("바다", ["바다", "산", "바다"], 2)
        [(0, 1.0), (2, 1.0)]
    """
    ### BEGIN SOLUTION
    tokenized = [text.split() for text in [*documents, query]]
    vocabulary = list(dict.fromkeys(word for tokens in tokenized[:-1] for word in tokens))
    counts = np.array([[tokens.count(word) for word in vocabulary] for tokens in tokenized], dtype=float)
    df = (counts[:-1] > 0).sum(axis=0)
    vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = vectors / np.where(lengths == 0, 1, lengths)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
    ### END SOLUTION

# %% test="search" points=3
testing.check(search, ["바다", ["바다 바다"], 1], [(0, 1)], "(문서 번호, 유사도)의 리스트입니다. "
              "문서 벡터의 길이로 나누었는지, IDF가 0이 되지 않게 1을 더했는지도 보세요.", {
    "(번호, 유사도)를 뒤바꾸지 않았나요?": [(1, 0)], "문서 번호는 0부터입니다.": [(1, 1)]}, close=1e-5)
for _v11_query, _v11_documents, _v11_k, _v11_want, _v11_why in [
    ("산", ["바다", "산"], 1, [(1, 1)], "한 글자 단어도 토큰입니다. 띄어쓰기로만 자르세요."),
    ("바다", ["바다", "산"], 5, [(0, 1)], "유사도가 0인 문서는 넣지 않습니다. 질문의 길이로도 나누세요."),
    ("바다 강아지", ["바다", "산"], 1, [(0, 1)], "질문에만 있는 단어는 무시합니다. 어휘를 문서에서만 정하세요."),
    ("영화관", ["영화", "영화관"], 3, [(1, 1)], "다른 토큰입니다. 문자열 속에서 세지 마세요."),
    ("산 바다", ["산  바다"], 1, [(0, 1)], "빈칸이 둘이면 split(' ')은 빈 토큰을 만듭니다. 인수 없는 split()을 쓰세요."),
    ("A", ["a", "A"], 2, [(1, 1)], "받은 그대로 견줍니다. 토큰을 소문자로 바꾸지 마세요."),
    ("산", ["산", "산"], 1, [(0, 1)], "k개까지만, 유사도가 같으면 번호가 작은 문서가 앞입니다."),
    ("산", ["산 숲", "산"], 1, [(1, 1)], "높은 것부터 k개입니다. 먼저 찾은 k개에서 멈추지 말고 늘어놓은 다음에 자르세요."),
    ("바다", ["", "바다", ""], 3, [(1, 1)],
     "빈 문서에서 nan이 나오지 않아야 하고, 번호는 받은 documents의 것입니다. 빈 문서를 빼면 문서 번호가 밀렸습니다."),
    ("바다 바다 산", ["바다", "산"], 2, [(0, 0.894427), (1, 0.447214)],
     "높은 것부터입니다. 질문에서 되풀이한 단어는 되풀이한 만큼 셉니다."),
]:
    testing.check(search, [_v11_query, _v11_documents, _v11_k], _v11_want, _v11_why,
                  close=1e-5)
### BEGIN HIDDEN TESTS
testing.check(search, ["", ["", "바다"], 3], [], "빈 질문에는 빈 리스트입니다. split()은 split(' ')과 달리 빈 토큰을 만들지 않습니다.")
testing.check(search, ["산", ["산", "바다"] * 15, 20], [(_v11_n, 1) for _v11_n in range(0, 30, 2)], "유사도가 같으면 번호가 작은 문서가 앞입니다. np.argsort는 kind='stable'이어야 같은 값의 순서를 지킵니다.", close=1e-5)
testing.check(search, ["강아지", ["바다", "산"], 3], [], "아는 단어가 하나도 없는 질문에는 빈 리스트입니다.")
### END HIDDEN TESTS

# %% test="search" part="random" points=2
testing.check(search, ["바다 산", ["산", "바다", "산"], 3],
              [(1, 0.795961), (0, 0.605349), (2, 0.605349)],
              "IDF의 N은 3이고 df는 산 2, 바다 1이며, 질문에도 IDF를 곱합니다.", {
    "흔한 '산'이 가벼워야 합니다. IDF를 질문에도 곱했나요?": [0, 0.7071],
    "IDF의 N과 df에 질문을 넣지 않았는지 보세요.": [1, 0.7772],
    "IDF의 N은 문서의 수입니다. 질문을 세지 마세요.": [1, 0.7853],
    "df에 질문을 세지 마세요.": [1, 0.7898]}, close=1e-5)
for _v11_query, _v11_documents, _v11_want, _v11_why in [
    ("산 숲", ["산 산 산", "숲"], [(0, 0.5**0.5), (1, 0.5**0.5)], "df는 횟수가 아니라 문서의 수입니다."),
    ("산", ["산 바다", "바다표범"], [(0, 0.5**0.5)],
     "df를 문자열 속에서 세지 마세요. '바다표범'에는 토큰 '바다'가 없습니다."),
    ("나무", ["나무 나무 숲", "숲 나무"], [(0, 0.894427), (1, 0.5**0.5)],
     "문서에서 되풀이한 단어도 되풀이한 만큼 셉니다."),
    ("바다", ["산 바다", "산", ""], [(0, 0.795961)],
     "N은 3, df는 산 2와 바다 1입니다. 빈 문서를 N에서 빼지 마세요."),
    ("산", [" ".join(["산 바다 숲"] * n) for n in range(1, 8)], [(n, 3**-0.5) for n in range(7)],
     "유사도가 모두 같으니 번호 순서입니다. 계산 오차로 갈리지 않게 반올림한 유사도로 늘어놓으세요."),
]:
    testing.check(search, [_v11_query, _v11_documents, 7], _v11_want, _v11_why, close=1e-5)
### BEGIN HIDDEN TESTS
testing.check(search, ["산", ["바다 " * 300 + "산"], 3], [(0, 0.003333)], "유사도가 낮아도 0보다 크면 넣습니다.", {"횟수 300이 8비트 정수에 들지 않습니다.": [(0, 0.02272)]}, close=1e-5)
testing.check(search, ["파란 하늘", ["하얀 구름", "파란 하늘", "파란 바다", "파란 하늘", "노란 하늘", "파란 하늘"], 4], [(1, 1), (3, 1), (5, 1), (2, 0.360785)], "유사도가 같으면 번호가 작은 문서가 앞입니다.", close=1e-5)
testing.check(search, ["가 다 모름", ["가 나 가", "나 다", "", "가 다 라 라 다", "마", "나 다", "가 가 가 나"], 9], [(6, 0.679234), (0, 0.648627), (3, 0.589587), (1, 0.533945), (5, 0.533945)], "가중치, 길이, 순서 가운데 어느 것이 다른지 이 예로 한 줄씩 출력해 보세요.", close=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 10. 왜 0일까요 (글로 답하기) ★★☆ · 10분
#
# 띄어쓰기로 자른 단어의 TF-IDF로 "정말 재밌어요"와 "재밌었어 정말로"의 코사인 유사도를 구하면 0입니다. 다음 세 가지에 두세 문장씩 답하세요.
#
# 1. 왜 0입니까? 두 벡터에서 어느 자리가 겹치는지를 들어 설명하세요.
# 2. 글자 2-gram으로 바꾸면 왜 0보다 커집니까? 두 문장에 함께 나오는 조각을 두 개 드세요.
# 3. 글자 2-gram으로도 풀리지 않는 문제를 하나 고르고, 그것을 보여 주는 예문 두 개를 직접 지어 쓰세요.

# %% [markdown] manual="why-zero" points=5
# ### BEGIN SOLUTION
# **모범 답안**
# 1. 두 문장에서 나온 단어는 `정말`, `재밌어요`, `재밌었어`, `정말로`로 모두 다릅니다. 한 문장이 0이 아닌 자리에서 다른 문장은 늘 0이므로 내적이 0이고, 내적이 0이면 코사인 유사도도 0입니다. IDF는 0이 아닌 자리의 크기만 바꾸므로 도움이 되지 않습니다.
# 2. 글자 2-gram으로 자르면 `정말`과 `재밌`이 두 문장에 함께 나옵니다. 조사나 어미가 붙어 단어의 모양이 달라져도 어간의 글자는 그대로이기 때문에 겹치는 자리가 생깁니다.
# 3. (예) 뜻이 같아도 글자가 다르면 여전히 0입니다. "진짜 웃기다"와 "무척 우습네"는 함께 나오는 2-gram이 없습니다. (예) 반대로 글자가 비슷하면 뜻이 반대여도 가깝습니다. "하나도 안 재밌다"와 "하나도 안 지루하다"는 여러 조각이 겹치지만 뜻은 반대입니다.
#
# **채점 기준 (5점)**
# - 1번 1점: 함께 나오는 단어가 없어서 내적이 0임을 말하면 1점. "단어가 달라서"라고만 쓰고 겹치는 자리나 내적을 말하지 않으면 0.5점.
# - 2번 2점: 함께 나오는 조각 두 개를 바르게 들면 1점(하나면 0.5점), 활용이나 조사와 연결해 까닭을 말하면 1점. 함께 나오는 2-gram은 `정말`과 `재밌`뿐입니다. `재밌어`처럼 2-gram이 아닌 것은 세지 않습니다.
# - 3번 2점: 실제로 남는 문제(동의어, 반대말, 부정의 범위, 먼 곳의 순서 등)를 고르면 1점, 예문 두 개가 그 문제를 정말 보여 주면 1점. 단어 방식에만 있고 글자 2-gram에서는 풀리는 문제를 고르면 0점.
# ### END SOLUTION
