"""Words beside points that make room for each other; the points stay where they are."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.text import Text

_NEAR, _RINGS = (5.0, 4.0), (5.0, 13.0, 22.0, 32.0)  # points between a word and its point
_DIRECTIONS = [(1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0)]
_ROUNDS = 20


class Labels(Artist):
    """The words of one scatter plot, placed anew each time that the figure is drawn.

    Only then is it known how many pixels the axes have. Every word tries a few places around its
    point, the usual one first, and takes that with the least of other words, of points and of
    outside the axes under it. It is done when no word moves any more: a move never makes the sum of
    all overlaps larger, so this ends. Words away from their point get a thin line to it.
    """

    def __init__(self, axes, points, texts: list[str]):
        super().__init__()
        self.set_in_layout(False)
        self.set_zorder(0)  # before the words and under the points
        self._words = [
            axes.annotate(text, xy, xytext=_NEAR, textcoords="offset points", fontsize=10)
            for xy, text in zip(points, texts, strict=True)
        ]
        for word in self._words:
            word.set_in_layout(False)  # the axes' size may not depend on where words went last time
        self._axes = axes
        axes.add_artist(self)

    def draw(self, renderer) -> None:
        pixels = renderer.points_to_pixels(1.0)
        spots = self._axes.transData.transform([word.xy for word in self._words])
        markers = np.hstack([spots - 3 * pixels, spots + 3 * pixels])
        page = np.array([self._axes.bbox.extents])
        offsets, boxes = zip(
            *(
                self._places(word, spot, pixels, renderer)
                for word, spot in zip(self._words, spots, strict=True)
            ),
            strict=True,
        )
        taken = np.zeros(len(boxes), dtype=int)
        now = np.array([around[0] for around in boxes])
        for _ in range(_ROUNDS):
            before = taken.copy()
            for n, around in enumerate(boxes):
                outside = _area(around) - _overlap(around, page)
                worse = _overlap(around, np.delete(now, n, axis=0)) + outside
                costs = np.round(4 * worse + _overlap(around, markers), 3)
                if costs.min() < costs[taken[n]]:
                    taken[n] = costs.argmin()
                    now[n] = around[taken[n]]
            if (taken == before).all():
                break
        for word, around, place in zip(self._words, offsets, taken, strict=True):
            word.xyann = tuple(around[place])
        ends = np.clip(spots, now[:, :2], now[:, 2:])
        lines = np.stack([spots, ends], axis=1)[taken > len(_DIRECTIONS)]
        drawn = LineCollection(list(lines), colors="#777777", linewidths=0.6)
        drawn.set_figure(self._axes.figure)
        drawn.draw(renderer)

    @staticmethod
    def _places(word, spot, pixels: float, renderer):
        """Offsets in points (K, 2) to try for a word, the boxes in pixels (K, 4) it has there."""
        word.xyann = (0.0, 0.0)
        word.update_positions(renderer)
        box = Text.get_window_extent(word, renderer).extents
        left, bottom, right, top = (box - np.tile(spot, 2)) / pixels
        offsets = [_NEAR]
        for ring in _RINGS:
            for x, y in _DIRECTIONS:
                across = {1: ring - left, 0: -(left + right) / 2, -1: -ring - right}[x]
                up = {1: ring * 0.8 - bottom, 0: -(bottom + top) / 2, -1: -ring * 0.8 - top}[y]
                offsets.append((across, up))
        shifts = np.array(offsets)
        return shifts, box + np.tile(shifts * pixels, 2)


def _overlap(boxes, others):
    """The K areas that boxes (K, 4: left, bottom, right, top) share with the others (M, 4)."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.prod(np.clip(high - low, 0, None), axis=2).sum(axis=1)


def _area(boxes):
    return np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
