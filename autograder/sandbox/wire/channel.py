"""Trees over a pair of pipes."""

from __future__ import annotations

from typing import Any

import msgpack

from ..pipes import NotPlain, Pipe, WireError
from .bounds import MAX_LISTS, MAX_TOKENS, SMALL


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
        WireError: it is not msgpack, or too many parts for the memory that they take.
    """
    try:
        if len(data) > SMALL:
            _weigh(data)
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


_SIZES = [1] * 0xA0 + list(range(1, 33)) + [1] * 4 + [0] * 6 + [5, 9, 2, 3, 5, 9, 2, 3, 5, 9]
_SIZES += [0] * 12 + [1] * 32
"""Bytes of a part by its first one; 0 where the length follows."""
_LENGTHS = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_LISTS = {0xDC: 3, 0xDD: 5}


def _weigh(data: bytes) -> None:
    """Count what `unpackb` would make, before it does."""
    place = parts = lists = 0
    while place < len(data):
        first = data[place]
        parts += 1
        size = _SIZES[first]
        if 0x90 <= first < 0xA0:
            lists += 1
        elif first in _LISTS:
            lists += 1
            size = _LISTS[first]
        elif not size:
            end = place + 1 + _LENGTHS[first]
            size = end - place + int.from_bytes(data[place + 1 : end], "big")
        place += size
        if parts > MAX_TOKENS or lists > MAX_LISTS:
            raise WireError("too many parts")


def _no_extension(code: int, data: bytes) -> object:
    raise WireError("an extension type")
