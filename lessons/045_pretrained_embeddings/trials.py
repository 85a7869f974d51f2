# %% mutant="embedding-matrix" why="한 줄씩 밀린다(OOV의 줄을 잊는다)" says="한 줄씩 밀렸습니다" key=True
# - rows = [np.zeros(dim), average]
# + rows = [np.zeros(dim)]
# - return np.stack(rows), missing
# + return np.stack([*rows, average]), missing

# %% mutant="embedding-matrix" why="OOV와 없는 단어를 0으로 둔다" says="OOV의 줄을 0으로"
# - average = np.mean(found, axis=0) if found else np.zeros(dim)
# + average = np.zeros(dim)

# %% mutant="embedding-matrix" why="OOV의 줄만 평균이고 없는 단어는 0이다" says="벡터가 없는 띵작의 줄"
# - rows.append(np.asarray(vectors.get(word, average), dtype=float))
# + rows.append(np.asarray(vectors.get(word, np.zeros(dim)), dtype=float))

# %% mutant="embedding-matrix" why="빌린 사전 전체의 평균을 쓴다" says="우주선"
# - average = np.mean(found, axis=0) if found else np.zeros(dim)
# + average = np.mean(list(vectors.values()), axis=0) if vectors else np.zeros(dim)

# %% mutant="embedding-matrix" why="못 찾은 단어를 0으로 넣고 평균을 낸다" says="못 찾은 단어를 0으로"
# - average = np.mean(found, axis=0) if found else np.zeros(dim)
# + average = np.sum(found, axis=0) / len(words) if found else np.zeros(dim)

# %% mutant="embedding-matrix" why="패딩의 줄도 평균으로 채운다" says="패딩의 줄"
# - rows = [np.zeros(dim), average]
# + rows = [average, average]

# %% mutant="embedding-matrix" why="벡터가 있는 단어만 차례로 쌓는다" says="있는 단어만 차례로"
# - for word in words:
# -     rows.append(np.asarray(vectors.get(word, average), dtype=float))
# + rows += [*found, *[average] * len(missing)]

# %% mutant="embedding-matrix" why="찾은 단어가 없으면 nan이 된다" says="찾은 단어가 하나도 없으면"
# - average = np.mean(found, axis=0) if found else np.zeros(dim)
# + average = np.mean(found, axis=0) if found else np.full(dim, np.nan)

# %% mutant="embedding-matrix" why="없는 단어 대신 찾은 단어를 돌려준다" says="찾은 단어와 바꾸지"
# - return np.stack(rows), missing
# + return np.stack(rows), [word for word in words if word in vectors]

# %% mutant="embedding-matrix" why="빌린 사전에 평균을 적어 넣는다(입력을 바꾼다)" says="받은 것을 고치지"
# - for word in words:
# -     rows.append(np.asarray(vectors.get(word, average), dtype=float))
# + for word in words:
# +     rows.append(np.asarray(vectors.setdefault(word, average), dtype=float))

# %% mutant="embedding-matrix" why="값이 0인 줄을 없는 단어로 보고 평균으로 채운다" says="값이 아니라 사전으로"
# - return np.stack(rows), missing
# + rows = [rows[0], *(row if row.any() else average for row in rows[1:])]
# + return np.stack(rows), missing

# %% mutant="embedding-matrix" why="dim을 빌린 사전의 첫 벡터에서 얻는다" says="dim에서 얻으세요"
# - missing = [word for word in words if word not in vectors]
# + dim = len(next(iter(vectors.values())))
# + missing = [word for word in words if word not in vectors]

# %% mutant="embedding-matrix" why="없는 단어를 집합으로 모은다" says="집합(set)"
# - missing = [word for word in words if word not in vectors]
# + missing = {word for word in words if word not in vectors}

# %% mutant="embedding-matrix" why="OOV의 줄을 빠뜨린다" says="OOV의 줄까지"
# - rows = [np.zeros(dim), average]
# + rows = [np.zeros(dim)]

# %% mutant="embedding-matrix" why="첫 벡터에 대고 더한다(빌린 벡터를 바꾼다)" says="받은 것을 고치지"
# - average = np.mean(found, axis=0) if found else np.zeros(dim)
# + total = found[0] if found else np.zeros(dim)
# + for v in found[1:]:
# +     total += v
# + average = total / max(len(found), 1)

# %% mutant="embedding-matrix" why="정수 배열로 만든다" says="실수 배열입니다"
# - return np.stack(rows), missing
# + return np.stack(rows).astype(int), missing

# %% mutant="embedding-matrix" why="없는 단어를 정렬한다" says="정렬하지 마세요"
# - return np.stack(rows), missing
# + return np.stack(rows), sorted(missing)

# %% alternate="embedding-matrix" why="0으로 만든 행렬에 번호로 써넣기, 32비트"
def embedding_matrix(words, vectors, dim):
    matrix = np.zeros((len(words) + 2, dim), dtype="float32")
    where = [i for i, w in enumerate(words) if w in vectors]
    if where:
        matrix[[i + 2 for i in where]] = [vectors[words[i]] for i in where]
        matrix[1] = matrix[2:].sum(axis=0) / len(where)
    lost = [i for i in range(len(words)) if i not in where]
    matrix[[i + 2 for i in lost]] = matrix[1]
    return matrix, [words[i] for i in lost]

# %% alternate="embedding-matrix" why="반복하며 합과 개수를 세기, 튜플로"
def embedding_matrix(words, vectors, dim):
    total, count, absent = [0.0] * dim, 0, []
    for word in words:
        if word not in vectors:
            absent.append(word)
            continue
        count += 1
        total = [a + float(b) for a, b in zip(total, vectors[word])]
    middle = [a / max(count, 1) for a in total]
    table = [[0.0] * dim, middle]
    for word in words:
        table.append(middle if word in absent else [float(a) for a in vectors[word]])
    return np.array(table), tuple(absent)

