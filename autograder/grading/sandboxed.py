"""The executor that grading uses: a warm process behind walls, a fork of it for the student's cells, another for the tests.

Only the outputs of cells and the tester's verdicts come back here, as plain data with bounds. What the student's process
says is believed where it concerns the student's own cells; a test cell's verdict and number come from the tester alone.
"""

from __future__ import annotations

import ast
import copy
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..cells import is_solution, is_students, is_test
from ..sandbox import isolate, warm
from ..sandbox.frames import checked
from ..sandbox.names import NAMES
from ..sandbox.protocol import GRACE
from ..sandbox.wire import MAX_FRAME, Channel, Closed, Codec, NotPlain, TimedOut, WireError
from .protocol import (
    DIED,
    ERROR,
    HANDED_IN,
    NOT_RUN,
    OK,
    RESTARTS,
    TIMEOUT,
    CellRun,
    Execution,
    Frame,
    Limits,
    error_output,
    error_text,
)
from .nbgrader_course import ONE_PROCESS, TWO_PROCESSES

INTERRUPT = 2.0
"""Seconds that an interrupted cell has to end before its process is killed."""
START = 120
"""Seconds that the warm process has for its imports."""


class Sandboxed:
    """Runs each notebook in two forks of a warm process. Usable from several threads.

    Args:
        modules: what to import beforehand (see `for_notebooks`).
        packages: top-level names that are not installed packages but stand beside the course.
        walls: False runs the same two processes without isolation, where it can't be had.
        isolation: ONE_PROCESS runs the tests in the student's process, for assignments whose tests can't live apart. Then
            student code can see and forge them; the shell is put in order before each test and a canary must fail.
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
        self.modules, self.packages, self.walls, self.files = (
            list(modules),
            list(packages),
            walls,
            list(files),
        )
        self.one_process = isolation == ONE_PROCESS
        self.name = ("sandbox" if walls else "two-process") + (
            f" ({ONE_PROCESS})" if self.one_process else ""
        )
        self.isolated = walls
        self._lock = threading.Lock()
        self._warm: _Warm | None = None
        self._pairs: set[_Pair] = set()
        self._stopped = False
        self.learned = False

    @classmethod
    def for_notebooks(
        cls, notebooks: Sequence[NotebookNode], walls: bool = True, modules: Sequence[str] = ()
    ) -> Sandboxed:
        """With what these notebooks import, and `modules`, warm."""
        return cls(*warm_modules(notebooks, modules), walls=walls)

    def run(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> Execution:
        return _Run(self, copy.deepcopy(notebook), limits, files).run()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            pairs, self._pairs = list(self._pairs), set()
            warm_process, self._warm = self._warm, None
        for pair in pairs:
            pair.end()
        if warm_process:
            warm_process.end()

    def _spawn(self, limits: Limits) -> _Pair:
        """A fresh pair of processes; the warm one is started, or replaced where it is gone."""
        for attempt in (1, 2):
            with self._lock:
                if self._stopped:
                    raise RuntimeError("the executor was stopped")
                if self._warm is None or not self._warm.alive():
                    if self._warm:
                        self._warm.end()
                    self._warm = self._start_warm()
                try:
                    pair = _Pair(self._warm, limits, self.walls)
                except OSError:
                    self._warm.end()
                    self._warm = None
                    if attempt == 2:
                        raise
                    continue
                self._pairs.add(pair)
                return pair
        raise RuntimeError("the warm process can't be started")

    def _start_warm(self) -> _Warm:
        while True:
            try:
                return _Warm(self.modules, self.packages, self.walls)
            except _Unsafe as unsafe:
                top = str(unsafe).partition(".")[0]
                if not any(name.partition(".")[0] == top for name in self.modules):
                    raise RuntimeError(f"{unsafe} starts threads when it is imported") from None
                self.modules = [name for name in self.modules if name.partition(".")[0] != top]

    def learn(self, modules: Sequence[str]) -> None:
        """Have these imported, too, before the next fork: what the instructor's first cells had imported on their way."""
        with self._lock:
            if self.learned or self._warm is None:
                return
            self.learned = True
            known = set(self.modules)
            new = [name for name in modules if name not in known]
            self.modules += new
            try:
                self._warm.learn(new)
            except (_Unsafe, OSError, ValueError) as error:
                if isinstance(error, _Unsafe):
                    self.modules = [
                        name
                        for name in self.modules
                        if name in known or name.partition(".")[0] != str(error).partition(".")[0]
                    ]
                self._warm.retire()
                self._warm = None

    def _done(self, pair: _Pair) -> None:
        with self._lock:
            self._pairs.discard(pair)
        pair.end()

    def memory(self) -> int:
        """Bytes of resident memory of the warm process, 0 if there is none."""
        return self._warm.resident if self._warm else 0


