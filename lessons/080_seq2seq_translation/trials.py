# %% mutant="shift" why="밀지 않고 답에도 START를 둔다" says="한 칸 밀지 않았습니다" key=True
# - both = [START, *ids][:T], [*ids, END][:T]
# + both = [START, *ids][:T], [START, *ids][:T]

# %% mutant="shift" why="읽는 것에 START가 없다" says="[START]로 시작하지 않습니다"
# - both = [START, *ids][:T], [*ids, END][:T]
# + both = [*ids, END][:T], [*ids, END][:T]

# %% mutant="shift" why="패딩을 앞에 채운다" says="앞을 PAD로 채웠습니다"
# - read[row, :len(both[0])] = both[0]
# - answer[row, :len(both[1])] = both[1]
# + read[row, T - len(both[0]):] = both[0]
# + answer[row, T - len(both[1]):] = both[1]

# %% mutant="shift" why="END를 맨 끝에 둔다" says="[END]를 줄의 끝에"
# - answer[row, :len(both[1])] = both[1]
# + answer[row, :len(ids[:T])] = ids[:T]
# + answer[row, -1] = END

# %% mutant="shift" why="잘린 문장에도 END를 붙인다" says="아직 끝나지 않은"
# - both = [START, *ids][:T], [*ids, END][:T]
# + both = [START, *ids][:T], [*ids[:T - 1], END]

# %% mutant="shift" why="언제나 longest로 채운다" says="longest가 아니라 가장 긴 것"
# - T = min(longest, 1 + max(map(len, sequences)))
# + T = longest

# %% mutant="shift" why="받은 리스트에 붙인다" says="받은 것을 고치지"
# - both = [START, *ids][:T], [*ids, END][:T]
# + ids.append(END)
# + both = [START, *ids[:-1]][:T], ids[:T]

# %% mutant="shift" why="번호만 자른 뒤 START와 END를 붙인다" says="붙인 뒤에 자릅니다"
# - T = min(longest, 1 + max(map(len, sequences)))
# + sequences = [ids[:longest] for ids in sequences]
# + T = 1 + max(map(len, sequences))

# %% mutant="shift" why="소수의 배열을 돌려준다" says="dtype=int"
# - read = np.full((len(sequences), T), PAD)
# - answer = np.full((len(sequences), T), PAD)
# + read = np.zeros((len(sequences), T))
# + answer = np.zeros((len(sequences), T))

# %% mutant="shift" why="줄을 긴 것부터 다시 세운다" says="줄의 차례는 받은 그대로"
# - T = min(longest, 1 + max(map(len, sequences)))
# + sequences = sorted(sequences, key=len, reverse=True)
# + T = min(longest, 1 + max(map(len, sequences)))

# %% mutant="shift" why="longest보다 긴 문장을 버린다" says="긴 문장도 버리지 않습니다"
# - T = min(longest, 1 + max(map(len, sequences)))
# + sequences = [ids for ids in sequences if len(ids) < longest]
# + T = min(longest, 1 + max(map(len, sequences)))

# %% mutant="shift" why="길이를 맞추지 않고 배열로 만든다" says="길이가 다른 줄들을"
def shift(sequences, longest):
    read = [[START, *ids][:longest] for ids in sequences]
    answer = [[*ids, END][:longest] for ids in sequences]
    return np.array(read), np.array(answer)

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

# %% mutant="scores" why="합을 낸다" says="7배입니다"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-np.log(chance[real]).sum()),

# %% mutant="scores" why="마이너스를 빠뜨린다" says="부호가 반대"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(np.log(chance[real]).mean()),

# %% mutant="scores" why="정확도에 패딩을 센다" says="패딩을 넣었습니다"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float(right.mean()),

# %% mutant="scores" why="문장의 수로 나눈다" says="문장의 수로 나누었습니다"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-np.log(chance[real]).sum() / len(P)),

# %% mutant="scores" why="밑이 2인 로그" says="자연로그"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-np.log2(chance[real]).mean()),

# %% mutant="scores" why="답이 아니라 가장 큰 확률을 쓴다" says="답에 준 확률"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-np.log(P.max(axis=-1)[real]).mean()),

