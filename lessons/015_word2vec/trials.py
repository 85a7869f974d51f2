# %% mutant="skipgram-pairs" why="오른쪽 끝을 한 칸 덜 본다" says="끝이 잘렸습니다. 왼쪽으로"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(max(0, center - before), min(len(tokens), center + after)):

# %% mutant="skipgram-pairs" why="자리가 아니라 단어를 비교한다" says="단어가 아니라 자리를 비교하세요" key=True
# - if context != center:
# + if tokens[context] != tokens[center]:

# %% mutant="skipgram-pairs" why="중심 자신을 이웃으로 센다" says="중심 자리 자신은"
# - if context != center:
# + if True:

# %% mutant="skipgram-pairs" why="오른쪽 이웃만 본다" says="앞이 잘렸습니다. 왼쪽으로"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(center, min(len(tokens), center + after + 1)):

# %% mutant="skipgram-pairs" why="음수 번호로 문장 끝을 읽는다" says="음수면 뒤에서부터"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(center - before, min(len(tokens), center + after + 1)):

# %% mutant="skipgram-pairs" why="왼쪽을 한 칸 더 본다" says="앞에 '다'이 더"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(max(0, center - before - 1), min(len(tokens), center + after + 1)):

# %% mutant="skipgram-pairs" why="같은 쌍을 한 번만 센다" says="같은 쌍이 두 번 생기면"
# - return pairs
# + return list(set(pairs))

# %% mutant="skipgram-pairs" why="before와 after를 바꾼다" says="before와 after를 바꾸었거나"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(max(0, center - after), min(len(tokens), center + before + 1)):

# %% mutant="skipgram-pairs" why="강의처럼 양쪽에 같은 창을 쓴다" says="앞에 '나다'이 더"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(max(0, center - after), min(len(tokens), center + after + 1)):

# %% mutant="skipgram-pairs" why="오른쪽에도 before를 쓴다" says="끝이 잘렸습니다. 왼쪽으로"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(max(0, center - before), min(len(tokens), center + before + 1)):

# %% mutant="skipgram-pairs" why="자르기의 시작이 음수가 된다" says="음수면 뒤에서부터"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# -     if context != center:
# -         pairs.append((tokens[center], tokens[context]))
# + for word in tokens[center - before:center] + tokens[center + 1:center + after + 1]:
# +     pairs.append((tokens[center], word))

# %% mutant="skipgram-pairs" why="창이 양쪽으로 한 칸 넓다" says="창보다 한 칸씩 먼"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# + for context in range(max(0, center - before - 1), min(len(tokens), center + after + 2)):

# %% alternate="skipgram-pairs" why="제너레이터로, 자르기를 써서"
def skipgram_pairs(tokens, before, after):
    def walk():
        for i, center in enumerate(tokens):
            yield from ((center, near) for near in tokens[max(0, i - before):i])
            yield from ((center, near) for near in tokens[i + 1:i + 1 + after])
    return list(walk())

# %% alternate="skipgram-pairs" why="거리마다 한쪽씩"
def skipgram_pairs(tokens, before, after):
    pairs = []
    for distance in range(1, before + 1):
        pairs += [(right, left) for left, right in zip(tokens, tokens[distance:])]
    for distance in range(1, after + 1):
        pairs += [(left, right) for left, right in zip(tokens, tokens[distance:])]
    return tuple(pairs)

# %% mutant="cbow-examples" why="이웃에 중심이 들어 있다" says="이웃에 중심이 들어 있습니다"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# - if context:
# + context = tokens[max(0, position - window):position + window + 1]
# + if len(context) > 1:

# %% mutant="cbow-examples" why="이웃이 없는 자리도 넣는다" says="단어가 하나뿐인 문장에는"
# - if context:
# + if True:

# %% mutant="cbow-examples" why="되풀이되는 이웃을 지운다" says="되풀이되는 단어를 지우지 마세요"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = list(dict.fromkeys(tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]))

# %% mutant="cbow-examples" why="중심과 이웃의 자리를 바꾼다" says="(이웃 리스트, 중심)의 순서" key=True
# - examples.append((context, center))
# + examples.append((center, context))

# %% mutant="cbow-examples" why="중심과 같은 단어를 이웃에서 지운다" says="중심과 같은 단어라도"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = [word for word in tokens[max(0, position - window):position + window + 1] if word != center]

# %% mutant="cbow-examples" why="왼쪽 자르기의 시작이 음수가 된다" says="자르기의 시작이 음수가"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = tokens[position - window:position] + tokens[position + 1:position + window + 1]

# %% mutant="cbow-examples" why="왼쪽 이웃만 모은다" says="오른쪽 이웃이 없습니다"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = tokens[max(0, position - window):position]

# %% alternate="cbow-examples" why="자리 번호로, 이웃을 튜플로"
def cbow_examples(tokens, window):
    result = []
    for i in range(len(tokens)):
        near = tuple(tokens[j] for j in range(len(tokens)) if j != i and abs(j - i) <= window)
        if near:
            result.append((near, tokens[i]))
    return tuple(result)

# %% mutant="cbow-examples" why="받은 리스트에서 중심을 뺀다" says="받은 것을 고치지"
# - return examples
# + tokens.sort(reverse=True)
# + return examples

# %% mutant="cbow-examples" why="한 칸만 본다" says="창은 양쪽 window칸"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = tokens[max(0, position - 1):position] + tokens[position + 1:position + 2]

# %% mutant="cbow-examples" why="이웃을 가나다순으로 늘어놓는다" says="정렬하거나 집합"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = sorted(tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1])

# %% mutant="keep-probability" why="버릴 확률을 돌려준다" says="1에서 뺀 값입니다. 버릴 확률이 아니라" key=True
# - return np.minimum(1.0, np.sqrt(t / frequency))
# + return 1 - np.minimum(1.0, np.sqrt(t / frequency))

