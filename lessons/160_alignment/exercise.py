# ---
# title: 지시 따르기와 정렬 (SFT·보상 모델·DPO)
# number: "160"
# objectives:
#   - 여러 번 주고받은 대화를 틀에 맞추어 번호로 적고, 답에만 라벨을 둡니다.
#   - 쌍의 선호에서 브래들리–테리의 손실과 점수를 구합니다.
#   - DPO의 손실, KL, 정책 기울기의 이득을 배열로 계산합니다.
#   - 보상이 속은 자리를 주어진 기록에서 찾아내고, 멈출 걸음을 고릅니다.
# datasets: []
# prerequisites: [130_transformer, 140_bert_pretraining, 150_autoregressive_generation]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여덟 개와 글 하나입니다. NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 배열과 리스트를 바꾸지 마세요**. 검사가 확인합니다.

# %%
import numpy as np

from nlplab import testing

START, SYSTEM, USER, BOT, STOP = 0, 1, 2, 3, 4  # 특수 토큰의 번호
IGNORE = -100  # 손실을 재지 않는 자리의 라벨
ROLES = {"system": SYSTEM, "user": USER, "bot": BOT}

# %% [markdown]
# ## 과제 1. 주고받은 대화를 한 줄로 ★★☆ · 15분
#
# 강의의 틀에는 물음이 하나뿐이었습니다. 여러 번 주고받은 대화를 적습니다. 말은 이미 번호의 리스트입니다.
#
# **목표.** `render(messages, longest)`는 다음을 이어 붙인 리스트를 돌려줍니다.
#
# - 맨 앞에 `START` 하나
# - 말마다: 역할의 번호(`ROLES`), 말의 번호들, `STOP`
# - 맨 끝에 `BOT` 하나. 여기서부터 모델이 씁니다.
#
# 결과가 `longest`보다 길면 **오래된 말부터 하나씩 통째로** 버립니다. `system`인 말은 버리지 않고, 마지막 말도 버리지 않습니다. 더 버릴 것이 없으면 길어도 그대로 둡니다.
#
# 힌트 1: 말을 버리는 일과 번호로 적는 일을 나누어 생각해 보세요.
# 힌트 2: 말 하나의 길이는 `2 + len(말)`입니다. 길이가 넘는 동안, `system`이 아니고 마지막이 아닌 첫 말을 찾아 뺍니다.
# 힌트 3: `kept = list(messages)`로 새 리스트를 만들고 `del kept[n]`으로 뺍니다.

# %% solution="render"
def render(messages, longest):
    """대화를 토큰 번호 한 줄로.

    Args:
        messages: {"role": "system", "user"나 "bot", "content": 번호의 리스트}가 하나 이상.
        longest: 결과의 가장 긴 길이.

    Returns:
        번호의 리스트.

    Example:
        >>> render([{"role": "user", "content": [21, 22]}], 99)
        [0, 2, 21, 22, 4, 3]
    """
    ### BEGIN SOLUTION
    kept = list(messages)
    while 2 + sum(2 + len(one["content"]) for one in kept) > longest:
        old = [n for n, one in enumerate(kept[:-1]) if one["role"] != "system"]
        if not old:
            break
        del kept[old[0]]
    ids = [START]
    for one in kept:
        ids += [ROLES[one["role"]], *one["content"], STOP]
    return ids + [BOT]
    ### END SOLUTION

# %% test="render" points=2
def _t160_talk(text):
    """"s11 u21,22" → system이 11, user가 21 22라고 한 대화."""
    roles = {"s": "system", "u": "user", "b": "bot"}
    return [{"role": roles[one[0]], "content": [int(n) for n in one[1:].split(",") if n]}
            for one in text.split()]

_t160_rule = "맨 앞에 START, 말마다 역할의 번호·말의 번호들·STOP, 맨 끝에 BOT입니다."
for _t160_text, _t160_want, _t160_why in [
        ("u21", [0, 2, 21, 4, 3], _t160_rule),
        ("s11 u21 b31,32 u23", [0, 1, 11, 4, 2, 21, 4, 3, 31, 32, 4, 2, 23, 4, 3], _t160_rule),
        ("u21 s11 b31", [0, 2, 21, 4, 1, 11, 4, 3, 31, 4, 3],
            "적힌 차례를 지킵니다. system을 앞으로 옮기지 않습니다."),
        ("u", [0, 2, 4, 3], "빈 말도 말입니다. " + _t160_rule),
        ("u21 b u21 u21", [0, 2, 21, 4, 3, 4, 2, 21, 4, 2, 21, 4, 3],
            "같은 말도, 같은 역할이 잇단 말도 모두 적습니다.")]:
    testing.check(render, [_t160_talk(_t160_text), 99], _t160_want, _t160_why)
### BEGIN HIDDEN TESTS
testing.check(render, [_t160_talk("s9,8 s7 b6,5,4 u b9"), 99],
    [0, 1, 9, 8, 4, 1, 7, 4, 3, 6, 5, 4, 4, 2, 4, 3, 9, 4, 3], _t160_rule)
### END HIDDEN TESTS

# %% test="render" part="long" points=2
_t160_all = [0, 1, 11, 4, 2, 21, 4, 3, 31, 32, 4, 2, 23, 4, 3]
for _t160_text, _t160_longest, _t160_want, _t160_why in [
        ("s11 u21 b31,32 u23", 15, _t160_all, "꼭 longest개면 버리지 않습니다."),
        ("s11 u21 b31,32 u23", 14, [0, 1, 11, 4, 3, 31, 32, 4, 2, 23, 4, 3],
            "길이에는 START, 역할, STOP, BOT도 듭니다. 길면 system이 아닌 가장 오래된 말 하나를 "
            "통째로 버립니다. 중간을 자르지 않습니다."),
        ("s11 u21 b31,32 u23", 8, [0, 1, 11, 4, 2, 23, 4, 3],
            "오래된 말부터 하나씩, 들어갈 때까지 버립니다."),
        ("s11 u21 b31,32 u23", 5, [0, 1, 11, 4, 2, 23, 4, 3],
            "system과 마지막 말은 길어도 남깁니다. 더 버릴 것이 없으면 그대로 둡니다."),
        ("u21 b31", 3, [0, 3, 31, 4, 3], "마지막 말은 누가 한 말이든 남깁니다."),
        ("u21 s11 s12 b31 u22", 11, [0, 1, 11, 4, 1, 12, 4, 2, 22, 4, 3],
            "system이 어디에 몇 개 있든 남깁니다. 맨 앞의 하나만이 아닙니다."),
        ("u21 b31,32,33,34 u22", 8, [0, 2, 22, 4, 3],
            "오래된 말이 남고 뒤의 말이 빠졌습니다. 들어가는 것만 골라 담지 않습니다.")]:
    testing.check(render, [_t160_talk(_t160_text), _t160_longest], _t160_want, _t160_why)
