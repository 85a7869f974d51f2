"""A small nbgrader course for the tests of grading: one released assignment, and functions that write submissions.

Built with nbformat alone, so that these tests need neither the lesson builder nor a lesson.
"""
from __future__ import annotations

import atexit
import copy
import functools
import json
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.grading import converters
from autograder.grading.nbgrader_course import NbgraderCourse

ASSIGNMENT = "010_words"
NOTEBOOK = "010_words_exercise"
CONFIG = '''
c = get_config()
c.CourseDirectory.course_id = "words"
c.CourseDirectory.source_directory = "solutions"
c.ClearSolutions.code_stub = {"python": "# 여기에 코드를 작성하세요.\\nraise NotImplementedError(\\"아직 풀지 않은 과제입니다.\\")"}
c.ClearSolutions.text_stub = "*여기에 답을 작성하세요.*"
c.Execute.timeout = 20
'''

COUNT = '''def count(words):
    """단어마다 횟수를 셉니다."""
    ### BEGIN SOLUTION
    return dict(Counter(words))
    ### END SOLUTION'''
COUNT_TEST = '''assert count(["가", "나", "가"]) == {"가": 2, "나": 1}, "두 번 나온 단어를 보세요."
### BEGIN HIDDEN TESTS
secret_words_for_count = ["다"] * 5 + ["라"]
assert count(secret_words_for_count)["다"] == 5, "많이 나온 단어의 값이 다릅니다."
### END HIDDEN TESTS'''
MEAN = '''def mean(numbers):
    """수의 평균을 돌려줍니다."""
    ### BEGIN SOLUTION
    return sum(numbers) / len(numbers)
    ### END SOLUTION'''
MEAN_TEST = '''value = mean([1, 2, 3, 6])
assert value is not None, "return 문을 확인하세요."
assert math.isclose(value, 3.0), "합을 개수로 나누었는지 보세요."
### BEGIN HIDDEN TESTS
concealed_numbers = [0.5, 0.25, 0.125]
assert math.isclose(mean(concealed_numbers), 0.2916666, rel_tol=1e-4)
### END HIDDEN TESTS'''
TOP = '''def top(words):
    """가장 많은 단어를 돌려줍니다."""
    ### BEGIN SOLUTION
    return Counter(words).most_common(1)[0][0]
    ### END SOLUTION'''
TOP_TEST = '''points = 0.0
points += 1.0 * (top(["가", "나", "가"]) == "가")
### BEGIN HIDDEN TESTS
points += 1.0 * (top(["비밀", "비밀", "공개", "비밀"]) == "비밀")
### END HIDDEN TESTS
points'''

SOLVED = {"count": COUNT, "mean": MEAN, "top": TOP}
FULL = 3 + 4 + 2
"""Points that the tests give; the written answer is worth 2 more."""


def cell(kind, source, grade_id=None, points=None, solution=False):
    metadata = {}
    if grade_id:
        metadata["nbgrader"] = {"grade_id": grade_id, "grade": points is not None, "solution": solution, "locked": not solution,
                                "task": False, "schema_version": 3, **({"points": points} if points is not None else {})}
    made = (new_code_cell if kind == "code" else new_markdown_cell)(source, metadata=metadata)
    return made


def source_notebook():
    cells = [
        cell("markdown", "# 010. 단어 세기\n\n단어를 세어 문서를 살펴봅니다."),
        cell("code", "import math\nfrom collections import Counter"),
        cell("markdown", "## 과제 1. 단어 세기\n\n단어마다 몇 번 나왔는지 셉니다."),
        cell("code", COUNT, "count", solution=True),
        cell("code", COUNT_TEST, "count-test", 3),
        cell("markdown", "## 과제 2. 평균\n\n수의 평균을 구합니다."),
        cell("code", MEAN, "mean", solution=True),
        cell("code", MEAN_TEST, "mean-test", 4),
        cell("markdown", "## 과제 3. 으뜸 단어\n\n가장 많이 나온 단어를 찾습니다."),
        cell("code", TOP, "top", solution=True),
        cell("code", TOP_TEST, "top-test", 2),
        cell("markdown", "## 과제 4. 왜 셀까요?\n\n단어를 세면 무엇을 알 수 있는지 한 문장으로 쓰세요."),
        cell("markdown", "### BEGIN SOLUTION\n자주 나오는 단어가 주제를 알려 줍니다.\n### END SOLUTION", "why", 2, solution=True),
        cell("markdown", "## 제출하기 전에\n\n처음부터 다시 실행해 보세요."),
    ]
    for index, made in enumerate(cells):
        made["id"] = made.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{index}"
    notebook = new_notebook(cells=cells, metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}})
    notebook.nbformat_minor = 5
    return notebook


