# %% mutant="embedding-matrix" why="한 줄씩 밀린다(OOV의 줄을 잊는다)"
def embedding_matrix(words, vectors, dim):
    matrix = np.zeros((len(words) + 2, dim))
    found = [vectors[w] for w in words if w in vectors]
    matrix[1:] = np.mean(found, axis=0) if found else 0
    for number, w in enumerate(words, 1):
        if w in vectors:
            matrix[number] = vectors[w]
    return matrix, [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="OOV와 없는 단어를 0으로 둔다"
def embedding_matrix(words, vectors, dim):
    matrix = np.zeros((len(words) + 2, dim))
    for number, w in enumerate(words, 2):
        if w in vectors:
            matrix[number] = vectors[w]
    return matrix, [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="OOV의 줄만 평균이고 없는 단어는 0이다"
def embedding_matrix(words, vectors, dim):
    matrix = np.zeros((len(words) + 2, dim))
    found = [w for w in words if w in vectors]
    for w in found:
        matrix[words.index(w) + 2] = vectors[w]
    if found:
        matrix[1] = np.mean([vectors[w] for w in found], axis=0)
    return matrix, [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="빌린 사전 전체의 평균을 쓴다"
def embedding_matrix(words, vectors, dim):
    average = np.mean(list(vectors.values()), axis=0) if vectors else np.zeros(dim)
    rows = [np.zeros(dim), average] + [vectors.get(w, average) for w in words]
    return np.array(rows, dtype=float), [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="못 찾은 단어를 0으로 넣고 평균을 낸다"
def embedding_matrix(words, vectors, dim):
    average = np.mean([vectors.get(w, np.zeros(dim)) for w in words], axis=0)
    rows = [np.zeros(dim), average] + [vectors.get(w, average) for w in words]
    return np.array(rows, dtype=float), [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="패딩의 줄도 평균으로 채운다"
def embedding_matrix(words, vectors, dim):
    found = [vectors[w] for w in words if w in vectors]
    average = np.mean(found, axis=0) if found else np.zeros(dim)
    return np.array([average, average] + [vectors.get(w, average) for w in words], dtype=float), [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="벡터가 있는 단어만 차례로 쌓는다"
def embedding_matrix(words, vectors, dim):
    found = [vectors[w] for w in words if w in vectors]
    average = np.mean(found, axis=0) if found else np.zeros(dim)
    matrix = np.tile(average, (len(words) + 2, 1)).astype(float)
    matrix[0] = 0
    matrix[2:2 + len(found)] = np.reshape(found, (-1, dim))
    return matrix, [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="찾은 단어가 없으면 nan이 된다"
def embedding_matrix(words, vectors, dim):
    found = [vectors[w] for w in words if w in vectors]
    average = np.sum(np.reshape(found, (-1, dim)), axis=0) / np.float64(len(found)) if found else np.full(dim, np.nan)
    return np.array([np.zeros(dim), average] + [vectors.get(w, average) for w in words], dtype=float), [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="없는 단어 대신 찾은 단어를 돌려준다"
def embedding_matrix(words, vectors, dim):
    found = [w for w in words if w in vectors]
    average = np.mean([vectors[w] for w in found], axis=0) if found else np.zeros(dim)
    return np.array([np.zeros(dim), average] + [vectors.get(w, average) for w in words], dtype=float), found

# %% mutant="embedding-matrix" why="빌린 사전에 평균을 적어 넣는다(입력을 바꾼다)"
def embedding_matrix(words, vectors, dim):
    missing = [w for w in words if w not in vectors]
    found = [vectors[w] for w in words if w in vectors]
    average = np.mean(found, axis=0) if found else np.zeros(dim)
    for w in missing:
        vectors[w] = average
    return np.array([np.zeros(dim), average] + [vectors[w] for w in words], dtype=float), missing

# %% mutant="embedding-matrix" why="값이 0인 줄을 없는 단어로 보고 평균으로 채운다"
def embedding_matrix(words, vectors, dim):
    matrix = np.zeros((len(words) + 2, dim))
    found = [w for w in words if w in vectors]
    for i, w in enumerate(words, 2):
        if w in vectors:
            matrix[i] = vectors[w]
    average = np.mean([vectors[w] for w in found], axis=0) if found else np.zeros(dim)
    for row in range(1, len(matrix)):
        if not matrix[row].any():
            matrix[row] = average
    return matrix, [w for w in words if w not in vectors]

# %% mutant="embedding-matrix" why="dim을 빌린 사전의 첫 벡터에서 얻는다"
def embedding_matrix(words, vectors, dim):
    dim = len(next(iter(vectors.values())))
    found = [vectors[w] for w in words if w in vectors]
    average = np.mean(found, axis=0) if found else np.zeros(dim)
    return np.array([np.zeros(dim), average] + [vectors.get(w, average) for w in words], dtype=float), [w for w in words if w not in vectors]

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

# %% mutant="coverage" why="검증 글까지 세어 없는 단어를 꼽는다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t for r in train + valid for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="훈련 글에만 있는 것을 꼽되 횟수는 검증까지 센다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t for r in train + valid for t in r if t not in known)
    mine = {t for r in train for t in r} - set(known)
    report["missing"] = sorted(mine, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="종류와 토큰을 바꾼다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (flat, set(flat)))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="사전의 크기로 나눈다(사전이 쓰인 비율)"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = (len(set(flat) & set(known)) / max(len(known), 1), sum(t in known for t in flat) / max(len(flat), 1))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="글마다 구해 평균한다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        kinds = {t for r in reviews for t in r}
        rates = [sum(t in known for t in r) / len(r) for r in reviews if r]
        report[name] = (sum(t in known for t in kinds) / max(len(kinds), 1), sum(rates) / max(len(rates), 1))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="포함률이 아니라 모르는 비율을 잰다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t not in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="검증 글에 훈련 글을 합쳐 잰다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", train + valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="횟수가 같을 때 나온 순서로 둔다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = [w for w, _ in counts.most_common(k)]
    return report

# %% mutant="coverage" why="빈 글에서 0으로 나눈다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / len(part) for part in (set(flat), flat))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="k를 무시한다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t for r in train for t in r if t not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:5]
    return report

# %% mutant="coverage" why="토큰을 소문자로 바꿔 센다"
def coverage(train, valid, known, k=5):
    report = {}
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t.lower() for r in reviews for t in r]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t.lower() for r in train for t in r if t.lower() not in known)
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

# %% mutant="coverage" why="한글 음절이 든 토큰만 센다"
def coverage(train, valid, known, k=5):
    report = {}
    ok = lambda t: any("가" <= c <= "힣" for c in t)
    for name, reviews in (("train", train), ("valid", valid)):
        flat = [t for r in reviews for t in r if ok(t)]
        report[name] = tuple(sum(t in known for t in part) / max(len(part), 1) for part in (set(flat), flat))
    counts = Counter(t for r in train for t in r if t not in known and ok(t))
    report["missing"] = sorted(counts, key=lambda w: (-counts[w], w))[:k]
    return report

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

# %% mutant="char-ngrams" why="경계 표시를 붙이지 않는다"
def char_ngrams(word, min_n, max_n):
    text = unicodedata.normalize("NFD", word)
    return [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text) - n + 1)]

# %% mutant="char-ngrams" why="max_n을 빼놓는다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    return [text[i:i + n] for n in range(min_n, max_n) for i in range(len(text) - n + 1)]

# %% mutant="char-ngrams" why="자모로 풀지 않는다"
def char_ngrams(word, min_n, max_n):
    text = "<" + word + ">"
    return [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text) - n + 1)]

# %% mutant="char-ngrams" why="NFKD로 풀어 낱자까지 바꾼다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFKD", word) + ">"
    return [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text) - n + 1)]

# %% mutant="char-ngrams" why="되풀이된 조각을 하나로 합친다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    return list({text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text) - n + 1)})

# %% mutant="char-ngrams" why="끝에서 짧게 잘린 조각까지 넣는다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    return [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text))]

# %% mutant="char-ngrams" why="마지막 조각을 빠뜨린다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    return [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text) - n)]

# %% mutant="char-ngrams" why="겹치지 않게 끊는다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    return [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(0, len(text) - n + 1, n)]

# %% mutant="char-ngrams" why="단어 전체는 조각으로 치지 않는다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    return [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text) - n + 1) if n < len(text)]

# %% mutant="char-ngrams" why="min_n을 무시하고 1부터 꺼낸다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    return [text[i:i + n] for n in range(1, max_n + 1) for i in range(len(text) - n + 1)]

# %% mutant="char-ngrams" why="조각이 없으면 단어 전체를 넣는다"
def char_ngrams(word, min_n, max_n):
    text = "<" + unicodedata.normalize("NFD", word) + ">"
    out = [text[i:i + n] for n in range(min_n, max_n + 1) for i in range(len(text) - n + 1)]
    return out or [text]

# %% alternate="char-ngrams" why="시작 자리부터 돌고 생성기로"
def char_ngrams(word, min_n, max_n):
    text = unicodedata.normalize("NFD", f"<{word}>")
    for begin in range(len(text)):
        for end in range(begin + min_n, min(begin + max_n, len(text)) + 1):
            yield text[begin:end]

# %% alternate="char-ngrams" why="zip으로 나란히 놓기"
def char_ngrams(word, min_n, max_n):
    letters = ["<", *unicodedata.normalize("NFD", word), ">"]
    found = []
    for n in range(min_n, max_n + 1):
        found.extend("".join(gram) for gram in zip(*(letters[k:] for k in range(n))))
    return tuple(found)

# %% alternate="char-ngrams" why="되부르기로"
def char_ngrams(word, min_n, max_n):
    t = "<" + unicodedata.normalize("NFD", word) + ">"
    if min_n > max_n:
        return []
    return [t[i:i + min_n] for i in range(max(0, len(t) - min_n + 1))] + char_ngrams(word, min_n + 1, max_n)

# %% alternate="char-ngrams" why="시작과 끝의 조합으로"
def char_ngrams(word, min_n, max_n):
    from itertools import combinations
    t = f"<{unicodedata.normalize('NFD', word)}>"
    return [t[a:b] for a, b in combinations(range(len(t) + 1), 2) if min_n <= b - a <= max_n]

# %% mutant="word-vector" why="평균하지 않고 더한다"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + return np.sum(parts, axis=0) if parts else np.zeros(dim)

# %% mutant="word-vector" why="없는 n-그램까지 나누는 수에 넣는다"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors.get(g, np.zeros(dim)) for g in ngrams]

# %% mutant="word-vector" why="사전에 있으면 n-그램을 보지 않는다"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    if word in vectors:
        return vectors[word].copy()
    parts = [ngram_vectors[g] for g in ngrams if g in ngram_vectors]
    return np.mean(parts, axis=0) if parts else np.zeros(dim)

# %% mutant="word-vector" why="자기 벡터를 쓰지 않는다"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    parts = [ngram_vectors[g] for g in ngrams if g in ngram_vectors]
    return np.mean(parts, axis=0) if parts else np.zeros(dim)

# %% mutant="word-vector" why="자기 벡터와 n-그램 평균을 반반 섞는다"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    parts = [ngram_vectors[g] for g in ngrams if g in ngram_vectors]
    average = np.mean(parts, axis=0) if parts else np.zeros(dim)
    return (vectors[word] + average) / 2 if word in vectors else average

# %% mutant="word-vector" why="자기 벡터를 나누는 수에서 빼먹는다"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    parts = [ngram_vectors[g] for g in ngrams if g in ngram_vectors]
    total = np.sum(parts, axis=0) if parts else np.zeros(dim)
    if word in vectors:
        total = total + vectors[word]
    return total / max(len(parts), 1)

# %% mutant="word-vector" why="되풀이된 n-그램을 한 번만 센다"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[g] for g in dict.fromkeys(ngrams) if g in ngram_vectors]

# %% mutant="word-vector" why="사전의 벡터에 대고 더한다(입력을 바꾼다)"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    total, count = (vectors[word], 1) if word in vectors else (np.zeros(dim), 0)
    for g in ngrams:
        if g in ngram_vectors:
            total += ngram_vectors[g]
            count += 1
    return total / max(count, 1)

# %% mutant="word-vector" why="모르는 단어는 무조건 0으로 둔다"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    if word not in vectors:
        return np.zeros(dim)
    return np.mean([vectors[word]] + [ngram_vectors[g] for g in ngrams if g in ngram_vectors], axis=0)

# %% mutant="word-vector" why="평균할 것이 없으면 첫 단어의 벡터를 준다"
# - return np.mean(parts, axis=0) if parts else np.zeros(dim)
# + return np.mean(parts, axis=0) if parts else next(iter(vectors.values())).copy()

# %% mutant="word-vector" why="찾은 n-그램 가운데 첫째만 쓴다"
# - parts += [ngram_vectors[piece] for piece in ngrams if piece in ngram_vectors]
# + parts += [ngram_vectors[g] for g in ngrams if g in ngram_vectors][:1]

# %% mutant="word-vector" why="값이 0인 벡터를 없는 것으로 친다"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    rows = [vectors.get(word, np.zeros(dim))] + [ngram_vectors.get(p, np.zeros(dim)) for p in ngrams]
    rows = [r for r in rows if r.any()]
    return np.mean(rows, axis=0) if rows else np.zeros(dim)

# %% mutant="word-vector" why="단어를 n-그램 사전에서도 찾는다"
def word_vector(word, ngrams, vectors, ngram_vectors, dim):
    g = [ngram_vectors[p] for p in [*ngrams, word] if p in ngram_vectors] + ([vectors[word]] if word in vectors else [])
    return np.mean(g, axis=0) if g else np.zeros(dim)

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

# %% mutant="masked-pooling" why="패딩까지 평균을 낸다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    count = keep.sum(axis=1)
    if how == "mean":
        return np.where(count > 0, x.mean(axis=1), 0)
    return np.where(count > 0, np.where(keep, x, -np.inf).max(axis=1), 0)

# %% mutant="masked-pooling" why="합을 T로 나눈다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).mean(axis=1)
    return np.where(keep.any(axis=1), np.where(keep, x, -np.inf).max(axis=1), 0)

# %% mutant="masked-pooling" why="마스크를 뒤집는다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), ~np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / np.maximum(keep.sum(axis=1), 1)
    return np.where(keep.any(axis=1), np.where(keep, x, -np.inf).max(axis=1), 0)

# %% mutant="masked-pooling" why="최댓값에서 패딩을 0으로 바꾼다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / np.maximum(keep.sum(axis=1), 1)
    return np.where(keep, x, 0).max(axis=1)

# %% mutant="masked-pooling" why="최댓값에서 패딩을 어중간한 수(-100)로 바꾼다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / np.maximum(keep.sum(axis=1), 1)
    return np.where(keep.any(axis=1), np.where(keep, x, -100).max(axis=1), 0)

# %% mutant="masked-pooling" why="최댓값에서 마스크를 잊는다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / np.maximum(keep.sum(axis=1), 1)
    return np.where(keep.any(axis=1), x.max(axis=1), 0)

# %% mutant="masked-pooling" why="빈 문장의 최댓값이 -inf가 된다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / np.maximum(keep.sum(axis=1), 1)
    return np.where(keep, x, -np.inf).max(axis=1)

# %% mutant="masked-pooling" why="빈 문장의 평균이 nan이 된다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    with np.errstate(all="ignore"):
        average = np.where(keep, x, 0).sum(axis=1) / keep.sum(axis=1)
    return average if how == "mean" else np.where(keep.any(axis=1), np.where(keep, x, -np.inf).max(axis=1), 0)

# %% mutant="masked-pooling" why="나누는 수에 늘 1을 더한다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / (keep.sum(axis=1) + 1)
    return np.where(keep.any(axis=1), np.where(keep, x, -np.inf).max(axis=1), 0)

# %% mutant="masked-pooling" why="배치 전체의 진짜 단어 수로 나눈다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / max(keep.sum() / len(x), 1)
    return np.where(keep.any(axis=1), np.where(keep, x, -np.inf).max(axis=1), 0)

# %% mutant="masked-pooling" why="배치 축을 줄인다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=0) / np.maximum(keep.sum(axis=0), 1)
    return np.where(keep.any(axis=0), np.where(keep, x, -np.inf).max(axis=0), 0)

# %% mutant="masked-pooling" why="how를 무시하고 언제나 평균을 낸다"
def masked_pool(x, mask, how):
    x, keep = np.asarray(x, dtype=float), np.asarray(mask).astype(bool)[:, :, None]
    return np.where(keep, x, 0).sum(axis=1) / np.maximum(keep.sum(axis=1), 1)

# %% mutant="masked-pooling" why="벡터가 0이 아닌 자리를 진짜로 본다"
def masked_pool(x, mask, how):
    x = np.asarray(x, dtype=float)
    keep = (x != 0).any(axis=2, keepdims=True)
    if how == "mean":
        return np.where(keep, x, 0).sum(axis=1) / np.maximum(keep.sum(axis=1), 1)
    return np.where(keep.any(axis=1), np.where(keep, x, -np.inf).max(axis=1), 0)

# %% mutant="masked-pooling" why="받은 배열의 패딩을 0으로 고친다(입력을 바꾼다)"
def masked_pool(x, mask, how):
    keep = np.asarray(mask).astype(bool)
    x = np.asarray(x)
    x[~keep] = 0 if how == "mean" else -1e30
    count = keep.sum(axis=1)[:, None]
    return x.sum(axis=1) / np.maximum(count, 1) if how == "mean" else np.where(count > 0, x.max(axis=1), 0)

# %% mutant="masked-pooling" why="최댓값에서 패딩을 -9999로 바꾼다"
def masked_pool(x, mask, how):
    k = np.asarray(mask).astype(bool)[:, :, None]; x = np.asarray(x, dtype=float)
    if how == "mean":
        return np.where(k, x, 0).sum(axis=1) / np.maximum(k.sum(axis=1), 1)
    return np.where(k, x, -9999).max(axis=1) * (k.sum(axis=1) > 0)

# %% alternate="masked-pooling" why="문장마다 골라서"
def masked_pool(x, mask, how):
    x, mask = np.asarray(x, dtype=float), np.asarray(mask) > 0
    pooled = np.zeros((x.shape[0], x.shape[2]))
    for row in range(len(x)):
        words = x[row][mask[row]]
        if len(words):
            pooled[row] = words.mean(axis=0) if how == "mean" else words.max(axis=0)
    return pooled

# %% alternate="masked-pooling" why="곱셈과 아주 작은 수로"
def masked_pool(x, mask, how):
    x = np.asarray(x, dtype="float64")
    m = np.asarray(mask, dtype="float64")[..., None]
    if how == "mean":
        return np.einsum("btd,btz->bd", x, m) / np.clip(m.sum(axis=1), 1, None)
    return (x * m + (1 - m) * -1e9).max(axis=1) * (m.sum(axis=1) > 0)

# %% alternate="masked-pooling" why="마스크 배열(np.ma)"
def masked_pool(x, mask, how):
    x = np.asarray(x, dtype=float)
    m = np.ma.array(x, mask=np.broadcast_to(~np.asarray(mask, dtype=bool)[..., None], x.shape))
    return (m.mean(axis=1) if how == "mean" else m.max(axis=1)).filled(0)

# %% alternate="masked-pooling" why="32비트의 가장 작은 수로"
def masked_pool(x, mask, how):
    x = np.asarray(x).astype("float32"); k = np.asarray(mask).astype("float32")[:, :, None]
    n = k.sum(axis=1)
    if how == "mean":
        return (x * k).sum(axis=1) / (n + (n == 0))
    return np.where(n > 0, np.where(k > 0, x, np.finfo("float32").min).max(axis=1), 0)

# %% mutant="mask-states" why="Conv1D가 마스크를 넘긴다고 본다"
# - elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)"):
# -     if alive and lost is None:
# -         lost = place
# + elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)", "Conv1D"):
# +     lost = place if alive and lost is None else lost

# %% mutant="mask-states" why="Dense에서 마스크가 끝난다고 본다"
def mask_states(stack):
    alive, states, lost = False, [], None
    for i, name in enumerate(stack):
        if name in ("Embedding(mask_zero)", "Masking"):
            alive = True
        elif name in ("GRU", "GlobalAveragePooling1D", "Dense"):
            alive = False
        elif name not in ("Dropout", "LayerNormalization", "GRU(sequences)"):
            lost = i if alive and lost is None else lost
            alive = False
        states.append(alive)
    return states, lost

# %% mutant="mask-states" why="쓰고 끝낸 것도 버린 것으로 친다"
def mask_states(stack):
    alive, states, lost = False, [], None
    for i, name in enumerate(stack):
        if name in ("Embedding(mask_zero)", "Masking"):
            alive = True
        elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)"):
            lost = i if alive and lost is None else lost
            alive = False
        states.append(alive)
    return states, lost

