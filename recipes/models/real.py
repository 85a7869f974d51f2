"""The data sets that the heads learn from, checked by SHA-256, and the part of each that is held out."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from nlplab import files

KNOWN = {
    "klue/klue-ner-v1.1_dev.tsv": "0f4d5e818f7b82d299c3a87856fc40a706f5943207580ddb252397e387050a54",
    "klue/klue-nli-v1.1_dev.json": "0699db82be17766b26e199864e6260443e17ec6e91d1870e876419e388f245b1",
    "kornlu/KorNLI/xnli.dev.ko.tsv": "821fb1c1c2e538ac2724a6132da36ffa379eb9a542ceb89243b3cf711377382c",
    "kornlu/KorNLI/xnli.test.ko.tsv": "0db53cf8e182283a0d0404ec3fe1b15d1e29236d23d22082dc20d43067254b3e",
    "anki/kor_2023-02-20.txt": "6c9d8de3e500306997e4083274fb0038ef521651ffb2b7923e4e607a59d09dbc",
}
HELD = 500  # sentences of KLUE-NER that no head learns from
Entity = tuple[int, int, str]  # first character, the one behind the last, kind


@dataclass(frozen=True)
class Tagged:
    text: str
    entities: tuple[Entity, ...]


def path(name: str) -> Path:
    """A file of the mirror that NLPLAB_DATA names."""
    found = Path(os.environ.get("NLPLAB_DATA") or ".") / name
    if not found.is_file() or files.sha256(found) != KNOWN[name]:
        raise SystemExit(f"{found}: not there, or another file. Name the mirror in NLPLAB_DATA..")
    return found


def spans(tags: list[str]) -> tuple[Entity, ...]:
    """B-X, I-X and O, one a character or token -> (first, behind last, X)."""
    found: list[Entity] = []
    for at, tag in enumerate([*tags, "O"]):
        inside = tag.startswith("I-") and found and found[-1] == (found[-1][0], -1, tag[2:])
        if found and found[-1][1] == -1 and not inside:
            found[-1] = (found[-1][0], at, found[-1][2])
        if tag != "O" and not inside:
            found.append((at, -1, tag[2:]))
    return tuple(found)


def read_tagged(text: str) -> list[Tagged]:
    """KLUE's format: a character and its tag a line, a blank line between sentences."""
    found = []
    for block in text.split("\n\n"):
        rows = [
            line.split("\t") for line in block.split("\n") if line and not line.startswith("##")
        ]
        if rows:
            found.append(Tagged("".join(row[0] for row in rows), spans([row[1] for row in rows])))
    return found


def klue_ner() -> tuple[list[Tagged], list[Tagged]]:
    """Sentences to learn from, and those held out."""
    rows = read_tagged(path("klue/klue-ner-v1.1_dev.tsv").read_text(encoding="utf-8"))
    order = np.random.default_rng(7).permutation(len(rows))
    return [rows[n] for n in order[HELD:]], [rows[n] for n in order[:HELD]]


def nli() -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """(premise, hypothesis, answer): KorNLI's XNLI part to learn from, KLUE-NLI held out."""
    learned = []
    for part in ("dev", "test"):
        with path(f"kornlu/KorNLI/xnli.{part}.ko.tsv").open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            learned += [tuple(row) for row in rows][1:]
    held = json.loads(path("klue/klue-nli-v1.1_dev.json").read_text(encoding="utf-8"))
    return learned, [(row["premise"], row["hypothesis"], row["gold_label"]) for row in held]


def nsmc() -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Labelled reviews of ratings_train: all but dev, and dev (the 10,000 that ko_bert has not read)."""
    from nlplab import data

    from .text import normalise

    train, test = data.load_nsmc()
    rows = list(zip(map(normalise, train.document), train.label.tolist(), strict=True))
    order, n = np.random.default_rng(7).permutation(len(rows)), len(rows) // 15
    unwanted = set(map(normalise, test.document)) | {rows[at][0] for at in order[:n]}
    learned = [rows[at] for at in order[n:] if rows[at][0] not in unwanted]
    return learned, [rows[at] for at in order[:n]]


Pairs = list[tuple[str, str]]


def pairs() -> tuple[Pairs, Pairs]:
    """English-Korean of Tatoeba: to learn from, and held out by whole English sentences."""
    lines = path("anki/kor_2023-02-20.txt").read_text(encoding="utf-8").split("\n")
    rows = [(en, ko) for en, ko, *_ in (line.split("\t") for line in lines if "\t" in line)]
    english = list(dict.fromkeys(en for en, _ in rows))
    order = np.random.default_rng(7).permutation(len(english))
    held = {english[n] for n in order[:300]}
    return [row for row in rows if row[0] not in held], [row for row in rows if row[0] in held]


def own_pairs() -> Pairs:
    """English-Korean, the course's own sample (parallel.csv)."""
    sample = Path(__file__).resolve().parents[2] / "nlplab" / "samples" / "parallel.csv"
    with sample.open(encoding="utf-8", newline="") as stream:
        return list(dict.fromkeys((row["en"], row["ko"]) for row in csv.DictReader(stream)))
