# ---
# title: LSTM/GRU 입출력 형태
# number: "020"
# objectives:
#   - SimpleRNN, LSTM, GRU의 한 걸음을 식대로 씁니다.
#   - 층의 옵션만 보고 나올 모양과 파라미터 수를 맞힙니다.
#   - 양방향 출력을 바르게 붙이고, 패딩을 잘못 읽은 출력을 찾아 고칩니다.
#   - 셀 상태에 남을 몫을 예측하고, 재어서 확인합니다.
# datasets: []
# prerequisites: [010_vector_representation, 015_word2vec]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 아홉 개의 코드와 한 개의 글입니다. 모두 NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
#
# 글자는 강의와 같습니다. $B$는 배치(문장의 수), $T$는 시점(문장의 길이), $D$는 특성(단어 벡터의 길이), $U$는 유닛(상태의 길이)입니다.
# 검사는 이 네 수를 같게도, 다르게도 골라 시험합니다. 모양이 우연히 맞는 코드는 통과하지 못합니다.
#
# 모든 과제에 약속이 하나 있습니다. **넘겨받은 배열은 고치지 않습니다.** 새 배열을 만들어 돌려주세요.
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
# 힌트 1: 두 행렬 곱의 결과는 모양이 같습니다. $\tanh$는 몇 번 씌워야 할까요?
#
# 힌트 2: 단어 쪽, 상태 쪽, 편향을 먼저 모두 더하고, 마지막에 한 번만 $\tanh$를 씌웁니다.
#
# 힌트 3: 상태 쪽의 항은 `h_prev @ recurrent_kernel`입니다.

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
        >>> one = np.eye(1)
        >>> rnn_step(np.array([[0.5]]), np.zeros((1, 1)), one, one, np.zeros(1)).round(4)
        array([[0.4621]])
    """
    ### BEGIN SOLUTION
    return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
    ### END SOLUTION

# %% test="rnn-step" points=3
_t1_x = np.array([[1.0, 2.0], [0.5, -1.0]])                # (B, D) = (2, 2)
_t1_h = np.array([[0.1, 0.2, 0.3], [0.0, -0.5, 0.4]])      # (B, U) = (2, 3)
_t1_W = np.array([[0.5, 0.0, 0.1], [0.0, -0.25, 0.2]])
_t1_R = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])  # 0번 칸 → 1번, 1번 → 2번
_t1_none, _t1_b = np.zeros(3), np.array([0.5, 0.0, -0.5])
_t1_eq = lambda got, want: np.allclose(np.asarray(got, dtype=float), want, atol=1e-3)
_t1_say = lambda g, w: f" 기대: {np.round(w, 3).tolist()}, 지금: {np.round(g, 3).tolist()}"
_t1_got, _t1_sum = rnn_step(_t1_x, _t1_h, _t1_W, 0 * _t1_R, _t1_none), _t1_x @ _t1_W
assert _t1_got is not None, "rnn_step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_t1_got) == (2, 3), (
    f"새 상태의 모양은 (B, U) = (2, 3)이어야 합니다. 지금은 {np.shape(_t1_got)}입니다.")
assert not _t1_eq(_t1_got, _t1_sum), "활성 함수가 없습니다. 더한 값에 tanh를 씌우세요."
assert not _t1_eq(_t1_got, 1 / (1 + np.exp(-_t1_sum))), "tanh 대신 시그모이드를 씌웠습니다."
_t1_want = np.array([[0.4621, -0.4621, 0.4621], [0.2449, 0.2449, -0.1489]])
assert not _t1_eq(_t1_got, np.tanh(_t1_want)), "tanh를 두 번 씌웠습니다. 한 번만 씌웁니다."
assert _t1_eq(_t1_got, _t1_want), "단어 쪽(x_t와 kernel)의 값이 다릅니다." + _t1_say(_t1_got, _t1_want)
_t1_got = rnn_step(_t1_x, _t1_h, 0 * _t1_W, _t1_R, _t1_none)
assert not _t1_eq(_t1_got, 0), "단어 쪽의 가중치가 0일 때 상태도 0이 됩니다. h_prev를 썼나요?"
assert not _t1_eq(_t1_got, [[0.1974, 0.2913, 0.0], [-0.4621, 0.3799, 0.0]]), (
    "recurrent_kernel을 뒤집어(전치해) 곱했습니다. h_prev @ recurrent_kernel의 순서를 보세요.")
_t1_want = np.array([[0.0, 0.0997, 0.1974], [0.0, 0.0, -0.4621]])
assert _t1_eq(_t1_got, _t1_want), "상태 쪽의 값이 다릅니다." + _t1_say(_t1_got, _t1_want)
_t1_want = [[0.4621, 0, -0.4621]] * 2
_t1_got = rnn_step(_t1_x, _t1_h, 0 * _t1_W, 0 * _t1_R, _t1_b)
assert not _t1_eq(_t1_got, 0), "입력과 상태가 0이어도 tanh(bias)가 남아야 합니다. 편향을 더했나요?"
assert _t1_eq(_t1_got, _t1_want), "편향의 값이 다릅니다." + _t1_say(_t1_got, _t1_want)
_t1_got = rnn_step(_t1_x, _t1_h, _t1_W, _t1_R, _t1_b)
_t1_want = np.array([[0.7616, -0.3799, 0.1974], [0.6351, 0.2449, -0.8182]])
assert _t1_eq(_t1_got, _t1_want), (
    "세 항을 모두 더한 뒤에 tanh를 한 번 씌워야 합니다. 항마다 따로 씌우지 않았나요?" + _t1_say(_t1_got, _t1_want))
### BEGIN HIDDEN TESTS
_t1_given = [_t1_x, _t1_h, _t1_W, _t1_R, _t1_b]
_t1_kept = [a.copy() for a in _t1_given]
rnn_step(*_t1_given)
assert all(np.array_equal(a, b) for a, b in zip(_t1_given, _t1_kept)), "넘겨받은 배열이 바뀌었습니다. 제자리 연산(+=)을 쓰지 않았나요?"
_t1_rng = np.random.default_rng(201)
for _t1_B, _t1_D, _t1_U in [(1, 2, 3), (4, 3, 5), (2, 6, 2)]:
    _t1_x, _t1_h = _t1_rng.normal(size=(_t1_B, _t1_D)), _t1_rng.normal(size=(_t1_B, _t1_U))
    _t1_W, _t1_R, _t1_b = _t1_rng.normal(size=(_t1_D, _t1_U)), _t1_rng.normal(size=(_t1_U, _t1_U)), _t1_rng.normal(size=_t1_U)
    _t1_got = np.asarray(rnn_step(_t1_x, _t1_h, _t1_W, _t1_R, _t1_b), dtype=float)
    assert _t1_got.shape == (_t1_B, _t1_U), f"(B, D, U) = ({_t1_B}, {_t1_D}, {_t1_U})일 때 모양이 {_t1_got.shape}입니다."
    _t1_want = np.array([[math.tanh(sum(_t1_x[n, k] * _t1_W[k, u] for k in range(_t1_D)) + sum(_t1_h[n, k] * _t1_R[k, u] for k in range(_t1_U)) + _t1_b[u])
                          for u in range(_t1_U)] for n in range(_t1_B)])
    assert np.abs(_t1_got - _t1_want).max() < 1e-5, "(B, D, U)를 바꾸면 값이 다릅니다. 보이는 검사의 수에 맞추지 않았나요?" + _t1_say(_t1_got, _t1_want)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 문장 전체 읽기 ★★☆ · 15분
#
# 과제 1의 걸음을 $T$번 되풀이해 문장을 끝까지 읽습니다. 나온 상태를 다음 걸음에 넣습니다. Keras의 층처럼 옵션이 셋 있습니다.
#
# - `initial_state`: 처음 상태 $(B, U)$. `None`이면 0에서 시작합니다.
# - `return_sequences`: 참이면 모든 시점의 상태를, 거짓이면 **마지막에 읽은** 시점의 상태만 돌려줍니다.
# - `go_backwards`: 참이면 문장의 끝부터 읽습니다. 출력은 **읽은 차례**대로이므로, 0번이 문장의 마지막 단어를 읽은 상태입니다.
#
# 과제 1의 함수를 불러도 되고, 식을 다시 적어도 됩니다.
#
# 힌트 1: 시점 `t`의 입력은 `x[:, t]`이고 모양은 $(B, D)$입니다. 배치는 한꺼번에 나아갑니다.
#
# 힌트 2: 끝부터 읽는 것은 입력을 시점 축으로 뒤집어 앞에서부터 읽는 것과 같습니다. 상태를 목록에 모아 가운데 축이 시점이 되게 쌓습니다.
#
# 힌트 3: 뒤집기는 `x[:, ::-1]`, 쌓기는 `np.stack(states, axis=1)`입니다.

# %% solution="run-rnn"
def run_rnn(x, kernel, recurrent_kernel, bias,
            initial_state=None, return_sequences=False, go_backwards=False):
    """단순 순환층으로 문장 전체를 읽습니다.

    Args:
        x: 입력, (B, T, D).
        kernel: (D, U). recurrent_kernel: (U, U). bias: (U,).
        initial_state: 처음 상태, (B, U). None이면 0.
        return_sequences: 모든 시점의 상태를 돌려줄지.
        go_backwards: 문장의 끝부터 읽을지. 출력은 읽은 차례대로.

    Returns:
        return_sequences가 참이면 (B, T, U), 거짓이면 (B, U) 배열.

    Example:
        >>> run_rnn(np.array([[[0.5], [0.0]]]), np.eye(1), np.eye(1), np.zeros(1)).round(4)
        array([[0.4318]])
    """
    ### BEGIN SOLUTION
    h = initial_state
    if initial_state is None:
        h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
    if go_backwards:
        x = x[:, ::-1]
    states = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
        states.append(h)
    return np.stack(states, axis=1) if return_sequences else h
    ### END SOLUTION

# %% test="run-rnn" points=3
_t2_one, _t2_b = np.ones((1, 1)), np.zeros(1)
_t2_x = np.array([[[0.5], [0.0], [0.0]], [[0.0], [0.5], [0.0]]])   # (B, T, D) = (2, 3, 1)
_t2_eq = lambda got, want: np.allclose(np.asarray(got, dtype=float), want, atol=1e-3)
_t2_say = lambda g, w: f" 기대: {np.round(w, 3).tolist()}, 지금: {np.round(g, 3).tolist()}"
_t2_got = run_rnn(_t2_x, _t2_one, _t2_one, _t2_b, return_sequences=True)
assert _t2_got is not None, "run_rnn이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_t2_got) != (3, 2, 1), (
    "모양이 (T, B, U) = (3, 2, 1)입니다. 시점을 첫 축에 쌓았습니다. np.stack의 axis를 보세요.")
assert np.shape(_t2_got) == (2, 3, 1), (
    "return_sequences=True이면 (B, T, U) = (2, 3, 1)이어야 합니다. "
    f"지금은 {np.shape(_t2_got)}입니다. 시점의 수는 x.shape[1]입니다.")
_t2_got = np.asarray(_t2_got, dtype=float)[:, :, 0]
assert not _t2_eq(_t2_got, [[0.4621, 0, 0], [0.4318, 0.4621, 0]]), (
    "배치 축과 시점 축을 바꾸어 읽었습니다. x의 0번 축은 문장, 1번 축이 시점입니다.")
assert not np.allclose(_t2_got, _t2_got[:, -1:]), (
    "모든 시점이 마지막 값입니다. 같은 배열을 고쳐 쓰지 않았나요? 시점마다 새 배열을 모으세요.")
assert np.isclose(_t2_got[0, 0], 0.4621, atol=1e-3), (
    "첫 시점의 값이 다릅니다. 처음 상태는 0이고, 첫 출력은 첫 단어를 읽은 뒤의 상태입니다." + _t2_say(_t2_got[0, 0], 0.4621))
assert abs(_t2_got[0, 1]) > 0.1, "둘째 시점이 첫 단어를 잊었습니다. 나온 상태를 다음 걸음에 넣었나요?"
_t2_want = [[0.4621, 0.4318, 0.4068], [0.0, 0.4621, 0.4318]]
assert _t2_eq(_t2_got, _t2_want), "시점마다의 값이 다릅니다." + _t2_say(_t2_got, _t2_want)
_t2_got = run_rnn(_t2_x, _t2_one, _t2_one, _t2_b)
assert np.shape(_t2_got) == (2, 1), (
    "return_sequences=False이면 마지막 상태 하나, (B, U) = (2, 1)이어야 합니다. "
    f"지금은 {np.shape(_t2_got)}입니다.")
assert _t2_eq(_t2_got, [[0.4068], [0.4318]]), (
    "마지막에 읽은 시점의 상태가 아닙니다." + _t2_say(_t2_got, [[0.4068], [0.4318]]))
### BEGIN HIDDEN TESTS
_t2_given = [_t2_x, _t2_one, _t2_one * 0.5, _t2_b]
_t2_kept = [a.copy() for a in _t2_given]
run_rnn(*_t2_given)
assert all(np.array_equal(a, b) for a, b in zip(_t2_given, _t2_kept)), "넘겨받은 배열이 바뀌었습니다. 새 배열을 만드세요."
_t2_rng = np.random.default_rng(202)
for _t2_B, _t2_T, _t2_D, _t2_U in [(3, 3, 3, 3), (2, 5, 3, 4), (4, 1, 2, 3), (1, 6, 2, 5)]:
    _t2_x = _t2_rng.normal(size=(_t2_B, _t2_T, _t2_D))
    _t2_W, _t2_R, _t2_b = _t2_rng.normal(size=(_t2_D, _t2_U)), _t2_rng.normal(size=(_t2_U, _t2_U)), _t2_rng.normal(size=_t2_U)
    _t2_want, _t2_no_bias = np.zeros((2, _t2_B, _t2_T, _t2_U))
    for _t2_n in range(_t2_B):
        _t2_h = _t2_g = np.zeros(_t2_U)
        for _t2_t in range(_t2_T):
            _t2_h = np.tanh(_t2_W.T.dot(_t2_x[_t2_n, _t2_t]) + _t2_R.T.dot(_t2_h) + _t2_b)
            _t2_g = np.tanh(_t2_W.T.dot(_t2_x[_t2_n, _t2_t]) + _t2_R.T.dot(_t2_g))
            _t2_want[_t2_n, _t2_t], _t2_no_bias[_t2_n, _t2_t] = _t2_h, _t2_g
    _t2_all = np.asarray(run_rnn(_t2_x, _t2_W, _t2_R, _t2_b, return_sequences=True), dtype=float)
    _t2_end = np.asarray(run_rnn(_t2_x, _t2_W, _t2_R, _t2_b, return_sequences=False), dtype=float)
    assert _t2_all.shape == (_t2_B, _t2_T, _t2_U) and _t2_end.shape == (_t2_B, _t2_U), f"(B, T, D, U) = ({_t2_B}, {_t2_T}, {_t2_D}, {_t2_U})일 때 모양이 {_t2_all.shape}, {_t2_end.shape}입니다."
    assert np.abs(_t2_all - _t2_no_bias).max() > 1e-5, "편향이 0이 아닐 때 값이 다릅니다. bias를 더했나요?"
    assert np.abs(_t2_all[:, 0] - _t2_want[:, 0]).max() < 1e-5, "첫 시점의 값이 다릅니다. 걸음의 식을 과제 1과 견주어 보세요." + _t2_say(_t2_all[0, 0], _t2_want[0, 0])
    assert np.abs(_t2_all - _t2_want).max() < 1e-5, "둘째 시점부터 값이 다릅니다. 상태에 recurrent_kernel을 바르게 곱했나요?" + _t2_say(_t2_all[0], _t2_want[0])
    assert np.abs(_t2_end - _t2_want[:, -1]).max() < 1e-5, "return_sequences=False일 때의 상태가 마지막 시점과 다릅니다." + _t2_say(_t2_end, _t2_want[:, -1])
### END HIDDEN TESTS

# %% test="run-rnn" part="options" points=2
_t2o_one, _t2o_b = np.ones((1, 1)), np.zeros(1)
_t2o_x = np.array([[[0.5], [0.0], [0.0]], [[0.0], [0.5], [0.0]]])   # (B, T, D) = (2, 3, 1)
_t2o_start = np.array([[0.2], [-0.4]])
_t2o_eq = lambda got, want: np.allclose(np.asarray(got, dtype=float), want, atol=1e-3)
_t2o_say = lambda g, w: f" 기대: {np.round(w, 3).tolist()}, 지금: {np.round(g, 3).tolist()}"
_t2o_got = run_rnn(_t2o_x, _t2o_one, _t2o_one, _t2o_b, initial_state=_t2o_start)
assert _t2o_got is not None, "run_rnn이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert not _t2o_eq(_t2o_got, [[0.4068], [0.4318]]), (
    "initial_state를 주어도 0에서 시작합니다. 첫 걸음에 넣을 상태를 고르세요.")
_t2o_want = [[0.4931], [0.1189]]
assert _t2o_eq(_t2o_got, _t2o_want), (
    "initial_state에서 이어 읽은 값이 다릅니다." + _t2o_say(_t2o_got, _t2o_want))
_t2o_both = dict(return_sequences=True, go_backwards=True)
_t2o_got = run_rnn(_t2o_x, _t2o_one, _t2o_one, _t2o_b, **_t2o_both)
assert np.shape(_t2o_got) == (2, 3, 1), (
    f"go_backwards=True에서 모양이 (B, T, U) = (2, 3, 1)이 아닙니다. 지금은 {np.shape(_t2o_got)}입니다.")
_t2o_got = np.asarray(_t2o_got, dtype=float)[:, :, 0]
_t2o_want = np.array([[0.0, 0.0, 0.4621], [0.0, 0.4621, 0.4318]])
assert not _t2o_eq(_t2o_got, [[0.4621, 0.4318, 0.4068], [0.0, 0.4621, 0.4318]]), (
    "go_backwards=True인데 앞에서부터 읽었습니다.")
assert not _t2o_eq(_t2o_got, [[0.0, 0.4621, 0.4318], [0.4621, 0.4318, 0.4068]]), (
    "문장의 차례(배치 축)를 뒤집었습니다. 뒤집을 것은 시점 축입니다.")
assert not _t2o_eq(_t2o_got, _t2o_want[:, ::-1]), (
    "출력을 문장의 차례로 다시 뒤집었습니다. go_backwards의 출력은 읽은 차례대로입니다.")
assert _t2o_eq(_t2o_got, _t2o_want), "끝부터 읽은 값이 다릅니다." + _t2o_say(_t2o_got, _t2o_want)
_t2o_got = run_rnn(_t2o_x, _t2o_one, _t2o_one, _t2o_b, go_backwards=True)
assert _t2o_eq(_t2o_got, [[0.4621], [0.4318]]), (
    "go_backwards에서 마지막에 읽은 것은 문장의 첫 단어입니다. 그때의 상태를 돌려주세요."
    + _t2o_say(_t2o_got, [[0.4621], [0.4318]]))
### BEGIN HIDDEN TESTS
_t2o_given = [_t2o_x, _t2o_start]
_t2o_kept = [a.copy() for a in _t2o_given]
run_rnn(_t2o_x, _t2o_one, _t2o_one, _t2o_b, initial_state=_t2o_start, go_backwards=True)
assert np.array_equal(_t2o_start, _t2o_kept[1]), "initial_state로 받은 배열이 바뀌었습니다. 그 배열에 새 상태를 덮어쓰지 마세요."
assert np.array_equal(_t2o_x, _t2o_kept[0]), "입력 x가 바뀌었습니다. 뒤집은 것을 새 이름에 담으세요."
_t2o_rng = np.random.default_rng(212)
_t2o_x, _t2o_start = _t2o_rng.normal(size=(2, 4, 3)), _t2o_rng.normal(size=(2, 5))
_t2o_W, _t2o_R, _t2o_b = _t2o_rng.normal(size=(3, 5)), _t2o_rng.normal(size=(5, 5)), _t2o_rng.normal(size=5)
for _t2o_back in (False, True):
    _t2o_want, _t2o_h = [], _t2o_start
    for _t2o_t in (3, 2, 1, 0) if _t2o_back else range(4):
        _t2o_h = np.tanh(np.einsum("bd,du->bu", _t2o_x[:, _t2o_t], _t2o_W) + np.einsum("bu,uv->bv", _t2o_h, _t2o_R) + _t2o_b)
        _t2o_want.append(_t2o_h)
    _t2o_want = np.array(_t2o_want).transpose(1, 0, 2)
    _t2o_all = np.asarray(run_rnn(_t2o_x, _t2o_W, _t2o_R, _t2o_b, initial_state=_t2o_start, return_sequences=True, go_backwards=_t2o_back), dtype=float)
    _t2o_end = np.asarray(run_rnn(_t2o_x, _t2o_W, _t2o_R, _t2o_b, initial_state=_t2o_start, go_backwards=_t2o_back), dtype=float)
    assert _t2o_eq(_t2o_all, _t2o_want), f"initial_state와 go_backwards={_t2o_back}을 함께 주면 값이 다릅니다. 두 옵션은 서로 상관없이 듣습니다." + _t2o_say(_t2o_all[0], _t2o_want[0])
    assert _t2o_eq(_t2o_end, _t2o_want[:, -1]), f"go_backwards={_t2o_back}에서 마지막에 읽은 상태가 아닙니다." + _t2o_say(_t2o_end, _t2o_want[:, -1])
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. LSTM의 한 걸음 ★★☆ · 10분
#
# Keras의 순서 **i, f, c, o**(입력, 망각, 후보, 출력)로 붙은 가중치를 받습니다.
#
# $$[a_i\,;\,a_f\,;\,a_c\,;\,a_o] = x_t W + h_{t-1} R + b$$
# $$i = \sigma(a_i),\quad f = \sigma(a_f),\quad \tilde c = \tanh(a_c),\quad o = \sigma(a_o)$$
# $$c_t = f \odot c_{t-1} + i \odot \tilde c \qquad h_t = o \odot \tanh(c_t)$$
#
# 검사는 편향을 ±30으로 두어 게이트를 하나씩 활짝 열거나 꼭 닫습니다. 틀리면 어느 게이트가 문제인지 메시지가 알려 줍니다.
#
# 힌트 1: 가중치가 네 벌이지만 행렬 곱은 두 번이면 됩니다. 결과의 모양은 $(B, 4U)$입니다.
#
# 힌트 2: 곱해서 더한 것을 마지막 축에서 넷으로 나눕니다. $h_t$에는 옛 셀 상태가 아니라 **새** 셀 상태가 들어갑니다.
#
# 힌트 3: `a_i, a_f, a_c, a_o = np.split(a, 4, axis=-1)`

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
        >>> x_t, h, c = np.ones((1, 3)), np.zeros((1, 2)), np.ones((1, 2))
        >>> h, c = lstm_step(x_t, h, c, np.zeros((3, 8)), np.zeros((2, 8)), np.zeros(8))
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
_t3_x = np.array([[0.3, -0.2, 0.7]])
_t3_h, _t3_c = np.array([[0.4, -0.1]]), np.array([[0.5, -0.8]])
_t3_W, _t3_R = np.zeros((3, 8)), np.zeros((2, 8))
def _t3_bias(i, f, c, o):
    return np.repeat([float(i), float(f), float(c), float(o)], 2)   # 순서 i, f, c, o
_t3_eq = lambda got, want: np.allclose(np.asarray(got, dtype=float), want, atol=1e-3)
_t3_say = lambda g, w: f" 기대: {np.round(w, 3).tolist()}, 지금: {np.round(g, 3).tolist()}"
_t3_got = lstm_step(_t3_x, _t3_h, _t3_c, _t3_W, _t3_R, _t3_bias(-30, 30, 0.7, 30))
assert _t3_got is not None, "lstm_step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert len(_t3_got) == 2, "h와 c, 두 개를 돌려주어야 합니다."
assert np.shape(_t3_got[0]) == np.shape(_t3_got[1]) == (1, 2), (
    "h와 c의 모양은 (B, U) = (1, 2)이어야 합니다. "
    f"지금은 {np.shape(_t3_got[0])}, {np.shape(_t3_got[1])}입니다.")
_t3_hh, _t3_cc = _t3_got
assert not _t3_eq(_t3_cc, _t3_c / 2), "편향을 더하지 않았습니다. 게이트가 모두 절반만 열려 있습니다."
assert not (_t3_eq(_t3_hh, _t3_c) and _t3_eq(_t3_cc, np.tanh(_t3_c))), (
    "h와 c의 차례를 바꾸어 돌려주었습니다. h가 먼저입니다.")
assert not _t3_eq(_t3_cc, np.tanh(0.7)), "입력 게이트와 망각 게이트를 바꾸었습니다. 첫 조각이 입력(i), 둘째가 망각(f)입니다."
assert not _t3_eq(_t3_cc, _t3_c + np.tanh(0.7)), "입력 게이트를 닫았는데 후보가 들어왔습니다. 후보에 입력 게이트 i를 곱했나요?"
assert not _t3_eq(_t3_cc, _t3_c - 0.6682), "게이트에 tanh를 씌웠습니다. 게이트는 시그모이드, 후보만 tanh입니다."
assert _t3_eq(_t3_cc, _t3_c), (
    "입력 게이트를 닫고 망각 게이트를 열면 셀 상태가 그대로여야 합니다. i, f, c, o 순서를 보세요." + _t3_say(_t3_cc, _t3_c))
assert not _t3_eq(_t3_hh, 0.6682 * np.tanh(_t3_c)), (
    "셋째와 넷째 조각을 바꾸었습니다. 셋째가 후보(c), 넷째가 출력 게이트(o)입니다.")
assert not _t3_eq(_t3_hh, _t3_c), "h를 만들 때 셀 상태에 tanh를 씌우지 않았습니다."
assert _t3_eq(_t3_hh, np.tanh(_t3_c)), (
    "출력 게이트가 활짝 열렸으면 h = tanh(c)입니다." + _t3_say(_t3_hh, np.tanh(_t3_c)))
_t3_hh, _t3_cc = lstm_step(_t3_x, _t3_h, _t3_c, _t3_W, _t3_R, _t3_bias(30, -30, 0.7, 30))
assert np.array_equal(_t3_c, [[0.5, -0.8]]), "넘겨받은 배열이 바뀌었습니다. c_prev를 고치지 마세요."
assert not _t3_eq(_t3_cc, _t3_c + np.tanh(0.7)), (
    "망각 게이트를 닫았는데 옛 기억이 남았습니다. 옛 셀 상태에 망각 게이트를 곱했나요?")
assert not _t3_eq(_t3_cc, 0.6682), "후보에 시그모이드를 씌웠습니다. 후보는 tanh입니다."
assert _t3_eq(_t3_cc, np.tanh(0.7)), (
    "망각을 닫고 입력을 열면 후보 tanh(0.7)만 남습니다." + _t3_say(_t3_cc, [[0.604, 0.604]]))
assert not _t3_eq(_t3_hh, np.tanh(_t3_c)), "옛 셀 상태로 h를 만들었습니다. 새 c를 쓰세요."
_t3_hh, _t3_cc = lstm_step(_t3_x, _t3_h, _t3_c, _t3_W, _t3_R, _t3_bias(30, 30, 0.7, -30))
assert not _t3_eq(_t3_cc, np.tanh(0.7)), (
    "망각 게이트 대신 1 - i를 썼습니다. LSTM에서는 i와 f가 따로이고 둘 다 열릴 수 있습니다.")
_t3_want = [[1.1044, -0.1956]]
assert _t3_eq(_t3_cc, _t3_want), (
    "두 게이트가 모두 열리면 옛 셀 상태와 후보를 더한 값입니다." + _t3_say(_t3_cc, _t3_want))
assert _t3_eq(_t3_hh, 0), "출력 게이트를 닫으면 h는 0입니다." + _t3_say(_t3_hh, [[0.0, 0.0]])
_t3_R[:, 4:6] = [[1, 2], [0, -1]]                              # 후보만 상태를 봅니다
_t3_cc = lstm_step(_t3_x, _t3_h, _t3_c, _t3_W, _t3_R, _t3_bias(30, -30, 0, 30))[1]
assert not _t3_eq(_t3_cc, np.tanh([[0.5, 1.8]])), (
    "recurrent_kernel에 c_prev를 곱했습니다. 게이트와 후보는 h_prev를 봅니다.")
_t3_want = np.tanh([[0.4, 0.9]])
assert _t3_eq(_t3_cc, _t3_want), "h_prev @ recurrent_kernel이 다릅니다." + _t3_say(_t3_cc, _t3_want)
### BEGIN HIDDEN TESTS
_t3_rng = np.random.default_rng(203)
def _t3_logistic(value):
    return 1 / (1 + math.exp(-value))
for _t3_B, _t3_D, _t3_U in [(1, 3, 2), (3, 2, 4), (2, 5, 3)]:
    _t3_x, _t3_h, _t3_c = _t3_rng.normal(size=(_t3_B, _t3_D)), _t3_rng.normal(size=(_t3_B, _t3_U)), _t3_rng.normal(size=(_t3_B, _t3_U))
    _t3_W, _t3_R, _t3_b = _t3_rng.normal(size=(_t3_D, 4 * _t3_U)), _t3_rng.normal(size=(_t3_U, 4 * _t3_U)), _t3_rng.normal(size=4 * _t3_U)
    _t3_given = [_t3_x, _t3_h, _t3_c, _t3_W, _t3_R, _t3_b]
    _t3_kept = [a.copy() for a in _t3_given]
    _t3_hh, _t3_cc = (np.asarray(part, dtype=float) for part in lstm_step(*_t3_given))
    assert all(np.array_equal(a, b) for a, b in zip(_t3_given, _t3_kept)), "넘겨받은 배열이 바뀌었습니다. c_prev에 제자리 연산(*=, +=)을 쓰지 않았나요?"
    assert _t3_hh.shape == _t3_cc.shape == (_t3_B, _t3_U), f"(B, D, U) = ({_t3_B}, {_t3_D}, {_t3_U})일 때 모양이 {_t3_hh.shape}, {_t3_cc.shape}입니다."
    _t3_a = np.array([[float(np.dot(_t3_x[n], _t3_W[:, k]) + np.dot(_t3_h[n], _t3_R[:, k]) + _t3_b[k]) for k in range(4 * _t3_U)] for n in range(_t3_B)])
    _t3_i, _t3_f, _t3_o = (np.vectorize(_t3_logistic)(_t3_a[:, g * _t3_U:(g + 1) * _t3_U]) for g in (0, 1, 3))
    _t3_want = _t3_f * _t3_c + _t3_i * np.tanh(_t3_a[:, 2 * _t3_U:3 * _t3_U])
    assert np.abs(_t3_cc - _t3_want).max() < 1e-5, "게이트가 반쯤 열렸을 때 셀 상태가 다릅니다. 네 조각 모두 x, h, 편향을 쓰는지, 활성 함수가 맞는지 보세요." + _t3_say(_t3_cc, _t3_want)
    assert np.abs(_t3_hh - _t3_o * np.tanh(_t3_want)).max() < 1e-5, "은닉 상태가 다릅니다. 새 셀 상태에 tanh를 씌우고 출력 게이트를 곱합니다." + _t3_say(_t3_hh, _t3_o * np.tanh(_t3_want))
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
# 힌트 1: 두 판에서 다른 것은 후보 한 줄뿐입니다. 게이트 $z$와 $r$은 함께 쓸 수 있습니다.
#
# 힌트 2: `recurrent_kernel`을 먼저 세 조각으로 나눕니다. `reset_after=False`이면 상태 쪽 편향을 0으로 둡니다.
#
# 힌트 3: 조각은 `np.split(recurrent_kernel, 3, axis=-1)`, 앞의 판에서 리셋 게이트가 곱해지는 것은 `h_prev @ R_h + b_h`입니다.

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
        >>> x_t, h, W, R = np.ones((1, 3)), np.ones((1, 2)), np.zeros((3, 6)), np.zeros((2, 6))
        >>> gru_step(x_t, h, W, R, np.zeros((2, 6)))
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

# %% test="gru-step" points=3
_t4_x, _t4_h = np.array([[0.3, -0.2, 0.7]]), np.array([[0.4, -0.8]])
_t4_W, _t4_R = np.zeros((3, 6)), np.zeros((2, 6))
_t4_R[:, 4:] = [[2.0, 1.0], [-0.5, 1.0]]     # 후보 쪽에만 상태가 들어갑니다: h @ R_h = [1.2, -0.4]
def _t4_bias(z, r, h):
    return np.concatenate([np.ones(2) * part for part in (z, r, h)])
_t4_eq = lambda got, want: np.allclose(np.asarray(got, dtype=float), want, atol=1e-3)
_t4_say = lambda g, w: f" 기대: {np.round(w, 3).tolist()}, 지금: {np.round(g, 3).tolist()}"
def _t4_run(first, second=(0, 0, 0)):    # 편향의 첫 줄과 둘째 줄
    both = np.stack([_t4_bias(*first), _t4_bias(*second)])
    return gru_step(_t4_x, _t4_h, _t4_W, _t4_R, both)
_t4_got = _t4_run((30, 0, 0))
assert _t4_got is not None, "gru_step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_t4_got) == (1, 2), (
    f"새 상태의 모양은 (B, U) = (1, 2)이어야 합니다. 지금은 {np.shape(_t4_got)}입니다.")
assert not _t4_eq(_t4_got, np.tanh([[0.6, -0.2]])), "z가 1인데 새 후보만 남았습니다. z와 1 - z를 바꾸지 않았나요?"
assert not _t4_eq(_t4_got, (_t4_h + np.tanh([[1.2, -0.4]])) / 2), (
    "갱신 게이트와 리셋 게이트를 바꾸었습니다. 순서는 z, r, h입니다.")
assert _t4_eq(_t4_got, _t4_h), "갱신 게이트 z가 1이면 옛 상태가 그대로 남아야 합니다." + _t4_say(_t4_got, _t4_h)
_t4_got = _t4_run((-30, -30, 0.7))
assert not _t4_eq(_t4_got, _t4_h + np.tanh(0.7)), "옛 상태에 z를 곱하지 않았습니다."
assert not _t4_eq(_t4_got, np.tanh([[1.9, 0.3]])), "r이 0인데 옛 상태가 후보에 들어왔습니다. 리셋 게이트를 곱했나요?"
assert not _t4_eq(_t4_got, 0.6682), "후보에 시그모이드를 씌웠습니다. 후보는 tanh입니다."
assert not _t4_eq(_t4_got, 0), "입력 쪽 편향이 r에 지워졌습니다. bias의 첫 줄이 입력 쪽, 둘째 줄이 상태 쪽입니다."
assert _t4_eq(_t4_got, np.tanh(0.7)), (
    "z와 r이 0이면 새 상태는 tanh(입력 쪽 편향)뿐입니다." + _t4_say(_t4_got, [[0.604, 0.604]]))
_t4_got = _t4_run((0, 0, 0), (30, 0, 0))
assert _t4_eq(_t4_got, _t4_h), (
    "상태 쪽 편향(bias의 둘째 줄)을 갱신 게이트에도 더해야 합니다." + _t4_say(_t4_got, _t4_h))
_t4_got = _t4_run((-30, -30, 0), (0, 0, 0.7))
assert _t4_eq(_t4_got, 0), (
    "후보의 상태 쪽 편향은 r이 곱해지는 괄호 안에 있습니다. r이 0이면 사라져야 합니다." + _t4_say(_t4_got, [[0.0, 0.0]]))
_t4_got, _t4_want = _t4_run((-30, [30, -30], 0)), np.tanh([[1.2, 0.0]])   # r = [1, 0]
assert not _t4_eq(_t4_got, np.tanh([[0.8, 0.4]])), (
    "reset_after=True인데 리셋 게이트를 행렬 곱 앞에 곱했습니다. (r*h) @ R이 아니라 r * (h @ R)입니다.")
assert _t4_eq(_t4_got, _t4_want), "유닛마다 r이 다를 때 후보가 다릅니다." + _t4_say(_t4_got, _t4_want)
_t4_got, _t4_want = _t4_run((-30, 30, 0), (0, 0, 0.7)), np.tanh([[1.9, 0.3]])
assert _t4_eq(_t4_got, _t4_want), "r이 1이면 후보의 상태 쪽 편향도 더해집니다." + _t4_say(_t4_got, _t4_want)
### BEGIN HIDDEN TESTS
_t4_rng = np.random.default_rng(204)
def _t4_logistic(value):
    return 1 / (1 + np.exp(-value))
for _t4_B, _t4_D, _t4_U in [(1, 3, 2), (3, 2, 4), (2, 5, 3)]:
    _t4_x, _t4_h = _t4_rng.normal(size=(_t4_B, _t4_D)), _t4_rng.normal(size=(_t4_B, _t4_U))
    _t4_W, _t4_R, _t4_b = _t4_rng.normal(size=(_t4_D, 3 * _t4_U)), _t4_rng.normal(size=(_t4_U, 3 * _t4_U)), _t4_rng.normal(size=(2, 3 * _t4_U))
    _t4_given = [_t4_x, _t4_h, _t4_W, _t4_R, _t4_b]
    _t4_kept = [a.copy() for a in _t4_given]
    _t4_got = np.asarray(gru_step(*_t4_given), dtype=float)
    assert all(np.array_equal(a, b) for a, b in zip(_t4_given, _t4_kept)), "넘겨받은 배열이 바뀌었습니다. 제자리 연산(*=, +=)을 쓰지 않았나요?"
    assert _t4_got.shape == (_t4_B, _t4_U), f"(B, D, U) = ({_t4_B}, {_t4_D}, {_t4_U})일 때 모양이 {_t4_got.shape}입니다."
    _t4_px, _t4_ph = np.einsum("bd,dk->bk", _t4_x, _t4_W) + _t4_b[0], np.einsum("bu,uk->bk", _t4_h, _t4_R) + _t4_b[1]
    _t4_z, _t4_r = (_t4_logistic((_t4_px + _t4_ph)[:, g * _t4_U:(g + 1) * _t4_U]) for g in (0, 1))
    _t4_want = _t4_z * _t4_h + (1 - _t4_z) * np.tanh(_t4_px[:, 2 * _t4_U:] + _t4_r * _t4_ph[:, 2 * _t4_U:])
    assert np.abs(_t4_got - _t4_want).max() < 1e-5, "x와 h가 게이트에도 들어갈 때 값이 다릅니다. z와 r에 x_t, h_prev, 두 줄의 편향을 모두 썼나요?" + _t4_say(_t4_got, _t4_want)
### END HIDDEN TESTS

# %% test="gru-step" part="before" points=2
_t4b_x, _t4b_h = np.array([[0.3, -0.2, 0.7]]), np.array([[0.4, -0.8]])
_t4b_W = np.zeros((3, 6))
_t4b_R = np.array([[0, 0, 0, 0, 2.0, 1.0], [0, 0, 0, 0, -0.5, 1.0]])   # h @ R_h = [1.2, -0.4]
_t4b_b = np.array([-30.0, -30.0, 30.0, -30.0, 0.0, 0.0]) # z = [0, 0], r = [1, 0]
_t4b_eq = lambda got, want: np.allclose(np.asarray(got, dtype=float), want, atol=1e-3)
_t4b_say = lambda g, w: f" 기대: {np.round(w, 3).tolist()}, 지금: {np.round(g, 3).tolist()}"
_t4b_got = gru_step(_t4b_x, _t4b_h, _t4b_W, _t4b_R, _t4b_b, reset_after=False)
assert _t4b_got is not None, "gru_step이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert not _t4b_eq(_t4b_got, np.tanh([[1.2, 0.0]])), (
    "reset_after=False인데 리셋 게이트를 행렬 곱 뒤에 곱했습니다. r * (h @ R)이 아니라 (r*h) @ R입니다.")
_t4b_want = np.tanh([[0.8, 0.4]])
assert not _t4b_eq(_t4b_got, np.tanh([[1.2, -0.4]])), (
    "r이 [1, 0]인데 옛 상태가 모두 후보에 들어왔습니다. 리셋 게이트를 곱했나요?")
assert _t4b_eq(_t4b_got, _t4b_want), (
    "reset_after=False에서 후보가 다릅니다." + _t4b_say(_t4b_got, _t4b_want))
### BEGIN HIDDEN TESTS
_t4b_rng = np.random.default_rng(214)
for _t4b_B, _t4b_D, _t4b_U in [(1, 3, 2), (3, 2, 4)]:
    _t4b_x, _t4b_h = _t4b_rng.normal(size=(_t4b_B, _t4b_D)), _t4b_rng.normal(size=(_t4b_B, _t4b_U))
    _t4b_W, _t4b_R, _t4b_b = _t4b_rng.normal(size=(_t4b_D, 3 * _t4b_U)), _t4b_rng.normal(size=(_t4b_U, 3 * _t4b_U)), _t4b_rng.normal(size=3 * _t4b_U)
    _t4b_given = [_t4b_x, _t4b_h, _t4b_W, _t4b_R, _t4b_b]
    _t4b_kept = [a.copy() for a in _t4b_given]
    _t4b_got = np.asarray(gru_step(*_t4b_given, reset_after=False), dtype=float)
    assert all(np.array_equal(a, b) for a, b in zip(_t4b_given, _t4b_kept)), "넘겨받은 배열이 바뀌었습니다. 제자리 연산(*=, +=)을 쓰지 않았나요?"
    assert _t4b_got.shape == (_t4b_B, _t4b_U), f"(B, D, U) = ({_t4b_B}, {_t4b_D}, {_t4b_U})일 때 모양이 {_t4b_got.shape}입니다."
    _t4b_px, _t4b_ph = np.einsum("bd,dk->bk", _t4b_x, _t4b_W) + _t4b_b, np.einsum("bu,uk->bk", _t4b_h, _t4b_R)
    _t4b_z, _t4b_r = (1 / (1 + np.exp(-(_t4b_px + _t4b_ph)[:, g * _t4b_U:(g + 1) * _t4b_U])) for g in (0, 1))
    _t4b_want = _t4b_z * _t4b_h + (1 - _t4b_z) * np.tanh(_t4b_px[:, 2 * _t4b_U:] + np.einsum("bu,uv->bv", _t4b_r * _t4b_h, _t4b_R[:, 2 * _t4b_U:]))
    assert np.abs(_t4b_got - _t4b_want).max() < 1e-5, "reset_after=False에서 x와 h가 게이트에도 들어갈 때 값이 다릅니다. 게이트와 마지막 줄은 두 판이 같습니다." + _t4b_say(_t4b_got, _t4b_want)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 파라미터 수 ★☆☆ · 10분
#
# 층의 종류와 크기만 보고 파라미터의 수를 셉니다. 가중치의 모양을 떠올리면 외울 것이 없습니다.
# 두 가지를 조심하세요. `use_bias=False`이면 편향이 아예 없습니다. `reset_after`는 GRU에만 뜻이 있습니다.
#
# 힌트 1: 가중치 한 벌은 `kernel` 하나, `recurrent_kernel` 하나, 편향 한 줄(또는 두 줄)입니다.
#
# 힌트 2: 종류마다 벌의 수를, 옵션에서 편향의 줄 수를 정하고, 방향의 수를 마지막에 곱합니다.
#
# 힌트 3: `bias_rows = 0 if not use_bias else …`, 한 벌은 `units * (features + units + bias_rows)`

# %% solution="count-parameters"
def count_parameters(kind, features, units,
                     use_bias=True, reset_after=True, bidirectional=False):
    """순환층 하나의 파라미터 수.

    Args:
        kind: "SimpleRNN", "LSTM", "GRU" 가운데 하나.
        features: 입력 특성의 수 D. units: 유닛의 수 U.
        use_bias: 편향을 쓰는지. bidirectional: 두 방향으로 읽는지.
        reset_after: GRU에서 편향을 입력 쪽과 상태 쪽으로 따로 두는지. 다른 종류에서는 무시합니다.

    Returns:
        파라미터 수(int). 예: count_parameters("LSTM", 3, 4)는 128.
    """
    ### BEGIN SOLUTION
    sets = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[kind]
    bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
    directions = 2 if bidirectional else 1
    return directions * sets * units * (features + units + bias_rows)
    ### END SOLUTION

# %% test="count-parameters" points=2
_t5_got = count_parameters("SimpleRNN", 3, 4)
assert _t5_got is not None, "count_parameters가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert _t5_got != 28, "SimpleRNN이 28입니다. 편향 4개를 빠뜨렸습니다."
assert _t5_got != 24, "SimpleRNN이 24입니다. 특성의 수 D와 유닛의 수 U를 바꾸었습니다."
assert _t5_got != 36, "SimpleRNN이 36입니다. 편향이 두 줄인 것은 GRU뿐입니다."
assert _t5_got == 32, f"D=3, U=4이면 kernel 12 + recurrent 16 + bias 4 = 32입니다. 지금: {_t5_got}"
_t5_got = count_parameters("LSTM", 3, 4)
assert _t5_got == 128, f"LSTM은 게이트 셋과 후보 하나, 네 벌이라 128입니다. 지금: {_t5_got}"
_t5_got = count_parameters("GRU", 3, 4)
assert _t5_got != 96, "GRU가 96입니다. reset_after=True의 편향은 두 줄인데 한 줄을 빠뜨린 것입니다."
assert _t5_got == 108, f"GRU는 세 벌이고 편향이 두 줄이라 108입니다. 지금: {_t5_got}"
_t5_got = count_parameters("SimpleRNN", 7, 5)
assert _t5_got == 65, f"D=7, U=5이면 35 + 25 + 5 = 65입니다. 식으로 세었나요? 지금: {_t5_got}"
### BEGIN HIDDEN TESTS
for _t5_args, _t5_want in [(("LSTM", 10, 7), 504), (("GRU", 10, 7), 399), (("LSTM", 300, 128), 219648), (("GRU", 64, 32), 9408), (("SimpleRNN", 1, 1), 3), (("GRU", 2, 9), 351)]:
    _t5_got = count_parameters(*_t5_args)   # Keras의 count_params()로 잰 값
    assert _t5_got == _t5_want, f"{_t5_args}에서 {_t5_want}이어야 하는데 {_t5_got}입니다. 보이는 답만 적지 않았나요? 가중치의 모양을 하나씩 적어 보세요."
### END HIDDEN TESTS

# %% test="count-parameters" part="options" points=2
_t5o_got = count_parameters("GRU", 3, 4, reset_after=False)
assert _t5o_got is not None, "count_parameters가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert _t5o_got == 96, f"reset_after=False인 GRU의 편향은 한 줄이라 96입니다. 지금: {_t5o_got}"
_t5o_got = count_parameters("SimpleRNN", 3, 4, reset_after=False)
assert _t5o_got == 32, f"reset_after는 GRU에만 뜻이 있습니다. SimpleRNN은 그대로 32입니다. 지금: {_t5o_got}"
_t5o_got = count_parameters("LSTM", 3, 4, use_bias=False)
assert _t5o_got == 112, f"use_bias=False이면 편향 16개가 빠져 112입니다. 지금: {_t5o_got}"
_t5o_got = count_parameters("LSTM", 3, 4, bidirectional=True)
assert _t5o_got != 128, "양방향인데 한 방향만 세었습니다. 층이 둘입니다."
assert _t5o_got != 384, "양방향에서 유닛을 8로 세었습니다. 유닛 4개짜리 층이 둘입니다."
assert _t5o_got == 256, f"양방향은 층이 둘이므로 128의 두 배입니다. 지금: {_t5o_got}"
### BEGIN HIDDEN TESTS
for _t5o_kind, _t5o_n in [("SimpleRNN", 1), ("LSTM", 4), ("GRU", 3)]:
    for _t5o_flags in range(8):
        _t5o_options = dict(use_bias=bool(_t5o_flags & 1), reset_after=bool(_t5o_flags & 2), bidirectional=bool(_t5o_flags & 4))
        _t5o_rows = (2 if _t5o_kind == "GRU" and _t5o_options["reset_after"] else 1) * _t5o_options["use_bias"]
        _t5o_want = _t5o_n * 6 * (11 + 6 + _t5o_rows) * (1 + _t5o_options["bidirectional"])
        _t5o_got = count_parameters(_t5o_kind, 11, 6, **_t5o_options)
        assert _t5o_got == _t5o_want, f"{_t5o_kind}(D=11, U=6), {_t5o_options}에서 {_t5o_want}이어야 하는데 {_t5o_got}입니다. 옵션 셋을 따로따로 세어 보세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 모양 맞히기 ★★☆ · 10분
#
# 층을 만들지 않고, 옵션만 보고 돌려받을 텐서들의 모양을 예측합니다. Keras가 돌려주는 차례 그대로, 출력 다음에 상태들입니다.
# 상태가 없으면 출력 하나만 든 목록입니다.
#
# 힌트 1: 상태 하나의 모양은 어떤 옵션과도 상관이 없습니다. 무엇이 두 배가 될까요?
#
# 힌트 2: 차례로 정하세요. ① 출력에 시점 축이 있는가. ② 출력의 마지막 축은 얼마인가. ③ 상태는 몇 개인가.
#
# 힌트 3: 양방향이면 출력의 마지막 축이 `2 * units`이고, 상태의 목록은 `[(batch, units)] * 상태의_수`입니다.

# %% solution="output-shapes"
def output_shapes(kind, batch, time, units,
                  return_sequences=False, return_state=False, bidirectional=False):
    """순환층이 돌려주는 텐서들의 모양.

    Args:
        kind: "SimpleRNN", "LSTM", "GRU" 가운데 하나.
        batch, time, units: B, T, U. return_sequences, return_state: 층의 옵션.
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

