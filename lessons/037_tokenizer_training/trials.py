# %% mutant="count-pairs" why="단어의 횟수를 무시한다" says="단어가 나온 횟수를 곱했나요" key=True
# - counts[pair] += times
# + counts[pair] += 1

# %% mutant="count-pairs" why="단어의 경계를 넘는다" says="경계도 넘지"
# - counts = Counter()
# - for pieces, times in corpus:
# + counts = Counter()
# + flat = [(piece, times) for pieces, times in corpus for piece in pieces]
# + for pieces, times in [([left, right], times) for (left, times), (right, _) in zip(flat, flat[1:])]:

# %% mutant="count-pairs" why="한 단어 안의 같은 쌍을 한 번만 센다" says="자리마다 세었나요"
# - for pair in zip(pieces, pieces[1:]):
# + for pair in set(zip(pieces, pieces[1:])):

# %% mutant="count-pairs" why="겹치는 쌍을 건너뛴다" says="자리마다 세었나요"
def count_pairs(corpus):
    counts = Counter()
    for pieces, times in corpus:
        place = 0
        while place + 1 < len(pieces):
            pair = (pieces[place], pieces[place + 1])
            counts[pair] += times
            place += 2 if pair[0] == pair[1] else 1
    return counts

# %% mutant="count-pairs" why="조각을 글자로 다시 쪼갠다" says="글자로 다시 쪼개지"
# - for pair in zip(pieces, pieces[1:]):
# + letters = "".join(pieces)
# + for pair in zip(letters, letters[1:]):

# %% mutant="count-pairs" why="더하지 않고 덮어쓴다" says="덮어쓰거나"
# - counts = Counter()
# + counts = {}
# - counts[pair] += times
# + counts[pair] = times

# %% mutant="count-pairs" why="마지막 쌍을 빠뜨린다" says="마지막 쌍을 빠뜨리거나"
# - for pair in zip(pieces, pieces[1:]):
# -     counts[pair] += times
# + for place in range(len(pieces) - 2):
# +     counts[pieces[place], pieces[place + 1]] += times

# %% mutant="count-pairs" why="쌍의 순서를 무시하고 정렬한다" says="정렬하지 않았나요"
# - counts[pair] += times
# + counts[tuple(sorted(pair))] += times

# %% mutant="count-pairs" why="모든 단어에 첫 단어의 횟수를 쓴다" says="첫 단어의 횟수만"
# - counts[pair] += times
# + counts[pair] += corpus[0][1]

# %% mutant="count-pairs" why="같은 단어가 두 번 들면 뒤의 횟수로 덮어쓴다" says="같은 단어가 두 번 들어"
# - for pieces, times in corpus:
# + for pieces, times in {tuple(pieces): times for pieces, times in corpus}.items():

# %% alternate="count-pairs" why="번호와 dict.get으로"
def count_pairs(corpus):
    found = {}
    for pieces, times in corpus:
        for i in range(len(pieces) - 1):
            key = (pieces[i], pieces[i + 1])
            found[key] = found.get(key, 0) + times
    return found

# %% alternate="count-pairs" why="defaultdict와 NumPy 정수"
def count_pairs(corpus):
    found = defaultdict(lambda: np.int64(0))
    for pieces, times in corpus:
        for left, right in zip(pieces[:-1], pieces[1:]):
            found[left, right] += np.int64(times)
    return dict(found)

# %% alternate="count-pairs" why="pairwise로"
def count_pairs(corpus):
    from itertools import pairwise
    c = {}
    for p, n in corpus:
        for q in pairwise(p): c[q] = c.get(q, 0) + n
    return c

# %% alternate="count-pairs" why="횟수만큼 되풀이해 세기"
def count_pairs(corpus):
    return Counter([(p[i], p[i + 1]) for p, n in corpus for _ in range(n) for i in range(len(p) - 1)])

# %% mutant="merge-pair" why="겹치는 자리를 두 번 쓴다" says="두 번 쓰거나" key=True
# - place += 2
# + place += 1 if tuple(pieces[place + 1:place + 3]) == tuple(pair) else 2

# %% mutant="merge-pair" why="첫 번째 쌍만 묶는다" says="첫 번째만 묶지"
# - if place + 1 < len(pieces) and (pieces[place], pieces[place + 1]) == tuple(pair):
# + if place == len(merged) and tuple(pieces[place:place + 2]) == tuple(pair):

# %% mutant="merge-pair" why="마지막 조각을 잃는다" says="마지막 조각을 잃었습니다"
# - while place < len(pieces):
# + while place < len(pieces) - 1:

# %% mutant="merge-pair" why="오른쪽부터 묶는다" says="오른쪽부터 묶거나"
def merge_pair(pieces, pair):
    merged, place = [], len(pieces)
    while place > 0:
        if place > 1 and tuple(pieces[place - 2:place]) == tuple(pair):
            merged.insert(0, "".join(pair))
            place -= 2
        else:
            merged.insert(0, pieces[place - 1])
            place -= 1
    return merged

# %% mutant="merge-pair" why="입력을 제자리에서 바꾼다" says="받은 것을 고치지"
# - return merged
# + pieces[:] = merged
# + return pieces

# %% mutant="merge-pair" why="순서를 가리지 않는다" says="순서를 지켜야"
# - merged = []
# - place = 0
# + merged, place = [], 0
# - if place + 1 < len(pieces) and (pieces[place], pieces[place + 1]) == tuple(pair):
# + if set(pieces[place:place + 2]) == set(pair) and len(pieces[place:place + 2]) == 2:

# %% mutant="merge-pair" why="이어 붙인 글이 같으면 묶는다" says="조각끼리 비교하세요"
def merge_pair(pieces, pair):
    text = "\t".join(pieces).replace("\t".join(pair), "".join(pair))
    return text.split("\t") if pieces else []

# %% mutant="merge-pair" why="이미 묶은 조각을 다시 묶는다" says="이미 묶은 조각을"
def merge_pair(pieces, pair):
    merged = []
    for piece in pieces:
        if merged and merged[-1].endswith(pair[0]) and piece == pair[1]:
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged

# %% mutant="merge-pair" why="이어 붙인 글이 같으면 묶는다" says="이어 붙인 글이 같아도"
def merge_pair(pieces, pair):
    out, i, w = [], 0, "".join(pair)
    while i < len(pieces):
        if i + 1 < len(pieces) and pieces[i] + pieces[i + 1] == w: out.append(w); i += 2
        else: out.append(pieces[i]); i += 1
    return out

# %% alternate="merge-pair" why="직전 조각을 기억하며"
def merge_pair(pieces, pair):
    waiting, output = None, []
    for piece in pieces:
        if waiting is not None and waiting == pair[0] and piece == pair[1]:
            output.append(waiting + piece)
            waiting = None
            continue
        if waiting is not None:
            output.append(waiting)
        waiting = piece
    return output if waiting is None else output + [waiting]

# %% alternate="merge-pair" why="반복자로, 튜플을 돌려준다"
def merge_pair(pieces, pair):
    skip, output = False, []
    for i, piece in enumerate(pieces):
        if skip:
            skip = False
        elif i + 1 < len(pieces) and piece == pair[0] and pieces[i + 1] == pair[1]:
            output.append(piece + pieces[i + 1])
            skip = True
        else:
            output.append(piece)
    return tuple(output)

