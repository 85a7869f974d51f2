"""The executor that grading uses: a warm process behind walls, a fork of it for the student's
cells, another for the tests.

Only the outputs of cells and the tester's verdicts come back here, as plain data with bounds. What
the student's process says is believed where it concerns the student's own cells; a test cell's
verdict and number come from the tester alone.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from nbformat import NotebookNode

from . import beside, head_start
from .protocol import ONE_PROCESS, TWO_PROCESSES, Execution, Limits
from .sandboxed_run import Run
from .warm_process import Pair, Unsafe, WarmProcess, warm_modules


class Sandboxed:
    """Runs each notebook in two forks of a warm process. Usable from several threads.

    Args:
        modules: what to import beforehand (see `for_notebooks`).
        packages: top-level names that are not installed packages but stand beside the course.
        walls: False runs the same two processes without isolation, where it can't be had.
        isolation: ONE_PROCESS runs the tests in the student's process, for assignments whose tests
            can't live apart. Then student code can see and forge them; the shell is put in order
            before each test and a canary must fail.
        files: names below the working directory that student code may hand back.
    """

    def __init__(
        self,
        modules: Sequence[str] = (),
        packages: Sequence[str] = (),
        walls: bool = True,
        isolation: str = TWO_PROCESSES,
        files: Sequence[str] = (),
    ) -> None:
        self.modules, self.packages = list(modules), list(packages)
        self.walls, self.files = walls, list(files)
        self.one_process = isolation == ONE_PROCESS
        self.beside = not self.one_process
        self.name = ("sandbox" if walls else "two-process") + (
            f" ({ONE_PROCESS})" if self.one_process else ""
        )
        self.isolated = walls
        self._lock = threading.Lock()
        self._warm: WarmProcess | None = None
        self._pairs: set[Pair] = set()
        self._stopped = False
        # bubblewrap ends with the thread that started it, and the caller's may be a pool's: the
        # next class would import everything anew. This one lives as long as the executor.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="warm")
        self.learned = False

    @classmethod
    def for_notebooks(
        cls, notebooks: Sequence[NotebookNode], walls: bool = True, modules: Sequence[str] = ()
    ) -> Sandboxed:
        """With what these notebooks import, and `modules`, warm."""
        return cls(*warm_modules(notebooks, modules), walls=walls)

    def run(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> Execution:
        if self.one_process:
            return Run(self, notebook, limits, files).run()
        return beside.run(lambda nb, time: Run(self, nb, time, files).run(), notebook, limits)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            pairs, self._pairs = list(self._pairs), set()
            warm_process, self._warm = self._warm, None
        for pair in pairs:
            pair.end()
        if warm_process:
            warm_process.end()
        self._starter.shutdown(wait=False)

    def check_stopped(self) -> None:
        if self._stopped:
            raise RuntimeError("the executor was stopped")

    def warm(self) -> None:
        """Import beforehand, before the first job asks for it; what goes wrong is told to that."""
        with contextlib.suppress(Exception), self._lock:
            if self._warm is None and not self._stopped:
                self._warm = self._start_warm()

    def spawn(self, limits: Limits) -> Pair:
        """A fresh pair of processes; the warm one is started, or replaced where it is gone."""
        with self._lock:
            self.check_stopped()
            warm = self._warm if self._warm and self._warm.alive() else self._replaced()
            try:
                pair = Pair(warm, limits, self.walls)
            except OSError:  # it takes no more requests
                pair = Pair(self._replaced(), limits, self.walls)
            self._pairs.add(pair)
            return pair

    def _replaced(self) -> WarmProcess:
        if self._warm:
            self._warm.end()
            self._warm = None
        self._warm = self._start_warm()
        return self._warm

    def _start_warm(self) -> WarmProcess:
        while True:
            try:
                if self.walls and (begun := head_start.taken(self.modules, self.packages)):
                    return begun
                args = self.modules, self.packages, self.walls
                return self._starter.submit(WarmProcess, *args).result().ready()
            except Unsafe as unsafe:
                top = str(unsafe).partition(".")[0]
                safe = [name for name in self.modules if name.partition(".")[0] != top]
                if safe == self.modules:
                    raise RuntimeError(f"{unsafe} starts threads when it is imported") from None
                self.modules = safe

    def learn(self, modules: Sequence[str]) -> None:
        """Have these imported, too, before the next fork: what the instructor's first cells had
        imported on their way.
        """
        with self._lock:
            if self.learned or self._warm is None:
                return
            self.learned = True
            known = set(self.modules)
            new = [name for name in modules if name not in known]
            self.modules += new
            try:
                self._warm.learn(new)
            except (Unsafe, OSError, ValueError) as error:
                unsafe = str(error).partition(".")[0] if isinstance(error, Unsafe) else None
                self.modules = [
                    name
                    for name in self.modules
                    if name in known or name.partition(".")[0] != unsafe
                ]
                self._warm.retire()
                self._warm = None

    def done(self, pair: Pair) -> None:
        with self._lock:
            self._pairs.discard(pair)
        pair.end()
