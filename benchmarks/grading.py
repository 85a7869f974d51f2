"""Plain `nbgrader autograde` against `autograder grade`: the same submissions, the same scores, on 2 cores.

    python benchmarks/grading.py                     three notebooks; 8 submissions with plain nbgrader, 20 and 200 with ours
    python benchmarks/grading.py --big               2,000 with ours too
    python benchmarks/grading.py --only keras --plain 3 --ours 20

The notebooks: `light` imports NumPy; `keras` imports Keras, builds models and runs a layer, as lesson 020's exercise does;
`keras-fit` trains one, and most of what is left of its time is Keras. Both graders are started as commands, and all that they
take from start to end counts: imports, workers, warm processes, gradebook. Ours runs with isolation and two processes for each
submission. The figure is throughput, the wall time of the whole class over its size. Each command's scores are held to what the
submissions deserve. Memory is the peak of the proportional set size (PSS) of everything below a command, workers and sandboxes,
over the number of jobs at once. Seconds of a core are user and system time of all that a command
started: on a machine that others use, compare those. Prints a Markdown table and, with --json FILE, writes the figures.
"""
from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader starts `alembic` by name

import nbformat
import nbgrader
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from cores import counted
from nbgrader.api import Gradebook

from autograder.grading import converters
from autograder.grading.nbgrader_course import NbgraderCourse

CORES = 2
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.CourseDirectory.source_directory = "solutions"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
c.Execute.timeout = 300
"""


@dataclass(frozen=True)
class Work:
    """A notebook: the instructor's first cell, then (answer, points, test), and a wrong answer for the first task."""

    name: str
    setup: str
    tasks: tuple[tuple[str, int, str], ...]
    wrong: str


LIGHT = Work("light", "import math\nfrom collections import Counter\n\nimport numpy as np", (
    ("def count(words):\n    return dict(Counter(words))", 3,
     "assert count(['a', 'b', 'a']) == {'a': 2, 'b': 1}\n### BEGIN HIDDEN TESTS\nassert count(['x'] * 5)['x'] == 5\n### END HIDDEN TESTS"),
    ("def softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()", 3,
     "assert np.allclose(softmax(np.array([0.0, math.log(3)])), [0.25, 0.75])\n### BEGIN HIDDEN TESTS\nassert np.isfinite(softmax(np.array([1e4, 0.0]))).all()\n### END HIDDEN TESTS"),
    ("def best(score, options):\n    return max(options, key=score)", 2, "points = 0\npoints += (best(len, ['a', 'abc']) == 'abc')\npoints += (best(lambda n: -n, [3, 1, 2]) == 1)\npoints"),
), "def count(words):\n    return {word: 1 for word in words}")
KERAS = Work("keras", "import numpy as np\nimport keras\nfrom keras import layers\n\nkeras.utils.set_random_seed(0)\nkeras.ops.ones(1)  # what TensorFlow has to say at its first step, nbgrader would hold against a test", (
    ("def build(units):\n    return keras.Sequential([keras.Input((4,)), layers.Dense(units, activation='relu'), layers.Dense(1, activation='sigmoid')])", 3,
     "model = build(8)\nassert isinstance(model, keras.Model) and model.count_params() == 49\n### BEGIN HIDDEN TESTS\nassert build(3).count_params() == 19\n### END HIDDEN TESTS"),
    ("def read(x, units):\n    return layers.GRU(units, return_sequences=True)(x)", 3,
     "states = read(np.ones((2, 5, 3), 'float32'), 4)\nassert tuple(states.shape) == (2, 5, 4)\n### BEGIN HIDDEN TESTS\nassert np.abs(np.array(states)).max() < 1\n### END HIDDEN TESTS"),
    ("def accuracy(p, y):\n    return float(np.mean((p > 0.5) == (y > 0.5)))", 2, "p = np.array([[0.9], [0.2], [0.6]])\nassert accuracy(p, np.array([[1.0], [0.0], [0.0]])) == 2 / 3"),
), "def build(units):\n    return keras.Sequential([keras.Input((4,)), layers.Dense(units)])")
TRAIN = Work("keras-fit", "import numpy as np\nimport keras\nfrom keras import layers\n\nkeras.utils.set_random_seed(0)\nkeras.ops.ones(1)  # what TensorFlow has to say at its first step, nbgrader would hold against a test\nx = np.random.default_rng(0).normal(size=(64, 4)).astype('float32')\ny = (x[:, :1] > 0).astype('float32')", (
    ("def build(units):\n    return keras.Sequential([keras.Input((4,)), layers.Dense(units, activation='relu'), layers.Dense(1, activation='sigmoid')])", 3,
     "model = build(8)\nassert isinstance(model, keras.Model) and model.count_params() == 49\n### BEGIN HIDDEN TESTS\nassert build(3).count_params() == 19\n### END HIDDEN TESTS"),
    ("def train(model, x, y):\n    model.compile('adam', 'binary_crossentropy')\n    return model.fit(x, y, epochs=2, batch_size=32, verbose=0)", 3,
     "small = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation='sigmoid')])\nhistory = train(small, x, y)\nassert len(history.history['loss']) == 2"),
    ("def accuracy(p, y):\n    return float(np.mean((p > 0.5) == (y > 0.5)))", 2, "p = np.array([[0.9], [0.2], [0.6]])\nassert accuracy(p, np.array([[1.0], [0.0], [0.0]])) == 2 / 3"),
), "def build(units):\n    return keras.Sequential([keras.Input((4,)), layers.Dense(units)])")


