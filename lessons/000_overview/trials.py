# %% mutant="rule" why="같은 단어를 여러 번 센다" says="같은 단어를 여러 번" key=True
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = [word for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]

# %% mutant="rule" why="셋부터 스팸이다" says="단어가 둘이면 스팸"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) > 2 or text.count("!") >= 3 else "ham"

# %% mutant="rule" why="소문자로 바꾸지 않는다" says="소문자로 바꾸었나요"
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = WORDS & set(re.findall(r"[a-z]+", text))

# %% mutant="rule" why="또는 대신 그리고" says="단어가 둘이면 스팸"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) >= 2 and text.count("!") >= 3 else "ham"

# %% mutant="rule" why="느낌표를 보지 않는다" says="느낌표가 셋이면"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) >= 2 else "ham"

# %% mutant="rule" why="부분 문자열을 찾는다" says="통째로 같아야"
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = {word for word in WORDS if word in text.lower()}

# %% alternate="rule" why="반복문으로"
def spam_or_ham(text):
    seen = []
    for word in re.findall("[a-z]+", text.lower()):
        if word in WORDS and word not in seen:
            seen.append(word)
    if len(seen) > 1:
        return "spam"
    return "spam" if text.count("!") > 2 else "ham"

# %% mutant="count" why="되풀이를 모두 센다" says="한 번만 셉니다" key=True
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts for word in text.lower().split()))

# %% mutant="count" why="소문자로 바꾸지 않는다" says="소문자로 바꾸고"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts for word in set(text.split())))

# %% mutant="count" why="첫 문자만 본다" says="문자 두 개를 모두"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts[:1] for word in set(text.lower().split())))

# %% mutant="count" why="빈 단어도 센다" says="빈 단어를 세지"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts for word in set(text.lower().split(" "))))

# %% mutant="count" why="문장 부호를 지운다" says="빈칸으로만"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts for word in set(re.findall("[a-z]+", text.lower()))))

# %% mutant="count" why="단어의 리스트를 준다" says="dict를 돌려주세요"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return [word for text in texts for word in set(text.lower().split())]

# %% alternate="count" why="dict로 하나씩"
def count_messages(texts):
    counts = {}
    for text in texts:
        for word in dict.fromkeys(text.lower().split()):
            counts[word] = counts.get(word, 0) + 1
    return counts

# %% mutant="confusion" why="놓침과 잘못 막음을 바꾼다" says="missed와 blocked가 바뀌었습니다" key=True
# - "missed": pairs.count(("spam", "ham")),
# - "blocked": pairs.count(("ham", "spam")),
# + "missed": pairs.count(("ham", "spam")),
# + "blocked": pairs.count(("spam", "ham")),

# %% mutant="confusion" why="맞힌 것을 모두 잡음에 넣는다" says="스팸을 햄이라고 한 것이"
# - "caught": pairs.count(("spam", "spam")),
# + "caught": sum(answer == guess for answer, guess in pairs),

# %% mutant="confusion" why="비율을 준다" says="비율이 아니라 수"
# - "caught": pairs.count(("spam", "spam")),
# + "caught": pairs.count(("spam", "spam")) / max(len(pairs), 1),

# %% mutant="confusion" why="통과를 빠뜨린다" says="키 넷"
# - "passed": pairs.count(("ham", "ham")),
# + "caught": pairs.count(("spam", "spam")),

# %% mutant="confusion" why="통과에 잘못 막음까지 센다" says="햄을 햄이라고 한 것이"
# - "passed": pairs.count(("ham", "ham")),
# + "passed": list(answers).count("ham"),

# %% alternate="confusion" why="하나씩 더하기"
def confusion(answers, guesses):
    table = {"caught": 0, "missed": 0, "blocked": 0, "passed": 0}
    for answer, guess in zip(answers, guesses):
        if answer == "spam":
            table["caught" if guess == "spam" else "missed"] += 1
        else:
            table["blocked" if guess == "spam" else "passed"] += 1
    return table

# %% mutant="ratios" why="자리를 바꾼다" says="자리가 바뀌었습니다" key=True
# - table["caught"] / said if said else None,
# - table["caught"] / real if real else None,
# + table["caught"] / real if real else None,
# + table["caught"] / said if said else None,

