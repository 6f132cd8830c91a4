"""A page as its words, and which pages of a document are meant.

Coordinates are PDF points (1/72 inch) from the top left of the page as shown: rotation applied, y grows downwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from paperloop.errors import InvalidParameter, PageOutOfRange


class Word(NamedTuple):
    """A run of characters without white space.

    `hidden` words stand in the file and not before a reader's eyes: white, transparent, under 1 point, outside the
    page, or drawn in the invisible text mode. They are no evidence and no instruction.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    size: float = 10.0
    """Font size in points."""
    hidden: bool = False
    turn: int = 0
    """Degrees clockwise by which the text is turned as shown: 0, 90 (reads downwards), 180 or 270 (reads upwards)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; `number` counts from 1, `width` and `height` are points as shown. Words come in the file's order.

    `recognised`: OCR read them, or most of them, from the page's picture.
    """

    number: int
    width: float
    height: float
    words: Sequence[Word]
    recognised: bool = False

    @property
    def visible(self) -> list[Word]:
        return [word for word in self.words if not word.hidden]


_PART = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class PageSelection:
    """Which pages are meant: ranges of page numbers, counted from 1, both ends included. None: all pages."""

    ranges: tuple[tuple[int, int], ...] | None = None

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """From `1-3,5`; None and "" mean all.

        Raises:
            InvalidParameter: the text is no list of page numbers and ranges.
        """
        if not text:
            return cls()
        parts = [_PART.fullmatch(part.strip()) for part in text.split(",")]
        ranges = [(int(p[1]), int(p[2] or p[1])) for p in parts if p]
        if len(ranges) != len(parts) or any(first < 1 or last < first for first, last in ranges):
            raise InvalidParameter(parameter="pages", reason="write page numbers and ranges, such as 1-3,5")
        return cls(tuple(ranges))

    def count(self, page_count: int) -> int:
        """How many pages `resolve` gives at most; cheap even where a lying file claims a billion."""
        if self.ranges is None:
            return page_count
        return sum(max(0, min(last, page_count) - first + 1) for first, last in self.ranges)

    def resolve(self, page_count: int) -> tuple[int, ...]:
        """The page numbers meant, in document order, each once.

        Raises:
            PageOutOfRange: a page is meant that the document does not have.
        """
        if self.ranges is None:
            return tuple(range(1, page_count + 1))
        for first, last in self.ranges:
            if last > page_count:
                raise PageOutOfRange(page=max(first, page_count + 1), pages=page_count)
        return tuple(sorted({page for first, last in self.ranges for page in range(first, last + 1)}))


ALL_PAGES = PageSelection()
