"""Patterns of single sentences for ``parallel``. Each draws its words and says the same in four languages."""

from dataclasses import replace

from .parallel_clauses import act, job, likes, state
from .parallel_forms import HE, as_object, noun_phrase, place, spaced
from .parallel_words import (
    CITIES,
    FEELINGS,
    FIXED,
    JOBS,
    NAMES,
    NOTHING,
    NOUNS,
    SUBJECTS,
    TIMES,
    VERBS,
    Four,
)

BY_NAME = {subject.en: subject for subject in SUBJECTS}
YOU = BY_NAME["you"]
TELLING = [
    subject for subject in SUBJECTS if subject is not YOU
]  # polite Korean seldom tells 'you' what you do
THIRD = [subject for subject in SUBJECTS if subject.person == HE]
_SHORT = [subject for subject in TELLING if " " not in subject.en]
OFTEN = TELLING + 3 * _SHORT + 4 * [BY_NAME["I"]]  # short subjects keep the file small
ASKED_ABOUT = (
    4 * [YOU]
    + [subject for subject in _SHORT if subject.en not in ("I", "we")]
    + [BY_NAME["the children"]]
)  # nobody asks whether they do something themselves


# -------------------------------------------------------------------------------------------------------- sentences


def capital(text):
    return text[0].upper() + text[1:]


def sentence(en, es, ko, pt, mark="."):
    opening = {"?": "¿", "!": "¡"}.get(mark, "")
    return capital(en) + mark, opening + capital(es) + mark, ko + mark, capital(pt) + mark


def statement(clause, mark="."):
    return sentence(
        spaced(*clause.en[:2]), spaced(*clause.es), clause.korean("아요"), spaced(*clause.pt), mark
    )


def question(clause):
    return sentence(
        clause.en[2], spaced(*clause.es), clause.korean("아요"), spaced(*clause.pt), "?"
    )


def manner(draw, subject, denied):
    """Asked? Denied? Never both; nobody asks about oneself or one's own family."""
    ours = subject.human and (subject.en in ("I", "we") or subject.en.startswith("my "))
    ask = subject.en == "you" or (not ours and draw.chance(0.15))
    return ask, not ask and draw.chance(denied)


def say(clause, ask):
    return question(clause) if ask else statement(clause)


def joined(first, second, words, ending, past=None):
    """Two clauses; the ending of the first Korean one says what joins them."""
    en, es, pt = words
    return sentence(
        spaced(*first.en[:2], en, *second.en[:2]),
        spaced(*first.es, es, *second.es),
        spaced(first.korean(ending, past=past), second.korean("아요")),
        spaced(*first.pt, pt, *second.pt),
    )


# --------------------------------------------------------------------------------------------------------- material


def somebody(draw, verb, mode, people=OFTEN):
    """Someone whose form of the verb is in the word list."""
    few = not verb.every_person and mode in ("present", "past")
    return draw.pick([person for person in people if person.person == HE] if few else people)


def doing(draw, *without):
    """A verb with an object, not the ones that are said in their own patterns."""
    left = ("tener", "necesitar", "amar", "conocer", "ayudar", *without)
    return draw.pick([verb for verb in VERBS.values() if verb.objects and verb.es not in left])


def described(draw, name, kind="a"):
    return noun_phrase(name, kind, draw.pick(NOUNS[name].adjectives))


def thing(draw, verb, kinds=("a", "a", "the", "many")):
    """What the verb is done to."""
    name = draw.pick(verb.objects)
    if name in FIXED:
        return FIXED[name]
    if verb.es in ("abrir", "cerrar", "limpiar") or name == "newspaper":
        return as_object(noun_phrase(name, "the", the=""), verb)
    kind = "" if NOUNS[name].mass else draw.pick(kinds)
    if kind == "many" and not NOUNS[name].counter:
        kind = "a"
    return as_object(noun_phrase(name, kind), verb)


def when(draw, mode):
    if mode in ("want", "must"):
        return draw.pick(TIMES["now"])
    return draw.pick(TIMES[mode])


def person_thing(draw, verb, subject):
    """Somebody else; love keeps out of the family."""
    others = [person for person in SUBJECTS if person.en.startswith("my ") and person.person == HE]
    if verb.es == "amar" or subject in others:
        others = []
    return as_object(draw.pick([p for p in NAMES + others if p is not subject]), verb)


# --------------------------------------------------------------------------------------------------------- patterns


def plain(draw):
    verb = doing(draw)
    return statement(act(somebody(draw, verb, "present"), verb, thing=thing(draw, verb)))


def adjective(draw):
    verb = VERBS[draw.pick(("beber", "leer", "comprar", "comprar", "ver"))]
    mode = draw.pick(("present", "past", "want"))
    name = draw.pick([name for name in verb.objects if name in NOUNS and NOUNS[name].adjectives])
    what = described(draw, name, "" if NOUNS[name].mass else "a")
    return statement(act(somebody(draw, verb, mode), verb, mode, thing=as_object(what, verb)))


def number(draw):
    verb, names = draw.pick(
        (
            (VERBS["comprar"], ("apple", "book", "hat", "flower", "chair", "bag")),
            (VERBS["comer"], ("apple",)),
            (VERBS["leer"], ("book", "letter")),
            (VERBS["tener"], ("dog", "cat", "car", "bag", "hat")),
            (VERBS["ver"], ("movie",)),
        )
    )
    mode = "present" if verb.es == "tener" else draw.pick(("past", "want"))
    phrase = noun_phrase(draw.pick(names), draw.pick((2, 3)))
    return statement(act(somebody(draw, verb, mode), verb, mode, thing=as_object(phrase, verb)))


