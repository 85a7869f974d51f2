# ---
# title: 자연어 처리의 지도와 시작하기
# number: "000"
# objectives:
#   - 스팸 규칙을 쓰고, 단어를 세고, 혼동 행렬에서 정밀도와 재현율을 구합니다.
#   - 규칙을 바꾸면 무엇이 달라질지 맞혀 보고 재며, 잘못된 평가를 고칩니다.
#   - 과제를 열고, 풀고, 검사하고, 냅니다.
# datasets: []
# prerequisites: []
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 첫 과제입니다. 짧은 코드 여섯 개와 글 하나를 끝내면 강좌에서 과제를 내는 길을 모두 지나온 것입니다. 파이썬만 있으면 됩니다.
# 과제끼리는 서로 기대지 않으니 막히면 다음으로 넘어가세요. 받은 리스트와 dict는 **바꾸지 않습니다**. 먼저 아래 셀을 실행하세요.
# `WORDS`는 강의의 열 단어가 아니라 여기의 **다섯 단어**입니다.

# %%
import re
from collections import Counter

from nlplab import testing

WORDS = {"free", "win", "prize", "call", "claim"}
inbox = [
    ("Are you free now? Call me!", "ham"),
    ("Free prize! Call to claim", "spam"),
    ("WIN a prize", "spam"),
    ("I won. See you at home", "ham"),
    ("Call mum, she is free at 7", "ham"),
    ("New tones for your phone", "spam"),
]

def letters(text):
    """과제 6에서 씁니다. "WIN 500!!" → "win": 사본인지 볼 때 쓰는 글자만."""
    return " ".join(re.findall(r"[a-z]+", text.lower()))

# %% [markdown]
# ## 과제 1. 규칙 하나 ★☆☆ · 5분
#
# **목표.** 문자 하나가 스팸인지 답하는 규칙을 씁니다. `WORDS`의 단어가 **서로 다른 것으로 둘 이상** 들어 있거나 느낌표가 셋 이상이면 `"spam"`, 아니면 `"ham"`입니다.
# 대문자와 소문자는 가리지 않습니다. 단어는 `re.findall(r"[a-z]+", …)`로 찾고, 느낌표는 떨어져 있어도 셉니다.
#
# 힌트 1: `FREE`와 `free`가 같은 단어가 되려면 먼저 무엇을 해야 합니까?
# 힌트 2: 소문자로 바꾼 단어들을 집합으로 만들어 `WORDS`와 겹치는 수를 셉니다.
# 힌트 3: `len(WORDS & set(re.findall(r"[a-z]+", text.lower())))`

# %% solution="rule"
def spam_or_ham(text):
    """문자 하나 → "spam" 또는 "ham".

    Example:
        >>> spam_or_ham("Free prize for you")
        'spam'
    """
    ### BEGIN SOLUTION
    found = WORDS & set(re.findall(r"[a-z]+", text.lower()))
    return "spam" if len(found) >= 2 or text.count("!") >= 3 else "ham"
    ### END SOLUTION

