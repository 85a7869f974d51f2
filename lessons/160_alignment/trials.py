# %% mutant="render" why="STOP이 없다" says="말마다 역할의 번호·말의 번호들·STOP"
# - ids += [ROLES[one["role"]], *one["content"], STOP]
# + ids += [ROLES[one["role"]], *one["content"]]

# %% mutant="render" why="끝에 BOT이 없다" says="마지막 하나가 빠졌습니다. 맨 앞에 START" key=True
# - return ids + [BOT]
# + return ids

# %% mutant="render" why="START가 없다" says="첫 하나가 빠졌습니다. 맨 앞에 START"
# - ids = [START]
# + ids = []

# %% mutant="render" why="system도 버린다" says="통째로 버립니다"
# - old = [n for n, one in enumerate(kept[:-1]) if one["role"] != "system"]
# + old = list(range(len(kept) - 1))

# %% mutant="render" why="받은 리스트에서 뺀다" says="받은 것을 고치지 마세요"
# - kept = list(messages)
# + kept = messages

# %% mutant="render" why="번호를 앞에서 자른다" says="통째로 버립니다"
def render(messages, longest):
    ids = [START]
    for one in messages:
        ids += [ROLES[one["role"]], *one["content"], STOP]
    return (ids + [BOT])[-longest:]

# %% mutant="render" why="꼭 longest개여도 버린다" says="꼭 longest개면"
# - while 2 + sum(2 + len(one["content"]) for one in kept) > longest:
# + while 2 + sum(2 + len(one["content"]) for one in kept) >= longest:

# %% mutant="render" why="최근 말부터 버린다" says="통째로 버립니다"
# - del kept[old[0]]
# + del kept[old[-1]]

# %% mutant="render" why="마지막 말도 버린다" says="마지막 말은 길어도"
# - old = [n for n, one in enumerate(kept[:-1]) if one["role"] != "system"]
# + old = [n for n, one in enumerate(kept) if one["role"] != "system"]

# %% alternate="render" why="뒤에서부터 담는다"
def render(messages, longest):
    keep = {len(messages) - 1} | {n for n, m in enumerate(messages) if m["role"] == "system"}
    size = 2 + sum(2 + len(messages[n]["content"]) for n in keep)
    for n in range(len(messages) - 2, -1, -1):
        if n in keep:
            continue
        size += 2 + len(messages[n]["content"])
        if size > longest:
            break
        keep.add(n)
    out = [0]
    for n in sorted(keep):
        out.append({"system": 1, "user": 2, "bot": 3}[messages[n]["role"]])
        out.extend(messages[n]["content"])
        out.append(4)
    out.append(3)
    return out

# %% mutant="labels" why="모든 자리에 라벨" says="물음에도 라벨이 있습니다" key=True
# - if speaking:
# -     labels[t] = n
# + labels[t] = n

# %% mutant="labels" why="STOP을 빼먹는다" says="STOP에 라벨이 없습니다"
# - if speaking:
# + if speaking and n != STOP:

# %% mutant="labels" why="BOT도 센다" says="BOT에도 라벨이"
# - speaking = n == BOT or (speaking and n != STOP)
# + speaking = n == BOT or (speaking and n != STOP)
# + labels[t] = n if n == BOT else labels[t]

# %% mutant="labels" why="0으로 채운다" says="0이 아니라 -100"
# - labels, speaking = np.full(len(ids), IGNORE), False
# + labels, speaking = np.zeros(len(ids), int), False

# %% mutant="labels" why="한 번 켜지면 끝까지" says="물음으로 돌아가면"
# - speaking = n == BOT or (speaking and n != STOP)
# + speaking = speaking or n == BOT

# %% mutant="labels" why="밀지 않는다" says="한 칸 밀지 않았습니다"
# - scores, labels = scores[:-1], labels[1:]
# + pass

# %% mutant="labels" why="거꾸로 민다" says="거꾸로 밀었습니다"
# - scores, labels = scores[:-1], labels[1:]
# + scores, labels = scores[1:], labels[:-1]

# %% mutant="labels" why="넘친다" says="inf가 있습니다"
# - return float(np.mean(np.logaddexp.reduce(scores, axis=-1) - scores[np.arange(len(labels)), labels]))
# + p = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
# + return float(-np.log(p[np.arange(len(labels)), labels]).mean())

