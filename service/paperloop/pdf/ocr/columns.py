"""Blocks of text that stand side by side at different heights, put one below the other.

Tesseract takes their rows for lines that run across both, and loses those of one block that lie between two lines of
the other: an address and the table of dates beside it. The picture is cut at its white gutters (an XY-cut), but only
where blocks are at odds: the rows of a table stay whole. All of it is then one picture again, recognised at once.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import Final, NamedTuple

import pymupdf

from paperloop.pdf.ocr.picture import INK

_INCH: Final = 72
_GUTTER: Final = 8.0
"""Points of white between blocks; words of one line are nearer to each other, but for large letters."""
_LINE: Final = 3.0
"""Points; what is less high is no line of text of its own, but the dots of one."""
_TALLER: Final = 1.2
"""Times the height of the tallest line on either side; a line that is taller still is two that overlap."""
_APART: Final = 12.0
"""Points of paper between blocks that are put below each other."""
_SPECKS: Final = 2
"""Pixels of ink in a row or column that is white nevertheless."""
_MOST_PIXELS: Final = 16_000_000
"""A4 at 300 dpi may grow by four fifths; a picture that would be larger stays as it is."""


class Area(NamedTuple):
    """Pixels of the picture; `bottom` and `right` are the first ones that don't belong to it."""

    top: int
    bottom: int
    left: int
    right: int


class Unfolded(NamedTuple):
    """Row `starts[i]` of `pixels`, and the rows below it, were `moved[i]` pixels further down in the picture."""

    pixels: pymupdf.Pixmap
    starts: Sequence[int] = (0,)
    moved: Sequence[int] = (0,)

    def moved_at(self, row: float) -> int:
        return self.moved[max(0, bisect_right(self.starts, row) - 1)]


def unfolded(pixels: pymupdf.Pixmap, dpi: int) -> Unfolded:
    """`pixels`, grey and without padding, or as they are: no blocks at odds, or too many."""
    width, height, samples = pixels.width, pixels.height, pixels.samples
    areas = _joined(_Ink(samples, width, dpi).blocks(Area(0, height, 0, width)))
    if all(area.right - area.left == width for area in areas):
        return Unfolded(pixels)
    apart = round(_APART * dpi / _INCH)
    if width * (apart + sum(apart + area.bottom - area.top for area in areas)) > _MOST_PIXELS:
        return Unfolded(pixels)
    paper = bytes([Counter(samples[::997]).most_common(1)[0][0]])
    between = [paper * width] * apart
    rows: list[bytes] = []
    starts: list[int] = []
    for area in areas:
        rows += between
        starts.append(len(rows))
        rows += _rows(samples, width, area, paper)
    rows += between
    moved = [area.top - start for area, start in zip(areas, starts, strict=True)]
    return Unfolded(pymupdf.Pixmap(pymupdf.csGRAY, width, len(rows), b"".join(rows), False), starts, moved)


def _joined(areas: Iterable[Area]) -> list[Area]:
    """Those that follow each other and are equally wide as one, with the paper between them."""
    return [
        Area((same := list(group))[0].top, same[-1].bottom, left, right)
        for (left, right), group in groupby(areas, key=lambda area: (area.left, area.right))
    ]


def _rows(samples: bytes, width: int, area: Area, paper: bytes) -> Iterator[bytes]:
    before, after = paper * area.left, paper * (width - area.right)
    for start in range(area.top * width, area.bottom * width, width):
        yield before + samples[start + area.left : start + area.right] + after


class _Ink:
    """Which pixels are ink, and what white there is between them."""

    def __init__(self, samples: bytes, width: int, dpi: int) -> None:
        self._ink = samples.translate(INK)
        self._width = width
        self._gutter = max(1, round(_GUTTER * dpi / _INCH))
        self._line = max(1, round(_LINE * dpi / _INCH))

    def blocks(self, area: Area) -> Iterator[Area]:
        """The lines of `area` from the top to the bottom, and where columns are at odds, those of each by itself."""
        for top, bottom in self._lines(area):
            strip = area._replace(top=top, bottom=bottom)
            parts = self._at_odds(strip) if bottom - top >= 2 * self._line else [strip]
            if len(parts) == 1:
                yield strip
            for part in parts if len(parts) > 1 else ():
                yield from self.blocks(part)

    def _at_odds(self, strip: Area) -> list[Area]:
        """`strip` cut at those gutters whose two sides are at odds."""
        first, *others = self._columns(strip)
        parts = [first]
        for column in others:
            both = parts[-1]._replace(right=column.right)
            if self._fit(parts[-1], column, both):
                parts[-1] = both
            else:
                parts.append(column)
        return parts

    def _fit(self, left: Area, right: Area, both: Area) -> bool:
        """Are the lines of `both` those of its sides, none of them two lines that run into each other?"""
        alone = [self._heights(side) for side in (left, right)]
        together = self._heights(both)
        return len(together) >= max(map(len, alone)) and max(together, default=0) <= _TALLER * max(
            chain(*alone), default=0
        )

    def _heights(self, area: Area) -> list[int]:
        return [height for top, bottom in self._lines(area) if (height := bottom - top) >= self._line]

    def _lines(self, area: Area) -> list[tuple[int, int]]:
        """From where to where there is ink in the rows of `area`."""
        count, width = self._ink.count, self._width
        starts = range(area.top * width, area.bottom * width, width)
        inked = bytes(count(1, start + area.left, start + area.right) > _SPECKS for start in starts)
        return [(area.top + top, area.top + bottom) for top, bottom in _runs(inked)]

    def _columns(self, strip: Area) -> list[Area]:
        """`strip` cut in the middle of each gutter that runs through all of it."""
        width = self._width
        ink = self._ink[strip.top * width : strip.bottom * width]
        inked = bytes(ink[x::width].count(1) > _SPECKS for x in range(strip.left, strip.right))
        runs = [(strip.left + left, strip.left + right) for left, right in _runs(inked)]
        middles = [(end + start) // 2 for (_, end), (start, _) in pairwise(runs) if start - end >= self._gutter]
        edges = [strip.left, *middles, strip.right]
        return [strip._replace(left=left, right=right) for left, right in pairwise(edges)]


def _runs(inked: bytes) -> Iterator[tuple[int, int]]:
    """From where to where `inked` is 1."""
    end = 0
    while (start := inked.find(1, end)) >= 0:
        end = inked.find(0, start)
        end = len(inked) if end < 0 else end
        yield start, end
