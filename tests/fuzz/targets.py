"""What is fuzzed: each target takes the number of an input and raises `Finding` if its reader misbehaves."""
from __future__ import annotations

import builtins
import functools
import json
import os
import random
import signal
import sys
from typing import Any

import msgpack

from autograder.grading.sandboxed_run import VERDICTS
from autograder.grading.sent_outputs import outputs_from
from autograder.sandbox.pipes import WireError, number, pack, unpack
from autograder.sandbox.wire.codec import Codec
from autograder.sandbox.wire.channel import unpacked

from . import corpus, forge

BUDGET = 2000
"""Bytes that a cell may show."""


class Finding(Exception):
    """A reader did what it must not."""


@functools.cache
def _good() -> tuple[list, list[bytes], list[bytes]]:
    trees = [tree for tree in corpus.trees() if type(tree) is list]
    return trees, [msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass") for tree in trees], corpus.verdicts()


def _chance(name: str, count: int) -> random.Random:
    return random.Random(count * 8 + sum(map(ord, name)))


def values(count: int) -> bool:
    """Trees that claim to be values. True if one came of it."""
    chance, good = _chance("values", count), _good()[0]
    try:
        Codec().load(forge.tree(chance, chance.choice(good), good))
    except WireError:
        return False
    return True


def messages(count: int) -> bool:
    """Bytes that claim to be messages."""
    chance, good = _chance("messages", count), _good()[1]
    try:
        Codec().load(unpacked(forge.data(chance, chance.choice(good), good)))
    except WireError:
        return False
    return True


def verdicts(count: int) -> bool:
    """Bytes that claim to be a verdict and what a cell has shown. The executor reads these."""
    chance, good = _chance("verdicts", count), _good()[2]
    if count % 2:
        data = forge.data(chance, chance.choice(good), good)
    else:  # changed as fields, those of its outputs too
        whole = unpack(chance.choice(good))
        parts = [unpack(part) for part in whole[2:]]
        if parts and chance.random() < 0.7:
            at = chance.randrange(len(parts))
            whole[at + 2] = pack(*forge.fields(chance, parts[at], parts))
        data = pack(*(forge.fields(chance, whole, [whole]) if chance.random() < 0.5 else whole))
    try:
        reply = unpack(data)
        if len(reply) < 2 or reply[0] not in VERDICTS:
            return False
        if number(reply[1]) >= 10**9:
            raise Finding("a count that is too long")
        outputs, places = outputs_from(reply[2:], BUDGET)
    except WireError:
        return False
    shown = json.dumps(outputs).encode("utf-8")
    if len(shown) > 20 * len(data) + 20 * BUDGET or len(places) > len(data):
        raise Finding(f"{len(shown)} bytes of outputs from {len(data)}")
    return True


class _Student:
    """Stands for the channel: a student's process whose answers are wrong, and forged by chance."""

    def __init__(self, chance: random.Random) -> None:
        from autograder.sandbox.student.server import Server

        self.chance = chance
        self.sent: list = []
        self.replies: list = []
        self.server = Server(self, corpus.names(), _Silent())
        self.tester: Any = None

    def end(self) -> _End:
        return _End(self)

    def send(self, tree: object) -> None:
        """The student's side answers."""
        self.replies.append(tree)

    def answer(self) -> object:
        """What the tester gets to its last request."""
        request = copied = self.sent[-1]
        if type(request[1]) is str and request[1] not in ("cbok", "cberr"):
            self.server.serve(copied)
        reply = self.replies.pop() if self.replies else self.chance.choice(_good()[0])
        fate = self.chance.randrange(10)
        if fate == 0:  # the student's process repeats what it has heard
            reply = [request[0], "ok", self.chance.choice([*request[1:], request]), [], 0, [], ""]
        elif fate < 6:
            reply = forge.tree(self.chance, reply, [*_good()[0], *self.sent])
            if self.chance.random() < 0.7 and reply:
                reply[0] = request[0]
        elif fate == 6:
            tree = self.chance.choice(_good()[0])
            reply = [request[0], "cb", self.chance.randrange(4), self.chance.choice(("call", "getattr", "special", "text")), ["l", [tree]], ["d", []]]
        return unpacked(msgpack.packb(reply, use_bin_type=True, unicode_errors="surrogatepass"))


class _End:
    """The tester's end of it."""

    def __init__(self, student: _Student) -> None:
        self.student, self.closed, self.turns = student, False, 0

    def send(self, tree: object, deadline: float | None = None) -> None:
        self.student.sent.append(unpacked(msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass")))

    def receive(self, deadline: float | None = None) -> object:
        from autograder.sandbox.pipes import Closed

        self.turns += 1
        if self.closed or self.turns > 300:
            raise Closed("it has said enough")
        try:
            return self.student.answer()
        except (ValueError, TypeError, OverflowError) as error:  # not even msgpack
            raise WireError(str(error)) from error

    def close(self) -> None:
        self.closed = True


class _Silent:
    """The student's streams."""

    def take_printed(self) -> str:
        return "printed"


@functools.cache
def _shell() -> Any:
    """IPython's shell; the tester's audit hook can't be taken off, so it is put on once."""
    from IPython.core.interactiveshell import InteractiveShell

    hooks: list = []
    real = sys.addaudithook

    def once(hook: Any) -> None:
        if not hooks:
            hooks.append(hook)
            real(hook)

    sys.addaudithook = once
    return InteractiveShell.instance()


@functools.cache
def _patched() -> list:
    """Modules in which the tester puts functions of its own, one over the other for each tester."""
    return [sys.modules[name] for name in ("dataclasses", "inspect", "random", "numpy.random") if name in sys.modules]


class _Shown:
    """The tester's outputs."""

    def begin(self, budget: int) -> None:
        self.records: list = []

    def error(self, *parts: object) -> None:
        self.records.append(parts)

    rich = error

    def finish(self) -> list:
        return self.records


def dialogues(count: int) -> bool:
    """A test cell that asks a student's process which lies. True if the wire was still whole at its end."""
    from autograder.sandbox.tester.cells import Tester
    from autograder.sandbox.tester.link import Link

    chance = _chance("dialogues", count)
    random.seed(count)
    shell, student, before = _shell(), _Student(chance), {**vars(builtins)}
    link = Link(student.end())
    main, held = sys.modules["__main__"], {owner: {**vars(owner)} for owner in _patched()}
    try:
        tester = Tester(shell, link, _Shown())
        tester.names.update({name: sys.modules[module] for name, module in (("np", "numpy"), ("pd", "pandas"))})
        hidden = {"secret": f"{chance.getrandbits(100):x}", "key": chance.choice(["a", "b"]), "number": chance.random() * 1e6, "numbers": [chance.random() * 1e6 for _ in range(3)]}
        source = chance.choice(corpus.TESTS).format(**hidden)
        link.asked.allowed = corpus.ASKED
        status = tester.test(source, 5, BUDGET)[0]
        if status == "ok":
            raise Finding(f"passed:\n{source}\n{student.sent}")
        if status not in ("error", "ours", "died", "unread", "timeout"):
            raise Finding(f"status {status}")
        if vars(builtins) != before:
            raise Finding("builtins are others")
    finally:
        sys.modules["__main__"] = main
        for owner, names in held.items():
            vars(owner).update(names)
    return not link.broken


def dies(count: int) -> bool:
    """What the suite looks whether it is found."""
    if count == 3:
        os.kill(os.getpid(), signal.SIGSEGV)
    return True


TARGETS = {"dies": dies, "values": values, "messages": messages, "verdicts": verdicts, "dialogues": dialogues}
