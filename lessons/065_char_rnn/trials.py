# %% mutant="windows" why="정답까지 들어가지 않는 창도 쓴다" says="정답까지 온전히"
# - starts = range(0, len(text) - length, step)
# + starts = range(0, len(text) - length + 1, step)

# %% mutant="windows" why="꼭 맞는 마지막 창을 버린다" says="꼭 맞으면 그 창도"
# - starts = range(0, len(text) - length, step)
# + starts = range(0, len(text) - length - 1, step)

# %% mutant="windows" why="step을 무시하고 겹치지 않게 자른다" says="step 대신 length나 1을" key=True
# - starts = range(0, len(text) - length, step)
# + starts = range(0, len(text) - length, length)

# %% mutant="windows" why="언제나 한 칸씩 움직인다" says="step 대신 length나 1을"
# - starts = range(0, len(text) - length, step)
# + starts = range(0, len(text) - length)

# %% mutant="windows" why="짧은 마지막 창을 남긴다" says="짧은 창을 남기지"
# - starts = range(0, len(text) - length, step)
# + starts = range(0, len(text) - 1, step) if len(text) > length and step > 1 else range(0, len(text) - length, step)

# %% mutant="windows" why="정답이 다음 창이다" says="한 칸만 밀고"
# - return [(text[at:at + length], text[at + 1:at + length + 1]) for at in starts]
# + return [(text[at:at + length], text[at + length:at + 2 * length]) for at in starts]

# %% mutant="windows" why="정답이 글자 하나뿐이다" says="길이도 입력과 같습니다"
# - return [(text[at:at + length], text[at + 1:at + length + 1]) for at in starts]
# + return [(text[at:at + length], text[at + length]) for at in starts]

# %% mutant="windows" why="정답을 step칸 민다" says="한 칸만 밀고"
# - return [(text[at:at + length], text[at + 1:at + length + 1]) for at in starts]
# + return [(text[at:at + length], text[at + step:at + step + length]) for at in starts]

# %% mutant="windows" why="정답을 먼저 적는다" says="자리를 바꾸었습니다"
# - return [(text[at:at + length], text[at + 1:at + length + 1]) for at in starts]
# + return [(text[at + 1:at + length + 1], text[at:at + length]) for at in starts]

# %% alternate="windows" why="while로"
def make_windows(text, length, step):
    found, at = [], 0
    while at + length < len(text):
        found.append([text[at:at + length], text[at + 1:at + 1 + length]])
        at += step
    return found

# %% alternate="windows" why="제너레이터와 zip으로"
def make_windows(text, length, step):
    every = zip(*(text[n:] for n in range(length + 1)))
    return (("".join(w[:-1]), "".join(w[1:])) for i, w in enumerate(every) if i % step == 0)

# %% alternate="windows" why="모두 만든 뒤 거르기"
def make_windows(text, length, step):
    both = [(text[i:i + length], text[i + 1:][:length]) for i in range(len(text))][::step]
    return [pair for pair in both if len(pair[0]) == len(pair[1]) == length]

# %% mutant="broken-links" why="같은 토막의 앞줄과 견준다" says="같은 토막의 다음 줄이 아니라" key=True
def broken_links(x):
    found = []
    for k in range(len(x)):
        for b in range(x.shape[1]):
            before = x[k, b - 1, -1] if b else (x[k - 1, -1, -1] if k else None)
            if before is not None and x[k, b, 0] != before + 1:
                found.append((k, b))
    return found

# %% mutant="broken-links" why="줄과 토막의 순서를 바꾼다" says="(토막, 줄)의 순서로 적습니다"
# - found.append((k, b))
# + found.append((b, k))

# %% mutant="broken-links" why="앞으로 건너뛴 것은 괜찮다고 본다" says="건너뛴 곳도"
# - if x[k, b, 0] != x[k - 1, b, -1] + 1:
# + if x[k, b, 0] < x[k - 1, b, -1] + 1:

# %% mutant="broken-links" why="마지막 자리와 같아야 한다고 본다" says="바로 다음에서 시작하면"
# - if x[k, b, 0] != x[k - 1, b, -1] + 1:
# + if x[k, b, 0] != x[k - 1, b, -1]:

# %% mutant="broken-links" why="앞 토막의 첫 칸과 견준다" says="마지막 칸의 바로 다음"
# - if x[k, b, 0] != x[k - 1, b, -1] + 1:
# + if x[k, b, 0] != x[k - 1, b, -1] + 1 and x[k, b, 0] != x[k - 1, b, 0] + 1:

# %% mutant="broken-links" why="줄을 바깥 반복문에 둔다" says="차례가 거꾸로입니다"
# - for k in range(1, len(x)):
# -     for b in range(x.shape[1]):
# + for b in range(x.shape[1]):
# +     for k in range(1, len(x)):

# %% mutant="broken-links" why="처음 토막과만 견준다" says="다시 이어질 수"
# - if x[k, b, 0] != x[k - 1, b, -1] + 1:
# + if x[k, b, 0] != x[0, b, -1] + 1 + (k - 1) * x.shape[2]:

# %% mutant="broken-links" why="눈에 익은 모양을 고른다" says="같은 줄에서 이어지지 않습니다"
# - return "나"
# + return "가"

# %% mutant="broken-links" why="argwhere에서 1을 더하지 않는다" says="번호가 하나 작습니다"
# - found = []
# - for k in range(1, len(x)):
# -     for b in range(x.shape[1]):
# -         if x[k, b, 0] != x[k - 1, b, -1] + 1:
# -             found.append((k, b))
# - return found
# + return [tuple(pair) for pair in np.argwhere(x[1:, :, 0] - x[:-1, :, -1] != 1)]

# %% mutant="broken-links" why="k를 0부터 돈다" says="첫 토막(k = 0)은 보지"
# - for k in range(1, len(x)):
# + for k in range(len(x)):

# %% mutant="broken-links" why="하나만 찾고 멈춘다" says="하나만 찾고 멈추었습니다"
# - found.append((k, b))
# + return [(k, b)]

# %% mutant="broken-links" why="번호를 1부터 센다" says="0부터 셉니다"
# - found.append((k, b))
# + found.append((k + 1, b + 1))

# %% mutant="broken-links" why="줄의 번호를 빠뜨린다" says="쌍을 모읍니다"
# - found.append((k, b))
# + found.append(k)

# %% mutant="broken-links" why="이름이 아니라 배치를 돌려준다" says="배치가 아니라 이름"
# - return "나"
# + return loaders["나"]

# %% alternate="broken-links" why="넘파이로 한꺼번에"
def broken_links(x):
    gap = x[1:, :, 0] - x[:-1, :, -1] != 1
    return [(k + 1, b) for k, b in np.argwhere(gap)]

def safe_loader():
    return [name for name, x in loaders.items() if not broken_links(x)][0]

# %% alternate="broken-links" why="줄을 먼저 돌고 정렬하기"
def broken_links(x):
    found = [[k, b] for b in range(x.shape[1]) for k in range(1, x.shape[0])
             if int(x[k][b][0]) - int(x[k - 1][b][-1]) != 1]
    return sorted(found)

def safe_loader():
    return "나"

# %% mutant="temperature" why="온도를 곱한다" says="점수를 온도로 나눕니다" key=True
# - e = np.exp((scores - scores.max()) / tau)
# + e = np.exp((scores - scores.max()) * tau)

# %% mutant="temperature" why="확률을 온도로 나눈다" says="점수를 온도로 나눕니다"
# - e = np.exp((scores - scores.max()) / tau)
# - return e / e.sum()
# + P = np.exp(scores) / np.exp(scores).sum()
# + return P ** tau / (P ** tau).sum()

# %% mutant="temperature" why="온도 0을 다루지 않는다" says="0으로 나누지 않았나요"
# - if tau == 0:
# -     return np.eye(len(scores))[scores.argmax()]
# + tau = float(tau)

# %% mutant="temperature" why="가장 큰 점수를 빼지 않는다" says="가장 큰 점수를 먼저 빼세요"
# - e = np.exp((scores - scores.max()) / tau)
# + e = np.exp(scores / tau)

# %% mutant="temperature" why="동점이면 모두에 나누어 준다" says="앞의 것 하나만"
# - return np.eye(len(scores))[scores.argmax()]
# + return (scores == scores.max()) / (scores == scores.max()).sum()

# %% mutant="temperature" why="받은 점수를 고친다" says="받은 것을 고치지"
# - e = np.exp((scores - scores.max()) / tau)
# + scores -= scores.max()
# + e = np.exp(scores / tau)

