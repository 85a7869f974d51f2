# ---
# title: 네이버 영화평 감성 분류
# number: "035"
# objectives:
#   - 한국어 댓글을 감정을 잃지 않게 정리하고, 쓸 수 있는 행을 골라냅니다.
#   - 글자를 지우면 무엇을 잃는지 먼저 맞히고, 재어서 확인합니다.
#   - 고장 난 캐시를 고쳐, 옵션과 버전까지 구별하면서 느린 형태소 분석을 한 번만 합니다.
#   - 학습 데이터로만 어휘를 만들고, 패딩에 흔들리지 않는 모델을 만듭니다.
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
# 날것의 댓글에서 평가표와 임베딩 파일까지, 강의에서 본 길을 한 토막씩 직접 만듭니다. 코드 과제 일곱 개와 글 과제 한 개입니다. 과제는 서로 기대지 않으므로
# 막히면 다음으로 넘어가도 됩니다. 과제 3의 `cache` 말고는 받은 인수를 고치지 마세요. 데이터를 내려받지 않고, 형태소 분석기도 부르지 않으며, 학습도 하지 않습니다. Keras는 과제 5에서만 씁니다.

# %%
import math
import random
import re
from collections import Counter

import keras
import numpy as np
from keras import layers
from nlplab import testing

# %% [markdown]
# ## 과제 1. 감정을 남기는 정리 ★☆☆ · 12분
#
# **목표.** 댓글 하나를 다음 순서로 정리합니다.
#
# 1. 문자열이 아니면(`None`, `float("nan")`, `10`, `np.int64(10)`) 빈 문자열 `""`입니다. `lower()`로 소문자로 바꿉니다.
# 2. 한글 음절, 한글 **낱자**(`ㄱ`-`ㅎ`, `ㅏ`-`ㅣ`), 영문 소문자, 숫자 `0`-`9`, 그리고 `. , ! ? ~ ^ ♥`만 남깁니다. 다른 글자는 **빈칸으로** 바꿉니다.
# 3. 같은 글자가 세 번 이상 이어지면 두 번으로 줄입니다. **숫자는 줄이지 않습니다**.
# 4. 이어진 공백은 빈칸 하나로 줄이고 앞뒤는 지웁니다.
#
# 힌트 1: 네 단계의 순서를 바꾸면 무엇이 달라지나요? `GOOoood`를 손으로 따라가 보세요.
# 힌트 2: 정규식의 글자 묶음 `[^...]`은 "이것들이 아닌 글자"입니다. 범위 여럿을 나란히 적으면 음절과 낱자를 함께 담을 수 있습니다. `\D`는 숫자가 아닌 글자입니다.
# 힌트 3: `re.sub(r"(\D)\1{2,}", r"\1\1", …)`

# %% solution="clean-review"
def clean_review(text):
    """댓글 하나를 정리합니다.
    Args: text: 날것의 댓글(str). 빠진 값(None, float("nan"))이나 수일 수도 있습니다.
    Returns: 정리한 댓글(str).
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

# %% test="clean-review" points=2
for _t1_raw, _t1_want, _t1_why in [
    ("영화 굿", "영화 굿", "고칠 것이 없는 글입니다. 단어 사이의 빈칸이 사라졌습니다."),
    ("굿ㅋ ㅎㅋ", "굿ㅋ ㅎㅋ", "낱자 ㅋ이 사라졌습니다. [가-힣]은 완성된 음절만 뜻합니다. NFKC 같은 유니코드 "
     "정규화도 ㅋ을 다른 글자로 바꿉니다."),
    ("아ㅠ ㅡㅠ", "아ㅠ ㅡㅠ", "모음 낱자 ㅠ, ㅡ도 낱자입니다. ㅏ-ㅣ를 남겼나요?"),
    ("ㄱㅎㅏㅣ 가힣 az09", "ㄱㅎㅏㅣ 가힣 az09", "범위의 처음과 끝 글자(ㄱ-ㅎ, ㅏ-ㅣ, 가-힣, a-z, 0-9)도 남습니다."),
    ("!왜? 와! ~.,^♥?", "!왜? 와! ~.,^♥?", "남기기로 한 문장 부호가 사라졌습니다."),
    ("최고★명작", "최고 명작", "지우는 글자를 빈칸으로 바꾸지 않으면 앞뒤 단어가 붙습니다."),
    ("OST 굿", "ost 굿", "소문자로 바꾼 다음에 지워야 영문 대문자가 살아남습니다."),
    ("영화漢굿é또_별[점]끝", "영화 굿 또 별 점 끝",
     "남기기로 한 글자가 아닌 것은 모두 빈칸입니다. \\w나 A-z, ㄱ-힣에는 다른 글자도 들어 있습니다."),
    *[(f"굿{sign}또", "굿 또", f"{sign!r}은 남기기로 한 부호가 아닙니다. 빈칸으로 바꾸세요.")
      for sign in "|;:'\"/<>(){}=*-+&%$#@`…·♡！～"],
    ("굿ㆍ또", "굿 또", "낱자는 ㄱ-ㅎ과 ㅏ-ㅣ뿐입니다. 자모의 나머지(옛 낱자 ㆍ 따위)는 빈칸입니다."),
    ("Maße", "ma e", "ß는 남기기로 한 글자가 아닙니다. casefold는 ß를 ss로 바꿉니다. lower()를 쓰세요."),
    ("굿１점", "굿 점", "숫자는 0부터 9까지입니다. \\d에는 전각 숫자 １도 들어 있습니다."),
    *[(missing, "", "빠진 값은 빈 문자열이 됩니다. 'nan'은 영화평이 아닙니다. float(\"nan\")은 None도 거짓도 아닌 "
       "수입니다.") for missing in (None, float("nan"))],
    (10, "", "None과 NaN만이 아니라, 문자열이 아닌 값은 수 10도 빈 문자열이 됩니다."),
    (np.int64(10), "", "np.int64는 int가 아닙니다. 뺄 자료형을 적지 말고, 문자열인지를 물으세요."),
]:
    testing.check(clean_review, [_t1_raw], _t1_want, _t1_why)

# %% test="clean-review" part="repeats" points=2
for _t1_raw, _t1_want, _t1_why in [
    ("굳굳 ㅠㅠ", "굳굳 ㅠㅠ", "두 번 이어진 글자는 그대로 둡니다. 줄이는 것은 세 번부터입니다."),
    ("와아아 ㅋㅋㅋ", "와아아 ㅋㅋ", "세 번 이어진 글자를 두 번으로 줄입니다. 한 번도, 세 번도 아닙니다."),
    ("굿ㅋㅋㅋㅋㅋㅋㅋ", "굿ㅋㅋ", "아무리 길게 이어져도 두 번입니다. 꼭 세 번일 때만 줄이지 않았나요?"),
    ("우와아아아아", "우와아아", "ㅋ만이 아니라 어느 글자든 줄입니다."),
    *[("굿" + sign * 4, "굿" + sign * 2, f"문장 부호와 영문도 줄입니다. 지금은 {sign}을(를) 줄이지 않습니다.")
      for sign in "!?.,~^♥oㅠ"],
    ("10000점", "10000점", "숫자는 줄이지 않습니다. 1000점과 100점은 다릅니다."),
    ("100점ㅋㅋㅋ", "100점ㅋㅋ", "줄이지 않는 것은 숫자뿐입니다. 숫자와 한 단어에 있는 다른 글자는 줄입니다."),
    ("하호하호하호 아 아 아", "하호하호하호 아 아 아",
     "한 글자가 바로 이어질 때만 줄입니다. 여러 글자의 되풀이와 떨어져 있는 글자는 그대로 둡니다."),
    ("GoOOod", "good", "소문자로 바꾸기 전에 줄이면 대문자와 소문자가 다른 글자로 보입니다."),
    ("  좋다\t 또\n봄 !  ", "좋다 또 봄 !", "이어진 공백을 빈칸 하나로 줄이고 앞뒤를 지우세요."),
    ("★굿★", "굿", "글자를 빈칸으로 바꾼 다음에 앞뒤를 지우세요. 먼저 다듬으면 그 빈칸이 남습니다."),
]:
    testing.check(clean_review, [_t1_raw], _t1_want, _t1_why)
### BEGIN HIDDEN TESTS
_t1_rng = random.Random(351)
_t1_pool = "★ @ 漢 영화 힣가 ㅋ ㅏ ㅎ 10 ab Z ! ? ~ ^ ♥ . 111 QqQ".split() + ["\t", " ", "  "]
for _ in range(40):
    _t1_raw = "".join(_t1_rng.choice(_t1_pool) * _t1_rng.choice([1, 1, 2, 3, 5]) for _ in range(_t1_rng.randrange(12)))
    _t1_want = re.sub("[^가-힣ㄱ-ㅎㅏ-ㅣa-z0-9.,!?~^♥]", " ", _t1_raw.lower())
    testing.check(clean_review, [_t1_raw], " ".join(re.sub(r"(\D)\1\1+", r"\1\1", _t1_want).split()), "글자의 종류와 단계의 순서를 다시 보세요.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 쓸 수 있는 행: 맞히고 재기 ★★☆ · 18분
#
# **목표.** `usable_rows`는 정리한 글과 라벨을 받아, 학습에 쓸 행의 번호를 **원래 순서대로** 돌려줍니다.
#
# - 빈 글은 뺍니다. 인수 없는 `strip()`이 모두 떼는 글(빈칸, 탭, 줄바꿈, 전각 칸, U+00A0, U+0085뿐인 글)도 빈 글입니다.
# - 글은 같은데 라벨이 **엇갈린** 글은 모두 뺍니다. 어느 쪽이 옳은지 알 수 없기 때문입니다. 많은 쪽을 따르지 않습니다.
# - 나머지 되풀이는 **처음 나온 것만** 남깁니다. 공백, 대소문자, 부호 하나가 달라도 다른 글입니다.
#
# 짜기 전에 **먼저 맞힙니다.** 여덟 편의 댓글을 그대로 두면 여덟 행을 모두 씁니다. 글자를 지우면 서로 다른 글이 같아지고, 라벨까지 다르면 함께 버려집니다.
#
# | 행 | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
# |---|:-:|:-:|:-:|:-:|:-:|:-:|:-:|:-:|
# | 글 | 재밌네 | 재밌네ㅋㅋ | 재밌네ㅡㅡ | 1점 | 10점 | 볼까? | 볼까!! | 역시! |
# | 라벨 | 1 | 1 | 0 | 0 | 1 | 0 | 1 | 1 |
#
# `guess()`는 두 가지 정리 뒤에 남을 행의 번호를 손으로 적은 dict입니다. `"한글만"`은 음절만, `"한글과 낱자"`는 음절과 낱자만 남깁니다. `usable_rows`로 **재어 보고**, 틀렸으면 까닭을 찾아 고치세요.
#
# 힌트 1: 어떤 글을 뺄지 그 글을 처음 보았을 때 알 수 있나요? `1점`과 `10점`은 숫자를 지우면 어떤 글이 되나요?
# 힌트 2: 먼저 한 번 훑으며 글마다 나온 라벨의 집합을 만들고, 다시 훑으며 남길 행을 고르세요.
# 힌트 3: `labels_of.setdefault(document, set())`

# %% solution="usable-rows"
def usable_rows(documents, labels):
    """학습에 쓸 수 있는 행의 번호를 고릅니다.
    Args: documents: 문자열 N개, labels: 0 또는 1, N개(저마다 목록이나 넘파이 배열).
    Returns: 남길 행의 번호(0부터) 목록, 작은 번호부터.
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


