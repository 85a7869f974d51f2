"""Learning a task as a low-rank change of a model that stays as it is (LoRA, Hu et al. 2021).

Each matrix of the encoder's or decoder's layers gets a product of two thin matrices beside it;
biases, layer norms and the new head learn in full: they are small. `nlplab.deltas` puts the parts
together again. The `peft` package does this for any model; these forty lines save a dependency.
"""

from __future__ import annotations

from pathlib import Path

import torch
from nlplab.deltas import DELTA, DOWN, UP
from torch.nn.utils import parametrize


class Change(torch.nn.Module):
    """W -> W + B A. B begins at zero, so that the model begins as the base."""

    def __init__(self, shape: torch.Size, rank: int) -> None:
        super().__init__()
        self.A = torch.nn.Parameter(torch.randn(rank, shape[1]) / rank)
        self.B = torch.nn.Parameter(torch.zeros(shape[0], rank))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        return weight + self.B @ self.A


def attach(model: torch.nn.Module, rank: int, layers: str, whole: tuple[str, ...]) -> None:
    """Freeze the model but for `whole` (beginnings of names), and change its layers' matrices.

    Args: layers: what stands in the names of parameters of layers, as "encoder.layer." or ".h.".
    """
    for name, parameter in list(model.named_parameters()):
        inside = layers in name
        parameter.requires_grad = name.startswith(whole) or (inside and parameter.ndim < 2)
        if inside and parameter.ndim == 2:
            owner = model.get_submodule(name.rpartition(".")[0])
            parametrize.register_parametrization(owner, "weight", Change(parameter.shape, rank))


def save(model: torch.nn.Module, folder: Path, drop: tuple[str, ...]) -> None:
    """What the task changed, in 16 bits, and the configuration."""
    from safetensors.torch import save_file

    kept = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            name = name.replace("parametrizations.weight.0.A", "weight" + DOWN)
            name = name.replace("parametrizations.weight.0.B", "weight" + UP)
            kept[name] = parameter.detach().half().contiguous()
    folder.mkdir(parents=True, exist_ok=True)
    save_file(kept, folder / DELTA, metadata={"format": "pt", "drop": " ".join(drop)})
    model.config.save_pretrained(folder)
