"""Words into printed lines, and lines into cells, by geometry alone."""

import re
from collections.abc import Iterable, Sequence

from paperloop.documents.extraction import Evidence
from paperloop.documents.pages import Page, Word

_GAP = 0.7
"""A gap this many line heights wide parts two cells. A blank is 0.2 to 0.3 of a line's height, in typewriter fonts
0.55."""
_SAME_LINE = 0.34
"""Words whose middles lie this many heights apart stand on one line."""
_MAX_WORDS = 250
"""A row longer than this is cut: no line of an invoice is, and work on a row may grow with its square."""
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"([^\W\d_][^\d:/@]*:)([^:/]\S*)|([^\W\d_]{3,})(\(\d+\).*)")
_BULLETS = frozenset("●•·∙|▪‧")


class Row:
    """One printed line: its words from left to right, and the cell each of them belongs to.

    `index` counts rows through the document. A cell is a run of words without a wide gap; `cells` are its (start,
    end) in `words`. `whole` is all its text.
    """

    __slots__ = ("cells", "has_digits", "height", "index", "page", "whole", "words", "y")

    def __init__(self, page: int, index: int, words: list[Word]) -> None:
        self.page = page
        self.index = index
        self.words = words
        self.y = sum([word.y0 + word.y1 for word in words]) / (2 * len(words))
        self.height = max([word.y1 - word.y0 for word in words])
        self.cells = _cells(words)
        self.whole = " ".join([word.text for word in words])
        self.has_digits = _DIGIT.search(self.whole) is not None

    def text(self, start: int = 0, end: int | None = None) -> str:
        return " ".join([word.text for word in self.words[start:end]])

    def cell_at(self, position: int) -> tuple[int, int]:
        """(start, end) of the cell that holds the word at `position`."""
        return next(cell for cell in self.cells if position < cell[1])


def _cells(words: Sequence[Word]) -> list[tuple[int, int]]:
    cells = []
    start = 0
    before = words[0]
    for position, word in enumerate(words[1:], 1):
        gap = word.x0 - before.x1
        height = min(word.y1 - word.y0, before.y1 - before.y0)
        if gap > _GAP * height and not (gap < 3 * height and (word.text in _BULLETS or before.text in _BULLETS)):
            cells.append((start, position))
            start = position
        before = word
    cells.append((start, len(words)))
    return cells


def rows_of(pages: Sequence[Page]) -> list[Row]:
    """The rows of all pages, top to bottom. Hidden words are left out, and turned ones beside upright ones."""
    rows: list[Row] = []
    for page in pages:
        for words in _grouped(_parted(_upright(page.words))):
            rows.append(Row(page.number, len(rows), words))
    return rows


def _upright(words: Sequence[Word]) -> Sequence[Word]:
    """The words that are not turned, such as text along the margin; all where all are turned."""
    return [word for word in words if not word.turn] or words


def _parted(words: Iterable[Word]) -> list[Word]:
    """Visible words; "Customer:2" and "INVOICE(380)" as two words."""
    parted = []
    for word in words:
        if word.hidden or not word.text:
            continue
        glued = _GLUED.fullmatch(word.text) if ":" in word.text or "(" in word.text else None
        if glued:
            head, tail = glued[1] or glued[3], glued[2] or glued[4]
            middle = word.x0 + (word.x1 - word.x0) * len(head) / len(word.text)
            parted.append(word._replace(x1=middle, text=head))
            parted.append(word._replace(x0=middle, text=tail))
        else:
            parted.append(word)
    return parted


def _grouped(words: list[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    limit = float("-inf")
    for word in sorted(words, key=_middle):
        middle = word.y0 + word.y1
        if not groups or middle > limit:
            groups.append([])
            limit = middle + 2 * _SAME_LINE * (word.y1 - word.y0)
        groups[-1].append(word)
    return [part for group in groups for part in _in_parts(sorted(group))]


def _in_parts(words: list[Word]) -> list[list[Word]]:
    return [words[start : start + _MAX_WORDS] for start in range(0, len(words), _MAX_WORDS)]


def _middle(word: Word) -> float:
    return word.y0 + word.y1


def evidence_of(page: int, words: Sequence[Word]) -> Evidence:
    """The words as they stand on the page, in one box."""
    box = (
        min(word.x0 for word in words),
        min(word.y0 for word in words),
        max(word.x1 for word in words),
        max(word.y1 for word in words),
    )
    return Evidence(page=page, bbox=box, text=" ".join(word.text for word in words))