def guess():
    """정리한 뒤에 남을 행의 번호. {"한글만": [...], "한글과 낱자": [...]}"""
    ### BEGIN SOLUTION
    return {"한글만": [7], "한글과 낱자": [0, 1, 2, 7]}
    ### END SOLUTION

# %% test="usable-rows" points=2
for _t2_documents, _t2_labels, _t2_want, _t2_why in [
    (["재밌다", "별로", "굿"], [1, 0, 1], [0, 1, 2],
     "글이나 참거짓이 아니라 행의 번호를, 0부터 세어 작은 번호부터 돌려줍니다. 뺄 것이 없는 글입니다."),
    (["재밌다", "별로", ""], [1, 0, 1], [0, 1], "빈 글을 뺍니다."),
    (["재밌다", "", "별로"], [1, 1, 0], [0, 2], "남은 글의 번호는 원래 그대로입니다. 다시 매기지 마세요."),
    (["  ", "재밌다", "\t"], [1, 1, 0], [1], "공백뿐인 글도 빈 글입니다."),
    (["재밌다", "\u3000", "\n\r\x85\xa0"], [1, 1, 0], [0],
     "전각 칸과 줄바꿈도 공백입니다. 인수 없는 strip()은 모두 뗍니다."),
    (["재밌다", "별로", "재밌다"], [1, 0, 1], [0, 1], "되풀이된 글은 처음 나온 것 하나를 남깁니다."),
    (["좋다 ", "좋다"], [1, 0], [0, 1], "공백 하나가 다르면 다른 글입니다. 견줄 때 다듬지 마세요."),
    (["OST 굿", "ost 굿"], [1, 0], [0, 1], "대소문자가 다르면 다른 글입니다."),
    (["참 굿", "참  굿", "참굿"], [1, 0, 1], [0, 1, 2], "글 속의 빈칸이 몇 개인지도 견줍니다."),
    (["굿!", "굿", "굿?"], [1, 0, 1], [0, 1, 2], "부호 하나가 다르면 다른 글입니다. 다시 정리하지 마세요."),
    (np.array(["가", "나", "가"]), np.array([1, 0, 1]), [0, 1],
     "넘파이 배열도 받습니다. 배열에는 index가 없고, `if not documents`로 물을 수 없습니다."),
]:
    testing.check(usable_rows, [_t2_documents, _t2_labels], _t2_want, _t2_why)

# %% test="usable-rows" part="conflict" points=2
for _t2_documents, _t2_labels, _t2_want, _t2_why in [
    (["음", "좋다", "음"], [1, 1, 0], [1], "라벨이 엇갈린 글은 처음 것까지 모두 뺍니다."),
    (["음", "좋다", "음"], [0, 1, 1], [1],
     "라벨 0이 1보다 먼저 나와도 엇갈린 것입니다. 0은 거짓이지만 라벨입니다. 있는지는 in으로 물으세요."),
    (["음", "음", "음", "좋다"], [1, 1, 0, 1], [3], "많은 쪽을 따르지 않고 모두 뺍니다."),
    (["음", "좋다", "음", "굿", "음"], [1, 1, 1, 1, 0], [1, 3], "바로 앞의 것만이 아니라 같은 글의 라벨을 모두 견주세요."),
    (["음", "좋다", "음", "음"], [1, 1, 0, 1], [1], "한 번 엇갈린 글은 나중에 라벨이 다시 같아져도 뺍니다."),
    (["음악 굿", "음악", "음", "음악 굿 또", "음악 굿"], [1, 1, 1, 1, 0], [1, 2, 3],
     "글의 일부나 글을 품은 글은 다른 글입니다. 글을 한 문자열에 모으면 in이 일부도 찾습니다."),
]:
    testing.check(usable_rows, [_t2_documents, _t2_labels], _t2_want, _t2_why)
### BEGIN HIDDEN TESTS
testing.check(usable_rows, [["나", "가", "나", "가"], [0, 0, 0, 0]], [0, 1], "글의 순서가 아니라 행 번호의 순서입니다.")
_t2_rng = random.Random(352)
for _ in range(40):
    _t2_docs = _t2_rng.choices(["좋다", "나쁘다", "음", "", " ", "좋다 ", "또 봄", "\t", "별점 10점", "ㅋㅋ", "OST 좋다", "ost 좋다"], k=_t2_rng.randrange(1, 16))
    _t2_labels = [_t2_rng.choice([0, 1, 1]) if _t2_rng.random() < 0.5 else len(_d) % 2 for _d in _t2_docs]
    _t2_kinds = Counter(_d for _d, _ in set(zip(_t2_docs, _t2_labels)))  # 글마다 라벨의 가짓수
    _t2_want = [_i for _i, _d in enumerate(_t2_docs) if _d.split() and _t2_kinds[_d] == 1 and _d not in _t2_docs[:_i]]
    testing.check(usable_rows, [_t2_docs, _t2_labels], _t2_want, "세 규칙을 하나씩 손으로 따라가 보세요.")
### END HIDDEN TESTS

