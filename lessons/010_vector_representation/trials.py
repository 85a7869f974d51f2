# %% mutant="count-matrix" why="횟수가 아니라 있는지 없는지만 적는다" says="있는지 없는지만 적은 것은 아닌가요" key=True
def count_matrix(documents, vocabulary):
    return np.array([[int(word in document) for word in vocabulary] for document in documents])

# %% mutant="count-matrix" why="문자열 속에서 세어 영화관도 영화로 센다"
def count_matrix(documents, vocabulary):
    return np.array([[" ".join(document).count(word) for word in vocabulary] for document in documents])

# %% mutant="count-matrix" why="행과 열을 바꾼다"
def count_matrix(documents, vocabulary):
    return np.array([[document.count(word) for document in documents] for word in vocabulary])

# %% mutant="count-matrix" why="열을 가나다순으로 다시 정렬한다"
def count_matrix(documents, vocabulary):
    return np.array([[document.count(word) for word in sorted(vocabulary)] for document in documents])

# %% mutant="count-matrix" why="어휘에 없는 단어에서 오류가 난다"
# - for column, word in enumerate(vocabulary):
# -     counts[row, column] = document.count(word)
# + for word in document:
# +     counts[row, vocabulary.index(word)] += 1

# %% mutant="count-matrix" why="한꺼번에 더해 같은 자리의 반복이 사라진다"
def count_matrix(documents, vocabulary):
    place = {word: column for column, word in enumerate(vocabulary)}
    counts = np.zeros((len(documents), len(vocabulary)), dtype=int)
    for row, document in enumerate(documents):
        counts[row, [place[word] for word in document if word in place]] += 1
    return counts

# %% mutant="count-matrix" why="빈 문서를 건너뛴다"
def count_matrix(documents, vocabulary):
    return np.array([[document.count(word) for word in vocabulary] for document in documents if document])

# %% mutant="count-matrix" why="보이는 예의 답만 돌려준다"
def count_matrix(documents, vocabulary):
    return np.array([[1, 1, 1, 0], [2, 0, 0, 1], [0, 1, 0, 0]])

# %% alternate="count-matrix" why="Counter로"
def count_matrix(documents, vocabulary):
    counters = [Counter(document) for document in documents]
    return np.array([[counter[word] for word in vocabulary] for counter in counters])

# %% alternate="count-matrix" why="np.add.at과 실수 배열"
def count_matrix(documents, vocabulary):
    place = {word: column for column, word in enumerate(vocabulary)}
    counts = np.zeros((len(documents), len(vocabulary)))
    for row, document in enumerate(documents):
        np.add.at(counts[row], [place[word] for word in document if word in place], 1) if any(word in place for word in document) else None
    return counts

# %% mutant="idf" why="df 대신 전체 횟수를 쓴다" says="나온 횟수를 모두 더하지 않았는지" key=True
def idf(counts):
    return np.log((1 + len(counts)) / (1 + np.asarray(counts).sum(axis=0))) + 1

# %% mutant="idf" why="밑이 10인 로그"
def idf(counts):
    return np.log10((1 + len(counts)) / (1 + (np.asarray(counts) > 0).sum(axis=0))) + 1

# %% mutant="idf" why="밑이 2인 로그"
def idf(counts):
    return np.log2((1 + len(counts)) / (1 + (np.asarray(counts) > 0).sum(axis=0))) + 1

# %% mutant="idf" why="분모의 1만 빠뜨리고 0을 1로 바꿔 둔다"
def idf(counts):
    df = np.maximum((np.asarray(counts) > 0).sum(axis=0), 1)
    return np.log((1 + len(counts)) / df) + 1

# %% mutant="idf" why="바깥의 +1을 빠뜨린다"
def idf(counts):
    return np.log((1 + len(counts)) / (1 + (np.asarray(counts) > 0).sum(axis=0)))

# %% mutant="idf" why="축을 잘못 골라 문서마다 센다"
def idf(counts):
    return np.log((1 + len(counts)) / (1 + (np.asarray(counts) > 0).sum(axis=1))) + 1

