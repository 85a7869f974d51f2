"""What plain nbgrader makes of the hostile submissions: `python tests/hostile/measure_plain.py [NAME...]`, as root on Linux, by hand.

The cases are graded by `nbgrader autograde` six at a time, with one honest student who comes last, in new process,
mount and network namespaces (so that nothing outlives it), with memory and file size bounded. Cases marked dangerous are
not run. Writes plain.json, from which the cases and the table in docs/hostile.md take their figures.
"""
from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader starts `alembic` by name

import nbgrader  # noqa: E402
from hostile import CASES, case  # noqa: E402
from hostile.services import host  # noqa: E402
from nbgrader.api import Gradebook, MissingEntry  # noqa: E402

SECONDS = 240
"""After which nbgrader is taken to hang (40 more for each case); a submission takes about 4 on an idle machine, and a cell may take 10."""
TOGETHER = 6
HONEST = "zz-honest"


def limits() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (6 * 2**30, 6 * 2**30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**28, 2**28))
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def grade(names: list[str], course: Path, result: Path) -> None:
    """In the namespaces, as their first process: the cases `names` and an honest student, who comes last."""
    chosen = {f"{position:02d}-{name}": next(found for found in CASES if found.name == name) for position, name in enumerate(names)}
    subprocess.run(["ip", "link", "set", "lo", "up"], check=False)
    os.environ.update(HOME=str(course / "home"), HOSTILE_BAIT="bait-environment", OMP_NUM_THREADS="1")
    (course / "home").mkdir()
    with host(course, course.parent / "bait") as machine:
        for student, hostile in chosen.items():
            case.hand_in(hostile, machine, student)
        case.honest(course, HONEST)
        try:
            log = subprocess.run([sys.executable, "-m", "nbgrader", "autograde", case.ASSIGNMENT], cwd=course, capture_output=True, text=True, errors="replace",
                                 timeout=SECONDS + 40 * len(names), preexec_fn=limits, stdin=subprocess.DEVNULL, check=False).stderr
            ended = True
        except subprocess.TimeoutExpired as error:
            log, ended = (error.stderr or b"").decode(errors="replace"), False
        if os.environ.get("SHOW_LOG"):
            print(log[-6000:])
        made = {}
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "target") as book:
            def score(student: str) -> float | None:
                try:
                    submission = book.find_submission(case.ASSIGNMENT, student)
                except MissingEntry:
                    return None
                graded = (course / "autograded" / student / case.ASSIGNMENT / f"{case.NOTEBOOK}.ipynb").exists()
                return round(submission.score, 3) if graded else None

            went_on = score(HONEST) == case.FULL
            for student, hostile in chosen.items():
                try:
                    left = hostile.after(machine, student) if hostile.after else ""
                except FileNotFoundError:
                    left = ""
                made[hostile.name] = {"score": score(student), "class": "goes on" if went_on else "stops" if ended else "hangs", "left": left}
        for place in ("/tmp", "/var/tmp", "/dev/shm", "/etc", "/usr/local/bin"):
            for path in Path(place).glob(f"*{machine.token}*"):
                path.unlink()
        result.write_text(json.dumps(made), encoding="utf-8")


def measure(names: list[str], released: Path) -> dict:
    """Grade the cases as one class; if it did not survive one of them, each alone."""
    with tempfile.TemporaryDirectory(prefix="plain-", ignore_cleanup_errors=True) as folder:
        course, result = Path(folder, "course"), Path(folder, "result.json")
        shutil.copytree(released, course)
        subprocess.run(["unshare", "--fork", "--pid", "--mount", "--net", "--ipc", "--mount-proc", "--kill-child", sys.executable, str(HERE / "measure_plain.py"),
                        "--inside", str(course), str(result), *names], check=False, timeout=SECONDS + 40 * len(names) + 60)
        for base, _, _ in os.walk(folder):
            os.chmod(base, 0o700)
        made = json.loads(result.read_text(encoding="utf-8")) if result.exists() else {name: {"score": None, "class": "stops", "left": ""} for name in names}
    again = [name for name, figures in made.items() if figures["class"] != "goes on" or figures["score"] is None]
    if len(names) > 1:
        for name in again:
            made |= measure([name], released)
    return made


def batches(cases: list[case.Case]) -> list[list[str]]:
    """A few of a family at a time."""
    together: dict[str, list[str]] = {}
    for found in cases:
        together.setdefault(found.family, []).append(found.name)
    return [names[start:start + TOGETHER] for names in together.values() for start in range(0, len(names), TOGETHER)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these cases or families")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--missing", action="store_true", help="only cases without a figure")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.inside:
        return grade(options.names, *map(Path, options.inside))
    path = HERE / "plain.json"
    results = json.loads(path.read_text(encoding="utf-8"))["results"] if path.exists() else {}
    ranks = {name: rank for rank, name in enumerate(options.names)}
    chosen = [found for found in sorted(CASES, key=lambda found: ranks.get(found.family, 99)) if (not options.names or found.name in options.names or found.family in options.names) and not found.dangerous
              and not (options.missing and found.name in results)]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        released = case.make_course(Path(folder, "course"))
        for done in as_completed([pool.submit(measure, names, released) for names in batches(chosen)]):
            made = done.result()
            results.update(made)
            print(*made.items(), sep="\n", flush=True)
            kept = {found.name: results[found.name] for found in CASES if found.name in results}
            text = ",\n".join(f" {json.dumps(name)}: {json.dumps(figures, ensure_ascii=False)}" for name, figures in kept.items())
            path.write_text(f'{{"nbgrader": "{nbgrader.__version__}", "python": "{sys.version.split()[0]}", "results": {{\n{text}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
