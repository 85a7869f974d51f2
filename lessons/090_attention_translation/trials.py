# %% mutant="masked-softmax" why="소프트맥스 뒤에서 막는다" says="소프트맥스 앞에서" key=True
# - low = np.where(mask, scores, -1e30)
# + low = scores

# - return e / np.where(total > 0, total, 1)
# + whole = np.exp(low - low.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)
# + return e / whole

# %% mutant="masked-softmax" why="가장 큰 값을 빼지 않는다" says="넘치지 않게"
# - e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask
# + e = np.exp(low) * mask

# %% mutant="masked-softmax" why="모두 막힌 줄을 0으로 나눈다" says="nan이 있습니다"
# - return e / np.where(total > 0, total, 1)
# + return e / total

# %% mutant="masked-softmax" why="모두 막힌 줄을 고르게 나눈다" says="고르게 나누지"
# - e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask
# + e = np.exp(low - low.max(axis=-1, keepdims=True))

# %% mutant="masked-softmax" why="마스크를 거꾸로 읽는다" says="보아도 된다"
# - scores, mask = np.broadcast_arrays(scores, mask)
# + scores, mask = np.broadcast_arrays(scores, ~mask)

# %% mutant="masked-softmax" why="배열 전체로 나눈다" says="줄마다"
# - total = e.sum(axis=-1, keepdims=True)
# + total = e.sum()

# %% mutant="masked-softmax" why="막힌 점수가 크면 모두 0이 된다" says="막힌 자리의 점수가 더 커도"
# - low = np.where(mask, scores, -1e30)
# + low = scores

# %% alternate="masked-softmax" why="-inf와 nan_to_num으로"
def masked_weights(scores, mask):
    mask = np.broadcast_to(mask, scores.shape)
    with np.errstate(all="ignore"):
        low = np.where(mask, scores, -np.inf)
        e = np.exp(low - low.max(axis=-1, keepdims=True))
        return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))

# %% alternate="masked-softmax" why="줄마다 반복해서"
def masked_weights(scores, mask):
    mask = np.broadcast_to(mask, scores.shape)
    out = np.zeros(scores.shape)
    for at in np.ndindex(scores.shape[:-1]):
        kept = scores[at][mask[at]]
        if len(kept):
            e = np.exp(kept - kept.max())
            out[at][mask[at]] = e / e.sum()
    return out

# %% mutant="additive" why="두 상태를 곱한다" says="더하지 않고 곱했습니다" key=True
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + return np.tanh(queries[:, None] * keys[None] + b) @ v

# %% mutant="additive" why="b를 빠뜨린다" says="b를 빠뜨렸습니다"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + return np.tanh(queries[:, None] + keys[None]) @ v

# %% mutant="additive" why="tanh가 없다" says="tanh를 지나지"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + return (queries[:, None] + keys[None] + b) @ v

# %% mutant="additive" why="따로 tanh를 취한다" says="따로 tanh를"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + return (np.tanh(queries[:, None]) + np.tanh(keys[None] + b)) @ v

# %% mutant="additive" why="v를 곱한 뒤 tanh" says="순서가 반대입니다"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + return np.tanh((queries[:, None] + keys[None] + b) @ v)

# %% mutant="additive" why="b를 밖에서 더한다" says="tanh 안에서"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + return np.tanh(queries[:, None] + keys[None]) @ v + b.sum()

# %% mutant="additive" why="축이 바뀐다" says="모양이"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + return np.tanh(queries[None] + keys[:, None] + b) @ v

# %% alternate="additive" why="반복문으로"
def additive_scores(states, memory, W1, W2, b, v):
    return np.array([[v @ np.tanh(s @ W1 + h @ W2 + b) for h in memory] for s in states])

# %% alternate="additive" why="einsum으로"
def additive_scores(states, memory, W1, W2, b, v):
    added = np.einsum("td,da->ta", states, W1)[:, None] + np.einsum("je,ea->ja", memory, W2)[None]
    return np.einsum("tja,a->tj", np.tanh(added + b), v)

# %% mutant="diagnose" why="줄의 합만 본다" says="패딩에 0.5가"
# - if (weights[:, ~mask] > 1e-3).any():
# + if False:

