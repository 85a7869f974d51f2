# %% mutant="clean" why="태그를 빈칸 없이 지운다" says="앞뒤 단어가 붙습니다" key=True
def clean(text):
    return " ".join(re.sub(r"<br\s*/?>", "", text, flags=re.IGNORECASE).split()).lower()

# %% mutant="clean" why="모든 꺾쇠를 태그로 본다"
def clean(text):
    return " ".join(re.sub(r"<[^>]*>", " ", text).split()).lower()

# %% mutant="clean" why="<br />만 바꾼다"
def clean(text):
    return " ".join(text.replace("<br />", " ").split()).lower()

# %% mutant="clean" why="대문자 태그를 놓친다"
def clean(text):
    return " ".join(re.sub(r"<br\s*/?>", " ", text).split()).lower()

# %% mutant="clean" why="빈칸만 줄이고 U+0085를 남긴다"
def clean(text):
    return re.sub(r"[ \t\n]+", " ", re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)).strip(" ").lower()

# %% mutant="clean" why="소문자로 바꾸지 않는다"
def clean(text):
    return " ".join(re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE).split())

# %% mutant="clean" why="앞뒤를 다듬지 않는다"
def clean(text):
    return re.sub(r"\s+", " ", re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)).lower()

# %% mutant="clean" why="태그 하나만 바꾼다"
def clean(text):
    return " ".join(re.sub(r"<br\s*/?>", " ", text, count=1, flags=re.IGNORECASE).split()).lower()

# %% mutant="clean" why="<br로 시작하는 것을 모두 태그로 본다"
def clean(text):
    return " ".join(re.sub(r"<br[^>]*>", " ", text, flags=re.IGNORECASE).split()).lower()

# %% mutant="clean" why="casefold로 ß까지 바꾼다"
def clean(text):
    return " ".join(re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE).split()).casefold()

# %% mutant="clean" why="html.unescape로 &amp;까지 푼다"
def clean(text):
    import html
    return " ".join(re.sub(r"<br\s*/?>", " ", html.unescape(text), flags=re.IGNORECASE).split()).lower()

# %% mutant="clean" why="NFKC로 글자를 바꾼다"
def clean(text):
    import unicodedata
    return " ".join(re.sub(r"<br\s*/?>", " ", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE).split()).lower()

# %% alternate="clean" why="속성이 든 <br>까지 다루는 정규식"
def clean(text):
    return " ".join(re.sub(r"(?i)<br(\s[^>]*|/)?>", " ", text).lower().split())

# %% alternate="clean" why="먼저 소문자로, 정규식으로 공백까지"
def clean(text):
    return re.sub(r"(?:\s|<br\s*/?>)+", " ", text.lower()).strip()

# %% alternate="clean" why="나눈 조각을 모으기"
def clean(text):
    words = []
    for piece in re.split(r"(?i)<br\s*/?>", text):
        words.extend(word.lower() for word in piece.split())
    return " ".join(words)

# %% alternate="clean" why="한 글자씩 훑기"
def clean(text):
    out, i, low = [], 0, text.lower()
    while i < len(low):
        if low.startswith("<br", i):
            j = i + 3
            while j < len(low) and low[j].isspace():
                j += 1
            if j < len(low) and low[j] == "/":
                j += 1
            if j < len(low) and low[j] == ">":
                out.append(" ")
                i = j + 1
                continue
        out.append(low[i])
        i += 1
    return " ".join("".join(out).split())

# %% alternate="clean" why="빈칸만 보는 정규식"
def clean(text):
    return " ".join(re.compile("<[bB][rR] */?>").sub(" ", text).split()).lower()

# %% mutant="vocabulary" why="시험 글까지 세어 사전을 만든다" says="사전은 훈련 데이터로만" key=True
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train + test for token in review)
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (-counts[word], word))
    ids = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="훈련에 있는 단어만 넣되 순서는 시험까지 세어 정한다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review)
    total = Counter(token for review in train + test for token in review)
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (-total[word], word))
    ids = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="<PAD>와 <UNK>를 크기에 넣지 않는다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review)
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (-counts[word], word))
    ids = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="횟수가 같을 때 나온 순서로 둔다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review)
    kept = [word for word, n in counts.most_common() if n >= min_count]
    ids = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="min_count보다 많은 것만 남긴다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review)
    kept = sorted((word for word in counts if counts[word] > min_count), key=lambda word: (-counts[word], word))
    ids = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="모르는 단어를 버린다"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# - test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
# - return word_to_id, train_ids, test_ids
# + return word_to_id, [[word_to_id[t] for t in r if t in word_to_id] for r in train], [[word_to_id[t] for t in r if t in word_to_id] for r in test]

