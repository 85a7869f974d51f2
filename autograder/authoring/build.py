"""`autograder build` and `build --check`: one plan of every generated file, written or compared.

The plan is a function of the lesson texts, course.toml, the lock, and the outputs stored in the
lectures. Building is writing the plan; checking is comparing it with the disk.
"""

from __future__ import annotations

import copy
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from ..course import Course
from ..errors import CourseError
from ..files import write_atomically
from . import helper, kept, leaks, outputs, pages, style
from .lecture import SETTINGS_FILE, claims_digest, quick_settings
from .lesson import Lesson, read_lesson
from .notebook import exercise_notebook, lecture_notebook
from .student import student_version

MEND = "make notebooks"
NOT_STORED = """\
Nothing was stored. Mend the prose or the code. If only claims and prose change,
`autograder outputs SLUG --again` holds them against this run, which is kept"""
RUNGS = Path("nlplab", "rungs")  # rows of the table that lessons on translation share


def to_text(notebook: NotebookNode) -> str:
    """A notebook as JSON text, always the same bytes for the same content."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def read_notebook(path: Path) -> NotebookNode | None:
    """A generated notebook as it is on disk, None if there is none or it is damaged.

    A build replaces a damaged one.
    """
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        return None
    except Exception:  # nbformat raises many kinds for many damages, and all mean the same here
        return None


@dataclass
class Plan:
    """Every generated file of the course: path -> text."""

    files: dict[Path, str]
    lectures: dict[str, NotebookNode]
    lessons: dict[str, Lesson]


def make_plan(course: Course) -> Plan:
    """Build everything in memory.

    Raises:
        CourseError: a lesson has an error, or a student file would leak.
    """
    files: dict[Path, str] = {}
    lectures: dict[str, NotebookNode] = {}
    lessons = {slug: read_lesson(course.root, slug) for slug in course.lessons}
    texts = {slug: lesson.lecture for slug, lesson in lessons.items()}
    if any(cell.mark == "settings" for text in texts.values() for cell in text.cells):
        files[course.root / SETTINGS_FILE] = quick_settings(texts)
    if planned := helper.plan(course.root, files):
        files[course.root / helper.FOLDER / "pyproject.toml"] = planned[0]
        course = replace(course, helper=planned[1])
    for slug, lesson in lessons.items():
        stored = read_notebook(course.lecture_path(slug))
        lecture = outputs.carry(lecture_notebook(course, lesson, outputs.record(stored)), stored)
        source = exercise_notebook(course, lesson)
        student = to_text(student_version(source, course.root))
        leaks.check(
            lesson.exercise.path.parent,
            student,
            course.exercise_path(slug).relative_to(course.root),
        )
        lectures[slug] = lecture
        files[course.lecture_path(slug)] = lecture_text(lesson, lecture)
        files[course.solution_path(slug)] = to_text(source)
        files[course.exercise_path(slug)] = student
    files[course.root / "colab_links.md"] = pages.colab_links(course, [*lessons.values()])
    files[course.root / "environment.yml"] = pages.environment(course)
    for name, korean in (("README.md", False), ("README.ko.md", True)):
        path = course.root / name
        if path.exists():
            table = pages.lesson_table(course, [*lessons.values()], lectures, korean)
            table = f"{pages.whose_buttons(course, korean)}\n\n{table}"
            files[path] = pages.with_table(path.read_text(encoding="utf-8"), table, name)
    return Plan(files, lectures, lessons)


def lecture_text(lesson: Lesson, notebook: NotebookNode) -> str:
    """A lecture as it is written.

    Raises:
        CourseError: a claim would reach students.
    """
    text = to_text(notebook)
    for cell in lesson.lecture.cells:
        lines = [line.strip() for line in cell.source.splitlines() if "assert" in line]
        shown = [
            other.source for other in notebook.cells if any(line in other.source for line in lines)
        ]
        if cell.mark == "claim" and shown:
            raise CourseError(
                f"{lesson.lecture.path}:{cell.line}: refused, this claim also stands in a cell for "
                "students. Delete one"
            )
    return text


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
    """Complaints about generated files and lectures; empty when all is well.

    Each names the file, and the command or the change that mends it.
    """
    plan = make_plan(course)
    complaints = []
    for path, text in plan.files.items():
        name = path.relative_to(course.root)
        if not path.exists():
            complaints.append(f"{name}: missing. Run: {MEND}")
        elif path.read_text(encoding="utf-8") != text:
            complaints.append(
                f"{name}: differs from its source: it is stale or was edited by hand. Run: {MEND}"
            )
    for slug, lecture in plan.lectures.items():
        script = plan.lessons[slug].lecture
        complaints += style.complaints(script)
        reason = outputs.staleness(lecture, claims_digest(script))
        if reason:
            name = course.lecture_path(slug).relative_to(course.root)
            complaints.append(f"{name}: {reason}. Run: make outputs LESSON={slug}")
    for path in strays(course, plan):
        complaints.append(
            f"{path.relative_to(course.root)}: nothing generates this notebook. Delete it, or list "
            "its lesson in course.toml"
        )
    return complaints


def with_claims(course: Course, slug: str, profile: str = "quick") -> NotebookNode:
    """A lecture to be compared with its stored outputs by nbval, with the profile's claims in it.

    They carry nbval's tag to ignore their output.
    """
    stored = read_notebook(course.lecture_path(slug))
    lesson = read_lesson(course.root, slug)
    fresh = lecture_notebook(course, lesson, outputs.record(stored), claims=profile)
    return outputs.carry(fresh, stored)


def store_outputs(
    course: Course, slug: str, profile: str = "full", again: bool = False
) -> tuple[NotebookNode, int]:
    """Run one lecture and store its outputs in notebooks/.

    Args:
        again: run nothing; hold the claims, as they are now, against the last full run, which is
            kept when claims did not hold.

    Returns:
        The notebook, and the number of claims that held.

    Raises:
        CourseError: a cell failed, an output must not be stored, or a claim does not hold. Nothing
            is stored then.
    """
    lesson = read_lesson(course.root, slug)
    text, path = lesson.lecture, course.lecture_path(slug)
    folder = course.root / ".autograder" / "runs" / slug
    if again:
        run = kept.load(folder)
        plain = outputs.without_claims(copy.deepcopy(run))
        if outputs.code_digest(lecture_notebook(course, lesson)) != outputs.code_digest(plain):
            raise CourseError(f"{slug}: its code changed since the run that is kept. Run it whole")
        failed, held = kept.failed(folder, lesson, run), len(kept.positions(text))
    else:
        run = _run(course, lesson, profile, folder)
        failed = outputs.failed_claims(run, text.path)
        held = sum(map(outputs.is_claim, run.cells))
    if failed:
        raise CourseError("\n".join([*failed, NOT_STORED]))
    for rung in sorted((folder / "rungs").glob("*.npz")):
        write_atomically(course.root / RUNGS / rung.name, rung.read_bytes())
    notebook = outputs.sealed(run, f"{slug} (lecture)", claims_digest(text))
    fresh = lecture_notebook(course, lesson, outputs.record(notebook))
    notebook = outputs.carry(fresh, notebook)  # its prose may be younger than the run
    write_atomically(path, lecture_text(lesson, notebook))
    shutil.rmtree(folder)
    return notebook, held


def _run(course: Course, lesson: Lesson, profile: str, folder: Path) -> NotebookNode:
    """Run a lecture with its claims, and keep the run."""
    values, rungs = kept.empty(folder)
    path = course.lecture_path(lesson.slug)
    notebook = lecture_notebook(course, lesson, claims=profile)
    if profile == "full":
        kept.prepare(notebook, lesson.lecture, values)
    where = path.parent if path.parent.exists() else course.root
    run = outputs.execute(notebook, profile, f"{lesson.slug} (lecture)", where, rungs=rungs)
    kept.store(folder, run)
    return run
