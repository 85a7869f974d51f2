# ---
# title: LSTM/GRU 입출력 형태
# number: "020"
# objectives:
#   - SimpleRNN, LSTM, GRU의 한 걸음을 식대로 씁니다.
#   - 층의 옵션만 보고 나올 모양과 파라미터 수를 맞힙니다.
#   - 양방향 출력을 바르게 붙이고, 패딩을 건너뛰며 읽습니다.
# datasets: []
# prerequisites: [010_vector_representation, 015_word2vec]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 여덟 개의 코드와 한 개의 글입니다. 모두 NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
#
# 글자는 강의와 같습니다. $B$는 배치(문장의 수), $T$는 시점(문장의 길이), $D$는 특성(단어 벡터의 길이), $U$는 유닛(상태의 길이)입니다.
# 검사는 이 네 수를 같게도, 다르게도 골라 시험합니다. 모양이 우연히 맞는 코드는 통과하지 못합니다.
#
# 시그모이드는 만들어 두었습니다. 그대로 쓰세요.

# %%
import math

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-np.asarray(a)))

# %% [markdown]
# ## 과제 1. 순환 한 걸음 ★☆☆ · 5분
#
# 단순한 순환층은 지금 단어와 방금 전 상태를 섞어 새 상태를 만듭니다.
#
# $$h_t = \tanh(x_t W + h_{t-1} R + b)$$
#
# <details><summary>힌트</summary>
#
# 두 행렬 곱의 결과는 모양이 같습니다. 셋을 먼저 더하고, 마지막에 한 번만 $\tanh$를 씌웁니다.
# </details>

# %% solution="rnn-step"
def rnn_step(x_t, h_prev, kernel, recurrent_kernel, bias):
    """단순 순환층의 한 걸음.

    Args:
        x_t: 한 시점의 입력, (B, D).
        h_prev: 방금 전 은닉 상태, (B, U).
        kernel: W, (D, U).
        recurrent_kernel: R, (U, U).
        bias: b, (U,).

    Returns:
        새 은닉 상태, (B, U) 배열.

    Example:
        >>> rnn_step(np.array([[0.5]]), np.zeros((1, 1)), np.eye(1), np.eye(1), np.zeros(1)).round(4)
        array([[0.4621]])
    """
    ### BEGIN SOLUTION
    return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
    ### END SOLUTION

# %% test="rnn-step" points=3
_x = np.array([[1.0, 2.0], [0.5, -1.0]])                # (B, D) = (2, 2)
_h = np.array([[0.1, 0.2, 0.3], [0.0, -0.5, 0.4]])      # (B, U) = (2, 3)
_W = np.array([[0.5, 0.0, 0.1], [0.0, -0.25, 0.2]])
_shift = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])  # 0번 칸을 1번으로, 1번 칸을 2번으로
_zero = np.zeros((3, 3))
_result = rnn_step(_x, _h, _W, _zero, np.zeros(3))
assert _result is not None, "rnn_step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_result) == (2, 3), f"새 상태의 모양은 (B, U) = (2, 3)이어야 합니다. 지금은 {np.shape(_result)}입니다."
assert np.allclose(_result, [[0.4621, -0.4621, 0.4621], [0.2449, 0.2449, -0.1489]], atol=1e-3), "단어 쪽(x_t와 kernel)의 값이 다릅니다. tanh를 씌웠나요?"
_result = rnn_step(_x, _h, np.zeros((2, 3)), _shift, np.zeros(3))
assert np.allclose(_result, [[0.0, 0.0997, 0.1974], [0.0, 0.0, -0.4621]], atol=1e-3), "상태 쪽의 값이 다릅니다. h_prev를 썼나요? recurrent_kernel을 뒤집지는 않았나요?"
_result = rnn_step(_x, _h, np.zeros((2, 3)), _zero, np.array([0.5, 0.0, -0.5]))
assert np.allclose(_result, [[0.4621, 0.0, -0.4621]] * 2, atol=1e-3), "입력과 상태가 0이면 tanh(bias)가 남아야 합니다. 편향을 더했나요?"
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(201)
for _B, _D, _U in [(1, 2, 3), (4, 3, 5), (2, 6, 2)]:
    _x, _h = _rng.normal(size=(_B, _D)), _rng.normal(size=(_B, _U))
    _W, _R, _b = _rng.normal(size=(_D, _U)), _rng.normal(size=(_U, _U)), _rng.normal(size=_U)
    _result = np.asarray(rnn_step(_x, _h, _W, _R, _b), dtype=float)
    assert _result.shape == (_B, _U), f"(B, D, U) = ({_B}, {_D}, {_U})일 때 모양이 {_result.shape}입니다."
    for _n in range(_B):
        for _u in range(_U):
            _sum = sum(_x[_n, _k] * _W[_k, _u] for _k in range(_D)) + sum(_h[_n, _k] * _R[_k, _u] for _k in range(_U)) + _b[_u]
            assert abs(_result[_n, _u] - math.tanh(_sum)) < 1e-5, "무작위 수에서 값이 다릅니다. 세 항을 모두 더한 뒤에 tanh를 한 번 씌워야 합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 문장 전체 읽기 ★★☆ · 10분
#
# 과제 1의 걸음을 $T$번 되풀이해 문장을 끝까지 읽습니다. 처음 상태는 0이고, 나온 상태를 다음 걸음에 넣습니다.
# `return_sequences`가 참이면 모든 시점의 상태를, 거짓이면 마지막 상태만 돌려줍니다.
#
# 과제 1의 함수를 불러도 되고, 식을 다시 적어도 됩니다.
#
# <details><summary>힌트</summary>
#
# 시점 `t`의 입력은 `x[:, t]`이고 모양은 $(B, D)$입니다. 상태를 목록에 모은 다음, `np.stack`의 `axis`를 무엇으로 해야 가운데 축이 시점이 되는지 생각해 보세요.
# </details>

