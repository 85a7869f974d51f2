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

from nlplab import testing


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
_t1_x = np.array([[1.0, 2.0], [0.5, -1.0]])                # (B, D) = (2, 2)
_t1_h = np.array([[0.1, 0.2, 0.3], [0.0, -0.5, 0.4]])      # (B, U) = (2, 3)
_t1_W, _t1_b = np.array([[0.5, 0.0, 0.1], [0.0, -0.25, 0.2]]), np.array([0.5, 0.0, -0.5])
_t1_R = np.eye(3)[[1, 2, 0]]                               # 0번 칸 → 1번, 1번 → 2번, 2번 → 0번
testing.check(rnn_step, [_t1_x, _t1_h, _t1_W, 0 * _t1_R, 0 * _t1_b],
              np.tanh([[0.5, -0.5, 0.5], [0.25, 0.25, -0.15]]), "tanh(x_t @ kernel)만 남습니다.", {
    "옛 상태를 섞었습니다. tanh의 값이 새 상태의 전부입니다.": 0.5621,
    "활성 함수가 없습니다. tanh를 씌우세요.": [0.5, -0.5], "ReLU를 씌웠습니다.": [0.5, 0],
    "tanh 대신 시그모이드를 씌웠습니다.": 0.6225, "tanh를 두 번 씌웠습니다.": 0.4318}, close=1e-4)
testing.check(rnn_step, [0 * _t1_x, _t1_h, _t1_W, _t1_R, 0 * _t1_b],
              np.tanh([[0.3, 0.1, 0.2], [0.4, 0, -0.5]]), "tanh(h_prev @ R)만 남습니다.", {
    "입력이 0일 때 상태도 0이 됩니다. h_prev를 썼나요? 행렬 곱(@)입니다.": [0, 0, 0],
    "입력이 모두 0이어도 한 걸음입니다. 옛 상태를 그대로 두지 마세요.": [0.1, 0.2],
    "상태 쪽에 tanh를 씌우지 않았습니다. 모두 더한 뒤에 씌웁니다.": [0.3, 0.1, 0.2],
    "상태의 앞 D칸만 곱했습니다. h_prev의 길이는 D가 아니라 U입니다.": [0, 0.0997],
    "첫 문장의 상태를 모든 문장에 썼습니다. 줄마다 문장 하나입니다.": [0.2913, 0.0997, 0.1974] * 2,
    "recurrent_kernel을 전치해 곱했습니다.": [0.1974, 0.2913]}, close=1e-4)
testing.check(rnn_step, [0 * _t1_x, 0 * _t1_h, _t1_W, _t1_R, _t1_b], [np.tanh(_t1_b)] * 2,
              "입력과 상태가 0이어도 tanh(bias)가 남아야 합니다. 편향을 더했나요?", {
    "편향을 두 번 더했습니다.": 0.7616, "편향을 tanh 밖에서 더했습니다.": 0.5}, close=1e-4)
for _t1_n in (2, 1):
    testing.check(rnn_step, [_t1_x[:_t1_n], _t1_h[:_t1_n], _t1_W, _t1_R, _t1_b],
                  np.tanh([[1.3, -0.4, 0.2], [1.15, 0.25, -1.15]])[:_t1_n],
                  "세 항을 모두 더한 뒤에 tanh를 한 번 씌웁니다. 문장이 하나여도 (B, U)입니다.", close=1e-4)
### BEGIN HIDDEN TESTS
_t1_given = _t1_x, _t1_h, _t1_W, _t1_R, _t1_b = [np.random.default_rng(201).normal(size=size) for size in ((4, 3), (4, 5), (3, 5), (5, 5), 5)]
testing.check(rnn_step, _t1_given, np.tanh(_t1_x @ _t1_W + _t1_h @ _t1_R + _t1_b), "(B, D, U) = (4, 3, 5)입니다. 보이는 수에 맞추지 않았나요?", close=1e-4)
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
_t2_x = [[[0.5], [0.0], [0.0]], [[0.0], [0.5], [0.0]]]     # (B, T, D) = (2, 3, 1)
_t2_wide = ([[[0.5, 0], [0, 1]], [[0, 0], [0.5, -0.5]], [[1.0, 0], [0, 0]]],     # (3, 2, 2)
            [[1, 0, 0.5], [0, 0.5, 0]], [[0, 1, 0], [0, 0, 1], [0.5, 0, 0]], [0.0, 0, 0])
_t2_read = [*map(np.array, (_t2_x, [[1.0]], [[1.0]], [0.0]))]
_t2_a = np.tanh(0.5)
_t2_b, _t2_c = np.tanh(_t2_a), np.tanh(np.tanh(_t2_a))
_t2_want = [[[_t2_a], [_t2_b], [_t2_c]], [[0], [_t2_a], [_t2_b]]]
testing.check(run_rnn, [*_t2_read, None, True], _t2_want,
              "return_sequences가 참이면 시점마다의 상태이고, 시점은 첫 축이 아니라 가운데 축입니다.", {
    "배치 축과 시점 축을 바꾸어 읽었습니다. x의 0번 축이 문장입니다.": [_t2_a, 0, 0, _t2_b],
    "모든 시점이 마지막 값입니다. 같은 배열을 고쳐 쓰지 마세요.": [_t2_c] * 3, "처음 상태는 0입니다.": 0.9051,
    "첫 출력은 첫 단어를 읽은 뒤의 상태입니다. 처음 상태는 넣지 않습니다.": [0, _t2_a],
    "첫 단어를 잊었습니다. 나온 상태를 다음 걸음에 넣었나요?": [_t2_a, 0, 0, 0, _t2_a]}, close=1e-3)
testing.check(run_rnn, _t2_read, [[_t2_c], [_t2_b]],
              "return_sequences가 거짓이면 마지막에 읽은 시점의 상태 하나, (B, U)입니다.", close=1e-3)
testing.check(run_rnn, [0 * _t2_read[0], *_t2_read[1:3], np.array([0.5])], [[0.8471]] * 2,
              "편향은 첫 걸음에도, 입력이 0인 걸음에도 더합니다. bias를 더했나요?", close=1e-3)
