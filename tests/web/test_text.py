"""POST /v1/text: the grid for people, the words for programs."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest

import documents_made
from bodies import RAW, problem
from paperloop.web.text import form_of
from pdf_made import with_broken_pages
from scans_made import printed_pages, scanned

pytestmark = pytest.mark.asyncio(loop_scope="module")

INVOICE = documents_made.invoice()
THREE = documents_made.numbered(3)
LONG = documents_made.numbered(45)


async def text(client: httpx.AsyncClient, document: bytes, query: str = "", accept: str = "*/*") -> httpx.Response:
    return await client.post(f"/v1/text?{query}", content=document, headers={"content-type": RAW, "accept": accept})


def pages_of(answer: httpx.Response) -> list[str]:
    return [page.strip() for page in answer.text.split("\f")]


async def test_the_grid_keeps_columns_under_one_another(client: httpx.AsyncClient) -> None:
    answer = await text(client, INVOICE)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    amounts = [line for line in lines if line.endswith(("100.00", "200.00", "40.00", "240.00"))]
    assert len(amounts) == 5
    assert len({len(line) for line in amounts}) == 1


async def test_pages_are_parted_by_form_feeds(client: httpx.AsyncClient) -> None:
    assert pages_of(await text(client, THREE)) == [f"page {number} of 3" for number in (1, 2, 3)]


async def test_a_document_that_came_in_chunks_is_whole_and_in_order(client: httpx.AsyncClient) -> None:
    assert pages_of(await text(client, LONG)) == [f"page {number} of 45" for number in range(1, 46)]


@pytest.mark.parametrize(("pages", "numbers"), [("2", [2]), ("3,1", [1, 3]), ("1-2,2", [1, 2]), ("", [1, 2, 3])])
async def test_only_the_pages_meant_come_each_once_in_document_order(
    client: httpx.AsyncClient, pages: str, numbers: list[int]
) -> None:
    assert pages_of(await text(client, THREE, f"pages={pages}")) == [f"page {number} of 3" for number in numbers]


async def words_of(client: httpx.AsyncClient, document: bytes) -> dict[str, Any]:
    answer = await text(client, document, accept="application/json")
    assert answer.headers["content-type"] == "application/json"
    told: dict[str, Any] = answer.json()
    return told


async def test_words_come_with_their_boxes(client: httpx.AsyncClient) -> None:
    told = await words_of(client, THREE)
    assert list(told) == ["document", "pages"]
    assert told["document"]["pages"] == 3
    assert [page["number"] for page in told["pages"]] == [1, 2, 3]
    for page in told["pages"]:
        assert list(page) == ["number", "width", "height", "words"]
        assert [word["text"] for word in page["words"]] == ["page", str(page["number"]), "of", "3"]
        for word in page["words"]:
            assert list(word) == ["text", "bbox", "hidden"]
            x0, y0, x1, y1 = word["bbox"]
            assert 50 <= x0 < x1 <= page["width"]
            assert 50 <= y0 < y1 <= page["height"]


async def test_words_of_several_chunks_are_one_list(client: httpx.AsyncClient) -> None:
    assert [page["number"] for page in (await words_of(client, LONG))["pages"]] == list(range(1, 46))


@pytest.mark.parametrize("broken", [range(1, 21), range(21, 46), range(21, 41), range(2, 45), (1, 20, 45)])
async def test_pages_that_cannot_be_read_cost_themselves_alone(
    client: httpx.AsyncClient, broken: Sequence[int]
) -> None:
    damaged = with_broken_pages(45, set(broken))
    left = [number for number in range(1, 46) if number not in broken]
    assert [page["number"] for page in (await words_of(client, damaged))["pages"]] == left
    places = [f"page-{number}" if number in left else "" for number in range(1, 46)]
    assert pages_of(await text(client, damaged)) == places


@pytest.mark.parametrize("accept", ["text/plain", "application/json"])
async def test_a_document_of_which_no_page_can_be_read_is_unreadable(client: httpx.AsyncClient, accept: str) -> None:
    damaged = with_broken_pages(41, set(range(1, 42)))
    assert problem(await text(client, damaged, accept=accept)) == (422, "unreadable-document")


@pytest.mark.parametrize(("accept", "content_type"), [
    ("*/*", "text/plain; charset=utf-8"),
    ("text/plain", "text/plain; charset=utf-8"),
    ("application/json", "application/json"),
    ("application/json;q=0.9, */*;q=0.1", "application/json"),
    ("text/plain, application/json;q=0.5", "text/plain; charset=utf-8"),
    ("image/webp", "text/plain; charset=utf-8"),
])  # fmt: skip
async def test_accept_chooses_the_form(client: httpx.AsyncClient, accept: str, content_type: str) -> None:
    assert (await text(client, THREE, accept=accept)).headers["content-type"] == content_type


@pytest.mark.parametrize(("accept", "form"), [
    ("", "grid"),
    ("*/*", "grid"),
    ("text/*", "grid"),
    ("text/plain", "grid"),
    ("text/html, */*;q=0.8", "grid"),
    ("application/json", "words"),
    ("Application/JSON", "words"),
    ("application/*", "words"),
    ("application/json; charset=utf-8", "words"),
    ("application/json, text/plain, */*", "words"),
    ("text/plain, application/json", "words"),
    ("text/plain;q=0.5, application/json;q=0.5", "words"),
    ("text/plain;q=0.9, application/json;q=0.1", "grid"),
    ("text/plain; q=0.1 ,application/json ; Q=0.9", "words"),
    ("application/json;q=0.5, */*", "grid"),
    ("application/json, */*;q=0.1", "words"),
    ("application/json;q=0", "grid"),
    ("application/json;q=0, text/plain;q=0", "grid"),
    ("text/plain;q=0, */*", "words"),
    ("application/jsonlines", "grid"),
    ("application/json-seq, text/plain", "grid"),
    ("application/json;q=x", "grid"),
    ("application/json;q=nan, text/plain;q=0.1", "grid"),
    (",;,=;q", "grid"),
])  # fmt: skip
async def test_the_higher_quality_wins_and_words_where_both_are_named_alike(accept: str, form: str) -> None:
    assert form_of(accept) == form


async def test_a_page_that_does_not_exist_is_told(client: httpx.AsyncClient) -> None:
    assert problem(await text(client, THREE, "pages=4")) == (422, "page-out-of-range")


async def test_an_encrypted_document_needs_its_password(client: httpx.AsyncClient) -> None:
    locked = documents_made.invoice(password="pw")
    assert problem(await text(client, locked)) == (422, "password-required")
    headers = {"content-type": RAW, "x-document-password": "pw"}
    assert "NT-2031-117" in (await client.post("/v1/text", content=locked, headers=headers)).text


async def test_nobody_may_keep_the_answer(client: httpx.AsyncClient) -> None:
    for accept in ("text/plain", "application/json"):
        assert (await text(client, THREE, accept=accept)).headers["cache-control"] == "no-store"


async def test_a_scan_is_read_in_both_forms(client: httpx.AsyncClient) -> None:
    scan = scanned(printed_pages("Invoice 4711", "Total 119.00"))
    assert [page.split() for page in pages_of(await text(client, scan))] == [["Invoice", "4711"], ["Total", "119.00"]]
    told = await words_of(client, scan)
    assert told["document"]["pages_ocr"] == [1, 2]
    assert [[word["text"] for word in page["words"]] for page in told["pages"]] == [
        ["Invoice", "4711"],
        ["Total", "119.00"],
    ]
