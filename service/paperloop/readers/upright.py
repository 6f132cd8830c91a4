"""Pages whose text runs sideways or upside down, turned for the readers, and their findings turned back.

Readers know right, below and columns. A page scanned sideways, or laid out so, is read in the frame of its text; what
is answered are boxes on the page as shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from paperloop.documents.extraction import Evidence
from paperloop.documents.json_pointers import Pointer
from paperloop.documents.pages import Page, Word

_TURN = itemgetter(Word._fields.index("turn"))

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points."""


def upright(page: Page) -> Page:
    """`page` in the frame in which most of its visible text reads from left to right; itself where that is so."""
    turn = turn_of(page)
    if not turn:
        return page
    width, height = (page.width, page.height) if turn == 180 else (page.height, page.width)
    words = [
        Word(*_turned(word[:4], turn, page), word.text, word.size, word.hidden, (word.turn - turn) % 360)
        for word in page.words
    ]
    return replace(page, width=width, height=height, words=words)


def turn_of(page: Page) -> int:
    """Degrees clockwise, 0, 90, 180 or 270, by which most of the page's visible characters are turned."""
    if not any(map(_TURN, page.words)):
        return 0
    counts: Counter[int] = Counter()
    for word in page.words:
        if not word.hidden:
            counts[word.turn] += len(word.text)
    return counts.most_common(1)[0][0] if counts else 0


def as_shown(evidence: Mapping[Pointer, Evidence], pages: Sequence[Page]) -> Mapping[Pointer, Evidence]:
    """`evidence` found on the upright `pages`, with its boxes on the pages as shown."""
    turns = {page.number: (turn_of(page), page) for page in pages}
    if not any(turn for turn, _ in turns.values()):
        return evidence
    return {
        pointer: replace(found, bbox=_turned(found.bbox, -turn % 360, upright(page)))
        for pointer, found in evidence.items()
        for turn, page in (turns[found.page],)
    }


def _turned(box: Box, turn: int, page: Page) -> Box:
    """`box` on `page` after the page was turned back by `turn`, so that text with that turn becomes upright."""
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, page.width - x1, y1, page.width - x0
    if turn == 180:
        return page.width - x1, page.height - y1, page.width - x0, page.height - y0
    if turn == 270:
        return page.height - y1, x0, page.height - y0, x1
    return box
