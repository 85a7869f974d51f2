"""English movie reviews, composed from the fragments in ``english_bank``: one to six sentences, 15 to 120 words."""

import re
from dataclasses import dataclass

from . import english_bank as bank
from .draw import Deck, Draw

SEED = 30
TRAIN, TEST = 1_600, 400
SHORTEST, LONGEST = 15, 120  # words
HELD_OUT = 0.15
HELD_OUT_COPIES = 2
LABEL_NOISE = 0.015


@dataclass(frozen=True)
class Fragment:
    text: str
    aspect: str


def parse(block):
    aspect, fragments = "", []
    for line in block.strip().splitlines():
        if line.startswith("["):
            aspect = line.strip("[]")
        elif line.strip():
            fragments.append(Fragment(line.strip(), aspect))
    return fragments


BANK = {
    "clause1": parse(bank.POSITIVE),
    "clause0": parse(bank.NEGATIVE),
    "mild1": parse(bank.MILD_POSITIVE),
    "mild0": parse(bank.MILD_NEGATIVE),
    "whole1": parse(bank.WHOLE_POSITIVE),
    "whole0": parse(bank.WHOLE_NEGATIVE),
    "close1": parse(bank.CLOSE_POSITIVE),
    "close0": parse(bank.CLOSE_NEGATIVE),
    "context": parse(bank.CONTEXT),
    "plot": parse(bank.PLOT),
}

CONTRACTIONS = [
    ("it is", "it's"),
    ("It is", "It's"),
    ("did not", "didn't"),
    ("does not", "doesn't"),
    ("do not", "don't"),
    ("Do not", "Don't"),
    ("I am", "I'm"),
    ("I have", "I've"),
    ("would not", "wouldn't"),
    ("could not", "couldn't"),
    ("there is", "there's"),
    ("There is", "There's"),
    ("I would", "I'd"),
    ("was not", "wasn't"),
    ("is not", "isn't"),
    ("have not", "haven't"),
    ("That is", "That's"),
    ("that is", "that's"),
    ("you will", "you'll"),
    ("cannot", "can't"),
]

TYPOS = [
    ("the ", "teh "),
    ("really", "realy"),
    ("definitely", "definately"),
    ("their", "thier"),
    ("it's", "its"),
    ("performance", "performace"),
    ("beautiful", "beautifull"),
    ("terrible", "terible"),
    ("because", "becuase"),
    ("nothing", "nothin"),
    ("don't", "dont"),
    ("didn't", "didnt"),
    ("script", "scipt"),
    ("believe", "beleive"),
    ("character", "charachter"),
    ("a lot", "alot"),
]

# What a review says between the context and the close: A a clause, B a concession and a verdict, C something granted,
# J two clauses in one sentence, W a remark.
SHAPES = [
    ("A", 24),
    ("AA", 26),
    ("AAA", 18),
    ("CA", 10),
    ("B", 20),
    ("BA", 18),
    ("W", 8),
    ("WA", 18),
    ("AW", 14),
    ("WB", 8),
    ("J", 8),
    ("JA", 10),
    ("AAAA", 10),
    ("CABA", 8),
    ("AJAW", 8),
    ("WABA", 8),
    ("AAJAA", 5),
    ("BJAA", 6),
]


class Author:
    def __init__(self, draw, label):
        self.draw, self.label = draw, label
        self.contracts = draw.pick((0.0, 0.5, 1.0))
        self.lower = draw.chance(0.08)
        self.shouts = draw.chance(0.12)
        self.breaks = draw.chance(0.14)
        self.typos = draw.pick((0, 0, 0, 0.5))
        self.stop = draw.weighted([(".", 80), ("!", 10), ("...", 6), ("!!", 4)])


def fill(text, draw):
    return re.sub(r"\{(\w+)\}", lambda match: draw.pick(bank.SLOTS[match.group(1)]), text)


def _capital(text):
    return text[:1].upper() + text[1:]


class Library:
    def __init__(self, draw, held_out, test):
        self.decks = {}
        for name, fragments in BANK.items():
            kept = [f for f in fragments if f not in held_out[name]]
            self.decks[name] = Deck(
                draw, kept + list(held_out[name]) * HELD_OUT_COPIES if test else kept
            )

    def deal(self, name, avoid=()):
        return self.decks[name].deal(lambda f: f.aspect not in avoid)


