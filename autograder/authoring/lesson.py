"""A lesson: the scripts in lessons/SLUG/, read and checked. Nothing is generated here.

Every complaint names file, line and mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import complain
from .cells import LessonText, check_common, read_cells, read_script
from .exercise import check_exercise, check_regions
from .header import read_header
from .lecture import check_lecture


@dataclass(frozen=True)
class Lesson:
    """Both texts of one lesson."""

    slug: str
    lecture: LessonText
    exercise: LessonText

    @cached_property
    def header(self) -> dict:
        return self.lecture.header

    @cached_property
    def points(self) -> float:
        return sum(
            cell.options["points"]
            for cell in self.exercise.cells
            if cell.role in ("test", "manual")
        )


def read_text(path: Path) -> LessonText:
    """Read and check one script.

    Raises:
        CourseError: with file, line and mend.
    """
    text = read_script(path)
    header = read_header(path, text.splitlines())
    cells = read_cells(path, text)
    check_common(path, cells)
    if path.name == "exercise.py":
        check_exercise(path, cells)
    else:
        for cell in cells:
            check_regions(path, cell)
        check_lecture(path, cells)
    return LessonText(path, header, cells)


def read_lesson(root: Path, slug: str) -> Lesson:
    """Read lessons/SLUG/ and check that its two headers agree."""
    folder = root / "lessons" / slug
    lesson = Lesson(slug, read_text(folder / "lecture.py"), read_text(folder / "exercise.py"))
    for name in ("title", "number"):
        if lesson.lecture.header[name] != lesson.exercise.header[name]:
            complain(
                lesson.exercise.path,
                1,
                f"`{name}` differs from lecture.py's",
                "Write the same in both headers",
            )
    for text in (lesson.lecture, lesson.exercise):
        if slug in text.header["prerequisites"]:
            complain(
                text.path,
                1,
                "the lesson is its own prerequisite",
                "An exercise links to its lecture by itself; delete the slug",
            )
    if not slug.startswith(f"{lesson.header['number']}_"):
        complain(
            lesson.lecture.path,
            1,
            f"number {lesson.header['number']!r} does not begin the slug {slug!r}",
            "Mend the header or rename the folder",
        )
    return lesson
