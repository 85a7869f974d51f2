# ---
# title: 트랜스포머 이해와 구현
# number: "130"
# objectives:
#   - 위치 인코딩, 마스크, 학습률 일정, 라벨 스무딩을 강의와 다른 약속으로 만듭니다.
#   - 미래가 새는 층을 실험으로 찾아내고, 고장 난 멀티헤드 주의를 고칩니다.
#   - KV 캐시로 한 토큰씩 계산해도 답이 같게 만듭니다.
# datasets: []
# prerequisites: [065_char_rnn]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여덟 개와 글 하나입니다. NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 입력을 바꾸지 마세요**. 검사가 확인합니다. 패딩의 번호는 강의처럼 0입니다.

# %%
import numpy as np


def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# 과제 3에서 쓰는 마스크 셋: masks[이름][t, s]가 True이면 t번째가 s번째를 봅니다
masks = {
    "가": np.tril(np.ones((4, 4), bool)),
    "나": np.tril(np.ones((4, 4), bool), -1),
    "다": np.tril(np.ones((4, 4), bool)) & np.array([True, True, True, False]),
}

# 과제 5에서 쓰는 네 가지 설정: 벡터의 길이 d, 점수를 무엇으로 나누는지
setups = {"가": (16, 1), "나": (256, 1), "다": (256, 16), "라": (256, 256)}

# %% [markdown]
# ## 과제 1. 위치 인코딩, 다른 약속 ★☆☆ · 10분
#
# **목표.** 강의는 짝수 칸에 사인, 홀수 칸에 코사인을 번갈아 놓았습니다. 널리 쓰이는 다른 약속은 **앞 절반이 모두 사인, 뒤 절반이 모두 코사인**입니다.
# 자리의 번호 `at`을 받아(0부터 이어진 것이 아닐 수 있습니다) 이 약속으로 돌려줍니다.
#
# $$\sin\frac{t}{\text{base}^{2i/d}},\quad \cos\frac{t}{\text{base}^{2i/d}},\qquad i = 0, 1, \dots, d/2 - 1$$
#
# 힌트 1: 각도의 표는 (자리의 수, d/2)입니다. 사인과 코사인은 같은 각도를 씁니다.
# 힌트 2: 자리를 세로로 세우고 분모를 가로로 두면 나눗셈 한 번으로 각도의 표가 나옵니다.
# 힌트 3: `np.concatenate([np.sin(angle), np.cos(angle)], axis=-1)`

# %% solution="positions"
def positions(at, d, base=10000):
    """자리마다의 사인 위치 인코딩.

    Args:
        at: 자리의 번호, (T,) 배열. d: 짝수. base: 가장 느린 물결을 정하는 수.

    Returns:
        (T, d) 배열. 앞 d/2칸은 사인, 뒤 d/2칸은 코사인.

    Example:
        >>> positions(np.array([0, 1]), 2).round(2)
        array([[0.  , 1.  ],
               [0.84, 0.54]])
    """
    ### BEGIN SOLUTION
    angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1)
    ### END SOLUTION

# %% test="positions" points=3
def _t130_positions(at, *rest):
    given = np.array(at)
    got = positions(given, *rest)
    assert got is not None, "positions가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert np.array_equal(given, at), "받은 자리의 번호가 바뀌었습니다. 그대로 두세요."
    got = np.asarray(got)
    assert got.shape == (len(at), rest[0]), (
        f"모양이 {got.shape}입니다. (자리의 수, d)인 {(len(at), rest[0])}이어야 합니다.")
    return got

_t130_got = _t130_positions([0], 6)
assert not np.allclose(_t130_got, [[0, 1, 0, 1, 0, 1]]), (
    "사인과 코사인이 번갈아 놓였습니다. 앞 절반이 모두 사인이어야 합니다.")
assert not np.allclose(_t130_got, [[1, 1, 1, 0, 0, 0]]), (
    "코사인이 앞에 있습니다. 앞 절반이 사인, 뒤 절반이 코사인입니다.")
assert np.allclose(_t130_got, [[0, 0, 0, 1, 1, 1]]), (
    f"자리 0에서 사인은 모두 0, 코사인은 모두 1입니다. {_t130_got.round(2)}가 나왔습니다.")
assert np.allclose(_t130_positions([5], 2), [[-0.9589, 0.2837]], atol=1e-3), (
    "자리 5의 첫 칸은 sin(5)입니다. 받은 번호 대신 0, 1, 2, …를 쓰지 않았나요?")
_t130_want = [[0.8415, 0.01, 0.5403, 0.99995]]
_t130_got = _t130_positions([1], 4)
assert np.allclose(_t130_got, _t130_want, atol=1e-4), (
    "분모의 지수는 0, 2, 4, …를 d로 나눈 것입니다. 0, 1, 2, …를 쓰거나 d/2로 나누지 않았나요? "
    f"{_t130_got.round(4)}, 맞는 값은 {_t130_want}입니다.")
### BEGIN HIDDEN TESTS
assert np.allclose(_t130_positions([3, 1], 4, 100)[0, 1], np.sin(0.3)), (
    "base를 바꾸면 분모도 바뀌어야 합니다. 10000을 그대로 적지 않았나요?")
