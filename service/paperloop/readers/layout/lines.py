"""Words into printed lines, and lines into cells, by geometry alone."""

import re
from collections.abc import Iterable, Sequence
from operator import add, sub

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

    __slots__ = ("cells", "has_digits", "height", "index", "page", "texts", "whole", "words", "y")

    def __init__(self, page: int, index: int, words: list[Word]) -> None:
        x0s, y0s, x1s, y1s, texts, *_ = zip(*words, strict=True)
        heights: list[float] = list(map(sub, y1s, y0s))
        self.page = page
        self.index = index
        self.words = words
        self.texts: Sequence[str] = texts
        self.y: float = (sum(y0s) + sum(y1s)) / (2 * len(words))
        self.height = max(heights)
        self.cells = _cells(texts, heights, list(map(sub, x0s[1:], x1s)))
        self.whole = " ".join(texts)
        self.has_digits = _DIGIT.search(self.whole) is not None

    def text(self, start: int = 0, end: int | None = None) -> str:
        return " ".join(self.texts[start:end])

    def gap(self, position: int) -> float:
        """Points between the word at `position` and the next."""
        return self.words[position + 1].x0 - self.words[position].x1

    def is_close(self, position: int, reach: float) -> bool:
        """Does the next word stand within `reach` heights of the one at `position`?"""
        word = self.words[position]
        return self.words[position + 1].x0 - word.x1 <= reach * (word.y1 - word.y0)

    def cell_at(self, position: int) -> tuple[int, int]:
        """(start, end) of the cell that holds the word at `position`."""
        for cell in self.cells:
            if position < cell[1]:
                return cell
        raise IndexError(position)


def _cells(texts: Sequence[str], heights: Sequence[float], gaps: Sequence[float]) -> list[tuple[int, int]]:
    cells = []
    start = 0
    least = _GAP * min(heights)
    for position, gap in enumerate(gaps, 1):
        if gap <= least:
            continue
        before, height = heights[position - 1], heights[position]
        if gap > _GAP * height or gap > _GAP * before:
            height = min(height, before)
            if gap < 3 * height and (texts[position] in _BULLETS or texts[position - 1] in _BULLETS):
                continue
            cells.append((start, position))
            start = position
    cells.append((start, len(texts)))
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
        text = word.text
        if word.hidden or not text:
            continue
        may_part = (":" in text and text[-1] != ":") or ("(" in text and text[0] != "(")
        glued = _GLUED.fullmatch(text) if may_part else None
        if glued:
            head, tail = glued[1] or glued[3], glued[2] or glued[4]
            middle = word.x0 + (word.x1 - word.x0) * len(head) / len(text)
            parted.append(word._replace(x1=middle, text=head))
            parted.append(word._replace(x0=middle, text=tail))
        else:
            parted.append(word)
    return parted


def _grouped(words: list[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    limit = float("-inf")
    _, y0s, _, y1s, *_ = zip(*words, strict=True) if words else ((),) * 4
    middles = list(map(add, y0s, y1s))
    for place in sorted(range(len(words)), key=middles.__getitem__):
        middle, word = middles[place], words[place]
        if not groups or middle > limit:
            groups.append([])
            limit = middle + 2 * _SAME_LINE * (word.y1 - word.y0)
        groups[-1].append(word)
    for group in groups:
        group.sort()
    return [part for group in groups for part in ([group] if len(group) <= _MAX_WORDS else _in_parts(group))]


def _in_parts(words: list[Word]) -> list[list[Word]]:
    return [words[start : start + _MAX_WORDS] for start in range(0, len(words), _MAX_WORDS)]


def evidence_of(page: int, words: Sequence[Word]) -> Evidence:
    """The words as they stand on the page, in one box."""
    if len(words) == 1:
        word = words[0]
        return Evidence(page=page, bbox=word[:4], text=word.text)
    x0s, y0s, x1s, y1s, texts, *_ = zip(*words, strict=True)
    return Evidence(page=page, bbox=(min(x0s), min(y0s), max(x1s), max(y1s)), text=" ".join(texts))
