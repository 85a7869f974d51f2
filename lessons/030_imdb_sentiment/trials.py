# %% mutant="clean" why="태그를 빈칸 없이 지운다" says="앞뒤 단어가 붙습니다" key=True
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<br\s*/?>", "", text, flags=re.IGNORECASE)

# %% mutant="clean" why="모든 꺾쇠를 태그로 본다" says="다른 꺾쇠는 글의 일부"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<[^>]*>", " ", text)

# %% mutant="clean" why="<br />만 바꾼다" says="태그의 모양이 여럿"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = text.replace("<br />", " ")

# %% mutant="clean" why="대문자 태그를 놓친다" says="대문자가 있어도"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<br\s*/?>", " ", text)

# %% mutant="clean" why="빈칸만 줄이고 U+0085를 남긴다" says="U+0085도 공백"
# - return " ".join(without_tags.split()).lower()
# + return re.sub(r"[ \t\n]+", " ", without_tags).strip(" ").lower()

# %% mutant="clean" why="소문자로 바꾸지 않는다" says="소문자로 바꾼"
# - return " ".join(without_tags.split()).lower()
# + return " ".join(without_tags.split())

# %% mutant="clean" why="앞뒤를 다듬지 않는다" says="앞뒤의 공백을 지우세요"
# - return " ".join(without_tags.split()).lower()
# + return re.sub(r"\s+", " ", without_tags).lower()

# %% mutant="clean" why="공백을 줄이지 않고 앞뒤만 지운다" says="빈칸 하나로 줄이세요"
# - return " ".join(without_tags.split()).lower()
# + return without_tags.strip().lower()

# %% mutant="clean" why="태그 하나만 바꾼다" says="태그가 여럿이면 모두"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<br\s*/?>", " ", text, count=1, flags=re.IGNORECASE)

# %% mutant="clean" why="<br로 시작하는 것을 모두 태그로 본다" says="<br로 시작한다고 모두"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<br[^>]*>", " ", text, flags=re.IGNORECASE)

# %% mutant="clean" why="casefold로 ß까지 바꾼다" says="ß는 그대로"
# - return " ".join(without_tags.split()).lower()
# + return " ".join(without_tags.split()).casefold()

# %% mutant="clean" why="html.unescape로 &amp;까지 푼다" says="같은 글자를 풀지 말고"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + import html
# + without_tags = re.sub(r"<br\s*/?>", " ", html.unescape(text), flags=re.IGNORECASE)

# %% mutant="clean" why="NFKC로 글자를 바꾼다" says="NFKC를 쓰지"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + import unicodedata
# + without_tags = re.sub(r"<br\s*/?>", " ", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)

# %% mutant="clean" why="빗금 앞의 빈칸을 하나만 받는다" says="빗금 앞에 빈칸이 여럿"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<br ?/?>", " ", text, flags=re.IGNORECASE)

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

# %% mutant="vocabulary" why="시험 글까지 세어 사전을 만든다" says="사전은 학습 데이터로만" key=True
# - counts = Counter(token for review in train for token in review)
# + counts = Counter(token for review in train + test for token in review)

# %% mutant="vocabulary" why="학습에 있는 단어만 넣되 순서는 시험까지 세어 정한다" says="시험 글까지 세었습니다"
# - order = sorted(counts, key=lambda word: (-counts[word], word))
# + total = Counter(token for review in train + test for token in review)
# + order = sorted(counts, key=lambda word: (-total[word], word))

# %% mutant="vocabulary" why="<PAD>와 <UNK>를 크기에 넣지 않는다" says="<PAD>와 <UNK>까지 네 개"
# - words = ["<PAD>", "<UNK>"] + kept[:max_size - 2]
# + words = ["<PAD>", "<UNK>"] + kept[:max_size]

# %% mutant="vocabulary" why="횟수가 같을 때 나온 순서로 둔다" says="나온 순서가 아니라 알파벳"
# - order = sorted(counts, key=lambda word: (-counts[word], word))
# + order = [word for word, _ in counts.most_common()]

# %% mutant="vocabulary" why="min_count보다 많은 것만 남긴다" says="꼭 min_count=2번"
# - kept = [word for word in order if counts[word] >= min_count]
# + kept = [word for word in order if counts[word] > min_count - (min_count == 1)]

# %% mutant="vocabulary" why="모르는 단어를 버린다" says="모르는 단어는 버리지 말고"
# - test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
# + test_ids = [[word_to_id[token] for token in review if token in word_to_id] for review in test]

# %% mutant="vocabulary" why="모르는 단어를 패딩과 같은 0번으로 한다" says="0번이 아니라 1번"
# - test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
# + test_ids = [[word_to_id.get(token, 0) for token in review] for review in test]

# %% mutant="vocabulary" why="글의 수(문서 빈도)로 순서를 정한다" says="글의 수를 세었거나"
# - counts = Counter(token for review in train for token in review)
# + counts = Counter(token for review in train for token in set(review))

# %% mutant="vocabulary" why="같은 횟수가 알파벳 거꾸로 된다" says="알파벳을 거꾸로"
# - order = sorted(counts, key=lambda word: (-counts[word], word))
# + order = sorted(counts, key=lambda word: (counts[word], word), reverse=True)

# %% mutant="vocabulary" why="시험 글의 모르는 단어를 사전에 새로 넣는다" says="번호로 바꾸면서 새 단어를"
# - test_ids = [[word_to_id.get(token, 1) for token in review] for review in test]
# + test_ids = [[word_to_id.setdefault(token, len(word_to_id)) for token in review] for review in test]

# %% mutant="vocabulary" why="토큰을 소문자로 바꿔 센다" says="대소문자를 바꾸지 마세요"
# - counts = Counter(token for review in train for token in review)
# + counts = Counter(token.lower() for review in train for token in review)

# %% mutant="vocabulary" why="한 글자 단어를 뺀다" says="한 글자 토큰도 단어"
# - counts = Counter(token for review in train for token in review)
# + counts = Counter(token for review in train for token in review if len(token) > 1)

