"""The instructor's report on one assignment: who got what, which task went wrong how, what to teach
again, what a person should look at.

Points come from nbgrader's gradebook as they are now (grading by hand included), the rest from the
grading journal and the graded notebooks. The page is self-contained: no font, style or script from
elsewhere, and no script but its own, which searches and sorts. All that students could have written
is escaped.
"""

from __future__ import annotations

import base64
import hashlib
import os
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from ..files import write_atomically
from ..grading.model import Cell, remembered
from ..grading.nbgrader_course import NbgraderCourse
from ..grading.results import MANUAL, SCORE
from .items import TaskRow, columns, task_rows
from .mistakes import MOST_MISTAKES, Mistake, mistakes
from .rows import FOREIGN, MARKS, OUTCOMES, Row, check_graded, collect, table
from .safe import NOWHERE, plain
from .settled import Settled, content_of, mark_groups, mark_rows
from .sheet import read_answers, read_sheet
from .similar import Group, similar
from .spreadsheet import to_csv

BINS = 10
MOST_TOLD = 300
"""Students of whom the page says what went wrong, those apart whom a person should look at first,
who are told up to `MOST_FIRST`. Two thousand open in time.
"""
MOST_FIRST = 500
AT_ONCE = 200
"""Rows of students that are shown before anybody searches, sorts or asks for all."""
MOST_OF_A_MESSAGE = 300
MOST_OF_CODE = 2_000
HERE = Path(__file__).parent


@dataclass
class Report:
    """What is known of an assignment.

    Attributes:
        page: where it is shown, "" before it is written.
        mistakes: wrong answers that several gave, the most frequent first.
        similar: students whose answers are alike.
    """

    assignment: str
    rows: list[Row]
    names: Mapping[tuple[str, str], str]
    cells: Sequence[Cell] = ()
    mistakes: Sequence[Mistake] = ()
    similar: Sequence[Group] = ()
    tasks: list[TaskRow] = field(default_factory=list)
    page: str = ""

    def __post_init__(self) -> None:
        self.tasks = self.tasks or task_rows(self.rows, self.names)

    def as_dict(self) -> dict[str, Any]:
        """For programs: what the page says of the class, not of each student."""
        return {
            "assignment": self.assignment,
            "page": self.page,
            "outcomes": Counter(row.outcome for row in self.rows),
            "tasks": [
                {
                    "notebook": task.notebook,
                    "grade_id": task.grade_id,
                    "title": task.title,
                    "counts": task.counts,
                    "success": task.success,
                    "tells_apart": task.tells_apart,
                }
                for task in self.tasks
            ],
            "mistakes": [
                {"grade_id": one.key[1], "message": one.message, "count": one.count, "of": one.of}
                for one in self.mistakes
            ],
            "similar": [group.students for group in self.similar],
            "open": {
                "findings": [row.student for row in self.rows if row.serious],
                "similar": [group.students for group in self.similar if not group.note],
            },
        }


def examine(course: NbgraderCourse, assignment: str) -> Report:
    """Read all that the report is made of.

    Raises:
        CannotRun: unknown_assignment, not_released, not_graded.
    """
    course.check_released(assignment)
    rows = collect(course, assignment)
    check_graded(rows, assignment)
    folder = course.root / "reports"
    for row in rows:
        _link(row, course, assignment, folder)
    found = remembered(course, assignment)
    sheet = read_sheet(course, assignment)
    answers = read_answers(course, assignment, rows, sheet)
    groups = similar(answers, sheet)
    known = Settled(course, assignment, content_of(rows))
    mark_rows(rows, known)
    mark_groups(groups, known)
    return Report(
        assignment,
        rows,
        sheet.titles,
        found.cells if found else [],
        mistakes(rows, answers, sheet),
        groups,
    )


def report(course_dir: Path | str, assignment: str) -> Path:
    """Write `reports/ASSIGNMENT.html` and `.csv` in the course directory; returns the page.

    Raises:
        CannotRun: unknown_assignment, not_released, not_graded.
    """
    course = NbgraderCourse(course_dir)
    return course.root / write(course, examine(course, assignment))


