"""The last look at a student file before it is written: does it hold what students must not see?

On purpose this shares no code with what strips solutions (student.py) or reads lessons (lesson.py): it reads the raw
text of exercise.py line by line with its own two patterns, and searches the finished file's bytes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..errors import CourseError

EDGE = re.compile(r"###\s*(BEGIN|END)\s+(SOLUTION|HIDDEN TESTS|MARK SCHEME)")
TRIAL_CELL = re.compile(r"^# %%.*\b(mutant|alternate)\s*=")
SHORT = 14  # `return result` and the like say nothing


def plain(line: str) -> str:
    """A line without indentation and without the comment sign that prose has in a percent script."""
    return re.sub(r"^#( |$)", "", line.strip()).strip()


def secret_lines(script: str) -> dict[str, str]:
    """What must not reach students: line -> where it comes from. Lines that also stand in the open are no secret."""
    secrets: dict[str, str] = {}
    public: set[str] = set()
    region = trial = None
    for line in script.splitlines():
        if line.startswith("# %%"):
            match = TRIAL_CELL.match(line)
            region, trial = None, match.group(1) if match else None
            continue
        edge = EDGE.search(line)
        if edge:
            region = edge.group(2).lower() if edge.group(1) == "BEGIN" else None
            continue
        text = plain(line)
        if len(text) <= SHORT:
            continue
        if region or trial:
            secrets.setdefault(text, region or trial)
        else:
            public.add(text)
    return {line: origin for line, origin in secrets.items() if line not in public}


def strings(value):
    """Every string anywhere in a decoded JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def check(script: str, student_file: str, name: Path | str):
    """Refuse a student file that leaks.

    Args:
        script: text of the lesson's exercise.py.
        student_file: the notebook as it would be written (JSON text).
        name: the file's name, for the message.

    Raises:
        CourseError: naming the file, the kind of leak and the line.
    """
    secrets = secret_lines(script)
    # Lines of a cell are strings of their own in the file; joining them also rejoins what was split.
    whole = "\n".join(text.rstrip("\n") for text in strings(json.loads(student_file)))
    if EDGE.search(whole):
        raise CourseError(
            f"{name}: refused, a marker reaches students: {EDGE.search(whole).group(0)}. Stripping has failed; do not publish"
        )
    visible = {plain(line) for line in whole.splitlines()}
    for line, origin in secrets.items():
        # Equality finds what was copied; the search finds a long line that hides inside another one.
        if line in visible or (len(line) > 40 and line in whole):
            raise CourseError(
                f"{name}: refused, a line of the {origin} reaches students: {line!r}. Reword the visible text or the {origin}"
            )
    if re.search(r"(?m)^(mutant|alternate)$", whole):
        raise CourseError(
            f"{name}: refused, it carries a mutant's or alternate's metadata. Those cells belong in no notebook"
        )
