# %% mutant="rnn-step" why="편향을 빠뜨린다" says="편향을 더했나요"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel)

# %% mutant="rnn-step" why="tanh 대신 시그모이드" says="시그모이드를 씌웠"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return sigmoid(x_t @ kernel + h_prev @ recurrent_kernel + bias)

# %% mutant="rnn-step" why="활성 함수가 없다" says="활성 함수가 없"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return x_t @ kernel + h_prev @ recurrent_kernel + bias

# %% mutant="rnn-step" why="옛 상태를 보지 않는다" says="h_prev를 썼나요" key=True
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + bias)

# %% mutant="rnn-step" why="상태의 가중치를 뒤집는다" says="전치해"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel.T + bias)

# %% mutant="rnn-step" why="tanh를 항마다 따로 씌운다" says="세 항을 모두 더한 뒤에"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel) + np.tanh(h_prev @ recurrent_kernel) + np.tanh(bias)

# %% mutant="rnn-step" why="tanh를 두 번 씌운다" says="두 번"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias))

# %% mutant="rnn-step" why="편향을 tanh 밖에서 더한다" says="tanh 밖에서"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel) + bias

# %% mutant="rnn-step" why="h_prev를 고친다" says="받은 것을 고치지"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + h_prev[:] = np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return h_prev

# %% mutant="rnn-step" why="편향을 두 번 더한다" says="편향을 두 번"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + bias + h_prev @ recurrent_kernel + bias)

# %% mutant="rnn-step" why="첫 문장의 상태만 쓴다" says="첫 문장의 상태를 모든 문장에"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + h_prev[0] @ recurrent_kernel + bias)

# %% mutant="rnn-step" why="목록에 담아 돌려준다" says="축이 남습니다"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return [np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)]

# %% mutant="rnn-step" why="두 행렬을 바꾸어 곱한다" says="앞 배열의 마지막 축"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(h_prev @ kernel + x_t @ recurrent_kernel + bias)

# %% mutant="rnn-step" why="squeeze로 다듬어 문장이 하나면 축이 사라진다" says="길이가 1인 축"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias).squeeze()

# %% mutant="rnn-step" why="상태의 앞 D칸만 곱한다" says="앞 D칸만"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + D = len(kernel)
# + return np.tanh(x_t @ kernel + h_prev[:, :D] @ recurrent_kernel[:D] + bias)

# %% mutant="rnn-step" why="상태 쪽을 tanh 밖에서 더한다" says="상태 쪽에 tanh를"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + bias) + h_prev @ recurrent_kernel

# %% mutant="rnn-step" why="상태가 0인 첫 걸음에서 편향을 잊는다" says="편향을 더했나요"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias * np.any(h_prev))

# %% mutant="rnn-step" why="입력이 0이면 옛 상태를 돌려준다" says="옛 상태를 그대로"
# - return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias)
# + return np.tanh(x_t @ kernel + h_prev @ recurrent_kernel + bias) if np.any(x_t) else h_prev + 0

# %% alternate="rnn-step" why="입력과 상태를 붙여 한 번에 곱하기"
def rnn_step(x_t, h_prev, kernel, recurrent_kernel, bias):
    both = np.concatenate([x_t, h_prev], axis=1)
    stacked = np.concatenate([kernel, recurrent_kernel], axis=0)
    return np.tanh(both @ stacked + bias)

# %% alternate="rnn-step" why="einsum과 32비트"
def rnn_step(x_t, h_prev, kernel, recurrent_kernel, bias):
    x_t, h_prev, kernel, recurrent_kernel, bias = (np.asarray(a, dtype="float32") for a in (x_t, h_prev, kernel, recurrent_kernel, bias))
    total = np.einsum("bd,du->bu", x_t, kernel) + np.einsum("bu,uv->bv", h_prev, recurrent_kernel) + bias
    e = np.exp(2 * total)
    return (e - 1) / (e + 1)

# %% mutant="run-rnn" why="상태를 넘기지 않는다" says="나온 상태를 다음 걸음에 넣었나요" key=True
# - h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
# + h = np.tanh(x[:, t] @ kernel + bias)

# %% mutant="run-rnn" why="시점을 첫 축에 쌓는다" says="첫 축이 아니라"
# - return np.stack(states, axis=1) if return_sequences else h
# + return np.stack(states) if return_sequences else h

# %% mutant="run-rnn" why="배치 축을 시점으로 읽는다" says="배치 축과 시점 축을 바꾸어"
def run_rnn(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, go_backwards=False):
    h = np.zeros((x.shape[1], recurrent_kernel.shape[0]))
    states = []
    for t in range(x.shape[0]):
        h = np.tanh(x[t] @ kernel + h @ recurrent_kernel + bias)
        states.append(h)
    return np.stack(states) if return_sequences else np.stack(states)[:, -1]

# %% mutant="run-rnn" why="return_sequences를 보지 않는다" says="마지막에 읽은 시점의 상태 하나"
# - return np.stack(states, axis=1) if return_sequences else h
# + return np.stack(states, axis=1)

# %% mutant="run-rnn" why="마지막 단어를 읽지 않는다" says="첫 출력은 첫 단어를 읽은 뒤"
# - states = []
# - for t in range(x.shape[1]):
# + states = [h]
# + for t in range(x.shape[1] - 1):

# %% mutant="run-rnn" why="처음 상태가 1이다" says="처음 상태는 0"
# - h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
# + h = np.ones((x.shape[0], recurrent_kernel.shape[0]))

# %% mutant="run-rnn" why="같은 배열을 고쳐 써서 모든 시점이 마지막 값이 된다" says="같은 배열을 고쳐"
# - h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
# + h[:] = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)

# %% mutant="run-rnn" why="마지막 대신 첫 시점을 돌려준다" says="마지막에 읽은 시점의 상태"
# - return np.stack(states, axis=1) if return_sequences else h
# + return np.stack(states, axis=1) if return_sequences else states[0]

# %% mutant="run-rnn" why="initial_state를 보지 않는다" says="0에서 시작합니다"
# - if initial_state is None:
# -     h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
# + h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))

# %% mutant="run-rnn" why="go_backwards를 보지 않는다" says="앞에서부터 읽었습니다"
# - x = x[:, ::-1]
# + pass

# %% mutant="run-rnn" why="배치 축을 뒤집는다" says="문장의 차례(배치 축)"
# - x = x[:, ::-1]
# + x = x[::-1]

# %% mutant="run-rnn" why="출력을 문장의 차례로 다시 뒤집는다" says="다시 뒤집었습니다"
# - return np.stack(states, axis=1) if return_sequences else h
# + return np.stack(states[::-1] if go_backwards else states, axis=1) if return_sequences else h

