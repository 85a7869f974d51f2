"""A lesson's cells as a recipe: run as they stand, on the full data, up to a named line."""

from __future__ import annotations

import os
import re
from pathlib import Path

LESSONS = Path(__file__).parents[2] / "lessons"


def cells(slug: str, last: str) -> list[str]:
    """The lesson's code up to the cell that holds `last`, without prose and claims.

    Raises: ValueError if no cell holds it.
    """
    path, found = LESSONS / slug / "lecture.py", []
    for part in re.split(r"^# %%", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        kind, _, code = part.partition("\n")
        if not kind.lstrip().startswith(("[markdown]", "claim")):
            found.append(code)
            if last in code:
                return found
    raise ValueError(f"{path}: no cell holds {last!r}")


def run(slug: str, last: str, only: tuple[str, ...] = ()) -> dict:
    """The names that these cells leave behind; with `only`, of the cells that hold one of these."""
    os.environ.setdefault("NLPLAB_PROFILE", "full")
    os.environ["MPLBACKEND"] = "Agg"
    names: dict = {"__name__": "lesson"}
    for code in cells(slug, last):
        if not only or any(mark in code for mark in only):
            exec(compile(code, slug, "exec"), names)
    return names
