"""`autograder export`: a class's scores as the table that a learning-management system imports.

What is not final has no number in it: an answer that nobody has judged, a submission that could not
be graded. Both systems take an empty cell for "no grade" and erase the one that is there, so a
student without any number has no line. `columns` says what each system wants to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..files import write_atomically
from ..grading.nbgrader_course import NbgraderCourse
from ..grading.results import GRADER_ERROR, MANUAL, SCORE, STUDENT_ERROR
from ..intake.names import nfc
from ..intake.roster import Student, read
from . import lms
from .items import columns, task_rows
from .lms import Line
from .rows import FOREIGN, OUTCOMES, Row, check_graded, collect, table
from .settled import Settled, content_of, mark_groups, mark_rows
from .sheet import Sheet, read_answers, read_sheet
from .similar import similar
from .spreadsheet import Cell, to_csv

SIMILAR = (
    "답이 서로 닮은 학생이 있습니다. 보고서의 '닮은 답'을 보고, 보았으면 `autograder settle`로 "
    "적으세요:"
)
IMPORTED = ("moodle", "canvas")
"""Systems that read the file; the others are for people and programs, and get a line for everybody.
"""


@dataclass(frozen=True)
class Warned:
    """Something to know before the file is used: code, sentence, and whom it is about."""

    code: str
    message: str
    students: tuple[str, ...] = ()

    def __str__(self) -> str:
        some = ", ".join(self.students[:10])
        more = f" 외 {len(self.students) - 10}명" if len(self.students) > 10 else ""
        return f"{self.message} {some}{more}".strip()


@dataclass
class Export:
    """What `export` did, or would do.

    Attributes:
        file: where the table is.
        columns: its headings.
        lines: students in it.
        left_out: student to the reason why there is no line, or no final score in it.
    """

    assignment: str
    system: str
    file: str
    columns: list[str] = field(default_factory=list)
    lines: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)

    @property
    def status(self) -> int:
        """Exit status: 1 if somebody's score is missing, or is of an earlier submission."""
        stale = any(warned.code == "changed" for warned in self.warnings)
        return int(stale or bool(self.left_out))


def export(
    course_dir: Path | str,
    assignment: str,
    system: str,
    tasks: bool = False,
    roster: Path | None = None,
    column: str = "",
    dry_run: bool = False,
) -> Export:
    """Write `reports/ASSIGNMENT.SYSTEM.csv` in the course directory.

    Args:
        system: moodle, canvas, excel or csv.
        tasks: a column for each task, too.
        roster: a CSV file of the class; without it names and addresses are the gradebook's.
        column: heading of the scores, as the system calls the assignment; "" for its title.
        dry_run: write nothing.

    Raises:
        CannotRun: unknown_assignment, not_released, not_graded, bad_roster.
        OSError: the file can't be written.
    """
    course = NbgraderCourse(course_dir)
    course.check_released(assignment)
    listed = {nfc(one.id): one for one in read(roster)} if roster else None
    rows = collect(course, assignment)
    check_graded(rows, assignment)
    sheet = read_sheet(course, assignment)
    names = sheet.titles
    alike = _unsettled(course, assignment, rows, sheet)
    emails = course.emails()
    course.close()
    path = course.root / "reports" / f"{assignment}.{system}.csv"
    made = Export(assignment, system, str(path.relative_to(course.root)))
    lines = _lines(rows, emails, listed)
    made.left_out, made.warnings = _left_out(lines), _warnings(lines, system)
    if alike:
        made.warnings.append(Warned("similar", SIMILAR, alike))
    if listed is not None and system in IMPORTED:
        strange = tuple(line.id for line in lines if not line.listed and line.row.result)
        made.left_out |= dict.fromkeys(strange, "명단에 없습니다")
        if strange:
            made.warnings.append(Warned("not_listed", "명단에 없어 넣지 않았습니다:", strange))
        lines = [line for line in lines if line.listed]
    title = column or names.get(("", "")) or assignment
    parts = columns(task_rows(rows, names)) if tasks else []
    if system == "csv":
        content = table([line.row for line in lines], tasks)
        made.lines = len(lines)
    else:
        numbered = [_scored(line, parts) for line in lines]
        shown = [line for line in numbered if system not in IMPORTED or line.has_number]
        heading = lms.Heading(title, bool(column), tuple(parts), _most(rows))
        content = lms.TABLES[system](shown, heading)
        made.lines = len(shown)
    made.columns = [str(cell) for cell in content[0]]
    if not dry_run:
        text = to_csv(content, bom=system == "excel")
        write_atomically(path, text.encode("utf-8", "replace"))
    return made


