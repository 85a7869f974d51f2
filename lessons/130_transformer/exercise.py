# ---
# title: 트랜스포머 이해와 구현
# number: "130"
# objectives:
#   - 위치 인코딩, 마스크, 학습률 일정, 라벨 스무딩을 강의와 다른 약속으로 만듭니다.
#   - 미래가 새는 층을 실험으로 찾아내고, 고장 난 멀티헤드 어텐션을 고칩니다.
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

from nlplab import testing


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
    Args: at: 자리의 번호, (T,) 배열. d: 짝수. base: 가장 느린 물결을 정하는 수.
    Returns: (T, d) 배열. 앞 d/2칸은 사인, 뒤 d/2칸은 코사인.
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
testing.check(positions, [np.array([0]), 6], [[0, 0, 0, 1, 1, 1]],
    "앞 절반이 모두 사인, 뒤 절반이 모두 코사인입니다. 자리 0에서 사인은 0, 코사인은 1입니다.", {
    "사인과 코사인이 번갈아 놓였습니다. 앞 절반이 모두 사인입니다.": [0, 1, 0, 1, 0, 1],
    "코사인이 앞에 있습니다. 앞 절반이 사인입니다.": [1, 1, 1, 0, 0, 0]})
testing.check(positions, [np.array([1]), 4], [[0.84147, 0.01, 0.5403, 0.99995]],
    "분모는 base의 2i/d제곱이고 i는 0, 1, …입니다. i번째 사인과 코사인은 각도가 같습니다.", {
    "받은 번호 대신 0, 1, 2, …를 썼습니다. 자리의 번호는 at에 있습니다.": [0, 0, 1, 1],
    "소수점 아래가 잘렸습니다. 정수 배열에 담지 않았나요?": [0, 0, 0, 0],
    "분모의 지수는 i/d가 아니라 2i/d입니다.": [0.841, 0.1, 0.54, 0.995],
    "분모의 지수가 0, 1입니다. d=4이면 0, 0.5입니다. d/2로 나누지 않았나요?": [0.84147, 0.0001, 0.5403, 1],
    "지수가 정수로 잘렸습니다. //가 아니라 /입니다.": [0.841, 0.841, 0.54, 0.54],
    "나눌 것을 곱했습니다. 지수의 부호를 보세요.": [0.841, -0.506, 0.54, 0.862],
    "i번째 사인과 i번째 코사인은 각도가 같아야 합니다.": [0.841, 0.841, 1, 1]}, close=1e-4)