# %% solution="run-rnn"
def run_rnn(x, kernel, recurrent_kernel, bias, return_sequences=False):
    """단순 순환층으로 문장 전체를 읽습니다. 처음 상태는 0입니다.

    Args:
        x: 입력, (B, T, D).
        kernel: (D, U). recurrent_kernel: (U, U). bias: (U,).
        return_sequences: 모든 시점의 상태를 돌려줄지.

    Returns:
        return_sequences가 참이면 (B, T, U), 거짓이면 (B, U) 배열.

    Example:
        >>> run_rnn(np.array([[[0.5], [0.0]]]), np.eye(1), np.eye(1), np.zeros(1)).round(4)
        array([[0.4318]])
    """
    ### BEGIN SOLUTION
    h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
    states = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
        states.append(h)
    return np.stack(states, axis=1) if return_sequences else h
    ### END SOLUTION

# %% test="run-rnn" points=4
_one = np.ones((1, 1))
_x = np.array([[[0.5], [0.0], [0.0]], [[0.0], [0.5], [0.0]]])   # (B, T, D) = (2, 3, 1)
_result = run_rnn(_x, _one, _one, np.zeros(1), return_sequences=True)
assert _result is not None, "run_rnn이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_result) == (2, 3, 1), f"return_sequences=True이면 (B, T, U) = (2, 3, 1)이어야 합니다. 지금은 {np.shape(_result)}입니다."
_result = np.asarray(_result, dtype=float)
assert np.isclose(_result[0, 0, 0], 0.4621, atol=1e-3), "첫 시점이 다릅니다. 처음 상태는 0인가요? 시점마다 새 배열을 모았나요(같은 배열을 고쳐 쓰면 모든 시점이 마지막 값이 됩니다)?"
assert abs(_result[0, 1, 0]) > 0.1, "둘째 시점이 첫 단어를 잊었습니다. 나온 상태를 다음 걸음에 넣었나요?"
assert np.allclose(_result[:, :, 0], [[0.4621, 0.4318, 0.4068], [0.0, 0.4621, 0.4318]], atol=1e-3), "시점마다의 값이 다릅니다. 배치 축과 시점 축을 바꾸지 않았나요?"
_last = run_rnn(_x, _one, _one, np.zeros(1))
assert np.shape(_last) == (2, 1), f"return_sequences=False이면 (B, U) = (2, 1)이어야 합니다. 지금은 {np.shape(_last)}입니다."
assert np.allclose(_last, [[0.4068], [0.4318]], atol=1e-3), "마지막 시점의 상태가 아닙니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(202)
for _B, _T, _D, _U in [(3, 3, 3, 3), (2, 5, 3, 4), (4, 1, 2, 3), (1, 6, 2, 5)]:
    _x = _rng.normal(size=(_B, _T, _D))
    _W, _R, _b = _rng.normal(size=(_D, _U)), _rng.normal(size=(_U, _U)), _rng.normal(size=_U)
    _want = np.zeros((_B, _T, _U))
    for _n in range(_B):
        _state = np.zeros(_U)
        for _t in range(_T):
            _state = np.tanh(_W.T.dot(_x[_n, _t]) + _R.T.dot(_state) + _b)
            _want[_n, _t] = _state
    _all = np.asarray(run_rnn(_x.copy(), _W, _R, _b, return_sequences=True), dtype=float)
    _end = np.asarray(run_rnn(_x.copy(), _W, _R, _b, return_sequences=False), dtype=float)
    assert _all.shape == (_B, _T, _U) and _end.shape == (_B, _U), f"(B, T, D, U) = ({_B}, {_T}, {_D}, {_U})일 때 모양이 {_all.shape}, {_end.shape}입니다."
    assert np.abs(_all - _want).max() < 1e-5, "무작위 수에서 시점마다의 값이 다릅니다. 첫 시점부터 견주어 보세요."
    assert np.abs(_end - _want[:, -1]).max() < 1e-5, "무작위 수에서 마지막 상태가 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. LSTM의 한 걸음 ★★☆ · 15분
#
# Keras의 순서 **i, f, c, o**(입력, 망각, 후보, 출력)로 붙은 가중치를 받습니다.
#
# $$[a_i\,;\,a_f\,;\,a_c\,;\,a_o] = x_t W + h_{t-1} R + b$$
# $$i = \sigma(a_i),\quad f = \sigma(a_f),\quad \tilde c = \tanh(a_c),\quad o = \sigma(a_o)$$
# $$c_t = f \odot c_{t-1} + i \odot \tilde c \qquad h_t = o \odot \tanh(c_t)$$
#
# 검사는 편향을 ±30으로 두어 게이트를 하나씩 활짝 열거나 꼭 닫습니다. 틀리면 어느 게이트가 문제인지 메시지가 알려 줍니다.
#
# <details><summary>힌트</summary>
#
# `np.split(배열, 4, axis=-1)`은 마지막 축을 네 조각으로 나눕니다. $h_t$에는 옛 셀 상태가 아니라 **새** 셀 상태가 들어갑니다.
# </details>

# %% solution="lstm-step"
def lstm_step(x_t, h_prev, c_prev, kernel, recurrent_kernel, bias):
    """LSTM의 한 걸음. 게이트의 순서는 i, f, c, o입니다.

    Args:
        x_t: (B, D). h_prev: (B, U). c_prev: (B, U).
        kernel: (D, 4U). recurrent_kernel: (U, 4U). bias: (4U,).

    Returns:
        (h, c): 새 은닉 상태와 새 셀 상태, 각각 (B, U) 배열.

    Example:
        가중치가 모두 0이면 게이트는 모두 1/2, 후보는 0입니다.
        >>> zeros, ones = np.zeros, np.ones
        >>> h, c = lstm_step(ones((1, 3)), zeros((1, 2)), ones((1, 2)), zeros((3, 8)), zeros((2, 8)), zeros(8))
        >>> c
        array([[0.5, 0.5]])
    """
    ### BEGIN SOLUTION
    a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
    h = sigmoid(a_o) * np.tanh(c)
    return h, c
    ### END SOLUTION

