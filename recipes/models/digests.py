"""Texts and their summaries, and sentences with their translations, that this course wrote as patterns.

A text of three to five sentences about a film, its summary of one: "연기와 음악은 좋지만 결말은 아쉽다."
No data set of Korean summaries may be had here; so a model learns from these, and what it can is
measured on words that it has not learned from. Translations: films in patterns, beside Tatoeba's.
"""

from __future__ import annotations

import numpy as np

from . import phrases

# what a summary calls it: how a text may say it; the last of each is kept for the held-out texts.
NAMES = {
    "연기": ["배우들의 연기", "주연의 연기", "연기력", "주인공의 표정", "조연들의 연기"],
    "음악": ["음악", "배경 음악", "노래", "주제곡", "삽입곡"],
    "이야기": ["이야기", "줄거리", "스토리", "내용", "전개"],
    "영상": ["영상", "화면", "색감", "촬영", "영상미"],
    "결말": ["결말", "마지막 장면", "끝", "반전", "엔딩"],
}
GOOD = [
    "정말 좋았다",
    "훌륭했다",
    "최고였다",
    "마음에 들었다",
    "볼 만했다",
    "인상 깊었다",
    "대단했다",
    "멋있었다",
    "뛰어났다",
]
POOR = [
    "아쉬웠다",
    "별로였다",
    "실망스러웠다",
    "엉망이었다",
    "지루했다",
    "어색했다",
    "최악이었다",
    "형편없었다",
    "이상했다",
]
BESIDE = ["{DT} {LC}에서 봤다.", "{PS|과|와} 함께 봤다.", "{DT} {PS|과|와} 봤다.", "표는 {QT} 주고 샀다.", "{TI}에 시작했다.",
          "사람이 {QT}쯤 있었다.", "원작은 읽지 않았다.", "감독은 {PS}이다.", "비가 와서 늦었다.", "{LC} 극장은 처음이다."]  # fmt: skip
HELD_WORDS = 2  # of GOOD and POOR each, the last ones

_SUBJECTS = [("The movie", "영화"), ("The music", "음악"), ("The story", "이야기"), ("The ending", "결말"), ("The acting", "연기"),
             ("The song", "노래"), ("The actor", "배우"), ("The actress", "여배우"), ("The director", "감독"), ("The first scene", "첫 장면"),
             ("The last scene", "마지막 장면"), ("This film", "이 영화"), ("That drama", "그 드라마")]  # fmt: skip
_SAID = [("good", "좋았다"), ("great", "훌륭했다"), ("boring", "지루했다"), ("sad", "슬펐다"), ("funny", "웃겼다"), ("long", "길었다"),
         ("short", "짧았다"), ("strange", "이상했다"), ("beautiful", "아름다웠다"), ("bad", "나빴다"), ("scary", "무서웠다")]  # fmt: skip
_HOW = [
    ("", ""),
    ("really ", "정말 "),
    ("very ", "아주 "),
    ("a little ", "조금 "),
    ("too ", "너무 "),
]


def _join(names: list[str], ending: str) -> str:
    """연기와 음악은, 결말은"""
    text = names[0]
    for name in names[1:]:
        text += ("과 " if phrases.has_final(text) else "와 ") + name
    return text + ("은 " if phrases.has_final(text) else "는 ") + ending


def summary(good: list[str], poor: list[str]) -> str:
    if good and poor:
        return f"{_join(good, '좋지만')} {_join(poor, '아쉽다')}."
    return _join(good, "좋다") + "." if good else _join(poor, "아쉽다") + "."


def digests(n: int, seed: int, part: int) -> list[tuple[str, str]]:
    """(text, summary). part: phrases.LEARN or phrases.HOLD, with words that the former never has."""
    rng, made = np.random.default_rng(seed), []
    chosen = slice(-HELD_WORDS, None) if part else slice(None, -HELD_WORDS)
    for _ in range(n):
        about = [
            str(one) for one in rng.choice(list(NAMES), int(rng.integers(1, 4)), replace=False)
        ]
        liked = {one: bool(rng.random() < 0.5) for one in about}
        lines = []
        for one in about:
            name = str(rng.choice(NAMES[one][:-1] if part == phrases.LEARN else NAMES[one]))
            said = str(rng.choice((GOOD if liked[one] else POOR)[chosen]))
            particle = rng.choice(["은는", "이가"])[int(not phrases.has_final(name))]
            lines.append(f"{name}{particle} {said}.")
        for pattern in rng.choice(BESIDE, int(rng.integers(1, 3)), replace=False):
            lines.insert(
                int(rng.integers(0, len(lines) + 1)), phrases.fill(str(pattern), rng, part)[0]
            )
        good, poor = ([one for one in about if liked[one] == wanted] for wanted in (True, False))
        made.append((" ".join(lines), summary(good, poor)))
    return made


def films() -> list[tuple[str, str]]:
    """All the course's sentence pairs about films."""
    made = []
    for english, korean in _SUBJECTS:
        particle = "은" if phrases.has_final(korean) else "는"
        for much, how in _HOW:
            for word, said in _SAID:
                made.append((f"{english} was {much}{word}.", f"{korean}{particle} {how}{said}."))
    return made
