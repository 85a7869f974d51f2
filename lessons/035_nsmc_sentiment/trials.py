# %% mutant="clean-review" why="낱자를 지운다" says="[가-힣]은 완성된 음절만" key=True
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣a-z0-9.,!?~^♥]", " ", text.lower())

# %% mutant="clean-review" why="모음 낱자를 지운다(ㅠㅠ)" says="모음 낱자"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎa-z0-9.,!?~^♥]", " ", text.lower())

# %% mutant="clean-review" why="빈칸 없이 지운다" says="앞뒤 단어가 붙습니다"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥\s]", "", text.lower())

# %% mutant="clean-review" why="빠진 값이 'nan'이나 'none'이 된다" says="'nan'은 영화평이 아닙니다"
# - if not isinstance(text, str):
# -     return ""
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", str(text).lower())

# %% mutant="clean-review" why="숫자도 줄인다" says="숫자는 줄이지 않습니다"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = re.sub(r"(.)\1{2,}", r"\1\1", kept)

# %% mutant="clean-review" why="한 번으로 줄인다" says="한 번도, 세 번도 아닙니다"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = re.sub(r"(\D)\1{2,}", r"\1", kept)

# %% mutant="clean-review" why="두 번 이어진 것도 한 번으로" says="두 번 이어진 글자는 그대로"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = re.sub(r"(\D)\1+", r"\1", kept)

# %% mutant="clean-review" why="네 번부터 줄인다" says="한 번도, 세 번도 아닙니다"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = re.sub(r"(\D)\1{3,}", r"\1\1", kept)

# %% mutant="clean-review" why="대문자를 먼저 지운다" says="소문자로 바꾼 다음에"
def clean_review(text):
    if not isinstance(text, str):
        return ""
    text = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text).lower()
    return " ".join(re.sub(r"(\D)\1{2,}", r"\1\1", text).split())

# %% mutant="clean-review" why="ㅋ만 줄인다" says="어느 글자든"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = re.sub("ㅋ{3,}", "ㅋㅋ", kept)

# %% mutant="clean-review" why="앞뒤를 다듬지 않는다" says="앞뒤를 지우세요"
# - return " ".join(shorter.split())
# + return re.sub(r"\s+", " ", shorter)

# %% mutant="clean-review" why="문장 부호를 모두 지운다" says="문장 부호가 사라졌습니다"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9]", " ", text.lower())

# %% mutant="clean-review" why="한글만 줄인다" says="문장 부호와 영문도"
def clean_review(text):
    if not isinstance(text, str): return ""
    return " ".join(re.sub(r"([가-힣ㄱ-ㅣ])\1{2,}", r"\1\1", re.sub(r"[^가-힣ㄱ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())).split())

# %% mutant="clean-review" why="줄인 다음에 소문자로 바꾼다" says="소문자로 바꾸기 전에"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣA-Za-z0-9.,!?~^♥]", " ", text)

# - return " ".join(shorter.split())
# + return " ".join(shorter.split()).lower()

# %% alternate="clean-review" why="글자를 하나씩 보며"
def clean_review(text):
    if not hasattr(text, "lower"):
        return ""
    out = ""
    for letter in text.lower():
        if not ("가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" or letter in ".,!?~^♥" or (letter.isascii() and letter.isalnum())):
            letter = " "
        if letter.isdigit() or out[-2:] != letter * 2:
            out += letter
    return " ".join(out.split())

# %% alternate="clean-review" why="정규식 셋과 strip"
def clean_review(text):
    text = text.lower() if type(text) is str else ""
    text = re.sub("[^ㄱ-ㅎㅏ-ㅣ가-힣a-z0-9.,!?~^♥ ]+", " ", text)
    text = re.sub(r"([^\d])\1\1+", r"\1\1", text)
    return re.sub(" +", " ", text).strip()

# %% alternate="clean-review" why="groupby로"
def clean_review(text):
    from itertools import groupby
    if type(text) is not str:
        return ""
    ok = set("abcdefghijklmnopqrstuvwxyz0123456789.,!?~^♥")
    t = (c if c in ok or "가" <= c <= "힣" or "\u3131" <= c <= "\u3163" else " " for c in text.lower())
    out = ""
    for c, g in groupby(t):
        n = len(list(g))
        out += c * (n if c.isdigit() else min(n, 2))
    return re.sub(" +", " ", out).strip()

# %% alternate="clean-review" why="남길 조각을 찾아 잇기"
def clean_review(text):
    try:
        text = text.lower()
    except AttributeError:
        return ""
    words = re.findall(r"[가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]+", text)
    return " ".join(re.sub(r"(\D)\1+", lambda m: m[1] * 2, w) for w in words)

# %% mutant="usable-rows" why="라벨이 엇갈린 글의 처음 것을 남긴다" says="처음 것까지 모두 뺍니다" key=True
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + if document.strip() and document not in used:

# %% mutant="usable-rows" why="되풀이된 글을 모두 뺀다" says="처음 나온 것 하나를"
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + if document.strip() and list(documents).count(document) == 1:

# %% mutant="usable-rows" why="공백뿐인 글을 남긴다" says="공백뿐인 글도"
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + if document and len(labels_of[document]) == 1 and document not in used:

# %% mutant="usable-rows" why="되풀이에서 마지막 것을 남긴다" says="처음 나온 것 하나를"
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + if document.strip() and len(labels_of[document]) == 1 and document not in documents[row + 1:]:

# %% mutant="usable-rows" why="글과 라벨의 쌍으로 되풀이를 본다" says="처음 것까지 모두"
def usable_rows(documents, labels):
    seen, rows = set(), []
    for row, pair in enumerate(zip(documents, labels)):
        if pair[0].strip() and pair not in seen:
            rows.append(row)
            seen.add(pair)
    return rows


def guess():
    return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}

# %% mutant="usable-rows" why="번호 대신 글을 돌려준다" says="행의 번호를"
# - rows.append(row)
# + rows.append(document)

# %% mutant="usable-rows" why="바로 앞의 라벨하고만 견준다" says="모두"
def usable_rows(documents, labels):
    found, rows = {}, []
    for row, (document, label) in enumerate(zip(documents, labels)):
        if not document.strip():
            continue
        if document not in found:
            rows.append(row)
        elif found[document] != label and row - 1 in rows:
            rows = [r for r in rows if documents[r] != document]
        found[document] = label
    return rows


def guess():
    return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}

# %% mutant="usable-rows" why="앞뒤 공백을 떼고 같은 글로 본다" says="공백 하나가 다르면"
# - labels_of = {}
# + labels_of, documents = {}, [document.strip() for document in documents]

# %% mutant="usable-rows" why="라벨이 엇갈린 글만 남긴다" says="뺄 것이 없는"
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + if document.strip() and len(labels_of[document]) > 1 and document not in used:

# %% mutant="usable-rows" why="소문자로 바꿔 견준다" says="대소문자가 다르면"
# - labels_of = {}
# + labels_of, documents = {}, [document.lower() for document in documents]

# %% mutant="usable-rows" why="엇갈리면 많은 쪽 라벨의 글로 보고 남긴다" says="많은 쪽을 따르지 않고"
# - labels_of.setdefault(document, set()).add(int(label))
# + labels_of.setdefault(document, []).append(int(label))

# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + votes = labels_of[document]
# + if document.strip() and 2 * sum(votes) != len(votes) and document not in used:

# %% mutant="usable-rows" why="숫자가 남는다고 보고 맞힌다" says="숫자를 지우면 같은 글"
# - return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}
# + return {"한글만": [3, 4, 7], "한글과 낱자": [0, 1, 2, 3, 4, 7]}

# %% mutant="usable-rows" why="엇갈린 글의 처음 행은 남는다고 맞힌다" says="같은 글이 됩니다"
# - return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}
# + return {"한글만": [0, 5, 7], "한글과 낱자": [0, 1, 2, 5, 7]}

# %% mutant="usable-rows" why="받은 목록에서 빈 글을 지운다" says="고치지 마세요"
# - for document, label in zip(documents, labels):
# + for position, one in enumerate(documents):
# +     documents[position] = one if one.strip() else ""
# + for document, label in zip(documents, labels):

# %% alternate="usable-rows" why="dict 하나로, 엇갈리면 표시하기"
def usable_rows(documents, labels):
    first = {}
    for row, (document, label) in enumerate(zip(documents, labels)):
        if document not in first:
            first[document] = [row, label]
        elif first[document][1] != label:
            first[document][0] = None
    return [row for document, (row, _) in first.items() if row is not None and not document.isspace() and document]


def guess():
    return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}