# %% mutant="idf" why="N에 단어의 수를 넣는다"
def idf(counts):
    return np.log((1 + np.asarray(counts).shape[1]) / (1 + (np.asarray(counts) > 0).sum(axis=0))) + 1

# %% mutant="idf" why="분수를 뒤집는다"
def idf(counts):
    return np.log((1 + (np.asarray(counts) > 0).sum(axis=0)) / (1 + len(counts))) + 1

# %% mutant="idf" why="나눗셈에서 소수점 아래를 버린다"
def idf(counts):
    return np.log((1 + len(counts)) // (1 + (np.asarray(counts) > 0).sum(axis=0))) + 1

# %% mutant="idf" why="정확히 한 번 나온 문서만 센다"
def idf(counts):
    return np.log((1 + len(counts)) / (1 + (np.asarray(counts) == 1).sum(axis=0))) + 1

# %% alternate="idf" why="반복문과 리스트"
def idf(counts):
    values = []
    for column in np.asarray(counts).T:
        found = sum(1 for count in column if count > 0)
        values.append(math.log((1 + len(counts)) / (1 + found)) + 1)
    return values

# %% alternate="idf" why="float32와 log1p의 차"
def idf(counts):
    df = np.count_nonzero(counts, axis=0)
    return (np.log1p(len(counts)) - np.log1p(df) + 1).astype(np.float32)

# %% mutant="tfidf" why="정규화를 빠뜨린다" says="행의 길이가 1이 아닙니다" key=True
def tfidf_matrix(counts, weights):
    return np.asarray(counts) * np.asarray(weights)

# %% mutant="tfidf" why="열을 정규화한다"
# - lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
# + lengths = np.linalg.norm(weighted, axis=0, keepdims=True)

# %% mutant="tfidf" why="합이 1이 되게 나눈다(L1)"
def tfidf_matrix(counts, weights):
    weighted = np.asarray(counts) * np.asarray(weights)
    return weighted / np.maximum(weighted.sum(axis=1, keepdims=True), 1e-12)

# %% mutant="tfidf" why="0인 행에서 nan이 나온다"
def tfidf_matrix(counts, weights):
    weighted = np.asarray(counts) * np.asarray(weights)
    with np.errstate(all="ignore"):
        return weighted / np.linalg.norm(weighted, axis=1, keepdims=True)

# %% mutant="tfidf" why="정규화한 다음에 가중치를 곱한다"
def tfidf_matrix(counts, weights):
    counts = np.asarray(counts, dtype=float)
    lengths = np.linalg.norm(counts, axis=1, keepdims=True)
    return counts / np.where(lengths == 0, 1, lengths) * np.asarray(weights)

# %% mutant="tfidf" why="행렬 전체를 하나의 길이로 나눈다"
def tfidf_matrix(counts, weights):
    weighted = np.asarray(counts) * np.asarray(weights)
    return weighted / np.linalg.norm(weighted)

# %% mutant="tfidf" why="가중치를 곱하지 않는다"
def tfidf_matrix(counts, weights):
    counts = np.asarray(counts, dtype=float)
    lengths = np.linalg.norm(counts, axis=1, keepdims=True)
    return counts / np.where(lengths == 0, 1, lengths)

# %% mutant="tfidf" why="0을 막으려고 길이에 1을 더한다"
def tfidf_matrix(counts, weights):
    weighted = np.asarray(counts) * np.asarray(weights)
    return weighted / (np.linalg.norm(weighted, axis=1, keepdims=True) + 1)

# %% mutant="tfidf" why="제곱근을 빠뜨린다"
def tfidf_matrix(counts, weights):
    weighted = np.asarray(counts) * np.asarray(weights)
    return weighted / np.maximum((weighted ** 2).sum(axis=1, keepdims=True), 1e-12)

# %% mutant="tfidf" why="횟수 대신 있는지 없는지에 가중치를 곱한다"
# - weighted = np.asarray(counts) * np.asarray(weights)
# + weighted = (np.asarray(counts) > 0) * np.asarray(weights)

# %% mutant="tfidf" why="길이가 1보다 짧은 행은 나누지 않는다"
def tfidf_matrix(counts, weights):
    weighted = np.asarray(counts) * np.asarray(weights)
    return weighted / np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1)

