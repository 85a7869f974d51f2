# %% mutant="messages" why="대화를 보내지 않는다" says="새 질문이 마지막입니다" key=True
# - for asked, answer in turns:
# + for asked, answer in []:

# %% mutant="messages" why="빈 지시도 넣는다" says="지시가 비었으면"
# - messages = [{"role": "system", "content": system}] if system else []
# + messages = [{"role": "system", "content": system}]

# %% mutant="messages" why="답을 받지 못한 질문을 남긴다" says="질문까지 뺍니다"
# - if answer is not None:
# -     messages += [{"role": "user", "content": asked},
# -                  {"role": "assistant", "content": answer}]
# + messages += [{"role": "user", "content": asked}]
# + messages += [{"role": "assistant", "content": answer}] if answer is not None else []

# %% mutant="messages" why="빈 답을 오류로 여긴다" says="빈 답은 None이 아닙니다"
# - if answer is not None:
# + if answer:

# %% mutant="messages" why="새 질문을 앞에 둔다" says="지시가 맨 앞입니다"
# - return messages + [{"role": "user", "content": question}]
# + return [{"role": "user", "content": question}] + messages

# %% mutant="messages" why="답이 없는 차례에서 멈춘다" says="그 뒤의 차례는"
# - if answer is not None:
# -     messages += [{"role": "user", "content": asked},
# -                  {"role": "assistant", "content": answer}]
# + if answer is None:
# +     break
# + messages += [{"role": "user", "content": asked}, {"role": "assistant", "content": answer}]

# %% alternate="messages" why="펼쳐서"
def build_messages(system, turns, question):
    flat = [("system", system)] * bool(system)
    for turn in turns:
        if turn[1] is not None:
            flat += list(zip(("user", "assistant"), turn))
    return [dict(role=role, content=text) for role, text in flat + [("user", question)]]

# %% mutant="budget" why="메시지를 하나씩 버린다" says="질문을 버리면 그 답도" key=True
# - if message["role"] == "user" and cost(head + rest[start:]) <= limit:
# + if cost(head + rest[start:]) <= limit:

# %% mutant="budget" why="꼭 맞으면 버린다" says="합이 꼭 예산이면"
# - if message["role"] == "user" and cost(head + rest[start:]) <= limit:
# + if message["role"] == "user" and cost(head + rest[start:]) < limit:

# %% mutant="budget" why="틀의 4를 세지 않는다" says="틀의 4를"
# - return sum(count(message["content"]) + 4 for message in part)
# + return sum(count(message["content"]) for message in part)

# %% mutant="budget" why="지시도 버린다" says="system은 남기고"
# - return head + rest[start:]
# + return rest[start:]

# %% mutant="budget" why="지시의 값을 세지 않는다" says="지시와 마지막 질문만으로"
# - if message["role"] == "user" and cost(head + rest[start:]) <= limit:
# + if message["role"] == "user" and cost(rest[start:]) <= limit:

# %% mutant="budget" why="새 차례부터 버린다" says="오래된 차례"
# - for start, message in enumerate(rest):
# -     if message["role"] == "user" and cost(head + rest[start:]) <= limit:
# -         return head + rest[start:]
# + for stop in range(len(rest) - 1, -1, -2):
# +     if cost(head + rest[:stop] + rest[-1:]) <= limit:
# +         return head + rest[:stop] + rest[-1:]

# %% mutant="budget" why="넘쳐도 마지막 질문을 보낸다" says="넘치면 ValueError"
# - raise ValueError("지시와 질문만으로도 예산을 넘습니다.")
# + return head + rest[-1:]

# %% mutant="budget" why="다른 오류를 낸다" says="KeyError가 났습니다"
# - raise ValueError("지시와 질문만으로도 예산을 넘습니다.")
# + raise KeyError(limit)

