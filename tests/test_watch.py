"""`autograder watch`: what lands in `submitted/` gets a score and a page, in turn, once, and nothing is lost."""
from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest
import small_class as small
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder import cli
from autograder.errors import CannotRun
from autograder.grading import turns
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import journal_of
from autograder.grading.standing import NOTE, Service
from autograder.grading.submission import Submission
from autograder.grading.turns import Arrivals, DayBook, Turns
from autograder.grading.watch import watch
from autograder.report.feedback import Pages

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
WRONG = "def mean(numbers):\n    return 0"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return small.make_course(tmp_path_factory.mktemp("watch") / "course")


@pytest.fixture
def root(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


class Seen(list):
    """What the service tells of."""

    def __call__(self, what, about):
        self.append((what, about))

    def of(self, what):
        return [about for kind, about in self if kind == what]


def pages(course, assignment):
    return Pages(course, assignment).write


def once(root, executor=None, **options):
    seen = Seen()
    service = Service(once=True, tell=seen, pages=pages, **options)
    status = watch(root, ASSIGNMENT, service, threading.Event(), executor=executor or small.Plain(), jobs=1)
    return status, seen


def results(root):
    return journal_of(NbgraderCourse(root), ASSIGNMENT).results


def test_what_lies_there_is_graded_once_with_a_page(root):
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root, mean=WRONG))
    plain = small.Plain()
    status, seen = once(root, plain)
    assert status.graded == 2 and {one["student"]: one["score"] for one in seen.of("graded")} == {"kim": FULL, "lee": FULL - 4}
    assert "합을 개수로" in (root / "feedback" / "lee" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    runs = plain.runs
    again, seen = once(root, plain)
    assert again.graded == 0 and not seen.of("graded")
    assert plain.runs == runs + 1  # the model answer, which warms
    assert all(result.kept for result in grade(root, ASSIGNMENT, executor=plain).results)  # grade finds nothing left to do


def test_a_submission_that_grade_scored_is_left_and_a_missing_page_is_made(root):
    small.hand_in(root, "kim", small.answered(root))
    plain = small.Plain()
    grade(root, ASSIGNMENT, executor=plain)
    runs = plain.runs
    status, _ = once(root, plain)
    assert status.graded == 0 and plain.runs == runs + 1
    assert (root / "feedback" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.html").exists()


class Standing:
    """The service on a thread."""

    def __init__(self, root, executor, **options):
        self.seen, self.stop, self.error = Seen(), threading.Event(), None
        service = Service(tell=self.seen, pages=pages, **options)

        def serve():
            try:
                watch(root, ASSIGNMENT, service, self.stop, executor=executor, jobs=1)
            except Exception as error:
                self.error = error

        self.thread = threading.Thread(target=serve)

    def __enter__(self):
        self.thread.start()
        self.until(lambda: self.seen.of("ready"))
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join(120)
        assert not self.thread.is_alive()

    def until(self, there, seconds=120):
        deadline = time.monotonic() + seconds
        while not there():
            assert time.monotonic() < deadline and (self.thread.is_alive() or there()), (list(self.seen), self.error)
            time.sleep(0.02)


def test_files_that_land_later_are_graded_again_when_they_change(root):
    with Standing(root, small.Plain()) as service:
        small.hand_in(root, "kim", small.answered(root, mean=WRONG))
        service.until(lambda: len(service.seen.of("graded")) == 1)
        small.hand_in(root, "kim", small.answered(root))
        service.until(lambda: len(service.seen.of("graded")) == 2)
    assert [one["score"] for one in service.seen.of("graded")] == [FULL - 4, FULL]
    assert results(root)["kim"].score == FULL and service.seen[-1][0] == "stopped"


def test_nobody_else_grades_meanwhile(root):
    with Standing(root, small.Plain()):
        small.hand_in(root, "kim", small.answered(root))
        with pytest.raises(CannotRun) as error:
            once(root)
    assert error.value.code == "already_running"


def test_grade_has_a_service_that_isolates_do_its_work(root, monkeypatch):
    plain = small.Plain()
    with Standing(root, plain, tries=1) as service:
        small.hand_in(root, "kim", small.answered(root))
        small.hand_in(root, "lee", small.answered(root, mean=WRONG))
        service.until(lambda: len(service.seen.of("graded")) == 2)
        run = grade(root, ASSIGNMENT, jobs=1)
        assert all(result.kept for result in run.results) and [result.score for result in run.results] == [FULL, FULL - 4]
        small.hand_in(root, "lee", small.answered(root))  # a second try, which the service leaves for tomorrow
        service.until(lambda: service.seen.of("limited"))
        run = grade(root, ASSIGNMENT, jobs=1)
        assert {result.student: (result.kept, result.score) for result in run.results} == {"kim": (True, FULL), "lee": (False, FULL)}
        runs = plain.runs
        run = grade(root, ASSIGNMENT, ["kim"], jobs=1, force=True)
        assert plain.runs == runs + 1 and not run.results[0].kept
    assert not list((root / ".autograder" / "watch" / f"{ASSIGNMENT}.asked").iterdir())


def test_a_service_without_walls_is_not_taken_for_one_with_them(root):
    small.hand_in(root, "kim", small.answered(root))
    plain = small.Plain()
    plain.isolated = False
    seen, stop = Seen(), threading.Event()
    service = threading.Thread(target=watch, args=(root, ASSIGNMENT, Service(tell=seen), stop), kwargs={"executor": plain, "jobs": 1, "isolation": False})
    service.start()
    try:
        while not seen.of("graded"):
            time.sleep(0.02)
        with pytest.raises(CannotRun) as error:
            grade(root, ASSIGNMENT, executor=small.Plain())
        assert error.value.code == "already_running"
        assert grade(root, ASSIGNMENT, isolation=False).results[0].kept
    finally:
        stop.set()
        service.join(120)


def test_a_changed_source_stops_the_service(root):
    service = Standing(root, small.Plain())
    with service:
        path = root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        service.until(lambda: not service.thread.is_alive())
    assert service.error.code == "source_changed" and "regrade" in str(service.error)


def test_tries_of_a_day_are_counted_over_restarts_and_only_for_new_contents(root, monkeypatch):
    for number in range(3):
        small.hand_in(root, "kim", small.answered(root, why=f"{number}번째"))
        status, seen = once(root, tries=2)
    assert status.limited == 1 and not status.graded and seen.of("limited")[0]["student"] == "kim"
    note = root / "feedback" / "kim" / ASSIGNMENT / NOTE
    assert "2번" in note.read_text(encoding="utf-8") and (note.parent / f"{NOTEBOOK}.html").exists()
    assert results(root)["kim"].score == FULL  # of the file before
    monkeypatch.setattr(turns, "day", lambda: "2100-01-01")
    status, _ = once(root, tries=2)
    assert status.graded == 1 and not note.exists()


def test_a_grader_that_fails_is_no_zero_and_stops_nobody(root):
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root, why="고장"))
    plain = small.Plain()
    plain.fail_on = "고장"
    status, seen = once(root, plain)
    told = {one["student"]: one for one in seen.of("graded")}
    assert status.failed == 1 and told["lee"]["score"] is None and told["kim"]["score"] == FULL
    assert not told["lee"]["pages"]