# %% test="output-shapes" points=2
def _t6_ask(*args, **options):
    found = output_shapes(*args, **options)
    assert found is not None, "output_shapes가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert all(isinstance(s, (tuple, list)) for s in found), "모양의 목록을 돌려주세요. 예: [(2, 4)]"
    return [tuple(int(n) for n in shape) for shape in found]
_t6_got = _t6_ask("GRU", 2, 5, 4)
assert len(_t6_got) == 1, f"return_state=False이면 출력 하나뿐입니다. 지금: {_t6_got}"
assert _t6_got != [(2, 5, 4)], "return_sequences를 거꾸로 읽었습니다. 거짓이면 시점 축이 없습니다."
assert _t6_got == [(2, 4)], f"기본값이면 마지막 출력 (B, U) = (2, 4) 하나입니다. 지금: {_t6_got}"
_t6_got = _t6_ask("GRU", 2, 5, 4, return_sequences=True)
assert _t6_got != [(5, 2, 4)], "시점을 먼저 적었습니다. 배치가 먼저입니다."
assert _t6_got == [(2, 5, 4)], f"return_sequences=True이면 (2, 5, 4)입니다. 지금: {_t6_got}"
_t6_got = _t6_ask("GRU", 2, 5, 4, return_sequences=True, bidirectional=True)
assert _t6_got != [(2, 10, 4)], "시점 축을 두 배로 했습니다. 양방향은 특성 축(마지막 축)으로 붙입니다."
assert _t6_got == [(2, 5, 8)], f"양방향은 두 출력을 마지막 축으로 붙여 (2, 5, 8)입니다. 지금: {_t6_got}"
_t6_got = _t6_ask("LSTM", 2, 5, 4, bidirectional=True)
assert _t6_got == [(2, 8)], f"양방향 LSTM의 마지막 출력은 (B, 2U) = (2, 8)입니다. 지금: {_t6_got}"
### BEGIN HIDDEN TESTS
for _t6_kind in ("SimpleRNN", "GRU", "LSTM"):
    for _t6_two in (False, True):
        for _t6_seq, _t6_want in [(False, [(7, 6 + 6 * _t6_two)]), (True, [(7, 3, 6 + 6 * _t6_two)])]:
            _t6_got = _t6_ask(_t6_kind, 7, 3, 6, return_sequences=_t6_seq, bidirectional=_t6_two)
            assert _t6_got == _t6_want, f"{_t6_kind}, B=7, T=3, U=6, return_sequences={_t6_seq}, bidirectional={_t6_two}: {_t6_want}이어야 하는데 {_t6_got}입니다."
