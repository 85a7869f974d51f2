# ---
# title: 어텐션 기계 번역
# number: "090"
# objectives:
#   - 마스크를 쓰는 소프트맥스와 더하는 점수를 NumPy로 만듭니다.
#   - 양방향 상태를 잇고, 디코더의 한 걸음을 계산합니다.
#   - 가중치의 표에서 무엇이 고장 났는지 알아내고, 빔의 캐시를 고칩니다.
# datasets: []
# prerequisites: [020_lstm_gru_shapes, 037_tokenizer_training]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여덟 개와 글 하나입니다. NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 배열을 바꾸지 마세요**. 검사가 확인합니다.

# %%
import numpy as np
from nlplab import testing

# 과제 6에서 쓰는 점수 셋: 원문 네 토큰에 준 점수
scores_of = {
    "가": np.array([1.0, 1.0, 1.0, 1.0]),
    "나": np.array([5.0, 0.0, 0.0, 0.0]),
    "다": np.array([5.0, 5.0, -5.0, -5.0]),
}

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t90_softmax(scores, mask):
    top = np.where(mask, scores, -1e30).max(-1, keepdims=True)
    e = np.where(mask, np.exp(np.where(mask, scores, top) - top), 0)
    return e / np.maximum(e.sum(-1, keepdims=True), 1e-30)

# %% [markdown]
# ## 과제 1. 볼 곳이 없는 줄도 있습니다 ★★☆ · 12분
#
# **목표.** 점수 `(..., T)`와 마스크 `(..., T)`를 받아 마지막 축의 가중치를 냅니다.
#
# - 막힌 자리(`False`)의 가중치는 0이고 나머지의 합은 1입니다.
# - 강의와 달리 **모두 막힌 줄**이 있을 수 있습니다(빈 문장). 그 줄의 가중치는 모두 0입니다. `nan`이나 고른 값이 아닙니다.
# - 점수가 1000처럼 커도 넘치지 않아야 합니다. 마스크는 점수보다 작은 모양일 수도 있습니다. 점수가 `(2, 3)`인데 마스크가 `(3,)`이면 모든 줄에 같은 마스크를 씁니다(브로드캐스팅).
#
# 힌트 1: 소프트맥스 뒤에서 0을 곱하면 합이 1입니까?
# 힌트 2: 막힌 자리를 아주 작은 수로 바꾸고 가장 큰 값을 뺀 뒤, 지수를 취하고 막힌 자리를 다시 0으로 만듭니다. 합이 0인 줄은 나누지 않습니다.
# 힌트 3: `e / np.where(total > 0, total, 1)`

# %% solution="masked-softmax"
def masked_weights(scores, mask):
    """마지막 축의 가중치.
    Args: scores: (..., T). mask: 참과 거짓, 점수의 모양으로 늘어나는 배열.
    Returns: (..., T). 막힌 자리는 0.
    Example:
        >>> masked_weights(np.array([0.0, 0.0, 9.0]), np.array([True, True, False]))
        array([0.5, 0.5, 0. ])
    """
    ### BEGIN SOLUTION
    scores, mask = np.broadcast_arrays(scores, mask)
    low = np.where(mask, scores, -1e30)
    e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1)
    ### END SOLUTION

# %% test="masked-softmax" points=3
def _t90_masked(scores, mask, want, why, slips=()):
    scores, mask = np.array(scores, float), np.array(mask, bool)
    testing.check(masked_weights, [scores, mask], want, why, slips)

_t90_masked([0, 0, 9], [1, 1, 0], [0.5, 0.5, 0], "막힌 자리를 소프트맥스 앞에서 빼야 합이 1입니다.", {
    "마스크의 참은 '보아도 된다'입니다. 거꾸로 읽었습니다.": [0, 0, 1],
    "마스크를 쓰지 않았습니다.": [0.0001, 0.0001, 0.9998]})
_t90_masked([0, np.log(3)], [1, 1], [0.25, 0.75], "점수의 exp를 그 합으로 나눕니다.")
_t90_masked([[0, 0, 5], [0, 9, 5]], [[1, 1, 0], [1, 0, 0]], [[0.5, 0.5, 0], [1, 0, 0]],
    "줄마다(마지막 축) 따로 계산합니다.")
_t90_masked([1000, 1000 - np.log(2), 0], [1, 1, 1], [2 / 3, 1 / 3, 0],
    "큰 점수가 넘치지 않게 가장 큰 값을 먼저 빼세요. 점수를 자르면 차이가 사라집니다.")
_t90_masked([-1000, 5], [1, 0], [1, 0], "막힌 자리의 점수가 더 커도 나머지의 합은 1입니다.")
_t90_masked([0, 0, 0], [0, 0, 0], [0, 0, 0], "모두 막힌 줄의 가중치는 모두 0입니다. 고르게 나누지 마세요.")
_t90_masked([[1000, 1000], [0, 0]], [[1, 1], [1, 1]], [[0.5, 0.5]] * 2,
    "뺄 가장 큰 값도 줄마다(마지막 축) 따로 구합니다.")
_t90_masked([[5, 5], [0, 9]], [[0, 0], [1, 0]], [[0, 0], [1, 0]],
    "한 줄만 모두 막힐 수도 있습니다. 줄마다 따로 살피세요.")
_t90_masked([-2000, -2000, 0], [1, 1, 0], [0.5, 0.5, 0],
    "막힌 자리에 넣는 수는 어떤 점수보다도 훨씬 작아야 합니다.")
_t90_masked([[1, 1, 5], [2, 2, 0]], [1, 1, 0], [[0.5, 0.5, 0]] * 2,
    "마스크를 점수의 모양으로 늘리세요(np.broadcast_to나 np.where).")
