"""A long document in parts, each as much as a model answers well.

A part is whole pages where they fit, else some rows of a page: it never ends inside a row of a page's text grid. Parts
do not overlap, so what two of them print is printed twice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from paperloop.errors import DocumentTooComplex

PART_CHARACTERS: Final = 12_000
"""Of one part: two or three dense pages, some hundred lines. The answer is about as long as the question, and of a
longer one a model takes minutes to write the answer, and loses lines."""
MAX_CHARACTERS: Final = 5_000_000
"""Of all grids together: 500 pages of 10,000 characters."""

_HEAD_CELLS = 4
_ABOVE_ROWS, _TOP_ROWS = 600, 40
"""Rows above a part, and its own first rows, in which the head of its table is looked for."""
_CELLS = re.compile(r" {2,}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Rows of one page. `page` counts from 1; `first` counts from 0, among the page's `of` rows. `characters` are
    counted with the rows' ends."""

    page: int
    first: int
    of: int
    rows: Sequence[str]
    characters: int

    @property
    def is_whole(self) -> bool:
        return len(self.rows) == self.of

    def cut(self, at: int) -> "tuple[Piece, Piece]":
        """The first `at` rows, and the others."""
        upper, lower = self.rows[:at], self.rows[at:]
        size = sum(map(len, upper)) + at
        return (
            replace(self, rows=upper, characters=size),
            replace(self, first=self.first + at, rows=lower, characters=self.characters - size),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is asked about at once: pieces of successive pages, of the `pages` that the document has.

    `above` are the last rows before it.
    """

    pieces: tuple[Piece, ...]
    pages: int
    above: Sequence[str] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole document."""
        return len(self.pieces) == self.pages and all(piece.is_whole for piece in self.pieces)

    @property
    def rows(self) -> list[str]:
        return [row for piece in self.pieces for row in piece.rows]

    def table_head(self) -> str | None:
        """The head of the table that the part may begin in; None where it prints one itself."""
        own = self.rows[:_TOP_ROWS]
        return None if _head_in(own) else _head_in(self.above)

    def halves(self) -> "tuple[Part, Part] | None":
        """Two parts of about as many characters; None when it has but one row."""
        if sum(len(piece.rows) for piece in self.pieces) < 2:
            return None
        first, second = _halved(self.pieces)
        above = [*self.above, *(row for piece in first for row in piece.rows)][-_ABOVE_ROWS:]
        upper = Part(pieces=first, pages=self.pages, above=self.above)
        return upper, Part(pieces=second, pages=self.pages, above=above)


def parts_of(grids: Sequence[str]) -> list[Part]:
    """The pages with these text grids in parts of at most `PART_CHARACTERS`; one part where they fit.

    Raises:
        DocumentTooComplex: the grids have more than `MAX_CHARACTERS` characters.
    """
    if sum(map(len, grids)) > MAX_CHARACTERS:
        raise DocumentTooComplex(limit="words")
    parts: list[Part] = []
    above: list[str] = []
    for pieces in _gathered(grids):
        parts.append(Part(pieces=tuple(pieces), pages=len(grids), above=above))
        above = [*above, *(row for piece in pieces for row in piece.rows)][-_ABOVE_ROWS:]
    return parts


def _gathered(grids: Sequence[str]) -> Iterator[list[Piece]]:
    """Pages together while they fit; of a page that does not fit into a part by itself, its pieces one by one."""
    gathered: list[Piece] = []
    size = 0
    for piece in _pieces(grids):
        if gathered and size + piece.characters > PART_CHARACTERS:
            yield gathered
            gathered, size = [], 0
        gathered.append(piece)
        size += piece.characters
    yield gathered


def _pieces(grids: Sequence[str]) -> Iterator[Piece]:
    for page, grid in enumerate(grids, 1):
        rows = grid.split("\n")
        yield from _fitting(Piece(page=page, first=0, of=len(rows), rows=rows, characters=len(grid) + 1))


def _fitting(piece: Piece) -> Iterator[Piece]:
    """`piece`, or halves of it, and of these, until each fits into a part."""
    if piece.characters <= PART_CHARACTERS or len(piece.rows) < 2:
        yield piece
        return
    for half in piece.cut(_middle(piece.rows)):
        yield from _fitting(half)


def _halved(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Between two pages where there are several, else within the page."""
    if len(pieces) > 1:
        middle = _middle([piece.characters for piece in pieces])
        return pieces[:middle], pieces[middle:]
    upper, lower = pieces[0].cut(_middle(pieces[0].rows))
    return (upper,), (lower,)


def _middle(items: Sequence[str] | Sequence[int]) -> int:
    """Where to cut two or more rows, or sizes, so that both sides have about as many characters; both have some."""
    sizes = [item if isinstance(item, int) else len(item) + 1 for item in items]
    half, before = sum(sizes) / 2, 0.0
    for number, size in enumerate(sizes):
        if before + size / 2 >= half:
            return min(max(number, 1), len(sizes) - 1)
        before += size
    return len(sizes) - 1


def _head_in(rows: Sequence[str]) -> str | None:
    """The last row of headings: cells without a digit, over a row of as good as many in which numbers stand."""
    below = ""
    for row in reversed(rows):
        if not _DIGIT.search(row) and len(_CELLS.split(row.strip())) >= _HEAD_CELLS and _holds_numbers(below):
            return row
        below = row if row.strip() else below
    return None


def _holds_numbers(row: str) -> bool:
    cells = _CELLS.split(row.strip())
    return len(cells) >= _HEAD_CELLS - 1 and sum(bool(_DIGIT.search(cell)) for cell in cells) > 1