# %% test="usable-rows" part="guess" points=1
_t2_guess = testing.keys(guess(), "한글만", "한글과 낱자")
_t2_pure, _t2_jamo = ({int(_row) for _row in _t2_guess[_name]} for _name in ("한글만", "한글과 낱자"))
for _t2_wrong, _t2_why in [
    ((_t2_pure | _t2_jamo) - set(range(8)), "행의 번호는 0부터 7까지입니다."),
    ({3, 4} & (_t2_pure | _t2_jamo), "3행과 4행은 숫자를 지우면 같은 글이 되고 라벨이 다릅니다."),
    ({0, 1, 2} & _t2_pure, "0, 1, 2행은 낱자를 지우면 같은 글이 됩니다. 라벨도 같나요?"),
    ({5, 6} & (_t2_pure | _t2_jamo), "5행과 6행은 문장 부호를 지우면 같은 글이 됩니다. 라벨도 같나요?"),
    ({0, 1, 2} - _t2_jamo, '"한글과 낱자"에서는 ㅋㅋ와 ㅡㅡ가 남아 0, 1, 2행이 서로 다른 글입니다.'),
    ({7} - (_t2_pure & _t2_jamo), "7행은 정리한 뒤에도 같은 글이 없어, 두 정리 모두에서 남습니다.")]:
    assert not _t2_wrong, f"{_t2_guess}에서 {sorted(_t2_wrong)}행을 다시 보세요. {_t2_why}"

# %% [markdown]
# ## 과제 3. 고장 난 캐시 고치기 ★★★ · 22분
#
# 형태소 분석은 느립니다. 그래서 어느 팀이 결과를 `cache`(dict)에 보관했습니다. 오류는 없지만 옛 결과가 섞여 나오고, 어떤 글은 부를 때마다 다시 분석합니다.
#
# ```python
# def broken(texts, analyze, name, options, cache):
#     for text in texts:
#         cache[f"{name}{text}"] = cache.get(f"{name}{text}") or analyze(text, **options)
#     return [cache[f"{name}{text}"] for text in texts]
# ```
#
# **목표.** 잘못을 찾아, 다음을 모두 지키는 `cached_tokenize`로 고쳐 쓰세요. **같은 일은 한 번만** 합니다.
#
# - `analyze(text, **options)`는 토큰의 목록을 돌려주는 함수입니다. `name`은 분석기의 이름과 버전입니다(`"kiwi 0.24"`).
# - 글, `name`, `options` 가운데 하나라도 다르면 **다른 일**입니다. 공백이나 대소문자 하나, 값의 자료형(`1`과 `"1"`, `1`과 `True`, `1`과 `1.0`)이 달라도 다릅니다. 옵션을 적은 순서와 `analyze`가 어느 함수 객체인지는 상관없습니다.
# - 한 번의 호출에 같은 글이 여럿 있어도 한 번만 분석합니다. 결과가 **빈 목록이어도** 다시 분석하지 않습니다.
# - 빈 글 `""`의 결과는 `[]`이고, 분석기를 부르지 않습니다. 공백뿐인 글은 빈 글이 아닙니다.
# - 돌려준 목록을 나중에 고쳐도 캐시와 다른 결과가 **변하지 않아야** 합니다(빈 글의 `[]`도).
# - 분석기의 오류는 감추지 않습니다. 오류가 난 글은 캐시에 남기지 않고, 그때까지 분석을 마친 글의 결과는 남깁니다.
#
# 힌트 1: `broken`의 키에는 무엇이 빠졌나요? 글 `2x`와 이름 `k1`, 글 `x`와 이름 `k12`의 키도 적어 보세요.
# 힌트 2: 튜플은 dict의 키가 될 수 있습니다. 키가 있는지는 `in`으로 물으세요. `cache.get(key) or ...`는 빈 목록을 없는 것으로 착각합니다. 보관할 때도 돌려줄 때도 복사합니다.
# 힌트 3: `repr(sorted(options.items()))`