### BEGIN HIDDEN TESTS
_t90_rng = np.random.default_rng(901)
for _t90_trial in range(20):
    _t90_s = _t90_rng.normal(0, 3, (2, 3, 4))
    _t90_m = _t90_rng.random((2, 1, 4)) < 0.7
    _t90_masked(_t90_s, _t90_m, _t90_softmax(_t90_s, np.broadcast_to(_t90_m, _t90_s.shape)),
        "축이 셋이어도 마지막 축이고, 마스크 (2, 1, 4)는 점수 (2, 3, 4)로 늘어납니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 더하는 점수를 한꺼번에 ★★☆ · 15분
#
# **목표.** 디코더 상태 여럿과 인코더 상태 여럿의 더하는 점수를 냅니다. 반복문 없이 한꺼번에 내 보세요(검사는 값만 봅니다). 두 상태의 길이가 다릅니다.
#
# $$e_{tj} = v^\top \tanh(s_t W_1 + h_j W_2 + b)$$
#
# 힌트 1: $t$와 $j$의 모든 짝을 만들려면 두 배열의 모양이 어떻게 되어야 합니까?
# 힌트 2: `(Ty, 1, A)`와 `(1, Tx, A)`를 더하면 `(Ty, Tx, A)`입니다. `b`는 더하기이므로 $\tanh$ 안입니다.
# 힌트 3: `(states @ W1)[:, None]`

# %% solution="additive"
def additive_scores(states, memory, W1, W2, b, v):
    """더하는 점수.
    Args: states: (Ty, D). memory: (Tx, E). W1: (D, A). W2: (E, A). b, v: (A,).
    Returns: (Ty, Tx).
    """
    ### BEGIN SOLUTION
    queries, keys = states @ W1, memory @ W2
    return np.tanh(queries[:, None] + keys[None] + b) @ v
    ### END SOLUTION

# %% test="additive" points=3
def _t90_additive(states, memory, W1, W2, b, v):
    left, right = (states @ W1)[:, None], (memory @ W2)[None]
    inner = left + right + b
    want = np.tanh(inner) @ v
    got = testing.call(additive_scores, states, memory, W1, W2, b, v, why="(Ty, Tx)의 모든 짝입니다.")
    got = testing.array(got, want.shape, "점수")
    testing.equal(got, want, "첫 짝으로 tanh(sW1 + hW2 + b)v를 따라가 보세요. 더한 값 "
        f"{inner[0, 0].round(3).tolist()}, tanh 뒤 {np.tanh(inner[0, 0]).round(3).tolist()}.", [
        ("b는 tanh 안에서 더합니다.", np.tanh(inner - b) @ v + b.sum()),
        ("b는 tanh 안에서 더합니다.", (np.tanh(inner - b) + b) @ v),
        ("b를 빠뜨렸습니다.", np.tanh(inner - b) @ v), ("b를 두 번 더했습니다.", np.tanh(inner + b) @ v),
        ("tanh를 지나지 않았습니다.", inner @ v), ("tanh가 아니라 ReLU입니다.", np.maximum(inner, 0) @ v),
        ("두 상태를 더하기 전에 따로 tanh를 취했습니다.", (np.tanh(left) + np.tanh(right + b)) @ v),
        ("v를 곱한 뒤 tanh를 취했습니다. 순서가 반대입니다.", np.tanh(inner @ v)),
        ("v를 곱한 뒤에 tanh를 한 번 더 취했습니다.", np.tanh(want)),
        ("v를 곱하지 않고 더했습니다.", np.tanh(inner).sum(-1)),
        ("더하지 않고 곱했습니다. 이것은 더하는 점수입니다.", np.tanh(left * right + b) @ v),
        ("더하지 않고 곱했습니다. 이것은 더하는 점수입니다.", (states @ W1) @ (memory @ W2).T),
        ("두 상태를 더하지 않고 뺐습니다.", np.tanh(left - right + b) @ v),
        ("점수만 냅니다. 소프트맥스는 취하지 않습니다.", _t90_softmax(want, want == want)),
        ("모든 줄이 같습니다. 줄마다 다른 디코더 상태를 씁니다.", want[[0] * len(want)])])

_t90_rng = np.random.default_rng(902)
_t90_additive(*(_t90_rng.normal(size=n) for n in [(2, 3), (4, 5), (3, 6), (5, 6), 6, 6]))
### BEGIN HIDDEN TESTS
for _t90_shapes in 5 * [[(1, 2), (3, 2), (2, 2), (2, 2), 2, 2], [(3, 4), (1, 2), (4, 3), (2, 3), 3, 3],
                        [(2, 2), (2, 2), (2, 2), (2, 2), 2, 2]]:
    _t90_additive(*(_t90_rng.normal(size=n) for n in _t90_shapes))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 고장 난 가중치를 알아내기 ★★★ · 20분
#
# 동료들의 어텐션이 낸 가중치 `(Ty, Tx)`만 보고 무엇이 잘못되었는지 말합니다.
#
# **목표.** 다음 이름 가운데 하나를 돌려줍니다. 여럿에 해당하면 **위의 것**이 먼저입니다.
#
# | 이름 | 뜻 |
# |---|---|
# | `"음수"` | 0보다 작은 가중치가 있다 |
# | `"패딩"` | 막혀야 할 자리에 0.001보다 큰 가중치가 있다 |
# | `"축"` | 진짜 토큰의 칸은 모두 더해서 1인데, 더해서 1이 아닌 줄이 하나라도 있다 |
# | `"합"` | 더해서 1이 아닌 줄이 하나라도 있다 |
# | `"정상"` | 모두 아니다 |
#
# "1이다"는 0.001 안에서 같다는 뜻입니다.
#
# 힌트 1: `softmax(axis=0)`을 쓰면 무엇의 합이 1이 됩니까?
# 힌트 2: 줄의 합은 `sum(axis=1)`, 칸의 합은 진짜 칸만 남긴 뒤 `sum(axis=0)`입니다. 표의 순서대로 `if`를 씁니다.
# 힌트 3: `np.allclose(weights[:, mask].sum(axis=0), 1, atol=1e-3)`

# %% solution="diagnose"
def diagnose(weights, mask):
    """가중치에 무엇이 잘못되었는지.
    Args: weights: (Ty, Tx). mask: (Tx,), 진짜 토큰이면 참(하나는 있습니다).
    Returns: "음수", "패딩", "축", "합", "정상" 가운데 하나.
    """
    ### BEGIN SOLUTION
    if (weights < 0).any():
        return "음수"
    if (weights[:, ~mask] > 1e-3).any():
        return "패딩"
    rows = np.allclose(weights.sum(axis=1), 1, rtol=0, atol=1e-3)
    if not rows and np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):
        return "축"
    return "정상" if rows else "합"
    ### END SOLUTION

