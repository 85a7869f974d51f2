"""`autograder regrade`: what changed and nothing else, nobody lowered unasked, undone by one command."""
from __future__ import annotations

import copy
import json
import shutil

import nbformat
import pytest
import small_class as small
from nbgrader.api import Gradebook
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder import cli
from autograder.errors import CannotRun
from autograder.grading import cluster, quick, scores
from autograder.grading.assignment import Assignment
from autograder.grading.grade import grade
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.regrade import regrade
from autograder.grading.results import MANUAL, journal_of
from autograder.grading.structure import Cells
from autograder.grading.reduced import needed, reduced
from autograder.grading.undo import undo
from autograder.report.export import export
from autograder.report.feedback import feedback
from autograder.report.report import report

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
SLOPPY = "def mean(numbers):\n    return sum(numbers) / 4"
STRICTER = "\nassert mean([5]) == 5, '하나뿐인 수의 평균을 보세요.'"


class Plain(small.Plain):
    """Remembers what it ran."""

    def __init__(self):
        super().__init__()
        self.ran = []

    def run(self, notebook, limits, files):
        self.ran.append([made.source for made in notebook.cells if made.cell_type == "code" and made.source.strip()])
        return super().run(notebook, limits, files)


def key(grade_id):
    return f"{NOTEBOOK}/{grade_id}"


def edit(root, change):
    path = root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def retest(grade_id, text):
    def change(notebook):
        small.find(notebook, grade_id).source += text
    return change


def worth(grade_id, points):
    def change(notebook):
        small.find(notebook, grade_id).metadata.nbgrader.points = points
    return change


def without(*grade_ids):
    def change(notebook):
        notebook.cells = [made for made in notebook.cells if made.metadata.get("nbgrader", {}).get("grade_id") not in grade_ids]
    return change


def with_a_task_more(notebook):
    notebook.cells[-1:-1] = [
        small.cell("markdown", "## 과제 5. 합\n\n더합니다."),
        small.cell("code", "def total(numbers):\n    ### BEGIN SOLUTION\n    return sum(numbers)\n    ### END SOLUTION", "total", solution=True),
        small.cell("code", "assert total([1, 2]) == 3", "total-test", 5),
        small.cell("markdown", "### BEGIN SOLUTION\n글\n### END SOLUTION", "why-more", 1, solution=True)]


def by_hand(root, student, points, comment=""):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        for grade_id, value in points.items():
            row = book.find_grade(grade_id, NOTEBOOK, ASSIGNMENT, student)
            row.manual_score, row.needs_manual_grade = value, False
        if comment:
            book.find_comment("why", NOTEBOOK, ASSIGNMENT, student).manual_comment = comment
        book.db.commit()


def results(root):
    return journal_of(NbgraderCourse(root), ASSIGNMENT).results


def everything(root):
    """All that a regrade may touch, but for what it remembers."""
    course = NbgraderCourse(root)
    with course.gradebook() as book:
        rows = Cells(book.db, ASSIGNMENT).rows()
    course.close()
    return ({table: sorted(map(repr, found)) for table, found in rows.items()},
            {path.relative_to(root): path.read_bytes() for path in sorted((root / "autograded").rglob("*")) if path.is_file()}, results(root))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """good: all right; sloppy: a mean that is right for four numbers only; part: half of a task; blank; bad: unreadable. Essays of the first three are judged."""
    root = small.make_course(tmp_path_factory.mktemp("regrade") / "course")
    small.hand_in(root, "good", small.answered(root))
    small.hand_in(root, "sloppy", small.answered(root, mean=SLOPPY))
    small.hand_in(root, "part", small.answered(root, top="def top(words):\n    return '가'"))
    small.hand_in(root, "blank", small.released(root))
    small.hand_in(root, "bad", "{")
    edit(root, lambda notebook: setattr(small.find(notebook, "mean-test"), "source", small.MEAN_TEST.replace("[0.5, 0.25, 0.125]", "[0.5, 0.25, 0.125, 0.125]").replace("0.2916666", "0.25")))
    from autograder.grading import converters
    converters.generate_assignment(NbgraderCourse(root), ASSIGNMENT)
    grade(root, ASSIGNMENT, executor=small.Plain())
    for student in ("good", "sloppy", "part"):
        by_hand(root, student, {"why": 1.5}, comment="잘 썼습니다.")
    return root


