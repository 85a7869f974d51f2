"""Keeping student code away from the machine: bubblewrap around the warm process, kernel namespaces around each submission.

The outer wall is bubblewrap's: a root that holds the system's programs, this Python and nothing else, read-only; no
network; its own processes; no rights. Inside it, each submission gets namespaces of its own (`enter`, `confine`), which
keep it from the warm process and from what an earlier submission left. System calls that student code has no use for
are taken away with libseccomp.

No process here may have the user number 0 outside: a root that is nobody inside could still write to /proc/sys.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import fcntl
import functools
import importlib.util
import os
import resource
import shutil
import socket
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

NOBODY = 65534
SITE = "/sandbox/site"
"""Where the packages lie that are not installed but stand beside the course."""

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC, _MS_PRIVATE = (
    1,
    2,
    4,
    8,
    0x1000,
    0x4000,
    0x40000,
)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = (
    "alternatives",
    "fonts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "timezone",
    "mime.types",
    "ssl/certs",
    "ssl/openssl.cnf",
    "magic",
    "locale.alias",
)
_FORBIDDEN = (
    "unshare",
    "setns",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "pidfd_getfd",
    "kcmp",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "keyctl",
    "add_key",
    "request_key",
    "name_to_handle_at",
    "open_by_handle_at",
    "swapon",
    "swapoff",
    "reboot",
    "acct",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "quotactl",
    "fanotify_init",
    "syslog",
    "personality",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "memfd_secret",
    "shmget",
    "msgget",
    "semget",
    "mq_open",
    "lookup_dcookie",
    "nfsservctl",
    "vhangup",
    "iopl",
    "ioperm",
    "modify_ldt",
    "sethostname",
    "setdomainname",
    "mknod",
    "mknodat",
    "vmsplice",
)


class IsolationFailed(Exception):
    """A wall could not be put up; nothing was run."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        raise IsolationFailed(f"{what}: {os.strerror(ctypes.get_errno())}")


# -- the outer wall ------------------------------------------------------------------------------------------------


def command(
    inside: Sequence[str], packages: Sequence[Path] = (), readable: Sequence[Path] = ()
) -> list[str]:
    """The command that runs `inside` behind bubblewrap.

    Args:
        packages: package folders or modules that are imported by name from `SITE`.
        readable: further folders, at their own paths.

    Returns:
        An argument list for `subprocess`; run it with an environment that has nothing to hide (see `environment`).
    """
    argv = [
        shutil.which("bwrap") or "bwrap",
        "--die-with-parent",
        "--new-session",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
        "--hostname",
        "sandbox",
    ]
    if os.geteuid() != 0:
        argv += ["--unshare-user"]
    for folder in _SYSTEM:
        if os.path.islink(folder):
            argv += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            argv += ["--ro-bind", folder, folder]
    argv += ["--dir", "/etc", "--dir", "/sandbox", "--perms", "1777", "--tmpfs", "/tmp"]
    for name in _ETC + tuple(path.name for path in Path("/etc").glob("java*")):
        argv += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for folder in _python_folders() + [str(path) for path in readable]:
        if not folder.startswith(tuple(f"{system}/" for system in _SYSTEM)):
            # Made by name, for bubblewrap closes those that it makes by itself to other users, nobody included.
            for parent in reversed(Path(folder).parents[:-1]):
                argv += ["--dir", str(parent)]
            argv += ["--ro-bind", folder, folder]
    for folder, again in _below_tmp():
        argv += ["--dir", str(Path(again).parent), "--ro-bind", folder, again]
    here = Path(__file__).resolve().parent
    argv += ["--dir", SITE, "--dir", f"{SITE}/autograder"]
    argv += [
        "--ro-bind",
        str(here.parent / "__init__.py"),
        f"{SITE}/autograder/__init__.py",
        "--ro-bind",
        str(here),
        f"{SITE}/autograder/sandbox",
    ]
    for path in packages:
        argv += ["--ro-bind", str(path), f"{SITE}/{path.name}"]
    # The whole /proc: only where none of it is covered does the kernel let each submission mount one of its own. The
    # warm process alone sees this one, and it runs nobody's code.
    argv += ["--dev", "/dev", "--bind", "/proc", "/proc", "--remount-ro", "/", "--chdir", "/tmp"]
    if os.geteuid() == 0:
        argv += [
            shutil.which("setpriv") or "setpriv",
            f"--reuid={NOBODY}",
            f"--regid={NOBODY}",
            "--clear-groups",
            "--no-new-privs",
            "--bounding-set=-all",
            "--inh-caps=-all",
        ]
    return [*argv, *inside]


def _python_folders() -> list[str]:
    folders = {
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_path("stdlib"),
        sysconfig.get_path("platstdlib"),
        sysconfig.get_path("purelib"),
        str(Path(os.path.realpath(sys.executable)).parent.parent),
    }
    folders.update(
        str(path)
        for path in map(Path, sys.path)
        if path.name in ("site-packages", "dist-packages") and path.is_dir()
    )
    return sorted(
        folder
        for folder in folders
        if folder != "/"
        and not any(folder != other and folder.startswith(f"{other}/") for other in folders)
    )


