"""The picture at the head of a sample invoice: hills, drawn here and rasterised."""

import math
import random
from functools import cache
from typing import Final

import pymupdf

WIDTH, HEIGHT = 595, 82
"""Points."""

_DPI: Final = 240
_QUALITY: Final = 90
_HILLS = (
    (30.0, 9.0, 210.0, 0.4, (0.66, 0.77, 0.71)),
    (42.0, 8.0, 150.0, 2.1, (0.47, 0.64, 0.53)),
    (55.0, 6.0, 120.0, 4.0, (0.28, 0.49, 0.36)),
    (66.0, 4.0, 90.0, 5.2, (0.13, 0.36, 0.26)),
)
"""Height of the ridge below the top, its swing, its period and shift, its colour; the farthest first."""
_BLADES: Final = 2600


@cache
def banner() -> bytes:
    """A JPEG of about 130 KB, the same bytes each time."""
    with pymupdf.open() as scratch:
        page = scratch.new_page(width=WIDTH, height=HEIGHT)
        shape = page.new_shape()
        _sky(shape)
        for hill in _HILLS:
            _hill(shape, *hill)
        _meadow(shape)
        shape.commit()
        return bytes(page.get_pixmap(dpi=_DPI).tobytes("jpeg", jpg_quality=_QUALITY))


def _sky(shape: pymupdf.Shape) -> None:
    for row in range(HEIGHT):
        share = row / HEIGHT
        shape.draw_rect((0, row, WIDTH, row + 1))
        shape.finish(color=None, fill=(0.80 + 0.18 * share, 0.89 + 0.08 * share, 0.95 - 0.05 * share))
    for radius, light in ((26, 0.93), (19, 0.96), (13, 1.0)):
        shape.draw_circle((470, 27), radius)
        shape.finish(color=None, fill=(light, light * 0.94, light * 0.78))


def _ridge(x: float, top: float, swing: float, period: float, shift: float) -> float:
    return top - swing * math.sin(x / period * math.tau + shift) - swing / 3 * math.sin(x / period * 17 + shift)


def _hill(
    shape: pymupdf.Shape, top: float, swing: float, period: float, shift: float, colour: tuple[float, float, float]
) -> None:
    ridge = [(x, _ridge(x, top, swing, period, shift)) for x in range(0, WIDTH + 1, 3)]
    shape.draw_polyline([(0, HEIGHT), *ridge, (WIDTH + 3, HEIGHT), (0, HEIGHT)])
    shape.finish(color=None, fill=colour)


def _meadow(shape: pymupdf.Shape) -> None:
    chance = random.Random(417)  # noqa: S311  # the same meadow each time
    top, swing, period, shift, _ = _HILLS[-1]
    for _ in range(_BLADES):
        x = chance.uniform(0, WIDTH)
        y = chance.uniform(_ridge(x, top, swing, period, shift), HEIGHT)
        green = chance.uniform(0.38, 0.66)
        shape.draw_line((x, y), (x + chance.uniform(-2, 2), y - chance.uniform(2, 6)))
        shape.finish(color=(green * 0.55, green, green * 0.45), width=0.5)
