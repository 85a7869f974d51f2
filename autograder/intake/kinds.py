"""What a file is that is no `.ipynb`: a notebook under another ending, or what a person is told of
it.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from .notebook import MAX_BYTES, Refused, parse

RENAMED = (".json", ".txt", "")
"""Endings under which browsers and editors save a notebook."""
PACKED = (".7z", ".rar", ".egg", ".alz", ".zst", ".gz", ".xz", ".bz2", ".lzh", ".cab")
POINTERS = (".url", ".webloc", ".lnk", ".desktop", ".gshortcut", ".gdoc", ".gsheet", ".colab")
EXPORTS = (".py", ".html", ".htm", ".mhtml", ".pdf", ".docx", ".hwp", ".hwpx", ".md")


def ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def is_notebook(name: str, path: Path) -> bool:
    """By its content, whatever it is called."""
    if ending(name) not in RENAMED or path.stat().st_size > MAX_BYTES:
        return False
    try:
        return bool(parse(name, path.read_bytes()).cells)
    except (Refused, OSError):
        return False


def why_left(name: str) -> str:
    """Why a file that is no notebook was left, and what its student can do."""
    kind = ending(name)
    if kind in PACKED:
        return f"이 압축 형식({kind})은 풀지 않습니다. zip이나 .ipynb 파일로 다시 받으세요."
    if kind in POINTERS:
        return "노트북이 아니라 바로 가기입니다. 내려받은 .ipynb 파일을 다시 받으세요."
    if kind in EXPORTS:
        return f"노트북을 {kind}로 내보낸 것이어서 채점할 수 없습니다. .ipynb 파일을 다시 받으세요."
    return "노트북(.ipynb)이 아니어서 두었습니다."
