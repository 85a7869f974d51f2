"""At every named point of failpoints.py the grader dies, finds its disk full or its database refusing; afterwards nothing is wrong, and the next run finishes."""

from __future__ import annotations

import contextlib
import itertools
import json
import multiprocessing
import os
import shutil
import signal
import sqlite3

import failpoints
import faulty
import pytest
import small_class as small
from failpoints import BY_NAME, KILL, POINTS
from small_class import ASSIGNMENT, NOTEBOOK
from sqlalchemy import event
from sqlalchemy.engine import Engine

from autograder.errors import CannotRun
from autograder.grading import writer
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import GRADER_ERROR, Journal, journal_of

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["faulty", "failpoints", "small_class", "autograder.grading.grade", "distributed"]
)

OLD, NEW = {"a": 2, "b": 5, "c": 0}, {"a": 5, "b": 4, "c": 0}
"""The scores of the class before and after two handed in again; c's file is broken, then as now."""
EXECUTED = {"a", "b"}
TASKS = {"count": 3, "top": 2}
"""Two, so that half of a submission's scores would be seen; few, because nbgrader asks its database for each cell."""


def notebook():
    made = small.source_notebook()
    made.cells = [
        cell for cell in made.cells if cell.id == "cell-1" or cell.id.removesuffix("-test") in TASKS
    ]
    return made


class Executor(small.Plain):
    """Counts how often each student's answer is executed; hands a file back."""

    def __init__(self):
        super().__init__()
        self.counted = dict.fromkeys(EXECUTED, 0)

    def run(self, notebook, limits, files):
        student = small.find(notebook, "count").source[-1]
        self.counted[student] += 1
        ran = super().run(notebook, limits, files)
        ran.files = {"result.csv": student.encode() * 100}
        return ran


