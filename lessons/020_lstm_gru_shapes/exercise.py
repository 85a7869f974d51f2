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
# 모든 과제에 약속이 하나 있습니다. **넘겨받은 배열은 고치지 않습니다.** 새 배열을 만들어 돌려주세요. 시그모이드는 아래의 것을 쓰세요.

# %%
import math

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-np.asarray(a)))

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t_call(function, arguments, options, hint=""):
    given = [np.array(each) if isinstance(each, list) else each for each in arguments]
    kept = [np.copy(each) for each in given]
    try:
        got = function(*given, **options)
    except (ValueError, IndexError) as error:
        hint = hint or "곱하거나 붙이는 두 배열의 짝과 차례, 축을 확인하세요."
        asked = "배열을 참이나 거짓으로 물었습니다. None인지는 is None으로 물으세요."
        raise AssertionError((asked
            if "truth value" in str(error) else "모양이 맞지 않아 계산이 멈추었습니다. " + hint)
                             + f" {type(error).__name__}: {error}") from None
    assert got is not None, "함수가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert all(np.array_equal(each, copy) for each, copy in zip(given, kept)), (
        "넘겨받은 배열이 바뀌었습니다. 제자리 연산(+=, *=)이나 [:] = 대신 새 배열을 만드세요.")
    return got


def _t_check(function, arguments, want, why, slips=(), part=None, shape="", **options):
    """slips는 (흔한 실수에서 나오는 앞부분의 수, 그 까닭), part는 돌려준 둘 가운데 볼 것."""
    got = _t_call(function, arguments, options, shape)
    assert part is None or len(got) == 2, f"둘을 돌려주어야 하는데 {len(got)}개입니다."
    got, want = np.asarray(got if part is None else got[part], dtype=float), np.asarray(want)
    extra = "축이 남습니다. 목록에 담아 돌려주었나요? " if got.ndim > want.ndim else (
        "길이가 1인 축이 사라졌습니다. squeeze로 지우지 마세요. " if got.shape == np.squeeze(want).shape else "")
    assert got.shape == want.shape, (
        f"모양이 {want.shape}이어야 하는데 {got.shape}입니다. {extra}{shape or why}")
    shown = f"기대: {want.round(3).tolist()}, 지금: {got.round(3).tolist()}"
    for value, slip in slips:
        start = got.ravel()[: np.size(value)]
        assert not np.allclose(start, value, atol=1e-3), f"{slip} {shown}"
    if got.any() and np.array_equal(got, want.round(2)):
        why = "반올림하지 마세요."
    elif np.allclose(np.sort(got, None), np.sort(want, None), atol=1e-3):
        why = "맞는 수들이 다른 자리에 있습니다. 축과 차례를 보세요. reshape는 축을 바꾸지 않습니다."
    assert np.allclose(got, want, atol=1e-3), f"{why} {shown}"


def _t_random(seed, *sizes):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=size) for size in sizes]


def _t_equal(got, want, why, slips, asked):
    for value, slip in slips:
        assert got != value, f"{slip} {asked}: 기대 {want}, 지금 {got}"
    assert got == want, f"{why} {asked}: 기대 {want}, 지금 {got}"

# %% [markdown]
# ## 과제 1. 순환 한 걸음 ★☆☆ · 5분
#
# 단순한 순환층은 지금 단어와 방금 전 상태를 섞어 새 상태를 만듭니다.
#
# $$h_t = \tanh(x_t W + h_{t-1} R + b)$$
#
# 힌트 1: 두 행렬 곱의 결과는 모양이 같습니다. $\tanh$는 몇 번 씌워야 할까요?
# 힌트 2: 단어 쪽, 상태 쪽, 편향을 먼저 모두 더하고, 마지막에 한 번만 $\tanh$를 씌웁니다.
# 힌트 3: 상태 쪽의 항은 `h_prev @ recurrent_kernel`입니다.

# %% solution="rnn-step"
def rnn_step(x_t, h_prev, kernel, recurrent_kernel, bias):
    """단순 순환층의 한 걸음.
    Args: x_t: 한 시점의 입력, (B, D). h_prev: 방금 전 은닉 상태, (B, U).
        kernel: W, (D, U). recurrent_kernel: R, (U, U). bias: b, (U,).
    Returns: 새 은닉 상태, (B, U) 배열.
    Example:
        >>> one = np.eye(1)
        >>> rnn_step(np.array([[0.5]]), np.zeros((1, 1)), one, one, np.zeros(1)).round(4)
        array([[0.4621]])
    """
    ### BEGIN SOLUTION
    return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
    ### END SOLUTION

# %% test="rnn-step" points=3
_t1_x = [[1.0, 2.0], [0.5, -1.0]]                    # (B, D) = (2, 2)
_t1_h = [[0.1, 0.2, 0.3], [0.0, -0.5, 0.4]]          # (B, U) = (2, 3)
_t1_W, _t1_x0 = [[0.5, 0.0, 0.1], [0.0, -0.25, 0.2]], [[0.0] * 2] * 2
_t1_R, _t1_R0 = np.eye(3)[[1, 2, 0]], [[0.0] * 3] * 3    # 0번 칸 → 1번, 1번 → 2번, 2번 → 0번
_t1_b, _t1_b0, _t1_h0 = [0.5, 0.0, -0.5], [0.0] * 3, [[0.0] * 3] * 2
_t_check(rnn_step, [_t1_x, _t1_h, _t1_W, _t1_R0, _t1_b0],
         [[0.4621, -0.4621, 0.4621], [0.2449, 0.2449, -0.1489]], "단어 쪽(x_t @ kernel)이 다릅니다.", [
    ([0.5, 0], "tanh 대신 ReLU를 씌웠습니다."),
    *((n, "옛 상태를 섞었습니다. tanh의 값이 새 상태의 전부입니다.") for n in (0.5621, 0.281)),
    (0.5, "활성 함수가 없습니다. 더한 값에 tanh를 씌우세요."),
    (0.6225, "tanh 대신 시그모이드를 씌웠습니다."),
    (0.4318, "tanh를 두 번 씌웠습니다. 한 번만 씌웁니다.")])
_t_check(rnn_step, [_t1_x0, _t1_h, _t1_W, _t1_R, _t1_b0],
         [[0.2913, 0.0997, 0.1974], [0.3799, 0, -0.4621]], "상태 쪽의 값이 다릅니다.", [
    ([0, 0, 0], "입력이 0일 때 상태도 0이 됩니다. h_prev를 썼나요? 행렬 곱(@)입니다."),
    ([0.1, 0.2, 0.3], "입력이 모두 0이어도 한 걸음입니다. 옛 상태를 그대로 두지 마세요."),
    ([0.3, 0.1, 0.2], "상태 쪽에 tanh를 씌우지 않았습니다. 모두 더한 뒤에 씌웁니다."),
    ([0, 0.0997, 0.1974], "상태의 앞 D칸만 곱했습니다. h_prev의 길이는 D가 아니라 U입니다."),
    ([0.2913, 0.0997, 0.1974] * 2, "첫 문장의 상태를 모든 문장에 썼습니다. h_prev의 줄마다 문장 하나입니다."),
    ([0.1974, 0.2913], "recurrent_kernel을 전치해 곱했습니다. h_prev @ recurrent_kernel입니다.")])
_t_check(rnn_step, [_t1_x0, _t1_h0, _t1_W, _t1_R, _t1_b],
         [[0.4621, 0, -0.4621]] * 2, "편향의 값이 다릅니다.", [
    (0, "입력과 상태가 0이어도 tanh(bias)가 남아야 합니다. 편향을 더했나요?"),
    (0.7616, "편향을 두 번 더했습니다."), (-0.4621, "편향을 뺐습니다. 더합니다."),
    (0.5, "편향을 tanh 밖에서 더했습니다. 세 항을 모두 더한 뒤에 씌웁니다.")])
_t_check(rnn_step, [_t1_x, _t1_h, _t1_W, _t1_R, _t1_b],
         [[0.8617, -0.3799, 0.1974], [0.8178, 0.2449, -0.8178]],
         "세 항을 모두 더한 뒤에 tanh를 한 번 씌워야 합니다. 항마다 따로 씌우지 않았나요?")
_t_check(rnn_step, [_t1_x[:1], _t1_h[:1], _t1_W, _t1_R, _t1_b], [[0.8617, -0.3799, 0.1974]],
         "문장이 하나뿐일 때 다릅니다.", shape="문장이 하나여도 (B, U) = (1, U)입니다.")
