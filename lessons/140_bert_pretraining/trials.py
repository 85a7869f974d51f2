# %% mutant="mask-tokens" why="모두 가린다" says="고른 자리를 모두 가렸습니다"
# - inputs = np.where(chosen & (kind < 0.8), mask_id, ids)
# - inputs = np.where(chosen & (kind >= 0.8) & (kind < 0.9), random_ids, inputs)
# + inputs = np.where(chosen, mask_id, ids)

# %% mutant="mask-tokens" why="그대로 둔 자리에 라벨이 없다" says="그대로 둔 자리도 고른 자리" key=True
# - return inputs, np.where(chosen, ids, -100)
# + return inputs, np.where(chosen & (kind < 0.9), ids, -100)

# %% mutant="mask-tokens" why="특수 토큰도 고른다" says="특수 토큰을 골랐습니다"
# - chosen = (pick < 0.15) & ~np.isin(ids, special)
# + chosen = pick < 0.15

# %% mutant="mask-tokens" why="가린 자리를 다시 바꾼다" says="앞에서 가린 자리까지"
# - inputs = np.where(chosen & (kind >= 0.8) & (kind < 0.9), random_ids, inputs)
# + inputs = np.where(chosen & (kind < 0.9), random_ids, inputs)

# %% mutant="mask-tokens" why="라벨을 바꾼 뒤에 얻는다" says="바꾼 뒤의 번호"
# - return inputs, np.where(chosen, ids, -100)
# + return inputs, np.where(chosen, inputs, -100)

# %% mutant="mask-tokens" why="모든 자리에 라벨을 둔다" says="고르지 않은 자리에도"
# - return inputs, np.where(chosen, ids, -100)
# + return inputs, ids.copy()

# %% mutant="mask-tokens" why="받은 배열을 고친다" says="받은 것을 고치지 마세요"
def mask_tokens(ids, special, pick, kind, random_ids, mask_id):
    chosen = (pick < 0.15) & ~np.isin(ids, special)
    labels = np.where(chosen, ids, -100)
    ids[chosen & (kind < 0.8)] = mask_id
    swap = chosen & (kind >= 0.8) & (kind < 0.9)
    ids[swap] = random_ids[swap]
    return ids, labels

# %% mutant="mask-tokens" why="라벨 없는 자리를 0으로" says="0이 아니라 -100"
# - return inputs, np.where(chosen, ids, -100)
# + return inputs, np.where(chosen, ids, 0)

# %% mutant="mask-tokens" why="특수 토큰의 번호를 적어 둔다" says="고르지 않을 번호는 special에서"
# - chosen = (pick < 0.15) & ~np.isin(ids, special)
# + chosen = (pick < 0.15) & ~np.isin(ids, [0, 2, 3])

# %% mutant="mask-tokens" why="MASK의 번호를 적어 둔다" says="mask_id에서"
# - inputs = np.where(chosen & (kind < 0.8), mask_id, ids)
# + inputs = np.where(chosen & (kind < 0.8), 4, ids)

# %% mutant="mask-tokens" why="경계를 넣는다" says="pick이 0.15보다 작은 자리만"
# - chosen = (pick < 0.15) & ~np.isin(ids, special)
# + chosen = (pick <= 0.15) & ~np.isin(ids, special)

# %% mutant="mask-tokens" why="pick으로 나눈다" says="pick이 아니라 kind로"
# - chosen = (pick < 0.15) & ~np.isin(ids, special)
# + chosen = (pick < 0.15) & ~np.isin(ids, special)
# + kind = pick / 0.15

# %% mutant="mask-tokens" why="바뀐 자리를 견주어 라벨을 둔다" says="그대로 둔 자리도"
# - return inputs, np.where(chosen, ids, -100)
# + return inputs, np.where(inputs != ids, ids, -100)

# %% mutant="mask-tokens" why="그대로 둘 자리도 바꾼다" says="번호를 그대로 둡니다"
# - inputs = np.where(chosen & (kind >= 0.8) & (kind < 0.9), random_ids, inputs)
# + inputs = np.where(chosen & (kind >= 0.8), random_ids, inputs)

# %% mutant="mask-tokens" why="순서를 바꾸어 돌려준다" says="돌려주는 순서"
# - return inputs, np.where(chosen, ids, -100)
# + return np.where(chosen, ids, -100), inputs

# %% mutant="mask-tokens" why="예측이 백분율이다" says="백분율이 아닙니다"
# - return 0.15 * 0.9 * 10 / 20
# + return 13.5

# %% alternate="mask-tokens" why="반복문으로"
def mask_tokens(ids, special, pick, kind, random_ids, mask_id):
    inputs, labels = ids.copy(), np.full(ids.shape, -100)
    for b in range(len(ids)):
        for t in range(len(ids[b])):
            if pick[b, t] >= 0.15 or ids[b, t] in special:
                continue
            labels[b, t] = ids[b, t]
            if kind[b, t] < 0.8:
                inputs[b, t] = mask_id
            elif kind[b, t] < 0.9:
                inputs[b, t] = random_ids[b, t]
    return inputs, labels

