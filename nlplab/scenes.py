"""Small pictures of coloured shapes, drawn by arithmetic: the data of the image-and-text lesson.

Nothing is downloaded and nothing of a picture is random but what its generator says. What a picture
is *called* is the lesson's subject and stands in the lesson.
"""

from __future__ import annotations

import numpy as np

SIDE = 24  # of a picture, in pixels
SHAPES = ("원", "정사각형", "삼각형", "별", "십자가", "마름모", "하트", "고리")
RGB = {
    "빨간색": (220, 30, 40),
    "주황색": (250, 140, 20),
    "노란색": (240, 220, 30),
    "초록색": (30, 150, 60),
    "하늘색": (90, 205, 240),
    "파란색": (30, 60, 200),
    "보라색": (130, 40, 170),
    "분홍색": (250, 140, 185),
}
COLOURS = tuple(RGB)
PARTS = ("train", "valid", "test")
Pair = tuple[str, str]

_HELD_OUT = {3: "valid", 6: "test"}  # diagonals of the table: each colour and each shape once
_GRID = (np.arange(2 * SIDE) + 0.5) / 2  # two samples a pixel: smooth edges
_X, _Y = np.meshgrid(_GRID, _GRID)


def combinations(part: str) -> list[Pair]:
    """(colour, shape) of a part. `valid` and `test` hold each colour and each shape once, so that
    both are known from `train` in other company. Raises: ValueError for another name.
    """
    if part not in PARTS:
        raise ValueError(f"part는 {', '.join(PARTS)} 가운데 하나입니다. 받은 것: {part!r}")
    return [
        (colour, shape)
        for row, shape in enumerate(SHAPES)
        for column, colour in enumerate(COLOURS)
        if _HELD_OUT.get((column - row) % len(COLOURS), "train") == part
    ]


def every_combination() -> list[Pair]:
    """All (colour, shape), colours first."""
    return [(colour, shape) for colour in COLOURS for shape in SHAPES]


def draw_one(pair: Pair, rng: np.random.Generator) -> tuple[np.ndarray, str]:
    """A picture of one object near the middle, (SIDE, SIDE, 3) between 0 and 1, and its size, "큰"
    or "작은".
    """
    radius = rng.uniform(0.22, 0.42) * SIDE
    x, y = SIDE / 2 + rng.uniform(-0.12, 0.12, 2) * SIDE
    return _finish([(pair, x, y, radius)], rng), "큰" if radius > 0.32 * SIDE else "작은"


def draw_two(left: Pair, right: Pair, rng: np.random.Generator) -> np.ndarray:
    """A picture of two smaller objects, one in each half."""
    return _finish([_place(pair, n, rng) for n, pair in enumerate((left, right))], rng)


def draw_same(pair: Pair, number: int, rng: np.random.Generator) -> np.ndarray:
    """A picture of `number` (1 to 4) small objects of one kind, each in a quarter of its own."""
    corners = rng.permutation(4)[:number]
    return _finish([_place(pair, corner % 2, rng, corner // 2) for corner in corners], rng)


def _place(pair: Pair, column: int, rng: np.random.Generator, row: int | None = None):
    """Where an object lies in a half, or in a quarter if a row is given."""
    half = SIDE / 2
    radius = rng.uniform(0.36, 0.46) * half
    x = column * half + rng.uniform(radius, half - radius)
    top, room = (0, SIDE) if row is None else (row * half, half)
    return pair, x, top + rng.uniform(radius, room - radius), radius


def _finish(objects: list, rng: np.random.Generator) -> np.ndarray:
    """Paint objects (pair, x, y, radius) on a light, noisy ground."""
    image = np.full((SIDE, SIDE, 3), rng.uniform(0.75, 1.0))
    image += rng.normal(0, 0.04, image.shape)
    for (colour, shape), x, y, radius in objects:
        fine = inside(shape, (_X - x) / radius, (_Y - y) / radius)
        cover = fine.reshape(SIDE, 2, SIDE, 2).mean(axis=(1, 3))[..., None]
        image = image * (1 - cover) + cover * (np.array(RGB[colour]) / 255 + rng.normal(0, 0.05, 3))
    return image.clip(0, 1).astype("float32")


def inside(shape: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Whether points lie in a shape of radius 1 around (0, 0); y grows downwards.

    Raises: ValueError for an unknown shape.
    """
    across, along, distance = np.abs(x), np.abs(y), np.hypot(x, y)
    if shape == "원":
        return distance < 0.9
    if shape == "정사각형":
        return np.maximum(across, along) < 0.8
    if shape == "삼각형":
        return (y < 0.7) & (across < (y + 0.95) * 0.55)
    if shape == "별":
        fifth = 2 * np.pi / 5
        turn = np.mod(np.arctan2(x, -y), fifth)
        turn = np.minimum(turn, fifth - turn)
        return distance * (np.cos(turn) + 1.9 * np.sin(turn)) < 1
    if shape == "십자가":
        return (np.minimum(across, along) < 0.28) & (np.maximum(across, along) < 0.95)
    if shape == "마름모":
        return across / 0.7 + along < 1
    if shape == "하트":
        return (1.2 * x) ** 2 + (0.1 - 1.1 * y - 0.75 * np.sqrt(1.1 * across)) ** 2 < 0.8
    if shape == "고리":
        return (distance < 0.95) & (distance > 0.55)
    raise ValueError(f"모르는 모양입니다: {shape!r}. {', '.join(SHAPES)} 가운데 하나를 쓰세요.")
