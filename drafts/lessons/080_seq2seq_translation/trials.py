# %% mutant="shift" why="밀지 않고 답에도 START를 둔다" says="한 칸 밀었나요" key=True
# - both = [START, *ids][:T], [*ids, END][:T]
# + both = [START, *ids][:T], [START, *ids][:T]

# %% mutant="shift" why="읽는 것에 START가 없다" says="한 칸 밀었나요"
# - both = [START, *ids][:T], [*ids, END][:T]
# + both = [*ids, END][:T], [*ids, END][:T]

# %% mutant="shift" why="패딩을 앞에 채운다" says="뒤를 PAD로"
# - read[row, :len(both[0])] = both[0]
# - answer[row, :len(both[1])] = both[1]
# + read[row, T - len(both[0]):] = both[0]
# + answer[row, T - len(both[1]):] = both[1]

# %% mutant="shift" why="END를 맨 끝에 둔다" says="PAD는 그 뒤에"
# - answer[row, :len(both[1])] = both[1]
# + answer[row, :len(ids[:T])] = ids[:T]
# + answer[row, -1] = END

# %% mutant="shift" why="잘린 문장에도 END를 붙인다" says="아직 끝나지 않은"
# - both = [START, *ids][:T], [*ids, END][:T]
# + both = [START, *ids][:T], [*ids[:T - 1], END]

# %% mutant="shift" why="언제나 longest로 채운다" says="맞는 값은"
# - T = min(longest, 1 + max(map(len, sequences)))
# + T = longest

# %% mutant="shift" why="받은 리스트에 붙인다" says="받은 번호가 바뀌었습니다"
# - both = [START, *ids][:T], [*ids, END][:T]
# + ids.append(END)
# + both = [START, *ids[:-1]][:T], ids[:T]

# %% alternate="shift" why="리스트로"
def shift(sequences, longest):
    read = [([START] + list(ids))[:longest] for ids in sequences]
    answer = [(list(ids) + [END])[:longest] for ids in sequences]
    T = max(len(line) for line in read)
    return [line + [PAD] * (T - len(line)) for line in read], [line + [PAD] * (T - len(line)) for line in answer]

# %% alternate="shift" why="모두 채운 뒤 자르기"
def shift(sequences, longest):
    T = 1 + max(len(ids) for ids in sequences)
    whole = np.zeros((len(sequences), T + 1), int)
    whole[:, 0] = START
    for row, ids in enumerate(sequences):
        whole[row, 1:len(ids) + 1] = ids
        whole[row, len(ids) + 1] = END
    read = np.where(whole[:, :-1] == END, PAD, whole[:, :-1])
    return read[:, :longest], whole[:, 1:][:, :longest]

# %% mutant="scores" why="패딩까지 손실에 넣는다" says="패딩을 손실에 넣었습니다"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-np.log(chance).mean()),

# %% mutant="scores" why="문장마다 평균한 것을 평균한다" says="토큰마다 평균합니다" key=True
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(np.mean([-np.log(c[r]).mean() for c, r in zip(chance, real)])),

# %% mutant="scores" why="마스크를 곱하고 자리의 수로 나눈다" says="자리의 수로 나누었습니다"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float((-np.log(chance) * real).mean()),

# %% mutant="scores" why="합을 낸다" says="합이 아니라 평균"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-np.log(chance[real]).sum()),

# %% mutant="scores" why="마이너스를 빠뜨린다" says="마이너스를"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(np.log(chance[real]).mean()),

# %% mutant="scores" why="정확도에 패딩을 센다" says="accuracy에 패딩을"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float(right.mean()),

# %% mutant="scores" why="패딩 자리도 맞아야 꼭 맞은 문장이다" says="패딩은 보지 않습니다"
# - "exact": float((right | ~real).all(axis=1).mean()),
# + "exact": float(right.all(axis=1).mean()),

# %% mutant="scores" why="패딩을 틀린 것으로 친다" says="하나를 모두 맞혔습니다"
# - "exact": float((right | ~real).all(axis=1).mean()),
# + "exact": float((right & real).all(axis=1).mean()),

# %% mutant="scores" why="패딩만 보지 않고 하나라도 맞으면 센다" says="하나를 모두 맞혔습니다"
# - "exact": float((right | ~real).all(axis=1).mean()),
# + "exact": float((right & real).any(axis=1).mean()),

