# %% mutant="count-matrix" why="횟수가 아니라 있는지 없는지만 적는다" says="있는지 없는지만 적었나요" key=True
# - counts[row, column] = document.count(word)
# + counts[row, column] = word in document

# %% mutant="count-matrix" why="문자열 속에서 세어 영화관도 영화로 센다" says="문자열 속에서 세지 말고"
# - counts[row, column] = document.count(word)
# + counts[row, column] = " ".join(document).count(word)

# %% mutant="count-matrix" why="행과 열을 바꾼다" says="행은 문서, 열은"
# - return counts
# + return counts.T

# %% mutant="count-matrix" why="열을 가나다순으로 다시 정렬한다" says="열의 순서는 vocabulary의 순서"
# - for column, word in enumerate(vocabulary):
# + for column, word in enumerate(sorted(vocabulary)):

# %% mutant="count-matrix" why="어휘에 없는 단어에서 오류가 난다" says="어휘에 없는 단어에서 멈추"
# - for column, word in enumerate(vocabulary):
# -     counts[row, column] = document.count(word)
# + for word in document:
# +     counts[row, vocabulary.index(word)] += 1

# %% mutant="count-matrix" why="없는 단어를 마지막 열에 센다" says="마지막 칸(-1번)에"
# - for column, word in enumerate(vocabulary):
# -     counts[row, column] = document.count(word)
# + for word in document:
# +     counts[row, vocabulary.index(word) if word in vocabulary else -1] += 1

# %% mutant="count-matrix" why="한꺼번에 더해 같은 자리의 반복이 사라진다" says="한꺼번에 더하면 한 번만"
# - for column, word in enumerate(vocabulary):
# -     counts[row, column] = document.count(word)
# + counts[row, [vocabulary.index(word) for word in document if word in vocabulary]] += 1

# %% mutant="count-matrix" why="빈 문서를 건너뛴다" says="빈 문서를 건너뛰지 마세요"
# - return counts
# + return counts[[len(document) > 0 for document in documents]]

# %% mutant="count-matrix" why="문서를 둘까지만 센다" says="문서마다 행이 하나"
# - return counts
# + return counts[:2]

# %% mutant="count-matrix" why="횟수 대신 문서 안의 비율" says="비율이 아니라 횟수"
# - return counts
# + return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

# %% mutant="count-matrix" why="받은 문서를 정렬한다" says="받은 것을 고치지"
# - for column, word in enumerate(vocabulary):
# + document.sort()
# + for column, word in enumerate(vocabulary):

# %% mutant="count-matrix" why="한 행을 되풀이한 리스트에 센다" says="한 행을 되풀이해"
# - counts = np.zeros((len(documents), len(vocabulary)), dtype=int)
# + counts = [[0] * len(vocabulary)] * len(documents)

# - counts[row, column] = document.count(word)
# + counts[row][column] = document.count(word)

# %% mutant="count-matrix" why="어휘에 없는 단어에서 그 문서를 그만둔다" says="break로"
# - for column, word in enumerate(vocabulary):
# -     counts[row, column] = document.count(word)
# + for word in document:
# +     if word not in vocabulary:
# +         break
# +     counts[row, vocabulary.index(word)] += 1

# %% mutant="count-matrix" why="행을 documents.index로 찾는다" says="documents.index는"
# - counts[row, column] = document.count(word)
# + counts[documents.index(document), column] += document.count(word)

# %% mutant="count-matrix" why="실수 배열에 담는다" says="정수 배열이어야"
# - counts = np.zeros((len(documents), len(vocabulary)), dtype=int)
# + counts = np.zeros((len(documents), len(vocabulary)))

# %% mutant="count-matrix" why="빈칸으로 이어 붙인 글에서 센다" says="하나 걸러"
# - counts[row, column] = document.count(word)
# + counts[row, column] = f" {' '.join(document)} ".count(f" {word} ")

# %% mutant="count-matrix" why="16비트 정수에 센다" says="큰 횟수도 그대로"
# - return counts
# + return counts.astype(np.int16)

# %% alternate="count-matrix" why="Counter로"
def count_matrix(documents, vocabulary):
    counters = [Counter(document) for document in documents]
    return np.array([[counter[word] for word in vocabulary] for counter in counters])

# %% alternate="count-matrix" why="리스트의 리스트로"
def count_matrix(documents, vocabulary):
    rows = []
    for document in documents:
        row = [0] * len(vocabulary)
        for token in document:
            if token in vocabulary:
                row[vocabulary.index(token)] += 1
        rows.append(row)
    return rows

# %% mutant="tfidf" why="df 대신 전체 횟수를 쓴다" says="나온 횟수를 모두 더했습니다" key=True
# - df = (counts > 0).sum(axis=0)
# + df = counts.sum(axis=0)

# %% mutant="tfidf" why="정확히 한 번 나온 문서만 센다" says="꼭 한 번 나온 것만"
# - df = (counts > 0).sum(axis=0)
# + df = (counts == 1).sum(axis=0)

# %% mutant="tfidf" why="축을 잘못 골라 문서마다 센다" says="문서마다 더했습니다"
# - df = (counts > 0).sum(axis=0)
# + df = (counts > 0).sum(axis=1)

# %% mutant="tfidf" why="밑이 10인 로그" says="로그의 밑"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log10((1 + len(counts)) / (1 + df)) + 1

# %% mutant="tfidf" why="분모의 1만 빠뜨리고 0을 1로 바꿔 둔다" says="분모에 더하는 1을 빠뜨렸"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + len(counts)) / np.maximum(df, 1)) + 1

# %% mutant="tfidf" why="분모의 1을 빠뜨려 0으로 나눈다" says="분모에 더하는 1을"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + with np.errstate(all="ignore"):
# +     return np.log((1 + len(counts)) / df) + 1

# %% mutant="tfidf" why="분자의 1을 빠뜨린다" says="분자에 더하는 1을"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log(len(counts) / (1 + df)) + 1

# %% mutant="tfidf" why="분수의 1을 모두 빠뜨리고 0을 1로 바꿔 둔다" says="분자와 분모에 더하는 1을"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log(len(counts) / np.maximum(df, 1)) + 1

# %% mutant="tfidf" why="바깥의 +1을 빠뜨린다" says="로그 바깥에 더하는 1"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + len(counts)) / (1 + df))

# %% mutant="tfidf" why="N에 단어의 수를 넣는다" says="N은 단어의 수가 아니라"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + counts.shape[1]) / (1 + df)) + 1

# %% mutant="tfidf" why="분수를 뒤집는다" says="분수를 뒤집었"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + df) / (1 + len(counts))) + 1

# %% mutant="tfidf" why="나눗셈에서 소수점 아래를 버린다" says="//를 썼"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + len(counts)) // (1 + df)) + 1

# %% mutant="tfidf" why="idf가 받은 counts를 0과 1로 바꾼다" says="받은 것을 고치지"
# - df = (counts > 0).sum(axis=0)
# + counts[counts > 0] = 1
# + df = counts.sum(axis=0)