# %% alternate="tfidf" why="반복문으로"
def tfidf_matrix(counts, weights):
    rows = []
    for row in counts:
        values = [count * weight for count, weight in zip(row, weights)]
        size = math.sqrt(sum(value ** 2 for value in values))
        rows.append([value / size if size > 0 else 0.0 for value in values])
    return np.array(rows)

# %% alternate="tfidf" why="np.divide의 where와 float32"
def tfidf_matrix(counts, weights):
    weighted = (np.asarray(counts) * np.asarray(weights)).astype(np.float32)
    lengths = np.sqrt(np.einsum("dv,dv->d", weighted, weighted))[:, None]
    return np.divide(weighted, lengths, out=np.zeros_like(weighted), where=lengths > 0)

# %% mutant="cosine" why="나누지 않고 내적만 한다" says="두 벡터의 길이로 모두 나누었나요" key=True
def cosine_similarity(first, second):
    return np.asarray(first, dtype=float) @ np.asarray(second, dtype=float).T

# %% mutant="cosine" why="길이에 제곱근을 씌우지 않는다"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)[None, :]
# + scale = (first ** 2).sum(axis=1)[:, None] * (second ** 2).sum(axis=1)

# %% mutant="cosine" why="첫째만 정규화한다"
def cosine_similarity(first, second):
    lengths = np.linalg.norm(first, axis=1, keepdims=True)
    return np.asarray(first) / np.where(lengths == 0, 1, lengths) @ np.asarray(second).T

# %% mutant="cosine" why="음수를 0으로 자른다"
def cosine_similarity(first, second):
    scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
    return np.clip(np.asarray(first) @ np.asarray(second).T / np.where(scale == 0, 1, scale), 0, 1)

# %% mutant="cosine" why="영벡터에서 nan"
def cosine_similarity(first, second):
    with np.errstate(all="ignore"):
        return np.asarray(first) @ np.asarray(second).T / (np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1))

# %% mutant="cosine" why="0을 막으려고 큰 수를 더한다"
def cosine_similarity(first, second):
    scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1) + 1e-2
    return np.asarray(first) @ np.asarray(second).T / scale

# %% mutant="cosine" why="행과 열이 뒤바뀐 결과"
def cosine_similarity(first, second):
    scale = np.linalg.norm(second, axis=1)[:, None] * np.linalg.norm(first, axis=1)
    return np.asarray(second) @ np.asarray(first).T / np.where(scale == 0, 1, scale)

# %% mutant="cosine" why="유사도 대신 거리(1에서 뺀 값)"
def cosine_similarity(first, second):
    scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
    return 1 - np.asarray(first) @ np.asarray(second).T / np.where(scale == 0, 1, scale)

# %% mutant="cosine" why="길이를 L1로 잰다"
def cosine_similarity(first, second):
    scale = np.abs(first).sum(axis=1)[:, None] * np.abs(second).sum(axis=1)
    return np.asarray(first) @ np.asarray(second).T / np.where(scale == 0, 1, scale)

# %% mutant="cosine" why="길이를 열마다 잰다"
def cosine_similarity(first, second):
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    unit = [matrix / np.maximum(np.linalg.norm(matrix, axis=0), 1e-12) for matrix in (first, second)]
    return unit[0] @ unit[1].T

# %% mutant="cosine" why="길이의 곱이 1보다 작으면 나누지 않는다"
def cosine_similarity(first, second):
    scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
    return np.asarray(first) @ np.asarray(second).T / np.maximum(scale, 1)

# %% alternate="cosine" why="두 겹 반복문, 벡터끼리"
def cosine_similarity(first, second):
    def one(a, b):
        size = np.linalg.norm(a) * np.linalg.norm(b)
        return np.dot(a, b) / size if size else 0.0
    return np.array([[one(a, b) for b in second] for a in first])