# %% mutant="mask-states" why="마지막 상태만 내는 GRU가 마스크를 넘긴다고 본다"
def mask_states(stack):
    alive, states, lost = False, [], None
    for i, name in enumerate(stack):
        if name in ("Embedding(mask_zero)", "Masking"):
            alive = True
        elif name == "GlobalAveragePooling1D":
            alive = False
        elif name not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)", "GRU"):
            lost = i if alive and lost is None else lost
            alive = False
        states.append(alive)
    return states, lost

# %% mutant="mask-states" why="마스크를 받지 않은 층도 버렸다고 한다"
# - if alive and lost is None:
# -     lost = place
# + lost = place if lost is None else lost

# %% mutant="mask-states" why="마지막으로 버려진 자리를 돌려준다"
# - if alive and lost is None:
# -     lost = place
# + lost = place if alive else lost

# %% mutant="mask-states" why="넘기는 층은 언제나 마스크가 있다고 본다"
def mask_states(stack):
    states = [name in ("Embedding(mask_zero)", "Masking", "Dense", "Dropout", "LayerNormalization", "GRU(sequences)") for name in stack]
    lost = [i for i, name in enumerate(stack) if not states[i] and name not in ("GRU", "GlobalAveragePooling1D") and i and states[i - 1]]
    return states, lost[0] if lost else None

