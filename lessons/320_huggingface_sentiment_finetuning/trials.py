# %% mutant="encode" why="붙인 뒤에 자른다" says="SEP이 없습니다" key=True
# - ids.append([CLS] + words[:max_len - 2] + [SEP])
# + ids.append(([CLS] + words + [SEP])[:max_len])

# %% mutant="encode" why="자르지 않는다" says="자르지 않았습니다"
# - ids.append([CLS] + words[:max_len - 2] + [SEP])
# + ids.append([CLS] + words + [SEP])

# %% mutant="encode" why="낱말을 max_len개까지" says="낱말은 max_len - 2개까지"
# - ids.append([CLS] + words[:max_len - 2] + [SEP])
# + ids.append([CLS] + words[:max_len] + [SEP])

# %% mutant="encode" why="앞을 버린다" says="앞을 버렸습니다"
# - ids.append([CLS] + words[:max_len - 2] + [SEP])
# + ids.append([CLS] + words[max(len(words) - max_len + 2, 0):] + [SEP])

# %% mutant="encode" why="모르는 낱말을 뺀다" says="빼지 말고 UNK"
# - words = [vocab.get(word, UNK) for word in text.split()]
# + words = [vocab[word] for word in text.split() if word in vocab]

# %% mutant="encode" why="채워 놓는다" says="여기서는 채우지 않습니다"
# - ids.append([CLS] + words[:max_len - 2] + [SEP])
# + row = [CLS] + words[:max_len - 2] + [SEP]
# + ids.append(row + [PAD] * (max_len - len(row)))

# %% mutant="encode" why="길이가 낱말의 수" says="특수 토큰까지 세어"
# - return {"input_ids": ids, "length": [len(row) for row in ids]}
# + return {"input_ids": ids, "length": [len(text.split()) for text in rows["document"]]}

# %% mutant="encode" why="글 하나만 있는 줄 안다" says="글마다 한 줄씩"
# - for text in rows["document"]:
# + for text in rows["document"][:1]:

# %% mutant="encode" why="빈칸 하나로 나눈다" says="split()으로"
# - words = [vocab.get(word, UNK) for word in text.split()]
# + words = [vocab.get(word, UNK) for word in text.split(" ")]

# %% alternate="encode" why="하나씩 끼워 넣는다"
def encode(rows, vocab, max_len):
    result = {"input_ids": [], "length": []}
    for text in rows["document"]:
        row = [CLS]
        for word in text.split():
            if len(row) == max_len - 1:
                break
            row.append(vocab[word] if word in vocab else UNK)
        row.append(SEP)
        result["input_ids"].append(row)
        result["length"].append(len(row))
    return result

# %% mutant="collate" why="마스크를 번호로 정한다" says="번호의 값으로" key=True
# - "labels": np.array([row["label"] for row in features])}
# + "labels": np.array([row["label"] for row in features])} | {"attention_mask": (input_ids != PAD) * 1}

# %% mutant="collate" why="96까지 채운다" says="이 배치에서 가장 긴 줄"
# - longest = max(len(row["input_ids"]) for row in features)
# + longest = 96

# %% mutant="collate" why="앞을 채운다" says="앞을 채웠습니다"
# - input_ids[n, :len(row["input_ids"])] = row["input_ids"]
# - mask[n, :len(row["input_ids"])] = 1
# + input_ids[n, longest - len(row["input_ids"]):] = row["input_ids"]
# + mask[n, longest - len(row["input_ids"]):] = 1

# %% mutant="collate" why="UNK로 채운다" says="UNK로 채웠습니다"
# - input_ids = np.full((len(features), longest), PAD)
# + input_ids = np.full((len(features), longest), UNK)

# %% mutant="collate" why="마스크가 반대" says="마스크가 반대"
# - mask[n, :len(row["input_ids"])] = 1
# + mask[n, len(row["input_ids"]):] = 1

# %% mutant="collate" why="마스크가 모두 1" says="모든 자리가 1"
# - mask = np.zeros_like(input_ids)
# + mask = np.ones_like(input_ids)

# %% mutant="collate" why="첫 줄의 길이에 맞춘다" says="이 배치에서 가장 긴 줄"
# - longest = max(len(row["input_ids"]) for row in features)
# + longest = len(features[0]["input_ids"])
# - input_ids[n, :len(row["input_ids"])] = row["input_ids"]
# + input_ids[n, :len(row["input_ids"])] = row["input_ids"][:longest]

# %% mutant="collate" why="받은 줄에 PAD를 붙인다" says="받은 것을 고치지"
# - mask[n, :len(row["input_ids"])] = 1
# + mask[n, :len(row["input_ids"])] = 1
# + row["input_ids"] += [PAD] * (longest - len(row["input_ids"]))

