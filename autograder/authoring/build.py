"""`autograder build` and `build --check`: one plan of every generated file, written or compared.

The plan is a function of the lesson texts, course.toml, the lock, and the outputs stored in the lectures. Building is
writing the plan; checking is comparing it with the disk.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from ..course import Course
from . import leaks, outputs, pages
from .lesson import Lesson, read_lesson
from .notebook import exercise_notebook, lecture_notebook
from .student import student_version

MEND = "make notebooks"


def to_text(notebook: NotebookNode) -> str:
    """A notebook as JSON text, always the same bytes for the same content."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def read_notebook(path: Path) -> NotebookNode | None:
    """A generated notebook as it is on disk, None if there is none or it is damaged (a build replaces it)."""
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        return None
    except Exception:  # nbformat raises many kinds for many damages, and all mean the same here
        return None


def write_atomically(path: Path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, delete=False
    ) as temporary:
        temporary.write(text)
    os.chmod(temporary.name, 0o644)
    os.replace(temporary.name, path)


@dataclass
class Plan:
    """Every generated file of the course: path -> text."""

    files: dict[Path, str]
    lectures: dict[str, NotebookNode]


def make_plan(course: Course) -> Plan:
    """Build everything in memory.

    Raises:
        CourseError: a lesson has an error, or a student file would leak.
    """
    files: dict[Path, str] = {}
    lectures: dict[str, NotebookNode] = {}
    lessons: list[Lesson] = []
    for slug in course.lessons:
        lesson = read_lesson(course.root, slug)
        lessons.append(lesson)
        lecture = outputs.carry(
            lecture_notebook(course, lesson), read_notebook(course.lecture_path(slug))
        )
        source = exercise_notebook(course, lesson)
        script = lesson.exercise.path.read_text(encoding="utf-8")
        student = to_text(student_version(source, course.root))
        leaks.check(script, student, course.exercise_path(slug).relative_to(course.root))
        lectures[slug] = lecture
        files[course.lecture_path(slug)] = to_text(lecture)
        files[course.solution_path(slug)] = to_text(source)
        files[course.exercise_path(slug)] = student
    files[course.root / "colab_links.md"] = pages.colab_links(course, lessons)
    files[course.root / "environment.yml"] = pages.environment(course)
    for name, korean in (("README.md", False), ("README.ko.md", True)):
        path = course.root / name
        if path.exists():
            table = pages.lesson_table(course, lessons, lectures, korean)
            files[path] = pages.with_table(path.read_text(encoding="utf-8"), table, name)
    return Plan(files, lectures)


def strays(course: Course, plan: Plan) -> list[Path]:
    """Notebooks in the generated folders that nothing generates."""
    found = [
        path
        for folder in ("notebooks", "solutions")
        for path in (course.root / folder).rglob("*.ipynb")
    ]
    return sorted(
        path for path in found if path not in plan.files and ".ipynb_checkpoints" not in path.parts
    )


def build(course: Course) -> list[Path]:
    """Write what is not as planned; returns the files written."""
    plan = make_plan(course)
    changed = [
        path
        for path, text in plan.files.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in changed:
        write_atomically(path, plan.files[path])
    return changed


def check(course: Course) -> list[str]:
    """Complaints about generated files, each naming the file and the command that mends it; empty when all is well."""
    plan = make_plan(course)
    complaints = []
    for path, text in plan.files.items():
        name = path.relative_to(course.root)
        if not path.exists():
            complaints.append(f"{name}: missing. Run: {MEND}")
        elif path.read_text(encoding="utf-8") != text:
            complaints.append(
                f"{name}: differs from its source, so it is stale or was edited by hand. Run: {MEND}"
            )
    for slug, lecture in plan.lectures.items():
        reason = outputs.staleness(lecture)
        if reason:
            complaints.append(
                f"{course.lecture_path(slug).relative_to(course.root)}: {reason}. Run: make outputs LESSON={slug}"
            )
    for path in strays(course, plan):
        complaints.append(
            f"{path.relative_to(course.root)}: nothing generates this notebook. Delete it, or list its lesson in course.toml"
        )
    return complaints


def store_outputs(course: Course, slug: str, profile: str = "full") -> NotebookNode:
    """Run one lecture and store its outputs in notebooks/."""
    lesson = read_lesson(course.root, slug)
    path = course.lecture_path(slug)
    notebook = outputs.execute(
        lecture_notebook(course, lesson),
        profile,
        f"{slug} (lecture)",
        cwd=path.parent if path.parent.exists() else course.root,
    )
    write_atomically(path, to_text(notebook))
    return notebook
