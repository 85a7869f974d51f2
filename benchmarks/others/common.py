"""What the scripts beside this file share. They run in another grader's environment, so this needs nothing but Python.

A script is called as `SCRIPT grade JOB`, and `SCRIPT scores JOB` once that has ended or was ended. JOB is a file of JSON: `course` (a
folder that nbgrader's layout holds), `assignment`, `notebook`, `students`, `tests` (each with `id`, `points` and `source`)
and `seconds` for a cell. `scores` prints points by student, null for who has none.
"""
from __future__ import annotations

import ast
import json
import sys
from pathlib import Path


def job() -> dict:
    return json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))


def submission(job: dict, student: str) -> Path:
    return Path(job["course"], "submitted", student, job["assignment"], f"{job['notebook']}.ipynb")


def results(job: dict) -> Path:
    return Path(job["course"], "results.jsonl")


def note(job: dict, student: str, score: float | None) -> None:
    """Keep a score as soon as it is known: the next submission may end this process."""
    with open(results(job), "a", encoding="utf-8") as file:
        file.write(json.dumps([student, score]) + "\n")


def show(job: dict) -> None:
    path = results(job)
    found = dict(map(json.loads, path.read_text(encoding="utf-8").splitlines())) if path.exists() else {}
    print(json.dumps({student: found.get(student) for student in job["students"]}))


def pass_or_fail(source: str, points: float) -> str:
    """A test cell for graders that know no part of a test's points: a number that is its last value must be all of them."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic
        return source
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        return source
    lines = source.split("\n")
    value = ast.get_source_segment(source, last)
    return "\n".join([*lines[:last.lineno - 1], f"points_given = ({value})",
                      f"assert not isinstance(points_given, (int, float)) or points_given == {points}, points_given"])


def run(grade) -> None:
    """`grade(job)` or show what it has noted."""
    work = job()
    if sys.argv[1] == "grade":
        grade(work)
    else:
        show(work)
