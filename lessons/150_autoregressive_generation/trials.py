# %% mutant="shift" why="문서의 경계를 넘는다" says="앞 문서의 end를" key=True
# - return inputs, targets, real & (inputs != end)
# + return inputs, targets, real

# %% mutant="shift" why="정답이 end인 자리를 뺀다" says="정답이 end인"
# - return inputs, targets, real & (inputs != end)
# + return inputs, targets, real & (targets != end)

# %% mutant="shift" why="길이를 입력의 자리로 견준다" says="정답의 자리는 입력보다"
# - real = np.arange(1, ids.shape[1]) < lengths[:, None]
# + real = np.arange(ids.shape[1] - 1) < lengths[:, None]

# %% mutant="shift" why="0을 패딩으로 여긴다" says="0번이 진짜"
# - real = np.arange(1, ids.shape[1]) < lengths[:, None]
# + real = targets != 0

# %% mutant="shift" why="마지막 번호를 패딩으로 여긴다" says="길이로 가리세요"
# - real = np.arange(1, ids.shape[1]) < lengths[:, None]
# + pad = np.where(lengths < ids.shape[1], ids[:, -1], -1)[:, None]
# + real = targets != pad

# %% mutant="shift" why="정답이 입력과 같으면 뺀다" says="같은 토큰이 이어져도"
# - return inputs, targets, real & (inputs != end)
# + return inputs, targets, real & (inputs != end) & (inputs != targets)

# %% mutant="shift" why="밀지 않는다" says="한 칸 민 것"
# - inputs, targets = ids[:, :-1], ids[:, 1:]
# + inputs, targets = ids[:, :-1], ids[:, :-1]

# %% mutant="shift" why="입력과 정답을 바꾼다" says="정답과 바꾸거나"
# - inputs, targets = ids[:, :-1], ids[:, 1:]
# + inputs, targets = ids[:, 1:], ids[:, :-1]

# %% mutant="shift" why="굴려서 민다" says="모양이"
# - inputs, targets = ids[:, :-1], ids[:, 1:]
# + inputs, targets = ids, np.roll(ids, -1, axis=1)

# - real = np.arange(1, ids.shape[1]) < lengths[:, None]
# + real = np.arange(1, ids.shape[1] + 1) < lengths[:, None]

# %% mutant="shift" why="세지 않는 정답을 -100으로 바꾼다" says="마스크로만 알립니다"
# - return inputs, targets, real & (inputs != end)
# + counted = real & (inputs != end)
# + return inputs, np.where(counted, targets, -100), counted

# %% mutant="shift" why="첫 줄의 길이를 모두에 쓴다" says="줄마다 제 길이를"
# - real = np.arange(1, ids.shape[1]) < lengths[:, None]
# + real = (np.arange(1, ids.shape[1]) < lengths[0]) & (ids[:, 1:] == ids[:, 1:])

# %% mutant="shift" why="end를 정해 둔다" says="받은 end를"
# - return inputs, targets, real & (inputs != end)
# + return inputs, targets, real & (inputs != 9)

# %% mutant="shift" why="받은 배열을 고친다" says="받은 것을 고치지 마세요"
# - inputs, targets = ids[:, :-1], ids[:, 1:]
# + ids[np.arange(ids.shape[1]) >= lengths[:, None]] = -1
# + inputs, targets = ids[:, :-1], ids[:, 1:]

# %% alternate="shift" why="반복문으로"
def shift(ids, lengths, end):
    mask = []
    for row, n in zip(ids.tolist(), lengths.tolist()):
        mask.append([at + 1 < n and row[at] != end for at in range(len(row) - 1)])
    return [ids[:, :-1].tolist(), ids[:, 1:].tolist(), mask]

