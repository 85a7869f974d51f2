"""Hints in three steps, at the end of a task's lead-in: a nudge, the approach, a line of code.

    # 힌트 1: 같은 단어가 한 문서에 두 번 나오면 어떻게 됩니까?
    # 힌트 2: 문서를 집합으로 바꾸어 셉니다.
    # 힌트 3: `Counter(word for document in documents for word in set(document))`

A hint may go on over several lines. Students get each one folded.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from ..errors import complain
from .cells import LessonCell
from .exercise import Task

STEPS = ("실마리", "풀이 방향", "코드 한 줄")
MARK = re.compile(r"^힌트 (\d+): ?", re.MULTILINE)


def split(source: str) -> tuple[str, list[tuple[int, str]]]:
    """A lead-in's prose, and its hints: (number, text)."""
    prose, *parts = MARK.split(source)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return prose.rstrip(), [(int(number), text.strip()) for number, text in pairs]


def expand(source: str) -> str:
    """A lead-in as students get it."""
    prose, found = split(source)
    folded = [
        f"<details><summary>힌트 {number} · {STEPS[number - 1]}</summary>\n\n{text}\n</details>"
        for number, text in found
    ]
    return "\n\n".join([prose, *folded]) if found else source


def check_hints(path: Path, cells: tuple[LessonCell, ...], tasks: list[Task]):
    """Every task that a program tests has three hints in the cell above its answer."""
    answers = {task.answer.line: task for task in tasks}
    for cell, below in itertools.pairwise(cells):
        found = split(cell.source)[1] if cell.kind == "markdown" else []
        task = answers.get(below.line)
        if found:
            if task is None:
                complain(
                    path,
                    cell.line,
                    "hints that stand above no answer",
                    "Put them at the end of the cell right above the solution cell",
                )
            check_steps(path, cell, found)
        elif task and task.tests:
            complain(
                path,
                task.answer.line,
                f"`{task.name}` lacks hints in three steps",
                "End the cell above it with `힌트 1: …` (a nudge), `힌트 2: …` (the approach) "
                "and `힌트 3: …` (a line of code)",
            )


def check_steps(path: Path, cell: LessonCell, found: list[tuple[int, str]]):
    """Three hints, in order, none empty, code in the last."""
    lines = cell.source.splitlines()
    line = cell.line + next(number for number, text in enumerate(lines, 1) if MARK.match(text))
    if [number for number, _ in found] != [1, 2, 3]:
        complain(
            path,
            line,
            f"hints numbered {', '.join(str(number) for number, _ in found)}",
            "Write 힌트 1, 힌트 2 and 힌트 3, in this order",
        )
    for number, text in found:
        if not text:
            complain(path, line, f"hint {number} is empty", "Write it behind the colon")
    if "`" not in found[-1][1]:
        complain(path, line, "hint 3 holds no code", "Give a line of code between backticks")
