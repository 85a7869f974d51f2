"""Patterns for ``parallel`` that ask what, where and why, give orders and exclaim."""

from dataclasses import replace

from .korean import conjugate
from .parallel_clauses import act, located, state
from .parallel_forms import (
    HE,
    as_object,
    before_noun,
    noun_phrase,
    portuguese,
    spaced,
    spanish,
)
from .parallel_patterns import ASKED_ABOUT, sentence, somebody, when
from .parallel_words import NOTHING, NOUNS, VERBS, Four

_WHERE = ("where", "dónde", "onde")
_LOST = {
    "the": (
        "book",
        "letter",
        "newspaper",
        "hat",
        "bag",
        "dog",
        "cat",
        "apple",
        "hospital",
        "market",
    ),
    "my": ("book", "letter", "hat", "bag", "shirt", "dog", "cat", "apple", "car"),
}
_STRIKING = [
    "car",
    "house",
    "hat",
    "bag",
    "shirt",
    "flower",
    "dog",
    "cat",
    "book",
    "park",
    "garden",
    "room",
    "kitchen",
]
_COLOURS_AND_NEW = ("white", "black", "red", "blue", "new")


def wh(clause, words):
    """Spanish puts the subject behind the verb; the Korean word stands inside the clause already."""
    en, es, pt = words
    return sentence(
        f"{en} {clause.en[2]}",
        spaced(es, clause.es[1], clause.es[0]),
        clause.korean("아요"),
        spaced(pt, *clause.pt),
        "?",
    )


def wh_what(draw):
    verb = draw.pick([VERBS[es] for es in ("comer", "beber", "leer", "comprar", "estudiar")])
    mode = draw.pick(("present", "past", "want", "going"))
    subject = somebody(draw, verb, mode, ASKED_ABOUT)
    time = when(draw, mode) if mode in ("past", "going") and draw.chance(0.4) else NOTHING
    clause = act(subject, verb, mode, thing=Four(ko="무엇을"))
    what = (f"what {clause.en[2]}", spaced("qué", clause.es[1], clause.es[0], time.es), "", "")
    topic, *rest = clause.ko
    ko = spaced(topic, time.ko, rest[0], conjugate(rest[1], rest[2], "아요", rest[3]))
    return sentence(
        spaced(what[0], time.en), what[1], ko, spaced("o que", *clause.pt, time.pt), "?"
    )


def wh_where(draw):
    subject, choice = draw.pick(ASKED_ABOUT), draw.below(3)
    if choice == 0:
        verb = VERBS[draw.pick(("vivir", "trabajar"))]
        mode = "present" if verb.every_person or subject.person == HE else "want"
        return wh(act(subject, verb, mode, where=Four(ko=f"어디{verb.ko_place}")), _WHERE)
    if choice == 1:
        verb, mode = VERBS[draw.pick(("estudiar", "dormir"))], draw.pick(("present", "past"))
        return wh(act(subject, verb, mode, where=Four(ko="어디에서")), _WHERE)
    kind = draw.pick(("the", "my"))
    clause = located(noun_phrase(draw.pick(_LOST[kind]), kind, the=""), Four(ko="어디에"))
    return wh(replace(clause, pt=(clause.pt[1], clause.pt[0])), _WHERE)  # onde está o livro


def wh_why(draw):
    name = draw.pick(("tired", "busy", "happy", "sad"))
    clause = state(draw.pick(ASKED_ABOUT), name, past=draw.chance(0.3))
    topic, middle, word, pos, past = clause.ko
    ko = spaced(topic, "왜", middle, conjugate(word, pos, "아요", past))
    es = spaced("por qué", clause.es[1], clause.es[0])
    return sentence(f"why {clause.en[2]}", es, ko, spaced("por que", *clause.pt), "?")


def _subjunctive(verb, forms):
    """abras, cierres, leas; abra, feche, leia: the other vowel on the stem of the first person."""
    stem = forms(verb, 0)[:-1]
    return stem + ("e" if verb.endswith("ar") else "a")


def order(draw):
    infinitives = ("abrir", "cerrar", "limpiar", "leer", "comprar", "escribir", "comer", "beber")
    verb = VERBS[draw.pick(infinitives)]
    negative, please = draw.chance(0.35) or verb.es in ("comer", "beber"), draw.chance(0.5)
    noun = draw.pick(verb.objects)
    kind = "the" if not NOUNS[noun].counter or negative else draw.pick(("the", "a", 2, 3))
    words = NOUNS[noun].adjectives if kind in ("the", "a") and draw.chance(0.4) else ()
    what = as_object(noun_phrase(noun, kind, draw.pick(words) if words else "", the=""), verb)
    pt = f"{_subjunctive(verb.pt, portuguese)} {what.pt}"
    if negative:
        en, es = f"don't {verb.en} {what.en}", f"no {_subjunctive(verb.es, spanish)}s {what.es}"
        pt, ko = f"não {pt}", f"{what.ko} {verb.ko[:-1]}지 마세요"
    else:
        en, es = f"{verb.en} {what.en}", f"{spanish(verb.es, HE)} {what.es}"
        asked = conjugate(verb.ko, "v", "아") + " 주세요"
        ko = f"{what.ko} {asked if please else conjugate(verb.ko, 'v', '세요')}"
    if please:
        return sentence(f"please {en}", f"{es}, por favor", ko, f"{pt}, por favor")
    return sentence(en, es, ko, pt, "!")


def exclaim(draw):
    """Korean says it with -네요."""
    name = draw.pick(_STRIKING)
    word = draw.pick([word for word in NOUNS[name].adjectives if word not in _COLOURS_AND_NEW])
    bare = noun_phrase(name, "", word)
    article = "an" if word[0] in "aeio" else "a"
    noun, _, adjective = bare.es.partition(" ")
    ko = f"정말 {before_noun(word)} {conjugate(NOUNS[name].ko + '이다', 'c', '네요')}"
    return sentence(
        f"what {article} {bare.en}", f"qué {noun} tan {adjective}", ko, f"que {bare.pt}", "!"
    )
