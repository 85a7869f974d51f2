"""Alternative texts of plots: prose that stands in code, `plots.show(alt="…")`.

Like other prose it may change without a run: a literal text is no part of a cell's code, and the
stored picture takes the one that the cell now has.
"""

from __future__ import annotations

import ast
import copy

from nbformat.notebooknode import NotebookNode

PICTURE = "image/png"


def literals(source: str) -> list[ast.Constant]:
    """The literal texts given as `alt` in a cell, in order; none where it does not parse."""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:  # a magic: such a cell draws nothing
        return []
    values = [word.value for call in calls for word in call.keywords if word.arg == "alt"]
    found = [one for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return sorted(found, key=lambda one: (one.lineno, one.col_offset))


def without(source: str) -> str:
    """The cell's code: its literal alternative texts are left out."""
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    for text in reversed(literals(source)):
        first, last = text.lineno - 1, (text.end_lineno or text.lineno) - 1
        kept = lines[first][: text.col_offset] + lines[last][text.end_col_offset :]
        lines[first : last + 1] = [kept]
    return b"".join(lines).decode()


def describe(cell: NotebookNode, words: str | None = None) -> list[NotebookNode]:
    """The cell's outputs, its one picture with the text that the code has for it.

    Where a cell shows several pictures, or calculates the text, they keep what they have.

    Args:
        words: the text to set instead of the code's.
    """
    outputs = copy.deepcopy(cell.outputs)
    texts = literals(cell.source)
    pictures = [one for one in outputs if "alt" in one.get("metadata", {}).get(PICTURE, {})]
    if len(texts) == len(pictures) == 1:
        said = " ".join(str(texts[0].value).split()) if words is None else words
        pictures[0].metadata[PICTURE]["alt"] = said
        pictures[0].data["text/plain"] = f"그림: {said}"
    return outputs
