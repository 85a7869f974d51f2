"""The look that all plots and diagrams share: colours, a font with Hangul, matplotlib's
settings.
"""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import Any

# Okabe & Ito (2008), "Color Universal Design", without its yellow (too pale for lines on white).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
MARKERS = "osD^vPX"
_FALLBACK_FONTS = (
    "NanumGothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
    "Malgun Gothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "NanumBarunGothic",
    "NanumSquare",
    "UnDotum",
    "Noto Sans CJK JP",
    "Source Han Sans KR",
    "Droid Sans Fallback",
)
_STYLE: dict[Any, object] = {
    "axes.unicode_minus": False,  # NanumGothic has no U+2212
    "figure.figsize": (6.4, 3.8),
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "axes.titlesize": 13,
    "axes.labelsize": 11,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "legend.edgecolor": "none",
    "legend.framealpha": 0.85,
}
_font: str | None = None
_styled = False


def use_korean_font() -> str | None:
    """Give matplotlib a font with Hangul and this course's style. Returns the font's name.

    Where no installed font has Hangul it prints one line with the remedy and returns None. Doing it
    again is cheap.
    """
    global _font, _styled
    # "building the font cache" would stand in the notebook
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib
    from cycler import cycler

    if not _styled:
        _styled = True
        matplotlib.rcParams.update(_STYLE)
        matplotlib.rcParams["axes.prop_cycle"] = cycler(color=COLOURS)
        _font = _shipped_font() or _installed_font()
        if _font is None:
            print(
                "한글 글꼴이 없어 그림의 한글이 깨집니다. `pip install koreanize-matplotlib`를 "
                "실행하고 커널을 다시 시작하세요."
            )
        else:
            # DejaVu Sans (part of matplotlib) fills in signs that Korean fonts lack, glyph by
            # glyph.
            matplotlib.rcParams["font.family"] = [_font, "DejaVu Sans"]
    return _font


def _shipped_font() -> str | None:
    """Register NanumGothic from the package koreanize-matplotlib, which must not be imported.

    Its import needs distutils, which Python 3.12 dropped; its font files are all that is wanted.
    """
    from matplotlib import font_manager

    spec = importlib.util.find_spec("koreanize_matplotlib")
    if spec is None or not spec.origin:
        return None
    folder = Path(spec.origin).parent / "fonts"
    name = None
    for path in (folder / "NanumGothic.ttf", folder / "NanumGothicBold.ttf"):
        if path.is_file() and has_glyphs(path, "가힣"):
            font_manager.fontManager.addfont(str(path))
            name = font_manager.get_font(str(path)).family_name
    return name


def _installed_font() -> str | None:
    from matplotlib import font_manager

    fonts = sorted(font_manager.fontManager.ttflist, key=lambda font: font.name)
    for name in _FALLBACK_FONTS:
        if any(font.name == name and has_glyphs(font.fname, "가힣") for font in fonts):
            return name
    return next((font.name for font in fonts if has_glyphs(font.fname, "가힣")), None)


def has_glyphs(path, characters: str) -> bool:
    """Whether the font file at `path` can draw every one of `characters`."""
    from matplotlib.ft2font import FT2Font

    try:
        known = FT2Font(str(path)).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(character) in known for character in characters)
