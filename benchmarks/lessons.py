"""What grading a model answer of each lesson takes, in two processes behind walls: `python benchmarks/lessons.py [SLUG …]`.

Seconds of a core, of all that the warm process and what it forks did for one notebook; imports are paid before. The
median and the slowest of RUNS, and the slowest test by the clock. Writes Markdown for docs/grading.md.
"""
from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import nbformat
import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.authoring.lesson import read_lesson  # noqa: E402
from autograder.authoring.notebook import exercise_notebook  # noqa: E402
from autograder.cells import is_test  # noqa: E402
from autograder.course import Course  # noqa: E402
from autograder.grading.protocol import OK, Limits  # noqa: E402
from autograder.grading.sandboxed import Sandboxed  # noqa: E402
from autograder.grading.templates import names_of  # noqa: E402
from autograder.grading.whose import NAMES  # noqa: E402
from autograder.sandbox import isolate  # noqa: E402

RUNS = 5


def used(warm: int) -> float:
    """Processor seconds of this process's children and of theirs, the ended ones included.

    Args:
        warm: how many there are when no notebook runs; it waits for that.
    """
    end = time.monotonic() + 30
    while True:
        try:
            times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
        if len(times) <= warm or time.monotonic() > end:
            return sum(one.user + one.system + one.children_user + one.children_system for one in times)
        time.sleep(0.05)


def measure(executor: Sandboxed, notebook: nbformat.NotebookNode) -> tuple[float, float]:
    """Seconds of a core, and of the slowest test by the clock."""
    warm = len(psutil.Process().children(recursive=True))
    before = used(warm)
    execution = executor.run(nbformat.from_dict(notebook), Limits(cell_seconds=60, total_seconds=600), {})
    tests = [execution.cells[index] for index, cell in enumerate(execution.notebook.cells) if is_test(cell)]
    assert all(fate.status == OK for fate in tests), [fate.reason for fate in tests if fate.status != OK]
    return used(warm) - before, max(fate.seconds for fate in tests)


def main(slugs: list[str]) -> None:
    course = Course.load(ROOT)
    print("| lesson | seconds of a core, median | slowest run | slowest test, s |\n|---|---:|---:|---:|")
    for slug in slugs or course.lessons:
        solution = nbformat.read(course.solution_path(slug), as_version=4)
        solution.metadata["autograder"] = {NAMES: names_of(*[exercise_notebook(course, read_lesson(ROOT, slug))] * 2)}
        executor = Sandboxed.for_notebooks([solution], walls=not isolate.unavailable())
        try:
            executor.run(nbformat.from_dict(solution), Limits(cell_seconds=60, total_seconds=600), {})  # what the first cells import on their way becomes warm
            time.sleep(3)
            found = [measure(executor, solution) for _ in range(RUNS)]
        finally:
            executor.stop()
        cores = [core for core, _ in found]
        print(f"| {slug} | {statistics.median(cores):.2f} | {max(cores):.2f} | {max(test for _, test in found):.2f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
