# %% mutant="positions" why="강의처럼 번갈아 놓는다" says="번갈아 놓였습니다" key=True
# - return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1)
# + return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(len(angle), d)

# %% mutant="positions" why="코사인을 앞에 놓는다" says="코사인이 앞에 있습니다"
# - return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1)
# + return np.concatenate([np.cos(angle), np.sin(angle)], axis=-1)

# %% mutant="positions" why="받은 번호 대신 0부터 센다" says="받은 번호 대신"
# - angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
# + angle = np.arange(len(at))[:, None] / base ** (np.arange(0, d, 2) / d)

# %% mutant="positions" why="지수에 0, 1, 2, …를 쓴다" says="분모의 지수는"
# - angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
# + angle = np.asarray(at)[:, None] / base ** (np.arange(d // 2) / d)

# %% mutant="positions" why="base를 무시한다" says="10000을 그대로"
# - angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
# + angle = np.asarray(at)[:, None] / 10000 ** (np.arange(0, d, 2) / d)

# %% mutant="positions" why="자리와 칸의 축을 바꾼다" says="모양이"
# - return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1)
# + return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1).T

# %% mutant="positions" why="지수를 1까지 고르게 나눈다" says="d/2로 나누지"
# - angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
# + angle = np.asarray(at)[:, None] / base ** np.linspace(0, 1, d // 2)

# %% mutant="positions" why="칸마다 다른 각도를 쓴다" says="각도가 같아야"
# - angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
# + angle = np.asarray(at)[:, None] / base ** (2 * (np.arange(d) // 2) / d)

# - return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1)
# + return np.where(np.arange(d) < d // 2, np.sin(angle), np.cos(angle))

# %% mutant="positions" why="정수 배열에 담는다" says="소수점 아래가"
# - return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1)
# + return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1).astype(np.asarray(at).dtype)

# %% mutant="positions" why="자리를 크기순으로 놓는다" says="받은 순서대로"
# - angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
# + angle = np.sort(at)[:, None] / base ** (np.arange(0, d, 2) / d)