# %% test="rule" points=3
for _o_text, _o_want, _o_why in [
    ("hello", "ham", "단어도 느낌표도 없으면 햄입니다. 두 답을 뒤바꾸지 않았나요?"),
    ("free prize", "spam", "단어가 둘이면 느낌표가 없어도 스팸입니다. 셋부터라고 하거나 '그리고'로 묶거나 "
                           "첫 단어만 보고 return하지 않았나요?"),
    ("free prize win", "spam", "단어가 셋이어도 스팸입니다. 꼭 둘(==)이라고 하지 않았나요?"),
    ("hello free", "ham", "단어 하나로는 스팸이 아닙니다."),
    ("FREE Prize", "spam", "대문자와 소문자를 가리지 않습니다. 소문자로 바꾸었나요?"),
    ("free free free", "ham", "같은 단어를 여러 번 세지 마세요. 서로 다른 단어가 둘이어야 합니다."),
    ("(free, prize)", "spam", "문장 부호가 붙어도 단어입니다. 빈칸으로 자르지 않았나요?"),
    ("free2win", "spam", "숫자에서도 단어가 끊깁니다. [a-z]+로 찾았나요?"),
    ("freedom recall", "ham", "단어가 통째로 같아야 합니다. 글자가 들어 있는지만 보지 않았나요?"),
    ("urgent cash text", "ham", "위의 WORDS 다섯 단어만 봅니다. 강의의 단어를 옮겨 적지 않았나요?"),
    ("Hi!!!", "spam", "느낌표가 셋이면 단어가 없어도 스팸입니다. 느낌표를 빠뜨리거나 넷부터라고 하지 않았나요?"),
    ("Hi!!!!", "spam", "느낌표가 넷이어도 스팸입니다. 꼭 셋(==)이라고 하지 않았나요?"),
    ("Hi!!", "ham", "느낌표 둘로는 스팸이 아닙니다."),
    ("hi! so! ok!", "spam", "느낌표는 떨어져 있어도 셉니다."),
    ("free!!", "ham", "단어 하나와 느낌표 둘을 더해 셋이라고 하지 마세요. 둘은 따로 셉니다."),
]:
    testing.check(spam_or_ham, [_o_text], _o_want, _o_why)