# %% alternate="cosine" why="먼저 행을 정규화하고 아주 작은 수를 더한다"
def cosine_similarity(first, second):
    unit = [matrix / (np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-12) for matrix in (np.asarray(first), np.asarray(second))]
    return np.einsum("av,bv->ab", *unit)

# %% mutant="ngrams" why="마지막 n-gram을 빠뜨린다"
def ngrams(tokens, smallest, largest):
    return [tuple(tokens[i:i + n]) for n in range(smallest, largest + 1) for i in range(len(tokens) - n)]

# %% mutant="ngrams" why="largest를 포함하지 않는다"
def ngrams(tokens, smallest, largest):
    return [tuple(tokens[i:i + n]) for n in range(smallest, largest) for i in range(len(tokens) - n + 1)]

# %% mutant="ngrams" why="smallest를 무시하고 1부터"
def ngrams(tokens, smallest, largest):
    return [tuple(tokens[i:i + n]) for n in range(1, largest + 1) for i in range(len(tokens) - n + 1)]

# %% mutant="ngrams" why="smallest와 largest 두 길이만"
def ngrams(tokens, smallest, largest):
    return [tuple(tokens[i:i + n]) for n in sorted({smallest, largest}) for i in range(len(tokens) - n + 1)]

# %% mutant="ngrams" why="겹치지 않게 건너뛴다" says="한 칸씩 옮겨 가며 겹치게" key=True
def ngrams(tokens, smallest, largest):
    return [tuple(tokens[i:i + n]) for n in range(smallest, largest + 1) for i in range(0, len(tokens) - n + 1, n)]

# %% mutant="ngrams" why="끝에 짧은 조각이 남는다"
def ngrams(tokens, smallest, largest):
    return [tuple(tokens[i:i + n]) for n in range(smallest, largest + 1) for i in range(len(tokens))]

# %% mutant="ngrams" why="중복을 없앤다"
def ngrams(tokens, smallest, largest):
    found = [tuple(tokens[i:i + n]) for n in range(smallest, largest + 1) for i in range(len(tokens) - n + 1)]
    return list(dict.fromkeys(found))

# %% mutant="ngrams" why="이웃하지 않은 조합까지 뽑는다"
def ngrams(tokens, smallest, largest):
    from itertools import combinations
    return [gram for n in range(smallest, largest + 1) for gram in combinations(tokens, n)]

# %% mutant="ngrams" why="튜플 대신 이어 붙인 문자열"
def ngrams(tokens, smallest, largest):
    return [" ".join(tokens[i:i + n]) for n in range(smallest, largest + 1) for i in range(len(tokens) - n + 1)]

# %% mutant="ngrams" why="자리마다 짧은 것과 긴 것을 섞어 늘어놓는다"
def ngrams(tokens, smallest, largest):
    return [tuple(tokens[i:i + n]) for i in range(len(tokens)) for n in range(smallest, largest + 1) if i + n <= len(tokens)]

# %% alternate="ngrams" why="zip으로, 튜플"
def ngrams(tokens, smallest, largest):
    found = []
    for n in range(smallest, largest + 1):
        found += zip(*(tokens[offset:] for offset in range(n)))
    return found

# %% alternate="ngrams" why="재귀로, 리스트의 튜플"
def ngrams(tokens, smallest, largest):
    if smallest > largest:
        return ()
    here = tuple([*tokens[i:i + smallest]] for i in range(max(0, len(tokens) - smallest + 1)))
    return here + tuple(ngrams(tokens, smallest + 1, largest))

# %% mutant="word-index" why="1번부터 매긴다" says="0번과 1번은 패딩과 OOV의 자리" key=True
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=1)}

# %% mutant="word-index" why="0번부터 매긴다"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words))}

# %% mutant="word-index" why="비기면 가나다순"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + ranked = sorted(frequency, key=lambda word: (-frequency[word], word))[:max_words]
# + return {word: number for number, word in enumerate(ranked, start=2)}

# %% mutant="word-index" why="비기면 나중에 나온 단어가 앞"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + ranked = sorted(frequency, key=frequency.get)[::-1][:max_words]
# + return {word: number for number, word in enumerate(ranked, start=2)}