### END HIDDEN TESTS

# %% test="output-shapes" part="states" points=2
def _t6s_ask(*args, **options):
    found = output_shapes(*args, return_state=True, **options)
    assert found is not None, "output_shapes가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    return [tuple(int(n) for n in shape) for shape in found]
_t6s_got = _t6s_ask("LSTM", 2, 5, 4)
assert len(_t6s_got) == 3, f"LSTM의 상태는 h와 c, 둘이라 텐서가 셋입니다. 지금: {_t6s_got}"
_t6s_got = _t6s_ask("GRU", 2, 5, 4, return_sequences=True)
assert len(_t6s_got) == 2, f"GRU의 상태는 하나라 텐서가 둘입니다. 지금: {_t6s_got}"
assert _t6s_got[1] != (2, 5, 4), "상태에 시점 축이 있습니다. 상태는 return_sequences와 상관없이 (B, U)입니다."
_t6s_got = _t6s_ask("LSTM", 2, 5, 4, bidirectional=True)
assert (2, 8) not in _t6s_got[1:], "상태는 붙이지 않습니다. 방향마다 따로, 모양은 그대로 (B, U) = (2, 4)입니다."
assert len(_t6s_got) == 5, f"양방향 LSTM은 방향마다 h와 c, 상태가 넷이라 텐서가 다섯입니다. 지금: {_t6s_got}"
### BEGIN HIDDEN TESTS
for _t6s_kind, _t6s_n in [("SimpleRNN", 1), ("GRU", 1), ("LSTM", 2)]:
    for _t6s_seq, _t6s_two in [(False, False), (False, True), (True, False), (True, True)]:
        _t6s_want = [(7, 3, 6 + 6 * _t6s_two) if _t6s_seq else (7, 6 + 6 * _t6s_two)] + [(7, 6)] * _t6s_n * (1 + _t6s_two)
        _t6s_got = _t6s_ask(_t6s_kind, 7, 3, 6, return_sequences=_t6s_seq, bidirectional=_t6s_two)
        assert _t6s_got == _t6s_want, f"{_t6s_kind}, B=7, T=3, U=6, return_sequences={_t6s_seq}, return_state=True, bidirectional={_t6s_two}: {_t6s_want}이어야 하는데 {_t6s_got}입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 두 방향 붙이기 ★★☆ · 10분
