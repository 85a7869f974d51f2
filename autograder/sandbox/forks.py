"""Short processes without long imports: they are forked from a process that has made them.

`server` starts one for a block of code; within it, `popen` and `call` of this process and of all
that it starts run `python -m MODULE` in a fork. Outside, or where forks can't be had, they start a
fresh interpreter: the same result, later. The server runs nothing but imports, so that a fork is
like a fresh start (`warm` says where it isn't).

It is about speed, not safety: forks are ordinary processes of the same user.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from .forkserver import MESSAGE, wait

VARIABLE = "AUTOGRADER_FORKS"
"""Environment variable that names the server's socket."""


@contextlib.contextmanager
def server(modules: Sequence[str], notebooks: Sequence[Path] = ()) -> Iterator[Path | None]:
    """Within the block, `popen` and `call` fork from one process that has these modules.

    It imports them, and what the notebooks import, when it is first asked: a block that never asks
    pays nothing. Yields the server's socket, or None where processes can't be forked (on macOS the
    system's frameworks forbid it).
    """
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="autograder-forks-"))  # nobody else can connect
    path = folder / "socket"
    wanted = [*modules, *notebooks]
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(str(path))
        listener.listen(128)
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"{__package__}.forkserver",
                str(listener.fileno()),
                *map(str, wanted),
            ],
            env={**os.environ, "PYTHONHASHSEED": "0"},  # sets print in the same order in each fork
            stdin=subprocess.PIPE,  # its end tells the server that this process is gone
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(path)
    try:
        yield path
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
        process.kill()
        process.communicate()
        shutil.rmtree(folder, ignore_errors=True)


class Forked:
    """A process that the server forked, with as much of `subprocess.Popen` as its users need."""

    stdin = stdout = stderr = None
    cpu: float | None = None
    """Seconds of processor time, its ended children's included; None while it runs."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid, self.returncode = pid, None
        self._connection = connection

    def poll(self) -> int | None:
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        if self._look(timeout) is None:
            raise subprocess.TimeoutExpired("a forked process", timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def _look(self, seconds: float | None) -> int | None:
        if self.returncode is None and wait(self._connection.fileno(), seconds=seconds):
            data = b""
            with contextlib.suppress(OSError):
                data = self._connection.recv(MESSAGE)
            self._connection.close()
            answer = json.loads(data or b'{"exit": 1}')  # its warden was killed
            self.returncode, self.cpu = answer["exit"], answer.get("cpu")
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def __del__(self) -> None:
        self._connection.close()  # its warden ends it


def popen(
    module: str,
    arguments: Sequence[str] = (),
    *,
    cwd: str | os.PathLike | None = None,
    env: Mapping[str, str] | None = None,
    stdin: int | IO | None = None,
    stdout: int | IO | None = None,
    stderr: int | IO | None = None,
) -> Forked | subprocess.Popen:
    """`python -m module arguments`, forked if there is a server for this environment, else started.

    A forked process leads a session of its own and ends with the Forked object or this process.
    Streams are files or None, as for `subprocess.Popen`; None for stdin is the null device.

    Raises:
        OSError: the server that the environment names is gone.
    """
    environ = dict(os.environ if env is None else env)
    folder = os.path.abspath(cwd or os.getcwd())
    path = environ.get(VARIABLE)
    if path:
        with open(os.devnull, "rb") as null:
            streams = [
                stream if isinstance(stream, int) else stream.fileno()
                for stream in (
                    stdin or null,
                    1 if stdout is None else stdout,
                    2 if stderr is None else stderr,
                )
            ]
            request = {
                "module": module,
                "arguments": list(arguments),
                "cwd": folder,
                "environ": environ,
            }
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MESSAGE)
            connection.connect(path)
            socket.send_fds(connection, [json.dumps(request).encode()], streams)
            answer = json.loads(connection.recv(MESSAGE) or b"{}")
        if "pid" in answer:
            return Forked(answer["pid"], connection)
        connection.close()
        if "cold" not in answer:
            raise ConnectionError(f"the fork server at {path} ended")
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        stdout=stdout,
        stderr=stderr,
    )


def call(function: Callable, *arguments: Any) -> Any:
    """function(*arguments) in a process in which nothing has run but imports; all is pickled.

    Raises:
        What the function raises; RuntimeError: the process died.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as result:
        pickle.dump((function, arguments), given)
        given.seek(0)
        status = popen(f"{__package__}.called", stdin=given, stdout=result).wait()
        result.seek(0)
        data = result.read()
    if not data:
        raise RuntimeError(f"the process for {function.__qualname__} died (exit status {status})")
    value, error = pickle.loads(data)
    if error is not None:
        raise error
    return value
