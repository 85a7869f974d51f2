"""nlplab.plots: Korean letters that can be seen, the same bytes every time, alternative text."""
from __future__ import annotations

import importlib.util
import io
import os
import subprocess
import sys
import warnings
from pathlib import Path

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib import font_manager  # noqa: E402

from nlplab import labels, legibility, plots, style  # noqa: E402

HISTORY = {"loss": [0.7, 0.5, 0.4, 0.3], "val_loss": [0.7, 0.6, 0.55, 0.58]}


@pytest.fixture(autouse=True)
def closed():
    plots.use_korean_font()
    yield
    plt.close("all")


@pytest.fixture
def published(monkeypatch):
    """What `show` sends to the notebook, as (data, metadata)."""
    import IPython
    import IPython.display

    plt.switch_backend("Agg")  # the first figure of a process asks the real IPython for its events; the one below has none
    sent = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr(IPython.display, "publish_display_data", lambda content, metadata: sent.append((content, metadata)))
    return sent


def unstyled(monkeypatch):
    monkeypatch.setattr(style, "_styled", False)
    monkeypatch.setattr(style, "_font", None)


# ------------------------------------------------------------------------------------------ font

def test_active_font_has_hangul_and_a_minus():
    families = matplotlib.rcParams["font.family"]
    for weight in ("normal", "bold"):
        files = [font_manager.findfont(font_manager.FontProperties(family=family, weight=weight), fallback_to_default=False)
                 for family in families]
        assert style.has_glyphs(files[0], "가힣뷁-+0%")
        assert any(style.has_glyphs(file, "−") for file in files)  # matplotlib falls back glyph by glyph
    assert matplotlib.rcParams["axes.unicode_minus"] is False


def test_no_glyph_is_missing_when_drawn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plots.learning_curves({"손실": [-1.5, -2.5]}, title="가힣 − - α → ②")
        ax.figure.savefig(io.BytesIO())


def test_shipped_font_is_found_without_importing_its_package():
    code = ("import sys; from nlplab import plots; name = plots.use_korean_font(); "
            "assert name == 'NanumGothic', name; assert 'koreanize_matplotlib' not in sys.modules; assert 'distutils' not in sys.modules")
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=Path(plots.__file__).parent.parent)


def without_package(monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "koreanize_matplotlib" else real(name, *rest))


def test_an_installed_korean_font_is_second_choice(monkeypatch):
    shipped = Path(importlib.util.find_spec("koreanize_matplotlib").origin).parent / "fonts/NanumGothic.ttf"
    without_package(monkeypatch)
    latin = next(font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans")
    named_only = font_manager.FontEntry(fname=latin.fname, name="Malgun Gothic")  # a name alone is no proof
    korean = font_manager.FontEntry(fname=str(shipped), name="Some Korean Font")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [latin, named_only, korean])
    unstyled(monkeypatch)
    assert plots.use_korean_font() == "Some Korean Font"
    monkeypatch.undo()
    unstyled(monkeypatch)
    assert plots.use_korean_font() == "NanumGothic"


def test_no_korean_font_is_told_once_with_the_remedy(monkeypatch, capsys):
    without_package(monkeypatch)
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"])
    unstyled(monkeypatch)
    assert plots.use_korean_font() is None and plots.use_korean_font() is None
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) == 1 and "koreanize-matplotlib" in shown
    monkeypatch.undo()
    unstyled(monkeypatch)
    plots.use_korean_font()


# ------------------------------------------------------------------------------------------ show

def test_show_publishes_one_picture_with_alt_and_closes(published):
    plots.learning_curves(HISTORY)
    plots.show(alt='줄어드는 "손실"\n곡선')
    (content, metadata), = published
    assert metadata == {"image/png": {"alt": '줄어드는 "손실" 곡선'}}
    assert set(content) == {"image/png", "text/plain"} and "손실" in content["text/plain"] and plt.get_fignums() == []


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_empty_alt_is_refused_and_the_plot_stays(alt, published):
    plots.learning_curves(HISTORY)
    with pytest.raises(ValueError, match="alt"):
        plots.show(alt=alt)
    assert published == [] and len(plt.get_fignums()) == 1


def test_show_without_a_figure_is_an_error(published):
    with pytest.raises(ValueError, match="그림"):
        plots.show(alt="없음")