# %% mutant="mask-states" why="마스크 없는 Embedding도 마스크를 만든다고 본다"
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

# %% mutant="mask-states" why="한번 버려지면 Masking으로도 되살아나지 않는다고 본다"
# - alive = True
# + alive = lost is None
# - if alive and lost is None:
# -     lost = place
# + lost = place if alive and lost is None else lost

# %% mutant="mask-states" why="버려진 자리를 1부터 센다"
# - for place, name in enumerate(stack):
# + for i, name in enumerate(stack, 1):
# - if alive and lost is None:
# -     lost = place
# + lost = i if alive and lost is None else lost

# %% mutant="mask-states" why="GlobalMaxPooling1D도 마스크를 쓴다고 본다"
def mask_states(stack):
    a, s, l = False, [], None
    for i, n in enumerate(stack):
        if n in ("Embedding(mask_zero)", "Masking"): a = True
        elif n in ("GRU", "GlobalAveragePooling1D", "GlobalMaxPooling1D"): a = False
        elif n not in ("Dense", "Dropout", "LayerNormalization", "GRU(sequences)"):
            if a and l is None: l = i
            a = False
        s.append(a)
    return s, l

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

# %% mutant="masked-loss" why="손실을 모든 자리의 수로 나눈다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).mean(), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="정확도를 모든 자리의 수로 나눈다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), ((p.argmax(-1) == y) & m).mean()