def my_share():
    return 0.15

# %% alternate="mask-tokens" why="불 인덱스와 select로"
def mask_tokens(ids, special, pick, kind, random_ids, mask_id):
    allowed = np.array([[n not in set(special) for n in row] for row in ids.tolist()])
    chosen = np.logical_and(pick < .15, allowed)
    inputs = np.select([~chosen, kind < 0.8, kind < 0.9], [ids, mask_id, random_ids], ids)
    labels = ids.copy()
    labels[~chosen] = -100
    return [inputs, labels]

def my_share():
    return 1

# %% mutant="whole-word" why="조각마다 가린다" says="조각마다 따로 정했습니다" key=True
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = (words >= 0) & (pick < 0.15)

# %% mutant="whole-word" why="특수 토큰을 가린다" says="특수 토큰을 가렸습니다"
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = pick[first] < 0.15

# %% mutant="whole-word" why="라벨을 모든 자리에" says="베끼기만 해도"
# - return np.where(chosen, MASK, ids), np.where(chosen, ids, IGNORE)
# + return np.where(chosen, MASK, ids), np.where(words >= 0, ids, IGNORE)

# %% mutant="whole-word" why="라벨이 언제나 MASK" says="답이 언제나 MASK"
# - return np.where(chosen, MASK, ids), np.where(chosen, ids, IGNORE)
# + inputs = np.where(chosen, MASK, ids)
# + return inputs, np.where(chosen, inputs, IGNORE)

# %% mutant="whole-word" why="받은 배열을 고친다" says="받은 것을 고치지 마세요"
# - return np.where(chosen, MASK, ids), np.where(chosen, ids, IGNORE)
# + labels = np.where(chosen, ids, IGNORE)
# + ids[chosen] = MASK
# + return ids, labels

# %% mutant="whole-word" why="첫 조각만 가린다" says="첫 조각만 가렸습니다"
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = (words >= 0) & (pick < 0.15) & (first == np.arange(len(words)))

# %% mutant="whole-word" why="하나라도 작으면 가린다" says="조각 하나라도 작으면"
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = np.array([w >= 0 and (pick[words == w] < 0.15).any() for w in words])

# %% mutant="whole-word" why="단어 번호로 pick을 고른다" says="pick의 자리를 단어의 번호로"
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = (words >= 0) & (pick[words] < 0.15)

# %% mutant="whole-word" why="평균으로 정한다" says="첫 조각의 pick만"
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = np.array([w >= 0 and pick[words == w].mean() < 0.15 for w in words])

# %% mutant="whole-word" why="번호가 같은 토큰을 함께 가린다" says="자리가 다르면 다른 단어"
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = np.isin(ids, ids[chosen]) & (words >= 0)

# %% mutant="whole-word" why="모든 자리로 나눈다" says="모든 자리의 수로"
# - return float((inputs == labels)[labelled].mean()) if labelled.any() else 0.0
# + return float((inputs == labels).mean())

# %% mutant="whole-word" why="라벨이 없을 때 nan" says="라벨이 하나도 없으면"
# - return float((inputs == labels)[labelled].mean()) if labelled.any() else 0.0
# + return float((inputs == labels)[labelled].mean())

# %% mutant="whole-word" why="보이지 않는 비율" says="1에서 뺀 값입니다"
# - return float((inputs == labels)[labelled].mean()) if labelled.any() else 0.0
# + return float((inputs != labels)[labelled].mean()) if labelled.any() else 0.0

# %% mutant="whole-word" why="0을 라벨로 보지 않는다" says="번호 0도 라벨"
# - labelled = labels != IGNORE
# + labelled = labels > 0

# %% alternate="whole-word" why="반복문으로"
def visible_share(inputs, labels):
    seen = total = 0
    for a, b in zip(np.ravel(inputs), np.ravel(labels)):
        if b != -100:
            total += 1
            seen += a == b
    return seen / total if total else 0

def whole_word_mask(ids, words, pick):
    inputs, labels = list(ids), [-100] * len(ids)
    word, hide = -1, False
    for t, w in enumerate(words):
        if w != -1 and w != word:
            hide = pick[t] < 0.15
        word = w
        if w != -1 and hide:
            inputs[t], labels[t] = 4, ids[t]
    return inputs, labels

# %% alternate="whole-word" why="unique로"
def visible_share(inputs, labels):
    real = labels != -100
    return np.sum((inputs == labels) & real) / max(real.sum(), 1)

def whole_word_mask(ids, words, pick):
    names, first = np.unique(words, return_index=True)
    hidden = names[(pick[first] < 0.15) & (names >= 0)]
    chosen = np.isin(words, hidden)
    inputs, labels = ids.copy(), np.full_like(ids, -100)
    labels[chosen] = ids[chosen]
    inputs[chosen] = MASK
    return inputs, labels

# %% mutant="nsp-pairs" why="모든 문장에서 고른다" says="다른 문서에서 고릅니다"
# - others = [s for e, other in enumerate(documents) if e != d for s in other]
# + others = [s for other in documents for s in other]

