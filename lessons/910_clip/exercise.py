# ---
# title: CLIP과 이미지–텍스트
# number: "910"
# objectives:
#   - 정사각형이 아닌 패치로 이미지를 자르고 되돌립니다.
#   - 두 방향의 대조 손실을 넘치지 않게 계산합니다.
#   - 동점이 있는 검색을 채점하고, 틀과 앙상블로 제로샷 분류기를 만듭니다.
#   - 고장 난 대조 손실을 고치고, 온도가 손실을 어떻게 바꾸는지 예측한 뒤 잽니다.
# datasets: []
# prerequisites: [015_word2vec, 130_transformer]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 일곱 개와 글 하나입니다. NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 배열을 바꾸지 마세요**. 검사가 확인합니다.

# %%
import numpy as np

from nlplab import testing

# 과제 7에서 쓰는 유사도 셋: 줄은 이미지, 칸은 문장, 대각선이 짝
similarity_of = {
    "가": np.array([[0.9, 0.1], [0.1, 0.9]]),
    "나": np.array([[0.4, 0.4], [0.4, 0.4]]),
    "다": np.array([[0.1, 0.6], [0.6, 0.1]]),
}

# %% [markdown]
# ## 과제 1. 패치로 자르고 되돌리기 ★★☆ · 18분
#
# 강의의 패치는 정사각형이었습니다. 여기서는 높이와 너비가 **다를 수** 있고, 이미지도 정사각형이 아닐 수 있습니다.
#
# **목표.** `patchify`와 그것을 되돌리는 `unpatchify`를 만듭니다.
#
# - 패치는 맨 윗줄의 왼쪽부터 오른쪽으로, 그다음 아랫줄로 갑니다.
# - 패치 안의 숫자는 (패치 안의 줄, 칸, 채널) 순서로 폅니다. 채널이 가장 안쪽입니다.
# - 이미지의 높이와 너비는 패치의 높이와 너비로 나누어떨어집니다.
#
# 힌트 1: `reshape`만으로 자르면 어느 숫자들이 한 패치에 모입니까?
# 힌트 2: 높이를 (줄 수, 패치 높이), 너비를 (칸 수, 패치 너비)로 나눈 여섯 축의 배열을 만들고, 축의 순서를 바꾼 다음 폅니다. 되돌릴 때는 거꾸로 갑니다.
# 힌트 3: `images.reshape(B, H // h, h, W // w, w, C).transpose(0, 1, 3, 2, 4, 5)`

# %% solution="patchify"
def patchify(images, h, w):
    """이미지를 패치로.

    Args:
        images: (B, H, W, C). h, w: 패치의 높이와 너비.

    Returns:
        (B, N, h * w * C), N = (H // h) * (W // w).

    Example:
        >>> patchify(np.arange(8).reshape(1, 2, 4, 1), 2, 2)[0].tolist()
        [[0, 1, 4, 5], [2, 3, 6, 7]]
    """
    ### BEGIN SOLUTION
    B, H, W, C = images.shape
    cut = images.reshape(B, H // h, h, W // w, w, C)
    return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, -1, h * w * C)
    ### END SOLUTION

def unpatchify(patches, h, w, H, W):
    """패치를 이미지로: patchify를 되돌립니다.

    Args:
        patches: (B, N, h * w * C). h, w: 패치의 크기. H, W: 이미지의 크기.

    Returns:
        (B, H, W, C).
    """
    ### BEGIN SOLUTION
    B = len(patches)
    cut = patches.reshape(B, H // h, W // w, h, w, -1)
    return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, H, W, -1)
    ### END SOLUTION

# %% test="patchify" points=2
def _t91_patchify(shape, h, w, want, why, slips=()):
    images = np.arange(np.prod(shape)).reshape(shape)
    testing.check(patchify, [images, h, w], np.array(want), why, slips)

_t91_patchify((1, 2, 4, 1), 2, 2, [[[0, 1, 4, 5], [2, 3, 6, 7]]],
              "이웃한 두 줄, 두 칸이 한 패치입니다. 패치 안은 (줄, 칸)의 순서입니다.", {
    "reshape만으로는 이웃한 칸이 모이지 않습니다. 축의 순서를 바꾸세요.": [[[0, 1, 2, 3], [4, 5, 6, 7]]],
    "패치 안의 줄과 칸이 바뀌었습니다.": [[[0, 4, 1, 5], [2, 6, 3, 7]]]})
_t91_patchify((1, 2, 2, 3), 2, 2, [[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]],
              "패치 안은 (줄, 칸, 채널)입니다. 채널이 가장 안쪽입니다.")
_t91_patchify((1, 4, 2, 1), 2, 1, [[[0, 2], [1, 3], [4, 6], [5, 7]]],
              "윗줄의 왼쪽부터 오른쪽으로, 그다음 아랫줄입니다.", {
    "패치의 순서가 위에서 아래로입니다. 왼쪽에서 오른쪽이 먼저입니다.": [[[0, 2], [4, 6], [1, 3], [5, 7]]]})
_t91_patchify((1, 2, 6, 1), 2, 3, [[[0, 1, 2, 6, 7, 8], [3, 4, 5, 9, 10, 11]]],
              "높이 h와 너비 w가 다릅니다. 둘을 섞지 않았나요?")
_t91_patchify((2, 2, 2, 1), 1, 2, [[[0, 1], [2, 3]], [[4, 5], [6, 7]]],
              "배치의 이미지마다 따로 자릅니다.")