# %% test="lstm-step" points=4
_x, _h, _c = np.array([[0.3, -0.2, 0.7]]), np.array([[0.4, -0.1]]), np.array([[0.5, -0.8]])
_W, _R = np.zeros((3, 8)), np.zeros((2, 8))
def _bias(i, f, c, o):
    return np.repeat([float(i), float(f), float(c), float(o)], 2)   # 순서 i, f, c, o
_result = lstm_step(_x, _h, _c, _W, _R, _bias(0, 0, 0, 0))
assert _result is not None, "lstm_step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert len(_result) == 2, "h와 c, 두 개를 돌려주어야 합니다."
assert np.shape(_result[0]) == (1, 2) and np.shape(_result[1]) == (1, 2), f"h와 c의 모양은 (B, U) = (1, 2)이어야 합니다. 지금은 {np.shape(_result[0])}, {np.shape(_result[1])}입니다."
_new_h, _new_c = lstm_step(_x, _h, _c, _W, _R, _bias(-30, 30, 0.7, 30))
assert np.allclose(_new_c, _c, atol=1e-4), "입력 게이트를 닫고 망각 게이트를 열면 셀 상태가 그대로여야 합니다. 편향을 더했는지, 게이트의 순서(i, f, c, o)가 맞는지, h와 c를 바꾸어 돌려주지 않았는지 보세요."
assert np.allclose(_new_h, [[0.4621, -0.6640]], atol=1e-3), "출력 게이트가 활짝 열렸을 때 h = tanh(c)여야 합니다. 넷째 조각이 출력 게이트입니다."
_new_h, _new_c = lstm_step(_x, _h, _c, _W, _R, _bias(30, -30, 0.7, 30))
assert np.allclose(_new_c, 0.6044, atol=1e-3), "망각 게이트를 닫고 입력 게이트를 열면 후보 tanh(0.7)만 남아야 합니다. 옛 셀 상태에 망각 게이트를 곱했나요? 후보에는 tanh를 썼나요?"
_new_h, _new_c = lstm_step(_x, _h, _c, _W, _R, _bias(30, 30, 0.7, -30))
assert np.allclose(_new_h, 0, atol=1e-4), "출력 게이트를 닫으면 h는 0이어야 합니다."
assert np.allclose(_new_c, [[1.1044, -0.1956]], atol=1e-3), "두 게이트가 모두 열리면 옛 셀 상태와 후보를 더한 값이어야 합니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(203)
def _logistic(value):
    return 1 / (1 + math.exp(-value))
for _B, _D, _U in [(1, 3, 2), (3, 2, 4), (2, 5, 3)]:
    _x, _h, _c = _rng.normal(size=(_B, _D)), _rng.normal(size=(_B, _U)), _rng.normal(size=(_B, _U))
    _W, _R, _b = _rng.normal(size=(_D, 4 * _U)), _rng.normal(size=(_U, 4 * _U)), _rng.normal(size=4 * _U)
    _new_h, _new_c = (np.asarray(part, dtype=float) for part in lstm_step(_x, _h, _c, _W, _R, _b))
    assert _new_h.shape == (_B, _U) and _new_c.shape == (_B, _U), f"무작위 수에서 모양이 {_new_h.shape}, {_new_c.shape}입니다."
    for _n in range(_B):
        for _u in range(_U):
            _a = [float(np.dot(_x[_n], _W[:, g * _U + _u]) + np.dot(_h[_n], _R[:, g * _U + _u]) + _b[g * _U + _u]) for g in range(4)]
            _cell = _logistic(_a[1]) * _c[_n, _u] + _logistic(_a[0]) * math.tanh(_a[2])
            assert abs(_new_c[_n, _u] - _cell) < 1e-5, "무작위 수에서 셀 상태가 다릅니다. 게이트마다 시그모이드인지 tanh인지, x와 h와 편향을 모두 썼는지 보세요."
            assert abs(_new_h[_n, _u] - _logistic(_a[3]) * math.tanh(_cell)) < 1e-5, "무작위 수에서 은닉 상태가 다릅니다. 새 셀 상태에 tanh를 씌우고 출력 게이트를 곱합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. GRU의 한 걸음 ★★★ · 20분
#
# Keras의 순서 **z, r, h**(갱신, 리셋, 후보)로 붙은 가중치를 받습니다. 두 게이트와 마지막 줄은 이렇습니다.
#
# $$z = \sigma(x_t W_z + b_z + h_{t-1} R_z + b'_z) \qquad r = \sigma(x_t W_r + b_r + h_{t-1} R_r + b'_r)$$
# $$h_t = z \odot h_{t-1} + (1 - z) \odot \tilde h$$
#
# 후보 $\tilde h$는 `reset_after`에 따라 두 가지입니다. `reset_after=False`이면 $b'$이 없습니다.
#
# | `reset_after` | `bias` | 후보 $\tilde h$ |
# |:-:|:-:|---|
# | `True` | $(2, 3U)$: 첫 줄 $b$는 입력 쪽, 둘째 줄 $b'$은 상태 쪽 | $\tanh(x_t W_h + b_h + r \odot (h_{t-1} R_h + b'_h))$ |
# | `False` | $(3U,)$: $b$만 있음 | $\tanh(x_t W_h + b_h + (r \odot h_{t-1})\,R_h)$ |
#
# <details><summary>힌트</summary>
#
# `recurrent_kernel`을 먼저 세 조각으로 나누어 두면 두 판을 모두 쓰기 쉽습니다. `reset_after=False`일 때 상태 쪽 편향을 0으로 두면 $z$와 $r$의 코드를 함께 쓸 수 있습니다.
# </details>