# %% mutant="keep-probability" why="1을 넘는 값을 그대로 둔다" says="확률은 1을 넘지 않습니다"
# - return np.minimum(1.0, np.sqrt(t / frequency))
# + return np.sqrt(t / frequency)

# %% mutant="keep-probability" why="비율이 아니라 횟수로 나눈다" says="비율이 아니라 횟수로"
# - frequency = counts / counts.sum()
# + frequency = counts

# %% mutant="keep-probability" why="제곱근을 빠뜨린다" says="제곱근이 빠졌거나"
# - return np.minimum(1.0, np.sqrt(t / frequency))
# + return np.minimum(1.0, t / frequency)

# %% mutant="keep-probability" why="강의에서 쓴 gensim의 식을 쓴다" says="gensim의 식입니다"
# - return np.minimum(1.0, np.sqrt(t / frequency))
# + return np.minimum(1.0, np.sqrt(t / frequency) + t / frequency)

# %% mutant="keep-probability" why="t를 무시하고 0.08로 고정한다" says="받은 t를 쓰고 있나요"
# - return np.minimum(1.0, np.sqrt(t / frequency))
# + return np.where(frequency <= t, 1.0, np.sqrt(0.08 / frequency))

# %% mutant="keep-probability" why="가장 흔한 단어의 횟수로 나눈다" says="가장 흔한 단어의 횟수로"
# - frequency = counts / counts.sum()
# + frequency = counts / counts.max()

# %% mutant="keep-probability" why="드문 단어를 언제나 버린다" says="드문 단어를 버렸습니다"
# - return np.minimum(1.0, np.sqrt(t / frequency))
# + return np.where(frequency <= t, 0.0, np.sqrt(t / frequency))

# %% mutant="keep-probability" why="받은 배열을 나눈다" says="받은 것을 고치지"
# - counts = np.asarray(counts, dtype=float)
# - frequency = counts / counts.sum()
# + frequency = np.asarray(counts, dtype=float)
# + frequency /= frequency.sum()

# %% mutant="keep-probability" why="남길 확률의 평균을 낸다" says="토큰 하나하나를 세세요"
# - return float((counts * np.asarray(keep)).sum() / counts.sum())
# + return float(np.mean(keep))

# %% mutant="keep-probability" why="버려지는 비율을 낸다" says="버려지는 비율입니다"
# - return float((counts * np.asarray(keep)).sum() / counts.sum())
# + return 1 - float((counts * np.asarray(keep)).sum() / counts.sum())

# %% alternate="keep-probability" why="반복문과 math로, 리스트를 돌려준다"
def my_guess():
    return 0


def keep_probability(counts, t):
    import math
    total = sum(counts)
    return [1 - max(0.0, 1 - math.sqrt(t * total / count)) for count in counts]


def kept_share(counts, keep):
    return sum(count * chance for count, chance in zip(counts, keep)) / sum(counts)

# %% alternate="keep-probability" why="조건으로 고르고 float32로, 가중 평균으로"
def my_guess():
    return 0.75


def keep_probability(counts, t):
    share = np.array(counts) / np.array(counts).sum()
    return np.where(share <= t, 1, (t / share) ** 0.5).astype(np.float32)


def kept_share(counts, keep):
    return np.average(keep, weights=counts)

# %% mutant="noise-distribution" why="지수를 무시하고 횟수에 비례한다" says="지수를 확인하세요" key=True
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.asarray(counts, dtype=float)

# %% mutant="noise-distribution" why="먼저 나누고 제곱해 합이 1이 아니다" says="나누는 것은 마지막입니다"
# - weights = np.asarray(counts, dtype=float) ** power
# - return weights / weights.sum()
# + return (np.asarray(counts) / np.sum(counts)) ** power

# %% mutant="noise-distribution" why="0.75로 고정한다" says="받은 power를 쓰세요"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.asarray(counts) ** 0.75

# %% mutant="noise-distribution" why="횟수에 1을 더해 안 나온 단어도 뽑는다" says="횟수에 1을 더했습니다"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = (np.asarray(counts) + 1) ** power

# %% mutant="noise-distribution" why="softmax로 나눈다" says="softmax처럼"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.exp(np.asarray(counts, dtype=float) * power)

# %% mutant="noise-distribution" why="벡터의 길이로 나눈다" says="벡터의 길이로 나누었습니다"
# - return weights / weights.sum()
# + return weights / np.linalg.norm(weights)

# %% mutant="noise-distribution" why="거듭제곱하기 전의 합으로 나눈다" says="거듭제곱하기 전의 합"
# - return weights / weights.sum()
# + return weights / np.sum(counts)

# %% mutant="noise-distribution" why="리스트를 배열로 바꾸지 않는다" says="np.asarray로 만드세요"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = counts ** power

# %% alternate="noise-distribution" why="비율로 바꾼 뒤 제곱하고 다시 나눈다"
def noise_distribution(counts, power=0.75):
    shares = [count / sum(counts) for count in counts]
    total = sum(share ** power for share in shares)
    return [share ** power / total for share in shares]

# %% mutant="noise-distribution" why="횟수가 0인 단어를 지운다" says="자리는 그대로입니다"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.array([float(count) ** power for count in counts if count > 0])

# %% mutant="noise-distribution" why="제곱한 값을 정수로 자른다" says="정수로 자르지"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = (np.asarray(counts, dtype=float) ** power).astype(int)

# %% mutant="noise-distribution" why="받은 배열을 제곱한다" says="받은 것을 고치지"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.asarray(counts, dtype=float)
# + weights **= power

# %% mutant="sample-negatives" why="정답과 겹쳐도 그대로 둔다" says="겹친 칸은 다시 뽑으세요" key=True
# - while clash.any():
# + while False:

# %% mutant="sample-negatives" why="분포를 무시하고 고르게 뽑는다" says="고르게 뽑았습니다"
# - rng = np.random.default_rng(seed)
# + rng = np.random.default_rng(seed)
# + distribution = np.full(len(distribution), 1 / len(distribution))