_t130_angle = np.array([[3, 0.3], [1, 0.1], [3, 0.3]])
_t130_want = np.hstack([np.sin(_t130_angle), np.cos(_t130_angle)])
testing.check(positions, [np.array([3, 1, 3]), 4, 100], _t130_want,
    "자리마다 한 줄, 받은 순서대로입니다. base는 받은 것을 씁니다.", {
    "base를 쓰지 않았습니다. 10000을 그대로 적지 않았나요?": [0.141, 0.03, -0.99, 1],
    "자리를 받은 순서대로 두지 않았습니다.": [0.841, 0.1, 0.54, 0.995]})
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1301)
for _t130_trial in range(10):
    _t130_at, _t130_d = _t130_rng.integers(0, 500, 6), 2 * int(_t130_rng.integers(1, 9))
    _t130_base = float(_t130_rng.uniform(5, 5000))
    _t130_want = [[wave(t / _t130_base ** (2 * i / _t130_d)) for wave in (np.sin, np.cos)
                   for i in range(_t130_d // 2)] for t in _t130_at]
    testing.check(positions, [_t130_at, _t130_d, _t130_base], _t130_want,
        "식의 분모와 받은 자리, base를 그대로 썼는지 보세요.", close=1e-4)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 두 마스크를 하나로 ★★☆ · 12분
#
# **목표.** 디코더가 읽을 배치 `ids`에서 셀프 어텐션의 마스크 `(B, T, T)`를 만듭니다. `[b, t, s]`가 True이면 b번째 문장의 t번째가 s번째를 봅니다.
#
# 1. 미래(`s > t`)는 보지 않습니다.
# 2. 어느 자리에서도 패딩(0)은 **보이지 않습니다**. 패딩인 자리가 보는 쪽일 때는 다른 자리와 같습니다.
# 3. 단, **자기 자신은 언제나** 봅니다. 패딩인 자리도 자기는 봅니다. 볼 것이 없는 줄을 만들지 않으려는 것입니다.
#
# 패딩이 앞에 있는 배치도 있습니다.
#
# 힌트 1: 세 규칙을 저마다 (T, T)나 (B, 1, T)의 참과 거짓으로 적어 보세요.
# 힌트 2: 1과 2는 "그리고", 3은 "또는"입니다. 모양은 브로드캐스팅이 맞추어 줍니다.
# 힌트 3: `np.tril(...) & (ids != 0)[:, None, :] | np.eye(T, dtype=bool)`

# %% solution="decoder-mask"
def decoder_mask(ids):
    """디코더 셀프 어텐션의 마스크.
    Args: ids: (B, T) 정수 배열. 0은 패딩.
    Returns: (B, T, T) bool 배열.
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t130_mask(ids, want, why, slips=()):
    """줄마다 0과 1을 이어 적고, 문장 사이에 /를 둔 글로 견줍니다."""
    got, (B, T) = np.asarray(testing.call(decoder_mask, np.array(ids), why=why)), np.shape(ids)
    assert got.shape == (B, T, T), f"모양이 {got.shape}입니다. (B, T, T) = {(B, T, T)}이어야 합니다."
    assert got.dtype == bool, f"{got.dtype} 배열입니다. 참과 거짓(bool)으로 돌려주세요."
    rows = [["".join(str(int(n)) for n in row) for row in one] for one in got]
    testing.equal(" / ".join(map(" ".join, rows)), want, why, slips, f"(ids {ids}의 마스크를 줄마다)")

# %% test="decoder-mask" points=3
_t130_own = "자기 자신을 보지 않는 자리가 있습니다. 패딩인 자리도, 줄이 비지 않아도 자기는 봅니다."
_t130_back = "패딩이 뒤에만 있다고 보았습니다. 길이가 아니라 자리마다 0인지 보세요."
_t130_row = "패딩인 칸 대신 패딩인 줄을 지웠습니다. 보이는 쪽은 마지막 축입니다."
_t130_mask([[5, 6]], "10 11", "t번째는 t까지 봅니다.", [
    ("과거를 가리고 미래를 남겼습니다. t번째는 t까지 봅니다.", "11 01"), (_t130_own, "00 10"),
    ("미래를 가리지 않았습니다. t번째는 t까지 봅니다.", "11 11"),
    ("참과 거짓이 뒤집혔습니다. 볼 수 있는 자리가 True입니다.", "01 00")])
_t130_mask([[0, 0, 7]], "100 010 001", "앞에 있는 패딩도 가립니다. 자기 자신은 봅니다.", [
    ("패딩을 가리지 않았습니다. 다른 자리는 패딩을 보지 않습니다.", "100 110 111"),
    ("볼 것이 없는 줄을 모두 열었습니다. 그 줄은 자기만 봅니다.", "111 111 001"),
    (_t130_back, "100 110 101"), (_t130_own, "000 000 001"), (_t130_row, "100 010 111"),
    (_t130_row, "000 000 111")])
_t130_mask([[1, 0, 7, 8]], "1000 1100 1010 1011", "앞자리는 패딩만 빼고 모두, 자기는 언제나 봅니다.", [
    (_t130_own, "1000 1000 1010 1011"), (_t130_back, "1000 1100 1110 0001"),
    ("패딩인 줄까지 지웠습니다. 패딩인 자리도 앞은 그대로 봅니다.", "1000 0100 1010 1011"),
    ("번호 1도 토큰입니다. 패딩은 0뿐입니다.", "1000 0100 0010 0011"),
    ("패딩 뒤의 토큰까지 가렸습니다. 0인 자리만 가립니다.", "1000 1100 1010 1001")])
_t130_mask([[5, 6], [0, 6]], "10 11 / 10 01", "마스크는 문장마다 다릅니다.", {
    "첫 문장의 패딩을 모든 문장에 썼습니다.": "10 11 / 10 11",
    "한 문장의 패딩을 모든 문장에 썼습니다.": "10 01 / 10 01"})
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1302)
for _t130_trial in range(20):
    _t130_ids = _t130_rng.integers(0, 3, _t130_rng.integers(1, 6, 2)).tolist()
    _t130_want = " / ".join(" ".join("".join(
        str(int(s == t or (s < t and row[s] != 0))) for s in range(len(row)))
        for t in range(len(row))) for row in _t130_ids)
    _t130_mask(_t130_ids, _t130_want, "미래, 패딩, 자기 자신의 세 규칙을 다 지키는지 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 어느 층이 미래를 봅니까 ★★★ · 20분
#
# 동료의 층을 받았습니다. 속은 보이지 않고 `layer(x)`만 부를 수 있습니다. `x`는 (T, d), 출력도 (T, d)입니다.
#
# **목표 1.** `leaks(layer, x)`는 미래가 새는 곳을 `(바꾼 자리 s, 움직인 자리 t)`의 리스트로 돌려줍니다. 자리 `s`의 벡터의 모든 칸에 1을 더했을 때
# **앞자리**(`t < s`)의 출력이 어느 칸에서든 0.000001보다 많이 움직이면 새는 것입니다. `s`가 작은 것부터, 같으면 `t`가 작은 것부터 놓습니다.
#
# **목표 2.** 어텐션이 가려진 자리의 점수에 −1e9를 **넣고**(더하지 않고) 소프트맥스를 합니다. 위에 주어진 `masks`의 셋 가운데 미래가 새는 것은 어느 것입니까?
# 이름을 `leaky_mask()`에 적습니다. 눈으로 먼저 골라 보세요. 답이 맞는지는 채점할 때 봅니다.
#
# 힌트 1: 한 번에 한 자리만 바꾸고, 바꾸기 전의 출력과 견줍니다. 받은 `x`를 바꾸면 다음 비교가 틀어집니다.
# 힌트 2: 자리마다 `x`의 복사본을 만들어 1을 더하고, 두 출력의 차이의 절댓값에서 자리마다 가장 큰 것을 봅니다. 목표 2는 볼 것이 하나도 없는 줄을 찾으세요.
# 힌트 3: `np.abs(layer(changed) - before).max(axis=-1)[:s] > 1e-6`

# %% solution="leaks"
def leaks(layer, x):
    """미래가 새는 곳.
    Args: layer: (T, d) → (T, d) 함수. x: (T, d) 배열.
    Returns: (바꾼 자리, 움직인 자리)의 리스트.
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t130_leaks(name, layer, x, want, why):
    got = testing.call(leaks, layer, np.array(x, dtype=float), why=why)
    assert all(np.shape(pair) == (2,) for pair in got), f"짝의 리스트가 아닙니다: {got}"
    got = [tuple(int(n) for n in pair) for pair in got]
    slip = (
        "짝의 앞뒤가 바뀌었습니다. (바꾼 자리, 움직인 자리)입니다."
        if sorted((s, t) for t, s in got) == want else
        "바꾼 자리보다 앞이 아닌 자리도 셌습니다. t < s만 봅니다." if any(t >= s for s, t in got) else
        "짝은 맞지만 놓인 순서가 다르거나 겹칩니다. s, t가 작은 것부터 한 번씩입니다."
        if set(got) == set(want) else "")
    testing.equal(got, want, why, [(slip, got)] * bool(slip), f"(층 '{name}', T={len(x)})")

def _t130_next(x, by=1.0):
    return np.vstack([x[1:] * by, 0 * x[:1]])

# %% test="leaks" points=3
for _t130_name, _t130_layer, _t130_n, _t130_want, _t130_why in [
    ("누적 합", lambda x: np.cumsum(x, axis=0), 3, [],
     "앞만 더하는 층은 새지 않습니다. 바꾼 것을 되돌리고, 아무것도 바꾸지 않은 출력과 자리마다"
     "(마지막 축으로) 견주었나요?"),
    ("평균", lambda x: 0 * x + x.mean(axis=0), 4, [(s, t) for s in range(4) for t in range(s)],
     "평균은 모든 자리를 봅니다. 마지막 자리나 이웃한 자리만 보거나 하나 찾고 멈추지 않았나요?"),
    ("음수", lambda x: _t130_next(x, -1.0), 3, [(1, 0), (2, 1)],
     "출력이 줄어드는 것도 움직인 것입니다. 차이의 절댓값을 보았나요?"),
    ("이웃한 둘의 차이", lambda x: _t130_next(x) - _t130_next(_t130_next(x)), 3,
     [(1, 0), (2, 0), (2, 1)], "한 번에 한 자리만 바꾸어야 합니다. 여러 자리를 함께 바꾸지 않았나요?"),
    ("셋째 칸을 읽는 층", lambda x: 0 * x + _t130_next(x)[:, 2:], 3, [(1, 0), (2, 1)],
     "바꿀 때는 벡터의 모든 칸에 1을 더합니다. 첫 칸에만 더하지 않았나요?"),
    ("셋째 칸에 쓰는 층", lambda x: _t130_next(x) * [0, 0, 1.5e-6], 3, [(1, 0), (2, 1)],
     "한 칸만 0.0000015 움직여도 샙니다. 첫 칸만 보거나 칸의 평균을 보거나 문턱이 크지 않나요?"),
    ("엇갈린 칸", lambda x: _t130_next(x) * [1, -1, 0], 3, [(1, 0), (2, 1)],
     "칸마다 절댓값을 봅니다. 칸을 먼저 더하면 +1과 −1이 지워집니다."),
    ("큰 출력", lambda x: _t130_next(x) + 1e6, 3, [(1, 0), (2, 1)],
     "출력이 커도 문턱은 0.000001입니다. np.allclose의 상대 오차(rtol)를 쓰지 않았나요?"),
    ("작은 움직임", lambda x: x + 8e-7 * x[:, :1].sum(), 3, [],
     "0.000001보다 많이 움직인 칸이 없습니다. 문턱을 지키고 칸을 더하거나 모으지 마세요. "
     "1을 더하는 대신 1로 바꾸지도 않았나요?"),
]:
    _t130_leaks(_t130_name, _t130_layer, np.arange(3.0 * _t130_n).reshape(-1, 3), _t130_want,
                _t130_why)
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1303)
for _t130_trial in range(10):
    _t130_n = int(_t130_rng.integers(2, 7))
    _t130_w = _t130_rng.integers(-1, 2, (_t130_n, _t130_n))
    _t130_want = [(s, t) for s in range(_t130_n) for t in range(s) if _t130_w[t, s] != 0]
    _t130_leaks("아무렇게나 섞기", lambda x, w=_t130_w: w @ x, _t130_rng.normal(0, 1, (_t130_n, 2)),
                _t130_want, "자리마다 하나씩 바꾸어 보세요.")
### END HIDDEN TESTS

# %% test="leaks" part="mask" points=1
_t130_name = leaky_mask()
assert str(_t130_name) in masks, (
    f"{_t130_name!r}이 나왔습니다. \"가\", \"나\", \"다\" 가운데 하나를 돌려주세요.")
### BEGIN HIDDEN TESTS
assert not masks[_t130_name].any(axis=1).all(), (
    f"{_t130_name}의 줄에는 모두 볼 것이 있고 미래는 가려져 있습니다. 점수가 모두 −1e9인 줄에서 "
    "소프트맥스가 무엇이 되는지 생각해 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 고장 난 멀티헤드 어텐션 ★★★ · 20분
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
# **목표.** 고쳐서 `multi_head(q, k, v, heads, allowed)`를 씁니다. 질의, 키, 값의 행렬은 이미 곱한 것을 받고 마지막 행렬은 나중에 곱하므로, 나누고 보고
# 이어 붙이는 일만 합니다. 질의의 수 T와 키의 수 S는 **다를 수 있습니다**. 헤드 하나는 이어진 d/heads칸입니다.
#
# 힌트 1: 잘못이 넷입니다. 헤드의 길이, 마스크를 쓰는 때, 그리고 모양을 두 번 바꾸는 곳을 보세요.
# 힌트 2: (T, d)를 (T, heads, d/heads)로 나눈 **다음** 축을 바꿉니다. 이어 붙일 때는 거꾸로 합니다. 마스크는 소프트맥스 **앞**입니다.
# 힌트 3: `x.reshape(len(x), heads, -1).swapaxes(0, 1)`

# %% solution="multi-head"
def multi_head(q, k, v, heads, allowed):
    """헤드마다 따로 보고 이어 붙입니다.
    Args:
        q: (T, d). k, v: (S, d). heads: d를 나누는 수.
        allowed: (T, S) bool. 볼 것이 하나도 없는 줄은 없습니다.
    Returns: (T, d) 배열.
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t130_heads(q, k, v, heads, allowed, why):
    allowed = np.array(allowed, bool)
    got = testing.call(multi_head, *map(np.array, (q, k, v)), heads, allowed, why=why)
    return testing.array(got, np.shape(q))

# %% test="multi-head" points=3
_t130_v, _t130_0 = np.arange(12.0).reshape(3, 4), np.zeros((3, 4))
_t130_q, _t130_10 = np.eye(2, 8) * [[2], [0]], np.ones((2, 8)) * [[1], [0]]
for _t130_args, _t130_want, _t130_why, _t130_slips in [
    ((_t130_0, _t130_0, _t130_v, 2, np.ones((3, 3))), [[4, 5, 7]] * 3,
     "점수가 모두 같으면 값의 평균입니다. 모양만 바꾸고 축을 바꾸지 않으면 토큰이 뒤섞입니다.", {
        "이어 붙일 때 축을 되돌리지 않아 토큰이 뒤섞입니다. 나눌 때와 거꾸로 하세요.": [4, 5, 5],
        "나눌 때와 이어 붙일 때 칸의 순서가 다릅니다.": [4, 6, 7],
        "가중치의 합이 1이 아닙니다. 소프트맥스를 하세요.": [12, 15, 21]}),
    ((_t130_0, _t130_0, _t130_v, 2, [[1, 0, 0], [1, 1, 0], [0, 1, 1]]),
     [[0, 1, 3], [2, 3, 5], [6, 7, 9]], "가려진 값이 섞였습니다. 소프트맥스 앞에서 −1e9로 바꿉니다.", {
        "마스크를 소프트맥스 뒤에 곱하면 가중치의 합이 1이 안 됩니다.": [0, 0.333, 1],
        "가려진 자리도 보았습니다. 점수가 0이어도 exp(0)은 0이 아닙니다.": [4, 5, 7],
        "마스크가 뒤집혔습니다. True인 자리를 봅니다.": [6, 7, 9],
        "마스크의 두 축이 바뀌었습니다. (T, S)입니다.": [2, 3, 5],
        "소프트맥스의 축이 다릅니다. 키를 따라(마지막 축으로) 합이 1입니다.": [0, 0.5, 1.5]}),
    ((_t130_q[:1], _t130_q, _t130_10, 2, np.ones((1, 2))), [[0.8808, 0.8808, 0.5]],
     "질의의 수 T와 키의 수 S는 다를 수 있습니다. 헤드마다 따로 소프트맥스를 하고, 점수는 헤드 하나의 "
     "길이의 제곱근으로 나눕니다.", {
        "점수를 d의 제곱근으로 나누었습니다. 헤드 하나의 길이는 d/heads입니다.": [0.804, 0.804, 0.5],
        "헤드의 수와 헤드 하나의 길이를 바꾸었습니다. 길이의 제곱근으로 나눕니다.": 0.944,
        "점수를 나누지 않았습니다. 헤드 하나의 길이의 제곱근으로 나눕니다.": 0.982,
        "점수를 길이로 나누었습니다. 길이의 제곱근입니다.": 0.731,
        "헤드를 띄엄띄엄 나누었습니다. 헤드 하나는 이어진 칸입니다.": [0.881, 0.5, 0.5]}),
]:
    testing.equal(_t130_heads(*_t130_args, _t130_why)[:, [0, 1, -1]], _t130_want, _t130_why,
        _t130_slips, "(줄마다 처음 두 칸과 마지막 칸)", close=1e-4)
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1304)
for _t130_trial in range(20):
    _t130_h, _t130_e, _t130_n, _t130_m = (int(n) for n in _t130_rng.integers(1, 5, 4))
    _t130_q, _t130_k, _t130_v = (_t130_rng.normal(0, 2, (n, _t130_h * _t130_e))
                                 for n in (_t130_n, _t130_m, _t130_m))
    _t130_seen = _t130_rng.random((_t130_n, _t130_m)) < .6
    _t130_seen[:, 0] = True
    _t130_want = []
    for _t130_a, _t130_b, _t130_c in zip(*(np.split(x, _t130_h, axis=1)
                                           for x in (_t130_q, _t130_k, _t130_v))):
        _t130_w = np.exp(_t130_a @ _t130_b.T / _t130_e ** .5) * _t130_seen
        _t130_want.append(_t130_w @ _t130_c / _t130_w.sum(axis=1, keepdims=True))
    _t130_why = (f"T={_t130_n}, S={_t130_m}, 헤드 {_t130_h}개, 헤드의 길이 {_t130_e}: "
                 "질의와 키의 수를 따로 다루었나요?")
    _t130_got = _t130_heads(_t130_q, _t130_k, _t130_v, _t130_h, _t130_seen, _t130_why)
    testing.equal(_t130_got, np.hstack(_t130_want), _t130_why)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 나누는 수를 바꾸면 ★★☆ · 12분
#
# 소프트맥스가 얼마나 한곳에 몰렸는지는 **엔트로피** $-\sum p \ln p$로 잽니다. 고르게 보면 크고(키가 16개면 $\ln 16 \approx 2.77$), 한곳만 보면 0입니다.
#
# **먼저 예측.** 위에 주어진 `setups`의 네 설정(벡터의 길이 d, 점수를 나누는 수)에서 표준정규분포의 질의와 키로 가중치를 만들면 엔트로피가 **작은 것부터** 어떤 순서입니까?
# 키는 16개입니다. `predict()`에 이름 넷을 적습니다. 재기 전에 점수의 표준편차부터 손으로 구해 보세요. 답이 맞는지는 채점할 때 봅니다.
#
# **그다음 측정.** `mean_entropy(weights)`는 줄마다의 엔트로피를 평균합니다. 줄은 마지막 축이고 앞의 축은 몇이든 됩니다.
# 확률이 0인 칸은 0으로 칩니다($0 \ln 0 = 0$). 경고도 `nan`도 없어야 합니다.
#
# 힌트 1: 나누지 않은 점수의 표준편차는 $\sqrt{d}$입니다. 네 설정에서 나눈 뒤의 표준편차는 얼마입니까?
# 힌트 2: 표준편차가 클수록 한곳에 몰립니다. 측정에서는 확률이 0인 칸의 로그를 피해야 합니다.
# 힌트 3: `np.log(np.where(weights > 0, weights, 1))`

# %% solution="entropy"
def mean_entropy(weights):
    """줄마다의 엔트로피의 평균(내트).
    Args: weights: (…, S) 확률. 마지막 축의 합은 1. 0이 있을 수 있습니다.
    Returns: 수 하나.
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
for _t130_w, _t130_want, _t130_why, _t130_slips in [
    ([[0.5, 0.25, 0.25]], 1.03972, "줄마다 −Σ p ln p 그대로입니다. 무엇을 더하거나 나누지 않았나요?", {
        "밑이 2인 로그입니다. 자연로그를 쓰세요.": 1.5, "부호가 뒤집혔습니다.": -1.0397,
        "밑이 10인 로그입니다. 자연로그를 쓰세요.": 0.4515,
        "칸마다 평균했습니다. 마지막 축으로 더한 다음 줄을 평균합니다.": 0.3466,
        "로그에 확률을 곱하지 않았습니다.": 3.4657}),
    ([[1.0, 0.0]], 0.0, "확률이 0인 칸은 0으로 칩니다. 0의 로그를 구하지 않았나요?", {}),
    ([[0.5, 0.5], [1.0, 0.0], [1.0, 0.0]], 0.23105, "줄마다 구한 엔트로피의 평균입니다.", {
        "평균하지 않고 모두 더했거나 엔트로피가 0인 줄을 뺐습니다.": 0.6931,
        "줄을 먼저 평균했습니다. 줄마다 엔트로피를 구한 뒤 평균합니다.": 0.4506}),
    ([[0.001, 0.999]], 0.007907, "확률이 작은 칸도 셉니다. 0이 아닌데 버리지 않았나요?", {}),
    ([[[0.5, 0.5], [1.0, 0.0], [1.0, 0.0]]], 0.23105,
     "앞의 축이 둘이어도 줄은 마지막 축입니다. 줄의 수로 나누었나요?", {}),
]:
    testing.check(mean_entropy, [np.array(_t130_w)], _t130_want, _t130_why, _t130_slips,
        close=1e-5, quiet="0의 로그를 구하지 말고, 로그의 앞에서 피하세요.")
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1305)
for _t130_shape in [(3, 4), (2, 3, 5), (1, 1)]:
    _t130_w = _t130_rng.dirichlet(np.ones(_t130_shape[-1]), _t130_shape[:-1])
    testing.check(mean_entropy, [_t130_w], -(_t130_w * np.log(_t130_w)).sum(-1).mean(),
        f"모양 {_t130_shape}: 마지막 축이 확률이고 앞의 축은 몇이든 됩니다.")
### END HIDDEN TESTS

# %% test="entropy" part="predict" points=2
_t130_order = [] if (_t130_got := predict()) is None else list(_t130_got)
assert sorted(map(str, _t130_order)) == sorted(setups), (
    f"{_t130_order}이 나왔습니다. 네 이름을 한 번씩 적어 돌려주세요.")
### BEGIN HIDDEN TESTS
_t130_want = sorted(setups, key=lambda name: setups[name][1] / setups[name][0] ** .5)
assert _t130_order == _t130_want, (
    "큰 것부터 적었습니다. 엔트로피가 작은 것부터입니다." if _t130_order == _t130_want[::-1] else
    "점수의 표준편차는 √d를 나누는 수로 나눈 것입니다. 네 설정의 것을 구해 큰 것부터 놓으세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 논문의 학습률 일정 ★☆☆ · 8분
#
# **목표.** 논문은 코사인이 아니라 다음 식을 썼습니다. 걸음(step)은 1부터 셉니다.
#
# $$\text{rate} = d^{-0.5} \cdot \min(\text{step}^{-0.5},\ \text{step} \cdot \text{warmup}^{-1.5})$$
#
# `rates`는 걸음의 배열을 받아 학습률의 배열을 돌려줍니다. `peak`는 가장 큰 학습률을 **식으로** 구합니다. 걸음마다 구해서 견주면 `warmup`이 클 때 끝나지 않습니다.
#
# 힌트 1: 두 값이 같아지는 걸음은 어디입니까?
# 힌트 2: 배열에서는 `min` 대신 원소마다 작은 쪽을 고르는 함수를 씁니다. 꼭대기는 걸음이 `warmup`일 때입니다.
# 힌트 3: `np.minimum(step ** -0.5, step * warmup ** -1.5)`

# %% solution="schedule"
def rates(step, d, warmup):
    """걸음마다의 학습률.
    Args: step: 1부터 세는 걸음, (N,) 정수 배열. d: 벡터의 길이. warmup: 웜업의 걸음 수.
    Returns: (N,) 실수 배열.
    Example:
        >>> rates(np.array([1, 4, 16]), 4, 4)
        array([0.0625, 0.25  , 0.125 ])
    """
    ### BEGIN SOLUTION
    step = np.asarray(step, dtype=float)
    return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
    ### END SOLUTION

def peak(d, warmup):
    """가장 큰 학습률. warmup은 1e16처럼 아주 클 수도 있습니다."""
    ### BEGIN SOLUTION
    return (d * warmup) ** -0.5
    ### END SOLUTION

# %% test="schedule" points=2
testing.check(rates, [np.array([1, 4]), 16, 9], [0.0092593, 0.037037],
    "걸음마다 두 값 가운데 작은 쪽에 d의 −0.5제곱을 곱합니다. 배열에서 min은 원소마다 견주지 못합니다.", [
    ("작은 쪽을 골랐나요? warmup의 지수는 −1.5인가요?", 0.25), ("두 값을 더했습니다.", 0.25926),
    ("d를 빠뜨렸거나 두 값 가운데 하나에만 곱했습니다.", [0.037037, 0.148148]),
    ("d의 지수는 −0.5입니다.", [0.148148, 0.592593]), ("d의 지수는 −0.5입니다.", [0.0023148, 0.0092593]),
    ("warmup의 지수는 −1.5입니다.", 0.083333), ("warmup의 지수는 −1.5입니다.", 0.027778),
    ("걸음은 1부터 셉니다. 받은 걸음에 1을 더하지 마세요.", [0.0185185, 0.0462963]),
    ("첫 걸음이 0이 되었습니다. 걸음에서 1을 빼거나 몫(//)을 쓰지 않았나요?", 0.0)], close=1e-5)
testing.check(rates, [np.array([36, 4]), 16, 9], [0.0416667, 0.037037],
    "걸음마다 고릅니다. 웜업 뒤에는 걸음의 제곱근에 반비례합니다.", {
    "d를 두 값 가운데 하나에만 곱했습니다.": 0.16667, "step의 지수는 −0.5입니다.": 0.33333}, close=1e-5)
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1307)
for _t130_trial in range(10):
    _t130_d, _t130_warm = (int(n) for n in _t130_rng.integers(1, 2000, 2))
    _t130_step = _t130_rng.integers(1, 5000, 8)
    _t130_want = [min(s ** -.5, s * _t130_warm ** -1.5) / _t130_d ** .5 for s in _t130_step * 1.0]
    testing.check(rates, [_t130_step, _t130_d, _t130_warm], _t130_want,
        "식의 지수 셋과 작은 쪽을 고르는 자리를 보세요.", close=1e-8)
### END HIDDEN TESTS

# %% test="schedule" part="peak" points=1
def _t130_peak(d, warmup, want, why, slips=()):
    """작은 수라서 맞는 값으로 나눈 것을 봅니다."""
    got = testing.array(testing.call(peak, d, warmup, why=why), ())
    slips = [(text, wrong / want) for text, wrong in slips]
    given = f"(d={d}, warmup={warmup:g}: 나온 값 {got:.4g}을 맞는 값 {want:.4g}으로 나눈 것)"
    testing.equal(got / want, 1.0, why, slips, given)

_t130_peak(16, 9, 1 / 12, "두 값이 만나는 걸음(warmup)을 rates의 식에 넣은 값입니다.", [
    ("d를 빠뜨렸습니다.", 1 / 3), ("warmup을 빠뜨렸습니다.", 0.25), ("d의 지수는 −0.5입니다.", 1 / 48),
    ("warmup의 지수가 다르거나 첫 걸음의 값입니다.", 1 / 108), ("warmup의 지수가 다릅니다.", 0.75)])
_t130_peak(512, 4e3, 2.048e6 ** -0.5, "두 값이 만나는 걸음을 rates의 식에 넣은 값입니다.")
_t130_peak(16, 1e16, 2.5e-9, "걸음마다 구하지 말고 식으로 구하세요.", [
    ("걸음마다 구하지 말고 식으로 구하세요. 걸음을 어디까지만 돌아도 안 됩니다.", 0.0)])
### BEGIN HIDDEN TESTS
_t130_peak(7, 10 ** 12, 7 ** -0.5 * 1e-6, "warmup이 커도 식과 같아야 합니다.")
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
        answer: 정답의 번호, (T,) 정수 배열. 0은 패딩이고 어디에나 있을 수 있습니다.
        log_p: 로그 확률, (T, V). V는 3 이상, 값은 유한합니다. epsilon: 0 이상 1 미만.
    Returns: 수 하나. 패딩이 아닌 자리가 적어도 하나 있습니다.
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
_t130_P = np.array([[0.1, 0.2, 0.3, 0.25, 0.15], [0.15, 0.25, 0.3, 0.2, 0.1]])
_t130_V, _t130_V1 = "ε을 V개에 나누었습니다. V − 2개입니다.", "ε을 V − 1개에 나누었습니다. V − 2개입니다."
for _t130_answer, _t130_eps, _t130_want, _t130_why, _t130_slips in [
    ([3], 0.0, 1.38629, "ε이 0이면 정답의 −log_p를 평균한 것입니다. log_p는 이미 로그입니다.", [
        ("부호가 뒤집혔습니다.", -1.3863), ("칸마다 평균했습니다. 칸은 더합니다.", 0.2773)]),
    ([3], 0.2, 1.423071, "정답은 1 − ε, 정답도 패딩도 아닌 V − 2개가 ε/(V − 2)씩입니다.", [
        (_t130_V, 1.445), (_t130_V, 1.3896), (_t130_V1, 1.4597), (_t130_V1, 1.3446),
        (_t130_V, 1.2975), ("스무딩을 하지 않았습니다.", 1.3863),
        ("목표의 엔트로피를 뺐습니다(KL). 교차 엔트로피 −Σ q log p만 구합니다.", 0.7029),
        ("패딩의 칸에도 몫을 주었습니다. 패딩은 0입니다.", 1.5766),
        ("정답에 ε의 몫을 더했습니다. 정답은 1 − ε뿐입니다.", 1.5155)]),
    ([3, 1], 0.2, 1.436586, "자리마다 정답이 다릅니다. 자리마다 목표를 만들었나요?", [
        ("모든 줄의 정답 칸을 함께 고쳤습니다. 자리마다 목표를 만드세요.", 2.6168),
        ("평균하지 않고 모두 더했습니다.", 2.8732),
        ("첫 자리의 정답을 모든 자리에 썼습니다. 자리마다 목표를 만드세요.", 1.5184)]),
    ([3, 0], 0.2, 1.423071, "정답이 패딩인 자리는 더하지도 세지도 않습니다.", [
        ("평균을 T로 나누었습니다. 패딩이 아닌 자리의 수로 나눕니다.", 0.7115)]),
    ([0, 3], 0.2, 1.613740, "패딩이 앞에 있어도 자리마다 제 로그 확률을 씁니다.", [
        ("패딩이 뒤에만 있다고 보고 앞의 몇 자리만 남겼습니다.", 2.2485),
        ("정답에서만 패딩을 걸렀습니다. 로그 확률도 같은 자리를 남기세요.", 1.4231)]),
]:
    _t130_log_p = np.log(_t130_P[:len(_t130_answer)])
    testing.check(smoothed_loss, [np.array(_t130_answer), _t130_log_p, _t130_eps], _t130_want,
        _t130_why, _t130_slips, close=1e-5)
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1308)
for _t130_trial in range(20):
    _t130_n, _t130_v = (int(n) for n in _t130_rng.integers(3, 8, 2))
    _t130_P = _t130_rng.dirichlet(np.ones(_t130_v), _t130_n)
    _t130_answer, _t130_eps = _t130_rng.integers(0, _t130_v, _t130_n), _t130_rng.uniform(0, .9)
    _t130_answer[-1] = 1
    _t130_each = [-(1 - _t130_eps) * row[a] - _t130_eps / (_t130_v - 2) * (row[1:].sum() - row[a])
                  for a, row in zip(_t130_answer, np.log(_t130_P)) if a != 0]
    _t130_given = [_t130_answer, np.log(_t130_P), _t130_eps]
    testing.check(smoothed_loss, _t130_given, np.mean(_t130_each),
        "정답은 1 − ε, 정답도 패딩도 아닌 V − 2개가 ε/(V − 2)씩이고, 정답이 패딩인 자리는 세지 않습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 캐시로 한 걸음씩 ★★★ · 20분
#
# **목표.** 인과 셀프 어텐션을 토큰 하나씩 계산합니다. `cache`는 지금까지의 키와 값의 짝 `(keys, values)`이고 처음에는 `None`입니다. 강의와 달리 배열이
# **자라나고**, 가까운 것만 봅니다. 자기를 포함해 마지막 `window`개보다 오래된 키와 값은 보지도 않고 캐시에서 **버립니다**. 남은 것은 오래된 것부터 놓습니다. 점수는 $\sqrt{d}$로 나눕니다.
#
# `step(q, k, v, cache, window)`는 문맥 `(d,)`와 새 캐시를 돌려줍니다. 받은 캐시의 배열은 바꾸지 마세요. 빔 탐색에서는 여러 문장이 같은 캐시에서 갈라집니다.
#
# 힌트 1: 새 토큰은 자기 자신도 봅니다. 먼저 붙이고 나서 볼까요, 보고 나서 붙일까요?
# 힌트 2: 새 키와 값을 뒤에 붙여 새 배열을 만들고, 마지막 `window`개를 남긴 뒤, 그것으로 어텐션을 구합니다.
# 힌트 3: `np.vstack([keys, k[None]])[-window:]`

# %% solution="cache"
def step(q, k, v, cache, window):
    """토큰 하나의 인과 셀프 어텐션.
    Args:
        q, k, v: 새 토큰의 질의, 키, 값, (d,) 배열. cache: None 또는 (keys, values), (n, d)씩.
        window: 자기를 포함해 볼 수 있는 토큰의 수, 1 이상.
    Returns:
        (문맥 (d,), 새 캐시). 새 캐시는 (keys, values)이고 많아야 window줄, 오래된 것부터입니다.
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t130_run(Q, K, V, window, why):
    """토큰마다 부릅니다. 돌려주는 것: 문맥 (n, d)와 마지막 캐시."""
    cache, contexts = None, []
    for q, k, v in zip(Q, K, V):
        found = testing.call(step, q, k, v, cache, window, why=why)
        testing.parts(found, "문맥", "새 캐시")
        context, cache = found
        contexts.append(testing.array(context, q.shape, "문맥"))
        assert [np.ndim(part) for part in cache] == [2, 2], "새 캐시는 키 (n, d)와 값 (n, d)입니다."
    return np.array(contexts), [np.asarray(part) for part in cache]

# %% test="cache" points=3
_t130_V = np.array([[0.0] * 4, [2] * 4, [4] * 4, [8] * 4])
_t130_K = _t130_V + 1
for _t130_q, _t130_window, _t130_want, _t130_why, _t130_slips in [
    (0, 9, [0, 1, 2, 3.5], "점수가 모두 같으면 문맥은 지금까지의 값의 평균입니다.", {
        "새 토큰이 자기 자신을 보지 않았습니다. 붙인 다음에 보세요.": 2,
        "키와 값의 자리가 바뀌었습니다. 캐시는 (keys, values)입니다.": 4,
        "키를 섞었습니다. 키는 점수에 쓰고, 섞는 것은 값입니다.": 4.5}),
    (0.1, 9, [0, 1.197375, 2.519587, 5.326572], "질의와 키의 내적을 √d로 나누어 소프트맥스를 합니다.", {
        "점수를 나누지 않았습니다. √d로 나눕니다.": 6.742, "점수를 d로 나누었습니다. √d입니다.": 4.414}),
    (0, 2, [0, 1, 3, 6], "자기를 포함해 마지막 window개만 봅니다.", {
        "하나 더 보았습니다. window에는 자기도 들어갑니다. 자르기 전에 보지 않았나요?": 4.667,
        "하나 덜 보았습니다. window에는 자기가 하나로 들어갑니다.": 8,
        "window를 쓰지 않았습니다.": 3.5, "새 것을 버렸습니다. 마지막 window개를 남기세요.": 1}),
    (0, 1, [0, 2, 4, 8], "window가 1이면 자기만 봅니다.", {}),
]:
    _t130_Q = _t130_q + 0 * _t130_V
    _t130_got, _t130_kept = _t130_run(_t130_Q, _t130_K, _t130_V, _t130_window, _t130_why)
    _t130_got = _t130_got[:, 0]
    _t130_said = [(text, [*_t130_got[:-1], last]) for text, last in _t130_slips.items()]
    testing.equal(_t130_got, _t130_want, _t130_why, _t130_said,
        f"(window={_t130_window}, 토큰마다 문맥의 첫 칸)", close=1e-4)
    _t130_last = [x[-_t130_window:, 0].tolist() for x in (_t130_K, _t130_V)]
    testing.equal([part[:, 0] for part in _t130_kept], _t130_last,
        f"window={_t130_window}: 캐시에서 오래된 것은 버리고, 오래된 것부터 window개만 남깁니다.", {
        "키와 값의 자리가 바뀌었습니다. 캐시는 (keys, values)입니다.": _t130_last[::-1]},
        "(캐시에 남은 키와 값의 첫 칸)")
### BEGIN HIDDEN TESTS
_t130_rng = np.random.default_rng(1309)
for _t130_trial in range(10):
    _t130_n, _t130_d, _t130_w = (int(n) for n in _t130_rng.integers(1, 8, 3))
    _t130_Q, _t130_K, _t130_V = _t130_rng.normal(0, 2, (3, _t130_n, _t130_d))
    _t130_why = f"d={_t130_d}, window={_t130_w}: 토큰마다 마지막 window개만 보고 √d로 나눕니다."
    _t130_got, _t130_kept = _t130_run(_t130_Q, _t130_K, _t130_V, _t130_w, _t130_why)
    for _t130_i in range(_t130_n):
        _t130_at = slice(max(0, _t130_i + 1 - _t130_w), _t130_i + 1)
        _t130_e = np.exp(_t130_K[_t130_at] @ _t130_Q[_t130_i] / _t130_d ** .5)
        _t130_want = _t130_e @ _t130_V[_t130_at] / _t130_e.sum()
        testing.equal(_t130_got[_t130_i], _t130_want, _t130_why)
    testing.equal(_t130_kept, (_t130_K[-_t130_w:], _t130_V[-_t130_w:]),
        "새 캐시는 마지막 window개의 키와 값입니다.")
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