# %% mutant="temperature" why="합으로 나누지 않는다" says="그냥 소프트맥스이고, 합은 1"
# - return e / e.sum()
# + return e

# %% mutant="temperature" why="평균을 뺀다" says="평균이나 나누기 전의"
# - e = np.exp((scores - scores.max()) / tau)
# + e = np.exp((scores - scores.mean()) / tau)

# %% mutant="temperature" why="나눈 뒤에 0을 다룬다" says="경고가 나왔습니다"
# - if tau == 0:
# -     return np.eye(len(scores))[scores.argmax()]
# - e = np.exp((scores - scores.max()) / tau)
# + e = np.exp((scores - scores.max()) / tau)
# + if tau == 0:
# +     e = np.eye(len(scores))[scores.argmax()]

# %% mutant="temperature" why="온도가 0이면 번호를 돌려준다" says="번호가 아니라 (V,) 배열"
# - return np.eye(len(scores))[scores.argmax()]
# + return scores.argmax()

# %% alternate="temperature" why="파이썬의 리스트로"
def with_temperature(scores, tau):
    scores = [float(s) for s in scores]
    top = max(scores)
    if not tau:
        at = scores.index(top)
        return [1.0 if i == at else 0.0 for i in range(len(scores))]
    e = [math.exp((s - top) / tau) for s in scores]
    return [one / sum(e) for one in e]

# %% alternate="temperature" why="로그의 합으로"
def with_temperature(scores, tau):
    s = np.array(scores, dtype=np.float64)
    if tau <= 0:
        out = np.zeros_like(s)
        out[np.argmax(s)] = 1
        return out
    s = s / tau
    return np.exp(s - np.logaddexp.reduce(s))

# %% mutant="nucleus" why="넘는 순간의 글자를 버린다" says="넘는 순간의 글자도" key=True
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = max(int((before + P[order] <= p).sum()), least)

# %% mutant="nucleus" why="작은 것부터 더한다" says="작은 것부터 더하거나"
# - order = np.argsort(-P, kind="stable")
# + order = np.argsort(P, kind="stable")

# %% mutant="nucleus" why="합이 p와 같아도 하나 더 남긴다" says="하나를 더 남기지"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = max(int((before <= p + 1e-12).sum()), least)

# %% mutant="nucleus" why="합을 1로 맞추지 않는다" says="1로 맞추세요"
# - return kept / kept.sum()
# + return kept

# %% mutant="nucleus" why="정렬한 확률의 자리에 둔다" says="정렬한 자리에"
# - kept[order[:size]] = P[order[:size]]
# + kept[:size] = P[order[:size]]

# %% mutant="nucleus" why="같은 확률에서 뒤의 글자를 고른다" says="앞의 글자가 먼저"
# - order = np.argsort(-P, kind="stable")
# + order = np.argsort(P, kind="stable")[::-1]

# %% mutant="nucleus" why="least를 무시한다" says="큰 것부터 둘을 남깁니다"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = max(int((before < p - 1e-12).sum()), 1)

# %% mutant="nucleus" why="언제나 least개로 자른다" says="언제나 least개로"
# - size = max(int((before < p - 1e-12).sum()), least)
# + size = least if least > 1 else max(int((before < p - 1e-12).sum()), 1)

# %% mutant="nucleus" why="남긴 글자를 고르게 한다" says="비율이 바뀌었습니다"
# - kept[order[:size]] = P[order[:size]]
# + kept[order[:size]] = 1

# %% mutant="nucleus" why="받은 확률을 고친다" says="받은 것을 고치지"
# - kept = np.zeros(len(P))
# - kept[order[:size]] = P[order[:size]]
# + kept = P
# + kept[order[size:]] = 0

# %% alternate="nucleus" why="반복문으로"
def nucleus(P, p, least=1):
    P = list(map(float, P))
    ranked = sorted(range(len(P)), key=lambda i: (-P[i], i))
    keep, total = [], 0.0
    for i in ranked:
        if total >= p - 1e-9 and len(keep) >= least:
            break
        keep.append(i)
        total += P[i]
    return [P[i] / sum(P[j] for j in keep) if i in keep else 0.0 for i in range(len(P))]

