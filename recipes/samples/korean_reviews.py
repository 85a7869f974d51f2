"""Korean movie reviews, composed from the fragments in ``korean_positive``, ``korean_negative`` and ``korean_shared``.

A review has an author (a register, habits of spacing, punctuation and typing) and a plan (one clause, two joined clauses,
praise that ends in a verdict against, ...). The fragments are dictionary forms; this module inflects and joins them.
"""

import re
from dataclasses import dataclass

from . import korean_negative, korean_positive, korean_shared
from .draw import Deck, Draw
from .korean import conjugate, particle

SEED = 35
TRAIN, TEST = 4_000, 1_000
EMPTY_TRAIN, EMPTY_TEST = 5, 3
LONGEST = 140
HELD_OUT = 0.15  # share of the fragments that the training reviews never use
HELD_OUT_COPIES = 3  # how many times as often the test reviews use them
LABEL_NOISE = 0.015
COPIES = 14  # exact copies of other training reviews
SHORT_REPEATS = 3  # a very short review may come this many times


@dataclass(frozen=True)
class Fragment:
    text: str
    pos: str  # v a e c: to be inflected; x: as it stands
    flags: str  # + only past, - only present, s about the writer, n never before a noun
    aspect: str
    genre: str


def parse(block):
    """Lines ``text /flags`` under ``@aspect [genre]`` headings."""
    aspect = genre = ""
    fragments = []
    for line in block.strip().splitlines():
        line = line.strip()
        if not line:
            continue
        if line.startswith("@"):
            aspect, _, genre = line[1:].partition(" ")
            continue
        text, mark, flags = line.rpartition(" /")
        if not mark:
            text, flags = line, "x"
        if text.endswith("겠다"):
            flags += "-sn"  # 모르겠다: one's own thought, never past
        fragments.append(Fragment(text, flags[0], flags[1:], aspect, genre))
    return fragments


FINAL = {
    "formal": [("ㅂ니다", 72), ("네요", 14), ("아요", 10), ("더라고요", 4)],
    "polite": [
        ("아요", 46),
        ("네요", 32),
        ("더라고요", 9),
        ("ㅂ니다", 5),
        ("죠", 2),
        ("던데요", 3),
        ("는데요", 3),
    ],
    "clipped": [("ㅁ", 84), ("듯", 6), ("네", 5), ("다", 5)],
    "plain": [("다", 78), ("네", 10), ("더라", 5), ("구나", 3), ("듯", 4)],
    "casual": [
        ("아", 38),
        ("네", 18),
        ("다", 20),
        ("더라", 8),
        ("ㅁ", 8),
        ("지", 2),
        ("던데", 3),
        ("는데", 3),
    ],
}
HEARSAY = {
    "더라고요",
    "더라",
    "구나",
    "듯",
    "던데",
    "던데요",
    "지",
    "죠",
    "는데",
    "는데요",
}  # not said of oneself


class Author:
    """Who writes: chosen once for a review, so that its clauses sound alike."""

    def __init__(self, draw, label):
        self.draw, self.label = draw, label
        self.register = draw.weighted(
            [("formal", 13), ("polite", 22), ("clipped", 20), ("plain", 25), ("casual", 20)]
        )
        self.relaxed = self.register in ("clipped", "plain", "casual")
        self.drop = draw.pick((0.1, 0.3, 0.5, 0.8)) if self.relaxed else draw.pick((0, 0, 0.1, 0.3))
        self.past = draw.pick((0.1, 0.2, 0.6))
        self.keep_space = draw.weighted([(1.0, 56), (0.85, 16), (0.6, 12), (0.25, 10), (0.0, 6)])
        self.typos = draw.weighted([(0.0, 68), (0.35, 22), (0.9, 10)])
        self.stop = draw.weighted(
            [
                (".", 30),
                ("", 34),
                ("..", 10),
                ("...", 6),
                ("!", 8),
                ("!!", 3),
                ("~", 5),
                ("ㅋㅋ", 4),
            ]
        )
        self.mood = ""
        if draw.chance(0.3):
            self.mood = (
                draw.pick(korean_shared.MOODS[label])
                if draw.chance(0.55)
                else draw.pick(korean_shared.MOODS["both"])
            )
        self.genre = draw.pick(korean_shared.GENRES)
        self.used = set()  # slot entries: no title and no person twice in one review

    def ending(self, fragment, past):
        for _ in range(20):
            ending = self.draw.weighted(FINAL[self.register])
            if "s" in fragment.flags and (
                ending in HEARSAY or ending in ("네", "네요") and fragment.pos == "v" and not past
            ):
                continue
            return ending
        return "다"

    def speak(self, polite):
        """Go on in the politeness of a sentence that is already there."""
        if polite == self.relaxed:
            self.register = self.draw.pick(
                ("formal", "polite", "polite") if polite else ("clipped", "plain", "casual")
            )
            self.relaxed = not polite

    def intensifier(self):
        choices = (
            korean_shared.STRONG_CASUAL
            if self.relaxed and self.draw.chance(0.3)
            else korean_shared.STRONG
        )
        return self.draw.pick(choices)