# %% mutant="labels" why="라벨이 없으면 nan" says="nan이 있습니다"
# - if not at.any():
# -     return 0.0
# + pass

# %% mutant="labels" why="합을 돌려준다" says="평균이 아니라 합"
# - return float(np.mean(np.logaddexp.reduce(scores, axis=-1) - scores[np.arange(len(labels)), labels]))
# + return float(np.sum(np.logaddexp.reduce(scores, axis=-1) - scores[np.arange(len(labels)), labels]))

# %% alternate="labels" why="누적 합으로"
def answer_labels(ids):
    labels, start = [-100] * len(ids), None
    for t in range(len(ids)):
        if start is not None:
            labels[t] = int(ids[t])
            if ids[t] == 4:
                start = None
        elif ids[t] == 3:
            start = t
    return labels

def answer_loss(scores, labels):
    total, count = 0.0, 0
    for t in range(len(labels) - 1):
        if labels[t + 1] != -100:
            row = scores[t] - scores[t].max()
            total += np.log(np.exp(row).sum()) - row[labels[t + 1]]
            count += 1
    return total / count if count else 0.0

# %% mutant="bradley-terry" why="나은 답과 못한 답을 바꾼다" says="나은 답과 못한 답이 바뀌었습니다" key=True
# - d = better - worse
# + d = worse - better

# %% mutant="bradley-terry" why="넘친다" says="inf가 있습니다"
# - return np.mean(np.logaddexp(0, -d)), gradient, np.mean((d > 0) + 0.5 * (d == 0))
# + return -np.mean(np.log(1 / (1 + np.exp(-d)))), gradient, np.mean((d > 0) + 0.5 * (d == 0))

# %% mutant="bradley-terry" why="기울기를 N으로 나누지 않는다" says="N으로 나눕니다"
# - gradient = -np.exp(-np.logaddexp(0, d)) / len(d)
# + gradient = -np.exp(-np.logaddexp(0, d))

# %% mutant="bradley-terry" why="기울기의 부호" says="부호가 반대입니다"
# - gradient = -np.exp(-np.logaddexp(0, d)) / len(d)
# + gradient = np.exp(-np.logaddexp(0, d)) / len(d)

# %% mutant="bradley-terry" why="σ(d)를 쓴다" says="이미 이긴 쌍"
# - gradient = -np.exp(-np.logaddexp(0, d)) / len(d)
# + gradient = -np.exp(-np.logaddexp(0, -d)) / len(d)

# %% mutant="bradley-terry" why="같으면 이긴 것으로" says="이긴 것으로 세었습니다"
# - return np.mean(np.logaddexp(0, -d)), gradient, np.mean((d > 0) + 0.5 * (d == 0))
# + return np.mean(np.logaddexp(0, -d)), gradient, np.mean(d >= 0)

# %% mutant="bradley-terry" why="같으면 진 것으로" says="진 것으로 세었습니다"
# - return np.mean(np.logaddexp(0, -d)), gradient, np.mean((d > 0) + 0.5 * (d == 0))
# + return np.mean(np.logaddexp(0, -d)), gradient, np.mean(d > 0)

# %% mutant="bradley-terry" why="차이의 평균에서" says="쌍마다 구해"
# - return np.mean(np.logaddexp(0, -d)), gradient, np.mean((d > 0) + 0.5 * (d == 0))
# + return np.logaddexp(0, -d.mean()), gradient, np.mean((d > 0) + 0.5 * (d == 0))

# %% alternate="bradley-terry" why="where로 나누어"
def bradley_terry(better, worse):
    d = np.asarray(better) - np.asarray(worse)
    small = np.exp(-np.abs(d))
    loss = np.log1p(small) + np.maximum(-d, 0)
    sigma = np.where(d >= 0, small / (1 + small), 1 / (1 + small))
    return loss.mean(), -sigma / d.size, (np.sign(d) / 2 + 0.5).mean()

# %% mutant="strengths" why="이긴 비율" says="이긴 비율입니다"
def strengths(wins):
    share = wins.sum(1) / (wins + wins.T).sum(1)
    return share - share.mean()