# %% mutant="ratios" why="0으로 나눈다" says="0으로 나누었습니다"
# - table["caught"] / said if said else None,
# + table["caught"] / said,

# %% mutant="ratios" why="잴 수 없을 때 0을 준다" says="정밀도는 None"
# - table["caught"] / said if said else None,
# + table["caught"] / said if said else 0.0,

# %% mutant="ratios" why="잡지 못하면 None을 준다" says="None은 분모가 0일 때만"
# - table["caught"] / said if said else None,
# + table["caught"] / said if table["caught"] else None,

# %% mutant="ratios" why="정밀도의 분모가 전체이다" says="passed를 더하지"
# - said = table["caught"] + table["blocked"]
# + said = sum(table.values())

# %% mutant="ratios" why="정수로 나눈다" says="caught + blocked"
# - table["caught"] / said if said else None,
# + table["caught"] // said if said else None,

# %% alternate="ratios" why="try로"
def precision_recall(table):
    def ratio(other):
        try:
            return table["caught"] / (table["caught"] + table[other])
        except ZeroDivisionError:
            return None
    return [ratio("blocked"), ratio("missed")]

# %% mutant="sweep" why="이상이 아니라 초과" says="단어가 하나 이상인" key=True
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) > least

# %% mutant="sweep" why="least를 무시한다" says="least를 쓰세요"
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= 1

# %% mutant="sweep" why="소문자로 바꾸지 않는다" says="소문자로 바꾸고"
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if len(WORDS & set(re.findall(r"[a-z]+", text))) >= least

# %% mutant="sweep" why="되풀이를 센다" says="서로 다른 단어"
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if sum(word in WORDS for word in re.findall(r"[a-z]+", text.lower())) >= least

# %% mutant="sweep" why="자리를 바꾼다" says="잡은 스팸이 먼저"
# - return said.count("spam"), said.count("ham")
# + return said.count("ham"), said.count("spam")

# %% mutant="sweep" why="예측을 하나만 적는다" says="가운데 둘을"
# - return "줄어든다", "줄어든다"
# + return "줄어든다"

# %% alternate="sweep" why="하나씩 더하기, 예측은 다르게"
def my_guess():
    return ["그대로", "줄어든다"]

def measure(mails, least):
    caught = blocked = 0
    for text, label in mails:
        words = {word for word in re.findall("[a-z]+", text.lower()) if word in WORDS}
        if len(words) >= least and label == "spam":
            caught += 1
        elif len(words) >= least:
            blocked += 1
    return [caught, blocked]

# %% mutant="honest" why="정밀도를 잰다" says="분모는 진짜 스팸"
# - return sum(rule(text) == "spam" for text in spam) / len(spam)
# + said = [text for text, _ in test if rule(text) == "spam" and letters(text) not in known]
# + return sum(rule(text) == "spam" for text in spam) / max(len(said), 1)

# %% mutant="honest" why="사본을 빼지 않는다" says="사본을 빼세요" key=True
# - spam = [text for text, label in test if label == "spam" and letters(text) not in known]
# + spam = [text for text, label in test if label == "spam"]

# %% mutant="honest" why="똑같은 글만 뺀다" says="letters로 견주세요"
# - known = {letters(text) for text, _ in train}
# - spam = [text for text, label in test if label == "spam" and letters(text) not in known]
# + known = {text for text, _ in train}
# + spam = [text for text, label in test if label == "spam" and text not in known]

# %% mutant="honest" why="0으로 나눈다" says="0으로 나누었습니다"
# - if not spam:
# -     return None
# + pass

# %% mutant="honest" why="스팸이 없으면 0" says="남은 스팸이 없으면"
# - return None
# + return 0.0

# %% mutant="honest" why="학습의 스팸과만 견준다" says="라벨을 가리지 말고"
# - known = {letters(text) for text, _ in train}
# + known = {letters(text) for text, label in train if label == "spam"}

# %% alternate="honest" why="반복문으로"
def honest_recall(train, test, rule):
    caught = total = 0
    old = [letters(text) for text, label in train]
    for text, label in test:
        if label != "spam" or letters(text) in old:
            continue
        total += 1
        caught += rule(text) == "spam"
    return caught / total if total else None