# %% alternate="embedding-matrix" why="찾은 줄을 참/거짓으로 가리기"
def embedding_matrix(words, vectors, dim):
    has = np.array([w in vectors for w in words], dtype=bool)
    body = np.array([vectors[w] if h else np.zeros(dim) for w, h in zip(words, has)], dtype="float32").reshape(-1, dim)
    mean = body[has].sum(axis=0) / max(int(has.sum()), 1)
    body[~has] = mean
    return np.concatenate([np.stack([np.zeros(dim), mean]), body]), [str(w) for w, h in zip(words, has) if not h]

# %% mutant="coverage" why="검증 글까지 세어 없는 단어를 꼽는다" says="검증 글에만 나온"
# - counts = Counter(token for review in train for token in review if token not in known)
# + counts = Counter(token for review in train + valid for token in review if token not in known)

# %% mutant="coverage" why="학습 글에만 있는 것을 꼽되 횟수는 검증까지 센다" says="횟수를 검증 글까지"
# - counts = Counter(token for review in train for token in review if token not in known)
# + mine = {token for review in train for token in review if token not in known}
# + counts = Counter(token for review in train + valid for token in review if token not in known)
# - report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
# + report["missing"] = sorted(mine, key=lambda word: (-counts[word], word))[:k]

# %% mutant="coverage" why="종류와 토큰을 바꾼다" says="종류와 토큰의 포함률이 바뀌었습니다" key=True
# - report[name] = (len(inside) / len(counts), n_tokens / counts.total()) if counts else (0.0, 0.0)
# + report[name] = (n_tokens / counts.total(), len(inside) / len(counts)) if counts else (0.0, 0.0)

# %% mutant="coverage" why="사전의 크기로 나눈다(사전이 쓰인 비율)" says="사전의 크기(6)로"
# - report[name] = (len(inside) / len(counts), n_tokens / counts.total()) if counts else (0.0, 0.0)
# + report[name] = (len(inside) / max(len(known), 1), n_tokens / counts.total()) if counts else (0.0, 0.0)

# %% mutant="coverage" why="글마다 구해 평균한다" says="글마다 구해"
# - report[name] = (len(inside) / len(counts), n_tokens / counts.total()) if counts else (0.0, 0.0)
# + rates = [sum(token in known for token in review) / len(review) for review in reviews if review]
# + report[name] = (len(inside) / len(counts), sum(rates) / len(rates)) if counts else (0.0, 0.0)

# %% mutant="coverage" why="포함률이 아니라 모르는 비율을 잰다" says="1에서 뺀 값"
# - inside = [word for word in counts if word in known]
# + inside = [word for word in counts if word not in known]

# %% mutant="coverage" why="검증 글에 학습 글을 합쳐 잰다" says="학습 글을 합쳐"
# - for name, reviews in (("train", train), ("valid", valid)):
# + for name, reviews in (("train", train), ("valid", train + valid)):

# %% mutant="coverage" why="횟수가 같을 때 나온 순서로 둔다" says="나온 순서가 아니라 가나다순"
# - report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
# + report["missing"] = [word for word, _ in counts.most_common(k)]

# %% mutant="coverage" why="빈 글에서 0으로 나눈다" says="0으로 나누었습니다"
# - report[name] = (len(inside) / len(counts), n_tokens / counts.total()) if counts else (0.0, 0.0)
# + report[name] = (len(inside) / len(counts), n_tokens / counts.total())

# %% mutant="coverage" why="k를 무시한다" says="k=2개까지"
# - report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
# + report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:5]

# %% mutant="coverage" why="토큰을 소문자로 바꿔 센다" says="소문자로"
# - counts = Counter(token for review in reviews for token in review)
# + counts = Counter(token.lower() for review in reviews for token in review)

# %% mutant="coverage" why="한글 음절이 든 토큰만 센다" says="거르지 마세요"
# - counts = Counter(token for review in reviews for token in review)
# + counts = Counter(token for review in reviews for token in review if max(token) >= "가")

# %% mutant="coverage" why="받은 사전에 없는 단어를 적어 넣는다(입력을 바꾼다)" says="받은 것을 고치지"
# - report = {}
# + report = {}; train.append([])

# %% mutant="coverage" why="k가 0이면 모두 꼽는다" says="k가 0이면"
# - report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
# + report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k or None]

# %% mutant="coverage" why="횟수가 같을 때 소문자로 바꾸어 견준다" says="파이썬의 < 순서"
# - report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
# + report["missing"] = sorted(counts, key=lambda word: (-counts[word], word.lower(), word))[:k]

# %% mutant="coverage" why="빈칸인 토큰을 거른다" says="빈칸이라고"
# - counts = Counter(token for review in reviews for token in review)
# + counts = Counter(token for review in reviews for token in review if token.strip())

# %% mutant="coverage" why="앞의 k개에서 없는 단어를 고른다" says="사전에 없는 단어를 먼저 고르고"
# - counts = Counter(token for review in train for token in review if token not in known)
# + counts = Counter(token for review in train for token in review)
# - report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
# + report["missing"] = sorted(counts, key=lambda word: (-counts[word], word))[:k]
# + report["missing"] = [word for word in report["missing"] if word not in known]

# %% alternate="coverage" why="집합과 목록으로, 안쪽 함수로"
def coverage(train, valid, known, k=5):
    def rates(reviews):
        flat = [token for review in reviews for token in review]
        kinds = set(flat)
        if not flat:
            return 0.0, 0.0
        return len(kinds & known) / len(kinds), np.mean([token in known for token in flat])

    missing = {}
    for review in train:
        for token in review:
            if token not in known:
                missing[token] = missing.get(token, 0) + 1
    order = sorted(missing)
    order.sort(key=missing.get, reverse=True)
    return {"train": rates(train), "valid": rates(valid), "missing": order[:k]}

# %% alternate="coverage" why="NumPy 배열로 돌려준다"
def coverage(train, valid, known, k=5):
    answer = {"missing": ()}
    for name, reviews in zip(["train", "valid"], [train, valid]):
        kinds, times = np.unique([token for review in reviews for token in review] or [""], return_counts=True)
        hit = np.array([str(kind) in known for kind in kinds])
        answer[name] = np.array([hit.mean(), times[hit].sum() / times.sum()])
        if name == "train":
            lost = [(-int(n), str(kind)) for kind, n, found in zip(kinds, times, hit) if not found and kind]
            answer["missing"] = tuple(kind for _, kind in sorted(lost)[:k])
    return answer