# %% alternate="usable-rows" why="느려도 분명하게, 넘파이 정수로"
def usable_rows(documents, labels):
    documents, labels = list(documents), np.array(labels)
    keep = []
    for i in range(len(documents)):
        same = np.array([j for j in range(len(documents)) if documents[j] == documents[i]])
        if documents[i].strip() != "" and len(np.unique(labels[same])) == 1 and same[0] == i:
            keep.append(i)
    return np.array(keep, dtype="int64")


def guess():
    return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}

# %% alternate="usable-rows" why="글과 라벨의 쌍을 세기"
def usable_rows(documents, labels):
    pairs = set(zip(documents, labels)); n = Counter(d for d, _ in pairs); first = {}
    for i, d in enumerate(documents): first.setdefault(d, i)
    return tuple(i for d, i in first.items() if n[d] < 2 and not d.isspace() and d != "")


def guess():
    return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}

# %% alternate="usable-rows" why="뒤에서부터 훑기"
def usable_rows(documents, labels):
    at, bad = {}, set()
    for i in range(len(documents) - 1, -1, -1):
        d = documents[i]
        if d in at and int(labels[at[d]]) != int(labels[i]): bad.add(d)
        at[d] = i
    return np.array(sorted(i for d, i in at.items() if d not in bad and len(d.split())), dtype=int)


def guess():
    return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}

# %% mutant="cached-tokenize" why="옵션을 키에 넣지 않는다" says="옵션이 다르면 다른 결과" key=True
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, text)

# %% mutant="cached-tokenize" why="이름을 키에 넣지 않는다" says="키에 name을"
# - key = (name, repr(sorted(options.items())), text)
# + key = (repr(sorted(options.items())), text)

# %% mutant="cached-tokenize" why="글만으로 키를 만든다" says="키에 옵션을"
# - key = (name, repr(sorted(options.items())), text)
# + key = text

# %% mutant="cached-tokenize" why="글자를 이어 붙여 키를 만든다" says="이어 붙이면"
# - key = (name, repr(sorted(options.items())), text)
# + key = name + text + str(sorted(options.items()))

# %% mutant="cached-tokenize" why="옵션의 순서가 키를 바꾼다" says="순서만 다르면"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, str(options), text)

# %% mutant="cached-tokenize" why="옵션의 이름만 키에 넣는다" says="값도 키에"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, tuple(sorted(options)), text)

# %% mutant="cached-tokenize" why="캐시의 목록을 그대로 돌려준다" says="복사해서"
# - results.append(list(cache[key]))
# + results.append(cache[key])

# %% mutant="cached-tokenize" why="빈 결과를 없는 것으로 여긴다" says="in으로"
# - if key not in cache:
# + if not cache.get(key):

# %% mutant="cached-tokenize" why="캐시에 쓰지 않는다" says="한 번만"
# - if key not in cache:
# -     cache[key] = list(analyze(text, **options))
# - results.append(list(cache[key]))
# + results.append(list(analyze(text, **options)))

# %% mutant="cached-tokenize" why="캐시에 쓰기만 하고 읽지 않는다" says="한 번만"
# - if key not in cache:
# -     cache[key] = list(analyze(text, **options))
# + cache[key] = list(analyze(text, **options))

# %% mutant="cached-tokenize" why="빈 글도 분석한다" says="빈 글은"
# - if text == "":
# -     results.append([])
# -     continue

# %% mutant="cached-tokenize" why="서로 다른 글만 돌려준다" says="결과도 넷"
# - for text in texts:
# + for text in dict.fromkeys(texts):

# %% mutant="cached-tokenize" why="옵션을 분석기에 넘기지 않는다" says="분석기에 넘기세요"
# - cache[key] = list(analyze(text, **options))
# + cache[key] = list(analyze(text))

# %% mutant="cached-tokenize" why="오류가 난 글을 빈 결과로 보관한다" says="감추지"
# - cache[key] = list(analyze(text, **options))
# + try:
# +     cache[key] = list(analyze(text, **options))
# + except Exception:
# +     cache[key] = []

# %% mutant="cached-tokenize" why="한 번의 호출 안의 되풀이를 다시 분석한다" says="한 번의 호출 안"
def cached_tokenize(texts, analyze, name, options, cache):
    keys = [(name, repr(sorted(options.items())), text) for text in texts]
    new = [(key, list(analyze(key[2], **options))) for key in keys if key[2] and key not in cache]
    cache.update(new)
    return [list(cache[key]) if key[2] else [] for key in keys]

# %% mutant="cached-tokenize" why="공백뿐인 글도 빈 글로 친다" says="빈 글뿐"
# - if text == "":
# + if not text.strip():

# %% mutant="cached-tokenize" why="앞뒤 공백을 지운 글을 키로 쓴다" says="공백 하나"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, repr(sorted(options.items())), text.strip())

# %% mutant="cached-tokenize" why="소문자로 바꾼 글을 키로 쓴다" says="대소문자 하나"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, repr(sorted(options.items())), text.lower())

# %% mutant="cached-tokenize" why="옵션의 값을 글자로 바꾸어 1과 '1'이 같아진다" says="1과 '1'은"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, ",".join(f"{a}={b}" for a, b in sorted(options.items())), text)

# %% mutant="cached-tokenize" why="참거짓만 가려 1과 1.0이 같아진다" says="1과 1.0은"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, *((a, b, b is True, str(b) == b) for a, b in sorted(options.items())), text)

# %% mutant="cached-tokenize" why="밑줄로 이어 키를 만든다" says="기호로"
# - key = (name, repr(sorted(options.items())), text)
# + key = f"{name}_{text}_{sorted(options.items())}"

# %% mutant="cached-tokenize" why="받은 cache 대신 전역 변수에 보관한다" says="받은 cache"
# - results = []
# + results = []
# + cache = globals().setdefault("_MINE", {})

# %% mutant="cached-tokenize" why="주어진 코드를 그대로 둔다" says="빈 글은 분석하지 않습니다"
def cached_tokenize(texts, analyze, name, options, cache):
    for text in texts:
        key = f"{name}{text}"
        cache[key] = cache.get(key) or analyze(text, **options)
    return [cache[f"{name}{text}"] for text in texts]