def hand_in(root, student, **answers):
    answers = {"count": small.solution("count"), **answers}
    small.hand_in(
        root,
        student,
        small.answered(root, **{**answers, "count": f"{answers['count']}  # {student}"}),
    )


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class that was graded, and two of whose three students then handed in something else; the id of the run."""
    root = small.make_course(tmp_path_factory.mktemp("failpoints") / "course", notebook())
    hand_in(root, "a", count="def count(words): return {}")
    hand_in(root, "b")
    small.hand_in(root, "c", "{")
    run = grade(root, ASSIGNMENT, executor=Executor(), jobs=1)
    assert {result.student: result.score for result in run.results} == OLD
    hand_in(root, "a")
    hand_in(root, "b", top="def top(words): return '가'")
    return root, run.id


@pytest.fixture
def course(graded, tmp_path):
    return shutil.copytree(graded[0], tmp_path / "course"), graded[1]


def consistent(root, old_run):
    """What must hold at any moment; the students whose new result stands."""
    journal = journal_of(NbgraderCourse(root), ASSIGNMENT)
    assert journal.damaged == 0
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book:
        assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        runs = dict(book.execute("SELECT student, run FROM autograder_run"))
        rows = book.execute(
            "SELECT student_id, base_cell.name, auto_score FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id "
            "JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id "
            "JOIN base_cell ON grade.cell_id = base_cell.id"
        ).fetchall()
    scores = {student: {} for student in NEW}
    for student, cell, score in rows:
        assert cell not in scores[student], f"{student} has two rows for {cell}"
        scores[student][cell] = score
    for student, given in scores.items():  # all of one run or none of any
        wanted = {None: None, old_run: OLD[student]}.get(runs.get(student), NEW[student])
        assert len(given) == len(TASKS)
        assert set(given.values()) == {None} if wanted is None else sum(given.values()) == wanted, (
            f"{student}: {given}"
        )
    stand = set()
    for student, result in journal.results.items():
        folder = root / "autograded" / student / ASSIGNMENT
        if result.outcome == GRADER_ERROR:
            # a commit whose answer was lost every time stands, with all of this run's scores; the next run tries again
            assert (
                result.score is None
                and runs.get(student) in (None, result.run)
                and not folder.exists()
            )
            continue
        assert (
            runs[student] == result.run
            and result.score == (OLD if result.run == old_run else NEW)[student]
        )
        json.loads((folder / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
        if result.outcome == "score":
            assert (folder / "result.csv").read_bytes() == student.encode() * 100
        if result.run != old_run:
            stand.add(student)
    assert journal.results["c"].run == old_run
    return stand


def finishes(root, old_run, stand):
    """The next run keeps what stands, executes the rest once, and all is right."""
    executor = Executor()
    run = grade(root, ASSIGNMENT, executor=executor, jobs=1)
    assert {result.student: result.score for result in run.results} == NEW
    assert {result.student for result in run.results if result.kept} == stand | {"c"}
    assert all(result.attempts == 1 for result in run.results)
    assert executor.counted == {student: int(student not in stand) for student in EXECUTED}
    assert consistent(root, old_run) == EXECUTED
    assert not list((root / ".autograder").glob(".*.new"))


def killed(root, point):
    """A run that dies at a point."""
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(
        target=faulty.drive,
        args=(root, ASSIGNMENT, there, {"executor": Executor(), "jobs": 1}, point),
    )
    process.start()
    there.close()
    process.join()
    assert process.exitcode == -signal.SIGKILL, here.recv() and here.recv()


@pytest.mark.parametrize("name", [point.name for point in POINTS])
def test_the_grader_dies(course, name):
    root, old_run = course
    killed(root, name)
    stand = consistent(root, old_run)
    assert len(stand) == BY_NAME[name].done
    finishes(root, old_run, stand)


@pytest.mark.parametrize(
    "name, fault",
    [(point.name, fault) for point in POINTS for fault in point.faults if fault != KILL],
)
def test_the_disk_is_full_or_the_database_refuses(course, name, fault, monkeypatch):
    monkeypatch.setattr(writer.random, "uniform", lambda low, high: 0)  # no rest between two offers
    root, old_run = course
    executor = Executor()
    with failpoints.armed(BY_NAME[name], fault) as tripped:
        try:
            run = grade(root, ASSIGNMENT, executor=executor, jobs=1)
        except CannotRun as error:
            assert error.code == ("disk_full" if fault == failpoints.FULL else "database")
        else:
            for result in run.results:
                assert (
                    result.score
                    == (None if result.outcome == GRADER_ERROR else NEW[result.student])
                    and result.attempts == 1
                )
    assert tripped.fired
    assert max(executor.counted.values()) <= 1
    stand = consistent(root, old_run)
    if fault == failpoints.REFUSED and BY_NAME[name].done:
        assert stand == EXECUTED, "what was refused once is offered again"
    finishes(root, old_run, stand)


def test_every_point_is_passed(course):
    """An undisturbed run comes by each point, often enough: a renamed function would leave its tests without meaning."""
    root, old_run = course
    with contextlib.ExitStack() as stack:
        seen = [stack.enter_context(failpoints.armed(point, None)) for point in POINTS]
        finishes(root, old_run, set())
    assert [
        f"{tripped.point.name}: {tripped.calls} of {tripped.point.hit}"
        for tripped in seen
        if tripped.calls < tripped.point.hit
    ] == []
    assert len({point.name for point in POINTS}) == len(POINTS)


def test_a_power_cut_finds_no_row_without_its_notebook(course, monkeypatch):
    """What a process wrote outlives the process, but only what was synced outlives the machine: files first, then rows, then the journal's line."""
    root, _ = course
    states, order = set(), []
    sync = os.fsync

    def state(path_or_descriptor):
        found = os.stat(path_or_descriptor)
        return found.st_ino, found.st_size, found.st_mtime_ns

    def spy(descriptor):
        states.add(state(descriptor))
        order.append("journal" if descriptor in failpoints.JournalFile.descriptors else "file")
        sync(descriptor)

    def committed(connection):
        if connection.get_execution_options().get("writes"):
            order.append("commit")

    def recorded(journal, result):
        files = [
            path for path in (root / "autograded" / result.student).rglob("*") if path.is_file()
        ]
        assert len(files) == 2 and all(state(path) in states for path in files), files
        record(journal, result)

    record = Journal.record
    monkeypatch.setattr(Journal, "record", recorded)
    monkeypatch.setattr(os, "fsync", spy)
    event.listen(Engine, "commit", committed)
    try:
        with failpoints.armed(BY_NAME["half the journal's line"], None):
            grade(root, ASSIGNMENT, executor=Executor(), jobs=1)
    finally:
        event.remove(Engine, "commit", committed)
    told = [what for what, _ in itertools.groupby(order)]
    assert "".join(what[0] for what in told).count("fcj") == len(EXECUTED), told
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book:
        assert book.execute("PRAGMA synchronous").fetchone()[0] >= 2, (
            "SQLite's own commits reach the disk"
        )
