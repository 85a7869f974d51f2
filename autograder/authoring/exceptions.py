"""lessons/exceptions.toml: what lessons still do though the rules forbid it.

Entries only go: whoever checks a rule also refuses an exception that is no longer needed.

    hints = ["010_slug"]     # tasks lack hints in three steps
    apart = ["010_slug"]     # a test cell leans on what another one may not have reached
    paste = ["010_slug"]     # more than half of the tasks fall to pasting the lecture
    [key]
    010_slug = ["idf"]       # the task has no mutant that its visible tests alone reject
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import CourseError

PATH = "lessons/exceptions.toml"
UNNEEDED = "is no longer needed"


@dataclass(frozen=True)
class Exceptions:
    """The exceptions of one lesson."""

    hints: bool = False
    apart: bool = False
    paste: bool = False
    key: frozenset[str] = field(default_factory=frozenset)


def read_exceptions(root: Path, slug: str) -> Exceptions:
    """What lessons/exceptions.toml grants one lesson; nothing without the file.

    Raises:
        CourseError: the file is damaged, or names a rule or a lesson that there is not.
    """
    path = root / PATH
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        hints, apart, paste = (set(facts.pop(name, [])) for name in ("hints", "apart", "paste"))
        key = {lesson: frozenset(names) for lesson, names in facts.pop("key", {}).items()}
    except (tomllib.TOMLDecodeError, AttributeError, TypeError) as error:
        raise CourseError(f"{path}: {error}. Write lists of slugs, and of tasks in [key]") from None
    if facts:
        raise CourseError(f"{path}: no rule is called {', '.join(facts)}. Delete it")
    for lesson in sorted(hints | apart | paste | key.keys()):
        if not (root / "lessons" / lesson).is_dir():
            raise CourseError(f"{path}: there is no lesson {lesson!r}. Delete it")
    rest = key.get(slug, frozenset())
    return Exceptions(slug in hints, slug in apart, slug in paste, rest)
