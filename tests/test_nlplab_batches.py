"""nlplab.batches: few lengths, groups of like length, answers in the texts' order, pooling."""

import numpy as np
import pytest

RNG = np.random.default_rng(7)
TEXTS = [RNG.integers(1, 50, size=size) for size in RNG.integers(1, 40, size=100)]


@pytest.fixture(autouse=True, scope="module")
def _imports():
    """Keras takes seconds: not in each worker that only collects these tests."""
    global batches, ops
    from keras import ops

    from nlplab import batches


def test_pad_fills_behind_up_to_an_edge():
    batch = batches.pad([[5, 6], [7]], edges=(4, 8))
    assert batch.tolist() == [[5, 6, 0, 0], [7, 0, 0, 0]] and batch.dtype == "int32"
    assert batches.pad([[1] * 9], edges=(4, 8)).shape == (1, 9)


@pytest.mark.parametrize("encoded", [[], [[1], []]])
def test_pad_refuses_what_would_become_a_row_of_padding(encoded):
    with pytest.raises(ValueError, match="빈 글"):
        batches.pad(encoded)


@pytest.mark.parametrize("rng", [None, np.random.default_rng(3)])
def test_groups_hold_each_text_once_and_like_lengths_together(rng):
    found = batches.groups(TEXTS, 10, rng)
    assert sorted(np.concatenate(found)) == list(range(100))
    assert max(np.ptp([len(TEXTS[i]) for i in group]) for group in found) < 20


def test_batches_show_keras_the_longest_and_the_shortest_first_and_mix_each_epoch():
    dataset = batches.Batches(TEXTS, np.arange(100) % 2, 10, seed=7)
    widths = [dataset[n][0].shape[1] for n in range(len(dataset))]
    assert widths[:2] == [max(widths), min(widths)] and set(widths) <= set(batches.EDGES)
    assert dataset[0][1].shape == (10, 1) and dataset[0][1].dtype == "float32"
    before = [dataset[n][0].tolist() for n in range(10)]
    dataset.on_epoch_end()
    assert before != [dataset[n][0].tolist() for n in range(10)]


def test_predict_answers_in_the_texts_order():
    class First:
        def predict_on_batch(self, batch):
            return batch[:, :1]

    assert batches.predict(First(), TEXTS, size=8).tolist() == [text[0] for text in TEXTS]


def test_pooling_leaves_padding_out():
    x = ops.convert_to_tensor(np.array([[[-1.0], [-3.0], [9.0]]], dtype="float32"))
    mask = ops.convert_to_tensor([[True, True, False]])
    pooling = batches.MaskedPooling()
    assert np.allclose(ops.convert_to_numpy(pooling(x, mask=mask)), [[-2.0, -1.0]])
    assert np.allclose(ops.convert_to_numpy(pooling(x)), [[5 / 3, 9.0]])
