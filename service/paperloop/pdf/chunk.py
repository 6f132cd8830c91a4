"""A chunk of a document, read page by page, so that a broken page costs itself alone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from paperloop.documents.pages import Page
from paperloop.errors import DocumentTooComplex, UnreadableDocument
from paperloop.pdf.active import document_remarks, page_remarks
from paperloop.pdf.attachments import NOTHING_ATTACHED, Attached
from paperloop.pdf.calls import NOT_TRIED, OnPages, ParsedPages, Recognition
from paperloop.pdf.document import OpenDocument
from paperloop.pdf.faults import MUPDF_FAULTS, translated
from paperloop.pdf.sidecar import read_pages
from paperloop.pdf.words import PageText, page_text

MAX_CHUNK_WORDS: Final = 200_000
_UNREAD = "too damaged to be read, left out"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Of the `chosen` page numbers of the whole document those that are this chunk's, `numbers`; the `pages` of these
    that could be read; sentences on what is odd; pages that want OCR."""

    chosen: Sequence[int]
    numbers: Sequence[int]
    pages: list[Page]
    warnings: list[str]
    unreadable: Sequence[int]


def read_chunk(document: OpenDocument, call: OnPages) -> Chunk:
    """The pages that `call` is about.

    Raises:
        TooManyPages, PageOutOfRange, DocumentTooComplex.
        UnreadableDocument: this chunk is the whole selection, and no page of it could be read.
    """
    chosen = document.chosen(call.pages, call.max_pages)
    numbers = chosen[call.start : call.start + call.count]
    texts: dict[int, PageText | None] = {}
    left = MAX_CHUNK_WORDS
    for number in numbers:
        texts[number] = text = _read(document, number)
        left -= len(text.page.words) if text else 0
        if left < 0:
            raise DocumentTooComplex(limit="words")
    if len(numbers) == len(chosen) and not any(texts.values()):
        raise UnreadableDocument
    recognition = call.recognition or NOT_TRIED
    recognised = {page.number: page for file in recognition.files for page in read_pages(file)}
    return Chunk(
        chosen,
        numbers,
        pages=[recognised.get(number, text.page) for number, text in texts.items() if text],
        warnings=_warnings(texts, recognition),
        unreadable=[number for number, text in texts.items() if text and text.wants_ocr],
    )


def _warnings(texts: Mapping[int, PageText | None], recognition: Recognition) -> list[str]:
    """What is odd, told once with all pages of which it is."""
    odd: dict[str, list[int]] = {}
    for number, text in texts.items():
        failure = recognition.failed.get(number)
        for remark in (*(text.remarks if text else (_UNREAD,)), *([failure] if failure else [])):
            odd.setdefault(remark, []).append(number)
    return [*recognition.warnings, *(f"{named(numbers)}: {remark}" for remark, numbers in odd.items())]


def named(numbers: Sequence[int]) -> str:
    """[3] is "page 3", [1, 2, 3, 7] is "pages 1-3, 7"; numbers ascend."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join('-'.join(map(str, run)) for run in runs)}"


def _read(document: OpenDocument, number: int) -> PageText | None:
    try:
        with translated():
            page = document.pdf[number - 1]
            text = page_text(page, number)
            return replace(text, remarks=(*text.remarks, *page_remarks(page)))
    except UnreadableDocument:
        return None


def answer(document: OpenDocument, call: OnPages, chunk: Chunk, attached: Attached = NOTHING_ATTACHED) -> ParsedPages:
    """What the caller learns of `chunk`; what concerns the whole document comes with the first one."""
    first = [] if call.start else [*_document_remarks(document), *attached.remarks]
    return ParsedPages(
        page_count=document.pdf.page_count,
        selected=len(chunk.chosen),
        numbers=tuple(page.number for page in chunk.pages),
        repaired=document.repaired,
        encrypted=document.encrypted,
        warnings=(*first, *chunk.warnings),
        einvoice=attached.invoice,
        unreadable=() if call.recognition else tuple(chunk.unreadable),
        recognised=tuple(page.number for page in chunk.pages if page.recognised),
        unread=tuple(call.recognition.failed) if call.recognition else (),
    )


def _document_remarks(document: OpenDocument) -> Iterator[str]:
    if document.repaired:
        yield "the document was damaged and has been repaired; parts of it may be missing"
    if document.encrypted:
        yield "the document is encrypted"
    with suppress(*MUPDF_FAULTS):  # a damaged catalogue; the pages were read all the same
        yield from document_remarks(document.pdf)
