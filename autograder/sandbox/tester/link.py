"""Asks the student's process for what a test wants of its objects."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
import weakref
from typing import Any, NoReturn

from ..frames import checked, keep
from ..pipes import Closed, NotPlain, TimedOut, WireError
from ..protocol import NUMPY_ERRORS
from ..wire.bounds import exactly
from ..wire.channel import Channel
from ..wire.codec import Codec
from ..wire.kept import Kept
from ..wire.links import Links, assign
from .callbacks import serve
from .codec import TesterCodec
from .folder import Folder
from .standins import StandIns
from .trust import Asked

_NO_ANSWER = (WireError, ValueError, TypeError, AttributeError, IndexError, KeyError)
"""What a forged answer raises while it is read."""
_CALLS = ("call", "make", "special")


class CellTimeout(BaseException):
    """The time of a test cell is up. Not an Exception, so that no test swallows it."""


class StudentDied(BaseException):
    """The student's process is gone, or has broken the wire's rules."""


def alarm(seconds: float, channel: Channel) -> None:
    """Raise CellTimeout in the main thread after so many seconds; 0 takes that back. A message that
    is under way on `channel` is not cut in two: it has a deadline of its own.
    """

    def ring(number, frame):
        if channel.moving:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
        else:
            raise CellTimeout()

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)


class Link:
    """To the student's process. What is plain data arrives as plain data, everything else as a
    `Handle`.

    Args:
        channel: to the student's `Server`.

    Attributes:
        deadline: of the test cell under way, in `time.monotonic()`'s time.
        broken: why nothing can be asked any more, "" while it can.
        gave_up: whether that is because of a value that can't be read.
        asked: what the test asks of the student's objects.
        failed: a test's assertion that failed in a function which the student's code called. That
            code may not swallow it.
        compared: whether the test under way has compared a student's object with plain data, which
            it never equals, though its class says when it does.
        folder: where the test finds files.
        handles: those that the test holds, by number.
        dropped: numbers of those that it holds no more; said with the next request.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.deadline: float | None = None
        self.broken, self.gave_up = "", False
        self.asked = Asked()
        self.failed: BaseException | None = None
        self.compared = False
        self.handles: weakref.WeakValueDictionary = weakref.WeakValueDictionary()
        self.folder = Folder(".", {})
        self.callbacks = Kept()
        self.standins = StandIns()
        self.linked = Links(lambda value: TesterCodec(self).dump(value))
        self._modes: dict[str, Any] = {"torch": True, "numpy": None}
        self._sequence = 0
        self._abandoned: set[int] = set()
        self.dropped: list[int] = []

    def ask(self, operation: str, *parts: object) -> Any:
        """Send a request and wait for its answer; serves the callbacks that come in between.

        Raises:
            StudentDied, CellTimeout, or what the student's code raised.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("the student's objects can be used from the test's main thread only")
        if self.broken:
            raise StudentDied(self.broken)
        if self.dropped:
            dropped, self.dropped = self.dropped, []
            self._exchange("release", [dropped])
        if operation in (*_CALLS, "get"):
            self._follow_modes()
        runs = operation in (*_CALLS, "getattr", "exit", "await")
        if runs:
            self.folder.give()
        answer = self._exchange(operation, parts)
        if runs:
            self.folder.take()
        return answer

    def looked_into(self) -> bool:
        """Whether the student's code wanted more of the test's functions than to call them."""
        if self.broken:
            return False
        with contextlib.suppress(Exception, CellTimeout, StudentDied):
            return self._exchange("looked_into", ()) is True
        return False

    def _follow_modes(self) -> None:
        """`torch.no_grad()` and `np.errstate` around a test's call hold for the student's code."""
        modes: dict[str, Any] = {"torch": True, "numpy": None}
        torch: Any = sys.modules.get("torch")
        numpy: Any = sys.modules.get("numpy")
        if hasattr(torch, "is_grad_enabled"):
            modes["torch"] = torch.is_grad_enabled()
        if hasattr(numpy, "geterr"):
            errors = numpy.geterr()
            modes["numpy"] = None if errors == NUMPY_ERRORS else errors
        for module, mode in modes.items():
            if self._modes.get(module, "unknown") != mode:
                self._modes.pop(module, None)  # a timeout leaves it open whether it came
                self._exchange("mode", [module, mode])
                self._modes[module] = mode

    def _exchange(self, operation: str, parts: Any) -> Any:
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise CellTimeout()  # answers that are always there already never wait
        self._sequence += 1
        sequence = self._sequence
        codec = TesterCodec(self)
        updates = self.linked.changed()
        message = [operation, *[codec.dump(part) for part in parts]]
        self._send([sequence, *(["linked", updates] if updates else []), *message])
        try:
            kind, rest = self._replied(sequence)
        except BaseException:
            self._abandoned.add(sequence)  # its answer comes late
            raise
        return self._answer(operation, kind, rest, codec)

    def _replied(self, sequence: int) -> tuple[str, list]:
        """What is answered to a request, in the end."""
        while True:
            number, kind, *rest = self._receive()
            if number in self._abandoned or (kind == "cb" and number < sequence):
                continue
            if number != sequence:
                # Hostile case: the student's process forks, and both answer.
                self._give_up("a reply that nobody asked for")
            if kind != "cb":
                return kind, rest
            self._called_back(sequence, rest)

    def settle(self, seconds: float) -> bool:
        """Read the answers that nobody waited for: they would stand in the next test's way, and the
        student's process waits until they are read. False: they don't come.
        """
        end = time.monotonic() + seconds
        with contextlib.suppress(TimedOut, Closed, WireError, TypeError, ValueError):
            while self._abandoned and not self.broken and time.monotonic() < end:
                number, kind, *_ = self.channel.receive(end)
                if kind != "cb":
                    self._abandoned.discard(number)
        return not self._abandoned and not self.broken

    def _send(self, message: list) -> None:
        try:
            self.channel.send(message, self.deadline)
        except TimedOut:
            # Half a message may be out: nothing can follow it.
            self.channel.close()
            self.broken = "the time was up in the middle of a request"
            raise CellTimeout() from None
        except Closed as error:
            self._die(f"{error}")

    def _receive(self) -> list:
        try:
            message = self.channel.receive(self.deadline)
            if type(message) is not list or len(message) < 3 or type(message[0]) is not int:
                raise WireError("not a reply")
            return message
        except TimedOut:
            raise CellTimeout() from None
        except Closed:
            self._die("the process ended")
        except WireError as error:
            self._give_up(f"not a message: {error}")

    def _answer(self, operation: str, kind: str, rest: list, sent: Codec) -> Any:
        value, raised = None, None
        try:
            *rest, printed = rest
            if kind == "ok":
                value = self._result(rest, sent)
            elif kind == "err":
                raised = self._exception(rest[0])
                self._changes(rest, sent)
            elif kind == "no":
                raised = ValueError(f"이 값은 시험에 넘길 수 없습니다: {exactly(rest[0], str)}")
            else:
                raise WireError("neither ok nor err")
            exactly(printed, str)
        except _NO_ANSWER as error:
            self._give_up(f"{type(error).__name__}: {error}")
        if printed:
            sys.stdout.write(printed)
        if raised is None:
            return value
        # `next` answers otherwise. Hostile case: `all(f(x) == y for …)` over `map(f, …)`, where `f`
        # raises it at once: the loop ends, and with it the assertions, as if nothing were left.
        if isinstance(raised, (StopIteration, StopAsyncIteration)):
            raised = RuntimeError(f"the student's code raised {type(raised).__name__}")
        raise raised

    def _result(self, rest: list, sent: Codec) -> Any:
        tree, number = self._changes(rest, sent)
        if number in self.linked.links:
            return self.linked.links[number][0]
        value = TesterCodec(self, sent.mutable).load(tree)
        if number:
            self.linked.link(value, lambda: exactly(number, int))
        return value

    def _changes(self, rest: list, sent: Codec) -> tuple[Any, Any]:
        """Do with arguments and linked containers what the student's code did with its copies; what
        is left of the reply.
        """
        tree, changes, number, follows = rest
        for place, new in changes:
            if type(place) is not int or not 0 <= place < len(sent.mutable):
                raise WireError("no such argument")
            original = sent.mutable[place]
            if type(new) is list and new and new[0] == "W":
                _set_weights(original, [Codec().load(weight) for weight in new[1]], new[2])
            elif new is not None:
                assign(original, TesterCodec(self, sent.mutable).load(new))
        self.linked.follow(follows, lambda: TesterCodec(self))
        return tree, number

    def _called_back(self, sequence: int, parts: list) -> None:
        codec = TesterCodec(self)
        codec.argument = True
        try:
            number, operation, args, kwargs = parts
            target = self.callbacks[exactly(number, int)]
            args, kwargs = codec.load(args), codec.load(kwargs)
            if type(args) is not list or type(kwargs) is not dict:
                raise WireError("not arguments")
        except (WireError, KeyError, ValueError, TypeError) as error:
            self._give_up(f"a bad call back: {error}")
        self.folder.take()
        try:
            result = serve(target, operation, args, kwargs)
            reply = [sequence, "cbok", TesterCodec(self, codec.mutable).dump(result)]
        except Exception as error:
            reply = [sequence, "cberr", *self._told(error)]
        self.folder.give()
        self._send(reply)

    def _told(self, error: Exception) -> list:
        """What the student's code learns of an exception of the test's. Hostile case: it catches a
        failed assertion, or reads in its message what was expected.
        """
        arguments: list = list(error.args)
        if isinstance(error, AssertionError):
            self.failed = self.failed or error
            arguments = []
        bases = [base.__name__ for base in type(error).__mro__ if base.__module__ == "builtins"]
        try:
            return [bases[0], TesterCodec(self).dump(arguments)]
        except NotPlain:
            return [bases[0], ["l", []]]

    def _die(self, reason: str) -> NoReturn:
        self.broken = reason
        raise StudentDied(reason) from None

    def _give_up(self, reason: str) -> NoReturn:
        """The wire is not to be trusted from here on: the student's process has lied, or sent what
        this side does not take. Honest case: a column of intervals.
        """
        self.gave_up = True
        self.channel.close()
        self._die(reason)

    def _exception(self, parts: list) -> BaseException:
        ancestors, text, arguments, lines, number, own, frames = parts
        kind = self.standins.exception_class(ancestors, exactly(number, int))
        text, lines = exactly(text, str), exactly(lines, str)
        arguments = TesterCodec(self).load(arguments)
        arguments = tuple(arguments) if type(arguments) is list else (text,)
        error: BaseException
        try:
            error = kind.__new__(kind)
            error.args = arguments
            if (
                isinstance(error, (OSError, UnicodeError, ImportError, StopIteration))
                and kind.__module__ == "builtins"
            ):
                error = kind(*arguments)
        except Exception:
            error = RuntimeError(text)
        if own is not None and kind.__module__ == "__main__":
            vars(error).update(_text=text, _object=TesterCodec(self).load(own))
        if self.failed and type(error) is AssertionError and not error.args:
            error.args = self.failed.args  # the test's own, which passed through the student's code
        if lines:
            error.add_note("학생 코드에서:\n" + lines)
        keep(error, checked(frames))
        return error


def _set_weights(model: Any, weights: list, trainable: list) -> None:
    if hasattr(model, "get_weights"):
        model.set_weights(weights)
        layers = model._flatten_layers() if hasattr(model, "_flatten_layers") else [model]
        for layer, flag in zip(layers, trainable, strict=False):
            object.__setattr__(layer, "_trainable", flag is True)
        for layer, flag in zip(layers, trainable, strict=False):
            layer.trainable = flag is True if layer.trainable != flag else layer.trainable
        return
    import torch

    with torch.no_grad():
        for parameter, weight, flag in zip(model.parameters(), weights, trainable, strict=False):
            parameter.copy_(torch.from_numpy(weight))
            parameter.requires_grad_(flag is True)
