"""Whatever is killed, full or locked: no submission is lost, none is graded twice, none gets a score that is not its own."""
from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import faulty
import psutil
import pytest
import small_class as small
from nbgrader.api import Gradebook
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder.errors import CannotRun
from autograder.grading import cluster, scores
from autograder.grading import gradebook as database
from autograder.grading.grade import alone, grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import GRADER_ERROR, SCORE, Journal, Result, journal_of

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

STUDENTS = 6
RUNS = 50
SECONDS = 240
"""After so long no further run begins, as long as there were twenty: a slow machine is no reason to stop a test suite."""
STALLED = 150
"""Seconds after which a driver is taken to wait for workers that nobody starts again."""
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["faulty", "small_class", "autograder.grading.grade", "distributed"])


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return small.make_course(tmp_path_factory.mktemp("faults") / "course")


@pytest.fixture
def root(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


@pytest.fixture
def plain():
    return small.Plain()


@pytest.fixture(scope="module")
def scheduler():
    """Address of two workers, and the process that they are children of."""
    with subprocess.Popen([sys.executable, faulty.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.stdin.close()
            process.wait(60)


def classroom(root):
    """Six students, five different scores: student to score."""
    wrong = {"count": "def count(words): return {}", "mean": "def mean(numbers): return 3.0", "top": "def top(words): return '가'"}
    answers = [{}, {"count": wrong["count"]}, {"mean": wrong["mean"]}, {"top": wrong["top"]}, wrong]
    for number, answer in enumerate(answers):
        small.hand_in(root, f"s{number}", small.answered(root, **answer))
    small.hand_in(root, "s5", "{")
    return {"s0": FULL, "s1": FULL - 3, "s2": FULL - 4, "s3": FULL - 1, "s4": 1, "s5": 0}


def driver(root, point=None, **options):
    """A process that grades, killed at a named point if there is one, and the pipe that it speaks through."""
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=faulty.drive, args=(root, ASSIGNMENT, there, options, point))
    process.start()
    there.close()
    assert here.recv() == "started"
    return process, here


def last_word(said):
    """What the driver said at its end, None if it was killed before.

    Raises:
        TimeoutError: it says nothing, for `STALLED` seconds.
    """
    try:
        if not said.poll(STALLED):
            raise TimeoutError("the driver neither ends nor speaks")
        return said.recv()
    except EOFError:
        return None


def consistent(root, expected):
    """What must hold at any moment, also between a kill and the next run."""
    journal = journal_of(NbgraderCourse(root), ASSIGNMENT)
    assert journal.damaged == 0
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book:
        assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        runs = dict(book.execute("SELECT student, run FROM autograder_run")) if book.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'autograder_run'").fetchone() else {}
        rows = book.execute("SELECT student_id, base_cell.name, auto_score, count(*) FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id "
                            "JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id "
                            "JOIN base_cell ON grade.cell_id = base_cell.id GROUP BY student_id, base_cell.name").fetchall()
    scores = {}
    for student, cell, score, count in rows:
        assert count == 1, f"{student} has {count} rows for {cell}"
        if not cell.startswith("why"):
            scores.setdefault(student, []).append(score)
    for student, given in scores.items():
        if student in runs:
            assert len(given) == 3 and sum(given) == expected[student], f"{student}: {given}"
        else:
            assert given == [None] * 3, f"{student} has scores of no run: {given}"
    for student, result in journal.results.items():
        assert result.run == runs[student] and result.score == expected[student]
        assert (root / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb").exists()
    return set(journal.results)


def finished(root, expected):
    assert consistent(root, expected) == set(expected)
    assert {path.name for path in (root / "autograded").iterdir()} == set(expected)


@pytest.mark.weekly
def test_processes_killed_at_random_moments_in_50_runs(root, scheduler):
    """Driver, worker or kernel, each by SIGKILL, at moments that are spread over a whole run."""
    address, keeper = scheduler
    expected = classroom(root)
    options = {"isolation": False, "scheduler": address}
    for attempt in ("workers import", "workers are warm"):
        process, said = driver(root, **options, force=True)
        before = time.monotonic()
        undisturbed = last_word(said)
        duration = time.monotonic() - before
        process.join()
        assert undisturbed == {"status": 1, "kept": 0, "results": {
            student: (SCORE if student != "s5" else "student_error", score, 1) for student, score in expected.items()}}, attempt

    killed = {"driver": 0, "worker": 0, "kernel": 0}
    halfway = 0
    force = True
    begun = time.monotonic()
    for seed in range(RUNS):
        if seed >= 20 and time.monotonic() - begun > SECONDS:
            break
        chance = random.Random(seed)
        victim = ("driver", "worker", "kernel")[seed % 3]
        process, said = driver(root, **options, force=force)
        before = time.monotonic()
        if victim == "driver" and seed % 2:
            _wait_for_results(root, chance.randint(1, len(expected) - 2), process)  # else a quick machine is never hit halfway
        else:
            time.sleep(chance.uniform(0, duration))
        if victim == "driver":
            process.kill()
        elif victim == "worker":
            chance.choice(_workers(keeper)).kill()
            killed[victim] += 1
        else:
            deadline = time.monotonic() + duration
            while time.monotonic() < deadline and process.is_alive():
                kernels = [child for child in psutil.Process(keeper).children(recursive=True) if _is_kernel(child)]
                if kernels:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        kernels[0].kill()
                        killed[victim] += 1
                    break
        end = last_word(said)
        process.join()
        killed["driver"] += process.exitcode == -signal.SIGKILL
        done = consistent(root, expected)
        if end is None:
            assert victim == "driver", "the driver died of another's death"
        else:  # whoever else died, the driver brought it to its end
            assert end.get("status") == 1, end
            assert {student: score for student, (_, score, _) in end["results"].items()} == expected
            finished(root, expected)
            if victim == "driver":
                duration = (duration + time.monotonic() - before) / 2  # it came too late: the machine has become faster
        halfway += 0 < len(done) < len(expected)
        force = end is not None  # after a kill the next run goes on; after a whole run it begins anew
    process, said = driver(root, **options)
    last = last_word(said)
    process.join()
    assert last["status"] == 1
    finished(root, expected)
    assert killed["driver"] >= seed // 6 and killed["worker"] >= 2 and killed["kernel"] >= seed // 10, killed
    assert halfway >= 2, "no kill hit a run halfway: the test shows nothing"


def _workers(keeper):
    """Those that run; one that was killed may not be back yet."""
    while True:
        found = [child for child in psutil.Process(keeper).children() if "dask_worker" in " ".join(child.cmdline())]
        if found:
            return found
        time.sleep(0.1)


def _wait_for_results(root, count, driver):
    """Until a run has written `count` submissions, after it has cleared those of the run before."""
    cleared = False
    deadline = time.monotonic() + 60
    while driver.is_alive() and time.monotonic() < deadline:
        written = len(list((root / "autograded").glob(f"*/{ASSIGNMENT}/{NOTEBOOK}.ipynb")))
        cleared = cleared or written < STUDENTS
        if cleared and written >= count:
            return
        time.sleep(0.005)


def _is_kernel(process):
    try:
        return "-I" in process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


@pytest.mark.slow
def test_a_submission_that_kills_its_workers_is_a_graders_error_and_stops_nobody(root, scheduler):
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root, mean=f"mean = '{faulty.DEADLY}'"))
    run = grade(root, ASSIGNMENT, isolation=False, scheduler=scheduler[0])
    results = {result.student: result for result in run.results}
    assert results["kim"].score == FULL and run.status == 1
    assert (results["lee"].outcome, results["lee"].score) == (GRADER_ERROR, None) and "KilledWorker" in results["lee"].message


@pytest.mark.slow
@pytest.mark.parametrize("moment, attempts", [*((moment, 1) for moment in faulty.WORKER), *((moment, 2) for moment in faulty.KERNEL_MOMENTS)])
def test_a_worker_or_a_kernel_dies_once(root, scheduler, tmp_path, moment, attempts):
    """Dask executes again what died with its worker; what died with its kernel is our second attempt."""
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root, count=f"{small.solution('count')}\n{faulty.die(moment, tmp_path / 'died')}"))
    run = grade(root, ASSIGNMENT, isolation=False, scheduler=scheduler[0])
    assert (tmp_path / "died").exists()
    assert [(result.student, result.score, result.attempts) for result in run.results] == [("kim", FULL, 1), ("lee", FULL, attempts)]
    finished(root, {"kim": FULL, "lee": FULL})


