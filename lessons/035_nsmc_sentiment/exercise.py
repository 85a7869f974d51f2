# ---
# title: 네이버 영화평 감성 분류
# number: "035"
# objectives:
#   - 한국어 댓글을 감정을 잃지 않게 정리하고, 쓸 수 없는 행을 골라냅니다.
#   - 옵션과 버전까지 구별하는 캐시를 만들어 느린 형태소 분석을 한 번만 합니다.
#   - 훈련 데이터로만 어휘를 만들고, 패딩에 흔들리지 않는 순환 모델을 만듭니다.
#   - 정밀도, 재현율, F1, 혼동 행렬을 직접 셈하고, 임베딩을 TSV로 내보냅니다.
# datasets: []
# prerequisites: [010_vector_representation, 020_lstm_gru_shapes, 030_imdb_sentiment]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 날것의 댓글에서 평가표와 임베딩 파일까지, 강의에서 본 길을 한 토막씩 직접 만듭니다. 코드 과제 여덟 개와 글 과제 한 개입니다. 과제는 서로 기대지 않으므로
# 막히면 다음으로 넘어가도 됩니다. 과제 3의 `cache` 말고는 받은 인수를 고치지 마세요. 데이터를 내려받지 않고, 형태소 분석기도 부르지 않으며, 학습도 하지 않습니다. Keras는 과제 6에서만 씁니다.

# %%
import math
import random
import re
from collections import Counter

import keras
import numpy as np
from keras import layers

# %% [markdown]
# ## 과제 1. 감정을 남기는 정리 ★☆☆ · 12분
#
# **목표.** 댓글 하나를 다음 순서로 정리합니다.
#
# 1. 문자열이 아니면(`None`이나 `float("nan")`) 빈 문자열 `""`입니다. 소문자로 바꿉니다.
# 2. 한글 음절, 한글 **낱자**(`ㄱ`-`ㅎ`, `ㅏ`-`ㅣ`), 영문 소문자, 숫자, 그리고 `. , ! ? ~ ^ ♥`만 남깁니다. 다른 글자는 **빈칸으로** 바꿉니다.
# 3. 같은 글자가 세 번 이상 이어지면 두 번으로 줄입니다. **숫자는 줄이지 않습니다**.
# 4. 이어진 공백은 빈칸 하나로 줄이고 앞뒤는 지웁니다.
#
# <details><summary>힌트</summary>
#
# 정규식의 글자 묶음 `[^...]`은 "이것들이 아닌 글자"입니다. 범위 둘을 나란히 적으면 음절과 낱자를 함께 담을 수 있습니다. `(.)\1`은 같은 글자가 두 번 이어진 것이고, `\d`는 숫자, `\D`는 숫자가 아닌 글자입니다.
# </details>

# %% solution="clean-review"
def clean_review(text):
    """댓글 하나를 정리합니다.

    Args:
        text: 날것의 댓글(str). 빠진 값(None, float("nan"))일 수도 있습니다.

    Returns:
        정리한 댓글(str).

    Example:
        >>> clean_review("재밌다ㅋㅋㅋㅋ★강추!!!! 1000번 봄")
        '재밌다ㅋㅋ 강추!! 1000번 봄'
    """
    ### BEGIN SOLUTION
    if not isinstance(text, str):
        return ""
    kept = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", text.lower())
    shorter = re.sub(r"(\D)\1{2,}", r"\1\1", kept)
    return " ".join(shorter.split())
    ### END SOLUTION

# %% test="clean-review" points=3
assert clean_review("영화") is not None, "clean_review가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert clean_review("굿ㅋㅋ ㅠㅠ") == "굿ㅋㅋ ㅠㅠ", "낱자 ㅋㅋ, ㅠㅠ가 사라졌습니다. [가-힣]은 완성된 음절만 뜻합니다."
assert clean_review("최고★명작") == "최고 명작", "지우는 글자를 빈칸으로 바꾸지 않으면 앞뒤 단어가 붙습니다."
assert clean_review("와아아아아 ㅋㅋㅋㅋㅋ!!!") == "와아아 ㅋㅋ!!", "세 번 이상 이어진 글자는 두 번으로 줄입니다."
assert clean_review("10000점") == "10000점", "숫자는 줄이지 않습니다."
assert clean_review(None) == "" and clean_review(float("nan")) == "", "빠진 값은 빈 문자열이 되어야 합니다. 'nan'은 영화평이 아닙니다."
assert clean_review("  OST가\t 좋다\n") == "ost가 좋다", "소문자로 바꾸고, 공백을 하나로 줄이고, 앞뒤를 다듬으세요."
### BEGIN HIDDEN TESTS
_rng = random.Random(351)
_junk = ["★", "※", "@", "(", ")", "漢", "あ", "\t", "\n", " ", "  ", "☆", "♡", "é", "/"]
_keep = ["영화", "힣가", "ㅋ", "ㅏ", "ㅣ", "ㄱ", "ㅎ", "10", "ab", "Z", "!", "?", "~", "^", "♥", ".", ",", "111", "괜찮", "QqQ"]
for _trial in range(60):
    _text = "".join(_rng.choice(_keep + _junk) * _rng.choice([1, 1, 2, 3, 5]) for _ in range(_rng.randrange(0, 12)))
    _want = "".join(_c if ("가" <= _c <= "힣" or "ㄱ" <= _c <= "ㅎ" or "ㅏ" <= _c <= "ㅣ" or _c in "abcdefghijklmnopqrstuvwxyz0123456789.,!?~^♥") else " " for _c in _text.lower())
    _out = []
    for _c in _want:
        if len(_out) >= 2 and _out[-1] == _out[-2] == _c and not _c.isdigit():
            continue
        _out.append(_c)
    _want = " ".join("".join(_out).split())
    assert clean_review(_text) == _want, "무작위로 만든 댓글에서 결과가 다릅니다. 글자의 종류와 순서를 다시 보세요."
    assert clean_review(_want) == _want, "한 번 더 정리하면 결과가 달라집니다."
assert clean_review("") == "" and clean_review("★★") == "", "남는 글자가 없으면 빈 문자열입니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 쓸 수 있는 행 고르기 ★★☆ · 12분
#
# **목표.** 정리한 글과 라벨을 받아, 학습에 쓸 행의 번호를 **원래 순서대로** 돌려줍니다.
#
# - 빈 글(공백뿐인 글 포함)은 뺍니다.
# - 글은 같은데 라벨이 **엇갈린** 글은 모두 뺍니다. 어느 쪽이 옳은지 알 수 없기 때문입니다.
# - 나머지 되풀이는 **처음 나온 것만** 남깁니다.
#
# <details><summary>힌트</summary>
#
# 먼저 한 번 훑으며 글마다 나온 라벨의 집합(`set`)을 만들고, 다시 훑으며 남길 행을 고르세요.
# </details>

