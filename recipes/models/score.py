"""The figures of a model on the course's own reviews, which a card states and a test computes anew.

The reviews are few and were written by this course, so the figures compare a model with itself, not
with others': they tell whether the files in a folder are the model that the card speaks of.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoModelForPreTraining, AutoTokenizer

from . import gpt
from .text import MASK, encode, normalise

SAMPLE = Path(__file__).resolve().parents[2] / "nlplab" / "samples" / "reviews_ko_test.csv"
EVERY = 7  # each seventh token is hidden, one at a time would take minutes


def sentences(n: int = 200) -> list[str]:
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        texts = [normalise(row["document"]) for row in csv.DictReader(stream)]
    return [text for text in dict.fromkeys(texts) if text][:n]


@torch.no_grad()
def filled_rightly(folder: Path) -> tuple[float, float]:
    """Share of hidden tokens that ko_bert fills rightly, and the share of the commonest answer."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForPreTraining.from_pretrained(folder, dtype=torch.float32).eval()
    right, truths = 0, []
    for number, text in enumerate(sentences()):
        ids = tokenizer(text, return_tensors="pt").input_ids  # (1, L)
        at = torch.tensor(
            list(range(1 + number % EVERY, ids.shape[1] - 1, EVERY)), dtype=torch.long
        )
        truth, shown = ids[0, at], ids.clone()
        shown[0, at] = MASK
        if len(at):
            scores = model(input_ids=shown).prediction_logits[0, at]
            right += int((scores.argmax(-1) == truth).sum())
            truths += truth.tolist()
    return right / len(truths), np.bincount(truths).max() / len(truths)


def bits(folder: Path) -> float:
    """Bits a character that ko_gpt needs for the sample."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    texts = sentences()
    ids = encode(tokenizer.backend_tokenizer, texts, 10_000)
    return gpt.bits_per_character(model, ids, sum(map(len, texts)))
