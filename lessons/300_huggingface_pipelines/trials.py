# %% mutant="top-labels" why="소프트맥스를 하지 않는다" says="로짓을 그대로" key=True
# - e = np.exp(logits - np.max(logits))
# - chances = e / e.sum()
# + chances = logits

# %% mutant="top-labels" why="시그모이드를 쓴다" says="시그모이드입니다"
# - e = np.exp(logits - np.max(logits))
# - chances = e / e.sum()
# + chances = 1 / (1 + np.exp(-logits))

# %% mutant="top-labels" why="작은 것부터" says="작은 것부터"
# - order = np.argsort(-chances)[:k]
# + order = np.argsort(chances)[:k]

# %% mutant="top-labels" why="1번부터 고른다" says="가장 큰 것을 빠뜨렸습니다"
# - order = np.argsort(-chances)[:k]
# + order = np.argsort(-chances)[1:k + 1]

# %% mutant="top-labels" why="가장 큰 것으로 나눈다" says="가장 큰 것으로 나누었습니다"
# - chances = e / e.sum()
# + chances = e / e.max()

# %% mutant="top-labels" why="소프트맥스를 두 번 한다" says="두 번 했습니다"
# - order = np.argsort(-chances)[:k]
# + chances = np.exp(chances) / np.exp(chances).sum()
# + order = np.argsort(-chances)[:k]

# %% mutant="top-labels" why="모두 돌려준다" says="뒤에 2개가 더"
# - order = np.argsort(-chances)[:k]
# + order = np.argsort(-chances)

# %% mutant="top-labels" why="고른 것으로 다시 나눈다" says="다시 나누었습니다"
# - return [(names[n], float(chances[n])) for n in order]
# + return [(names[n], float(chances[n] / chances[order].sum())) for n in order]

# %% mutant="top-labels" why="지수가 넘친다" says="1,000처럼 클 수"
# - e = np.exp(logits - np.max(logits))
# + e = np.exp(logits - np.mean(logits))

# %% mutant="top-labels" why="차례를 바꾸지 않는다" says="차례를 바꾸지"
# - order = np.argsort(-chances)[:k]
# + order = range(k)

# %% mutant="top-labels" why="예시처럼 반올림한다" says="반올림한 값입니다"
# - return [(names[n], float(chances[n])) for n in order]
# + return [(names[n], round(float(chances[n]), 4)) for n in order]

# %% mutant="top-labels" why="번호를 돌려준다" says="줄마다 0번 값만"
# - return [(names[n], float(chances[n])) for n in order]
# + return [(int(n), float(chances[n])) for n in order]

# %% alternate="top-labels" why="로그로 계산한다"
def top_labels(logits, names, k):
    top = max(logits)
    total = top + np.log(sum(np.exp(one - top) for one in logits))
    ranked = sorted(zip(logits, names), key=lambda pair: pair[0], reverse=True)
    return [[name, np.exp(one - total)] for one, name in ranked[:k]]

# %% mutant="group-entities" why="B-도 잇는다" says="언제나 새 개체명" key=True
# - if kind and tag.startswith("I-") and kind == before:
# + if kind and kind == before:

# %% mutant="group-entities" why="종류를 보지 않는다" says="다른 종류이면 새로"
# - if kind and tag.startswith("I-") and kind == before:
# + if kind and tag.startswith("I-") and before:

# %% mutant="group-entities" why="O가 끊지 않는다" says="O는 잇던 것을 끊습니다"
# - before = kind
# + before = kind or before

# %% mutant="group-entities" why="홀로 선 I-를 버린다" says="버리거나 잇지"
# - elif kind:
# + elif kind and tag.startswith("B-"):

# %% mutant="group-entities" why="점수가 첫 조각의 것" says="첫 조각의 것"
# - return [(kind, text[start:end], float(np.mean(found)))
# -         for kind, found, start, end in groups if np.mean(found) >= least]
# + return [(kind, text[start:end], found[0]) for kind, found, start, end in groups if found[0] >= least]

# %% mutant="group-entities" why="점수가 가장 큰 조각의 것" says="가장 큰(마지막)"
# - return [(kind, text[start:end], float(np.mean(found)))
# -         for kind, found, start, end in groups if np.mean(found) >= least]
# + return [(kind, text[start:end], max(found)) for kind, found, start, end in groups if max(found) >= least]