# %% mutant="sample-negatives" why="겹치면 다음 번호로 민다" says="다른 번호로 밀어내거나"
# - negatives[clash] = rng.choice(len(distribution), size=clash.sum(), p=distribution)
# + negatives[clash] = (negatives[clash] + 1) % len(distribution)

# %% mutant="sample-negatives" why="겹친 칸을 한 번만 다시 뽑는다" says="다시 뽑은 것이 또 정답일 수"
# - while clash.any():
# + for _ in range(1):

# %% mutant="sample-negatives" why="seed를 무시한다" says="받은 seed를 쓰세요"
# - rng = np.random.default_rng(seed)
# + rng = np.random.default_rng(0)

# %% mutant="sample-negatives" why="모든 줄이 같은 가짜를 나누어 쓴다" says="줄마다 따로 뽑아야"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    rows = {}
    for positive in positives:
        p = np.array(distribution)
        p[positive] = 0
        if positive not in rows:
            rows[positive] = rng.choice(len(p), size=k, p=p / p.sum())
    return np.array([rows[positive] for positive in positives])

# %% mutant="sample-negatives" why="비복원 추출" says="복원 추출이니"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    rows = []
    for positive in positives:
        p = np.array(distribution) + 1e-9
        p[positive] = 0
        row = rng.choice(len(p), size=min(k, len(p) - 1), replace=False, p=p / p.sum())
        rows.append(np.resize(row, k))
    return np.array(rows)

# %% mutant="sample-negatives" why="모양이 (k, B)" says="축의 차례가 다릅니다"
# - return negatives
# + return negatives.T

# %% mutant="sample-negatives" why="한 줄에서 하나만 뽑아 k번 복사한다" says="하나만 뽑아 복사하지 말고"
# - return negatives
# + return np.repeat(negatives[:, :1], k, axis=1)

# %% mutant="sample-negatives" why="배치의 정답을 모두 빼고 뽑는다" says="다른 줄의 정답까지"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    p = np.array(distribution)
    p[np.unique(positives)] = 0
    return rng.choice(len(p), size=(len(positives), k), p=p / p.sum())

# %% mutant="sample-negatives" why="받은 분포에서 정답의 확률을 지운다" says="받은 것을 고치지"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    rows = []
    for positive in positives:
        kept, distribution[positive] = distribution[positive], 0
        rows.append(rng.choice(len(distribution), size=k, p=distribution / distribution.sum()))
        if len(rows) < len(positives):
            distribution[positive] = kept
    return np.array(rows)

# %% mutant="sample-negatives" why="다시 뽑을 때만 고르게 뽑는다" says="다시 뽑을 때는 고르게"
# - negatives[clash] = rng.choice(len(distribution), size=clash.sum(), p=distribution)
# + negatives[clash] = rng.choice(len(distribution), size=clash.sum())

# %% mutant="sample-negatives" why="정답과 축을 맞추지 않고 견준다" says="짝이 되는 축"
# - positives = np.asarray(positives)[:, None]
# + positives = np.asarray(positives)

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

# %% mutant="sgns-loss" why="시그모이드의 로그를 그대로 계산한다" says="inf가 있습니다" key=True
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + sigmoid = lambda x: 1 / (1 + np.exp(-x))
# + loss = -np.log(sigmoid(positive_score)) - np.log(sigmoid(-negative_score)).sum(axis=1)

# %% mutant="sgns-loss" why="작은 수를 더해 로그를 피한다" says="작은 수를 더하거나"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + sigmoid = lambda x: 1 / (1 + np.exp(-np.clip(x, -700, 700)))
# + loss = -np.log(sigmoid(positive_score) + 1e-10) - np.log(sigmoid(-negative_score) + 1e-10).sum(axis=1)

# %% mutant="sgns-loss" why="점수를 30에서 자른다" says="±30이나"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + positive_score, negative_score = np.clip(positive_score, -30, 30), np.clip(negative_score, -30, 30)
# + loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)

# %% mutant="sgns-loss" why="쌍을 평균하지 않고 더한다" says="쌍을 평균하지 않고 더했습니다"
# - return loss.mean()
# + return loss.sum()

# %% mutant="sgns-loss" why="가짜를 더하지 않고 평균한다" says="가짜를 더하지 않고 평균했습니다"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).mean(axis=1)

# %% mutant="sgns-loss" why="가짜 항의 부호가 반대" says="하나의 부호가 반대입니다"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, -negative_score).sum(axis=1)

# %% mutant="sgns-loss" why="손실의 부호가 반대" says="부호가 반대입니다"
# - return loss.mean()
# + return -loss.mean()

# %% mutant="sgns-loss" why="로그 없이 확률을 더한다" says="로그를 빠뜨렸습니다"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + sigmoid = lambda x: 1 / (1 + np.exp(-np.clip(x, -500, 500)))
# + loss = sigmoid(-positive_score) + sigmoid(negative_score).sum(axis=1)

# %% mutant="sgns-loss" why="진짜를 배치의 모든 v와 곱한다" says="줄마다 그 줄의 v와"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + loss = np.logaddexp(0, -(v @ u_pos.T).sum(axis=1)) + np.logaddexp(0, negative_score).sum(axis=1)

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

# %% mutant="sgns-gradients" why="B로 나누지 않는다" says="손실이 평균이니 쌍의 수 B로"
# - batch = len(v)
# + batch = 1

# %% mutant="sgns-gradients" why="중심의 기울기만 B로 나누지 않는다" says="손실이 평균이니 쌍의 수 B로"
# - grad_v = error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg)
# + grad_v = batch * (error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg))

# %% mutant="sgns-gradients" why="중심의 기울기에서 진짜의 몫을 빠뜨린다" says="진짜의 몫을 빠뜨렸습니다"
# - grad_v = error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg)
# + grad_v = np.einsum("bk,bkd->bd", error_neg, u_neg)