# %% mutant="nsp-pairs" why="같은 문서의 다른 문장에서 고른다" says="다른 문서에서 고릅니다" key=True
# - others = [s for e, other in enumerate(documents) if e != d for s in other]
# + others = document[:1]

# %% mutant="nsp-pairs" why="문서를 넘어 잇는다" says="문서를 넘지 않습니다"
def nsp_pairs(documents, rng):
    flat = [(d, s) for d, document in enumerate(documents) for s in document]
    pairs = []
    for (d, a), (_, b) in zip(flat, flat[1:]):
        others = [s for e, s in flat if e != d]
        pairs.append((a, b, 0) if rng.random() < 0.5 else (a, others[rng.integers(len(others))], 1))
    return pairs

# %% mutant="nsp-pairs" why="라벨을 뒤집는다" says="이어지는 문장인데 라벨이 1"
# - pairs.append((sentence, following, 0))
# + pairs.append((sentence, following, 1))

# - pairs.append((sentence, others[rng.integers(len(others))], 1))
# + pairs.append((sentence, others[rng.integers(len(others))], 0))

# %% mutant="nsp-pairs" why="번갈아 만든다" says="번갈아"
# - if rng.random() < 0.5:
# + if len(pairs) % 2 == 0:

# %% mutant="nsp-pairs" why="문서마다 동전을 던진다" says="짝마다 동전을"
# - others = [s for e, other in enumerate(documents) if e != d for s in other]
# + others = [s for e, other in enumerate(documents) if e != d for s in other]
# + coin = rng.random()

# - if rng.random() < 0.5:
# + if coin < 0.5:

# %% mutant="nsp-pairs" why="가짜를 15%만" says="공평한 동전"
# - if rng.random() < 0.5:
# + if rng.random() < 0.85:

# %% mutant="nsp-pairs" why="전역의 우연을 쓴다" says="받은 rng를"
# - if rng.random() < 0.5:
# + if np.random.random() < 0.5:

# %% mutant="nsp-pairs" why="안에서 시드를 정한다" says="안에서 시드를"
# - pairs = []
# + pairs, rng = [], np.random.default_rng(0)

# %% mutant="nsp-pairs" why="언제나 다음 문서에서" says="모든 다른 문서"
# - others = [s for e, other in enumerate(documents) if e != d for s in other]
# + others = documents[(d + 1) % len(documents)]

# %% mutant="nsp-pairs" why="다른 문서의 첫 문장만" says="모든 다른 문서의 모든 문장"
# - others = [s for e, other in enumerate(documents) if e != d for s in other]
# + others = [other[0] for e, other in enumerate(documents) if e != d]

# %% mutant="nsp-pairs" why="두 문장씩 나아간다" says="다음이 있는 문장마다 짝이 하나"
# - for sentence, following in zip(document, document[1:]):
# + for sentence, following in zip(document[::2], document[1::2]):

# %% mutant="nsp-pairs" why="문장마다 둘 다 만든다" says="다음이 있는 문장마다 짝이 하나"
# - if rng.random() < 0.5:
# -     pairs.append((sentence, following, 0))
# - else:
# -     pairs.append((sentence, others[rng.integers(len(others))], 1))
# + pairs.append((sentence, following, 0))
# + pairs.append((sentence, others[rng.integers(len(others))], 1))

# %% mutant="nsp-pairs" why="마지막 문장에서 넘친다" says="마지막 문장에는 다음이"
# - for sentence, following in zip(document, document[1:]):
# + for i, sentence in enumerate(document):
# +     following = document[i + 1]

# %% mutant="nsp-pairs" why="섞어서 돌려준다" says="순서대로"
# - return pairs
# + return [pairs[i] for i in rng.permutation(len(pairs))]

# %% alternate="nsp-pairs" why="문서를 먼저 고른다"
def nsp_pairs(documents, rng):
    result = []
    for d in range(len(documents)):
        for i in range(len(documents[d]) - 1):
            if rng.integers(2):
                result.append([documents[d][i], documents[d][i + 1], False])
                continue
            e = d
            while e == d:
                e = rng.integers(len(documents))
            result.append([documents[d][i], str(rng.choice(documents[e])), True])
    return result

# %% alternate="nsp-pairs" why="꼭 절반을 섞어서"
def nsp_pairs(documents, rng):
    where = [(d, i) for d, doc in enumerate(documents) for i in range(len(doc) - 1)]
    labels = rng.permutation(np.arange(len(where)) % 2)
    flat = [(d, s) for d, doc in enumerate(documents) for s in doc]
    pairs = []
    for (d, i), label in zip(where, labels):
        e, b = flat[rng.integers(len(flat))]
        while e == d:
            e, b = flat[rng.integers(len(flat))]
        pairs.append((documents[d][i], documents[d][i + 1] if not label else b, int(label)))
    return pairs

