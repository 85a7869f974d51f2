"""What nbgrader's Autograde is given in the place of its own execution step."""

from __future__ import annotations

from collections.abc import Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from ..cells import is_test
from .protocol import FRAMES, NOT_RUN, OK, CellRun, Execution, error_output


class Settle(NbGraderPreprocessor):
    """Stands for Execute in nbgrader's Autograde: hands over an execution that was made before, in
    a state that nbgrader's rules for points judge rightly.

    nbgrader gives full marks to a test cell without outputs, and none to one that wrote to stderr.
    So a test cell that did not run to its end gets an error output, and what tests wrote to stderr
    is shown as ordinary output.
    """

    def __init__(self, executions: Mapping[str, Execution]) -> None:
        super().__init__()
        self.executions = executions
        self.enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        execution = self.executions[resources["nbgrader"]["notebook"]]
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
        if "language_info" in execution.notebook.metadata:
            nb.metadata["language_info"] = execution.notebook.metadata["language_info"]
        return nb, resources


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
