"""The graded cells of an assignment over the class: how many had them right, whether those who did
the rest well did, what went wrong most; and the tasks that they belong to.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..grading.results import FULL, MANUAL, PARTIAL, SCORE, ZERO, Task
from .mistakes import UNSOLVED, is_wrong
from .rows import MARKS, Row

FEWEST = 10
"""Students from which it is said how well a cell tells them apart."""


@dataclass
class TaskRow:
    """One graded cell over all submissions that were graded.

    Attributes:
        title, number: of the task that it belongs to; its column in the students' table.
        part: which of the task's graded cells it is, "" if it is the only one.
        tells_apart: correlation over the class of its points with those of all other cells; None
            where all have the same.
    """

    notebook: str
    grade_id: str
    points: float
    counts: dict[str, int]
    title: str = ""
    number: str = ""
    part: str = ""
    message: str = ""
    message_count: int = 0
    unsolved: int = 0
    tells_apart: float | None = None

    @property
    def graded(self) -> int:
        return sum(self.counts.values()) - self.counts[MANUAL]

    @property
    def success(self) -> float | None:
        return 100 * self.counts[FULL] / self.graded if self.graded else None


@dataclass
class Column:
    """One task in the students' table: the graded cells under one title."""

    number: str
    title: str
    keys: list[tuple[str, str]]
    most: float

    def of(self, row: Row) -> tuple[str, float | None] | None:
        """Status and points of one student."""
        by_key = {(task.notebook, task.grade_id): task for task in row.tasks}
        found = [by_key[key] for key in self.keys if key in by_key]
        if not found:
            return None
        given = [task.score for task in found if task.score is not None]
        statuses = {task.status for task in found}
        if len(statuses) == 1:
            status = statuses.pop()
        else:
            status = MANUAL if MANUAL in statuses else PARTIAL if sum(given) else ZERO
        return status, sum(given) if given else None


def columns(tasks: Sequence[TaskRow]) -> list[Column]:
    """One for each title, and the rows told which they are."""
    found: dict[tuple[str, str], list[TaskRow]] = {}
    for task in tasks:
        found.setdefault((task.notebook, task.title), []).append(task)
    made = []
    for index, ((_, title), rows) in enumerate(found.items(), 1):
        named = re.match(r"과제 (\d+)\.", title)
        one_notebook = len({task.notebook for task in tasks}) == 1
        number = named[1] if named and one_notebook else str(index)
        for part, row in enumerate(rows, 1):
            row.number, row.part = number, f"{part}/{len(rows)}" if len(rows) > 1 else ""
        keys = [(row.notebook, row.grade_id) for row in rows]
        made.append(Column(number, title, keys, sum(row.points for row in rows)))
    return made


def task_rows(rows: Sequence[Row], names: Mapping[tuple[str, str], str]) -> list[TaskRow]:
    """One for each graded cell, in the order of the notebooks."""
    tasks: dict[tuple[str, str], list[tuple[Task, float]]] = {}
    for row in rows:
        if row.outcome == SCORE:
            total = sum(task.score or 0.0 for task in row.tasks)
            for task in row.tasks:
                tasks.setdefault((task.notebook, task.grade_id), []).append((task, total))
    return [_task_row(key, found, names.get(key, key[1])) for key, found in tasks.items()]


def _task_row(key: tuple[str, str], found: list[tuple[Task, float]], title: str) -> TaskRow:
    counts = Counter(task.status for task, _ in found)
    # A blank answer says nothing about what students get wrong: it is counted apart.
    unsolved = sum(task.message.startswith(UNSOLVED) for task, _ in found)
    messages = Counter(task.message for task, _ in found if task.message and is_wrong(task))
    message, count = messages.most_common(1)[0] if messages else ("", 0)
    return TaskRow(
        *key,
        found[0][0].points,
        {status: counts[status] for status in MARKS},
        title,
        message=message,
        message_count=count,
        unsolved=unsolved,
        tells_apart=_tells_apart(found),
    )


def _tells_apart(found: list[tuple[Task, float]]) -> float | None:
    """Correlation of a cell's points with the rest of the score (corrected item-total)."""
    judged = [(task.score, total - task.score) for task, total in found if task.score is not None]
    own, rest = [one for one, _ in judged], [one for _, one in judged]
    if len(judged) < FEWEST or len(set(own)) == 1 or len(set(rest)) == 1:
        return None
    return statistics.correlation(own, rest)
