"""The warm process that kernels are forked from, started by `provisioner` with the options of a kernel's own interpreter.

It imports once, then listens on a Unix socket and does nothing but fork and reap: one thread, no event loop, no ZeroMQ.
What a kernel does can't reach it, for it runs none of their code. It ends with its owner, and leaves running kernels be;
a kernel ends with the process that asked for it, whether its template still lives or not.

A request is a length, JSON, and five descriptors: the kernel's stdin, stdout and stderr, a pipe that is closed when the
kernel listens, and a pidfd of the asking process. The answer is the kernel's pid with a pidfd, later its exit status. Until the connection is closed the ended
kernel stays a zombie, so that its pid, and its process group's, belong to nobody else.
"""

from __future__ import annotations

import argparse
import builtins
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import struct
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import warm

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
LENGTH = struct.Struct("!I")
PATIENCE = 30.0  # seconds that one message may take


def send(connection: socket.socket, message: dict, descriptors: list[int] = []) -> None:  # noqa: B006 - never changed
    data = json.dumps(message).encode()
    socket.send_fds(connection, [LENGTH.pack(len(data))], descriptors)
    connection.sendall(data)


def receive(connection: socket.socket, limit: int = 16 << 20) -> tuple[dict, list[int]]:
    """One message and its descriptors.

    Raises:
        EOFError: the other side has closed. ValueError: not a message. OSError: of the socket, its timeout included.
    """
    head, descriptors, _, _ = socket.recv_fds(connection, LENGTH.size, 8)
    try:
        if not head:
            raise EOFError
        (length,) = LENGTH.unpack(head)
        if length > limit:
            raise ValueError("the message is too long")
        data = bytearray()
        while len(data) < length:
            part = connection.recv(min(length - len(data), 1 << 16))
            if not part:
                raise EOFError
            data += part
        message = json.loads(data)
        if not isinstance(message, dict):
            raise ValueError("not a message")
        return message, descriptors
    except BaseException as error:
        for descriptor in descriptors:
            os.close(descriptor)
        if isinstance(error, struct.error):
            raise ValueError("not a message") from error
        raise


@dataclass
class Kernel:
    """A forked kernel as the template sees it."""

    pid: int
    pidfd: int
    connection: socket.socket | None
    ended: bool = False


@dataclass
class Order:
    """What a forked child is to become."""

    arguments: list[str]
    argv: list[str]
    cwd: str
    environ: dict[str, str]
    streams: list[int]
    starting: int
    asker: int


