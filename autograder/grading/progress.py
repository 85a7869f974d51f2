"""What a person sees while a class is graded."""

from __future__ import annotations

import sys

from tqdm import tqdm

from ..text import clean, say
from .results import SCORE, Result


class Progress:
    """A bar with rate and remaining time on a terminal, a line for each submission elsewhere.

    Args:
        beside_output: write to stderr, because stdout belongs to a document.
    """

    def __init__(self, beside_output: bool) -> None:
        self.stream = sys.stderr if beside_output else sys.stdout
        self.bar: tqdm | None = None

    def __call__(self, done: int, total: int, result: Result) -> None:
        line = f"{result.student}: {result.verdict}"
        if not self.stream.isatty():
            say(f"[{done}/{total}] {line}", self.stream)
            return
        if self.bar is None:
            self.bar = tqdm(total=total, unit="개", file=self.stream, dynamic_ncols=True)
        if result.outcome != SCORE:
            self.bar.write(clean(f"{line} {result.message}"), file=self.stream)
        self.bar.set_postfix_str(clean(f"{result.student} {result.verdict}"), refresh=False)
        self.bar.update()

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
