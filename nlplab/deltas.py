"""A base model and what a task changed in it, put together: a folder that `from_pretrained` loads.

Eight copies of a model don't fit into a course. A fine-tuned matrix W' differs from the base's W by
little, and the difference is kept as a product of two thin matrices (LoRA, Hu et al. 2021):

    W' = W + B A        W: (m, n)   B: (m, r)   A: (r, n)

`merge` multiplies and adds once, and writes the whole model, so that who uses it need not know. How
the thin matrices are learned is not known here (recipes/models/lowrank.py).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

UP, DOWN = ".lora_B", ".lora_A"  # behind the name of the matrix that they change
WEIGHTS, DELTA = "model.safetensors", "delta.safetensors"


def merge(base: Path, delta: Path, target: Path) -> Path:
    """Write into `target` the base's files with the delta's over them, matrices merged, 16 bits.

    What the delta holds whole (a new head, biases) replaces the base's tensor of that name; the
    heads that the task doesn't use (names of the metadata's `drop`) are left out. `target` appears
    when it is whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        for path in (*base.iterdir(), *delta.iterdir()):
            if path.name not in (WEIGHTS, DELTA, "README.md"):
                shutil.copyfile(path, made / path.name)
        _weights(base / WEIGHTS, delta / DELTA, made / WEIGHTS)
        try:
            os.replace(made, target)
        except OSError:  # another process was faster
            if not (target / WEIGHTS).is_file():
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return target


def _weights(base: Path, delta: Path, target: Path) -> None:
    import numpy as np
    from safetensors import safe_open
    from safetensors.numpy import load_file, save_file

    tensors, changes = load_file(base), load_file(delta)
    with safe_open(delta, "numpy") as opened:
        unused = tuple((opened.metadata() or {}).get("drop", "").split())
    if unused:
        tensors = {name: one for name, one in tensors.items() if not name.startswith(unused)}
    for name, change in changes.items():
        if name.endswith(UP):
            matrix = name.removesuffix(UP)
            down = changes[matrix + DOWN].astype("float32")
            whole = tensors[matrix].astype("float32") + change.astype("float32") @ down
            tensors[matrix] = np.ascontiguousarray(whole.astype("float16"))
        elif not name.endswith(DOWN):
            tensors[name] = change
    save_file(tensors, target, metadata={"format": "pt"})