#
# 앞 방향과 뒤 방향의 층이 저마다 읽은 **차례대로** 출력을 내놓았습니다. 뒤 방향은 문장의 끝부터 읽었으므로, `backward[:, 0]`은
# 문장의 **마지막** 단어를 읽은 상태입니다. 둘을 붙여 두 가지를 만드세요.
#
# 1. `outputs` $(B, T, 2U)$: 시점 $t$마다 그 단어까지 읽은 앞 방향의 상태와 뒤 방향의 상태를 이어 붙인 것. 앞 방향이 먼저입니다.
# 2. `final` $(B, 2U)$: 두 방향이 각각 **문장을 다 읽었을 때**의 상태를 이어 붙인 것.
#
# 힌트 1: `outputs`의 한 시점에서 두 방향은 같은 단어를 막 읽었습니다. 어느 쪽의 차례를 바꾸어야 할까요?
#
# 힌트 2: 뒤 방향을 시점 축으로 뒤집어 마지막 축으로 붙입니다. `final`에 필요한 뒤 방향의 상태는 읽은 차례로 맨 끝에 있습니다.
#
# 힌트 3: `np.concatenate([forward, backward[:, ::-1]], axis=-1)`

# %% solution="merge-directions"
def merge_directions(forward, backward):
    """두 방향의 출력을 붙입니다.

    Args:
        forward: 앞 방향의 출력, 읽은 차례(문장의 처음부터), (B, T, U).
        backward: 뒤 방향의 출력, 읽은 차례(문장의 끝부터), (B, T, U).

    Returns:
        (outputs, final): outputs는 문장의 차례로 (B, T, 2U), final은 (B, 2U) 배열.

    Example:
        >>> forward, backward = np.array([[[1.], [2.]]]), np.array([[[7.], [8.]]])
        >>> outputs, final = merge_directions(forward, backward)
        >>> outputs.tolist(), final.tolist()
        ([[[1.0, 8.0], [2.0, 7.0]]], [[2.0, 8.0]])
    """
    ### BEGIN SOLUTION
    outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
    final = np.concatenate([forward[:, -1], backward[:, -1]], axis=-1)
    return outputs, final
    ### END SOLUTION