# %% mutant="diagnose" why="칸의 합이 1이면 축이라고 한다" says="고장이 아닙니다" key=True
# - if not rows and np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):
# + if np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):

# %% mutant="diagnose" why="패딩의 칸까지 합을 본다" says="패딩의 칸은"
# - if not rows and np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):
# + if not rows and np.allclose(weights.sum(axis=0), 1, rtol=0, atol=1e-3):

# %% mutant="diagnose" why="음수를 보지 않는다" says="음수가 있습니다"
# - if (weights < 0).any():
# + if False:

# %% mutant="diagnose" why="패딩을 음수보다 먼저 본다" says="표의 위에 있는"
# - if (weights < 0).any():
# -     return "음수"
# - if (weights[:, ~mask] > 1e-3).any():
# -     return "패딩"
# + if (weights[:, ~mask] > 1e-3).any():
# +     return "패딩"
# + if (weights < 0).any():
# +     return "음수"

# %% mutant="diagnose" why="축을 가리지 못한다" says="칸의 합이 1입니다"
# - if not rows and np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):
# + if False:

# %% mutant="diagnose" why="합이 작을 때만 고장이라고 한다" says="1보다 큰"
# - return "정상" if rows else "합"
# + return "합" if (weights.sum(axis=1) < 1 - 1e-3).any() else "정상"

# %% alternate="diagnose" why="조건을 차례로 담아"
def diagnose(weights, mask):
    one = lambda sums: np.abs(np.asarray(sums) - 1).max() <= 1e-3
    row, column = one(weights.sum(1)), one(weights.sum(0)[mask])
    checks = [("음수", weights.min() < 0), ("패딩", weights[:, ~mask].max(initial=0) > 1e-3),
              ("축", column and not row), ("합", not row), ("정상", True)]
    return next(name for name, found in checks if found)

# %% alternate="diagnose" why="반복문으로"
def diagnose(weights, mask):
    for line in weights:
        for value in line:
            if value < 0:
                return "음수"
    for line in weights:
        for value, real in zip(line, mask):
            if not real and value > 0.001:
                return "패딩"
    if all(abs(sum(line) - 1) <= 0.001 for line in weights):
        return "정상"
    if all(abs(weights[:, j].sum() - 1) <= 0.001 for j in range(len(mask)) if mask[j]):
        return "축"
    return "합"

# %% mutant="join-states" why="패딩 자리의 상태를 쓴다" says="패딩 자리의 상태" key=True
# - ends = forward[np.arange(len(lengths)), lengths - 1]
# + ends = forward[:, -1]

# %% mutant="join-states" why="뒤로 읽은 것도 끝에서 뽑는다" says="0번입니다"
# - return np.concatenate([ends, backward[:, 0]], axis=-1)
# + return np.concatenate([ends, backward[np.arange(len(lengths)), lengths - 1]], axis=-1)

# %% mutant="join-states" why="순서를 바꾼다" says="순서를 바꾸었습니다"
# - return np.concatenate([ends, backward[:, 0]], axis=-1)
# + return np.concatenate([backward[:, 0], ends], axis=-1)

# %% mutant="join-states" why="이어 붙이지 않고 더한다" says="모양이"
# - return np.concatenate([ends, backward[:, 0]], axis=-1)
# + return ends + backward[:, 0]

# %% mutant="join-states" why="하나 앞의 상태를 쓴다" says="마친 자리는"
# - ends = forward[np.arange(len(lengths)), lengths - 1]
# + ends = forward[np.arange(len(lengths)), np.maximum(lengths - 2, 0)]

# %% alternate="join-states" why="반복문으로"
def join_ends(forward, backward, lengths):
    return np.array([[*forward[b, n - 1], *backward[b, 0]] for b, n in enumerate(lengths)])

# %% alternate="join-states" why="take_along_axis로"
def join_ends(forward, backward, lengths):
    at = np.asarray(lengths)[:, None, None] - 1
    return np.hstack([np.take_along_axis(forward, at, axis=1)[:, 0], backward[:, 0]])

# %% mutant="gated-step" why="값으로 점수를 낸다" says="키 K로" key=True
# - scores = np.where(mask, K @ s / np.sqrt(len(s)), -np.inf)
# + scores = np.where(mask, V @ s / np.sqrt(len(s)), -np.inf)

