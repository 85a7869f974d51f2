"""The assignment's files as tests find them: the instructor's, whatever became of them where the
student can write.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib.abc
import importlib.util
import io
import os
import shutil

from ..workdir import write_files


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


def own_copies(files: dict[str, bytes]) -> None:
    """Reading one of the assignment's files gives what the instructor put there, whatever a thread
    of the student's has made of it since: an ordinary file, but one in memory. C libraries that
    open by name (h5py) still see the folder.
    """
    original, folder = io.open, os.getcwd()

    def opened(file, mode="r", *args, **kwargs):
        if isinstance(file, (str, bytes, os.PathLike)) and not set(mode) & set("wax+"):
            name = os.path.relpath(os.path.abspath(os.fsdecode(file)), folder)
            if name in files and kwargs.get("opener") is None:
                descriptor = os.memfd_create(os.path.basename(name)[:100])
                with original(os.dup(descriptor), "wb") as writer:
                    writer.write(files[name])
                os.lseek(descriptor, 0, os.SEEK_SET)
                return original(descriptor, mode, *args, **kwargs)
        return original(file, mode, *args, **kwargs)

    io.open = builtins.open = opened  # type: ignore[assignment]


def restore(files: dict[str, bytes]) -> None:
    """Put the assignment's files back as they were before a test reads them."""
    for name, data in files.items():
        with contextlib.suppress(OSError):
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(descriptor, "rb") as file:
                if file.read(len(data) + 1) == data:
                    continue
        with contextlib.suppress(OSError):
            if os.path.isdir(name) and not os.path.islink(name):
                shutil.rmtree(name)
            else:
                os.unlink(name)
        with contextlib.suppress(OSError):
            write_files({name: data})