# %% alternate="merge-pair" why="복사해 고치기"
def merge_pair(pieces, pair):
    out = list(pieces); i = 0
    while i < len(out) - 1:
        if out[i] == pair[0] and out[i + 1] == pair[1]: out[i:i + 2] = [out[i] + out[i + 1]]
        i += 1
    return out

# %% alternate="merge-pair" why="생성기로"
def merge_pair(pieces, pair):
    it = iter(range(len(pieces)))
    for i in it:
        if tuple(pieces[i:i + 2]) == tuple(pair): next(it); yield "".join(pair)
        else: yield pieces[i]

# %% mutant="train-bpe" why="단어의 횟수를 무시한다" says="단어의 횟수를 곱했나요"
# - counts[pair] += word_counts[word]
# + counts[pair] += 1

# %% mutant="train-bpe" why="동점이면 먼저 나온 쌍" says="먼저 나온 쌍이나"
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + best = max(counts, key=counts.get)

# %% mutant="train-bpe" why="동점이면 큰 쌍" says="큰 쌍"
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + best = max(counts, key=lambda pair: (counts[pair], pair))

# %% mutant="train-bpe" why="동점이면 이어 붙인 글로 비교한다" says="이어 붙인 글이 아니라"
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + best = min(counts, key=lambda pair: (-counts[pair], pair[0] + pair[1], pair[::-1]))

# %% mutant="train-bpe" why="처음에 한 번만 센다" says="쌍을 다시 세어야" key=True
def train_bpe(word_counts, n_merges):
    counts = count_pairs([(list(word), times) for word, times in word_counts.items()])
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:n_merges]

# %% mutant="train-bpe" why="쌍이 없으면 오류가 난다" says="쌍이 없으면 멈추세요"
# - if not counts:
# -     break
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + best = min(counts, key=lambda pair: (-counts[pair], pair))

# %% mutant="train-bpe" why="한 번 나온 쌍은 병합하지 않는다" says="한 번만 나온 쌍을"
# - if not counts:
# + counts = {pair: count for pair, count in counts.items() if count > 1}
# + if not counts:

# %% mutant="train-bpe" why="한 번에 하나씩 덜 배운다" says="한 번 덜 되풀이"
# - for _ in range(n_merges):
# + for _ in range(n_merges - 1):

# %% mutant="train-bpe" why="쌍 대신 이어 붙인 조각을 돌려준다" says="이어 붙인 조각이 아니라"
# - return merges
# + return ["".join(pair) for pair in merges]

# %% mutant="train-bpe" why="쌍의 길이로 가중치를 준다" says="조각의 길이를"
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + best = min(counts, key=lambda pair: (-counts[pair] * len("".join(pair)), pair))

# %% mutant="train-bpe" why="WordPiece의 점수로 고른다" says="WordPiece의 점수"
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + single = Counter()
# + for word, pieces in words.items():
# +     for piece in pieces:
# +         single[piece] += word_counts[word]
# + best = min(counts, key=lambda pair: (-counts[pair] / (single[pair[0]] * single[pair[1]]), pair))

# %% mutant="train-bpe" why="단어의 경계를 넘어 병합한다" says="단어의 경계를 넘지"
def train_bpe(word_counts, n_merges):
    letters, merges = [letter for word, times in word_counts.items() for letter in word * times], []
    for _ in range(n_merges):
        counts = Counter(zip(letters, letters[1:]))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        letters = merge_pair(letters, best)
    return merges

# %% mutant="train-bpe" why="겹치는 쌍을 한 번만 센다" says="한 번만 세지"
# - for pair in zip(pieces, pieces[1:]):
# + for pair in set(zip(pieces, pieces[1:])):

# %% mutant="train-bpe" why="병합을 오른쪽부터 한다" says="왼쪽부터 병합했나요"
# - merged = []
# - while pieces:
# -     size = 2 if tuple(pieces[:2]) == best else 1
# -     merged.append("".join(pieces[:size]))
# -     pieces = pieces[size:]
# + merged = []
# + while pieces:
# +     size = 2 if tuple(pieces[-2:]) == best else 1
# +     merged.insert(0, "".join(pieces[-size:]))
# +     pieces = pieces[:-size]

# %% mutant="train-bpe" why="글자로 이어 붙인 글에서 병합한다" says="문자열에서 바꾸지"
def train_bpe(word_counts, n_merges):
    corpus, merges = [(" ".join(word), times) for word, times in word_counts.items()], []
    for _ in range(n_merges):
        counts = count_pairs([(text.split(), times) for text, times in corpus])
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        corpus = [(text.replace(" ".join(best), "".join(best)), times) for text, times in corpus]
    return merges

# %% mutant="train-bpe" why="입력 dict를 비운다" says="받은 것을 고치지"
# - return merges
# + word_counts.clear()
# + return merges

# %% mutant="train-bpe" why="겹치는 자리를 한 번만 센다" says="한 번만 세지"
# - for pair in zip(pieces, pieces[1:]):
# -     counts[pair] += word_counts[word]
# + last = -1
# + for place, pair in enumerate(zip(pieces, pieces[1:])):
# +     if pair[0] != pair[1] or last != place:
# +         counts[pair] += word_counts[word]
# +         last = place + 1

# %% alternate="train-bpe" why="앞 과제의 함수로, 리스트의 리스트를 돌려준다"
def train_bpe(word_counts, n_merges):
    state, learned = [(list(word), times) for word, times in word_counts.items()], []
    while len(learned) < n_merges:
        found = count_pairs(state)
        if not found:
            return learned
        most = max(found.values())
        chosen = min(pair for pair in found if found[pair] == most)
        learned.append(list(chosen))
        state = [(merge_pair(pieces, chosen), times) for pieces, times in state]
    return learned

# %% alternate="train-bpe" why="바뀐 단어만 다시 센다"
def train_bpe(word_counts, n_merges):
    state = {word: list(word) for word in word_counts}
    tally, where, learned = Counter(), defaultdict(set), []
    for word, pieces in state.items():
        for pair in zip(pieces, pieces[1:]):
            tally[pair] += word_counts[word]
            where[pair].add(word)
    while len(learned) < n_merges:
        alive = [pair for pair, count in tally.items() if count > 0]
        if not alive:
            break
        chosen = sorted(alive, key=lambda pair: (-tally[pair], pair))[0]
        learned.append(chosen)
        for word in list(where[chosen]):
            for pair in zip(state[word], state[word][1:]):
                tally[pair] -= word_counts[word]
                where[pair].discard(word)
            state[word] = merge_pair(state[word], chosen)
            for pair in zip(state[word], state[word][1:]):
                tally[pair] += word_counts[word]
                where[pair].add(word)
    return learned

# %% alternate="train-bpe" why="정렬로, 튜플로"
def train_bpe(word_counts, n_merges):
    words = [[list(w), n] for w, n in word_counts.items()]; merges = []
    while len(merges) < n_merges:
        c = defaultdict(int)
        for p, n in words:
            for i in range(len(p) - 1): c[(p[i], p[i + 1])] += n
        if not len(c): break
        (l, r), _ = sorted(c.items(), key=lambda x: (-x[1], x[0]))[0]
        merges.append([l, r])
        for row in words:
            p, i = row[0], 0
            while i < len(p) - 1:
                if p[i] == l and p[i + 1] == r: p[i:i + 2] = [l + r]
                i += 1
    return tuple(merges)

