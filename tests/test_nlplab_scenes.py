"""Drawn pictures: what is held out, what is drawn, that a seed decides it."""
import numpy as np
import pytest

from nlplab import scenes


def test_parts_share_no_combination_and_hold_every_colour_and_shape():
    parts = {part: scenes.combinations(part) for part in scenes.PARTS}
    assert [len(pairs) for pairs in parts.values()] == [48, 8, 8]
    assert len(set().union(*parts.values())) == 64 == len(set(scenes.every_combination()))
    for pairs in parts.values():
        assert {colour for colour, _ in pairs} == set(scenes.COLOURS) and {shape for _, shape in pairs} == set(scenes.SHAPES)
    with pytest.raises(ValueError, match="train, valid, test"):
        scenes.combinations("시험")


@pytest.mark.parametrize("pair", scenes.every_combination())
def test_a_picture_shows_its_colour_and_no_two_shapes_are_alike(pair):
    image, size = scenes.draw_one(pair, np.random.default_rng(3))
    again, _ = scenes.draw_one(pair, np.random.default_rng(3))
    assert image.shape == (scenes.SIDE, scenes.SIDE, 3) and image.dtype == np.float32 and size in ("큰", "작은")
    assert 0 <= image.min() and image.max() <= 1 and np.array_equal(image, again)
    painted = image[np.ptp(image, axis=-1) > 0.25].mean(axis=0)
    nearest = min(scenes.RGB, key=lambda name: np.abs(painted - np.array(scenes.RGB[name]) / 255).sum())
    assert nearest == pair[0]


def test_shapes_differ():
    x, y = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41))
    drawn = [scenes.inside(shape, x, y) for shape in scenes.SHAPES]
    assert all((a != b).mean() > 0.03 for n, a in enumerate(drawn) for b in drawn[:n])
    assert all(0.15 < one.mean() < 0.7 for one in drawn)
    with pytest.raises(ValueError, match="모르는 모양"):
        scenes.inside("육각형", x, y)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_objects_keep_to_their_places(number):
    rng = np.random.default_rng(5)
    image = scenes.draw_same(("파란색", "원"), number, rng)
    blue = np.ptp(image, axis=-1) > 0.25
    half = scenes.SIDE // 2
    quarters = [blue[r:r + half, c:c + half].sum() > 10 for r in (0, half) for c in (0, half)]
    assert sum(quarters) == number
    image = scenes.draw_two(("빨간색", "원"), ("파란색", "별"), rng)
    left, right = image[:, :half], image[:, half:]
    assert (left[..., 0] - left[..., 2]).max() > 0.4 and (right[..., 2] - right[..., 0]).max() > 0.4
    assert (left[..., 2] - left[..., 0]).max() < 0.4