# %% alternate="cached-tokenize" why="repr을 키로, 새 글을 먼저 모아서"
def cached_tokenize(texts, analyze, name, options, cache):
    def key_of(text):
        return repr([name, sorted(options.items()), text])
    for text in dict.fromkeys(texts):
        if text != "" and key_of(text) not in cache:
            cache[key_of(text)] = tuple(analyze(text, **options))
    return [list(cache[key_of(text)]) if text else [] for text in texts]

# %% alternate="cached-tokenize" why="해시를 키로"
def cached_tokenize(texts, analyze, name, options, cache):
    import hashlib
    import json
    out = []
    for text in texts:
        key = hashlib.sha256(json.dumps([name, options, text], sort_keys=True).encode()).hexdigest()
        if not text:
            out.append([])
        else:
            if cache.get(key) is None:
                cache[key] = list(analyze(text, **options))
            out.append(cache[key].copy())
    return out

# %% alternate="cached-tokenize" why="frozenset으로, 캐시 안의 dict로"
def cached_tokenize(texts, analyze, name, options, cache):
    mine = cache.setdefault((name, frozenset((key, type(value), value) for key, value in options.items())), {})
    return [[*mine[text]] if text in mine else [*mine.setdefault(text, [*analyze(text, **options)])] if text else [] for text in texts]

# %% alternate="cached-tokenize" why="pickle한 바이트를 키로"
def cached_tokenize(texts, analyze, name, options, cache):
    import pickle
    rest = pickle.dumps((name, sorted(options.items())))
    def one(t):
        k = rest + b"\0" + t.encode("utf-8")
        try:
            return list(cache[k])
        except KeyError:
            cache[k] = tuple(analyze(t, **options))
            return list(cache[k])
    return [one(t) if t else [] for t in texts]

# %% alternate="cached-tokenize" why="깊은 복사로"
def cached_tokenize(texts, analyze, name, options, cache):
    import copy
    key = lambda t: (t, name, frozenset((k, repr(v)) for k, v in options.items()))
    for t in sorted({t for t in texts if t}):
        if key(t) not in cache:
            cache[key(t)] = copy.deepcopy(analyze(t, **options))
    return tuple(copy.deepcopy(cache[key(t)]) if t else [] for t in texts)

# %% mutant="smallest-vocabulary" why="검증의 토큰까지 넣어 어휘를 만든다" says="검증에만 있는 토큰은" key=True
# - counts = Counter(token for text in train for token in text)
# + counts = Counter(token for text in [*train, *valid] for token in text)

# %% mutant="smallest-vocabulary" why="검증에서 많이 나온 순서로 넣는다" says="검증에서 많이 나온 순서"
# - for token in sorted(counts, key=lambda token: (-counts[token], token)):
# + for token in sorted(counts, key=lambda token: (-wanted[token], -counts[token], token)):

# %% mutant="smallest-vocabulary" why="학습 글의 포함률로 멈춘다" says="검증 글의 포함률로"
# - if total == 0 or covered / total >= target:
# + mine = sum(counts[token] for token in token_to_id)
# + if total == 0 or mine / sum(counts.values()) >= target:

# %% mutant="smallest-vocabulary" why="종류의 비율로 센다" says="되풀이된 만큼"
# - wanted = Counter(token for text in valid for token in text)
# + wanted = Counter({token for text in valid for token in text})

# %% mutant="smallest-vocabulary" why="한 개 더 넣는다" says="꼭 닿으면"
# - if total == 0 or covered / total >= target:
# + if total == 0 or covered / total > target:

# %% mutant="smallest-vocabulary" why="넣은 다음에 확인한다" says="넣기 전에"
# - if total == 0 or covered / total >= target:
# -     break
# - token_to_id[token] = len(token_to_id)
# - covered += wanted[token]
# + token_to_id[token] = len(token_to_id)
# + covered += wanted[token]
# + if total == 0 or covered / total >= target:
# +     break

# %% mutant="smallest-vocabulary" why="토큰을 1번부터 센다" says="2번부터"
# - token_to_id[token] = len(token_to_id)
# + token_to_id[token] = len(token_to_id) - 1

# %% mutant="smallest-vocabulary" why="횟수가 같으면 나온 순서" says="가나다순"
# - for token in sorted(counts, key=lambda token: (-counts[token], token)):
# + for token, _ in counts.most_common():

# %% mutant="smallest-vocabulary" why="검증에 있는 토큰만 넣는다" says="엿본"
# - counts = Counter(token for text in train for token in text)
# + counts = Counter(token for text in train for token in text if any(token in other for other in valid))

# %% mutant="smallest-vocabulary" why="글마다의 포함률을 평균한다" says="평균이 아니라"
def smallest_vocabulary(train, valid, target):
    counts = Counter(t for text in train for t in text)
    ids = {"<PAD>": 0, "<UNK>": 1}
    def share():
        return np.mean([np.mean([t in ids for t in text]) if text else 1.0 for text in valid])
    for token in sorted(counts, key=lambda t: (-counts[t], t)):
        if share() >= target:
            break
        ids[token] = len(ids)
    return ids, float(share())

# %% mutant="smallest-vocabulary" why="검증에 토큰이 없으면 0으로 나눈다" says="0으로 나누었습니다"
# - if total == 0 or covered / total >= target:
# + if covered / total >= target:

# %% mutant="smallest-vocabulary" why="토큰을 소문자로 바꿔 센다" says="고치거나"
# - counts = Counter(token for text in train for token in text)
# - wanted = Counter(token for text in valid for token in text)
# + counts = Counter(token.lower() for text in train for token in text)
# + wanted = Counter(token.lower() for text in valid for token in text)

# %% mutant="smallest-vocabulary" why="문장 부호 토큰을 뺀다" says="문장 부호"
# - counts = Counter(token for text in train for token in text)
# + counts = Counter(token for text in train for token in text if token.isalnum())

# %% alternate="smallest-vocabulary" why="누적합과 searchsorted"
def smallest_vocabulary(train, valid, target):
    counts = Counter()
    for text in train:
        counts.update(text)
    order = [token for _, token in sorted((-n, token) for token, n in counts.items())]
    everything = [token for text in valid for token in text]
    if not everything:
        return {"<PAD>": 0, "<UNK>": 1}, 1.0
    seen = Counter(everything)
    covered = np.cumsum([0] + [seen[token] for token in order])
    size = min(int(np.searchsorted(covered, target * len(everything) - 1e-9)), len(order))
    return {token: number for number, token in enumerate(["<PAD>", "<UNK>", *order[:size]])}, np.float64(covered[size] / len(everything))

# %% alternate="smallest-vocabulary" why="크기를 하나씩 늘려 다시 세기"
def smallest_vocabulary(train, valid, target):
    flat = [t for text in train for t in text]
    order = sorted(sorted(set(flat)), key=flat.count, reverse=True)
    pieces = [t for text in valid for t in text]
    size, share = 0, 0.0
    while True:
        chosen = set(order[:size])
        share = sum(1 for t in pieces if t in chosen) / len(pieces) if pieces else 1.0
        if share >= target or size == len(order):
            break
        size += 1
    return dict(zip(["<PAD>", "<UNK>"] + order[:size], range(size + 2))), share

# %% alternate="smallest-vocabulary" why="이분 찾기로"
def smallest_vocabulary(train, valid, target):
    c = Counter(t for x in train for t in x); order = sorted(c, key=lambda t: (-c[t], t)); flat = [t for x in valid for t in x]
    def share(k):
        s = set(order[:k]); return sum(t in s for t in flat) / len(flat) if flat else 1.0
    lo, hi = 0, len(order)
    while lo < hi:
        mid = (lo + hi) // 2
        if share(mid) >= target: hi = mid
        else: lo = mid + 1
    return {"<PAD>": 0, "<UNK>": 1} | {t: i + 2 for i, t in enumerate(order[:lo])}, share(lo)

