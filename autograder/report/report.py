"""The instructor's report on one assignment: who got what, which task went wrong how, what a person
should look at.

Points come from nbgrader's gradebook as they are now (grading by hand included), the rest from the
grading journal. The page is self-contained: no script, no font or style from elsewhere. All that
students could have written is escaped.
"""

from __future__ import annotations

import os
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import nbformat
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from ..files import write_atomically
from ..grading.model import Cell, remembered
from ..grading.nbgrader_course import NbgraderCourse
from ..grading.results import (
    FULL,
    MANUAL,
    PARTIAL,
    SCORE,
    ZERO,
    Task,
)
from .rows import FOREIGN, MARKS, OUTCOMES, Row, check_graded, collect, table
from .safe import NOWHERE, plain
from .spreadsheet import to_csv
from .titles import first_title, titles

BINS = 10


@dataclass
class TaskRow:
    """One graded cell over all submissions that were graded.

    Attributes:
        title, number: of the task that it belongs to; its column in the students' table.
        part: which of the task's graded cells it is, "" if it is the only one.
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


def columns(tasks: list[TaskRow]) -> list[Column]:
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


def report(course_dir: Path | str, assignment: str) -> Path:
    """Write `reports/ASSIGNMENT.html` and `.csv` in the course directory; returns the page.

    Raises:
        CannotRun: unknown_assignment, not_released, not_graded.
    """
    course = NbgraderCourse(course_dir)
    course.check_released(assignment)
    rows = collect(course, assignment)
    check_graded(rows, assignment)
    folder = course.root / "reports"
    for row in rows:
        pages = (
            sorted(course.path("feedback", row.student, assignment).glob("*.html"))
            if row.result
            else []
        )
        row.feedback = [quote(os.path.relpath(page, folder)) for page in pages]
    page = folder / f"{assignment}.html"
    # File names of students' can hold bytes that are no text.
    found = remembered(course, assignment)
    cells = found.cells if found else []
    html = render(assignment, rows, titles_of(course, assignment), cells)
    write_atomically(page, html.encode("utf-8", "replace"))
    spreadsheet = to_csv(table(rows), bom=True)
    write_atomically(page.with_suffix(".csv"), spreadsheet.encode("utf-8", "replace"))
    return page


def titles_of(course: NbgraderCourse, assignment: str) -> dict[tuple[str, str], str]:
    """(Notebook, grade id) to the task's title; ("", "") to the assignment's."""
    found: dict[tuple[str, str], str] = {}
    for name in course.released_notebooks(assignment):
        path = course.path("source", ".", assignment) / f"{name}.ipynb"
        if path.is_file():
            notebook = nbformat.read(path, as_version=4)
            found.setdefault(("", ""), first_title(notebook))
            for grade_id, title in titles(notebook).items():
                found[name, grade_id] = title
    return found


def task_rows(rows: list[Row], names: Mapping[tuple[str, str], str]) -> list[TaskRow]:
    tasks: dict[tuple[str, str], list[Task]] = {}
    for row in rows:
        if row.outcome == SCORE and row.result:
            for task in row.result.tasks:
                tasks.setdefault((task.notebook, task.grade_id), []).append(task)
    made = []
    for (notebook, grade_id), found in tasks.items():
        counts = Counter(task.status for task in found)
        # A blank answer says nothing about what students get wrong: it is counted apart.
        unsolved = sum(task.message.startswith("NotImplementedError") for task in found)
        messages = Counter(
            task.message
            for task in found
            if task.message
            and task.status != MANUAL
            and not task.message.startswith("NotImplementedError")
        )
        message, count = messages.most_common(1)[0] if messages else ("", 0)
        made.append(
            TaskRow(
                notebook,
                grade_id,
                found[0].points,
                {status: counts[status] for status in MARKS},
                names.get((notebook, grade_id), grade_id),
                message=message,
                message_count=count,
                unsolved=unsolved,
            )
        )
    return made


def distribution(scores: list[float], maximum: float) -> list[tuple[str, int]]:
    """Number of scores in each tenth of the maximum; the last tenth includes the maximum."""
    counts = Counter(
        min(BINS - 1, int(BINS * score / maximum)) if maximum else 0 for score in scores
    )
    edges = [maximum * index / BINS for index in range(BINS + 1)]
    return [(f"{edges[index]:g}–{edges[index + 1]:g}", counts[index]) for index in range(BINS)]


def render(
    assignment: str,
    rows: list[Row],
    names: Mapping[tuple[str, str], str],
    cells: Sequence[Cell] = (),
) -> str:
    results = [row.result for row in rows if row.result]
    scores = [result.score or 0.0 for result in results if result.outcome == SCORE]
    maximum = max((result.max_score for result in results if result.max_score), default=0.0)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=_bounded,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: (
        "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
    )
    tasks = task_rows(rows, names)
    rows = sorted(rows, key=lambda row: not row.first)
    manual = [task for task in tasks if task.counts[MANUAL]]
    return environment.get_template("report.html.j2").render(
        assignment=assignment,
        title=names.get(("", "")) or assignment,
        written=datetime.now().astimezone(),
        graded=max(datetime.fromisoformat(result.when) for result in results).astimezone(),
        rows=rows,
        counts=Counter(row.outcome for row in rows),
        outcomes=OUTCOMES,
        marks=MARKS,
        maximum=maximum,
        mean=statistics.mean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        bins=distribution(scores, maximum),
        columns=columns(tasks),
        tasks=tasks,
        to_grade=manual,
        names=names,
        cells=cells,
        not_isolated=sum(not result.isolated for result in results),
        manual=[row for row in rows if row.result and row.result.needs_manual_grade],
        changed=[row for row in rows if row.changed],
        foreign=[row for row in rows if row.outcome == FOREIGN],
    )


def _bounded(value: object) -> object:
    """What the template shows: names and messages come from students."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return NOWHERE.sub(r" (\1번째 줄)", plain(value, 2_000))
    return value