# %% alternate="coverage" why="heapq와 차집합"
def coverage(train, valid, known, k=5):
    import heapq
    from itertools import chain
    out = {}
    for name, part in {"train": train, "valid": valid}.items():
        flat = list(chain(*part))
        out[name] = (1 - len(set(flat) - known) / len(set(flat)), 1 - sum(t not in known for t in flat) / len(flat)) if flat else (0.0, 0.0)
    c = Counter(chain.from_iterable(train))
    out["missing"] = [w for _, w in heapq.nsmallest(k, ((-n, w) for w, n in c.items() if w not in known))]
    return out

# %% mutant="word-vector" why="평균하지 않고 더한다" says="평균하지 않고 더했습니다"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + return np.sum(parts, axis=0) if parts else np.zeros(dim)

# %% mutant="word-vector" why="없는 n-gram까지 나누는 수에 넣는다" says="벡터가 없는 n-gram까지" key=True
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors.get(g, np.zeros(dim)) for g in ngrams]

# %% mutant="word-vector" why="사전에 있으면 n-gram을 보지 않는다" says="n-gram을 보지 않았습니다"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors and word not in vectors]

# %% mutant="word-vector" why="자기 벡터를 쓰지 않는다" says="자기 벡터를 빠뜨렸습니다"
# - parts = [vectors[word]] if word in vectors else []
# + parts = []

# %% mutant="word-vector" why="자기 벡터와 n-gram 평균을 반반 섞는다" says="반반"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    parts = [ngram_vectors[g] for g in ngrams if g in ngram_vectors]
    average = np.mean(parts, axis=0) if parts else np.zeros(dim)
    return (vectors[word] + average) / 2 if word in vectors else average

# %% mutant="word-vector" why="자기 벡터를 나누는 수에서 빼먹는다" says="나누는 수에 넣지"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + return np.sum(parts, axis=0) / max(len(parts) - (word in vectors), 1) if parts else np.zeros(dim)

# %% mutant="word-vector" why="되풀이된 n-gram을 한 번만 센다" says="두 번 셉니다"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[g] for g in dict.fromkeys(ngrams) if g in ngram_vectors]

# %% mutant="word-vector" why="사전의 벡터에 대고 더한다(입력을 바꾼다)" says="받은 것을 고치지"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + total = parts[0] if parts else np.zeros(dim)
# + for part in parts[1:]:
# +     total += part
# + return total / max(len(parts), 1)

# %% mutant="word-vector" why="모르는 단어는 무조건 0으로 둔다" says="사전에 없는 단어라도"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + return np.mean(parts, axis=0) if word in vectors else np.zeros(dim)

# %% mutant="word-vector" why="평균할 것이 없으면 첫 단어의 벡터를 준다" says="평균할 것이 하나도 없으면"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + return np.mean(parts, axis=0) if parts else next(iter(vectors.values())).copy()

# %% mutant="word-vector" why="찾은 n-gram 가운데 첫째만 쓴다" says="하나만 썼습니다"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[g] for g in ngrams if g in ngram_vectors][:1]

# %% mutant="word-vector" why="값이 0인 벡터를 없는 것으로 친다" says="값이 0인 벡터도"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + parts = [part for part in parts if part.any()]
# + return np.mean(parts, axis=0) if parts else np.zeros(dim)

# %% mutant="word-vector" why="단어를 n-gram 사전에서도 찾는다" says="n-gram 사전에서 찾지"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[piece] for piece in [*ngrams, word] if piece in ngram_vectors]

# %% mutant="word-vector" why="자기 벡터가 0이면 없는 것으로 친다" says="자기 벡터의 값이 0이어도"
# - parts = [vectors[word]] if word in vectors else []
# + parts = [vectors[word]] if word in vectors and vectors[word].any() else []

# %% mutant="word-vector" why="받은 n-gram에 단어를 덧붙인다(입력을 바꾼다)" says="받은 것을 고치지"
# - parts = [vectors[word]] if word in vectors else []
# + parts = [vectors[word]] if word in vectors else []
# + ngrams.append(word)

# %% mutant="word-vector" why="n-gram을 단어 사전에서도 찾는다" says="자기 벡터를 두 번"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + both = {**vectors, **ngram_vectors}
# + parts += [both[piece] for piece in ngrams if piece in both]

# %% mutant="word-vector" why="단어와 같은 n-gram을 건너뛴다" says="단어와 똑같은 n-gram"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors and piece != word]

# %% mutant="word-vector" why="n-gram 사전에서 단어에 든 것을 모두 찾는다" says="받은 목록에 없는 n-gram"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[piece] for piece in ngram_vectors if piece in f"<{word}>"]

# %% mutant="word-vector" why="다른 단어와 같은 n-gram을 단어 사전에서 찾는다" says="n-gram을 단어 사전에서 찾지"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [vectors[piece] for piece in ngrams if piece in vectors and piece != word]

# %% alternate="word-vector" why="합과 개수를 따로 세기"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    total, count = np.zeros(dim), 0
    if word in vectors:
        total, count = total + vectors[word], 1
    for piece in ngrams:
        vector = ngram_vectors.get(piece)
        if vector is not None:
            total, count = total + vector, count + 1
    return total / count if count else total

# %% alternate="word-vector" why="목록으로, 32비트"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    hits = [table[key] for table, key in [(vectors, word), *((ngram_vectors, piece) for piece in ngrams)] if key in table]
    return np.array([sum(float(v[d]) for v in hits) / max(len(hits), 1) for d in range(dim)], dtype="float32")

# %% alternate="word-vector" why="움직이는 평균"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    mean, n = np.zeros(dim), 0
    for source, key in [(vectors, word)] + [(ngram_vectors, g) for g in ngrams]:
        if key in source:
            n += 1
            mean = mean + (np.asarray(source[key]) - mean) / n
    return mean