# %% alternate="smallest-vocabulary" why="되부르기로"
def smallest_vocabulary(train, valid, target):
    flat = [t for x in valid for t in x]; c = Counter(t for x in train for t in x)
    def grow(v, left):
        s = 1.0 if not flat else sum(t in v for t in flat) / len(flat)
        if s >= target or not left: return v, s
        return grow({**v, left[0]: len(v)}, left[1:])
    return grow({"<PAD>": 0, "<UNK>": 1}, sorted(c, key=lambda t: (-c[t], t)))

# %% mutant="steady-model" why="마스크하지 않는다" says="마스크가 어디선가 끊겼습니다" key=True
# - vectors = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(inputs)
# + vectors = layers.Embedding(n_words, dim, name="embedding")(inputs)

# %% mutant="steady-model" why="마스크를 모르는 최댓값" says="마스크가 어디선가"
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# + states = layers.Bidirectional(layers.GRU(units, return_sequences=True))(vectors)
# + states = layers.GlobalMaxPooling1D()(states)

# %% mutant="steady-model" why="드롭아웃이 없다" says="켜지지 않습니다"
# - vectors = layers.SpatialDropout1D(dropout)(vectors)
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# - states = layers.Dropout(dropout)(states)
# + states = layers.Bidirectional(layers.GRU(units))(vectors)

