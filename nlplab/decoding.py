"""Writing a translation token by token, many sentences at once: greedy and beam search over any
model that can take one step. Lesson 080 writes both; the lessons after it take them from here.

A model is two functions. `start(x)` reads the sources (N, T) and returns its state: a tuple of
arrays whose first side is N. `step(tokens, state)` reads one token a sentence (N,) and returns the
scores of the next, (N, V), and the new state. What a Transformer calls its cache is such a state.
"""

from __future__ import annotations

import numpy as np

from nlplab.translation import END, PAD, START, pad


def greedy(step, state, n: int, longest: int) -> np.ndarray:
    """The most likely token at each step: ids (N, longest), padding after [END]."""
    tokens, alive = np.full(n, START), np.ones(n, bool)
    written = np.full((n, longest), PAD)
    for at in range(longest):
        scores, state = step(tokens, state)
        tokens = np.where(alive, np.asarray(scores).argmax(axis=-1), PAD)
        written[:, at] = tokens
        alive &= tokens != END
        if not alive.any():
            break
    return written


def log_softmax(scores) -> np.ndarray:
    """Log probabilities over the last side, float64."""
    scores = np.asarray(scores, dtype="float64")
    scores = scores - scores.max(axis=-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))


def beam(step, state, n: int, longest: int, width: int = 4, alpha: float = 0.6) -> np.ndarray:
    """The best of the `width` most likely beginnings at each step: ids (N, longest).

    Args: alpha: how much length is forgiven: log probabilities are divided by ((5 + length) / 6) **
        alpha, after Wu et al. (2016), https://arxiv.org/abs/1609.08144; 0: not at all.
    """
    tokens = np.full(n * width, START)
    state = tuple(np.repeat(np.asarray(part), width, axis=0) for part in state)
    sums = np.tile([0.0] + [-np.inf] * (width - 1), (n, 1))  # (N, width): one beginning at first
    written = np.full((n, width, longest), PAD)
    ended = np.zeros((n, width), bool)
    for at in range(longest):
        scores, state = step(tokens, state)
        further = log_softmax(scores).reshape(n, width, -1)  # (N, width, V)
        stay = np.full(further.shape[-1], -np.inf)
        stay[PAD] = 0.0  # a finished sentence goes on with padding, for nothing
        further = np.where(ended[:, :, None], stay, further) + sums[:, :, None]
        penalty = np.where(ended, (written != PAD).sum(axis=-1), at + 1)
        ranked = (further / (((5 + penalty) / 6) ** alpha)[:, :, None]).reshape(n, -1)
        best = np.argpartition(-ranked, width - 1, axis=-1)[:, :width]
        order = np.argsort(-np.take_along_axis(ranked, best, axis=-1), axis=-1, kind="stable")
        best = np.take_along_axis(best, order, axis=-1)  # (N, width), best first
        parent, token = best // further.shape[-1], best % further.shape[-1]
        sums = np.take_along_axis(further.reshape(n, -1), best, axis=-1)
        written = np.take_along_axis(written, parent[:, :, None], axis=1)
        written[:, :, at] = token
        ended = np.take_along_axis(ended, parent, axis=1) | (token == END)
        if ended.all():
            break
        rows = (np.arange(n)[:, None] * width + parent).ravel()
        state = tuple(np.asarray(part)[rows] for part in state)
        tokens = token.ravel()
    return written[:, 0]


def translate(sources, start, step, search=greedy, size: int = 250, longest: int = 40):
    """Ids of the translation of every source, in the sources' order; `size` of like length at once.

    Args: sources: N sequences of ids. search: `greedy`, or `beam` with its settings by
        `functools.partial`.
    Returns: N lists of ids that may end in [END] and padding; `Vocabulary.decode` makes texts of
        them.
    """
    order = np.argsort([len(ids) for ids in sources], kind="stable")
    written: list = [None] * len(sources)
    for first in range(0, len(order), size):
        group = order[first : first + size]
        x = pad([sources[i] for i in group])
        found = search(step, start(x), len(group), min(longest, 2 * x.shape[1] + 5))
        for i, ids in zip(group, found, strict=True):
            written[i] = ids.tolist()
    return written