def cell(source: str, grade_id: str = "", points: int | None = None, solution: bool = False):
    made = new_code_cell(source, id=grade_id or "setup")
    if grade_id:
        made.metadata["nbgrader"] = {"grade_id": grade_id, "grade": points is not None, "solution": solution, "locked": not solution,
                                     "task": False, "schema_version": 3, **({} if points is None else {"points": points})}
    return made


def make_course(root: Path, work: Work) -> Path:
    cells = [new_markdown_cell(f"# {work.name}", id="title"), cell(work.setup)]
    for number, (answer, points, test) in enumerate(work.tasks):
        cells += [cell(f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION", f"t{number}", solution=True), cell(test, f"t{number}-test", points)]
    folder = root / "solutions" / work.name
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}), folder / f"{work.name}.ipynb")
    converters.generate_assignment(NbgraderCourse(root), work.name)
    return root


def hand_in(root: Path, work: Work, number: int) -> tuple[str, float]:
    """One of three right, one of three with a wrong first task, one of three with the last left blank; no two alike. Returns its score."""
    notebook = nbformat.read(root / "release" / work.name / f"{work.name}.ipynb", as_version=4)
    full = sum(points for _, points, _ in work.tasks)
    answers = {f"t{position}": answer for position, (answer, _, _) in enumerate(work.tasks)}
    score = full
    if number % 3 == 1:
        answers["t0"] = work.wrong
        score = full - work.tasks[0][1]
    if number % 3 == 2:
        del answers[f"t{len(work.tasks) - 1}"]
        score = full - work.tasks[-1][1]
    for made in notebook.cells:
        grade_id = made.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            made.source = f"{answers[grade_id]}\n# {number}"
    student = f"s{number:05d}"
    path = root / "submitted" / student / work.name / f"{work.name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return student, float(score)


