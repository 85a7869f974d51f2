"""Both corpora, tests/hostile and tests/honest, graded by any grader of nbgrader notebooks that has a script in benchmarks/others.

    python benchmarks/graders.py --install build/graders      an environment for each grader that benchmarks/graders.toml pins (uv)
    python benchmarks/graders.py --venvs build/graders        measure what has no figure yet; rewrite docs/hostile.md
    python benchmarks/graders.py --only autograder nbgrader --each 2 --honest flow      a part

As root on Linux. Submissions are graded as classes of eight, an honest student last, in namespaces of their
own, in which the whole file system is a copy in memory: whatever an attack writes is gone with them. Where a class or a
score is lost, each case is tried alone. Attacks that would endanger the machine are left out. Figures are kept in
tests/hostile/measured.json.
"""
from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / "benchmarks" / "others"
MEASURED = ROOT / "tests" / "hostile" / "measured.json"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader starts `alembic` by name

import honest  # noqa: E402
import hostile  # noqa: E402
from hostile import case, table  # noqa: E402
from hostile.services import host  # noqa: E402

from cores import counted  # noqa: E402

KINDS = tomllib.loads((ROOT / "benchmarks" / "graders.toml").read_text(encoding="utf-8"))
LEFT_OUT = KINDS.pop("left-out")
HONEST, TOGETHER, CELL_SECONDS = "zz-honest", 8, 20
ROUGH = {"exits", "processes", "bombs", "wire"}
STYLES = ["functions", "classes", "generators", "flow", "arrays"]
"""Honest assignments that need nothing but NumPy: the others' environments have no Keras, PyTorch or scikit-learn."""
INSIDE = '''
mount --make-rprivate / && mkdir -p "$1" && mount -t tmpfs -o size=6g none "$1" && cd "$1" && mkdir upper work root
mount -t overlay -o lowerdir=/,upperdir=upper,workdir=work none root && mount --rbind /dev root/dev && mount -t tmpfs none root/dev/shm
mount -t proc none root/proc && mount --rbind /sys root/sys
cd root && mkdir -p before && pivot_root . before && umount -l before && cd / && ip link set lo up && shift && exec "$@"
'''
"""A root whose changes are in memory, the loopback interface, and then the command, as the namespace's first process."""


# ------------------------------------------------------------------------------------------------------ inside a namespace

def limits() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (6 * 2**30, 6 * 2**30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**28, 2**28))
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def run(kind: str, python: str, course: Path, assignment: str, notebook: str, tests: list[dict], students: list[str]) -> tuple[dict[str, float | None], str, dict]:
    """One class by one grader: scores by student (None for no score), how it ended, seconds by the clock and of a core."""
    work = course / "job.json"
    work.write_text(json.dumps({"course": str(course), "assignment": assignment, "notebook": notebook, "students": students, "tests": tests, "seconds": CELL_SECONDS}), encoding="utf-8")
    script = [python, str(OTHERS / KINDS[kind]["script"])]
    command = {"autograder": [python, "-m", "autograder.cli", "--root", str(course), "grade", assignment, "--jobs", "2", "--json"],
               "nbgrader": [python, "-m", "nbgrader", "autograde", assignment]}.get(kind, [*script, "grade", str(work)])
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(python).parent), os.environ["PATH"]]),
                   **({"PYTHONPATH": str(ROOT)} if kind == "autograder" else {})}
    started, ended, log = time.monotonic(), "ended", ""
    with counted() as cores, open(course / "log", "w+b") as out:
        process = subprocess.Popen(command, cwd=course, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL, preexec_fn=lambda: (cores.join(), limits()))
        try:
            process.wait(120 + 45 * len(students))
        except subprocess.TimeoutExpired:
            ended = "hangs"
            process.kill()
        took = {"seconds": round(time.monotonic() - started, 1), "core": round(cores.used(), 1)}
        out.seek(0)
        log = out.read().decode(errors="replace")[-4000:]
    if os.environ.get("SHOW_LOG"):
        print(log, file=sys.stderr)
    said = subprocess.run([*script, "scores", str(work)], cwd=course, env=environment, capture_output=True, text=True, check=False)
    if said.returncode:
        print(log, said.stderr[-2000:], file=sys.stderr)
    return (json.loads(said.stdout) if not said.returncode else dict.fromkeys(students)), ended, took