# %% mutant="run-rnn" why="편향을 빠뜨린다" says="bias를 더했나요"
# - h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
# + h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel)

# %% mutant="run-rnn" why="받은 처음 상태에 덮어쓴다" says="받은 것을 고치지"
# - h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
# - states.append(h)
# + h[:] = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
# + states.append(h.copy())

# %% mutant="run-rnn" why="끝부터 읽으면 initial_state를 잊는다" says="서로 상관없이"
# - if go_backwards:
# + if go_backwards:
# +     h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))

# %% mutant="run-rnn" why="처음 상태에 recurrent_kernel을 곱하지 않는다" says="initial_state에도 recurrent_kernel을"
# - h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
# + kept = h if t == 0 and initial_state is not None else h @ recurrent_kernel
# + h = np.tanh(x[:, t] @ kernel + kept + bias)

# %% mutant="run-rnn" why="처음 상태의 길이가 D다" says="(B, D)가 아니라 (B, U)"
# - h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
# + h = np.zeros((x.shape[0], x.shape[2]))

# %% mutant="run-rnn" why="initial_state가 있는지 or로 묻는다" says="is None으로"
# - h = initial_state
# - if initial_state is None:
# -     h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
# + h = initial_state or np.zeros((x.shape[0], recurrent_kernel.shape[0]))

# %% mutant="run-rnn" why="특성 축까지 뒤집는다" says="특성 축까지"
# - x = x[:, ::-1]
# + x = x[:, ::-1, ::-1]

# %% mutant="run-rnn" why="상태와 가중치를 원소끼리 곱한다" says="원소끼리"
# - h = np.tanh(x[:, t] @ kernel + h @ recurrent_kernel + bias)
# + h = np.tanh(x[:, t] @ kernel + h * recurrent_kernel + bias)

# %% mutant="run-rnn" why="축을 바꾸지 않고 reshape한다" says="reshape는 축을 바꾸지"
# - return np.stack(states, axis=1) if return_sequences else h
# + return np.reshape(states, (len(h), -1, h.shape[1])) if return_sequences else h

# %% mutant="run-rnn" why="첫 문장의 처음 상태만 쓴다" says="첫 문장의 처음 상태를"
# - if initial_state is None:
# + if initial_state is not None:
# +     h = initial_state[:1]
# + if initial_state is None:

# %% mutant="run-rnn" why="시점을 끝 축에 쌓고 reshape한다" says="reshape는 축을 바꾸지"
# - return np.stack(states, axis=1) if return_sequences else h
# + return np.stack(states, axis=-1).reshape(len(x), len(states), -1) if return_sequences else h

# %% alternate="run-rnn" why="입력의 곱을 먼저 한꺼번에, 결과 배열을 미리 만들기"
def run_rnn(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, go_backwards=False):
    projected = np.einsum("btd,du->btu", x, kernel) + bias
    projected = np.flip(projected, axis=1) if go_backwards else projected
    outputs = np.empty_like(projected)
    h = np.zeros(projected[:, 0].shape) if initial_state is None else np.array(initial_state)
    for t in range(projected.shape[1]):
        h = np.tanh(projected[:, t] + h @ recurrent_kernel)
        outputs[:, t] = h
    return outputs if return_sequences else outputs[:, -1]

# %% alternate="run-rnn" why="문장마다 따로 돌며 32비트로"
def run_rnn(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, go_backwards=False):
    batch = []
    for n, sentence in enumerate(np.asarray(x, dtype="float32")):
        h = np.zeros(len(bias), dtype="float32") if initial_state is None else initial_state[n]
        rows = []
        for vector in reversed(sentence) if go_backwards else sentence:
            h = np.tanh(np.dot(vector, kernel) + np.dot(h, recurrent_kernel) + bias).astype("float32")
            rows.append(h)
        batch.append(rows if return_sequences else rows[-1])
    return np.array(batch)

# %% mutant="lstm-step" why="순서를 i, f, o, c로 읽는다" says="셋째와 넷째 조각"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_i, a_f, a_o, a_c = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)

# %% mutant="lstm-step" why="입력 게이트와 망각 게이트를 바꾼다" says="입력 게이트와 망각 게이트를 바꾸었"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_f, a_i, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)

# %% mutant="lstm-step" why="망각 게이트가 없다" says="옛 셀 상태에 망각 게이트를 곱했나요" key=True
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + c = c_prev + sigmoid(a_i) * np.tanh(a_c)

# %% mutant="lstm-step" why="망각 게이트 대신 1 - i를 쓴다" says="1 - i를 썼"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + c = (1 - sigmoid(a_i)) * c_prev + sigmoid(a_i) * np.tanh(a_c)

# %% mutant="lstm-step" why="후보에 시그모이드" says="후보에 시그모이드"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + c = sigmoid(a_f) * c_prev + sigmoid(a_i) * sigmoid(a_c)

# %% mutant="lstm-step" why="게이트와 후보의 활성 함수를 서로 바꾼다" says="게이트에 tanh"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# - h = sigmoid(a_o) * np.tanh(c)
# + c = np.tanh(a_f) * c_prev + np.tanh(a_i) * sigmoid(a_c)
# + h = np.tanh(a_o) * sigmoid(c)

# %% mutant="lstm-step" why="셀 상태에 tanh를 씌우지 않는다" says="tanh를 씌우지 않"
# - h = sigmoid(a_o) * np.tanh(c)
# - return h, c
# + return sigmoid(a_o) * c, c

# %% mutant="lstm-step" why="옛 셀 상태로 h를 만든다" says="옛 셀 상태로 h"
# - h = sigmoid(a_o) * np.tanh(c)
# - return h, c
# + return sigmoid(a_o) * np.tanh(c_prev), c

# %% mutant="lstm-step" why="편향을 빠뜨린다" says="편향을 더하지"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel, 4, axis=-1)

# %% mutant="lstm-step" why="c, h의 차례로 돌려준다" says="차례를 바꾸어"
# - h = sigmoid(a_o) * np.tanh(c)
# - return h, c
# + return c, sigmoid(a_o) * np.tanh(c)

# %% mutant="lstm-step" why="h 대신 c를 가중치에 곱한다" says="c_prev를 곱"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_i, a_f, a_c, a_o = np.split(x_t @ kernel + c_prev @ recurrent_kernel + bias, 4, axis=-1)

# %% mutant="lstm-step" why="입력을 보지 않는다" says="x_t @ kernel을 더합니다"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_i, a_f, a_c, a_o = np.split(h_prev @ recurrent_kernel + bias, 4, axis=-1)