# %% mutant="steady-model" why="드롭아웃이 늘 켜져 있다" says="학습할 때만"
def build_model(n_words, dim, units, dropout=0.3):
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(inputs)
    class AlwaysDrop(layers.Layer):
        def call(self, x):
            return keras.random.dropout(x, dropout)
        def compute_output_spec(self, x):
            return keras.KerasTensor(x.shape, x.dtype)
    x = AlwaysDrop()(layers.Bidirectional(layers.GRU(units))(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% mutant="steady-model" why="시그모이드를 빠뜨린다" says="시그모이드"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(states))
# + return keras.Model(inputs, layers.Dense(1)(states))

# %% mutant="steady-model" why="한 방향" says="하나씩 있어야"
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# + states = layers.GRU(units)(vectors)

# %% mutant="steady-model" why="순환층 대신 평균" says="순환층이 없습니다"
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# + states = layers.GlobalAveragePooling1D()(vectors)

# %% mutant="steady-model" why="임베딩의 줄이 하나 모자란다" says="(n_words, dim)"
# - vectors = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(inputs)
# + vectors = layers.Embedding(n_words - 1, dim, mask_zero=True, name="embedding")(inputs)

# %% mutant="steady-model" why="이름을 정하지 않는다" says="이름을"
# - vectors = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(inputs)
# + vectors = layers.Embedding(n_words, dim, mask_zero=True, name="words")(inputs)

# %% mutant="steady-model" why="시점마다 답을 낸다" says="시점마다"
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# + states = layers.Bidirectional(layers.GRU(units, return_sequences=True))(vectors)

# %% mutant="steady-model" why="units를 반으로 나눈다" says="units=5"
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# + states = layers.Bidirectional(layers.GRU(units // 2))(vectors)

# %% mutant="steady-model" why="드롭아웃을 0.3으로 고정한다" says="정해진 수"
# - inputs = keras.Input(shape=(None,), dtype="int32")
# + inputs, dropout = keras.Input(shape=(None,), dtype="int32"), 0.3

# %% mutant="steady-model" why="한 방향 순환층을 두 층 쌓는다" says="하나씩 있어야"
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# + states = layers.GRU(units)(layers.GRU(units, return_sequences=True)(vectors))

# %% mutant="steady-model" why="같은 방향 둘을 붙인다" says="하나씩 있어야"
# - states = layers.Bidirectional(layers.GRU(units))(vectors)
# + states = layers.Concatenate()([layers.GRU(units)(vectors), layers.GRU(units)(vectors)])

# %% mutant="steady-model" why="시그모이드를 두 번 씌운다" says="한 번만"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(states))
# + answer = layers.Dense(1, activation="sigmoid")(states)
# + return keras.Model(inputs, layers.Activation("sigmoid")(answer))

# %% mutant="steady-model" why="남길 비율인 줄 알고 1 - dropout을 넣는다" says="남길 비율"
# - inputs = keras.Input(shape=(None,), dtype="int32")
# + inputs, dropout = keras.Input(shape=(None,), dtype="int32"), 1 - dropout

# %% alternate="steady-model" why="LSTM과 마스크한 최댓값"
def build_model(n_words, dim, units, dropout=0.3):
    class MaskedMax(layers.Layer):
        def compute_mask(self, x, mask=None):
            return None
        def call(self, x, mask=None):
            return keras.ops.max(x + (keras.ops.expand_dims(keras.ops.cast(mask, x.dtype), -1) - 1) * 1e4, axis=1)
    inputs = keras.Input(shape=(None,), dtype="int64")
    x = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(inputs)
    x = layers.Dropout(dropout)(x)
    x = MaskedMax()(layers.Bidirectional(layers.LSTM(units, return_sequences=True))(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))

# %% alternate="steady-model" why="두 방향을 따로, 마스크 평균, 은닉층"
def build_model(n_words, dim, units, dropout=0.3):
    ids = keras.Input(shape=(None,))
    x = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(ids)
    x = layers.Bidirectional(layers.GRU(units, return_sequences=True), merge_mode="sum")(x)
    x = layers.GlobalAveragePooling1D()(x)
    x = layers.Dropout(dropout)(layers.Dense(8, activation="relu")(x))
    return keras.Model(ids, layers.Activation("sigmoid")(layers.Dense(1)(x)))

# %% mutant="steady-model" why="Sequential에 입력이 없다" says="입력이 없어"
# - inputs = keras.Input(shape=(None,), dtype="int32")
# + return keras.Sequential([layers.Embedding(n_words, dim, name="embedding"), layers.Bidirectional(layers.GRU(units)), layers.Dropout(dropout), layers.Dense(1)])

# %% alternate="steady-model" why="Sequential, 순환층 안의 드롭아웃"
def build_model(n_words, dim, units, dropout=0.3):
    return keras.Sequential([keras.Input(shape=(None,), dtype="int32"), layers.Embedding(n_words, dim, mask_zero=True, name="embedding"),
                             layers.Bidirectional(layers.GRU(units, dropout=dropout)), layers.Dense(1, "sigmoid")])

# %% alternate="steady-model" why="LSTM과 작은 ReLU 은닉층"
def build_model(n_words, dim, units, dropout=0.3):
    i = keras.Input((None,), dtype="int32"); x = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(i)
    x = layers.Dropout(dropout)(layers.Bidirectional(layers.LSTM(units))(x))
    return keras.Model(i, layers.Dense(1, activation="sigmoid")(layers.Dense(2, activation="relu")(x)))

# %% alternate="steady-model" why="RNN과 LSTMCell로"
def build_model(n_words, dim, units, dropout=0.3):
    m = keras.Sequential([keras.Input((None,)), layers.Embedding(n_words, dim, mask_zero=True, name="embedding"), layers.Bidirectional(layers.RNN(layers.LSTMCell(units)))])
    m.add(layers.AlphaDropout(dropout)); m.add(layers.Dense(1, activation=keras.activations.sigmoid))
    return m

# %% mutant="evaluation-report" why="정밀도와 재현율을 바꾼다" says="재현율과 바뀌지 않았나요" key=True
# - precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
# + recall, precision = ratio(tp, tp + fp), ratio(tp, tp + fn)

# %% mutant="evaluation-report" why="혼동 행렬을 뒤집는다" says="행은 정답"
# - "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fp], [fn, tp]]}
# + "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fn], [fp, tp]]}

# %% mutant="evaluation-report" why="TP가 왼쪽 위에 온다" says="행은 정답"
# - "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fp], [fn, tp]]}
# + "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tp, fn], [fp, tn]]}

# %% mutant="evaluation-report" why="F1을 산술 평균으로" says="조화 평균"
# - "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fp], [fn, tp]]}
# + "f1": (precision + recall) / 2, "confusion": [[tn, fp], [fn, tp]]}

# %% mutant="evaluation-report" why="F1에서 0으로 나눈다" says="0으로 나누었습니다"
# - "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fp], [fn, tp]]}
# + "f1": 2 * precision * recall / (precision + recall), "confusion": [[tn, fp], [fn, tp]]}

# %% mutant="evaluation-report" why="0으로 나누어 NaN이 나온다" says="NaN도"
# - return part / whole if whole else 0.0
# + return part / np.float64(whole)

# %% mutant="evaluation-report" why="나누는 수가 0이면 1로 한다" says="1도 아닙니다"
# - return part / whole if whole else 0.0
# + return part / whole if whole else 1.0

# %% mutant="evaluation-report" why="부정을 찾는 일로 본다" says="부정을 찾는"
# - precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
# + precision, recall = ratio(tn, tn + fn), ratio(tn, tn + fp)

# %% mutant="evaluation-report" why="정확도를 긍정에서만 센다" says="맞힌 수를 전체로"
# - return {"accuracy": ratio(tn + tp, tn + fp + fn + tp), "precision": precision, "recall": recall,
# + return {"accuracy": recall, "precision": precision, "recall": recall,

# %% mutant="evaluation-report" why="두 자리에서 반올림한다" says="반올림한 값"
# - return part / whole if whole else 0.0
# + return round(part / whole, 2) if whole else 0.0

# %% mutant="evaluation-report" why="받은 배열에 표시를 남긴다" says="고치지 마세요"
# - pairs = Counter((int(t), int(p)) for t, p in zip(truth, predicted))
# + pairs = Counter((int(t), int(p)) for t, p in zip(truth, predicted))
# + if isinstance(truth, np.ndarray):
# +     truth[truth == predicted] = 2

# %% alternate="evaluation-report" why="넘파이와 f1의 다른 식"
def evaluation_report(truth, predicted):
    t, p = np.asarray(truth, dtype=bool), np.asarray(predicted, dtype=bool)
    tp, fp, fn, tn = (t & p).sum(), (~t & p).sum(), (t & ~p).sum(), (~t & ~p).sum()
    return {"precision": tp / max(tp + fp, 1), "recall": tp / max(tp + fn, 1), "f1": np.float32(2 * tp / max(2 * tp + fp + fn, 1)),
            "accuracy": (t == p).mean(), "confusion": np.array([[tn, fp], [fn, tp]])}

# %% alternate="evaluation-report" why="scikit-learn으로"
def evaluation_report(truth, predicted):
    from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support
    precision, recall, f1, _ = precision_recall_fscore_support(truth, predicted, labels=[0, 1], zero_division=0.0)
    return {"accuracy": accuracy_score(truth, predicted), "precision": precision[1], "recall": recall[1], "f1": f1[1],
            "confusion": confusion_matrix(truth, predicted, labels=[0, 1]).tolist()}

# %% alternate="evaluation-report" why="pandas의 교차표로"
def evaluation_report(truth, predicted):
    import pandas as pd
    m = pd.crosstab(pd.Series(list(truth)), pd.Series(list(predicted))).reindex(index=[0, 1], columns=[0, 1], fill_value=0)
    tp, row, col = m.loc[1, 1], m.loc[1].sum(), m[1].sum()
    f = lambda a, b: float(a / b) if b > 0 else 0.0
    return dict(confusion=m, accuracy=(m.loc[0, 0] + tp) / m.values.sum(), precision=f(tp, col), recall=f(tp, row), f1=f(2 * tp, row + col))

# %% alternate="evaluation-report" why="bincount로"
def evaluation_report(truth, predicted):
    m = np.bincount(2 * np.asarray(truth, dtype=int) + np.asarray(predicted, dtype=int), minlength=4).reshape(2, 2)
    p = m[1, 1] / max(m[:, 1].sum(), 1); r = m[1, 1] / max(m[1].sum(), 1)
    return {"accuracy": np.trace(m) / m.sum(), "precision": p, "recall": r, "f1": 2 / (1 / p + 1 / r) if p * r else 0, "confusion": m}

# %% mutant="projector-files" why="vectors에 머리글 줄을 넣는다" says="머리글도"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + rows.insert(0, "\t".join(f"dim{k}" for k in range(vectors.shape[1])))
# + names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]

# %% mutant="projector-files" why="metadata에 머리글 줄이 없다" says="첫 줄이 머리글"
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + labels = [f"{name}\t{count}" for name, count in zip(names, counts[1:])]

# %% mutant="projector-files" why="단어 안의 탭과 줄바꿈을 그대로 둔다" says="탭을 빈칸"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = words[1:]

# %% mutant="projector-files" why="탭만 바꾸고 줄바꿈을 그대로 둔다" says="줄바꿈과 되돌림"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [re.sub(r"[\t]", " ", word) for word in words[1:]]

# %% mutant="projector-files" why="되돌림을 그대로 둔다" says="되돌림도"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [re.sub(r"[\t\n]", " ", word) for word in words[1:]]

# %% mutant="projector-files" why="<PAD>를 빼지 않는다" says="0번 <PAD>를 뺀"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors]
# + names = [re.sub(r"[\t\n\r]", " ", word) for word in words]
# + labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts)]

# %% mutant="projector-files" why="metadata에서만 <PAD>를 뺀다" says="0번 <PAD>를 뺀 벡터는" key=True
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors]

# %% mutant="projector-files" why="빈칸이나 쉼표로 나눈다" says="탭 하나"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = [" ".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]

# %% mutant="projector-files" why="두 자리로 적는다" says="다섯 자리"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = ["\t".join(f"{value:.2f}" for value in vector) for vector in vectors[1:]]

# %% mutant="projector-files" why="횟수가 한 칸 밀린다" says="<PAD>"
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts)]

# %% mutant="projector-files" why="횟수가 많은 순서로 metadata만 정렬한다" says="순서 그대로"
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + pairs = sorted(zip(names, counts[1:]), key=lambda pair: -pair[1])
# + labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in pairs]

# %% mutant="projector-files" why="공백을 하나로 줄인다" says="그대로 둡니다"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [" ".join(word.split()) for word in words[1:]]

# %% mutant="projector-files" why="모든 공백 글자를 빈칸으로 바꾼다" says="그대로 둡니다"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [re.sub(r"\s", " ", word) for word in words[1:]]

# %% mutant="projector-files" why="벡터의 길이를 1로 맞춘다" says="다섯 자리까지 같아야"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = ["\t".join(f"{value:.6f}" for value in vector / np.linalg.norm(vector)) for vector in vectors[1:]]