# %% solution="usable-rows"
def usable_rows(documents, labels):
    """학습에 쓸 수 있는 행의 번호를 고릅니다.

    Args:
        documents: 문자열 N개.
        labels: 0 또는 1, N개.

    Returns:
        남길 행의 번호(0부터) 목록, 작은 번호부터.

    Example:
        >>> usable_rows(["좋다", "", "그냥", "좋다", "그냥"], [1, 0, 0, 1, 1])
        [0]
    """
    ### BEGIN SOLUTION
    labels_of = {}
    for document, label in zip(documents, labels):
        labels_of.setdefault(document, set()).add(int(label))
    rows, used = [], set()
    for row, document in enumerate(documents):
        if document.strip() and len(labels_of[document]) == 1 and document not in used:
            rows.append(row)
            used.add(document)
    return rows
    ### END SOLUTION

# %% test="usable-rows" points=3
_documents = ["재밌다", "", "그저 그래요", "재밌다", "  ", "별로", "그저 그래요", "재밌다"]
_rows = usable_rows(_documents, [1, 0, 0, 1, 1, 0, 1, 1])
assert _rows is not None, "usable_rows가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_rows = [int(_r) for _r in _rows]
assert 1 not in _rows and 4 not in _rows, "빈 글이나 공백뿐인 글이 남았습니다."
assert 2 not in _rows and 6 not in _rows, "라벨이 엇갈린 글은 처음 것까지 모두 뺍니다."
assert 0 in _rows, "되풀이된 글은 처음 나온 것을 남깁니다."
assert _rows == [0, 5], f"남길 행은 [0, 5]입니다. 지금은 {_rows}입니다."
assert list(usable_rows([], [])) == [], "행이 없으면 빈 목록입니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(352)
for _trial in range(40):
    _pool = ["좋다", "나쁘다", "음", "", " ", "좋다 ", "또 봄", "\t", "별점 10점", "ㅋㅋ", "OST 좋다", "ost 좋다"]
    _documents = [_rng.choice(_pool) for _ in range(_rng.randrange(1, 16))]
    _labels = [_rng.choice([0, 1, 1]) if _rng.random() < 0.5 else len(_d) % 2 for _d in _documents]
    _copy = (list(_documents), list(_labels))
    _got = [int(_r) for _r in usable_rows(_documents, _labels)]
    assert (_documents, _labels) == _copy, "받은 목록을 고치지 마세요."
    _want = []
    for _i, _d in enumerate(_documents):
        _same = [_j for _j in range(len(_documents)) if _documents[_j] == _d]
        if _d.split() and len({_labels[_j] for _j in _same}) == 1 and _same[0] == _i:
            _want.append(_i)
    assert _got == _want, "무작위 행에서 결과가 다릅니다. 번호의 순서와, 공백 하나가 다른 글은 다른 글이라는 것을 확인하세요."
_got = usable_rows(np.array(["가", "나", "가"]), np.array([1, 0, 1]))
assert [int(_r) for _r in _got] == [0, 1], "넘파이 배열을 넣어도 되어야 합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 한 번만 분석하는 캐시 ★★★ · 20분
#
# **목표.** 형태소 분석은 느립니다. 결과를 `cache`(dict)에 보관해 **같은 일은 한 번만** 합니다.
#
# - `analyze(text, **options)`는 토큰의 목록을 돌려주는 함수입니다. `name`은 분석기의 이름과 버전입니다(`"kiwi 0.24"`).
# - 글, `name`, `options` 가운데 하나라도 다르면 **다른 일**입니다. 옵션을 적은 순서는 상관없습니다. 키의 모양은 마음대로 정해도 됩니다.
# - 한 번의 호출에 같은 글이 여럿 있어도 한 번만 분석합니다. 결과가 **빈 목록이어도** 다시 분석하지 않습니다.
# - 빈 글 `""`의 결과는 `[]`이고, 분석기를 부르지 않습니다.
# - 돌려준 목록을 나중에 고쳐도 캐시와 다른 결과가 **변하지 않아야** 합니다.
#
# <details><summary>힌트</summary>
#
# 튜플은 dict의 키가 될 수 있습니다. 옵션은 정렬한 튜플로 바꾸세요. 키가 있는지는 `in`으로 물어야 합니다. `cache.get(key) or ...`는 빈 목록을 없는 것으로 착각합니다.
# 목록의 복사는 `list(...)`입니다.
# </details>

# %% solution="cached-tokenize"
def cached_tokenize(texts, analyze, name, options, cache):
    """글마다의 토큰을 캐시를 거쳐 구합니다.

    Args:
        texts: 문자열의 목록.
        analyze: analyze(text, **options) -> 토큰의 목록.
        name: 분석기의 이름과 버전(str).
        options: 분석기의 옵션(dict). 값은 문자열, 수, 참거짓입니다.
        cache: 지금까지의 결과(dict). 새 결과를 여기에 보탭니다.

    Returns:
        글마다 토큰 목록 하나, texts의 순서로.

    Example:
        >>> cached_tokenize(["좋은 영화"], lambda text: text.split(), "split 1", {}, {})
        [['좋은', '영화']]
    """
    ### BEGIN SOLUTION
    results = []
    for text in texts:
        if text == "":
            results.append([])
            continue
        key = (name, tuple(sorted(options.items())), text)
        if key not in cache:
            cache[key] = list(analyze(text, **options))
        results.append(list(cache[key]))
    return results
    ### END SOLUTION

# %% test="cached-tokenize" points=5
_calls = []


def _split(text, **options):
    _calls.append((text, tuple(sorted(options.items()))))
    pieces = [piece for piece in text.split() if piece != "!!"]
    return [piece.upper() for piece in pieces] if options.get("upper") else pieces