# %% mutant="lstm-step" why="옛 은닉 상태를 보지 않는다" says="h_prev @ recurrent_kernel을 더합니다"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_i, a_f, a_c, a_o = np.split(x_t @ kernel + bias, 4, axis=-1)

# %% mutant="lstm-step" why="입력 게이트를 곱하지 않는다" says="입력 게이트 i를 곱했나요"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + c = sigmoid(a_f) * c_prev + np.tanh(a_c)

# %% mutant="lstm-step" why="c_prev를 제자리에서 고친다" says="받은 것을 고치지"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + c_prev *= sigmoid(a_f)
# + c_prev += sigmoid(a_i) * np.tanh(a_c)
# + c = c_prev.copy()

# %% mutant="lstm-step" why="입력 게이트 대신 1 - f를 쓴다" says="1 - f를 썼"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + c = sigmoid(a_f) * c_prev + (1 - sigmoid(a_f)) * np.tanh(a_c)

# %% mutant="lstm-step" why="네 칸마다 하나씩 나눈다" says="이어진 U칸"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a = x_t @ kernel + h_prev @ recurrent_kernel + bias
# + a_i, a_f, a_c, a_o = (a[:, k::4] for k in range(4))

# %% mutant="lstm-step" why="편향을 두 번 더한다" says="편향을 두 번"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + 2 * bias, 4, axis=-1)

# %% mutant="lstm-step" why="reshape(4, B, U)로 나눈다" says="문장이 섞였습니다"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + a_i, a_f, a_c, a_o = np.reshape(x_t @ kernel + h_prev @ recurrent_kernel + bias, (4, *h_prev.shape))

# %% mutant="lstm-step" why="출력 게이트가 옛 은닉 상태를 보지 않는다" says="출력 게이트 o에 h_prev"
# - h = sigmoid(a_o) * np.tanh(c)
# + h = sigmoid(a_o - h_prev @ np.split(recurrent_kernel, 4, axis=-1)[3]) * np.tanh(c)

# %% mutant="lstm-step" why="망각 게이트가 입력 게이트의 가중치를 쓴다" says="망각 게이트 f에 x_t"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + W_i, W_f, _, _ = np.split(kernel, 4, axis=-1)
# + c = sigmoid(a_f + x_t @ (W_i - W_f)) * c_prev + sigmoid(a_i) * np.tanh(a_c)

# %% mutant="lstm-step" why="입력 게이트가 망각 게이트의 가중치를 쓴다" says="입력 게이트 i에 x_t"
# - c = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_c)
# + W_i, W_f, _, _ = np.split(kernel, 4, axis=-1)
# + c = sigmoid(a_f) * c_prev + sigmoid(a_i + x_t @ (W_f - W_i)) * np.tanh(a_c)

# %% mutant="lstm-step" why="꺾은 직선을 씌운다" says="hard sigmoid"
# - a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)
# + sigmoid = lambda a: np.clip(0.2 * a + 0.5, 0, 1)
# + a_i, a_f, a_c, a_o = np.split(x_t @ kernel + h_prev @ recurrent_kernel + bias, 4, axis=-1)

# %% alternate="lstm-step" why="가중치를 넷으로 나누어 네 번 곱하기, 목록으로 돌려주기"
def lstm_step(x_t, h_prev, c_prev, kernel, recurrent_kernel, bias):
    units = h_prev.shape[1]
    parts = []
    for gate in range(4):
        columns = slice(gate * units, (gate + 1) * units)
        parts.append(x_t.dot(kernel[:, columns]) + h_prev.dot(recurrent_kernel[:, columns]) + bias[columns])
    i, f, o = sigmoid(parts[0]), sigmoid(parts[1]), sigmoid(parts[3])
    c = np.multiply(f, c_prev) + np.multiply(i, np.tanh(parts[2]))
    return [np.multiply(o, np.tanh(c)), c]

# %% alternate="lstm-step" why="reshape와 32비트"
def lstm_step(x_t, h_prev, c_prev, kernel, recurrent_kernel, bias):
    batch, units = h_prev.shape
    total = (np.concatenate([x_t, h_prev], 1) @ np.concatenate([kernel, recurrent_kernel]) + bias).astype("float32")
    i, f, g, o = total.reshape(batch, 4, units).transpose(1, 0, 2)
    i, f, o = (0.5 * (1 + np.tanh(gate / 2)) for gate in (i, f, o))
    c = f * c_prev.astype("float32") + i * np.tanh(g)
    return o * np.tanh(c), c

# %% mutant="gru-step" why="z와 1 - z를 바꾼다" says="z와 1 - z를 바꾸지 않았나요"
# - return z * h_prev + (1 - z) * candidate
# + return (1 - z) * h_prev + z * candidate

# %% mutant="gru-step" why="reset_after=False에서도 편향을 두 번 더한다" says="두 번 더하지"
# - b_input, b_state = (bias[0], bias[1]) if reset_after else (bias, np.zeros(len(bias)))
# + b_input, b_state = (bias[0], bias[1]) if reset_after else (bias, bias)

# %% mutant="gru-step" why="리셋 게이트 없이 후보를 만든다" says="리셋 게이트를 곱했나요"
# - candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))
# + candidate = np.tanh(x_h + h_prev @ R_h + b_h)
# - candidate = np.tanh(x_h + (r * h_prev) @ R_h)
# + candidate = np.tanh(x_h + h_prev @ R_h)

# %% mutant="gru-step" why="reset_after를 보지 않고 늘 뒤에 곱한다" says="뒤에 곱했"
# - candidate = np.tanh(x_h + (r * h_prev) @ R_h)
# + candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))

# %% mutant="gru-step" why="늘 앞에 곱하고 편향을 더해 합친다" says="행렬 곱 앞에 곱했습니다"
# - candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))
# + candidate = np.tanh(x_h + b_h + (r * h_prev) @ R_h)

# %% mutant="gru-step" why="상태 쪽 편향을 빠뜨린다" says="상태 쪽 편향"
# - b_z, b_r, b_h = np.split(b_state, 3)
# + b_z = b_r = b_h = 0

# %% mutant="gru-step" why="후보의 상태 쪽 편향이 괄호 밖에 있다" says="괄호 안"
# - candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))
# + candidate = np.tanh(x_h + r * (h_prev @ R_h) + b_h)

# %% mutant="gru-step" why="순서를 r, z, h로 읽는다" says="순서는 z, r, h"
# - z = sigmoid(x_z + h_prev @ R_z + b_z)
# - r = sigmoid(x_r + h_prev @ R_r + b_r)
# + r = sigmoid(x_z + h_prev @ R_z + b_z)
# + z = sigmoid(x_r + h_prev @ R_r + b_r)