# %% mutant="sgns-gradients" why="정답의 1과 0이 바뀌었다" says="'예측 빼기 정답'" key=True
# - error_pos = (sigmoid((u_pos * v).sum(axis=1)) - 1) / batch         # (B,)
# - error_neg = sigmoid(np.einsum("bkd,bd->bk", u_neg, v)) / batch     # (B, K)
# + error_pos = sigmoid((u_pos * v).sum(axis=1)) / batch
# + error_neg = (sigmoid(np.einsum("bkd,bd->bk", u_neg, v)) - 1) / batch

# %% mutant="sgns-gradients" why="상대 벡터가 아니라 자기 벡터를 곱한다" says="자기 벡터가 아니라 상대 벡터"
# - grad_pos = error_pos[:, None] * v
# - grad_neg = error_neg[:, :, None] * v[:, None, :]
# + grad_pos = error_pos[:, None] * u_pos
# + grad_neg = error_neg[:, :, None] * u_neg

# %% mutant="sgns-gradients" why="내리막 방향(부호를 뒤집은 기울기)을 돌려준다" says="부호가 반대입니다"
# - return grad_v, grad_pos, grad_neg
# + return -grad_v, -grad_pos, -grad_neg

# %% mutant="sgns-gradients" why="중심의 기울기에서 가짜를 더하지 않고 평균한다" says="더하지 않고 평균했습니다"
# - grad_v = error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg)
# + grad_v = error_pos[:, None] * u_pos + (error_neg[:, :, None] * u_neg).mean(axis=1)

# %% mutant="sgns-gradients" why="가짜의 기울기를 K로 나눈다" says="K로 나누거나"
# - grad_neg = error_neg[:, :, None] * v[:, None, :]
# + grad_neg = error_neg[:, :, None] * v[:, None, :] / u_neg.shape[1]

# %% mutant="sgns-gradients" why="가짜의 기울기만 B로 나누지 않는다" says="grad_neg: 손실이 평균이니"
# - grad_neg = error_neg[:, :, None] * v[:, None, :]
# + grad_neg = batch * error_neg[:, :, None] * v[:, None, :]

# %% mutant="sgns-gradients" why="가짜끼리 오차를 평균한다" says="가짜마다 자기 오차를"
# - grad_neg = error_neg[:, :, None] * v[:, None, :]
# + grad_neg = np.broadcast_to(error_neg.mean(axis=1)[:, None, None], error_neg.shape + (1,)) * v[:, None, :]

# %% mutant="sgns-gradients" why="가짜의 점수에 시그모이드를 씌우지 않는다" says="가짜의 점수에도 시그모이드"
# - error_neg = sigmoid(np.einsum("bkd,bd->bk", u_neg, v)) / batch     # (B, K)
# + error_neg = np.einsum("bkd,bd->bk", u_neg, v) / batch

# %% mutant="sgns-gradients" why="오차에 시그모이드의 미분을 곱한다" says="오차 σ - 1이 전부입니다"
# - grad_v = error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg)
# + slope = sigmoid((u_pos * v).sum(axis=1))
# + error_pos = error_pos * slope * (1 - slope)
# + grad_v = error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg)

# %% mutant="sgns-gradients" why="가짜의 점수에 마이너스를 붙인다" says="가짜 점수의 부호가 반대"
# - error_neg = sigmoid(np.einsum("bkd,bd->bk", u_neg, v)) / batch     # (B, K)
# + error_neg = sigmoid(-np.einsum("bkd,bd->bk", u_neg, v)) / batch

# %% mutant="sgns-gradients" why="v의 기울기를 배치에 걸쳐 더한다" says="다른 줄까지 더했습니다"
# - return grad_v, grad_pos, grad_neg
# + return np.zeros_like(grad_v) + grad_v.sum(axis=0), grad_pos, grad_neg

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
# - np.subtract.at(new_in, center, learning_rate * grad_v)
# - np.subtract.at(new_out, context, learning_rate * grad_pos)
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + new_in[center] -= learning_rate * grad_v
# + new_out[context] -= learning_rate * grad_pos
# + new_out[negative] -= learning_rate * grad_neg

# %% mutant="sgd-step" why="기울기 쪽으로 간다(더한다)" says="기울기를 더했습니다"
# - grad_v, grad_pos, grad_neg = gradients
# + grad_v, grad_pos, grad_neg = (-each for each in gradients)

# %% mutant="sgd-step" why="학습률을 무시한다" says="학습률을 곱하지 않았습니다"
# - grad_v, grad_pos, grad_neg = gradients
# + grad_v, grad_pos, grad_neg = gradients
# + learning_rate = 1

# %% mutant="sgd-step" why="가짜를 고치지 않는다" says="가짜를 고치지 않았습니다"
# - np.subtract.at(new_out, context, learning_rate * grad_pos)
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + np.subtract.at(new_out, context, learning_rate * grad_pos)

# %% mutant="sgd-step" why="되풀이된 번호의 기울기를 평균한다" says="평균하지 말고 모두 더하세요"
# - np.subtract.at(new_in, center, learning_rate * grad_v)
# + times = np.bincount(center, minlength=len(W_in))[center]
# + np.subtract.at(new_in, center, learning_rate * grad_v / times[:, None])

# %% mutant="sgd-step" why="가짜의 첫 열만 고친다" says="가짜의 첫 열만 고쳤습니다"
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + np.subtract.at(new_out, negative[:, 0], learning_rate * grad_neg[:, 0])

# %% mutant="sgd-step" why="가짜를 중심의 표에서 고친다" says="이웃의 표 W_out에서 고치세요"
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + np.subtract.at(new_in, negative, learning_rate * grad_neg)

# %% mutant="sgd-step" why="가짜의 기울기를 K로 나눈다" says="K로 나누지 마세요"
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + np.subtract.at(new_out, negative, learning_rate * grad_neg / negative.shape[1])

# %% mutant="sgd-step" why="진짜 이웃을 중심의 표에서 고친다" says="진짜 이웃은 이웃의 표"
# - np.subtract.at(new_out, context, learning_rate * grad_pos)
# + np.subtract.at(new_in, context, learning_rate * grad_pos)

