"""The same wrong answer, given by many: what to teach again.

Answers are alike if the same test fails with the same message, numbers aside; of those, the code is
the same if only names, comments and formatting differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..grading.results import MANUAL, NOT_RUN, PARTIAL, SCORE, ZERO, Task
from .rows import Row
from .sheet import Answers, Key, Sheet
from .syntax import form

MOST_MISTAKES = 15
MOST_KINDS = 3
UNSOLVED = "NotImplementedError"
"""What a stub raises: it says nothing about what students get wrong."""
NUMBER = re.compile(r"-?\d+(?:[._]\d+)*(?:[eE][+-]?\d+)?")


@dataclass
class Kind:
    """One wrong answer, however it is spelt.

    Attributes:
        example: as one of them wrote it, solution cell by solution cell.
    """

    count: int
    student: str
    example: list[str]


@dataclass
class Mistake:
    """One failure of one graded cell.

    Attributes:
        count: students who made it; `of` have a score in this cell.
        kinds: the most frequent ones of `forms` different answers.
    """

    key: Key
    title: str
    message: str
    count: int
    of: int
    forms: int
    kinds: list[Kind]


def is_wrong(task: Task) -> bool:
    """Whether a student tried, and lost points by a test."""
    return task.status in (ZERO, PARTIAL, NOT_RUN) and not task.message.startswith(UNSOLVED)


def mistakes(rows: Sequence[Row], answers: Mapping[str, Answers], sheet: Sheet) -> list[Mistake]:
    """Those that at least two students made, the most frequent first."""
    alike: dict[tuple[Key, str], list[tuple[str, Task]]] = {}
    graded: Counter[Key] = Counter()
    for row in rows:
        for task in row.tasks if row.outcome == SCORE else []:
            key = (task.notebook, task.grade_id)
            graded[key] += task.status != MANUAL
            if is_wrong(task):
                alike.setdefault((key, NUMBER.sub("0", task.message)), []).append(
                    (row.student, task)
                )
    made = [
        _mistake(key, some, graded[key], answers, sheet)
        for (key, _), some in alike.items()
        if len(some) > 1
    ]
    return sorted(made, key=lambda one: (-one.count, one.key))


def _mistake(
    key: Key,
    some: list[tuple[str, Task]],
    of: int,
    answers: Mapping[str, Answers],
    sheet: Sheet,
) -> Mistake:
    ((message, _),) = Counter(task.message for _, task in some).most_common(1)
    forms: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}
    for student, _ in some:
        wrote = answers.get(student, {})
        cells = [wrote.get(cell, "") for cell in sheet.answers_of.get(key, [])]
        forms.setdefault(tuple(map(form, cells)), []).append((student, cells))
    often = sorted(forms.values(), key=lambda same: (-len(same), same[0][0]))
    kinds = [Kind(len(same), *same[0]) for same in often[:MOST_KINDS] if any(same[0][1])]
    title = sheet.titles.get(key, key[1])
    return Mistake(key, title, message, len(some), of, len(forms), kinds)
