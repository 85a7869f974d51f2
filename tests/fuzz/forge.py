"""Forged messages from good ones: trees are changed as trees, bytes as bytes."""
from __future__ import annotations

import random
from collections.abc import Callable

ATOMS = [None, 2**21, 2**25, 10**8, True, False, 0, 1, -1, 2, 7, 255, 2**31 - 1, 2**31, 2**32, 2**53, 2**63 - 1, -(2**63), 2**64 - 1, 0.0, -0.0, 1.5, 1e308, float("nan"), float("inf"),
         "", "a", "0", "__class__", "__main__", "builtins", "float64", "<f8", "O", "<U9", "V8", "torch", "\ud800", "가" * 50, b"", b"\0", b"\xff" * 16, b"\0" * 64, [], [[]], [None, None]]
TAGS = ["l", "t", "d", "D", "C", "O", "s", "f", "q", "a", "ao", "g", "x", "n", "i", "r", "sl", "pd", "ps", "pi", "pm", "pr", "pt", "ts", "sp", "G", "RR", "T", "h",
        "K", "e", "tt", "dt", "td", "=", "@", "W", "o", "pk", "ma"]


def places(tree: list, here: list, depth: int = 0) -> list:
    """Every list of a tree that is not empty, in it and below."""
    if tree and len(here) < 200 and depth < 60:
        here.append(tree)
        for part in tree:
            if type(part) is list:
                places(part, here, depth + 1)
    return here


def copied(tree: object) -> object:
    return [copied(part) for part in tree] if type(tree) is list else tree


def tree(chance: random.Random, good: list, corpus: list) -> list:
    """A copy of a tree with one to four changes."""
    forged = copied(good)
    if type(forged) is not list:
        return [forged]
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        spots = places(forged, [])
        if not spots:
            return forged
        spot = chance.choice(spots)
        at = chance.randrange(len(spot))
        chance.choice(_CHANGES)(chance, spot, at, corpus)
    return forged


def _atom(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    spot[at] = copied(chance.choice(ATOMS))


def _near(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    value = spot[at]
    if type(value) is int:
        spot[at] = chance.choice((value + 1, value - 1, -value, value * 2**20, value * 2**20, value + 2**25, value + 2**32))
    elif type(value) in (str, bytes) and value:
        cut = chance.randrange(len(value))
        spot[at] = chance.choice((value[:cut], value * 3, value[::-1], value[:cut] + value[cut + 1:]))
    else:
        _atom(chance, spot, at, corpus)


def _tag(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    spot[0] = chance.choice(TAGS)


def _leave(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    del spot[at]


def _again(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    spot[at:at] = [spot[at]] * chance.choice((1, 2, 30))


def _swap(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    other = chance.randrange(len(spot))
    spot[at], spot[other] = spot[other], spot[at]


def _graft(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    spot[at] = copied(chance.choice(corpus))


def _wrap(chance: random.Random, spot: list, at: int, corpus: list) -> None:
    for _ in range(chance.choice((1, 3, 120))):
        spot[at] = [chance.choice(TAGS[:8]), [spot[at]]]


_CHANGES: list[Callable] = [_atom, _atom, _near, _near, _tag, _leave, _again, _swap, _graft, _graft, _wrap]


def data(chance: random.Random, good: bytes, corpus: list[bytes]) -> bytes:
    """Bytes with one to four changes."""
    forged = bytearray(good)
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        at = chance.randrange(len(forged) + 1)
        how = chance.randrange(6)
        if how < 2 and at < len(forged):
            forged[at] = chance.choice((0, 1, 0x7F, 0x80, 0x90, 0xC1, 0xDC, 0xDD, 0xFF, chance.randrange(256)))
        elif how == 2:
            del forged[at:at + chance.choice((1, 4, 40))]
        elif how == 3:
            forged[at:at] = chance.randbytes(chance.choice((1, 4, 9)))
        elif how == 4:
            forged[at:at] = forged[at:at + 16] * chance.choice((1, 2, 200))
        else:
            other = chance.choice(corpus)
            forged[at:] = other[chance.randrange(len(other) + 1):]
    return bytes(forged)


def fields(chance: random.Random, good: list[bytes], corpus: list[list[bytes]]) -> list[bytes]:
    """Fields with one to four changes: each is bytes, or packs fields again."""
    forged = list(good)
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        at = chance.randrange(len(forged))
        how = chance.randrange(6)
        if how == 0:
            forged[at] = chance.choice((b"", b"0", b"-1", b"999999999", b"9" * 12, b"1e9", b"\xff\xfe", b"ok", b"died", b"image/png", b"text/html", b"<script>" * 3, bytes(5000)))
        elif how == 1:
            other = chance.choice(corpus)
            forged[at] = chance.choice(other)
        elif how == 2:
            forged[at:at] = [forged[at]] * chance.choice((1, 3, 40))
        elif how == 3 and len(forged) > 1:
            del forged[at]
        else:
            forged[at] = data(chance, forged[at], [b"x", *good]) if forged[at] else chance.randbytes(3)
    return forged