# %% mutant="vocabulary" why="글자와 숫자만으로 된 토큰만 센다" says="문장 부호나 한 글자 토큰도"
# - counts = Counter(token for review in train for token in review)
# + counts = Counter(token for review in train for token in review if token.isalnum())

# %% mutant="vocabulary" why="크기가 2여도 하나를 넣는다" says="max_size=2에서"
# - words = ["<PAD>", "<UNK>"] + kept[:max_size - 2]
# + words = ["<PAD>", "<UNK>"] + kept[:max(max_size - 2, 1)]

# %% mutant="vocabulary" why="받은 글을 그 자리에서 번호로 바꾼다" says="받은 것을 고치지"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# + for review in train:
# +     review[:] = [word_to_id.get(token, 1) for token in review]
# + train_ids = train

# %% mutant="vocabulary" why="빈 글을 빠뜨린다" says="빈 글도 한 자리"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# + train_ids = [[word_to_id.get(token, 1) for token in review] for review in train if review]

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

# %% alternate="vocabulary" why="heapq로 앞의 것만"
def build_and_encode(train, test, max_size, min_count=1):
    import heapq
    from itertools import chain
    counts = Counter(chain.from_iterable(train))
    top = heapq.nsmallest(max_size - 2, ((-n, w) for w, n in counts.items() if n >= min_count))
    ids = {"<PAD>": 0, "<UNK>": 1} | {w: i for i, (_, w) in enumerate(top, 2)}
    enc = lambda rs: [list(map(lambda t: ids.get(t, 1), r)) for r in rs]
    return [ids, enc(train), enc(test)]

# %% mutant="bucket-batches" why="길이로 정렬하지 않는다" says="길이로 정렬했나요"
# - order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + order = list(range(len(reviews)))

# - longest = len(reviews[positions[-1]])
# + longest = max(len(reviews[i]) for i in positions)

# %% mutant="bucket-batches" why="앞을 채운다" says="글의 뒤를 0으로"
# - batch[row, :len(reviews[i])] = reviews[i]
# + batch[row, width - len(reviews[i]):] = reviews[i]

# %% mutant="bucket-batches" why="전체에서 가장 긴 길이로 채운다" says="배치마다 그 배치의 가장 긴 글에" key=True
# - longest = len(reviews[positions[-1]])
# + longest = max(map(len, reviews))

# %% mutant="bucket-batches" why="마지막 작은 배치를 버린다" says="마지막 작은 배치를"
# - for start in range(0, len(order), size):
# + for start in range(0, len(order) - size + 1, size):

# %% mutant="bucket-batches" why="정렬한 뒤의 자리를 돌려준다" says="정렬한 뒤의 자리가 아니라"
# - result.append((positions, batch))
# + result.append((list(range(start, start + len(positions))), batch))

# %% mutant="bucket-batches" why="긴 글부터 묶는다" says="긴 글부터 묶지"
# - order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + order = sorted(range(len(reviews)), key=lambda i: -len(reviews[i]))

# - longest = len(reviews[positions[-1]])
# + longest = len(reviews[positions[0]])

# %% mutant="bucket-batches" why="첫 글의 길이로 자른다" says="긴 글을 자르지"
# - longest = len(reviews[positions[-1]])
# + longest = len(reviews[positions[0]])

# - batch[row, :len(reviews[i])] = reviews[i]
# + batch[row] = reviews[i][:width]

# %% mutant="bucket-batches" why="받은 글에 0을 덧붙인다" says="받은 것을 고치지"
# - batch[row, :len(reviews[i])] = reviews[i]
# + reviews[i].extend([0] * (width - len(reviews[i])))
# + batch[row] = reviews[i]

# %% mutant="bucket-batches" why="소수 배열을 만든다" says="번호는 정수 배열"
# - batch = np.zeros((len(positions), width), dtype=int)
# + batch = np.zeros((len(positions), width))

# %% mutant="bucket-batches" why="<UNK>의 번호로 채운다" says="뒤를 0으로"
# - batch = np.zeros((len(positions), width), dtype=int)
# + batch = np.ones((len(positions), width), dtype=int)

# %% mutant="bucket-batches" why="길이가 같은 글의 순서가 거꾸로 된다" says="길이가 같으면 원래 순서"
# - order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + order = sorted(range(len(reviews)), key=lambda i: (len(reviews[i]), -i))

# %% mutant="bucket-batches" why="배열에서는 이어 붙지 않는 덧셈" says="배열과 리스트를 더하면"
# - batch[row, :len(reviews[i])] = reviews[i]
# + batch[row] = reviews[i] + [0] * (width - len(reviews[i]))

# %% mutant="bucket-batches" why="같은 글의 자리를 index로 찾는다" says="자리를 index로 찾지"
# - result.append((positions, batch))
# + plain = [list(review) for review in reviews]
# + result.append(([plain.index(plain[i]) for i in positions], batch))

# %% mutant="bucket-batches" why="edge를 보지 않는다" says="edge의 배수로 올린"
# - width = -(-longest // edge) * edge
# + width = longest

# %% mutant="bucket-batches" why="이미 배수여도 한 간격 더 늘린다" says="이미 배수이면 더 늘리지"
# - width = -(-longest // edge) * edge
# + width = (longest // edge + 1) * edge if edge > 1 else longest

# %% mutant="bucket-batches" why="배수로 내려 긴 글을 자른다" says="배수로 올린"
# - width = -(-longest // edge) * edge
# + width = max(longest // edge, 1) * edge

# - batch[row, :len(reviews[i])] = reviews[i]
# + batch[row, :len(reviews[i])] = reviews[i][:width]

# %% alternate="bucket-batches" why="argsort와 np.pad, int32"
def bucket_batches(reviews, size, edge=1):
    lengths = np.array([len(r) for r in reviews])
    order = np.argsort(lengths, kind="stable")
    batches = []
    for group in np.split(order, range(size, len(order), size)):
        width = math.ceil(lengths[group].max() / edge) * edge
        batches.append((group, np.stack([np.pad(np.asarray(reviews[i], dtype="int32"), (0, width - lengths[i])) for i in group])))
    return batches