# %% test="diagnose" points=3
for _t90_w, _t90_m, _t90_want, _t90_why in [
    ([[0.5, 0.5, 0]], [1, 1, 0], "정상", "줄의 합이 1이고 패딩이 0입니다."),
    ([[0.2, 0.3, 0.5]], [1, 1, 0], "패딩", "줄의 합이 1이어도 패딩에 0.5가 갔습니다."),
    ([[0.3, 0.9, 0], [0.7, 0.1, 0]], [1, 1, 0], "축",
     "칸의 합이 1입니다. 줄의 합을 보세요. 패딩의 칸은 합이 0이어도 됩니다."),
    ([[0.3, 0.2, 0]], [1, 1, 0], "합", "소프트맥스 뒤에서 0을 곱하면 줄의 합이 1보다 작습니다."),
    ([[0.4, 0.6], [0.6, 0.4]], [1, 1], "정상", "줄의 합과 칸의 합이 모두 1이면 고장이 아닙니다."),
    ([[1.2, -0.2]], [1, 1], "음수", "줄의 합이 1이어도 음수가 있습니다."),
    ([[1.2, -0.7, 0.5]], [1, 1, 0], "음수", "여럿에 해당하면 표의 위에 있는 것이 먼저입니다."),
    ([[0.5, 0.2, 0.3], [0.5, 0.8, 0.7]], [1, 1, 0], "패딩", "여럿에 해당하면 위의 것이 먼저입니다."),
    ([[0.6, 0.5, -0.1]], [1, 1, 0], "음수", "패딩 자리의 음수도 음수입니다."),
    ([[0.4996, 0.4994, 0.0006, 0.0006]], [1, 1, 0, 0], "정상",
     "0.001까지는 반올림으로 봅니다. 패딩은 자리마다 따로 봅니다."),
    ([[0.5, 0.4993]], [1, 1], "정상", "0.9993은 1과 0.001 안에서 같습니다. 반올림하지 말고 차이를 보세요."),
    ([[0.5, 0.495, 0.005]], [1, 1, 0], "패딩", "0.005는 0.001보다 큽니다."),
    ([[0.4, 0.6], [1.0005, -0.0005]], [1, 1], "음수", "모든 줄을 봅니다. 아주 작아도 음수입니다."),
    ([[0.5, 0.5, 0], [0.5, 0.3, 0.2]], [1, 1, 0], "패딩", "모든 줄의 패딩을 봅니다. 첫 줄만이 아닙니다."),
    ([[1.2, 0.8]], [1, 1], "합", "줄의 합이 1보다 큰 것도 고장입니다. 칸의 합은 평균하지 말고 칸마다 봅니다."),
    ([[0, 0.6, 0.4]], [0, 1, 1], "정상", "막힌 자리는 mask로 고릅니다. 끝에만 있다고 여기지 마세요."),
    ([[0.5, 0.5], [0.5, 0.5], [0.5, 0.495]], [1, 1], "합", "한 줄만 어긋나도 그 줄의 합은 1이 아닙니다."),
    ([[0.5, 0.5, 0], [0.5, 0.2, 0.4], [0, 0.3, 0.6]], [1, 1, 1], "축",
     "줄 하나의 합이 1이어도 나머지 줄이 아니면 축입니다."),
    ([[1.0, 0.2], [0.0, 1.0]], [1, 1], "합", "한 칸만 합이 1이면 축이 아닙니다."),
]:
    _t90_given = np.array(_t90_w, float), np.array(_t90_m, bool)
    testing.check(diagnose, _t90_given, _t90_want, _t90_why)
