# ---
# title: 토크나이저 직접 학습
# number: "037"
# objectives:
#   - BPE의 쌍 세기, 병합, 학습, 적용을 차례로 구현합니다.
#   - WordPiece의 최장 일치와 Unigram의 비터비로 같은 단어를 다르게 자릅니다.
#   - 한글 음절을 자모로 풀고, 토크나이저를 견주는 수를 계산합니다.
# datasets: []
# prerequisites: [010_vector_representation]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여덟 개와 글 하나입니다. 파이썬의 기본 자료형과 `collections`만으로 풀 수 있습니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 앞 과제의 함수를 뒤 과제에서 불러 써도 되지만, 앞 과제가 틀렸다면 뒤에서도 틀립니다. 검사는 입력이 바뀌지 않았는지도 확인합니다.

# %%
import math
import random
from collections import Counter, defaultdict

import numpy as np

# %% [markdown]
# ## 과제 1. 쌍 세기 ★☆☆ · 10분
#
# **목표.** 말뭉치에서 이웃한 두 조각의 쌍이 몇 번 나오는지 셉니다. 말뭉치는 `(조각들, 횟수)`의 목록입니다. 어떤 단어가 5번 나왔다면 그 안의 쌍도 5번씩 나온 것입니다.
#
# - 쌍은 한 단어 안에서만 셉니다. 단어의 끝과 다음 단어의 처음은 이웃이 아닙니다.
# - 한 단어 안에 같은 쌍이 여러 자리에 있으면 자리마다 셉니다. `ㅋㅋㅋ`에는 `(ㅋ, ㅋ)`이 두 자리 있습니다.
# - 조각은 두 글자 이상일 수도 있습니다.
#
# <details><summary>힌트</summary>
#
# 목록과, 그 목록에서 첫째를 뺀 것을 나란히 놓으면 이웃한 쌍이 차례로 나옵니다.
# </details>

# %% solution="count-pairs"
def count_pairs(corpus):
    """이웃한 두 조각의 쌍을 셉니다.

    Args:
        corpus: (조각의 리스트, 그 단어가 나온 횟수)의 리스트.

    Returns:
        dict. 키는 (왼쪽 조각, 오른쪽 조각), 값은 횟수. 나오지 않은 쌍은 넣지 않습니다.

    Example:
        >>> count_pairs([(["맛", "있", "다"], 4), (["멋", "있", "다"], 1)])[("있", "다")]
        5
    """
    ### BEGIN SOLUTION
    counts = Counter()
    for pieces, times in corpus:
        for pair in zip(pieces, pieces[1:]):
            counts[pair] += times
    return counts
    ### END SOLUTION

# %% test="count-pairs" points=3
_corpus = [(["재", "미", "있", "다"], 5), (["맛", "있", "다"], 4), (["ㅋ", "ㅋ", "ㅋ"], 2), (["재미", "있", "는"], 3), (["참"], 9)]
_result = count_pairs(_corpus)
assert _result is not None, "count_pairs가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = {tuple(_pair): int(_count) for _pair, _count in dict(_result).items()}
assert _result.get(("있", "다")) == 9, "(있, 다)는 5 + 4 = 9번입니다. 단어가 나온 횟수를 곱했나요?"
assert _result.get(("ㅋ", "ㅋ")) == 4, "ㅋㅋㅋ에는 (ㅋ, ㅋ)이 두 자리 있고, 단어가 두 번 나왔으므로 4번입니다."
assert ("다", "맛") not in _result, "단어의 경계를 넘어 쌍을 만들지 않습니다."
assert _result.get(("재미", "있")) == 3, "조각이 두 글자여도 한 조각으로 다루어야 합니다. 글자로 다시 쪼개지 않았나요?"
assert _result == {("재", "미"): 5, ("미", "있"): 5, ("있", "다"): 9, ("맛", "있"): 4, ("ㅋ", "ㅋ"): 4, ("재미", "있"): 3, ("있", "는"): 3}, (
    "쌍이나 횟수가 다릅니다."
)
### BEGIN HIDDEN TESTS
_rng = random.Random(371)
for _trial in range(6):
    _made = [([_rng.choice(["가", "나", "가나", "ㅋ"]) for _ in range(_rng.randrange(0, 7))], _rng.randrange(1, 9)) for _ in range(12)]
    _before = [(list(_pieces), _times) for _pieces, _times in _made]
    _wanted = defaultdict(int)
    for _pieces, _times in _before:
        for _place in range(1, len(_pieces)):
            _wanted[_pieces[_place - 1], _pieces[_place]] += _times
    _got = {tuple(_pair): int(_count) for _pair, _count in dict(count_pairs(_made)).items()}
    assert _got == dict(_wanted), "무작위 말뭉치에서 횟수가 다릅니다."
    assert _made == _before, "입력이 바뀌었습니다. 받은 말뭉치는 그대로 두세요."
assert dict(count_pairs([])) == {}, "빈 말뭉치에는 쌍이 없습니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 병합 ★☆☆ · 10분
#
# **목표.** 조각의 리스트에서 주어진 쌍을 모두 한 조각으로 묶은 **새 리스트**를 돌려줍니다. 왼쪽부터 훑으며, 묶은 두 조각은 다시 쓰지 않습니다.
# 그래서 `ㅋㅋㅋ`를 `(ㅋ, ㅋ)`으로 병합하면 `["ㅋㅋ", "ㅋ"]`입니다.
#
# <details><summary>힌트</summary>
#
# 자리를 가리키는 변수를 두고 `while`로 갑니다. 쌍을 만나면 두 칸, 아니면 한 칸 나아갑니다. 마지막 조각 하나만 남았을 때도 잊지 마세요.
# </details>

