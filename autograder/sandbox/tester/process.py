"""The process's loop: the executor's orders."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from ..outputs import Output, capture
from ..wire import Channel, Closed, Codec
from .cells import Tester
from .deadline import CellTimeout, alarm
from .files import Helpers, modules, own_copies, restore
from .link import Link


def main(shell: Any, control: Channel, objects: Channel) -> None:
    """Serve the executor until `control` closes."""
    output = Output()
    output.take_descriptors()
    capture(shell, output)
    link = Link(objects)
    tester = Tester(shell, link, output)
    files: dict[str, bytes] = {}
    while True:
        try:
            operation, *parts = control.receive()
        except Closed:
            return
        if operation == "define":
            alarm(30)
            try:
                with contextlib.suppress(CellTimeout):
                    tester.define(*parts)
            finally:
                alarm(0)
            control.send(["done"])
        elif operation == "names":
            link.operators = Codec().load(parts[0])
            tester.names.reserved = frozenset(Codec().load(parts[1]))
            control.send(["done"])
        elif operation == "files":
            files = Codec().load(parts[0])
            sys.meta_path.insert(0, Helpers(modules(files)))
            own_copies(files)
            control.send(["done"])
        elif operation == "test":
            restore(files)
            control.send(["tested", *tester.test(*parts)])