# %% mutant="gru-step" why="두 줄의 편향을 서로 바꾼다" says="첫 줄이 입력 쪽"
# - b_input, b_state = (bias[0], bias[1]) if reset_after else (bias, np.zeros(len(bias)))
# + b_input, b_state = (bias[1], bias[0]) if reset_after else (bias, np.zeros(len(bias)))

# %% mutant="gru-step" why="후보에 시그모이드" says="시그모이드를 씌웠"
# - candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))
# + candidate = sigmoid(x_h + r * (h_prev @ R_h + b_h))

# %% mutant="gru-step" why="섞지 않고 후보만 더한다 (h + (1 - z) h̃)" says="옛 상태에 z를 곱하지"
# - return z * h_prev + (1 - z) * candidate
# + return h_prev + (1 - z) * candidate

# %% mutant="gru-step" why="게이트가 옛 상태를 보지 않는다" says="z에 h_prev @ R_z"
# - z = sigmoid(x_z + h_prev @ R_z + b_z)
# - r = sigmoid(x_r + h_prev @ R_r + b_r)
# + z = sigmoid(x_z + b_z)
# + r = sigmoid(x_r + b_r)

# %% mutant="gru-step" why="게이트가 입력을 보지 않는다" says="z에 x_t @ kernel"
# - z = sigmoid(x_z + h_prev @ R_z + b_z)
# + z = sigmoid(b_input[:len(b_z)] + h_prev @ R_z + b_z)

# %% mutant="gru-step" why="리셋 게이트에 상태 쪽 편향을 더하지 않는다" says="리셋 게이트에도"
# - r = sigmoid(x_r + h_prev @ R_r + b_r)
# + r = sigmoid(x_r + h_prev @ R_r)

# %% mutant="gru-step" why="h_prev를 고친다" says="받은 것을 고치지"
# - return z * h_prev + (1 - z) * candidate
# + h_prev *= z
# + h_prev += (1 - z) * candidate
# + return h_prev

# %% mutant="gru-step" why="두 판 모두 리셋 게이트를 행렬 곱 앞에 곱한다" says="행렬 곱 앞에 곱했습니다" key=True
# - candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))
# + candidate = np.tanh(x_h + (r * h_prev) @ R_h + r * b_h)

# %% mutant="gru-step" why="리셋 게이트만 옛 상태를 보지 않는다" says="r에 h_prev @ R_r"
# - r = sigmoid(x_r + h_prev @ R_r + b_r)
# + r = sigmoid(x_r + b_r)

# %% mutant="gru-step" why="두 판을 서로 바꾼다" says="후보를 바꾸지 않았나요"
# - if reset_after:
# + if not reset_after:

# %% mutant="gru-step" why="reset_after=False의 후보에 편향이 없다" says="후보에 편향을 더했나요"
# - candidate = np.tanh(x_h + (r * h_prev) @ R_h)
# + candidate = np.tanh(x_h - np.split(b_input, 3)[2] + (r * h_prev) @ R_h)

# %% mutant="gru-step" why="리셋 게이트가 갱신 게이트의 가중치를 쓴다" says="둘째 조각도"
# - r = sigmoid(x_r + h_prev @ R_r + b_r)
# + r = sigmoid(x_r + h_prev @ R_r + b_r + x_t @ (kernel[:, : len(b_z)] - kernel[:, len(b_z) : 2 * len(b_z)]))

# %% mutant="gru-step" why="reset_after=False이면 게이트가 옛 상태를 보지 않는다" says="없는 것은 상태 쪽 편향뿐"
# - R_z, R_r, R_h = np.split(recurrent_kernel, 3, axis=-1)
# + R_z, R_r, R_h = np.split(recurrent_kernel, 3, axis=-1)
# + if not reset_after:
# +     R_z = R_r = np.zeros_like(R_h)

# %% mutant="gru-step" why="reshape(3, B, U)로 나눈다" says="문장이 섞였습니다"
# - x_z, x_r, x_h = np.split(x_t @ kernel + b_input, 3, axis=-1)
# + x_z, x_r, x_h = np.reshape(x_t @ kernel + b_input, (3, *h_prev.shape))

# %% mutant="gru-step" why="후보가 입력을 보지 않는다" says="셋째 조각도"
# - x_z, x_r, x_h = np.split(x_t @ kernel + b_input, 3, axis=-1)
# + x_z, x_r, x_h = np.split(x_t @ kernel + b_input, 3, axis=-1)
# + x_h = x_h - x_t @ np.split(kernel, 3, axis=-1)[2]

# %% mutant="gru-step" why="후보에 1 - z를 곱하지 않는다" says="1 - z를 곱하지"
# - return z * h_prev + (1 - z) * candidate
# + return z * h_prev + candidate

# %% mutant="gru-step" why="조각을 h, r, z의 순서로 읽는다" says="거꾸로 읽었습니다"
# - x_z, x_r, x_h = np.split(x_t @ kernel + b_input, 3, axis=-1)
# + x_h, x_r, x_z = np.split(x_t @ kernel + b_input, 3, axis=-1)

# %% mutant="gru-step" why="게이트에 tanh를 씌운다" says="게이트에 tanh"
# - z = sigmoid(x_z + h_prev @ R_z + b_z)
# + z = np.tanh(x_z + h_prev @ R_z + b_z)

# %% mutant="gru-step" why="후보에 ReLU를 씌운다" says="ReLU를 씌웠습니다"
# - candidate = np.tanh(x_h + r * (h_prev @ R_h + b_h))
# + candidate = np.maximum(x_h + r * (h_prev @ R_h + b_h), 0)

# %% mutant="gru-step" why="reset_after=False에서 마지막 줄에도 리셋한 상태를 쓴다" says="마지막 줄의 옛 상태에"
# - candidate = np.tanh(x_h + (r * h_prev) @ R_h)
# + h_prev = r * h_prev
# + candidate = np.tanh(x_h + h_prev @ R_h)

# %% alternate="gru-step" why="상태의 곱을 한꺼번에, 섞는 식을 다르게"
def gru_step(x_t, h_prev, kernel, recurrent_kernel, bias, reset_after=True):
    units = h_prev.shape[-1]
    rows = np.atleast_2d(bias)
    from_x = x_t @ kernel + rows[0]
    from_h = h_prev @ recurrent_kernel + (rows[1] if len(rows) == 2 else 0)
    gates = 1 / (1 + np.exp(-(from_x + from_h)[:, :2 * units]))
    z, r = gates[:, :units], gates[:, units:]
    memory = r * from_h[:, 2 * units:] if reset_after else (r * h_prev) @ recurrent_kernel[:, 2 * units:]
    new = np.tanh(from_x[:, 2 * units:] + memory)
    return new + z * (h_prev - new)