# %% alternate="projector-files" why="repr로, 끝의 줄바꿈 없이"
def projector_files(words, vectors, counts):
    table = np.asarray(vectors, dtype=float).tolist()
    v, m = [], ["word\tcount"]
    for number in range(1, len(words)):
        name = words[number].translate({9: " ", 10: " ", 13: " "})
        v.append("\t".join(map(repr, table[number])))
        m.append(name + "\t" + str(counts[number]))
    return "\n".join(v), "\n".join(m)

# %% alternate="projector-files" why="savetxt와 StringIO"
def projector_files(words, vectors, counts):
    import io
    stream = io.StringIO()
    np.savetxt(stream, vectors[1:], delimiter="\t", fmt="%.8f", newline="\n")
    safe = [word.replace("\t", " ").replace("\n", " ").replace("\r", " ") for word in words]
    return stream.getvalue(), "word\tcount\n" + "".join(f"{word}\t{int(count)}\n" for word, count in list(zip(safe, counts))[1:])

# %% alternate="projector-files" why="pandas의 to_csv로"
def projector_files(words, vectors, counts):
    import csv
    import pandas as pd
    t = str.maketrans("\t\n\r", "   ")
    v = pd.DataFrame(np.asarray(vectors)[1:]).to_csv(sep="\t", header=False, index=False, float_format="%.7f", lineterminator="\n")
    return v, "word\tcount\n" + "".join("%s\t%d\n" % (w.translate(t), c) for w, c in zip(words[1:], counts[1:]))

# %% mutant="clean-review" why="단어 사이의 빈칸도 지운다" says="빈칸이 사라졌습니다"
# - return " ".join(shorter.split())
# + return "".join(shorter.split())

# %% mutant="clean-review" why="A-z로 적어 대괄호와 밑줄이 남는다" says="A-z, ㄱ-힣에는"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣA-z0-9.,!?~^♥]", " ", text.lower())

# %% mutant="clean-review" why="앞뒤의 문장 부호까지 다듬는다" says="문장 부호가 사라졌습니다"
# - return " ".join(shorter.split())
# + return " ".join(shorter.split()).strip("!? ")

# %% mutant="usable-rows" why="행을 글의 순서로 돌려준다" says="작은 번호부터"
# - return rows
# + return sorted(rows, key=lambda row: documents[row])

# %% mutant="usable-rows" why="물음표가 남는다고 보고 맞힌다" says="문장 부호를 지우면"
# - return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}
# + return {"한글만": [5, 6, 7], "한글과 낱자": [0, 1, 2, 5, 6, 7]}

# %% mutant="cached-tokenize" why="파이썬에서 같은 값 1과 True를 나누지 않는다" says="자료형이나 repr"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, tuple(sorted(options.items())), text)

# %% mutant="cached-tokenize" why="옵션까지 기호로 이어 키를 만든다" says="기호로 이어 붙이면"
# - key = (name, repr(sorted(options.items())), text)
# + key = f"{name}|{sorted(options.items())}|{text}"

# %% mutant="cached-tokenize" why="분석하기 전에 빈 결과를 넣어 둔다" says="다시 맡기면 다시 분석"
# - cache[key] = list(analyze(text, **options))
# + cache[key] = []
# + cache[key] = list(analyze(text, **options))

# %% mutant="cached-tokenize" why="받은 옵션에 기본값을 적는다" says="받은 것을 고치지"
# - results = []
# + results = []
# + options.setdefault("upper", False)

# %% mutant="smallest-vocabulary" why="횟수가 같으면 가나다의 거꾸로" says="가나다순"
# - for token in sorted(counts, key=lambda token: (-counts[token], token)):
# + for token in sorted(counts, key=lambda token: (counts[token], token), reverse=True):

# %% mutant="smallest-vocabulary" why="학습 글의 포함률을 돌려준다" says="그 값을 돌려줍니다"
# - return token_to_id, covered / total if total else 1.0
# + known = sum(counts[token] for token in token_to_id)
# + return token_to_id, known / max(sum(counts.values()), 1) if total else 1.0

# %% mutant="steady-model" why="글의 길이를 정한다" says="길이를 정해 두지"
# - inputs = keras.Input(shape=(None,), dtype="int32")
# + inputs = keras.Input(shape=(200,), dtype="int32")

# %% mutant="steady-model" why="긍정과 부정 둘의 소프트맥스" says="확률 하나만"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(states))
# + return keras.Model(inputs, layers.Dense(2, activation="softmax")(states))

# %% mutant="evaluation-report" why="목록을 배열처럼 견준다" says="목록도 배열도"
# - pairs = Counter((int(t), int(p)) for t, p in zip(truth, predicted))
# + pairs = {(t, p): int(((truth == t) & (predicted == p)).sum()) for t in (0, 1) for p in (0, 1)}

# %% mutant="evaluation-report" why="네 자리에서 반올림한다" says="반올림한 값"
# - return part / whole if whole else 0.0
# + return round(part / whole, 4) if whole else 0.0

# %% mutant="projector-files" why="이어진 탭과 줄바꿈을 빈칸 하나로 줄인다" says="둘이면 빈칸도 둘"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [re.sub(r"[\t\n\r]+", " ", word) for word in words[1:]]

# %% mutant="projector-files" why="단어의 앞뒤를 다듬는다" says="다듬지 마세요"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [re.sub(r"[\t\n\r]", " ", word).strip() for word in words[1:]]

# %% mutant="projector-files" why="여덟 자리 유효 숫자로 적는다" says="소수점 아래 다섯 자리"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = ["\t".join(f"{value:.8g}" for value in vector) for vector in vectors[1:]]

# %% mutant="clean-review" why="0-9 대신 역슬래시 d로 적어 전각 숫자가 남는다" says="전각 숫자"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z\d.,!?~^♥]", " ", text.lower())

# %% mutant="clean-review" why="지우기 전에 다듬어, 지운 글자의 빈칸이 앞뒤에 남는다" says="먼저 다듬으면"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]+", " ", text.lower().strip())

# - return " ".join(shorter.split())
# + return re.sub(r"\s+", " ", shorter)

# %% mutant="clean-review" why="NFKC로 정규화해 ㅋ이 다른 글자가 된다" says="NFKC"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + import unicodedata
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", unicodedata.normalize("NFKC", text.lower()))

# %% mutant="clean-review" why="빠진 값을 거짓으로만 가린다" says="None도 거짓도 아닌"
# - if not isinstance(text, str):
# + if not text:

# %% mutant="usable-rows" why="목록만 받는다: index" says="배열에는 index가 없고"
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + if document.strip() and len(labels_of[document]) == 1 and documents.index(document) == row:

# %% mutant="usable-rows" why="빈 글을 뺀 다음에 번호를 매긴다" says="원래 그대로"
# - labels_of = {}
# + labels = [label for document, label in zip(documents, labels) if document.strip()]
# + documents = [document for document in documents if document.strip()]
# + labels_of = {}

# %% mutant="smallest-vocabulary" why="닿지 못하면 포함률이 더 늘지 않는 곳에서 멈춘다" says="더 늘지 않아도"
# - token_to_id = {"<PAD>": 0, "<UNK>": 1}
# + token_to_id = {"<PAD>": 0, "<UNK>": 1}
# + target = min(target, sum(wanted[token] for token in counts) / max(total, 1))

# %% mutant="steady-model" why="training=True를 적어 예측할 때도 드롭아웃이 켜진다" says="학습할 때만"
# - states = layers.Dropout(dropout)(states)
# + states = layers.Dropout(dropout)(states, training=True)