# %% alternate="word-vector" why="횟수를 가중치로 하는 평균, 목록으로"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    c = {g: n for g, n in Counter(ngrams).items() if g in ngram_vectors}
    rows = [ngram_vectors[g] for g in c]; w = list(c.values())
    if word in vectors:
        rows.append(vectors[word]); w.append(1)
    return np.average(rows, axis=0, weights=w).tolist() if rows else [0.0] * dim

# %% mutant="two-stage" why="2단계에서 모델을 새로 만든다" says="새로 만들지" key=True
# - for trainable, n_epochs, rate in zip((False, True), epochs, rates):
# + for trainable, n_epochs, rate in zip((False, True), epochs, rates):
# +     w, b = np.zeros(table.shape[1]), 0.0

# %% mutant="two-stage" why="2단계를 시작할 때 배울 것이 있으면 w를 다시 시작한다" says="0에서 다시 시작"
# - for trainable, n_epochs, rate in zip((False, True), epochs, rates):
# + for trainable, n_epochs, rate in zip((False, True), epochs, rates):
# +     if n_epochs:
# +         w, b = np.zeros(table.shape[1]), 0.0

# %% mutant="two-stage" why="얼리지 않는다" says="1단계에서 임베딩이 움직였습니다"
# - if trainable:
# + if True:

# %% mutant="two-stage" why="풀지 않는다" says="풀었나요"
# - if trainable:
# + if False:

# %% mutant="two-stage" why="얼리는 순서를 뒤집는다" says="1단계에서 임베딩이 움직였습니다"
# - if trainable:
# + if not trainable:

# %% mutant="two-stage" why="2단계에서 w와 b를 얼린다" says="2단계에서 w를 얼렸습니다"
# - w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + if not trainable:
# +     w, b = w - rate * (x.T @ g), b - rate * g.sum()

# %% mutant="two-stage" why="2단계에도 1단계의 학습률을 쓴다" says="2단계에도 rates[0]"
# - for trainable, n_epochs, rate in zip((False, True), epochs, rates):
# + for trainable, n_epochs, rate in zip((False, True), epochs, (rates[0], rates[0])):

# %% mutant="two-stage" why="패딩까지 평균에 넣는다" says="패딩까지 평균"
# - real = np.asarray(ids) != 0
# + real = np.ones(np.shape(ids), dtype=bool)

# %% mutant="two-stage" why="진짜 단어의 수가 아니라 T로 나눈다" says="T로 나누었습니다"
# - n = real.sum(axis=1, keepdims=True)
# + n = np.full((len(ids), 1), np.shape(ids)[1])

# %% mutant="two-stage" why="글의 수로 나누지 않는다" says="N으로 나누지"
# - g = (1 / (1 + np.exp(-(x @ w + b))) - labels) / len(labels)
# + g = 1 / (1 + np.exp(-(x @ w + b))) - labels

# %% mutant="two-stage" why="겹친 번호의 기울기를 한 번만 더한다" says="한 번만 더합니다"
# - np.add.at(gradient, ids, real[:, :, None] * (g[:, None] * w / n)[:, None])
# + gradient[ids] += real[:, :, None] * (g[:, None] * w / n)[:, None]
# + gradient[0] = 0

# %% mutant="two-stage" why="기울기를 패딩의 줄에도 보낸다" says="패딩의 줄이"
# - np.add.at(gradient, ids, real[:, :, None] * (g[:, None] * w / n)[:, None])
# + np.add.at(gradient, ids, np.repeat((g[:, None] * w / n)[:, None], np.shape(ids)[1], axis=1))

# %% mutant="two-stage" why="움직인 w로 임베딩의 기울기를 구한다" says="이미 움직인 w"
# - gradient = np.zeros_like(table)
# - np.add.at(gradient, ids, real[:, :, None] * (g[:, None] * w / n)[:, None])
# - w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + gradient = np.zeros_like(table)
# + w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + np.add.at(gradient, ids, real[:, :, None] * (g[:, None] * w / n)[:, None])

# %% mutant="two-stage" why="편향을 배우지 않는다" says="b도 함께"
# - w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + w = w - rate * (x.T @ g)

# %% mutant="two-stage" why="기울기를 더한다(부호가 거꾸로)" says="부호"
# - w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + w, b = w + rate * (x.T @ g), b + rate * g.sum()

# %% mutant="two-stage" why="에폭의 수를 보지 않고 한 번만 학습한다" says="한 에폭만"
# - for _ in range(n_epochs):
# + for _ in range(min(n_epochs, 1)):

# %% mutant="two-stage" why="받은 table을 바꾼다" says="받은 것을 고치지"
# - table, labels = np.array(table, dtype=float), np.asarray(labels, dtype=float)
# + labels = np.asarray(labels, dtype=float)
# - table = table - rate * gradient
# + table -= rate * gradient

# %% mutant="two-stage" why="같은 배열을 두 번 담는다" says="복사해 담으세요"
# - table = table - rate * gradient
# + table -= rate * gradient
# - stages.append((table.copy(), w, b))
# + stages.append((table, w, b))

# %% mutant="two-stage" why="한 글에 두 번 나온 단어를 한 번만 센다" says="한 번만 세었습니다"
# - real = np.asarray(ids) != 0
# + real = np.array([[v != 0 and v not in row[:t] for t, v in enumerate(row)] for row in np.asarray(ids).tolist()])

# %% mutant="two-stage" why="글에 없는 단어까지 모두 줄인다" says="글에 나오지 않은"
# - np.add.at(gradient, ids, real[:, :, None] * (g[:, None] * w / n)[:, None])
# + np.add.at(gradient, ids, real[:, :, None] * (g[:, None] * w / n)[:, None])
# + gradient[1:] += 0.01 * table[1:]

# %% mutant="two-stage" why="w를 제자리에서 줄여 1단계에 담은 w까지 바뀐다" says="담아 둔 배열까지"
# - w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + b = b - rate * g.sum()
# + w -= rate * (x.T @ g)

# %% mutant="two-stage" why="두 단계에 마지막 w와 b를 담는다" says="1단계가 끝날 때의 값"
# - return stages
# + return [(matrix, w, b) for matrix, _, _ in stages]