# %% mutant="vocabulary" why="모르는 단어를 패딩과 같은 0번으로 한다"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# - test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
# - return word_to_id, train_ids, test_ids
# + return word_to_id, [[word_to_id.get(t, 0) for t in r] for r in train], [[word_to_id.get(t, 0) for t in r] for r in test]

# %% mutant="vocabulary" why="글의 수(문서 빈도)로 순서를 정한다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in set(review))
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (-counts[word], word))
    ids = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="횟수와 단어를 함께 뒤집어 정렬해, 같은 횟수가 알파벳 거꾸로 된다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review)
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (counts[word], word), reverse=True)
    ids = {word: number for number, word in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="시험 글의 모르는 단어를 사전에 새로 넣는다"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# - test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
# - return word_to_id, train_ids, test_ids
# + return word_to_id, [[word_to_id.get(t, 1) for t in r] for r in train], [[word_to_id.setdefault(t, len(word_to_id)) for t in r] for r in test]

# %% mutant="vocabulary" why="토큰을 소문자로 바꿔 센다"
def build_and_encode(train, test, max_size, min_count=1):
    train = [[t.lower() for t in r] for r in train]; test = [[t.lower() for t in r] for r in test]
    counts = Counter(token for review in train for token in review)
    kept = sorted((w for w in counts if counts[w] >= min_count), key=lambda w: (-counts[w], w))
    ids = {w: n for n, w in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="한 글자 단어를 뺀다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review if len(token) > 1)
    kept = sorted((w for w in counts if counts[w] >= min_count), key=lambda w: (-counts[w], w))
    ids = {w: n for n, w in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="글자와 숫자만으로 된 토큰만 센다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review if token.isalnum())
    kept = sorted((w for w in counts if counts[w] >= min_count), key=lambda w: (-counts[w], w))
    ids = {w: n for n, w in enumerate(["<PAD>", "<UNK>"] + kept[:max_size - 2])}
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% mutant="vocabulary" why="넣고 나서 크기를 보아, 크기가 2여도 하나를 넣는다"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter(token for review in train for token in review)
    ids = {"<PAD>": 0, "<UNK>": 1}
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        if counts[word] >= min_count:
            ids[word] = len(ids)
            if len(ids) == max(max_size, 3):
                break
    return ids, [[ids.get(t, 1) for t in r] for r in train], [[ids.get(t, 1) for t in r] for r in test]

# %% alternate="vocabulary" why="직접 세고 두 번 정렬하기"
def build_and_encode(train, test, max_size, min_count=1):
    counts = {}
    for review in train:
        for token in review:
            counts[token] = counts.get(token, 0) + 1
    order = sorted(counts)
    order.sort(key=counts.get, reverse=True)
    ids = {"<PAD>": 0, "<UNK>": 1}
    for word in order:
        if counts[word] >= min_count and len(ids) < max_size:
            ids[word] = len(ids)
    encode = lambda reviews: [[ids[token] if token in ids else ids["<UNK>"] for token in review] for review in reviews]  # noqa: E731
    return ids, encode(train), encode(test)

# %% alternate="vocabulary" why="번호를 넘파이 배열로"
def build_and_encode(train, test, max_size, min_count=1):
    counts = Counter()
    for review in train:
        counts.update(review)
    words = ["<PAD>", "<UNK>"] + [w for n, w in sorted((-n, w) for w, n in counts.items() if n >= min_count)]
    ids = {w: np.int64(i) for i, w in enumerate(words[:max_size])}
    return ids, *([np.array([ids.get(t, 1) for t in r], dtype="int32") for r in part] for part in (train, test))

# %% alternate="vocabulary" why="횟수마다 모아 정렬하기"
def build_and_encode(train, test, max_size, min_count=1):
    from collections import defaultdict
    counts = defaultdict(int)
    for r in train:
        for t in r:
            counts[t] += 1
    groups = defaultdict(list)
    for w, n in counts.items():
        groups[n].append(w)
    words = ["<PAD>", "<UNK>"]
    for n in sorted(groups, reverse=True):
        if n < min_count:
            break
        words += sorted(groups[n])
    words = words[:max_size]
    ids = defaultdict(lambda: 1, {w: i for i, w in enumerate(words)})
    a = [[ids.get(t, 1) for t in r] for r in train]
    return [ids, a, [[ids.get(t, 1) for t in r] for r in test]]

# %% alternate="vocabulary" why="heapq로 앞의 것만"
def build_and_encode(train, test, max_size, min_count=1):
    import heapq
    from itertools import chain
    counts = Counter(chain.from_iterable(train))
    top = heapq.nsmallest(max_size - 2, ((-n, w) for w, n in counts.items() if n >= min_count))
    ids = {"<PAD>": 0, "<UNK>": 1} | {w: i for i, (_, w) in enumerate(top, 2)}
    enc = lambda rs: [list(map(lambda t: ids.get(t, 1), r)) for r in rs]
    return ids, enc(train), enc(test)

# %% mutant="bucket-batches" why="길이로 정렬하지 않는다"
def bucket_batches(reviews, size):
    result = []
    for start in range(0, len(reviews), size):
        group = list(range(start, min(start + size, len(reviews))))
        longest = max(len(reviews[i]) for i in group)
        result.append((group, np.array([list(reviews[i]) + [0] * (longest - len(reviews[i])) for i in group])))
    return result

# %% mutant="bucket-batches" why="앞을 채운다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([[0] * (len(reviews[g[-1]]) - len(reviews[i])) + list(reviews[i]) for i in g])) for g in groups]

# %% mutant="bucket-batches" why="전체에서 가장 긴 길이로 채운다" says="배치마다 그 배치의 가장 긴 글에" key=True
def bucket_batches(reviews, size):
    longest = max(map(len, reviews))
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([list(reviews[i]) + [0] * (longest - len(reviews[i])) for i in g])) for g in groups]

# %% mutant="bucket-batches" why="마지막 작은 배치를 버린다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order) - size + 1, size)]
    return [(g, np.array([list(reviews[i]) + [0] * (len(reviews[g[-1]]) - len(reviews[i])) for i in g])) for g in groups]

# %% mutant="bucket-batches" why="정렬한 뒤의 자리를 돌려준다"
def bucket_batches(reviews, size):
    ordered = sorted(reviews, key=len)
    groups = [ordered[s:s + size] for s in range(0, len(ordered), size)]
    return [(list(range(k * size, k * size + len(g))), np.array([list(r) + [0] * (len(g[-1]) - len(r)) for r in g])) for k, g in enumerate(groups)]

# %% mutant="bucket-batches" why="긴 글부터 묶는다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: -len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([list(reviews[i]) + [0] * (len(reviews[g[0]]) - len(reviews[i])) for i in g])) for g in groups]

# %% mutant="bucket-batches" why="첫 글의 길이로 자른다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([list(reviews[i])[:len(reviews[g[0]])] for i in g])) for g in groups]

# %% mutant="bucket-batches" why="받은 글에 0을 덧붙인다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    result = []
    for s in range(0, len(order), size):
        group = order[s:s + size]
        longest = len(reviews[group[-1]])
        for i in group:
            reviews[i].extend([0] * (longest - len(reviews[i])))
        result.append((group, np.array([reviews[i] for i in group])))
    return result

# %% mutant="bucket-batches" why="소수 배열을 만든다"
# - batch = np.zeros((len(positions), len(reviews[positions[-1]])), dtype=int)
# + batch = np.zeros((len(positions), len(reviews[positions[-1]])))

# %% mutant="bucket-batches" why="<UNK>의 번호로 채운다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([list(reviews[i]) + [1] * (len(reviews[g[-1]]) - len(reviews[i])) for i in g])) for g in groups]

# %% mutant="bucket-batches" why="정렬한 뒤 뒤집어, 길이가 같은 글의 순서가 거꾸로 된다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: -len(reviews[i]))[::-1]
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([list(reviews[i]) + [0] * (len(reviews[g[-1]]) - len(reviews[i])) for i in g])) for g in groups]