# %% mutant="gated-step" why="나누지 않는다" says="√U로 나누지"
# - scores = np.where(mask, K @ s / np.sqrt(len(s)), -np.inf)
# + scores = np.where(mask, K @ s, -np.inf)

# %% mutant="gated-step" why="U로 나눈다" says="U가 아니라 √U"
# - scores = np.where(mask, K @ s / np.sqrt(len(s)), -np.inf)
# + scores = np.where(mask, K @ s / len(s), -np.inf)

# %% mutant="gated-step" why="마스크를 쓰지 않는다" says="마스크를 쓰지"
# - scores = np.where(mask, K @ s / np.sqrt(len(s)), -np.inf)
# + scores = K @ s / np.sqrt(len(s))

# %% mutant="gated-step" why="키를 섞는다" says="값 V를 섞은"
# - context = weights @ V
# + context = weights @ K

# %% mutant="gated-step" why="게이트를 거꾸로 곱한다" says="g는 상태 s에"
# - return g * s + (1 - g) * context, weights
# + return g * context + (1 - g) * s, weights

# %% mutant="gated-step" why="이어 붙이는 순서를 바꾼다" says="순서가 바뀌었습니다"
# - g = 1 / (1 + np.exp(-G @ np.concatenate([s, context])))
# + g = 1 / (1 + np.exp(-G @ np.concatenate([context, s])))

# %% mutant="gated-step" why="문맥을 그대로 더한다" says="1 − g를 곱하지"
# - return g * s + (1 - g) * context, weights
# + return g * s + context, weights

# %% alternate="gated-step" why="진짜 자리만 골라"
def gated_step(s, K, V, mask, G):
    e = np.exp(K[mask] @ s / len(s) ** 0.5)
    weights = np.zeros(len(K))
    weights[mask] = e / e.sum()
    c = sum(a * row for a, row in zip(weights, V))
    U = len(s)
    g = 1 / (1 + np.exp(-(G[:, :U] @ s + G[:, U:] @ c)))
    return [c + g * (s - c), weights]

# %% alternate="gated-step" why="-1e9와 tanh로 쓴 시그모이드"
def gated_step(s, K, V, mask, G):
    e = (K * s).sum(axis=1) / np.sqrt(s.size) + np.where(mask, 0, -1e9)
    a = np.exp(e - e.max())
    a /= a.sum()
    c = V.T @ a
    g = 0.5 + 0.5 * np.tanh(G @ np.r_[s, c] / 2)
    return g * s + (1 - g) * c, a

# %% mutant="places" why="0의 로그가 nan이 된다" says="nan이 있습니다"
# - logs = np.log(np.where(weights > 0, weights, 1))
# + logs = np.log(weights)

# %% mutant="places" why="exp를 잊는다" says="exp를 잊었습니다"
# - return np.exp(-(weights * logs).sum(axis=-1))
# + return -(weights * logs).sum(axis=-1)

# %% mutant="places" why="부호를 잊는다" says="부호가 반대"
# - return np.exp(-(weights * logs).sum(axis=-1))
# + return np.exp((weights * logs).sum(axis=-1))

# %% mutant="places" why="0이 아닌 자리만 센다" says="자리의 수만 세지" key=True
# - return np.exp(-(weights * logs).sum(axis=-1))
# + return (weights > 0).sum(axis=-1).astype(float)

# %% mutant="places" why="밑이 2인 로그" says="자연로그"
# - logs = np.log(np.where(weights > 0, weights, 1))
# + logs = np.log2(np.where(weights > 0, weights, 1))

# %% mutant="places" why="모두 더해 하나를 낸다" says="모양이"
# - return np.exp(-(weights * logs).sum(axis=-1))
# + return np.exp(-(weights * logs).sum())

# %% alternate="places" why="곱으로"
def places(weights):
    return 1 / np.prod(np.where(weights > 0, weights, 1) ** weights, axis=-1)

def my_order():
    return ("가", "나", "다")

# %% alternate="places" why="줄마다 반복해서"
def places(weights):
    weights = np.asarray(weights)
    if weights.ndim > 1:
        return np.array([places(line) for line in weights])
    some = weights[weights > 0]
    return np.exp(-np.sum(some * np.log(some)))