# %% solution="cached-tokenize"
def cached_tokenize(texts, analyze, name, options, cache):
    """글마다의 토큰을 캐시를 거쳐 구합니다.
    Args:
        texts: 문자열의 목록. analyze: analyze(text, **options) -> 토큰의 목록.
        name: 분석기의 이름과 버전(str).
        options: 분석기의 옵션(dict). 값은 문자열, 수, 참거짓입니다.
        cache: 지금까지의 결과(dict). 새 결과를 여기에 보탭니다.
    Returns: 글마다 토큰 목록 하나, texts의 순서로.
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
        key = (name, repr(sorted(options.items())), text)
        if key not in cache:
            cache[key] = list(analyze(text, **options))
        results.append(list(cache[key]))
    return results
    ### END SOLUTION

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t3_run(texts, analyze, name, options, cache):
    """받은 것 가운데 cache만 고쳐도 됩니다."""
    def cached(texts, options):
        return cached_tokenize(texts, analyze, name, options, cache)
    return testing.call(cached, texts, options)

def _t3_jobs(want, why, *jobs):
    """jobs = (글들, 이름, 옵션) 여럿을 한 캐시로 차례로 맡기고, 분석한 글이 want인지 봅니다. 옵션만 적은 것은 글 a의 것입니다."""
    jobs = [(["a"], "s", job) if isinstance(job, dict) else job for job in jobs]
    analyzed, cache = [], {}

    def analyze(text, **options):
        analyzed.append(text)
        return [piece for piece in text.split() if piece != "!!"]

    for texts, name, options in jobs:
        _t3_run(texts, analyze, name, options, cache)
    testing.equal(sorted(analyzed), sorted(want), f"{why} 분석한 글을 견줍니다.",
        given=f"(차례로 맡긴 글들, 이름, 옵션: {jobs})")

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t3_signs(sign):
    why = "이름과 글을 기호로 이어 붙이면, 그 기호가 글 속에 있을 때 키가 같아집니다. 튜플을 쓰세요."
    _t3_jobs([f"b{sign}c", "c"], why, ([f"b{sign}c"], "a", {}), (["c"], f"a{sign}b", {}))
    _t3_jobs(["c", f"c{sign}b"], why, (["c"], f"b{sign}a", {}), ([f"c{sign}b"], "a", {}))

def _t3_upper(text, upper=False):
    return text.upper().split() if upper else text.split()

# %% test="cached-tokenize" points=3
testing.equal(_t3_run(["a b", "", "c", "a b"], _t3_upper, "split 1", {}, {}),
    [["a", "b"], [], ["c"], ["a", "b"]], "글이 넷이면 결과도 넷입니다. 글마다의 토큰 목록을 받은 순서대로 돌려줍니다.")
testing.equal(_t3_run(["a b"], _t3_upper, "s", {"upper": True}, {}), [["A", "B"]],
    "옵션을 분석기에 넘기세요: analyze(text, **options).")
_t3_opts = "옵션을 글로 이어 붙이면 서로 다른 옵션의 키가 같아집니다. 이름과 값의 짝을 그대로 지키세요."
for _t3_want, _t3_why, *_t3_given in [
    ([], "빈 글은 분석하지 않습니다.", ([""], "s", {})),
    *[(["글"], "새 cache를 주면 다시 분석합니다. 받은 cache가 아닌 곳에 보관했나요?", (["글"], "s", {}))] * 2,
    ("a", "두 번째에는 캐시에서 읽습니다. 같은 일은 한 번만 합니다.", {}, {}),
    ("a", "한 번의 호출 안에서 되풀이된 글도 한 번만 분석합니다.", (["a", "a"], "s", {})),
    ("ab", "글이 다르면 다른 일입니다. 키에 글을 넣었나요?", (["a", "b"], "s", {})),
    ("aa", "옵션이 다르면 다른 결과입니다. 키에 옵션을 넣었나요?", {}, {"p": True}),
    ("aa", "옵션의 이름만이 아니라 값도 키에 넣으세요.", {"p": False}, {"p": True}),
    ("aa", "False를 준 것은 주지 않은 것과 다른 일입니다. 거짓인 값도 키에 넣으세요.", {}, {"p": False}),
    ("aa", "어느 옵션의 값인지도 키에 남아야 합니다.", {"p": 1, "q": 2}, {"p": 2, "q": 1}),
    ("ab", "이름과 글이 자리를 바꾸면 다른 일입니다.", (["a"], "b", {}), (["b"], "a", {})),
    ("aa", "분석기의 버전이 다르면 다시 분석합니다. 키에 name을 넣었나요? 앞 버전의 결과도 남겨 둡니다.",
     (["a"], "s 1", {}), (["a"], "s 2", {}), (["a"], "s 1", {})),
    ("a", "옵션을 적은 순서만 다르면 같은 일입니다.", {"p": 1, "q": 2}, {"q": 2, "p": 1}),
    (["!!"], "결과가 빈 목록인 글을 다시 분석했습니다. 키가 있는지 in으로 물으세요.", *[(["!!"], "s", {})] * 2),
    (["2x", "x"], "이름과 글을 그냥 이어 붙이면 키가 같아집니다.", (["2x"], "k1", {}), (["x"], "k12", {})),
    (["a", " a", "A", " "], "공백 하나, 대소문자 하나가 달라도 다른 글입니다. 분석하지 않는 것은 빈 글뿐이고, "
     "analyze에는 받은 글을 고치지 말고 넘깁니다.", (["a", " a", "A", " "], "s", {})),
    *[("aa", f"옵션의 값 1과 {one!r}은 다른 일입니다. 자료형이나 repr도 키에 넣으세요.", {"p": 1}, {"p": one})
      for one in ("1", True, 1.0)],
    ("aa", _t3_opts, {"p": 1, "q": 2}, {"p1q": 2}),
    *[("aa", _t3_opts, {"p": "1", "q": "2"}, {"p": f"1{one[1:]}q{one[:1]}2"})
      for one in ("", "=,", "=&", "=;", "=|", "= ", ":,", ":|", ": ", "__", "--")],
]:
    _t3_jobs(_t3_want, _t3_why, *_t3_given)
_t3_kept = {}
for _t3_one in str.split, lambda text: ["다시"]:
    testing.equal(_t3_run(["글"], _t3_one, "s", {}, _t3_kept), [["글"]],
        "함수 객체가 달라도 글, name, options가 같으면 같은 일입니다. analyze를 키에 넣지 마세요.")
for _t3_sign in "|_":
    _t3_signs(_t3_sign)
### BEGIN HIDDEN TESTS
_t3_jobs("xxxx", "옵션의 값 0, 0.0, False는 파이썬에서 같지만 자료형이 다른, 서로 다른 일입니다.",
    *[(["x"], "w", {"p": value}) for value in (0, False, 0.0, "False")])
for _t3_sign in ("-", ":", "::", ",", "/", " ", ".", "#", "+", "\t", "\n", "__", "||"):
    _t3_signs(_t3_sign)
_t3_mine = {}
cached_tokenize(["글"], _t3_upper, "이름", {}, _t3_mine)
for _t3_a, _t3_sign, _t3_b in re.findall("(이름|글)(.+)(이름|글)", " ".join(_key for _key in _t3_mine if isinstance(_key, str))):
    _t3_signs(_t3_sign)  # 둘 사이에 넣은 것을 글과 이름 속에도
### END HIDDEN TESTS

# %% test="cached-tokenize" part="copies" points=2
_t3_calls, _t3_box, _t3_store, _t3_raised = [], [], {}, 0
def _t3_letters(text):
    _t3_calls.append(text)
    if text == "고장":
        raise ValueError("고장")
    return _t3_box if text == "상자" else list(text)

for _t3_texts in (["앞글", "고장"], ["고장"], ["앞글"]):
    try:
        cached_tokenize(_t3_texts, _t3_letters, "s", {}, _t3_store)
    except ValueError:
        _t3_raised += 1
assert _t3_raised, "분석기의 오류를 감추지 마세요."
testing.equal(sorted(_t3_calls), ["고장", "고장", "앞글"], "오류가 난 글은 남기지 말고, 다시 맡기면 다시 "
    "분석합니다. 그 전에 마친 글은 한 글을 마칠 때마다 캐시에 넣으세요. 분석한 글을 견줍니다.")
for _t3_text, _t3_want, _t3_why in (
        ("가나", ["가", "나"], "캐시의 목록을 복사해서 돌려주세요."),
        ("상자", ["같은 목록"], "분석기가 준 목록은 보관할 때도 복사하세요."), ("", [], "빈 글마다 새 목록을 돌려주세요.")):
    _t3_box[:] = ["같은 목록"]
    _t3_first = cached_tokenize([_t3_text, _t3_text], _t3_letters, "s", {}, _t3_store)
    _t3_first[0].append("손댄 것")
    testing.equal(_t3_first[1], _t3_want, f"글 {_t3_text!r}의 두 결과가 한 목록을 나누어 씁니다. {_t3_why}")
    _t3_box.append("분석기가 손댄 것")
    testing.equal(cached_tokenize([_t3_text], _t3_letters, "s", {}, _t3_store)[0], _t3_want,
        f"목록을 고쳤더니 글 {_t3_text!r}의 결과가 바뀌었습니다. {_t3_why}")

# %% [markdown]
# ## 과제 4. 포함률에 맞춘 어휘 ★★☆ · 15분
#
# **목표.** 학습 글로 어휘를 만들되, 검증 글의 **포함률**이 `target` 이상이 되는 **가장 작은** 어휘를 고릅니다.
#
# - 어휘에 들어갈 수 있는 것은 **학습 글에 나온 토큰뿐**입니다. 학습 글에 많이 나온 순서이고, 횟수가 같으면 가나다순(문자열의 순서)입니다. 토큰은 고치지 않습니다.
# - 포함률은 검증 글의 토큰 가운데 어휘에 있는 것의 비율입니다(되풀이되면 되풀이된 만큼 셉니다). 검증에 토큰이 하나도 없으면 1로 봅니다.
# - 0번은 `<PAD>`, 1번은 `<UNK>`이고 토큰은 2번부터입니다. 이 둘은 글에 나오지 않고, 포함률에 들어가지 않습니다. 포함률은 견줄 때도 돌려줄 때도 반올림하지 않습니다.
# - 학습의 토큰을 다 써도 `target`에 닿지 못하면 전부 넣습니다. `target`이 0이면 토큰이 하나도 필요 없습니다.
#
# 힌트 1: 검증 글은 어휘의 무엇을 정하고, 무엇을 정하면 안 되나요?
# 힌트 2: 검증 토큰의 횟수를 미리 세어 두면, 단어를 하나 넣을 때마다 포함률이 얼마나 느는지 바로 알 수 있습니다. 넣기 **전에** 이미 충분한지 확인하세요.
# 힌트 3: `sorted(counts, key=lambda token: (-counts[token], token))`

# %% solution="smallest-vocabulary"
def smallest_vocabulary(train, valid, target):
    """검증 글의 포함률이 target 이상인 가장 작은 어휘를 만듭니다.
    Args: train, valid: 토큰 목록의 목록. target: 0 이상 1 이하의 포함률.
    Returns: (token_to_id, coverage): 토큰 → 번호 dict, 그 어휘의 검증 포함률(float).
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
        if total == 0 or covered / total >= target:
            break
        token_to_id[token] = len(token_to_id)
        covered += wanted[token]
    return token_to_id, covered / total if total else 1.0
    ### END SOLUTION

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다. 글은 |로, 토큰은 빈칸으로 나누어 적습니다.
def _t4_case(train, valid, target, tokens, share, why):
    train, valid = ([text.split() for text in part.split("|")] for part in (train, valid))
    got = testing.call(smallest_vocabulary, train, valid, target, why=why)
    found, coverage = testing.parts(got, "어휘", "포함률")
    given = f"(학습 {train}, 검증 {valid}, target={target})"
    want = {token: number for number, token in enumerate(["<PAD>", "<UNK>", *tokens.split()])}
    testing.equal(found, want, why, given=given)
    learned = [token in want for text in train for token in text]
    total = max(sum(map(len, valid)), 1)
    testing.equal(coverage, share, f"어휘는 맞지만 포함률이 다릅니다. {why}", {
        "target을 돌려주지 마세요.": target,
        "학습 글의 포함률입니다. 검증 글의 포함률로 멈추고, 그 값을 돌려줍니다.": np.mean(learned or 0),
        "<PAD>와 <UNK>는 포함률에 들어가지 않습니다.": (share * total + 2) / (total + 2)}, given)

