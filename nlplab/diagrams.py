"""Diagrams of ideas: boxes, arrows and grids with Korean text, which place and size themselves.

A `Diagram` takes boxes at columns and rows (x to the right, y upwards, fractions allowed) and
arrows between them. Texts are measured when it is drawn, and columns and rows are made as wide as
they ask: no text leaves its box, no two boxes meet, arrows end at the boxes' edges. The functions
below it are drawings that several lessons need; each returns a `Diagram` to which a lesson may add
before `show`. Curves and heat maps of numbers are the subject of `nlplab.plots`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from nlplab import plots

Point = tuple[float, float]
_NAMES = ("blue", "orange", "green", "pink", "sky", "amber", "black")
COLOURS = dict(zip(_NAMES, plots.COLOURS, strict=True))
COLOURS["grey"] = "#777777"
WIDEST = 10.0  # inches; a wider drawing gets smaller letters, down to SMALLEST
LARGEST, SMALLEST = 11.0, 8.0  # points
_PAD = (0.11, 0.07)  # inches between a text and its frame, sideways and upwards
_GAP = (0.16, 0.16)  # inches between two boxes
_ARROW = (0.42, 0.34)  # and where an arrow joins them


@dataclass(eq=False)
class Box:
    """A box of a diagram: what `arrow` wants. Sizes and places are inches, known once drawn."""

    text: str
    x: float
    y: float
    colour: str = "grey"
    fill: bool = False
    frame: bool = True
    columns: float | None = None  # a width in columns instead of one that follows from the text
    rows: float | None = None  # the same for its height
    group: int = 0  # boxes of a group are equally large
    size: Point = (0.0, 0.0)
    centre: Point = (0.0, 0.0)

    def edge(self, towards: Point) -> Point:
        """Where the line from the centre to `towards` leaves the box."""
        dx, dy = towards[0] - self.centre[0], towards[1] - self.centre[1]
        way = zip(self.size, (dx, dy), strict=True)
        part = min((size / 2 / abs(d) for size, d in way if abs(d) > 1e-9), default=0.0)
        return self.centre[0] + part * dx, self.centre[1] + part * dy

    def side(self, axis: int) -> tuple[float, float]:
        """Lower and upper end along an axis (0: x, 1: y)."""
        return (
            self.centre[axis] - self.size[axis] / 2,
            self.centre[axis] + self.size[axis] / 2,
        )


@dataclass(eq=False)
class Arrow:
    start: Box
    end: Box
    text: str
    colour: str
    dashed: bool
    bend: float
    size: Point = (0.0, 0.0)  # its text's, inches
    points: tuple[Point, Point] = ((0.0, 0.0), (0.0, 0.0))  # inches, once drawn


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
        axes = figure.add_axes(
            (0, 0, 1, 1)
        )  # one unit of data is one inch, so sizes stay what was measured
        axes.set(xlim=(0, width), ylim=(0, height))
        axes.axis("off")
        if self.title:
            axes.text(width / 2, height - 0.08, self.title, ha="center", va="top", fontsize=13)
        for arrow in self.arrows:
            _draw_arrow(axes, arrow, points)
        for box in self.boxes:
            _draw_box(axes, box, points)
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
        measured = _measure(
            [box.text for box in self.boxes] + [a.text for a in self.arrows], points
        )
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
        return self._frame(_measure([self.title], 13)[0] if self.title else None)

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
            arrow.points = _ends(arrow)
        xs = [x for box in self.boxes for x in box.side(0)]
        ys = [y for box in self.boxes for y in box.side(1)]
        for arrow in self.arrows:
            (x, y), (w, h) = _middle(arrow), arrow.size
            xs += [x - w / 2, x + (w + 0.06 if _upright(arrow) else w / 2)]
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


def _measure(texts: list[str], points: float) -> list[Point]:
    """Width and height of each text in inches, by the renderer that makes the PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(dpi=120)
    renderer = FigureCanvasAgg(figure).get_renderer()
    sizes = []
    for text in texts:
        extent = figure.text(0, 0, text, fontsize=points).get_window_extent(renderer)
        sizes.append(
            (float(extent.width) / 120, float(extent.height) / 120) if text else (0.0, 0.0)
        )
    return sizes


