"""Run a rebuilt notebook and say, cell by cell, what became of it.

`Executor` is the interface: grading hands over a notebook and limits and gets an `Execution` back.
`InProcess` fills it with nbgrader's own Execute preprocessor (nbclient) and one fresh kernel for
each submission. It limits time, memory and output, and survives endless loops and dying kernels,
but it does not isolate: student code runs with the rights of whoever grades. `Settle` is the
preprocessor that stands in the place of Execute in nbgrader's Autograde.
"""

from __future__ import annotations

import copy
import os
import signal
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets.config import Config

from ..intake.notebook import Refused, read_bytes
from .nbgrader_api import is_grade, is_solution, is_students

OK, ERROR, TIMEOUT, DIED, NOT_RUN = "ok", "error", "timeout", "died", "not_run"
HANDED_IN = "handed_in"
"""Key in a notebook's `autograder` metadata: names of files that the student wrote. They are no
code and no data of a test's.
"""
RESTARTS = 3
"""How often a kernel that died or had to be killed is replaced, so that the remaining tasks still
count.
"""
OUTPUT_OVERHEAD = 100
"""Bytes that an output counts for beside its content, so that a million empty ones are limited too.
"""
ERROR_TEXT = 4000
"""Characters of an error's message that are kept."""


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

    The last four need isolation: `InProcess` does not enforce them.
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


@dataclass(frozen=True)
class CellRun:
    """What became of a code cell: OK, ERROR, TIMEOUT, DIED or NOT_RUN; the reason in Korean, "" if
    OK.
    """

    status: str
    reason: str = ""
    seconds: float = 0.0


@dataclass
class Execution:
    """An executed notebook, the fate of each of its code cells by index, and the files handed back."""

    notebook: NotebookNode
    cells: dict[int, CellRun] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


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