# %% alternate="bucket-batches" why="목록으로만, 튜플로"
def bucket_batches(reviews, size, edge=1):
    pairs = sorted((len(r), i) for i, r in enumerate(reviews))
    out = []
    while pairs:
        group, pairs = pairs[:size], pairs[size:]
        width = group[-1][0] + (-group[-1][0]) % edge
        out.append((tuple(i for _, i in group), [list(reviews[i]) + [0] * (width - n) for n, i in group]))
    return out

# %% alternate="bucket-batches" why="keras.utils.pad_sequences"
def bucket_batches(reviews, size, edge=1):
    order = sorted(range(len(reviews)), key=lambda i: (len(reviews[i]), i))
    for s in range(0, len(order), size):
        group = order[s:s + size]
        width = (len(reviews[group[-1]]) + edge - 1) // edge * edge
        yield group, keras.utils.pad_sequences([reviews[i] for i in group], maxlen=width, padding="post")

# %% mutant="masked-mean" why="그냥 평균" says="나누는 수는 진짜 토큰의 수" key=True
# - return (hidden * mask).sum(axis=1) / count
# + return hidden.mean(axis=1)

# %% mutant="masked-mean" why="더할 때만 빼고 나눌 때는 T로 나눈다" says="3으로 나누었습니다"
# - return (hidden * mask).sum(axis=1) / count
# + return (hidden * mask).mean(axis=1)

# %% mutant="masked-mean" why="마스크를 뒤집는다" says="마스크가 뒤집히지"
# - mask = (ids != 0)[:, :, None]
# + mask = (ids == 0)[:, :, None]

# %% mutant="masked-mean" why="패딩뿐인 글에서 0으로 나눈다" says="패딩뿐인 글에서"
# - count = np.maximum(mask.sum(axis=1), 1)
# + count = mask.sum(axis=1)

# %% mutant="masked-mean" why="유닛 축으로 평균 낸다" says="시점 축"
# - return (hidden * mask).sum(axis=1) / count
# + return (hidden * mask).mean(axis=2)

# %% mutant="masked-mean" why="나누는 수에 언제나 1을 더한다" says="진짜 토큰의 수 + 1이 아니라"
# - count = np.maximum(mask.sum(axis=1), 1)
# + count = mask.sum(axis=1) + 1

# %% mutant="masked-mean" why="번호를 마스크로 곱한다" says="번호를 마스크로 곱했습니다"
# - return (hidden * mask).sum(axis=1) / count
# + return (hidden * ids[:, :, None]).sum(axis=1) / count

# %% mutant="masked-mean" why="나누는 수를 배치 전체에서 센다" says="배치 전체에서 세었습니다"
# - count = np.maximum(mask.sum(axis=1), 1)
# + count = max(mask.sum() / len(ids), 1)

# %% mutant="masked-mean" why="받은 배열의 패딩 자리를 0으로 고친다" says="받은 것을 고치지"
# - return (hidden * mask).sum(axis=1) / count
# + hidden[ids == 0] = 0
# + return hidden.sum(axis=1) / count

# %% mutant="masked-mean" why="진짜 토큰의 수만큼 앞에서부터 평균 낸다" says="어느 자리인지를 보세요"
# - return (hidden * mask).sum(axis=1) / count
# + return np.array([h[:k].mean(axis=0) if k else np.zeros(h.shape[-1]) for h, k in zip(hidden, (ids != 0).sum(axis=1))])

# %% mutant="masked-mean" why="<UNK>도 패딩으로 본다" says="1번(<UNK>)은 패딩이 아닙니다"
# - mask = (ids != 0)[:, :, None]
# + mask = (ids > 1)[:, :, None]

# %% mutant="masked-mean" why="첫 글의 마스크를 모두에게 쓴다" says="글마다 마스크와 나누는 수가"
# - mask = (ids != 0)[:, :, None]
# + mask = (ids[:1] != 0)[:, :, None]

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

# %% mutant="early-stopping" why="끝까지 다 보고 최솟값을 고른다" says="뒤의 손실은 볼 수 없" key=True
# - best_loss, best_epoch = math.inf, 0
# + return len(val_losses), int(np.argmin(val_losses)) + 1
# + best_loss, best_epoch = math.inf, 0

# %% mutant="early-stopping" why="멈춘 에폭으로 되돌린다" says="멈춘 에폭이 아니라"
# - return epoch, best_epoch
# + return epoch, epoch

# %% mutant="early-stopping" why="참은 횟수를 되돌리지 않는다" says="참은 횟수를 처음부터 다시"
# - best_loss, best_epoch = math.inf, 0
# + best_loss, best_epoch, waited = math.inf, 0, 0

# - elif epoch - best_epoch >= patience:
# -     break
# + else:
# +     waited += 1
# +     if waited == patience:
# +         break

# %% mutant="early-stopping" why="바로 앞의 손실과 견준다" says="바로 앞 에폭이 아니라"
# - best_loss, best_epoch = math.inf, 0
# + best_loss, best_epoch, last = math.inf, 0, math.inf

# - if loss < best_loss - min_delta:
# + before, last = last, loss
# + if loss < before - min_delta:

# %% mutant="early-stopping" why="한 에폭 더 참는다" says="두 번째 에폭을 마치고 멈춥니다"
# - elif epoch - best_epoch >= patience:
# + elif epoch - best_epoch > patience:

# %% mutant="early-stopping" why="같은 손실도 나아진 것으로 본다" says="같은 손실은 나아진 것이 아닙니다"
# - if loss < best_loss - min_delta:
# + if loss <= best_loss - min_delta:

# %% mutant="early-stopping" why="min_delta를 보지 않는다" says="min_delta를 넘지 못한 것은"
# - if loss < best_loss - min_delta:
# + if loss < best_loss:

# %% mutant="early-stopping" why="0부터 센다" says="에폭은 1부터 셉니다"
# - return epoch, best_epoch
# + return epoch - 1, best_epoch - 1