def fill(text, author):
    """Replace {slots}."""

    def one(match):
        entries = korean_shared.SLOTS[match.group(1)]
        entry = author.draw.pick([e for e in entries if e not in author.used] or entries)
        author.used.add(entry)
        return entry

    return re.sub(r"\{([^}]+)\}", one, text)


def _particles(text, author, mark="plain"):
    """Turn ^ (subject), _ (object) and [은]-style marks into particles."""
    out, place = "", 0
    for match in re.finditer(r"\^|_|\[([^\]]+)\]", text):
        out += text[place : match.start()]
        place = match.end()
        sign = match.group(0)
        if sign == "^":
            if mark in ("topic", "also"):
                out += "도" if mark == "also" else particle(out, "은")
                mark = "plain"
            elif not author.draw.chance(author.drop):
                out += particle(out, "이")
        elif sign == "_":
            if not author.draw.chance(author.drop):
                out += particle(out, "을")
        else:
            out += particle(out, match.group(1))
    return out + text[place:]


def _finish(text, author, mark):
    while "~ " in text:
        strong = author.intensifier() + " " if author.draw.chance(0.42) else ""
        text = text.replace("~ ", strong, 1)
    return _particles(text, author, mark)


def render(fragment, author, link="", mark="plain"):
    """One clause as text: with a linking ending, or with a final ending of the author's register."""
    text = fill(fragment.text, author)
    if fragment.pos == "x":
        return _finish(text, author, mark)
    text = _finish(text, author, mark)
    head, _, word = text.rpartition(" ")
    head = head + " " if head else ""
    past = "+" in fragment.flags or ("-" not in fragment.flags and author.draw.chance(author.past))
    if link == "기":
        if past:
            return (
                head
                + conjugate(word, fragment.pos, "기")
                + author.draw.pick(("는 했지만", "는 했는데", "는 했으나"))
            )
        return (
            head
            + conjugate(word, fragment.pos, "기")
            + author.draw.pick(("는 한데", "는 하지만", "는 하나"))
        )
    if link == "ㄴ":
        return head + conjugate(word, fragment.pos, "ㄴ", past)
    if link:
        return head + conjugate(word, fragment.pos, link, past)
    ending = author.ending(fragment, past)
    if ending in ("던데요", "는데요"):
        return head + conjugate(word, fragment.pos, ending[:-1], past) + "요"
    return head + conjugate(word, fragment.pos, ending, past)


class Library:
    """Decks of fragments for one split."""

    def __init__(self, draw, held_out, test):
        def deck(name, fragments):
            kept = [f for f in fragments if f not in held_out[name]]
            if test:
                kept += held_out[name] * HELD_OUT_COPIES
            return Deck(draw, kept)

        self.decks = {name: deck(name, fragments) for name, fragments in BANK.items()}

    def deal(self, name, author, avoid=()):
        return self.decks[name].deal(
            lambda f: f.genre in ("", author.genre) and f.aspect not in avoid
        )


def _bank():
    bank = {}
    for label, module in ((1, korean_positive), (0, korean_negative)):
        for kind in ("CLAUSES", "MILD", "CLOSERS", "SHORT", "WHOLE", "COMPARE"):
            bank[f"{kind}{label}"] = parse(getattr(module, kind))
    for kind in ("CONTEXT", "OPENING", "NEUTRAL"):
        bank[kind] = parse(getattr(korean_shared, kind))
    return bank