# %% alternate="scores" why="반복문으로"
def scores(P, answer):
    losses, hits, whole = [], [], []
    for p, line in zip(P, answer):
        mine = []
        for q, a in zip(p, line):
            if a != PAD:
                losses.append(-math.log(q[a]))
                mine.append(int(np.argmax(q)) == a)
        hits += mine
        whole.append(all(mine))
    return dict(loss=sum(losses) / len(losses), accuracy=sum(hits) / len(hits), exact=sum(whole) / len(whole))

# %% alternate="scores" why="마스크를 곱해서"
def scores(P, answer):
    real = (answer != PAD).astype(float)
    b, t = np.indices(answer.shape)
    loss = -(np.log(np.where(real > 0, P[b, t, answer], 1)) * real).sum() / real.sum()
    right = (np.argmax(P, -1) == answer) * real
    return {"loss": loss, "accuracy": right.sum() / real.sum(),
            "exact": (right.sum(1) == real.sum(1)).mean()}

# %% mutant="padding-length" why="가장 긴 문장의 패딩만 본다" says="가장 긴 문장만 보지" key=True
# - real, T = sum(lengths), max(lengths)
# + real, T = len(lengths) * max(lengths), max(lengths)

# %% mutant="padding-length" why="넘어야 한다고 본다" says="이상입니다"
def length_for(lengths, accuracy, wanted):
    real, T = sum(lengths), max(lengths)
    while accuracy * real + len(lengths) * T - real <= wanted * len(lengths) * T + 1e-9:
        T += 1
    return T

# %% mutant="padding-length" why="맞힌 토큰을 세지 않는다" says="이상입니다"
def length_for(lengths, accuracy, wanted):
    real, T = sum(lengths), max(lengths)
    while len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
        T += 1
    return T

# %% mutant="padding-length" why="가장 짧은 문장에서 시작한다" says="짧게 채울 수는"
# - real, T = sum(lengths), max(lengths)
# + real, T = sum(lengths), min(lengths)

# %% mutant="padding-length" why="하나 더 큰 값을 준다" says="이상입니다"
# - return T
# + return T + 1

# %% mutant="padding-length" why="눈대중을 글로 적는다" says="양의 정수"
# - return 50
# + return "50쯤"

# %% alternate="padding-length" why="식을 풀어서"
def my_guess():
    return 20

def length_for(lengths, accuracy, wanted):
    T = sum(lengths) * (1 - accuracy) / (1 - wanted) / len(lengths)
    return max(max(lengths), math.ceil(T - 1e-9))

# %% alternate="padding-length" why="차례로 재 보기"
def my_guess():
    return 100

def length_for(lengths, accuracy, wanted):
    n = np.array(lengths)
    T = int(n.max())
    while (accuracy * n + (T - n)).sum() / (T * len(n)) + 1e-12 < wanted:
        T += 1
    return T

# %% mutant="greedy" why="끝난 문장도 계속 쓴다" says="먼저 끝난 문장은" key=True
# - for row in np.flatnonzero(alive):
# + for row in np.flatnonzero(tokens != END):

# %% mutant="greedy" why="END도 넣는다" says="END는 넣지 않습니다"
# - alive = alive & (tokens != END)
# - for row in np.flatnonzero(alive):
# -     written[row].append(int(tokens[row]))
# + for row in np.flatnonzero(alive):
# +     written[row].append(int(tokens[row]))
# + alive = alive & (tokens != END)

# %% mutant="greedy" why="하나만 끝나도 멈춘다" says="다른 문장은 계속"
# - if not alive.any():
# + if not alive.all():

# %% mutant="greedy" why="상태를 넘기지 않는다" says="다음 걸음에 넘겼나요"
# - found, state = step(tokens, state)
# + found, _ = step(tokens, state)

# %% mutant="greedy" why="쓴 것을 다시 읽히지 않는다" says="쓴 토큰을 다시"
# - found, state = step(tokens, state)
# + found, state = step(np.full(n, START), state)

# %% mutant="greedy" why="모두 끝나도 끝까지 부른다" says="step을 더 불렀습니다"
# - if not alive.any():
# -     break
# + pass

# %% mutant="greedy" why="끝난 문장에 쓴 것을 읽힌다" says="끝난 문장"
# - tokens = np.where(alive, np.asarray(found).argmax(axis=-1), PAD)
# + tokens = np.asarray(found).argmax(axis=-1)

# %% mutant="greedy" why="PAD에서 시작한다" says="처음에는 START를"
# - tokens, alive = np.full(n, START), np.ones(n, bool)
# + tokens, alive = np.full(n, PAD), np.ones(n, bool)

# %% mutant="greedy" why="한 걸음을 더 걷는다" says="longest걸음에서"
# - for _ in range(longest):
# + for _ in range(longest + 1):