# %% mutant="early-stopping" why="조금 나아진 것도 최솟값으로 적는다" says="min_delta를 넘지 못한"
# - elif epoch - best_epoch >= patience:
# -     break
# + elif epoch - best_epoch >= patience:
# +     break
# + best_loss = min(best_loss, loss)

# %% mutant="early-stopping" why="돈 에폭의 수로 목록의 길이를 돌려준다" says="뒤의 손실은 볼 수 없"
# - return epoch, best_epoch
# + return len(val_losses), best_epoch

# %% mutant="early-stopping" why="멈춘 에폭의 바로 앞으로 되돌린다" says="멈춘 에폭의 앞이 아니라"
# - elif epoch - best_epoch >= patience:
# -     break
# + elif epoch - best_epoch >= patience:
# +     return epoch, epoch - 1

# %% mutant="early-stopping" why="처음 값을 무한대가 아니라 10으로 둔다" says="처음 값을 1이나 10"
# - best_loss, best_epoch = math.inf, 0
# + best_loss, best_epoch = 10.0, 0

# %% mutant="early-stopping" why="받은 목록에서 꺼내며 본다" says="받은 것을 고치지"
# - for epoch, loss in enumerate(val_losses, start=1):
# + for epoch, loss in enumerate(iter(lambda: val_losses.pop(0) if val_losses else None, None), start=1):

# %% mutant="early-stopping" why="손으로 셈할 때 전체의 최솟값을 적는다" says="잇달아 최솟값 0.40보다"
# - return {1: 2, 2: 4, 3: 7}
# + return {1: 2, 2: 7, 3: 7}

# %% mutant="early-stopping" why="손으로 셈할 때 멈춘 에폭을 적는다" says="그때까지 가장 좋았던 에폭"
# - return {1: 2, 2: 4, 3: 7}
# + return {1: 3, 2: 6, 3: 10}

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


def my_guess():
    return {patience: early_stopping(bumpy_losses, patience)[1] for patience in (1, 2, 3)}

# %% alternate="early-stopping" why="재귀로"
def early_stopping(val_losses, patience, min_delta=0.0):
    def step(epoch, best, where):
        if epoch > len(val_losses) or epoch - 1 - where >= patience:
            return [epoch - 1, where]
        loss = val_losses[epoch - 1]
        return step(epoch + 1, loss, epoch) if best - loss > min_delta else step(epoch + 1, best, where)
    return step(2, val_losses[0], 1)


my_guess = lambda: {3: 7, 2: 4, 1: 2}

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


def my_guess():
    return dict(zip([1, 2, 3], [2, 4, 7]))

# %% mutant="budget-model" why="순환층을 한 방향만 센다" says="양방향은 두 배"
# - return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1
# + return n_words * dim + 3 * units * (dim + units + 2) + 2 * units + 1

# %% mutant="budget-model" why="Dense의 편향을 빠뜨린다" says="편향 하나가"
# - return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1
# + return n_words * dim + 6 * units * (dim + units + 2) + 2 * units

# %% mutant="budget-model" why="예산을 보지 않고 고정된 크기" says="크기를 고정하거나"
# - while count_parameters(n_words, dim + 1, units) <= budget:
# -     dim += 1
# + dim = 7

# %% mutant="budget-model" why="마스크하지 않는다" says="0번을 마스크하지 않았" key=True
# - x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
# + x = layers.Embedding(n_words, dim)(inputs)

# %% mutant="budget-model" why="순환층 대신 평균" says="순환층이 없습니다"
# - x = layers.Bidirectional(layers.GRU(units))(x)
# + x = layers.GlobalAveragePooling1D()(x)

# %% mutant="budget-model" why="시점마다 답한다" says="return_sequences를 켜"
# - x = layers.Bidirectional(layers.GRU(units))(x)
# + x = layers.Bidirectional(layers.GRU(units, return_sequences=True))(x)

# %% mutant="budget-model" why="활성 함수가 없다" says="활성 함수를 확인하세요"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
# + return keras.Model(inputs, layers.Dense(1)(x))

# %% mutant="budget-model" why="임베딩만 세고 순환층을 세지 않아 예산을 넘긴다" says="임베딩만 세지 않았나요"
# - while count_parameters(n_words, dim + 1, units) <= budget:
# -     dim += 1
# + dim = budget // n_words

# %% mutant="budget-model" why="한 방향만 읽는다" says="한 방향으로만 읽습니다"
# - x = layers.Bidirectional(layers.GRU(units))(x)
# + x = layers.GRU(units)(x)

# %% mutant="budget-model" why="길이를 4로 정해 둔다" says="글의 길이를 정해 두지"
# - inputs = keras.Input(shape=(None,), dtype="int32")
# + inputs = keras.Input(shape=(4,), dtype="int32")

# %% mutant="budget-model" why="마스크를 모르는 최댓값으로 요약한다" says="마스크를 모르는 층"
# - x = layers.Bidirectional(layers.GRU(units))(x)
# + x = layers.Bidirectional(layers.GRU(units, return_sequences=True))(x)
# + x = layers.Lambda(lambda h: keras.ops.max(h, axis=1), output_shape=(2 * units,))(x)

# %% mutant="budget-model" why="sigmoid를 두 번 씌운다" says="sigmoid 하나여야"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
# + return keras.Model(inputs, layers.Activation("sigmoid")(layers.Dense(1, activation="sigmoid")(x)))

# %% mutant="budget-model" why="출력 하나에 softmax를 씌워 언제나 1이다" says="답이 늘 1"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
# + return keras.Model(inputs, layers.Dense(1, activation="softmax")(x))

# %% mutant="budget-model" why="한 방향 순환층을 두 층 쌓는다" says="두 층 쌓은 것은"
# - x = layers.Bidirectional(layers.GRU(units))(x)
# + x = layers.GRU(units)(layers.GRU(units, return_sequences=True)(x))

# %% mutant="budget-model" why="임베딩 길이를 8, 16, 32, 64에서만 고른다" says="몇 가지에서만"
# - while count_parameters(n_words, dim + 1, units) <= budget:
# -     dim += 1
# + dim = max([d for d in (4, 8, 16, 32, 64) if count_parameters(n_words, d, units) <= budget], default=4)

