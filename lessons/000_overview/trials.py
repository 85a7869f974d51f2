# %% mutant="rule" why="같은 단어를 여러 번 센다" says="같은 단어를 여러 번" key=True
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = [word for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]

# %% mutant="rule" why="셋부터 스팸이다" says="셋부터라고"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) > 2 or text.count("!") >= 3 else "ham"

# %% mutant="rule" why="소문자로 바꾸지 않는다" says="소문자로 바꾸었나요"
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = WORDS & set(re.findall(r"[a-z]+", text))

# %% mutant="rule" why="또는 대신 그리고" says="'그리고'로 묶"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) >= 2 and text.count("!") >= 3 else "ham"

# %% mutant="rule" why="느낌표를 보지 않는다" says="느낌표를 빠뜨리거나"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) >= 2 else "ham"

# %% mutant="rule" why="부분 문자열을 찾는다" says="통째로 같아야"
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = {word for word in WORDS if word in text.lower()}

# %% mutant="rule" why="꼭 둘일 때만 스팸이다" says="꼭 둘"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) == 2 or text.count("!") >= 3 else "ham"

# %% mutant="rule" why="느낌표가 이어져야 센다" says="떨어져 있어도"
# - return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
# + return "spam" if len(found) >= 2 or "!!!" in text else "ham"

# %% mutant="rule" why="빈칸으로 자른다" says="빈칸으로 자르지"
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = WORDS & set(text.lower().split())

# %% mutant="rule" why="강의의 토큰으로 자른다" says="숫자에서도 단어가"
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + found = WORDS & set(re.findall(r"\w+|[^\w\s]", text.lower()))

# %% mutant="rule" why="강의의 WORDS를 옮겨 적는다" says="다섯 단어만"
# - found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
# + words = {"free", "win", "won", "prize", "call", "claim", "urgent", "cash", "txt", "text"}
# + found = words & set(re.findall(r"[a-z]+", text.lower()))

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

# %% mutant="count" why="첫 문자만 본다" says="문자를 모두 보았나요"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts[:1] for word in set(text.lower().split())))

# %% mutant="count" why="빈 단어도 센다" says="빈 단어는 없고"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts for word in set(text.lower().split(" "))))

# %% mutant="count" why="문장 부호를 지운다" says="빈칸으로만"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word for text in texts for word in set(re.findall("[a-z]+", text.lower()))))

# %% mutant="count" why="단어의 리스트를 준다" says="사전(dict)이어야"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return [word for text in texts for word in set(text.lower().split())]

# %% mutant="count" why="집합을 만든 뒤에 소문자로 바꾼다" says="되풀이를 없애기 전에"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(word.lower() for text in texts for word in set(text.split())))

# %% mutant="count" why="집합 하나로 모든 문자를 본다" says="문자마다 새로"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter({word for text in texts for word in text.lower().split()}))

# %% mutant="count" why="글자를 센다" says="글자가 아니라"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + return dict(Counter(letter for text in texts for letter in set(text.lower())))

# %% mutant="count" why="문자의 수로 나눈다" says="비율이 아니라"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + counts = Counter(word for text in texts for word in set(text.lower().split()))
# + return {word: count / len(texts) for word, count in counts.items()}

# %% mutant="count" why="부분 문자열을 찾는다" says="통째로 같아야"
# - return dict(Counter(word for text in texts for word in set(text.lower().split())))
# + words = {word for text in texts for word in text.lower().split()}
# + return {word: sum(word in text.lower() for text in texts) for word in words}

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

# %% mutant="confusion" why="맞힌 것을 모두 잡음에 넣는다" says="passed에 셉니다"
# - "caught": pairs.count(("spam", "spam")),
# + "caught": sum(answer == guess for answer, guess in pairs),

# %% mutant="confusion" why="비율을 준다" says="비율이 아니라 수"
# - "caught": pairs.count(("spam", "spam")),
# + "caught": pairs.count(("spam", "spam")) / max(len(pairs), 1),

# %% mutant="confusion" why="통과를 빠뜨린다" says="빠진 것: 'passed'"
# - "passed": pairs.count(("ham", "ham")),
# + "caught": pairs.count(("spam", "spam")),

# %% mutant="confusion" why="통과에 잘못 막음까지 센다" says="blocked에 셉니다"
# - "passed": pairs.count(("ham", "ham")),
# + "passed": list(answers).count("ham"),

# %% mutant="confusion" why="짝의 집합을 센다" says="한 번씩, 모두"
# - pairs = list(zip(answers, guesses))
# + pairs = list(set(zip(answers, guesses)))