# %% mutant="bucket-batches" why="배열에서는 이어 붙지 않는 덧셈"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([reviews[i] + [0] * (len(reviews[g[-1]]) - len(reviews[i])) for i in g])) for g in groups]

# %% mutant="bucket-batches" why="같은 글의 자리를 index로 찾는다"
def bucket_batches(reviews, size):
    ordered = sorted(reviews, key=len)
    groups = [ordered[s:s + size] for s in range(0, len(ordered), size)]
    rs = [list(r) for r in reviews]
    return [([rs.index(list(r)) for r in g], np.array([list(r) + [0] * (len(g[-1]) - len(r)) for r in g])) for g in groups]

# %% mutant="bucket-batches" why="uint8에 담아 큰 번호가 넘친다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([list(reviews[i]) + [0] * (len(reviews[g[-1]]) - len(reviews[i])) for i in g]).astype("uint8")) for g in groups]

# %% mutant="bucket-batches" why="int16에 담아 큰 번호가 넘친다"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
    groups = [order[s:s + size] for s in range(0, len(order), size)]
    return [(g, np.array([list(reviews[i]) + [0] * (len(reviews[g[-1]]) - len(reviews[i])) for i in g]).astype("int16")) for g in groups]

# %% alternate="bucket-batches" why="argsort와 np.pad, int32"
def bucket_batches(reviews, size):
    lengths = np.array([len(r) for r in reviews])
    order = np.argsort(lengths, kind="stable")
    batches = []
    for group in np.split(order, range(size, len(order), size)):
        width = lengths[group].max()
        batches.append((group, np.stack([np.pad(np.asarray(reviews[i], dtype="int32"), (0, width - lengths[i])) for i in group])))
    return batches