# %% mutant="group-entities" why="버리지 않는다" says="least보다 작은 개체명은 버립니다"
# - return [(kind, text[start:end], float(np.mean(found)))
# -         for kind, found, start, end in groups if np.mean(found) >= least]
# + return [(kind, text[start:end], float(np.mean(found))) for kind, found, start, end in groups]

# %% mutant="group-entities" why="점수의 차례로 놓는다" says="나온 순서 그대로"
# - return [(kind, text[start:end], float(np.mean(found)))
# -         for kind, found, start, end in groups if np.mean(found) >= least]
# + found = [(kind, text[a:b], float(np.mean(s))) for kind, s, a, b in groups if np.mean(s) >= least]
# + return sorted(found, key=lambda one: -one[2])

# %% mutant="group-entities" why="글자 수만큼 센 평균" says="글자 수만큼"
# - groups[-1][1].append(score)
# + groups[-1][1].extend([score] * (end - start))

# %% mutant="group-entities" why="점수를 곱한다" says="점수는 조각 점수의 평균"
# - return [(kind, text[start:end], float(np.mean(found)))
# -         for kind, found, start, end in groups if np.mean(found) >= least]
# + return [(kind, text[a:b], float(np.prod(s))) for kind, s, a, b in groups if np.prod(s) >= least]

# %% mutant="group-entities" why="글을 앞에 놓는다" says="글이 앞에 왔습니다"
# - return [(kind, text[start:end], float(np.mean(found)))
# + return [(text[start:end], kind, float(np.mean(found)))

# %% mutant="group-entities" why="조각마다 버린다" says="조각마다 버리지"
# - kind = tag[2:] if tag != "O" else None
# + kind = tag[2:] if tag != "O" and score >= least else None

# %% mutant="group-entities" why="least와 같은 것도 버린다" says="least와 같으면 남깁니다"
# - return [(kind, text[start:end], float(np.mean(found)))
# -         for kind, found, start, end in groups if np.mean(found) >= least]
# + return [(kind, text[start:end], float(np.mean(found))) for kind, found, start, end in groups if np.mean(found) > least + 1e-9]

# %% mutant="group-entities" why="글의 끝에서 끝나는 것을 넣지 않는다" says="글의 끝에서 끝나는"
def group_entities(tags, scores, places, text, least):
    found, kind, kept, start, end = [], None, [], 0, 0
    for tag, score, (a, b) in zip(tags, scores, places):
        if tag.startswith("I-") and tag[2:] == kind:
            kept.append(score)
            end = b
            continue
        if kind is not None and np.mean(kept) >= least:
            found.append((kind, text[start:end], float(np.mean(kept))))
        kind, kept, start, end = None if tag == "O" else tag[2:], [score], a, b
    return found

# %% mutant="group-entities" why="두 개씩 평균해 나간다" says="세 수의 평균"
# - groups[-1][1].append(score)
# + groups[-1][1] = [(groups[-1][1][0] + score) / 2]

# %% mutant="group-entities" why="조각의 글을 이어 붙인다" says="text를 자른 것"
# - return [(kind, text[start:end], float(np.mean(found)))
# + return [(kind, text[start:end].replace(" ", ""), float(np.mean(found)))

# %% mutant="group-entities" why="평균을 반올림해서 견준다" says="반올림하지 말고"
# -         for kind, found, start, end in groups if np.mean(found) >= least]
# +         for kind, found, start, end in groups if round(np.mean(found), 1) >= least]

# %% mutant="group-entities" why="lstrip이 종류의 글자도 뗀다" says="앞의 두 글자만"
# - kind = tag[2:] if tag != "O" else None
# + kind = tag.lstrip("BI-") if tag != "O" else None

# %% mutant="group-entities" why="O마다 잇던 것을 다시 넣는다" says="끝에 하나가 더"
# - before = kind
# + if kind is None and groups:
# +     groups.append(groups[-1])
# + before = kind