def negation(draw):
    mode = draw.pick(("present", "present", "past", "want", "going"))
    verb = doing(draw)
    clause = act(
        somebody(draw, verb, mode), verb, mode, True, thing(draw, verb, kinds=("the", "a", "many"))
    )
    return statement(clause)


def asking(draw):
    mode = draw.pick(("present", "present", "past", "want", "can", "going"))
    verb = doing(draw)
    subject = somebody(draw, verb, mode, ASKED_ABOUT)
    if mode == "can":
        return question(ability_clause(draw, subject, False))
    return question(act(subject, verb, mode, thing=thing(draw, verb)))


def ability_clause(draw, subject, negative):
    verb = draw.pick([VERBS[es] for es in ("hablar", "jugar", "tocar", "cocinar", "nadar")])
    return act(subject, verb, "can", negative, thing(draw, verb) if verb.objects else NOTHING)


def ability(draw):
    return statement(ability_clause(draw, draw.pick(OFTEN), draw.chance(0.35)))


def at_place(draw):
    choice = draw.below(4)
    if choice == 0:
        verb, where = (
            VERBS["ir"],
            place(draw.pick(("school", "park", "library", "hospital", "market")), "to", "에"),
        )
        mode = draw.pick(("present", "past", "want", "must"))
    elif choice == 1:
        verb, city = VERBS["vivir"], draw.pick(CITIES)
        where = Four(f"in {city[0]}", f"en {city[1]}", f"em {city[2]}", f"{city[3]}에")
        mode = draw.pick(("present", "want"))
    elif choice == 2:
        verb, where = (
            VERBS["trabajar"],
            place(draw.pick(("school", "hospital", "library", "market"))),
        )
        mode = draw.pick(("present", "want"))
    else:
        verb, mode = VERBS[draw.pick(("estudiar", "leer"))], draw.pick(("present", "past", "going"))
        where = place(draw.pick(("school", "library", "garden", "park")))
        return statement(
            act(somebody(draw, verb, mode), verb, mode, thing=thing(draw, verb), where=where)
        )
    return statement(act(somebody(draw, verb, mode), verb, mode, where=where))


def at_time(draw):
    mode = draw.pick(("present", "present", "must", "going", "past"))
    verb = doing(draw, "comprar") if mode == "present" else doing(draw)
    clause = act(
        somebody(draw, verb, mode), verb, mode, thing=thing(draw, verb), when=when(draw, mode)
    )
    return statement(clause)


def past(draw):
    verb = doing(draw)
    return statement(act(somebody(draw, verb, "past"), verb, "past", thing=thing(draw, verb)))


def going(draw):
    verb = doing(draw)
    return statement(act(draw.pick(OFTEN), verb, "going", thing=thing(draw, verb)))


def wanting(draw):
    verb = doing(draw)
    return statement(act(draw.pick(OFTEN), verb, "want", thing=thing(draw, verb)))


def obliged(draw):
    verb = doing(draw)
    return statement(act(draw.pick(OFTEN), verb, "must", thing=thing(draw, verb)))


LIKED = (  # things that one may be asked to choose from
    ("coffee", "milk", "tea"),
    ("bread", "rice", "fish", "meat", "apple"),
    ("dog", "cat"),
    ("book", "movie", "music", "flower"),
)
OWNED = ("car", "house", "hat", "bag", "shirt", "dog", "cat", "book", "chair", "table", "room")


def liking(draw):
    subject = draw.pick([YOU, YOU, *OFTEN])
    ask, negative = manner(draw, subject, 0.3)
    if draw.chance(0.6):
        return say(likes(subject, draw.pick(draw.pick(LIKED)), negative), ask)
    infinitives = ("leer", "beber", "ver", "escuchar", "jugar", "tocar", "cocinar", "nadar")
    verb = VERBS[draw.pick(infinitives)]
    what = thing(draw, verb, kinds=("many",)) if verb.objects else NOTHING
    return say(act(subject, verb, "like", negative, what), ask)


def having(draw):
    verb = VERBS[draw.pick(("tener", "tener", "necesitar"))]
    subject = draw.pick([YOU, *OFTEN])
    ask, _ = manner(draw, subject, 0.0)
    return say(
        act(subject, verb, thing=as_object(described(draw, draw.pick(verb.objects)), verb)), ask
    )


def feeling(draw):
    subject, name = draw.pick([YOU, YOU, *OFTEN]), draw.pick(FEELINGS)
    ask, negative = manner(draw, subject, 0.25)
    lasting = name in ("tall", "kind")
    time = NOTHING if lasting or draw.chance(0.7) else draw.pick(TIMES["now"])
    return say(state(subject, name, negative, when=time), ask)


def quality(draw):
    name = draw.pick([name for name in NOUNS if NOUNS[name].adjectives])
    noun = NOUNS[name]
    word = draw.pick([word for word in noun.adjectives if word not in ("new", "old")])
    kind = draw.pick(
        ("the", "the", "this", "my", "owner") if name in OWNED else ("the", "the", "this")
    )
    if noun.mass:
        kind = "the"
    owner = draw.pick(NAMES) if kind == "owner" else None
    phrase = noun_phrase(name, kind, owner=owner, the="" if noun.mass else "그")
    if noun.mass:
        phrase = replace(phrase, ko_case="이")
    ask, negative = manner(draw, phrase, 0.25)
    return say(state(phrase, word, negative), ask)


def profession(draw):
    subject = draw.pick([YOU, YOU, *(person for person in TELLING if person.person in (0, HE))])
    ask, negative = manner(draw, subject, 0.25)
    return say(job(subject, draw.pick(JOBS), negative), ask)
