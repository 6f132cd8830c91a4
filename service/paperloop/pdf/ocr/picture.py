"""A page as a picture for OCR, with its text upright, and the way from the picture's points back to the page's."""

import math
from typing import Final, NamedTuple

import pymupdf

from paperloop.errors import DocumentTooComplex
from paperloop.pdf.bounds import images_fit, refuse_bombs

DPI: Final = 300
"""What Tesseract's models were trained on."""
MAX_PIXELS: Final = 12_000_000
"""A4 at 300 dpi has 8.7 million; a larger page is drawn more coarsely."""
DARK: Final = 170
"""Levels of grey below it, of 255, are ink."""
INK: Final = bytes(level < DARK for level in range(256))
"""Takes levels of grey to 1 for ink and 0 for paper."""

_POINTS_PER_INCH = 72


class Picture(NamedTuple):
    """`back` takes the picture's points, 1/72 inch from its own top left, to the page as shown."""

    pixels: pymupdf.Pixmap
    dpi: int
    back: pymupdf.Matrix


def refuse_what_cannot_be_drawn(page: pymupdf.Page) -> None:
    """
    Raises:
        DocumentTooComplex: a bomb of drawing instructions, or an image too large to be decoded.
    """
    refuse_bombs(page)
    if not images_fit(page):
        raise DocumentTooComplex(limit="memory")


def picture(page: pymupdf.Page, *, turn: int = 0, dpi: int = DPI) -> Picture:
    """`page` in shades of grey, with text that is turned by `turn` degrees clockwise made upright."""
    fitting = math.sqrt(MAX_PIXELS / max(1.0, page.rect.width * page.rect.height))
    zoom = min(dpi / _POINTS_PER_INCH, fitting)
    there = pymupdf.Matrix(zoom, zoom).prerotate(-turn)
    pixels = page.get_pixmap(matrix=there, colorspace=pymupdf.csGRAY, alpha=False)
    drawn_dpi = max(1, round(zoom * _POINTS_PER_INCH))
    scale = drawn_dpi / _POINTS_PER_INCH
    return Picture(pixels, drawn_dpi, pymupdf.Matrix(scale, 0, 0, scale, pixels.x, pixels.y) * ~there)