def _ends(arrow: Arrow) -> tuple[Point, Point]:
    """From edge to edge: straight where two boxes face each other, else along their centres."""
    start, end, bend = arrow.start, arrow.end, arrow.bend
    if start is end:
        (left, right), top = start.side(0), start.side(1)[1]
        inset = (right - left) / 5
        return (right - inset, top), (left + inset, top)
    if not bend:
        for axis in (0, 1):
            low = max(start.side(axis)[0], end.side(axis)[0])
            high = min(start.side(axis)[1], end.side(axis)[1])
            if high - low > 0.1:
                narrow = min(start, end, key=lambda box: box.size[axis])
                at = min(max(narrow.centre[axis], low + 0.05), high - 0.05)
                forward = start.centre[1 - axis] < end.centre[1 - axis]
                here, there = start.side(1 - axis)[forward], end.side(1 - axis)[not forward]
                return ((at, here), (at, there)) if axis == 0 else ((here, at), (there, at))
    way = end.centre[0] - start.centre[0], end.centre[1] - start.centre[1]
    control = (
        (start.centre[0] + end.centre[0]) / 2 + bend * way[1],
        (start.centre[1] + end.centre[1]) / 2 - bend * way[0],
    )
    return (
        start.edge(control if bend else end.centre),
        end.edge(control if bend else start.centre),
    )


def _bend(arrow: Arrow) -> float:
    return arrow.bend or (1.6 if arrow.start is arrow.end else 0.0)


def _middle(arrow: Arrow) -> Point:
    """The middle of the (bent) line."""
    (x, y), (z, w) = arrow.points
    return (x + z) / 2 + _bend(arrow) * (w - y) / 2, (y + w) / 2 - _bend(arrow) * (z - x) / 2


def _upright(arrow: Arrow) -> bool:
    (x, y), (z, w) = arrow.points
    return abs(z - x) < abs(w - y)


def _draw_box(axes, box: Box, points: float) -> None:
    from matplotlib.colors import to_rgb
    from matplotlib.patches import FancyBboxPatch

    colour = COLOURS[box.colour]
    if box.frame:
        tint = tuple(0.8 + 0.2 * part for part in to_rgb(colour)) if box.fill else "white"
        corner = (box.centre[0] - box.size[0] / 2, box.centre[1] - box.size[1] / 2)
        cell = bool(box.rows)  # cells share their frames, so that these are all of one colour
        style = "square,pad=0" if cell else "round,pad=0,rounding_size=0.06"
        frame = COLOURS["grey"] if cell else colour
        axes.add_patch(
            FancyBboxPatch(
                corner, *box.size, boxstyle=style, facecolor=tint, edgecolor=frame, linewidth=1.5
            )
        )
    ink = colour if not box.frame else "black"
    axes.text(*box.centre, box.text, ha="center", va="center", fontsize=points, color=ink)


def _draw_arrow(axes, arrow: Arrow, points: float) -> None:
    from matplotlib.patches import FancyArrowPatch

    axes.add_patch(
        FancyArrowPatch(
            *arrow.points,
            arrowstyle="-|>",
            connectionstyle=f"arc3,rad={_bend(arrow)}",
            shrinkA=0,
            shrinkB=0,
            mutation_scale=11,
            linewidth=1.3,
            linestyle="--" if arrow.dashed else "-",
            color=COLOURS[arrow.colour],
        )
    )
    if arrow.text:
        (x, y), upright = _middle(arrow), _upright(arrow)
        axes.text(
            x + (0.06 if upright else 0),
            y + (0 if upright else 0.03),
            arrow.text,
            ha="left" if upright else "center",
            va="center" if upright else "bottom",
            fontsize=points,
            color=COLOURS[arrow.colour],
        )


# ------------------------------------------------------------------------- drawings of the course


def window(words: Sequence[str], centre: int, size: int, title: str = "") -> Diagram:
    """The window of a word: arrows from `words[centre]` to the words at most `size` away.

    >>> diagram = window(["왕", "은", "나라", "를", "다스린다"], 2, 1)
    >>> diagram.show(alt="가운데 단어 나라에서 은과 를로 화살표가 간다.")
    """
    diagram = Diagram(title)
    boxes = diagram.row(words, (0, 0))
    for n, box in enumerate(boxes):
        if n == centre:
            box.colour, box.fill = "orange", True
        elif abs(n - centre) <= size:
            box.colour, box.fill = "blue", True
            diagram.arrow(boxes[centre], box, bend=0.45 if n < centre else -0.45)
    return diagram