def attacks(kind: str, python: str, released: Path, folder: Path, names: list[str]) -> dict:
    """The cases `names` and an honest student, who comes last."""
    course = Path(shutil.copytree(released, folder / "course"))
    chosen = {f"{position:02d}-{name}": next(found for found in hostile.CASES if found.name == name) for position, name in enumerate(names)}
    os.environ.update(HOME=str(course / "home"), HOSTILE_BAIT="bait-environment", OMP_NUM_THREADS="1")
    (course / "home").mkdir()
    tests = [{"id": f"{grade_id}-test", "points": points, "source": plain_text(test)} for grade_id, (points, test) in case.TESTS.items()]
    set_seconds(course)
    with host(course, folder / "bait") as machine:
        for student, found in chosen.items():
            case.hand_in(found, machine, student)
        case.honest(course, HONEST)
        scores, ended, took = run(kind, python, course, case.ASSIGNMENT, case.NOTEBOOK, tests, [*chosen, HONEST])
        goes_on = "goes on" if scores.get(HONEST) == KINDS[kind].get("full", case.FULL) else "hangs" if ended == "hangs" else "stops"
        made = {}
        for student, found in chosen.items():
            try:
                left = found.after(machine, student) if found.after else ""
            except FileNotFoundError:
                left = ""
            made[found.name] = {"score": scores.get(student), "class": goes_on, "left": left}
    return {"cases": made, **took}


def styles(kind: str, python: str, folder: Path, name: str) -> dict:
    """An honest assignment, all its submissions as one class."""
    from honest.assignment import make_course

    assignment = next(found for found in honest.ASSIGNMENTS if found.name == name)
    course = make_course(folder / "course", assignment)
    set_seconds(course)
    students = list(assignment.submissions())
    tests = [{"id": f"t{number}-test", "points": task.points, "source": plain_text(task.test)} for number, task in enumerate(assignment.tasks) if task.points]
    scores, _, took = run(kind, python, course, assignment.name, assignment.notebook_name, tests, students)
    return {"scores": scores, **took}