# %% test="merge-directions" points=2
_t7_f = np.array([[[1.0, 10], [2, 20], [3, 30]], [[4, 40], [5, 50], [6, 60]]])   # (2, 3, 2)
_t7_b = -_t7_f[:, ::-1]                                   # 읽은 차례: 셋째, 둘째, 첫째 단어
_t7_got = merge_directions(_t7_f, _t7_b)
assert _t7_got is not None, "merge_directions가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert len(_t7_got) == 2, "outputs와 final, 두 개를 돌려주어야 합니다."
_t7_got = np.asarray(_t7_got[0], dtype=float)
assert _t7_got.shape != (2, 6, 2), "outputs를 시점 축으로 붙였습니다. 마지막 축(특성)으로 붙이세요."
assert _t7_got.shape != (2, 3, 2), "outputs의 특성이 늘지 않았습니다. 더하지 말고 이어 붙이세요."
assert _t7_got.shape == (2, 3, 4), f"outputs는 (B, T, 2U) = (2, 3, 4)입니다. 지금: {_t7_got.shape}"
_t7_first = _t7_got[0, 0].tolist()
assert _t7_first != [1, 10, -3, -30], "첫 단어 자리의 뒤쪽 절반이 마지막 단어의 상태입니다. 뒤 방향을 시점 축으로 뒤집었나요?"
assert _t7_first != [-1, -10, 1, 10], "뒤 방향을 앞에 붙였습니다. 앞 방향이 먼저입니다."
assert _t7_first != [1, -1, 10, -10], "두 방향의 유닛을 번갈아 끼웠습니다. 앞 방향을 통째로, 그다음 뒤 방향을 통째로 붙이세요."
assert _t7_first[:2] != [3, 30], "앞 방향까지 뒤집었습니다. 앞 방향은 이미 문장의 차례입니다."
assert _t7_first != [1, 10, -6, -60], "배치 축(문장의 차례)을 뒤집었습니다. 뒤집을 것은 시점 축입니다."
assert _t7_first != [1, 10, -30, -3], "특성 축을 뒤집었습니다. 뒤집을 것은 시점 축입니다."
assert _t7_first == [1, 10, -1, -10], f"첫 단어의 자리는 [1, 10, -1, -10]입니다. 지금: {_t7_first}"
_t7_want = np.concatenate([_t7_f, -_t7_f], axis=-1)
assert np.allclose(_t7_got, _t7_want), (
    f"outputs가 다릅니다. 기대: {_t7_want.tolist()}, 지금: {_t7_got.tolist()}")