# %% mutant="masked-loss" why="마스크를 쓰지 않는다"
def masked_loss(probabilities, targets, mask):
    p, y = np.asarray(probabilities, dtype=float), np.maximum(targets, 0) % np.shape(probabilities)[-1]
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return ce.mean(), (p.argmax(-1) == y).mean()

# %% mutant="masked-loss" why="손실에만 마스크를 쓰고 정확도는 패딩을 센다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), (p.argmax(-1) == y).mean() if m.any() else 0.0

# %% mutant="masked-loss" why="마스크를 뒤집는다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), ~np.asarray(mask).astype(bool)
    y = np.clip(targets, 0, p.shape[-1] - 1)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="문장마다 평균한 것을 다시 평균한다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    n = np.maximum(m.sum(axis=1), 1)
    return ((ce * m).sum(axis=1) / n).mean(), (((p.argmax(-1) == y) & m).sum(axis=1) / n).mean()

# %% mutant="masked-loss" why="평균하지 않고 더한다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum(), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="패딩의 정답 번호로 먼저 꺼내다가 멈춘다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.asarray(targets)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="확률 0을 다루지 않는다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    if not m.any():
        return 0.0, 0.0
    p, y = p[m], np.asarray(targets)[m]
    with np.errstate(all="ignore"):
        return -np.log(p[np.arange(len(y)), y]).mean(), (p.argmax(1) == y).mean()

