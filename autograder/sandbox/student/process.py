"""The process's loop: the executor's orders and the tester's requests."""

from __future__ import annotations

import builtins
import select
import signal
import sys
from typing import Any

from ..outputs import Output, capture
from ..pipes import Closed, Pipe, pack, text, unpack
from ..wire.channel import Channel
from ..workdir import content, from_fields, put
from .server import BUILTINS, Server


def main(shell: Any, control: Pipe, objects: Channel) -> None:
    """Serve both channels until `control` closes."""
    output = Output()
    output.take_descriptors()
    capture(shell, output)
    server = Server(objects, shell.user_ns, output)
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(objects, select.POLLIN)

    def interrupt(number, frame):
        server.interrupted = True
        if server.interruptible:
            server.interruptible = False
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    while True:
        try:
            # Of two requests that came together the second has been read, and wakes nobody.
            ready = {fd for fd, _ in poll.poll(0 if objects.holds() else None)}
            server.interrupted = False
            if control.fileno() in ready:
                operation, *parts = unpack(control.receive_bytes())
                control.send_bytes(pack(*_obey(shell, server, operation, parts)))
            else:
                server.serve(objects.receive())
        except Closed:
            return


def _obey(shell: Any, server: Server, operation: bytes, parts: list[bytes]) -> list:
    """Do what the executor orders; the answer."""
    output = server.output
    if operation == b"files":
        for name, data in from_fields(parts).items():
            put(".", name, data)
    elif operation == b"run":
        return _run(shell, server, text(parts[0]), int(parts[1]))
    elif operation == b"restore":
        restore(shell, output)
    elif operation == b"fetch":
        name, limit = text(parts[0]), int(parts[1])
        found = content(name, limit + 1)
        return [] if found is None or len(found) > limit else [found]
    elif operation == b"budget":  # a test begins
        output.begin(int(parts[0]))
        server.linked.links.clear()
    elif operation == b"drain":
        return output.finish()
    elif operation == b"modules":
        return _modules()
    return []


def _run(shell: Any, server: Server, source: str, budget: int) -> list:
    """Run a cell: status, execution count, outputs."""
    output = server.output
    output.begin(budget)
    status = "ok"
    try:
        server.interruptible = True
        result = shell.run_cell(source, store_history=True)
        status = "ok" if result.success else "error"
    except KeyboardInterrupt:
        status = "error"
        output.error("KeyboardInterrupt", "", ["KeyboardInterrupt"])
    except SystemExit:
        status = "error"
    finally:
        server.interruptible = False
    count = shell.execution_count - 1
    return [status, count, *output.finish()]


def _modules() -> list[str]:
    """Names of what is imported."""
    return sorted(
        name
        for name, module in list(sys.modules.items())
        if getattr(module, "__spec__", None) and not name.startswith("__")
    )


def restore(shell: Any, output: Output) -> None:
    """Undo what a notebook can do to the shell that is about to run tests: transformers, hooks,
    patched builtins.
    """
    for name in set(vars(builtins)) - set(BUILTINS):
        delattr(builtins, name)
    vars(builtins).update(BUILTINS)
    for name in [name for name in vars(shell) if callable(getattr(type(shell), name, None))]:
        delattr(shell, name)  # a method that was replaced on the instance
    shell.input_transformer_manager = type(shell.input_transformer_manager)()
    shell.ast_transformers[:] = []
    for callbacks in shell.events.callbacks.values():
        callbacks[:] = [
            callback
            for callback in callbacks
            if getattr(callback, "__module__", "").startswith(("IPython", "matplotlib_inline"))
        ]
    shell.custom_exceptions, shell.CustomTB = (), None
    sys.settrace(None)
    sys.setprofile(None)
    capture(shell, output, anew=True)