# %% alternate="gru-step" why="문장마다 돌며 32비트로"
def gru_step(x_t, h_prev, kernel, recurrent_kernel, bias, reset_after=True):
    u, rows = h_prev.shape[1], []
    for vector, h in zip(np.asarray(x_t, "float32"), np.asarray(h_prev, "float32")):
        def gate(g, state):
            extra = bias[1][g * u:(g + 1) * u] if reset_after else 0
            return state @ recurrent_kernel[:, g * u:(g + 1) * u] + extra
        word = vector @ kernel + (bias[0] if reset_after else bias)
        z, r = sigmoid(word[:u] + gate(0, h)), sigmoid(word[u:2 * u] + gate(1, h))
        new = np.tanh(word[2 * u:] + (r * gate(2, h) if reset_after else gate(2, r * h)))
        rows.append((z * h + (1 - z) * new).astype("float32"))
    return np.stack(rows)

# %% mutant="count-parameters" why="편향을 세지 않는다" says="편향 5개를 빠뜨렸"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = 0

# %% mutant="count-parameters" why="GRU의 둘째 줄 편향을 빠뜨린다" says="한 줄을 빠뜨렸" key=True
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = int(use_bias)

# %% mutant="count-parameters" why="reset_after를 보지 않고 GRU는 늘 두 줄" says="GRU의 편향은 한 줄"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = 0 if not use_bias else 2 if kind == "GRU" else 1

# %% mutant="count-parameters" why="모든 종류에 두 줄을 준다" says="두 줄인 것은 GRU뿐"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = 0 if not use_bias else 2 if reset_after else 1

# %% mutant="count-parameters" why="use_bias를 보지 않는다" says="use_bias=False이면"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = 2 if kind == "GRU" and reset_after else 1

# %% mutant="count-parameters" why="양방향을 두 배로 하지 않는다" says="한 방향만 세었"
# - directions = 2 if bidirectional else 1
# - return directions * sets * units * (features + units + bias_rows)
# + return sets * units * (features + units + bias_rows)

# %% mutant="count-parameters" why="양방향에서 유닛을 두 배로 센다" says="유닛을 10으로"
# - directions = 2 if bidirectional else 1
# - return directions * sets * units * (features + units + bias_rows)
# + units = 2 * units if bidirectional else units
# + return sets * units * (features + units + bias_rows)

# %% mutant="count-parameters" why="LSTM을 세 벌로 센다" says="네 벌입니다"
# - sets = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[kind]
# + sets = 1 if kind == "SimpleRNN" else 3

# %% mutant="count-parameters" why="특성과 유닛을 바꾼다" says="D와 유닛의 수 U를 바꾸었"
# - directions = 2 if bidirectional else 1
# - return directions * sets * units * (features + units + bias_rows)
# + return (2 if bidirectional else 1) * sets * features * (features + units + bias_rows)

# %% mutant="count-parameters" why="보이는 예의 답만 적는다" says="식으로 세었나요"
# - return directions * sets * units * (features + units + bias_rows)
# + return {"SimpleRNN": 45, "LSTM": 180, "GRU": 150}[kind] * directions

# %% mutant="count-parameters" why="상태 쪽에도 D를 쓴다" says="(U, U)입니다"
# - return directions * sets * units * (features + units + bias_rows)
# + return directions * sets * units * (features + features + bias_rows)

# %% mutant="count-parameters" why="편향이 없어도 GRU에는 둔다" says="reset_after=True라도 편향이 없습니다"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = 2 if kind == "GRU" and reset_after else int(use_bias)

# %% mutant="count-parameters" why="편향을 두 방향에 한 번만 센다" says="편향도 방향마다"
# - return directions * sets * units * (features + units + bias_rows)
# + return directions * sets * units * (features + units) + sets * units * bias_rows

# %% mutant="count-parameters" why="LSTM은 상태가 둘이라 편향도 두 줄로 센다" says="상태가 둘이라고"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = 0 if not use_bias else 1 if kind == "SimpleRNN" or not reset_after else 2

# %% mutant="count-parameters" why="SimpleRNN에는 늘 편향을 둔다" says="SimpleRNN도 use_bias"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = 0 if not use_bias and kind != "SimpleRNN" else 2 if kind == "GRU" and reset_after else 1

# %% mutant="count-parameters" why="양방향 GRU의 편향을 두 줄로 센다" says="양방향 GRU의 편향"
# - return directions * sets * units * (features + units + bias_rows)
# + return sets * units * (directions * (features + units) + (max(bias_rows, directions) if use_bias else 0))

# %% mutant="count-parameters" why="없는 편향에서 한 줄을 뺀다" says="없는 편향에서"
# - bias_rows = 0 if not use_bias else 2 if kind == "GRU" and reset_after else 1
# + bias_rows = use_bias * (1 + (kind == "GRU")) - (kind == "GRU" and not reset_after)

# %% alternate="count-parameters" why="가중치의 모양을 늘어놓고 곱해 더하기, np.int64"
def count_parameters(kind, features, units, use_bias=True, reset_after=True, bidirectional=False):
    width = units * dict(SimpleRNN=1, LSTM=4, GRU=3)[kind]
    shapes = [(features, width), (units, width)]
    if use_bias:
        shapes.append((2, width) if kind == "GRU" and reset_after else (width,))
    total = sum(np.prod(shape) for shape in shapes)
    return np.int64(total) + (np.int64(total) if bidirectional else 0)

# %% alternate="count-parameters" why="종류마다 if로"
def count_parameters(kind, features, units, use_bias=True, reset_after=True, bidirectional=False):
    one = features * units + units ** 2
    bias = units if use_bias else 0
    if kind == "LSTM":
        number = 4 * (one + bias)
    elif kind == "GRU":
        number = 3 * (one + bias)
        if reset_after and use_bias:
            number += 3 * units
    else:
        number = one + bias
    if bidirectional:
        number *= 2
    return number

# %% mutant="output-shapes" why="LSTM의 상태를 하나로 센다" says="h와 c, 둘" key=True
# - n_states = (2 if kind == "LSTM" else 1) * (2 if bidirectional else 1)
# + n_states = 2 if bidirectional else 1

# %% mutant="output-shapes" why="양방향 상태도 두 배 폭으로 적는다" says="상태는 붙이지 않"
# - n_states = (2 if kind == "LSTM" else 1) * (2 if bidirectional else 1)
# - shapes += [(batch, units)] * n_states
# + shapes += [(batch, width)] * (2 if kind == "LSTM" else 1)

# %% mutant="output-shapes" why="양방향 상태의 수를 두 배로 하지 않는다" says="상태가 넷입니다"
# - n_states = (2 if kind == "LSTM" else 1) * (2 if bidirectional else 1)
# + n_states = 2 if kind == "LSTM" else 1

