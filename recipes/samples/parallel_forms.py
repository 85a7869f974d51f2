"""Forms of words and noun phrases in English, Spanish, Portuguese and Korean: verbs, agreement, articles, contractions."""

from .korean import conjugate, particle
from .parallel_words import (
    ADJECTIVES,
    ES_IRREGULAR,
    NOUNS,
    NUMBERS,
    PT_IRREGULAR,
    STIFF,
    Four,
    Phrase,
)

HE, WE, THEY = 2, 3, 4  # persons
PRESENT, PAST = 0, 1  # ser, estar and tener keep their imperfect in the place of the past

_ES = {
    "ar": ("o as a amos an", "é aste ó amos aron"),
    "er": ("o es e emos en", "í iste ió imos ieron"),
    "ir": ("o es e imos en", "í iste ió imos ieron"),
}
_PT = {
    "ar": ("o a a amos am", "ei ou ou amos aram"),
    "er": ("o e e emos em", "i eu eu emos eram"),
    "ir": ("o e e imos em", "i iu iu imos iram"),
}


# ------------------------------------------------------------------------------------------------------------ words


def spaced(*words):
    return " ".join(word for word in words if word)


def third(verb):
    """he reads, goes, watches, studies"""
    if verb == "have":
        return "has"
    if verb.endswith("y") and verb[-2] not in "aou":
        return verb[:-1] + "ies"
    head, _, rest = verb.partition(" ")
    return head + ("es" if head.endswith(("o", "ch")) else "s") + (f" {rest}" if rest else "")


def spanish(verb, person, tense=PRESENT):
    listed = ES_IRREGULAR.get(verb, ("", ""))[tense]
    if listed:
        return listed.split()[person]
    stem = verb[:-2]
    if tense == PAST and person == 0 and verb.endswith("gar"):
        stem += "u"  # jugué
    if tense == PAST and person == 0 and verb.endswith("car"):
        stem = stem[:-1] + "qu"  # toqué
    return stem + _ES[verb[-2:]][tense].split()[person]


def portuguese(verb, person, tense=PRESENT):
    listed = PT_IRREGULAR.get(verb, ("", ""))[tense]
    if listed:
        return listed.split()[person]
    stem = verb[:-2]
    if tense == PAST and person == 0 and verb.endswith(("gar", "car")):
        stem = stem + "u" if verb.endswith("gar") else stem[:-1] + "qu"
    return stem + _PT[verb[-2:]][tense].split()[person]


def agree(adjective, feminine, plural=False):
    """blanco, blanca, blancos, blancas; azul, azules; feliz, felices. The same rule serves both languages here."""
    if adjective in STIFF:
        return adjective
    if feminine and adjective.endswith("o"):
        adjective = adjective[:-1] + "a"
    return pluralize(adjective) if plural else adjective


def pluralize(word):
    if word.endswith(tuple("aeiouáéã")):
        return word + "s"
    return word[:-1] + "ces" if word.endswith("z") else word + "es"


def many(word, language):
    """azuis and gentis are Portuguese only."""
    if language == "pt" and word.endswith("ul"):
        return word[:-1] + "is"
    return word[:-1] + "s" if language == "pt" and word.endswith("il") else pluralize(word)


def adjective_in(language, name, feminine, plural=False):
    word = agree(getattr(ADJECTIVES[name], language), feminine)
    return many(word, language) if plural and word not in STIFF else word


def before_noun(name):
    adjective = ADJECTIVES[name]
    if adjective.before:
        return adjective.before
    return conjugate(adjective.ko, "e" if adjective.ko.endswith("있다") else "a", "ㄴ")


# ----------------------------------------------------------------------------------------------------- noun phrases


def _articles(kind, noun, plural):
    """Spanish and Portuguese words before a noun; agua is feminine and still takes el."""
    es = ("las" if noun.es_feminine else "los") if plural else ("la" if noun.es_feminine else "el")
    pt = ("as" if noun.pt_feminine else "os") if plural else ("a" if noun.pt_feminine else "o")
    return {
        "the": ("el" if noun.es == "agua" else es, pt),
        "a": ("una" if noun.es_feminine else "un", "uma" if noun.pt_feminine else "um"),
        "this": ("esta" if noun.es_feminine else "este", "esta" if noun.pt_feminine else "este"),
        "my": ("mi", "minha" if noun.pt_feminine else "meu"),
        "": ("", ""),
    }[kind]