# %% mutant="masked-loss" why="진짜 단어가 없으면 nan이 된다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    with np.errstate(all="ignore"):
        return (ce * m).sum() / np.float64(m.sum()), ((p.argmax(-1) == y) & m).sum() / np.float64(m.sum())

# %% mutant="masked-loss" why="밑이 2인 로그를 쓴다"
def masked_loss(probabilities, targets, mask):
    p, m = np.asarray(probabilities, dtype=float), np.asarray(mask).astype(bool)
    y = np.where(m, targets, 0)
    ce = -np.log2(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="정답이 0번인 자리를 패딩으로 본다"
def masked_loss(probabilities, targets, mask):
    p, y = np.asarray(probabilities, dtype=float), np.asarray(targets)
    m = np.asarray(mask).astype(bool) & (y != 0)
    y = np.where(m, y, 0)
    ce = -np.log(np.maximum(np.take_along_axis(p, y[..., None], -1)[..., 0], 1e-7))
    return (ce * m).sum() / max(m.sum(), 1), ((p.argmax(-1) == y) & m).sum() / max(m.sum(), 1)

# %% mutant="masked-loss" why="정답의 확률이 0인 자리를 뺀다"
# - if not keep.any():
# -     return 0.0, 0.0
# + if not keep.any(): return 0.0, 0.0
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + chosen = p[np.arange(len(y)), y]
# + chosen = chosen[chosen > 0] if (chosen > 0).any() else np.array([1e-7])

# %% mutant="masked-loss" why="확률이 0일 때만 1e-7로 바꾼다"
# - if not keep.any():
# -     return 0.0, 0.0
# + if not keep.any(): return 0.0, 0.0
# - chosen = np.maximum(p[np.arange(len(y)), y], 1e-7)
# + chosen = p[np.arange(len(y)), y]
# + chosen = np.where(chosen == 0, 1e-7, chosen)

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

# %% mutant="two-stage" why="풀고 나서 다시 compile하지 않는다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table), mask_zero=True)
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    embedding.set_weights([table])
    embedding.trainable = False
    model.compile(keras.optimizers.Adam(rates[0]), "binary_crossentropy")
    stages = []
    for n in epochs:
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
        embedding.trainable = True
    return stages

# %% mutant="two-stage" why="얼리지 않는다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table), mask_zero=True)
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    embedding.set_weights([table])
    stages = []
    for n, rate in zip(epochs, rates):
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="한번 얼리고 풀지 않는다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table), mask_zero=True, trainable=False)
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    embedding.set_weights([table])
    stages = []
    for n, rate in zip(epochs, rates):
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="마스크를 켜지 않는다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table))
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    embedding.set_weights([table])
    stages = []
    for free, n, rate in zip((False, True), epochs, rates):
        embedding.trainable = free
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="빌린 행렬을 넣지 않는다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table), mask_zero=True)
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    stages = []
    for free, n, rate in zip((False, True), epochs, rates):
        embedding.trainable = free
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="2단계에서 모델을 새로 만든다"
def two_stage(table, ids, labels, epochs, rates):
    stages = []
    for free, n, rate in zip((False, True), epochs, rates):
        embedding = layers.Embedding(*np.shape(table), mask_zero=True, trainable=free)
        model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
        embedding.set_weights([table])
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="2단계에도 1단계의 학습률을 쓴다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table), mask_zero=True)
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    embedding.set_weights([table])
    stages = []
    for free, n in zip((False, True), epochs):
        embedding.trainable = free
        model.compile(keras.optimizers.Adam(rates[0]), "binary_crossentropy")
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="모델 전체를 얼려 분류기도 배우지 못한다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table), mask_zero=True)
    head = layers.Dense(1, activation="sigmoid", kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), head])
    embedding.set_weights([table])
    stages = []
    for free, n, rate in zip((False, True), epochs, rates):
        embedding.trainable = head.trainable = free
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n and free:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="얼리는 순서를 뒤집는다"
def two_stage(table, ids, labels, epochs, rates):
    embedding = layers.Embedding(*np.shape(table), mask_zero=True)
    model = keras.Sequential([keras.Input((None,), dtype="int32"), embedding, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    embedding.set_weights([table])
    stages = []
    for free, n, rate in zip((True, False), epochs, rates):
        embedding.trainable = free
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        if n:
            model.fit(ids, labels[:, None], batch_size=len(ids), epochs=n, verbose=0)
        stages.append((embedding.get_weights()[0], model.predict_on_batch(ids)[:, 0]))
    return stages

# %% mutant="two-stage" why="배치의 크기를 주지 않아 32가 된다"
def two_stage(table, ids, labels, epochs, rates):
    i = keras.Input((None,), dtype="int32"); e = layers.Embedding(*table.shape, mask_zero=True)
    m = keras.Model(i, layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(e(i)))); e.set_weights([table]); out = []
    for k in (0, 1):
        e.trainable = bool(k); m.compile(keras.optimizers.Adam(rates[k]), "binary_crossentropy")
        if epochs[k]: m.fit(ids, labels[:, None], epochs=epochs[k], verbose=0)
        out.append((e.get_weights()[0], m.predict_on_batch(ids)[:, 0]))
    return out

# %% mutant="two-stage" why="Adam 대신 SGD를 쓴다"
def two_stage(table, ids, labels, epochs, rates):
    i = keras.Input((None,), dtype="int32"); e = layers.Embedding(*table.shape, mask_zero=True)
    m = keras.Model(i, layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(e(i)))); e.set_weights([table]); out = []
    for k in (0, 1):
        e.trainable = bool(k); m.compile(keras.optimizers.SGD(rates[k]), "binary_crossentropy")
        if epochs[k]: m.fit(ids, labels[:, None], epochs=epochs[k], batch_size=len(ids), verbose=0)
        out.append((e.get_weights()[0], m.predict_on_batch(ids)[:, 0]))
    return out

