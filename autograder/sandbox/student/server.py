"""Answers the tester's requests."""

from __future__ import annotations

import builtins
import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

from ..frames import cell_frames, cell_lines
from ..outputs import Output, text_of
from ..pipes import NotPlain, TimedOut
from ..protocol import TEXT
from ..wire.channel import Channel
from ..wire.codec import Codec
from ..wire.kept import Kept
from ..wire.links import Links
from .codec import StudentCodec, ancestors
from .operations import Operations

BUILTINS = dict(vars(builtins))
"""As they were before any cell."""
LOOK = 0.05
"""Seconds between two looks at whether a call back is still waited for."""


class Server:
    """
    Attributes:
        names: the notebook's global names.
        sequence: number of the request under way.
        interruptible: whether the student's code is what runs now.
        interrupted: whether the request under way was, or a call around it.
    """

    def __init__(self, channel: Channel, names: dict, output: Output) -> None:
        self.channel, self.names, self.output = channel, names, output
        self.objects = Kept()
        self.linked = Links(lambda value: StudentCodec(self).dump(value))
        self.operations = Operations(self)
        self.sequence = 0
        self.interruptible = self.interrupted = False
        self._calling_back = threading.RLock()

    def serve(self, message: list) -> None:
        """Answer one request of the tester."""
        sequence, operation, *parts = message
        if operation in ("cbok", "cberr"):
            return  # to a call back that was interrupted
        around, self.sequence = self.sequence, sequence  # in a callback: the call around it
        try:
            if operation == "linked":
                updates, operation, *parts = parts
                self.linked.follow(updates, lambda: StudentCodec(self))
            reply = [sequence, *self._do(operation, parts)]
        except NotPlain as error:
            reply = [sequence, "no", f"{error}"]
        except BaseException as error:  # also SystemExit and KeyboardInterrupt: the test sees them
            reply = [sequence, "err", self._exception(error), [], 0, []]
        printed = self.output.take_printed()  # the test shows it, or has redirected its output
        try:
            self.channel.send([*reply, printed])
        except NotPlain as error:
            self.channel.send([sequence, "no", f"{error}", printed])
        self.sequence = around

    def _do(self, operation: str, parts: list) -> list:
        """The result or the exception, and what became of the arguments and the linked containers:
        a cache that was filled before the error is filled for the test, too.
        """
        codec = StudentCodec(self)
        arguments = [codec.load(part) for part in parts]
        given = Links(lambda value: self._state(value, codec.mutable))
        for place, value in enumerate(codec.mutable):
            given.set(place, value)
        kind, number = "ok", 0
        try:
            self.interruptible = True
            try:
                operate = getattr(self.operations, f"do_{operation}", None)
                result = (operate or BUILTINS[operation])(*arguments)
            finally:
                self.interruptible = False
        except NotPlain:
            raise
        except BaseException as error:
            kind, tree = "err", self._exception(error)
        else:
            tree = self._tree(operation, arguments, result, codec.mutable)
            if operation in ("getattr", "get"):
                number = self.linked.link(result, self.objects.number)
        return [kind, tree, given.changed(), number, self.linked.changed()]

    def _tree(self, operation: str, arguments: list, result: Any, mutable: list) -> Any:
        alike = operation == "special" and type(result) is type(arguments[0])
        own = type(result).__module__ == "__main__" and not isinstance(result, type)
        codec = StudentCodec(self, mutable)
        return (
            codec.handle(result) if own and (alike or operation == "make") else codec.dump(result)
        )

    def _state(self, value: Any, mutable: list) -> Any:
        """The tree of an argument that may change in place."""
        kind = type(value)
        if hasattr(kind, "get_weights") or (
            hasattr(kind, "requires_grad_") and hasattr(kind, "parameters")
        ):
            return _weights(value)
        return StudentCodec(self, mutable).shallow(value)

    def _exception(self, error: BaseException) -> list:
        lines: list[str] = []
        with contextlib.suppress(Exception):
            lines = cell_lines(error)[-8:]
        arguments: Any = ["l", []]
        with contextlib.suppress(BaseException):  # a student's exception may be anything
            arguments = StudentCodec(self).dump(list(error.args))
        own = type(error).__module__ == "__main__"
        number = self.objects.keep(type(error)) if own else 0
        return [
            ancestors(type(error)),
            text_of(error, 2000),
            arguments,
            "".join(lines)[:TEXT],
            number,
            StudentCodec(self).handle(error) if own else None,
            cell_frames(error),
        ]

    def call_back(self, target: int, operation: str, args: list, kwargs: dict) -> Any:
        """Ask the tester for a call of its own object, in the middle of a request. Of threads one
        at a time.
        """
        codec = StudentCodec(self)
        with self._calling_back, self._on_the_wire():
            request = self.sequence
            self.channel.send(
                [request, "cb", target, operation, codec.dump(args), codec.dump(kwargs)]
            )
            while True:
                message = self._received(request)
                number, kind, *parts = message
                if number != request:
                    self.serve(message)  # the call itself uses one of the student's objects
                elif kind == "cbok":
                    return StudentCodec(self, codec.mutable).load(parts[0])
                else:
                    raise _built_in(parts[0])(*StudentCodec(self).load(parts[1]))

    @contextlib.contextmanager
    def _on_the_wire(self) -> Iterator[None]:
        """An interrupt that comes now waits: it would cut a message in two."""
        if threading.current_thread() is not threading.main_thread():
            yield  # interrupts come to the main thread
            return
        around, self.interruptible = self.interruptible, False
        try:
            yield
        finally:
            self.interruptible = around
        if around and self.interrupted:
            self.interruptible = False
            raise KeyboardInterrupt

    def _received(self, request: int) -> list:
        """What the tester says to a call back, unless nobody waits for the request any more. Honest
        case: a thread that is left running.
        """
        while request and request == self.sequence and not self.interrupted:
            with contextlib.suppress(TimedOut):
                return self.channel.receive(time.monotonic() + LOOK)
        raise KeyboardInterrupt


def _weights(value: Any) -> Any:
    """The weights of a model that a test passed in, and what of it is trainable."""
    try:
        if hasattr(value, "get_weights"):
            layers = value._flatten_layers() if hasattr(value, "_flatten_layers") else [value]
            weights = [Codec().dump(weight) for weight in value.get_weights()]
            return ["W", weights, [bool(layer.trainable) for layer in layers]]
        parameters = list(value.parameters())
        weights = [Codec().dump(parameter.detach().numpy()) for parameter in parameters]
        return ["W", weights, [bool(parameter.requires_grad) for parameter in parameters]]
    except Exception:
        return None


def _built_in(name: str) -> type[Exception]:
    kind = getattr(builtins, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError
