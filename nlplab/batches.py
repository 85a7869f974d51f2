"""Batches for recurrent models: texts of like length together, few different lengths, pooling that
skips padding. Lesson 030 builds all of it step by step; later lessons take it from here.

It imports Keras, so `import nlplab` does not import it.
"""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops

EDGES = (8, 12, 16, 24, 32, 48, 64, 80, 128, 256)
"""Lengths that batches are padded to. A graph or a GPU's kernel is prepared once for each."""


def pad(encoded, edges=EDGES) -> np.ndarray:
    """Sequences of ids as one array (B, T), filled up with 0 behind.

    Args: encoded: B sequences of ids, none of them empty. edges: T is the first of these that the
        longest sequence fits in, or its own length if it is longer than all of them.
    Returns: int32 array (B, T).
    Raises: ValueError if there is no sequence, or one without ids.
    """
    lengths = [len(ids) for ids in encoded]
    if not lengths or min(lengths) == 0:
        raise ValueError(
            "채울 글이 없거나 토큰이 없는 글이 있습니다. 빈 글은 [1]로 바꾸어 넣으세요."
        )
    longest = max(lengths)
    width = next((edge for edge in edges if edge >= longest), longest)
    batch = np.zeros((len(lengths), width), dtype="int32")
    for row, ids in enumerate(encoded):
        batch[row, : len(ids)] = ids
    return batch


def groups(encoded, size: int, rng=None) -> list[np.ndarray]:
    """Positions of the texts, `size` of like length together.

    Args: rng: a NumPy generator that mixes neighbours in length and the order of the groups;
        without it the groups run from short to long.
    Returns: arrays of positions; together they hold each position once.
    """
    length = np.array([len(ids) for ids in encoded], dtype=float)
    if rng is not None:
        length += rng.uniform(-3, 3, len(length))
    order = np.argsort(length, kind="stable")
    found = [order[start : start + size] for start in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(found)
    return found


class Batches(keras.utils.PyDataset):
    """Texts and labels for `model.fit`: padded batches of like length, mixed anew each epoch."""

    def __init__(self, encoded, labels, size: int, seed: int | None = None):
        """Args: encoded: N sequences of ids. labels: N numbers. seed: of the mixing; None: not."""
        super().__init__()
        self._encoded, self._labels, self._size = encoded, np.asarray(labels, "float32"), size
        self._rng = None if seed is None else np.random.default_rng(seed)
        self.on_epoch_end()

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, index: int):
        group = self._groups[index]
        return pad([self._encoded[i] for i in group]), self._labels[group][:, None]

    def on_epoch_end(self) -> None:
        found = groups(self._encoded, self._size, self._rng)
        widths = [max(len(self._encoded[i]) for i in group) for group in found]
        ends = [int(np.argmax(widths)), int(np.argmin(widths))]
        # Keras looks at the first two batches to learn which sides of the arrays vary
        rest = [group for n, group in enumerate(found) if n not in ends]
        self._groups = [found[n] for n in dict.fromkeys(ends)] + rest


def predict(model, encoded, size: int = 512) -> np.ndarray:
    """What a model with one output says of every text, in the texts' order: (N,)."""
    answers = np.zeros(len(encoded))
    for group in groups(encoded, size):
        answers[group] = model.predict_on_batch(pad([encoded[i] for i in group]))[:, 0]
    return answers


class MaskedPooling(layers.Layer):
    """(B, T, U) with a mask (B, T) -> mean and maximum over the steps without padding, (B, 2U)."""

    def __init__(self, **options):
        super().__init__(**options)
        self.supports_masking = True

    def compute_mask(self, x, mask=None):
        return None

    def compute_output_shape(self, shape):
        return shape[0], 2 * shape[2]

    def call(self, x, mask=None):
        if mask is None:
            mask = ops.ones(ops.shape(x)[:2])
        real = ops.expand_dims(ops.cast(mask, x.dtype), -1)  # (B, T, 1)
        mean = ops.sum(x * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
        largest = ops.max(x + (real - 1.0) * 1e4, axis=1)
        return ops.concatenate([mean, largest], axis=-1)