def my_order():
    return ["나", "다", "가"]

# %% mutant="word-alignment" why="원문의 조각들을 평균한다" says="평균이 아니라 더합니다"
# - return rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T
# + return rows / rows.sum(axis=1, keepdims=True) @ weights @ (columns / columns.sum(axis=1, keepdims=True)).T

# %% mutant="word-alignment" why="번역의 조각들을 더한다" says="더하지 않고 평균합니다" key=True
# - return rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T
# + return rows @ weights @ columns.T

# %% mutant="word-alignment" why="번역의 첫 조각만 쓴다" says="첫 조각만 쓰지도"
# - return rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T
# + return weights[[token.startswith("▁") for token in written]] @ columns.T

# %% mutant="word-alignment" why="줄과 칸을 바꾼다" says="모양이"
# - return rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T
# + return (rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T).T

# %% mutant="word-alignment" why="토큰마다 낱말로 센다" says="모양이"
# - word = np.cumsum([token.startswith("▁") for token in tokens]) - 1
# + word = np.arange(len(tokens))

# %% mutant="word-alignment" why="원문에서 가장 큰 조각을 고른다" says="평균이 아니라 더합니다"
# - return rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T
# + widest = np.array([[line[column > 0].max() for column in columns] for line in weights])
# + return rows / rows.sum(axis=1, keepdims=True) @ widest

# %% alternate="word-alignment" why="reduceat로"
def word_alignment(weights, written, read):
    first, second = ([n for n, token in enumerate(tokens) if token[0] == "▁"] for tokens in (written, read))
    size = np.diff([*first, len(written)])[:, None]
    return np.add.reduceat(np.add.reduceat(weights, second, axis=1), first, axis=0) / size

# %% alternate="word-alignment" why="반복문으로"
def word_alignment(weights, written, read):
    def groups(tokens):
        found = []
        for n, token in enumerate(tokens):
            if token.startswith("▁"):
                found.append([])
            found[-1].append(n)
        return found
    return [[np.mean([sum(weights[t][j] for j in columns) for t in rows]) for columns in groups(read)]
            for rows in groups(written)]

# %% mutant="follow" why="동료의 코드 그대로" says="옮기지 않은 배열"
def follow(state, parent):
    *memory, s = state
    return (*memory, s[parent.ravel()])

# %% mutant="follow" why="문장의 자리를 더하지 않는다" says="n * width를 더하세요" key=True
# - rows = (np.arange(n)[:, None] * width + parent).ravel()
# + rows = parent.ravel()

# %% mutant="follow" why="width 대신 N을 곱한다" says="width 대신 N을"
# - rows = (np.arange(n)[:, None] * width + parent).ravel()
# + rows = (np.arange(n)[:, None] * n + parent).ravel() % (n * width)

# %% mutant="follow" why="후보 순서로 편다" says="편 순서를"
# - rows = (np.arange(n)[:, None] * width + parent).ravel()
# + rows = (np.arange(n)[:, None] * width + parent).T.ravel()

# %% mutant="follow" why="리스트를 돌려준다" says="튜플을 돌려주세요"
# - return tuple(part[rows] for part in state)
# + return [part[rows] for part in state]

# %% mutant="follow" why="마지막 배열만 옮긴다" says="옮기지 않은 배열"
# - return tuple(part[rows] for part in state)
# + return (*state[:-1], state[-1][rows])

# %% alternate="follow" why="문장마다 나누어"
def follow(state, parent):
    n = len(parent)
    return tuple(np.concatenate([part[line] for part, line in zip(np.split(old, n), parent)])
                 for old in state)

# %% alternate="follow" why="모양을 바꾸어"
def follow(state, parent):
    n, width = parent.shape
    moved = []
    for part in state:
        split = part.reshape(n, width, *part.shape[1:])
        moved.append(split[np.arange(n)[:, None], parent].reshape(part.shape))
    return tuple(moved)

# %% mutant="masked-softmax" why="가장 큰 값을 배열 전체에서 구한다" says="줄마다"
# - e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask
# + e = np.exp(low - low.max()) * mask