# %% alternate="bucket-batches" why="목록으로만, 튜플로"
def bucket_batches(reviews, size):
    pairs = sorted((len(r), i) for i, r in enumerate(reviews))
    out = []
    while pairs:
        group, pairs = pairs[:size], pairs[size:]
        width = group[-1][0]
        out.append((tuple(i for _, i in group), [list(reviews[i]) + [0] * (width - n) for n, i in group]))
    return out

# %% alternate="bucket-batches" why="keras.utils.pad_sequences"
def bucket_batches(reviews, size):
    order = sorted(range(len(reviews)), key=lambda i: (len(reviews[i]), i))
    return [(order[s:s + size], keras.utils.pad_sequences([reviews[i] for i in order[s:s + size]], padding="post")) for s in range(0, len(order), size)]

# %% alternate="bucket-batches" why="zip_longest와 생성기"
def bucket_batches(reviews, size):
    from itertools import zip_longest
    pairs = sorted(enumerate(reviews), key=lambda p: len(p[1]))
    while pairs:
        part, pairs = pairs[:size], pairs[size:]
        yield [i for i, _ in part], np.array(list(zip_longest(*(r for _, r in part), fillvalue=0))).T

# %% mutant="masked-mean" why="그냥 평균" says="나누는 수는 진짜 토큰의 수" key=True
def masked_mean(hidden, ids):
    return hidden.mean(axis=1)

# %% mutant="masked-mean" why="더할 때만 빼고 나눌 때는 T로 나눈다"
def masked_mean(hidden, ids):
    return (hidden * (ids != 0)[:, :, None]).mean(axis=1)

# %% mutant="masked-mean" why="마스크를 뒤집는다"
def masked_mean(hidden, ids):
    mask = (ids == 0)[:, :, None]
    return (hidden * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)

# %% mutant="masked-mean" why="패딩뿐인 글에서 0으로 나눈다"
def masked_mean(hidden, ids):
    mask = (ids != 0)[:, :, None]
    with np.errstate(all="ignore"):
        return (hidden * mask).sum(axis=1) / mask.sum(axis=1)

# %% mutant="masked-mean" why="유닛 축으로 평균 낸다"
def masked_mean(hidden, ids):
    return (hidden * (ids != 0)[:, :, None]).mean(axis=2)

# %% mutant="masked-mean" why="나누는 수에 언제나 1을 더한다"
def masked_mean(hidden, ids):
    mask = (ids != 0)[:, :, None]
    return (hidden * mask).sum(axis=1) / (mask.sum(axis=1) + 1)

# %% mutant="masked-mean" why="번호를 마스크로 곱한다"
def masked_mean(hidden, ids):
    return (hidden * ids[:, :, None]).sum(axis=1) / np.maximum((ids != 0).sum(axis=1, keepdims=True), 1)

# %% mutant="masked-mean" why="나누는 수를 배치 전체에서 센다"
def masked_mean(hidden, ids):
    mask = (ids != 0)[:, :, None]
    return (hidden * mask).sum(axis=1) / max(mask.sum() / len(ids), 1)

# %% mutant="masked-mean" why="받은 배열의 패딩 자리를 0으로 고친다"
def masked_mean(hidden, ids):
    hidden[ids == 0] = 0
    return hidden.sum(axis=1) / np.maximum((ids != 0).sum(axis=1, keepdims=True), 1)

# %% mutant="masked-mean" why="진짜 토큰의 수만큼 앞에서부터 평균 낸다"
def masked_mean(hidden, ids):
    n = (ids != 0).sum(axis=1)
    return np.array([h[:k].mean(axis=0) if k else np.zeros(h.shape[-1]) for h, k in zip(hidden, n)])

# %% mutant="masked-mean" why="<UNK>도 패딩으로 본다"
def masked_mean(hidden, ids):
    mask = (ids > 1)[:, :, None]
    return (hidden * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)

# %% mutant="masked-mean" why="첫 글의 마스크를 모두에게 쓴다"
def masked_mean(hidden, ids):
    m = (ids[0] != 0)[None, :, None]
    return (hidden * m).sum(axis=1) / np.maximum(m.sum(axis=1), 1)

# %% alternate="masked-mean" why="아주 작은 수를 더해 0으로 나누기를 피하기"
def masked_mean(hidden, ids):
    mask = (ids != 0)[..., None].astype(float)
    return (hidden * mask).sum(axis=1) / (mask.sum(axis=1) + 1e-9)

