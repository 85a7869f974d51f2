"""What plain nbgrader gives the honest submissions: `python tests/honest/measure_plain.py [ASSIGNMENT...]` writes plain.json."""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader starts `alembic` by name

import nbgrader
from honest import ASSIGNMENTS
from honest.assignment import Assignment, make_course
from nbgrader.api import Gradebook


def points(root: Path, assignment: Assignment, students: list[str]) -> dict[str, dict[str, float]]:
    """Points by student and test cell, from the gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "honest") as book:
        return {student: {grade.name: float(grade.score) for notebook in book.find_submission(assignment.name, student).notebooks for grade in notebook.grades}
                for student in students}


def measure(root: Path, assignment: Assignment, students: list[str] | None = None) -> dict[str, dict[str, float]]:
    """`nbgrader autograde` on a course of `make_course`."""
    students = students or list(assignment.submissions())
    chosen = [f"--student={students[0]}"] if len(students) == 1 else []
    subprocess.run([sys.executable, "-m", "nbgrader", "autograde", assignment.name, *chosen], cwd=root, capture_output=True, check=True)
    return points(root, assignment, students)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    names = parser.parse_args().names
    path = HERE / "plain.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"points": {}}
    for assignment in sorted(ASSIGNMENTS, key=lambda assignment: names.index(assignment.name) if assignment.name in names else 0):
        if names and assignment.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            stored["points"][assignment.name] = measure(make_course(Path(folder, "course"), assignment), assignment)
        stored["nbgrader"] = nbgrader.__version__
        path.write_text(json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        print(assignment.name, {student: sum(given.values()) for student, given in stored["points"][assignment.name].items()}, flush=True)


if __name__ == "__main__":
    main()
