"""When a submission came: nbgrader's `timestamp.txt`, mended where nbgrader could not read it.

formgrader's page of an assignment breaks over a single file that it can't parse.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from nbgrader import utils

from ..files import write_atomically
from ..intake.notebook import Finding, Refused
from ..intake.opened import read_bytes

ASIDE = "timestamp.unreadable.txt"
ENCODINGS = ("utf-8-sig", "utf-16", "cp949")


def mend(folder: Path) -> list[Finding]:
    """Rewrite a `timestamp.txt` that was saved so that nbgrader can't read it; put one aside that
    says no time.
    """
    path = folder / "timestamp.txt"
    if folder.is_symlink() or folder.parent.is_symlink():
        return []  # it is refused
    if not os.path.lexists(path):
        return _aside(folder / ASIDE) if os.path.lexists(folder / ASIDE) else []
    data = b""
    with contextlib.suppress(Refused):
        data = read_bytes(path, 1000)
    try:
        if _says_a_time(data.decode("utf-8")):
            return []
    except UnicodeDecodeError:
        pass
    try:
        for encoding in ENCODINGS:
            with contextlib.suppress(UnicodeError):
                text = data.decode(encoding).strip().strip("\"'\x00")
                if _says_a_time(text):
                    write_atomically(path, text)
                    told = f"timestamp.txt를 nbgrader가 읽을 수 있게 고쳐 썼습니다: {text}"
                    return [Finding("timestamp", told)]
        os.replace(path, folder / ASIDE)
    except OSError as error:
        told = f"timestamp.txt를 읽을 수 없고 고치지도 못했습니다({error.strerror})."
        return [Finding("timestamp", told, True)]
    return _aside(folder / ASIDE)


def _aside(path: Path) -> list[Finding]:
    with contextlib.suppress(Refused, OSError):
        text = " ".join(read_bytes(path, 1000).decode("utf-8", "replace").split())[:60]
        told = f"제출 시각을 읽을 수 없어 제때 낸 것으로 두었습니다({ASIDE}: {text!r})."
        return [Finding("timestamp", told, True)]
    told = f"제출 시각을 읽을 수 없어 제때 낸 것으로 두었습니다({ASIDE})."
    return [Finding("timestamp", told, True)]


def _says_a_time(text: str) -> bool:
    try:
        utils.parse_utc(text.strip())
    except (ValueError, OverflowError, TypeError, AttributeError):
        return False
    return bool(text.strip())
