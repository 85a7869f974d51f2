"""Notebooks that nobody here wrote: those that lie in the installed nbgrader, its tests' and its user guide's, graded by nbgrader and by ours.

    python benchmarks/peers.py            measures what has no figure in tests/peers.json yet, and prints where the two differ
    python benchmarks/peers.py WORD...    notebooks whose path has one of the words, anew
    python benchmarks/peers.py --below FOLDER     those of a course that you have fetched, with the files beside them; nothing is kept of them,
                                                  but their figures with --as REPOSITORY@COMMIT

Each notebook with an autograded test is the source of an assignment; its text as it is (the model answer) and the blank
copy that students would get are handed in. Points are compared for each graded cell. Notebooks are read from where
pip has put them, none is kept here.
"""
from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import sys
import tempfile
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "tests" / "peers.json"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

import nbformat  # noqa: E402
import nbgrader  # noqa: E402
import small_class as small  # noqa: E402
from nbgrader.api import Gradebook  # noqa: E402

from autograder.grading import converters  # noqa: E402
from autograder.grading.grade import CannotRun, grade  # noqa: E402
from autograder.grading.nbgrader_course import NbgraderCourse  # noqa: E402
from autograder.grading.protocol import Limits  # noqa: E402

INSTALLED = Path(nbgrader.__file__).parent
CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'peers'\nc.CourseDirectory.source_directory = 'solutions'\nc.Execute.timeout = 10\n"
ASSIGNMENT, NAME, STUDENTS = "peer", "peer", ("right", "blank")


def notebooks(below: Path = INSTALLED) -> dict[str, Path]:
    """By path below a folder: those with an autograded test, each text once."""
    found, seen = {}, set()
    for path in sorted(below.rglob("*.ipynb")):
        with warnings.catch_warnings(), contextlib.suppress(Exception):
            warnings.simplefilter("ignore")
            cells = nbformat.read(path, as_version=4).cells
            marks = [cell.metadata.get("nbgrader", {}) for cell in cells]
            key = hashlib.sha256(repr([(cell.cell_type, cell.source, dict(mark)) for cell, mark in zip(cells, marks, strict=True)]).encode()).hexdigest()
            if key not in seen and any(mark.get("grade") and not mark.get("solution") and cell.cell_type == "code" for cell, mark in zip(cells, marks, strict=True)):
                found[str(path.relative_to(below))] = path
                seen.add(key)
    return found


def make_course(root: Path, path: Path) -> str:
    """A course of the notebook, with both submissions. Says why nbgrader itself does not release it, "" if it does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        small.make_course(root, nbformat.read(path, as_version=4), CONFIG, release=False, assignment=ASSIGNMENT, name=NAME)
    for beside in path.parent.glob("*.txt") if path.is_relative_to(INSTALLED) else path.parent.rglob("*"):
        if beside.is_file() and beside.suffix != ".ipynb":
            target = root / "solutions" / ASSIGNMENT / beside.relative_to(path.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(beside.read_bytes())
    templates = [folder / "autotests.yml" for folder in path.parents if (folder / "autotests.yml").exists()]
    if templates:  # what nbgrader makes tests of from `### AUTOTEST`
        (root / "autotests.yml").write_bytes(templates[0].read_bytes())
    try:
        converters.generate_assignment(NbgraderCourse(root), ASSIGNMENT)
    except Exception as error:
        return f"{type(error).__name__}: {error}".split("\n")[0][:150]
    source = nbformat.read(root / "solutions" / ASSIGNMENT / f"{NAME}.ipynb", as_version=4)
    for student in STUDENTS:
        notebook = small.released(root, ASSIGNMENT, NAME)
        model = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in source.cells if cell.metadata.get("nbgrader", {}).get("solution")}
        for cell in notebook.cells:
            text = model.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if student == "right" and text is not None:
                cell.source = "\n".join(line for line in text.split("\n") if "### " not in line)
        small.hand_in(root, student, notebook, f"{NAME}.ipynb", ASSIGNMENT)
    return ""


def points(root: Path) -> dict[str, dict[str, float | None]]:
    """By student and cell: automatic points, None where a person is to grade or there was none."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "peers") as book:
        return {student: {cell.name: cell.auto_score for notebook in book.find_submission(ASSIGNMENT, student).notebooks for cell in notebook.grades} for student in STUDENTS}