# %% alternate="group-entities" why="묶음의 번호를 먼저 매긴다"
def group_entities(tags, scores, places, text, least):
    numbers, current = [], -1
    for n, tag in enumerate(tags):
        if tag == "O":
            numbers.append(-1)
            continue
        new = tag[0] == "B" or n == 0 or tags[n - 1][1:] != tag[1:]
        current += new
        numbers.append(current)
    found = []
    for g in range(current + 1):
        rows = [n for n, number in enumerate(numbers) if number == g]
        score = sum(scores[n] for n in rows) / len(rows)
        if score >= least - 1e-12:
            found.append([tags[rows[0]].split("-")[1], text[places[rows[0]][0]:places[rows[-1]][1]], score])
    return found

# %% mutant="long-text" why="창이 너무 많다" says="창을 더 만들었습니다"
# - if first + room >= n:
# + if first + step >= n:

# %% mutant="long-text" why="마지막 창이 없다" says="마지막 창이 없습니다"
# - found.append((first, min(first + room, n)))
# - if first + room >= n:
# -     return found
# + if first + room >= n:
# +     return found
# + found.append((first, min(first + room, n)))

# %% mutant="long-text" why="글의 끝을 넘는다" says="글의 끝을 넘었습니다"
# - found.append((first, min(first + room, n)))
# + found.append((first, first + room))

# %% mutant="long-text" why="마지막 창을 당긴다" says="앞으로 당겼습니다"
# - found.append((first, min(first + room, n)))
# + found.append((min(first, max(0, n - room)), min(first + room, n)))

# %% mutant="long-text" why="겹치지 않는다" says="겹치지 않습니다"
# - first += step
# + first += room

# %% mutant="long-text" why="창 안의 위치를 돌려준다" says="창의 시작 위치를 더하세요" key=True
# - best, place = start[i] + end[j], (offset + i, offset + j)
# + best, place = start[i] + end[j], (i, j)

# %% mutant="long-text" why="가장 큰 null과 견준다" says="한 창의 null만"
# - return None if min(null for _, _, _, null in found) > best else place
# + return None if max(null for _, _, _, null in found) > best else place

# %% mutant="long-text" why="답 없음이 없다" says="None이어야"
# - return None if min(null for _, _, _, null in found) > best else place
# + return place

# %% mutant="long-text" why="한도가 하나 크다" says="한도를 넘었습니다"
# - for j in range(i, min(i + longest, len(end))):
# + for j in range(i, min(i + longest + 1, len(end))):

# %% mutant="long-text" why="끝이 앞에 온다" says="끝이 시작보다"
# - for j in range(i, min(i + longest, len(end))):
# + for j in range(0, min(i + longest, len(end))):

# %% mutant="long-text" why="null을 빼고 고른다" says="null을 보지 않습니다"
# - for offset, start, end, _ in found:
# + for offset, start, end, null in found:
# - if start[i] + end[j] > best:
# -     best, place = start[i] + end[j], (offset + i, offset + j)
# + if start[i] + end[j] - null > best:
# +     best, place = start[i] + end[j] - null, (offset + i, offset + j)
# - return None if min(null for _, _, _, null in found) > best else place
# + return None if best < 0 else place

# %% mutant="long-text" why="null과 같아도 답이 없다고 한다" says="클 때만 None"
# - return None if min(null for _, _, _, null in found) > best else place
# + return None if min(null for _, _, _, null in found) >= best else place

# %% mutant="long-text" why="가장 좋은 점수를 0에서 시작한다" says="모두 음수일 수 있습니다"
# - best, place = -np.inf, None
# + best, place = 0.0, None

# %% mutant="long-text" why="창마다 제 null과 견주어 버린다" says="null을 보지 않습니다"
# - for offset, start, end, _ in found:
# + for offset, start, end, null in found:
# - if start[i] + end[j] > best:
# + if start[i] + end[j] >= null and start[i] + end[j] > best:
# - return None if min(null for _, _, _, null in found) > best else place
# + return place

# %% mutant="long-text" why="마지막 창의 답을 낸다" says="마지막 창의 것이 아닙니다"
# - best, place = -np.inf, None
# - for offset, start, end, _ in found:
# + place = None
# + for offset, start, end, null in found:
# +     best = np.nextafter(null, -np.inf)
# - return None if min(null for _, _, _, null in found) > best else place
# + return place