### BEGIN HIDDEN TESTS
for _t1_B, _t1_D, _t1_U in [(1, 2, 3), (4, 3, 5), (2, 6, 2)]:
    _t1_given = _t_random(201, (_t1_B, _t1_D), (_t1_B, _t1_U), (_t1_D, _t1_U), (_t1_U, _t1_U), _t1_U)
    _t1_x, _t1_h, _t1_W, _t1_R, _t1_b = _t1_given
    _t_check(rnn_step, _t1_given, np.tanh(_t1_x @ _t1_W + _t1_h @ _t1_R + _t1_b),
             f"(B, D, U) = ({_t1_B}, {_t1_D}, {_t1_U})에서 값이 다릅니다. 보이는 수에 맞추지 않았나요?")
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
# 힌트 1: 시점 `t`의 입력은 `x[:, t]`이고 모양은 $(B, D)$입니다. 배치는 한꺼번에 나아갑니다.
# 힌트 2: 끝부터 읽는 것은 입력을 시점 축으로 뒤집어 앞에서부터 읽는 것과 같습니다. 상태를 목록에 모아 가운데 축이 시점이 되게 쌓습니다.
# 힌트 3: 뒤집기는 `x[:, ::-1]`, 쌓기는 `np.stack(states, axis=1)`입니다.

# %% solution="run-rnn"
def run_rnn(x, kernel, recurrent_kernel, bias,
            initial_state=None, return_sequences=False, go_backwards=False):
    """단순 순환층으로 문장 전체를 읽습니다.
    Args: x: 입력, (B, T, D). kernel: (D, U). recurrent_kernel: (U, U). bias: (U,).
        initial_state: 처음 상태, (B, U). None이면 0. return_sequences: 모든 시점의 상태를 돌려줄지.
        go_backwards: 문장의 끝부터 읽을지. 출력은 읽은 차례대로.
    Returns: return_sequences가 참이면 (B, T, U), 거짓이면 (B, U) 배열.
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
_t2_x = [[[0.5], [0.0], [0.0]], [[0.0], [0.5], [0.0]]]   # (B, T, D) = (2, 3, 1)
_t2_read = _t2_x, [[1.0]], [[1.0]], [0.0]
_t_check(run_rnn, [*_t2_read, None, True],
         [[[0.4621], [0.4318], [0.4068]], [[0], [0.4621], [0.4318]]], "시점마다의 값이 다릅니다.", [
    ([0.4621, 0, 0, 0.4318], "배치 축과 시점 축을 바꾸어 읽었습니다. x의 0번 축이 문장, 1번 축이 시점입니다."),
    ([0.4621, 0, 0.4318, 0.4621],
        "(T, B, U)를 reshape했습니다. 축은 transpose나 np.stack(…, axis=1)로 바꿉니다."),
    ([0.4068] * 3, "모든 시점이 마지막 값입니다. 같은 배열을 고쳐 쓰지 말고 시점마다 새 배열을 모으세요."),
    (0, "첫 출력은 첫 단어를 읽은 뒤의 상태입니다."),
    (0.9051, "처음 상태는 0입니다. 1이 아닙니다."),
    ([0.4621, 0], "둘째 시점이 첫 단어를 잊었습니다. 나온 상태를 다음 걸음에 넣었나요?")],
         shape="시점을 첫 축에 쌓았거나, 시점을 빠뜨렸거나 더했거나(처음 상태는 넣지 않습니다), return_sequences를 거꾸로 읽었습니다.")
_t_check(run_rnn, _t2_read, [[0.4068], [0.4318]], "마지막에 읽은 시점의 상태가 아닙니다.",
         shape="return_sequences=False이면 마지막 상태 하나입니다.")
_t_check(run_rnn, [_t2_x, [[0.0]], [[1.0]], [0.5]], [[0.8471]] * 2,
         "편향의 값이 다릅니다. 첫 걸음에도, 상태가 0인 걸음에도 더합니다.", [
    (0, "입력이 0이어도 편향이 남습니다. bias를 더했나요?")])
_t2_wide = [[[0.5, 0], [0, 1]], [[0, 0], [0.5, -0.5]],
    [[1.0, 0], [0, 0]]]      # (B, T, D) = (3, 2, 2)
_t2_wide = [_t2_wide, [[1, 0, 0.5], [0, 0.5, 0]], [[0, 1, 0], [0, 0, 1], [0.5, 0, 0]],
    [0.0] * 3]
_t_check(run_rnn, _t2_wide,
    [[0.1219, 0.7452, 0], [0.4621, -0.2449, 0.2449], [0.227, 0.642, 0]],
         "D와 U가 다를 때 값이 다릅니다.", [
    ([0, 0.4621, 0], "상태와 recurrent_kernel을 원소끼리 곱했습니다. 행렬 곱(@)입니다."),
    ([0, 0.6321, 0.227], "recurrent_kernel을 전치해 곱했습니다.")],
         shape="D = 2, U = 3입니다. 처음 상태의 모양은 (B, D)가 아니라 (B, U)입니다.")
_t_check(run_rnn, [_t2_x, [[1.0, -1.0]], np.zeros((2, 2)), [0.0] * 2, None, True],
         np.tanh(_t2_x) * [1, -1], "U = 2일 때 시점마다의 값이 다릅니다.", [
    ([0.4621, 0], "(B, U, T)를 reshape했습니다. np.stack(…, axis=1)로 시점을 가운데에 쌓으세요.")])
_t_check(run_rnn, [_t2_x[:1], *_t2_read[1:]], [[0.4068]],
    "문장이 하나뿐일 때 다릅니다.", shape="(1, U)입니다.")
### BEGIN HIDDEN TESTS
def _t2_reference(x, W, R, b, h):
    steps = [h := np.tanh(x[:, t] @ W + h @ R + b) for t in range(x.shape[1])]
    return np.array(steps).transpose(1, 0, 2)

for _t2_B, _t2_T, _t2_D, _t2_U in [(3, 3, 3, 3), (2, 5, 3, 4), (4, 1, 2, 3)]:
    _t2_read = _t_random(202, (_t2_B, _t2_T, _t2_D), (_t2_D, _t2_U), (_t2_U, _t2_U), _t2_U)
    _t2_want = _t2_reference(*_t2_read, np.zeros((_t2_B, _t2_U)))
    _t2_why = f"(B, T, D, U) = ({_t2_B}, {_t2_T}, {_t2_D}, {_t2_U})에서 값이 다릅니다."
    _t_check(run_rnn, [*_t2_read, None, True], _t2_want, f"{_t2_why} 상태에 recurrent_kernel을 바르게 곱했나요?")
    _t_check(run_rnn, _t2_read, _t2_want[:, -1], f"{_t2_why} return_sequences=False일 때의 상태가 마지막 시점과 다릅니다.")
### END HIDDEN TESTS

# %% test="run-rnn" part="options" points=2
_t2o_start = [[0.2], [-0.4]]
_t2o_read = [[[0.5], [0.0], [0.0]], [[0.0], [0.5], [0.0]]], [[1.0]], [[1.0]], [0.0]
_t_check(run_rnn, [*_t2o_read, _t2o_start], [[0.4931], [0.1189]], "initial_state에서 이어 읽으세요.", [
    ([0.4931, 0.5387], "첫 문장의 처음 상태를 모든 문장에 썼습니다. initial_state의 줄마다 문장 하나입니다."),
    (0.4068, "initial_state를 주어도 0에서 시작합니다. 첫 걸음에 넣을 상태를 고르세요.")])
_t_check(run_rnn, [_t2o_read[0], [[1.0]], [[0.0]], [0.0], _t2o_start, True],
         [[[0.4621], [0], [0]], [[0], [0.4621], [0]]],
         "R이 0이면 처음 상태는 듣지 않습니다. initial_state에도 recurrent_kernel을 곱했나요?")
_t_check(run_rnn, [*_t2o_read, None, True], [[[0], [0], [0.4621]], [[0], [0.4621], [0.4318]]],
         "go_backwards=True일 때 시점마다의 값이 다릅니다.", [
    ([0.4621, 0.4318], "go_backwards=True인데 앞에서부터 읽었습니다. 시점 축(1번)을 뒤집었나요?"),
    ([0, 0.4621], "문장의 차례(배치 축)를 뒤집었습니다. 뒤집을 것은 시점 축입니다."),
    ([0.4621, 0], "출력을 문장의 차례로 다시 뒤집었습니다. go_backwards의 출력은 읽은 차례대로입니다.")],
         go_backwards=True)
_t_check(run_rnn, _t2o_read, [[0.4621], [0.4318]],
         "go_backwards에서 마지막에 읽은 것은 문장의 첫 단어입니다. 그때의 상태를 돌려주세요.", go_backwards=True)
_t_check(run_rnn, _t2_wide,
    [[0.4621, 0, 0.612], [0.1219, 0.4318, -0.2401], [0.7616, 0, 0.4621]],
         "D와 U가 다를 때 go_backwards의 값이 다릅니다.", [
    (0.227, "특성 축까지 뒤집었습니다. 뒤집을 것은 시점 축뿐입니다.")], go_backwards=True)
_t_check(run_rnn, [*_t2o_read, _t2o_start], [[0.6011], [0.119]],
         "initial_state와 go_backwards를 함께 주면 값이 다릅니다. 두 옵션은 서로 상관없이 듣습니다.", go_backwards=True)
### BEGIN HIDDEN TESTS
_t2o_read = _t_random(212, (2, 4, 3), (3, 5), (5, 5), 5, (2, 5))
_t2o_want = _t2_reference(_t2o_read[0][:, ::-1], *_t2o_read[1:])
_t_check(run_rnn, [*_t2o_read, True], _t2o_want, "세 옵션을 함께 주면 값이 다릅니다.", go_backwards=True)
_t_check(run_rnn, _t2o_read, _t2_reference(*_t2o_read)[:, -1], "initial_state에서 이어 읽은 마지막 상태가 다릅니다.")
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
# 힌트 2: 곱해서 더한 것을 마지막 축에서 넷으로 나눕니다. $h_t$에는 옛 셀 상태가 아니라 **새** 셀 상태가 들어갑니다.
# 힌트 3: `a_i, a_f, a_c, a_o = np.split(a, 4, axis=-1)`

# %% solution="lstm-step"
def lstm_step(x_t, h_prev, c_prev, kernel, recurrent_kernel, bias):
    """LSTM의 한 걸음. 게이트의 순서는 i, f, c, o입니다.
    Args: x_t: (B, D). h_prev: (B, U). c_prev: (B, U).
        kernel: (D, 4U). recurrent_kernel: (U, 4U). bias: (4U,).
    Returns: (h, c): 새 은닉 상태와 새 셀 상태, 각각 (B, U) 배열.
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
def _t3_check(which, gates, want, why, slips=(), W=np.zeros((3, 8)), R=np.zeros((2, 8))):
    given = [[[0.3, -0.2, 0.7]], [[0.4, -0.1]], [[0.5, -0.8]], W, R, np.repeat(gates, 2)]
    _t_check(lstm_step, given, want, f"{which}: {why}", slips, part=["h", "c"].index(which),
             shape="조각은 마지막 축에서 나누고, h와 c의 모양은 (B, U)입니다.")

