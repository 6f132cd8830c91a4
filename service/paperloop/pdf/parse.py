"""The words of a chunk, for the readers; a document that is one chunk long may be read at once."""

import time
from dataclasses import replace

from paperloop.pdf.attachments import NOTHING_ATTACHED, einvoice
from paperloop.pdf.calls import ParsedPages, ParsePages, ReadAtOnce, facts_of
from paperloop.pdf.chunk import Chunk, answer, read_chunk
from paperloop.pdf.document import opened
from paperloop.pdf.read import extracted_json, read_locally
from paperloop.pdf.sidecar import write_pages
from paperloop.readers.grid import text_grid


def parse_pages(call: ParsePages) -> ParsedPages:
    """The attached invoice, when asked for, comes with the first chunk alone. Where OCR comes first, nothing is made
    of the words yet."""
    with opened(call.document, call.password) as document:
        chunk = read_chunk(document, call)
        attached = einvoice(document.pdf) if call.want_einvoice and not call.start else NOTHING_ATTACHED
        parsed = answer(document, call, chunk, attached)
    if parsed.unreadable:
        return parsed
    if call.at_once and parsed.selected <= call.count and (parsed.einvoice or call.at_once.layout):
        return _read(chunk, parsed, call.at_once)
    write_pages(call.words, chunk.pages)
    return replace(parsed, grids=tuple(text_grid(page) for page in chunk.pages)) if call.want_grids else parsed


def _read(chunk: Chunk, parsed: ParsedPages, asked: ReadAtOnce) -> ParsedPages:
    started = time.perf_counter()
    reader, reading = read_locally(chunk.pages, parsed.einvoice)
    extraction = extracted_json(reader, reading, facts_of(asked.sha256, [parsed]), evidence=asked.evidence)
    return replace(parsed, einvoice=None, extraction=extraction, read_ms=(time.perf_counter() - started) * 1000)
