# ---
# title: BERT 사전 학습 (MLM·NSP)
# number: "140"
# objectives:
#   - 토큰을 가리고 두 문장의 짝을 만들어, BERT가 배우는 문제를 NumPy로 냅니다.
#   - 가린 자리의 손실만 세고, 답이 새는 마스킹을 알아내고 고칩니다.
#   - 단어의 라벨과 벡터를 조각에 맞추고, 점수에서 답의 구간을 고릅니다.
#   - BERT의 파라미터를 식으로 세고, 무엇이 크기를 정하는지 먼저 맞힙니다.
# datasets: []
# prerequisites: [037_tokenizer_training, 090_attention_translation]
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

PAD, UNK, CLS, SEP, MASK = 0, 1, 2, 3, 4  # 특수 토큰의 번호
IGNORE = -100  # 손실을 재지 않는 자리의 라벨


def leaky_mask(ids, words, pick):
    """과제 2: 동료의 마스킹. 어디에서 답이 샐까요?"""
    inputs = ids
    inputs[pick < 0.15] = MASK
    labels = np.where(words >= 0, ids, IGNORE)
    return inputs, labels

# %% [markdown]
# ## 과제 1. 열에 여덟은 가리고 ★★☆ · 15분
#
# **목표.** 마스크 언어 모델이 풀 문제를 냅니다. 우연은 뽑아 놓은 배열로 받습니다. 그래서 답이 하나입니다.
#
# - **고르기**: `special`에 든 번호가 아니고 `pick`이 0.15보다 **작은** 자리를 고릅니다.
# - **바꾸기**: 고른 자리 가운데 `kind < 0.8`이면 `mask_id`, `0.8 ≤ kind < 0.9`이면 `random_ids`의 **같은 자리**의 번호를 넣고, 나머지는 그대로 둡니다.
# - **라벨**: 고른 자리는 모두 **원래** 번호, 나머지는 `-100`입니다. 그대로 둔 자리도 고른 자리입니다.
#
# **재기 전에** 한 줄 20자리가 진짜 토큰 10개, `[CLS]`, `[SEP]`, 패딩 8개일 때, **모든 자리** 가운데 번호가 바뀌는 자리의 비율이 얼마일지 `my_share()`에서 0과 1 사이의 수로 돌려주세요. 예측이 맞지 않아도 점수는 같습니다.
#
# 힌트 1: 라벨을 정하는 것은 `pick`입니까, `kind`입니까?
# 힌트 2: 고른 자리, 가릴 자리, 다른 번호로 바꿀 자리를 참과 거짓의 배열 셋으로 먼저 만듭니다. 특수 토큰은 `np.isin`으로 찾습니다.
# 힌트 3: `np.where(chosen & (kind < 0.8), mask_id, ids)`

# %% solution="mask-tokens"
def mask_tokens(ids, special, pick, kind, random_ids, mask_id):
    """80·10·10 마스킹.
    Args:
        ids, random_ids: (B, T), 정수. pick, kind: (B, T), 0 이상 1 미만.
        special: 고르지 않을 번호의 리스트. mask_id: [MASK]의 번호.
    Returns: (입력 (B, T), 라벨 (B, T)).
    Example:
        >>> mask_tokens(np.array([[2, 8, 9, 3]]), [2, 3], np.array([[0.5, 0.1, 0.2, 0.0]]),
        ...             np.array([[0.0, 0.3, 0.0, 0.0]]), np.array([[7, 7, 7, 7]]), 4)
        (array([[2, 4, 9, 3]]), array([[-100,    8, -100, -100]]))
    """
    ### BEGIN SOLUTION
    chosen = (pick < 0.15) & ~np.isin(ids, special)
    inputs = np.where(chosen & (kind < 0.8), mask_id, ids)
    inputs = np.where(chosen & (kind >= 0.8) & (kind < 0.9), random_ids, inputs)
    return inputs, np.where(chosen, ids, -100)
    ### END SOLUTION

def my_share():
    """20자리 가운데 번호가 바뀌는 자리의 비율은?"""
    ### BEGIN SOLUTION
    return 0.15 * 0.9 * 10 / 20
    ### END SOLUTION

# %% test="mask-tokens" points=2
### BEGIN HIDDEN TESTS
def _t140_random(part, seed):
    rng = np.random.default_rng(seed)
    ids, other = rng.integers(0, 12, (2, *rng.integers(1, 9, 2)))
    pick, kind = rng.random((2, *ids.shape)) * [[[.3]], [[1]]]
    at = (pick < .15) & ~np.isin(ids, [0, 2, 3])
    want = np.where(at & (kind < .9), np.where(kind < .8, 4, other), ids), np.where(at, ids, -100)
    testing.check(mask_tokens, [ids, [0, 2, 3], pick, kind, other, 4], want[part], "무작위 배열입니다. 고르는 것은 pick, 바꾸는 것은 kind이고, 라벨은 고른 자리의 원래 번호입니다.", part=part)
### END HIDDEN TESTS
def _t140_mask(part, ids, pick, kind, want, why, slips=(), special=(0, 2, 3), mask_id=4):
    ids, pick, kind = np.array([ids]), np.array([pick]), np.array([kind])
    other = 51 + np.arange(ids.size)[None]
    slips = {say: [wrong] for say, wrong in dict(slips).items()}
    testing.check(mask_tokens, [ids, list(special), pick, kind, other, mask_id],
        np.array([want]), why, slips, part=part)

_t140_mask(0, [2, 21, 22, 23, 24, 3], [.01, .14, .1, .13, .5, .02], [.5, .5, .85, .95, .9, .5],
    [2, 4, 53, 23, 24, 3], "kind로 나누어 mask_id, random_ids의 같은 자리의 번호, 그대로입니다.", {
    "특수 토큰을 골랐습니다. special에 든 번호는 고르지 않습니다.": [4, 4, 53, 23, 24, 4],
    "고른 자리를 모두 가렸습니다. 가리는 것은 kind < 0.8인 자리입니다.": [2, 4, 4, 4, 24, 3],
    "앞에서 가린 자리까지 다시 바꾸었습니다. 0.8 ≤ kind < 0.9만입니다.": [2, 52, 53, 23, 24, 3],
    "고른 자리라도 kind가 0.9 이상이면 번호를 그대로 둡니다.": [2, 4, 53, 54, 24, 3],
    "80·10·10은 pick이 아니라 kind로 나눕니다.": [2, 21, 4, 54, 24, 3],
    "돌려주는 순서가 (입력, 라벨)인지 보세요.": [-100, 21, 22, 23, -100, -100]})
for _t140_pick, _t140_kind, _t140_want, _t140_why in [
        ([.15, .1499], [.1, .1], [21, 4], "pick이 0.15보다 작은 자리만 고릅니다."),
        ([.1, .1], [.8, .7999], [51, 4], "kind가 0.8이면 다른 번호로 바꿉니다."),
        ([.1, .1], [.9, .8999], [21, 52], "kind가 0.9이면 그대로 둡니다.")]:
    _t140_mask(0, [21, 22], _t140_pick, _t140_kind, _t140_want, _t140_why)
_t140_mask(0, [2, 21, 4], [.1, .1, .1], [.1, .1, .1], [6, 21, 6],
    "고르지 않을 번호는 special에서, [MASK]의 번호는 mask_id에서 얻습니다.", {}, [21], 6)
_t140_rng = np.random.default_rng(1403)
_t140_ids, _t140_other = _t140_rng.integers(5, 8000, (2, 5000, 20))
_t140_ids[:, 0], _t140_ids[:, 11], _t140_ids[:, 12:] = CLS, SEP, PAD
_t140_inputs = np.asarray(mask_tokens(_t140_ids, [PAD, CLS, SEP],
                                      *_t140_rng.random((2, 5000, 20)), _t140_other, MASK)[0])