# %% alternate="masked-mean" why="글마다 골라 평균"
def masked_mean(hidden, ids):
    rows = []
    for h, row in zip(hidden, ids):
        real = h[row > 0]
        rows.append(real.mean(axis=0) if len(real) else np.zeros(h.shape[-1]))
    return np.array(rows)

# %% alternate="masked-mean" why="einsum과 32비트"
def masked_mean(hidden, ids):
    m = (np.asarray(ids) != 0).astype("float32")
    total = np.einsum("btu,bt->bu", hidden.astype("float32"), m)
    n = m.sum(axis=1)
    return total / np.where(n == 0, 1, n)[:, None]

# %% alternate="masked-mean" why="마스크 배열(np.ma)"
def masked_mean(hidden, ids):
    mask = np.broadcast_to((ids == 0)[:, :, None], hidden.shape)
    return np.ma.masked_array(hidden, mask).mean(axis=1).filled(0.0)

# %% alternate="masked-mean" why="반복과 목록으로만"
def masked_mean(hidden, ids):
    out = []
    for h, r in zip(hidden, ids):
        v = [h[t] for t in range(len(r)) if r[t]]
        out.append([math.fsum(x) / len(v) for x in zip(*v)] if v else [0.0] * h.shape[1])
    return out

# %% mutant="early-stopping" why="끝까지 다 보고 최솟값을 고른다" says="멈춘 뒤의 손실은 볼 수 없고" key=True
def early_stopping(val_losses, patience, min_delta=0.0):
    return len(val_losses), int(np.argmin(val_losses)) + 1

# %% mutant="early-stopping" why="멈춘 에폭으로 되돌린다"
def early_stopping(val_losses, patience, min_delta=0.0):
    best, wait = math.inf, 0
    for epoch, loss in enumerate(val_losses, 1):
        wait = 0 if loss < best - min_delta else wait + 1
        best = loss if wait == 0 else best
        if wait == patience:
            break
    return epoch, epoch

# %% mutant="early-stopping" why="참은 횟수를 되돌리지 않는다"
def early_stopping(val_losses, patience, min_delta=0.0):
    best, where, wait = math.inf, 0, 0
    for epoch, loss in enumerate(val_losses, 1):
        if loss < best - min_delta:
            best, where = loss, epoch
        else:
            wait += 1
            if wait == patience:
                break
    return epoch, where

# %% mutant="early-stopping" why="바로 앞의 손실과 견준다"
def early_stopping(val_losses, patience, min_delta=0.0):
    last, where, wait = math.inf, 0, 0
    for epoch, loss in enumerate(val_losses, 1):
        if loss < last - min_delta:
            where, wait = epoch, 0
        else:
            wait += 1
            if wait == patience:
                break
        last = loss
    return epoch, where

# %% mutant="early-stopping" why="한 에폭 더 참는다"
# - elif epoch - best_epoch >= patience:
# + elif epoch - best_epoch > patience:

# %% mutant="early-stopping" why="같은 손실도 나아진 것으로 본다"
# - if loss < best_loss - min_delta:
# + if loss <= best_loss - min_delta:

# %% mutant="early-stopping" why="min_delta를 보지 않는다"
# - if loss < best_loss - min_delta:
# + if loss < best_loss:

# %% mutant="early-stopping" why="0부터 센다"
# - for epoch, loss in enumerate(val_losses, start=1):
# + for epoch, loss in enumerate(val_losses):

# %% mutant="early-stopping" why="조금 나아진 것도 최솟값으로 적는다"
def early_stopping(val_losses, patience, min_delta=0.0):
    best, where, wait = math.inf, 0, 0
    for epoch, loss in enumerate(val_losses, 1):
        if loss < best - min_delta:
            where, wait = epoch, 0
        else:
            wait += 1
        best = min(best, loss)
        if wait == patience:
            break
    return epoch, where

# %% mutant="early-stopping" why="돈 에폭의 수로 목록의 길이를 돌려준다"
# - return epoch, best_epoch
# + return len(val_losses), best_epoch

# %% mutant="early-stopping" why="멈춘 에폭의 바로 앞으로 되돌린다"
# - break
# + return epoch, epoch - 1

# %% mutant="early-stopping" why="처음 값을 무한대가 아니라 10으로 둔다"
# - best_loss, best_epoch = math.inf, 0
# + best_loss, best_epoch = 10.0, 0

# %% alternate="early-stopping" why="횟수를 세며 돌기, 넘파이 정수"
def early_stopping(val_losses, patience, min_delta=0.0):
    losses = np.asarray(val_losses, dtype=float)
    best, wait = 0, 0
    for k in range(1, len(losses)):
        if losses[best] - losses[k] > min_delta:
            best, wait = k, 0
        else:
            wait += 1
        if wait == patience:
            return np.int64(k + 1), np.int64(best + 1)
    return len(losses), best + 1