### BEGIN HIDDEN TESTS
_t7_rng = np.random.default_rng(207)
for _t7_B, _t7_T, _t7_U in [(3, 3, 3), (2, 5, 4), (4, 1, 2), (1, 7, 1)]:
    _t7_f, _t7_b = _t7_rng.normal(size=(2, _t7_B, _t7_T, _t7_U))
    _t7_kept = _t7_f.copy(), _t7_b.copy()
    _t7_got = np.asarray(merge_directions(_t7_f, _t7_b)[0], dtype=float)
    assert np.array_equal(_t7_f, _t7_kept[0]) and np.array_equal(_t7_b, _t7_kept[1]), "넘겨받은 배열이 바뀌었습니다. 뒤집은 것을 새 이름에 담으세요."
    _t7_want = np.array([[[*_t7_f[n, t], *_t7_b[n, _t7_T - 1 - t]] for t in range(_t7_T)] for n in range(_t7_B)])
    assert _t7_got.shape == _t7_want.shape, f"(B, T, U) = ({_t7_B}, {_t7_T}, {_t7_U})일 때 outputs의 모양이 {_t7_got.shape}입니다. 시점의 수를 적어 넣지 않았나요?"
    assert np.allclose(_t7_got, _t7_want), f"(B, T, U) = ({_t7_B}, {_t7_T}, {_t7_U})일 때 outputs에서 시점이나 배치가 어긋났습니다."