testing.check(run_rnn, map(np.array, _t2_wide),
              [[0.1219, 0.7452, 0], [0.4621, -0.2449, 0.2449], [0.227, 0.642, 0]],
              "D = 2, U = 3입니다. 처음 상태의 모양은 (B, D)가 아니라 (B, U)입니다.", {
    "상태와 recurrent_kernel을 원소끼리 곱했습니다. 행렬 곱(@)입니다.": [0, 0.4621, 0],
    "recurrent_kernel을 전치해 곱했습니다.": [0, 0.6321, 0.227]}, close=1e-3)
### BEGIN HIDDEN TESTS
_t2_many, _t2_W, _t2_R, _t2_b = _t2_read = [np.random.default_rng(202).normal(size=size) for size in ((2, 5, 3), (3, 4), (4, 4), 4)]
_t2_h, _t2_want = np.zeros((2, 4)), []
for _t2_t in range(5):
    _t2_want.append(_t2_h := np.tanh(_t2_many[:, _t2_t] @ _t2_W + _t2_h @ _t2_R + _t2_b))
testing.check(run_rnn, [*_t2_read, None, True], np.stack(_t2_want, axis=1), "시점마다 나온 상태를 다음 걸음에 넣습니다. 상태에 recurrent_kernel을 바르게 곱했나요?", close=1e-3)
### END HIDDEN TESTS

# %% test="run-rnn" part="options" points=2
_t2o_read = [*map(np.array, (_t2_x, [[1.0]], [[1.0]], [0.0]))]
_t2o_start = np.array([[0.2], [-0.4]])
testing.check(run_rnn, [*_t2o_read, _t2o_start], [[0.4931], [0.1189]],
              "initial_state에서 이어 읽습니다.", {
    "첫 문장의 처음 상태를 모든 문장에 썼습니다. 줄마다 문장 하나입니다.": [[0.4931], [0.5387]],
    "initial_state를 주어도 0에서 시작합니다. 첫 걸음에 넣을 상태를 고르세요.": 0.4068}, close=1e-3)
testing.check(run_rnn, [*_t2o_read[:2], np.zeros((1, 1)), np.zeros(1), _t2o_start, True],
              np.tanh(_t2_x), "R이 0이면 처음 상태는 듣지 않습니다. initial_state에도 recurrent_kernel을 곱했나요?")
testing.check(run_rnn, [*_t2o_read, None, True],
              [[[0], [0], [0.4621]], [[0], [0.4621], [0.4318]]],
              "go_backwards가 참이면 문장의 끝부터 읽고, 출력은 읽은 차례대로입니다.", {
    "go_backwards=True인데 앞에서부터 읽었습니다. 시점 축(1번)을 뒤집었나요?": [0.4621, 0.4318],
    "문장의 차례(배치 축)를 뒤집었습니다. 뒤집을 것은 시점 축입니다.": [0, 0.4621],
    "출력을 문장의 차례로 다시 뒤집었습니다. go_backwards의 출력은 읽은 차례대로입니다.": [0.4621, 0]},
              close=1e-3, go_backwards=True)
testing.check(run_rnn, _t2o_read, [[0.4621], [0.4318]],
              "go_backwards에서 마지막에 읽은 것은 문장의 첫 단어입니다.", close=1e-3, go_backwards=True)
testing.check(run_rnn, map(np.array, _t2_wide),
              [[0.4621, 0, 0.612], [0.1219, 0.4318, -0.2401], [0.7616, 0, 0.4621]],
              "뒤집을 것은 시점 축뿐입니다. 특성 축까지 뒤집지 마세요.", close=1e-3, go_backwards=True)
testing.check(run_rnn, [*_t2o_read, _t2o_start], [[0.6011], [0.119]],
              "initial_state와 go_backwards는 서로 상관없이 듣습니다.", close=1e-3, go_backwards=True)
### BEGIN HIDDEN TESTS
_t2o_x, _t2o_W, _t2o_R, _t2o_b, _t2o_h = _t2o_read = [np.random.default_rng(212).normal(size=size) for size in ((2, 4, 3), (3, 5), (5, 5), 5, (2, 5))]
_t2o_want = []
for _t2o_t in (3, 2, 1, 0):
    _t2o_want.append(_t2o_h := np.tanh(_t2o_x[:, _t2o_t] @ _t2o_W + _t2o_h @ _t2o_R + _t2o_b))
testing.check(run_rnn, [*_t2o_read, True], np.stack(_t2o_want, axis=1), "세 옵션을 함께 주었습니다.", close=1e-3, go_backwards=True)
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
    given = [*map(np.array, ([[0.3, -0.2, 0.7]], [[0.4, -0.1]], [[0.5, -0.8]]))]
    testing.check(lstm_step, [*given, W, R, np.repeat(gates, 2)], [want], f"{which}: {why}",
                  slips, part="hc".index(which), close=1e-3)

# 편향은 i, f, c, o의 차례. 30이면 활짝 열리고 -30이면 꼭 닫힙니다
_t3_check("c", (-30.0, 30, 0.7, 30), [0.5, -0.8], "입력을 닫고 망각을 열면 셀 상태가 그대로여야 합니다.", {
    "편향을 더하지 않았습니다. 게이트가 모두 절반만 열려 있습니다.": [[0.25, -0.4]],
    "h와 c의 차례를 바꾸어 돌려주었거나 c에도 tanh를 씌웠습니다. h가 먼저입니다.": [[0.4621, -0.664]],
    "입력 게이트와 망각 게이트를 바꾸었습니다. 첫 조각이 입력(i), 둘째가 망각(f)입니다.": 0.6044,
    "입력 게이트를 닫았는데 후보가 들어왔습니다. 후보에 입력 게이트 i를 곱했나요? i는 첫 조각입니다.": 1.1044,
    "게이트에 tanh를 씌웠습니다. 게이트는 시그모이드, 후보만 tanh입니다.": -0.1682,
    "네 칸마다 하나씩 나누었습니다. 조각 하나는 이어진 U칸입니다.": [[0, 0.1344]]})