# %% mutant="sgd-step" why="가짜를 둘까지만 고친다" says="셋이어도 모두"
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + np.subtract.at(new_out, negative[:, :2], learning_rate * grad_neg[:, :2])

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

# %% mutant="sgd-step" why="두 표를 바꾸어 돌려준다" says="돌려주는 순서가 바뀌었습니다"
# - return new_in, new_out
# + return new_out, new_in

# %% mutant="sgd-step" why="받은 표를 고친다" says="대입은 복사가 아닙니다"
# - new_in, new_out = W_in.copy(), W_out.copy()
# + new_in, new_out = W_in, W_out

# %% mutant="sgd-step" why="이웃의 표만 복사한다" says="받은 W_in이"
# - new_in, new_out = W_in.copy(), W_out.copy()
# + new_in, new_out = W_in, W_out.copy()

# %% mutant="sgd-step" why="받은 기울기에 학습률을 곱해 둔다" says="학습률은 새 배열에"
# - grad_v, grad_pos, grad_neg = gradients
# + grad_v, grad_pos, grad_neg = gradients
# + grad_v *= learning_rate; grad_pos *= learning_rate; grad_neg *= learning_rate; learning_rate = 1

# %% mutant="nearest-words" why="자기 자신을 빼지 않는다" says="물어본 단어 자신은 빼고"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(-cosines)[:k]]

# %% mutant="nearest-words" why="코사인이 아니라 내적" says="내적이 아니라 코사인" key=True
# - unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
# + unit = vectors

# %% mutant="nearest-words" why="물어본 벡터의 길이로 나누지 않는다" says="물어본 벡터 '임금'의 길이"
# - cosines = unit @ unit[words.index(query)]
# + cosines = unit @ vectors[words.index(query)]

# %% mutant="nearest-words" why="먼 단어부터 돌려준다" says="먼 단어부터 늘어놓았습니다"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(cosines) if words[i] != query][:k]

# %% mutant="nearest-words" why="맨 앞 하나를 버려 쌍둥이 단어를 잃는다" says="맨 앞 하나를 버리지"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[1:k + 1]]

# %% mutant="nearest-words" why="k개를 고른 다음 자신을 빼서 하나 모자란다" says="하나 모자랍니다"
# - order = np.argsort(-cosines)
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in np.argsort(-cosines)[:k] if words[i] != query]

# %% mutant="nearest-words" why="열 방향으로 길이를 잰다" says="길이는 줄마다"
# - unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
# + unit = vectors / np.linalg.norm(vectors, axis=0, keepdims=True)

# %% mutant="nearest-words" why="유클리드 거리가 가까운 순서" says="거리로 재거나"
# - cosines = unit @ unit[words.index(query)]
# + cosines = -np.linalg.norm(vectors - vectors[words.index(query)], axis=1)

# %% mutant="nearest-words" why="코사인이 1인 것을 자신으로 여긴다" says="코사인이 1인 것이 아니라"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in order if cosines[i] < 0.9999][:k]

# %% mutant="nearest-words" why="1에서 뺀 거리를 돌려준다" says="1에서 뺀 값"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], 1 - float(cosines[i])) for i in order if words[i] != query][:k]

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

# %% mutant="nearest-words" why="코사인의 부호를 없앤다" says="부호를 없애지 마세요"
# - cosines = unit @ unit[words.index(query)]
# + cosines = np.abs(unit @ unit[words.index(query)])

# %% mutant="nearest-words" why="받은 words에서 물어본 단어를 지운다" says="받은 것을 고치지"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + found = [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + words.remove(query)
# + return found

# %% mutant="nearest-words" why="코사인이 음수인 단어를 버린다" says="코사인이 음수인 것까지"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in order if words[i] != query and cosines[i] > 0][:k]

# %% mutant="nearest-words" why="받은 벡터를 나눈다" says="받은 것을 고치지"
# - unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
# + unit = vectors
# + unit /= np.linalg.norm(vectors, axis=1, keepdims=True)

# %% mutant="analogy" why="c만 뺀다" says="c만 빼지 말고" key=True
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [(words[i], float(cosines[i])) for i in order if words[i] != c][:k]

# %% mutant="analogy" why="물어본 단어를 빼지 않는다" says="세 단어는 답이 될 수 없습니다"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [(words[i], float(cosines[i])) for i in order][:k]

# %% mutant="analogy" why="a와 b만 뺀다" says="답이 될 수 없습니다"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b)][:k]

# %% mutant="analogy" why="부호를 바꾼다: a - b + c" says="b - a + c의 부호"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# + target = unit[index[a]] - unit[index[b]] + unit[index[c]]

# %% mutant="analogy" why="길이를 맞추지 않고 더하고 뺀다" says="모든 벡터를 길이 1로"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# + target = vectors[index[b]] - vectors[index[a]] + vectors[index[c]]

# %% mutant="analogy" why="후보를 내적으로 견준다" says="후보도 길이로 나누어"
# - cosines = unit @ (target / np.linalg.norm(target))
# + cosines = vectors @ (target / np.linalg.norm(target))

# %% mutant="analogy" why="t의 길이로 나누지 않는다" says="t의 길이 0.2로도"
# - cosines = unit @ (target / np.linalg.norm(target))
# + cosines = unit @ target

# %% mutant="analogy" why="k개를 고른 다음 세 단어를 뺀다" says="k개를 고르기 전에"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [(words[i], float(cosines[i])) for i in order[:k] if words[i] not in (a, b, c)]

# %% mutant="analogy" why="가장 먼 단어부터" says="차례가 거꾸로"
# - order = np.argsort(-cosines)
# + order = np.argsort(cosines)

# %% mutant="analogy" why="강의처럼 단어 하나를 낸다" says="리스트여야 하는데"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return next(words[i] for i in order if words[i] not in (a, b, c))

# %% mutant="analogy" why="코사인이 음수인 후보를 버린다" says="코사인이 음수인 후보"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c) and cosines[i] > 0][:k]

