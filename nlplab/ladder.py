"""One table of results for one test: what each model of lessons 080 to 150 reached on the same
sentences, so that a lesson prints its own row below those before it and nobody types a number.

A row keeps counts for each sentence, never its text, so that any two rows can be compared by a
paired bootstrap. Rows that ship lie in the folder `rungs`, one file each; a run of a lesson on real
data writes its own there if NLPLAB_RUNGS names a folder (`make outputs` does).
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlplab import files, runtime

RUNGS = Path(__file__).parent / "rungs"
ORDERS = 6  # chrF counts pieces of one to six characters
COLUMNS = {
    "parameters": "파라미터",
    "loss": "검증 손실",
    "epoch_seconds": "에폭(초)",
    "greedy_speed": "탐욕 문장/초",
    "beam_speed": "빔 문장/초",
}


@dataclass(frozen=True)
class Rung:
    """A row: counts for N test sentences, and facts about the model that wrote them.

    `chrf`: (N, 3, 6), pieces of a translation, of its reference, and in both, for one to six
    characters. `bleu`: (N, 10), lengths of translation and reference, then right and all n-grams of
    one to four words. `facts`: numbers by the names in COLUMNS; those that make no sense are left
    out.
    """

    name: str
    title: str
    chrf: np.ndarray
    bleu: np.ndarray
    facts: dict

    def chrf_score(self, rows=slice(None)) -> np.ndarray:
        """chrF (0 to 100) over sentences. Args: rows: (N,), or (K, N) for K draws at once."""
        return _chrf(self.chrf[rows].sum(axis=-3))

    def bleu_score(self, rows=slice(None)) -> np.ndarray:
        """BLEU (0 to 100) over sentences. Args: rows: as for `chrf_score`."""
        return _bleu(self.bleu[rows].sum(axis=-2))


_now: dict[str, Rung] = {}  # this run's rows


def record(name: str, title: str, translations, references, **facts) -> Rung:
    """Count what a model wrote, and keep it as this run's row `name` in place of one that ships.

    Args: name: ASCII, of the file. title: Korean, of the row. translations, references: N texts
        each. facts: see COLUMNS.
    Raises: ValueError for another number of references, or a fact that is no column.
    """
    if len(translations) != len(references) or not references:
        raise ValueError(f"번역 {len(translations)}개, 참조 {len(references)}개: 수가 다릅니다.")
    if unknown := facts.keys() - COLUMNS.keys():
        raise ValueError(f"표에 없는 열: {', '.join(unknown)}. 쓸 수 있는 열: {', '.join(COLUMNS)}")
    chrf = np.array([chrf_counts(*pair) for pair in zip(translations, references, strict=True)])
    bleu = np.array([_bleu_counts(*pair) for pair in zip(translations, references, strict=True)])
    rung = Rung(name, title, chrf, bleu, {key: float(value) for key, value in facts.items()})
    _now[name] = rung
    if os.environ.get("NLPLAB_RUNGS") and runtime.profile() == "full":
        files.write_atomically(Path(os.environ["NLPLAB_RUNGS"]) / f"{name}.npz", _packed(rung))
    return rung


def _packed(rung: Rung) -> bytes:
    facts = json.dumps({"title": rung.title, **rung.facts}, ensure_ascii=False).encode()
    buffer = io.BytesIO()
    chrf, bleu = rung.chrf.astype("uint16"), rung.bleu.astype("uint16")
    np.savez_compressed(buffer, facts=np.frombuffer(facts, "uint8"), chrf=chrf, bleu=bleu)
    return buffer.getvalue()


def rung(name: str) -> Rung:
    """A row by its name: this run's, or the one that ships. Raises: KeyError if there is none."""
    if name in _now:
        return _now[name]
    path = RUNGS / f"{name}.npz"
    if not path.is_file():
        raise KeyError(f"{name}(이)라는 줄은 아직 없습니다. 있는 줄: {', '.join(names())}")
    with np.load(path) as stored:
        facts = json.loads(stored["facts"].tobytes().decode())
        chrf, bleu = stored["chrf"].astype("int64"), stored["bleu"].astype("int64")
        return Rung(name, facts.pop("title"), chrf, bleu, facts)


