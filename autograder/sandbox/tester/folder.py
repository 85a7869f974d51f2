"""The tester's working directory: the assignment's files as the instructor wrote them, and links to
all else that the student's code has made in its own.

Hostile case: the function that a test calls puts the student's own data.db in the place of the
assignment's, and SQLite opens it by name.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import os
import shutil
import stat
import time
from collections.abc import Iterable
from pathlib import PurePosixPath

from ..workdir import content, put

MOST = 2000
"""Links to a student's files."""
TICK = 50_000_000
"""Nanoseconds within which two changes of a file may bear the same time."""


class Folder:
    """
    Args:
        students: the student's one; this process's own, where there are no walls.
        files: the assignment's.
    """

    def __init__(self, students: str, files: dict[str, bytes]) -> None:
        self.students, self.files = students, files
        self.apart = not os.path.exists(students) or not os.path.samefile(students, ".")
        parents = [str(parent) for name in files for parent in PurePosixPath(name).parents]
        self.folders = {"", *parents} - {"."}
        self._links: set[str] = set()
        self._given: dict[str, tuple] = {}  # by name: what a file was when the student got it

    def restore(self) -> None:
        """Put the assignment's files back, here and where the student's code reads them."""
        for base in {".", self.students} if self.apart else {"."}:
            for name, data in self.files.items():
                with contextlib.suppress(OSError):
                    put(base, name, data)
        self._given |= {name: _state(name) for name in self.files}

    def take(self) -> None:
        """Link what lies in the student's folder; let go of what has been removed there."""
        if not self.apart:
            return
        found: set[str] = set()
        for folder in self.folders:
            with contextlib.suppress(OSError):
                found |= self._listed(folder)
        for name in self._links - found:
            self._links.discard(name)
            with contextlib.suppress(OSError):
                os.unlink(name)
        for name in sorted(found - self._links)[:MOST]:
            with contextlib.suppress(OSError):
                self._link(name)

    def _link(self, name: str) -> None:
        os.symlink(os.path.join(self.students, name), name)
        self._links.add(name)

    def _listed(self, folder: str) -> set[str]:
        """Names in the student's folder, but those that are the assignment's."""
        place = os.open(
            os.path.join(self.students, folder), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        )
        try:
            names = {os.path.join(folder, name) for name in os.listdir(place)}
        finally:
            os.close(place)
        return names - set(self.files) - self.folders

    def give(self) -> None:
        """Move what the test has made to the student's folder, with links in its place; copy there
        what it has changed of the assignment's files; remove there what it has removed.
        """
        if not self.apart:
            return
        found: set[str] = set()
        for folder in self.folders:
            with contextlib.suppress(OSError), os.scandir(folder or ".") as entries:
                for entry in entries:
                    name = os.path.join(folder, entry.name)
                    found.add(name)
                    if not entry.is_symlink() and name not in self.folders:
                        with contextlib.suppress(OSError):
                            self._give(name, entry.is_dir(follow_symlinks=False))
        for name in self._links - found:
            self._links.discard(name)
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(self.students, name))

    def _give(self, name: str, folder: bool) -> None:
        if folder:
            for inner, _, files in os.walk(name):
                os.makedirs(os.path.join(self.students, inner), exist_ok=True)
                for file in files:
                    path = os.path.join(inner, file)
                    put(self.students, path, content(path) or b"")
            shutil.rmtree(name)
            self._link(name)
            return
        state = _state(name)
        if state == self._given.get(name) and not _recent(state):
            return
        data = content(name)
        if data is None:
            return
        put(self.students, name, data)
        if name in self.files:
            self._given[name] = state
        else:
            os.unlink(name)
            self._link(name)


class Helpers(importlib.abc.MetaPathFinder):
    """Finds the assignment's own modules in the working directory, where nothing else is found."""

    def __init__(self, files: Iterable[str]) -> None:
        self.folder = os.getcwd()
        self.names = {
            name.partition("/")[0].removesuffix(".py") for name in files if name.endswith(".py")
        }

    def find_spec(self, fullname, path=None, target=None):
        if fullname not in self.names:
            return None
        return importlib.machinery.PathFinder.find_spec(fullname, [self.folder])


def _state(name: str) -> tuple:
    """Which file a name is, and of when."""
    try:
        found = os.stat(name, follow_symlinks=False)
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ino, found.st_size, stat.S_IFMT(found.st_mode)


def _recent(state: tuple) -> bool:
    return bool(state) and time.time_ns() - state[0] < TICK