_cache = {}
_out = cached_tokenize(["a b", "", "c", "a b"], _split, "split 1", {}, _cache)
assert _out is not None, "cached_tokenize가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
assert [list(_t) for _t in _out] == [["a", "b"], [], ["c"], ["a", "b"]], "글마다 토큰 목록 하나를, 받은 순서대로 돌려주세요."
assert len(_calls) == 2, f"서로 다른 글은 둘이고 빈 글은 분석하지 않습니다. 분석기를 {len(_calls)}번 불렀습니다."
cached_tokenize(["c", "a b"], _split, "split 1", {}, _cache)
assert len(_calls) == 2, "두 번째에는 캐시에서 읽어야 합니다."
assert [list(_t) for _t in cached_tokenize(["a b"], _split, "split 1", {"upper": True}, _cache)] == [["A", "B"]], "옵션이 다르면 다른 결과입니다. 키에 옵션을 넣었나요?"
_n = len(_calls)
cached_tokenize(["a b"], _split, "split 2", {}, _cache)
assert len(_calls) == _n + 1, "분석기의 이름이나 버전이 다르면 다시 분석해야 합니다. 키에 name을 넣었나요?"
_out[0].append("손댄 것")
assert [list(_t) for _t in cached_tokenize(["a b"], _split, "split 1", {}, _cache)] == [["a", "b"]], "돌려준 목록을 고쳤더니 캐시가 망가졌습니다. 복사해서 돌려주세요."
assert list(_out[3]) == ["a", "b"], "같은 글의 두 결과가 한 목록을 나누어 씁니다. 복사해서 돌려주세요."
### BEGIN HIDDEN TESTS
_cache2 = {}
_calls.clear()
cached_tokenize(["!!", "!!"], _split, "split 1", {}, _cache2)
cached_tokenize(["!!"], _split, "split 1", {}, _cache2)
assert len(_calls) == 1, "결과가 빈 목록인 글을 다시 분석했습니다. 키가 있는지 in으로 물으세요."
_calls.clear()
cached_tokenize(["x"], _split, "n", {"a": 1, "b": 2}, _cache2)
cached_tokenize(["x"], _split, "n", {"b": 2, "a": 1}, _cache2)
assert len(_calls) == 1, "옵션을 적은 순서만 다르면 같은 일입니다."
cached_tokenize(["x"], _split, "n", {"a": 1}, _cache2)
cached_tokenize(["x"], _split, "n", {"b": 1}, _cache2)
cached_tokenize(["x"], _split, "n", {"a": 2}, _cache2)
assert len(_calls) == 4, "옵션의 이름과 값이 모두 키에 들어가야 합니다."
_calls.clear()
for _name, _text in [("k1", "2x"), ("k12", "x"), ("k", "12x")]:
    cached_tokenize([_text], _split, _name, {}, _cache2)
assert len(_calls) == 3, "이름과 글을 그냥 이어 붙이면 서로 다른 일의 키가 같아집니다."
def _shared(text, _box=["같은 목록"]):
    return _box
_third = {}
_one = cached_tokenize(["가", "나"], _shared, "s", {}, _third)
_one[0].append("손댄 것")
assert [list(_t) for _t in cached_tokenize(["가", "나"], _shared, "s", {}, _third)] == [["같은 목록"]] * 2, "분석기가 준 목록을 그대로 보관하거나 돌려주었습니다."
def _breaks(text):
    if text == "고장":
        raise ValueError("고장")
    return [text]
_broken = {}
try:
    cached_tokenize(["고장"], _breaks, "b", {}, _broken)
    raise AssertionError("분석기의 오류를 감추지 마세요.")
except ValueError:
    pass
assert len(_broken) == 0, "분석하다가 오류가 난 글은 캐시에 남으면 안 됩니다."
_rng = random.Random(353)
_fourth, _seen = {}, set()
for _trial in range(30):
    _texts = [_rng.choice(["a", "b c", "c", "", "aa", "a b"]) for _ in range(_rng.randrange(0, 9))]
    _copy, _options, _name = list(_texts), _rng.choice([{}, {"upper": True}, {"upper": False}]), _rng.choice(["v1", "v2"])
    _calls.clear()
    _got = cached_tokenize(_texts, _split, _name, _options, _fourth)
    assert _texts == _copy, "받은 목록을 고치지 마세요."
    assert [list(_t) for _t in _got] == [[_w.upper() if _options.get("upper") else _w for _w in _t.split()] for _t in _copy], "무작위 글에서 결과가 다릅니다."
    _new = {(_t, _name, tuple(_options.items())) for _t in _copy if _t} - _seen
    assert len(_calls) == len(_new), "무작위 글에서 분석한 횟수가 다릅니다. 서로 다른 일마다 꼭 한 번입니다."
    _seen |= _new
_calls.clear()
_fifth = {}
_got = cached_tokenize(["a", " a", "A", " ", "ab", "ba", "a "], _split, "w", {}, _fifth)
assert len(_calls) == 7 and [list(_t) for _t in _got] == [["a"], ["a"], ["A"], [], ["ab"], ["ba"], ["a"]], "공백 하나, 대소문자 하나가 달라도 다른 글입니다. 분석하지 않는 것은 빈 글 \"\" 뿐입니다."
cached_tokenize(["a"], _split, "w", {}, {})
assert len(_calls) == 8 and len(_fifth) > 0, "결과는 받은 cache에 보관합니다. 새 cache를 주면 다시 분석해야 합니다."
_calls.clear()
cached_tokenize(["x"], _split, "w", {"a": 1}, _fifth)
cached_tokenize(["x"], _split, "w", {"a": "1"}, _fifth)
assert len(_calls) == 2, "옵션의 값 1과 문자열 '1'은 다릅니다. 키에서 같아지지 않게 하세요."
_calls.clear()
for _sign in "_-|:,/ ":
    cached_tokenize([f"q{_sign}r"], _split, "p", {}, _fifth)
    cached_tokenize(["r"], _split, f"p{_sign}q", {}, _fifth)
assert len(_calls) == 14, "이름과 글을 기호로 이어 붙여도 그 기호가 글 속에 있으면 키가 같아집니다. 튜플을 쓰세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. 포함률에 맞춘 어휘 ★★☆ · 15분
#
# **목표.** 훈련 글로 어휘를 만들되, 검증 글의 **포함률**이 `target` 이상이 되는 **가장 작은** 어휘를 고릅니다.
#
# - 어휘에 들어갈 수 있는 것은 **훈련 글에 나온 토큰뿐**입니다. 많이 나온 순서이고, 횟수가 같으면 가나다순(문자열의 순서)입니다.
# - 포함률은 검증 글의 토큰 가운데 어휘에 있는 것의 비율입니다(되풀이되면 되풀이된 만큼 셉니다). 검증에 토큰이 하나도 없으면 1로 봅니다.
# - 0번은 `<PAD>`, 1번은 `<UNK>`이고 토큰은 2번부터입니다. 이 둘은 포함률에 들어가지 않습니다.
# - 훈련의 토큰을 다 써도 `target`에 닿지 못하면 전부 넣습니다.
#
# <details><summary>힌트</summary>
#
# 검증 토큰의 횟수를 미리 세어 두면, 단어를 하나 넣을 때마다 포함률이 얼마나 느는지 바로 알 수 있습니다. 넣기 **전에** 이미 충분한지 확인하세요.
# </details>