# %% solution="merge-pair"
def merge_pair(pieces, pair):
    """쌍을 왼쪽부터 찾아 한 조각으로 묶습니다.

    Args:
        pieces: 문자열의 리스트.
        pair: (왼쪽 조각, 오른쪽 조각).

    Returns:
        문자열의 새 리스트. 이어 붙이면 pieces를 이어 붙인 것과 같습니다.

    Example:
        >>> merge_pair(["재", "미", "있", "다"], ("재", "미"))
        ['재미', '있', '다']
    """
    ### BEGIN SOLUTION
    merged = []
    place = 0
    while place < len(pieces):
        if place + 1 < len(pieces) and (pieces[place], pieces[place + 1]) == tuple(pair):
            merged.append(pieces[place] + pieces[place + 1])
            place += 2
        else:
            merged.append(pieces[place])
            place += 1
    return merged
    ### END SOLUTION

# %% test="merge-pair" points=3
_result = merge_pair(["맛", "있", "다", "있", "다"], ("있", "다"))
assert _result is not None, "merge_pair가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert list(_result) == ["맛", "있다", "있다"], f"{list(_result)}이(가) 나왔습니다. 쌍이 두 번 나오면 두 번 모두 묶어야 합니다."
assert list(merge_pair(["ㅋ"] * 3, ("ㅋ", "ㅋ"))) == ["ㅋㅋ", "ㅋ"], "ㅋㅋㅋ는 왼쪽부터 묶어 ['ㅋㅋ', 'ㅋ']입니다. 가운데 ㅋ을 두 번 쓰지 않았나요?"
assert list(merge_pair(["있", "다", "있"], ("다", "있"))) == ["있", "다있"], "쌍의 순서를 지켜야 합니다."
assert list(merge_pair(["다", "있"], ("있", "다"))) == ["다", "있"], "(있, 다)와 (다, 있)은 다른 쌍입니다."
assert list(merge_pair(["재미", "있", "다"], ("미", "있"))) == ["재미", "있", "다"], "조각 `재미`의 속에 든 `미`는 쌍의 왼쪽이 아닙니다."
### BEGIN HIDDEN TESTS
def _slow_merge(pieces, pair):
    out = []
    for piece in pieces:
        if out and not out[-1][1] and (out[-1][0], piece) == pair:
            out[-1] = (out[-1][0] + piece, True)
        else:
            out.append((piece, False))
    return [piece for piece, _ in out]

_rng = random.Random(372)
for _trial in range(60):
    _pieces = [_rng.choice(["가", "나", "가나", "ㅋ"]) for _ in range(_rng.randrange(0, 12))]
    _pair = (_rng.choice(["가", "나", "ㅋ"]), _rng.choice(["가", "나", "ㅋ", "가나"]))
    _copy = list(_pieces)
    _result = list(merge_pair(_pieces, _pair))
    assert _pieces == _copy, "입력 리스트가 바뀌었습니다. 새 리스트를 만들어 돌려주세요."
    assert "".join(_result) == "".join(_copy), "글자가 사라지거나 늘어났습니다. 마지막 조각을 확인하세요."
    assert _result == _slow_merge(_copy, _pair), "무작위 조각에서 결과가 다릅니다."
assert list(merge_pair(["가", "나가", "가나", "가"], ("가나", "가"))) == ["가", "나가", "가나가"], "이어 붙인 글이 같아도 (가, 나가)와 (가나, 가)는 다른 쌍입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. BPE 학습 ★★★ · 25분
#
# **목표.** 단어와 횟수를 받아 병합을 `n_merges`번까지 배워, 배운 순서대로 쌍의 목록을 돌려줍니다.
#
# 1. 단어를 글자로 쪼갭니다.
# 2. 쌍을 세어 **가장 많이 나온 쌍**을 고릅니다. 세는 방법은 과제 1과 같습니다.
# 3. 횟수가 같으면 `(왼쪽, 오른쪽)`을 파이썬의 `<`로 비교해 **작은 쌍**을 고릅니다. 강의처럼 번호를 만들지 않아도 되게 정한 규칙입니다.
# 4. 그 쌍을 모든 단어에서 병합하고 2로 돌아갑니다. 더 병합할 쌍이 없으면 `n_merges`보다 적어도 멈춥니다.
#
# 큰 말뭉치가 아니므로 매번 처음부터 다시 세어도 됩니다.
#
# <details><summary>힌트</summary>
#
# `min`의 `key`가 튜플을 돌려주면 앞의 값을 먼저 비교하고, 같으면 다음 값을 비교합니다. "많은 것 먼저"는 부호를 바꾸면 됩니다.
# </details>

# %% solution="train-bpe"
def train_bpe(word_counts, n_merges):
    """BPE의 병합을 배웁니다.

    Args:
        word_counts: dict, 단어(문자열) -> 나온 횟수.
        n_merges: 배울 병합의 최대 수.

    Returns:
        (왼쪽 조각, 오른쪽 조각)의 리스트, 배운 순서.

    Example:
        >>> train_bpe({"재미": 3, "재미있다": 2, "있다": 2}, 2)
        [('재', '미'), ('있', '다')]
    """
    ### BEGIN SOLUTION
    words = {word: list(word) for word in word_counts}
    merges = []
    for _ in range(n_merges):
        counts = Counter()
        for word, pieces in words.items():
            for pair in zip(pieces, pieces[1:]):
                counts[pair] += word_counts[word]
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        for word, pieces in words.items():
            merged = []
            while pieces:
                size = 2 if tuple(pieces[:2]) == best else 1
                merged.append("".join(pieces[:size]))
                pieces = pieces[size:]
            words[word] = merged
    return merges
    ### END SOLUTION

