"""ko_bert: an encoder that learns to fill blanks (MLM) and to tell true pairs from false (NSP).

4 layers of 256, 4 heads, 8,000 word pieces, 128 positions; 16 epochs in batches of 32,768 padded
tokens, learning rate up to 1e-3 within the first 6 % and down to 0, no dropout. Devlin et al.
(2019) describe both tasks; their pairs are passages of long documents, ours halves of a review.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from transformers import BertConfig, BertForPreTraining

from . import text, training
from .text import CLS, MASK, PAD, SEP, Ids

POSITIONS = 128
EDGES = np.array([8, 16, 24, 32, 40, 48, 64, 80, 96, 128])  # lengths that batches are padded to
ROOM = 3  # [CLS], [SEP] and a pair's second [SEP]
PAIRS, NSP_WEIGHT = 0.25, 0.3
IGNORE = -100
PEAK, WARM_UP, DECAY = 1e-3, 0.06, 0.01


@dataclass(frozen=True)
class Examples:
    """A batch as the model takes it. nsp: 0 B follows A, 1 it does not, IGNORE for single texts."""

    ids: torch.Tensor  # (B, L)
    types: torch.Tensor  # (B, L): 1 from B's first token on
    attention: torch.Tensor  # (B, L)
    labels: torch.Tensor  # (B, L): the token behind a chosen place, IGNORE elsewhere
    nsp: torch.Tensor  # (B,)


def halves(ids: Ids, starts_word: np.ndarray) -> np.ndarray:
    """Where each text's second half begins: the word's start nearest its middle.

    0 for texts under 8 tokens and where no word starts two tokens from both ends.
    Args: starts_word: (V,) whether a token begins a word.
    """
    cut = np.zeros(len(ids.length), dtype="int64")
    for row, (first, length) in enumerate(zip(ids.first, ids.length, strict=True)):
        if length < 8:
            continue
        places = np.arange(2, length - 1)
        places = places[starts_word[ids.flat[first + places]]]
        if len(places):
            cut[row] = places[np.argmin(np.abs(2 * places - length))]
    return cut


class Texts:
    """Texts that become examples anew each epoch: other blanks, other pairs."""

    def __init__(self, ids: Ids, starts_word: np.ndarray, device: torch.device) -> None:
        self.flat, self.first, self.length, self.cut = (
            torch.from_numpy(values).to(device)
            for values in (ids.flat, ids.first, ids.length, halves(ids, starts_word))
        )
        self.padded_to = EDGES[np.searchsorted(EDGES, ids.length + ROOM)]
        self.vocabulary = len(starts_word)

    def batches(self, tokens: int, rng: np.random.Generator | None) -> list[tuple]:
        """(rows, length) for one epoch: texts of one padded length, `tokens` with the padding."""
        found = []
        for edge in EDGES:
            rows = np.flatnonzero(self.padded_to == edge)
            if rng is not None:
                rng.shuffle(rows)
            size = max(1, tokens // edge)
            found += [(rows[at : at + size], int(edge)) for at in range(0, len(rows), size)]
        if rng is not None:
            rng.shuffle(found)
        return found

    def examples(self, rows: np.ndarray, length: int, g: torch.Generator) -> Examples:
        """Texts -> examples: some become pairs, half of these with another text's second half."""
        device = self.flat.device
        chosen = torch.from_numpy(rows).to(device)
        size = len(rows)

        def chance(*shape):
            return torch.rand(*shape, device=device, generator=g)

        first, whole, cut = self.first[chosen], self.length[chosen], self.cut[chosen]
        paired = (cut > 0) & (chance(size) < PAIRS)
        swapped = paired & (chance(size) < 0.5)
        giver = torch.arange(size, device=device)  # whose second half stands in B
        among = swapped.nonzero().squeeze(1)
        giver[among] = among.roll(-1)
        a = torch.where(paired, cut, whole)[:, None]
        b = torch.where(paired, (whole - cut)[giver], 0)[:, None]
        b = b.minimum(length - a - ROOM).clamp(min=0)
        pair = paired[:, None]

        place = torch.arange(length, device=device)[None]  # [CLS] A [SEP] B [SEP]
        b_from, b_end = a + 2, a + 2 + b
        in_a = (place >= 1) & (place <= a)
        in_b = pair & (place >= b_from) & (place < b_end)
        source = torch.where(
            in_b, (first + cut)[giver][:, None] + place - b_from, first[:, None] + place - 1
        )
        tokens = self.flat[source.clamp(0, len(self.flat) - 1)]
        separator = (place == a + 1) | (pair & (place == b_end))
        ids = torch.where(in_a | in_b, tokens, torch.where(separator, SEP, PAD))
        ids[:, 0] = CLS
        types = (pair & (place >= b_from) & (place <= b_end)).long()
        attention = (place < torch.where(pair, b_end + 1, b_from)).long()
        ids, labels = hide(ids, in_a | in_b, self.vocabulary, g)
        return Examples(ids, types, attention, labels, torch.where(paired, swapped.long(), IGNORE))


