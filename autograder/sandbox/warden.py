"""The warden of one submission's two processes, in a fork of the warm process.

It forks the tester and the student's process, each behind inner walls of its own, holds the ceiling
on memory of both and the time that the executor says, and ends them when it is told to, or when
nobody is there to tell it.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import math
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import confinement, layout, pipes, student, tester, warm
from .pipes import Pipe
from .wire.channel import Channel

WATCH = 0.1
"""Seconds between two looks at memory."""
_CONFIGURING = ("HOME", "IPYTHONDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
KEPT = 200
"""The first of the descriptors that a process keeps beside the standard ones."""


def watch_over(shell, request: dict, descriptors: list[int], walls: bool) -> None:
    """Start the two processes of a request and stay until they have ended.

    Args:
        descriptors: of a socket to the executor, and of the ends of its pipes to the two.
    """
    status, *ends = descriptors
    students, testers = pipes.pair()
    student_ends, tester_ends = (*ends[:2], *students), (*ends[2:], *testers)
    limits = request["limits"]
    if walls:
        confinement.no_debugger(False)  # its own /proc/self would be closed to it
        confinement.enter_mounts(limits["disk_bytes"], limits["processes"])
        confinement.no_debugger()
        folder = layout.WORK
        os.makedirs("/tmp/home")
        os.makedirs(folder)
    else:
        folder = request["folder"]
    os.chdir(folder)
    fork = confinement.fork_apart if walls else os.fork
    made = {}
    for role, own in {"tester": tester_ends, "student": student_ends}.items():
        pid = fork()
        if pid == 0:
            become = functools.partial(_become, role, shell, own, limits, walls)
            confinement.end_after(role, become)
        made[role] = pid
    for end in (*student_ends, *tester_ends):
        os.close(end)
    _watch(socket.socket(fileno=status), made, limits["memory_bytes"])


def _become(role: str, shell, ends: Sequence[int], limits: dict, walls: bool) -> None:
    """Put up the inner walls around this process and be one of the two until its end.

    Args:
        ends: of its pipes to the executor and to the other process, to read from and to write to.
    """
    os.setsid()  # else `kill(0, …)` would reach the warden and the warm process, walls or not
    if walls:
        confinement.confine(limits, own_folder=role == "tester")
        confinement.no_debugger(False)
    elif sys.platform.startswith("linux"):
        confinement.apply_ceilings(limits)
    own = [os.dup2(end, KEPT + place, False) for place, end in enumerate(ends)]
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2) if role == "student" else (0, 1):
        os.dup2(null, descriptor)
    os.closerange(3, KEPT)
    os.closerange(KEPT + len(own), 4096)
    warm.after_fork()
    gc.enable()  # it goes through this process's own; what is frozen, it would copy
    sys.argv = ["notebook"]
    sys.path[:] = [path for path in sys.path if path]
    if role == "student":
        sys.path += ["", layout.STUBS]
        main = student.main
    else:  # what the student writes must not configure it, nor be taken from its caches
        os.environ |= dict.fromkeys(_CONFIGURING, "/nonexistent")
        main = tester.main
    main(shell, Pipe((own[0], own[1])), Channel((own[2], own[3])))


def _watch(status: socket.socket, made: dict[str, int], memory_bytes: int | None) -> None:
    """Hold the ceiling on memory and the time that `status` says, pass interrupts on, end both
    when `status` is told to or ends, whatever the executor is waiting for.

    Args:
        made: the two, by role; they are this process's children, so that their numbers are nobody
            else's until it has waited for them.
    """
    children = list(made.values())
    ends = [os.pidfd_open(pid) for pid in children] if hasattr(os, "pidfd_open") else []
    poll = select.poll()
    for descriptor in (status.fileno(), *ends):
        poll.register(descriptor, select.POLLIN)
    why, end = "", math.inf
    look, baseline = time.monotonic() + WATCH, 0
    while not why:
        ready = [
            descriptor for descriptor, _ in poll.poll(max(0.0, look - time.monotonic()) * 1000)
        ]
        if status.fileno() in ready:
            order = status.recv(100)
            if order == b"interrupt":
                _kill(made["student"], signal.SIGINT)
                _tell(status, "")
            elif order:
                end = time.monotonic() + float(order)
            else:
                why = "told"
        if time.monotonic() > end:
            why = "time"
        if any(descriptor in ends for descriptor in ready):
            why = "ended"
        if time.monotonic() < look:
            continue
        look = time.monotonic() + WATCH
        # Each of them began as a copy of this process. What forks share counts once; the quick sum
        # counts it for each: it says when to look.
        baseline = baseline or len(children) * _own_memory("self", False)
        if (
            memory_bytes
            and _memory() - baseline > memory_bytes
            and _memory(exact=True) > memory_bytes
        ):
            why = "memory"
    _kill(made["student"], signal.SIGKILL)
    if why != "told":
        _tell(status, why)
        # The tester stays, to say how the test ended that was waiting for the student.
        while status.recv(1):
            pass
    _kill(made["tester"], signal.SIGKILL)
    for pid in children:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _tell(status: socket.socket, why: str) -> None:
    with contextlib.suppress(OSError):
        status.sendall(json.dumps({"why": why}).encode())


def _kill(pid: int, number: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, number)


def _memory(exact: bool = False) -> int:
    """Bytes that the processes below this one hold, no files; `exact` counts shared ones once.

    The /proc that is mounted here may count processes otherwise than this process does.
    """
    found: list[str] = []
    todo = ["self"]
    while todo and len(found) < 1000:
        one = todo.pop()
        found.append(one)
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{one}/task"):
                todo += Path(f"/proc/{one}/task/{task}/children").read_text().split()
    return sum(_own_memory(number, exact) for number in found[1:])


def _own_memory(number: str, exact: bool) -> int:
    """With the kernel's tables for it, which are nobody else's."""
    own = _kibibytes(
        number, "status", ("VmPTE:",) if exact else ("RssAnon:", "RssShmem:", "VmPTE:")
    )
    if not exact:
        return own
    counted = _kibibytes(number, "smaps_rollup", ("Pss_Anon:", "Pss_Shmem:"))
    # Of a tester that nobody may look into, all that it has counts.
    return own + (counted or _kibibytes(number, "status", ("RssAnon:", "RssShmem:")))


def _kibibytes(number: str, file: str, wanted: tuple[str, ...]) -> int:
    try:
        lines = Path(f"/proc/{number}/{file}").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith(wanted)) * 1024
    except (OSError, ValueError):
        return 0
