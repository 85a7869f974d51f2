"""What a student reads about one graded notebook: how many points, what is wrong, and what to do
next.

`Page` is the content, feedback.html.j2 the look. All that a student could have written goes through
`safe`, all that a test said through `hidden`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbformat import NotebookNode

from ..cells import is_grade, is_students, is_task, is_test
from ..grading.protocol import FRAMES
from ..grading.results import FULL, MANUAL, PARTIAL, STUDENT_ERROR, ZERO, Result, Task
from ..grading.templates import NotebookTemplate
from .guidance import Guidance, Section
from .hidden import hidden_lines, is_visible, strike
from .next_step import next_step
from .rows import MARKS
from .safe import NOWHERE, Room, markdown, plain
from .titles import FOLDED, first_title, title_in

MOST_FRAMES = 8
"""Lines of a student's that a page shows for an error, the innermost: a recursion has a thousand.
"""
MOST_OF_A_MESSAGE = 1_500
MOST_OF_AN_OUTPUT = 3_000
MOST_OUTPUTS = 5
MOST_FINDINGS = 40
SHORT = 25
"""Lines of an answer up to which it is shown unfolded."""


def points(value: float | None) -> str:
    """A number of points as people write it."""
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass
class Loss:
    """Why points are missing in one graded cell.

    Attributes:
        lines: the student's own, (number, text), outermost call first.
    """

    task: Task
    message: str
    lines: list[tuple[int, str]]
    misconception: str
    next_step: str


@dataclass
class Answer:
    """One cell that the student wrote, with what it printed."""

    html: Markup
    is_code: bool
    lines: int
    outputs: list[Markup] = field(default_factory=list)


@dataclass
class TaskView:
    """A task of the notebook: everything between one heading and the next."""

    title: str
    text: str = ""
    graded: list[Task] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    waits: str = ""
    comments: list[Markup] = field(default_factory=list)
    where: list[Section] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(task.points for task in self.graded)

    @property
    def score(self) -> float | None:
        """None while a person has to give all of it."""
        given = [task.score for task in self.graded if task.score is not None]
        return sum(given) if given else None

    @property
    def pending(self) -> float:
        return sum(task.points for task in self.graded if task.status == MANUAL)

    @property
    def status(self) -> str:
        if self.pending:
            return MANUAL
        if (self.score or 0) >= self.points:
            return FULL
        return PARTIAL if self.score else ZERO

    @property
    def is_short(self) -> bool:
        return sum(answer.lines for answer in self.answers) <= SHORT

    @property
    def shown(self) -> list[Loss]:
        """An unsolved task is told once, however many tests it has."""
        return self.losses[:1] if self.unsolved else self.losses

    @property
    def unsolved(self) -> bool:
        """Whether nothing was written: then there is nothing of the student's to show."""
        return bool(self.losses) and all(
            "NotImplementedError" in loss.message for loss in self.losses
        )


@dataclass
class Page:
    """Feedback on one notebook."""

    student: str
    title: str
    result: Result
    penalty: float
    tasks: list[TaskView]
    notice: str = ""
    repairs: list[str] = field(default_factory=list)

    @property
    def refusal(self) -> str:
        refused = self.result.outcome == STUDENT_ERROR
        return plain(self.result.message if refused else self.notice, MOST_OF_A_MESSAGE)

    @property
    def pending(self) -> float:
        return sum(task.pending for task in self.tasks)

    @property
    def possible(self) -> float:
        """Points that are decided."""
        return sum(task.points for task in self.tasks) - self.pending

    @property
    def score(self) -> float:
        return max(0.0, sum(task.score or 0 for task in self.tasks) - self.penalty)

    @cached_property
    def lost(self) -> list[TaskView]:
        return [task for task in self.tasks if task.losses]

    def render(self) -> str:
        return _environment().get_template("feedback.html.j2").render(page=self, marks=MARKS)