### BEGIN HIDDEN TESTS
def _t160_reference(messages, longest):
    messages, n = list(messages), 0
    while 2 + sum(len(one["content"]) + 2 for one in messages) > longest and n < len(messages) - 1:
        if messages[n]["role"] == "system":
            n += 1
        else:
            messages.pop(n)
    return [0, *(i for one in messages for i in [ROLES[one["role"]], *one["content"], 4]), 3]
for _t160_rng in map(np.random.default_rng, range(1601, 1631)):
    _t160_m = _t160_talk("s9 " * int(_t160_rng.integers(0, 2)) + " ".join("ub"[n % 2] + ",".join(map(str, _t160_rng.integers(5, 99, _t160_rng.integers(0, 5)))) for n in range(int(_t160_rng.integers(1, 8)))))
    _t160_l = int(_t160_rng.integers(3, 40))
    testing.check(render, [_t160_m, _t160_l], _t160_reference(_t160_m, _t160_l), "무작위 대화입니다. 길면 오래된 말부터 하나씩 통째로 버립니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 답에만 라벨 ★★☆ · 15분
#
# **목표 1.** `answer_labels(ids)`는 과제 1의 모양으로 적힌 한 줄에서 라벨을 만듭니다. `BOT` **다음**부터 그 말의 `STOP`**까지**는 그 자리의 번호, 나머지는 `-100`입니다. `BOT` 자신은 틀이므로 세지 않습니다.
# 답이 여러 번이면 모두 셉니다. 맨 끝의 `BOT` 뒤에는 아무것도 없을 수 있고, 마지막 답이 `STOP` 없이 잘렸으면 끝까지 셉니다.
#
# **목표 2.** `answer_loss(scores, labels)`: `scores[t]`는 **다음 자리** `t + 1`의 점수입니다. 라벨이 있는 자리의 교차 엔트로피를 평균합니다. `labels[0]`은 맞히는 점수가 없으므로 세지 않습니다. 라벨이 없으면 0.0입니다. 점수가 커도 넘치지 않아야 합니다.
#
# 힌트 1: 지금 답을 읽는 중인지를 기억하며 왼쪽부터 봅니다.
# 힌트 2: 라벨을 한 칸 당기고 점수의 마지막 줄을 버리면 짝이 맞습니다.
# 힌트 3: `scores[:-1]`과 `labels[1:]`, 그리고 `np.logaddexp.reduce(scores, axis=-1)`

# %% solution="labels"
def answer_labels(ids):
    """답의 자리에만 라벨.

    Args:
        ids: (T,) 정수 배열.

    Returns:
        (T,) 정수 배열.

    Example:
        >>> answer_labels(np.array([0, 2, 21, 4, 3, 31, 4]))
        array([-100, -100, -100, -100, -100,   31,    4])
    """
    ### BEGIN SOLUTION
    labels, speaking = np.full(len(ids), IGNORE), False
    for t, n in enumerate(ids):
        if speaking:
            labels[t] = n
        speaking = n == BOT or (speaking and n != STOP)
    return labels
    ### END SOLUTION

def answer_loss(scores, labels):
    """라벨이 있는 자리의 평균 교차 엔트로피.

    Args:
        scores: (T, V), 자리 t의 점수는 자리 t + 1을 맞힙니다. labels: (T,).

    Returns:
        수 하나.
    """
    ### BEGIN SOLUTION
    scores, labels = scores[:-1], labels[1:]
    at = labels != IGNORE
    if not at.any():
        return 0.0
    scores, labels = scores[at], labels[at]
    return float(np.mean(np.logaddexp.reduce(scores, axis=-1) - scores[np.arange(len(labels)), labels]))
    ### END SOLUTION

# %% test="labels" points=2
def _t160_labels(ids, want, why):
    ids, want = np.array(ids), np.array(want)
    testing.check(answer_labels, [ids], want, why, {
        "STOP에 라벨이 없습니다. 답을 끝낼 줄 모르게 됩니다.": np.where(want == STOP, IGNORE, want),
        "BOT에도 라벨이 있습니다. BOT은 틀이므로 세지 않습니다.": np.where(ids == BOT, BOT, want),
        "물음의 STOP에도 라벨이 있습니다. 답의 STOP만 셉니다.": np.where(ids == STOP, STOP, want),
        "물음에도 라벨이 있습니다. 답의 자리만 셉니다.": ids,
        "세지 않는 자리는 0이 아니라 -100입니다.": np.where(want == IGNORE, 0, want)})

_t160_labels([0, 1, 11, 4, 2, 21, 4, 3, 31, 32, 4], [-100] * 8 + [31, 32, 4],
    "BOT 다음부터 그 말의 STOP까지는 그 자리의 번호입니다. 미는 일은 answer_loss가 합니다.")
_t160_labels([0, 2, 21, 4, 3, 31, 4, 2, 22, 4], [-100] * 5 + [31, 4] + [-100] * 3,
    "답의 STOP까지만 셉니다. 물음으로 돌아가면 멈춥니다.")
_t160_labels([0, 2, 21, 4, 3, 31, 4, 2, 22, 4, 3, 33, 4],
    [-100] * 5 + [31, 4] + [-100] * 4 + [33, 4], "답이 여러 번이면 모두 셉니다.")
_t160_labels([0, 2, 21, 4, 3], [-100] * 5, "맨 끝의 BOT 뒤에는 아무것도 없을 수 있습니다.")
_t160_labels([0, 2, 21, 4, 3, 4], [-100] * 5 + [4], "빈 답에도 STOP은 있습니다.")
_t160_labels([0, 2, 21, 4, 3, 31, 32], [-100] * 5 + [31, 32], "STOP 없이 잘리면 끝까지 셉니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1602, 1612)):
    _t160_i, _t160_w = [0], [-100]
    for _t160_n in range(int(_t160_rng.integers(1, 7))):
        _t160_s = _t160_rng.integers(5, 99, _t160_rng.integers(0, 5)).tolist() + [STOP]
        _t160_b = _t160_rng.random() < 0.5
        _t160_i += [BOT if _t160_b else USER, *_t160_s]
        _t160_w += [-100, *(_t160_s if _t160_b else [-100] * len(_t160_s))]
    _t160_labels(_t160_i, _t160_w, "무작위 대화입니다. BOT 다음부터 그 말의 STOP까지만 셉니다.")
### END HIDDEN TESTS

# %% test="labels" part="loss" points=2
def _t160_loss(scores, labels, why):
    scores, labels = np.array(scores, float), np.array(labels)
    logp = scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)

    def mean(logp, labels):
        at = labels != IGNORE
        return -logp[at, labels[at]].mean() if at.any() else 0.0
    want, share = mean(logp[:-1], labels[1:]), (labels[1:] != IGNORE).mean()
    every = "다른 수로 나누었습니다. labels[1:]에서 라벨이 있는 자리의 수로 나눕니다."
    testing.check(answer_loss, [scores, labels], want, why, [
        ("한 칸 밀지 않았습니다. scores[t]는 자리 t + 1을 맞힙니다.", mean(logp, labels)),
        ("거꾸로 밀었습니다. scores[t]는 다음 자리를 맞힙니다.", mean(logp[1:], labels[:-1])),
        (every, want * share), (every, want * share * (1 - 1 / len(labels))),
        ("점수를 그대로 썼습니다. 로그 소프트맥스를 구합니다.", mean(scores[:-1], labels[1:])),
        ("평균이 아니라 합입니다.", want * share * len(labels[1:]))])

_t160_loss([[2, 0, 1], [0, 3, 1], [1, 1, 4], [5, 0, 0]], [-100, 1, 2, -100],
    "자리마다(axis=-1) 교차 엔트로피, 곧 소프트맥스의 자연로그에 −를 붙인 것의 평균입니다.")
_t160_loss([[900, 0, 1], [0, -900, 1]], [-100, 1], "점수가 커도 넘치지 않고 정확해야 합니다.")
_t160_loss([[1, 2], [3, 4], [0, 5]], [-100, 0, 1], "라벨 0도 라벨입니다. -100만 뺍니다.")
_t160_loss([[1, 2], [3, 4], [0, 5], [7, 6]], [1, 0, 1, 0],
    "labels[0]을 맞히는 점수는 없으므로 세지 않습니다.")
_t160_loss([[1, 2], [3, 4]], [-100, -100], "라벨이 하나도 없으면 0.0입니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1612, 1622)):
    _t160_T = int(_t160_rng.integers(2, 9))
    _t160_l = np.where(_t160_rng.random(_t160_T) < 0.6, _t160_rng.integers(0, 5, _t160_T), IGNORE)
    _t160_loss(_t160_rng.normal(0, 3, (_t160_T, 5)), _t160_l, "무작위 점수입니다. 라벨이 있는 자리의 교차 엔트로피를 평균합니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 브래들리–테리의 손실 ★☆☆ · 10분
#
# **목표.** 쌍마다 나은 답의 보상 `better`와 못한 답의 보상 `worse`를 받아 셋을 돌려줍니다.
#
# - 손실: $-\ln \sigma(\text{better} - \text{worse})$의 평균. 차이가 −1000이어도 `inf`가 아니어야 합니다.
# - 기울기: **손실을 `better`로** 미분한 것, (N,)
# - 정확도: 차이가 양수인 쌍의 비율. 같으면 반으로 셉니다.
#
# 힌트 1: $-\ln \sigma(d) = \ln(1 + e^{-d})$입니다.
# 힌트 2: $d$로 미분하면 $-\sigma(-d)$이고, 평균이므로 $N$으로 나눕니다.
# 힌트 3: `np.logaddexp(0, -d)`와 `np.exp(-np.logaddexp(0, d))`

# %% solution="bradley-terry"
def bradley_terry(better, worse):
    """better, worse: (N,) → (손실, 기울기 (N,), 정확도)."""
    ### BEGIN SOLUTION
    d = better - worse
    gradient = -np.exp(-np.logaddexp(0, d)) / len(d)
    return np.mean(np.logaddexp(0, -d)), gradient, np.mean((d > 0) + 0.5 * (d == 0))
    ### END SOLUTION

# %% test="bradley-terry" points=3
def _t160_bt(better, worse, why):
    d = np.array(better, float) - worse
    loss, gradient, accuracy = testing.parts(
        testing.call(bradley_terry, np.array(better, float), np.array(worse, float), why=why),
        "손실", "기울기", "정확도")
    each, sigma = np.logaddexp(0, -d), np.exp(-np.logaddexp(0, d))
    given = f"(better {list(better)}, worse {list(worse)})"
    testing.equal(loss, each.mean(), f"손실: 쌍마다 −ln σ(better − worse), 그 평균입니다. {why}", {
        "나은 답과 못한 답이 바뀌었습니다.": np.logaddexp(0, d).mean(),
        "차이의 평균에서 구했습니다. 쌍마다 구해 평균합니다.": np.logaddexp(0, -d.mean())}, given)
    rule = f"기울기: 평균 손실을 better로 미분한 것이므로 N으로 나눕니다. {why}"
    testing.equal(gradient, -sigma / len(d), rule, {
        "σ(d)를 썼습니다. 이미 이긴 쌍은 기울기가 작아야 합니다.": -(1 - sigma) / len(d),
        "σ′(d)를 썼습니다. 손실에는 로그가 있습니다.": -sigma * (1 - sigma) / len(d)}, given)
    rule = f"정확도: 차이가 양수인 쌍의 비율이고, 같으면 반으로 셉니다. {why}"
    testing.equal(accuracy, np.mean((d > 0) + 0.5 * (d == 0)), rule, {
        "같은 점수를 이긴 것으로 세었습니다. 반으로 셉니다.": np.mean(d >= 0),
        "같은 점수를 진 것으로 세었습니다. 반으로 셉니다.": np.mean(d > 0)}, given)

_t160_bt([1.0], [0.0], "쌍이 하나입니다.")
_t160_bt([1.0, 0.5, -1.0], [0.0, 0.5, 2.0], "같은 쌍과 진 쌍도 있습니다.")
_t160_bt([-500, 800], [500, -800], "차이가 아주 커도 유한하고, 자르지 않아야 합니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1603, 1613)):
    _t160_bt(*_t160_rng.integers(-3, 4, (2, int(_t160_rng.integers(1, 9)))).tolist(), "무작위 보상입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 승패표에서 점수를 ★★★ · 18분
#
# 여러 모델이 서로 붙은 결과가 `wins[i, j]`(i가 j를 이긴 횟수)로 있습니다. 순위를 매기는 자리에서 흔히 하는 일입니다.
#
# **목표.** `strengths(wins)`는 브래들리–테리 모델의 가능도 $\prod_{i,j} \sigma(r_i - r_j)^{wins_{ij}}$를 **가장 크게** 하는 점수 $r$을 돌려줍니다. 평균은 0으로 맞춥니다(모두에 같은 수를 더해도 확률이 같으므로).
# 소수 둘째 자리까지 맞으면 됩니다. 모두가 한 번은 이기고 한 번은 진 표만 줍니다. 짝마다 붙은 횟수는 다릅니다. `wins`의 대각선은 0입니다.
#
# **재기 전에**: A는 B를 8번 이기고 2번 졌고, B는 C를 8번 이기고 2번 졌습니다. A와 C는 **붙은 적이 없습니다**. 모델은 A가 C를 이길 확률을 얼마라고 할까요? `my_chance()`에서 돌려주세요. 예측이 맞지 않아도 점수는 같습니다.
#
# 힌트 1: 이긴 비율의 평균은 답이 아닙니다. 센 상대에게 이긴 것이 더 값집니다.
# 힌트 2: 로그 가능도를 $r_i$로 미분하면 $\sum_j wins_{ij} - \sum_j (wins_{ij} + wins_{ji})\,\sigma(r_i - r_j)$입니다. 이쪽으로 조금씩 갑니다.
# 힌트 3: `r += step * (wins.sum(1) - (games * p).sum(1))`을 기울기가 0에 가까워질 때까지 되풀이합니다.

# %% solution="strengths"
def strengths(wins):
    """wins: (M, M), wins[i, j]는 i가 j를 이긴 횟수 → 점수 (M,), 평균 0."""
    ### BEGIN SOLUTION
    games, r = wins + wins.T, np.zeros(len(wins))
    for _ in range(2000):
        p = 1 / (1 + np.exp(r[None, :] - r[:, None]))
        slope = wins.sum(1) - (games * p).sum(1)
        r = r + slope / games.sum(1).max()
        if np.abs(slope).max() < 1e-5:
            break
    return r - r.mean()
    ### END SOLUTION

def my_chance():
    """A가 C를 이길 확률은?"""
    ### BEGIN SOLUTION
    return 16 / 17
    ### END SOLUTION

# %% test="strengths" points=3
def _t160_strengths(wins, want, why):
    wins = np.array(wins, float)
    share = wins.sum(1) / (wins + wins.T).sum(1)
    odds = np.log(share / (1 - share))
    testing.check(strengths, [wins], np.asarray(want), why, {
        "이긴 비율입니다. 누구에게 이겼는지도 보고, 점수 r을 돌려주세요.": share - share.mean(),
        "이긴 비율의 로그 오즈입니다. 상대의 셈을 함께 보아야 합니다.": odds - odds.mean()},
        close=0.01)

_t160_strengths([[0, 8], [2, 0]], np.log([2, 1 / 2]),
    "둘뿐이면 점수의 차이는 ln(8/2), 평균은 0입니다. 기울기가 0이 될 때까지 되풀이하세요.")
_t160_strengths([[0, 8, 0], [2, 0, 8], [0, 2, 0]], np.log([4, 1, 1 / 4]),
    "붙은 적이 없는 짝도 다른 상대를 거쳐 견줍니다. 붙지 않은 짝은 세지 않습니다.")
_t160_strengths([[0, 1, 9], [9, 0, 2], [1, 8, 0]], [0, 0.1339, -0.1339],
    "가능도가 가장 큰 점수입니다. 기울기가 0이 될 때까지 되풀이하고, 벌점은 없습니다.")
_t160_strengths([[0, 2, 0, 0], [1, 0, 2, 0], [0, 1, 0, 2], [0, 0, 1, 0]],
    np.log(2) * np.array([1.5, 0.5, -0.5, -1.5]),
    "이어진 네 모델입니다. 천천히 모이므로 기울기가 0이 될 때까지 되풀이하세요.")
_t160_strengths([[0, 60, 3], [40, 0, 5], [2, 1, 0]], [0.5206, 0.1498, -0.6703],
    "짝마다 붙은 횟수가 다릅니다. 많이 붙은 짝이 더 무겁습니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1604, 1609)):
    _t160_M = int(_t160_rng.integers(3, 6))
    _t160_w = _t160_rng.integers(1, 15, (_t160_M, _t160_M)) * (1 - np.eye(_t160_M))
    _t160_s = np.ones(_t160_M)
    for _t160_step in range(2000):  # MM 알고리즘
        _t160_s = _t160_w.sum(1) / ((_t160_w + _t160_w.T) / (_t160_s[:, None] + _t160_s)).sum(1)
        _t160_s /= np.exp(np.log(_t160_s).mean())
    _t160_strengths(_t160_w, np.log(_t160_s), "무작위 표입니다. 가능도가 가장 큰 점수이고 평균은 0입니다.")
### END HIDDEN TESTS

# %% test="strengths" part="guess" points=1
import contextlib

_t160_guess = my_chance()
assert isinstance(_t160_guess, (int, float, np.number)) and 0 <= _t160_guess <= 1, (
    f"0과 1 사이의 수로 예측하세요. 백분율이 아닙니다. 지금: {_t160_guess!r}")
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    _t160_r = testing.array(strengths(np.array([[0.0, 8, 0], [2, 0, 8], [0, 2, 0]])), (3,))
    _t160_chance = 1 / (1 + np.exp(_t160_r[2] - _t160_r[0]))
    print(f"내 예측 {_t160_guess:.3f}, 모델의 확률 {_t160_chance:.3f}")

# %% [markdown]
# ## 과제 5. DPO의 손실 ★★☆ · 12분
#
# **목표.** 토큰마다의 로그 확률에서 DPO를 계산합니다. 배열은 모두 (N, T)이고, `mask`가 0인 자리는 패딩이라 아무 값이나 들어 있을 수 있습니다(`nan`도 있습니다).
#
# - `answer_logprob(logp, mask)`: 줄마다 답의 로그 확률, (N,). **더합니다**. 길이로 나누지 않습니다.
# - `dpo(policy, start, beta)`: `policy`와 `start`는 저마다 (나은 답, 못한 답)의 (N,) 배열 둘입니다. (손실의 평균, 나은 답을 더 높이 친 쌍의 비율)을 돌려줍니다. 높이 친다는 것은 **숨은 보상** $\beta \ln(\pi/\pi_0)$의 차이가 양수라는 뜻입니다.
#
# 힌트 1: 숨은 보상은 로그 확률의 **차이**입니다. 시작 모델의 몫을 빼야 합니다.
# 힌트 2: `nan * 0`은 `nan`입니다. 곱하지 말고 고르세요.
# 힌트 3: `np.where(mask == 1, logp, 0.0).sum(1)`과 `np.logaddexp(0, -margin)`

# %% solution="dpo"
def answer_logprob(logp, mask):
    """(N, T), (N, T) → 줄마다 답의 로그 확률 (N,)."""
    ### BEGIN SOLUTION
    return np.where(mask == 1, logp, 0.0).sum(1)
    ### END SOLUTION

def dpo(policy, start, beta):
    """policy, start: (나은 답의 로그 확률 (N,), 못한 답의 로그 확률 (N,)), beta: 양수 → (손실, 비율)."""
    ### BEGIN SOLUTION
    margin = beta * ((policy[0] - start[0]) - (policy[1] - start[1]))
    return np.mean(np.logaddexp(0, -margin)), np.mean(margin > 0)
    ### END SOLUTION

# %% test="dpo" points=1
for _t160_lp, _t160_ma, _t160_want, _t160_why, _t160_slips in [
        ([[-0.5, -0.25, -4.0]], [[1, 1, 1]], [-4.75], "줄마다 더합니다.",
            {"길이로 나누었습니다. 더하기만 합니다.": [-4.75 / 3]}),
        ([[-1.0, 7.0], [-2.0, -3.0]], [[1, 0], [1, 1]], [-1.0, -5.0],
            "mask가 0인 자리는 세지 않습니다.",
            {"mask를 보지 않았습니다. 패딩에는 보통의 수도 있습니다.": [6.0, -5.0]}),
        ([[-1.0, np.nan], [np.nan, np.nan]], [[1, 0], [0, 0]], [-1.0, 0.0],
            "패딩에는 nan도 있습니다. nan * 0은 nan이므로 곱하지 말고 고르세요.", {})]:
    testing.check(answer_logprob, [np.array(_t160_lp), np.array(_t160_ma)], _t160_want,
        f"줄마다 mask가 1인 자리의 로그 확률을 더한 (N,)입니다. {_t160_why}", _t160_slips)
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1600, 1608)):
    _t160_ma = (_t160_rng.random((int(_t160_rng.integers(1, 5)), int(_t160_rng.integers(1, 6)))) < 0.6).astype(int)
    _t160_lp = np.where((_t160_ma == 0) & (_t160_rng.random(_t160_ma.shape) < 0.5), np.nan, _t160_rng.normal(-2, 2, _t160_ma.shape))
    testing.check(answer_logprob, [_t160_lp, _t160_ma], np.where(_t160_ma == 1, _t160_lp, 0).sum(1), "mask가 1인 자리만 더합니다.")
### END HIDDEN TESTS

# %% test="dpo" part="loss" points=3
def _t160_dpo(policy, start, beta, why):
    given = f"(policy {policy}, start {start}, {beta=})"
    policy, start = (tuple(np.array(side, float) for side in pair) for pair in (policy, start))
    got = testing.call(dpo, policy, start, beta, why=why)
    loss, share = testing.parts(got, "손실의 평균", "비율")
    now, gap = policy[0] - policy[1], (policy[0] - start[0]) - (policy[1] - start[1])

    def of(margin):
        return np.mean(np.logaddexp(0, -margin))
    testing.equal(loss, of(beta * gap), f"손실: 쌍마다 −ln σ(숨은 보상의 차이)의 평균. {why}", {
        "시작 모델을 빼지 않았습니다. ln(π/π₀)의 차이입니다.": of(beta * now),
        "β를 곱하지 않았습니다.": of(gap), "β로 나누었습니다. 곱합니다.": of(gap / beta),
        "β는 로그 안에서 차이에 곱합니다.": beta * of(gap),
        "나은 답과 못한 답, 또는 시작 모델과 지금 모델이 바뀌었습니다.": of(-beta * gap),
        "시작 모델을 더했습니다. 뺍니다.": of(beta * (now + start[0] - start[1])),
        "차이의 평균에서 구했습니다. 쌍마다 구해 평균합니다.": of(beta * gap.mean())}, given)
    testing.equal(share, np.mean(gap > 0), f"비율: 숨은 보상의 차이가 양수인 쌍입니다. {why}", {
        "로그 확률을 견주었습니다. 숨은 보상(시작 모델을 뺀 것)을 견줍니다.": np.mean(now > 0),
        "나은 답만 보았습니다. 못한 답의 숨은 보상과 견줍니다.": np.mean(policy[0] > start[0]),
        "차이가 0인 쌍도 세었습니다. 양수인 것만 셉니다.": np.mean(gap >= 0),
        "차이가 0인 쌍을 반으로 세었습니다.": np.mean(gap > 0) + np.mean(gap == 0) / 2}, given)

_t160_dpo(([-4, -9, -3], [-5, -6, -8]), ([-4.5, -12, -2], [-5, -10, -9]), 0.1, "")
_t160_dpo(([-3, -20], [-7, -8]), ([-3, -20], [-7, -8]), 0.5, "시작 모델과 같으면 ln 2와 0입니다.")
_t160_dpo(([-900], [-10]), ([-10], [-900]), 5.0, "차이가 커도 유한하고, 자르지 않아야 합니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1605, 1615)):
    _t160_p, _t160_s = _t160_rng.normal(-10, 4, (2, 2, int(_t160_rng.integers(1, 9)))).tolist()
    _t160_dpo(_t160_p, _t160_s, float(_t160_rng.uniform(0.05, 2)), "무작위 로그 확률입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 얼마나 멀어졌나: KL ★★☆ · 10분
#
# **목표.** `exact_kl(now, start, mask)`: 점수(로짓) (B, T, V) 둘에서 답마다 $\sum_t \mathrm{KL}(\pi_t \,\|\, \pi_{0,t})$를 구해 (B,)로 돌려줍니다. 지금 모델이 앞입니다. `mask`가 0인 자리는 세지 않습니다. 점수는 모두 유한하고, 커도 넘치지 않아야 합니다.
#
# 힌트 1: 점수는 확률이 아닙니다. 먼저 로그 소프트맥스를 구합니다.
# 힌트 2: KL은 **지금 모델의 확률**로 로그의 차이를 평균한 것입니다.
# 힌트 3: `x - np.logaddexp.reduce(x, axis=-1, keepdims=True)`

# %% solution="kl"
def exact_kl(now, start, mask):
    """(B, T, V) 둘과 (B, T) → 답마다 KL(지금 ‖ 시작)의 합 (B,)."""
    ### BEGIN SOLUTION
    now = now - np.logaddexp.reduce(now, axis=-1, keepdims=True)
    start = start - np.logaddexp.reduce(start, axis=-1, keepdims=True)
    each = (np.exp(now) * (now - start)).sum(-1)
    return np.where(mask == 1, each, 0.0).sum(1)
    ### END SOLUTION

# %% test="kl" points=3
def _t160_kl(now, start, mask, why):
    now, start, mask = np.array(now, float), np.array(start, float), np.array(mask)

    def each(a, b):
        a, b = (x - np.logaddexp.reduce(x, axis=-1, keepdims=True) for x in (a, b))
        return (np.exp(a) * (a - b)).sum(-1)
    real, other = each(now, start), (each(start, now) * mask).sum(1)
    p = np.exp(now - np.logaddexp.reduce(now, axis=-1, keepdims=True))
    testing.check(exact_kl, [now, start, mask], (real * mask).sum(1), why, {
        "앞뒤가 바뀌었습니다. 지금 모델의 확률로 평균합니다.": other,
        "시작 모델의 확률로 평균했습니다. 지금 모델의 확률로 평균합니다.": -other,
        "패딩도 세었습니다. mask가 1인 자리만 셉니다.": real.sum(1),
        "토큰마다의 평균입니다. 더합니다.": (real * mask).sum(1) / np.maximum(mask.sum(1), 1),
        "점수를 그대로 뺐습니다. 먼저 로그 소프트맥스를 구합니다.":
            ((p * (now - start)).sum(-1) * mask).sum(1)})

_t160_rule = "지금 모델의 확률(axis=-1의 소프트맥스)로 자연로그의 차이를 평균합니다."
_t160_kl([[[2, 0, 1]]], [[[0, 1, 1]]], [[1]], f"토큰이 하나입니다. {_t160_rule}")
_t160_kl([[[5, 7]]], [[[15, 17]]], [[1]], "점수에 같은 수를 더해도 분포는 같으므로 KL은 0입니다.")
_t160_kl([[[2, 0], [1, 1]]], [[[0, 0], [3, 1]]], [[1, 1]], f"토큰의 KL을 더합니다. {_t160_rule}")
_t160_kl([[[2, 0], [9, 0]], [[1, 0], [0, 9]]], [[[0, 0], [0, 9]], [[0, 1], [9, 0]]],
    [[1, 0], [0, 0]], "mask가 0인 자리는 세지 않습니다. 모두 0이면 KL은 0입니다.")
_t160_kl([[[60, 0]]], [[[0, 60]]], [[1]], "확률에 작은 수를 더하지 마세요. 로그 소프트맥스를 곧바로 씁니다.")
_t160_kl([[[905, 903]]], [[[3, 5]]], [[1]], "점수가 커도 넘치지 않아야 합니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1606, 1616)):
    _t160_B, _t160_T, _t160_V = _t160_rng.integers(1, 5, 3) + 1
    _t160_kl(*_t160_rng.normal(0, 2, (2, _t160_B, _t160_T, _t160_V)), (_t160_rng.random((_t160_B, _t160_T)) < 0.7).astype(int), f"무작위 점수입니다. {_t160_rule}")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 남의 답이 기준선 ★★☆ · 12분
#
# 강의의 REINFORCE는 배치의 평균을 기준선으로 썼습니다. 쉬운 물음은 늘 평균보다 높고 어려운 물음은 늘 낮다는 흠이 있습니다. 그래서 **물음마다 답을 $K$개** 쓰고, 답마다 **같은 물음의 다른 답들의 평균**을 기준선으로 씁니다(leave-one-out).
#
# **목표.** `advantages(rewards, logp, logp0, beta)`: 모두 (P, K) 배열입니다(물음 P개, 답 K개, K ≥ 2). 벌점을 뺀 보상 $R = r - \beta(\ln\pi - \ln\pi_0)$를 구하고, $R$에서 **자기를 뺀** 나머지 $K-1$개의 평균을 뺍니다. (P, K)를 돌려줍니다.
#
# **재기 전에**: 어느 물음의 답 넷이 모두 같은 $R = 9$를 받았습니다. 이득은 얼마일까요? `my_advantage()`에서 수 하나로 돌려주세요. 예측이 맞지 않아도 점수는 같습니다.
#
# 힌트 1: 기준선을 구하기 **전에** 벌점을 뺍니다.
# 힌트 2: 나머지의 합은 `전체 합 − 자기`입니다.
# 힌트 3: `(R.sum(1, keepdims=True) - R) / (K - 1)`

# %% solution="advantages"
def advantages(rewards, logp, logp0, beta):
    """물음마다, 자기를 뺀 답들의 평균을 기준선으로 한 이득.

    Args:
        rewards, logp, logp0: (P, K). beta: 0 이상.

    Returns:
        (P, K).

    Example:
        >>> advantages(np.array([[1.0, 3.0]]), np.zeros((1, 2)), np.zeros((1, 2)), 0.1)
        array([[-2.,  2.]])
    """
    ### BEGIN SOLUTION
    total = rewards - beta * (logp - logp0)
    others = (total.sum(1, keepdims=True) - total) / (total.shape[1] - 1)
    return total - others
    ### END SOLUTION

def my_advantage():
    """넷이 모두 9를 받은 물음의 이득은?"""
    ### BEGIN SOLUTION
    return 0.0
    ### END SOLUTION

# %% test="advantages" points=3
def _t160_adv(rewards, logp, logp0, beta, why):
    r, logp, logp0 = (np.array(x, float) for x in (rewards, logp, logp0))
    R, K = r - beta * (logp - logp0), r.shape[1]

    def loo(total):
        return total - (total.sum(1, keepdims=True) - total) / (K - 1)
    batch, row = "배치 전체의 평균을 뺐습니다. 물음마다 구합니다.", R - R.mean(1, keepdims=True)
    testing.check(advantages, [r, logp, logp0, beta], loo(R), why, [
        ("자기도 기준선에 넣었습니다. 자기를 뺀 평균입니다.", row), (batch, R - R.mean()),
        (batch, R - (R.sum() - R) / (R.size - 1)),
        ("답의 자리끼리(열) 평균했습니다. 같은 물음(행)의 답들입니다.", R - R.mean(0)),
        ("벌점의 부호가 반대입니다. 멀어지면 보상이 줄어야 합니다.", loo(2 * r - R)),
        ("벌점을 빼지 않았습니다.", loo(r)), ("β를 곱하지 않았습니다.", loo(r - logp + logp0)),
        ("시작 모델의 몫을 빼먹었습니다.", loo(r - beta * logp)), ("기준선을 빼지 않았습니다.", R),
        ("기준선만 돌려주었습니다.", R - loo(R)), ("K가 아니라 K−1로 나눕니다.", row + R / K),
        ("나머지의 합을 뺐습니다. 평균을 뺍니다.", 2 * R - R.sum(1, keepdims=True)),
        ("표준편차로 나누었습니다.", row / np.maximum(R.std(1, keepdims=True), 1e-9)),
        ("기준선에는 벌점이 없습니다. 벌점을 뺀 뒤에 기준선을 구합니다.", R - r + loo(r))])

_t160_0 = np.zeros((2, 2))
_t160_adv([[1, 4], [5, 5]], _t160_0, _t160_0, 0.1, "K가 2면 상대의 보상과의 차이입니다.")
_t160_adv([[1, 2, 6], [10, 10, 13]], [[-1, -2, -3], [-4, -4, -1]],
    [[-2, -2, -2], [-4, -5, -6]], 0.5,
    "R = r − β(ln π − ln π₀)에서 같은 물음(행)의 나머지 K−1개의 R의 평균을 뺍니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1607, 1617)):
    _t160_adv(*_t160_rng.normal(0, 3, (3, int(_t160_rng.integers(1, 5)), int(_t160_rng.integers(2, 6)))), float(_t160_rng.uniform(0.1, 1)), "무작위 보상입니다. 자기를 뺀 K−1개의 R의 평균을 뺍니다.")
### END HIDDEN TESTS

# %% test="advantages" part="guess" points=1
import contextlib

_t160_guess = my_advantage()
assert isinstance(_t160_guess, (int, float, np.number)), f"수 하나로 예측하세요. 지금: {_t160_guess!r}"
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    _t160_n = np.zeros((1, 4))
    _t160_got = testing.array(advantages(_t160_n + 9.0, _t160_n, _t160_n, 0.0), (1, 4))
    print(f"내 예측 {_t160_guess:g}, 잰 값 {_t160_got.ravel()[0]:g}")
    print("모두 같은 점수를 받은 물음에서 무엇을 배웁니까?")

# %% [markdown]
# ## 과제 8. 속은 보상 찾기 ★★★ · 18분
#
# 동료가 강화 학습을 했습니다. 보상은 올랐는데 답이 이상합니다. 무엇에 속았는지, 어디서 멈추어야 했는지 찾습니다.
#
# **목표 1.** `suspect(features, reward, judge)`: `features`는 이름마다 답의 특징 (N,)입니다(길이, 느낌표의 수, …). 특징이 **보상과는 함께 가고 심판과는 함께 가지 않으면** 의심스럽습니다.
# 피어슨 상관 $\rho(\text{특징}, \text{보상}) - \rho(\text{특징}, \text{심판})$이 가장 큰 특징의 이름을 돌려줍니다. 값이 모두 같은 특징의 상관은 0으로 봅니다. 같으면 먼저 나온 것입니다.
#
# **목표 2.** `stop_at(steps, judge, kl, budget)`: KL이 `budget` **이하**인 기록 가운데 심판의 점수가 가장 높은 걸음을 돌려줍니다. 점수가 같으면 이른 걸음입니다. 그런 기록이 없으면 KL이 가장 작은 걸음입니다. `steps`는 커지는 차례가 아닐 수도 있습니다.
#
# 힌트 1: 보상과의 상관만 보면 **정말 좋은** 특징도 의심하게 됩니다.
# 힌트 2: 상관은 평균을 뺀 두 벡터의 코사인입니다. 길이가 0이면 나누지 않습니다.
# 힌트 3: `max(features, key=lambda name: ...)`는 같으면 먼저 나온 것을 고릅니다.

# %% solution="hack"
def suspect(features, reward, judge):
    """features: dict, 이름 → (N,) 배열. reward, judge: (N,) → 보상만 따라가는 특징의 이름."""
    ### BEGIN SOLUTION
    def correlation(a, b):
        a, b = a - a.mean(), b - b.mean()
        length = np.sqrt((a @ a) * (b @ b))
        return a @ b / length if length > 1e-12 else 0.0

    return max(features, key=lambda name: correlation(features[name], reward) - correlation(features[name], judge))
    ### END SOLUTION

def stop_at(steps, judge, kl, budget):
    """steps, judge, kl: (M,), budget: 허락한 KL → 멈추어야 했던 걸음(steps 가운데 하나)."""
    ### BEGIN SOLUTION
    inside = np.flatnonzero(kl <= budget)
    if len(inside) == 0:
        return steps[min(range(len(kl)), key=lambda n: (kl[n], steps[n]))]
    return steps[min(inside, key=lambda n: (-judge[n], steps[n]))]
    ### END SOLUTION

# %% test="hack" points=3
def _t160_suspect(features, reward, judge, want, why, slips=()):
    testing.check(suspect, [{name: np.array(x, float) for name, x in features.items()},
        np.array(reward, float), np.array(judge, float)], want,
        f"{why} 보상과의 상관에서 심판과의 상관을 뺀 것이 가장 큰 특징의 이름입니다.", slips)

_t160_up, _t160_down, _t160_arch = [1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], [1, 3, 2, 2, 3, 1]
_t160_suspect({"뜻": [2, 1.5, 2.5, 4.5, 4.5, 6], "길이": [1, 4, 4, 3, 5, 4], "짧음": _t160_down},
    _t160_up, [3, 1, 2, 5, 4, 6], "길이", "특징이 셋입니다.", {
        "보상과의 상관만 보았습니다. 심판도 함께 오르는 특징은 의심하지 않습니다.": "뜻",
        "뺄셈의 앞뒤가 바뀌었거나, 심판만 보았습니다.": "짧음"})
for _t160_features, _t160_judge, _t160_want, _t160_why in [
        ({"짧음": _t160_down, "느낌표": [1, 1, 2, 2, 3, 3]}, _t160_arch, "느낌표",
            "절댓값을 쓰지 않습니다. 보상과 거꾸로 가는 특징은 아닙니다."),
        ({"쉼표": [0, 100, 0, 300, 0, 200], "요": _t160_up}, _t160_arch, "요",
            "공분산이 아니라 상관입니다. 단위가 큰 특징이 이기면 안 됩니다."),
        ({"쉼표": [1, 2, 3, 4, 5, 60], "요": [1, 2, 3, 5, 4, 6]}, [3, 1, 2, 2, 1, 3], "요",
            "순위 상관이 아니라 피어슨 상관입니다."),
        ({"요": _t160_up, "쉼표": [3, 1, 2, 2, 1, 2]}, [100, 300, 200, 200, 300, 100], "요",
            "두 점수를 먼저 빼지 않습니다. 상관을 따로 구해 뺍니다."),
        ({"길이": [5] * 6, "느낌표": [0, 0, 1, 1, 2, 3]}, _t160_arch, "느낌표",
            "값이 모두 같은 특징의 상관은 0입니다. nan을 조심하세요."),
        ({"짧음": _t160_down, "길이": [5] * 6}, _t160_arch, "길이",
            "값이 모두 같은 특징도 상관 0으로 셈에 넣습니다."),
        ({"요": _t160_up, "네": _t160_up}, _t160_arch, "요", "같으면 먼저 나온 것입니다.")]:
    _t160_suspect(_t160_features, _t160_up, _t160_judge, _t160_want, _t160_why)
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1608, 1623)):
    _t160_f = {f"특징{n}": _t160_rng.normal(0, 10.0 ** n, 12) for n in range(4)}
    _t160_r, _t160_j = _t160_rng.normal(size=(2, 12))
    _t160_s = {name: np.corrcoef(x, _t160_r)[0, 1] - np.corrcoef(x, _t160_j)[0, 1] for name, x in _t160_f.items()}
    _t160_suspect(_t160_f, _t160_r, _t160_j, max(_t160_s, key=_t160_s.get), "무작위 기록입니다. 순위 상관이나 두 상관의 비율이 아니라, 피어슨 상관의 차이입니다.")
### END HIDDEN TESTS

# %% test="hack" part="stop" points=2
def _t160_stop(steps, judge, kl, budget, want, why):
    arrays = np.array(steps), np.array(judge, float), np.array(kl, float)
    testing.check(stop_at, [*arrays, budget], want, f"steps 가운데 하나를 고릅니다. {why}", {
        "자리의 번호가 아닙니다. steps 가운데 하나를 돌려주세요.": steps.index(want)})

_t160_stop([5, 10, 20, 30, 40], [0.2, 0.6, 0.9, 0.7, 1.5], [0, 1, 2, 4, 9], 5, 20,
    "KL이 budget을 넘는 걸음은 심판이 높아도 고르지 않습니다.")
_t160_stop([5, 10, 20], [0.2, 0.9, 0.7], [0, 1, 2], 5, 10, "심판의 점수가 가장 높은 걸음입니다.")
_t160_stop([5, 10, 20, 30], [0.2, 0.9, 0.1, 0.8], [0, 6, 1, 2], 5, 30,
    "budget을 넘었다 돌아온 걸음도 됩니다. 걸러 낸 뒤의 자리는 steps의 자리가 아닙니다.")
_t160_stop([5, 10, 20], [0.5, 0.8, 0.8], [0, 1, 2], 3, 10, "점수가 같으면 이른 걸음입니다.")
_t160_stop([30, 10, 20], [0.8, 0.8, 0.1], [1, 1, 1], 2, 10,
    "기록이 걸음의 차례가 아닐 수 있습니다. 이른 걸음은 먼저 적힌 걸음이 아닙니다.")
_t160_stop([5, 10, 20], [0.5, 0.8, 0.9], [0, 1, 2], 2, 20, "budget과 같은 KL은 됩니다.")
_t160_stop([10, 20, 30], [0.5, 0.8, 0.9], [3, 2, 4], 1, 20,
    "모두 넘으면 KL이 가장 작은 걸음입니다.")
### BEGIN HIDDEN TESTS
for _t160_rng in map(np.random.default_rng, range(1618, 1638)):
    _t160_st = _t160_rng.permutation(np.arange(1, 7) * 10)
    _t160_ju, _t160_k, _t160_b = _t160_rng.integers(0, 4, 6), _t160_rng.permutation(6), int(_t160_rng.integers(-1, 6))
    _t160_ok = _t160_k <= _t160_b
    _t160_best = sorted(zip(-_t160_ju[_t160_ok], _t160_st[_t160_ok])) if _t160_ok.any() else sorted(zip(_t160_k, _t160_st))
    _t160_stop(_t160_st.tolist(), _t160_ju, _t160_k, _t160_b, int(_t160_best[0][1]), "무작위 기록입니다. KL, 심판의 점수, 이른 걸음의 차례로 봅니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 이 보고서를 믿습니까 (글로 답하기) ★★☆ · 12분
#
# 동료의 보고서입니다.
#
# > 보상 모델의 평균 점수가 0.4에서 5.1로 올랐고, 보상 모델로 잰 승률은 97%입니다. KL은 40내트이지만 점수가 좋으니 괜찮습니다.
# > 정렬한 모델은 온도 0.2로, 시작 모델은 온도 1.0으로 답하게 했습니다. 시험 물음 30개에서 이긴 것이 19개이니 63%로 확실히 낫습니다.
# > 모르는 물음에 답하지 않으면 점수가 깎여서, 이제 어떤 물음에도 자신 있게 답합니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 보상 모델로 잰 97%와 KL 40내트는 무엇을 말합니까? 무엇으로 다시 재겠습니까?
# 2. 63%를 믿을 수 있습니까? 비교를 어떻게 고치겠습니까?
# 3. 마지막 문장은 왜 걱정스럽습니까? 무엇을 재겠습니까?

# %% [markdown] manual="report" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 배울 때 쓴 점수이니 오르는 것이 당연합니다. KL이 크면 시작 모델이 쓰지 않던 글이고, 보상 모델이 배운 적 없는 곳이라 점수를 믿기 어렵습니다. 배우지 않은 심판이나 사람으로 재고, 같은 답이 되풀이되는지, KL마다 심판의 점수가 어떤지 봅니다.
# 2. 온도가 다르므로 온도의 효과일 수 있습니다. 같은 온도로 견주고, 온도를 낮춘 시작 모델도 상대로 넣습니다. 30개에서 19개면 95% 구간이 대략 0.44–0.80이라 0.5를 포함합니다. 물음을 늘리고 구간을 적습니다.
# 3. 모를 때 지어내는 버릇(환각)을 가르친 것입니다. 답을 모르는 물음에서 사양하는 비율과, 답해야 할 물음에서 사양하는 비율을 함께 재고, 사실을 아는 물음의 정확도를 봅니다.
#
# **채점 기준 (5점)**
#
# - 1번 2점: 배운 점수로 쟀다는 말 1점, KL이 크면 보상을 믿을 수 없다는 말 0.5점, 다른 잣대 0.5점.
# - 2번 2점: 온도가 다르다는 말 1점, 수가 적거나 구간이 0.5를 포함한다는 말 0.5점, 고친 비교 0.5점.
# - 3번 1점: 환각을 키운다는 말 0.5점, 재는 방법 0.5점.
# ### END SOLUTION