print(f"5,000줄에서 번호가 바뀐 자리의 비율: {(_t140_inputs != _t140_ids).mean():.3f}")
### BEGIN HIDDEN TESTS
for _t140_seed in range(1, 11):
    _t140_random(0, 14010 + _t140_seed)
### END HIDDEN TESTS

# %% test="mask-tokens" part="labels" points=2
_t140_mask(1, [2, 21, 22, 23, 24, 3], [.01, .14, .1, .13, .5, .02], [.5, .5, .85, .95, .9, .5],
    [-100, 21, 22, 23, -100, -100], "고른 자리는 모두 원래 번호, 나머지는 -100입니다.", {
    "그대로 둔 자리도 고른 자리입니다. 라벨이 있어야 합니다.": [-100, 21, 22, -100, -100, -100],
    "[MASK]로 가린 자리에만 라벨을 두었습니다. 고른 자리 모두입니다.": [-100, 21] + [-100] * 4,
    "라벨이 바꾼 뒤의 번호입니다. 원래 번호를 적어야 합니다.": [-100, 4, 53, 23, -100, -100],
    "고르지 않은 자리에도 라벨이 있습니다. 그 자리는 -100입니다.": [2, 21, 22, 23, 24, 3],
    "특수 토큰이 아닌 자리는 모두 골랐습니다. pick도 봅니다.": [-100, 21, 22, 23, 24, -100],
    "손실을 재지 않는 자리는 0이 아니라 -100입니다.": [0, 21, 22, 23, 0, 0],
    "특수 토큰에 라벨이 있습니다.": [2, 21, 22, 23, -100, 3]})
_t140_mask(1, [51, 22, 23], [.1, .15, .1499], [.85, .5, .95], [51, -100, 23],
    "다른 번호가 우연히 원래 번호와 같아도 고른 자리입니다. 0.15는 고르지 않습니다.")
_t140_mask(1, [2, 21, 4], [.1, .1, .1], [.1, .1, .1], [2, -100, 4],
    "고르지 않을 번호는 special에서 얻습니다.", {}, [21], 6)
### BEGIN HIDDEN TESTS
for _t140_seed in range(1, 11):
    _t140_random(1, 14020 + _t140_seed)
### END HIDDEN TESTS

# %% test="mask-tokens" part="guess" points=1
_t140_guess = my_share()
assert not isinstance(_t140_guess, (str, type(None))) and np.ndim(_t140_guess) == 0 and (
    0 <= float(_t140_guess) <= 1), (
    f"0과 1 사이의 수로 예측하세요. 백분율이 아닙니다. 지금: {_t140_guess!r}")
print(f"내 예측 {float(_t140_guess):.3f} · 위의 칸에서 잰 값과 견주어 보세요.")

# %% [markdown]
# ## 과제 2. 새는 마스킹 고치기 ★★★ · 18분
#
# 동료가 `leaky_mask`(맨 위의 셀)로 사전 학습을 했더니 첫 에폭에 MLM 정확도가 1.0이 되었습니다. 답이 새고 있습니다.
#
# **목표 1.** `visible_share(inputs, labels)`: 라벨이 있는(`-100`이 아닌) 자리 가운데, **입력의 번호가 라벨과 같은** 자리의 비율입니다. 라벨이 하나도 없으면 0.0입니다.
# 80·10·10이면 0.1쯤입니다. 훨씬 크면 베끼기만 해도 맞습니다.
#
# **목표 2.** `whole_word_mask(ids, words, pick)`: 고친 마스킹입니다. `words`는 토큰마다 단어의 번호(왼쪽부터 0, 1, 2, …)이고, 특수 토큰은 -1입니다.
#
# - 라벨은 가린 자리에만, **원래** 번호로 둡니다. 나머지는 `-100`입니다.
# - 특수 토큰은 가리지 않습니다.
# - `극` `##장`에서 한 조각만 가리면 남은 조각이 답을 알려 줍니다. 그래서 **단어마다** 한 번 정합니다. 단어의 **첫 조각의 `pick`**이 0.15보다 작으면 그 단어의 조각을 **모두** `MASK`로 가리고, 아니면 하나도 가리지 않습니다.
#
# 힌트 1: `inputs = ids`는 배열을 새로 만듭니까? 그다음 줄이 끝나면 `ids`에는 무엇이 들어 있습니까?
# 힌트 2: 자리마다 "내 단어의 첫 조각은 몇 번 자리인가"를 구하면, 그 자리의 `pick`을 가져다 쓸 수 있습니다.
# 힌트 3: `list(words).index(word)`은 그 단어의 첫 조각의 자리입니다.

# %% solution="whole-word"
def visible_share(inputs, labels):
    """라벨이 있는 자리 가운데 답이 입력에 그대로 보이는 비율.
    Args: inputs, labels: 모양이 같은 정수 배열. 라벨이 없는 자리는 -100.
    Returns: 0과 1 사이의 수.
    """
    ### BEGIN SOLUTION
    labelled = labels != IGNORE
    return float((inputs == labels)[labelled].mean()) if labelled.any() else 0.0
    ### END SOLUTION

def whole_word_mask(ids, words, pick):
    """단어를 통째로 가립니다.
    Args: ids, words, pick: (T,). words는 단어의 번호, 특수 토큰은 -1.
    Returns: (입력 (T,), 라벨 (T,)).
    Example:
        >>> whole_word_mask(np.array([2, 8, 9, 7, 3]), np.array([-1, 0, 0, 1, -1]),
        ...                 np.array([0.0, 0.1, 0.9, 0.5, 0.5]))
        (array([2, 4, 4, 7, 3]), array([-100,    8,    9, -100, -100]))
    """
    ### BEGIN SOLUTION
    first = np.array([list(words).index(word) for word in words])
    chosen = (words >= 0) & (pick[first] < 0.15)
    return np.where(chosen, MASK, ids), np.where(chosen, ids, IGNORE)
    ### END SOLUTION

# %% test="whole-word" points=2
for _t140_inputs, _t140_labels, _t140_want, _t140_why, _t140_slips in [
        ([2, 4, 9, 6, 7, 4, 3], [-100, 5, 9, 8, 7, 8, -100], 2 / 5,
            "라벨이 있는 자리 다섯 가운데 둘(9와 7)만 입력이 라벨과 같습니다.",
            {"모든 자리의 수로 나누었습니다. 라벨이 있는 자리의 수로 나눕니다.": 2 / 7,
             "라벨이 있는 자리의 비율입니다. 입력을 라벨과 견주세요.": 5 / 7}),
        ([[4, 7, 7, 7], [9, 8, 7, 7]], [[5, -100, -100, -100], [9, 8, -100, -100]], 2 / 3,
            "두 줄의 라벨이 있는 자리를 모두 합한 뒤에 나눕니다.",
            {"줄마다 구해 평균했습니다. 모두 합한 뒤에 나눕니다.": 1 / 2}),
        ([0, 4], [0, 5], 1 / 2, "번호 0도 라벨입니다. 라벨이 없는 것은 -100뿐입니다.", {}),
        ([[2, 7, 3]], [[-100, -100, -100]], 0.0,
            "라벨이 하나도 없으면 0.0입니다. 0으로 나누지 마세요.", {})]:
    testing.check(visible_share, [np.array(_t140_inputs), np.array(_t140_labels)], _t140_want,
        _t140_why, _t140_slips)
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1404)
for _t140_trial in range(10):
    _t140_a, _t140_b = _t140_rng.integers(0, 4, (2, *_t140_rng.integers(1, 9, 2)))
    _t140_b[_t140_rng.random(_t140_b.shape) < 0.5] = IGNORE
    testing.check(visible_share, [_t140_a, _t140_b], (_t140_a == _t140_b).sum() / max((_t140_b != IGNORE).sum(), 1), "무작위 배열입니다. 라벨이 있는 자리 가운데 입력이 라벨과 같은 비율입니다.")
