"""How long `autograder regrade` takes where one NumPy task of a class has changed, from command to end.

    python benchmarks/regrade.py --count 2000
    python benchmarks/regrade.py --count 2000 --folder /tmp/class     keeps the class there, and takes the one that is there

The class is graded first by a stand-in that runs the cells in this process, which is quick and doesn't count; what is measured is
the command, with isolation and two processes for each submission. Every score is held to what it has to be.
"""
from __future__ import annotations

import argparse
import contextlib
import copy
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent))
import nbformat
from grading import LIGHT, hand_in, make_course
from nbformat.v4 import new_output

from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.protocol import ERROR, OK, CellRun, Execution
from autograder.grading.results import journal_of


class StandIn:
    """Runs trusted cells with exec, and is called what the real one is called."""

    name, isolated = "sandbox", True

    def run(self, notebook, limits, files):
        made, names = Execution(copy.deepcopy(notebook)), {}
        for index, cell in enumerate(made.notebook.cells):
            if cell.cell_type != "code":
                continue
            *lines, last = cell.source.split("\n")
            value = last.isidentifier()
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec("\n".join(lines) if value else cell.source, names)
                cell.outputs = [new_output("execute_result", {"text/plain": repr(names[last])}, execution_count=1)] if value else []
                made.cells[index] = CellRun(OK)
            except Exception as error:
                cell.outputs = [new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[])]
                made.cells[index] = CellRun(ERROR, f"{type(error).__name__}: {error}")
        return made

    def stop(self):
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = args.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        root = folder / LIGHT.name
        if not (root / "nbgrader_config.py").exists():
            make_course(root, LIGHT)
            for number in range(args.count):
                hand_in(root, LIGHT, number)
        began = time.monotonic()
        grade(root, LIGHT.name, executor=StandIn(), jobs=1)
        print(f"class of {args.count} graded beforehand in {time.monotonic() - began:.0f} s", flush=True)
        before = {student: result.score for student, result in journal_of(NbgraderCourse(root), LIGHT.name).results.items()}
        path = root / "solutions" / LIGHT.name / f"{LIGHT.name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        test = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "t1-test")
        test.source += f"\nassert np.isclose(softmax(np.array([{time.time():.0f}.0, 0.0])).sum(), 1)"
        nbformat.write(notebook, path)
        began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "autograder.cli", "--root", str(root), "regrade", LIGHT.name, "--why", "benchmark"]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True, check=True)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, cpu = time.monotonic() - began, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        assert {student: result.score for student, result in journal_of(NbgraderCourse(root), LIGHT.name).results.items()} == before
        print(done.stdout[-300:])
        print(f"regraded {args.count} in {seconds:.1f} s, {cpu:.1f} s of processors without what runs behind walls, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
