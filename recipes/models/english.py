"""en_gpt: a tiny decoder that writes English sentences, the fallback where no larger one is at hand.

GPT-2's layers: 3 of 128, 4 heads, 2,000 byte pairs, 48 positions, on the English side of Tatoeba
(CC BY 2.0 FR). It writes sentences of a phrase book, nothing longer.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from . import gpt, text, training

POSITIONS, HELD, MOST = 48, 2000, 60_000  # MOST: all would be 100,000
PEAK, WARM_UP, DECAY = 3e-3, 0.05, 0.1


def sentences() -> list[str]:
    """Each sentence once, in a fixed random order; the last HELD are held out."""
    from nlplab import pairs

    found = list(dict.fromkeys(text.normalise(one) for one in pairs.load("es").en))
    order = np.random.default_rng(7).permutation(len(found))
    return [found[n] for n in order[:MOST]]


def blocks(ids: text.Ids, g: torch.Generator) -> torch.Tensor:
    """gpt.blocks' stream, cut to this model's length: (N, POSITIONS + 1)."""
    inputs, targets = gpt.blocks(ids, g)
    stream = torch.cat([inputs.flatten(), targets.flatten()[-1:]])
    n = (len(stream) - 1) // POSITIONS
    return stream[: n * POSITIONS + 1].unfold(0, POSITIONS + 1, POSITIONS)


def configuration(vocabulary: int) -> GPT2Config:
    dropout = {"resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0}
    return GPT2Config(vocab_size=vocabulary, n_positions=POSITIONS, n_embd=128, n_layer=3, n_head=4,
                      bos_token_id=0, eos_token_id=0, pad_token_id=0, **dropout)  # fmt: skip


def make(
    folder: Path, steps: int | None = None, batch: int = 32, epochs: int = 1, seed: int = 7
) -> list[float]:
    rows, training_device = sentences(), training.device()
    held = min(HELD, len(rows) // 10)
    tokenizer = text.byte_pairs(rows[:-held], 2000)
    ids, unseen = (
        text.encode(tokenizer, part, POSITIONS - 1) for part in (rows[:-held], rows[-held:])
    )
    torch.manual_seed(seed)
    model = GPT2LMHeadModel(configuration(tokenizer.get_vocab_size())).to(training_device)
    g = torch.Generator().manual_seed(seed)
    training.say(
        f"{len(rows):,} sentences, {sum(one.numel() for one in model.parameters()):,} parameters"
    )
    optimizer = training.optimizer(model, PEAK, DECAY, eps=1e-8)
    total = epochs * -(-len(blocks(ids, g)) // batch)
    losses: list[float] = []
    while len(losses) < (total if steps is None else min(steps, total)):
        made = blocks(ids, g)
        for at in range(0, len(made), batch):
            chosen = made[at : at + batch]
            with torch.autocast("cpu", torch.bfloat16):
                loss = gpt.loss_of(model, chosen[:, :-1], chosen[:, 1:])
            training.step(
                model, optimizer, loss, training.rate_at(len(losses) / total, PEAK, WARM_UP)
            )
            training.report(len(losses), total, float(loss.detach()), losses)
            if len(losses) == (steps or total):
                break
    held_bits = gpt.bits_per_character(model, unseen, sum(map(len, rows[-held:])))
    training.say(
        "held out",
        {
            "bits a character": round(held_bits, 4),
            "by token frequency": round(unigram(ids, unseen, sum(map(len, rows[-held:]))), 4),
        },
    )
    model.generation_config.update(bos_token_id=0, eos_token_id=0, pad_token_id=0)
    training.save(
        model,
        tokenizer,
        folder,
        POSITIONS,
        {"eos_token": text.END, "bos_token": text.END, "pad_token": text.END},
    )
    return losses


def unigram(learned: text.Ids, unseen: text.Ids, characters: int) -> float:
    """Bits a character if only the tokens' frequency is known."""
    counts = np.bincount(learned.flat, minlength=unseen.flat.max() + 1).astype(float)
    counts[gpt.END] += len(learned.length)
    share = (counts + 1) / (counts + 1).sum()
    nats = -np.log(share[unseen.flat]).sum() - len(unseen.length) * np.log(share[gpt.END])
    return float(nats / np.log(2) / characters)


def own_bits(folder: Path) -> float:
    """Bits a character on English sentences of the course's own sample."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from . import real

    texts = list(dict.fromkeys(en for en, _ in real.own_pairs()))[:200]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    ids = text.encode(tokenizer.backend_tokenizer, texts, POSITIONS - 1)
    return gpt.bits_per_character(model, ids, sum(map(len, texts)))
