"""Keeping student code away from the machine: bubblewrap around the warm process that submissions
are forked from.

This is the outer wall: a root that holds the system's programs, this Python and nothing else,
read-only; no network; its own processes; no rights. Inside it, each submission's processes put up
walls of their own (`confinement`).
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import confinement, seccomp
from .layout import SITE, STUDENTS, SYSTEM, below_tmp, python_folders

_ETC = """
alternatives fonts ld.so.cache ld.so.conf ld.so.conf.d localtime timezone mime.types ssl/certs
ssl/openssl.cnf magic locale.alias
"""

_ENVIRONMENT = """
HOME=/tmp/home USER=student LOGNAME=student TMPDIR=/tmp LANG=C.UTF-8 NBGRADER_EXECUTION=autograde
PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1 IPYTHONDIR=/tmp/ipython
MPLBACKEND=module://matplotlib_inline.backend_inline MPLCONFIGDIR=/tmp/matplotlib
TF_CPP_MIN_LOG_LEVEL=3 TF_ENABLE_ONEDNN_OPTS=0 CUDA_VISIBLE_DEVICES= HF_HUB_OFFLINE=1
HF_HUB_DISABLE_PROGRESS_BARS=1 JE_ARROW_MALLOC_CONF=background_thread:false
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 NUMEXPR_NUM_THREADS=1
VECLIB_MAXIMUM_THREADS=1 TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1
"""
"""No GPU: a CUDA context does not survive a fork, nor does the thread of pyarrow's allocator."""


def command(
    inside: Sequence[str], packages: Sequence[Path] = (), readable: Sequence[Path] = ()
) -> list[str]:
    """The command that runs `inside` behind bubblewrap; run it in `environment()`.

    Args:
        packages: package folders or modules that are imported by name from `SITE`.
        readable: further folders, at their own paths.
    """
    apart = ("pid", "net", "ipc", "uts", "cgroup-try")
    argv = [shutil.which("bwrap") or "bwrap", "--die-with-parent", "--new-session"]
    argv += [*(f"--unshare-{name}" for name in apart), "--hostname", "sandbox"]
    if os.geteuid() != 0:
        argv += ["--unshare-user"]
    for folder in SYSTEM:
        if os.path.islink(folder):
            argv += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            argv += ["--ro-bind", folder, folder]
    argv += ["--dir", "/etc", "--dir", STUDENTS, "--perms", "1777", "--tmpfs", "/tmp"]
    for name in _ETC.split() + [path.name for path in Path("/etc").glob("java*")]:
        argv += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for folder in python_folders() + [str(path) for path in readable]:
        if not folder.startswith(tuple(f"{system}/" for system in SYSTEM)):
            # Made by name, for bubblewrap closes those that it makes by itself to other users,
            # nobody included.
            for parent in reversed(Path(folder).parents[:-1]):
                argv += ["--dir", str(parent)]
            argv += ["--ro-bind", folder, folder]
    for folder, again in below_tmp():
        argv += ["--dir", str(Path(again).parent), "--ro-bind", folder, again]
    argv += _site(packages)
    # The whole /proc: only where none of it is covered does the kernel let each submission mount
    # one of its own. The warm process alone sees this one, and it runs nobody's code.
    argv += ["--dev", "/dev", "--bind", "/proc", "/proc", "--remount-ro", "/", "--chdir", "/tmp"]
    if os.geteuid() == 0:
        nobody = confinement.NOBODY
        argv += [shutil.which("setpriv") or "setpriv", f"--reuid={nobody}", f"--regid={nobody}"]
        argv += ["--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
    return [*argv, *inside]


def _site(packages: Sequence[Path]) -> list[str]:
    """Options that show this package and the given ones in `SITE`: nothing else of the grader."""
    here = Path(__file__).resolve().parent
    shown = {
        here.parent / "__init__.py": f"{SITE}/autograder/__init__.py",
        here: f"{SITE}/autograder/sandbox",
        **{path: f"{SITE}/{path.name}" for path in packages},
    }
    argv = ["--dir", SITE, "--dir", f"{SITE}/autograder"]
    for path, inside in shown.items():
        argv += ["--ro-bind", str(path), inside]
    return argv


def environment() -> dict[str, str]:
    """What the sandboxed processes find in their environment: nothing of this process's own."""
    kept = {
        name: os.environ[name]
        for name in ("LANG", "LC_ALL", "TZ", "KERAS_BACKEND", "JAVA_HOME")
        if name in os.environ
    }
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    pairs = [pair.partition("=") for pair in _ENVIRONMENT.split()]
    return {"PATH": path, "PYTHONPATH": SITE, **{name: to for name, _, to in pairs}, **kept}


def missing() -> list[str]:
    """Packages without which no wall can be put up here, by their projects' names."""
    there = {
        "bubblewrap": shutil.which("bwrap"),
        "libseccomp": seccomp.libseccomp(),
        "util-linux": os.geteuid() != 0 or shutil.which("setpriv"),
    }
    return [name for name, found in there.items() if not found]


@functools.cache
def unavailable() -> str:
    """Why student code can't be isolated on this machine, in Korean; "" if it can: the walls are
    put up for real around a trivial program.
    """
    if not sys.platform.startswith("linux"):
        return "학생 코드의 격리는 Linux에서만 됩니다(macOS와 Windows에는 이름 공간이 없습니다)"
    if lacking := missing():
        packages = ", ".join(lacking)
        return f"패키지 {packages}이(가) 없습니다. `autograder doctor`가 설치 명령을 알려 줍니다"
    probe = (
        f"import sys; sys.path.insert(0, {SITE!r}); "
        "from autograder.sandbox import confinement; confinement.probe()"
    )
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
