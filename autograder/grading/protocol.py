"""What grading and its executors agree on: notebook, files and limits go in, an `Execution` comes
out.

Nothing here runs anything. `sandboxed` fills the protocol with two processes behind walls,
`jupyter_executor` with a Jupyter kernel.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from nbformat import NotebookNode
from nbformat.v4 import new_output

if TYPE_CHECKING:
    from .credit import Credit

OK, ERROR, TIMEOUT, DIED, NOT_RUN = "ok", "error", "timeout", "died", "not_run"
TWO_PROCESSES, ONE_PROCESS = "two-process", "one-process"
"""Whether tests run apart from the student's code."""
HANDED_IN = "handed_in"
"""Key in a notebook's `autograder` metadata: names of files that the student wrote. They are no
code and no data of a test's.
"""
FRAMES = "frames"
"""Key in the `autograder` metadata of an executed cell: its `CellRun.frames`, for feedback pages.
"""
RESTARTS = 3
"""How often a kernel that died or had to be killed is replaced, so that the remaining tasks still
count.
"""


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        cell_seconds: one cell.
        total_seconds: the whole notebook, restarts included.
        output_bytes: output of one cell that is kept.
        memory_bytes: data of the kernel process (Linux only), None for no limit.
        setup_seconds: one of the instructor's cells before the first answer, where the heavy
            imports are.
        processes: processes and threads at once.
        open_files: file descriptors of one process.
        file_bytes: one file.
        disk_bytes: everything written together.

    The last four need isolation: a bare Jupyter kernel does not enforce them.
    """

    cell_seconds: int = 60
    total_seconds: int = 900
    output_bytes: int = 200_000
    memory_bytes: int | None = 8 * 2**30
    setup_seconds: int = 180
    processes: int = 64
    open_files: int = 512
    file_bytes: int = 64 * 2**20
    disk_bytes: int = 256 * 2**20


class Frame(NamedTuple):
    """A line of a traceback that stands in one of the notebook's cells.

    Attributes:
        cell: index in the notebook's cells.
        line: counted from 1.
    """

    cell: int
    line: int


@dataclass(frozen=True)
class CellRun:
    """What became of a code cell.

    Attributes:
        status: OK, ERROR, TIMEOUT, DIED or NOT_RUN.
        reason: in Korean, "" if OK.
        frames: where in the notebook the error was raised, outermost call first. A test cell's are
            the lines of the student's functions that it called. They may come from the student's
            process: trust them to choose among the student's lines and for nothing else.
        ours: whether a test failed in a way that may be the wire's between the two processes: not
            by its own assertion, and not by an error of the student's code.
        asked: what a test asked of the student's objects, where that is not known beforehand.
        beside: what came of the test in one process with the answer (see `beside`): "" where it
            was not run there.
        why: with `beside`, what the test failed by in two processes, where it was run there.
        value: with `beside`, its last value, None if it has none.
    """

    status: str
    reason: str = ""
    seconds: float = 0.0
    frames: tuple[Frame, ...] = ()
    ours: bool = False
    asked: tuple[str, ...] = ()
    beside: str = ""
    why: str = ""
    value: str | None = None


@dataclass
class Execution:
    """An executed notebook, the fate of its code cells by index, and the files handed back.

    Attributes:
        credits: what test cells' last values are worth, by index; once it has been judged.
        starting: seconds in which processes started.
    """

    notebook: NotebookNode
    cells: dict[int, CellRun] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    credits: dict[int, Credit] = field(default_factory=dict)
    starting: float = 0.0


class Executor(Protocol):
    """Runs student code. Implementations are called from several threads at once.

    Attributes:
        name: recorded with each result, so that a score tells how it came about.
        isolated: whether student code is kept from the grader's files, network and other
            submissions.
    """

    name: str
    isolated: bool

    def run(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> Execution:
        """Execute a copy of `notebook` in a fresh folder that holds `files` (relative name to
        content) and nothing else.

        What a student's code does never raises: it is in the Execution. An exception means that the
        executor itself failed, and that the submission may be tried again.
        """

    def stop(self) -> None:
        """Kill what is running; every `run` under way raises."""


def error_output(status: str, reason: str) -> NotebookNode:
    """The error that stands in a cell's outputs where the cell could not say itself what became of
    it.
    """
    name = {TIMEOUT: "CellTimeoutError", DIED: "DeadKernelError", NOT_RUN: "NotRunError"}.get(
        status, "Error"
    )
    return new_output("error", ename=name, evalue=reason, traceback=[f"{name}: {reason}"])


def error_text(error: NotebookNode) -> str:
    """One line: the assertion's own message, or the exception's name and message."""
    first = next((line.strip() for line in error.evalue.split("\n") if line.strip()), "")[:300]
    if error.ename == "AssertionError":
        return first or "검사를 통과하지 못했습니다(AssertionError)."
    return f"{error.ename}: {first}" if first else error.ename


def refuse(notebook: NotebookNode, reason: str) -> Execution:
    """The execution of a notebook that is not to be executed: no cell has run."""
    return Execution(
        copy.deepcopy(notebook),
        {index: CellRun(NOT_RUN, reason) for index in range(len(notebook.cells))},
    )
