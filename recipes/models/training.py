"""What both trainings share: the optimizer's groups, the learning rate, one step, saving."""

from __future__ import annotations

import time
from pathlib import Path

import torch

_begin = time.time()


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def say(*what: object) -> None:
    print(f"[{time.time() - _begin:7.1f} s]", *what, flush=True)


def optimizer(model: torch.nn.Module, rate: float, decay: float, eps: float) -> torch.optim.AdamW:
    """AdamW; matrices decay, biases and the gains of layer norms do not."""
    parameters = list(model.parameters())
    groups = [
        {"params": [one for one in parameters if one.ndim >= 2], "weight_decay": decay},
        {"params": [one for one in parameters if one.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=eps)


def rate_at(progress: float, peak: float, warm_up: float) -> float:
    """The learning rate at a share of the training: up in a line, then down in one to nothing."""
    rising, falling = progress / warm_up, (1 - progress) / (1 - warm_up)
    return peak * max(min(rising, falling), 1e-3)


def step(model, optimizer, loss: torch.Tensor, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


def save(model, tokenizer, folder: Path, most: int, special: dict[str, object]) -> None:
    """Weights in 16 bits, configuration and tokenizer, as `from_pretrained` reads them."""
    from transformers import PreTrainedTokenizerFast

    model.cpu().half().save_pretrained(folder)
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=most, **special)
    wrapped.save_pretrained(folder)
    say("saved", {path.name: path.stat().st_size for path in sorted(folder.iterdir())})


def report(number: int, total: int, loss: float, kept: list[float], every: int = 100) -> None:
    """Keep a step's loss; print the first ten, then each hundredth."""
    kept.append(loss)
    if number < 10 or number % every == 0:
        say(f"step {number}/{total} loss {loss:.4f}")
