"""What every translation lesson needs once: a subword vocabulary, batches of sentences of like
length, a loss and an accuracy that never count padding. Lesson 080 builds the last two step by
step; the lessons after it take them from here.

It imports Keras, so `import nlplab` does not import it.
"""

from __future__ import annotations

from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from nlplab import pairs

PAD, UNK, START, END = range(4)
"""Ids with a meaning of their own: filling, unknown, begin and end of a sentence."""

EDGES = (4, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128)
"""Lengths that batches are padded to, so that a model meets few different shapes."""


class Vocabulary:
    """Byte-pair encoding (lesson 037) learned from texts; one for both languages or one for each.

    A token that begins a word starts with "▁"; punctuation is a token of its own.
    """

    def __init__(self, texts, size: int):
        """Args: texts: what the merges are learned from: training sentences only. size: tokens, the
        four special ones included.
        """
        from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
        from tokenizers.trainers import BpeTrainer

        words = Regex(r"▁?[^▁\w]|▁?\w+")
        steps = [normalizers.NFC(), normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
        self._tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
        self._tokenizer.normalizer = normalizers.Sequence(steps)
        self._tokenizer.pre_tokenizer = pre_tokenizers.Split(words, "isolated")
        self._tokenizer.decoder = decoders.Metaspace()
        special = ["[PAD]", "[UNK]", "[START]", "[END]"]
        self._tokenizer.train_from_iterator(
            texts, BpeTrainer(vocab_size=size, special_tokens=special, show_progress=False)
        )

    def __len__(self) -> int:
        return self._tokenizer.get_vocab_size()

    def encode(self, texts) -> list[list[int]]:
        """Ids of each text, without [START] and [END]."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def decode(self, sequences) -> list[str]:
        """The text of each sequence of ids, up to its first [END]; special tokens are left out."""
        cut = [[int(i) for i in ids] for ids in sequences]
        cut = [ids[: ids.index(END)] if END in ids else ids for ids in cut]
        return self._tokenizer.decode_batch(cut, skip_special_tokens=True)

    def tokens(self, text: str) -> list[str]:
        """The tokens of one text, as read by people: labels of a plot's axis."""
        return self._tokenizer.encode(text).tokens


class Task(NamedTuple):
    """A translation task: texts as in `pairs.Split`, training and validation pairs in ids."""

    source: str  # the column that is read
    target: str  # the column that is written
    texts: pairs.Split
    vocabulary: Vocabulary
    train: tuple[list, list]  # (sources, targets), pairs of at most `longest` tokens a side
    valid: tuple[list, list]


def task(source: str, target: str, size: int, held_out: int, longest: int = 16) -> Task:
    """The pairs, the split, the vocabulary and the ids that lessons 080, 090, 130 and 150 share.

    Args: source, target: "en" and one of the languages of `pairs.load`. size: tokens of the one
        vocabulary, learned from both sides of the training pairs. held_out: pairs of validation and
        of test. longest: training pairs with more tokens on a side are left out; test pairs never.
    """
    texts = pairs.split(pairs.load(({source, target} - {"en"}).pop()), held_out)
    vocabulary = Vocabulary([*texts.train[source], *texts.train[target]], size)

    def ids(frame, limit):
        both = zip(*(vocabulary.encode(frame[side]) for side in (source, target)), strict=True)
        kept = [pair for pair in both if max(map(len, pair)) <= limit]
        return [x for x, _ in kept], [y for _, y in kept]

    train, valid = ids(texts.train, longest), ids(texts.valid, EDGES[-1])
    return Task(source, target, texts, vocabulary, train, valid)


def width(length: int) -> int:
    """The first of EDGES that `length` fits in, or `length` if it is longer than all of them."""
    return next((edge for edge in EDGES if edge >= length), length)


def pad(sequences) -> np.ndarray:
    """Sequences of ids as one int32 array (B, T), filled with PAD behind; T is one of EDGES."""
    longest = width(max(map(len, sequences)))
    batch = np.full((len(sequences), longest), PAD, dtype="int32")
    for row, ids in enumerate(sequences):
        batch[row, : len(ids)] = ids
    return batch


def teacher(targets) -> tuple[np.ndarray, np.ndarray]:
    """What the decoder reads and what it must answer, both (B, T): the same ids, shifted by one.

    >>> [part.tolist() for part in teacher([[7, 8]])]
    [[[2, 7, 8, 0]], [[7, 8, 3, 0]]]
    """
    return pad([[START, *ids] for ids in targets]), pad([[*ids, END] for ids in targets])


class PairBatches(keras.utils.PyDataset):
    """((source, decoder input), answer) for `model.fit`: pairs of like length, mixed each epoch."""

    def __init__(self, sources, targets, size: int, seed: int | None = None):
        """Args: sources, targets: N sequences of ids each. size: pairs a batch. seed: of the
        mixing; None: always the same order.
        """
        super().__init__()
        self._sources, self._targets, self._size = sources, targets, size
        self._rng = None if seed is None else np.random.default_rng(seed)
        lengths = zip(map(len, sources), map(len, targets), strict=True)
        self._widths = np.array([(width(x), width(y + 1)) for x, y in lengths])
        self.on_epoch_end()

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, index: int):
        group = self._groups[index]
        read, answer = teacher([self._targets[i] for i in group])
        return (pad([self._sources[i] for i in group]), read), answer

    def on_epoch_end(self) -> None:
        n = len(self._widths)
        chance = np.arange(n) if self._rng is None else self._rng.random(n)
        order = np.lexsort((chance, self._widths[:, 1], self._widths[:, 0]))
        groups = [order[start : start + self._size] for start in range(0, n, self._size)]
        # Keras looks at the first two batches to learn which sides of the arrays vary: the longest
        # sentences, fewer than a full batch of them, and the shortest
        ends, rest = [groups[-1], groups[0]][: len(groups)], groups[1:-1]
        if self._rng is not None:
            self._rng.shuffle(rest)
        self._groups = ends + rest


def masked_loss(answer, scores):
    """Mean cross-entropy in nats over the answers that are no padding: (B, T), (B, T, V) -> ()."""
    real = ops.cast(ops.not_equal(answer, PAD), scores.dtype)
    losses = ops.sparse_categorical_crossentropy(answer, scores, from_logits=True)
    return ops.sum(losses * real) / ops.sum(real)


def masked_accuracy(answer, scores):
    """The share of answers, padding left out, whose score is the highest: ()."""
    real = ops.cast(ops.not_equal(answer, PAD), scores.dtype)
    right = ops.cast(ops.equal(ops.argmax(scores, axis=-1), answer), scores.dtype)
    return ops.sum(right * real) / ops.sum(real)


def token_loss(model, batches) -> float:
    """`masked_loss` over all tokens of all batches; `fit` reports the mean over batches instead."""
    total = count = 0.0
    for index in range(len(batches)):
        inputs, answer = batches[index]
        real = int((answer != PAD).sum())
        scores = model.predict_on_batch(inputs)
        total += real * float(
            masked_loss(ops.convert_to_tensor(answer), ops.convert_to_tensor(scores))
        )
        count += real
    return total / count