# %% test="smallest-vocabulary" points=3
for _t4_given in [
    ("가 가", "가", 0.5, "가", 1.0, "0번은 <PAD>, 1번은 <UNK>, 토큰은 2번부터입니다."),
    ("나|나|가", "가 나", 1.0, "나 가", 1.0, "학습 글에 많이 나온 순서로 넣습니다. 한 번만 나온 토큰도 넣습니다."),
    ("가 가 가 나 나", "가 나 다 라", 0.5, "가 나", 0.5, "학습 글이 아니라 검증 글의 포함률로 멈추고, 그 값을 돌려줍니다."),
    ("가", "나 가", 1.0, "가", 0.5, "검증에만 있는 토큰은 넣지 않습니다. 닿지 못하면 학습의 토큰을 모두 넣습니다."),
    ("가 가 나 다", "가 가 가 나 다", 0.5, "가", 0.6, "포함률은 종류가 아니라 되풀이된 만큼 셉니다."),
    ("가 가 나", "나 나 가", 0.5, "가 나", 1.0, "순서는 학습 글의 횟수입니다. 검증에서 많이 나온 순서로 넣지 않았나요?"),
    ("가 가 가 나 나 다", "다 가", 1.0, "가 나 다", 1.0,
     "검증에 없는 토큰도 차례로 넣습니다. 검증에 있는 것만 고르면 검증을 엿본 셈입니다."),
    ("나 가", "가 나", 1.0, "가 나", 1.0, "횟수가 같으면 가나다순입니다. 나온 순서도, 거꾸로도 아닙니다."),
    ("가 가 나", "가 나", 0.5, "가", 0.5, "target에 꼭 닿으면 더 넣지 않습니다(> 가 아니라 >=)."),
    ("가 나 다 라 마 바 사 아 자 차", "가 나 다 라 마 바 사 아 자 차", 0.8, "가 나 다 라 마 바 사 아", 0.8,
     "비율을 하나씩 더하면 오차가 쌓여 0.8에 못 미칩니다. 횟수를 더한 다음 한 번만 나누세요."),
    ("나 나 나|가|가", "가 나", 0.5, "나", 0.5, "토큰이 나온 횟수입니다. 글마다 한 번만 세지 않았나요?"),
    ("가 가 나", "가|나 나 나", 0.5, "가 나", 1.0, "글마다 낸 비율의 평균이 아니라 모든 토큰의 비율입니다."),
    ("A A a ! ! !", "a A", 1.0, "! A a", 1.0, "토큰을 고치거나 문장 부호를 빼지 않습니다."),
    ("a10 a2 B", "a2", 1.0, "B a10 a2", 1.0,
     "횟수가 같으면 문자열의 순서 그대로입니다: 대문자가 소문자보다, '10'이 '2'보다 앞입니다."),
    ("가 가 나", "가 다", 1.0, "가 나", 0.5, "닿지 못하면 모두 넣습니다. 포함률이 더 늘지 않아도 넣습니다."),
    ("가", "가 나 다", 1.0, "가", 1 / 3, "포함률을 반올림하지 마세요."),
    ("가 가 나", "가 가 나", 0.66667, "가 나", 1.0, "2/3는 0.66667보다 작습니다. 포함률을 반올림해 견주지 마세요."),
]:
    _t4_case(*_t4_given)
### BEGIN HIDDEN TESTS
_t4_rng, _t4_pool = random.Random(355), ["T01", "!", "ㅋㅋ", "다", "A"] + [f"t{_n:02d}" for _n in range(9)]
for _ in range(25):
    _t4_train = "|".join(" ".join(_t4_rng.choices(_t4_pool[:11], k=_t4_rng.randrange(0, 9))) for _ in range(6))
    _t4_valid = "|".join(" ".join(_t4_rng.choices(_t4_pool, k=_t4_rng.randrange(1, 9))) for _ in range(4))
    _t4_target, _t4_n = _t4_rng.choice([0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 1.0]), Counter(_t4_train.replace("|", " ").split())
    _t4_order, _t4_all = sorted(_t4_n, key=lambda _t: (-_t4_n[_t], _t)), _t4_valid.replace("|", " ").split()
    _t4_shares = [sum(_t in _t4_order[:_k] for _t in _t4_all) / len(_t4_all) for _k in range(len(_t4_order) + 1)]
    _t4_size = next((_k for _k, _share in enumerate(_t4_shares) if _share >= _t4_target), len(_t4_order))
    _t4_case(_t4_train, _t4_valid, _t4_target, " ".join(_t4_order[:_t4_size]), _t4_shares[_t4_size], "순서, 멈추는 곳, 포함률을 하나씩 손으로 따라가 보세요.")
### END HIDDEN TESTS

# %% test="smallest-vocabulary" part="edge" points=1
_t4_case("가", "가", 0.0, "", 0.0, "target이 0이면 토큰이 하나도 필요 없습니다. 넣기 전에 확인하세요.")
for _t4_target in 0.9, 0.0:
    _t4_case("가", "|", _t4_target, "", 1.0,
        "검증에 토큰이 없으면, target이 0이어도, 포함률은 1이고 토큰은 필요 없습니다.")
for _t4_valid, _t4_share in ("가", 0.0), ("|", 1.0):
    _t4_case("", _t4_valid, 0.9, "", _t4_share, "학습 글에 토큰이 없으면 넣을 토큰도 없습니다.")

# %% [markdown]
# ## 과제 5. 흔들리지 않는 모델 ★★★ · 25분
#
# **목표.** 번호 $(B, T)$를 받아 긍정 확률 $(B, 1)$을 내는 Keras 모델을 만듭니다.
#
# - 임베딩 층의 이름은 `"embedding"`이고, 표의 모양은 `(n_words, dim)`입니다. 나중에 이 이름으로 찾아 내보냅니다.
# - **양방향** 순환층을 한 층 씁니다: 앞에서 읽는 것과 뒤에서 읽는 것, 유닛 `units`개의 GRU나 LSTM 하나씩입니다.
# - 패딩을 더 붙여도, 다른 글과 한 배치에 있어도 답이 같아야 합니다.
# - 비율이 `dropout`인 드롭아웃이 학습할 때만 켜져야 합니다. 시그모이드 앞이면 어디에 몇 번 두어도 됩니다. 예측할 때는 같은 글에 늘 같은 답을 냅니다.
# - 출력은 마지막의 시그모이드 하나가 만드는 확률입니다. 길이 $T$는 정하지 않습니다. 컴파일과 학습은 하지 않아도 됩니다.
#
# 힌트 1: 모델의 층마다 패딩을 누가 건너뛰는지 적어 보세요. 마스크를 모르는 층이 하나라도 있으면 거기서 끊깁니다.
# 힌트 2: 순환층의 마지막 상태만 쓰면(`return_sequences`를 켜지 않으면) 마스크가 패딩을 건너뛰어 줍니다. 모든 시점의 최댓값을 쓰려면 `GlobalMaxPooling1D`가 **마스크를 모른다**는 것을 조심하세요.
# 힌트 3: `layers.Embedding(n_words, dim, mask_zero=True, name="embedding")`

