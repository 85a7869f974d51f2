# %% mutant="skipgram-pairs" why="오른쪽 끝을 한 칸 덜 본다"
# - for context in range(max(0, center - window), min(len(tokens), center + window + 1)):
# -     if context != center:
# + for context in range(max(0, center - window), min(len(tokens), center + window)):
# +     if center != context:

# %% mutant="skipgram-pairs" why="자리가 아니라 단어를 비교한다" says="단어가 아니라 자리를 비교하세요" key=True
def skipgram_pairs(tokens, window):
    return [(tokens[i], tokens[j]) for i in range(len(tokens)) for j in range(max(0, i - window), min(len(tokens), i + window + 1)) if tokens[i] != tokens[j]]

# %% mutant="skipgram-pairs" why="중심 자신을 이웃으로 센다"
def skipgram_pairs(tokens, window):
    return [(tokens[i], tokens[j]) for i in range(len(tokens)) for j in range(max(0, i - window), min(len(tokens), i + window + 1))]

# %% mutant="skipgram-pairs" why="오른쪽 이웃만 본다"
def skipgram_pairs(tokens, window):
    return [(tokens[i], tokens[j]) for i in range(len(tokens)) for j in range(i + 1, min(len(tokens), i + window + 1))]

# %% mutant="skipgram-pairs" why="음수 번호로 문장 끝을 읽는다"
# - for context in range(max(0, center - window), min(len(tokens), center + window + 1)):
# -     if context != center:
# -         pairs.append((tokens[center], tokens[context]))
# + for context in range(-window, window + 1):
# +     if context != 0 and center + context < len(tokens) and abs(center + context) < len(tokens):
# +         pairs.append((tokens[center], tokens[center + context]))

# %% mutant="skipgram-pairs" why="음수 시작으로 자르면 앞쪽 중심의 이웃이 사라진다"
def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        for context in tokens[i - window:i] + tokens[i + 1:i + window + 1]:
            pairs.append((center, context))
    return pairs

# %% mutant="skipgram-pairs" why="같은 쌍을 한 번만 센다"
def skipgram_pairs(tokens, window):
    return list({(tokens[i], tokens[j]) for i in range(len(tokens)) for j in range(len(tokens)) if 0 < abs(i - j) <= window})

# %% alternate="skipgram-pairs" why="제너레이터로, 자르기를 써서"
def skipgram_pairs(tokens, window):
    def walk():
        for i, center in enumerate(tokens):
            yield from ((center, near) for near in tokens[max(0, i - window):i])
            yield from ((center, near) for near in tokens[i + 1:i + 1 + window])
    return list(walk())

# %% alternate="skipgram-pairs" why="거리마다 양쪽을 한꺼번에"
def skipgram_pairs(tokens, window):
    pairs = []
    for distance in range(1, window + 1):
        for left, right in zip(tokens, tokens[distance:]):
            pairs += [(left, right), (right, left)]
    return pairs

# %% mutant="cbow-examples" why="이웃에 중심이 들어 있다"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# - if context:
# + context = tokens[max(0, position - window):position + window + 1]
# + if len(context) > 1:

# %% mutant="cbow-examples" why="이웃이 없는 자리도 넣는다"
def cbow_examples(tokens, window):
    return [(tokens[max(0, i - window):i] + tokens[i + 1:i + window + 1], center) for i, center in enumerate(tokens)]

# %% mutant="cbow-examples" why="집합으로 모아 되풀이와 순서를 잃는다"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = sorted(set(tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]))

# %% mutant="cbow-examples" why="중심과 이웃의 자리를 바꾼다" says="(이웃 리스트, 중심)의 순서" key=True
# - examples.append((context, center))
# + examples.append((center, context))

# %% mutant="cbow-examples" why="중심과 같은 단어를 이웃에서 지운다"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = [word for word in tokens[max(0, position - window):position + window + 1] if word != center]

# %% mutant="cbow-examples" why="왼쪽 자르기의 시작이 음수가 된다"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = tokens[position - window:position] + tokens[position + 1:position + window + 1]

