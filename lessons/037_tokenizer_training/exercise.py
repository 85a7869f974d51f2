# ---
# title: 토크나이저 직접 학습
# number: "037"
# objectives:
#   - BPE의 쌍 세기, 병합, 학습, 적용을 차례로 구현합니다.
#   - 고장 난 WordPiece를 고치고, Unigram의 비터비로 같은 단어를 다르게 자릅니다.
#   - 토크나이저를 견주는 수를 먼저 예측한 다음 잽니다.
# datasets: []
# prerequisites: [010_vector_representation]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 일곱 개와 글 하나입니다. 파이썬의 기본 자료형과 `collections`만으로 풀 수 있습니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 입력을 바꾸지 마세요**. 검사가 확인합니다.

# %%
import math
import random
import time
from collections import Counter, defaultdict

import numpy as np

from nlplab import testing

# %% [markdown]
# ## 과제 1. 쌍 세기 ★☆☆ · 8분
#
# **목표.** 말뭉치에서 이웃한 두 조각의 쌍이 몇 번 나오는지 셉니다. 강의와 달리 말뭉치는 `(조각들, 횟수)`의 목록이고, 같은 단어가 두 번 들어 있을 수도 있습니다.
#
# - 단어가 5번 나왔다면 그 안의 쌍도 5번씩 나온 것입니다.
# - 쌍은 한 단어 안에서만 셉니다. 단어의 끝과 다음 단어의 처음은 이웃이 아닙니다.
# - 한 단어 안에 같은 쌍이 여러 자리에 있으면 자리마다 셉니다. `ㅋㅋㅋ`에는 `(ㅋ, ㅋ)`이 두 자리 있습니다.
# - 조각은 두 글자 이상일 수도 있습니다.
#
# 힌트 1: 조각이 `n`개인 단어에는 이웃한 쌍이 몇 개 있습니까?
# 힌트 2: 목록과, 그 목록에서 첫째를 뺀 것을 나란히 놓으면 이웃한 쌍이 차례로 나옵니다. 쌍마다 횟수를 더합니다.
# 힌트 3: `zip(pieces, pieces[1:])`

# %% solution="count-pairs"
def count_pairs(corpus):
    """이웃한 두 조각의 쌍을 셉니다.
    Args: corpus: (조각의 리스트, 그 단어가 나온 횟수)의 리스트. 횟수는 1 이상입니다.
    Returns: dict. 키는 (왼쪽 조각, 오른쪽 조각), 값은 횟수. 나오지 않은 쌍은 넣지 않습니다.
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
def _t37_count(corpus, want, why):      # "재미+있*3 참*2"는 조각 재미, 있이 3번, 조각 참이 2번
    def read(text):
        items = [item.split("*") for item in text.split()]
        return [(pieces.split("+"), int(times)) for pieces, times in items]
    want = {tuple(pair): times for pair, times in read(want)}
    testing.check(count_pairs, [read(corpus)], want, why)

_t37_count("가+나+다*1", "가+나*1 나+다*1", "키는 이어 붙인 글이 아니라 튜플 (왼쪽 조각, 오른쪽 조각)입니다. "
    "조각이 셋이면 이웃한 쌍은 둘입니다. 마지막 쌍을 빠뜨리거나 떨어진 조각을 짝짓지도 않고, 나오지 않은 쌍은 넣지 않습니다.")
_t37_count("가+나+다*1", "가+나*1 나+다*1", "두 번째로 부르니 다릅니다. 세는 dict는 부를 때마다 새로 만드세요.")
_t37_count("있+다*1", "있+다*1", "쌍의 왼쪽과 오른쪽을 바꾸지 마세요. 정렬하지 않았나요?")
_t37_count("있+다*5", "있+다*5", "단어가 나온 횟수를 곱했나요? 횟수만큼 이어 붙이면 이음매에 없던 쌍이 생깁니다.")
_t37_count("재미+있*3", "재미+있*3", "조각이 두 글자여도 한 조각입니다. 글자로 다시 쪼개지 않았나요?")
_t37_count("참*2 좋+다*2", "좋+다*2", "쌍은 한 단어 안에서만 셉니다. 단어의 경계도 넘지 마세요.")
_t37_count("맛+있+다*4 있+다*5", "맛+있*4 있+다*9",
    "두 단어에 나온 쌍은 횟수를 더합니다. 덮어쓰거나 첫 단어의 횟수만 쓰지 않았나요?")
_t37_count("ㅋ+ㅋ+ㅋ*2", "ㅋ+ㅋ*4", "ㅋㅋㅋ에는 (ㅋ, ㅋ)이 두 자리 있고, 두 번 나왔으므로 4번입니다. 자리마다 세었나요?")
_t37_count("있+다*2 있+다*3", "있+다*5", "같은 단어가 두 번 들어 있으면 둘 다 셉니다.")
_t37_count("있+다*2 있+다*2", "있+다*4", "횟수까지 같은 항목도 저마다 셉니다. 집합에 모으면 하나가 사라집니다.")
_t37_count("가+나+가+다*1", "가+나*1 나+가*1 가+다*1",
    "같은 조각이 다시 나오면 그 자리의 오른쪽 조각과 짝짓습니다. index는 처음 자리만 찾습니다.")
_t37_count("재+미있*2 재미+있*3", "재+미있*2 재미+있*3",
    "이어 붙인 글이 같아도 다르게 나눈 단어입니다. 글로 모으지 마세요.")
### BEGIN HIDDEN TESTS
testing.check(count_pairs, [[]], {}, "빈 말뭉치에는 쌍이 없습니다.")
testing.check(count_pairs, [[([], 2), (["가"], 1)]], {}, "조각이 하나거나 없는 단어에는 쌍이 없습니다.")
_t37_rng = random.Random(371)
for _ in range(6):
    _t37_corpus = [(_t37_rng.choices(["가", "나", "가나", "ㅋ"], k=_t37_rng.randrange(0, 7)), _t37_rng.randrange(1, 9)) for _ in range(12)]
    _t37_want = Counter(pair for pieces, n in _t37_corpus for pair in list(zip(pieces, pieces[1:])) * n)
    testing.check(count_pairs, [_t37_corpus], _t37_want, "단어마다 이웃한 쌍에 횟수를 더합니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 병합 ★☆☆ · 10분
#
# **목표.** 조각의 리스트에서 주어진 쌍을 모두 한 조각으로 묶은 **새 리스트**를 돌려줍니다. 왼쪽부터 훑으며, 묶은 두 조각은 다시 쓰지 않습니다.
# 그래서 `ㅋㅋㅋ`를 `(ㅋ, ㅋ)`으로 병합하면 `["ㅋㅋ", "ㅋ"]`입니다.
#
# 힌트 1: 묶고 난 다음에는 어느 자리를 보아야 할까요?
# 힌트 2: 자리를 가리키는 변수를 두고 `while`로 갑니다. 쌍을 만나면 두 칸, 아니면 한 칸 나아갑니다. 마지막 조각 하나만 남았을 때도 잊지 마세요.
# 힌트 3: `pieces[place:place + 2] == list(pair)`

# %% solution="merge-pair"
def merge_pair(pieces, pair):
    """쌍을 왼쪽부터 찾아 한 조각으로 묶습니다.
    Args:
        pieces: 문자열의 리스트. 비었을 수도 있습니다.
        pair: (왼쪽 조각, 오른쪽 조각).
    Returns: 문자열의 새 리스트. 이어 붙이면 pieces를 이어 붙인 것과 같습니다.
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
def _t37_merge(pieces, pair, want, why, slips={}):
    pieces, pair, want = pieces.split("|"), tuple(pair.split("|")), want.split("|")
    testing.check(merge_pair, [pieces, pair], want, why, {"마지막 조각을 잃었습니다. "
        "앞의 글이 무엇으로 끝나든 남은 조각은 넣습니다.": want[:-1], **slips})