def pipeline(stages: Sequence[str], notes: Sequence[str] = (), title: str = "") -> Diagram:
    """Stages one after another, with a note (an example, a shape) under each.

    >>> diagram = pipeline(["문장", "토큰", "번호"], ["안 좋다", "안 | 좋다", "[2, 5]"])
    >>> diagram.show(alt="문장에서 토큰을 거쳐 번호로 간다.")
    """
    diagram = Diagram(title)
    diagram.chain(
        *(diagram.box(stage, (n, 1), "blue", fill=True) for n, stage in enumerate(stages))
    )
    for n, note in enumerate(notes):
        diagram.label(note, (n, 0))
    return diagram


def lattice(
    symbols: Sequence[str],
    pieces: Sequence[tuple[int, int, str]],
    best: Sequence[tuple[int, int]] = (),
    title: str = "",
) -> Diagram:
    """Every way to cut a text: a piece lies above its symbols, the best path is orange.

    Args: symbols: the text's characters. pieces: (start, end, text), `end` excluded. best: the
        (start, end) of the path.

    >>> pieces = [(0, 1, "나"), (1, 2, "는"), (0, 2, "나는 -3.1"), (2, 3, "배")]
    >>> lattice("나는배", pieces, [(0, 2), (2, 3)]).show(alt="나는과 배로 자르는 길이 가장 좋다.")
    """
    diagram = Diagram(title)
    diagram.grid([list(symbols)])
    taken: list[list[tuple[int, int]]] = []
    for start, end, text in sorted(pieces, key=lambda piece: (piece[1] - piece[0], piece[0])):
        level = 0
        while level < len(taken) and any(start < z and a < end for a, z in taken[level]):
            level += 1
        taken += [[]] if level == len(taken) else []
        taken[level].append((start, end))
        on_path = (start, end) in best
        diagram.box(
            text,
            ((start + end - 1) / 2, level + 1.25),
            "orange" if on_path else "grey",
            fill=on_path,
            columns=end - start,
        )
    return diagram


def merge_tree(
    symbols: Sequence[str], merges: Sequence[tuple[int, int]], title: str = ""
) -> Diagram:
    """How merges build a piece from symbols, from the bottom up.

    Args: merges: pairs of nodes, in order. Symbols are the nodes 0 … N−1, the n-th merge makes node
        N+n.

    >>> merge_tree("재미있", [(0, 1), (3, 2)]).show(alt="재와 미가 재미로 합쳐진다.")
    """
    diagram = Diagram(title)
    nodes = diagram.row(list(symbols), (0, 0))
    for order, (left, right) in enumerate(merges, start=1):
        one, other = nodes[left], nodes[right]
        at = (one.x + other.x) / 2, max(one.y, other.y) + 1
        nodes.append(diagram.box(one.text + other.text, at, "green", fill=True))
        diagram.arrow([one, other], nodes[-1])
        diagram.label(f"{order}", (at[0], at[1] + 0.5), "grey")
    return diagram


def mask(allowed, rows: Sequence[str], columns: Sequence[str], title: str = "") -> Diagram:
    """Who may look at whom: a filled cell may, an empty one may not.

    Args: allowed: (R, C) of truth values. rows: those who look. columns: those who are looked at.

    >>> mask([[1, 0], [1, 1]], ["나", "는"], ["나", "는"]).show(alt="아래 삼각형만 찬 격자.")
    """
    diagram = Diagram(title)
    colours = [["blue" if value else None for value in line] for line in allowed]
    texts = [["○" if value else "×" for value in line] for line in allowed]
    diagram.grid(texts, colours=colours, rows=rows, columns=columns)
    return diagram


def seq2seq(
    source: Sequence[str], target: Sequence[str], start: str = "<시작>", title: str = ""
) -> Diagram:
    """An encoder that reads `source`, a decoder that writes `target`, fed what it wrote.

    >>> diagram = seq2seq(["I", "like", "tea"], ["차를", "좋아해", "<끝>"])
    >>> diagram.show(alt="인코더의 마지막 상태가 디코더로 간다.")
    """
    diagram = Diagram(title)
    read, written = len(source), len(target)
    encoder = diagram.row(["인코더"] * read, (0, 1), "green", fill=True)
    decoder = diagram.row(["디코더"] * written, (read + 0.4, 1), "blue", fill=True)
    diagram.arrow(diagram.row(source, (0, 0)), encoder)
    fed = diagram.row([start, *target[:-1]], (read + 0.4, 0))
    diagram.arrow(fed, decoder)
    diagram.arrow(decoder, diagram.row(target, (read + 0.4, 2), "orange"))
    diagram.chain(*encoder)
    diagram.arrow(encoder[-1], decoder[0], "문맥", "orange")
    diagram.chain(*decoder)
    return diagram
