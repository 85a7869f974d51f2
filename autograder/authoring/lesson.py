"""A lesson: the scripts in lessons/SLUG/, read and checked. Nothing is generated here.

Every complaint names file, line and mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import complain
from .apart import check_apart
from .cells import LessonText, check_common, read_cells, read_script
from .exercise import Task, check_exercise, check_regions, tasks
from .header import read_header
from .hints import check_hints
from .lecture import check_lecture
from .trials import Trial, read_trials


@dataclass(frozen=True)
class Lesson:
    """The texts of one lesson."""

    slug: str
    lecture: LessonText
    exercise: LessonText
    trials: tuple[Trial, ...]

    @cached_property
    def header(self) -> dict:
        return self.lecture.header

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Name -> task, in order; those that a person grades have no tests."""
        return {task.name: task for task in tasks(self.exercise.path, self.exercise.cells)}

    @cached_property
    def points(self) -> float:
        return sum(cell.options.get("points", 0) for cell in self.exercise.cells)

    @cached_property
    def minutes(self) -> int:
        """That most students will need for the exercise."""
        return sum(task.minutes for task in self.tasks.values())


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
    """Read lessons/SLUG/ and check that its texts agree.

    Raises:
        CourseError: with file, line and mend.
    """
    folder = root / "lessons" / slug
    lecture, exercise = read_text(folder / "lecture.py"), read_text(folder / "exercise.py")
    for name in ("title", "number"):
        if lecture.header[name] != exercise.header[name]:
            complain(
                exercise.path,
                1,
                f"`{name}` differs from lecture.py's",
                "Write the same in both headers",
            )
    for text in (lecture, exercise):
        if slug in text.header["prerequisites"]:
            complain(
                text.path,
                1,
                "the lesson is its own prerequisite",
                "An exercise links to its lecture by itself; delete the slug",
            )
    if not slug.startswith(f"{lecture.header['number']}_"):
        complain(
            lecture.path,
            1,
            f"number {lecture.header['number']!r} does not begin the slug {slug!r}",
            "Mend the header or rename the folder",
        )
    solutions = {cell.task: cell for cell in exercise.by_role("solution")}
    lesson = Lesson(slug, lecture, exercise, read_trials(folder / "trials.py", solutions))
    check_hints(exercise.path, exercise.cells, list(lesson.tasks.values()))
    check_apart(exercise.path, exercise.cells)
    return lesson
