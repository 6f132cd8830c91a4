"""Reading long documents: the memory that it takes."""

import gc
import tracemalloc
from pathlib import Path

import pytest

from paperloop.pdf.calls import CHUNK_PAGES, ParsePages, ReadInvoice, facts_of
from paperloop.pdf.parse import parse_pages
from paperloop.pdf.read import read_invoice
from paperloop.testing.documents import write_long

MOST_KB_A_PAGE = 460
"""Of a page with some 450 words and 37 lines: so a thousand of them fit into a worker's 512 MB."""


def reading(folder: Path, pages: int) -> ReadInvoice:
    """The call about an invoice of so many pages, parsed as the service does."""
    document = folder / f"{pages}.pdf"
    write_long(document, pages=pages)
    calls = [
        ParsePages(document=document, words=folder / f"{pages}-{start}", max_pages=pages, start=start)
        for start in range(0, pages, CHUNK_PAGES)
    ]
    facts = facts_of("0" * 64, [parse_pages(call) for call in calls])
    return ReadInvoice(words=tuple(call.words for call in calls), document=facts)


def peak_kb(call: ReadInvoice) -> float:
    gc.collect()
    tracemalloc.start()
    try:
        read_invoice(call)
        return tracemalloc.get_traced_memory()[1] / 1000
    finally:
        tracemalloc.stop()


def test_a_long_documents_memory_keeps_step_with_its_pages(tmp_path: Path) -> None:
    few, many = 10, 40
    peaks = {pages: peak_kb(reading(tmp_path, pages)) for pages in (few, many)}
    assert (peaks[many] - peaks[few]) / (many - few) < MOST_KB_A_PAGE
    assert peaks[many] / many == pytest.approx(peaks[few] / few, rel=0.2)
