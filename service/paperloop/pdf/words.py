"""The words of a page, with their boxes as shown, their size and whether anybody sees them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress, groupby
from operator import itemgetter
from typing import Any, Final

import pymupdf
from pymupdf import mupdf

from paperloop.documents.pages import Page, Word
from paperloop.errors import DocumentTooComplex
from paperloop.pdf.characters import cleaned, garbled_share, smuggles
from paperloop.pdf.drafts import LEAST_SPACED, Draft, Style, closed_up
from paperloop.pdf.visibility import Box, grey, seen, suspects, unseen

MAX_WORDS: Final = 60_000
"""Of one page."""

_FLAGS = pymupdf.TEXT_CLIP | pymupdf.TEXT_IGNORE_ACTUALTEXT
"""/ActualText can say anything; what counts is what the glyphs say. Ligatures and odd spaces come taken apart."""

_MAX_VECTOR_BYTES = 32 << 20
_SHADOW = 0.6
"""Points between a word and its double."""
_GARBLED = 0.2
"""Share of characters without a meaning above which a page's text is called garbled."""
_FARTHEST = 100_000.0
"""Points; what lies farther from the page is dropped."""

_Found = tuple[float, float, float, float, str, int, int, int]
"""What MuPDF calls a word: box, text, number of block, of line in the block, of word in the line."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's words, and sentences on what is odd about them."""

    page: Page
    remarks: tuple[str, ...]


def page_text(page: pymupdf.Page, number: int) -> PageText:
    """The words of `page`, in the file's order; `number` is its number, counted from 1.

    Raises:
        DocumentTooComplex: more than `MAX_WORDS` words.
    """
    found, blocks = _extracted(page)
    suspected = suspects(blocks)
    texts = [block for block in blocks if block["type"] == mupdf.FZ_STEXT_BLOCK_TEXT]
    drafts: list[Draft] = []
    for (block, line), words in groupby(found, itemgetter(5, 6)):
        of = texts[block]
        drafts += _drafts(list(words), of["lines"][line], (of["number"], line) in suspected)
    return _finished(page, number, drafts)


def _extracted(page: pymupdf.Page) -> tuple[list[_Found], list[Mapping[str, Any]]]:
    """Words, and blocks of text and vectors in the order of painting.

    With an infinite clip MuPDF counts lines alike for both; for words it counts blocks of text alone.
    """
    everywhere = pymupdf.INFINITE_RECT()
    text = page.get_textpage(clip=everywhere, flags=_FLAGS | pymupdf.TEXT_COLLECT_VECTORS)
    if mupdf.ll_fz_pool_size(text.this.m_internal.pool) > _MAX_VECTOR_BYTES:
        text = page.get_textpage(clip=everywhere, flags=_FLAGS)
    found: list[_Found] = text.extractWORDS()
    if len(found) > MAX_WORDS:
        raise DocumentTooComplex(limit="words")
    return found, text.extractDICT()["blocks"]


def _drafts(words: list[_Found], line: Mapping[str, Any], suspect: bool) -> list[Draft]:
    runs = list(_runs(line))
    if len(runs) == 1:
        style = runs[0][1]
        drafts = [Draft(word[:4], word[4], style, suspect) for word in words]
    else:
        drafts = list(_split_by_style(words, runs, suspect))
    return closed_up(drafts) if len(drafts) >= LEAST_SPACED else drafts


_Run = tuple[str, Style, Box]


def _runs(line: Mapping[str, Any]) -> Iterator[_Run]:
    """Neighbouring spans that look alike count as one."""
    turn = _turn(line["dir"])
    styled = [(span, Style(span["size"], turn, unseen(span), grey(span["color"]))) for span in line["spans"]]
    for style, group in groupby(styled, itemgetter(1)):
        spans = [span for span, _ in group]
        yield "".join(span["text"] for span in spans), style, _union([span["bbox"] for span in spans])


def _turn(direction: tuple[float, float]) -> int:
    x, y = direction
    return 0 if x > 0.99 else round(math.degrees(math.atan2(y, x)) / 90) * 90 % 360