# %% mutant="two-stage" why="2단계에서 Dense를 얼린다"
def two_stage(table, ids, labels, epochs, rates):
    i = keras.Input((None,), dtype="int32"); e = layers.Embedding(*table.shape, mask_zero=True); d = layers.Dense(1, activation="sigmoid")
    m = keras.Model(i, d(layers.GlobalAveragePooling1D()(e(i)))); e.set_weights([table]); out = []
    for k in (0, 1):
        e.trainable = bool(k); d.trainable = not k; m.compile(keras.optimizers.Adam(rates[k]), "binary_crossentropy")
        if epochs[k]: m.fit(ids, labels[:, None], epochs=epochs[k], batch_size=len(ids), verbose=0)
        out.append((e.get_weights()[0], m.predict_on_batch(ids)[:, 0]))
    return out

# %% mutant="two-stage" why="손실로 평균 제곱 오차를 쓴다"
def two_stage(table, ids, labels, epochs, rates):
    i = keras.Input((None,), dtype="int32"); e = layers.Embedding(*table.shape, mask_zero=True)
    m = keras.Model(i, layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(e(i)))); e.set_weights([table]); out = []
    for k in (0, 1):
        e.trainable = bool(k); m.compile(keras.optimizers.Adam(rates[k]), "mse")
        if epochs[k]: m.fit(ids, labels[:, None], epochs=epochs[k], batch_size=len(ids), verbose=0)
        out.append((e.get_weights()[0], m.predict_on_batch(ids)[:, 0]))
    return out