# %% mutant="word-index" why="드문 단어가 앞"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + ranked = sorted(frequency, key=frequency.get)[:max_words]
# + return {word: number for number, word in enumerate(ranked, start=2)}

# %% mutant="word-index" why="횟수 대신 문서의 수를 센다"
# - frequency = Counter(word for document in documents for word in document)
# + frequency = Counter(word for document in documents for word in dict.fromkeys(document))

# %% mutant="word-index" why="max_words를 무시한다"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + return {word: number for number, (word, _) in enumerate(frequency.most_common(), start=2)}

# %% mutant="word-index" why="max_words에 패딩과 OOV를 넣어 센다"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + kept = frequency.most_common() if max_words is None else frequency.most_common(max(max_words - 2, 0))
# + return {word: number for number, (word, _) in enumerate(kept, start=2)}

# %% mutant="word-index" why="나온 순서로만 매긴다"
def build_word_index(documents, max_words=None):
    words = list(dict.fromkeys(word for document in documents for word in document))
    return {word: number for number, word in enumerate(words[:max_words], start=2)}

# %% mutant="word-index" why="패딩과 OOV까지 사전에 넣는다"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + index = {"": 0, "[UNK]": 1}
# + index.update({word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)})
# + return index

# %% mutant="word-index" why="기본 인자의 Counter가 호출 사이에 쌓인다"
def build_word_index(documents, max_words=None, frequency=Counter()):
    frequency.update(word for document in documents for word in document)
    return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}

# %% mutant="word-index" why="먼저 나온 max_words개를 고른 다음에 정렬한다"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + kept = Counter({word: frequency[word] for word in list(frequency)[:max_words]})
# + return {word: number for number, (word, _) in enumerate(kept.most_common(), start=2)}

# %% alternate="word-index" why="dict로 세고 안정 정렬"
def build_word_index(documents, max_words=None):
    frequency = {}
    for document in documents:
        for word in document:
            frequency[word] = frequency.get(word, 0) + 1
    ranked = sorted(frequency.items(), key=lambda item: item[1], reverse=True)
    return {ranked[place][0]: place + 2 for place in range(len(ranked)) if max_words is None or place < max_words}

# %% alternate="word-index" why="NumPy로 세고 번호가 np.int64"
def build_word_index(documents, max_words=None):
    flat = np.array([word for document in documents for word in document])
    words, first, frequency = np.unique(flat, return_index=True, return_counts=True)
    order = np.lexsort((first, -frequency))[:max_words]
    return {str(word): number for word, number in zip(words[order], np.arange(2, 2 + len(order)))}

# %% mutant="encode-decode" why="모르는 단어를 지운다" says="모르는 단어를 지우지 않았나요" key=True
# - return [word_index.get(token, 1) for token in tokens]
# + return [word_index[token] for token in tokens if token in word_index]
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# + index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}

# %% mutant="encode-decode" why="모르는 단어를 0으로 바꾼다"
# - return [word_index.get(token, 1) for token in tokens]
# + return [word_index.get(token, 0) for token in tokens]
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# + index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}

# %% mutant="encode-decode" why="첫 패딩에서 멈춘다"
def encode(tokens, word_index):
    return [word_index.get(token, 1) for token in tokens]


def decode(numbers, word_index):
    index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}
    found = []
    for number in numbers:
        if number == 0:
            break
        found.append(index_word[int(number)])
    return found

# %% mutant="encode-decode" why="앞과 끝의 패딩만 뗀다"
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# - return [index_word[int(number)] for number in numbers if number != 0]
# + index_word = {number: word for word, number in word_index.items()} | {0: "", 1: "[UNK]"}
# + numbers = np.trim_zeros(np.asarray(numbers, dtype=int))
# + return [index_word[int(number)] for number in numbers]

# %% mutant="encode-decode" why="사전이 번호순이라고 믿는다"
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# + index_word = ["", "[UNK]", *word_index]

