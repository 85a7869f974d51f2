"""Pairs of sentences for translation, split so that the test sentences are new to a model.

Lessons 080, 090, 130 and 150 carry the same pairs and the same split from model to model; so it
stands here. Vocabulary and batches are in `nlplab.translation`, the table of results in
`nlplab.ladder`.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections import defaultdict
from typing import Any, NamedTuple

from nlplab import data

_LANGUAGES = {"es": "pairs_es", "ko": "pairs_ko"}
_HELD_OUT = 3  # words that a sentence of the validation or test split has at least


class Split(NamedTuple):
    """Training, validation and test pairs, three DataFrames with the columns of `load`."""

    train: Any
    valid: Any
    test: Any


def load(language: str):
    """English sentences with their translations, as a DataFrame with the columns `en` and
    `language`.

    "es": 118,964 Spanish pairs, "ko": 5,749 Korean ones, both from Tatoeba; or the course's own
    sentences in "quick" and offline. An English sentence may come several times, with other
    translations. `.attrs["origin"]` is "mirror", "cache", "internet" or "sample".
    Raises: data.DataError for another language, or if the mirror is wrong.
    """
    import pandas as pd

    if language not in _LANGUAGES:
        raise data.DataError(
            f"{language!r}의 문장 쌍은 없습니다. 쓸 수 있는 언어: {', '.join(_LANGUAGES)}"
        )
    paths, origin = data.find(_LANGUAGES[language])
    if origin == "sample":
        frame = pd.read_csv(paths[0], encoding="utf-8", keep_default_na=False)
        frame = frame[["en", language]]
    else:
        rows = [line.split("\t")[:2] for line in _text(paths[0]).split("\n") if line]
        frame = pd.DataFrame(rows, columns=["en", language])
    frame.attrs["origin"] = origin
    return frame


def load_chatbot():
    """Korean questions and answers as a DataFrame with question, answer (str) and label (int64: 0
    everyday, 1 parting, 2 love).

    11,823 rows, or the course's own in "quick" and offline; `.attrs["origin"]` as in `load`.
    Source: https://github.com/songys/Chatbot_data
    """
    import pandas as pd

    (path,), origin = data.find("chatbot")
    frame = pd.read_csv(path, encoding="utf-8", keep_default_na=False)
    frame = frame.rename(columns={"Q": "question", "A": "answer"})
    frame.attrs["origin"] = origin
    return frame


def load_rated():
    """Film reviews with grades as a DataFrame with rating (int64, 1 to 10) and document (str).

    444,256 rows that stand in neither part of NSMC, or the course's own in "quick" and where the
    real file can't be had (no address has it: it is packed from raw/ of the source, see
    recipes/models/text.py); `.attrs["origin"]` as in `load`. Source:
    https://github.com/e9t/nsmc
    Raises: data.DataError if the mirror is wrong.
    """
    import pandas as pd

    (path,), origin = data.find("nsmc_rated")
    options = {} if origin == "sample" else {"sep": "\t", "quoting": csv.QUOTE_NONE}
    types = {"rating": "int64", "document": str}
    frame = pd.read_csv(path, dtype=types, keep_default_na=False, encoding="utf-8", **options)
    frame.attrs["origin"] = origin
    return frame


def _text(path) -> str:
    if path.suffix != ".zip":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        (name,) = [name for name in packed.namelist() if re.fullmatch(r".*/[a-z]{3}\.txt", name)]
        return packed.read(name).decode("utf-8")


def skeleton(sentence: str) -> tuple[str, ...]:
    """The words without case and punctuation: what makes two sentences the same here.

    >>> skeleton("I'm tired!")
    ('im', 'tired')
    """
    return tuple(re.sub(r"[^\w\s]", "", sentence.lower()).split())


def _patterns(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What two sentences share if a word was changed, added or left out, and only then."""
    without = {words[:i] + words[i + 1 :] for i in range(len(words))}
    holes = {(*words[:i], "*", *words[i + 1 :]) for i in range(len(words))}
    return {words} | without | holes


def near_copies(sentences, others) -> list[bool]:
    """For each of `sentences`, whether one of `others` differs from it by at most one word.

    Case and punctuation don't count.

    >>> near_copies(["Tom is tired.", "I am here."], ["Mary is tired!"])
    [True, False]
    """
    known = set().union(*map(_patterns, {skeleton(other) for other in others}), set())
    return [bool(_patterns(skeleton(sentence)) & known) for sentence in sentences]


def split(pairs, held_out: int = 1000, careful: bool = True, seed: int = 7) -> Split:
    """Cut pairs into training, validation and test pairs; the last two have `held_out` pairs each.

    Args: pairs: as `load` returns them. careful: by English sentence, never by row: all
        translations of a sentence lie on one side, and so do the English sentences of one
        translation. Training pairs whose English differs by at most one word from a validation or
        test sentence are left out. Sentences of fewer than three words are not held out, and each
        held-out sentence comes once. Without `careful` rows are drawn as they come, which is what
        most courses do; a test pair may then stand in the training data.
    Returns: a Split; the same for the same pairs and seed.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    if not careful:
        order = rng.permutation(len(pairs))
        cuts = np.split(order, [held_out, 2 * held_out])
        return Split(*(pairs.iloc[part].reset_index(drop=True) for part in (cuts[2], *cuts[:2])))
    words = pairs.en.map(skeleton)
    group = _groups(words, pairs.iloc[:, 1].map(skeleton))
    first = ~words.duplicated() & (words.map(len) >= _HELD_OUT)
    candidates = group[first.to_numpy()]
    drawn = rng.permutation(np.unique(candidates))[: 2 * held_out]
    side = dict.fromkeys(drawn[:held_out], "valid") | dict.fromkeys(drawn[held_out:], "test")
    where = np.array([side.get(g, "train") for g in group])
    held = {
        name: pairs[first & (where == name)].assign(group=group[first & (where == name)])
        for name in ("valid", "test")
    }
    valid, test = (
        frame.drop_duplicates("group").drop(columns="group").reset_index(drop=True)
        for frame in held.values()
    )
    train = pairs[where == "train"]
    near = near_copies(train.en, [*valid.en, *test.en])
    return Split(train[~np.array(near, bool)].reset_index(drop=True), valid, test)


def _groups(english, other):
    """A number a row: rows joined by a shared sentence of either side have the same one."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    numbers: dict = defaultdict(lambda: len(numbers))
    left = [numbers["en", words] for words in english]
    right = [numbers["other", words] for words in other]
    edges = coo_matrix((np.ones(len(left)), (left, right)), shape=(len(numbers), len(numbers)))
    return connected_components(edges, directed=False)[1][left]
