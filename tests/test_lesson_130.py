"""The Transformer that lesson 130 builds gives the same scores on TensorFlow and on PyTorch, with and without the cache."""
from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest

from autograder.authoring.lesson import read_lesson
from autograder.course import Course
from conftest import ROOT

SLUG = "130_transformer"
WANTED = ("attention", "MultiHeadAttention", "causal_mask", "positions", "EncoderLayer", "DecoderLayer", "Words", "Transformer",
          "layer_step", "Start", "Step", "translator")
BEGIN = """
import types, keras, numpy as np
from keras import layers, ops
from nlplab.translation import PAD, START
S = types.SimpleNamespace(longest=12)
"""
END = """
import sys
model = Transformer(30, 16, 4, 32, 2)
source, target = (np.array(ids, "int32") for ids in ([[5, 6, 7, 0], [8, 9, 10, 11]], [[2, 12, 13, 0, 0], [2, 14, 15, 16, 17]]))
model((source, target))
rng = np.random.default_rng(7)
model.set_weights([rng.normal(0, 0.3, weight.shape) for weight in model.get_weights()])
whole = ops.convert_to_numpy(model((source, target)))
start, step = translator(model)
state, cached = start(source), []
for tokens in target.T:
    scores, state = step(tokens, state)
    cached.append(np.asarray(scores))
np.savez(sys.argv[1], whole=whole, cached=np.stack(cached, axis=1))
"""


def scores(backend: str, folder) -> dict[str, np.ndarray]:
    cells = [ast.parse(cell.source) for cell in read_lesson(ROOT, SLUG).lecture.cells if cell.kind == "code"]
    parts = [ast.unparse(node) for cell in cells for node in cell.body if getattr(node, "name", None) in WANTED]
    path, out = folder / "layers.py", folder / f"{backend}.npz"
    path.write_text("\n\n".join([BEGIN, *parts, END]), encoding="utf-8")
    surroundings = {**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": str(ROOT), "CUDA_VISIBLE_DEVICES": "-1"}
    done = subprocess.run([sys.executable, str(path), str(out)], env=surroundings, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    with np.load(out) as stored:
        return dict(stored)


@pytest.mark.slow
@pytest.mark.skipif(SLUG not in Course.load(ROOT).lessons, reason="the course lacks the lesson")
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_the_layers_agree_on_tensorflow_and_torch_and_with_the_cache(tmp_path):
    ours, other = (scores(backend, tmp_path) for backend in ("tensorflow", "torch"))
    assert ours["whole"].shape == (2, 5, 30)
    for name in ours:
        np.testing.assert_allclose(ours[name], other[name], atol=1e-4)
    np.testing.assert_allclose(ours["whole"], ours["cached"], atol=1e-4)