# %% test="train-bpe" points=5
_toy = {"재미있다": 5, "재미있는": 4, "재미없다": 3, "맛있다": 4, "맛없는": 2, "멋있는": 2}
_result = train_bpe(_toy, 5)
assert _result is not None, "train_bpe가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_result = [tuple(_pair) for _pair in _result]
assert _result[:1] == [("재", "미")], "가장 많이 나온 쌍은 5 + 4 + 3 = 12번 나온 (재, 미)입니다. 단어의 횟수를 곱했나요?"
assert _result[:3] == [("재", "미"), ("있", "다"), ("있", "는")], "병합한 뒤의 조각으로 쌍을 다시 세어야 합니다."
assert _result[3:4] == [("재미", "있다")], "넷째는 두 조각 (재미, 있다)의 병합입니다. 병합한 조각을 다시 글자로 쪼개지 않았나요?"
assert _result[4:] == [("맛", "있다")], "횟수가 같으면 파이썬의 `<`로 작은 쌍을 고릅니다. (맛, 있다)와 (재미, 있는)이 네 번으로 같습니다."
assert [tuple(_pair) for _pair in train_bpe({"가나": 2}, 10)] == [("가", "나")], "더 병합할 쌍이 없으면 멈춥니다."
assert [tuple(_pair) for _pair in train_bpe({"ㅋㅋㅋㅋㅋ": 1}, 2)] == [("ㅋ", "ㅋ"), ("ㅋㅋ", "ㅋ")], "ㅋㅋㅋㅋㅋ를 (ㅋ, ㅋ)으로 병합하면 ㅋㅋ|ㅋㅋ|ㅋ입니다."
### BEGIN HIDDEN TESTS
def _reference(word_counts, n_merges):
    state = [(tuple(word), times) for word, times in word_counts.items()]
    learned = []
    while len(learned) < n_merges:
        tally = defaultdict(int)
        for pieces, times in state:
            for i in range(1, len(pieces)):
                tally[pieces[i - 1:i + 1]] += times
        if not tally:
            break
        top = max(tally.values())
        chosen = sorted(pair for pair, count in tally.items() if count == top)[0]
        learned.append(chosen)
        fresh = []
        for pieces, times in state:
            out, i = [], 0
            while i < len(pieces):
                hit = pieces[i:i + 2] == chosen
                out.append(chosen[0] + chosen[1] if hit else pieces[i])
                i += 1 + hit
            fresh.append((tuple(out), times))
        state = fresh
    return learned

_rng = random.Random(373)
for _trial in range(25):
    _letters = "가나다라마"[:_rng.randrange(2, 6)]
    _made = {"".join(_rng.choices(_letters, k=_rng.randrange(1, 8))): _rng.randrange(1, 6) for _ in range(_rng.randrange(2, 15))}
    _copy = dict(_made)
    _n = _rng.randrange(0, 25)
    _result = [tuple(_pair) for _pair in train_bpe(_made, _n)]
    assert _made == _copy, "입력이 바뀌었습니다."
    assert len(_result) <= _n, "병합의 수가 n_merges를 넘었습니다."
    assert _result == _reference(_copy, _n), "무작위 말뭉치에서 병합의 목록이 다릅니다. 동점의 규칙과 병합하는 순서를 확인하세요."
assert list(train_bpe({"가": 3}, 4)) == [] and list(train_bpe({}, 4)) == [], "쌍이 하나도 없으면 빈 리스트입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. BPE로 자르기 ★★☆ · 15분
#
# **목표.** 배운 병합으로 새 단어를 자릅니다. 글자에서 시작해, 지금 있는 쌍 가운데 **목록의 가장 앞에 있는**(가장 먼저 배운) 병합을 찾아 단어 안의 모든 자리에 (과제 2처럼 왼쪽부터) 적용합니다. 적용할 것이 없으면 끝입니다.
#
# - 목록에 없는 글자도 그대로 한 조각입니다.
# - 빈 문자열이면 빈 리스트입니다.
#
# <details><summary>힌트</summary>
#
# 병합마다 목록의 몇 번째인지를 dict로 만들어 두면 찾기 쉽습니다. "사전에서 가장 긴 조각"이나 "왼쪽의 쌍 먼저"가 아닙니다.
# </details>

# %% solution="encode-bpe"
def encode_bpe(word, merges):
    """배운 병합을 순서대로 적용해 단어를 자릅니다.

    Args:
        word: 문자열.
        merges: (왼쪽, 오른쪽)의 리스트. 앞에 있을수록 먼저 배운 것입니다.

    Returns:
        조각의 리스트. 이어 붙이면 word입니다.

    Example:
        >>> encode_bpe("맛있다", [("있", "다"), ("맛", "있")])
        ['맛', '있다']
    """
    ### BEGIN SOLUTION
    rank = {}
    for order, (left, right) in enumerate(merges):
        rank.setdefault((left, right), order)
    pieces = list(word)
    while True:
        known = [pair for pair in zip(pieces, pieces[1:]) if pair in rank]
        if not known:
            return pieces
        best = min(known, key=rank.get)
        merged = []
        while pieces:
            size = 2 if tuple(pieces[:2]) == best else 1
            merged.append("".join(pieces[:size]))
            pieces = pieces[size:]
        pieces = merged
    ### END SOLUTION