# %% solution="smallest-vocabulary"
def smallest_vocabulary(train, valid, target):
    """검증 글의 포함률이 target 이상인 가장 작은 어휘를 만듭니다.

    Args:
        train, valid: 토큰 목록의 목록.
        target: 0 이상 1 이하의 포함률.

    Returns:
        (token_to_id, coverage): 토큰 → 번호 dict, 그 어휘의 검증 포함률(float).

    Example:
        >>> smallest_vocabulary([["좋", "다", "다"]], [["다", "다", "좋", "네"]], target=0.5)
        ({'<PAD>': 0, '<UNK>': 1, '다': 2}, 0.5)
    """
    ### BEGIN SOLUTION
    counts = Counter(token for text in train for token in text)
    wanted = Counter(token for text in valid for token in text)
    total, covered = sum(wanted.values()), 0
    token_to_id = {"<PAD>": 0, "<UNK>": 1}
    for token in sorted(counts, key=lambda token: (-counts[token], token)):
        if total == 0 or covered >= target * total:
            break
        token_to_id[token] = len(token_to_id)
        covered += wanted[token]
    return token_to_id, covered / total if total else 1.0
    ### END SOLUTION

# %% test="smallest-vocabulary" points=4
_train = [["영화", "재미있", "다"], ["영화", "지루", "하", "다"], ["다", "배우", "좋", "다"]]
_valid = [["영화", "다", "다", "좋"], ["각본", "각본", "지루", "다"]]
_result = smallest_vocabulary(_train, _valid, 0.5)
assert _result is not None and len(_result) == 2, "어휘와 포함률 둘을 돌려주세요."
_words, _share = _result
assert _words.get("<PAD>") == 0 and _words.get("<UNK>") == 1, "0번은 <PAD>, 1번은 <UNK>입니다."
assert "각본" not in smallest_vocabulary(_train, _valid, 1.0)[0], "검증에만 있는 토큰이 어휘에 들어갔습니다. 어휘는 훈련 글로만 만드세요."
assert _words == {"<PAD>": 0, "<UNK>": 1, "다": 2, "영화": 3}, f"target=0.5이면 '다'와 '영화' 둘로 넉넉합니다. 지금은 {_words}입니다."
assert math.isclose(_share, 0.5, abs_tol=1e-6), f"검증 토큰 여덟 개 가운데 네 개가 어휘에 있으므로 0.5입니다. 지금은 {_share}입니다."
_words, _share = smallest_vocabulary(_train, _valid, 1.0)
assert list(_words) == ["<PAD>", "<UNK>", "다", "영화", "배우", "재미있", "좋", "지루", "하"], "횟수가 같으면 가나다순입니다. 닿지 못하면 훈련의 토큰을 모두 넣습니다."
assert math.isclose(_share, 0.75, abs_tol=1e-6), "되풀이된 토큰은 되풀이된 만큼 셉니다. 종류의 비율이 아닙니다."
### BEGIN HIDDEN TESTS
assert len(smallest_vocabulary(_train, _valid, 0.0)[0]) == 2, "target이 0이면 토큰이 하나도 필요 없습니다. 넣기 전에 확인하세요."
_words, _share = smallest_vocabulary(_train, [[], []], 0.9)
assert len(_words) == 2 and _share == 1, "검증에 토큰이 없으면 포함률은 1이고 어휘는 두 개입니다."
_words, _share = smallest_vocabulary([], [["가"]], 0.9)
assert len(_words) == 2 and _share == 0, "훈련 글이 없으면 넣을 토큰도 없습니다."
_rng = random.Random(354)
for _trial in range(25):
    _pool = ["T01", "!", "ㅋㅋ", "다", "A"] + [f"t{_n:02d}" for _n in range(9)]
    _train = [[_rng.choice(_pool[:11]) for _ in range(_rng.randrange(0, 9))] for _ in range(6)]
    _valid = [[_rng.choice(_pool) for _ in range(_rng.randrange(1, 9))] for _ in range(4)]
    _before = ([list(_t) for _t in _train], [list(_t) for _t in _valid])
    _target = _rng.choice([0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 1.0])
    _words, _share = smallest_vocabulary(_train, _valid, _target)
    assert (_train, _valid) == _before, "받은 글을 고치지 마세요."
    _n = Counter(_t for _r in _train for _t in _r)
    _order = sorted(_n, key=lambda _t: (-_n[_t], _t))
    _all = [_t for _r in _valid for _t in _r]
    _size = next((_k for _k in range(len(_order) + 1) if sum(_t in _order[:_k] for _t in _all) / len(_all) >= _target), len(_order))
    assert {_t: int(_i) for _t, _i in _words.items()} == {"<PAD>": 0, "<UNK>": 1, **{_t: _k + 2 for _k, _t in enumerate(_order[:_size])}}, "무작위 글에서 어휘가 다릅니다."
    assert math.isclose(float(_share), sum(_t in _order[:_size] for _t in _all) / len(_all), abs_tol=1e-6), "무작위 글에서 포함률이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 자르고, 번호로 바꾸고, 채우기 ★★☆ · 12분
#
# **목표.** 토큰 목록 여럿을 번호의 배열 하나로 만듭니다.
#
# - 글의 **앞에서부터** `max_tokens`개만 씁니다.
# - 어휘에 없는 토큰은 1번, 토큰이 없는 글은 `[1]`입니다.
# - 이 배치에서 (자르고 난 뒤) **가장 긴 글**에 맞추어 **뒤를** 0으로 채웁니다. 언제나 `max_tokens`까지 채우지는 않습니다.
#
# <details><summary>힌트</summary>
#
# 먼저 번호의 목록을 모두 만들고 가장 긴 길이를 재세요. `np.zeros(모양, dtype=int)`를 만들어 앞에서부터 써넣으면 뒤는 저절로 0입니다.
# </details>

# %% solution="encode-batch"
def encode_batch(texts, token_to_id, max_tokens):
    """토큰 목록들을 (B, T) 번호 배열로 바꿉니다.

    Args:
        texts: 토큰 목록 B개(B는 1 이상).
        token_to_id: 토큰 → 번호 dict. 0은 <PAD>, 1은 <UNK>.
        max_tokens: 한 글에서 쓰는 토큰의 최대 수, 1 이상.

    Returns:
        정수 배열 (B, T). T는 자른 뒤의 가장 긴 글의 길이.

    Example:
        >>> encode_batch([["좋", "다"], []], {"<PAD>": 0, "<UNK>": 1, "좋": 2, "다": 3}, 10)
        array([[2, 3],
               [1, 0]])
    """
    ### BEGIN SOLUTION
    rows = [[token_to_id.get(token, 1) for token in text[:max_tokens]] or [1] for text in texts]
    batch = np.zeros((len(rows), max(map(len, rows))), dtype=int)
    for row, ids in enumerate(rows):
        batch[row, :len(ids)] = ids
    return batch
    ### END SOLUTION