def noun_phrase(name, kind="the", adjective="", owner=None, the="그"):
    """kind: the, a, this, my, '' (bare), many (bare plural), 2 or 3; ``owner`` is a name: Tom's car, el coche de Tom."""
    noun = NOUNS[name]
    plural = kind == "many" or kind in NUMBERS
    en, es, pt, ko = (f"{name}s" if plural else name), noun.es, noun.pt, noun.ko
    if plural:
        es, pt = pluralize(es), pluralize(pt)
    if adjective:
        en = f"{adjective} {en}"
        es += " " + adjective_in("es", adjective, noun.es_feminine, plural)
        pt += " " + adjective_in("pt", adjective, noun.pt_feminine, plural)
        ko = f"{before_noun(adjective)} {ko}"
    tail = ""
    if kind in NUMBERS:
        english, es_m, es_f, pt_m, pt_f, korean = NUMBERS[kind]
        en, tail = f"{english} {en}", f" {korean} {noun.counter}"
        es = f"{es_f if noun.es_feminine else es_m} {es}"
        pt = f"{pt_f if noun.pt_feminine else pt_m} {pt}"
    elif owner:
        es_the, pt_the = _articles("the", noun, False)
        en = f"{owner.en}'s {en}"
        es, pt = f"{es_the} {es} de {owner.es}", f"{pt_the} {pt} de {owner.pt}"
        ko = f"{owner.ko}의 {ko}"
    elif kind not in ("", "many"):
        es_word, pt_word = _articles(kind, noun, plural)
        if kind == "a" and en[0] in "aeio":
            kind = "an"
        en, es, pt = f"{kind} {en}", f"{es_word} {es}", f"{pt_word} {pt}"
        ko = {"the": f"{the} ", "this": "이 ", "my": "제 "}.get(kind, "") + ko
    person = THEY if plural else HE
    again = "they" if plural else "it"
    return Phrase(en, es, pt, ko.strip(), person, noun.es_feminine, noun.pt_feminine, tail, again)


def with_case(phrase, case):
    """책을, 사과를 두 개; nothing for a subject that Korean leaves out."""
    if not phrase.ko:
        return ""
    return phrase.ko + particle(phrase.ko, case) + phrase.tail


def as_object(phrase, verb):
    """Spanish marks persons with a, Portuguese needs with de."""
    es = f"a {phrase.es}" if phrase.human else phrase.es
    pt = f"de {phrase.pt}" if verb.pt == "precisar" else phrase.pt
    return Four(phrase.en, es, pt, with_case(phrase, verb.ko_case))


def contracted(preposition, article, language):
    """al, del; no, na, ao, à"""
    if language == "es":
        return {("a", "el"): "al", ("de", "el"): "del"}.get(
            (preposition, article), f"{preposition} {article}"
        )
    return {"em": "n" + article, "a": {"o": "ao", "a": "à"}[article], "de": "d" + article}[
        preposition
    ]


def place(name, kind="in", case="에서"):
    """kind: in, to, on, under"""
    noun = NOUNS[name]
    es_the, pt_the = _articles("the", noun, False)
    es_word, pt_word = {
        "in": ("en", "em"),
        "on": ("en", "em"),
        "to": ("a", "a"),
        "under": ("debajo de", "de"),
    }[kind]
    es_head, _, es_last = es_word.rpartition(" ")
    es = f"{es_head} {contracted(es_last, es_the, 'es')}".strip()
    pt = ("embaixo " if kind == "under" else "") + contracted(pt_word, pt_the, "pt")
    english = {"school": f"{'at' if kind == 'in' else kind} school"}.get(name, f"{kind} the {name}")
    ko = noun.ko + {"on": " 위", "under": " 아래"}.get(kind, "")
    return Four(english, f"{es} {noun.es}", f"{pt} {noun.pt}", ko + case)