# %% alternate="shift" why="경계를 나중에 지워서"
def shift(ids, lengths, end):
    mask = np.zeros((len(ids), ids.shape[1] - 1), dtype=int)
    for b in range(len(ids)):
        mask[b, :max(lengths[b] - 1, 0)] = 1
    mask[ids[:, :-1] == end] = 0
    return np.delete(ids, -1, axis=1), np.delete(ids, 0, axis=1), mask

# %% mutant="perplexity" why="배치의 평균을 평균한다" says="배치의 평균을 다시" key=True
# - nats += float((np.log(np.exp(kept).sum(axis=-1)) - picked).sum())
# - count += len(kept)
# + nats += float(np.nan_to_num((np.log(np.exp(kept).sum(axis=-1)) - picked).mean()))
# + count += 1

# %% mutant="perplexity" why="모든 자리의 수로 나눈다" says="셀 자리의 수로"
# - count += len(kept)
# + count += mask.size

# %% mutant="perplexity" why="가장 큰 값을 빼지 않는다" says="가장 큰 점수를 먼저"
# - kept = kept - kept.max(axis=-1, keepdims=True)
# + kept = kept + 0.0

# %% mutant="perplexity" why="점수를 로그 확률로 여긴다" says="로그 소프트맥스를"
# - nats += float((np.log(np.exp(kept).sum(axis=-1)) - picked).sum())
# + nats += float(-scores[mask][np.arange(len(kept)), targets[mask]].sum())

# %% mutant="perplexity" why="마스크 앞에서 뽑는다" says="−100일 수 있습니다"
# - picked = kept[np.arange(len(kept)), targets[mask]]
# + shifted = scores - scores.max(axis=-1, keepdims=True)
# + picked = np.take_along_axis(shifted, targets[..., None], axis=-1)[..., 0][mask]

# %% mutant="perplexity" why="퍼플렉서티의 밑을 2로" says="밑은 e입니다"
# - return {"loss": loss, "perplexity": float(np.exp(loss)),
# + return {"loss": loss, "perplexity": 2 ** loss,

# %% mutant="perplexity" why="글자당 내트를 낸다" says="ln 2로 나누어"
# - "bits_per_character": nats / np.log(2) / characters}
# + "bits_per_character": nats / characters}

# %% mutant="perplexity" why="토큰당 비트를 낸다" says="토큰당 비트입니다"
# - "bits_per_character": nats / np.log(2) / characters}
# + "bits_per_character": loss / np.log(2)}

# %% mutant="perplexity" why="평균을 글자의 수로 나눈다" says="글자의 수로 또 나누었습니다"
# - "bits_per_character": nats / np.log(2) / characters}
# + "bits_per_character": loss / np.log(2) / characters}

# %% mutant="perplexity" why="합을 낸다" says="합이 아니라 평균"
# - return {"loss": loss, "perplexity": float(np.exp(loss)),
# + return {"loss": nats, "perplexity": float(np.exp(loss)),

# %% mutant="perplexity" why="밑이 2인 손실" says="로그의 밑이 다릅니다"
# - loss = nats / count
# + loss = nats / count / np.log(2)

# %% mutant="perplexity" why="빈 배치에서 평균한다" says="한 자리도 세지 않는"
# - nats += float((np.log(np.exp(kept).sum(axis=-1)) - picked).sum())
# + nats += float((np.log(np.exp(kept).sum(axis=-1)) - picked).mean() * len(kept))

# %% alternate="perplexity" why="자리마다 반복해서"
def evaluate(batches, characters):
    losses = []
    for scores, targets, mask in batches:
        for at in np.argwhere(mask):
            line = scores[tuple(at)]
            P = np.exp(line - line.max())
            losses.append(-np.log(P[targets[tuple(at)]] / P.sum()))
    return {"loss": np.mean(losses), "perplexity": np.exp(np.mean(losses)),
            "bits_per_character": np.sum(losses) / np.log(2) / characters}

