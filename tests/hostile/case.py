"""The assignment that the hostile submissions attack, and how a case is written down."""
from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import small_class as small

ASSIGNMENT, NOTEBOOK = "030_target", "030_target_exercise"
PLAIN_VERSION = "0.9.6"
MEASURED = json.loads(path.read_text(encoding="utf-8")) if (path := Path(__file__).with_name("measured.json")).exists() else {}
"""What graders gave, by grader and case: benchmarks/graders.py wrote it, nobody else does."""

CONFIG = '''
c = get_config()
c.CourseDirectory.course_id = "target"
c.CourseDirectory.source_directory = "solutions"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
c.Execute.timeout = 10
'''

SOLVED = {
    "total": "def total(numbers):\n    return sum(numbers)",
    "count": "def count(words):\n    return {word: words.count(word) for word in words}",
    "softmax": "def softmax(x):\n    e = np.exp(x - np.max(x))\n    return e / e.sum()",
    "stack": "class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, item):\n        self.items.append(item)\n"
             "    def pop(self):\n        return self.items.pop()\n    def size(self):\n        return len(self.items)",
    "best": "def best(score, options):\n    return max(options, key=score)",
    "windows": "def windows(items, size):\n    for start in range(len(items) - size + 1):\n        yield list(items[start:start + size])",
}
TESTS = {
    "total": (3, '''assert total([1, 2, 3]) == 6, "합을 보세요."
### BEGIN HIDDEN TESTS
concealed_numbers = [2.5, -1, 40]
value = total(concealed_numbers)
assert abs(value - 41.5) < 1e-9, "음수와 소수도 더하세요."
### END HIDDEN TESTS'''),
    "count": (3, '''assert count(["가", "나", "가"]) == {"가": 2, "나": 1}, "두 번 나온 단어를 보세요."
### BEGIN HIDDEN TESTS
concealed_words = ["다"] * 5 + ["라"]
table = count(concealed_words)
assert table["다"] == 5 and len(table) == 2 and sorted(table) == ["다", "라"], "많이 나온 단어를 보세요."
### END HIDDEN TESTS'''),
    "softmax": (3, '''assert np.allclose(softmax(np.array([0.0, math.log(3)])), [0.25, 0.75]), "합이 1인지 보세요."
### BEGIN HIDDEN TESTS
concealed_logits = np.array([1.5, -2.0, 0.25])
from numpy.testing import assert_allclose
assert_allclose(softmax(concealed_logits), [0.7597, 0.0229, 0.2174], rtol=0.01)
assert np.isfinite(softmax(concealed_logits + 5000)).all(), "큰 수에서도 되는지 보세요."
### END HIDDEN TESTS'''),
    "stack": (2, '''points = 0.0
stack = Stack()
stack.push(3)
stack.push(5)
points += 1.0 * (stack.pop() == 5)
### BEGIN HIDDEN TESTS
stack.push("concealed item")
points += 1.0 * (stack.size() == 2 and stack.pop() == "concealed item")
### END HIDDEN TESTS
points'''),
    "best": (3, '''assert best(len, ["가", "가나다", "가나"]) == "가나다", "점수가 가장 큰 것을 고르세요."
### BEGIN HIDDEN TESTS
concealed_scores = {"배": 1, "귤": 9, "감": 4}
asked = []
def concealed_score(option):
    asked.append(option)
    return concealed_scores[option]
assert best(concealed_score, ["배", "귤", "감"]) == "귤", "score를 부르세요."
assert sorted(set(asked)) == ["감", "귤", "배"] and len(asked) <= 6, "후보마다 score를 한 번씩 부르세요."
### END HIDDEN TESTS'''),
    "windows": (2, '''assert list(windows([1, 2, 3, 4], 2)) == [[1, 2], [2, 3], [3, 4]], "창을 한 칸씩 옮기세요."
### BEGIN HIDDEN TESTS
stream = windows(list("concealed"), 7)
assert next(stream) == list("conceal"), "첫 창을 보세요."
assert [len(window) for window in stream] == [7, 7], "창의 수를 보세요."
### END HIDDEN TESTS'''),
}
POINTS = {grade_id: points for grade_id, (points, _) in TESTS.items()}
FULL = sum(POINTS.values())


@dataclass
class Case:
    """One hostile submission.

    Attributes:
        answers: text of the answer cells, by grade id. `@HOST@` and the other names of `Host` stand for what the test
            has set up on the grading machine.
        score: what an incorruptible grader gives; where two results are right, both.
        why: what is attacked, for the reader of the table.
        solved: whether the other answers are right (else they are left blank).
        edit: alters the notebook that is handed in.
        folder: puts more into the submission's folder.
        outcome: how grading ends: "score" or "student_error".
        dangerous: why this is not measured under plain nbgrader, "" if it is.
        after: gets the Host and the student once the class is graded, and says what is there that must not be, "" if nothing.
    """

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    score: float | tuple[float, ...] = 0
    why: str = ""
    solved: bool = False
    edit: Callable | None = None
    folder: Callable[[Path], None] | None = None
    outcome: str = "score"
    dangerous: str = ""
    after: Callable[[Host, str], str] | None = None
    family: str = ""

    @property
    def plain(self):
        """What plain nbgrader gives: points, or in words; None if it was not measured."""
        return MEASURED.get("nbgrader", {"cases": {}})["cases"].get(self.name)


