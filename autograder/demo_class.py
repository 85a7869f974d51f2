"""A made-up class that hands in: right and wrong answers, damaged files, and attacks, each with
what it must end in.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from .cells import is_grade, is_solution, is_test
from .grading.grade import Run
from .grading.nbgrader_course import NbgraderCourse
from .grading.results import SCORE, STUDENT_ERROR, Result
from .grading.whose import bound_by

Texts = Mapping[str, Sequence[str]]
"""Answers by grade id of the solution cell."""


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
            return (
                f"결과가 {outcome} {self.code}이어야 하는데 "
                f"{result.outcome} {result.code}: {result.message}"
            )
        if result.score != (self.score or 0):
            return f"점수가 {self.score or 0:g}이어야 하는데 {result.score}"
        missing = set(self.findings) - {finding.code for finding in result.findings}
        return f"살펴볼 것에 {', '.join(sorted(missing))}이 없음" if missing else ""


@dataclass(frozen=True)
class _Task:
    """A task of the assignment: its solution cell, the answer of the model solution, its first test
    and the points of all its tests.
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
        for cell in source.cells:
            if is_solution(cell) and not is_grade(cell):
                text = "\n".join(
                    line
                    for line in cell.source.split("\n")
                    if "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line
                )
                self.tasks.append(_Task(cell.metadata.nbgrader.grade_id, "", 0, text))
            elif is_test(cell) and self.tasks:
                task, points = self.tasks[-1], float(cell.metadata.nbgrader.points)
                self.tasks[-1] = replace(
                    task,
                    test_id=task.test_id or cell.metadata.nbgrader.grade_id,
                    points=task.points + points,
                )
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
        ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
        return ids.index(grade_id)


def make_class(
    course_dir: Path | str,
    assignment: str,
    seed: int = 7,
    alternates: Texts | None = None,
    mutants: Texts | None = None,
) -> dict[str, Expected]:
    """Write a class's submissions to a released assignment of one notebook.

    Args:
        alternates: right solutions written another way.
        mutants: wrong solutions that get no points. Where there is none, the task is left blank.

    Returns:
        Student id to what the submission must end in.
    """
    made = _Class(NbgraderCourse(course_dir), assignment, seed)
    made.honest(alternates or {}, mutants or {})
    made.broken()
    made.damaged()
    made.hostile()
    return made.expected


