"""In which order an executor runs a notebook's cells, and what happens when its processes die."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from dataclasses import replace

from nbformat import NotebookNode

from ..cells import copied, is_own, is_students
from .inert import NOTEBOOK_BYTES, within
from .protocol import NOT_RUN, RESTARTS, CellRun, Execution, Limits, error_output


class NotebookRun(ABC):
    """One run of one notebook; executors say how processes start and a cell is executed.

    A cell that ends its processes is never run again: new processes are brought to where the old
    ones were, without it, so that the remaining tests still count.

    Args:
        notebook: executed as a copy, `nb`.
    """

    def __init__(self, notebook: NotebookNode, limits: Limits) -> None:
        self.nb, self.limits = copied(notebook), limits
        self.room, self.starting = NOTEBOOK_BYTES, 0.0

    @abstractmethod
    def start(self) -> None:
        """Fresh processes in a fresh folder."""

    @abstractmethod
    def alive(self) -> bool:
        """Whether there are processes, in a known state. A cell that ended them has told `end`."""

    @abstractmethod
    def end(self) -> None:
        """End the processes, if there are any."""

    @abstractmethod
    def execute(self, index: int, seconds: float) -> CellRun:
        """Execute a cell and set its outputs and execution count."""

    @abstractmethod
    def check_stopped(self) -> None:
        """Raise RuntimeError if the executor has been stopped."""

    def once_more(self, index: int) -> bool:
        """Whether a cell that has ended the processes is to be tried again in new ones."""
        return False

    def before_answers(self, done: Execution) -> None:  # noqa: B027 - a hook, not a duty
        """Called when only the instructor's cells have run."""

    def files(self) -> dict[str, bytes]:
        """What is handed back after the last cell."""
        return {}

    def replay(self, index: int, deadline: float) -> None:
        """Execute a cell once more for what it leaves in the processes; its outputs stay the first
        ones.
        """
        cell = self.nb.cells[index]
        kept = (cell.outputs, cell.execution_count)
        self._cell(index, self.limits.setup_seconds, deadline)
        cell.outputs, cell.execution_count = kept

    def run(self) -> Execution:
        """
        Raises:
            Exception: the executor failed, the student's code did not.
        """
        done = Execution(self.nb)
        cells = self.nb.cells
        code = [
            i for i, cell in enumerate(cells) if cell.cell_type == "code" and cell.source.strip()
        ]
        first_answer = next((i for i, cell in enumerate(cells) if is_students(cell)), len(cells))
        deadly: set[int] = set()
        restarts, learned = 0, False
        deaths, spent = 0, 0.0  # of what the student added outside of the answers
        try:
            self._start()
            # How long the first start takes is not the student's matter.
            deadline = time.monotonic() + self.limits.total_seconds
            for position, index in enumerate(code):
                self.check_stopped()
                if index >= first_answer and not learned:
                    learned = True
                    self.before_answers(done)
                own = is_own(cells[index])
                if own and (deaths == RESTARTS or spent > self.limits.total_seconds / 3):
                    done.cells[index] = CellRun(NOT_RUN, OWN_TOO_MUCH)
                    deadly.add(index)
                    continue
                early = index < first_answer
                seconds = self.limits.setup_seconds if early else self.limits.cell_seconds
                for first_try in (True, False):
                    done.cells[index] = self._cell(index, seconds, deadline)
                    self.check_stopped()
                    spent += done.cells[index].seconds if own else 0
                    if self.alive():
                        deadly.discard(index)
                        break
                    deadly.add(index)
                    if own:  # the answers' restarts are not for it
                        deaths, restarts = deaths + 1, restarts - 1
                    while not self.alive() and restarts < RESTARTS and time.monotonic() < deadline:
                        restarts += 1
                        self._restart(code[:position], deadly, deadline)
                    if not (first_try and self.alive() and self.once_more(index)):
                        break
                if not self.alive():
                    rest = CellRun(NOT_RUN, "앞에서 커널이 되풀이해 죽어 실행하지 못했습니다.")
                    done.cells.update(dict.fromkeys(code[position + 1 :], rest))
                    break
            done.files, done.starting = self.files(), self.starting
        finally:
            self.end()
        return done

    def _start(self) -> None:
        started = time.monotonic()
        self.start()
        self.starting += time.monotonic() - started

    def _restart(self, indices: list[int], deadly: set[int], deadline: float) -> None:
        """Bring new processes to where the old ones were; a cell that ends these becomes deadly,
        too.
        """
        self._start()
        for index in indices:
            if index in deadly:
                continue
            self.replay(index, deadline)
            if not self.alive():
                deadly.add(index)
                return

    def _cell(self, index: int, seconds: float, deadline: float) -> CellRun:
        started = time.monotonic()
        if deadline <= started:
            return CellRun(
                NOT_RUN,
                f"노트북 전체의 시간({self.limits.total_seconds}초)을 앞에서 다 써서 실행하지 "
                "못했습니다.",
            )
        fate = self.execute(index, max(1.0, min(seconds, deadline - started)))
        self.room = within(self.nb.cells[index], self.room)
        return replace(fate, seconds=time.monotonic() - started)


def too_slow(seconds: float) -> str:
    """The reason of a cell that was stopped after so many seconds."""
    return f"{seconds:.0f}초 안에 끝나지 않아 멈췄습니다. 끝나지 않는 반복이 있는지 보세요."


OWN_TOO_MUCH = "답 셀 밖의 코드가 시간을 다 썼거나 되풀이해 죽어, 더 실행하지 않았습니다."
DEAD = "커널이 죽었습니다. 프로그램을 끝내는 호출(os._exit)이나 메모리 부족이 흔한 까닭입니다."


def with_error(outputs: list[NotebookNode], status: str, reason: str) -> list[NotebookNode]:
    """Outputs of a cell that could not say itself what became of it."""
    said = [output for output in outputs if output.output_type != "error"]
    return [*said, error_output(status, reason)]
