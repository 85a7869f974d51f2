"""The model answer's own run: evidence of what an assignment's cells do with a right answer.

It is made where somebody asks for it, once for a class.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from concurrent.futures import Future

from nbformat import NotebookNode

from ..cells import is_solution, is_test
from . import jobs
from .assignment import Assignment
from .credit import last_value, worth
from .protocol import OK, CellRun, Execution, Limits
from .templates import NotebookTemplate

Submit = Callable[[bytes], Future]
WAIT = 300.0
"""Seconds that starting workers, and others' jobs before this one, may take besides."""


class Model:
    """Of one assignment.

    Attributes:
        submit: executes a job, as long as there is somebody who does.
    """

    def __init__(self, assignment: Assignment, limits: Limits) -> None:
        self.assignment, self.limits = assignment, limits
        self.submit: Submit | None = None
        self._ran: dict[str, Execution] | None = None

    def execution(self, name: str) -> Execution | None:
        """Of a notebook; None where it can't be had."""
        if self._ran is None and self.submit is not None:
            templates = self.assignment.templates
            notebooks = {name: solved(template) for name, template in templates.items()}
            seconds = WAIT + len(notebooks) * (
                self.limits.total_seconds + self.limits.setup_seconds
            )
            job = jobs.encode_job(notebooks, self.assignment.support, self.limits)
            try:
                self._ran, _ = jobs.decode_executions(self.submit(job).result(seconds))
            except Exception:  # a worker that was lost, say; who asks next tries again
                return None
        return (self._ran or {}).get(name)

    def value(self, name: str, grade_id: str) -> str | None:
        """What a test cell's last line shows, None if nothing."""
        ran = self.execution(name)
        for cell in ran.notebook.cells if ran else ():
            if is_test(cell) and cell.metadata.nbgrader.grade_id == grade_id:
                return last_value(cell)
        return None

    def passes_though(self, name: str, index: int) -> bool:
        """Whether a cell of the instructor's fails beside the model answer, too, and that takes no
        point from it: then it is meant to.
        """
        ran = self.execution(name)
        if ran is None or ran.cells.get(index, CellRun(OK)).status == OK:
            return False
        return all(
            _full(cell, ran.cells.get(place, CellRun(OK)))
            for place, cell in enumerate(ran.notebook.cells)
            if is_test(cell) and cell.cell_type == "code"
        )


def _full(cell: NotebookNode, fate: CellRun) -> bool:
    value, most = last_value(cell), float(cell.metadata.nbgrader.points)
    return fate.status == OK and (value is None or worth(value, most, lambda: value).points == most)


def solved(template: NotebookTemplate) -> NotebookNode:
    """The assignment's notebook with the model answers in the solution cells."""
    notebook = copy.deepcopy(template.notebook)
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = template.answers[cell.metadata.nbgrader.grade_id]
    return notebook