# %% alternate="greedy" why="파이썬의 리스트로"
def greedy(step, state, n, longest):
    tokens, written, done = np.array([START] * n), [[] for _ in range(n)], set()
    while longest and len(done) < n:
        longest -= 1
        found, state = step(tokens, state)
        tokens = [int(np.argmax(line)) for line in found]
        for row in range(n):
            if row in done:
                tokens[row] = PAD
            elif tokens[row] == END:
                done.add(row)
            else:
                written[row].append(tokens[row])
        tokens = np.array(tokens)
    return written

# %% alternate="greedy" why="배열에 쓴 뒤 자르기"
def greedy(step, state, n, longest):
    written = np.full((n, longest), PAD)
    tokens = np.full(n, START)
    ended = np.zeros(n, dtype=bool)
    for at in range(longest):
        found, state = step(tokens, state)
        tokens = np.where(ended, PAD, np.argmax(found, axis=1))
        written[:, at] = tokens
        ended |= tokens == END
        if ended.all():
            break
    return [[i for i in line if i not in (PAD, END)] for line in written.tolist()]

# %% mutant="beam" why="길이로 나누지 않는다" says="길이로 나눈 점수로" key=True
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0]

# %% mutant="beam" why="끝난 글을 버린다" says="빈 글이 이깁니다"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown[sum(one[1][-1:] == [END] for one in beams):], key=lambda one: (-score(one), one[1]))[:width]

# %% mutant="beam" why="끝난 글도 늘린다" says="END가 있습니다"
# - grown = [one for one in beams if one[1][-1:] == [END]]
# - if len(grown) == len(beams):
# -     break
# + grown = []

# - if ids[-1:] != [END]:
# + if True:

# %% mutant="beam" why="END를 빼지 않는다" says="END를 빼지"
# - return best[:-1] if best[-1:] == [END] else best
# + return best

# %% mutant="beam" why="하나만 남긴다" says="width개를 남겼나요"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:1]

# %% mutant="beam" why="처음 END에서 끝낸다" says="먼저 끝나도"
# - if len(grown) == len(beams):
# + if grown and beams[0][1][-1:] == [END]:

# %% mutant="beam" why="동점에서 먼저 나온 것을 고른다" says="번호가 작은 글이"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: -score(one))[:width]

# %% mutant="beam" why="END를 길이에 세지 않는다" says="END까지 셌나요"
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0] / ((5 + len(one[1]) - (one[1][-1:] == [END])) / 6) ** alpha

# %% mutant="beam" why="확률을 곱하지 않고 마지막 것만 본다" says="0.36으로 이깁니다"
# - grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
# + grown += [(p, [*ids, token], after) for token, p in chances.items()]

# %% alternate="beam" why="끝난 글과 열린 글을 나누지 않고"
def beam(step, state, width, alpha, longest):
    key = lambda one: (-one[0] / ((5 + len(one[1])) / 6) ** alpha, one[1])
    beams = [(0.0, (), state)]
    while longest > 0 and any(ids[-1:] != (END,) for _, ids, _ in beams):
        longest -= 1
        further = []
        for total, ids, before in beams:
            if ids and ids[-1] == END:
                further.append((total, ids, before))
                continue
            after, chances = step(before, (START, *ids)[-1])
            further.extend((total + p, ids + (token,), after) for token, p in chances.items())
        beams = sorted(further, key=key)[:width]
    return [token for token in beams[0][1] if token != END]

# %% alternate="beam" why="힙으로"
def beam(step, state, width, alpha, longest):
    import heapq
    import itertools

    count = itertools.count()
    rank = lambda total, ids: (-total / (((5 + len(ids)) / 6) ** alpha), ids)
    heap = [(rank(0.0, []), next(count), 0.0, state)]
    for _ in range(longest):
        new, open_ = [], False
        for (bad, ids), _, total, before in heap:
            if ids[-1:] == [END]:
                new.append(((bad, ids), next(count), total, before))
            else:
                open_ = True
                after, chances = step(before, ids[-1] if ids else START)
                for token, p in chances.items():
                    new.append((rank(total + p, ids + [token]), next(count), total + p, after))
        if not open_:
            break
        heap = heapq.nsmallest(width, new)
    ids = heap[0][0][1]
    return ids[:ids.index(END)] if END in ids else ids

# %% mutant="bleu" why="참조에 나온 횟수에서 자르지 않는다" says="참조에 나온 횟수까지만" key=True
# - right[n - 1] += sum((grams[0] & allowed).values())
# + right[n - 1] += sum(times for gram, times in grams[0].items() if gram in allowed)

