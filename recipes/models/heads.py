"""Heads on ko_bert, each with a low-rank change of its layers: sentiment, entities, inference, answers.

    python -m recipes.models ko_ner build/models/ko_ner

One CPU thread is enough. What a head reaches on what it has not learned from is printed, and stands on its card.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from nlplab import deltas, models
from transformers import (
    AutoTokenizer,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertForTokenClassification,
)

from . import lowrank, measure, phrases, questions, real, topics, training

IGNORE, MOST = -100, 128
DROP = ("cls.",)  # ko_bert's own heads
POOLER = "bert.pooler."  # reads [CLS]: tags and answers don't
KINDS = ("PS", "LC", "OG", "DT", "TI", "QT")
TAGS = ["O", *(f"{begin}-{kind}" for kind in KINDS for begin in "BI")]
ANSWERS = ["entailment", "neutral", "contradiction"]
Example = dict[str, list[int] | int]


@dataclass(frozen=True)
class Head:
    """How one head learns. `examples(tokenizer, seed)` gives what it learns from; `figures(folder)`
    what it reaches."""

    model: type
    labels: Sequence[str]
    rank: int
    rate: float
    epochs: int
    examples: Callable[..., list[Example]]
    figures: Callable[[Path], dict[str, float]]


def of_class(tokenizer, rows: Sequence[tuple], answers: Sequence[int]) -> list[Example]:
    """Texts, or pairs of texts, with the number of their label."""
    given = tokenizer(*map(list, zip(*rows, strict=True)), truncation=True, max_length=MOST)
    return [
        {name: given[name][n] for name in given} | {"labels": answer}
        for n, answer in enumerate(answers)
    ]


def of_tokens(tokenizer, rows: Sequence[real.Tagged]) -> list[Example]:
    """Each piece has the tag of its first letter: a particle is a piece of its own, and no entity."""
    made = []
    for row in rows:
        tags = ["O"] * len(row.text)
        for first, last, kind in row.entities:
            tags[first:last] = [f"B-{kind}"] + [f"I-{kind}"] * (last - first - 1)
        given = tokenizer(row.text, truncation=True, max_length=MOST, return_offsets_mapping=True)
        at = given.pop("offset_mapping")
        labels = [TAGS.index(tags[a]) if b > a else IGNORE for a, b in at]
        made.append({**given, "labels": labels})
    return made


def of_answers(tokenizer, rows: Sequence[questions.Asked]) -> list[Example]:
    """Where the answer's first and last piece stand, 0 if there is none (or none is left)."""
    made = []
    for row in rows:
        given = tokenizer(
            row.question,
            row.text,
            truncation="only_second",
            max_length=MOST,
            return_offsets_mapping=True,
        )
        at, of = given.pop("offset_mapping"), given.sequence_ids()
        first = last = 0
        if row.answer:
            inside = [
                n
                for n, (a, b) in enumerate(at)
                if of[n] == 1 and a < row.answer[1] and b > row.answer[0]
            ]
            if inside and at[inside[-1]][1] >= row.answer[1]:
                first, last = inside[0], inside[-1]
        made.append({**given, "start_positions": first, "end_positions": last})
    return made


def sentiment(tokenizer, seed: int, n: int = 14_000) -> list[Example]:
    rows = real.nsmc()[0][:n]
    return of_class(tokenizer, [(text,) for text, _ in rows], [label for _, label in rows])


def entities(tokenizer, seed: int) -> list[Example]:
    return of_tokens(tokenizer, real.klue_ner()[0] + phrases.tagged(1500, seed, phrases.LEARN))


def inference(tokenizer, seed: int, reviews: int = 4_000) -> list[Example]:
    rows = real.nli()[0]
    texts = [text for text, _ in real.nsmc()[0][-4 * reviews :] if 12 <= len(text) <= 100][:reviews]
    rows = rows + topics.pairs(texts, seed)
    return of_class(tokenizer, [row[:2] for row in rows], [ANSWERS.index(row[2]) for row in rows])


def answers(tokenizer, seed: int) -> list[Example]:
    rows = questions.from_tagged(real.klue_ner()[0], seed)
    return of_answers(tokenizer, rows + questions.from_patterns(4000, seed, phrases.LEARN))


HEADS = {
    "ko_sentiment": Head(BertForSequenceClassification, ["부정", "긍정"], 8, 2e-3, 1, sentiment, measure.sentiment),
    "ko_ner": Head(BertForTokenClassification, TAGS, 16, 2e-3, 4, entities, measure.entities),
    "ko_nli": Head(BertForSequenceClassification, ANSWERS, 8, 2e-3, 1, inference, measure.inference),
    "ko_qa": Head(BertForQuestionAnswering, [], 16, 2e-3, 2, answers, measure.answers),
}  # fmt: skip


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Examples of like length together, in a random order."""
    order = sorted(examples, key=lambda one: len(one["input_ids"]) + rng.uniform(-2, 2))
    found = [order[at : at + size] for at in range(0, len(order), size)]
    rng.shuffle(found)
    return found


def tensors(batch: list[Example]) -> dict[str, torch.Tensor]:
    longest, made = max(len(one["input_ids"]) for one in batch), {}
    for name, value in batch[0].items():
        if isinstance(value, int):
            made[name] = torch.tensor([one[name] for one in batch])
        else:
            fill = IGNORE if name == "labels" else 0
            made[name] = torch.tensor(
                [one[name] + [fill] * (longest - len(one["input_ids"])) for one in batch]
            )
    return made


def start(head: Head, base: Path) -> torch.nn.Module:
    """ko_bert with a new head, its layers to be changed in a low rank."""
    names = {
        "id2label": dict(enumerate(head.labels)),
        "label2id": {one: n for n, one in enumerate(head.labels)},
    }
    model = head.model.from_pretrained(
        base, dtype=torch.float32, hidden_dropout_prob=0.1, **(names if head.labels else {})
    )
    lowrank.attach(
        model,
        head.rank,
        "encoder.layer.",
        ("classifier", "qa_outputs", "bert.pooler", "bert.embeddings.LayerNorm"),
    )
    return model


def make(
    name: str,
    folder: Path,
    steps: int | None = None,
    batch: int = 32,
    epochs: int | None = None,
    seed: int = 7,
) -> list[float]:
    """Learn, save what changed, merge, and measure the merged model. Returns the losses."""
    head, base = HEADS[name], models.folder("ko_bert")
    torch.manual_seed(seed)
    tokenizer, rng = AutoTokenizer.from_pretrained(base), random.Random(seed)
    examples, model = head.examples(tokenizer, seed), start(head, base)
    learned = [one for one in model.parameters() if one.requires_grad]
    training.say(
        f"{name}: {len(examples):,} examples, {sum(one.numel() for one in learned):,} parameters learn"
    )
    optimizer = training.optimizer(model, head.rate, 0.01, eps=1e-8)
    plan = [one for _ in range(epochs or head.epochs) for one in batches(examples, batch, rng)]
    losses: list[float] = []
    model.train()
    for number, chosen in enumerate(plan[:steps]):
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(**tensors(chosen)).loss.float()
        training.step(model, optimizer, loss, training.rate_at(number / len(plan), head.rate, 0.1))
        training.report(number, len(plan), float(loss.detach()), losses)
    model.config.hidden_dropout_prob = 0.0
    lowrank.save(model, folder, DROP if hasattr(model.bert.pooler, "dense") else (*DROP, POOLER))
    merged = deltas.merge(base, folder, folder.with_name(f"{name}-merged"))
    training.say("held out", {key: round(value, 4) for key, value in head.figures(merged).items()})
    return losses
