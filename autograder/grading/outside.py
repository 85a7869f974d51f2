"""What a student wrote outside of the answer cells: given to the answers that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..cells import is_solution, is_task
from ..intake.notebook import SubmittedCell
from .former import tidy
from .matching import Matching
from .own_code import OwnCell, Placing, added_lines, names_in, own_cells
from .own_text import ELSEWHERE, Essay, Text, added_text, sort_out, written
from .told import first_line


@dataclass
class Outside:
    """What of it stays in cells of its own.

    Attributes:
        below_tasks: index of a task cell in the template to what was written below it.
        code: before which index of the template it runs, and the cell.
    """

    below_tasks: dict[int, list[SubmittedCell]]
    code: list[tuple[int, OwnCell]]


def gather(m: Matching) -> Outside:
    """Complete the answers of a matching; the rest comes back."""
    _other_half(m)
    cells = enumerate(m.template.notebook.cells)
    below = {index: _below(m, index) for index, cell in cells if is_task(cell)}
    _own_text(m)
    return Outside(below, _own_code(m))


def joined(cells: list[SubmittedCell], kind: str) -> tuple[str, dict[str, dict[str, str]]]:
    """An answer's cells as one of this kind: text and attached images."""
    if kind == "code":
        return "\n".join(cell.source for cell in cells), {}
    return written(cells)


def _other_half(m: Matching) -> None:
    """Of a split cell one half may have lost its id; alone, a half is no Python."""
    for slot in m.slots:
        if slot.kind != "code" or slot.index not in m.place:
            continue
        here = m.place[slot.index]
        for halves in ([here, here + 1], [here - 1, here]):
            sources = [m.cells[i].source for i in halves if 0 <= i < len(m.cells)]
            (other,) = {*halves} - {here}
            if other in m.free() and m.cells[other].kind == "code":
                alone = [names_in(source) for source in sources]
                if None in alone and names_in("\n".join(sources)) is not None:
                    m.take(slot, halves)
                    m.notes["split"].append(slot.grade_id)
                    break


def _below(m: Matching, index: int) -> list[SubmittedCell]:
    """Free cells behind a task cell up to the next recognised one: a task cell's answer is
    whatever students add.
    """
    if index not in m.place:
        return []
    start = m.place[index]
    end = min((place for place in m.used if place > start), default=len(m.cells))
    indices = [place for place in m.free() if start < place < end]
    m.used.update(indices)
    return [m.cells[place] for place in indices]


def _own_text(m: Matching) -> None:
    """Give essays the text that stands beside them, and those that are empty any other text:
    else nbgrader would take them for unanswered, and nobody would look.
    """
    slots = {slot.index: slot for slot in m.slots if slot.kind != "code"}
    essays = [
        Essay(slot.index, m.place.get(slot.index), not m.untouched(slot)) for slot in slots.values()
    ]
    mine, stray = sort_out(_texts(m), essays, m.used)
    for index, texts in mine.items():
        own = [] if m.untouched(slots[index]) else m.answers[index]
        above = [text.cell for text in texts if text.place < m.place[index]]
        below = [text.cell for text in texts if text.place > m.place[index]]
        m.answers[index] = [*above, *own, *below]
        m.used.update(text.place for text in texts)
        m.notes["own_text"].append(slots[index].grade_id)
    for essay in essays if stray else ():
        if not essay.answered and essay.index not in mine:
            notice = SubmittedCell("markdown", ELSEWHERE)
            m.used.update(text.place for text in stray)
            m.answers[essay.index] = [notice, *(text.cell for text in stray)]
            m.notes["stray_text"].append(slots[essay.index].grade_id)


def _texts(m: Matching) -> list[Text]:
    """Texts that are nobody's answer: free cells, and what was added to the given prose."""
    given = _given(m)
    texts = []
    for place in m.free():
        cell = m.cells[place]
        is_text = cell.kind != "code" or names_in(cell.source) is None
        if is_text and tidy(cell.source) not in given:
            texts.append(Text(place, cell, in_given=False))
    for index, place in m.place.items():
        cell, released = m.cells[place], m.template.released[index]
        template_cell = m.template.notebook.cells[index]
        if template_cell.cell_type != "code" and not is_solution(template_cell):
            added = added_text(released, cell.source)
            if added.strip():
                texts.append(Text(place, replace(cell, source=added), in_given=True))
    return sorted(texts, key=lambda text: text.place)


def _given(m: Matching) -> set[str]:
    """What students were given: copies of it are nobody's own."""
    return {tidy(released) for released in m.template.released} | m.template.former.all_texts


def _own_code(m: Matching) -> list[tuple[int, OwnCell]]:
    """Code outside of the answer cells that runs, and before which index of the template."""
    copies = _given(m)  # of a stub, say: it would undo the answer
    free = [
        (place, m.cells[place].source)
        for place in m.free()
        if m.cells[place].kind == "code" and tidy(m.cells[place].source) not in copies
    ]
    for index in m.changed:
        place, given = m.place[index], m.template.released[index]
        added, other = added_lines(given, m.cells[place].source)
        if added:
            free.append((place, added))
        if other:
            m.notes["changed_code"].append(first_line(given))
    answers = {index: joined(cells, "code")[0] for index, cells in m.answers.items()}
    placed, _ = Placing(m.template, m.place, answers)(own_cells(free))
    for _, cell in placed:
        m.used.add(cell.place)
        m.notes["own_code"].append(first_line(cell.source))
    return placed