# %% mutant="tfidf" why="정규화를 빠뜨린다" says="맞는 값의 5배"
# - return weighted / np.where(lengths == 0, 1, lengths)
# + return weighted

# %% mutant="tfidf" why="열을 정규화한다" says="열의 길이로 나누었습니다"
# - lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
# + lengths = np.linalg.norm(weighted, axis=0, keepdims=True)

# %% mutant="tfidf" why="합이 1이 되게 나눈다(L1)" says="합이 1이 되게"
# - lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
# + lengths = weighted.sum(axis=1, keepdims=True)

# %% mutant="tfidf" why="0인 행에서 nan이 나온다" says="0으로 나누지 않았나요"
# - return weighted / np.where(lengths == 0, 1, lengths)
# + with np.errstate(all="ignore"):
# +     return weighted / lengths

# %% mutant="tfidf" why="정규화한 다음에 가중치를 곱한다" says="순서를 바꾸세요"
# - lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
# - return weighted / np.where(lengths == 0, 1, lengths)
# + lengths = np.linalg.norm(counts, axis=1, keepdims=True)
# + return weighted / np.where(lengths == 0, 1, lengths)

# %% mutant="tfidf" why="가중치를 곱하지 않는다" says="가중치를 곱하지 않았습니다"
# - weighted = counts * weights
# + weighted = counts * 1.0

# %% mutant="tfidf" why="0을 막으려고 길이에 1을 더한다" says="다른 것은 더하지 않습니다"
# - return weighted / np.where(lengths == 0, 1, lengths)
# + return weighted / (lengths + 1)

# %% mutant="tfidf" why="제곱근을 빠뜨린다" says="맞는 값의 1/5"
# - lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
# + lengths = (weighted**2).sum(axis=1, keepdims=True)

# %% mutant="tfidf" why="횟수 대신 있는지 없는지에 가중치를 곱한다" says="있는지 없는지에 가중치를"
# - weighted = counts * weights
# + weighted = (counts > 0) * weights

# %% mutant="tfidf" why="길이가 1보다 짧은 행은 나누지 않는다" says="1보다 짧은 행도"
# - return weighted / np.where(lengths == 0, 1, lengths)
# + return weighted / np.maximum(lengths, 1)

# %% mutant="tfidf" why="제자리에서 곱하고 나눈다" says="받은 것을 고치지"
# - weighted = counts * weights
# + weighted = counts if counts.dtype == float else counts.astype(float)
# + weighted *= weights

# %% mutant="tfidf" why="행렬 전체의 길이로 나눈다" says="행렬 전체의 길이"
# - lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
# + lengths = np.linalg.norm(weighted)

# %% mutant="tfidf" why="길이에 작은 수를 더한다" says="작은 수를 더하거나"
# - return weighted / np.where(lengths == 0, 1, lengths)
# + return weighted / (lengths + 0.01)

# %% mutant="tfidf" why="나오지 않은 단어의 IDF를 0으로 둔다" says="df가 0인 단어도"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.where(df == 0, 0, np.log((1 + len(counts)) / (1 + df)) + 1)

# %% mutant="tfidf" why="강의 첫머리의 교과서 식" says="1이 셋"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + with np.errstate(divide="ignore"):
# +     return np.log(len(counts) / df)

# %% mutant="tfidf" why="바깥의 1을 로그 안에 더한다" says="로그 안에 더했습니다"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + len(counts)) / (1 + df) + 1)

# %% mutant="tfidf" why="가장 큰 값으로 나눈다" says="제곱해서 더한 값의 제곱근"
# - lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
# + lengths = weighted.max(axis=1, keepdims=True)

# %% mutant="tfidf" why="횟수에 로그를 씌운다" says="로그를 씌웠습니다"
# - weighted = counts * weights
# + weighted = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * weights

# %% mutant="tfidf" why="정수 배열에 담는다" says="정수 자료형"
# - return weighted / np.where(lengths == 0, 1, lengths)
# + matrix = np.zeros(counts.shape, dtype=counts.dtype)
# + matrix[:] = weighted / np.where(lengths == 0, 1, lengths)
# + return matrix

# %% mutant="tfidf" why="문서의 수 대신 칸의 수" says="칸의 수(size)나"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + counts.size) / (1 + df)) + 1

# %% mutant="tfidf" why="모두 0인 행을 N에서 뺀다" says="빈 문서도 N에"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + counts.any(axis=1).sum()) / (1 + df)) + 1

# %% mutant="tfidf" why="가장 큰 df를 N으로 쓴다" says="가장 큰 df가"
# - return np.log((1 + len(counts)) / (1 + df)) + 1
# + return np.log((1 + df.max()) / (1 + df)) + 1

# %% mutant="tfidf" why="float16에 담는다" says="자리가 적은 자료형"
# - return weighted / np.where(lengths == 0, 1, lengths)
# + return (weighted / np.where(lengths == 0, 1, lengths)).astype("float16")

# %% mutant="tfidf" why="df가 0이면 1로 올린다" says="0인 것을 1로 올렸습니다"
# - df = (counts > 0).sum(axis=0)
# + df = np.maximum((counts > 0).sum(axis=0), 1)

# %% alternate="tfidf" why="반복문과 리스트"
def idf(counts):
    values = []
    for column in np.asarray(counts).T:
        found = sum(1 for count in column if count > 0)
        values.append(math.log((1 + len(counts)) / (1 + found)) + 1)
    return values


def tfidf_matrix(counts, weights):
    rows = []
    for row in counts:
        values = [count * weight for count, weight in zip(row, weights)]
        size = math.sqrt(sum(value**2 for value in values))
        rows.append([value / size if size > 0 else 0.0 for value in values])
    return rows

# %% alternate="tfidf" why="float32와 log1p, np.divide의 where"
def idf(counts):
    df = np.count_nonzero(counts, axis=0)
    return (np.log1p(len(counts)) - np.log1p(df) + 1).astype(np.float32)


def tfidf_matrix(counts, weights):
    weighted = (counts * weights).astype(np.float32)
    lengths = np.sqrt(np.einsum("dv,dv->d", weighted, weighted))[:, None]
    return np.divide(weighted, lengths, out=np.zeros_like(weighted), where=lengths > 0)

# %% alternate="tfidf" why="nan을 0으로, 작은 수를 더해서"
def idf(counts):
    binary = np.where(counts >= 1, 1.0, 0.0)
    return 1 - np.log((1 + binary.sum(axis=0)) / (1 + counts.shape[0]))


def tfidf_matrix(counts, weights):
    weighted = counts @ np.diag(weights)
    return np.nan_to_num(weighted / (np.linalg.norm(weighted, axis=1)[:, np.newaxis] + 1e-12))

# %% mutant="cosine" why="나누지 않고 내적만 한다" says="두 벡터의 길이로 모두 나누었나요" key=True
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return first @ second.T