# %% mutant="budget-model" why="임베딩 길이를 100에서 멈춘다" says="크기를 고정하거나"
# - while count_parameters(n_words, dim + 1, units) <= budget:
# + while dim < 100 and count_parameters(n_words, dim + 1, units) <= budget:

# %% mutant="budget-model" why="Sequential에 입력이 없다" says="입력이 없어"
# - inputs = keras.Input(shape=(None,), dtype="int32")
# + return keras.Sequential([layers.Embedding(n_words, dim, mask_zero=True), layers.Bidirectional(layers.GRU(units)), layers.Dense(1, activation="sigmoid")])

# %% alternate="budget-model" why="Sequential과 양방향 LSTM, 나눗셈으로 크기를 정하기"
def count_parameters(n_words, dim, units):
    embedding, gru, dense = n_words * dim, 2 * (3 * (dim * units + units * units + 2 * units)), 2 * units + 1
    return embedding + gru + dense


def build_model(n_words, budget):
    units = 3
    fixed = 8 * units * (units + 1) + 2 * units + 1
    dim = max(1, (budget - fixed) // (n_words + 8 * units))
    return keras.Sequential([keras.Input(shape=(None,), dtype="int32"), layers.Embedding(n_words, dim, mask_zero=True),
                             layers.Bidirectional(layers.LSTM(units)), layers.Dense(1, activation="sigmoid")])

# %% alternate="budget-model" why="드롭아웃과 평균(마스크를 아는 층)을 쓰고, 두 방향을 따로 붙이기"
def count_parameters(n_words, dim, units):
    return int(np.sum([n_words * dim, 6 * units * (dim + units + 2), 2 * units, 1]))


def build_model(n_words, budget):
    units = 2
    dim = (budget - 100) // (n_words + 6 * units)
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
    x = layers.SpatialDropout1D(0.3)(x)
    mean = layers.GlobalAveragePooling1D()(layers.GRU(units, return_sequences=True)(x))
    x = layers.Concatenate()([mean, layers.GRU(units, go_backwards=True)(x)])
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Dropout(0.3)(x)))

# %% alternate="budget-model" why="하위 클래스를 지어 돌려주기"
class _Net(keras.Model):
    def __init__(self, n, d, u):
        super().__init__()
        self.e = layers.Embedding(n, d, mask_zero=True)
        self.r = layers.Bidirectional(layers.LSTM(u))
        self.o = layers.Dense(1, activation="sigmoid")
    def call(self, x, training=False):
        return self.o(self.r(self.e(x)))
def count_parameters(n_words, dim, units):
    return dim * (n_words + 6 * units) + 6 * units * (units + 2) + 2 * units + 1
def build_model(n_words, budget):
    u = 2
    d = (budget - 120) // (n_words + 16)
    m = _Net(n_words, d, u)
    m(np.zeros((1, 2), dtype="int32"))
    return m

# %% alternate="budget-model" why="두 순환층과 ReLU 은닉층"
def count_parameters(n_words, dim, units):
    return n_words * dim + 2 * 3 * units * (dim + units + 2) + (2 * units + 1)


def build_model(n_words, budget):
    d = (budget - 250) // (n_words + 6)
    return keras.Sequential([keras.Input((None,), dtype="int64"), layers.Embedding(n_words, d, mask_zero=True), layers.GRU(2, return_sequences=True), layers.Dropout(0.5),
        layers.Bidirectional(layers.LSTM(2), merge_mode="sum"), layers.Dense(3, activation="relu"), layers.Dense(1, activation="sigmoid")])

# %% mutant="restore-order" why="온 순서대로 이어 붙인다" says="온 순서대로 이어 붙이지" key=True
# - probabilities = np.zeros(len(labels))
# - for positions, values in batches:
# -     probabilities[np.asarray(positions)] = np.ravel(values)
# + probabilities = np.concatenate([np.ravel(values) for _, values in batches])

# %% mutant="restore-order" why="거꾸로 된 자리바꿈을 쓴다" says="자리를 거꾸로"
# - probabilities = np.zeros(len(labels))
# - for positions, values in batches:
# -     probabilities[np.asarray(positions)] = np.ravel(values)
# + probabilities = np.concatenate([np.ravel(values) for _, values in batches])
# + probabilities = probabilities[np.concatenate([np.asarray(where) for where, _ in batches])]

# %% mutant="restore-order" why="0.5를 부정으로 본다" says="0.5는 긍정입니다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# + accuracy = float(np.mean((probabilities > 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="정확도를 배치마다의 평균으로 낸다" says="배치마다 평균"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# + accuracy = float(np.mean([np.mean((np.ravel(v) >= 0.5) == np.asarray(labels)[np.asarray(w)]) for w, v in batches]))

# %% mutant="restore-order" why="확률 대신 라벨을 돌려준다" says="라벨이 아니라 확률을"
# - return probabilities, accuracy
# + return (probabilities >= 0.5).astype(int), accuracy

# %% mutant="restore-order" why="맞힌 개수를 돌려준다" says="개수를 세지 않습니다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# + accuracy = float(np.sum((probabilities >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="은행가 반올림으로 0.5를 0으로 만든다" says="0.5는 긍정입니다"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# + accuracy = float(np.mean(np.round(probabilities) == np.asarray(labels)))

# %% mutant="restore-order" why="정확도는 온 순서의 확률로 센다" says="되돌린 (N,) 확률을 정답"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# + accuracy = float(np.mean((np.concatenate([np.ravel(v) for _, v in batches]) >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="모양이 (N, 1)인 채로 정답과 견주어 표의 평균을 낸다" says="하나씩 견주세요"
# - accuracy = float(np.mean((probabilities >= 0.5) == np.asarray(labels)))
# + accuracy = float(np.mean((probabilities[:, None] >= 0.5) == np.asarray(labels)))