def _below_tmp() -> list[tuple[str, str]]:
    """Python's folders that each submission's own /tmp would hide, and a second place for each: a clone may lie in /tmp."""
    return [
        (folder, f"/sandbox/keep/{number}")
        for number, folder in enumerate(_python_folders())
        if folder.startswith("/tmp/")
    ]


def packages_of(modules: Sequence[str]) -> list[Path]:
    """The folders (or files) of those modules that are not installed where this Python's packages lie."""
    installed = tuple(f"{folder}/" for folder in [*_python_folders(), *_SYSTEM])
    found: dict[str, Path] = {}
    for module in modules:
        top = module.partition(".")[0]
        try:
            spec = importlib.util.find_spec(top)
        except (ImportError, ValueError):
            continue
        origin = spec and (next(iter(spec.submodule_search_locations or []), None) or spec.origin)
        if origin and os.path.exists(origin) and not origin.startswith(installed):
            found[top] = Path(origin)
    return [path for name, path in sorted(found.items()) if name != "autograder"]


def environment() -> dict[str, str]:
    """What the sandboxed processes find in their environment: nothing of this process's own."""
    kept = {
        name: os.environ[name]
        for name in ("LANG", "LC_ALL", "TZ", "KERAS_BACKEND", "JAVA_HOME")
        if name in os.environ
    }
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": "/tmp/home",
        "USER": "student",
        "LOGNAME": "student",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONPATH": SITE,
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "",
        "NBGRADER_EXECUTION": "autograde",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        **kept,
    }


def missing() -> list[str]:
    """Packages without which no wall can be put up here, by their projects' names."""
    there = {
        "bubblewrap": shutil.which("bwrap"),
        "libseccomp": libseccomp(),
        "util-linux": os.geteuid() != 0 or shutil.which("setpriv"),
    }
    return [name for name, found in there.items() if not found]


@functools.cache
def unavailable() -> str:
    """Why student code can't be isolated on this machine, in Korean; "" if it can.

    The walls are put up for real around a trivial program; the answer is kept for the life of this process.
    """
    if not sys.platform.startswith("linux"):
        return "학생 코드의 격리는 Linux에서만 됩니다(macOS와 Windows에는 이름 공간이 없습니다)"
    if lacking := missing():
        packages = ", ".join(lacking)
        return f"패키지 {packages}이(가) 없습니다. `autograder doctor`가 설치 명령을 알려 줍니다"
    probe = f"import sys; sys.path.insert(0, {SITE!r}); from autograder.sandbox import isolate; isolate.probe()"
    try:
        done = subprocess.run(
            command([sys.executable, "-S", "-c", probe]),
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap을 실행하지 못했습니다: {error}"
    if done.returncode != 0 or done.stdout.strip() != "confined":
        last = (
            done.stderr.strip() or done.stdout.strip() or f"exit {done.returncode}"
        ).splitlines()[-1]
        return f"이 컴퓨터(또는 컨테이너)에서는 이름 공간을 만들 수 없습니다: {last}"
    return ""


def probe() -> None:
    """Put up the inner walls once, in a child, and say `confined` if they stand."""
    child = os.fork()
    if child == 0:
        try:
            enter_mounts(1 << 20)
            enter_alone()
            inner = os.fork()
            if inner == 0:
                confine(Ceilings())
                os._exit(0)
            os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]))
        except BaseException as error:  # the child must not go on with its parent's program
            print(error, file=sys.stderr, flush=True)
            os._exit(1)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        print("confined")


# -- the inner walls -----------------------------------------------------------------------------------------------


class Ceilings:
    """Resource limits of one submission's processes; None leaves a limit as it is.

    Attributes:
        cpu_seconds, memory_bytes (of one process), processes, open_files, file_bytes.
    """

    def __init__(
        self,
        cpu_seconds: int | None = None,
        memory_bytes: int | None = None,
        processes: int = 64,
        open_files: int = 512,
        file_bytes: int = 64 * 2**20,
    ) -> None:
        self.cpu_seconds, self.memory_bytes, self.processes = cpu_seconds, memory_bytes, processes
        self.open_files, self.file_bytes = open_files, file_bytes

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
        if self.cpu_seconds is not None:
            wanted[resource.RLIMIT_CPU] = self.cpu_seconds
        for limit, value in wanted.items():
            hard = resource.getrlimit(limit)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (value, value))

    def apply_processes(self) -> None:
        """Must come after the user namespace is made, else the user's other processes count too."""
        hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
        value = self.processes if hard == resource.RLIM_INFINITY else min(self.processes, hard)
        resource.setrlimit(resource.RLIMIT_NPROC, (value, value))


