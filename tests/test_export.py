"""`autograder export`: what each system reads, nothing that acts, nothing that is not final."""
from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import shutil
import signal

import pytest
import small_class as small
from failpoints import KILL, Point, armed
from nbgrader.api import Gradebook
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder import cli
from autograder.errors import CannotRun
from autograder.grading.grade import grade
from autograder.report.export import export
from autograder.report.spreadsheet import safe

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
NASTY = "＝cmd|'calc'!A1"
TITLE = "010. 단어 세기"
WHY = {"why": 2}
LATE = small.CONFIG + '''
from nbgrader.plugins import BasePlugin
class Late(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0
c.AssignLatePenalties.plugin_class = Late
'''


def by_hand(root, student, points):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        for grade_id, value in points.items():
            row = book.find_grade(grade_id, NOTEBOOK, ASSIGNMENT, student)
            row.manual_score, row.needs_manual_grade = value, False
        book.db.commit()


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """done: 11 of 11; late: a point less; waiting: an essay that nobody has read; odd: tampered points; bad: unreadable; broken: a grader's error."""
    root = small.make_course(tmp_path_factory.mktemp("export") / "course", config=LATE)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        book.add_student("done", last_name="김", first_name="하늘", email="haneul@uni.ac.kr")
        book.add_student("late", last_name="김", first_name="하늘")
        book.add_student(NASTY, last_name="＋황보", first_name="석")
        book.add_student("absent", last_name="-남궁", first_name="민")
        book.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-01")
    for student in ("done", "late", "waiting", NASTY):
        small.hand_in(root, student, small.answered(root))
    (root / "submitted" / "late" / ASSIGNMENT / "timestamp.txt").write_text("2026-01-02 00:00:00 UTC")
    odd = small.answered(root)
    small.find(odd, "mean-test").metadata.nbgrader.points = 40
    small.hand_in(root, "odd", odd)
    small.hand_in(root, "bad", "{")
    small.hand_in(root, "broken", small.answered(root, count="count = 'fateful'"))
    plain = small.Plain()
    plain.fail_on = "fateful"
    grade(root, ASSIGNMENT, executor=plain)
    for student in ("done", "late", "odd", NASTY):
        by_hand(root, student, WHY)
    return root


@pytest.fixture
def root(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def table(root, system):
    data = (root / "reports" / f"{ASSIGNMENT}.{system}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (system == "excel")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def roster(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("text, acts", [
    ("=1+1", True), ("＝1＋1", True), ("+82", True), ("＋82", True), ("-1", True), ("－1", True), ("@a", True), ("＠a", True), ("﹣1", True), ("\t=1", True), ("\r\n=1", True),
    ("\u200b=1", True), ("\ufeff=1", True), ("\u00a0=1", True), ("\x00=1", True), ("\u3000=1", True), ("김하늘", False), ("a=b", False), ("", False), ("-", False), ("'=1", False)])
def test_a_text_that_would_act_begins_with_an_apostrophe(text, acts):
    assert safe(text).startswith("'") == (acts or text.startswith("'")) and "\n" not in safe(text)


def test_moodle_gets_final_scores_alone(root):
    made = export(root, ASSIGNMENT, "moodle")
    heading, *lines = table(root, "moodle")
    assert heading == ["ID number", "Full name", "Email address", TITLE]
    assert {line[0]: line[3] for line in lines} == {"done": "11.0", "late": "10.0", "odd": "11.0", "bad": "0.0", "'" + NASTY: "11.0"}
    assert lines[[line[0] for line in lines].index("done")][1:3] == ["김 하늘", "haneul@uni.ac.kr"]
    assert made.left_out == {"waiting": "채점 전 2점", "broken": "채점기 오류"} and made.status == 1


def test_the_points_of_a_task_that_nobody_has_judged_are_no_zero(root):
    export(root, ASSIGNMENT, "moodle", tasks=True)
    heading, *lines = table(root, "moodle")
    assert heading[4:] == ["과제 1. 단어 세기", "과제 2. 평균", "과제 3. 으뜸 단어", "과제 4. 왜 셀까요?"]
    found = {line[0]: line[3:] for line in lines}
    assert found["waiting"] == ["-", "3.0", "4.0", "2.0", "-"] and found["done"] == ["11.0", "3.0", "4.0", "2.0", "2.0"]
    export(root, ASSIGNMENT, "canvas", tasks=True)
    waiting = next(line for line in table(root, "canvas") if line[2] == "waiting")
    assert waiting[5:] == ["", "3.0", "4.0", "2.0", ""]