# %% mutant="restore-order" why="모양이 (N, 1)인 확률을 돌려준다" says="np.ravel로 편"
# - return probabilities, accuracy
# + return probabilities[:, None], accuracy

# %% mutant="restore-order" why="확률이 목록이면 멈춘다" says="배열이거나 목록"
# - probabilities[np.asarray(positions)] = np.ravel(values)
# + probabilities[np.asarray(positions)] = values.reshape(-1)

# %% mutant="restore-order" why="positions가 배열이면 멈춘다" says="확률도 자리도 배열이거나 목록"
# - probabilities[np.asarray(positions)] = np.ravel(values)
# + if positions:
# +     probabilities[np.asarray(positions)] = np.ravel(values)

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

# %% mutant="threshold" why="정확도가 가장 큰 문턱값을 고른다" says="정확도나 F1이 큰 것을" key=True
# - precision, recall = hits / positive.sum(), hits / labels.sum()
# + precision, recall = hits / positive.sum(), np.mean(positive == labels)

# %% mutant="threshold" why="문턱값보다 커야 긍정으로 본다" says="문턱값과 같으면 긍정"
# - positive = probabilities >= threshold
# + positive = probabilities > threshold
# + if not positive.any():
# +     continue

# %% mutant="threshold" why="정밀도가 가장 큰 것을 고른다" says="재현율이 더 큰 것을"
# - precision, recall = hits / positive.sum(), hits / labels.sum()
# - if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
# -     best = recall, precision, float(threshold)
# + precision = hits / positive.sum()
# + if precision >= min_precision and (best is None or (precision, threshold) > best[:2]):
# +     best = precision, threshold, float(threshold)

# %% mutant="threshold" why="높은 문턱값부터 내려오다 조건이 깨지면 멈춘다" says="처음 깨진 곳에서"
# - for threshold in np.unique(probabilities):
# + for threshold in np.unique(probabilities)[::-1]:

# - if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
# + if precision < min_precision:
# +     break
# + if best is None or (recall, precision) > best[:2]:

# %% mutant="threshold" why="재현율이 같을 때 가장 낮은 문턱값을 고른다" says="정밀도가 더 큰 것을 고르세요"
# - if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
# + if precision >= min_precision and (best is None or recall > best[0]):

# %% mutant="threshold" why="조건을 지키는 것이 없으면 0.5를 돌려준다" says="대신 주지 않습니다"
# - return None if best is None else best[2]
# + return 0.5 if best is None else best[2]

# %% mutant="threshold" why="정밀도와 재현율을 바꾼다" says="정밀도와 재현율을 바꾸지"
# - precision, recall = hits / positive.sum(), hits / labels.sum()
# + recall, precision = hits / positive.sum(), hits / labels.sum()

# %% mutant="threshold" why="조건보다 커야 한다고 본다" says="**같아도** 조건을 지킨 것"
# - if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
# + if precision > min_precision and (best is None or (recall, precision) > best[:2]):

# %% mutant="threshold" why="0.1 간격의 격자만 본다" says="정해 둔 격자나"
# - for threshold in np.unique(probabilities):
# + for threshold in np.round(np.arange(0, 1, 0.05), 2):
# +     if not (probabilities >= threshold).any():
# +         continue

# %% mutant="threshold" why="F1이 가장 큰 것을 고른다" says="정확도나 F1이 큰 것을"
# - precision, recall = hits / positive.sum(), hits / labels.sum()
# + precision, recall = hits / positive.sum(), 2 * hits / (positive.sum() + labels.sum())

# %% mutant="threshold" why="0.5보다 낮은 후보는 보지 않는다" says="0.5보다 낮은 후보도"
# - if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
# + if threshold >= 0.5 and precision >= min_precision and (best is None or (recall, precision) > best[:2]):

# %% mutant="threshold" why="문턱값 0.0을 없음으로 본다" says="0.0도 문턱값"
# - return None if best is None else best[2]
# + return best[2] or None if best else None

# %% mutant="threshold" why="같은 확률을 하나씩 나누어 센다" says="하나씩 나누어 세지"
def choose_threshold(probabilities, labels, min_precision):
    p, y = np.asarray(probabilities), np.asarray(labels)
    order = np.argsort(-p, kind="stable")
    hits = np.cumsum(y[order]); prec = hits / np.arange(1, len(p) + 1)
    c = [(hits[k], prec[k], p[order][k]) for k in range(len(p)) if prec[k] >= min_precision]
    return float(max(c)[2]) if c else None

# %% mutant="threshold" why="정밀도의 조건을 보지 않는다" says="정밀도의 조건을 지켰나요"
# - if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
# + if best is None or (recall, precision) > best[:2]:

# %% mutant="threshold" why="받은 확률을 그 자리에서 정렬한다" says="받은 것을 고치지"
# - best = None
# + order = np.argsort(probabilities)
# + labels[:] = labels[order]
# + probabilities.sort()
# + best = None

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

# %% mutant="clean" why="닫는 태그 </br>까지 지운다" says="적힌 세 모양이 아닙니다"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"</?br\s*/?>", " ", text, flags=re.IGNORECASE)

# %% mutant="clean" why="문장 부호를 지운다" says="문장 부호도 글의 일부"
# - return " ".join(without_tags.split()).lower()
# + return " ".join(re.sub(r"[^\w\s<>&;,.!?]", "", without_tags).split()).lower()

# %% mutant="vocabulary" why="min_count보다 많아야 남긴다" says="한 번 나온 단어가 빠졌습니다"
# - kept = [word for word in order if counts[word] >= min_count]
# + kept = [word for word in order if counts[word] > min_count]

# %% mutant="bucket-batches" why="길이가 같으면 글의 내용으로 줄 세운다" says="길이가 같으면 원래 순서"
# - order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + order = sorted(range(len(reviews)), key=lambda i: (len(reviews[i]), list(reviews[i])))

# %% mutant="bucket-batches" why="int16에 담는다" says="큰 번호도 담을 수 있는"
# - batch = np.zeros((len(positions), width), dtype=int)
# + batch = np.zeros((len(positions), width), dtype=np.int16)