# %% alternate="perplexity" why="-100을 0으로 바꾼 뒤 마스크를 곱해서"
def evaluate(batches, characters):
    total = number = 0
    for scores, targets, mask in batches:
        top = scores.max(axis=-1)
        norm = top + np.log(np.exp(scores - top[..., None]).sum(axis=-1))
        right = np.take_along_axis(scores, np.where(mask, targets, 0)[..., None], axis=-1)[..., 0]
        total += ((norm - right) * mask).sum()
        number += mask.sum()
    bits = total / np.log(2)
    return {"bits_per_character": bits / characters, "perplexity": 2 ** (bits / number), "loss": total / number}

# %% mutant="filters" why="음수도 나눈다" says="음수인 점수는" key=True
# - scores[seen] = np.where(scores[seen] > 0, scores[seen] / penalty, scores[seen] * penalty)
# + scores[seen] = scores[seen] / penalty

# %% mutant="filters" why="양수도 곱한다" says="양수인 점수는"
# - scores[seen] = np.where(scores[seen] > 0, scores[seen] / penalty, scores[seen] * penalty)
# + scores[seen] = scores[seen] * penalty

# %% mutant="filters" why="나온 만큼 되풀이한다" says="벌점은 한 번"
# - seen = np.unique(np.array(written, dtype=int))
# - scores[seen] = np.where(scores[seen] > 0, scores[seen] / penalty, scores[seen] * penalty)
# + for v in written:
# +     scores[v] = scores[v] / penalty if scores[v] > 0 else scores[v] * penalty

# %% mutant="filters" why="마지막 토큰에만 벌점" says="written의 모든 토큰"
# - seen = np.unique(np.array(written, dtype=int))
# + seen = np.unique(np.array(written[-1:], dtype=int))

# %% mutant="filters" why="온도를 곱한다" says="온도로 나눕니다"
# - scores = scores / tau
# + scores = scores * tau

# %% mutant="filters" why="넘친다" says="넘치지 않게"
# - P = np.exp(scores[order] - scores.max())
# + P = np.exp(scores[order])

# %% mutant="filters" why="가장 큰 값을 뺀 뒤 벌점" says="빼기 전에"
# - seen = np.unique(np.array(written, dtype=int))
# + scores = scores - scores.max()
# + seen = np.unique(np.array(written, dtype=int))

# %% mutant="filters" why="넘는 순간의 토큰을 버린다" says="넘는 순간의 토큰도"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = max(int((before + P <= p + 1e-12).sum()), least)

# %% mutant="filters" why="top-p에서 하나를 더 남긴다" says="하나로 넘습니다"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = min(max(int((before < p - 1e-12).sum()) + (p < 0.55), least), len(P))

# %% mutant="filters" why="동점이면 뒤의 것부터" says="번호가 작은 것이 먼저"
# - order = np.argsort(-scores, kind="stable")
# + order = np.argsort(scores, kind="stable")[::-1]

# %% mutant="filters" why="문턱값보다 크거나 같은 것을 모두 남긴다" says="꼭 k개입니다"
# - order = order[:max(k, least)]
# + order = order[scores[order] >= scores[order[max(k, least) - 1]]]

# %% mutant="filters" why="top-k가 least를 모른다" says="top-k도 적어도"
# - order = order[:max(k, least)]
# + order = order[:k]

# %% mutant="filters" why="top-p가 least를 모른다" says="top-p도 적어도"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = max(int((before < p - 1e-12).sum()), 1)

# %% mutant="filters" why="언제나 least개로 자른다" says="언제나 least개로"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = int((before < p - 1e-12).sum()) if least == 1 else least

# %% mutant="filters" why="top-k 뒤에 합을 맞추지 않는다" says="합을 1로 맞춘 뒤"
# - P = P / P.sum()
# + P = P / np.exp(scores - scores.max()).sum()

# %% mutant="filters" why="합을 1로 맞추지 않는다" says="남은 것의 합을 1로 맞추세요"
# - out[order[:size]] = P[:size] / P[:size].sum()
# + out[order[:size]] = P[:size]

