"""A fork server: it has imported what many short processes need, and forks them.

`server` starts one for a block of code; within it, `popen` and `call` of this process and of all
that it starts run `python -m MODULE` in a fork. Outside, or where forks can't be had, they start a
fresh interpreter: the same result, later. The server runs nothing but imports, so that a fork is
like a fresh start (`warm` says where it isn't).

It is about speed, not safety: forks are ordinary processes of the same user. The zygote, which
forks the isolated ones, stands on the same loop (`requests`, `fork`).
"""

from __future__ import annotations

import array
import atexit
import builtins
import contextlib
import functools
import gc
import json
import os
import pickle
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from . import warm

VARIABLE = "AUTOGRADER_FORKS"
"""Environment variable that names the server's socket."""
FIXED = (*(name for name in warm.READ_AT_IMPORT if name != "MPLBACKEND"), "PYTHONPATH")
"""Environment variables that imports have read: a process for which one differs is not forked."""
# What a kernel imports on its way to the first cell, completion and traceback.
KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "psutil",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.core.completerlib",
    "IPython.core.guarded_eval",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "sqlite3",
    "faulthandler",
    "jedi",
    "stack_data",
    "pygments.formatters.terminal256",
)
MESSAGE = 2**17  # bytes of one request: arguments and an environment


# ----------------------------------------------------------------------------------------- the loop


def requests(control: socket.socket, owner: int | None = None) -> Iterator[tuple[bytes, list[int]]]:
    """Messages with their descriptors, from a connected socket or connections to a listening one.

    A connection comes as the last descriptor of its message. Ends when the other end of `control`,
    or of the pipe `owner`, is closed.
    """
    listening = control.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    while True:
        if owner in _wait(control.fileno(), *([] if owner is None else [owner])):
            return
        if not listening:
            data, descriptors = receive(control)
            if not data:
                return
        else:
            connection, _ = control.accept()
            data, descriptors = receive(connection)
            descriptors.append(connection.detach())
        yield data, descriptors


def _wait(*descriptors: int, seconds: float | None = None) -> list[int]:
    """Those of the descriptors from which something, or an end, can be read now."""
    poll = select.poll()  # select() takes no descriptors above 1023
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return [ready for ready, _ in poll.poll(None if seconds is None else seconds * 1000)]


def receive(connection: socket.socket) -> tuple[bytes, list[int]]:
    """One message of a packet socket and its descriptors; no bytes once the other end is closed."""
    data, ancillary, _, _ = connection.recvmsg(MESSAGE, socket.CMSG_SPACE(8 * 4))
    descriptors = array.array("i")
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(payload[: len(payload) - len(payload) % descriptors.itemsize])
    return data, list(descriptors)


def fork(become: Callable[[], None], descriptors: Sequence[int]) -> None:
    """Run `become` in a child that ends with it.

    In the parent, the descriptors that are the child's are closed and ended children are reaped.
    """
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            become()
            status = 0
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(status)
    for descriptor in descriptors:
        os.close(descriptor)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def resident() -> int:
    """Bytes of memory that this process holds, 0 where /proc does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


# --------------------------------------------------------------------------------------- the server


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
            [sys.executable, "-m", __name__, str(listener.fileno()), *map(str, wanted)],
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


class _Shell:
    """Stands for `get_ipython()` while modules are imported: pandas asks it about terminals."""

    kernel = True


def main(listener: socket.socket, arguments: list[str]) -> None:
    """Serve: import what the arguments, modules and notebooks, name; then fork on request."""
    given = {name: os.environ.get(name) for name in FIXED}
    sys.path[:] = [path for path in sys.path if path not in ("", os.getcwd())]
    _wait(listener.fileno(), sys.stdin.fileno())
    modules = [name for name in arguments if not name.endswith(".ipynb")]
    if len(modules) < len(arguments):
        import nbformat

        paths = [name for name in arguments if name.endswith(".ipynb")]
        modules += warm.imports_of(nbformat.read(path, as_version=4) for path in paths)
    builtins.get_ipython = _Shell  # type: ignore[attr-defined]
    try:
        warm.preload(modules)
    except warm.ForkUnsafe as unsafe:  # the forks import it themselves
        os.set_inheritable(listener.fileno(), True)
        rest = [name for name in modules if name != unsafe.module]
        command = [sys.executable, "-m", __spec__.name, str(listener.fileno()), *rest]
        os.execv(sys.executable, command)
    del builtins.get_ipython  # type: ignore[attr-defined]
    for data, descriptors in requests(listener, owner=sys.stdin.fileno()):
        if not data:  # whoever asked is gone
            os.close(descriptors[-1])
            continue
        request = json.loads(data)
        differs = [name for name in FIXED if request["environ"].get(name) != given[name]]
        fork(functools.partial(_warden, request, descriptors, differs, listener), descriptors)


def _warden(
    request: dict, descriptors: list[int], differs: list[str], listener: socket.socket
) -> None:
    """The parent of one forked process: tells its asker how it ended, ends it with its asker."""
    listener.close()
    connection = socket.socket(fileno=descriptors.pop())
    if differs:
        connection.sendall(json.dumps({"cold": differs}).encode())
        return
    pid = os.fork()
    if pid == 0:
        os.setsid()
        connection.close()
        _become(request, descriptors)
    connection.sendall(json.dumps({"pid": pid}).encode())
    for descriptor in descriptors:
        os.close(descriptor)
    ended = os.pidfd_open(pid)
    if ended not in _wait(ended, connection.fileno()):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    answer = {"exit": os.waitstatus_to_exitcode(status), "cpu": usage.ru_utime + usage.ru_stime}
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(answer).encode())


def _become(request: dict, streams: list[int]) -> None:
    """Turn this fork into what `python -m MODULE ARGUMENTS` would have been, and run that."""
    status = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, max(streams) + 1)
        module, arguments = request["module"], request["arguments"]
        cwd, environ = request["cwd"], request["environ"]
        warm.after_fork(environ=environ, argv=["-m", *arguments], cwd=cwd)
        sys.orig_argv[:] = [sys.executable, "-m", module, *arguments]
        sys.path.insert(0, cwd)
        if (
            "matplotlib" in sys.modules
        ):  # it read its variable, which kernels set, when it was imported
            inline = module == "ipykernel_launcher"
            sys.modules["matplotlib"].use(
                environ.get("MPLBACKEND") or (warm.INLINE if inline else "agg")
            )
        gc.unfreeze()
        status = _exit_status(lambda: runpy.run_module(module, run_name="__main__", alter_sys=True))
        # As an interpreter's own end, but for taking apart every module: that would copy all pages.
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for output in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                output.flush()
        os._exit(status)


def _exit_status(run: Callable[[], object]) -> int:
    try:
        run()
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            return (error.code or 0) & 0xFF
        print(error.code, file=sys.stderr)
        return 1
    return 0


# --------------------------------------------------------------------------------------- the askers


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
        if self.returncode is None and _wait(self._connection.fileno(), seconds=seconds):
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


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
    os._exit(0)  # what imports registered for the end of a process is the forks'