def hide(ids, candidates, vocabulary: int, g: torch.Generator):
    """Choose 15 % of the candidates: 80 % become [MASK], 10 % any token, 10 % stay as they are.

    Returns: ids as the model sees them, and the labels: the true token at chosen places.
    """
    device = ids.device
    chosen = candidates & (torch.rand(ids.shape, device=device, generator=g) < 0.15)
    labels = torch.where(chosen, ids, IGNORE)
    kind = torch.rand(ids.shape, device=device, generator=g)
    other = torch.randint(len(text.SPECIAL), vocabulary, ids.shape, device=device, generator=g)
    hidden = torch.where(chosen & (kind < 0.8), MASK, ids)
    return torch.where(chosen & (kind >= 0.9), other, hidden), labels


def outcomes(model, made: Examples) -> dict[str, torch.Tensor]:
    """Scores at the chosen places and of the pairs, with their answers.

    Only chosen places go through the output layer: 15 % of its work.
    """
    device = made.ids.device
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        read = model.bert(made.ids, attention_mask=made.attention, token_type_ids=made.types)
        at = made.labels != IGNORE
        filled = model.cls.predictions(read.last_hidden_state[at])  # (chosen, V)
        told = model.cls.seq_relationship(read.pooler_output)  # (B, 2)
    return {"filled": filled.float(), "truth": made.labels[at], "told": told.float()}


def loss_of(model, made: Examples) -> tuple[torch.Tensor, torch.Tensor]:
    """The loss that is trained, and its MLM part."""
    found = outcomes(model, made)
    mlm = functional.cross_entropy(found["filled"], found["truth"], reduction="sum")
    mlm = mlm / max(1, len(found["truth"]))
    pairs = (made.nsp != IGNORE).sum().clamp(min=1)
    nsp = functional.cross_entropy(found["told"], made.nsp, ignore_index=IGNORE, reduction="sum")
    return mlm + NSP_WEIGHT * nsp / pairs, mlm.detach()


@torch.no_grad()
def accuracy(model, texts: Texts, tokens: int) -> dict[str, float]:
    """Shares of blanks filled rightly and of pairs told rightly."""
    model.eval()
    g = torch.Generator(texts.flat.device).manual_seed(1)
    right = asked = pairs_right = pairs = 0
    for rows, length in texts.batches(tokens, None):
        made = texts.examples(rows, length, g)
        found = outcomes(model, made)
        right += int((found["filled"].argmax(-1) == found["truth"]).sum())
        asked += len(found["truth"])
        told, known = found["told"].argmax(-1), made.nsp != IGNORE
        pairs_right += int((told == made.nsp)[known].sum())
        pairs += int(known.sum())
    model.train()
    return {"mlm": right / max(1, asked), "nsp": pairs_right / max(1, pairs)}


def schedule(texts: Texts, tokens: int, epochs: int, seed: int) -> Iterator[tuple]:
    """(number, total, rows, length) of each step of the whole training."""
    rng = np.random.default_rng(seed)
    total = epochs * len(texts.batches(tokens, None))
    number = 0
    for _ in range(epochs):
        for rows, length in texts.batches(tokens, rng):
            yield number, total, rows, length
            number += 1


def make(folder: Path, steps: int | None = None, batch: int = 32_768, epochs: int = 16, seed=7):
    """Text, tokenizer, training, figures, files. Returns the losses (MLM) of all steps."""
    texts, device = text.load(), training.device()
    held = min(5000, len(texts.lm) // 10)
    tokenizer = text.word_pieces(texts.lm[:-held])
    size = tokenizer.get_vocab_size()
    begins = np.array([not tokenizer.id_to_token(n).startswith("##") for n in range(size)])
    most = POSITIONS - ROOM
    train, unseen = (
        Texts(text.encode(tokenizer, part, most), begins, device)
        for part in (texts.lm[:-held], texts.lm[-held:])
    )
    torch.manual_seed(seed)
    model = BertForPreTraining(configuration(size)).to(device)
    training.say(f"{sum(one.numel() for one in model.parameters()):,} parameters on {device}")
    optimizer = training.optimizer(model, PEAK, DECAY, eps=1e-6)
    g = torch.Generator(device).manual_seed(seed)
    model.train()
    losses: list[float] = []
    for number, total, rows, length in schedule(train, batch, epochs, seed):
        if number == steps:
            break
        loss, mlm = loss_of(model, train.examples(rows, length, g))
        training.step(model, optimizer, loss, training.rate_at(number / total, PEAK, WARM_UP))
        training.report(number, total, float(mlm), losses)
    training.say("held out", accuracy(model, unseen, batch))
    special: dict[str, object] = {"cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    special |= {"pad_token": "[PAD]", "unk_token": "[UNK]"}
    # Without the types, which the library's own wrapper leaves out, B is read as a part of A.
    special["model_input_names"] = ["input_ids", "token_type_ids", "attention_mask"]
    training.save(model, tokenizer, folder, POSITIONS, special)
    (folder / "losses.json").write_text(json.dumps(losses))
    return losses


def configuration(vocabulary: int, hidden: int = 256, layers: int = 4) -> BertConfig:
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=hidden // 64,
        intermediate_size=4 * hidden,
        max_position_embeddings=POSITIONS,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=PAD,
    )