_t37_merge("가|나", "가|나", "가나", "묶은 두 조각은 이어 붙인 한 조각이 되고, 다시 쓰지 않습니다.", {
    "묶지 않고 그대로 돌려주었습니다. 리스트와 튜플은 ==로 견주면 늘 다릅니다.": ["가", "나"]})
_t37_merge("재|미|있|다", "재|미", "재미|있|다", "묶은 두 조각은 다시 쓰지 않습니다. 결과의 리스트는 새로 만드세요.")
_t37_merge("맛|있|다|있|다", "있|다", "맛|있다|있다", "쌍이 두 번 나오면 두 번 모두 묶습니다. 첫 번째만 묶지 않았나요?")
_t37_merge("다|있", "있|다", "다|있", "(있, 다)와 (다, 있)은 다른 쌍입니다. 순서를 지켜야 합니다.")
_t37_merge("ㅋ|ㅋ|ㅋ|ㅋ", "ㅋ|ㅋ", "ㅋㅋ|ㅋㅋ", "가운데 ㅋ을 두 번 쓰거나, 이미 묶은 조각을 또 묶지 않았나요?")
_t37_merge("ㅋ|ㅋ|ㅋ", "ㅋ|ㅋ", "ㅋㅋ|ㅋ", "왼쪽부터 묶습니다. 오른쪽부터 묶거나 가운데 ㅋ을 두 번 쓰지 않았나요?")
_t37_merge("가|다|가|나", "가|나", "가|다|가나",
    "묶지 못하는 `가`가 앞에 있어도 멈추지 말고 뒤의 `가`를 봅니다. index는 처음 자리만 찾습니다.")
_t37_merge("가|가|나", "가|나", "가|가나", "`가`의 오른쪽이 `나`가 아니면 한 칸만 나아갑니다. 두 칸을 건너뛰지 않았나요?")
_t37_merge("가|나|.|.", ".|.", "가|나|..", "조각은 글자 그대로 비교합니다. 정규식에서 `.`은 아무 글자나 뜻합니다.")
_t37_merge("가| |나| ", "나| ", "가| |나 ", "빈칸도 조각입니다. 빈칸으로 이어 붙였다가 다시 나누지 마세요.")
_t37_merge("재미|있|다", "미|있", "재미|있|다", "조각 `재미` 속의 `미`는 쌍의 왼쪽이 아닙니다. 조각끼리 비교하세요.")
_t37_merge("재|미있|재미|있", "재미|있", "재|미있|재미있", "이어 붙인 글이 같아도 (재, 미있)과 (재미, 있)은 다른 쌍입니다.")
_t37_merge("참", "참|참", "참", "조각이 하나뿐이어도 그대로 남습니다.")
testing.check(merge_pair, [[], ("가", "나")], [], "빈 리스트를 병합하면 빈 리스트입니다.")
_t37_given = ["다", "있"]
assert merge_pair(_t37_given, ("있", "다")) is not _t37_given, (
    "받은 리스트를 그대로 돌려주었습니다. 묶을 것이 없어도 새 리스트입니다.")
