"""MuPDF's built-in Tesseract: a picture in, words out."""

from collections.abc import Iterator
from typing import Final

import pymupdf
from pymupdf import mupdf

from paperloop.documents.pages import Word
from paperloop.pdf.ocr.columns import unfolded
from paperloop.pdf.ocr.language_data import LanguageData
from paperloop.pdf.ocr.picture import Picture
from paperloop.pdf.ocr.rules import without_rules

_POINTS_PER_INCH = 72
_SIZE: Final = 1.06
"""Tesseract's sizes are 0.94 of the fonts', in the middle of 4,000 words."""
_HEIGHT: Final = 1.3
_BESIDE: Final = 0.1
"""Of the font's size: what a printed word's box has in height, and on each side of the ink. Readers know such boxes."""


def words_in(picture: Picture, turn: int, *, data: LanguageData) -> Iterator[Word]:
    """What Tesseract reads, with its places on the page; the text stands there turned by `turn` degrees.

    MuPDF gives its answer as a PDF with invisible text over the picture, and finds no words in one of a single channel.
    """
    laid_out = unfolded(without_rules(picture.pixels, picture.dpi), picture.dpi)
    pixels = pymupdf.Pixmap(pymupdf.csRGB, laid_out.pixels)
    pixels.set_dpi(picture.dpi, picture.dpi)
    read = pixels.pdfocr_tobytes(compress=False, language="+".join(data.languages), tessdata=str(data.folder))
    to_pixels = picture.dpi / _POINTS_PER_INCH
    with pymupdf.open(stream=read, filetype="pdf") as pdf:
        text = pdf[0].get_textpage(flags=0)
        blocks = [block for block in text.extractDICT()["blocks"] if block["type"] == mupdf.FZ_STEXT_BLOCK_TEXT]
        for x0, y0, x1, y1, said, block, line, _ in text.extractWORDS():
            size = _SIZE * blocks[block]["lines"][line]["spans"][0]["size"]
            moved = laid_out.moved_at((y0 + y1) / 2 * to_pixels) / to_pixels
            place = _as_printed(pymupdf.Rect(x0, y0 + moved, x1, y1 + moved), size) * picture.back
            yield Word(place.x0, place.y0, place.x1, place.y1, said, size, turn=turn)


def _as_printed(ink: pymupdf.Rect, size: float) -> pymupdf.Rect:
    """The box of a word whose ink is all that Tesseract tells: as high as the font's, with the letters' own margins."""
    above = max(0.0, _HEIGHT * size - ink.height) / 2
    return pymupdf.Rect(ink.x0 - _BESIDE * size, ink.y0 - above, ink.x1 + _BESIDE * size, ink.y1 + above)
