"""Plots that look the same in every lesson: Korean font, colours that a colour-blind reader can
tell apart, alt text.

Three kinds of plot that the lessons share, and `show`, which ends every plotting cell. A plot that
only one lesson needs is drawn in that lesson with matplotlib itself.
"""

from __future__ import annotations

import base64
import io
import warnings

from nlplab import legibility
from nlplab.style import COLOURS, MARKERS, use_korean_font

_DPI = 120


# ------------------------------------------------------------------------------------------ showing


def show(alt: str) -> None:
    """Show the current figure with `alt` as its alternative text, and close it: the end of every
    plotting cell.

    The picture is a PNG whose bytes depend on the plot alone (no version, no date), published with
    the metadata {"image/png": {"alt": alt}} that nbconvert reads. Outside IPython nothing is shown.
    Raises: ValueError if `alt` is empty or if there is no figure.
    """
    import matplotlib.pyplot as plt

    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(
            "plots.show에 그림이 무엇을 보여 주는지 alt로 적어 주세요. "
            '예: plots.show(alt="에폭이 늘수록 손실이 줄어드는 곡선")'
        )
    if not plt.get_fignums():
        raise ValueError(
            "보여 줄 그림이 없습니다. 그림을 그린 셀에서 plots.show를 한 번만 부르세요."
        )
    figure = plt.gcf()
    alt = " ".join(alt.split())
    readable_powers(figure)
    try:
        picture = png_bytes(figure)
        legibility.report(figure, alt)
    finally:
        # else the inline backend would show it a second time at the end of the cell
        plt.close(figure)
    _publish(picture, alt)


def readable_powers(figure) -> None:
    """Give logarithmic axes exponents with a minus that can be read.

    matplotlib sets powers of ten in the text's own font, and NanumGothic has no U+2212.
    """
    from matplotlib.ticker import LogFormatterSciNotation

    class Powers(LogFormatterSciNotation):
        def __call__(self, x, pos=None):
            return super().__call__(x, pos).replace(r"\mathdefault", r"\mathrm")

    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            for formatter in (axis.get_major_formatter(), axis.get_minor_formatter()):
                if type(formatter) is LogFormatterSciNotation:
                    formatter.__class__ = Powers  # all that was set on it stays