# %% mutant="masked-softmax" why="점수를 자른다" says="차이가 사라집니다"
# - e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask
# + e = np.exp(np.clip(low, -50, 50)) * mask

# %% mutant="masked-softmax" why="배열이 통째로 막혔을 때만 0" says="한 줄만 모두"
# - e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask
# + e = np.exp(low - low.max(axis=-1, keepdims=True)) * mask.any()

# %% mutant="masked-softmax" why="막는 수가 작지 않다" says="훨씬 작아야"
# - low = np.where(mask, scores, -1e30)
# + low = np.where(mask, scores, -1000)

# %% mutant="masked-softmax" why="마스크를 늘리지 않는다" says="점수의 모양으로 늘리세요"
# - scores, mask = np.broadcast_arrays(scores, mask)
# - low = np.where(mask, scores, -1e30)
# + low = scores.copy()
# + low[~mask] = -1e9

# %% mutant="additive" why="b를 두 번 더한다" says="b를 두 번"
# - queries, keys = states @ W1, memory @ W2
# + queries, keys = states @ W1 + b, memory @ W2

# %% mutant="additive" why="소프트맥스까지 취한다" says="소프트맥스는 취하지"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + e = np.exp(np.tanh(queries[:, None] + keys[None] + b) @ v)
# + return e / e.sum(axis=1, keepdims=True)

# %% mutant="additive" why="짝의 순서를 섞는다" says="다른 자리에 있습니다"
# - return np.tanh(queries[:, None] + keys[None] + b) @ v
# + mixed = np.tanh(queries[None] + keys[:, None] + b) @ v
# + return mixed.reshape(len(states), len(memory))

# %% mutant="diagnose" why="합이 꼭 1이어야 한다" says="반올림"
# - rows = np.allclose(weights.sum(axis=1), 1, rtol=0, atol=1e-3)
# + rows = (weights.sum(axis=1) == 1).all()

# %% mutant="diagnose" why="한 줄만 맞아도 된다고 한다" says="그 줄의 합"
# - rows = np.allclose(weights.sum(axis=1), 1, rtol=0, atol=1e-3)
# + rows = np.isclose(weights.sum(axis=1), 1, rtol=0, atol=1e-3).any()

# %% mutant="diagnose" why="모든 줄이 어긋나야 축이라고 한다" says="나머지 줄이"
# - if not rows and np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):
# + bad = ~np.isclose(weights.sum(axis=1), 1, rtol=0, atol=1e-3)
# + if bad.all() and np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):

# %% mutant="diagnose" why="한 칸만 1이어도 축이라고 한다" says="한 칸만"
# - if not rows and np.allclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3):
# + if not rows and np.isclose(weights[:, mask].sum(axis=0), 1, rtol=0, atol=1e-3).any():

# %% mutant="diagnose" why="패딩의 몫을 더해서 본다" says="자리마다 따로"
# - if (weights[:, ~mask] > 1e-3).any():
# + if (weights[:, ~mask].sum(axis=1) > 1e-3).any():

# %% mutant="diagnose" why="패딩이 끝에만 있다고 여긴다" says="끝에만"
# - if (weights[:, ~mask] > 1e-3).any():
# + if (weights[:, mask.sum():] > 1e-3).any():

# %% mutant="diagnose" why="첫 줄의 패딩만 본다" says="모든 줄의 패딩"
# - if (weights[:, ~mask] > 1e-3).any():
# + if (weights[0, ~mask] > 1e-3).any():

# %% mutant="diagnose" why="음수에도 0.001의 여유를 준다" says="아주 작아도"
# - if (weights < 0).any():
# + if (weights < -1e-3).any():

# %% mutant="join-states" why="한 칸씩 섞는다" says="통째로"
# - return np.concatenate([ends, backward[:, 0]], axis=-1)
# + return np.stack([ends, backward[:, 0]], axis=-1).reshape(len(lengths), -1)

# %% mutant="gated-step" why="토큰의 수로 나눈다" says="토큰의 수가 아니라"
# - scores = np.where(mask, K @ s / np.sqrt(len(s)), -np.inf)
# + scores = np.where(mask, K @ s / np.sqrt(len(K)), -np.inf)

