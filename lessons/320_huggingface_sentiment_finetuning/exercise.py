# ---
# title: 감성 분석 미세 조정 (datasets·Trainer)
# number: "320"
# objectives:
#   - 글을 번호로 바꾸고, 배치마다 필요한 만큼만 채우고, 길이끼리 묶어 낭비를 잽니다.
#   - 웜업이 있는 학습률을 식대로 만들어, Trainer에 맡긴 것을 확인합니다.
#   - 점수에서 지표를 계산하고, 예측을 제자리에 되돌려 놓습니다.
#   - 유출과 어긋난 차례처럼 오류 없이 점수만 틀리는 설정을 찾아내고 고칩니다.
# datasets: []
# prerequisites: [035_nsmc_sentiment, 140_bert_pretraining]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 일곱 개와 글 하나입니다. NumPy만 씁니다. `Trainer`가 대신 해 주던 일을 손으로 만들어 봅니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 배열, 리스트, 사전을 바꾸지 마세요**. 검사가 확인합니다.

# %%
import numpy as np

from nlplab import testing

PAD, UNK, CLS, SEP = 0, 1, 2, 3  # 특수 토큰의 번호

# %% [markdown]
# ## 과제 1. 글을 번호로 ★☆☆ · 8분
#
# **목표.** `encode(rows, vocab, max_len)`은 `map(batched=True)`에 넘길 함수입니다. 행 묶음을 받아 새 열 둘이 든 사전을 돌려줍니다.
#
# - `rows`는 `{"document": [글, 글, …]}`입니다. 글은 빈칸으로 나눕니다(`split`). `vocab`에 없는 낱말은 `UNK`입니다.
# - `"input_ids"`: 글마다 `[CLS, 낱말…, SEP]`의 번호. `max_len`을 넘으면 **낱말의 뒤를** 버려서 `SEP`이 언제나 마지막에 남게 합니다. 채우지 않습니다.
# - `"length"`: 글마다 번호의 수.
#
# 힌트 1: 특수 토큰이 둘이면 낱말은 몇 개까지 들어갑니까?
# 힌트 2: 낱말의 번호를 먼저 만들고, 자른 다음에, 앞뒤에 특수 토큰을 붙입니다.
# 힌트 3: `[vocab.get(word, UNK) for word in text.split()][:max_len - 2]`

# %% solution="encode"
def encode(rows, vocab, max_len):
    """행 묶음 → 번호와 길이.

    Args:
        rows: {"document": 글의 리스트}. vocab: 낱말 → 번호. max_len: 2 이상.

    Returns:
        {"input_ids": 리스트의 리스트, "length": 리스트}.

    Example:
        >>> encode({"document": ["안 좋다"]}, {"안": 8, "좋다": 9}, 96)
        {'input_ids': [[2, 8, 9, 3]], 'length': [4]}
    """
    ### BEGIN SOLUTION
    ids = []
    for text in rows["document"]:
        words = [vocab.get(word, UNK) for word in text.split()]
        ids.append([CLS] + words[:max_len - 2] + [SEP])
    return {"input_ids": ids, "length": [len(row) for row in ids]}
    ### END SOLUTION

# %% test="encode" points=2
_t320_vocab = {"정말": 5, "안": 6, "재미있다": 7, "노잼": 8, "영화": 9}
def _t320_encode(texts, max_len, want, why, slips=()):
    got = testing.call(encode, {"document": texts}, _t320_vocab, max_len, why=why)
    got, shown = testing.keys(got, "input_ids", "length"), f"(글 {texts}, max_len {max_len})"
    testing.equal(got["input_ids"], want, f"input_ids: {why}", slips, shown)
    testing.equal(got["length"], [len(row) for row in want],
                  "length: 자른 뒤에 특수 토큰까지 세어, 글마다 번호의 수입니다.", (), shown)

_t320_encode(["정말 안 재미있다", "노잼"], 6, [[2, 5, 6, 7, 3], [2, 8, 3]],
             "글마다 한 줄씩, [CLS, 낱말…, SEP]의 번호입니다. 채우지 않습니다.", {
    "CLS와 SEP이 없습니다.": [[5, 6, 7], [8]], "SEP을 붙이지 않았습니다.": [[2, 5, 6, 7], [2, 8]],
    "여기서는 채우지 않습니다. 채우기는 배치를 만들 때 합니다.": [[2, 5, 6, 7, 3, 0], [2, 8, 3, 0, 0, 0]]})
_t320_encode(["정말 처음보는 영화"], 96, [[2, 5, 1, 9, 3]], "vocab에 없는 낱말은 빼지 말고 UNK(1)로 둡니다.")
_t320_encode(["정말 안 재미있다 영화 노잼", "정말 안"], 4, [[2, 5, 6, 3], [2, 5, 6, 3]],
             "모두 max_len개까지입니다. 낱말의 뒤를 버리고 SEP을 마지막에 남깁니다.", {
    "자르고 나니 SEP이 없습니다. 낱말을 먼저 자르고 SEP을 붙입니다.": [[2, 5, 6, 7], [2, 5, 6, 3]],
    "자르지 않았습니다.": [[2, 5, 6, 7, 9, 8, 3], [2, 5, 6, 3]],
    "낱말은 max_len - 2개까지입니다. 특수 토큰이 둘입니다.": [[2, 5, 6, 7, 9, 3], [2, 5, 6, 3]],
    "낱말은 max_len - 2개까지입니다. SEP도 셉니다.": [[2, 5, 6, 7, 3], [2, 5, 6, 3]],
    "앞을 버렸습니다. 낱말의 뒤를 버립니다.": [[2, 9, 8, 3], [2, 5, 6, 3]]})