# %% mutant="cosine" why="길이에 제곱근을 씌우지 않는다" says="제곱근이 빠졌습니다"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# + scale = (first**2).sum(axis=1)[:, None] * (second**2).sum(axis=1)

# %% mutant="cosine" why="첫째만 정규화한다" says="first의 길이로만"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# + scale = np.linalg.norm(first, axis=1)[:, None]

# %% mutant="cosine" why="음수를 0으로 자른다" says="음수를 0으로 바꾸"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return np.clip(first @ second.T / np.where(scale == 0, 1, scale), 0, 1)

# %% mutant="cosine" why="절댓값을 씌운다" says="절댓값입니다"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return abs(first @ second.T) / np.where(scale == 0, 1, scale)

# %% mutant="cosine" why="영벡터에서 nan" says="길이 0으로 나누지"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + with np.errstate(all="ignore"):
# +     return first @ second.T / scale

# %% mutant="cosine" why="둘째의 영벡터만 잊는다" says="영벡터는 second에도"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + with np.errstate(all="ignore"):
# +     return np.where(np.linalg.norm(first, axis=1)[:, None] == 0, 0, first @ second.T / scale)

# %% mutant="cosine" why="0을 막으려고 큰 수를 더한다" says="작은 수를 더하거나"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return first @ second.T / (scale + 1e-3)

# %% mutant="cosine" why="행과 열이 뒤바뀐 결과" says="모양은 (A, B)"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return (first @ second.T / np.where(scale == 0, 1, scale)).T

# %% mutant="cosine" why="유사도 대신 거리(1에서 뺀 값)" says="1에서 뺀 값"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return 1 - first @ second.T / np.where(scale == 0, 1, scale)

# %% mutant="cosine" why="길이를 L1로 잰다" says="절댓값의 합"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# + scale = abs(first).sum(axis=1)[:, None] * abs(second).sum(axis=1)

# %% mutant="cosine" why="길이를 열마다 잰다" says="열마다"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + units = [matrix / np.maximum(np.linalg.norm(matrix, axis=0), 1e-12) for matrix in (first, second)]
# + return units[0] @ units[1].T

# %% mutant="cosine" why="길이의 곱이 1보다 작으면 나누지 않는다" says="짧은 벡터도 길이로"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return first @ second.T / np.maximum(scale, 1)

# %% mutant="cosine" why="영벡터와의 유사도를 1로 한다" says="영벡터와의 유사도는 0"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return np.where(scale == 0, 1, first @ second.T / np.where(scale == 0, 1, scale))

# %% mutant="cosine" why="받은 행렬을 제자리에서 정규화한다" says="받은 것을 고치지"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + for matrix in (first, second):
# +     lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
# +     if matrix.dtype == float:
# +         matrix /= np.where(lengths == 0, 1, lengths)
# + scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# + return first @ second.T / np.where(scale == 0, 1, scale)

# %% mutant="cosine" why="같은 번호의 행끼리만 잰다" says="같은 번호의 행끼리만"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return first @ second.T / np.where(scale == 0, 1, scale) * np.eye(len(first), len(second))

# %% mutant="cosine" why="각도를 돌려준다" says="각도를 돌려주었습니다"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return np.arccos(np.clip(first @ second.T / np.where(scale == 0, 1, scale), -1, 1))

# %% mutant="cosine" why="평균을 뺀 상관 계수" says="상관 계수"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# + first, second = (each - each.mean(axis=1, keepdims=True) for each in (first, second))
# + scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)

# %% mutant="cosine" why="axis를 빠뜨려 행렬 전체의 길이로 나눈다" says="행렬 전체의 길이"
# - scale = np.linalg.norm(first, axis=1)[:, None] * np.linalg.norm(second, axis=1)
# + scale = np.linalg.norm(first) * np.linalg.norm(second)

# %% mutant="cosine" why="소수 첫째 자리로 반올림한다" says="반올림한 값입니다"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return np.round(first @ second.T / np.where(scale == 0, 1, scale), 1)

# %% mutant="cosine" why="합이 0인 행을 영벡터로 본다" says="합이 0인"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + result = first @ second.T / np.where(scale == 0, 1, scale)
# + result[first.sum(axis=1) == 0] = 0
# + return result

# %% mutant="cosine" why="정수 배열에 담는다" says="정수 자료형"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + found = first @ second.T
# + return (found / np.where(scale == 0, 1, scale)).astype(found.dtype)

# %% mutant="cosine" why="0이 든 벡터를 영벡터로 본다" says="0이 하나 들었다고"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + return first @ second.T / np.where(scale == 0, 1, scale) * first.all(axis=1)[:, None]

# %% mutant="cosine" why="영벡터끼리는 1로 한다" says="영벡터끼리를 같다고"
# - return first @ second.T / np.where(scale == 0, 1, scale)
# + both = ~first.any(axis=1)[:, None] & ~second.any(axis=1)
# + return np.where(both, 1, first @ second.T / np.where(scale == 0, 1, scale))

# %% alternate="cosine" why="두 겹 반복문, 벡터끼리"
def cosine_similarity(first, second):
    def one(a, b):
        size = np.linalg.norm(a) * np.linalg.norm(b)
        return np.dot(a, b) / size if size else 0.0
    return [[one(a, b) for b in second] for a in first]

# %% alternate="cosine" why="먼저 행을 정규화하고 아주 작은 수를 더한다"
def cosine_similarity(first, second):
    unit = [matrix / (np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9) for matrix in (first, second)]
    return np.einsum("av,bv->ab", *unit)

# %% mutant="ngrams" why="마지막 n-gram을 빠뜨린다" says="range의 끝에 1을"
# - for start in range(len(tokens) - n + 1):
# + for start in range(len(tokens) - n):

# %% mutant="ngrams" why="largest를 포함하지 않는다" says="largest를 빠뜨렸습니다"
# - for n in range(smallest, largest + 1):
# + for n in range(smallest, largest):

# %% mutant="ngrams" why="smallest를 무시하고 1부터" says="smallest보다 짧은 것이"
# - for n in range(smallest, largest + 1):
# + for n in range(1, largest + 1):

# %% mutant="ngrams" why="smallest와 largest 두 길이만" says="사이의 길이도"
# - for n in range(smallest, largest + 1):
# + for n in sorted({smallest, largest}):

# %% mutant="ngrams" why="겹치지 않게 건너뛴다" says="한 칸씩 옮겨 가며 겹치게" key=True
# - for start in range(len(tokens) - n + 1):
# + for start in range(0, len(tokens) - n + 1, n):

# %% mutant="ngrams" why="끝에 짧은 조각이 남는다" says="짧은 조각은 넣지"
# - for start in range(len(tokens) - n + 1):
# + for start in range(len(tokens)):

# %% mutant="ngrams" why="중복을 없앤다" says="두 번 나오면 두 번"
# - return found
# + return list(dict.fromkeys(found))

