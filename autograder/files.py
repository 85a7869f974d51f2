"""Writing files so that a reader, or the next run after a power cut, finds the old content or the
new, never half of it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, content: bytes | str | BinaryIO) -> None:
    """Replace the content of `path`, whose folder is made if it is missing. On disk on return.

    For one writer at a time: what a killed one left is overwritten by the next.

    Args:
        content: text is written as UTF-8, with line ends as they are; what an open file holds, of
            any size.

    Raises:
        OSError: the file is as before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    try:
        with open(new, "wb") as file:
            if isinstance(content, (bytes, str)):
                file.write(content if isinstance(content, bytes) else content.encode())
            else:
                shutil.copyfileobj(content, file, 2**20)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def digest(path: Path) -> str:
    """SHA-256 of a file's content."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_tree(folder: Path) -> None:
    """Have everything in a folder on disk, the folder itself included: what is written down
    afterwards about these files is then never younger than they are.
    """
    for base, _, names in os.walk(folder):
        for path in (*(os.path.join(base, name) for name in names), base):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


class Locked(Exception):
    """Another process holds the lock; `holder` is its process id, "" if unknown."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file meanwhile. The system lets go of it however the holder ends.

    Raises:
        Locked: at once, without waiting.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise Locked(file.read().strip()) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