# %% mutant="filters" why="온도가 마지막이다" says="온도가 top-p보다 먼저"
# - scores = scores / tau
# + scores = scores / 1.0

# - out[order[:size]] = P[:size] / P[:size].sum()
# + P = P[:size] ** (1 / tau)
# + out[order[:size]] = P / P.sum()

# %% mutant="filters" why="벌점이 마지막이다" says="벌점이 top-k보다 먼저"
# - seen = np.unique(np.array(written, dtype=int))
# - scores[seen] = np.where(scores[seen] > 0, scores[seen] / penalty, scores[seen] * penalty)
# + plain = scores.copy()

# - out[order[:size]] = P[:size] / P[:size].sum()
# + seen = np.unique(np.array(written, dtype=int))
# + plain[seen] = np.where(plain[seen] > 0, plain[seen] / penalty, plain[seen] * penalty)
# + e = np.exp((plain - plain.max())[order[:size]] / tau)
# + out[order[:size]] = e / e.sum()

# %% mutant="filters" why="정렬한 자리에 둔다" says="제자리에"
# - out[order[:size]] = P[:size] / P[:size].sum()
# + out[:size] = P[:size] / P[:size].sum()

# - order = np.argsort(-scores, kind="stable")
# + order = np.argsort(-scores, kind="stable") if k or p < 1 else np.arange(len(scores))

# %% mutant="filters" why="받은 점수를 고친다" says="받은 것을 고치지 마세요"
# - scores = np.array(scores, dtype=float)
# + scores = np.asarray(scores)

# %% alternate="filters" why="정렬한 리스트로 하나씩"
def next_probabilities(scores, written, penalty, tau, k, p, least):
    new = []
    for v, s in enumerate(scores):
        if v in written:
            s = s / penalty if s > 0 else s * penalty
        new.append(s / tau)
    ranked = sorted(range(len(new)), key=lambda v: (-new[v], v))
    if k > 0:
        ranked = ranked[:max(k, least)]
    weights = {v: np.exp(new[v] - new[ranked[0]]) for v in ranked}
    total, kept, run = sum(weights.values()), [], 0.0
    for v in ranked:
        if run >= p - 1e-12 and len(kept) >= least:
            break
        kept.append(v)
        run += weights[v] / total
    total = sum(weights[v] for v in kept)
    return [weights[v] / total if v in kept else 0.0 for v in range(len(new))]

# %% alternate="filters" why="-inf로 막으며"
def next_probabilities(scores, written, penalty, tau, k, p, least):
    s = scores.astype(float)
    for v in set(written):
        s[v] *= penalty if s[v] < 0 else 1 / penalty
    s /= tau
    soft = lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    rank = np.empty(len(s), int)
    rank[np.lexsort((np.arange(len(s)), -s))] = np.arange(len(s))
    if k:
        s = np.where(rank < max(k, least), s, -np.inf)
    P = soft(s)
    ahead = np.array([P[rank < r].sum() for r in rank])
    return soft(np.where((ahead < p - 1e-12) | (rank < least), s, -np.inf))

# %% mutant="cache" why="위치를 0부터 센다" says="위치를 0부터 세었습니다" key=True
# - x = x + P[t:t + n]
# + x = x + P[:n]

# %% mutant="cache" why="위치를 더하지 않는다" says="위치 임베딩을 더하지"
# - x = x + P[t:t + n]
# + x = x + 0.0

# %% mutant="cache" why="캐시의 앞에 붙인다" says="앞에 붙였습니다"
# - keys, values = np.concatenate([cache[0], k]), np.concatenate([cache[1], v])
# + keys, values = np.concatenate([k, cache[0]]), np.concatenate([v, cache[1]])

