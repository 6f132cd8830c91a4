"""The rules of tables and boxes, painted over: Tesseract reads them as letters, or loses the text between them.

Over 22 rasterised invoices 97 % of the amounts are read without rules, 91 % with them.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import pymupdf

from paperloop.pdf.ocr.picture import DARK, INK

_INCH: Final = 72
_LONG: Final = 28.8
"""Points; no stroke of a letter up to some 40 points is as long."""
_SHORT: Final = 14.4
"""Points; an upright rule of this length counts where it ends on a level one: a row's height."""
_BESIDE: Final = 2.0
"""Points from a rule to where there is paper; a bar that is thicker is no rule."""
_LOOKS = 16
"""Places along a rule where that is looked at."""


class _Rule(NamedTuple):
    """Ink on row or column `at`, from `start` to `end`; the paper beside it has the level `paper`."""

    at: int
    start: int
    end: int
    paper: int


class _Scale(NamedTuple):
    """The lengths above in pixels."""

    long: int
    short: int
    beside: int


def without_rules(pixels: pymupdf.Pixmap, dpi: int) -> pymupdf.Pixmap:
    """`pixels`, grey and without padding, with its thin straight lines in the colour of the paper beside them."""
    width, height, samples = pixels.width, pixels.height, pixels.samples
    ink = samples.translate(INK)
    scale = _Scale(*(max(2, round(points * dpi / _INCH)) for points in (_LONG, _SHORT, _BESIDE)))
    rows = [ink[start : start + width] for start in range(0, width * height, width)]
    level = list(_rules(rows, [samples[y * width : (y + 1) * width] for y in range(height)], scale.long, scale.beside))
    columns = [ink[x::width] for x in range(width)]
    upright = _rules(columns, [samples[x::width] for x in range(width)], scale.short, scale.beside)
    out = bytearray(samples)
    for rule in level:
        for y in range(max(0, rule.at - 1), min(height, rule.at + 2)):
            out[y * width + rule.start : y * width + rule.end] = bytes([rule.paper]) * (rule.end - rule.start)
    for rule in upright:
        if rule.end - rule.start >= scale.long or _ends_on_one(rule, level, scale.beside):
            for x in range(max(0, rule.at - 1), min(width, rule.at + 2)):
                place = slice(rule.start * width + x, (rule.end - 1) * width + x + 1, width)
                out[place] = bytes([rule.paper]) * (rule.end - rule.start)
    return pymupdf.Pixmap(pymupdf.csGRAY, width, height, bytes(out), False)


def _rules(ink: list[bytes], levels: list[bytes], length: int, beside: int) -> Iterator[_Rule]:
    """Runs of ink along the rows (or columns) that have paper on both sides."""
    run = re.compile(b"\x01{%d,}" % length)
    whole = b"\x01" * length
    for at, row in enumerate(ink):
        if whole in row:
            for start, end in (found.span() for found in run.finditer(row)):
                paper = _paper(levels, at, range(start, end, max(1, (end - start) // _LOOKS)), beside)
                if paper is not None:
                    yield _Rule(at, start, end, paper)


def _paper(levels: list[bytes], at: int, places: range, beside: int) -> int | None:
    """The level of what lies on both sides; None where too much of it is ink."""
    sides = [
        [levels[side][place] for place in places] for side in (at - beside, at + beside) if 0 <= side < len(levels)
    ]
    if any(3 * sum(level < DARK for level in side) > len(side) for side in sides):
        return None
    beyond = sorted(level for side in sides for level in side)
    return beyond[len(beyond) // 2] if beyond else None


def _ends_on_one(rule: _Rule, level: list[_Rule], near: int) -> bool:
    return any(
        other.start - near <= rule.at <= other.end + near
        and min(abs(rule.start - other.at), abs(rule.end - other.at)) <= near
        for other in level
    )