# %% mutant="strengths" why="로그 오즈를 그대로" says="로그 오즈입니다" key=True
def strengths(wins):
    share = wins.sum(1) / (wins + wins.T).sum(1)
    odds = np.log(share / (1 - share))
    return odds - odds.mean()

# %% mutant="strengths" why="걸음이 모자란다" says="둘뿐이면"
# - for _ in range(2000):
# + for _ in range(3):

# %% mutant="strengths" why="평균을 빼지 않는다" says="평균은 0입니다"
# - return r - r.mean()
# + return r - r[0]

# %% mutant="strengths" why="부호가 반대" says="부호가 반대입니다"
# - return r - r.mean()
# + return r.mean() - r

# %% mutant="strengths" why="붙은 횟수를 보지 않는다" says="짝마다 붙은 횟수가"
# - games, r = wins + wins.T, np.zeros(len(wins))
# + games = wins + wins.T
# + wins = np.where(games > 0, 10 * wins / np.maximum(games, 1), 0)
# + games, r = wins + wins.T, np.zeros(len(wins))

# %% mutant="strengths" why="예측이 백분율이다" says="백분율이 아닙니다"
# - return 16 / 17
# + return 94

# %% alternate="strengths" why="소수-최대화"
def strengths(wins):
    games, s = wins + wins.T, np.ones(len(wins))
    for _ in range(1000):
        s = wins.sum(1) / (games / np.add.outer(s, s)).sum(1)
        s = s / np.exp(np.log(s).mean())
    return np.log(s)

def my_chance():
    return 0.8

# %% mutant="dpo" why="시작 모델을 빼지 않는다" says="시작 모델을 빼지 않았습니다" key=True
# - margin = beta * ((policy[0] - start[0]) - (policy[1] - start[1]))
# + margin = beta * (policy[0] - policy[1])

# %% mutant="dpo" why="β를 잊는다" says="β를 곱하지"
# - margin = beta * ((policy[0] - start[0]) - (policy[1] - start[1]))
# + margin = (policy[0] - start[0]) - (policy[1] - start[1])

# %% mutant="dpo" why="β로 나눈다" says="β로 나누었습니다"
# - margin = beta * ((policy[0] - start[0]) - (policy[1] - start[1]))
# + margin = ((policy[0] - start[0]) - (policy[1] - start[1])) / beta

# %% mutant="dpo" why="나은 답과 못한 답을 바꾼다" says="바뀌었습니다"
# - margin = beta * ((policy[0] - start[0]) - (policy[1] - start[1]))
# + margin = beta * ((policy[1] - start[1]) - (policy[0] - start[0]))

# %% mutant="dpo" why="시작 모델을 더한다" says="시작 모델을 더했습니다"
# - margin = beta * ((policy[0] - start[0]) - (policy[1] - start[1]))
# + margin = beta * ((policy[0] + start[0]) - (policy[1] + start[1]))

# %% mutant="dpo" why="비율을 로그 확률로" says="숨은 보상"
# - return np.mean(np.logaddexp(0, -margin)), np.mean(margin > 0)
# + return np.mean(np.logaddexp(0, -margin)), np.mean(policy[0] > policy[1])

# %% mutant="dpo" why="길이로 나눈다" says="길이로 나누었습니다"
# - return np.where(mask == 1, logp, 0.0).sum(1)
# + return np.where(mask == 1, logp, 0.0).sum(1) / mask.sum(1)

# %% mutant="dpo" why="nan을 곱한다" says="nan이 있습니다"
# - return np.where(mask == 1, logp, 0.0).sum(1)
# + return (logp * mask).sum(1)

# %% mutant="dpo" why="넘친다" says="inf가 있습니다"
# - return np.mean(np.logaddexp(0, -margin)), np.mean(margin > 0)
# + return -np.mean(np.log(1 / (1 + np.exp(-margin)))), np.mean(margin > 0)

# %% alternate="dpo" why="반복문으로"
def answer_logprob(logp, mask):
    return [sum(float(x) for x, m in zip(row, keep) if m) for row, keep in zip(logp, mask)]

def dpo(policy, start, beta):
    losses, better = [], 0
    for a, b, c, d in zip(policy[0], policy[1], start[0], start[1]):
        hidden = beta * (a - c), beta * (b - d)
        losses.append(np.logaddexp(0, hidden[1] - hidden[0]))
        better += hidden[0] > hidden[1]
    return sum(losses) / len(losses), better / len(losses)

