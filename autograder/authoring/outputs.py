"""Stored outputs of lectures: made in the `full` profile, kept over builds, recognised when stale.

A lecture's code, its stored outputs and its claims are tied by digests in the notebook's metadata.
Prose may change freely; a changed code cell, an edited output or another claim is found by `check`.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import resource
import sys
import time
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.notebooknode import NotebookNode

from ..errors import CourseError
from . import alternative
from .notebook import CLAIM

ANSI = re.compile(r"\x1b\[[0-9;]*m")
CLAIM_LINE = re.compile(r"lecture\.py:(\d+)")
LOCAL_PATH = re.compile(r"(?<![\w.])/(root|home|Users|work|tmp|opt|mnt)/[\w.-]+")


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def record(notebook: NotebookNode | None) -> dict | None:
    """What the notebook's metadata tell of the run whose outputs it holds, None without outputs."""
    return notebook.metadata.get("course", {}).get("outputs") if notebook else None


def is_claim(cell: NotebookNode) -> bool:
    return CLAIM in cell.metadata.get("tags", [])


def code_digest(notebook: NotebookNode) -> str:
    """SHA-256 over the code, cell by cell; the setup cell, prose and plots' texts do not count."""
    sources = [alternative.without(cell.source) for cell in code_cells(notebook)[1:]]
    return hashlib.sha256(json.dumps(sources, ensure_ascii=False).encode()).hexdigest()