BANK = _bank()

PLANS = [
    ("short", 4),
    ("clause", 17),
    ("clause+close", 13),
    ("two", 14),
    ("joined", 12),
    ("context", 11),
    ("context+close", 4),
    ("concede", 15),
    ("concede+close", 3),
    ("whole", 12),
    ("whole+clause", 5),
    ("compare", 4),
    ("three", 4),
    ("long", 4),
    ("noun", 4),
    ("neutral", 1),
]
SOBER = ["연기", "스토리", "연출", "음악", "영상", "결말", "캐릭터", "대사", "액션", "웃음", "공포", "긴장", "로맨스", "애니", "사극", "SF", "다큐", "재난"]  # what can be granted

VERDICT = ("재미", "감동", "전체", "스토리", "연출")


def _sentence(text, author, last=False):
    stop = author.stop
    if re.search(r"[.!?~ㅋㅎㅠㅜ;♥♡^]$", text):
        stop = "" if author.draw.chance(0.7) else stop
        if text[-1] in "?!" and stop.startswith("."):
            stop = ""
    elif author.draw.chance(0.12):
        stop = author.draw.pick((".", "", "..", "!", "~"))
    return text + stop


def compose(author, library):
    """A clean review, before the author's typing habits."""
    draw, label = author.draw, author.label
    plan = draw.weighted(PLANS)
    deal = lambda kind, avoid=(): library.deal(f"{kind}{label}", author, avoid)
    other = lambda kind, avoid=(): library.deal(f"{kind}{1 - label}", author, avoid)
    final = lambda fragment, mark="plain": render(fragment, author, mark=mark)
    parts = []
    if plan != "short" and draw.chance(0.07):
        parts.append(render(library.deal("OPENING", author), author))
    if plan == "short":
        return render(deal("SHORT"), author)
    if plan == "neutral":
        return _sentence(final(library.deal("NEUTRAL", author)), author)
    if plan == "noun":
        first = library.decks[f"CLAUSES{label}"].deal(
            lambda f: (
                f.genre in ("", author.genre)
                and f.pos != "x"
                and not set("sn") & set(f.flags)
                and not f.text.endswith("영화이다")
            )
        )
        noun = draw.pick(korean_shared.NOUN_ENDS[author.relaxed])
        parts.append(_sentence(render(first, author, link="ㄴ") + " " + noun, author))
        if draw.chance(0.4):
            parts.append(_sentence(final(deal("CLOSERS")), author))
        return " ".join(parts)
    if plan.startswith("context"):
        parts.append(render(library.deal("CONTEXT", author), author))
        parts.append(_sentence(final(deal("CLAUSES")), author))
    elif plan.startswith("concede"):
        if draw.chance(0.5):
            minor = other("MILD")
        else:
            minor = library.decks[f"CLAUSES{1 - label}"].deal(
                lambda f: (
                    f.genre in ("", author.genre)
                    and f.aspect in SOBER
                    and f.pos != "x"
                    and "s" not in f.flags
                )
            )
        link = draw.weighted(
            [("지만", 30), ("는데", 40), ("기", 14), ("나", 6 if not author.relaxed else 1)]
        )
        if link == "기" and "^" not in minor.text:
            link = "는데"
        main = library.decks[f"CLAUSES{label}"].deal(
            lambda f: (
                f.genre in ("", author.genre)
                and f.aspect != minor.aspect
                and (f.aspect in VERDICT or draw.chance(0.3))
            )
        )
        mark = "topic" if "^" in minor.text else "plain"
        parts.append(render(minor, author, link, mark) + draw.weighted([("", 8), (",", 2)]))
        parts.append(_sentence(final(main, "topic" if draw.chance(0.35) else "plain"), author))
    elif plan in ("joined", "three"):
        first = library.decks[f"CLAUSES{label}"].deal(
            lambda f: (
                f.genre in ("", author.genre)
                and f.aspect != "전체"
                and f.pos != "x"
                and "s" not in f.flags
            )
        )
        second = deal("CLAUSES", avoid=(first.aspect,))
        parts.append(render(first, author, draw.weighted([("고", 8), ("며", 1)])))
        parts.append(_sentence(final(second, "also" if draw.chance(0.45) else "plain"), author))
        if plan == "three":
            parts.append(
                _sentence(final(deal("CLAUSES", avoid=(first.aspect, second.aspect))), author)
            )
    elif plan == "two":
        first = deal("CLAUSES")
        parts.append(_sentence(final(first), author))
        parts.append(_sentence(final(deal("CLAUSES", avoid=(first.aspect,))), author))
    elif plan.startswith("whole"):
        parts.append(_sentence(final(deal("WHOLE")), author))
        author.speak(polite=re.search(r"(요|니다|죠|까|세요)[^가-힣]*$", parts[-1]) is not None)
        if plan == "whole+clause":
            parts.append(_sentence(final(deal("CLAUSES")), author))
    elif plan == "long":
        if draw.chance(0.5):
            parts.append(render(library.deal("CONTEXT", author), author))
        used = []
        for _ in range(3 + draw.below(3)):
            fragment = deal("CLAUSES", avoid=used)
            used.append(fragment.aspect)
            parts.append(
                _sentence(
                    final(fragment, "also" if len(used) > 1 and draw.chance(0.15) else "plain"),
                    author,
                )
            )
        parts.append(_sentence(final(deal("CLOSERS")), author))
    elif plan == "compare":
        parts.append(_sentence(final(deal("COMPARE")), author))
        if draw.chance(0.4):
            parts.append(_sentence(final(deal("CLOSERS")), author))
    else:
        parts.append(_sentence(final(deal("CLAUSES")), author))
    if plan.endswith("+close"):
        parts.append(_sentence(final(deal("CLOSERS")), author))
    return " ".join(parts)