def test_canvas_reads_it(root):
    export(root, ASSIGNMENT, "canvas", column="단어 과제 (4711)")
    heading, possible, *lines = table(root, "canvas")
    assert heading == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "단어 과제 (4711)"]
    assert possible == ["Points Possible", "", "", "", "", "11.0"]
    found = {line[2]: line for line in lines}
    assert set(found) == {"done", "late", "odd", "bad", "'" + NASTY} and all(line[1] == "" for line in lines), "a number there would be Canvas's own"
    assert found["done"][0] == "김 하늘 done" and found["late"][0] == "김 하늘 late", "Canvas takes the first of a name"
    assert found["late"][5] == "10.0"


def test_a_roster_of_canvas_own_keeps_its_numbers(root, tmp_path):
    text = "Student,ID,SIS User ID,SIS Login ID,Section,Old (1)\n    Points Possible,,,,,10\n\"김, 하늘\",done,2025000001,haneul,A반,\n\"김, 하늘\",late,2025000002,sky,B반,3\n"
    made = export(root, ASSIGNMENT, "canvas", roster=roster(tmp_path, text))
    assert table(root, "canvas")[2:] == [["김, 하늘", "done", "2025000001", "haneul", "A반", "11.0"], ["김, 하늘", "late", "2025000002", "sky", "B반", "10.0"]]
    assert made.left_out["odd"] == "명단에 없습니다" and "same_name" not in {warned.code for warned in made.warnings}


@pytest.mark.parametrize("title, shown", [("과제 (2)", "과제 [2]"), ("과제 2", "과제 2"), ("(2)", "(2)")])
def test_a_title_of_ours_is_never_the_number_of_another_assignment(title, shown):
    from autograder.report.lms import Heading, canvas

    assert canvas([], Heading(title, False, (), 1))[0][-1] == shown
    assert canvas([], Heading(title, True, (), 1))[0][-1] == title


def test_korean_excel_gets_everybody_and_words_for_what_waits(root, tmp_path):
    text = "학번,이름,이메일\ndone,김하늘,h@x.kr\nwaiting,이서연,\n0012,박도윤,\n"
    made = export(root, ASSIGNMENT, "excel", tasks=True, roster=roster(tmp_path, text, "cp949"))
    lines = [dict(zip(table(root, "excel")[0], line, strict=True)) for line in table(root, "excel")[1:]]
    found = {line["학번"]: line for line in lines}
    assert found["done"]["이름"] == "김하늘" and found["done"]["이메일"] == "h@x.kr" and found["done"][TITLE] == "11.0"
    assert (found["waiting"][TITLE], found["waiting"]["채점된 점수"], found["waiting"]["채점 전 배점"], found["waiting"]["과제 4. 왜 셀까요?"]) == ("채점 전", str(float(FULL)), "2.0", "채점 전")
    assert (found["late"]["늦음"], found["late"]["감점"], found["late"][TITLE]) == ("1.0일 늦음, 1점 깎음", "1.0", "10.0")
    assert found["0012"]["결과"] == "미제출" and found["broken"]["결과"] == "채점기 오류" and found["broken"][TITLE] == ""
    assert "배점" in found["odd"]["확인할 것"] and found["'" + NASTY]["이름"] == "'＋황보 석"
    assert {warned.code: warned.students for warned in made.warnings}["ids_as_numbers"] == ("0012",)


def test_a_program_gets_the_reports_own_table(root):
    export(root, ASSIGNMENT, "csv")
    lines = [dict(zip(table(root, "csv")[0], line, strict=True)) for line in table(root, "csv")[1:]]
    found = {line["student_id"]: line for line in lines}
    assert (found["waiting"]["score"], found["waiting"]["judged"], found["waiting"]["pending"]) == ("", str(float(FULL)), "2.0")
    assert found["late"]["penalty"] == "1.0" and found["absent"]["name"] == "'-남궁 민" and "why" not in found["done"]
    export(root, ASSIGNMENT, "csv", tasks=True)
    assert table(root, "csv")[0][11:15] == ["count-test", "mean-test", "top-test", "why"]