class InProcess:
    """nbgrader's Execute in this process, one fresh kernel for each submission. Not isolated.

    Args:
        files: names of files that are handed back if the notebook wrote them.
    """

    name = "nbclient"
    isolated = False

    def __init__(self, files: Sequence[str] = ()) -> None:
        self._files = tuple(files)
        self._clients: set[_Client] = set()
        self._lock = threading.Lock()
        self._stopped = False
        # Taken once: nbgrader changes os.environ on the main thread while kernels start on others.
        self._environment = dict(os.environ)

    def run(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> Execution:
        with tempfile.TemporaryDirectory(
            prefix="autograder-", ignore_cleanup_errors=True
        ) as scratch:
            work = Path(scratch) / "work"
            work.mkdir()
            for name, content in files.items():
                (work / name).parent.mkdir(parents=True, exist_ok=True)
                (work / name).write_bytes(content)
            client = _Client(copy.deepcopy(notebook), limits, work, self._environment)
            with self._lock:
                if self._stopped:
                    raise RuntimeError("the executor was stopped")
                self._clients.add(client)
            try:
                execution = client.run()
            finally:
                with self._lock:
                    self._clients.discard(client)
            execution.files = handed_back(work, self._files, limits)
            return execution

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            for client in self._clients:
                client.stopped = True
                client.kill()


def handed_back(folder: Path, names: Sequence[str], limits: Limits) -> dict[str, bytes]:
    """The files of these names that are there: ordinary files within the limits, no links."""
    found: dict[str, bytes] = {}
    for name in names:
        try:
            if (folder / name).is_file() and (folder / name).resolve().is_relative_to(
                folder.resolve()
            ):
                content = read_bytes(
                    folder / name,
                    min(limits.file_bytes, limits.disk_bytes - sum(map(len, found.values()))),
                )
                found[name] = content
        except Refused:
            continue  # not written, not a file, too large
    return found


def _transport(folder: Path) -> Config:
    """Sockets in the scratch folder: no ports to collide on, nothing for other users to connect to."""
    config = Config()
    prefix = str(folder / "kernel")
    if (
        os.name == "posix" and len(prefix.encode()) < 90
    ):  # a Unix socket's path may have about 107 bytes
        config.KernelManager.transport = "ipc"
        config.KernelManager.ip = prefix
    return config


class _Client(Execute):
    """nbgrader's Execute, driven cell by cell, with a budget for output and a verdict for each
    cell.
    """

    def __init__(
        self, notebook: NotebookNode, limits: Limits, work: Path, environment: dict[str, str]
    ) -> None:
        super().__init__(config=_transport(work.parent))
        NotebookClient.__init__(self, notebook, None)
        self.limits, self.work, self.environment = limits, work, environment
        self.stopped = False
        self.store_widget_state = self.record_timing = False
        self.coalesce_streams = True
        self.shutdown_kernel = "immediate"
        self.kernel_name = notebook.metadata.get("kernelspec", {}).get("name", "")
        self.timed_out = False
        self.budget = 0

    # -- the kernel
    # ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """A fresh kernel in the scratch folder, with its own IPython profile, under the memory
        limit.
        """
        environment = {
            **self.environment,
            "NBGRADER_EXECUTION": "autograde",
            "IPYTHONDIR": str(self.work.parent / "ipython"),
        }
        self.reset_execution_trackers()
        self.km = None
        self.create_kernel_manager()
        self.start_new_kernel(cwd=str(self.work), env=environment)
        self._limit_memory()
        self.start_new_kernel_client()

    def _limit_memory(self) -> None:
        pid = getattr(self.km.provisioner, "pid", None)
        if self.limits.memory_bytes and pid:
            try:
                import resource

                resource.prlimit(
                    pid, resource.RLIMIT_DATA, (self.limits.memory_bytes, self.limits.memory_bytes)
                )
            except (ImportError, AttributeError, OSError):
                pass  # no such limit on this system: Limits says so

    def kill(self) -> None:
        """Kill the kernel's process group now; nbclient then finds it dead."""
        pid = getattr(getattr(self.km, "provisioner", None), "pid", None)
        if pid:
            for send in (os.killpg, os.kill):
                try:
                    send(pid, signal.SIGKILL)
                    return
                except OSError:
                    continue

    def finish(self) -> None:
        if self.km is not None:
            self.kill()
            self._cleanup_kernel()

    # -- the notebook
    # --------------------------------------------------------------------------------------------

    def run(self) -> Execution:
        result = Execution(self.nb)
        code = [
            index
            for index, cell in enumerate(self.nb.cells)
            if cell.cell_type == "code" and cell.source.strip()
        ]
        first_answer = next(
            (index for index, cell in enumerate(self.nb.cells) if is_students(cell)),
            len(self.nb.cells),
        )
        deadly: set[int] = set()  # never run again
        restarts = 0
        try:
            self.start()
            deadline = (
                time.monotonic() + self.limits.total_seconds
            )  # how long a first kernel takes is not the student's matter
            for position, index in enumerate(code):
                if self.stopped:
                    raise RuntimeError("the executor was stopped")
                seconds = (
                    self.limits.setup_seconds if index < first_answer else self.limits.cell_seconds
                )
                result.cells[index] = self._cell(self.nb.cells[index], index, seconds, deadline)
                if self.stopped:
                    raise RuntimeError("the executor was stopped")
                if result.cells[index].status == DIED or self.km is None:
                    deadly.add(index)
                    alive = False
                    while not alive and restarts < RESTARTS and time.monotonic() < deadline:
                        restarts += 1
                        alive = self._replay(
                            [earlier for earlier in code[:position] if earlier not in deadly],
                            deadly,
                            seconds,
                            deadline,
                        )
                    if not alive:
                        rest = CellRun(NOT_RUN, "앞에서 커널이 되풀이해 죽어 실행하지 못했습니다.")
                        result.cells.update(dict.fromkeys(code[position + 1 :], rest))
                        break
        finally:
            self.finish()
        return result

    def _replay(self, indices: list[int], deadly: set[int], seconds: int, deadline: float) -> bool:
        """Start a new kernel and bring it to where the old one was, without the cells that killed
        it.
        """
        self.finish()
        self.start()
        for index in indices:
            # The cell stays in its place, for nbclient addresses outputs by index; only its outputs
            # are put back.
            cell = self.nb.cells[index]
            kept = (cell.outputs, cell.execution_count)
            fate = self._cell(
                cell,
                index,
                max(seconds, self.limits.setup_seconds if index < min(deadly) else 0),
                deadline,
            )
            cell.outputs, cell.execution_count = kept
            if fate.status == DIED or self.km is None:
                deadly.add(index)
                return False
        return True

    def _cell(self, cell: NotebookNode, index: int, seconds: int, deadline: float) -> CellRun:
        started = time.monotonic()
        left = deadline - started
        if left <= 0:
            return CellRun(
                NOT_RUN,
                f"노트북 전체의 시간({self.limits.total_seconds}초)을 앞에서 다 써서 실행하지 "
                "못했습니다.",
            )
        allowed = max(1, int(min(seconds, left)))
        self.timeout = allowed
        self.budget = self.limits.output_bytes
        self.timed_out = False
        status, reason = OK, ""
        message = f"{allowed}초 안에 끝나지 않아 멈췄습니다. 끝나지 않는 반복이 있는지 보세요."
        self.error_on_timeout = {
            "ename": "CellTimeoutError",
            "evalue": message,
            "traceback": [f"CellTimeoutError: {message}"],
        }
        try:
            self.execute_cell(cell, index, store_history=True)
        except DeadKernelError:
            # A kernel that ignores the interrupt is killed, and nbclient may see that before its
            # own time is up.
            status, reason = (
                (TIMEOUT, message)
                if self.timed_out
                else (
                    DIED,
                    "커널이 죽었습니다. 프로그램을 끝내는 호출(os._exit)이나 메모리 부족이 흔한 "
                    "까닭입니다.",
                )
            )
        except CellTimeoutError:
            status, reason = TIMEOUT, message
        else:
            if self.timed_out:
                status, reason = TIMEOUT, message
            else:
                error = next(
                    (output for output in cell.outputs if output.output_type == "error"), None
                )
                if error is not None:
                    status, reason = ERROR, error_text(error)
                return CellRun(status, reason, time.monotonic() - started)
            if self._alive():
                return CellRun(status, reason, time.monotonic() - started)
        self.finish()  # leaves km at None: run() then starts another
        cell.execution_count = None
        cell.outputs = [
            output for output in cell.get("outputs", []) if output.output_type != "error"
        ] + [error_output(status, reason)]
        return CellRun(status, reason, time.monotonic() - started)

    def _alive(self) -> bool:
        return bool(run_sync(self.km.is_alive)()) if self.km is not None else False

    # -- hooks of nbclient
    # ---------------------------------------------------------------------------------------

    async def _async_handle_timeout(self, timeout, cell=None):
        self.timed_out = True
        return await super()._async_handle_timeout(timeout, cell)

    def output(self, outs, msg, display_id, cell_index):
        """Keep outputs within the budget. A number that gives partial credit and errors are always
        kept.
        """
        kind, content = msg["msg_type"], msg["content"]
        if kind == "stream":
            text = content.get("text", "")
            size = len(text.encode("utf-8", "replace")) + OUTPUT_OVERHEAD
            if size > self.budget:
                if self.budget <= 0:
                    return None
                content["text"] = text[: self.budget] + "\n… 출력이 길어 여기서 잘랐습니다 …\n"
            self.budget -= size
        elif kind in ("display_data", "execute_result"):
            data = content.get("data", {})
            size = sum(len(str(value)) for value in data.values()) + OUTPUT_OVERHEAD
            if size > max(self.budget, 0):
                plain = str(data.get("text/plain", ""))[:1000]
                if kind == "display_data":
                    plain = "(출력이 커서 보이지 않습니다)"
                content["data"], content["metadata"] = {"text/plain": plain}, {}
                display_id = None
                if self.budget <= 0 and kind == "display_data":
                    return None
            self.budget -= size
        elif kind == "error":
            content["evalue"] = content.get("evalue", "")[:ERROR_TEXT]
            content["traceback"] = [
                line[:ERROR_TEXT] for line in content.get("traceback", [])[-30:]
            ]
        return super().output(outs, msg, display_id, cell_index)

    def _update_display_id(self, display_id, msg):
        if (
            sum(len(str(value)) for value in msg["content"].get("data", {}).values())
            <= self.limits.output_bytes
        ):
            super()._update_display_id(display_id, msg)


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


class Settle(NbGraderPreprocessor):
    """Stands for Execute in nbgrader's Autograde: hands over an execution that was made before, in
    a state that nbgrader's rules for points judge rightly.

    nbgrader gives full marks to a test cell without outputs, and none to one that wrote to stderr.
    So a test cell that did not run to its end gets an error output, and what tests wrote to stderr
    is shown as ordinary output.
    """

    def __init__(self, executions: dict[str, Execution]) -> None:
        super().__init__()
        self.executions = executions
        self.enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        execution = self.executions[resources["nbgrader"]["notebook"]]
        if [cell.source for cell in nb.cells] != [cell.source for cell in execution.notebook.cells]:
            raise RuntimeError(
                "nbgrader's sanitised notebook is not the one that was executed: a preprocessor in "
                "Autograde.sanitize_preprocessors changes sources"
            )
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            ran = execution.notebook.cells[index]
            cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
            if is_grade(cell) and not is_solution(cell):
                settle(
                    cell,
                    execution.cells.get(
                        index,
                        CellRun(NOT_RUN if cell.source.strip() else OK, "실행되지 않았습니다."),
                    ),
                )
        if "language_info" in execution.notebook.metadata:
            nb.metadata["language_info"] = execution.notebook.metadata["language_info"]
        return nb, resources


def settle(cell: NotebookNode, fate: CellRun) -> None:
    """Bring a test cell's outputs in agreement with its fate (see `Settle`)."""
    cell.outputs = [
        new_output("stream", name="stdout", text=f"(stderr) {output.text}")
        if output.output_type == "stream" and output.name == "stderr"
        else output
        for output in cell.outputs
    ]
    if fate.status != OK:
        errors = [output for output in cell.outputs if output.output_type == "error"] or [
            error_output(fate.status, fate.reason)
        ]
        # First, because nbgrader takes the first of an error and a number that gives partial
        # credit.
        cell.outputs = errors + [output for output in cell.outputs if output.output_type != "error"]
