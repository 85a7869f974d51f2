"""nlplab.legibility: what a reader could not read in a figure is found, and only that."""
from __future__ import annotations

import matplotlib
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

from nlplab import legibility, plots  # noqa: E402


@pytest.fixture(autouse=True)
def closed():
    plots.use_korean_font()
    yield
    plt.close("all")


def test_good_plots_have_no_problems():
    plots.learning_curves({"loss": [0.7, 0.5, 0.4], "val_loss": [0.7, 0.6, 0.65]})
    assert legibility.problems(plt.gcf()) == []
    plots.heatmap([[-1.0, 2.0], [0.5, 0.1]], ["가", "나"], ["긴 이름의 열", "더 긴 이름의 열"], "표", xlabel="열", ylabel="행")
    assert legibility.problems(plt.gcf()) == []
    ax = plt.subplots()[1]
    ax.loglog([1e-6, 1e-2], [1e-8, 1], "-")  # exponents with a minus, and labels beyond the limits
    ax.set_title("$10^{-5}$ − 가")
    assert ["U+2212" in line for line in legibility.problems(plt.gcf())] == [True]
    plots.readable_powers(plt.gcf())
    assert legibility.problems(plt.gcf()) == []


def test_overlapping_labels_are_found():
    ax = plt.subplots()[1]
    for (x, y), text in {(0.2, 0.2): "왕", (0.201, 0.201): "여왕", (0.8, 0.8): "소년"}.items():
        ax.text(x, y, text)
    (line,) = legibility.problems(plt.gcf())
    assert "겹친 글" in line and "왕" in line and "여왕" in line


def test_words_of_a_scatter_that_found_no_room_are_told():
    plots.labelled_scatter([[0, 0]] * 60, [f"긴 이름의 단어 {n}" for n in range(60)])
    assert any("겹친 글" in line for line in legibility.problems(plt.gcf()))


def test_a_missing_glyph_and_a_text_off_the_page_are_found():
    figure, ax = plt.subplots()
    ax.set_title("\U000f0000")
    assert any("U+F0000" in line for line in legibility.problems(figure))
    ax.set_title("가")
    ax.annotate("멀리 나간 이름", (1, 0.5), xycoords="figure fraction", annotation_clip=False).set_in_layout(False)
    assert any("밖으로" in line for line in legibility.problems(figure))


def overlap():
    ax = plt.subplots()[1]
    ax.text(0.5, 0.5, "왕")
    ax.text(0.5, 0.5, "여왕")


def test_show_writes_them_only_where_it_is_told_to(tmp_path, monkeypatch):
    path = tmp_path / "report"
    overlap()
    plots.show(alt="이름 없는 그림")
    monkeypatch.setenv("NLPLAB_PLOT_REPORT", str(path))
    plots.learning_curves({"loss": [0.7, 0.5]})
    plots.show(alt="좋은 그림")
    assert not path.exists()
    overlap()
    plots.show(alt="두 이름이 겹친 그림")
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert line.startswith("두 이름이 겹친 그림\t") and "여왕" in line