# %% alternate="cbow-examples" why="자리 번호로, 이웃을 튜플로"
def cbow_examples(tokens, window):
    result = []
    for i in range(len(tokens)):
        near = tuple(tokens[j] for j in range(len(tokens)) if j != i and abs(j - i) <= window)
        if near:
            result.append((near, tokens[i]))
    return tuple(result)

# %% mutant="keep-probability" why="버릴 확률을 돌려준다" says="버릴 확률을 돌려준 것은 아닌가요" key=True
def keep_probability(counts, t):
    frequency = np.asarray(counts) / np.sum(counts)
    return 1 - np.minimum(1, np.sqrt(t / frequency))

# %% mutant="keep-probability" why="1을 넘는 값을 그대로 둔다"
def keep_probability(counts, t):
    frequency = np.asarray(counts) / np.sum(counts)
    return np.sqrt(t / frequency)

# %% mutant="keep-probability" why="비율이 아니라 횟수로 나눈다"
def keep_probability(counts, t):
    return np.minimum(1, np.sqrt(t / np.asarray(counts)))

# %% mutant="keep-probability" why="제곱근을 빠뜨린다"
def keep_probability(counts, t):
    return np.minimum(1, t / (np.asarray(counts) / np.sum(counts)))

# %% mutant="keep-probability" why="gensim의 변형 공식을 쓴다"
def keep_probability(counts, t):
    frequency = np.asarray(counts) / np.sum(counts)
    return np.minimum(1, np.sqrt(t / frequency) + t / frequency)

# %% mutant="keep-probability" why="t를 무시하고 0.08로 고정한다"
def keep_probability(counts, t):
    frequency = np.asarray(counts) / np.sum(counts)
    return np.minimum(1, np.sqrt(0.08 / frequency))

# %% mutant="keep-probability" why="가장 흔한 단어의 횟수로 나눈다"
def keep_probability(counts, t):
    frequency = np.asarray(counts) / np.max(counts)
    return np.minimum(1, np.sqrt(t / frequency))

# %% alternate="keep-probability" why="반복문과 math로, 리스트를 돌려준다"
def keep_probability(counts, t):
    import math
    total = sum(counts)
    return [1 - max(0.0, 1 - math.sqrt(t * total / count)) for count in counts]

# %% alternate="keep-probability" why="조건으로 고르고 float32로"
def keep_probability(counts, t):
    share = np.array(counts) / np.array(counts).sum()
    return np.where(share <= t, 1, (t / share) ** 0.5).astype(np.float32)

# %% mutant="noise-distribution" why="지수를 무시하고 횟수에 비례한다" says="지수를 확인하세요" key=True
def noise_distribution(counts, power=0.75):
    return np.asarray(counts) / np.sum(counts)

# %% mutant="noise-distribution" why="먼저 나누고 제곱해 합이 1이 아니다"
def noise_distribution(counts, power=0.75):
    return (np.asarray(counts) / np.sum(counts)) ** power

# %% mutant="noise-distribution" why="0.75로 고정한다"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.asarray(counts) ** 0.75

# %% mutant="noise-distribution" why="횟수에 1을 더해 안 나온 단어도 뽑는다"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = (np.asarray(counts) + 1) ** power

# %% alternate="noise-distribution" why="비율로 바꾼 뒤 제곱하고 다시 나눈다"
def noise_distribution(counts, power=0.75):
    shares = [count / sum(counts) for count in counts]
    total = sum(share ** power for share in shares)
    return [share ** power / total for share in shares]

# %% mutant="sample-negatives" why="정답과 겹쳐도 그대로 둔다" says="정답이 가짜로 뽑혔습니다" key=True
def sample_negatives(distribution, positives, k, seed):
    return np.random.default_rng(seed).choice(len(distribution), size=(len(positives), k), p=distribution)

# %% mutant="sample-negatives" why="분포를 무시하고 고르게 뽑는다"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    positives = np.asarray(positives)[:, None]
    drawn = rng.integers(0, len(distribution), (len(positives), k))
    while (drawn == positives).any():
        drawn = np.where(drawn == positives, rng.integers(0, len(distribution), drawn.shape), drawn)
    return drawn