# %% mutant="output-shapes" why="return_sequences를 거꾸로 읽는다" says="거꾸로 읽었"
# - shapes = [(batch, time, width) if return_sequences else (batch, width)]
# + shapes = [(batch, width) if return_sequences else (batch, time, width)]

# %% mutant="output-shapes" why="시점을 먼저 적는다" says="배치가 먼저"
# - shapes = [(batch, time, width) if return_sequences else (batch, width)]
# + shapes = [(time, batch, width) if return_sequences else (batch, width)]

# %% mutant="output-shapes" why="return_state를 보지 않고 늘 상태를 준다" says="하나뿐이고"
# - if return_state:
# + if True:

# %% mutant="output-shapes" why="양방향에서 시점 축을 두 배로 한다" says="시점 축을 두 배로"
# - shapes = [(batch, time, width) if return_sequences else (batch, width)]
# + time = time * width // units
# + shapes = [(batch, time, units) if return_sequences else (batch, width)]

# %% mutant="output-shapes" why="return_sequences이면 상태도 시점 축을 갖는다" says="상태에 시점 축"
# - shapes += [(batch, units)] * n_states
# + shapes += [(batch, time, units) if return_sequences else (batch, units)] * n_states

# %% mutant="output-shapes" why="상태를 출력 앞에 적는다" says="출력이 먼저"
# - return shapes
# + return shapes[1:] + shapes[:1]

# %% mutant="output-shapes" why="SimpleRNN에는 상태가 없다고 본다" says="SimpleRNN에도"
# - if return_state:
# + if return_state and kind != "SimpleRNN":

# %% mutant="output-shapes" why="상태를 달라고 하면 출력을 뺀다" says="출력을 빠뜨렸습니다"
# - if return_state:
# + if return_state:
# +     shapes = []

# %% mutant="output-shapes" why="배치를 None으로 적는다" says="빠진 것: 2"
# - width = 2 * units if bidirectional else units
# + batch, width = None, 2 * units if bidirectional else units

# %% mutant="output-shapes" why="양방향 LSTM만 상태를 방향마다 둔다" says="GRU도 방향마다"
# - n_states = (2 if kind == "LSTM" else 1) * (2 if bidirectional else 1)
# + n_states = (4 if bidirectional else 2) if kind == "LSTM" else 1

# %% mutant="output-shapes" why="LSTM의 c에만 시점 축이 있다" says="c에도 시점 축이"
# - shapes += [(batch, units)] * n_states
# + shapes += [(batch, units)] * n_states
# + if kind == "LSTM" and return_sequences:
# +     shapes[2::2] = [(batch, time, units)] * (n_states // 2)

# %% mutant="output-shapes" why="return_sequences이면 양방향의 상태를 붙인다" says="붙이지 않은 (B, U)"
# - shapes += [(batch, units)] * n_states
# + shapes += [(batch, width if return_sequences else units)] * n_states

# %% alternate="output-shapes" why="진짜 배열을 만들어 모양을 읽기, 튜플로"
def output_shapes(kind, batch, time, units, return_sequences=False, return_state=False, bidirectional=False):
    directions = 1 + bool(bidirectional)
    steps = np.zeros((batch, time, units * directions), dtype="int8")
    tensors = [steps if return_sequences else steps[:, -1]]
    for _ in range(directions * return_state):
        tensors.append(steps[:, 0, :units])
        if kind == "LSTM":
            tensors.append(steps[:, 0, :units])
    return tuple(tensor.shape for tensor in tensors)

# %% alternate="output-shapes" why="목록의 목록, 넘파이 정수"
def output_shapes(kind, batch, time, units, return_sequences=False, return_state=False, bidirectional=False):
    first = [batch] + ([time] if return_sequences else []) + [np.int64(units) << int(bidirectional)]
    count = {"SimpleRNN": 1, "GRU": 1, "LSTM": 2}[kind] << int(bidirectional)
    return [first] + [[batch, units] for _ in range(count if return_state else 0)]

# %% mutant="merge-directions" why="뒤 방향을 뒤집지 않는다" says="시점 축으로 뒤집었나요" key=True
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = np.concatenate([forward, backward], axis=-1)

# %% mutant="merge-directions" why="시점 축으로 붙인다" says="마지막 축에서 이어"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = np.concatenate([forward, backward[:, ::-1]], axis=1)

# %% mutant="merge-directions" why="final을 outputs의 마지막 시점에서 꺼낸다" says="outputs[:, -1]과는 다릅니다"
# - final = np.concatenate([forward[:, -1], backward[:, -1]], axis=-1)
# + final = outputs[:, -1]

# %% mutant="merge-directions" why="뒤 방향을 앞에 붙인다" says="앞 방향이 먼저"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = np.concatenate([backward[:, ::-1], forward], axis=-1)

# %% mutant="merge-directions" why="배치 축으로 뒤집는다" says="배치 축"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = np.concatenate([forward, backward[::-1]], axis=-1)

# %% mutant="merge-directions" why="특성 축으로 뒤집는다" says="특성 축을 뒤집었"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = np.concatenate([forward, backward[..., ::-1]], axis=-1)

# %% mutant="merge-directions" why="두 방향을 모두 뒤집는다" says="앞 방향까지 뒤집었"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = np.concatenate([forward[:, ::-1], backward[:, ::-1]], axis=-1)

# %% mutant="merge-directions" why="더해서 합친다" says="이어 붙이세요"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = forward + backward[:, ::-1]

# %% mutant="merge-directions" why="유닛을 번갈아 끼운다" says="번갈아"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + outputs = np.stack([forward, backward[:, ::-1]], axis=-1).reshape(*forward.shape[:2], -1)

# %% mutant="merge-directions" why="뒤 방향을 제자리에서 뒤집는다" says="받은 것을 고치지"
# - outputs = np.concatenate([forward, backward[:, ::-1]], axis=-1)
# + last = backward[:, -1].copy()
# + backward[:] = backward[:, ::-1].copy()
# + outputs = np.concatenate([forward, backward], axis=-1)
# - final = np.concatenate([forward[:, -1], backward[:, -1]], axis=-1)
# + final = np.concatenate([forward[:, -1], last], axis=-1)

# %% mutant="merge-directions" why="outputs만 돌려준다" says="2개를 이 순서의 튜플"
# - return outputs, final
# + return outputs

# %% mutant="merge-directions" why="마지막 시점의 번호를 문장의 수에서 구한다" says="T에서 나옵니다"
# - final = np.concatenate([forward[:, -1], backward[:, -1]], axis=-1)
# + final = np.concatenate([forward[:, len(forward) - 1], backward[:, len(forward) - 1]], axis=-1)

