"""Short messages, spam or not, split so that no copy of a message crosses from one side to another.

Lesson 000 solves this task in several ways and compares them; so data, split and scores stand here.
"""

from __future__ import annotations

import csv
import re
from typing import Any, NamedTuple

from nlplab import data


class Split(NamedTuple):
    """Training, validation and test messages, three DataFrames as `load_sms_spam` returns them."""

    train: Any
    valid: Any
    test: Any


def load_sms_spam():
    """Messages as a DataFrame with document (str, never NaN) and label (int64: 0 ham, 1 spam).

    5,574 English text messages, or the course's own in "quick" and where the real file can't be
    had; `.attrs["origin"]` is "mirror", "cache", "internet" or "sample". Source: Almeida et al.
    (2011), SMS Spam Collection v.1.
    Raises: data.DataError if the mirror is wrong.
    """
    import pandas as pd

    (path,), origin = data.find("sms_spam")
    if origin == "sample":
        frame = pd.read_csv(path, keep_default_na=False, encoding="utf-8")
    else:  # quotes are part of the text, and a message may read "null"
        frame = pd.read_csv(
            path,
            sep="\t",
            names=["label", "document"],
            quoting=csv.QUOTE_NONE,
            lineterminator="\n",
            keep_default_na=False,
            encoding="utf-8",
        )
        frame["label"] = (frame.label == "spam").astype("int64")
    frame = frame[["document", "label"]]
    frame.attrs["origin"] = origin
    return frame


def skeleton(message: str) -> str:
    """The letters of a message alone: what makes two messages copies of each other here.

    >>> skeleton("WIN 500 now!! Call 00123")
    'win now call'
    """
    return " ".join(re.findall(r"[^\W\d_]+", message.lower()))


def split(messages, share: float = 0.2, careful: bool = True, seed: int = 7) -> Split:
    """Cut messages into training, validation and test messages; `share` of them in each of the last
    two.

    Args: messages: as `load_sms_spam` returns them. careful: messages that differ in digits, case
        and punctuation alone stay together, and the last two splits have each of them once. Without
        it rows are drawn as they come, so a test message may have a copy in the training data.
    Returns: a Split; the same for the same messages and seed.
    """
    import numpy as np
    import pandas as pd

    texts = messages.document.map(skeleton)
    group = pd.factorize(texts)[0] if careful else np.arange(len(messages))
    order = np.random.default_rng(seed).permutation(group.max() + 1)
    held = int(share * len(order))
    side = np.zeros(len(order), dtype=int)  # 0 train, 1 valid, 2 test
    side[order[:held]], side[order[held : 2 * held]] = 1, 2
    where, first = side[group], ~pd.Series(group, index=messages.index).duplicated()
    parts = (messages[(where == part) & (first | (part == 0))] for part in range(3))
    return Split(*(frame.reset_index(drop=True) for frame in parts))