class _Class:
    """Students who hand in one after the other."""

    def __init__(self, course: NbgraderCourse, assignment: str, seed: int) -> None:
        self.course, self.assignment = course, assignment
        self.sheet = _Sheet(course, assignment)
        self.pick = random.Random(seed)
        self.expected: dict[str, Expected] = {}

    def hand_in(
        self,
        student: str,
        notebook: NotebookNode | str,
        expectation: Expected,
        file: str = "",
    ) -> None:
        folder = self.course.path("submitted", student, self.assignment)
        folder.mkdir(parents=True, exist_ok=True)
        # json, not nbformat: some of these are not valid notebooks, and must arrive as they are
        text = (
            notebook
            if isinstance(notebook, str)
            else json.dumps(notebook, ensure_ascii=False, indent=1)
        )
        (folder / (file or f"{self.sheet.name}.ipynb")).write_text(text, encoding="utf-8")
        self.expected[student] = expectation

    def one(self) -> _Task:
        """A task to go wrong."""
        return self.pick.choice(self.sheet.tasks)

    def honest(self, alternates: Texts, mutants: Texts) -> None:
        """What most of a class hands in."""
        self.hand_in("2025-01-김하늘", self.sheet.fill(), Expected("모두 맞음", self.sheet.total))

        other = {
            grade_id: self.pick.choice(list(texts))
            for grade_id, texts in alternates.items()
            if texts
        }
        self.hand_in(
            "2025-02-이서연",
            self.sheet.fill(other),
            Expected("모두 맞음, 다른 방식", self.sheet.total),
            f"{self.sheet.name}의 사본.ipynb",
        )

        some = self.pick.sample(self.sheet.tasks, max(1, len(self.sheet.tasks) // 3))
        wrong = {
            task.grade_id: self.pick.choice([*mutants.get(task.grade_id, [])] or [None])
            for task in some
        }
        self.hand_in(
            "2025-03-박도윤",
            self.sheet.fill(wrong),
            Expected("일부 틀림", self.sheet.total - sum(task.points for task in some)),
        )

        self.hand_in("2025-04-최지우", copy.deepcopy(self.sheet.released), Expected("빈 답", 0))

    def broken(self) -> None:
        """One cell that spoils its own task and no other, or nothing at all."""
        one = self.one()
        self.hand_in(
            "2025-05-정예준",
            self.sheet.fill({one.grade_id: "def broken(:\n    return"}),
            Expected("한 셀에 문법 오류", self.sheet.total - one.points),
        )

        one = self.one()
        self.hand_in(
            "2025-06-강서윤",
            self.sheet.fill({one.grade_id: f"while True:\n    pass\n\n{one.answer}"}),
            Expected("한 셀에 끝나지 않는 반복", self.sheet.total - one.points),
        )

        one = self.one()
        noisy = f"{one.answer}\n\nimport sys\nprint('경고: 계산 중', file=sys.stderr)"
        self.hand_in(
            "2025-12-오시우",
            self.sheet.fill({one.grade_id: noisy}),
            Expected("표준 오류에 출력", self.sheet.total),
        )

    def damaged(self) -> None:
        """What Colab, browsers and learning-management systems make of notebooks."""
        notebook = self.sheet.fill()
        del notebook.cells[self.sheet.find(notebook, self.one().test_id)]
        self.hand_in(
            "2025-07-조민준",
            notebook,
            Expected("검사 셀을 지움", self.sheet.total, findings=("missing_test",)),
        )

        self.hand_in(
            "2025-08-윤지호",
            self.sheet.fill(),
            Expected("이름이 바뀐 파일", self.sheet.total, findings=("renamed",)),
            file="과제 최종 (1).ipynb",
        )

        text = json.dumps(self.sheet.fill(), ensure_ascii=False)
        self.hand_in(
            "2025-09-장수아",
            text[: text.index("source") + 9],  # within the first cell: none is whole
            Expected("잘린 JSON", None, "not_json"),
        )

        one = self.one()
        notebook = self.sheet.fill({one.grade_id: None})
        place = self.sheet.find(notebook, one.grade_id)
        twin = copy.deepcopy(notebook.cells[place])
        twin.source, twin["id"] = one.answer, "twin"
        notebook.cells.insert(place + 1, twin)
        self.hand_in(
            "2025-10-임건우",
            notebook,
            Expected("셀을 복제해 아래쪽에 답함", self.sheet.total, findings=("duplicate",)),
        )

        notebook = self.sheet.fill()
        for index, cell in enumerate(notebook.cells):
            cell.metadata, cell["id"] = {}, f"pasted-{index}"
        notebook.metadata = {
            "colab": {"provenance": []},
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
        }
        self.hand_in(
            "2025-11-한지민",
            notebook,
            Expected(
                "새 노트북에 옮겨 붙여 채점 정보가 사라짐",
                self.sheet.total,
                findings=("by_likeness",),
            ),
        )

        self.hand_in(
            "2025-14-신유나",
            "<!DOCTYPE html>\n<html><body>로그인이 필요합니다</body></html>",
            Expected("웹 페이지를 .ipynb로 저장", None, "html"),
        )

    def forged(self, body: str, more: str = "") -> tuple[NotebookNode, float]:
        """A sheet in which one task's functions have this body; what the other tasks are worth."""
        one = self.pick.choice([task for task in self.sheet.tasks if bound_by([task.answer])])
        functions = "\n".join(
            f"def {name}(*args, **kwargs):\n    {body}" for name in bound_by([one.answer])
        )
        notebook = self.sheet.fill({one.grade_id: f"{functions}\n{more}"})
        return notebook, self.sheet.total - one.points

    def hostile(self) -> None:
        """Attempts to get points otherwise than by solving."""
        one = self.one()
        notebook = self.sheet.fill({one.grade_id: None})
        test = notebook.cells[self.sheet.find(notebook, one.test_id)]
        test.source, test.metadata.nbgrader["points"] = "print('통과')", 100
        notebook.cells.append(new_code_cell("print('점수: 100')"))
        self.hand_in(
            "2025-13-서하은",
            notebook,
            Expected(
                "검사와 배점을 고침",
                self.sheet.total - one.points,
                findings=("changed_test", "changed_points"),
            ),
        )

        notebook, left = self.forged(
            "return Same()",
            "class Same:\n    def __eq__(self, other):\n        return True\n    __hash__ = None\n "
            "   "
            "__sub__ = __rsub__ = lambda self, other: 0",
        )
        self.hand_in(
            "2025-15-권시온", notebook, Expected("무엇과도 같다고 하는 객체를 돌려줌", left)
        )
        notebook, left = self.forged(
            "return None",
            "import ast\nshell = get_ipython()\n"
            "shell.ast_transformers.append(type('Drop', (), {'visit': lambda self, tree: "
            "ast.parse('pass') if 'Assert(' in ast.dump(tree) else tree})())\n"
            "import numpy, builtins\nnumpy.allclose = numpy.array_equal = builtins.abs = lambda "
            "*args, "
            "**kwargs: True",
        )
        self.hand_in("2025-16-백하린", notebook, Expected("검사하는 셸과 numpy를 고침", left))
        notebook, left = self.forged("import os; os._exit(0)")
        self.hand_in("2025-17-남도현", notebook, Expected("검사 중에 프로세스를 끝냄", left))


def differences(expected: Mapping[str, Expected], run: Run) -> list[str]:
    """Where a run is not what `make_class` said."""
    results = {result.student: result for result in run.results}
    found = [f"{student}: 결과가 없음" for student in expected if student not in results]
    return found + [
        f"{student} ({expected[student].what}): {difference}"
        for student, result in results.items()
        if student in expected and (difference := expected[student].difference(result))
    ]
