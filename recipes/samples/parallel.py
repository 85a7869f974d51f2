"""Parallel sentences in English, Spanish, Korean and Portuguese: short, everyday, from some twenty patterns.

Each pattern draws its words and says the same in all four languages. ``parallel_patterns`` holds the simple ones,
``parallel_clauses`` and ``parallel_forms`` the grammar, ``parallel_words`` the words. Korean is polite (-요) throughout.
"""

import csv
import io

from . import parallel_asked as asked
from . import parallel_joined as joined
from . import parallel_patterns as simple
from .draw import Draw
from .parallel_clauses import act, located
from .parallel_forms import noun_phrase, place, with_case
from .parallel_patterns import described, manner, person_thing, say, sentence, somebody
from .parallel_words import NAMES, NOUNS, VERBS

SEED = 70
COLUMNS = ("en", "es", "ko", "pt")


# ------------------------------------------------------------------------------------------- things, places, persons


_SPOTS = (
    ("table", "on"),
    ("chair", "on"),
    ("chair", "under"),
    ("table", "under"),
    ("garden", "in"),
    ("kitchen", "in"),
    ("room", "in"),
    ("house", "in"),
)


def _spot(draw):
    """Something, and where it may well be."""
    name = draw.pick(
        (
            "book",
            "letter",
            "newspaper",
            "hat",
            "bag",
            "apple",
            "flower",
            "dog",
            "cat",
            "chair",
            "shirt",
        )
    )
    fits = [spot for spot in _SPOTS if spot[1] == "in" or name != "chair"]
    if name in ("flower", "dog", "cat"):
        fits = [spot for spot in fits if spot != ("table", "on") or name == "flower"]
    where = draw.pick(fits)
    return name, place(*where, case="에")


def there_is(draw):
    name, where = _spot(draw)
    noun = NOUNS[name]
    kind = draw.pick(("a", "a", 2, 3)) if noun.counter else "a"
    phrase = (
        described(draw, name)
        if kind == "a" and noun.adjectives and draw.chance(0.4)
        else noun_phrase(name, kind)
    )
    be = "are" if kind in (2, 3) else "is"
    ko = f"{where.ko} {with_case(phrase, '이')} 있"
    if draw.chance(0.2):
        return sentence(
            f"{be} there {phrase.en} {where.en}",
            f"hay {phrase.es} {where.es}",
            ko + "어요",
            f"há {phrase.pt} {where.pt}",
            "?",
        )
    return sentence(
        f"there {be} {phrase.en} {where.en}",
        f"hay {phrase.es} {where.es}",
        ko + "어요",
        f"há {phrase.pt} {where.pt}",
    )


def it_is_there(draw):
    name, where = _spot(draw)
    kind = draw.pick(("the", "the", "my", "owner"))
    phrase = noun_phrase(name, kind, owner=draw.pick(NAMES) if kind == "owner" else None)
    ask, negative = manner(draw, phrase, 0.2)
    return say(located(phrase, where, negative), ask)


def with_persons(draw):
    verb = VERBS[draw.pick(("amar", "conocer", "ayudar"))]
    mode = "present" if verb.es != "ayudar" else draw.pick(("past", "want", "must", "going"))
    subject = somebody(draw, verb, mode)
    ask, negative = manner(draw, subject, 0.0 if mode == "must" else 0.2)
    return say(act(subject, verb, mode, negative, person_thing(draw, verb, subject)), ask)


# ------------------------------------------------------------------------------------------------------------- rows

PATTERNS = {  # pattern: how many rows
    simple.plain: 220,
    simple.adjective: 125,
    simple.number: 55,
    simple.negation: 105,
    simple.asking: 130,
    asked.wh_what: 50,
    asked.wh_where: 55,
    asked.wh_why: 30,
    simple.at_place: 75,
    simple.at_time: 75,
    simple.past: 140,
    simple.going: 60,
    simple.wanting: 75,
    simple.obliged: 55,
    simple.ability: 40,
    simple.liking: 100,
    simple.having: 75,
    simple.feeling: 115,
    simple.quality: 155,
    simple.profession: 40,
    there_is: 50,
    it_is_there: 50,
    with_persons: 50,
    asked.order: 55,
    asked.exclaim: 22,
    joined.because: 35,
    joined.both: 30,
    joined.contrast: 35,
}


def sentences():
    """(pattern's name, (English, Spanish, Korean, Portuguese)), no English sentence twice."""
    draw = Draw(SEED)
    seen, found = set(), []
    for pattern, wanted in PATTERNS.items():
        tries = 0
        while wanted:
            tries += 1
            if tries > 50_000:
                raise RuntimeError(f"{pattern.__name__} has no {wanted} more sentences")
            made = pattern(draw)
            if made[0] in seen:
                continue
            seen.add(made[0])
            found.append((pattern.__name__, made))
            wanted -= 1
    return draw.shuffled(found)


def csv_text():
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(made for _, made in sentences())
    return buffer.getvalue()