# 편향은 i, f, c, o의 차례. 30이면 활짝 열리고 -30이면 꼭 닫힙니다
_t3_check("c", (-30.0, 30, 0.7, 30), [[0.5, -0.8]], "입력을 닫고 망각을 열면 셀 상태가 그대로여야 합니다.", [
    ([0.25, -0.4], "편향을 더하지 않았습니다. 게이트가 모두 절반만 열려 있습니다."),
    (0.3655, "망각 게이트에 시그모이드를 두 번 씌웠습니다. 한 번만 씌웁니다."),
    ([0.4621, -0.664], "h와 c의 차례를 바꾸어 돌려주었거나 c에도 tanh를 씌웠습니다. h가 먼저입니다."),
    (0.6044, "입력 게이트와 망각 게이트를 바꾸었습니다. 첫 조각이 입력(i), 둘째가 망각(f)입니다."),
    ([0.4, -0.1], "셀 상태 자리에 은닉 상태가 있습니다. 옛 셀 상태 c_prev에서 계산하세요."),
    (1.1044, "입력 게이트를 닫았는데 후보가 들어왔습니다. 후보에 입력 게이트 i를 곱했나요? i는 첫 조각입니다."),
    (-0.1682, "게이트에 tanh를 씌웠습니다. 게이트는 시그모이드, 후보만 tanh입니다."),
    ([0, 0.1344], "네 칸마다 하나씩 나누었습니다. 조각 하나는 이어진 U칸입니다.")])
_t3_check("h", (-30.0, 30, 0.7, 30), [[0.4621, -0.664]], "출력 게이트가 활짝 열렸으면 h = tanh(c)입니다.", [
    (0.3088, "셋째와 넷째 조각을 바꾸었습니다. 셋째가 후보(c), 넷째가 출력 게이트(o)입니다."),
    (0.6225, "h를 만들 때 tanh 대신 시그모이드를 씌웠습니다."),
    (0.5, "h를 만들 때 셀 상태에 tanh를 씌우지 않았습니다.")])
_t3_check("c", (30.0, -30, 0.7, 30), [[0.6044, 0.6044]], "망각을 닫고 입력을 열면 후보 tanh(0.7)만 남습니다.", [
    (1.1044, "망각 게이트를 닫았는데 옛 기억이 남았습니다. 옛 셀 상태에 망각 게이트를 곱했나요?"),
    (0.8854, "편향을 두 번 더했습니다. 한 번만 더합니다."), (0, "후보에 편향을 더하지 않았습니다."),
    (0.6682, "후보에 시그모이드를 씌웠습니다. 후보는 tanh입니다.")])
_t3_check("h", (30.0, -30, 0.7, 30), [[0.5402, 0.5402]], "옛 셀 상태로 h를 만들었습니다. 새 c를 쓰세요.")
_t3_check("c", (30.0, 30, 0.7, -30), [[1.1044, -0.1956]], "두 게이트가 열리면 옛 셀 상태와 후보의 합입니다.", [
    *((n, f"게이트 하나 대신 1 - {g}를 썼습니다. LSTM에서는 i와 f가 따로이고 둘 다 열릴 수 있습니다.")
      for n, g in ((0.6044, "i"), (0.5, "f"))),
    (0, "출력 게이트를 셀 상태에도 곱했습니다. o는 h에만 곱합니다.")])
_t3_check("c", (-30.0, 1, 0, 0), [[0.3655, -0.5848]], "편향이 1인 망각 게이트가 다릅니다.", [
    (0.4404, "게이트마다 받은 편향만 더합니다. 1을 더하지 마세요."),
    *((n, "꺾은 직선(hard sigmoid)입니다. 시그모이드를 씌우세요.") for n in (0.35, 0.3333))])
_t3_check("h", (30.0, 30, 0.7, -30), [[0, 0]], "출력 게이트를 닫으면 h는 0입니다.")
_t3_check("c", (30.0, -30, 0, 30), [[0.3799, 0.7163]], "h_prev @ recurrent_kernel이 다릅니다.", [
    (0.4621, "recurrent_kernel에 c_prev를 곱했습니다. 게이트와 후보는 h_prev를 봅니다."),
    (0, "h_prev @ recurrent_kernel을 더하지 않았습니다.")],
          R=np.array([[0.0, 0, 0, 0, 1, 2, 0, 0], [0, 0, 0, 0, 0, -1, 0, 0]]))
_t3_check("c", (30.0, -30, 0, 30), [[0.6044, -0.6044]], "x_t @ kernel이 다릅니다.", [
    (0, "x_t @ kernel을 더하지 않았습니다.")],
          W=np.array([[0.0] * 8, [0] * 8, [0, 0, 0, 0, 1, -1, 0, 0]]))
for _t3_at, _t3_which, _t3_gates, _t3_open, _t3_shut, _t3_name in [     # 가중치 100이 게이트를 엽니다
    (0, "c", (-30.0, 30, 0.7, 30), [[1.1044, -0.1956]], 0.5, "입력 게이트 i"),
    (2, "c", (-30.0, -30, 0.7, 30), [[0.5, -0.8]], 0, "망각 게이트 f"),
    (6, "h", (30.0, -30, 0.7, -30), [[0.5402, 0.5402]], 0, "출력 게이트 o")]:
    for _t3_key, _t3_term, _t3_rows in ("W", "x_t @ kernel", 3), ("R",
            "h_prev @ recurrent_kernel", 2):
        _t3_weights = np.zeros((_t3_rows, 8))
        _t3_weights[0, _t3_at : _t3_at + 2] = 300
        _t3_check(_t3_which, _t3_gates, _t3_open, f"{_t3_name}에서 {_t3_term}의 값이 다릅니다.", [
            (_t3_shut, f"{_t3_name}에 {_t3_term}의 제 조각을 더하지 않았습니다.")], **{_t3_key: _t3_weights})
