"""System calls that student code has no use for, taken away with libseccomp."""

from __future__ import annotations

import ctypes
import ctypes.util
import enum
import errno
import functools
import os
from typing import Any

_FORBIDDEN = """
unshare setns mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick
mount_setattr ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp
kexec_load kexec_file_load init_module finit_module delete_module bpf perf_event_open userfaultfd
keyctl add_key request_key name_to_handle_at open_by_handle_at swapon swapoff reboot acct
settimeofday clock_settime clock_adjtime adjtimex quotactl fanotify_init syslog personality
io_uring_setup io_uring_enter io_uring_register memfd_secret shmget msgget semget mq_open
lookup_dcookie nfsservctl vhangup iopl ioperm modify_ldt sethostname setdomainname mknod mknodat
vmsplice
"""
_MISSING = ("memfd_create", "clone3", "splice", "tee", "sendfile")
"""The first two escape ceilings. The others hold a pipe's lock for as long as the file is silent
that they read from: whoever reads the other end waits for the lock and not for the pipe, which no
time limit and no signal ends.
"""


class Namespace(enum.IntFlag):
    """What `unshare` and `clone` take; see namespaces(7)."""

    NEWNS = 0x20000
    NEWUTS = 0x4000000
    NEWIPC = 0x8000000
    NEWUSER = 0x10000000
    NEWPID = 0x20000000
    NEWNET = 0x40000000


class IsolationFailed(Exception):
    """A wall could not be put up; nothing was run."""


@functools.cache
def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


class _Compare(ctypes.Structure):
    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    ]


@functools.cache
def libseccomp() -> Any:
    """The library, None where it is not installed."""
    try:
        library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    return library


def number(name: str) -> int:
    """Of a system call, below zero where this machine has none of that name."""
    return libseccomp().seccomp_syscall_resolve_name(name.encode())


def forbid_calls() -> None:
    """Refuse, for this process and all that come from it, what only an attack needs: most answers
    EPERM, `_MISSING` ENOSYS, upon which libraries fall back to others.
    """
    failed = libseccomp().seccomp_load(rules())
    if failed != 0:
        raise IsolationFailed(f"seccomp: {os.strerror(-failed)}")


@functools.cache
def rules() -> ctypes.c_void_p:
    """What is refused, as libseccomp holds it. A warm process makes it once, for all its forks."""
    library = libseccomp()
    allow, refuse, missing = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
    context = ctypes.c_void_p(library.seccomp_init(allow))
    if not context:
        raise IsolationFailed("seccomp_init")

    def rule(action: int, name: str, *compare: tuple[int, int, int, int]) -> None:
        call, terms = number(name), (_Compare * len(compare))(*(_Compare(*one) for one in compare))
        add = library.seccomp_rule_add_array
        if call >= 0 and add(context, action, call, len(compare), terms) != 0:
            raise IsolationFailed(f"seccomp rule {name}")

    masked, equal = 7, 4
    for name in _FORBIDDEN.split():
        rule(refuse, name)
    for name in _MISSING:
        rule(missing, name)
    for flag in (*Namespace, 0x2000000):  # the last is the namespace of cgroups
        rule(refuse, "clone", (0, masked, flag, flag))
    for request in (0x5412, 0x541C):  # typing into a terminal: TIOCSTI, TIOCLINUX
        rule(refuse, "ioctl", (1, masked, 0xFFFFFFFF, request))
    for family in (16, 17, 38, 40):  # netlink, packet, crypto, virtual machines
        rule(refuse, "socket", (0, equal, family, 0))
    return context
