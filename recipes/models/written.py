"""ko_gpt taught to answer a text: its summary, or an English sentence's translation.

The decoder reads `text⇒` and writes on (GPT-1's way, Radford et al. 2018); the loss counts what
stands behind the arrow. Its layers change in a low rank; for English, which ko_gpt has not read,
the token embeddings too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from nlplab import deltas, models
from transformers import AutoModelForCausalLM, AutoTokenizer, GPT2LMHeadModel

from . import digests, lowrank, phrases, real, training
from .heads import IGNORE, Example, batches

ARROW, END, MOST = " ⇒ ", 0, 128
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Task:
    rank: int
    rate: float
    epochs: int
    embeddings: bool
    learned: Callable[[], Pairs]
    held: Callable[[], dict[str, Pairs]]


def _own() -> tuple[Pairs, Pairs]:
    """The course's own pairs: those to learn from, and every eighth held out."""
    own = real.own_pairs() + digests.films()
    own = [own[n] for n in np.random.default_rng(7).permutation(len(own))]
    return [row for n, row in enumerate(own) if n % 8], own[::8]


TASKS = {
    "ko_summary": Task(16, 2e-3, 1, False, lambda: digests.digests(3000, 7, phrases.LEARN),
                       lambda: {"own": digests.digests(100, 99, phrases.HOLD)}),
    "en_ko": Task(16, 3e-3, 2, True, lambda: _short(real.pairs()[0]) + _own()[0],
                  lambda: {"Tatoeba": real.pairs()[1][::5][:60], "own": _own()[1][:100]}),
}  # fmt: skip


def _short(pairs: Pairs, n: int = 1000) -> Pairs:
    """The pairs whose English is shortest: what so small a model can hope to learn."""
    return sorted(pairs, key=lambda row: len(row[0]))[:n]


def own_held(name: str) -> Pairs:
    """The course's own held-out texts of a task; needs no data from outside."""
    return digests.digests(100, 99, phrases.HOLD) if name == "ko_summary" else _own()[1][:100]


def examples(tokenizer, pairs: Pairs) -> list[Example]:
    """[END] text ⇒ answer [END]; what stands before the answer is not learned."""
    made = []
    for text, told in pairs:
        before, behind = tokenizer(text + ARROW).input_ids, tokenizer(told).input_ids
        if len(before) + len(behind) + 2 > MOST:
            continue
        ids = [END, *before, *behind, END]
        hidden = len(ids) - len(behind) - 1
        made.append({"input_ids": ids, "labels": [IGNORE] * hidden + ids[hidden:]})
    return made


def tensors(batch: list[Example]) -> dict[str, torch.Tensor]:
    longest = max(len(one["input_ids"]) for one in batch)
    fill = {"input_ids": END, "labels": IGNORE}
    made = {
        name: torch.tensor([one[name] + [fill[name]] * (longest - len(one[name])) for one in batch])
        for name in fill
    }
    return made | {
        "attention_mask": torch.tensor(
            [[1] * len(one["input_ids"]) + [0] * (longest - len(one["input_ids"])) for one in batch]
        )
    }


def start(task: Task, base: Path) -> GPT2LMHeadModel:
    dropout = {"resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0}
    model = GPT2LMHeadModel.from_pretrained(base, dtype=torch.float32, **dropout)
    lowrank.attach(model, task.rank, ".h.", ("transformer.ln_f",))
    if task.embeddings:  # input and output share them: one change for both
        change = lowrank.Change(model.transformer.wte.weight.shape, task.rank)
        for owner in (model.transformer.wte, model.lm_head):
            torch.nn.utils.parametrize.register_parametrization(owner, "weight", change)
    return model


@torch.no_grad()
def write(folder: Path, texts: Sequence[str], most: int = 48, beams: int = 1) -> list[str]:
    """What the model writes behind `text ⇒ `, the likeliest token each time."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    found = []
    for text in texts:
        ids = [END, *tokenizer(text + ARROW).input_ids]
        made = model.generate(torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), max_new_tokens=most,
                              num_beams=beams, do_sample=False, pad_token_id=END, eos_token_id=END)  # fmt: skip
        found.append(tokenizer.decode(made[0, len(ids) :], skip_special_tokens=True).strip())
    return found


def nearest(learned: Pairs, text: str) -> str:
    """The baseline: the answer of the learned text that shares most words (a translation memory)."""
    words = set(text.split())
    return max(
        learned, key=lambda row: len(words & set(row[0].split())) / len(words | set(row[0].split()))
    )[1]


def figures(folder: Path, learned: Pairs, held: dict[str, Pairs]) -> dict[str, float]:
    from sacrebleu import corpus_bleu, corpus_chrf

    found = {}
    for name, rows in held.items():
        truths = [told for _, told in rows]
        for kind, guesses in (
            ("", write(folder, [text for text, _ in rows])),
            (" memory", [nearest(learned, text) for text, _ in rows]),
        ):
            found[f"{name}{kind} exact"] = float(
                np.mean([a == b for a, b in zip(guesses, truths, strict=True)])
            )
            found[f"{name}{kind} chrF"] = corpus_chrf(guesses, [truths]).score
            found[f"{name}{kind} BLEU"] = corpus_bleu(guesses, [truths]).score
    return found


def make(
    name: str,
    folder: Path,
    steps: int | None = None,
    batch: int = 32,
    epochs: int | None = None,
    seed: int = 7,
) -> list[float]:
    """Learn, save what changed, merge, and measure the merged model. Returns the losses."""
    task, base = TASKS[name], models.folder("ko_gpt")
    torch.manual_seed(seed)
    tokenizer, rng = AutoTokenizer.from_pretrained(base), random.Random(seed)
    learned, model = task.learned(), start(task, base)
    rows = examples(tokenizer, learned)
    count = sum(one.numel() for one in set(model.parameters()) if one.requires_grad)
    training.say(f"{name}: {len(rows):,} examples, {count:,} parameters learn")
    optimizer = training.optimizer(model, task.rate, 0.01, eps=1e-8)
    plan = [one for _ in range(epochs or task.epochs) for one in batches(rows, batch, rng)]
    losses: list[float] = []
    model.train()
    for number, chosen in enumerate(plan[:steps]):
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(**tensors(chosen), use_cache=False).loss.float()
        training.step(model, optimizer, loss, training.rate_at(number / len(plan), task.rate, 0.05))
        training.report(number, len(plan), float(loss.detach()), losses)
    lowrank.save(model, folder, ())
    merged = deltas.merge(base, folder, folder.with_name(f"{name}-merged"))
    training.say(
        "held out",
        {key: round(value, 4) for key, value in figures(merged, learned, task.held()).items()},
    )
    return losses
