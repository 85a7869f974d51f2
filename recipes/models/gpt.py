"""ko_gpt: a decoder that learns to write a review on.

GPT-2's layers: 6 of 320, 5 heads, 8,000 byte pairs, 128 positions, dropout 0.2; 13 epochs in
batches of 256 blocks of 128 tokens, learning rate up to 1e-3 within the first 4 % and down to 0.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from transformers import GPT2Config, GPT2LMHeadModel

from . import text, training
from .text import Ids

BLOCK, END = 128, 0
IGNORE = -100
PEAK, WARM_UP, DECAY = 1e-3, 0.04, 0.1


def blocks(ids: Ids, g: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """All texts in a new random order, an end token before the first and behind each, in blocks.

    Returns: inputs and targets (N, BLOCK); the targets are one token ahead. What is left at the end
    and fills no block waits for another epoch.
    """
    order = torch.randperm(len(ids.length), generator=g).numpy()
    first, length = ids.first[order], ids.length[order]
    behind = np.cumsum(length + 1)  # where each text's end token stands, the leading one counted
    stream = np.full(behind[-1] + 1, END, dtype="int64")
    offset = np.repeat(first - (behind - length), length)
    places = np.arange(len(offset)) + np.repeat(np.arange(len(length)), length) + 1
    stream[places] = ids.flat[places + offset]
    n = (len(stream) - 1) // BLOCK
    inputs, targets = stream[: n * BLOCK], stream[1 : n * BLOCK + 1]
    return tuple(torch.from_numpy(part.reshape(n, BLOCK)) for part in (inputs, targets))


def loss_of(model, inputs, targets, reduction: str = "mean") -> torch.Tensor:
    device = inputs.device
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        scores = model(input_ids=inputs, use_cache=False).logits
    return functional.cross_entropy(
        scores.flatten(0, 1).float(), targets.flatten(), ignore_index=IGNORE, reduction=reduction
    )


def pieces(ids: Ids, rows) -> list[np.ndarray]:
    """Each text with an end token before and behind it, cut where the positions end."""
    found = []
    for row in rows:
        first, length = ids.first[row], ids.length[row]
        whole = np.concatenate([[END], ids.flat[first : first + length], [END]])
        found += [whole[at : at + BLOCK + 1] for at in range(0, len(whole) - 1, BLOCK)]
    return found


@torch.no_grad()
def bits_per_character(model, ids: Ids, characters: int, size: int = 64) -> float:
    """Bits that the model needs for a text's tokens and its end, by its number of characters."""
    model.eval()
    device, nats = next(model.parameters()).device, 0.0
    order = np.argsort(ids.length, kind="stable")
    for start in range(0, len(order), size):
        cut = pieces(ids, order[start : start + size])
        longest = max(map(len, cut)) - 1
        inputs = np.full((len(cut), longest), END)
        targets = np.full((len(cut), longest), IGNORE)
        for row, piece in enumerate(cut):
            inputs[row, : len(piece) - 1], targets[row, : len(piece) - 1] = piece[:-1], piece[1:]
        given = (torch.from_numpy(part).to(device) for part in (inputs, targets))
        nats += float(loss_of(model, *given, reduction="sum"))
    model.train()
    return nats / math.log(2) / characters


def make(folder: Path, steps: int | None = None, batch: int = 256, epochs: int = 13, seed: int = 7):
    """Text, tokenizer, training, figures, files. Returns the losses of all steps."""
    texts, device = text.load(), training.device()
    n = len(texts.lm) * 9 // 10
    tokenizer = text.byte_pairs(texts.lm[:n])
    train = text.encode(tokenizer, texts.lm[:n], 10_000)
    torch.manual_seed(seed)
    model = GPT2LMHeadModel(configuration(tokenizer.get_vocab_size())).to(device)
    training.say(f"{sum(one.numel() for one in model.parameters()):,} parameters on {device}")
    optimizer = training.optimizer(model, PEAK, DECAY, eps=1e-8)
    g = torch.Generator().manual_seed(seed)
    model.train()
    losses: list[float] = []
    for epoch in range(epochs):
        inputs, targets = blocks(train, g)
        order = torch.randperm(len(inputs), generator=g)
        for start in range(0, len(inputs), batch):
            if len(losses) == steps:
                break
            rows = order[start : start + batch]
            loss = loss_of(model, inputs[rows].to(device), targets[rows].to(device))
            progress = (epoch + start / len(inputs)) / epochs
            training.step(model, optimizer, loss, training.rate_at(progress, PEAK, WARM_UP))
            total = epochs * math.ceil(len(inputs) / batch)
            training.report(len(losses), total, float(loss.detach()), losses)
    unseen = texts.lm[n:] if steps is None else texts.lm[n : n + 100]
    bits = bits_per_character(model, text.encode(tokenizer, unseen, 10_000), sum(map(len, unseen)))
    training.say(f"held out: {bits:.3f} bits a character")
    special: dict[str, object] = dict.fromkeys(("bos_token", "eos_token", "pad_token"), text.END)
    training.save(model, tokenizer, folder, BLOCK, special)
    (folder / "losses.json").write_text(json.dumps(losses))
    return losses


def configuration(vocabulary: int, dropout: float = 0.2) -> GPT2Config:
    return GPT2Config(
        vocab_size=vocabulary,
        n_positions=BLOCK,
        n_embd=320,
        n_layer=6,
        n_head=5,
        resid_pdrop=dropout,
        embd_pdrop=dropout,
        attn_pdrop=dropout,
        bos_token_id=END,
        eos_token_id=END,
        pad_token_id=END,
    )