### BEGIN HIDDEN TESTS
testing.check(spam_or_ham, [""], "ham", "빈 문자는 햄입니다.")
for _o_words in (0, 1, 2, 3):
    for _o_bangs in (0, 1, 2, 3, 4):
        _o_text = " ".join(["Claim", "me", "CALL", "me", "win"][: 2 * _o_words] + ["ok!"] * _o_bangs)
        testing.check(spam_or_ham, [_o_text], "spam" if _o_words > 1 or _o_bangs > 2 else "ham", "서로 다른 단어가 둘 이상이거나 느낌표가 셋 이상이면 스팸입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 단어 세기 ★☆☆ · 5분
#
# **목표.** 문자 여러 개에서 단어마다 **몇 개의 문자에** 나왔는지 셉니다. 한 문자에 여러 번 나와도 한 번입니다. 소문자로 바꾸고 빈칸으로 자릅니다(`split`).
#
# 힌트 1: 한 문자 안의 되풀이를 없애는 자료형은 무엇입니까?
# 힌트 2: 문자마다 단어의 집합을 만들고, 집합의 단어를 하나씩 셉니다.
# 힌트 3: `set(text.lower().split())`

# %% solution="count"
def count_messages(texts):
    """문자의 리스트 → {단어: 그 단어가 든 문자의 수}.

    Example:
        >>> count_messages(["call me", "Call call now"])["call"]
        2
    """
    ### BEGIN SOLUTION
    return dict(Counter(word for text in texts for word in set(text.lower().split())))
    ### END SOLUTION

# %% test="count" points=3
for _o_texts, _o_want, _o_why in [
    (["hello"], {"hello": 1}, "글자가 아니라 단어를 셉니다. 한 번 나온 것도, 마지막 문자의 것도 셉니다."),
    (["hi", "you"], {"hi": 1, "you": 1}, "문자를 모두 보았나요? return이 반복문 안에 있지 않나요? 비율이 아니라 수입니다."),
    (["hi", "hi"], {"hi": 2}, "다른 문자에 또 나오면 다시 셉니다. 집합은 문자마다 새로 만드세요."),
    (["now now"], {"now": 1}, "한 문자에 여러 번 나와도 한 번만 셉니다."),
    (["Hi", "hi"], {"hi": 2}, "소문자로 바꾸고 세세요."),
    (["Hi hi"], {"hi": 1}, "한 문자에 한 번입니다. 되풀이를 없애기 전에 소문자로 바꾸세요."),
    (["me", "home"], {"me": 1, "home": 1}, "단어가 통째로 같아야 합니다. 글자가 들어 있는지만 보지 않았나요?"),
    (["me! me"], {"me!": 1, "me": 1}, "빈칸으로만 자릅니다. 문장 부호를 지우지 마세요."),
    (["me  7"], {"me": 1, "7": 1}, "빈칸이 이어져도 빈 단어는 없고, 숫자도 단어입니다. split()으로 자르세요."),
    ([], {}, "문자가 없으면 빈 dict입니다."),
]:
    testing.check(count_messages, [_o_texts], _o_want, _o_why)
### BEGIN HIDDEN TESTS
testing.check(count_messages, [["a b", "B c", "c b a B"]], {"a": 2, "b": 3, "c": 2}, "그 단어가 든 문자의 수입니다.")
testing.check(count_messages, [["", " call "]], {"call": 1}, "빈 문자에는 단어가 없습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 혼동 행렬 ★☆☆ · 6분
#
# **목표.** 정답과 답을 짝지어 네 가지를 셉니다. `"caught"`(스팸을 스팸이라고), `"missed"`(스팸을 햄이라고), `"blocked"`(햄을 스팸이라고), `"passed"`(햄을 햄이라고).
# 먼저 손으로 해 보세요. 정답이 spam, spam, ham이고 답이 spam, ham, spam이면 어떻게 됩니까?
#
# 힌트 1: 놓친 것과 잘못 막은 것은 무엇이 다릅니까?
# 힌트 2: 네 값을 0으로 두고, `zip`으로 짝을 지어 하나씩 더합니다.
# 힌트 3: `list(zip(answers, guesses)).count(("spam", "ham"))`

# %% solution="confusion"
def confusion(answers, guesses):
    """정답과 답, "spam"과 "ham"의 리스트 둘 → 네 값의 dict.

    Example:
        >>> confusion(["spam", "spam", "ham"], ["spam", "ham", "spam"])
        {'caught': 1, 'missed': 1, 'blocked': 1, 'passed': 0}
    """
    ### BEGIN SOLUTION
    pairs = list(zip(answers, guesses))
    return {
        "caught": pairs.count(("spam", "spam")),
        "missed": pairs.count(("spam", "ham")),
        "blocked": pairs.count(("ham", "spam")),
        "passed": pairs.count(("ham", "ham")),
    }
    ### END SOLUTION

# %% test="confusion" points=3
def _o_confusion(answers, guesses, want, why, slips=()):
    names = "caught", "missed", "blocked", "passed"
    got = testing.keys(testing.call(confusion, answers, guesses, why=why), *names)
    testing.equal([got[name] for name in names], want, f"({', '.join(names)}) {why}", slips,
                  f"(정답 {answers}, 답 {guesses})")

for _o_answer, _o_guess, _o_name, _o_one in [
    ("spam", "spam", "caught", [1, 0, 0, 0]), ("spam", "ham", "missed", [0, 1, 0, 0]),
    ("ham", "spam", "blocked", [0, 0, 1, 0]), ("ham", "ham", "passed", [0, 0, 0, 1]),
]:
    _o_confusion([_o_answer], [_o_guess], _o_one,
                 f"정답이 {_o_answer!r}이고 답이 {_o_guess!r}인 문자는 {_o_name}에 셉니다.", {
        "missed와 blocked가 바뀌었습니다. 놓친 것(missed)은 정답이 스팸입니다.":
            [_o_one[0], _o_one[2], _o_one[1], _o_one[3]]})
_o_confusion(["spam"] * 3 + ["ham"], ["spam", "spam", "ham", "ham"], [2, 1, 0, 1],
             "같은 자리의 정답과 답을 짝지어 문자마다 한 번씩, 모두 셉니다. 비율이 아니라 수입니다.")
_o_confusion([], [], [0, 0, 0, 0], "아무것도 없으면 모두 0입니다.")
### BEGIN HIDDEN TESTS
_o_confusion(["spam", "ham"] * 5, ["spam"] * 10, [5, 0, 5, 0], "문자마다 한 번씩 셉니다.")
_o_confusion(["ham", "spam", "ham", "ham"], ["spam", "ham", "ham", "ham"], [0, 1, 1, 2], "문자마다 한 번씩 셉니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 정밀도와 재현율 ★☆☆ · 6분
#
# **목표.** 과제 3의 dict를 받아 `(정밀도, 재현율)`을 돌려줍니다. 정밀도는 스팸이라고 **답한** 것 가운데, 재현율은 **진짜 스팸** 가운데 잡은 것의 비율입니다.
# 나눌 것이 0이면 그 자리는 수가 아니라 `None`입니다. 강의에서는 0으로 정했지만 여기서는 "잴 수 없다"고 적습니다.
#
# 힌트 1: 스팸이라고 답한 것은 네 값 가운데 어느 둘의 합입니까?
# 힌트 2: 두 분모를 먼저 구하고, 0이면 `None`을 답합니다.
# 힌트 3: `table["caught"] / said if said else None`

# %% solution="ratios"
def precision_recall(table):
    """혼동 행렬의 dict → (정밀도, 재현율). 잴 수 없으면 None.

    Example:
        >>> precision_recall({"caught": 1, "missed": 3, "blocked": 1, "passed": 0})
        (0.5, 0.25)
    """
    ### BEGIN SOLUTION
    said = table["caught"] + table["blocked"]
    real = table["caught"] + table["missed"]
    return (
        table["caught"] / said if said else None,
        table["caught"] / real if real else None,
    )
    ### END SOLUTION

# %% test="ratios" points=2
def _o_ratios(values, want, why, slips=(), order=1):
    names = ["caught", "missed", "blocked", "passed"]
    table = dict(list(zip(names, values))[::order])
    testing.check(precision_recall, [table], want, f"(정밀도, 재현율)입니다. {why}", slips)

_o_ratios([1, 3, 1, 5], (0.5, 0.25), "스팸이라고 답한 문자는 2개, 진짜 스팸은 4개입니다. "
          "두 분모가 이 수입니까? passed를 더하지 않았나요?", {
    "정밀도와 재현율의 자리가 바뀌었습니다. 정밀도가 먼저입니다.": (0.25, 0.5)})
_o_ratios([2, 1, 4, 0], (1 / 3, 2 / 3), "스팸이라고 답한 문자는 6개, 진짜 스팸은 3개입니다. 반올림하지 마세요.")
_o_ratios([2, 1, 4, 9], (1 / 3, 2 / 3), "dict의 순서는 다를 수 있습니다. 이름으로 꺼내세요.", order=-1)
_o_ratios([0, 2, 1, 0], (0.0, 0.0), "하나도 잡지 못한 것은 0입니다. None은 분모가 0일 때만입니다.")

# %% test="ratios" part="empty" points=1
for _o_table, _o_want, _o_why in [
    ({"caught": 0, "missed": 2, "blocked": 0, "passed": 5}, (None, 0.0),
     "스팸이라고 답한 것이 없으면 정밀도는 None, 재현율은 0입니다. 잴 수 없는 자리만 None입니다."),
    ({"caught": 0, "missed": 0, "blocked": 2, "passed": 5}, (0.0, None),
     "진짜 스팸이 없으면 재현율만 None입니다."),
]:
    testing.check(precision_recall, [_o_table], _o_want, _o_why)
### BEGIN HIDDEN TESTS
testing.check(precision_recall, [{"caught": 0, "missed": 0, "blocked": 0, "passed": 9}], (None, None), "둘 다 잴 수 없습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 맞혀 보고 재기 ★☆☆ · 7분
#
# 규칙을 깐깐하게 바꿉니다. `WORDS`의 단어가 하나만 있으면 스팸이던 것을 **둘** 있어야 스팸으로 합니다. 위의 `inbox`에서 잡은 스팸과 잘못 막은 햄은 각각 늘까요, 줄까요?
#
# **목표.** 먼저 `my_guess()`에 `(잡은 스팸, 잘못 막은 햄)`의 변화를 `"늘어난다"`, `"그대로"`, `"줄어든다"`로 적습니다. 틀려도 점수는 같습니다.
# 그다음 `measure(mails, least)`를 씁니다. 서로 다른 `WORDS`의 단어가 `least`개 이상이면 스팸이라고 답할 때 `(잡은 스팸, 잘못 막은 햄)`의 수입니다.
# 단어는 과제 1처럼 찾고 느낌표는 보지 않습니다. 둘째 검사 셀은 잰 값을 보여 줍니다. 예측과 다르면 `inbox`에서 까닭을 찾아보세요.
#
# 힌트 1: 규칙이 깐깐해지면 스팸이라고 답하는 수는 늘 수 있습니까?
# 힌트 2: 문자마다 단어를 세어 `least` 이상인 것만 남기고, 라벨별로 셉니다.
# 힌트 3: `len(WORDS & set(words)) >= least`

# %% solution="sweep"
def my_guess():
    """(잡은 스팸, 잘못 막은 햄)의 변화. 두 단어를 return 뒤에 쉼표로 이어 적습니다."""
    ### BEGIN SOLUTION
    return "줄어든다", "줄어든다"
    ### END SOLUTION

def measure(mails, least):
    """(글, 라벨)의 리스트와 최소 단어 수 → (잡은 스팸의 수, 잘못 막은 햄의 수).

    Example:
        >>> measure([("Win a prize", "spam"), ("call me", "ham"), ("free", "spam")], 2)
        (1, 0)
    """
    ### BEGIN SOLUTION
    said = [
        label
        for text, label in mails
        if len(WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= least
    ]
    return said.count("spam"), said.count("ham")
    ### END SOLUTION

# %% test="sweep" points=2
for _o_mails, _o_least, _o_want, _o_why in [
    ([], 1, (0, 0), "두 수를 돌려줍니다. 인자로 받은 mails를 세세요. inbox를 세지 않았나요?"),
    ([("hello", "ham"), ("bye", "spam")], 1, (0, 0),
     "규칙에 걸린 문자만 셉니다. 놓친 스팸이나 통과한 햄을 세지 않았나요?"),
    ([("free call", "spam"), ("free win", "spam"), ("call win", "ham")], 1, (2, 1),
     "잡은 스팸이 먼저, 잘못 막은 햄이 나중입니다. return이 반복문 안에 있지 않나요?"),
    ([("free call", "spam")], 3, (0, 0), "단어가 셋보다 적습니다. least를 쓰세요."),
    ([("free call win", "spam")], 1, (1, 0),
     "셋도 하나 이상입니다. 꼭 least개(==)라고 하거나, 문자가 아니라 단어를 세지 않았나요?"),
    ([("free call", "spam")], 2, (1, 0), "'초과'가 아니라 '이상'입니다."),
    ([("FREE Win", "spam")], 2, (1, 0), "소문자로 바꾸고 세세요."),
    ([("call call", "ham")], 2, (0, 0), "서로 다른 단어를 셉니다."),
    ([("(win)", "spam")], 1, (1, 0), "문장 부호가 붙어도 단어입니다. 빈칸으로 자르지 않았나요?"),
    ([("freedom", "spam")], 1, (0, 0), "단어가 통째로 같아야 셉니다."),
    ([("hi!!!", "spam")], 1, (0, 0), "여기서는 느낌표를 보지 않습니다."),
    ([("cash", "spam")], 1, (0, 0), "위의 WORDS 다섯 단어만 봅니다."),
]:
    testing.check(measure, [_o_mails, _o_least], _o_want, _o_why)
### BEGIN HIDDEN TESTS
_o_many = [("claim prize", "spam"), ("Call, claim 7 prize!", "spam"), ("win", "ham"), ("", "spam"), ("free; WIN", "ham"), ("prize", "spam"), ("free2call", "ham")]
for _o_least, _o_want in [(1, (3, 3)), (2, (2, 2)), (3, (1, 0)), (4, (0, 0))]:
    testing.check(measure, [_o_many, _o_least], _o_want, "서로 다른 WORDS의 단어가 least개 이상인 스팸과 햄의 수입니다.")
### END HIDDEN TESTS

# %% test="sweep" part="guess" points=1
import contextlib

_o_said = my_guess()
assert isinstance(_o_said, (tuple, list)) and len(_o_said) == 2 and all(
    one in ("늘어난다", "그대로", "줄어든다") for one in _o_said), (
    f'"늘어난다", "그대로", "줄어든다" 가운데 둘을 적으세요. 지금: {_o_said}')
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    _o_found = [measure(inbox, _o_least) for _o_least in (1, 2, 3)]
    for _o_least, _o_pair in enumerate(_o_found, 1):
        print(f"단어 {_o_least}개 이상: 잡은 스팸과 잘못 막은 햄 {tuple(_o_pair)}")
    _o_words = [["늘어난다", "그대로", "줄어든다"][bool(one >= two) + bool(one > two)]
                for one, two in zip(_o_found[0], _o_found[1])]
    print("하나에서 둘로 바꾸면:", *_o_words, "· 내 예측:", *_o_said)

# %% [markdown]
# ## 과제 6. 잘못된 평가 고치기 ★★☆ · 8분
#
# 동료의 평가는 너무 좋게 나옵니다. 시험 문자에 학습 문자의 **사본**이 섞여 있고, 분모도 틀렸습니다.
#
# ```python
# def broken(train, test, rule):
#     caught = [text for text, label in test if label == "spam" and rule(text) == "spam"]
#     said = [text for text, label in test if rule(text) == "spam"]
#     return len(caught) / len(said)
# ```
#
# **목표.** 고쳐서 **재현율**을 돌려줍니다. 글자만 남긴 것(`letters`)이 어느 학습 문자와 같은 시험 문자는 뺍니다(`letters`가 빈 글끼리도 같습니다). 남은 스팸이 없으면 `None`입니다.
# `rule`은 글을 받아 `"spam"`이나 `"ham"`을 답하는 함수입니다. `rule`에는 원래 글을 주고, 시험 문자끼리 같은 것은 그대로 둡니다.
#
# 힌트 1: 재현율의 분모는 답한 스팸입니까, 진짜 스팸입니까?
# 힌트 2: 학습 문자의 `letters`를 집합에 모으고, 시험에서 그 집합에 없는 스팸만 남깁니다.
# 힌트 3: `[text for text, label in test if label == "spam" and letters(text) not in known]`

# %% solution="honest"
def honest_recall(train, test, rule):
    """(글, 라벨)의 리스트 둘과 규칙 → 사본을 뺀 시험 데이터의 재현율, 스팸이 없으면 None."""
    ### BEGIN SOLUTION
    known = {letters(text) for text, _ in train}
    spam = [text for text, label in test if label == "spam" and letters(text) not in known]
    if not spam:
        return None
    return sum(rule(text) == "spam" for text in spam) / len(spam)
    ### END SOLUTION

# %% test="honest" points=3
_o_win = lambda text: "spam" if "win" in text.lower() else "ham"
_o_old, _o_sale = [("win 10", "spam"), ("hello", "ham")], [("sale", "spam")]
for _o_test, _o_rule, _o_want, _o_why in [
    (_o_sale, lambda text: "spam", 1.0, "인자로 받은 rule이 spam이라고 답한 스팸이 잡은 것입니다."),
    (_o_sale, lambda text: "ham", 0.0, "ham이라고 답한 스팸도 분모에 들어갑니다. 답을 spam과 견주세요."),
    ([("Sale!", "spam"), ("Buy!", "spam")], lambda text: "spam" if "!" in text else "ham", 1.0,
     "rule에는 letters로 바꾸지 않은 원래 글을 주세요."),
]:
    testing.check(honest_recall, [[], _o_test, _o_rule], _o_want, _o_why)
for _o_train, _o_test, _o_want, _o_why in [
    ([], [("win a", "spam"), ("sale", "spam"), ("win b", "ham"), ("i win", "ham")], 0.5,
     "재현율의 분모는 진짜 스팸입니다. 답한 스팸이나 전체로 나누거나, 분자에 햄까지 세지 않았나요?"),
    (_o_old, [("win 10", "spam"), ("sale", "spam")], 0.0,
     "학습에 있던 사본을 빼세요. 뺐다면 양쪽을 letters로 바꾸었나요?"),
    (_o_old, [("win 10", "spam"), ("win c", "spam")], 1.0, "뺀 사본은 분모에서도 빠집니다."),
    (_o_old, [("WIN 20!", "spam"), ("sale", "spam")], 0.0, "글자만 같아도 사본입니다. letters로 견주세요."),
    (_o_old, [("win 99", "spam"), ("bye", "ham")], None, "남은 스팸이 없으면 None입니다."),
    ([("sale", "ham")], [("win c", "spam"), ("sale", "spam")], 1.0,
     "학습의 햄과 같은 글도 사본입니다. 라벨을 가리지 말고 빼세요."),
    ([("win now", "spam")], [("win", "spam"), ("now win", "spam"), ("sale", "spam")], 2 / 3,
     "글 전체가 차례까지 같아야 사본입니다. 일부만 같은 것은 남깁니다."),
    ([], [("win a", "spam"), ("win a", "spam"), ("a", "spam")], 2 / 3, "시험 문자끼리 같은 것은 둡니다."),
]:
    testing.check(honest_recall, [_o_train, _o_test, _o_win], _o_want, _o_why)
### BEGIN HIDDEN TESTS
testing.check(honest_recall, [[("a win", "ham"), *_o_old], [("win a", "spam"), ("A win 7", "spam"), ("sale", "spam"), ("win it", "spam"), ("x", "spam"), ("win", "ham"), ("hello!", "ham")], _o_win], 0.5, "남은 스팸 넷 가운데 둘을 잡았습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 글로 답하기 ★☆☆ · 3분
#
# 어느 회사가 "우리 스팸 차단기의 정확도는 0.87입니다"라고 광고합니다. 문자의 87 %가 햄인 곳에서 잰 값입니다. 무엇을 더 물어보아야 합니까? 두세 문장으로 쓰세요.

# %% [markdown] manual="accuracy" points=3
# ### BEGIN SOLUTION
# 언제나 햄이라고 답해도 정확도는 0.87이므로 이 값만으로는 스팸을 하나라도 잡는지 알 수 없습니다. 스팸의 재현율과 정밀도를, 늘 햄이라고 답하는 기준선 옆에서 물어야 합니다.
# 학습에 쓴 문자나 그 사본으로 재지 않았는지도 물어야 합니다.
#
# 채점: 늘 햄과 같은 정확도임을 말하면 1점, 재현율이나 정밀도를 물으면 1점, 어떤 데이터로 쟀는지(나누기, 사본, 기준선)를 물으면 1점.
# ### END SOLUTION

# %% [markdown]
# ## 이제 냅니다
#
# 1. **런타임 → 세션 다시 시작 및 모두 실행**을 누릅니다. 빨간 오류가 없으면 됩니다. 풀지 못한 과제가 있으면 그 셀에서 멈춥니다. 그대로 내도 푼 과제의 점수는 받습니다.
# 2. **파일 → 다운로드 → .ipynb 다운로드**로 이 노트북을 받습니다. 파일은 브라우저의 다운로드 폴더에 있습니다.
# 3. 받은 파일을 강사가 알려 준 곳에 냅니다. 이름이 "…의 사본"이어도 괜찮습니다. 고쳐서 다시 내고 싶으면 새로 받으면 됩니다.