# %% mutant="encode-decode" why="패딩을 빈 문자열로 남긴다"
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# - return [index_word[int(number)] for number in numbers if number != 0]
# + index_word = {number: word for word, number in word_index.items()} | {0: "", 1: "[UNK]"}
# + return [index_word[int(number)] for number in numbers]

# %% mutant="encode-decode" why="되돌릴 때 OOV를 지운다"
# - index_word[1] = "[UNK]"
# - return [index_word[int(number)] for number in numbers if number != 0]
# + return [index_word[int(number)] for number in numbers if int(number) in index_word]

# %% mutant="encode-decode" why="모르는 단어에 새 번호를 준다"
# - return [word_index.get(token, 1) for token in tokens]
# + return [word_index.setdefault(token, len(word_index) + 2) for token in tokens]
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# + index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}

# %% mutant="encode-decode" why="리스트 대신 이어 붙인 문자열로 되돌린다"
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# - return [index_word[int(number)] for number in numbers if number != 0]
# + index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}
# + return " ".join(index_word[int(number)] for number in numbers if number != 0)

# %% mutant="encode-decode" why="사전에서 자리 번호를 찾는다"
# - return [word_index.get(token, 1) for token in tokens]
# + places = list(word_index)
# + return [places.index(token) + 2 if token in word_index else 1 for token in tokens]
# - index_word = {number: word for word, number in word_index.items()}
# - index_word[1] = "[UNK]"
# + index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}

# %% alternate="encode-decode" why="반복문과 조건문, 배열을 돌려준다"
def encode(tokens, word_index):
    numbers = np.ones(len(tokens), dtype=np.int32)
    for place, token in enumerate(tokens):
        if token in word_index:
            numbers[place] = word_index[token]
    return numbers


def decode(numbers, word_index):
    found = []
    for number in numbers:
        if number == 1:
            found.append("[UNK]")
        elif number > 1:
            found.append(next(word for word, known in word_index.items() if known == number))
    return found

# %% alternate="encode-decode" why="번호로 찾는 목록과 튜플"
def encode(tokens, word_index):
    return tuple(word_index[token] if token in word_index else 1 for token in tokens)


def decode(numbers, word_index):
    words = ["", "[UNK]"] + [""] * max(word_index.values(), default=0)
    for word, number in word_index.items():
        words[number] = word
    return tuple(words[number] for number in numbers if words[number])

# %% mutant="pad" why="padding을 무시하고 뒤에만 채운다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s[:length] if truncating == "post" else s[max(len(s) - length, 0):] for s in sequences]
    return np.array([s + [0] * (length - len(s)) for s in kept])

# %% mutant="pad" why="truncating을 무시하고 뒤만 자른다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s[:length] for s in sequences]
    return np.array([s + [0] * (length - len(s)) if padding == "post" else [0] * (length - len(s)) + s for s in kept])

# %% mutant="pad" why="padding이 자르는 쪽까지 정한다" says="자르는 쪽은 그대로 뒤" key=True
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s[:length] if padding == "post" else s[max(len(s) - length, 0):] for s in sequences]
    return np.array([s + [0] * (length - len(s)) if padding == "post" else [0] * (length - len(s)) + s for s in kept])

# %% mutant="pad" why="자르는 쪽을 거꾸로 안다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s[:length] if truncating == "pre" else s[max(len(s) - length, 0):] for s in sequences]
    return np.array([s + [0] * (length - len(s)) if padding == "post" else [0] * (length - len(s)) + s for s in kept])

# %% mutant="pad" why="채우는 쪽을 거꾸로 안다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s[:length] if truncating == "post" else s[max(len(s) - length, 0):] for s in sequences]
    return np.array([s + [0] * (length - len(s)) if padding == "pre" else [0] * (length - len(s)) + s for s in kept])

# %% mutant="pad" why="가장 긴 문장의 길이에 맞춘다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    length = max(map(len, sequences))
    return np.array([s + [0] * (length - len(s)) if padding == "post" else [0] * (length - len(s)) + s for s in sequences])

