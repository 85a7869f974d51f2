"""A Jupyter kernel provisioner whose kernels are forked from a process that has already imported the heavy libraries.

Named in a kernelspec (`install_kernelspec` writes one), it serves everything that starts kernels through Jupyter:
`nbgrader autograde`, nbclient, `jupyter nbconvert --execute`, nbval, JupyterLab:

    {"kernel_provisioner": {"provisioner_name": "warm-fork", "config": {"modules": ["keras", "pandas"]}}}

or, without any kernelspec, by JUPYTER_DEFAULT_PROVISIONER_NAME=warm-fork and AUTOGRADER_WARM_MODULES="keras pandas".

It is about speed, not safety: kernels are ordinary processes of the same user. Where kernels can't be forked (no Linux,
another interpreter without this package) they start as Jupyter starts them, with one warning. A template serves kernels
of one interpreter and one environment, for both are fixed when modules are imported; a module that starts threads is
left to the kernels.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import glob
import hashlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Int, List, Unicode

from . import template, warm

MODULES_VARIABLE = "AUTOGRADER_WARM_MODULES"
SHARED_VARIABLE = "AUTOGRADER_WARM_DIR"
LOST = 1  # exit status of a kernel whose template ended before it

PER_KERNEL = frozenset(
    ["PWD", "OLDPWD", "_", "SHLVL", "COLUMNS", "LINES", "TMPDIR", "IPYTHONDIR", "JPY_PARENT_PID", "JPY_SESSION_NAME", "JPY_API_TOKEN", "NBGRADER_EXECUTION", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_XDIST_TESTRUNUID"]
) | {MODULES_VARIABLE, SHARED_VARIABLE}
"""Environment variables that no import reads, so that kernels which differ in them share a template."""


class ColdStart(Exception):
    """Why a kernel can't be forked."""


