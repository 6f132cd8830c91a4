"""A chunk of a document, read page by page, so that a broken page costs itself alone."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from paperloop.documents.pages import Page
from paperloop.errors import DocumentTooComplex, UnreadableDocument
from paperloop.pdf.active import document_remarks, page_remarks
from paperloop.pdf.attachments import NOTHING_ATTACHED, Attached
from paperloop.pdf.calls import ParsedPages, ParsePages, WriteText
from paperloop.pdf.document import OpenDocument
from paperloop.pdf.faults import MUPDF_FAULTS, translated
from paperloop.pdf.words import PageText, page_text

MAX_CHUNK_WORDS: Final = 200_000
_UNREAD = "too damaged to be read, left out"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Of the `chosen` page numbers of the whole document those that are this chunk's, `numbers`; the `pages` of these
    that could be read; sentences on what is odd."""

    chosen: Sequence[int]
    numbers: Sequence[int]
    pages: list[Page]
    warnings: list[str]


def read_chunk(document: OpenDocument, call: ParsePages | WriteText) -> Chunk:
    """The pages that `call` is about.

    Raises:
        TooManyPages, PageOutOfRange, DocumentTooComplex.
        UnreadableDocument: this chunk is the whole selection, and no page of it could be read.
    """
    chosen = document.chosen(call.pages, call.max_pages)
    pages: list[Page] = []
    odd: dict[str, list[int]] = {}
    left = MAX_CHUNK_WORDS
    numbers = chosen[call.start : call.start + call.count]
    for number in numbers:
        text = _read(document, number)
        for remark in text.remarks if text else (_UNREAD,):
            odd.setdefault(remark, []).append(number)
        if text:
            pages.append(text.page)
            left -= len(text.page.words)
        if left < 0:
            raise DocumentTooComplex(limit="words")
    if not pages and len(numbers) == len(chosen):
        raise UnreadableDocument
    return Chunk(chosen, numbers, pages, [f"{named(numbers)}: {remark}" for remark, numbers in odd.items()])


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
            return PageText(text.page, (*text.remarks, *page_remarks(page)))
    except UnreadableDocument:
        return None


def answer(
    document: OpenDocument, call: ParsePages | WriteText, chunk: Chunk, attached: Attached = NOTHING_ATTACHED
) -> ParsedPages:
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
    )


def _document_remarks(document: OpenDocument) -> Iterator[str]:
    if document.repaired:
        yield "the document was damaged and has been repaired; parts of it may be missing"
    if document.encrypted:
        yield "the document is encrypted"
    with suppress(*MUPDF_FAULTS):  # a damaged catalogue; the pages were read all the same
        yield from document_remarks(document.pdf)
