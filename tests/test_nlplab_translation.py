"""nlplab.pairs, translation, decoding and ladder: what the lessons on translation share."""

import math

import numpy as np
import pytest
import sacrebleu

from nlplab import ladder, pairs

RNG = np.random.default_rng(7)
WORDS = "the cat sat on a mat while it rained , so we all stayed in bed .".split()
TEXTS = [" ".join(RNG.choice(WORDS, size)) for size in RNG.integers(1, 14, 120)]
OTHERS = [" ".join(RNG.permutation(text.split())[: RNG.integers(1, 14)]) for text in TEXTS]


@pytest.fixture(autouse=True, scope="module")
def _imports():
    """Keras takes seconds: not in each worker that only collects these tests."""
    global keras, ops, decoding, translation, END, PAD, START
    import keras
    from keras import ops

    from nlplab import decoding, translation
    from nlplab.translation import END, PAD, START


# --- pairs


def test_near_copies_differ_by_a_word_at_most():
    others = ["Mary is tired.", "we sat down"]
    asked = ["Tom is tired!", "is tired", "Mary is very tired", "Mary was so tired", "MARY IS TIRED"]
    assert pairs.near_copies(asked, others) == [True, True, True, False, True]
    assert pairs.near_copies(["a b"], []) == [False]


def test_rated_reviews_of_the_sample(monkeypatch):
    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    rated = pairs.load_rated()
    assert rated.attrs["origin"] == "sample" and list(rated.columns) == ["rating", "document"]
    assert set(rated.rating) == set(range(1, 11)) and rated.rating.dtype == "int64"


@pytest.fixture(scope="module")
def spanish():
    return pairs.load("es")


def test_a_careful_split_keeps_sentences_of_both_sides_apart(spanish):
    train, valid, test = pairs.split(spanish, held_out=100)
    assert len(valid) == len(test) == 100 and len(train) > 100
    for column in ("en", "es"):
        sides = [set(frame[column].map(pairs.skeleton)) for frame in (train, valid, test)]
        assert not (sides[0] & sides[1] or sides[0] & sides[2] or sides[1] & sides[2])
    assert not any(pairs.near_copies(test.en, train.en)) and min(test.en.map(pairs.skeleton).map(len)) >= 3
    assert pairs.split(spanish, held_out=100).test.equals(test)
    assert not pairs.split(spanish, held_out=100, seed=8).test.equals(test)


def test_a_careless_split_draws_rows_and_leaks(spanish):
    twice = spanish.loc[spanish.index.repeat(2)].reset_index(drop=True)
    train, valid, test = pairs.split(twice, held_out=100, careful=False)
    assert len(train) + len(valid) + len(test) == len(twice)
    assert len(set(test.en) & set(train.en)) > 50
    careful = pairs.split(twice, held_out=100)
    assert not set(careful.test.en) & set(careful.train.en) and careful.test.en.is_unique


def test_translations_that_share_a_sentence_lie_together():
    import pandas as pd

    frame = pd.DataFrame({"en": ["a b c", "a b d", "x y z", "q r s"], "es": ["uno", "uno", "dos", "tres"]})
    assert len(set(pairs._groups(frame.en.map(pairs.skeleton), frame.es.map(pairs.skeleton))[:2])) == 1


def test_another_language_is_refused():
    with pytest.raises(pairs.data.DataError, match="es, ko"):
        pairs.load("fr")


# --- vocabulary and batches


def test_a_vocabulary_gives_texts_back():
    texts = ["¿Dónde está Tom?", "I'm tired, too.", "톰은 집에 있어요.", "¡Corre!"]
    vocabulary = translation.Vocabulary(texts, 200)
    assert vocabulary.decode(vocabulary.encode(texts)) == texts
    assert vocabulary.decode([[START, *vocabulary.encode(["¡Corre!"])[0], END, 9, 9]]) == ["¡Corre!"]
    assert vocabulary.tokens("Tom tired.")[-1] == "." and 4 < len(vocabulary) <= 200