# %% mutant="two-stage" why="2단계에서 b를 얼린다" says="2단계에서 b를 얼렸습니다"
# - w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + w, b = w - rate * (x.T @ g), b - rate * g.sum() * (not trainable)

# %% mutant="two-stage" why="2단계의 b에 1단계의 학습률을 쓴다" says="b에 rates[0]"
# - w, b = w - rate * (x.T @ g), b - rate * g.sum()
# + w, b = w - rate * (x.T @ g), b - rates[0] * g.sum()

# %% mutant="two-stage" why="두 단계를 모두 epochs[0]만큼 돈다" says="epochs[1]입니다"
# - for _ in range(n_epochs):
# + for _ in range(epochs[0]):

# %% mutant="two-stage" why="진짜 단어의 수를 첫 0의 자리에서 얻는다" says="첫 0의 자리가 아니라"
# - n = real.sum(axis=1, keepdims=True)
# + n = np.maximum(real.argmin(axis=1), 1)[:, None]

# %% mutant="two-stage" why="벡터가 0인 단어를 패딩으로 본다" says="번호 0으로 가리세요"
# - real = np.asarray(ids) != 0
# + real = (np.asarray(ids) != 0) & table.any(axis=1)[ids]

# %% mutant="two-stage" why="복사본의 패딩 줄을 0으로 만든다" says="그대로 두고"
# - real = np.asarray(ids) != 0
# + real = np.asarray(ids) != 0
# + table[0] = 0

# %% alternate="two-stage" why="글과 단어의 반복문으로"
def two_stage(table, ids, labels, epochs, rates):
    E = [[float(v) for v in row] for row in table]
    D = len(E[0])
    w, b, out = [0.0] * D, 0.0, []
    for stage in range(2):
        for _ in range(epochs[stage]):
            gw, gb, gE = [0.0] * D, 0.0, {}
            for row, y in zip(ids, labels):
                words = [int(v) for v in row if v]
                x = [sum(E[v][d] for v in words) / len(words) for d in range(D)]
                g = (1 / (1 + math.exp(-(sum(p * q for p, q in zip(x, w)) + b))) - y) / len(labels)
                gw, gb = [p + g * q for p, q in zip(gw, x)], gb + g
                for v in words:
                    gE[v] = [p + g / len(words) * q for p, q in zip(gE.get(v, [0.0] * D), w)]
            r = rates[stage]
            w, b = [p - r * q for p, q in zip(w, gw)], b - r * gb
            if stage == 1:
                for v, step in gE.items():
                    E[v] = [p - r * q for p, q in zip(E[v], step)]
        out.append((np.array(E), np.array(w), b))
    return out

# %% alternate="two-stage" why="단어의 수를 센 행렬의 곱으로, b는 배열"
def two_stage(table, ids, labels, epochs, rates):
    table = np.array(table, dtype="float64")
    counts = np.stack([np.bincount(row, minlength=len(table)) for row in ids]).astype(float)
    counts[:, 0] = 0
    counts /= counts.sum(axis=1, keepdims=True)
    head = np.zeros((table.shape[1] + 1, 1))
    result = []
    for unfrozen, (n, rate) in enumerate(zip(epochs, rates)):
        for _ in range(n):
            x = np.hstack([counts @ table, np.ones((len(ids), 1))])
            g = (1 / (1 + np.exp(-x @ head)) - np.reshape(labels, (-1, 1))) / len(ids)
            step = counts.T @ g @ head[:-1].T
            head = head - rate * x.T @ g
            table = table - unfrozen * rate * step
        result.append([table.copy(), head[:-1, 0], head[-1]])
    return tuple(result)

# %% alternate="two-stage" why="한 단계를 함수로, 32비트"
def two_stage(table, ids, labels, epochs, rates):
    mask = (ids > 0).astype("float32")

    def train(E, w, b, n, rate, free):
        for _ in range(n):
            x = np.einsum("btd,bt->bd", E[ids], mask) / mask.sum(1)[:, None]
            g = ((1 / (1 + np.exp(-x @ w - b)) - labels) / len(labels)).astype("float32")
            change = np.zeros_like(E)
            for i in range(len(ids)):
                for t in range(ids.shape[1]):
                    if ids[i, t]:
                        change[ids[i, t]] += g[i] * w / mask[i].sum()
            w, b = w - rate * g @ x, b - rate * g.sum()
            E = E - rate * change * free
        return E, w, b

    first = train(table.astype("float32"), np.zeros(table.shape[1], "float32"), 0.0, epochs[0], rates[0], 0)
    return [first, train(*first, epochs[1], rates[1], 1)]

# %% mutant="train-log" why="trainable을 바꾸면 바로 듣는다고 본다" says="풀기만 하고" key=True
# - moved.append(built)
# + moved.append(trainable)

# %% mutant="train-log" why="compile할 때 학습 함수가 만들어진다고 본다" says="compile할 때가 아니라"
# - built = mended = None
# + built = mended = trainable

# %% mutant="train-log" why="얼리는 것은 바로 듣는다고 본다" says="얼리기만 하고"
# - moved.append(built)
# + moved.append(built and trainable)

# %% mutant="train-log" why="다시 compile해도 처음의 학습 함수를 쓴다고 본다" says="풀고 compile한 뒤"
# - built = mended = None
# + mended = None

# %% mutant="train-log" why="처음에 얼려 있다고 본다" says="compile fit freeze fit"
# - trainable, built, mended = True, None, None
# + trainable, built, mended = False, None, None

# %% mutant="train-log" why="고친 기록을 그대로 돌려준다" says="받은 기록과 같습니다"
# - if mended is not None and mended != trainable:
# -     repaired.append("compile")
# - mended = trainable
# + mended = trainable

# %% mutant="train-log" why="넣은 compile의 효과를 잊고 되풀이해 넣는다" says="셋째 fit 앞에는 필요 없습니다"
# - if mended is not None and mended != trainable:
# + if built != trainable:

# %% mutant="train-log" why="풀었을 때만 고친다" says="멈추어야 할 때도"
# - if mended is not None and mended != trainable:
# + if mended is not None and mended != trainable and trainable:

# %% mutant="train-log" why="trainable을 바꿀 때마다 compile을 넣는다" says="fit에서 견주세요"
def check_log(events):
    trainable, built, moved, out = True, None, [], []
    for n, event in enumerate(events):
        if event == "fit":
            built = trainable if built is None else built
            moved.append(built)
        elif event == "compile":
            built = None
        else:
            trainable = event == "unfreeze"
        out.append(event)
        if "freeze" in event and "fit" in events[:n] and events[n + 1:n + 2] != ["compile"]:
            if "fit" in events[n:]:
                out.append("compile")
    return moved, out

# %% mutant="train-log" why="compile을 fit 바로 앞이 아닌 곳에 넣는다" says="바로 앞에 compile"
# - repaired.append("compile")
# + repaired.insert(-1, "compile")

# %% mutant="train-log" why="고친 기록에서 학습 함수를 따로 따라가지 않는다" says="따로 따라가세요"
def check_log(events):
    trainable, built, moved, repaired, inserted = True, None, [], [], False
    for event in events:
        if "freeze" in event:
            trainable = event == "unfreeze"
        elif event == "compile":
            built, inserted = None, False
        else:
            built = trainable if built is None else built
            moved.append(built)
            if built != trainable and not inserted:
                repaired.append("compile")
                inserted = True
        repaired.append(event)
    return moved, repaired

# %% mutant="train-log" why="받은 기록에 compile을 끼워 넣는다(입력을 바꾼다)" says="받은 것을 고치지"
# - return moved, repaired
# + events[:] = repaired
# + return moved, repaired

# %% mutant="train-log" why="fit을 한 번 하면 다음 fit부터 trainable이 듣는다고 본다" says="한 번 더 불러도"
# - moved.append(built)
# + moved.append(built)
# + built = trainable

# %% mutant="train-log" why="첫 fit 앞에도 compile을 넣는다" says="첫 fit 앞에는 이미 있습니다"
# - if mended is not None and mended != trainable:
# + if mended != trainable:

# %% alternate="train-log" why="fit마다 뒤돌아보기"
def check_log(events):
    def state(upto):
        flags = [e for e in events[:upto] if e != "compile" and e != "fit"]
        return not flags or flags[-1] == "unfreeze"

    def first_fit(log, n):
        start = n
        while start > 0 and log[start] != "compile":
            start -= 1
        return log.index("fit", start)

    moved = [np.bool_(state(first_fit(events, n))) for n, e in enumerate(events) if e == "fit"]
    fixed, free, made = [], True, None
    for e in events:
        if e == "fit":
            if made is not None and made is not free:
                fixed += ["compile"]
            made = free
        elif e == "compile":
            made = None
        else:
            free = e[0] == "u"
        fixed += [e]
    return moved, tuple(fixed)

# %% alternate="train-log" why="작은 기계를 두 번 돌리기"
def check_log(events):
    class Machine:
        def __init__(self):
            self.free, self.function = True, None

        def do(self, event):
            match event:
                case "freeze" | "unfreeze":
                    self.free = event == "unfreeze"
                case "compile":
                    self.function = None
                case "fit":
                    if self.function is None:
                        self.function = self.free
                    return self.function

    original, better, repaired = Machine(), Machine(), []
    moved = [m for e in events if (m := original.do(e)) is not None]
    for e in events:
        if e == "fit" and better.function not in (None, better.free):
            repaired.append("compile")
            better.do("compile")
        better.do(e)
        repaired.append(e)
    return [moved, repaired]

# %% mutant="mask-states" why="Conv1D가 마스크를 넘긴다고 본다" says="Conv1D는 마스크를 넘기지"
# - elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)"):
# -     if alive and lost is None:
# -         lost = place
# + elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)", "Conv1D"):
# +     lost = place if alive and lost is None else lost

# %% mutant="mask-states" why="Dense에서 마스크가 끝난다고 본다" says="Dense도 넘깁니다"
# - elif name in ("GRU", "GlobalAveragePooling1D"):
# + elif name in ("GRU", "GlobalAveragePooling1D", "Dense"):

# %% mutant="mask-states" why="쓰고 끝낸 것도 버린 것으로 친다" says="버린 것이 아닙니다"
# - elif name in ("GRU", "GlobalAveragePooling1D"):
# + elif False:

# %% mutant="mask-states" why="마지막 상태만 내는 GRU가 마스크를 넘긴다고 본다" says="마지막 상태만 내는 GRU"
# - elif name in ("GRU", "GlobalAveragePooling1D"):
# + elif name == "GRU":
# +     pass
# + elif name == "GlobalAveragePooling1D":

# %% mutant="mask-states" why="마스크를 받지 않은 층도 버렸다고 한다" says="받은 적이 없으면"
# - if alive and lost is None:
# -     lost = place
# + lost = place if lost is None else lost

# %% mutant="mask-states" why="마지막으로 버려진 자리를 돌려준다" says="처음 버린 층"
# - if alive and lost is None:
# -     lost = place
# + lost = place if alive else lost

# %% mutant="mask-states" why="넘기는 층은 언제나 마스크가 있다고 본다" says="되살아나지 않습니다" key=True
def mask_states(stack):
    states = [name in ("Embedding(mask_zero)", "Masking", "Dense", "Dropout", "LayerNormalization", "GRU(sequences)") for name in stack]
    lost = [i for i, name in enumerate(stack) if not states[i] and name not in ("GRU", "GlobalAveragePooling1D") and i and states[i - 1]]
    return states, lost[0] if lost else None

# %% mutant="mask-states" why="마스크 없는 Embedding도 마스크를 만든다고 본다" says="mask_zero가 없는"
# - if name in ("Embedding(mask_zero)", "Masking"):
# + if name.startswith("Embedding") or name == "Masking":
# - if alive and lost is None:
# -     lost = place
# + lost = place if alive and lost is None else lost