# %% mutant="long-text" why="시작과 끝을 따로 고른다" says="따로 골랐습니다"
# - for i in range(len(start)):
# -     for j in range(i, min(i + longest, len(end))):
# -         if start[i] + end[j] > best:
# + for i in [int(np.argmax(start))]:
# +     for j in [int(np.argmax(end))]:
# +         if 0 <= j - i < longest and start[i] + end[j] > best:

# %% mutant="long-text" why="시작을 먼저 정한다" says="시작을 먼저 정하고"
# - for i in range(len(start)):
# + for i in [int(np.argmax(start))]:

# %% mutant="long-text" why="끝을 먼저 정한다" says="끝을 먼저 정하고"
# - for j in range(i, min(i + longest, len(end))):
# + for j in [int(np.argmax(end))]:
# - if start[i] + end[j] > best:
# + if 0 <= j - i < longest and start[i] + end[j] > best:

# %% mutant="long-text" why="한도가 하나 작다" says="longest개짜리 구간도"
# - for j in range(i, min(i + longest, len(end))):
# + for j in range(i, min(i + max(longest - 1, 1), len(end))):

# %% mutant="long-text" why="null의 평균과 견준다" says="가장 작은 null과"
# - return None if min(null for _, _, _, null in found) > best else place
# + return None if np.mean([null for _, _, _, null in found]) > best else place

# %% alternate="long-text" why="행렬로"
def windows(n, room, step):
    return [(a, min(a + room, n)) for a in range(0, max(n - room, 0) + step, step)
            if a == 0 or a - step + room < n]

def best_answer(found, longest):
    scores, places = [], []
    for offset, start, end, _ in found:
        total = start[:, None] + end[None, :]
        i, j = np.indices(total.shape)
        total = np.where((i <= j) & (j - i < longest), total, -np.inf)
        a, b = np.unravel_index(total.argmax(), total.shape)
        scores.append(total[a, b])
        places.append([offset + a, offset + b])
    nulls = [row[3] for row in found]
    return None if max(scores) < min(nulls) else places[int(np.argmax(scores))]

# %% mutant="zero-shot" why="세 클래스를 모두 넣는다" says="세 클래스를 모두" key=True
# - if multi:
# -     chosen = logits[:, [contradiction, entailment]]
# -     e = np.exp(chosen - chosen.max(1, keepdims=True))
# -     chances = e[:, 1] / e.sum(1)
# - else:
# -     e = np.exp(logits[:, entailment] - logits[:, entailment].max())
# -     chances = e / e.sum()
# + e = np.exp(logits - logits.max(1, keepdims=True))
# + chances = (e / e.sum(1, keepdims=True))[:, entailment]
# + chances = chances if multi else chances / chances.sum()

# %% mutant="zero-shot" why="multi에서 라벨끼리 견준다" says="라벨끼리 견주었습니다"
# - if multi:
# + if False:

# %% mutant="zero-shot" why="언제나 라벨마다 따로" says="라벨마다 따로 보았습니다"
# - if multi:
# + if True:

# %% mutant="zero-shot" why="함의를 0번으로 적어 둔다" says="0으로 적어 두었습니다"
# - e = np.exp(logits[:, entailment] - logits[:, entailment].max())
# + e = np.exp(logits[:, 0] - logits[:, 0].max())

# %% mutant="zero-shot" why="모순을 2번으로 적어 둔다" says="모순의 번호를 적어"
# - chosen = logits[:, [contradiction, entailment]]
# + chosen = logits[:, [2, entailment]]

# %% mutant="zero-shot" why="함의와 모순을 바꾼다" says="바꾸어 썼습니다"
# - if multi:
# + entailment, contradiction = contradiction, entailment
# + if multi:

# %% mutant="zero-shot" why="모순의 확률" says="모순의 확률입니다"
# - chances = e[:, 1] / e.sum(1)
# + chances = e[:, 0] / e.sum(1)

# %% mutant="zero-shot" why="차례를 바꾸지 않는다" says="큰 것부터"
# - order = np.argsort(-chances)
# + order = range(len(chances))

# %% mutant="zero-shot" why="multi가 참일 때 지수가 넘친다" says="로짓은 클 수 있습니다"
# - e = np.exp(chosen - chosen.max(1, keepdims=True))
# + e = np.exp(chosen)