_t3_check("h", (-30.0, 30, 0.7, 30), np.tanh([0.5, -0.8]), "출력 게이트가 활짝 열렸으면 h = tanh(c)입니다.", {
    "셋째와 넷째 조각을 바꾸었습니다. 셋째가 후보(c), 넷째가 출력 게이트(o)입니다.": 0.3088,
    "h를 만들 때 셀 상태에 tanh를 씌우지 않았습니다.": 0.5})
_t3_check("c", (30.0, -30, 0.7, 30), [0.6044] * 2, "망각을 닫고 입력을 열면 후보 tanh(0.7)만 남습니다.", {
    "망각 게이트를 닫았는데 옛 기억이 남았습니다. 옛 셀 상태에 망각 게이트를 곱했나요?": 1.1044,
    "편향을 두 번 더했습니다. 한 번만 더합니다.": 0.8854, "후보에 시그모이드를 씌웠습니다.": 0.6682})
_t3_check("h", (30.0, -30, 0.7, 30), [0.5402, 0.5402], "옛 셀 상태로 h를 만들지 말고 새 c를 쓰세요.")
_t3_check("c", (30.0, 30, 0.7, -30), [1.1044, -0.1956], "i와 f가 열리면 둘의 합이고, o는 h에만 곱합니다.", {
    "1 - i를 썼습니다. i와 f는 따로 열립니다.": 0.6044, "1 - f를 썼습니다. i와 f는 따로 열립니다.": 0.5})
_t3_check("c", (-30.0, 1, 0, 0), [0.3655, -0.5848],
          "게이트는 시그모이드입니다. 1을 더하거나 hard sigmoid로 꺾지 마세요.")
_t3_check("h", (30.0, 30, 0.7, -30), [0, 0], "출력 게이트를 닫으면 h는 0입니다.")
_t3_check("c", (30.0, -30, 0, 30), [0.3799, 0.7163],
          "후보에 h_prev @ recurrent_kernel을 더합니다. c_prev를 곱하지 마세요.",
          R=np.array([[0.0, 0, 0, 0, 1, 2, 0, 0], [0, 0, 0, 0, 0, -1, 0, 0]]))
_t3_check("c", (30.0, -30, 0, 30), [0.6044, -0.6044], "후보에 x_t @ kernel을 더합니다.",
          W=np.array([[0.0] * 8, [0] * 8, [0, 0, 0, 0, 1, -1, 0, 0]]))
