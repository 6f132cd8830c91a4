"""A page's words as lines of text in which tables stay aligned, as a person or a language model reads them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final

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

# Tuples without names, since looking names up would cost more than all else that is done with a word here.
_Placed = tuple[float, float, float, float, float, str]
"""A word in its reader's frame: base line, left edge, right edge, height, font size, text."""
_Segment = tuple[float, int, str]
"""Words of one line without a column gap between them: left edge, number of the line, text."""
_Line = list[_Placed]
_LEFT = itemgetter(1)


def text_grid(page: Page) -> str:
    """The visible words of `page`; columns are parted by two blanks at least, far lines by blank lines.

    Text that runs vertically or upside down is turned upright; what runs as most of the text does comes first.
    """
    turned: defaultdict[int, list[Word]] = defaultdict(list)
    for word in page.words:
        if not word[6]:
            turned[word[7]].append(word)
    groups = sorted(turned.items(), key=lambda group: -sum([len(word[4]) for word in group[1]]))
    return "\n\n".join("\n".join(_grid(_upright(words, turn, page))) for turn, words in groups)


def _upright(words: Sequence[Word], turn: int, page: Page) -> list[_Placed]:
    boxes = [_turned(word, turn, page) for word in words] if turn else words
    return [(y1 - 0.2 * (y1 - y0), x0, x1, y1 - y0, size, text) for x0, y0, x1, y1, text, size, _, _ in boxes]


def _turned(word: Word, turn: int, page: Page) -> Word:
    x0, y0, x1, y1, text, size, _, _ = word
    if turn == 90:
        return Word(y0, page.width - x1, y1, page.width - x0, text, size)
    if turn == 180:
        return Word(page.width - x1, page.height - y1, page.width - x0, page.height - y0, text, size)
    return Word(page.height - y1, x0, page.height - y0, x1, text, size)


def _grid(words: list[_Placed]) -> Iterator[str]:
    left = min([word[1] for word in words])
    unit = max(_character_width(words), (max([word[2] for word in words]) - left) / _WIDEST, 0.01)
    above: _Line = []
    for section in _sections(list(_lines(words))):
        for line, text in zip(section, _aligned(section, left, unit), strict=True):
            yield from [""] * (_blank_lines(above[0], line[0]) if above else 0)
            yield from _folded(text) if len(text) > MAX_LINE else (text,)
            above = line


def _character_width(words: Sequence[_Placed]) -> float:
    widths = sorted([(right - left) / len(text) for _, left, right, _, _, text in words])
    return widths[len(widths) // 2]


def _lines(words: list[_Placed]) -> Iterator[_Line]:
    """Words that stand on one base line, from left to right; lines from top to bottom."""
    line: _Line = []
    first, height = 0.0, 0.0
    for word in sorted(words):
        if line and word[0] - first > 0.5 * min(word[3], height):
            yield sorted(line, key=_LEFT)
            line = []
        if not line:
            first, _, _, height, _, _ = word
        line.append(word)
    if line:
        yield sorted(line, key=_LEFT)


def _sections(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    start = 0
    for number, (upper, lower) in enumerate(pairwise(lines), 1):
        if lower[0][0] - upper[0][0] > _SECTION * max(upper[0][3], lower[0][3]):
            yield lines[start:number]
            start = number
    yield lines[start:]


def _blank_lines(upper: _Placed, lower: _Placed) -> int:
    pitch = _PITCH * max(min(upper[3], lower[3]), 0.1)
    return min(max(round((lower[0] - upper[0]) / pitch) - 1, 0), MAX_BLANK_LINES)


def _aligned(lines: Sequence[_Line], left: float, unit: float) -> list[str]:
    """The lines as text. What begins at one place begins in one character column.

    Where text needs more characters than its width stands for, all that is right of it moves on.
    """
    segments = sorted([each for at, line in enumerate(lines) for each in _segments(line, at)])
    rows: list[list[str]] = [[] for _ in lines]
    ends, shift = [-2] * len(lines), 0
    for group in _starting_together(segments, unit / 2):
        natural = round((group[0][0] - left) / unit)
        shift = max(shift, max([ends[line] for _, line, _ in group]) + 2 - natural)
        column = min(natural + shift, MAX_LINE)
        for _, line, text in group:
            end = ends[line] if rows[line] else 0
            blanks = " " * (column - end) or (_BLANKS if end else "")
            rows[line] += blanks, text
            ends[line] = end + len(blanks) + len(text)
    return ["".join(row) for row in rows]


def _starting_together(segments: Sequence[_Segment], tolerance: float) -> Iterator[list[_Segment]]:
    """Segments of different lines with one left edge."""
    group: list[_Segment] = []
    taken: set[int] = set()
    for segment in segments:
        left, line, _ = segment
        if group and (left - group[0][0] > tolerance or line in taken):
            yield group
            group, taken = [], set()
        group.append(segment)
        taken.add(line)
    if group:
        yield group


def _segments(line: _Line, number: int) -> Iterator[_Segment]:
    _, start, end, _, before, _ = line[0]
    texts: list[str] = []
    for _, left, right, _, size, text in line:
        gap = left - end
        if gap > _COLUMN_GAP * size and gap > _COLUMN_GAP * before and gap > _COLUMN_GAP:
            yield start, number, _phrase(texts)
            start, texts = left, []
        texts.append(text)
        end, before = right, size
    yield start, number, _phrase(texts)


def _phrase(texts: list[str]) -> str:
    """The words in reading order: from the right where most of them are written so."""
    text = " ".join(texts)
    if not text.isascii() and 2 * sum(map(_runs_right_to_left, texts)) > len(texts):
        return " ".join(reversed(texts))
    return text


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
