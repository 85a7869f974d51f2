"""Chance that is the same everywhere.

Only ``random.Random(seed).random()`` is used: its sequence for an integer seed is the Mersenne
twister's and is the same on every Python, whereas ``choice`` or ``shuffle`` may be rewritten.
"""

import random


class Draw:
    """A seeded source of choices."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def below(self, n):
        """An integer from 0 to n - 1."""
        return int(self._random() * n)

    def chance(self, p):
        return self._random() < p

    def pick(self, options):
        return options[self.below(len(options))]

    def weighted(self, options):
        """One key of a list of (key, weight) pairs."""
        point = self._random() * sum(weight for _, weight in options)
        for key, weight in options:
            point -= weight
            if point < 0:
                return key
        return options[-1][0]

    def shuffled(self, options):
        cards = list(options)
        for last in range(len(cards) - 1, 0, -1):
            other = self.below(last + 1)
            cards[last], cards[other] = cards[other], cards[last]
        return cards


class Deck:
    """Cards dealt without replacement and reshuffled when used up, so that none is dealt far more often."""

    def __init__(self, draw, cards):
        if not cards:
            raise ValueError("a deck needs cards")
        self._draw = draw
        self._cards = list(cards)
        self._pile = []

    def deal(self, fits=lambda card: True):
        """The next card that fits; None when no card of the whole deck does."""
        for _ in range(2):
            for place in range(len(self._pile) - 1, -1, -1):
                if fits(self._pile[place]):
                    return self._pile.pop(place)
            self._pile = self._draw.shuffled(self._cards) + self._pile
        return None