def test_batches_show_each_pair_once_and_shapes_that_vary_first():
    sources = [[5] * n for n in RNG.integers(1, 30, 99)]
    targets = [[6 + i] for i in range(99)]
    batches = translation.PairBatches(sources, targets, 10, seed=1)
    seen = [int(i) for n in range(len(batches)) for i in batches[n][1][:, 0]]
    assert sorted(seen) == [6 + i for i in range(99)]
    shapes = [batches[n][0][0].shape for n in range(2)]
    assert shapes[0][0] != shapes[1][0] and shapes[0][1] != shapes[1][1]
    (x, read), answer = batches[2]
    assert (read[:, 0] == START).all() and (read[:, 1] == answer[:, 0]).all() and (answer[:, 1] == END).all()
    order = [batches[n][1].tolist() for n in range(len(batches))]
    batches.on_epoch_end()
    assert order != [batches[n][1].tolist() for n in range(len(batches))]


def test_loss_and_accuracy_leave_padding_out():
    answer = np.array([[4, 3, 0, 0], [2, 3, 1, 4]])
    scores = RNG.normal(size=(2, 4, 5)).astype("float32")
    scores[0, 2:, 0] = 9  # right about padding
    chances = np.exp(decoding.log_softmax(scores))
    real = [(b, t) for b in range(2) for t in range(4) if answer[b, t]]
    expected = -np.mean([math.log(chances[b, t, answer[b, t]]) for b, t in real])
    assert float(translation.masked_loss(answer, ops.convert_to_tensor(scores))) == pytest.approx(expected, abs=1e-5)
    share = np.mean([scores[b, t].argmax() == answer[b, t] for b, t in real])
    assert float(translation.masked_accuracy(answer, ops.convert_to_tensor(scores))) == pytest.approx(share)


def test_loss_over_batches_weighs_tokens_not_batches():
    x = keras.Input((None,), dtype="int32")
    y = keras.Input((None,), dtype="int32")
    model = keras.Model([x, y], keras.layers.Embedding(9, 9)(y))
    sources, targets = [[1]] * 12, [[4] * n for n in range(1, 13)]
    losses = [translation.token_loss(model, translation.PairBatches(sources, targets, size)) for size in (1, 5, 12)]
    assert np.ptp(losses) < 1e-5


# --- decoding: a made-up model whose next token depends on the one before and on its sentence

V = 7
NEXT = RNG.normal(0, 2, (3, V, V))


def start(x):
    return (x[:, 0] % 3, np.zeros(len(x)))


def step(tokens, state):
    kind, steps = state
    return NEXT[kind, tokens] + steps[:, None] * np.eye(V)[END], (kind, steps + 1)


def every_way(kind, longest):
    """Every sentence of at most `longest` tokens that ends, with its log probability."""
    found, open_ = [], [((), 0.0)]
    for at in range(longest):
        further = []
        for ids, total in open_:
            last = ids[-1] if ids else START
            chances = decoding.log_softmax(NEXT[kind, last] + at * np.eye(V)[END])
            further += [((*ids, token), total + chances[token]) for token in range(1, V)]
        found += [way for way in further if way[0][-1] == END]
        open_ = [way for way in further if way[0][-1] != END]
    return found


@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_a_beam_as_wide_as_all_ways_finds_the_best(alpha, monkeypatch):
    monkeypatch.setitem(globals(), "NEXT", NEXT - 50 * np.eye(V)[PAD])  # nobody writes padding
    x = np.arange(3)[:, None]
    wide = decoding.beam(step, start(x), 3, 4, width=V**3, alpha=alpha)
    for kind in range(3):
        ways = every_way(kind, 4)
        best = max(ways, key=lambda way: way[1] / ((5 + len(way[0])) / 6) ** alpha)
        written = wide[kind].tolist()
        if END in written:
            assert tuple(written[: written.index(END) + 1]) == best[0]


def test_a_beam_of_one_is_greedy_and_sentences_do_not_mix():
    x = np.arange(9)[:, None]
    greedy = decoding.greedy(step, start(x), 9, 6)
    assert (greedy == decoding.beam(step, start(x), 9, 6, width=1, alpha=0)).all()
    alone = [decoding.greedy(step, start(x[i : i + 1]), 1, 6)[0].tolist() for i in range(9)]
    assert greedy.tolist() == alone


def test_translations_come_in_the_order_of_the_sources():
    sources = [[int(kind)] * int(n) for kind, n in RNG.integers(1, 12, (40, 2))]
    written = decoding.translate(sources, start, step, size=7, longest=6)
    for ids, got in zip(sources, written):
        assert got[:6] == decoding.greedy(step, start(np.array([ids])), 1, 6)[0].tolist()[: len(got)]