def warm_modules(
    notebooks: Sequence[NotebookNode], modules: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """What to import beforehand for these notebooks, and which of it stands beside the course instead of being installed."""
    found = list(dict.fromkeys([*warm.imports_of(notebooks), *modules]))
    beside = []
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type == "code" and not is_solution(cell):
                beside += _tops(cell.source)
    own = [path.name.partition(".")[0] for path in isolate.packages_of(list(dict.fromkeys(beside)))]
    return [*found, *(name for name in own if name not in found)], own


def _tops(source: str) -> list[str]:
    """Top-level names of the modules that a cell imports."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError):
        return []
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module.partition(".")[0])
    return names


class _Unsafe(Exception):
    """A module that must not be imported before a fork."""


def _file(names: list[str]) -> IO[bytes]:
    file = tempfile.TemporaryFile()
    file.write(json.dumps(names).encode())
    file.seek(0)
    return file


class _Warm:
    """The warm process."""

    def __init__(self, modules: list[str], packages: list[str], walls: bool) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = json.dumps({"descriptor": theirs.fileno(), "walls": walls})
        argv = [sys.executable, "-s", "-m", "autograder.sandbox.zygote", settings]
        environment = isolate.environment()
        self.home = None
        if walls:
            argv = isolate.command(argv, isolate.packages_of(packages))
        else:
            self.home = tempfile.mkdtemp(prefix="autograder-warm-")
            here = str(Path(__file__).resolve().parents[2])
            environment |= {
                "PYTHONPATH": os.pathsep.join(
                    [here, *{str(path.parent) for path in isolate.packages_of(packages)}]
                ),
                "TMPDIR": self.home,
                "HOME": self.home,
                "IPYTHONDIR": f"{self.home}/ipython",
                "MPLCONFIGDIR": f"{self.home}/matplotlib",
            }
        self.errors = tempfile.TemporaryFile()
        with _file(modules) as wanted:
            self.process = subprocess.Popen(
                argv,
                env=environment,
                stdin=wanted,
                stdout=subprocess.DEVNULL,
                stderr=self.errors,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        theirs.close()
        self.socket = ours
        ours.settimeout(START)
        try:
            ready = json.loads(ours.recv(65536) or b"{}")
        except (TimeoutError, OSError, ValueError):
            ready = {}
        if not ready.get("ready"):
            self.end()
            if "unsafe" in ready:
                raise _Unsafe(ready["unsafe"])
            raise RuntimeError(f"the warm process did not start: {self.last_words()}")
        self.resident: int = ready["rss"]
        ours.settimeout(30)

    def learn(self, modules: list[str]) -> None:
        """Import more; forks under way are not concerned.

        Raises:
            _Unsafe: one of the modules must not be imported before a fork. OSError, ValueError: it does not answer.
            After any of them this process makes no more forks.
        """
        if not modules:
            return
        self.socket.settimeout(START)
        with _file(modules) as names:  # a list of thousands is longer than a message may be
            socket.send_fds(
                self.socket, [json.dumps({"more": len(modules)}).encode()], [names.fileno()]
            )
        answer = json.loads(self.socket.recv(65536) or b"{}")
        if "unsafe" in answer:
            raise _Unsafe(answer["unsafe"])
        self.resident = answer["rss"]
        self.socket.settimeout(30)

    def last_words(self) -> str:
        if self.errors.closed:
            return ""
        self.errors.seek(0)
        text = self.errors.read()[-2000:].decode("utf-8", "replace").strip()
        return text.splitlines()[-1] if text else f"exit status {self.process.poll()}"

    def alive(self) -> bool:
        return self.process.poll() is None

    def retire(self) -> None:
        """Let the runs under way end; no new ones."""
        self.retired = True
        self.socket.close()

    def end(self) -> None:
        self.socket.close()
        self.process.kill()
        self.process.wait()
        if self.home:
            shutil.rmtree(self.home, ignore_errors=True)


class _Pair:
    """The student's process and the tester of one run, and the warden that holds both."""

    def __init__(self, warm_process: _Warm, limits: Limits, walls: bool) -> None:
        self.folder = None if walls else tempfile.mkdtemp(prefix="autograder-")
        status, student, tester, objects = (socket.socketpair() for _ in range(4))
        theirs = [status[1], student[1], tester[1], objects[0], objects[1]]
        request = {"limits": asdict(limits), "folder": self.folder}
        try:
            socket.send_fds(
                warm_process.socket,
                [json.dumps(request).encode()],
                [end.fileno() for end in theirs],
            )
        finally:
            for end in theirs:
                end.close()
        self.warm, self.status = warm_process, status[0]
        self.student, self.tester = Channel(student[0]), Channel(tester[0])
        self.over = False

    def interrupt(self) -> None:
        try:
            self.status.send(b"i")
        except OSError:
            pass

    def why(self) -> str:
        """Why the student's process ended, if the warden says so within a second: memory, told, ended."""
        try:
            self.status.settimeout(1.0)
            return json.loads(self.status.recv(4096) or b"{}").get("why", "")
        except (OSError, ValueError):
            return ""

    def end(self) -> None:
        if not self.over:
            self.over = True
            for end in (self.status, self.student, self.tester):
                end.close()
            if self.folder:
                shutil.rmtree(self.folder, ignore_errors=True)


class _Gone(Exception):
    """The student's process is not there any more; the message is for the student."""


class _Run:
    """One notebook."""

    def __init__(
        self,
        executor: Sandboxed,
        notebook: NotebookNode,
        limits: Limits,
        files: Mapping[str, bytes],
    ) -> None:
        self.executor, self.nb, self.limits, self.files = executor, notebook, limits, dict(files)
        own = notebook.metadata.get("autograder", {})
        self.names = {"answers": [], "operators": {}, "tests": [], **own.get(NAMES, {})}
        self.handed_in = set(own.get(HANDED_IN, []))
        self.pair: _Pair | None = None
        self.count = 0
        self.places: dict[int, int] = {}  # the student's execution count -> index of the cell
        self.index, self.frames = 0, ()  # of the cell under way

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
        deadly: set[int] = set()
        restarts = 0
        try:
            self._start()
            deadline = time.monotonic() + self.limits.total_seconds
            for position, index in enumerate(code):
                if self.executor._stopped:
                    raise RuntimeError("the executor was stopped")
                if index >= first_answer and not self.executor.learned:
                    self._learn(result)
                seconds = (
                    self.limits.setup_seconds if index < first_answer else self.limits.cell_seconds
                )
                result.cells[index] = self._cell(index, seconds, deadline)
                if self.pair is None:
                    deadly.add(index)
                    while self.pair is None and restarts < RESTARTS and time.monotonic() < deadline:
                        restarts += 1
                        self._replay(code[:position], deadly, deadline)
                    if self.pair is None:
                        rest = CellRun(NOT_RUN, "앞에서 커널이 되풀이해 죽어 실행하지 못했습니다.")
                        result.cells.update(dict.fromkeys(code[position + 1:], rest))
                        break
            result.files = self._handed_back()
        finally:
            self._end()
        return result

    def _handed_back(self) -> dict[str, bytes]:
        """The files that the assignment names, as far as the student's process has them and they are not too big."""
        found = {}
        for name in self.executor.files if self.pair else ():
            try:
                reply, _ = self._ask_student(
                    ["fetch", name, min(self.limits.file_bytes, MAX_FRAME // 2)], 30
                )
            except _Gone:
                break
            if reply is None:
                break
            if len(reply) == 2 and type(reply[1]) is bytes:
                found[name] = reply[1]
        return found

    def _learn(self, result: Execution) -> None:
        """Only the instructor's cells have run in the student's process so far: what it imported may be imported beforehand."""
        modules: list[str] = []
        if all(fate.status == OK for fate in result.cells.values()):
            try:
                reply, _ = self._ask_student(["modules"], 10)
                modules = (
                    [name for name in Codec().load(reply[1]) if type(name) is str] if reply else []
                )
            except (_Gone, WireError, IndexError):
                modules = []
        self.executor.learn(modules)

    # -- processes -----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self.pair = self.executor._spawn(self.limits)
        self._trusted(
            "names", Codec().dump(self.names["operators"]), Codec().dump(self.names["tests"])
        )
        self._trusted(
            "files",
            Codec().dump(
                {name: data for name, data in self.files.items() if name not in self.handed_in}
            ),
        )
        try:
            self.pair.student.send(["files", Codec().dump(self.files)], time.monotonic() + 60)
            self.pair.student.receive(time.monotonic() + 60)
        except (Closed, TimedOut, WireError) as error:
            raise RuntimeError(f"the student's process did not start: {error}") from error

    def _end(self) -> None:
        if self.pair:
            self.executor._done(self.pair)
            self.pair = None

    def _replay(self, indices: list[int], deadly: set[int], deadline: float) -> None:
        """Bring new processes to where the old ones were, without the cells that ended them and without earlier tests' calls."""
        self._start()
        for index in indices:
            cell = self.nb.cells[index]
            if index in deadly:
                continue
            if is_test(cell):
                self._trusted("define", cell.source, [])
                continue
            kept = (cell.outputs, cell.execution_count)
            self._cell(index, self.limits.setup_seconds, deadline)
            cell.outputs, cell.execution_count = kept
            if self.pair is None:
                deadly.add(index)
                return

    # -- cells ---------------------------------------------------------------------------------------------------

    def _cell(self, index: int, seconds: float, deadline: float) -> CellRun:
        cell = self.nb.cells[index]
        started = time.monotonic()
        if deadline <= started:
            return CellRun(
                NOT_RUN,
                f"노트북 전체의 시간({self.limits.total_seconds}초)을 앞에서 다 써서 실행하지 못했습니다.",
            )
        seconds = max(1.0, min(seconds, deadline - started))
        self.index, self.frames = index, ()
        try:
            if is_test(cell):
                status, outputs = (self._test_inside if self.executor.one_process else self._test)(
                    cell, seconds
                )
            else:
                status, outputs = self._students(cell, seconds)
        except _Gone as gone:
            self._end()
            status, outputs = DIED, [error_output(DIED, str(gone))]
        reason = ""
        if status == TIMEOUT:
            reason = (
                f"{seconds:.0f}초 안에 끝나지 않아 멈췄습니다. 끝나지 않는 반복이 있는지 보세요."
            )
            outputs = [output for output in outputs if output.output_type != "error"] + [
                error_output(TIMEOUT, reason)
            ]
        elif status != OK:
            error = next((output for output in outputs if output.output_type == "error"), None)
            reason = (
                (error.evalue if status == DIED else error_text(error))
                if error is not None
                else "실행하지 못했습니다."
            )
        cell.outputs = outputs
        cell.execution_count = None if status == DIED else self.count
        return CellRun(status, reason, time.monotonic() - started, self.frames)

    def _students(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        if not is_students(cell) and not self.executor.one_process:
            self._trusted("define", cell.source, self.names["answers"])
        reply, in_time = self._ask_student(["run", cell.source, self.limits.output_bytes], seconds)
        if reply is None:
            return TIMEOUT, []
        try:
            _, status, outputs, count = reply
            self.count = int(count)
            self.places[self.count] = self.index
            outputs = self._outputs(outputs)
        except (WireError, ValueError, TypeError, KeyError) as error:
            raise _Gone(f"학생의 프로세스가 약속을 어긴 답을 보냈습니다({error}).") from error
        failed = status != "ok" or any(output.output_type == "error" for output in outputs)
        return TIMEOUT if not in_time else ERROR if failed else OK, outputs

    def _ask_student(self, message: list, seconds: float) -> tuple[list | None, bool]:
        """The reply and whether it came in time; None if the process had to be killed.

        Raises:
            _Gone
        """
        channel = self.pair.student
        try:
            channel.send(message, time.monotonic() + seconds)
            return self._list(channel.receive(time.monotonic() + seconds)), True
        except TimedOut:
            self.pair.interrupt()
            try:
                return self._list(channel.receive(time.monotonic() + INTERRUPT)), False
            except (TimedOut, Closed, WireError):
                self._end()
                return None, False
        except (Closed, WireError) as error:
            raise _Gone(self._why(error)) from error
        except NotPlain as error:
            raise _Gone(f"셀이 너무 깁니다({error}).") from error

    @staticmethod
    def _list(reply: object) -> list:
        if type(reply) is not list or not reply:
            raise WireError("not a reply")
        return reply

    def _why(self, error: Exception) -> str:
        why = self.pair.why() if isinstance(error, Closed) else ""
        if why == "memory":
            return f"메모리를 {self.limits.memory_bytes // 2**20}MiB보다 많이 써서 멈췄습니다."
        if isinstance(error, WireError):
            return f"학생의 프로세스가 약속을 어긴 답을 보냈습니다({error})."
        return (
            "커널이 죽었습니다. 프로그램을 끝내는 호출(os._exit)이나 메모리 부족이 흔한 까닭입니다."
        )

    def _test(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        reply, _ = self._ask_student(["budget", self.limits.output_bytes // 2], INTERRUPT)
        if reply is None:
            raise _Gone(
                "커널이 대답하지 않습니다. 앞 셀의 스레드나 신호 처리가 까닭일 수 있습니다."
            )
        try:
            _, status, outputs, self.count = self._trusted(
                "test", cell.source, seconds, self.limits.output_bytes, seconds=seconds + GRACE + 5
            )
        except TimeoutError:  # stuck where no signal reaches it
            self._end()
            return TIMEOUT, []
        outputs = self._outputs(outputs)
        if status == "died":
            why = self._why(Closed())
            self._end()
            outputs = [output for output in outputs if output.output_type != "error"] + [
                error_output(DIED, why)
            ]
            return DIED, outputs
        if status == "timeout":
            self.pair.interrupt()
        try:
            reply, _ = self._ask_student(["drain"], INTERRUPT)
        except _Gone:
            self._end()
            reply = None
        if reply is not None:
            outputs += self._said(reply)
        return {"ok": OK, "error": ERROR, "timeout": TIMEOUT}[status], outputs

    def _test_inside(self, cell: NotebookNode, seconds: float) -> tuple[str, list]:
        """A test in the student's own process, after its shell was put in order and has shown that it can fail."""
        reply, _ = self._ask_student(["restore"], INTERRUPT)
        canary, _ = (
            self._ask_student(["run", "raise AssertionError('canary')", 10_000], INTERRUPT)
            if reply
            else (None, False)
        )
        if canary is None:
            raise _Gone(
                "커널이 대답하지 않습니다. 앞 셀의 스레드나 신호 처리가 까닭일 수 있습니다."
            )
        shown = canary[2] if len(canary) > 2 else []
        if canary[1:2] != ["error"] or "canary" not in str(shown):
            raise _Gone(
                "실패해야 하는 검사가 실패하지 않았습니다. 답이 노트북의 실행기를 고쳤습니다."
            )
        return self._students(cell, seconds)

    def _outputs(self, sent: bytes) -> list[NotebookNode]:
        """Outputs that a process sent; the frames of an error among them are noted beside."""
        entries = Codec().load(sent)
        outputs = _outputs(entries, self.limits.output_bytes)
        for entry in entries[:5000]:
            if entry["output_type"] == "error":
                self.frames = tuple(
                    Frame(self.places[count], line)
                    for count, line in checked(entry.get("frames"))
                    if count in self.places
                )
        return outputs

    def _said(self, reply: list) -> list:
        """What the student's functions printed while a test called them: text, never a result."""
        try:
            said = _outputs(Codec().load(reply[1]), self.limits.output_bytes // 2)
        except (WireError, ValueError, TypeError, KeyError, IndexError):
            return []
        return [
            new_output("stream", name="stdout", text=output.text)
            if output.output_type == "stream"
            else output
            for output in said
            if output.output_type in ("stream", "display_data")
        ]

    def _trusted(self, *message: object, seconds: float = 60.0) -> list:
        """A request to the tester.

        Raises:
            TimeoutError, RuntimeError: the tester is gone, which is not the student's fault until it is shown to be.
        """
        try:
            self.pair.tester.send(list(message), time.monotonic() + seconds)
            return self._list(self.pair.tester.receive(time.monotonic() + seconds))
        except TimedOut as error:
            raise TimeoutError(str(error)) from error
        except (Closed, WireError, NotPlain) as error:
            raise RuntimeError(
                f"the tester failed: {error} {self.pair.why()} {self.pair.warm.last_words()}".strip()
            ) from error


def _outputs(entries: object, budget: int) -> list[NotebookNode]:
    """Notebook outputs from what a process sent.

    Raises:
        ValueError, TypeError, KeyError: it is not what a process of ours sends.
    """
    if type(entries) is not list:
        raise TypeError("outputs are not a list")
    outputs, left = [], budget + 10_000
    for entry in entries[:5000]:
        kind = entry["output_type"]
        if kind == "stream":
            text = _text(entry["text"])[: max(left, 0)]
            outputs.append(
                new_output(
                    "stream", name="stderr" if entry["name"] == "stderr" else "stdout", text=text
                )
            )
            left -= len(text) + 1
        elif kind in ("display_data", "execute_result"):
            data = {_text(mime)[:100]: _text(value) for mime, value in entry["data"].items()}
            left -= sum(map(len, data.values())) + 1
            if left < -budget:
                break
            more = (
                {"execution_count": int(entry.get("execution_count") or 0)}
                if kind == "execute_result"
                else {}
            )
            outputs.append(new_output(kind, data=data, metadata={}, **more))
        elif kind == "error":
            outputs.append(
                new_output(
                    "error",
                    ename=_text(entry["ename"])[:200],
                    evalue=_text(entry["evalue"])[:4000],
                    traceback=[_text(line)[:4000] for line in entry["traceback"][:40]],
                )
            )
        else:
            raise ValueError("an unknown kind of output")
    return outputs


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError("not a text")
    return value.encode("utf-8", "replace").decode("utf-8")