_t3_two = [[0.5, -0.8], [0.1, 0.6]]      # 문장 둘
_t_check(lstm_step, [np.ones((2, 3)), np.ones((2, 2)), _t3_two, np.zeros((3, 8)),
                     np.zeros((2, 8)), np.repeat((-30.0, 30, 0.7, 30), 2)],
         _t3_two, "c: 문장이 둘일 때 다릅니다.", [
    ([0.3341, -0.5346], "(B, 4U)를 reshape(4, B, U)로 나누어 문장이 섞였습니다. 마지막 축에서 나누세요.")], part=1)
### BEGIN HIDDEN TESTS
for _t3_B, _t3_D, _t3_U in [(1, 3, 2), (3, 2, 4)]:
    _t3_given = _t_random(203, (_t3_B, _t3_D), (_t3_B, _t3_U), (_t3_B, _t3_U), (_t3_D, 4 * _t3_U), (_t3_U, 4 * _t3_U), 4 * _t3_U)
    _t3_x, _t3_h, _t3_c, _t3_W, _t3_R, _t3_b = _t3_given
    _t3_a = (_t3_x @ _t3_W + _t3_h @ _t3_R + _t3_b).reshape(_t3_B, 4, _t3_U)
    _t3_i, _t3_f, _, _t3_o = 1 / (1 + np.exp(-_t3_a.transpose(1, 0, 2)))
    _t3_c = _t3_f * _t3_c + _t3_i * np.tanh(_t3_a[:, 2])
    _t_check(lstm_step, _t3_given, _t3_c, "c: 게이트가 반쯤 열렸을 때 다릅니다. 네 조각 모두 x, h, 편향을 쓰는지 보세요.", part=1)
    _t_check(lstm_step, _t3_given, _t3_o * np.tanh(_t3_c), "h: 게이트가 반쯤 열렸을 때 다릅니다. 출력 게이트도 x, h, 편향을 씁니다.", part=0)
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
# 힌트 2: `recurrent_kernel`을 먼저 세 조각으로 나눕니다. `reset_after=False`이면 상태 쪽 편향을 0으로 둡니다.
# 힌트 3: 조각은 `np.split(recurrent_kernel, 3, axis=-1)`, 앞의 판에서 리셋 게이트가 곱해지는 것은 `h_prev @ R_h + b_h`입니다.