# %% test="encode-batch" points=3
_ids = {"<PAD>": 0, "<UNK>": 1, "영화": 2, "좋": 3, "다": 4, "안": 5}
_batch = encode_batch([["영화", "좋", "다"], ["각본"], [], ["안", "좋", "다", "영화", "다"]], _ids, 4)
assert _batch is not None, "encode_batch가 아무것도 돌려주지 않습니다. return 문을 확인하세요."
_batch = np.asarray(_batch)
assert _batch.shape == (4, 4), f"글 넷, 자른 뒤의 가장 긴 글은 네 토큰이므로 (4, 4)입니다. 지금은 {_batch.shape}입니다."
assert np.issubdtype(_batch.dtype, np.integer), "번호는 정수 배열이어야 합니다. Embedding은 소수를 받지 않습니다."
assert _batch[0].tolist() == [2, 3, 4, 0], "0은 글의 뒤에 채웁니다."
assert _batch[1].tolist() == [1, 0, 0, 0], "어휘에 없는 토큰은 1번(<UNK>)입니다. 0번은 패딩입니다."
assert _batch[2].tolist() == [1, 0, 0, 0], "빈 글은 <UNK> 하나로 둡니다. 모두 패딩이면 나중에 0으로 나누게 됩니다."
assert _batch[3].tolist() == [5, 3, 4, 2], "긴 글은 앞의 max_tokens개를 남깁니다."
assert np.shape(encode_batch([["좋"], ["다", "다"]], _ids, 50)) == (2, 2), "배치에서 가장 긴 글에 맞춥니다. max_tokens까지 채우지 않습니다."
### BEGIN HIDDEN TESTS
_rng = random.Random(355)
for _trial in range(25):
    _words = ["<PAD>", "<UNK>"] + [("W", "w")[_n % 2] + str(_n // 2) for _n in range(_rng.randrange(0, 9))]
    _ids = {_w: _n if _n < 2 else 7919 * _n for _n, _w in enumerate(_words)}  # 번호는 크고, 사이가 비어 있을 수도 있습니다
    _texts = [[_rng.choice("Ww") + str(_rng.randrange(0, 5)) for _ in range(_rng.randrange(0, 8))] for _ in range(_rng.randrange(1, 6))]
    _most, _copy, _same = _rng.randrange(1, 8), [list(_t) for _t in _texts], dict(_ids)
    _got = np.asarray(encode_batch(_texts, _ids, _most))
    assert _texts == _copy and _ids == _same, "받은 글과 어휘를 고치지 마세요."
    _want = [[_ids.get(_t, 1) for _t in _r][:_most] or [1] for _r in _texts]
    _T = max(len(_r) for _r in _want)
    assert np.issubdtype(_got.dtype, np.integer) and _got.tolist() == [_r + [0] * (_T - len(_r)) for _r in _want], "무작위 글에서 배열이 다릅니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 6. 흔들리지 않는 모델 ★★★ · 25분
#
# **목표.** 번호 $(B, T)$를 받아 긍정 확률 $(B, 1)$을 내는 Keras 모델을 만듭니다.
#
# - 임베딩 층의 이름은 `"embedding"`이고, 표의 모양은 `(n_words, dim)`입니다. 나중에 이 이름으로 찾아 내보냅니다.
# - **양방향** 순환층(유닛 `units`개의 GRU나 LSTM)을 한 층 씁니다. 어순이 바뀌면 답도 바뀌어야 합니다.
# - 패딩을 더 붙여도, 다른 글과 한 배치에 있어도 답이 같아야 합니다.
# - 학습할 때만 켜지는 드롭아웃이 있어야 합니다. 예측할 때는 같은 글에 늘 같은 답을 냅니다.
# - 길이 $T$는 정하지 않습니다. 컴파일도 학습도 하지 않습니다.
#
# <details><summary>힌트</summary>
#
# 순환층의 마지막 상태만 쓰면(`return_sequences`를 켜지 않으면) 마스크가 패딩을 건너뛰어 줍니다. 모든 시점의 최댓값을 쓰려면 `GlobalMaxPooling1D`가 **마스크를 모른다**는 것을 조심하세요.
# 층의 이름은 `name=`으로 정합니다.
# </details>

# %% solution="steady-model"
def build_model(n_words, dim, units, dropout=0.3):
    """감성 분류 모델을 만듭니다.

    Args:
        n_words: 어휘의 크기(<PAD>와 <UNK> 포함).
        dim: 임베딩의 길이.
        units: 한 방향의 유닛 수.
        dropout: 드롭아웃의 비율, 0보다 크고 1보다 작음.

    Returns:
        keras.Model. 입력은 번호 (B, T), 출력은 긍정 확률 (B, 1).

    Example:
        >>> build_model(100, 8, 4).get_layer("embedding").get_weights()[0].shape
        (100, 8)
    """
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=(None,), dtype="int32")
    vectors = layers.Embedding(n_words, dim, mask_zero=True, name="embedding")(inputs)
    vectors = layers.SpatialDropout1D(dropout)(vectors)
    states = layers.Bidirectional(layers.GRU(units))(vectors)
    states = layers.Dropout(dropout)(states)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(states))
    ### END SOLUTION

# %% test="steady-model" points=5
def _answer(model, ids, training=False):
    return np.asarray(keras.ops.convert_to_numpy(model(np.asarray(ids, dtype="int32"), training=training)), dtype=float)


def _fill(model, seed):
    rng = np.random.default_rng(seed)  # 아직 배우지 않은 모델이라, 차이가 드러나도록 큰 가중치를 넣어 봅니다
    for layer in model.layers:
        if layer.get_weights():
            layer.set_weights([rng.normal(0, 0.6, np.shape(weight)) if np.issubdtype(np.asarray(weight).dtype, np.floating) else weight
                               for weight in layer.get_weights()])


def _tells_apart(model, ids):
    for seed in range(8):
        _fill(model, 20 + seed)
        if len({round(float(p), 4) for p in _answer(model, ids)[:, 0]}) == len(ids):
            return True
    return False


_model = build_model(50, 6, 5, dropout=0.5)
assert isinstance(_model, keras.Model), "keras.Model을 돌려주세요. 층이나 튜플이 아닙니다."
assert "embedding" in [_layer.name for _layer in _model.layers], "임베딩 층의 이름을 \"embedding\"으로 정하세요."
assert np.shape(_model.get_layer("embedding").get_weights()[0]) == (50, 6), "임베딩 표의 모양은 (n_words, dim)입니다."
_fill(_model, 1)
_ids = [[5, 9, 31, 7], [8, 2, 0, 0]]
_p = _answer(_model, _ids)
assert _p.shape == (2, 1), f"출력의 모양은 (B, 1) = (2, 1)이어야 합니다. 지금은 {_p.shape}입니다."
assert ((_p >= 0) & (_p <= 1)).all(), "출력은 확률이므로 0과 1 사이여야 합니다. 활성 함수를 확인하세요."
assert np.allclose(_p, _answer(_model, _ids), atol=1e-6), "예측할 때마다 답이 다릅니다. 드롭아웃은 학습할 때만 켜져야 합니다."
assert np.allclose(_p, _answer(_model, np.pad(_ids, ((0, 0), (0, 3)))), atol=1e-4), "패딩을 더 붙였더니 답이 바뀌었습니다. 마스크가 어디선가 끊겼습니다."
assert _tells_apart(_model, [[5, 9, 31, 7], [7, 31, 9, 5]]), "어순을 뒤집어도 답이 같습니다. 순환층을 썼나요?"
### BEGIN HIDDEN TESTS
def _directions(model):
    """순환층마다 거꾸로 읽는지. Bidirectional은 두 방향을 모두 지닙니다."""
    for layer in model.layers:
        if isinstance(layer, layers.Bidirectional):
            yield from (False, True)
        elif isinstance(layer, layers.RNN):
            yield bool(layer.go_backwards)
        elif hasattr(layer, "layers"):
            yield from _directions(layer)