def _union(boxes: Sequence[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _split_by_style(words: Sequence[_Found], runs: Sequence[_Run], suspect: bool) -> Iterator[Draft]:
    """A hidden 9 before a printed 124.80 is a word of its own, not 9124.80."""
    whole, at = "".join(text for text, _, _ in runs), 0
    for word in words:
        start = max(whole.find(word[4], at), at)
        at = start + len(word[4])
        parts = list(_parts(runs, start, at)) or [(word[4], runs[-1][1], word[:4])]
        if len({style.hidden for _, style, _ in parts}) == 1 and not suspect:
            yield Draft(word[:4], word[4], parts[0][1], suspect)
        else:
            for text, style, box in parts:
                yield Draft(_common(word[:4], box), text, style, suspect)


def _parts(runs: Sequence[_Run], start: int, end: int) -> Iterator[_Run]:
    """The pieces of the runs between two offsets into their joined text."""
    offset = 0
    for text, style, box in runs:
        if piece := text[max(start - offset, 0) : max(end - offset, 0)]:
            yield piece, style, box
        offset += len(text)


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _finished(page: pymupdf.Page, number: int, drafts: list[Draft]) -> PageText:
    width, height = page.rect.width, page.rect.height
    if page.rotation:
        _rotate(drafts, page.rotation_matrix, page.rotation)
    drafts = [draft for draft in drafts if all(abs(edge) < _FARTHEST for edge in draft.box)]
    _hide_unseen(page, drafts)
    words = list(_once(_words(drafts, width, height)))
    return PageText(
        Page(number=number, width=round(width, 2), height=round(height, 2), words=words),
        tuple(f"page {number} {remark}" for remark in _remarks(drafts, words)),
    )


def _rotate(drafts: Sequence[Draft], matrix: pymupdf.Matrix, degrees: int) -> None:
    for draft in drafts:
        draft.box = tuple(pymupdf.Rect(draft.box) * matrix)
        draft.style = replace(draft.style, turn=(draft.style.turn + degrees) % 360)


def _hide_unseen(page: pymupdf.Page, drafts: Sequence[Draft]) -> None:
    suspected = [draft for draft in drafts if draft.suspect and not draft.style.hidden]
    if suspected:
        visible = seen(page, [(draft.box, draft.style.grey) for draft in suspected])
        for draft in compress(suspected, (not shown for shown in visible)):
            draft.style = replace(draft.style, hidden=True)


def _words(drafts: Sequence[Draft], width: float, height: float) -> Iterator[Word]:
    for draft in drafts:
        x0, y0, x1, y1 = draft.box
        style, text = draft.style, cleaned(draft.text)
        outside = x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height
        if text:
            yield Word(
                round(x0, 2),
                round(y0, 2),
                round(x1, 2),
                round(y1, 2),
                text,
                round(style.size, 2),
                style.hidden or outside,
                style.turn,
            )


def _once(words: Iterator[Word]) -> Iterator[Word]:
    """Fake bold and shadows draw a word again, a fraction of a point aside."""
    drawn: dict[str, Word] = {}
    for word in words:
        before = drawn.get(word.text)
        if before is None or abs(before.x0 - word.x0) > _SHADOW or abs(before.y0 - word.y0) > _SHADOW:
            drawn[word.text] = word
            yield word


def _remarks(drafts: Sequence[Draft], words: Sequence[Word]) -> Iterator[str]:
    if not words:
        yield "has no text layer"
        return
    hidden = sum(word.hidden for word in words)
    if hidden == len(words):
        yield "shows no text; its text layer is invisible and was not read"
    elif hidden:
        yield f"has hidden text, which was not read ({hidden} words)"
    if any(smuggles(draft.text) for draft in drafts):
        yield "holds invisible control characters, which were removed"
    if garbled_share([word.text for word in words if not word.hidden]) > _GARBLED:
        yield "has garbled text: its fonts don't say which letters they draw"