# %% mutant="zero-shot" why="표 전체에서 가장 큰 것을 뺀다" says="표 전체에서 가장 큰"
# - e = np.exp(chosen - chosen.max(1, keepdims=True))
# + e = np.exp(chosen - logits.max())

# %% mutant="zero-shot" why="확률만 정렬한다" says="라벨도 함께 옮기세요"
# - return [(labels[n], float(chances[n])) for n in order]
# + return [(label, float(chances[n])) for label, n in zip(labels, order)]

# %% mutant="zero-shot" why="0.5보다 작은 라벨을 뺀다" says="빠졌습니다"
# - return [(labels[n], float(chances[n])) for n in order]
# + return [(labels[n], float(chances[n])) for n in order if chances[n] >= 0.5]

# %% mutant="zero-shot" why="multi에서 다시 나눈다" says="다시 나누었습니다"
# - order = np.argsort(-chances)
# + chances = chances / chances.sum()
# + order = np.argsort(-chances)

# %% mutant="zero-shot" why="함의의 로짓만 시그모이드에" says="함의의 로짓만"
# - chances = e[:, 1] / e.sum(1)
# + chances = 1 / (1 + np.exp(-logits[:, entailment]))

# %% mutant="zero-shot" why="예측이 백분율이다" says="0과 1 사이의 수로"
# - return 1.0
# + return 100

# %% alternate="zero-shot" why="시그모이드로"
def zero_shot(logits, labels, entailment, contradiction, multi):
    yes, no = np.array(logits)[:, entailment], np.array(logits)[:, contradiction]
    if multi:
        chances = 1 / (1 + np.exp(no - yes))
    else:
        chances = np.exp(yes - yes.max()) / np.exp(yes - yes.max()).sum()
    return sorted(zip(labels, chances.tolist()), key=lambda pair: -pair[1])

def my_guess():
    return 0

# %% mutant="padding" why="전체에서 가장 긴 글에 맞춘다" says="전체에서 가장 긴" key=True
# - return sum(max(group) * len(group) for group in groups)
# + return max(lengths) * len(lengths)

# %% mutant="padding" why="패딩만 센다" says="패딩만 세었습니다"
# - return sum(max(group) * len(group) for group in groups)
# + return sum(max(group) * len(group) - sum(group) for group in groups)

# %% mutant="padding" why="마지막 배치를 가득 채운다" says="가득 찼다고"
# - return sum(max(group) * len(group) for group in groups)
# + return sum(max(group) * size for group in groups)

# %% mutant="padding" why="마지막 배치를 빠뜨린다" says="작은 배치를 빠뜨렸습니다"
# - groups = [lengths[n:n + size] for n in range(0, len(lengths), size)]
# + groups = [lengths[n:n + size] for n in range(0, len(lengths) - size + 1, size)]

# %% mutant="padding" why="늘 길이 순서로" says="받은 순서로 묶습니다"
# - lengths = sorted(lengths) if by_length else lengths
# + lengths = sorted(lengths)

# %% mutant="padding" why="받은 리스트를 정렬한다" says="받은 것을 고치지"
# - lengths = sorted(lengths) if by_length else lengths
# + if by_length:
# +     lengths.sort()

# %% mutant="padding" why="가장 긴 길이를 이어 쓴다" says="앞 배치의 것을 이어"
# - return sum(max(group) * len(group) for group in groups)
# + return sum(max(map(max, groups[:n + 1])) * len(groups[n]) for n in range(len(groups)))

# %% mutant="padding" why="고른 크기로 나눈다" says="고른 크기로 나누었습니다"
# - groups = [lengths[n:n + size] for n in range(0, len(lengths), size)]
# + groups = [part.tolist() for part in np.array_split(lengths, -(-len(lengths) // size))]

# %% mutant="padding" why="첫 글에 맞춘다" says="배치의 첫 글에"
# - return sum(max(group) * len(group) for group in groups)
# + return sum(group[0] * len(group) for group in groups)

# %% mutant="padding" why="size를 배치의 수로 쓴다" says="배치의 수로 보았습니다"
# - groups = [lengths[n:n + size] for n in range(0, len(lengths), size)]
# + each = -(-len(lengths) // size)
# + groups = [lengths[n:n + each] for n in range(0, len(lengths), each)]