assert sorted(_directions(_model)) == [False, True], "앞에서 읽는 층과 뒤에서 읽는 층이 하나씩 있어야 합니다. 같은 방향 둘은 양방향이 아닙니다."
_seen = []
for _seed in range(12):
    _fill(_model, 60 + _seed)
    _seen.append(_answer(_model, _ids))
assert 0 <= np.min(_seen) < 0.5 < np.max(_seen) <= 1, "가중치를 바꾸어도 답이 0.5의 한쪽에만 있거나 확률이 아닙니다. 마지막 활성 함수는 sigmoid 하나여야 합니다."
_calm = build_model(50, 6, 5, dropout=1e-6)
assert _tells_apart(_calm, [[5, 9, 31, 7], [7, 31, 9, 5]]) and np.allclose([_answer(_calm, _ids, training=True) for _ in range(6)], _answer(_calm, _ids), atol=1e-3), (
    "dropout=1e-6이면 학습할 때의 답도 거의 흔들리지 않아야 합니다. 받은 dropout을 그 비율로 썼나요?"
)
assert any(len({round(float(_answer(_model, [[5, 9, 31, 7]], training=True)[0, 0]), 6) for _ in range(12)}) > 1 for _seed in range(4) if _fill(_model, 90 + _seed) is None), "학습할 때 드롭아웃이 켜지지 않습니다."
for _n_words, _dim, _units in [(30, 4, 3), (64, 3, 7)]:
    _model = build_model(_n_words, _dim, _units)
    assert np.shape(_model.get_layer("embedding").get_weights()[0]) == (_n_words, _dim), "임베딩 표의 모양은 (n_words, dim)입니다."
    _shapes = [np.shape(_w) for _layer in _model.layers for _w in _layer.get_weights()]
    assert sum(_s in {(_units, 3 * _units), (_units, 4 * _units)} for _s in _shapes) == 2, "유닛 units개의 GRU나 LSTM이 두 방향으로 한 층 있어야 합니다."
    _fill(_model, _units)
    _rng = np.random.default_rng(_units)
    _ids = _rng.integers(1, _n_words, size=(4, 7))
    _ids[1, 3:] = 0
    _ids[2, 1:] = 0
    _p = _answer(_model, _ids)
    assert np.isfinite(_p).all() and _p.min() >= 0 and _p.max() <= 1, "출력은 확률이어야 합니다."
    assert np.allclose(_p, _answer(_model, np.pad(_ids, ((0, 0), (0, 6)))), atol=1e-4), "패딩을 더 붙였더니 답이 바뀌었습니다."
    assert np.allclose(_p[1:2], _answer(_model, _ids[1:2, :3]), atol=1e-4), "혼자 있을 때와 배치에 있을 때의 답이 다릅니다."
    assert np.allclose(_p[2:3], _answer(_model, _ids[2:3, :1]), atol=1e-4), "한 토큰짜리 글에서 답이 달라집니다."
    assert any(np.ptp(_answer(_model, _ids)) > 1e-3 for _seed in range(6) if _fill(_model, 40 + _seed) is None), "글이 달라도 답이 같습니다."
    _twin = np.array([_ids[0], np.concatenate([_ids[0, 1:2], _ids[0, :1], _ids[0, 2:]]), np.concatenate([_ids[0, :5], _ids[0, 6:], _ids[0, 5:6]])])
    if len(set(_ids[0].tolist())) == 7:
        assert _tells_apart(_model, _twin), "처음이나 끝의 두 토큰을 바꾸어도 답이 같습니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 평가표 ★★☆ · 15분
#
# **목표.** 정답과 예측(0 또는 1)으로 평가표를 만듭니다. 긍정(1)을 찾는 일로 봅니다.
#
# | | 예측 0 | 예측 1 |
# |---|---|---|
# | **정답 0** | TN | FP |
# | **정답 1** | FN | TP |
#
# $$\text{정밀도} = \frac{TP}{TP+FP} \qquad \text{재현율} = \frac{TP}{TP+FN} \qquad F_1 = \frac{2 \cdot \text{정밀도} \cdot \text{재현율}}{\text{정밀도}+\text{재현율}}$$
#
# 나누는 수가 0이면 그 값은 `0.0`으로 합니다.
#
# <details><summary>힌트</summary>
#
# 넷을 먼저 세고, 나누기는 "나누는 수가 0이면 0.0"을 돌려주는 작은 함수로 하세요. 파이썬의 참거짓은 1과 0으로 더해집니다.
# </details>

# %% solution="evaluation-report"
def evaluation_report(truth, predicted):
    """이진 분류의 평가표를 만듭니다.

    Args:
        truth, predicted: 0 또는 1, N개씩(N은 1 이상). 목록이나 배열.

    Returns:
        dict: "accuracy", "precision", "recall", "f1"(float)과 "confusion"([[TN, FP], [FN, TP]]).

    Example:
        >>> evaluation_report([1, 0, 1], [1, 1, 0])["confusion"]
        [[0, 1], [1, 1]]
    """
    ### BEGIN SOLUTION
    pairs = Counter((int(t), int(p)) for t, p in zip(truth, predicted))
    tn, fp, fn, tp = pairs[0, 0], pairs[0, 1], pairs[1, 0], pairs[1, 1]

    def ratio(part, whole):
        return part / whole if whole else 0.0

    precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
    return {"accuracy": ratio(tn + tp, tn + fp + fn + tp), "precision": precision, "recall": recall,
            "f1": ratio(2 * precision * recall, precision + recall), "confusion": [[tn, fp], [fn, tp]]}
    ### END SOLUTION

