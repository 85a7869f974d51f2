"""What others wrote, on its way to a terminal or a document of JSON: the last step before each, one
function a sink. Pages have theirs in `report.safe`, tables in `report.spreadsheet`.

Hostile cases: escape sequences that repaint a terminal, marks that turn the direction of writing,
bytes that are no text and end whoever writes them.
"""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
from typing import TextIO

ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
MOST = 4_000
"""Characters of a message."""
_JOINERS = "\u200c\u200d"  # inside words of some scripts, and of emoji
_ACTS = ("Cc", "Cf", "Cs", "Zl", "Zp")


def escaped(name: str, keep: str = "") -> str:
    """A name with what can't be shown as Python writes it: a name on a disk is bytes.

    >>> escaped("st\\udcffud"), escaped("a\\x1bb")
    ('st\\\\xffud', 'a\\\\x1bb')
    """
    return "".join(
        one
        if one in keep or one in _JOINERS or unicodedata.category(one) not in _ACTS
        else _written(ord(one))
        for one in name
    )


def _written(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was no text
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def clean(text: str, most: int | None = None) -> str:
    """Text that neither acts nor ends who writes it: colours are left out, other such characters
    shown by their numbers. Lines stay.

    Args:
        most: characters, cut before anything else is done.
    """
    if most is not None and len(text) > most:
        text = f"{text[:most]}…"
    if text.isascii() and text.isprintable():
        return text
    return escaped(ESCAPES.sub("", text), keep="\n\t")


def say(text: str = "", file: TextIO | None = None) -> None:
    """Print for a person."""
    file = file or sys.stdout
    encoding = getattr(file, "encoding", None) or "utf-8"
    shown = clean(text).encode(encoding, "backslashreplace").decode(encoding)
    print(shown, file=file, flush=True)


def document(content: object) -> str:
    """JSON that every reader takes: valid Unicode, no `NaN`."""
    return json.dumps(_plain(content), ensure_ascii=False, allow_nan=False)


def _plain(content: object) -> object:
    if isinstance(content, str):
        return clean(content)
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    if isinstance(content, dict):
        return {_plain(key): _plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(one) for one in content]
    return content
