"""`autograder settle`: a person has looked at what the report names first, and says so.

A finding or a group of alike answers that is settled is shown as that, with who, when and why, and
`export` warns of it no more. It holds for the submission that was looked at: another file, another
finding, one student more in the group, and it waits again.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import CannotRun
from ..grading.nbgrader_course import NbgraderCourse
from ..intake.names import nfc

if TYPE_CHECKING:
    from .rows import Row
    from .similar import Group

FINDINGS, ALIKE = "findings", "alike"


@dataclass(frozen=True)
class Note:
    """Who settled something, when and why."""

    who: str
    when: str
    why: str

    def __str__(self) -> str:
        return f"{self.who}, {self.when[:10]}: {self.why}"


@dataclass
class Settling:
    """What `settle` did, or would do.

    Attributes:
        settled: what was settled now, or opened again: student to messages; groups.
        open: what waits for a person then.
    """

    assignment: str
    undo: bool = False
    settled: dict[str, list[str]] = field(default_factory=dict)
    settled_groups: list[list[str]] = field(default_factory=list)
    open: dict[str, list[str]] = field(default_factory=dict)
    open_groups: list[list[str]] = field(default_factory=list)

    @property
    def status(self) -> int:
        """Exit status: 1 while something waits for a person."""
        return int(bool(self.open or self.open_groups))


class Settled:
    """What has been settled of an assignment, from its log.

    Args:
        content: student to the digest of the submission that is there now.
    """

    def __init__(self, course: NbgraderCourse, assignment: str, content: Mapping[str, str]) -> None:
        self.path = course.work / "settled" / f"{assignment}.jsonl"
        self.content = content
        self._findings: dict[tuple[str, ...], Note] = {}
        self._groups: dict[tuple[tuple[str, str], ...], Note] = {}
        for line in self._lines():
            note = Note(line["who"], line["when"], line["why"])
            for student, of in line[FINDINGS].items():
                for code, message in of["found"]:
                    self._set(self._findings, (student, of["content"], code, message), line, note)
            for group in line[ALIKE]:
                self._set(self._groups, tuple(sorted(group.items())), line, note)

    @staticmethod
    def _set(into: dict, key: Any, line: Mapping, note: Note) -> None:
        if line["undo"]:
            into.pop(key, None)
        else:
            into[key] = note

    def _lines(self) -> list[dict]:
        """Whole lines; half of one is what a killed writer leaves."""
        found = []
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def finding(self, student: str, code: str, message: str) -> Note | None:
        return self._findings.get((student, self.content.get(student, ""), code, message))

    def group(self, students: Iterable[str]) -> Note | None:
        """Who settled a group that all of these, as they are now, belonged to."""
        now = {(student, self.content.get(student, "")) for student in students}
        return next((note for group, note in self._groups.items() if now <= set(group)), None)

    def covering(self, students: Iterable[str]) -> list[dict[str, str]]:
        """The groups of the log that settle these students' one."""
        now = {(student, self.content.get(student, "")) for student in students}
        return [dict(group) for group in self._groups if now <= set(group)]

    def append(self, line: Mapping[str, Any]) -> None:
        """On disk on return."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.path, "a+b") as file:
            torn = file.tell() and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
            text = json.dumps(line, ensure_ascii=False) + "\n"
            file.write(b"\n" * bool(torn) + text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())


def mark_rows(rows: Sequence[Row], known: Settled) -> None:
    """Tell each row which of its findings are settled."""
    for row in rows:
        for finding in row.findings:
            note = known.finding(row.student, finding.code, finding.message)
            if note and finding.serious:
                row.settled[finding.code, finding.message] = note


def mark_groups(groups: Sequence[Group], known: Settled) -> None:
    for group in groups:
        group.note = known.group(group.students)


def content_of(rows: Sequence[Row]) -> dict[str, str]:
    return {row.student: row.result.content_hash for row in rows if row.result}


def settle(
    course_dir: Path | str,
    assignment: str,
    students: Sequence[str] = (),
    *,
    why: str = "",
    who: str = "",
    only: str = "",
    undo: bool = False,
    dry_run: bool = False,
) -> Settling:
    """Settle what the report names of these students, or say what is open where none is given.

    Args:
        why: what the person found; asked for.
        only: FINDINGS or ALIKE; "" for both. A group is settled where all of its students are
            given.
        undo: let it wait again.

    Raises:
        CannotRun: not_released, not_graded, no_reason, nothing_to_settle.
        OSError: the log can't be written.
    """
    from .report import examine

    if students and not why.strip() and not undo:
        raise CannotRun("no_reason", '무엇을 확인했는지 적어 주세요: --why "…"')
    course = NbgraderCourse(course_dir)
    found = examine(course, assignment)
    known = Settled(course, assignment, content_of(found.rows))
    named = {nfc(student) for student in students}
    made = Settling(assignment, undo)
    line: dict[str, Any] = {"undo": undo, FINDINGS: {}, ALIKE: []}
    if only != ALIKE:
        _take_findings(found.rows, named, known, line, made)
    if only != FINDINGS:
        _take_groups(found.similar, named, known, line, made)
    _check(named, made, found.rows, found.similar)
    if students and not dry_run:
        about = {"who": who or getpass.getuser(), "why": " ".join(why.split())}
        known.append({"when": datetime.now(UTC).isoformat(timespec="seconds"), **about, **line})
    course.close()
    return made


def _take_findings(
    rows: Sequence[Row], named: set[str], known: Settled, line: dict, made: Settling
) -> None:
    for row in rows:
        serious = [finding for finding in row.findings if finding.serious]
        wanted = [
            finding
            for finding in serious
            if nfc(row.student) in named
            and ((finding.code, finding.message) in row.settled) == made.undo
        ]
        if wanted:
            content = known.content.get(row.student, "")
            pairs = [[finding.code, finding.message] for finding in wanted]
            line[FINDINGS][row.student] = {"content": content, "found": pairs}
            made.settled[row.student] = [finding.message for finding in wanted]
        left = [
            finding.message
            for finding in serious
            if ((finding.code, finding.message) not in row.settled) != (finding in wanted)
        ]
        if left:
            made.open[row.student] = left


def _take_groups(
    groups: Sequence[Group], named: set[str], known: Settled, line: dict, made: Settling
) -> None:
    for group in groups:
        wanted = {*map(nfc, group.students)} <= named and bool(group.note) == made.undo
        if wanted:
            now = {student: known.content.get(student, "") for student in group.students}
            line[ALIKE] += known.covering(group.students) if made.undo else [now]
            made.settled_groups.append(list(group.students))
        if made.undo if wanted else group.note is None:
            made.open_groups.append(list(group.students))


def _check(named: set[str], made: Settling, rows: Sequence[Row], groups: Sequence[Group]) -> None:
    """
    Raises:
        CannotRun: nothing_to_settle, with the students who are in no finding and no whole group.
    """
    done = {*map(nfc, made.settled), *(nfc(one) for group in made.settled_groups for one in group)}
    idle = sorted(named - done)
    if not idle:
        return
    part = [group.students for group in groups if named & {*map(nfc, group.students)}]
    known = {nfc(row.student) for row in rows}
    text = "되돌릴 것이 없습니다" if made.undo else "확인할 것이 없습니다"
    more = "".join(
        f" 닮은 답의 묶음은 모두 적어야 합니다: {' '.join(students)}."
        for students in part
        if not {*map(nfc, students)} <= named
    )
    unknown = [one for one in idle if one not in known]
    more += f" 이 과제에 없는 학생입니다: {', '.join(unknown)}." if unknown else ""
    raise CannotRun("nothing_to_settle", f"{', '.join(idle)}: {text}.{more}")


def as_dict(made: Settling) -> dict[str, Any]:
    return {"status": made.status, **asdict(made)}


def lines(made: Settling, dry_run: bool) -> list[str]:
    """For a person."""
    did = "다시 열었습니다" if made.undo else "확인했습니다"
    would = " (--dry-run: 쓰지 않았습니다)" if dry_run else ""
    said = [
        f"{student}: {did}{would}: {' / '.join(text)}" for student, text in made.settled.items()
    ]
    said += [f"닮은 답 {did}{would}: {' '.join(group)}" for group in made.settled_groups]
    said += [f"확인할 것 {student}: {' / '.join(text)}" for student, text in made.open.items()]
    said += [f"닮은 답: {' '.join(group)}" for group in made.open_groups]
    return said or ["확인할 것이 없습니다."]