# %% mutant="collate" why="이름이 label" says="키가"
# - "labels": np.array([row["label"] for row in features])}
# + "label": np.array([row["label"] for row in features])}

# %% alternate="collate" why="리스트로"
def collate(features):
    rows = [row["input_ids"] for row in features]
    longest = max(map(len, rows))
    return {"labels": [row["label"] for row in features],
            "input_ids": [list(row) + [0] * (longest - len(row)) for row in rows],
            "attention_mask": [[True] * len(row) + [False] * (longest - len(row)) for row in rows]}

# %% mutant="grouping" why="마지막 배치도 가득 찼다고 센다" says="마지막 배치는 작을 수 있습니다"
# - cells += max(batch) * len(batch)
# + cells += max(batch) * size

# %% mutant="grouping" why="진짜 토큰의 비율" says="진짜 토큰의 비율"
# - return float(1 - np.sum(lengths) / cells)
# + return float(np.sum(lengths) / cells)

# %% mutant="grouping" why="칸의 수를 돌려준다" says="채운 칸의 수"
# - return float(1 - np.sum(lengths) / cells)
# + return float(cells - np.sum(lengths))

# %% mutant="grouping" why="비율을 평균한다" says="비율을 평균했습니다"
# - cells += max(batch) * len(batch)
# + cells += 1 - sum(batch) / (max(batch) * len(batch))
# - return float(1 - np.sum(lengths) / cells)
# + return float(cells / len(range(0, len(order), size)))

# %% mutant="grouping" why="모두 가장 긴 글에 맞춘다" says="모든 배치를 가장 긴 글에"
# - cells += max(batch) * len(batch)
# + cells += max(lengths) * len(batch)

# %% mutant="grouping" why="order를 쓰지 않는다" says="order를 쓰지 않았습니다"
# - batch = [lengths[n] for n in order[start:start + size]]
# + batch = lengths[start:start + size]

# %% mutant="grouping" why="통째로 줄을 세운다" says="통째로 줄을 세웠습니다" key=True
# - mixed, order = rng.permutation(len(lengths)), []
# + mixed, order = rng.permutation(len(lengths)), []
# + return sorted(mixed.tolist(), key=lambda n: -lengths[n])

# %% mutant="grouping" why="섞지 않는다" says="섞지 않았습니다"
# - mixed, order = rng.permutation(len(lengths)), []
# + mixed, order = np.arange(len(lengths)), []

# %% mutant="grouping" why="줄을 세우지 않는다" says="안에서 긴 것부터입니다"
# - order += sorted(part.tolist(), key=lambda n: -lengths[n])
# + order += part.tolist()

# %% mutant="grouping" why="짧은 것부터" says="짧은 것부터입니다"
# - order += sorted(part.tolist(), key=lambda n: -lengths[n])
# + order += sorted(part.tolist(), key=lambda n: lengths[n])

# %% mutant="grouping" why="배치 안에서만 줄을 세운다" says="size × mega"
# - for start in range(0, len(mixed), size * mega):
# -     part = mixed[start:start + size * mega]
# + for start in range(0, len(mixed), size):
# +     part = mixed[start:start + size]

# %% mutant="grouping" why="전역의 우연을 쓴다" says="받은 rng에서만"
# - mixed, order = rng.permutation(len(lengths)), []
# + mixed, order = np.random.permutation(len(lengths)), []

# %% mutant="grouping" why="마지막 큰 뭉치를 버린다" says="글마다 꼭 한 번"
# - for start in range(0, len(mixed), size * mega):
# + for start in range(0, len(mixed) - size * mega + 1, size * mega):

# %% mutant="grouping" why="큰 뭉치 안의 자리를 번호로 쓴다" says="part[자리]가"
# - order += sorted(part.tolist(), key=lambda n: -lengths[n])
# + order += (start + np.argsort(-lengths[part])).tolist()

# %% mutant="grouping" why="argsort의 자리를 그대로 쓴다" says="큰 뭉치 안의 자리입니다"
# - order += sorted(part.tolist(), key=lambda n: -lengths[n])
# + order += np.argsort(-lengths[part]).tolist()

# %% mutant="grouping" why="길이를 돌려준다" says="글마다 꼭 한 번"
# - order += sorted(part.tolist(), key=lambda n: -lengths[n])
# + order += sorted(lengths[part].tolist(), reverse=True)

# %% mutant="grouping" why="예측이 백분율이다" says="백분율이 아닙니다"
# - return 0.48, 0.02
# + return 48, 2