# %% test="evaluation-report" points=5
_truth, _said = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 1, 1, 0, 0, 0, 0]
_report = evaluation_report(_truth, _said)
assert isinstance(_report, dict), "dict를 돌려주세요. return 문을 확인하세요."
assert {"accuracy", "precision", "recall", "f1", "confusion"} <= set(_report), f"빠진 이름이 있습니다. 지금은 {sorted(_report)}입니다."
assert np.shape(_report["confusion"]) == (2, 2), "confusion은 2행 2열입니다."
assert np.asarray(_report["confusion"]).tolist() == [[4, 2], [1, 3]], "행은 정답, 열은 예측입니다: [[TN, FP], [FN, TP]]."
assert math.isclose(_report["accuracy"], 0.7, abs_tol=1e-6), "정확도는 맞힌 수를 전체로 나눈 것입니다."
assert math.isclose(_report["precision"], 0.6, abs_tol=1e-6), "정밀도는 긍정이라고 말한 것 가운데 맞은 비율입니다. 재현율과 바뀌지 않았나요?"
assert math.isclose(_report["recall"], 0.75, abs_tol=1e-6), "재현율은 진짜 긍정 가운데 찾아낸 비율입니다."
assert math.isclose(_report["f1"], 2 * 0.6 * 0.75 / 1.35, abs_tol=1e-6), "F1은 산술 평균이 아니라 조화 평균입니다."
assert evaluation_report([1, 0], [0, 0])["precision"] == 0, "긍정이라고 말한 적이 없으면 정밀도는 0.0입니다. 0으로 나누지 마세요."
### BEGIN HIDDEN TESTS
import warnings as _warnings
for _t, _p, _want in [([1, 1], [0, 0], (0, 0, 0, 0)), ([0, 0], [0, 0], (1, 0, 0, 0)), ([0, 0], [1, 1], (0, 0, 0, 0)), ([1], [1], (1, 1, 1, 1)), ([0, 1], [1, 0], (0, 0, 0, 0))]:
    with _warnings.catch_warnings():
        _warnings.simplefilter("ignore")
        _got = [evaluation_report(_k(_t), _k(_p)) for _k in (list, np.array)]
    for _r in _got:
        assert [float(_r[_n]) for _n in ("accuracy", "precision", "recall", "f1")] == [float(_v) for _v in _want], "나누는 수가 0인 경우를 다시 보세요. NaN도 안 됩니다."
_rng = np.random.default_rng(357)
for _trial in range(30):
    _n = int(_rng.integers(1, 40))
    _t, _p = (_rng.random(_n) < _rng.random()).astype(int), (_rng.random(_n) < _rng.random()).astype(int)
    _kept = (_t.copy(), _p.copy())
    with _warnings.catch_warnings():
        _warnings.simplefilter("ignore")
        _r = evaluation_report(_t, _p)
    assert np.array_equal(_t, _kept[0]) and np.array_equal(_p, _kept[1]), "받은 배열을 고치지 마세요."
    _c = [[sum(1 for _a, _b in zip(_t, _p) if (_a, _b) == (_i, _j)) for _j in (0, 1)] for _i in (0, 1)]
    assert np.asarray(_r["confusion"]).tolist() == _c, "무작위 라벨에서 혼동 행렬이 다릅니다."
    _P = _c[1][1] / max(_c[0][1] + _c[1][1], 1)
    _R = _c[1][1] / max(_c[1][0] + _c[1][1], 1)
    _F = 2 * _c[1][1] / max(2 * _c[1][1] + _c[0][1] + _c[1][0], 1)
    for _name, _value in (("accuracy", (_c[0][0] + _c[1][1]) / _n), ("precision", _P), ("recall", _R), ("f1", _F)):
        assert math.isclose(float(_r[_name]), _value, abs_tol=1e-6), f"무작위 라벨에서 {_name}이(가) 다릅니다. 반올림하지 마세요."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 8. Embedding Projector에 넣을 파일 ★★☆ · 15분
#
# **목표.** 임베딩을 [Embedding Projector](https://projector.tensorflow.org)가 읽는 두 파일의 **내용**(문자열)으로 만듭니다.
#
# - `vectors`: 단어 하나에 한 줄, 수와 수 사이는 탭입니다. **머리글 줄이 없습니다.** 수는 소수점 아래 다섯 자리 이상으로 적습니다.
# - `metadata`: `word`와 `count` 두 열이 탭으로 나뉩니다. 열이 **둘 이상이면 머리글 줄** `word<탭>count`가 첫 줄에 있어야 합니다.
# - 0번 `<PAD>`는 두 파일에서 모두 뺍니다. 나머지는 순서 그대로이며, 두 파일의 단어의 수가 같아야 합니다.
# - 단어 안의 탭(`\t`), 줄바꿈(`\n`), 되돌림(`\r`)은 하나하나 빈칸으로 바꿉니다. 그대로 두면 줄이 갈라져 뒤의 단어가 모두 밀립니다.
#
# <details><summary>힌트</summary>
#
# 줄을 목록에 모은 다음 `"\n".join(...)`으로 잇고 끝에 줄바꿈 하나를 붙이세요. 수를 적는 모양은 `f"{value:.6f}"`처럼 정할 수 있습니다.
# </details>

# %% solution="projector-files"
def projector_files(words, vectors, counts):
    """Embedding Projector에 올릴 두 파일의 내용을 만듭니다.

    Args:
        words: 단어 N개. 0번은 "<PAD>".
        vectors: 임베딩 표, 배열 (N, D).
        counts: 단어마다의 횟수, 정수 N개.

    Returns:
        (vectors_tsv, metadata_tsv): 문자열 둘. 줄의 수는 N - 1과 N.

    Example:
        >>> projector_files(["<PAD>", "좋"], np.array([[0.0, 0.0], [0.5, -1.0]]), [0, 7])[1]
        'word\\tcount\\n좋\\t7\\n'
    """
    ### BEGIN SOLUTION
    rows = ["\t".join(f"{value:.6f}" for value in vector) for vector in vectors[1:]]
    names = [re.sub(r"[\t\n\r]", " ", word) for word in words[1:]]
    labels = ["word\tcount"] + [f"{name}\t{count}" for name, count in zip(names, counts[1:])]
    return "\n".join(rows) + "\n", "\n".join(labels) + "\n"
    ### END SOLUTION

# %% test="projector-files" points=4
def _lines(text):
    return text.removesuffix("\n").split("\n")