# %% solution="gru-step"
def gru_step(x_t, h_prev, kernel, recurrent_kernel, bias, reset_after=True):
    """GRU의 한 걸음. 게이트의 순서는 z, r, h입니다.
    Args: x_t: (B, D). h_prev: (B, U). kernel: (D, 3U). recurrent_kernel: (U, 3U).
        bias: reset_after가 참이면 (2, 3U), 거짓이면 (3U,).
        reset_after: 리셋 게이트를 행렬 곱 뒤에 곱할지.
    Returns: 새 은닉 상태, (B, U) 배열.
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
# 편향의 첫 줄과 둘째 줄. 수 셋이면 z, r, h마다 하나, 여섯이면 유닛마다. h @ R_h = [1.2, -0.4]
def _t4_check(first, second, want, why, slips=(), W=0, R=0):
    bias = np.array([np.repeat(row, 6 // len(row)) for row in (first, second)], dtype=float)
    W, R = W + np.zeros((3, 6)), R + np.array([[0.0, 0, 0, 0, 2, 1], [0, 0, 0, 0, -0.5, 1]])
    _t_check(gru_step, [[[0.3, -0.2, 0.7]], [[0.4, -0.8]], W, R, bias], want, why, slips,
             shape="조각은 마지막 축에서 나누고, 새 상태의 모양은 (B, U)입니다.")

_t4_check((30, 0, 0), (0, 0, 0), [[0.4, -0.8]], "갱신 게이트 z가 1이면 옛 상태가 그대로 남아야 합니다.", [
    (0.537, "z가 1인데 새 후보만 남았습니다. z와 1 - z를 바꾸지 않았나요?"),
    (0.6168, "갱신 게이트와 리셋 게이트를 바꾸었습니다. 순서는 z, r, h입니다."),
    (0.937, "후보에 1 - z를 곱하지 않았습니다."),
    ([0.7, 0.1], "조각의 순서를 거꾸로 읽었습니다. 순서는 z, r, h입니다."),
    ([0.2, -0.4], "마지막 줄의 옛 상태에 리셋 게이트를 곱했습니다. r은 후보에만 씁니다.")])
_t4_check((-30, -30, 0.7), (0, 0, 0), [[0.6044] * 2], "z와 r이 0이면 새 상태는 tanh(입력 쪽 편향)뿐입니다.", [
    (1.0044, "옛 상태에 z를 곱하지 않았습니다."),
    (0.9562, "r이 0인데 옛 상태가 후보에 들어왔습니다. 리셋 게이트를 곱했나요?"),
    (0.6682, "후보에 시그모이드를 씌웠습니다. 후보는 tanh입니다."),
    (0.7, "후보에 tanh가 없거나 ReLU를 씌웠습니다. 후보는 tanh입니다."),
    ([0.8088, 2.0088], "게이트에 tanh를 씌웠습니다. 게이트는 시그모이드, 후보만 tanh입니다."),
    (0, "입력 쪽 편향이 r에 지워졌습니다. bias의 첫 줄이 입력 쪽, 둘째 줄이 상태 쪽입니다.")])
_t4_check((0, 0, 0), (30, 0, 0), [[0.4, -0.8]], "상태 쪽 편향(bias의 둘째 줄)을 갱신 게이트에도 더하세요.")
_t4_check((-30, 0, 0), (0, 30, 0), [[0.8337, -0.3799]], "상태 쪽 편향을 리셋 게이트에도 더하세요.", [
    (0, "후보에 h_prev @ R_h가 없습니다.")])
_t4_check((-30, -30, 0), (0, 0, 0.7), [[0, 0]],
          "후보의 상태 쪽 편향은 r이 곱해지는 괄호 안에 있습니다. r이 0이면 사라져야 합니다.")
_t4_check((-30, 30, 0), (0, 0, 0.7), [[0.9562, 0.2913]], "r이 1이면 후보의 상태 쪽 편향도 더해집니다.", [
    (0.8337, "후보에 상태 쪽 편향이 없습니다. reset_after=True와 False의 후보를 바꾸지 않았나요?")])
_t4_check((-30, -30, 30, -30, 0, 0), (0, 0, 0), [[0.8337, 0]], "유닛마다 r이 다를 때 후보가 다릅니다.", [
    (0.664, "reset_after=True인데 리셋 게이트를 행렬 곱 앞에 곱했습니다. (r*h) @ R이 아니라 r * (h @ R)입니다.")])
_t4_check((0, 0, 0), (0, 0, 0), [[0.4, -0.1974]], "z에 h_prev @ R_z를 더하지 않았습니다.",
          R=100 * np.eye(2, 6))
_t4_check((-30, 0, 0), (0, 0, 0), [[0.8337, 0]], "r에 h_prev @ R_r을 더하지 않았습니다.",
          R=100 * np.eye(2, 6, 2))
_t4_check((0, 0, 0), (0, 0, 0), [[0.4, -0.4987]], "z에 x_t @ kernel의 첫 조각도 더하세요.",
          W=100 * np.eye(3, 6, -2))
_t4_Wr = 100 * np.eye(3, 6, 2) * [[1], [1], [0]]
_t4_check((-30, 0, 0), (0, 0, 0), [[0.8337, 0]], "r에 x_t @ kernel의 둘째 조각도 더하세요.", W=_t4_Wr)
_t4_check((-30, -30, 0), (0, 0, 0), [[0.6044, 0]], "후보에 x_t @ kernel의 셋째 조각도 더하세요.",
          W=np.eye(3, 6, 2) * [[0], [0], [1]])
_t4_two = [[0.4, -0.8], [0.2, 0.6]]      # 문장 둘
_t_check(gru_step, [np.ones((2, 3)), _t4_two, np.zeros((3, 6)), np.zeros((2, 6)),
                    np.array([[30.0] * 2 + [0] * 2 + [0.7] * 2, [0] * 6])], _t4_two,
                    "문장이 둘일 때 다릅니다.", [
    ([0.4, -0.8, 0.4022], "(B, 3U)를 reshape(3, B, U)로 나누어 문장이 섞였습니다. 마지막 축에서 나누세요.")])
### BEGIN HIDDEN TESTS
def _t4_reference(x, h, W, R, b):
    U, after = h.shape[1], b.ndim == 2
    px, ph = x @ W + (b[0] if after else b), h @ R + (b[1] if after else 0)
    z, r = (1 / (1 + np.exp(-(px + ph)[:, k * U:(k + 1) * U])) for k in (0, 1))
    state = r * ph[:, 2 * U:] if after else (r * h) @ R[:, 2 * U:]
    return z * h + (1 - z) * np.tanh(px[:, 2 * U:] + state)

for _t4_B, _t4_D, _t4_U in [(1, 3, 2), (3, 2, 4)]:
    _t4_given = _t_random(204, (_t4_B, _t4_D), (_t4_B, _t4_U), (_t4_D, 3 * _t4_U), (_t4_U, 3 * _t4_U), (2, 3 * _t4_U))
    _t_check(gru_step, _t4_given, _t4_reference(*_t4_given), "x와 h가 두 게이트에 모두 들어갈 때 다릅니다. z와 r에 x_t, h_prev, 두 줄의 편향을 모두 썼나요?")
### END HIDDEN TESTS

# %% test="gru-step" part="before" points=2
_t4b_given = [[[0.3, -0.2, 0.7]], [[0.4, -0.8]], [[0.0] * 6] * 3,
              [[0.0, 0, 0, 0, 2, 1], [0, 0, 0, 0, -0.5, 1]],    # h @ R_h = [1.2, -0.4]
              [-30.0, -30, 30, -30, 0, 0]]                      # z = [0, 0], r = [1, 0]
_t_check(gru_step, _t4b_given, [[0.664, 0.3799]], "reset_after=False에서 후보가 다릅니다.", [
    ([0.8337, 0], "reset_after=False인데 리셋 게이트를 행렬 곱 뒤에 곱했습니다. (r*h) @ R입니다."),
    ([0.8337, -0.3799], "r이 [1, 0]인데 옛 상태가 모두 후보에 들어왔습니다. 리셋 게이트를 곱했나요?"),
    (-1, "편향이 틀립니다. reset_after=False이면 bias가 (3U,) 한 줄이라 bias[0]은 수 하나입니다."),
    ([0.4, -0.8], "z와 1 - z를 바꾸지 않았나요? 마지막 줄은 두 판이 같습니다.")],
         reset_after=False)
_t_check(gru_step, [*_t4b_given[:4], [30.0, 30, 0, 0, 0, 0]], [[0.4, -0.8]],
         "reset_after=False에서도 z가 1이면 옛 상태가 그대로 남아야 합니다.", [
    ([0.2, -0.4], "마지막 줄의 옛 상태에 리셋 게이트를 곱했습니다. r은 후보에만 씁니다.")], reset_after=False)
_t_check(gru_step, [*_t4b_given[:4], [-30.0, -30, -30, -30, 0.7, 0.7]], [[0.6044, 0.6044]],
         "reset_after=False에서 z와 r이 0이면 새 상태는 tanh(후보의 편향)뿐입니다. 후보에 편향을 더했나요?",
         reset_after=False)
_t4b_kept = "reset_after=False에서 없는 것은 상태 쪽 편향뿐입니다. 게이트에는 h_prev @ R이 그대로 있습니다."
_t4b_R = np.array(_t4b_given[3])
_t_check(gru_step, [*_t4b_given[:3], _t4b_R + 100 * np.eye(2, 6), [0.0] * 6], [[0.4, -0.1974]],
         f"z: {_t4b_kept}", reset_after=False)
_t_check(gru_step, [*_t4b_given[:3], _t4b_R + 100 * np.eye(2, 6, 2), [-30.0] * 2 + [0.0] * 4],
         [[0.664, 0.3799]], f"r: {_t4b_kept}", reset_after=False)
_t_check(gru_step, [*_t4b_given[:2], _t4_Wr, _t4b_R, [-30.0] * 2 + [0.0] * 4],
         [[0.664, 0.3799]], "reset_after=False에서도 r에 x_t @ kernel을 더합니다.", reset_after=False)
### BEGIN HIDDEN TESTS
_t4b_given = _t_random(214, (3, 2), (3, 4), (2, 12), (4, 12), 12)
_t_check(gru_step, _t4b_given, _t4_reference(*_t4b_given), "reset_after=False에서 x와 h가 게이트에도 들어갈 때 다릅니다. 게이트와 마지막 줄은 두 판이 같습니다.", reset_after=False)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 파라미터 수 ★☆☆ · 10분
#
# 층의 종류와 크기만 보고 파라미터의 수를 셉니다. 가중치의 모양을 떠올리면 외울 것이 없습니다.
# `use_bias=False`이면 편향이 아예 없습니다. `reset_after`는 GRU에만 뜻이 있습니다.
#
# 힌트 1: 가중치 한 벌은 `kernel` 하나, `recurrent_kernel` 하나, 편향 한 줄(또는 두 줄)입니다.
# 힌트 2: 종류마다 벌의 수를, 옵션에서 편향의 줄 수를 정하고, 방향의 수를 마지막에 곱합니다.
# 힌트 3: `bias_rows = 0 if not use_bias else …`, 한 벌은 `units * (features + units + bias_rows)`

# %% solution="count-parameters"
def count_parameters(kind, features, units,
                     use_bias=True, reset_after=True, bidirectional=False):
    """순환층 하나의 파라미터 수.
    Args: kind: "SimpleRNN", "LSTM", "GRU" 가운데 하나. features: 특성의 수 D. units: 유닛의 수 U.
        use_bias: 편향을 쓰는지. bidirectional: 두 방향으로 읽는지.
        reset_after: GRU에서 편향을 입력 쪽과 상태 쪽으로 따로 두는지. 다른 종류에서는 무시합니다.
    Returns: 파라미터 수(int). 예: count_parameters("LSTM", 3, 4)는 128.
    """
    ### BEGIN SOLUTION
    sets = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[kind]
    bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
    directions = 2 if bidirectional else 1
    return directions * sets * units * (features + units + bias_rows)
    ### END SOLUTION

# %% test="count-parameters" points=2
def _t5_check(want, why, *arguments, slips=(), **options):
    got, asked = count_parameters(*arguments, **options), f"{arguments} {options or ''}"
    assert isinstance(got, (int, float, np.number)), f"수를 return으로 돌려주세요. 지금: {got!r}"
    _t_equal(got, want, why, slips, asked)

_t5_check(45, "D=3, U=5이면 kernel 15 + recurrent 25 + bias 5입니다.", "SimpleRNN", 3, 5, slips=[
    (40, "편향 5개를 빠뜨렸습니다."),
    (27, "특성의 수 D와 유닛의 수 U를 바꾸었습니다."),
    (35, "recurrent_kernel의 모양은 (D, U)가 아니라 (U, U)입니다."),
    (50, "편향이 두 줄인 것은 GRU뿐입니다.")])
_t5_check(180, "LSTM은 게이트 셋과 후보 하나, 네 벌입니다.", "LSTM", 3, 5, slips=[
    (165, "편향도 한 벌마다 한 줄입니다."),
    (200, "상태가 둘이라고 편향이 두 줄은 아닙니다. 두 줄인 것은 GRU뿐입니다.")])
_t5_check(150, "GRU는 세 벌이고 편향이 두 줄입니다.", "GRU", 3, 5, slips=[
    (135, "reset_after=True의 편향은 두 줄인데 한 줄을 빠뜨렸습니다.")])
_t5_check(504, "보이는 답만 적지 않고 식으로 세었나요?", "LSTM", 10, 7)
### BEGIN HIDDEN TESTS
for _t5_args, _t5_want in [(("GRU", 10, 7), 399), (("LSTM", 300, 128), 219648), (("SimpleRNN", 1, 1), 3), (("GRU", 2, 9), 351)]:
    _t5_check(_t5_want, "Keras의 count_params()와 다릅니다. 가중치의 모양을 하나씩 적어 보세요.", *_t5_args)
### END HIDDEN TESTS

# %% test="count-parameters" part="options" points=2
_t5_check(135, "reset_after=False인 GRU의 편향은 한 줄입니다.", "GRU", 3, 5, reset_after=False)
_t5_check(45, "reset_after는 GRU에만 뜻이 있습니다.", "SimpleRNN", 3, 5, reset_after=False)
_t5_check(160, "use_bias=False이면 편향 20개가 빠집니다.", "LSTM", 3, 5, use_bias=False)
_t5_check(120, "use_bias=False이면 reset_after=True라도 편향이 없습니다.", "GRU", 3, 5, use_bias=False)
_t5_check(40, "SimpleRNN도 use_bias=False이면 편향이 없습니다.", "SimpleRNN", 3, 5, use_bias=False)
_t5_check(120, "편향이 없으면 reset_after는 아무것도 바꾸지 않습니다.", "GRU", 3, 5, use_bias=False,
          reset_after=False, slips=[(105, "없는 편향에서 한 줄을 뺐습니다.")])
_t5_check(360, "양방향은 층이 둘이므로 180의 두 배입니다.", "LSTM", 3, 5, bidirectional=True, slips=[
    (180, "양방향인데 한 방향만 세었습니다. 층이 둘입니다."),
    (560, "양방향에서 유닛을 10으로 세었습니다. 유닛 5개짜리 층이 둘입니다."),
    (240, "양방향에서 특성의 수를 두 배로 했습니다. 두 층이 같은 입력을 읽습니다."),
    (320, "양방향에도 편향이 있습니다."), (340, "편향도 방향마다 있습니다.")])
_t5_check(300, "양방향 GRU의 편향은 방향마다 두 줄입니다.", "GRU", 3, 5, bidirectional=True)
### BEGIN HIDDEN TESTS
for _t5_kind, _t5_n in [("SimpleRNN", 1), ("LSTM", 4), ("GRU", 3)]:
    for _t5_bias, _t5_after, _t5_two in np.ndindex(2, 2, 2):
        _t5_rows = (2 if _t5_kind == "GRU" and _t5_after else 1) * _t5_bias
        _t5_check(_t5_n * 6 * (17 + _t5_rows) * (1 + _t5_two), "옵션 셋을 함께 주면 다릅니다. 따로따로 세어 보세요.", _t5_kind, 11, 6, use_bias=bool(_t5_bias), reset_after=bool(_t5_after), bidirectional=bool(_t5_two))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 모양 맞히기 ★★☆ · 10분
#
# 옵션만 보고 돌려받을 텐서들의 모양을 예측합니다. 출력 다음에 상태들입니다. 상태가 없으면 출력 하나만 든 목록입니다.
#
# 힌트 1: 상태 하나의 모양은 어떤 옵션과도 상관이 없습니다. 무엇이 두 배가 될까요?
# 힌트 2: 차례로 정하세요. ① 출력에 시점 축이 있는가. ② 출력의 마지막 축은 얼마인가. ③ 상태는 몇 개인가.
# 힌트 3: 양방향이면 출력의 마지막 축이 `2 * units`이고, 상태의 목록은 `[(batch, units)] * 상태의_수`입니다.

# %% solution="output-shapes"
def output_shapes(kind, batch, time, units,
                  return_sequences=False, return_state=False, bidirectional=False):
    """순환층이 돌려주는 텐서들의 모양.
    Args: kind: "SimpleRNN", "LSTM", "GRU" 가운데 하나.
        batch, time, units: B, T, U. return_sequences, return_state: 층의 옵션.
        bidirectional: Bidirectional(기본값 concat)로 감쌌는지.
    Returns: 모양(튜플)의 목록. 출력이 먼저이고, return_state가 참이면 상태들이 뒤따릅니다.
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
def _t6_check(want, why, *arguments, slips=(), **options):
    got = output_shapes(*arguments, **options)
    assert got is not None, "output_shapes가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    assert all(isinstance(shape, (tuple, list)) for shape in got), "모양의 목록을 돌려주세요. 예: [(2, 4)]"
    assert all(isinstance(n, (int, np.integer)) for shape in got for n in shape), (
        f"모양은 정수의 튜플입니다. 지금: {got}")
    got = [tuple(map(int, shape)) for shape in got]
    why = why if len(got) == len(want) else f"텐서는 {len(want)}개입니다. {why}"
    _t_equal(got, want, why, slips, f"{arguments} {options or ''}")

