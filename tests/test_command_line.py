"""The command line: names as people type them, and a sentence instead of a traceback."""
from __future__ import annotations

import errno
import io
import json
import shutil
import zipfile

import pytest
import small_class as small
from small_class import ASSIGNMENT, CONFIG

from autograder import cli, doctor
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import nearest
from autograder.grading.progress import Progress
from autograder.grading.results import SCORE, Result
from autograder.report import feedback as pages

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = small.make_course(tmp_path_factory.mktemp("line") / "course")
    for student in ("2025-01-김하늘", "2025-02-이서연"):
        small.hand_in(root, student, small.answered(root))
    grade(root, ASSIGNMENT, executor=small.Plain())
    return root


@pytest.fixture
def root(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def said(capsys, *arguments):
    """Exit status, and what was said on both streams."""
    status = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out + err


@pytest.mark.parametrize("name", ["010", "010_", ASSIGNMENT, f"{ASSIGNMENT}/", f"solutions/{ASSIGNMENT}/", "010/"])
@pytest.mark.parametrize("verb", ["report", "feedback"])
def test_an_assignment_is_named_by_its_beginning_or_its_folder(root, capsys, verb, name):
    status, text = said(capsys, "--root", root, verb, name)
    assert status == 0 and ("피드백 2쪽" in text or f"reports/{ASSIGNMENT}.html" in text)


def test_what_begins_two_names_is_neither(root, capsys):
    shutil.copytree(root / "solutions" / ASSIGNMENT, root / "solutions" / "010_letters")
    status, text = said(capsys, "--root", root, "report", "010")
    assert status == 2 and "010_letters" in text and ASSIGNMENT in text


@pytest.mark.parametrize("verb", [["feedback"], ["grade", "--no-isolation"]])
def test_an_unknown_student_is_an_error_that_names_the_right_one(root, capsys, verb):
    status, text = said(capsys, "--root", root, *verb, ASSIGNMENT, "--student", "김하늘")
    assert status == 2 and "2025-01-김하늘" in text


def test_suggestions_hold_what_was_typed_first():
    assert nearest("이서연", ["2025-02-이서연", "이서", "서연이"])[0] == "2025-02-이서연"


@pytest.mark.parametrize("line, told", [
    ('c.Execute.timeout = "long"', "timeout"), ('c.CourseDirectory.db_url = "nonsense"', "URL"), ('c.CourseDirectory.directory_structure = "{nope}"', "nope"),
    ("c.CourseDirectory.source_directory = 3", "source_directory"), ("import nothing_like_that", "nothing_like_that"), ('c.CourseDirectory.db_url = "mysql://x/y"', "MySQLdb"),
    ("c.Autograder.asignments = {}", "assignments"), ("c.Autograder.assignments = [1]", "dict"),
    ('c.Autograder.assignments = {"010_wrods": {"isolation": "one-process"}}', ASSIGNMENT)])
def test_a_bad_setting_is_named(root, capsys, line, told):
    (root / "nbgrader_config.py").write_text(f"{CONFIG}\n{line}\n", encoding="utf-8")
    status, text = said(capsys, "--root", root, "grade", ASSIGNMENT, "--no-isolation")
    assert status == 2 and told in text and "nbgrader_config.py" in text and "CRITICAL" not in text


@pytest.mark.parametrize("folder, verb", [(".autograder", "grade"), ("reports", "report"), ("feedback", "feedback")])
def test_a_folder_that_cannot_be_written_is_named(root, capsys, folder, verb):
    """A file stands where the folder belongs: root may write into any read-only folder."""
    small.hand_in(root, "new", small.answered(root))
    if (root / folder).exists():
        shutil.rmtree(root / folder)
    (root / folder).touch()
    status, text = said(capsys, "--root", root, verb, ASSIGNMENT, *(["--no-isolation"] if verb == "grade" else []))
    assert status == 2 and folder in text, text


def test_a_full_disk_in_feedback_is_told(root, capsys, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(pages, "write_atomically", full)
    status, text = said(capsys, "--root", root, "feedback", ASSIGNMENT)
    assert status == 2 and "디스크가 가득" in text


@pytest.mark.parametrize("verb", [["doctor"], ["build"], ["grade", "x"], ["report", "x"], ["feedback", "x"], ["release", "x"]])
def test_outside_of_a_course(tmp_path, capsys, verb, monkeypatch):
    monkeypatch.setattr(doctor, "gpu", list)
    status, text = said(capsys, "--root", tmp_path, *verb)
    assert status == (0 if verb == ["doctor"] else 2), text


def test_a_class_is_collected_and_graded_and_what_was_done_is_logged(root, capsys, tmp_path):
    """A learning-management system's archive of a new student's and of one whose first attempt is in already."""
    work = next((root / "submitted" / "2025-01-김하늘" / ASSIGNMENT).glob("*.ipynb"))
    archive = tmp_path / "class.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for who in ("2025-03-박준서", "2025-01-김하늘"):
            packed.write(work, f"{who}_17_assignsubmission_file/Copy of {work.name}")
        packed.writestr("무명/readme.txt", "x")
    roster = tmp_path / "roster.csv"
    roster.write_text("학번,이름\n2025-01-김하늘,김하늘\n2025-03-박준서,박준서\n", encoding="cp949")
    status, text = said(capsys, "--root", root, "collect", "010", archive, "--roster", roster, "--dry-run")
    assert status == 0 and "놓음 1, 그대로 1" in text and not (root / "submitted" / "2025-03-박준서").exists()
    status, text = said(capsys, "--root", root, "collect", "010", archive, "--roster", roster)
    assert status == 0 and "놓음 1, 그대로 1" in text and "readme.txt" in text
    logged = (root / ".autograder" / "collect" / f"{ASSIGNMENT}.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(logged) == 3
    assert (root / "submitted" / "2025-03-박준서" / ASSIGNMENT / work.name).is_file()
    run = grade(root, ASSIGNMENT, executor=small.Plain())
    assert {result.student for result in run.results} >= {"2025-03-박준서"} and run.status == 0


@pytest.mark.parametrize("more, says", [(["nowhere.zip"], "없습니다"), (["README.md", "--roster", "nowhere.csv"], "없습니다")])
def test_what_can_not_be_collected_is_said(root, capsys, more, says):
    status, text = said(capsys, "--root", root, "collect", "010", *more)
    assert status == 2 and says in text


def tree(root):
    """Every file, with its moment; a gradebook that is only read may get another journal file of SQLite's."""
    return {str(path.relative_to(root)): path.stat().st_mtime_ns for path in root.rglob("*")
            if path.is_file() and path.suffix not in (".lock",) and not path.name.startswith("gradebook.db-")}


@pytest.mark.parametrize("verb, status, said_of", [
    (["release", ASSIGNMENT], 0, "notebooks"), (["grade", ASSIGNMENT, "--no-isolation"], 0, "todo"), (["feedback", ASSIGNMENT], 1, "pages"),
    (["report", ASSIGNMENT], 0, "tasks"), (["export", ASSIGNMENT, "--for", "csv"], 1, "columns"), (["settle", ASSIGNMENT], 0, "open"),
    (["regrade", ASSIGNMENT, "--no-isolation"], 1, "changes"), (["collect", ASSIGNMENT, "here"], 0, "items")])
def test_a_dry_run_writes_nothing_and_says_it_to_programs(root, capsys, monkeypatch, verb, status, said_of):
    monkeypatch.chdir(root)
    (root / "here").mkdir()
    shutil.copytree(root / "submitted" / "2025-01-김하늘", root / "here" / "2025-01-김하늘")
    small.hand_in(root, "2025-03-박새", small.answered(root))
    before = tree(root)
    made = cli.main(["--root", str(root), *verb, "--dry-run", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (made, told["status"]) == (status, status) and said_of in told and tree(root) == before
    assert cli.main(["--root", str(root), *verb, "--dry-run"]) == status and tree(root) == before


def test_a_dry_run_of_grade_names_whom_it_would_grade(root, capsys):
    small.hand_in(root, "2025-03-박새", small.answered(root))
    cli.main(["--root", str(root), "grade", ASSIGNMENT, "--no-isolation", "--dry-run", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert "2025-03-박새" in told["todo"] and len(told["todo"]) + len(told["kept"]) == 3
    cli.main(["--root", str(root), "grade", ASSIGNMENT, "--no-isolation", "--dry-run", "--force", "--json"])
    assert len(json.loads(capsys.readouterr().out)["todo"]) == 3


@pytest.mark.parametrize("verb", [["grade"], ["regrade", "--undo"], ["feedback"], ["report"], ["settle"], ["release"], ["export", "--for", "csv"], ["mark"]])
def test_a_program_reads_a_document_also_when_nothing_could_be_done(root, capsys, verb):
    name = ASSIGNMENT if verb[0] == "regrade" else "nothing_like_it"
    assert cli.main(["--root", str(root), verb[0], name, *verb[1:], "--json"]) == 2
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["status"] == 2 and told["error"]["message"] and told["error"]["message"].splitlines()[0] in err


def test_lines_of_progress_say_how_long_the_rest_takes():
    moments = iter([0.0, 30.0, 60.0])
    stream = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.grading.progress.time.monotonic", lambda: next(moments))
        shown = Progress(beside_output=False)
        shown.stream = stream
        result = Result("kim", SCORE, score=1.0, max_score=1.0)
        shown(1, 4, result), shown(4, 4, result)
    assert stream.getvalue() == "[1/4, 1:30 남음] kim: 1/1\n[4/4] kim: 1/1\n"
