"""What nbgrader's Autograde is given in the place of its own execution step."""

from __future__ import annotations

from collections.abc import Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from ..cells import is_test
from .beside import in_doubt
from .credit import shown
from .inert import inert
from .protocol import FRAMES, NOT_RUN, OK, CellRun, Execution, error_output

RUBRIC = "**모범 답과 채점 기준** (채점하는 사람에게만 보입니다)"


class Settle(NbGraderPreprocessor):
    """Stands for Execute in nbgrader's Autograde: hands over an execution that was made before, in
    a state that nbgrader's rules for points judge rightly.

    nbgrader gives full marks to a test cell without outputs, and none to one that wrote to stderr.
    So a test cell that did not run to its end gets an error output, what tests wrote to stderr
    is shown as ordinary output, and a last value is replaced by the points that it is worth
    (`credit`).

    What the instructor wrote where a written answer goes is put above the answer, for formgrader.

    Args:
        executions: by notebook.
        rubrics: by notebook and grade id.
    """

    def __init__(
        self,
        executions: Mapping[str, Execution],
        rubrics: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__()
        self.executions, self.rubrics = executions, rubrics or {}
        self.enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        name = resources["nbgrader"]["notebook"]
        execution = self.executions[name]
        if [cell.source for cell in nb.cells] != [cell.source for cell in execution.notebook.cells]:
            raise RuntimeError(
                "nbgrader's sanitised notebook is not the one that was executed: a preprocessor in "
                "Autograde.sanitize_preprocessors changes sources"
            )
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            ran = execution.notebook.cells[index]
            cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
            unknown = CellRun(NOT_RUN if cell.source.strip() else OK, "실행되지 않았습니다.")
            fate = execution.cells.get(index, unknown)
            if fate.frames:
                cell.metadata.setdefault("autograder", {})[FRAMES] = [
                    list(frame) for frame in fate.frames
                ]
            if is_test(cell):
                settle(cell, fate)
                if doubt := in_doubt(fate):
                    cell.outputs.append(new_output("stream", name="stdout", text=f"{doubt}.\n"))
                credit = execution.credits.get(index)
                if credit:
                    cell.outputs = shown(cell, credit)
        if "language_info" in execution.notebook.metadata:
            nb.metadata["language_info"] = execution.notebook.metadata["language_info"]
        inert(nb)  # last: what follows is the instructor's
        _add_rubrics(nb, self.rubrics.get(name, {}))
        return nb, resources


def _add_rubrics(nb: NotebookNode, rubrics: Mapping[str, str]) -> None:
    """A cell above each answer that a person grades; frames go on naming the same cells."""
    cells, places = [], []
    for cell in nb.cells:
        text = rubrics.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if text:
            fence = "```" if cell.cell_type == "code" else ""
            shown = new_markdown_cell(f"{RUBRIC}\n\n{fence}\n{text}\n{fence}".rstrip())
            shown.metadata["autograder"] = {"rubric": True}
            if nb.nbformat_minor < 5:
                shown.pop("id", None)
            cells.append(shown)
        places.append(len(cells))
        cells.append(cell)
    for cell in nb.cells:
        frames = cell.metadata.get("autograder", {}).get(FRAMES, [])
        for frame in frames:
            if 0 <= frame[0] < len(places):  # hostile case: a student's process names others
                frame[0] = places[frame[0]]
    nb.cells = cells


def settle(cell: NotebookNode, fate: CellRun) -> None:
    """Bring a test cell's outputs in agreement with its fate (see `Settle`)."""
    cell.outputs = [
        new_output("stream", name="stdout", text=f"(stderr) {output.text}")
        if output.output_type == "stream" and output.name == "stderr"
        else output
        for output in cell.outputs
    ]
    if fate.status != OK:
        errors = [output for output in cell.outputs if output.output_type == "error"] or [
            error_output(fate.status, fate.reason)
        ]
        # First, because nbgrader takes the first of an error and a number that gives partial
        # credit.
        cell.outputs = errors + [output for output in cell.outputs if output.output_type != "error"]