# %% test="encode-bpe" points=4
_merges = [("재", "미"), ("있", "다"), ("있", "는"), ("재미", "있다"), ("없", "다"), ("맛", "없"), ("맛없", "는")]
_result = encode_bpe("재미있다", _merges)
assert _result is not None, "encode_bpe가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert list(_result) == ["재미있다"], "병합한 조각끼리도 다시 병합해야 합니다. (재미, 있다)가 목록에 있습니다."
assert list(encode_bpe("맛있는", _merges)) == ["맛", "있는"], "말뭉치에 없던 단어도 배운 병합으로 자릅니다."
assert list(encode_bpe("맛없다", _merges)) == ["맛", "없다"], "(없, 다)를 (맛, 없)보다 먼저 배웠습니다. 왼쪽부터가 아니라 배운 순서입니다."
assert list(encode_bpe("멋진맛없는", _merges)) == ["멋", "진", "맛없는"], "목록에 없는 글자는 그대로 한 조각입니다."
assert list(encode_bpe("있다있다", _merges)) == ["있다", "있다"], "같은 쌍이 여러 자리에 있으면 모두 병합합니다."
assert list(encode_bpe("", _merges)) == [], "빈 문자열은 빈 리스트입니다."
### BEGIN HIDDEN TESTS
def _slow_encode(word, merges):
    pieces = tuple(word)
    while True:
        usable = [number for number, pair in enumerate(merges) if any(pieces[i:i + 2] == tuple(pair) for i in range(len(pieces) - 1))]
        if not usable:
            return list(pieces)
        left, right = merges[usable[0]]
        out, i = [], 0
        while i < len(pieces):
            hit = pieces[i:i + 2] == (left, right)
            out.append(left + right if hit else pieces[i])
            i += 1 + hit
        pieces = tuple(out)

_rng = random.Random(374)
for _trial in range(60):
    _stock, _made = list("가나다"), []
    for _ in range(_rng.randrange(0, 20)):
        _pair = (_rng.choice(_stock), _rng.choice(_stock))
        if _pair not in _made:
            _made.append(_pair)
            _stock.append("".join(_pair))
    _rng.shuffle(_made)
    _word = "".join(_rng.choices("가나다라", k=_rng.randrange(1, 14)))
    _copy = list(_made)
    _result = list(encode_bpe(_word, _made))
    assert "".join(_result) == _word, "이어 붙여도 원래 단어가 되지 않습니다."
    assert _result == _slow_encode(_word, _copy), "무작위 병합에서 결과가 다릅니다. 매번 처음부터 가장 앞의 병합을 찾는지 확인하세요."
    assert _made == _copy, "병합의 목록이 바뀌었습니다."
_late = [("가", "나"), ("다", "라"), ("가나", "다"), ("가나다", "라")]
assert list(encode_bpe("가나다라", _late)) == ["가나", "다라"], "길이와 상관없이 먼저 배운 병합이 먼저입니다."
assert list(encode_bpe("가나다", _late)) == ["가나다"], "병합한 조각끼리도 병합해야 합니다."
assert list(encode_bpe("ㅋㅋㅋ", [("ㅋ", "ㅋ")])) == ["ㅋㅋ", "ㅋ"] and list(encode_bpe("ㅋ" * 5, [("ㅋ", "ㅋ")])) == ["ㅋㅋ", "ㅋㅋ", "ㅋ"], "같은 글자가 이어질 때는 왼쪽부터 병합합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. WordPiece의 최장 일치 ★★☆ · 15분
#
# **목표.** 단어의 왼쪽부터 사전에 있는 **가장 긴** 조각을 떼기를 되풀이합니다.
#
# - 단어의 처음이 아닌 조각은 사전에서 `##`을 붙여 찾고, 결과에도 `##`을 붙입니다.
# - 어느 자리에서든 맞는 조각이 없으면, 앞에서 찾은 것도 버리고 **단어 전체**를 `[unk]`로 돌려줍니다. `unk`의 기본값은 `"[UNK]"`입니다.
# - 한 번 뗀 조각은 되돌리지 않습니다. 뒤에서 막히더라도 더 짧은 조각으로 다시 시도하지 않습니다.
#
# <details><summary>힌트</summary>
#
# 시작 자리를 정해 놓고, 끝 자리를 단어의 끝에서부터 하나씩 당겨 오며 사전에 있는지 봅니다.
# </details>

# %% solution="wordpiece"
def wordpiece(word, vocabulary, unk="[UNK]"):
    """최장 일치로 단어를 자릅니다.

    Args:
        word: 문자열, 한 글자 이상.
        vocabulary: 조각의 집합. 단어의 처음이 아닌 조각은 "##"으로 시작합니다.
        unk: 자를 수 없을 때의 조각.

    Returns:
        조각의 리스트.

    Example:
        >>> wordpiece("맛있다", {"맛", "##있", "##있다", "##다"})
        ['맛', '##있다']
    """
    ### BEGIN SOLUTION
    pieces = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = ("##" if start else "") + word[start:end]
            if piece in vocabulary:
                break
        else:
            return [unk]
        pieces.append(piece)
        start = end
    return pieces
    ### END SOLUTION

