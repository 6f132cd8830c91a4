"""A thread pool, and pdfplumber to read the words: Python all the way, of which one thread runs at a time."""

from collections.abc import Iterator
from pathlib import Path

import pdfplumber
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from baselines.application import of, uploaded
from baselines.extraction import LINE_HEIGHT, Extraction
from paperloop.documents.pages import Page, Word


def application(llm: str, threads: int) -> Starlette:
    extraction = Extraction(llm, by_pdfplumber)

    async def extract(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(extraction, await uploaded(request)))

    return of("/v1/extract", extract, threads=threads)


def by_pdfplumber(path: Path) -> Iterator[Page]:
    """Every page's words as pdfplumber gives them."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            words = [_word(**word) for word in page.extract_words()]
            yield Page(number=page.page_number, width=page.width, height=page.height, words=words)


def _word(x0: float, x1: float, top: float, bottom: float, text: str, **_: object) -> Word:
    """With a box as tall as PyMuPDF's."""
    size = bottom - top
    return Word(x0, bottom - LINE_HEIGHT * size, x1, bottom, text, size)