# %% mutant="scores" why="확률에 소프트맥스를 또 씌운다" says="그 확률은"
# - chance = np.take_along_axis(P, answer[:, :, None], axis=-1)[:, :, 0]
# + P = np.exp(P) / np.exp(P).sum(axis=-1, keepdims=True)
# + chance = np.take_along_axis(P, answer[:, :, None], axis=-1)[:, :, 0]

# %% mutant="scores" why="정확도를 자리의 수로 나눈다" says="자리의 수로 나누었습니다"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float((right & real).mean()),

# %% mutant="scores" why="정확도를 문장마다 내어 평균한다" says="문장마다 내어 평균"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float(((right & real).sum(axis=1) / real.sum(axis=1)).mean()),

# %% mutant="scores" why="통째로 맞은 문장을 센다" says="통째로 맞은 문장"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float((right | ~real).all(axis=1).mean()),

# %% mutant="scores" why="정확도에서 패딩을 맞은 것으로 친다" says="모두 맞은 것으로"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float((right | ~real).mean()),

# %% mutant="scores" why="모델이 PAD라고 한 자리를 뺀다" says="답이 PAD가 아닌 일곱"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float(right[P.argmax(axis=-1) != PAD].mean()),

# %% mutant="scores" why="END도 뺀다" says="[END]도"
# - real = answer != PAD
# + real = answer > END

# %% mutant="scores" why="확률이 절반을 넘어야 맞은 것이다" says="확률이 가장 큰 것이 답인 것은 다섯"
# - right = P.argmax(axis=-1) == answer
# + right = chance > 0.5

# %% mutant="scores" why="확률을 평균한 다음 로그를 낸다" says="−ln을 낸 다음 평균"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-np.log(chance[real].mean())),

# %% mutant="scores" why="엔트로피를 낸다" says="답에 준 확률 하나만"
# - "loss": float(-np.log(chance[real]).mean()),
# + "loss": float(-(P * np.log(P)).sum(axis=-1)[real].mean()),

# %% mutant="scores" why="맞힌 수를 낸다" says="맞힌 수입니다"
# - "accuracy": float(right[real].mean()),
# + "accuracy": float(right[real].sum()),

# %% mutant="scores" why="가장 큰 것을 찾는 축이 다르다" says="확률의 축은 마지막"
# - right = P.argmax(axis=-1) == answer
# + right = P.argmax(axis=1) == answer

# %% alternate="scores" why="반복문으로"
def scores(P, answer):
    losses, hits = [], []
    for p, line in zip(P, answer):
        for q, a in zip(p, line):
            if a != PAD:
                losses.append(-math.log(q[a]))
                hits.append(int(np.argmax(q)) == a)
    return dict(loss=sum(losses) / len(losses), accuracy=sum(hits) / len(hits))

# %% alternate="scores" why="마스크를 곱해서"
def scores(P, answer):
    real = (answer != PAD).astype(float)
    b, t = np.indices(answer.shape)
    loss = -(np.log(np.where(real > 0, P[b, t, answer], 1)) * real).sum() / real.sum()
    right = (np.argmax(P, -1) == answer) * real
    return {"loss": loss, "accuracy": right.sum() / real.sum()}

# %% alternate="scores" why="아주 작은 수를 더해 로그를 낸다"
def scores(P, answer):
    real = answer != PAD
    p = P[np.arange(len(P))[:, None], np.arange(P.shape[1]), answer]
    hit = np.argmax(P, 2) == answer
    return {"loss": -np.log(p[real] + 1e-9).mean(), "accuracy": hit[real].sum() / real.sum()}

# %% mutant="padding-length" why="가장 긴 문장의 패딩만 본다" says="가장 긴 문장만 보거나" key=True
# - real, T = sum(lengths), max(lengths)
# + real, T = len(lengths) * max(lengths), max(lengths)

# %% mutant="padding-length" why="넘어야 한다고 본다" says="이상입니다"
# - while accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
# + while accuracy * real + len(lengths) * T - real <= wanted * len(lengths) * T + 1e-9:

# %% mutant="padding-length" why="맞힌 토큰을 세지 않는다" says="절반과 패딩 여섯"
# - while accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
# + while len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:

# %% mutant="padding-length" why="가장 짧은 문장에서 시작한다" says="짧게 채울 수는"
# - real, T = sum(lengths), max(lengths)
# + real, T = sum(lengths), min(lengths)

# %% mutant="padding-length" why="하나 더 큰 값을 준다" says="이상입니다"
# - return T
# + return T + 1

# %% mutant="padding-length" why="눈대중을 글로 적는다" says="양의 정수"
# - return 40
# + return "40쯤"

# %% mutant="padding-length" why="식을 풀고 내린다" says="올림한 정수"
# - real, T = sum(lengths), max(lengths)
# - while accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
# -     T += 1
# - return T
# + return max(max(lengths), int(sum(lengths) * (1 - accuracy) / len(lengths) / (1 - wanted) + 1e-9))

# %% mutant="padding-length" why="가장 긴 문장 다음부터 찾는다" says="길이부터 찾으세요"
# - real, T = sum(lengths), max(lengths)
# + real, T = sum(lengths), max(lengths) + 1

# %% mutant="padding-length" why="받은 값 대신 위의 것을 쓴다" says="위의 lengths와"
# - def length_for(lengths, accuracy, wanted):
# + def length_for(given, accuracy, wanted):

# - while accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
# + while true_accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:

# %% mutant="padding-length" why="찾는 범위에 끝을 둔다" says="찾는 범위에"
# - T += 1
# + T += 1
# + if T == 1000:
# +     return None

# %% mutant="padding-length" why="문장의 수로 나누지 않는다" says="문장의 수 × T"
# - while accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
# + while accuracy * real + T - real < wanted * T - 1e-9:

# %% mutant="padding-length" why="패딩의 수를 돌려준다" says="채울 패딩의 수만"
# - return T
# + return len(lengths) * T - real

# %% mutant="padding-length" why="두 배씩 늘린다" says="하나씩 늘리지 않고"
# - T += 1
# + T *= 2

# %% mutant="padding-length" why="정확도를 패딩에도 곱한다" says="패딩 자리에도 곱했습니다"
# - while accuracy * real + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:
# + while accuracy * len(lengths) * T + len(lengths) * T - real < wanted * len(lengths) * T - 1e-9:

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

# %% mutant="greedy" why="상태를 넘기지 않는다" says="새 상태를 다음 걸음에"
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

# %% mutant="greedy" why="END가 아니어도 끝을 뗀다" says="END가 아니면 떼지"
# - return written
# + return [ids[:longest - 1] for ids in written]

# %% mutant="greedy" why="끝난 문장에 END를 계속 읽힌다" says="PAD를 읽힙니다"
# - tokens = np.where(alive, np.asarray(found).argmax(axis=-1), PAD)
# + tokens = np.where(alive, np.asarray(found).argmax(axis=-1), END)

# %% mutant="greedy" why="강의의 것을 문장마다 부른다" says="함께 넘깁니다"
def greedy(step, state, n, longest):
    out = []
    for _ in range(n):
        written, now = [START], state
        while written[-1] != END and len(written) <= longest:
            found, now = step(written[-1:], now)
            written.append(int(found[0].argmax()))
        out.append([i for i in written[1:] if i != END])
    return out

# %% mutant="greedy" why="같은 리스트를 n번 둔다" says="같은 리스트에"
# - written = [[] for _ in range(n)]
# + written = [[]] * n

# %% mutant="greedy" why="문장 쪽으로 가장 큰 것을 고른다" says="문장마다 V개의 점수에서"
# - tokens = np.where(alive, np.asarray(found).argmax(axis=-1), PAD)
# + tokens = np.where(alive, np.asarray(found).argmax(axis=0)[:n], PAD)

# %% mutant="greedy" why="END를 찾아 자르다가 오류가 난다" says="끊긴 글에는 END가"
# - alive = alive & (tokens != END)
# - for row in np.flatnonzero(alive):
# -     written[row].append(int(tokens[row]))
# + for row in np.flatnonzero(alive):
# +     written[row].append(int(tokens[row]))
# + alive = alive & (tokens != END)
# - return written
# + return [ids[:ids.index(END)] for ids in written]

# %% mutant="greedy" why="토큰을 (n, 1)로 넘긴다" says="(n,)의 배열로"
# - found, state = step(tokens, state)
# + found, state = step(tokens[:, None], state)

# %% mutant="greedy" why="START도 넣는다" says="START는 넣지"
# - written = [[] for _ in range(n)]
# + written = [[START] for _ in range(n)]

# %% mutant="greedy" why="longest에서 멈추지 않는다" says="longest걸음에서"
# - for _ in range(longest):
# + while True:

# %% mutant="greedy" why="토큰 n개를 if 하나로 견준다" says="if 하나로"
# - tokens = np.where(alive, np.asarray(found).argmax(axis=-1), PAD)
# + tokens = np.asarray(found).argmax(axis=-1)
# + if tokens == END:
# +     break

# %% mutant="greedy" why="걸음마다의 줄을 돌려준다" says="문장마다 하나씩"
# - return written
# + return [list(line) for line in zip(*written)]

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

# %% mutant="beam" why="길이로 나누지 않는다" says="나눈 점수로" key=True
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0]

# %% mutant="beam" why="끝난 글을 버린다" says="끝난 글을 버리거나"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown[sum(one[1][-1:] == [END] for one in beams):], key=lambda one: (-score(one), one[1]))[:width]

# %% mutant="beam" why="끝난 글도 늘린다" says="늘리지 않고 그대로"
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

# %% mutant="beam" why="처음 END에서 끝낸다" says="남아 있으면 계속"
# - if len(grown) == len(beams):
# + if grown and beams[0][1][-1:] == [END]:

# %% mutant="beam" why="동점에서 먼저 나온 것을 고른다" says="작은 글이 먼저"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: -score(one))[:width]

# %% mutant="beam" why="END를 길이에 세지 않는다" says="길이는 END까지 세고"
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0] / ((5 + len(one[1]) - (one[1][-1:] == [END])) / 6) ** alpha

# %% mutant="beam" why="확률을 곱하지 않고 마지막 것만 본다" says="로그 확률을 더하고"
# - grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
# + grown += [(p, [*ids, token], after) for token, p in chances.items()]

# %% mutant="beam" why="START를 길이에 센다" says="START는 길이에"
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0] / ((6 + len(one[1])) / 6) ** alpha

# %% mutant="beam" why="길이의 제곱으로만 나눈다" says="(5 + 길이)/6으로"
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0] / max(1, len(one[1])) ** alpha

# %% mutant="beam" why="나누지 않고 곱한다" says="나눈 점수로"
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0] * ((5 + len(one[1])) / 6) ** alpha

# %% mutant="beam" why="언제나 끝을 뗀다" says="아무것도 떼지"
# - return best[:-1] if best[-1:] == [END] else best
# + return best[:-1]

# %% mutant="beam" why="한 걸음 더 걷는다" says="longest걸음에서"
# - for _ in range(longest):
# + for _ in range(longest + 1):

# %% mutant="beam" why="끝난 글이 있으면 그 가운데서 고른다" says="끝나지 않은 글도 답"
# - best = beams[0][1]
# + done = [one for one in beams if one[1][-1:] == [END]]
# + best = (done or beams)[0][1]

# %% mutant="beam" why="하나라도 끝나면 멈춘다" says="하나가 끝났다고"
# - if len(grown) == len(beams):
# + if grown:

# %% mutant="beam" why="남길 때는 나누지 않고 고를 때만 나눈다" says="남길 때에도"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: (-one[0], one[1]))[:width]
# - best = beams[0][1]
# + best = max(beams, key=score)[1]

# %% mutant="beam" why="나눈 점수에 더해 간다" says="로그 확률의 합을 들고"
# - grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
# + grown += [(score((total + p, [*ids, token])), [*ids, token], after) for token, p in chances.items()]
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: (-one[0], one[1]))[:width]

# %% mutant="beam" why="끝난 글을 따로 모은다" says="따로 모으지"
def beam(step, state, width, alpha, longest):
    rank = lambda one: (-one[0] / ((5 + len(one[1])) / 6) ** alpha, one[1])
    beams, done = [(0.0, [], state)], []
    for _ in range(longest):
        grown = []
        for total, ids, before in beams:
            chances, after = step(ids[-1] if ids else START, before)
            grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
        grown = sorted(grown, key=rank)[:width]
        done += [one for one in grown if one[1][-1] == END]
        beams = [one for one in grown if one[1][-1] != END]
        if not beams:
            break
    return [i for i in min(done + beams, key=rank)[1] if i != END]

# %% mutant="beam" why="옛 상태를 들고 다닌다" says="제 새 상태를"
# - grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
# + grown += [(total + p, [*ids, token], before) for token, p in chances.items()]

# %% mutant="beam" why="작은 것부터 줄을 세운다" says="점수가 가장 큰"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: (score(one), one[1]))[:width]

# %% mutant="beam" why="첫 토큰을 뗀다" says="아무것도 떼지"
# - return best[:-1] if best[-1:] == [END] else best
# + return [i for i in best[1:] if i != END]

# %% mutant="beam" why="로그 확률이 아니라 확률을 나눈다" says="로그 확률의 합을"
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return math.exp(one[0]) / ((5 + len(one[1])) / 6) ** alpha

# %% mutant="beam" why="글마다 남긴다" says="글마다 남기거나"
# - grown += [(total + p, [*ids, token], after) for token, p in chances.items()]
# + more = [(total + p, [*ids, token], after) for token, p in chances.items()]
# + grown += sorted(more, key=lambda one: (-score(one), one[1]))[:width]
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: (-score(one), one[1]))

# %% mutant="beam" why="자른 다음 줄을 세운다" says="줄을 세운 다음"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown[:width], key=lambda one: (-score(one), one[1]))

# %% mutant="beam" why="하나 더 남긴다" says="width개만"
# - beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width]
# + beams = sorted(grown, key=lambda one: (-score(one), one[1]))[:width + 1]

# %% mutant="beam" why="언제나 START를 읽힌다" says="쓴 토큰을 읽히고"
# - chances, after = step(ids[-1] if ids else START, before)
# + chances, after = step(START, before)

# %% mutant="beam" why="alpha를 곱한다" says="지수입니다"
# - return one[0] / ((5 + len(one[1])) / 6) ** alpha
# + return one[0] / ((5 + len(one[1])) / 6 * alpha) if alpha else one[0]

# %% mutant="beam" why="빈 글의 마지막 토큰을 본다" says="처음의 글은 비어"
# - chances, after = step(ids[-1] if ids else START, before)
# + chances, after = step(ids[-1], before)

# %% mutant="beam" why="점수와 상태까지 돌려준다" says="번호의 리스트)만"
# - return best[:-1] if best[-1:] == [END] else best
# + return beams[0]

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
            chances, after = step((START, *ids)[-1], before)
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
                chances, after = step(ids[-1] if ids else START, before)
                for token, p in chances.items():
                    new.append((rank(total + p, ids + [token]), next(count), total + p, after))
        if not open_:
            break
        heap = heapq.nsmallest(width, new)
    ids = heap[0][0][1]
    return ids[:ids.index(END)] if END in ids else ids

# %% alternate="beam" why="두 번 줄 세우고 step을 두 번 부른다"
def beam(step, state, width, alpha, longest):
    beams = [((), 0.0, state)]
    for _ in range(longest):
        further = [one for one in beams if one[0][-1:] == (END,)]
        for ids, total, at in beams:
            if ids[-1:] != (END,):
                last = ids[-1] if ids else START
                after = step(last, at)[1]
                further += [(ids + (t,), total + p, after) for t, p in step(last, at)[0].items()]
        further.sort(key=lambda one: one[0])
        further.sort(key=lambda one: one[1] * ((5 + len(one[0])) / 6) ** -alpha, reverse=True)
        beams = further[:width]
    ids = list(beams[0][0])
    return ids[:-1] if ids and ids[-1] == END else ids

# %% mutant="bleu" why="참조에 나온 횟수에서 자르지 않는다" says="참조에 나온 횟수까지만" key=True
# - right[n - 1] += sum((grams & allowed).values())
# + right[n - 1] += sum(times for gram, times in grams.items() if gram in allowed)

# %% mutant="bleu" why="참조들의 횟수를 더한다" says="더하지 않고 가장 큰 것을"
# - allowed |= ngrams(ref, n)
# + allowed += ngrams(ref, n)

