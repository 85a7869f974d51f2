# ---
# title: OpenAI API 텍스트 생성
# number: "320"
# objectives:
#   - 대화를 메시지로 짜고 토큰 예산에 맞춥니다.
#   - 모델이 쓴 JSON과 SQL을 믿지 않고 확인한 뒤에 씁니다.
#   - 검색으로 근거를 고르고, 실패하는 서버를 참을성 있게 다룹니다.
# datasets: []
# prerequisites: [150_autoregressive_generation]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 일곱 개와 글 하나입니다. **서버도 모델도 키도 필요 없습니다.** 모델이 할 말은 검사가 미리 정해 두었습니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 리스트와 dict를 바꾸지 마세요**. 검사가 확인합니다.

# %%
import json
import math
import random
import sqlite3

from nlplab import testing

# %% [markdown]
# ## 과제 1. 메시지 짜기 ★☆☆ · 6분
#
# **목표.** 지시, 지금까지의 대화, 새 질문을 API가 받는 메시지의 리스트로 만듭니다.
#
# - 지시는 맨 앞의 `system` 메시지입니다. 빈 글이면 넣지 않습니다.
# - 대화는 (질문, 답)의 리스트입니다. 질문은 `user`, 답은 `assistant`입니다.
# - 답이 `None`인 차례는 오류로 답을 받지 못한 것입니다. 그 차례는 통째로 뺍니다.
#
# 힌트 1: 서버가 기억하지 않으므로 지금까지의 대화를 모두 보냅니다. 어떤 순서입니까?
# 힌트 2: 빈 리스트에서 시작해 지시, 차례마다 둘, 새 질문을 붙입니다.
# 힌트 3: `{"role": "assistant", "content": 답}`

# %% solution="messages"
def build_messages(system, turns, question):
    """API가 받는 메시지의 리스트.

    Args:
        system: 지시 (str, 비었을 수 있음). turns: (질문, 답 또는 None)의 리스트. question: 새 질문.

    Returns:
        {"role": …, "content": …}의 리스트.
    """
    ### BEGIN SOLUTION
    messages = [{"role": "system", "content": system}] if system else []
    for asked, answer in turns:
        if answer is not None:
            messages += [{"role": "user", "content": asked},
                         {"role": "assistant", "content": answer}]
    return messages + [{"role": "user", "content": question}]
    ### END SOLUTION

# %% test="messages" points=2
def _t320_messages(system, turns, want, why):
    want = [{"role": role, "content": said} for role, said in want]
    testing.check(build_messages, [system, turns, "q"], want, why)

_t320_messages("", [], [("user", "q")], "지시가 비었으면 system 메시지를 넣지 않습니다. 새 질문은 user입니다.")
_t320_messages("Be brief.", [], [("system", "Be brief."), ("user", "q")], "지시가 맨 앞입니다.")
_t320_messages("", [("a", "b")], [("user", "a"), ("assistant", "b"), ("user", "q")],
               "질문은 user, 답은 assistant이고 새 질문이 마지막입니다.")
_t320_messages("", [("a", None), ("b", "c")],
               [("user", "b"), ("assistant", "c"), ("user", "q")],
               "답이 None인 차례는 질문까지 뺍니다. 그 뒤의 차례는 남습니다.")
_t320_messages("", [("a", "")], [("user", "a"), ("assistant", ""), ("user", "q")],
               "빈 답은 None이 아닙니다. 받은 답이므로 넣습니다.")
