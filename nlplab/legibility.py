"""What a reader could not read in a figure: missing glyphs, texts that overlap, texts cut off.

`plots.show` asks for every picture and, where NLPLAB_PLOT_REPORT names a file, writes what it finds
there: so a test can run a lecture and look. It judges texts only, not what curves and colours say.
"""

from __future__ import annotations

import os
import re
import warnings
from itertools import combinations
from pathlib import Path

_SLACK = 1.5  # pixels that two texts' boxes may share: a box is a little larger than its ink


def problems(figure) -> list[str]:
    """A Korean line for each glyph that no font has, two texts that overlap, each text cut off.

    Draws the figure.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.canvas.draw()
    found = []
    for warning in caught:
        glyph = re.match(r"Glyph (\d+) .*missing from", str(warning.message))
        if glyph:
            found.append(f"글꼴에 없는 글자: {chr(int(glyph[1]))!r} (U+{int(glyph[1]):04X})")
    texts = list(_texts(figure))
    page = figure.bbox
    if any(re.search(r"\\mathdefault\{[^$]*-", text) for text, _ in texts):
        found.append("글꼴에 없는 글자: '−' (U+2212), 로그 축의 지수")
    for text, box in texts:
        low, high = min(box.x0 - page.x0, box.y0 - page.y0), max(box.x1 - page.x1, box.y1 - page.y1)
        if low < -2 or high > 2:
            found.append(f"그림 밖으로 나간 글: {text!r}")
    for (text, box), (other, other_box) in combinations(texts, 2):
        width = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
        height = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
        if width > _SLACK and height > _SLACK:
            found.append(f"겹친 글: {text!r}와 {other!r}")
    return list(dict.fromkeys(found))


def report(figure, alt: str) -> None:
    """Append the problems of `figure`, one a line, to the file that NLPLAB_PLOT_REPORT names."""
    path = os.environ.get("NLPLAB_PLOT_REPORT")
    lines = problems(figure) if path else []
    if path and lines:
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.writelines(f"{alt[:40]}\t{line}\n" for line in lines)


def _texts(figure):
    """Every text that is drawn, with its box in pixels.

    Tilted ones are left out: their boxes are mostly air, and labels at 45 degrees would seem to
    collide. Axes keep labels of ticks that are not drawn, so these are asked of the ticks in view.
    """
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += [axes.title, *axes.texts]
        texts += axes.get_legend().get_texts() if axes.get_legend() else []
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            low, high = sorted(axis.get_view_interval())
            texts.append(axis.label)
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    texts += [tick.label1, tick.label2]
    for text in texts:
        if text.get_visible() and text.get_text().strip() and not text.get_rotation() % 90:
            yield " ".join(text.get_text().split()), text.get_window_extent()