# %% mutant="ngrams" why="이웃하지 않은 조합까지 뽑는다" says="이웃끼리"
# - for start in range(len(tokens) - n + 1):
# -     found.append(tuple(tokens[start:start + n]))
# + from itertools import combinations
# + found += combinations(tokens, n)

# %% mutant="ngrams" why="튜플 대신 이어 붙인 문자열" says="문자열이나 리스트가 아니라"
# - found.append(tuple(tokens[start:start + n]))
# + found.append(" ".join(tokens[start:start + n]))

# %% mutant="ngrams" why="자리마다 짧은 것과 긴 것을 섞어 늘어놓는다" says="자리마다 늘어놓았습니다"
# - for n in range(smallest, largest + 1):
# -     for start in range(len(tokens) - n + 1):
# -         found.append(tuple(tokens[start:start + n]))
# + for start in range(len(tokens)):
# +     for n in range(smallest, min(largest, len(tokens) - start) + 1):
# +         found.append(tuple(tokens[start:start + n]))

# %% mutant="ngrams" why="긴 것부터 늘어놓는다" says="짧은 것부터"
# - for n in range(smallest, largest + 1):
# + for n in range(largest, smallest - 1, -1):

# %% mutant="ngrams" why="토큰이 n개보다 적으면 있는 만큼 준다" says="길이 n인 것만 하나도"
# - for start in range(len(tokens) - n + 1):
# + for start in range(max(1, len(tokens) - n + 1)):

# %% mutant="ngrams" why="자른 것을 튜플로 바꾸지 않는다" says="문자열이나 리스트가 아니라"
# - found.append(tuple(tokens[start:start + n]))
# + found.append(tokens[start:start + n])

# %% mutant="ngrams" why="가나다순으로 정렬한다" says="정렬하지 마세요"
# - return found
# + return sorted(found, key=lambda gram: (len(gram), gram))

# %% mutant="ngrams" why="받은 토큰을 꺼내 비운다" says="받은 것을 고치지"
# - return found
# + if isinstance(tokens, list):
# +     tokens.pop()
# + return found

# %% mutant="ngrams" why="문자열의 빈칸을 지운다" says="빈칸도 글자 하나"
# - found = []
# + found = []
# + tokens = tokens.replace(" ", "") if isinstance(tokens, str) else tokens

# %% mutant="ngrams" why="토큰이 largest개보다 적으면 모두 버린다" says="길이 n인 것만"
# - found = []
# + found = []
# + if len(tokens) < largest:
# +     return found

# %% mutant="ngrams" why="자리를 tokens.index로 찾는다" says="tokens.index는"
# - found.append(tuple(tokens[start:start + n]))
# + first = tokens.index(tokens[start])
# + found.append(tuple(tokens[first:first + n]))

# %% mutant="ngrams" why="글의 처음과 끝의 빈칸을 지운다" says="빈칸도 글자 하나"
# - found = []
# + found = []
# + tokens = tokens.strip() if isinstance(tokens, str) else tokens

# %% alternate="ngrams" why="zip으로, 튜플"
def ngrams(tokens, smallest, largest):
    found = []
    for n in range(smallest, largest + 1):
        found += zip(*(tokens[offset:] for offset in range(n)))
    return found

# %% alternate="ngrams" why="재귀로, 튜플의 튜플"
def ngrams(tokens, smallest, largest):
    if smallest > largest:
        return ()
    here = tuple(tuple(tokens[i:i + smallest]) for i in range(max(0, len(tokens) - smallest + 1)))
    return here + tuple(ngrams(tokens, smallest + 1, largest))

# %% mutant="word-index" why="1번부터 매긴다" says="0번과 1번은 패딩과 OOV의 자리" key=True
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=1)}

# %% mutant="word-index" why="비기면 가나다순" says="가나다순이"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + ranked = sorted(frequency, key=lambda word: (-frequency[word], word))[:max_words]
# + return {word: number for number, word in enumerate(ranked, start=2)}

# %% mutant="word-index" why="비기면 나중에 나온 단어가 앞" says="먼저 나온 단어가 앞"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + ranked = sorted(frequency, key=frequency.get)[::-1][:max_words]
# + return {word: number for number, word in enumerate(ranked, start=2)}

# %% mutant="word-index" why="드문 단어가 앞" says="많은 것부터"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + ranked = sorted(frequency, key=frequency.get)[:max_words]
# + return {word: number for number, word in enumerate(ranked, start=2)}

# %% mutant="word-index" why="횟수 대신 문서의 수를 센다" says="문서의 수가 아니라"
# - frequency = Counter(word for document in documents for word in document)
# + frequency = Counter(word for document in documents for word in dict.fromkeys(document))

# %% mutant="word-index" why="max_words를 무시한다" says="이 수에 들지"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + return {word: number for number, (word, _) in enumerate(frequency.most_common(), start=2)}

# %% mutant="word-index" why="max_words에 패딩과 OOV를 넣어 센다" says="패딩과 OOV는 이 수에"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + kept = frequency.most_common(None if max_words is None else max(max_words - 2, 0))
# + return {word: number for number, (word, _) in enumerate(kept, start=2)}

# %% mutant="word-index" why="max_words=0을 None처럼 다룬다" says="0과 None은 다릅니다"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words or None), start=2)}

# %% mutant="word-index" why="번호가 max_words보다 작은 것만 남긴다" says="패딩과 OOV는 이 수에"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + index = {word: number for number, (word, _) in enumerate(frequency.most_common(), start=2)}
# + return {word: number for word, number in index.items() if max_words is None or number <= max_words}

# %% mutant="word-index" why="나온 순서로만 매긴다" says="나온 순서대로"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + return {word: number for number, word in enumerate(list(frequency)[:max_words], start=2)}

# %% mutant="word-index" why="패딩과 OOV까지 사전에 넣는다" says="사전에 적지"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + index = {"": 0, "[UNK]": 1}
# + index.update({word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)})
# + return index

# %% mutant="word-index" why="전역 Counter에 쌓인다" says="부를 때마다"
# - frequency = Counter(word for document in documents for word in document)
# + frequency = globals().setdefault("all_words", Counter())
# + frequency.update(word for document in documents for word in document)

# %% mutant="word-index" why="먼저 나온 max_words개를 고른 다음에 정렬한다" says="늘어놓은 다음에"
# - return {word: number for number, (word, _) in enumerate(frequency.most_common(max_words), start=2)}
# + kept = Counter({word: frequency[word] for word in list(frequency)[:max_words]})
# + return {word: number for number, (word, _) in enumerate(kept.most_common(), start=2)}

# %% mutant="word-index" why="모르는 단어를 지운다" says="지우지 않았나요"
# - return [word_index.get(token, 1) for token in tokens]
# + return [word_index[token] for token in tokens if token in word_index]

# %% mutant="word-index" why="모르는 단어를 0으로 바꾼다" says="0번도 새 번호도"
# - return [word_index.get(token, 1) for token in tokens]
# + return [word_index.get(token, 0) for token in tokens]