# %% mutant="bert-input" why="이어 붙인 뒤에 자른다" says="마지막 SEP이 잘렸습니다" key=True
def bert_input(a, b, max_len):
    front, back = [CLS, *a, SEP], [] if b is None else [*b, SEP]
    ids = (front + back)[:max_len]
    segments = ([0] * len(front) + [1] * len(back))[:max_len]
    pad = [0] * (max_len - len(ids))
    return (np.array(ids + pad), np.array(segments + pad), np.arange(max_len),
            np.array([1] * len(ids) + pad))

# %% mutant="bert-input" why="B에서만 버린다" says="언제나 뒤쪽에서만 버리지"
# - if len(a) > len(tail):
# + if not tail:

# %% mutant="bert-input" why="길이가 같으면 A에서 버린다" says="길이가 같으면 B에서"
# - if len(a) > len(tail):
# + if len(a) >= len(tail):

# %% mutant="bert-input" why="앞에서 버린다" says="B가 더 길면 B의 끝에서"
# - a.pop()
# + a.pop(0)

# - tail.pop()
# + tail.pop(0)

# %% mutant="bert-input" why="받은 리스트에서 버린다" says="받은 것을 고치지 마세요"
# - a, tail = list(a), list(b or [])
# + tail = b or []

# %% mutant="bert-input" why="첫 SEP의 세그먼트가 1" says="세그먼트: 첫 SEP까지 0"
# - np.array([0] * len(front) + [1] * len(back) + [0] * n_pad),
# + np.array([0] * (len(a) + 1) + [1] * (max_len - n_pad - len(a) - 1) + [0] * n_pad),

# %% mutant="bert-input" why="패딩의 세그먼트가 1" says="패딩의 세그먼트"
# - np.array([0] * len(front) + [1] * len(back) + [0] * n_pad),
# + np.array([0] * len(front) + [1] * (len(back) + n_pad)),

# %% mutant="bert-input" why="위치가 B에서 다시 0" says="문장이 바뀌어도, 패딩이어도 이어집니다"
# - np.arange(max_len),
# + np.array([*range(len(front)), *range(max_len - len(front))]),

# %% mutant="bert-input" why="위치가 1부터" says="1만큼 큽니다. 위치: 0부터"
# - np.arange(max_len),
# + np.arange(1, max_len + 1),

# %% mutant="bert-input" why="마스크가 반대" says="1에서 뺀 값입니다. 마스크"
# - np.array([1] * (max_len - n_pad) + [0] * n_pad))
# + np.array([0] * (max_len - n_pad) + [1] * n_pad))

# %% mutant="bert-input" why="b가 None이어도 SEP이 둘" says="b가 None이면"
# - room = max_len - (2 if b is None else 3)
# + room = max_len - 3

# - back = [] if b is None else [*tail, SEP]
# + back = [*tail, SEP]

# %% mutant="bert-input" why="b가 None이어도 자리를 셋 남긴다" says="특수 토큰은 둘"
# - room = max_len - (2 if b is None else 3)
# + room = max_len - 3

# %% mutant="bert-input" why="마스크를 번호로 정한다" says="토큰의 값이 아니라 길이로"
# - np.array([1] * (max_len - n_pad) + [0] * n_pad))
# + (np.array(front + back + [PAD] * n_pad) != PAD) * 1)

# %% mutant="bert-input" why="채우지 않는다" says="남는 자리는 PAD입니다"
# - n_pad = max_len - len(front) - len(back)
# + max_len = len(front) + len(back)
# + n_pad = 0

# %% mutant="bert-input" why="패딩의 위치가 0" says="패딩이어도 이어집니다"
# - np.arange(max_len),
# + np.array([*range(max_len - n_pad), *[0] * n_pad]),

# %% mutant="bert-input" why="반씩 자른다" says="꼭 들어갈 만큼만"
# - while len(a) + len(tail) > room:
# -     if len(a) > len(tail):
# -         a.pop()
# -     else:
# -         tail.pop()
# + if b is None:
# +     a = a[:room]
# + elif len(a) + len(tail) > room:
# +     a, tail = a[:room - room // 2], tail[:room // 2]

# %% alternate="bert-input" why="길이를 식으로 정한다"
def bert_input(a, b, max_len):
    if b is None:
        a, b, ends = a[:max_len - 2], [], []
    else:
        room, ends = max_len - 3, [SEP]
        over = max(len(a) + len(b) - room, 0)
        n_b = len(b)
        n_a = len(a)
        for _ in range(over):
            if n_a > n_b:
                n_a -= 1
            else:
                n_b -= 1
        a, b = a[:n_a], b[:n_b]
    ids = np.full(max_len, PAD)
    segments, mask = np.zeros(max_len, int), np.zeros(max_len, bool)
    tokens = [CLS] + list(a) + [SEP] + list(b) + ends
    ids[:len(tokens)] = tokens
    segments[len(a) + 2:len(tokens)] = 1
    mask[:len(tokens)] = True
    return ids, segments, np.cumsum(np.ones(max_len, int)) - 1, mask