def test_what_is_not_settled_is_said(root):
    small.hand_in(root, "done", small.answered(root, why="다른 글"))
    made = export(root, ASSIGNMENT, "moodle", dry_run=True)
    told = {warned.code: warned.students for warned in made.warnings}
    assert told == {"changed": ("done",), "findings": ("odd",), "pending": ("waiting",), "refused": ("bad",), "ungraded": ("broken",)}
    assert not (root / "reports").exists() and made.lines == 5


def test_moodle_does_not_take_more_than_a_hundred_points_a_grade(root, monkeypatch):
    monkeypatch.setattr("autograder.report.lms.MOODLE_MOST", 10)
    assert "too_many_points" in {warned.code for warned in export(root, ASSIGNMENT, "moodle").warnings}


def test_a_class_that_is_all_final_exits_with_0(tmp_path, capsys):
    root = small.make_course(tmp_path / "course")
    small.hand_in(root, "kim", small.answered(root))
    grade(root, ASSIGNMENT, executor=small.Plain())
    by_hand(root, "kim", WHY)
    assert cli.main(["--root", str(root), "export", "010", "--for", "moodle"]) == 0
    out, err = capsys.readouterr()
    assert out == f"reports/{ASSIGNMENT}.moodle.csv: 1명, 점수가 없는 제출 0명\n" and err == ""
    assert table(root, "moodle")[1:] == [["kim", "", "", "11.0"]]


def test_the_command_tells_people_and_programs(root, capsys):
    assert cli.main(["--root", str(root), "export", ASSIGNMENT, "--for", "excel", "--dry-run"]) == 1
    out, err = capsys.readouterr()
    assert "--dry-run" in out and "채점할 답이 남아" in err and not (root / "reports").exists()
    assert cli.main(["--root", str(root), "export", ASSIGNMENT, "--for", "canvas", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["file"] == f"reports/{ASSIGNMENT}.canvas.csv" and document["lines"] == 5 and document["left_out"]["broken"] == "채점기 오류"
    assert {"code": "findings", "message": "사람이 확인하지 않은 것이 있습니다. 보고서를 보고, 보았으면 `autograder settle`로 적으세요:", "students": ["odd"]} in document["warnings"]


def test_nothing_is_graded_yet(tmp_path):
    root = small.make_course(tmp_path / "course")
    with pytest.raises(CannotRun, match="먼저 `autograder grade"):
        export(root, ASSIGNMENT, "csv")


def _table(*paths) -> bool:
    return str(paths[-1]).endswith(".csv")


def _cut(sync, descriptor):
    os.ftruncate(descriptor, os.fstat(descriptor).st_size // 2)


DEATHS = [
    Point("scores are read", "autograder.report.export:to_csv"),
    Point("the folder is there", "autograder.report.export:write_atomically", when=lambda path, content: _table(path)),
    Point("half a file is written", "os:fsync", "half", half=_cut),
    Point("all is written, nothing renamed", "os:replace", when=_table),
    Point("renamed", "os:replace", "after", done=1, when=_table),
]


def _dies(root, point):
    with armed(point, KILL):
        export(root, ASSIGNMENT, "moodle")


@pytest.mark.parametrize("first", [True, False], ids=["no file before", "a file before"])
@pytest.mark.parametrize("point", DEATHS, ids=lambda point: point.name)
def test_a_killed_export_leaves_the_old_file_or_the_new(root, point, first):
    path = root / "reports" / f"{ASSIGNMENT}.moodle.csv"
    if not first:
        export(root, ASSIGNMENT, "moodle")
    before = path.read_bytes() if path.exists() else None
    by_hand(root, "waiting", WHY)
    process = multiprocessing.get_context("fork").Process(target=_dies, args=(root, point))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    left = path.read_bytes() if path.exists() else None
    export(root, ASSIGNMENT, "moodle")
    after = path.read_bytes()
    assert after != before and left == (after if point.done else before)
    assert {line[0]: line[3] for line in table(root, "moodle")[1:]}["waiting"] == "11.0"
    assert [one.name for one in path.parent.iterdir()] == [path.name]