@cache
def _environment() -> Environment:
    """Made once: reading the template takes longer than filling it in."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points
    return environment


def build(
    template: NotebookTemplate,
    notebook: NotebookNode,
    result: Result,
    guidance: Guidance,
    comments: Mapping[str, str],
    penalty: float = 0.0,
) -> Page:
    """The page about an autograded notebook.

    Args:
        result: with the gradebook's points of now.
        comments: of people, by grade id.
        penalty: for lateness, of this notebook.
    """
    reader = _Reader(template, notebook, result, guidance, comments)
    tasks = [task for task in reader.tasks() if task.graded]
    for task in tasks:
        if task.losses:
            task.where = guidance.where(task.text)
    notice = next(
        (
            finding.message
            for finding in result.findings
            if finding.message.startswith(f"{template.name}: 0점")
        ),
        "",
    )
    told = result.findings[:MOST_FINDINGS]
    repairs = [_by_title(strike(finding.message, reader.hidden), reader.titles) for finding in told]
    return Page(plain(result.student, 200), reader.title, result, penalty, tasks, notice, repairs)


def _described(stub: str) -> str:
    """The names and descriptions of what a stub defines."""
    try:
        tree = ast.parse(stub)
    except SyntaxError:
        return ""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return "\n".join(f"{node.name} {ast.get_docstring(node) or ''}" for node in found)


def _by_title(message: str, titles: Mapping[str, str]) -> str:
    """A finding that ends in grade ids, with the titles of their tasks instead."""
    head, colon, tail = plain(message, 600).rpartition(": ")
    named = [titles.get(grade_id) for grade_id in tail.split(", ")]
    if colon and all(named):
        return f"{head}: {', '.join(dict.fromkeys(str(title) for title in named))}"
    return head + colon + tail


class _Reader:
    """Goes through a notebook once."""

    def __init__(
        self,
        template: NotebookTemplate,
        notebook: NotebookNode,
        result: Result,
        guidance: Guidance,
        comments: Mapping[str, str],
    ) -> None:
        self.notebook, self.guidance, self.comments = notebook, guidance, comments
        self.room = Room()
        self.hidden = hidden_lines(template)
        self.titles: dict[str, str] = {}
        self.graded = {
            task.grade_id: task for task in result.tasks if task.notebook == template.name
        }
        cells = zip(template.notebook.cells, template.released, strict=True)
        self.released = {
            cell.metadata.nbgrader.grade_id: text
            for cell, text in cells
            if cell.metadata.get("nbgrader")
        }
        self.title = first_title(template.notebook) or template.name

    def tasks(self) -> list[TaskView]:
        found, failed = [TaskView(self.title)], []
        for cell in self.notebook.cells:
            if cell.metadata.get("autograder", {}).get("rubric"):
                continue  # for those who grade
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if cell.cell_type == "markdown" and not is_students(cell):
                if title := title_in(cell):
                    found.append(TaskView(title, f"{title}\n{title}"))
                found[-1].text += f"\n{FOLDED.sub('', cell.source)}"
            if grade_id:
                self.titles[grade_id] = found[-1].title
            if is_students(cell):
                failed = self._lines(cell)
                found[-1].answers.append(self._answer(cell))
                found[-1].text += f"\n{_described(self.released.get(grade_id, ''))}"
            if (is_grade(cell) or is_task(cell)) and grade_id in self.graded:
                task = self.graded[grade_id]
                found[-1].graded.append(task)
                if task.status == MANUAL and task.message:
                    told = strike(task.message, self.hidden)
                    found[-1].waits = plain(told, MOST_OF_A_MESSAGE)
                if task.score is not None and task.score < task.points and is_test(cell):
                    found[-1].losses.append(self._loss(cell, task, failed))
            if comment := self.comments.get(grade_id, ""):
                found[-1].comments.append(markdown(comment, most=MOST_OF_AN_OUTPUT))
        return found

    def _loss(self, cell: NotebookNode, task: Task, failed: list[tuple[int, str]]) -> Loss:
        """
        Args:
            failed: where the answer above it failed by itself.
        """
        message = task.message
        error = next((o for o in cell.outputs if o.output_type == "error"), None)
        if error is not None and error.evalue and message and message in error.evalue:
            message = error.evalue  # whole: what it speaks of may stand behind what was got
        message = plain(strike(message, self.hidden), MOST_OF_A_MESSAGE).strip()
        released = self.released.get(task.grade_id, "")
        asserted = error is not None and error.ename == "AssertionError"
        return Loss(
            task,
            NOWHERE.sub(r" (\1번째 줄)", message) or "검사 하나가 맞지 않았습니다.",
            self._lines(cell) or failed,
            self.guidance.misconception(task.grade_id, message),
            next_step(message, asserted, is_visible(message, released)),
        )

    def _lines(self, cell: NotebookNode) -> list[tuple[int, str]]:
        """Where a cell's error was raised, as far as the student wrote it.

        The text is this notebook's own. Hostile case: a student's process that lies about its
        frames can only choose other lines of its student's, never a line of a test.
        """
        cells, found = self.notebook.cells, []
        for index, line in cell.metadata.get("autograder", {}).get(FRAMES, []):
            if not (0 <= index < len(cells) and is_students(cells[index])):
                continue
            lines = cells[index].source.split("\n")
            if 1 <= line <= len(lines):
                found.append((line, plain(lines[line - 1], 300)))
        return found[-MOST_FRAMES:]

    def _answer(self, cell: NotebookNode) -> Answer:
        if cell.cell_type == "code":
            source = self.room.plain(cell.source)
            outputs = [self._output(output) for output in cell.outputs[:MOST_OUTPUTS]]
            html = Markup("<pre><code>{}</code></pre>").format(source)
            return Answer(html, True, source.count("\n") + 1, [out for out in outputs if out])
        pictures = {
            name: f"data:{kind};base64,{''.join(str(content).split())}"
            for name, bundle in cell.get("attachments", {}).items()
            for kind, content in bundle.items()
        }
        html = markdown(cell.source, pictures, room=self.room)
        return Answer(html, False, cell.source.count("\n") + 1)

    def _output(self, output: NotebookNode) -> Markup:
        """Text or a picture; HTML that a student's code made is never shown as such."""
        data = output.get("data", {})
        if output.output_type == "error":
            text = NOWHERE.sub(r" (\1번째 줄)", f"{output.ename}: {output.evalue}")
        elif "image/png" in data:
            source = "".join(str(data["image/png"]).split())
            return self.room.picture(f"data:image/png;base64,{source}", "그림")
        else:
            text = output.get("text") or data.get("text/plain") or ""
        text = strike(str(text)[: 4 * MOST_OF_AN_OUTPUT], self.hidden)
        text = self.room.plain(text, MOST_OF_AN_OUTPUT).strip()
        return Markup("<pre>{}</pre>").format(text) if text else Markup("")