# %% mutant="pad" why="0이 아니라 OOV 번호로 채운다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s[:length] if truncating == "post" else s[max(len(s) - length, 0):] for s in sequences]
    return np.array([s + [1] * (length - len(s)) if padding == "post" else [1] * (length - len(s)) + s for s in kept])

# %% mutant="pad" why="빈 시퀀스에서 -0 자르기에 걸린다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    matrix = np.zeros((len(sequences), length), dtype=int)
    for row, s in enumerate(sequences):
        s = s[:length] if truncating == "post" else s[-length:]
        if padding == "post":
            matrix[row, :len(s)] = s
        else:
            matrix[row, -len(s):] = s
    return matrix

# %% mutant="pad" why="앞을 자를 때 하나 더 자른다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s if len(s) <= length else s[:length] if truncating == "post" else s[len(s) - length + 1:] for s in sequences]
    return np.array([s + [0] * (length - len(s)) if padding == "post" else [0] * (length - len(s)) + s for s in kept])

# %% mutant="pad" why="실수 배열을 돌려준다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    matrix = np.zeros((len(sequences), length))
    for row, s in enumerate(sequences):
        s = s[:length] if truncating == "post" else s[max(len(s) - length, 0):]
        start = 0 if padding == "post" else length - len(s)
        matrix[row, start:start + len(s)] = s
    return matrix

# %% mutant="pad" why="빈 시퀀스를 건너뛴다"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    kept = [s[:length] if truncating == "post" else s[-length:] for s in sequences if s]
    return np.array([s + [0] * (length - len(s)) if padding == "post" else [0] * (length - len(s)) + s for s in kept]).reshape(-1, length)

# %% alternate="pad" why="리스트를 이어 붙여서"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    rows = []
    for sequence in sequences:
        sequence = list(sequence)
        while len(sequence) > length:
            sequence.pop(-1 if truncating == "post" else 0)
        while len(sequence) < length:
            sequence.insert(len(sequence) if padding == "post" else 0, 0)
        rows.append(sequence)
    return np.array(rows, dtype=np.int32)

# %% alternate="pad" why="np.pad로"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    rows = []
    for sequence in sequences:
        array = np.array(sequence, dtype=np.int64)
        array = array[:length] if truncating == "post" else array[-length:]
        missing = length - len(array)
        rows.append(np.pad(array, (0, missing) if padding == "post" else (missing, 0)))
    return np.stack(rows)

# %% mutant="one-hot" why="패딩도 0번 자리를 켠다" says="패딩(0)은 모두 0인 벡터" key=True
def one_hot(numbers, size):
    return np.eye(size, dtype=int)[np.asarray(numbers)]

# %% mutant="one-hot" why="size를 무시하고 가장 큰 번호에 맞춘다"
# - table = np.eye(size, dtype=int)
# + table = np.eye(int(np.max(numbers)) + 1, dtype=int)

# %% mutant="one-hot" why="자리가 하나씩 밀린다"
def one_hot(numbers, size):
    table = np.vstack([np.zeros((1, size), dtype=int), np.eye(size, dtype=int)])
    return table[np.asarray(numbers)]

# %% mutant="one-hot" why="2차원을 한 줄로 편다"
# - return table[np.asarray(numbers)]
# + return table[np.asarray(numbers).ravel()]

# %% mutant="one-hot" why="새 축이 앞에 생긴다"
# - return table[np.asarray(numbers)]
# + return np.moveaxis(table[np.asarray(numbers)], -1, 0)

# %% mutant="one-hot" why="토큰마다가 아니라 문장 전체를 하나로 합친다"
# - return table[np.asarray(numbers)]
# + return table[np.asarray(numbers)].max(axis=-2)

# %% mutant="one-hot" why="패딩 자리의 열을 없앤다"
# - return table[np.asarray(numbers)]
# + return table[np.asarray(numbers)][..., 1:]

# %% mutant="one-hot" why="1 대신 번호를 적는다"
def one_hot(numbers, size):
    numbers = np.asarray(numbers)
    return (numbers[..., None] == np.arange(size)) * numbers[..., None]