# %% mutant="kl" why="앞뒤를 바꾼다" says="앞뒤가 바뀌었습니다" key=True
# - each = (np.exp(now) * (now - start)).sum(-1)
# + each = (np.exp(start) * (start - now)).sum(-1)

# %% mutant="kl" why="패딩도 센다" says="패딩도 세었습니다"
# - return np.where(mask == 1, each, 0.0).sum(1)
# + return each.sum(1)

# %% mutant="kl" why="평균을 낸다" says="토큰마다의 평균입니다"
# - return np.where(mask == 1, each, 0.0).sum(1)
# + return np.where(mask == 1, each, 0.0).sum(1) / mask.sum(1)

# %% mutant="kl" why="로그 소프트맥스를 잊는다" says="로그 소프트맥스를 구합니다"
# - now = now - np.logaddexp.reduce(now, axis=-1, keepdims=True)
# - start = start - np.logaddexp.reduce(start, axis=-1, keepdims=True)
# - each = (np.exp(now) * (now - start)).sum(-1)
# + p = np.exp(now) / np.exp(now).sum(-1, keepdims=True)
# + each = (p * (now - start)).sum(-1)

# %% alternate="kl" why="반복문으로"
def exact_kl(now, start, mask):
    out = np.zeros(len(now))
    for b, t in np.argwhere(np.asarray(mask) > 0):
        p, q = (np.exp(x[b, t] - x[b, t].max()) for x in (now, start))
        p, q = p / p.sum(), q / q.sum()
        out[b] += (p * np.log(p / q)).sum()
    return out

# %% mutant="advantages" why="자기도 넣은 평균" says="자기를 뺀 평균" key=True
# - return total - others
# + return total - total.mean(1, keepdims=True)

# %% mutant="advantages" why="배치 전체의 평균" says="배치 전체의 평균을"
# - return total - others
# + return total - total.mean()

# %% mutant="advantages" why="열끼리" says="열) 평균했습니다"
# - return total - others
# + return total - total.mean(0)

# %% mutant="advantages" why="벌점의 부호" says="벌점의 부호가"
# - total = rewards - beta * (logp - logp0)
# + total = rewards + beta * (logp - logp0)

# %% mutant="advantages" why="벌점이 없다" says="벌점을 빼지 않았습니다"
# - total = rewards - beta * (logp - logp0)
# + total = rewards.copy()

# %% mutant="advantages" why="기준선이 없다" says="기준선을 빼지"
# - return total - others
# + return total

# %% mutant="advantages" why="기준선에는 벌점이 없다" says="기준선에는 벌점이"
# - return total - others
# + return total - (rewards.sum(1, keepdims=True) - rewards) / (rewards.shape[1] - 1)

# %% mutant="advantages" why="예측이 글이다" says="수 하나로 예측"
# - return 0.0
# + return "0"

# %% alternate="advantages" why="행렬로"
def advantages(rewards, logp, logp0, beta):
    R = np.asarray(rewards) - beta * np.asarray(logp) + beta * np.asarray(logp0)
    K = R.shape[1]
    return R @ (np.eye(K) - (1 - np.eye(K)) / (K - 1))

def my_advantage():
    return 9

# %% mutant="hack" why="보상과의 상관만" says="보상과의 상관만" key=True
# - return max(features, key=lambda name: correlation(features[name], reward) - correlation(features[name], judge))
# + return max(features, key=lambda name: correlation(features[name], reward))

# %% mutant="hack" why="nan을 돌려준다" says="상관은 0입니다"
# - return a @ b / length if length > 1e-12 else 0.0
# + return a @ b / length

# %% mutant="hack" why="공분산" says="공분산이 아니라"
# - return a @ b / length if length > 1e-12 else 0.0
# + return a @ b

# %% mutant="hack" why="절댓값" says="절댓값을 쓰지"
# - return max(features, key=lambda name: correlation(features[name], reward) - correlation(features[name], judge))
# + return max(features, key=lambda name: abs(correlation(features[name], reward)) - abs(correlation(features[name], judge)))

