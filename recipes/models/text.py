"""The text that our models learn from, and their tokenizers.

NSMC's training reviews without 10,000 that are kept for decisions (dev), and the further reviews of
the same collection. Nothing that stands in dev or in NSMC's test is among them.
"""

from __future__ import annotations

import csv
import json
import lzma
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNK, CLS, SEP, MASK = range(5)
END = "<|endoftext|>"
FURTHER = "nsmc/reviews_more.tsv.xz"  # in NLPLAB_DATA: columns rating, document


@dataclass(frozen=True)
class Split:
    """`lm` in its random order: its last 5,000 are the encoder's held-out part, its last tenth the
    decoder's."""

    dev: list[str]
    lm: list[str]


def normalise(text: str) -> str:
    """NFC, and one blank for every run of white space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def split(train: Sequence[str], test: Iterable[str], further: Iterable[str], dev: int) -> Split:
    """Carve out dev, leave out its texts and test's, each text once, in a fixed random order."""
    train, test = [normalise(text) for text in train], {normalise(text) for text in test}
    order = np.random.default_rng(7).permutation(len(train))
    kept = [train[row] for row in np.sort(order[:dev])]
    fit = [train[row] for row in np.sort(order[dev:])]
    more = [text for text in map(normalise, further) if text not in test]
    unwanted = {"", *kept}
    lm = [text for text in dict.fromkeys([*fit, *more]) if text not in unwanted]
    shuffled = np.random.default_rng(8).permutation(len(lm))
    return Split(kept, [lm[row] for row in shuffled])


def load() -> Split:
    """The real text, or the course's sample in the profile "quick" (to see that a recipe runs)."""
    from nlplab import data

    train, test = data.load_nsmc()
    if train.attrs["origin"] == "sample":
        return split(train.document, test.document, [], dev=len(train) // 10)
    folder = os.environ.get("NLPLAB_DATA")
    path = Path(folder or ".") / FURTHER
    if not path.is_file():
        raise SystemExit(
            f"{path}: not there. Pack it from raw/ of github.com/e9t/nsmc (pack() here), and name "
            "its folder's parent in NLPLAB_DATA."
        )
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        lines = stream.read().split("\n")[1:]
    further = [line.split("\t", 1)[1] for line in lines if line]
    return split(train.document, test.document, further, dev=10_000)


def pack(raw: Path, known: Iterable[str], target: Path) -> int:
    """Write the reviews of NSMC's raw/*.json whose text is not `known` as rating and document.

    Our file lacks the reviews of one film in ten, which were kept for another purpose; packed anew
    they are in, so that a model made from it has read a tenth more. Returns: the number of reviews.
    """
    seen, rows = {normalise(text) for text in known} | {""}, []
    for path in sorted(raw.glob("*.json")):
        for review in json.loads(path.read_text(encoding="utf-8")):
            text = normalise(review["review"])
            if text not in seen:
                seen.add(text)
                rows.append((review["rating"], text))
    with lzma.open(target, "wt", encoding="utf-8", newline="\n") as stream:
        writer = csv.writer(
            stream, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n"
        )
        writer.writerows([("rating", "document"), *rows])
    return len(rows)


def word_pieces(texts: Sequence[str], size: int = 8000):
    """A cased WordPiece tokenizer: at most 1,500 single letters, pairs as [CLS] A [SEP] B [SEP]."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from tokenizers.trainers import WordPieceTrainer

    made = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    clean = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=False
    )
    made.normalizer = normalizers.Sequence([normalizers.NFC(), clean])
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.decoder = decoders.WordPiece()
    trainer = WordPieceTrainer(
        vocab_size=size,
        min_frequency=2,
        limit_alphabet=1500,
        special_tokens=SPECIAL,
        show_progress=False,
    )
    made.train_from_iterator(texts, trainer)
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)],
    )
    return made


def byte_pairs(texts: Sequence[str], size: int = 8000):
    """A byte-level BPE tokenizer: no text is unknown to it. Number 0 ends a text."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.trainers import BpeTrainer

    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.NFC()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=size,
        special_tokens=[END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(texts, trainer)
    return made


@dataclass(frozen=True)
class Ids:
    """Texts as one long row of token numbers: text i is `flat[first[i] : first[i] + length[i]]`."""

    flat: np.ndarray
    length: np.ndarray

    @property
    def first(self) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(self.length)[:-1]]).astype("int64")


def encode(tokenizer, texts: Sequence[str], most: int) -> Ids:
    """Token numbers without special tokens, each text cut at `most`; empty ones fall out."""
    rows: list[np.ndarray] = []
    for start in range(0, len(texts), 50_000):
        found = tokenizer.encode_batch(texts[start : start + 50_000], add_special_tokens=False)
        rows += [np.asarray(one.ids[:most], dtype="int64") for one in found if one.ids]
    return Ids(np.concatenate(rows), np.array([len(row) for row in rows], dtype="int64"))