# %% mutant="encode-bpe" why="왼쪽의 쌍부터 병합한다" says="왼쪽부터나" key=True
# - best = min(known, key=rank.get)
# + best = known[0]

# %% mutant="encode-bpe" why="나중에 배운 것부터 병합한다" says="나중에 배운 것"
# - best = min(known, key=rank.get)
# + best = max(known, key=rank.get)

# %% mutant="encode-bpe" why="사전에서 가장 긴 조각을 왼쪽부터 뗀다" says="긴 것부터가 아니라"
def encode_bpe(word, merges):
    stock, pieces = {"".join(pair) for pair in merges}, []
    while word:
        end = next((end for end in range(len(word), 1, -1) if word[:end] in stock), 1)
        pieces.append(word[:end])
        word = word[end:]
    return pieces

# %% alternate="encode-bpe" why="배운 순서의 목록을 한 번 훑는다"
def encode_bpe(word, merges):
    pieces = list(word)
    for pair in merges:
        pieces = merge_pair(pieces, pair)
    return pieces

# %% mutant="encode-bpe" why="쌍을 가나다순으로 병합한다" says="가나다순이"
# - best = min(known, key=rank.get)
# + best = min(known)

# %% mutant="encode-bpe" why="긴 조각이 되는 병합부터" says="먼저 배운 병합이 먼저"
# - best = min(known, key=rank.get)
# + best = min(known, key=lambda pair: (-len("".join(pair)), rank[pair]))

# %% mutant="encode-bpe" why="한 번만 병합하고 멈춘다" says="다시 병합해야"
# - pieces = merged
# + return merged

# %% mutant="encode-bpe" why="목록에 없는 글자를 버린다" says="버리거나"
# - pieces = list(word)
# + pieces = [letter for letter in word if letter in "".join(map("".join, merges))]

# %% mutant="encode-bpe" why="목록에 없는 글자를 UNK로 바꾼다" says="[UNK]로 바꾸지"
# - pieces = list(word)
# + pieces = [letter if letter in "".join(map("".join, merges)) else "[UNK]" for letter in word]

# %% mutant="encode-bpe" why="한 번에 한 자리씩 오른쪽부터 병합한다" says="같은 글자가 이어질 때는"
def encode_bpe(word, merges):
    rank = {tuple(m): i for i, m in enumerate(merges)}; p = list(word)
    while True:
        k = [(rank[q], -i) for i, q in enumerate(zip(p, p[1:])) if q in rank]
        if not k: return p
        i = -min(k)[1]; p[i:i + 2] = [p[i] + p[i + 1]]

# %% alternate="encode-bpe" why="병합의 목록을 처음부터 다시 훑는다"
def encode_bpe(word, merges):
    pieces, again = list(word), True
    while again:
        again = False
        for left, right in merges:
            if (left, right) in list(zip(pieces, pieces[1:])):
                pieces, again = merge_pair(pieces, (left, right)), True
                break
    return pieces

# %% alternate="encode-bpe" why="한 자리씩 병합한다"
def encode_bpe(word, merges):
    place_of = {tuple(pair): number for number, pair in enumerate(merges)}
    parts = list(word)
    while len(parts) > 1:
        ranks = [place_of.get((parts[i], parts[i + 1]), math.inf) for i in range(len(parts) - 1)]
        spot = int(np.argmin(ranks))
        if ranks[spot] == math.inf:
            break
        parts[spot:spot + 2] = [parts[spot] + parts[spot + 1]]
    return tuple(parts)

# %% alternate="encode-bpe" why="한 번에 가장 왼쪽 한 자리"
def encode_bpe(word, merges):
    rank = {tuple(m): i for i, m in reversed(list(enumerate(merges)))}; p = list(word)
    while len(p) > 1:
        r, i = min((rank.get((p[i], p[i + 1]), math.inf), i) for i in range(len(p) - 1))
        if r == math.inf: break
        p[i:i + 2] = [p[i] + p[i + 1]]
    return p

# %% mutant="wordpiece" why="가장 짧은 조각부터 뗀다" says="가장 긴 조각을 떼어야"
# - for end in range(len(word), start, -1):
# + for end in range(start + 1, len(word) + 1):

# %% mutant="wordpiece" why="막힌 자리만 UNK로 바꾼다" says="단어 전체가 [UNK] 하나"
# -     return [unk]
# +     piece, end = unk, start + 1

# %% mutant="wordpiece" why="앞에서 찾은 조각을 남기고 UNK를 붙인다" says="앞에서 찾은 `재미`도"
# - return [unk]
# + return pieces + [unk]

# %% mutant="wordpiece" why="##을 붙이지 않고 찾는다" says="##을 붙여 찾고"
# - piece = ("##" if start else "") + word[start:end]
# - if piece in vocabulary:
# + piece = ("##" if start else "") + word[start:end]
# + if word[start:end] in vocabulary:

# %% mutant="wordpiece" why="결과에서 ##을 뺀다" says="결과에도 ##"
# - pieces.append(piece)
# + pieces.append(word[start:end])

# %% mutant="wordpiece" why="막히면 되돌아가 다시 시도한다" says="되돌아가서 다시 시도하지 않습니다" key=True
def wordpiece(word, vocabulary, unk="[UNK]"):
    def search(start):
        if start == len(word):
            return []
        for end in range(len(word), start, -1):
            piece = ("##" if start else "") + word[start:end]
            rest = search(end) if piece in vocabulary else None
            if rest is not None:
                return [piece] + rest
        return None
    return search(0) or [unk]

# %% mutant="wordpiece" why="unk 인자를 무시한다" says="unk로 받은 조각"
# - return [unk]
# + return ["[UNK]"]

# %% mutant="wordpiece" why="오른쪽 끝부터 가장 긴 조각을 뗀다" says="오른쪽부터가 아닙니다"
def wordpiece(word, vocabulary, unk="[UNK]"):
    pieces, end = [], len(word)
    while end > 0:
        start = next((start for start in range(end) if ("##" if start else "") + word[start:end] in vocabulary), None)
        if start is None:
            return [unk]
        pieces.insert(0, ("##" if start else "") + word[start:end])
        end = start
    return pieces

# %% mutant="wordpiece" why="처음 조각에서도 ##을 허락한다" says="단어의 처음에 쓸 수 없습니다"
# - if piece in vocabulary:
# -     break
# + if piece not in vocabulary and not start:
# +     piece = "##" + piece
# + if piece in vocabulary:
# +     break

# %% mutant="wordpiece" why="마지막 글자까지 닿지 못한다" says="마지막 글자까지"
# - for end in range(len(word), start, -1):
# + for end in range(len(word) - 1, start, -1):

# %% mutant="wordpiece" why="세 글자보다 긴 조각을 보지 않는다" says="조각의 길이에는"
# - for end in range(len(word), start, -1):
# + for end in range(min(len(word), start + 3), start, -1):

