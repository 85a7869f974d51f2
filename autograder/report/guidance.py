"""What a lesson's own text says to somebody who lost points: which misconception a failure speaks
of, and where the lecture treats the task.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..authoring.lesson import read_lesson
from ..course import Course
from ..errors import CourseError

CLOSE = 0.1
"""Cosine from which a section of the lecture is named."""
CLEARER = 1.15
"""How many times closer than the next one it must be to stand alone."""
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
NUMBERED = re.compile(r"\d+\. ")


@dataclass(frozen=True)
class Section:
    """A section of the lecture: heading, address, and all that stands in it."""

    heading: str
    address: str
    text: str


@dataclass(frozen=True)
class Guidance:
    """Of one assignment; empty where it comes from no lesson of ours.

    Attributes:
        slips: grade id of a test to (what its message says, the mistake) of each mutant.
        sections: of the lecture.
    """

    slips: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()

    def misconception(self, grade_id: str, message: str) -> str:
        """The mistake that a message speaks of; "" unless exactly one is spoken of."""
        found = [(says, why) for says, why in self.slips.get(grade_id, ()) if says in message]
        spoken = {
            why
            for says, why in found
            if not any(says != other and says in other for other, _ in found)
        }
        return spoken.pop() if len(spoken) == 1 else ""

    def where(self, task: str) -> list[Section]:
        """The section that a task's text resembles most, or the two where neither clearly does."""
        return _closest(task, self.sections)


def load_guidance(root: Path, assignment: str) -> Guidance:
    """From lessons/ASSIGNMENT and the lecture's notebook, as far as they are there."""
    try:
        course = Course.load(root)
        lesson = read_lesson(root, course.check_slug(assignment))
        lecture = course.lecture_path(lesson.slug)
        cells = nbformat.read(lecture, as_version=4).cells
    except (CourseError, OSError, ValueError):
        return Guidance()
    slips: dict[str, list[tuple[str, str]]] = {}
    for trial in lesson.trials:
        if trial.role == "mutant" and trial.says:
            for test in lesson.tasks[trial.task].tests:
                slips.setdefault(test.grade_id, []).append((trial.says, trial.why))
    return Guidance(slips, numbered_sections(cells, course.colab_url(lecture)))


def numbered_sections(cells: list[NotebookNode], lecture: str) -> tuple[Section, ...]:
    """The numbered ones. What stands behind another heading (the summary) is in none."""
    found: list[tuple[str, str, list[str]]] = []
    inside = False
    for cell in cells:
        markdown = cell.cell_type == "markdown"
        before, *rest = HEADING.split(cell.source) if markdown else [cell.source]
        if inside:
            found[-1][2].append(before)
        for heading, text in zip(rest[::2], rest[1::2], strict=True):
            inside = bool(NUMBERED.match(heading))
            if inside:
                address = f"{lecture}#scrollTo={cell.get('id', '')}"
                found.append((heading.strip(), address, [heading, text]))
    return tuple(Section(heading, address, "\n".join(text)) for heading, address, text in found)


def _closest(text: str, sections: tuple[Section, ...]) -> list[Section]:
    """By the cosine of TF-IDF vectors over names in code and pairs of Korean letters."""
    counts = [_features(section.text) for section in sections]
    df = Counter(feature for count in counts for feature in count)

    def vector(count: Counter) -> dict[str, float]:
        known = {
            one: (1 + math.log(times)) * math.log(1 + len(counts) / df[one])
            for one, times in count.items()
            if one in df
        }
        length = math.hypot(*known.values()) or 1.0
        return {one: value / length for one, value in known.items()}

    wanted = vector(_features(text))
    ranked = sorted(
        (
            (sum(value * other.get(one, 0.0) for one, value in wanted.items()), index)
            for index, other in enumerate(map(vector, counts))
        ),
        reverse=True,
    )
    near = [(cosine, sections[index]) for cosine, index in ranked[:2] if cosine >= CLOSE]
    alone = len(near) == 2 and near[0][0] >= CLEARER * near[1][0]
    return [section for _, section in near[:1] if alone] or [section for _, section in near]


def _features(text: str) -> Counter:
    words = re.findall(r"[가-힣]+|[a-z](?:[\w-]*[a-z])+", text.lower())
    return Counter(
        feature
        for word in words
        for feature in (
            [word[i : i + 2] for i in range(len(word) - 1)] if "가" <= word[0] <= "힣" else [word]
        )
    )