for _t3_at, _t3_gates, _t3_want, _t3_name in [     # 가중치 300이 게이트를 엽니다
    (0, (-30.0, 30, 0.7, 30), [1.1044, -0.1956], "입력 게이트 i"),
    (1, (-30.0, -30, 0.7, 30), [0.5, -0.8], "망각 게이트 f"),
    (3, (30.0, -30, 0.7, -30), [0.5402, 0.5402], "출력 게이트 o")]:
    _t3_w = 300 * np.outer([1, 0, 0], np.arange(8) // 2 == _t3_at)
    _t3_h = "h" if _t3_at == 3 else "c"
    _t3_check(_t3_h, _t3_gates, _t3_want, f"{_t3_name}에 x_t @ kernel의 제 조각을 더합니다.", W=_t3_w)
    _t3_check(_t3_h, _t3_gates, _t3_want, f"{_t3_name}에 h_prev @ R의 제 조각을 더합니다.", R=_t3_w[:2])
_t3_two = np.array([[0.5, -0.8], [0.1, 0.6]])      # 문장 둘
testing.check(lstm_step, [np.ones((2, 3)), np.ones((2, 2)), _t3_two, np.zeros((3, 8)),
                          np.zeros((2, 8)), np.repeat((-30.0, 30, 0.7, 30), 2)], _t3_two,
              "c: 문장이 둘이어도 문장마다 같은 식입니다. reshape(4, B, U)로 나누면 문장이 섞였습니다.", part=1)
### BEGIN HIDDEN TESTS
_t3_x, _t3_h, _t3_c, _t3_W, _t3_R, _t3_b = _t3_given = [np.random.default_rng(203).normal(size=size) for size in ((3, 2), (3, 4), (3, 4), (2, 16), (4, 16), 16)]
_t3_a = _t3_x @ _t3_W + _t3_h @ _t3_R + _t3_b
_t3_i, _t3_f, _, _t3_o = np.split(1 / (1 + np.exp(-_t3_a)), 4, axis=1)
_t3_c = _t3_f * _t3_c + _t3_i * np.tanh(_t3_a[:, 8:12])
testing.check(lstm_step, _t3_given, _t3_c, "c: 게이트가 반쯤 열렸을 때입니다. 네 조각 모두 x, h, 편향을 쓰는지 보세요.", part=1, close=1e-3)
testing.check(lstm_step, _t3_given, _t3_o * np.tanh(_t3_c), "h: 게이트가 반쯤 열렸을 때입니다. 출력 게이트도 x, h, 편향을 씁니다.", part=0, close=1e-3)
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
def _t4_check(first, second, want, why, slips=(), W=0, R=0):
    # 편향의 첫 줄과 둘째 줄: z, r, h마다 수 하나, 또는 유닛마다 하나. h @ R_h = [1.2, -0.4]
    bias = np.array([np.repeat(row, 6 // len(row)) for row in (first, second)], dtype=float)
    R = R + np.array([[0.0, 0, 0, 0, 2, 1], [0, 0, 0, 0, -0.5, 1]])
    given = [np.array([[0.3, -0.2, 0.7]]), np.array([[0.4, -0.8]]), W + np.zeros((3, 6)), R]
    testing.check(gru_step, [*given, bias], [want], why, slips, close=1e-3)

_t4_check((30, 0, 0), (0, 0, 0), [0.4, -0.8], "갱신 게이트 z가 1이면 옛 상태가 그대로 남아야 합니다.", {
    "z가 1인데 새 후보만 남았습니다. z와 1 - z를 바꾸지 않았나요?": 0.537,
    "갱신 게이트와 리셋 게이트를 바꾸었습니다. 순서는 z, r, h입니다.": 0.6168,
    "후보에 1 - z를 곱하지 않았습니다.": 0.937,
    "조각의 순서를 거꾸로 읽었습니다. 순서는 z, r, h입니다.": [[0.7, 0.1]]})
_t4_check((-30, -30, 0.7), (0, 0, 0), [0.6044] * 2, "z와 r이 0이면 tanh(입력 쪽 편향)뿐입니다.", {
    "옛 상태에 z를 곱하지 않았습니다.": 1.0044,
    "r이 0인데 옛 상태가 후보에 들어왔습니다. 리셋 게이트를 곱했나요?": 0.9562,
    "후보에 시그모이드를 씌웠습니다. 후보는 tanh입니다.": 0.6682,
    "후보에 tanh가 없거나 ReLU를 씌웠습니다. 후보는 tanh입니다.": 0.7,
    "게이트에 tanh를 씌웠습니다. 게이트는 시그모이드, 후보만 tanh입니다.": 0.8088,
    "입력 쪽 편향이 r에 지워졌습니다. bias의 첫 줄이 입력 쪽, 둘째 줄이 상태 쪽입니다.": [[0, 0]]})
_t4_check((-30, -30, 30, -30, 0, 0), (0, 0, 0), [0.8337, 0], "후보에는 r * (h @ R)입니다.", {
    "reset_after=True인데 리셋 게이트를 행렬 곱 앞에 곱했습니다. 두 판의 후보를 바꾸지 않았나요?": 0.664})
for _t4_first, _t4_second, _t4_want, _t4_why, _t4_W, _t4_R in [
    ((0, 0, 0), (30, 0, 0), [0.4, -0.8], "상태 쪽 편향(bias의 둘째 줄)을 갱신 게이트에도 더하세요.", 0, 0),
    ((-30, 0, 0), (0, 30, 0), [0.8337, -0.3799], "상태 쪽 편향을 리셋 게이트에도 더하세요.", 0, 0),
    ((-30, -30, 0), (0, 0, 0.7), [0, 0],
     "후보의 상태 쪽 편향은 r이 곱해지는 괄호 안에 있습니다. r이 0이면 사라져야 합니다.", 0, 0),
    ((-30, 30, 0), (0, 0, 0.7), [0.9562, 0.2913], "r이 1이면 후보에 상태 쪽 편향도 더합니다.", 0, 0),
    ((0, 0, 0), (0, 0, 0), [0.4, -0.1974], "z에 h_prev @ R_z를 더합니다.", 0, 100 * np.eye(2, 6)),
    ((-30, 0, 0), (0, 0, 0), [0.8337, 0], "r에 h_prev @ R_r을 더합니다.", 0, 100 * np.eye(2, 6, 2)),
    ((0, 0, 0), (0, 0, 0), [0.4, -0.4987], "z에 x_t @ kernel의 첫 조각도 더하세요.",
     100 * np.eye(3, 6, -2), 0),
    ((-30, 0, 0), (0, 0, 0), [0.8337, 0], "r에 x_t @ kernel의 둘째 조각도 더하세요.",
     100 * np.eye(3, 6, 2) * [[1], [1], [0]], 0),
    ((-30, -30, 0), (0, 0, 0), [0.6044, 0], "후보에 x_t @ kernel의 셋째 조각도 더하세요.",
     np.eye(3, 6, 2) * [[0], [0], [1]], 0),
]:
    _t4_check(_t4_first, _t4_second, _t4_want, _t4_why, W=_t4_W, R=_t4_R)
_t4_two = np.array([[0.4, -0.8], [0.2, 0.6]])      # 문장 둘
testing.check(gru_step, [np.ones((2, 3)), _t4_two, np.zeros((3, 6)), np.zeros((2, 6)),
                         np.array([[30.0, 30, 0, 0, 0.7, 0.7], [0.0] * 6])], _t4_two,
              "문장이 둘이어도 문장마다 같은 식입니다. reshape(3, B, U)로 나누면 문장이 섞였습니다.")
### BEGIN HIDDEN TESTS
_t4_x, _t4_h, _t4_W, _t4_R, _t4_b = _t4_given = [np.random.default_rng(204).normal(size=size) for size in ((3, 2), (3, 4), (2, 12), (4, 12), (2, 12))]
_t4_px, _t4_ph = _t4_x @ _t4_W + _t4_b[0], _t4_h @ _t4_R + _t4_b[1]
_t4_z, _t4_r = np.split(1 / (1 + np.exp(-(_t4_px + _t4_ph)[:, :8])), 2, axis=1)
testing.check(gru_step, _t4_given, _t4_z * _t4_h + (1 - _t4_z) * np.tanh(_t4_px[:, 8:] + _t4_r * _t4_ph[:, 8:]), "x와 h가 두 게이트에 모두 들어갈 때입니다. z와 r에 x_t, h_prev, 두 줄의 편향을 모두 썼나요?", close=1e-3)
### END HIDDEN TESTS

# %% test="gru-step" part="before" points=2
_t4b_R = np.array([[0.0, 0, 0, 0, 2, 1], [0, 0, 0, 0, -0.5, 1]])    # h @ R_h = [1.2, -0.4]
def _t4b_check(bias, want, why, slips=(), W=0, R=0):
    given = [*map(np.array, ([[0.3, -0.2, 0.7]], [[0.4, -0.8]], bias))]
    given[2:2] = [W + np.zeros((3, 6)), R + _t4b_R]
    testing.check(gru_step, given, [want], f"reset_after=False입니다. {why}", slips, close=1e-3,
                  reset_after=False)

_t4b_check([-30.0, -30, 30, -30, 0, 0], [0.664, 0.3799], "r은 [1, 0], 후보에는 (r*h) @ R입니다.", {
    "reset_after=False인데 리셋 게이트를 행렬 곱 뒤에 곱했습니다. (r*h) @ R입니다.": [[0.8337, 0]],
    "r이 [1, 0]인데 옛 상태가 모두 후보에 들어왔습니다. 리셋 게이트를 곱했나요?": [[0.8337, -0.3799]],
    "편향이 틀립니다. reset_after=False이면 bias가 (3U,) 한 줄이라 bias[0]은 수 하나입니다.": -1,
    "z와 1 - z를 바꾸지 않았나요? 마지막 줄은 두 판이 같습니다.": [[0.4, -0.8]]})
for _t4b_bias, _t4b_want, _t4b_why, _t4b_W, _t4b_more in [
    ([30.0, 30, 0, 0, 0, 0], [0.4, -0.8],
     "z가 1이면 옛 상태가 그대로입니다. 마지막 줄의 옛 상태에 r을 곱하지 마세요.", 0, 0),
    ([-30.0, -30, -30, -30, 0.7, 0.7], [0.6044, 0.6044], "후보에 편향을 더했나요?", 0, 0),
    ([0.0] * 6, [0.4, -0.1974],
     "없는 것은 상태 쪽 편향뿐입니다. z에는 h_prev @ R이 그대로 있습니다.", 0, 100 * np.eye(2, 6)),
    ([-30.0] * 2 + [0.0] * 4, [0.664, 0.3799],
     "없는 것은 상태 쪽 편향뿐입니다. r에는 h_prev @ R이 그대로 있습니다.", 0, 100 * np.eye(2, 6, 2)),
    ([-30.0] * 2 + [0.0] * 4, [0.664, 0.3799],
     "r에 x_t @ kernel을 더합니다.", 100 * np.eye(3, 6, 2) * [[1], [1], [0]], 0),
    ([1.0, 1, -30, -30, 0, 0], [0.2924, -0.5848], "게이트에도 편향은 하나뿐입니다. 두 번 더하지 마세요.", 0, 0),
]:
    _t4b_check(_t4b_bias, _t4b_want, _t4b_why, W=_t4b_W, R=_t4b_more)
### BEGIN HIDDEN TESTS
_t4b_x, _t4b_h, _t4b_W, _t4b_R, _t4b_b = _t4b_given = [np.random.default_rng(214).normal(size=size) for size in ((3, 2), (3, 4), (2, 12), (4, 12), 12)]
_t4b_px = _t4b_x @ _t4b_W + _t4b_b
_t4b_z, _t4b_r = np.split(1 / (1 + np.exp(-(_t4b_px + _t4b_h @ _t4b_R)[:, :8])), 2, axis=1)
testing.check(gru_step, _t4b_given, _t4b_z * _t4b_h + (1 - _t4b_z) * np.tanh(_t4b_px[:, 8:] + (_t4b_r * _t4b_h) @ _t4b_R[:, 8:]), "reset_after=False에서 x와 h가 게이트에도 들어갈 때입니다. 게이트와 마지막 줄은 두 판이 같습니다.", close=1e-3, reset_after=False)
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
testing.check(count_parameters, ["SimpleRNN", 3, 5], 45,
              "kernel (D, U) 15개, recurrent_kernel (U, U) 25개, bias 5개입니다.", {
    "편향 5개를 빠뜨렸습니다.": 40, "특성의 수 D와 유닛의 수 U를 바꾸었습니다.": 27,
    "recurrent_kernel의 모양은 (D, U)가 아니라 (U, U)입니다.": 35, "편향이 두 줄인 것은 GRU뿐입니다.": 50})
testing.check(count_parameters, ["LSTM", 3, 5], 180, "LSTM은 게이트 셋과 후보 하나, 네 벌입니다.", {
    "편향도 한 벌마다 한 줄입니다.": 165,
    "상태가 둘이라고 편향이 두 줄은 아닙니다. 두 줄인 것은 GRU뿐입니다.": 200})
testing.check(count_parameters, ["GRU", 3, 5], 150, "GRU는 세 벌이고 편향이 두 줄입니다.", {
    "reset_after=True의 편향은 두 줄인데 한 줄을 빠뜨렸습니다.": 135})
testing.check(count_parameters, ["LSTM", 10, 7], 504, "보이는 답만 적지 않고 식으로 세었나요?")

# %% test="count-parameters" part="options" points=2
for _t5_kind, _t5_options, _t5_want, _t5_why in [
    ("GRU", {"reset_after": False}, 135, "reset_after=False인 GRU의 편향은 한 줄입니다."),
    ("SimpleRNN", {"reset_after": False}, 45, "reset_after는 GRU에만 뜻이 있습니다."),
    ("LSTM", {"use_bias": False}, 160, "use_bias=False이면 편향 20개가 빠집니다."),
    ("GRU", {"use_bias": False}, 120, "use_bias=False이면 reset_after=True라도 편향이 없습니다."),
    ("SimpleRNN", {"use_bias": False}, 40, "SimpleRNN도 use_bias=False이면 편향이 없습니다."),
    ("GRU", {"use_bias": False, "reset_after": False}, 120, "없는 편향에서 한 줄을 빼지 마세요."),
]:
    testing.check(count_parameters, [_t5_kind, 3, 5], _t5_want, _t5_why, **_t5_options)
testing.check(count_parameters, ["LSTM", 3, 5], 360, "양방향은 층이 둘이므로 180의 두 배입니다.", {
    "양방향인데 한 방향만 세었습니다. 층이 둘입니다.": 180, "양방향에도 편향이 있습니다.": 320,
    "양방향에서 유닛을 10으로 세었습니다. 유닛 5개짜리 층이 둘입니다.": 560,
    "양방향에서 특성의 수를 두 배로 했습니다. 두 층이 같은 입력을 읽습니다.": 240,
    "편향도 방향마다 있습니다.": 340}, bidirectional=True)
testing.check(count_parameters, ["GRU", 3, 5], 300, "양방향 GRU의 편향은 방향마다 두 줄입니다.",
              bidirectional=True)
### BEGIN HIDDEN TESTS
for _t5_kind, _t5_n in [("SimpleRNN", 1), ("LSTM", 4), ("GRU", 3)]:
    for _t5_bias, _t5_after, _t5_two in np.ndindex(2, 2, 2):
        _t5_rows = (2 if _t5_kind == "GRU" and _t5_after else 1) * _t5_bias
        testing.check(count_parameters, [_t5_kind, 11, 6], _t5_n * 6 * (17 + _t5_rows) * (1 + _t5_two), "옵션 셋을 함께 주면 다릅니다. 따로따로 세어 보세요.", use_bias=bool(_t5_bias), reset_after=bool(_t5_after), bidirectional=bool(_t5_two))
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
    Returns: 모양(튜플이나 리스트)의 목록. 출력이 먼저이고, return_state가 참이면 상태들이 뒤따릅니다.
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
testing.check(output_shapes, ["GRU", 2, 5, 4], [(2, 4)],
              "return_state=False이면 출력 (B, U) 하나뿐이고, 하나여도 목록에 담습니다.", {
    "return_sequences를 거꾸로 읽었습니다. 거짓이면 시점 축이 없습니다.": [(2, 5, 4)]})
testing.check(output_shapes, ["GRU", 2, 5, 4, True], [(2, 5, 4)], "시점마다 하나씩, (B, T, U)입니다.", {
    "시점을 먼저 적었습니다. 배치가 먼저입니다.": [(5, 2, 4)]})
testing.check(output_shapes, ["GRU", 2, 5, 4, True], [(2, 5, 8)],
              "양방향은 두 출력을 마지막 축으로 붙입니다.", {
    "시점 축을 두 배로 했습니다. 마지막 축으로 붙입니다.": [(2, 10, 4)]}, bidirectional=True)

# %% test="output-shapes" part="states" points=2
testing.check(output_shapes, ["GRU", 2, 5, 4, True, True], [(2, 5, 4), (2, 4)],
              "출력이 먼저이고, GRU의 상태는 하나입니다.", {
    "출력을 빠뜨렸습니다. 출력이 먼저이고 상태가 뒤따릅니다.": [(2, 4)],
    "상태에 시점 축이 있습니다. 상태는 return_sequences와 상관없이 (B, U)입니다.": [(2, 5, 4), (2, 5, 4)]})
for _t6_kind, _t6_options, _t6_want, _t6_why in [
    ("SimpleRNN", (False, True), [(2, 4)] * 2, "SimpleRNN에도 상태가 하나 있습니다."),
    ("LSTM", (False, True), [(2, 4)] * 3, "LSTM의 상태는 h와 c, 둘입니다."),
    ("LSTM", (True, True), [(2, 5, 4)] + [(2, 4)] * 2, "c에도 시점 축이 없습니다. 상태는 모두 (B, U)입니다."),
    ("LSTM", (False, True, True), [(2, 8)] + [(2, 4)] * 4,
     "상태는 붙이지 않습니다. 방향마다 h와 c, 상태가 넷입니다."),
    ("GRU", (False, True, True), [(2, 8)] + [(2, 4)] * 2, "GRU도 방향마다 상태가 하나씩, 둘입니다."),
    ("GRU", (True, True, True), [(2, 5, 8)] + [(2, 4)] * 2,
     "return_sequences가 참이어도 양방향의 상태는 붙이지 않은 (B, U)입니다."),
]:
    testing.check(output_shapes, [_t6_kind, 2, 5, 4, *_t6_options], _t6_want, _t6_why)
### BEGIN HIDDEN TESTS
for _t6_kind, _t6_n in [("SimpleRNN", 1), ("GRU", 1), ("LSTM", 2)]:
    for _t6_seq, _t6_two in [(False, False), (False, True), (True, False), (True, True)]:
        _t6_width = 6 + 6 * _t6_two
        testing.check(output_shapes, [_t6_kind, 7, 3, 6, _t6_seq, True, _t6_two], [(7, 3, _t6_width) if _t6_seq else (7, _t6_width)] + [(7, 6)] * _t6_n * (1 + _t6_two), "상태의 수는 종류와 방향의 수를 곱한 것이고, 모두 (B, U)입니다.")
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
_t7_got = testing.call(merge_directions, _t7_x, -_t7_x[:, ::-1])
_t7_want = np.concatenate([_t7_x, -_t7_x], axis=-1)
testing.equal(testing.parts(_t7_got, "outputs", "final")[0], _t7_want,
              "outputs는 시점 t마다 앞 방향, 뒤 방향의 차례로 마지막 축에서 이어 붙이세요. 더하지 않습니다.", {
    "뒤쪽 절반이 마지막 단어의 상태입니다. 뒤 방향을 시점 축으로 뒤집었나요?": [1, 10, -3, -30],
    "뒤 방향을 앞에 붙였습니다. 앞 방향이 먼저입니다.": [-1, -10, 1, 10],
    "두 방향의 유닛을 번갈아 끼웠습니다. 앞 방향을 통째로 먼저 붙이세요.": [1, -1, 10, -10],
    "앞 방향까지 뒤집었습니다. 앞 방향은 이미 문장의 차례입니다.": [3, 30, -1, -10, 2],
    "배치 축(문장의 차례)을 뒤집었습니다. 뒤집을 것은 시점 축입니다.": [1, 10, -9, -90],
    "특성 축을 뒤집었습니다. 뒤집을 것은 시점 축입니다.": [1, 10, -30, -3]},
              "(0번 문장의 forward: [1, 10], [2, 20], [3, 30], 뒤 방향은 이것에 -를 붙여 거꾸로)")
### BEGIN HIDDEN TESTS
_t7_f, _t7_b = np.random.default_rng(207).normal(size=(2, 2, 5, 4))
_t7_want = [[[*_t7_f[n, t], *_t7_b[n, 4 - t]] for t in range(5)] for n in range(2)]
testing.check(merge_directions, [_t7_f, _t7_b], _t7_want, "B = 2, T = 5입니다. 시점의 번호는 문장의 수가 아니라 T에서 나옵니다.", part=0, close=1e-4)
### END HIDDEN TESTS

# %% test="merge-directions" part="final" points=2
_t7_two = np.array([9.0, 1, 4, 25, 36, 16]).reshape(2, 3, 1)     # 문장 둘, 단어 셋, 유닛 하나
testing.check(merge_directions, [_t7_two, -_t7_two[:, ::-1]], [[4, -9], [16, -25]],
              "final은 (B, 2U)이고, 두 방향이 문장을 다 읽었을 때의 상태(읽은 차례로 맨 끝)를 붙입니다.", {
    "뒤쪽 절반이 마지막 단어 하나만 읽은 상태입니다. outputs[:, -1]과는 다릅니다.": [4, -4],
    "시점을 평균 냈습니다. 다 읽었을 때의 상태 하나만 꺼냅니다.": 4.6667,
    "앞쪽 절반이 첫 단어 하나만 읽은 상태입니다.": [9, -9],
    "뒤 방향을 앞에 붙였습니다. 앞 방향이 먼저입니다.": [-9, 4],
    "가장 큰 값을 꺼냈습니다. 다 읽었을 때의 상태를 꺼내세요.": [9, -1],
    "마지막 시점의 번호를 문장의 수에서 구했습니다. T에서 나옵니다.": [1, -1]}, part=1)
testing.check(merge_directions, [_t7_two[:1], -_t7_two[:1, ::-1]], [[4, -9]],
              "문장이 하나여도 final은 (1, 2U)입니다.", part=1)
### BEGIN HIDDEN TESTS
_t7f_both = np.random.default_rng(217).normal(size=(2, 2, 5, 3))
testing.check(merge_directions, [*_t7f_both], np.concatenate(_t7f_both[:, :, 4], axis=1), "T = 5입니다. 두 방향 모두 읽은 차례로 맨 끝의 상태입니다.", part=1, close=1e-4)
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
_t8r_mask = np.array([[True, True, True], [True, False, False], [True, True, False]])
testing.check(last_states, [_t8r_x, _t8r_mask], [[3, -3], [4, -4], [6, -6]],
              "문장마다 마지막 진짜 단어 자리 하나를 꺼냅니다. 자리와 문장 번호도 함께 주어야 합니다.", {
    "0이 아닌 마지막 자리를 꺼냈습니다. 패딩의 출력이 0이 아닐 수도 있습니다.": [[3, -3], [8, -8], [6, -6]],
    "모든 문장에서 한 시점(outputs[:, -1] 같은)을 꺼냈습니다. 짧은 문장에서는 패딩 자리입니다.": [[3, -3], [8, -8], [0, 0]],
    "한 칸 뒤를 꺼냈습니다. 번호는 0부터이니 길이에서 1을 뺍니다.": [3, -3, 9, -9],
    "패딩을 0으로 만들고 마지막 시점을 꺼냈습니다. 마지막 단어의 시점을 꺼내세요.": [3, -3, 0, 0],
    "문장마다 첫 단어의 자리를 꺼냈습니다. 길이는 문장마다 다릅니다.": [1, -1, 4, -4]})
testing.check(last_states, [_t8r_x[1:2], _t8r_mask[1:2]], [[4, -4]], "문장이 하나여도 (1, U)입니다.")
### BEGIN HIDDEN TESTS
_t8r_x = np.random.default_rng(218).normal(size=(4, 6, 3))
testing.check(last_states, [_t8r_x, np.arange(6) < np.array([[6], [1], [4], [2]])], _t8r_x[range(4), [5, 0, 3, 1]], "길이가 [6, 1, 4, 2]인 네 문장입니다.")
### END HIDDEN TESTS

# %% test="padding" points=3
def _t8_check(second, third, want, why):    # 둘째 문장의 패딩 두 자리와 셋째 문장의 패딩 한 자리
    outputs = np.array([[0.1, 0.2, 0.3], [0.4, *second], [0.5, 0.6, third]])[:, :, None]
    mask = np.array([[True] * 3, [True, False, False], [True, True, False]])
    testing.check(padding_rule, [outputs, mask], want, why)

_t8_check([0.0, 0], 0, "0", "패딩 자리가 모두 0이면 '0'입니다(단어 자리는 보지 않습니다).")
_t8_check([0.4, 0.4], 0.6, "복사", "패딩 자리가 모두 그 문장의 마지막 단어 자리와 같으면 '복사'입니다.")
_t8_check([0.31, 0], 0, "읽음", "0이 아닌 패딩 자리가 하나 있습니다. 하나라도나 마지막 것만이 아니라 모두 0인지 보세요.")
_t8_check([0.2, -0.2], 0, "읽음", "더해서 0이라고 모두 0은 아닙니다.")
_t8_check([0.31, 0.31], 0.45, "읽음", "마지막 단어 자리가 아니라 마지막 시점과 견주지 않았나요?")
_t8_check([0.4, 0.4], 0.7, "읽음", "한 문장만 복사했으면 '읽음'입니다. 모든 문장을 보았나요?")
_t8_check([0.4, 0.31], 0.6, "읽음", "둘째 패딩 자리만 다릅니다. 패딩 자리를 모두 보았나요?")
_t8_check([0.31, 0.4], 0.6, "읽음", "첫 패딩 자리만 다릅니다. 마지막 시점만 보지 않았나요?")
_t8_check([0.0, 0], 0.6, "읽음", "0인 문장과 복사한 문장이 섞이면 '읽음'입니다.")
_t8_check([0.4 + 1e-8, 0.4], 0.6 - 1e-8, "복사", "1e-8만큼 다른 것은 같은 것입니다. 오차 1e-6 안에서 견주세요.")
_t8_check([0.4 + 3e-6, 0.4], 0.6, "읽음", "3e-6은 1e-6보다 큽니다. 상대 오차(rtol)는 0으로 두세요.")
_t8_check([1e-4, 0], 0, "읽음", "1e-4는 0이 아닙니다. 오차는 1e-6입니다.")
_t8_check([5e-7, 0], -5e-7, "0", "5e-7은 0으로 봅니다. np.allclose의 기본 오차(atol)는 1e-8입니다.")
for _t8_outputs, _t8_want, _t8_why in [
    (np.zeros((1, 2, 1)), "0", "0이면서 복사이면 먼저 맞는 '0'입니다."),
    *((np.array([[[0.1, 0.2], pad]]), "읽음", f"패딩 {pad}: 유닛마다 견주세요. 하나만 보거나 유닛을 더해서 견주지 마세요.")
      for pad in ([0.1, 0.5], [0.2, -0.2], [0.2, 0.1]))]:
    testing.check(padding_rule, [_t8_outputs, np.array([[True, False]])], _t8_want, _t8_why)
testing.check(padding_rule, [np.ones((1, 1, 1)), np.array([[True]])], "없음", "패딩 자리가 없습니다.")

# %% [markdown]
# ## 과제 9. 남을 몫을 예측하고 재기 ★★☆ · 15분
#
# 유닛 하나의 셀 상태는 $c_t = f_t\,c_{t-1} + w_t$로 나아갑니다($c_0 = 0$). $w_t = i_t \tilde c_t$는 시점 $t$에 적은 양입니다.
# 시점 $t$에 적은 것은 마지막 셀 상태에 **몇 배**로 남을까요? 두 가지 방법으로 답하고, 둘이 같은지 보세요.
#
# 1. **예측** `predict_shares(forget)`: 망각 게이트만 보고 식으로. 적은 뒤에 지나는 게이트만 곱해집니다. 마지막에 적은 것의 몫은 1입니다.
# 2. **측정** `measure_shares(forget, write, push)`: 시점마다 $w_t$를 `push`만큼 늘려 처음부터 다시 읽고,
#    마지막 셀 상태가 움직인 양을 `push`로 나눕니다. 한 번에 한 시점만, `write`의 사본에서 늘립니다.
#
# 힌트 1: $T=3$일 때 $c_3$을 $w_1, w_2, w_3$으로 풀어 써 보세요. $w_1$에는 무엇이 곱해지나요?
# 힌트 2: 예측은 `t` 다음 게이트들의 곱입니다. 측정은 한 칸만 바꾸어 읽는 일을 $T$번 합니다.
# 힌트 3: 예측의 한 칸은 `np.prod(forget[t + 1:])`, 한 걸음은 `c = f * c + w`

# %% solution="shares"
def predict_shares(forget):
    """시점마다 적은 것이 마지막 셀 상태에 남는 몫. forget: 망각 게이트의 값 (T,). 돌려주는 것: (T,) 배열이나 리스트.
    Example:
        >>> predict_shares(np.array([0.9, 0.5, 0.8])).round(2)
        array([0.4, 0.8, 1. ])
    """
    ### BEGIN SOLUTION
    return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
    ### END SOLUTION


def measure_shares(forget, write, push=0.1):
    """같은 몫을 재어서. forget, write: 실수 (T,). push: 늘릴 양, 0보다 큼. 돌려주는 것: (T,) 배열이나 리스트."""
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
testing.check(predict_shares, [np.array([0.9, 0.5, 0.8])], [0.4, 0.8, 1.0],
              "시점 t 다음의 게이트를 끝까지 모두 곱합니다. 마지막의 몫은 1입니다.", {
    "적은 시점의 게이트까지 곱했습니다. 적은 것은 다음 시점의 게이트부터 지납니다.": [0.36, 0.4],
    "앞의 게이트를 곱했습니다. 적은 뒤의 게이트를 곱하세요.": [0.9, 0.45],
    "바로 다음 게이트 하나만 곱했습니다. 끝까지 모두 지납니다.": [0.5, 0.8],
    "마지막 게이트를 빠뜨렸습니다. 끝까지 모두 지납니다.": [0.5, 1],
    "게이트를 더했습니다. 지날 때마다 곱해집니다.": [1.3, 0.8]})
for _t9_forget, _t9_want, _t9_why in [
    ([0.9, 0.5, 0.5, 0.25], [0.0625, 0.125, 0.25, 1], "시점은 값이 아니라 번호로 고릅니다."),
    ([0.3], [1.0], "T = 1이면 지나는 게이트가 없으니 몫은 1입니다."),
    ([0.5, 1.0, 0.0, 1.0], [0, 0, 1, 1], "게이트가 0이면 그 앞에 적은 것은 남지 않습니다."),
]:
    testing.check(predict_shares, [np.array(_t9_forget)], _t9_want, _t9_why)

# %% test="shares" part="measure" points=2
_t9_forget, _t9_write = np.array([0.9, 0.5, 0.8]), np.array([0.3, -0.2, 0.7])
testing.check(measure_shares, [_t9_forget, _t9_write, 0.5], [0.4, 0.8, 1],
              "한 시점만 push만큼 늘렸을 때 마지막 셀 상태가 움직인 양을 push로 나눕니다.", {
    "적은 양에까지 그 시점의 망각 게이트를 곱했습니다. 옛 셀 상태에만 곱합니다.": [0.36, 0.4],
    "push가 아니라 0.1로 나누었습니다.": [2, 4], "늘리지 않고 셀 상태를 push로 나누었습니다.": [0.6, -0.1],
    "움직인 양을 push로 나누지 않았습니다.": [0.2, 0.4], "0.1로 적어 넣었습니다. 받은 push만큼 늘리세요.": 0.08,
    "앞 시점에서 늘린 것이 남아 있습니다. 한 번에 한 시점만 늘립니다.": [0.4, 1.2],
    "시점마다의 셀 상태를 더했습니다. 마지막 셀 상태만 봅니다.": 1.9,
    "늘린 시점의 셀 상태를 보았습니다. 마지막 셀 상태를 견주세요.": [1, 1],
    "밀지 않았을 때의 마지막 셀 상태를 빼지 않았습니다.": 1.72,
    "push를 곱해서 늘렸습니다. write에 push를 더하세요.": [0.12, -0.16],
    "망각 게이트를 늘렸습니다. 늘릴 것은 write입니다.": [0, 0.24],
    "모든 시점을 한꺼번에 늘렸습니다. 한 번에 한 시점만 늘립니다.": 2.2,
    "write를 push로 바꾸었습니다. push를 더하세요.": [0.16, 1.12],
    "늘린 시점부터 읽었습니다. 처음부터 다시 읽으세요.": [0.4, 0.38], "c의 처음 값이 0이 아닙니다.": 0.76})
testing.check(measure_shares, [_t9_forget, np.array([0.3, 0.0, 0.3])], [0.4, 0.8, 1],
              "시점은 값이 아니라 번호로 고릅니다. 값이 같은 시점이 또 있습니다.", {
    "적은 것이 0인 시점을 빠뜨렸습니다. 그 시점도 push만큼 늘려 잽니다.": [0.4, 0, 1]})
### BEGIN HIDDEN TESTS
testing.check(measure_shares, [np.array([0.5, 1.0, 0.25]), np.array([2.0, 0.0, -1.0])], [0.25, 0.25, 1], "push의 기본값은 0.1입니다. 처음부터 다시 읽었나요?")
_t9_predict, predict_shares = predict_shares, lambda forget: np.zeros(len(forget))
try:
    testing.check(measure_shares, [_t9_forget, _t9_write], [0.4, 0.8, 1], "예측을 돌려주었습니다. 한 시점씩 늘려 다시 읽어서 재세요.")
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