# %% test="wordpiece" points=4
_vocabulary = {"재미", "재", "맛", "있다", "##미", "##있", "##있는", "##는데", "##다", "##없다"}
_result = wordpiece("재미있는데", _vocabulary)
assert _result is not None, "wordpiece가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert list(_result) == ["[UNK]"], "`재미|##있는` 다음의 `##데`가 사전에 없으므로 단어 전체가 [UNK]입니다. 되돌아가서 다시 시도하지 않습니다."
assert list(wordpiece("재미있는", _vocabulary)) == ["재미", "##있는"], "가장 긴 조각을 떼어야 합니다. `재`가 아니라 `재미`, `##있`이 아니라 `##있는`입니다."
assert list(wordpiece("재미있다", _vocabulary)) == ["재미", "##있", "##다"], "`있다`는 단어의 처음에만 쓸 수 있습니다. 중간에서는 `##있다`를 찾아야 합니다."
assert list(wordpiece("있다", _vocabulary)) == ["있다"], "단어의 처음에는 ##을 붙이지 않습니다."
assert list(wordpiece("미있다", _vocabulary)) == ["[UNK]"], "`##미`는 단어의 처음에 쓸 수 없습니다."
assert list(wordpiece("맛집", _vocabulary, unk="<모름>")) == ["<모름>"], "unk로 받은 조각을 돌려주어야 합니다."
### BEGIN HIDDEN TESTS
def _greedy(word, vocabulary, unk):
    rest, found = word, []
    while rest:
        sign = "##" if found else ""
        sizes = [size for size in range(1, len(rest) + 1) if sign + rest[:size] in vocabulary]
        if not sizes:
            return [unk]
        found.append(sign + rest[:max(sizes)])
        rest = rest[max(sizes):]
    return found

_rng = random.Random(375)
_unknown = 0
for _trial in range(80):
    _made = {_rng.choice(["", "##"]) + "".join(_rng.choices("가나다", k=_rng.randrange(1, 5))) for _ in range(22)}
    _word = "".join(_rng.choices("가나다", k=_rng.randrange(1, 11)))
    _copy = set(_made)
    _wanted = _greedy(_word, _copy, "?")
    _unknown += _wanted == ["?"]
    assert list(wordpiece(_word, _made, "?")) == _wanted, "무작위 사전에서 결과가 다릅니다."
    assert _made == _copy, "사전이 바뀌었습니다."
assert 10 < _unknown < 70
assert list(wordpiece("가" + "나" * 150, {"가", "##나"})) == ["가"] + ["##나"] * 150, "단어의 길이에는 정해진 한계가 없습니다."
assert list(wordpiece("가나다라마바사아자차카타", {"가", "가나다라마바사", "##아", "##아자차카타", "##자"})) == ["가나다라마바사", "##아자차카타"], "조각의 길이에는 정해진 한계가 없습니다."
assert list(wordpiece("OTTott", {"OTT", "##ott", "ott", "o", "##t"})) == ["OTT", "##ott"], "글자를 바꾸지 말고 그대로 찾으세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. Unigram의 비터비 ★★★ · 25분
#
# **목표.** 조각의 확률을 받아, 글을 나누는 모든 방법 가운데 확률의 곱이 가장 큰 것을 찾습니다. 나눔과 그 **로그 확률**을 돌려줍니다.
#
# $$\mathrm{best}[0] = 0,\qquad \mathrm{best}[e] = \max_{s<e}\ \bigl(\mathrm{best}[s] + \ln p(x_{s:e})\bigr)$$
#
# - 글이 길면 확률의 곱은 컴퓨터가 나타낼 수 없을 만큼 작아집니다. 로그를 더하세요. 긴 글에서도 2초 안에 끝나야 하므로 모든 나눔을 적어 볼 수는 없습니다.
# - 사전의 조각만으로 나눌 수 없으면 `([], -math.inf)`를 돌려줍니다. 빈 글이면 `([], 0.0)`입니다.
# - 확률이 같은 나눔이 여럿이면 아무것이나 괜찮습니다.
#
# <details><summary>힌트</summary>
#
# 자리마다 "여기까지의 가장 좋은 점수"와 "그때 마지막 조각이 시작한 자리"를 적어 둡니다. 끝에 닿으면 시작한 자리를 거꾸로 따라갑니다.
# </details>

# %% solution="viterbi"
def viterbi(text, probabilities):
    """확률의 곱이 가장 큰 나눔을 찾습니다.

    Args:
        text: 문자열.
        probabilities: dict, 조각 -> 확률. 확률은 0보다 크고 1 이하입니다.

    Returns:
        (조각의 리스트, 로그 확률). 로그는 자연로그입니다.

    Example:
        >>> pieces, score = viterbi("가방", {"가": 0.1, "방": 0.2, "가방": 0.05})
        >>> pieces, round(score, 3)
        (['가방'], -2.996)
    """
    ### BEGIN SOLUTION
    longest = max(map(len, probabilities), default=0)
    best = [0.0] + [-math.inf] * len(text)
    start_of = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            piece = text[start:end]
            if piece in probabilities and best[start] + math.log(probabilities[piece]) > best[end]:
                best[end] = best[start] + math.log(probabilities[piece])
                start_of[end] = start
    if best[-1] == -math.inf:
        return [], -math.inf
    pieces, end = [], len(text)
    while end > 0:
        pieces.append(text[start_of[end]:end])
        end = start_of[end]
    return pieces[::-1], best[-1]
    ### END SOLUTION