def enter_mounts(disk_bytes: int) -> None:
    """A user and a mount namespace of this process's own, with an empty /tmp and /dev/shm that vanish with it.

    The process must have one thread. Its user and group keep their numbers.
    """
    libc = _libc()
    uid, gid = os.getuid(), os.getgid()
    _check(libc.unshare(_NEWUSER | _NEWNS), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    _check(libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None), "mount private")
    # Twenty thousand files are more than any task needs; each costs the kernel about a kilobyte.
    options = f"size={disk_bytes},nr_inodes=20000,mode=0700".encode()
    for place in (b"/tmp", b"/dev/shm"):
        _check(
            libc.mount(b"tmpfs", place, b"tmpfs", _MS_NOSUID | _MS_NODEV, options),
            f"mount {place.decode()}",
        )
    for folder, again in _below_tmp():
        os.makedirs(folder)
        _check(
            libc.mount(again.encode(), folder.encode(), None, _MS_BIND | _MS_REC, None),
            f"bind {folder}",
        )


def enter_alone() -> None:
    """Namespaces for the children of this process: processes, a network without any interface that is up, IPC."""
    _check(_libc().unshare(_NEWPID | _NEWNET | _NEWIPC | _NEWUTS), "unshare")


def confine(ceilings: Ceilings) -> None:
    """Called in the first process of the new process namespace, before any student code.

    Raises:
        IsolationFailed: a wall can't be put up; the caller must end the process.
    """
    libc = _libc()
    _check(libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl")
    _check(libc.unshare(_NEWNS), "unshare mounts")  # the warden goes on to read the outer /proc
    _check(
        libc.mount(b"proc", b"/proc", b"proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, None),
        "mount /proc",
    )
    for place in (b"/proc/sys", b"/proc/sysrq-trigger", b"/proc/irq", b"/proc/bus"):
        if os.path.exists(place):
            _check(
                libc.mount(place, place, None, _MS_BIND | _MS_REC, None), f"bind {place.decode()}"
            )
            _check(
                libc.mount(
                    None,
                    place,
                    None,
                    _MS_BIND | 0x20 | _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC,
                    None,
                ),
                f"read-only {place.decode()}",
            )
    _loopback_up()
    ceilings.apply()
    drop_rights()
    forbid_calls()


def _loopback_up() -> None:
    """The namespace's own loopback, which reaches nobody but this submission: honest code uses it between its processes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        try:
            fcntl.ioctl(
                any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x41)
            )  # SIOCSIFFLAGS, up and running
        except OSError:
            pass


def drop_rights() -> None:
    """No capabilities, none to be had by running a program, and no debugger."""
    libc = _libc()
    for capability in range(64):
        if libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    _check(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _check(libc.capset(header, data), "capset")


def no_debugger(on: bool = True) -> None:
    """Whether other processes of the same user may look into this one's memory."""
    _libc().prctl(_PR_SET_DUMPABLE, 0 if on else 1, 0, 0, 0)


def die_with_parent() -> None:
    _libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)


# -- system calls --------------------------------------------------------------------------------------------------


class _Compare(ctypes.Structure):
    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    ]


@functools.cache
def libseccomp() -> ctypes.CDLL | None:
    """The library, None where it is not installed."""
    try:
        library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p,
        ctypes.c_uint32,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.POINTER(_Compare),
    ]
    library.seccomp_load.argtypes = library.seccomp_release.argtypes = [ctypes.c_void_p]
    return library


def forbid_calls() -> None:
    """Refuse, for this process and all that come from it, the system calls that only an attack needs.

    Most answer EPERM. `memfd_create` and `clone3` answer ENOSYS, upon which libraries fall back to what is limited.
    """
    library = libseccomp()
    if library is None:
        raise IsolationFailed("libseccomp is missing")
    allow, refuse, missing = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
    context = library.seccomp_init(allow)
    if not context:
        raise IsolationFailed("seccomp_init")

    def rule(action: int, name: str, *compare: tuple[int, int, int, int]) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # not a system call of this machine
        terms = (_Compare * max(1, len(compare)))(*(_Compare(*term) for term in compare))
        if library.seccomp_rule_add_array(context, action, number, len(compare), terms) != 0:
            raise IsolationFailed(f"seccomp rule {name}")

    masked, equal = 7, 4
    try:
        for name in _FORBIDDEN:
            rule(refuse, name)
        for name in ("memfd_create", "clone3"):
            rule(missing, name)
        for flag in (_NEWUSER, _NEWNS, _NEWPID, _NEWNET, _NEWIPC, _NEWUTS, 0x2000000):
            rule(refuse, "clone", (0, masked, flag, flag))
        for request in (0x5412, 0x541C):  # typing into a terminal: TIOCSTI, TIOCLINUX
            rule(refuse, "ioctl", (1, masked, 0xFFFFFFFF, request))
        for family in (16, 17, 38, 40):  # netlink, packet, crypto, virtual machines
            rule(refuse, "socket", (0, equal, family, 0))
        if library.seccomp_load(context) != 0:
            raise IsolationFailed("seccomp_load")
    finally:
        library.seccomp_release(context)
