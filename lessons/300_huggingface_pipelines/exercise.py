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
import copy

import numpy as np


def leaky_mean(states, mask):
    """과제 6: 동료의 문장 벡터. 배치에 따라 답이 달라집니다."""
    return states.mean(axis=1)

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t300_call(function, *arguments):
    """부르고, 돌려준 것이 있는지와 받은 것을 고치지 않았는지 봅니다."""
    kept = copy.deepcopy(arguments)
    got = function(*arguments)

    def same(new, old):
        if isinstance(old, (tuple, list)):
            return len(new) == len(old) and all(map(same, new, old))
        return np.array_equal(new, old)
    assert same(arguments, kept), "받은 입력이 바뀌었습니다. 받은 것을 고치지 말고 새로 만드세요."
    return got

def _t300_returned(got, name):
    assert got is not None, f"{name}: 아무것도 돌려주지 않습니다. return 문을 확인하세요."
    return got

def _t300_equal(got, want, slips, why, given):
    """같아야 합니다. 다르면 잘 아는 실수와 견주어 말하고, 여럿과 같으면 모두 적습니다."""
    told = dict.fromkeys(said for said, wrong in slips if _t300_alike(got, wrong))
    why = " 아니면: ".join(told) or _t300_apart(got, want) + why
    assert _t300_alike(got, want), f"{why} {given}: {_t300_shown(got, want)}"

def _t300_alike(a, b):
    """수는 가깝고 나머지는 같은가."""
    if isinstance(b, (list, tuple)):
        listed = isinstance(a, (list, tuple)) and len(a) == len(b)
        return listed and all(map(_t300_alike, a, b))
    if b is None or isinstance(b, str) or a is None or isinstance(a, str):
        return a is b is None or (isinstance(a, str) and isinstance(b, str) and a == b)
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return a.shape == b.shape and bool(np.allclose(a, b, atol=1e-6))

def _t300_apart(got, want):
    """이름과 수의 짝에서 무엇이 다른지."""
    if not (isinstance(want, list) and want and isinstance(want[0][0], str)):
        return ""
    if len(got) != len(want):
        return f"{len(want)}개여야 하는데 {len(got)}개입니다. "
    same = [one[:-1] for one in got] == [one[:-1] for one in want]
    return "이름과 차례는 맞고 수가 다릅니다. " if same else ""

def _t300_plain(value, digits=3):
    """보일 때 쓰는 모양."""
    if isinstance(value, (list, tuple)):
        return type(value)(_t300_plain(one, digits) for one in value)
    if isinstance(value, np.ndarray):
        return _t300_plain(value.tolist(), digits)
    return round(float(value), digits) if isinstance(value, (float, np.floating)) else value

def _t300_shown(got, want):
    """나온 값과 맞는 값. 세 자리로 같아 보이면 더 적습니다."""
    digits = 3 if _t300_plain(got) != _t300_plain(want) else 9
    return f"나온 값 {_t300_plain(got, digits)}, 맞는 값 {_t300_plain(want, digits)}"

def _t300_rounded(want):
    """반올림해서 돌려준 실수들."""
    return [("반올림한 값입니다. 그대로 돌려주세요.", _t300_plain(want, n)) for n in (2, 3, 4)]

def _t300_pairs(got, name):
    """(글자, 수) 쌍의 리스트."""
    got = _t300_returned(got, name)
    try:
        return [(str(label), float(score)) for label, score in got]
    except (TypeError, ValueError):
        raise AssertionError(f"{name}: (라벨, 확률) 쌍의 리스트를 돌려주세요. 지금: {got!r}") from None

def _t300_chances(function, logits, *others):
    """부르고 (라벨, 확률) 쌍을 얻습니다. 큰 로짓에서 넘쳤으면 그렇게 말합니다."""
    try:
        with np.errstate(all="ignore"):
            got = _t300_pairs(_t300_call(function, logits, *others), function.__name__)
    except OverflowError:
        got = [("", np.nan)]
    assert np.isfinite([p for _, p in got]).all() or np.abs(logits).max() < 500, (
        "np.exp가 넘치거나 모두 0이 되었습니다. 함께 더하는 로짓 가운데 가장 큰 것을 먼저 빼세요. "
        f"로짓 {logits.tolist()}: {got}")
    return got

def _t300_softmax(x):
    e = np.exp(np.asarray(x, float) - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)

def _t300_ranked(labels, scores, k=None):
    order = sorted(range(len(labels)), key=lambda n: -scores[n])
    return [(labels[n], float(scores[n])) for n in order][:k]

# %% [markdown]
# ## 과제 1. 로짓에서 라벨까지 ★☆☆ · 10분
#
# **목표.** 분류 파이프라인의 후처리입니다. 로짓을 소프트맥스로 확률로 바꾸고, 확률이 큰 것부터 `k`개를 `(라벨, 확률)`로 돌려줍니다.
#
# - 확률은 **모든 라벨**에 대해 더해서 1입니다. `k`개만 골라도 다시 나누지 않습니다.
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
def _t300_top(logits, names, k, why):
    logits = np.array(logits, dtype=float)
    got, chances = _t300_chances(top_labels, logits, names, k), _t300_softmax(logits)
    want, best = _t300_ranked(names, chances, k), np.sort(chances)[::-1][:k].sum()
    slips = [
        ("로짓을 그대로 돌려주었습니다. 소프트맥스로 확률을 만드세요.", _t300_ranked(names, logits, k)),
        ("소프트맥스가 아니라 시그모이드입니다. 라벨끼리 더해 1이 아닙니다.",
         _t300_ranked(names, 1 / (1 + np.exp(-logits.clip(-700))), k)),
        ("작은 것부터 놓았습니다.", _t300_ranked(names, chances)[::-1][:k]),
        ("k개만 골라야 합니다.", _t300_ranked(names, chances)),
        ("가장 큰 것을 빠뜨렸습니다.", _t300_ranked(names, chances)[1:k + 1]),
        ("가장 큰 것으로 나누었습니다. 모두 더한 값으로 나눕니다.",
         [(name, p / chances.max()) for name, p in want]),
        ("소프트맥스를 두 번 했습니다.", _t300_ranked(names, _t300_softmax(chances), k)),
        ("고른 k개로 다시 나누었습니다. 확률은 모든 라벨에 대한 것입니다.", [(name, p / best) for name, p in want]),
        ("라벨의 차례를 바꾸지 않고 앞의 k개를 골랐습니다.", list(zip(names, chances.tolist()))[:k]),
        ("라벨의 번호입니다. names에서 이름을 꺼내세요.", [(str(names.index(name)), p) for name, p in want]),
        ("확률의 로그입니다. 확률을 돌려주세요.", [(name, np.log(max(p, 1e-300))) for name, p in want]),
        *_t300_rounded(want)]
    _t300_equal(got, want, slips, why, f"로짓 {logits.tolist()}, 라벨 {names}, k {k}")

_t300_top([1.0, -1.0, 3.0, 0.5], ["가", "나", "다", "라"], 2, "큰 것부터 두 개입니다.")
_t300_top([0, 2], ["부정", "긍정"], 1, "로짓 0과 2의 소프트맥스는 0.119와 0.881입니다.")
_t300_top([3000, 2998, 0], ["참", "거짓", "모름"], 2, "큰 로짓에서도 같은 값입니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3001)
for _t300_n in range(10):
    _t300_c = int(_t300_rng.integers(2, 7))
    _t300_top(_t300_rng.normal(1000 * (_t300_n % 2), 2, _t300_c), [f"라벨{n}" for n in range(_t300_c)], int(_t300_rng.integers(1, _t300_c + 1)), "무작위 로짓입니다.")
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
def _t300_reference(tags, scores, places, text, least, join=None, score=np.mean, short=0,
                    early=False):
    join = join or (lambda tag, kind, before, last: tag[0] == "I" and kind == before)
    groups, before, last = [], None, None
    for tag, s, (a, b) in zip(tags, scores, places):
        kind = tag[2:] if tag != "O" else None
        if kind and early and s < least:
            kind = None
        if kind and groups and join(tag, kind, before, last):
            groups[-1][1].append(s)
            groups[-1][3] = b
        elif kind:
            groups.append([kind, [s], a, b])
            last = kind
        before = kind
    return [(kind, text[a:b - short], float(score(found))) for kind, found, a, b in groups
            if early or score(found) >= least]

def _t300_group(tags, scores, pieces, least, why):
    text, places = "", []
    for piece in pieces:
        if not piece.startswith("##") and text:
            text += " "
        places.append((len(text), len(text) + len(piece.removeprefix("##"))))
        text += piece.removeprefix("##")
    given = (tags, scores, places, text, least)
    got = _t300_returned(_t300_call(group_entities, *given), "group_entities")
    try:
        got = [(str(k), str(t), float(s)) for k, t, s in got]
    except (TypeError, ValueError):
        raise AssertionError(f"(종류, 글, 점수)의 리스트를 돌려주세요. 지금: {got!r}") from None
    def but(*others, **how):
        return _t300_reference(*(others or given), **how)

    def bare(rows):
        return [(kind, found.replace(" ", ""), round(score, 6)) for kind, found, score in rows]
    want, ends = but(), tags[-1] != "O"
    alone = ["O" if tag[0] == "I" and not (n and tags[n - 1][2:] == tag[2:]) else tag
             for n, tag in enumerate(tags)]
    halved = lambda s: sum(x / 2 ** min(len(s) - 1, len(s) - n) for n, x in enumerate(s))
    slips = [
        ("B-도 앞에 이었습니다. B-는 언제나 새 개체명입니다.", but(join=lambda t, k, b, l: k == b)),
        ("종류가 다른 I-도 이었습니다.", but(join=lambda t, k, b, l: t[0] == "I" and b is not None)),
        ("O가 끊은 것을 다시 이었습니다. 바로 앞 조각을 보세요.",
         but(join=lambda t, k, b, l: t[0] == "I" and k == l)),
        ("I-로 시작하는 것을 버렸습니다. 앞과 이어지지 않는 I-는 새로 시작합니다.", but(alone, *given[1:])),
        ("점수가 첫 조각의 것입니다. 조각들의 평균입니다.", but(score=lambda s: s[0])),
        ("점수가 가장 큰(작은) 조각의 것입니다. 조각들의 평균입니다.", but(score=max)),
        ("점수가 가장 큰(작은) 조각의 것입니다. 조각들의 평균입니다.", but(score=min)),
        ("조각마다 버렸습니다. 개체명의 평균이 least보다 작을 때 버립니다.", but(early=True)),
        ("점수가 낮은 것을 버리지 않았습니다.", but(*given[:4], -1.0)),
        ("글의 끝이 한 글자 모자랍니다.", but(short=1)),
        ("점수를 더하기만 했습니다. 조각의 수로 나누세요.", but(score=sum)),
        ("점수를 곱했습니다. 조각들의 평균입니다.", but(score=np.prod)),
        ("점수의 차례로 놓았습니다. 글에 나온 순서 그대로입니다.", sorted(want, key=lambda one: -one[2])),
        ("글이 앞에 왔습니다. (종류, 글, 점수)의 차례입니다.", [(t, k, s) for k, t, s in want]),
        ("B-나 I-가 종류에 남았습니다. 그 뒤의 글자가 종류입니다.",
         got if any(kind[1:2] == "-" for kind, *_ in got) else None),
        ("least와 같은 것도 버렸습니다. 작은 것만 버립니다.", [one for one in want if one[2] > least + 1e-9]),
        *[("평균을 반올림해서 least와 견주었습니다. 그대로 견주세요.",
           [one for one in but(*given[:4], -1) if round(one[2], n) >= least]) for n in (1, 2)],
        ("종류의 글자까지 떼었습니다. 앞의 두 글자(B-나 I-)만 떼세요.",
         [(kind.lstrip("BI-"), *others) for kind, *others in want]),
        ("같은 개체명을 거듭 넣었습니다. 넣은 다음에는 잇던 것을 지우세요.",
         got if list(dict.fromkeys(bare(got))) == bare(want) != bare(got) else None),
        ("글의 끝에서 끝나는 개체명을 넣지 않았습니다. 반복이 끝난 뒤에 남은 것도 넣으세요.",
         want[:-1] if ends else None),
        ("두 개씩 평균해 나갔습니다. 모두 더해 조각의 수로 나눕니다.", but(score=halved)),
        ("빈칸이 다릅니다. 조각을 이어 붙이지 말고 text를 첫 시작부터 마지막 끝까지 자르세요.",
         got if bare(got) == bare(want) else None), *_t300_rounded(want)]
    _t300_equal(got, want, slips, why, f"조각 {pieces}, 태그 {tags}, 점수 {scores}, least {least}")

_t300_group(["B-LC", "I-LC", "O"], [.7, .9, .9], ["부", "##산", "##에서"], .5, "두 조각이 한 개체명입니다.")
_t300_group(["B-PS", "B-PS", "I-PS", "O"], [.9, .8, .8, .9], ["민지", "수", "##현", "##은"], .5,
            "사람이 둘입니다.")
_t300_group(["B-DT", "I-DT", "I-LC", "O"], [.8, .6, .8, .9], ["지난", "토요일", "부산", "##에서"], .5,
            "종류가 바뀌면 I-라도 새로 시작합니다.")
_t300_group(["I-DT", "B-DT", "I-DT", "I-DT"], [.8, .9, .6, .3], ["어제", "지난", "토요일", "##밤"], .2,
            "둘입니다. 둘째는 글의 끝에서 끝나고, 평균은 (0.9 + 0.6 + 0.3) / 3 = 0.6입니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3002)
def _t300_draw(least):
    n = int(_t300_rng.integers(1, 9))
    tags = [str(t) for t in _t300_rng.choice(["O", "B-PS", "I-PS", "I-PS", "B-IT", "I-IT"], n)]
    pieces = [("##" if _t300_rng.random() < .5 and i else "") + "가나다라"[: int(_t300_rng.integers(1, 4))] for i in range(n)]
    _t300_group(tags, [round(float(s), 2) for s in _t300_rng.uniform(.3, 1, n)], pieces, least, "무작위 조각입니다.")
for _t300_n in range(15):
    _t300_draw(0.0)
### END HIDDEN TESTS

# %% test="group-entities" part="least" points=2
_t300_group(["B-PS", "I-PS", "O", "I-PS", "I-PS"], [.9, .3, .9, .9, .7],
            ["김", "##민지", "##와", "수", "##현"], .6, "평균 0.6은 0.6보다 작지 않습니다. O 다음의 I-는 새로 시작합니다.")
_t300_group(["B-PS", "I-PS", "B-LC"], [.9, .2, .5], ["김", "##민지", "부산"], .6,
            "평균이 least보다 작으면 버립니다.")
### BEGIN HIDDEN TESTS
for _t300_n in range(15):
    _t300_draw(float(_t300_rng.choice([.5, .65, .8])))
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
def _t300_windows(n, room, step, why):
    got = _t300_returned(_t300_call(windows, n, room, step), "windows")
    try:
        got = [(int(a), int(b)) for a, b in got]
    except (TypeError, ValueError):
        raise AssertionError(f"(시작, 끝)의 리스트를 돌려주세요. 지금: {got!r}") from None
    starts = [0]
    while starts[-1] + room < n:
        starts.append(starts[-1] + step)
    want = [(a, min(a + room, n)) for a in starts]
    slips = [("끝에 닿은 창 다음에도 창을 더 만들었습니다.", [(a, min(a + room, n)) for a in range(0, n, step)]),
             ("마지막 창이 없습니다. 남은 토큰이 버려집니다.", want[:-1]),
             ("마지막 창을 앞으로 당겼습니다. step의 배수에서 시작하고 짧을 수 있습니다.",
              [*want[:-1], (max(0, n - room), n)]),
             ("끝이 글의 끝을 넘었습니다.", [(a, a + room) for a in starts]),
             ("창이 겹치지 않습니다. step만큼 옮깁니다.", [(a, min(a + room, n)) for a in range(0, n, room)])]
    _t300_equal(got, want, slips, why, f"n {n}, room {room}, step {step}")

_t300_windows(10, 6, 3, "(0, 6), (3, 9), (6, 10)입니다.")
_t300_windows(9, 6, 3, "둘째 창이 끝에 닿았으므로 거기에서 멈춥니다.")
_t300_windows(4, 6, 3, "한 창에 다 들어갑니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3003)
for _t300_n in range(25):
    _t300_room = int(_t300_rng.integers(1, 12))
    _t300_windows(int(_t300_rng.integers(1, 40)), _t300_room, int(_t300_rng.integers(1, _t300_room + 1)), "무작위 크기입니다.")
### END HIDDEN TESTS

# %% test="long-text" part="answer" points=3
def _t300_best(found, longest, why):
    found = [(at, np.array(s, float), np.array(e, float), null) for at, s, e, null in found]
    got = _t300_call(best_answer, found, longest)
    assert got is None or np.shape(got) == (2,), f"(처음, 마지막)이나 None을 돌려주세요. 지금: {got!r}"
    got = None if got is None else (int(got[0]), int(got[1]))

    never = lambda nulls: -np.inf

    def pick(limit=longest, shift=1, null=min, ordered=True, margin=0, skip=False,
             floor=-np.inf, found=found):
        spans = [(s[i] + e[j] - margin * z, -n, -i, -j, (shift * at + i, shift * at + j))
                 for n, (at, s, e, z) in enumerate(found)
                 for i in range(len(s)) for j in range(len(e))
                 if (not ordered or i <= j) and j - i < limit
                 and s[i] + e[j] > max(floor, z - 1e-9 if skip else floor)]
        best = max(spans, default=(-np.inf, None))
        return None if null([z for *_, z in found]) > best[0] else best[-1]
    apart = [(s.max() + e.max(), (at + int(s.argmax()), at + int(e.argmax())))
             for at, s, e, _ in found]
    near = [(total, (i, j)) for total, (i, j) in apart if 0 <= j - i < longest]
    ahead = [(s[i] + max(e[i:i + longest]), (at + i, at + i + int(e[i:i + longest].argmax())))
             for at, s, e, _ in found for i in [int(s.argmax())]]
    behind = [(max(s[k:j + 1]) + e[j], (at + k + int(s[k:j + 1].argmax()), at + j))
              for at, s, e, _ in found
              for j in [int(e.argmax())] for k in [max(0, j + 1 - longest)]]
    want = pick()
    own = [one for one in (pick(found=[row]) for row in found) if one] or [None]
    slips = [("창 안의 위치입니다. 창의 시작 위치를 더하세요.", pick(shift=0)),
             ("한 창의 null만 커도 답이 없다고 했습니다. 가장 작은 null과 견줍니다.", pick(null=max)),
             ("답이 없을 때 None이어야 합니다.", pick(null=never)),
             ("길이의 한도를 넘었습니다. 토큰 수는 j - i + 1입니다.", pick(longest + 1)),
             ("길이의 한도를 넘었습니다. 토큰 수는 j - i + 1입니다.", pick(10**6)),
             ("longest개짜리 구간도 됩니다.", pick(longest - 1) if longest > 1 else "없음"),
             ("끝이 시작보다 앞에 있습니다.", pick(ordered=False)),
             ("null을 뺀 값으로 창을 골랐습니다. start[i] + end[j]가 가장 큰 것입니다.",
              pick(margin=1, null=never)),
             ("끝이 하나 큽니다. 마지막 토큰도 답에 듭니다.", want and (want[0], want[1] + 1)),
             ("null이 점수와 같으면 답이 있습니다. 클 때만 None입니다.",
              pick(null=lambda z: min(z) + 1e-9)),
             *[("창마다 null과 견주어 답을 정하고 그 가운데 처음(마지막) 것을 골랐습니다.", one)
               for one in (own[0], own[-1])],
             ("가장 좋은 점수를 0에서 시작했습니다. 점수는 모두 음수일 수 있습니다.", pick(floor=0.0)),
             ("null이 더 큰 창을 버렸습니다. 창을 고를 때는 null을 보지 않습니다.",
              pick(skip=True, null=never)),
             *[("시작과 끝을 따로 골랐습니다. 둘의 합이 가장 큰 구간을 찾습니다.",
                max(some, default=(0, None))[1]) for some in (apart, near)],
             *[(f"{one}을 먼저 정하고 나머지를 골랐습니다. 둘의 합이 가장 큰 구간을 찾습니다.",
                max(some)[1]) for one, some in (("시작", ahead), ("끝", behind))]]
    _t300_equal(got, want, slips, why, f"창 {_t300_plain(found)}, longest {longest}")

_t300_best([(0, [0, 2], [0, 1], 5.0), (3, [1, 4], [0, 3], 1.0)], 2,
           "둘째 창의 7점입니다. 글 전체에서는 4번입니다.")
_t300_best([(0, [0, 2, 1], [0, 1, 0], 9.0), (2, [1, 3, 0], [0, 2, 0], 8.0)], 2,
           "가장 작은 null 8점이 5점보다 큽니다.")
_t300_best([(0, [5, 0, 0, 1], [0, 0, 6, 2], 1.0)], 2, "11점인 구간은 토큰 셋입니다.")
_t300_best([(4, [0, 1, 5], [6, 2, 1], 0.0)], 3, "시작 5점이 끝 6점보다 뒤에 있습니다.")
_t300_best([(0, [3, 1], [1, 3], -9.0), (2, [0, 4, 1], [0, 1, 4], 1.0)], 2,
           "null은 답이 없는지를 볼 때만 씁니다.")
_t300_best([(0, [2, 0], [1, 3], 5.0)], 2, "5점인 구간과 null 5점이 같습니다.")
_t300_best([(0, [-5, -2], [-3, -1], -9.0)], 2, "-3점이 null -9점보다 큽니다.")
_t300_best([(0, [6, 0], [0, 4], 12.0), (2, [4, 0], [0, 1], 4.0), (4, [5, 0], [0, 4], 6.0),
            (6, [6, 0], [0, 2], 2.0), (8, [3, 0], [0, 3], 5.0)], 2,
           "가장 작은 null은 2점이고, 10점인 구간이 가장 좋습니다.")
### BEGIN HIDDEN TESTS
for _t300_n in range(30):
    _t300_best([(int(at), *_t300_rng.normal(-6 * (_t300_n % 3 == 2), 3, (2, int(t))), -9 * (_t300_n % 3 == 2) + float(_t300_rng.normal(4, 3))) for at, t in zip(range(0, 12, 4), _t300_rng.integers(2, 7, 3))], int(_t300_rng.integers(1, 5)), "무작위 창입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 제로샷의 점수 ★★☆ · 15분
#
# **목표.** 라벨마다 함의 모델이 낸 로짓 `(라벨의 수, 클래스의 수)`에서 라벨의 확률을 얻습니다. 함의와 모순이 몇 번인지는 모델마다 다르므로 **받습니다**.
#
# - `multi`가 거짓이면: 라벨들의 **함의 로짓끼리** 소프트맥스를 합니다. 더해서 1입니다.
# - `multi`가 참이면: 라벨마다 **모순과 함의 둘만** 소프트맥스를 하고 함의의 확률을 씁니다. 중립은 쓰지 않습니다.
# - `(라벨, 확률)`을 큰 것부터 돌려줍니다. 로짓은 과제 1처럼 클 수 있습니다.
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
def _t300_zero(logits, labels, yes, no, multi, why):
    logits = np.array(logits, dtype=float)
    got = _t300_chances(zero_shot, logits, labels, yes, no, multi)
    soft = lambda *columns: _t300_softmax(logits[:, list(columns)])[:, -1]
    rank = lambda chances: _t300_ranked(labels, chances)
    among, all_three = _t300_softmax(logits[:, yes]), _t300_softmax(logits)[:, yes]
    chances = soft(no, yes) if multi else among
    want, margin = rank(chances), logits[:, yes] - logits[:, no]
    slips = [
        ("세 클래스를 모두 소프트맥스에 넣었습니다.", rank(all_three)),
        ("세 클래스를 모두 소프트맥스에 넣었습니다.", rank(all_three / all_three.sum())),
        ("multi가 참인데 라벨끼리 견주었습니다. 라벨마다 모순과 함의 둘만 봅니다." if multi else
         "multi가 거짓인데 라벨마다 따로 보았습니다. 함의의 로짓끼리 견줍니다.",
         rank(among if multi else soft(no, yes))),
        ("함의의 번호를 0으로 적어 두었습니다. entailment를 쓰세요.",
         rank(soft(no, 0) if multi else _t300_softmax(logits[:, 0]))),
        ("모순의 번호를 적어 두었습니다. contradiction을 쓰세요.", rank(soft(2, yes))),
        ("모순의 번호를 적어 두었습니다. contradiction을 쓰세요.", rank(soft(0, yes))),
        ("함의의 로짓만 시그모이드에 넣었습니다. 모순의 로짓과 견줍니다.",
         rank(1 / (1 + np.exp(-logits[:, yes].clip(-700))))),
        ("함의에서 모순을 뺀 것을 라벨끼리 견주었습니다. 라벨마다 따로 봅니다." if multi else
         "모순을 뺐습니다. 함의의 로짓끼리 견줍니다.", rank(_t300_softmax(margin))),
        ("중립과 견주었습니다. 모순과 견줍니다.", rank(soft(3 - yes - no, yes))),
        ("모순의 확률입니다. 함의의 확률을 씁니다.", rank(1 - soft(no, yes))),
        ("함의와 모순을 바꾸어 썼습니다.",
         rank(soft(yes, no) if multi else _t300_softmax(logits[:, no]))),
        ("확률만 정렬했습니다. 라벨도 함께 옮기세요.", list(zip(labels, sorted(chances.tolist())[::-1]))),
        ("라벨끼리 다시 나누었습니다. multi가 참이면 더해서 1이 아니어도 됩니다.",
         rank(chances / chances.sum())),
        ("큰 것부터 놓지 않았습니다.", list(zip(labels, chances.tolist()))),
        ("큰 것부터 놓지 않았습니다.", want[::-1]), *_t300_rounded(want)]
    _t300_equal(got, want, slips, why, f"로짓 {logits.tolist()}, 라벨 {labels}, 함의 {yes}, "
                f"모순 {no}, multi {multi}")

_t300_zero([[0, 4, 1], [2, 1, 3], [1, 0, 2]], ["음악", "연기", "음식"], 2, 0, False,
           "함의는 2번입니다. 로짓 1, 3, 2를 견줍니다.")
_t300_zero([[1, 0, 0], [3, 0, 4]], ["음악", "연기"], 0, 2, False, "함의의 로짓 1과 3을 견줍니다.")
_t300_zero([[1000, 3000, 3], [998, 7, 0]], ["음악", "연기"], 0, 2, False,
           "큰 로짓에서도 같은 값입니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3004)
for _t300_n in range(12):
    _t300_yes, _t300_no = map(int, _t300_rng.choice(3, 2, replace=False))
    _t300_k = int(_t300_rng.integers(1, 5))
    _t300_zero(_t300_rng.normal(1000 * (_t300_n % 3 == 2), 2, (_t300_k, 3)), list("가나다라")[:_t300_k], _t300_yes, _t300_no, False, "무작위 로짓입니다.")
### END HIDDEN TESTS

# %% test="zero-shot" part="multi" points=2
_t300_zero([[1, 5, 0], [3, 0, 4]], ["음악", "연기"], 0, 2, True, "음악은 1과 0, 연기는 3과 4를 견줍니다.")
_t300_zero([[0, 1, 3], [2, 4, 1]], ["음악", "연기"], 1, 0, True, "함의는 1번, 모순은 0번입니다.")
_t300_zero([[0, 2, 1], [5, 1, 3]], ["음악", "연기"], 1, 2, True, "함의는 1번, 모순은 2번입니다.")
_t300_zero([[0, 1999, 2000], [3, 1000, 2]], ["음악", "연기"], 1, 2, True,
           "큰 로짓에서도 같은 값입니다.")
_t300_zero([[0, 3000, 2999], [9, 1000, 1001]], ["음악", "연기"], 1, 2, True,
           "라벨마다 따로이니 다른 라벨의 로짓이 커도 같은 값입니다.")
### BEGIN HIDDEN TESTS
for _t300_n in range(12):
    _t300_yes, _t300_no = map(int, _t300_rng.choice(3, 2, replace=False))
    _t300_k = int(_t300_rng.integers(1, 5))
    _t300_zero(_t300_rng.normal(1000 * (_t300_n % 3 == 2), 2, (_t300_k, 3)), list("가나다라")[:_t300_k], _t300_yes, _t300_no, True, "무작위 로짓입니다.")
### END HIDDEN TESTS

# %% test="zero-shot" part="guess" points=1
_t300_said = my_guess()
assert isinstance(_t300_said, (int, float, np.number)) and 0 <= _t300_said <= 1, (
    f"0과 1 사이의 수로 예측하세요. 지금: {_t300_said!r}")
print("내 예측", _t300_said, " 잰 값", zero_shot(np.array([[-9.0, 1.0, 8.0]]), ["음식"], 0, 2, False))

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
def _t300_padding(lengths, size, by_length, why):
    got = _t300_returned(_t300_call(padded_tokens, lengths, size, by_length), "padded_tokens")
    assert np.shape(got) == (), f"수 하나를 돌려주세요. 지금: {got!r}"

    def count(rows, each=lambda group: max(group) * len(group)):
        return sum(each(rows[n:n + size]) for n in range(0, len(rows), size))
    rows = sorted(lengths) if by_length else lengths
    want, other = count(rows), count(lengths if by_length else sorted(lengths))
    starts = range(0, len(rows), size)
    slips = [("배치마다가 아니라 전체에서 가장 긴 글에 맞추었습니다.", max(lengths) * len(lengths)),
             ("패딩만 세었습니다. 진짜 토큰까지 셉니다.", want - sum(lengths)),
             ("마지막 배치가 가득 찼다고 보았습니다. 글의 수만큼만 셉니다.", count(rows, lambda g: max(g) * size)),
             ("마지막의 작은 배치를 빠뜨렸습니다.", count(rows[:len(rows) // size * size])),
             ("패딩을 세지 않았습니다.", sum(lengths)),
             ("비율입니다. 토큰의 수를 돌려주세요.", 1 - sum(lengths) / want),
             *[("배치의 첫(마지막) 글에 맞추었습니다. 가장 긴 글에 맞춥니다.",
                count(rows, lambda g: g[at] * len(g))) for at in (0, -1)],
             ("size를 배치의 수로 보았습니다. 배치마다의 글의 수입니다.",
              sum(max(rows[n:n + each]) * len(rows[n:n + each])
                  for each in [-(-len(rows) // size)] for n in range(0, len(rows), each))),
             ("가장 긴 길이를 배치마다 새로 찾지 않고 앞 배치의 것을 이어 썼습니다.",
              sum(max(rows[:n + size]) * len(rows[n:n + size]) for n in starts)),
             ("배치를 고른 크기로 나누었습니다. 앞에서부터 size개씩이고 마지막만 작을 수 있습니다.",
              sum(max(part) * len(part) for part in np.array_split(rows, len(starts)))),
             ("긴 것부터 놓았습니다. 짧은 것부터 놓습니다.",
              count(sorted(lengths)[::-1]) if by_length else want),
             ("by_length가 참이면 길이 순서로, 거짓이면 받은 순서로 묶습니다.", other)]
    _t300_equal(got, want, slips, why, f"길이 {lengths}, size {size}, by_length {by_length}")

_t300_padding([4, 1, 6, 3, 7, 3, 5], 3, False, "배치는 4·1·6, 3·7·3, 5입니다.")
_t300_padding([2, 9, 3], 2, False, "(9 × 2) + 3 = 21입니다.")
_t300_padding([2, 9, 3, 8, 1], 2, True, "길이 순서는 1, 2, 3, 8, 9입니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3005)
for _t300_n in range(20):
    _t300_padding([int(n) for n in _t300_rng.integers(1, 60, int(_t300_rng.integers(1, 40)))], int(_t300_rng.integers(1, 9)), bool(_t300_n % 2), "무작위 길이입니다.")
### END HIDDEN TESTS

# %% test="padding" part="guess" points=1
_t300_said = my_share()
assert isinstance(_t300_said, (int, float, np.number)) and 0 <= _t300_said <= 1, (
    f"0과 1 사이의 수로 예측하세요. 백분율이 아닙니다. 지금: {_t300_said!r}")
_t300_lengths = np.random.default_rng(3006).integers(5, 61, 640).tolist()
for _t300_order in (False, True):
    _t300_read = padded_tokens(_t300_lengths, 32, _t300_order)
    print("길이 순서" if _t300_order else "아무 순서", f"패딩 {1 - sum(_t300_lengths) / _t300_read:.2f}")
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
def _t300_pool(states, mask, why):
    states, mask = np.array(states, dtype=float), np.array(mask)
    got = np.asarray(_t300_returned(_t300_call(mean_pool, states, mask), "mean_pool"), float)
    B, L, H = states.shape
    assert got.shape == (B, H), f"모양이 {got.shape}입니다. {(B, H)}이어야 합니다."
    want = np.array([s[m == 1].mean(0) for s, m in zip(states, mask)])
    kept = states * mask[..., None]
    slips = [("패딩까지 평균했습니다.", states.mean(1)),
             ("패딩을 0으로 만들었지만 패딩까지의 길이로 나누었습니다. 진짜 토큰의 수로 나눕니다.", kept.mean(1)),
             ("더하기만 했습니다.", kept.sum(1)),
             ("//로 나누어 소수점 아래를 버렸습니다.", kept.sum(1) // mask.sum(1)[:, None]),
             ("가장 큰 값입니다. 평균을 내세요.", np.where(mask[..., None], states, -np.inf).max(1)),
             ("첫 토큰의 벡터입니다.", states[:, 0]),
             ("패딩이 뒤에만 있다고 보고 앞에서부터 골랐습니다. mask가 1인 자리를 고르세요.",
              np.array([s[:m.sum()].mean(0) for s, m in zip(states, mask)])),
             ("글마다가 아니라 배치 전체의 토큰 수로 나누었습니다.", kept.sum(1) / mask.sum()),
             *[("글마다 제 토큰 수로 나누어야 합니다. 모두 같은 수로 나누었습니다.", kept.sum(1) / n)
               for n in range(1, L)],
             ("0이 아닌 벡터만 세었습니다. 진짜 토큰의 벡터도 0일 수 있으니 mask로 셉니다.",
              kept.sum(1) / np.maximum(1, (kept != 0).any(-1).sum(1))[:, None]),
             ("패딩의 평균입니다.",
              (states - kept).sum(1) / np.maximum(1, (1 - mask).sum(1))[:, None])]
    _t300_equal(got, want, slips, why, f"벡터 {_t300_plain(states)}, mask {mask.tolist()}")

_t300_pool([[[2, 4], [4, 0], [9, 9]], [[1, 1], [3, 3], [5, 5]]], [[1, 1, 0], [1, 1, 1]],
           "첫 글의 진짜 토큰은 둘입니다.")
_t300_pool([[[8], [1], [4]]], [[0, 1, 1]], "패딩이 앞에 있을 수도 있습니다.")
_t300_pool([[[0, 0], [4, 2], [2, 4], [9, 9]]], [[1, 1, 1, 0]], "진짜 토큰은 셋이고 하나가 0입니다.")
### BEGIN HIDDEN TESTS
_t300_rng = np.random.default_rng(3007)
for _t300_n in range(12):
    _t300_b, _t300_l, _t300_h = _t300_rng.integers(1, 6, 3)
    _t300_m = (_t300_rng.random((_t300_b, _t300_l)) < .6).astype(int)
    _t300_m[:, int(_t300_rng.integers(_t300_l))] = 1
    _t300_pool(_t300_rng.normal(size=(_t300_b, _t300_l, _t300_h)), _t300_m, "무작위 배열입니다.")
### END HIDDEN TESTS

# %% test="same-answer" part="order" points=2
def _t300_restore(order, why, results=None):
    results = [f"글{n}" for n in order] if results is None else results
    got = _t300_returned(_t300_call(restore, order, results), "restore")
    got, names = [str(one) for one in got], [str(one) for one in results]
    want = [names[order.index(n)] for n in range(len(order))]
    last, first = dict(zip(names, order)), dict(zip(names[::-1], order[::-1]))
    slips = [("order로 다시 골랐습니다. 그러면 한 번 더 섞입니다.", [names[n] for n in order]),
             *[("한 자리씩 밀렸습니다. 번호는 0부터입니다.", want[n:] + want[:n]) for n in (1, -1)],
             ("순서를 되돌리지 않았습니다.", names), ("뒤집기만 했습니다.", names[::-1]),
             ("결과를 크기로 정렬하지 말고 order로 되돌리세요.", sorted(names)),
             *[("결과의 값으로 자리를 찾았습니다. 같은 값이 여럿일 수 있으니 몇 번째인지로 찾으세요.",
                sorted(names, key=place.get)) for place in (last, first)]]
    _t300_equal(got, want, slips, why, f"order {order}, results {results}")

_t300_restore([1, 3, 0, 2], "0번 글의 결과는 results[2]입니다.")
_t300_restore([2, 0, 1], "results[0]은 2번 글의 것입니다.")
_t300_restore([1, 0, 2], "0번 글의 결과는 9입니다.", [5, 9, 1])
_t300_restore([2, 1, 0, 3], "같은 결과가 여럿입니다.", ["부정", "긍정", "부정", "긍정"])
### BEGIN HIDDEN TESTS
for _t300_n in range(10):
    _t300_restore([int(n) for n in _t300_rng.permutation(int(_t300_rng.integers(1, 9)))], "무작위 순서입니다.")
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