# %% alternate="bert-input" why="복사본에서 버리고 리스트로"
def bert_input(a, b, max_len):
    first = a.copy()
    second = b.copy() if b is not None else None
    def total():
        return len(first) + 2 + (len(second) + 1 if second is not None else 0)
    while total() > max_len:
        longer = first if second is None or len(first) > len(second) else second
        del longer[-1]
    ids, segments = [2] + first + [3], [0] * (len(first) + 2)
    if second is not None:
        ids += second + [3]
        segments += [1] * (len(second) + 1)
    mask = [1] * len(ids)
    while len(ids) < max_len:
        ids.append(0)
        segments.append(0)
        mask.append(0)
    return [ids, segments, list(range(max_len)), mask]

# %% mutant="losses" why="모든 자리로 나눈다" says="모든 자리의 수로 나누었습니다" key=True
# - return loss(mlm_logits[masked], mlm_labels[masked]), loss(nsp_logits, nsp_labels)
# + return loss(mlm_logits[masked], mlm_labels[masked]) * masked.mean(), loss(nsp_logits, nsp_labels)

# %% mutant="losses" why="-100을 인덱스로 쓴다" says="-100)까지 세었습니다"
# - masked = mlm_labels != IGNORE
# + masked = mlm_labels != IGNORE
# + mlm_labels, masked = np.where(masked, mlm_labels, mlm_logits.shape[-1] - 1), masked | True

# %% mutant="losses" why="문장마다 평균한다" says="문장마다 평균했습니다"
# - return loss(mlm_logits[masked], mlm_labels[masked]), loss(nsp_logits, nsp_labels)
# + rows = [loss(x[m], y[m]) for x, y, m in zip(mlm_logits, mlm_labels, masked)]
# + return float(np.mean(rows)), loss(nsp_logits, nsp_labels)

# %% mutant="losses" why="합을 낸다" says="맞는 값의 2배입니다"
# - return float(-log_p[np.arange(len(labels)), labels].mean())
# + return float(-log_p[np.arange(len(labels)), labels].sum())

# %% mutant="losses" why="가장 큰 값을 빼지 않는다" says="점수가 커도 넘치지"
# - shifted = logits - logits.max(axis=-1, keepdims=True)
# + shifted = logits

# %% mutant="losses" why="라벨이 없을 때 nan" says="라벨이 하나도 없으면"
# - if len(labels) == 0:
# + if False:

# %% mutant="losses" why="부호를 잊는다" says="부호가 반대"
# - return float(-log_p[np.arange(len(labels)), labels].mean())
# + return float(log_p[np.arange(len(labels)), labels].mean())

# %% mutant="losses" why="라벨 0을 뺀다" says="번호가 0인 라벨"
# - masked = mlm_labels != IGNORE
# + masked = mlm_labels > 0

# %% mutant="losses" why="밑이 2인 로그" says="로그의 밑이 다릅니다"
# - return float(-log_p[np.arange(len(labels)), labels].mean())
# + return float(-log_p[np.arange(len(labels)), labels].mean() / np.log(2))

# %% mutant="losses" why="확률에 작은 수를 더한다" says="로그 소프트맥스를 바로"
# - log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
# + log_p = np.log(np.exp(shifted) / np.exp(shifted).sum(axis=-1, keepdims=True) + 1e-9)

# %% mutant="losses" why="NSP를 더하기만 한다" says="맞는 값의 3배입니다"
# - return loss(mlm_logits[masked], mlm_labels[masked]), loss(nsp_logits, nsp_labels)
# + return loss(mlm_logits[masked], mlm_labels[masked]), loss(nsp_logits, nsp_labels) * len(nsp_labels)

# %% mutant="losses" why="NSP의 축이 다르다" says="짝마다 소프트맥스"
# - return loss(mlm_logits[masked], mlm_labels[masked]), loss(nsp_logits, nsp_labels)
# + log_p = nsp_logits - nsp_logits.max(0)
# + log_p = log_p - np.log(np.exp(log_p).sum(axis=0))
# + nsp = -log_p[np.arange(len(nsp_labels)), nsp_labels].mean()
# + return loss(mlm_logits[masked], mlm_labels[masked]), nsp

# %% alternate="losses" why="반복문으로"
def pretraining_losses(mlm_logits, mlm_labels, nsp_logits, nsp_labels):
    def one(scores, label):
        top = max(scores)
        return top + np.log(sum(np.exp(s - top) for s in scores)) - scores[label]
    parts = [one(mlm_logits[b, t], mlm_labels[b, t])
             for b, t in np.ndindex(mlm_labels.shape) if mlm_labels[b, t] != -100]
    return (sum(parts) / len(parts) if parts else 0.0,
            np.mean([one(s, y) for s, y in zip(nsp_logits, nsp_labels)]))

# %% alternate="losses" why="파이토치로"
def pretraining_losses(mlm_logits, mlm_labels, nsp_logits, nsp_labels):
    import torch
    import torch.nn.functional as F
    mlm, nsp = torch.tensor(mlm_logits).double(), torch.tensor(nsp_logits).double()
    labels = torch.tensor(mlm_labels).long().flatten()
    first = F.cross_entropy(mlm.flatten(0, 1), labels, ignore_index=-100)
    return (first.item() if (labels != -100).any() else 0.0,
            F.cross_entropy(nsp, torch.tensor(nsp_labels).long()).item())