### BEGIN HIDDEN TESTS
for _t320_n in range(20):
    _t320_rng = random.Random(f"3201-{_t320_n}")
    _t320_turns = [(f"q{n}", _t320_rng.choice([None, f"a{n}", ""])) for n in range(_t320_n % 5)]
    _t320_said = [pair for asked, said in _t320_turns if said is not None for pair in (("user", asked), ("assistant", said))]
    _t320_messages("S" * (_t320_n % 2), _t320_turns, [("system", "S")] * (_t320_n % 2) + _t320_said + [("user", "q")], "무작위 대화입니다. 순서와 역할을 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 토큰 예산에 맞추기 ★★★ · 15분
#
# **목표.** 대화가 길어지면 **오래된 차례부터** 버려 예산에 맞춥니다. 메시지 하나의 값은 글의 토큰 수에 틀의 4를 더한 것입니다.
#
# - `system` 메시지와 마지막 메시지는 언제나 남깁니다. 이것만 남겨도 넘치면 `ValueError`입니다.
# - 질문(`user`)과 그 답(`assistant`)은 함께 버립니다. 남은 대화는 `user`로 시작합니다.
# - 합이 `limit` **이하**이면 됩니다. 되도록 많이 남깁니다. 중간의 차례만 빼지는 않습니다.
#
# **재기 전에 먼저 맞혀 보세요.** 차례마다 질문이 6토큰, 답이 16토큰이고 틀은 메시지마다 4입니다. 대화 전부를 다시 보내며 열 번 물으면 **보낸 토큰을 모두 더해** 얼마입니까? `my_total()`에 어림해 적으세요. 틀려도 점수는 같고, 검사가 잰 값을 보여 줍니다.
#
# 힌트 1: 무엇을 버릴지보다 어디서부터 남길지를 정하는 편이 쉽습니다.
# 힌트 2: `system`을 떼어 놓고, 나머지에서 시작할 수 있는 자리(`user`인 자리)를 앞에서부터 하나씩 시험합니다.
# 힌트 3: `starts = [n for n, message in enumerate(rest) if message["role"] == "user"]`

# %% solution="budget"
def fit_budget(messages, limit, count):
    """예산에 맞게 오래된 차례를 버린 새 리스트.

    Args:
        messages: system은 있으면 맨 앞 하나, 그 뒤 user와 assistant가 번갈아 오고 user로 끝납니다.
        limit: 토큰의 수. count: 글 → 토큰의 수.

    Returns:
        메시지의 리스트. 맞출 수 없으면 ValueError.
    """
    ### BEGIN SOLUTION
    def cost(part):
        return sum(count(message["content"]) + 4 for message in part)

    head = [message for message in messages if message["role"] == "system"]
    rest = messages[len(head):]
    for start, message in enumerate(rest):
        if message["role"] == "user" and cost(head + rest[start:]) <= limit:
            return head + rest[start:]
    raise ValueError("지시와 질문만으로도 예산을 넘습니다.")
    ### END SOLUTION

def my_total():
    """열 번 묻는 동안 보낸 토큰의 합(어림)."""
    ### BEGIN SOLUTION
    return 1270
    ### END SOLUTION

# %% test="budget" points=3
def _t320_words(text):
    return len(text.split())

def _t320_budget(shape, limit, kept, why):
    """shape: "s3 u2 a4"는 토큰이 3, 2, 4인 system, user, assistant. kept: 남길 자리."""
    roles = {"s": "system", "u": "user", "a": "assistant"}
    messages = [{"role": roles[part[0]], "content": " ".join([f"{part}#{n}"] * int(part[1:]))}
                for n, part in enumerate(shape.split())]
    if kept is None:
        return testing.refuses(fit_budget, [messages, limit, _t320_words], ValueError, why)
    got = testing.call(fit_budget, messages, limit, _t320_words, why=why)
    places = [messages.index(one) if one in messages else one for one in got]
    testing.equal(places, kept, f"{why} 남긴 메시지의 자리입니다.", (), f"({shape}, limit {limit})")

_t320_budget("u2 a3 u1", 99, [0, 1, 2], "예산이 넉넉하면 그대로입니다.")
_t320_budget("u2 a3 u1", 18, [0, 1, 2], "합이 꼭 예산이면 남깁니다(이하). 글은 count로 셉니다.")
_t320_budget("u2 a3 u1", 17, [2],
    "메시지마다 틀의 4를 더합니다. 질문을 버리면 그 답도 버립니다. system이 없으면 첫 차례부터 버립니다.")
_t320_budget("u9 a3 u1", 12, [2], "질문과 답은 함께 버립니다. 남은 대화는 user로 시작합니다.")
_t320_budget("u1 a1 u2 a2 u1", 17, [2, 3, 4], "되도록 많이 남깁니다. 오래된 차례 하나만 버리면 됩니다.")
_t320_budget("s2 u2 a2 u2 a2 u1", 23, [0, 3, 4, 5], "system은 남기고 그 값도 셉니다. 오래된 차례부터 버립니다.")
_t320_budget("u1 a1 u9 a9 u1", 15, [4], "중간의 차례만 빼고 더 오래된 것을 남기지 않습니다.")
_t320_budget("s5 u9", 21, None, "지시와 마지막 질문만으로 넘치면 ValueError입니다.")
_t320_budget("u9", 5, None, "마지막 질문은 버리거나 자르지 않습니다. 넘치면 ValueError입니다.")
### BEGIN HIDDEN TESTS
for _t320_n in range(30):
    _t320_rng = random.Random(f"3202-{_t320_n}")
    _t320_sizes, _t320_head = [_t320_rng.randrange(1, 9) for _ in range(_t320_n % 2 + 2 * _t320_rng.randrange(4) + 1)], _t320_n % 2
    _t320_shape = ("s" * _t320_head + "ua" * 4)[:len(_t320_sizes)]
    _t320_limit, _t320_cost = _t320_rng.randrange(8, 60), [size + 4 for size in _t320_sizes]
    _t320_fits = [s for s in range(_t320_head, len(_t320_cost), 2) if sum(_t320_cost[:_t320_head] + _t320_cost[s:]) <= _t320_limit]
    _t320_kept = [*range(_t320_head), *range(_t320_fits[0], len(_t320_cost))] if _t320_fits else None
    _t320_budget(" ".join(map("{}{}".format, _t320_shape, _t320_sizes)), _t320_limit, _t320_kept, "무작위 대화입니다. 값을 손으로 더해 보세요.")
### END HIDDEN TESTS

# %% test="budget" part="guess" points=1
_t320_guess = my_total()
assert isinstance(_t320_guess, (int, float)) and _t320_guess > 0, "0보다 큰 수를 적으세요."
_t320_sent = [10 + 30 * n for n in range(10)]
print("차례마다 보낸 토큰:", _t320_sent, "· 합", sum(_t320_sent), "· 내 예측", _t320_guess)

# %% [markdown]
# ## 과제 3. 확인하고 다시 묻기 ★★★ · 18분
#
# **목표.** 모델에게 JSON을 부탁하고, **확인된 것만** 돌려줍니다.
#
# - `ask(messages)`가 모델의 글을 줍니다. 글에는 설명이나 세 개의 역따옴표가 섞여 있을 수 있습니다. **첫 `{`부터** JSON 객체 하나를 읽고 그 뒤는 버립니다.
# - 읽은 객체를 `check(value)`에 넣으면 잘못의 리스트를 줍니다. 비었으면 합격입니다.
# - 읽지 못했거나 불합격이면 다시 묻습니다. 모델이 쓴 글(`assistant`)과 **무엇이 틀렸는지**(`user`)를 메시지 끝에 차례로 붙여서 묻습니다. 불합격이면 `check`가 준 잘못이 모두 그 글에 있어야 하고, 읽지 못했으면 `JSON`이라는 말이 있어야 합니다.
# - 많아야 `tries`번 묻습니다. 끝까지 안 되면 `ValueError`입니다.
#
# 힌트 1: 글에서 `{`와 `}`를 찾아 자르면, 뒤에 `}`가 또 있을 때 어떻게 됩니까?
# 힌트 2: `json.JSONDecoder().raw_decode(글)`은 앞에서부터 객체 하나를 읽고 남은 것은 상관하지 않습니다. 못 읽으면 `ValueError`입니다.
# 힌트 3: `json.JSONDecoder().raw_decode(글[글.index("{"):])[0]`

# %% solution="ask-json"
def ask_json(ask, messages, check, tries):
    """확인된 JSON 객체와 물은 횟수.

    Args:
        ask: 메시지의 리스트 → 글. messages: 처음 메시지. check: 객체 → 잘못(str)의 리스트.
        tries: 1 이상.

    Returns:
        (dict, 횟수). 끝까지 안 되면 ValueError.
    """
    ### BEGIN SOLUTION
    messages = list(messages)
    for attempt in range(1, tries + 1):
        text = ask(messages)
        try:
            value, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
            wrong = check(value)
        except ValueError:
            wrong = ["JSON 객체 하나만 쓰세요."]
        if not wrong:
            return value, attempt
        messages = messages + [{"role": "assistant", "content": text},
                               {"role": "user", "content": "틀렸습니다. " + " ".join(wrong)}]
    raise ValueError("확인된 JSON을 받지 못했습니다.")
    ### END SOLUTION

# %% test="ask-json" points=4
_t320_good, _t320_value = '{"name": "Minji", "books": 2}', {"name": "Minji", "books": 2}
_t320_wrong = {'{"name": "Minji", "books": "two"}': ["no whole number"], "I can't.": ["JSON"],
               '{"name": "Min': ["JSON"], '{"books": 0}': ["no name", "no whole number"]}
def _t320_check(value):
    books = isinstance(value.get("books"), int) and value["books"] > 0
    return ["no name"] * ("name" not in value) + ["no whole number"] * (not books)

def _t320_ask(texts, tries, want, why):
    sent, why = [], f"{why} (모델의 글 {texts}, tries {tries})"
    def ask(messages):
        sent.append([(one["role"], one["content"]) for one in messages])
        assert len(sent) <= len(texts), f"너무 많이 물었습니다. {len(sent)}번째입니다. {why}"
        return texts[len(sent) - 1]
    given = [ask, [{"role": "user", "content": "Minji borrowed 2 books."}], _t320_check, tries]
    if want is None:
        testing.refuses(ask_json, given, ValueError, why)
    else:
        testing.check(ask_json, given, (want, len(texts)), f"(객체, 물은 횟수)입니다. {why}")
    testing.equal(f"{len(sent)}번", f"{len(texts)}번", f"물은 횟수입니다. {why}")
    roles, said = zip(*sent[-1])
    testing.equal(roles, ["user", *["assistant", "user"] * (len(texts) - 1)],
        f"마지막에 보낸 역할들입니다. 모델의 글과 잘못을 끝에 차례로 붙입니다. {why}")
    testing.equal(said[1::2], texts[:-1], "모델의 글을 그대로 붙입니다.")
    for text, told in zip(texts, said[2::2]):
        assert all(need in told for need in _t320_wrong[text]), ("무엇이 틀렸는지 user로 알려야 "
            f"합니다. 들어 있어야 할 말 {_t320_wrong[text]}, 보낸 것 {told!r}")

_t320_two, _t320_none, _t320_cut, _t320_zero = _t320_wrong
_t320_ask([_t320_good], 3, _t320_value, "check가 빈 리스트를 주면 합격입니다. 더 묻지 않습니다.")
_t320_ask([f"```json\n{_t320_good}\n```"], 3, _t320_value, "앞뒤에 다른 글이 있어도 첫 {부터 읽습니다.")
_t320_ask([f"{_t320_good} or {{}}"], 3, _t320_value, "객체 하나만 읽고 뒤는 버립니다. 마지막 }까지 자르지 마세요.")
_t320_ask(['{"name": "M", "books": 2, "due": {}} ok'], 2, {"name": "M", "books": 2, "due": {}},
          "객체 안에 객체가 있습니다. 첫 }까지 자르지 마세요.")
_t320_ask([_t320_two, _t320_good], 3, _t320_value, "확인에서 떨어지면 다시 묻습니다. 읽혔다고 맞는 것이 아닙니다.")
_t320_ask([_t320_none, _t320_good], 2, _t320_value, "JSON이 없어도 멈추지 않고 다시 묻습니다.")
_t320_ask([_t320_cut, _t320_zero, _t320_good], 3, _t320_value, "잘린 JSON도 다시 묻습니다.")
_t320_ask([_t320_two, _t320_two], 2, None, "tries번 모두 틀리면 ValueError입니다. 틀린 값을 돌려주지 마세요.")
### BEGIN HIDDEN TESTS
_t320_wrong |= {"[1, 2]": ["JSON"], '{"a": {"b": 1}} }': ["no name", "no whole number"]}
for _t320_n in range(25):
    _t320_rng = random.Random(f"3203-{_t320_n}")
    _t320_texts, _t320_tries = _t320_rng.choices([*_t320_wrong], k=_t320_n % 4), 1 + _t320_n % 5
    _t320_object = {"name": "A{", "books": _t320_rng.randrange(1, 9), "note": "}{"}
    _t320_texts.append(" " + json.dumps(_t320_object) + _t320_rng.choice(["", " }", " {bad"]))
    _t320_fits = len(_t320_texts) <= _t320_tries
    _t320_ask(_t320_texts[:_t320_tries], _t320_tries, _t320_object if _t320_fits else None, "무작위 글입니다. 묻고, 읽고, 확인하는 차례를 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 모델이 쓴 SQL을 안전하게 ★★★ · 18분
#
# **목표.** 모델이 쓴 SQL을 **읽기만 하게** 실행합니다. 데이터베이스는 함수 안에서 `setup`으로 만듭니다.
#
# - `SELECT` 하나만 됩니다(`WITH … SELECT`도 됩니다). 고치는 문장, `PRAGMA`, `ATTACH`, 두 문장은 `ValueError`입니다.
# - `allowed`에 있는 표만 읽습니다. 부분 질의 안에서도 그렇습니다. 다른 표를 읽으면 `ValueError`입니다. `allowed`의 이름은 `setup`에 적힌 그대로이고, 질의에서는 SQLite처럼 대소문자를 가리지 않습니다. 뷰는 없습니다.
# - 문법이 틀린 SQL도 `ValueError`입니다.
# - 행은 많아야 `limit`개입니다. 끝나지 않는 질의도 있으므로 **다 읽고 자르면 안 됩니다**.
#
# 힌트 1: `SELECT`로 시작하는지 글자로 보면 무엇을 놓칩니까? `SELECT * FROM cards`도 `SELECT`로 시작합니다.
# 힌트 2: SQLite가 스스로 묻게 하세요. `connection.set_authorizer(함수)`의 함수는 하려는 일의 번호와 이름(읽기라면 표의 이름)을 받아 허락할지를 돌려줍니다. `setup`을 실행한 **뒤에** 답니다. 두 문장은 `execute`가 거절합니다.
# 힌트 3: `ok = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE) or (action == sqlite3.SQLITE_READ and name in allowed)`

# %% solution="sql"
def run_sql(setup, query, allowed, limit):
    """읽기만 하는 SELECT 하나의 결과.

    Args:
        setup: 표를 만드는 SQL (믿는 글). query: 모델이 쓴 SQL (믿지 않는 글).
        allowed: 읽어도 되는 표의 이름들. limit: 행의 최대 수.

    Returns:
        (열 이름의 리스트, 행의 리스트). 안 되면 ValueError.
    """
    ### BEGIN SOLUTION
    free = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)

    def permit(action, name, *_):
        ok = action in free or (action == sqlite3.SQLITE_READ and name in allowed)
        return sqlite3.SQLITE_OK if ok else sqlite3.SQLITE_DENY

    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(setup)
        connection.set_authorizer(permit)
        cursor = connection.execute(query)
        if cursor.description is None:
            raise ValueError("SELECT가 아닙니다.")
        return [column[0] for column in cursor.description], cursor.fetchmany(limit)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise ValueError(f"실행하지 않습니다: {error}") from error
    finally:
        connection.close()
    ### END SOLUTION

# %% test="sql" points=2
_T320_SETUP = """
CREATE TABLE loans (name TEXT, title TEXT, days INTEGER);
INSERT INTO loans VALUES ('Minji', 'Dune', 3), ('Jun', 'Emma', 20), ('Minji', 'Ulysses', 9);
CREATE TABLE cards (name TEXT, phone TEXT);
INSERT INTO cards VALUES ('Minji', '010-0000-0000');
"""
def _t320_sql(query, columns, rows, why, limit=10, allowed=("loans",)):
    testing.check(run_sql, [_T320_SETUP, query, list(allowed), limit], (columns, rows), why)

_t320_sql("SELECT title FROM loans WHERE name = 'Minji'", ["title"], [("Dune",), ("Ulysses",)],
          "(열 이름의 리스트, 행의 리스트)입니다. 허락할지 묻는 함수는 setup 뒤에 달고 SQLITE_OK나 SQLITE_DENY를 냅니다.")
_t320_sql("select COUNT(*) AS n from loans;", ["n"], [(3,)], "작은 글자와 끝의 ;도 됩니다. 함수도 씁니다.")
_t320_sql("WITH a AS (SELECT * FROM loans WHERE days > 5) SELECT name FROM a ORDER BY days",
          ["name"], [("Minji",), ("Jun",)], "WITH로 시작해도 읽기입니다.")
_t320_sql("SELECT name FROM loans WHERE days > 99", ["name"], [], "행이 없어도 열 이름은 있습니다.")
_t320_sql("SELECT title FROM loans", ["title"], [("Dune",), ("Emma",)], "많아야 limit개입니다.", 2)
_t320_sql("SELECT title FROM loans ORDER BY days LIMIT 1", ["title"], [("Dune",)],
          "질의에 LIMIT이 이미 있을 수도 있습니다. 글을 고치지 마세요.")
_t320_sql("WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 99) "
          "SELECT CASE WHEN k < 99 THEN k ELSE ABS(-9223372036854775807 - 1) END AS k FROM n",
          ["k"], [(1,), (2,), (3,)],
          "WITH RECURSIVE도 SELECT입니다. 99번째 행은 계산할 수 없으니 limit개만 읽습니다.",
          3, ("loans", "n"))

# %% test="sql" part="refuse" points=3
def _t320_no(query, why):
    testing.refuses(run_sql, [_T320_SETUP, query, ["loans"], 10], ValueError, why)

_t320_no("DROP TABLE loans", "고치는 문장은 거절합니다.")
_t320_no("DELETE FROM loans", "지우는 것도 고치는 문장은 거절합니다.")
_t320_no("UPDATE loans SET days = 0 RETURNING name", "값을 돌려주어도 고치는 문장입니다.")
_t320_no("SELECT 1; DROP TABLE loans", "두 문장은 거절합니다.")
_t320_no("WITH a AS (SELECT 1) DELETE FROM loans", "WITH로 시작해도 고치는 문장일 수 있습니다.")
_t320_no("SELECT phone FROM cards", "allowed에 없는 표는 읽지 않습니다. SELECT라고 다 되는 것이 아닙니다.")
_t320_no("SELECT 1 FROM loans WHERE name IN (SELECT name FROM cards)", "부분 질의에서도 허락된 표만 읽습니다.")
_t320_no("SELECT sql FROM sqlite_master", "sqlite_master도 허락되지 않은 표입니다.")
_t320_no("PRAGMA table_info(loans)", "PRAGMA는 거절합니다.")
_t320_no("ATTACH ':memory:' AS other", "ATTACH는 거절합니다.")
_t320_no("SELEC title FROM loans", "문법이 틀려도 ValueError입니다.")
_t320_no("", "빈 글은 SELECT가 아닙니다.")
### BEGIN HIDDEN TESTS
for _t320_query in ["INSERT INTO loans VALUES ('a', 'b', 1)", "CREATE TABLE x (a)", "DROP TABLE cards",
                    "/* SELECT */ DELETE FROM loans", "SELECT * FROM loans, cards", "VACUUM",
                    "SELECT (SELECT phone FROM cards)", "REPLACE INTO loans VALUES ('a', 'b', 1)",
                    "BEGIN", "-- only a comment", "SELECT 1 FROM loans UNION SELECT phone FROM cards"]:
    _t320_no(_t320_query, "SELECT 하나만, 허락된 표만 됩니다.")
_t320_sql("SELECT '; DROP TABLE loans' AS t FROM loans", ["t"], [("; DROP TABLE loans",)] * 3, "따옴표 안의 글은 문장이 아닙니다.")
_t320_sql("SELECT phone FROM cards", ["phone"], [("010-0000-0000",)], "받은 allowed를 쓰세요.", 10, ("cards",))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 근거 고르기 ★★☆ · 10분
#
# **목표.** 질문의 벡터와 코사인 유사도가 큰 문서의 번호를 냅니다.
#
# - 코사인이 `least` 이상인 것만, 큰 것부터, 많아야 `k`개입니다. 크기가 같으면 번호가 작은 것이 먼저입니다.
# - 벡터의 길이는 저마다 다릅니다. 모두 0인 벡터의 코사인은 0으로 봅니다.
#
# 힌트 1: 벡터를 두 배로 늘이면 내적은 커집니다. 코사인은 어떻습니까?
# 힌트 2: 문서마다 코사인을 구해 (−코사인, 번호)로 정렬합니다.
# 힌트 3: `dot / (norm(query) * norm(vector))`, 길이가 0이면 `0.0`

# %% solution="retrieve"
def retrieve(query, vectors, k, least):
    """근거로 쓸 문서의 번호.

    Args:
        query: 수의 리스트. vectors: 문서마다 같은 길이의 리스트. k: 1 이상. least: 코사인의 하한.

    Returns:
        번호의 리스트 (비었을 수 있음).
    """
    ### BEGIN SOLUTION
    def cosine(vector):
        size = math.hypot(*query) * math.hypot(*vector)
        return math.fsum(a * b for a, b in zip(query, vector)) / size if size else 0.0

    found = [(-cosine(vector), n) for n, vector in enumerate(vectors)]
    return [n for score, n in sorted(found) if -score >= least][:k]
    ### END SOLUTION

# %% test="retrieve" points=3
testing.check(retrieve, [[1, 0], [[0, 1], [1, 1], [1, 0]], 3, 0.5], [2, 1],
              "코사인이 least 이상인 문서의 번호만, 큰 것부터입니다.", {
    "작은 것부터이거나, 코사인이 아니라 내적입니다. 코사인이 큰 것부터입니다.": [1, 2],
    "least보다 작은 것은 뺍니다.": [2, 1, 0], "문서의 번호를 냅니다.": [1.0, 0.70711]})
testing.check(retrieve, [[1, 0], [[9, 9], [1, 0.1]], 1, 0.0], [1],
              "내적이 아니라 코사인입니다. 긴 벡터가 이기면 안 됩니다. 많아야 k개입니다.")
testing.check(retrieve, [[5, 0], [[0.3, 0.3], [0, 1]], 2, 0.8], [],
              "질문의 길이로도 나눕니다. 남는 것이 없으면 빈 리스트입니다.")
testing.check(retrieve, [[1, 0], [[1, 0], [2, 0], [3, 0]], 2, 0.9], [0, 1],
              "코사인이 같으면 번호가 작은 것이 먼저이고 많아야 k개입니다. 분모에 작은 수를 더하면 같지 않게 됩니다.")
testing.check(retrieve, [[1, 0], [[0, 0], [1, 1]], 2, 0.1], [1], "0 벡터의 코사인은 0입니다. 나누지 마세요.")
testing.check(retrieve, [[1, 0], [[0, 0], [1, 0]], 2, 0.0], [1, 0],
              "코사인이 꼭 least이면 남깁니다(이상). 0 벡터의 코사인도 0입니다.")
testing.check(retrieve, [[0, 0], [[1, 0]], 2, 0.1], [], "질문이 0 벡터여도 코사인은 0입니다.")
testing.check(retrieve, [[1, 0], [[0, 1], [-1, 0]], 2, 0.2], [],
              "least를 넘는 것이 없으면 빈 리스트입니다. 음수의 부호를 지우지 마세요.")
### BEGIN HIDDEN TESTS
for _t320_n in range(20):
    _t320_rng = random.Random(f"3205-{_t320_n}")
    _t320_q, *_t320_v = [[_t320_rng.uniform(-1, 1) * 3 ** _t320_rng.randrange(4) for _ in range(4)] for _ in range(7)]
    _t320_cos = [sum(map(float.__mul__, _t320_q, v)) / math.hypot(*_t320_q) / math.hypot(*v) for v in _t320_v]
    _t320_k, _t320_least = _t320_rng.randrange(1, 6), _t320_rng.uniform(-0.5, 0.5)
    _t320_want = [n for n in sorted(range(6), key=lambda n: -_t320_cos[n]) if _t320_cos[n] >= _t320_least][:_t320_k]
    testing.check(retrieve, [_t320_q, _t320_v, _t320_k, _t320_least], _t320_want, f"무작위 벡터입니다. 코사인은 {[round(c, 3) for c in _t320_cos]}입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 언제 다시 물을까 ★★☆ · 12분
#
# **목표.** 이어진 실패를 보고 기다릴 시간들을 정합니다. `failures`는 (상태 번호, 서버가 말한 초 또는 `None`)의 리스트이고, 리스트가 끝나면 다음 요청은 성공합니다.
#
# - 다시 물어 볼 만한 것은 408, 409, 429와 500 이상입니다. 다른 것(400, 401, …)은 곧바로 포기합니다.
# - 모두 합쳐 많아야 `tries`번 묻습니다(첫 요청도 셉니다).
# - 서버가 말한 초가 있으면 꼭 그만큼 기다립니다. 그것이 `cap`보다 길면 포기합니다.
# - 없으면 $\min(\text{cap}, \text{base} \cdot 2^{i})$에 `draw()`를 곱합니다. $i$는 앞선 실패의 수(0부터)입니다. `draw()`는 이때만, 한 번씩 부릅니다.
#
# 힌트 1: 여러 사람이 같은 때에 다시 물으면 어떻게 됩니까? `draw()`가 그것을 흩어 놓습니다.
# 힌트 2: 실패를 차례로 보며 포기할 까닭이 있으면 (지금까지의 기다림, 거짓)을 냅니다.
# 힌트 3: `if not again or i + 1 >= tries: return waits, False`

# %% solution="schedule"
def schedule(failures, tries, base, cap, draw):
    """기다린 초의 리스트와 끝내 성공했는지.

    Args:
        failures: (상태 번호, 초 또는 None)의 리스트. tries: 1 이상. base, cap: 초.
        draw: () → 0.5에서 1 사이의 수.

    Returns:
        (초의 리스트, 참 또는 거짓).
    """
    ### BEGIN SOLUTION
    waits = []
    for i, (status, told) in enumerate(failures):
        again = status in (408, 409, 429) or status >= 500
        if not again or i + 1 >= tries or (told is not None and told > cap):
            return waits, False
        waits.append(told if told is not None else min(cap, base * 2 ** i) * draw())
    return waits, True
    ### END SOLUTION

# %% test="schedule" points=3
def _t320_wait(failures, waits, done, why, drawn=(1.0,), tries=5, base=1.0, cap=8.0):
    draws = []
    def draw():
        draws.append(drawn[len(draws) % len(drawn)])
        return draws[-1]
    why = f"(기다린 초, 성공했는지)입니다. {why} draw()는 {list(drawn)}을 차례로 냅니다."
    testing.check(schedule, [failures, tries, base, cap, draw], (waits, done), why)
    asked = sum(told is None for _, told in failures[:len(waits)])
    testing.equal(f"{len(draws)}번", f"{asked}번",
                  "draw()를 부른 횟수입니다. 스스로 시간을 정할 때만, 한 번씩 부릅니다.", (), f"(실패 {failures})")
_t320_wait([], [], True, "실패가 없으면 기다리지 않고 성공합니다.")
_t320_wait([(500, None), (529, None)], [1, 2], True, "500 이상은 모두 다시 묻습니다. base부터 두 배씩 늘어납니다.")
_t320_wait([(503, None)] * 3, [2, 4, 4], True, "cap보다 오래 기다리지 않습니다.", (1.0,), 9, 2, 4)
_t320_wait([(500, None)] * 2, [0.5, 2.0], True, "draw()를 곱합니다.", (0.5, 1.0))
_t320_wait([(503, None)] * 3, [1, 2, 2], True, "cap으로 자른 다음에 draw()를 곱합니다.", (0.5,), 9, 2, 4)
_t320_wait([(429, 3.5)], [3.5], True, "서버가 말한 초만큼 기다립니다. draw()를 곱하지 않습니다.", (0.5,))
_t320_wait([(429, 0)], [0], True, "서버가 말한 0초도 말한 것입니다. None과 다릅니다.")
_t320_wait([(429, 0.2), (429, None)], [0.2, 1.0], True, "서버가 말한 초는 그 한 번뿐이고 i는 늘 셉니다.", (0.5,))
_t320_wait([(429, 8.0)], [8.0], True, "cap과 꼭 같으면 기다립니다. 그보다 길 때만 포기합니다.")
_t320_wait([(429, 60.0)], [], False, "서버가 cap보다 오래 기다리라면 포기합니다.")
_t320_wait([(400, None)], [], False, "400은 다시 물어도 같습니다. 곧바로 포기합니다.")
_t320_wait([(413, None)], [], False, "408, 409, 429만 다시 묻습니다. 다른 400대는 곧바로 포기합니다.")
_t320_wait([(408, None), (409, None)], [1, 2], True, "408과 409도 다시 물어 볼 만합니다.")
_t320_wait([(503, None), (404, None)], [1], False, "포기해도 지금까지의 기다림은 돌려줍니다.")
_t320_wait([(429, None)] * 3, [1, 2], False, "tries는 첫 요청까지 센 수입니다.", (1.0,), 3)
### BEGIN HIDDEN TESTS
for _t320_n in range(30):
    _t320_rng, _t320_waits, _t320_drawn = random.Random(f"3206-{_t320_n}"), [], [0.7, 0.9, 0.6] * 2
    _t320_failures = [(_t320_rng.choice([429, 500, 503, 408, 404]), _t320_rng.choice([None, None, 0.5, 9.0])) for _ in range(_t320_n % 5)]
    _t320_stops = [i for i, (status, told) in enumerate(_t320_failures) if status == 404 or told == 9.0 or i == _t320_n % 6]
    for _t320_i, (_, _t320_told) in enumerate(_t320_failures[:min(_t320_stops, default=9)]):
        _t320_waits.append(_t320_told or min(5.0, 1.5 * 2 ** _t320_i) * _t320_drawn.pop(0))
    _t320_wait(_t320_failures, _t320_waits, not _t320_stops, "무작위 실패입니다. 규칙을 하나씩 대어 보세요.", (0.7, 0.9, 0.6), _t320_n % 6 + 1, 1.5, 5.0)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 고장 난 스트림 읽기 고치기 ★★☆ · 12분
#
# 동료가 스트리밍으로 온 조각을 모으는 함수를 썼습니다. 짧은 답에서는 잘 되었는데, 때때로 죽거나 **끊긴 답을 온전한 답으로** 내놓습니다.
#
# ```python
# def broken(pieces):
#     text = ""
#     for piece in pieces:
#         choice = piece["choices"][0]
#         text += choice["delta"]["content"]
#         if choice["finish_reason"] == "stop":
#             break
#     return text, choice["finish_reason"], piece["usage"]
# ```
#
# **목표.** 고쳐서 `read_stream`을 완성합니다. `(글, 끝난 까닭, usage)`를 냅니다.
#
# - 첫 조각처럼 `delta`에 `content`가 없거나 `None`일 수 있습니다.
# - `usage`를 담은 조각은 끝난 까닭 **뒤에** 오기도 하고 `choices`가 비었습니다. `choices`가 빈 조각은 맨 앞에도 옵니다. 끝까지 읽으세요. `usage`가 한 번도 없으면 `None`입니다.
# - 끝난 까닭은 `"stop"`만이 아닙니다(`"length"`, `"tool_calls"`, …).
# - 끝난 까닭이 오지 않고 조각이 다하면 끊긴 것입니다. **받은 글을 담아** `ConnectionError`를 내세요.
#
# 힌트 1: `broken`의 한 줄 한 줄이 위의 어느 조각에서 죽거나 틀립니까?
# 힌트 2: 글, 까닭, `usage`를 따로 두고 조각마다 있는 것만 고칩니다.
# 힌트 3: `said = delta.get("content") or ""`

# %% solution="stream"
def read_stream(pieces):
    """조각을 모은 답.

    Args:
        pieces: dict의 리스트. choices: [{"delta": {…}, "finish_reason": str 또는 None}] 또는 [],
            usage: dict 또는 None (키가 없을 수도 있음).

    Returns:
        (글, 끝난 까닭, usage 또는 None). 끊겼으면 ConnectionError(받은 글).
    """
    ### BEGIN SOLUTION
    text, reason, usage = "", None, None
    for piece in pieces:
        for choice in piece["choices"]:
            text += choice["delta"].get("content") or ""
            reason = choice["finish_reason"] or reason
        usage = piece.get("usage") or usage
    if reason is None:
        raise ConnectionError(text)
    return text, reason, usage
    ### END SOLUTION

# %% test="stream" points=3
def _t320_p(said, reason=None, **more):
    return {"choices": [{"delta": {"content": said}, "finish_reason": reason}], **more}

_t320_first = {"choices": [{"delta": {"role": "assistant"}, "finish_reason": None}]}
_t320_end, _t320_usage = _t320_p(None, "stop"), {"choices": [], "usage": {"tokens": 3}}
def _t320_read(pieces, want, why):
    testing.check(read_stream, [pieces], want, f"(글, 끝난 까닭, usage)입니다. {why}")
def _t320_broken(pieces, text, why):
    testing.refuses(read_stream, [pieces], ConnectionError, why, holding=text)
_t320_read([_t320_p("H"), _t320_p("i", "stop")], ("Hi", "stop", None), "usage가 없으면 None입니다.")
_t320_read([_t320_first, _t320_p("Hi"), _t320_end], ("Hi", "stop", None),
           "content가 없거나 None인 조각이 있습니다.")
_t320_read([_t320_p("a", "length")], ("a", "length", None), "끝난 까닭은 length일 수도 있습니다.")
_t320_read([_t320_p("Hi"), _t320_end, _t320_usage], ("Hi", "stop", {"tokens": 3}),
           "usage는 끝난 까닭 뒤에, choices가 빈 조각에 오기도 합니다. 끝까지 읽으세요.")
_t320_read([_t320_p("a", "stop", usage={"tokens": 1}), {"choices": [], "usage": None}],
           ("a", "stop", {"tokens": 1}), "뒤의 None이 앞의 usage를 지우면 안 됩니다.")
_t320_read([_t320_p("a"), _t320_end, _t320_p("")], ("a", "stop", None),
           "뒤의 None이 앞의 끝난 까닭을 지우면 안 됩니다.")
_t320_read([{"choices": []}, _t320_p("a"), _t320_end], ("a", "stop", None),
           "choices가 빈 조각은 맨 앞에도 옵니다. 멈추지 말고 건너뛰세요.")
_t320_broken([_t320_p("Pa"), _t320_p("ri")], "Pari", "끝난 까닭이 없으면 끊긴 것입니다. 받은 글을 오류에 담으세요.")
_t320_broken([], "", "조각이 하나도 없어도 끊긴 것입니다.")
_t320_broken([_t320_p("a"), _t320_usage], "a", "usage가 왔어도 끝난 까닭이 없으면 끊긴 것입니다.")
### BEGIN HIDDEN TESTS
for _t320_n in range(25):
    _t320_rng = random.Random(f"3207-{_t320_n}")
    _t320_said = _t320_rng.choices(["a", "", None, "한", "b "], k=1 + _t320_n % 5)
    _t320_reason, _t320_more = _t320_rng.choice(["stop", "length", "content_filter", None]), _t320_n % 2
    _t320_pieces, _t320_text = [_t320_p(one) for one in _t320_said] + [_t320_p(None, _t320_reason)] + [_t320_usage] * _t320_more, "".join(filter(None, _t320_said))
    if _t320_reason is None:
        _t320_broken(_t320_pieces, _t320_text, "끝난 까닭이 없으면 끊긴 것입니다. 받은 글을 오류에 담으세요.")
    else:
        _t320_read(_t320_pieces, (_t320_text, _t320_reason, {"tokens": 3} if _t320_more else None), "무작위 조각입니다. 조각을 하나씩 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 무엇이 잘못되었습니까 (글로 답하기) ★★☆ · 10분
#
# 동료의 보고서입니다.
#
# > 도서관 안내 챗봇을 만들었습니다. 키는 노트북의 첫 셀에 적어 조원들과 나누어 씁니다. 답이 매번 같도록 온도를 0으로 했으므로 답은 정확합니다.
# > 도서관 규정 20쪽을 매번 통째로 system 메시지에 넣고, 대화도 처음부터 모두 다시 보냅니다. 규정에 없는 것을 물어도 모델이 자신 있게 답하므로 규정이 잘 전달된 것 같습니다.
# > 모델이 쓴 SQL은 `SELECT`로 시작하는지 보고 회원 데이터베이스에서 실행합니다. 서버가 429를 내면 성공할 때까지 곧바로 다시 묻습니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 키를 나누는 방법에서 무엇이 위험하고, 어떻게 바꿉니까?
# 2. "온도가 0이므로 정확하다"와 "자신 있게 답하므로 전달되었다"는 왜 틀렸습니까? 무엇을 재어 확인합니까?
# 3. 토큰의 값, SQL, 429에서 하나씩 고칠 점을 드세요.

# %% [markdown] manual="what-went-wrong" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 노트북은 제출되고 복사되고 저장소에 올라가므로 키가 함께 퍼지고, 누구나 그 키로 요금을 쓸 수 있습니다. `.env`나 Colab 보안 비밀에 두고 코드에서는 이름으로만 읽습니다. 키는 사람마다 따로 만들고 이미 퍼진 키는 폐기합니다.
# 2. 온도 0은 가장 그럴듯한 토큰을 고를 뿐이라 틀린 답도 똑같이 되풀이합니다. 자신 있는 말투는 근거가 아닙니다. 답을 아는 질문과 규정에 없는 질문을 여러 개 두고 맞힌 수와 "모른다"고 한 수를 셉니다.
# 3. 질문과 가까운 대목만 검색해 넣고 오래된 대화는 예산에 맞게 줄입니다. SQL은 읽기만 되는 연결에서 허락한 표만 읽게 합니다(`SELECT`로도 다른 회원의 전화번호를 읽을 수 있습니다). 429에서는 서버가 말한 초나 두 배씩 느는 시간을 기다리고 횟수를 정합니다.
#
# **채점 기준 (5점)**
#
# - 1번 1.5점: 위험(제출, 복사, 저장소 가운데 하나) 0.5점, `.env`나 보안 비밀 0.5점, 사람마다 따로 또는 폐기 0.5점.
# - 2번 2점: 온도 0은 정확도와 무관 0.5점, 말투는 근거가 아님 0.5점, 답을 아는 질문으로 세기 0.5점, 규정에 없는 질문도 넣기 0.5점.
# - 3번 1.5점: 하나에 0.5점씩.
# ### END SOLUTION