_t320_encode(["정말"], 2, [[2, 3]], "max_len이 2이면 낱말이 들어갈 자리가 없습니다.")
_t320_encode(["", " 정말  영화"], 5, [[2, 3], [2, 5, 9, 3]], "빈 글은 [CLS, SEP]입니다. split()으로 나눕니다.")
### BEGIN HIDDEN TESTS
_t320_rng = np.random.default_rng(3201)
for _t320_max in _t320_rng.integers(2, 8, 12).tolist():
    _t320_texts = [" ".join(_t320_rng.choice([*_t320_vocab, "모름"], n)) for n in _t320_rng.integers(0, 7, 3)]
    _t320_want = [[CLS, *[_t320_vocab.get(word, UNK) for word in text.split()][:_t320_max - 2], SEP] for text in _t320_texts]
    _t320_encode(_t320_texts, _t320_max, _t320_want, "무작위 글입니다. 없는 낱말과 자르는 자리를 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 배치로 모으기 ★★☆ · 12분
#
# **목표.** `collate(features)`는 `DataCollatorWithPadding`이 하는 일입니다. 행의 리스트를 받아 배열 셋을 돌려줍니다.
#
# - `"input_ids"` (B, L): L은 **이 배치에서** 가장 긴 줄의 길이. 짧은 줄은 뒤를 `PAD`로 채웁니다.
# - `"attention_mask"` (B, L): 진짜 토큰의 자리는 1, 채운 자리는 0. **번호가 0인 진짜 토큰도** 1입니다.
# - `"labels"` (B,): 행의 `"label"`.
#
# 힌트 1: 마스크를 번호의 값으로 정하면 무엇이 틀립니까?
# 힌트 2: 0으로 찬 배열 둘을 만들고, 줄마다 앞에서부터 길이만큼 채웁니다.
# 힌트 3: `input_ids[n, :len(row)] = row`

# %% solution="collate"
def collate(features):
    """행의 리스트 → 배치.

    Args:
        features: {"input_ids": 리스트, "label": 정수}의 리스트, 하나 이상.

    Returns:
        {"input_ids": (B, L), "attention_mask": (B, L), "labels": (B,)}, 정수 배열.

    Example:
        >>> rows = [{"input_ids": [2, 8, 3], "label": 1}, {"input_ids": [2, 3], "label": 0}]
        >>> collate(rows)["input_ids"]
        array([[2, 8, 3],
               [2, 3, 0]])
    """
    ### BEGIN SOLUTION
    longest = max(len(row["input_ids"]) for row in features)
    input_ids = np.full((len(features), longest), PAD)
    mask = np.zeros_like(input_ids)
    for n, row in enumerate(features):
        input_ids[n, :len(row["input_ids"])] = row["input_ids"]
        mask[n, :len(row["input_ids"])] = 1
    return {"input_ids": input_ids, "attention_mask": mask,
            "labels": np.array([row["label"] for row in features])}
    ### END SOLUTION

# %% test="collate" points=2
def _t320_collate(name, ids, want, why, slips=()):
    features = [{"input_ids": list(row), "label": len(row) % 3} for row in ids]
    got = testing.call(collate, features, why=why)
    got = testing.keys(got, "input_ids", "attention_mask", "labels")
    testing.equal(got[name], np.array(want), f"{name}: {why}", slips, f"(줄 {ids})")

_t320_ids = [[2, 8, 9, 3], [2, 3], [2, 7, 3]]
_t320_collate("input_ids", _t320_ids, [[2, 8, 9, 3], [2, 3, 0, 0], [2, 7, 3, 0]],
              "이 배치에서 가장 긴 줄의 길이에 맞추어, 뒤를 PAD(0)로 채웁니다.", {
    "앞을 채웠습니다. 뒤를 채웁니다.": [[2, 8, 9, 3], [0, 0, 2, 3], [0, 2, 7, 3]],
    "UNK로 채웠습니다. PAD(0)로 채웁니다.": [[2, 8, 9, 3], [2, 3, 1, 1], [2, 7, 3, 1]]})
_t320_collate("labels", _t320_ids, [1, 2, 0], "행의 label을 차례대로 둡니다.")
_t320_collate("input_ids", [[2, 3], [2, 6, 6, 6, 3]], [[2, 3, 0, 0, 0], [2, 6, 6, 6, 3]],
              "가장 긴 줄이 처음이 아닐 수 있습니다. 이 배치에서 가장 긴 줄을 찾으세요.")
_t320_collate("input_ids", [[2, 3]], [[2, 3]], "행이 하나여도 (1, L) 배열입니다.")
### BEGIN HIDDEN TESTS
for _t320_n, _t320_rng in enumerate(map(np.random.default_rng, range(8))):
    _t320_ids = [_t320_rng.integers(2, 9, n).tolist() for n in _t320_rng.integers(1, 8, 1 + _t320_n % 4)]
    _t320_want = [row + [PAD] * (max(map(len, _t320_ids)) - len(row)) for row in _t320_ids]
    _t320_collate("input_ids", _t320_ids, _t320_want, "무작위 줄입니다. 줄마다 앞에서부터 제 번호를 두고 나머지를 채웁니다.")
    _t320_collate("labels", _t320_ids, [len(row) % 3 for row in _t320_ids], "행의 label을 차례대로 둡니다.")
### END HIDDEN TESTS

# %% test="collate" part="mask" points=2
_t320_collate("attention_mask", [[2, 8, 9, 3], [2, 3]], [[1, 1, 1, 1], [1, 1, 0, 0]],
              "진짜 토큰의 자리는 1, 채운 자리는 0입니다.", {
    "마스크가 반대입니다. 진짜 토큰이 1입니다.": [[0, 0, 0, 0], [0, 0, 1, 1]],
    "모든 자리가 1입니다. 채운 자리는 0입니다.": [[1, 1, 1, 1], [1, 1, 1, 1]]})
_t320_collate("attention_mask", [[2, 0, 3], [2, 3]], [[1, 1, 1], [1, 1, 0]],
              "번호가 0인 진짜 토큰도 1입니다. 번호의 값으로 정하지 말고 줄의 길이로 정하세요.")
### BEGIN HIDDEN TESTS
for _t320_n, _t320_rng in enumerate(map(np.random.default_rng, range(10))):
    _t320_sizes = _t320_rng.integers(1, 8, 1 + _t320_n % 4)
    _t320_want = [[1] * n + [0] * (max(_t320_sizes) - n) for n in _t320_sizes]
    _t320_collate("attention_mask", [_t320_rng.integers(0, 3, n).tolist() for n in _t320_sizes], _t320_want, "무작위 줄입니다. 줄마다 길이만큼 1입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 길이끼리 묶으면 얼마나 아낄까 ★★★ · 18분
#
# **목표 1.** `waste(lengths, order, size)`: 글을 `order`의 차례로 `size`개씩 배치로 만들어 배치마다 가장 긴 글에 맞추어 채울 때, **모든 칸 가운데 채운 칸의 비율**입니다.
# 마지막 배치는 작을 수 있습니다.
#
# **목표 2.** `grouped(lengths, size, mega, rng)`: 길이 묶기의 차례를 만듭니다.
#
# 1. 모든 번호를 `rng`로 **섞습니다**.
# 2. 섞은 것을 `size * mega`개씩 큰 뭉치로 자릅니다.
# 3. 큰 뭉치 **안에서만** 긴 것부터 줄을 세웁니다. 길이가 같으면 어느 것이 앞이어도 됩니다.
# 4. 이어 붙입니다. 글마다 꼭 한 번 나옵니다.
#
# 통째로 줄을 세우면 가장 덜 낭비하지만, 배치가 언제나 같고 긴 글이 모두 처음에 나옵니다. 그래서 먼저 섞습니다.
#
# **재기 전에** 길이가 2부터 60까지 고르게 퍼진 글 6,400개를 32개씩 묶을 때, 섞기만 한 것과 길이 묶기(`mega`가 50)의 낭비가 각각 얼마일지 `my_waste()`에서 0과 1 사이의 수 둘로 돌려주세요. 예측이 맞지 않아도 점수는 같습니다.
#
# 힌트 1: 배치마다 칸은 몇 개입니까? 진짜 토큰은 모두 몇 개입니까?
# 힌트 2: `order`를 `size`개씩 잘라 배치마다 (가장 긴 길이 × 글의 수)를 더합니다. `grouped`에서는 큰 뭉치마다 따로 줄을 세워 이어 붙입니다.
# 힌트 3: `sorted(part, key=lambda n: -lengths[n])`

# %% solution="grouping"
def waste(lengths, order, size):
    """채운 칸의 비율.

    Args:
        lengths: (N,), 글마다 토큰 수. order: 글의 번호 N개. size: 배치의 크기.

    Returns:
        0 이상 1 미만의 수.

    Example:
        >>> waste(np.array([4, 2, 3, 3]), [0, 1, 2, 3], 2)
        0.14285714285714285
    """
    ### BEGIN SOLUTION
    cells = 0
    for start in range(0, len(order), size):
        batch = [lengths[n] for n in order[start:start + size]]
        cells += max(batch) * len(batch)
    return float(1 - np.sum(lengths) / cells)
    ### END SOLUTION

def grouped(lengths, size, mega, rng):
    """길이 묶기의 차례.

    Args:
        lengths: (N,). size: 배치의 크기. mega: 큰 뭉치에 드는 배치의 수. rng: NumPy의 Generator.

    Returns:
        글의 번호 N개의 리스트나 배열.
    """
    ### BEGIN SOLUTION
    mixed, order = rng.permutation(len(lengths)), []
    for start in range(0, len(mixed), size * mega):
        part = mixed[start:start + size * mega]
        order += sorted(part.tolist(), key=lambda n: -lengths[n])
    return order
    ### END SOLUTION

def my_waste():
    """(섞기만 한 것, 길이 묶기)의 낭비는?"""
    ### BEGIN SOLUTION
    return 0.48, 0.02
    ### END SOLUTION

# %% test="grouping" points=2
testing.check(waste, [np.array([4, 2, 3, 3]), [0, 1, 2, 3], 2], 1 / 7,
              "배치마다 (가장 긴 길이 × 글의 수)를 더한 칸 14개 가운데 채운 칸이 2개입니다.", {
    "비율이 아니라 채운 칸의 수입니다.": 2, "진짜 토큰의 비율입니다. 채운 칸의 비율을 구합니다.": 6 / 7,
    "배치마다 구한 비율을 평균했습니다. 칸을 모두 더한 뒤에 나눕니다.": 1 / 8,
    "진짜 토큰의 수로 나누었습니다. 모든 칸의 수로 나눕니다.": 1 / 6,
    "모든 배치를 가장 긴 글에 맞추었습니다. 배치마다 그 안에서 가장 긴 글에 맞춥니다.": 1 / 4})
testing.check(waste, [np.array([9, 2, 3, 8]), [1, 2, 0, 3], 2], 1 / 12,
              "order의 차례로 배치를 만듭니다. 배치는 2·3과 9·8입니다.", {
    "order를 쓰지 않았습니다. 그 차례로 배치를 만듭니다.": 12 / 34,
    "길이로 줄을 세웠습니다. order의 차례 그대로입니다.": 0.0})
testing.check(waste, [np.array([5, 1, 4, 2, 7]), [4, 0, 2, 3, 1], 2], 4 / 23,
              "마지막 배치는 작을 수 있습니다. 여기서는 글이 하나뿐이라 채울 칸이 없습니다.")
testing.check(waste, [np.array([6, 6, 6]), [2, 0, 1], 3], 0.0, "채울 것이 없으면 0입니다.")
testing.check(waste, [np.array([6, 3]), [0, 1], 8], 1 / 4, "글이 size보다 적으면 배치는 하나입니다.")
### BEGIN HIDDEN TESTS
for _t320_n, _t320_rng in enumerate(map(np.random.default_rng, range(12))):
    _t320_long, _t320_size = _t320_rng.integers(1, 20, 1 + _t320_n), int(_t320_rng.integers(1, 6))
    _t320_order = _t320_rng.permutation(1 + _t320_n).tolist()
    _t320_batches = [_t320_long[_t320_order[n:n + _t320_size]] for n in range(0, 1 + _t320_n, _t320_size)]
    _t320_cells = sum(batch.max() * len(batch) for batch in _t320_batches)
    testing.check(waste, [_t320_long, _t320_order, _t320_size], 1 - _t320_long.sum() / _t320_cells, f"무작위 글입니다. 모든 칸은 {_t320_cells}개입니다.")
### END HIDDEN TESTS

# %% test="grouping" part="order" points=3
def _t320_grouped(n, size, mega):
    lengths, big = np.random.default_rng(n).integers(2, 60, n), size * mega
    shown = f"(글 {n}개, size {size}, mega {mega}, 길이 {lengths.tolist()})"
    first, again, other = ([int(k) for k in testing.call(grouped, lengths, size, mega, rng)]
                           for rng in map(np.random.default_rng, (n, n, n + 1)))
    assert sorted(first) == list(range(n)), (
        f"{'큰 뭉치 안의 자리입니다. part[자리]가 글의 번호입니다. ' * (max(first, default=n) < big < n)}"
        "글마다 꼭 한 번 나옵니다. 길이가 아니라 글의 번호를 돌려주고, 마지막 큰 뭉치도 넣으세요. "
        f"나온 것 {first[:12]}, 모두 {len(first)}개 {shown}")
    assert first == again, f"같은 시드인데 차례가 다릅니다. 우연은 받은 rng에서만 얻습니다. {shown}"
    parts = [first[k:k + big] for k in range(0, n, big)]
    if len(parts) > 1:
        assert first != other, f"섞지 않았습니다. 시드를 바꾸어도 차례가 같습니다. {shown}"
        assert (np.diff(lengths[first]) > 0).any(), f"통째로 줄을 세웠습니다. 큰 뭉치 안에서만 세웁니다. {shown}"
        assert [k for part in parts for k in sorted(part)] != list(range(n)), (
            f"큰 뭉치의 글이 처음 차례 그대로입니다. 먼저 섞고, argsort를 썼다면 part[자리]가 번호입니다. {shown}")
    for part in parts:
        testing.equal(lengths[part], np.sort(lengths[part])[::-1],
                      f"큰 뭉치(size × mega = {big}개) 안에서 긴 것부터입니다. 이것은 한 뭉치의 길이입니다.", {
            "짧은 것부터입니다. 긴 것부터 줄을 세웁니다.": np.sort(lengths[part])}, shown)

_t320_grouped(40, 2, 5)
_t320_grouped(23, 4, 2)
_t320_grouped(5, 4, 50)
### BEGIN HIDDEN TESTS
for _t320_n in range(30, 60, 5):
    _t320_grouped(_t320_n, 1 + _t320_n % 4, 2 + _t320_n % 3)
### END HIDDEN TESTS

# %% test="grouping" part="guess" points=1
import contextlib

_t320_guess = my_waste()
assert np.shape(_t320_guess) == (2,) and all(0 <= float(p) <= 1 for p in _t320_guess), (
    f"0과 1 사이의 수 둘로 예측하세요. 백분율이 아닙니다. 지금: {_t320_guess!r}")
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    _t320_many = np.random.default_rng(7).integers(2, 61, 6400)
    _t320_orders = {"섞기만": np.random.default_rng(7).permutation(6400),
                    "길이 묶기": grouped(_t320_many, 32, 50, np.random.default_rng(7))}
    for (_t320_name, _t320_order), _t320_p in zip(_t320_orders.items(), _t320_guess):
        _t320_real = float(waste(_t320_many, [int(n) for n in _t320_order], 32))
        print(f"{_t320_name}: 내 예측 {float(_t320_p):.2f}, 잰 값 {_t320_real:.2f}")

# %% [markdown]
# ## 과제 4. 웜업이 있는 학습률 ★★☆ · 12분
#
# **목표.** `rate_at(step, total, peak, warmup)`은 `step`번째 걸음(0부터)의 학습률입니다.
#
# - 웜업의 걸음 수 $w$: `warmup`이 **1보다 작으면** 전체의 비율이므로 $\lceil$ `warmup` × `total` $\rceil$(곱의 실수 오차는 다듬지 않습니다), **1 이상이면** 걸음 수 그대로입니다.
# - `step`이 $w$보다 작으면 `peak` × step / $w$.
# - 그다음은 `peak` × (total − step) / (total − $w$). `step`이 `total` 이상이면 0입니다.
#
# 힌트 1: `warmup=0`이면 첫 걸음의 학습률은 얼마여야 합니까?
# 힌트 2: $w$를 먼저 정하고, 두 구간을 `if`로 나눕니다. 0으로 나누는 곳이 있는지 보세요.
# 힌트 3: `int(np.ceil(warmup * total)) if warmup < 1 else int(warmup)`

# %% solution="schedule"
def rate_at(step, total, peak, warmup):
    """그 걸음의 학습률.

    Args:
        step: 0 이상의 정수. total: 모든 걸음의 수. peak: 가장 높은 학습률.
        warmup: 1보다 작으면 비율, 1 이상이면 걸음 수(total보다 작음).

    Returns:
        수.

    Example:
        >>> rate_at(5, 100, 2e-4, 0.1), rate_at(55, 100, 2e-4, 10)
        (0.0001, 0.0001)
    """
    ### BEGIN SOLUTION
    warm = int(np.ceil(warmup * total)) if warmup < 1 else int(warmup)
    if step < warm:
        return peak * step / warm
    return peak * max(total - step, 0) / (total - warm)
    ### END SOLUTION

# %% test="schedule" points=3
def _t320_rate(step, total, warmup, want, why, slips=()):
    testing.check(rate_at, [step, total, 2.0, warmup], want, why, slips)

_t320_rate(5, 100, 0.1, 1.0, "warmup 0.1은 전체의 비율이므로 w는 10걸음이고, 5걸음에서는 peak의 반입니다.", {
    "웜업이 없습니다. 처음에는 0에서 올라갑니다.": 1.9,
    "걸음은 0부터 셉니다. 첫 걸음의 학습률은 0입니다.": 1.2,
    "1보다 작은 warmup은 걸음 수가 아니라 전체의 비율입니다.": 1.90190,
    "peak를 곱하지 않았습니다.": 0.5})
_t320_rate(5, 100, 10, 1.0, "warmup이 1 이상이면 비율이 아니라 걸음 수입니다.")
_t320_rate(0, 100, 0.1, 0.0, "걸음은 0부터 셉니다. 웜업이 있으면 첫 걸음의 학습률은 0입니다.")
_t320_rate(28, 100, 10, 1.6, "w 다음에는 (total - step) / (total - w)로 곧게 내려갑니다.", {
    "내려가는 구간도 w에서 시작합니다. total - w로 나눕니다.": 1.44,
    "내려가지 않습니다. 웜업 뒤에는 0까지 곧게 내려갑니다.": 2.0,
    "걸음은 0부터 셉니다.": 1.57778, "total 걸음에서 0이 됩니다. total - 1이 아닙니다.": 1.59551})
_t320_rate(10, 100, 10, 2.0, "w걸음에서 peak입니다.")
_t320_rate(3, 90, 0.06, 1.0, "90의 6%는 5.4이고, 올림하면 w는 6입니다. 내리거나 반올림하지 않습니다.")
_t320_rate(0, 20, 0, 2.0, "warmup이 0이면 첫 걸음이 가장 높습니다. 0으로 나누지 마세요.")
_t320_rate(1, 11, 1, 2.0, "warmup 1은 100%가 아니라 한 걸음입니다.")
_t320_rate(25, 20, 0.1, 0.0, "끝난 뒤에는 0입니다. 음수가 되지 않게 하세요.")
### BEGIN HIDDEN TESTS
_t320_rng = np.random.default_rng(3204)
for _t320_n in range(30):
    _t320_T = int(_t320_rng.integers(5, 400))
    _t320_warmup = float(_t320_rng.random() * 0.5) if _t320_n % 2 else int(_t320_rng.integers(1, _t320_T))
    _t320_w = int(np.ceil(_t320_warmup * _t320_T)) if _t320_warmup < 1 else _t320_warmup
    _t320_step = int(_t320_rng.integers(0, _t320_T + 2))
    _t320_want = 2 * (_t320_step / _t320_w if _t320_step < _t320_w else max(_t320_T - _t320_step, 0) / (_t320_T - _t320_w))
    _t320_rate(_t320_step, _t320_T, _t320_warmup, _t320_want, f"w는 {_t320_w}입니다. 어느 구간인지 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 점수에서 지표로 ★★☆ · 15분
#
# **목표.** `metrics(scores, labels)`는 `compute_metrics`가 하는 일입니다. 라벨이 셋 이상이어도 됩니다.
#
# - 답은 점수가 가장 큰 라벨입니다.
# - `"confusion"` (K, K): **줄이 정답, 칸이 예측**인 혼동 행렬.
# - `"accuracy"`: 맞힌 비율.
# - `"macro_f1"`: 라벨마다 $F_1 = 2TP / (2TP + FP + FN)$을 구해 **라벨끼리 평균**한 값. 분모가 0인 라벨은 0입니다.
#
# 힌트 1: 혼동 행렬 하나면 나머지 둘을 구할 수 있습니까?
# 힌트 2: TP는 대각선입니다. 줄의 합은 TP + FN, 칸의 합은 TP + FP입니다.
# 힌트 3: `np.add.at(confusion, (labels, guess), 1)`

# %% solution="metrics"
def metrics(scores, labels):
    """지표 셋.

    Args:
        scores: (N, K), 라벨마다의 점수. labels: (N,), 0부터 K-1의 정수. N은 1 이상.

    Returns:
        {"accuracy": 수, "macro_f1": 수, "confusion": (K, K)}.

    Example:
        >>> metrics(np.array([[2., 1.], [0., 3.], [1., 2.]]), np.array([0, 1, 0]))["confusion"]
        array([[1, 1],
               [0, 1]])
    """
    ### BEGIN SOLUTION
    guess, K = scores.argmax(-1), scores.shape[1]
    confusion = np.zeros((K, K), dtype=int)
    np.add.at(confusion, (labels, guess), 1)
    hit = np.diag(confusion)
    below = confusion.sum(0) + confusion.sum(1)
    f1 = 2 * hit / np.maximum(below, 1)
    return {"accuracy": float(hit.sum() / len(labels)), "macro_f1": float(f1.mean()),
            "confusion": confusion}
    ### END SOLUTION

# %% test="metrics" points=2
def _t320_metrics(name, scores, labels, want, why, slips=()):
    scores, labels = np.array(scores, dtype=float), np.array(labels)
    got = testing.call(metrics, scores, labels, why=why)
    got = testing.keys(got, "accuracy", "macro_f1", "confusion")
    shown = f"(답 {scores.argmax(1).tolist()}, 정답 {labels.tolist()}, 점수 {scores.tolist()})"
    testing.equal(got[name], np.array(want), f"{name}: {why}", slips, shown)

_t320_two = [[2, 1], [0, 3], [1, 2], [5, 4], [0, 1]], [0, 1, 0, 0, 1]
_t320_three = ([[3, 1, 2], [0, 2, 1], [0, 2, 1], [9, 8, 7], [1, 0, 2], [-3, -1, -2]],
               [0, 1, 2, 1, 2, 1])
_t320_metrics("confusion", *_t320_two, [[2, 1], [0, 2]],
              "줄이 정답, 칸이 예측이고, 답은 점수가 가장 큰 라벨입니다.", {
    "같은 칸을 한 번만 세었습니다. confusion[labels, guess] += 1은 되풀이를 세지 않습니다. "
    "np.add.at을 쓰거나 하나씩 더하세요.": [[1, 1], [0, 1]],
    "개수가 아니라 비율입니다.": [[0.4, 0.2], [0, 0.4]]})
_t320_metrics("accuracy", *_t320_two, 0.8, "맞힌 비율입니다.", {
    "맞힌 수입니다. 글의 수로 나눕니다.": 4, "점수가 가장 작은 라벨을 골랐습니다.": 0.2})
_t320_metrics("confusion", *_t320_three, [[1, 0, 0], [1, 2, 0], [0, 1, 1]],
              "라벨이 셋 이상이어도 됩니다. 줄이 정답입니다.")
_t320_metrics("accuracy", *_t320_three, 4 / 6, "라벨이 셋 이상이어도 됩니다.")
_t320_metrics("confusion", [[1, 0, 0], [0, 1, 0]], [0, 0], [[1, 1, 0], [0, 0, 0], [0, 0, 0]],
              "라벨의 수 K는 labels에 나온 것의 수가 아니라 scores의 칸 수입니다.")
### BEGIN HIDDEN TESTS
for _t320_n, _t320_rng in enumerate(map(np.random.default_rng, range(8))):
    _t320_s, _t320_y = _t320_rng.normal(0, 1, (3 * _t320_n + 1, 2 + _t320_n % 3)), _t320_rng.integers(0, 2 + _t320_n % 3, 3 * _t320_n + 1)
    _t320_pairs, _t320_all = list(zip(_t320_y, _t320_s.argmax(1))), range(2 + _t320_n % 3)
    _t320_metrics("confusion", _t320_s, _t320_y, np.array([[_t320_pairs.count((a, b)) for b in _t320_all] for a in _t320_all]), "무작위 점수입니다. 줄이 정답, 칸이 예측입니다.")
    _t320_metrics("accuracy", _t320_s, _t320_y, np.mean([a == b for a, b in _t320_pairs]), "무작위 점수입니다. 맞힌 비율입니다.")
### END HIDDEN TESTS

# %% test="metrics" part="f1" points=2
_t320_metrics("macro_f1", [[1, 0], [1, 0], [1, 0], [1, 0], [0, 1]], [0, 0, 0, 1, 1], 16 / 21,
              "라벨마다 F1을 구해 라벨끼리 평균합니다. 6/7과 2/3의 평균입니다.", {
    "정확도입니다. 라벨마다 F1을 구해 평균합니다.": 0.8, "분자의 2를 빠뜨렸습니다.": 8 / 21,
    "라벨 1의 F1뿐입니다. 라벨마다 구해 평균합니다.": 2 / 3,
    "라벨의 글 수로 가중해 평균했습니다. 라벨끼리 똑같이 평균합니다.": (3 * 6 / 7 + 2 * 2 / 3) / 5,
    "정밀도의 평균입니다.": 7 / 8, "재현율의 평균입니다.": 3 / 4,
    "정밀도와 재현율을 먼저 평균했습니다. 라벨마다 F1을 구한 다음 평균합니다.": 21 / 26})
_t320_metrics("macro_f1", *_t320_three, (2 / 3 + 2 / 3 + 2 / 3) / 3, "라벨이 셋이면 셋의 F1을 평균합니다.")
_t320_metrics("macro_f1", [[0, 1], [0, 1]], [0, 0], 0.0, "하나도 맞히지 못하면 모든 F1이 0입니다.")
_t320_metrics("macro_f1", [[1, 0, 0], [1, 0, 0], [0, 1, 0]], [0, 0, 0], 0.8 / 3,
              "분모가 0인 라벨(아무도 없는 라벨 2)은 0이고, 라벨 K개를 모두 평균합니다.", {
    "라벨을 빼고 평균했습니다. 분모가 0인 라벨은 0입니다.": 0.4,
    "labels에 나온 라벨만 평균했습니다. 나머지를 빼고 평균하지 않습니다.": 0.8,
    "분모가 0인 라벨에서 nan이 되었습니다. 0으로 둡니다.": np.nan})
### BEGIN HIDDEN TESTS
for _t320_n, _t320_rng in enumerate(map(np.random.default_rng, range(12))):
    _t320_k, _t320_s = 2 + _t320_n % 3, _t320_rng.normal(0, 1, (2 * _t320_n + 1, 2 + _t320_n % 3))
    _t320_y, _t320_guess = _t320_rng.integers(0, _t320_k, 2 * _t320_n + 1), _t320_s.argmax(1)
    _t320_f1 = [2 * ((_t320_y == k) & (_t320_guess == k)).sum() / max((_t320_y == k).sum() + (_t320_guess == k).sum(), 1) for k in range(_t320_k)]
    _t320_metrics("macro_f1", _t320_s, _t320_y, np.mean(_t320_f1), f"무작위 점수입니다. 라벨마다의 F1은 {np.round(_t320_f1, 3).tolist()}입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 빠르게 풀고 제자리에 ★★★ · 15분
#
# 강의의 함정이었습니다. 길이로 줄을 세우면 빠르지만, 답의 차례가 글의 차례와 달라집니다.
#
# **목표.** `predict(features, score_batch, size)`: 길이가 비슷한 행끼리 `size`개씩 배치로 모아 점수를 얻고, **원래의 차례**로 돌려줍니다.
#
# - `score_batch(행의 리스트)`는 모델입니다. 행마다 점수 하나를 **받은 차례대로** 돌려줍니다. 한 번에 `size`개까지만 줄 수 있습니다.
# - **짧은 것부터** 줄을 세워 `size`개씩 자릅니다. 배치의 수는 $\lceil N / size \rceil$입니다.
# - 돌려주는 것은 (N,) 배열이고, n번째 값은 `features[n]`의 점수입니다. 행이 없으면 빈 배열입니다.
#
# 힌트 1: 줄을 세운 차례 `order`의 k번째 자리에는 원래 몇 번 행이 있습니까?
# 힌트 2: 길이의 `argsort`로 차례를 얻고, 답을 담을 배열을 먼저 만든 뒤 배치의 점수를 **그 행의 자리에** 넣습니다.
# 힌트 3: `found[at] = score_batch(...)`, `at`은 그 배치에 든 행의 번호들

# %% solution="predict"
def predict(features, score_batch, size):
    """행마다의 점수, 원래의 차례로.

    Args:
        features: {"input_ids": 리스트}의 리스트. score_batch: 행의 리스트 → 점수의 리스트. size: 1 이상.

    Returns:
        (N,) 배열.
    """
    ### BEGIN SOLUTION
    order = np.argsort([len(row["input_ids"]) for row in features], kind="stable")
    found = np.zeros(len(features))
    for start in range(0, len(order), size):
        at = order[start:start + size]
        found[at] = score_batch([features[n] for n in at])
    return found
    ### END SOLUTION

# %% test="predict" points=2
def _t320_predict(lengths, size, why):
    """행 n의 점수는 n입니다. 돌려준 것과, 모델이 받은 배치마다의 길이."""
    features = [{"input_ids": [n + 5] * length} for n, length in enumerate(lengths)]
    seen = []
    def score_batch(rows):
        rows = list(rows)
        assert 0 < len(rows) <= size, (
            f"score_batch에는 한 번에 1개부터 {size}개까지 줍니다. {len(rows)}개를 주었습니다. 길이 {lengths}")
        seen.append([len(row["input_ids"]) for row in rows])
        return [float(row["input_ids"][0] - 5) for row in rows]
    return testing.call(predict, features, score_batch, size, why=why), seen

def _t320_order(lengths, size, why, slips=()):
    testing.equal(_t320_predict(lengths, size, why)[0], np.arange(len(lengths)), why, slips,
                  f"(길이 {lengths}, size {size}, 행 n의 점수는 n)")

_t320_order([5, 2, 9, 1, 4, 8], 2, "n번째 값은 features[n]의 점수입니다.", {
    "줄을 세운 차례 그대로 돌려주었습니다. 점수를 제자리에 되돌려 놓으세요.": [3, 1, 4, 0, 5, 2],
    "되돌린다면서 차례를 한 번 더 적용했습니다. found[order]에 넣습니다.": [0, 1, 5, 3, 2, 4]})
_t320_order([1, 3, 2], 2, "마지막 배치에는 행이 하나뿐입니다. 마지막 배치까지 담으세요.")
_t320_order([2, 2, 2, 1], 3, "길이로 자리를 찾지 마세요. 길이가 같은 행도 저마다의 자리가 있습니다.")
_t320_order([], 4, "행이 없으면 빈 배열입니다.")
testing.check(predict, [[{"input_ids": [9]}, {"input_ids": [9]}, {"input_ids": [8, 8]}],
    lambda rows: [float(row["input_ids"][0]) for row in rows], 2], [9, 9, 8],
    "똑같은 행이 둘이어도 저마다의 자리가 있습니다. index로 찾지 마세요.")
### BEGIN HIDDEN TESTS
_t320_rng = np.random.default_rng(3207)
for _t320_n in range(15):
    _t320_order(_t320_rng.integers(1, 12, _t320_n + 1).tolist(), int(_t320_rng.integers(1, 6)), "무작위 길이입니다. n번째 값은 features[n]의 점수입니다.")
### END HIDDEN TESTS

# %% test="predict" part="batches" points=2
def _t320_batches(lengths, size):
    _, seen = _t320_predict(lengths, size, "배치로 나누는 데서 멈췄습니다.")
    order, shown = sorted(lengths), f"(길이 {lengths}, size {size})"
    want = [order[n:n + size] for n in range(0, len(order), size)]
    testing.equal(f"{len(seen)}번", f"{len(want)}번", "배치의 수는 N / size를 올림한 것입니다.", (), shown)
    testing.equal(seen, want, "짧은 것부터 줄을 세워 size개씩 자릅니다. 모델이 받은 길이입니다.", {
        "긴 것부터입니다. 짧은 것부터 줄을 세웁니다.":
            [order[::-1][n:n + size] for n in range(0, len(order), size)]}, shown)

_t320_batches([3, 1, 2], 2)
_t320_batches([5, 2, 9, 1, 4, 4], 4)
### BEGIN HIDDEN TESTS
_t320_rng = np.random.default_rng(3208)
for _t320_n in range(10):
    _t320_batches(_t320_rng.integers(1, 12, 2 * _t320_n + 1).tolist(), int(_t320_rng.integers(1, 6)))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 오류 없이 틀린 점수 ★★★ · 20분
#
# 동료 넷이 검증 점수를 가져왔습니다. 코드는 모두 오류 없이 돌았습니다. 실행 기록 `run`은 이런 사전입니다.
#
# | 키 | 뜻 |
# |---|---|
# | `"fit"` | 학습에 쓴 글의 리스트 |
# | `"valid"` | 점수를 매긴 글의 리스트 |
# | `"label"` | `valid`의 글마다 정답 |
# | `"guess"` | 모델의 답, **낸 차례대로** |
# | `"order"` | `guess`의 k번째 답이 `valid`의 **몇 번 글**의 것인지 |
#
# **목표 1.** `flaws(run)`: 다음 이름이 든 집합을 돌려줍니다. 없으면 빈 집합입니다.
#
# - `"유출"`: `valid`의 글 가운데 `fit`에도 있는 글이 있습니다. 앞뒤의 빈칸만 다르면 **같은 글**입니다.
# - `"어긋난 차례"`: `order`가 0, 1, 2, …가 아닙니다. 그대로 라벨과 견주면 안 됩니다.
#
# **목표 2.** `repaired_accuracy(run)`: 답을 제자리에 놓고, 새는 글을 **빼고** 다시 잰 정확도입니다. 남는 글이 없으면 `nan`입니다.
#
# 힌트 1: `guess[k]`를 `label[k]`와 견주면 무엇이 틀립니까?
# 힌트 2: 글의 앞뒤 빈칸을 지워 집합으로 만듭니다. 답을 제자리에 놓은 배열을 만든 다음에 글을 뺍니다.
# 힌트 3: `placed[run["order"][k]] = run["guess"][k]`

# %% solution="diagnose"
def flaws(run):
    """실행 기록의 흠.

    Args:
        run: 위의 표와 같은 사전.

    Returns:
        "유출", "어긋난 차례" 가운데 있는 것의 집합.

    Example:
        >>> flaws({"fit": ["가"], "valid": ["나", "다"], "label": [0, 1], "guess": [1, 0],
        ...        "order": [1, 0]})
        {'어긋난 차례'}
    """
    ### BEGIN SOLUTION
    found = set()
    seen = {text.strip() for text in run["fit"]}
    if any(text.strip() in seen for text in run["valid"]):
        found.add("유출")
    if list(run["order"]) != list(range(len(run["valid"]))):
        found.add("어긋난 차례")
    return found
    ### END SOLUTION

def repaired_accuracy(run):
    """고쳐서 다시 잰 정확도.

    Args:
        run: 위의 표와 같은 사전.

    Returns:
        0과 1 사이의 수, 남는 글이 없으면 nan.
    """
    ### BEGIN SOLUTION
    placed = np.zeros(len(run["valid"]), dtype=int)
    placed[np.array(run["order"], dtype=int)] = run["guess"]
    seen = {text.strip() for text in run["fit"]}
    clean = np.array([text.strip() not in seen for text in run["valid"]], dtype=bool)
    right = placed == np.array(run["label"])
    return float(right[clean].mean()) if clean.any() else float("nan")
    ### END SOLUTION

# %% test="diagnose" points=2
_t320_minsu = {"fit": ["다락", "나", "나 무"], "valid": ["다", "라", "나무"], "label": [1, 0, 1],
               "guess": [1, 0, 0], "order": [0, 1, 2]}
_t320_jiyoung = {"fit": ["가", "나"], "valid": ["다", "라", "마", "바", "사"],
                 "label": [1, 0, 1, 1, 0], "guess": [0, 1, 1, 0, 0], "order": [3, 2, 0, 4, 1]}
_t320_haneul = {"fit": ["가", "나 ", "다"], "valid": ["라", " 나", "마", "바"], "label": [0, 1, 1, 0],
                "guess": [1, 1, 1, 1], "order": [0, 1, 2, 3]}
_t320_bora = {"fit": ["가", "나"], "valid": ["나", "다", "라", "마"], "label": [0, 1, 0, 0],
              "guess": [1, 0, 0, 1], "order": [1, 2, 3, 0]}
### BEGIN HIDDEN TESTS
def _t320_draw(seed):
    rng, n = np.random.default_rng(seed), 2 + seed % 6
    order = rng.permutation(n).tolist() if rng.random() < 0.6 else list(range(n))
    return {"fit": ["글10", *[f" 글{k}" for k in range(n) if rng.random() < 0.25]], "order": order,
            "valid": [f"글{k}" + " " * int(rng.integers(2)) for k in range(n)],
            "label": rng.integers(0, 2, n).tolist(), "guess": rng.integers(0, 2, n).tolist()}
### END HIDDEN TESTS

testing.check(flaws, [_t320_minsu], set(),
              "흠이 없으면 빈 집합입니다. (앞뒤의 빈칸만 빼고) 글 전체가 같아야 유출이고, 차례는 order만 봅니다.")
testing.check(flaws, [_t320_jiyoung], {"어긋난 차례"}, "order가 0, 1, 2, …가 아니면 어긋난 차례입니다.")
testing.check(flaws, [{**_t320_haneul, "fit": ["가", "마"]}], {"유출"},
              "valid의 글 가운데 하나라도 fit에 있으면 유출입니다. 모든 글을 견주세요.")
testing.check(flaws, [_t320_haneul], {"유출"}, "앞뒤의 빈칸만 다르면 같은 글입니다.")
testing.check(flaws, [_t320_bora], {"유출", "어긋난 차례"}, "둘 다 있으면 둘 다 넣습니다.")
### BEGIN HIDDEN TESTS
for _t320_n in range(25):
    _t320_run = _t320_draw(_t320_n)
    _t320_truth = {"유출": len(_t320_run["fit"]) > 1, "어긋난 차례": sorted(_t320_run["order"]) != _t320_run["order"]}
    testing.check(flaws, [_t320_run], {name for name, is_there in _t320_truth.items() if is_there}, "무작위 기록입니다. 앞뒤의 빈칸을 지우고 견주고, order를 보세요.")
### END HIDDEN TESTS

# %% test="diagnose" part="repair" points=3
testing.check(repaired_accuracy, [_t320_minsu], 2 / 3,
              "고칠 것이 없으면 그대로의 정확도입니다. 일부만 같은 글은 빼지 않습니다.", {
    "새는 글만 남겼습니다.": np.nan})
testing.check(repaired_accuracy, [_t320_jiyoung], 0.8, "guess[k]는 order[k]번 글의 답입니다.", {
    "답을 제자리에 놓지 않았습니다. guess[k]는 order[k]번 글의 답입니다.": 0.4,
    "제자리를 거꾸로 찾았습니다. guess[order]가 아니라 placed[order] = guess입니다.": 0.0})
testing.check(repaired_accuracy, [_t320_haneul], 1 / 3, "새는 글을 빼고 남은 글에서 잽니다.", {
    "새는 글을 빼지 않았습니다. 앞뒤의 빈칸만 달라도 같은 글입니다.": 0.5,
    "남긴 글의 수로 나눕니다. 모든 글의 수가 아닙니다.": 0.25})
testing.check(repaired_accuracy, [_t320_bora], 1.0, "답을 제자리에 놓은 다음에 새는 글을 뺍니다.", {
    "새는 글을 먼저 빼서 자리가 밀렸습니다. 답을 제자리에 놓은 다음에 뺍니다.": 2 / 3,
    "답을 제자리에 놓지 않았습니다.": 1 / 3, "새는 글을 빼지 않았습니다.": 3 / 4})
_t320_empty = {"fit": ["가"], "valid": ["가 "], "label": [1], "guess": [1], "order": [0]}
testing.check(repaired_accuracy, [_t320_empty], np.nan, "남는 글이 없으면 nan입니다. 오류도 0도 아닙니다.")
### BEGIN HIDDEN TESTS
for _t320_n in range(25):
    _t320_run = _t320_draw(100 + _t320_n)
    _t320_answer = dict(zip(_t320_run["order"], _t320_run["guess"]))
    _t320_right = [_t320_answer[k] == one for k, one in enumerate(_t320_run["label"]) if f" 글{k}" not in _t320_run["fit"]]
    _t320_want = sum(_t320_right) / len(_t320_right) if _t320_right else np.nan
    testing.check(repaired_accuracy, [_t320_run], _t320_want, "무작위 기록입니다. 답을 제자리에 놓고, 새는 글을 빼고, 남은 글의 수로 나눕니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 무엇이 잘못되었습니까 (글로 답하기) ★★☆ · 12분
#
# 동료의 보고서입니다.
#
# > 다국어 BERT를 라벨 15,000개로 미세 조정해 시험 정확도 0.769를 얻었습니다. 딥러닝 모델이니 충분히 높은 점수입니다.
# > `eval_dataset`에 시험 데이터를 넣고 에폭마다 보면서, 시험 정확도가 가장 높은 에폭을 골랐습니다.
# > 학습률을 2e-5에서 2e-4로 바꾸고 에폭도 1에서 5로 늘렸더니 0.3점 올랐습니다. 학습률이 중요하다는 증거입니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 0.769가 높은지 낮은지 알려면 표에 무엇이 더 있어야 합니까?
# 2. 에폭을 고른 방법의 무엇이 잘못입니까? 어떻게 고치겠습니까?
# 3. 마지막 문장의 결론이 왜 나오지 않습니까? 어떤 비교를 하겠습니까?

# %% [markdown] manual="what-went-wrong" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 다수 라벨과 글자 n-gram의 선형 모델 같은 값싼 기준선이 같은 시험 글에서 있어야 합니다. NSMC에서 선형 모델은 0.87쯤이므로 0.769는 낮고, 학습이나 데이터 준비에 잘못이 있다는 신호입니다.
# 2. 시험 데이터로 에폭을 골랐으므로 그 점수는 새 글에서의 점수보다 높게 나옵니다. 학습 데이터에서 검증 데이터를 떼어 에폭을 고르고, 시험은 마지막에 한 번만 엽니다.
# 3. 두 가지를 함께 바꾸었고, 0.3점은 시드를 바꾸기만 해도 생길 수 있는 차이입니다. 에폭을 그대로 두고 학습률만 바꾸어 시드 셋 이상으로 되풀이하고, 같은 글에서 짝지은 검사를 합니다.
#
# **채점 기준 (5점)**
#
# - 1번 1.5점: 기준선 1점, 낮다는 판단이나 그 까닭 0.5점.
# - 2번 1.5점: 시험 데이터로 골랐다는 말 1점, 검증을 떼고 시험을 한 번만 연다는 말 0.5점.
# - 3번 2점: 둘을 함께 바꾸었다는 말 1점, 시드나 짝지은 검사 0.5점, 하나만 바꾸는 비교 0.5점.
# ### END SOLUTION
