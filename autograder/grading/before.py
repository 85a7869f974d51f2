"""What an earlier run found in a notebook, cell by cell, to be put into one that runs in part."""

from __future__ import annotations

from dataclasses import replace

from nbformat import NotebookNode

from ..cells import is_test
from .beside import BESIDE, PASSED, PLANNED
from .credit import Credit, last_value, number_in
from .protocol import ERROR, FRAMES, NOT_RUN, OK, CellRun, Frame, error_text
from .results import NOT_RUN as TASK_NOT_RUN
from .results import Result

ODD = "odd_credit"
"""Code of a finding about a test cell's last value (`writer`)."""


class Before:
    """Outcomes in a notebook that was graded earlier."""

    def __init__(self, notebook: NotebookNode, result: Result, name: str) -> None:
        self.notebook = notebook
        self.tasks = {task.grade_id: task for task in result.tasks if task.notebook == name}
        self.cells = {_name(cell): cell for cell in reversed(notebook.cells)}
        self.planned = [
            finding.message.rpartition(": ")[2].split(", ")
            for finding in result.findings
            if finding.code == BESIDE
        ]
        self.odd = [finding for finding in result.findings if finding.code == ODD]

    def take(self, cell: NotebookNode, into: NotebookNode) -> CellRun:
        """Give a cell its outputs of then; returns what became of it."""
        old = self.cells.get(_name(cell))
        if old is None or old.cell_type != "code":
            return CellRun(NOT_RUN if is_test(cell) else OK, "실행되지 않았습니다.")
        cell.outputs, cell.execution_count = old.outputs, old.execution_count
        task = self.tasks.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        error = next((one for one in old.outputs if one.output_type == "error"), None)
        if task and task.status == TASK_NOT_RUN:
            return CellRun(NOT_RUN, task.message)
        if error is None:
            return CellRun(OK, beside=PLANNED if self._planned(cell) else "")
        reason = task.message if task and task.message else error_text(error)
        run = CellRun(ERROR, reason, frames=self._frames(old, into))
        if task and task.doubt:
            return replace(run, beside=PASSED, why=task.doubt)
        return replace(run, beside=PLANNED) if self._planned(cell) else run

    def _planned(self, cell: NotebookNode) -> bool:
        """Whether a test ran beside the answer then."""
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        return any(grade_id in ids for ids in self.planned)

    def credit(self, cell: NotebookNode) -> Credit | None:
        """What a test cell's last value was worth; a number of points stands in its place since."""
        number = number_in(last_value(cell) or "") if is_test(cell) else None
        if number is None:
            return None
        nbgrader = cell.metadata.nbgrader
        points = min(max(0.0, number), float(nbgrader.points))
        for finding in self.odd:
            head, _, grade_id = finding.message.rpartition(": ")
            if grade_id == nbgrader.grade_id:
                return Credit(points, head, finding.serious)
        return Credit(points)

    def _frames(self, old: NotebookNode, into: NotebookNode) -> tuple[Frame, ...]:
        """Lines of the student's, where these cells are now."""
        places = {_name(cell): index for index, cell in enumerate(into.cells)}
        found = []
        for place, line in old.metadata.get("autograder", {}).get(FRAMES, []):
            if 0 <= place < len(self.notebook.cells):
                now = places.get(_name(self.notebook.cells[place]))
                if now is not None:
                    found.append(Frame(now, line))
        return tuple(found)


def _name(cell: NotebookNode) -> tuple[str, str]:
    """By what a cell is found in another version of its notebook."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return ("id", grade_id) if grade_id else (cell.cell_type, cell.source)