### END HIDDEN TESTS

# %% test="whole-word" part="repair" points=3
def _t140_whole(ids, words, pick, want, why):
    ids, words, pick, want = map(np.array, (ids, words, pick, want))
    small, mask, real = pick < 0.15, want == MASK, words >= 0
    wrong = [("조각마다 따로 정했습니다. 단어마다 한 번 정합니다.", small & real),
        ("특수 토큰을 가렸습니다. words가 -1인 자리는 가리지 않습니다.", mask | small & ~real),
        ("첫 조각만 가렸습니다. 단어의 조각을 모두 가립니다.", mask & (words != np.r_[-1, words[:-1]])),
        ("조각 하나라도 작으면 가렸습니다.", np.isin(words, words[small & real])),
        ("pick의 자리를 단어의 번호로 골랐습니다. 첫 조각의 자리를 쓰세요.", real & small[words])]
    testing.check(whole_word_mask, [ids, words, pick], want, why,
        [(say, np.where(at, MASK, ids)) for say, at in wrong], part=0)
    testing.check(whole_word_mask, [ids, words, pick], np.where(mask, ids, IGNORE),
        f"라벨은 가린 자리에만 원래 번호, 나머지는 -100입니다. {why}", {
        "가리지 않은 자리에도 라벨이 있습니다. 베끼기만 해도 맞습니다.": np.where(real, ids, IGNORE),
        "라벨이 가린 뒤의 번호입니다. 답이 언제나 MASK입니다.": np.where(mask, MASK, IGNORE)}, part=1)

