"""The gradebook on a real PostgreSQL, started and stopped here: by address, and with two graders at once."""
from __future__ import annotations

import glob
import multiprocessing
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import faulty
import pytest
import small_class as small
from nbgrader.api import Gradebook
from small_class import ASSIGNMENT, FULL

from autograder.grading import scores
from autograder.errors import CannotRun
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import SCORE

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]  # nbgrader's own

SECOND = "015_words"
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["faulty", "small_class", "autograder.grading.grade"])


@pytest.fixture(scope="module")
def postgres():
    """Folder of the Unix socket of a PostgreSQL without network and without passwords."""
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not programs:
        pytest.skip("PostgreSQL is not installed (Debian and Ubuntu: sudo apt install postgresql)")
    pytest.importorskip("psycopg", reason="psycopg is not installed: the extra 'postgres'")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    become = []
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        if not shutil.which("runuser"):
            pytest.skip("PostgreSQL does not run as root, and there is no runuser")
        shutil.chown(folder, "postgres", "postgres")
        become = ["runuser", "-u", "postgres", "--"]
    binaries = Path(programs[-1]).parent

    def run(program, *arguments):
        done = subprocess.run([*become, binaries / program, *arguments], capture_output=True, text=True, cwd=folder, check=False)
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    try:
        run("initdb", "-D", folder / "data", "-U", "grader", "-A", "trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8")
        # No pipe may stay open in the server: `run` would wait for its end.
        subprocess.run([*become, binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "120",
                        "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        yield folder
    finally:
        subprocess.run([*become, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def url(postgres, request):
    import psycopg

    name = "book_" + "".join(letter if letter.isalnum() else "_" for letter in request.node.name)[:40].lower()
    with psycopg.connect(f"host={postgres} user=grader dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql+psycopg://grader@/{name}?host={postgres}"


def course(root, url):
    root.mkdir()
    (root / "gradebook.db").touch()  # small_class would copy an empty one here
    config = small.CONFIG + f'c.CourseDirectory.db_url = "{url}"\n'
    small.make_course(root, config=config)
    small.make_course(root, config=config, assignment=SECOND)
    assert (root / "gradebook.db").stat().st_size == 0
    return root


def rows(url):
    """(assignment, student, cell) to the automatic score."""
    from sqlalchemy import create_engine, text

    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text(
            "SELECT assignment.name, student_id, base_cell.name, auto_score FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id "
            "JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id "
            "JOIN assignment ON submitted_assignment.assignment_id = assignment.id JOIN base_cell ON grade.cell_id = base_cell.id")).all()
    engine.dispose()
    assert len(found) == len({row[:3] for row in found})
    return {tuple(row[:3]): row[3] for row in found}


def test_a_class_on_postgresql(tmp_path, url):
    root = course(tmp_path / "course", url)
    plain = small.Plain()
    small.hand_in(root, "김하늘", small.answered(root))
    small.hand_in(root, "half", small.answered(root, mean="def mean(numbers): return 3.0"))
    small.hand_in(root, "bad", "{")
    assert {result.student: result.score for result in grade(root, ASSIGNMENT, executor=plain).results} == {"김하늘": FULL, "half": FULL - 4, "bad": 0}
    again = grade(root, ASSIGNMENT, executor=plain)
    assert plain.runs == 2 and all(result.kept for result in again.results)
    with Gradebook(url, "words") as book:
        assert book.find_submission(ASSIGNMENT, "half").score == FULL - 4
    plain.fail_on = "def mean"
    failed = grade(root, ASSIGNMENT, executor=plain, students=["half"], force=True).results[0]
    assert failed.score is None and rows(url)[ASSIGNMENT, "half", "mean-test"] is None and rows(url)[ASSIGNMENT, "김하늘", "mean-test"] == 4


def test_two_graders_at_once(tmp_path, url):
    """Two machines with a copy of the course each: other students of one assignment, and the same students of another."""
    root = course(tmp_path / "one", url)
    for number in range(12):
        for assignment in (ASSIGNMENT, SECOND):
            small.hand_in(root, f"s{number:02}", small.answered(root, **({"count": "def count(words): return {}"} if number % 3 == 0 else {})), assignment=assignment)
    other = shutil.copytree(root, tmp_path / "two")
    third = shutil.copytree(root, tmp_path / "three")
    half = [f"s{number:02}" for number in range(6)], [f"s{number:02}" for number in range(6, 12)]
    graders = []
    for place, assignment, students in ((root, ASSIGNMENT, half[0]), (other, ASSIGNMENT, half[1]), (third, SECOND, None)):
        here, there = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=faulty.drive, args=(place, assignment, there, {"students": students, "executor": faulty.Cheap()}))
        process.start()
        there.close()
        graders.append((process, here))
    for process, said in graders:
        assert said.recv() == "started"
        end = said.recv()
        process.join()
        assert end["status"] == 0, end
        for student, (outcome, score, _) in end["results"].items():
            assert (outcome, score) == (SCORE, FULL - 3 if int(student[1:]) % 3 == 0 else FULL)
    stored = rows(url)
    assert len(stored) == 2 * 12 * 4
    for number in range(12):
        for assignment in (ASSIGNMENT, SECOND):
            assert stored[assignment, f"s{number:02}", "count-test"] == (0 if number % 3 == 0 else 3)
            assert stored[assignment, f"s{number:02}", "mean-test"] == 4


def test_a_server_that_is_gone_is_named_without_the_password(tmp_path, url):
    root = course(tmp_path / "course", url)
    small.hand_in(root, "kim", small.answered(root))
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace(url, "postgresql+psycopg://grader:secret@127.0.0.1:9/book"))
    with pytest.raises(CannotRun) as error:
        grade(root, ASSIGNMENT, executor=small.Plain())
    assert error.value.code == "database" and "127.0.0.1:9/book" in error.value.message and "secret" not in error.value.message


def test_a_lost_connection_is_offered_again(tmp_path, url):
    import psycopg

    root = course(tmp_path / "course", url)
    small.hand_in(root, "kim", small.answered(root))
    plain = small.Plain()
    execute = plain.run

    def run(*arguments):
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()")
        return execute(*arguments)

    plain.run = run
    result = grade(root, ASSIGNMENT, executor=plain).results[0]
    assert (result.outcome, result.score, result.attempts) == (SCORE, FULL, 1)
    assert scores.recorded_runs(NbgraderCourse(root), ASSIGNMENT)["kim"] == result.run
