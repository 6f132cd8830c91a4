"""The words of a chunk, for the readers."""

from paperloop.pdf.attachments import einvoice
from paperloop.pdf.calls import ParsedPages, ParsePages
from paperloop.pdf.chunk import answer, read_chunk
from paperloop.pdf.document import opened
from paperloop.pdf.sidecar import write_pages
from paperloop.readers.grid import text_grid


def parse_pages(call: ParsePages) -> ParsedPages:
    with opened(call.document, call.password) as document:
        chunk = read_chunk(document, call)
        write_pages(call.words, chunk.pages)
        return answer(
            document,
            call,
            chunk,
            grids=tuple(text_grid(page) for page in chunk.pages) if call.want_grids else (),
            einvoice=einvoice(document.pdf) if call.want_einvoice and call.start == 0 else None,
        )
