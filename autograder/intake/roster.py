"""The class: who there is, and who is meant by what a file's name says. Nobody is guessed: what
fits one student exactly is that student's, what nearly fits is listed for a person.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz, process

from ..errors import CannotRun
from .layouts import Hint
from .names import nfc

COLUMNS = {
    "id": ("id", "학번", "student id", "student_id", "sis id", "sis user id", "username", "아이디"),
    "name": ("이름", "성명", "name", "student", "full name", "학생"),
    "first": ("first name", "first_name", "이름(영문)"),
    "last": ("last name", "last_name", "성"),
    "email": ("email", "e-mail", "email address", "이메일", "메일"),
    "alias": ("별칭", "alias", "canvas id", "aka"),
}
NEAR = 80  # of 100, rapidfuzz's ratio of names
ENCODINGS = ("utf-8-sig", "cp949")
SCHOOL_IDS = ("name(id)", "id_name", "name_id", "blackboard")
"""Ways of naming whose number is the school's: one that the roster lacks is somebody else's."""


@dataclass(frozen=True)
class Student:
    """One of the class.

    Attributes:
        known_as: everything that means this student alone, if it is unique.
        said: what the roster says, by its headings in small letters.
    """

    id: str
    name: str
    known_as: tuple[str, ...] = field(default=())
    email: str = ""
    said: Mapping[str, str] = field(default_factory=dict, compare=False)


def read(path: Path) -> list[Student]:
    """A roster from a CSV file as systems and Excel write it: UTF-8, cp949 or UTF-16; comma,
    semicolon or tab; headings in Korean or English. A column 별칭 (alias) holds further names,
    parted by ";".

    Raises:
        CannotRun: `bad_roster`.
    """
    try:
        rows = _rows(path.read_bytes())
    except (OSError, csv.Error, UnicodeError) as error:
        raise CannotRun("bad_roster", f"{path}: 명단을 읽을 수 없습니다({error}).") from None
    heading = {nfc(cell).strip().lower(): at for at, cell in enumerate(rows[0])} if rows else {}
    where = {
        kind: next((heading[title] for title in titles if title in heading), None)
        for kind, titles in COLUMNS.items()
    }
    if where["id"] is None:
        raise CannotRun(
            "bad_roster",
            f"{path}: 명단의 첫 줄에 학번(id) 열이 있어야 합니다. 있는 열: {', '.join(heading)}",
        )
    students: dict[str, Student] = {}
    for line, row in enumerate(rows[1:], 2):
        cell = {
            kind: nfc(row[at]).strip() if at is not None and at < len(row) else ""
            for kind, at in where.items()
        }
        if not cell["id"]:
            continue
        if cell["id"] in students:
            raise CannotRun(
                "bad_roster", f"{path} {line}행: 학번 {cell['id']}이(가) 두 번 있습니다."
            )
        name = cell["name"] or " ".join(filter(None, (cell["first"], cell["last"])))
        aliases = [alias.strip() for alias in cell["alias"].split(";") if alias.strip()]
        turned = " ".join(filter(None, (cell["last"], cell["first"])))
        known = (cell["id"], name, turned, cell["email"], cell["email"].partition("@")[0], *aliases)
        said = {title: nfc(row[at]).strip() for title, at in heading.items() if at < len(row)}
        students[cell["id"]] = Student(
            cell["id"], name, tuple(filter(None, known)), cell["email"], said
        )
    return list(students.values())


def _rows(data: bytes) -> list[list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    else:
        for encoding in ENCODINGS:
            try:
                text = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        else:
            raise UnicodeError("UTF-8도 cp949도 아닙니다")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _key(text: str) -> str:
    """How names are compared: case, spaces and punctuation don't count."""
    return re.sub(r"[\W_]+", "", nfc(text)).casefold()


def _letters(text: str) -> str:
    """Canvas and others turn first and last name round, and run them together."""
    return "".join(sorted(_key(text)))


class Roster:
    """Who is meant by a hint."""

    def __init__(self, students: list[Student]) -> None:
        self.names = {student.id: student.name for student in students}
        exact: dict[str, set[str]] = defaultdict(set)
        turned: dict[str, set[str]] = defaultdict(set)
        for student in students:
            for one in student.known_as:
                exact[_key(one)].add(student.id)
            turned[_letters(student.name)].add(student.id)
        self._exact, self._turned = exact, turned

    def match(self, hint: Hint) -> tuple[str, list[str]]:
        """(student, []) if the hint means one student alone, else ("", students to ask about).

        An id and a name that mean different students mean nobody.
        """
        meant: set[str] = set()
        several: set[str] = set()
        for said in (*hint.ids, *hint.names):
            found = self._exact.get(_key(said), set())
            if len(found) == 1:
                meant |= found
            several |= found
        strange = hint.ids and not any(_key(one) in self._exact for one in hint.ids)
        if strange and hint.system in SCHOOL_IDS:
            return "", sorted(meant | several) or self._near(hint)
        if len(meant) == 1:
            return next(iter(meant)), []
        if not several and hint.system == "canvas":
            several = set().union(*(self._turned.get(_letters(name), set()) for name in hint.names))
            if len(several) == 1:
                return next(iter(several)), []
        return "", sorted(meant | several) or self._near(hint)

    def _near(self, hint: Hint) -> list[str]:
        names = {student: _key(name) for student, name in self.names.items()}
        ids = {student: _key(student) for student in self.names}
        near: dict[str, float] = {}
        for said, among in [(one, names) for one in hint.names] + [(one, ids) for one in hint.ids]:
            for _, score, student in process.extract(_key(said), among, scorer=fuzz.ratio, limit=3):
                if score >= NEAR:
                    near[student] = max(score, near.get(student, 0))
        # two syllables of three are 67 of 100: a Korean name with one other syllable is near, too
        for said in hint.names:
            for student, name in names.items():
                same = sum(a == b for a, b in zip(_key(said), name, strict=False))
                if len(_key(said)) == len(name) >= 3 and same == len(name) - 1:
                    near.setdefault(student, 0)
        return sorted(near, key=lambda student: -near[student])[:3]
