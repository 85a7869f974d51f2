"""Which submitted cell answers which cell of a released notebook.

Where a grade id stands on several cells, the cell counts whose text differs from the released stub;
if several differ, the last of them, because Jupyter and Colab put a copy below its original.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..cells import is_grade, is_solution, is_test
from ..intake.notebook import Finding, SubmittedCell, SubmittedNotebook
from .former import tidy
from .own_code import is_split
from .templates import NotebookTemplate
from .told import first_line, told

LIKENESS = 75
"""Per cent (rapidfuzz) from which a cell without ids is taken to be a filled-in stub."""
SAME_TEXT = 90
"""Per cent from which a cell without ids is taken to be the instructor's own prose or test cell."""

LOOKED_AT = 20_000
"""Characters of a cell that are compared with a stub; an answer may hold megabytes of pasted image.
"""


def same_text(one: str, other: str) -> bool:
    """Equal up to blanks at line ends and empty lines around."""
    return tidy(one) == tidy(other)


@dataclass(frozen=True)
class Slot:
    """A cell of the template that takes a student's text."""

    index: int
    grade_id: str
    cell_id: str
    kind: str
    stub: str

    def likeness(self, text: str) -> float:
        """How much `text` looks like this stub filled in, 0 to 100."""
        names = _defined(self.stub)
        if names:
            return 100 * len(names & _defined(text)) / len(names)
        kept = "\n".join(
            line
            for line in self.stub.split("\n")
            if line.strip()
            and not re.search(r"NotImplementedError|YOUR (CODE|ANSWER)|여기에", line)
        )
        return (
            fuzz.partial_ratio(kept, text[:LOOKED_AT])
            if len(kept) >= 12 and len(text) >= 12
            else 0.0
        )


def _defined(source: str) -> set[str]:
    """Names of the functions and classes that a cell defines at its top level."""
    return set(re.findall(r"^(?:async\s+def|def|class)\s+(\w+)", source, flags=re.MULTILINE))


def _lacks(source: str, names: set[str]) -> bool:
    """Whether a cell gives none of these names a value."""
    return not names & _defined(source) and not any(
        re.search(rf"^{name}\s*(?::.*)?=", source, flags=re.MULTILINE) for name in names
    )