# %% mutant="bleu" why="첫 참조만 본다" says="어느 참조에 있어도"
# - for ref in refs:
# + for ref in refs[:1]:

# %% mutant="bleu" why="짧은 벌을 빠뜨린다" says="벌을 주지 않았습니다"
# - brevity = min(1.0, math.exp(1 - r / c))
# + brevity = 1.0

# %% mutant="bleu" why="길면 상을 준다" says="상을 주지는"
# - brevity = min(1.0, math.exp(1 - r / c))
# + brevity = math.exp(1 - r / c)

# %% mutant="bleu" why="벌로 길이의 비를 곱한다" says="벌은 c/r이 아닙니다"
# - brevity = min(1.0, math.exp(1 - r / c))
# + brevity = min(1.0, c / r)

# %% mutant="bleu" why="가장 긴 참조의 길이를 쓴다" says="가장 가까운 것"
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
# - def bleu(translations, references, most=4):
# + def bleu(translations, references, most=4):
# +     each = [corpus([words], [refs], most) for words, refs in zip(translations, references)]
# +     return sum(each) / len(each)
# +
# + def corpus(translations, references, most):

# %% mutant="bleu" why="0에서 1로 낸다" says="비율입니다. 백분율"
# - return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)
# + return brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)

# %% mutant="bleu" why="언제나 1/4 제곱한다" says="1/4로 굳히지"
# - return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)
# + return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / 4)

# %% mutant="bleu" why="겹친 종류만 센다" says="종류만 셌나요"
# - right[n - 1] += sum((grams & allowed).values())
# + right[n - 1] += len(grams & allowed)

# %% mutant="bleu" why="마지막 n-gram을 빠뜨린다" says="마지막 것까지"
# - grams, allowed = ngrams(words, n), Counter()
# + grams, allowed = Counter(tuple(words[i:i + n]) for i in range(len(words) - n)), Counter()

# %% mutant="bleu" why="맞은 것이 없는 차수를 보지 않는다" says="있으면 0.0입니다"
# - if min(right) == 0:
# + if False:

# %% mutant="bleu" why="가장 짧은 참조의 길이를 쓴다" says="짧은 것, 평균, 합이 아니라"
# - r += min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
# + r += min(map(len, refs))

# %% mutant="bleu" why="벌을 문장마다 내어 평균한다" says="문장마다 벌을"
# - c += len(words)
# - r += min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
# + near = min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
# + c, r = c + 1, r + min(1.0, math.exp(1 - near / len(words)))
# - brevity = min(1.0, math.exp(1 - r / c))
# + brevity = r / c

# %% mutant="bleu" why="가장 큰 차수를 빠뜨린다" says="차수는 most까지"
# - for n in range(1, most + 1):
# + right[-1] = total[-1] = 1
# + for n in range(1, most):

# %% mutant="bleu" why="서로 다른 n-gram의 수로 나눈다" says="서로 다른 것만"
# - total[n - 1] += sum(grams.values())
# + total[n - 1] += len(grams)

# %% mutant="bleu" why="참조의 n-gram 수로 나눈다" says="번역의 n-gram 수로"
# - total[n - 1] += sum(grams.values())
# + total[n - 1] += sum(allowed.values())

# %% mutant="bleu" why="참조의 길이를 모두 더한다" says="합이 아니라"
# - r += min(map(len, refs), key=lambda n: (abs(n - len(words)), n))
# + r += sum(map(len, refs))

# %% mutant="bleu" why="소수 둘째 자리로 반올림한다" says="반올림한 값"
# - return 100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most)
# + return round(100 * brevity * math.exp(sum(map(math.log, np.divide(right, total))) / most), 2)

# %% mutant="bleu" why="0을 피하려고 작은 수를 더한다" says="작은 수를 더하거나"
# - right, total, c, r = [0] * most, [0] * most, 0, 0
# + right, total, c, r = [1e-3] * most, [0] * most, 0, 0

# %% mutant="bleu" why="가장 많이 겹치는 참조 하나만 본다" says="어느 참조에 있어도"
# - for ref in refs:
# + for ref in [max(refs, key=lambda ref: sum((ngrams(words, 1) & ngrams(ref, 1)).values()))]:

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