# %% solution="steady-model"
def build_model(n_words, dim, units, dropout=0.3):
    """감성 분류 모델을 만듭니다.
    Args: n_words: 어휘의 크기(<PAD>와 <UNK> 포함). dim: 임베딩의 길이. units: 한 방향의 유닛 수.
        dropout: 드롭아웃의 비율, 0보다 크고 1보다 작음.
    Returns: keras.Model. 입력은 번호 (B, T), 출력은 긍정 확률 (B, 1).
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t5_answer(model, ids, training=False):
    ids = np.asarray(ids, dtype="int32")
    try:
        answer = model(ids, training=True) if training else model(ids)
    except ValueError:
        raise AssertionError(f"길이 {ids.shape[1]}의 글을 받지 못했습니다. 글의 길이를 정해 두지 않았나요? "
                             "입력의 모양은 (None,)입니다.") from None
    return np.asarray(keras.ops.convert_to_numpy(answer), dtype=float)

def _t5_fill(model, seed):
    rng = np.random.default_rng(seed)  # 아직 배우지 않은 모델이라, 차이가 드러나도록 큰 가중치를 넣어 봅니다
    for weight in model.trainable_variables:
        weight.assign(rng.normal(0, 0.6, weight.shape))

def _t5_rnn(model):
    for layer in model.layers:
        both = isinstance(layer, layers.Bidirectional)
        yield from (layer.forward_layer, layer.backward_layer) if both else ()
        yield from (layer,) if isinstance(layer, layers.RNN) else ()
        yield from _t5_rnn(layer) if hasattr(layer, "layers") else ()

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t5_built():
    """이름, 표의 모양, 방향, 유닛을 본 모델과 글 24편: 1번 글은 0번을 뒤집은 것, 2번은 한 토큰입니다."""
    model = build_model(50, 6, 5, dropout=0.5)
    assert isinstance(model, keras.Model), f"keras.Model을 돌려주세요. 지금은 {model!r}입니다."
    assert model.built, "입력이 없어 가중치가 아직 없습니다. Sequential도 keras.Input((None,))으로 시작하세요."
    names = [layer.name for layer in model.layers]
    assert "embedding" in names, f'임베딩 층의 이름을 "embedding"으로 정하세요. 지금 층의 이름은 {names}입니다.'
    table = model.get_layer("embedding").get_weights()[0]
    testing.array(table, (50, 6), "임베딩 표는 (n_words, dim)")
    rnn = list(_t5_rnn(model))
    assert rnn, "순환층이 없습니다. 평균만으로는 어순을 모릅니다."
    testing.equal(sorted(bool(one.go_backwards) for one in rnn), [False, True],
        "앞에서 읽는 층(False)과 뒤에서 읽는 층(True)이 하나씩 있어야 양방향입니다.")
    testing.equal([one.cell.units for one in rnn], [5, 5], "units=5인 층이 두 방향에 저마다 하나입니다.")
    texts = np.random.default_rng(7).integers(1, 50, size=(24, 2))
    texts[1], texts[2, 1:] = texts[0, ::-1], 0
    return model, texts

# %% test="steady-model" points=3
_t5_model, _t5_texts = _t5_built()
_t5_seen, _t5_order = [], 0
for _t5_seed in range(2, 7):  # 어쩌다 꺼진 유닛이 있으면 다른 가중치로 다시 봅니다
    _t5_fill(_t5_model, _t5_seed)
    _t5_p, _t5_again = np.split(_t5_answer(_t5_model, np.vstack([_t5_texts, _t5_texts])), 2)
    testing.array(_t5_p, (24, 1), "글 24편의 출력(시점마다가 아니라 글마다, 긍정 확률 하나만, 마지막 축을 지우지 않고)")
    assert not (_t5_p == 1).all(), "답이 늘 1입니다. 유닛 하나의 softmax는 늘 1입니다. 시그모이드를 쓰세요."
    assert ((_t5_p >= 0) & (_t5_p <= 1)).all(), (
        f"출력이 {_t5_p.min():.2f}부터 {_t5_p.max():.2f}까지입니다. 마지막에 시그모이드를 쓰세요.")
    assert np.allclose(_t5_p, _t5_again, atol=1e-5), (
        "예측할 때 같은 글의 답이 다릅니다. 드롭아웃은 학습할 때만 켜져야 합니다.")
    _t5_padded = _t5_answer(_t5_model, np.pad(_t5_texts[:3], ((0, 0), (0, 1))))
    assert np.allclose(_t5_p[:3], _t5_padded, atol=1e-3), (
        f"패딩을 한 칸 더 붙였더니 답이 {_t5_p[:3, 0].round(3)}에서 {_t5_padded[:, 0].round(3)}으로 바뀌었습니다. "
        "마스크가 어디선가 끊겼습니다. 번호 0을 패딩으로 알리는 것은 임베딩 층의 mask_zero이고, "
        "GlobalMaxPooling1D나 Flatten은 마스크를 모릅니다.")
    _t5_order = max(_t5_order, abs(_t5_p[0, 0] - _t5_p[1, 0]))
    _t5_seen += _t5_p[:, 0].tolist()
    if _t5_order >= 1e-4 and min(_t5_seen) < 0.5 < max(_t5_seen):
        break
assert _t5_order >= 1e-4, f"어순을 뒤집어도 답이 {_t5_p[0, 0]:.3f}으로 같습니다. 순환층을 거쳤나요?"
assert min(_t5_seen) < 0.5 < max(_t5_seen), (
    f"가중치를 다섯 번 바꾸어도 답이 {min(_t5_seen):.2f}부터 {max(_t5_seen):.2f}까지, 0.5의 한쪽에만 있습니다. "
    "시그모이드는 마지막에 한 번만 씁니다. 그 앞에 시그모이드나 ReLU가 또 있으면 음수가 사라집니다.")
### BEGIN HIDDEN TESTS
_t5_alone = _t5_answer(_t5_model, _t5_texts[2:3, :1])
assert np.allclose(_t5_alone, _t5_p[2], atol=1e-3), f"같은 글이 혼자일 때 {_t5_alone[0, 0]:.3f}, 배치에 있을 때 {_t5_p[2, 0]:.3f}입니다. 마스크가 어디선가 끊겼습니다."
### END HIDDEN TESTS

# %% test="steady-model" part="dropout" points=2
def _t5_trained(dropout):
    """같은 글 열두 편의 (예측할 때의 답, 학습할 때의 답). 유닛이 꺼져 답이 흔들릴 수 없으면 다른 가중치로 다시 봅니다."""
    model, ids = build_model(30, 4, 3, dropout=dropout), np.tile([[5]], (12, 1))
    for seed in range(4):
        _t5_fill(model, seed)
        both = [_t5_answer(model, ids, training)[:, 0] for training in (False, True)]
        if np.ptp(both[1]) > 1e-6 or dropout < 0.1:
            break
    return both

_t5_calm, _t5_shaken = _t5_trained(0.5)
assert np.ptp(_t5_shaken) > 1e-6, (
    f"dropout=0.5로 학습할 때도 같은 글 열두 편의 답이 모두 {_t5_shaken[0]:.3f}입니다. 학습할 때 드롭아웃이 켜지지 않습니다.")
assert ((_t5_shaken > 0) & (_t5_shaken < 1)).all(), (
    f"dropout=0.5로 학습할 때의 답이 {_t5_shaken.round(3)}입니다. 0과 1 사이의 확률이 아닙니다. "
    "드롭아웃을 시그모이드 앞에 두세요. 마지막은 시그모이드입니다.")
assert np.ptp(_t5_calm) < 1e-5, (
    f"예측할 때 같은 글의 답이 {_t5_calm.min():.3f}부터 {_t5_calm.max():.3f}까지 흔들립니다. "
    "드롭아웃은 학습할 때만 켜져야 합니다.")
_t5_calm, _t5_shaken = _t5_trained(1e-6)
assert np.allclose(_t5_calm, _t5_shaken, atol=1e-3), (
    f"dropout=1e-6인데 학습할 때의 답이 {_t5_calm[0]:.3f}에서 "
    f"{_t5_shaken.min():.3f}~{_t5_shaken.max():.3f}으로 바뀝니다. "
    "dropout은 끌 비율입니다. 남길 비율이나 정해진 수를 넣지 않았나요?")

# %% [markdown]
# ## 과제 6. 평가표 ★☆☆ · 12분
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
# 나누는 수가 0이면 그 값은 `0.0`으로 합니다. 반올림하지 않습니다.
#
# 힌트 1: 넷(TN, FP, FN, TP)의 합은 얼마이어야 하나요?
# 힌트 2: 넷을 먼저 세고, 나누기는 "나누는 수가 0이면 0.0"을 돌려주는 작은 함수로 하세요.
# 힌트 3: `Counter((int(t), int(p)) for t, p in zip(truth, predicted))`

# %% solution="evaluation-report"
def evaluation_report(truth, predicted):
    """이진 분류의 평가표를 만듭니다.
    Args: truth, predicted: 정수 0 또는 1, N개씩(N은 1 이상). 목록이나 배열(uint8일 수도 있습니다).
    Returns: 키가 다섯뿐인 dict: "accuracy", "precision", "recall", "f1"(float)과
            "confusion"([[TN, FP], [FN, TP]]; 배열이어도 됩니다).
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
_t6_rules = {
    "confusion": "행은 정답, 열은 예측입니다: [[TN, FP], [FN, TP]]. 라벨이 한 가지뿐이어도 2 × 2입니다.",
    "accuracy": "정확도는 맞힌 수(TN + TP)를 전체로 나눈 것입니다. 분모에 작은 수를 더하지 마세요.",
    "precision": "정밀도는 긍정이라고 말한 것 가운데 맞은 비율입니다.",
    "recall": "재현율은 진짜 긍정 가운데 찾아낸 비율입니다.", "f1": "F1은 정밀도와 재현율의 조화 평균입니다."}

