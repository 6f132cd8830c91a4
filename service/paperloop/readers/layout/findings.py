"""What was found, where, and how sure; and the places where a label's value can stand."""

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from paperloop.documents.pages import Word
from paperloop.readers.layout.labels import Hit, stands_alone
from paperloop.readers.layout.lines import Row
from paperloop.readers.layout.sheet import Line, Sheet

T = TypeVar("T")


class Finding(NamedTuple, Generic[T]):
    """A value, the words that print it, and how far it can be trusted: below 0.5 not, from 0.9 label, type and
    arithmetic agree."""

    value: T
    page: int
    words: Sequence[Word]
    confidence: float


class Place(NamedTuple):
    """The words `start` to `end` of a line."""

    line: Line
    start: int
    end: int

    @property
    def words(self) -> Sequence[Word]:
        return self.line.row.words[self.start : self.end]

    @property
    def text(self) -> str:
        return self.line.row.text(self.start, self.end)

    @property
    def x0(self) -> float:
        return self.line.row.words[self.start].x0

    @property
    def x1(self) -> float:
        return self.line.row.words[self.end - 1].x1


def find(place: Place, value: T, confidence: float) -> Finding[T]:
    return Finding(value, place.line.row.page, place.words, confidence)


def right_of(line: Line, hit: Hit) -> Place | None:
    """What stands behind a label up to the next cell or label; signs such as ":" between them are stepped over."""
    row = line.row
    start = hit.end
    while start < len(row.words) and not line.keys[start]:
        start += 1
    if start == len(row.words):
        return None
    ends = [other.start for other in line.hits if other.start >= start and is_label(line, other)]
    end = min([row.cell_at(start)[1], *ends])
    return Place(line, start, end) if end > start else None


def is_label(line: Line, hit: Hit) -> bool:
    """Is it followed by a colon, or by nothing in its cell? A word of a value can look like a label too."""
    return stands_alone(line.row, line.keys, hit.start, hit.end)


def below(sheet: Sheet, line: Line, hit: Hit, reach: float = 3.2) -> Iterator[Place]:
    """The cells under a label, nearest first, down to `reach` line heights; those that overlap it sideways."""
    row = line.row
    x0, x1 = row.words[hit.start].x0, row.words[hit.end - 1].x1
    for other in sheet.below(row, reach * row.height):
        yield from overlapping(other, x0, x1)


def overlapping(line: Line, x0: float, x1: float) -> Iterator[Place]:
    """The cells of `line` that overlap the span from `x0` to `x1`."""
    words = line.row.words
    for start, end in line.row.cells:
        if words[start].x0 <= x1 and words[end - 1].x1 >= x0:
            yield Place(line, start, end)


def opens_cell(hit: Hit) -> bool:
    """Does the label stand at the beginning of a cell?"""
    return any(start == hit.start for start, _ in hit.row.cells)


def fills_cell(hit: Hit, row: Row, keys: Sequence[str]) -> bool:
    """Is the label all that its cell holds?"""
    start, end = row.cell_at(hit.start)
    return hit.start == start and not any(keys[hit.end : end])