# %% mutant="evaluation-report" why="한 라벨뿐이면 confusion이 1 × 1이 된다" says="2 × 2"
# - return {"accuracy": ratio(tn + tp, tn + fp + fn + tp), "precision": precision, "recall": recall,
# + if len(set(map(int, truth)) | set(map(int, predicted))) == 1:
# +     return {"accuracy": 1.0, "precision": precision, "recall": recall, "f1": precision, "confusion": [[len(truth)]]}
# + return {"accuracy": ratio(tn + tp, tn + fp + fn + tp), "precision": precision, "recall": recall,

# %% mutant="evaluation-report" why="찾은 긍정이 없으면 정확도까지 0으로 한다" says="정확도는 그대로"
# - def ratio(part, whole):
# + if tp == 0:
# +     return dict.fromkeys(("accuracy", "precision", "recall", "f1"), 0.0) | {"confusion": [[tn, fp], [fn, tp]]}
# + def ratio(part, whole):

# %% mutant="projector-files" why="csv 모듈이 따옴표를 덧붙인다" says="csv 모듈이"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = ['"' + name.replace('"', '""') + '"' if '"' in name else name for name in names]

# %% mutant="cached-tokenize" why="다듬은 글을 분석기에 넘긴다" says="받은 글을 고치지 말고"
# - cache[key] = list(analyze(text, **options))
# + cache[key] = list(analyze(text.strip().lower(), **options))

# %% mutant="smallest-vocabulary" why="토큰이 아니라 토큰이 든 글을 센다" says="글마다 한 번만"
# - counts = Counter(token for text in train for token in text)
# + counts = Counter(token for text in train for token in set(text))

# %% mutant="projector-files" why="횟수가 0인 단어를 모두 뺀다" says="횟수가 0인 단어도"
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:]) if count]

# %% mutant="clean-review" why="숫자가 든 단어는 줄이지 않는다" says="숫자와 한 단어에"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = " ".join(word if re.search("[0-9]", word) else re.sub(r"(.)\1{2,}", r"\1\1", word) for word in kept.split())

# %% mutant="clean-review" why="여러 글자의 되풀이까지 줄인다" says="여러 글자의 되풀이"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = re.sub(r"(\D+?)\1{2,}", r"\1\1", kept)

# %% mutant="clean-review" why="줄일 글자의 목록에 ♥가 없다" says="지금은 ♥"
# - shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
# + shorter = re.sub(r"([^0-9♥])\1{2,}", r"\1\1", kept)

# %% mutant="clean-review" why="모음의 범위가 ㅡ에서 끝난다" says="범위의 처음과 끝"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅡa-z0-9.,!?~^♥]", " ", text.lower())

# %% mutant="clean-review" why="빠진 값만 가리고 수는 문자열로 바꾼다" says="수 10도"
# - if not isinstance(text, str):
# -     return ""
# + if text is None or text != text:
# +     return ""
# + text = str(text)

# %% mutant="usable-rows" why="빈칸과 탭만 공백으로 본다" says="전각 칸과 줄바꿈도"
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + if document.strip(" \t") and len(labels_of[document]) == 1 and document not in used:

# %% mutant="usable-rows" why="이어진 빈칸을 줄여 견준다" says="빈칸이 몇 개인지도"
# - labels_of = {}
# + documents = [re.sub(" +", " ", document) for document in documents]
# + labels_of = {}

# %% mutant="usable-rows" why="부호를 떼고 견준다" says="부호 하나가 다르면"
# - labels_of = {}
# + documents = [document.rstrip("!?") for document in documents]
# + labels_of = {}

# %% mutant="usable-rows" why="먼저 나온 라벨이 0이면 없는 것으로 여긴다" says="0은 거짓이지만 라벨"
# - labels_of.setdefault(document, set()).add(int(label))
# + known = labels_of.setdefault(document, set())
# + if sum(known) == 0:
# +     known.clear()
# + known.add(int(label))

# %% mutant="usable-rows" why="낱자를 남겨도 0행과 1행이 같아진다고 맞힌다" says="서로 다른 글입니다"
# - return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}
# + return {"한글만": [7], "한글과 낱자": [0, 2, 7]}

# %% mutant="cached-tokenize" why="거짓인 옵션은 주지 않은 것으로 본다" says="거짓인 값도"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, repr(sorted(item for item in options.items() if item[1])), text)

# %% mutant="cached-tokenize" why="옵션의 이름과 값을 따로 모은다" says="어느 옵션의 값인지도"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, repr(sorted(options)), repr(sorted(map(repr, options.values()))), text)

# %% mutant="cached-tokenize" why="키가 집합이라 이름과 글이 섞인다" says="자리를 바꾸면"
# - key = (name, repr(sorted(options.items())), text)
# + key = (frozenset([name, text]), repr(sorted(options.items())))

# %% mutant="cached-tokenize" why="다 마친 다음에야 캐시에 넣는다" says="한 글을 마칠 때마다"
def cached_tokenize(texts, analyze, name, options, cache):
    keys = {text: (name, repr(sorted(options.items())), text) for text in texts}
    cache.update({key: list(analyze(text, **options)) for text, key in keys.items() if text and key not in cache})
    return [list(cache[keys[text]]) if text else [] for text in texts]

# %% mutant="cached-tokenize" why="빈 글이 한 목록을 나누어 쓴다" says="빈 글마다 새 목록"
# - results = []
# + results, empty = [], []

# - results.append([])
# + results.append(empty)

# %% mutant="smallest-vocabulary" why="비율을 하나씩 더해 오차가 쌓인다" says="오차가 쌓여"
# - if total == 0 or covered / total >= target:
# + if total == 0 or covered >= target:

# - covered += wanted[token]
# + covered += wanted[token] / total

# - return token_to_id, covered / total if total else 1.0
# + return token_to_id, covered if total else 1.0

# %% mutant="smallest-vocabulary" why="횟수가 같으면 대소문자를 보지 않고 세운다" says="대문자가 소문자보다"
# - for token in sorted(counts, key=lambda token: (-counts[token], token)):
# + for token in sorted(counts, key=lambda token: (-counts[token], token.lower(), token)):

# %% mutant="smallest-vocabulary" why="포함률을 반올림한다" says="반올림하지 마세요"
# - return token_to_id, covered / total if total else 1.0
# + return token_to_id, round(covered / total, 3) if total else 1.0

# %% mutant="smallest-vocabulary" why="target을 돌려준다" says="target을 돌려주지"
# - return token_to_id, covered / total if total else 1.0
# + return token_to_id, target

# %% mutant="steady-model" why="드롭아웃이 시그모이드 뒤에 있다" says="시그모이드 앞에 두세요"
# - states = layers.Dropout(dropout)(states)

# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(states))
# + return keras.Model(inputs, layers.Dropout(dropout)(layers.Dense(1, activation="sigmoid")(states)))

# %% mutant="steady-model" why="유닛 하나의 소프트맥스" says="늘 1입니다"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(states))
# + return keras.Model(inputs, layers.Dense(1, activation="softmax")(states))

# %% mutant="steady-model" why="마지막 축을 지운다" says="마지막 축을"
# - return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(states))
# + return keras.Model(inputs, layers.Flatten()(layers.Dense(1, activation="sigmoid")(states))[:, 0])

# %% mutant="evaluation-report" why="긍정이 어디에도 없으면 F1을 1로 한다" says="1은 정확도뿐"
# - precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
# + precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
# + if tp + fp + fn == 0:
# +     precision = recall = 1.0

