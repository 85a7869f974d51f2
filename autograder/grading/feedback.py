"""Feedback pages: nbgrader's GenerateFeedback, without the hidden tests.

nbgrader shows students the whole test cell and the whole traceback, hidden tests included. Here the
hidden region is cut from the source, a test's traceback is rebuilt from what a student may see
(frames in the student's own cells and the assertion's message), and any line of a hidden test that
turns up in an output is struck out. What students wrote themselves is sanitised, because an
instructor opens these pages too.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import bleach
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor

from ..cells import is_students, is_test
from . import scores
from .converters import NbgraderFailed, generate_feedback, remove_tree
from .nbgrader_course import NbgraderCourse
from .protocol import FRAMES
from .results import GRADER_ERROR, journal_of
from .templates import NotebookTemplate, load_template

ANSI = re.compile(r"\x1b\[[0-9;]*m")
STRUCK = "(숨은 검사의 내용이라 보이지 않습니다)"
MOST_FRAMES = 8
"""Frames of a student's that a page shows, the innermost: a recursion has a thousand."""
SHORTEST = 8
"""Characters, blanks not counted, from which a line of a hidden test is looked for in outputs."""


@dataclass
class Feedback:
    """What `feedback` did.

    Attributes:
        pages: student to pages written.
        failed: student to the reason why there is no page.
        pending: students whose page shows 0 for an answer that nobody has graded by hand yet.
    """

    pages: dict[str, list[Path]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)


def feedback(
    course_dir: Path | str, assignment: str, students: Sequence[str] | None = None
) -> Feedback:
    """Write a feedback page for every graded or refused submission; old pages of the others are
    removed.

    Raises:
        CannotRun: unknown_assignment, not_released, no_source, source_changed.
    """
    course = NbgraderCourse(course_dir)
    course.check_released(assignment)
    templates = {
        name: load_template(course, assignment, name)
        for name in course.released_notebooks(assignment)
    }
    results = journal_of(course, assignment).results
    made = Feedback()
    for student in course.submitted_students(assignment):
        if students is not None and student not in students:
            continue
        result = results.get(student)
        if result is None or result.outcome == GRADER_ERROR:
            remove_tree(course.path("feedback", student, assignment))
            made.failed[student] = "아직 채점되지 않았습니다." if result is None else result.message
            continue
        if result.is_foreign(scores.written(course, student, assignment)):
            remove_tree(course.path("feedback", student, assignment))
            made.failed[student] = (
                "채점한 뒤에 다른 프로그램이 점수나 채점된 노트북을 바꾸었습니다. 다시 채점하세요."
            )
            continue
        try:
            made.pages[student] = generate_feedback(
                course, student, assignment, StudentPage, [HideTests(templates)]
            )
        except NbgraderFailed as error:
            remove_tree(course.path("feedback", student, assignment))
            made.failed[student] = f"피드백을 만들지 못했습니다: {error}"
            continue
        graded = scores.grades(course, student, assignment)
        if graded and any(row.needs_manual_grade for row in graded[1]):
            made.pending.append(student)
    return made


def harmless(html: str) -> str:
    """HTML without scripts, styles, forms, handlers and remote images; tables, headings and pasted
    images stay.
    """
    html = re.sub(
        r"(?is)<(script|style)\b.*?(</\1\s*>|\Z)",
        "",
        html if isinstance(html, str) else html.decode(),
    )
    return bleach.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        protocols={"http", "https", "mailto", "data"},
        strip=True,
    )


ALLOWED_TAGS = {
    *bleach.ALLOWED_TAGS,
    *[
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "span",
        "pre",
        "code",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
        "sub",
        "sup",
        "del",
        "s",
        "u",
        "img",
        "details",
        "summary",
    ],
}


def _allowed_image(tag: str, name: str, value: str) -> bool:
    return name == "alt" or (name == "src" and value.startswith("data:image/"))


def _allowed_link(tag: str, name: str, value: str) -> bool:
    return name == "title" or (name == "href" and not value.lower().startswith("data:"))