# %% mutant="hack" why="budget을 보지 않는다" says="budget을 넘는 걸음"
# - inside = np.flatnonzero(kl <= budget)
# + inside = np.arange(len(kl))

# %% mutant="hack" why="budget과 같으면 버린다" says="budget과 같은 KL"
# - inside = np.flatnonzero(kl <= budget)
# + inside = np.flatnonzero(kl < budget)

# %% mutant="hack" why="자리의 번호" says="자리의 번호가 아닙니다"
# - return steps[min(inside, key=lambda n: (-judge[n], steps[n]))]
# + return min(inside, key=lambda n: (-judge[n], steps[n]))

# %% mutant="hack" why="같으면 늦은 걸음" says="이른 걸음"
# - return steps[min(inside, key=lambda n: (-judge[n], steps[n]))]
# + return steps[min(inside, key=lambda n: (-judge[n], -steps[n]))]

# %% mutant="hack" why="적힌 차례로" says="차례가 아닐 수"
# - return steps[min(inside, key=lambda n: (-judge[n], steps[n]))]
# + return steps[min(inside, key=lambda n: -judge[n])]

# %% mutant="hack" why="모두 넘으면 처음" says="KL이 가장 작은"
# - return steps[min(range(len(kl)), key=lambda n: (kl[n], steps[n]))]
# + return steps[0]

# %% alternate="hack" why="corrcoef로"
def suspect(features, reward, judge):
    best, found = None, -np.inf
    for name, values in features.items():
        score = 0.0
        if values.std() > 1e-12:
            for sign, other in ((1, reward), (-1, judge)):
                if other.std() > 1e-12:
                    score += sign * np.corrcoef(values, other)[0, 1]
        if score > found + 1e-12:
            best, found = name, score
    return best

def stop_at(steps, judge, kl, budget):
    order = np.argsort(steps, kind="stable")
    steps, judge, kl = steps[order], judge[order], kl[order]
    if (kl > budget).all():
        return int(steps[kl.argmin()])
    return int(steps[np.where(kl <= budget, judge, -np.inf).argmax()])

# %% alternate="hack" why="argmin으로: KL이 같은 기록은 어느 것이든"
def suspect(features, reward, judge):
    def rho(a, b):
        return np.corrcoef(a, b)[0, 1] if np.ptp(a) > 0 else 0.0
    gaps = [rho(x, reward) - rho(x, judge) for x in features.values()]
    return list(features)[int(np.argmax(gaps))]

def stop_at(steps, judge, kl, budget):
    found = None
    for step, score, far in zip(steps, judge, kl):
        if far <= budget and (found is None or (score, -step) > found):
            found = (score, -step)
    return steps[np.argmin(kl)] if found is None else -found[1]

# %% mutant="hack" why="두 점수의 차이와의 상관" says="두 점수를 먼저 빼지"
# - return max(features, key=lambda name: correlation(features[name], reward) - correlation(features[name], judge))
# + return max(features, key=lambda name: correlation(features[name], reward - judge))

# %% mutant="hack" why="값이 모두 같은 특징을 뺀다" says="0으로 셈에 넣습니다"
# - return max(features, key=lambda name: correlation(features[name], reward) - correlation(features[name], judge))
# + features = {name: x for name, x in features.items() if np.ptp(x) > 0}
# + return max(features, key=lambda name: correlation(features[name], reward) - correlation(features[name], judge))

# %% mutant="hack" why="처음 넘은 데에서 멈춘다" says="넘었다 돌아온 걸음도"
# - inside = np.flatnonzero(kl <= budget)
# + over = np.flatnonzero(kl > budget)
# + inside = np.arange(over[0] if len(over) else len(kl))

# %% mutant="hack" why="걸러 낸 뒤의 자리를 쓴다" says="steps의 자리가 아닙니다"
# - return steps[min(inside, key=lambda n: (-judge[n], steps[n]))]
# + return steps[np.argmax(judge[inside])]

# %% mutant="dpo" why="mask 대신 nan만 뺀다" says="mask를 보지 않았습니다"
# - return np.where(mask == 1, logp, 0.0).sum(1)
# + return np.nansum(logp, axis=1)