def test_show_outside_ipython_only_closes(capsys):
    plots.learning_curves(HISTORY)
    plots.show(alt="손실 곡선")
    assert plt.get_fignums() == [] and capsys.readouterr().out == ""


def test_figure_is_closed_even_if_it_cannot_be_drawn(published):
    plt.subplots()[1].set_title("$\\frac{$")  # broken mathtext fails while drawing
    with pytest.raises(ValueError):
        plots.show(alt="깨진 수식")
    assert plt.get_fignums() == [] and published == []


WORDS = """왕 여왕 왕자 공주 남자 여자 소년 소녀 아버지 어머니 할머니 할아버지 사과 포도 딸기 수박
서울 부산 대구 인천 학교 선생님 학생 책 연필 영화 음악 노래 배우 감독""".split()
CROWD = np.random.default_rng(3).normal(size=(len(WORDS), 2)) * [1, 0.7]


def test_png_is_the_same_in_another_process():
    code = ("import sys, hashlib; sys.path.insert(0, '.'); from nlplab import plots; import matplotlib; matplotlib.use('Agg')\n"
            f"words, points = {WORDS}, {CROWD.tolist()}\n"
            "ax = plots.labelled_scatter(points, words, '낱말', groups=['가', '나', '다'] * 10)\n"
            "picture = plots.png_bytes(ax.figure); assert b'tEXt' not in picture and b'tIME' not in picture\n"
            "print(hashlib.sha256(picture).hexdigest())")
    seen = {subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path(plots.__file__).parent.parent,
                           env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(seen) == 1 and len(seen.pop().strip()) == 64


def test_pictures_are_small_and_wide_enough():
    from PIL import Image

    plots.learning_curves({**HISTORY, "accuracy": [0.5, 0.7, 0.8, 0.9], "val_accuracy": [0.5, 0.7, 0.75, 0.74]})
    picture = plots.png_bytes(plt.gcf())
    assert len(picture) < 60_000 and Image.open(io.BytesIO(picture)).width >= 700


# ------------------------------------------------------------------------------------------ kinds of plot

def lines(ax):
    return {line.get_label(): line for line in ax.get_lines()}


def test_learning_curves_mark_the_lowest_loss_and_the_highest_accuracy():
    ax = plots.learning_curves({**HISTORY, "acc": [0.5, 0.9], "val_acc": [0.6, 0.8, 0.7]}, title="제목", ylabel="값")
    drawn = lines(ax)
    assert {"학습 loss", "검증 loss", "학습 acc", "검증 acc"} <= set(drawn)
    best_loss = next(line for label, line in drawn.items() if "loss 최저" in label)
    best_acc = next(line for label, line in drawn.items() if "acc 최고" in label)
    assert (best_loss.get_xdata()[0], best_loss.get_ydata()[0]) == (3, 0.55)
    assert (best_acc.get_xdata()[0], best_acc.get_ydata()[0]) == (2, 0.8)
    assert list(drawn["학습 acc"].get_xdata()) == [1, 2]  # epochs count from 1
    assert drawn["학습 loss"].get_color() == drawn["검증 loss"].get_color() != drawn["검증 acc"].get_color()
    assert (ax.get_title(), ax.get_ylabel()) == ("제목", "값") and ax.get_xlabel()


def test_learning_curves_keep_other_names_and_survive_nan():
    drawn = lines(plots.learning_curves({"LSTM": [3, 2], "GRU": [3, 1], "val_x": [np.nan, 2.0, 3.0]}))
    assert {"LSTM", "GRU", "검증 x"} <= set(drawn)
    assert any("최저: 2.000 (에폭 2)" in label for label in drawn)
    plots.learning_curves({"loss": [1], "val_loss": [np.nan]})


@pytest.mark.parametrize("history", [{}, {"loss": []}])
def test_learning_curves_of_nothing(history):
    with pytest.raises(ValueError, match="기록"):
        plots.learning_curves(history)


def test_labelled_scatter_draws_every_word_and_group():
    ax = plots.labelled_scatter(np.array([[0, 0], [1, 1], [2, 0]]), ["왕", "여왕", "소년"], "지도", groups=["왕족", "왕족", "평민"], xlabel="가로")
    assert [text.get_text() for text in ax.texts] == ["왕", "여왕", "소년"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["왕족", "평민"]
    assert [len(group.get_offsets()) for group in ax.collections] == [2, 1]
    assert ax.get_xlabel() == "가로" and ax.get_ylabel()
    assert plots.labelled_scatter([[0, 0]], ["왕"]).get_legend() is None


def test_words_of_a_crowded_scatter_make_room_and_points_stay(monkeypatch):
    ax = plots.labelled_scatter(CROWD, WORDS)
    with monkeypatch.context() as unplaced:
        unplaced.setattr(labels.Labels, "draw", lambda self, renderer: None)
        assert len(legibility.problems(ax.figure)) > 5
    assert legibility.problems(ax.figure) == []
    assert np.array_equal(ax.collections[0].get_offsets(), CROWD)
    assert [word.xy for word in ax.texts] == [tuple(point) for point in CROWD]
    inside = ax.get_window_extent()
    for word in ax.texts:
        x0, y0, x1, y1 = word.get_window_extent().extents
        assert inside.x0 <= x0 and x1 <= inside.x1 and inside.y0 <= y0 and y1 <= inside.y1
        point = ax.transData.transform(word.xy)
        apart = np.hypot(*(np.clip(point, (x0, y0), (x1, y1)) - point)) / ax.figure.dpi * 72
        assert apart < 46  # points of type: a word stays near its point
    first = plots.png_bytes(ax.figure)
    assert plots.png_bytes(ax.figure) == first  # where words went last time does not matter


def test_words_with_room_stay_beside_their_points():
    ax = plots.labelled_scatter([[0, 0], [1, 1]], ["왕", "여왕"])
    ax.figure.canvas.draw()
    assert [word.xyann for word in ax.texts] == [(5, 4), (5, 4)]


@pytest.mark.parametrize("points, labels, groups", [([[0, 0, 0]], ["가"], None), ([[0, 0]], ["가", "나"], None), ([[0, 0]], ["가"], ["ㄱ", "ㄴ"])])
def test_labelled_scatter_of_wrong_shape(points, labels, groups):
    with pytest.raises(ValueError, match="points|groups"):
        plots.labelled_scatter(points, labels, groups=groups)


def test_heatmap_writes_each_number_in_its_cell_readably():
    ax = plots.heatmap([[0.0, 1.0, 0.25], [0.5, float("nan"), 0.1]], ["가", "나"], ["ㄱ", "ㄴ", "ㄷ"], "표", xlabel="열", ylabel="행", fmt=".1f")
    cells = {text.get_position(): text for text in ax.texts}
    assert {place: text.get_text() for place, text in cells.items()} == {(0, 0): "0.0", (1, 0): "1.0", (2, 0): "0.2", (0, 1): "0.5", (2, 1): "0.1"}
    assert cells[(0, 0)].get_color() == "black" and cells[(1, 0)].get_color() == "white"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["ㄱ", "ㄴ", "ㄷ"] and [tick.get_text() for tick in ax.get_yticklabels()] == ["가", "나"]
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("표", "열", "행")


def test_heatmap_centres_negative_values_and_keeps_big_ones_bare():
    assert plots.heatmap([[-1, 3]], ["가"], ["나", "다"]).images[0].get_clim() == (-3, 3)
    assert not plots.heatmap(np.ones((21, 20)), range(21), range(20)).texts


def test_heatmap_of_wrong_shape():
    with pytest.raises(ValueError, match="matrix"):
        plots.heatmap([[1, 2]], ["가", "나"], ["다"])


def test_heatmaps_that_are_compared_share_one_scale_of_colours():
    one, other = [[0.0, 1.0]], [[2.0, float("nan")]]
    limits = plots.shared_limits(one, other)
    assert limits == (0, 2)
    images = [plots.heatmap(matrix, ["가"], ["나", "다"], limits=limits).images[0] for matrix in (one, other)]
    assert [image.get_clim() for image in images] == [(0, 2), (0, 2)]
    assert plots.heatmap(one, ["가"], ["나", "다"]).images[0].get_clim() == (0, 1)
    both = plots.shared_limits(one, [[-3.0]])
    assert both == (-3, 3)
    signed = plots.heatmap(one, ["가"], ["나", "다"], limits=both).images[0]
    assert signed.get_clim() == (-3, 3) and signed.get_cmap().name == "RdBu"
    with pytest.raises(ValueError, match="limits"):
        plots.heatmap(one, ["가"], ["나", "다"], limits=(1, 0))