_t6_check([(2, 4)], "return_state=False이면 출력 하나뿐, 모양은 (B, U)입니다.", "GRU", 2, 5, 4, slips=[
    ([(2, 5, 4)], "return_sequences를 거꾸로 읽었습니다. 거짓이면 시점 축이 없습니다.")])
_t6_check([(2, 5, 4)], "시점마다 하나씩입니다.", "GRU", 2, 5, 4, return_sequences=True, slips=[
    ([(5, 2, 4)], "시점을 먼저 적었습니다. 배치가 먼저입니다.")])
_t6_check([(2, 5, 8)], "양방향은 두 출력을 마지막 축으로 붙입니다.", "GRU", 2, 5, 4, return_sequences=True,
          bidirectional=True, slips=[([(2, 10, 4)], "시점 축을 두 배로 했습니다. 마지막 축으로 붙입니다.")])
_t6_check([(2, 8)], "양방향 LSTM의 마지막 출력은 (B, 2U)입니다.", "LSTM", 2, 5, 4, bidirectional=True)
### BEGIN HIDDEN TESTS
for _t6_kind, _t6_width, _t6_seq in [(kind, width, seq) for kind in ("SimpleRNN", "GRU", "LSTM") for width in (6, 12) for seq in (False, True)]:
    _t6_check([(7, 3, _t6_width) if _t6_seq else (7, _t6_width)], "종류에 따라 출력의 모양이 달라지지 않습니다.", _t6_kind, 7, 3, 6, return_sequences=_t6_seq, bidirectional=_t6_width == 12)
### END HIDDEN TESTS

# %% test="output-shapes" part="states" points=2
_t6_check([(2, 5, 4), (2, 4)], "GRU의 상태는 하나입니다.", "GRU", 2, 5, 4, True, True, slips=[
    ([(2, 4)], "출력을 빠뜨렸습니다. 출력이 먼저이고 상태가 뒤따릅니다."),
    ([(2, 5, 4), (2, 5, 4)], "상태에 시점 축이 있습니다. 상태는 return_sequences와 상관없이 (B, U)입니다."),
    ([(2, 4), (2, 5, 4)], "출력이 먼저이고 상태가 뒤따릅니다.")])
_t6_check([(2, 4)] * 2, "SimpleRNN에도 상태가 하나 있습니다.", "SimpleRNN", 2, 5, 4, False, True)
_t6_check([(2, 4)] * 3, "LSTM의 상태는 h와 c, 둘입니다.", "LSTM", 2, 5, 4, return_state=True)
_t6_check([(2, 8)] + [(2, 4)] * 4, "방향마다 h와 c, 상태가 넷입니다.", "LSTM", 2, 5, 4, False, True, True,
          slips=[([(2, 8)] * n, "상태는 붙이지 않습니다. 방향마다 따로, (B, U)입니다.") for n in (3, 5)])
_t6_check([(2, 5, 4)] + [(2, 4)] * 2,
    "c에도 시점 축이 없습니다. 상태는 모두 (B, U)입니다.", "LSTM", 2, 5, 4, True, True)
for _t6_kind in "GRU", "SimpleRNN":
    _t6_check([(2, 8)] + [(2, 4)] * 2, f"{_t6_kind}도 방향마다 상태가 하나씩, 둘입니다.",
              _t6_kind, 2, 5, 4, False, True, True)
_t6_check([(2, 5, 8)] + [(2, 4)] * 2, "return_sequences가 참이어도 양방향의 상태는 붙이지 않은 (B, U)입니다.",
          "GRU", 2, 5, 4, True, True, True)
### BEGIN HIDDEN TESTS
for _t6_kind, _t6_n in [("SimpleRNN", 1), ("GRU", 1), ("LSTM", 2)]:
    for _t6_seq, _t6_two in [(False, False), (False, True), (True, False), (True, True)]:
        _t6_width = 6 + 6 * _t6_two
        _t6_check([(7, 3, _t6_width) if _t6_seq else (7, _t6_width)] + [(7, 6)] * _t6_n * (1 + _t6_two), "상태의 수는 종류와 방향의 수를 곱한 것이고, 모두 (B, U)입니다.", _t6_kind, 7, 3, 6, _t6_seq, True, _t6_two)
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
# 힌트 2: 뒤 방향을 시점 축으로 뒤집어 마지막 축으로 붙입니다. `final`에 필요한 뒤 방향의 상태는 읽은 차례로 맨 끝에 있습니다.
# 힌트 3: `np.concatenate([forward, backward[:, ::-1]], axis=-1)`