# %% alternate="budget" why="두 개씩 버리며"
def fit_budget(messages, limit, count):
    sizes = [count(message["content"]) + 4 for message in messages]
    first = 1 if messages[0]["role"] == "system" else 0
    kept = list(range(len(messages)))
    while sum(sizes[n] for n in kept) > limit:
        if len(kept) <= first + 1:
            raise ValueError("too long")
        del kept[first:first + 2]
    return [dict(messages[n]) for n in kept]

def my_total():
    return sum(6 + 4 + (10 + 20) * n for n in range(10))

# %% mutant="ask-json" why="확인하지 않는다" says="확인에서 떨어지면" key=True
# - wrong = check(value)
# + wrong = []

# %% mutant="ask-json" why="마지막 중괄호까지 자른다" says="객체 하나만 읽고"
# - value, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
# + value = json.loads(text[text.index("{"):text.rindex("}") + 1])

# %% mutant="ask-json" why="첫 닫는 중괄호까지 자른다" says="객체 안에 객체가"
# - value, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
# + value = json.loads(text[text.index("{"):text.index("}") + 1])

# %% mutant="ask-json" why="글 전체를 읽는다" says="첫 {부터 읽습니다"
# - value, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
# + value = json.loads(text)

# %% mutant="ask-json" why="무엇이 틀렸는지 알리지 않는다" says="무엇이 틀렸는지 user로"
# - {"role": "user", "content": "틀렸습니다. " + " ".join(wrong)}]
# + {"role": "user", "content": "Try again."}]

# %% mutant="ask-json" why="받은 메시지에 붙인다" says="받은 것을 고치지"
# - messages = list(messages)
# + messages = messages
# - messages = messages + [{"role": "assistant", "content": text},
# + messages += [{"role": "assistant", "content": text},

# %% mutant="ask-json" why="같은 것을 다시 묻는다" says="끝에 차례로 붙입니다"
# - messages = messages + [{"role": "assistant", "content": text},
# -                        {"role": "user", "content": "틀렸습니다. " + " ".join(wrong)}]
# + messages = messages + []

# %% mutant="ask-json" why="끝까지 틀리면 마지막 값을 준다" says="틀린 값을 돌려주지"
# - raise ValueError("확인된 JSON을 받지 못했습니다.")
# + return value, tries

# %% mutant="ask-json" why="한 번 더 묻는다" says="tries번 모두 틀리면"
# - for attempt in range(1, tries + 1):
# + for attempt in range(1, tries + 2):

# %% mutant="ask-json" why="읽지 못하면 멈춘다" says="멈추지 않고 다시"
# - wrong = ["JSON 객체 하나만 쓰세요."]
# + raise

# %% alternate="ask-json" why="재귀로"
def ask_json(ask, messages, check, tries, attempt=1):
    text = ask(messages)
    wrong = ["I need JSON"]
    start = text.find("{")
    if start >= 0:
        try:
            value = json.JSONDecoder().raw_decode(text, start)[0]
            wrong = list(check(value))
        except json.JSONDecodeError as error:
            wrong = [f"JSON: {error}"]
    if not wrong:
        return [value, attempt]
    if tries == 1:
        raise ValueError(wrong)
    more = [dict(role="assistant", content=text), dict(role="user", content="\n".join(wrong))]
    return ask_json(ask, [*messages, *more], check, tries - 1, attempt + 1)

# %% mutant="sql" why="SELECT로 시작하는지만 본다" says="SELECT라고 다 되는 것이" key=True
# - connection.set_authorizer(permit)
# + if not query.strip().upper().startswith(("SELECT", "WITH")) or "DELETE" in query:
# +     raise ValueError(query)

# %% mutant="sql" why="SELECT 아닌 것을 모두 거절한다" says="WITH로 시작해도 읽기"
# - connection.executescript(setup)
# + connection.executescript(setup)
# + if not query.strip().upper().startswith("SELECT"):
# +     raise ValueError(query)