# %% mutant="mask-states" why="알려진 이름만 버린다고 보고 나머지는 넘긴다"
# - elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)"):
# -     if alive and lost is None:
# -         lost = place
# + elif name in ("Conv1D", "Flatten", "GlobalMaxPooling1D"):
# +     lost = place if alive and lost is None else lost

# %% mutant="mask-states" why="한번 버려지면 Masking으로도 되살아나지 않는다고 본다" says="Masking은 받은 마스크와 상관없이"
# - alive = True
# + alive = lost is None
# - if alive and lost is None:
# -     lost = place
# + lost = place if alive and lost is None else lost

# %% mutant="mask-states" why="버려진 자리를 1부터 센다" says="0부터"
# - for place, name in enumerate(stack):
# + for i, name in enumerate(stack, 1):
# - if alive and lost is None:
# -     lost = place
# + lost = i if alive and lost is None else lost

# %% mutant="mask-states" why="GlobalMaxPooling1D도 마스크를 쓴다고 본다" says="GlobalMaxPooling1D는"
# - elif name in ("GRU", "GlobalAveragePooling1D"):
# + elif name in ("GRU", "GlobalAveragePooling1D", "GlobalMaxPooling1D"):

# %% mutant="mask-states" why="버린 층의 자리를 이름으로 찾는다" says="이름으로 자리를"
# - lost = place
# + lost = stack.index(name)

# %% mutant="mask-states" why="버린 층이 없으면 -1을 돌려준다" says="-1이 아니라"
# - return states, lost
# + return states, -1 if lost is None else lost

# %% mutant="mask-states" why="Flatten과 Reshape가 마스크를 넘긴다고 본다" says="Flatten과 Reshape도"
# - elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)"):
# + elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)", "Flatten", "Reshape"):

# %% mutant="mask-states" why="마스크 없는 Embedding이 받은 마스크를 버리는 것을 잊는다" says="Embedding도 받은 마스크를"
# - if alive and lost is None:
# + if alive and lost is None and name != "Embedding":

# %% mutant="mask-states" why="상태를 바꾼 뒤에 버렸는지 본다" says="바꾸기 전에"
def mask_states(stack):
    states, lost, alive = [], None, False
    for place, name in enumerate(stack):
        alive = name in ("Embedding(mask_zero)", "Masking") or alive and name in (
            "Dense", "Dropout", "LayerNormalization", "GRU(sequences)")
        if alive and lost is None and name in ("Conv1D", "GlobalMaxPooling1D", "x * 2", "Flatten", "Reshape", "Embedding"):
            lost = place
        states.append(alive)
    return states, lost

# %% alternate="mask-states" why="무리를 사전에 적고, 상태를 먼저 다 구하기"
def mask_states(stack):
    groups = {"make": {"Embedding(mask_zero)", "Masking"}, "pass": {"Dense", "Dropout", "LayerNormalization", "GRU(sequences)"},
              "end": {"GRU", "GlobalAveragePooling1D"}}
    kind = [next((key for key, names in groups.items() if name in names), "drop") for name in stack]
    states = []
    for group in kind:
        states.append(group == "make" or (group == "pass" and bool(states) and states[-1]))
    received = [False] + states[:-1]
    lost = [place for place, group in enumerate(kind) if group == "drop" and received[place]]
    return tuple(states), min(lost, default=None)

# %% alternate="mask-states" why="되부르기로"
def mask_states(stack):
    def walk(names, mask, place):
        if not names:
            return [], None
        first = names[0]
        made = first in ("Embedding(mask_zero)", "Masking")
        kept = mask and first in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)")
        wasted = mask and not made and not kept and first not in ("GRU", "GlobalAveragePooling1D")
        states, later = walk(names[1:], made or kept, place + 1)
        return [np.bool_(made or kept)] + states, place if wasted else later

    return walk(list(stack), False, 0)

# %% alternate="mask-states" why="match 문으로"
def mask_states(stack):
    out, mask, lost = [], False, None
    for i in range(len(stack)):
        match stack[i]:
            case "Embedding(mask_zero)" | "Masking":
                mask = True
            case "Dense" | "Dropout" | "LayerNormalization" | "GRU(sequences)":
                pass
            case "GRU" | "GlobalAveragePooling1D":
                mask = False
            case _:
                lost = i if mask and lost is None else lost
                mask = False
        out += [mask]
    return [out, lost]

# %% mutant="masked-loss" why="손실을 모든 자리의 수로 나눈다" says="여섯 자리로" key=True
# - return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).mean())
# + return float(-np.log(chosen).sum() / keep.size), float((p.argmax(axis=1) == y).mean())

# %% mutant="masked-loss" why="정확도를 모든 자리의 수로 나눈다" says="여섯 자리로"
# - return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).mean())
# + return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).sum() / keep.size)

# %% mutant="masked-loss" why="마스크를 쓰지 않는다" says="패딩까지"
# - keep = np.asarray(mask).astype(bool)
# + keep = np.ones(np.shape(mask), dtype=bool)
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + y = np.clip(y, 0, p.shape[1] - 1)
# + chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)

# %% mutant="masked-loss" why="손실에만 마스크를 쓰고 정확도는 패딩을 센다" says="패딩 둘을 맞힌"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return ce[m].sum() / max(m.sum(), 1), (p.argmax(-1) == y).mean() if m.any() else 0.0

# %% mutant="masked-loss" why="마스크를 뒤집는다" says="뒤집었습니다"
# - keep = np.asarray(mask).astype(bool)
# + keep = ~np.asarray(mask).astype(bool)
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + y = np.clip(y, 0, p.shape[1] - 1)
# + chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)

# %% mutant="masked-loss" why="문장마다 평균한 것을 다시 평균한다" says="문장마다 평균한"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    n = np.maximum(m.sum(axis=1), 1)
    return ((ce * m).sum(axis=1) / n).mean(), (((p.argmax(-1) == y) & m).sum(axis=1) / n).mean()

# %% mutant="masked-loss" why="평균하지 않고 더한다" says="맞는 값의 4배"
# - return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).mean())
# + return float(-np.log(chosen).sum()), float((p.argmax(axis=1) == y).mean())