# %% alternate="early-stopping" why="재귀로"
def early_stopping(val_losses, patience, min_delta=0.0):
    def step(epoch, best, where):
        if epoch > len(val_losses) or epoch - 1 - where >= patience:
            return [epoch - 1, where]
        loss = val_losses[epoch - 1]
        return step(epoch + 1, loss, epoch) if best - loss > min_delta else step(epoch + 1, best, where)
    return step(2, val_losses[0], 1)

# %% alternate="early-stopping" why="나아진 자리를 모으고 넘파이 배열로 돌려주기"
def early_stopping(val_losses, patience, min_delta=0.0):
    v = np.array(val_losses)
    marks = [0]
    for k in range(1, len(v)):
        if v[k] < v[marks[-1]] - min_delta:
            marks.append(k)
        elif k - marks[-1] >= patience:
            return np.array([k + 1, marks[-1] + 1])
    return np.array([len(v), marks[-1] + 1])

# %% mutant="budget-model" why="예산을 보지 않고 고정된 크기"
def build_model(n_words, budget):
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, 12, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="마스크하지 않는다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="순환층 대신 평균"
def build_model(n_words, budget):
    dim = (budget - 1) // (n_words + 1)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="시점마다 답한다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4, return_sequences=True))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="활성 함수가 없다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1)(x))