# %% test="viterbi" points=5
_p = {"아버지": 0.04, "가": 0.08, "방": 0.01, "가방": 0.004, "에": 0.06, "들어가": 0.006, "들어가신다": 0.001, "신다": 0.004}
_result = viterbi("아버지가방에들어가신다", _p)
assert _result is not None, "viterbi가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_pieces, _score = _result
assert "".join(_pieces) == "아버지가방에들어가신다", f"조각 {list(_pieces)}을(를) 이어 붙여도 원래 글이 되지 않습니다. 순서를 뒤집었나요?"
assert list(_pieces) == ["아버지", "가방", "에", "들어가신다"], "확률의 곱이 가장 큰 나눔이 아닙니다."
assert math.isclose(_score, math.log(0.04 * 0.004 * 0.06 * 0.001), abs_tol=1e-5), "로그 확률이 다릅니다. 곱이 아니라 자연로그의 합인지 보세요."
_pieces, _score = viterbi("가방", {"가": 0.5, "방": 0.5, "가방": 0.1})
assert list(_pieces) == ["가", "방"], "조각이 길다고 늘 좋은 것은 아닙니다. 0.5 × 0.5가 0.1보다 큽니다."
_pieces, _score = viterbi("가방끈", {"가": 0.5, "방": 0.5, "가방": 0.1})
assert list(_pieces) == [] and _score == -math.inf, "`끈`이 사전에 없어 나눌 수 없는 글입니다. ([], -math.inf)를 돌려주세요."
_pieces, _score = viterbi("ㅋ" * 400, {"ㅋ": 0.01, "ㅋㅋ": 0.02})
assert len(_pieces) == 200 and math.isclose(_score, 200 * math.log(0.02), rel_tol=1e-5), (
    "긴 글에서 확률의 곱이 0이 되어 버렸습니다. 로그를 더하세요."
)
### BEGIN HIDDEN TESTS
def _best_of_all(text, probabilities):
    scores = {0: 0.0}
    for end in range(1, len(text) + 1):
        options = [scores[start] + math.log(probabilities[text[start:end]]) for start in range(end)
                   if start in scores and text[start:end] in probabilities]
        if options:
            scores[end] = max(options)
    return scores.get(len(text), -math.inf)

_rng = random.Random(376)
_impossible = 0
for _trial in range(60):
    _made = {"".join(_rng.choices("가나다", k=_rng.choice([1, 1, 2, 2, 3, 4, 6]))): _rng.uniform(0.001, 0.9) for _ in range(_rng.randrange(3, 16))}
    _text = "".join(_rng.choices("가나다", k=_rng.randrange(1, 13)))
    _copy, _wanted = dict(_made), _best_of_all(_text, _made)
    _pieces, _score = viterbi(_text, _made)
    assert _made == _copy, "확률의 dict가 바뀌었습니다."
    if _wanted == -math.inf:
        _impossible += 1
        assert list(_pieces) == [] and _score == -math.inf, "나눌 수 없는 글에서 ([], -math.inf)가 아닙니다."
        continue
    assert "".join(_pieces) == _text and all(_piece in _copy for _piece in _pieces), "사전에 없는 조각이 있거나 원래 글로 돌아가지 않습니다."
    assert math.isclose(_score, _wanted, rel_tol=1e-5, abs_tol=1e-6), "무작위 확률에서 가장 큰 로그 확률이 아닙니다."
    assert math.isclose(sum(math.log(_copy[_piece]) for _piece in _pieces), _wanted, rel_tol=1e-5, abs_tol=1e-6), (
        "돌려준 나눔의 로그 확률이 가장 크지 않습니다. 되짚어 가는 부분을 확인하세요."
    )
assert 2 < _impossible < 58
_long = {"이" + "아주" * 8 + "긴조각": 0.3, "이": 0.1, "아": 0.2, "주": 0.2, "긴": 0.1, "조": 0.1, "각": 0.1}
_pieces, _score = viterbi("이" + "아주" * 8 + "긴조각", _long)
assert len(_pieces) == 1 and math.isclose(_score, math.log(0.3), rel_tol=1e-5), "조각의 길이에는 정해진 한계가 없습니다."
_pieces, _score = viterbi("", {"가": 0.5})
assert list(_pieces) == [] and _score == 0.0, "빈 글은 ([], 0.0)입니다."
_pieces, _score = viterbi("가나" * 200, {"가": 0.3, "나": 0.2, "가나": 0.05, "나가": 0.01})
assert "".join(_pieces) == "가나" * 200 and math.isclose(_score, 400 * 0.5 * math.log(0.06), rel_tol=1e-5), "긴 글에서 값이 다릅니다."
_pieces, _score = viterbi("가나가", {"가": 1.0, "나": 1.0, "가나": 0.5})
assert list(_pieces) == ["가", "나", "가"] and math.isclose(_score, 0.0, abs_tol=1e-9), "확률이 1이면 로그는 0입니다. 점수 0은 '닿지 못했다'는 뜻이 아닙니다."
_pieces, _score = viterbi("가" * 300, {"가": 1e-300})
assert len(_pieces) == 300 and math.isclose(_score, 300 * math.log(1e-300), rel_tol=1e-5), "로그 확률은 얼마든지 작아질 수 있습니다. 처음 값은 -math.inf로 두세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 자모로 풀기 ★★☆ · 10분
#
# **목표.** 글 속의 한글 음절(`가`부터 `힣`까지)을 자모로 풀고, 나머지 글자는 그대로 둡니다. 음절은 유니코드에 이런 순서로 놓여 있습니다.
#
# $$\text{번호} = (\text{초성} \times 21 + \text{중성}) \times 28 + \text{종성}$$
#
# 초성은 `0x1100`부터, 중성은 `0x1161`부터, 종성은 `0x11A7`부터 셉니다. 종성 0번은 **받침이 없다**는 뜻이므로 글자를 넣지 않습니다.
# 키보드로 친 `ㅋ`이나 `ㅠ`는 음절이 아니므로 그대로 둡니다.
#
# <details><summary>힌트</summary>
#
# 몫과 나머지를 두 번 구하면 됩니다. `ord`는 글자의 코드, `chr`는 코드의 글자를 줍니다.
# </details>

# %% solution="to-jamo"
def to_jamo(text):
    """한글 음절을 자모로 풉니다.

    Args:
        text: 문자열.

    Returns:
        문자열. 음절마다 자모 두 개나 세 개, 나머지는 그대로.

    Example:
        >>> len(to_jamo("갔다ㅋ!"))
        7
    """
    ### BEGIN SOLUTION
    output = []
    for letter in text:
        number = ord(letter) - ord("가")
        if not 0 <= number < 19 * 21 * 28:
            output.append(letter)
            continue
        rest, last = divmod(number, 28)
        first, middle = divmod(rest, 21)
        output.append(chr(0x1100 + first) + chr(0x1161 + middle))
        if last:
            output.append(chr(0x11A7 + last))
    return "".join(output)
    ### END SOLUTION

