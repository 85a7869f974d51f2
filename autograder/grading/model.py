"""The model answer's own run: evidence of what an assignment's cells do with a right answer.

Once for each state of the source it decides which tests run beside the answers (`beside`); that is
remembered. Else it is made where somebody asks for it, once for a class.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field

from nbformat import NotebookNode

from ..cells import is_solution, is_test
from ..errors import CannotRun
from ..files import write_atomically
from ..text import clean
from . import jobs
from .assignment import Assignment
from .beside import FAILED, LOST, OURS, PASSED, wish
from .credit import is_full, last_value
from .nbgrader_course import NbgraderCourse
from .protocol import OK, CellRun, Execution, Limits
from .templates import NotebookTemplate

Submit = Callable[[bytes], Future]
WAIT = 300.0
"""Seconds that starting workers, and others' jobs before this one, may take besides."""
MOST_OF_WHY = 300
NO_RUN = (
    "{}: 모범 답을 실행해 보지 못해 채점하지 않았습니다. 무엇을 물어도 되는지는 모범 답의 실행이 "
    "정합니다. 다시 실행하세요."
)


@dataclass(frozen=True)
class Cell:
    """A test that takes points from the model answer in two processes.

    Attributes:
        why: what it says there.
        passes: whether it takes none in one process. Then that is how it is run for everybody.
    """

    notebook: str
    grade_id: str
    why: str
    passes: bool

    def __str__(self) -> str:
        how = (
            "답과 한 프로세스에서 채점합니다. 두 프로세스에서는 모범 답도 통과하지 못합니다"
            if self.passes
            else "모범 답이 통과하지 못합니다"
        )
        return f"{self.grade_id}({self.notebook}): {how}: {self.why}"


@dataclass
class Evidence:
    """What the model answer's run in two processes says of an assignment's tests.

    Attributes:
        cells: those that take points from it.
        asked: by notebook and grade id, what the test asked of the model answer's objects by name:
            attributes, and operators with plain data. Of a student's it may ask no more.
    """

    cells: list[Cell] = field(default_factory=list)
    asked: dict[str, dict[str, list[str]]] = field(default_factory=dict)


class Model:
    """Of one assignment.

    Args:
        beside: whether tests may run beside the answers.
        executor: what executes, as results call it.

    Attributes:
        strict: whether no student's test does.
        submit: executes a job, as long as there is somebody who does.
    """

    def __init__(
        self, assignment: Assignment, limits: Limits, executor: str = "", beside: bool = False
    ) -> None:
        self.assignment, self.limits = assignment, limits
        self.executor, self.beside = executor, beside
        self.strict = False
        self.submit: Submit | None = None
        self._ran: dict[str, Execution] | None = None
        self._evidence: Evidence | None = None

    def execution(self, name: str) -> Execution | None:
        """Of a notebook; None where it can't be had."""
        if self._ran is None and self.submit is not None:
            templates = self.assignment.templates
            notebooks = {name: solved(template) for name, template in templates.items()}
            if self.beside:
                notebooks = {name: wish(one, [], FAILED) for name, one in notebooks.items()}
            seconds = WAIT + 2 * len(notebooks) * (
                self.limits.total_seconds + self.limits.setup_seconds
            )
            job = jobs.encode_job(notebooks, self.assignment.support, self.limits)
            try:
                self._ran, _ = jobs.decode_executions(self.submit(job).result(seconds))
            except Exception:  # a worker that was lost, say; who asks next tries again
                return None
        return (self._ran or {}).get(name)

    # -- what it says of the tests -----------------------------------------------------------------

    def evidence(self) -> Evidence:
        """From the run that is remembered, or from one now.

        Raises:
            CannotRun: no_model_run.
        """
        if self._evidence is None and self.beside:
            course, name = self.assignment.course, self.assignment.name
            digest = self._digest()
            self._evidence = remembered(course, name, digest)
            if self._evidence is None:
                self._evidence = self._found()
                content = {"digest": digest, **asdict(self._evidence)}
                write_atomically(_path(course, name), json.dumps(content).encode())
        return self._evidence or Evidence()

    def ask(self, name: str, notebook: NotebookNode) -> NotebookNode:
        """Have a student's notebook run as the model answer's run says."""
        if not self.beside:
            return notebook
        found = self.evidence()
        cells = [one.grade_id for one in found.cells if one.passes and one.notebook == name]
        asked = found.asked.get(name, {})
        return wish(notebook, [], "", asked) if self.strict else wish(notebook, cells, OURS, asked)

    def _found(self) -> Evidence:
        found = Evidence()
        for name in self.assignment.templates:
            ran = self.execution(name) or self.execution(name)
            if ran is None:
                raise CannotRun("no_model_run", NO_RUN.format(self.assignment.name))
            asked = found.asked[name] = {}
            for index, cell in enumerate(ran.notebook.cells):
                if not is_test(cell) or cell.cell_type != "code":
                    continue
                fate, grade_id = ran.cells.get(index, CellRun(OK)), cell.metadata.nbgrader.grade_id
                asked[grade_id] = list(fate.asked)
                if fate.beside in (PASSED, LOST):
                    why = clean(fate.why or fate.reason, MOST_OF_WHY)
                    found.cells.append(Cell(name, grade_id, why, fate.beside == PASSED))
        return found

    def _digest(self) -> str:
        answers = {name: one.answers for name, one in self.assignment.templates.items()}
        parts = [self.assignment.source_hash(self.executor, self.limits), answers]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    # -- what it shows -----------------------------------------------------------------------------

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
            is_full(cell, ran.cells.get(place, CellRun(OK)))
            for place, cell in enumerate(ran.notebook.cells)
            if is_test(cell) and cell.cell_type == "code"
        )


def remembered(course: NbgraderCourse, assignment: str, digest: str = "") -> Evidence | None:
    """What the model answer's last run said, None if there is none.

    Args:
        digest: only of this source.
    """
    try:
        content = json.loads(_path(course, assignment).read_bytes())
        if digest and content["digest"] != digest:
            return None
        return Evidence([Cell(**cell) for cell in content["cells"]], content["asked"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(course: NbgraderCourse, assignment: str):
    return course.work / f"{assignment}.model.json"


def solved(template: NotebookTemplate) -> NotebookNode:
    """The assignment's notebook with the model answers in the solution cells."""
    notebook = copy.deepcopy(template.notebook)
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = template.answers[cell.metadata.nbgrader.grade_id]
    return notebook