# %% alternate="grouping" why="argsort로"
def waste(lengths, order, size):
    batches = [np.take(lengths, order[n:n + size]) for n in range(0, len(order), size)]
    padded = sum(int((batch.max() - batch).sum()) for batch in batches)
    return padded / (padded + int(np.sum(lengths)))

def grouped(lengths, size, mega, rng):
    order = np.arange(len(lengths))
    rng.shuffle(order)
    parts = [order[n:n + size * mega] for n in range(0, len(order), size * mega)]
    return np.concatenate([part[np.argsort(-lengths[part])] for part in parts])

def my_waste():
    return [1, 0.5]

# %% mutant="schedule" why="warmup을 언제나 비율로" says="비율이 아니라 걸음 수" key=True
# - warm = int(np.ceil(warmup * total)) if warmup < 1 else int(warmup)
# + warm = int(np.ceil(warmup * total))

# %% mutant="schedule" why="warmup을 언제나 걸음으로" says="전체의 비율"
# - warm = int(np.ceil(warmup * total)) if warmup < 1 else int(warmup)
# + warm = warmup

# %% mutant="schedule" why="내린다" says="올림하면"
# - warm = int(np.ceil(warmup * total)) if warmup < 1 else int(warmup)
# + warm = int(warmup * total) if warmup < 1 else int(warmup)

# %% mutant="schedule" why="전체로 나눈다" says="내려가는 구간도 w에서"
# - return peak * max(total - step, 0) / (total - warm)
# + return peak * max(total - step, 0) / total

# %% mutant="schedule" why="내려가지 않는다" says="내려가지 않습니다"
# - return peak * max(total - step, 0) / (total - warm)
# + return peak

# %% mutant="schedule" why="걸음을 1부터 센다" says="걸음은 0부터"
# - if step < warm:
# + step += 1
# + if step < warm:

# %% mutant="schedule" why="끝난 뒤에 음수" says="끝난 뒤에는 0"
# - return peak * max(total - step, 0) / (total - warm)
# + return peak * (total - step) / (total - warm)

# %% mutant="schedule" why="웜업이 없다" says="웜업이 없습니다"
# - warm = int(np.ceil(warmup * total)) if warmup < 1 else int(warmup)
# + warm = 0

# %% mutant="schedule" why="min으로 쓰고 0으로 나눈다" says="0으로 나누었습니다"
# - if step < warm:
# -     return peak * step / warm
# - return peak * max(total - step, 0) / (total - warm)
# + return peak * max(min(step / warm, (total - step) / (total - warm)), 0)

# %% mutant="schedule" why="peak를 곱하지 않는다" says="peak를 곱하지"
# - if step < warm:
# + peak = 1
# + if step < warm:

# %% mutant="schedule" why="코사인으로 내려간다" says="곧게 내려갑니다"
# - return peak * max(total - step, 0) / (total - warm)
# + return peak * (1 + np.cos(np.pi * min((step - warm) / (total - warm), 1))) / 2

# %% mutant="schedule" why="w를 올림하지 않는다" says="올림하면"
# - warm = int(np.ceil(warmup * total)) if warmup < 1 else int(warmup)
# + warm = warmup * total if warmup < 1 else int(warmup)

# %% alternate="schedule" why="min으로"
import math

def rate_at(step, total, peak, warmup):
    w = math.ceil(warmup * total) if warmup < 1 else warmup
    up = step / w if w else float("inf")
    return peak * max(0.0, min(up, (total - step) / (total - w), 1))

# %% mutant="metrics" why="줄과 칸을 바꾼다" says="줄이 정답" key=True
# - np.add.at(confusion, (labels, guess), 1)
# + np.add.at(confusion, (guess, labels), 1)

# %% mutant="metrics" why="맞힌 수" says="맞힌 수입니다"
# - return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float(f1.mean()),
# + return {"accuracy": float(hit.sum()), "macro_f1": float(f1.mean()),

# %% mutant="metrics" why="라벨 1의 F1" says="라벨 1의 F1뿐"
# - return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float(f1.mean()),
# + return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float(f1[1]),

# %% mutant="metrics" why="글 수로 가중한다" says="가중해 평균했습니다"
# - return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float(f1.mean()),
# + return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float((f1 * confusion.sum(1)).sum() / len(labels)),

# %% mutant="metrics" why="없는 라벨에서 nan" says="nan"
# - f1 = 2 * hit / np.maximum(below, 1)
# + f1 = 2 * hit / below

# %% mutant="metrics" why="없는 라벨을 뺀다" says="빼고 평균"
# - f1 = 2 * hit / np.maximum(below, 1)
# + f1 = (2 * hit / np.maximum(below, 1))[below > 0]