# %% mutant="sample-negatives" why="겹치면 다음 번호로 민다"
def sample_negatives(distribution, positives, k, seed):
    drawn = np.random.default_rng(seed).choice(len(distribution), size=(len(positives), k), p=distribution)
    return np.where(drawn == np.asarray(positives)[:, None], (drawn + 1) % len(distribution), drawn)

# %% mutant="sample-negatives" why="겹친 칸을 한 번만 다시 뽑는다"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    drawn = rng.choice(len(distribution), size=(len(positives), k), p=distribution)
    clash = drawn == np.asarray(positives)[:, None]
    drawn[clash] = rng.choice(len(distribution), size=clash.sum(), p=distribution)
    return drawn

# %% mutant="sample-negatives" why="seed를 무시한다"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(0)
    positives = np.asarray(positives)[:, None]
    drawn = rng.choice(len(distribution), size=(len(positives), k), p=distribution)
    while (drawn == positives).any():
        drawn = np.where(drawn == positives, rng.choice(len(distribution), size=drawn.shape, p=distribution), drawn)
    return drawn

# %% mutant="sample-negatives" why="모든 줄이 같은 가짜를 나누어 쓴다"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    rows = {}
    for positive in positives:
        p = np.array(distribution)
        p[positive] = 0
        if positive not in rows:
            rows[positive] = rng.choice(len(p), size=k, p=p / p.sum())
    return np.array([rows[positive] for positive in positives])

# %% mutant="sample-negatives" why="비복원 추출"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    rows = []
    for positive in positives:
        p = np.array(distribution) + 1e-9
        p[positive] = 0
        row = rng.choice(len(p), size=min(k, len(p) - 1), replace=False, p=p / p.sum())
        rows.append(np.resize(row, k))
    return np.array(rows)

# %% mutant="sample-negatives" why="모양이 (k, B)"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    drawn = rng.choice(len(distribution), size=(k, len(positives)), p=distribution)
    while (drawn == positives).any():
        drawn = np.where(drawn == positives, rng.choice(len(distribution), size=drawn.shape, p=distribution), drawn)
    return drawn

# %% mutant="sample-negatives" why="한 줄에서 하나만 뽑아 k번 복사한다"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    positives = np.asarray(positives)[:, None]
    drawn = rng.choice(len(distribution), size=(len(positives), 1), p=distribution)
    while (drawn == positives).any():
        drawn = np.where(drawn == positives, rng.choice(len(distribution), size=drawn.shape, p=distribution), drawn)
    return np.repeat(drawn, k, axis=1)

# %% alternate="sample-negatives" why="줄마다 정답을 뺀 분포에서 바로 뽑는다"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    rows = []
    for positive in positives:
        p = np.array(distribution, dtype=float)
        p[positive] = 0
        rows.append(rng.choice(len(p), size=k, p=p / p.sum()))
    return np.array(rows)

# %% alternate="sample-negatives" why="누적 확률에서 이분 탐색으로"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    edges = np.cumsum(distribution)
    out = np.full((len(positives), k), -1)
    todo = out < 0
    while todo.any():
        out[todo] = np.searchsorted(edges, rng.random(todo.sum()) * edges[-1], side="right")
        todo = out == np.reshape(positives, (-1, 1))
    return out

# %% mutant="sgns-loss" why="시그모이드의 로그를 그대로 계산한다" says="로그 안이 0이 되거나" key=True
def sgns_loss(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    p = -np.log(sigmoid((u_pos * v).sum(axis=1)))
    n = -np.log(sigmoid(-np.einsum("bkd,bd->bk", u_neg, v))).sum(axis=1)
    return (p + n).mean()

# %% mutant="sgns-loss" why="작은 수를 더해 로그를 피한다"
def sgns_loss(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-np.clip(x, -700, 700)))
    p = -np.log(sigmoid((u_pos * v).sum(axis=1)) + 1e-10)
    n = -np.log(sigmoid(-np.einsum("bkd,bd->bk", u_neg, v)) + 1e-10).sum(axis=1)
    return (p + n).mean()

