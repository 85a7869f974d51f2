# ---
# title: HuggingFace 파이프라인
# number: "300"
# objectives:
#   - 감성, 개체명, 제로샷 파이프라인의 후처리를 NumPy로 다시 만듭니다.
#   - 긴 글을 겹치는 창으로 나누어 답을 찾고, 답이 없을 때를 가립니다.
#   - 배치의 패딩을 먼저 어림하고 셉니다.
#   - 배치에 따라 답이 달라지는 코드를 고칩니다.
# datasets: []
# prerequisites: [140_bert_pretraining]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여섯 개와 글 하나입니다. NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 배열과 리스트를 바꾸지 마세요**. 검사가 확인합니다. 예시의 수는 네 자리까지만 보인 것이니, 답은 **반올림하지 마세요**.

# %%
import numpy as np

from nlplab import testing


def leaky_mean(states, mask):
    """과제 6: 동료의 문장 벡터. 배치에 따라 답이 달라집니다."""
    return states.mean(axis=1)

# %% [markdown]
# ## 과제 1. 로짓에서 라벨까지 ★☆☆ · 10분
#
# **목표.** 분류 파이프라인의 후처리입니다. 로짓을 소프트맥스로 확률로 바꾸고, 확률이 큰 것부터 `k`개를 `(라벨, 확률)`로 돌려줍니다.
#
# - 확률은 **모든 라벨**에 대해 더해서 1입니다. `k`개만 골라도 다시 나누지 않습니다. 확률이 같으면 어느 것이 앞이어도 됩니다.
# - 로짓은 1,000처럼 클 수 있습니다. `np.exp(1000)`은 넘칩니다. 소프트맥스는 모든 로짓에서 같은 수를 빼도 값이 같습니다.
#
# 힌트 1: 확률이 가장 큰 라벨은 로짓이 가장 큰 라벨입니다. 그러면 소프트맥스는 무엇을 위한 것입니까?
# 힌트 2: 가장 큰 로짓을 뺀 다음 `np.exp`를 하고, 합으로 나누고, `np.argsort`로 차례를 얻습니다.
# 힌트 3: `order = np.argsort(-chances)[:k]`

# %% solution="top-labels"
def top_labels(logits, names, k):
    """확률이 큰 라벨 k개.

    Args:
        logits: (C,). names: 라벨 이름 C개. k: 1 이상.

    Returns:
        (라벨, 확률)의 리스트, 큰 것부터.

    Example:
        >>> top_labels(np.array([0.0, 2.0]), ["부정", "긍정"], 1)
        [('긍정', 0.8808)]
    """
    ### BEGIN SOLUTION
    e = np.exp(logits - np.max(logits))
    chances = e / e.sum()
    order = np.argsort(-chances)[:k]
    return [(names[n], float(chances[n])) for n in order]
    ### END SOLUTION

# %% test="top-labels" points=3
testing.check(
    top_labels, [np.array([1.0, -1.0, 3.0, 0.5]), ["가", "나", "다", "라"], 2],
    [("다", 0.809234387), ("가", 0.109517965)],
    "확률은 소프트맥스의 값이고, 큰 것부터 k개를 (라벨, 확률)로 돌려줍니다.", {
        "로짓을 그대로 돌려주었습니다. 소프트맥스로 확률을 만드세요.": [("다", 3), ("가", 1)],
        "소프트맥스가 아니라 시그모이드입니다.": [("다", 0.9526), ("가", 0.7311)],
        "소프트맥스를 두 번 했습니다.": [("다", 0.4125), ("가", 0.2049)],
        "고른 k개로 다시 나누었습니다. 확률은 모든 라벨에 대한 것입니다.": [("다", 0.8808), ("가", 0.1192)],
        "가장 큰 것으로 나누었습니다. 모두 더한 값으로 나눕니다.": [("다", 1), ("가", 0.1353)],
        "작은 것부터 골랐습니다. 큰 것부터입니다.": [("나", 0.0148), ("라", 0.0664)],
        "차례를 바꾸지 않고 앞의 k개를 골랐습니다.": [("가", 0.1095), ("나", 0.0148)],
        "가장 큰 것을 빠뜨렸습니다.": [("가", 0.1095), ("라", 0.0664)]})
testing.check(top_labels, [np.array([0.0, 2.0]), ["부정", "긍정"], 1], [("긍정", 0.880797078)],
              "k가 1이어도 (라벨, 확률)의 리스트입니다.")
testing.check(top_labels, [np.array([2.0, 2.5]), ["부정", "긍정"], 2],
              [("긍정", 0.622459331), ("부정", 0.377540669)], "k가 라벨의 수이면 모두 돌려줍니다.")
testing.check(top_labels, [np.array([3000.0, 2998.0, 0.0]), ["참", "거짓", "모름"], 2],
              [("참", 0.880797078), ("거짓", 0.119202922)],
              "로짓은 1,000처럼 클 수 있습니다. 가장 큰 로짓을 먼저 빼면 np.exp가 넘치지 않습니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3001)
for _t300_n in range(10):
    _t300_names = list("가나다라마바")[:int(_t300_rng.integers(2, 7))]
    _t300_x = _t300_rng.normal(1000 * (_t300_n % 2), 2, len(_t300_names))
    _t300_p = np.exp(_t300_x - _t300_x.max()) / np.exp(_t300_x - _t300_x.max()).sum()
    _t300_want = sorted(zip(_t300_names, _t300_p.tolist()), key=lambda pair: -pair[1])
    _t300_k = int(_t300_rng.integers(1, len(_t300_names) + 1))
    testing.check(top_labels, [_t300_x, _t300_names, _t300_k], _t300_want[:_t300_k], "무작위 로짓입니다. 큰 것부터 k개인지, 라벨마다 제 확률인지 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 조각을 개체명으로 ★★★ · 18분
#
# **목표.** 조각마다의 태그를 이어 개체명을 만들고, **믿을 만한 것만** 남깁니다.
#
# - `B-X`는 언제나 새 개체명을 시작합니다. 바로 앞이 같은 종류여도 그렇습니다.
# - `I-X`는 **바로 앞 조각**이 같은 종류 X이면 이어지고, 아니면(앞이 `O`이거나 다른 종류이면) 새로 시작합니다.
# - `O`는 개체명이 아니고, 잇던 것을 끊습니다.
# - 개체명의 글은 첫 조각의 시작부터 마지막 조각의 끝까지 자른 것이고, 점수는 조각 점수의 **평균**입니다.
# - 평균이 `least`보다 **작은** 개체명은 버립니다. 조각마다 버리지 않습니다.
#
# 힌트 1: "바로 앞 조각의 종류"를 기억하면 세 규칙이 한 조건이 됩니다.
# 힌트 2: 개체명마다 종류, 점수의 리스트, 시작, 끝을 모읍니다. `O`를 만나면 앞 조각의 종류를 지웁니다.
# 힌트 3: `if tag.startswith("I-") and kind == before:`이면 잇고, 아니면 새로 시작합니다.

# %% solution="group-entities"
def group_entities(tags, scores, places, text, least):
    """조각의 태그에서 개체명으로.

    Args:
        tags: "O", "B-X", "I-X"의 리스트. scores: 조각마다의 점수.
        places: 조각마다 (시작, 끝) 글자. text: 글. least: 점수의 평균이 이보다 작으면 버립니다.

    Returns:
        (종류, 글, 점수)의 리스트, 나온 순서.

    Example:
        >>> group_entities(["B-LC", "I-LC", "O"], [0.9, 0.7, 0.9], [(0, 1), (1, 2), (2, 4)],
        ...                "부산에서", 0.5)
        [('LC', '부산', 0.8)]
    """
    ### BEGIN SOLUTION
    groups, before = [], None
    for tag, score, (start, end) in zip(tags, scores, places):
        kind = tag[2:] if tag != "O" else None
        if kind and tag.startswith("I-") and kind == before:
            groups[-1][1].append(score)
            groups[-1][3] = end
        elif kind:
            groups.append([kind, [score], start, end])
        before = kind
    return [(kind, text[start:end], float(np.mean(found)))
            for kind, found, start, end in groups if np.mean(found) >= least]
    ### END SOLUTION

# %% test="group-entities" points=3
_t300_text = "민지 수현이 부산에서"
_t300_places = [(0, 2), (3, 4), (4, 5), (5, 6), (7, 9), (9, 11)]
def _t300_group(tags, scores, want, why, slips=(), least=0.2):
    given = [tags.split(), scores, _t300_places[:len(scores)], _t300_text, least]
    testing.check(group_entities, given, want, why, slips)
### BEGIN HIDDEN TESTS
def _t300_draw(rng, least):
    n = int(rng.integers(1, 7))
    tags = [str(tag) for tag in rng.choice(["O", "B-PS", "I-PS", "I-PS", "B-IT", "I-IT"], n)]
    scores, groups = rng.uniform(0.3, 1, n).tolist(), []
    for k in range(n):
        if tags[k][0] == "I" and k and tags[k - 1][2:] == tags[k][2:]:
            groups[-1].append(k)
        elif tags[k] != "O":
            groups.append([k])
    want = [(tags[g[0]][2:], _t300_text[_t300_places[g[0]][0]:_t300_places[g[-1]][1]], sum(scores[k] for k in g) / len(g)) for g in groups]
    _t300_group(" ".join(tags), scores, [one for one in want if one[2] >= least], "무작위 조각입니다. 처음 갈린 조각에 다섯 규칙을 차례로 대어 보세요.", least=least)
### END HIDDEN TESTS

_t300_group("O O O", [0.9, 0.9, 0.8], [], "O는 개체명이 아닙니다. 하나도 없으면 빈 리스트입니다.")
_t300_group("O B-PS I-PS O", [0.9, 0.7, 0.9, 0.9], [("PS", "수현", 0.8)],
            "앞이 같은 종류인 I-X는 이어집니다. (종류, 글, 점수)이고 점수는 조각 점수의 평균입니다.", {
    "점수가 첫 조각의 것입니다. 조각들의 평균입니다.": [("PS", "수현", 0.7)],
    "점수가 가장 큰(마지막) 조각의 것입니다. 조각들의 평균입니다.": [("PS", "수현", 0.9)],
    "글이 앞에 왔습니다. (종류, 글, 점수)의 차례입니다.": [("수현", "PS", 0.8)]})
_t300_group("B-PS O B-LC", [0.5, 0.9, 0.7], [("PS", "민지", 0.5), ("LC", "현", 0.7)],
            "나온 순서 그대로, 글의 끝에서 끝나는 것까지 한 번씩 넣습니다.")
_t300_group("B-PS B-PS I-PS", [0.9, 0.8, 0.6], [("PS", "민지", 0.9), ("PS", "수현", 0.7)],
            "B-X는 언제나 새 개체명을 시작합니다. 바로 앞이 같은 종류여도 그렇습니다.")
_t300_group("B-PS I-LC", [0.9, 0.7], [("PS", "민지", 0.9), ("LC", "수", 0.7)],
            "I-X는 바로 앞이 다른 종류이면 새로 시작합니다. 버리거나 잇지 않습니다.")
_t300_group("I-PS I-PS I-PS", [0.9, 0.6, 0.3], [("PS", "민지 수현", 0.6)],
            "맨 앞의 I-X도 새로 시작합니다. 점수는 세 수의 평균이고, 글은 text를 자른 것(빈칸까지)입니다.")
_t300_group("O O O O B-IT I-IT", [0.9, 0.9, 0.9, 0.9, 0.9, 0.7], [("IT", "부산에서", 0.8)],
            "종류는 B-나 I- 다음의 글자 모두입니다. 앞의 두 글자만 떼세요.", {
    "글자 수만큼 세었습니다. 점수는 조각마다 한 번씩 세어 평균합니다.": [("IT", "부산에서", 0.76667)]})
### BEGIN HIDDEN TESTS
for _t300_n in range(15):
    _t300_draw(np.random.default_rng(_t300_n), 0.0)
### END HIDDEN TESTS

# %% test="group-entities" part="least" points=2
_t300_group("B-PS O I-PS", [0.9, 0.9, 0.7], [("PS", "민지", 0.9), ("PS", "현", 0.7)],
            "O는 잇던 것을 끊습니다. 바로 앞 조각이 O이면 I-X는 새로 시작합니다.")
_t300_group("B-PS I-PS O B-LC", [0.9, 0.7, 0.9, 0.6], [("PS", "민지 수", 0.8)],
            "평균이 least보다 작은 개체명은 버립니다.", least=0.7)
_t300_group("B-PS I-PS I-PS", [0.9, 0.3, 0.9], [("PS", "민지 수현", 0.7)],
            "낮은 조각이 있어도 평균이 0.7이면 남습니다. 조각마다 버리지 않습니다.", least=0.6)
_t300_group("B-PS I-PS", [0.9, 0.1], [],
            "높은 조각이 있어도 평균이 least보다 작으면 버립니다.", least=0.6)
_t300_group("B-PS I-PS", [0.6, 0.58], [],
            "평균 0.59는 0.6보다 작습니다. 반올림하지 말고 견줍니다.", least=0.6)
_t300_group("B-PS I-PS", [0.75, 0.5], [("PS", "민지 수", 0.625)],
            "평균이 least와 같으면 남깁니다. 작은 것만 버립니다.", least=0.625)
### BEGIN HIDDEN TESTS
for _t300_n in range(15):
    _t300_draw(np.random.default_rng(100 + _t300_n), [0.5, 0.65, 0.8][_t300_n % 3])
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 긴 글에서 답 찾기 ★★★ · 20분
#
# 모델은 128토큰까지만 읽습니다. 긴 글은 **겹치는 창**으로 나누어 창마다 묻고, 가장 좋은 답을 고릅니다.
#
# **목표 1.** `windows(n, room, step)`: 토큰 `n`개를 `room`개씩 봅니다. 창은 0, `step`, 2·`step`, …에서 시작합니다. 글의 끝에 **닿은 첫 창**이 마지막입니다. 마지막 창은 짧을 수 있습니다. `(시작, 끝)`의 리스트를 돌려줍니다. 끝은 창에 들지 않습니다.
#
# **목표 2.** `best_answer(found, longest)`: `found`는 창마다 `(시작 위치, start, end, null)`입니다. `start`와 `end`는 창의 토큰마다의 점수, `null`은 그 창에서 `[CLS]`의 점수 합입니다.
#
# - 창 안에서 `i ≤ j`이고 토큰 수가 `longest`를 넘지 않는 구간 가운데, **모든 창을 통틀어** `start[i] + end[j]`가 가장 큰 것을 고릅니다.
# - **글 전체의 위치** `(처음, 마지막)`을 돌려줍니다. 마지막도 답에 듭니다.
# - 답이 없다고 하려면 **모든 창**이 그래야 합니다. 창들의 `null` 가운데 **가장 작은 것**이 가장 좋은 구간의 점수보다 크면 `None`입니다.
#
# 힌트 1: 창 하나에 답이 없는 것은 흔한 일입니다. 다른 창에 있으니까요.
# 힌트 2: 창마다, 시작마다, 가능한 끝마다 점수를 견주고 가장 좋은 것을 기억합니다. 위치에는 창의 시작 위치를 더합니다.
# 힌트 3: `for j in range(i, min(i + longest, len(end)))`, `min(null for _, _, _, null in found)`

# %% solution="long-text"
def windows(n, room, step):
    """겹치는 창들.

    Args:
        n: 토큰 수, 1 이상. room: 창의 크기. step: 창의 시작 사이, room보다 크지 않습니다.

    Returns:
        (시작, 끝)의 리스트.

    Example:
        >>> windows(10, 6, 3)
        [(0, 6), (3, 9), (6, 10)]
    """
    ### BEGIN SOLUTION
    found, first = [], 0
    while True:
        found.append((first, min(first + room, n)))
        if first + room >= n:
            return found
        first += step
    ### END SOLUTION

def best_answer(found, longest):
    """창들에서 가장 좋은 답.

    Args:
        found: (시작 위치, start (T,), end (T,), null)의 리스트. longest: 답의 토큰 수의 한도.

    Returns:
        글 전체의 (처음, 마지막), 또는 None.

    Example:
        >>> best_answer([(0, np.array([0., 2.]), np.array([0., 1.]), 5.0),
        ...              (3, np.array([1., 4.]), np.array([0., 3.]), 1.0)], 2)
        (4, 4)
    """
    ### BEGIN SOLUTION
    best, place = -np.inf, None
    for offset, start, end, _ in found:
        for i in range(len(start)):
            for j in range(i, min(i + longest, len(end))):
                if start[i] + end[j] > best:
                    best, place = start[i] + end[j], (offset + i, offset + j)
    return None if min(null for _, _, _, null in found) > best else place
    ### END SOLUTION

# %% test="long-text" points=2
testing.check(windows, [10, 6, 3], [(0, 6), (3, 9), (6, 10)],
              "창은 0, step, 2·step에서 시작하고, 끝은 창에 들지 않으며 n을 넘지 않습니다.", {
    "끝에 닿은 창 다음에도 창을 더 만들었습니다.": [(0, 6), (3, 9), (6, 10), (9, 10)],
    "마지막 창이 없습니다. 남은 토큰이 버려집니다.": [(0, 6), (3, 9)],
    "마지막 창을 앞으로 당겼습니다. step의 배수에서 시작합니다.": [(0, 6), (3, 9), (4, 10)],
    "끝이 글의 끝을 넘었습니다.": [(0, 6), (3, 9), (6, 12)],
    "창이 겹치지 않습니다. step만큼 옮깁니다.": [(0, 6), (6, 10)],
    "마지막 토큰의 번호입니다. 끝은 창에 들지 않습니다.": [(0, 5), (3, 8), (6, 9)]})
testing.check(windows, [9, 6, 3], [(0, 6), (3, 9)],
              "글의 끝에 닿은 첫 창이 마지막입니다. 닿은 뒤에는 더 만들지 않습니다.")
testing.check(windows, [4, 6, 3], [(0, 4)], "한 창에 다 들면 창은 (0, n) 하나입니다.")
testing.check(windows, [6, 6, 3], [(0, 6)], "첫 창이 끝에 꼭 닿으면 그것이 마지막입니다.")
testing.check(windows, [9, 4, 4], [(0, 4), (4, 8), (8, 9)],
              "step이 room과 같으면 겹치지 않습니다. 마지막 창은 짧을 수 있습니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3003)
for _t300_n in range(25):
    _t300_size, _t300_room = int(_t300_rng.integers(1, 40)), int(_t300_rng.integers(1, 12))
    _t300_step = int(_t300_rng.integers(1, _t300_room + 1))
    _t300_more = -(-max(_t300_size - _t300_room, 0) // _t300_step)
    _t300_want = [(n * _t300_step, min(n * _t300_step + _t300_room, _t300_size)) for n in range(_t300_more + 1)]
    testing.check(windows, [_t300_size, _t300_room, _t300_step], _t300_want, "무작위 크기입니다. 창의 시작, 끝, 수를 차례로 보세요.")
### END HIDDEN TESTS

# %% test="long-text" part="answer" points=3
def _t300_best(found, longest, want, why, slips=()):
    found = [(at, np.array(s, float), np.array(e, float), null) for at, s, e, null in found]
    testing.check(best_answer, [found, longest], want, why, slips, none=True)

_t300_best([(0, [0, 4, 1], [0, 1, 3], -9)], 3, (1, 2), "합이 가장 큰 (처음, 마지막)입니다.", {
    "끝이 하나 큽니다. 마지막 토큰도 답에 듭니다.": (1, 3)})
_t300_best([(0, [5, 0, 1], [0, 0, 6], -9)], 3, (0, 2), "longest개짜리 구간도 됩니다.")
_t300_best([(0, [1, 5], [0, 3], -9)], 2, (1, 1), "i ≤ j이므로 한 토큰짜리 답도 됩니다.")
_t300_best([(4, [5, 1], [1, 3], -9)], 2, (4, 5), "글 전체의 위치입니다. 창의 시작 위치를 더하세요.")
_t300_best([(0, [2], [1], -9), (1, [5, 1], [1, 3], -9), (3, [2], [1], -9)], 2, (1, 2),
           "모든 창을 통틀어 가장 큰 것입니다. 처음이나 마지막 창의 것이 아닙니다.")
_t300_best([(0, [0, 4, 0, 5], [5, 0, 4, 0], -9)], 4, (1, 2), "i ≤ j인 구간 가운데 합이 가장 큰 것입니다.", {
    "끝이 시작보다 앞에 있습니다.": (3, 0), "시작을 먼저 정하고 끝을 골랐습니다.": (3, 3),
    "끝을 먼저 정하고 시작을 골랐습니다.": (0, 0), "시작과 끝을 따로 골랐습니다.": None})
_t300_best([(0, [5, 0, 1, 1], [0, 0, 6, 2], -9)], 2, (2, 2),
           "longest의 한도를 넘었습니다. 토큰 수는 j - i + 1입니다.")
_t300_best([(0, [-5, -2], [-3, -1], -9)], 2, (1, 1), "점수는 모두 음수일 수 있습니다. 0과 견주지 마세요.")
_t300_best([(0, [2, 5], [1, 2], 9), (2, [1, 0], [1, 0], 0), (4, [0], [0], 20)], 2, (1, 1),
           "가장 좋은 7점은 가장 작은 null 0보다 작지 않으므로 답이 있습니다.", {
    "한 창의 null만 커도 답이 없다고 했습니다. 가장 작은 null과 견줍니다.": None,
    "창을 고를 때는 null을 보지 않습니다. 빼지도, 창을 버리지도 마세요.": (2, 2)})
_t300_best([(0, [2], [1], 9), (1, [3], [2], 8)], 2, None, "가장 작은 null 8이 5점보다 크면 None입니다.")
_t300_best([(0, [2, 0], [1, 3], 5)], 2, (0, 1), "null이 점수와 같으면 답이 있습니다. 클 때만 None입니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3004)
for _t300_n in range(30):
    _t300_low, _t300_longest = -6 * (_t300_n % 3 == 2), int(_t300_rng.integers(1, 5))
    _t300_found = [(at, *_t300_rng.normal(_t300_low, 3, (2, int(_t300_rng.integers(2, 7)))), 1.5 * _t300_low + float(_t300_rng.normal(4, 3))) for at in (0, 4, 8)]
    _t300_top = max((s[i] + e[j], (at + i, at + j)) for at, s, e, _ in _t300_found for i in range(len(s)) for j in range(i, min(i + _t300_longest, len(e))))
    _t300_want = None if min(null for *_, null in _t300_found) > _t300_top[0] else _t300_top[1]
    _t300_best(_t300_found, _t300_longest, _t300_want, f"무작위 창입니다. 가장 좋은 점수는 {_t300_top[0]:.3f}입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 제로샷의 점수 ★★☆ · 15분
#
# **목표.** 라벨마다 함의 모델이 낸 로짓 `(라벨의 수, 클래스의 수)`에서 라벨의 확률을 얻습니다. 함의와 모순이 몇 번인지는 모델마다 다르므로 **받습니다**.
#
# - `multi`가 거짓이면: 라벨들의 **함의 로짓끼리** 소프트맥스를 합니다. 더해서 1입니다.
# - `multi`가 참이면: 라벨마다 **모순과 함의 둘만** 소프트맥스를 하고 함의의 확률을 씁니다. 중립은 쓰지 않습니다.
# - `(라벨, 확률)`을 큰 것부터 돌려줍니다. 큰 로짓과 같은 확률은 과제 1처럼 다룹니다.
#
# **재기 전에** `my_guess()`에서 예측하세요. 라벨이 **하나뿐**이고 `multi`가 거짓이면 확률은 얼마입니까? 예측이 맞지 않아도 점수는 같습니다.
#
# 힌트 1: 두 방법에서 소프트맥스의 분모에 드는 것은 각각 몇 개입니까?
# 힌트 2: 거짓이면 함의의 열 하나를 골라 세로로, 참이면 열 둘을 골라 가로로 소프트맥스를 합니다.
# 힌트 3: `logits[:, [contradiction, entailment]]`

# %% solution="zero-shot"
def zero_shot(logits, labels, entailment, contradiction, multi):
    """라벨의 확률.

    Args:
        logits: (라벨의 수, 클래스의 수). labels: 라벨들.
        entailment, contradiction: 클래스의 번호. multi: 라벨마다 따로 볼지.

    Returns:
        (라벨, 확률)의 리스트, 큰 것부터.

    Example:
        >>> zero_shot(np.array([[1., 0., 0.], [3., 0., 4.]]), ["음악", "연기"], 0, 2, False)
        [('연기', 0.8808), ('음악', 0.1192)]
    """
    ### BEGIN SOLUTION
    if multi:
        chosen = logits[:, [contradiction, entailment]]
        e = np.exp(chosen - chosen.max(1, keepdims=True))
        chances = e[:, 1] / e.sum(1)
    else:
        e = np.exp(logits[:, entailment] - logits[:, entailment].max())
        chances = e / e.sum()
    order = np.argsort(-chances)
    return [(labels[n], float(chances[n])) for n in order]
    ### END SOLUTION

def my_guess():
    """라벨이 하나뿐이고 multi가 거짓일 때의 확률."""
    ### BEGIN SOLUTION
    return 1.0
    ### END SOLUTION

# %% test="zero-shot" points=2
_t300_labels = ["음악", "연기", "음식"]
def _t300_zero(multi, logits, yes, no, want, why, slips=()):
    given = [np.array(logits, dtype=float), _t300_labels[:len(logits)], yes, no, multi]
    testing.check(zero_shot, given, want, why, slips)
### BEGIN HIDDEN TESTS
def _t300_draw_zero(rng, multi):
    yes, no = map(int, rng.choice(3, 2, replace=False))
    logits = rng.normal(1000 * int(rng.integers(2)), 2, (int(rng.integers(1, 4)), 3))
    odds = 1 / (1 + np.exp(logits[:, no] - logits[:, yes]))
    among = np.exp(logits[:, yes] - logits[:, yes].max())
    want = zip(_t300_labels, odds if multi else among / among.sum())
    _t300_zero(multi, logits, yes, no, sorted(want, key=lambda pair: -pair[1]), f"무작위 로짓입니다. 함의 {yes}번과 모순 {no}번의 열을 손으로 견주어 보세요.")
### END HIDDEN TESTS

_t300_zero(False, [[2, 4, 1], [0, 1, 3], [1, 0, 2]], 2, 1,
           [("연기", 0.665240956), ("음식", 0.244728471), ("음악", 0.090030573)],
           "multi가 거짓이면 함의의 로짓 1, 3, 2끼리 소프트맥스를 합니다. 모든 라벨을 큰 것부터 돌려줍니다.", {
    "세 클래스를 모두 넣었습니다.": [("연기", 0.8438), ("음식", 0.6652), ("음악", 0.042)],
    "세 클래스를 모두 넣은 다음 나누었습니다.": [("연기", 0.544), ("음식", 0.4289), ("음악", 0.0271)],
    "라벨마다 따로 보았습니다. 그것은 multi가 참일 때입니다.":
        [("연기", 0.8808), ("음식", 0.8808), ("음악", 0.0474)],
    "함의의 번호를 0으로 적어 두었습니다. entailment를 쓰세요.":
        [("음악", 0.6652), ("음식", 0.2447), ("연기", 0.09)],
    "함의와 모순을 바꾸어 썼습니다.": [("음악", 0.9362), ("연기", 0.0466), ("음식", 0.0171)],
    "모순을 뺐습니다. 함의의 로짓만 씁니다.": [("연기", 0.4983), ("음식", 0.4983), ("음악", 0.0034)],
    "확률만 정렬했습니다. 라벨도 함께 옮기세요.": [("음악", 0.6652), ("연기", 0.2447), ("음식", 0.09)]})
_t300_zero(False, [[1, 0, 0], [3, 0, 4]], 0, 2, [("연기", 0.880797078), ("음악", 0.119202922)],
           "함의가 0번인 모델입니다. 모순의 로짓은 쓰지 않습니다.")
_t300_zero(False, [[1000, 3000, 3], [998, 7, 0]], 0, 2,
           [("음악", 0.880797078), ("연기", 0.119202922)],
           "로짓은 클 수 있습니다. 견주는 로짓 가운데 가장 큰 것을 먼저 빼세요.")
### BEGIN HIDDEN TESTS
for _t300_n in range(12):
    _t300_draw_zero(np.random.default_rng(_t300_n), False)
### END HIDDEN TESTS

# %% test="zero-shot" part="multi" points=2
_t300_zero(True, [[2, 5, 1], [3, 0, 1]], 0, 2, [("연기", 0.880797078), ("음악", 0.731058579)],
           "multi가 참이면 라벨마다 모순과 함의 둘만 봅니다. 음악은 1과 2, 연기는 1과 3입니다.", {
    "라벨끼리 견주었습니다. 그것은 multi가 거짓일 때입니다.": [("연기", 0.7311), ("음악", 0.2689)],
    "라벨끼리 다시 나누었습니다. 더해서 1이 아니어도 됩니다.": [("연기", 0.5464), ("음악", 0.4536)],
    "세 클래스를 모두 넣었습니다. 중립은 쓰지 않습니다.": [("연기", 0.8438), ("음악", 0.0466)],
    "함의의 로짓만 시그모이드에 넣었습니다.": [("연기", 0.9526), ("음악", 0.8808)],
    "모순의 확률입니다. 함의의 확률을 씁니다.": [("음악", 0.2689), ("연기", 0.1192)]})
_t300_zero(True, [[0, 1, 3], [2, 4, 1]], 1, 0, [("연기", 0.880797078), ("음악", 0.731058579)],
           "함의는 1번, 모순은 0번입니다. entailment와 contradiction을 쓰세요.", {
    "모순의 번호를 적어 두었습니다. contradiction을 쓰세요.": [("연기", 0.9526), ("음악", 0.1192)]})
_t300_zero(True, [[0, 2, 1], [5, 1, 3]], 1, 2, [("음악", 0.731058579), ("연기", 0.119202922)],
           "함의는 1번, 모순은 2번입니다. 큰 것부터, 0.5보다 작은 것까지 모두 돌려줍니다.")
_t300_zero(True, [[1, 3], [2, 1]], 1, 0, [("음악", 0.880797078), ("연기", 0.268941421)],
           "중립이 없이 클래스가 둘인 모델입니다.")
_t300_zero(True, [[0, 1999, 2000]], 1, 2, [("음악", 0.268941421)],
           "로짓은 클 수 있습니다. 함께 더하는 로짓 가운데 가장 큰 것을 먼저 빼세요.")
_t300_zero(True, [[0, 3000, 2999], [9, 1000, 1001]], 1, 2, 
           [("음악", 0.731058579), ("연기", 0.268941421)],
           "라벨마다 그 라벨의 큰 로짓을 뺍니다. 표 전체에서 가장 큰 것을 빼면 모두 0이 됩니다.")
### BEGIN HIDDEN TESTS
for _t300_n in range(12):
    _t300_draw_zero(np.random.default_rng(100 + _t300_n), True)
### END HIDDEN TESTS

# %% test="zero-shot" part="guess" points=1
import contextlib

_t300_said = my_guess()
assert isinstance(_t300_said, (int, float, np.number)) and 0 <= _t300_said <= 1, (
    f"0과 1 사이의 수로 예측하세요. 지금: {_t300_said!r}")
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    _t300_seen = zero_shot(np.array([[-9.0, 1.0, 8.0]]), ["음식"], 0, 2, False)
    print("내 예측", _t300_said, " 잰 값", _t300_seen)

# %% [markdown]
# ## 과제 5. 패딩은 얼마나 ★☆☆ · 12분
#
# **목표.** `padded_tokens(lengths, size, by_length)`: 길이가 `lengths`인 글들을 앞에서부터 `size`개씩 묶고, 배치마다 **그 배치에서 가장 긴 글**에 맞출 때, 모델이 읽는 토큰의 수(패딩까지)를 셉니다. `by_length`가 참이면 먼저 **짧은 것부터** 길이 순서로 놓습니다. 마지막 배치는 작을 수 있습니다.
#
# **재기 전에** 길이가 5부터 60까지 고르게 퍼진 글 640개를 32개씩 아무 순서로 묶으면 토큰의 몇 분의 몇이 패딩일지 `my_share()`에서 0과 1 사이로 예측하세요. 예측이 맞지 않아도 점수는 같습니다.
#
# 힌트 1: 32개 가운데 가장 긴 글은 대개 몇 토큰입니까?
# 힌트 2: `size`씩 건너뛰며 잘라, 자른 것의 최댓값에 **자른 것의 개수**를 곱해 더합니다.
# 힌트 3: `for n in range(0, len(lengths), size): group = lengths[n:n + size]`

# %% solution="padding"
def padded_tokens(lengths, size, by_length):
    """패딩까지 센 토큰의 수.

    Args:
        lengths: 글의 길이(정수)의 리스트. size: 배치 크기. by_length: 짧은 것부터 묶을지.

    Returns:
        정수.

    Example:
        >>> padded_tokens([2, 9, 3], 2, False)
        21
    """
    ### BEGIN SOLUTION
    lengths = sorted(lengths) if by_length else lengths
    groups = [lengths[n:n + size] for n in range(0, len(lengths), size)]
    return sum(max(group) * len(group) for group in groups)
    ### END SOLUTION

def my_share():
    """아무 순서로 묶을 때 패딩의 비율."""
    ### BEGIN SOLUTION
    return 0.45
    ### END SOLUTION

# %% test="padding" points=3
testing.check(padded_tokens, [[4, 1, 6, 2, 3, 7, 3, 2, 5, 1], 4, False], 62,
              "배치는 4·1·6·2, 3·7·3·2, 5·1이고, 배치마다 가장 긴 글에 맞춥니다.", {
    "배치마다가 아니라 전체에서 가장 긴 글에 맞추었습니다.": 70,
    "패딩만 세었습니다. 진짜 토큰까지 셉니다.": 28,
    "패딩을 세지 않았습니다. 패딩까지 셉니다.": 34,
    "마지막 배치가 가득 찼다고 보았습니다. 글의 수만큼만 셉니다.": 72,
    "마지막의 작은 배치를 빠뜨렸습니다.": 52,
    "배치의 첫 글에 맞추었습니다. 가장 긴 글에 맞춥니다.": 38,
    "비율입니다. 토큰의 수를 돌려주세요.": 28 / 62,
    "size를 배치의 수로 보았습니다. 배치마다의 글의 수입니다.": 55,
    "고른 크기로 나누었습니다. 앞에서부터 size개씩이고 마지막만 작습니다.": 60,
    "앞 배치의 것을 이어 썼습니다. 가장 긴 길이는 배치마다 새로 찾습니다.": 66,
    "길이 순서로 묶었습니다. by_length가 거짓이면 받은 순서로 묶습니다.": 42})
testing.check(padded_tokens, [[2, 9, 3], 2, False], 21, "앞에서부터 size개씩입니다. 9 × 2 + 3입니다.")
testing.check(padded_tokens, [[2, 9, 3, 8, 1], 2, True], 29,
              "by_length가 참이면 짧은 것부터 1, 2, 3, 8, 9의 순서로 묶습니다.", {
    "긴 것부터 놓았습니다. 짧은 것부터입니다.": 25,
    "받은 순서로 묶었습니다. by_length가 참이면 길이 순서입니다.": 35})
testing.check(padded_tokens, [[3, 5], 4, False], 10, "글이 size보다 적어도 글의 수만큼만 셉니다.")
testing.check(padded_tokens, [[2, 4, 6, 8], 2, False], 24, "글의 수가 size로 나누어떨어지면 남는 배치가 없습니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3005)
for _t300_n in range(20):
    _t300_long = _t300_rng.integers(1, 60, int(_t300_rng.integers(1, 40))).tolist()
    _t300_size, _t300_rows = int(_t300_rng.integers(1, 9)), sorted(_t300_long) if _t300_n % 2 else _t300_long
    _t300_starts = range(0, len(_t300_rows), _t300_size)
    _t300_groups = [_t300_rows[n:n + _t300_size] for n in _t300_starts]
    testing.check(padded_tokens, [_t300_long, _t300_size, bool(_t300_n % 2)], sum(max(g) * len(g) for g in _t300_groups), f"무작위 길이입니다. 배치는 {_t300_groups}입니다.")
### END HIDDEN TESTS

# %% test="padding" part="guess" points=1
import contextlib

_t300_said = my_share()
assert isinstance(_t300_said, (int, float, np.number)) and 0 <= _t300_said <= 1, (
    f"0과 1 사이의 수로 예측하세요. 백분율이 아닙니다. 지금: {_t300_said!r}")
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    _t300_lengths = np.random.default_rng(3006).integers(5, 61, 640).tolist()
    for _t300_order in (False, True):
        _t300_read = padded_tokens(_t300_lengths, 32, _t300_order)
        print("길이 순서" if _t300_order else "아무 순서",
              f"패딩 {1 - sum(_t300_lengths) / _t300_read:.2f}")
    print("내 예측", _t300_said)

# %% [markdown]
# ## 과제 6. 배치에 따라 달라지는 답 ★★☆ · 15분
#
# 동료가 문장 벡터를 만들어 검색에 썼습니다. 글을 **하나씩** 넣을 때와 **배치로** 넣을 때 답이 다릅니다. 원인이 둘 있습니다. 하나는 `leaky_mean`(맨 위의 셀), 하나는 길이 순서로 묶은 뒤 **순서를 되돌리지 않은** 것입니다.
#
# **목표 1.** `mean_pool(states, mask)`: `mask`가 1인 자리만 평균합니다. 패딩의 벡터는 0이 **아닐** 수 있습니다. 글에는 진짜 토큰이 하나 이상 있습니다.
#
# **목표 2.** `restore(order, results)`: `order[n]`번째 글의 결과가 `results[n]`입니다. 결과를 **원래 글의 순서로** 돌려줍니다.
#
# 힌트 1: 패딩을 뺀 합을 무엇으로 나누어야 합니까? 그리고 `order`가 `[2, 0, 1]`이면 `results[0]`은 몇 번째 글의 것입니까?
# 힌트 2: `mask[..., None]`을 곱해 더하고 `mask`의 합으로 나눕니다. 되돌릴 때는 빈 자리에 하나씩 놓습니다.
# 힌트 3: `for n, row in enumerate(order): back[row] = results[n]`

# %% solution="same-answer"
def mean_pool(states, mask):
    """진짜 토큰의 평균 벡터.

    Args:
        states: (B, L, H). mask: (B, L), 진짜 토큰이면 1, 패딩이면 0.

    Returns:
        (B, H).
    """
    ### BEGIN SOLUTION
    weights = mask[..., None]
    return (states * weights).sum(axis=1) / weights.sum(axis=1)
    ### END SOLUTION

def restore(order, results):
    """결과를 원래 글의 순서로.

    Args:
        order: 글의 번호, 처리한 순서대로. results: 처리한 순서대로의 결과.

    Returns:
        결과의 리스트, 원래 글의 순서.

    Example:
        >>> restore([2, 0, 1], ["c", "a", "b"])
        ['a', 'b', 'c']
    """
    ### BEGIN SOLUTION
    back = [None] * len(order)
    for n, row in enumerate(order):
        back[row] = results[n]
    return back
    ### END SOLUTION

# %% test="same-answer" points=2
def _t300_pool(states, mask, want, why, slips=()):
    given = [np.array(states, dtype=float), np.array(mask)]
    testing.check(mean_pool, given, want, why, slips)

_t300_pool([[[2, 4], [4, 0], [9, 9]], [[1, 1], [3, 5], [5, 0]]], [[1, 1, 0], [1, 1, 1]],
           [[3, 2], [3, 2]], "mask가 1인 자리만 평균합니다. 패딩의 벡터는 0이 아닐 수 있습니다.", {
    "패딩까지 평균했습니다.": [[5, 13 / 3], [3, 2]],
    "패딩까지의 길이로 나누었습니다. 진짜 토큰의 수로 나눕니다.": [[2, 4 / 3], [3, 2]],
    "더하기만 했습니다.": [[6, 4], [9, 6]],
    "가장 큰 값입니다. 평균을 내세요.": [[4, 4], [5, 5]],
    "첫 토큰의 벡터입니다.": [[2, 4], [1, 1]],
    "배치 전체의 토큰 수로 나누었습니다.": [[1.2, 0.8], [1.8, 1.2]],
    "글마다 제 토큰 수로 나누어야 합니다. 모두 같은 수로 나누었습니다.": [[3, 2], [4.5, 3]],
    "패딩의 평균입니다.": [[9, 9]]})
_t300_pool([[[8], [1], [4]]], [[0, 1, 1]], [[2.5]], "패딩은 앞에도 있을 수 있습니다. mask가 1인 자리를 고르세요.")
_t300_pool([[[0, 0], [4, 2], [2, 4], [9, 9]]], [[1, 1, 1, 0]], [[2, 2]],
           "진짜 토큰의 벡터도 0일 수 있습니다. 벡터의 값이 아니라 mask로 셉니다.")
_t300_pool([[[7, 2], [5, 5]]], [[1, 0]], [[7, 2]], "진짜 토큰이 하나이면 그 벡터입니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3007)
for _t300_n in range(12):
    _t300_states = _t300_rng.normal(size=_t300_rng.integers(1, 6, 3))
    _t300_m = (_t300_rng.random(_t300_states.shape[:2]) < 0.6).astype(int)
    _t300_m[:, -1] = 1
    _t300_want = [s[m == 1].mean(0) for s, m in zip(_t300_states, _t300_m)]
    _t300_pool(_t300_states, _t300_m, np.array(_t300_want), "무작위 배열입니다. 글마다 mask가 1인 줄만 손으로 평균해 보세요.")
### END HIDDEN TESTS

# %% test="same-answer" part="order" points=2
testing.check(restore, [[1, 3, 2, 0], ["나", "라", "다", "가"]], ["가", "나", "다", "라"],
              "order[n]번째 글의 결과가 results[n]입니다. 원래 글의 순서로 돌려줍니다.", {
    "order로 다시 골랐습니다. 그러면 한 번 더 섞입니다.": ["라", "가", "다", "나"],
    "순서를 되돌리지 않았습니다.": ["나", "라", "다", "가"],
    "한 자리씩 밀렸습니다. 번호는 0부터입니다.": ["나", "다", "라", "가"],
    "뒤에서부터 놓았습니다.": ["라", "다", "나", "가"]})
testing.check(restore, [[1, 0, 2], [5, 9, 1]], [9, 5, 1],
              "0번 글의 결과는 9입니다. 결과를 크기로 정렬하지 말고 order로 되돌리세요.")
testing.check(restore, [[2, 1, 0, 3], ["부정", "긍정", "부정", "긍정"]],
              ["부정", "긍정", "부정", "긍정"],
              "같은 결과가 여럿입니다. 결과의 값이 아니라 몇 번째인지로 자리를 찾으세요.")
testing.check(restore, [[2, 0, 1], [[0.5, 1], [2, 3], [4, 5]]], [[2, 3], [4, 5], [0.5, 1]],
              "결과는 벡터일 수도 있습니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3008)
for _t300_n in range(10):
    _t300_order = _t300_rng.permutation(int(_t300_rng.integers(1, 9))).tolist()
    testing.check(restore, [_t300_order, [f"글{n}" for n in _t300_order]], [f"글{n}" for n in range(len(_t300_order))], "무작위 순서입니다. n번 글의 결과가 n번 자리에 있어야 합니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 이 보고서를 믿을까요 (글로 답하기) ★★☆ · 12분
#
# 동료의 보고서입니다.
#
# > 고객의 글을 제로샷 파이프라인으로 `배송`, `환불`, `칭찬` 셋으로 나누었습니다. `multi_label=False`로 했더니 모든 글에서 세 확률의 합이 1이어서 빠진 글이 없습니다.
# > 가장 큰 확률의 평균이 0.83이므로 정확도는 83%쯤입니다. 라벨은 하나도 쓰지 않았으니 시험 데이터도 필요 없습니다.
# > 개체명은 `aggregation_strategy="first"`로 묶었습니다. `부산에서`처럼 나오지만 지역 이름이 보이므로 문제없습니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 합이 1이라서 빠진 글이 없다는 말이 왜 틀립니까? 무엇을 바꾸겠습니까?
# 2. 정확도 83%라는 말이 왜 틀립니까? 무엇을, 무엇과 견주어 재겠습니까?
# 3. `부산에서`는 무엇을 망칩니까? 어떻게 고치겠습니까?

# %% [markdown] manual="trust-report" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 소프트맥스를 라벨끼리 하므로 셋과 상관없는 글도 합이 1입니다. `multi_label=True`로 라벨마다 따로 보거나, `기타` 라벨과 문턱을 두고 라벨이 붙은 글로 문턱을 정합니다.
# 2. 확률의 평균은 모델의 자신감이지 맞은 비율이 아닙니다. 사람이 라벨을 붙인 글을 따로 두어 정확도를 재고, 다수 라벨만 답할 때와 선형 모델 같은 기준선과 견줍니다. 라벨 없이 배웠어도 시험에는 라벨이 필요합니다.
# 3. 조사까지 들어가 `부산`, `부산에서`, `부산은`이 서로 다른 지역으로 세어지고, 구간으로 채점하면 틀립니다. 조각마다 태그를 배운 모델에서 `simple`로 묶거나 조사를 떼어 냅니다.
#
# **채점 기준 (5점)**
#
# - 1번 1.5점: 라벨끼리의 소프트맥스라 언제나 1이라는 말 1점, 고치는 방법 0.5점.
# - 2번 2점: 자신감과 정확도가 다르다는 말 1점, 라벨이 붙은 시험 데이터 0.5점, 기준선 0.5점.
# - 3번 1.5점: 조사 때문에 생기는 문제 1점, 고치는 방법 0.5점.
# ### END SOLUTION