### BEGIN HIDDEN TESTS
_t91_rng = np.random.default_rng(9101)
for _t91_h, _t91_w, _t91_rows, _t91_cols, _t91_c in _t91_rng.integers(1, 5, (10, 5)):
    _t91_x = _t91_rng.normal(size=(2, _t91_h * _t91_rows, _t91_w * _t91_cols, _t91_c))
    _t91_want = [_t91_x[:, y:y + _t91_h, x:x + _t91_w].reshape(2, -1) for y in range(0, _t91_x.shape[1], _t91_h) for x in range(0, _t91_x.shape[2], _t91_w)]
    testing.check(patchify, [_t91_x, int(_t91_h), int(_t91_w)], np.stack(_t91_want, 1), "무작위 이미지입니다. 패치의 수, 패치의 순서, 패치 안의 순서를 차례로 보세요.")
### END HIDDEN TESTS

# %% test="patchify" part="back" points=2
def _t91_back(patches, h, w, shape, why, slips=()):
    images = np.arange(np.prod(shape)).reshape(shape)
    testing.check(unpatchify, [np.array(patches), h, w, *shape[1:3]], images, why, slips)

_t91_back([[[0, 1, 4, 5], [2, 3, 6, 7]]], 2, 2, (1, 2, 4, 1), "되돌리면 처음 이미지 0, 1, 2, …입니다.", {
    "reshape만으로는 제자리로 가지 않습니다. 축의 순서, 패치의 줄 수와 칸 수를 보세요.":
        np.array([0, 1, 4, 5, 2, 3, 6, 7]).reshape(1, 2, 4, 1)})
_t91_back([[[0, 3], [1, 4], [2, 5], [6, 9], [7, 10], [8, 11]]], 2, 1, (1, 4, 3, 1),
          "패치가 두 줄, 세 칸입니다. 왼쪽에서 오른쪽으로, 그다음 아랫줄에 놓습니다.", {
    "패치를 위에서 아래로 놓았습니다. 왼쪽에서 오른쪽이 먼저입니다.":
        np.array([0, 2, 7, 3, 5, 10, 1, 6, 8, 4, 9, 11]).reshape(1, 4, 3, 1),
    "자를 때의 reshape를 그대로 썼습니다. 지금 축의 순서는 (줄 수, 칸 수, h, w)입니다.":
        np.array([0, 4, 3, 2, 1, 5, 6, 10, 9, 8, 7, 11]).reshape(1, 4, 3, 1)})
_t91_back([[[0, 1, 2, 3], [4, 5, 6, 7]]], 1, 2, (1, 2, 2, 2),
          "채널의 수는 정해져 있지 않습니다. 패치의 길이를 h * w로 나눈 수입니다.")
_t91_back([[[0, 1, 2, 6, 7, 8], [3, 4, 5, 9, 10, 11]]], 2, 3, (1, 2, 6, 1),
          "높이 h와 너비 w가 다를 때도 되돌아와야 합니다.")