def _joined(author, library, used):
    """Two clauses that agree."""
    first = library.deal(f"clause{author.label}", used)
    second = library.deal(f"clause{author.label}", {*used, first.aspect})
    used |= {first.aspect, second.aspect}
    a, b = fill(first.text, author.draw), fill(second.text, author.draw)
    return a + author.draw.pick((", and ", ", and ", "; ", " and ")) + b


def _conceding(author, library, used):
    """A clause against the verdict, then one for it."""
    draw = author.draw
    minor = library.deal(
        f"{draw.pick(('mild', 'mild', 'clause'))}{1 - author.label}",
        {"verdict", "feeling"} if draw.chance(0.7) else (),
    )
    main = library.deal(f"clause{author.label}", {*used, minor.aspect})
    used |= {minor.aspect, main.aspect}
    a, b = fill(minor.text, draw), fill(main.text, draw)
    shape = draw.pick(
        (
            "{a}, but {b}",
            "although {a}, {b}",
            "while {a}, {b}",
            "sure, {a}, but {b}",
            "{b}, even if {a}",
            "{a}. Still, {b}",
            "{a}. However, {b}",
            "granted, {a}, but {b}",
            "{b}, even though {a}",
            "{a}, yet {b}",
        )
    )
    return shape.replace("{a}", a).replace("{b}", b)


def compose(author, library):
    draw, label = author.draw, author.label
    sentences, used = [], set()
    if draw.chance(0.55):
        sentences.append(_capital(fill(library.deal("context").text, draw)))
    if draw.chance(0.4):
        sentences.append(_capital(fill(library.deal("plot").text, draw)))
    for part in draw.weighted(SHAPES):
        if part == "A":
            fragment = library.deal(f"clause{label}", used)
            used.add(fragment.aspect)
            text = fill(fragment.text, draw)
        elif part == "B":
            text = _conceding(author, library, used)
        elif part == "C":
            fragment = library.deal(f"mild{label}", used)
            used.add(fragment.aspect)
            text = fill(fragment.text, draw)
        elif part == "J":
            text = _joined(author, library, used)
        else:
            sentences.append(_capital(fill(library.deal(f"whole{label}").text, draw)))
            continue
        sentences.append(_capital(text) + (author.stop if draw.chance(0.6) else "."))
    if draw.chance(0.45):
        sentences.append(_capital(fill(library.deal(f"close{label}").text, draw)))
    return sentences


def _articles(text):
    text = re.sub(r"\ba ([aeiou])", r"an \1", text)
    return re.sub(r"\bA ([aeiou])", r"An \1", text)


def write(author, sentences):
    draw = author.draw
    text = ""
    for place, sentence in enumerate(sentences):
        gap = "" if not place else "<br /><br />" if author.breaks and draw.chance(0.4) else " "
        text += gap + sentence
    text = _articles(text)
    for long, short in CONTRACTIONS:
        if author.contracts and draw.chance(author.contracts):
            text = re.sub(rf"(?<!in )\b{long}\b(?![.,!])", short, text)
    for right, wrong in TYPOS:
        if right in text and draw.chance(author.typos * 0.4):
            text = text.replace(right, wrong, 1)
    if author.shouts:
        words = [
            w
            for w in re.findall(r"[a-z]{4,}", text)
            if w
            in bank.SLOTS["greatadj"]
            + bank.SLOTS["awfuladj"]
            + ["never", "every", "whole", "best", "worst"]
        ]
        if words:
            word = draw.pick(words)
            text = re.sub(rf"\b{word}\b", word.upper(), text, count=1)
    return text.lower() if author.lower else text


def _split(draw, library, count, taken):
    rows, seen = [], set(taken)
    while len(rows) < count:
        label = len(rows) % 2
        author = Author(draw, label)
        sentences = compose(author, library)
        text = write(author, sentences)
        if not SHORTEST <= len(text.split()) <= LONGEST or len(sentences) > 6 or text in seen:
            continue
        seen.add(text)
        rows.append((text, 1 - label if draw.chance(LABEL_NOISE) else label))
    return draw.shuffled(rows)


def reviews():
    """Training and test rows: lists of (document, label)."""
    draw = Draw(SEED)
    held_out = {
        name: draw.shuffled(fragments)[: int(len(fragments) * HELD_OUT)]
        for name, fragments in BANK.items()
    }
    train = _split(draw, Library(draw, held_out, False), TRAIN, ())
    test = _split(draw, Library(draw, held_out, True), TEST, [text for text, _ in train])
    return train, test