# %% mutant="words-and-pieces" why="모든 조각에 라벨을 둔다" says="첫 조각에만 둡니다" key=True
# - labels.append(next(remaining) if first else IGNORE)
# + if first:
# +     tag = next(remaining)
# + inside = token not in ("[CLS]", "[SEP]", "[PAD]")
# + labels.append(tag if inside else IGNORE)

# %% mutant="words-and-pieces" why="[UNK]를 특수 토큰으로 본다" says="[UNK]와 [MASK]도"
# - first = token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##")
# + first = not token.startswith("[") and not token.startswith("##")

# %% mutant="words-and-pieces" why="토큰 번호로 라벨을 고른다" says="조각이 아니라 단어마다"
# - for token in tokens:
# + for n, token in enumerate(tokens):

# - labels.append(next(remaining) if first else IGNORE)
# + labels.append(tags[n] if first else IGNORE)

# %% mutant="words-and-pieces" why="나머지를 0으로 둔다" says="-100입니다"
# - labels.append(next(remaining) if first else IGNORE)
# + labels.append(next(remaining) if first else 0)

# %% mutant="words-and-pieces" why="#이면 이어지는 조각으로 본다" says="## 두 글자로"
# - first = token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##")
# + first = token not in ("[CLS]", "[SEP]", "[PAD]") and "#" not in token

# %% mutant="words-and-pieces" why="첫 조각의 벡터만 쓴다" says="첫 조각의 상태만"
# - return np.array([np.mean(word, axis=0) for word in words])
# + return np.array([word[0] for word in words])

# %% mutant="words-and-pieces" why="조각을 더한다" says="상태를 더했습니다"
# - return np.array([np.mean(word, axis=0) for word in words])
# + return np.array([np.sum(word, axis=0) for word in words])

# %% mutant="words-and-pieces" why="특수 토큰도 단어로 센다" says="특수 토큰은 단어가 아니고"
# - if token in ("[CLS]", "[SEP]", "[PAD]"):
# -     continue
# - if not token.startswith("##"):
# + if not token.startswith("##"):

# %% mutant="words-and-pieces" why="둘씩 평균한다" says="셋을 똑같이"
# - return np.array([np.mean(word, axis=0) for word in words])
# + def halves(word):
# +     mean = word[0]
# +     for state in word[1:]:
# +         mean = (mean + state) / 2
# +     return mean
# + return np.array([halves(word) for word in words])

# %% mutant="words-and-pieces" why="같은 글자의 단어를 합친다" says="자리가 다르면 다른 단어"
def word_vectors(states, tokens):
    words = {}
    for state, token in zip(states, tokens):
        if token in ("[CLS]", "[SEP]", "[PAD]"):
            continue
        if not token.startswith("##"):
            now = token
        words.setdefault(now, []).append(state)
    return np.array([np.mean(word, axis=0) for word in words.values()])

def align_labels(tokens, tags):
    remaining, labels = iter(tags), []
    for token in tokens:
        first = token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##")
        labels.append(next(remaining) if first else -100)
    return labels

# %% mutant="words-and-pieces" why="특수 토큰이 앞 단어에 섞인다" says="섞지 않습니다"
def word_vectors(states, tokens):
    words = []
    for state, token in zip(states[1:-1], tokens[1:-1]):
        if token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##"):
            words.append([])
        if token != "[PAD]" and words:
            words[-1].append(state)
    return np.array([np.mean(word, axis=0) for word in words])

def align_labels(tokens, tags):
    remaining, labels = iter(tags), []
    for token in tokens:
        first = token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##")
        labels.append(next(remaining) if first else -100)
    return labels

# %% mutant="words-and-pieces" why="라벨을 꺼내며 지운다" says="받은 것을 고치지 마세요"
# - labels.append(next(remaining) if first else IGNORE)
# + labels.append(tags.pop(0) if first else IGNORE)

# %% mutant="words-and-pieces" why="첫 SEP에서 멈춘다" says="[SEP] 뒤에도"
# - first = token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##")
# + first = token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##")
# + first = first and "[SEP]" not in tokens[:len(labels)]

# %% alternate="words-and-pieces" why="번호를 매기고 NumPy로"
def _numbers(tokens):
    special = np.isin(tokens, ["[CLS]", "[SEP]", "[PAD]"])
    first = ~special & ~np.char.startswith(np.array(tokens), "##")
    return np.where(special, -1, np.cumsum(first) - 1), first

def align_labels(tokens, tags):
    number, first = _numbers(tokens)
    return np.where(first, np.array(tags)[np.maximum(number, 0)], -100)

def word_vectors(states, tokens):
    number, first = _numbers(tokens)
    member = number == np.arange(first.sum())[:, None]
    return member @ states / member.sum(axis=1, keepdims=True)