@functools.cache
def empty_gradebook() -> Path:
    """A gradebook without entries. nbgrader takes seconds to make one (it starts alembic), and these tests need many."""
    path = Path(tempfile.mkdtemp(prefix="empty-gradebook-")) / "gradebook.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    Gradebook(f"sqlite:///{path}", "words").close()
    return path


def make_course(root: Path, notebook=None, config: str = CONFIG, release: bool = True, assignment: str = ASSIGNMENT, name: str = NOTEBOOK) -> Path:
    """A course directory with the assignment in the gradebook."""
    folder = root / "solutions" / assignment
    folder.mkdir(parents=True)
    if not (root / "nbgrader_config.py").exists():
        (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    nbformat.write(notebook or source_notebook(), folder / f"{name}.ipynb")
    if not (root / "gradebook.db").exists():
        shutil.copy(empty_gradebook(), root / "gradebook.db")
    if release:
        converters.generate_assignment(NbgraderCourse(root), assignment)
    return root


def released(root: Path, assignment: str = ASSIGNMENT, name: str = NOTEBOOK):
    return nbformat.read(root / "release" / assignment / f"{name}.ipynb", as_version=4)


def solution(grade_id: str) -> str:
    """The model solution as a student would have typed it."""
    return "\n".join(line for line in SOLVED[grade_id].split("\n") if "### " not in line)


def answered(root: Path, why: str = "주제를 알 수 있습니다.", **answers: str):
    """A student's notebook: model solutions, except where `answers` (grade id to text) says otherwise; None leaves a stub."""
    notebook = released(root)
    texts = {**{grade_id: solution(grade_id) for grade_id in SOLVED}, "why": why, **answers}
    for made in notebook.cells:
        grade_id = made.metadata.get("nbgrader", {}).get("grade_id")
        if texts.get(grade_id) is not None:
            made.source = texts[grade_id]
    return notebook


def find(notebook, grade_id: str):
    return next(made for made in notebook.cells if made.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def hand_in(root: Path, student: str, notebook, file: str = f"{NOTEBOOK}.ipynb", assignment: str = ASSIGNMENT) -> Path:
    """Write a submission; `notebook` may be a notebook, text or bytes."""
    path = root / "submitted" / student / assignment / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, bytes):
        path.write_bytes(notebook)
    elif isinstance(notebook, str):
        path.write_text(notebook, encoding="utf-8")
    else:
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def without_metadata(notebook):
    """What copying all cells into a new notebook leaves: texts and kinds."""
    bare = copy.deepcopy(notebook)
    for index, made in enumerate(bare.cells):
        made.metadata = {}
        made["id"] = f"new-{index}"
    bare.metadata = {}
    return bare


class Plain:
    """An executor for tests: runs trusted cells with exec, in no kernel. Says that it isolates, so that grading accepts it."""

    name = "plain"
    isolated = True

    def __init__(self):
        self.runs = 0
        self.fail = 0
        """How many of the next runs raise, as an executor does that breaks."""
        self.fail_on = None
        """Text of an answer on which it always breaks."""

    def run(self, notebook, limits, files):
        from nbformat.v4 import new_output

        from autograder.grading.protocol import ERROR, OK, CellRun, Execution

        self.runs += 1
        if self.fail or (self.fail_on and any(self.fail_on in made.source for made in notebook.cells)):
            self.fail = max(0, self.fail - 1)
            raise OSError("no kernel today")
        result, namespace = Execution(copy.deepcopy(notebook)), {}
        for index, made in enumerate(result.notebook.cells):
            if made.cell_type != "code":
                continue
            made.execution_count = index
            try:
                *lines, last = made.source.split("\n")
                if last.isidentifier():
                    exec("\n".join(lines), namespace)
                    made.outputs = [new_output("execute_result", {"text/plain": repr(namespace[last])}, execution_count=index)]
                else:
                    exec(made.source, namespace)
                result.cells[index] = CellRun(OK)
            except Exception as error:
                made.outputs = [new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[])]
                result.cells[index] = CellRun(ERROR, f"{type(error).__name__}: {error}")
        return result

    def stop(self):
        pass
