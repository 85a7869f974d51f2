"""Clauses in English, Spanish, Portuguese and Korean: word order, negation, mood.

A clause is kept in pieces, subject and predicate apart, so that it can be asked, denied and joined to another.
"""

from dataclasses import dataclass, replace

from .korean import conjugate, particle
from .parallel_forms import (
    HE,
    PAST,
    PRESENT,
    THEY,
    WE,
    adjective_in,
    noun_phrase,
    portuguese,
    spaced,
    spanish,
    third,
    with_case,
)
from .parallel_words import ADJECTIVES, NOTHING, NOUNS, VERBS

_LIKE = VERBS["gustar"]
_DATIVE = ("me", "te", "le", "nos", "les")


@dataclass(frozen=True)
class Clause:
    """Subject and predicate in each language; in Korean the predicate's last word is still a dictionary form."""

    en: tuple[str, str, str]  # subject, predicate, question
    es: tuple[str, str]
    pt: tuple[str, str]
    ko: tuple[
        str, str, str, str, bool
    ]  # topic, what follows it, last word, its part of speech, past?

    def korean(self, ending, topic=True, past=None):
        subject, middle, word, pos, was = self.ko
        verb = conjugate(word, pos, ending, was if past is None else past)
        return spaced(subject if topic else "", middle, verb)

    def again(self, pronoun):
        """As a second clause about the same person: English repeats a pronoun, the others nothing."""
        return replace(
            self,
            en=(pronoun, *self.en[1:]),
            es=("", self.es[1]),
            pt=("", self.pt[1]),
            ko=("", *self.ko[1:]),
        )


MODES = {  # English head and what stands before the main verb; the same in Spanish and Portuguese
    "want": ("want", "to", "querer", "", "querer", ""),
    "must": ("have", "to", "tener", "que", "ter", "que"),
    "like": ("like", "to", "gustar", "", "gostar", "de"),
    "can": ("can", "", "saber", "", "saber", ""),
    "going": ("go", "to", "ir", "a", "ir", ""),
}
_BE = ("am", "are", "is", "are", "are")
_NOT_BE = ("am not", "aren't", "isn't", "aren't", "aren't")
_WAS = ("was", "were", "was", "were", "were")


def _english_verb(verb, mode, person, negative):
    """Predicate, and the two halves of a question: auxiliary and what follows the subject."""
    he = person == HE
    if mode == "past":
        return (f"didn't {verb.en}" if negative else verb.en_past), "did", verb.en
    if mode == "can":
        return spaced("can't" if negative else "can", verb.en), "can", verb.en
    if mode == "going":
        be = _NOT_BE[person] if negative else _BE[person]
        return f"{be} going to {verb.en}", _BE[person], f"going to {verb.en}"
    head, rest = (verb.en, "") if mode == "present" else (MODES[mode][0], f"to {verb.en}")
    do = "does" if he else "do"
    plain = f"{do}n't {head}" if negative else third(head) if he else head
    return spaced(plain, rest), do, spaced(head, rest)


def _romance_verb(verb, mode, subject, negative):
    """Spanish and Portuguese predicates, and the Spanish subject, which gustar changes."""
    person = subject.person
    es_subject = subject.es
    tense = PAST if mode == "past" else PRESENT
    if mode in ("present", "past"):
        es, pt = spanish(verb.es, person, tense), portuguese(verb.pt, person, tense)
    else:
        _, _, es_head, es_link, pt_head, pt_link = MODES[mode]
        es = spaced("gusta" if mode == "like" else spanish(es_head, person), es_link, verb.es)
        pt = spaced(portuguese(pt_head, person), pt_link, verb.pt)
    if mode == "like":
        es, es_subject = f"{_DATIVE[person]} {es}", f"a {subject.es}" if subject.es else ""
    return spaced("no" if negative else "", es), spaced("não" if negative else "", pt), es_subject


def denied(word, pos):
    """읽지 않다; what ends in 있다 has its own opposite, and so has 알다."""
    if word == "알다":
        return "", "모르다", "v"
    if word.endswith("있다"):
        return "", word[:-2] + "없다", "e"
    return word[:-1] + "지", "않다", pos


def _korean_verb(verb, mode, person, negative):
    """What stands before the last word, the last word, its part of speech, past?"""
    before, word, pos, past = "", verb.ko, verb.pos, mode == "past"
    if mode == "going":
        if negative:
            before, word, pos = denied(word, pos)
        before, word, pos, negative = (
            spaced(before, conjugate(word, pos, "ㄹ")),
            "거이다",
            "c",
            False,
        )
    elif mode == "want":
        before = conjugate(word, pos, "고")
        own = person in (0, 1, WE)
        before, word, pos = (before, "싶다", "a") if own else (f"{before} 싶어", "하다", "v")
    elif mode == "must":
        before, word, pos = conjugate(word, pos, "아") + "야", "하다", "v"
    elif mode == "can":
        before, word, pos = conjugate(word, pos, "ㄹ") + " 수", "있다", "e"
    elif mode == "like":
        before, word, pos = conjugate(word, pos, "ㄴ") + " 것을", "좋아하다", "v"
    if negative:
        more, word, pos = denied(word, pos)
        before = spaced(before, more)
    return before, word, pos, past