def _t6_case(truth, said, wants, why="", makes=(list, np.array)):
    """wants: 혼동 행렬, 정확도, 정밀도, 재현율, F1. 목록으로도 배열로도 맡겨 봅니다."""
    ((tn, fp), (fn, tp)), accuracy, p, r, f = wants
    low = tn / max(tn + fn, 1), tn / max(tn + fp, 1), 2 * tn / max(2 * tn + fp + fn, 1)
    slips = {
        "confusion": {"행과 열이 바뀌었습니다. 행은 정답입니다.": [[tn, fn], [fp, tp]], "행은 정답이고, 0이 먼저입니다.":
            [[tp, fn], [fp, tn]], "TP가 첫 칸에 있습니다. 행은 정답이고, 0이 먼저입니다.": [[tp, fp], [fn, tn]],
            "비율이 아니라 개수입니다.": np.divide(wants[0], len(truth))},
        "accuracy": {"재현율입니다. 정확도는 맞힌 수를 전체로 나눕니다.": r, "틀린 비율입니다.": 1 - accuracy},
        "precision": {"재현율과 바뀌지 않았나요?": r, "부정을 찾는 일로 보았습니다.": low[0]},
        "recall": {"정밀도와 바뀌지 않았나요?": p, "부정을 찾는 일로 보았습니다.": low[1]},
        "f1": {"산술 평균이 아니라 조화 평균입니다.": (p + r) / 2, "부정의 F1입니다.": low[2],
            "2를 곱하지 않았습니다.": f / 2, "긍정과 부정의 F1을 평균했습니다. 긍정만 봅니다.": (f + low[2]) / 2,
            "기하 평균이 아닙니다.": (p * r) ** 0.5}}
    for make in makes:
        got = testing.call(evaluation_report, make(truth), make(said),
            why=why or "목록도 배열도 받습니다. 먼저 np.asarray로 배열을 만들거나 하나씩 견주세요.")
        report = testing.keys(got, *_t6_rules)
        for (name, rule), want in zip(_t6_rules.items(), wants):
            known, given = () if why else slips[name], f"(정답 {truth}, 예측 {said})"
            testing.equal(report[name], want, f"{name}: {rule} {why}", known, given)

# %% test="evaluation-report" points=2
_t6_case([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0],
    ([[5, 2], [1, 3]], 8 / 11, 3 / 5, 3 / 4, 2 / 3))
_t6_case([1, 1], [1, 1], ([[0, 0], [0, 2]], 1.0, 1.0, 1.0, 1.0))
_t6_case([1], [1], ([[0, 0], [0, 1]], 1.0, 1.0, 1.0, 1.0), "글이 하나뿐일 때도 길이 1인 목록이나 배열입니다.")
_t6_case([0, 1, 0], [1, 1, 0], ([[1, 1], [0, 1]], 2 / 3, 1 / 2, 1.0, 2 / 3),
    "uint8 배열입니다. 빼면 -1이 아니라 255가 됩니다. 빼지 말고 견주거나 int로 바꾸세요.", [np.uint8])
### BEGIN HIDDEN TESTS
_t6_rng = np.random.default_rng(357)
for _ in range(30):
    _t6_t, _t6_p = ((_t6_rng.random(int(_n)) < _share).astype(int) for _n in [_t6_rng.integers(1, 40)] for _share in _t6_rng.uniform(0.2, 0.8, 2))
    _t6_t[0] = _t6_p[0] = 1
    _t6_c = [[int(((_t6_t == _i) & (_t6_p == _j)).sum()) for _j in (0, 1)] for _i in (0, 1)]
    _t6_case(_t6_t.tolist(), _t6_p.tolist(), (_t6_c, (_t6_c[0][0] + _t6_c[1][1]) / len(_t6_t), _t6_c[1][1] / sum(_t6_p), _t6_c[1][1] / sum(_t6_t), 2 * _t6_c[1][1] / (sum(_t6_p) + sum(_t6_t))))
### END HIDDEN TESTS

# %% test="evaluation-report" part="zero" points=1
_t6_case([1, 0], [0, 0], ([[1, 0], [1, 0]], 0.5, 0.0, 0.0, 0.0),
    "긍정이라고 말한 적이 없으면 정밀도와 F1은 0.0입니다. NaN도, 1도 아닙니다. 정확도는 그대로입니다.")
_t6_case([0, 0], [1, 0], ([[1, 1], [0, 0]], 0.5, 0.0, 0.0, 0.0), "진짜 긍정이 없으면 재현율과 F1은 0.0입니다.")
_t6_case([0, 0], [0, 0], ([[2, 0], [0, 0]], 1.0, 0.0, 0.0, 0.0),
    "긍정이 정답에도 예측에도 없으면 정밀도, 재현율, F1은 0.0입니다. 모두 맞혔어도 1은 정확도뿐입니다.")