# %% mutant="cache" why="새 키와 값만 돌려준다" says="옛 캐시의 뒤에 붙인"
# - return mixed.swapaxes(0, 1).reshape(n, d) @ W[3], (keys, values)
# + return mixed.swapaxes(0, 1).reshape(n, d) @ W[3], (k, v)

# %% mutant="cache" why="키와 값을 바꾸어 돌려준다" says="자리를 바꾸었습니다"
# - return mixed.swapaxes(0, 1).reshape(n, d) @ W[3], (keys, values)
# + return mixed.swapaxes(0, 1).reshape(n, d) @ W[3], (values, keys)

# %% mutant="cache" why="마스크가 없다" says="뒤의 새 토큰은 보지"
# - scores = np.where(seen, scores, -np.inf)
# + scores = scores + 0.0

# %% mutant="cache" why="마스크가 캐시를 세지 않는다" says="마스크가 캐시를 세지"
# - seen = np.arange(t + n) <= t + np.arange(n)[:, None]
# + seen = np.arange(t + n) <= np.arange(n)[:, None]

# %% mutant="cache" why="자기를 보지 않는다" says="캐시 모두와 자기를"
# - seen = np.arange(t + n) <= t + np.arange(n)[:, None]
# + seen = np.arange(t + n) < t + np.arange(n)[:, None]

# - scores = np.where(seen, scores, -np.inf)
# + scores = np.where(seen, scores, -1e9)

# %% mutant="cache" why="하나 뒤까지 본다" says="뒤의 새 토큰은 보지"
# - seen = np.arange(t + n) <= t + np.arange(n)[:, None]
# + seen = np.arange(t + n) <= t + 1 + np.arange(n)[:, None]

# %% mutant="cache" why="d의 제곱근으로 나눈다" says="헤드의 폭 d/heads의"
# - scores = split(q) @ split(keys).swapaxes(1, 2) / np.sqrt(d // heads)
# + scores = split(q) @ split(keys).swapaxes(1, 2) / np.sqrt(d)

# %% mutant="cache" why="나누지 않는다" says="√(d/heads)로 나누고"
# - scores = split(q) @ split(keys).swapaxes(1, 2) / np.sqrt(d // heads)
# + scores = split(q) @ split(keys).swapaxes(1, 2)

# %% mutant="cache" why="헤드를 나누지 않는다" says="heads개로 나누고"
# - return a.reshape(len(a), heads, d // heads).swapaxes(0, 1)  # (heads, 길이, d/heads)
# + return a[None]

# - scores = split(q) @ split(keys).swapaxes(1, 2) / np.sqrt(d // heads)
# + scores = split(q) @ split(keys).swapaxes(1, 2) / np.sqrt(d)

# %% mutant="cache" why="헤드를 건너뛰며 나눈다" says="앞에서부터 heads개로"
# - return a.reshape(len(a), heads, d // heads).swapaxes(0, 1)  # (heads, 길이, d/heads)
# + return a.reshape(len(a), d // heads, heads).transpose(2, 0, 1)

# %% mutant="cache" why="Wo를 곱하지 않는다" says="Wo를 곱한 것"
# - return mixed.swapaxes(0, 1).reshape(n, d) @ W[3], (keys, values)
# + return mixed.swapaxes(0, 1).reshape(n, d), (keys, values)

# %% mutant="cache" why="새 토큰끼리만 본다" says="새 토큰끼리만"
# - mixed = (e / e.sum(axis=-1, keepdims=True)) @ split(values)
# + e = e[..., t:]
# + mixed = (e / e.sum(axis=-1, keepdims=True)) @ split(v)

# %% mutant="cache" why="헤드를 이어 붙이기 전에 옮기지 않는다" says="토큰마다 다시 이어"
# - return mixed.swapaxes(0, 1).reshape(n, d) @ W[3], (keys, values)
# + return mixed.reshape(n, d) @ W[3], (keys, values)

