"""What a head reaches: on the data held out (needs NLPLAB_DATA), and on the course's own sentences.

`own` needs nothing but the repository: cards state it, and a test computes it anew. The baselines
stand in the same dictionary, so that no figure travels without one.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from transformers import (
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from . import phrases, questions, real, topics
from .score import SAMPLE

LONGEST = 24  # tokens of an answer
ASKED = Path(__file__).with_name("asked.tsv")  # questions that a person wrote


def load(kind, folder: Path):
    return AutoTokenizer.from_pretrained(folder), kind.from_pretrained(
        folder, dtype=torch.float32
    ).eval()


@torch.no_grad()
def scores(tokenizer, model, *texts: Sequence[str], size: int = 64) -> np.ndarray:
    """(N, labels) of texts or of pairs of texts."""
    found = []
    for at in range(0, len(texts[0]), size):
        cut = [list(part[at : at + size]) for part in texts]
        given = tokenizer(*cut, truncation=True, max_length=128, padding=True, return_tensors="pt")
        found.append(model(**given).logits.numpy())
    return np.concatenate(found)


def majority(labels: Sequence) -> float:
    return Counter(labels).most_common(1)[0][1] / len(labels)


# --- sentiment


def _sentiment(folder: Path, rows: Sequence[tuple[str, int]]) -> dict[str, float]:
    tokenizer, model = load(AutoModelForSequenceClassification, folder)
    truth = np.array([label for _, label in rows])
    guess = scores(tokenizer, model, [text for text, _ in rows]).argmax(-1)
    return {"accuracy": float((guess == truth).mean()), "majority": majority(truth.tolist())}


def own_reviews() -> list[tuple[str, int]]:
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        return [
            (row["document"], int(row["label"]))
            for row in csv.DictReader(stream)
            if row["document"]
        ]


def sentiment(folder: Path) -> dict[str, float]:
    return _sentiment(folder, real.nsmc()[1][:2000]) | {
        "own " + k: v for k, v in own_sentiment(folder).items()
    }


def own_sentiment(folder: Path) -> dict[str, float]:
    return _sentiment(folder, own_reviews())


# --- entities


@torch.no_grad()
def found_entities(tokenizer, model, text: str) -> tuple[real.Entity, ...]:
    """(first, behind last, kind) in characters; a piece B-X begins one, I-X of the same kind goes on."""
    given = tokenizer(
        text, truncation=True, max_length=128, return_offsets_mapping=True, return_tensors="pt"
    )
    at = given.pop("offset_mapping")[0].tolist()
    best = model(**given).logits[0].argmax(-1).tolist()
    kept = [
        (place, model.config.id2label[n])
        for place, n in zip(at, best, strict=True)
        if place[1] > place[0]
    ]
    return tuple(
        (kept[a][0][0], kept[b - 1][0][1], kind)
        for a, b, kind in real.spans([tag for _, tag in kept])
    )


def f1(found: Sequence[Sequence], truth: Sequence[Sequence]) -> float:
    """Over entities, whole and of the right kind."""
    right = sum(len(set(a) & set(b)) for a, b in zip(found, truth, strict=True))
    return 2 * right / max(1, sum(map(len, found)) + sum(map(len, truth)))


def by_list(learned: Sequence[real.Tagged], text: str) -> list[real.Entity]:
    """The baseline: entities of the learned sentences that stand in the text, longest first."""
    known = {row.text[a:b]: kind for row in learned for a, b, kind in row.entities if b - a > 1}
    found, taken = [], [False] * len(text)
    for word in sorted((one for one in known if one in text), key=len, reverse=True):
        at = text.find(word)
        if not any(taken[at : at + len(word)]):
            taken[at : at + len(word)] = [True] * len(word)
            found.append((at, at + len(word), known[word]))
    return found


def _entities(folder: Path, rows: Sequence[real.Tagged]) -> dict[str, float]:
    tokenizer, model = load(AutoModelForTokenClassification, folder)
    found = [found_entities(tokenizer, model, row.text) for row in rows]
    return {"F1": f1(found, [row.entities for row in rows])}


def entities(folder: Path) -> dict[str, float]:
    learned, held = real.klue_ner()
    listed = [by_list(learned, row.text) for row in held]
    found = _entities(folder, held) | {"list": f1(listed, [row.entities for row in held])}
    return found | {"own " + k: v for k, v in own_entities(folder).items()}


def own_entities(folder: Path) -> dict[str, float]:
    return _entities(folder, phrases.tagged(200, 99, phrases.HOLD))


# --- inference


def zero_shot(folder: Path, template: str = topics.TEMPLATES[0]) -> float:
    """Share of the course's own texts whose topic, of eight, is found."""
    tokenizer, model = load(AutoModelForSequenceClassification, folder)
    entailed = next(n for n, label in model.config.id2label.items() if label == "entailment")
    right = 0
    for truth, text in topics.CASES:
        hypotheses = [template.format(label) for label in topics.UNSEEN]
        best = scores(tokenizer, model, [text] * len(hypotheses), hypotheses)[:, entailed].argmax()
        right += topics.UNSEEN[best] == truth
    return right / len(topics.CASES)


