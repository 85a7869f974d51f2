"""Trees over a pair of pipes."""

from __future__ import annotations

from typing import Any

import msgpack

from ..pipes import NotPlain, Pipe, WireError
from .bounds import LIST, MAX_ITEMS, MAX_PARTS


class Channel(Pipe):
    """Messages as msgpack."""

    def send(self, tree: object, deadline: float | None = None) -> None:
        """
        Raises:
            NotPlain: the message is too long or holds what msgpack has no form for.
        """
        try:
            data = msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass")
        except (ValueError, TypeError, OverflowError) as error:
            raise NotPlain(str(error)) from error
        self.send_bytes(data, deadline)

    def receive(self, deadline: float | None = None) -> Any:
        return unpacked(self.receive_bytes(deadline))


def unpacked(data: bytes) -> Any:
    """
    Raises:
        WireError: it is not msgpack, or too many parts for the memory that they take.
    """
    try:
        return msgpack.unpackb(
            data,
            raw=False,
            strict_map_key=True,
            unicode_errors="surrogatepass",
            list_hook=_Counted(),
            ext_hook=_no_extension,
            max_array_len=MAX_ITEMS,
            max_map_len=0,
            max_ext_len=0,
        )
    except Exception as error:  # msgpack raises many kinds for forged data
        raise WireError(f"{type(error).__name__}: {error}") from error


class _Counted:
    """Counts the parts of one message while they are made. Hostile case: each byte is a list, which
    takes 64.
    """

    def __init__(self) -> None:
        self.left = MAX_PARTS

    def __call__(self, made: list) -> list:
        self.left -= len(made) + LIST
        if self.left < 0:
            raise WireError("too many parts")
        return made


def _no_extension(code: int, data: bytes) -> object:
    raise WireError("an extension type")
