"""What a regrade found, kept so that it can be undone, and gone on with after it was killed."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..files import sync_tree, write_atomically
from .converters import remove_tree
from .nbgrader_course import NbgraderCourse
from .results import Journal, Result, journal_of
from .structure import Cells, Rows

OPEN, DONE, UNDONE = "open", "done", "undone"


def folder_of(course: NbgraderCourse, assignment: str) -> Path:
    return course.work / "regrade" / assignment


def _same(source: str, target: str) -> None:
    """A file under a second name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@dataclass
class Kept:
    """One regrade's "before": results, gradebook rows and graded notebooks.

    Attributes:
        state: `id`, `status` (OPEN, DONE, UNDONE), `when`, `who`, `why`; `before`: students whose
            scores were ours and current, each with score, points, pending and points by task.
    """

    course: NbgraderCourse
    assignment: str
    folder: Path
    state: dict[str, Any]

    @classmethod
    def last(cls, course: NbgraderCourse, assignment: str) -> Kept | None:
        """The latest that was not undone."""
        for path in sorted(folder_of(course, assignment).glob("[0-9]*/state.json"), reverse=True):
            kept = cls(course, assignment, path.parent, json.loads(path.read_bytes()))
            if kept.state["status"] != UNDONE:
                return kept
        return None

    @classmethod
    def make(
        cls,
        course: NbgraderCourse,
        assignment: str,
        before: Mapping[str, dict],
        about: Mapping[str, Any],
    ) -> Kept:
        """Keep everything as it is now; whole on disk on return, or not there."""
        parent = folder_of(course, assignment)
        numbers = [int(path.name) for path in parent.glob("[0-9]*") if path.name.isdecimal()]
        folder = parent / f"{max(numbers, default=0) + 1:04}"
        new = parent / ".new"
        remove_tree(new)
        new.mkdir(parents=True)
        with course.gradebook() as gradebook:
            rows = Cells(gradebook.db, assignment).rows()
        write_atomically(new / "rows.json", json.dumps(rows))
        shutil.copy(journal_of(course, assignment).path, new / "journal.jsonl")
        for student in before:
            there = course.path("autograded", student, assignment)
            # Links: what is graded again gets a new file, and this one keeps the old.
            shutil.copytree(there, new / "autograded" / student, copy_function=_same)
        state = {"id": folder.name, "status": OPEN, "run": uuid.uuid4().hex, **about}
        state["before"] = dict(before)
        write_atomically(new / "state.json", json.dumps(state, ensure_ascii=False))
        os.sync()  # thousands of folders, each of which would wait for the disk
        new.rename(folder)
        return cls(course, assignment, folder, state)

    def mark(self, status: str) -> None:
        self.state["status"] = status
        text = json.dumps(self.state, ensure_ascii=False)
        write_atomically(self.folder / "state.json", text)

    @cached_property
    def results(self) -> dict[str, Result]:
        """Of those whose scores were ours and current."""
        found = Journal(self.folder / "journal.jsonl").results
        return {student: found[student] for student in self.state["before"]}

    @cached_property
    def rows(self) -> Rows:
        return json.loads((self.folder / "rows.json").read_bytes())

    @cached_property
    def automatic(self) -> dict[tuple[str, str], float | None]:
        """(Submitted notebook, cell), by their numbers in the gradebook, to the score."""
        return {
            (row["notebook_id"], row["cell_id"]): row["auto_score"] for row in self.rows["grade"]
        }

    def graded(self, student: str) -> Path:
        """The folder with a student's graded notebooks of then."""
        return self.folder / "autograded" / student

    def notebook(self, student: str, name: str) -> NotebookNode:
        """As this grader wrote it: nothing of it has to be checked."""
        text = (self.graded(student) / f"{name}.ipynb").read_text(encoding="utf-8")
        return nbformat.v4.reads(text)

    def put_back(self, students: Collection[str]) -> None:
        """Graded notebooks as they were then."""
        for student in students:
            there = self.course.path("autograded", student, self.assignment)
            remove_tree(there)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(self.graded(student), there)
            sync_tree(there)
            remove_tree(self.course.path("feedback", student, self.assignment))
