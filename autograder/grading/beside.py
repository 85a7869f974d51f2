"""Test cells that run beside the answer: in one process with it, as plain nbgrader runs them, one
process for each, behind the same walls, after a canary.

The wire between the two processes can't carry everything. A test that takes points from the model
answer only because of the wire runs beside every answer. One that fails by the wire for a single
submission is tried beside that: what comes of it is for a person to judge, because beside the
answer a student's object can say of itself what it likes.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from nbformat import NotebookNode

from ..cells import is_test
from .credit import is_full, last_value, worth
from .protocol import DIED, NOT_RUN, OK, TIMEOUT, CellRun, Execution, Limits
from .reduced import id_of, needed, reduced

BESIDE = "beside"
"""Key in a notebook's `autograder` metadata: `cells`, the grade ids of the tests that run beside
every answer; `ask`, which others are tried there, FAILED or OURS; `asked`, where that is known,
what each test asked of the model answer's objects.
"""
INSIDE = "inside"
"""The same: whether tests run in the student's process."""
FAILED, OURS = "failed", "ours"
"""All tests that take points, which is asked of the model answer; those that may have failed by the
wire.
"""
PLANNED, PASSED, LOST = "planned", "passed", "lost"
"""What `CellRun.beside` says: the outcome is the one beside the answer; that it was better there;
that it was not.
"""
DOUBT = (
    "두 프로세스로 나누어 실행한 검사가 답의 잘못이 아닐 수 있는 까닭({})으로 실패했고, 답과 한 "
    "프로세스에서는 통과했습니다({:g}/{:g}점). 사람이 확인해야 합니다"
)
Run = Callable[[NotebookNode, Limits], Execution]


def wish(
    notebook: NotebookNode, cells: list[str], ask: str, asked: dict[str, list[str]] | None = None
) -> NotebookNode:
    """Have a notebook's tests run beside the answer, too."""
    wanted = {"cells": cells, "ask": ask} | ({} if asked is None else {"asked": asked})
    notebook.metadata.setdefault("autograder", {})[BESIDE] = wanted
    return notebook


def run(once: Run, notebook: NotebookNode, limits: Limits) -> Execution:
    """Run a notebook in two processes, then what is to run beside.

    Args:
        once: runs a notebook.
    """
    wanted = notebook.metadata.get("autograder", {}).get(BESIDE, {})
    cells, ask = wanted.get("cells", []), wanted.get("ask", "")
    done = once(notebook, limits)
    end = time.monotonic() + limits.total_seconds
    for index, cell in enumerate(done.notebook.cells):
        fate = done.cells.get(index)
        if fate is None or cell.cell_type != "code" or not is_test(cell):
            continue
        planned = id_of(cell) in cells
        if not planned and not _asks(ask, cell, fate) or fate.status == NOT_RUN:
            continue
        # Hostile case: answers that take all their time and make every test fail by the wire.
        spare = 0 if planned or ask == FAILED else limits.total_seconds * 2 // 3
        left = int(end - time.monotonic()) - spare
        if left < 1:
            continue
        time_left = replace(limits, total_seconds=left)
        if ask == FAILED and fate.status in (TIMEOUT, DIED):
            # Honest case: a busy machine, on which the model answer is late once.
            again = once(_alone(notebook, cell, False), time_left)
            if is_full(again.notebook.cells[index], again.cells.get(index, fate)):
                _take(done, index, again)
                continue
        _beside(done, index, once(_alone(notebook, cell, True), time_left), planned, ask)
    return done


def judge(execution: Execution, expected: Callable[[str], str | None]) -> None:
    """Say of the tests that failed by the wire and were tried beside the answer what a person has
    to judge.

    Args:
        expected: grade id to what the model answer's run shows there.
    """
    for index, fate in execution.cells.items():
        if fate.beside != PASSED or fate.status == OK or fate.why:
            continue
        cell = execution.notebook.cells[index]
        most, grade_id = float(cell.metadata.nbgrader.points), id_of(cell)
        value = fate.value
        points = most if value is None else worth(value, most, partial(expected, grade_id)).points
        told = DOUBT.format(fate.reason, points, most)
        execution.cells[index] = replace(fate, why=told) if points else replace(fate, beside=LOST)


def in_doubt(fate: CellRun) -> str:
    """Why a person has to judge a test, "" if nobody has to."""
    return fate.why if fate.beside == PASSED and fate.status != OK else ""


def _asks(ask: str, cell: NotebookNode, fate: CellRun) -> bool:
    return not is_full(cell, fate) if ask == FAILED else ask == OURS and fate.ours


def _alone(notebook: NotebookNode, cell: NotebookNode, inside: bool) -> NotebookNode:
    """The notebook without the tests that this one does not need."""
    tests = needed(notebook, [id_of(cell)])
    made, _ = reduced(notebook, tests)
    made.metadata = copy.deepcopy(notebook.metadata)
    own = made.metadata.setdefault("autograder", {})
    own[INSIDE] = inside
    if inside:
        own.pop(BESIDE, None)
    return made


def _beside(done: Execution, index: int, there: Execution, planned: bool, ask: str) -> None:
    strict, fate = done.cells[index], there.cells.get(index, CellRun(NOT_RUN))
    cell = there.notebook.cells[index]
    value = last_value(cell)
    if planned or ask == FAILED and is_full(cell, fate):
        _take(done, index, there)
        why = "" if planned else strict.reason or "마지막 값이 배점보다 작습니다."
        done.cells[index] = replace(
            fate,
            ours=False,
            asked=strict.asked,
            beside=PLANNED if planned else PASSED,
            why=why,
            value=value,
        )
        return
    passed = fate.status == OK and ask == OURS
    done.cells[index] = replace(strict, beside=PASSED if passed else LOST, value=value)


def _take(done: Execution, index: int, there: Execution) -> None:
    """The outcome of a test as it was there. What was printed may be the student's: of a text that
    student code can read, the value and the error alone are shown.
    """
    cell, ran = done.notebook.cells[index], there.notebook.cells[index]
    kinds = ("error", "execute_result")
    cell.outputs = [output for output in ran.outputs if output.output_type in kinds]
    cell.execution_count = ran.execution_count
    done.cells[index] = there.cells.get(index, CellRun(NOT_RUN))