_t130_rng = np.random.default_rng(1301)
for _t130_trial in range(10):
    _t130_at, _t130_d = _t130_rng.integers(0, 500, 6), 2 * int(_t130_rng.integers(1, 9))
    _t130_base = float(_t130_rng.uniform(5, 5000))
    _t130_got = _t130_positions(_t130_at, _t130_d, _t130_base)
    for _t130_i in range(_t130_d // 2):
        _t130_angle = _t130_at / _t130_base ** (2 * _t130_i / _t130_d)
        assert np.allclose(_t130_got[:, _t130_i], np.sin(_t130_angle)) and np.allclose(
            _t130_got[:, _t130_d // 2 + _t130_i], np.cos(_t130_angle)), (
            f"d={_t130_d}, base={_t130_base:.1f}에서 칸 {_t130_i}의 물결이 식과 다릅니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 두 마스크를 하나로 ★★☆ · 12분
#
# **목표.** 디코더가 읽을 배치 `ids`에서 자기 주의의 마스크 `(B, T, T)`를 만듭니다. `[b, t, s]`가 True이면 b번째 문장의 t번째가 s번째를 봅니다.
#
# 1. 미래(`s > t`)는 보지 않습니다.
# 2. 패딩(0)인 자리는 아무도 보지 않습니다.
# 3. 단, **자기 자신은 언제나** 봅니다. 패딩인 자리도 자기는 봅니다. 볼 것이 없는 줄을 만들지 않으려는 것입니다.
#
# 패딩이 앞에 있는 배치도 있습니다.
#
# 힌트 1: 세 규칙을 저마다 (T, T)나 (B, 1, T)의 참과 거짓으로 적어 보세요.
# 힌트 2: 1과 2는 "그리고", 3은 "또는"입니다. 모양은 브로드캐스팅이 맞추어 줍니다.
# 힌트 3: `np.tril(...) & (ids != 0)[:, None, :] | np.eye(T, dtype=bool)`

# %% solution="decoder-mask"
def decoder_mask(ids):
    """디코더 자기 주의의 마스크.

    Args:
        ids: (B, T) 정수 배열. 0은 패딩.

    Returns:
        (B, T, T) bool 배열.

    Example:
        >>> decoder_mask(np.array([[5, 6, 0]]))[0].astype(int)
        array([[1, 0, 0],
               [1, 1, 0],
               [1, 1, 1]])
    """
    ### BEGIN SOLUTION
    T = ids.shape[1]
    seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
    return seen | np.eye(T, dtype=bool)
    ### END SOLUTION

# %% test="decoder-mask" points=3
def _t130_mask(ids):
    given = np.array(ids)
    got = decoder_mask(given)
    assert got is not None, "decoder_mask가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert np.array_equal(given, ids), "받은 배열이 바뀌었습니다. 그대로 두세요."
    got = np.asarray(got)
    B, T = given.shape
    assert got.shape == (B, T, T), f"모양이 {got.shape}입니다. (B, T, T) = {(B, T, T)}이어야 합니다."
    assert got.dtype == bool, f"{got.dtype} 배열입니다. 참과 거짓(bool)으로 돌려주세요."
    return got.astype(int).tolist()

for _t130_ids, _t130_want, _t130_why in [
    ([[5, 6]], [[[1, 0], [1, 1]]],
     "t번째는 t까지 봅니다. 미래를 가리고 과거를 남겼나요? 뒤집히지 않았나요?"),
    ([[0, 6]], [[[1, 0], [0, 1]]],
     "앞에 있는 패딩도 다른 자리에서는 보이지 않고, 자기 자신은 봅니다. 패딩인 줄이 비지 "
     "않았나요?"),
    ([[5, 0]], [[[1, 0], [1, 1]]],
     "패딩인 자리는 다른 자리에 보이지 않을 뿐, 자기가 보는 것은 그대로입니다. 줄까지 "
     "지우지 않았나요?"),
    ([[5, 0, 7]], [[[1, 0, 0], [1, 1, 0], [1, 0, 1]]],
     "셋째 토큰은 패딩인 둘째를 보지 않습니다. 패딩을 가렸나요?"),
]:
    _t130_got = _t130_mask(_t130_ids)
    assert _t130_got == _t130_want, (
        f"{_t130_why} ids = {_t130_ids}: {_t130_got}. 맞는 값은 {_t130_want}입니다.")
### BEGIN HIDDEN TESTS
assert _t130_mask([[5, 6], [0, 6]]) == [[[1, 0], [1, 1]], [[1, 0], [0, 1]]], (
    "문장이 둘이면 마스크도 문장마다 다릅니다. 첫 문장의 것을 모두에 쓰지 않았나요?")
_t130_rng = np.random.default_rng(1302)
for _t130_trial in range(20):
    _t130_ids = _t130_rng.integers(0, 3, _t130_rng.integers(1, 6, 2))
    _t130_n = _t130_ids.shape[1]
    _t130_want = [[[int(s == t or (s < t and row[s] != 0)) for s in range(_t130_n)]
                   for t in range(_t130_n)] for row in _t130_ids]
    assert _t130_mask(_t130_ids) == _t130_want, (
        f"ids = {_t130_ids.tolist()}에서 세 규칙을 모두 지키지 않습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 어느 층이 미래를 봅니까 ★★★ · 20분
#
# 동료의 층을 받았습니다. 속은 보이지 않고 `layer(x)`만 부를 수 있습니다. `x`는 (T, d), 출력도 (T, d)입니다.
#
# **목표 1.** `leaks(layer, x)`는 미래가 새는 곳을 `(바꾼 자리 s, 움직인 자리 t)`의 리스트로 돌려줍니다. 자리 `s`의 벡터에 1을 더했을 때 **앞자리**
# (`t < s`)의 출력이 0.000001보다 많이 움직이면 새는 것입니다. `s`가 작은 것부터, 같으면 `t`가 작은 것부터 놓습니다.
#
# **목표 2.** 위에 주어진 `masks`의 셋을 가려진 자리의 점수에 −1e9를 **넣고**(더하지 않고) 소프트맥스를 하는 주의에 쓴다면, 미래가 새는 것은 어느 것입니까?
# 이름을 `leaky_mask()`에 적습니다. 눈으로 먼저 골라 보세요.
#
# 힌트 1: 한 번에 한 자리만 바꾸고, 바꾸기 전의 출력과 견줍니다. 받은 `x`를 바꾸면 다음 비교가 틀어집니다.
# 힌트 2: 자리마다 `x`의 복사본을 만들어 1을 더하고, 두 출력의 차이의 절댓값에서 자리마다 가장 큰 것을 봅니다. 목표 2는 볼 것이 하나도 없는 줄을 찾으세요.
# 힌트 3: `np.abs(layer(changed) - before).max(axis=-1)[:s] > 1e-6`

# %% solution="leaks"
def leaks(layer, x):
    """미래가 새는 곳.

    Args:
        layer: (T, d) → (T, d) 함수. x: (T, d) 배열.

    Returns:
        (바꾼 자리, 움직인 자리)의 리스트.

    Example:
        >>> leaks(lambda x: x[::-1], np.zeros((3, 1)))
        [(2, 0)]
    """
    ### BEGIN SOLUTION
    before, found = layer(x), []
    for s in range(len(x)):
        changed = x.copy()
        changed[s] += 1
        moved = np.abs(layer(changed) - before).max(axis=-1)
        found += [(s, t) for t in range(s) if moved[t] > 1e-6]
    return found
    ### END SOLUTION

def leaky_mask():
    """미래가 새는 마스크의 이름: "가", "나", "다" 가운데 하나."""
    ### BEGIN SOLUTION
    return "나"
    ### END SOLUTION

# %% test="leaks" points=3
def _t130_leaks(layer, x):
    given = np.array(x, dtype=float)
    kept = given.copy()
    got = leaks(layer, given)
    assert got is not None, "leaks가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert np.array_equal(given, kept), "받은 x가 바뀌었습니다. 자리마다 복사본을 쓰세요."
    return [tuple(int(n) for n in pair) for pair in got]

_t130_cases = [
    ("누적 합", lambda x: np.cumsum(x, axis=0), 3, [],
     "앞만 더하는 층은 새지 않습니다. 뒷자리나 자기 자신이 움직인 것까지 세거나, 바꾼 것을 "
     "되돌리지 않고 이어서 바꾸지 않았나요?"),
    ("뒤집기", lambda x: x[::-1] * 1.0, 3, [(2, 0)],
     "자리 2를 바꾸면 자리 0이 움직입니다. (바꾼 자리, 움직인 자리)의 순서인가요?"),
    ("평균", lambda x: np.repeat(x.mean(axis=0, keepdims=True), len(x), axis=0), 3,
     [(1, 0), (2, 0), (2, 1)],
     "평균은 모든 자리를 봅니다. 자리마다 하나씩 바꾸고, 바꾸기 전과 견주었나요?"),
    ("다음 자리", lambda x: np.vstack([x[1:], x[:1]]), 4, [(1, 0), (2, 1), (3, 2)],
     "바로 다음 자리만 봅니다. 한 번에 한 자리만 바꾸었나요?"),
    ("음수 쪽", lambda x: np.vstack([-x[1:], x[:1]]), 2, [(1, 0)],
     "출력이 줄어드는 것도 움직인 것입니다. 차이의 절댓값을 보았나요?"),
]
for _t130_name, _t130_layer, _t130_n, _t130_want, _t130_why in _t130_cases:
    _t130_got = _t130_leaks(_t130_layer, np.arange(2 * _t130_n).reshape(_t130_n, 2))
    assert _t130_got == _t130_want, (
        f"{_t130_why} 층 '{_t130_name}', T={_t130_n}: {_t130_got}. 맞는 값은 {_t130_want}입니다.")
### BEGIN HIDDEN TESTS
_t130_got = _t130_leaks(lambda x: np.c_[0 * x[:, 0], np.r_[x[1:, 1], 0]], np.zeros((3, 2)))
assert _t130_got == [(1, 0), (2, 1)], (
    "한 칸만 움직여도 새는 것입니다. 모든 칸을 보았나요? "
    f"{_t130_got}이 나왔고 맞는 값은 [(1, 0), (2, 1)]입니다.")
assert _t130_leaks(lambda x: x + 1e-9 * x.sum(), np.ones((3, 2))) == [], (
    "0.000001보다 작게 움직인 것은 계산의 오차로 봅니다.")
_t130_rng = np.random.default_rng(1303)
for _t130_trial in range(10):
    _t130_n = int(_t130_rng.integers(2, 7))
    _t130_w = _t130_rng.normal(0, 1, (_t130_n, _t130_n)) * (_t130_rng.random((_t130_n, _t130_n)) < .5)
    _t130_want = [(s, t) for s in range(_t130_n) for t in range(s) if abs(_t130_w[t, s]) > 0]
    _t130_got = _t130_leaks(lambda x, w=_t130_w: w @ x, _t130_rng.normal(0, 1, (_t130_n, 3)))
    assert _t130_got == _t130_want, (
        f"T={_t130_n}인 섞는 층에서 새는 곳이 {len(_t130_got)}개 나왔습니다. 맞는 수는 "
        f"{len(_t130_want)}개입니다.")
### END HIDDEN TESTS

# %% test="leaks" part="mask" points=1
_t130_name = leaky_mask()
assert _t130_name in masks, f"{_t130_name!r}이 나왔습니다. '가', '나', '다' 가운데 하나를 돌려주세요."
### BEGIN HIDDEN TESTS
_t130_empty = ~masks[_t130_name].any(axis=1)
assert _t130_empty.any(), (
    f"{_t130_name}의 줄에는 모두 볼 것이 있고 미래는 가려져 있습니다. 점수가 모두 −1e9인 줄에서 "
    "소프트맥스가 무엇이 되는지 생각해 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 고장 난 멀티헤드 주의 ★★★ · 20분
#
# 동료의 함수는 오류 없이 돌지만 케라스와 답이 다릅니다.
#
# ```python
# def broken(q, k, v, heads, allowed):
#     T, d = q.shape
#     q, k, v = (x.reshape(heads, T, d // heads) for x in (q, k, v))
#     scores = q @ k.swapaxes(1, 2) / d ** 0.5
#     weights = softmax(scores) * allowed
#     return (weights @ v).reshape(T, d)
# ```
#
# **목표.** 고쳐서 `multi_head(q, k, v, heads, allowed)`를 씁니다. 행렬 네 개는 이미 곱했다고 보고, 나누고 보고 이어 붙이는 일만 합니다.
# 질의의 수 T와 키의 수 S는 **다를 수 있습니다**. 머리 하나는 이어진 d/heads칸입니다.
#
# 힌트 1: 잘못이 넷입니다. 머리의 길이, 마스크의 때, 그리고 모양을 두 번 바꾸는 곳을 보세요.
# 힌트 2: (T, d)를 (T, heads, d/heads)로 나눈 **다음** 축을 바꿉니다. 이어 붙일 때는 거꾸로 합니다. 마스크는 소프트맥스 **앞**입니다.
# 힌트 3: `x.reshape(len(x), heads, -1).swapaxes(0, 1)`

# %% solution="multi-head"
def multi_head(q, k, v, heads, allowed):
    """머리마다 따로 보고 이어 붙입니다.

    Args:
        q: (T, d). k, v: (S, d). heads: d를 나누는 수. allowed: (T, S) bool.

    Returns:
        (T, d) 배열.

    Example:
        >>> multi_head(np.zeros((1, 2)), np.zeros((2, 2)), np.eye(2), 2, np.ones((1, 2), bool))
        array([[0.5, 0.5]])
    """
    ### BEGIN SOLUTION
    q, k, v = (x.reshape(len(x), heads, -1).swapaxes(0, 1) for x in (q, k, v))
    scores = q @ k.swapaxes(1, 2) / q.shape[-1] ** 0.5
    weights = softmax(np.where(allowed, scores, -1e9))
    context = (weights @ v).swapaxes(0, 1)
    return context.reshape(len(context), -1)
    ### END SOLUTION

# %% test="multi-head" points=3
def _t130_heads(q, k, v, heads, allowed):
    given = [np.array(x) for x in (q, k, v, allowed)]
    kept = [x.copy() for x in given]
    try:
        got = multi_head(*given[:3], heads, given[3])
    except ValueError as error:
        assert len(q) == len(k), f"질의와 키의 수가 다르면 모양이 맞지 않습니다: {error}"
        raise
    assert got is not None, "multi_head가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert all(map(np.array_equal, given, kept)), "받은 배열이 바뀌었습니다. 그대로 두세요."
    got = np.asarray(got)
    assert got.shape == np.shape(q), f"모양이 {got.shape}입니다. (T, d) = {np.shape(q)}이어야 합니다."
    return got

_t130_open = np.ones((3, 3), bool)
_t130_v = np.arange(12.0).reshape(3, 4)
_t130_got = _t130_heads(np.zeros((3, 4)), np.zeros((3, 4)), _t130_v, 2, _t130_open)
assert np.allclose(_t130_got, [[4, 5, 6, 7]] * 3), (
    "점수가 모두 같으면 어느 머리에서나 값의 평균이 나옵니다. 모양만 바꾸고 축을 바꾸지 않으면 "
    f"토큰이 뒤섞입니다. {_t130_got.tolist()}, 맞는 값은 [[4, 5, 6, 7]] 세 줄입니다.")
_t130_low = np.tril(_t130_open)
_t130_got = _t130_heads(np.zeros((3, 4)), np.zeros((3, 4)), _t130_v, 2, _t130_low)
assert np.allclose(_t130_got[0], [0, 1, 2, 3]), (
    "첫 줄은 자기만 보므로 값이 그대로 나옵니다. 마스크를 소프트맥스 뒤에 곱하면 가중치의 합이 "
    f"1이 안 됩니다. {_t130_got[0].round(2).tolist()}, 맞는 값은 [0, 1, 2, 3]입니다.")
_t130_q = np.array([[2.0, 0, 0, 0]])
_t130_k = np.array([[2.0, 0, 0, 0], [0, 0, 0, 0]])
_t130_v = np.array([[1.0, 1, 1, 1], [0, 0, 0, 0]])
_t130_got = _t130_heads(_t130_q, _t130_k, _t130_v, 2, np.ones((1, 2), bool))
assert not np.allclose(_t130_got, [[0.8808, 0.8808, 0.5, 0.5]], atol=1e-3), (
    "점수를 d의 제곱근으로 나누었습니다. 머리 하나의 길이는 d/heads입니다.")
assert np.allclose(_t130_got, [[0.9442, 0.9442, 0.5, 0.5]], atol=1e-3), (
    "머리 하나의 길이의 제곱근으로 나누고, 머리마다 따로 소프트맥스를 합니다. "
    f"{_t130_got.round(4).tolist()}, 맞는 값은 [[0.9442, 0.9442, 0.5, 0.5]]입니다.")
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1304)
for _t130_trial in range(20):
    _t130_h, _t130_e, _t130_n, _t130_m = (int(n) for n in _t130_rng.integers(1, 5, 4))
    _t130_q, _t130_k, _t130_v = (_t130_rng.normal(0, 2, (n, _t130_h * _t130_e))
                                 for n in (_t130_n, _t130_m, _t130_m))
    _t130_seen = _t130_rng.random((_t130_n, _t130_m)) < .6
    _t130_seen[:, 0] = True
    _t130_want = np.zeros_like(_t130_q)
    for _t130_part in range(_t130_h):
        _t130_at = slice(_t130_part * _t130_e, (_t130_part + 1) * _t130_e)
        _t130_s = _t130_q[:, _t130_at] @ _t130_k[:, _t130_at].T / _t130_e ** .5
        _t130_w = np.exp(_t130_s) * _t130_seen
        _t130_w = _t130_w / _t130_w.sum(axis=1, keepdims=True)
        _t130_want[:, _t130_at] = _t130_w @ _t130_v[:, _t130_at]
    assert np.allclose(_t130_heads(_t130_q, _t130_k, _t130_v, _t130_h, _t130_seen), _t130_want), (
        f"T={_t130_n}, S={_t130_m}, 머리 {_t130_h}개, 머리의 길이 {_t130_e}에서 값이 다릅니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 나누는 수를 바꾸면 ★★☆ · 12분
#
# 소프트맥스가 얼마나 한곳에 몰렸는지는 **엔트로피** $-\sum p \ln p$로 잽니다. 고르게 보면 크고(키가 16개면 $\ln 16 \approx 2.77$), 한곳만 보면 0입니다.
#
# **먼저 예측.** 위에 주어진 `setups`의 네 설정(벡터의 길이 d, 점수를 나누는 수)에서 표준정규분포의 질의와 키로 가중치를 만들면 엔트로피가 **작은 것부터** 어떤 순서입니까?
# `predict()`에 이름 넷을 적습니다. 재기 전에 점수의 표준편차부터 손으로 구해 보세요.
#
# **그다음 측정.** `mean_entropy(weights)`는 줄마다의 엔트로피를 평균합니다. 확률이 0인 칸은 0으로 칩니다($0 \ln 0 = 0$). 경고도 `nan`도 없어야 합니다.
#
# 힌트 1: 나누지 않은 점수의 표준편차는 $\sqrt{d}$입니다. 네 설정에서 나눈 뒤의 표준편차는 얼마입니까?
# 힌트 2: 표준편차가 클수록 한곳에 몰립니다. 측정에서는 확률이 0인 칸의 로그를 피해야 합니다.
# 힌트 3: `np.log(np.where(weights > 0, weights, 1))`

# %% solution="entropy"
def mean_entropy(weights):
    """줄마다의 엔트로피의 평균(내트).

    Args:
        weights: (…, S) 확률. 마지막 축의 합은 1. 0이 있을 수 있습니다.

    Returns:
        수 하나.

    Example:
        >>> round(mean_entropy(np.array([[0.5, 0.5], [1.0, 0.0]])), 3)
        0.347
    """
    ### BEGIN SOLUTION
    logs = np.log(np.where(weights > 0, weights, 1))
    return float(-(weights * logs).sum(axis=-1).mean())
    ### END SOLUTION

def predict():
    """엔트로피가 작은 것부터 설정의 이름 넷."""
    ### BEGIN SOLUTION
    return ["나", "가", "다", "라"]
    ### END SOLUTION

# %% test="entropy" points=2
def _t130_entropy(weights):
    given = np.array(weights, dtype=float)
    kept = given.copy()
    got = mean_entropy(given)
    assert got is not None, "mean_entropy가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert np.array_equal(given, kept), "받은 가중치가 바뀌었습니다. 그대로 두세요."
    assert np.ndim(got) == 0, f"모양이 {np.shape(got)}입니다. 줄마다 구한 뒤 평균한 수 하나입니다."
    return float(got)

with np.errstate(all="ignore"):
    for _t130_w, _t130_want, _t130_why in [
        ([[0.5, 0.5]], 0.6931, "두 칸을 고르게 보면 ln 2입니다. 부호와 밑(자연로그)을 확인하세요."),
        ([[1.0, 0.0]], 0.0, "확률이 0인 칸은 0으로 칩니다. 0의 로그를 구하지 않았나요?"),
        ([[0.5, 0.5], [1.0, 0.0]], 0.3466,
         "줄마다 구한 엔트로피의 평균입니다. 모두 더하거나 칸마다 평균하지 않았나요?"),
        ([[0.001, 0.999]], 0.0079, "확률이 작은 칸도 셉니다. 0이 아닌데 버리지 않았나요?"),
    ]:
        _t130_got = _t130_entropy(_t130_w)
        assert np.isclose(_t130_got, _t130_want, atol=1e-4), (
            f"{_t130_why} {_t130_w}: {_t130_got:.4f}. 맞는 값은 {_t130_want}입니다.")
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1305)
for _t130_shape in [(3, 4), (2, 3, 5), (1, 1)]:
    _t130_w = _t130_rng.dirichlet(np.ones(_t130_shape[-1]), _t130_shape[:-1])
    _t130_want = np.mean([-sum(p * np.log(p) for p in row)
                          for row in _t130_w.reshape(-1, _t130_shape[-1])])
    assert np.isclose(_t130_entropy(_t130_w), _t130_want), (
        f"모양 {_t130_shape}에서 값이 다릅니다. 마지막 축이 확률이고 앞의 축은 몇이든 됩니다.")
import warnings as _t130_warnings
with _t130_warnings.catch_warnings():
    _t130_warnings.simplefilter("error")
    _t130_entropy([[1.0, 0.0]])
### END HIDDEN TESTS

# %% test="entropy" part="predict" points=2
_t130_order = list(predict())
assert sorted(_t130_order) == sorted(setups), (
    f"{_t130_order}이 나왔습니다. 네 이름을 한 번씩 적으세요.")
### BEGIN HIDDEN TESTS
_t130_rng, _t130_found = np.random.default_rng(1306), {}
for _t130_name, (_t130_d, _t130_by) in setups.items():
    _t130_s = (_t130_rng.normal(0, 1, (200, 1, _t130_d))
               * _t130_rng.normal(0, 1, (200, 16, _t130_d))).sum(-1) / _t130_by
    _t130_w = np.exp(_t130_s - _t130_s.max(-1, keepdims=True))
    _t130_w = _t130_w / _t130_w.sum(-1, keepdims=True)
    _t130_found[_t130_name] = -(_t130_w * np.log(np.maximum(_t130_w, 1e-300))).sum(-1).mean()
_t130_want = sorted(setups, key=_t130_found.get)
assert _t130_order != _t130_want[::-1], (
    "큰 것부터 적었습니다. 엔트로피가 작은 것부터, 한곳에 몰린 것부터입니다.")
assert _t130_order == _t130_want, (
    "점수의 표준편차는 √d를 나누는 수로 나눈 것입니다. 네 설정의 표준편차를 구해 큰 것부터 "
    "놓아 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 논문의 학습률 일정 ★☆☆ · 8분
#
# **목표.** 논문은 코사인이 아니라 다음 식을 썼습니다. 걸음(step)은 1부터 셉니다.
#
# $$\text{rate} = d^{-0.5} \cdot \min(\text{step}^{-0.5},\ \text{step} \cdot \text{warmup}^{-1.5})$$
#
# 걸음의 배열을 받아 학습률의 배열을 돌려주고, `peak`은 가장 큰 학습률을 **식으로** 구합니다(모든 걸음을 돌지 않습니다).
#
# 힌트 1: 두 값이 같아지는 걸음은 어디입니까?
# 힌트 2: 배열에서는 `min` 대신 원소마다 작은 쪽을 고르는 함수를 씁니다. 꼭대기는 걸음이 `warmup`일 때입니다.
# 힌트 3: `np.minimum(step ** -0.5, step * warmup ** -1.5)`

# %% solution="schedule"
def rates(step, d, warmup):
    """걸음마다의 학습률.

    Args:
        step: 1부터 세는 걸음, (N,) 정수 배열. d: 벡터의 길이. warmup: 웜업의 걸음 수.

    Returns:
        (N,) 실수 배열.

    Example:
        >>> rates(np.array([1, 4, 16]), 4, 4)
        array([0.0625, 0.25  , 0.125 ])
    """
    ### BEGIN SOLUTION
    step = np.asarray(step, dtype=float)
    return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
    ### END SOLUTION

def peak(d, warmup):
    """가장 큰 학습률."""
    ### BEGIN SOLUTION
    return (d * warmup) ** -0.5
    ### END SOLUTION

# %% test="schedule" points=2
def _t130_rates(step, *rest):
    given = np.array(step)
    got = rates(given, *rest)
    assert got is not None, "rates가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert np.array_equal(given, step), "받은 걸음이 바뀌었습니다. 그대로 두세요."
    assert np.shape(got) == given.shape, f"모양이 {np.shape(got)}입니다. 걸음마다 하나씩입니다."
    return np.asarray(got, dtype=float)

for _t130_step, _t130_d, _t130_warm, _t130_want, _t130_why in [
    ([1, 2], 4, 4, [0.0625, 0.125],
     "웜업에서는 걸음에 비례해 오릅니다. 두 값 가운데 작은 쪽을 골랐나요?"),
    ([16, 64], 4, 4, [0.125, 0.0625], "웜업 뒤에는 걸음의 제곱근에 반비례해 줄어듭니다."),
    ([4], 16, 4, [0.125], "d의 제곱근으로 나눕니다."),
]:
    _t130_got = _t130_rates(_t130_step, _t130_d, _t130_warm)
    assert np.allclose(_t130_got, _t130_want), (
        f"{_t130_why} step={_t130_step}, d={_t130_d}, warmup={_t130_warm}: {_t130_got.round(4)}. "
        f"맞는 값은 {_t130_want}입니다.")
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1307)
for _t130_trial in range(10):
    _t130_d, _t130_warm = (int(n) for n in _t130_rng.integers(1, 2000, 2))
    _t130_step = _t130_rng.integers(1, 5000, 8)
    _t130_want = [min(s ** -.5, s * _t130_warm ** -1.5) / _t130_d ** .5 for s in _t130_step.tolist()]
    assert np.allclose(_t130_rates(_t130_step, _t130_d, _t130_warm), _t130_want), (
        f"d={_t130_d}, warmup={_t130_warm}에서 식과 다릅니다.")
### END HIDDEN TESTS

# %% test="schedule" part="peak" points=1
for _t130_d, _t130_warm in [(4, 4), (512, 4000), (128, 100)]:
    _t130_got = peak(_t130_d, _t130_warm)
    assert _t130_got is not None, "peak가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    _t130_want = _t130_d ** -.5 * _t130_warm ** -.5
    assert np.isclose(float(_t130_got), _t130_want), (
        f"꼭대기는 걸음이 warmup일 때입니다. d={_t130_d}, warmup={_t130_warm}: "
        f"{float(_t130_got):.5f}. 맞는 값은 {_t130_want:.5f}입니다.")
### BEGIN HIDDEN TESTS
assert np.isclose(peak(7, 10 ** 12), 7 ** -.5 * 1e-6), (
    "warmup이 아주 커도 구해야 합니다. 모든 걸음을 돌지 말고 식으로 구하세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 라벨 스무딩, 다른 약속 ★★☆ · 15분
#
# **목표.** 강의는 $\epsilon$을 **모든** 토큰에 나누었습니다. 여기서는 정답도 패딩(0번)도 **아닌** 토큰에만 고르게 나눕니다. 정답은 $1-\epsilon$, 패딩은 0,
# 나머지 $V-2$개가 $\epsilon/(V-2)$씩입니다. 정답이 패딩인 자리는 세지 않고 나머지 자리의 평균을 돌려줍니다.
#
# 힌트 1: 자리마다 목표 분포 $q$를 먼저 적어 보세요. 합이 1입니까?
# 힌트 2: $q$를 $\epsilon/(V-2)$로 채우고 패딩의 칸과 정답의 칸을 고친 뒤 $-\sum q \log p$를 구합니다.
# 힌트 3: `q[np.arange(len(answer)), answer] = 1 - epsilon`

# %% solution="smoothing"
def smoothed_loss(answer, log_p, epsilon):
    """스무딩한 교차 엔트로피의 평균(내트).

    Args:
        answer: 정답의 번호, (T,) 정수 배열. 0은 패딩. log_p: 로그 확률, (T, V). V는 3 이상.
        epsilon: 0 이상 1 미만.

    Returns:
        수 하나. 패딩이 아닌 자리가 적어도 하나 있습니다.

    Example:
        >>> round(smoothed_loss(np.array([2]), np.log([[0.1, 0.3, 0.6]]), 0.1), 3)
        0.58
    """
    ### BEGIN SOLUTION
    V = log_p.shape[1]
    q = np.full(log_p.shape, epsilon / (V - 2))
    q[:, 0] = 0
    rows = np.arange(len(answer))
    q[rows, answer] = 1 - epsilon
    return float(-(q * log_p).sum(axis=1)[answer != 0].mean())
    ### END SOLUTION

# %% test="smoothing" points=4
def _t130_smooth(answer, P, epsilon):
    given = np.array(answer), np.log(np.array(P, dtype=float))
    kept = [x.copy() for x in given]
    got = smoothed_loss(*given, epsilon)
    assert got is not None, "smoothed_loss가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert all(map(np.array_equal, given, kept)), "받은 배열이 바뀌었습니다. 그대로 두세요."
    assert np.ndim(got) == 0, f"모양이 {np.shape(got)}입니다. 평균한 수 하나입니다."
    return float(got)

_t130_P = [[0.1, 0.2, 0.3, 0.4]]
for _t130_answer, _t130_p, _t130_eps, _t130_want, _t130_why in [
    ([3], _t130_P, 0.0, 0.9163, "ε이 0이면 그냥 교차 엔트로피 −ln p입니다."),
    ([3], _t130_P, 0.2, 1.0144,
     "ε은 정답도 패딩도 아닌 V − 2개에 나눕니다. 모든 토큰이나 V − 1개에 나누지 않았나요?"),
    ([3, 0], _t130_P * 2, 0.2, 1.0144,
     "정답이 패딩인 자리는 더하지도 세지도 않습니다. 평균을 T로 나누지 않았나요?"),
    ([3, 1], _t130_P * 2, 0.2, 1.2570, "자리마다 정답이 다릅니다. 자리마다 목표를 만들었나요?"),
]:
    _t130_got = _t130_smooth(_t130_answer, _t130_p, _t130_eps)
    assert np.isclose(_t130_got, _t130_want, atol=1e-3), (
        f"{_t130_why} answer={_t130_answer}, ε={_t130_eps}: {_t130_got:.4f}. 맞는 값은 "
        f"{_t130_want}입니다.")
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1308)
for _t130_trial in range(20):
    _t130_n, _t130_v = (int(n) for n in _t130_rng.integers(3, 8, 2))
    _t130_P = _t130_rng.dirichlet(np.ones(_t130_v), _t130_n)
    _t130_answer, _t130_eps = _t130_rng.integers(0, _t130_v, _t130_n), float(_t130_rng.uniform(0, .9))
    _t130_answer[0] = 1
    _t130_each = [-(1 - _t130_eps) * np.log(p[a]) - _t130_eps / (_t130_v - 2) * sum(
        np.log(p[j]) for j in range(1, _t130_v) if j != a)
        for a, p in zip(_t130_answer, _t130_P) if a != 0]
    assert np.isclose(_t130_smooth(_t130_answer, _t130_P, _t130_eps), np.mean(_t130_each)), (
        f"V={_t130_v}, 정답 {_t130_answer.tolist()}, ε={_t130_eps:.2f}에서 값이 다릅니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 캐시로 한 걸음씩 ★★★ · 20분
#
# **목표.** 인과 자기 주의를 토큰 하나씩 계산합니다. `cache`는 지금까지의 키와 값의 짝 `(keys, values)`이고 처음에는 `None`입니다. 강의와 달리 배열이
# **자라나고**, 가까운 것만 봅니다: 자기를 포함해 마지막 `window`개보다 오래된 키와 값은 캐시에서 **버립니다**.
#
# `step(q, k, v, cache, window)`는 문맥 (d,)과 새 캐시를 돌려줍니다. 받은 캐시의 배열은 바꾸지 마세요. 빔 탐색에서는 여러 문장이 같은 캐시에서 갈라집니다.
#
# 힌트 1: 새 토큰은 자기 자신도 봅니다. 먼저 붙이고 나서 볼까요, 보고 나서 붙일까요?
# 힌트 2: 새 키와 값을 뒤에 붙여 새 배열을 만들고, 마지막 `window`개를 남긴 뒤, 그것으로 주의를 구합니다.
# 힌트 3: `np.vstack([keys, k[None]])[-window:]`

# %% solution="cache"
def step(q, k, v, cache, window):
    """토큰 하나의 인과 자기 주의.

    Args:
        q, k, v: 새 토큰의 질의, 키, 값, (d,) 배열. cache: None 또는 (keys, values), (n, d)씩.
        window: 자기를 포함해 볼 수 있는 토큰의 수, 1 이상.

    Returns:
        (문맥 (d,), 새 캐시). 새 캐시는 (keys, values)이고 많아야 window줄입니다.

    Example:
        >>> context, cache = step(np.zeros(2), np.ones(2), np.array([3.0, 4.0]), None, 8)
        >>> context
        array([3., 4.])
    """
    ### BEGIN SOLUTION
    keys, values = k[None], v[None]
    if cache is not None:
        keys, values = (np.vstack([old, new]) for old, new in zip(cache, (keys, values)))
    keys, values = keys[-window:], values[-window:]
    weights = softmax(keys @ q / len(q) ** 0.5)
    return weights @ values, (keys, values)
    ### END SOLUTION

# %% test="cache" points=3
def _t130_run(Q, K, V, window):
    """토큰마다 step을 부르고 문맥을 모읍니다. 받은 것이 바뀌지 않는지도 봅니다."""
    cache, contexts = None, []
    for q, k, v in zip(Q, K, V):
        held = [x.copy() for x in (q, k, v, *(cache or ()))]
        found = step(q, k, v, cache, window)
        assert found is not None, "step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
        assert len(found) == 2, "문맥과 새 캐시, 둘을 돌려주세요."
        assert all(map(np.array_equal, held, (q, k, v, *(cache or ())))), (
            "받은 배열이나 캐시가 바뀌었습니다. 새 배열을 만드세요.")
        context, cache = found
        contexts.append(np.asarray(context))
        assert contexts[-1].shape == q.shape, (
            f"문맥의 모양이 {contexts[-1].shape}입니다. (d,) = {q.shape}이어야 합니다.")
    return np.array(contexts), cache

def _t130_full(Q, K, V, window):
    at = np.arange(len(Q))
    seen = (at[:, None] >= at) & (at[:, None] - at < window)
    s = np.where(seen, Q @ K.T / Q.shape[1] ** .5, -np.inf)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w / w.sum(axis=1, keepdims=True) @ V

_t130_Z, _t130_V = np.zeros((4, 2)), np.array([[0.0, 0], [2, 2], [4, 4], [8, 8]])
_t130_got, _t130_kept = _t130_run(_t130_Z, _t130_Z, _t130_V, 9)
assert not np.allclose(_t130_got[1:, 0], [0, 1, 2]), (
    "새 토큰이 자기 자신을 보지 않았습니다. 붙인 다음에 보세요.")
assert np.allclose(_t130_got[:, 0], [0, 1, 2, 3.5]), (
    "점수가 모두 같으면 문맥은 지금까지의 값의 평균입니다. "
    f"{_t130_got[:, 0].round(2).tolist()}, 맞는 값은 [0, 1, 2, 3.5]입니다.")
_t130_Q, _t130_K = np.full((2, 4), 1.0), np.array([[1.0] * 4, [0.0] * 4])
_t130_V2 = np.array([[1.0] * 4, [0.0] * 4])
_t130_got, _ = _t130_run(_t130_Q, _t130_K, _t130_V2, 9)
assert np.isclose(_t130_got[1, 0], 0.8808, atol=1e-3), (
    "질의와 키의 내적을 d의 제곱근으로 나누어 소프트맥스를 합니다. "
    f"{_t130_got[1, 0]:.4f}, 맞는 값은 0.8808입니다.")
_t130_got, _t130_kept = _t130_run(_t130_Z, _t130_Z, _t130_V, 2)
assert np.allclose(_t130_got[:, 0], [0, 1, 3, 6]), (
    "자기를 포함해 마지막 window개만 봅니다. 앞의 것을 남기거나 하나 더 보지 않았나요? "
    f"{_t130_got[:, 0].round(2).tolist()}, 맞는 값은 [0, 1, 3, 6]입니다.")
assert len(_t130_kept[0]) == len(_t130_kept[1]) == 2, (
    f"캐시에 {len(_t130_kept[0])}줄이 남았습니다. 오래된 것은 버려서 window줄만 남기세요.")
### BEGIN HIDDEN TESTS
assert _t130_run(_t130_Z, _t130_Z, _t130_V, 1)[0][:, 0].tolist() == [0, 2, 4, 8], (
    "window가 1이면 자기만 봅니다.")
_t130_rng = np.random.default_rng(1309)
for _t130_trial in range(10):
    _t130_n, _t130_d, _t130_w = (int(n) for n in _t130_rng.integers(1, 8, 3))
    _t130_three = [_t130_rng.normal(0, 2, (_t130_n, _t130_d)) for _ in range(3)]
    _t130_got, _t130_kept = _t130_run(*_t130_three, _t130_w)
    assert np.allclose(_t130_got, _t130_full(*_t130_three, _t130_w)), (
        f"토큰 {_t130_n}개, d={_t130_d}, window={_t130_w}에서 통째로 계산한 것과 다릅니다.")
    assert np.allclose(_t130_kept[0], _t130_three[1][-_t130_w:]), (
        "새 캐시의 키가 마지막 window개의 키와 다릅니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 보고서를 읽고 ★★☆ · 20분
#
# 동료의 보고서입니다.
#
# > 같은 문장 10만 쌍에서 순환층의 번역기는 4에폭, 트랜스포머는 12에폭을 학습했습니다. 라벨 스무딩(ε = 0.1)을 켠 트랜스포머의 검증 손실은 1.9로 순환층의
# > 1.3보다 높지만, 시험 데이터에서 빔의 폭을 1부터 16까지 바꾸어 가장 좋은 것을 고르니 chrF가 0.8 높았습니다(시험 300문장, 시드 하나). 따라서
# > 트랜스포머가 더 낫습니다.
#
# 네다섯 문장으로 답하세요.
#
# 1. 손실 1.9와 1.3을 견줄 수 없는 까닭은 무엇입니까?
# 2. 결론을 믿을 수 없게 만드는 것을 **둘** 더 찾고, 저마다 어떻게 고칠지 적으세요.
# 3. 고친 뒤 chrF의 차이가 0.8이라면, 무엇을 더 보아야 "낫다"고 말할 수 있습니까?

# %% [markdown] manual="report" points=4
# ### BEGIN SOLUTION
# **모범 답안.** 스무딩을 켠 손실은 정답을 완벽히 맞혀도 0이 되지 않으므로 끈 손실과 견줄 수 없습니다. 둘 다 스무딩 없이 다시 재야 합니다.
# 에폭이 4와 12로 달라 예산이 다릅니다. 같은 에폭이나 같은 시간으로 맞춥니다. 빔의 폭을 시험 데이터에서 골랐습니다. 검증 데이터에서 고르고 시험은 한 번만
# 엽니다(순환층에도 같은 폭을 씁니다). 그런 다음 같은 300문장에서 짝지은 부트스트랩으로 차이의 구간을 구해 0을 품는지 보고, 시드를 셋 이상으로 되풀이합니다.
#
# **채점 기준(4점).**
#
# - 1점: 스무딩한 손실은 목표가 다르므로 견줄 수 없다고 썼다.
# - 1점: 예산(에폭)의 차이를 찾고 맞추는 법을 썼다.
# - 1점: 시험 데이터로 빔의 폭을 고른 것을 찾고 고치는 법을 썼다. (순환층과 다른 폭을 쓴 것만 적었으면 0.5점)
# - 1점: 구간(짝지은 부트스트랩)이나 여러 시드로 우연을 가려야 한다고 썼다.
# ### END SOLUTION