# %% mutant="sql" why="고치는 것도 허락한다" says="고치는 문장은 거절"
# - ok = action in free or (action == sqlite3.SQLITE_READ and name in allowed)
# + ok = action != sqlite3.SQLITE_READ or name in allowed or name == "sqlite_master"
# - if cursor.description is None:
# -     raise ValueError("SELECT가 아닙니다.")
# - return [column[0] for column in cursor.description], cursor.fetchmany(limit)
# + return [column[0] for column in cursor.description or []], cursor.fetchmany(limit)

# %% mutant="sql" why="아무 표나 읽는다" says="SELECT라고 다 되는 것이"
# - ok = action in free or (action == sqlite3.SQLITE_READ and name in allowed)
# + ok = action in free or action == sqlite3.SQLITE_READ

# %% mutant="sql" why="행을 모두 낸다" says="많아야 limit개"
# - return [column[0] for column in cursor.description], cursor.fetchmany(limit)
# + return [column[0] for column in cursor.description], cursor.fetchmany(1000)

# %% mutant="sql" why="다 읽고 자른다" says="limit개만"
# - return [column[0] for column in cursor.description], cursor.fetchmany(limit)
# + return [column[0] for column in cursor.description], cursor.fetchall()[:limit]

# %% mutant="sql" why="글에 LIMIT을 붙인다" says="글을 고치지 마세요"
# - cursor = connection.execute(query)
# + cursor = connection.execute(f"{query.rstrip(';')} LIMIT {limit}")

# %% mutant="sql" why="두 문장을 차례로 실행한다" says="두 문장은 거절"
# - cursor = connection.execute(query)
# + cursor = connection.execute(query.split(";")[0])

# %% mutant="sql" why="빈 글을 받아들인다" says="빈 글은 SELECT가"
# - if cursor.description is None:
# -     raise ValueError("SELECT가 아닙니다.")
# - return [column[0] for column in cursor.description], cursor.fetchmany(limit)
# + return [column[0] for column in cursor.description or []], cursor.fetchmany(limit)

# %% mutant="sql" why="SQLite의 오류를 그대로 둔다" says="ValueError를 내야 하는데"
# - except (sqlite3.Error, sqlite3.Warning) as error:
# + except ZeroDivisionError as error:

# %% alternate="sql" why="읽기 전용으로 바꾸고 표를 막아서"
def run_sql(setup, query, allowed, limit):
    database = sqlite3.connect(":memory:")
    database.executescript(setup)
    database.execute("PRAGMA query_only = ON")
    reads = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, 33}
    def guard(action, table, column, schema, source):
        if action not in reads or (action == sqlite3.SQLITE_READ and table not in allowed):
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK
    database.set_authorizer(guard)
    try:
        cursor = database.cursor()
        cursor.execute(query)
        names = [one[0] for one in cursor.description]
        rows = []
        while len(rows) < limit and (row := cursor.fetchone()) is not None:
            rows.append(list(row))
    except Exception as error:
        raise ValueError(str(error))
    return names, rows

# %% mutant="retrieve" why="내적으로 고른다" says="코사인이 아니라 내적" key=True
# - return math.fsum(a * b for a, b in zip(query, vector)) / size if size else 0.0
# + return math.fsum(a * b for a, b in zip(query, vector))

# %% mutant="retrieve" why="질문의 길이로 나누지 않는다" says="질문의 길이로도"
# - size = math.hypot(*query) * math.hypot(*vector)
# + size = math.hypot(*vector)

# %% mutant="retrieve" why="작은 것부터" says="큰 것부터"
# - found = [(-cosine(vector), n) for n, vector in enumerate(vectors)]
# - return [n for score, n in sorted(found) if -score >= least][:k]
# + found = [(cosine(vector), n) for n, vector in enumerate(vectors)]
# + return [n for score, n in sorted(found) if score >= least][:k]

# %% mutant="retrieve" why="하한을 보지 않는다" says="least보다 작은 것은"
# - return [n for score, n in sorted(found) if -score >= least][:k]
# + return [n for score, n in sorted(found)][:k]

