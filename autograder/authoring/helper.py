"""The version of the notebooks' helper, `nlplab/`: raised whenever the package's files change.

Colab installs the helper at the tag of its version. So a saved notebook keeps the helper it was
made with, and in a running session pip never finds a changed helper "already satisfied". The tag is
pushed by a workflow.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from ..errors import CourseError

FOLDER = "nlplab"
VERSION = re.compile(r'(?m)^version = "(\d+)\.(\d+)\.(\d+)"$')
DIGEST = re.compile(r'(?m)^digest = "([0-9a-f]*)"$')
NOT_INSTALLED = ("__pycache__", "build", "nlplab.egg-info", ".mypy_cache")


def package_digest(folder: Path, planned: Mapping[Path, str]) -> str:
    """SHA-256 over names and contents of the helper's files, its version and this digest left out.

    Args: planned: contents that are about to be written, by path: they count instead of what is
        there.
    """
    paths = {path for path in folder.rglob("*") if path.is_file()} | {
        path for path in planned if folder in path.parents
    }
    digest = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(folder)
        if any(part in NOT_INSTALLED or part.startswith(".") for part in name.parts):
            continue
        content = planned[path].encode() if path in planned else path.read_bytes()
        if name.as_posix() == "pyproject.toml":
            content = DIGEST.sub("", VERSION.sub("", content.decode())).encode()
        digest.update(f"{name.as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def plan(root: Path, planned: Mapping[Path, str]) -> tuple[str, str] | None:
    """What the helper's pyproject.toml has to be, and the tag that notebooks install; None in a
    course without helper.

    Raises:
        CourseError: the file states no version or no digest.
    """
    path = root / FOLDER / "pyproject.toml"
    if not path.exists():
        return None
    text = path.read_text(encoding="utf-8")
    version, stated = VERSION.search(text), DIGEST.search(text)
    if not version or not stated:
        raise CourseError(f'{path}: needs a line version = "1.2.3" and a line digest = "…"')
    major, minor, patch = map(int, version.groups())
    digest = package_digest(path.parent, planned)
    if stated[1] != digest:
        patch += bool(stated[1])  # a version without digest is a new one, chosen by hand
        text = VERSION.sub(f'version = "{major}.{minor}.{patch}"', text)
        text = DIGEST.sub(f'digest = "{digest}"', text)
    return text, f"nlplab-{major}.{minor}.{patch}"
