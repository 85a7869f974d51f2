"""Trees over a pair of pipes."""

from __future__ import annotations

from typing import Any

import msgpack

from ..pipes import NotPlain, Pipe, WireError


class Channel(Pipe):
    """Messages as msgpack."""

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
        self.send_bytes(data, deadline)

    def receive(self, deadline: float | None = None) -> Any:
        """The next message, as a tree.

        Raises:
            WireError: it is too long or not msgpack; the channel is of no use any more.
            Closed, TimedOut
        """
        return unpacked(self.receive_bytes(deadline))


def unpacked(data: bytes) -> Any:
    """The tree of a message.

    Raises:
        WireError: it is not msgpack.
    """
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


def _no_extension(code: int, data: bytes) -> object:
    raise WireError("an extension type")
