"""What a person sees while a class is graded."""

from __future__ import annotations

import sys
import time

from tqdm import tqdm

from ..text import clean, say
from .results import SCORE, Result

LONG = 10.0
"""Seconds from which a line says how many are left."""


class Progress:
    """A bar with rate and remaining time on a terminal, a line for each submission elsewhere.

    Args:
        beside_output: write to stderr, because stdout belongs to a document.
    """

    def __init__(self, beside_output: bool) -> None:
        self.stream = sys.stderr if beside_output else sys.stdout
        self.bar: tqdm | None = None
        self.began = time.monotonic()

    def __call__(self, done: int, total: int, result: Result) -> None:
        line = f"{result.student}: {result.verdict}"
        if result.outcome != SCORE:
            line = f"{line}. {result.message}"
        if not self.stream.isatty():
            say(f"[{done}/{total}{self._left(done, total)}] {line}", self.stream)
            return
        if self.bar is None:
            self.bar = tqdm(total=total, unit="개", file=self.stream, dynamic_ncols=True)
        if result.outcome != SCORE:
            self.bar.write(clean(line), file=self.stream)
        self.bar.set_postfix_str(clean(f"{result.student} {result.verdict}"), refresh=False)
        self.bar.update()

    def _left(self, done: int, total: int) -> str:
        """How long the rest will take, where that is worth saying."""
        seconds = (time.monotonic() - self.began) / done * (total - done)
        return f", {seconds // 60:.0f}:{seconds % 60:02.0f} 남음" if seconds >= LONG else ""

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