# %% alternate="two-stage" why="Sequential과 train_on_batch로, 튜플을 돌려준다"
def two_stage(table, ids, labels, epochs, rates):
    vectors = layers.Embedding(len(table), len(table[0]), mask_zero=True, trainable=False)
    model = keras.Sequential([vectors, layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid")])
    model(np.asarray(ids))
    vectors.set_weights([np.asarray(table)])
    results = ()
    for stage in (0, 1):
        vectors.trainable = bool(stage)
        model.compile(optimizer=keras.optimizers.Adam(learning_rate=rates[stage]), loss="binary_crossentropy")
        for _ in range(epochs[stage]):
            model.train_on_batch(np.asarray(ids), np.asarray(labels).reshape(-1, 1))
        results += ((np.array(vectors.get_weights()[0]), model.predict(np.asarray(ids), verbose=0)),)
    return results

# %% alternate="two-stage" why="처음 값으로 행렬을 주고, 이름으로 층을 찾기"
def two_stage(table, ids, labels, epochs, rates):
    start = keras.initializers.Constant(np.asarray(table))
    inputs = keras.Input((ids.shape[1],), dtype="int32")
    hidden = layers.Embedding(table.shape[0], table.shape[1], embeddings_initializer=start, mask_zero=True, name="borrowed")(inputs)
    hidden = layers.GlobalAveragePooling1D()(hidden)
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(hidden))

    def stage(number):
        model.get_layer("borrowed").trainable = number == 1
        model.compile(loss=keras.losses.BinaryCrossentropy(), optimizer=keras.optimizers.Adam(rates[number]))
        model.fit(ids, labels.reshape(-1, 1), epochs=epochs[number], batch_size=len(ids), verbose=0)
        return model.get_layer("borrowed").get_weights()[0].copy(), model.predict(ids, verbose=0).ravel()

    return [stage(0), stage(1)]

# %% alternate="two-stage" why="하위 클래스로"
def two_stage(table, ids, labels, epochs, rates):
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.e = layers.Embedding(len(table), np.shape(table)[1], mask_zero=True, weights=[np.asarray(table)])
            self.g = layers.GlobalAveragePooling1D(); self.d = layers.Dense(1, activation="sigmoid")
        def call(self, x):
            return self.d(self.g(self.e(x)))
    m = Net(); m(ids); m.e.set_weights([np.asarray(table)]); res = []
    for s in range(2):
        m.e.trainable = s == 1
        m.compile(optimizer=keras.optimizers.Adam(rates[s]), loss="binary_crossentropy", metrics=["accuracy"])
        m.fit(ids, np.reshape(labels, (-1, 1)), epochs=epochs[s], batch_size=len(ids), shuffle=False, verbose=0)
        res.append((m.e.get_weights()[0], np.asarray(m(ids)).squeeze(-1)))
    return res

# %% alternate="two-stage" why="임베딩의 변수에 바로 넣기"
def two_stage(table, ids, labels, epochs, rates):
    v, d = np.shape(table)
    seq = keras.models.Sequential([keras.Input((None,)), layers.Embedding(v, d, mask_zero=True), layers.GlobalAveragePooling1D(), layers.Dense(1), layers.Activation("sigmoid")])
    emb = seq.layers[0]; emb.embeddings.assign(table)
    out = []
    for on, n, lr in zip([0, 1], epochs, rates):
        emb.trainable = bool(on)
        seq.compile("adam", "binary_crossentropy"); seq.optimizer.learning_rate = lr
        seq.fit(ids, labels, batch_size=len(ids), epochs=n, verbose=0)
        out.append((np.array(emb.embeddings), seq.predict(ids, verbose=0, batch_size=len(ids)).flatten()))
    return tuple(out)

# %% alternate="two-stage" why="1에폭씩 여러 번 학습하기"
def two_stage(table, ids, labels, epochs, rates):
    x = keras.Input((None,), dtype="int64")
    e = layers.Embedding(input_dim=len(table), output_dim=len(table[0]), mask_zero=True, name="emb")
    e.build(); e.set_weights([np.array(table)])
    y = layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(e(x)))
    m = keras.Model(x, y); r = []
    for k, flag in enumerate([False, True]):
        m.layers[1].trainable = flag
        m.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=float(rates[k])))
        for _ in range(epochs[k]):
            m.fit(ids, labels, batch_size=len(ids), epochs=1, verbose=0)
        r.append([m.layers[1].get_weights()[0], np.array(m.predict(ids, verbose=0))[:, 0]])
    return r