class Matching:
    """Which submitted cell answers which cell of the template, found in the order: grade id, cell
    id, likeness, place.
    """

    def __init__(self, template: NotebookTemplate, submitted: SubmittedNotebook) -> None:
        self.template, self.cells = template, submitted.cells
        self.slots = [
            Slot(
                index,
                cell.metadata.nbgrader.grade_id,
                cell.get("id", ""),
                cell.cell_type,
                template.released[index],
            )
            for index, cell in enumerate(template.notebook.cells)
            if is_solution(cell)
        ]
        self.answers: dict[int, list[SubmittedCell]] = {}
        self.place: dict[int, int] = {}  # template index -> submission index
        self.used: set[int] = set()  # submission indices whose role is known
        self.recognised: set[int] = set()
        self.changed: list[int] = []  # template indices of given code that was edited
        self.notes: dict[str, list[str]] = defaultdict(list)
        self._leave_removed()
        self._by_grade_id()
        self._by_cell_id()
        self._instructors_cells()
        self._by_likeness()
        self.convincing = any(
            template.notebook.cells[index].metadata.get("nbgrader") for index in self.place
        )
        """Whether a cell of the assignment's own was recognised by more than its place."""
        self._by_place()
        self._by_definition()

    def take(self, slot: Slot, indices: list[int]) -> None:
        """These cells of the submission are the answer."""
        self.answers[slot.index] = [self.cells[index] for index in indices]
        self.place[slot.index] = indices[-1]
        self.used.update(indices)
        self.recognised.update(indices)
        if any(self.cells[index].lost for index in indices):
            self.notes["attachments"].append(slot.grade_id)
        if any(self.cells[index].kind != slot.kind for index in indices):
            self.notes["cell_type"].append(slot.grade_id)

    def _open(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.index not in self.answers]

    def free(self) -> list[int]:
        """Places of the cells that hold something and whose role is not known."""
        return [
            index
            for index, cell in enumerate(self.cells)
            if index not in self.used and cell.source.strip()
        ]

    def untouched(self, slot: Slot) -> bool:
        """Whether there is no answer but the stub."""
        return all(same_text(cell.source, slot.stub) for cell in self.answers.get(slot.index, []))

    def _take_of(self, slot: Slot, indices: list[int]) -> None:
        """Take from several cells with the slot's id what is the answer."""
        texts = {
            tidy(self.cells[index].source): index
            for index in indices
            if not same_text(self.cells[index].source, slot.stub)
        }
        answered = sorted(texts.values())
        self.used.update(indices)
        if len(answered) < 2:
            self.take(slot, (answered or indices)[-1:])
            if len(indices) > 1:
                self.notes["duplicate"].append(slot.grade_id)
        elif slot.kind != "code" or is_split([self.cells[i].source for i in answered], slot.stub):
            self.take(slot, answered)
            self.notes["split"].append(slot.grade_id)
        else:
            self.take(slot, answered[-1:])
            self.notes["several_answers"].append(slot.grade_id)

    def _leave_removed(self) -> None:
        """Tests and written answers of tasks that the assignment no longer has are nobody's text.
        Code stays: other answers may call it.
        """
        ids = self.template.grade_ids
        for place, cell in enumerate(self.cells):
            gone = cell.grade_id if cell.grade_id not in ids else ""
            if self.template.former.is_gone(gone, cell.kind):
                self.used.add(place)

    def _by_grade_id(self) -> None:
        places = defaultdict(list)
        for index, cell in enumerate(self.cells):
            if cell.grade_id:
                places[cell.grade_id].append(index)
        for slot in self.slots:
            indices = places.get(slot.grade_id)
            if indices:
                self._take_of(slot, indices)

    def _by_cell_id(self) -> None:
        places = defaultdict(list)
        for index in self.free():
            cell = self.cells[index]
            if cell.cell_id and cell.grade_id not in self.template.grade_ids:
                places[cell.cell_id].append(index)
        for slot in self._open():
            if slot.cell_id and slot.cell_id in places:
                self._take_of(slot, places[slot.cell_id])
                self.notes["by_cell_id"].append(slot.grade_id)

    def _instructors_cells(self) -> None:
        """Recognise the cells that are not answers, so that no answer is looked for in them, and
        see what was done to them.
        """
        for index, cell in enumerate(self.template.notebook.cells):
            if is_solution(cell):
                continue
            released = self.template.released[index]
            nbgrader = cell.metadata.get("nbgrader")
            grade_id = nbgrader.grade_id if nbgrader else ""
            found = [
                place
                for place, other in enumerate(self.cells)
                if grade_id and other.grade_id == grade_id
            ]
            known = self.template.former.texts(grade_id, cell.get("id", "")) | {tidy(released)}
            if not found:
                found = self._same(cell.get("id", ""), released, known)
            if not found:
                if grade_id:
                    self.notes["missing_test"].append(grade_id)
                continue
            self.place[index] = found[-1]
            self.used.update(found)
            self.recognised.update(found)
            if grade_id:
                if len(found) > 1:
                    self.notes["duplicate_test"].append(grade_id)
                if is_grade(cell) and not all(
                    tidy(self.cells[place].source) in known for place in found
                ):
                    self.notes["changed_test"].append(grade_id)
                points = self.template.former.points(grade_id) | {None, nbgrader.get("points")}
                if any(self.cells[place].points not in points for place in found):
                    self.notes["changed_points"].append(grade_id)
            if (
                cell.cell_type == "code"
                and not is_test(cell)
                and tidy(self.cells[found[-1]].source) not in known
            ):
                self.changed.append(index)

    def _same(self, cell_id: str, released: str, known: set[str]) -> list[int]:
        """The free cell with this id, one of the known texts, or nearly the released one."""
        free = [index for index in self.free() if not self.cells[index].grade_id]
        for index in free:
            if cell_id and self.cells[index].cell_id == cell_id:
                return [index]
        wanted = tidy(released)
        for index in free:
            if tidy(self.cells[index].source) in known:
                return [index]
        ratios = [
            (fuzz.ratio(tidy(self.cells[index].source), wanted, score_cutoff=SAME_TEXT), -index)
            for index in free
        ]
        ratio, index = max(ratios, default=(0.0, 0))
        return [-index] if ratio >= SAME_TEXT and len(wanted) >= 20 else []

    def _by_likeness(self) -> None:
        """Cells without ids that look like a stub filled in; also where the cell with the id was
        left as released.
        """
        unanswered = [
            slot for slot in self.slots if slot.index not in self.answers or self.untouched(slot)
        ]
        pairs = []
        for slot in unanswered:
            for index in self.free():
                cell = self.cells[index]
                likeness = (
                    slot.likeness(cell.source)
                    if cell.grade_id not in self.template.grade_ids
                    else 0
                )
                if likeness >= LIKENESS and not (
                    slot.index in self.answers and same_text(cell.source, slot.stub)
                ):
                    pairs.append((likeness, not same_text(cell.source, slot.stub), index, slot))
        taken: set[int] = set()
        for _, _, index, slot in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
            if index in self.used or slot.index in taken:
                continue
            self.notes["elsewhere" if slot.index in self.answers else "by_likeness"].append(
                slot.grade_id
            )
            self.take(slot, [index])
            taken.add(slot.index)

    def _by_place(self) -> None:
        """What stands, in the submission, between the cells that surround the answer in the
        template.
        """
        for slot in self._open():
            if not self.place:
                return
            before = max(
                (self.place[index] for index in self.place if index < slot.index), default=-1
            )
            after = min(
                (self.place[index] for index in self.place if index > slot.index),
                default=len(self.cells),
            )
            between = [
                index
                for index in self.free()
                if before < index < after
                and not self.cells[index].grade_id
                and (self.cells[index].kind == "code") == (slot.kind == "code")
            ]
            if between:
                self.take(slot, between)
                self.notes["by_place"].append(slot.grade_id)

    def _by_definition(self) -> None:
        """Where a task's function is not in its cell, but in another answer's: two cells that were
        merged, or that changed places. That cell stands for this answer, too.
        """
        there = dict(self.answers)
        for slot in self.slots:
            names = _defined(slot.stub)
            mine = "\n".join(cell.source for cell in there.get(slot.index, []))
            if (
                not names
                or slot.kind != "code"
                or not (_lacks(mine, names) or self.untouched(slot))
            ):
                continue
            for index, cells in there.items():
                text = "\n".join(cell.source for cell in cells)
                if index != slot.index and names <= _defined(text) and not same_text(text, mine):
                    self.answers[slot.index] = cells
                    self.notes["elsewhere" if slot.index in there else "by_likeness"].append(
                        slot.grade_id
                    )
                    break

    def findings(self) -> list[Finding]:
        """Findings about the matching; call it after every cell has been taken that will be."""
        order = {
            cell.metadata.get("nbgrader", {}).get("grade_id"): index
            for index, cell in enumerate(self.template.notebook.cells)
        }
        found = told(self.notes, order)
        missing = [slot.grade_id for slot in self._open()]
        if missing:
            text = f"답 셀이 없어 빈 답으로 채점했습니다: {', '.join(missing)}"
            found.append(Finding("missing_answer", text, True))
        unused = [index for index in self.free() if self.cells[index].kind == "code"]
        if unused:
            lines = ", ".join(first_line(self.cells[index].source) for index in unused[:3])
            text = f"답 셀 밖의 코드 셀 {len(unused)}개는 어느 답에도 쓰이지 않습니다: {lines}"
            found.append(Finding("unused_code", text))
        ids = {cell.grade_id for cell in self.cells if cell.grade_id}
        unknown = sorted(ids - self.template.grade_ids - self.template.former.grade_ids)
        if unknown:
            text = f"이 과제에 없는 채점 id가 있습니다: {', '.join(unknown[:5])}"
            found.append(Finding("unknown_id", text))
        return found