# %% alternate="nucleus" why="searchsorted로"
def nucleus(P, p, least=1):
    order = np.lexsort((np.arange(len(P)), -P))
    total = P[order].cumsum()
    size = max(np.searchsorted(total, p - 1e-9) + 1, least)
    mask = np.isin(np.arange(len(P)), order[:size])
    return np.where(mask, P, 0) / P[mask].sum()

# %% mutant="continue-text" why="마지막 글자만 읽힌다" says="마지막 글자만 읽히지"
# - for letter in text:
# + for letter in text[-1]:

# %% mutant="continue-text" why="n을 전체 길이로 센다" says="n을 전체 길이로"
# - for written in range(n):
# + for written in range(n - len(text)):

# %% mutant="continue-text" why="상태를 넘기지 않는다" says="상태를 넘기지 않았습니다" key=True
# - state, chances = step(state, letter)
# + _, chances = step(state, letter)

# %% mutant="continue-text" why="쓴 뒤에 다시 읽히지 않는다" says="같은 글자가 되풀이"
# - if written < n - 1:
# -     state, chances = step(state, best)
# + state = state

# %% mutant="continue-text" why="stop도 붙인다" says="붙이지 않고 끝냅니다"
# - if best == stop:
# -     break
# - text += best
# + text += best
# + if best == stop:
# +     break

# %% mutant="continue-text" why="stop을 보지 않는다" says="붙이지 않고 끝냅니다"
# - if best == stop:
# -     break
# + pass

# %% mutant="continue-text" why="동점에서 먼저 나온 글자를 고른다" says="작은 글자입니다"
# - best = min(chances, key=lambda letter: (-chances[letter], letter))
# + best = max(chances, key=chances.get)

# %% mutant="continue-text" why="마지막에도 읽힌다" says="쓰지 않을 확률을"
# - if written < n - 1:
# -     state, chances = step(state, best)
# + state, chances = step(state, best)

# %% mutant="continue-text" why="처음 상태를 버린다" says="처음 상태를 버렸습니다"
# - for letter in text:
# + state = ""
# + for letter in text:

# %% mutant="continue-text" why="쓴 글자만 돌려준다" says="새로 쓴 글자만"
# - for letter in text:
# + start = len(text)
# + for letter in text:
# - return text
# + return text[start:]

# %% mutant="continue-text" why="마지막 글자를 두 번 읽힌다" says="두 번 읽혔습니다"
# - for written in range(n):
# + state, chances = step(state, text[-1])
# + for written in range(n):

# %% mutant="continue-text" why="확률대로 뽑는다" says="표본으로 뽑지"
# - best = min(chances, key=lambda letter: (-chances[letter], letter))
# + best = random.Random(3).choices(list(chances), list(chances.values()))[0]

# %% mutant="continue-text" why="stop의 확률이 있기만 하면 멈춘다" says="그때에만"
# - if best == stop:
# + if stop in chances:

# %% mutant="continue-text" why="한 글자 더 붙인다" says="n글자까지만"
# - for written in range(n):
# + for written in range(n + 1):
# - if written < n - 1:
# + if written < n:

# %% mutant="continue-text" why="마침표에서만 끝낸다" says="받은 stop에서"
# - if best == stop:
# + if best == ".":

# %% alternate="continue-text" why="재귀로"
def continue_text(step, state, text, n, stop):
    chances = {}
    for letter in text:
        state, chances = step(state, letter)

    def go(state, chances, left):
        if left == 0:
            return ""
        top = max(chances.values())
        best = sorted(c for c, p in chances.items() if p == top)[0]
        if best == stop:
            return ""
        if left == 1:
            return best
        return best + go(*step(state, best), left - 1)

    return text + go(state, chances, n)

# %% alternate="continue-text" why="리스트에 모아 잇기"
def continue_text(step, state, text, n, stop):
    letters, read = list(text), 0
    while True:
        while read < len(letters):
            state, chances = step(state, letters[read])
            read += 1
        if len(letters) - len(text) >= n:
            break
        best = sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))[0][0]
        if best == stop:
            break
        letters.append(best)
        if len(letters) - len(text) == n:
            break
    return "".join(letters)

# %% mutant="units" why="평균 대신 합을 loss로 쓴다" says="합이 아니라 평균입니다"
# - loss = float(np.mean(nats))
# + loss = float(np.sum(nats))

# %% mutant="units" why="기호마다 지수를 취해 평균한다" says="평균을 먼저 내세요"
# - "perplexity": math.exp(loss),
# + "perplexity": float(np.mean(np.exp(nats))),

