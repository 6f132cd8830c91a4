"""What the work costs without the service: PyMuPDF alone, in this process."""

import time
from collections.abc import Callable

import pymupdf


def opening_ms(pdf: bytes, runs: int) -> list[float]:
    """CPU ms of opening the document and loading its pages, for each of `runs`."""
    return [_cpu_ms(lambda: _read(pdf, words=False)) for _ in range(runs)]


def words_ms(pdf: bytes, runs: int) -> list[float]:
    """CPU ms of opening the document and `get_text("words")` on every page, for each of `runs`."""
    return [_cpu_ms(lambda: _read(pdf, words=True)) for _ in range(runs)]


def _read(pdf: bytes, *, words: bool) -> None:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            if words:
                page.get_text("words")


def _cpu_ms(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000
