"""Folders in the place of students' whose names are no text: refused by name, and nobody else is.

Honest case: an archive that was packed with another encoding. Hostile case: a name that repaints
the terminal of whoever lists it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from .nbgrader_course import NbgraderCourse
from .results import STUDENT_ERROR, Result

CODE = "folder_name"


def unnamed(course: NbgraderCourse, assignment: str) -> list[Result]:
    """A refusal for each; the gradebook never hears of them, for it holds text."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        Result(
            name,
            STUDENT_ERROR,
            CODE,
            f"제출 폴더의 이름에 글자가 아닌 것이 있어 누구의 것인지 알 수 없습니다: {name}. 폴더 "
            "이름을 학생의 id로 고친 뒤 다시 채점하세요.",
            score=0.0,
            when=when,
        )
        for name in course.unnamed_folders(assignment)
    ]