# %% mutant="sgns-loss" why="점수를 30에서 자른다"
def sgns_loss(v, u_pos, u_neg):
    p = np.logaddexp(0, -np.clip((u_pos * v).sum(axis=1), -30, 30))
    n = np.logaddexp(0, np.clip(np.einsum("bkd,bd->bk", u_neg, v), -30, 30)).sum(axis=1)
    return (p + n).mean()

# %% mutant="sgns-loss" why="쌍을 평균하지 않고 더한다"
def sgns_loss(v, u_pos, u_neg):
    p = np.logaddexp(0, -(u_pos * v).sum(axis=1))
    n = np.logaddexp(0, np.einsum("bkd,bd->bk", u_neg, v)).sum(axis=1)
    return (p + n).sum()

# %% mutant="sgns-loss" why="가짜를 더하지 않고 평균한다"
def sgns_loss(v, u_pos, u_neg):
    p = np.logaddexp(0, -(u_pos * v).sum(axis=1))
    n = np.logaddexp(0, np.einsum("bkd,bd->bk", u_neg, v)).mean(axis=1)
    return (p + n).mean()

# %% mutant="sgns-loss" why="가짜 항의 부호가 반대"
def sgns_loss(v, u_pos, u_neg):
    p = np.logaddexp(0, -(u_pos * v).sum(axis=1))
    n = np.logaddexp(0, -np.einsum("bkd,bd->bk", u_neg, v)).sum(axis=1)
    return (p + n).mean()

# %% mutant="sgns-loss" why="손실의 부호가 반대"
def sgns_loss(v, u_pos, u_neg):
    p = np.logaddexp(0, -(u_pos * v).sum(axis=1))
    n = np.logaddexp(0, np.einsum("bkd,bd->bk", u_neg, v)).sum(axis=1)
    return -(p + n).mean()

# %% alternate="sgns-loss" why="최댓값을 빼내 손으로 안정시킨다"
def sgns_loss(v, u_pos, u_neg):
    def softplus(x):
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    scores = np.concatenate([-u_pos[:, None], u_neg], axis=1) @ v[:, :, None]
    return float(softplus(scores[:, :, 0]).sum() / len(v))

# %% alternate="sgns-loss" why="반복문으로 쌍마다"
def sgns_loss(v, u_pos, u_neg):
    total = 0.0
    for center, real, fakes in zip(v, u_pos, u_neg):
        total += np.logaddexp(0.0, -np.dot(real, center))
        for fake in fakes:
            total += np.logaddexp(0.0, np.dot(fake, center))
    return total / len(v)