# %% mutant="units" why="2를 밑으로 거듭제곱한다" says="밑은 e입니다"
# - "perplexity": math.exp(loss),
# + "perplexity": 2 ** loss,

# %% mutant="units" why="ln 2를 곱한다" says="나누어야 합니다"
# - "bits_per_symbol": loss / math.log(2),
# + "bits_per_symbol": loss * math.log(2),

# %% mutant="units" why="밑이 10인 로그로 나눈다" says="밑이 10인 로그"
# - "bits_per_symbol": loss / math.log(2),
# + "bits_per_symbol": loss / math.log(10),

# %% mutant="units" why="음절당이 기호당과 같다고 본다" says="음절 하나에 기호가 여럿" key=True
# - "bits_per_syllable": float(np.sum(nats)) / math.log(2) / n_syllables,
# + "bits_per_syllable": loss / math.log(2),

# %% mutant="units" why="평균을 음절 수로 나눈다" says="합을 나누세요"
# - "bits_per_syllable": float(np.sum(nats)) / math.log(2) / n_syllables,
# + "bits_per_syllable": loss / math.log(2) / n_syllables,

# %% mutant="units" why="기호당 비트에 음절 수를 곱한다" says="음절 수를 곱했습니다"
# - "bits_per_syllable": float(np.sum(nats)) / math.log(2) / n_syllables,
# + "bits_per_syllable": loss / math.log(2) * n_syllables,

# %% mutant="units" why="음절당 내트를 준다" says="비트로 바꾸세요"
# - "bits_per_syllable": float(np.sum(nats)) / math.log(2) / n_syllables,
# + "bits_per_syllable": float(np.sum(nats)) / n_syllables,

# %% mutant="units" why="loss를 음절 수로 나눈다" says="기호의 수로 나눕니다"
# - loss = float(np.mean(nats))
# + loss = float(np.sum(nats)) / n_syllables

# %% mutant="units" why="받은 손실을 고친다" says="받은 것을 고치지"
# - loss = float(np.mean(nats))
# + nats[0] += 0.0 * nats[0] + 1e-9
# + loss = float(np.mean(nats))

# %% alternate="units" why="파이썬만으로"
def loss_units(nats, n_syllables):
    total = math.fsum(nats)
    mean = total / len(nats)
    return dict(loss=mean, perplexity=math.e ** mean, bits_per_symbol=mean * math.log2(math.e),
                bits_per_syllable=total * math.log2(math.e) / n_syllables)

# %% alternate="units" why="비트를 먼저 구하기"
def loss_units(nats, n_syllables):
    bits = np.asarray(nats, dtype=float) / np.log(2)
    return {"loss": np.asarray(nats).mean(), "perplexity": 2 ** bits.mean(),
            "bits_per_symbol": bits.mean(), "bits_per_syllable": bits.sum() / n_syllables}

# %% mutant="entropy" why="자연로그를 쓴다" says="밑은 2입니다"
# - return float(-(positive * np.log2(positive)).sum())
# + return float(-(positive * np.log(positive)).sum())

# %% mutant="entropy" why="마이너스를 빠뜨린다" says="마이너스를 붙이세요"
# - return float(-(positive * np.log2(positive)).sum())
# + return float((positive * np.log2(positive)).sum())

# %% mutant="entropy" why="0인 확률을 빼지 않는다" says="nan이 되었습니다" key=True
# - positive = positive[positive > 0]
# + positive = positive[positive > -1]

# %% mutant="entropy" why="확률을 곱하지 않고 평균한다" says="확률을 곱하지 않고 평균"
# - return float(-(positive * np.log2(positive)).sum())
# + return float(-np.log2(positive).mean())

# %% mutant="entropy" why="더하지 않고 평균한다" says="평균을 냈습니다"
# - return float(-(positive * np.log2(positive)).sum())
# + return float(-(positive * np.log2(positive)).mean())

# %% mutant="entropy" why="nan을 나중에 0으로 바꾼다" says="경고가 나왔습니다"
# - positive = positive[positive > 0]
# - return float(-(positive * np.log2(positive)).sum())
# + return float(-np.nan_to_num(positive * np.log2(positive)).sum())

# %% mutant="entropy" why="확률에 작은 수를 더한다" says="작은 수를 더하거나"
# - positive = positive[positive > 0]
# + positive = positive + 1e-3