# %% mutant="bleu" why="참조들의 횟수를 더한다" says="더하지 않고 가장 큰 것을"
# - allowed |= one
# + allowed += one

# %% mutant="bleu" why="첫 참조만 본다" says="어느 참조에 있어도"
# - for one in grams[1:]:
# + for one in grams[1:2]:

# %% mutant="bleu" why="짧은 벌을 빠뜨린다" says="짧으면 벌을"
# - brevity = min(1.0, math.exp(1 - r / c))
# + brevity = 1.0

# %% mutant="bleu" why="길면 상을 준다" says="상을 주지는"
# - brevity = min(1.0, math.exp(1 - r / c))
# + brevity = math.exp(1 - r / c)

# %% mutant="bleu" why="가장 긴 참조의 길이를 쓴다" says="가장 가까운 것입니다"
# - r += min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
# + r += max(map(len, refs))

# %% mutant="bleu" why="똑같이 가까우면 긴 참조를 쓴다" says="짧은 참조입니다"
# - r += min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
# + r += min(map(len, refs), key=lambda n: (abs(n - len(words)), -n))

# %% mutant="bleu" why="산술 평균을 낸다" says="산술 평균이 아닙니다"
# - return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)
# + return 100 * brevity * float(np.mean(np.divide(right, total)))

# %% mutant="bleu" why="가장 큰 차수만 쓴다" says="기하 평균합니다"
# - return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)
# + return 100 * brevity * float(right[-1] / total[-1])

# %% mutant="bleu" why="문장마다 내어 평균한다" says="더한 다음 나눕니다"
def bleu(translations, references, most=4):
    each = []
    for words, refs in zip(translations, references):
        logs = 0.0
        for n in range(1, most + 1):
            grams = [Counter(zip(*(one[i:] for i in range(n)))) for one in (words, *refs)]
            allowed = Counter()
            for one in grams[1:]:
                allowed |= one
            hit = sum((grams[0] & allowed).values())
            if not hit:
                logs = -math.inf
                break
            logs += math.log(hit / sum(grams[0].values())) / most
        near = min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
        each.append(100 * min(1.0, math.exp(1 - near / len(words))) * math.exp(logs))
    return sum(each) / len(each)

# %% alternate="bleu" why="글자열 n-gram과 사전으로"
def bleu(translations, references, most=4):
    logs = []
    c = sum(len(words) for words in translations)
    r = 0
    for words, refs in zip(translations, references):
        r += sorted((abs(len(ref) - len(words)), len(ref)) for ref in refs)[0][1]
    for n in range(1, most + 1):
        hit = every = 0
        for words, refs in zip(translations, references):
            def count(one):
                table = {}
                for i in range(len(one) - n + 1):
                    gram = " ".join(one[i:i + n])
                    table[gram] = table.get(gram, 0) + 1
                return table
            theirs = [count(ref) for ref in refs]
            for gram, times in count(words).items():
                every += times
                hit += min(times, max(table.get(gram, 0) for table in theirs))
        if hit == 0:
            return 0.0
        logs.append(math.log(hit) - math.log(every))
    return 100 * math.exp(sum(logs) / most + min(0, 1 - r / c))

# %% alternate="bleu" why="함수로 나누어"
def bleu(translations, references, most=4):
    grams = lambda one, n: Counter(tuple(one[i:i + n]) for i in range(len(one) + 1 - n))
    precision = 1.0
    for n in range(1, most + 1):
        right = total = 0
        for words, refs in zip(translations, references):
            ours = grams(words, n)
            for gram in ours:
                right += min(ours[gram], max(grams(ref, n)[gram] for ref in refs))
            total += ours.total()
        precision *= right / total if total else 0.0
    c = sum(map(len, translations))
    r = sum(min((len(ref) for ref in refs), key=lambda n, words=words: (abs(n - len(words)), n))
            for words, refs in zip(translations, references))
    return 100 * precision ** (1 / most) * (1 if c >= r else math.exp(1 - r / c))

# %% mutant="parameters" why="출력층에도 제 행렬을 준다" says="한 층은 한 번" key=True
# - if not tied:
# + if True:

# %% mutant="parameters" why="tied를 보지 않는다" says="제 행렬이 있습니다"
# - if not tied:
# + if False:

# %% mutant="parameters" why="joint를 보지 않는다" says="읽는 임베딩이 따로"
# - if not joint:
# + if False:

# %% mutant="parameters" why="GRU의 편향을 한 벌만 센다" says="두 벌"
# - gru = 3 * (E * U + U * U + 2 * U)
# + gru = 3 * (E * U + U * U + U)

# %% mutant="parameters" why="GRU를 하나만 센다" says="인코더와 디코더"
# - total = V_write * E + 2 * gru + (U + 1) * E + V_write
# + total = V_write * E + gru + (U + 1) * E + V_write

# %% mutant="parameters" why="출력층의 편향을 빠뜨린다" says="편향 V개"
# - total = V_write * E + 2 * gru + (U + 1) * E + V_write
# + total = V_write * E + 2 * gru + (U + 1) * E

# %% mutant="parameters" why="줄이는 층의 편향을 빠뜨린다" says="편향 E개"
# - total = V_write * E + 2 * gru + (U + 1) * E + V_write
# + total = V_write * E + 2 * gru + U * E + V_write

# %% mutant="parameters" why="출력층이 상태에서 바로 나온다" says="U에서가 아닙니다"
# - total += V_write * E
# + total += V_write * U

# %% mutant="parameters" why="읽는 임베딩을 쓰는 어휘로 센다" says="V_read줄"
# - total += V_read * E
# + total += V_write * E

# %% alternate="parameters" why="부품마다"
def parameters(V_read, V_write, E, U, joint, tied):
    embeddings = [V_write] if joint else [V_read, V_write]
    pieces = {
        "embedding": sum(embeddings) * E,
        "gru": 2 * 3 * U * (E + U + 2),
        "narrow": U * E + E,
        "output": V_write if tied else V_write * (E + 1),
    }
    return sum(pieces.values())

# %% alternate="parameters" why="한 줄로"
def parameters(V_read, V_write, E, U, joint, tied):
    return (E * (V_write * (2 - tied) + V_read * (not joint) + U + 1) + V_write
            + 6 * (E * U + U ** 2 + 2 * U))

# %% mutant="bootstrap" why="문장마다 비율을 내어 평균한다" says="더한 다음 나눕니다" key=True
# - right, total = counts.sum(axis=-2).T
# - return 100 * right / total
# + return 100 * (counts[..., 0] / counts[..., 1]).mean(axis=-1)

# %% mutant="bootstrap" why="나에서 가를 뺀다" says="부호가 반대"
# - return float(percent(first) - percent(second)), float(low), float(high)
# + return float(percent(second) - percent(first)), float(low), float(high)

# %% mutant="bootstrap" why="두 번역기에 다른 문장을 준다" says="같은 문장을 주세요"
# - gaps = percent(first[rows]) - percent(second[rows])
# + gaps = percent(first[rows]) - percent(second[rows[::-1]])

# %% mutant="bootstrap" why="%로 적지 않는다" says="%로 적으세요"
# - return 100 * right / total
# + return right / total

# %% mutant="bootstrap" why="90% 구간을 낸다" says="2.5%씩"
# - low, high = np.quantile(gaps, [0.025, 0.975])
# + low, high = np.quantile(gaps, [0.05, 0.95])

# %% mutant="bootstrap" why="한쪽만 다시 뽑는다" says="같은 문장을 주세요"
# - gaps = percent(first[rows]) - percent(second[rows])
# + gaps = percent(first[rows]) - percent(second)

# %% mutant="bootstrap" why="표준오차로 구간을 낸다" says="맞는 값은"
# - low, high = np.quantile(gaps, [0.025, 0.975])
# + low, high = gaps.mean() - 1.96 * gaps.std(), gaps.mean() + 1.96 * gaps.std()

# %% alternate="bootstrap" why="반복문으로"
def bootstrap(first, second, rows):
    def gap(row):
        a, b = first[row].sum(axis=0), second[row].sum(axis=0)
        return 100 * (a[0] / a[1] - b[0] / b[1])

    gaps = [gap(row) for row in rows]
    return gap(np.arange(len(first))), np.percentile(gaps, 2.5), np.percentile(gaps, 97.5)

# %% alternate="bootstrap" why="뽑은 횟수의 행렬로"
def bootstrap(first, second, rows):
    times = np.array([np.bincount(row, minlength=len(first)) for row in rows])
    a, b = times @ first, times @ second
    gaps = 100 * a[:, 0] / a[:, 1] - 100 * b[:, 0] / b[:, 1]
    whole = [100 * one[:, 0].sum() / one[:, 1].sum() for one in (first, second)]
    return (whole[0] - whole[1], *np.quantile(gaps, (0.025, 0.975)))