### END HIDDEN TESTS

# %% test="merge-directions" part="final" points=2
_t7f_f = np.array([[[1.0, 10], [2, 20], [3, 30]], [[4, 40], [5, 50], [6, 60]]])  # (2, 3, 2)
_t7f_got = merge_directions(_t7f_f, -_t7f_f[:, ::-1])
assert _t7f_got is not None, "merge_directions가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_t7f_got = np.asarray(_t7f_got[1], dtype=float)
assert _t7f_got.shape == (2, 4), f"final은 (B, 2U) = (2, 4)이어야 합니다. 지금은 {_t7f_got.shape}입니다."
_t7f_first = _t7f_got[0].tolist()
assert _t7f_first != [3, 30, -3, -30], (
    "final의 뒤쪽 절반이 마지막 단어 하나만 읽은 상태입니다. outputs[:, -1]과는 다릅니다.")
assert _t7f_first != [1, 10, -1, -10], "final의 앞쪽 절반이 첫 단어 하나만 읽은 상태입니다."
assert _t7f_first != [-1, -10, 3, 30], "뒤 방향을 앞에 붙였습니다. 앞 방향이 먼저입니다."
assert _t7f_first == [3, 30, -1, -10], f"첫 문장의 final은 [3, 30, -1, -10]입니다. 지금: {_t7f_first}"
assert np.allclose(_t7f_got[1], [6, 60, -4, -40]), f"둘째 문장이 다릅니다: {_t7f_got[1].tolist()}"
### BEGIN HIDDEN TESTS
_t7f_f, _t7f_b = np.random.default_rng(217).normal(size=(2, 2, 5, 3))
_t7f_got = np.asarray(merge_directions(_t7f_f, _t7f_b)[1], dtype=float)
assert np.allclose(_t7f_got, np.concatenate([_t7f_f[:, 4], _t7f_b[:, 4]], axis=1)), "T = 5에서 final이 다릅니다. 두 방향 모두 읽은 차례로 맨 끝의 상태입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 패딩 자리의 진단과 수리 ★★★ · 15분
#
# 강의에서 보았듯 패딩 자리의 출력은 층과 장치에 따라 다릅니다. 층의 이름을 모른 채 출력과 마스크만 받았다고 합시다. 패딩은 뒤에만 있고
# 문장마다 단어가 하나는 있습니다.
#
# 1. **진단** `padding_rule(outputs, mask)`: 패딩 자리를 모두 보고 다음 가운데 하나를 돌려줍니다. 같은지는 오차 $10^{-6}$ 안에서 봅니다.
#    `"없음"`(패딩 자리가 없음), `"0"`(모두 0), `"복사"`(모두 그 문장의 마지막 단어 자리의 출력과 같음), `"읽음"`(그 밖의 경우).
# 2. **수리** `last_states(outputs, mask)`: 어느 층의 출력이든, 문장마다 **마지막 진짜 단어** 자리의 출력을 꺼냅니다.
#
# 힌트 1: 문장마다 길이가 다르니 `outputs[:, -1]`도, 한 수로 고른 자리도 안 됩니다. 길이는 마스크가 압니다.
#
# 힌트 2: 수리를 먼저 하고 진단에 쓰세요. 패딩 자리의 출력을 0과, 그리고 꺼낸 상태와 견줍니다.
#
# 힌트 3: `outputs[np.arange(len(outputs)), lengths - 1]`은 줄마다 다른 자리를 꺼냅니다. 패딩 자리만 고르기는 `outputs[~mask]`

# %% solution="padding"
def last_states(outputs, mask):
    """문장마다 마지막 진짜 단어 자리의 출력.

    Args:
        outputs: 모든 시점의 출력, (B, T, U).
        mask: 참/거짓 (B, T), 참이 진짜 단어. 거짓은 뒤에만 있습니다.

    Returns:
        (B, U) 배열.
    """
    ### BEGIN SOLUTION
    lengths = mask.sum(axis=1)
    return outputs[np.arange(len(outputs)), lengths - 1]
    ### END SOLUTION


def padding_rule(outputs, mask):
    """패딩 자리의 출력이 어떻게 나왔는지: "없음", "0", "복사", "읽음". 인수는 위와 같습니다.

    Example:
        >>> padding_rule(np.array([[[0.3], [0.3]]]), np.array([[True, False]]))
        '복사'
    """
    ### BEGIN SOLUTION
    if mask.all():
        return "없음"
    if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
        return "0"
    copied = np.broadcast_to(last_states(outputs, mask)[:, None], outputs.shape)
    return "복사" if np.allclose(outputs[~mask], copied[~mask], rtol=0, atol=1e-6) else "읽음"
    ### END SOLUTION

# %% test="padding" part="repair" points=2
_t8r_x = np.array([[1.0, 2, 3], [4, 9, 8], [5, 6, 0]])[:, :, None] * [1, -1]   # (3, 3, 2)
_t8r_mask = np.array([[True, True, True], [True, False, False], [True, True, False]])
_t8r_got = last_states(_t8r_x, _t8r_mask)
assert _t8r_got is not None, "last_states가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_t8r_got) != (3, 3, 2), "줄마다 모든 문장의 자리를 꺼냈습니다. 문장 번호도 함께 주어야 합니다."
assert np.shape(_t8r_got) == (3, 2), f"모양은 (B, U) = (3, 2)입니다. 지금은 {np.shape(_t8r_got)}입니다."
_t8r_got = np.asarray(_t8r_got, dtype=float)[:, 0].tolist()
assert _t8r_got != [3, 8, 0], "outputs[:, -1]을 꺼냈습니다. 짧은 문장에서는 패딩 자리입니다."
assert _t8r_got != [1, 4, 5], "문장마다 첫 단어의 자리를 꺼냈습니다."
assert _t8r_got == [3, 4, 6], f"마지막 진짜 단어의 자리는 [3, 4, 6]입니다. 지금: {_t8r_got}"
### BEGIN HIDDEN TESTS
_t8r_x = np.random.default_rng(218).normal(size=(4, 6, 3))
_t8r_mask = np.arange(6) < np.array([[6], [1], [4], [2]])
_t8r_kept = _t8r_x.copy(), _t8r_mask.copy()
_t8r_got = np.asarray(last_states(_t8r_x, _t8r_mask), dtype=float)
assert np.array_equal(_t8r_x, _t8r_kept[0]) and np.array_equal(_t8r_mask, _t8r_kept[1]), "넘겨받은 배열이 바뀌었습니다. 패딩 자리를 0으로 덮어쓰지 마세요."
assert np.allclose(_t8r_got, [_t8r_x[0, 5], _t8r_x[1, 0], _t8r_x[2, 3], _t8r_x[3, 1]]), f"길이가 [6, 1, 4, 2]인 네 문장에서 자리가 어긋났습니다. 지금: {_t8r_got.round(2).tolist()}"
### END HIDDEN TESTS

# %% test="padding" points=3
_t8_mask = np.array([[True, True, True], [True, False, False], [True, True, False]])
_t8_base = np.array([[0.1, 0.2, 0.3], [0.4, 0, 0], [0.5, 0.6, 0]])[:, :, None]   # (3, 3, 1)
def _t8_ask(second, third):        # 둘째 문장의 패딩 두 자리와 셋째 문장의 패딩 한 자리
    outputs = _t8_base.copy()
    outputs[1, 1:, 0], outputs[2, 2, 0] = second, third
    return padding_rule(outputs, _t8_mask)