_t91_back([[[0, 1], [2, 3]], [[4, 5], [6, 7]]], 1, 2, (2, 2, 2, 1), "배치의 이미지마다 따로 되돌립니다.")
### BEGIN HIDDEN TESTS
_t91_rng = np.random.default_rng(9102)
for _t91_h, _t91_w, _t91_rows, _t91_cols, _t91_c in _t91_rng.integers(1, 5, (10, 5)).tolist():
    _t91_x = _t91_rng.normal(size=(2, _t91_h * _t91_rows, _t91_w * _t91_cols, _t91_c))
    _t91_cut = [_t91_x[:, y:y + _t91_h, x:x + _t91_w].reshape(2, -1) for y in range(0, _t91_x.shape[1], _t91_h) for x in range(0, _t91_x.shape[2], _t91_w)]
    testing.check(unpatchify, [np.stack(_t91_cut, 1), _t91_h, _t91_w, *_t91_x.shape[1:3]], _t91_x, "무작위 이미지입니다. 축의 순서를 하나씩 되돌려 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 두 방향의 대조 손실 ★★★ · 18분
#
# 이미지 벡터 $B$개와 문장 벡터 $B$개가 **순서대로 짝**입니다. 길이는 1이 아닐 수 있습니다.
#
# $$\ell_{ij} = \frac{\cos(x_i, y_j)}{\tau}, \qquad L = -\frac{1}{2B}\sum_i \left[\log\frac{e^{\ell_{ii}}}{\sum_j e^{\ell_{ij}}} + \log\frac{e^{\ell_{ii}}}{\sum_j e^{\ell_{ji}}}\right]$$
#
# **목표.** 손실을 수 하나로 냅니다. 온도 $\tau$가 0.001처럼 작아도(점수가 1000) 넘치지 않고, 확률이 0에 가까워도 `inf`가 나오지 않아야 합니다.
#
# 힌트 1: 온도가 작으면 점수는 커집니까, 작아집니까? `np.exp(1000)`은 얼마입니까?
# 힌트 2: 확률을 구한 뒤 로그를 취하지 말고 **로그 소프트맥스**를 바로 냅니다. 가장 큰 점수를 뺀 다음 `log(sum(exp))`를 뺍니다. 줄과 칸에 한 번씩입니다.
# 힌트 3: `low - np.log(np.exp(low).sum(axis=axis, keepdims=True))`

# %% solution="contrastive"
def contrastive_loss(images, texts, temperature):
    """두 방향의 대조 손실.

    Args:
        images, texts: (B, D), 순서대로 짝. temperature: 온도, 0보다 큰 수.

    Returns:
        수 하나.

    Example:
        >>> x = np.eye(2)
        >>> round(float(contrastive_loss(x, x, 1.0)), 4)
        0.3133
    """
    ### BEGIN SOLUTION
    images = images / np.linalg.norm(images, axis=1, keepdims=True)
    texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    scores = images @ texts.T / temperature
    def one_way(axis):
        low = scores - scores.max(axis=axis, keepdims=True)
        logs = low - np.log(np.exp(low).sum(axis=axis, keepdims=True))
        return -np.diag(logs).mean()
    return (one_way(0) + one_way(1)) / 2
    ### END SOLUTION

# %% test="contrastive" points=2
testing.check(contrastive_loss, [np.eye(3), np.eye(3), 1.0], 0.551444714,
              "맞는 점수가 1, 틀린 점수가 0인 세 쌍입니다. 짝마다의 손실을 평균합니다.", {
    "두 방향을 더했습니다. 둘로 나누세요.": 1.102889428,
    "짝마다 더했습니다. B로 나누어 평균하세요.": 1.654334142,
    "소프트맥스를 표 전체에 취했습니다. 줄과 칸에 따로 취합니다.": 1.650057003,
    "표 전체를 평균했습니다. 짝(대각선)만 평균합니다.": 1.218111381})
testing.check(contrastive_loss, [np.eye(2), np.eye(2), 0.5], 0.126928011,
              "점수는 코사인 유사도를 온도로 나눈 것입니다.", {
    "온도를 곱했습니다. 온도로 나눕니다.": 0.474076984,
    "온도를 쓰지 않았습니다.": 0.313261688})
testing.check(contrastive_loss, [np.diag([2.0, 3.0]), np.diag([1.0, 2.0]), 1.0], 0.313261688,
              "벡터의 길이는 1이 아닐 수 있습니다. 코사인 유사도를 씁니다.", {
    "길이를 1로 맞추지 않았습니다.": 0.064701848,
    "문장 쪽의 길이를 1로 맞추지 않았습니다.": 0.220094849,
    "이미지 쪽의 길이를 1로 맞추지 않았습니다.": 0.087757681,
    "길이를 표 전체에서 쟀습니다. 벡터마다 따로 잽니다.": 0.48275892})
testing.check(contrastive_loss, [np.array([[1, 0], [0.6, 0.8]]), np.eye(2), 0.2], 0.116263744,
              "이미지 → 문장(줄의 소프트맥스)과 문장 → 이미지(칸의 소프트맥스)를 평균합니다.", {
    "한 방향뿐입니다(줄의 소프트맥스). 두 방향을 평균합니다.": 0.159988518,
    "한 방향뿐입니다(칸의 소프트맥스). 두 방향을 평균합니다.": 0.072538969,
    "뺄 가장 큰 값도 줄과 칸에서 따로 구합니다. 합을 구하는 그 축입니다.": 0.159988518})
### BEGIN HIDDEN TESTS
_t91_rng = np.random.default_rng(9103)
for _t91_b, _t91_d in _t91_rng.integers(2, 7, (10, 2)):
    _t91_x, _t91_y, _t91_t = *_t91_rng.normal(size=(2, _t91_b, _t91_d)), float(_t91_rng.uniform(0.05, 2))
    _t91_s = (_t91_x @ _t91_y.T) / np.linalg.norm(_t91_x, axis=1)[:, None] / np.linalg.norm(_t91_y, axis=1) / _t91_t
    _t91_want = np.mean([np.logaddexp.reduce(_t91_s, axis=axis) - np.diag(_t91_s) for axis in (0, 1)])
    testing.check(contrastive_loss, [_t91_x, _t91_y, _t91_t], _t91_want, "무작위 벡터입니다. 코사인, 온도, 두 방향, 평균을 차례로 견주세요.")
### END HIDDEN TESTS

# %% test="contrastive" part="stable" points=2
testing.check(contrastive_loss, [np.eye(3), np.eye(3), 0.001], 0.0,
              "온도 0.001: 점수가 1000이어도 넘치지 않게 가장 큰 값을 먼저 빼세요.")
testing.check(contrastive_loss, [np.eye(2), np.eye(2)[::-1], 0.001], 1000.0,
              "온도 0.001: 확률의 로그를 취하면 inf가 되고, 확률에 작은 수를 더하면 손실이 줄어듭니다.")
testing.check(contrastive_loss, [np.eye(2), np.array([[1.0, 0], [1, 0]]), 0.001], 250.34657359,
              "온도 0.001: 뺄 가장 큰 값은 합을 구하는 축에서, 줄마다(칸마다) 따로 구합니다.")

# %% [markdown]
# ## 과제 3. 동점이 있는 검색 ★★☆ · 12분
#
# 이미지로 문장을 찾습니다. 이미지 $i$의 답은 문장 `answer[i]`입니다. 유사도가 높은 $k$개 안에 답이 있는 이미지의 비율이 **recall@k**입니다.
# 모든 문장의 유사도가 같은 모델이 1점을 받아서는 안 됩니다. 그래서 **동점은 불리하게** 셉니다.
#
# **목표.** 답이 아닌 문장 가운데 유사도가 답보다 **크거나 같은** 것이 $k$개보다 적으면 찾은 것입니다. 찾은 이미지의 비율을 돌려줍니다.
#
# 힌트 1: `argsort`는 동점을 어떤 순서로 놓습니까?
# 힌트 2: 정렬하지 않고 셉니다. 답의 유사도보다 크거나 같은 칸의 수에서 답 자신을 뺍니다.
# 힌트 3: `similarity[np.arange(N), answer]`이 답의 유사도입니다.

# %% solution="recall"
def recall_at_k(similarity, answer, k):
    """동점을 불리하게 센 recall@k.

    Args:
        similarity: (N, M), 줄은 이미지, 칸은 문장. answer: (N,), 답인 문장의 번호. k: 1 이상.

    Returns:
        0과 1 사이의 수.

    Example:
        >>> recall_at_k(np.array([[0.9, 0.2], [0.5, 0.5]]), np.array([0, 1]), 1)
        0.5
    """
    ### BEGIN SOLUTION
    own = similarity[np.arange(len(answer)), answer]
    ahead = (similarity >= own[:, None]).sum(axis=1) - 1
    return float((ahead < k).mean())
    ### END SOLUTION

# %% test="recall" points=3
def _t91_recall(similarity, answer, k, want, why, slips=()):
    given = [np.array(similarity, dtype=float), np.array(answer), k]
    testing.check(recall_at_k, given, want, why, slips)

_t91_table = [[0.9, 0.2, 0.1], [0.1, 0.2, 0.7], [0.3, 0.2, 0.8]]
_t91_recall(_t91_table, [0, 1, 2], 1, 2 / 3, "k=1이면 답이 가장 높아야 합니다. 찾은 이미지의 비율입니다.", {
    "찾은 수가 아니라 비율을 돌려주세요.": 2,
    "k개보다 적어야 찾은 것입니다. k개이면 아닙니다.": 1,
    "답 자신까지 세었습니다. 답이 아닌 문장만 셉니다.": 0})
_t91_recall(_t91_table, [0, 1, 2], 2, 1.0, "k=2이면 둘째까지 찾은 것입니다. 칸이 아니라 줄마다 셉니다.")
_t91_recall([[0, 0.9], [0, 0.9], [0.9, 0]], [1, 1, 0], 1, 1.0,
            "답은 대각선이 아니라 answer입니다. 이미지와 문장의 수는 다를 수 있습니다.")
_t91_recall([[0.5, 0.5, 0.5]] * 2, [0, 2], 1, 0.0, "모두 동점이면 찾은 것이 아닙니다. 동점은 불리하게 셉니다.")
_t91_recall([[0.5, 0.5, 0.1]], [0], 2, 1.0, "동점이 하나뿐이면 k=2에서는 찾은 것입니다. 답 자신은 세지 않습니다.")
_t91_recall([[-0.5, -0.1, -0.9], [-0.5, -0.7, -0.9]], [0, 0], 1, 0.5,
            "유사도는 음수일 수도 있습니다. 답의 자리를 0으로 바꾸면 0도 한 표입니다.")
_t91_recall([[0.2, 0.1], [0.9, 0.8]], [0, 1], 1, 0.5, "이미지마다 그 줄의 답과 견줍니다. 다른 줄의 답이 아닙니다.")
_t91_recall([[0.1, 0.9]], [0], 3, 1.0, "k가 문장의 수보다 크면 언제나 찾은 것입니다.")
### BEGIN HIDDEN TESTS
_t91_rng = np.random.default_rng(9104)
for _t91_n, _t91_m, _t91_k in _t91_rng.integers(1, 6, (20, 3)).tolist():
    _t91_s, _t91_a = _t91_rng.integers(0, 4, (_t91_n, _t91_m)) / 4, _t91_rng.integers(0, _t91_m, _t91_n)
    _t91_want = np.mean([sum(x >= line[a] for j, x in enumerate(line) if j != a) < _t91_k for line, a in zip(_t91_s, _t91_a)])
    _t91_recall(_t91_s, _t91_a, _t91_k, _t91_want, "무작위 표입니다. 줄마다 답보다 크거나 같은 것(답 자신은 빼고)을 손으로 세어 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 틀로 만드는 제로샷 분류기 ★☆☆ · 12분
#
# 분류기를 새로 배우지 않고 문장만 바꾸어 분류합니다. 클래스는 (색, 모양)의 튜플이고, 틀(template)은 `"{} {} 그림"`처럼 빈칸이 둘인 문장입니다. 첫 칸이 색, 둘째 칸이 모양입니다.
# 문장의 벡터는 사전 `vectors`에 들어 있습니다. 길이는 1이 아닐 수 있습니다.
#
# **목표.** 이미지마다 코사인 유사도가 가장 높은 클래스를 **튜플로** 돌려줍니다. 동점이면 `classes`에서 먼저 나온 것입니다.
#
# 힌트 1: 클래스 하나를 어떤 문장으로 바꿉니까?
# 힌트 2: 틀을 채운 문장마다 벡터를 찾아 쌓고, 길이를 1로 만든 뒤 이미지와 곱합니다. 줄마다 `argmax`입니다.
# 힌트 3: `template.format(*one)`

# %% solution="zero-shot"
def zero_shot(images, classes, template, vectors):
    """이미지마다 가장 가까운 클래스.

    Args:
        images: (N, D). classes: (색, 모양)의 리스트. template: 빈칸이 둘인 문장.
        vectors: 문장 -> (D,)의 사전.

    Returns:
        클래스 N개의 리스트.

    Example:
        >>> vectors = {"파란색 별": np.array([1.0, 0.0]), "빨간색 원": np.array([0.0, 1.0])}
        >>> classes = [("파란색", "별"), ("빨간색", "원")]
        >>> zero_shot(np.array([[0.1, 0.9]]), classes, "{} {}", vectors)
        [('빨간색', '원')]
    """
    ### BEGIN SOLUTION
    texts = np.stack([vectors[template.format(*one)] for one in classes])
    texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    return [classes[n] for n in (images @ texts.T).argmax(axis=1)]
    ### END SOLUTION

# %% test="zero-shot" points=3
_t91_two = [("파란색", "별"), ("빨간색", "원")]
_t91_plane = {"파란색 별": [1, 0], "빨간색 원": [0, 1], "파란색 별 그림": [0, 1], "빨간색 원 그림": [1, 0]}
def _t91_zero(images, want, why, template="{} {}", vectors=_t91_plane):
    vectors = {text: np.array(vector, dtype=float) for text, vector in vectors.items()}
    given = [np.array(images, dtype=float), _t91_two, template, vectors]
    testing.check(zero_shot, given, [_t91_two[n] for n in want], why)

_t91_zero([[9, 1], [8, 2], [1, 9]], [0, 0, 1],
          "이미지마다(줄마다) 하나씩, (색, 모양)의 튜플을 돌려주세요. 틀의 첫 칸이 색, 둘째 칸이 모양입니다.")
_t91_zero([[9, 1]], [1], "받은 틀을 채운 문장을 씁니다.", "{} {} 그림")
_t91_zero([[6, 2]], [0], "긴 벡터가 이기지 않게 문장의 길이를 1로 맞춥니다. 거리도 내적도 아닙니다.",
          vectors={"파란색 별": [1, 0], "빨간색 원": [5, 5]})
_t91_zero([[-1, -2]], [0], "음수여도 가장 큰 것입니다.")
_t91_zero([[1, 1]], [0], "동점이면 classes에서 먼저 나온 것입니다.")
testing.check(zero_shot, [np.ones((1, 2)), _t91_two[::-1], "{} {}",
    {text: np.array(vector, dtype=float) for text, vector in _t91_plane.items()}],
    _t91_two[1:], "동점이면 이름과 상관없이 classes에서 먼저 나온 것입니다.")
### BEGIN HIDDEN TESTS
_t91_rng = np.random.default_rng(9105)
_t91_many = [(c, s) for c in ("빨간색", "파란색", "노란색") for s in ("원", "별")]
for _t91_n in range(10):
    _t91_x, _t91_v = _t91_rng.normal(size=(5, 4)), _t91_rng.normal(size=(6, 4)) * _t91_rng.uniform(0.1, 9, (6, 1))
    _t91_best = (_t91_x @ (_t91_v / np.linalg.norm(_t91_v, axis=1, keepdims=True)).T).argmax(axis=1)
    testing.check(zero_shot, [_t91_x, _t91_many, "작은 {} {}", {f"작은 {c} {s}": v for (c, s), v in zip(_t91_many, _t91_v)}], [_t91_many[n] for n in _t91_best], "무작위 벡터입니다. 이미지마다 코사인이 가장 큰 클래스를 견주세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 틀 여럿을 하나로 ★☆☆ · 10분
#
# 틀 하나에 기대지 않고 여러 틀의 문장을 평균합니다. 순서가 중요합니다. **길이를 1로 → 틀끼리 평균 → 다시 길이를 1로**.
# 처음 길이를 맞추지 않으면 긴 벡터를 내는 틀이 평균을 지배합니다.
#
# **목표.** 틀마다, 클래스마다의 벡터 `(T, C, D)`를 클래스마다 하나 `(C, D)`로 만듭니다. 평균이 0벡터가 되는 일은 없습니다.
#
# 힌트 1: 길이는 어느 축을 따라 잽니까? 평균은요?
# 힌트 2: 마지막 축의 길이로 나누고, 축 0으로 평균하고, 다시 마지막 축의 길이로 나눕니다.
# 힌트 3: `np.linalg.norm(texts, axis=-1, keepdims=True)`

# %% solution="ensemble"
def ensemble(texts):
    """틀 여럿의 벡터를 클래스마다 하나로.

    Args:
        texts: (T, C, D), 틀 T개, 클래스 C개.

    Returns:
        (C, D), 길이가 1인 벡터.

    Example:
        >>> ensemble(np.array([[[5.0, 0.0]], [[0.0, 1.0]]])).round(3)
        array([[0.707, 0.707]])
    """
    ### BEGIN SOLUTION
    units = texts / np.linalg.norm(texts, axis=-1, keepdims=True)
    mean = units.mean(axis=0)
    return mean / np.linalg.norm(mean, axis=-1, keepdims=True)
    ### END SOLUTION

# %% test="ensemble" points=3
testing.check(ensemble, [np.array([[[3.0, 4.0]]])], [[0.6, 0.8]],
              "틀이 하나면 길이만 1로 맞춥니다. 길이는 마지막 축의 제곱합의 제곱근입니다.")
testing.check(ensemble, [np.array([[[5.0, 0.0]], [[0.6, 0.8]]])], [[0.894427191, 0.447213595]],
              "길이를 1로, 틀끼리 평균, 다시 길이를 1로 맞춥니다.", {
    "평균하기 전에 길이를 벡터마다 1로 맞추지 않았습니다. 긴 틀이 지배합니다.": [[0.989949494, 0.141421356]],
    "평균한 뒤에 다시 길이를 1로 맞추지 않았습니다.": [[0.8, 0.4]],
    "길이를 한 번도 맞추지 않았습니다.": [[2.8, 0.4]],
    "첫 틀 하나만 썼습니다.": [[1, 0]], "마지막 틀 하나만 썼습니다.": [[0.6, 0.8]],
    "가장 큰 값을 골랐습니다. 평균합니다.": [[0.780868809, 0.624695048]],
    "절댓값의 합이 아니라 제곱합의 제곱근으로 나눕니다.": [[0.666666667, 0.333333333]]})
testing.check(ensemble, [np.array([[[1.0, 0], [0, 2]], [[0, 3], [0, 4]]])],
              [[0.707106781, 0.707106781], [0, 1]], "클래스마다 평균하고, 클래스마다 길이를 1로 맞춥니다.")
testing.check(ensemble, [np.array([[[1.0, 0], [3, 4]], [[0, 2], [0, 1]], [[0, 9], [1, 0]]])],
              [[0.447213595, 0.894427191], [0.664363839, 0.747409319]],
              "축 0이 틀, 축 1이 클래스, 축 2가 벡터입니다. 틀끼리 평균하고 길이는 축 2에서 잽니다.")
### BEGIN HIDDEN TESTS
_t91_rng = np.random.default_rng(9106)
for _t91_size in _t91_rng.integers(2, 6, (10, 3)):
    _t91_x = _t91_rng.normal(size=_t91_size) + 0.5
    _t91_mean = sum(one / np.sqrt((one ** 2).sum(1, keepdims=True)) for one in _t91_x)
    testing.check(ensemble, [_t91_x], _t91_mean / np.sqrt((_t91_mean ** 2).sum(1, keepdims=True)), "무작위 벡터입니다. 축 0이 틀이고 길이는 마지막 축에서 잽니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 고장 난 대조 손실 고치기 ★★★ · 20분
#
# 동료의 학습 코드입니다. 오류는 나지 않는데 세 가지가 이상합니다.
#
# ```python
# def repaired_loss(images, texts, captions, scale):
#     logits = scale * images @ texts.T
#     e = np.exp(logits)
#     to_text = np.diag(e / e.sum(axis=0))
#     to_image = np.diag(e / e.sum(axis=0))
#     return -(np.log(to_text).mean() + np.log(to_image).mean()) / 2
# ```
#
# 1. 벡터를 길게만 해도 손실이 줄어듭니다.
# 2. 이미지와 문장을 맞바꾸면 손실이 달라집니다.
# 3. 배치에 **글자까지 같은 문장**이 둘 있으면 완벽한 모델의 손실도 0에 가까워지지 않습니다. 짝이 아니라고 밀어낸 문장이 사실은 맞는 문장입니다(**가짜 오답**, false negative).
#
# **목표.** 셋을 모두 고칩니다. 3번은 이렇게 합니다. `captions[i] == captions[j]`이고 $i \neq j$인 자리를 **두 방향 모두** 소프트맥스의 분모에서 뺍니다. 짝(대각선)은 그대로 둡니다.
# `scale`은 온도의 역수이고, 1000이어도 넘치지 않아야 합니다.
#
# 힌트 1: 위의 세 증상은 저마다 어느 줄에서 옵니까?
# 힌트 2: 길이를 1로 맞추고, 겹치는 자리의 점수를 아주 작은 수로 바꾼 다음, 축 1과 축 0으로 로그 소프트맥스를 냅니다.
# 힌트 3: `names = np.array(captions)`, 겹치는 자리는 `names[:, None] == names`에서 대각선을 뺀 것입니다.

# %% solution="repair"
def repaired_loss(images, texts, captions, scale):
    """고친 대조 손실.

    Args:
        images, texts: (B, D), 순서대로 짝. captions: 문장 B개의 리스트. scale: 온도의 역수.

    Returns:
        수 하나.
    """
    ### BEGIN SOLUTION
    images = images / np.linalg.norm(images, axis=1, keepdims=True)
    texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    names = np.array(captions)
    same = (names[:, None] == names) & ~np.eye(len(names), dtype=bool)
    logits = np.where(same, -1e30, scale * images @ texts.T)
    losses = []
    for axis in (0, 1):
        low = logits - logits.max(axis=axis, keepdims=True)
        logs = low - np.log(np.exp(low).sum(axis=axis, keepdims=True))
        losses.append(-np.diag(logs).mean())
    return np.mean(losses)
    ### END SOLUTION

# %% test="repair" points=2
def _t91_repair(images, texts, captions, scale, want, why, slips=()):
    given = [np.array(images, dtype=float), np.array(texts, dtype=float), captions, scale]
    testing.check(repaired_loss, given, want, why, slips)
### BEGIN HIDDEN TESTS
def _t91_random(rng, captions):
    x, y = rng.normal(size=(2, len(captions), 3))
    s, pairs = 4 * (x @ y.T) / np.linalg.norm(x, axis=1)[:, None] / np.linalg.norm(y, axis=1), range(len(captions))
    rows = [[j for j in pairs if i == j or captions[i] != captions[j]] for i in pairs]
    want = np.mean([np.logaddexp.reduce(table[i, rows[i]]) - s[i, i] for table in (s, s.T) for i in pairs])
    _t91_repair(x, y, captions, 4.0, want, "무작위 벡터입니다. 세 증상을 하나씩 확인하세요.")
### END HIDDEN TESTS

_t91_repair([[1, 0], [0, 1]], [[1, 0], [0, 1]], ["가", "나"], 3.0, 0.048587352,
            "점수는 scale을 곱한 코사인이고, 두 방향을 평균합니다. 짝(대각선)은 지우지 않습니다.", {
    "scale은 나누지 않고 곱합니다.": 0.540305575, "두 방향을 더했습니다. 평균하세요.": 0.097174703})
_t91_repair([[2, 0], [0, 5]], [[1, 0], [0, 3]], ["가", "나"], 3.0, 0.048587352,
            "벡터의 길이는 손실을 바꾸지 않아야 합니다(증상 1). 이미지도 문장도 길이를 1로 맞춥니다.")
_t91_repair([[1, 0], [0.6, 0.8]], [[1, 0], [0, 1]], ["가", "나"], 5.0, 0.116263744,
            "이미지 → 문장은 축 1, 문장 → 이미지는 축 0입니다(증상 2).", {
    "한 방향만 셌습니다(증상 2). 두 번 다 축 1입니다.": 0.159988518,
    "한 방향만 셌습니다(증상 2). 두 번 다 축 0입니다.": 0.072538969})
_t91_repair(np.eye(2), np.eye(2)[::-1], ["가", "나"], 1000.0, 1000.0,
            "scale이 1000이어도 넘치거나 inf가 되지 않게 로그 소프트맥스를 씁니다.")
### BEGIN HIDDEN TESTS
for _t91_n in range(10):
    _t91_random(np.random.default_rng(_t91_n), list("가나다라마바")[:2 + _t91_n % 5])
### END HIDDEN TESTS

# %% test="repair" part="duplicates" points=2
_t91_repair([[1, 0], [0, 1], [1, 0]], [[1, 0], [0, 1], [1, 0]], ["원", "별", "원"],
            2.0, 0.164466929,
            "captions가 같은 자리를 두 방향 모두 분모에서 뺍니다(증상 3). 짝(대각선)은 지우지 않습니다.", {
    "같은 문장을 빼지 않았습니다(증상 3).": 0.585597373,
    "같은 문장을 한 방향에서만 뺐습니다. 두 방향 모두 뺍니다.": 0.375032151,
    "점수를 0으로 바꾸면 분모에 exp(0)이 남습니다. 아주 작은 수로 바꾸세요.": 0.239544766,
    "같은 문장을 버리지 말고 분모에서만 뺍니다. 나누는 수는 B입니다.": 0.126928011})
_t91_repair([[1, 0], [0, 1]], [[0, 1], [1, 0]], ["원", "원"], 2.0, 0.0,
            "짝(대각선)은 지우지 않습니다. 둘뿐이고 서로 같으면 손실은 0입니다.")
_t91_repair([[1, 0], [0, 1]], [[-1, 0], [0, -1]], ["원", "원"], 100.0, 0.0,
            "남은 점수가 -100일 수도 있습니다. 빼는 자리는 -1e9처럼 훨씬 작은 수로 바꾸세요.")
_t91_repair([[1, 0], [0.6, 0.8]], [[0, 1], [1, 0]], ["큰 원", "원"], 2.0, 1.498736168,
            "글자까지 같아야 뺍니다. 일부만 같은 문장은 다른 문장입니다.")
_t91_repair([[0, 1], [1, 0]], [[1, 0], [1, 0]], ["가", "나"], 3.0, 1.120867266,
            "벡터가 아니라 captions로 봅니다. 벡터가 같아도 글이 다르면 빼지 않습니다.")
_t91_repair([[1, 0], [1, 0], [1, 0], [0, 1]], [[1, 0], [1, 0], [1, 0], [0, 1]],
            ["원", "원", "원", "별"], 2.0, 0.180384247,
            "같은 문장이 셋이어도 모두 뺍니다. 나누는 수는 B입니다.")
### BEGIN HIDDEN TESTS
for _t91_n in range(15):
    _t91_random(np.random.default_rng(100 + _t91_n), [str(n) for n in np.random.default_rng(_t91_n).integers(0, 3, 2 + _t91_n % 5)])
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 온도를 내리면 ★★☆ · 13분
#
# 유사도를 그대로 두고 온도만 바꿉니다. 위에 주어진 `similarity_of`의 "가"는 짝의 유사도가 높고, "나"는 모두 같고, "다"는 **틀린 짝**이 더 높습니다.
#
# **목표.** 온도마다 두 방향의 대조 손실을 냅니다. 유사도 표를 그대로 받습니다(다시 정규화하지 않습니다).
# **재기 전에** 온도를 1에서 0.05로 내리면 세 표의 손실이 `"줄어듦"`, `"그대로"`, `"늘어남"` 가운데 어느 것인지 `my_guess()`에 적으세요. 예측이 맞지 않아도 점수는 같습니다. 점수는 함수에 있습니다.
#
# 힌트 1: 점수가 모두 같으면 소프트맥스는 온도에 따라 달라집니까?
# 힌트 2: 온도마다 표를 나누고 줄과 칸의 로그 소프트맥스에서 대각선을 평균합니다.
# 힌트 3: `np.array([loss(similarity / t) for t in temperatures])`

# %% solution="temperature"
def losses_by_temperature(similarity, temperatures):
    """온도마다의 손실.

    Args:
        similarity: (B, B), 대각선이 짝. temperatures: 온도 K개.

    Returns:
        (K,).
    """
    ### BEGIN SOLUTION
    def one(scores):
        total = 0.0
        for table in (scores, scores.T):
            low = table - table.max(axis=1, keepdims=True)
            total -= np.diag(low - np.log(np.exp(low).sum(axis=1, keepdims=True))).mean()
        return total / 2
    return np.array([one(similarity / t) for t in temperatures])
    ### END SOLUTION

def my_guess():
    """온도를 1에서 0.05로 내릴 때: 이름 -> "줄어듦", "그대로", "늘어남"."""
    ### BEGIN SOLUTION
    return {"가": "줄어듦", "나": "그대로", "다": "늘어남"}
    ### END SOLUTION

# %% test="temperature" points=3
def _t91_temperature(similarity, temperatures, want, why, slips=()):
    given = [np.array(similarity, dtype=float), temperatures]
    testing.check(losses_by_temperature, given, want, why, slips)

_t91_temperature([[0.4, 0.4], [0.4, 0.4]], [1.0, 0.05], [0.693147181, 0.693147181],
                 "모두 같으면 어느 온도에서나 ln 2입니다. 두 방향을, 짝마다 평균합니다.", {
    "두 방향을 더했습니다. 아니면 짝마다 더했습니다. 평균하세요.": [1.386294361, 1.386294361]})
_t91_temperature([[0.9, 0.1], [0.1, 0.9]], [1.0, 0.5], [0.371100666, 0.183900741],
                 "온도마다 표를 온도로 나누어 대조 손실을 하나씩 냅니다.", {
    "온도를 곱했습니다. 온도로 나눕니다.": [0.371100666, 0.513015252],
    "온도를 쓰지 않았습니다.": [0.371100666, 0.371100666],
    "표를 다시 정규화하지 마세요.": [0.345965223, 0.157739449]})
_t91_temperature([[0.5, 0.9], [0.1, 0.4]], [0.5, 1.0, 0.1],
                 [0.823237742, 0.738615683, 2.272900639],
                 "줄과 칸의 두 방향을 평균합니다. 온도의 순서도 그대로입니다.", {
    "한 방향뿐입니다(줄). 두 방향을 평균합니다.": [0.804294308, 0.733685248, 2.03336864],
    "한 방향뿐입니다(칸). 두 방향을 평균합니다.": [0.842181177, 0.743546118, 2.512432638]})
_t91_temperature([[0.1, 0.9], [0.9, 0.1]], [0.001], [800.0],
                 "온도가 0.001이어도 넘치지 않아야 합니다. 손실은 800입니다.")
_t91_temperature([[0.9, 0.1], [-0.8, -0.9]], [0.001], [275.0],
                 "온도가 0.001이어도 같습니다. 뺄 가장 큰 값은 줄마다(칸마다) 따로 구합니다.")
### BEGIN HIDDEN TESTS
_t91_rng = np.random.default_rng(9108)
for _t91_b in _t91_rng.integers(2, 6, 10):
    _t91_s, _t91_t = _t91_rng.uniform(-1, 1, (_t91_b, _t91_b)), _t91_rng.uniform(0.02, 2, 3).tolist()
    _t91_want = [np.mean([np.logaddexp.reduce(_t91_s / t, axis=axis) - np.diag(_t91_s) / t for axis in (0, 1)]) for t in _t91_t]
    _t91_temperature(_t91_s, _t91_t, _t91_want, "무작위 표입니다. 온도로 나누고, 두 방향을 평균했는지 보세요.")
### END HIDDEN TESTS

# %% test="temperature" part="guess" points=1
import contextlib

_t91_said = my_guess()
assert isinstance(_t91_said, dict) and set(_t91_said) == set(similarity_of), (
    f"이름 {list(similarity_of)}마다 하나씩 적은 사전을 돌려주세요. 지금: {_t91_said}")
assert set(_t91_said.values()) <= {"줄어듦", "그대로", "늘어남"}, (
    f"'줄어듦', '그대로', '늘어남' 가운데 하나씩 적으세요. 지금: {_t91_said}")
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    for _t91_name, _t91_s in similarity_of.items():
        _t91_seen = testing.array(losses_by_temperature(_t91_s, [1.0, 0.05]), (2,)).round(3)
        print(_t91_name, "온도 1과 0.05:", *_t91_seen, " 내 예측:", _t91_said[_t91_name])

# %% [markdown]
# ## 과제 8. 무엇이 잘못되었습니까 (글로 답하기) ★★☆ · 12분
#
# 동료의 보고서입니다.
#
# > 그린 도형 10,000장을 **섞어서** 아홉은 학습에, 하나는 시험에 썼습니다. 제로샷 정확도가 0.99이니 처음 보는 조합(빨간 별 같은)도 알아봅니다.
# > 시험 데이터에서 틀을 40개 넣어 보고 가장 높은 것을 골랐더니 0.98이 0.99가 되었습니다. 틀을 고르면 1점 좋아집니다.
# > "왼쪽에 원, 오른쪽에 별"이라는 문장과 그런 그림의 유사도가 0.93이었습니다. 그러니 왼쪽과 오른쪽을 이해합니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 처음 보는 조합을 알아본다고 말할 수 있습니까? 데이터를 어떻게 나누어야 합니까?
# 2. 틀을 고른 방법에서 무엇이 잘못되었습니까? 1점이 정말인지 어떻게 확인합니까?
# 3. 유사도 0.93은 위치를 이해한다는 증거입니까? 무엇을 재겠습니까?

# %% [markdown] manual="what-went-wrong" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 말할 수 없습니다. 이미지를 섞어서 나누면 같은 조합이 학습과 시험에 모두 있습니다. 색과 모양의 **조합으로** 나누어, 시험의 조합은 학습의 이미지에도 문장에도 나오지 않게 합니다.
# 2. 시험 데이터로 골랐으므로 골라낸 점수는 부풀려졌습니다. 검증 조합에서 고르고 시험은 한 번만 엽니다. 같은 이미지에서 맞고 틀린 것을 짝지어(맥니마 검정이나 부트스트랩) 구간을 내고, 시드도 여럿 씁니다.
# 3. 아닙니다. 낱말만 모아 보아도 유사도는 높습니다. 왼쪽과 오른쪽을 맞바꾼 문장의 유사도와 견주어, 맞는 문장이 더 높은 그림의 비율이 0.5보다 큰지 여러 그림에서 잽니다.
#
# **채점 기준 (5점)**
#
# - 1번 2점: 같은 조합이 양쪽에 있다는 것을 짚으면 1점, 조합으로 나누면 1점.
# - 2번 1.5점: 시험 데이터로 골랐다는 것 0.5점, 검증에서 고른다 0.5점, 짝지은 비교나 구간이나 시드 0.5점.
# - 3번 1.5점: 증거가 아니라는 것과 까닭 0.5점, 맞바꾼 문장과 견준다 1점.
# ### END SOLUTION
