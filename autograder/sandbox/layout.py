"""Where programs and packages lie, on this machine and behind the walls."""

from __future__ import annotations

import functools
import os
import sys
import sysconfig
from pathlib import Path

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")

WORK, STUDENTS = "/tmp/work", "/sandbox/students"
"""The working directory of both processes, behind walls; where the tester, which has one of its
own there, finds the student's.
"""
SITE = "/sandbox/site"
"""Where the packages lie that are not installed but stand beside the course."""
STUBS = str(Path(__file__).parent / "stubs")
"""The folder of packages that stand for those that only Colab has. It is for student code."""


def python_folders() -> list[str]:
    folders = {
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_path("stdlib"),
        sysconfig.get_path("platstdlib"),
        sysconfig.get_path("purelib"),
        str(Path(os.path.realpath(sys.executable)).parent.parent),
    }
    folders.update(
        str(path)
        for path in map(Path, sys.path)
        if path.name in ("site-packages", "dist-packages") and path.is_dir()
    )
    return sorted(
        folder
        for folder in folders
        if folder != "/"
        and not any(folder != other and folder.startswith(f"{other}/") for other in folders)
    )


@functools.cache
def below_tmp() -> list[tuple[str, str]]:
    """Python's folders that each submission's own /tmp would hide, and a second place for each: a
    clone may lie in /tmp.
    """
    return [
        (folder, f"/sandbox/keep/{number}")
        for number, folder in enumerate(python_folders())
        if folder.startswith("/tmp/")
    ]
