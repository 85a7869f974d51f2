"""Messages over a pair of pipes: four bytes of length, then so many bytes.

Pipes, not sockets. Hostile case: over a socket a process passes an open file, and whoever receives
closes it in the end, which takes as long as the sender likes.

`pack` makes a message of texts, numbers and bytes, `unpack` gives the bytes back. It is the whole
language in which the executor, which must not fail, hears from the processes.
"""

from __future__ import annotations

import os
import re
import select
import struct
import time

MAX_FRAME = 64 * 2**20
"""Bytes of one message."""
MAX_FIELDS = 20_000
"""Fields of one message."""
_CHUNK = 2**16  # what a pipe holds


class WireError(Exception):
    """A message that does not keep to the format or to its bounds."""


class NotPlain(Exception):
    """A value that is too big, too deep, cyclic or of a kind that cannot travel."""


class Closed(Exception):
    """The other end is gone."""


class TimedOut(Exception):
    """Nothing complete arrived in time."""


def pair() -> tuple[tuple[int, int], tuple[int, int]]:
    """Descriptors of two ends, each (to read from, to write to)."""
    (here_reads, there_writes), (there_reads, here_writes) = os.pipe(), os.pipe()
    return (here_reads, here_writes), (there_reads, there_writes)


class Pipe:
    """One end of a pair of pipes.

    Args:
        ends: descriptors to read from and to write to; they are made non-blocking and closed here.
        limit: bytes of the longest message that is sent or taken.

    Attributes:
        moving: whether a message is under way, which an exception would cut in two.
    """

    def __init__(self, ends: tuple[int, int], limit: int = MAX_FRAME) -> None:
        self._reading, self._writing = ends
        self.limit = limit
        self._buffer = bytearray()
        self.moving = False
        self._poll_in, self._poll_out = select.poll(), select.poll()
        self._poll_in.register(self._reading, select.POLLIN)
        self._poll_out.register(self._writing, select.POLLOUT)
        for end in ends:
            os.set_blocking(end, False)

    def fileno(self) -> int:
        """What becomes readable when something arrives."""
        return self._reading

    def holds(self) -> bool:
        """Whether more has been read than was taken."""
        return bool(self._buffer)

    def send_bytes(self, data: bytes, deadline: float | None = None) -> None:
        """Write a message; `deadline` is a time of `time.monotonic()`.

        Raises:
            NotPlain: the message is too long.
        """
        if len(data) > self.limit:
            raise NotPlain(f"{len(data)} bytes are too many")
        view = memoryview(struct.pack(">I", len(data)) + data)
        self.moving = True
        try:
            while view:
                try:
                    view = view[os.write(self._writing, view) :]
                except BlockingIOError:
                    _wait(self._poll_out, deadline)
                except OSError as error:
                    raise Closed(str(error)) from error
        finally:
            self.moving = False

    def receive_bytes(self, deadline: float | None = None, limit: int | None = None) -> bytes:
        """The next message.

        Args:
            limit: bytes, where it is another than the pipe's.

        Raises:
            WireError: it is too long; the pipe is of no use any more.
            TimedOut: what has come of it is kept.
        """
        self.moving = True
        try:
            return self._received(deadline, self.limit if limit is None else limit)
        finally:
            self.moving = False

    def _received(self, deadline: float | None, limit: int) -> bytes:
        while True:
            if len(self._buffer) >= 4:
                (length,) = struct.unpack_from(">I", self._buffer)
                if length > limit:
                    raise WireError(f"a message of {length} bytes")
                if len(self._buffer) >= 4 + length:
                    data = bytes(memoryview(self._buffer)[4 : 4 + length])
                    del self._buffer[: 4 + length]
                    return data
            try:
                data = os.read(self._reading, _CHUNK)
            except BlockingIOError:
                _wait(self._poll_in, deadline)
                continue
            except OSError as error:
                raise Closed(str(error)) from error
            if not data:
                raise Closed("the other end is gone")
            self._buffer += data

    def close(self) -> None:
        ends, self._reading, self._writing = (self._reading, self._writing), -1, -1
        for end in ends:
            if end >= 0:
                os.close(end)


def _wait(poll: select.poll, deadline: float | None) -> None:
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left) and left is not None:
        raise TimedOut("no answer in time")


def pack(*fields: bytes | str | float) -> bytes:
    """Fields as one message: numbers as their text, texts as UTF-8."""
    parts = []
    for field in fields:
        data = field if isinstance(field, bytes) else str(field).encode("utf-8", "surrogatepass")
        parts += [struct.pack(">I", len(data)), data]
    return b"".join(parts)


def unpack(message: bytes) -> list[bytes]:
    """
    Raises:
        WireError: it is not made by `pack`.
    """
    fields: list[bytes] = []
    place = 0
    while place < len(message):
        start = place + 4
        size = int.from_bytes(message[place:start], "big")
        place = start + size
        if place > len(message) or len(fields) == MAX_FIELDS:
            raise WireError("not fields")
        fields.append(message[start:place])
    return fields


def text(field: bytes) -> str:
    """A text as its sender, who is trusted, had it."""
    return field.decode("utf-8", "surrogatepass")


def number(field: bytes) -> int:
    """
    Raises:
        WireError: it is none, or a long one. Hostile case: digits that take minutes to read.
    """
    if not re.fullmatch(rb"\d{1,9}", field):
        raise WireError("not a number")
    return int(field)