for _t140_case in [
        ([2, 20, 21, 22, 23, 3], [-1, 0, 0, 1, 1, -1], [.1, .1, .9, .5, .1, .1],
            [2, 4, 4, 22, 23, 3], "첫 조각의 pick만 보고 조각을 모두 가리거나 모두 둡니다."),
        ([2, 20, 21, 22, 23, 3], [-1, 0, 1, 1, 1, -1], [.9, .9, .2, .01, .01, .01],
            [2, 20, 21, 22, 23, 3], "조각들의 pick을 섞지 않습니다."),
        ([2, 20, 21, 3, 22, 23, 3], [-1, 0, 0, -1, 1, 1, -1], [.9, .9, .1, .1, .1, .9, .9],
            [2, 20, 21, 3, 4, 4, 3], "마지막 단어까지, 단어마다 한 번 정합니다."),
        ([2, 20, 21, 20, 21, 3], [-1, 0, 0, 1, 1, -1], [.9, .1, .3, .7, .5, .9],
            [2, 4, 4, 20, 21, 3], "같은 글자라도 자리가 다르면 다른 단어입니다."),
        ([20, 21, 22], [0, 1, 1], [.15, .1499, .4], [20, 4, 4], "0.15는 작지 않습니다.")]:
    _t140_whole(*_t140_case)
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1405)
for _t140_trial in range(15):
    _t140_w = np.r_[-1, np.repeat(np.arange(5), _t140_rng.integers(1, 4, 5)), -1]
    _t140_i, _t140_p = _t140_rng.integers(5, 99, len(_t140_w)), _t140_rng.random(len(_t140_w)) * 0.3
    _t140_at = [w >= 0 and _t140_p[list(_t140_w).index(w)] < .15 for w in _t140_w]
    _t140_whole(_t140_i, _t140_w, _t140_p, np.where(_t140_at, MASK, _t140_i), "무작위 문장입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 이어지는 짝과 가짜 짝 ★★☆ · 15분
#
# **목표.** 다음 문장 예측의 짝을 만듭니다. 문서의 문장마다, **같은 문서에 다음 문장이 있으면** 짝을 하나 만듭니다. 문서의 순서, 문장의 순서대로 담습니다.
#
# - 짝마다 `rng`로 공평한 동전을 던집니다. 앞면이면 `(문장, 다음 문장, 0)`, 뒷면이면 `(문장, 다른 문서의 문장, 1)`입니다. 강의처럼 0이 진짜입니다.
# - 가짜 짝은 **다른 문서들**의 문장 어느 것이나 될 수 있어야 합니다(문장이 하나뿐인 문서의 것도, 확률은 고르지 않아도 됩니다). 같은 문서의 문장은 안 됩니다.
# - 우연은 받은 `rng`에서만 얻습니다. 같은 시드면 같은 짝이 나옵니다.
#
# 문서는 둘 이상이고, 빈 문서는 없으며, 문장은 모두 서로 다릅니다.
#
# 힌트 1: 마지막 문장 다음에는 무엇이 옵니까? 모든 문장에서 고르면 무엇이 섞입니까?
# 힌트 2: 문서 번호 `d`마다 다른 문서의 문장을 한 리스트로 모읍니다. 짝마다 동전을 던져 다음 문장이나 그 리스트의 하나를 고릅니다.
# 힌트 3: `others[rng.integers(len(others))]`

# %% solution="nsp-pairs"
def nsp_pairs(documents, rng):
    """다음 문장 예측의 짝.
    Args:
        documents: 문서의 리스트. 문서는 문장(문자열)의 리스트.
        rng: np.random.Generator.
    Returns: (문장, 문장, 라벨)의 리스트. 라벨 0은 이어지는 짝, 1은 가짜 짝.
    """
    ### BEGIN SOLUTION
    pairs = []
    for d, document in enumerate(documents):
        others = [s for e, other in enumerate(documents) if e != d for s in other]
        for sentence, following in zip(document, document[1:]):
            if rng.random() < 0.5:
                pairs.append((sentence, following, 0))
            else:
                pairs.append((sentence, others[rng.integers(len(others))], 1))
    return pairs
    ### END SOLUTION

# %% test="nsp-pairs" points=2
def _t140_pairs(sizes, seed):
    documents = [[f"문서{d} 문장{i}" for i in range(size)] for d, size in enumerate(sizes)]
    rng, why = np.random.default_rng(seed), "문서의 마지막 문장에는 다음이 없습니다."
    got = testing.call(nsp_pairs, documents, rng, why=why)
    where = {s: (d, i) for d, document in enumerate(documents) for i, s in enumerate(document)}
    for pair in got:
        a, b, label = testing.parts(pair, "문장", "문장", "라벨")
        assert a in where and b in where and label in (0, 1), (
            f"문서에 있는 문장 둘과 라벨 0이나 1입니다. 문장을 통째로 쓰세요. 지금: {pair}")
        (d, i), (e, j) = where[a], where[b]
        for fine, why in [
                (i + 1 < sizes[d], "문서의 마지막 문장은 앞에 오지 않습니다. 문서를 넘지 않습니다."),
                ((e, j) != (d, i + 1) or label == 0, "이어지는 문장인데 라벨이 1입니다."),
                (e == d or label == 1, "라벨이 바뀌었습니다. 다른 문서의 문장은 1입니다."),
                (label == 1 or j == i + 1, "라벨이 0이면 바로 다음 문장입니다."),
                (label == 0 or e != d, "가짜 짝은 다른 문서에서 고릅니다.")]:
            assert fine, f"{why} 지금: {pair}, 문서의 문장 수 {sizes[:5]}"
    testing.equal([pair[0] for pair in got], [s for each in documents for s in each[:-1]],
        "다음이 있는 문장마다 짝이 하나이고, 문서의 순서, 문장의 순서대로입니다.")
    return [[str(pair[1]), int(pair[2])] for pair in got]
assert _t140_pairs([60, 2, 1], 3) == _t140_pairs([60, 2, 1], 3), (
    "같은 시드인데 짝이 달라졌습니다. np.random이 아니라 받은 rng를 쓰세요.")
assert _t140_pairs([60, 2, 1], 3) != _t140_pairs([60, 2, 1], 4), (
    "시드가 달라도 짝이 같습니다. 받은 rng를 쓰고, 안에서 시드를 정하지 마세요.")
### BEGIN HIDDEN TESTS
for _t140_seed in range(10):
    _t140_pairs(np.random.default_rng(_t140_seed).integers(1, 6, 3).tolist(), _t140_seed)
### END HIDDEN TESTS

# %% test="nsp-pairs" part="fair" points=2
def _t140_fair(sizes, seed):
    """짝이 많을 때 비율과 고르는 범위. 한 문서가 1000문장쯤이고 다른 문서는 짧습니다."""
    pairs, big = _t140_pairs(sizes, seed), sizes.index(max(sizes))
    start = sum(size - 1 for size in sizes[:big])
    mine = pairs[start:start + sizes[big] - 1]
    labels = np.array([label for _, label in mine])
    ones, again = labels.mean(), (labels[1:] == labels[:-1]).mean()
    assert 0 < ones < 1, f"문서{big}의 짝이 모두 라벨 {ones:g}입니다. 짝마다 동전을 던지세요."
    assert abs(ones - 0.5) < 0.09, (
        f"라벨 1의 비율이 {ones:.2f}입니다. 공평한 동전이면 0.5쯤이어야 합니다.")
    assert 0.4 < again < 0.6, (
        f"{'같은 라벨이 이어집니다' if again > 0.5 else '라벨이 번갈아 나옵니다'}(이웃과 같은 비율 "
        f"{again:.2f}). 짝마다 동전을 던지세요.")
    missed = {f"문서{d} 문장{i}" for d, size in enumerate(sizes) if d != big
        for i in range(size)} - {b for b, label in mine if label == 1}
    assert not missed, (
        f"문서{big}의 가짜 짝에 한 번도 나오지 않은 다른 문서의 문장이 있습니다: {sorted(missed)}. "
        "모든 다른 문서의 모든 문장이 나올 수 있어야 합니다.")

_t140_fair([1000, 2, 3, 1], 11)
_t140_fair([2, 1, 1200], 12)
### BEGIN HIDDEN TESTS
_t140_fair([3, 1100, 2], 13)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 두 문장을 한 줄로 ★★★ · 18분
#
# **목표.** 토큰 번호의 리스트 둘을 길이 `max_len`의 배열 넷으로 만듭니다.
#
# | 배열 | 값 |
# |---|---|
# | 토큰 | `CLS` A `SEP` B `SEP`, 남는 자리는 `PAD`. `b`가 `None`이면 `CLS` A `SEP` |
# | 세그먼트 | 첫 `SEP`까지 0, 그 뒤 B와 마지막 `SEP`은 1. 패딩은 0 |
# | 위치 | 0, 1, 2, …, `max_len - 1`. 문장이 바뀌어도, 패딩이어도 이어집니다 |
# | 마스크 | 패딩이 아닌 자리는 1, 패딩은 0 |
#
# 길면 **더 긴 문장의 끝**에서 토큰을 하나씩 버립니다. 길이가 같으면 B에서 버립니다. 특수 토큰은 버리지 않습니다.
#
# 힌트 1: 이어 붙인 다음에 자르면 마지막 `SEP`은 어떻게 됩니까?
# 힌트 2: 특수 토큰의 자리(셋, B가 없으면 둘)를 뺀 만큼으로 두 문장을 먼저 줄이고, 그다음에 잇고 채웁니다.
# 힌트 3: `while len(a) + len(b) > room: ...`

# %% solution="bert-input"
def bert_input(a, b, max_len):
    """BERT의 입력 넷.
    Args:
        a: 토큰 번호의 리스트. b: 토큰 번호의 리스트나 None. 둘 다 토큰이 하나 이상입니다.
        max_len: 배열의 길이. 특수 토큰과 문장마다 토큰 하나가 들어갈 만큼은 됩니다.
    Returns: (토큰, 세그먼트, 위치, 마스크), 각 (max_len,).
    Example:
        >>> bert_input([7, 8], [9], 7)
        (array([2, 7, 8, 3, 9, 3, 0]), array([0, 0, 0, 0, 1, 1, 0]),
         array([0, 1, 2, 3, 4, 5, 6]), array([1, 1, 1, 1, 1, 1, 0]))
    """
    ### BEGIN SOLUTION
    a, tail = list(a), list(b or [])
    room = max_len - (2 if b is None else 3)
    while len(a) + len(tail) > room:
        if len(a) > len(tail):
            a.pop()
        else:
            tail.pop()
    front = [CLS, *a, SEP]
    back = [] if b is None else [*tail, SEP]
    n_pad = max_len - len(front) - len(back)
    return (np.array(front + back + [PAD] * n_pad),
            np.array([0] * len(front) + [1] * len(back) + [0] * n_pad),
            np.arange(max_len),
            np.array([1] * (max_len - n_pad) + [0] * n_pad))
    ### END SOLUTION

# %% test="bert-input" points=3
### BEGIN HIDDEN TESTS
def _t140_reference(seed):
    rng = np.random.default_rng(seed)
    a, b = (rng.integers(5, 99, n).tolist() for n in rng.integers(1, 9, 2))
    n = int(rng.integers(5, 16))
    b_kept = b[:min(len(b), max(n - 3 - len(a), (n - 3) // 2))]
    front, back = [CLS, *a[:n - 3 - len(b_kept)], SEP], [*b_kept, SEP]
    pad = [PAD] * (n - len(front) - len(back))
    return (a, b, n), front + back + pad, [0] * len(front) + [1] * len(back) + pad, [1] * (n - len(pad)) + pad
### END HIDDEN TESTS
for _t140_a, _t140_b, _t140_len, _t140_want, _t140_why, _t140_slips in [
        ([7, 8], [9], 7, [2, 7, 8, 3, 9, 3, 0], "CLS A SEP B SEP이고, 남는 자리는 PAD입니다.", {}),
        ([7, 8], [9], 6, [2, 7, 8, 3, 9, 3], "꼭 맞으면 버리지도 채우지도 않습니다.", {}),
        ([11, 12, 13], [21, 22, 23, 24, 25, 26], 10, [2, 11, 12, 13, 3, 21, 22, 23, 24, 3],
            "B가 더 길면 B의 끝에서, 꼭 들어갈 만큼만 버립니다.",
            {"마지막 SEP이 잘렸습니다. 문장을 먼저 줄인 뒤에 이으세요.":
                [2, 11, 12, 13, 3, 21, 22, 23, 24, 25]}),
        ([11, 12, 13, 14, 15, 16, 17], [21, 22], 10, [2, 11, 12, 13, 14, 15, 3, 21, 22, 3],
            "A가 더 길면 A의 끝에서 버립니다. 언제나 뒤쪽에서만 버리지 않습니다.", {}),
        ([11, 12, 13, 14], [21, 22, 23, 24], 8, [2, 11, 12, 13, 3, 21, 22, 3],
            "길이가 같으면 B에서 버립니다. 하나 버릴 때마다 다시 견줍니다.", {}),
        ([11, 12, 13], None, 7, [2, 11, 12, 13, 3, 0, 0], "b가 None이면 CLS A SEP입니다.", {}),
        ([11, 12, 13, 14], None, 5, [2, 11, 12, 13, 3],
            "b가 None이면 특수 토큰은 둘입니다. 마지막 SEP을 남기고 끝에서 버립니다.", {}),
        ([3, 0, 2], [0, 3], 9, [2, 3, 0, 2, 3, 0, 3, 3, 0],
            "글 속의 번호가 특수 토큰과 같아도 그대로 둡니다.", {})]:
    testing.check(bert_input, [_t140_a, _t140_b, _t140_len], np.array(_t140_want),
        f"토큰: {_t140_why}", _t140_slips, part=0)
### BEGIN HIDDEN TESTS
for _t140_seed in range(15):
    _t140_case, _t140_want, *_ = _t140_reference(14060 + _t140_seed)
    testing.check(bert_input, _t140_case, np.array(_t140_want), "토큰: 무작위 문장입니다. 길면 더 긴 문장의 끝에서 하나씩, 같으면 B에서 버립니다.", part=0)
### END HIDDEN TESTS

# %% test="bert-input" part="others" points=2
def _t140_others(a, b, max_len, segments, mask, why=""):
    for part, want, rule in [
            (1, segments, "세그먼트: 첫 SEP까지 0, 그 뒤 B와 마지막 SEP은 1, 패딩은 0입니다."),
            (2, list(range(max_len)),
                "위치: 0부터 max_len - 1까지입니다. 문장이 바뀌어도, 패딩이어도 이어집니다."),
            (3, mask, "마스크: 패딩이 아닌 자리는 1, 패딩은 0입니다. 특수 토큰은 패딩이 아닙니다.")]:
        testing.check(bert_input, [a, b, max_len], np.array(want), f"{rule} {why}", {
            "돌려주는 순서가 (토큰, 세그먼트, 위치, 마스크)인지 보세요.": {1: mask, 3: segments}.get(part),
            "패딩의 세그먼트는 0입니다.": np.array(segments) + (1 - np.array(mask))}, part=part)

_t140_others([7, 8], [9], 8, [0, 0, 0, 0, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1, 0, 0])
_t140_others([7, 8], None, 6, [0] * 6, [1, 1, 1, 1, 0, 0], "b가 None이면 B의 자리가 없습니다.")
_t140_others([7, 8, 9, 10], [11, 12, 13], 7, [0, 0, 0, 0, 1, 1, 1], [1] * 7, "버린 뒤의 길이입니다.")
_t140_others([3, 0, 2], [0, 3], 9, [0, 0, 0, 0, 0, 1, 1, 1, 0], [1] * 8 + [0],
    "토큰의 값이 아니라 길이로 정합니다. 글 속의 번호가 특수 토큰과 같을 수도 있습니다.")
### BEGIN HIDDEN TESTS
for _t140_seed in range(15):
    _t140_case, _, *_t140_want = _t140_reference(14160 + _t140_seed)
    _t140_others(*_t140_case, *_t140_want, "무작위 문장입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 두 손실 ★★☆ · 12분
#
# **목표.** 사전 학습의 손실 둘을 냅니다. 로그는 자연로그입니다.
#
# - **MLM**: 라벨이 `-100`이 아닌 자리의 $-\ln p(\text{라벨})$을 **배치 전체에서** 평균합니다. 문장마다 평균하지 않습니다. 그런 자리가 하나도 없으면 0.0입니다.
# - **NSP**: 문장 짝마다 $-\ln p(\text{라벨})$을 구해 평균합니다.
#
# $p$는 점수의 소프트맥스입니다. 점수가 1000처럼 커도 넘치지 않고, $p$가 아주 작아도 `inf`가 아니어야 합니다.
#
# 힌트 1: `-100`을 그대로 인덱스로 쓰면 무엇이 뽑힐까요?
# 힌트 2: 로그 소프트맥스를 한 번 만듭니다. MLM은 라벨이 있는 줄만 남긴 다음, NSP는 모든 줄에서 라벨의 값을 뽑아 평균합니다.
# 힌트 3: `logits - logits.max(axis=-1, keepdims=True)`

# %% solution="losses"
def pretraining_losses(mlm_logits, mlm_labels, nsp_logits, nsp_labels):
    """사전 학습의 두 손실.
    Args:
        mlm_logits: (B, T, V). mlm_labels: (B, T), 재지 않는 자리는 -100.
        nsp_logits: (B, 2). nsp_labels: (B,), 0이나 1.
    Returns: (MLM 손실, NSP 손실), 수 둘.
    """
    ### BEGIN SOLUTION
    def loss(logits, labels):
        if len(labels) == 0:
            return 0.0
        shifted = logits - logits.max(axis=-1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        return float(-log_p[np.arange(len(labels)), labels].mean())

    masked = mlm_labels != IGNORE
    return loss(mlm_logits[masked], mlm_labels[masked]), loss(nsp_logits, nsp_labels)
    ### END SOLUTION

# %% test="losses" points=2
def _t140_loss(part, logits, labels, why):
    logits, labels = np.array(logits, float), np.array(labels)
    log_p = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
    at = np.where(labels == IGNORE, -1, labels)[..., None]
    each = -np.take_along_axis(log_p, at, -1)[..., 0]
    real, few = labels != IGNORE, labels > 0
    rows = [each[n][m].mean() for n, m in enumerate(real) if m.any()]
    want = each[real].mean() if real.any() else 0.0
    given = [np.array([[[1.0, 0.0]]]), np.array([[0]]), np.array([[2.0, 0.0]]), np.array([0])]
    given[2 * part:2 * part + 2] = logits, labels
    testing.check(pretraining_losses, given, want,
        f"{['MLM', 'NSP'][part]} 손실: 라벨이 있는 자리의 −ln p의 평균입니다. {why}", [] if not rows else [
        ("모든 자리의 수로 나누었습니다. 라벨이 있는 자리의 수로 나눕니다.", want * real.mean()),
        ("라벨이 없는 자리(-100)까지 세었습니다. 라벨이 있는 자리만 남기세요.", each.mean()),
        ("문장마다 평균했습니다. 배치 전체의 자리를 한꺼번에 평균합니다.", np.mean(rows)),
        ("번호가 0인 라벨을 빠뜨렸습니다.", each[few].mean() if few.any() else 0.0)], part=part)

_t140_loss(0, [[[2, 0, 1], [0, 1, 3]]], [[1, 0]], "소프트맥스는 자리마다(마지막 축) 취합니다.")
_t140_loss(0, [[[2, 0, 1], [0, 1, 3], [1, 1, 4]]], [[1, -100, 2]], "-100은 자리의 번호가 아닙니다.")
_t140_loss(0, [[[2, 0], [1, 3], [3, 1]], [[0, 4], [1, 2], [5, 0]]],
    [[1, 1, 0], [-100, 1, -100]], "두 문장의 라벨 넷을 한꺼번에 평균합니다.")
_t140_loss(0, [[[1, 0], [0, 0]]], [[-100, -100]], "라벨이 하나도 없으면 0.0입니다.")
_t140_loss(0, [[[1000, 0], [0, 0]]], [[0, 1]], "점수가 커도 넘치지 않아야 합니다.")
_t140_loss(0, [[[0, 1000]]], [[0]], "확률이 아주 작아도 자르지 말고, 로그 소프트맥스를 바로 구하세요.")
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1407)
for _t140_trial in range(12):
    _t140_B, _t140_T, _t140_V = _t140_rng.integers(1, 6, 3) + [0, 0, 1]
    _t140_l = np.where(_t140_rng.random((_t140_B, _t140_T)) < 0.5, IGNORE, _t140_rng.integers(0, _t140_V, (_t140_B, _t140_T)))
    _t140_loss(0, _t140_rng.normal(0, 2, (_t140_B, _t140_T, _t140_V)), _t140_l, "무작위 배치입니다.")
### END HIDDEN TESTS

# %% test="losses" part="nsp" points=1
_t140_loss(1, [[2.0, 0.5], [0.3, 1.0], [0.0, 3.0]], [0, 1, 0],
    "짝마다 소프트맥스를 취하고(마지막 축) 제 라벨의 값을 뽑아 세 짝을 평균합니다.")
_t140_loss(1, [[1000.0, 0.0]], [0], "점수가 커도 넘치지 않아야 합니다.")
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1417)
for _t140_trial in range(8):
    _t140_n = int(_t140_rng.integers(1, 6))
    _t140_loss(1, _t140_rng.normal(0, 2, (_t140_n, 2)), _t140_rng.integers(0, 2, _t140_n), "무작위 배치입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 단어와 조각 ★★☆ · 15분
#
# WordPiece는 단어를 조각으로 나눕니다. `##`로 시작하는 조각은 앞 조각과 **같은 단어**이고, 아닌 토큰은 단어의 첫 조각입니다.
# `[CLS]`, `[SEP]`, `[PAD]`는 단어가 아닙니다. `[UNK]`와 `[MASK]`는 단어의 자리이므로 **단어입니다**.
#
# **목표 1.** `align_labels(tokens, tags)`: 단어마다 하나씩 있는 라벨을 토큰에 맞춥니다. 단어의 **첫 조각**에 그 단어의 라벨, 나머지 자리는 `-100`입니다.
# 문장이 잘려 라벨이 단어보다 많을 수 있습니다. 남는 라벨은 버립니다.
#
# **목표 2.** `word_vectors(states, tokens)`: 단어마다 벡터 하나. 그 단어의 **조각들의 상태의 평균**입니다. 단어의 순서대로 쌓습니다.
#
# 힌트 1: 첫 조각인지 아닌지는 앞의 토큰을 보지 않고도 알 수 있습니까?
# 힌트 2: 토큰마다 단어의 번호를 매깁니다. 첫 조각에서 하나 늘고, 특수 토큰은 -1입니다. 두 함수가 이 번호를 함께 씁니다.
# 힌트 3: `token.startswith("##")`, `token in ("[CLS]", "[SEP]", "[PAD]")`

# %% solution="words-and-pieces"
def align_labels(tokens, tags):
    """단어의 라벨을 토큰에 맞춥니다.
    Args: tokens: WordPiece 토큰 T개의 리스트. tags: 단어의 라벨(정수)의 리스트.
    Returns: 정수 T개의 리스트나 배열.
    Example:
        >>> align_labels(["[CLS]", "극", "##장", "에", "[SEP]"], [5, 6])
        [-100, 5, -100, 6, -100]
    """
    ### BEGIN SOLUTION
    remaining, labels = iter(tags), []
    for token in tokens:
        first = token not in ("[CLS]", "[SEP]", "[PAD]") and not token.startswith("##")
        labels.append(next(remaining) if first else IGNORE)
    return labels
    ### END SOLUTION

def word_vectors(states, tokens):
    """단어의 문맥 벡터.
    Args: states: (T, H). tokens: WordPiece 토큰 T개의 리스트.
    Returns: (단어의 수, H).
    """
    ### BEGIN SOLUTION
    words = []
    for state, token in zip(states, tokens):
        if token in ("[CLS]", "[SEP]", "[PAD]"):
            continue
        if not token.startswith("##"):
            words.append([])
        words[-1].append(state)
    return np.array([np.mean(word, axis=0) for word in words])
    ### END SOLUTION

# %% test="words-and-pieces" points=2
### BEGIN HIDDEN TESTS
def _t140_sentence(rng):
    sizes = rng.integers(1, 4, rng.integers(1, 6)).tolist()
    pieces = [("##" if n else "") + "가나다"[n] for size in sizes for n in range(size)]
    return ["[CLS]", *pieces, "[SEP]"] + ["[PAD]"] * int(rng.integers(3)), sizes
### END HIDDEN TESTS
for _t140_tokens, _t140_tags, _t140_want, _t140_why in [
        ("[CLS] 극 ##장 에 갔 ##다 [SEP]", [5, 6, 7], [-100, 5, -100, 6, 7, -100, -100],
            "라벨은 조각이 아니라 단어마다 하나이고, 첫 조각에만 둡니다. 나머지는 -100입니다."),
        ("[CLS] 배 ##가 ##요 [SEP] [PAD]", [0], [-100, 0, -100, -100, -100, -100],
            "[PAD]도 단어가 아닙니다. 라벨 0도 라벨입니다."),
        ("[CLS] [UNK] [MASK] ##다 [SEP]", [3, 4], [-100, 3, 4, -100, -100],
            "[UNK]와 [MASK]도 단어입니다."),
        ("[CLS] 극 ##장 [SEP] [PAD]", [5, 6, 7], [-100, 5, -100, -100, -100],
            "남는 라벨은 버립니다. 결과는 토큰의 수만큼입니다."),
        ("가 # ##나 나##", [1, 2, 3], [1, 2, -100, 3],
            "## 두 글자로 시작할 때만 이어지는 조각입니다. 특수 토큰이 없을 수도 있습니다."),
        ("[CLS] 가 [SEP] 나 ##다 [SEP]", [1, 2], [-100, 1, -100, 2, -100, -100],
            "[SEP] 뒤에도 단어가 있습니다. 문장이 둘일 수 있습니다.")]:
    testing.check(align_labels, [_t140_tokens.split(), _t140_tags], _t140_want, _t140_why, [
        ("이어지는 조각에도 라벨을 두었습니다. 첫 조각에만 둡니다.", [-100, 5, 5, 6, 7, 7, -100]),
        ("세지 않는 자리는 0이 아니라 -100입니다.", np.maximum(_t140_want, 0))])
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1408)
for _t140_trial in range(12):
    _t140_tokens, _t140_sizes = _t140_sentence(_t140_rng)
    _t140_tags = _t140_rng.integers(0, 9, len(_t140_sizes) + _t140_trial % 2).tolist()
    _t140_want = [IGNORE, *[_t140_tags[w] if not n else IGNORE for w, size in enumerate(_t140_sizes) for n in range(size)]]
    testing.check(align_labels, [_t140_tokens, _t140_tags], _t140_want + [IGNORE] * (len(_t140_tokens) - len(_t140_want)), "무작위 문장입니다. 단어의 첫 조각에만 그 단어의 라벨입니다.")
### END HIDDEN TESTS

# %% test="words-and-pieces" part="vectors" points=2
def _t140_vectors(states, tokens, groups, why):
    states = np.array(states, dtype=float)
    testing.check(word_vectors, [states, tokens.split()],
        np.array([states[group].mean(0) for group in groups]), why, {
        "첫 조각의 상태만 썼습니다. 조각을 모두 평균합니다.": [states[g[0]] for g in groups],
        "마지막 조각의 상태만 썼습니다. 조각을 모두 평균합니다.": [states[g[-1]] for g in groups],
        "조각의 상태를 더했습니다. 평균합니다.": [states[g].sum(0) for g in groups]})

_t140_vectors([[9, 9], [1, 4], [5, 5], [8, 8]], "[CLS] 가 에 [SEP]", [[1], [2]],
    "단어마다 벡터 하나입니다. 특수 토큰은 단어가 아니고, 마지막 단어도 셉니다.")
_t140_vectors([[9, 9], [1, 4], [3, 2], [5, 5], [8, 8]], "[CLS] 극 ##장 에 [SEP]", [[1, 2], [3]],
    "조각들의 상태를 축마다(axis=0) 평균합니다.")
_t140_vectors([[9], [1], [2], [6], [7], [0]], "[CLS] 배 ##가 ##요 [SEP] [PAD]", [[1, 2, 3]],
    "조각이 셋이면 셋을 똑같이 평균합니다. 특수 토큰의 상태는 섞지 않습니다.")
_t140_vectors([[9], [1], [4], [3], [8]], "[CLS] 배 배 ##배 [SEP]", [[1], [2, 3]],
    "같은 글자라도 자리가 다르면 다른 단어입니다.")
_t140_vectors([[9], [1], [4], [3], [8]], "[CLS] [MASK] [UNK] ##가 [SEP]", [[1], [2, 3]],
    "[MASK]와 [UNK]도 단어입니다.")
_t140_vectors([[9], [1], [8], [5], [8]], "[CLS] 가 [SEP] 나 [SEP]", [[1], [3]],
    "가운데 [SEP]의 상태는 앞 단어에 섞지 않습니다. 그 뒤의 단어도 셉니다.")
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1418)
for _t140_trial in range(12):
    _t140_tokens, _t140_sizes = _t140_sentence(_t140_rng)
    _t140_vectors(_t140_rng.normal(size=(len(_t140_tokens), 3)), " ".join(_t140_tokens), [list(range(e - s + 1, e + 1)) for s, e in zip(_t140_sizes, np.cumsum(_t140_sizes))], "무작위 문장입니다. 단어마다 조각들의 상태의 평균입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 답의 구간 고르기 ★★★ · 15분
#
# 질문에 답하는 BERT는 토큰마다 "답이 여기서 시작한다", "여기서 끝난다"의 점수를 냅니다. 가장 큰 시작과 가장 큰 끝을 따로 고르면 끝이 앞에 오기도 합니다.
#
# **목표.** 구간 `(i, j)` 가운데 `start[i] + end[j]`가 가장 큰 것을 돌려줍니다. `j`도 구간에 듭니다.
#
# - `i ≤ j`이고, 토큰의 수는 `max_len`을 넘지 않습니다.
# - `i`와 `j` 둘 다 **문맥의 자리**(`context`가 참)입니다. 질문과 특수 토큰은 답이 아닙니다. 문맥의 자리는 이어져 있습니다.
# - 0번 자리 `[CLS]`의 `start[0] + end[0]`이 가장 좋은 구간의 점수보다 **크면** 답이 없다는 뜻이므로 `None`입니다.
# - 점수가 같으면 `i`가 작은 것, 그다음 `j`가 작은 것입니다.
#
# 힌트 1: 구간은 모두 몇 개입니까? 다 보아도 될 만큼 적습니다.
# 힌트 2: 시작을 문맥에서 하나씩 고르고, 끝은 시작부터 `max_len`개 안에서 고릅니다. 문맥 밖은 건너뜁니다.
# 힌트 3: `range(i, min(i + max_len, len(end)))`

# %% solution="best-span"
def best_span(start, end, context, max_len):
    """가장 좋은 답의 구간.
    Args:
        start, end: (T,), 점수. context: (T,), 문맥이면 참(하나는 있고, 0번은 거짓).
        max_len: 답의 토큰 수의 한도, 1 이상.
    Returns: (i, j), 정수 둘. 답이 없으면 None.
    Example:
        >>> best_span(np.array([0., 1., 5., 2.]), np.array([0., 9., 3., 4.]),
        ...           np.array([False, False, True, True]), 2)
        (2, 3)
    """
    ### BEGIN SOLUTION
    best, found = -np.inf, None
    for i in np.flatnonzero(context):
        for j in range(i, min(i + max_len, len(end))):
            if context[j] and start[i] + end[j] > best:
                best, found = start[i] + end[j], (int(i), int(j))
    return None if start[0] + end[0] > best else found
    ### END SOLUTION

# %% test="best-span" points=3
for _t140_s, _t140_e, _t140_c, _t140_max, _t140_want, _t140_why in [
        ([0, 0, 5, 2], [0, 0, 3, 4], [0, 0, 1, 1], 3, (2, 3),
            "start[i] + end[j]가 가장 큰 구간입니다. j도 구간에 듭니다."),
        ([0, 0, 3, 9, 1], [0, 0, 9, 1, 2], [0, 0, 1, 1, 1], 3, (2, 2),
            "시작과 끝을 따로 고르면 (3, 2)처럼 됩니다. i ≤ j이고 두 점수의 합을 견줍니다."),
        ([0, 0, 9, 1, 1], [0, 0, 1, 4, 9], [0, 0, 1, 1, 1], 2, (2, 3),
            "토큰의 수 j - i + 1은 max_len을 넘지 않습니다. 꼭 max_len개인 구간도 됩니다."),
        ([0, 0, 6, 1, 5], [0, 0, 1, 2, 9], [0, 0, 1, 1, 1], 2, (4, 4),
            "시작이나 끝을 먼저 정하지 않습니다. 한 토큰(i = j)도 구간입니다."),
        ([0, 9, 3, 1, 1], [0, 2, 2, 4, 9], [0, 0, 1, 1, 0], 4, (2, 3),
            "i와 j 둘 다 문맥의 자리입니다. 질문(앞)과 [SEP](뒤)은 답이 아닙니다."),
        ([-9, 1, -3, -2, 1], [-9, 1, -1, -4, 1], [0, 0, 1, 1, 0], 2, (2, 2),
            "점수가 모두 음수여도 고릅니다. 문맥 밖을 0으로 바꾸지 마세요."),
        ([0, 0, 3, 4], [0, 0, 5, 2], [0, 0, 1, 1], 1, (2, 2), "max_len이 1이면 한 토큰입니다."),
        ([-9, 0, 1, 1], [-9, 0, 2, 2], [0, 0, 1, 1], 2, (2, 2),
            "점수가 같으면 i가 작은 것, 그다음 j가 작은 것입니다."),
        ([6, 0, 3, 1], [5, 0, 1, 2], [0, 0, 1, 1], 2, None,
            "답이 없습니다. 가장 좋은 구간은 5점, [CLS]는 11점이므로 None입니다."),
        ([9, 0, 3, 1], [-8, 0, 1, 2], [0, 0, 1, 1], 2, (2, 3),
            "[CLS]도 두 점수를 더해 견줍니다. 1점과 5점이므로 답이 있습니다."),
        ([3, 0, 3, 1], [2, 0, 1, 2], [0, 0, 1, 1], 2, (2, 3), "[CLS]와 점수가 같으면 답이 있습니다.")]:
    _t140_arrays = np.array(_t140_s, float), np.array(_t140_e, float), np.array(_t140_c, bool)
    testing.check(best_span, [*_t140_arrays, _t140_max], _t140_want, _t140_why, none=True)
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1409)
for _t140_trial in range(40):
    _t140_T, _t140_m = int(_t140_rng.integers(4, 10)), int(_t140_rng.integers(1, 5))
    _t140_from, _t140_to = sorted(_t140_rng.choice(np.arange(1, _t140_T + 1), 2, replace=False).tolist())
    _t140_c = np.array([_t140_from <= t < _t140_to for t in range(_t140_T)])
    _t140_s, _t140_e = _t140_rng.normal(0, 3, (2, _t140_T))
    def _t140_best(limit, first, last):
        return max(((i, j) for i in range(first, last) for j in range(i, min(i + limit, last))), key=lambda two: _t140_s[two[0]] + _t140_e[two[1]])
    _t140_w = _t140_best(_t140_m, _t140_from, _t140_to)
    _t140_none = _t140_s[0] + _t140_e[0] > _t140_s[_t140_w[0]] + _t140_e[_t140_w[1]]
    testing.check(best_span, [_t140_s, _t140_e, _t140_c, _t140_m], None if _t140_none else _t140_w, "무작위 점수입니다. 문맥 안에서 합이 가장 큰 구간이고, [CLS]가 더 크면 None입니다.", {"max_len을 넘었습니다. 토큰의 수는 j - i + 1입니다.": _t140_best(99, _t140_from, _t140_to), "구간이 문맥 밖에 있습니다.": _t140_best(_t140_m, 1, _t140_T), "[CLS]의 점수가 더 크면 답이 없습니다(None).": _t140_w}, none=True)
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 1억 900만 개는 어디에 있을까 ★★☆ · 15분
#
# **목표.** BERT의 파라미터를 식으로 셉니다. 층의 중간 크기는 $4H$입니다.
#
# | 부분 | 파라미터 |
# |---|---|
# | `"임베딩"` | 토큰 $V \times H$, 위치 $P \times H$, 세그먼트 $2 \times H$, 층 정규화 $2H$ |
# | `"층"` (한 층) | 쿼리·키·값·출력의 선형층 넷 $H \to H$, 선형층 $H \to 4H$와 $4H \to H$, 층 정규화 **둘**(하나가 $2H$) |
# | `"풀러"` | 선형층 하나 $H \to H$ |
# | `"합계"` | 임베딩 + 층 $L$개 + 풀러 |
#
# 선형층 $m \to n$에는 가중치 $mn$개와 **편향 $n$개**가 있습니다. 헤드의 수는 파라미터의 수를 바꾸지 않습니다.
#
# **재기 전에** BERT-base(`V=30522, H=768, L=12, P=512`)에서 다음 네 가지를 각각 **두 배**로 할 때 합계가 적게 느는 것부터 글자 넷을 리스트로 `my_order()`에서 돌려주세요: `"V"`, `"H"`, `"L"`, `"P"`. 예측이 맞지 않아도 점수는 같습니다.
#
# 힌트 1: $H \to 4H$ 선형층의 편향은 몇 개입니까?
# 힌트 2: 선형층을 세는 작은 함수를 만들고, 표의 줄마다 더합니다.
# 힌트 3: `def linear(m, n): return m * n + n`

# %% solution="parameters"
def bert_parameters(V, H, L, P):
    """BERT의 파라미터 수.
    Args: V: 어휘의 크기. H: 은닉 상태의 크기. L: 층의 수. P: 가장 긴 입력의 길이.
    Returns: dict, 키는 "임베딩", "층", "풀러", "합계", 값은 정수.
    """
    ### BEGIN SOLUTION
    def linear(m, n):
        return m * n + n

    embedding = (V + P + 2) * H + 2 * H
    layer = 4 * linear(H, H) + linear(H, 4 * H) + linear(4 * H, H) + 2 * 2 * H
    pooler = linear(H, H)
    return {"임베딩": embedding, "층": layer, "풀러": pooler,
            "합계": embedding + L * layer + pooler}
    ### END SOLUTION

def my_order():
    """두 배로 할 때 합계가 적게 느는 것부터, "V", "H", "L", "P"."""
    ### BEGIN SOLUTION
    return ["P", "V", "L", "H"]
    ### END SOLUTION

# %% test="parameters" points=3
def _t140_count(V, H, L, P):
    got = testing.keys(testing.call(bert_parameters, V, H, L, P), "임베딩", "층", "풀러", "합계")
    E, layer, pooler = (V + P + 4) * H, 12 * H * H + 13 * H, H * H + H
    for name, want, slips in [
            ("임베딩", E, {"세그먼트(2H)나 층 정규화(2H)를 빠뜨렸습니다.": -2 * H,
                "위치 임베딩을 빠뜨렸습니다.": -P * H, "세그먼트도 층 정규화도 2H입니다.": -H,
                "토큰만 세었습니다.": -(P + 4) * H, "위치는 P × H입니다.": (512 - P) * H}),
            ("층", layer, {"층 정규화는 둘이고, 하나는 2H입니다.": -2 * H,
                "층 정규화 둘을 빠뜨렸습니다.": -4 * H, "편향을 빠뜨렸습니다.": -9 * H,
                "H → 4H 선형층의 편향은 4H개입니다.": -3 * H,
                "H → 4H와 4H → H 선형층의 편향을 빠뜨렸습니다.": -5 * H,
                "어텐션의 출력 선형층을 빠뜨렸습니다.": -pooler,
                "모든 층의 수를 냈습니다. 한 층의 수입니다.": (L - 1) * layer,
                "중간 크기는 4H입니다.": (2 * H + 1) * (3072 - 4 * H)}),
            ("풀러", pooler, {"편향을 빠뜨렸습니다.": -H}),
            ("합계", E + L * layer + pooler, {"층을 하나만 더했습니다. L개입니다.": layer - L * layer,
                "풀러를 빠뜨렸습니다.": -pooler, "층은 12개가 아니라 L개입니다.": (12 - L) * layer,
                "임베딩을 빠뜨렸습니다.": -E, "풀러까지 L번 더했습니다.": (L - 1) * pooler})]:
        testing.equal(got[name], want, f"\"{name}\": 표의 줄마다 편향까지 세세요.",
            {f"\"{name}\": {say}": want + off for say, off in slips.items()},
            f"({V=}, {H=}, {L=}, {P=})", close=1e-12)

_t140_count(11, 5, 3, 7)
_t140_count(30522, 768, 12, 512)
_t140_base = dict(V=30522, H=768, L=12, P=512)
for _t140_name, _t140_n in _t140_base.items():
    _t140_total = bert_parameters(**{**_t140_base, _t140_name: 2 * _t140_n})["합계"]
    print(f"{_t140_name} 두 배: {_t140_total:,}")
### BEGIN HIDDEN TESTS
_t140_rng = np.random.default_rng(1410)
_t140_count(7, 1, 1, 2)
for _t140_trial in range(10):
    _t140_count(*map(int, _t140_rng.integers(2, 50, 4)))
### END HIDDEN TESTS

# %% test="parameters" part="guess" points=1
_t140_order = my_order()
_t140_order = [] if _t140_order is None else [str(name) for name in _t140_order]
assert sorted(_t140_order) == sorted("VHLP"), (
    f"V, H, L, P를 한 번씩 적은 리스트입니다. 지금: {_t140_order}")
print("내 예측:", " < ".join(_t140_order), "· 위의 칸에서 잰 값과 견주어 보세요.")

# %% [markdown]
# ## 과제 9. 무엇이 잘못되었습니까 (글로 답하기) ★★☆ · 12분
#
# 동료의 보고서입니다.
#
# > 모든 토큰에 라벨을 두고 사전 학습했더니 MLM 정확도가 0.93입니다. 모델이 한국어를 거의 다 배웠습니다.
# > NSP의 가짜 짝은 스포츠 기사 뒤에 요리 글을 붙여 만들었고, 정확도는 0.99입니다. 그러니 문장의 흐름을 이해합니다.
# > 사전 학습한 모델은 5에폭, 하지 않은 모델은 1에폭 미세 조정해서 시험 정확도가 가장 높은 에폭을 견주었더니 7점 차이였습니다. 이것이 사전 학습의 효과입니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 0.93은 무엇을 말합니까? 무엇을 다시 재겠습니까?
# 2. NSP 0.99로 흐름을 이해한다고 할 수 있습니까? 어떤 짝으로 확인하겠습니까?
# 3. 7점을 사전 학습의 효과라고 할 수 있습니까? 비교를 어떻게 고치고, 표에 무엇을 더하겠습니까?

# %% [markdown] manual="what-went-wrong" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 열에 여덟아홉은 입력에 답이 그대로 있으므로 베끼기만 해도 맞습니다. 가린(고른) 자리만의 정확도와 손실을 검증 글에서 재고, 가장 잦은 토큰만 답하는 기준선과 견줍니다.
# 2. 할 수 없습니다. 주제만 보아도 가를 수 있습니다. 같은 문서나 같은 주제에서 고른 가짜 짝, 두 문장의 순서만 바꾼 짝으로 재어 봅니다.
# 3. 할 수 없습니다. 에폭이 다르고, 시험 데이터로 에폭을 골랐습니다. 같은 데이터와 같은 예산으로 배우고 에폭은 검증 데이터로 고릅니다. 시드를 셋 이상 쓰고 시험은 한 번만 열며, 단어 가방과 로지스틱 회귀의 기준선을 표에 넣습니다.
#
# **채점 기준 (5점)**
#
# - 1번 1.5점: 베낄 수 있다는 말 1점, 고른 자리만 다시 잰다는 말 0.5점.
# - 2번 1.5점: 주제로 가를 수 있다는 말 1점, 확인할 짝 0.5점.
# - 3번 2점: 에폭이 다르다는 말 0.5점, 시험 데이터로 골랐다는 말 0.5점, 고친 비교(같은 예산, 검증으로 고르기) 0.5점, 시드나 구간, 기준선 가운데 하나 0.5점.
# ### END SOLUTION