# %% mutant="retrieve" why="0으로 나눈다" says="0 벡터의 코사인"
# - return math.fsum(a * b for a, b in zip(query, vector)) / size if size else 0.0
# + return math.fsum(a * b for a, b in zip(query, vector)) / size

# %% mutant="retrieve" why="같으면 뒤의 것부터" says="번호가 작은 것이 먼저"
# - return [n for score, n in sorted(found) if -score >= least][:k]
# + return [n for score, n in sorted(found, key=lambda one: (one[0], -one[1])) if -score >= least][:k]

# %% mutant="retrieve" why="꼭 하한인 것을 뺀다" says="꼭 least이면"
# - return [n for score, n in sorted(found) if -score >= least][:k]
# + return [n for score, n in sorted(found) if -score > least][:k]

# %% mutant="retrieve" why="코사인의 크기만 본다" says="빈 리스트입니다"
# - found = [(-cosine(vector), n) for n, vector in enumerate(vectors)]
# + found = [(-abs(cosine(vector)), n) for n, vector in enumerate(vectors)]

# %% alternate="retrieve" why="뒤집어 정렬해서"
def retrieve(query, vectors, k, least):
    norm = lambda v: sum(x ** 2 for x in v) ** 0.5
    scores = {}
    for n, vector in enumerate(vectors):
        length = norm(query) * norm(vector)
        scores[n] = round(sum(a * b for a, b in zip(query, vector)) / length, 12) if length else 0
    best = sorted(scores, key=scores.get, reverse=True)
    return [n for n in best if scores[n] >= least - 1e-12][:k]

# %% mutant="schedule" why="서버의 말을 듣지 않는다" says="서버가 말한 초만큼" key=True
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append(min(cap, base * 2 ** i) * draw())

# %% mutant="schedule" why="400도 다시 묻는다" says="400은 다시 물어도"
# - again = status in (408, 409, 429) or status >= 500
# + again = True

# %% mutant="schedule" why="상한이 없다" says="cap보다 오래"
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append(told if told is not None else base * 2 ** i * draw())

# %% mutant="schedule" why="흩은 뒤에 자른다" says="자른 다음에"
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append(told if told is not None else min(cap, base * 2 ** i * draw()))

# %% mutant="schedule" why="아는 번호만 다시 묻는다" says="500 이상은 모두"
# - again = status in (408, 409, 429) or status >= 500
# + again = status in (408, 409, 429, 500, 502, 503, 504)

# %% mutant="schedule" why="400대의 큰 번호도 다시 묻는다" says="다른 400대는"
# - again = status in (408, 409, 429) or status >= 500
# + again = status >= 408

# %% mutant="schedule" why="cap과 같아도 포기한다" says="cap과 꼭 같으면"
# - if not again or i + 1 >= tries or (told is not None and told > cap):
# + if not again or i + 1 >= tries or (told is not None and told >= cap):

# %% mutant="schedule" why="기다림이 늘지 않는다" says="두 배씩"
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append(told if told is not None else min(cap, base) * draw())

# %% mutant="schedule" why="흩지 않는다" says="draw()를 곱합니다"
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append(told if told is not None else draw() and min(cap, base * 2 ** i))

# %% mutant="schedule" why="서버가 말한 초도 흩는다" says="서버가 말한 초만큼"
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append((told if told is not None else min(cap, base * 2 ** i)) * draw())

# %% mutant="schedule" why="첫 요청을 세지 않는다" says="첫 요청까지 센"
# - if not again or i + 1 >= tries or (told is not None and told > cap):
# + if not again or i >= tries or (told is not None and told > cap):

# %% mutant="schedule" why="서버가 말한 긴 시간을 기다린다" says="cap보다 오래 기다리라면"
# - if not again or i + 1 >= tries or (told is not None and told > cap):
# + if not again or i + 1 >= tries:

# %% mutant="schedule" why="0초를 말하지 않은 것으로 여긴다" says="0초도 말한 것"
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append(told if told else min(cap, base * 2 ** i) * draw())