class Template:
    """The loop. `serve` returns None when it is to end, and in each forked child the child's Order."""

    def __init__(self, path: str, owner: int, max_bytes: int, idle_seconds: int) -> None:
        self.path, self.owner, self.max_bytes, self.idle_seconds = (
            path,
            owner,
            max_bytes,
            idle_seconds,
        )
        self.kernels: list[Kernel] = []
        self.listener: socket.socket | None = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(path)
        self.listener.listen(128)

    def serve(self) -> Order | None:
        while self.listener or self.kernels:
            ready = self._wait()
            if self.owner in ready:
                folder = Path(self.path).parent
                if (folder / "owner").exists():  # nobody is left to remove it
                    shutil.rmtree(folder, ignore_errors=True)
                break
            if not ready and not self.kernels:
                break
            for kernel in list(self.kernels):
                if kernel.pidfd in ready:
                    self._ended(kernel)
                if kernel.connection and kernel.connection.fileno() in ready:
                    self._hung_up(kernel)
            if self.listener and self.listener.fileno() in ready:
                order = self._accept()
                if order:
                    return order
        self.retire()
        return None

    def _wait(self) -> set[int]:
        poll = select.poll()  # no descriptor of its own to be inherited
        poll.register(self.owner, select.POLLIN)
        if self.listener:
            poll.register(self.listener, select.POLLIN)
        for kernel in self.kernels:
            if not kernel.ended:
                poll.register(kernel.pidfd, select.POLLIN)
            if kernel.connection:
                poll.register(kernel.connection, select.POLLIN)
        return {descriptor for descriptor, _ in poll.poll(self.idle_seconds * 1000)}

    def retire(self) -> None:
        """Take no more requests; end when the last kernel has."""
        if self.listener:
            with contextlib.suppress(OSError):
                os.unlink(self.path)
            self.listener.close()
            self.listener = None

    def _ended(self, kernel: Kernel) -> None:
        kernel.ended = True
        found = os.waitid(os.P_PIDFD, kernel.pidfd, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        status = (
            1
            if found is None
            else found.si_status
            if found.si_code == os.CLD_EXITED
            else -found.si_status
        )
        if kernel.connection is None:
            self._reap(kernel)
            return
        with contextlib.suppress(OSError):
            send(kernel.connection, {"exit": status})

    def _hung_up(self, kernel: Kernel) -> None:
        """The asker has closed the connection: it is done with the kernel, or dead."""
        kernel.connection.close()
        kernel.connection = None
        if kernel.ended:
            self._reap(kernel)
        else:
            with contextlib.suppress(OSError):
                os.killpg(kernel.pid, signal.SIGKILL)

    def _reap(self, kernel: Kernel) -> None:
        os.waitpid(kernel.pid, 0)
        os.close(kernel.pidfd)
        self.kernels.remove(kernel)

    def _accept(self) -> Order | None:
        connection, _ = self.listener.accept()
        connection.settimeout(PATIENCE)
        descriptors: list[int] = []
        try:
            _, user, _ = struct.unpack(
                "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            )
            if user != os.geteuid():
                raise ValueError("another user")
            message, descriptors = receive(connection)
            if message.get("retire"):
                self.retire()
            else:
                order = self._fork(connection, message, descriptors)
                if order:
                    return order
                connection = None
        except (OSError, EOFError, ValueError, KeyError) as error:
            with contextlib.suppress(OSError):
                send(connection, {"error": f"{type(error).__name__}: {error}"})
        finally:
            if connection:
                connection.close()
        for descriptor in descriptors:
            os.close(descriptor)
        return None

    def _fork(
        self, connection: socket.socket, message: dict, descriptors: list[int]
    ) -> Order | None:
        *streams, starting, asker = descriptors
        order = Order(
            message["arguments"],
            message["argv"],
            message["cwd"],
            message["environ"],
            streams,
            starting,
            asker,
        )
        started, start = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.close(started)
            os.close(start)  # tells the template that the session, and so the process group, exists
            self._close(connection)
            return order
        os.close(start)
        os.read(started, 1)
        os.close(started)
        kernel = Kernel(pid, os.pidfd_open(pid), connection)
        self.kernels.append(kernel)
        with contextlib.suppress(OSError):  # an asker that is gone is noticed by the loop
            send(connection, {"pid": pid}, [kernel.pidfd])
        if resident_bytes() > self.max_bytes:
            self.retire()
        return None

    def _close(self, connection: socket.socket) -> None:
        """In the child: nothing of the template stays open."""
        for mine in [self.listener, connection, *(kernel.connection for kernel in self.kernels)]:
            if mine:
                mine.close()
        for descriptor in [self.owner, *(kernel.pidfd for kernel in self.kernels)]:
            os.close(descriptor)


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# ------------------------------------------------------------------------------------------------------ in the child


def become_kernel(order: Order) -> None:
    """Turn a forked child into the kernel that `python -m ipykernel_launcher` would have been, and run it to its end."""
    for number, stream in enumerate(order.streams):
        os.dup2(stream, number)
    for stream in order.streams:
        os.close(stream)
    import ipykernel_launcher
    from ipykernel import kernelapp

    class IPKernelApp(kernelapp.IPKernelApp):
        def init_poller(self) -> None:
            # ipykernel's own watches its parent, which is the template, not the process that wants the kernel.
            self.poller = threading.Thread(
                target=_end_with, args=(order.asker,), name="asker", daemon=True
            )

    sys.orig_argv[:] = order.argv
    warm.after_fork(
        environ=order.environ, argv=[ipykernel_launcher.__file__, *order.arguments], cwd=order.cwd
    )
    # ipykernel reads this variable when it is imported: what it found was not this kernel's.
    app = IPKernelApp.instance(parent_handle=int(order.environ.get("JPY_PARENT_PID") or 0))
    app.initialize(order.arguments)
    os.close(order.starting)
    app.start()


def _end_with(asker: int) -> None:
    poll = select.poll()
    poll.register(asker, select.POLLIN)
    poll.poll()
    os._exit(1)


class _Shell:
    """Stands for `get_ipython()` while modules are imported: pandas, for one, asks it then whether it is in a terminal."""

    kernel = True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", required=True, help="path to listen on")
    parser.add_argument(
        "--owner", type=int, required=True, help="descriptor: a pidfd of the process to end with"
    )
    parser.add_argument(
        "--ready",
        type=int,
        required=True,
        help="descriptor: told by one line of JSON when imports are done",
    )
    parser.add_argument("--threads", type=int, default=0, help="0: as the environment says")
    parser.add_argument("--cuda", action="store_true")
    parser.add_argument(
        "--growth", type=int, required=True, help="bytes that the process may grow by"
    )
    parser.add_argument(
        "--idle", type=int, required=True, help="seconds without a kernel after which it ends"
    )
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args()
    for descriptor in (options.owner, options.ready):
        os.set_inheritable(descriptor, False)
    if sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]  # as ipykernel_launcher does; the kernel puts its own folder there

    def tell(message: dict) -> None:
        with os.fdopen(options.ready, "w", encoding="utf-8") as ready:
            ready.write(json.dumps(message) + "\n")

    builtins.get_ipython = _Shell
    try:
        errors = warm.preload(
            [*KERNEL_MODULES, *options.modules], options.threads or None, options.cuda
        )
    except warm.ForkUnsafe as error:
        tell({"unsafe": error.module, "error": str(error)})
        return 3
    del builtins.get_ipython
    template = Template(
        options.socket, options.owner, resident_bytes() + options.growth, options.idle
    )
    tell({"pid": os.getpid(), "errors": errors})
    order = template.serve()
    if order is None:
        sys.stdout.flush()
        os._exit(0)  # what imports registered for the end of a process is the kernels'
    del template
    become_kernel(order)
    return 0


if __name__ == "__main__":
    sys.exit(main())