def png_bytes(figure) -> bytes:
    """`figure` as a PNG that is byte for byte the same for the same plot."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # told once, by use_korean_font
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(
            buffer,
            format="png",
            dpi=_DPI,
            bbox_inches="tight",
            facecolor="white",
            metadata={"Software": None},
            pil_kwargs={"optimize": True},
        )
    return buffer.getvalue()


def _publish(picture: bytes, alt: str) -> None:
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if get_ipython() is None:
        return
    from IPython.display import publish_display_data

    publish_display_data(
        {"image/png": base64.b64encode(picture).decode("ascii"), "text/plain": f"그림: {alt}"},
        metadata={"image/png": {"alt": alt}},
    )


def _axes(ax, figsize=None):
    import matplotlib.pyplot as plt

    use_korean_font()
    return plt.subplots(figsize=figsize)[1] if ax is None else ax


# ------------------------------------------------------------------------------------ kinds of plot


def learning_curves(
    history: dict, title: str = "학습 곡선", ylabel: str = "손실(loss)", *, ax=None
):
    """One line for each key of `history` over the epochs; the best epoch of every `val_*` key is
    marked.

    Args: history: key -> one number per epoch (a Keras `History.history` as it is). `val_x` gets
        the colour of `x`, `x` itself is dashed. Best is the lowest value, but the highest if the
        key speaks of accuracy, F1, BLEU and the like. ax: axes to draw into; by default a new
        figure.
    Returns: the matplotlib Axes. Raises: ValueError if there is nothing to draw.
    """
    import numpy as np
    from matplotlib.ticker import MaxNLocator

    history = {key: np.asarray(values, dtype=float).ravel() for key, values in history.items()}
    if not history or not any(len(values) for values in history.values()):
        raise ValueError(
            "그릴 학습 기록이 없습니다. 에폭마다 값이 하나씩 있는 목록을 history에 넣으세요."
        )
    ax = _axes(ax)
    bases = list(dict.fromkeys(key.removeprefix("val_") for key in history))
    for key, values in history.items():
        base = key.removeprefix("val_")
        colour = COLOURS[bases.index(base) % len(COLOURS)]
        pair = base in history and f"val_{base}" in history
        label = (f"검증 {base}" if key != base else f"학습 {base}") if pair or key != base else key
        epochs = np.arange(1, len(values) + 1)
        ax.plot(
            epochs,
            values,
            "--" if pair and key == base else "-",
            color=colour,
            label=label,
            marker="." if len(values) < 3 else None,
        )
        if key != base and np.isfinite(values).any():
            higher = any(
                word in base.lower()
                for word in ("acc", "f1", "auc", "bleu", "chrf", "precision", "recall", "score")
            )
            best = int(np.nanargmax(values) if higher else np.nanargmin(values))
            ax.plot(
                best + 1,
                values[best],
                "o",
                color=colour,
                markersize=8,
                markerfacecolor="white",
                markeredgewidth=2,
                label=f"검증 {base} {'최고' if higher else '최저'}: {values[best]:.3f} "
                f"(에폭 {best + 1})",
            )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set(title=title, xlabel="에폭(epoch)", ylabel=ylabel)
    ax.legend()
    return ax


def labelled_scatter(
    points,
    labels,
    title: str = "",
    groups=None,
    xlabel: str = "축 1",
    ylabel: str = "축 2",
    *,
    ax=None,
):
    """Points in the plane with a word beside each; words that would overlap make room.

    Args: points: (N, 2). labels: N strings. groups: N group names (colour, marker and legend), or
    None.
    Returns: the matplotlib Axes. Raises: ValueError if the shapes do not fit.
    """
    import numpy as np

    from nlplab.labels import Labels

    points = np.asarray(points, dtype=float)
    labels = list(labels)
    if points.ndim != 2 or points.shape[1] != 2 or len(labels) != len(points) or not len(points):
        raise ValueError(
            f"points는 (N, 2), labels는 N개여야 합니다. 지금은 points {points.shape}, labels "
            f"{len(labels)}개입니다."
        )
    groups = [None] * len(points) if groups is None else list(groups)
    if len(groups) != len(points):
        raise ValueError(
            f"groups도 점과 같은 수여야 합니다: 점 {len(points)}개, groups {len(groups)}개."
        )
    ax = _axes(ax, (6.4, 4.8))
    for number, group in enumerate(dict.fromkeys(groups)):
        chosen = points[[each == group for each in groups]]
        ax.scatter(
            chosen[:, 0],
            chosen[:, 1],
            s=36,
            color=COLOURS[number % len(COLOURS)],
            marker=MARKERS[number % len(MARKERS)],
            label=None if group is None else str(group),
        )
    Labels(ax, points, [str(label) for label in labels])
    ax.margins(0.12)
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    if any(group is not None for group in groups):
        ax.legend()
    return ax


def heatmap(
    matrix,
    row_labels,
    column_labels,
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
    fmt: str = ".2f",
    *,
    limits: tuple[float, float] | None = None,
    ax=None,
):
    """A matrix as coloured cells with their numbers (numbers only up to 400 cells; fmt="" leaves
    them out).

    Args: matrix: (R, C), NaN drawn grey and empty. row_labels: R, column_labels: C. Colours run
        from white to blue, or from red over white to blue around 0 if there are negative values.
        limits: the numbers at the ends of the colours, for plots that are compared: what
        `shared_limits` returns of all their matrices. By default this matrix's own.
    Returns: the matplotlib Axes. Raises: ValueError if the shapes or the limits do not fit.
    """
    import matplotlib
    import numpy as np

    matrix = np.asarray(matrix, dtype=float)
    rows, columns = list(row_labels), list(column_labels)
    if matrix.ndim != 2 or matrix.shape != (len(rows), len(columns)) or not matrix.size:
        raise ValueError(
            f"matrix는 (행 이름 수, 열 이름 수)여야 합니다. 지금은 {matrix.shape}, "
            f"이름은 ({len(rows)}, {len(columns)})입니다."
        )
    if limits and not limits[0] < limits[1]:
        raise ValueError(f"limits는 (작은 값, 큰 값)이어야 합니다. 지금은 {limits}입니다.")
    ax = _axes(ax, (min(10.0, 2.6 + 0.62 * len(columns)), min(10.0, 1.6 + 0.42 * len(rows))))
    low, high = shared_limits(matrix) if limits is None else limits
    palette = matplotlib.colormaps["RdBu" if low < 0 else "Blues"].with_extremes(bad="#CCCCCC")
    image = ax.imshow(
        np.ma.masked_invalid(matrix), cmap=palette, vmin=low, vmax=high, aspect="auto"
    )
    ax.figure.colorbar(image, ax=ax)
    long = max(len(str(label)) for label in columns) > 4
    ax.set_xticks(
        range(len(columns)),
        [str(label) for label in columns],
        rotation=45 if long else 0,
        ha="right" if long else "center",
        rotation_mode="anchor" if long else None,
    )
    ax.set_yticks(range(len(rows)), [str(label) for label in rows])
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if fmt and matrix.size <= 400:
        _write_numbers(ax, image, matrix, fmt)
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    return ax


def shared_limits(*matrices) -> tuple[float, float]:
    """The `limits` with which heat maps of these matrices mean the same number by the same colour.

    Returns: the least and the greatest finite number, or -m and m if there are negative ones, m the
        greatest magnitude.
    """
    import numpy as np

    numbers = np.concatenate([np.asarray(each, dtype=float).ravel() for each in matrices])
    finite = numbers[np.isfinite(numbers)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    return (-max(-low, high), max(-low, high)) if low < 0 else (low, high)


def _write_numbers(ax, image, matrix, fmt: str) -> None:
    """Each finite number of `matrix` into its cell of `image`, white where the cell is dark."""
    import numpy as np

    for (row, column), value in np.ndenumerate(matrix):
        if np.isfinite(value):
            dark = np.dot(image.to_rgba(value)[:3], (0.299, 0.587, 0.114)) < 0.55
            ink = "white" if dark else "black"
            text = format(value, fmt)
            ax.text(column, row, text, ha="center", va="center", fontsize=10, color=ink)
