"""A Jupyter kernel provisioner whose kernels the fork server (`forks`) forks, if there is one.

JUPYTER_DEFAULT_PROVISIONER_NAME=warm-fork makes everything use it that starts kernels through
Jupyter within `forks.server`: nbval, nbclient, `jupyter nbconvert --execute`. Without a server,
and for kernels of another interpreter, it is jupyter_client's LocalProvisioner.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from . import forks

# What a kernel imports on its way to the first cell, completion and traceback.
MODULES = (
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
LISTENS = 60.0  # seconds that a forked kernel may take before clients are let go to it


class ForkProvisioner(LocalProvisioner):
    """LocalProvisioner with forked kernels."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        environ = dict(os.environ if kwargs.get("env") is None else kwargs["env"])
        pipes = [stream for stream in _streams(kwargs) if isinstance(stream, int) and stream < 0]
        if (
            not environ.get(forks.VARIABLE)
            or cmd[:3] != [sys.executable, "-m", "ipykernel_launcher"]
            or pipes
        ):
            return await super().launch_kernel(cmd, **kwargs)
        stdin, stdout, stderr = _streams(kwargs)
        process: Any = await asyncio.to_thread(
            forks.popen,
            cmd[2],
            [*cmd[3:], "--IPKernelApp.parent_handle=1"],  # its warden, not it, watches its parent
            cwd=kwargs.get("cwd"),
            env=environ,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )
        self.process = process
        self.pid = self.pgid = process.pid  # it leads a session of its own
        self.cwd = kwargs.get("cwd") or Path.cwd()
        await self._listens(process)
        return self.connection_info

    async def _listens(self, process: Any) -> None:
        """Wait for the kernel's socket: who asks earlier waits a whole second for the next try."""
        end = time.monotonic() + LISTENS
        while process.poll() is None and time.monotonic() < end:
            try:
                where = (self.connection_info["ip"], self.connection_info["shell_port"])
                socket.create_connection(where, timeout=1).close()
                return
            except OSError:
                await asyncio.sleep(0.02)

    async def send_signal(self, signum: int) -> None:
        if self.process is None or await self.poll() is not None:
            return  # its process group may be another's by now
        await super().send_signal(signum)


def _streams(kwargs: dict[str, Any]) -> list:
    return [kwargs.get(name) for name in ("stdin", "stdout", "stderr")]