def _stretch(text, draw):
    """너무 → 너무우, 진짜 → 진짜아아, 아 → 아아아: one word drawn out."""
    for word, long in korean_shared.STRETCH:
        if word in text and draw.chance(0.5):
            return text.replace(word, long, 1)
    return text


def type_out(text, author):
    """The author's typing: moods, typing errors, spaces left out."""
    draw = author.draw
    if draw.chance(0.05):
        text = _stretch(text, draw)
    for right, wrong in korean_shared.TYPOS:
        if right in text and draw.chance(author.typos * 0.5):
            text = text.replace(right, draw.pick(wrong), 1)
    if author.mood:
        base = text.rstrip(".") if draw.chance(0.7) else text
        words = "가" <= author.mood[0] <= "힣"
        text = base + (" " if words or draw.chance(0.35) else "") + author.mood
    if author.keep_space < 1:
        text = re.sub(" ", lambda _: " " if draw.chance(author.keep_space) else "", text)
    return re.sub(r" {2,}", " ", text).strip()


def one_review(draw, library, label):
    while True:
        author = Author(draw, label)
        text = type_out(compose(author, library), author)
        if 1 <= len(text) <= LONGEST:
            return text


def _split(draw, library, count, empty, copies, taken):
    """Rows of one split; no review that is in ``taken``, except very short ones."""
    seen, rows = {}, []
    while len(rows) < count - empty - copies:
        label = len(rows) % 2
        text = one_review(draw, library, label)
        repeats = SHORT_REPEATS if len(text) <= 4 else 1
        if seen.get(text, 0) >= repeats or (text in taken and len(text) > 4):
            continue
        seen[text] = seen.get(text, 0) + 1
        rows.append((text, label))
    rows += [draw.pick(rows) for _ in range(copies)]
    rows = [(text, 1 - label if draw.chance(LABEL_NOISE) else label) for text, label in rows]
    rows += [("", draw.below(2)) for _ in range(empty)]
    return draw.shuffled(rows)


def reviews():
    """Training and test rows: lists of (document, label)."""
    draw = Draw(SEED)
    held_out = {}
    for name, fragments in BANK.items():
        held_out[name] = draw.shuffled(fragments)[
            : int(len(fragments) * HELD_OUT)
        ]  # a list: a set has no fixed order
    train = _split(draw, Library(draw, held_out, False), TRAIN, EMPTY_TRAIN, COPIES, set())
    taken = {text for text, _ in train}
    test = _split(draw, Library(draw, held_out, True), TEST, EMPTY_TEST, 0, taken)
    return train, test