# %% mutant="word-index" why="모르는 단어에 새 번호를 준다" says="받은 것을 고치지"
# - return [word_index.get(token, 1) for token in tokens]
# + return [word_index.setdefault(token, len(word_index) + 2) for token in tokens]

# %% mutant="word-index" why="모르는 단어를 1번으로 사전에 적는다" says="받은 것을 고치지"
# - return [word_index.get(token, 1) for token in tokens]
# + return [word_index.setdefault(token, 1) for token in tokens]

# %% mutant="word-index" why="사전에서 자리 번호를 찾는다" says="사전에 적힌 번호를 쓰세요"
# - return [word_index.get(token, 1) for token in tokens]
# + places = list(word_index)
# + return [places.index(token) + 2 if token in word_index else 1 for token in tokens]

# %% mutant="word-index" why="첫 패딩에서 멈춘다" says="패딩은 앞, 뒤, 가운데"
# - return [index_word[number] for number in numbers if number != 0]
# + numbers = [*numbers, 0]
# + return [index_word[number] for number in numbers[:numbers.index(0)]]

# %% mutant="word-index" why="앞과 끝의 패딩만 뗀다" says="패딩은 앞, 뒤, 가운데"
# - return [index_word[number] for number in numbers if number != 0]
# + index_word[0] = ""
# + return [index_word[int(number)] for number in np.trim_zeros(np.asarray(numbers, dtype=int))]

# %% mutant="word-index" why="사전이 번호순이라고 믿는다" says="사전에 적힌 번호를 보고"
# - index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}
# + index_word = ["", "[UNK]", *word_index]

# %% mutant="word-index" why="패딩을 빈 문자열로 남긴다" says="빈 문자열로도"
# - return [index_word[number] for number in numbers if number != 0]
# + index_word[0] = ""
# + return [index_word[number] for number in numbers]

# %% mutant="word-index" why="되돌릴 때 OOV를 지운다" says="1번은 지우지 않고"
# - return [index_word[number] for number in numbers if number != 0]
# + return [index_word[number] for number in numbers if number > 1]

# %% mutant="word-index" why="이어 붙인 문자열로 되돌린다" says="이어 붙이지 말고"
# - return [index_word[number] for number in numbers if number != 0]
# + return " ".join(index_word[number] for number in numbers if number != 0)

# %% mutant="word-index" why="decode가 받은 사전에 1번을 적는다" says="받은 것을 고치지"
# - index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}
# + word_index["[UNK]"] = 1
# + index_word = {number: word for word, number in word_index.items()}

# %% mutant="word-index" why="번호가 2부터 빈틈없이 이어진다고 믿는다" says="번호는 이어지지 않을 수"
# - index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}
# + index_word = ["", "[UNK]", *sorted(word_index, key=word_index.get)]
# - return [index_word[number] for number in numbers if number != 0]
# + return [index_word[min(number, len(index_word) - 1)] for number in numbers if number != 0]

# %% mutant="word-index" why="비기면 마지막에 나온 자리로 정한다" says="마지막에 나온 자리"
# - frequency = Counter(word for document in documents for word in document)
# + frequency = {}
# + for document in documents:
# +     for word in document:
# +         frequency[word] = frequency.pop(word, 0) + 1
# + frequency = Counter(frequency)

# %% mutant="word-index" why="배열을 참과 거짓으로 본다" says="if not numbers는"
# - index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}
# + if not numbers:
# +     return []
# + index_word = {number: word for word, number in word_index.items()} | {1: "[UNK]"}

# %% alternate="word-index" why="dict로 세고 안정 정렬, 반복문과 배열"
def build_word_index(documents, max_words=None):
    frequency = {}
    for document in documents:
        for word in document:
            frequency[word] = frequency.get(word, 0) + 1
    ranked = sorted(frequency.items(), key=lambda item: item[1], reverse=True)
    return {ranked[place][0]: place + 2 for place in range(len(ranked)) if max_words is None or place < max_words}


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

# %% alternate="word-index" why="NumPy로 세고 번호가 np.int64, 튜플"
def build_word_index(documents, max_words=None):
    flat = np.array([word for document in documents for word in document])
    words, first, frequency = np.unique(flat, return_index=True, return_counts=True)
    order = np.lexsort((first, -frequency))[:max_words]
    return {str(word): number for word, number in zip(words[order], np.arange(2, 2 + len(order)))}


def encode(tokens, word_index):
    return tuple(word_index[token] if token in word_index else 1 for token in tokens)


def decode(numbers, word_index):
    words = ["", "[UNK]"] + [""] * max(word_index.values(), default=0)
    for word, number in word_index.items():
        words[number] = word
    return tuple(words[number] for number in numbers if words[number])

# %% mutant="pad" why="padding을 무시하고 뒤에만 채운다" says="'pre'는 앞에 0을"
# - start = 0 if padding == "post" else length - len(kept)
# + start = 0

# %% mutant="pad" why="truncating을 무시하고 뒤만 자른다" says="앞을 잘라 뒤의 length개"
# - front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]
# + front = length

# %% mutant="pad" why="padding이 자르는 쪽까지 정한다" says="자르는 쪽까지" key=True
# - front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]
# + front = 0 if padding == "pre" else length

# %% mutant="pad" why="truncating이 채우는 쪽까지 정한다" says="채우는 쪽까지"
# - start = 0 if padding == "post" else length - len(kept)
# + start = length - len(kept) if "pre" in (padding, truncating) else 0

# %% mutant="pad" why="자르는 쪽을 거꾸로 안다" says="기본값은 뒤를 잘라"
# - front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]
# + front = {"post": 0, "pre": length, "middle": (length + 1) // 2}[truncating]

# %% mutant="pad" why="채우는 쪽을 거꾸로 안다" says="기본값은 뒤에 채웁니다"
# - start = 0 if padding == "post" else length - len(kept)
# + start = 0 if padding == "pre" else length - len(kept)

# %% mutant="pad" why="가장 긴 문장의 길이에 맞춘다" says="length에 맞춥니다"
# - front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]
# + length = max(map(len, sequences))
# + front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]

# %% mutant="pad" why="0이 아니라 OOV 번호로 채운다" says="채우는 것은 0"
# - matrix = np.zeros((len(sequences), length), dtype=int)
# + matrix = np.ones((len(sequences), length), dtype=int)

# %% mutant="pad" why="앞을 자를 때 하나 더 자른다" says="뒤의 length개를"
# - kept = sequence[:front] + sequence[len(sequence) - back:]
# + kept = sequence[:front] + sequence[len(sequence) - back + (back == length):]

# %% mutant="pad" why="실수 배열을 돌려준다" says="정수 배열이어야"
# - matrix = np.zeros((len(sequences), length), dtype=int)
# + matrix = np.zeros((len(sequences), length))