# %% mutant="masked-mean" why="벡터가 0인 토큰을 패딩으로 본다" says="벡터가 아니라 번호로"
# - mask = (ids != 0)[:, :, None]
# + mask = ((ids != 0) & (hidden != 0).any(axis=2))[:, :, None]

# %% mutant="masked-mean" why="모두 패딩인 배치에서 보통 평균을 낸다" says="그때도 0벡터"
# - mask = (ids != 0)[:, :, None]
# + if not ids.any():
# +     return hidden.mean(axis=1)
# + mask = (ids != 0)[:, :, None]

# %% mutant="masked-mean" why="글의 축으로 더한다" says="시점 축(axis=1)"
# - return (hidden * mask).sum(axis=1) / count
# + return (hidden * mask).sum(axis=0) / count

# %% mutant="early-stopping" why="꼭 min_delta만큼 작아져도 나아진 것으로 본다" says="넘게 작아져야"
# - if loss < best_loss - min_delta:
# + if loss < best_loss and loss <= best_loss - min_delta:

# %% mutant="early-stopping" why="제때 멈추지만 전체에서 가장 작은 손실로 되돌린다" says="전체의 최솟값을 찾지"
# - return epoch, best_epoch
# + return epoch, val_losses.index(min(val_losses)) + 1

# %% mutant="budget-model" why="식에서 GRU의 편향을 하나만 센다" says="편향은 둘이라"
# - return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1
# + return n_words * dim + 6 * units * (dim + units + 1) + 2 * units + 1

# %% mutant="budget-model" why="식에서 Dense가 한 방향만 읽는다" says="2U개를 읽습니다"
# - return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1
# + return n_words * dim + 6 * units * (dim + units + 2) + units + 1

# %% mutant="restore-order" why="정수 배열에 써넣는다" says="정수 자료형"
# - probabilities = np.zeros(len(labels))
# + probabilities = np.zeros(len(labels), dtype=int)

# %% mutant="clean" why="공백을 먼저 줄이고 태그를 나중에 바꾼다" says="거꾸로 하면 빈칸이 남습니다"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = " ".join(text.split())
# - return " ".join(without_tags.split()).lower()
# + return re.sub(r"<br\s*/?>", " ", without_tags, flags=re.IGNORECASE).lower()

# %% mutant="bucket-batches" why="차례를 지키지 않는 np.argsort" says="차례를 지키지 않습니다"
# - order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + order = np.argsort([len(review) for review in reviews]).tolist()

# %% mutant="vocabulary" why="학습 글의 사전 밖 단어를 0번으로 한다" says="0번이 아니라 1번"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# + train_ids = [[word_to_id.get(token, 0) for token in review] for review in train]

# %% mutant="clean" why="flags를 count의 자리에 준다" says="flags가 아니라 count"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<[bB][rR]\s*/?>", " ", text, count=2)

# %% mutant="clean" why="빗금 뒤의 빈칸도 받는다" says="적힌 세 모양이 아닙니다"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<br\s*/?\s*>", " ", text, flags=re.IGNORECASE)

# %% mutant="clean" why="공백을 하나하나 적는다" says="U+00A0도 공백"
# - return " ".join(without_tags.split()).lower()
# + return re.sub(r"[ \t\n\r\x85]+", " ", without_tags).strip().lower()

# %% mutant="clean" why="대문자만 따로 적는다" says="하나만 섞인 태그"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + without_tags = re.sub(r"<(br|BR)\s*/?>", " ", text)

# %% mutant="vocabulary" why="알파벳 순서로 놓기 전에 자른다" says="놓기 전에 잘랐습니다"
# - order = sorted(counts, key=lambda word: (-counts[word], word))
# + counts = Counter(dict(counts.most_common(max_size - 2)))
# + order = sorted(counts, key=lambda word: (-counts[word], word))

# %% mutant="vocabulary" why="소문자로 바꾸어 견준다" says="소문자로 바꾸어 견주지"
# - order = sorted(counts, key=lambda word: (-counts[word], word))
# + order = sorted(sorted(counts), key=lambda word: (-counts[word], word.lower()))

# %% mutant="vocabulary" why="학습 글의 사전 밖 단어를 버린다" says="학습 글의 단어를 버렸습니다"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# + train_ids = [[word_to_id[token] for token in review if token in word_to_id] for review in train]

# %% mutant="bucket-batches" why="올린 길이로 줄 세운다" says="올린 길이가 아니라 원래 길이"
# - order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + order = sorted(range(len(reviews)), key=lambda i: -(-len(reviews[i]) // edge))

# - longest = len(reviews[positions[-1]])
# + longest = max(len(reviews[i]) for i in positions)

# %% mutant="bucket-batches" why="배치를 고르게 나눈다" says="고르게 나누지 말고"
# - for start in range(0, len(order), size):
# -     positions = order[start:start + size]
# + for positions in np.array_split(order, -(-len(order) // size)):
# +     positions = positions.tolist()

# %% mutant="masked-mean" why="서로 다른 번호를 센다" says="서로 다른 번호의 수로"
# - count = np.maximum(mask.sum(axis=1), 1)
# + count = np.array([[max(len(set(row) - {0}), 1)] for row in ids.tolist()])

# %% mutant="masked-mean" why="처음부터 마지막 토큰까지 평균 낸다" says="가운데의 패딩까지"
# - mask = (ids != 0)[:, :, None]
# + real = (ids != 0).astype(int)
# + mask = ((np.cumsum(real, axis=1) > 0) & (np.cumsum(real[:, ::-1], axis=1)[:, ::-1] > 0))[:, :, None]

# %% mutant="early-stopping" why="0.0을 아직 없음으로 읽는다" says="if not best로"
# - best_loss, best_epoch = math.inf, 0
# + best_loss, best_epoch = 0, 0
# - if loss < best_loss - min_delta:
# + if not best_loss or loss < best_loss - min_delta:

# %% mutant="early-stopping" why="min_delta를 비율로 본다" says="비율이 아니라 폭"
# - if loss < best_loss - min_delta:
# + if loss < best_loss * (1 - min_delta):