# %% alternate="cache" why="토큰마다 하나씩 늘리며"
def cached_attention(x, cache, P, W, heads):
    K, V = cache[0].tolist(), cache[1].tolist()
    width, out = x.shape[1] // heads, []
    for row in x:
        row = row + P[len(K)]
        K.append(row @ W[1])
        V.append(row @ W[2])
        q, parts = row @ W[0], []
        for h in range(heads):
            cut = slice(h * width, (h + 1) * width)
            s = np.array([q[cut] @ np.array(key)[cut] for key in K]) / width ** 0.5
            a = np.exp(s - s.max())
            parts.append((a / a.sum()) @ np.array(V)[:, cut])
        out.append(np.concatenate(parts) @ W[3])
    return np.array(out), [np.array(K), np.array(V)]

# %% alternate="cache" why="einsum과 -1e9로"
def cached_attention(x, cache, P, W, heads):
    t, n = cache[0].shape[0], x.shape[0]
    h = x + P[np.arange(t, t + n)]
    K, V = np.vstack([cache[0], h @ W[1]]), np.vstack([cache[1], h @ W[2]])
    parts = [np.reshape(a, (-1, heads, x.shape[1] // heads)) for a in (h @ W[0], K, V)]
    s = np.einsum("nhw,mhw->hnm", parts[0], parts[1]) / np.sqrt(parts[0].shape[-1])
    s = s + np.triu(np.full((n, t + n), -1e9), k=t + 1)
    e = np.exp(s - s.max(-1, keepdims=True))
    mixed = np.einsum("hnm,mhw->nhw", e / e.sum(-1, keepdims=True), parts[2])
    return mixed.reshape(n, -1) @ W[3], (K, V)

# %% mutant="repetition" why="첫째 것만 막는다" says="둘 다 막힙니다"
# - return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail}
# + found = [tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail]
# + return set(found[:1])

# %% mutant="repetition" why="n이 1일 때 전체를 꼬리로" says="글[-0:]" key=True
# - tail = tokens[max(len(tokens) - n + 1, 0):]
# + tail = tokens[-(n - 1):]

# %% mutant="repetition" why="n-gram 하나를 더 길게 본다" says="마지막 n-1개를"
# - tail = tokens[max(len(tokens) - n + 1, 0):]
# - starts = range(len(tokens) - n + 1)
# - return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail}
# + tail = tokens[max(len(tokens) - n, 0):]
# + starts = range(len(tokens) - n)
# + return {tokens[at + n] for at in starts if tokens[at:at + n] == tail}

# %% mutant="repetition" why="마지막 토큰만 견준다" says="순서까지 모두 같아야"
# - return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail}
# + return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1][-1:] == tail[-1:]}

# %% mutant="repetition" why="겹치는 창을 세지 않는다" says="겹쳐도 셉니다"
# - starts = range(len(tokens) - n + 1)
# + starts = range(len(tokens) - 2 * (n - 1))

# %% mutant="repetition" why="나온 토큰을 모두 막는다" says="1 2 다음에 3이"
# - return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail}
# + return set(tokens)

# %% mutant="repetition" why="글자로 이어 붙인다" says="두 자리일 수 있습니다"
# - tail = tokens[max(len(tokens) - n + 1, 0):]
# + tokens = "".join(map(str, tokens))
# + tail = tokens[max(len(tokens) - n + 1, 0):]

# - return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail}
# + return {int(tokens[at + n - 1]) for at in starts if tokens[at:at + n - 1] == tail}

# %% mutant="repetition" why="이름을 하나 빠뜨린다" says="한 번씩 적습니다"
# - return ["탐욕", "온도 0.5", "온도 2", "탐욕, 3-gram 막기"]
# + return ["탐욕", "온도 0.5", "온도 2"]

# %% alternate="repetition" why="사전과 반복문으로"
def blocked(tokens, n):
    following = {}
    for at in range(len(tokens) - n + 1):
        *head, last = tokens[at:at + n]
        following.setdefault(tuple(head), set()).add(last)
    head = tuple(tokens[-(n - 1):]) if n > 1 else ()
    return following.get(head, set())

def my_ranking():
    return ("온도 2", "탐욕", "온도 0.5", "탐욕, 3-gram 막기")

# %% alternate="repetition" why="zip으로, 붙여 보며"
def blocked(tokens, n):
    old = list(zip(*[tokens[k:] for k in range(n)]))
    return [v for v in dict.fromkeys(tokens) if len(tokens) >= n and tuple((tokens + [v])[-n:]) in old]

def my_ranking():
    return ["탐욕", "온도 0.5", "온도 2", "탐욕, 3-gram 막기"]

# %% mutant="generate" why="진짜 토큰의 수로 칸을 고른다" says="마지막 칸에 있습니다"
# - scores = np.array(step(ids, mask, positions), dtype=float)[:, -1]
# + scores = np.array(step(ids, mask, positions), dtype=float)
# + scores = scores[np.arange(len(ids)), np.sum(mask, axis=1) - 1]

# %% mutant="generate" why="칸의 번호를 위치로 쓴다" says="마스크로 구하세요" key=True
# - positions = np.maximum(np.cumsum(mask, axis=1) - 1, 0)
# + positions = np.tile(np.arange(np.shape(ids)[1]), (len(ids), 1))

# %% mutant="generate" why="위치가 나아가지 않는다" says="새 토큰에서도 이어지며"
# - positions = np.hstack([positions, positions[:, -1:] + 1])
# + positions = np.hstack([positions, positions[:, -1:]])

# %% mutant="generate" why="프롬프트에도 벌점" says="프롬프트의 토큰에서는"
# - scores[b, list(set(tokens))] -= alpha
# + scores[b, np.unique(ids[b])] -= alpha

# %% mutant="generate" why="쓴 만큼 벌점을 되풀이한다" says="한 번만 뺍니다"
# - scores[b, list(set(tokens))] -= alpha
# + np.subtract.at(scores[b], np.array(tokens, dtype=int), alpha)

# %% mutant="generate" why="다른 줄의 것에도 벌점" says="벌점은 줄마다"
# - scores[b, list(set(tokens))] -= alpha
# + scores[b, list(set(sum(written, [])))] -= alpha

# %% mutant="generate" why="끝난 줄이 계속 쓴다" says="end는 결과에 넣지"
# - done[b] = done[b] or token == end
# - if not done[b]:
# -     written[b].append(token)
# + done[b] = done[b] or token == end
# + written[b].append(token)

# %% mutant="generate" why="end의 점수에서도 뺀다" says="end에서는 빼지 않습니다"
# - scores[b, list(set(tokens))] -= alpha
# + scores[b, [*set(tokens), end]] -= alpha

# %% mutant="generate" why="한 줄이 끝나면 모두 멈춘다" says="다른 줄은 계속"
# - if all(done):
# + if any(done):

# %% mutant="generate" why="다 끝나도 step을 부른다" says="더 부르지 마세요"
# - if all(done):
# + if False:

# %% mutant="generate" why="끝난 줄이 되살아난다" says="되살아나지"
# - done[b] = done[b] or token == end
# + done[b] = token == end

# %% mutant="generate" why="end를 결과에 넣는다" says="end는 결과에 넣지"
# - done[b] = done[b] or token == end
# - if not done[b]:
# -     written[b].append(token)
# + if not done[b]:
# +     written[b].append(token)
# + done[b] = done[b] or token == end

# %% mutant="generate" why="새 칸의 마스크가 거짓" says="새 칸도 참입니다"
# - mask = np.hstack([mask, np.ones((len(ids), 1), bool)])
# + mask = np.hstack([mask, np.zeros((len(ids), 1), bool)])

# %% mutant="generate" why="패딩의 위치가 음수" says="패딩의 위치는 0"
# - positions = np.maximum(np.cumsum(mask, axis=1) - 1, 0)
# + positions = np.cumsum(mask, axis=1) - 1

# %% mutant="generate" why="위치를 1부터 센다" says="1만큼 큽니다. 진짜 토큰의 위치는"
# - positions = np.maximum(np.cumsum(mask, axis=1) - 1, 0)
# + positions = np.cumsum(mask, axis=1)

# %% mutant="generate" why="한 번 더 부른다" says="더 부르지 마세요"
# - return written
# + if not all(done):
# +     step(ids, mask, positions)
# + return written

# %% mutant="generate" why="프롬프트까지 돌려준다" says="새로 쓴 것만"
# - return written
# + return [row[real].tolist() for row, real in zip(np.array(ids), np.array(mask))]

# %% mutant="generate" why="동료의 코드 그대로" says="프롬프트의 토큰에서는"
def generate(step, ids, mask, n, alpha, end):
    first, rows = np.shape(ids)[1], np.arange(len(ids))
    at = np.zeros_like(ids) + np.arange(first)
    for _ in range(n):
        s = np.array(step(ids, mask, at))[rows, mask.sum(1) - 1]
        for b in rows:
            s[b, list(set(ids[b].tolist()))] -= alpha
        ids = np.c_[ids, s.argmax(1)]
        mask, at = np.c_[mask, np.ones(len(ids), bool)], np.c_[at, at[:, -1]]
    return ids[:, first:].tolist()

# %% alternate="generate" why="걸음마다 위치를 마스크에서 새로 구하고, 끝난 줄에는 패딩"
def generate(step, ids, mask, n, alpha, end):
    B, T = ids.shape
    alive = np.ones(B, bool)
    used = None
    while n > 0 and alive.any():
        n -= 1
        place = np.where(mask, mask.cumsum(axis=1) - 1, 0)
        scores = np.asarray(step(ids, mask, place))[:, -1, :]
        used = np.zeros(scores.shape, bool) if used is None else used
        best = np.argmax(scores - alpha * used, axis=1)
        alive = alive & (best != end)
        used[np.arange(B), best] = True
        ids = np.concatenate([ids, np.where(alive, best, end)[:, None]], axis=1)
        mask = np.concatenate([mask, alive[:, None]], axis=1)
    return [ids[b, T:][mask[b, T:]].tolist() for b in range(B)]

# %% alternate="generate" why="리스트로"
def generate(step, ids, mask, n, alpha, end):
    rows, real = [list(map(int, row)) for row in ids], [list(map(int, row)) for row in mask]
    at = [[max(sum(row[:j + 1]) - 1, 0) for j in range(len(row))] for row in real]
    start, closed = len(rows[0]), set()
    texts = [[] for _ in rows]
    for turn in range(n):
        if len(closed) == len(rows):
            break
        scores = step(np.array(rows), np.array(real), np.array(at))
        for b in range(len(rows)):
            line = list(scores[b][-1])
            for v in set(texts[b]):
                line[v] -= alpha
            token = int(np.argmax(line))
            if token == end:
                closed.add(b)
            if b not in closed:
                texts[b].append(token)
            rows[b].append(token)
            real[b].append(1)
            at[b].append(at[b][-1] + 1)
    return texts

# %% alternate="generate" why="끝난 줄에는 −100을 채워서"
# - ids = np.hstack([ids, best[:, None]])
# + ids = np.hstack([ids, np.where(done, -100, best)[:, None]])

# %% mutant="filters" why="합이 꼭 p가 되어도 하나 더 남긴다" says="꼭 p가 되면"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = max(int((before <= p).sum()), least)

# %% mutant="repetition" why="번호를 글자로 이어 견준다" says="글자로 이어 붙이지"
# - return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail}
# + text = "".join(map(str, tail))
# + return {tokens[at + n - 1] for at in starts if "".join(map(str, tokens[at:at + n - 1])) == text}