def set_seconds(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8").replace('"honest"', '"target"') + f"c.Execute.timeout = {CELL_SECONDS}\n", encoding="utf-8")


def plain_text(test: str) -> str:
    return "\n".join(line for line in test.split("\n") if not line.startswith("### "))


# -------------------------------------------------------------------------------------------------------------- outside

def inside(kind: str, python: str, what: str, names: list[str], released: Path) -> dict | None:
    """This file again, in namespaces; None if it did not come back."""
    with tempfile.TemporaryDirectory(prefix="graders-") as folder:
        command = ["unshare", "--fork", "--pid", "--mount", "--net", "--ipc", "--kill-child", "sh", "-e", "-c", INSIDE, "inside", folder,
                   sys.executable, __file__, "--inside", kind, python, what, str(released), *names]
        try:
            said = subprocess.run(command, stdout=subprocess.PIPE, text=True, errors="replace", check=False, timeout=600 + 60 * len(names) + 1800 * (what == "styles"))
        except subprocess.TimeoutExpired:
            return None
    return json.loads(said.stdout.rpartition("\n@")[2]) if "\n@" in said.stdout else None


def measure(kind: str, python: str, names: list[str], released: Path) -> dict:
    found = inside(kind, python, "attacks", names, released)
    made = found["cases"] if found else {name: {"score": None, "class": "stops", "left": ""} for name in names}
    again = [name for name, figures in made.items() if figures["class"] != "goes on" or figures["score"] is None]
    if len(names) > 1:
        for name in again:
            made |= measure(kind, python, [name], released)
    return made


def sample(kind: str, each: int) -> dict[str, list[case.Case]]:
    """Cases by family: the same for every grader, drawn by a hash of their names. What is in nbgrader's format only, only for graders that read it."""
    made: dict[str, list[case.Case]] = {}
    for found in sorted(hostile.CASES, key=lambda found: hashlib.sha256(found.name.encode()).hexdigest()):
        if not found.dangerous and (KINDS[kind]["format"] == "nbgrader" or found.family != "notebooks") and len(made.setdefault(found.family, [])) < each:
            made[found.family].append(found)
    return {family: made[family] for family in table.FAMILIES if family in made}


def batches(cases: dict[str, list[case.Case]], wanted) -> list[list[str]]:
    """Names of cases, a class each: attacks that often end the grader are not beside the others."""
    made = []
    for rough in (False, True):
        names = [found.name for family, members in cases.items() for found in members if (family in ROUGH) == rough and wanted(found.name)]
        made += [names[start:start + TOGETHER] for start in range(0, len(names), TOGETHER)]
    return made


def install(folder: Path) -> None:
    for kind, about in KINDS.items():
        if "pins" in about:
            uv = str(Path(sys.executable).with_name("uv"))
            subprocess.run([uv, "venv", "-q", "--clear", "-p", sys.executable, str(folder / kind)], check=True)
            subprocess.run([uv, "pip", "install", "-q", *about["pins"]], env={**os.environ, "VIRTUAL_ENV": str(folder / kind)}, check=True)
            print(kind, "installed", flush=True)


def keep(kind: str, figures: dict) -> None:
    """Write one grader's figures beside those of the others."""
    stored = {**(json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}), kind: figures}
    lines = []
    for kind in KINDS:
        if kind in stored:
            cases = ",\n".join(f"  {json.dumps(found.name)}: {json.dumps(stored[kind]['cases'][found.name], ensure_ascii=False)}" for found in hostile.CASES if found.name in stored[kind]["cases"])
            styles = ",\n".join(f"  {json.dumps(name)}: {json.dumps(figures, ensure_ascii=False)}" for name, figures in stored[kind]["honest"].items())
            lines.append(f'"{kind}": {{"about": {json.dumps(stored[kind]["about"])},\n "cases": {{\n{cases}\n }},\n "honest": {{\n{styles}\n }}}}')
    MEASURED.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", type=Path, metavar="FOLDER")
    parser.add_argument("--venvs", type=Path, metavar="FOLDER", help="where --install has put the other graders")
    parser.add_argument("--only", nargs="+", choices=KINDS, metavar="GRADER")
    parser.add_argument("--each", type=int, default=12, metavar="N", help="attacks of each family (default 12)")
    parser.add_argument("--cases", nargs="+", default=[], metavar="NAME", help="only these attacks")
    parser.add_argument("--honest", nargs="*", default=STYLES, metavar="ASSIGNMENT")
    parser.add_argument("--again", action="store_true", help="measure what has a figure, too")
    parser.add_argument("--dry", action="store_true", help="print figures, keep nothing")
    parser.add_argument("--inside", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        kind, python, what, released, *names = options.inside
        with tempfile.TemporaryDirectory(prefix="class-", ignore_cleanup_errors=True) as folder:
            made = attacks(kind, python, Path(released), Path(folder), names) if what == "attacks" else styles(kind, python, Path(folder), names[0])
            print("\n@" + json.dumps(made), flush=True)
            os._exit(0)
    if options.install:
        return install(options.install)
    stored = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    with tempfile.TemporaryDirectory(prefix="released-") as folder:
        released = case.make_course(Path(folder, "course"))
        for kind in options.only or KINDS:
            python = str(options.venvs / kind / "bin" / "python") if "pins" in KINDS[kind] and options.venvs else sys.executable
            if "pins" in KINDS[kind] and not (options.venvs and Path(python).exists()):
                print(f"{kind}: not installed, left out", file=sys.stderr)
                continue
            figures = stored.setdefault(kind, {"about": {}, "cases": {}, "honest": {}})
            figures["about"] = {"python": platform.python_version(), "version": version(python, kind)}
            for names in batches(sample(kind, options.each), lambda name: (not options.cases or name in options.cases) and (options.again or name not in figures["cases"])):
                made = measure(kind, python, names, released)
                figures["cases"].update(made)
                print(kind, json.dumps(made, ensure_ascii=False), flush=True)
                if not options.dry:
                    keep(kind, figures)
            for name in options.honest:
                if options.again or name not in figures["honest"]:
                    before = os.getloadavg()[0]
                    found = inside(kind, python, "styles", [name], released)
                    if found:
                        figures["honest"][name] = {**found, "load": round(before, 1)}
                    print(kind, name, json.dumps(found), flush=True)
                    if not options.dry:
                        keep(kind, figures)
    if not options.dry:
        subprocess.run([sys.executable, str(ROOT / "tests" / "hostile" / "table.py")], check=True)  # which reads the new figures


def version(python: str, kind: str) -> str:
    if kind == "autograder":
        return ""
    name = {"nbgrader-validate": "nbgrader"}.get(kind, kind)
    return subprocess.run([python, "-c", f"import importlib.metadata as m; print(m.version({name!r}))"], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
