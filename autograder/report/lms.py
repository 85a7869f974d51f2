"""The columns that learning-management systems read, and a table for people in Korean.

Moodle: Grades → Import → CSV file. The person maps columns: "ID number" or "Email address" to a
user, the scores to a grade item. "-" means no grade, and erases the one that is there; an empty
cell is that only for an item that exists. A user whom Moodle does not know stops the whole import
(https://docs.moodle.org/en/Grade_import, `grade/import/csv/classes/load_data.php`).

Canvas: Gradebook → Import. Columns Student, ID, SIS User ID, SIS Login ID, Section, then an
assignment each, "TITLE (ID)" or a title; a line "Points Possible" below the headings. ID is
Canvas's own number of a user and counts before everything else; a student whom neither ID nor SIS
columns find is looked up by name, the first of that name (`lib/gradebook_importer.rb`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..intake.roster import Student
from .rows import OUTCOMES, Row
from .spreadsheet import Cell

MOODLE_MOST = 100
"""Points of one grade that Moodle imports unless its administrator lifts the limit."""
CANVAS_ID = re.compile(r"\s\((\d+)\)$")
"""What Canvas takes for an assignment's number at the end of a heading."""
CANVAS_WHO = ("id", "sis user id", "sis login id", "section")


@dataclass(frozen=True)
class Line:
    """One student with the points that are final.

    Attributes:
        listed: the student on the roster, None if there is no roster or nobody of that id on it.
        points: of each task, None where there are none yet.
    """

    row: Row
    email: str = ""
    listed: Student | None = None
    points: tuple[Cell, ...] = ()

    @property
    def id(self) -> str:
        return self.row.student

    @property
    def said(self) -> Mapping[str, str]:
        return self.listed.said if self.listed else {}

    @property
    def has_number(self) -> bool:
        return self.row.final is not None or any(one is not None for one in self.points)


@dataclass(frozen=True)
class Heading:
    """What stands above the scores.

    Attributes:
        title: of the assignment.
        given: whether a person gave it, as the system calls the assignment.
        parts: `report.Column` of each task, where they are wanted.
        most: points of the whole.
    """

    title: str
    given: bool
    parts: tuple[Any, ...]
    most: float

    @property
    def tasks(self) -> list[str]:
        """One heading a task; two of one title are told apart, for systems look columns up."""
        same = Counter(part.title for part in self.parts)
        return [
            f"{part.number}. {part.title}" if same[part.title] > 1 else part.title
            for part in self.parts
        ]


def cut_by_excel(student: str) -> bool:
    """Whether Excel, which opens a CSV file by itself, makes another number of an id."""
    return bool(re.fullmatch(r"0\d+|\d{16,}|\d+[eE]\d+", student))


def moodle(lines: Sequence[Line], heading: Heading) -> list[list[Cell]]:
    """Points of tasks that nobody has judged are "-", Moodle's own word for no grade."""
    made: list[list[Cell]] = [
        ["ID number", "Full name", "Email address", heading.title, *heading.tasks]
    ]
    for line in lines:
        numbers = [line.row.final, *line.points]
        cells = ["-" if one is None else _number(one) for one in numbers]
        made.append([line.id, line.row.name, line.email, *cells])
    return made


def canvas(lines: Sequence[Line], heading: Heading) -> list[list[Cell]]:
    """Canvas's number of a student is written only where the roster is a table of Canvas's: any
    other number in that column would be somebody else's.
    """
    same = Counter(line.row.name for line in lines)
    titles = [heading.title if heading.given else _no_number(heading.title)]
    titles += [_no_number(title) for title in heading.tasks]
    most = [_number(heading.most), *(_number(part.most) for part in heading.parts)]
    made: list[list[Cell]] = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles],
        ["    Points Possible", None, None, None, None, *most],
    ]
    for line in lines:
        row, said = line.row, line.said
        who: list[Cell] = ["", row.student, "", ""]
        if "sis login id" in said or "section" in said:
            who = [said.get(title, "") for title in CANVAS_WHO]
        name = row.name or row.student
        if same[row.name] > 1 and not who[0]:
            name = f"{name} {row.student}"
        cells = [None if one is None else _number(one) for one in (row.final, *line.points)]
        made.append([name, *who, *cells])
    return made


def excel(lines: Sequence[Line], heading: Heading) -> list[list[Cell]]:
    """For people: a line for everybody, what waits for a person in words."""
    first = ["학번", "이름", "이메일", "결과", heading.title, "만점", "채점된 점수", "채점 전 배점"]
    made: list[list[Cell]] = [[*first, "늦음", "감점", *heading.tasks, "확인할 것"]]
    for line in lines:
        row, result = line.row, line.row.result
        pending = result.pending if result else 0
        score: Cell = "채점 전" if pending else row.final
        given: list[Cell] = [None, None, None, "", None, *line.points]
        if result and result.score is not None:
            points = ["채점 전" if one is None else one for one in line.points]
            given = [result.max_score, result.score, pending, result.lateness, result.penalty]
            given += points
        who = [line.id, row.name, line.email, OUTCOMES[row.outcome]]
        made.append([*who, score, *given, _to_look_at(row)])
    return made


def _to_look_at(row: Row) -> str:
    found = ["채점한 뒤에 제출물이 바뀌었습니다."] if row.changed else []
    if row.result:
        found += [finding.message for finding in row.result.findings if finding.serious]
    return " / ".join(found)


def _number(value: Cell) -> Cell:
    """Two decimals at most, as both systems keep them."""
    return float(f"{value:.2f}") if isinstance(value, float) else value


def _no_number(title: str) -> str:
    """A title of ours that Canvas does not take for the number of another assignment."""
    return CANVAS_ID.sub(r" [\1]", title)


TABLES: dict[str, Callable[[Sequence[Line], Heading], list[list[Cell]]]] = {
    "moodle": moodle,
    "canvas": canvas,
    "excel": excel,
}
