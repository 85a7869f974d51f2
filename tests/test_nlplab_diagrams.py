"""nlplab.diagrams, nlplab.drawings: no text leaves its box, no two boxes meet, arrows end at edges, the docstrings' examples draw."""
from __future__ import annotations

import doctest
from itertools import combinations

import matplotlib
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

from nlplab import diagrams, drawings, plots  # noqa: E402
from nlplab.diagrams import Diagram  # noqa: E402

LONG = "아주 길어서 한 칸에 들어갈 리가 없는 이름의 단계"


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def check(diagram):
    """Draw, and hold what is on the canvas against the module's promises; returns the figure."""
    figure = diagram.draw()
    figure.set_dpi(120)
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    (axes,) = figure.axes
    page = figure.bbox
    texts = {text.get_text(): text.get_window_extent(renderer) for text in axes.texts}
    for box in diagram.boxes:
        (left, right), (bottom, top) = box.side(0), box.side(1)
        assert 0 <= left < right <= page.width / 120 and 0 <= bottom < top <= page.height / 120
        if box.frame and box.text:
            extent = texts[box.text]
            assert extent.width <= (right - left) * 120 and extent.height <= (top - bottom) * 120, box.text
    for one, other in combinations(diagram.boxes, 2):
        apart = [max(one.side(n)[0], other.side(n)[0]) - min(one.side(n)[1], other.side(n)[1]) for n in (0, 1)]
        assert max(apart) > -1e-6, (one.text, other.text)
    for arrow in diagram.arrows:
        for point, box in zip(arrow.points, (arrow.start, arrow.end)):
            away = [abs(point[n] - box.centre[n]) - box.size[n] / 2 for n in (0, 1)]
            assert max(away) == pytest.approx(0, abs=1e-9) and min(away) <= 1e-9, (arrow.start.text, arrow.end.text)
    return figure


def test_examples_of_the_docstrings_draw():
    for module, least in ((diagrams, 6), (drawings, 9)):
        results = doctest.testmod(module)
        assert results.attempted >= least and results.failed == 0


DRAWINGS = [
    drawings.window(["왕", "은", LONG, "나라", "를"], 2, 2, "창"),
    drawings.pipeline(["문장", LONG, "번호"], ["안 좋다", "안 | 좋다", LONG + LONG], "단계"),
    drawings.lattice("아버지가방에", [(0, 3, "아버지 -5.2"), (3, 4, LONG), (4, 6, "방에"), (3, 5, "가방"), (5, 6, "에")], [(0, 3)]),
    drawings.merge_tree("재미있다", [(0, 1), (2, 3), (4, 5)]),
    drawings.mask([[1, 0], [1, 1]], ["나", LONG], ["나", LONG]),
    drawings.seq2seq(["I", "like", "tea"], ["차를", "좋아해", "<끝>"], title="seq2seq"),
]


@pytest.mark.parametrize("diagram", DRAWINGS, ids=["window", "pipeline", "lattice", "merges", "mask", "seq2seq"])
def test_drawings_keep_the_promises(diagram):
    check(diagram)


def test_columns_widen_for_a_long_text_and_letters_shrink_before_the_page_grows():
    short, long = Diagram(), Diagram()
    short.chain(*short.row(["가", "나", "다"], (0, 0)))
    long.chain(*long.row(["가", LONG, "다"], (0, 0)))
    assert check(long).get_size_inches()[0] > check(short).get_size_inches()[0]
    wide = Diagram()
    wide.chain(*wide.row([LONG] * 4, (0, 0)))
    figure = check(wide)
    assert {text.get_fontsize() for text in figure.axes[0].texts} == {diagrams.SMALLEST}


def test_boxes_close_together_are_pushed_apart_and_boxes_on_one_spot_are_refused():
    diagram = Diagram("가까운 상자")
    diagram.box(LONG, (0, 0))
    diagram.box(LONG, (0.2, 0))
    diagram.box("위", (0.1, 0.6))
    check(diagram)
    diagram.box("겹침", (0, 0))
    with pytest.raises(ValueError, match="겹칩니다"):
        diagram.draw()


def test_arrows_go_straight_between_boxes_that_face_each_other():
    diagram = Diagram()
    wide = diagram.box("아래", (1, 0), columns=3)
    above = diagram.row(["가", "나"], (0, 1), step=(2, 0))
    diagram.arrow(wide, above, "글")
    diagram.arrow(above[0], above[0], "$h_{t-1}$")  # a loop
    check(diagram)
    for arrow in diagram.arrows[:2]:
        assert arrow.points[0][0] == arrow.points[1][0]
    with pytest.raises(ValueError, match="짝"):
        diagram.arrow(above, [wide] * 3)


def test_texts_show_formulas_and_a_minus_without_a_missing_glyph(recwarn):
    diagram = Diagram("빼기 −")
    diagram.grid([["−1", "$10^{-5}$"], ["○", "×"]], colours=[["blue", None], [None, "orange"]], rows=["가", "나"], columns=["→", "←"])
    plots.png_bytes(check(diagram))
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]


@pytest.mark.parametrize("options", [dict(rows=["가"]), dict(columns=["가"]), dict(colours=[["blue"], [None]])])
def test_a_grid_whose_names_do_not_fit_is_refused(options):
    with pytest.raises(ValueError, match="격자"):
        Diagram().grid([["1", "2"], ["3", "4"]], **options)


def test_wrong_colour_and_nothing_to_draw():
    with pytest.raises(ValueError, match="blue"):
        Diagram().box("가", (0, 0), "purple")
    with pytest.raises(ValueError, match="상자"):
        Diagram().draw()