# %% mutant="wordpiece" why="소문자로 바꿔 찾는다" says="소문자로"
# - pieces = []
# + word, pieces = word.lower(), []

# %% alternate="wordpiece" why="남은 글을 줄여 가며"
def wordpiece(word, vocabulary, unk="[UNK]"):
    rest, output = word, []
    while rest:
        sign = "##" if output else ""
        size = len(rest)
        while size and sign + rest[:size] not in vocabulary:
            size -= 1
        if not size:
            return (unk,)
        output.append(sign + rest[:size])
        rest = rest[size:]
    return output

# %% alternate="wordpiece" why="재귀로"
def wordpiece(word, vocabulary, unk="[UNK]"):
    def cut(rest, sign):
        if rest == "":
            return []
        fits = [n for n in range(1, len(rest) + 1) if sign + rest[:n] in vocabulary]
        if not fits:
            raise LookupError(rest)
        return [sign + rest[:fits[-1]]] + cut(rest[fits[-1]:], "##")
    try:
        return cut(word, "")
    except LookupError:
        return [unk]

# %% alternate="wordpiece" why="맞는 조각을 모두 모아"
def wordpiece(word, vocabulary, unk="[UNK]"):
    out, rest, sign = [], word, ""
    while rest:
        fit = [v for v in vocabulary if v.startswith(sign) and len(v) > len(sign) and rest.startswith(v[len(sign):])]
        if not fit: return [unk]
        best = max(fit, key=len); out.append(best); rest = rest[len(best) - len(sign):]; sign = "##"
    return out

# %% mutant="viterbi" why="로그 대신 확률을 곱한다" says="로그를 더하세요"
# - best = [0.0] + [-math.inf] * len(text)
# + best = [1.0] + [0.0] * len(text)

# - if piece in probabilities and best[start] + math.log(probabilities[piece]) > best[end]:
# -     best[end] = best[start] + math.log(probabilities[piece])
# + if best[start] * probabilities.get(piece, 0) > best[end]:
# +     best[end] = best[start] * probabilities[piece]

# - if best[-1] == -math.inf:
# + if best[-1] == 0:

# - return pieces[::-1], best[-1]
# + return pieces[::-1], math.log(best[-1])

# %% mutant="viterbi" why="가장 작은 것을 고른다" says="가장 작은 것을"
# - best = [0.0] + [-math.inf] * len(text)
# + best = [0.0] + [math.inf] * len(text)

# - if piece in probabilities and best[start] + math.log(probabilities[piece]) > best[end]:
# -     best[end] = best[start] + math.log(probabilities[piece])
# + if piece in probabilities and best[start] + math.log(probabilities[piece]) < best[end]:
# +     best[end] = best[start] + math.log(probabilities[piece])

# - if best[-1] == -math.inf:
# + if best[-1] == math.inf:

# %% mutant="viterbi" why="왼쪽부터 확률이 가장 큰 조각을 뗀다" says="왼쪽부터 확률이 큰"
def viterbi(text, probabilities):
    pieces, score, start = [], 0.0, 0
    while start < len(text):
        options = [text[start:end] for end in range(start + 1, len(text) + 1) if text[start:end] in probabilities]
        if not options:
            return [], -math.inf
        pieces.append(max(options, key=probabilities.get))
        score += math.log(probabilities[pieces[-1]])
        start += len(pieces[-1])
    return pieces, score

# %% mutant="viterbi" why="왼쪽부터 가장 긴 조각을 뗀다" says="조각이 길다고" key=True
def viterbi(text, probabilities):
    pieces, score, start = [], 0.0, 0
    while start < len(text):
        options = [text[start:end] for end in range(start + 1, len(text) + 1) if text[start:end] in probabilities]
        if not options:
            return [], -math.inf
        pieces.append(options[-1])
        score += math.log(probabilities[pieces[-1]])
        start += len(pieces[-1])
    return pieces, score

# %% mutant="viterbi" why="조각의 순서가 거꾸로다" says="차례가 거꾸로"
# - return pieces[::-1], best[-1]
# + return pieces, best[-1]

# %% mutant="viterbi" why="밑이 2인 로그" says="밑이 다릅니다"
# - return pieces[::-1], best[-1]
# + return pieces[::-1], best[-1] / math.log(2)

# %% mutant="viterbi" why="앞까지의 점수를 더하지 않는다" says="앞까지의 점수"
# - if piece in probabilities and best[start] + math.log(probabilities[piece]) > best[end]:
# -     best[end] = best[start] + math.log(probabilities[piece])
# + if piece in probabilities and best[start] > -math.inf and math.log(probabilities[piece]) > best[end]:
# +     best[end] = math.log(probabilities[piece])

# - return pieces[::-1], best[-1]
# + return pieces[::-1], sum(math.log(probabilities[piece]) for piece in pieces)

# %% mutant="viterbi" why="다섯 글자보다 긴 조각을 보지 않는다" says="몇 글자까지만"
# - for start in range(max(0, end - longest), end):
# + for start in range(max(0, end - 5), end):

# %% mutant="viterbi" why="모르는 글자를 한 조각으로 허락한다" says="나눌 수 없는 글입니다"
# - longest = max(map(len, probabilities), default=0)
# + probabilities = {letter: 1e-13 for letter in text} | probabilities
# + longest = max(map(len, probabilities), default=0)

# %% mutant="viterbi" why="글 전체를 한 조각으로 쓰지 못한다" says="글 전체가 한 조각"
# - for start in range(max(0, end - longest), end):
# + for start in range(1 if end == len(text) > 1 else max(0, end - longest), end):