@pytest.fixture
def root(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def again(root, executor=None, **options):
    return regrade(root, ASSIGNMENT, executor=executor or Plain(), **options)


def test_nothing_changed(root):
    plain = Plain()
    before = everything(root)
    made = again(root, plain)
    assert (made.changes, made.graded, made.status, plain.runs) == ([], 0, 0, 0) and everything(root) == before


def test_only_the_changed_test_runs_and_the_rest_stays(root):
    edit(root, retest("count-test", "\nassert count([]) == {}"))
    plain, before = Plain(), results(root)
    made = again(root, plain, why="빈 목록", who="조교")
    assert [(change.task, change.what, change.students) for change in made.changes] == [(key("count-test"), ["tests"], 5)]
    assert plain.runs == 4, "the refused one is not run"
    for ran in plain.ran:
        text = "\n".join(ran)
        assert "count([]) == {}" in text and "concealed_numbers" not in text and "points +=" not in text and "def top" not in text, "nor what stands behind the last test"
    after = results(root)
    assert {student: result.score for student, result in after.items()} == {student: {"good": 10.5, "sloppy": 10.5, "part": 9.5}.get(student, 0) for student in before}
    assert after["blank"].tasks[1].message == before["blank"].tasks[1].message and "NotImplementedError" in after["blank"].tasks[1].message
    assert not any(finding.code in ("changed_test", "changed_points", "kept_score") for result in after.values() for finding in result.findings)
    plain = Plain()
    assert all(result.kept for result in grade(root, ASSIGNMENT, executor=plain).results) and plain.runs == 0
    assert again(root).graded == 0
    assert not feedback(root, ASSIGNMENT).failed and report(root, ASSIGNMENT)
    line = json.loads((root / ".autograder" / "regrade" / ASSIGNMENT / "log.jsonl").read_text())
    assert (line["who"], line["why"], line["action"], line["id"]) == ("조교", "빈 목록", "regrade", "0001") and line["changes"][0]["task"] == key("count-test")


@pytest.mark.parametrize("lower", [False, True])
def test_the_short_way_writes_what_nbgraders_way_writes(root, tmp_path, monkeypatch, lower):
    """Notebooks byte for byte (but for the ids of cells), rows and results."""
    small.hand_in(root, "markup", small.answered(root, count="def count(words):\n    raise ValueError(1)", why="<b>x</b> ![a](data:image/png;base64,AAAA)"))
    own = small.answered(root, top=None)
    own.cells.insert(3, nbformat.v4.new_code_cell("import os\nx = 1"))
    small.hand_in(root, "own", own)
    grade(root, ASSIGNMENT, executor=Plain())
    edit(root, retest("mean-test", STRICTER))
    edit(root, worth("count-test", 5))
    other, short, taken = shutil.copytree(root, tmp_path / "other"), quick.Quickly.of, []
    monkeypatch.setattr(quick.Quickly, "of", lambda self, old, executions: taken.append(short(self, old, executions)) or taken[-1])
    one = regrade(root, ASSIGNMENT, executor=Plain(), allow_lower=lower)
    assert all(taken) and len(taken) == one.graded - 1 >= 3  # "bad" was refused, and goes the long way
    monkeypatch.setattr(quick.Quickly, "of", lambda *_: None)
    two = regrade(other, ASSIGNMENT, executor=Plain(), allow_lower=lower)
    assert (one.students, one.held, one.left_out) == (two.students, two.held, two.left_out)
    for student in journal_of(NbgraderCourse(root), ASSIGNMENT).results:
        notebooks = [json.loads((course / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_bytes()) for course in (root, other)]
        for notebook in notebooks:
            for made in notebook["cells"]:
                made.pop("id", None)
        assert notebooks[0] == notebooks[1]
        assert (scores.grades(NbgraderCourse(root), student, ASSIGNMENT)) == (scores.grades(NbgraderCourse(other), student, ASSIGNMENT))
    results = [journal_of(NbgraderCourse(course), ASSIGNMENT).results for course in (root, other)]
    for student, result in results[0].items():
        assert (result.tasks, result.findings, result.score) == (results[1][student].tasks, results[1][student].findings, results[1][student].score)
    assert all(result.kept for result in grade(root, ASSIGNMENT, executor=Plain()).results)


def test_nobody_is_lowered_unless_that_is_asked_for(root):
    edit(root, retest("mean-test", STRICTER))
    made = again(root)
    assert made.held == {"sloppy": ["mean-test"]} and made.students == {}
    assert results(root)["sloppy"].score == 10.5
    assert all(result.kept and result.score == 10.5 for result in grade(root, ASSIGNMENT, executor=Plain(), students=["sloppy"]).results), "not foreign either"
    plain = Plain()
    made = again(root, plain, allow_lower=True)
    assert plain.runs == 0 and {student: (moved.before, moved.after) for student, moved in made.students.items()} == {"sloppy": (10.5, 6.5)}
    task = results(root)["sloppy"].tasks[1]
    assert (task.score, task.message) == (0, "하나뿐인 수의 평균을 보세요.") and made.held == {}


def test_a_test_that_was_wrong_raises_those_whom_it_wronged(root):
    edit(root, lambda notebook: setattr(small.find(notebook, "top-test"), "source", 'assert top(["가"]) == "가"'))
    made = again(root)
    assert {student: (moved.before, moved.after, moved.tasks) for student, moved in made.students.items()} == {"part": (9.5, 10.5, {key("top-test"): [1, 2]})}


def test_the_students_page_says_what_a_regrade_changed_until_the_next_submission(root):
    edit(root, lambda notebook: setattr(small.find(notebook, "top-test"), "source", 'assert top(["가"]) == "가"'))
    again(root, why="가려진 검사가 틀렸음")
    feedback(root, ASSIGNMENT)
    page = root / "feedback" / "part" / ASSIGNMENT / f"{NOTEBOOK}.html"
    told = "다시 채점해서 1점이 2점이 되었습니다(가려진 검사가 틀렸음): 과제 3. 으뜸 단어"
    assert told in page.read_text(encoding="utf-8")
    assert "다시 채점해서" not in (page.parents[2] / "good" / ASSIGNMENT / page.name).read_text(encoding="utf-8")
    edit(root, worth("top-test", 3))
    again(root)
    feedback(root, ASSIGNMENT)
    text = page.read_text(encoding="utf-8")
    assert told in text and "2점이 3점이 되었습니다: 과제 3. 으뜸 단어" in text  # both, in their order
    small.hand_in(root, "part", small.answered(root))
    grade(root, ASSIGNMENT, executor=Plain())
    assert not [finding for finding in results(root)["part"].findings if finding.code == "regraded"]


def test_more_points_need_no_run(root):
    edit(root, worth("count-test", 6))
    plain = Plain()
    made = again(root, plain)
    assert plain.runs == 0 and made.changes[0].what == ["points"] and (made.changes[0].points_before, made.changes[0].points) == (3, 6)
    assert {student: moved.after for student, moved in made.students.items()} == {"good": 13.5, "sloppy": 13.5, "part": 12.5}
    found = results(root)["good"]
    assert found.max_score == FULL + 2 + 3 and [finding.code for finding in found.findings] == ["regraded"]
    export(root, ASSIGNMENT, "moodle")


@pytest.mark.parametrize("change", [worth("count-test", 1), without("count", "count-test")])
def test_fewer_points_are_refused_unless_asked_for(root, change):
    edit(root, change)
    before, plain = everything(root), Plain()
    with pytest.raises(CannotRun) as error:
        again(root, plain)
    assert error.value.code == "would_lower" and "3명" in error.value.message and "--allow-lower" in error.value.message
    assert everything(root) == before and not (root / ".autograder" / "regrade").exists()
    made = again(root, plain, allow_lower=True)
    assert set(made.students) == {"good", "sloppy", "part"} and plain.runs == 0 and made.students["good"].after < 10.5


def test_what_people_gave_stays(root):
    by_hand(root, "sloppy", {"top-test": 0.5, "mean-test": 3})
    edit(root, with_a_task_more)
    edit(root, retest("mean-test", STRICTER))
    edit(root, retest("top-test", "\n"))
    made = again(root)
    found = {task.grade_id: task for task in results(root)["sloppy"].tasks}
    assert (found["why"].score, found["top-test"].score, found["mean-test"].score, found["total-test"].score) == (1.5, 0.5, 3, 0)
    assert found["top-test"].status != MANUAL and made.held["sloppy"] == ["mean-test"], "the automatic score behind it"
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        assert book.find_comment("why", NOTEBOOK, ASSIGNMENT, "sloppy").manual_comment == "잘 썼습니다."
        assert not book.find_grade("why", NOTEBOOK, ASSIGNMENT, "sloppy").needs_manual_grade
    assert all(result.kept for result in grade(root, ASSIGNMENT, executor=Plain()).results)


def test_tasks_are_added_and_removed(root):
    edit(root, with_a_task_more)
    edit(root, without("mean", "mean-test", "why"))
    plain = Plain()
    made = again(root, plain, allow_lower=True)
    assert {change.task.split("/")[1]: change.what for change in made.changes} == {
        "mean-test": ["removed"], "why": ["removed"], "total-test": ["added"], "why-more": ["added"]}
    for ran in plain.ran:
        assert any("total([1, 2])" in source for source in ran) and not any("concealed_numbers" in source or "secret_words" in source for source in ran)
    good = results(root)["good"]
    assert (good.score, good.max_score, good.pending) == (3 + 2, 3 + 2 + 5 + 1, 0)
    assert {finding.code for finding in good.findings} <= {"own_code", "missing_test", "missing_answer"}
    assert [task.grade_id for task in good.tasks] == ["count-test", "top-test", "total-test", "why-more"]
    assert all(result.kept for result in grade(root, ASSIGNMENT, executor=Plain()).results)
    assert not feedback(root, ASSIGNMENT).failed and report(root, ASSIGNMENT)
    late = small.released(root)
    small.hand_in(root, "late", late)
    (new,) = [result for result in grade(root, ASSIGNMENT, executor=Plain()).results if result.student == "late"]
    assert new.max_score == 11, "who comes later is graded by the new source"


@pytest.mark.parametrize("changes, lower", [([retest("mean-test", STRICTER)], True), ([worth("count-test", 6), with_a_task_more], False), ([without("mean", "mean-test", "why"), with_a_task_more], True)])
def test_one_command_takes_it_back(root, changes, lower):
    before, source = everything(root), (root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_bytes()
    for change in changes:
        edit(root, change)
    again(root, allow_lower=lower)
    assert everything(root) != before
    made = undo(root, ASSIGNMENT, who="조교", why="잘못")
    assert made.graded == 5 and everything(root) == before
    (root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").write_bytes(source)
    plain = Plain()
    assert all(result.kept for result in grade(root, ASSIGNMENT, executor=plain).results) and plain.runs == 0
    lines = [json.loads(line) for line in (root / ".autograder" / "regrade" / ASSIGNMENT / "log.jsonl").read_text().splitlines()]
    assert [(line["action"], line["id"]) for line in lines] == [("regrade", "0001"), ("undo", "0001")] and lines[1]["who"] == "조교"
    with pytest.raises(CannotRun, match="되돌릴 재채점이 없습니다"):
        undo(root, ASSIGNMENT)


def test_what_people_gave_since_stays_when_it_is_taken_back(root):
    edit(root, retest("mean-test", STRICTER))
    again(root, allow_lower=True)
    by_hand(root, "sloppy", {"why": 2, "mean-test": 1}, comment="고쳐 읽었습니다.")
    undo(root, ASSIGNMENT)
    export(root, ASSIGNMENT, "csv", tasks=True)
    line = next(line for line in (root / "reports" / f"{ASSIGNMENT}.csv.csv").read_text().splitlines() if line.startswith("sloppy"))
    assert ",8.0,8.0,11.0," in line, "3 + 1 by hand + 2 + 2 by hand"
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        row = book.find_grade("mean-test", NOTEBOOK, ASSIGNMENT, "sloppy")
        assert (row.auto_score, row.manual_score) == (4, 1) and book.find_comment("why", NOTEBOOK, ASSIGNMENT, "sloppy").manual_comment == "고쳐 읽었습니다."


class Killed(BaseException):
    pass


def test_a_regrade_that_was_killed_goes_on_and_can_still_be_taken_back(root):
    before = everything(root)
    edit(root, with_a_task_more)
    edit(root, retest("mean-test", STRICTER))

    def die(done, total, result):
        if done == 2:
            raise Killed
    with pytest.raises(Killed):
        again(root, progress=die, allow_lower=True)
    plain = Plain()
    made = again(root, plain, allow_lower=True)
    assert 0 < plain.runs < 4 and made.id == "0001" and {student: moved.after for student, moved in made.students.items() if moved.after != moved.before} == {"sloppy": 6.5}
    assert all(result.kept for result in grade(root, ASSIGNMENT, executor=Plain()).results)
    undo(root, ASSIGNMENT)
    assert everything(root) == before


def test_a_graders_error_leaves_the_earlier_result_for_the_next_regrade(root):
    edit(root, retest("mean-test", STRICTER))
    before = everything(root)
    plain = Plain()
    plain.fail_on = "/ 4"
    made = again(root, plain, allow_lower=True)
    assert made.status == 1 and "no kernel today" in made.left_out["sloppy"]
    sloppy = results(root)["sloppy"]
    assert sloppy == before[2]["sloppy"] and not (root / "autograded" / "sloppy" / ASSIGNMENT).is_symlink()
    made = again(root, allow_lower=True)
    assert made.students["sloppy"].after == 6.5 and made.graded == 1 and made.status == 0


def test_who_is_not_current_is_left_to_grade(root):
    small.hand_in(root, "part", small.answered(root))
    small.hand_in(root, "new", small.answered(root))
    edit(root, retest("mean-test", STRICTER))
    made = again(root)
    assert made.left_out == {"part": "채점한 뒤에 제출물이 바뀌었습니다", "new": "채점 전"} and made.graded == 4
    done = {result.student: result.kept for result in grade(root, ASSIGNMENT, executor=Plain()).results}
    assert done == {"good": True, "sloppy": True, "blank": True, "bad": True, "part": False, "new": False}


def test_a_changed_model_answer_is_a_changed_task(root):
    edit(root, lambda notebook: setattr(small.find(notebook, "count"), "source", small.COUNT.replace("dict(Counter(words))", "{w: words.count(w) for w in words}")))
    edit(root, lambda notebook: setattr(small.find(notebook, "why"), "source", "### BEGIN SOLUTION\n새 채점 기준\n### END SOLUTION"))
    made = again(root)
    assert {change.task for change in made.changes} == {key("count-test"), key("why")} and made.students == {}
    assert "새 채점 기준" in (root / "autograded" / "good" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")


def test_a_cell_that_changes_its_role_and_a_new_notebook_are_refused(root):
    def turn(notebook):
        small.find(notebook, "count").metadata.nbgrader |= {"grade": True, "points": 1}
    path = root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    source, before = path.read_bytes(), everything(root)
    edit(root, turn)
    with pytest.raises(CannotRun) as error:
        again(root)
    assert error.value.code == "cell_kind_changed" and everything(root) == before
    path.write_bytes(source)
    shutil.copy(path, path.with_name("more.ipynb"))
    with pytest.raises(CannotRun) as error:
        again(root)
    assert error.value.code == "notebooks_changed"


def test_a_dry_run_writes_nothing(root, capsys):
    edit(root, retest("mean-test", STRICTER))
    before = everything(root)
    assert cli.main(["--root", str(root), "regrade", "010", "--dry-run", "--no-isolation"]) == 0
    out = capsys.readouterr().out
    assert "mean-test" in out and "검사나 모범 답이 바뀜 (5명)" in out and everything(root) == before and not (root / ".autograder" / "regrade").exists()


def test_the_command_shows_before_and_after(root, capsys, monkeypatch):
    monkeypatch.setattr("autograder.grading.regrade.executor_name", lambda plan, spec: "plain")
    edit(root, worth("count-test", 6))
    assert cli.main(["--root", str(root), "regrade", "010", "--why", "배점", "--no-isolation"]) == 0
    out = capsys.readouterr().out
    assert "3 → 6점, 배점이 바뀜" in out and "good: 10.5 → 13.5" in out and "--undo" in out
    assert cli.main(["--root", str(root), "regrade", "010", "--undo", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["graded"] == 5


def test_two_processes_run_a_part_of_a_notebook(tmp_path):
    root = small.make_course(tmp_path / "course")
    executor = cluster.make(cluster.Spec("two-process"))
    small.hand_in(root, "sloppy", small.answered(root, mean=SLOPPY.replace("/ 4", "/ max(3, len(numbers))")))
    (before,) = grade(root, ASSIGNMENT, executor=executor, isolation=False).results
    edit(root, retest("mean-test", STRICTER))
    regrade(root, ASSIGNMENT, executor=executor, isolation=False, allow_lower=True)
    after = results(root)["sloppy"]
    assert (before.score, after.score) == (FULL, FULL - 4) and after.tasks[1].message == "하나뿐인 수의 평균을 보세요."
    page = next((root / "autograded").rglob("*.ipynb")).read_text(encoding="utf-8")
    assert "concealed_numbers" in page and not feedback(root, ASSIGNMENT).failed


def test_a_test_runs_with_those_that_bind_its_names(tmp_path):
    notebook = small.source_notebook()
    small.find(notebook, "count-test").source += "\nshared = 1\nfor value in [1]:\n    pass"
    small.find(notebook, "mean-test").source += "\nfor word in []:\n    print(word)"
    small.find(notebook, "top-test").source = "for word in ['a']:\n    value = word\nassert shared + 1 == 2 and top(['a']) == value"
    root = small.make_course(tmp_path / "course", notebook)
    course = NbgraderCourse(root)
    template = Assignment.load(course, ASSIGNMENT).templates[NOTEBOOK]
    assert needed(template.notebook, {"top-test"}) == {"top-test", "count-test"} and needed(template.notebook, {"mean-test"}) == {"mean-test"}
    whole = copy.deepcopy(template.notebook)
    made, runs = reduced(template.notebook, {"mean-test"})
    assert template.notebook == whole and [made.cells[i].source == whole.cells[i].source for i in sorted(runs)] == [True] * 4
    assert [i for i, cell in enumerate(made.cells) if cell.cell_type == "code" and cell.source] == sorted(runs)