# %% alternate="words-and-pieces" why="더하고 세어서"
def align_labels(tokens, tags):
    result, w = [], 0
    for t in tokens:
        if t in {"[CLS]", "[SEP]", "[PAD]"} or t[:2] == "##":
            result.append(-100)
        else:
            result.append(tags[w])
            w += 1
    return tuple(result)

def word_vectors(states, tokens):
    sums, counts = [], []
    for n, t in enumerate(tokens):
        if t == "[CLS]" or t == "[SEP]" or t == "[PAD]":
            continue
        if t[:2] == "##":
            sums[-1] = sums[-1] + states[n]
            counts[-1] += 1
        else:
            sums.append(states[n].copy())
            counts.append(1)
    return [(s / c).tolist() for s, c in zip(sums, counts)]

# %% mutant="best-span" why="시작과 끝을 따로 고른다" says="따로 고르면" key=True
def best_span(start, end, context, max_len):
    i = int(np.where(context, start, -np.inf).argmax())
    j = int(np.where(context, end, -np.inf).argmax())
    return None if start[0] + end[0] > start[i] + end[j] else (i, j)

# %% mutant="best-span" why="시작을 먼저 고르고 그 뒤에서 끝을 고른다" says="합을 견줍니다"
# - for i in np.flatnonzero(context):
# + for i in [int(np.where(context, start, -np.inf).argmax())]:

# %% mutant="best-span" why="길이를 하나 더 허락한다" says="토큰의 수 j - i + 1은 max_len을 넘지"
# - for j in range(i, min(i + max_len, len(end))):
# + for j in range(i, min(i + max_len + 1, len(end))):

# %% mutant="best-span" why="길이를 하나 덜 허락한다" says="꼭 max_len개"
# - for j in range(i, min(i + max_len, len(end))):
# + for j in range(i, min(i + max(max_len - 1, 1), len(end))):

# %% mutant="best-span" why="길이를 보지 않는다" says="토큰의 수 j - i + 1은 max_len을 넘지"
# - for j in range(i, min(i + max_len, len(end))):
# + for j in range(i, len(end)):

# %% mutant="best-span" why="끝이 문맥 안인지 보지 않는다" says="둘 다 문맥의 자리입니다"
# - if context[j] and start[i] + end[j] > best:
# + if start[i] + end[j] > best:

# %% mutant="best-span" why="문맥을 보지 않는다" says="둘 다 문맥의 자리입니다"
# - for i in np.flatnonzero(context):
# + for i in range(1, len(start)):

# - if context[j] and start[i] + end[j] > best:
# + if start[i] + end[j] > best:

# %% mutant="best-span" why="답이 없는 경우를 잊는다" says="답이 없습니다"
# - return None if start[0] + end[0] > best else found
# + return found

# %% mutant="best-span" why="같아도 답이 없다고 한다" says="점수가 같으면 답이"
# - return None if start[0] + end[0] > best else found
# + return None if start[0] + end[0] >= best else found

# %% mutant="best-span" why="같은 점수에서 뒤의 것" says="i가 작은 것"
# - if context[j] and start[i] + end[j] > best:
# + if context[j] and start[i] + end[j] >= best:

# %% mutant="best-span" why="끝이 앞에 와도 된다" says="i ≤ j이고"
# - for j in range(i, min(i + max_len, len(end))):
# + for j in range(max(i - max_len + 1, 0), min(i + max_len, len(end))):

# %% mutant="best-span" why="문맥 밖을 0으로" says="문맥 밖을 0으로"
# - best, found = -np.inf, None
# + best, found = -np.inf, None
# + start, end = (np.where(np.arange(len(x)) == 0, x, x * context) for x in (start, end))
# + context = np.arange(len(start)) > 0

# %% mutant="best-span" why="받은 점수를 막는다" says="받은 것을 고치지 마세요"
# - best, found = -np.inf, None
# + best, found = -np.inf, None
# + start[1:][~context[1:]] = -1e9

# %% alternate="best-span" why="행렬로"
def best_span(start, end, context, max_len):
    T = len(start)
    scores = start[:, None] + end[None, :]
    gap = np.arange(T)[None] - np.arange(T)[:, None]
    allowed = (gap >= 0) & (gap < max_len) & context[:, None] & context[None]
    scores = np.where(allowed, scores, -np.inf)
    at = np.unravel_index(np.argmax(scores), scores.shape)
    return None if start[0] + end[0] > scores[at] else at

# %% alternate="best-span" why="모든 구간을 정렬해서"
def best_span(start, end, context, max_len):
    spans = []
    for i in range(len(start)):
        for j in range(i, len(end)):
            if context[i] and context[j] and j - i + 1 <= max_len:
                spans.append((-(start[i] + end[j]), i, j))
    score, i, j = sorted(spans)[0]
    if start[0] + end[0] > -score:
        return None
    return [i, j]

# %% mutant="parameters" why="편향을 빠뜨린다" says="편향을 빠뜨렸습니다" key=True
# - return m * n + n
# + return m * n

