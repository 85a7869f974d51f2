"""How much of a cell's output is kept. Hostile case: a cell that prints until the disk is full.

The process that runs a cell keeps to it, so that little is sent, and the executor holds what it is
sent to it again: the student's process may have been talked out of its own budget.
"""

from __future__ import annotations

OVERHEAD = 100
"""Bytes that an output counts for beside its content, so that a million empty ones are limited."""
IMAGES = ("image/png", "image/jpeg")
TOO_BIG = "(그림이 커서({:.1f} MB) 보이지 않습니다. 크기나 해상도를 줄이면 보입니다)"
CUT = "\n… 출력이 길어 여기서 잘랐습니다 …\n"
ERROR_NAME, ERROR_TEXT, ERROR_LINES = 200, 4000, 30
"""Characters of an error's name and of its message or a line of its traceback; the last lines of
that.
"""
PLAIN = 1000
"""Characters that are kept of a value that is too big: partial credit is a number."""
PICTURES = 2_000_000
"""Characters in base64 of the pictures that a cell shows beyond its budget: one plot is often more
than all that a cell prints.
"""


class Budget:
    """Bytes of one cell."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.pictures = PICTURES
        self._cut = False

    def stream(self, text: str, overhead: int = 1) -> str:
        """What is kept of printed text; it says once that it was cut."""
        if self.left <= 0 and self._cut:
            return ""
        kept = text[: max(self.left, 0)]
        self.left -= len(kept.encode("utf-8", "replace")) + overhead
        if len(kept) < len(text):
            self._cut = True
            kept += CUT
        return kept

    def rich(self, kind: str, data: dict[str, str]) -> dict[str, str] | None:
        """What is kept of a value that is shown, None if nothing.

        Args:
            kind: `execute_result`, whose plain text is kept even where nothing is left, for it may
                be partial credit, or `display_data`.
            data: its forms by type.
        """
        size = sum(map(len, data.values())) + OVERHEAD
        if size > max(self.left, 0):
            if picture := self._picture(data):
                return picture
            if kind == "display_data" and self.left <= 0:
                return None
            text = data.get("text/plain", "")[:PLAIN] if kind == "execute_result" else _told(data)
            data, size = {"text/plain": text}, len(text) + OVERHEAD
        self.left -= size
        return data

    def _picture(self, data: dict[str, str]) -> dict[str, str] | None:
        """A value's picture and the beginning of its text, if there is room for it."""
        for mime in IMAGES:
            if mime in data and len(data[mime]) + OVERHEAD <= self.pictures:
                self.pictures -= len(data[mime]) + OVERHEAD
                return {mime: data[mime], "text/plain": data.get("text/plain", "")[:PLAIN]}
        return None


def _told(data: dict[str, str]) -> str:
    """What stands for a value that is too big."""
    biggest = max(len(data.get(mime, "")) for mime in IMAGES)
    return TOO_BIG.format(biggest * 3 / 4 / 1e6) if biggest else "(출력이 커서 보이지 않습니다)"


def error_entry(name: str, value: str, lines: list[str]) -> dict:
    """An error as an output; errors are always kept, in part."""
    return {
        "output_type": "error",
        "ename": name[:ERROR_NAME],
        "evalue": value[:ERROR_TEXT],
        "traceback": [line[:ERROR_TEXT] for line in lines[-ERROR_LINES:]],
    }
