"""Cells that measure or hide what they run, as the plain code that they run.

IPython executes the rest of `%%time`, `%timeit` and their like in its own names and shows their
errors instead of raising them; a test cell has neither. Lines keep their numbers.
"""

from __future__ import annotations

import re

from .names import statements

_OPTIONS = r"(?:\s+--?[A-Za-z][\w-]*(?:\s+\d+)?)*"
_CELL = re.compile(rf"\s*%%(time|timeit|prun|capture)\b{_OPTIONS}[ \t]*(.*)")
_LINE = re.compile(rf"([ \t]*)%(time|timeit|prun)\b{_OPTIONS}[ \t]*(.*)")


def unwrapped(source: str) -> str:
    """
    >>> unwrapped("%%time\\nassert f(1) == 2")
    '\\nassert f(1) == 2'
    """
    if "%" not in source or statements(source):
        return source
    first, _, rest = source.lstrip("\n").partition("\n")
    blank = source[: len(source) - len(source.lstrip("\n"))]
    if found := _CELL.fullmatch(first):
        magic, statement = found.groups()
        # What is shown of a last value is partial credit; only `%%time` shows one.
        end = "" if magic == "time" else "\nNone"
        return f"{blank}{statement if magic != 'capture' else ''}\n{unwrapped(rest)}{end}"
    return "\n".join(map(_line, source.split("\n")))


def _line(line: str) -> str:
    found = _LINE.fullmatch(line)
    if not found:
        return line
    indent, magic, statement = found.groups()
    shown = statement or "pass"
    return f"{indent}{shown}" if magic == "time" else f"{indent}if True: {shown}"
