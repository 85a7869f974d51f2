"""A tiny corpus in which rank and gender are two independent directions.

Every sentence is about one person. Around the person stand words that go with the gender alone (pronouns
and kinship words, so that the corpus teaches no cliché about men and women), words that go with the rank alone,
and in one sentence of five a word for the age, which tells 여왕 from 공주. There are no
particles and no verbs: a sentence is a handful of nouns and pronouns.
"""

from .draw import Draw

SEED = 15
SENTENCES = 2_000

PEOPLE = {  # word: (royal, male, grown up)
    "왕": (True, True, True),
    "여왕": (True, False, True),
    "왕자": (True, True, False),
    "공주": (True, False, False),
    "남자": (False, True, True),
    "여자": (False, False, True),
    "소년": (False, True, False),
    "소녀": (False, False, False),
    "아버지": (False, True, True),
    "어머니": (False, False, True),
}
GENDER = {True: ["그", "아들", "형", "오빠"], False: ["그녀", "딸", "누나", "언니"]}
RANK = {
    True: ["왕관", "궁전", "왕좌", "신하", "보석"],
    False: ["모자", "마을", "의자", "이웃", "감자"],
}
AGE = {True: "어른", False: "아이"}


def sentences():
    draw = Draw(SEED)
    people = list(PEOPLE)
    lines = []
    for number in range(SENTENCES):
        person = people[number % len(people)]  # every person equally often
        royal, male, grown = PEOPLE[person]
        kin, other_kin = draw.shuffled(GENDER[male])[:2]
        thing, other_thing = draw.shuffled(RANK[royal])[:2]
        words = draw.pick(
            (  # as many words of the one kind as of the other, at the same distances
                [kin, person, thing, other_thing],
                [person, kin, other_kin, thing],
                [person, kin, thing, other_thing],
                [kin, person, other_kin, thing],
            )
        )
        if draw.chance(0.2):
            words.insert(draw.below(len(words)), AGE[grown])
        lines.append(" ".join(words))
    return draw.shuffled(lines)


def text():
    return "\n".join(sentences()) + "\n"
