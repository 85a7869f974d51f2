"""What every run does first, done beforehand in the warm process: there Python compiles its
patterns, makes its classes and specialises its code, which each fork would do anew, in pages of
its own.

The two sides talk to each other in one process here. Nothing is anybody's: the cells are written
below, and the shell is left as it was found.
"""

from __future__ import annotations

import linecache
import sys
from typing import Any

from . import pipes
from .outputs import Output, capture
from .student.server import Server
from .tester.cells import Tester
from .tester.link import Link

ROUNDS = 8
"""Python specialises a function at its eighth call."""
IMPORTS = "import math\nfrom collections import Counter\nLIMIT = 3\n"
ANSWER = '''
def rehearsed(values, *, scale=1.0):
    """A function as answers have it."""
    return [scale * value for value in values if value is not None]


class Rehearsed:
    def __init__(self):
        self.total = {"a": 1, "b": (2.5, "text")}


print(rehearsed([1, 2, None]), f"{Rehearsed().total['b']}")
'''
TEST = """
for number in range(LIMIT):
    assert rehearsed([number, None]) == [number], f"{number}"
made = Rehearsed()
assert isinstance(made.total, dict) and len(made.total["b"]) == 2
assert math.isclose(sum(rehearsed([0.5], scale=2)), 1), "message"
"""
FAILS = "\nraise ValueError('rehearsed')"


class _Loop:
    """Stands for the channel of each side: what the tester sends, the other side answers at
    once.
    """

    def __init__(self, server: Server) -> None:
        self.server, self.answering = server, False
        self.answers: list[Any] = []
        server.channel = self  # type: ignore[assignment]

    def send(self, tree: Any, deadline: float | None = None) -> None:
        if self.answering:
            self.answers.append(tree)
            return
        self.answering = True
        self.server.serve(tree)
        self.answering = False

    def receive(self, deadline: float | None = None) -> Any:
        return self.answers.pop(0)


def rehearse(shell: Any) -> None:
    """
    Args:
        shell: IPython's, whose forks run the cells.
    """
    streams = sys.stdout, sys.stderr
    names, cached, main = dict(shell.user_ns), dict(linecache.cache), sys.modules["__main__"]
    output = Output()
    try:
        capture(shell, output)
        for number in range(ROUNDS):
            _round(shell, output, FAILS if number % 2 else "")
    finally:
        output.close()
        sys.stdout, sys.stderr = streams
        sys.modules["__main__"] = main
        for name in ("last_type", "last_value", "last_traceback", "last_exc"):
            vars(sys).pop(name, None)
        shell.user_ns.clear()
        shell.user_ns.update(names)
        shell.last_execution_result, shell.last_execution_succeeded = None, True
        shell.compile._filename_map.clear()
        linecache.cache.clear()
        linecache.cache.update(cached)


def _round(shell: Any, output: Output, fails: str) -> None:
    server = Server(None, shell.user_ns, output)  # type: ignore[arg-type]
    tester = Tester(shell, Link(_Loop(server)), output)  # type: ignore[arg-type]
    tester.whose(frozenset(), frozenset(["rehearsed", "Rehearsed"]), frozenset())
    for cell in (IMPORTS, ANSWER + fails):
        output.begin(10_000)
        shell.run_cell(cell, silent=True)
        shell.display_formatter.format([1, 2.5, "text", None])
        output.finish()
        tester.define(cell, True)
    tester.test(TEST + fails, 10.0, 10_000)
    pipes.unpack(pipes.pack("text", b"bytes", 1))
