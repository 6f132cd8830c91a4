"""A page's words as lines of text in which tables stay aligned, as a person or a language model reads them."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from paperloop.documents.pages import Page, Word

MAX_LINE: Final = 1000
"""Characters of a line; a longer one is continued on the next."""
MAX_BLANK_LINES: Final = 2

_COLUMN_GAP = 0.75
"""Font sizes between two words from which on they stand in different columns; a blank has about 0.3."""
_WIDEST = 240
"""Character columns for the width of a page; a wider page is squeezed."""
_SECTION = 3.0
"""Line heights between two base lines above which alignment starts anew."""
_PITCH = 1.3
"""Line heights from one base line to the next in running text."""
_BLANKS = "  "
_RIGHT_TO_LEFT = "\u0590", "\u08ff"


class _Placed(NamedTuple):
    """A word in its reader's frame: it stands on `base`, from `left` to `right`."""

    base: float
    left: float
    right: float
    height: float
    size: float
    text: str


_placed = partial(tuple.__new__, _Placed)
"""`_Placed._make` without a step in Python, of which a page takes hundreds."""


class _Segment(NamedTuple):
    """Words of one line without a column gap between them."""

    left: float
    line: int
    text: str


_Line = list[_Placed]
_LEFT = itemgetter(_Placed._fields.index("left"))


def text_grid(page: Page) -> str:
    """The visible words of `page`; columns are parted by two blanks at least, far lines by blank lines.

    Text that runs vertically or upside down is turned upright; what runs as most of the text does comes first.
    """
    turned: dict[int, list[Word]] = {}
    for word in page.words:
        if not word.hidden:
            turned.setdefault(word.turn, []).append(word)
    groups = sorted(turned.items(), key=lambda group: -sum(len(word.text) for word in group[1]))
    return "\n\n".join("\n".join(_grid([_upright(word, turn, page) for word in words])) for turn, words in groups)


def _upright(word: Word, turn: int, page: Page) -> _Placed:
    x0, y0, x1, y1, text, size, _, _ = word
    if turn == 90:
        x0, y0, x1, y1 = y0, page.width - x1, y1, page.width - x0
    elif turn == 180:
        x0, y0, x1, y1 = page.width - x1, page.height - y1, page.width - x0, page.height - y0
    elif turn == 270:
        x0, y0, x1, y1 = page.height - y1, x0, page.height - y0, x1
    return _placed((y1 - 0.2 * (y1 - y0), x0, x1, y1 - y0, size, text))


def _grid(words: list[_Placed]) -> Iterator[str]:
    left = min(word.left for word in words)
    unit = max(_character_width(words), (max(word.right for word in words) - left) / _WIDEST, 0.01)
    above: _Line = []
    for section in _sections(list(_lines(words))):
        for line, text in zip(section, _aligned(section, left, unit), strict=True):
            yield from [""] * (_blank_lines(above[0], line[0]) if above else 0)
            yield from _folded(text)
            above = line


def _character_width(words: Sequence[_Placed]) -> float:
    widths = sorted((word.right - word.left) / len(word.text) for word in words)
    return widths[len(widths) // 2]


def _lines(words: list[_Placed]) -> Iterator[_Line]:
    """Words that stand on one base line, from left to right; lines from top to bottom."""
    line: _Line = []
    for word in sorted(words):
        if line and word.base - line[0].base > 0.5 * min(word.height, line[0].height):
            yield sorted(line, key=_LEFT)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=_LEFT)


def _sections(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    start = 0
    for number, (upper, lower) in enumerate(pairwise(lines), 1):
        if lower[0].base - upper[0].base > _SECTION * max(upper[0].height, lower[0].height):
            yield lines[start:number]
            start = number
    yield lines[start:]


def _blank_lines(upper: _Placed, lower: _Placed) -> int:
    pitch = _PITCH * max(min(upper.height, lower.height), 0.1)
    return min(max(round((lower.base - upper.base) / pitch) - 1, 0), MAX_BLANK_LINES)


def _aligned(lines: Sequence[_Line], left: float, unit: float) -> list[str]:
    """The lines as text. What begins at one place begins in one character column.

    Where text needs more characters than its width stands for, all that is right of it moves on.
    """
    segments = sorted(each for at, line in enumerate(lines) for each in _segments(line, at))
    rows: list[list[str]] = [[] for _ in lines]
    ends, shift = [-2] * len(lines), 0
    for group in _starting_together(segments, unit / 2):
        natural = round((group[0].left - left) / unit)
        shift = max(shift, max(ends[each.line] for each in group) + 2 - natural)
        column = min(natural + shift, MAX_LINE)
        for _, line, text in group:
            row, end = rows[line], max(ends[line], 0)
            row += " " * (column - end) or (_BLANKS if end else ""), text
            ends[line] = end + len(row[-2]) + len(text)
    return ["".join(row) for row in rows]


def _starting_together(segments: Sequence[_Segment], tolerance: float) -> Iterator[list[_Segment]]:
    """Segments of different lines with one left edge."""
    group: list[_Segment] = []
    taken: set[int] = set()
    for segment in segments:
        if group and (segment.left - group[0].left > tolerance or segment.line in taken):
            yield group
            group, taken = [], set()
        group.append(segment)
        taken.add(segment.line)
    if group:
        yield group


def _segments(line: _Line, number: int) -> Iterator[_Segment]:
    start = 0
    for at, (word, following) in enumerate(pairwise(line), 1):
        if following.left - word.right > _COLUMN_GAP * max(word.size, following.size, 1):
            yield _Segment(line[start].left, number, _phrase(line[start:at]))
            start = at
    yield _Segment(line[start].left, number, _phrase(line[start:]))


def _phrase(words: Sequence[_Placed]) -> str:
    """The words in reading order: from the right where most of them are written so."""
    texts = [word.text for word in words]
    if not "".join(texts).isascii() and 2 * sum(map(_runs_right_to_left, texts)) > len(texts):
        texts.reverse()
    return " ".join(texts)


def _runs_right_to_left(text: str) -> bool:
    first, last = _RIGHT_TO_LEFT
    return any(first <= letter <= last for letter in text)


def _folded(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > MAX_LINE:
        cut = text.rfind(" ", start + 1, start + MAX_LINE + 1)
        cut = cut if cut > start else start + MAX_LINE
        yield text[start:cut].rstrip()
        start = cut
    yield text[start:].lstrip() if start else text
