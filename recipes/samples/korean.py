"""Just enough Korean grammar to join hand-written fragments: particles and verb endings.

A predicate is written in its dictionary form with a part of speech:
``v`` verb, ``a`` adjective, ``e`` 있다/없다 and their compounds, ``c`` the copula 이다 after a noun.
"""

_FIRST, _LAST = 0xAC00, 0xD7A3
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]

# Stems that change before a vowel. Longest match from the end of the stem.
_P_IRREGULAR = (
    (
        "아름답 아쉽 무섭 어렵 쉽 가볍 무겁 놀랍 반갑 고맙 아깝 지겹 싱겁 귀엽 즐겁 맵 춥 덥 어둡 안타깝 우습 차갑 뜨겁 가깝 "
        "눕 줍 굽 밉 곱 돕 역겹 정겹 눈물겹 흥겹 버겁 미덥 그립 두렵 럽 롭"  # 럽, 롭: 사랑스럽다, 부럽다, 새롭다, ...
    ).split()
)
_T_IRREGULAR = ["듣", "걷", "깨닫", "묻", "싣", "일컫"]
_S_IRREGULAR = ["낫", "짓", "붓", "잇", "긋"]
_H_IRREGULAR = {"그렇": "그래", "이렇": "이래", "저렇": "저래", "어떻": "어때"} | {
    "하얗": "하얘",
    "까맣": "까매",
    "빨갛": "빨개",
    "파랗": "파래",
}
_EU_PLAIN = ("따르", "치르", "들르")


def is_syllable(char):
    return _FIRST <= ord(char) <= _LAST


def split(char):
    """Lead, vowel and final numbers of a Hangul syllable."""
    code = ord(char) - _FIRST
    return code // 588, code // 28 % 21, code % 28


def join(lead, vowel, final):
    return chr(_FIRST + lead * 588 + vowel * 28 + final)


def final_of(text):
    """The final consonant that the last character is read with ('' if it is read with none)."""
    char = text.rstrip("'\"’”)」』>~!?. ")[-1:]
    if not char:
        return ""
    if is_syllable(char):
        return _FINALS[split(char)[2]]
    return {
        "0": "ㅇ",
        "1": "ㄹ",
        "3": "ㅁ",
        "6": "ㄱ",
        "7": "ㄹ",
        "8": "ㄹ",
        "l": "ㄹ",
        "r": "ㄹ",
        "m": "ㅁ",
        "n": "ㄴ",
    }.get(char.lower(), "")


def _with_final(text, final):
    lead, vowel, _ = split(text[-1])
    return text[:-1] + join(lead, vowel, _FINALS.index(final))


_PARTICLES = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "랑": ("이랑", "랑"),
    "라": ("이라", "라"),
    "나": ("이나", "나"),
    "아": ("아", "야"),
    "여": ("이여", "여"),
    "든": ("이든", "든"),
}


def particle(noun, kind):
    """The particle alone, in the shape that fits the noun."""
    final = final_of(noun)
    if kind == "로":
        return "로" if final in ("", "ㄹ") else "으로"
    return _PARTICLES[kind][0 if final else 1]


def _ends(stem, stems):
    return any(stem.endswith(s) for s in stems)


def _irregular(stem):
    """'ㅂ', 'ㄷ', 'ㅅ', 'ㅎ', or '' for a stem that keeps its final consonant."""
    final = final_of(stem)
    if final == "ㅂ" and _ends(stem, _P_IRREGULAR):
        return "ㅂ"
    if final == "ㄷ" and _ends(stem, _T_IRREGULAR) and not stem.endswith("파묻"):
        return "ㄷ"
    if final == "ㅅ" and _ends(stem, _S_IRREGULAR):
        return "ㅅ"
    if final == "ㅎ" and _ends(stem, _H_IRREGULAR):
        return "ㅎ"
    return ""


def infinitive(stem):
    """The stem with -아/-어 (좋다 → 좋아, 무섭다 → 무서워, 하다 → 해)."""
    if stem.endswith("하"):
        return stem[:-1] + "해"
    kind = _irregular(stem)
    if kind == "ㅎ":
        return stem[:-2] + _H_IRREGULAR[stem[-2:]]
    if kind == "ㅂ":
        return _with_final(stem, "") + ("와" if stem in ("돕", "곱") else "워")
    if kind in ("ㄷ", "ㅅ"):
        vowel = _VOWELS[split(stem[-1])[1]]
        return _with_final(stem, "ㄹ" if kind == "ㄷ" else "") + ("아" if vowel in "ㅏㅗ" else "어")
    lead, number, final = split(stem[-1])
    vowel = _VOWELS[number]
    if final:
        return stem + ("아" if vowel in "ㅏㅗㅑ" else "어")
    if stem.endswith("르") and not _ends(stem, _EU_PLAIN):
        before = _VOWELS[split(stem[-2])[1]]
        return _with_final(stem[:-1], "ㄹ") + ("라" if before in "ㅏㅗ" else "러")
    if vowel == "ㅡ":
        before = _VOWELS[split(stem[-2])[1]] if len(stem) > 1 and is_syllable(stem[-2]) else ""
        return stem[:-1] + join(lead, _VOWELS.index("ㅏ" if before in ("ㅏ", "ㅗ") else "ㅓ"), 0)
    merged = {
        "ㅗ": "ㅘ",
        "ㅜ": "ㅝ",
        "ㅣ": "ㅕ",
        "ㅚ": "ㅙ",
        "ㅏ": "ㅏ",
        "ㅓ": "ㅓ",
        "ㅐ": "ㅐ",
        "ㅔ": "ㅔ",
        "ㅕ": "ㅕ",
    }
    if vowel in merged and stem != "비":
        return stem[:-1] + join(lead, _VOWELS.index(merged[vowel]), 0)
    return stem + "어"