# %% alternate="positions" why="칸을 하나씩 채우기"
def positions(at, d, base=10000):
    out = np.empty((len(at), d))
    for i in range(d // 2):
        angle = at / base ** (2 * i / d)
        out[:, i] = np.sin(angle)
        out[:, d // 2 + i] = np.cos(angle)
    return out

# %% alternate="positions" why="지수와 로그로"
def positions(at, d, base=10000):
    waves = np.exp(-np.log(base) * np.linspace(0, 1, d // 2, endpoint=False))
    table = np.outer(at, waves)
    return np.hstack((np.sin(table), np.sin(table + np.pi / 2)))

# %% mutant="decoder-mask" why="과거를 가리고 미래를 남긴다" says="미래를 남겼습니다"
# - seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
# + seen = np.triu(np.ones((T, T), bool)) & (ids != 0)[:, None, :]

# %% mutant="decoder-mask" why="자기 자신을 남기지 않는다" says="자기 자신을 보지 않는" key=True
# - return seen | np.eye(T, dtype=bool)
# + return seen

# %% mutant="decoder-mask" why="패딩인 줄도 지운다" says="줄까지 지웠습니다"
# - return seen | np.eye(T, dtype=bool)
# + return (seen & (ids != 0)[:, :, None]) | np.eye(T, dtype=bool)

# %% mutant="decoder-mask" why="패딩을 가리지 않는다" says="패딩을 가리지 않았습니다"
# - seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
# + seen = np.tril(np.ones((T, T), bool)) & np.ones(ids.shape, bool)[:, None, :]

# %% mutant="decoder-mask" why="첫 문장의 패딩을 모두에 쓴다" says="첫 문장의 패딩을"
# - seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
# + seen = np.tril(np.ones((T, T), bool)) & (ids[:1] != 0)[:, None, :] & np.ones((len(ids), 1, 1), bool)

# %% mutant="decoder-mask" why="0과 1로 돌려준다" says="참과 거짓(bool)"
# - return seen | np.eye(T, dtype=bool)
# + return (seen | np.eye(T, dtype=bool)).astype(int)

# %% mutant="decoder-mask" why="패딩이 뒤에만 있다고 본다" says="길이가 아니라"
# - seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
# + real = np.arange(T) < (ids != 0).sum(axis=1)[:, None]
# + seen = np.tril(np.ones((T, T), bool)) & real[:, None, :]

# %% mutant="decoder-mask" why="패딩 뒤를 모두 가린다" says="패딩 뒤의 토큰까지"
# - seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
# + real = np.cumprod(ids != 0, axis=1).astype(bool)
# + seen = np.tril(np.ones((T, T), bool)) & (real[:, None, :] | (ids[:, :1, None] == 0) & (ids != 0)[:, None, :])

# %% mutant="decoder-mask" why="보는 쪽을 지운다" says="패딩인 줄을 지웠습니다"
# - seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
# + seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, :, None]

# %% mutant="decoder-mask" why="빈 줄만 고친다" says="줄이 비지 않아도"
# - return seen | np.eye(T, dtype=bool)
# + return seen | np.eye(T, dtype=bool) & ~seen.any(axis=-1, keepdims=True)

# %% mutant="decoder-mask" why="가릴 자리를 True로 적는다" says="참과 거짓이 뒤집혔습니다"
# - return seen | np.eye(T, dtype=bool)
# + return ~(seen | np.eye(T, dtype=bool))

# %% alternate="decoder-mask" why="세 겹 반복문"
def decoder_mask(ids):
    B, T = ids.shape
    out = np.zeros((B, T, T), dtype=bool)
    for b in range(B):
        for t in range(T):
            for s in range(t + 1):
                out[b, t, s] = s == t or ids[b, s] != 0
    return out

# %% alternate="decoder-mask" why="번호를 견주기"
def decoder_mask(ids):
    at = np.arange(ids.shape[1])
    past = (at[:, None] > at) & (ids > 0)[:, None]
    return past | (at[:, None] == at)

# %% mutant="leaks" why="뒷자리가 움직인 것까지 센다" says="앞이 아닌 자리도" key=True
# - found += [(s, t) for t in range(s) if moved[t] > 1e-6]
# + found += [(s, t) for t in range(len(x)) if moved[t] > 1e-6]

# %% mutant="leaks" why="순서를 바꾸어 적는다" says="(바꾼 자리, 움직인 자리)"
# - found += [(s, t) for t in range(s) if moved[t] > 1e-6]
# + found += [(t, s) for t in range(s) if moved[t] > 1e-6]

# %% mutant="leaks" why="받은 x를 바꾼다" says="받은 것을 고치지"
# - changed = x.copy()
# + changed = x

# %% mutant="leaks" why="바꾼 것을 되돌리지 않고 이어서 바꾼다" says="바꾼 것을 되돌리고"
# - before, found = layer(x), []
# + before, found, changed = layer(x), [], x.copy()

# - changed = x.copy()
# + pass

# %% mutant="leaks" why="절댓값을 보지 않는다" says="절댓값을 보았나요"
# - moved = np.abs(layer(changed) - before).max(axis=-1)
# + moved = (layer(changed) - before).max(axis=-1)

# %% mutant="leaks" why="첫 칸만 본다" says="첫 칸만 보거나"
# - moved = np.abs(layer(changed) - before).max(axis=-1)
# + moved = np.abs(layer(changed) - before)[:, 0]

# %% mutant="leaks" why="눈에 익은 마스크를 고른다" says="줄에는 모두 볼 것이"
# - return "나"
# + return "다"

# %% mutant="leaks" why="바로 앞에 바꾼 것과 견준다" says="아무것도 바꾸지 않은 출력과"
# - moved = np.abs(layer(changed) - before).max(axis=-1)
# + moved, before = np.abs((after := layer(changed)) - before).max(axis=-1), after

# %% mutant="leaks" why="첫 칸에만 1을 더한다" says="모든 칸에 1을"
# - changed[s] += 1
# + changed[s, 0] += 1

# %% mutant="leaks" why="칸을 먼저 더한다" says="칸을 먼저 더하면"
# - moved = np.abs(layer(changed) - before).max(axis=-1)
# + moved = np.abs((layer(changed) - before).sum(axis=-1))

# %% mutant="leaks" why="칸을 평균한다" says="칸의 평균을"
# - moved = np.abs(layer(changed) - before).max(axis=-1)
# + moved = np.abs(layer(changed) - before).mean(axis=-1)

# %% mutant="leaks" why="칸의 움직임을 더한다" says="칸을 더하거나 모으지"
# - moved = np.abs(layer(changed) - before).max(axis=-1)
# + moved = np.abs(layer(changed) - before).sum(axis=-1)

# %% mutant="leaks" why="상대 오차로 견준다" says="상대 오차"
# - moved = np.abs(layer(changed) - before).max(axis=-1)
# + moved = ~np.isclose(layer(changed), before).all(axis=-1)

# %% mutant="leaks" why="조금이라도 움직이면 센다" says="문턱을 지키고"
# - found += [(s, t) for t in range(s) if moved[t] > 1e-6]
# + found += [(s, t) for t in range(s) if moved[t] > 0]

# %% mutant="leaks" why="그 자리부터 모두 바꾼다" says="여러 자리를 함께"
# - changed[s] += 1
# + changed[s:] += 1

# %% mutant="leaks" why="움직인 자리부터 센다" says="순서가 다르거나"
# - return found
# + return sorted(found, key=lambda pair: pair[::-1])

# %% mutant="leaks" why="받은 x를 바꾸었다가 되돌린다" says="받은 것을 고치지"
# - changed = x.copy()
# + changed = x

# - found += [(s, t) for t in range(s) if moved[t] > 1e-6]
# + found += [(s, t) for t in range(s) if moved[t] > 1e-6]
# + x[s] -= 1

# %% mutant="leaks" why="움직인 자리만 적는다" says="짝의 리스트가"
# - found += [(s, t) for t in range(s) if moved[t] > 1e-6]
# + found += [t for t in range(s) if moved[t] > 1e-6]

# %% alternate="leaks" why="두 겹 반복문과 allclose"
def leaks(layer, x):
    found, before = [], layer(x.copy())
    for s in range(x.shape[0]):
        bump = np.zeros(x.shape)
        bump[s] = 1
        after = layer(x + bump)
        for t in range(s):
            if not np.allclose(after[t], before[t], rtol=0, atol=1e-6):
                found.append([s, t])
    return found

def leaky_mask():
    return [name for name, mask in masks.items() if not mask.any(axis=1).all()][0]

# %% alternate="leaks" why="표를 만들고 아래 삼각만"
def leaks(layer, x):
    before = layer(x)
    eye = np.eye(len(x))[:, :, None]
    moved = np.array([np.abs(layer(x + one) - before).max(-1) > 1e-6 for one in eye])
    return list(zip(*np.nonzero(np.tril(moved, -1))))

def leaky_mask():
    return "나"

# %% mutant="multi-head" why="축을 바꾸지 않고 모양만 바꾼다" says="축을 바꾸지 않으면" key=True
# - q, k, v = (x.reshape(len(x), heads, -1).swapaxes(0, 1) for x in (q, k, v))
# + q, k, v = (x.reshape(heads, len(x), -1) for x in (q, k, v))

# %% mutant="multi-head" why="이어 붙일 때 축을 바꾸지 않는다" says="토큰이 뒤섞입니다"
# - context = (weights @ v).swapaxes(0, 1)
# - return context.reshape(len(context), -1)
# + return (weights @ v).reshape(q.shape[1], -1)

# %% mutant="multi-head" why="마스크를 소프트맥스 뒤에 곱한다" says="소프트맥스 뒤에 곱하면"
# - weights = softmax(np.where(allowed, scores, -1e9))
# + weights = softmax(scores) * allowed

# %% mutant="multi-head" why="d의 제곱근으로 나눈다" says="헤드 하나의 길이는"
# - scores = q @ k.swapaxes(1, 2) / q.shape[-1] ** 0.5
# + scores = q @ k.swapaxes(1, 2) / (heads * q.shape[-1]) ** 0.5

# %% mutant="multi-head" why="나누지 않는다" says="점수를 나누지 않았습니다"
# - scores = q @ k.swapaxes(1, 2) / q.shape[-1] ** 0.5
# + scores = q @ k.swapaxes(1, 2)

# %% mutant="multi-head" why="키도 질의의 길이로 나눈다" says="키의 수 S는 다를 수"
# - q, k, v = (x.reshape(len(x), heads, -1).swapaxes(0, 1) for x in (q, k, v))
# + q, k, v = (x.reshape(len(q), heads, q.shape[1] // heads).swapaxes(0, 1) for x in (q, k, v))

# %% mutant="multi-head" why="헤드를 띄엄띄엄 나눈다" says="띄엄띄엄 나누었습니다"
# - q, k, v = (x.reshape(len(x), heads, -1).swapaxes(0, 1) for x in (q, k, v))
# + q, k, v = (x.reshape(len(x), -1, heads).transpose(2, 0, 1) for x in (q, k, v))

# - context = (weights @ v).swapaxes(0, 1)
# + context = (weights @ v).transpose(1, 2, 0)

# %% mutant="multi-head" why="마스크를 뒤집는다" says="마스크가 뒤집혔습니다"
# - weights = softmax(np.where(allowed, scores, -1e9))
# + weights = softmax(np.where(allowed, -1e9, scores))

# %% mutant="multi-head" why="가려진 점수를 0으로 둔다" says="exp(0)은"
# - weights = softmax(np.where(allowed, scores, -1e9))
# + weights = softmax(scores * allowed)

# %% mutant="multi-head" why="마스크를 점수에 더한다" says="−1e9로 바꿉니다"
# - weights = softmax(np.where(allowed, scores, -1e9))
# + weights = softmax(scores + allowed)

# %% mutant="multi-head" why="질의를 따라 소프트맥스를 한다" says="소프트맥스의 축이"
# - weights = softmax(np.where(allowed, scores, -1e9))
# + weights = softmax(np.where(allowed, scores, -1e9).swapaxes(1, 2)).swapaxes(1, 2)

# %% mutant="multi-head" why="헤드의 수의 제곱근으로 나눈다" says="헤드의 수와 헤드 하나의"
# - scores = q @ k.swapaxes(1, 2) / q.shape[-1] ** 0.5
# + scores = q @ k.swapaxes(1, 2) / heads ** 0.5

# %% mutant="multi-head" why="헤드로 나누지 않는다" says="헤드마다 따로"
# - q, k, v = (x.reshape(len(x), heads, -1).swapaxes(0, 1) for x in (q, k, v))
# + q, k, v = (x[None] for x in (q, k, v))

# %% alternate="multi-head" why="헤드마다 반복문"
def multi_head(q, k, v, heads, allowed):
    pieces = []
    for a, b, c in zip(*(np.split(x, heads, axis=1) for x in (q, k, v))):
        scores = a @ b.T / np.sqrt(a.shape[1])
        pieces.append(softmax(np.where(allowed, scores, -np.inf)) @ c)
    return np.hstack(pieces)

# %% alternate="multi-head" why="einsum으로"
def multi_head(q, k, v, heads, allowed):
    e = q.shape[1] // heads
    q, k, v = q.reshape(-1, heads, e), k.reshape(-1, heads, e), v.reshape(-1, heads, e)
    scores = np.einsum("the,she->hts", q, k) / e ** 0.5 + np.where(allowed, 0, -1e9)
    return np.einsum("hts,she->the", softmax(scores), v).reshape(len(q), heads * e)

# %% mutant="entropy" why="0의 로그를 구한다" says="0의 로그를" key=True
# - logs = np.log(np.where(weights > 0, weights, 1))
# + logs = np.log(weights)

# %% mutant="entropy" why="밑이 2인 로그" says="밑이 2인"
# - logs = np.log(np.where(weights > 0, weights, 1))
# + logs = np.log2(np.where(weights > 0, weights, 1))

# %% mutant="entropy" why="모두 더한다" says="모두 더했거나"
# - return float(-(weights * logs).sum(axis=-1).mean())
# + return float(-(weights * logs).sum())

# %% mutant="entropy" why="칸마다 평균한다" says="칸마다 평균했습니다"
# - return float(-(weights * logs).sum(axis=-1).mean())
# + return float(-(weights * logs).mean())

# %% mutant="entropy" why="작은 확률을 버린다" says="0이 아닌데 버리지"
# - logs = np.log(np.where(weights > 0, weights, 1))
# + logs = np.log(np.where(weights > 0.01, weights, 1))

# %% mutant="entropy" why="가장 큰 확률만 본다" says="−Σ p ln p 그대로"
# - return float(-(weights * logs).sum(axis=-1).mean())
# + return float(weights.max(axis=-1).mean())

# %% mutant="entropy" why="큰 것부터 적는다" says="큰 것부터 적었습니다"
# - return ["나", "가", "다", "라"]
# + return ["라", "다", "가", "나"]

# %% mutant="entropy" why="d가 작으면 몰린다고 본다" says="표준편차는"
# - return ["나", "가", "다", "라"]
# + return ["가", "나", "다", "라"]

# %% mutant="entropy" why="nan을 0으로 덮는다" says="경고가 나왔습니다"
# - logs = np.log(np.where(weights > 0, weights, 1))
# + logs = np.nan_to_num(np.log(weights))

# %% mutant="entropy" why="너무 큰 수를 더한다" says="무엇을 더하거나"
# - logs = np.log(np.where(weights > 0, weights, 1))
# + logs = np.log(weights + 1e-3)

# %% mutant="entropy" why="줄을 먼저 평균한다" says="줄을 먼저 평균했습니다"
# - logs = np.log(np.where(weights > 0, weights, 1))
# + weights = weights.reshape(-1, weights.shape[-1]).mean(axis=0)
# + logs = np.log(np.where(weights > 0, weights, 1))

# %% mutant="entropy" why="첫 축의 길이로 나눈다" says="줄의 수로 나누었나요"
# - return float(-(weights * logs).sum(axis=-1).mean())
# + return float(-(weights * logs).sum() / len(weights))

# %% mutant="entropy" why="둘째 축을 더한다" says="줄은 마지막 축입니다"
# - return float(-(weights * logs).sum(axis=-1).mean())
# + return float(-(weights * logs).sum(axis=1).mean())

# %% alternate="entropy" why="예측을 배열로"
# - return ["나", "가", "다", "라"]
# + return np.array(["나", "가", "다", "라"])

# %% alternate="entropy" why="줄마다 파이썬으로"
def mean_entropy(weights):
    rows = weights.reshape(-1, weights.shape[-1])
    return sum(-sum(p * np.log(p) for p in row if p > 0) for row in rows) / len(rows)

def predict():
    spread = {name: d ** 0.5 / by for name, (d, by) in setups.items()}
    return sorted(spread, key=lambda name: -spread[name])

# %% alternate="entropy" why="out과 where로"
def mean_entropy(weights):
    logs = np.log(weights, out=np.zeros_like(weights), where=weights > 0)
    return -np.mean(np.sum(weights * logs, axis=-1))

def predict():
    return "나 가 다 라".split()

# %% mutant="schedule" why="큰 쪽을 고른다" says="작은 쪽을 골랐나요" key=True
# - return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
# + return d ** -0.5 * np.maximum(step ** -0.5, step * warmup ** -1.5)

# %% mutant="schedule" why="웜업 뒤에 줄이지 않는다" says="제곱근에 반비례합니다"
# - return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
# + return d ** -0.5 * np.minimum(warmup ** -0.5, step * warmup ** -1.5)

# %% mutant="schedule" why="d로 나누지 않는다" says="d를 빠뜨렸거나"
# - return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
# + return np.minimum(step ** -0.5, step * warmup ** -1.5)

# %% mutant="schedule" why="d의 제곱근을 곱한다" says="d의 지수는"
# - return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
# + return d ** 0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)

# %% mutant="schedule" why="꼭대기에서 d를 빠뜨린다" says="d를 빠뜨렸습니다"
# - return (d * warmup) ** -0.5
# + return warmup ** -0.5

# %% mutant="schedule" why="꼭대기에서 warmup을 빠뜨린다" says="warmup을 빠뜨렸습니다"
# - return (d * warmup) ** -0.5
# + return d ** -0.5

# %% mutant="schedule" why="걸음을 0부터 센다" says="걸음에 1을 더하지"
# - return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
# + step = step + 1
# + return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)

# %% mutant="schedule" why="warmup의 지수를 바꾼다" says="warmup의 지수는"
# - return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
# + return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -0.5)

# %% mutant="schedule" why="첫 걸음으로 모두를 정한다" says="걸음마다 고릅니다"
# - return d ** -0.5 * np.minimum(step ** -0.5, step * warmup ** -1.5)
# + return d ** -0.5 * (step ** -0.5 if step[0] > warmup else step * warmup ** -1.5)

# %% mutant="schedule" why="모든 걸음을 돈다" says="식으로 구하세요"
# - return (d * warmup) ** -0.5
# + return rates(np.arange(1, 10 * warmup), d, warmup).max()

# %% mutant="schedule" why="만 걸음까지만 돈다" says="어디까지만"
# - return (d * warmup) ** -0.5
# + return rates(np.arange(1, 10001), d, warmup).max()

# %% mutant="schedule" why="식의 지수를 꼭대기에 그대로 옮긴다" says="warmup의 지수가"
# - return (d * warmup) ** -0.5
# + return d ** -0.5 * warmup ** -1.5

# %% alternate="schedule" why="where로"
def rates(step, d, warmup):
    rising = step / (warmup * np.sqrt(warmup))
    return np.where(step < warmup, rising, 1 / np.sqrt(step)) / np.sqrt(d)

def peak(d, warmup):
    return rates(np.array([warmup]), d, warmup)[0]

# %% alternate="schedule" why="파이썬의 min으로"
def rates(step, d, warmup):
    return [min(s ** -0.5, s * warmup ** -1.5) / d ** 0.5 for s in step.astype(float)]

def peak(d, warmup):
    return 1 / (d ** 0.5 * warmup ** 0.5)

# %% mutant="smoothing" why="강의처럼 모든 토큰에 나눈다" says="V개에 나누었습니다" key=True
# - q = np.full(log_p.shape, epsilon / (V - 2))
# - q[:, 0] = 0
# + q = np.full(log_p.shape, epsilon / V)

# - q[rows, answer] = 1 - epsilon
# + q[rows, answer] += 1 - epsilon

# %% mutant="smoothing" why="V − 1로 나눈다" says="V − 1개에 나누었습니다"
# - q = np.full(log_p.shape, epsilon / (V - 2))
# + q = np.full(log_p.shape, epsilon / (V - 1))

# %% mutant="smoothing" why="패딩에도 나눈다" says="패딩의 칸에도"
# - q[:, 0] = 0
# + q[:, 0] = q[:, 0]

# %% mutant="smoothing" why="정답이 패딩인 자리도 센다" says="더하지도 세지도"
# - return float(-(q * log_p).sum(axis=1)[answer != 0].mean())
# + return float(-(q * log_p).sum(axis=1).mean())

# %% mutant="smoothing" why="합을 T로 나눈다" says="T로 나누었습니다"
# - return float(-(q * log_p).sum(axis=1)[answer != 0].mean())
# + return float(-(q * log_p).sum(axis=1)[answer != 0].sum() / len(answer))

# %% mutant="smoothing" why="첫 자리의 정답을 모두에 쓴다" says="첫 자리의 정답을"
# - q[rows, answer] = 1 - epsilon
# + q[rows, answer[0]] = 1 - epsilon

# %% mutant="smoothing" why="스무딩을 하지 않는다" says="스무딩을 하지"
# - q[rows, answer] = 1 - epsilon
# + epsilon, q[rows, answer] = 0, 1

# - q[:, 0] = 0
# + q[:, :] = 0

# %% mutant="smoothing" why="정답에 몫을 더한다" says="정답에 ε의 몫을"
# - q[rows, answer] = 1 - epsilon
# + q[rows, answer] += 1 - epsilon

# %% mutant="smoothing" why="모든 정답의 칸을 모든 자리에서 고친다" says="자리마다 목표를"
# - q[rows, answer] = 1 - epsilon
# + q[:, answer[answer != 0]] = 1 - epsilon

# %% mutant="smoothing" why="칸까지 평균한다" says="칸마다 평균했습니다"
# - return float(-(q * log_p).sum(axis=1)[answer != 0].mean())
# + return float(-(q * log_p)[answer != 0].mean())

# %% mutant="smoothing" why="앞의 몇 자리만 남긴다" says="뒤에만 있다고"
# - return float(-(q * log_p).sum(axis=1)[answer != 0].mean())
# + return float(-(q * log_p).sum(axis=1)[:(answer != 0).sum()].mean())

# %% mutant="smoothing" why="정답에서만 패딩을 거른다" says="로그 확률도 같은"
# - V = log_p.shape[1]
# + V = log_p.shape[1]
# + answer = answer[answer != 0]
# + log_p = log_p[:len(answer)]

# %% alternate="smoothing" why="자리마다 더하기"
def smoothed_loss(answer, log_p, epsilon):
    losses = []
    for a, row in zip(answer, log_p):
        if a:
            others = row[1:].sum() - row[a]
            losses.append(-(1 - epsilon) * row[a] - epsilon * others / (len(row) - 2))
    return sum(losses) / len(losses)

# %% alternate="smoothing" why="패딩을 먼저 걸러 내기"
def smoothed_loss(answer, log_p, epsilon):
    kept = answer > 0
    answer, log_p = answer[kept], log_p[kept]
    right = np.take_along_axis(log_p, answer[:, None], axis=1)[:, 0]
    rest = (log_p[:, 1:].sum(axis=1) - right) / (log_p.shape[1] - 2)
    return np.mean(-(1 - epsilon) * right - epsilon * rest)

# %% mutant="cache" why="보고 나서 붙인다" says="자기 자신을 보지" key=True
def step(q, k, v, cache, window):
    if cache is None:
        return v, (k[None], v[None])
    keys, values = cache
    weights = softmax(keys[-window:] @ q / len(q) ** 0.5)
    new = np.vstack([keys, k])[-window:], np.vstack([values, v])[-window:]
    return weights @ values[-window:], new

# %% mutant="cache" why="앞의 것을 남긴다" says="새 것을 버렸습니다"
# - keys, values = keys[-window:], values[-window:]
# + keys, values = keys[:window], values[:window]

# %% mutant="cache" why="하나 더 본다" says="하나 더 보았습니다"
# - keys, values = keys[-window:], values[-window:]
# + keys, values = keys[-window - 1:], values[-window - 1:]

# %% mutant="cache" why="버리지 않고 볼 때만 자른다" says="오래된 것은 버리고"
# - keys, values = keys[-window:], values[-window:]
# - weights = softmax(keys @ q / len(q) ** 0.5)
# - return weights @ values, (keys, values)
# + weights = softmax(keys[-window:] @ q / len(q) ** 0.5)
# + return weights @ values[-window:], (keys, values)

# %% mutant="cache" why="d의 제곱근으로 나누지 않는다" says="점수를 나누지 않았습니다"
# - weights = softmax(keys @ q / len(q) ** 0.5)
# + weights = softmax(keys @ q)

# %% mutant="cache" why="새 것을 앞에 붙인다" says="오래된 것부터"
# - keys, values = (np.vstack([old, new]) for old, new in zip(cache, (keys, values)))
# + keys, values = (np.vstack([new, old]) for old, new in zip(cache, (keys, values)))

# %% mutant="cache" why="받은 캐시에 덮어쓴다" says="받은 것을 고치지"
# - keys, values = keys[-window:], values[-window:]
# + keys, values = keys[-window:], values[-window:]
# + if cache is not None: cache[0][:] = 0

# %% mutant="cache" why="보고 나서 자른다" says="자르기 전에"
# - keys, values = keys[-window:], values[-window:]
# + kept = keys[-window:], values[-window:]

# - return weights @ values, (keys, values)
# + return weights @ values, kept

# %% mutant="cache" why="하나 덜 남긴다" says="하나 덜"
# - keys, values = keys[-window:], values[-window:]
# + keys, values = keys[-(window - 1):], values[-(window - 1):]

# %% mutant="cache" why="값과 키의 순서로 돌려준다" says="키와 값의 자리가"
# - return weights @ values, (keys, values)
# + return weights @ values, (values, keys)

# %% mutant="cache" why="키를 섞는다" says="섞는 것은 값입니다"
# - return weights @ values, (keys, values)
# + return weights @ keys, (keys, values)

# %% mutant="cache" why="토큰의 수로 나눈다" says="√d로 나누어"
# - weights = softmax(keys @ q / len(q) ** 0.5)
# + weights = softmax(keys @ q / len(keys) ** 0.5)

# %% mutant="cache" why="한 줄로 이어 붙인다" says="키 (n, d)와"
# - return weights @ values, (keys, values)
# + return weights @ values, (keys.ravel(), values.ravel())

# - keys, values = k[None], v[None]
# + keys, values = k[None], v[None]
# + cache = None if cache is None else [x.reshape(-1, len(q)) for x in cache]

# %% alternate="cache" why="리스트로 모아서"
def step(q, k, v, cache, window):
    old_keys, old_values = cache if cache is not None else ([], [])
    keys = np.array([*old_keys, k])[-window:]
    values = np.array([*old_values, v])[-window:]
    e = np.exp((keys * q).sum(axis=1) / np.sqrt(q.size))
    return (e[:, None] * values).sum(axis=0) / e.sum(), (keys, values)

# %% alternate="cache" why="concatenate와 빈 캐시로"
def step(q, k, v, cache, window):
    empty = np.zeros((0, len(q)))
    keys, values = cache or (empty, empty)
    keys = np.concatenate([keys, k.reshape(1, -1)])
    values = np.concatenate([values, v.reshape(1, -1)])
    if len(keys) > window:
        keys, values = keys[1:], values[1:]
    return softmax(keys @ q / np.sqrt(len(q))) @ values, (keys, values)

# %% alternate="cache" why="배열 하나에 쌓아서"
def step(q, k, v, cache, window):
    new = np.stack([k, v])[:, None]
    both = (new if cache is None else np.concatenate([cache, new], axis=1))[:, -window:]
    return softmax(both[0] @ q * len(q) ** -0.5) @ both[1], both

# %% alternate="cache" why="벡터의 리스트로"
def step(q, k, v, cache, window):
    keys, values = ([], []) if cache is None else cache
    keys, values = (keys + [k])[-window:], (values + [v])[-window:]
    weights = softmax(np.array([key @ q for key in keys]) / len(q) ** 0.5)
    return sum(a * b for a, b in zip(weights, values)), (keys, values)

# %% alternate="multi-head" why="소프트맥스 뒤에 곱하고 다시 나누기"
def multi_head(q, k, v, heads, allowed):
    q, k, v = (np.stack(np.split(x, heads, axis=1)) for x in (q, k, v))
    weights = softmax(q @ k.transpose(0, 2, 1) / q.shape[-1] ** 0.5) * allowed
    return np.hstack(list(weights / weights.sum(axis=-1, keepdims=True) @ v))

# %% alternate="positions" why="번갈아 놓은 다음 칸의 순서를 바꾸기, float32"
def positions(at, d, base=10000):
    angle = at[:, None] / base ** (np.arange(0, d, 2) / d)
    table = np.zeros((len(at), d), "float32")
    table[:, 0::2], table[:, 1::2] = np.sin(angle), np.cos(angle)
    return table[:, [*range(0, d, 2), *range(1, d, 2)]]

# %% alternate="entropy" why="아주 작은 수를 더해서"
def mean_entropy(weights):
    return float(np.mean(np.sum(-weights * np.log(weights + 1e-12), axis=-1)))

def predict():
    return "나가다라"

# %% mutant="positions" why="지수를 정수로 나눈다" says="정수로 잘렸습니다"
# - angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) / d)
# + angle = np.asarray(at)[:, None] / base ** (np.arange(0, d, 2) // d)

# %% mutant="decoder-mask" why="1도 특수 토큰으로 본다" says="패딩은 0뿐입니다"
# - seen = np.tril(np.ones((T, T), bool)) & (ids != 0)[:, None, :]
# + seen = np.tril(np.ones((T, T), bool)) & (ids > 1)[:, None, :]

# %% mutant="leaks" why="1을 더하지 않고 1로 바꾼다" says="1로 바꾸지도"
# - changed[s] += 1
# + changed[s] = 1

# %% mutant="smoothing" why="정답은 1 − ε인데 나머지는 V로 나눈다" says="V개에 나누었습니다"
# - q = np.full(log_p.shape, epsilon / (V - 2))
# + q = np.full(log_p.shape, epsilon / V)