def write(course: NbgraderCourse, found: Report) -> str:
    """The page and the table; returns the page's place in the course."""
    page = course.root / "reports" / f"{found.assignment}.html"
    # File names of students' can hold bytes that are no text.
    write_atomically(page, render(found).encode("utf-8", "replace"))
    spreadsheet = to_csv(table(found.rows), bom=True)
    write_atomically(page.with_suffix(".csv"), spreadsheet.encode("utf-8", "replace"))
    found.page = str(page.relative_to(course.root))
    return found.page


def _link(row: Row, course: NbgraderCourse, assignment: str, folder: Path) -> None:
    """Where a student's files are, as seen from the report."""
    if not row.result:
        return

    def to(step: str, pattern: str) -> list[str]:
        there = course.path(step, row.student, assignment)
        return [
            quote(os.fsencode(os.path.relpath(path, folder)))
            for path in sorted(there.glob(pattern))
        ]

    row.feedback = to("feedback", "*.html")
    row.graded = to("autograded", "*.ipynb")
    row.sent = to("submitted", "*.ipynb")


def distribution(scores: list[float], maximum: float) -> list[tuple[str, int]]:
    """Number of scores in each tenth of the maximum; the last tenth includes the maximum."""
    counts = Counter(
        min(BINS - 1, int(BINS * score / maximum)) if maximum else 0 for score in scores
    )
    edges = [maximum * index / BINS for index in range(BINS + 1)]
    return [(f"{edges[index]:g}–{edges[index + 1]:g}", counts[index]) for index in range(BINS)]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        finalize=_bounded,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: (
        "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
    )
    environment.filters["short"] = lambda text: plain(text, MOST_OF_A_MESSAGE)
    environment.filters["code"] = lambda text: plain(text, MOST_OF_CODE)
    return environment


def render(found: Report) -> str:
    """The page."""
    rows = sorted(found.rows, key=lambda row: not row.first)
    for number, row in enumerate(rows, 1):
        row.number = number
    remarkable = [row for row in rows if row.remarks]
    first = [row for row in remarkable if row.first][:MOST_FIRST]
    rest = [row for row in remarkable if not row.first]
    others = sorted(rest, key=lambda row: (not row.findings, row.number))[:MOST_TOLD]
    results = [row.result for row in rows if row.result]
    scores = [result.score or 0.0 for result in results if result.outcome == SCORE]
    seconds = [result.seconds for result in results if result.outcome == SCORE]
    maximum = max((result.max_score for result in results if result.max_score), default=0.0)
    script = (HERE / "report.js").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            found=found,
            assignment=found.assignment,
            title=found.names.get(("", "")) or found.assignment,
            written=datetime.now().astimezone(),
            graded=max(datetime.fromisoformat(result.when) for result in results).astimezone(),
            rows=rows,
            first=first,
            others=others,
            told={row.number for row in (*first, *others)},
            left=len(remarkable) - len(first) - len(others),
            at_once=AT_ONCE,
            counts=Counter(row.outcome for row in rows),
            outcomes=OUTCOMES,
            marks=MARKS,
            maximum=maximum,
            mean=statistics.mean(scores) if scores else None,
            median=statistics.median(scores) if scores else None,
            seconds=(statistics.median(seconds), max(seconds)) if seconds else None,
            bins=distribution(scores, maximum),
            columns=columns(found.tasks),
            to_grade=[task for task in found.tasks if task.counts[MANUAL]],
            not_isolated=sum(not result.isolated for result in results),
            manual=[row for row in rows if row.result and row.result.needs_manual_grade],
            changed=[row for row in rows if row.changed],
            alike=[group for group in found.similar if not group.note],
            foreign=[row for row in rows if row.outcome == FOREIGN],
            most_mistakes=MOST_MISTAKES,
            script=Markup(script),
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


def _bounded(value: object) -> object:
    """What the template shows: names and messages come from students."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return NOWHERE.sub(r" (\1번째 줄)", plain(value, 2_000))
    return value
