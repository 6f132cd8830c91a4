"""What the work costs without the service: PyMuPDF alone, in this process."""

import time
from collections.abc import Callable

import pymupdf

BATCH = 10
"""Documents between two looks at the clock: some machines count CPU time in steps of milliseconds."""


def opening_ms(pdf: bytes, batches: int) -> list[float]:
    """CPU ms a document of opening it and loading its pages, the mean of each batch."""
    return [_cpu_ms(lambda: _read(pdf, words=False)) for _ in range(batches)]


def words_ms(pdf: bytes, batches: int) -> list[float]:
    """CPU ms a document of opening it and `get_text("words")` on every page, the mean of each batch."""
    return [_cpu_ms(lambda: _read(pdf, words=True)) for _ in range(batches)]


def _read(pdf: bytes, *, words: bool) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            if words:
                page.get_text("words")


def _cpu_ms(work: Callable[[], None]) -> float:
    started = time.process_time()
    for _ in range(BATCH):
        work()
    return (time.process_time() - started) * 1000 / BATCH