# %% mutant="viterbi" why="조각의 수가 가장 적은 나눔을 고른다" says="조각의 수가 적다고"
def viterbi(text, probabilities):
    best, start_of = [0] + [math.inf] * len(text), [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        for start in range(end):
            if text[start:end] in probabilities and best[start] + 1 < best[end]:
                best[end], start_of[end] = best[start] + 1, start
    if best[-1] == math.inf:
        return [], -math.inf
    pieces, end = [], len(text)
    while end:
        pieces.insert(0, text[start_of[end]:end])
        end = start_of[end]
    return pieces, sum(math.log(probabilities[piece]) for piece in pieces)

# %% mutant="viterbi" why="로그 확률을 조각의 수로 나눈다" says="조각의 수로 나누지"
# - return pieces[::-1], best[-1]
# + return pieces[::-1], best[-1] / max(len(pieces), 1)

# %% mutant="viterbi" why="모든 나눔을 적어 본다" says="모든 나눔을 적어"
def viterbi(text, probabilities):
    def every(rest):
        if not rest:
            yield []
        for end in range(1, len(rest) + 1):
            if rest[:end] in probabilities:
                for tail in every(rest[end:]):
                    yield [rest[:end], *tail]
    if len(text) > 100:
        raise RecursionError("나눔이 너무 많습니다")
    scored = [(sum(math.log(probabilities[piece]) for piece in pieces), pieces) for pieces in every(text)]
    score, pieces = max(scored, default=(-math.inf, []))
    return pieces, float(score)

# %% mutant="viterbi" why="처음 점수를 -10000으로 둔다" says="얼마든지 작아질"
# - best = [0.0] + [-math.inf] * len(text)
# + best = [0.0] + [-1e4] * len(text)

# - if best[-1] == -math.inf:
# + if best[-1] <= -1e4:

# %% mutant="viterbi" why="점수가 0이면 닿지 못한 것으로 본다" says="닿지 못했다"
def viterbi(text, probabilities):
    n = len(text); best = [0.0] * (n + 1); back = [None] * (n + 1); L = max(map(len, probabilities), default=0)
    for e in range(1, n + 1):
        for s in range(max(0, e - L), e):
            p = probabilities.get(text[s:e])
            if p and (s == 0 or best[s]) and (not best[e] or best[s] + math.log(p) > best[e]): best[e] = best[s] + math.log(p); back[e] = s
    if n and not best[n]: return [], -math.inf
    out, e = [], n
    while e: out.append(text[back[e]:e]); e = back[e]
    return out[::-1], best[n]

# %% alternate="viterbi" why="오른쪽에서 왼쪽으로"
def viterbi(text, probabilities):
    size = max([len(piece) for piece in probabilities] + [0])
    after = [(-math.inf, 0)] * len(text) + [(0.0, 0)]
    for start in reversed(range(len(text))):
        choices = [(math.log(probabilities[text[start:start + n]]) + after[start + n][0], n)
                   for n in range(1, min(size, len(text) - start) + 1) if text[start:start + n] in probabilities]
        after[start] = max(choices, default=(-math.inf, 0))
    if after[0][0] == -math.inf:
        return ([], -math.inf)
    output, start = [], 0
    while start < len(text):
        output.append(text[start:start + after[start][1]])
        start += after[start][1]
    return (output, after[0][0])

# %% alternate="viterbi" why="앞으로 밀어 주며, NumPy 값으로"
def viterbi(text, probabilities):
    score = np.full(len(text) + 1, -np.inf)
    score[0], back = 0.0, {}
    for start in range(len(text)):
        if np.isneginf(score[start]):
            continue
        for piece, p in probabilities.items():
            end = start + len(piece)
            if piece and text.startswith(piece, start) and score[start] + np.log(p) > score[end]:
                score[end], back[end] = score[start] + np.log(p), piece
    if np.isneginf(score[-1]):
        return [], -np.inf
    output, end = [], len(text)
    while end:
        output.insert(0, back[end])
        end -= len(back[end])
    return tuple(output), score[-1]

# %% alternate="viterbi" why="앞으로 나르기"
def viterbi(text, probabilities):
    logs = {k: math.log(v) for k, v in probabilities.items()}
    best = {0: (0.0, None)}
    for s in range(len(text)):
        if s not in best: continue
        for k, v in logs.items():
            if text.startswith(k, s):
                e = s + len(k)
                if e not in best or best[s][0] + v > best[e][0]: best[e] = (best[s][0] + v, s)
    if len(text) not in best: return (), float("-inf")
    cut, e = [], len(text)
    while e > 0: cut.insert(0, text[best[e][1]:e]); e = best[e][1]
    return cut, np.float64(best[len(text)][0])

# %% alternate="viterbi" why="뒤에서부터 채우기"
def viterbi(text, probabilities):
    n = len(text); best = [(-math.inf, n)] * n + [(0.0, n)]; L = max(map(len, probabilities), default=0)
    for s in reversed(range(n)):
        best[s] = max([(math.log(probabilities[text[s:e]]) + best[e][0], e) for e in range(s + 1, min(n, s + L) + 1) if text[s:e] in probabilities], default=(-math.inf, n))
    if best[0][0] == -math.inf: return [], -math.inf
    out, s = [], 0
    while s < n: out.append(text[s:best[s][1]]); s = best[s][1]
    return out, best[0][0]

# %% alternate="viterbi" why="lru_cache와 되부르기로"
def viterbi(text, probabilities):
    from functools import lru_cache
    L = max(map(len, probabilities), default=0)
    @lru_cache(None)
    def best(e):
        if e == 0: return 0.0, -1
        top = (-math.inf, -1)
        for s in range(max(0, e - L), e):
            if text[s:e] in probabilities:
                v = best(s)[0] + math.log(probabilities[text[s:e]])
                if v > top[0]: top = (v, s)
        return top
    if best(len(text))[0] == -math.inf: return [], -math.inf
    o, e = [], len(text)
    while e: o.append(text[best(e)[1]:e]); e = best(e)[1]
    return o[::-1], best(len(text))[0]

# %% mutant="report-card" why="글마다 구해 평균한다" says="글마다 구해 평균하지" key=True
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    rates = [row.count(unk) / len(row) for row in tokenized if row]
    return {"unk_rate": sum(rates) / len(rates) if rates else 0.0, "tokens_per_character": len(pieces) / letters if letters else 0.0,
            "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0}

# %% mutant="report-card" why="빈칸도 글자로 센다" says="빈칸도 글자로"
# - letters = sum(len("".join(text.split())) for text in texts)
# + letters = sum(map(len, texts))

# %% mutant="report-card" why="보통 빈칸만 빼고 탭은 센다" says="탭은 글자로"
# - letters = sum(len("".join(text.split())) for text in texts)
# + letters = sum(len(text.replace(" ", "")) for text in texts)

# %% mutant="report-card" why="쓰인 조각을 사전과 견주지 않는다" says="조각을 사전과 견주세요"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    return {"unk_rate": pieces.count(unk) / len(pieces) if pieces else 0.0, "tokens_per_character": len(pieces) / letters if letters else 0.0,
            "used_share": len(set(pieces)) / len(vocabulary) if vocabulary else 0.0}

# %% mutant="report-card" why="글자당 토큰을 뒤집는다" says="거꾸로 나누었습니다"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    return {"unk_rate": pieces.count(unk) / len(pieces) if pieces else 0.0, "tokens_per_character": letters / len(pieces) if pieces else 0.0,
            "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0}

# %% mutant="report-card" why="UNK 비율을 종류로 센다" says="종류로 나누었습니다"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    return {"unk_rate": (unk in pieces) / len(set(pieces)) if pieces else 0.0, "tokens_per_character": len(pieces) / letters if letters else 0.0,
            "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0}

# %% mutant="report-card" why="unk 인자를 무시한다" says="unk로 받은 문자열"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    return {"unk_rate": pieces.count("[UNK]") / len(pieces) if pieces else 0.0, "tokens_per_character": len(pieces) / letters if letters else 0.0,
            "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0}

# %% mutant="report-card" why="나눌 것이 없으면 오류가 난다" says="0으로 나누었습니다"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    return {"unk_rate": pieces.count(unk) / len(pieces), "tokens_per_character": len(pieces) / letters,
            "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary)}

# %% mutant="report-card" why="사전에서 UNK를 뺀다" says="사전에서 [UNK]를 뺐습니다"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    rest = set(vocabulary) - {unk}
    return {"unk_rate": pieces.count(unk) / len(pieces) if pieces else 0.0, "tokens_per_character": len(pieces) / letters if letters else 0.0,
            "used_share": len(set(pieces) & rest) / len(rest) if rest else 0.0}

# %% mutant="report-card" why="하나라도 비면 모두 0.0이다" says="뿐입니다"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    p = [x for r in tokenized for x in r]; n = sum(len("".join(t.split())) for t in texts)
    if not p or not n or not vocabulary: return {"unk_rate": 0.0, "tokens_per_character": 0.0, "used_share": 0.0}
    return {"unk_rate": p.count(unk) / len(p), "tokens_per_character": len(p) / n, "used_share": len(set(p) & set(vocabulary)) / len(vocabulary)}

# %% mutant="report-card" why="문장 부호를 글자로 세지 않는다" says="문장 부호도 글자"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    p = [x for r in tokenized for x in r]; n = sum(c.isalnum() for t in texts for c in t)
    return {"unk_rate": p.count(unk) / max(len(p), 1), "tokens_per_character": len(p) / n if n else 0.0, "used_share": len(set(p) & set(vocabulary)) / max(len(vocabulary), 1)}

# %% alternate="report-card" why="Counter와 NumPy 값으로"
def my_guess():
    return [1, 0]

def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    tally = Counter()
    for row in tokenized:
        tally.update(row)
    total = sum(tally.values())
    size = sum(1 for text in texts for c in text if not c.isspace())
    used = [piece for piece in vocabulary if tally[piece]]
    return dict(unk_rate=np.float64(tally[unk]) / max(total, 1), tokens_per_character=np.float32(total / size if size else 0),
                used_share=len(used) / max(len(vocabulary), 1))

# %% alternate="report-card" why="반복문으로"
def my_guess():
    return [1, 0]

def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    n, unknown, letters, seen = 0, 0, 0, set()
    for text, row in zip(texts, tokenized):
        letters += sum(map(len, text.split()))
        for piece in row:
            n += 1
            unknown += piece == unk
            seen.add(piece)
    ratio = lambda top, bottom: top / bottom if bottom else 0.0
    return {"unk_rate": ratio(unknown, n), "tokens_per_character": ratio(n, letters),
            "used_share": ratio(sum(piece in seen for piece in vocabulary), len(vocabulary))}

# %% alternate="report-card" why="Counter로"
def my_guess():
    return [1, 0]

def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    c = Counter(); [c.update(r) for r in tokenized]; n = len("".join("".join(texts).split()))
    d = lambda a, b: np.float64(a) / b if b else 0
    return dict(used_share=d(sum(v in c for v in vocabulary), len(vocabulary)), unk_rate=d(c[unk], c.total()), tokens_per_character=d(c.total(), n), other=1)

# %% mutant="report-card" why="받은 사전에서 UNK를 지운다" says="받은 것을 고치지"
# - pieces = [piece for row in tokenized for piece in row]
# + pieces = [piece for row in tokenized for piece in row]
# + share = len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0
# + vocabulary.discard("[UNK]")
# - "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0,
# + "used_share": share,

# %% mutant="report-card" why="받은 조각의 리스트를 정렬한다" says="받은 것을 고치지"
# - pieces = [piece for row in tokenized for piece in row]
# + tokenized[0].sort()
# + pieces = [piece for row in tokenized for piece in row]

# %% mutant="report-card" why="받은 글에서 빈칸을 지운다" says="받은 것을 고치지"
# - letters = sum(len("".join(text.split())) for text in texts)
# + for number, text in enumerate(texts):
# +     texts[number] = "".join(text.split())
# + letters = sum(map(len, texts))

# %% mutant="report-card" why="예측을 백분율로 적는다" says="75%라면 0.75"
# - return 0.5, 0.1
# + return 50, 10

# %% mutant="viterbi" why="적어 두지 않고 되부른다" says="모든 나눔을 적어"
def viterbi(text, probabilities):
    def best(end):
        if end == 0:
            return [], 0.0
        top = [], -math.inf
        for start in range(end):
            if text[start:end] in probabilities:
                pieces, score = best(start)
                score += math.log(probabilities[text[start:end]])
                if score > top[1]:
                    top = pieces + [text[start:end]], score
        return top
    return best(len(text))

# %% mutant="wordpiece" why="고장 난 함수를 그대로 낸다" says="가장 긴 조각을 떼어야"
def wordpiece(word, vocabulary, unk="[UNK]"):
    return broken_wordpiece(word, vocabulary, unk)

# %% mutant="count-pairs" why="입력에서 꺼내 쓴다" says="받은 것을 고치지"
# - return counts
# + corpus.clear()
# + return counts

# %% mutant="encode-bpe" why="목록에서 꺼내 쓴다" says="받은 것을 고치지"
def encode_bpe(word, merges):
    pieces = list(word)
    while merges:
        pieces = merge_pair(pieces, merges.pop(0))
    return pieces

# %% mutant="count-pairs" why="이어 붙인 글이 같으면 한 단어로 모은다" says="글로 모으지 마세요"
def count_pairs(corpus):
    times_of, pieces_of, counts = Counter(), {}, Counter()
    for pieces, times in corpus:
        times_of["".join(pieces)] += times
        pieces_of["".join(pieces)] = pieces
    for word, pieces in pieces_of.items():
        for pair in zip(pieces, pieces[1:]):
            counts[pair] += times_of[word]
    return counts

# %% mutant="count-pairs" why="나오지 않은 쌍도 0으로 적는다" says="나오지 않은 쌍은 넣지 않습니다"
# - counts = Counter()
# + kinds = {piece for pieces, _ in corpus for piece in pieces}
# + counts = {(left, right): 0 for left in kinds for right in kinds}

# %% mutant="count-pairs" why="떨어진 조각도 짝짓는다" says="떨어진 조각을 짝짓지도"
# - for pair in zip(pieces, pieces[1:]):
# + for pair in [(left, right) for i, left in enumerate(pieces) for right in pieces[i + 1:]]:

# %% mutant="merge-pair" why="빈 리스트에서 마지막 조각을 꺼낸다" says="없는 자리를 찾았습니다"
# - merged = []
# + last, merged = pieces[-1], []

# %% mutant="train-bpe" why="한 번 더 배운다" says="더 되풀이하지"
# - for _ in range(n_merges):
# + for _ in range(n_merges + 1):

# %% mutant="train-bpe" why="한 조각이 된 단어가 있으면 멈춘다" says="한 조각인 단어가 있다고"
# - if not counts:
# + if not counts or min(map(len, words.values())) == 1:

# %% mutant="encode-bpe" why="쌍이 없을 때 오류가 난다" says="그때는 멈추세요"
# - known = [pair for pair in zip(pieces, pieces[1:]) if pair in rank]
# - if not known:
# -     return pieces
# - best = min(known, key=rank.get)
# + best = min(zip(pieces, pieces[1:]), key=lambda pair: rank.get(pair, len(rank)))
# + if best not in rank:
# +     return pieces

# %% mutant="wordpiece" why="자를 수 없으면 문자열을 돌려준다" says="조각이 하나여도 리스트"
# - return [unk]
# + return unk

# %% mutant="viterbi" why="닿지 못한 자리의 점수를 0으로 둔다" says="0이 아니라 -math.inf"
# - best = [0.0] + [-math.inf] * len(text)
# + best = [0.0] * (len(text) + 1)

# %% mutant="viterbi" why="밑이 10인 로그" says="상용로그(log10)"
# - return pieces[::-1], best[-1]
# + return pieces[::-1], best[-1] / math.log(10)

# %% mutant="report-card" why="쓰인 조각에서 UNK를 뺀다" says="쓰인 조각에서 [UNK]를 뺐습니다"
# - "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0,
# + "used_share": len(set(pieces) & set(vocabulary) - {unk}) / len(vocabulary) if vocabulary else 0.0,

# %% mutant="report-card" why="조각의 글자를 센다" says="조각의 글자를 세었습니다"
# - letters = sum(len("".join(text.split())) for text in texts)
# + letters = len("".join(pieces))

# %% mutant="report-card" why="받은 사전에 unk를 넣는다" says="받은 것을 고치지"
# - pieces = [piece for row in tokenized for piece in row]
# + pieces = [piece for row in tokenized for piece in row]
# + vocabulary.add(unk)

# %% mutant="train-bpe" why="n_merges를 사전의 크기로 안다" says="사전의 크기가 아니라"
# - merges = []
# - for _ in range(n_merges):
# + merges, n_letters = [], len(set("".join(word_counts)))
# + for _ in range(max(0, n_merges - n_letters)):

# %% mutant="viterbi" why="나눌 수 없는 글에서 되짚다가 멈춘다" says="나눌 수 없는 글"
# - start_of = [0] * (len(text) + 1)
# + start_of = [None] * (len(text) + 1)

# - if best[-1] == -math.inf:
# -     return [], -math.inf
# - pieces, end = [], len(text)
# + pieces, end = [], len(text)

# %% mutant="merge-pair" why="묶을 것이 없으면 받은 리스트를 그대로 돌려준다" says="그대로 돌려주었습니다"
# - merged = []
# + if tuple(pair) not in zip(pieces, pieces[1:]):
# +     return pieces
# + merged = []

# %% mutant="encode-bpe" why="빈칸을 끼운 문자열에서 바꾸어, 묶은 조각의 속과도 짝을 짓는다" says="속에 든"
def encode_bpe(word, merges):
    text = " ".join(word)
    for left, right in merges:
        text = text.replace(left + " " + right, left + right)
    return text.split()

# %% mutant="wordpiece" why="BERT처럼 100글자가 넘는 단어를 포기한다" says="단어의 길이에는 정해진 한계가"
# - pieces = []
# + if len(word) > 100:
# +     return [unk]
# + pieces = []

# %% mutant="train-bpe" why="n_merges가 0이어도 하나를 배운다" says="n_merges가 0이면"
# - for _ in range(n_merges):
# + for _ in range(max(n_merges, 1)):

# %% mutant="viterbi" why="빈 글도 나눌 수 없는 글로 본다" says="빈 글은 나눌 수 없는 글이 아닙니다"
# - longest = max(map(len, probabilities), default=0)
# + if not text:
# +     return [], -math.inf
# + longest = max(map(len, probabilities), default=0)

# %% mutant="report-card" why="하나라도 비면 세 값을 모두 0으로 한다" says="0.0인 것은 used_share뿐"
# - pieces = [piece for row in tokenized for piece in row]
# + pieces = [piece for row in tokenized for piece in row]
# + if not (pieces and vocabulary):
# +     return {"unk_rate": 0.0, "tokens_per_character": 0.0, "used_share": 0.0}

# %% mutant="encode-bpe" why="짧은 조각이 되는 병합부터" says="짧은 것부터가 아닙니다"
# - rank = {tuple(pair): place for place, pair in enumerate(merges)}
# + rank = {pair: order for order, pair in enumerate(sorted(merges, key=lambda pair: len(pair[0] + pair[1])))}

# %% mutant="count-pairs" why="단어와 횟수가 같은 항목을 집합이 하나로 만든다" says="집합에 모으면"
# - for pieces, times in corpus:
# + for pieces, times in {(tuple(pieces), times) for pieces, times in corpus}:

# %% mutant="count-pairs" why="index가 늘 처음 자리를 찾는다" says="index는 처음 자리만"
# - for pair in zip(pieces, pieces[1:]):
# + for pair in [(piece, pieces[pieces.index(piece) + 1]) for piece in pieces[:-1]]:

# %% mutant="count-pairs" why="세는 dict가 기본 인수라 앞에서 부른 결과가 남는다" says="부를 때마다 새로"
def count_pairs(corpus, counts={}):
    for pieces, times in corpus:
        for pair in zip(pieces, pieces[1:]):
            counts[pair] = counts.get(pair, 0) + times
    return counts

# %% mutant="merge-pair" why="묶지 못하는 왼쪽 조각에서 멈춘다" says="멈추지 말고"
def merge_pair(pieces, pair):
    merged, rest = [], list(pieces)
    while pair[0] in rest and rest[rest.index(pair[0]):][1:2] == [pair[1]]:
        place = rest.index(pair[0])
        merged += rest[:place] + ["".join(pair)]
        rest = rest[place + 2:]
    return merged + rest

# %% mutant="merge-pair" why="묶지 못한 왼쪽 조각 다음도 건너뛴다" says="한 칸만 나아갑니다"
# - else:
# + elif place + 1 < len(pieces) and pieces[place] == pair[0]:
# +     merged += pieces[place:place + 2]
# +     place += 2
# + else:

# %% mutant="merge-pair" why="쌍을 정규식으로 찾는다" says="글자 그대로"
def merge_pair(pieces, pair):
    import re
    return re.sub(r"(?<!\S)" + " ".join(pair) + r"(?!\S)", "".join(pair), " ".join(pieces)).split()

# %% mutant="merge-pair" why="빈칸으로 이었다가 다시 나눈다" says="빈칸도 조각"
# - return merged
# + return " ".join(merged).split()

# %% mutant="train-bpe" why="동점이면 짧은 글이 되는 쌍" says="조각의 길이는 보지"
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + best = min(counts, key=lambda pair: (-counts[pair], len(pair[0] + pair[1]), pair))

# %% mutant="train-bpe" why="한 단어에서 첫 자리만 병합한다" says="첫 자리만"
# - size = 2 if tuple(pieces[:2]) == best else 1
# + size = 2 if tuple(pieces[:2]) == best and "".join(best) not in merged else 1

# %% mutant="train-bpe" why="병합하지 못한 왼쪽 조각 다음도 건너뛴다" says="두 칸을 건너뛰지"
# - merged.append("".join(pieces[:size]))
# + if size == 1 and pieces[0] == best[0]:
# +     merged.append(pieces[0])
# +     pieces = pieces[1:]
# + merged += ["".join(pieces[:size])] * bool(pieces)

# %% mutant="train-bpe" why="단어가 없으면 max가 멈춘다" says="단어가 하나도 없으면"
# - merges = []
# + merges, longest = [], max(map(len, word_counts))

# %% mutant="encode-bpe" why="번호 0을 없는 것으로 여긴다" says="번호 0은 거짓이지만"
# - known = [pair for pair in zip(pieces, pieces[1:]) if pair in rank]
# + known = [pair for pair in zip(pieces, pieces[1:]) if rank.get(pair)]

# %% mutant="encode-bpe" why="이어 붙인 글로 찾는다" says="이어 붙인 글이 아니라"
# - rank = {tuple(pair): place for place, pair in enumerate(merges)}
# + texts = {left + right: order for order, (left, right) in reversed(list(enumerate(merges)))}
# + rank = {(word[a:b], word[b:c]): texts[word[a:c]] for c in range(len(word) + 1) for b in range(c) for a in range(b) if word[a:c] in texts}

# %% mutant="encode-bpe" why="병합한 자리의 뒤만 본다" says="앞쪽도 다시"
def encode_bpe(word, merges):
    rank, pieces, start = {pair: order for order, pair in enumerate(merges)}, list(word), 0
    while found := [(rank[pair], at) for at, pair in enumerate(zip(pieces, pieces[1:])) if pair in rank and at >= start]:
        _, start = min(found)
        pieces[start:start + 2] = ["".join(pieces[start:start + 2])]
        start = max(start - 1, 0)
    return pieces

# %% mutant="wordpiece" why="## 조각이 없으면 ## 없는 조각을 쓴다" says="## 없는 조각을 쓰지"
# - for end in range(len(word), start, -1):
# -     piece = ("##" if start else "") + word[start:end]
# + for end, sign in [(end, sign) for sign in (["##", ""] if start else [""]) for end in range(len(word), start, -1)]:
# +     piece = sign + word[start:end]

# %% mutant="wordpiece" why="빈 사전에서 max가 멈춘다" says="사전이 비었으면"
# - pieces = []
# + pieces, longest = [], max(map(len, vocabulary))

# %% mutant="viterbi" why="닿지 못한 자리에서 그만둔다" says="자리에서 멈추지 말고"
# - for end in range(1, len(text) + 1):
# + for end in range(1, len(text) + 1):
# +     if best[end - 1] == -math.inf:
# +         break

# %% mutant="viterbi" why="빈 사전에서 max가 멈춘다" says="사전이 비었으면"
# - longest = max(map(len, probabilities), default=0)
# + longest = max(map(len, probabilities))

# %% mutant="count-pairs" why="이어 붙인 글을 키로 쓴다" says="튜플 (왼쪽 조각"
# - counts[pair] += times
# + counts["".join(pair)] += times

# %% mutant="merge-pair" why="리스트와 튜플을 견준다" says="리스트와 튜플은"
# - if place + 1 < len(pieces) and (pieces[place], pieces[place + 1]) == tuple(pair):
# + if pieces[place:place + 2] == tuple(pair):

# %% mutant="train-bpe" why="배운 것을 정렬한다" says="정렬하지 마세요"
# - return merges
# + return sorted(merges)

# %% mutant="train-bpe" why="동점이면 왼쪽만 견준다" says="왼쪽만 견주지"
# - best = min(counts, key=lambda pair: (-counts[pair], pair))
# + best = min(counts, key=lambda pair: (-counts[pair], pair[0]))

# %% mutant="train-bpe" why="단어마다 덮어쓴다" says="덮어쓰지 않았나요"
# - counts[pair] += word_counts[word]
# + counts[pair] = word_counts[word]

# %% mutant="viterbi" why="로그 확률의 부호를 바꾼다" says="부호가 반대입니다"
# - return pieces[::-1], best[-1]
# + return pieces[::-1], -best[-1]

# %% mutant="report-card" why="한 자리로 반올림한다" says="반올림한 값입니다"
# - "tokens_per_character": len(pieces) / letters if letters else 0.0,
# + "tokens_per_character": round(len(pieces) / letters, 1) if letters else 0.0,

# %% mutant="count-pairs" why="단어를 횟수만큼 이어 붙인다" says="이음매에 없던 쌍"
# - for pair in zip(pieces, pieces[1:]):
# -     counts[pair] += times
# + for pair in zip(pieces * times, (pieces * times)[1:]):
# +     counts[pair] += 1

# %% mutant="merge-pair" why="결과의 끝이 마지막 조각과 같으면 넣지 않는다" says="무엇으로 끝나든"
# - merged.append(pieces[place])
# + if place + 1 < len(pieces) or not "".join(merged).endswith(pieces[place]):
# +     merged.append(pieces[place])

# %% mutant="train-bpe" why="소문자로 바꾼다" says="소문자로 바꾸거나"
# - words = {word: list(word) for word in word_counts}
# + words = {word: list(word.lower()) for word in word_counts}

# %% mutant="train-bpe" why="바꿀 글을 정규식이 읽는다" says="바꿀 글에 함수"
def train_bpe(word_counts, n_merges):
    import re
    words, merges = {word: " ".join(word) for word in word_counts}, []
    for _ in range(n_merges):
        counts = count_pairs([(text.split(), word_counts[word]) for word, text in words.items()])
        if not counts:
            break
        merges.append(min(counts, key=lambda pair: (-counts[pair], pair)))
        found = r"(?<!\S)" + re.escape(" ".join(merges[-1])) + r"(?!\S)"
        words = {word: re.sub(found, "".join(merges[-1]), text) for word, text in words.items()}
    return merges

# %% mutant="encode-bpe" why="NFC로 정규화한다" says="유니코드 정규화"
# - pieces = list(word)
# + import unicodedata
# + pieces = list(unicodedata.normalize("NFC", word))

# %% mutant="encode-bpe" why="병합을 정규식으로 찾는다" says="re.escape"
def encode_bpe(word, merges):
    import re
    text = " ".join(word)
    for pair in merges:
        text = re.sub(r"(?<!\S)" + " ".join(pair) + r"(?!\S)", "".join(pair), text)
    return text.split()

# %% mutant="wordpiece" why="가장 긴 길이를 처음 조각에서만 잰다" says="한쪽에서만"
# - for end in range(len(word), start, -1):
# + longest = max((len(piece) for piece in vocabulary if piece[:2] != "##"), default=0)
# + for end in range(min(len(word), start + longest), start, -1):

# %% mutant="wordpiece" why="NFC로 정규화한다" says="유니코드 정규화"
# - pieces = []
# + import unicodedata
# + word, pieces = unicodedata.normalize("NFC", word), []

# %% mutant="viterbi" why="SentencePiece처럼 16글자까지만 본다" says="몇 글자까지만"
# - longest = max(map(len, probabilities), default=0)
# + longest = min(max(map(len, probabilities), default=0), 16)

# %% mutant="report-card" why="unk의 일부인 조각도 센다" says="문자열의 in은"
# - "unk_rate": pieces.count(unk) / len(pieces) if pieces else 0.0,
# + "unk_rate": sum(piece in unk for piece in pieces) / len(pieces) if pieces else 0.0,

# %% mutant="report-card" why="사전에 없는 조각도 UNK로 센다" says="unk와 다르면"
# - "unk_rate": pieces.count(unk) / len(pieces) if pieces else 0.0,
# + "unk_rate": sum(p == unk or p not in vocabulary for p in pieces) / len(pieces) if pieces else 0.0,

# %% mutant="viterbi" why="로그 확률을 먼저 돌려준다" says="이 순서로"
# - return pieces[::-1], best[-1]
# + return best[-1], pieces[::-1]

# %% mutant="viterbi" why="확률을 돌려준다" says="로그를 취하세요"
# - return pieces[::-1], best[-1]
# + return pieces[::-1], math.exp(best[-1])