def _unsettled(
    course: NbgraderCourse, assignment: str, rows: list[Row], sheet: Sheet
) -> tuple[str, ...]:
    """Students of alike answers that nobody has looked at; rows that are settled are marked."""
    groups = similar(read_answers(course, assignment, rows, sheet), sheet)
    known = Settled(course, assignment, content_of(rows))
    mark_rows(rows, known)
    mark_groups(groups, known)
    return tuple(student for group in groups if not group.note for student in group.students)


def _lines(
    rows: list[Row], emails: dict[str, str], listed: dict[str, Student] | None
) -> list[Line]:
    """One for everybody in the gradebook, in `submitted/` or on the roster."""
    known = {nfc(row.student) for row in rows}
    absent = [
        Row(one.id, one.name, "absent") for key, one in (listed or {}).items() if key not in known
    ]
    lines = []
    for row in sorted([*rows, *absent], key=lambda row: row.student):
        student = (listed or {}).get(nfc(row.student))
        if student and student.name:
            row.name = student.name
        email = (student.email if student else "") or emails.get(row.student, "")
        lines.append(Line(row, email, student))
    return lines


def _scored(line: Line, parts: Sequence) -> Line:
    """The line with its points: of each task, None where a person has yet to judge."""
    points: list[Cell] = []
    for part in parts:
        found = part.of(line.row) if line.row.result else None
        points.append(None if found is None or found[0] == MANUAL else found[1])
    return replace(line, points=tuple(points))


def _most(rows: list[Row]) -> float:
    return max((row.result.max_score or 0 for row in rows if row.result), default=0)


def _left_out(lines: list[Line]) -> dict[str, str]:
    """Who handed something in and has no final score, and why."""
    found = {}
    for line in lines:
        row = line.row
        if row.outcome in (GRADER_ERROR, FOREIGN, "ungraded"):
            found[row.student] = OUTCOMES[row.outcome]
        elif row.result and row.result.pending:
            found[row.student] = f"채점 전 {row.result.pending:g}점"
    return found


def _warnings(lines: list[Line], system: str) -> list[Warned]:
    told = {
        "changed": (
            "채점한 뒤에 제출물이 바뀌었습니다. 앞의 점수이니 다시 채점하세요:",
            lambda row: row.changed,
        ),
        "findings": (
            "사람이 확인하지 않은 것이 있습니다. 보고서를 보고, 보았으면 `autograder settle`로 "
            "적으세요:",
            lambda row: row.serious,
        ),
        "pending": (
            "사람이 채점할 답이 남아 점수를 넣지 않았습니다:",
            lambda row: row.result and row.result.pending,
        ),
        "refused": (
            "읽을 수 없어 거절된 제출물입니다. 0점입니다:",
            lambda row: row.outcome == STUDENT_ERROR,
        ),
        "ungraded": (
            "점수가 없습니다(채점 전, 채점기 오류, 다른 프로그램의 점수). 다시 채점하세요:",
            lambda row: row.outcome in (GRADER_ERROR, FOREIGN, "ungraded"),
        ),
        "no_walls": (
            "격리하지 않고 채점한 점수입니다:",
            lambda row: row.outcome == SCORE and row.result and not row.result.isolated,
        ),
    }
    warnings = []
    for code, (message, applies) in told.items():
        students = tuple(line.id for line in lines if applies(line.row))
        if students:
            warnings.append(Warned(code, message, students))
    return warnings + _of_format(lines, system)


def _of_format(lines: list[Line], system: str) -> list[Warned]:
    """What the system that reads the file would make of it."""
    warnings = []
    if system == "moodle" and _most([line.row for line in lines]) > lms.MOODLE_MOST:
        text = f"Moodle은 설정을 바꾸지 않으면 {lms.MOODLE_MOST}점을 넘는 점수를 받지 않습니다."
        warnings.append(Warned("too_many_points", text))
    if system == "excel":
        cut = tuple(line.id for line in lines if lms.cut_by_excel(line.id))
        if cut:
            text = (
                "엑셀이 학번을 수로 바꿉니다. 데이터 → 텍스트/CSV에서 열어 학번 열을 텍스트로 "
                "고르세요:"
            )
            warnings.append(Warned("ids_as_numbers", text, cut))
    same = Counter(line.row.name for line in lines if line.row.name)
    twins = tuple(line.id for line in lines if same[line.row.name] > 1)
    if twins and system == "canvas" and not any(line.said.get("id") for line in lines):
        text = "이름이 같은 학생이 있어 이름 뒤에 학번을 붙였습니다. 가져오기 화면에서 확인하세요:"
        warnings.append(Warned("same_name", text, twins))
    return warnings