# %% mutant="evaluation-report" why="글이 하나면 차원이 사라진다" says="글이 하나뿐일 때도"
# - pairs = Counter((int(t), int(p)) for t, p in zip(truth, predicted))
# + pairs = Counter((int(t), int(p)) for t, p in zip(np.squeeze(truth), np.squeeze(predicted)))

# %% mutant="evaluation-report" why="긍정과 부정의 F1을 평균한다" says="긍정만 봅니다"
# - "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fp], [fn, tp]]}
# + "f1": (ratio(2 * tp, 2 * tp + fp + fn) + ratio(2 * tn, 2 * tn + fp + fn)) / 2, "confusion": [[tn, fp], [fn, tp]]}

# %% mutant="projector-files" why="바꾼 뒤에 같아진 단어를 dict가 합친다" says="저마다 한 줄"
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in dict(zip(names, counts[1:])).items()]

# %% mutant="projector-files" why="세로 탭도 빈칸으로 바꾼다" says="그대로 둡니다"
# - names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
# + names = [re.sub(r"[\t\n\r\v\f]", " ", word) for word in words[1:]]

# %% mutant="projector-files" why="긴 벡터가 여러 줄로 갈라진다" says="여러 줄로 갈라졌습니다"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = [np.array2string(vector, separator="\t", precision=12).strip("[]") for vector in vectors[1:]]

# %% mutant="projector-files" why="벡터를 목록째로 적는다" says="대괄호를"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = [str(vector.tolist()).replace(", ", "\t") for vector in vectors[1:]]

# %% mutant="projector-files" why="줄 사이가 \\r\\n이다" says="이 아닙니다"
# - return "\n".join(rows) + "\n", "\n".join(labels) + "\n"
# + return "\r\n".join(rows) + "\r\n", "\r\n".join(labels) + "\r\n"

# %% mutant="projector-files" why="<UNK>도 뺀다" says="<UNK>는 남깁니다"
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:]) if name != "<UNK>"]

# %% mutant="projector-files" why="벡터를 뒤에서부터 적는다" says="차례가 거꾸로"
# - rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
# + rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[:0:-1]]

# %% mutant="clean-review" why="세로줄을 남긴다" says="남기기로 한 부호가 아닙니다"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣|ㄱ-ㅎ|ㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())

# %% mutant="cached-tokenize" why="키에 글이 없다" says="키에 글을 넣었나요"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, repr(sorted(options.items())), len(text))

# %% mutant="smallest-vocabulary" why="백분율을 돌려준다" says="백분율입니다"
# - return token_to_id, covered / total if total else 1.0
# + return token_to_id, 100 * covered / total if total else 1.0

# %% mutant="smallest-vocabulary" why="<PAD>와 <UNK>도 포함률에 넣는다" says="<UNK>는 포함률에 들어가지"
# - return token_to_id, covered / total if total else 1.0
# + return token_to_id, (covered + 2) / (total + 2) if total else 1.0

# %% mutant="evaluation-report" why="confusion에 비율을 적는다" says="비율이 아니라 개수"
# - "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fp], [fn, tp]]}
# + "f1": ratio(2 * precision * recall, precision + recall), "confusion": np.divide([[tn, fp], [fn, tp]], len(truth))}

# %% mutant="projector-files" why="줄 사이에 빈 줄이 있다" says="빈 줄이 있습니다"
# - return "\n".join(rows) + "\n", "\n".join(labels) + "\n"
# + return "\n\n".join(rows) + "\n", "\n".join(labels) + "\n"

# %% mutant="usable-rows" why="엇갈린 글을 한 문자열에 모은다" says="in이 일부도"
# - if document.strip() and len(labels_of[document]) == 1 and document not in used:
# + disputed = "|".join(text for text, seen in labels_of.items() if len(seen) == 2)
# + if document.strip() and document not in disputed and document not in used:

# %% mutant="cached-tokenize" why="옵션을 사이 없이 이어 붙인다" says="짝을 그대로"
# - key = (name, repr(sorted(options.items())), text)
# + key = (name, "".join(f"{option}{value!r}" for option, value in sorted(options.items())), text)

# %% mutant="cached-tokenize" why="옵션을 =와 쉼표로 이어 붙인다" says="짝을 그대로"
# - key = (name, repr(sorted(options.items())), text)
# + kinds = [type(options[option]) for option in sorted(options)][:1]
# + key = (name, *kinds, ",".join(f"{option}={options[option]}" for option in sorted(options)), text)

# %% mutant="smallest-vocabulary" why="target이 0이면 포함률도 0이라고 한다" says="target을 돌려주지"
# - token_to_id = {"<PAD>": 0, "<UNK>": 1}
# + token_to_id = {"<PAD>": 0, "<UNK>": 1}
# + if target == 0:
# +     return token_to_id, 0.0

# %% mutant="smallest-vocabulary" why="포함률을 되풀이 안에서만 정한다" says="학습 글에 토큰이 없으면"
# - covered += wanted[token]
# + covered += wanted[token]
# + share = covered / total

# - return token_to_id, covered / total if total else 1.0
# + return token_to_id, share if total and target else 0.0 if total else 1.0

# %% mutant="clean-review" why="int와 float만 가려 np.int64에서 멈춘다" says="np.int64는 int가 아닙니다"
# - if not isinstance(text, str):
# + if text is None or isinstance(text, (int, float)):

# %% mutant="clean-review" why="자모 블록을 통째로 적어 ㆍ가 남는다" says="옛 낱자"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub("[^가-힣\u3130-\u318fa-z0-9.,!?~^♥]", " ", text.lower())

# %% mutant="clean-review" why="casefold로 ß가 ss가 된다" says="casefold는"
# - kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
# + kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.casefold())

# %% mutant="cached-tokenize" why="함수 객체가 키에 든다" says="analyze를 키에 넣지"
# - key = (name, repr(sorted(options.items())), text)
# + key = (analyze, name, repr(sorted(options.items())), text)

# %% mutant="smallest-vocabulary" why="반올림한 포함률을 견준다" says="반올림해 견주지"
# - if total == 0 or covered / total >= target:
# + if total == 0 or round(covered / total, 2) >= target:

# %% alternate="smallest-vocabulary" why="필요한 개수를 올림으로"
def smallest_vocabulary(train, valid, target):
    counts = Counter(token for text in train for token in text)
    wanted = Counter(token for text in valid for token in text)
    total, covered, ids = sum(wanted.values()), 0, {"<PAD>": 0, "<UNK>": 1}
    goal = math.ceil(target * total)
    for token in sorted(counts, key=lambda token: (-counts[token], token)):
        if covered >= goal:
            break
        ids[token] = len(ids)
        covered += wanted[token]
    return ids, covered / total if total else 1.0

# %% mutant="evaluation-report" why="uint8을 뺀다" says="255가 됩니다"
# - tn, fp, fn, tp = pairs[0, 0], pairs[0, 1], pairs[1, 0], pairs[1, 1]
# + tn, fn, tp = pairs[0, 0], pairs[1, 0], pairs[1, 1]
# + fp = int((np.asarray(truth) - np.asarray(predicted) == -1).sum())

# %% mutant="projector-files" why="횟수를 쉼표로 끊는다" says="쉼표로 끊지"
# - labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
# + labels = ["word\tcount"] + [f"{name}\t{count:,}" for name, count in zip(names, counts[1:])]
