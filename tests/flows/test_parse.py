"""A document's pages, chunk by chunk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import documents_made
from paperloop.documents.pages import PageSelection
from paperloop.errors import PageOutOfRange, TooManyPages, UnreadableDocument
from paperloop.flows.parse import parse_in_chunks
from paperloop.pdf.calls import Call, ParsedPages, ParsePages
from paperloop.store.spool import SpooledDocument
from paperloop.workers import Workers
from pdf_made import with_broken_pages

FORTY_FIVE = documents_made.numbered(45)


class Observed:
    """Workers that tell which calls they were given, and how many at once."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self.calls: list[Any] = []
        self.in_flight = self.most = 0

    async def run(self, call: Call[ParsedPages]) -> ParsedPages:
        self.calls.append(call)
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        try:
            return await self._workers.run(call)
        finally:
            self.in_flight -= 1


@asynccontextmanager
async def observed() -> AsyncIterator[Observed]:
    workers = Workers(lanes=2, queue=10, deadline_s=20, queue_timeout_s=20, memory_bytes=512 * 2**20, tasks=1000)
    async with workers.running():
        yield Observed(workers)


@pytest.fixture
def document(tmp_path: Path) -> SpooledDocument:
    path = tmp_path / "document.pdf"
    path.write_bytes(FORTY_FIVE)
    return SpooledDocument(path=path, workspace=tmp_path, sha256="x", size_bytes=len(FORTY_FIVE))


def asking(document: SpooledDocument, **wanted: Any) -> Any:
    first = ParsePages(document=document.path, words=document.path, max_pages=500)
    return lambda start, words: replace(first, start=start, words=words, **wanted)


async def test_forty_five_pages_are_three_calls_in_order_with_one_in_flight(document: SpooledDocument) -> None:
    async with observed() as workers:
        parsed = await parse_in_chunks(workers, document.workspace, asking(document, want_grids=True))
    assert [(call.start, call.count) for call in workers.calls] == [(0, 20), (20, 20), (40, 20)]
    assert workers.most == 1
    assert [len(chunk.numbers) for chunk in parsed.chunks] == [20, 20, 5]
    assert [grid.strip() for grid in parsed.grids] == [f"page {number} of 45" for number in range(1, 46)]
    assert parsed.files == tuple(call.words for call in workers.calls)
    assert all(file.parent == document.workspace for file in parsed.files)
    assert len(set(parsed.files)) == 3


@pytest.mark.parametrize(("pages", "starts"), [
    ("1", [0]), ("1-20", [0]), ("1-21", [0, 20]), ("6-45", [0, 20]), ("1,45", [0]), ("", [0, 20, 40]),
])  # fmt: skip
async def test_only_as_many_calls_are_made_as_pages_are_meant(
    document: SpooledDocument, pages: str, starts: list[int]
) -> None:
    async with observed() as workers:
        wanted = asking(document, pages=PageSelection.parse(pages))
        parsed = await parse_in_chunks(workers, document.workspace, wanted)
    assert [call.start for call in workers.calls] == starts
    numbers = [number for chunk in parsed.chunks for number in chunk.numbers]
    assert tuple(numbers) == PageSelection.parse(pages).resolve(45)


async def test_what_is_wrong_with_the_first_chunk_ends_it(document: SpooledDocument) -> None:
    async with observed() as workers:
        with pytest.raises(TooManyPages):
            await parse_in_chunks(workers, document.workspace, asking(document, max_pages=44))
        wanted = asking(document, pages=PageSelection.parse("46"))
        with pytest.raises(PageOutOfRange):
            await parse_in_chunks(workers, document.workspace, wanted)
    assert len(workers.calls) == 2


async def test_a_long_document_of_which_no_page_can_be_read_is_unreadable(document: SpooledDocument) -> None:
    document.path.write_bytes(with_broken_pages(21, set(range(1, 22))))
    async with observed() as workers:
        with pytest.raises(UnreadableDocument):
            await parse_in_chunks(workers, document.workspace, asking(document))
    assert [call.start for call in workers.calls] == [0, 20]


@pytest.mark.parametrize("broken", [range(1, 21), range(21, 46)])
async def test_a_chunk_of_which_no_page_can_be_read_does_not_end_it(document: SpooledDocument, broken: range) -> None:
    document.path.write_bytes(with_broken_pages(45, set(broken)))
    async with observed() as workers:
        parsed = await parse_in_chunks(workers, document.workspace, asking(document))
    read = [number for chunk in parsed.chunks for number in chunk.numbers]
    assert read == [number for number in range(1, 46) if number not in broken]


async def test_a_limit_on_pages_counts_those_that_are_meant(document: SpooledDocument) -> None:
    async with observed() as workers:
        wanted = asking(document, max_pages=2, pages=PageSelection.parse("44-45"))
        parsed = await parse_in_chunks(workers, document.workspace, wanted)
    assert parsed.facts(document).pages == 45


async def test_a_warning_is_told_once_though_each_chunk_has_it(document: SpooledDocument) -> None:
    async with observed() as workers:
        parsed = await parse_in_chunks(workers, document.workspace, asking(document))
    twice = replace(parsed, chunks=tuple(replace(chunk, warnings=("odd",)) for chunk in parsed.chunks))
    assert twice.facts(document).warnings == ("odd",)