def outputs_digest(notebook: NotebookNode) -> str:
    outputs = [
        [cell.execution_count, alternative.describe(cell, "")] for cell in code_cells(notebook)
    ]
    return hashlib.sha256(
        json.dumps(outputs, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


def carry(fresh: NotebookNode, stored: NotebookNode | None) -> NotebookNode:
    """The fresh lecture with the outputs that `stored` holds for cells whose code is the same."""
    if stored is None:
        return fresh
    kept = {alternative.without(cell.source): cell for cell in code_cells(stored)}
    setup = code_cells(stored)[:1]
    for number, cell in enumerate(code_cells(fresh)):
        old = setup[0] if number == 0 and setup else kept.get(alternative.without(cell.source))
        if old is not None:
            cell.outputs = copy.deepcopy(old.outputs)
            cell.outputs = alternative.describe(cell)
            cell.execution_count = old.execution_count
    if record(stored):
        fresh.metadata["course"]["outputs"] = copy.deepcopy(record(stored))
    return fresh


def staleness(notebook: NotebookNode, claims: str | None = None) -> str | None:
    """Why the stored outputs do not belong to this lecture, or None.

    Args:
        claims: digest of the claims that the lecture makes of them.
    """
    run = record(notebook)
    if not run:
        return "it has no stored outputs"
    if run["code"] != code_digest(notebook):
        return "its code changed after its outputs were stored"
    if run["digest"] != outputs_digest(notebook):
        return "its stored outputs were edited"
    if run["profile"] != "full":
        return f"its outputs come from the profile {run['profile']!r}, not from 'full'"
    if run.get("claims") != claims:
        return "its claims changed after its outputs were stored"
    return None


def without_claims(notebook: NotebookNode) -> NotebookNode:
    """The notebook as if no claim had been run in it: execution counts too."""
    notebook.cells = [cell for cell in notebook.cells if not is_claim(cell)]
    for number, cell in enumerate(code_cells(notebook), 1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
    return notebook


def failed_claims(notebook: NotebookNode, path: Path) -> list[str]:
    """FILE:LINE and the reason, for each claim that did not hold in a run."""
    failed = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for cell in filter(is_claim, notebook.cells):
        for output in cell.outputs:
            if output.output_type != "error":
                continue
            found = CLAIM_LINE.findall(ANSI.sub("", "\n".join(output.traceback)))
            line = int(found[-1]) if found else cell.metadata.line + 1
            kind = "" if output.ename == "AssertionError" else f"{output.ename}: "
            reason = kind + output.evalue or lines[line - 1].strip()
            failed.append(f"{path}:{line}: the claim does not hold: {reason}")
    return failed


def tidy(notebook: NotebookNode, name: str):
    """Check and clean a run's outputs: no warnings, no local paths, no rows of others' data."""
    for number, cell in enumerate(code_cells(notebook)):
        cell.metadata.pop("execution", None)
        if "rows" in cell.metadata.get("tags", []):
            cell.outputs = []
        for output in cell.outputs:
            shown = json.dumps(output, ensure_ascii=False)
            where = f"{name}: code cell {number + 1} ({cell.source.splitlines()[0][:60]})"
            if output.output_type == "stream" and output.name == "stderr":
                raise CourseError(
                    f"{where} writes to stderr: {output.text[:300]!r}. Mend the cause; stored "
                    "outputs hold no warnings"
                )
            path = LOCAL_PATH.search(shown)
            if path:
                raise CourseError(f"{where} shows a path of this machine: {path[0]}")


def execute(
    notebook: NotebookNode,
    profile: str,
    name: str,
    cwd: Path,
    timeout: int = 3600,
    rungs: Path | None = None,
) -> NotebookNode:
    """Run a lecture from top to bottom in a fresh kernel and return it with outputs.

    A claim that does not hold stops nothing: one run tells of all of them (`failed_claims`).

    Args:
        profile: "quick" or "full", handed on as NLPLAB_PROFILE.
        timeout: seconds that one cell may take.
        rungs: folder in which the lecture leaves its rows of the table that several share.

    Raises:
        CourseError: a cell failed; the message holds its error.
    """
    run = copy.deepcopy(notebook)
    for cell in code_cells(run):
        cell.outputs, cell.execution_count = [], None
        if is_claim(cell):
            cell.metadata.tags.append("raises-exception")
    environment = {
        **os.environ,
        "NLPLAB_PROFILE": profile,
        "NLPLAB_PROGRESS": "off",
        "PYTHONHASHSEED": "0",
        "NLPLAB_RUNGS": str(rungs) if rungs else "",
    }
    client = NotebookClient(
        run,
        timeout=timeout,
        kernel_name="python3",
        resources={"metadata": {"path": str(cwd)}},
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )  # it warns of unencrypted TCP, here on loopback
    started, used = time.monotonic(), processor_seconds()
    try:
        client.execute(env=environment)
    except CellExecutionError as error:
        raise CourseError(
            f"{name}: a cell failed in the profile {profile!r}:\n{ANSI.sub('', str(error))}"
        ) from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise CourseError(
            f"{name}: {type(error).__name__} in the profile {profile!r}: {str(error)[:600]}"
        ) from None
    run.metadata["course"]["outputs"] = {
        "profile": profile,
        "seconds": round(min(time.monotonic() - started, processor_seconds() - used)),
        "peak_memory_mb": peak_memory_mb(),
        "cores": os.cpu_count(),
    }
    # the kernel's exact version is no part of the lecture
    run.metadata["language_info"] = {"name": "python"}
    return run


def processor_seconds() -> float:
    """What the kernels that this process has run used of the processor.

    A run's time goes into the lecture's header. Where other work holds a run up, this is nearer to
    what a student waits than the clock; where a run has several cores, the clock is.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_memory_mb() -> int:
    """The most memory that a kernel run by this process has held, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round(peak * (1 if sys.platform == "darwin" else 1024) / 2**20)


def sealed(run: NotebookNode, name: str, claims: str | None) -> NotebookNode:
    """A run as it is stored: checked, without claims, tied to code, outputs and claims by digests.

    Raises:
        CourseError: an output that must not be stored.
    """
    notebook = without_claims(run)
    tidy(notebook, name)
    notebook.metadata["course"]["outputs"].update(
        code=code_digest(notebook),
        digest=outputs_digest(notebook),
        **({"claims": claims} if claims else {}),
    )
    return notebook
