"""The last look at a student file before it is written: does it hold what students must not see?

On purpose this shares no code with what strips solutions (student.py) or reads lessons (lesson.py):
it reads the raw text of exercise.py and trials.py line by line with its own patterns, and searches
the finished file's bytes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..errors import CourseError

EDGE = re.compile(r"###\s*(BEGIN|END)\s+(SOLUTION|HIDDEN TESTS|MARK SCHEME)")
MARKER = re.compile(r"^#\s*%%")
SHORT = 14  # `return result` and the like say nothing


def plain(line: str) -> str:
    """A line without indentation and without the comment sign of a percent script's prose."""
    return re.sub(r"^#( |$)", "", line.strip()).strip()


def secret_lines(exercise: str, trials: str) -> dict[str, str]:
    """What must not reach students: line -> where it comes from.

    Lines that also stand in the open in exercise.py are no secret; in trials.py nothing does.
    """
    secrets: dict[str, str] = {}
    public: set[str] = set()
    region = ""
    for line in exercise.splitlines():
        edge = EDGE.search(line)
        if edge or MARKER.match(line):
            region = edge.group(2).lower() if edge and edge.group(1) == "BEGIN" else ""
            continue
        text = plain(line)
        if len(text) > SHORT and region:
            secrets.setdefault(text, region)
        elif len(text) > SHORT:
            public.add(text)
    for line in trials.splitlines():
        if MARKER.match(line):
            region = "alternate" if "alternate" in line else "mutant"
            continue
        text = re.sub(r"^[-+]\s+", "", plain(line)) if line.startswith("#") else plain(line)
        if len(text) > SHORT:
            secrets.setdefault(text, region)
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


def check(lesson: Path, student_file: str, name: Path | str):
    """Refuse a student file that leaks.

    Args:
        lesson: the folder with exercise.py and trials.py.
        student_file: the notebook as it would be written (JSON text).
        name: the file's name, for the message.

    Raises:
        CourseError: naming the file, the kind of leak and the line.
    """
    exercise, trials = (
        path.read_text(encoding="utf-8") if path.exists() else ""
        for path in (lesson / "exercise.py", lesson / "trials.py")
    )
    # A cell's lines are strings of their own in the file; joining them rejoins what was split.
    whole = "\n".join(text.rstrip("\n") for text in strings(json.loads(student_file)))
    edge = EDGE.search(whole)
    if edge:
        raise CourseError(
            f"{name}: refused, a marker reaches students: {edge.group(0)}. "
            "Stripping has failed; do not publish"
        )
    visible = {plain(line) for line in whole.splitlines()}
    for line, origin in secret_lines(exercise, trials).items():
        # Equality finds what was copied, the search a long line that hides inside another one.
        if line in visible or (len(line) > 40 and line in whole):
            raise CourseError(
                f"{name}: refused, a line of the {origin} reaches students: {line!r}. "
                f"Reword the visible text or the {origin}"
            )
    if re.search(r"(?m)^(mutant|alternate)$", whole):
        raise CourseError(
            f"{name}: refused, it carries a mutant's or alternate's metadata. "
            "Those cells belong in no notebook"
        )