def test_a_folder_that_cannot_be_read_stops_nobody(root, monkeypatch):
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root))
    read = Submission.read

    def refuses(course, assignment, student):
        if student == "kim":
            raise PermissionError(13, "Permission denied", "submitted/kim")
        return read(course, assignment, student)

    monkeypatch.setattr(Submission, "read", refuses)
    status, seen = once(root)
    assert status.failed == 1 and "submitted/kim" in seen.of("unreadable")[0]["reason"]
    assert [one["student"] for one in seen.of("graded")] == ["lee"]


def test_hundreds_at_once_find_places_in_a_short_line(root):
    for number in range(12):
        small.hand_in(root, f"s{number:02}", small.answered(root))
    status, seen = once(root, places=3)
    assert status.graded == 12 and len(seen.of("full")) >= 1
    assert max(about["status"]["waiting"] for _, about in seen) <= 3


def test_rehearsal_writes_nothing(root):
    small.hand_in(root, "kim", small.answered(root))
    status, seen = once(root, dry_run=True)
    assert status.waiting == 1 and seen.of("would_grade")[0]["student"] == "kim"
    assert not (root / "autograded").exists() and not results(root)


# -- turns ------------------------------------------------------------------------------------------------------------


def test_who_took_least_time_today_comes_first_then_who_came_first(tmp_path):
    book = DayBook(tmp_path / "book.jsonl")
    book.end("slow", 60.0)
    line = Turns(book, 10)
    for came, student in enumerate(["slow", "b", "a", "b"]):
        assert line.offer(student, came)
    assert [line.take(set()) for _ in range(4)] == ["b", "a", "slow", None]


def test_one_student_has_one_place_and_a_full_line_takes_nobody(tmp_path):
    line = Turns(DayBook(tmp_path / "book.jsonl"), 2)
    assert [line.offer(one, 0) for one in ("a", "a", "b", "c", "a")] == [True, True, True, False, True]
    assert line.take({"a"}) == "b" and line.take({"a"}) is None and line.take(set()) == "a"