# %% mutant="dpo" why="받은 배열의 패딩을 0으로 고친다" says="받은 것을 고치지 마세요"
# - return np.where(mask == 1, logp, 0.0).sum(1)
# + logp[mask == 0] = 0.0
# + return logp.sum(1)

# %% mutant="dpo" why="같은 쌍을 반으로 센다" says="반으로 세었습니다"
# - return np.mean(np.logaddexp(0, -margin)), np.mean(margin > 0)
# + return np.mean(np.logaddexp(0, -margin)), np.mean((margin > 0) + 0.5 * (margin == 0))

# %% mutant="render" why="맨 앞의 system만 남긴다" says="맨 앞의 하나만이 아닙니다"
# - old = [n for n, one in enumerate(kept[:-1]) if one["role"] != "system"]
# + old = [n for n in range(len(kept) - 1) if n > 0 or kept[0]["role"] != "system"]

# %% mutant="render" why="system을 앞으로 모은다" says="앞으로 옮기지"
# - kept = list(messages)
# + kept = sorted(messages, key=lambda one: one["role"] != "system")

# %% mutant="render" why="START와 BOT의 길이를 잊는다" says="길이에는 START, 역할, STOP, BOT도"
# - while 2 + sum(2 + len(one["content"]) for one in kept) > longest:
# + while sum(2 + len(one["content"]) for one in kept) > longest:

# %% mutant="kl" why="넘친다" says="nan이 있습니다"
# - now = now - np.logaddexp.reduce(now, axis=-1, keepdims=True)
# - start = start - np.logaddexp.reduce(start, axis=-1, keepdims=True)
# + now, start = (np.log(np.exp(x) / np.exp(x).sum(-1, keepdims=True)) for x in (now, start))

# %% mutant="kl" why="시작 모델의 확률로 평균한다" says="시작 모델의 확률로 평균했습니다"
# - each = (np.exp(now) * (now - start)).sum(-1)
# + each = (np.exp(start) * (now - start)).sum(-1)

# %% mutant="labels" why="라벨 0을 뺀다" says="라벨 0도 라벨"
# - at = labels != IGNORE
# + at = labels > 0

# %% mutant="labels" why="맞히는 점수가 없는 라벨도 나누는 수에 넣는다" says="labels[1:]에서 라벨이 있는"
# - scores, labels = scores[:-1], labels[1:]
# + counted = (labels != IGNORE).sum()
# + scores, labels = scores[:-1], labels[1:]

# - return float(np.mean(np.logaddexp.reduce(scores, axis=-1) - scores[np.arange(len(labels)), labels]))
# + return float(np.sum(np.logaddexp.reduce(scores, axis=-1) - scores[np.arange(len(labels)), labels]) / counted)

# %% mutant="labels" why="첫 답만 센다" says="답이 여러 번이면"
# - speaking = n == BOT or (speaking and n != STOP)
# + speaking = (n == BOT and BOT not in ids[:t]) or (speaking and n != STOP)

# %% mutant="render" why="마지막 user의 말을 남긴다" says="누가 한 말이든"
# - old = [n for n, one in enumerate(kept[:-1]) if one["role"] != "system"]
# + last = max((n for n, one in enumerate(kept) if one["role"] == "user"), default=-1)
# + old = [n for n, one in enumerate(kept) if one["role"] != "system" and n != last]

# %% mutant="render" why="빈 말을 건너뛴다" says="빈 말도 말입니다"
# - for one in kept:
# + for one in (one for one in kept if one["content"]):

# %% mutant="kl" why="작은 수를 더해 로그를 구한다" says="가깝지만 다릅니다"
# - each = (np.exp(now) * (now - start)).sum(-1)
# + p, q = np.exp(now), np.exp(start)
# + each = (p * np.log((p + 1e-4) / (q + 1e-4))).sum(-1)

# %% mutant="advantages" why="표준편차로 나눈다" says="표준편차로 나누었습니다"
# - return total - others
# + return (total - total.mean(1, keepdims=True)) / (total.std(1, keepdims=True) + 1e-8)

# %% mutant="hack" why="순위 상관" says="순위 상관이 아니라"
# - a, b = a - a.mean(), b - b.mean()
# + a, b = (x.argsort(kind="stable").argsort() - (len(x) - 1) / 2 if np.ptp(x) else 0.0 * x for x in (a, b))