# %% mutant="budget-model" why="임베딩만 세고 순환층을 세지 않아 예산을 넘긴다"
def build_model(n_words, budget):
    dim = budget // n_words
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="한 방향만 읽는다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.GRU(4)(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="길이를 4로 정해 둔다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(4,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="마스크를 모르는 최댓값으로 요약한다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim)(inputs)
    x = layers.Bidirectional(layers.GRU(4, return_sequences=True))(x)
    x = layers.GlobalMaxPooling1D()(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="sigmoid를 두 번 씌운다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    x = layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(inputs, layers.Activation("sigmoid")(x))

# %% mutant="budget-model" why="출력 하나에 softmax를 씌워 언제나 1이다"
def build_model(n_words, budget):
    dim = (budget - 200) // (n_words + 24)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1, activation="softmax")(x))

# %% mutant="budget-model" why="한 방향 순환층을 두 층 쌓는다"
def build_model(n_words, budget):
    dim = (budget - 300) // (n_words + 12)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.GRU(4)(layers.GRU(4, return_sequences=True)(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="임베딩 길이를 8, 16, 32, 64에서만 고른다"
def build_model(n_words, budget):
    dim = max([d for d in (8, 16, 32, 64) if n_words * d + 24 * (d + 6) + 9 <= budget], default=8)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="budget-model" why="임베딩 길이를 100에서 멈춘다"
def build_model(n_words, budget):
    dim = min(100, (budget - 200) // (n_words + 24))
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.GRU(4))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% alternate="budget-model" why="Sequential과 양방향 LSTM, 나눗셈으로 크기를 정하기"
def build_model(n_words, budget):
    units = 3
    fixed = 8 * units * (units + 1) + 2 * units + 1
    dim = max(1, (budget - fixed) // (n_words + 8 * units))
    return keras.Sequential([keras.Input(shape=(None,), dtype="int32"), layers.Embedding(n_words, dim, mask_zero=True),
                             layers.Bidirectional(layers.LSTM(units)), layers.Dense(1, activation="sigmoid")])

# %% alternate="budget-model" why="드롭아웃과 마스크 평균을 쓰고, 만들어 보며 줄이기"
def build_model(n_words, budget):
    for dim in range(budget // n_words, 0, -1):
        if n_words * dim > budget:
            continue
        inputs = keras.Input(shape=(None,), dtype="int32")
        x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
        x = layers.SpatialDropout1D(0.3)(x)
        x = layers.Bidirectional(layers.GRU(3, return_sequences=True))(x)
        x = layers.Dropout(0.3)(layers.GlobalAveragePooling1D()(x))
        model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
        if model.count_params() <= budget:
            return model

# %% alternate="budget-model" why="두 방향을 따로 만들어 붙이기"
def build_model(n_words, budget):
    units = 2
    dim = (budget - 100) // (n_words + 6 * units)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.Concatenate()([layers.GRU(units)(x), layers.GRU(units, go_backwards=True)(x)])
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% alternate="budget-model" why="하위 클래스를 지어 돌려주기"
class _Net(keras.Model):
    def __init__(self, n, d, u):
        super().__init__()
        self.e = layers.Embedding(n, d, mask_zero=True)
        self.r = layers.Bidirectional(layers.LSTM(u))
        self.o = layers.Dense(1, activation="sigmoid")
    def call(self, x, training=False):
        return self.o(self.r(self.e(x)))
def build_model(n_words, budget):
    u = 2
    d = (budget - 120) // (n_words + 16)
    m = _Net(n_words, d, u)
    m(np.zeros((1, 2), dtype="int32"))
    return m

# %% alternate="budget-model" why="두 순환층과 ReLU 은닉층"
def build_model(n_words, budget):
    for d in range(budget // n_words, 0, -1):
        m = keras.Sequential([keras.Input((None,), dtype="int64"), layers.Embedding(n_words, d, mask_zero=True), layers.GRU(2, return_sequences=True), layers.Dropout(0.5),
            layers.Bidirectional(layers.LSTM(2), merge_mode="sum"), layers.Dense(3, activation="relu"), layers.Dense(1, activation="sigmoid")])
        if m.count_params() <= budget:
            return m

# %% mutant="restore-order" why="온 순서대로 이어 붙인다" says="positions가 원래 자리" key=True
def restore_and_score(batches, labels):
    p = np.concatenate([np.ravel(values) for _, values in batches])
    return p, float(np.mean((p >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="거꾸로 된 자리바꿈을 쓴다"
def restore_and_score(batches, labels):
    p = np.concatenate([np.ravel(values) for _, values in batches])
    p = p[np.concatenate([np.asarray(where) for where, _ in batches])]
    return p, float(np.mean((p >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="0.5를 부정으로 본다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# - return probabilities, accuracy
# + return probabilities, float(np.mean((probabilities > 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="확률은 되돌리고 정확도는 배치마다의 평균으로 낸다"
def restore_and_score(batches, labels):
    labels, p, scores = np.asarray(labels), np.zeros(len(labels)), []
    for where, values in batches:
        p[np.asarray(where)] = np.ravel(values)
        scores.append(np.mean((np.ravel(values) >= 0.5) == labels[np.asarray(where)]))
    return p, float(np.mean(scores))

# %% mutant="restore-order" why="확률 대신 라벨을 돌려준다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# - return probabilities, accuracy
# + return (probabilities >= 0.5).astype(int), float(np.mean((probabilities >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="맞힌 개수를 돌려준다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# - return probabilities, accuracy
# + return probabilities, float(np.sum((probabilities >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="은행가 반올림으로 0.5를 0으로 만든다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# - return probabilities, accuracy
# + return probabilities, float(np.mean(np.round(probabilities) == np.asarray(labels)))

# %% mutant="restore-order" why="확률은 되돌리고 정확도는 온 순서의 확률로 센다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# - return probabilities, accuracy
# + accuracy = np.concatenate([np.ravel(values) for _, values in batches])
# + return probabilities, float(np.mean((accuracy >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="모양이 (N, 1)인 채로 정답과 견주어 (N, N) 표의 평균을 낸다"
def restore_and_score(batches, labels):
    p = np.zeros((len(labels), 1))
    for where, values in batches:
        p[np.asarray(where)] = np.reshape(values, (-1, 1))
    return p[:, 0], float(np.mean((p >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="확률이 목록이면 멈춘다"
def restore_and_score(batches, labels):
    p = np.zeros(len(labels))
    for where, values in batches:
        p[np.asarray(where)] = values[:, 0] if values.ndim == 2 else values
    return p, float(np.mean((p >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="positions가 배열이면 멈춘다"
def restore_and_score(batches, labels):
    p = np.zeros(len(labels))
    for where, values in batches:
        if where:
            p[where] = np.ravel(values)
    return p, float(np.mean((p >= 0.5) == np.asarray(labels)))

# %% alternate="restore-order" why="사전에 모아 순서대로 꺼내기"
def restore_and_score(batches, labels):
    found = {}
    for where, values in batches:
        found.update(zip((int(i) for i in where), np.reshape(values, -1).tolist()))
    p = [found[i] for i in range(len(labels))]
    hits = [int(value >= 0.5) == int(label) for value, label in zip(p, labels)]
    return p, sum(hits) / len(hits)

# %% alternate="restore-order" why="자리로 정렬하기, 32비트"
def restore_and_score(batches, labels):
    where = np.concatenate([np.asarray(w) for w, _ in batches])
    p = np.concatenate([np.asarray(v, dtype="float32").reshape(-1) for _, v in batches])[np.argsort(where)]
    return p, np.float32(((p >= 0.5).astype(int) == np.asarray(labels)).mean())

# %% alternate="restore-order" why="짝지어 정렬하기"
def restore_and_score(batches, labels):
    pairs = sorted((int(i), float(np.squeeze(v))) for w, vs in batches for i, v in zip(w, vs))
    p = np.array([v for _, v in pairs])
    return p, 1 - sum((v >= 0.5) != bool(y) for v, y in zip(p, labels)) / len(p)

# %% mutant="threshold" why="정확도가 가장 큰 문턱값을 고른다" says="재현율이 더 큰 것을 고르세요" key=True
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    return float(max(np.unique(p), key=lambda t: np.mean((p >= t) == y)))

# %% mutant="threshold" why="문턱값보다 커야 긍정으로 본다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(y[p > t].sum() / y.sum(), y[p > t].mean(), float(t)) for t in np.unique(p) if (p > t).any() and y[p > t].mean() >= min_precision]
    return max(found)[2] if found else None

# %% mutant="threshold" why="정밀도가 가장 큰 것을 고른다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(y[p >= t].mean(), y[p >= t].sum(), float(t)) for t in np.unique(p) if y[p >= t].mean() >= min_precision]
    return max(found)[2] if found else None

# %% mutant="threshold" why="높은 문턱값부터 내려오다 조건이 깨지면 멈춘다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    best = None
    for t in np.unique(p)[::-1]:
        if y[p >= t].mean() < min_precision:
            break
        best = float(t)
    return best

# %% mutant="threshold" why="재현율이 같을 때 가장 낮은 문턱값을 고른다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [float(t) for t in np.unique(p) if y[p >= t].mean() >= min_precision]
    return min(found) if found else None

# %% mutant="threshold" why="조건을 지키는 것이 없으면 0.5를 돌려준다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(y[p >= t].sum(), y[p >= t].mean(), float(t)) for t in np.unique(p) if y[p >= t].mean() >= min_precision]
    return max(found)[2] if found else 0.5

# %% mutant="threshold" why="정밀도와 재현율을 바꾼다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(y[p >= t].mean(), float(t)) for t in np.unique(p) if y[p >= t].sum() / y.sum() >= min_precision]
    return max(found)[1] if found else None

# %% mutant="threshold" why="조건보다 커야 한다고 본다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(y[p >= t].sum(), y[p >= t].mean(), float(t)) for t in np.unique(p) if y[p >= t].mean() > min_precision]
    return max(found)[2] if found else None

# %% mutant="threshold" why="0.1 간격의 격자만 본다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    grid = [t for t in np.arange(0.1, 1.0, 0.1) if (p >= t).any()]
    found = [(y[p >= t].sum(), y[p >= t].mean(), float(t)) for t in grid if y[p >= t].mean() >= min_precision]
    return max(found)[2] if found else None

# %% mutant="threshold" why="F1이 가장 큰 것을 고른다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(2 * y[p >= t].sum() / ((p >= t).sum() + y.sum()), float(t)) for t in np.unique(p) if y[p >= t].mean() >= min_precision]
    return max(found)[1] if found else None

# %% mutant="threshold" why="0.5보다 낮은 후보는 보지 않는다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(y[p >= t].sum(), y[p >= t].mean(), float(t)) for t in np.unique(p) if t >= 0.5 and y[p >= t].mean() >= min_precision]
    return max(found)[2] if found else None

# %% mutant="threshold" why="문턱값 0.0을 없음으로 본다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    found = [(y[p >= t].sum(), y[p >= t].mean(), float(t)) for t in np.unique(p) if y[p >= t].mean() >= min_precision]
    best = max(found)[2] if found else 0
    return best if best else None

# %% mutant="threshold" why="같은 확률을 하나씩 나누어 센다"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    order = np.argsort(-p, kind="stable")
    hits = np.cumsum(y[order]); prec = hits / np.arange(1, len(p) + 1)
    c = [(hits[k], prec[k], p[order][k]) for k in range(len(p)) if prec[k] >= min_precision]
    return float(max(c)[2]) if c else None

# %% alternate="threshold" why="정렬하고 누적하기"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities, dtype=float), np.asarray(labels)
    order = np.argsort(-p, kind="stable")
    p, hits = p[order], np.cumsum(y[order])
    last = np.append(p[1:] != p[:-1], True)
    precision = hits / np.arange(1, len(p) + 1)
    candidates = [(hits[k], precision[k], p[k]) for k in np.flatnonzero(last & (precision >= min_precision))]
    return max(candidates)[2] if candidates else None

# %% alternate="threshold" why="목록과 반복만으로"
def choose_threshold(probabilities, labels, min_precision):
    best_threshold, best_hits, best_said = None, -1, 1
    for threshold in sorted(set(float(p) for p in probabilities), reverse=True):
        said = sum(1 for p in probabilities if p >= threshold)
        hits = sum(int(y) for p, y in zip(probabilities, labels) if p >= threshold)
        if hits / said >= min_precision and hits > best_hits:
            best_threshold, best_hits, best_said = threshold, hits, said
    return best_threshold

# %% alternate="threshold" why="진짜 긍정의 확률 가운데 가장 작은 것"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities, dtype="float32"), np.asarray(labels)
    ok = [t for t in p[y == 1] if y[p >= t].mean() >= min_precision]
    return min(ok) if ok else None
