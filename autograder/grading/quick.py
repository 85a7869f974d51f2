"""Writing many submissions of which a few tests changed, without nbgrader's whole way for each.

nbgrader reads, checks and writes a submission's every cell, several times over. Where the notebook
that it wrote before and the one that it would write now differ in nothing but tests and outputs,
what it would write is known: `Quick` is that. It is compared with the notebook of then; wherever it
isn't sure, the submission goes nbgrader's way. The rows of many submissions are written in one
transaction, after their notebooks are on disk.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import writes_json
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import Autograde
from nbgrader.preprocessors import IgnorePattern, LimitOutput
from nbgrader.utils import determine_grade
from sqlalchemy import bindparam, delete, insert, select, update

from ..cells import copied, is_grade, is_test
from ..files import write_atomically
from .beside import in_doubt
from .gradebook import RUNS
from .kept import Kept
from .nbgrader_course import NbgraderCourse
from .protocol import Execution
from .results import Result
from .settle import Settle
from .templates import NotebookTemplate

THREADS = 16
"""Files at once that wait for the disk."""


@dataclass
class Quick:
    """What is to be written of one submission.

    Attributes:
        content: of each graded notebook, by name.
        scores: automatic ones, by notebook and grade id.
    """

    student: str
    content: dict[str, bytes]
    scores: dict[tuple[str, str], float]


class Quickly:
    """Knows what nbgrader would write for one assignment of a course.

    Attributes:
        able: whether the course has nbgrader's own steps; what others write, nobody else knows.
    """

    def __init__(
        self, course: NbgraderCourse, templates: Mapping[str, NotebookTemplate], kept: Kept
    ) -> None:
        self.course, self.templates, self.kept = course, templates, kept
        converter = Autograde(coursedir=course.directories, parent=course.app)
        plain = Autograde()
        self.able = (
            converter.sanitize_preprocessors == plain.sanitize_preprocessors
            and converter.autograde_preprocessors == plain.autograde_preprocessors
            and not course.directories.groupshared
        )
        self.mode = int(str(converter.permissions), 8)
        self._steps = [step(parent=course.app) for step in (LimitOutput, IgnorePattern)]

    def of(self, old: Result, executions: Mapping[str, Execution]) -> Quick | None:
        """What would be written; None where that is not certain.

        Args:
            old: the result of then.
        """
        open_ones = any(
            in_doubt(fate) for one in executions.values() for fate in one.cells.values()
        )
        if not self.able or old.penalty or old.late_seconds or open_ones:
            return None
        made = Quick(old.student, {}, {})
        for name, execution in executions.items():
            if execution.files or not self._notebook(made, name, execution):
                return None
        return made

    def _notebook(self, made: Quick, name: str, execution: Execution) -> bool:
        path = self.kept.graded(made.student) / f"{name}.ipynb"
        try:
            old = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return False
        notebook = copied(execution.notebook)
        settle = Settle({name: execution}, {name: self.templates[name].rubrics})
        notebook, _ = settle.preprocess(notebook, {"nbgrader": {"notebook": name}})
        if len(notebook.cells) != len(old["cells"]):
            return False
        for index, (cell, then) in enumerate(zip(notebook.cells, old["cells"], strict=True)):
            if not _alike(cell, then):
                return False
            if "id" in then:
                cell["id"] = then["id"]
            if cell.cell_type == "code":
                for step in self._steps:
                    if step.enabled:
                        step.preprocess_cell(cell, {}, index)
            if is_grade(cell):
                score, _ = determine_grade(cell)
                if score is not None:
                    made.scores[name, cell.metadata.nbgrader.grade_id] = float(score)
        notebook.metadata = NotebookNode({**old["metadata"], **_language(notebook.metadata)})
        notebook.nbformat, notebook.nbformat_minor = old["nbformat"], old["nbformat_minor"]
        made.content[name] = writes_json(notebook).encode("utf-8", "replace") + b"\n"
        return True

    # -- on disk, and in the gradebook

    def write_files(self, quicks: Iterable[Quick]) -> None:
        """The notebooks, on disk on return.

        Raises:
            OSError: some may be written.
        """
        places = [
            (
                self.course.path("autograded", one.student, self.kept.assignment) / f"{name}.ipynb",
                content,
            )
            for one in quicks
            for name, content in one.content.items()
        ]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._write_file, places))

    def _write_file(self, place: tuple[Path, bytes]) -> None:
        path, content = place
        write_atomically(path, content)
        path.chmod(self.mode)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def write_rows(
        self, quicks: Sequence[Quick], run: str, allow_lower: bool
    ) -> dict[str, list[tuple[str, str]]]:
        """The automatic scores, in the transaction of the caller; returns by student the tasks
        whose earlier score stays, because the new one is lower.
        """
        assignment = self.kept.assignment
        wanted = {one.student: one.scores for one in quicks}
        held: dict[str, list[tuple[str, str]]] = {student: [] for student in wanted}
        changed: list[dict[str, Any]] = []
        with self.course.transaction() as gradebook:
            for row in gradebook.db.execute(_rows(assignment, list(wanted))):
                score = wanted[row.student_id].get((row.notebook, row.cell))
                if score is None:
                    continue
                before = self.kept.automatic.get((row.notebook_id, row.cell_id))
                if not allow_lower and before is not None and score < before:
                    score = min(before, float(row.max_score))
                    held[row.student_id].append((row.notebook, row.cell))
                needs = row.needs_manual_grade if row.manual_score is not None else False
                changed.append({"b_id": row.id, "b_auto": score, "b_needs": needs})
            if changed:
                gradebook.db.connection().execute(_UPDATE, changed)
            runs = RUNS.c.assignment == assignment
            gradebook.db.execute(delete(RUNS).where(runs, RUNS.c.student.in_(list(wanted))))
            lines = [
                {"assignment": assignment, "student": student, "run": run} for student in wanted
            ]
            gradebook.db.execute(insert(RUNS), lines)
            gradebook.db.commit()
        return held


_UPDATE = (
    update(Grade.__table__)
    .where(Grade.__table__.c.id == bindparam("b_id"))
    .values(auto_score=bindparam("b_auto"), needs_manual_grade=bindparam("b_needs"))
)


def _rows(assignment: str, students: list[str]):
    return (
        select(
            Grade.id,
            Grade.notebook_id,
            Grade.cell_id,
            Grade.manual_score,
            Grade.max_score,
            Grade.needs_manual_grade,
            SubmittedAssignment.student_id,
            Notebook.name.label("notebook"),
            BaseCell.name.label("cell"),
        )
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment, SubmittedAssignment.student_id.in_(students))
    )


def _alike(cell: NotebookNode, then: dict) -> bool:
    """Whether a cell is the one of then but for its outputs, and a test's text and points."""
    if cell.cell_type != then["cell_type"] or cell.get("attachments") != then.get("attachments"):
        return False
    now, before = _lasting(cell.metadata), _lasting(then["metadata"])
    if is_test(cell):
        for metadata in (now, before):
            for name in ("points", "checksum"):
                metadata.get("nbgrader", {}).pop(name, None)
        return now == before
    source = then["source"]
    return now == before and cell.source == (source if isinstance(source, str) else "".join(source))


def _lasting(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a cell's metadata without where its error was raised."""
    found = copied(dict(metadata))
    own = found.get("autograder", {})
    own.pop("frames", None)
    if not own:
        found.pop("autograder", None)
    return found


def _language(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {name: metadata[name] for name in ("language_info",) if name in metadata}