def names() -> list[str]:
    """The rows there are, this run's last."""
    shipped = [path.stem for path in sorted(RUNGS.glob("*.npz")) if path.stem not in _now]
    return [*shipped, *_now]


def table(chosen=None):
    """Rows as a DataFrame: chrF and BLEU on the test, then the facts of each model.

    Args: chosen: names, in the order of the table; None: all of them, the lowest chrF first.
    """
    import pandas as pd

    rungs = [rung(name) for name in chosen or names()]
    if chosen is None:
        rungs.sort(key=lambda one: float(one.chrf_score()))
    lines = {
        one.title: {"chrF": float(one.chrf_score()), "BLEU": float(one.bleu_score())}
        | {COLUMNS[key]: one.facts.get(key) for key in COLUMNS}
        for one in rungs
    }
    return pd.DataFrame.from_dict(lines, orient="index").dropna(axis="columns", how="all")


def gain(better: str, worse: str, score: str = "chrf", draws: int = 1000, seed: int = 7):
    """How much the first row's score is above the second's: (difference, low, high).

    low and high bound 95 % of `draws` paired bootstraps: the same sentences drawn for both (Koehn
    2004, https://aclanthology.org/W04-3250).
    Raises: ValueError if the rows were counted on different numbers of sentences.
    """
    first, second = rung(better), rung(worse)
    n = len(first.chrf)
    if len(second.chrf) != n:
        raise ValueError(f"{better}은(는) {n}문장, {worse}은(는) {len(second.chrf)}문장입니다.")
    rows = np.random.default_rng(seed).integers(0, n, (draws, n))
    of = Rung.chrf_score if score == "chrf" else Rung.bleu_score
    drawn = np.concatenate([of(first, part) - of(second, part) for part in np.split(rows, 10)])
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(of(first) - of(second)), float(low), float(high)


# --- counts and scores


def chrf_counts(translation: str, reference: str) -> np.ndarray:
    """Pieces of one to six characters, spaces left out: in the translation, the reference, both.

    Returns: (3, 6). Source: Popović (2015), https://aclanthology.org/W15-3049
    """
    counts = np.zeros((3, ORDERS), dtype="int64")
    texts = ["".join(text.split()) for text in (translation, reference)]
    for n in range(1, ORDERS + 1):
        left, right = (
            Counter(text[at : at + n] for at in range(len(text) - n + 1)) for text in texts
        )
        # pieces longer than the reference don't count against a translation (sacrebleu)
        wrote = left.total() if right else 0
        counts[:, n - 1] = wrote, right.total(), (left & right).total()
    return counts


def _chrf(counts: np.ndarray, beta: float = 2.0) -> np.ndarray:
    """(..., 3, 6) -> (...): the F score of the mean precision and the mean recall, as sacrebleu."""
    wrote, wanted, both = (counts[..., part, :].astype(float) for part in range(3))
    there = (wrote > 0) & (wanted > 0)  # orders longer than a text don't count
    used = np.maximum(there.sum(axis=-1), 1)
    precision = np.where(there, both / np.maximum(wrote, 1), 0).sum(axis=-1) / used
    recall = np.where(there, both / np.maximum(wanted, 1), 0).sum(axis=-1) / used
    below = beta**2 * precision + recall
    return 100 * (1 + beta**2) * precision * recall / np.where(below > 0, below, 1)


def _bleu_counts(translation: str, reference: str) -> list[int]:
    import sacrebleu

    found = sacrebleu.sentence_bleu(translation, [reference])
    return [found.sys_len, found.ref_len, *found.counts, *found.totals]


def _bleu(counts: np.ndarray) -> np.ndarray:
    """(..., 10) -> (...): clipped n-grams to four and the brevity penalty; 0 if an order has no
    match.
    """
    wrote, wanted = (counts[..., at].astype(float) for at in (0, 1))
    right, all_of = counts[..., 2:6].astype(float), counts[..., 6:10].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.log(right / all_of).mean(axis=-1)
        brevity = np.minimum(0, 1 - wanted / wrote)
        score = np.where((right > 0).all(axis=-1), 100 * np.exp(precision + brevity), 0.0)
    return score