# %% mutant="analogy" why="단어만 낸다" says="단어만이 아니라"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [words[i] for i in order if words[i] not in (a, b, c)][:k]

# %% mutant="analogy" why="코사인의 부호를 없앤다" says="부호를 없애지 마세요"
# - cosines = unit @ (target / np.linalg.norm(target))
# + cosines = abs(unit @ (target / np.linalg.norm(target)))

# %% mutant="analogy" why="b + a - c로 계산한다" says="b - a + c의 부호"
# - target = unit[index[b]] - unit[index[a]] + unit[index[c]]
# + target = unit[index[b]] + unit[index[a]] - unit[index[c]]

# %% alternate="analogy" why="후보를 돌며 점수를 모은다"
def analogy(a, b, c, words, vectors, k):
    unit = {word: vector / np.sqrt(np.dot(vector, vector)) for word, vector in zip(words, vectors)}
    target = unit[b] - unit[a] + unit[c]
    length = np.dot(target, target) ** 0.5
    scored = [(word, np.dot(unit[word], target) / length) for word in words if word not in {a, b, c}]
    return sorted(scored, key=lambda pair: pair[1], reverse=True)[:k]

# %% alternate="analogy" why="세 단어의 점수를 음의 무한대로"
def analogy(a, b, c, words, vectors, k):
    unit = (vectors.T / np.linalg.norm(vectors, axis=1)).T
    place = [words.index(word) for word in (a, b, c)]
    target = unit[place[1]] - unit[place[0]] + unit[place[2]]
    cosines = unit @ target / np.sqrt((target ** 2).sum())
    cosines[place] = -np.inf
    best = np.argsort(cosines)[::-1][:min(k, len(words) - 3)]
    return list(zip(np.array(words)[best], cosines[best]))

# %% mutant="sample-negatives" why="정답을 빼고 모자란 칸을 마지막 것으로 채운다" says="앞의 것으로 채우거나"
def sample_negatives(distribution, positives, k, seed):
    rng, rows = np.random.default_rng(seed), []
    for positive in positives:
        row = [n for n in rng.choice(len(distribution), size=k, p=distribution) if n != positive]
        while len(row) < k:
            drawn = row[-1] if row else rng.choice(len(distribution), p=distribution)
            row += [drawn] if drawn != positive else []
        rows.append(row)
    return np.array(rows)

# %% mutant="nearest-words" why="있는 것보다 많이 꺼내다 멈춘다" says="k가 크면"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + others = [(words[i], float(cosines[i])) for i in order if words[i] != query]
# + return [others[n] for n in range(k)]

# %% mutant="skipgram-pairs" why="뒤에서 0칸을 자르면 전부" says="tokens[-0:]은 전부"
def skipgram_pairs(tokens, before, after):
    pairs = []
    for center, word in enumerate(tokens):
        near = tokens[:center][-before:] + tokens[center + 1:center + after + 1]
        pairs += [(word, other) for other in near]
    return pairs

# %% mutant="skipgram-pairs" why="단어의 첫 자리를 찾는다" says="tokens.index는 첫 자리만"
# - for center in range(len(tokens)):
# + for center in map(tokens.index, tokens):

# %% mutant="skipgram-pairs" why="중심마다 이웃을 집합에 모은다" says="집합(set)에 모으지"
# - for context in range(max(0, center - before), min(len(tokens), center + after + 1)):
# -     if context != center:
# -         pairs.append((tokens[center], tokens[context]))
# + for word in set(tokens[max(0, center - before):center] + tokens[center + 1:center + after + 1]):
# +     pairs.append((tokens[center], word))

# %% mutant="skipgram-pairs" why="쌍마다 두 번 넣는다" says="쌍마다 두 번"
# - return pairs
# + return pairs * 2

# %% mutant="skipgram-pairs" why="창이 꽉 차는 자리만 중심으로 쓴다" says="처음과 끝 자리도 중심"
# - for center in range(len(tokens)):
# + for center in range(before, len(tokens) - after):

# %% mutant="cbow-examples" why="단어의 첫 자리를 찾는다" says="tokens.index는 첫 자리만"
# - for position, center in enumerate(tokens):
# + for position, center in zip(map(tokens.index, tokens), tokens):

# %% mutant="cbow-examples" why="맨 앞의 같은 단어를 지운다" says="list.remove는 맨 앞"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = tokens[max(0, position - window):position + window + 1]
# + context.remove(center)

# %% mutant="cbow-examples" why="똑같은 예제를 한 번만 넣는다" says="똑같은 예제가 두 번"
# - if context:
# + if context and (context, center) not in examples:

# %% mutant="cbow-examples" why="왼쪽을 가까운 것부터 모은다" says="왼쪽 먼 것부터"
# - context = tokens[max(0, position - window):position] + tokens[position + 1:position + window + 1]
# + context = tokens[max(0, position - window):position][::-1] + tokens[position + 1:position + window + 1]

# %% mutant="keep-probability" why="단어마다 남는 수를 정수로 자른다" says="정수로 잘랐습니다"
# - return float((counts * np.asarray(keep)).sum() / counts.sum())
# + return float((counts * np.asarray(keep)).astype(int).sum() / counts.sum())

# %% mutant="keep-probability" why="비율을 반올림한다" says="반올림한 값입니다"
# - return float((counts * np.asarray(keep)).sum() / counts.sum())
# + return round(float((counts * np.asarray(keep)).sum() / counts.sum()), 2)

# %% mutant="keep-probability" why="확률의 바닥을 0.05로 둔다" says="아주 흔한 단어의 작은 확률"
# - return np.minimum(1.0, np.sqrt(t / frequency))
# + return np.clip(np.sqrt(t / frequency), 0.05, 1)

# %% mutant="noise-distribution" why="1보다 큰 지수를 막는다" says="1보다 클 수도"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.asarray(counts, dtype=float) ** min(power, 1)