# %% solution="merge-directions"
def merge_directions(forward, backward):
    """두 방향의 출력을 붙입니다.
    Args: forward: 앞 방향의 출력, 읽은 차례(문장의 처음부터), (B, T, U).
        backward: 뒤 방향의 출력, 읽은 차례(문장의 끝부터), (B, T, U).
    Returns: (outputs, final): outputs는 문장의 차례로 (B, T, 2U), final은 (B, 2U) 배열.
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
_t7_x = np.arange(1.0, 10).reshape(3, 3, 1) * [1, 10]     # 문장 셋, 단어 셋, 유닛 둘
_t7_both = [_t7_x, -_t7_x[:, ::-1]]                       # 뒤 방향은 셋째, 둘째, 첫째 단어의 차례
_t7_want = np.concatenate([_t7_x, -_t7_x], axis=-1)
_t_check(merge_directions, _t7_both, _t7_want, "outputs가 다릅니다.", [
    ([1, 10, -3, -30], "뒤쪽 절반이 마지막 단어의 상태입니다. 뒤 방향을 시점 축으로 뒤집었나요?"),
    ([-1, -10, 1, 10], "뒤 방향을 앞에 붙였습니다. 앞 방향이 먼저입니다."),
    ([1, -1, 10, -10], "두 방향의 유닛을 번갈아 끼웠습니다. 앞 방향을 통째로 먼저 붙이세요."),
    ([3, 30], "앞 방향까지 뒤집었습니다. 앞 방향은 이미 문장의 차례입니다."),
    *(([1, 10, n, 10 * n], "배치 축(문장의 차례)을 뒤집었습니다. 뒤집을 것은 시점 축입니다.") for n in (-7, -9)),
    ([1, 10, -30, -3], "특성 축을 뒤집었습니다. 뒤집을 것은 시점 축입니다.")], part=0,
         shape="마지막 축으로 이어 붙이세요. 시점 축으로 붙였거나, 더했거나, final을 먼저 냈습니다.")
### BEGIN HIDDEN TESTS
for _t7_B, _t7_T, _t7_U in [(3, 3, 3), (2, 5, 4), (4, 1, 2)]:
    _t7_f, _t7_b = np.random.default_rng(207).normal(size=(2, _t7_B, _t7_T, _t7_U))
    _t7_want = [[[*_t7_f[n, t], *_t7_b[n, _t7_T - 1 - t]] for t in range(_t7_T)] for n in range(_t7_B)]
    _t_check(merge_directions, [_t7_f, _t7_b], _t7_want, "시점이나 배치가 어긋났습니다. 시점의 수를 적어 넣지 않았나요?", part=0, shape=f"B = {_t7_B}, T = {_t7_T}입니다. 시점의 번호는 문장의 수가 아니라 T에서 나옵니다.")
### END HIDDEN TESTS

# %% test="merge-directions" part="final" points=2
_t_check(merge_directions, _t7_both, np.hstack([_t7_x[:, 2], -_t7_x[:, 0]]), "맨 끝끼리 붙입니다.", [
    ([3, 30, -3, -30], "뒤쪽 절반이 마지막 단어 하나만 읽은 상태입니다. outputs[:, -1]과는 다릅니다."),
    ([2, 20], "시점을 평균 냈습니다. 다 읽었을 때의 상태 하나만 꺼냅니다."),
    ([1, 10, -1, -10], "final의 앞쪽 절반이 첫 단어 하나만 읽은 상태입니다."),
    ([-1, -10, 3, 30], "뒤 방향을 앞에 붙였습니다. 앞 방향이 먼저입니다.")], part=1,
         shape="final은 (B, 2U)입니다.")
_t7_two = np.array([9.0, 1, 4, 25, 36, 16]).reshape(2, 3, 1)     # 문장 둘, 단어 셋, 유닛 하나
_t_check(merge_directions, [_t7_two, -_t7_two[:, ::-1]], [[4, -9], [16, -25]],
    "B와 T가 다를 때 다릅니다.", [
    ([9, -1], "시점 가운데 가장 큰 값을 꺼냈습니다. 다 읽었을 때의 상태를 꺼내세요."),
    ([1, -1], "마지막 시점의 번호를 문장의 수에서 구했습니다.")], part=1,
         shape="B = 2, T = 3입니다. 마지막 시점의 번호는 T에서 나옵니다.")
_t_check(merge_directions, [_t7_two[:1], -_t7_two[:1, ::-1]], [[4, -9]],
    "문장이 하나뿐일 때 다릅니다.", part=1,
         shape="문장이 하나여도 (1, 2U)입니다.")
### BEGIN HIDDEN TESTS
_t7f_both = np.random.default_rng(217).normal(size=(2, 2, 5, 3))
_t_check(merge_directions, [*_t7f_both], np.concatenate(_t7f_both[:, :, 4], axis=1), "T = 5에서 final이 다릅니다. 두 방향 모두 읽은 차례로 맨 끝의 상태입니다.", part=1)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 패딩 자리의 진단과 수리 ★★★ · 15분
#
# 강의에서 보았듯 패딩 자리의 출력은 층과 장치에 따라 다릅니다. 층의 이름을 모른 채 출력과 마스크만 받았다고 합시다. 패딩은 뒤에만 있고
# 문장마다 단어가 하나는 있습니다.
#
# 1. **진단** `padding_rule(outputs, mask)`: 패딩 자리를 모두 보고 다음 가운데 **먼저 맞는** 하나를 돌려줍니다. 차이의 절댓값이 $10^{-6}$ 이하면 같다고 봅니다.
#    `"없음"`(패딩 자리가 없음), `"0"`(모두 0), `"복사"`(모두 그 문장의 마지막 단어 자리의 출력과 같음), `"읽음"`(그 밖의 경우).
# 2. **수리** `last_states(outputs, mask)`: 어느 층의 출력이든, 문장마다 **마지막 진짜 단어** 자리의 출력을 꺼냅니다.
#
# 힌트 1: 문장마다 길이가 다르니 `outputs[:, -1]`도, 한 수로 고른 자리도 안 됩니다. 길이는 마스크가 압니다.
# 힌트 2: 수리를 먼저 하고 진단에 쓰세요. 패딩 자리의 출력을 0과, 그리고 꺼낸 상태와 견줍니다.
# 힌트 3: `outputs[np.arange(len(outputs)), lengths - 1]`은 줄마다 다른 자리를 꺼냅니다. 패딩 자리만 고르기는 `outputs[~mask]`

# %% solution="padding"
def last_states(outputs, mask):
    """문장마다 마지막 진짜 단어 자리의 출력.
    Args: outputs: 모든 시점의 출력, (B, T, U). mask: 참/거짓 (B, T), 참이 진짜 단어.
    Returns: (B, U) 배열.
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
_t8r_mask = [[True, True, True], [True, False, False], [True, True, False]]
_t_check(last_states, [_t8r_x, _t8r_mask], [[3, -3], [4, -4], [6, -6]], "마지막 진짜 단어가 아닙니다.", [
    ([3, -3, 8, -8, 6, -6], "0이 아닌 마지막 자리를 꺼냈습니다. 패딩의 출력이 0이 아닐 수도 있습니다."),
    ([3, -3, 8, -8], "outputs[:, -1]을 꺼냈습니다. 짧은 문장에서는 패딩 자리입니다."),
    ([3, -3, 9, -9], "한 칸 뒤를 꺼냈습니다. 번호는 0부터이니 길이에서 1을 뺍니다."),
    ([3, -3, 0, 0], "패딩을 0으로 만들고 마지막 시점을 꺼냈습니다. 마지막 단어의 시점을 꺼내세요."),
    ([1, -1, 4, -4], "문장마다 첫 단어의 자리를 꺼냈습니다. 길이는 문장마다 다릅니다.")],
         shape="줄마다 모든 문장의 자리를 꺼냈나요? 문장 번호도 함께 주어야 합니다.")
_t_check(last_states, [_t8r_x[1:2], [[True, False, False]]], [[4, -4]], "문장이 하나뿐일 때 다릅니다.")
### BEGIN HIDDEN TESTS
_t8r_x, = _t_random(218, (4, 6, 3))
_t_check(last_states, [_t8r_x, np.arange(6) < np.array([[6], [1], [4], [2]])], _t8r_x[range(4), [5, 0, 3, 1]], "길이가 [6, 1, 4, 2]인 네 문장에서 자리가 어긋났습니다.")
### END HIDDEN TESTS

# %% test="padding" points=3
def _t8_rule(outputs, mask, want, why):
    got = _t_call(padding_rule, [outputs, mask], {})
    assert got == want, f"{why} 기대: {want!r}, 지금: {got!r}"

def _t8_check(second, third, want, why):    # 둘째 문장의 패딩 두 자리와 셋째 문장의 패딩 한 자리
    outputs = [[[0.1], [0.2], [0.3]], [[0.4], *([n] for n in second)], [[0.5], [0.6], [third]]]
    _t8_rule(outputs, [[True] * 3, [True, False, False], [True, True, False]], want, why)

