"""The main job end to end on a made-up class: release, submissions (damaged and hostile ones
included), grading, feedback, report. `make_class` writes the submissions and says what each must
end in; `run_demo` holds grading to it.
"""

from __future__ import annotations

import copy
import json
import random
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from .authoring.lesson import read_text
from .authoring.release import release
from .cells import is_grade, is_solution, is_test
from .course import Course
from .errors import CourseError
from .grading.feedback import feedback
from .grading.grade import Run, grade
from .grading.nbgrader_course import NbgraderCourse
from .grading.protocol import Limits
from .grading.results import SCORE, STUDENT_ERROR, Result
from .report.report import report
from .sandbox import isolate
from .sandbox.names import bound_by

MARKER = ".autograder-demo"
LIMITS = Limits(cell_seconds=5, total_seconds=120)


@dataclass(frozen=True)
class Expected:
    """What a submission of the demo must end in.

    Attributes:
        what: Korean description of the submission.
        score: points of the automatic tests; None where the submission is refused.
        code: reason of the refusal, "" if there is none.
        findings: codes that must be among the findings.
    """

    what: str
    score: float | None
    code: str = ""
    findings: tuple[str, ...] = ()

    def difference(self, result: Result) -> str:
        """ "" if `result` is as expected, else what is not."""
        outcome = STUDENT_ERROR if self.code else SCORE
        if (result.outcome, result.code) != (outcome, self.code):
            return f"결과가 {outcome} {self.code}이어야 하는데 {result.outcome} {result.code}: {result.message}"
        if result.score != (self.score or 0):
            return f"점수가 {self.score or 0:g}이어야 하는데 {result.score}"
        missing = set(self.findings) - {finding.code for finding in result.findings}
        return f"살펴볼 것에 {', '.join(sorted(missing))}이 없음" if missing else ""


@dataclass(frozen=True)
class _Task:
    """A task of the assignment: its solution cell, the answer of the model solution, its test and
    points.
    """

    grade_id: str
    test_id: str
    points: float
    answer: str


class _Sheet:
    """An assignment's released notebook, with the means to fill it in."""

    def __init__(self, course: NbgraderCourse, assignment: str) -> None:
        (self.name,) = sorted(course.released_notebooks(assignment))
        self.released = nbformat.read(
            course.path("release", ".", assignment) / f"{self.name}.ipynb", as_version=4
        )
        source = nbformat.read(
            course.path("source", ".", assignment) / f"{self.name}.ipynb", as_version=4
        )
        self.tasks: list[_Task] = []
        answer = None
        for cell in source.cells:
            if is_solution(cell) and not is_grade(cell):
                answer = cell
            elif is_test(cell) and answer is not None:
                text = "\n".join(
                    line
                    for line in answer.source.split("\n")
                    if "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line
                )
                self.tasks.append(
                    _Task(
                        answer.metadata.nbgrader.grade_id,
                        cell.metadata.nbgrader.grade_id,
                        float(cell.metadata.nbgrader.points),
                        text,
                    )
                )
                answer = None
        self.total = sum(
            float(cell.metadata.nbgrader.points) for cell in source.cells if is_test(cell)
        )

    def fill(
        self, changes: Mapping[str, str | None] | None = None, written: bool = True
    ) -> NotebookNode:
        """A copy with the model answers, except for `changes` (grade id to text; None leaves the
        stub).
        """
        notebook = copy.deepcopy(self.released)
        texts = {task.grade_id: task.answer for task in self.tasks} | dict(changes or {})
        for cell in notebook.cells:
            if is_solution(cell):
                text = texts.get(cell.metadata.nbgrader.grade_id)
                if text is not None:
                    cell.source = text
                elif is_grade(cell) and written:
                    cell.source = "수업에서 본 예를 들어 제 말로 설명하면 이렇습니다."
        return notebook

    def find(self, notebook: NotebookNode, grade_id: str) -> int:
        return next(
            index
            for index, cell in enumerate(notebook.cells)
            if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
        )


