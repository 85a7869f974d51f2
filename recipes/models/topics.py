"""Pairs for zero-shot classification: is this text about that? Made of reviews, without labels.

A noun of a review gives a hypothesis that the review entails; a noun of another one, which it
contradicts. In half of the pairs the noun is cut out of the review, so that the word itself is no
answer: what remains has to tell what it is about. The nouns in UNSEEN are never asked while
learning; the course's own test (`CASES`) asks them only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

TEMPLATES = (
    "이 글은 {}에 대한 글이다.",
    "이 글의 주제는 {}이다.",
    "{}에 대한 이야기이다.",
    "{} 이야기를 하고 있다.",
)
UNSEEN = ("연기", "음악", "영상", "가족", "여행", "음식", "운동", "사랑")
# Written by this course; no text holds its own label.
CASES = [
    ("연기", "주인공의 눈빛과 표정이 살아 있다."), ("연기", "배우가 대사를 국어책 읽듯이 한다."),
    ("연기", "조연들이 배역에 푹 빠져 있었다."), ("연기", "신인 배우인데 실력이 대단하다."),
    ("연기", "캐스팅이 잘못됐다. 주연 배우가 너무 어색하다."), ("연기", "우는 장면에서 배우의 내공이 느껴졌다."),
    ("음악", "노래가 귀에 계속 맴돈다."), ("음악", "피아노 소리가 잔잔하게 깔려서 좋았다."),
    ("음악", "오에스티를 바로 내려받았다."), ("음악", "가수의 목소리와 멜로디가 아름답다."),
    ("음악", "콘서트에 온 듯 기타 소리가 신났다."), ("음악", "배경으로 깔리는 곡들이 전부 명곡이다."),
    ("영상", "색감과 화면이 그림 같다."), ("영상", "카메라가 흔들려서 어지럽다."),
    ("영상", "그래픽이 화려하고 풍경이 아름답다."), ("영상", "컴퓨터 그래픽이 너무 티가 난다."),
    ("영상", "화질이 나빠서 보기 힘들었다."), ("영상", "자연의 경치를 담은 화면이 멋지다."),
    ("가족", "엄마 생각이 나서 펑펑 울었다."), ("가족", "아버지와 아들이 화해하는 장면이 찡하다."),
    ("가족", "부모님께 잘해야겠다고 다짐했다."), ("가족", "형제끼리 서로 아끼는 모습이 보기 좋다."),
    ("가족", "할머니와 손자가 함께 사는 모습이 따뜻하다."), ("가족", "딸을 위해 무엇이든 하는 아빠가 대단하다."),
    ("음식", "보는 내내 배가 고팠다. 라면 먹고 싶다."), ("음식", "요리사가 만드는 빵이 정말 맛있어 보인다."),
    ("음식", "팝콘과 콜라를 먹으면서 봤다."), ("음식", "고기 굽는 장면에서 침이 고였다."),
    ("음식", "요리하는 장면이 많아서 군침이 돈다."), ("음식", "식당 주인이 끓여 주는 국밥이 그립다."),
    ("운동", "야구 선수들의 땀이 느껴진다."), ("운동", "축구 경기 장면이 실감난다."),
    ("운동", "권투 선수가 링 위에서 다시 일어선다."), ("운동", "마지막 경기에서 이기는 팀을 응원했다."),
    ("운동", "농구를 하고 싶어지는 만화이다."), ("운동", "올림픽 국가대표 선수들의 실화라서 감동이다."),
    ("사랑", "두 남녀의 첫 키스가 설렌다."), ("사랑", "헤어진 남자친구가 생각나서 울었다."),
    ("사랑", "연애하고 싶게 만드는 달콤한 영화이다."), ("사랑", "여자 주인공과 남자 주인공이 결혼해서 다행이다."),
    ("사랑", "짝을 만나 고백하는 장면이 두근거린다."), ("사랑", "멜로 영화 가운데 가장 애절하다."),
]  # fmt: skip


def nouns(texts: Sequence[str]) -> list[list[str]]:
    """Nouns of two letters and more, of each text (Kiwi)."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)
    found = []
    for tokens in kiwi.tokenize(texts):
        found.append(
            list(
                dict.fromkeys(
                    one.form for one in tokens if one.tag in ("NNG", "NNP") and len(one.form) > 1
                )
            )
        )
    return found


def pairs(texts: Sequence[str], seed: int, least: int = 5) -> list[tuple[str, str, str]]:
    """(text, hypothesis, answer): two of each text that has a noun, one entailed, one not."""
    rng, of_text = np.random.default_rng(seed), nouns(texts)
    times: dict[str, int] = {}
    for found in of_text:
        for noun in found:
            times[noun] = times.get(noun, 0) + 1
    known = [noun for noun, n in times.items() if n >= least and noun not in UNSEEN]
    share = np.sqrt([times[noun] for noun in known])
    share /= share.sum()
    made = []
    for text, found in zip(texts, of_text, strict=True):
        own = [
            noun for noun in found if noun in times and times[noun] >= least and noun not in UNSEEN
        ]
        if not own:
            continue
        noun, other = str(rng.choice(own)), str(rng.choice(known, p=share))
        shown = text.replace(noun, "") if rng.random() < 0.5 and len(text) > 15 else text
        templates = rng.choice(TEMPLATES, 2)
        made.append((shown, str(templates[0]).format(noun), "entailment"))
        if other not in text:
            made.append((shown, str(templates[1]).format(other), "contradiction"))
    return made
