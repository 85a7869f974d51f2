"""Tables as CSV that a spreadsheet can open without harm: no cell of text acts as a formula.

Hostile cases: a student's name or file called `=cmd|…`, the same in full-width letters (Excel takes
`＝` for `=`), behind a blank, a tab or a character that nobody sees, or behind a semicolon, which
parts cells in half of the world.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from ..text import MOST, clean

ALLOWED = "([<`#*_"
UNSEEN = " \"'\u200c\u200d"
"""What may stand before a formula that a spreadsheet still finds, or that the reader of its CSV
takes away."""
Cell = str | float | int | None


def safe(text: str) -> str:
    """Text on one line that a spreadsheet does not take for a formula: it begins with a letter, a
    figure or an opening bracket, or else with an apostrophe. A hyphen alone is none: Moodle's word
    for no grade.
    """
    if text == "-":
        return text
    line = " ".join(clean(text, MOST).split())
    return ";".join(map(_behind_apostrophe, line.split(";")))


def _behind_apostrophe(text: str) -> str:
    begun = text.lstrip(UNSEEN)[:1]
    read = unicodedata.normalize("NFKC", begun)[:1]
    return text if not read or read.isalnum() or read in ALLOWED else f"'{text}"


def to_csv(table: Iterable[Sequence[Cell]], bom: bool = False) -> str:
    """CSV of a table whose numbers are numbers and whose texts are defused.

    Args:
        bom: begin with a byte-order mark, without which Korean Excel reads UTF-8 as cp949.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for row in table:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return ("\ufeff" if bom else "") + out.getvalue()