_words = ["<PAD>", "<UNK>", "재미있", "탭\t속"]
_table = np.array([[9.0, 9.0, 9.0], [0.25, -1.5, 3.0], [0.123456789, 2.0, 1e-4], [1.0, 2.0, 3.0]])
_files = projector_files(_words, _table, [0, 3, 120, 7])
assert _files is not None and len(_files) == 2, "문자열 둘(vectors, metadata)을 돌려주세요."
_v, _m = _files
assert isinstance(_v, str) and isinstance(_m, str), "파일의 내용을 문자열로 돌려주세요."
_v, _m = _lines(_v), _lines(_m)
assert _m[0] == "word\tcount", "metadata는 열이 둘이므로 첫 줄이 머리글입니다. 탭으로 나눕니다."
assert all(not any(_letter.isalpha() and _letter != "e" for _letter in _line) for _line in _v), "vectors에는 머리글 줄도 단어도 없습니다. 수만 적습니다."
assert len(_v) == 3, f"0번 <PAD>를 뺀 벡터는 셋입니다. 지금은 {len(_v)}줄입니다."
assert len(_m) == 4, f"머리글과 단어 셋, 모두 네 줄입니다. 지금은 {len(_m)}줄입니다. 단어 안의 탭이나 줄바꿈을 바꾸었나요?"
assert [len(_line.split("\t")) for _line in _v] == [3, 3, 3], "수와 수 사이는 탭 하나입니다."
assert np.allclose([[float(_x) for _x in _line.split("\t")] for _line in _v], _table[1:], atol=1e-5), "벡터의 값이나 순서가 다릅니다. 소수점 아래 다섯 자리 이상으로 적으세요."
assert _m[1:] == ["<UNK>\t3", "재미있\t120", "탭 속\t7"], "단어와 횟수가 한 줄에 하나씩, 순서대로 있어야 합니다."
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(358)
_odd = ["ㅋㅋ", "♥", "줄\n바꿈", "되\r돌림", "\t", "a b", "\"따옴표\"", ",", "끝\t\n", "…", "가\r\n나", "넓은\u3000칸", "붙는\u00a0칸", "줄\u2028표"]
for _n, _d in [(1, 2), (2, 1), (6, 4), (len(_odd) + 1, 3)]:
    _words = ["<PAD>"] + [_odd[int(_k)] for _k in _rng.permutation(len(_odd))[:_n - 1]]
    _table, _counts = _rng.normal(0, 3, size=(_n, _d)), [0] + [int(_c) for _c in _rng.integers(1, 999, size=_n - 1)]
    _before = (list(_words), _table.copy(), list(_counts))
    _v, _m = projector_files(_words, _table, _counts)
    assert _words == _before[0] and np.array_equal(_table, _before[1]) and _counts == _before[2], "받은 값을 고치지 마세요."
    _v, _m = [_line for _line in _lines(_v) if _n > 1], _lines(_m)
    assert len(_v) == _n - 1 and len(_m) == _n, "단어의 수와 줄의 수가 맞지 않습니다."
    assert np.allclose([[float(_x) for _x in _line.split("\t")] for _line in _v] or np.zeros((0, _d)), _table[1:], atol=2e-5), "무작위 벡터에서 값이 다릅니다."
    _clean = ["".join(" " if _c in "\t\n\r" else _c for _c in _w) for _w in _words[1:]]
    assert _m == ["word\tcount"] + [f"{_w}\t{_c}" for _w, _c in zip(_clean, _counts[1:])], "무작위 단어에서 metadata가 다릅니다. 다른 글자는 그대로 두세요."
_v, _m = projector_files(["<PAD>", "큰", "작은"], np.array([[0, 0], [123456.5, 1e-5], [-2e-5, 7]], dtype="float32"), np.array([0, 5, 6]))
assert np.allclose([[float(_x) for _x in _line.split("\t")] for _line in _lines(_v)], [[123456.5, 1e-5], [-2e-5, 7]], atol=6e-6), "큰 수와 작은 수도 소수점 아래 다섯 자리까지 맞아야 합니다."
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 9. 보고서를 읽는 눈 (글) ★★☆ · 20분
#
# 어느 팀의 보고서입니다. 시험 데이터는 5,000편입니다.
#
# > 훈련과 시험을 합친 글로 어휘를 만들고, 한글이 아닌 글자와 조사, 어미, `안`, `못`, `않`을 불용어로 지웠습니다. 양방향 GRU를 20 에폭 학습했습니다. 에폭 2에서 검증 손실이 0.33으로 가장 낮았고,
# > 에폭 20에서는 0.91이 되었지만 훈련 손실이 0.01까지 내려갔으므로 마지막 모델을 썼습니다. 시험 정확도는 Kiwi를 쓴 모델이 0.8460, Okt를 쓴 모델이 0.8420이므로 Kiwi가 더 낫습니다.
# > 비교할 다른 모델은 두지 않았습니다.
#
# 다음 네 가지에 답하세요. 모두 합해 열두 문장 안팎이면 됩니다.
#
# 1. 글을 준비하는 단계의 잘못을 셋 찾고, 각각 무엇이 나빠지는지 적으세요.
# 2. 학습에서 무엇이 일어났나요? 어떤 에폭의 가중치를 써야 하며, 막는 방법 둘은 무엇인가요?
# 3. "Kiwi가 더 낫다"는 말을 믿을 수 있나요? 표준 오차 $\sqrt{p(1-p)/n}$을 셈하여 답하세요.
# 4. 이 점수가 좋은지 알려면 무엇을 함께 보고해야 하나요? 둘 이상 적으세요.

# %% [markdown] manual="read-report" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. (가) 시험 글까지 넣어 어휘를 만들었습니다. 아직 오지 않은 글을 미리 본 셈이라 처음 보는 토큰이 실제보다 적고, 점수가 부풀려집니다.
#    (나) 한글이 아닌 글자를 지워 ㅋㅋ, ㅠㅠ, 느낌표, 별점처럼 감정을 알려 주는 글자를 잃었습니다.
#    (다) 부정어와 어미를 지워 `안 좋다`와 `좋다`가 같아졌습니다. 감성 분류에서는 손해입니다.
# 2. 과적합입니다. 훈련 손실은 내려가는데 검증 손실은 에폭 2를 지나 다시 올랐습니다. 에폭 2의 가중치를 써야 합니다. 조기 종료(가장 좋은 가중치로 되돌리기), 드롭아웃, 더 많은 데이터,
#    더 작은 모델, 가중치의 이동 평균 따위로 막습니다.
# 3. 믿을 수 없습니다. 표준 오차는 $\sqrt{0.846 \times 0.154 / 5000} \approx 0.0051$이고 차이 0.0040은 그보다 작습니다. 같은 시험 글에서 재었으므로 짝지은 비교(한쪽만 맞힌 글의 수)를 하거나,
#    시드를 바꾸어 여러 번 재거나, 더 많은 글에서 재야 합니다.
# 4. 다수 라벨의 정확도, 선형 n-그램 기준선, 정밀도와 재현율(혼동 행렬), 걸린 시간과 파라미터 수, 시드를 바꾼 되풀이 가운데 둘 이상.
#
# **채점 기준 (5점)**
#
# - 2점: 잘못을 까닭과 함께 셋 찾음(둘이면 1점, 까닭 없이 이름만 적으면 절반).
# - 1점: 과적합이라고 말하고 에폭 2를 고르며, 막는 방법을 둘 든다.
# - 1점: 표준 오차를 0.005 안팎으로 셈하고, 차이가 그보다 작아 우열을 말할 수 없다고 한다. 셈 없이 결론만 맞으면 0.5점.
# - 1점: 다수 라벨과 단순한 모델(선형 n-그램) 등 함께 보고할 것을 둘 이상 든다.
# ### END SOLUTION