def plainly(root: Path) -> dict | str:
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.update(root=str(root), course_id="peers", source_directory="solutions")
    config.Execute.timeout = 10
    here = os.getcwd()
    os.chdir(root)
    try:
        for student in STUDENTS:
            said = NbGraderAPI(config=config).autograde(ASSIGNMENT, student)
            if not said["success"]:
                return "nbgrader: " + said.get("error", "failed").strip().split("\n")[-1][:150]
        return points(root)
    finally:
        os.chdir(here)


def ours(root: Path, executor=None) -> dict:
    """Points, the tests that ran beside every answer, those that fail the model answer in both modes, and those that ran beside one answer and wait for a person."""
    try:
        run = grade(root, ASSIGNMENT, limits=Limits(cell_seconds=10), executor=executor, jobs=1)
    except CannotRun as error:
        return {"ours": f"{error.code}: {error}"[:150]}
    waits = [f"{result.student} {task.grade_id}" for result in run.results for task in result.tasks if task.doubt]
    lost = {result.student: result.message for result in run.results if result.outcome != "score"}
    return {"ours": json.dumps(lost, ensure_ascii=False)[:200] if lost else points(root), "beside": [cell.grade_id for cell in run.model if cell.passes],
            "model answer fails": [cell.grade_id for cell in run.model if not cell.passes], "for a person": waits}


def compare(path: Path, executor=None, plain: dict | None = None) -> dict:
    """What both graders give; plain nbgrader's side from `plain` where it was measured before."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder, "ours")
        refused = make_course(root, path)
        if refused:
            return {"refused": refused}
        found: dict = {"plain": plain}
        if plain is None:
            small.shutil.copytree(root, Path(folder, "plain"))
            found["plain"] = plainly(Path(folder, "plain"))
        return found | ours(root, executor)


def differences(found: dict) -> list[str]:
    if "refused" in found:
        return []
    if isinstance(found["plain"], str) or isinstance(found["ours"], str):
        return [f"plain: {found['plain']}, ours: {found['ours']}"] if found["plain"] != found["ours"] else []
    return [f"{student} {cell}: {found['ours'][student].get(cell)}, plain nbgrader {score}" for student, scores in found["plain"].items()
            for cell, score in scores.items() if found["ours"][student].get(cell) != score]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only notebooks whose path has one of these words")
    parser.add_argument("--below", type=Path, metavar="FOLDER", help="notebooks of a course of yours")
    parser.add_argument("--as", dest="known_as", metavar="REPOSITORY@COMMIT", help="keep their figures under this name")
    options = parser.parse_args()
    names = options.names
    from autograder.grading.sandboxed import Sandboxed

    keeps = options.known_as or not options.below
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() and keeps else {}
    executor = Sandboxed.for_notebooks([])
    try:
        for name, path in notebooks(options.below or INSTALLED).items():
            if not any(word in name for word in names) if names else name in kept:
                continue
            found = compare(path, executor)
            name = f"{options.known_as}/{name}" if options.known_as else name
            kept[name] = found
            print(name, {key: value for key, value in found.items() if key not in ("plain", "ours")}, *differences(found), sep="\n    ", flush=True)
            if not keeps:
                continue
            FIGURES.write_text(json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    finally:
        executor.stop()
    released = [found for found in kept.values() if "refused" not in found]
    cells = sum(len(scores) for found in released if isinstance(found["plain"], dict) for scores in found["plain"].values())
    told = {key: sum(len(found.get(key, [])) for found in released) for key in ("beside", "model answer fails", "for a person")}
    print(f"{len(kept)} notebooks, {len(kept) - len(released)} of them not released by nbgrader itself; {cells} graded cells of two submissions each, "
          f"{sum(len(differences(found)) for found in released)} differ; {told}")


if __name__ == "__main__":
    main()
