"""Lectures on a GPU: minutes and what they reach there, as rows of docs/gpu.md. Nothing else is stored.

    python benchmarks/gpu.py 080_seq2seq_translation 090_attention_translation 130_transformer
    python benchmarks/gpu.py 030_imdb_sentiment --backend jax

Runs each lecture in `full` (NLPLAB_DATA names a mirror) with Keras on the given backend and holds it to its claims. A claim
that does not hold is named in the row: figures quoted in prose come from a CPU, and another device rounds otherwise. Rows of
the table of translation models are printed, not kept: what ships comes from one kind of machine. Refuses to run without a GPU
unless told --without-gpu, which is for trying the script and writes no row.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.authoring import outputs
from autograder.authoring.lesson import read_lesson
from autograder.authoring.notebook import lecture_notebook
from autograder.course import Course
from nlplab import ladder, runtime

PAGE = ROOT / "docs" / "gpu.md"


def run(course: Course, slug: str, profile: str) -> tuple[float, str]:
    """Seconds that a lecture took, and in words what of it was otherwise than its prose says."""
    lesson = read_lesson(course.root, slug)
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        done = outputs.execute(
            lecture_notebook(course, lesson, claims=profile), profile, slug, course.root, rungs=Path(folder)
        )
        seconds = time.monotonic() - started
        ladder.RUNGS = Path(folder)
        if ladder.names():
            print(ladder.table().round(2).to_string())
    failed = outputs.failed_claims(done, lesson.lecture.path)
    print(*failed, sep="\n")
    held = sum(map(outputs.is_claim, done.cells)) - len(failed)
    lines = ", ".join(line.split(":")[1] for line in failed)
    return seconds, f"{held}" + (f"; not those of lines {lines}" if failed else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slugs", nargs="+")
    parser.add_argument("--backend", choices=["torch", "jax", "tensorflow"], default="torch")
    parser.add_argument("--profile", choices=["full", "quick"], default="full")
    parser.add_argument("--without-gpu", action="store_true")
    options = parser.parse_args()
    device = runtime.gpus()
    if not device and not options.without_gpu:
        parser.error("no GPU here (nvidia-smi finds none)")
    os.environ["KERAS_BACKEND"] = options.backend
    course = Course.load(ROOT)
    for slug in options.slugs:
        seconds, claims = run(course, slug, options.profile)
        versions = f"{options.backend} {importlib.metadata.version(options.backend)}, Keras {importlib.metadata.version('keras')}"
        row = f"| {slug} | {' '.join(device)} | {versions} | {seconds / 60:.1f} | {claims} | {date.today()} |"
        print(row)
        if device and options.profile == "full":
            with PAGE.open("a", encoding="utf-8") as page:
                page.write(row + "\n")


if __name__ == "__main__":
    main()