# %% mutant="merge-directions" why="문장이 하나면 final의 배치 축이 사라진다" says="길이가 1인 축"
# - final = np.concatenate([forward[:, -1], backward[:, -1]], axis=-1)
# + final = np.concatenate([forward[:, -1:], backward[:, -1:]], axis=-1).squeeze()

# %% mutant="merge-directions" why="가장 큰 값을 꺼낸다" says="가장 큰 값"
# - final = np.concatenate([forward[:, -1], backward[:, -1]], axis=-1)
# + final = np.concatenate([forward.max(axis=1), backward.max(axis=1)], axis=-1)

# %% alternate="merge-directions" why="시점마다 채워 넣기"
def merge_directions(forward, backward):
    batch, time, units = forward.shape
    outputs = np.zeros((batch, time, 2 * units))
    for t in range(time):
        outputs[:, t, :units] = forward[:, t]
        outputs[:, time - 1 - t, units:] = backward[:, t]
    return outputs, np.hstack([outputs[:, -1, :units], outputs[:, 0, units:]])

# %% alternate="merge-directions" why="np.flip과 dstack, 목록으로"
def merge_directions(forward, backward):
    both = np.dstack([forward, np.flip(backward, axis=1)])
    return [both.astype("float32"), np.c_[forward[:, -1, :], backward[:, -1, :]]]

# %% mutant="padding" why="마지막 시점을 꺼낸다" says="한 시점(outputs[:, -1]" key=True
# - return outputs[np.arange(len(outputs)), lengths - 1]
# + return outputs[:, -1]

# %% mutant="padding" why="길이에서 1을 빼지 않는다" says="한 칸 뒤를 꺼냈"
# - return outputs[np.arange(len(outputs)), lengths - 1]
# + return outputs[np.arange(len(outputs)), np.minimum(lengths, outputs.shape[1] - 1)]

# %% mutant="padding" why="문장 번호 없이 자리만 고른다" says="문장 번호도 함께"
# - return outputs[np.arange(len(outputs)), lengths - 1]
# + return outputs[:, lengths - 1]

# %% mutant="padding" why="처음 참인 자리를 꺼낸다" says="첫 단어의 자리"
# - lengths = mask.sum(axis=1)
# + lengths = mask.argmax(axis=1) + 1

# %% mutant="padding" why="모든 자리가 0인지 본다" says="단어 자리는 보지 않습니다"
# - if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
# + if np.allclose(outputs, 0, rtol=0, atol=1e-6):

# %% mutant="padding" why="마지막 시점과 견준다" says="마지막 시점과 견주지"
# - copied = np.broadcast_to(last_states(outputs, mask)[:, None], outputs.shape)
# + copied = np.broadcast_to(outputs[:, -1:], outputs.shape)

# %% mutant="padding" why="한 자리라도 같으면 복사라고 한다" says="한 문장만 복사했으면"
# - return "복사" if np.allclose(outputs[~mask], copied[~mask], rtol=0, atol=1e-6) else "읽음"
# + return "복사" if np.isclose(outputs[~mask], copied[~mask], rtol=0, atol=1e-6).any() else "읽음"

# %% mutant="padding" why="패딩이 없는 경우를 빠뜨린다" says="패딩 자리가 없습니다"
# - if mask.all():
# -     return "없음"
# + pass

# %% mutant="padding" why="오차를 허락하지 않는다" says="1e-8만큼"
# - return "복사" if np.allclose(outputs[~mask], copied[~mask], rtol=0, atol=1e-6) else "읽음"
# + return "복사" if np.array_equal(outputs[~mask], copied[~mask]) else "읽음"

# %% mutant="padding" why="첫 유닛만 본다" says="유닛마다 견주세요"
# - return "복사" if np.allclose(outputs[~mask], copied[~mask], rtol=0, atol=1e-6) else "읽음"
# + return "복사" if np.allclose(outputs[~mask][:, 0], copied[~mask][:, 0], rtol=0, atol=1e-6) else "읽음"

# %% mutant="padding" why="0인지 볼 때 오차를 크게 준다" says="1e-4는 0이 아닙니다"
# - if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
# + if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-2):

# %% mutant="padding" why="문장마다 첫 패딩 자리만 본다" says="둘째 패딩 자리만 다릅니다"
# - return "복사" if np.allclose(outputs[~mask], copied[~mask], rtol=0, atol=1e-6) else "읽음"
# + first = ~mask & np.pad(mask, ((0, 0), (1, 0)))[:, :-1]
# + return "복사" if np.allclose(outputs[first], copied[first], rtol=0, atol=1e-6) else "읽음"

# %% mutant="padding" why="패딩 자리의 출력을 고친다" says="받은 것을 고치지"
# - if mask.all():
# + outputs[~mask] = np.round(outputs[~mask], 4)
# + if mask.all():

# %% mutant="padding" why="마스크를 곱하고 마지막 시점을 꺼낸다" says="0으로 만들고"
# - return outputs[np.arange(len(outputs)), lengths - 1]
# + return (outputs * mask[:, :, None])[:, -1]

# %% mutant="padding" why="합이 0인지 본다" says="더해서 0이라고"
# - if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
# + if abs(outputs[~mask].sum()) < 1e-6:

# %% mutant="padding" why="0이 아닌 마지막 자리를 꺼낸다" says="0이 아닌 마지막"
# - return outputs[np.arange(len(outputs)), lengths - 1]
# + return np.array([row[np.nonzero(row.any(axis=1))[0][-1]] for row in outputs])

# %% mutant="padding" why="마지막 시점의 패딩만 본다" says="첫 패딩 자리만"
# - return "복사" if np.allclose(outputs[~mask], copied[~mask], rtol=0, atol=1e-6) else "읽음"
# + short = ~mask[:, -1]
# + return "복사" if np.allclose(outputs[short, -1], copied[short, -1], rtol=0, atol=1e-6) else "읽음"

# %% mutant="padding" why="np.allclose의 기본 오차를 쓴다" says="기본 오차(atol)는 1e-8"
# - if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
# + if np.allclose(outputs[~mask], 0):

# %% mutant="padding" why="복사인지 먼저 묻는다" says="0이면서 복사이면"
# - if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
# -     return "0"
# - copied = np.broadcast_to(last_states(outputs, mask)[:, None], outputs.shape)
# + copied = np.broadcast_to(last_states(outputs, mask)[:, None], outputs.shape)
# + if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6) and not np.allclose(outputs, copied):
# +     return "0"

# %% mutant="padding" why="한 자리라도 0이면 0이라고 한다" says="하나라도나"
# - if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
# + if (abs(outputs[~mask]) <= 1e-6).any():

