"""Sentences about films that this course wrote as patterns: who, when, where; what was good, what not.

KLUE's sentences are news and the encyclopedia's, our models read film reviews. These patterns are
the bridge: tagged sentences, questions with their answers, and texts with a summary. What is held
out differs in names, places, words and phrasings, not only in combinations.
"""

from __future__ import annotations

import re

import numpy as np

from .real import Entity, Tagged

_LAST = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN = "민지수현준서연우진하은영성호경희재원태윤아름다솔별찬혁빈"
_PLACES = (
    "서울 부산 대구 인천 광주 대전 울산 세종 수원 춘천 강릉 청주 전주 목포 여수 포항 창원 진주 제주 "
    "경주 안동 천안 원주 홍대 강남 종로 명동 신촌 잠실 용산 파리 런던 도쿄 뉴욕 로마 베를린 하와이 "
    "속초 군산 통영 거제 이천 파주 일산 분당 판교 해운대 광화문 여의도 시드니 방콕 하노이 마드리드"
).split()
_GROUPS = "한빛영화사 서울대학교 소방서 경찰청 부산시청 한국은행 미래전자 푸른극장 대한항공 교육부 국립극장 하늘방송국".split()
_DAYS = (
    "어제 그저께 오늘 작년 재작년 지난달 지난주 올해 {n}년 {n}년전 {m}월 {m}월_{d}일 지난_{w}요일 "
    "이번_{w}요일 지난_여름 작년_겨울 크리스마스 {n}년_{m}월 {w}요일 작년_가을 지난_주말 설날"
).split()
_COUNTS = (
    "두_명 세_명 네_명 열_명 {k}명 {k}번 두_번 세_번 {k}만_원 {k}시간 두_시간 {k}점 {k}%".split()
)
_HOURS = "오전_{h}시 오후_{h}시 저녁_{h}시 {h}시_30분 밤_{h}시 {h}시".split()

# A slot is {KIND|particle behind a final consonant|particle behind a vowel}.
SENTENCES: list[tuple[str, dict[str, list[str]]]] = [
    (
        "{DT} {LC}에서 {PS|과|와} 영화를 봤다.",
        {
            "DT": ["언제 영화를 봤나?", "영화를 본 때는 언제인가?"],
            "LC": ["어디에서 영화를 봤나?", "영화를 본 곳은 어디인가?"],
            "PS": ["누구와 영화를 봤나?", "같이 본 사람은 누구인가?"],
        },
    ),
    (
        "{DT} {LC}에서 {PS|과|와} 본 영화는 {ASP|이|가} 정말 좋았다.",
        {
            "DT": ["언제 봤나?", "영화를 언제 봤나?"],
            "LC": ["어디에서 봤나?", "영화를 어디에서 봤나?"],
            "PS": ["누구와 봤나?", "영화를 누구와 봤나?"],
            "ASP": ["무엇이 좋았나?", "무엇이 정말 좋았나?"],
        },
    ),
    (
        "감독 {PS|은|는} {DT} {LC}에서 이 영화를 찍었다.",
        {
            "PS": ["누가 영화를 찍었나?", "감독은 누구인가?"],
            "DT": ["언제 찍었나?", "영화를 언제 찍었나?"],
            "LC": ["어디에서 찍었나?", "촬영한 곳은 어디인가?"],
        },
    ),
    (
        "{PS|이|가} 주인공이고 {PS2|이|가} 감독이다.",
        {
            "PS": ["주인공은 누구인가?", "누가 주인공인가?"],
            "PS2": ["감독은 누구인가?", "누가 감독인가?"],
        },
    ),
    (
        "{PS|은|는} {DT} {LC}에서 태어났다.",
        {
            "PS": ["누가 태어났나?"],
            "DT": ["언제 태어났나?"],
            "LC": ["어디에서 태어났나?", "고향은 어디인가?"],
        },
    ),
    (
        "{OG|은|는} {DT} 직원 {QT|을|를} 뽑았다.",
        {
            "OG": ["어느 곳이 직원을 뽑았나?", "누가 직원을 뽑았나?"],
            "DT": ["언제 뽑았나?"],
            "QT": ["직원을 얼마나 뽑았나?", "몇 명을 뽑았나?"],
        },
    ),
    (
        "{PS|은|는} 이 영화를 {QT} 봤다고 한다.",
        {"PS": ["누가 영화를 봤나?"], "QT": ["몇 번 봤나?", "얼마나 봤나?"]},
    ),
    (
        "영화는 {TI}에 시작해서 {QT} 동안 이어졌다.",
        {
            "TI": ["언제 시작했나?", "몇 시에 시작했나?"],
            "QT": ["얼마나 이어졌나?", "몇 시간 이어졌나?"],
        },
    ),
    (
        "{ASP|은|는} 훌륭했지만 {ASP2|은|는} 아쉬웠다.",
        {
            "ASP": ["무엇이 훌륭했나?", "훌륭한 것은 무엇인가?"],
            "ASP2": ["무엇이 아쉬웠나?", "아쉬운 것은 무엇인가?"],
        },
    ),
    (
        "{PS|이|가} {OG}에서 {PS2|을|를} 만났다.",
        {"PS": ["누가 만났나?"], "PS2": ["누구를 만났나?"], "OG": ["어디에서 만났나?"]},
    ),
    (
        "{DT} 개봉한 이 영화는 관객 {QT|을|를} 모았다.",
        {
            "DT": ["언제 개봉했나?", "개봉한 때는 언제인가?"],
            "QT": ["관객을 얼마나 모았나?", "관객은 몇 명인가?"],
        },
    ),
    (
        "{PS}의 {ASP|은|는} 볼 만했다.",
        {"PS": ["누구의 것이 볼 만했나?"], "ASP": ["무엇이 볼 만했나?"]},
    ),
]
_ASPECTS = "배우들의_연기 음악 이야기 화면 결말 대사 액션 연출 배경 노래 목소리 첫_장면 마지막_장면 특수_효과 분장".split()
LEARN, HOLD = 0, 1  # which half of names, places and words


