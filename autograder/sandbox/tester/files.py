"""The assignment's files as tests find them: the instructor's, whatever became of them where the
student can write.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.util
import os
import secrets
import stat


def modules(files: dict[str, bytes]) -> dict[str, bytes]:
    """Sources by dotted name; a folder without `__init__.py` is a package, too."""
    found: dict[str, bytes] = {}
    for name, data in files.items():
        parts = name.removesuffix(".py").split("/")
        if name.endswith(".py") and all(part.isidentifier() for part in parts):
            for length in range(1, len(parts)):
                found.setdefault(".".join(parts[:length]), b"")
            if parts[-1] == "__init__" and len(parts) > 1:
                parts.pop()
            found[".".join(parts)] = data
    return found


class Helpers(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """The assignment's own modules, from memory: their files lie where the student can write."""

    def __init__(self, sources: dict[str, bytes]) -> None:
        self.sources = sources

    def find_spec(self, fullname, path=None, target=None):
        if fullname not in self.sources:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=self.is_package(fullname))

    def is_package(self, fullname):
        return any(other.startswith(f"{fullname}.") for other in self.sources)

    def get_source(self, fullname):
        return importlib.util.decode_source(self.sources[fullname])


def put(base: str, name: str, data: bytes) -> None:
    """Write a file below a folder, past whatever a student has put in its way.

    Raises:
        OSError
    """
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
