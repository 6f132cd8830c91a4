"""Query parameters, taken strictly."""

import httpx
import pytest

import documents_made
from bodies import RAW, problem

PDF = documents_made.numbered(5)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def post(client: httpx.AsyncClient, target: str) -> httpx.Response:
    return await client.post(target, content=PDF, headers={"content-type": RAW})


@pytest.mark.parametrize("target", [
    "/v1/extract?readers=auto", "/v1/extract?readers=", "/v1/extract?readers=layout",
    "/v1/extract?readers=einvoice,layout", "/v1/extract?readers=einvoice,%20layout,layout",
    "/v1/extract?evidence=true", "/v1/extract?evidence=0", "/v1/extract?pages=1-3,5", "/v1/extract?pages=",
    "/v1/text?pages=5", "/v1/text?pages=1,1,1-5", "/v1/render/png?page=5&dpi=10", "/v1/render/png?dpi=300",
])  # fmt: skip
async def test_parameters_that_make_sense_are_taken(client: httpx.AsyncClient, target: str) -> None:
    assert (await post(client, target)).status_code == 200


@pytest.mark.parametrize(("target", "parameter", "said"), [
    ("/v1/extract?reader=llm", "reader", "no such parameter; this address takes readers, pages, evidence"),
    ("/v1/text?dpi=72", "dpi", "no such parameter; this address takes pages"),
    ("/v1/render/png?pages=1", "pages", "no such parameter; this address takes page, dpi"),
    ("/v1/extract?readers=layout&readers=llm", "readers", "more than once"),
    ("/v1/extract?readers=ocr", "readers", "`auto`, or any of einvoice, llm, layout"),
    ("/v1/extract?readers=auto,llm", "readers", "`auto`, or any of einvoice, llm, layout"),
    ("/v1/extract?readers=layout,,llm", "readers", "`auto`, or any of"),
    ("/v1/extract?evidence=perhaps", "evidence", "must be true or false"),
    ("/v1/extract?pages=0", "pages", "such as 1-3,5"),
    ("/v1/extract?pages=3-1", "pages", "such as 1-3,5"),
    ("/v1/extract?pages=-1", "pages", "such as 1-3,5"),
    ("/v1/extract?pages=1-", "pages", "such as 1-3,5"),
    ("/v1/text?pages=one", "pages", "such as 1-3,5"),
    ("/v1/text?pages=1,,2", "pages", "such as 1-3,5"),
    ("/v1/text?pages=99999999999999999999", "pages", "such as 1-3,5"),
    ("/v1/text?pages=%D9%A1", "pages", "such as 1-3,5"),
    ("/v1/render/png?page=0", "page", "must be 1 or more"),
    ("/v1/render/png?page=1.5", "page", "must be a whole number"),
    ("/v1/render/png?dpi=9", "dpi", "must be 10 or more"),
    ("/v1/render/png?dpi=1201", "dpi", "must be 1200 or less"),
    ("/v1/render/png?dpi=1e2", "dpi", "must be a whole number"),
    ("/v1/render/png?dpi=" + "9" * 5000, "dpi", "must be a whole number"),
])  # fmt: skip
async def test_those_that_do_not_are_told_by_name_with_what_would_be_right(
    client: httpx.AsyncClient, target: str, parameter: str, said: str
) -> None:
    answer = await post(client, target)
    assert problem(answer) == (422, "invalid-parameter")
    assert answer.json()["parameter"] == parameter
    assert said in answer.json()["detail"]


async def test_a_parameters_name_is_quoted_in_part_when_it_is_long(client: httpx.AsyncClient) -> None:
    answer = await post(client, "/v1/extract?" + "x" * 5000)
    assert problem(answer) == (422, "invalid-parameter")
    assert len(answer.content) < 1000
