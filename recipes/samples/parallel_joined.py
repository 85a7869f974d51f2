"""Patterns for ``parallel`` that join two clauses."""

from .korean import conjugate
from .parallel_clauses import act, likes, state
from .parallel_forms import HE, as_object, noun_phrase, place, spaced
from .parallel_patterns import LIKED, OFTEN, TELLING, THIRD, joined, sentence, thing
from .parallel_words import FEELINGS, FIXED, NOTHING, NOUNS, VERBS

REASONS = {  # a feeling: what it makes people do, as (verb, objects, modes, denied?)
    "tired": (
        ("dormir", (), ("present", "past", "want", "going"), False),
        ("estudiar", ("English", "Spanish", "Korean"), ("past", "want", "going"), True),
        ("jugar", ("soccer",), ("want", "going"), True),
    ),
    "hungry": (
        (
            "comer",
            ("bread", "rice", "fish", "meat", "apple"),
            ("present", "past", "want", "going"),
            False,
        ),
        ("comprar", ("bread", "fish"), ("past", "want", "going"), False),
    ),
    "thirsty": (("beber", ("water", "milk", "tea"), ("present", "past", "want", "going"), False),),
    "sick": (
        ("ir", ("school", "park"), ("past", "want"), True),
        ("comer", ("meat", "bread"), ("present", "past", "want"), True),
        ("beber", ("coffee",), ("present", "want"), True),
    ),
    "busy": (
        ("ver", ("movie",), ("past", "going"), True),
        ("leer", ("book", "newspaper"), ("present", "past", "going"), True),
        ("ir", ("park", "market"), ("past", "going"), True),
    ),
}
_AND, _BUT = ("and", "y", "e"), ("but", "pero", "mas")
_BECAUSE = ("because", "porque", "porque")


def because(draw):
    """Korean puts the reason first, in the present: 피곤해서 잤어요."""
    feeling = draw.pick(tuple(REASONS))
    infinitive, objects, modes, denied = draw.pick(REASONS[feeling])
    verb, mode = VERBS[infinitive], draw.pick(modes)
    subject = draw.pick(OFTEN)
    what, where = NOTHING, NOTHING
    if infinitive == "ir":
        where = place(draw.pick(objects), "to", "에")
        mode = "want" if mode == "going" else mode
    elif objects == ("soccer",):
        what = FIXED["soccer"]
    elif objects:
        name = draw.pick(objects)
        kind = "" if NOUNS[name].mass else "the" if name == "newspaper" else draw.pick(("a", "the"))
        what = as_object(noun_phrase(name, kind, the="" if name == "newspaper" else "그"), verb)
    fact = act(subject, verb, mode, denied, what, where)
    reason = state(subject, feeling, past=mode == "past")
    _, _, word, pos, _ = reason.ko
    en, es, pt = _BECAUSE
    own = fact.ko
    ko = spaced(
        own[0], conjugate(word, pos, "아서"), own[1], conjugate(own[2], own[3], "아요", own[4])
    )
    again = reason.again(subject.again)
    return sentence(
        spaced(*fact.en[:2], en, *again.en[:2]),
        spaced(*fact.es, es, again.es[1]),
        ko,
        spaced(*fact.pt, pt, again.pt[1]),
    )


_PAIRS = (
    ("comer", "beber"),
    ("leer", "ver"),
    ("leer", "escuchar"),
    ("estudiar", "jugar"),
    ("limpiar", "cocinar"),
    ("cocinar", "leer"),
    ("beber", "leer"),
)


def _two(draw, mode):
    """Two clauses of the same kind by two people."""
    people = [p for p in TELLING if p.again != p.en and (p.person == HE or mode == "want")]
    first, second = draw.shuffled(people)[:2]
    one, other = (VERBS[infinitive] for infinitive in draw.pick(_PAIRS))
    return act(first, one, mode, thing=thing(draw, one)), act(
        second, other, mode, thing=thing(draw, other)
    )


def both(draw):
    """Tom reads a book and Mary watches a movie; or one person does two things."""
    mode = draw.pick(("present", "past", "want"))
    if draw.chance(0.6):
        return joined(*_two(draw, mode), _AND, "고")
    one, other = (VERBS[infinitive] for infinitive in draw.pick(_PAIRS))
    subject = draw.pick(OFTEN if mode == "want" else THIRD)
    first = act(subject, one, mode, thing=thing(draw, one))
    second = act(subject, other, mode, thing=thing(draw, other)).again("")
    return joined(first, second, _AND, "고", False)  # 먹고 마셨어요: one tense for both


def contrast(draw):
    """But: other tastes, other feelings, other deeds."""
    first, second = draw.shuffled(TELLING)[:2]
    choice = draw.below(4)
    if choice < 2:
        one, other = draw.shuffled(draw.pick(LIKED))[:2]
        if choice:
            return joined(likes(first, one), likes(second, other), _BUT, "지만")
        rest = likes(first, other, True, "은").again(first.again)
        return joined(likes(first, one, case="은"), rest, _BUT, "지만")
    if choice == 2:
        name = draw.pick(FEELINGS)
        return joined(state(first, name), state(second, name, True), _BUT, "지만")
    verb, mode = (
        VERBS[draw.pick(("beber", "comer", "leer", "estudiar"))],
        draw.pick(("want", "present")),
    )
    negative = draw.chance(0.4)
    names = draw.shuffled(verb.objects)[:2]
    pair = []
    for person, name, denied in (
        (first, names[0], False),
        (second, names[0 if negative else 1], negative),
    ):
        kind = "" if NOUNS[name].mass else "the" if name == "newspaper" else "a"
        pair.append(
            act(person, verb, mode, denied, as_object(noun_phrase(name, kind, the=""), verb))
        )
    return joined(*pair, _BUT, "지만")
