"""Grading a class: four outcomes kept apart, nothing stale, nothing graded twice, nobody stops another."""
from __future__ import annotations

import json
import os
import shutil
import unicodedata

import nbformat
import pytest
import small_class as small
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder.errors import CannotRun
from autograder.grading import cluster, converters
from autograder.grading.grade import grade
from autograder.grading.jupyter_executor import JupyterExecutor
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.protocol import Limits
from autograder.grading.results import GRADER_ERROR, SCORE, STUDENT_ERROR
from autograder.grading.scores import grades, recorded_runs

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """One released course; making a gradebook takes seconds, so the tests work on copies."""
    return small.make_course(tmp_path_factory.mktemp("grading") / "course")


@pytest.fixture
def root(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


@pytest.fixture
def plain():
    return small.Plain()


def run(root, executor, **options):
    return grade(root, ASSIGNMENT, executor=executor, **options)


def result_of(run, student):
    return next(result for result in run.results if result.student == student)


def gradebook(root):
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words")


def scores(root, student):
    """Test or question to (automatic score, whether a person has to grade), from the gradebook; None without a submission."""
    graded = grades(NbgraderCourse(root), student, ASSIGNMENT)
    return graded and {row.grade_id: (row.score, row.needs_manual_grade) for row in graded[1]}


# -- what can't be run ------------------------------------------------------------------------------------------------


def refusal(code, **arguments):
    with pytest.raises(CannotRun) as error:
        grade(**arguments)
    assert error.value.code == code
    return error.value.message


def test_a_folder_that_is_no_course(tmp_path):
    assert "nbgrader_config.py" in refusal("not_a_course", course_dir=tmp_path, assignment="x")
    assert "이런 폴더가 없습니다" in refusal("not_a_course", course_dir=tmp_path / "none", assignment="x")


def test_a_broken_configuration(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.source_directory = (")
    assert "nbgrader_config.py" in refusal("bad_config", course_dir=tmp_path, assignment="x")


def test_an_unknown_assignment_names_near_ones(root):
    assert ASSIGNMENT in refusal("unknown_assignment", course_dir=root, assignment="010_word")
    assert f"있는 과제: {ASSIGNMENT}" in refusal("unknown_assignment", course_dir=root, assignment="§§")


def test_an_assignment_that_was_not_released(tmp_path):
    root = small.make_course(tmp_path / "course", release=False)
    assert f"autograder release {ASSIGNMENT}" in refusal("not_released", course_dir=root, assignment=ASSIGNMENT)


def test_without_isolation_nothing_runs_unless_told_by_name(root, monkeypatch):
    small.hand_in(root, "kim", small.answered(root))
    monkeypatch.setattr(cluster, "unavailable", lambda name: "no walls here" if name == "sandbox" else "")
    message = refusal("no_isolation", course_dir=root, assignment=ASSIGNMENT)
    assert "--no-isolation" in message and "no walls here" in message
    assert scores(root, "kim") is None


def test_no_submissions(root, plain):
    assert "submitted" in refusal("no_submissions", course_dir=root, assignment=ASSIGNMENT, executor=plain)


def test_an_unknown_student_names_near_ones(root, plain):
    small.hand_in(root, "김하늘", small.answered(root))
    message = refusal("unknown_student", course_dir=root, assignment=ASSIGNMENT, executor=plain, students=["김하늬"])
    assert "혹시 김하늘" in message


@pytest.mark.parametrize("change", ["text", "points", "deleted", "added"])
def test_a_source_that_changed_since_the_release(root, plain, change):
    small.hand_in(root, "kim", small.answered(root))
    path = root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    made = small.find(notebook, "mean-test")
    if change == "text":
        made.source += "\nassert True"
    elif change == "points":
        made.metadata.nbgrader.points = 5
    elif change == "deleted":
        notebook.cells.remove(made)
    else:
        notebook.cells.append(small.cell("code", "pass", "mean-test-2", 1))
    nbformat.write(notebook, path)
    message = refusal("source_changed", course_dir=root, assignment=ASSIGNMENT, executor=plain)
    assert "mean-test" in message and "autograder release" in message
    assert plain.runs == 0


def test_prose_and_model_solution_may_change_after_the_release(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    path = root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source = "## 과제 1. 고쳐 쓴 설명"
    small.find(notebook, "mean").source += "\n    # 덧붙임"
    nbformat.write(notebook, path)
    assert result_of(run(root, plain), "kim").score == FULL


def test_a_released_notebook_without_source(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    (root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").unlink()
    assert "원본이 없습니다" in refusal("no_source", course_dir=root, assignment=ASSIGNMENT, executor=plain)


def test_a_source_that_nbgrader_cannot_process(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    path = root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.write_text(path.read_text().replace("### END SOLUTION", "### THE END"))
    assert "no end solution statement" in refusal("bad_source", course_dir=root, assignment=ASSIGNMENT, executor=plain)


# -- outcomes ---------------------------------------------------------------------------------------------------------


def test_scores_go_to_the_gradebook_and_answers_wait_for_a_person(root, plain):
    small.hand_in(root, "2025-01-김하늘", small.answered(root))
    small.hand_in(root, "half", small.answered(root, mean="def mean(numbers):\n    return 3.0", top="def top(words):\n    return '가'"))
    small.hand_in(root, "blank", small.released(root))
    graded = run(root, plain)
    assert graded.status == 0 and graded.isolated
    assert scores(root, "2025-01-김하늘") == {"count-test": (3, False), "mean-test": (4, False), "top-test": (2, False), "why": (None, True)}
    assert scores(root, "half") == {"count-test": (3, False), "mean-test": (0, False), "top-test": (1, False), "why": (None, True)}
    assert scores(root, "blank") == {"count-test": (0, False), "mean-test": (0, False), "top-test": (0, False), "why": (0, False)}
    result = result_of(graded, "half")
    assert (result.outcome, result.score, result.max_score, result.needs_manual_grade) == (SCORE, 4, FULL + 2, True)
    assert [(task.grade_id, task.status) for task in result.tasks] == [("count-test", "full"), ("mean-test", "zero"), ("top-test", "partial"), ("why", "manual")]
    assert [task.message for task in result_of(graded, "blank").tasks][-1] == "답하지 않았습니다."


def test_nbgraders_own_tools_open_the_result(root, plain):
    from nbgrader.apps import NbGraderAPI

    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "bad", "{")
    run(root, plain)
    api = NbGraderAPI(config=NbgraderCourse(root).app.config)
    api.coursedir.root = str(root)
    submissions = {entry["student"]: entry for entry in api.get_submissions(ASSIGNMENT)}
    assert submissions["kim"]["autograded"] and submissions["kim"]["needs_manual_grade"] and submissions["kim"]["score"] == FULL
    assert submissions["bad"]["autograded"] and not submissions["bad"]["needs_manual_grade"] and submissions["bad"]["score"] == 0
    assert len(api.get_notebook_submissions(ASSIGNMENT, NOTEBOOK)) == 2
    stored = nbformat.read(root / "autograded" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    nbformat.validate(stored)
    assert "secret_words_for_count" in small.find(stored, "count-test").source


def test_rows_that_are_fetched_at_once_are_those_that_nbgrader_finds(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    run(root, plain)
    with NbgraderCourse(root).transaction() as book:
        place = NOTEBOOK, ASSIGNMENT
        for finder, cell, *student in [("find_source_cell", "mean"), ("find_graded_cell", "mean-test"), ("find_grade", "mean-test", "kim"),
                                       ("find_grade", "why", "kim"), ("find_comment", "mean", "kim")]:
            assert getattr(book, finder)(cell, *place, *student) is getattr(Gradebook, finder)(book, cell, *place, *student)
        with pytest.raises(MissingEntry):
            book.find_grade("mean-test", *place, "lee")
        with pytest.raises(MissingEntry):
            book.find_source_cell("nothing", *place)
        later = book.add_source_cell("later", *place, source="", cell_type="code")
        assert book.find_source_cell("later", *place) is later, "what came after the fetch"


@pytest.mark.parametrize("content, file, code", [
    ("{", f"{NOTEBOOK}.ipynb", "not_json"),
    ("<html></html>", f"{NOTEBOOK}.ipynb", "html"),
    ("print(1)", "homework.py", "no_notebook"),
    ('{"cells": [{"cell_type": "code", "source": "1"}]}', f"{NOTEBOOK}.ipynb", "unrelated"),
])
def test_a_refused_submission_gets_0_with_the_reason_and_stops_nobody(root, plain, content, file, code):
    small.hand_in(root, "bad", content, file)
    small.hand_in(root, "kim", small.answered(root))
    graded = run(root, plain)
    result = result_of(graded, "bad")
    assert (result.outcome, result.code, result.score) == (STUDENT_ERROR, code, 0)
    assert result_of(graded, "kim").score == FULL and graded.status == 1
    assert set(scores(root, "bad").values()) == {(0, False)}
    stored = nbformat.read(root / "autograded" / "bad" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    assert "채점하지 못한" in stored.cells[0].source
    assert all(task.status == "not_run" and task.message == result.message for task in result.tasks)


def test_an_empty_folder_is_a_refusal_and_a_missing_one_an_absence(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    (root / "submitted" / "empty" / ASSIGNMENT).mkdir(parents=True)
    with gradebook(root) as book:
        book.add_student("absent", first_name="석", last_name="황보")
    graded = run(root, plain)
    assert result_of(graded, "empty").code == "no_notebook" and graded.absent == ["absent"]
    assert scores(root, "absent") is None


def test_another_assignments_notebook_is_refused(root, plain):
    other = small.source_notebook()
    for made in other.cells:
        if "nbgrader" in made.metadata:
            made.metadata.nbgrader.grade_id = f"vec-{made.metadata.nbgrader.grade_id}"
    small.make_course(root, other, assignment="015_vectors", name="015_vectors_exercise")
    small.hand_in(root, "kim", small.released(root, "015_vectors", "015_vectors_exercise"))
    result = result_of(run(root, plain), "kim")
    assert result.code == "wrong_assignment" and "015_vectors" in result.message


def stranger(graded):
    """A notebook with the set-up cell and the closing words of the assignment's, as a course's notebooks have in common."""
    other = small.source_notebook()
    for number, made in enumerate(other.cells):
        if "nbgrader" in made.metadata:
            made.metadata.nbgrader.grade_id = made["id"] = f"vec-{made['id']}"
        elif number not in (1, len(other.cells) - 1):
            made.source, made["id"] = f"벡터 {number}. {made.source}", f"vec-{number}"
        if not graded:
            made.metadata = {}
    return other


@pytest.mark.parametrize("bare", [False, True])
def test_an_unreleased_assignments_notebook_is_refused(root, plain, bare):
    """By grade ids, and by cell ids where Colab or a copy has left no metadata."""
    other = stranger(graded=True)
    small.make_course(root, other, assignment="015_vectors", name="015_vectors_exercise", release=False)
    for made in other.cells if bare else []:
        made.metadata = {}
    small.hand_in(root, "kim", other)
    result = result_of(run(root, plain), "kim")
    assert result.code == "wrong_assignment" and "015_vectors" in result.message and NOTEBOOK in result.message


@pytest.mark.parametrize("folder", ["notebooks", "release"])
def test_a_lecture_is_refused(root, plain, folder):
    path = root / folder / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stranger(graded=False)))
    small.hand_in(root, "kim", path.read_text())
    result = result_of(run(root, plain), "kim")
    assert result.code == "wrong_assignment" and f"강의({ASSIGNMENT}.ipynb)" in result.message


def test_a_notebook_that_shares_only_the_set_up_is_refused(root, plain):
    cells = [{"cell_type": "code", "source": source} for source in (small.source_notebook().cells[1].source, "print('다른 수업')")]
    small.hand_in(root, "kim", json.dumps({"cells": cells}))
    assert result_of(run(root, plain), "kim").code == "unrelated"


def test_cells_pasted_from_elsewhere_do_not_make_a_stranger(root, plain):
    """Half of the exercise was deleted and much of the lecture pasted in: it is this assignment's all the same."""
    small.make_course(root, stranger(graded=True), assignment="015_vectors", name="015_vectors_exercise", release=False)
    notebook = small.answered(root)
    notebook.cells = notebook.cells[:6] + [made for made in stranger(graded=False).cells if made["id"].startswith("vec")]
    small.hand_in(root, "kim", notebook)
    assert result_of(run(root, plain), "kim").outcome == SCORE


def test_findings_do_not_cost_points(root, plain):
    notebook = small.without_metadata(small.answered(root))
    small.hand_in(root, "kim", notebook, "final homework (1).ipynb")
    result = result_of(run(root, plain), "kim")
    assert result.score == FULL and {finding.code for finding in result.findings} == {"renamed", "by_likeness", "by_place"}
    assert result.files == {NOTEBOOK: "final homework (1).ipynb"}


# -- the grader's own errors ------------------------------------------------------------------------------------------


def test_a_grader_error_is_tried_again(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    plain.fail = 1
    result = result_of(run(root, plain), "kim")
    assert (result.outcome, result.score, result.attempts) == (SCORE, FULL, 2)


def test_a_grader_error_is_no_0_and_leaves_no_stale_score(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    run(root, plain)
    with gradebook(root) as book:
        row = book.find_grade("why", NOTEBOOK, ASSIGNMENT, "kim")
        row.manual_score, row.needs_manual_grade = 2, False  # as formgrader does
        book.db.commit()
    small.hand_in(root, "kim", small.answered(root, count="def count(words): return {}"))
    plain.fail = 2
    graded = run(root, plain)
    result = result_of(graded, "kim")
    assert (result.outcome, result.score, graded.status) == (GRADER_ERROR, None, 2) and "no kernel today" in result.message
    assert scores(root, "kim") == {"count-test": (None, True), "mean-test": (None, True), "top-test": (None, True), "why": (2, False)}
    assert not (root / "autograded" / "kim" / ASSIGNMENT).exists() and not (root / "feedback" / "kim" / ASSIGNMENT).exists()
    again = result_of(run(root, plain), "kim")
    assert (again.outcome, again.score) == (SCORE, FULL - 3 + 2) and not again.kept


def test_a_grader_error_among_others_is_status_1(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root, mean="mean = 'fateful'"))
    plain.fail_on = "fateful"
    graded = run(root, plain)
    assert {result.outcome for result in graded.results} == {SCORE, GRADER_ERROR} and graded.status == 1


def test_a_failing_cell_of_ours_is_not_the_students_fault(tmp_path, plain):
    notebook = small.source_notebook()
    notebook.cells[1].source = "import module_that_is_not_installed"
    root = small.make_course(tmp_path / "course", notebook)
    small.hand_in(root, "kim", small.answered(root))
    result = result_of(run(root, plain), "kim")
    assert result.outcome == GRADER_ERROR and "준비 셀" in result.message and "module_that_is_not_installed" in result.message


def test_a_test_that_gives_too_much_credit_gives_all_points_and_is_told(tmp_path, plain):
    notebook = small.source_notebook()
    small.find(notebook, "top-test").source = "points = 7\npoints"
    root = small.make_course(tmp_path / "course", notebook)
    small.hand_in(root, "kim", small.answered(root))
    result = result_of(run(root, plain), "kim")
    assert result.score == FULL and [(found.code, "배점까지만" in found.message) for found in result.findings] == [("odd_credit", True)]


# -- running again ----------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_graded_again(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root))
    small.hand_in(root, "bad", "{")
    run(root, plain)
    assert plain.runs == 2
    small.hand_in(root, "lee", small.answered(root, count="def count(words): return {}"))
    graded = run(root, plain)
    assert plain.runs == 3
    assert {result.student: (result.kept, result.score) for result in graded.results} == {"bad": (True, 0), "kim": (True, FULL), "lee": (False, FULL - 3)}
    assert graded.status == 1


@pytest.mark.parametrize("change", ["force", "limits", "no autograded folder", "no gradebook entry", "older gradebook", "damaged journal", "timestamp"])
def test_what_makes_it_grade_again(root, plain, change):
    small.hand_in(root, "kim", small.answered(root))
    run(root, plain)
    options = {}
    if change == "force":
        options["force"] = True
    elif change == "limits":
        options["limits"] = Limits(cell_seconds=3)
    elif change == "no autograded folder":
        shutil.rmtree(root / "autograded" / "kim")
    elif change == "no gradebook entry":
        with gradebook(root) as book:
            book.remove_submission(ASSIGNMENT, "kim")
    elif change == "older gradebook":
        shutil.copy(root / "gradebook.db", root / "backup.db")
        run(root, plain, force=True)
        plain.runs = 1
        shutil.copy(root / "backup.db", root / "gradebook.db")
    elif change == "damaged journal":
        (root / ".autograder" / f"{ASSIGNMENT}.jsonl").write_text('{"version": 2}\n{"result": {"student": "kim", ')
    else:
        (root / "submitted" / "kim" / ASSIGNMENT / "timestamp.txt").write_text("2025-03-02 10:00:00 UTC")
    graded = run(root, plain, **options)
    assert plain.runs == 2 and result_of(graded, "kim").score == FULL and not result_of(graded, "kim").kept


def test_a_kept_result_shows_what_a_person_gave_since(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    run(root, plain)
    with gradebook(root) as book:
        grade_row = book.find_grade("why", NOTEBOOK, ASSIGNMENT, "kim")
        grade_row.manual_score, grade_row.needs_manual_grade = 1.5, False
        book.db.commit()
    result = result_of(run(root, plain), "kim")
    assert result.kept and result.score == FULL + 1.5 and not result.needs_manual_grade


def test_only_the_students_asked_for(root, plain):
    for student in ("kim", "lee"):
        small.hand_in(root, student, small.answered(root))
    graded = run(root, plain, students=["lee"])
    assert [result.student for result in graded.results] == ["lee"] and scores(root, "kim") is None


def test_an_interrupted_run_goes_on_where_it_was(root, plain):
    for student in ("a", "b", "c"):
        small.hand_in(root, student, small.answered(root))

    def interrupt(done, count, result):
        assert count == 3
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(root, plain, jobs=1, progress=interrupt)
    before = plain.runs
    graded = run(root, plain)
    assert sum(result.kept for result in graded.results) == 2 and [result.score for result in graded.results] == [FULL] * 3
    assert plain.runs - before == 1


def test_the_journal_is_compact_after_a_run(root, plain):
    small.hand_in(root, "kim", small.answered(root))
    for _ in range(2):
        last = run(root, plain, force=True)
    folder = root / ".autograder"
    assert {path.name for path in folder.iterdir()} == {f"{ASSIGNMENT}.jsonl", f"{ASSIGNMENT}.lock"}
    head, line = (folder / f"{ASSIGNMENT}.jsonl").read_text().splitlines()
    entry = json.loads(line)["result"]
    assert entry["outcome"] == SCORE and entry["run"] == last.id == recorded_runs(NbgraderCourse(root), ASSIGNMENT)["kim"]


# -- any nbgrader course ----------------------------------------------------------------------------------------------


def test_student_ids_that_look_like_patterns(root, plain):
    for student in ("kim[1]", "k*m", "홍 길동", "a+b (2)"):
        small.hand_in(root, student, small.answered(root, count=f"def count(words): return {{}}  # {student}"))
    small.hand_in(root, "kim1", small.answered(root))
    graded = run(root, plain)
    assert {result.student: result.score for result in graded.results} == {"kim[1]": 6, "k*m": 6, "홍 길동": 6, "a+b (2)": 6, "kim1": 9}


def test_an_assignment_of_two_notebooks(tmp_path, plain):
    second = small.source_notebook()
    root = small.make_course(tmp_path / "course", release=False)
    nbformat.write(second, root / "solutions" / ASSIGNMENT / "part_two.ipynb")
    converters.generate_assignment(NbgraderCourse(root), ASSIGNMENT)
    small.hand_in(root, "both", small.answered(root))
    small.hand_in(root, "both", small.answered(root, count="def count(words): return {}"), "part_two.ipynb")
    small.hand_in(root, "one", small.answered(root))
    graded = run(root, plain)
    both, one = result_of(graded, "both"), result_of(graded, "one")
    assert (both.score, both.max_score, both.findings) == (2 * FULL - 3, 2 * (FULL + 2), [])
    assert (one.outcome, one.score) == (SCORE, FULL)
    assert [finding.code for finding in one.findings] == ["no_notebook"] and "part_two" in one.findings[0].message


def test_cells_added_to_a_task_cell_reach_the_person_who_grades(tmp_path, plain):
    notebook = small.source_notebook()
    task = small.cell("markdown", "자료를 골라 살펴보세요.\n\n=== BEGIN MARK SCHEME ===\n그림이 있으면 3점\n=== END MARK SCHEME ===", "explore", 3)
    task.metadata.nbgrader.update(task=True, grade=False, locked=True)
    task["id"] = "explore"
    notebook.cells.insert(13, task)
    root = small.make_course(tmp_path / "course", notebook)
    submitted = small.answered(root)
    place = submitted.cells.index(small.find(submitted, "explore"))
    submitted.cells[place + 1:place + 1] = [small.cell("markdown", "영화평을 골랐습니다."), small.cell("code", "len('영화평')")]
    small.hand_in(root, "kim", submitted)
    result = result_of(run(root, plain), "kim")
    assert result.findings == [] and scores(root, "kim")["explore"] == (None, True)
    stored = nbformat.read(root / "autograded" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    place = stored.cells.index(small.find(stored, "explore"))
    assert [made.source for made in stored.cells[place + 1:place + 3]] == ["영화평을 골랐습니다.", "len('영화평')"]


def test_late_penalties_and_extra_files_are_nbgraders(tmp_path, plain):
    config = small.CONFIG + f'''
from nbgrader.plugins import LateSubmissionPlugin
class Half(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 3
c.AssignLatePenalties.plugin_class = Half
c.Autograde.exclude_overwriting = {{"{ASSIGNMENT}": ["mine.py"]}}
'''
    root = small.make_course(tmp_path / "course", config=config, release=False)
    (root / "solutions" / ASSIGNMENT / "given.txt").write_text("선생님")
    (root / "solutions" / ASSIGNMENT / "mine.py").write_text("x = 'source'")
    converters.generate_assignment(NbgraderCourse(root), ASSIGNMENT)
    with gradebook(root) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate="2025-03-01 00:00:00 UTC")
    small.hand_in(root, "late", small.answered(root))
    small.hand_in(root, "late", "2025-03-02 00:00:00 UTC", "timestamp.txt")
    small.hand_in(root, "late", "x = 'student'", "mine.py")
    small.hand_in(root, "late", "속임수", "given.txt")
    small.hand_in(root, "odd", small.answered(root))
    small.hand_in(root, "odd", "어제", "timestamp.txt")
    seen = {}
    original = plain.run

    def spy(notebook, limits, files):
        for name, content in files.items():
            seen.setdefault(name, set()).add(content.decode())
        return original(notebook, limits, files)

    plain.run = spy
    graded = run(root, plain)
    assert result_of(graded, "late").score == pytest.approx(FULL * 2 / 3) and result_of(graded, "odd").score == FULL
    assert seen == {"given.txt": {"선생님"}, "mine.py": {"x = 'student'", "x = 'source'"}}


@pytest.mark.slow
def test_a_class_in_real_kernels(root):
    """The same path with Jupyter kernels; loops and dying kernels cost their task only."""
    small.hand_in(root, "perfect", small.answered(root))
    small.hand_in(root, "loop", small.answered(root, mean="def mean(numbers):\n    while True: pass"))
    small.hand_in(root, "dies", small.answered(root, count="import os\nos._exit(1)"))
    small.hand_in(root, "noisy", small.answered(root, mean="import sys\ndef mean(numbers):\n    print('음', file=sys.stderr)\n    return sum(numbers) / len(numbers)"))
    seen = []
    graded = grade(root, ASSIGNMENT, executor=JupyterExecutor(), isolation=False, limits=Limits(cell_seconds=6), progress=lambda *step: seen.append(step[:2]))
    assert {result.student: result.score for result in graded.results} == {"perfect": 9, "loop": 5, "dies": 6, "noisy": 9}
    assert not graded.isolated and graded.status == 0 and seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    messages = {task.grade_id: task.message for task in result_of(graded, "dies").tasks}
    assert messages["count-test"].startswith("답 셀: 커널이 죽었습니다")
    assert "6초" in next(task.message for task in result_of(graded, "loop").tasks if task.grade_id == "mean-test")
    stored = nbformat.read(root / "autograded" / "noisy" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    assert "(stderr) 음" in small.find(stored, "mean-test").outputs[0].text


# -- names and times --------------------------------------------------------------------------------------------------

def nfd(text):
    return unicodedata.normalize("NFD", text)


def folders(root):
    return sorted(path.name for path in (root / "submitted").iterdir())


@pytest.mark.parametrize("enrolled", ["김하늘", nfd("김하늘")])
def test_one_student_however_the_name_is_spelt(root, plain, enrolled):
    """macOS's zip files spell Hangul by letters; the student stays the one whom the gradebook knows."""
    with gradebook(root) as book:
        book.add_student(enrolled)
    other = nfd("김하늘") if enrolled == "김하늘" else "김하늘"
    small.hand_in(root, other, small.answered(root), nfd("010_words 과제.ipynb"))
    small.hand_in(root, nfd("이서연"), small.answered(root))
    graded = run(root, plain, students=[other])
    assert [result.student for result in graded.results] == [enrolled] and graded.results[0].score == FULL
    graded = run(root, plain)
    assert [(result.student, result.score) for result in graded.results] == [(student, FULL) for student in sorted([enrolled, "이서연"])]
    assert graded.absent == [] and folders(root) == sorted([enrolled, "이서연"])
    with gradebook(root) as book:
        assert sorted(student.id for student in book.students) == sorted([enrolled, "이서연"])


def test_two_folders_of_one_student_come_together(root, plain):
    first = small.hand_in(root, "김하늘", small.answered(root, count="def count(words): return {}"))
    small.hand_in(root, "김하늘", "2026-03-01 12:00 UTC", "timestamp.txt")
    os.utime(first, (1, 1))
    small.hand_in(root, nfd("김하늘"), small.answered(root))
    (result,) = run(root, plain).results
    assert (result.student, result.score) == ("김하늘", FULL) and folders(root) == ["김하늘"]
    assert {finding.code: finding.serious for finding in result.findings} == {"two_folders": True, "several_files": True, "renamed": False} or \
        {finding.code: finding.serious for finding in result.findings} == {"two_folders": True, "several_files": True}


def test_a_file_that_students_hand_in_is_found_however_it_is_spelt(root, plain):
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + f'\nc.Autograde.exclude_overwriting = {{"{ASSIGNMENT}": ["자료.csv"]}}\n')
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "kim", "1,2", nfd("자료.csv"))
    given = {}
    plain_run, plain.run = plain.run, lambda notebook, limits, files: given.update(files) or plain_run(notebook, limits, files)
    run(root, plain)
    assert given["자료.csv"] == b"1,2"


TIMES = {  # file: (findings that are serious, whether a time is known)
    "good": (b"2026-03-01 12:00:00 UTC", None, True),
    "byte-order-mark": ("\ufeff2026-03-01 12:00:00 UTC".encode(), False, True),
    "notepad": ("2026-03-01 12:00:00 UTC".encode("utf-16"), False, True),
    "quoted": (b'"2026-03-01T12:00:00Z"', False, True),
    "empty": (b"", True, False),
    "words": ("어제 저녁".encode(), True, False),
    "cp949": ("어제 저녁".encode("cp949"), True, False),
    "long": (b"2026-03-01 12:00:00 UTC" + b" " * 2000, True, False),
    "nul": (b"\0\0\0", True, False),
}


def test_a_time_that_cannot_be_read_is_mended_or_put_aside(root, plain):
    """formgrader's page of the whole assignment breaks over one of them."""
    for student, (data, _, _) in TIMES.items():
        small.hand_in(root, student, small.answered(root))
        small.hand_in(root, student, data, "timestamp.txt")
    small.hand_in(root, "link", small.answered(root))
    (root / "submitted" / "link" / ASSIGNMENT / "timestamp.txt").symlink_to("/etc/passwd")
    results = {result.student: result for result in run(root, plain).results}
    assert {result.score for result in results.values()} == {FULL}
    known = {student: [finding.serious for finding in results[student].findings] for student in results}
    assert known == {"link": [True, True], **{student: [] if serious is None else [serious] for student, (_, serious, _) in TIMES.items()}}
    api = NbGraderAPI(NbgraderCourse(root).directories)
    for student, (_, _, has_time) in TIMES.items():
        assert (api.get_submitted_timestamp(ASSIGNMENT, student) is not None) == has_time
    assert api.get_submitted_timestamp(ASSIGNMENT, "link") is None
    assert [result.student for result in run(root, plain).results if not result.kept] == []
    assert "어제 저녁" in results["words"].findings[0].message