# --- the table


@pytest.fixture
def rows(monkeypatch):
    monkeypatch.setattr(ladder, "_now", {})
    ladder.record("one", "하나", TEXTS, OTHERS, parameters=10)
    ladder.record("same", "정답", OTHERS, OTHERS)
    return ladder


def test_scores_are_those_of_sacrebleu(rows):
    one = rows.rung("one")
    assert float(one.chrf_score()) == pytest.approx(sacrebleu.corpus_chrf(TEXTS, [OTHERS]).score, abs=1e-6)
    assert float(one.bleu_score()) == pytest.approx(sacrebleu.corpus_bleu(TEXTS, [OTHERS]).score, abs=1e-6)
    part = np.array([[3, 3, 5], [0, 1, 2]])
    for drawn, score in zip(part, one.chrf_score(part), strict=True):
        again = sacrebleu.corpus_chrf([TEXTS[i] for i in drawn], [[OTHERS[i] for i in drawn]]).score
        assert score == pytest.approx(again, abs=1e-6)
    assert float(rows.rung("same").chrf_score()) == float(rows.rung("same").bleu_score()) == pytest.approx(100)


@pytest.mark.parametrize("pair", [("", "a"), ("ab", "a"), ("가나 다", "가나다라"), ("x", "y")])
def test_scores_of_short_texts_are_those_of_sacrebleu(pair, monkeypatch):
    monkeypatch.setattr(ladder, "_now", {})
    one = ladder.record("short", "짧음", [pair[0]], [pair[1]])
    assert float(one.chrf_score()) == pytest.approx(sacrebleu.corpus_chrf([pair[0]], [[pair[1]]]).score, abs=1e-6)


def test_a_gain_has_an_interval_that_holds_it(rows):
    difference, low, high = rows.gain("same", "one")
    assert low < difference < high and low > 0
    assert rows.gain("one", "one") == (0, 0, 0)


def test_rows_are_kept_and_read_again(rows, tmp_path, monkeypatch):
    monkeypatch.setenv("NLPLAB_RUNGS", str(tmp_path))
    monkeypatch.setenv("NLPLAB_PROFILE", "full")
    kept = rows.record("kept", "남긴 줄", TEXTS, OTHERS, parameters=10, loss=1.5)
    again = rows.record("kept", "남긴 줄", TEXTS, OTHERS, parameters=10, loss=1.5)
    raw = (tmp_path / "kept.npz").read_bytes()
    assert ladder._packed(kept) == ladder._packed(again) == raw and not any(t.encode() in raw for t in TEXTS[:9])
    monkeypatch.setattr(ladder, "RUNGS", tmp_path)
    monkeypatch.setattr(ladder, "_now", {})
    read = rows.rung("kept")
    assert (read.title, read.facts) == ("남긴 줄", {"parameters": 10.0, "loss": 1.5})
    assert (read.chrf == kept.chrf).all() and (read.bleu == kept.bleu).all()
    assert rows.table().loc["남긴 줄", "chrF"] == pytest.approx(float(kept.chrf_score()))


def test_what_makes_no_row_is_refused(rows):
    with pytest.raises(ValueError, match="수가 다릅니다"):
        rows.record("bad", "나쁨", TEXTS, OTHERS[1:])
    with pytest.raises(ValueError, match="표에 없는 열"):
        rows.record("bad", "나쁨", TEXTS, OTHERS, colour=1)
    with pytest.raises(KeyError, match="아직 없습니다"):
        rows.rung("nothing")


def test_a_task_leaves_long_training_pairs_out_and_keeps_every_test_pair():
    found = translation.task("es", "en", 400, 50, longest=8)
    assert len(found.texts.valid) == len(found.texts.test) == len(found.valid[0]) == 50
    assert max(map(len, found.train[0] + found.train[1])) <= 8 and len(found.train[0]) == len(found.train[1])
    at = found.texts.train.en.tolist().index(found.vocabulary.decode(found.train[1][:1])[0])
    assert found.vocabulary.decode(found.train[0][:1])[0] in set(found.texts.train.es) and at >= 0