def _soft(stem):
    """The stem as it stands before -(으)ㄴ, -(으)ㄹ, -(으)ㅁ, -(으)면: open, or closed by ㄹ."""
    final = final_of(stem)
    if final in ("", "ㄹ"):
        return stem
    kind = _irregular(stem)
    if kind == "ㅂ":
        return _with_final(stem, "") + "우"
    if kind == "ㄷ":
        return _with_final(stem, "ㄹ") + "으"
    if kind == "ㅅ":
        return _with_final(stem, "") + "으"
    if kind == "ㅎ":
        return _with_final(stem, "")
    return stem + "으"


def _closed(stem, consonant):
    """The stem with -(으)ㄴ, -(으)ㄹ, -(으)ㅁ or -ㅂ."""
    base = _soft(stem)
    if consonant == "ㅁ" and final_of(base) == "ㄹ":
        return _with_final(base, "ㄻ")
    return _with_final(base, consonant)


def _no_l(stem):
    """ㄹ drops before ㄴ and ㅅ (만들다 → 만드네)."""
    return _with_final(stem, "") if final_of(stem) == "ㄹ" else stem


def _copula(noun, ending, past):
    """Forms of 이다 after a noun, and of 아니다 (whose 'noun' is 아니)."""
    negative = noun.endswith("아니")
    open_ = negative or not final_of(noun)
    i = "" if open_ else "이"
    if past:
        return _past_form(noun + ("었" if negative else "였" if open_ else "이었"), ending)
    closed = (
        (lambda c: _with_final(noun, c)) if negative else (lambda c: noun + _with_final("이", c))
    )
    if ending in (
        "고",
        "지만",
        "네요",
        "네",
        "더라",
        "더라고요",
        "던데",
        "군요",
        "구나",
        "거든요",
        "지",
        "죠",
        "던",
        "기",
        "나",
        "며",
    ):
        if ending == "기":
            return noun + ("" if negative else "이") + "기"
        return noun + i + ending
    return {
        "ㅂ니다": lambda: closed("ㅂ") + "니다",
        "아요": lambda: noun + ("에요" if negative else "예요" if open_ else "이에요"),
        "ㅁ": lambda: closed("ㅁ"),
        "다": lambda: noun + i + "다",
        "아": lambda: noun + ("야" if open_ else "이야"),
        "는데": lambda: closed("ㄴ") + "데",
        "ㄴ": lambda: closed("ㄴ"),
        "ㄹ": lambda: closed("ㄹ"),
        "듯": lambda: closed("ㄴ") + " 듯",
        "아서": lambda: noun + i + "라서",
        "니": lambda: noun + i + "니",
        "면": lambda: noun + i + "면",
    }[ending]()


def _past_form(stem, ending):
    """Endings after 았/었."""
    simple = {
        "ㅂ니다": "습니다",
        "아요": "어요",
        "ㅁ": "음",
        "다": "다",
        "아": "어",
        "는데": "는데",
        "듯": "던 듯",
        "ㄴ": "던",
        "ㄹ": "을",
        "아서": "고",
        "니": "으니",
        "면": "으면",
        "나": "으나",
        "며": "으며",
    }
    return stem + simple.get(ending, ending)


def conjugate(word, pos, ending, past=False):
    """A predicate (dictionary form) with an ending.

    Endings: ㅂ니다 아요 네요 네 ㅁ 다 아 더라 더라고요 던데 는데 군요 구나 지 죠 거든요 듯 (final);
    세요 (asking somebody to); 고 지만 는데 아서 니 면 나 며 기 (linking); ㄴ (before a noun: 좋은, 가는), ㄹ (좋을).
    """
    if not word.endswith("다"):
        raise ValueError(f"not a dictionary form: {word}")
    stem = word[:-1]
    if pos == "c" or word == "아니다":
        return _copula(stem if stem.endswith("아니") else stem[:-1], ending, past)
    if past:
        if ending == "ㄴ" and pos == "v":
            return _closed(stem, "ㄴ")
        if ending == "듯" and pos == "v":
            return _closed(stem, "ㄴ") + " 듯"
        base = infinitive(stem)
        return _past_form(_with_final(base, "ㅆ"), ending)
    verb = pos == "v"
    closed_l = final_of(stem) not in ("", "ㄹ")
    if ending == "ㅂ니다":
        return stem + "습니다" if closed_l else _with_final(stem, "ㅂ") + "니다"
    if ending == "다":
        if not verb:
            return word
        return stem + "는다" if closed_l else _with_final(stem, "ㄴ") + "다"
    if ending in ("네요", "네"):
        return _no_l(stem) + ending
    if ending in ("더라", "더라고요", "던데", "고", "지만", "지", "죠", "거든요", "기", "던"):
        return stem + ending
    if ending == "아요":
        return infinitive(stem) + "요"
    if ending == "아":
        return infinitive(stem)
    if ending == "아서":
        return infinitive(stem) + "서"
    if ending == "ㅁ":
        return stem + "음" if pos == "e" else _closed(stem, "ㅁ")
    if ending == "ㄹ":
        return _closed(stem, "ㄹ")
    if ending in ("면", "며"):
        return _soft(stem) + ending
    if ending in ("니", "나", "세요"):
        return _no_l(_soft(stem)) + ending
    if ending in ("군요", "구나"):
        return _no_l(stem) + "는" + ending if verb else stem + ending
    before_noun = _no_l(stem) + "는" if pos in ("v", "e") else _closed(stem, "ㄴ")
    if ending == "ㄴ":
        return before_noun
    if ending == "는데":
        return before_noun + "데"
    if ending == "듯":
        return before_noun + " 듯"
    raise ValueError(f"unknown ending: {ending}")
