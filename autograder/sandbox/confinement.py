"""The inner walls, put up by a process around itself: namespaces, mounts, rights, limits and system
calls.

Each submission's processes stand behind them, inside bubblewrap's root (`isolate`): they are kept
from the warm process that they were forked from and from what an earlier submission left. System
calls that student code has no use for are taken away with libseccomp.

No process here may have the user number 0 outside: a root that is nobody inside could still write
to /proc/sys.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import fcntl
import functools
import os
import resource
import signal
import socket
import struct
import sys

from .layout import STUDENTS, WORK, below_tmp
from .seccomp import IsolationFailed, Namespace, forbid_calls, libc, libseccomp, program

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


@dataclasses.dataclass
class Ceilings:
    """Resource limits of one submission's processes (memory: of each); None leaves one as it is."""

    cpu_seconds: int | None = None
    memory_bytes: int | None = None
    processes: int = 64
    open_files: int = 512
    file_bytes: int = 64 * 2**20

    def apply(self) -> None:
        wanted = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: self.file_bytes,
            resource.RLIMIT_NOFILE: self.open_files,
            resource.RLIMIT_MEMLOCK: 2**16,
            resource.RLIMIT_MSGQUEUE: 0,
            resource.RLIMIT_SIGPENDING: 256,
        }
        if self.memory_bytes is not None:
            wanted[resource.RLIMIT_DATA] = self.memory_bytes
            wanted[resource.RLIMIT_AS] = self.memory_bytes + ADDRESSES
        if self.cpu_seconds is not None:
            wanted[resource.RLIMIT_CPU] = self.cpu_seconds
        for limit, value in wanted.items():
            _lower(limit, value)

    def apply_processes(self) -> None:
        """Must come after the user namespace is made, else the user's other processes count too."""
        _lower(resource.RLIMIT_NPROC, self.processes)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def enter_mounts(disk_bytes: int) -> None:
    """A user and a mount namespace of this process's own, with an empty /tmp and /dev/shm that
    vanish with it.

    The process must have one thread. Its user and group keep their numbers.
    """
    uid, gid = os.getuid(), os.getgid()
    _check(libc().unshare(Namespace.NEWUSER | Namespace.NEWNS), "unshare")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")
    _check(libc().mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None), "mount private")
    for place in ("/tmp", "/dev/shm"):
        _empty(place, disk_bytes)
    for folder, again in below_tmp():
        os.makedirs(folder)
        bind = libc().mount(again.encode(), folder.encode(), None, _MS_BIND | _MS_REC, None)
        _check(bind, f"bind {folder}")


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    os.write(descriptor, text.encode())
    os.close(descriptor)


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


@functools.cache
def _clone_number() -> int:
    library = libseccomp()
    if library is None:
        raise IsolationFailed("libseccomp is missing")
    return library.seccomp_syscall_resolve_name(b"clone")


def fork_apart() -> int:
    """`os.fork` into namespaces of the child's own: processes, mounts, a network without any
    interface that is up, IPC.

    `unshare` would give all children of this process the same, and only once: a process between
    for each, as large as this one. The process must have one thread. The system call is the one
    that C's fork makes, with its word for where that thread keeps its number.
    """
    number, where = ctypes.c_void_p(), ctypes.c_void_p()
    flags = _APART | signal.SIGCHLD
    if libc().prctl(_PR_GET_TID_ADDRESS, ctypes.byref(where), 0, 0, 0) == 0:
        number, flags = where, flags | _CHILD_SETTID | _CHILD_CLEARTID
    python = _python()
    python.PyOS_BeforeFork()
    pid = python.syscall(_clone_number(), ctypes.c_ulong(flags), None, None, number, number)
    if pid == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
        _check(min(pid, 0), "clone")
    return pid


@functools.cache
def _python() -> ctypes.PyDLL:
    """Python's library and C's, called without letting go of Python's lock: a fork must not."""
    return ctypes.PyDLL(None, use_errno=True)


def prepare() -> None:
    """Find what the walls call, once for all forks."""
    below_tmp()
    program()
    _clone_number()
    for name in ("unshare", "mount", "prctl", "capset"):
        getattr(libc(), name)
    for name in ("PyOS_BeforeFork", "PyOS_AfterFork_Child", "PyOS_AfterFork_Parent", "syscall"):
        getattr(_python(), name)


def confine(ceilings: Ceilings, disk_bytes: int | None = None) -> None:
    """Called in what `fork_apart` made, before any student code.

    Args:
        disk_bytes: size of a working directory that the student's process has no way to; None to
            stay in the one where all are.

    Raises:
        IsolationFailed: a wall can't be put up; the caller must end the process.
    """
    still = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _check(libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl")
    _check(libc().mount(b"proc", b"/proc", b"proc", still, None), "mount /proc")
    _own_terminals()
    if disk_bytes is not None:
        _own_folder(disk_bytes)
    for place in (b"/proc/sys", b"/proc/sysrq-trigger", b"/proc/irq", b"/proc/bus"):
        if os.path.exists(place):
            what, again = place.decode(), _MS_BIND | _MS_REMOUNT | _MS_RDONLY | still
            _check(libc().mount(place, place, None, _MS_BIND | _MS_REC, None), f"bind {what}")
            _check(libc().mount(None, place, None, again, None), f"read-only {what}")
    _loopback_up()
    ceilings.apply()
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
    child = os.fork()
    if child == 0:
        try:
            prepare()
            enter_mounts(1 << 20)
            inner = fork_apart()
            if inner == 0:
                confine(Ceilings())
                os._exit(0)
            os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]))
        except BaseException as error:  # the child must not go on with its parent's program
            print(error, file=sys.stderr, flush=True)
            os._exit(1)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        print("confined")
