"""The words of a chunk, for the readers."""

from dataclasses import replace

from paperloop.pdf.attachments import NOTHING_ATTACHED, einvoice
from paperloop.pdf.calls import ParsedPages, ParsePages
from paperloop.pdf.chunk import answer, read_chunk
from paperloop.pdf.document import opened
from paperloop.pdf.sidecar import write_pages
from paperloop.readers.grid import text_grid


def parse_pages(call: ParsePages) -> ParsedPages:
    """The attached invoice, when asked for, comes with the first chunk alone."""
    with opened(call.document, call.password) as document:
        chunk = read_chunk(document, call)
        write_pages(call.words, chunk.pages)
        attached = einvoice(document.pdf) if call.want_einvoice and not call.start else NOTHING_ATTACHED
        parsed = answer(document, call, chunk, attached)
    return replace(parsed, grids=tuple(text_grid(page) for page in chunk.pages)) if call.want_grids else parsed