# %% mutant="metrics" why="2를 빠뜨린다" says="분자의 2를"
# - f1 = 2 * hit / np.maximum(below, 1)
# + f1 = hit / np.maximum(below, 1)

# %% mutant="metrics" why="재현율의 평균" says="재현율의 평균"
# - f1 = 2 * hit / np.maximum(below, 1)
# + f1 = hit / np.maximum(confusion.sum(1), 1)

# %% mutant="metrics" why="라벨의 수를 labels에서 얻는다" says="scores의 칸 수"
# - guess, K = scores.argmax(-1), scores.shape[1]
# + guess = scores.argmax(-1)
# + K = int(max(labels.max(), guess.max())) + 1

# %% mutant="metrics" why="같은 자리를 한 번만 센다" says="되풀이를 세지 않습니다"
# - np.add.at(confusion, (labels, guess), 1)
# + confusion[labels, guess] += 1

# %% mutant="metrics" why="K를 labels에서만 얻는다" says="scores의 칸 수"
# - guess, K = scores.argmax(-1), scores.shape[1]
# + guess, K = scores.argmax(-1), int(labels.max()) + 1

# %% mutant="metrics" why="정밀도와 재현율을 먼저 평균한다" says="먼저 평균했습니다"
# - return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float(f1.mean()),
# + p, r = (hit / np.maximum(confusion.sum(0), 1)).mean(), (hit / np.maximum(confusion.sum(1), 1)).mean()
# + return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float(2 * p * r / max(p + r, 1e-9)),

# %% alternate="metrics" why="정밀도와 재현율로"
def metrics(scores, labels):
    K = len(scores[0])
    guess = np.array([int(np.argmax(row)) for row in scores])
    confusion = [[int(sum((labels == a) & (guess == b))) for b in range(K)] for a in range(K)]
    f1 = []
    for k in range(K):
        tp = confusion[k][k]
        precision = tp / max(int((guess == k).sum()), 1)
        recall = tp / max(int((labels == k).sum()), 1)
        f1.append(2 * precision * recall / (precision + recall) if tp else 0)
    return {"confusion": confusion, "accuracy": (guess == labels).mean(), "macro_f1": sum(f1) / K}

# %% mutant="predict" why="제자리에 놓지 않는다" says="줄을 세운 차례 그대로" key=True
# - return found
# + return found[order]

# %% mutant="predict" why="차례를 한 번 더 적용한다" says="한 번 더 적용"
# - return found
# + return found[order][order]

# %% mutant="predict" why="줄을 세우지 않는다" says="짧은 것부터 줄을 세워"
# - order = np.argsort([len(row["input_ids"]) for row in features], kind="stable")
# + order = np.arange(len(features))

# %% mutant="predict" why="한꺼번에 준다" says="한 번에 1개부터"
# - for start in range(0, len(order), size):
# + for start in range(0, len(order), len(order) + 1):
# - at = order[start:start + size]
# + at = order

# %% mutant="predict" why="하나씩 준다" says="배치의 수는"
# - for start in range(0, len(order), size):
# + for start in range(len(order)):
# - at = order[start:start + size]
# + at = order[start:start + 1]

# %% mutant="predict" why="마지막 배치를 버린다" says="마지막 배치"
# - for start in range(0, len(order), size):
# + for start in range(0, len(order) - size + 1, size):

# %% mutant="predict" why="받은 리스트를 줄 세운다" says="받은 것을 고치지"
# - order = np.argsort([len(row["input_ids"]) for row in features], kind="stable")
# + features.sort(key=lambda row: len(row["input_ids"]))
# + order = np.arange(len(features))

# %% mutant="predict" why="행이 없으면 멈춘다" says="행이 없으면 빈 배열"
def predict(features, score_batch, size):
    order = np.argsort([len(row["input_ids"]) for row in features], kind="stable")
    parts = [score_batch([features[n] for n in order[k:k + size]]) for k in range(0, len(order), size)]
    return np.concatenate(parts)[np.argsort(order)]

# %% mutant="predict" why="길이로 자리를 찾는다" says="길이로 자리를 찾지"
def predict(features, score_batch, size):
    order = sorted(features, key=lambda row: len(row["input_ids"]))
    scores = {}
    for start in range(0, len(order), size):
        rows = order[start:start + size]
        scores.update(zip((len(row["input_ids"]) for row in rows), score_batch(rows)))
    return [scores[len(row["input_ids"])] for row in features]

