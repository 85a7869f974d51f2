"""The fork server, started by `forks`: a loop that takes requests, forks, and tells how it ended.

`python -m autograder.sandbox.forkserver DESCRIPTOR MODULE… NOTEBOOK…` listens on a socket that it
inherits and ends with its stdin. The zygote, which forks the isolated processes of grading, stands
on the same loop (`requests`, `fork`).
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
import runpy
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from . import imports, warm

FIXED = (*(name for name in imports.READ_AT_IMPORT if name != "MPLBACKEND"), "PYTHONPATH")
"""Environment variables that imports have read: a process for which one differs is not forked."""
MESSAGE = 2**17  # bytes of one request: arguments and an environment


# -------------------------------------------------------------------------------------- the loop


def requests(control: socket.socket, owner: int | None = None) -> Iterator[tuple[bytes, list[int]]]:
    """Messages with their descriptors, from a connected socket or connections to a listening one.

    A connection comes as the last descriptor of its message. Ends when the other end of `control`,
    or of the pipe `owner`, is closed.
    """
    listening = control.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    while True:
        if owner in wait(control.fileno(), *([] if owner is None else [owner])):
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


def wait(*descriptors: int, seconds: float | None = None) -> list[int]:
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


# ------------------------------------------------------------------------------------ the server


class _Shell:
    """Stands for `get_ipython()` while modules are imported: pandas asks it about terminals."""

    kernel = True


def main(listener: socket.socket, arguments: list[str]) -> None:
    """Serve: import what the arguments, modules and notebooks, name; then fork on request."""
    given = {name: os.environ.get(name) for name in FIXED}
    sys.path[:] = [path for path in sys.path if path not in ("", os.getcwd())]
    wait(listener.fileno(), sys.stdin.fileno())
    modules = [name for name in arguments if not name.endswith(".ipynb")]
    if len(modules) < len(arguments):
        import nbformat

        paths = [name for name in arguments if name.endswith(".ipynb")]
        modules += imports.imports_of(nbformat.read(path, as_version=4) for path in paths)
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
    with contextlib.suppress(OSError):  # an asker that is gone is seen below
        connection.sendall(json.dumps({"pid": pid}).encode())
    for descriptor in descriptors:
        os.close(descriptor)
    ended = os.pidfd_open(pid)
    if ended not in wait(ended, connection.fileno()):
        os.kill(pid, signal.SIGKILL)  # by itself first: it may not have made its session yet
        with contextlib.suppress(OSError):
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


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
    os._exit(0)  # what imports registered for the end of a process is the forks'