# %% mutant="pad" why="빈 시퀀스를 건너뛴다" says="빈 시퀀스도 행을"
# - return matrix
# + return matrix[[len(sequence) > 0 for sequence in sequences]]

# %% mutant="pad" why="받은 리스트에 덧붙인다" says="받은 것을 고치지"
# - matrix[row, start:start + len(kept)] = kept
# + matrix[row, start:start + len(kept)] = kept
# + sequence += [0] * (length - len(sequence))

# %% mutant="pad" why="-0으로 잘라 전부 남는다" says="sequence[-0:]은 전부"
# - kept = sequence[:front] + sequence[len(sequence) - back:]
# + kept = sequence[:front] + sequence[len(sequence) - back:]
# + if truncating == "middle":
# +     kept = sequence[:front] + sequence[-back:]

# %% mutant="pad" why="홀수이면 뒤를 하나 더 남긴다" says="앞을 하나 더"
# - front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]
# + front = {"post": length, "pre": 0, "middle": length // 2}[truncating]

# %% mutant="pad" why="가운데를 남기고 앞과 뒤를 자른다" says="앞의 두 개와 뒤의 두 개"
# - kept = sequence[:front] + sequence[len(sequence) - back:]
# + kept = sequence[:front] + sequence[len(sequence) - back:]
# + if truncating == "middle":
# +     skip = (len(sequence) - length) // 2
# +     kept = sequence[skip:skip + length]

# %% mutant="pad" why="짧은 문장도 앞뒤를 겹쳐 적는다" says="앞뒤를 겹쳐 적지"
# - if len(sequence) > length:
# + if len(sequence) > length or truncating == "middle":

# %% mutant="pad" why="행 하나를 되풀이해 가리킨다" says="한 행을 되풀이해"
# - matrix = np.zeros((len(sequences), length), dtype=int)
# + matrix = [[0] * length] * len(sequences)

# - matrix[row, start:start + len(kept)] = kept
# + matrix[row][start:start + len(kept)] = kept

# %% mutant="pad" why="round로 반을 낸다" says="round(5 / 2)는"
# - front = {"post": length, "pre": 0, "middle": (length + 1) // 2}[truncating]
# + front = {"post": length, "pre": 0, "middle": round(length / 2)}[truncating]

# %% mutant="pad" why="가운데를 자를 때는 뒤에만 채운다" says="padding='pre'는 앞에"
# - start = 0 if padding == "post" else length - len(kept)
# + start = 0 if padding == "post" or truncating == "middle" else length - len(kept)

# %% mutant="pad" why="시퀀스에 든 0을 지운다" says="시퀀스에 든 0을 지웠"
# - kept = sequence
# + sequence = kept = [number for number in sequence if number]

# %% mutant="pad" why="16비트 정수에 담는다" says="큰 번호도 그대로"
# - matrix = np.zeros((len(sequences), length), dtype=int)
# + matrix = np.zeros((len(sequences), length), dtype=np.int16)

