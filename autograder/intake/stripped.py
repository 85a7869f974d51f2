"""A notebook's text without its outputs, read in pieces: a file of hundreds of megabytes of outputs
needs no more memory than what is left of it.

It knows where strings and brackets begin and end, nothing else of JSON; whether what is left is a
notebook is `notebook.parse`'s to say. Bytes of UTF-8 and cp949 are looked at as they are: no byte
of a letter is a quote, a bracket or a backslash in them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

PIECE = 2**20
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_OUTSIDE = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
"""Up to a bracket, or a string that goes on in the next piece."""
_KEY = re.compile(rb'"(?:outputs|widgets)"\s*:\s*\Z')
"""What is left out: cells' outputs, and the state of widgets, which stands in the metadata."""
_PAIRS = {b"[": b"]", b"{": b"}"}


class TooMuch(Exception):
    """More is left than may be."""


def without_outputs(file: BinaryIO, most: int) -> tuple[bytes, int]:
    """What is left of a file without outputs, and how many bytes were left out.

    Args:
        most: bytes that may be left.

    Raises:
        TooMuch
    """
    filter_ = _Filter(most)
    for piece in _pieces(file):
        filter_.feed(piece)
    return bytes(filter_.kept), filter_.dropped


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file's bytes; UTF-16 as UTF-8."""
    first = file.read(PIECE)
    if not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        while first:
            yield first
            first = file.read(PIECE)
        return
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    while first:
        yield decoder.decode(first).encode("utf-8", "replace")
        first = file.read(PIECE)


class _Filter:
    """Takes bytes in pieces cut anywhere.

    Attributes:
        kept: what is left so far.
        dropped: how many bytes are not.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept, self.dropped = bytearray(), 0
        self._string = self._escaped = False
        self._depth = 0  # of brackets inside what is left out; 0 outside of it
        self._close = b""

    def feed(self, piece: bytes) -> None:
        at = 0
        while at < len(piece):
            at = self._step(piece, at)

    def _step(self, piece: bytes, at: int) -> int:
        """Deal with what begins here; returns where the rest begins."""
        if self._escaped:
            self._escaped = False
            return self._pass(piece, at, at + 1)
        pattern = _IN_STRING if self._string else _OUTSIDE
        found = pattern.match(piece, at)
        end = found.end() if found else at
        if end > at:
            return self._pass(piece, at, end)
        one = piece[at : at + 1]
        if one == b'"':
            self._string = not self._string
            return self._pass(piece, at, at + 1)
        if self._string:  # a backslash at the end of the piece
            self._escaped = True
            return self._pass(piece, at, at + 1)
        return self._bracket(piece, at, one)

    def _bracket(self, piece: bytes, at: int, one: bytes) -> int:
        if self._depth:
            self._depth += 1 if one in _PAIRS else -1
            if self._depth == 0:
                self._keep(self._close)
                return at + 1
            return self._pass(piece, at, at + 1)
        if one in _PAIRS and _KEY.search(self.kept[-64:]):
            self._depth, self._close = 1, _PAIRS[one]
            self._keep(one)
            return at + 1
        return self._pass(piece, at, at + 1)

    def _pass(self, piece: bytes, at: int, end: int) -> int:
        if self._depth:
            self.dropped += end - at
        else:
            self._keep(piece[at:end])
        return end

    def _keep(self, some: bytes) -> None:
        self.kept += some
        if len(self.kept) > self.most:
            raise TooMuch