# %% solution="gru-step"
def gru_step(x_t, h_prev, kernel, recurrent_kernel, bias, reset_after=True):
    """GRU의 한 걸음. 게이트의 순서는 z, r, h입니다.

    Args:
        x_t: (B, D). h_prev: (B, U).
        kernel: (D, 3U). recurrent_kernel: (U, 3U).
        bias: reset_after가 참이면 (2, 3U), 거짓이면 (3U,).
        reset_after: 리셋 게이트를 행렬 곱 뒤에 곱할지.

    Returns:
        새 은닉 상태, (B, U) 배열.

    Example:
        가중치가 모두 0이면 z는 1/2, 후보는 0입니다.
        >>> gru_step(np.ones((1, 3)), np.ones((1, 2)), np.zeros((3, 6)), np.zeros((2, 6)), np.zeros((2, 6)))
        array([[0.5, 0.5]])
    """
    ### BEGIN SOLUTION
    b_input, b_state = (bias[0], bias[1]) if reset_after else (bias, np.zeros(len(bias)))
    x_z, x_r, x_h = np.split(x_t @ kernel + b_input, 3, axis=-1)
    R_z, R_r, R_h = np.split(recurrent_kernel, 3, axis=-1)
    b_z, b_r, b_h = np.split(b_state, 3)
    z = sigmoid(x_z + h_prev @ R_z + b_z)
    r = sigmoid(x_r + h_prev @ R_r + b_r)
    if reset_after:
        candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))
    else:
        candidate = np.tanh(x_h + (r * h_prev) @ R_h)
    return z * h_prev + (1 - z) * candidate
    ### END SOLUTION

# %% test="gru-step" points=5
_x, _h = np.array([[0.3, -0.2, 0.7]]), np.array([[0.4, -0.8]])
_W = np.zeros((3, 6))
_R = np.zeros((2, 6))
_R[:, 4:] = [[1.0, 2.0], [0.5, -1.0]]     # 후보 쪽에만 상태가 들어갑니다
def _bias(z, r, h):
    return np.repeat([float(z), float(r), float(h)], 2)   # 순서 z, r, h
_none = _bias(0, 0, 0)
_result = gru_step(_x, _h, _W, _R, np.stack([_bias(30, 0, 0), _none]))
assert _result is not None, "gru_step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_result) == (1, 2), f"새 상태의 모양은 (B, U) = (1, 2)이어야 합니다. 지금은 {np.shape(_result)}입니다."
assert np.allclose(_result, _h, atol=1e-4), "갱신 게이트 z가 1이면 옛 상태가 그대로 남아야 합니다. z와 1 - z를 바꾸지 않았나요? 순서는 z, r, h입니다."
_result = gru_step(_x, _h, _W, _R, np.stack([_bias(-30, -30, 0.7), _none]))
assert np.allclose(_result, 0.6044, atol=1e-3), "z와 r이 0이면 새 상태는 tanh(입력 쪽 편향)뿐이어야 합니다. 리셋 게이트를 곱했나요? 입력 쪽 편향은 bias의 첫 줄이고, 후보에는 tanh를 씁니다."
_result = gru_step(_x, _h, _W, _R, np.stack([_none, _bias(30, 0, 0)]))
assert np.allclose(_result, _h, atol=1e-4), "상태 쪽 편향(bias의 둘째 줄)도 게이트에 더해야 합니다."
_result = gru_step(_x, _h, _W, _R, np.stack([_bias(-30, -30, 0), _bias(0, 0, 0.7)]))
assert np.allclose(_result, 0, atol=1e-4), "reset_after=True이면 상태 쪽 편향은 r이 곱해지는 괄호 안에 있습니다. r이 0이면 사라져야 합니다."
_result = gru_step(_x, _h, _W, _R, _bias(-30, 30, 0), reset_after=False)
assert np.allclose(_result, [[0.0, 0.9217]], atol=1e-3), "reset_after=False에서 값이 다릅니다. r이 1이면 옛 상태 전부가 후보에 들어갑니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(204)
def _logistic(value):
    return 1 / (1 + math.exp(-value))
for _B, _D, _U in [(1, 3, 2), (3, 2, 4), (2, 5, 3)]:
    for _after in (True, False):
        _x, _h = _rng.normal(size=(_B, _D)), _rng.normal(size=(_B, _U))
        _W, _R = _rng.normal(size=(_D, 3 * _U)), _rng.normal(size=(_U, 3 * _U))
        _b = _rng.normal(size=(2, 3 * _U) if _after else 3 * _U)
        _bx, _bh = (_b[0], _b[1]) if _after else (_b, 0 * _b)
        _result = np.asarray(gru_step(_x, _h, _W, _R, _b, reset_after=_after), dtype=float)
        assert _result.shape == (_B, _U), f"무작위 수에서 모양이 {_result.shape}입니다 (reset_after={_after})."
        for _n in range(_B):
            _px, _ph = _W.T.dot(_x[_n]) + _bx, _R.T.dot(_h[_n]) + _bh
            _z = [_logistic(_px[u] + _ph[u]) for u in range(_U)]
            _r = [_logistic(_px[_U + u] + _ph[_U + u]) for u in range(_U)]
            _reset = np.array(_r) * _h[_n]
            for _u in range(_U):
                _k = 2 * _U + _u
                _inner = _r[_u] * _ph[_k] if _after else float(np.dot(_reset, _R[:, _k]))
                _want = _z[_u] * _h[_n, _u] + (1 - _z[_u]) * math.tanh(_px[_k] + _inner)
                assert abs(_result[_n, _u] - _want) < 1e-5, f"무작위 수에서 값이 다릅니다 (reset_after={_after}). 리셋 게이트를 곱하는 자리와 편향의 자리를 식과 견주어 보세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 파라미터 수 ★★☆ · 10분
#
# 층의 종류와 크기만 보고 파라미터의 수를 셉니다. 가중치의 모양을 떠올리면 외울 것이 없습니다.
#
# 두 가지를 조심하세요. `use_bias=False`이면 편향이 아예 없습니다. `reset_after`는 GRU에만 뜻이 있습니다.
#
# <details><summary>힌트</summary>
#
# 가중치 한 벌은 `kernel` 하나, `recurrent_kernel` 하나, 편향 한 줄(또는 두 줄)입니다. 벌의 수를 종류마다 정하고, 방향의 수를 마지막에 곱하세요.
# </details>

# %% solution="count-parameters"
def count_parameters(kind, features, units, use_bias=True, reset_after=True, bidirectional=False):
    """순환층 하나의 파라미터 수.

    Args:
        kind: "SimpleRNN", "LSTM", "GRU" 가운데 하나.
        features: 입력 특성의 수 D. units: 유닛의 수 U.
        use_bias: 편향을 쓰는지.
        reset_after: GRU에서 편향을 입력 쪽과 상태 쪽으로 따로 두는지. 다른 종류에서는 무시합니다.
        bidirectional: 두 방향으로 읽는지.

    Returns:
        파라미터 수(int).

    Example:
        >>> count_parameters("LSTM", 3, 4)
        128
    """
    ### BEGIN SOLUTION
    sets = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[kind]
    bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
    directions = 2 if bidirectional else 1
    return directions * sets * units * (features + units + bias_rows)
    ### END SOLUTION

# %% test="count-parameters" points=4
_result = count_parameters("SimpleRNN", 3, 4)
assert _result is not None, "count_parameters가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert _result == 32, f"SimpleRNN의 D=3, U=4는 kernel 12 + recurrent_kernel 16 + bias 4 = 32입니다. 지금은 {_result}입니다."
assert count_parameters("LSTM", 3, 4) == 128, "LSTM은 게이트 셋과 후보 하나, 네 벌입니다."
assert count_parameters("GRU", 3, 4, reset_after=False) == 96, "reset_after=False인 GRU는 세 벌이고 편향은 한 줄입니다."
assert count_parameters("GRU", 3, 4) == 108, "reset_after=True인 GRU는 편향이 두 줄입니다. 96이 나왔다면 한 줄을 빠뜨린 것입니다."
assert count_parameters("LSTM", 3, 4, use_bias=False) == 112, "use_bias=False이면 편향 16개가 빠집니다."
assert count_parameters("GRU", 3, 4, bidirectional=True) == 216, "양방향은 층이 둘이므로 두 배입니다."
### BEGIN HIDDEN TESTS
_literal = [  # Keras의 count_params()로 잰 값
    (("SimpleRNN", 7, 5), {}, 65), (("LSTM", 10, 7), {}, 504), (("GRU", 10, 7), {}, 399), (("GRU", 10, 7), dict(reset_after=False), 378),
    (("LSTM", 300, 128), dict(bidirectional=True), 439296), (("GRU", 64, 32), dict(bidirectional=True), 18816), (("GRU", 64, 32), dict(use_bias=False), 9216),
    (("SimpleRNN", 5, 2), dict(bidirectional=True, use_bias=False), 28), (("SimpleRNN", 5, 2), dict(reset_after=False), 16),
]
for _args, _options, _number in _literal:
    assert count_parameters(*_args, **_options) == _number, f"{_args}, {_options}에서 수가 다릅니다. 가중치의 모양을 하나씩 적어 보세요."
for _kind, _n in [("SimpleRNN", 1), ("LSTM", 4), ("GRU", 3)]:
    for _D, _U in [(1, 1), (2, 9), (11, 6)]:
        for _flags in range(8):
            _bias, _after, _two = bool(_flags & 1), bool(_flags & 2), bool(_flags & 4)
            _arrays = [np.zeros((_D, _n * _U)), np.zeros((_U, _n * _U))]
            if _bias:
                _arrays.append(np.zeros((2, _n * _U)) if _kind == "GRU" and _after else np.zeros(_n * _U))
            _want = sum(a.size for a in _arrays) * (1 + _two)
            _got = count_parameters(_kind, _D, _U, use_bias=_bias, reset_after=_after, bidirectional=_two)
            assert _got == _want, f"{_kind}, D={_D}, U={_U}, use_bias={_bias}, reset_after={_after}, bidirectional={_two}에서 수가 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 모양 맞히기 ★★☆ · 10분
#
# 층을 만들지 않고, 옵션만 보고 돌려받을 텐서들의 모양을 적습니다. Keras가 돌려주는 차례 그대로, 출력 다음에 상태들입니다.
# 상태가 없으면 출력 하나만 든 목록입니다.
#
# <details><summary>힌트</summary>
#
# 세 가지를 차례로 정하세요. ① 출력에 시점 축이 있는가. ② 출력의 마지막 축은 얼마인가. ③ 상태는 몇 개인가. 상태 하나의 모양은 옵션과 상관이 없습니다.
# </details>

