"""A submission's work and what became of it, as bytes: they go to another process, or another
machine, and come back.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import asdict

from nbformat import NotebookNode

from .protocol import CellRun, Execution, Executor, Frame, Limits


def _json(content: object) -> bytes:
    """JSON; half characters, which students' output can hold and no file can, become question
    marks.
    """
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def encode_job(
    notebooks: Mapping[str, NotebookNode], files: Mapping[str, bytes], limits: Limits
) -> bytes:
    """A submission's work: notebooks by name, the files that each finds beside it, and limits."""
    return _json(
        {
            "notebooks": notebooks,
            "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
            "limits": asdict(limits),
        }
    )


def run_job(executor: Executor, job: bytes) -> bytes:
    """Execute a job's notebooks one after the other.

    Raises:
        Exception: the executor failed; the job may be tried again.
    """
    started = time.monotonic()
    work = json.loads(job, object_hook=NotebookNode)
    files = {name: base64.b64decode(content) for name, content in work["files"].items()}
    limits = Limits(**work["limits"])
    done = {}
    for name, notebook in work["notebooks"].items():
        execution = executor.run(notebook, limits, files)
        done[name] = {
            "notebook": execution.notebook,
            "cells": {index: asdict(fate) for index, fate in execution.cells.items()},
            "files": {
                name: base64.b64encode(content).decode()
                for name, content in execution.files.items()
            },
            "starting": execution.starting,
        }
    return _json({"executions": done, "seconds": time.monotonic() - started})


def decode_executions(answer: bytes) -> tuple[dict[str, Execution], float]:
    """Executions by notebook name, and the seconds that they took."""
    content = json.loads(answer, object_hook=NotebookNode)
    executions = {
        name: Execution(
            done["notebook"],
            {int(index): _cell_run(fate) for index, fate in done["cells"].items()},
            {name: base64.b64decode(content) for name, content in done["files"].items()},
            starting=done["starting"],
        )
        for name, done in content["executions"].items()
    }
    return executions, content["seconds"]


def _cell_run(fate: dict) -> CellRun:
    frames = tuple(Frame(*frame) for frame in fate.pop("frames"))
    asked = tuple(fate.pop("asked"))
    return CellRun(**fate, frames=frames, asked=asked)
