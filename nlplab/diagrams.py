"""Diagrams of ideas: boxes, arrows and grids with Korean text, which place and size themselves.

A `Diagram` takes boxes at columns and rows (x to the right, y upwards, fractions allowed) and
arrows between them. Texts are measured when it is drawn, and columns and rows are made as wide as
they ask: no text leaves its box, no two boxes meet, arrows end at the boxes' edges.
`nlplab.drawings` has ready ones; curves and heat maps of numbers are the subject of `nlplab.plots`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from nlplab import plots
from nlplab.shapes import (
    COLOURS,
    Arrow,
    Box,
    Point,
    draw_arrow,
    draw_box,
    ends,
    measure,
    middle,
    upright,
)

WIDEST = 10.0  # inches; a wider drawing gets smaller letters, down to SMALLEST
LARGEST, SMALLEST = 11.0, 8.0  # points
_PAD = (0.11, 0.07)  # inches between a text and its frame, sideways and upwards
_GAP = (0.16, 0.16)  # inches between two boxes
_ARROW = (0.42, 0.34)  # and where an arrow joins them


class Diagram:
    """Boxes at columns and rows, arrows between them.

    >>> diagram = Diagram("되먹임")
    >>> words = diagram.row(["영화", "안", "좋다"], (0, 0))
    >>> steps = diagram.row(["걸음"] * 3, (0, 1), "green")
    >>> diagram.arrow(words, steps)
    >>> diagram.chain(*steps, diagram.box("마지막 상태", (3, 1), "orange", fill=True))
    >>> diagram.show(alt="걸음은 오른쪽으로 이어져 마지막 상태에 닿는다.")
    """

    def __init__(self, title: str = ""):
        self.title = title
        self.boxes: list[Box] = []
        self.arrows: list[Arrow] = []
        self._groups = 0

    def box(
        self,
        text: str,
        at: Point,
        colour: str = "grey",
        *,
        fill: bool = False,
        columns: float | None = None,
    ) -> Box:
        """A box with `text` (line breaks, $formulas$) whose centre is at column and row `at`.

        Args: colour: a name of `COLOURS`, for the frame. fill: tint the inside. columns: its width,
            instead of the text's.
        """
        return self._add(Box(text, *at, colour, fill, columns=columns))

    def label(self, text: str, at: Point, colour: str = "black") -> Box:
        """A text without a frame. Arrows may begin and end at it as at a box."""
        return self._add(Box(text, *at, colour, frame=False))

    def row(
        self,
        texts: Sequence[str],
        at: Point,
        colour: str = "grey",
        *,
        fill: bool = False,
        step: Point = (1, 0),
    ) -> list[Box]:
        """Equally large boxes from `at` on, each `step` further (a column: step=(0, -1))."""
        group = self._new_group()
        return [
            self._add(
                Box(text, at[0] + n * step[0], at[1] + n * step[1], colour, fill, group=group)
            )
            for n, text in enumerate(texts)
        ]

    def grid(
        self,
        texts: Sequence[Sequence[object]],
        at: Point = (0, 0),
        *,
        colours: Sequence[Sequence[str | None]] | None = None,
        rows: Sequence[str] = (),
        columns: Sequence[str] = (),
        cell: Point = (1, 1),
    ) -> list[list[Box]]:
        """Cells that touch (a mask, a table, an alignment), returned row by row from the top.

        Args: texts: (R, C), shown with str. at: the centre of the cell at the top left. colours:
            (R, C) names of `COLOURS` that tint a cell, or None for white. rows, columns: names
            beside and above. cell: its size in columns and rows.
        Raises: ValueError if the shapes do not fit.
        """
        shapes = {len(line) for line in texts} | ({len(columns)} if columns else set())
        shapes |= {len(line) for line in colours or []}
        lines = {len(texts), len(rows or texts), len(colours or texts)}
        if len(shapes) != 1 or len(lines) != 1:
            raise ValueError("격자의 줄마다 칸 수가 같아야 하고, 이름과 색도 그만큼이어야 합니다.")
        group = self._new_group()
        cells: list[list[Box]] = []
        for r, line in enumerate(texts):
            cells.append([])
            for c, text in enumerate(line):
                colour = colours[r][c] if colours else None
                x, y = at[0] + c * cell[0], at[1] - r * cell[1]
                box = Box(str(text), x, y, colour or "grey", bool(colour), True, *cell, group)
                cells[-1].append(self._add(box))
        for r, name in enumerate(rows):
            self.label(name, (at[0] - cell[0], at[1] - r * cell[1]))
        for c, name in enumerate(columns):
            self.label(name, (at[0] + c * cell[0], at[1] + cell[1]))
        return cells

    def arrow(
        self,
        start: Box | Sequence[Box],
        end: Box | Sequence[Box],
        text: str = "",
        colour: str = "grey",
        *,
        dashed: bool = False,
        bend: float = 0.0,
    ) -> None:
        """An arrow from edge to edge; between rows, one a pair; from a box to itself, a loop.

        Args: text: stands at its middle. bend: how far it swings out to the right of its way, as a
            part of its length.
        Raises: ValueError if two rows are not equally long.
        """
        starts = [start] if isinstance(start, Box) else list(start)
        ends = [end] if isinstance(end, Box) else list(end)
        if len(starts) == 1:
            starts *= len(ends)
        if len(ends) == 1:
            ends *= len(starts)
        if len(starts) != len(ends):
            raise ValueError(
                f"화살표의 양 끝이 {len(starts)}개와 {len(ends)}개라 짝이 맞지 않습니다."
            )
        self.arrows += [
            Arrow(a, b, text, colour, dashed, bend) for a, b in zip(starts, ends, strict=True)
        ]

    def chain(self, *boxes: Box, colour: str = "grey") -> None:
        """Arrows from each box to the next."""
        for start, end in pairwise(boxes):
            self.arrow(start, end, colour=colour)

    def show(self, alt: str) -> None:
        """Draw it and end the cell. Raises: ValueError if `alt` is empty or two boxes overlap."""
        self.draw()
        plots.show(alt)

    def draw(self):
        """The Figure, current in pyplot. Raises: ValueError if boxes overlap at every size."""
        import matplotlib.pyplot as plt

        plots.use_korean_font()
        points = LARGEST
        width, height = self._layout(points)
        while width > WIDEST and points > SMALLEST:
            points = max(SMALLEST, points * min(0.97, WIDEST / width))
            width, height = self._layout(points)
        figure = plt.figure(figsize=(width, height), layout="none")
        # one unit of data is one inch, so sizes stay what was measured
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(0, height))
        axes.axis("off")
        if self.title:
            axes.text(width / 2, height - 0.08, self.title, ha="center", va="top", fontsize=13)
        for arrow in self.arrows:
            draw_arrow(axes, arrow, points)
        for box in self.boxes:
            draw_box(axes, box, points)
        return figure

    def _add(self, box: Box) -> Box:
        if box.colour not in COLOURS:
            raise ValueError(
                f"색 {box.colour!r}은(는) 없습니다. 쓸 수 있는 색: {', '.join(COLOURS)}"
            )
        box.group = box.group or self._new_group()
        self.boxes.append(box)
        return box

    def _new_group(self) -> int:
        self._groups += 1
        return self._groups

    def _layout(self, points: float) -> Point:
        """Size and place every box for letters of `points`; returns the drawing's size, inches."""
        if not self.boxes:
            raise ValueError("그릴 상자가 없습니다. box, row, grid로 먼저 더하세요.")
        measured = measure([box.text for box in self.boxes] + [a.text for a in self.arrows], points)
        largest: dict[int, Point] = {}
        for box, (w, h) in zip(self.boxes, measured, strict=False):
            lines = 1 + box.text.count("\n")
            pad = _PAD if box.frame else (0.03, 0.02)
            w, h = w + 2 * pad[0], max(h, lines * 1.3 * points / 72) + 2 * pad[1]
            before = largest.get(box.group, (0.0, 0.0))
            largest[box.group] = max(w, before[0]), max(h, before[1])
        for box in self.boxes:
            box.size = largest[box.group]
        for arrow, size in zip(self.arrows, measured[len(self.boxes) :], strict=True):
            arrow.size = size
        joined = {frozenset((id(a.start), id(a.end))): a.size for a in self.arrows}
        column = self._unit(0, joined, 1.0)
        units = column, self._unit(1, joined, column)
        for box in self.boxes:
            spans = box.columns, box.rows
            gaps = [0.0 if box.rows else gap for gap in _GAP]  # cells touch, wide boxes do not
            wide, high = (
                size if span is None else span * unit - gap
                for size, span, unit, gap in zip(box.size, spans, units, gaps, strict=True)
            )
            box.size = wide, high
            box.centre = box.x * units[0], box.y * units[1]
        return self._frame(measure([self.title], 13)[0] if self.title else None)

    def _unit(self, axis: int, joined: dict, unit_x: float) -> float:
        """The inches of a column (axis 0) or row (axis 1) at which no two boxes meet.

        Along an axis a box reaches a inches and c units from its centre, one of which is 0 but for
        a wide box's gap.
        """

        def reach(box: Box, along: int) -> tuple[float, float]:
            span = (box.columns, box.rows)[along]
            if span is None:
                return box.size[along] / 2, 0.0
            return (0.0 if box.rows else -_GAP[along] / 2), span / 2

        unit = 0.3
        for box in self.boxes:
            span = (box.columns, box.rows)[axis]
            if span is not None:
                unit = max(unit, (box.size[axis] + (0 if box.rows else _GAP[axis])) / span)
        for one, other in combinations(self.boxes, 2):
            if one.group == other.group and one.rows:
                continue  # cells of one grid
            apart = abs(one.x - other.x), abs(one.y - other.y)
            above = apart[1] - reach(one, 1)[1] - reach(other, 1)[1] > 0.25
            if above != (axis == 1):
                continue
            (a, c), (b, d) = reach(one, axis), reach(other, axis)
            if axis == 1:  # who is beside the other needs no room above it
                (e, f), (g, h) = reach(one, 0), reach(other, 0)
                if apart[0] * unit_x >= e + g + (f + h) * unit_x - 1e-9:
                    continue
            text = joined.get(frozenset((id(one), id(other))))
            gap = _GAP[axis] if text is None else _ARROW[axis] + text[axis]
            gap = gap if one.frame and other.frame else gap / 2
            need, room = a + b + (0 if one.rows and other.rows else gap), apart[axis] - c - d
            if need > 0 and room < 1e-9:
                raise ValueError(
                    f"상자 {one.text!r}와 {other.text!r}의 자리가 겹칩니다. 서로 떼어 놓으세요."
                )
            unit = max(unit, need / room if need > 0 else 0.0)
        return unit

    def _frame(self, title: Point | None) -> Point:
        """Move all to the corner, give arrows their ends; returns width and height, inches."""
        margin = 0.12
        for arrow in self.arrows:
            arrow.points = ends(arrow)
        xs = [x for box in self.boxes for x in box.side(0)]
        ys = [y for box in self.boxes for y in box.side(1)]
        for arrow in self.arrows:
            (x, y), (w, h) = middle(arrow), arrow.size
            xs += [x - w / 2, x + (w + 0.06 if upright(arrow) else w / 2)]
            ys += [y, y + h + 0.04]
        width, height = max(xs) - min(xs) + 2 * margin, max(ys) - min(ys) + 2 * margin
        spare = max(0.0, title[0] + 2 * margin - width) / 2 if title else 0.0
        dx, dy = margin + spare - min(xs), margin - min(ys)
        for box in self.boxes:
            box.centre = box.centre[0] + dx, box.centre[1] + dy
        for arrow in self.arrows:
            (x, y), (z, w) = arrow.points
            arrow.points = (x + dx, y + dy), (z + dx, w + dy)
        return width + 2 * spare, height + (title[1] + 0.16 if title else 0.0)