ALLOWED_ATTRIBUTES = {
    "*": ["class", "id"],
    "a": _allowed_link,
    "img": _allowed_image,
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}


class StudentPage(HTMLExporter):
    """nbgrader's feedback page; the HTML in students' answers and in outputs is made harmless."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.sanitize_html = True

    def default_filters(self):
        yield from super().default_filters()
        yield "clean_html", harmless

    @pass_context
    def markdown2html(self, context, source):
        html = super().markdown2html(context, source)
        metadata = context.get("cell", {}).get("metadata", {})
        written_by_student = metadata.get("nbgrader", {}).get("solution") or metadata.get(
            "autograder", {}
        ).get("student")
        return harmless(html) if written_by_student else html


class HideTests(NbGraderPreprocessor):
    """Takes hidden tests out of an autograded notebook; of a refused one the notice remains."""

    def __init__(self, templates: dict[str, NotebookTemplate]) -> None:
        super().__init__()
        self.templates = templates
        self.enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        template = self.templates[resources["nbgrader"]["notebook"]]
        notices = [cell for cell in nb.cells if cell.metadata.get("autograder", {}).get("notice")]
        if notices:
            nb.cells = notices
            return nb, resources
        hidden = hidden_lines(template)
        for cell in nb.cells:
            if is_test(cell):
                ClearHiddenTests()._remove_hidden_test_region(cell)
            if cell.cell_type == "code":
                frames = _students_frames(cell, nb)
                cell.outputs = [_harmless(output, hidden, frames) for output in cell.outputs]
        return nb, resources


def _students_frames(cell: NotebookNode, nb: NotebookNode) -> list[str]:
    """Where a cell's error was raised, as far as a student wrote it.

    The text is this notebook's own. Hostile case: a student's process that lies about its frames
    can only choose other lines of its student's, never a line of a test.
    """
    shown = []
    for index, line in cell.metadata.get("autograder", {}).get(FRAMES, []):
        if not (0 <= index < len(nb.cells) and is_students(nb.cells[index])):
            continue
        lines = nb.cells[index].source.split("\n")
        if 1 <= line <= len(lines):
            count = nb.cells[index].get("execution_count") or " "
            shown.append(f"Cell In[{count}], line {line}\n----> {line} {lines[line - 1]}")
    return shown[-MOST_FRAMES:]


def hidden_lines(template: NotebookTemplate) -> set[str]:
    """Lines of hidden tests, blanks squeezed out, that students were not given anywhere."""
    shown = {_squeeze(line) for source in template.released for line in source.split("\n")}
    lines = {
        _squeeze(line)
        for cell, released in zip(template.notebook.cells, template.released, strict=True)
        if cell.source != released
        for line in cell.source.split("\n")
    }
    return {line for line in lines - shown if len(line) >= SHORTEST}


def _squeeze(line: str) -> str:
    return re.sub(r"\s+", "", line)


def strike(text: str, hidden: set[str]) -> str:
    """`text` without the lines that hold a line of a hidden test."""

    def leaks(line: str) -> bool:
        squeezed = _squeeze(ANSI.sub("", line))
        return any(secret in squeezed for secret in hidden)

    return "\n".join(STRUCK if leaks(line) else line for line in text.split("\n"))


def _harmless(output: NotebookNode, hidden: set[str], frames: list[str]) -> NotebookNode:
    output = copy.deepcopy(output)
    if output.output_type == "stream":
        output.text = strike(output.text, hidden)
    elif output.output_type == "error":
        output.evalue = strike(output.evalue, hidden)
        last = (
            f"{output.ename}: {output.evalue}"
            if output.evalue
            else f"{output.ename} (검사를 통과하지 못했습니다)"
        )
        output.traceback = [*frames, last]
    else:
        for kind, value in output.get("data", {}).items():
            if isinstance(value, str) and kind.startswith(("text/", "image/svg")):
                output.data[kind] = strike(value, hidden)
    return output
