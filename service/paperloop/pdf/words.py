"""The words of a page, with their boxes as shown, their size and whether anybody sees them."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from operator import sub
from typing import Any, Final, NamedTuple, cast

import pymupdf
from pymupdf import mupdf

from paperloop.documents.pages import Page, Word
from paperloop.errors import DocumentTooComplex
from paperloop.pdf.bounds import refuse_bombs
from paperloop.pdf.characters import are_plain, cleaned, remarks_on_characters
from paperloop.pdf.legibility import wants_ocr
from paperloop.pdf.oddities import Draft, Found, drafts, letters_stand_alone, settled, turn
from paperloop.pdf.visibility import LEAST_ALPHA, LEAST_SIZE, Block, Box, LineKey, suspects

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
    texts = [word[4] for word in words]
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


def _styled(found: Sequence[Found], blocks: Sequence[Block], frame: _Frame) -> list[Word | Draft]:
    """Words of plain lines are finished at once, which is what makes ordinary pages quick."""
    texts = [block for block in blocks if "lines" in block]
    looks = [_looks(block, frame) for block in texts]
    suspected = suspects(blocks)
    places = {block["number"]: at for at, block in enumerate(texts)}
    for number, line in suspected:
        looks[places[number]][line] = None
    items = [_made(word[:5] + look) if (look := looks[word[5]][word[6]]) else word for word in found]
    if all(map(all, looks)):
        return cast("list[Word | Draft]", items)
    return list(chain.from_iterable(_drafted(items, texts, suspected)))


def _drafted(
    items: Sequence[Word | Found], texts: Sequence[Block], suspected: Container[LineKey]
) -> Iterator[Sequence[Word | Draft]]:
    """`items` in pieces; lines that are as they were found become drafts."""
    done = 0
    left = [at for at, item in enumerate(items) if not isinstance(item, Word)]
    for (block, line), run in groupby(left, lambda at: items[at][5:7]):
        places = list(run)
        yield cast("Sequence[Word]", items[done : places[0]])
        words = cast("Sequence[Found]", items[places[0] : places[-1] + 1])
        yield drafts(words, texts[block]["lines"][line], suspect=(texts[block]["number"], line) in suspected)
        done = places[-1] + 1
    yield cast("Sequence[Word]", items[done:])


def _looks(block: Block, frame: _Frame) -> list[_Look | None]:
    """How all words of a line look, for each line of `block`; None where that takes a closer look."""
    lines = block["lines"]
    if not frame.rotation and _within(block["bbox"], frame):
        return [_look(line) for line in lines]
    return [_look(line) if not frame.rotation and _within(line["bbox"], frame) else None for line in lines]


def _within(box: Box, frame: _Frame) -> bool:
    x0, y0, x1, y1 = box
    return bool(x0 >= 0 and y0 >= 0 and x1 <= frame.width and y1 <= frame.height)


def _look(line: Mapping[str, Any]) -> _Look | None:
    spans = line["spans"]
    if not spans:
        return None
    size, text = spans[0]["size"], ""
    for span in spans:
        if span["size"] != size or span["alpha"] < LEAST_ALPHA:
            return None
        text += span["text"]
    return None if size < LEAST_SIZE or letters_stand_alone(text) else (size, False, turn(line["dir"]))


def _once(words: list[Word]) -> list[Word]:
    """Fake bold and shadows draw a word again, a fraction of a point aside."""
    alike: defaultdict[str, list[Word]] = defaultdict(list)
    for word in words:
        alike[word[4]].append(word)
    repeated = {text for text, same in alike.items() if len(same) > 1 and not _far_apart(same)}
    if not repeated:
        return words
    drawn: defaultdict[tuple[str, bool], list[Word]] = defaultdict(list)
    return [word for word in words if word[4] not in repeated or _is_new(word, drawn[word[4], word[6]])]


def _far_apart(words: Sequence[Word]) -> bool:
    """Does each of them stand in a line of its own? Cheap, and true of most words that a table repeats."""
    tops = sorted([word[1] for word in words])
    return bool(min(map(sub, tops[1:], tops)) > _SHADOW)


def _is_new(word: Word, before: list[Word]) -> bool:
    """Is `word` no double of those `before` it, which it joins then?"""
    x0, y0 = word[:2]
    for other in before[-_MEMORY:]:
        if abs(other[0] - x0) <= _SHADOW and abs(other[1] - y0) <= _SHADOW:
            return False
    before.append(word)
    return True


def _remarks_on_visibility(words: Sequence[Word]) -> Iterator[str]:
    hidden = sum([word[6] for word in words])
    if not words:
        yield "no text layer"
    elif hidden == len(words):
        yield "the text layer is invisible and was not read"
    elif hidden:
        yield "hidden text, which was not read"