# %% mutant="parameters" why="층 정규화를 하나만 센다" says="층 정규화는 둘"
# - layer = 4 * linear(H, H) + linear(H, 4 * H) + linear(4 * H, H) + 2 * 2 * H
# + layer = 4 * linear(H, H) + linear(H, 4 * H) + linear(4 * H, H) + 2 * H

# %% mutant="parameters" why="위치 임베딩을 잊는다" says="위치 임베딩을"
# - embedding = (V + P + 2) * H + 2 * H
# + embedding = (V + 2) * H + 2 * H

# %% mutant="parameters" why="임베딩의 층 정규화를 잊는다" says="(2H)를 빠뜨렸습니다"
# - embedding = (V + P + 2) * H + 2 * H
# + embedding = (V + P + 2) * H

# %% mutant="parameters" why="출력의 선형층을 잊는다" says="출력 선형층을"
# - layer = 4 * linear(H, H) + linear(H, 4 * H) + linear(4 * H, H) + 2 * 2 * H
# + layer = 3 * linear(H, H) + linear(H, 4 * H) + linear(4 * H, H) + 2 * 2 * H

# %% mutant="parameters" why="중간 편향이 H개" says="편향은 4H개"
# - return m * n + n
# + return m * n + min(m, n)

# %% mutant="parameters" why="층을 하나만 더한다" says="층을 하나만"
# - "합계": embedding + L * layer + pooler}
# + "합계": embedding + layer + pooler}

# %% mutant="parameters" why="풀러를 더하지 않는다" says="풀러를 빠뜨렸습니다"
# - "합계": embedding + L * layer + pooler}
# + "합계": embedding + L * layer}

# %% mutant="parameters" why="층에 모든 층을 적는다" says="모든 층의 수"
# - return {"임베딩": embedding, "층": layer, "풀러": pooler,
# + return {"임베딩": embedding, "층": layer * L, "풀러": pooler,

# %% mutant="parameters" why="중간 크기를 3072로 적어 둔다" says="중간 크기"
# - layer = 4 * linear(H, H) + linear(H, 4 * H) + linear(4 * H, H) + 2 * 2 * H
# + layer = 4 * linear(H, H) + linear(H, 3072) + linear(3072, H) + 2 * 2 * H

# %% mutant="parameters" why="예측이 셋뿐이다" says="한 번씩"
# - return ["P", "V", "L", "H"]
# + return ["P", "V", "L"]

# %% alternate="parameters" why="모양을 늘어놓고"
def bert_parameters(V, H, L, P):
    shapes = [(V, H), (P, H), (2, H), (H,), (H,)]
    embedding = sum(int(np.prod(shape)) for shape in shapes)
    layer = [(H, H), (H,)] * 4 + [(H, 4 * H), (4 * H,), (4 * H, H), (H,)] + [(H,)] * 4
    layer = sum(int(np.prod(shape)) for shape in layer)
    pooler = H * (H + 1)
    return dict(합계=embedding + layer * L + pooler, 임베딩=embedding, 층=layer, 풀러=pooler)

def my_order():
    return "VPLH"

# %% alternate="parameters" why="정리한 식으로"
def bert_parameters(V, H, L, P):
    return {"임베딩": H * (V + P + 4), "층": 12 * H ** 2 + 13 * H, "풀러": H ** 2 + H,
            "합계": H * (V + P + 4) + L * (12 * H ** 2 + 13 * H) + H ** 2 + H}

def my_order():
    return ("L", "H", "V", "P")

# %% alternate="mask-tokens" why="예측을 배열로"
# - return 0.15 * 0.9 * 10 / 20
# + return np.array(0.15 * 0.9 / 2)

# %% alternate="bert-input" why="네 줄의 배열 하나로"
def bert_input(a, b, max_len):
    n_a, n_b = len(a), len(b or [])
    room = max_len - (2 if b is None else 3)
    while n_a + n_b > room:
        n_a, n_b = (n_a - 1, n_b) if n_a > n_b else (n_a, n_b - 1)
    tokens = [CLS, *a[:n_a], SEP] + ([] if b is None else [*b[:n_b], SEP])
    out = np.zeros((4, max_len), int)
    out[0, :len(tokens)] = tokens
    out[1, n_a + 2:len(tokens)] = 1
    out[2] = np.arange(max_len)
    out[3, :len(tokens)] = 1
    return out

# %% mutant="whole-word" why="0번 단어를 특수 토큰으로 본다" says="첫 조각의 pick만"
# - chosen = (words >= 0) & (pick[first] < 0.15)
# + chosen = (words > 0) & (pick[first] < 0.15)

# %% mutant="best-span" why="가장 좋은 점수를 0에서 시작한다" says="점수가 모두 음수여도"
# - best, found = -np.inf, None
# + best, found = 0, None

# %% mutant="nsp-pairs" why="마지막 하나는 고르지 못한다" says="모든 다른 문서의 모든 문장"
# - pairs.append((sentence, others[rng.integers(len(others))], 1))
# + pairs.append((sentence, others[rng.integers(len(others) - 1)], 1))