# %% test="to-jamo" points=3
def _codes(text):
    return [hex(ord(letter)) for letter in text]

_result = to_jamo("가")
assert _result is not None, "to_jamo가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert isinstance(_result, str), "문자열을 돌려주어야 합니다."
assert _codes(_result) == ["0x1100", "0x1161"], f"`가`는 자모 두 개입니다. 지금은 {_codes(_result)}입니다. 받침이 없을 때 종성을 넣지 않았나요?"
assert _codes(to_jamo("각")) == ["0x1100", "0x1161", "0x11a8"], "`각`의 종성은 0x11A7 + 1입니다. 종성의 첫 자리는 '받침 없음'입니다."
assert _codes(to_jamo("힣")) == ["0x1112", "0x1175", "0x11c2"], "마지막 음절 `힣`도 풀어야 합니다."
assert to_jamo("ㅋㅋ ok!") == "ㅋㅋ ok!", "음절이 아닌 글자는 그대로 둡니다."
### BEGIN HIDDEN TESTS
import unicodedata as _unicodedata
_all_syllables = "".join(chr(_code) for _code in range(0xAC00, 0xD7A4))
assert to_jamo(_all_syllables) == _unicodedata.normalize("NFD", _all_syllables), "다르게 풀린 음절이 있습니다."
_rng = random.Random(377)
for _trial in range(30):
    _mixed = "".join(_rng.choice(["가", "봤", "뷁", "ㅋ", "ㅠ", "a", " ", "é", "e\u0301", "漢", "👾", "\uabff", "\ud7a4", "\ud7b0"]) for _ in range(12))
    _wanted = "".join(_unicodedata.normalize("NFD", _letter) if "가" <= _letter <= "힣" else _letter for _letter in _mixed)  # "힣" 다음의 코드는 음절이 아닙니다
    assert to_jamo(_mixed) == _wanted, "음절과 다른 글자가 섞인 글에서 결과가 다릅니다."
assert to_jamo("") == "", "빈 글은 빈 글입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. 토크나이저의 성적표 ★☆☆ · 10분
#
# **목표.** 자른 결과에서 토크나이저를 견줄 때 쓰는 세 가지 수를 계산합니다.
#
# - `unk_rate`: 모든 조각 가운데 `unk`와 같은 것의 비율
# - `tokens_per_character`: 조각의 수를 원래 글의 글자 수로 나눈 값. 글자 수에서 **빈칸류**(`split`이 자르는 것)는 뺍니다.
# - `used_share`: 사전의 조각 가운데 한 번이라도 쓰인 것의 비율. 사전에는 `unk`도 들어 있을 수 있고, 쓰였다면 셉니다.
#
# 비율은 **글마다 구해 평균하지 않고** 모두 합한 뒤에 나눕니다. 조각이 하나도 없거나, 글자가 하나도 없거나, 사전이 비었으면 그 값은 0.0입니다.
#
# <details><summary>힌트</summary>
#
# 조각을 모두 한 줄로 늘어놓고 시작하면 세 값이 모두 쉬워집니다.
# </details>

# %% solution="report-card"
def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    """토크나이저를 견주는 세 가지 수를 계산합니다.

    Args:
        texts: 원래 글의 리스트.
        tokenized: 글마다 조각의 리스트. texts와 순서와 길이가 같습니다.
        vocabulary: 사전에 든 조각의 집합.
        unk: 모르는 조각을 나타내는 문자열.

    Returns:
        dict. 키는 "unk_rate", "tokens_per_character", "used_share", 값은 실수.

    Example:
        >>> report_card(["참 좋다"], [["참", "[UNK]"]], {"참", "영화"})["used_share"]
        0.5
    """
    ### BEGIN SOLUTION
    pieces = [piece for row in tokenized for piece in row]
    letters = sum(len("".join(text.split())) for text in texts)
    return {
        "unk_rate": pieces.count(unk) / len(pieces) if pieces else 0.0,
        "tokens_per_character": len(pieces) / letters if letters else 0.0,
        "used_share": len(set(pieces) & set(vocabulary)) / len(vocabulary) if vocabulary else 0.0,
    }
    ### END SOLUTION

