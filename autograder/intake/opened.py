"""Opening what somebody else handed in: regular files only, up to a size, with a reason for the
student where it can't be.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from ..text import MOST, clean, escaped

MAX_BYTES = 30 * 2**20
"""Largest notebook file that is read as it is. A graded notebook with plots is well under 5 MB."""

MOST_BYTES = 2**30
"""Largest that is read without its outputs."""


class Refused(Exception):
    """A submission that cannot be graded, with the reason for its student.

    Args:
        code: short English name of the reason, stable, for programs and tables.
        message: Korean sentence that says what to do next.
    """

    def __init__(self, code: str, message: str) -> None:
        self.message = clean(message, MOST)  # it names files, whose names are bytes
        super().__init__(self.message)
        self.code = code


@contextmanager
def opened(path: Path, limit: int = MAX_BYTES) -> Iterator[tuple[BufferedReader, int]]:
    """A regular file and its size; links, pipes and devices are refused, not followed or waited
    for.
    """
    shown = escaped(path.name)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP or path.is_symlink():
            raise Refused(
                "symlink",
                f"{shown}: 파일이 아니라 링크입니다. 노트북 파일 자체를 제출해 주세요.",
            ) from None
        raise Refused("unreadable", f"{shown}: 파일을 열 수 없습니다({error.strerror}).") from None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Refused(
                "not_a_file",
                f"{shown}: 보통 파일이 아닙니다. 노트북 파일 자체를 제출해 주세요.",
            )
        if status.st_size > limit:
            raise too_large(shown, status.st_size, limit)
        yield file, status.st_size


def too_large(shown: str, size: int, limit: int) -> Refused:
    return Refused(
        "too_large",
        f"{shown}: 파일이 너무 큽니다({size / 2**20:.0f} MB, 한도 {limit / 2**20:.0f} MB). "
        "출력을 모두 지우고 다시 내려받아 제출해 주세요.",
    )


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Bytes of a regular file, as `opened` opens it."""
    with opened(path, limit) as (file, _):
        return file.read(limit + 1)


def digest_of(path: Path) -> str:
    """Digest of a regular file of any size that may be read."""
    with opened(path, MOST_BYTES) as (file, _):
        return hashlib.file_digest(file, "sha256").hexdigest()
