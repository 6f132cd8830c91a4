"""POST /v1/render/png: a page as a picture."""

import struct

import httpx
import pytest

import documents_made
from bodies import RAW, problem
from serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

A_INCH_BY_TWO = documents_made.sized(72, 144)
THREE = documents_made.numbered(3)


async def render(client: httpx.AsyncClient, document: bytes, query: str = "") -> httpx.Response:
    return await client.post(f"/v1/render/png?{query}", content=document, headers={"content-type": RAW})


def size(png: bytes) -> tuple[int, int]:
    """Width and height from the header chunk (PNG, 11.2.1)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(("query", "pixels"), [
    ("dpi=10", (10, 20)), ("dpi=72", (72, 144)), ("dpi=100", (100, 200)), ("dpi=600", (600, 1200)), ("", (150, 300)),
])  # fmt: skip
async def test_a_page_has_its_size_at_the_resolution_asked_for(
    service: Service, query: str, pixels: tuple[int, int]
) -> None:
    answer = await render(service.client, A_INCH_BY_TWO, query)
    assert answer.headers["content-type"] == "image/png"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert size(answer.content) == pixels
    assert not service.spooled()


async def test_the_page_asked_for_is_drawn(client: httpx.AsyncClient) -> None:
    drawn = [(await render(client, THREE, f"page={page}&dpi=50")).content for page in (1, 2, 3)]
    assert len(set(drawn)) == 3
    assert (await render(client, THREE, "dpi=50")).content == drawn[0]


@pytest.mark.parametrize("page", [4, 10**9])
async def test_a_page_that_does_not_exist_is_told(client: httpx.AsyncClient, page: int) -> None:
    answer = await render(client, THREE, f"page={page}")
    assert problem(answer) == (422, "page-out-of-range")
    assert (answer.json()["page"], answer.json()["pages"]) == (page, 3)


@pytest.mark.parametrize(("width", "height", "dpi"), [(14_400, 14_400, 72), (3_000, 3_000, 1200)])
async def test_a_picture_of_more_than_50_megapixels_is_refused_with_what_to_do(
    client: httpx.AsyncClient, width: float, height: float, dpi: int
) -> None:
    answer = await render(client, documents_made.sized(width, height), f"dpi={dpi}")
    assert problem(answer) == (422, "page-too-large")
    assert "dpi" in answer.json()["detail"]


async def test_an_encrypted_document_is_drawn_with_its_password_alone(client: httpx.AsyncClient) -> None:
    locked = documents_made.invoice(password="pw")
    assert problem(await render(client, locked)) == (422, "password-required")
    headers = {"content-type": RAW, "x-document-password": "pw"}
    assert (await client.post("/v1/render/png", content=locked, headers=headers)).status_code == 200


async def test_nobody_may_keep_the_answer(client: httpx.AsyncClient) -> None:
    assert (await render(client, THREE)).headers["cache-control"] == "no-store"