def pss(process: psutil.Process) -> int:
    try:
        return next(int(line.split()[1]) * 1024 for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


class Memory(threading.Thread):
    """The peak, in bytes, of the PSS of everything below a process."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.over = psutil.Process(pid), 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(5.0):  # each look costs, for the kernel walks all pages
            try:
                self.peak = max(self.peak, sum(pss(child) for child in self.process.children(recursive=True)))
            except psutil.Error:
                return


@dataclass
class Figure:
    """One command on one class. Bytes are of PSS."""

    notebook: str
    grader: str
    submissions: int
    seconds: float
    core: float
    worker_bytes: int

    @property
    def each(self) -> float:
        return self.seconds / self.submissions


def slope(figures: list[Figure], what: str) -> tuple[float, float] | None:
    """What starting takes and what a submission takes beyond it, of `seconds` or `core`: the line through the smallest and the biggest class. None if there is one class only."""
    small, big = min(figures, key=lambda figure: figure.submissions), max(figures, key=lambda figure: figure.submissions)
    if small.submissions == big.submissions:
        return None
    each = (getattr(big, what) - getattr(small, what)) / (big.submissions - small.submissions)
    return getattr(small, what) - each * small.submissions, each


def grade(released: Path, work: Work, grader: str, count: int) -> Figure:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        root = Path(shutil.copytree(released, Path(folder, "course")))
        deserved = dict(hand_in(root, work, number) for number in range(count))
        if grader == "nbgrader":
            command, workers = [sys.executable, "-m", "nbgrader", "autograde", work.name], 1
        else:
            command, workers = [sys.executable, "-m", "autograder.cli", "--root", str(root), "grade", work.name, "--jobs", str(CORES), "--json"], CORES
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        started = time.monotonic()
        with counted() as cores, open(Path(folder, "log"), "w+b") as log:
            process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT, preexec_fn=cores.join)
            memory = Memory(process.pid)
            memory.start()
            status = process.wait()
            seconds, core = time.monotonic() - started, cores.used()
            memory.over.set()
            log.seek(0)
            if status:
                raise SystemExit(f"{' '.join(command)}: exit status {status}\n{log.read().decode(errors='replace')[-3000:]}")
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "benchmark") as book:
            scores = {submission.student.id: submission.score for submission in book.assignment_submissions(work.name)}
        assert scores == deserved, {student: (scores.get(student), score) for student, score in deserved.items() if scores.get(student) != score}
        return Figure(work.name, grader, count, seconds, core, memory.peak // workers)


def table(figures: list[Figure]) -> str:
    lines = ["| notebook | grader | submissions | seconds, all | seconds each | of a core each | times faster, by a core | memory per job |", "|---|---|---:|---:|---:|---:|---:|---:|"]
    for figure in figures:
        plain = next((other.core / other.submissions for other in figures if other.notebook == figure.notebook and other.grader == "nbgrader"), None)
        core = figure.core / figure.submissions
        faster = "" if figure.grader == "nbgrader" or plain is None else f"{plain / core:.0f}"
        lines.append(f"| {figure.notebook} | {figure.grader} | {figure.submissions:,} | {figure.seconds:,.0f} | {figure.each:.2f} | {core:.2f} | {faster} | {figure.worker_bytes / 2**20:,.0f} MiB |")
    lines += ["", "Ours, by the smallest and the biggest class: what starting takes, and a submission beyond it.", "", "| notebook | start, s | of a core | submission, s | of a core |", "|---|---:|---:|---:|---:|"]
    for name in dict.fromkeys(figure.notebook for figure in figures):
        mine = [figure for figure in figures if figure.notebook == name and figure.grader == "autograder"]
        clock, core = (slope(mine, what) for what in ("seconds", "core")) if mine else (None, None)
        if clock and core:
            lines.append(f"| {name} | {clock[0]:.1f} | {core[0]:.1f} | {clock[1]:.3f} | {core[1]:.3f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", type=int, default=8, metavar="N", help="submissions for plain nbgrader, 0 to leave it out (default 8)")
    parser.add_argument("--ours", type=int, nargs="+", default=[20, 200], metavar="N", help="class sizes for ours (default 20 200)")
    parser.add_argument("--big", action="store_true", help="2,000 submissions too")
    parser.add_argument("--only", choices=("light", "keras", "keras-fit"))
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    available = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, available[:CORES])
    figures = []
    for work in (LIGHT, KERAS, TRAIN):
        if options.only in (None, work.name):
            with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
                released = make_course(Path(folder, "course"), work)
                for grader, count in [("nbgrader", options.plain)] * bool(options.plain) + [("autograder", count) for count in options.ours + [2000] * options.big]:
                    figures.append(grade(released, work, grader, count))
                    print(f"{work.name}: {grader}, {count} submissions, {figures[-1].seconds:.1f} s", file=sys.stderr, flush=True)
    machine = f"{len(available[:CORES])} of {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, nbgrader {nbgrader.__version__}"
    print(f"{machine}\n\n{table(figures)}")
    if options.json:
        options.json.write_text(json.dumps({"machine": machine, "figures": [{**asdict(figure), "each": figure.each} for figure in figures]}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
