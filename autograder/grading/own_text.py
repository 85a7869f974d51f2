"""What a student wrote outside of an essay's cell, and which essay it belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..intake.notebook import SubmittedCell

ELSEWHERE = "*답 셀은 비어 있었습니다. 아래 글은 노트북의 다른 자리에 있었습니다.*"
"""Stands above such a text in an essay that would else be taken for unanswered."""
REFERENCE = re.compile(r"!\[([^\]\n]*)\]\(\s*attachment:([^)\s]+)[^)\n]*\)")


@dataclass(frozen=True)
class Text:
    """A text that is nobody's answer yet.

    Attributes:
        place: where it stands in the submission.
        in_given: whether the cell is the instructor's, such as the question itself.
    """

    place: int
    cell: SubmittedCell
    in_given: bool


@dataclass(frozen=True)
class Essay:
    """A written answer.

    Attributes:
        index: in the template.
        place: in the submission, None if its cell is gone.
        answered: whether its cell holds more than the stub.
    """

    index: int
    place: int | None
    answered: bool


def sort_out(
    texts: Sequence[Text], essays: Sequence[Essay], known: Collection[int]
) -> tuple[dict[int, list[Text]], list[Text]]:
    """Texts by the essay that they stand beside, and those that stand beside none.

    Beside means that no cell of the instructor's is between. Where two essays are, the empty one
    comes first; then the one above, or below a question in which somebody wrote.

    Args:
        known: places of the cells whose role is known.
    """
    mine: dict[int, list[Text]] = {}
    stray = []
    for text in texts:
        near = []
        for essay in essays:
            if essay.place is None:
                continue
            low, high = sorted((text.place, essay.place))
            if not any(low < place < high for place in known):
                above = essay.place < text.place
                near.append((essay.answered, above == text.in_given, essay.index))
        if near:
            mine.setdefault(min(near)[2], []).append(text)
        else:
            stray.append(text)
    return mine, stray


def added_text(given: str, found: str) -> str:
    """The lines that a student added to a cell of the instructor's."""
    before = {line.strip() for line in given.split("\n")}
    return "\n".join(line for line in found.split("\n") if line.strip() not in before)


def written(cells: Sequence[SubmittedCell]) -> tuple[str, dict[str, dict[str, str]]]:
    """Cells of text as one: their text and the images attached to it, under names of their own,
    because JupyterLab calls every pasted image `image.png`.

    A reference to an image that isn't there becomes its description: nbconvert makes no page of it.
    """
    sources: list[str] = []
    images: dict[str, dict[str, str]] = {}
    for number, cell in enumerate(cells):
        names = {name: f"{number}-{name}" if number else name for name in cell.attachments}
        images |= {names[name]: image for name, image in cell.attachments.items()}

        def refer(match: re.Match[str], names: dict[str, str] = names) -> str:
            if match[2] in names:
                return f"![{match[1]}](attachment:{names[match[2]]})"
            return f"({match[1] or match[2]}: 그림이 없습니다)"

        sources.append(REFERENCE.sub(refer, cell.source))
    return "\n\n".join(sources), images
