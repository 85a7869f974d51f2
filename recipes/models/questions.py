"""Questions whose answer is a part of a text, made by this project: no question of another's data set.

From tagged sentences as cloze questions (Lewis et al. 2019): an entity becomes a question word, some
words around it stay. From the course's own patterns with questions that a person wrote. A fifth of
the questions have no answer in their text: theirs is the start, [CLS].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import phrases
from .real import Tagged

WORDS = {"PS": ["누가", "누구"], "LC": ["어디", "어느 곳", "어디에서"], "OG": ["어느 곳", "어떤 단체", "누가"],
         "DT": ["언제"], "TI": ["언제", "몇 시에"], "QT": ["얼마", "얼마나", "몇"]}  # fmt: skip
UNANSWERED = 0.2


@dataclass(frozen=True)
class Asked:
    question: str
    text: str
    answer: tuple[int, int] | None  # characters of the text, or no answer


def interrogative(word: str) -> str:
    """Of a sentence's last word: 싸웠다. -> 싸웠나"""
    word = word.rstrip(".!?\"' ")
    return word[:-1] + "나" if word.endswith("다") and len(word) > 1 else word


def cloze(sentence: Tagged, entity, rng: np.random.Generator) -> str:
    """The sentence's words around an entity, the entity's own replaced by a question word."""
    first, last, kind = entity
    before, behind = sentence.text[:first].split(" "), sentence.text[last:].split(" ")
    before, behind = [one for one in before if one][-2:], [one for one in behind[1:] if one]
    behind = behind[: int(rng.integers(2, 6))]
    words = [one for one in before if rng.random() < 0.5]
    words += [str(rng.choice(WORDS[kind]))] + [one for one in behind if rng.random() < 0.85]
    words[-1] = interrogative(words[-1])
    return " ".join(words).strip(" ,.'\"") + "?"


def from_tagged(rows: list[Tagged], seed: int) -> list[Asked]:
    """One question a sentence that has an entity; half of the texts are lengthened by another sentence."""
    rng, found = np.random.default_rng(seed), []
    for n, row in enumerate(rows):
        for at in rng.permutation(len(row.entities))[:1]:
            question = cloze(row, row.entities[at], rng)
            other = rows[(n + int(rng.integers(1, len(rows)))) % len(rows)].text
            if rng.random() < UNANSWERED:
                found.append(Asked(question, other, None))
                continue
            shift = len(other) + 1 if len(other) < 60 and rng.random() < 0.5 else 0
            text = f"{other} {row.text}" if shift else row.text
            first, last, _ = row.entities[at]
            found.append(Asked(question, text, (first + shift, last + shift)))
    return found


def from_patterns(n: int, seed: int, part: int) -> list[Asked]:
    """One to three of the course's sentences, a question about one of them."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(n):
        chosen = rng.choice(len(phrases.SENTENCES), int(rng.integers(1, 4)), replace=False)
        asks = phrases.SENTENCES[chosen[0]][1]
        slot = str(rng.choice(list(asks)))
        question = str(rng.choice(asks[slot]))
        texts = [phrases.fill(phrases.SENTENCES[one][0], rng, part) for one in chosen]
        if rng.random() < UNANSWERED and len(texts) > 1:
            told = {
                phrase
                for one in chosen[1:]
                for all_ in phrases.SENTENCES[one][1].values()
                for phrase in all_
            }
            if question not in told:
                found.append(Asked(question, " ".join(text for text, _ in texts[1:]), None))
                continue
        order = rng.permutation(len(texts))
        before = sum(len(texts[one][0]) + 1 for one in order[: list(order).index(0)])
        first, last, _ = texts[0][1][slot]
        found.append(
            Asked(
                question, " ".join(texts[one][0] for one in order), (first + before, last + before)
            )
        )
    return found