# %% solution="output-shapes"
def output_shapes(kind, batch, time, units, return_sequences=False, return_state=False, bidirectional=False):
    """순환층이 돌려주는 텐서들의 모양.

    Args:
        kind: "SimpleRNN", "LSTM", "GRU" 가운데 하나.
        batch, time, units: B, T, U.
        return_sequences, return_state: 층의 옵션.
        bidirectional: Bidirectional(기본값 concat)로 감쌌는지.

    Returns:
        모양(튜플)의 목록. 출력이 먼저이고, return_state가 참이면 상태들이 뒤따릅니다.

    Example:
        >>> output_shapes("GRU", 2, 5, 4, return_state=True)
        [(2, 4), (2, 4)]
    """
    ### BEGIN SOLUTION
    width = 2 * units if bidirectional else units
    shapes = [(batch, time, width) if return_sequences else (batch, width)]
    if return_state:
        n_states = (2 if kind == "LSTM" else 1) * (2 if bidirectional else 1)
        shapes += [(batch, units)] * n_states
    return shapes
    ### END SOLUTION

# %% test="output-shapes" points=4
def _plain(shapes):
    return [tuple(int(n) for n in shape) for shape in shapes]
_result = output_shapes("GRU", 2, 5, 4)
assert _result is not None, "output_shapes가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert all(isinstance(s, (tuple, list)) for s in _result), "텐서가 하나뿐이어도 모양의 목록을 돌려주세요. 예: [(2, 4)]"
assert _plain(_result) == [(2, 4)], "기본값이면 마지막 출력 (B, U) 하나뿐입니다."
assert _plain(output_shapes("GRU", 2, 5, 4, return_sequences=True)) == [(2, 5, 4)], "return_sequences=True이면 (B, T, U)입니다. 배치가 먼저입니다."
assert _plain(output_shapes("LSTM", 2, 5, 4, return_state=True)) == [(2, 4), (2, 4), (2, 4)], "LSTM의 상태는 h와 c, 둘입니다."
assert _plain(output_shapes("GRU", 2, 5, 4, bidirectional=True)) == [(2, 8)], "양방향은 두 출력을 마지막 축으로 붙입니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(206)
for _B, _T, _U in [(2, 5, 4), (7, 3, 6), tuple(int(n) for n in _rng.integers(8, 40, 3))]:
    _last, _all, _wide, _all_wide, _s = (_B, _U), (_B, _T, _U), (_B, 2 * _U), (_B, _T, 2 * _U), (_B, _U)
    _truth = {  # (양방향, return_sequences, return_state) → SimpleRNN과 GRU, LSTM
        (0, 0, 0): ([_last], [_last]), (0, 0, 1): ([_last, _s], [_last, _s, _s]),
        (0, 1, 0): ([_all], [_all]), (0, 1, 1): ([_all, _s], [_all, _s, _s]),
        (1, 0, 0): ([_wide], [_wide]), (1, 0, 1): ([_wide, _s, _s], [_wide, _s, _s, _s, _s]),
        (1, 1, 0): ([_all_wide], [_all_wide]), (1, 1, 1): ([_all_wide, _s, _s], [_all_wide, _s, _s, _s, _s]),
    }
    for (_two, _seq, _state), (_single, _double) in _truth.items():
        for _kind in ("SimpleRNN", "GRU", "LSTM"):
            _got = _plain(output_shapes(_kind, _B, _T, _U, return_sequences=bool(_seq), return_state=bool(_state), bidirectional=bool(_two)))
            _case = f"{_kind}, return_sequences={bool(_seq)}, return_state={bool(_state)}, bidirectional={bool(_two)}"
            _want = _double if _kind == "LSTM" else _single
            assert len(_got) == len(_want), f"{_case}: 텐서의 수가 다릅니다. 상태가 몇 개인지 보세요."
            assert _got == _want, f"{_case}: 모양이 다릅니다. 두 배가 되는 것은 출력의 마지막 축뿐입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 두 방향 붙이기 ★★☆ · 10분
#
# 앞 방향과 뒤 방향의 층이 저마다 읽은 **차례대로** 출력을 내놓았습니다. 뒤 방향은 문장의 끝부터 읽었으므로, `backward[:, 0]`은 문장의 **마지막** 단어를
# 읽은 상태입니다. 둘을 붙여 두 가지를 만드세요.
#
# 1. `outputs` $(B, T, 2U)$: 시점 $t$마다 그 단어까지 읽은 앞 방향의 상태와 뒤 방향의 상태를 이어 붙인 것. 앞 방향이 먼저입니다.
# 2. `final` $(B, 2U)$: 두 방향이 각각 **문장을 다 읽었을 때**의 상태를 이어 붙인 것.
#
# <details><summary>힌트</summary>
#
# 시점을 맞추려면 어느 쪽을 어느 축으로 뒤집어야 할까요? `final`에 필요한 뒤 방향의 상태는 읽은 차례로 맨 끝에 있습니다.
# </details>

# %% solution="merge-directions"
def merge_directions(forward, backward):
    """두 방향의 출력을 붙입니다.

    Args:
        forward: 앞 방향의 출력, 읽은 차례(문장의 처음부터), (B, T, U).
        backward: 뒤 방향의 출력, 읽은 차례(문장의 끝부터), (B, T, U).

    Returns:
        (outputs, final): outputs는 문장의 차례로 (B, T, 2U), final은 (B, 2U) 배열.

    Example:
        >>> outputs, final = merge_directions(np.array([[[1.], [2.]]]), np.array([[[7.], [8.]]]))
        >>> outputs.tolist(), final.tolist()
        ([[[1.0, 8.0], [2.0, 7.0]]], [[2.0, 8.0]])
    """
    ### BEGIN SOLUTION
    outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
    final = np.concatenate([forward[:, -1], backward[:, -1]], axis=-1)
    return outputs, final
    ### END SOLUTION

