"""The words of a page, with their boxes as shown, their size and whether anybody sees them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

import pymupdf
from pymupdf import mupdf

from paperloop.documents.pages import Page, Word
from paperloop.errors import DocumentTooComplex
from paperloop.pdf.bounds import refuse_bombs
from paperloop.pdf.characters import are_plain, cleaned, remarks_on_characters
from paperloop.pdf.legibility import wants_ocr
from paperloop.pdf.oddities import Draft, Found, drafts, letters_stand_alone, settled, turn
from paperloop.pdf.visibility import LEAST_ALPHA, LEAST_SIZE, Block, suspects

MAX_WORDS: Final = 60_000
"""Of one page."""
MAX_CHARACTERS: Final = 600_000
"""Of one page, where it is large enough to be counted."""

_FLAGS = pymupdf.TEXT_CLIP | pymupdf.TEXT_IGNORE_ACTUALTEXT
"""/ActualText can say anything; what counts is what the glyphs say. Ligatures and odd spaces come taken apart."""
_MAX_PAGE_BYTES = 64 << 20
"""Of MuPDF's text page, which has 90 for a character and 120 for a path. Above, the page is read without its paths."""

_SHADOW = 0.6
"""Points between a word and its double."""
_MEMORY = 100
"""Equal words that another one is compared with, the latest."""

_Look = tuple[float, bool, int]
"""The end of a `Word`: font size in points, that it is not hidden, turn in degrees."""
_made = partial(tuple.__new__, Word)
"""`Word._make` without a step in Python, of which a page takes hundreds."""


class _Frame(NamedTuple):
    """The page as shown: points, and degrees by which it is rotated."""

    width: float
    height: float
    rotation: int


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's words, and what is odd about them, without the page's number: "no text layer".

    `wants_ocr`: it shows something that its words don't say.
    """

    page: Page
    remarks: tuple[str, ...]
    wants_ocr: bool = False


def page_text(page: pymupdf.Page, number: int) -> PageText:
    """The words of `page`, in the file's order; `number` is its number, counted from 1.

    Raises:
        DocumentTooComplex: more than `MAX_WORDS` words, or a bomb of drawing instructions.
    """
    refuse_bombs(page)
    area = page.rect
    found, blocks = _extracted(page)
    words = _once(settled(page, _styled(found, blocks, _Frame(area.width, area.height, page.rotation))))
    texts = [word.text for word in words]
    remarks: list[str] = []
    if not are_plain(texts):
        remarks += remarks_on_characters(texts)
        words = [word._replace(text=text) for word in words if (text := cleaned(word.text))]
    remarks += _remarks_on_visibility(words)
    shown = Page(number=number, width=round(area.width, 2), height=round(area.height, 2), words=words)
    return PageText(shown, tuple(remarks), wants_ocr(page, words))


def _extracted(page: pymupdf.Page) -> tuple[list[Found], list[Block]]:
    """Words, and blocks of text and of paths in the order of painting.

    With an infinite clip MuPDF counts lines alike for both; for words it counts blocks of text alone.
    """
    text = page.get_textpage(clip=pymupdf.INFINITE_RECT(), flags=_FLAGS | pymupdf.TEXT_COLLECT_VECTORS)
    if mupdf.ll_fz_pool_size(text.this.m_internal.pool) > _MAX_PAGE_BYTES:
        if len(text.extractText()) > MAX_CHARACTERS:
            raise DocumentTooComplex(limit="words")
        text = page.get_textpage(clip=pymupdf.INFINITE_RECT(), flags=_FLAGS)
    found: list[Found] = text.extractWORDS()
    if len(found) > MAX_WORDS:
        raise DocumentTooComplex(limit="words")
    return found, text.extractDICT()["blocks"]


def _styled(found: Sequence[Found], blocks: Sequence[Block], frame: _Frame) -> Iterator[Word | Draft]:
    """Words of plain lines are finished at once, which is what makes ordinary pages quick."""
    suspected = suspects(blocks)
    texts = [block for block in blocks if block["type"] == mupdf.FZ_STEXT_BLOCK_TEXT]
    looks = [
        [None if (block["number"], at) in suspected else _look(line, frame) for at, line in enumerate(block["lines"])]
        for block in texts
    ]
    for index, word in enumerate(found):
        block, line = word[5], word[6]
        look = looks[block][line]
        if look is not None:
            yield _made(word[:5] + look)
        elif word[7] == 0:
            words = _same_line(found, index)
            yield from drafts(words, texts[block]["lines"][line], suspect=(texts[block]["number"], line) in suspected)


def _same_line(found: Sequence[Found], first: int) -> list[Found]:
    place, end = found[first][5:7], first + 1
    while end < len(found) and found[end][5:7] == place:
        end += 1
    return list(found[first:end])


def _look(line: Mapping[str, Any], frame: _Frame) -> _Look | None:
    """How all words of `line` look; None where that takes a closer look."""
    if frame.rotation or not line["spans"]:
        return None
    x0, y0, x1, y1 = line["bbox"]
    if not (x0 >= 0 and y0 >= 0 and x1 <= frame.width and y1 <= frame.height):
        return None
    first, *others = line["spans"]
    size = first["size"]
    if size < LEAST_SIZE or first["alpha"] < LEAST_ALPHA:
        return None
    text = first["text"]
    for span in others:
        if span["size"] != size or span["alpha"] < LEAST_ALPHA:
            return None
        text += span["text"]
    return None if letters_stand_alone(text) else (size, False, turn(line["dir"]))


def _once(words: Sequence[Word]) -> list[Word]:
    """Fake bold and shadows draw a word again, a fraction of a point aside."""
    repeated = {text for text, times in Counter([word[4] for word in words]).items() if times > 1}
    drawn: defaultdict[tuple[str, bool], list[Word]] = defaultdict(list)
    return [word for word in words if word[4] not in repeated or _is_new(word, drawn[word[4], word[6]])]


def _is_new(word: Word, before: list[Word]) -> bool:
    """Is `word` no double of those `before` it, which it joins then?"""
    x0, y0 = word[:2]
    for other in before[-_MEMORY:]:
        if abs(other[0] - x0) <= _SHADOW and abs(other[1] - y0) <= _SHADOW:
            return False
    before.append(word)
    return True


def _remarks_on_visibility(words: Sequence[Word]) -> Iterator[str]:
    hidden = sum(word.hidden for word in words)
    if not words:
        yield "no text layer"
    elif hidden == len(words):
        yield "the text layer is invisible and was not read"
    elif hidden:
        yield "hidden text, which was not read"
