"""The assignment's files in the working directory of the two processes."""

from __future__ import annotations

import os

from .pipes import WireError, text


def write_files(files: dict[str, bytes]) -> None:
    """Put the assignment's files into the working directory."""
    for name, data in files.items():
        parts = name.split("/")
        if name.startswith("/") or ".." in parts:
            raise WireError(f"{name}: not a name below the working directory")
        if len(parts) > 1:
            os.makedirs(os.path.join(*parts[:-1]), exist_ok=True)
        with open(name, "wb") as file:
            file.write(data)


def from_fields(fields: list[bytes]) -> dict[str, bytes]:
    """Names and contents in turn, as the executor sends files."""
    return dict(zip(map(text, fields[::2]), fields[1::2], strict=True))
