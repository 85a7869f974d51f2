"""Lessons that train a Keras model do so on PyTorch as well as on TensorFlow: the course's text promises it.

Each lecture's code cells run as one script in a process of their own, in the quick profile, with KERAS_BACKEND set.
The lecture's own asserts judge: shapes, masks that padding can't move, learning, the floor of accuracy. What can be
compared with the run on TensorFlow, which is nbval's (`quick_runs`), is compared too: shapes, parameter counts, the
vocabulary. Accuracies may differ: the backends draw other random numbers.
"""
from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

import quick_runs
from autograder.course import Course
from conftest import ROOT

COURSE = Course.load(ROOT)
LESSONS = [slug for slug in ("030_imdb_sentiment", "035_nsmc_sentiment", "080_seq2seq_translation", "090_attention_translation") if slug in COURSE.lessons]
SECONDS = 900  # a limit against hanging on a busy machine; the quick run of 030 takes 49 s of CPU time


def on_pytorch(slug: str, folder) -> dict:
    """The report of the lecture's cells, one after another; the last expression of each is evaluated and dropped."""
    cells = nbformat.read(COURSE.lecture_path(slug), as_version=4).cells
    magics = TransformerManager()  # the setup cell holds a %pip line for Colab, never reached here
    code = [magics.transform_cell(cell.source) for cell in cells if cell.cell_type == "code"]
    path, report = folder / f"{slug}.py", folder / "report.json"
    path.write_text("\n\n".join([*code, quick_runs.REPORT % str(report)]), encoding="utf-8")
    surroundings = {**os.environ, "KERAS_BACKEND": "torch", "NLPLAB_PROFILE": "quick", "NLPLAB_PROGRESS": "off", "MPLBACKEND": "agg",
                    "PYTHONPATH": str(ROOT)}
    surroundings.pop("NLPLAB_DATA", None)  # the sample, whatever this machine has
    done = subprocess.run([sys.executable, str(path)], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, f"{slug} on PyTorch:\n{done.stderr[-3000:]}"
    return json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("slug", LESSONS)
def test_the_quick_lecture_runs_on_pytorch_and_builds_the_same_model(slug, pytestconfig, tmp_path, tmp_path_factory):
    ours, reference = on_pytorch(slug, tmp_path), quick_runs.lecture(slug, pytestconfig, tmp_path_factory).report
    assert (ours["backend"], reference["backend"]) == ("torch", "tensorflow")
    assert ours["layers"] and ours["vocabulary"][0]
    assert {name: ours[name] for name in ("layers", "vocabulary")} == {name: reference[name] for name in ("layers", "vocabulary")}


@pytest.mark.parametrize("slug", LESSONS)
def test_no_lecture_is_tied_to_a_backend_or_turns_the_fast_gpu_kernels_off(slug):
    """keras.ops only, and no use_cudnn=False: cuDNN's kernels take the right-padded masks that the lessons build."""
    text = (ROOT / "lessons" / slug / "lecture.py").read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not re.findall(r"^\s*(?:import|from)\s+(?:tensorflow|torch|jax)\b|\btf\.\w|use_cudnn\s*=\s*False", code, re.MULTILINE)
