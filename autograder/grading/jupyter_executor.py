"""The executor for systems without Linux's name spaces (macOS): nbgrader's own Execute, one fresh
kernel a submission.

It limits time, memory and output, and survives endless loops and dying kernels, but it does not
isolate: student code runs with the rights of whoever grades, and in the same process as the tests.
"""

from __future__ import annotations

import os
import re
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from ..intake.opened import Refused, read_bytes
from ..sandbox.budget import ERROR_LINES, ERROR_TEXT, OVERHEAD, Budget
from ..sandbox.layout import STUBS
from .notebook_run import DEAD, NotebookRun, too_slow, with_error
from .protocol import (
    DIED,
    ERROR,
    OK,
    TIMEOUT,
    CellRun,
    Execution,
    Frame,
    Limits,
    error_output,
    error_text,
)

ANSI = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"\s*Cell In\[(\d+)\], line (\d+)")


class JupyterExecutor:
    """Usable from several threads.

    Args:
        files: names of files that are handed back if the notebook wrote them.
    """

    name = "nbclient"
    isolated = False

    def __init__(self, files: Sequence[str] = ()) -> None:
        self.files = tuple(files)
        # Taken once: nbgrader changes os.environ on the main thread while kernels start on others.
        self.environment = dict(os.environ)
        self._clients: set[_Client] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> Execution:
        with tempfile.TemporaryDirectory(
            prefix="autograder-", ignore_cleanup_errors=True
        ) as scratch:
            work = Path(scratch) / "work"
            work.mkdir()
            for name, content in files.items():
                (work / name).parent.mkdir(parents=True, exist_ok=True)
                (work / name).write_bytes(content)
            return _Run(self, notebook, limits, work).run()

    def check_stopped(self) -> None:
        if self._stopped:
            raise RuntimeError("the executor was stopped")

    @contextmanager
    def registered(self, client: _Client) -> Iterator[None]:
        """Meanwhile `stop` kills this client's kernel."""
        with self._lock:
            self.check_stopped()
            self._clients.add(client)
        try:
            yield
        finally:
            with self._lock:
                self._clients.discard(client)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            for client in self._clients:
                client.kill()


class _Run(NotebookRun):
    """A notebook in a kernel, with the files in `work`."""

    def __init__(
        self, executor: JupyterExecutor, notebook: NotebookNode, limits: Limits, work: Path
    ) -> None:
        super().__init__(notebook, limits)
        self.executor, self.work = executor, work
        self.client = _Client(self.nb, limits, work, executor.environment)
        self.place: dict[int, int] = {}  # execution count -> index of the cell

    def run(self) -> Execution:
        with self.executor.registered(self.client):
            return super().run()

    def start(self) -> None:
        self.client.start()

    def end(self) -> None:
        self.client.finish()

    def alive(self) -> bool:
        return self.client.km is not None

    def check_stopped(self) -> None:
        self.executor.check_stopped()

    def files(self) -> dict[str, bytes]:
        return handed_back(self.work, self.executor.files, self.limits)

    def execute(self, index: int, seconds: float) -> CellRun:
        cell, allowed = self.nb.cells[index], int(seconds)
        status = self.client.execute_in_time(cell, index, allowed)
        if status not in (OK, ERROR):
            reason = DEAD if status == DIED else too_slow(allowed)
            if not self.client.alive() or status == DIED:
                self.end()
                cell.execution_count = None
                cell.outputs = with_error(cell.get("outputs", []), status, reason)
            return CellRun(status, reason)
        self.place[cell.execution_count] = index
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if error is None:
            return CellRun(OK)
        return CellRun(ERROR, error_text(error), frames=self._frames(error.traceback))

    def _frames(self, traceback: list[str]) -> tuple[Frame, ...]:
        """IPython's traceback is text; its frames in cells begin with `Cell In[2], line 3`."""
        found = (FRAME.match(ANSI.sub("", entry)) for entry in traceback)
        numbers = [(int(match[1]), int(match[2])) for match in found if match]
        return tuple(
            Frame(self.place[count], line) for count, line in numbers if count in self.place
        )


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
    """Sockets in the scratch folder: no ports to collide on, none for other users to reach."""
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
        self.store_widget_state = self.record_timing = False
        self.coalesce_streams = True
        self.shutdown_kernel = "immediate"
        self.kernel_name = notebook.metadata.get("kernelspec", {}).get("name", "")
        self.timed_out = False
        self.budget = Budget(0)

    def start(self) -> None:
        """A fresh kernel in the scratch folder, with its own IPython profile, under the memory
        limit.
        """
        environment = {
            **self.environment,
            "NBGRADER_EXECUTION": "autograde",
            "IPYTHONDIR": str(self.work.parent / "ipython"),
            "PYTHONPATH": os.pathsep.join(
                filter(None, (self.environment.get("PYTHONPATH"), STUBS))
            ),
        }
        self.reset_execution_trackers()
        self.km = None
        self.create_kernel_manager()
        self.start_new_kernel(cwd=str(self.work), env=environment)
        self._limit_memory()
        self.start_new_kernel_client()

    def _pid(self) -> int | None:
        return getattr(getattr(self.km, "provisioner", None), "pid", None)

    def _limit_memory(self) -> None:
        pid = self._pid()
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
        pid = self._pid()
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

    def execute_in_time(self, cell: NotebookNode, index: int, seconds: int) -> str:
        """Execute a cell and set its outputs; OK or ERROR, TIMEOUT or DIED."""
        self.timeout = seconds
        self.budget = Budget(self.limits.output_bytes)
        self.timed_out = False
        error = error_output(TIMEOUT, too_slow(seconds))
        self.error_on_timeout = {key: error[key] for key in ("ename", "evalue", "traceback")}
        try:
            self.execute_cell(cell, index, store_history=True)
        except DeadKernelError:
            # A kernel that ignores the interrupt is killed, and nbclient may see that before its
            # own time is up.
            return TIMEOUT if self.timed_out else DIED
        except CellTimeoutError:
            self.finish()
            return TIMEOUT
        if self.timed_out:
            return TIMEOUT
        return ERROR if any(output.output_type == "error" for output in cell.outputs) else OK

    def alive(self) -> bool:
        return bool(run_sync(self.km.is_alive)()) if self.km is not None else False

    async def _async_handle_timeout(self, timeout, cell=None):
        self.timed_out = True
        return await super()._async_handle_timeout(timeout, cell)

    def output(self, outs, msg, display_id, cell_index):
        """Keep outputs within the budget. A number that gives partial credit and errors are always
        kept.
        """
        kind, content = msg["msg_type"], msg["content"]
        if kind == "stream":
            content["text"] = self.budget.stream(content.get("text", ""), OVERHEAD)
            if not content["text"]:
                return None
        elif kind in ("display_data", "execute_result"):
            texts = {mime: str(value) for mime, value in content.get("data", {}).items()}
            kept = self.budget.rich(kind, texts)
            if kept is None:
                return None
            if kept is not texts:
                content["data"], content["metadata"], display_id = kept, {}, None
        elif kind == "error":
            content["evalue"] = content.get("evalue", "")[:ERROR_TEXT]
            lines = content.get("traceback", [])[-ERROR_LINES:]
            content["traceback"] = [line[:ERROR_TEXT] for line in lines]
        return super().output(outs, msg, display_id, cell_index)

    def _update_display_id(self, display_id, msg):
        if (
            sum(len(str(value)) for value in msg["content"].get("data", {}).values())
            <= self.limits.output_bytes
        ):
            super()._update_display_id(display_id, msg)