# %% mutant="confusion" why="모든 정답과 모든 답을 짝짓는다" says="같은 자리의"
# - pairs = list(zip(answers, guesses))
# + pairs = [(answer, guess) for answer in answers for guess in guesses]

# %% mutant="confusion" why="라벨을 0과 1로 견준다" says="caught에 셉니다"
# - pairs = list(zip(answers, guesses))
# + pairs = [(answer == 1, guess == 1) for answer, guess in zip(answers, guesses)]

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

# %% mutant="ratios" why="정수로 나눈다" says="소수점 아래를 버렸는지"
# - table["caught"] / said if said else None,
# + table["caught"] // said if said else None,

# %% mutant="ratios" why="둘째 자리에서 반올림한다" says="반올림하지 마세요"
# - table["caught"] / said if said else None,
# + round(table["caught"] / said, 2) if said else None,

# %% mutant="ratios" why="백분율로 바꾼다" says="백분율"
# - table["caught"] / said if said else None,
# + 100 * table["caught"] / said if said else None,

# %% mutant="ratios" why="None 하나만 준다" says="잴 수 없는 자리만"
# - real = table["caught"] + table["missed"]
# + real = table["caught"] + table["missed"]
# + if not said or not real:
# +     return None

# %% mutant="ratios" why="순서로 꺼낸다" says="이름으로 꺼내세요"
# - said = table["caught"] + table["blocked"]
# - real = table["caught"] + table["missed"]
# + caught, missed, blocked, _ = table.values()
# + table = {"caught": caught}
# + said, real = caught + blocked, caught + missed

# %% alternate="ratios" why="try로"
def precision_recall(table):
    def ratio(other):
        try:
            return table["caught"] / (table["caught"] + table[other])
        except ZeroDivisionError:
            return None
    return [ratio("blocked"), ratio("missed")]

# %% mutant="sweep" why="이상이 아니라 초과" says="'초과'가 아니라" key=True
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

# %% mutant="sweep" why="규칙에 걸리지 않은 문자를 센다" says="걸린 문자만"
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) < least

# %% mutant="sweep" why="인자 대신 inbox를 센다" says="inbox를 세지"
# - for text, label in mails
# + for text, label in inbox

# %% mutant="sweep" why="빈칸으로 자른다" says="빈칸으로 자르지"
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if len(WORDS & set(text.lower().split())) >= least

# %% mutant="sweep" why="부분 문자열을 찾는다" says="통째로 같아야"
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if sum(word in text.lower() for word in WORDS) >= least

# %% mutant="sweep" why="과제 1의 규칙처럼 느낌표도 본다" says="느낌표를 보지 않습니다"
# - if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
# + if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least or text.count("!") >= 3

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

# %% mutant="honest" why="분모에 사본이 남는다" says="분모에서도"
# - return sum(rule(text) == "spam" for text in spam) / len(spam)
# + total = sum(label == "spam" for _, label in test)
# + return sum(rule(text) == "spam" for text in spam) / total

# %% mutant="honest" why="시험 문자끼리도 하나만 남긴다" says="시험 문자끼리"
# - if not spam:
# + spam = list({letters(text): text for text in spam}.values())
# + if not spam:

# %% mutant="honest" why="일부만 같아도 뺀다" says="글 전체가"
# - known = {letters(text) for text, _ in train}
# + known = " ".join(letters(text) for text, _ in train)

# %% mutant="honest" why="단어의 집합이 같으면 뺀다" says="차례까지"
# - known = {letters(text) for text, _ in train}
# - spam = [text for text, label in test if label == "spam" and letters(text) not in known]
# + known = [set(letters(text).split()) for text, _ in train]
# + spam = [text for text, label in test if label == "spam" and set(letters(text).split()) not in known]

# %% mutant="honest" why="분자에 햄까지 센다" says="분자에 햄까지"
# - return sum(rule(text) == "spam" for text in spam) / len(spam)
# + return sum(rule(text) == "spam" for text, _ in test if letters(text) not in known) / len(spam)

# %% mutant="honest" why="글자만 남긴 것을 규칙에 준다" says="원래 글을"
# - return sum(rule(text) == "spam" for text in spam) / len(spam)
# + return sum(rule(letters(text)) == "spam" for text in spam) / len(spam)

# %% mutant="honest" why="규칙의 답을 견주지 않는다" says="견주세요"
# - return sum(rule(text) == "spam" for text in spam) / len(spam)
# + return sum(bool(rule(text)) for text in spam) / len(spam)

# %% mutant="honest" why="과제 1의 규칙을 쓴다" says="인자로 받은 rule"
# - return sum(rule(text) == "spam" for text in spam) / len(spam)
# + return sum(spam_or_ham(text) == "spam" for text in spam) / len(spam)

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