# %% mutant="entropy" why="작은 확률도 버린다" says="작은 확률도 0이 아니면"
# - positive = positive[positive > 0]
# + positive = positive[positive > 0.01]

# %% mutant="entropy" why="더하지 않은 배열을 돌려준다" says="더하지 않았습니다"
# - return float(-(positive * np.log2(positive)).sum())
# + return -(positive * np.log2(positive))

# %% mutant="entropy" why="예측을 둘만 적는다" says="이름 넷을 한 번씩"
# - return ["위의 셋만", "온도 0.5", "그대로", "온도 2"]
# + return ["위의 셋만", "온도 0.5"]

# %% alternate="entropy" why="파이썬의 math로, 예측은 다르게"
def my_order():
    return ("온도 2", "그대로", "위의 셋만", "온도 0.5")

def entropy_bits(P):
    return sum(-p * math.log2(p) for p in map(float, P) if p)

# %% alternate="entropy" why="np.where로"
def my_order():
    return list(menu)

def entropy_bits(P):
    P = np.asarray(P)
    return -np.sum(P * np.log2(np.where(P > 0, P, 1)))

# %% mutant="cut-jamo" why="자모에서 자르고 모은다" says="음절을 쪼개지 마세요" key=True
def cut_jamo(text, limit):
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text)[:limit])

# %% mutant="cut-jamo" why="음절 수로 자른다" says="음절의 수도 아닙니다"
def cut_jamo(text, limit):
    return unicodedata.normalize("NFC", text)[:limit]

# %% mutant="cut-jamo" why="꼭 맞는 음절을 버린다" says="꼭 맞으면 남깁니다"
# - if used > limit:
# + if used >= limit:

# %% mutant="cut-jamo" why="넘치는 글자를 건너뛰고 계속한다" says="끼워 넣지"
# - used += len(unicodedata.normalize("NFD", letter))
# - if used > limit:
# -     break
# - kept += letter
# + size = len(unicodedata.normalize("NFD", letter))
# + if used + size <= limit:
# +     kept += letter
# +     used += size

# %% mutant="cut-jamo" why="풀어 쓴 글을 모으지 않는다" says="먼저 완성형으로"
# - for letter in unicodedata.normalize("NFC", text):
# + for letter in text:

# %% mutant="cut-jamo" why="풀어 쓴 채로 돌려준다" says="완성형(NFC)이어야"
# - return kept
# + return unicodedata.normalize("NFD", kept)

# %% mutant="cut-jamo" why="끝의 빈칸을 지운다" says="끝의 빈칸을 지우지"
# - return kept
# + return kept.strip()

# %% mutant="cut-jamo" why="한글만 풀어서 센다" says="한글이 아닌 글자도"
# - used += len(unicodedata.normalize("NFD", letter))
# + used += len(unicodedata.normalize("NFD", letter)) if "가" <= letter <= "힣" else 1

# %% mutant="cut-jamo" why="음절마다 셋으로 센다" says="꼭 맞으면 남깁니다"
# - used += len(unicodedata.normalize("NFD", letter))
# + used += 3 if "가" <= letter <= "힣" else 1

# %% mutant="cut-jamo" why="NFKC로 모은다" says="NFKD나 NFKC"
# - for letter in unicodedata.normalize("NFC", text):
# + for letter in unicodedata.normalize("NFKC", text):

# %% alternate="cut-jamo" why="긴 앞부분부터 줄이기"
def cut_jamo(text, limit):
    text = unicodedata.normalize("NFC", text)
    while len(unicodedata.normalize("NFD", text)) > limit:
        text = text[:-1]
    return text

# %% alternate="cut-jamo" why="누적 합으로"
def cut_jamo(text, limit):
    text = unicodedata.normalize("NFC", text)
    ends = np.cumsum([len(unicodedata.normalize("NFD", c)) for c in text])
    return text[:int((ends <= limit).sum())]

# %% mutant="windows" why="첫 창을 건너뛴다" says="0에서 시작하고"
# - starts = range(0, len(text) - length, step)
# + starts = range(step, len(text) - length, step)

# %% mutant="continue-text" why="step이 돌려준 둘을 나누어 받지 않는다" says="step은 (새 상태, 확률)"
# - state, chances = step(state, letter)
# + chances = step(state, letter)