def make_class(
    course_dir: Path | str,
    assignment: str,
    seed: int = 7,
    alternates: Mapping[str, Sequence[str]] | None = None,
    mutants: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Expected]:
    """Write a class's submissions to a released assignment of one notebook.

    Args:
        alternates: right solutions written another way, by grade id of the solution cell.
        mutants: wrong solutions that get no points, by grade id. Where there is none, the task is
            left blank.

    Returns:
        Student id to what the submission must end in.
    """
    course = NbgraderCourse(course_dir)
    sheet = _Sheet(course, assignment)
    pick = random.Random(seed)
    tasks, total = sheet.tasks, sheet.total
    expected: dict[str, Expected] = {}

    def hand_in(
        student: str,
        notebook: NotebookNode | str,
        expectation: Expected,
        file: str = f"{sheet.name}.ipynb",
    ) -> None:
        path = course.path("submitted", student, assignment) / file
        path.parent.mkdir(parents=True, exist_ok=True)
        # json, not nbformat: some of these are not valid notebooks, and must arrive as they are
        path.write_text(
            notebook
            if isinstance(notebook, str)
            else json.dumps(notebook, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
        expected[student] = expectation

    hand_in("2025-01-김하늘", sheet.fill(), Expected("모두 맞음", total))

    other = {
        grade_id: pick.choice(list(texts))
        for grade_id, texts in (alternates or {}).items()
        if texts
    }
    hand_in(
        "2025-02-이서연",
        sheet.fill(other),
        Expected("모두 맞음, 다른 방식", total),
        f"{sheet.name}의 사본.ipynb",
    )

    some = pick.sample(tasks, max(1, len(tasks) // 3))
    wrong = {
        task.grade_id: pick.choice(list((mutants or {}).get(task.grade_id) or [None]))
        for task in some
    }
    hand_in(
        "2025-03-박도윤",
        sheet.fill(wrong),
        Expected("일부 틀림", total - sum(task.points for task in some)),
    )

    hand_in("2025-04-최지우", copy.deepcopy(sheet.released), Expected("빈 답", 0))

    one = pick.choice(tasks)
    hand_in(
        "2025-05-정예준",
        sheet.fill({one.grade_id: "def broken(:\n    return"}),
        Expected("한 셀에 문법 오류", total - one.points),
    )

    one = pick.choice(tasks)
    hand_in(
        "2025-06-강서윤",
        sheet.fill({one.grade_id: f"while True:\n    pass\n\n{one.answer}"}),
        Expected("한 셀에 끝나지 않는 반복", total - one.points),
    )

    notebook = sheet.fill()
    del notebook.cells[sheet.find(notebook, pick.choice(tasks).test_id)]
    hand_in(
        "2025-07-조민준", notebook, Expected("검사 셀을 지움", total, findings=("missing_test",))
    )

    hand_in(
        "2025-08-윤지호",
        sheet.fill(),
        Expected("이름이 바뀐 파일", total, findings=("renamed",)),
        file="과제 최종 (1).ipynb",
    )

    text = json.dumps(sheet.fill(), ensure_ascii=False)
    hand_in("2025-09-장수아", text[: len(text) // 2], Expected("잘린 JSON", None, "not_json"))

    one = pick.choice(tasks)
    notebook = sheet.fill({one.grade_id: None})
    place = sheet.find(notebook, one.grade_id)
    twin = copy.deepcopy(notebook.cells[place])
    twin.source, twin["id"] = one.answer, "twin"
    notebook.cells.insert(place + 1, twin)
    hand_in(
        "2025-10-임건우",
        notebook,
        Expected("셀을 복제해 아래쪽에 답함", total, findings=("duplicate",)),
    )

    notebook = sheet.fill()
    for index, cell in enumerate(notebook.cells):
        cell.metadata, cell["id"] = {}, f"pasted-{index}"
    notebook.metadata = {
        "colab": {"provenance": []},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
    }
    hand_in(
        "2025-11-한지민",
        notebook,
        Expected("새 노트북에 옮겨 붙여 채점 정보가 사라짐", total, findings=("by_likeness",)),
    )

    one = pick.choice(tasks)
    noisy = f"{one.answer}\n\nimport sys\nprint('경고: 계산 중', file=sys.stderr)"
    hand_in(
        "2025-12-오시우", sheet.fill({one.grade_id: noisy}), Expected("표준 오류에 출력", total)
    )

    one = pick.choice(tasks)
    notebook = sheet.fill({one.grade_id: None})
    test = notebook.cells[sheet.find(notebook, one.test_id)]
    test.source, test.metadata.nbgrader["points"] = "print('통과')", 100
    notebook.cells.append(new_code_cell("print('점수: 100')"))
    hand_in(
        "2025-13-서하은",
        notebook,
        Expected(
            "검사와 배점을 고침", total - one.points, findings=("changed_test", "changed_points")
        ),
    )

    def forged(body: str, more: str = "") -> tuple[NotebookNode, float]:
        """A sheet in which one task's functions have this body; with it what the other tasks are
        worth.
        """
        one = pick.choice([task for task in tasks if bound_by([task.answer])])
        functions = "\n".join(
            f"def {name}(*args, **kwargs):\n    {body}" for name in bound_by([one.answer])
        )
        return sheet.fill({one.grade_id: f"{functions}\n{more}"}), total - one.points

    notebook, left = forged(
        "return Same()",
        "class Same:\n    def __eq__(self, other):\n        return True\n    __hash__ = None\n    "
        "__sub__ = __rsub__ = lambda self, other: 0",
    )
    hand_in("2025-15-권시온", notebook, Expected("무엇과도 같다고 하는 객체를 돌려줌", left))
    notebook, left = forged(
        "return None",
        "import ast\nshell = get_ipython()\n"
        "shell.ast_transformers.append(type('Drop', (), {'visit': lambda self, tree: "
        "ast.parse('pass') if 'Assert(' in ast.dump(tree) else tree})())\n"
        "import numpy, builtins\nnumpy.allclose = numpy.array_equal = builtins.abs = lambda *args, "
        "**kwargs: True",
    )
    hand_in("2025-16-백하린", notebook, Expected("검사하는 셸과 numpy를 고침", left))
    notebook, left = forged("import os; os._exit(0)")
    hand_in("2025-17-남도현", notebook, Expected("검사 중에 프로세스를 끝냄", left))

    hand_in(
        "2025-14-신유나",
        "<!DOCTYPE html>\n<html><body>로그인이 필요합니다</body></html>",
        Expected("웹 페이지를 .ipynb로 저장", None, "html"),
    )
    return expected


def differences(expected: Mapping[str, Expected], run: Run) -> list[str]:
    """Where a run is not what `make_class` said."""
    results = {result.student: result for result in run.results}
    found = [f"{student}: 결과가 없음" for student in expected if student not in results]
    return found + [
        f"{student} ({expected[student].what}): {difference}"
        for student, result in results.items()
        if student in expected and (difference := expected[student].difference(result))
    ]


def run_demo(
    root: Path | str,
    folder: Path | str,
    assignment: str | None = None,
    say: Callable[[str], None] = print,
) -> Path:
    """Build a class in `folder` from the course in `root`, grade it, and check every outcome.

    Args:
        assignment: a lesson of the course; None for the first.

    Returns:
        The report.

    Raises:
        CourseError: `folder` holds something else, there is no solution notebook, or an outcome is
            not as expected.
    """
    started = time.monotonic()
    root, folder = Path(root).resolve(), Path(folder).resolve()
    course = Course.load(root)
    assignment = course.check_slug(assignment) if assignment else course.lessons[0]
    if not course.solution_path(assignment).exists():
        raise CourseError(f"{course.solution_path(assignment)}: no such file. Run: make notebooks")
    _fresh(folder)
    shutil.copy(root / "nbgrader_config.py", folder)
    shutil.copytree(course.solution_path(assignment).parent, folder / "solutions" / assignment)
    say(f"배포: {release(folder, assignment).relative_to(folder)}")

    cells = read_text(root / "lessons" / assignment / "exercise.py").cells
    texts = {role: {} for role in ("mutant", "alternate")}
    for cell in cells:
        if cell.role in texts:
            texts[cell.role].setdefault(cell.task, []).append(cell.source)
    expected = make_class(
        folder, assignment, alternates=texts["alternate"], mutants=texts["mutant"]
    )
    say(f"제출물: {len(expected)}개")

    def show(done: int, count: int, result: Result) -> None:
        verdict = (
            f"{result.score:g}/{result.max_score:g}"
            if result.outcome == SCORE
            else f"{result.outcome} ({result.code})"
        )
        say(f"  [{done:2}/{count}] {result.student} {verdict:>12}  {expected[result.student].what}")

    reason = isolate.unavailable()
    say("학생 코드를 격리해 실행합니다." if not reason else f"격리하지 않고 실행합니다. {reason}.")
    run = grade(folder, assignment, isolation=not reason, limits=LIMITS, progress=show)
    pages = feedback(folder, assignment)
    page = report(folder, assignment)
    wrong = differences(expected, run) + [
        f"{student}: 피드백이 없음 ({reason})" for student, reason in pages.failed.items()
    ]
    if wrong:
        raise CourseError("demo: " + "; ".join(wrong))
    say(
        f"모두 예상대로입니다: 채점 {len(run.with_outcome(SCORE))}, 거절 "
        f"{len(run.with_outcome(STUDENT_ERROR))}, {time.monotonic() - started:.0f}초"
    )
    say(
        f"보고서: {page}\n피드백: {folder / 'feedback'}\n손 채점: cd {folder} && jupyter lab "
        "(Nbgrader > Formgrader)"
    )
    return page


def _fresh(folder: Path) -> None:
    """An empty folder; an earlier demo's is emptied, anything else is left alone."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise CourseError(
                f"{folder}: is not empty and not an earlier demo. Name another folder, or empty it"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
