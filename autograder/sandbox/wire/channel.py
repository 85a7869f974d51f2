"""Messages over a socket."""

from __future__ import annotations

import select
import socket
import struct
import time
from typing import Any

import msgpack

from .bounds import MAX_FRAME, Closed, NotPlain, TimedOut, WireError


class Channel:
    """Messages as four bytes of length, then msgpack.

    Args:
        sock: a connected stream socket; it is made non-blocking.
        limit: bytes of the longest message that is taken.
    """

    def __init__(self, sock: socket.socket, limit: int = MAX_FRAME) -> None:
        sock.setblocking(False)
        self.sock, self.limit = sock, limit
        self._buffer = bytearray()
        self._poll_in, self._poll_out = select.poll(), select.poll()
        self._poll_in.register(sock, select.POLLIN)
        self._poll_out.register(sock, select.POLLOUT)

    def fileno(self) -> int:
        return self.sock.fileno()

    def send(self, tree: object, deadline: float | None = None) -> None:
        """Write a message; `deadline` is a time of `time.monotonic()`.

        Raises:
            NotPlain: the message is too long or holds what msgpack has no form for.
            Closed, TimedOut
        """
        try:
            data = msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass")
        except (ValueError, TypeError, OverflowError) as error:
            raise NotPlain(str(error)) from error
        if len(data) > self.limit:
            raise NotPlain(f"{len(data)} bytes are too many")
        view = memoryview(struct.pack(">I", len(data)) + data)
        while view:
            try:
                view = view[self.sock.send(view) :]
            except BlockingIOError:
                self._wait(self._poll_out, deadline)
            except OSError as error:
                raise Closed(str(error)) from error

    def receive(self, deadline: float | None = None) -> Any:
        """The next message, as a tree.

        Raises:
            WireError: it is too long or not msgpack; the channel is of no use any more.
            Closed, TimedOut
        """
        while True:
            if len(self._buffer) >= 4:
                (length,) = struct.unpack_from(">I", self._buffer)
                if length > self.limit:
                    raise WireError(f"a message of {length} bytes")
                if len(self._buffer) >= 4 + length:
                    data = bytes(memoryview(self._buffer)[4 : 4 + length])
                    del self._buffer[: 4 + length]
                    return self._unpack(data)
            try:
                data = self.sock.recv(1 << 20)
            except BlockingIOError:
                self._wait(self._poll_in, deadline)
                continue
            except OSError as error:
                raise Closed(str(error)) from error
            if not data:
                raise Closed("the other end is gone")
            self._buffer += data

    def _unpack(self, data: bytes) -> Any:
        try:
            return msgpack.unpackb(
                data,
                raw=False,
                strict_map_key=True,
                unicode_errors="surrogatepass",
                ext_hook=_no_extension,
                max_map_len=0,
                max_ext_len=0,
            )
        except Exception as error:  # msgpack raises many kinds for forged data
            raise WireError(f"{type(error).__name__}: {error}") from error

    @staticmethod
    def _wait(poll: select.poll, deadline: float | None) -> None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        if not poll.poll(left) and left is not None:
            raise TimedOut("no answer in time")

    def close(self) -> None:
        self.sock.close()


def _no_extension(code: int, data: bytes) -> object:
    raise WireError("an extension type")
