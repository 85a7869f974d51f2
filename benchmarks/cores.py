"""Processor seconds, user and system, of a command and of everything that it starts, whoever waits for it.

By a control group where one can be made (root, Linux); else by what ended processes tell their parents, which leaves out
those that die with their namespace: every student's process of ours.
"""
from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path

OLD, NEW = Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup")


class Cores:
    """Attributes: join, for `preexec_fn`, puts a process among those that are counted."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.before = folder, _ended()

    def join(self) -> None:
        if self.folder:
            (self.folder / "cgroup.procs").write_text(f"{os.getpid()}")

    def used(self) -> float:
        if self.folder is None:
            return _ended() - self.before
        old = self.folder / "cpuacct.usage"
        if old.exists():
            return int(old.read_text()) / 1e9
        return int((self.folder / "cpu.stat").read_text().split()[1]) / 1e6


@contextlib.contextmanager
def counted() -> Iterator[Cores]:
    folder = (OLD if OLD.exists() else NEW) / f"benchmark-{os.getpid()}-{os.urandom(3).hex()}"
    try:
        folder.mkdir()
    except OSError:
        yield Cores(None)
        return
    try:
        yield Cores(folder)
    finally:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _ended() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
