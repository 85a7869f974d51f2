"""The inner walls, put up by a process around itself: namespaces, mounts, rights, limits and system
calls.

Each submission's processes stand behind them, inside bubblewrap's root (`isolate`): they are kept
from the warm process that they were forked from and from what an earlier submission left.

No process here may have the user number 0 outside: a root that is nobody inside could still write
to /proc/sys.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from .layout import STUDENTS, WORK, below_tmp
from .seccomp import IsolationFailed, Namespace, forbid_calls, libc, number, rules

NOBODY = 65534

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT, _MS_NOSYMFOLLOW = 1, 2, 4, 8, 32, 256
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 0x40000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38


def _check(result: int, what: str) -> None:
    if result != 0:
        raise IsolationFailed(f"{what}: {os.strerror(ctypes.get_errno())}")


ADDRESSES = 64 * 2**30
"""Bytes of addresses beyond the ceiling on memory, for libraries that reserve and never use them.
The kernel's tables for these take a 512th at most. Hostile case: pages far apart, of which each
costs a table of its own and no data.
"""


def apply_ceilings(limits: dict) -> None:
    """Resource limits of one process of a submission's, from the fields of `grading`'s `Limits`."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_CPU: limits["total_seconds"] + 60,
        resource.RLIMIT_MEMLOCK: 2**16,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 256,
    }
    if limits["memory_bytes"] is not None:
        wanted[resource.RLIMIT_DATA] = limits["memory_bytes"]
        wanted[resource.RLIMIT_AS] = limits["memory_bytes"] + ADDRESSES
    for limit, value in wanted.items():
        _lower(limit, value)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def enter_mounts(disk_bytes: int, processes: int) -> None:
    """A user and a mount namespace of this process's own, with an empty /tmp and /dev/shm that
    vanish with it. It must have one thread; its user and group keep their numbers.
    """
    uid, gid = os.getuid(), os.getgid()
    _check(libc().unshare(Namespace.NEWUSER | Namespace.NEWNS), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    _check(libc().mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None), "mount private")
    for place in ("/tmp", "/dev/shm"):
        _empty(place, disk_bytes)
    for folder, again in below_tmp():
        os.makedirs(folder)
        bind = libc().mount(again.encode(), folder.encode(), None, _MS_BIND | _MS_REC, None)
        _check(bind, f"bind {folder}")
    # In the user namespace, else the user's other processes count, too.
    _lower(resource.RLIMIT_NPROC, processes)


def _empty(place: str, disk_bytes: int) -> None:
    """An empty folder in memory. Twenty thousand files are more than any task needs; each costs the
    kernel about a kilobyte.
    """
    options = f"size={disk_bytes},nr_inodes=20000,mode=0700".encode()
    flags = _MS_NOSUID | _MS_NODEV
    _check(libc().mount(b"tmpfs", place.encode(), b"tmpfs", flags, options), f"mount {place}")


def _own_folder(disk_bytes: int) -> None:
    """A working directory of this process's own at the same path; the shared one moves."""
    students = STUDENTS.encode()
    _check(libc().mount(WORK.encode(), students, None, _MS_BIND, None), f"bind {STUDENTS}")
    # No link of the student's is followed there (Linux 5.10 on). Hostile case: one to a file of the
    # test's own, which then finds in the student's what it has written itself. And no code from
    # there is mapped: `cffi` loads a library without a word to `kept_out`.
    flags = _MS_BIND | _MS_REMOUNT | _MS_NOSYMFOLLOW | _MS_NOEXEC | _MS_NOSUID | _MS_NODEV
    libc().mount(None, students, None, flags, None)
    _empty(WORK, disk_bytes)
    os.chdir(WORK)


_APART = Namespace.NEWPID | Namespace.NEWNS | Namespace.NEWNET | Namespace.NEWIPC | Namespace.NEWUTS
_PR_GET_TID_ADDRESS, _CHILD_CLEARTID, _CHILD_SETTID = 40, 0x200000, 0x1000000


