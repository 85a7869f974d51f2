"""Assignments in many styles, and how their honest submissions are written down."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import small_class as small

PLAIN = json.loads(path.read_text(encoding="utf-8")) if (path := Path(__file__).with_name("plain.json")).exists() else {}
"""Points by assignment, submission and test, as plain nbgrader gave them: measure_plain.py wrote it."""
CONFIG = '''
c = get_config()
c.CourseDirectory.course_id = "honest"
c.CourseDirectory.source_directory = "solutions"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
c.Execute.timeout = 120
'''


@dataclass
class Task:
    """An answer cell and its test.

    Attributes:
        solution: the model answer.
        points, test: of the test cell behind it; no test cell if there are no points.
        others: further honest answers by name: right in another way, partly right, wrong, broken.
        between: a cell of the instructor's in front of the task.
    """

    solution: str
    points: float = 0
    test: str = ""
    others: dict[str, str] = field(default_factory=dict)
    between: str = ""


@dataclass
class Assignment:
    """A notebook: the instructor's first cell, then tasks. Submissions: all right, all blank, all but one right; or, `packed`, each with one more way of every task."""

    name: str
    setup: str
    tasks: list[Task]
    packed: bool = False

    @property
    def notebook_name(self) -> str:
        return f"{self.name}_exercise"

    def notebook(self):
        cell = small.cell
        cells = [cell("markdown", f"# {self.name}"), cell("code", self.setup)]
        for number, task in enumerate(self.tasks):
            if task.between:
                cells.append(cell("code", task.between))
            cells.append(cell("code", _marked(task.solution), f"t{number}", solution=True))
            if task.points:
                cells.append(cell("code", task.test, f"t{number}-test", task.points))
        for index, made in enumerate(cells):
            made["id"] = made.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{index}"
        made = small.new_notebook(cells=cells, metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}})
        made.nbformat_minor = 5
        return made

    def submissions(self) -> dict[str, dict[str, str | None]]:
        """Submission's name to the answers by grade id, None for a blank one."""
        right = {f"t{number}": task.solution for number, task in enumerate(self.tasks)}
        made: dict[str, dict[str, str | None]] = {"right": right, "blank": dict.fromkeys(right)}
        if self.packed:
            ways = [list(task.others.values()) for task in self.tasks]
            return made | {f"way-{place}": {f"t{number}": way[place % len(way)] for number, way in enumerate(ways)} for place in range(max(map(len, ways)))}
        for number, task in enumerate(self.tasks):
            for name, answer in task.others.items():
                made[f"{number}-{name}"] = {**right, f"t{number}": answer}
        made["syntax-error"] = {**right, "t0": "def f(:\n    return 1"}
        return made


def _marked(solution: str) -> str:
    return f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"


def make_course(root: Path, assignment: Assignment) -> Path:
    """A course with the assignment released and every submission handed in."""
    small.make_course(root, assignment.notebook(), CONFIG, assignment=assignment.name, name=assignment.notebook_name)
    for student, answers in assignment.submissions().items():
        notebook = small.released(root, assignment.name, assignment.notebook_name)
        for cell in notebook.cells:
            text = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if text is not None:
                cell.source = text
        small.hand_in(root, student, notebook, f"{assignment.notebook_name}.ipynb", assignment.name)
    return root