# %% alternate="one-hot" why="비교로, 참과 거짓의 배열"
def one_hot(numbers, size):
    numbers = np.asarray(numbers)[..., None]
    return (numbers == np.arange(size)) & (numbers > 0)

# %% alternate="one-hot" why="반복문과 float32"
def one_hot(numbers, size):
    numbers = np.asarray(numbers)
    vectors = np.zeros(numbers.shape + (size,), dtype=np.float32)
    for place in np.ndindex(numbers.shape):
        if numbers[place] > 0:
            vectors[place + (numbers[place],)] = 1
    return vectors

# %% mutant="search" why="IDF를 쓰지 않고 횟수만 비교한다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    unit = counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-12)
    scores = (unit[:-1] @ unit[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="질문까지 넣어 어휘와 IDF를 정한다" says="문서에서만 정했는지" key=True
def search(query, documents, k):
    texts = [*documents, query]
    vocabulary = list(dict.fromkeys(word for text in texts for word in text.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in texts], dtype=float)
    vectors = counts * (np.log((1 + len(texts)) / (1 + (counts > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="유사도가 0인 문서도 넣는다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order][:k]

# %% mutant="search" why="낮은 것부터 돌려준다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="비기면 번호가 큰 문서가 앞"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = np.argsort(scores, kind="stable")[::-1]
    return [(int(number), float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="k를 무시한다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0]

# %% mutant="search" why="정규화하지 않은 내적을 돌려준다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="질문에는 가중치를 곱하지 않는다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts.copy()
    vectors[:-1] *= np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="(유사도, 번호)로 뒤바꿔 돌려준다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(float(scores[number]), number) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="df에 전체 횟수를 쓴다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + counts[:-1].sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="스무딩하지 않은 교과서의 IDF"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.split().count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log(len(documents) / (counts[:-1] > 0).sum(axis=0)))
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="질문에서 되풀이한 단어를 한 번만 센다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[tokens.count(word) for word in vocabulary] for tokens in [*(d.split() for d in documents), list(set(query.split()))]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="토큰이 아니라 문자열 속에서 센다"
def search(query, documents, k):
    vocabulary = list(dict.fromkeys(word for document in documents for word in document.split()))
    counts = np.array([[text.count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)
    vectors = counts * (np.log((1 + len(documents)) / (1 + (counts[:-1] > 0).sum(axis=0))) + 1)
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = (vectors[:-1] @ vectors[-1]).round(10)
    order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
    return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% alternate="search" why="dict만으로, NumPy 없이"
def search(query, documents, k):
    bags = [Counter(document.split()) for document in documents]
    df = Counter(word for bag in bags for word in bag)
    weight = {word: math.log((1 + len(bags)) / (1 + found)) + 1 for word, found in df.items()}

    def vector(bag):
        values = {word: count * weight[word] for word, count in bag.items() if word in weight}
        size = math.sqrt(sum(value ** 2 for value in values.values()))
        return {word: value / size for word, value in values.items()}

    asked = vector(Counter(query.split()))
    scored = [(number, sum(value * asked.get(word, 0.0) for word, value in vector(bag).items())) for number, bag in enumerate(bags)]
    scored = [pair for pair in scored if pair[1] > 0]
    return sorted(scored, key=lambda pair: (-round(pair[1], 10), pair[0]))[:k]

# %% alternate="search" why="안정 정렬과 NumPy 값의 리스트"
def search(query, documents, k):
    vocabulary = sorted({word for document in documents for word in document.split()})
    counts = np.array([[document.split().count(word) for word in vocabulary] for document in documents], dtype=float)
    asked = np.array([query.split().count(word) for word in vocabulary], dtype=float)
    weight = np.log((1 + len(documents)) / (1 + np.count_nonzero(counts, axis=0))) + 1
    matrix, vector = counts * weight, asked * weight
    sizes = np.linalg.norm(matrix, axis=1) * np.linalg.norm(vector)
    scores = np.divide(matrix @ vector, sizes, out=np.zeros(len(documents)), where=sizes > 0)
    order = np.argsort(-scores.round(10), kind="stable")
    return [[number, scores[number]] for number in order[:k] if scores[number] > 0]
