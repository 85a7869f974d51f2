"""What a diagram is made of: boxes and arrows, the size of their texts, how they are drawn.

`nlplab.diagrams` places them. Sizes and places are inches.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlplab import style

Point = tuple[float, float]
_NAMES = ("blue", "orange", "green", "pink", "sky", "amber", "black")
COLOURS = dict(zip(_NAMES, style.COLOURS, strict=True))
COLOURS["grey"] = "#777777"


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


def measure(texts: list[str], points: float) -> list[Point]:
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


def ends(arrow: Arrow) -> tuple[Point, Point]:
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


def middle(arrow: Arrow) -> Point:
    """The middle of the (bent) line."""
    (x, y), (z, w) = arrow.points
    return (x + z) / 2 + _bend(arrow) * (w - y) / 2, (y + w) / 2 - _bend(arrow) * (z - x) / 2


def upright(arrow: Arrow) -> bool:
    (x, y), (z, w) = arrow.points
    return abs(z - x) < abs(w - y)


def draw_box(axes, box: Box, points: float) -> None:
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


def draw_arrow(axes, arrow: Arrow, points: float) -> None:
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
        (x, y), beside = middle(arrow), upright(arrow)
        axes.text(
            x + (0.06 if beside else 0),
            y + (0 if beside else 0.03),
            arrow.text,
            ha="left" if beside else "center",
            va="center" if beside else "bottom",
            fontsize=points,
            color=COLOURS[arrow.colour],
        )