# %% mutant="masked-loss" why="패딩의 정답 번호로 먼저 꺼내다가 멈춘다" says="먼저 골라내세요"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.asarray(targets)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="확률 0을 다루지 않는다" says="1e-7로 보아"
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + chosen = p[np.arange(len(y)), y]

# %% mutant="masked-loss" why="진짜 단어가 없으면 nan이 된다" says="하나도 없으면"
# - if not keep.any():
# -     return 0.0, 0.0
# + if not keep.any():
# +     return np.nan, np.nan

# %% mutant="masked-loss" why="밑이 2인 로그를 쓴다" says="자연로그"
# - return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).mean())
# + return float(-np.log2(chosen).mean()), float((p.argmax(axis=1) == y).mean())

# %% mutant="masked-loss" why="정답이 0번인 자리를 패딩으로 본다" says="0번인 자리를"
# - keep = np.asarray(mask).astype(bool)
# + keep = np.asarray(mask).astype(bool) & (np.asarray(targets) != 0)

# %% mutant="masked-loss" why="정답의 확률이 0인 자리를 뺀다" says="빼지 않고"
# - if not keep.any():
# -     return 0.0, 0.0
# + if not keep.any(): return 0.0, 0.0
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + chosen = p[np.arange(len(y)), y]
# + chosen = chosen[chosen > 0] if (chosen > 0).any() else np.array([1e-7])

# %% mutant="masked-loss" why="확률이 0일 때만 1e-7로 바꾼다" says="0이 아니어도"
# - if not keep.any():
# -     return 0.0, 0.0
# + if not keep.any(): return 0.0, 0.0
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + chosen = p[np.arange(len(y)), y]
# + chosen = np.where(chosen == 0, 1e-7, chosen)

# %% mutant="masked-loss" why="정답의 확률이 0.5를 넘으면 맞힌 것으로 센다" says="0.5를 넘는지가 아니라"
# - return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).mean())
# + return float(-np.log(chosen).mean()), float((chosen > 0.5).mean())

# %% mutant="masked-loss" why="패딩의 정답을 제자리에서 0으로 바꾼다" says="받은 것을 고치지"
# - p, y = np.asarray(probabilities, dtype=float)[keep], np.asarray(targets)[keep]
# + targets = np.asarray(targets)
# + targets[~keep] = 0
# + p, y = np.asarray(probabilities, dtype=float)[keep], targets[keep]

# %% mutant="masked-loss" why="앞에서부터 진짜 단어의 수만큼 자른다" says="앞에서부터 세어"
# - keep = np.asarray(mask).astype(bool)
# + keep = np.asarray(mask).astype(bool)
# + keep = np.arange(keep.shape[1]) < keep.sum(axis=1, keepdims=True)
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + y = np.maximum(y, 0) % p.shape[1]
# + chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)

# %% mutant="masked-loss" why="모두 구한 다음 마스크를 곱한다(패딩의 nan이 남는다)" says="nan에 0을 곱해도"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="확률에 1e-7을 더한다" says="1e-7을 더하지"
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + chosen = p[np.arange(len(y)), y] + 1e-7

# %% mutant="masked-loss" why="정답이 0 이상이면 진짜 단어로 본다" says="정답의 값이 아니라"
# - keep = np.asarray(mask).astype(bool)
# + keep = np.asarray(targets) >= 0

# %% mutant="masked-loss" why="정수 마스크로 골라낸다" says="참/거짓 배열로"
# - keep = np.asarray(mask).astype(bool)
# + keep = np.asarray(mask)

# %% mutant="masked-loss" why="받은 것이 언제나 배열이라고 본다" says="np.asarray로"
# - p, y = np.asarray(probabilities, dtype=float)[keep], np.asarray(targets)[keep]
# + p, y = probabilities[keep], targets[keep]

# %% mutant="masked-loss" why="모든 번호의 엔트로피를 잰다" says="모든 번호의 엔트로피"
# - return float(-np.log(chosen).mean()), float((p.argmax(axis=1) == y).mean())
# + entropy = -(p * np.log(np.maximum(p, 1e-7))).sum(axis=1)
# + return float(entropy.mean()), float((p.argmax(axis=1) == y).mean())

# %% mutant="masked-loss" why="모든 확률에 작은 수를 더한다" says="작은 수를 더하거나"
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + chosen = p[np.arange(len(y)), y] + 1e-3

# %% alternate="masked-loss" why="반복문으로"
def masked_loss(probabilities, targets, mask):
    losses, hits = [], 0
    for rows, answers, flags in zip(probabilities, targets, mask):
        for row, answer, flag in zip(rows, answers, flags):
            if flag:
                row = [float(value) for value in row]
                losses.append(-math.log(max(row[int(answer)], 1e-7)))
                hits += row.index(max(row)) == int(answer)
    n = max(len(losses), 1)
    return sum(losses) / n, hits / n

# %% alternate="masked-loss" why="원-핫과 곱셈으로, NumPy 수를 돌려준다"
def masked_loss(probabilities, targets, mask):
    p = np.asarray(probabilities, dtype=float)
    m = np.asarray(mask, dtype=float)
    safe = np.where(m > 0, targets, 0).astype(int)
    p = np.where(m[..., None] > 0, p, 1.0)
    one_hot = np.eye(p.shape[-1])[safe]
    entropy = -np.log(np.clip((p * one_hot).sum(axis=-1), 1e-7, 1.0))
    right = (np.argmax(p, axis=-1) == safe).astype("float32")
    weights = m / max(m.sum(), 1.0)
    return np.sum(entropy * weights), np.float32(np.sum(right * weights))

# %% alternate="masked-loss" why="take_along_axis로"
def masked_loss(probabilities, targets, mask):
    p = np.asarray(probabilities, dtype="float64"); m = np.asarray(mask) > 0
    y = np.where(m, np.asarray(targets), 0)
    nll = -np.log(np.clip(np.take_along_axis(p, y[..., None], axis=-1)[..., 0], 1e-7, None))
    n = m.sum()
    return (np.where(m, nll, 0).sum() / n, ((p.argmax(-1) == y) & m).sum() / n) if n else (0, 0)
