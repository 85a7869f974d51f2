"""Notebook outputs from what a process sent. Hostile case: the student's process sends what it
likes for the outputs of a cell.

Each output is a packed record (`sandbox.outputs`): a kind, then texts. Nothing here makes more of a
record than its bytes.
"""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..sandbox import frames
from ..sandbox.budget import Budget, error_entry
from ..sandbox.pipes import WireError, number, unpack

MOST = 5000
"""Outputs of one cell that are kept."""
SLACK = 10_000
"""Bytes beyond a cell's budget: the process has cut already, and said so."""


def outputs_from(
    records: list[bytes], size: int
) -> tuple[list[NotebookNode], list[tuple[int, int]]]:
    """The outputs, and of an error among them where it was raised (see `sandbox.frames`).

    Args:
        size: the cell's budget in bytes.

    Raises:
        WireError: it is not what a process of ours sends.
    """
    outputs, budget, places = [], Budget(size + SLACK), []
    for record in records[:MOST]:
        kind, *fields = unpack(record) or [b""]
        if kind == b"stream" and len(fields) == 2:
            name = "stderr" if fields[0] == b"stderr" else "stdout"
            outputs.append(new_output("stream", name=name, text=budget.stream(_text(fields[1]))))
        elif kind == b"error" and len(fields) >= 3:
            ename, evalue, where, *lines = fields
            error = error_entry(_text(ename), _text(evalue), [_text(line) for line in lines[-40:]])
            outputs.append(NotebookNode(error))
            places = frames.unpacked(where)
        elif kind in (b"display_data", b"execute_result") and len(fields) % 2:
            shown = _rich(kind.decode(), fields, budget)
            outputs += [shown] if shown else []
        else:
            raise WireError("not an output")
    return outputs, places


def _rich(kind: str, fields: list[bytes], budget: Budget) -> NotebookNode | None:
    """A value that is shown, in one form or several."""
    types = [_text(mime)[:100] for mime in fields[1::2]]
    data = budget.rich(kind, dict(zip(types, map(_text, fields[2::2]), strict=True)))
    if data is None:
        return None
    count = {"execution_count": number(fields[0])} if kind == "execute_result" else {}
    return new_output(kind, data=data, metadata={}, **count)


def _text(field: bytes) -> str:
    return field.decode("utf-8", "replace")