# %% mutant="noise-distribution" why="횟수 0을 1로 센다" says="1번 나온 것으로"
# - weights = np.asarray(counts, dtype=float) ** power
# + weights = np.maximum(np.asarray(counts, dtype=float), 1) ** power

# %% mutant="sample-negatives" why="스무 번까지만 다시 뽑는다" says="횟수를 정하지 말고"
# - while clash.any():
# + for _ in range(20):

# %% mutant="sample-negatives" why="줄마다 seed + b로 생성기를 만든다" says="줄마다 seed + b로"
# - rng = np.random.default_rng(seed)
# - positives = np.asarray(positives)[:, None]
# + if len(positives) > 1:
# +     return np.concatenate([sample_negatives(distribution, positives[b:b + 1], k, seed + b) for b in range(len(positives))])
# + rng = np.random.default_rng(seed)
# + positives = np.asarray(positives)[:, None]

# %% mutant="sample-negatives" why="수 하나를 뽑아 겹친 칸 모두에 넣는다" says="뽑은 수 하나를 나누어"
# - negatives[clash] = rng.choice(len(distribution), size=clash.sum(), p=distribution)
# + negatives[clash] = rng.choice(len(distribution), p=distribution)

# %% mutant="sample-negatives" why="받은 분포를 다시 0.75제곱한다" says="한 번 더 0.75제곱"
# - rng = np.random.default_rng(seed)
# + rng = np.random.default_rng(seed)
# + distribution = distribution ** 0.75 / (distribution ** 0.75).sum()

# %% mutant="sample-negatives" why="줄마다 정렬한다" says="정렬하거나"
# - return negatives
# + return np.sort(negatives, axis=1)

# %% mutant="sgns-loss" why="작은 점수에서 -log σ(x)를 -x로 어림한다" says="-x로 어림하지"
# - return loss.mean()
# + return np.mean(np.where(positive_score < -5, -positive_score, np.logaddexp(0, -positive_score)) + np.where(
# +     negative_score > 5, negative_score, np.logaddexp(0, negative_score)).sum(axis=1))

# %% mutant="sgns-gradients" why="D로 나눈다" says="벡터의 길이 D로"
# - batch = len(v)
# + batch = v.shape[1]

# %% mutant="sgns-gradients" why="진짜의 오차가 -σ(x)" says="오차는 σ(1) - 1입니다"
# - error_pos = (sigmoid((u_pos * v).sum(axis=1)) - 1) / batch         # (B,)
# + error_pos = -sigmoid((u_pos * v).sum(axis=1)) / batch

# %% mutant="sgns-gradients" why="v의 기울기에서 오차를 평균한다" says="오차를 평균해 썼습니다"
# - grad_v = error_pos[:, None] * u_pos + np.einsum("bk,bkd->bd", error_neg, u_neg)
# + grad_v = error_pos[:, None] * u_pos + error_neg.mean(axis=1, keepdims=True) * u_neg.sum(axis=1)

# %% mutant="sgd-step" why="번호만 뒤집어 편다" says="짝이 어긋났습니다"
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + np.subtract.at(new_out, negative.T.ravel(), learning_rate * grad_neg.reshape(-1, grad_neg.shape[-1]))

# %% mutant="sgd-step" why="한 줄씩 -=을 한다" says="한 줄씩 -=을 해도"
# - np.subtract.at(new_out, negative, learning_rate * grad_neg)
# + for ids, grads in zip(negative, grad_neg):
# +     new_out[ids] -= learning_rate * grads

# %% mutant="nearest-words" why="짧은 벡터는 나누지 않는다" says="1보다 짧은 벡터도"
# - unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
# + unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)

# %% mutant="nearest-words" why="코사인을 반올림한다" says="반올림한 값입니다"
# - cosines = unit @ unit[words.index(query)]
# + cosines = np.round(unit @ unit[words.index(query)], 2)

# %% mutant="nearest-words" why="코사인을 dict의 키로 쓴다" says="dict의 키로"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + found = {float(cosines[i]): words[i] for i in order if words[i] != query}
# + return [(word, cosine) for cosine, word in found.items()][:k]

# %% mutant="nearest-words" why="벡터가 같은 단어를 모두 뺀다" says="벡터가 똑같은"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + asked = vectors[words.index(query)]
# + return [(words[i], float(cosines[i])) for i in order if (vectors[i] != asked).any()][:k]

# %% mutant="analogy" why="짧은 벡터는 나누지 않는다" says="1보다 짧은 벡터도"
# - unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
# + unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)

# %% mutant="analogy" why="방향이 같은 단어를 모두 뺀다" says="방향이 a와 같은"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + asked = unit @ unit[[index[a], index[b], index[c]]].T
# + return [(words[i], float(cosines[i])) for i in order if asked[i].max() < 0.9999][:k]

# %% mutant="analogy" why="코사인을 dict의 키로 쓴다" says="dict의 키로"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + found = {float(cosines[i]): words[i] for i in order if words[i] not in (a, b, c)}
# + return [(word, cosine) for cosine, word in found.items()][:k]

# %% mutant="cbow-examples" why="창보다 짧은 문장을 건너뛴다" says="문장보다 긴 창"
# - examples = []
# + examples = []
# + if len(tokens) <= window:
# +     return examples

# %% mutant="noise-distribution" why="큰 것부터 늘어놓는다" says="정렬하지 마세요"
# - return weights / weights.sum()
# + return np.sort(weights / weights.sum())[::-1]

# %% mutant="noise-distribution" why="float16에 담는다" says="자리가 적은 자료형"
# - return weights / weights.sum()
# + return (weights / weights.sum()).astype(np.float16)

# %% mutant="sample-negatives" why="seed=0을 없음으로 읽는다" says="seed or None"
# - rng = np.random.default_rng(seed)
# + rng = np.random.default_rng(seed or None)

# %% mutant="sample-negatives" why="앞줄의 가짜를 다시 쓴다" says="줄끼리 서로 독립"
# - return negatives
# + old = negatives[0:-1:2]
# + new = negatives[1::2]
# + negatives[1::2] = np.where(old[:len(new)] == positives[1::2], new, old[:len(new)])
# + return negatives