### BEGIN HIDDEN TESTS
_t37_rng = random.Random(372)
for _ in range(60):
    _t37_pieces = _t37_rng.choices(["가", "나", "가나", "ㅋ"], k=_t37_rng.randrange(0, 12))
    _t37_pair = (_t37_rng.choice(["가", "나", "ㅋ"]), _t37_rng.choice(["가", "나", "ㅋ", "가나"]))
    _t37_want = list(_t37_pieces)
    for _t37_n in range(len(_t37_pieces)):
        if tuple(_t37_want[_t37_n:_t37_n + 2]) == _t37_pair:
            _t37_want[_t37_n:_t37_n + 2] = ["".join(_t37_pair)]
    testing.check(merge_pair, [_t37_pieces, _t37_pair], _t37_want, "왼쪽부터 훑으며 쌍을 모두 묶습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. BPE 학습 ★★★ · 25분
#
# **목표.** 단어와 횟수를 받아 병합을 `n_merges`번까지 배워, 배운 순서대로 쌍의 목록을 돌려줍니다.
#
# 1. 단어를 글자로 쪼갭니다. 소문자로 바꾸거나 유니코드 정규화를 하지 않습니다.
# 2. 쌍을 세어 **가장 많이 나온 쌍**을 고릅니다. 세는 방법은 과제 1과 같습니다.
# 3. 횟수가 같으면 `(왼쪽, 오른쪽)`을 파이썬의 `<`로 비교해 **작은 쌍**을 고릅니다. 강의처럼 번호를 만들지 않아도 되게 정한 규칙입니다.
# 4. 그 쌍을 모든 단어에서 과제 2처럼 왼쪽부터 병합하고 2로 돌아갑니다. 더 병합할 쌍이 없으면 `n_merges`보다 적어도 멈춥니다.
#
# 큰 말뭉치가 아니므로 매번 처음부터 다시 세어도 됩니다.
#
# 힌트 1: 한 번 병합한 다음에 남아 있는 것은 글자입니까, 조각입니까? 무엇을 세어야 합니까?
# 힌트 2: 단어마다 지금의 조각 리스트를 들고 다니며, 세기·고르기·병합을 되풀이합니다. "많은 것 먼저, 비기면 작은 쌍"은 튜플을 주는 `key` 하나로 적을 수 있습니다.
# 힌트 3: `key=lambda pair: (-counts[pair], pair)`

# %% solution="train-bpe"
def train_bpe(word_counts, n_merges):
    """BPE의 병합을 배웁니다.
    Args:
        word_counts: dict, 단어(문자열) -> 나온 횟수.
        n_merges: 배울 병합의 최대 수.
    Returns: 튜플 (왼쪽 조각, 오른쪽 조각)의 리스트, 배운 순서.
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

# %% test="train-bpe" points=3
def _t37_train(word_counts, n_merges, want, why, slips=()):
    want = [tuple(pair.split("+")) for pair in want.split()]
    testing.check(train_bpe, [word_counts, n_merges], want, why, slips)
_t37_train({"가나": 1}, 1, "가+나", "n_merges=1이면 꼭 하나를 배웁니다. 한 번만 나온 쌍을 건너뛰거나 한 번 덜 되풀이하지 "
    "마세요. 사전의 크기가 아니라 병합의 수입니다.", {"이어 붙인 조각이 아니라 (왼쪽, 오른쪽)의 리스트입니다.": ["가나"]})
_t37_train({"가나": 3, "가다": 2}, 1, "가+나", "더 되풀이하지 않았나요? 배운 것의 리스트는 부를 때마다 새로 만드세요.")
_t37_train({"가나": 1, "가다": 1, "라마": 5}, 1, "라+마", "단어의 횟수를 곱했나요? WordPiece의 점수로 고르지 않았나요?")
_t37_train({"가나": 3, "다": 9, "가라": 2}, 1, "가+나",
    "쌍은 단어 안에서만 셉니다. 단어의 경계를 넘지 않았나요? 한 조각인 단어가 있다고 멈추지도 않습니다.")
_t37_train({"가나다": 2, "가나라": 2, "마바": 3}, 1, "가+나", "두 단어에 나온 쌍은 횟수를 더합니다. 덮어쓰지 않았나요?")
_t37_train({"나다": 3, "가라": 2}, 2, "나+다 가+라", "배운 순서대로 돌려줍니다. 정렬하지 마세요.")
_t37_train({"나가": 2, "가다": 2}, 1, "가+다",
    "동점이면 `<`로 작은 쌍입니다. 먼저 나온 쌍이나 큰 쌍, 오른쪽이 작은 쌍을 고르지 않았나요?")
_t37_train({"가다": 2, "가나": 2}, 1, "가+나", "동점이고 왼쪽이 같으면 오른쪽이 작은 쌍입니다. 왼쪽만 견주지 않았나요?")
_t37_train({"라마": 4, "가나다": 5, "나다": 3}, 3, "나+다 가+나다 라+마",
    "병합한 뒤의 조각으로 쌍을 다시 세어야 합니다. (나, 다)를 병합하면 (가, 나)는 없어지고 (가, 나다)가 생깁니다.")
_t37_train({"가나다": 3, "가나": 2, "라마": 4}, 2, "가+나 라+마", "고르는 기준은 횟수뿐입니다. 조각의 길이를 함께 보지 않았나요?")
_t37_train({"가나가나": 2}, 2, "가+나 가나+가나", "한 단어의 여러 자리에 있는 쌍을 모두 병합합니다. 첫 자리만 병합하지 않았나요?")
_t37_train({"가가나": 1, "가나": 5}, 2, "가+나 가+가나", "병합하지 못한 자리에서 두 칸을 건너뛰지 않았나요? 가|가|나는 가|가나입니다.")
_t37_train({"가나": 9, "가나라": 2, "가다": 2}, 2, "가+나 가+다", "동점은 이어 붙인 글이 아니라 쌍 (왼쪽, 오른쪽)으로 견줍니다.")
_t37_train({"다가": 9, "가나": 5, "다가나": 1}, 3, "다+가 가+나 다가+나",
    "조각 `다가`의 속에 든 `가`는 쌍의 왼쪽이 아닙니다. 글자를 이은 문자열에서 바꾸지 않았나요?")
_t37_train({"ㅋㅋㅋ": 2, "가나": 3}, 1, "ㅋ+ㅋ", "ㅋㅋㅋ에는 (ㅋ, ㅋ)이 두 자리 있어 4번입니다. 한 단어에서 한 번만 세지 않았나요?")
_t37_train({"ㅋㅋㅋㅋㅋ": 1}, 2, "ㅋ+ㅋ ㅋㅋ+ㅋ", "(ㅋ, ㅋ)을 병합하면 ㅋㅋ|ㅋㅋ|ㅋ입니다. 왼쪽부터 병합했나요?")
### BEGIN HIDDEN TESTS
_t37_train({"가나다": 2, "나다": 3, "라마": 2}, 2, "나+다 가+나다", "동점일 때 조각의 길이는 보지 않습니다.")
_t37_train({"AB": 3, "ab": 2, "\u1112\u1169": 1}, 3, "A+B a+b \u1112+\u1169",
    "글자를 바꾸지 마세요. 소문자로 바꾸거나 유니코드 정규화를 하지 않았나요?")
_t37_train({"..": 9, "\\n가": 5, "나다": 2}, 4, ".+. \\+n \\n+가 나+다",
    "`.`과 `\\`도 그냥 글자입니다. 정규식이라면 찾는 글에 re.escape를, 바꿀 글에 함수를 쓰세요.")
### END HIDDEN TESTS

# %% test="train-bpe" part="random" points=2
_t37_train({"가나": 2}, 10, "가+나", "더 병합할 쌍이 없으면 멈추세요. n_merges보다 적어도 됩니다.")
_t37_train({"가나": 2}, 0, "", "n_merges가 0이면 하나도 배우지 않습니다.")
for _t37_words in {"가": 3}, {}:
    _t37_train(_t37_words, 4, "", "쌍이나 단어가 하나도 없으면 빈 리스트입니다.")
### BEGIN HIDDEN TESTS
def _t37_reference(word_counts, n_merges):
    state, learned = [(list(word), times) for word, times in word_counts.items()], []
    while len(learned) < n_merges:
        tally = Counter(pair for pieces, times in state for pair in list(zip(pieces, pieces[1:])) * times)
        if not tally:
            break
        learned.append(min(tally, key=lambda pair: (-tally[pair], pair)))
        for pieces, _ in state:
            for i in range(len(pieces)):
                if tuple(pieces[i:i + 2]) == learned[-1]:
                    pieces[i:i + 2] = ["".join(learned[-1])]
    return learned

_t37_rng = random.Random(373)
for _ in range(25):
    _t37_letters = "가나다라마"[:_t37_rng.randrange(2, 6)]
    _t37_words = {"".join(_t37_rng.choices(_t37_letters, k=_t37_rng.randrange(1, 8))): _t37_rng.randrange(1, 6) for _ in range(_t37_rng.randrange(2, 15))}
    _t37_n = _t37_rng.randrange(0, 25)
    testing.check(train_bpe, [_t37_words, _t37_n], _t37_reference(_t37_words, _t37_n), "세는 방법, 동점, 병합하는 방향을 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. BPE로 자르기 ★★☆ · 15분
#
# **목표.** 배운 병합으로 새 단어를 자릅니다. 글자에서 시작해, 지금 있는 쌍 가운데 **목록의 가장 앞에 있는**(가장 먼저 배운) 병합을 찾아 단어 안의 모든 자리에 (과제 2처럼 왼쪽부터) 적용하기를 되풀이합니다. 목록의 어느 병합도 적용할 수 없으면 끝입니다.
#
# - `merges`는 과제 3이 배우는 것 같은 목록이고, 같은 쌍은 한 번만 들어 있습니다. 강의의 `rank`처럼 번호를 미리 매겨 주지 않습니다. 그런 목록에서는 앞의 병합부터 한 번씩 훑으며 적용해도 결과가 같으므로, 그렇게 해도 됩니다.
# - 목록에 없는 글자도 그대로 한 조각입니다.
# - 빈 문자열이면 빈 리스트입니다.
#
# 힌트 1: `맛없다`에서 (맛, 없)과 (없, 다)를 모두 배웠다면 어느 것을 먼저 적용합니까?
# 힌트 2: 병합마다 목록의 몇 번째인지를 dict로 만들고, 지금 이웃한 쌍 가운데 번호가 가장 작은 것을 되풀이해 찾습니다. "사전에서 가장 긴 조각"이나 "왼쪽의 쌍 먼저"가 아닙니다.
# 힌트 3: `rank = {tuple(pair): order for order, pair in enumerate(merges)}`

# %% solution="encode-bpe"
def encode_bpe(word, merges):
    """배운 병합을 순서대로 적용해 단어를 자릅니다.
    Args:
        word: 문자열.
        merges: (왼쪽, 오른쪽)의 리스트. 앞에 있을수록 먼저 배운 것입니다.
    Returns: 조각의 리스트. 이어 붙이면 word입니다.
    Example:
        >>> encode_bpe("맛있다", [("있", "다"), ("맛", "있")])
        ['맛', '있다']
    """
    ### BEGIN SOLUTION
    rank = {tuple(pair): place for place, pair in enumerate(merges)}
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

# %% test="encode-bpe" points=3
def _t37_cut(word, merges, want, why):
    testing.check(encode_bpe, [word, merges], want.split("|") if want else [], why)

_t37_merges = [("재", "미"), ("있", "다"), ("있", "는"), ("재미", "있다"),
    ("없", "다"), ("맛", "없"), ("맛없", "는")]
_t37_cut("있다", _t37_merges, "있다", "(있, 다)를 배웠습니다. 조각이 하나면 이웃한 쌍도 없습니다. "
    "그때는 멈추세요. 이 단어에 없는 병합은 건너뛰고 다음을 봅니다.")
_t37_cut("재미", _t37_merges, "재미",
    "(재, 미)는 목록의 첫 병합입니다. 번호 0은 거짓이지만 있는 번호입니다. 있는지는 in으로 물으세요.")
_t37_cut("", _t37_merges, "", "빈 문자열은 빈 리스트입니다.")
_t37_cut("있다있다", _t37_merges, "있다|있다", "같은 쌍이 여러 자리에 있으면 모두 병합합니다.")
_t37_cut("재미있다", _t37_merges, "재미있다", "병합한 조각끼리도 다시 병합해야 합니다. (재미, 있다)가 목록에 있습니다.")
_t37_cut("가나다라", [("다", "라"), ("가", "나")], "가나|다라",
    "병합한 자리의 앞쪽도 다시 봅니다. (다, 라)를 병합한 뒤에 (가, 나)가 남아 있습니다.")
_t37_cut("가나다라", [("가", "나"), ("다", "라"), ("나", "다")], "가나|다라", "조각 `가나`의 속에 든 `나`는 쌍의 "
    "왼쪽이 아닙니다. 글자를 이은 문자열에서 바꾸지 않았나요? 나중에 배운 것이 먼저도 아닙니다.")
_t37_cut("맛없다", _t37_merges, "맛|없다", "(없, 다)를 (맛, 없)보다 먼저 배웠습니다. "
    "왼쪽부터나 긴 것부터가 아니라 배운 순서입니다. 나중에 배운 것이나 가나다순이 먼저도 아닙니다.")
_t37_cut("멋진맛없는", _t37_merges, "멋|진|맛없는", "목록에 없는 글자는 버리거나 [UNK]로 바꾸지 말고 그대로 한 조각으로 둡니다.")
_t37_cut("Ab하\u1112\u1169", [("a", "b")], "A|b|하|\u1112|\u1169", "소문자로 바꾸거나 유니코드 정규화를 하지 마세요.")
_t37_cut("가나..", [(".", "."), ("가", "나")], "가나|..", "`.`도 그냥 글자입니다. 정규식이라면 re.escape를 쓰세요.")

# %% test="encode-bpe" part="order" points=2
_t37_late = [("가", "나"), ("다", "라"), ("가나", "다"), ("가나다", "마"), ("ㅋ", "ㅋ")]
_t37_cut("가나다라", _t37_late, "가나|다라", "길이와 상관없이 먼저 배운 병합이 먼저입니다.")
_t37_cut("가나다", [("가", "나"), ("나", "다"), ("가", "나다")], "가나|다",
    "배운 것은 (가, 나다)이고 (가나, 다)가 아닙니다. 이어 붙인 글이 아니라 쌍으로 찾으세요.")
_t37_cut("라마바사", [("라", "마"), ("라마", "바"), ("바", "사")], "라마바|사",
    "(라마, 바)를 (바, 사)보다 먼저 배웠습니다. 먼저 배운 병합이 먼저이고, 짧은 것부터가 아닙니다.")
_t37_cut("ㅋㅋㅋ", _t37_late, "ㅋㅋ|ㅋ", "같은 글자가 이어질 때는 왼쪽부터 병합합니다.")
### BEGIN HIDDEN TESTS
# 정말 배운 목록이라, 앞의 병합부터 한 번씩 훑어도 답이 같습니다
_t37_merges = [tuple(pair.split("+")) for pair in "라+다 라+라 라+나 다+가 나+라 나라+가 라다+다 가+라 가+라라".split()]
_t37_rng = random.Random(374)
for _ in range(60):
    _t37_word = "".join(_t37_rng.choices("가나다라", k=_t37_rng.randrange(1, 8)))
    _t37_want = list(_t37_word)
    for _t37_pair in _t37_merges:
        for _t37_n in range(len(_t37_want)):
            if tuple(_t37_want[_t37_n:_t37_n + 2]) == _t37_pair:
                _t37_want[_t37_n:_t37_n + 2] = ["".join(_t37_pair)]
    _t37_cut(_t37_word, _t37_merges, "|".join(_t37_want), "매번 가장 먼저 배운 병합을 찾는지 확인하세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 고장 난 WordPiece ★★☆ · 15분
#
# 아래의 `broken_wordpiece`는 최장 일치로 자르는 함수이지만 **세 군데**가 규칙과 다릅니다. 돌려 보며 찾아내고, 고친 것을 `wordpiece`에 쓰세요.
#
# - 단어의 왼쪽부터 사전에 있는 **가장 긴** 조각을 떼기를 되풀이합니다. 단어나 조각이 길다고 그만두지 않고(검사하는 단어는 300글자까지입니다), 글자를 바꾸지 않습니다.
# - 단어의 처음이 아닌 조각은 사전에서 `##`을 붙여 찾고, 결과에도 `##`을 붙입니다.
# - 어느 자리에서든 맞는 조각이 없으면, 앞에서 찾은 것도 버리고 **단어 전체**를 `[unk]`로 돌려줍니다. `unk`의 기본값은 `"[UNK]"`입니다.
# - 한 번 뗀 조각은 되돌리지 않습니다. 뒤에서 막히더라도 더 짧은 조각으로 다시 시도하지 않습니다.

# %%
def broken_wordpiece(text, stock, unknown="[UNK]"):
    found, at = [], 0
    while at < len(text):
        fits = [to for to in range(at + 1, len(text) + 1) if text[at:to] in stock]
        if not fits:
            return found + [unknown]
        found.append(text[at:fits[0]])
        at = fits[0]
    return found

print(broken_wordpiece("재미있다", {"재", "재미", "미", "있다", "##있다"}))  # 바른 답은 재미, ##있다

# %% [markdown]
# 힌트 1: `fits`에는 무엇이 어떤 순서로 들어 있습니까? 그 가운데 어느 것을 골라야 합니까?
# 힌트 2: 세 군데는 ① 사전에서 찾을 때, ② 고를 때, ③ 막혔을 때입니다. 하나를 고칠 때마다 아래의 검사를 돌려 보세요.
# 힌트 3: `sign = "##" if found else ""`

# %% solution="wordpiece"
def wordpiece(word, vocabulary, unk="[UNK]"):
    """최장 일치로 단어를 자릅니다.
    Args:
        word: 문자열, 한 글자 이상. "##"으로 시작하지 않습니다.
        vocabulary: 조각의 집합. 단어의 처음이 아닌 조각은 "##"으로 시작합니다.
        unk: 자를 수 없을 때의 조각.
    Returns: 조각의 리스트.
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

# %% test="wordpiece" points=3
def _t37_split(word, stock, want, why, **options):
    testing.check(wordpiece, [word, set(stock)], want.split("|"), why, **options)

_t37_stock = {"재미", "재", "맛", "있다", "##미", "##있", "##있는", "##는데", "##다", "##없다",
    "가나", "가", "##나다"}
_t37_split("있다", _t37_stock, "있다", "단어의 처음에는 ##을 붙이지 않고, 마지막 글자까지 봅니다.")
_t37_split("재미", _t37_stock, "재미", "가장 긴 조각을 떼어야 합니다. `재`가 아니라 `재미`입니다.")
_t37_split("맛없다", _t37_stock, "맛|##없다",
    "처음이 아닌 조각은 ##을 붙여 찾고, 결과에도 ##을 붙입니다. 세 글자보다 긴 조각도 봅니다.")
_t37_split("재미있다", _t37_stock, "재미|##있|##다",
    "`있다`는 단어의 처음에만 쓸 수 있습니다. 중간에서는 ##을 붙여 찾고, `##있다`는 사전에 없습니다.")
_t37_split("가나다", _t37_stock, "가나|##다", "왼쪽부터 가장 긴 조각을 떼어야 합니다. 오른쪽부터가 아닙니다.")
_t37_split("재미집", _t37_stock, "[UNK]",
    "`##집`이 사전에 없으면 앞에서 찾은 `재미`도 버리고 단어 전체가 [UNK] 하나입니다. 조각이 하나여도 리스트입니다.")
_t37_split("재미맛", _t37_stock, "[UNK]",
    "`맛`은 단어의 처음에만 쓸 수 있습니다. 맞는 ## 조각이 없다고 ## 없는 조각을 쓰지 않습니다.")
_t37_split("미있다", _t37_stock, "[UNK]", "`##미`는 단어의 처음에 쓸 수 없습니다.")
_t37_split("재미있는데", _t37_stock, "[UNK]",
    "`재미|##있는` 다음의 `##데`가 사전에 없으므로 단어 전체가 [UNK]입니다. 되돌아가서 다시 시도하지 않습니다.")
_t37_split("맛집", _t37_stock, "<모름>", "unk='<모름>'을 주었으니 unk로 받은 조각을 돌려주어야 합니다.", unk="<모름>")

# %% test="wordpiece" part="random" points=2
_t37_split("가나", set(), "[UNK]", "사전이 비었으면 맞는 조각이 없습니다.")
for _t37_a, _t37_b in ("가", "나다라"), ("가나다라", "마"), ("가" * 40, "나" * 40):
    _t37_split(_t37_a + _t37_b, {_t37_a, "##" + _t37_b, "가", "##나"}, f"{_t37_a}|##{_t37_b}",
        "조각의 길이에는 한계가 없고, 처음 조각과 ## 조각은 어느 쪽이든 더 길 수 있습니다. 한쪽에서만 재지 않았나요?")
_t37_split("OTT하\u1112\u1169", {"OTT", "ott", "##하", "##\u1112\u1169"},
    "OTT|##하|##\u1112\u1169", "소문자로 바꾸거나 유니코드 정규화를 하지 말고 글자 그대로 찾으세요.")
_t37_split("ㅋ" * 300, {"ㅋ", "##ㅋ"}, "ㅋ" + "|##ㅋ" * 299,
    "단어의 길이에는 정해진 한계가 없습니다. 100글자나 200글자에서 그만두지 않았나요?")
_t37_split("C#1", {"C", "###", "##1"}, "C|###|##1", "조각에서 앞의 ## 둘만 뗍니다. 글자 #은 그대로입니다.")
### BEGIN HIDDEN TESTS
def _t37_greedy(rest, stock, sign=""):
    size = max((n for n in range(1, len(rest) + 1) if sign + rest[:n] in stock), default=0)
    tail = _t37_greedy(rest[size:], stock, "##") if size else ["?"] if rest else []
    return ["?"] if "?" in tail else [sign + rest[:size], *tail] if size else []

_t37_rng = random.Random(375)
for _ in range(80):
    _t37_stock = {_t37_rng.choice(["", "##"]) + "".join(_t37_rng.choices("가나다", k=_t37_rng.randrange(1, 5))) for _ in range(22)}
    _t37_word = "".join(_t37_rng.choices("가나다", k=_t37_rng.randrange(1, 11)))
    _t37_split(_t37_word, _t37_stock, "|".join(_t37_greedy(_t37_word, _t37_stock)), "왼쪽부터 가장 긴 조각을 떼고, 막히면 전체가 unk입니다.", unk="?")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. Unigram의 비터비 ★★★ · 25분
#
# **목표.** 조각의 확률을 받아, 글을 나누는 모든 방법 가운데 확률의 곱이 가장 큰 것을 찾습니다. 나눔과 그 **로그 확률**을 돌려줍니다. 강의의 함수와 달리 확률을 그대로 받고, 나눌 수 없는 글도 받으며, 조각의 길이에 한계가 없습니다. 검사하는 글은 400글자까지입니다.
#
# $$\mathrm{best}[0] = 0,\qquad \mathrm{best}[e] = \max_{s<e}\ \bigl(\mathrm{best}[s] + \ln p(x_{s:e})\bigr)$$
#
# - 글이 길면 확률의 곱은 컴퓨터가 나타낼 수 없을 만큼 작아집니다. 로그를 더하세요.
# - 모든 나눔을 적어 보면 글자가 하나 늘 때마다 시간이 몇 배가 됩니다. 글자 25개에 0.2초를 넘기지 마세요.
# - 사전의 조각만으로 나눌 수 없으면 `([], -math.inf)`를 돌려줍니다. 빈 글이면 `([], 0.0)`입니다.
# - 확률이 같은 나눔이 여럿이면 아무것이나 괜찮습니다.
#
# 힌트 1: `joined`의 앞 여섯 글자까지 가장 좋은 나눔을 이미 안다면, 일곱째 글자까지는 무엇만 더 보면 됩니까?
# 힌트 2: 자리마다 "여기까지의 가장 좋은 점수"와 "그때 마지막 조각이 시작한 자리"를 적어 둡니다. 끝에 닿으면 시작한 자리를 거꾸로 따라갑니다.
# 힌트 3: `score = best[start] + math.log(probabilities[text[start:end]])`

# %% solution="viterbi"
def viterbi(text, probabilities):
    """확률의 곱이 가장 큰 나눔을 찾습니다.
    Args:
        text: 문자열.
        probabilities: dict, 조각 -> 확률. 확률은 0보다 크고 1 이하입니다.
    Returns: (조각의 리스트, 로그 확률). 로그는 자연로그입니다.
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

# %% test="viterbi" points=3
def _t37_best(text, probabilities, want, why):      # 가장 좋은 나눔이 하나인 글
    got = testing.call(viterbi, text, probabilities, why=why)
    got, score = testing.parts(got, "조각의 리스트", "로그 확률")
    given, want = f"({text[:9]!r}, {str(probabilities)[:90]})", want.split("|") if want else []
    logs = [math.log(probabilities[piece]) for piece in want] or [-math.inf if text else 0.0]
    assert score != 0 or not any(logs), f"점수 0. 닿지 못한 자리나 글의 점수는 0이 아니라 -math.inf입니다. {given}"
    two = [("(조각의 리스트, 로그 확률)을 이 순서로 돌려주세요.", each) for each in (sum(logs), *want[:1])]
    testing.equal(got, want, why, two, given)
    testing.equal(score, sum(logs), f"{why} 로그 확률은 ln p의 합이고, 나눌 수 없는 글은 -math.inf입니다.", {
        "마지막 조각만의 값입니다.": logs[-1], "로그 확률을 조각의 수로 나누지 마세요.": sum(logs) / len(logs),
        "확률의 곱입니다. 로그를 취하세요.": math.exp(sum(logs))}, given)
_t37_best("가방", {"가": 0.5, "방": 0.5, "가방": 0.1}, "가|방", "조각이 길다고, 또는 조각의 수가 적다고 늘 좋은 것은 "
    "아닙니다. 0.5 × 0.5가 0.1보다 큽니다. 가장 작은 것을 고르지 않았는지도 보세요.")
_t37_best("가방", {"가방": 0.5, "가": 0.1, "방": 0.1}, "가방", "글 전체가 한 조각일 수도 있습니다.")
_t37_best("가방끈", {"가방": 0.5, "끈": 0.5}, "가방|끈",
    "`가`까지는 나눌 수 없어도 `가방`까지는 나눌 수 있습니다. 닿지 못한 자리에서 멈추지 말고 다음 자리를 보세요.")
_t37_best("가방", {"가": 0.3, "방": 0.1, "가방": 0.2}, "가방",
    "0.3 × 0.1보다 0.2가 큽니다. 왼쪽부터 확률이 큰 조각을 떼거나, 앞까지의 점수를 빠뜨리지 않았나요?")
_t37_best("가방끈", {"가": 0.5, "방": 0.5, "가방": 0.1}, "", "`끈`이 사전에 없으니 나눌 수 없는 글입니다.")
_t37_best("", {"가": 0.5}, "", "빈 글은 나눌 수 없는 글이 아닙니다. ([], 0.0)이어야 합니다.")
_t37_best("아버지가방에", {"아버지": 0.04, "가": 0.08, "방": 0.01, "가방": 0.004, "에": 0.06}, "아버지|가방|에",
    "앞까지의 점수를 더해 견주었나요? 0.08 × 0.01보다 0.004가 큽니다.")
_t37_best("가나가", {"가": 1.0, "나": 1.0, "가나": 0.5}, "가|나|가",
    "확률이 1이면 점수는 0입니다. 점수 0은 '닿지 못했다'나 '사전에 없다'는 뜻이 아닙니다.")
### BEGIN HIDDEN TESTS
_t37_best("가나", {}, "", "사전이 비었으면 나눌 수 없습니다. ([], -math.inf)를 돌려주세요.")
_t37_rng = random.Random(376)
for _ in range(60):
    _t37_p = {"".join(_t37_rng.choices("가나다", k=_t37_rng.choice([1, 1, 2, 2, 3, 4, 6]))): _t37_rng.uniform(0.001, 0.9) for _ in range(_t37_rng.randrange(3, 16))}
    _t37_text, _t37_ways = "".join(_t37_rng.choices("가나다", k=_t37_rng.randrange(1, 11))), {0: (1.0, "")}
    for _t37_end in range(1, len(_t37_text) + 1):
        _t37_pieces = [(_t37_ways[n], _t37_text[n:_t37_end]) for n in range(_t37_end) if n in _t37_ways and _t37_text[n:_t37_end] in _t37_p]
        if _t37_pieces:
            _t37_ways[_t37_end] = max((way[0] * _t37_p[piece], f"{way[1]}|{piece}") for way, piece in _t37_pieces)
    _t37_best(_t37_text, _t37_p, _t37_ways.get(len(_t37_text), (0, ""))[1][1:], "자리마다 가장 좋은 것을 골라 되짚어 가는지 보세요.")
### END HIDDEN TESTS

# %% test="viterbi" part="long" points=2
for _t37_n in range(16, 26):
    _t37_spent = math.inf
    for _ in range(2):  # 컴퓨터가 바쁠 수도 있으니 두 번 재어 빠른 쪽을 봅니다
        _t37_since = time.perf_counter()
        testing.call(viterbi, "ㅋ" * _t37_n, {"ㅋ": 0.1, "ㅋㅋ": 0.02, "ㅋㅋㅋ": 0.004})
        _t37_spent = min(_t37_spent, time.perf_counter() - _t37_since)
    assert _t37_spent < 0.2, (
        f"글자 {_t37_n}개에 {_t37_spent:.1f}초가 걸렸습니다. 모든 나눔을 적어 보면 시간이 지수로 늘어납니다(여기서는 "
        "글자 하나에 1.8배). 자리마다 가장 좋은 것 하나만, 되부른다면 이미 구한 자리의 답을 적어 두세요.")
for _t37_n in 12, 30, 400:
    _t37_best("ㅎ" * _t37_n, {"ㅎ": 0.1, "ㅎ" * _t37_n: 0.3}, "ㅎ" * _t37_n,
        "확률 0.3인 긴 조각이 있습니다. 몇 글자까지만 보지 않았나요?")
_t37_best("ㅋ" * 400, {"ㅋ": 0.01, "ㅋㅋ": 0.02}, "|".join(["ㅋㅋ"] * 200),
    "긴 글에서 확률의 곱이 0이 되어 버리지 않았나요? 로그를 더하세요.")
### BEGIN HIDDEN TESTS
_t37_best("가" * 300, {"가": 1e-300}, "|".join("가" * 300), "로그 확률은 얼마든지 작아질 수 있습니다. 처음 값은 -math.inf로 두세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 토크나이저의 성적표 ★☆☆ · 12분
#
# 같은 글을 띄어쓰기와 글자로 자르면 조각의 수와 모르는 조각의 비율이 어떻게 다를까요? **먼저 예측하고, 다음에 잽니다.**
#
# 1. `my_guess`: 아래 `reviews`를 `space`(띄어쓰기)와 `letter`(빈칸을 뺀 글자)로 자르고, `known`에 든 저마다의 사전에 없는 조각을 `[UNK]`로 바꾸었습니다. UNK 비율을 눈으로 어림해 `(띄어쓰기, 글자)`로 적습니다. 0 이상 1 이하면 맞든 틀리든 점수를 받습니다.
# 2. `report_card`: 세 가지 수를 계산합니다.
#     - `unk_rate`: 모든 조각 가운데 `unk`와 같은 것의 비율
#     - `tokens_per_character`: 조각의 수를 원래 글의 글자 수로 나눈 값. 글자 수에서 **빈칸류**(`split`이 자르는 것)는 뺍니다.
#     - `used_share`: 사전의 조각 가운데 한 번이라도 쓰인 것의 비율. `unk`도 사전에 들어 있고 쓰였다면 셉니다(들어 있지 않으면 세지 않습니다).
#
# 비율은 **글마다 구해 평균하지 않고** 모두 합한 뒤에 나눕니다. 조각이 하나도 없거나, 글자가 하나도 없거나, 사전이 비었으면 **그 값만** 0.0입니다.

# %%
known = {"space": {"영화", "참", "재미있다", "[UNK]"}, "letter": set("영화참재미있다는데") | {"[UNK]"}}
reviews = ["영화 참 재미있다", "재미있는데 참", "띵작 영화다", "참참 재미있음"]
for text in reviews[:2]:
    print([word if word in known["space"] else "[UNK]" for word in text.split()])

# %% [markdown]
# 힌트 1: 세 값의 분모는 각각 무엇입니까? 분모를 먼저 적어 보세요.
# 힌트 2: 조각을 모두 한 줄로 늘어놓고 시작하면 세 값이 모두 쉬워집니다. 사전의 조각이 쓰였는지는 집합의 교집합으로 봅니다.
# 힌트 3: `len("".join(text.split()))`

# %% solution="report-card"
def my_guess():
    """재기 전의 예측: UNK 비율 두 수 (띄어쓰기, 글자), 0 이상 1 이하."""
    ### BEGIN SOLUTION
    return 0.5, 0.1
    ### END SOLUTION


def report_card(texts, tokenized, vocabulary, unk="[UNK]"):
    """토크나이저를 견주는 세 가지 수를 계산합니다.
    Args:
        texts: 원래 글의 리스트.
        tokenized: 글마다 조각의 리스트. texts와 순서와 길이가 같습니다.
        vocabulary: 사전에 든 조각의 집합.
        unk: 모르는 조각을 나타내는 문자열.
    Returns: dict. 키는 "unk_rate", "tokens_per_character", "used_share", 값은 실수.
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
_t37_names = "unk_rate", "tokens_per_character", "used_share"
def _t37_three(texts, rows, stock, want, why, slips=({}, {}, {}), **options):
    got = testing.call(report_card, texts, rows, set(stock), why=why, **options)
    got = {name: got[name] for name in _t37_names if isinstance(got, dict) and name in got}
    got, given = testing.keys(got, *_t37_names), f"(글 {texts}, 조각 {rows}, 사전 {sorted(stock)})"
    for name, right, wrong in zip(_t37_names, want, slips):
        wrong = {f"{name}: {say}": value for say, value in wrong.items()}
        testing.equal(got[name], right, f"{name}: {why}", wrong, given)
_t37_three(["영화 참 좋다", "핵노잼", "참\t참  참"],
    [["영화", "참", "좋", "##다"], ["[UNK]"], ["참", "참", "참"]],
    ["영화", "참", "좋", "##다", "배우", "연기", "음악", "[UNK]"], (1 / 8, 8 / 11, 5 / 8),
    "조각은 8개, 글자는 빈칸과 탭을 빼고 11개, 쓰인 조각은 사전의 8개 가운데 5개입니다.", [{
    "글마다 구해 평균하지 않았나요? 모두 합한 뒤에 나눕니다.": 1 / 3,
    "조각의 종류로 나누었습니다. 되풀이된 조각도 모두 셉니다.": 1 / 5,
    "사전에 없는 조각을 세지 않았나요? unk와 같은 조각을 셉니다.": 0}, {
    "빈칸도 글자로 세었습니다.": 8 / 16, "보통 빈칸만 빼고 탭은 글자로 세었습니다.": 8 / 12,
    "조각의 글자를 세었습니다. 원래 글의 글자 수로 나눕니다.": 8 / 15, "거꾸로 나누었습니다.": 11 / 8}, {
    "사전에서 [UNK]를 뺐습니다. 쓰였다면 셉니다.": 4 / 7,
    "쓰인 조각에서 [UNK]를 뺐습니다.": 4 / 8, "사전의 크기로 나누세요. 같은 조각은 한 번만 셉니다.": 1.0}])
_t37_three(["뷁"], [["<모름>"]], ["참"], (1, 1, 0), "unk로 받은 문자열을 세고, 조각을 사전과 견주세요.", unk="<모름>")
_t37_three(["가나"], [["가", "[UNK]"]], ["나"], (0.5, 1, 0), "사전에 없는 조각이라도 unk와 다르면 UNK로 세지 않습니다.")
_t37_three(["가나다라"], [["U", "[UNK]", "[UNK]들", "[unk]"]], ["U", "들"], (0.25, 1, 0.5),
    "똑같은 조각만 셉니다. 문자열의 in은 글의 일부도 찾고, 대문자와 소문자는 다른 글자입니다.")
_t37_three(["가나"], [["가", "[UNK]"]], [], (0.5, 1, 0), "사전이 비었을 때 0.0인 것은 used_share뿐입니다.")
_t37_three(["좋다!!"], [["좋다", "!!"]], ["좋다"], (0, 0.5, 1), "문장 부호도 글자입니다.")
for _t37_key, _t37_apart in [
        ("space", str.split), ("letter", lambda text: "".join(text.split()))]:
    _t37_rows = [[each if each in known[_t37_key] else "[UNK]" for each in _t37_apart(text)]
                 for text in reviews]
    print(_t37_key, report_card(reviews, _t37_rows, known[_t37_key]))
### BEGIN HIDDEN TESTS
_t37_three(["가\u3000나\n다"], [["가", "나", "다"]], ["가"], (0, 1, 1), "전각 빈칸과 줄바꿈도 빈칸류입니다.")
_t37_three([" "], [["가", "[UNK]"]], ["가", "나"], (0.5, 0, 0.5), "글자가 없을 때 0.0인 것은 tokens_per_character뿐입니다.")
_t37_three(["가나"], [[]], ["가"], (0, 0, 0), "조각이 없으면 나눌 것이 없으므로 0.0입니다.")
_t37_three([], [], [], (0, 0, 0), "나눌 것이 없으면 0.0입니다.")
### END HIDDEN TESTS

# %% test="report-card" part="guess" points=1
_t37_guess = testing.array(my_guess(), (2,), "my_guess의 두 수 (띄어쓰기, 글자)").tolist()
assert all(0 <= _t37_each <= 1 for _t37_each in _t37_guess), (
    f"예측이 {_t37_guess}입니다. 비율은 0 이상 1 이하입니다. 75%라면 0.75라고 적습니다.")
print("내 예측 (띄어쓰기, 글자):", *_t37_guess, "· 위의 칸에서 잰 unk_rate와 견주어 보세요.")

# %% [markdown]
# ## 과제 8. 무엇을 고르겠습니까 (글로 답하기) ★★☆ · 10분
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
# 3. (예) 바이트 수준 BPE 또는 바이트 폴백을 켜고 정규화를 끈 SentencePiece. 생성한 토큰을 글로 되돌려야 하므로 무손실이어야 하고, 무엇이든 적을 수 있어야 합니다. 대신 한글 한 글자가 세 바이트이므로, 병합을 배우지 못한 글자마다 글자당 토큰이 늘어 문장이 길어지고 계산이 느려집니다. 강의의 8,000개 사전에서는 음절 BPE와 같은 0.53이었지만, 사전이 작거나 학습한 글과 다른 글에서는 늘어납니다. 사전을 키우면 줄일 수 있지만 임베딩 표가 커집니다.
#
# **채점 기준 (5점)**
#
# - 1번 1점: 사전에 없는 어절이 많아짐(또는 모두 [UNK]로 뭉개짐)을 `띵작`을 들어 설명하면 1점. "모르는 단어라서"만 쓰면 0.5점.
# - 2번 2점: WordPiece는 단어 전체가 [UNK]임을 말하면 1점(그림 문자만 [UNK]라고 하면 0점), 바이트 수준 BPE는 바이트로 나누어 잃지 않음을 말하면 1점.
# - 3번 2점: 무손실을 이유로 알맞은 것을 고르면 1점, 글자당 토큰이 늘 수 있거나 사전이 커지는 값을 말하면 1점(강의에서 0.53으로 같았음을 들어 값이 거의 없다고 해도 1점). 다른 것을 골라도 이유가 앞뒤가 맞고 손실을 어떻게 다룰지 말하면 1점까지 줍니다.
# ### END SOLUTION