def test_a_torn_line_and_yesterdays_count_for_nothing(tmp_path, monkeypatch):
    path = tmp_path / "book.jsonl"
    book = DayBook(path, "2026-01-01")
    book.begin("kim", "one")
    monkeypatch.setattr(turns, "day", lambda: "2026-01-02")
    assert book.turn_page() and book.tries("kim", "two") == 0
    book.begin("kim", "two")
    with path.open("a", encoding="utf-8") as file:
        file.write('{"day": "2026-01-02", "student": "ki')
    again = DayBook(path)
    assert again.tries("kim", "three") == 1 and again.tries("kim", "two") == 0
    again.begin("kim", "three")
    assert DayBook(path).tries("kim", "four") == 2


def test_a_file_on_its_way_is_not_taken(tmp_path, monkeypatch):
    def at_rest_after(quiet):
        monkeypatch.setattr(turns, "QUIET", quiet)

    arrivals, folder = Arrivals(), tmp_path / "kim"
    folder.mkdir()

    def look():
        return [student for student, _ in arrivals.look(iter([("kim", folder)]))]

    (folder / "x.ipynb").write_text('{"cells": [', encoding="utf-8")
    monkeypatch.setattr(turns, "LONG_QUIET", 3600)
    at_rest_after(0)
    assert look() == []  # it breaks off
    (folder / "x.ipynb").write_text('{"cells": []}\n', encoding="utf-8")
    at_rest_after(3600)
    assert look() == []  # only just
    at_rest_after(0)
    assert look() == ["kim"] == look()
    arrivals.take("kim")
    assert look() == [] and not arrivals.restless
    (folder / ".hidden").write_text("")
    assert look() == [] and not arrivals.restless


def test_a_file_that_stays_broken_is_taken_in_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "LONG_QUIET", 0.1)
    (tmp_path / "x.ipynb").write_text('{"cells": [', encoding="utf-8")
    arrivals = Arrivals()
    arrivals.look(iter([("kim", tmp_path)]))
    time.sleep(0.15)
    assert [student for student, _ in arrivals.look(iter([("kim", tmp_path)]))] == ["kim"]


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_ends_with_once_and_speaks_json(root, capsys):
    small.hand_in(root, "kim", small.answered(root))
    arguments = ["--root", str(root), "watch", "010", "--once", "--no-isolation", "--jobs", "1"]
    assert cli.main([*arguments, "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events] == ["ready", "graded", "stopped"]
    assert events[1]["score"] == FULL and events[1]["status"]["graded"] == 1
    assert cli.main([*arguments, "--dry-run"]) == 0
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


SERVICE = """
import os, sys, threading, time
sys.path.insert(0, {tests!r})
import small_class as small
from autograder.grading.standing import Service
from autograder.grading.watch import watch
from autograder.report.feedback import Pages
from autograder.report.watched import Shown, stopping

class Slow(small.Plain):
    def run(self, *arguments):
        with open({count!r}, "a") as file:
            file.write("run\\n")
        time.sleep(0.1)
        return super().run(*arguments)

service = Service(tell=Shown(True), pages=lambda course, assignment: Pages(course, assignment).write)
with stopping() as stop:
    watch({root!r}, small.ASSIGNMENT, service, stop, executor=Slow(), jobs=2)
"""


def start(root, count):
    code = SERVICE.format(tests=os.path.dirname(small.__file__), count=str(count), root=str(root))
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_nothing_counts_twice(root, tmp_path):
    students = [f"s{number:02}" for number in range(12)]
    for student in students:
        small.hand_in(root, student, small.answered(root))
    count = tmp_path / "count"
    for kills in (3, 5):  # so many events in
        service = start(root, count)
        for _ in range(kills):
            service.stdout.readline()
        service.kill()
        service.wait()
        service.stdout.close()
    service = start(root, count)
    events = [json.loads(service.stdout.readline())]
    while len(results(root)) < len(students) or not all((root / "feedback" / student).exists() for student in students):
        events.append(json.loads(service.stdout.readline()))
        assert service.poll() is None
    service.send_signal(signal.SIGTERM)
    assert service.wait(120) == 0
    service.stdout.close()
    assert {student: result.score for student, result in results(root).items()} == dict.fromkeys(students, FULL)
    again = grade(root, ASSIGNMENT, executor=small.Plain())
    assert all(result.kept for result in again.results)
    # three starts warm with the model answer; beside that only what was under way at a kill ran twice
    assert len(count.read_text().splitlines()) <= 3 + len(students) + 2 * 2 + 2
