"""Stands for Colab's own package in the process that runs a student's cells: an answer that was
written in Colab often still has `from google.colab import drive` in it.

Nothing here does anything; a call says so, and nothing fails that the answer did not need.
"""

import sys
import types
from collections.abc import Callable

SAID = "{}(): 채점할 때는 Colab이 아니어서 아무 일도 하지 않습니다."
MODULES = (
    "ai auth data_table drive files html interactive kernel output patches runtime sheets snippets "
    "syntax userdata widgets"
)


def _nothing(where: str, name: str) -> Callable:
    if name.startswith("__"):
        raise AttributeError(f"module {where!r} has no attribute {name!r}")

    def call(*args: object, **options: object) -> dict | None:
        print(SAID.format(f"{where}.{name}"))
        return {} if name == "upload" else None  # callers loop over the files

    return call


class _Stub(types.ModuleType):
    def __getattr__(self, name: str) -> Callable:
        return _nothing(self.__name__, name)


def __getattr__(name: str) -> Callable:
    return _nothing(__name__, name)


for _name in MODULES.split():
    globals()[_name] = sys.modules[f"{__name__}.{_name}"] = _Stub(f"{__name__}.{_name}", __doc__)