def draw(kind: str, rng: np.random.Generator, part: int) -> str:
    """A name, place, ... of a kind; those of `part` HOLD are never drawn for LEARN."""
    kind = kind.rstrip("2")
    if kind == "PS":  # the second syllable of the given name decides
        second = _GIVEN[21:] if part else _GIVEN[:21]
        return rng.choice(list(_LAST)) + rng.choice(list(_GIVEN)) + rng.choice(list(second))
    lists = {
        "LC": _PLACES,
        "OG": _GROUPS,
        "DT": _DAYS,
        "QT": _COUNTS,
        "TI": _HOURS,
        "ASP": _ASPECTS,
    }
    known = lists[kind]
    chosen = known[part::4] if part else [one for n, one in enumerate(known) if n % 4 != 1]
    numbers = {"n": rng.integers(1985, 2027), "m": rng.integers(1, 13), "d": rng.integers(1, 29),
               "w": rng.choice(list("월화수목금토일")), "k": rng.integers(2, 90), "h": rng.integers(1, 13)}  # fmt: skip
    return str(rng.choice(chosen)).format(**numbers).replace("_", " ")


def fill(pattern: str, rng: np.random.Generator, part: int) -> tuple[str, dict[str, Entity]]:
    """A pattern with its slots filled, particles fitting, and where each slot's words stand."""
    text, at = "", {}
    for piece in re.split(r"(\{[^}]*\})", pattern):
        if not piece.startswith("{"):
            text += piece
            continue
        slot, *particles = piece[1:-1].split("|")
        word = draw(slot, rng, part)
        at[slot] = (len(text), len(text) + len(word), slot.rstrip("2"))
        text += word
        if particles:
            text += particles[0] if has_final(word) else particles[1]
    return text, at


def has_final(word: str) -> bool:
    """Does the last letter end in a consonant? (Digits and signs as they are read, roughly.)"""
    letter = word.rstrip("\"')")[-1]
    if "가" <= letter <= "힣":
        return (ord(letter) - ord("가")) % 28 > 0
    return letter in "013678%"


def tagged(n: int, seed: int, part: int) -> list[Tagged]:
    """Sentences with their entities; aspects of a film are none."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(n):
        text, at = fill(SENTENCES[rng.integers(len(SENTENCES))][0], rng, part)
        found.append(Tagged(text, tuple(one for one in sorted(at.values()) if one[2] != "ASP")))
    return found
