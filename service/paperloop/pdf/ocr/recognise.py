"""One page, read from its picture; its words go to a file, in points of the page as shown."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Final

import pymupdf

from paperloop.documents.pages import Page, Word
from paperloop.pdf.calls import OnPicture, RecognisedPage, RecognisePage
from paperloop.pdf.characters import are_garbled
from paperloop.pdf.document import opened
from paperloop.pdf.faults import translated
from paperloop.pdf.ocr.language_data import LanguageData, NoLanguageData, language_data
from paperloop.pdf.ocr.noise import is_noise
from paperloop.pdf.ocr.orientation import legibility, likely_turns
from paperloop.pdf.ocr.picture import DPI, Picture, picture, refuse_what_cannot_be_drawn
from paperloop.pdf.ocr.tesseract import words_in
from paperloop.pdf.ocr.tidy import beside, tidied
from paperloop.pdf.sidecar import write_pages
from paperloop.pdf.words import page_text

Engine = Callable[[Picture, int], Iterable[Word]]
"""The words of a picture, whose text stands on the page turned by so many degrees."""

TRY_DPI: Final = 150
"""Enough to tell whether a page turned another way reads better."""


def recognise_page(call: RecognisePage) -> RecognisedPage:
    try:
        data = language_data(call.languages, own=call.language_folder, links=call.words.with_name("tessdata"))
    except NoLanguageData as error:
        return RecognisedPage(unavailable=str(error))
    answer = recognised(call, partial(words_in, data=data), dpi=DPI)
    return replace(answer, warnings=_warnings(data))


def recognised(call: OnPicture, engine: Engine, *, dpi: int) -> RecognisedPage:
    """Words that the page itself prints, beside its picture, are kept. A page without a word leaves no file's page."""
    with opened(call.document, call.password) as document, translated():
        page = document.pdf[call.page - 1]
        refuse_what_cannot_be_drawn(page)
        if is_noise(page):
            return RecognisedPage(unread="its picture holds specks and no lines of text")
        turn, words = _best(page, engine, dpi, call.turn)
        printed = _printed(page_text(page, call.page).page)
    whole = replace(printed, words=[*printed.words, *beside(printed.words, words)], recognised=True)
    write_pages(call.words, [whole] if words else [])
    return RecognisedPage(turn=turn if words else None)


def _printed(page: Page) -> Page:
    """`page` with the words that can be believed."""
    visible = page.visible
    return replace(page, words=[] if are_garbled([word.text for word in visible]) else visible)


def _warnings(data: LanguageData) -> tuple[str, ...]:
    if not data.missing:
        return ()
    missing, used = "+".join(data.missing), "+".join(data.languages)
    return (f"no OCR language data for {missing}: pages were recognised with {used} alone",)


def _best(page: pymupdf.Page, engine: Engine, dpi: int, expected: int) -> tuple[int, list[Word]]:
    """The words, and by how many degrees the text is turned. Where it reads badly the other turns are tried, coarsely.

    An empty page is not turned: what was drawn has no words.
    """

    def read(dpi: int, turn: int) -> list[Word]:
        return tidied(engine(picture(page, turn=turn, dpi=dpi), turn))

    first, *others = likely_turns(page, expected)
    words = read(dpi, first)
    best = legibility(words)
    turn = first
    for other in others if words else ():
        if best.convinces:
            break
        found = legibility(read(TRY_DPI, other))
        if found > best:
            turn, best = other, found
    return turn, words if turn == first else read(dpi, turn)