def forks_here() -> bool:
    """Whether this system has what it takes: fork (on macOS its frameworks forbid it) and pidfds."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


# ------------------------------------------------------------------------------------------------------- the templates


class Templates:
    """The templates of one owner: sockets in a private folder, one for each combination of interpreter, environment and modules.

    A template ends with its owner. Any process that is told the folder (`shared_templates`) may use and start them.
    """

    def __init__(self, folder: Path, owner: int) -> None:
        self.folder, self.owner = folder, owner
        self._failed: dict[str, str] = {}  # a start that failed takes long and would fail again

    @classmethod
    def here(cls) -> Templates:
        """The shared ones if the environment names them and their owner lives, else this process's own."""
        global _own
        shared = os.environ.get(SHARED_VARIABLE)
        with _lock:
            if shared:
                with contextlib.suppress(OSError, ValueError):
                    owner = _owner_of(Path(shared))
                    return _shared.setdefault((shared, owner), cls(Path(shared), owner))
            if _own is None or _own.owner != os.getpid():  # a fork of this process needs its own
                _own = cls.make()
                atexit.register(_own.close)
            return _own

    @classmethod
    def make(cls) -> Templates:
        folder = Path(tempfile.mkdtemp(prefix="warm-"))  # mode 0700
        (folder / "owner").write_text(f"{os.getpid()} {_start_time(os.getpid())}", encoding="ascii")
        return cls(folder, os.getpid())

    def close(self) -> None:
        """Kill the templates; running kernels go on."""
        if self.owner != os.getpid():
            return
        for file in self.folder.glob("*.pid"):
            with contextlib.suppress(OSError, ValueError):
                pid, started = file.read_text(encoding="ascii").split()
                if _start_time(int(pid)) == started:
                    os.kill(int(pid), signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(
        self,
        key: str,
        command: list[str],
        options: list[str],
        modules: list[str],
        environ: dict[str, str],
        most: int,
        seconds: float,
    ) -> socket.socket:
        """A connection to the template of this key, which is started if there is none.

        Raises:
            ColdStart: it can't be started.
        """
        import fcntl

        path = self.folder / f"{key}.sock"
        connection = _connect(path)
        if connection:
            return connection
        with open(self.folder / f"{key}.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            connection = _connect(path)
            if connection:
                return connection
            if key in self._failed:
                raise ColdStart(self._failed[key])
            try:
                self._start(path, command, options, modules, environ, seconds)
            except ColdStart as error:
                self._failed[key] = str(error)
                raise
            self._retire_all_but(most)
            connection = _connect(path)
            if connection is None:
                raise ColdStart("the template ended at once")
            return connection

    def _start(
        self,
        path: Path,
        command: list[str],
        options: list[str],
        modules: list[str],
        environ: dict[str, str],
        seconds: float,
    ) -> None:
        left_out: list[str] = []
        while True:
            wanted = [module for module in modules if module not in left_out]
            path.unlink(missing_ok=True)
            answer = self._try(
                path,
                [*command, "-m", template.__name__, "--socket", str(path), *options],
                wanted,
                environ,
                seconds,
            )
            unsafe = answer.get("unsafe")
            if unsafe not in wanted:
                break
            left_out.append(unsafe)  # the kernels import it themselves
        if "pid" not in answer:
            raise ColdStart(answer.get("error", "the template did not start"))
        path.with_suffix(".pid").write_text(
            f"{answer['pid']} {_start_time(answer['pid'])}", encoding="ascii"
        )

    def _try(
        self,
        path: Path,
        command: list[str],
        modules: list[str],
        environ: dict[str, str],
        seconds: float,
    ) -> dict:
        started, ready = os.pipe()
        owner = None
        try:
            owner = os.pidfd_open(self.owner)
            log = tempfile.TemporaryFile(dir=self.folder)
            with log:
                process = subprocess.Popen(
                    [*command, "--owner", str(owner), "--ready", str(ready), *modules],
                    env=environ,
                    cwd=self.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=(owner, ready),
                    start_new_session=True,
                )
                threading.Thread(
                    target=process.wait, name="template", daemon=True
                ).start()  # reaps it, whenever it ends
                os.close(ready)
                ready = None
                text = _read_line(started, seconds)
                try:
                    return json.loads(text)
                except ValueError:
                    process.kill()
                    process.wait()
                    log.seek(0)
                    why = log.read().decode(errors="replace").strip().splitlines()
                    return {
                        "error": f"the template did not get ready: {why[-1] if why else f'exit status {process.returncode}'}"
                    }
        except OSError as error:
            return {"error": f"{type(error).__name__}: {error}"}
        finally:
            for descriptor in (started, ready, owner):
                if descriptor is not None:
                    os.close(descriptor)

    def _retire_all_but(self, most: int) -> None:
        """Let the templates go that were used least recently: each holds some hundred MB."""

        def used(path: Path) -> float:
            try:
                return path.stat().st_mtime
            except OSError:
                return 0.0

        for path in sorted(self.folder.glob("*.sock"), key=used, reverse=True)[most:]:
            connection = _connect(path)
            if connection:
                with connection, contextlib.suppress(OSError):
                    template.send(connection, {"retire": True})


_lock = threading.Lock()
_own: Templates | None = None
_shared: dict[tuple[str, int], Templates] = {}


def _connect(path: Path) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
        os.utime(path)
        return connection
    except OSError:
        connection.close()
        return None


def _readable(descriptor: int | socket.socket, seconds: float = 0) -> bool:
    """Whether there is something to read, or an end, within this time."""
    poll = select.poll()  # select() takes no descriptors above 1023
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _read_line(descriptor: int, seconds: float) -> bytes:
    """A line from a pipe, or what came of it until the pipe was closed or the time was up."""
    data, end = b"", time.monotonic() + seconds
    while (
        not data.endswith(b"\n")
        and (left := end - time.monotonic()) > 0
        and _readable(descriptor, left)
    ):
        part = os.read(descriptor, 1 << 16)
        if not part:
            break
        data += part
    return data


def _start_time(pid: int) -> str:
    """When a process started, in the kernel's ticks: with the pid, a name that is never given twice."""
    return (
        Path(f"/proc/{pid}/stat")
        .read_text(encoding="utf-8", errors="replace")
        .rpartition(")")[2]
        .split()[19]
    )


def _owner_of(folder: Path) -> int:
    """The pid of the living owner of a shared folder.

    Raises:
        ValueError: the folder is not private to this user. OSError: it or its owner is gone.
    """
    state = folder.stat()
    if state.st_uid != os.geteuid() or state.st_mode & 0o077:
        raise ValueError(f"{folder} is open to others")
    pid, started = (folder / "owner").read_text(encoding="ascii").split()
    if _start_time(int(pid)) != started:
        raise ProcessLookupError(pid)
    return int(pid)


@contextlib.contextmanager
def shared_templates() -> Iterator[Path | None]:
    """Within the block, this process and those that it starts use the same templates, which end with the block.

    For a run of many short processes (nbval, `nbconvert --execute`), each of which would warm up a template of its own.
    Yields their folder, or None where kernels can't be forked.
    """
    if not forks_here():
        yield None
        return
    templates = Templates.make()
    before = os.environ.get(SHARED_VARIABLE)
    os.environ[SHARED_VARIABLE] = str(templates.folder)
    try:
        yield templates.folder
    finally:
        if before is None:
            os.environ.pop(SHARED_VARIABLE, None)
        else:
            os.environ[SHARED_VARIABLE] = before
        templates.close()


# ---------------------------------------------------------------------------------------------------------- the kernel


class ForkedProcess:
    """A kernel that is the template's child, with as much of subprocess.Popen as LocalProvisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, pidfd: int, connection: socket.socket) -> None:
        self.pid, self.returncode = pid, None
        self._pidfd, self._connection = pidfd, connection
        self._lost = False  # the template is gone: nobody keeps the pid from being given again
        self._ended_at = 0.0

    def poll(self) -> int | None:
        if self.returncode is None and _readable(self._pidfd):
            self._ended_at = self._ended_at or time.monotonic()
            try:
                if _readable(self._connection):
                    self.returncode = int(template.receive(self._connection)[0]["exit"])
                elif time.monotonic() > self._ended_at + template.PATIENCE:
                    raise TimeoutError
            except (OSError, EOFError, ValueError, KeyError):
                self._lost, self.returncode = True, LOST
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout)
            _readable(self._pidfd, 0.05)
        self._connection.close()  # the template reaps it now
        self._lost = True
        return self.returncode

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def __del__(self) -> None:
        self._connection.close()
        os.close(self._pidfd)


class ForkProvisioner(LocalProvisioner):
    """LocalProvisioner that forks kernels from a warm template where it can; all else is LocalProvisioner's."""

    modules = List(
        Unicode(),
        help="Modules to import beforehand. Empty: AUTOGRADER_WARM_MODULES, else what `notebooks` import.",
    ).tag(config=True)
    notebooks = List(
        Unicode(), help="Paths or patterns of notebooks whose imports are the modules."
    ).tag(config=True)
    threads = Int(
        0,
        min=0,
        help="Size of the thread pools of BLAS and the like in kernels. 0: as the environment says.",
    ).tag(config=True)
    cuda = Bool(False, help="Let imports see GPUs. They must not start CUDA then.").tag(config=True)
    per_kernel = List(Unicode(), help="More environment variables that no import reads.").tag(
        config=True
    )
    growth_mb = Int(512, min=1, help="A template that grew by more MB is replaced.").tag(
        config=True
    )
    idle_seconds = Int(
        1800, min=1, help="A template without kernels ends after so many seconds."
    ).tag(config=True)
    start_seconds = Int(300, min=1, help="The imports may take so many seconds.").tag(config=True)
    most_templates = Int(
        2, min=1, help="So many templates live at a time, for different environments."
    ).tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        try:
            self.process = await asyncio.to_thread(self._fork, cmd, kwargs)
        except ColdStart as reason:
            self._warn(str(reason))
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid  # it leads a session of its own
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def wait(self) -> int | None:
        while isinstance(self.process, ForkedProcess) and self.process.poll() is None:
            await asyncio.sleep(
                0.01
            )  # LocalProvisioner looks every 0.1 s: longer than a forked kernel takes to end
        return await super().wait()

    async def send_signal(self, signum: int) -> None:
        if (
            isinstance(self.process, ForkedProcess)
            and self.process.poll() is not None
            and self.process._lost
        ):
            return  # its process group may be another's by now
        await super().send_signal(signum)

    def _warn(self, reason: str) -> None:
        if reason not in _warned:
            _warned.add(reason)
            self.log.warning("Kernels start cold: %s", reason)

    def _fork(self, cmd: list[str], kwargs: dict[str, Any]) -> ForkedProcess:
        if not forks_here():
            raise ColdStart("kernels are forked on Linux only")
        known = {"env", "cwd", "stdin", "stdout", "stderr", "kernel_id", "extra_arguments"}
        if set(kwargs) - known or subprocess.PIPE in (
            kwargs.get("stdin"),
            kwargs.get("stdout"),
            kwargs.get("stderr"),
        ):
            raise ColdStart(
                f"launch options that a fork can't follow: {sorted(set(kwargs) - known) or 'pipes'}"
            )
        python, arguments = _launcher(cmd)
        cwd = os.path.abspath(kwargs.get("cwd") or os.getcwd())
        if not os.path.isdir(cwd):
            raise ColdStart(f"there is no folder {cwd}")
        environ = {
            **(os.environ if kwargs.get("env") is None else kwargs["env"]),
            "JPY_PARENT_PID": str(os.getpid()),
        }
        modules = (
            list(self.modules)
            or _words(environ.get(MODULES_VARIABLE, ""))
            or _modules_of(tuple(self.notebooks))
        )
        options = [
            "--threads",
            str(self.threads),
            *(["--cuda"] if self.cuda else []),
            "--growth",
            str(self.growth_mb << 20),
            "--idle",
            str(self.idle_seconds),
        ]
        apart = PER_KERNEL.union(self.per_kernel)
        common = {name: value for name, value in environ.items() if name not in apart}
        key = hashlib.sha256(
            json.dumps([python, options, modules, sorted(common.items())]).encode()
        ).hexdigest()[:16]

        streams, opened = _streams(kwargs)
        try:
            asker = os.pidfd_open(os.getpid())
            started, starting = os.pipe()
            opened += [asker, started, starting]
            order = {"argv": cmd, "arguments": arguments, "cwd": cwd, "environ": environ}
            for attempt in (1, 2):  # a template may end between our connecting and our asking
                try:
                    connection = Templates.here().connect(
                        key,
                        python,
                        options,
                        modules,
                        common,
                        self.most_templates,
                        self.start_seconds,
                    )
                except OSError as error:
                    raise ColdStart(f"{type(error).__name__}: {error}") from error
                connection.settimeout(template.PATIENCE)
                try:
                    template.send(connection, order, [*streams, starting, asker])
                    answer, descriptors = template.receive(connection)
                    break
                except (OSError, EOFError, ValueError) as error:
                    connection.close()
                    if attempt == 2:
                        raise ColdStart(
                            f"the template does not answer: {type(error).__name__}: {error}"
                        ) from error
            if "pid" not in answer:
                connection.close()
                raise ColdStart(answer.get("error", "the template did not fork"))
            process = ForkedProcess(answer["pid"], descriptors[0], connection)
            # A client that asks before the kernel listens waits a whole second for its next try.
            os.close(starting)
            opened.remove(starting)
            _readable(started, template.PATIENCE)
            return process
        finally:
            for descriptor in opened:
                os.close(descriptor)


_warned: set[str] = set()
_found: dict[tuple, list[str]] = {}


def _launcher(cmd: list[str]) -> tuple[list[str], list[str]]:
    """The interpreter with its options, and the kernel's arguments, of `python ... -m ipykernel_launcher ...`."""
    for index in range(1, len(cmd) - 1):
        if cmd[index] == "-m":
            if cmd[index + 1] in ("ipykernel_launcher", "ipykernel"):
                return cmd[:index], cmd[index + 2 :]
            break
        if not cmd[index].startswith("-X") and not cmd[index - 1] == "-X" and cmd[index][:1] != "-":
            break
    raise ColdStart(f"{' '.join(cmd[:4])} is not started by -m ipykernel_launcher")


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _modules_of(patterns: tuple[str, ...]) -> list[str]:
    paths = tuple(
        sorted(
            path
            for pattern in patterns
            for path in glob.glob(os.path.expanduser(pattern), recursive=True)
        )
    )
    state = tuple((path, os.stat(path).st_mtime_ns) for path in paths)
    if state not in _found:
        notebooks = []
        for path in paths:
            with contextlib.suppress(OSError, ValueError, nbformat.reader.NotJSONError):
                notebooks.append(nbformat.read(path, as_version=4))
        _found[state] = warm.imports_of(notebooks)
    return _found[state]


def _streams(kwargs: dict[str, Any]) -> tuple[list[int], list[int]]:
    """Descriptors for the kernel's stdin, stdout and stderr, and those among them that are to be closed."""
    null = os.open(os.devnull, os.O_RDWR)
    streams = []
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        given = kwargs.get(name)
        if given is None:
            given = null if number == 0 else number
        elif given == subprocess.DEVNULL:
            given = null
        elif given == subprocess.STDOUT:
            given = streams[1]
        elif not isinstance(given, int):
            given = given.fileno()
        try:
            os.fstat(given)
        except OSError:  # closed in this process
            given = null
        streams.append(given)
    return streams, [null]


# ------------------------------------------------------------------------------------------------------ the kernelspec


def install_kernelspec(
    folder: str | os.PathLike,
    name: str = "python3",
    modules: Iterable[str] = (),
    notebooks: Iterable[str | os.PathLike] = (),
    **config: Any,
) -> Path:
    """Write a kernelspec whose kernels are forked, and return its folder.

    Args:
        folder: a Jupyter data folder; in JUPYTER_PATH it makes the kernel known. In the folder `sys.prefix/share/jupyter`
            it is known to every Jupyter program of this environment.
        name: "python3" makes every notebook use it.
        modules: what to import beforehand; empty: what `notebooks` (paths or patterns) import, else what
            AUTOGRADER_WARM_MODULES names when the kernel starts.
        config: further options of ForkProvisioner.
    """
    from ipykernel.kernelspec import get_kernel_dict

    spec = get_kernel_dict()
    spec["display_name"] = "Python 3 (warm)"
    chosen = {
        "modules": list(modules),
        "notebooks": [os.path.abspath(path) for path in notebooks],
        **config,
    }
    spec.setdefault("metadata", {})["kernel_provisioner"] = {
        "provisioner_name": "warm-fork",
        "config": {key: value for key, value in chosen.items() if value},
    }
    place = Path(folder) / "kernels" / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "kernel.json").write_text(
        json.dumps(spec, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return place
