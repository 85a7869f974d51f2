"""The warm process: it has imported what the notebooks import, and forks what runs them.

Started by `grading.sandboxed` inside bubblewrap (see `isolate`), it reads requests from a socket.
Each comes with a socket and the ends of the executor's pipes; the warm process forks a warden (see
`warden`), which forks the rest. Nothing of a submission is ever run in the warm process itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import io
import json
import os
import socket
import sys
from pathlib import Path

from . import confinement, warden, warm

MESSAGE, DESCRIPTORS = 2**16, 8
"""Bytes of one request, and the most descriptors that come with it."""
GROWTH = 2**30
"""Bytes by which the warm process may grow."""


def serve(descriptor: int, modules: list[str], walls: bool) -> None:
    """Import, then fork on request until the other end closes."""
    control = socket.socket(fileno=descriptor)
    gc.disable()  # a quarter of what imports take; this process makes no garbage worth the search
    if not _preload(control, modules):
        return
    shell = make_shell()
    if walls:
        confinement.prepare()
    gc.freeze()
    _fill_heap()
    if walls:
        confinement.no_debugger()
    size = _resident()
    control.sendall(json.dumps({"ready": True}).encode())
    while True:
        data, descriptors, *_ = socket.recv_fds(control, MESSAGE, DESCRIPTORS)
        if not data or _resident() > 2 * size + GROWTH:
            break  # it should not grow: whoever asked starts another
        request = json.loads(data)
        if "more" in request:
            with os.fdopen(descriptors[0], encoding="utf-8") as more:
                names = json.load(more)
            if not _preload(control, [name for name in names if name not in sys.modules]):
                break
            size = _resident()
            control.sendall(json.dumps({"ready": True}).encode())
            continue
        if os.fork() == 0:
            control.close()
            run = functools.partial(warden.watch_over, shell, request, descriptors, walls)
            confinement.end_after("warden", run)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    control.close()
    _finish()


def _resident() -> int:
    """Bytes of memory that this process holds, 0 where /proc does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _preload(control: socket.socket, modules: list[str]) -> bool:
    """Import modules. False, and the other end is told, if one makes this process unfit to fork."""
    try:
        warm.preload(modules)
    except warm.ForkUnsafe as error:
        control.sendall(json.dumps({"ready": False, "unsafe": str(error)}).encode())
        return False
    return True


def _fill_heap() -> None:
    """Take the holes of C's heap, so that forks allocate behind them, page after page: in a hole
    each small allocation copies a page of its own.
    """
    libc = ctypes.CDLL(None)
    libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
    libc.malloc.argtypes, libc.free.argtypes = [ctypes.c_size_t], [ctypes.c_void_p]
    libc.sbrk.argtypes = [ctypes.c_ssize_t]
    if not hasattr(libc, "malloc_trim"):
        return  # another C library than GNU's
    libc.malloc_trim(0)
    end = libc.sbrk(0)
    for power in range(16, 4, -1):
        for size in (2**power, 3 * 2 ** (power - 2)):
            while (place := libc.malloc(size)) and place < end:
                pass
            libc.free(place)


def _finish() -> None:
    """Wait for the runs under way: with this process's end, bubblewrap would end them."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def make_shell():
    """IPython without history, threads or a terminal."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shell(InteractiveShell):
        def enable_gui(self, gui=None):
            pass  # `%matplotlib inline` asks for it; there is no event loop to enter

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.cache_size = 1000
    config.InteractiveShell.colors = "NoColor"
    shell = Shell.instance(config=config)
    shell.user_ns["__name__"] = "__main__"
    # A first traceback imports modules, a first cell compiles patterns: each fork would, anew.
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell("1 / 0", silent=True)
    return shell


if __name__ == "__main__":
    settings = json.loads(sys.argv[1])
    serve(settings["descriptor"], json.loads(sys.stdin.read()), settings["walls"])