# %% alternate="pad" why="하나씩 빼고 더해서"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    rows = []
    for sequence in sequences:
        sequence = list(sequence)
        while len(sequence) > length:
            sequence.pop({"post": -1, "pre": 0, "middle": (length + 1) // 2}[truncating])
        while len(sequence) < length:
            sequence.insert(len(sequence) if padding == "post" else 0, 0)
        rows.append(sequence)
    return np.array(rows, dtype=np.int32)

# %% alternate="pad" why="np.pad로"
def pad_sequences(sequences, length, padding="post", truncating="post"):
    rows = []
    for sequence in sequences:
        array = np.array(sequence, dtype=np.int64)
        if truncating == "middle" and len(array) > length:
            array = np.delete(array, np.s_[(length + 1) // 2:len(array) - length // 2])
        array = array[:length] if truncating == "post" else array[-length:]
        missing = length - len(array)
        rows.append(np.pad(array, (0, missing) if padding == "post" else (missing, 0)))
    return np.stack(rows)

# %% mutant="one-hot" why="패딩도 0번 자리를 켠다" says="패딩(0)은 모두 0인 벡터" key=True
# - table[0] = 0
# + table[0] = table[0]

# %% mutant="one-hot" why="가장 큰 번호에 맞춘다" says="길이 size인"
# - table = np.eye(size, dtype=int)
# + size = int(numbers.max()) + 1
# + table = np.eye(size, dtype=int)

# %% mutant="one-hot" why="자리가 하나씩 밀린다" says="한 칸 밀렸습니다"
# - table = np.eye(size, dtype=int)
# + table = np.eye(size, dtype=int)
# + table = np.vstack([np.zeros((1, size), dtype=int), table])

# %% mutant="one-hot" why="2차원을 한 줄로 편다" says="새 축은 마지막"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[np.where(numbers < size, numbers, 1).ravel()]

# %% mutant="one-hot" why="새 축이 앞에 생긴다" says="새 축은 마지막"
# - return table[np.where(numbers < size, numbers, 1)]
# + return np.moveaxis(table[np.where(numbers < size, numbers, 1)], -1, 0)

# %% mutant="one-hot" why="문장 전체를 하나로 합친다" says="토큰마다"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[np.where(numbers < size, numbers, 1)].max(axis=-2)

# %% mutant="one-hot" why="패딩 자리의 열을 없앤다" says="0번 칸을 뺐습니다"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[np.where(numbers < size, numbers, 1)][..., 1:]

# %% mutant="one-hot" why="1 대신 번호를 적는다" says="1 대신 번호를"
# - table = np.eye(size, dtype=int)
# + table = np.diag(np.arange(size))

# %% mutant="one-hot" why="잘려 나간 번호에서 오류가 난다" says="size 이상은"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[numbers]

# %% mutant="one-hot" why="잘려 나간 번호를 마지막 칸으로 보낸다" says="끝 칸으로"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[np.minimum(numbers, size - 1)]

# %% mutant="one-hot" why="잘려 나간 번호를 패딩처럼 지운다" says="패딩처럼 다루지"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[np.where(numbers < size, numbers, 0)]

# %% mutant="one-hot" why="size와 같은 번호를 남긴다" says="size와 같은 번호도"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[np.where(numbers <= size, numbers, 1)]

# %% mutant="one-hot" why="받은 번호를 제자리에서 고친다" says="받은 것을 고치지"
# - return table[np.where(numbers < size, numbers, 1)]
# + numbers[numbers >= size] = 1
# + return table[numbers]

# %% mutant="one-hot" why="OOV도 0벡터로 둔다" says="모두 0인 것은 0번뿐"
# - table[0] = 0
# + table[:2] = 0

# %% mutant="one-hot" why="다른 줄의 번호까지 켠다" says="다른 줄의 번호까지"
# - return table[np.where(numbers < size, numbers, 1)]
# + result = table[np.where(numbers < size, numbers, 1)]
# + return result if numbers.ndim == 1 else np.zeros_like(result) + result.max(axis=0)

# %% mutant="one-hot" why="2차원에서는 큰 번호를 다루지 않는다" says="1차원에서만 다루지"
# - return table[np.where(numbers < size, numbers, 1)]
# + return table[np.where(numbers < size, numbers, 1) if numbers.ndim == 1 else numbers]

# %% alternate="one-hot" why="비교로, 참과 거짓의 배열"
def one_hot(numbers, size):
    numbers = np.minimum(numbers, size) % size + (numbers >= size)
    return (numbers[..., None] == np.arange(size)) & (numbers[..., None] > 0)

# %% alternate="one-hot" why="반복문과 float32"
def one_hot(numbers, size):
    vectors = np.zeros(numbers.shape + (size,), dtype=np.float32)
    for place in np.ndindex(numbers.shape):
        number = numbers[place] if numbers[place] < size else 1
        if number > 0:
            vectors[place + (number,)] = 1
    return vectors

# %% mutant="oov-rate" why="아는 조각의 비율을 돌려준다" says="모르는 쪽입니다"
# - return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)
# + return sum(piece in kept for piece in pieces) / max(len(pieces), 1)

# %% mutant="oov-rate" why="서로 다른 조각으로 센다" says="같은 조각이 세 번 나오면" key=True
# - pieces = [piece for text in new for piece in analyzer(text)]
# + pieces = {piece for text in new for piece in analyzer(text)}

# %% mutant="oov-rate" why="known의 조각 수로 나눈다" says="known의 조각 수로"
# - return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)
# + return sum(piece not in kept for piece in pieces) / max(sum(frequency.values()), 1)

# %% mutant="oov-rate" why="new까지 사전에 넣는다" says="new의 조각까지"
# - frequency = Counter(piece for text in known for piece in analyzer(text))
# + frequency = Counter(piece for text in [*known, *new] for piece in analyzer(text))

# %% mutant="oov-rate" why="문장마다 잰 비율의 평균" says="문장마다 잰 비율의 평균도"
# - return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)
# + rates = [np.mean([piece not in kept for piece in analyzer(text)]) for text in new if analyzer(text)]
# + return float(np.mean(rates)) if rates else 0.0

# %% mutant="oov-rate" why="max_words를 무시한다" says="max_words=1이면 많이"
# - kept = {piece for piece, _ in frequency.most_common(max_words)}
# + kept = set(frequency)

# %% mutant="oov-rate" why="max_words=0을 None처럼 다룬다" says="아는 조각이 없습니다"
# - kept = {piece for piece, _ in frequency.most_common(max_words)}
# + kept = {piece for piece, _ in frequency.most_common(max_words or None)}

# %% mutant="oov-rate" why="드문 조각을 남긴다" says="많이 나온 '나'만"
# - kept = {piece for piece, _ in frequency.most_common(max_words)}
# + kept = set(sorted(frequency, key=frequency.get)[:max_words])

# %% mutant="oov-rate" why="비기면 가나다순으로 남긴다" says="먼저 나온 '나'가"
# - kept = {piece for piece, _ in frequency.most_common(max_words)}
# + kept = set(sorted(frequency, key=lambda piece: (-frequency[piece], piece))[:max_words])

# %% mutant="oov-rate" why="조각이 없을 때 0으로 나눈다" says="0으로 나누지"
# - return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)
# + return sum(piece not in kept for piece in pieces) / len(pieces)

# %% mutant="oov-rate" why="analyzer를 쓰지 않고 띄어쓰기로 자른다" says="split으로 고정하지"
# - frequency = Counter(piece for text in known for piece in analyzer(text))
# + frequency = Counter(piece for text in known for piece in text.split())
# - pieces = [piece for text in new for piece in analyzer(text)]
# + pieces = [piece for text in new for piece in text.split()]

# %% mutant="oov-rate" why="빈칸을 빼고 센다" says="빈칸도"
# - pieces = [piece for text in new for piece in analyzer(text)]
# + pieces = [piece for text in new for piece in analyzer(text) if piece.strip()]

# %% mutant="oov-rate" why="예측을 백분율로 적는다" says="75%라면 0.75"
# - return 0.5, 0.2
# + return 50, 20

# %% mutant="oov-rate" why="known의 문장을 빈칸으로 이어 붙인다" says="known의 문장을"
# - frequency = Counter(piece for text in known for piece in analyzer(text))
# + frequency = Counter(analyzer(" ".join(known)))

# %% mutant="oov-rate" why="예측을 하나만 적는다" says="하나나 셋이 아닙니다"
# - return 0.5, 0.2
# + return 0.5

# %% mutant="oov-rate" why="나온 횟수가 아니라 든 문장의 수로 고른다" says="든 문장의 수가 아니라"
# - frequency = Counter(piece for text in known for piece in analyzer(text))
# + frequency = Counter(piece for text in known for piece in dict.fromkeys(analyzer(text)))

# %% mutant="oov-rate" why="문장을 빈칸으로 이어 붙인다" says="이어 붙이지 마세요"
# - pieces = [piece for text in new for piece in analyzer(text)]
# + pieces = analyzer(" ".join(new))

# %% mutant="oov-rate" why="비율을 반올림한다" says="반올림한 값입니다"
# - return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)
# + return round(sum(piece not in kept for piece in pieces) / max(len(pieces), 1), 2)

# %% mutant="oov-rate" why="받은 new를 비운다" says="받은 것을 고치지"
# - return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)
# + new.clear()
# + return sum(piece not in kept for piece in pieces) / max(len(pieces), 1)

# %% alternate="oov-rate" why="반복문으로 세고, 예측은 리스트"
def my_guess():
    return [1, 0]


def oov_rate(known, new, analyzer, max_words=None):
    counts = {}
    for text in known:
        for piece in analyzer(text):
            counts[piece] = counts.get(piece, 0) + 1
    kept = sorted(counts, key=lambda piece: -counts[piece])[:max_words]
    total = unknown = 0
    for text in new:
        for piece in analyzer(text):
            total += 1
            unknown += piece not in kept
    return unknown / total if total else 0.0

# %% alternate="oov-rate" why="이어 붙여 NumPy로"
def my_guess():
    return np.array([0.4, 0.25])


def oov_rate(known, new, analyzer, max_words=None):
    ranked = Counter(sum((list(analyzer(text)) for text in known), [])).most_common()
    kept = {piece for piece, _ in (ranked if max_words is None else ranked[:max_words])}
    missing = [piece not in kept for piece in sum((list(analyzer(text)) for text in new), [])]
    return np.mean(missing) if missing else 0

# %% mutant="search" why="어휘를 질문까지 넣어 정한 채로 둔다" says="어휘를 문서에서만"
# - vocabulary = list(dict.fromkeys(word for tokens in tokenized[:-1] for word in tokens))
# + vocabulary = list(dict.fromkeys(word for tokens in tokenized for word in tokens))

# %% mutant="search" why="N과 df에 질문을 넣은 채로 둔다" says="N과 df에 질문을"
# - df = (counts[:-1] > 0).sum(axis=0)
# + df = (counts > 0).sum(axis=0)
# - vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
# + vectors = counts * (np.log((1 + len(tokenized)) / (1 + df)) + 1)

# %% mutant="search" why="문자열 속에서 센 채로 둔다" says="문자열 속에서 세지"
# - counts = np.array([[tokens.count(word) for word in vocabulary] for tokens in tokenized], dtype=float)
# + counts = np.array([[text.count(word) for word in vocabulary] for text in [*documents, query]], dtype=float)

# %% mutant="search" why="df에 전체 횟수를 쓴 채로 둔다" says="df는 횟수가 아니라 문서의 수" key=True
# - df = (counts[:-1] > 0).sum(axis=0)
# + df = counts[:-1].sum(axis=0)

# %% mutant="search" why="동점의 순서를 뒤집은 채로 둔다" says="번호가 작은 문서가 앞"
# - order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
# + order = scores.argsort()[::-1].tolist()

# %% mutant="search" why="유사도가 0인 문서를 넣은 채로 둔다" says="유사도가 0인 문서는"
# - return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
# + return [(number, float(scores[number])) for number in order][:k]

# %% mutant="search" why="하나도 고치지 않는다" says="유사도가 0인 문서는"
def search(query, documents, k):
    return broken_search(query, documents, k)

# %% mutant="search" why="IDF를 쓰지 않는다" says="흔한 '산'이"
# - vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
# + vectors = counts

# %% mutant="search" why="낮은 것부터 돌려준다" says="높은 것부터"
# - order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
# + order = sorted(range(len(documents)), key=lambda number: (scores[number], number))

# %% mutant="search" why="k를 무시한다" says="k개까지만"
# - return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
# + return [(number, float(scores[number])) for number in order if scores[number] > 0]

# %% mutant="search" why="정규화하지 않은 내적" says="문서 벡터의 길이로 나누었는지"
# - vectors = vectors / np.where(lengths == 0, 1, lengths)
# + scores = None

# %% mutant="search" why="질문에는 가중치를 곱하지 않는다" says="질문에도 곱했나요"
# - vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
# + vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
# + vectors[-1] = counts[-1]

# %% mutant="search" why="(유사도, 번호)로 뒤바꿔 돌려준다" says="뒤바꾸지"
# - return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
# + return [(float(scores[number]), number) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="교과서의 IDF로 바꾼다" says="IDF가 0이 되지"
# - vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
# + vectors = counts * np.log(len(documents) / df)

# %% mutant="search" why="질문에서 되풀이한 단어를 한 번만 센다" says="되풀이한 만큼"
# - tokenized = [text.split() for text in [*documents, query]]
# + tokenized = [text.split() for text in [*documents, query]]
# + tokenized[-1] = list(dict.fromkeys(tokenized[-1]))

# %% mutant="search" why="빈 문서에서 nan이 나온다" says="빈 문서에서 nan"
# - vectors = vectors / np.where(lengths == 0, 1, lengths)
# + with np.errstate(all="ignore"):
# +     vectors = vectors / lengths
# - return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
# + return [(number, float(scores[number])) for number in order if not scores[number] <= 0][:k]

# %% mutant="search" why="IDF의 N에 질문을 센다" says="IDF의 N은 문서의 수"
# - vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
# + vectors = counts * (np.log((1 + len(counts)) / (1 + df)) + 1)

# %% mutant="search" why="df에만 질문을 센다" says="df에 질문을 세지"
# - df = (counts[:-1] > 0).sum(axis=0)
# + df = (counts > 0).sum(axis=0)

# %% mutant="search" why="문서 번호를 1부터 센다" says="번호는 0부터"
# - return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
# + return [(number + 1, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="받은 문서에 질문을 붙인다" says="받은 것을 고치지"
# - return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
# + documents.append(query)
# + return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]

# %% mutant="search" why="안정되지 않은 argsort" says="kind='stable'"
# - order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
# + order = np.argsort(-scores, kind="quicksort").tolist()

# %% mutant="search" why="빈칸 하나로 자른다" says="split(' ')은 빈 토큰을"
# - tokenized = [text.split() for text in [*documents, query]]
# + tokenized = [text.split(" ") for text in [*documents, query]]

# %% mutant="search" why="문턱을 0.1로 둔다" says="유사도가 낮아도"
# - return [(number, float(scores[number])) for number in order if scores[number] > 0][:k]
# + return [(number, float(scores[number])) for number in order if scores[number] > 0.1][:k]

# %% mutant="search" why="df를 문자열 속에서 센다" says="df를 문자열 속에서"
# - df = (counts[:-1] > 0).sum(axis=0)
# + df = np.array([sum(word in text for text in documents) for word in vocabulary])

# %% mutant="search" why="빈 문서를 N에서 뺀다" says="빈 문서를 N에서"
# - vectors = counts * (np.log((1 + len(documents)) / (1 + df)) + 1)
# + vectors = counts * (np.log((1 + sum(map(bool, tokenized[:-1]))) / (1 + df)) + 1)

# %% mutant="search" why="먼저 찾은 k개에서 멈춘다" says="먼저 찾은 k개"
# - order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
# + order = sorted(np.flatnonzero(scores > 0)[:k].tolist(), key=lambda number: (-scores[number], number))

# %% mutant="search" why="문서에서 되풀이한 단어를 한 번만 센다" says="문서에서 되풀이한 단어도"
# - df = (counts[:-1] > 0).sum(axis=0)
# + counts[:-1] = np.minimum(counts[:-1], 1)
# + df = (counts[:-1] > 0).sum(axis=0)

# %% mutant="search" why="빈 문서를 먼저 뺀다" says="문서 번호가 밀렸습니다"
# - order = sorted(range(len(documents)), key=lambda number: (-scores[number], number))
# + scores = scores[[bool(tokens) for tokens in tokenized[:-1]]]
# + order = sorted(range(len(scores)), key=lambda number: (-scores[number], number))

# %% mutant="search" why="반올림하지 않아 계산 오차로 갈린다" says="계산 오차로 갈리지"
# - scores = (vectors[:-1] @ vectors[-1]).round(10)
# + scores = vectors[:-1] @ vectors[-1]

# %% mutant="search" why="8비트 정수에 센다" says="8비트 정수에"
# - counts = np.array([[tokens.count(word) for word in vocabulary] for tokens in tokenized], dtype=float)
# + counts = np.array([[tokens.count(word) % 256 for word in vocabulary] for tokens in tokenized], dtype=float)

# %% alternate="search" why="dict만으로, NumPy 없이"
def search(query, documents, k):
    bags = [Counter(document.split()) for document in documents]
    df = Counter(word for bag in bags for word in bag)
    weight = {word: math.log((1 + len(bags)) / (1 + found)) + 1 for word, found in df.items()}

    def vector(bag):
        values = {word: count * weight[word] for word, count in bag.items() if word in weight}
        size = math.sqrt(sum(value**2 for value in values.values()))
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