# %% mutant="sgns-gradients" why="B로 나누지 않는다"
def sgns_gradients(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    e = sigmoid((u_pos * v).sum(1)) - 1
    f = sigmoid((u_neg * v[:, None]).sum(2))
    return e[:, None] * u_pos + (f[:, :, None] * u_neg).sum(1), e[:, None] * v, f[:, :, None] * v[:, None]

# %% mutant="sgns-gradients" why="중심의 기울기에서 진짜의 몫을 빠뜨린다"
def sgns_gradients(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    e = (sigmoid((u_pos * v).sum(1)) - 1) / len(v)
    f = sigmoid((u_neg * v[:, None]).sum(2)) / len(v)
    return (f[:, :, None] * u_neg).sum(1), e[:, None] * v, f[:, :, None] * v[:, None]

# %% mutant="sgns-gradients" why="정답의 1과 0이 바뀌었다" says="부호는 '예측 빼기 정답'" key=True
def sgns_gradients(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    e = sigmoid((u_pos * v).sum(1)) / len(v)
    f = (sigmoid((u_neg * v[:, None]).sum(2)) - 1) / len(v)
    return e[:, None] * u_pos + (f[:, :, None] * u_neg).sum(1), e[:, None] * v, f[:, :, None] * v[:, None]

# %% mutant="sgns-gradients" why="상대 벡터가 아니라 자기 벡터를 곱한다"
def sgns_gradients(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    e = (sigmoid((u_pos * v).sum(1)) - 1) / len(v)
    f = sigmoid((u_neg * v[:, None]).sum(2)) / len(v)
    return e[:, None] * u_pos + (f[:, :, None] * u_neg).sum(1), e[:, None] * u_pos, f[:, :, None] * u_neg

# %% mutant="sgns-gradients" why="내리막 방향(부호를 뒤집은 기울기)을 돌려준다"
def sgns_gradients(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    e = (1 - sigmoid((u_pos * v).sum(1))) / len(v)
    f = -sigmoid((u_neg * v[:, None]).sum(2)) / len(v)
    return e[:, None] * u_pos + (f[:, :, None] * u_neg).sum(1), e[:, None] * v, f[:, :, None] * v[:, None]

# %% mutant="sgns-gradients" why="중심의 기울기에서 가짜를 더하지 않고 평균한다"
def sgns_gradients(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    e = (sigmoid((u_pos * v).sum(1)) - 1) / len(v)
    f = sigmoid((u_neg * v[:, None]).sum(2)) / len(v)
    return e[:, None] * u_pos + (f[:, :, None] * u_neg).mean(1), e[:, None] * v, f[:, :, None] * v[:, None]

# %% mutant="sgns-gradients" why="가짜의 기울기를 K로 나눈다"
def sgns_gradients(v, u_pos, u_neg):
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    e = (sigmoid((u_pos * v).sum(1)) - 1) / len(v)
    f = sigmoid((u_neg * v[:, None]).sum(2)) / len(v)
    return e[:, None] * u_pos + (f[:, :, None] * u_neg).sum(1), e[:, None] * v, f[:, :, None] * v[:, None] / f.shape[1]

# %% alternate="sgns-gradients" why="진짜와 가짜를 이어 붙여 행렬 곱으로"
def sgns_gradients(v, u_pos, u_neg):
    u = np.concatenate([u_pos[:, None], u_neg], axis=1)
    target = np.zeros(u.shape[:2])
    target[:, 0] = 1
    error = (0.5 * (1 + np.tanh((u @ v[:, :, None])[:, :, 0] / 2)) - target) / len(v)
    grad_u = error[:, :, None] * v[:, None]
    return (error[:, None] @ u)[:, 0], grad_u[:, 0], grad_u[:, 1:]

# %% alternate="sgns-gradients" why="쌍마다 반복문으로, 리스트로 돌려준다"
def sgns_gradients(v, u_pos, u_neg):
    grads = [np.zeros_like(v), np.zeros_like(u_pos), np.zeros_like(u_neg)]
    for b in range(v.shape[0]):
        rows = [(u_pos[b], 1.0)] + [(fake, 0.0) for fake in u_neg[b]]
        for place, (other, label) in enumerate(rows):
            error = (1 / (1 + np.exp(-other @ v[b])) - label) / v.shape[0]
            grads[0][b] += error * other
            if place == 0:
                grads[1][b] = error * v[b]
            else:
                grads[2][b, place - 1] = error * v[b]
    return grads

# %% mutant="sgd-step" why="같은 번호가 되풀이되면 마지막만 남는다" says="기울기 둘이 모두 더해져야" key=True
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    new_in, new_out = W_in.copy(), W_out.copy()
    new_in[center] -= learning_rate * gradients[0]
    new_out[context] -= learning_rate * gradients[1]
    new_out[negative] -= learning_rate * gradients[2]
    return new_in, new_out

# %% mutant="sgd-step" why="기울기 쪽으로 간다(더한다)"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    new_in, new_out = W_in.copy(), W_out.copy()
    np.add.at(new_in, center, learning_rate * gradients[0])
    np.add.at(new_out, context, learning_rate * gradients[1])
    np.add.at(new_out, negative, learning_rate * gradients[2])
    return new_in, new_out

# %% mutant="sgd-step" why="학습률을 무시한다"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    new_in, new_out = W_in.copy(), W_out.copy()
    np.subtract.at(new_in, center, gradients[0])
    np.subtract.at(new_out, context, gradients[1])
    np.subtract.at(new_out, negative, gradients[2])
    return new_in, new_out

# %% mutant="sgd-step" why="가짜를 고치지 않는다"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    new_in, new_out = W_in.copy(), W_out.copy()
    np.subtract.at(new_in, center, learning_rate * gradients[0])
    np.subtract.at(new_out, context, learning_rate * gradients[1])
    return new_in, new_out

# %% mutant="sgd-step" why="되풀이된 번호의 기울기를 평균한다"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    new_in, new_out = W_in.copy(), W_out.copy()
    times_in = np.bincount(center, minlength=len(W_in))[center]
    np.subtract.at(new_in, center, learning_rate * gradients[0] / times_in[:, None])
    np.subtract.at(new_out, context, learning_rate * gradients[1])
    np.subtract.at(new_out, negative, learning_rate * gradients[2])
    return new_in, new_out

# %% mutant="sgd-step" why="가짜의 첫 열만 고친다"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    new_in, new_out = W_in.copy(), W_out.copy()
    np.subtract.at(new_in, center, learning_rate * gradients[0])
    np.subtract.at(new_out, context, learning_rate * gradients[1])
    np.subtract.at(new_out, negative[:, 0], learning_rate * gradients[2][:, 0])
    return new_in, new_out

# %% mutant="sgd-step" why="가짜를 중심의 표에서 고친다"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    new_in, new_out = W_in.copy(), W_out.copy()
    np.subtract.at(new_in, center, learning_rate * gradients[0])
    np.subtract.at(new_out, context, learning_rate * gradients[1])
    np.subtract.at(new_in, negative, learning_rate * gradients[2])
    return new_in, new_out

# %% alternate="sgd-step" why="원-핫 행렬의 전치를 곱해서"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    eye = np.eye(len(W_in))
    ids = np.concatenate([context, negative.reshape(-1)])
    grads = np.concatenate([gradients[1], gradients[2].reshape(len(negative.reshape(-1)), -1)])
    return W_in - learning_rate * eye[center].T @ gradients[0], W_out - learning_rate * eye[ids].T @ grads

# %% alternate="sgd-step" why="반복문으로 한 줄씩"
def sgd_step(W_in, W_out, center, context, negative, gradients, learning_rate):
    W_in, W_out = np.array(W_in), np.array(W_out)
    for b in range(len(center)):
        W_in[center[b]] = W_in[center[b]] - learning_rate * gradients[0][b]
        W_out[context[b]] = W_out[context[b]] - learning_rate * gradients[1][b]
        for k in range(negative.shape[1]):
            W_out[negative[b, k]] = W_out[negative[b, k]] - learning_rate * gradients[2][b, k]
    return [W_in, W_out]

# %% mutant="nearest-words" why="자기 자신을 빼지 않는다"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(-cosines)[:k]]

# %% mutant="nearest-words" why="코사인이 아니라 내적" says="내적이 아니라 코사인" key=True
def nearest_words(query, words, vectors, k):
    scores = vectors @ vectors[words.index(query)]
    return [(words[i], float(scores[i])) for i in np.argsort(-scores) if words[i] != query][:k]

# %% mutant="nearest-words" why="물어본 벡터의 길이로 나누지 않는다"
def nearest_words(query, words, vectors, k):
    scores = vectors @ vectors[words.index(query)] / np.linalg.norm(vectors, axis=1)
    return [(words[i], float(scores[i])) for i in np.argsort(-scores) if words[i] != query][:k]

# %% mutant="nearest-words" why="먼 단어부터 돌려준다"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(cosines) if words[i] != query][:k]

# %% mutant="nearest-words" why="맨 앞 하나를 버려 쌍둥이 단어를 잃는다"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[1:k + 1]]

# %% mutant="nearest-words" why="k개를 고른 다음 자신을 빼서 하나 모자란다"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(-cosines)[:k] if words[i] != query]

# %% mutant="nearest-words" why="열 방향으로 길이를 잰다"
def nearest_words(query, words, vectors, k):
    unit = vectors / np.linalg.norm(vectors, axis=0, keepdims=True)
    cosines = unit @ unit[words.index(query)]
    return [(words[i], float(cosines[i])) for i in np.argsort(-cosines) if words[i] != query][:k]

# %% mutant="nearest-words" why="유클리드 거리가 가까운 순서"
def nearest_words(query, words, vectors, k):
    distance = np.linalg.norm(vectors - vectors[words.index(query)], axis=1)
    return [(words[i], float(-distance[i])) for i in np.argsort(distance) if words[i] != query][:k]

# %% alternate="nearest-words" why="반복문과 sorted로"
def nearest_words(query, words, vectors, k):
    q = vectors[words.index(query)]
    scored = []
    for word, vector in zip(words, vectors):
        if word != query:
            scored.append((word, np.dot(vector, q) / (np.linalg.norm(vector) * np.linalg.norm(q))))
    return sorted(scored, key=lambda pair: pair[1], reverse=True)[:k]

# %% alternate="nearest-words" why="자신의 점수를 음의 무한대로"
def nearest_words(query, words, vectors, k):
    position = {word: i for i, word in enumerate(words)}[query]
    unit = vectors / np.sqrt((vectors ** 2).sum(axis=1))[:, None]
    cosines = (unit * unit[position]).sum(axis=1)
    cosines[position] = -np.inf
    best = np.argsort(cosines)[::-1][:min(k, len(words) - 1)]
    return list(zip(np.array(words)[best], cosines[best]))

# %% mutant="analogy" why="물어본 단어를 빼지 않는다"
def analogy(a, b, c, words, vectors):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    index = {word: i for i, word in enumerate(words)}
    return words[int((unit @ (unit[index[b]] - unit[index[a]] + unit[index[c]])).argmax())]

# %% mutant="analogy" why="c만 뺀다"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# - scores = unit @ target
# - scores[[index[a], index[b], index[c]]] = -np.inf
# + scores = unit @ (unit[index[b]] - unit[index[a]] + unit[index[c]])
# + scores[index[c]] = -np.inf

# %% mutant="analogy" why="부호를 바꾼다: a - b + c"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# - scores = unit @ target
# + scores = unit @ (unit[index[a]] - unit[index[b]] + unit[index[c]])

# %% mutant="analogy" why="길이를 맞추지 않고 더하고 뺀다"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# - scores = unit @ target
# + scores = unit @ (vectors[index[b]] - vectors[index[a]] + vectors[index[c]])

# %% mutant="analogy" why="후보를 내적으로 견준다"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# - scores = unit @ target
# + scores = vectors @ (unit[index[b]] - unit[index[a]] + unit[index[c]])

# %% mutant="analogy" why="점수를 0으로 지워 음수인 답을 놓친다"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# - scores = unit @ target
# - scores[[index[a], index[b], index[c]]] = -np.inf
# + scores = unit @ (unit[index[b]] - unit[index[a]] + unit[index[c]])
# + scores[[index[a], index[b], index[c]]] = 0

# %% mutant="analogy" why="가장 먼 단어를 고른다"
def analogy(a, b, c, words, vectors):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    index = {word: i for i, word in enumerate(words)}
    scores = unit @ (unit[index[b]] - unit[index[a]] + unit[index[c]])
    scores[[index[a], index[b], index[c]]] = np.inf
    return words[int(scores.argmin())]

# %% alternate="analogy" why="후보를 돌며 최댓값을 기억한다"
def analogy(a, b, c, words, vectors):
    unit = {word: vector / np.sqrt(np.dot(vector, vector)) for word, vector in zip(words, vectors)}
    best, best_score = None, -float("inf")
    for word, vector in unit.items():
        score = vector @ unit[b] - vector @ unit[a] + vector @ unit[c]
        if word not in {a, b, c} and score > best_score:
            best, best_score = word, score
    return best

# %% alternate="analogy" why="목표 벡터도 길이 1로 만들고 정렬한다"
def analogy(a, b, c, words, vectors):
    unit = (vectors.T / np.linalg.norm(vectors, axis=1)).T
    target = unit[words.index(b)] - unit[words.index(a)] + unit[words.index(c)]
    target = target / max(np.linalg.norm(target), 1e-12)
    return next(words[i] for i in np.argsort(-(unit @ target)) if words[i] not in (a, b, c))