# %% mutant="padding" why="유닛을 더해서 견준다" says="유닛을 더해서"
# - if np.allclose(outputs[~mask], 0, rtol=0, atol=1e-6):
# + if np.allclose(outputs[~mask].sum(axis=-1), 0, rtol=0, atol=1e-6):

# %% alternate="padding" why="문장마다 돌며"
def last_states(outputs, mask):
    return np.array([row[keep][-1] for row, keep in zip(outputs, mask)])


def padding_rule(outputs, mask):
    pads, wanted = [], []
    for row, keep in zip(outputs, mask):
        for vector, real in zip(row, keep):
            if real:
                last = vector
            else:
                pads.append(vector)
                wanted.append(last)
    if not pads:
        return "없음"
    if np.abs(pads).max() < 1e-6:
        return "0"
    return "복사" if np.abs(np.array(pads) - np.array(wanted)).max() < 1e-6 else "읽음"

# %% alternate="padding" why="take_along_axis와 마스크의 곱"
def last_states(outputs, mask):
    place = np.asarray(mask).astype(int).sum(1)[:, None, None] - 1
    return np.take_along_axis(outputs, place, axis=1)[:, 0]


def padding_rule(outputs, mask):
    pad = (1 - mask.astype(float))[:, :, None]
    if pad.sum() == 0:
        return "없음"
    if (np.abs(outputs) * pad).max() <= 1e-6:
        return "0"
    gap = np.abs(outputs - last_states(outputs, mask)[:, None, :]) * pad
    return "복사" if gap.max() <= 1e-6 else "읽음"

# %% mutant="shares" why="적은 시점의 게이트까지 곱한다" says="적은 시점의 게이트까지" key=True
# - return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
# + return np.array([np.prod(forget[t:]) for t in range(len(forget))])

# %% mutant="shares" why="앞의 게이트를 곱한다" says="앞의 게이트를 곱했"
# - return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
# + return np.cumprod(forget)

# %% mutant="shares" why="다음 게이트 하나만 곱한다" says="바로 다음 게이트 하나만"
# - return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
# + return np.append(forget[1:], 1.0)

# %% mutant="shares" why="거꾸로 돌려준다" says="차례가 거꾸로"
# - return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
# + return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])[::-1]

# %% mutant="shares" why="push로 나누지 않는다" says="push로 나누지"
# - shares.append((last_cell(pushed) - last_cell(write)) / push)
# + shares.append(last_cell(pushed) - last_cell(write))

# %% mutant="shares" why="밀지 않은 것을 빼지 않는다" says="빼지 않았습니다"
# - shares.append((last_cell(pushed) - last_cell(write)) / push)
# + shares.append(last_cell(pushed) / push)

# %% mutant="shares" why="write를 바꾼다" says="받은 것을 고치지"
# - shares = []
# + shares, base = [], last_cell(write)
# - pushed = np.array(write, dtype=float)
# + pushed = write
# - shares.append((last_cell(pushed) - last_cell(write)) / push)
# + shares.append((last_cell(pushed) - base) / push)

# %% mutant="shares" why="늘린 것이 쌓인다" says="한 번에 한 시점만"
# - shares = []
# + shares, pushed = [], np.array(write, dtype=float)
# - pushed = np.array(write, dtype=float)
# + pass

# %% mutant="shares" why="push를 0.1로 적어 넣는다" says="0.1로 적어 넣었"
# - pushed[t] += push
# + pushed[t] += 0.1

# %% mutant="shares" why="게이트를 더한다" says="게이트를 더했"
# - return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
# + return np.array([np.sum(forget[t + 1:]) for t in range(len(forget))])

# %% mutant="shares" why="빼는 차례가 거꾸로다" says="부호가 반대"
# - shares.append((last_cell(pushed) - last_cell(write)) / push)
# + shares.append((last_cell(write) - last_cell(pushed)) / push)

# %% mutant="shares" why="늘린 시점부터 읽는다" says="처음부터 다시"
# - shares.append((last_cell(pushed) - last_cell(write)) / push)
# + shares.append((last_cell(pushed[t:]) - last_cell(write)) / push)

# %% mutant="shares" why="예측을 그대로 돌려준다" says="예측을 돌려주었습니다"
# - return np.array(shares)
# + return predict_shares(forget)

# %% mutant="shares" why="적은 양에도 망각 게이트를 곱한다" says="적은 양에까지"
# - c = f * c + w
# + c = f * (c + w)

# %% mutant="shares" why="push 대신 0.1로 나눈다" says="0.1로 나누었"
# - shares.append((last_cell(pushed) - last_cell(write)) / push)
# + shares.append((last_cell(pushed) - last_cell(write)) / 0.1)

# %% mutant="shares" why="예측을 두 자리로 반올림한다" says="반올림한 값"
# - return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
# + return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))]).round(2)

# %% mutant="shares" why="적은 것이 0인 시점을 빠뜨린다" says="0인 시점을 빠뜨렸습니다"
# - shares.append((last_cell(pushed) - last_cell(write)) / push)
# + shares.append((last_cell(pushed) - last_cell(write)) / push * (write[t] != 0))

# %% mutant="shares" why="마지막 게이트를 빠뜨린다" says="마지막 게이트를 빠뜨렸"
# - return np.array([np.prod(forget[t + 1:]) for t in range(len(forget))])
# + return np.array([np.prod(forget[t + 1:-1]) for t in range(len(forget))])

# %% mutant="shares" why="같은 값을 적은 시점을 함께 늘린다" says="번호로 고릅니다"
# - pushed = np.array(write, dtype=float)
# - pushed[t] += push
# + pushed = [w + push * (w == write[t]) for w in write]

# %% alternate="shares" why="뒤에서부터 쌓아 곱하고, 기준을 한 번만 계산"
def predict_shares(forget):
    return np.append(np.cumprod(np.asarray(forget)[:0:-1])[::-1], 1.0)


def measure_shares(forget, write, push=0.1):
    def read(w):
        total = 0
        for t in range(len(w)):
            total = total * forget[t] + w[t]
        return total
    base = read(write)
    return (np.array([read(write + push * row) for row in np.eye(len(write))]) - base) / push

# %% alternate="shares" why="목록으로, 몫을 거꾸로 모으며"
def predict_shares(forget):
    shares, share = [], 1.0
    for gate in reversed(list(forget)):
        shares.insert(0, share)
        share *= float(gate)
    return shares


def measure_shares(forget, write, push=0.1):
    results = []
    for k in range(len(write)):
        plain = pushed = 0.0
        for t, (f, w) in enumerate(zip(forget, write)):
            plain = f * plain + w
            pushed = f * pushed + w + (push if t == k else 0)
        results.append((pushed - plain) / push)
    return results