# %% mutant="gated-step" why="소프트맥스 뒤에서 막는다" says="합이 1보다 작습니다"
# - scores = np.where(mask, K @ s / np.sqrt(len(s)), -np.inf)
# + scores = K @ s / np.sqrt(len(s))

# - weights = weights / weights.sum()
# + weights = weights / weights.sum() * mask

# %% mutant="gated-step" why="게이트에 tanh를 쓴다" says="시그모이드입니다"
# - g = 1 / (1 + np.exp(-G @ np.concatenate([s, context])))
# + g = np.tanh(G @ np.concatenate([s, context]))

# %% mutant="gated-step" why="고르게 섞는다" says="평균이 아니라"
# - context = weights @ V
# + context = V[mask].mean(axis=0)

# %% mutant="gated-step" why="돌려주는 순서를 바꾼다" says="둘째로 돌려줍니다"
# - return g * s + (1 - g) * context, weights
# + return weights, g * s + (1 - g) * context

# %% mutant="places" why="제곱의 합으로 잰다" says="제곱의 합이"
# - return np.exp(-(weights * logs).sum(axis=-1))
# + return 1 / (weights ** 2).sum(axis=-1)

# %% mutant="places" why="축이 둘일 때만 맞다" says="모양이"
# - return np.exp(-(weights * logs).sum(axis=-1))
# + return np.exp(-(weights * logs).sum(axis=min(weights.ndim - 1, 1)))

# %% mutant="word-alignment" why="같은 낱말을 하나로 묶는다" says="글자로 묶지"
def word_alignment(weights, written, read):
    def member(tokens):
        names = "".join(tokens).split("▁")[1:]
        at = np.cumsum([token[0] == "▁" for token in tokens]) - 1
        return np.array([[names[n] == name for n in at] for name in dict.fromkeys(names)], float)

    rows, columns = member(written), member(read)
    return rows / rows.sum(axis=1, keepdims=True) @ weights @ columns.T

# %% mutant="word-alignment" why="▁만 있는 토큰을 낱말로 세지 않는다" says="하나뿐인"
# - word = np.cumsum([token.startswith("▁") for token in tokens]) - 1
# + word = np.cumsum([len(token) > 1 and token.startswith("▁") for token in tokens]) - 1

# %% mutant="word-alignment" why="둘씩 평균해 나간다" says="셋을 똑같이"
def word_alignment(weights, written, read):
    first = [n for n, token in enumerate(read) if token[0] == "▁"]
    lines = []
    for line, token in zip(np.add.reduceat(weights, first, axis=1), written):
        if token[0] == "▁":
            lines.append(line)
        else:
            lines[-1] = (lines[-1] + line) / 2
    return np.array(lines)

# %% alternate="word-alignment" why="더한 뒤 줄의 합으로 나누어"
def word_alignment(weights, written, read):
    first, second = ([n for n, token in enumerate(tokens) if token[0] == "▁"] for tokens in (written, read))
    moved = np.add.reduceat(np.add.reduceat(weights, second, axis=1), first, axis=0)
    return moved / moved.sum(axis=1, keepdims=True)

# %% mutant="follow" why="마지막 배열만 문장의 자리를 더한다" says="n * width를 더하세요"
# - return tuple(part[rows] for part in state)
# + return (*(part[parent.ravel()] for part in state[:-1]), state[-1][rows])

# %% mutant="follow" why="첫 문장의 후보만 본다" says="첫 문장의 것만"
# - rows = (np.arange(n)[:, None] * width + parent).ravel()
# + rows = (np.arange(n)[:, None] * width + parent[0]).ravel()

# %% mutant="masked-softmax" why="점수에 마스크를 곱한다" says="막힌 자리의 점수가 더 커도"
# - low = np.where(mask, scores, -1e30)
# + low = scores * mask

# %% mutant="word-alignment" why="▁가 속에 있어도 시작으로 본다" says="속에 든 것은"
# - word = np.cumsum([token.startswith("▁") for token in tokens]) - 1
# + word = np.cumsum(["▁" in token for token in tokens]) - 1

# %% mutant="join-states" why="자리를 1부터 센다" says="한 칸 뒤입니다"
# - ends = forward[np.arange(len(lengths)), lengths - 1]
# + ends = forward[np.arange(len(lengths)), lengths % forward.shape[1]]
