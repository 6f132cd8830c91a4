"""Which text a reader of the page sees.

What the file says outright (transparent, invisible text mode, under a point) is believed. Text in the colour of what
lies behind it, and text that something was painted over, is only suspected: then the page is drawn, and its pixels
decide.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pymupdf

from paperloop.pdf.drawing import drawable

Box = tuple[float, float, float, float]
LineKey = tuple[int, int]
"""Number of the block, and of the line in it, as MuPDF counts them."""

LEAST_SIZE: Final = 1.0
"""Points; smaller text is not for eyes."""
LEAST_ALPHA: Final = 26
LEAST_CONTRAST: Final = 24
"""Levels of grey, of 255, between text and what lies behind it."""

_WHITE = 0xFFFFFF
_COMPARISONS = 20_000
"""Of blocks with what is painted before or after them; a page with more is not looked at as closely."""
_ZOOM = 1.5
_MAX_PIXELS = 8_000_000
_TEXT, _VECTOR = 0, 3


class _Fill(NamedTuple):
    box: Box
    grey: int
    certain: bool


def unseen(span: Mapping[str, Any]) -> bool:
    """Does the file itself say that `span` is not to be seen? Alpha is 0 for neither filled nor stroked text too."""
    return bool(span["size"] < LEAST_SIZE or span["alpha"] < LEAST_ALPHA)


def grey(rgb: int) -> int:
    """Luma of 0xRRGGBB, 0 to 255 (ITU-R BT.601)."""
    return ((rgb >> 16 & 255) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114) // 1000


def suspects(blocks: Iterable[Mapping[str, Any]]) -> set[LineKey]:
    """Lines of text that may not be seen, from the blocks of a text page in the order of painting."""
    found: set[LineKey] = set()
    fills: list[_Fill] = []
    texts: list[Mapping[str, Any]] = []
    left = _COMPARISONS
    for block in blocks:
        if block["type"] == _TEXT:
            texts.append(block)
            left -= len(fills)
            found.update(_camouflaged(block, fills if left > 0 else ()))
        elif block["type"] == _VECTOR and _covers(block):
            left -= len(texts)
            found.update(_painted_over(block["bbox"], texts if left > 0 else ()))
            fills.append(_Fill(block["bbox"], grey(block["color"]), block["isrect"] and block["alpha"] == 255))
    return found


def _covers(block: Mapping[str, Any]) -> bool:
    x0, y0, x1, y1 = block["bbox"]
    return not block["stroked"] and block["alpha"] > 127 and x1 - x0 > 8 and y1 - y0 > 4


def _painted_over(box: Box, texts: Sequence[Mapping[str, Any]]) -> Iterator[LineKey]:
    for block in texts:
        if _meet(block["bbox"], box):
            for number, line in enumerate(block["lines"]):
                if _meet(line["bbox"], box):
                    yield block["number"], number


def _camouflaged(block: Mapping[str, Any], fills: Sequence[_Fill]) -> Iterator[LineKey]:
    for number, line in enumerate(block["lines"]):
        for span in line["spans"]:
            if _camouflage(grey(span["color"]), span["bbox"], fills):
                yield block["number"], number
                break


def _camouflage(text: int, box: Box, fills: Sequence[_Fill]) -> bool:
    """Behind dark text without a fill stands paper. Behind white text may stand an image, which only pixels tell."""
    behind = next((fill for fill in reversed(fills) if _meet(fill.box, box)), None)
    if behind is None:
        return abs(text - grey(_WHITE)) < LEAST_CONTRAST
    return abs(text - behind.grey) < LEAST_CONTRAST or (text > 255 - LEAST_CONTRAST and not behind.certain)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def seen(page: pymupdf.Page, words: Sequence[tuple[Box, int]]) -> list[bool]:
    """For each (box as shown, grey of the text): do the page's pixels show it?

    False for all where the page can't be drawn within bounds.
    """
    clip = pymupdf.Rect(
        min(box[0] for box, _ in words),
        min(box[1] for box, _ in words),
        max(box[2] for box, _ in words),
        max(box[3] for box, _ in words),
    )
    clip &= page.rect
    if clip.is_empty or clip.width * clip.height * _ZOOM**2 > _MAX_PIXELS or not drawable(page):
        return [False] * len(words)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(_ZOOM, _ZOOM), clip=clip, colorspace=pymupdf.csGRAY, alpha=False)
    return [_stands_out(_pixels(pixmap, box), text) for box, text in words]


def _pixels(pixmap: pymupdf.Pixmap, box: Box) -> bytes:
    x0, x1 = (min(max(round(x * _ZOOM) - pixmap.x, 0), pixmap.width) for x in (box[0], box[2]))
    y0, y1 = (min(max(round(y * _ZOOM) - pixmap.y, 0), pixmap.height) for y in (box[1], box[3]))
    samples, stride = pixmap.samples_mv, pixmap.stride
    return b"".join(bytes(samples[y * stride + x0 : y * stride + x1]) for y in range(y0, y1))


def _stands_out(pixels: bytes, text: int) -> bool:
    """The commonest level is the background. Seen is text that differs from it, and whose ink is there."""
    if not pixels:
        return False
    levels = Counter(pixels)
    background = levels.most_common(1)[0][0]
    if abs(background - text) < LEAST_CONTRAST:
        return False
    nearest = background + (text - background) / 3
    low, high = (nearest, 255) if text > background else (0, nearest)
    ink = sum(count for level, count in levels.items() if low <= level <= high)
    return ink * 100 >= len(pixels)
