"""The assignment's files as tests find them: the instructor's, whatever became of them where the
student can write.
"""

from __future__ import annotations

import importlib.abc
import importlib.util


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
