"""RapidOCR: slower than Tesseract, larger, and better with bad scans. Loaded in a lane of its own and nowhere else.

Its models come with its package; nothing is fetched.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import pymupdf
from rapidocr import RapidOCR

from paperloop.documents.pages import Word
from paperloop.pdf.calls import RecogniseAccurately, RecognisedPage
from paperloop.pdf.ocr.picture import Picture
from paperloop.pdf.ocr.recognise import recognised

DPI: Final = 200
"""It works on 2,000 pixels a side."""

_POINTS_PER_INCH = 72
_SIZE = 0.75
"""Of a line's height: the font's size."""
_PARAMS: Final = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # which way up the page lies is known by then
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def recognise_accurately(call: RecogniseAccurately) -> RecognisedPage:
    return recognised(call, words_in, dpi=DPI)


def words_in(picture: Picture, turn: int) -> Iterator[Word]:
    """What RapidOCR reads, with its places on the page; the text stands there turned by `turn` degrees."""
    pixels = picture.pixels
    grey = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 1)
    found = _engine()(grey.repeat(3, axis=2), return_word_box=True)
    to_points = _POINTS_PER_INCH / picture.dpi
    for line in found.word_results or ():
        for text, _, corners in line:
            x, y = zip(*corners, strict=True)
            found_at = pymupdf.Rect(min(x), min(y), max(x), max(y)) * to_points
            place = found_at * picture.back
            yield Word(place.x0, place.y0, place.x1, place.y1, text, _SIZE * found_at.height, turn=turn)


@cache
def _engine() -> Any:
    return RapidOCR(params=_PARAMS)