### BEGIN HIDDEN TESTS
testing.check(diagnose, [np.array([[2.0, 0.0]]), np.ones(2, bool)], "합", "합이 1보다 큰 것도 고장입니다.")
_t90_rng = np.random.default_rng(903)
for _t90_want in ["음수", "패딩", "축", "합", "정상"] * 6:
    _t90_m = _t90_rng.permutation([True, True, True, False])
    _t90_s = np.where(_t90_m, _t90_rng.normal(size=(3, 4)), -1e9)
    _t90_w = _t90_softmax(_t90_s, _t90_m)
    _t90_at, (_t90_a, _t90_b, _) = _t90_rng.integers(3), _t90_rng.permutation(np.flatnonzero(_t90_m))
    _t90_line = _t90_w[_t90_at]
    if _t90_want == "음수":
        _t90_line[_t90_a], _t90_line[_t90_b] = -0.01, _t90_line[[_t90_a, _t90_b]].sum() + 0.01
    elif _t90_want == "패딩":
        _t90_line[~_t90_m], _t90_line[_t90_a] = _t90_line[_t90_a], 0
    elif _t90_want == "축":
        _t90_w = _t90_softmax(_t90_s.T, np.repeat(_t90_m[:, None], 3, 1)).T
    elif _t90_want == "합":
        _t90_line *= _t90_rng.choice([0.99, 1.01])
    testing.check(diagnose, [_t90_w, _t90_m], _t90_want, "표의 뜻을 줄과 칸마다 하나씩 확인하세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 두 방향의 끝을 잇기 ★★☆ · 12분
#
# 두 GRU의 **모든** 상태를 받았습니다. `backward[b, j]`는 뒤에서부터 읽어 `j`번째 토큰까지 온 상태입니다. 자리는 원문의 자리와 같고, 패딩은 문장 뒤에 있습니다.
#
# **목표.** 디코더의 처음 상태 `(B, 2U)`를 만듭니다. 앞쪽 절반은 앞으로 읽기를 **마친** 상태, 뒤쪽 절반은 뒤로 읽기를 마친 상태입니다.
#
# 힌트 1: 앞으로 읽기를 마친 자리는 문장마다 같습니까?
# 힌트 2: 앞으로는 `lengths - 1`, 뒤로는 0번 자리입니다. 문장마다 다른 자리를 뽑으려면 줄 번호도 함께 주세요.
# 힌트 3: `forward[np.arange(len(lengths)), lengths - 1]`

# %% solution="join-states"
def join_ends(forward, backward, lengths):
    """두 방향의 마지막 상태를 이어 붙입니다.
    Args: forward, backward: (B, T, U). lengths: (B,), 패딩을 뺀 토큰의 수(1 이상).
    Returns: (B, 2U).
    """
    ### BEGIN SOLUTION
    ends = forward[np.arange(len(lengths)), lengths - 1]
    return np.concatenate([ends, backward[:, 0]], axis=-1)
    ### END SOLUTION

# %% test="join-states" points=3
def _t90_join(forward, backward, lengths):
    (B, T, U), row = forward.shape, np.arange(len(lengths))
    got = testing.call(join_ends, forward, backward, lengths)
    got = testing.array(got, (B, 2 * U), "두 상태는 더하지 않고 마지막 축으로 이어 붙입니다")
    want = np.hstack([forward[row, lengths - 1], backward[:, 0]])
    both = want.reshape(B, 2, U)
    testing.equal(got[:, :U], want[:, :U],
        f"앞쪽 절반은 앞으로 읽기를 마친 상태입니다. 문장마다 마친 자리는 {(lengths - 1).tolist()}번입니다.", [
        ("두 상태를 한 칸씩 섞지 말고 통째로 이어 붙입니다.", both.swapaxes(1, 2).reshape(B, -1)[:, :U]),
        ("앞으로 읽은 상태가 앞쪽 절반입니다. 순서를 바꾸었습니다.", backward[:, 0]),
        ("패딩 자리의 상태입니다. 마지막 진짜 토큰의 자리를 고르세요.", forward[:, -1]),
        ("첫 자리의 상태입니다. 앞으로 읽기를 마친 자리가 아닙니다.", forward[:, 0]),
        ("한 칸 뒤입니다. 자리는 0부터 셉니다.", forward[row, lengths % T])])
    testing.equal(got[:, U:], want[:, U:],
        "뒤쪽 절반은 뒤로 읽기를 마친 상태이고, 마친 자리는 0번입니다. 가장 늦게 읽은 토큰이 어디인지 생각하세요.")

_t90_rng = np.random.default_rng(904)
_t90_join(*_t90_rng.normal(size=(2, 3, 4, 2)), np.array([4, 2, 1]))
### BEGIN HIDDEN TESTS
for _t90_trial in range(10):
    _t90_b, _t90_n, _t90_u = _t90_rng.integers(1, 5, 3)
    _t90_join(*_t90_rng.normal(size=(2, _t90_b, _t90_n, _t90_u)), _t90_rng.integers(1, _t90_n + 1, _t90_b))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 고친 디코더의 한 걸음 ★★★ · 20분
#
# 강의의 디코더를 조금 바꿉니다. 키와 값이 **서로 다르고**, 점수를 $\sqrt U$로 나누며, 문맥을 이어 붙이지 않고 **게이트**로 섞습니다.
#
# $$\alpha = \mathrm{softmax}\!\left(\tfrac{K s}{\sqrt U}\right), \quad c = \alpha^\top V, \quad g = \sigma(G\,[s; c]), \quad \tilde h = g \odot s + (1 - g) \odot c$$
#
# **목표.** $\tilde h$와 $\alpha$를 돌려줍니다. 막힌 자리(`mask`가 거짓)의 가중치는 0입니다.
#
# 힌트 1: 점수를 내는 것은 키입니까, 값입니까? 섞는 것은요?
# 힌트 2: 점수 → 마스크 → 소프트맥스 → 값 섞기 → 시그모이드 게이트의 순서입니다. $[s; c]$는 `np.concatenate([s, c])`입니다.
# 힌트 3: `g = 1 / (1 + np.exp(-G @ np.concatenate([s, c])))`

# %% solution="gated-step"
def gated_step(s, K, V, mask, G):
    """어텐션을 붙인 디코더의 한 걸음.
    Args: s: (U,). K, V: (Tx, U). mask: (Tx,), 하나는 참. G: (U, 2U).
    Returns: (섞은 상태 (U,), 가중치 (Tx,)).
    """
    ### BEGIN SOLUTION
    scores = np.where(mask, K @ s / np.sqrt(len(s)), -np.inf)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    context = weights @ V
    g = 1 / (1 + np.exp(-G @ np.concatenate([s, context])))
    return g * s + (1 - g) * context, weights
    ### END SOLUTION

# %% test="gated-step" points=2
def _t90_draw(seed, mask=(True, False, True, True, False), U=4):
    rng, T = np.random.default_rng(seed), len(mask)
    s, (K, V) = rng.normal(0, 1.5, U), rng.normal(size=(2, T, U))
    return s, K, V, np.array(mask), rng.normal(size=(U, 2 * U))

def _t90_weights(s, K, V, mask, G):
    got = testing.parts(testing.call(gated_step, s, K, V, mask, G), "섞은 상태", "가중치")
    e, every, soft, U, T = K @ s, mask | True, _t90_softmax, len(s), len(K)
    got = testing.array(got[1], (T,), "가중치(둘째로 돌려줍니다)")
    testing.equal(got, soft(e / U ** 0.5, mask), "가중치를 차례로 견주세요. "
        f"√U로 나눈 점수는 {(e / U ** 0.5).round(3).tolist()}, 마스크는 {mask.tolist()}.", [
        ("점수는 값 V가 아니라 키 K로 냅니다.", soft(V @ s / U ** 0.5, mask)),
        ("점수를 √U로 나누지 않았습니다.", soft(e, mask)), ("U가 아니라 √U로 나눕니다.", soft(e / U, mask)),
        ("토큰의 수가 아니라 상태의 길이 U의 제곱근으로 나눕니다.", soft(e / T ** 0.5, mask)),
        ("√U를 곱하지 말고 나눕니다.", soft(e * U ** 0.5, mask)),
        ("마스크를 쓰지 않았습니다.", soft(e / U ** 0.5, every)),
        ("마스크를 거꾸로 읽었습니다. 참인 자리를 봅니다.", soft(e / U ** 0.5, ~mask)),
        ("소프트맥스 뒤에서 막아 합이 1보다 작습니다. 앞에서 막으세요.", soft(e / U ** 0.5, every) * mask),
        ("막힌 점수를 0으로 바꾸면 막히지 않습니다.", soft(e / U ** 0.5 * mask, every)),
        ("점수를 그대로 냈습니다. 소프트맥스를 취하세요.", e / U ** 0.5 * mask)])

_t90_weights(*_t90_draw(902))
### BEGIN HIDDEN TESTS
for _t90_trial in range(10):
    _t90_weights(*_t90_draw(_t90_trial, np.arange(6) % (2 + _t90_trial % 3) == 0, 3))
### END HIDDEN TESTS

# %% test="gated-step" part="state" points=2
def _t90_state(s, K, V, mask, G):
    got = testing.parts(testing.call(gated_step, s, K, V, mask, G), "섞은 상태", "가중치")
    scores, sigma = K @ s / len(s) ** 0.5, lambda x: 1 / (1 + np.exp(-x))
    alpha = _t90_softmax(scores, mask)
    c = alpha @ V
    inside = G @ np.r_[s, c]
    blend = lambda g, c=c: g * s + (1 - g) * c
    mixed = lambda c: blend(sigma(G @ np.r_[s, c]), c)
    got = testing.array(got[0], s.shape, "섞은 상태(첫째로 돌려줍니다)")
    testing.equal(got, mixed(c), f"상태를 차례로 견주세요. 문맥 c는 {c.round(3).tolist()}, "
        f"게이트 g는 {sigma(inside).round(3).tolist()}.", [
        ("g는 상태 s에, 1 − g는 문맥 c에 곱합니다. 시그모이드의 부호도 보세요.", blend(sigma(-inside))),
        ("[s; c]의 순서가 바뀌었습니다.", blend(sigma(G @ np.r_[c, s]))),
        ("문맥은 키가 아니라 값 V를 섞은 것입니다.", mixed(alpha @ K)),
        ("문맥에 1 − g를 곱하지 않았습니다.", sigma(inside) * s + c),
        ("문맥을 마스크를 쓰지 않은 가중치로 섞었습니다.", mixed(_t90_softmax(scores, mask | True) @ V)),
        ("문맥은 평균이 아니라 가중치로 섞습니다.", mixed(V[mask].mean(0))),
        ("게이트는 tanh가 아니라 시그모이드입니다.", blend(np.tanh(inside))),
        ("게이트에 시그모이드를 쓰지 않았습니다.", blend(inside)),
        ("강의의 tanh가 아니라 게이트 g로 섞습니다.", np.tanh(inside)),
        ("게이트는 칸마다 다른 수입니다. 하나로 줄이지 마세요.", blend(sigma(inside).mean())),
        ("게이트만 돌려주었습니다. g로 s와 c를 섞으세요.", sigma(inside))])

_t90_state(*_t90_draw(902))
### BEGIN HIDDEN TESTS
for _t90_trial in range(10):
    _t90_state(*_t90_draw(_t90_trial, np.arange(6) % (2 + _t90_trial % 3) == 0, 3))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 몇 곳을 보고 있습니까 ★★☆ · 15분
#
# 가중치가 얼마나 퍼져 있는지를 **유효한 자리의 수** $\exp\!\left(-\sum_j \alpha_j \ln \alpha_j\right)$로 잽니다. 한 곳만 보면 1, 네 곳을 고르게 보면 4입니다.
#
# **목표.** `places(weights)`를 만듭니다. 가중치가 0인 자리의 몫은 0입니다.
# **재기 전에** 위에 주어진 `scores_of`의 세 점수를 소프트맥스로 바꾸었을 때 유효한 자리가 적은 것부터 이름 셋을 리스트에 놓아 `my_order()`에서 돌려주세요. 예측이 맞지 않아도 점수는 같습니다. 점수는 함수에 있습니다.
#
# 힌트 1: 0의 로그는 무엇입니까?
# 힌트 2: 0보다 큰 것만 골라 더하거나, 0인 자리의 로그를 0으로 바꿉니다. 여러 줄이면 마지막 축으로 더합니다.
# 힌트 3: `np.log(np.where(weights > 0, weights, 1))`

# %% solution="places"
def places(weights):
    """유효한 자리의 수.
    Args: weights: (..., T), 마지막 축의 합이 1.
    Returns: (...)의 배열이나 수.
    Example:
        >>> float(places(np.array([0.5, 0.5, 0.0])))
        2.0
    """
    ### BEGIN SOLUTION
    logs = np.log(np.where(weights > 0, weights, 1))
    return np.exp(-(weights * logs).sum(axis=-1))
    ### END SOLUTION

def my_order():
    """유효한 자리가 적은 것부터, scores_of의 이름 셋."""
    ### BEGIN SOLUTION
    return ["나", "다", "가"]
    ### END SOLUTION

# %% test="places" points=3
def _t90_places(weights, want, why):
    weights, spread = np.array(weights, float), np.log(want)
    again, T = _t90_softmax(weights, weights == weights), weights.shape[-1]
    testing.check(places, [weights], want, why, [
        ("exp를 잊었습니다.", spread), ("부호가 반대입니다.", np.exp(-spread)),
        ("밑이 2인 로그를 썼습니다. 자연로그입니다.", np.exp(spread / np.log(2))),
        ("밑이 10인 로그를 썼습니다. 자연로그입니다.", np.exp(spread / np.log(10))),
        ("ln T로 나누지 말고 exp를 취합니다.", spread / np.log(T)),
        ("평균하지 말고 더합니다.", np.exp(spread / T)),
        ("자리의 수만 세지 말고 가중치를 곱해서 더합니다.", (weights > 0).sum(-1)),
        ("제곱의 합이 아니라 로그를 쓰는 식입니다.", 1 / (weights ** 2).sum(-1)),
        ("받은 것은 이미 가중치입니다. 소프트맥스를 다시 취하지 마세요.",
         np.exp(-(again * np.log(again)).sum(-1)))], close=1e-4)

_t90_places([0.9, 0.1], 1 / (0.9 ** 0.9 * 0.1 ** 0.1), "가중치마다 제 로그를 곱해서 더합니다. "
    "로그 안에 작은 수를 더했다면 결과가 바뀌지 않을 만큼 작아야 합니다.")
_t90_places([0.25] * 4, 4.0, "넷을 고르게 보면 4입니다. 로그와 exp의 밑은 모두 e입니다.")
_t90_places([0.5, 0.5, 0.0], 2.0, "가중치가 0인 자리의 몫은 0입니다. 세지 않습니다.")
_t90_places([[1.0, 0.0], [0.5, 0.5]], [1.0, 2.0], "줄마다(마지막 축) 하나씩 냅니다.")
_t90_places([[[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]], [[1.0, 2.0, 1.0]], "축이 셋이어도 마지막 축으로 더합니다.")
for _t90_name, _t90_s in scores_of.items():
    print(_t90_name, round(float(places(np.exp(_t90_s) / np.exp(_t90_s).sum())), 3))
### BEGIN HIDDEN TESTS
_t90_rng = np.random.default_rng(906)
for _t90_trial in range(10):
    _t90_p = _t90_rng.dirichlet(np.ones(5), (2, 3))
    _t90_places(_t90_p, np.exp(-(_t90_p * np.log(_t90_p)).sum(-1)), "줄마다 식을 따라가 보세요.")
### END HIDDEN TESTS

# %% test="places" part="guess" points=1
_t90_order = my_order()
_t90_order = [] if _t90_order is None else [str(name) for name in np.ravel(_t90_order)]
assert sorted(_t90_order) == sorted(scores_of), (
    f"{list(scores_of)}의 이름 셋을 한 번씩 적습니다. 지금: {_t90_order}")
print("내 예측:", " < ".join(_t90_order), "· 위의 칸에서 잰 것과 견주어 보세요.")

# %% [markdown]
# ## 과제 7. 토큰의 정렬에서 낱말의 정렬로 ★★★ · 25분
#
# 서브워드의 그림은 읽기 어렵습니다. `▁`로 시작하는 토큰이 낱말의 시작이고, 아닌 것은 앞 낱말에 붙습니다. `▁` 하나뿐인 토큰도 낱말의 시작입니다. 첫 토큰은 언제나 `▁`로 시작하고, 받은 줄의 합은 1입니다.
#
# **목표.** 토큰의 가중치 `(Ty, Tx)`를 낱말의 가중치로 모읍니다.
#
# - 원문의 조각들: 한 낱말을 본 몫이므로 **더합니다**.
# - 번역의 조각들: 여러 걸음의 **평균**입니다. 그래야 줄의 합이 그대로 1입니다.
#
# 힌트 1: 모은 뒤에도 줄의 합이 1이려면 줄은 더해야 합니까, 평균해야 합니까?
# 힌트 2: 토큰마다 낱말의 번호를 구합니다. 번호가 같은 칸을 더하고, 번호가 같은 줄을 평균합니다.
# 힌트 3: `np.cumsum([token.startswith("▁") for token in tokens]) - 1`

# %% solution="word-alignment"
def word_alignment(weights, written, read):
    """낱말의 정렬.
    Args: weights: (Ty, Tx). written: 쓴 토큰 Ty개. read: 읽은 토큰 Tx개.
    Returns: (쓴 낱말의 수, 읽은 낱말의 수).
    Example:
        >>> word_alignment(np.array([[0.2, 0.3, 0.5]]), ["▁red"], ["▁ro", "jo", "▁mi"])
        array([[0.5, 0.5]])
    """
    ### BEGIN SOLUTION
    def member(tokens):
        word = np.cumsum([token.startswith("▁") for token in tokens]) - 1
        return (word == np.arange(word[-1] + 1)[:, None]).astype(float)

    rows, columns = member(written), member(read)
    return rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T
    ### END SOLUTION

# %% test="word-alignment" points=4
for _t90_w, _t90_written, _t90_read, _t90_want, _t90_why in [
    ([[0.2, 0.3, 0.5]], ["▁red"], ["▁ro", "jo", "▁mi"], [[0.5, 0.5]],
     "원문의 조각들은 평균이 아니라 더합니다."),
    ([[0.2, 0.8], [0.6, 0.4]], ["▁re", "d"], ["▁rojo", "▁mi"], [[0.4, 0.6]],
     "번역의 조각들은 더하지 않고 평균합니다. 첫 조각만 쓰지도 않습니다."),
    ([[1, 0, 0], [0, 0.5, 0.5]], ["▁a", "▁b"], ["▁x", "▁y", "z"], [[1, 0], [0, 1]],
     "줄은 쓴 낱말, 칸은 읽은 낱말입니다."),
    ([[0.5, 0.2, 0.3]], ["▁a"], ["▁x", "▁y", "▁z"], [[0.5, 0.2, 0.3]],
     "조각이 하나뿐인 낱말도, 마지막 낱말도 셉니다. 받은 차례를 지킵니다."),
    ([[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1], [0.7, 0.1, 0.1, 0.1], [0, 0, 0, 1]],
     ["▁a", "b", "c", "▁d"], ["▁x", "y", "z", "▁w"], [[0.8, 0.2], [0, 1]],
     "조각이 셋이면 셋을 똑같이 평균합니다. 낱말마다 제 조각의 수로 나눕니다."),
    ([[0.2, 0.8, 0], [0.5, 0, 0.5]], ["▁a", "▁a"], ["▁x", "▁x", "y"], [[0.2, 0.8], [0.5, 0.5]],
     "같은 낱말이 두 번 나와도 자리가 다르면 다른 낱말입니다. 낱말의 글자로 묶지 마세요."),
    ([[0.2, 0.3, 0.5]], ["▁a"], ["▁x", "▁", "!"], [[0.2, 0.8]], "`▁` 하나뿐인 토큰도 낱말의 시작입니다."),
    ([[0.2, 0.3, 0.5]], ["▁a"], ["▁x", "y▁z", "w"], [[1]],
     "`▁`로 시작하는 토큰이 낱말의 시작입니다. 속에 든 것은 아닙니다."),
]:
    _t90_w = np.array(_t90_w, float)
    testing.check(word_alignment, [_t90_w, _t90_written, _t90_read], _t90_want, _t90_why)
### BEGIN HIDDEN TESTS
_t90_rng = np.random.default_rng(907)
for _t90_trial in range(10):
    _t90_groups = [_t90_rng.integers(1, 4, _t90_rng.integers(1, 4)) for _ in range(2)]
    _t90_sides = [["▁t" if n == 0 else "t" for size in group for n in range(size)] for group in _t90_groups]
    _t90_w = _t90_rng.dirichlet(np.ones(len(_t90_sides[1])), len(_t90_sides[0]))
    _t90_cut = [np.cumsum(group)[:-1] for group in _t90_groups]
    _t90_want = np.array([[part.sum(axis=1).mean() for part in np.split(line, _t90_cut[1], axis=1)]
                          for line in np.split(_t90_w, _t90_cut[0], axis=0)])
    testing.check(word_alignment, [_t90_w, *_t90_sides], _t90_want, "낱말의 경계를 확인하세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 빔의 캐시 고치기 ★★★ · 20분
#
# 빔 탐색에서 문장마다 후보 `width`개가 한 줄씩 있습니다. 상태는 배열의 튜플이고, 각 배열의 첫 축은 `N * width`입니다(문장 0의 후보들, 문장 1의 후보들, …).
# 다음 걸음에서 살아남은 후보 `k`는 **같은 문장의** 후보 `parent[n, k]`에서 이어집니다. 동료의 코드는 한 문장에서는 잘 되는데 여럿이면 번역이 뒤섞입니다.
#
# ```python
# def follow(state, parent):
#     *memory, s = state
#     return (*memory, s[parent.ravel()])
# ```
#
# **목표.** 고쳐서 `follow`를 완성합니다. 후보마다 인코더의 상태를 따로 고친 모델도 있으므로 **상태의 모든 배열**을 옮깁니다. 튜플을 돌려줍니다.
#
# 힌트 1: 문장 1의 후보 0은 배열의 몇 번째 줄에 있습니까?
# 힌트 2: 문장마다 `n * width`를 더해야 합니다. 그 줄 번호로 모든 배열을 뽑습니다.
# 힌트 3: `rows = (np.arange(N)[:, None] * width + parent).ravel()`

# %% solution="follow"
def follow(state, parent):
    """살아남은 후보가 이어받을 상태.
    Args: state: 배열의 튜플, 각 배열의 첫 축은 N * width. parent: (N, width), 같은 문장 안의 후보 번호.
    Returns: 배열의 튜플, 모양은 state와 같습니다.
    """
    ### BEGIN SOLUTION
    n, width = parent.shape
    rows = (np.arange(n)[:, None] * width + parent).ravel()
    return tuple(part[rows] for part in state)
    ### END SOLUTION

# %% test="follow" points=3
def _t90_follow(state, parent, why):
    state, parent = tuple(np.array(part) for part in state), np.array(parent)
    got = testing.call(follow, state, parent, why=why)
    assert isinstance(got, tuple) and len(got) == len(state), f"배열 {len(state)}개의 튜플을 돌려주세요."
    n, width = parent.shape
    number = np.arange(n)[:, None]
    for at, (new, old) in enumerate(zip(got, state)):
        testing.equal(new, old[(number * width + parent).ravel()], f"{why} {at}번 배열입니다.", [
            (say, old[np.ravel(rows) % len(old)]) for say, rows in [
            ("동료의 코드처럼 옮기지 않은 배열이 있습니다.", np.arange(n * width)),
            ("문장마다 n * width를 더하세요.", parent), ("width 대신 N을 곱했습니다.", number * n + parent),
            ("n * width가 아니라 n을 더했습니다.", number + parent),
            ("n에 축을 하나 더 주세요. 문장의 번호는 parent의 줄입니다.", np.arange(width) * width + parent),
            ("문장 0의 후보들이 먼저 옵니다. 편 순서를 보세요.", (number * width + parent).T),
            ("줄 번호는 n * width + k입니다. n과 k가 바뀌었습니다.", number + parent * n),
            ("문장마다 제 parent를 씁니다. 첫 문장의 것만 썼습니다.", number * width + parent[:1]),
            ("parent의 순서를 그대로 두세요. 정렬했습니다.", number * width + np.sort(parent)),
        ]], f"(상태 {[part.tolist() for part in state]}, parent {parent.tolist()})")

_t90_follow(([0, 1, 2], [[0], [10], [20]]), [[2, 0, 0]], "모든 배열을 parent의 순서로 뽑습니다.")
_t90_follow((np.arange(4), np.arange(4.0)[:, None]), [[1, 0], [1, 1]],
    "둘째 문장의 줄은 width부터이고, 문장마다 제 parent를 씁니다.")
_t90_follow((np.arange(6), np.arange(12).reshape(6, 2)), [[2, 2, 0], [1, 0, 1]],
    "후보의 수(width)를 문장의 수(N)와 헷갈리지 않았나요?")
### BEGIN HIDDEN TESTS
_t90_rng = np.random.default_rng(908)
for _t90_trial in range(10):
    _t90_n, _t90_k = _t90_rng.integers(1, 5, 2)
    _t90_all = _t90_rng.normal(size=(_t90_n * _t90_k, 3, 2))
    _t90_follow((_t90_all, _t90_all[:, 0], np.arange(_t90_n * _t90_k)),
        _t90_rng.integers(0, _t90_k, (_t90_n, _t90_k)), "줄 번호를 확인하세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 무엇이 잘못되었습니까 (글로 답하기) ★★☆ · 12분
#
# 동료의 보고서입니다.
#
# > 벡터 하나를 쓰는 번역기를 학습률 0.001로 4에폭, 어텐션 번역기를 학습률 0.004로 10에폭 배웠더니 시험 chrF가 50.1에서 53.0이 되었습니다. 그래서 어텐션의 효과는 2.9점입니다.
# > 정렬 그림에서 `red`를 쓸 때 `rojo`의 가중치가 0.8이었습니다. 그러니 모델은 `rojo` 때문에 `red`를 썼습니다. 배치를 바꾸면 번역이 조금씩 달라지지만 반올림 때문일 것입니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 2.9점을 어텐션의 효과라고 할 수 있습니까? 비교를 어떻게 고치고, 무엇을 함께 적어야 합니까?
# 2. 가중치 0.8은 무엇을 말하고 무엇을 말하지 않습니까? 확인하려면 무엇을 재겠습니까?
# 3. 배치를 바꾸면 번역이 달라지는 까닭으로 무엇을 먼저 의심합니까? 어떻게 확인합니까?

# %% [markdown] manual="what-went-wrong" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 할 수 없습니다. 에폭과 학습률도 함께 바뀌었습니다. 같은 데이터와 같은 예산으로 배우고 학습률은 저마다 검증 데이터로 고른 뒤, 같은 시험 문장에서 짝지은 부트스트랩의 구간을 적습니다.
# 2. 그 걸음에서 `rojo` 자리의 상태를 80% 섞었다는 것만 말합니다. 그 상태에는 앞뒤의 낱말도 들어 있고, 막아도 답이 그대로일 수 있습니다. 그 자리를 막거나 낱말을 바꾸어 답이 달라지는지 잽니다.
# 3. 패딩에 가중치가 새는 것을 의심합니다. 배치가 달라지면 패딩의 수가 달라지기 때문입니다. 한 문장에 패딩만 더 붙여 점수가 그대로인지, 패딩의 가중치가 0인지 봅니다.
#
# **채점 기준 (5점)**
#
# - 1번 2점: 함께 바뀐 것을 짚으면 1점, 고친 비교(같은 예산, 같은 문장) 0.5점, 구간 0.5점.
# - 2번 1.5점: 섞은 비율일 뿐이라는 말 0.5점, 상태에 다른 낱말도 있다는 말이나 막아도 같을 수 있다는 말 0.5점, 재는 방법 0.5점.
# - 3번 1.5점: 패딩의 마스크를 의심하면 1점, 확인하는 방법 0.5점.
#
# **판단이 갈리는 답**
#
# - 1번에서 구간 대신 시드 여럿의 흔들림을 적어도 그 0.5점을 줍니다. 에폭과 학습률 가운데 하나만 짚으면 0.5점입니다. "2.9점은 작다"만 쓰면 0점입니다.
# - 2번에서 "`rojo`를 많이 보았다"는 섞은 비율이라는 말로 봅니다. "그림이 맞으니 이유도 맞다"는 0점입니다. 다른 문장의 그림을 더 보는 것은 재는 방법이 아닙니다.
# - 3번에서 마스크를 소프트맥스 뒤에 곱한 것이나 인코더가 패딩까지 읽은 것을 의심해도 1점입니다. 켜 둔 드롭아웃은 0.5점입니다. 그렇다면 같은 배치에서도 달라지기 때문입니다. 반올림은 0점입니다. 반올림인지 재 보자고 하면 확인하는 방법의 0.5점을 줍니다.
# ### END SOLUTION