def fork_apart() -> int:
    """`os.fork` into namespaces of the child's own: processes, mounts, a network without any
    interface that is up, IPC.

    `unshare` would give all children of this process the same, and only once: a process between
    for each, as large as this one. The process must have one thread. The system call is the one
    that C's fork makes, with its word for where that thread keeps its number.
    """
    kept, where = ctypes.c_void_p(), ctypes.c_void_p()
    flags = _APART | signal.SIGCHLD
    if libc().prctl(_PR_GET_TID_ADDRESS, ctypes.byref(where), 0, 0, 0) == 0:
        kept, flags = where, flags | _CHILD_SETTID | _CHILD_CLEARTID
    # Python's library and C's, called without letting go of Python's lock: a fork must not.
    python = ctypes.PyDLL(None, use_errno=True)
    python.PyOS_BeforeFork()
    pid = python.syscall(number("clone"), ctypes.c_ulong(flags), None, None, kept, kept)
    if pid == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
        _check(min(pid, 0), "clone")
    return pid


def prepare() -> None:
    """Find what the walls need, once for all forks."""
    below_tmp()
    rules()


def end_after(what: str, run: Callable[[], None]) -> NoReturn:
    """Run this in a fork, which ends with it and never goes on with its parent's program."""
    status = 1
    try:
        run()
        status = 0
    except BaseException as error:
        print(f"{what}: {type(error).__name__}: {error}", file=sys.__stderr__, flush=True)
    finally:
        os._exit(status)


def confine(limits: dict, own_folder: bool = False) -> None:
    """Called in what `fork_apart` made, before any student code. If it raises, the process must
    end.

    Args:
        own_folder: whether it gets a working directory that the student's process has no way to.
    """
    still = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _check(libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl")
    _check(libc().mount(b"proc", b"/proc", b"proc", still, None), "mount /proc")
    _own_terminals()
    if own_folder:
        _own_folder(limits["disk_bytes"])
    for place in (b"/proc/sys", b"/proc/sysrq-trigger", b"/proc/irq", b"/proc/bus"):
        if os.path.exists(place):
            what, again = place.decode(), _MS_BIND | _MS_REMOUNT | _MS_RDONLY | still
            _check(libc().mount(place, place, None, _MS_BIND | _MS_REC, None), f"bind {what}")
            _check(libc().mount(None, place, None, again, None), f"read-only {what}")
    _loopback_up()
    apply_ceilings(limits)
    drop_rights()
    forbid_calls()


def _own_terminals() -> None:
    """Terminals of this process's own. Hostile case: two submissions that run at once write to each
    other over one of them.
    """
    if os.path.isdir("/dev/pts"):
        options, flags = b"newinstance,ptmxmode=0666,mode=0600", _MS_NOSUID | _MS_NOEXEC
        _check(libc().mount(b"devpts", b"/dev/pts", b"devpts", flags, options), "mount /dev/pts")


def _loopback_up() -> None:
    """The namespace's own loopback, which reaches nobody but this submission: honest code uses it
    between its processes.
    """
    any_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with any_socket, contextlib.suppress(OSError):
        # SIOCSIFFLAGS, up and running
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x41))


def drop_rights() -> None:
    """No capabilities, none to be had by running a program, and no debugger."""
    prctl = libc().prctl
    for capability in range(64):
        if prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    _check(prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _check(libc().capset(header, data), "capset")


def no_debugger(on: bool = True) -> None:
    """Whether other processes of the same user may look into this one's memory."""
    libc().prctl(_PR_SET_DUMPABLE, 0 if on else 1, 0, 0, 0)


def probe() -> None:
    """Put up the inner walls once, in a child, and say `confined` if they stand."""

    limits = {"file_bytes": 0, "open_files": 64, "total_seconds": 60, "memory_bytes": None}

    def put_up() -> None:
        prepare()
        enter_mounts(1 << 20, 64)
        inner = fork_apart()
        if inner == 0:
            end_after("the inner walls", lambda: confine(limits))
        os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]))

    child = os.fork()
    if child == 0:
        end_after("the inner walls", put_up)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        print("confined")
