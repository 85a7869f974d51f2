"""The assignment's files in the working directory of the two processes."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat

from .pipes import WireError, text


def from_fields(fields: list[bytes]) -> dict[str, bytes]:
    """Names and contents in turn, as the executor sends files.

    Raises:
        WireError: a name leads out of the working directory.
    """
    files = dict(zip(map(text, fields[::2]), fields[1::2], strict=True))
    for name in files:
        if name.startswith("/") or ".." in name.split("/"):
            raise WireError(f"{name}: not a name below the working directory")
    return files


def content(name: str, most: int = -1) -> bytes | None:
    """The bytes of a regular file, at most so many; None of anything else."""
    with contextlib.suppress(OSError):
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                with open(descriptor, "rb", closefd=False) as file:
                    return file.read(most)
        finally:
            os.close(descriptor)
    return None


def put(base: str, name: str, data: bytes) -> None:
    """Write a file below a folder, past whatever a student has put in its way."""
    *folders, last = name.split("/")
    place = _folder(base, folders)
    try:
        _put(place, last, data)
    finally:
        os.close(place)


def _folder(base: str, parts: list[str]) -> int:
    """A descriptor of a folder below `base`, none of which is a link, made where it is not."""
    place = os.open(base, os.O_RDONLY | os.O_DIRECTORY)
    for part in parts:
        outer = place
        try:
            place = _entered(part, outer)
        finally:
            os.close(outer)
    return place


def _entered(name: str, place: int) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        return os.open(name, flags, dir_fd=place)
    except OSError:
        _aside(name, place)
        os.mkdir(name, dir_fd=place)
        return os.open(name, flags, dir_fd=place)


def _put(place: int, name: str, data: bytes) -> None:
    with contextlib.suppress(OSError):
        there = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
        with open(there, "rb") as file:
            if stat.S_ISREG(os.fstat(there).st_mode) and file.read(len(data) + 1) == data:
                return
    _aside(name, place)
    there = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644, dir_fd=place)
    with open(there, "wb") as file:
        file.write(data)


def _aside(name: str, place: int) -> None:
    """Out of the way, whatever it is. Hostile case: a folder of three thousand levels, which takes
    a process that removes it apart.
    """
    with contextlib.suppress(FileNotFoundError):
        os.rename(name, f".{secrets.token_hex(8)}", src_dir_fd=place, dst_dir_fd=place)