def inference(folder: Path) -> dict[str, float]:
    tokenizer, model = load(AutoModelForSequenceClassification, folder)
    held = real.nli()[1]
    guess = scores(tokenizer, model, [row[0] for row in held], [row[1] for row in held]).argmax(-1)
    truth = [row[2] for row in held]
    right = np.mean(
        [model.config.id2label[int(n)] == label for n, label in zip(guess, truth, strict=True)]
    )
    return {"accuracy": float(right), "majority": majority(truth)} | own_inference(folder)


def own_inference(folder: Path) -> dict[str, float]:
    return {"topics": zero_shot(folder), "chance": 1 / len(topics.UNSEEN)}


# --- answers


@torch.no_grad()
def answer(tokenizer, model, question: str, text: str) -> str:
    """The best span inside the text; nothing where [CLS] scores higher."""
    given = tokenizer(
        question,
        text,
        truncation="only_second",
        max_length=128,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    at = given.pop("offset_mapping")[0].tolist()
    inside = torch.tensor([of == 1 for of in given.sequence_ids()])
    read = model(**given)
    start, end = read.start_logits[0], read.end_logits[0]
    total = start[:, None] + end[None]  # (L, L)
    n = torch.arange(len(start))
    allowed = inside[:, None] & inside & (n[:, None] <= n) & (n - n[:, None] < LONGEST)
    best = int(total.masked_fill(~allowed, -torch.inf).argmax())
    i, j = divmod(best, len(start))
    return "" if total[0, 0] > total[i, j] else text[at[i][0] : at[j][1]]


def letters_f1(a: str, b: str) -> float:
    """Letters in common, as KorQuAD counts them."""
    a, b = a.replace(" ", ""), b.replace(" ", "")
    if not a or not b:
        return float(a == b)
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b))


def _answers(folder: Path, rows: Sequence[questions.Asked], name: str = "") -> dict[str, float]:
    tokenizer, model = load(AutoModelForQuestionAnswering, folder)
    truths = [row.text[slice(*row.answer)] if row.answer else "" for row in rows]
    found = [answer(tokenizer, model, row.question, row.text) for row in rows]
    same = [a == b for a, b in zip(found, truths, strict=True)]
    return {
        name + "exact": float(np.mean(same)),
        name + "F1": float(np.mean([letters_f1(a, b) for a, b in zip(found, truths, strict=True)])),
        name + "first word": float(
            np.mean([row.text.split()[0] == b for row, b in zip(rows, truths, strict=True)])
        ),
        name + "never": float(np.mean([not b for b in truths])),
    }


def written() -> list[questions.Asked]:
    """Questions that a person wrote: question, text, answer in three columns; no answer if empty."""
    rows = []
    for line in ASKED.read_text(encoding="utf-8").splitlines():
        question, text, told = line.split("\t")
        at = text.index(told)
        rows.append(questions.Asked(question, text, (at, at + len(told)) if told else None))
    return rows


def answers(folder: Path) -> dict[str, float]:
    held = questions.from_tagged(real.klue_ner()[1], 99)
    return _answers(folder, held, "cloze ") | own_answers(folder)


def own_answers(folder: Path) -> dict[str, float]:
    patterns = _answers(folder, questions.from_patterns(200, 99, phrases.HOLD), "patterns ")
    return patterns | _answers(folder, written(), "written ")