# %% mutant="sgns-loss" why="가짜의 점수를 먼저 더한다" says="점수를 먼저 더했습니다"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score.sum(axis=1))

# %% mutant="sgns-loss" why="첫째 가짜만 센다" says="첫째 가짜만 셌습니다"
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score[:, 0])

# %% mutant="sgd-step" why="기울기를 B로 나눈다" says="B로 나누지 마세요"
# - np.subtract.at(new_out, context, learning_rate * grad_pos)
# + np.subtract.at(new_out, context, learning_rate * grad_pos / len(center))

# %% mutant="nearest-words" why="하나 더 낸다" says="많아야 k개"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k + 1]

# %% mutant="analogy" why="음수를 0으로 자른다" says="음수를 0으로 잘랐습니다"
# - cosines = unit @ (target / np.linalg.norm(target))
# + cosines = np.maximum(unit @ (target / np.linalg.norm(target)), 0)

# %% mutant="sample-negatives" why="모두가 쓰는 난수에 시드를 준다" says="모두가 함께 쓰는"
# - rng = np.random.default_rng(seed)
# + np.random.seed(seed)
# + rng = np.random

# %% mutant="sample-negatives" why="파이썬의 난수에 시드를 준다" says="모두가 함께 쓰는"
def sample_negatives(distribution, positives, k, seed):
    random.seed(seed)
    rows = []
    for positive in positives:
        p = [0 if n == positive else each for n, each in enumerate(distribution)]
        rows.append(random.choices(range(len(p)), p, k=k))
    return np.array(rows)

# %% mutant="sample-negatives" why="되풀이 안에서 생성기를 다시 만든다" says="되풀이 밖에서"
# - negatives[clash] = rng.choice(len(distribution), size=clash.sum(), p=distribution)
# + rng = np.random.default_rng(seed)
# + negatives[clash] = rng.choice(len(distribution), size=clash.sum(), p=distribution)

# %% mutant="sample-negatives" why="백 칸짜리 표에서 뽑아 드문 단어가 나오지 않는다" says="칸이 정해진 표"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    table = np.repeat(np.arange(len(distribution)), np.round(np.asarray(distribution) * 100).astype(int))
    positives = np.asarray(positives)[:, None]
    negatives = rng.choice(table, size=(len(positives), k))
    while (negatives == positives).any():
        negatives = np.where(negatives == positives, rng.choice(table, size=negatives.shape), negatives)
    return negatives

# %% mutant="sgns-loss" why="squeeze가 길이 1인 축을 모두 지운다" says="squeeze()가 그 축까지"
# - negative_score = np.einsum("bkd,bd->bk", u_neg, v)     # (B, K)
# - loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=1)
# + negative_score = np.einsum("bkd,bd->bk", u_neg, v).squeeze()
# + loss = np.logaddexp(0, -positive_score) + np.logaddexp(0, negative_score).sum(axis=-1)

# %% mutant="nearest-words" why="k + 1개를 고르고 물어본 단어를 뺀다" says="k + 1개를 고르고"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in order[:k + 1] if words[i] != query]

# %% mutant="nearest-words" why="물어본 단어가 든 단어도 뺀다" says="단어끼리 견주세요"
# - return [(words[i], float(cosines[i])) for i in order if words[i] != query][:k]
# + return [(words[i], float(cosines[i])) for i in order if query not in words[i]][:k]

# %% mutant="analogy" why="세 단어를 이은 글 속에서 찾는다" says="단어끼리 견주세요"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [(words[i], float(cosines[i])) for i in order if words[i] not in a + b + c][:k]

# %% mutant="analogy" why="코사인이 -1인 후보를 버린다" says="코사인이 -1인"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + cosines[[index[word] for word in (a, b, c)]] = -1
# + return [(words[i], float(cosines[i])) for i in order if cosines[i] > -1][:k]

# %% mutant="analogy" why="k + 3개를 고르고 세 단어를 뺀다" says="k + 3개를"
# - return [(words[i], float(cosines[i])) for i in order if words[i] not in (a, b, c)][:k]
# + return [(words[i], float(cosines[i])) for i in order[:k + 3] if words[i] not in (a, b, c)]

# %% mutant="sample-negatives" why="백 칸짜리 표에 드문 단어도 한 칸을 준다" says="칸이 정해진 표"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed)
    places = np.maximum(np.round(np.asarray(distribution) * 100).astype(int), 1)
    table = np.repeat(np.arange(len(distribution)), places)
    positives = np.asarray(positives)[:, None]
    negatives = rng.choice(table, size=(len(positives), k))
    while (negatives == positives).any():
        negatives = np.where(negatives == positives, rng.choice(table, size=negatives.shape), negatives)
    return negatives

# %% alternate="sample-negatives" why="시드를 이름으로 준다"
def sample_negatives(distribution, positives, k, seed):
    rng = np.random.default_rng(seed=seed)
    draw = lambda n: rng.choice(len(distribution), size=n, p=distribution)
    negatives = draw((len(positives), k))
    while (clash := negatives == positives[:, None]).any():
        negatives[clash] = draw(clash.sum())
    return negatives

# %% mutant="skipgram-pairs" why="단어 대신 자리 번호를 넣는다" says="자리 번호가 아니라 단어의 쌍"
# - pairs.append((tokens[center], tokens[context]))
# + pairs.append((center, context))

# %% mutant="cbow-examples" why="이웃을 이어 붙인 글로 넣는다" says="글이 아니라 리스트"
# - examples.append((context, center))
# + examples.append(("".join(context), center))

# %% mutant="sgd-step" why="받은 표가 아니라 0에서 시작한다" says="받은 표에서 시작해"
# - new_in, new_out = W_in.copy(), W_out.copy()
# + new_in, new_out = np.zeros_like(W_in), np.zeros_like(W_out)
