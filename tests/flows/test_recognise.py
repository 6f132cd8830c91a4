"""OCR of a document: its budget, and what a page costs that can't be read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from documents_made import followed_by
from paperloop.flows.parse import ParsedDocument, parse_in_chunks
from paperloop.flows.recognise import Engine, Ocr, OcrBudget
from paperloop.pdf.calls import Call, OnPages, ParsePages, RecognisePage
from paperloop.pdf.sidecar import read_pages
from paperloop.settings import Settings
from paperloop.store.spool import SpooledDocument
from paperloop.workers import Workers
from scans_made import noise, printed_pages, scanned

THREE = printed_pages("Invoice 4711", "Total 119.00", "Due date 2031")
ENGLISH = partial(RecognisePage, languages=("eng",))
AMPLE = OcrBudget(pages=20, seconds=60)


class Observed(Workers):
    """Workers that keep the calls they were given."""

    def __init__(self, deadline_s: float) -> None:
        super().__init__(
            lanes=1, queue=10, deadline_s=deadline_s, queue_timeout_s=60, memory_bytes=512 * 2**20, tasks=1000
        )
        self.calls: list[Call[Any]] = []

    async def run(self, call: Call[Any]) -> Any:
        self.calls.append(call)
        return await super().run(call)


@asynccontextmanager
async def observed(deadline_s: float = 20) -> AsyncIterator[Observed]:
    workers = Observed(deadline_s)
    async with workers.running():
        yield workers


def saved(folder: Path, data: bytes) -> SpooledDocument:
    path = folder / "document.pdf"
    path.write_bytes(data)
    return SpooledDocument(path=path, workspace=folder, sha256="x", size_bytes=len(data))  # type: ignore[arg-type]


async def parsed(
    workers: Workers, document: SpooledDocument, *, budget: OcrBudget = AMPLE, engine: Engine = ENGLISH
) -> ParsedDocument:
    def ask(start: int, words: Path) -> OnPages:
        return ParsePages(document=document.path, words=words, max_pages=500, start=start)

    ocr = Ocr(workers, engine, budget)
    return await parse_in_chunks(workers, document.workspace, ask, ocr.of(document, None))


async def texts(document: ParsedDocument) -> list[str]:
    return await asyncio.to_thread(_texts, document)


def _texts(document: ParsedDocument) -> list[str]:
    return [" ".join(word.text for word in page.words) for file in document.files for page in read_pages(file)]


async def test_scanned_pages_among_others_are_read_in_their_places(tmp_path: Path) -> None:
    document = saved(tmp_path, scanned(THREE, only=[1, 3]))
    async with observed() as workers:
        read = await parsed(workers, document)
    assert await texts(read) == ["Invoice 4711", "Total 119.00", "Due date 2031"]
    facts = read.facts(document)
    assert (facts.pages_ocr, facts.pages_unread, facts.warnings) == ((1, 3), (), ("pages 1, 3: no text layer",))
    assert [call.page for call in workers.calls if isinstance(call, RecognisePage)] == [1, 3]


async def test_a_document_with_text_costs_one_call(tmp_path: Path) -> None:
    async with observed() as workers:
        await parsed(workers, saved(tmp_path, THREE))
    assert len(workers.calls) == 1


async def test_the_next_page_is_expected_to_lie_as_the_one_before(tmp_path: Path) -> None:
    async with observed() as workers:
        await parsed(workers, saved(tmp_path, scanned(THREE, turn=180)))
    assert [call.turn for call in workers.calls if isinstance(call, RecognisePage)] == [0, 180, 180]


@pytest.mark.parametrize(("budget", "read", "warning"), [
    (OcrBudget(pages=1, seconds=60), (1,), "pages 2-3: not recognised: OCR reads 1 page of one document"),
    (OcrBudget(pages=20, seconds=1e-6), (), "pages 1-3: not recognised: OCR works on one document for 1e-06 s"),
])  # fmt: skip
async def test_pages_over_budget_are_named(
    tmp_path: Path, budget: OcrBudget, read: tuple[int, ...], warning: str
) -> None:
    document = saved(tmp_path, scanned(THREE))
    async with observed() as workers:
        facts = (await parsed(workers, document, budget=budget)).facts(document)
    assert facts.pages_ocr == read
    assert set(facts.pages_ocr) | set(facts.pages_unread) == {1, 2, 3}
    assert warning in facts.warnings


async def test_a_page_that_outlives_its_deadline_is_killed_and_costs_itself_alone(tmp_path: Path) -> None:
    document = saved(tmp_path, scanned(THREE, only=[2], dpi=300))
    ocr = Ocr(workers := Observed(deadline_s=0.01), ENGLISH, AMPLE)
    async with workers.running():
        pid = workers._lanes[0].pid
        recognition = await ocr.of(document, None)([2])
        assert pid
        assert not psutil.pid_exists(pid)
    assert recognition.files == ()
    assert recognition.failed == {2: "not recognised: it took too long"}


def test_one_page_can_not_use_up_a_documents_time(tmp_path: Path) -> None:
    call, settings = ENGLISH(document=tmp_path, page=1, words=tmp_path), Settings()
    assert 2 * call.deadlines * settings.lane_deadline_s <= settings.ocr_timeout_s


async def test_a_page_of_noise_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    document = saved(tmp_path, followed_by(noise(), scanned(printed_pages("Invoice 4711"))))
    async with observed() as workers:
        read = await parsed(workers, document)
    assert await texts(read) == ["", "Invoice 4711"]
    assert "page 1: not recognised: its picture holds specks and no lines of text" in read.facts(document).warnings


async def test_without_language_data_pages_are_named_and_none_is_tried_again(tmp_path: Path) -> None:
    document = saved(tmp_path, scanned(THREE, only=[1, 3]))
    async with observed() as workers:
        read = await parsed(workers, document, engine=partial(ENGLISH, language_folder=tmp_path / "none"))
    assert await texts(read) == ["", "Total 119.00", ""]
    assert any(
        warning.startswith("pages 1, 3: not recognised: there is no OCR language data for eng")
        for warning in read.facts(document).warnings
    )
    assert sum(isinstance(call, RecognisePage) for call in workers.calls) == 1
