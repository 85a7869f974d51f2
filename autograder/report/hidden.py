"""What students must not read on a page: lines of hidden tests, wherever an output holds one."""

from __future__ import annotations

import ast
import re

from ..grading.templates import NotebookTemplate
from ..text import ESCAPES

STRUCK = "(숨은 검사의 내용이라 보이지 않습니다)"
SHORTEST = 8
"""Characters, blanks not counted, from which a line of a hidden test is looked for in outputs."""


def hidden_lines(template: NotebookTemplate) -> set[str]:
    """Lines of hidden tests, blanks squeezed out, that students were not given anywhere."""
    shown = {_squeeze(line) for source in template.released for line in source.split("\n")}
    lines = {
        _squeeze(line)
        for cell, released in zip(template.notebook.cells, template.released, strict=True)
        if cell.source != released
        for line in cell.source.split("\n")
    }
    return {line for line in lines - shown if len(line) >= SHORTEST}


def strike(text: str, hidden: set[str]) -> str:
    """`text` without the lines that hold a line of a hidden test."""

    def leaks(line: str) -> bool:
        squeezed = _squeeze(ESCAPES.sub("", line))
        return any(secret in squeezed for secret in hidden)

    return "\n".join(STRUCK if leaks(line) else line for line in text.split("\n"))


def is_visible(message: str, released: str) -> bool:
    """Whether an assertion's message is one that students have in the test cell, by its longest
    text.
    """
    return max((len(text) for text in _texts(released) if text in message), default=0) >= SHORTEST


def _texts(source: str) -> list[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    return [
        node.value.strip()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _squeeze(line: str) -> str:
    return re.sub(r"\s+", "", line)
