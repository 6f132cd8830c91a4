"""Which text a reader of the page sees.

What the file says outright (transparent, invisible text mode, under a point) is believed. Text in the colour of what
lies behind it, and text that something was painted over, is only suspected: then the page is drawn, and its pixels
decide.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pymupdf

from paperloop.pdf.bounds import images_fit

Box = tuple[float, float, float, float]
Block = Mapping[str, Any]
"""A block of PyMuPDF's "dict" output: text with lines of spans, or one painted path."""
LineKey = tuple[int, int]
"""Number of the block, and of the line in it."""

LEAST_SIZE: Final = 1.0
"""Points; smaller text is not for eyes."""
LEAST_ALPHA: Final = 26
"""Of 255. Text that is neither filled nor stroked comes with an alpha of 0."""
LEAST_CONTRAST: Final = 24
"""Levels of grey, of 255, between text and what lies behind it."""

_WHITE = 255
_COMPARISONS = 300_000
"""Of lines with what is painted before or after them; a page with more is not looked at as closely."""
_ZOOM = 1.5
_MAX_PIXELS = 8_000_000


class _Fill(NamedTuple):
    box: Box
    grey: int
    certain: bool


def grey(rgb: int) -> int:
    """Luma of 0xRRGGBB, 0 to 255 (ITU-R BT.601)."""
    return ((rgb >> 16 & 255) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114) // 1000


def suspects(blocks: Sequence[Block]) -> set[LineKey]:
    """Lines of text that may not be seen, from the blocks of a text page in the order of painting."""
    painted = [block for block in blocks if "lines" in block or _covers(block)]
    texts = [block for block in painted if "lines" in block]
    fills = {block["number"]: _fill(block) for block in painted if "lines" not in block}
    doubtful = _doubtful_colours(texts, {fill.grey for fill in fills.values()})
    if not fills and not doubtful:
        return set()
    return set(_swept(painted, fills, doubtful))


def _covers(path: Block) -> bool:
    """Is it filled, not see-through, and large enough to lie behind a word?"""
    x0, y0, x1, y1 = path["bbox"]
    return bool(y1 - y0 > 4 and x1 - x0 > 8 and not path["stroked"] and path["alpha"] > 127)


def _fill(block: Block) -> _Fill:
    return _Fill(block["bbox"], grey(block["color"]), block["isrect"] and block["alpha"] == 255)


def _doubtful_colours(texts: Iterable[Block], fills: set[int]) -> set[int]:
    """Colours of text that are close to white, or to a fill."""
    used = {span["color"] for block in texts for line in block["lines"] for span in line["spans"]}
    return {rgb for rgb in used if any(abs(grey(rgb) - behind) < LEAST_CONTRAST for behind in (_WHITE, *fills))}


def _swept(painted: Iterable[Block], fills: Mapping[int, _Fill], doubtful: set[int]) -> Iterator[LineKey]:
    """Goes through texts and fills in the order of painting, and stops to compare when there is too much of it."""
    below: list[_Fill] = []
    texts: list[Block] = []
    lowest, lines, left = -math.inf, 0, _COMPARISONS
    for block in painted:
        if "lines" in block:
            texts.append(block)
            lines += len(block["lines"])
            lowest = max(lowest, block["bbox"][3])
            if doubtful:
                left -= len(below) * len(block["lines"])
                yield from _camouflaged(block, doubtful, below if left > 0 else ())
            continue
        fill = fills[block["number"]]
        if fill.box[1] < lowest and left > 0:
            left -= lines
            yield from _painted_over(fill.box, texts)
        below.append(fill)


def _painted_over(box: Box, texts: Iterable[Block]) -> Iterator[LineKey]:
    for block in texts:
        if _meet(block["bbox"], box):
            for number, line in enumerate(block["lines"]):
                if _meet(line["bbox"], box):
                    yield block["number"], number


def _camouflaged(block: Block, doubtful: set[int], below: Sequence[_Fill]) -> Iterator[LineKey]:
    for number, line in enumerate(block["lines"]):
        for span in line["spans"]:
            if span["color"] in doubtful and _camouflage(grey(span["color"]), span["bbox"], below):
                yield block["number"], number
                break


def _camouflage(text: int, box: Box, below: Sequence[_Fill]) -> bool:
    """Behind dark text without a fill lies paper. Behind white text may lie an image, which only pixels tell."""
    behind = next((fill for fill in reversed(below) if _meet(fill.box, box)), None)
    if behind is None:
        return _WHITE - text < LEAST_CONTRAST
    return abs(text - behind.grey) < LEAST_CONTRAST or (_WHITE - text < LEAST_CONTRAST and not behind.certain)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def seen(page: pymupdf.Page, words: Sequence[tuple[Box, int]]) -> list[bool]:
    """For each (box as shown, grey of the text): do the page's pixels show it?

    False for all where the page can't be drawn within bounds.
    """
    x0, y0, x1, y1 = zip(*(box for box, _ in words), strict=True)
    clip = pymupdf.Rect(min(x0), min(y0), max(x1), max(y1)) & page.rect
    if clip.is_empty or not images_fit(page):
        return [False] * len(words)
    zoom = min(_ZOOM, math.sqrt(_MAX_PIXELS / (clip.width * clip.height)))
    picture = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=clip, colorspace=pymupdf.csGRAY, alpha=False)
    return [_stands_out(_pixels(picture, box, zoom), text) for box, text in words]


def _pixels(picture: pymupdf.Pixmap, box: Box, zoom: float) -> bytes:
    x0, x1 = (min(max(round(x * zoom) - picture.x, 0), picture.width) for x in (box[0], box[2]))
    y0, y1 = (min(max(round(y * zoom) - picture.y, 0), picture.height) for y in (box[1], box[3]))
    samples, stride = picture.samples_mv, picture.stride
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
