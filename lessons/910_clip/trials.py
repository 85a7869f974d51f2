# %% mutant="patchify" why="reshape만 한다" says="reshape만으로는" key=True
# - return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, -1, h * w * C)
# + return cut.reshape(B, -1, h * w * C)

# %% mutant="patchify" why="위에서 아래로 센다" says="위에서 아래로"
# - return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, -1, h * w * C)
# + return cut.transpose(0, 3, 1, 2, 4, 5).reshape(B, -1, h * w * C)

# %% mutant="patchify" why="채널이 바깥에 있다" says="채널이 가장"
# - return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, -1, h * w * C)
# + return cut.transpose(0, 1, 3, 5, 2, 4).reshape(B, -1, h * w * C)

# %% mutant="patchify" why="패치 안의 줄과 칸을 바꾼다" says="줄과 칸이 바뀌었습니다"
# - return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, -1, h * w * C)
# + return cut.transpose(0, 1, 3, 4, 2, 5).reshape(B, -1, h * w * C)

# %% mutant="patchify" why="되돌릴 때 reshape만 한다" says="제자리로 가지 않습니다"
# - return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, H, W, -1)
# + return patches.reshape(B, H, W, -1)

# %% mutant="patchify" why="되돌릴 때 자를 때의 reshape를 그대로 쓴다" says="reshape를 그대로"
# - cut = patches.reshape(B, H // h, W // w, h, w, -1)
# + cut = patches.reshape(B, H // h, h, W // w, w, -1)

# %% mutant="patchify" why="되돌릴 때 위에서 아래로 놓는다" says="위에서 아래로 놓았습니다"
# - cut = patches.reshape(B, H // h, W // w, h, w, -1)
# + cut = patches.reshape(B, W // w, H // h, h, w, -1).swapaxes(1, 2)

# %% mutant="patchify" why="채널 하나만 남긴다" says="모양이"
# - return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, -1, h * w * C)
# + return cut.transpose(0, 1, 3, 2, 4, 5)[..., :3].reshape(B, -1, h * w * min(C, 3))[..., :1 * h * w]

# %% mutant="patchify" why="배치를 한 줄로 편다" says="모양이"
# - return cut.transpose(0, 1, 3, 2, 4, 5).reshape(B, -1, h * w * C)
# + return cut.transpose(0, 1, 3, 2, 4, 5).reshape(-1, h * w * C)

# %% alternate="patchify" why="반복문으로"
def patchify(images, h, w):
    B, H, W, C = images.shape
    found = [images[:, y:y + h, x:x + w].reshape(B, -1) for y in range(0, H, h) for x in range(0, W, w)]
    return np.stack(found, axis=1)

