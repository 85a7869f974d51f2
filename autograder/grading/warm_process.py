"""The warm process as the executor sees it: start it, have it import more, fork two processes.

Its own side is `sandbox.zygote`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO

from nbformat import NotebookNode

from ..cells import is_solution
from ..sandbox import isolate, pipes
from ..sandbox.pipes import Pipe
from . import imports
from .protocol import Limits

START = 120
"""Seconds that the warm process has for its imports."""


def warm_modules(
    notebooks: Sequence[NotebookNode], modules: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """What to import beforehand for these notebooks, and which of it stands beside the course
    instead of being installed.
    """
    found = list(dict.fromkeys([*imports.imports_of(notebooks), *modules]))
    beside = []
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type == "code" and not is_solution(cell):
                beside += [name.partition(".")[0] for name in imports.imported(cell.source)]
    own = [path.name.partition(".")[0] for path in imports.packages_of(list(dict.fromkeys(beside)))]
    return [*found, *(name for name in own if name not in found)], own


def sees(packages: list[str]) -> tuple[dict[str, str], list[Path]]:
    """Environment and packages beside the course of a warm process that is started now."""
    return isolate.environment(), imports.packages_of(packages)


class Unsafe(Exception):
    """A module that must not be imported before a fork."""


def _listed(names: list[str]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(json.dumps(names).encode())
    file.seek(0)
    return file


def _homely(home: str, beside: list[Path]) -> dict[str, str]:
    """Environment of a process without walls: it writes into `home`, and finds packages."""
    here = Path(__file__).resolve().parents[2]
    return {
        "PYTHONPATH": os.pathsep.join(map(str, [here, *set(beside)])),
        "TMPDIR": home,
        "HOME": home,
        "IPYTHONDIR": f"{home}/ipython",
        "MPLCONFIGDIR": f"{home}/matplotlib",
    }


class WarmProcess:
    """It imports what notebooks import, and forks the processes that run them.

    Args:
        modules: what it imports.
        packages: see `Sandboxed`.

    Attributes:
        sees: see `sees`.
    """

    def __init__(self, modules: list[str], packages: list[str], walls: bool) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = json.dumps({"descriptor": theirs.fileno(), "walls": walls})
        argv = [sys.executable, "-s", "-m", "autograder.sandbox.zygote", settings]
        self.modules, self.sees = modules, sees(packages)
        environment, own = self.sees
        self.home: str | None = None
        if walls:
            argv = isolate.command(argv, own)
        else:
            self.home = tempfile.mkdtemp(prefix="autograder-warm-")
            environment = environment | _homely(self.home, [path.parent for path in own])
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        with _listed(modules) as wanted:
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

    def ready(self) -> WarmProcess:
        """Wait for its imports.

        Raises:
            Unsafe: one of the modules must not be imported before a fork.
            RuntimeError: it did not start.
        """
        self.socket.settimeout(START)
        try:
            ready = json.loads(self.socket.recv(65536) or b"{}")
        except (TimeoutError, OSError, ValueError):
            ready = {}
        if not ready.get("ready"):
            self.end()
            if "unsafe" in ready:
                raise Unsafe(ready["unsafe"])
            raise RuntimeError(f"the warm process did not start: {self.last_words()}")
        self.socket.settimeout(30)
        return self

    def learn(self, modules: list[str]) -> None:
        """Import more; forks under way are not concerned.

        Raises:
            Unsafe: one of the modules must not be imported before a fork. OSError, ValueError: it
                does not answer.
            After any of them this process makes no more forks.
        """
        if not modules:
            return
        self.socket.settimeout(START)
        with _listed(modules) as names:  # a list of thousands is longer than a message may be
            socket.send_fds(
                self.socket, [json.dumps({"more": len(modules)}).encode()], [names.fileno()]
            )
        answer = json.loads(self.socket.recv(65536) or b"{}")
        if "unsafe" in answer:
            raise Unsafe(answer["unsafe"])
        if not answer.get("ready"):
            raise ValueError("the warm process does not answer")
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
        self.socket.close()

    def end(self) -> None:
        self.socket.close()
        self.process.kill()
        self.process.wait()
        if self.home:
            shutil.rmtree(self.home, ignore_errors=True)


class Pair:
    """The student's process and the tester of one run, and the warden that holds both.

    Attributes:
        student, tester: to the two processes.
    """

    def __init__(self, warm_process: WarmProcess, limits: Limits, walls: bool) -> None:
        self.over, self._why = False, ""
        self.folder = None if walls else tempfile.mkdtemp(prefix="autograder-")
        self.status, status = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        (student, students), (tester, testers) = pipes.pair(), pipes.pair()
        theirs = [status.detach(), *students, *testers]
        request = json.dumps({"limits": asdict(limits), "folder": self.folder}).encode()
        self.warm, self.student, self.tester = warm_process, Pipe(student), Pipe(tester)
        try:
            socket.send_fds(warm_process.socket, [request], theirs)
        except OSError:
            self.end()
            raise
        finally:
            for end in theirs:
                os.close(end)

    def interrupt(self) -> None:
        """Interrupt what the student's process runs, if it is still there; when this returns, the
        interrupt has come. A late one would hit the next test.
        """
        self._order("interrupt")
        self._why = self.why()

    def limit(self, seconds: float) -> None:
        """The warden ends both processes after so many seconds, unless it is told otherwise
        before.
        """
        self._order(str(seconds))

    def _order(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self.status.send(text.encode())

    def why(self) -> str:
        """Why the student's process ended, if the warden says so within seconds: memory, time,
        ended.
        """
        with contextlib.suppress(OSError, ValueError):
            self.status.settimeout(5.0)
            self._why = self._why or json.loads(self.status.recv(4096) or b"{}").get("why", "")
        return self._why

    def end(self) -> None:
        if not self.over:
            self.over = True
            for end in (self.status, self.student, self.tester):
                end.close()
            if self.folder:
                shutil.rmtree(self.folder, ignore_errors=True)
