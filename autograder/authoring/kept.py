"""A run of a lecture whose claims did not all hold, kept: a claim can then be mended, and held
against the same run, without training everything again.

Behind each cell that claims speak of, the run writes down the names that claims use, as they were
there. Kept are what cloudpickle takes within a limit; a mended claim that needs more needs a new
run. A claim that held and reads as it did then holds still, whatever names it needs.
"""

from __future__ import annotations

import ast
import builtins
import pickle
import shutil
import traceback
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from ..errors import CourseError
from .cells import LessonCell, LessonText
from .lecture import claim_code
from .lesson import Lesson
from .notebook import CLAIM

LIMIT = 50 * 2**20
"""Bytes of a value. Models and training texts may be larger; what claims speak of is not."""

# Runs in the lecture's kernel before each claim, without a trace in its names or random numbers.
KEEP = """
def keep(position, names, folder, limit):
    import cloudpickle, pathlib
    found = globals()
    for name in names:
        try:
            data = cloudpickle.dumps(found[name])
        except Exception:
            continue
        if len(data) <= limit:
            (pathlib.Path(folder) / f"{position:03d} {name}").write_bytes(data)
"""


def names_of(source: str) -> set[str]:
    """Names that code reads and Python itself doesn't have."""
    read = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    return read - set(dir(builtins))


def positions(text: LessonText) -> list[tuple[int, LessonCell]]:
    """Each claim, with the number of code cells before it."""
    found, position = [], 0
    for cell in text.cells:
        if cell.mark == "claim":
            found.append((position, cell))
        else:
            position += cell.kind == "code"
    return found


def names_for(text: LessonText, position: int) -> set[str]:
    """What is written down at a place: names in claims, and those of the cell just before it."""
    code = [cell for cell in text.cells if cell.kind == "code" and cell.mark != "claim"]
    names = set().union(*(names_of(cell.source) for _, cell in positions(text)), set())
    return names | names_of(code[position - 1].source) if position else names


def empty(folder: Path) -> tuple[Path, Path]:
    """Make room for a run, in place of an earlier one: folders for its values and its rungs."""
    shutil.rmtree(folder, ignore_errors=True)
    values, rungs = folder / "values", folder / "rungs"
    values.mkdir(parents=True)
    rungs.mkdir()
    return values, rungs


def prepare(notebook: NotebookNode, text: LessonText, values: Path) -> None:
    """Have each claim's cell say what it claims, and write down first what claims could use."""
    claims = (cell for cell in notebook.cells if CLAIM in cell.metadata.get("tags", []))
    for cell, (position, claim) in zip(claims, positions(text), strict=True):
        cell.metadata["claim"] = [position, claim.source]
        call = f"keep({position}, {sorted(names_for(text, position))!r}, {str(values)!r}, {LIMIT})"
        cell.source = f"exec({KEEP + call!r}, dict(globals()))\n{cell.source}"


def store(folder: Path, run: NotebookNode) -> None:
    """Keep a run whose folders `empty` made."""
    nbformat.write(run, folder / "run.ipynb")


def load(folder: Path) -> NotebookNode:
    """The run that is kept. Raises: CourseError if there is none."""
    if not (folder / "run.ipynb").exists():
        raise CourseError(f"{folder}: no run is kept. Run it whole, without --again")
    return nbformat.read(folder / "run.ipynb", as_version=4)


def held(run: NotebookNode) -> set[tuple[int, str]]:
    """Place and source of each claim that held in a run."""
    claims = (cell for cell in run.cells if "claim" in cell.metadata)
    return {
        tuple(cell.metadata["claim"])
        for cell in claims
        if not any(output.output_type == "error" for output in cell.outputs)
    }


def failed(folder: Path, lesson: Lesson, run: NotebookNode) -> list[str]:
    """FILE:LINE and the reason for each claim of the text as it is now that the kept run breaks."""
    text, found, still = lesson.lecture, [], held(run)
    for position, cell in positions(text):
        if (position, cell.source) in still:
            continue
        state = _values(folder / "values", position, names_of(cell.source))
        try:
            exec(claim_code(text.path, cell), state)
        except Exception as error:
            kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
            frames = traceback.extract_tb(error.__traceback__)
            lines = [one.lineno for one in frames if one.filename.endswith(text.path.name)]
            line = lines[-1] if lines else cell.line
            found.append(f"{text.path}:{line}: the claim does not hold: {kind}{error}")
    return found


def _values(folder: Path, position: int, names: set[str]) -> dict:
    """The names as they were at a place; what was written down there or, the same, not since."""
    state = {}
    for name in names:
        path = folder / f"{position:03d} {name}"
        if path.exists():
            state[name] = pickle.loads(path.read_bytes())
    return state