@dataclass
class Host:
    """What hostile code on the grading machine would find: stands for the placeholders `@COURSE@`, `@BAIT@`...

    Attributes:
        course: the course directory.
        bait: a folder that everybody may write to, with a file `secret.txt` in it.
        port, socket, abstract: services of this machine: a TCP port on loopback, a Unix socket, an abstract one.
        token: unique; processes that must not survive have it as or in their name.
        connections: what the services were sent.
    """

    course: Path
    bait: Path
    port: int = 9
    socket: str = "/nonexistent"
    abstract: str = "nonexistent"
    token: str = ""
    connections: list[bytes] = field(default_factory=list)

    def fill(self, text: str) -> str:
        for name in ("course", "bait", "port", "socket", "abstract", "token"):
            text = text.replace(f"@{name.upper()}@", str(getattr(self, name)))
        return text


def family(name: str, *cases: Case) -> list[Case]:
    for case in cases:
        case.family = name
    return list(cases)


def everywhere(prelude: str) -> dict[str, str]:
    """An attack that needs no answers: it stands in front of the first, and useless functions stand in for the rest."""
    return {"total": f"{prelude}\ndef total(numbers):\n    return None",
            "count": "def count(words):\n    return None", "softmax": "def softmax(x):\n    return None",
            "stack": "class Stack:\n    def push(self, item): pass\n    def pop(self): pass\n    def size(self): pass",
            "best": "def best(score, options):\n    return None", "windows": "def windows(items, size):\n    return iter([])"}


def all_return(expression: str, prelude: str = "") -> dict[str, str]:
    """Every task gives the same forged object."""
    return {"total": f"{prelude}\ndef total(numbers):\n    return {expression}",
            "count": f"def count(words):\n    return {expression}", "softmax": f"def softmax(x):\n    return {expression}",
            "stack": f"class Stack:\n    def push(self, item): pass\n    def pop(self): return {expression}\n    def size(self): return {expression}",
            "best": f"def best(score, options):\n    for option in options: score(option)\n    return {expression}",
            "windows": f"def windows(items, size):\n    return iter([{expression}] * 3)"}


def pays(attack: str) -> dict[str, str]:
    """An answer that is right only if `attack()` succeeded; so points show that it did."""
    return {"total": f"{attack}\n\ndef total(numbers):\n    return sum(numbers) if attack() else None"}


def outputs(host: Host, student: str) -> str:
    """Everything that a student's code printed or displayed, as it reached the autograded notebook."""
    notebook = nbformat.read(host.course / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    return json.dumps([output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type != "error"], ensure_ascii=False)


def not_shown(*secrets: str) -> Callable[[Host, str], str]:
    """A check that none of these texts was printed."""
    def after(host: Host, student: str) -> str:
        shown = outputs(host, student)
        return ", ".join(secret for secret in secrets if host.fill(secret) in shown)
    return after


def source_notebook():
    cell = small.cell
    cells = [cell("markdown", "# 030. 표적"), cell("code", "import math\n\nimport numpy as np")]
    for number, (grade_id, (points, test)) in enumerate(TESTS.items(), 1):
        head, *body = SOLVED[grade_id].split("\n")
        solution = "\n".join([head, "    ### BEGIN SOLUTION", *body, "    ### END SOLUTION"])
        cells += [cell("markdown", f"## 과제 {number}. {grade_id}"), cell("code", solution, grade_id, solution=True),
                  cell("code", test, f"{grade_id}-test", points)]
    for index, made in enumerate(cells):
        made["id"] = made.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{index}"
    notebook = small.new_notebook(cells=cells, metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}})
    notebook.nbformat_minor = 5
    return notebook


def make_course(root: Path) -> Path:
    return small.make_course(root, source_notebook(), CONFIG, assignment=ASSIGNMENT, name=NOTEBOOK)


def notebook_of(root: Path, answers: Mapping[str, str | None]):
    notebook = small.released(root, ASSIGNMENT, NOTEBOOK)
    for cell in notebook.cells:
        text = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if text is not None:
            cell.source = text
    return notebook


def hand_in(case: Case, host: Host, student: str) -> Path:
    """Write the case's submission into the course's submitted folder."""
    answers = {**(SOLVED if case.solved else {}), **{grade_id: host.fill(text) for grade_id, text in case.answers.items()}}
    notebook = notebook_of(host.course, answers)
    if case.edit:
        edited = copy.deepcopy(notebook)
        notebook = case.edit(edited) or edited
    path = small.hand_in(host.course, student, notebook, f"{NOTEBOOK}.ipynb", ASSIGNMENT)
    if case.folder:
        case.folder(path.parent)
    return path


def honest(root: Path, student: str) -> None:
    small.hand_in(root, student, notebook_of(root, SOLVED), f"{NOTEBOOK}.ipynb", ASSIGNMENT)


def shuffled(cases: list[Case], seed: int) -> list[Case]:
    return random.Random(seed).sample(cases, len(cases))