# %% mutant="early-stopping" why="둘을 바꾸어 돌려준다" says="순서가 바뀌었습니다"
# - return epoch, best_epoch
# + return best_epoch, epoch

# %% mutant="budget-model" why="GRU로 세고 LSTM을 만든다" says="게이트는 넷이라"
# - x = layers.Bidirectional(layers.GRU(units))(x)
# + x = layers.Bidirectional(layers.LSTM(units))(x)

# %% mutant="budget-model" why="임베딩의 줄이 하나 적다" says="줄 수가 n_words"
# - x = layers.Embedding(n_words, dim, mask_zero=True)(inputs)
# + x = layers.Embedding(n_words - 1, dim, mask_zero=True)(inputs)

# %% mutant="restore-order" why="np.squeeze로 편다" says="np.squeeze는 축을"
# - probabilities[np.asarray(positions)] = np.ravel(values)
# + for place, value in zip(positions, np.squeeze(np.asarray(values))):
# +     probabilities[place] = value

# %% mutant="restore-order" why="첫 배치의 모양만 본다" says="첫 배치만 보고"
# - probabilities[np.asarray(positions)] = np.ravel(values)
# + probabilities[np.asarray(positions)] = np.ravel(values) if np.ndim(batches[0][1]) == 2 else np.asarray(values)

# %% mutant="restore-order" why="확률을 반올림한다" says="반올림한 값"
# - return probabilities, accuracy
# + return np.round(probabilities, 3), accuracy

# %% mutant="threshold" why="후보를 반올림한다" says="반올림한 값"
# - for threshold in np.unique(probabilities):
# + for threshold in np.unique(np.round(probabilities, 2)):

# - precision, recall = hits / positive.sum(), hits / labels.sum()
# + precision, recall = hits / max(positive.sum(), 1), hits / labels.sum()

# %% mutant="threshold" why="정밀도를 반올림해 견준다" says="정밀도를 반올림하지"
# - if precision >= min_precision and (best is None or (recall, precision) > best[:2]):
# + if round(float(precision), 2) >= min_precision and (best is None or (recall, precision) > best[:2]):

# %% mutant="vocabulary" why="min_count를 시험 글까지 세어 본다" says="min_count도 학습 글에서"
# - kept = [word for word in order if counts[word] >= min_count]
# + kept = [word for word in order if counts[word] + sum(review.count(word) for review in test) >= min_count]

# %% mutant="bucket-batches" why="받은 글을 길이로 정렬한다" says="받은 것을 고치지"
# - order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + order = sorted(range(len(reviews)), key=lambda i: len(reviews[i]))
# + reviews.sort(key=len)

# %% mutant="bucket-batches" why="가까운 배수로 반올림한다" says="가장 긴 글보다 짧지 않"
# - width = -(-longest // edge) * edge
# + width = max(round(longest / edge), 1) * edge

# %% mutant="masked-mean" why="나누는 수에 0.001을 더한다" says="작은 수를 더하거나"
# - count = np.maximum(mask.sum(axis=1), 1)
# + count = mask.sum(axis=1) + 0.001

# %% mutant="restore-order" why="확률을 크기순으로 놓는다" says="크기순으로 정렬했습니다"
# - return probabilities, accuracy
# + return np.sort(probabilities), accuracy

# %% mutant="masked-mean" why="벡터와 같은 자료형의 배열에 담는다" says="zeros_like도 정수"
# - return (hidden * mask).sum(axis=1) / count
# + result = np.zeros_like(hidden[:, 0])
# + result[:] = (hidden * mask).sum(axis=1) / count
# + return result

# %% mutant="early-stopping" why="줄어든 폭을 반올림한다" says="반올림하지 말고 견주세요"
# - if loss < best_loss - min_delta:
# + if epoch == 1 or round(best_loss - loss, 2) > min_delta:

# %% mutant="early-stopping" why="작은 수만큼은 봐준다" says="아주 조금만 작아져도"
# - if loss < best_loss - min_delta:
# + if loss < best_loss - min_delta - 1e-6:

# %% mutant="budget-model" why="식에서 D + U + 2를 D + 2U로 읽는다" says="D + 2U가 아닙니다"
# - return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1
# + return n_words * dim + 6 * units * (dim + 2 * units) + 2 * units + 1

# %% mutant="budget-model" why="식에서 GRU의 편향을 세지 않는다" says="편향을 세지 않았"
# - return n_words * dim + 6 * units * (dim + units + 2) + 2 * units + 1
# + return n_words * dim + 6 * units * (dim + units) + 2 * units + 1

# %% mutant="clean" why="NFC로 나뉜 글자를 합친다" says="NFC로 합치지"
# - without_tags = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
# + import unicodedata
# + without_tags = re.sub(r"<br\s*/?>", " ", unicodedata.normalize("NFC", text), flags=re.IGNORECASE)

# %% mutant="vocabulary" why="글을 이어 붙여 다시 나눈다" says="다시 나누지 마세요"
# - counts = Counter(token for review in train for token in review)
# + counts = Counter(" ".join(" ".join(review) for review in train).split())

# %% mutant="vocabulary" why="드문 단어를 학습 글에서 지운다" says="학습 글의 단어를 버렸습니다"
# - train_ids = [[word_to_id.get(token, 1) for token in review] for review in train]
# + train_ids = [[word_to_id.get(token, 1) for token in review if counts[token] >= min_count] for review in train]

# %% mutant="early-stopping" why="끝까지 돌면 마지막 에폭을 쓴다" says="끝까지 돌았어도"
# - return epoch, best_epoch
# + return epoch, best_epoch if epoch - best_epoch >= patience else epoch

# %% mutant="threshold" why="후보를 여섯째 자리에서 반올림한다" says="여섯째 자리에서 반올림한 후보"
# - for threshold in np.unique(probabilities):
# + for threshold in np.unique(np.round(probabilities, 6)):

# - precision, recall = hits / positive.sum(), hits / labels.sum()
# + precision, recall = hits / max(positive.sum(), 1), hits / labels.sum()