# %% mutant="padding" why="비율을 돌려준다" says="비율입니다"
# - return sum(max(group) * len(group) for group in groups)
# + return 1 - sum(lengths) / sum(max(group) * len(group) for group in groups)

# %% mutant="padding" why="긴 것부터" says="긴 것부터 놓았습니다"
# - lengths = sorted(lengths) if by_length else lengths
# + lengths = sorted(lengths, reverse=True) if by_length else lengths

# %% mutant="padding" why="예측이 백분율이다" says="백분율이 아닙니다"
# - return 0.45
# + return 45

# %% alternate="padding" why="반복문으로"
def padded_tokens(lengths, size, by_length):
    rows = np.sort(lengths) if by_length else np.array(lengths)
    total = 0
    while len(rows):
        total += rows[:size].max() * len(rows[:size])
        rows = rows[size:]
    return total

def my_share():
    return 0

# %% mutant="same-answer" why="패딩까지 평균한다" says="패딩까지 평균했습니다" key=True
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return states.mean(axis=1)

# %% mutant="same-answer" why="전체 길이로 나눈다" says="패딩까지의 길이로"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return (states * weights).mean(axis=1)

# %% mutant="same-answer" why="나누지 않는다" says="더하기만"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return (states * weights).sum(axis=1)

# %% mutant="same-answer" why="배치 전체로 나눈다" says="배치 전체의"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return (states * weights).sum(axis=1) / weights.sum()

# %% mutant="same-answer" why="0이 아닌 벡터를 센다" says="벡터의 값이 아니라 mask로"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + kept = states * weights
# + return kept.sum(axis=1) / (kept != 0).any(axis=2).sum(axis=1)[:, None]

# %% mutant="same-answer" why="가장 많은 토큰 수로 나눈다" says="모두 같은 수로 나누었습니다"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return (states * weights).sum(axis=1) / weights[0].sum()

# %% mutant="same-answer" why="소수점 아래를 버린다" says="소수점 아래를"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return (states * weights).sum(axis=1) // weights.sum(axis=1)

# %% mutant="same-answer" why="가장 큰 값을 고른다" says="가장 큰 값입니다"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return np.where(weights == 1, states, -np.inf).max(axis=1)

# %% mutant="same-answer" why="번호를 1부터 센다" says="한 자리씩 밀렸습니다"
# - back[row] = results[n]
# + back[row - 1] = results[n]

# %% mutant="same-answer" why="앞에서부터 고른다" says="mask가 1인 자리를"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + return np.stack([row[:int(m.sum())].mean(0) for row, m in zip(states, mask)])

# %% mutant="same-answer" why="받은 배열을 고친다" says="받은 것을 고치지"
# - return (states * weights).sum(axis=1) / weights.sum(axis=1)
# + states *= weights
# + return states.sum(axis=1) / weights.sum(axis=1)

# %% mutant="same-answer" why="order로 다시 고른다" says="한 번 더 섞입니다"
# - back = [None] * len(order)
# - for n, row in enumerate(order):
# -     back[row] = results[n]
# - return back
# + return [results[n] for n in order]

# %% mutant="same-answer" why="값으로 자리를 찾는다" says="몇 번째인지로"
# - back = [None] * len(order)
# - for n, row in enumerate(order):
# -     back[row] = results[n]
# - return back
# + return sorted(results, key=dict(zip(results, order)).get)

# %% mutant="same-answer" why="되돌리지 않는다" says="되돌리지 않았습니다"
# - back = [None] * len(order)
# - for n, row in enumerate(order):
# -     back[row] = results[n]
# - return back
# + return list(results)

# %% mutant="same-answer" why="결과를 정렬한다" says="크기로 정렬하지 말고"
# - back = [None] * len(order)
# - for n, row in enumerate(order):
# -     back[row] = results[n]
# - return back
# + return sorted(results)

# %% alternate="same-answer" why="einsum과 argsort로"
def mean_pool(states, mask):
    return np.einsum("blh,bl->bh", states, mask) / mask.sum(1)[:, None]

def restore(order, results):
    return [results[n] for n in np.argsort(order)]