@pytest.mark.slow
@pytest.mark.parametrize("point, few", [("a worker has a job", 0), ("before the journal's line", faulty.FEW)], ids=["a cluster", "the driver itself"])
def test_a_driver_that_dies_takes_all_that_it_has_started_along(root, point, few):
    """Killed while a worker of its own has a job, or with the processes that itself keeps warm, it leaves none behind, and the next run grades."""
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root))
    process, said = driver(root, point=point, few=few, isolation=False, jobs=1)
    started = set()
    while process.is_alive():
        with contextlib.suppress(psutil.NoSuchProcess):
            started.update(psutil.Process(process.pid).children(recursive=True))
        time.sleep(0.05)
    process.join()
    assert process.exitcode == -signal.SIGKILL, last_word(said)
    assert started and psutil.wait_procs(started, timeout=30)[1] == []
    assert consistent(root, {"kim": FULL, "lee": FULL}) <= {"kim"}
    assert {result.score for result in grade(root, ASSIGNMENT, executor=small.Plain()).results} == {FULL}
    finished(root, {"kim": FULL, "lee": FULL})


def test_a_scheduler_that_is_not_there(root, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 1)
    small.hand_in(root, "kim", small.answered(root))
    with pytest.raises(CannotRun) as error:
        grade(root, ASSIGNMENT, isolation=False, scheduler="tcp://127.0.0.1:9")
    assert error.value.code == "no_scheduler"


