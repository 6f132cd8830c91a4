"""An extraction in plain synchronous code: write the file, read its words, ask the model, validate, answer."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pymupdf
from pydantic_core import from_json

from paperloop.documents.pages import Page, Word
from paperloop.readers.grid import text_grid
from paperloop.readers.llm import SCHEMA, SCHEMA_NAME, messages, parts_of, read_answer

Reader = Callable[[Path], Iterator[Page]]

LINE_HEIGHT = 1.37
"""Font sizes that a word's box is tall in PyMuPDF, with most fonts; the text grid takes its measure from it."""


class Model:
    """Asks and waits: its thread is blocked for as long as the model thinks.

    httpx keeps 20 connections, since a larger pool costs it more than connecting does.
    """

    def __init__(self, llm: str) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
        self._http = httpx.Client(base_url=llm, timeout=60, limits=limits, trust_env=False)

    def ask(self, grids: Sequence[str]) -> dict[str, Any]:
        """What it says of the pages with these text grids."""
        (part,) = parts_of(grids)
        form = {"type": "json_schema", "json_schema": {"name": SCHEMA_NAME, "schema": SCHEMA, "strict": True}}
        body = {"model": "m", "messages": messages(part), "response_format": form, "temperature": 0}
        reply = self._http.post("/chat/completions", json=body).raise_for_status().json()
        answer: dict[str, Any] = from_json(reply["choices"][0]["message"]["content"])
        return answer


class Extraction:
    """From a PDF's bytes to the answer, one step after another."""

    def __init__(self, llm: str, read: Reader) -> None:
        self._model = Model(llm)
        self._read = read

    def __call__(self, pdf: bytes) -> dict[str, Any]:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            grids = [text_grid(page) for page in self._read(Path(file.name))]
        answer = self._model.ask(grids)
        return {"invoice": read_answer(answer).invoice.model_dump(mode="json"), "reader": "llm"}


def by_pymupdf(path: Path) -> Iterator[Page]:
    """Every page's words as PyMuPDF gives them."""
    with pymupdf.open(path) as document:
        for number, page in enumerate(document, 1):
            words = [
                Word(x0, y0, x1, y1, text, (y1 - y0) / LINE_HEIGHT)
                for x0, y0, x1, y1, text, *_ in page.get_text("words")
            ]
            yield Page(number=number, width=page.rect.width, height=page.rect.height, words=words)