def unpatchify(patches, h, w, H, W):
    B, C = len(patches), patches.shape[-1] // (h * w)
    out = np.zeros((B, H, W, C))
    for n in range(patches.shape[1]):
        y, x = divmod(n, W // w)
        out[:, y * h:(y + 1) * h, x * w:(x + 1) * w] = patches[:, n].reshape(B, h, w, C)
    return out

# %% alternate="patchify" why="split과 einsum으로"
def patchify(images, h, w):
    B, H, W, C = images.shape
    rows = [np.split(band, W // w, axis=2) for band in np.split(images, H // h, axis=1)]
    return np.concatenate([np.concatenate([tile.reshape(B, 1, -1) for tile in row], 1) for row in rows], 1)

def unpatchify(patches, h, w, H, W):
    B, _, size = patches.shape
    tiles = patches.reshape(B, H // h, W // w, h, w, size // (h * w))
    return np.einsum("bijhwc->bihjwc", tiles).reshape(B, H, W, size // (h * w))

# %% mutant="contrastive" why="온도를 곱한다" says="온도를 곱했습니다"
# - scores = images @ texts.T / temperature
# + scores = images @ texts.T * temperature

# %% mutant="contrastive" why="문장의 길이를 맞추지 않는다" says="문장 쪽의 길이"
# - texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
# + texts = texts + 0

# %% mutant="contrastive" why="길이를 맞추지 않는다" says="길이를 1로 맞추지"
# - images = images / np.linalg.norm(images, axis=1, keepdims=True)
# + images = images + 0

# - texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
# + texts = texts + 0

# %% mutant="contrastive" why="한 방향만 낸다" says="한 방향뿐입니다" key=True
# - return (one_way(0) + one_way(1)) / 2
# + return one_way(1)

# %% mutant="contrastive" why="두 방향을 더한다" says="두 방향을 더했습니다"
# - return (one_way(0) + one_way(1)) / 2
# + return one_way(0) + one_way(1)

# %% mutant="contrastive" why="짝마다 더한다" says="짝마다 더했습니다"
# - return -np.diag(logs).mean()
# + return -np.diag(logs).sum()

# %% mutant="contrastive" why="부호가 반대" says="부호가 반대"
# - return -np.diag(logs).mean()
# + return np.diag(logs).mean()

# %% mutant="contrastive" why="가장 큰 값을 빼지 않는다" says="넘치지 않게"
# - low = scores - scores.max(axis=axis, keepdims=True)
# + low = scores

# %% mutant="contrastive" why="확률의 로그를 취한다" says="확률의 로그를 취하면"
# - logs = low - np.log(np.exp(low).sum(axis=axis, keepdims=True))
# + logs = np.log(np.exp(low) / np.exp(low).sum(axis=axis, keepdims=True))

# %% mutant="contrastive" why="두 방향에서 줄의 가장 큰 값을 뺀다" says="줄과 칸에서 따로"
# - low = scores - scores.max(axis=axis, keepdims=True)
# + low = scores - scores.max(axis=1, keepdims=True)

# %% mutant="contrastive" why="확률에 작은 수를 더한다" says="작은 수를 더하면"
# - logs = low - np.log(np.exp(low).sum(axis=axis, keepdims=True))
# + logs = np.log(np.exp(low) / np.exp(low).sum(axis=axis, keepdims=True) + 1e-12)

# %% mutant="contrastive" why="표 전체의 소프트맥스" says="표 전체에"
# - low = scores - scores.max(axis=axis, keepdims=True)
# + low = scores - scores.max()

# - logs = low - np.log(np.exp(low).sum(axis=axis, keepdims=True))
# + logs = low - np.log(np.exp(low).sum())

# %% alternate="contrastive" why="logaddexp로"
def contrastive_loss(images, texts, temperature):
    cosine = np.array([[x @ y / np.sqrt(x @ x) / np.sqrt(y @ y) for y in texts] for x in images])
    scores = cosine / temperature
    right = np.diag(scores)
    return float(np.mean([np.logaddexp.reduce(scores, axis=axis) - right for axis in (0, 1)]))

# %% alternate="contrastive" why="줄마다 반복해서"
def contrastive_loss(images, texts, temperature):
    def unit(x):
        return x / np.sqrt(np.einsum("bd,bd->b", x, x))[:, None]
    table = np.einsum("id,jd->ij", unit(images), unit(texts)) / temperature
    total = 0.0
    for line, column, n in zip(table, table.T, range(len(table))):
        for scores in (line, column):
            top = max(scores)
            total += top + np.log(sum(np.exp(s - top) for s in scores)) - scores[n]
    return total / (2 * len(table))

# %% mutant="recall" why="동점을 유리하게 센다" says="동점은 불리하게" key=True
# - ahead = (similarity >= own[:, None]).sum(axis=1) - 1
# + ahead = (similarity > own[:, None]).sum(axis=1)

# %% mutant="recall" why="답 자신도 센다" says="답"
# - ahead = (similarity >= own[:, None]).sum(axis=1) - 1
# + ahead = (similarity >= own[:, None]).sum(axis=1)

# %% mutant="recall" why="답이 대각선이라고 여긴다" says="대각선이 아니라"
# - own = similarity[np.arange(len(answer)), answer]
# + n = min(similarity.shape)
# + own = similarity[np.arange(len(answer)), np.arange(len(answer)) % n]

# %% mutant="recall" why="k까지 세어 하나 많다" says="k개보다 적어야"
# - return float((ahead < k).mean())
# + return float((ahead <= k).mean())

# %% mutant="recall" why="찾은 수를 돌려준다" says="비율을 돌려주세요"
# - return float((ahead < k).mean())
# + return float((ahead < k).sum())

# %% mutant="recall" why="백분율로 돌려준다" says="백분율입니다"
# - return float((ahead < k).mean())
# + return float((ahead < k).mean() * 100)

# %% mutant="recall" why="k를 쓰지 않는다" says="둘째까지"
# - return float((ahead < k).mean())
# + return float((ahead < 1).mean())

# %% mutant="recall" why="argsort로 동점을 순서에 맡긴다" says="동점은 불리하게"
# - return float((ahead < k).mean())
# + best = np.argsort(-similarity, axis=1, kind="stable")[:, :k]
# + return float((best == answer[:, None]).any(axis=1).mean())

# %% mutant="recall" why="답이 동점이면 못 찾은 것으로 한다" says="동점이 하나뿐이면"
# - return float((ahead < k).mean())
# + ties = (similarity == own[:, None]).sum(axis=1) > 1
# + return float(((ahead < k) & ~ties).mean())

# %% mutant="recall" why="답의 자리를 0으로 바꾸고 센다" says="0도 한 표"
# - ahead = (similarity >= own[:, None]).sum(axis=1) - 1
# + others = similarity.copy()
# + others[np.arange(len(answer)), answer] = 0
# + ahead = (others >= own[:, None]).sum(axis=1)

# %% alternate="recall" why="반복문으로"
def recall_at_k(similarity, answer, k):
    hits = 0
    for line, a in zip(similarity, answer):
        others = [x for j, x in enumerate(line) if j != a]
        hits += sum(x >= line[a] for x in others) < k
    return hits / len(answer)

# %% alternate="recall" why="답을 아주 조금 낮추어 정렬한다"
def recall_at_k(similarity, answer, k):
    rows = np.arange(len(answer))
    order = np.lexsort((np.arange(similarity.shape[1])[None] == answer[:, None], -similarity), axis=1)
    return (order[:, :k] == answer[rows, None]).any(axis=1).mean()

# %% mutant="zero-shot" why="받은 틀을 쓰지 않는다" says="받은 틀을"
# - texts = np.stack([vectors[template.format(*one)] for one in classes])
# + texts = np.stack([vectors["{} {}".format(*one)] for one in classes])

# %% mutant="zero-shot" why="문장의 길이를 맞추지 않는다" says="긴 벡터가 이기지" key=True
# - texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
# + texts = texts + 0

# %% mutant="zero-shot" why="코사인이 아니라 거리를 잰다" says="거리도 내적도"
# - texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
# - return [classes[n] for n in (images @ texts.T).argmax(axis=1)]
# + return [classes[n] for n in ((images[:, None] - texts) ** 2).sum(-1).argmin(axis=1)]

# %% mutant="zero-shot" why="번호를 돌려준다" says="튜플을 돌려주세요"
# - return [classes[n] for n in (images @ texts.T).argmax(axis=1)]
# + return (images @ texts.T).argmax(axis=1).tolist()

# %% mutant="zero-shot" why="색과 모양을 바꾸어 채운다" says="첫 칸이 색"
# - texts = np.stack([vectors[template.format(*one)] for one in classes])
# + texts = np.stack([vectors[template.format(*one[::-1])] for one in classes])

# %% mutant="zero-shot" why="축이 틀렸다" says="이미지마다"
# - return [classes[n] for n in (images @ texts.T).argmax(axis=1)]
# + best = (images @ texts.T).argmax(axis=0)
# + return [classes[best[n % len(best)] % len(classes)] for n in range(len(images))]

# %% mutant="zero-shot" why="유사도의 절댓값을 본다" says="음수여도"
# - return [classes[n] for n in (images @ texts.T).argmax(axis=1)]
# + return [classes[n] for n in np.abs(images @ texts.T).argmax(axis=1)]

# %% mutant="zero-shot" why="동점이면 나중 것을 고른다" says="먼저 나온 것"
# - return [classes[n] for n in (images @ texts.T).argmax(axis=1)]
# + cosine = (images @ texts.T)[:, ::-1]
# + return [classes[len(classes) - 1 - n] for n in cosine.argmax(axis=1)]

# %% mutant="zero-shot" why="문장을 돌려준다" says="튜플을 돌려주세요"
# - return [classes[n] for n in (images @ texts.T).argmax(axis=1)]
# + return [template.format(*classes[n]) for n in (images @ texts.T).argmax(axis=1)]

# %% mutant="zero-shot" why="길이를 표 전체에서 잰다" says="긴 벡터가 이기지"
# - texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
# + texts = texts / np.linalg.norm(texts)

# %% alternate="zero-shot" why="max와 key로"
def zero_shot(images, classes, template, vectors):
    def cosine(x, one):
        y = vectors[template.format(one[0], one[1])]
        return x @ y / np.sqrt(x @ x) / np.sqrt(y @ y)
    return [max(classes, key=lambda one: cosine(x, one)) for x in images]

# %% alternate="zero-shot" why="einsum으로"
def zero_shot(images, classes, template, vectors):
    table = np.array([vectors[template.format(*pair)] for pair in classes], dtype=float)
    table /= np.sqrt((table ** 2).sum(-1, keepdims=True))
    best = np.einsum("nd,cd->nc", images, table).argmax(-1)
    return tuple(classes[int(n)] for n in best)

# %% mutant="ensemble" why="먼저 길이를 맞추지 않는다" says="긴 틀이 지배합니다" key=True
# - units = texts / np.linalg.norm(texts, axis=-1, keepdims=True)
# + units = texts

# %% mutant="ensemble" why="다시 길이를 맞추지 않는다" says="다시 길이를 1로"
# - return mean / np.linalg.norm(mean, axis=-1, keepdims=True)
# + return mean

# %% mutant="ensemble" why="길이를 맞추지 않는다" says="긴 틀이"
# - units = texts / np.linalg.norm(texts, axis=-1, keepdims=True)
# + units = texts + 0

# %% mutant="ensemble" why="첫 틀만 쓴다" says="틀 하나만"
# - mean = units.mean(axis=0)
# + mean = units[0]

# %% mutant="ensemble" why="클래스를 평균한다" says="모양이"
# - mean = units.mean(axis=0)
# + mean = units.mean(axis=1)

# %% mutant="ensemble" why="가장 큰 값을 고른다" says="가장 큰 값을"
# - mean = units.mean(axis=0)
# + mean = units.max(axis=0)

# %% mutant="ensemble" why="표 전체의 길이로 나눈다" says="클래스마다 길이를"
# - return mean / np.linalg.norm(mean, axis=-1, keepdims=True)
# + return mean / np.linalg.norm(mean)

# %% mutant="ensemble" why="절댓값의 합으로 나눈다" says="제곱합의 제곱근"
# - return mean / np.linalg.norm(mean, axis=-1, keepdims=True)
# + return mean / np.abs(mean).sum(axis=-1, keepdims=True)

# %% alternate="ensemble" why="반복문으로"
def ensemble(texts):
    out = []
    for c in range(texts.shape[1]):
        total = sum(vector / np.sqrt(vector @ vector) for vector in texts[:, c])
        out.append(total / np.sqrt(total @ total))
    return np.array(out)

# %% alternate="ensemble" why="einsum으로"
def ensemble(texts):
    weights = 1 / np.sqrt(np.einsum("tcd,tcd->tc", texts, texts))
    summed = np.einsum("tc,tcd->cd", weights, texts)
    return summed / np.sqrt(np.einsum("cd,cd->c", summed, summed))[:, None]

# %% mutant="repair" why="길이를 맞추지 않는다" says="증상 1"
# - images = images / np.linalg.norm(images, axis=1, keepdims=True)
# + images = images + 0

# - texts = texts / np.linalg.norm(texts, axis=1, keepdims=True)
# + texts = texts + 0

# %% mutant="repair" why="축이 그대로 하나뿐" says="한 방향만"
# - for axis in (0, 1):
# + for axis in (0, 0):

# %% mutant="repair" why="같은 문장을 빼지 않는다" says="같은 문장을 빼지 않았습니다" key=True
# - logits = np.where(same, -1e30, scale * images @ texts.T)
# + logits = scale * images @ texts.T

# %% mutant="repair" why="겹치는 자리를 0으로" says="아주 작은 수로"
# - logits = np.where(same, -1e30, scale * images @ texts.T)
# + logits = np.where(same, 0, scale * images @ texts.T)

# %% mutant="repair" why="겹치는 자리를 넉넉히 작지 않은 수로" says="훨씬 작은 수로"
# - logits = np.where(same, -1e30, scale * images @ texts.T)
# + logits = np.where(same, -100, scale * images @ texts.T)

# %% mutant="repair" why="위쪽의 겹침만 뺀다" says="같은 문장"
# - same = (names[:, None] == names) & ~np.eye(len(names), dtype=bool)
# + same = np.triu(names[:, None] == names, 1)

# %% mutant="repair" why="짝까지 뺀다" says="짝(대각선)은 지우지"
# - same = (names[:, None] == names) & ~np.eye(len(names), dtype=bool)
# + same = (names[:, None] == names) & (np.array([captions.count(one) for one in captions]) > 1)

# %% mutant="repair" why="가장 큰 값을 빼지 않는다" says="넘치거나"
# - low = logits - logits.max(axis=axis, keepdims=True)
# + low = logits

# %% mutant="repair" why="이웃한 문장만 견준다" says="같은 문장을 빼지"
# - same = (names[:, None] == names) & ~np.eye(len(names), dtype=bool)
# + near = np.abs(np.subtract.outer(np.arange(len(names)), np.arange(len(names)))) == 1
# + same = (names[:, None] == names) & near

# %% mutant="repair" why="문장의 벡터로 견준다" says="captions로"
# - same = (names[:, None] == names) & ~np.eye(len(names), dtype=bool)
# + same = np.isclose(texts @ texts.T, 1) & ~np.eye(len(names), dtype=bool) | (names[:, None] == names) & ~np.eye(len(names), dtype=bool)

# %% mutant="repair" why="나중에 나온 같은 문장을 버린다" says="나누는 수는"
# - losses = []
# + kept = [n for n, caption in enumerate(captions) if caption not in captions[:n]]
# + logits, losses = logits[np.ix_(kept, kept)], []

# %% alternate="repair" why="logaddexp와 -inf로"
def repaired_loss(images, texts, captions, scale):
    cosine = images @ texts.T / np.outer(np.linalg.norm(images, axis=1), np.linalg.norm(texts, axis=1))
    scores = scale * cosine
    right = np.diag(scores).copy()
    for i, one in enumerate(captions):
        for j, other in enumerate(captions):
            if i != j and one == other:
                scores[i, j] = -np.inf
    return float(np.mean([np.logaddexp.reduce(scores, axis=axis) - right for axis in (0, 1)]))

# %% alternate="repair" why="자리마다 골라서"
def repaired_loss(images, texts, captions, scale):
    x = [v / np.sqrt(v @ v) for v in images]
    y = [v / np.sqrt(v @ v) for v in texts]
    B, total = len(x), 0.0
    for i in range(B):
        use = [j for j in range(B) if j == i or captions[j] != captions[i]]
        for scores in ([scale * (x[i] @ y[j]) for j in use], [scale * (x[j] @ y[i]) for j in use]):
            top = max(scores)
            total += top + np.log(np.sum(np.exp(np.array(scores) - top))) - scores[use.index(i)]
    return total / 2 / B

# %% mutant="temperature" why="온도를 곱한다" says="온도를 곱했습니다" key=True
# - return np.array([one(similarity / t) for t in temperatures])
# + return np.array([one(similarity * t) for t in temperatures])

# %% mutant="temperature" why="온도를 쓰지 않는다" says="온도를 쓰지"
# - return np.array([one(similarity / t) for t in temperatures])
# + return np.array([one(similarity) for t in temperatures])

# %% mutant="temperature" why="한 방향만 낸다" says="한 방향뿐"
# - for table in (scores, scores.T):
# + for table in (scores, scores):

# %% mutant="temperature" why="두 방향을 더한다" says="두 방향을 더했습니다"
# - return total / 2
# + return total

# %% mutant="temperature" why="짝마다 더한다" says="짝마다 더했습니다"
# - return total / 2
# + return total / 2 * len(scores)

# %% mutant="temperature" why="온도를 정렬한다" says="차례가 거꾸로"
# - return np.array([one(similarity / t) for t in temperatures])
# + return np.array([one(similarity / t) for t in sorted(temperatures)])

# %% mutant="temperature" why="가장 큰 값을 빼지 않는다" says="넘치지 않아야"
# - low = table - table.max(axis=1, keepdims=True)
# + low = table

# %% mutant="temperature" why="표를 다시 정규화한다" says="다시 정규화하지"
# - return np.array([one(similarity / t) for t in temperatures])
# + unit = similarity / np.linalg.norm(similarity, axis=1, keepdims=True)
# + return np.array([one(unit / t) for t in temperatures])

# %% mutant="temperature" why="부호가 반대" says="부호가 반대"
# - return total / 2
# + return -total / 2

# %% mutant="temperature" why="표 전체에서 가장 큰 값을 뺀다" says="줄마다(칸마다) 따로"
# - low = table - table.max(axis=1, keepdims=True)
# + low = table - table.max()

# %% alternate="temperature" why="logaddexp로, 하나씩 내놓으며"
def losses_by_temperature(similarity, temperatures):
    for t in temperatures:
        s = similarity / t
        yield np.mean([np.logaddexp.reduce(s, axis=axis) - np.diag(s) for axis in (0, 1)])

def my_guess():
    return {"가": "그대로", "나": "그대로", "다": "그대로"}

# %% alternate="temperature" why="온도를 한 축으로"
def losses_by_temperature(similarity, temperatures):
    s = similarity[None] / np.reshape(temperatures, (-1, 1, 1))
    right = np.einsum("kii->ki", s)
    def ways(axis):
        top = s.max(axis=axis, keepdims=True)
        return np.log(np.exp(s - top).sum(axis=axis)) + top.squeeze(axis) - right
    return ((ways(1) + ways(2)) / 2).mean(axis=1)

def my_guess():
    return dict(zip("가나다", ["늘어남", "그대로", "줄어듦"]))