# -- full disk --------------------------------------------------------------------------------------------------------


def _on_a_small_disk(released, folder, said):
    """In a mount namespace of its own: grade on ever so little free space, then on enough."""
    libc = ctypes.CDLL(None, use_errno=True)
    new_user, new_mounts, private = 0x10000000, 0x00020000, 1 << 18 | 1 << 14
    if libc.unshare(new_mounts if os.geteuid() == 0 else new_user | new_mounts):
        said.send(f"skip: no mount namespace ({os.strerror(ctypes.get_errno())})")
        return
    libc.mount(b"none", b"/", None, private, None)
    seen = []
    for free in (0, 16, 48, 80, 112, 144, 176, 208, 240, 272, 304, 336, 400):
        if libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, b"size=64m"):
            said.send(f"skip: no tmpfs ({os.strerror(ctypes.get_errno())})")
            return
        root = shutil.copytree(released, folder / "course")
        expected = classroom(root)
        used = shutil.disk_usage(folder).used // 1024
        libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 1 << 5, f"size={used + free}k".encode())
        try:
            run = grade(root, ASSIGNMENT, executor=small.Plain())
            seen.append("graded" if run.status == 1 else f"status {run.status}")
        except CannotRun as error:
            seen.append(error.code)
        done = consistent(root, expected)
        libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 1 << 5, b"size=64m")
        run = grade(root, ASSIGNMENT, executor=small.Plain())
        assert run.status == 1 and sum(result.kept for result in run.results) == len(done), (free, run.results)
        finished(root, expected)
        seen[-1] += f" {len(done)}"
        libc.umount2(str(folder).encode(), 2)
    said.send(seen)


@pytest.mark.slow
def test_a_full_disk_stops_the_run_and_the_next_goes_on(released, tmp_path):
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_on_a_small_disk, args=(released, tmp_path, there))
    process.start()
    there.close()
    seen = last_word(here)
    process.join()
    assert seen is not None, "the process failed: its traceback is above"
    if isinstance(seen, str):
        pytest.skip(seen)
    assert seen[0].startswith("disk_full") and seen[-1] == "graded 6"
    assert {entry.split()[0] for entry in seen} == {"disk_full", "graded"}
    assert any(entry.startswith("disk_full") and entry != "disk_full 0" for entry in seen), seen


def test_a_journal_that_cannot_grow_stays_readable(tmp_path, monkeypatch):
    """A half-written line must not swallow the next one."""
    path = tmp_path / "a.jsonl"
    with Journal(path) as journal:
        journal.record(Result("kim", SCORE))
        whole, stored = journal._file, path.read_bytes()

        class Full:
            fileno = whole.fileno

            def write(self, data):
                return whole.write(data[:10])

        journal._file = Full()
        with pytest.raises(OSError, match="No space"):
            journal.record(Result("lee", SCORE))
        assert path.read_bytes() == stored and "lee" not in journal.results
        journal._file = whole
        journal.record(Result("park", SCORE))
        assert set(Journal(path).results) == {"kim", "park"}


def test_a_torn_last_line_is_not_read_and_not_missed(tmp_path):
    path = tmp_path / "a.jsonl"
    with Journal(path) as journal:
        for student in ("kim", "lee"):
            journal.record(Result(student, SCORE))
        whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        torn = Journal(path)
        assert set(torn.results) == {student for student in ("kim", "lee") if b"\n" in whole[whole.find(student.encode()):length] and whole.find(student.encode()) < length}
        assert torn.damaged == 0
    path.write_bytes(whole.replace(b'"kim"', b'"kim'))
    assert set(Journal(path).results) == {"lee"} and Journal(path).damaged == 1