# %% test="merge-directions" points=4
_forward = np.array([[[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]])       # (B, T, U) = (1, 3, 2)
_backward = np.array([[[-3.0, -30.0], [-2.0, -20.0], [-1.0, -10.0]]])  # 읽은 차례: 셋째, 둘째, 첫째 단어
_result = merge_directions(_forward, _backward)
assert _result is not None, "merge_directions가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert len(_result) == 2, "outputs와 final, 두 개를 돌려주어야 합니다."
assert np.shape(_result[0]) == (1, 3, 4), f"outputs는 (B, T, 2U) = (1, 3, 4)이어야 합니다. 지금은 {np.shape(_result[0])}입니다. 마지막 축으로 붙였나요?"
assert np.shape(_result[1]) == (1, 4), f"final은 (B, 2U) = (1, 4)이어야 합니다. 지금은 {np.shape(_result[1])}입니다."
assert np.allclose(np.asarray(_result[0])[0, 0], [1, 10, -1, -10]), "첫 단어의 자리에는 두 방향 모두 첫 단어를 읽은 상태가 와야 합니다. 뒤 방향을 시점 축으로 뒤집었나요?"
assert np.allclose(np.asarray(_result[0])[0, 2], [3, 30, -3, -30]), "마지막 단어의 자리가 다릅니다."
assert np.allclose(_result[1], [[3, 30, -1, -10]]), "final의 뒤쪽 절반은 뒤 방향이 첫 단어까지 다 읽은 상태여야 합니다. outputs[:, -1]과는 다릅니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(207)
for _B, _T, _U in [(3, 3, 3), (2, 5, 4), (4, 1, 2), (1, 7, 1)]:
    _forward, _backward = _rng.normal(size=(2, _B, _T, _U))
    _outputs, _final = (np.asarray(part, dtype=float) for part in merge_directions(_forward.copy(), _backward.copy()))
    assert _outputs.shape == (_B, _T, 2 * _U) and _final.shape == (_B, 2 * _U), f"(B, T, U) = ({_B}, {_T}, {_U})일 때 모양이 {_outputs.shape}, {_final.shape}입니다."
    for _n in range(_B):
        for _t in range(_T):
            assert np.allclose(_outputs[_n, _t, :_U], _forward[_n, _t]), "outputs의 앞쪽 절반은 앞 방향의 출력 그대로여야 합니다."
            assert np.allclose(_outputs[_n, _t, _U:], _backward[_n, _T - 1 - _t]), "outputs의 뒤쪽 절반에서 시점이나 배치가 어긋났습니다."
        assert np.allclose(_final[_n, :_U], _forward[_n, _T - 1]), "final의 앞쪽 절반이 다릅니다."
        assert np.allclose(_final[_n, _U:], _backward[_n, _T - 1]), "final의 뒤쪽 절반이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 패딩 건너뛰기 ★★★ · 15분
#
# 과제 2의 순환층에 마스크를 더합니다. `mask[n, t]`가 거짓이면 그 시점은 없는 것으로 칩니다. 상태는 **바뀌지 않고 그대로** 다음 시점으로 넘어가고,
# 그 자리의 출력은 넘어온 상태를 옮겨 적은 것입니다.
#
# 패딩은 뒤에만 있는 것이 아닙니다. 앞에도, 가운데에도, 문장 전체에도 있을 수 있습니다. 모두 거짓인 문장의 상태는 처음 상태인 0입니다.
#
# <details><summary>힌트</summary>
#
# 한 배치 안에서 어떤 문장은 이 시점에 나아가고 어떤 문장은 멈춥니다. 새 상태를 모두 계산한 다음 `np.where`로 고르면 됩니다. 마스크의 한 시점은 $(B,)$이니 $(B, 1)$로 만들어야 합니다.
# </details>

# %% solution="masked-rnn"
def run_masked_rnn(x, mask, kernel, recurrent_kernel, bias):
    """마스크가 거짓인 시점을 건너뛰며 단순 순환층으로 읽습니다. 처음 상태는 0입니다.

    Args:
        x: (B, T, D). mask: 참/거짓 (B, T), 참이 진짜 단어.
        kernel: (D, U). recurrent_kernel: (U, U). bias: (U,).

    Returns:
        (outputs, last_state): 모든 시점의 상태 (B, T, U)와 마지막 상태 (B, U).

    Example:
        >>> x, one = np.array([[[0.5], [9.0]]]), np.eye(1)
        >>> outputs, last_state = run_masked_rnn(x, np.array([[True, False]]), one, one, np.zeros(1))
        >>> outputs.round(4).tolist(), last_state.round(4).tolist()
        ([[[0.4621], [0.4621]]], [[0.4621]])
    """
    ### BEGIN SOLUTION
    h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
    outputs = []
    for t in range(x.shape[1]):
        moved = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
        h = np.where(mask[:, t, None], moved, h)
        outputs.append(h)
    return np.stack(outputs, axis=1), h
    ### END SOLUTION

# %% test="masked-rnn" points=4
_one = np.ones((1, 1))
_x = np.array([[[0.5], [9.0], [9.0]], [[9.0], [0.5], [0.0]], [[9.0], [9.0], [9.0]], [[0.5], [9.0], [0.0]]])   # 9가 패딩 자리
_mask = np.array([[True, False, False], [False, True, True], [False, False, False], [True, False, True]])
_result = run_masked_rnn(_x, _mask, _one, _one, np.zeros(1))
assert _result is not None, "run_masked_rnn이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert len(_result) == 2, "outputs와 last_state, 두 개를 돌려주어야 합니다."
assert np.shape(_result[0]) == (4, 3, 1) and np.shape(_result[1]) == (4, 1), f"모양은 (B, T, U) = (4, 3, 1)과 (B, U) = (4, 1)이어야 합니다. 지금은 {np.shape(_result[0])}, {np.shape(_result[1])}입니다."
_outputs, _last = (np.asarray(part, dtype=float) for part in _result)
assert np.isclose(_outputs[0, 0, 0], 0.4621, atol=1e-3), "참인 자리는 읽어야 합니다. 마스크를 거꾸로 쓰지 않았나요?"
assert np.allclose(_last[0], 0.4621, atol=1e-3), "뒤쪽 패딩이 상태를 바꾸었습니다. 거짓인 자리에서는 옛 상태를 그대로 넘깁니다(0으로 지우지 않습니다)."
assert np.allclose(_outputs[0], 0.4621, atol=1e-3), "패딩 자리의 출력은 넘어온 상태를 옮겨 적은 것이어야 합니다."
assert np.allclose(_outputs[1, :, 0], [0.0, 0.4621, 0.4318], atol=1e-3), "앞쪽 패딩에서는 처음 상태 0이 그대로 넘어가야 합니다."
assert np.allclose(_last[2], 0, atol=1e-6), "모두 패딩인 문장의 상태는 0입니다."
assert np.allclose(_last[3], 0.4318, atol=1e-3), "가운데 패딩을 건너뛴 뒤에 이어서 읽어야 합니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(208)
for _B, _T, _D, _U in [(4, 4, 4, 4), (3, 6, 2, 5), (5, 4, 3, 2)]:
    _x = _rng.normal(size=(_B, _T, _D))
    _mask = _rng.random((_B, _T)) < 0.6
    _mask[0], _mask[1] = True, np.arange(_T) < 2
    _W, _R, _b = _rng.normal(size=(_D, _U)), _rng.normal(size=(_U, _U)), _rng.normal(size=_U)
    _outputs, _last = (np.asarray(part, dtype=float) for part in run_masked_rnn(_x.copy(), _mask.copy(), _W, _R, _b))
    assert _outputs.shape == (_B, _T, _U) and _last.shape == (_B, _U), f"(B, T, D, U) = ({_B}, {_T}, {_D}, {_U})일 때 모양이 {_outputs.shape}, {_last.shape}입니다."
    for _n in range(_B):
        _state = np.zeros(_U)
        for _t in range(_T):
            if _mask[_n, _t]:
                _state = np.tanh(_W.T.dot(_x[_n, _t]) + _R.T.dot(_state) + _b)
            assert np.abs(_outputs[_n, _t] - _state).max() < 1e-5, "무작위 마스크에서 출력이 다릅니다. 문장마다 따로 멈추고 나아가야 합니다."
        assert np.abs(_last[_n] - _state).max() < 1e-5, "무작위 마스크에서 마지막 상태가 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 동료의 코드 ★★☆ · 15분 (사람이 채점합니다)
#
# 동료가 감성 분류기를 만들었습니다. 번호로 바꾼 영화평의 **뒤**를 0으로 채워 길이를 200으로 맞추었고, 대부분의 영화평은 열 단어쯤입니다. 오류 없이 학습되는데
# 성적이 좋지 않습니다.
#
# ```python
# ids = keras.Input(shape=(200,), dtype="int32")
# x = layers.Embedding(5000, 64)(ids)
# x = layers.Bidirectional(layers.LSTM(32, return_sequences=True))(x)
# x = x[:, -1]
# outputs = layers.Dense(1, activation="sigmoid")(x)
# ```
#
# 다음에 답하세요.
#
# 1. `x[:, -1]`의 모양은 무엇이고, 그 앞쪽 절반과 뒤쪽 절반은 각각 **무엇을 읽은** 상태인가요? 열 단어짜리 영화평을 예로 들어 설명하세요.
# 2. `Bidirectional` 층의 파라미터는 몇 개인가요? 계산 과정을 적으세요.
# 3. 두 곳을 고쳐 문제를 없애고, 고친 줄을 적으세요.
# 4. 패딩이 더는 답에 영향을 주지 않는다는 것을 **정답 라벨 없이** 확인하는 방법을 한두 문장으로 적으세요.

# %% [markdown] manual="fix-colleague" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 모양은 `(B, 64)`입니다. 앞쪽 32칸은 앞 방향이 열 단어를 읽은 다음 `<PAD>`를 190번 더 읽은 상태라서, 영화평의 흔적이 거의 남지 않습니다.
#    뒤쪽 32칸은 뒤 방향이 **맨 처음** 읽은 자리, 곧 마지막 `<PAD>` 하나만 읽은 상태입니다. 영화평의 단어를 하나도 읽지 않았으므로 모든 짧은 영화평에서 값이 같습니다.
# 2. 한 방향의 LSTM은 4 × 32 × (64 + 32 + 1) = 12,416개이고, 두 방향이므로 24,832개입니다.
# 3. `layers.Embedding(5000, 64, mask_zero=True)`로 마스크를 만들고, `layers.Bidirectional(layers.LSTM(32))(x)`로 바꾸어 `x[:, -1]` 줄을 지웁니다.
#    (`return_state=True`로 받아 앞 h와 뒤 h를 붙여도 됩니다.)
# 4. 같은 영화평을 길이 200과 250으로 채워 넣고 두 예측이 오차 안에서 같은지 봅니다. 또는 패딩 없이 열 단어만 넣은 예측과 견줍니다.
#
# **채점 기준 (5점)**
#
# - 1번 2점: 모양과 앞쪽 절반의 설명(패딩까지 읽음) 1점. 뒤쪽 절반이 마지막 시점 하나(패딩)만 읽었다는 설명 1점. "마지막 단어를 읽었다"처럼 패딩을 놓친 답은 0.5점.
# - 2번 1점: 24,832와 과정. 수가 틀려도 네 벌과 두 배를 모두 밝혔으면 0.5점.
# - 3번 1점: 마스크와 문장 벡터를 모두 고치면 1점, 하나만 고치면 0.5점. 앞에 채우기(pre-padding)로 바꾸기만 한 답은 0.5점.
# - 4번 1점: 패딩의 양만 바꾸어 예측이 같은지 견주는 방법이면 1점. "정확도가 오르는지 본다"는 라벨이 필요하므로 0점.
# ### END SOLUTION