# %% alternate="predict" why="짝지어 되돌린다"
def predict(features, score_batch, size):
    order = sorted(range(len(features)), key=lambda n: len(features[n]["input_ids"]))
    scores = {}
    while order:
        now, order = order[:size], order[size:]
        scores.update(zip(now, score_batch([features[n] for n in now])))
    return [scores[n] for n in range(len(features))]

# %% mutant="diagnose" why="차례를 고치지 않는다" says="답을 제자리에 놓지 않았습니다" key=True
# - placed[np.array(run["order"], dtype=int)] = run["guess"]
# + placed[:] = run["guess"]

# %% mutant="diagnose" why="거꾸로 찾는다" says="제자리를 거꾸로"
# - placed[np.array(run["order"], dtype=int)] = run["guess"]
# + placed[:] = np.array(run["guess"])[np.array(run["order"], dtype=int)]

# %% mutant="diagnose" why="새는 글을 빼지 않는다" says="새는 글을 빼지"
# - return float(right[clean].mean()) if clean.any() else float("nan")
# + return float(right.mean())

# %% mutant="diagnose" why="모든 글의 수로 나눈다" says="남긴 글의 수로"
# - return float(right[clean].mean()) if clean.any() else float("nan")
# + return float(right[clean].sum() / len(right)) if clean.any() else float("nan")

# %% mutant="diagnose" why="빈칸을 지우지 않고 뺀다" says="앞뒤의 빈칸만 달라도"
# - clean = np.array([text.strip() not in seen for text in run["valid"]], dtype=bool)
# + clean = np.array([text not in run["fit"] for text in run["valid"]], dtype=bool)

# %% mutant="diagnose" why="새는 글만 남긴다" says="새는 글만 남겼습니다"
# - clean = np.array([text.strip() not in seen for text in run["valid"]], dtype=bool)
# + clean = np.array([text.strip() in seen for text in run["valid"]], dtype=bool)

# %% mutant="diagnose" why="빈칸을 지우지 않고 찾는다" says="모든 글을 견주세요"
# - if any(text.strip() in seen for text in run["valid"]):
# + if set(run["fit"]) & set(run["valid"][:1]):

# %% mutant="diagnose" why="답의 값으로 차례를 본다" says="order"
# - if list(run["order"]) != list(range(len(run["valid"]))):
# + if list(run["guess"]) != list(run["label"]):

# %% mutant="diagnose" why="새는 글을 먼저 뺀다" says="자리가 밀렸습니다"
# - return float(right[clean].mean()) if clean.any() else float("nan")
# + label, guess, order = (np.array(run[name]) for name in ("label", "guess", "order"))
# + return float((guess[clean] == label[order[clean]]).mean()) if clean.any() else float("nan")

# %% mutant="diagnose" why="남는 글이 없으면 0" says="오류도 0도"
# - return float(right[clean].mean()) if clean.any() else float("nan")
# + return float(right[clean].sum() / max(clean.sum(), 1))

# %% mutant="diagnose" why="일부만 같아도 유출이라고 한다" says="글 전체가 같아야"
# - if any(text.strip() in seen for text in run["valid"]):
# + if any(text.strip() in " ".join(seen) for text in run["valid"]):

# %% mutant="diagnose" why="일부만 같은 글을 뺀다" says="일부만 같은 글은"
# - clean = np.array([text.strip() not in seen for text in run["valid"]], dtype=bool)
# + clean = np.array([text.strip() not in " ".join(seen) for text in run["valid"]], dtype=bool)

# %% mutant="diagnose" why="언제나 깨끗하다고 한다" says="어긋난 차례"
# - found.add("유출")
# + found = set()

# - found.add("어긋난 차례")
# + found = set()

# %% mutant="diagnose" why="가운데의 빈칸도 지운다" says="글 전체가 같아야"
# - seen = {text.strip() for text in run["fit"]}
# - if any(text.strip() in seen for text in run["valid"]):
# + seen = {text.replace(" ", "") for text in run["fit"]}
# + if any(text.replace(" ", "") in seen for text in run["valid"]):

# %% alternate="diagnose" why="사전과 반복문으로"
def flaws(run):
    names = []
    known = set(map(str.strip, run["fit"]))
    if known & set(map(str.strip, run["valid"])):
        names.append("유출")
    if sorted(run["order"]) != list(run["order"]):
        names.append("어긋난 차례")
    return names

def repaired_accuracy(run):
    answer = dict(zip(run["order"], run["guess"]))
    known = [text.strip() for text in run["fit"]]
    kept = [n for n, text in enumerate(run["valid"]) if text.strip() not in known]
    return sum(answer[n] == run["label"][n] for n in kept) / len(kept) if kept else np.nan