_t8_got = _t8_ask([0, 0], 0)
assert _t8_got is not None, "padding_rule이 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert _t8_got == "0", f"패딩 자리가 모두 0이면 '0'입니다(단어 자리는 보지 않습니다). 지금: {_t8_got!r}"
_t8_got = _t8_ask([0.4, 0.4], 0.6)
assert _t8_got == "복사", f"패딩 자리가 모두 그 문장의 마지막 단어 자리와 같으면 '복사'입니다. 지금: {_t8_got!r}"
_t8_got = _t8_ask([0.31, 0.22], 0.45)
assert _t8_got == "읽음", f"패딩마다 상태가 바뀌었으면 '읽음'입니다. 지금: {_t8_got!r}"
_t8_got = _t8_ask([0.31, 0.31], 0.45)
assert _t8_got == "읽음", f"마지막 단어 자리가 아니라 마지막 시점과 견주지 않았나요? '읽음'입니다. 지금: {_t8_got!r}"
_t8_got = _t8_ask([0.4, 0.4], 0.7)
assert _t8_got == "읽음", f"한 문장만 복사했으면 '읽음'입니다. 모든 문장을 보았나요? 지금: {_t8_got!r}"
_t8_got = padding_rule(_t8_base, np.ones((3, 3), dtype=bool))
assert _t8_got == "없음", f"패딩 자리가 없으면 '없음'입니다. 지금: {_t8_got!r}"
### BEGIN HIDDEN TESTS
_t8_got = _t8_ask([0.4, 0.31], 0.6)
assert _t8_got == "읽음", f"둘째 패딩 자리만 다릅니다. 패딩 자리를 모두 보았나요? 지금: {_t8_got!r}"
_t8_got = _t8_ask([0, 0], 0.6)
assert _t8_got == "읽음", f"0인 문장과 복사한 문장이 섞이면 '읽음'입니다. 지금: {_t8_got!r}"
_t8_got = _t8_ask([0.4 + 1e-8, 0.4], 0.6 - 1e-8)
assert _t8_got == "복사", f"1e-8만큼 다른 것은 같은 것으로 봅니다. 지금: {_t8_got!r}"
_t8_got = _t8_ask([0.4 + 1e-4, 0.4], 0.6)
assert _t8_got == "읽음", f"1e-4만큼 다르면 다른 것입니다. 오차는 1e-6입니다. 지금: {_t8_got!r}"
_t8_x = np.array([[[0.1, 0.2], [0.1, 0.5]], [[0.3, 0.4], [0.6, 0.7]]])
_t8_mask, _t8_kept = np.array([[True, False], [True, True]]), _t8_x.copy()
_t8_got = padding_rule(_t8_x, _t8_mask)
assert np.array_equal(_t8_x, _t8_kept), "넘겨받은 배열이 바뀌었습니다. outputs에 값을 덮어쓰지 마세요."
assert _t8_got == "읽음", f"유닛 하나만 복사했으면 '읽음'입니다. 모든 유닛을 보았나요? 지금: {_t8_got!r}"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 남을 몫을 예측하고 재기 ★★☆ · 15분
#
# 유닛 하나의 셀 상태는 $c_t = f_t\,c_{t-1} + w_t$로 나아갑니다($c_0 = 0$). $w_t = i_t \tilde c_t$는 시점 $t$에 적은 양입니다.
# 시점 $t$에 적은 것은 마지막 셀 상태에 **몇 배**로 남을까요? 두 가지 방법으로 답하고, 둘이 같은지 보세요.
#
# 1. **예측** `predict_shares(forget)`: 망각 게이트만 보고 식으로. 적은 뒤에 지나는 게이트만 곱해집니다. 마지막에 적은 것의 몫은 1입니다.
# 2. **측정** `measure_shares(forget, write, push)`: 시점마다 $w_t$를 `push`만큼 늘려 처음부터 다시 읽고,
#    마지막 셀 상태가 움직인 양을 `push`로 나눕니다. 한 번에 한 시점만 늘립니다.
#
# 힌트 1: $T=3$일 때 $c_3$을 $w_1, w_2, w_3$으로 풀어 써 보세요. $w_1$에는 무엇이 곱해지나요?
#
# 힌트 2: 예측은 `t` 다음 게이트들의 곱입니다. 측정은 `write`의 사본에서 한 칸만 바꾸어 읽는 일을 $T$번 합니다.
#
# 힌트 3: 예측의 한 칸은 `np.prod(forget[t + 1:])`, 한 걸음은 `c = f * c + w`

# %% solution="shares"
def predict_shares(forget):
    """시점마다 적은 것이 마지막 셀 상태에 남는 몫. forget: 망각 게이트의 값 (T,). 돌려주는 것: (T,) 배열.

    Example:
        >>> predict_shares(np.array([0.9, 0.5, 0.8])).round(2)
        array([0.4, 0.8, 1. ])
    """
    ### BEGIN SOLUTION
    return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
    ### END SOLUTION


def measure_shares(forget, write, push=0.1):
    """같은 몫을 재어서. forget, write: (T,). push: 밀어 볼 양. 돌려주는 것: (T,) 배열."""
    ### BEGIN SOLUTION
    def last_cell(amounts):
        c = 0.0
        for f, w in zip(forget, amounts):
            c = f * c + w
        return c

    shares = []
    for t in range(len(write)):
        pushed = np.array(write, dtype=float)
        pushed[t] += push
        shares.append((last_cell(pushed) - last_cell(write)) / push)
    return np.array(shares)
    ### END SOLUTION

# %% test="shares" points=2
_t9_got, _t9_want = predict_shares(np.array([0.9, 0.5, 0.8])), [0.4, 0.8, 1.0]
assert _t9_got is not None, "predict_shares가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.shape(_t9_got) == (3,), f"시점마다 하나, 모양은 (3,)입니다. 지금은 {np.shape(_t9_got)}입니다."
assert not np.allclose(_t9_got, [0.36, 0.4, 0.8]), (
    "적은 시점의 게이트까지 곱했습니다. 적은 것은 다음 시점의 게이트부터 지납니다.")
assert not np.allclose(_t9_got, [0.9, 0.45, 0.36]), "앞의 게이트를 곱했습니다. 적은 뒤의 게이트를 곱하세요."
assert not np.allclose(_t9_got, [1, 0.9, 0.45]), "앞의 게이트를 곱했습니다. 적은 뒤의 게이트를 곱하세요."
assert not np.allclose(_t9_got, [0.5, 0.8, 1]), "바로 다음 게이트 하나만 곱했습니다. 끝까지 모두 지납니다."
assert not np.allclose(_t9_got, [1, 0.8, 0.4]), "순서가 거꾸로입니다. 마지막에 적은 것의 몫이 1입니다."
assert np.allclose(_t9_got, _t9_want), (
    f"몫이 다릅니다. 기대: {_t9_want}, 지금: {np.round(_t9_got, 3).tolist()}")
_t9_got = predict_shares(np.array([0.5, 1.0, 0.0, 1.0]))
assert np.allclose(_t9_got, [0, 0, 1, 1]), (
    f"셋째 게이트가 0이면 그 앞에 적은 것은 남지 않습니다. 기대: [0, 0, 1, 1], 지금: {np.round(_t9_got, 3).tolist()}")
### BEGIN HIDDEN TESTS
assert np.allclose(predict_shares(np.array([0.3])), [1.0]), "T = 1이면 지나는 게이트가 없으니 몫은 1입니다."
_t9_f = np.random.default_rng(209).uniform(0.2, 1.0, 7)
_t9_kept, _t9_got = _t9_f.copy(), np.asarray(predict_shares(_t9_f), dtype=float)
assert np.array_equal(_t9_f, _t9_kept), "넘겨받은 forget이 바뀌었습니다. 사본을 만드세요."
_t9_want = [math.prod(_t9_f[t + 1:]) for t in range(7)]
assert np.allclose(_t9_got, _t9_want), f"시점이 일곱일 때 몫이 다릅니다. 기대: {np.round(_t9_want, 3).tolist()}, 지금: {_t9_got.round(3).tolist()}"
### END HIDDEN TESTS

# %% test="shares" part="measure" points=2
_t9m_f, _t9m_w = np.array([0.9, 0.5, 0.8]), np.array([0.3, -0.2, 0.7])
_t9m_want = [0.4, 0.8, 1.0]
_t9m_kept = _t9m_f.copy(), _t9m_w.copy()
_t9m_got = measure_shares(_t9m_f, _t9m_w, push=0.5)
assert _t9m_got is not None, "measure_shares가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert np.array_equal(_t9m_w, _t9m_kept[1]), "write가 바뀌었습니다. 사본에서 한 칸만 늘리세요."
assert not np.allclose(_t9m_got, [0.2, 0.4, 0.5]), "움직인 양을 push로 나누지 않았습니다."
assert not np.allclose(_t9m_got, [0.4, 1.2, 2.2]), "앞 시점에서 늘린 것이 남아 있습니다. 한 번에 한 시점만 늘립니다."
assert not np.allclose(_t9m_got, [1, 1, 1]), "늘린 시점의 셀 상태를 보았습니다. 마지막 셀 상태를 견주세요."
assert not np.allclose(_t9m_got, [1.72, 2.12, 2.32]), "밀지 않았을 때의 마지막 셀 상태를 빼지 않았습니다."
assert np.allclose(_t9m_got, _t9m_want), (
    f"몫이 다릅니다. 기대: {_t9m_want}, 지금: {np.round(_t9m_got, 3).tolist()}")
### BEGIN HIDDEN TESTS
assert np.array_equal(_t9m_f, _t9m_kept[0]), "forget이 바뀌었습니다. 미는 것은 write입니다."
_t9m_rng = np.random.default_rng(219)
_t9m_f, _t9m_w = _t9m_rng.uniform(0.2, 1.0, 6), _t9m_rng.normal(size=6)
_t9m_got, _t9m_want = np.asarray(measure_shares(_t9m_f, _t9m_w), dtype=float), [math.prod(_t9m_f[t + 1:]) for t in range(6)]
assert np.allclose(_t9m_got, _t9m_want, atol=1e-5), f"push의 기본값에서 몫이 다릅니다. 기대: {np.round(_t9m_want, 3).tolist()}, 지금: {_t9m_got.round(3).tolist()}"
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 10. 동료의 코드 ★★☆ · 15분 (사람이 채점합니다)
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