_t8_check([0.0, 0], 0, "0", "패딩 자리가 모두 0이면 '0'입니다(단어 자리는 보지 않습니다).")
_t8_check([0.4, 0.4], 0.6, "복사", "패딩 자리가 모두 그 문장의 마지막 단어 자리와 같습니다.")
_t8_check([0.31, 0], 0, "읽음", "0이 아닌 패딩 자리가 하나 있습니다. 하나라도나 마지막 것만이 아니라 모두 0인지 보세요.")
_t8_check([0.2, -0.2], 0, "읽음", "더해서 0이라고 모두 0은 아닙니다.")
_t8_check([0.31, 0.31], 0.45, "읽음", "마지막 단어 자리가 아니라 마지막 시점과 견주지 않았나요?")
_t8_check([0.4, 0.4], 0.7, "읽음", "한 문장만 복사했으면 '읽음'입니다. 모든 문장을 보았나요?")
_t8_check([0.4, 0.31], 0.6, "읽음", "둘째 패딩 자리만 다릅니다. 패딩 자리를 모두 보았나요?")
_t8_check([0.31, 0.4], 0.6, "읽음", "첫 패딩 자리만 다릅니다. 마지막 시점만 보지 않았나요?")
_t8_check([0.4 + 1e-8, 0.4], 0.6 - 1e-8, "복사", "오차 1e-6 안에서 견주세요. 1e-8만큼 다른 것은 같은 것입니다.")
_t8_check([5e-7, 0], -5e-7, "0",
    "5e-7은 1e-6보다 작으니 0으로 봅니다. np.allclose의 기본 오차(atol)는 1e-8입니다.")
_t8_rule([[[0.1], [0.2]]], [[True, True]], "없음", "패딩 자리가 없으면 '없음'입니다.")
_t8_rule(np.zeros((1, 2, 1)), [[True, False]], "0", "0이면서 복사이면 먼저 맞는 '0'입니다.")
for _t8_pad in [0.1, 0.5], [0.2, -0.2], [0.2, 0.1]:
    _t8_rule([[[0.1, 0.2], _t8_pad]], [[True, False]], "읽음",
             f"패딩 {_t8_pad}: 유닛마다 견주세요. 하나만 보거나 유닛을 더해서 견주지 마세요.")
### BEGIN HIDDEN TESTS
_t8_check([0.0, 0], 0.6, "읽음", "0인 문장과 복사한 문장이 섞이면 '읽음'입니다.")
_t8_check([0.4 + 1e-4, 0.4], 0.6, "읽음", "1e-4만큼 다르면 다른 것입니다. 오차는 1e-6입니다.")
_t8_check([1e-4, 0], 0, "읽음", "1e-4는 0이 아닙니다. 오차는 1e-6입니다.")
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
# 힌트 2: 예측은 `t` 다음 게이트들의 곱입니다. 측정은 `write`의 사본에서 한 칸만 바꾸어 읽는 일을 $T$번 합니다.
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
    """같은 몫을 재어서. forget, write: 실수 (T,). push: 늘릴 양, 0보다 큼. 돌려주는 것: (T,) 배열."""
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
_t_check(predict_shares, [[0.9, 0.5, 0.8]], [0.4, 0.8, 1.0], "적은 뒤에 지나는 게이트만 모두 곱합니다.", [
    ([0.36, 0.4, 0.8], "적은 시점의 게이트까지 곱했습니다. 적은 것은 다음 시점의 게이트부터 지납니다."),
    *((value, "앞의 게이트를 곱했습니다. 적은 뒤의 게이트를 곱하세요.")
      for value in ([0.9, 0.45], [1, 0.9, 0.45])),
    ([0.5, 0.8, 1], "바로 다음 게이트 하나만 곱했습니다. 끝까지 모두 지납니다."),
    ([0.5, 1, 1], "마지막 게이트를 빠뜨렸습니다. 끝까지 모두 지납니다."),
    ([0.4, 0.8, 0], "마지막에 적은 것은 아무 게이트도 지나지 않으니 몫이 1입니다."),
    ([1, 0.8, 0.4], "순서가 거꾸로입니다. 마지막에 적은 것의 몫이 1입니다."),
    ([1.3, 0.8], "게이트를 더했습니다. 지날 때마다 곱해집니다.")])
_t9_same = "시점은 값이 아니라 번호로 고릅니다. 값이 같은 시점이 또 있습니다."
_t_check(predict_shares, [[0.9, 0.5, 0.5, 0.25]], [0.0625, 0.125, 0.25, 1],
    "시점이 넷일 때 다릅니다.", [([0.0625, 0.125, 0.125], _t9_same)])
_t_check(predict_shares, [[0.3]], [1.0], "T = 1이면 지나는 게이트가 없으니 몫은 1입니다.")
_t_check(predict_shares, [[0.5, 1.0, 0.0, 1.0]], [0, 0, 1, 1], "게이트가 0이면 그 앞에 적은 것은 남지 않습니다.")
### BEGIN HIDDEN TESTS
_t_check(predict_shares, [[0.3, 0.5, 0.2, 0.5, 1.0, 0.4, 0.5]], [0.01, 0.02, 0.1, 0.2, 0.2, 0.5, 1], "시점이 일곱일 때 몫이 다릅니다.")
### END HIDDEN TESTS

# %% test="shares" part="measure" points=2
_t_check(measure_shares, [[0.9, 0.5, 0.8], [0.3, -0.2, 0.7], 0.5], [0.4, 0.8, 1],
         "한 시점만 push만큼 늘렸을 때 마지막 셀 상태가 움직인 양을 push로 나눕니다.", [
    ([0.36, 0.4, 0.8], "적은 양에까지 그 시점의 망각 게이트를 곱했습니다. 옛 셀 상태에만 곱합니다."),
    ([2, 4, 5], "push가 아니라 0.1로 나누었습니다."),
    ([0.6, -0.1], "늘리지 않고 셀 상태를 push로 나누었습니다. 한 시점씩 늘려 다시 읽으세요."),
    ([0.2, 0.4, 0.5], "움직인 양을 push로 나누지 않았습니다."),
    ([0.4, 1.2], "앞 시점에서 늘린 것이 남아 있습니다. 한 번에 한 시점만 늘립니다."),
    (1.9, "시점마다의 셀 상태를 더했습니다. 마지막 셀 상태만 봅니다."),
    ([0.8, 1.6], "두 배입니다. 한 번만 밀고 push로 나눕니다."),
    ([1, 1], "늘린 시점의 셀 상태를 보았습니다. 마지막 셀 상태를 견주세요."),
    (1.72, "밀지 않았을 때의 마지막 셀 상태를 빼지 않았습니다."),
    (0.08, "0.1로 적어 넣었습니다. 받은 push만큼 늘리세요."),
    ([0.12, -0.16], "push를 곱해서 늘렸습니다. write에 push를 더하세요."),
    ([0, 0.24], "망각 게이트를 늘렸습니다. 늘릴 것은 write입니다."),
    (2.2, "모든 시점을 한꺼번에 늘렸습니다. 한 번에 한 시점만 늘립니다."),
    ([-0.4, -0.8], "빼는 차례가 거꾸로입니다. 늘린 것에서 늘리지 않은 것을 뺍니다."),
    ([0.16, 1.12], "write를 push로 바꾸었습니다. push를 더하세요."),
    ([0.4, 0.38], "늘린 시점부터 읽었습니다. 처음부터 다시 읽으세요."),
    (1.303, "늘리지 않은 셀 상태로 나누었습니다. 움직인 양을 push로 나눕니다."),
    (0.76, "c의 처음 값이 0이 아닙니다.")])
_t_check(measure_shares, [[0.9, 0.5, 0.8], [0.3, 0.0, 0.3]], [0.4, 0.8, 1],
    "적은 양에 0이나 같은 값이 있을 때 다릅니다.", [
    *((value, _t9_same) for value in (1.4, [0.4, 0.8, 0.4])),
    ([0.4, 0, 1], "적은 것이 0인 시점을 빠뜨렸습니다. 그 시점도 push만큼 늘려 잽니다.")])
### BEGIN HIDDEN TESTS
_t_check(measure_shares, [[0.5, 1.0, 0.25], [2.0, 0.0, -1.0]], [0.25, 0.25, 1], "push의 기본값에서 몫이 다릅니다. 처음부터 다시 읽었나요?")
_t9_predict, predict_shares = predict_shares, lambda forget: np.zeros(len(forget))
try:
    _t_check(measure_shares, [[0.9, 0.5, 0.8], [0.3, -0.2, 0.7]], [0.4, 0.8, 1], "예측을 돌려주었습니다. 한 시점씩 늘려 다시 읽어서 재세요.")
finally:
    predict_shares = _t9_predict
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
# 1. 모양은 `(B, 64)`입니다. 앞쪽 32칸은 앞 방향이 열 단어를 읽은 다음 `<PAD>`를 190번 더 읽은 상태라서, 영화평의 흔적이 흐려집니다.
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