# -- locked -----------------------------------------------------------------------------------------------------------


class Lock:
    """Holds the gradebook like another program that writes to it."""

    def __init__(self, root):
        self.path = root / "gradebook.db"
        self.connection = None

    def take(self):
        self.connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=10)
        self.connection.execute("BEGIN EXCLUSIVE")

    def release(self):
        self.connection.execute("ROLLBACK")
        self.connection.close()


def test_a_gradebook_that_is_locked_for_a_while_is_waited_for(root, plain):
    for student in ("kim", "lee"):
        small.hand_in(root, student, small.answered(root))
    lock = Lock(root)
    execute = plain.run

    def run(*arguments):
        if plain.runs == 0:
            lock.take()
            threading.Timer(2, lock.release).start()
        return execute(*arguments)

    plain.run = run
    started = time.monotonic()
    graded = grade(root, ASSIGNMENT, executor=plain, jobs=1)
    assert [(result.outcome, result.score, result.attempts) for result in graded.results] == [(SCORE, FULL, 1)] * 2
    assert time.monotonic() - started > 1.5 and plain.runs == 2


def test_a_gradebook_that_stays_locked_is_a_graders_error_and_no_score(root, plain, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.4)
    monkeypatch.setattr(database, "IMPATIENCE", 0.1)
    small.hand_in(root, "kim", small.answered(root))
    grade(root, ASSIGNMENT, executor=plain)
    small.hand_in(root, "kim", small.answered(root, count="def count(words): return {}"))
    lock = Lock(root)
    execute = plain.run

    def run(*arguments):
        lock.take()
        return execute(*arguments)

    plain.run = run
    graded = grade(root, ASSIGNMENT, executor=plain)
    result = graded.results[0]
    assert (result.outcome, result.score, result.attempts, graded.status) == (GRADER_ERROR, None, 1, 2) and "locked" in result.message
    with pytest.raises(CannotRun) as error:
        grade(root, ASSIGNMENT, executor=plain)
    assert error.value.code == "database" and "locked" in error.value.message
    lock.release()
    assert all(row.score is None for row in scores.grades(NbgraderCourse(root), "kim", ASSIGNMENT)[1])
    assert not (root / "autograded" / "kim" / ASSIGNMENT).exists()
    plain.run = execute
    again = grade(root, ASSIGNMENT, executor=plain).results[0]
    assert (again.outcome, again.score, again.kept) == (SCORE, FULL - 3, False)


def test_what_a_plugin_of_the_course_writes_is_in_the_same_transaction(tmp_path, plain):
    """A preprocessor that opens its own Gradebook would otherwise wait for ours, and we for it."""
    config = small.CONFIG + '''
from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
class Note(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        with Gradebook(self.parent.db_url) as book:
            book.update_or_create_student(student_id, first_name="늦음")
        return 1
c.AssignLatePenalties.plugin_class = Note
'''
    root = small.make_course(tmp_path / "course", config=config)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate="2025-03-01 00:00:00 UTC")
    small.hand_in(root, "late", small.answered(root))
    small.hand_in(root, "late", "2025-03-02 00:00:00 UTC", "timestamp.txt")
    started = time.monotonic()
    assert grade(root, ASSIGNMENT, executor=plain).results[0].score == FULL - 1
    assert NbgraderCourse(root).enrolled_students()["late"].strip() == "늦음" and time.monotonic() - started < 25


# -- two at once ------------------------------------------------------------------------------------------------------


def test_a_second_driver_is_told_who_is_grading(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    said = []

    def second(*step):
        with pytest.raises(CannotRun) as error:
            grade(root, ASSIGNMENT, executor=small.Plain())
        said.append((error.value.code, error.value.message))

    assert grade(root, ASSIGNMENT, executor=plain, progress=second).results[0].score == FULL
    assert [code for code, _ in said] == ["already_running"] and str(os.getpid()) in said[0][1]
    assert grade(root, ASSIGNMENT, executor=plain).results[0].kept  # the lock ends with its holder


def test_a_lock_ends_with_its_holder_however_it_ends(tmp_path):
    path = tmp_path / "a.lock"
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_hold, args=(path, there))
    process.start()
    assert here.recv() == "held"
    with pytest.raises(CannotRun, match=str(process.pid)), alone(path, "words"):
        pass
    process.kill()
    process.join()
    with alone(path, "words"):
        assert path.read_text() == str(os.getpid())


def _hold(path, said):
    with alone(path, "words"):
        said.send("held")
        time.sleep(60)
