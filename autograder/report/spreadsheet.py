"""Tables as CSV that a spreadsheet can open without harm: no cell of text acts as a formula.

Hostile cases: a student's name or file called `=cmd|…`, the same in full-width letters (Excel takes
`＝` for `=`), behind a blank, a tab or a character that nobody sees.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

FORMULA = "=+-@"
INVISIBLE = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
Cell = str | float | int | None


def safe(text: str) -> str:
    """Text on one line that a spreadsheet does not take for a formula: one that could be begins
    with an apostrophe. A hyphen alone is none: Moodle's word for no grade.
    """
    text = " ".join(text.split())
    if text == "-":
        return text
    seen = next((one for one in text if unicodedata.category(one) not in INVISIBLE), "")
    return f"'{text}" if unicodedata.normalize("NFKC", seen)[:1] in tuple(FORMULA) else text


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