### BEGIN HIDDEN TESTS
_t6_case([0, 1], [1, 0], ([[0, 1], [1, 0]], 0.0, 0.0, 0.0, 0.0), "정밀도와 재현율이 모두 0이면 F1의 나누는 수도 0입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. Embedding Projector에 넣을 파일 ★☆☆ · 12분
#
# **목표.** 임베딩을 [Embedding Projector](https://projector.tensorflow.org)가 읽는 두 파일의 **내용**(문자열)으로 만듭니다.
#
# - 줄과 줄 사이는 `\n`입니다(마지막 줄 뒤에는 있어도 없어도 됩니다).
# - `vectors`: 단어 하나에 한 줄, 수와 수 사이는 탭입니다. **머리글 줄이 없습니다.** 큰 수도 작은 수도 소수점 아래 다섯 자리까지 맞게 적습니다.
# - `metadata`: `word`와 `count` 두 열이 탭으로 나뉩니다. 횟수는 쉼표 없는 정수입니다. 열이 **둘 이상이면 머리글 줄** `word<탭>count`가 첫 줄에 있어야 합니다.
# - 0번 `<PAD>`는 두 파일에서 모두 뺍니다. 나머지는 순서 그대로이며, 두 파일의 단어의 수가 같아야 합니다.
# - 단어 안의 탭(`\t`), 줄바꿈(`\n`), 되돌림(`\r`)은 하나하나 빈칸으로 바꿉니다. 그대로 두면 줄이 갈라져 뒤의 단어가 모두 밀립니다. **다른 글자는 그대로 둡니다**(빈칸 둘, 전각 칸 `\u3000`, 세로 탭 `\v`, 줄 표시 `\u2028`도). 두 단어가 같아져도 줄은 저마다 하나입니다.
#
# 힌트 1: `"줄\n바꿈"`이라는 단어를 그대로 적으면 metadata는 몇 줄이 되나요?
# 힌트 2: 줄을 목록에 모은 다음 줄바꿈으로 잇고 끝에 하나를 더 붙이세요. `\s`는 바꾸지 말아야 할 글자까지 포함합니다.
# 힌트 3: `re.sub(r"[\t\n\r]", " ", word)`

# %% solution="projector-files"
def projector_files(words, vectors, counts):
    """Embedding Projector에 올릴 두 파일의 내용을 만듭니다.
    Args: words: 단어 N개(N은 2 이상). 0번만 "<PAD>". vectors: 임베딩 표, 넘파이 배열 (N, D).
        counts: 단어마다의 횟수, 정수 N개(목록이나 배열).
    Returns: (vectors_tsv, metadata_tsv): 문자열 둘. 줄의 수는 N - 1과 N.
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

# %%
# 검사 셀이 쓰는 함수입니다. 읽거나 고치지 않아도 됩니다.
def _t7_lines(words, table, counts):
    got = testing.call(projector_files, words, table, counts)
    files = testing.parts(got, "vectors", "metadata")
    assert all(isinstance(text, str) for text in files), "두 파일의 내용은 문자열입니다. 줄을 \\n으로 이으세요."
    assert "\r" not in "".join(files) or any("\r" in word for word in words), (
        f"줄과 줄 사이는 \\n입니다. \\r\\n이 아닙니다: {files[1]!r}")
    return [text.removesuffix("\n").split("\n") for text in files]

def _t7_vectors(table):
    words, size = ["<PAD>"] + [f"단어{n}" for n in range(1, len(table))], len(table) - 1
    lines, _ = _t7_lines(words, table, list(range(len(table))))
    first = f"vectors가 {len(lines)}줄이고 첫 줄이 {lines[0][:200]!r}입니다."
    assert not re.search("[^-+.0-9einfa\t ,\\[\\]]", lines[0]), f"{first} 머리글도 단어도 적지 않습니다."
    assert not re.search("[][]", "".join(lines)), f"{first} 목록이나 배열의 대괄호를 적지 않습니다."
    assert 0 < lines[0].count("\t") < table.shape[1], f"{first} 수와 수 사이는 탭 하나입니다."
    assert "" not in lines, f"{first} 빈 줄이 있습니다. 줄과 줄 사이는 줄바꿈 하나입니다."
    assert len(lines) <= len(table), f"{first} 벡터 하나가 여러 줄로 갈라졌습니다. 길어도 한 줄입니다."
    assert len(lines) == size, (
        f"{first} 단어 {len(table)}개 가운데 0번 <PAD>를 뺀 벡터는 {size}줄이어야 합니다. <UNK>는 빼지 않습니다.")
    got = [[float(number) for number in line.split("\t")] for line in lines]
    got = testing.array(got, table[1:].shape, "줄마다 수의 개수는 벡터의 길이입니다")
    if np.abs(got - table[1:]).max() > 6e-6:
        testing.equal(got, table[1:], "순서 그대로, 소수점 아래 다섯 자리까지 같아야 합니다.", close=0)

# %% test="projector-files" points=2
_t7_vectors(np.array([[9.0, 9.0, 9.0], [0.25, -1.5, 3.0], [0.123456789, 2.0, 1e-4],
                      [12345.67891, 2.0, 3.0]]))
_t7_vectors(np.arange(60.0).reshape(2, 30) / 8)
### BEGIN HIDDEN TESTS
_t7_vectors(np.array([[0, 0], [123456.78125, 1e-5], [-2e-5, 7]]))
_t7_vectors(np.random.default_rng(358).normal(0, 3, size=(6, 4)))
### END HIDDEN TESTS

# %% test="projector-files" part="metadata" points=2
for _t7_words, _t7_counts, _t7_want, _t7_why in [
    (["좋"], [0, 3], ["좋"], "열이 둘이므로 첫 줄이 머리글 'word\\tcount'이고, 그 뒤는 단어와 제 횟수를 탭으로 나눈 "
     "줄입니다. 0번 <PAD>는 단어도 횟수도 뺍니다."),
    (["<UNK>", "좋"], [0, 3, 2], ["<UNK>", "좋"], "빼는 것은 0번 <PAD>뿐입니다. <UNK>는 남깁니다."),
    (["좋", "영화"], [0, 3, 120], ["좋", "영화"], "순서 그대로, 제 횟수와 함께 적습니다."),
    (["좋"], [0, 1234567], ["좋"], "횟수는 정수 그대로 적습니다. 세 자리마다 쉼표로 끊지 마세요."),
    (["새말"], [0, 0], ["새말"], "횟수가 0인 단어도 적습니다. 빼는 것은 0번 <PAD>뿐입니다."),
    (["탭\t속"], [0, 7], ["탭 속"], "단어 안의 탭을 빈칸으로 바꾸세요."),
    (["줄\n바꿈", "되\r돌림"], [0, 7, 8], ["줄 바꿈", "되 돌림"], "단어 안의 줄바꿈과 되돌림도 빈칸으로 바꾸세요."),
    *[([word], [0, 7], [word], "탭, 줄바꿈, 되돌림이 아닌 글자는 그대로 둡니다.")
      for word in ("빈칸  둘", "넓은\u3000칸", "세로\v탭\f끝", "줄\u2028표\x85끝", "한\\n글")],
    (["가\r\n나"], [0, 1], ["가  나"], "하나하나 빈칸으로 바꿉니다. 둘이면 빈칸도 둘입니다."),
    ([" 앞뒤 ", "\t"], [0, 1, 2], [" 앞뒤 ", " "], "앞뒤의 빈칸도 단어의 글자입니다. 다듬지 마세요."),
    (["가\t나", "가 나", "가\n나"], [0, 5, 5, 6], ["가 나", "가 나", "가 나"],
     "바꾼 뒤에 같아진 단어도 저마다 한 줄입니다. 합치거나 dict의 키로 쓰지 마세요."),
    (['"굿"', "a,b", "'"], np.array([0, 1, 2, 3]), ['"굿"', "a,b", "'"],
     "따옴표와 쉼표도 그대로 적습니다. csv 모듈이 따옴표를 덧붙이지 않았나요?")]:
    _, _t7_got = _t7_lines(["<PAD>", *_t7_words], np.ones((len(_t7_words) + 1, 2)), _t7_counts)
    _t7_want = ["word\tcount", *[f"{word}\t{n}" for word, n in zip(_t7_want, _t7_counts[1:])]]
    testing.equal(_t7_got, _t7_want, _t7_why, given=f"(단어 {_t7_words}, 횟수 {list(_t7_counts)})")

# %% [markdown]
# ## 과제 8. 보고서를 읽는 눈 (글) ★★☆ · 20분
#
# 어느 팀의 보고서입니다. 시험 데이터는 5,000편입니다.
#
# > 학습 글과 시험 글을 합쳐 어휘를 만들고, 한글이 아닌 글자와 조사, 어미, `안`, `못`, `않`을 불용어로 지웠습니다. 양방향 GRU를 20 에폭 학습했습니다. 에폭 2에서 검증 손실이 0.33으로 가장 낮았고,
# > 에폭 20에서는 0.91이 되었지만 학습 손실이 0.01까지 내려갔으므로 마지막 모델을 썼습니다. 시험 정확도는 Kiwi를 쓴 모델이 0.8460, Okt를 쓴 모델이 0.8420이므로 Kiwi가 더 낫습니다.
# > 비교할 다른 모델은 두지 않았습니다.
#
# 다음 네 가지에 답하세요. 모두 합해 열두 문장 안팎이면 됩니다.
#
# 1. 글을 준비하는 단계의 잘못을 셋 찾고, 각각 무엇이 나빠지는지 적으세요. 강의에서 잰 것이 있으면 그 수를 대세요.
# 2. 학습에서 무엇이 일어났나요? 어떤 에폭의 가중치를 써야 하며, 막는 방법 둘은 무엇인가요?
# 3. "Kiwi가 더 낫다"는 말을 믿을 수 있나요? 한쪽만 맞힌 글이 Kiwi 300편, Okt 280편이라고 합니다. 같은 글에서 잰 두 모델이므로 이 둘로 답하세요(우연이라면 반반이고, 표준 편차는 $\sqrt{580}/2 \approx 12$입니다).
# 4. 이 점수가 좋은지 알려면 무엇을 함께 보고해야 하나요? 둘 이상 적으세요.

# %% [markdown] manual="read-report" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. (가) 시험 글까지 넣어 어휘를 만들었습니다. 아직 오지 않은 글을 미리 본 셈이라 처음 보는 토큰이 실제보다 적고, 점수가 부풀려질 수 있습니다. (나) 한글이 아닌 글자를 지워 ㅋㅋ, ㅡㅡ, 느낌표, 별점처럼 감정을 알려 주는 글자를 잃었습니다. 강의에서는 한글만 남기면 검증 정확도가 뚜렷이 낮아졌습니다. (다) 불용어를 지워서 얻은 것이 없습니다. 강의에서 조사와 어미를 지운 것은 우연과 구별되지 않았고, 기호(문장 부호, ㅋㅋ, 숫자)까지 지우면 뚜렷이 낮아졌습니다. 부정어를 지우면 `안 좋다`와 `좋다`가 같은 토큰이 되어, 순서를 읽는 모델도 구별할 수 없습니다. 강의의 단어를 세는 분류기에서는 그 차이가 우연과 구별되지 않을 만큼 작았으므로, "얻은 것이 없고 구별할 길만 잃었다"고 답하면 맞습니다. "점수가 크게 떨어진다"고만 쓰면 잰 것과 다릅니다.
# 2. 과적합입니다. 학습 손실은 내려가는데 검증 손실은 에폭 2를 지나 다시 올랐습니다. 에폭 2의 가중치를 써야 합니다. 조기 종료(가장 좋은 가중치로 되돌리기), 드롭아웃, 더 많은 데이터, 더 작은 모델, 가중치의 이동 평균 따위로 막습니다.
# 3. 믿을 수 없습니다. 갈린 580편에서 우연이라면 290편씩이고 표준 편차가 12인데, 300은 그보다 10 많을 뿐입니다. 표준 편차 하나에도 미치지 못합니다. 시드를 바꾸어 여러 번 재거나 더 많은 글에서 재야 합니다.
# 4. 다수 라벨의 정확도, 선형 n-gram 기준선, 정밀도와 재현율(혼동 행렬), 걸린 시간과 파라미터 수, 시드를 바꾼 되풀이 가운데 둘 이상.
#
# **채점 기준 (5점)**
#
# - 2점: 잘못을 까닭과 함께 셋 찾음(둘이면 1점, 까닭 없이 이름만 적으면 절반).
# - 1점: 과적합이라고 말하고 에폭 2를 고르며, 막는 방법을 둘 든다.
# - 1점: 300과 280의 차이를 표준 편차 12와 견주어 우열을 말할 수 없다고 한다. 셈 없이 결론만 맞으면 0.5점.
# - 1점: 다수 라벨과 단순한 모델(선형 n-gram) 등 함께 보고할 것을 둘 이상 든다.
# ### END SOLUTION
