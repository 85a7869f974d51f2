"""The process's loop: the executor's orders."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import Any

from ..layout import STUDENTS, WORK
from ..outputs import Output, capture
from ..pipes import Closed, Pipe, pack, text, unpack
from ..protocol import GRACE
from ..wire.channel import Channel
from ..workdir import from_fields
from .cells import Tester
from .folder import Folder, Helpers
from .link import CellTimeout, Link, alarm


def main(shell: Any, control: Pipe, objects: Channel) -> None:
    """Serve the executor until `control` closes."""
    output = Output()
    output.take_descriptors()
    capture(shell, output)
    link = Link(objects)
    tester = Tester(shell, link, output)
    tester.take_process()
    while True:
        try:
            operation, *parts = unpack(control.receive_bytes())
        except Closed:
            return
        answer: list = ["done"]
        if operation == b"define":
            link.deadline = time.monotonic() + 30
            alarm(30 + GRACE, objects)
            try:
                with contextlib.suppress(CellTimeout):
                    tester.define(text(parts[0]), len(parts) > 1)
            finally:
                alarm(0, objects)
                link.deadline = None
        elif operation == b"names":
            tester.whose(*(frozenset(text(part).split()) for part in parts))
        elif operation == b"files":
            files = from_fields(parts)
            sys.meta_path.insert(0, Helpers(files))
            link.folder = Folder(STUDENTS if os.getcwd() == WORK else ".", files)
            link.folder.restore()
        elif operation == b"test":
            link.folder.restore()
            link.folder.take()
            source, seconds, budget, *allowed = parts
            link.asked.allowed = frozenset(map(text, allowed[1:])) if allowed else None
            answer = ["tested", *tester.test(text(source), float(seconds), int(budget))]
        elif operation == b"settle":
            answer = ["settled" if link.settle(float(parts[0])) else "unsettled"]
        elif operation == b"asked":
            answer = ["asked", *sorted(link.asked.names)]
        control.send_bytes(pack(*answer))