def act(subject, verb, mode="present", negative=False, thing=NOTHING, where=NOTHING, when=NOTHING):
    """Somebody does something: reads, read, wants to read, has to read, likes to read, can read, is going to read."""
    predicate, auxiliary, rest = _english_verb(verb, mode, subject.person, negative)
    es, pt, es_subject = _romance_verb(verb, mode, subject, negative)
    before, word, pos, past = _korean_verb(verb, mode, subject.person, negative)
    return Clause(
        (
            subject.en,
            spaced(predicate, thing.en, where.en, when.en),
            spaced(auxiliary, subject.en, rest, thing.en, where.en, when.en),
        ),
        (es_subject, spaced(es, thing.es, where.es, when.es)),
        (subject.pt, spaced(pt, thing.pt, where.pt, when.pt)),
        (
            with_case(subject, subject.ko_case),
            spaced(when.ko, where.ko, thing.ko, before),
            word,
            pos,
            past,
        ),
    )


def _be(
    subject,
    es_verb,
    pt_verb,
    en_rest,
    es_rest,
    pt_rest,
    korean,
    negative=False,
    past=False,
    when=NOTHING,
):
    """A clause with be; ``korean`` is (what stands before, last word, part of speech)."""
    person, tense = subject.person, PAST if past else PRESENT
    be = (_WAS if past else _BE)[person]
    denial = _NOT_BE[person] if negative else be
    es = spaced("no" if negative else "", spanish(es_verb, person, tense), es_rest, when.es)
    pt = spaced("não" if negative else "", portuguese(pt_verb, person, tense), pt_rest, when.pt)
    before, word, pos = korean
    if negative and pos == "c":
        noun = word[:-2]
        before, word = spaced(before, noun + particle(noun, "이")), "아니다"
    elif negative:
        more, word, pos = denied(word, pos)
        before = spaced(before, more)
    return Clause(
        (subject.en, spaced(denial, en_rest, when.en), spaced(be, subject.en, en_rest, when.en)),
        (subject.es, es),
        (subject.pt, pt),
        (with_case(subject, subject.ko_case), spaced(when.ko, before), word, pos, past),
    )


def state(subject, name, negative=False, past=False, when=NOTHING):
    """Somebody is tired, something is white."""
    adjective, plural = ADJECTIVES[name], subject.person in (WE, THEY)
    return _be(
        subject,
        adjective.es_be,
        adjective.pt_be,
        name,
        adjective_in("es", name, subject.es_feminine, plural),
        adjective_in("pt", name, subject.pt_feminine, plural),
        ("", adjective.ko, "e" if adjective.ko.endswith("있다") else "a"),
        negative,
        past,
        when,
    )


def job(subject, line, negative=False):
    """Spanish and Portuguese take no article; the noun's gender is the person's."""
    en, es_m, es_f, pt_m, pt_f, ko = line
    es, pt = (es_f if subject.es_feminine else es_m), (pt_f if subject.pt_feminine else pt_m)
    return _be(subject, "ser", "ser", en, es, pt, ("", f"{ko}이다", "c"), negative)


def located(subject, where, negative=False):
    """The cat is on the table."""
    return _be(
        subject, "estar", "estar", where.en, where.es, where.pt, (where.ko, "있다", "e"), negative
    )


def likes(subject, thing, negative=False, case="을"):
    """Spanish turns it round: a Tom le gustan los gatos. ``thing`` is a bare noun, which Spanish gives an article."""
    noun = NOUNS[thing]
    bare = noun_phrase(thing, "" if noun.mass else "many")
    es_article = (
        ("la" if noun.es_feminine else "el")
        if noun.mass
        else ("las" if noun.es_feminine else "los")
    )
    es_article = "el" if noun.es == "agua" else es_article
    es = f"{_DATIVE[subject.person]} {'gusta' if noun.mass else 'gustan'} {es_article} {bare.es}"
    predicate, auxiliary, rest = _english_verb(_LIKE, "present", subject.person, negative)
    before, word, pos = denied("좋아하다", "v") if negative else ("", "좋아하다", "v")
    return Clause(
        (subject.en, f"{predicate} {bare.en}", spaced(auxiliary, subject.en, rest, bare.en)),
        (f"a {subject.es}" if subject.es else "", spaced("no" if negative else "", es)),
        (
            subject.pt,
            spaced("não" if negative else "", portuguese("gostar", subject.person), "de", bare.pt),
        ),
        (with_case(subject, "은"), spaced(with_case(bare, case), before), word, pos, False),
    )