# %% mutant="schedule" why="408에서 포기한다" says="408과 409도"
# - again = status in (408, 409, 429) or status >= 500
# + again = status == 429 or status >= 500

# %% mutant="schedule" why="포기하면 기다림을 버린다" says="지금까지의 기다림"
# - return waits, False
# + return [], False

# %% mutant="schedule" why="실패마다 draw를 부른다" says="부른 횟수"
# - for i, (status, told) in enumerate(failures):
# + for i, (status, told) in enumerate(failures):
# +     factor = draw()
# - waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
# + waits.append(told if told is not None else min(cap, base * 2 ** i) * factor)

# %% alternate="schedule" why="시간을 두 배씩 늘리며"
def schedule(failures, tries, base, cap, draw):
    waits, left, step = [], tries, base
    for status, told in failures:
        left -= 1
        if left <= 0 or (status < 500 and status not in {408, 409, 429}):
            break
        if told is None:
            waits.append(draw() * (step if step < cap else cap))
        elif told > cap:
            break
        else:
            waits.append(told)
        step *= 2
    return waits, len(waits) == len(failures)

# %% mutant="stream" why="끊긴 답을 온전한 답으로 낸다" says="끝난 까닭이 없으면" key=True
# - if reason is None:
# -     raise ConnectionError(text)
# - return text, reason, usage
# + return text, reason, usage

# %% mutant="stream" why="content가 언제나 있다고 여긴다" says="content가 없거나 None인"
# - text += choice["delta"].get("content") or ""
# + text += choice["delta"]["content"] or ""

# %% mutant="stream" why="None을 더한다" says="content가 없거나 None인"
# - text += choice["delta"].get("content") or ""
# + text += choice["delta"].get("content", "")

# %% mutant="stream" why="끝난 까닭에서 멈춘다" says="끝까지 읽으세요"
# - usage = piece.get("usage") or usage
# + usage = piece.get("usage") or usage
# + if reason:
# +     break

# %% mutant="stream" why="choices가 언제나 있다고 여긴다" says="choices가 빈 조각"
# - for choice in piece["choices"]:
# + for choice in [piece["choices"][0]]:

# %% mutant="stream" why="뒤의 None이 usage를 지운다" says="usage를 지우면"
# - usage = piece.get("usage") or usage
# + usage = piece.get("usage")

# %% mutant="stream" why="뒤의 None이 까닭을 지운다" says="끝난 까닭을 지우면"
# - reason = choice["finish_reason"] or reason
# + reason = choice["finish_reason"]

# %% mutant="stream" why="빈 choices에서 멈춘다" says="건너뛰세요"
# - for choice in piece["choices"]:
# + if not piece["choices"] and not reason:
# +     break
# + for choice in piece["choices"]:

# %% mutant="stream" why="stop만 끝으로 여긴다" says="length일 수도"
# - reason = choice["finish_reason"] or reason
# + reason = "stop" if choice["finish_reason"] == "stop" else reason

# %% mutant="stream" why="받은 글을 버린다" says="오류에 담으세요"
# - raise ConnectionError(text)
# + raise ConnectionError("끊겼습니다.")

# %% mutant="stream" why="글이 있으면 온전한 답으로 여긴다" says="끝난 까닭이 없으면"
# - if reason is None:
# + if reason is None and not text:

# %% alternate="stream" why="모두 모은 뒤에"
def read_stream(pieces):
    choices = [choice for piece in pieces for choice in piece.get("choices", [])]
    text = "".join(choice["delta"].get("content", "") or "" for choice in choices)
    reasons = [choice["finish_reason"] for choice in choices if choice.get("finish_reason")]
    if not reasons:
        raise ConnectionError(f"끊겼습니다: {text}")
    used = [piece["usage"] for piece in pieces if piece.get("usage") is not None]
    return [text, reasons[-1], used[-1] if used else None]