# %% test="report-card" points=3
_texts = ["영화 참 좋다", "핵노잼", "참\t참  참"]
_tokens = [["영화", "참", "좋", "##다"], ["[UNK]"], ["참", "참", "참"]]
_words = {"영화", "참", "좋", "##다", "배우", "연기", "음악", "[UNK]"}
_result = report_card(_texts, _tokens, _words)
assert _result is not None, "report_card가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert {"unk_rate", "tokens_per_character", "used_share"} <= set(_result), "키 세 개가 모두 있어야 합니다."
assert math.isclose(_result["unk_rate"], 1 / 8, abs_tol=1e-6), "조각 8개 가운데 1개가 UNK입니다. 글마다 구해 평균하지 않았나요?"
assert math.isclose(_result["tokens_per_character"], 8 / 11, abs_tol=1e-6), "글자는 빈칸과 탭을 빼고 5 + 3 + 3 = 11개입니다."
assert math.isclose(_result["used_share"], 5 / 8, abs_tol=1e-6), "사전의 8개 가운데 영화, 참, 좋, ##다, [UNK]의 5개가 쓰였습니다. 같은 조각은 한 번만 셉니다."
assert math.isclose(report_card(["뷁"], [["<모름>"]], {"참"}, unk="<모름>")["unk_rate"], 1.0), "unk로 받은 문자열을 세어야 합니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(378)
for _trial in range(20):
    _stock = [f"조각{_number}" for _number in range(9)] + ["[UNK]"]
    _chosen = set(_rng.sample(_stock, 6))
    _rows = [[_rng.choice(_stock) for _ in range(_rng.randrange(0, 7))] for _ in range(5)]
    _made = ["".join(_rng.choice(["가", "ㅋ", "!", ".", "a", "👾", " ", "\n", "\u3000"]) for _ in range(_rng.randrange(0, 12))) for _ in range(5)]
    _tally, _n_letters = Counter(_piece for _row in _rows for _piece in _row), sum(not _c.isspace() for _text in _made for _c in _text)
    _total = sum(_tally.values())
    _result = report_card(_made, _rows, _chosen)
    assert math.isclose(_result["unk_rate"], _tally["[UNK]"] / _total if _total else 0, abs_tol=1e-6), "무작위 글에서 unk_rate가 다릅니다."
    assert math.isclose(_result["tokens_per_character"], _total / _n_letters if _n_letters else 0, abs_tol=1e-6), "무작위 글에서 tokens_per_character가 다릅니다."
    assert math.isclose(_result["used_share"], sum(_tally[_piece] > 0 for _piece in _chosen) / 6, abs_tol=1e-6), "무작위 글에서 used_share가 다릅니다."
_result = report_card([" "], [[]], set())
assert all(float(_result[_key]) == 0.0 for _key in ("unk_rate", "tokens_per_character", "used_share")), "나눌 것이 없으면 0.0입니다."
_result = report_card(["가나"], [["가", "[UNK]"]], set())
assert math.isclose(_result["unk_rate"], 0.5) and math.isclose(_result["tokens_per_character"], 1.0) and _result["used_share"] == 0, "사전이 비었을 때 0.0인 것은 used_share뿐입니다."
_result = report_card([" "], [["가", "[UNK]"]], {"가", "나"})
assert math.isclose(_result["unk_rate"], 0.5) and _result["tokens_per_character"] == 0 and math.isclose(_result["used_share"], 0.5), "글자가 없을 때 0.0인 것은 tokens_per_character뿐입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 무엇을 고르겠습니까 (글로 답하기) ★★☆ · 10분
#
# 영화관 앱에 올라오는 짧은 감상평으로 두 가지를 만들려고 합니다. 하나는 **긍정과 부정을 가르는 분류기**, 다른 하나는 **감상평에 답글을 써 주는 생성 모델**입니다.
# 감상평에는 새말(`꿀잼`, `띵작`), 띄어쓰기를 하지 않은 글, 그림 문자(👾)가 많습니다. 다음에 두세 문장씩 답하세요.
#
# 1. 띄어쓰기로 자른 단어 8,000개로 사전을 만들면 새 감상평에서 어떤 문제가 생깁니까? `띵작`이 처음 나왔을 때를 들어 설명하세요.
# 2. WordPiece와 바이트 수준 BPE는 사전에 없는 그림 문자가 든 `재미있다👾`를 각각 어떻게 다룹니까? (띄어쓰기로만 미리 나누었다고 합시다.)
# 3. 생성 모델에는 어떤 토크나이저를 고르겠습니까? **무손실**과 **글자당 토큰**이라는 두 말을 써서 이유와 치를 값을 적으세요.

# %% [markdown] manual="choose-tokenizer" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 어절은 조사와 어미와 띄어쓰기에 따라 끝없이 달라지므로 8,000개로는 새 글의 많은 어절이 사전에 없습니다. `띵작`도, 조사가 붙은 `띵작이다`도 모두 [UNK] 하나가 되어 서로 구별되지 않고, 그 낱말이 지닌 긍정의 뜻이 모델에 전해지지 않습니다.
# 2. WordPiece는 `👾`에 맞는 조각이 없으므로 최장 일치가 실패하고 `재미있다👾` 전체가 [UNK]가 됩니다. 앞의 `재미있다`까지 잃습니다. 바이트 수준 BPE는 `재미있다`는 배운 조각으로, `👾`는 UTF-8의 네 바이트(또는 그 병합)로 잘라 아무것도 잃지 않습니다.
# 3. (예) 바이트 수준 BPE 또는 바이트 폴백을 켜고 정규화를 끈 SentencePiece. 생성한 토큰을 글로 되돌려야 하므로 무손실이어야 하고, 무엇이든 적을 수 있어야 합니다. 대신 한글 한 글자가 세 바이트이므로 같은 크기의 사전에서 글자당 토큰이 늘어 문장이 길어지고 계산이 느려집니다. 사전을 키우면 줄일 수 있지만 임베딩 표가 커집니다.
#
# **채점 기준 (5점)**
#
# - 1번 1점: 사전에 없는 어절이 많아짐(또는 모두 [UNK]로 뭉개짐)을 `띵작`을 들어 설명하면 1점. "모르는 단어라서"만 쓰면 0.5점.
# - 2번 2점: WordPiece는 단어 전체가 [UNK]임을 말하면 1점(그림 문자만 [UNK]라고 하면 0점), 바이트 수준 BPE는 바이트로 나누어 잃지 않음을 말하면 1점.
# - 3번 2점: 무손실을 이유로 알맞은 것을 고르면 1점, 글자당 토큰이 늘거나 사전이 커지는 값을 말하면 1점. 다른 것을 골라도 이유가 앞뒤가 맞고 손실을 어떻게 다룰지 말하면 1점까지 줍니다.
# ### END SOLUTION
