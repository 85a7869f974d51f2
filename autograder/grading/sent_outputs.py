"""Notebook outputs from what a process sent. Hostile case: the student's process sends what it
likes for the outputs of a cell.
"""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..sandbox.budget import Budget, error_entry
from ..sandbox.wire import WireError

MOST = 5000
"""Outputs of one cell that are kept."""
SLACK = 10_000
"""Bytes beyond a cell's budget: the process has cut already, and said so."""
BROKEN = (WireError, ValueError, TypeError, KeyError)
"""What sent data raises that is not what a process of ours sends."""


def outputs_from(entries: object, size: int) -> list[NotebookNode]:
    """
    Args:
        size: the cell's budget in bytes.

    Raises:
        ValueError, TypeError, KeyError: it is not what a process of ours sends.
    """
    if type(entries) is not list:
        raise TypeError("outputs are not a list")
    outputs, budget = [], Budget(size + SLACK)
    for entry in entries[:MOST]:
        kind = entry["output_type"]
        if kind == "stream":
            name = "stderr" if entry["name"] == "stderr" else "stdout"
            outputs.append(
                new_output("stream", name=name, text=budget.stream(_text(entry["text"])))
            )
        elif kind in ("display_data", "execute_result"):
            sent = {_text(mime)[:100]: _text(value) for mime, value in entry["data"].items()}
            data = budget.rich(kind, sent)
            if data is not None:
                number = {"execution_count": int(entry.get("execution_count") or 0)}
                more = number if kind == "execute_result" else {}
                outputs.append(new_output(kind, data=data, metadata={}, **more))
        elif kind == "error":
            lines = [_text(line) for line in entry["traceback"][:40]]
            error = error_entry(_text(entry["ename"]), _text(entry["evalue"]), lines)
            outputs.append(NotebookNode(error))
        else:
            raise ValueError("an unknown kind of output")
    return outputs


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError("not a text")
    return value.encode("utf-8", "replace").decode("utf-8")
