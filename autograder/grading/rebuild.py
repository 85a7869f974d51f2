"""Rebuild a submission: the released notebook with the text of the student's solution cells put in,
and nothing else.

No metadata, tag, order, kernel choice, added file or edited test of a submission reaches the
executor, so what students and Colab damage is repaired and what they forge has no effect. What was
odd comes back as findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from ..cells import copied
from ..intake.notebook import Finding, Refused, SubmittedNotebook
from .matching import Matching, same_text
from .outside import Outside, gather, joined
from .own_text import written
from .templates import NotebookTemplate


@dataclass
class Rebuilt:
    """A notebook that is ready to execute.

    Attributes:
        notebook: the template with the student's texts.
        matched: number of the submission's cells that were recognised, by id or by text.
        answered: number of solution cells whose text is not the stub.
        findings: everything worth telling.
    """

    notebook: NotebookNode
    matched: int
    answered: int
    findings: list[Finding] = field(default_factory=list)


def rebuild(
    template: NotebookTemplate,
    submitted: SubmittedNotebook,
    others: Callable[[], Mapping[str, set[str]]] = dict,
) -> Rebuilt:
    """Put a submission's solution texts into the template.

    Args:
        others: gives the ids of the course's other notebooks, to name the one that came; asked only
            where this assignment's are few.

    Raises:
        Refused: `wrong_assignment`, `unrelated`.
    """
    _check_assignment(template, submitted, others)
    matching = Matching(template, submitted)
    if not matching.convincing:
        raise Refused(
            "unrelated",
            f"{submitted.name}: 이 과제({template.name})의 셀을 하나도 찾지 못했습니다. 과제 "
            "노트북을 제출했는지 확인해 주세요.",
        )
    outside = gather(matching)
    notebook = copied(template.notebook)
    answered = 0
    for index, cells in matching.answers.items():
        answer = notebook.cells[index]
        answer.source, images = joined(cells, answer.cell_type)
        if images:
            answer.attachments = images
        if not same_text(answer.source, template.released[index]):
            answered += 1
        elif not images:  # an empty line more is no answer that a person has to look at
            answer.source = template.notebook.cells[index].source
    _insert_own(notebook, outside)
    return Rebuilt(
        notebook, len(matching.recognised), answered, [*submitted.findings, *matching.findings()]
    )


def blank(template: NotebookTemplate, message: str) -> NotebookNode:
    """What a refused submission becomes: the released notebook, unanswered, under a notice with the
    reason.
    """
    notebook = copied(template.notebook)
    notice = new_markdown_cell(f"## 채점하지 못한 제출물입니다\n\n{_plain_markdown(message)}")
    notice.metadata["autograder"] = {"notice": True}
    if notebook.nbformat_minor < 5:
        notice.pop("id", None)
    notebook.cells.insert(0, notice)
    return notebook


def _plain_markdown(text: str) -> str:
    """Text that Markdown shows as it is, file names with markup in them included."""
    return re.sub(r"([\\`*_{}\[\]<>#|$&!~])", r"\\\1", " ".join(text.split()))


def _check_assignment(
    template: NotebookTemplate,
    submitted: SubmittedNotebook,
    others: Callable[[], Mapping[str, set[str]]],
) -> None:
    """Grade ids count before cell ids; what notebooks of a course have in common says nothing."""
    grade_ids = submitted.grade_ids
    if len(grade_ids & template.grade_ids) > len(grade_ids) / 2:
        return
    for ids in (grade_ids, submitted.ids) if submitted.ids else ():
        for name, known in others().items():
            if len(ids & known - template.ids) > len(ids & template.ids - known):
                what = "강의" if name.endswith(".ipynb") else "다른 과제"
                raise Refused(
                    "wrong_assignment",
                    f"{submitted.name}: 이 과제({template.name})가 아니라 {what}({name})의 "
                    f"노트북입니다. {template.name}.ipynb를 제출해 주세요.",
                )


def _insert_own(notebook: NotebookNode, outside: Outside) -> None:
    """Put in what students wrote below task cells and code that they wrote elsewhere."""
    own: list[tuple[int, NotebookNode]] = []  # the template's index before which
    student = {"autograder": {"student": True}}
    for index, cells in outside.below_tasks.items():
        for cell in cells:
            if cell.kind == "code":
                own.append((index + 1, new_code_cell(cell.source, metadata=student)))
            else:
                source, images = written([cell])
                made = new_markdown_cell(source, metadata=student)
                own.append((index + 1, made | {"attachments": images} if images else made))
    for index, code in outside.code:
        own.append((index, new_code_cell(code.source, metadata=student)))
    for index, new in sorted(own, key=lambda one: one[0])[::-1]:
        if notebook.nbformat_minor < 5:
            new.pop("id", None)
        notebook.cells.insert(index, new)
