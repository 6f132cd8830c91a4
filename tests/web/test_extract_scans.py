"""POST /v1/extract with scans: values with evidence, for every reader, and what is told of pages that stay unread."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import documents_made
from bodies import RAW
from paperloop.app import Paperloop
from paperloop.settings import Settings
from paperloop.testing import FakeLlm
from scans_made import printed_pages, scanned
from serving import client_of, in_process

PRINTED = documents_made.invoice()
SCAN = scanned(PRINTED)
NUMBER = "NT-2031-117"


async def extracted(client: httpx.AsyncClient, document: bytes, readers: str = "layout") -> dict[str, Any]:
    answer = await client.post(f"/v1/extract?readers={readers}", content=document, headers={"content-type": RAW})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.asyncio(loop_scope="module")
async def test_a_scan_gives_the_values_of_the_page_it_shows_with_their_places(client: httpx.AsyncClient) -> None:
    from_text, from_scan = await extracted(client, PRINTED), await extracted(client, SCAN)
    assert from_scan["document"]["pages_ocr"] == [1]
    for path in (("invoice_number",), ("issue_date",), ("currency",), ("seller", "name"), ("totals", "grand_total")):
        assert _at(from_scan["invoice"], path) == _at(from_text["invoice"], path)
    for pointer in ("/invoice_number", "/totals/grand_total"):
        assert from_scan["evidence"][pointer]["bbox"] == pytest.approx(from_text["evidence"][pointer]["bbox"], abs=5)
        assert from_scan["confidence"][pointer] < from_text["confidence"][pointer]


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, FakeLlm]]:
    llm = FakeLlm()
    settings = {"data_dir": tmp_path, "lanes": 1, "llm_base_url": "http://llm/v1", "llm_model": "small"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(llm)) as http:
        paperloop = Paperloop(Settings.model_validate(settings), http=http)
        async with paperloop.running(), client_of(paperloop.app) as client:
            yield client, llm


async def test_a_model_is_asked_about_what_was_recognised(asked: tuple[httpx.AsyncClient, FakeLlm]) -> None:
    client, llm = asked
    told = await extracted(client, SCAN, "llm")
    assert told["invoice"]["invoice_number"] == NUMBER
    assert told["evidence"]["/invoice_number"]["page"] == 1
    assert llm.calls


async def test_a_page_that_stays_unread_asks_for_review(tmp_path: Path) -> None:
    with_appendix = documents_made.followed_by(PRINTED, scanned(printed_pages("Discount 40.00")))
    empty = tmp_path / "empty"
    for engine, review in (("none", False), ("tesseract", True)):
        async with in_process(tmp_path, ocr_engine=engine, tessdata_dir=empty) as (client, _):
            alone, told = await extracted(client, PRINTED), await extracted(client, with_appendix)
            assert told["invoice"] == alone["invoice"]
            assert told["needs_review"] is (alone["needs_review"] or review)
            assert any("no OCR language data" in each for each in told["document"]["warnings"]) is review


async def test_a_document_of_which_nothing_can_be_read_is_an_empty_answer_for_review(tmp_path: Path) -> None:
    async with in_process(tmp_path, tessdata_dir=tmp_path / "empty") as (client, _):
        told = await extracted(client, SCAN)
    assert (told["invoice"]["invoice_number"], told["needs_review"]) == (None, True)
    assert any(warning.startswith("page 1: not recognised") for warning in told["document"]["warnings"])
