"""What every request meets first."""

import httpx
import pytest

import documents_made
from bodies import RAW, problem
from paperloop.web.edge import MAX_HEADER_BYTES, MAX_URI_BYTES

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("given", ["a", "6f1c-9a0e", "Trace.42_x", "9" * 128])
async def test_a_clients_request_id_is_kept(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/livez", headers={"x-request-id": given})
    assert answer.headers.get_list("x-request-id") == [given]


@pytest.mark.parametrize("given", [
    b"", b"9" * 129, b"a b", b"a\tb", b"<script>", b"a\nb", "\xe9".encode("latin-1"), b"{id}", b"../a", b"%n",
])  # fmt: skip
async def test_a_hostile_request_id_is_replaced(client: httpx.AsyncClient, given: bytes) -> None:
    answer = await client.get("/livez", headers=[(b"x-request-id", given)])
    (answered,) = answer.headers.get_list("x-request-id")
    assert len(answered) == 32
    assert int(answered, 16)


async def test_two_requests_have_two_ids(client: httpx.AsyncClient) -> None:
    answers = [await client.get("/livez") for _ in range(2)]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 2


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/livez"), ("GET", "/readyz"), ("GET", "/health"), ("POST", "/v1/extract"), ("POST", "/v1/text"),
    ("POST", "/v1/render/png"), ("GET", "/nothing"), ("DELETE", "/v1/extract"), ("POST", "/v1/text?pages=x"),
    ("GET", "/" + "a" * 9000),
])  # fmt: skip
async def test_every_answer_has_a_request_id_and_forbids_sniffing(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    content = documents_made.numbered(1) if method == "POST" else None
    answer = await client.request(method, path, content=content, headers={"content-type": RAW, "x-request-id": "mine"})
    assert answer.headers.get_list("x-request-id") == ["mine"]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


@pytest.mark.parametrize("path", ["/livez?" + "a" * MAX_URI_BYTES, "/" + "a" * MAX_URI_BYTES])
async def test_an_address_longer_than_8_kb_is_refused(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert problem(answer) == (414, "uri-too-long")
    assert answer.json()["limit"] == MAX_URI_BYTES


async def test_an_address_of_8_kb_is_not(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez?" + "a" * (MAX_URI_BYTES - len("/livez")))).status_code == 200


@pytest.mark.parametrize("headers", [
    {"x-a": "a" * MAX_HEADER_BYTES}, {f"x-{number}": "a" * 7000 for number in range(10)},
])  # fmt: skip
async def test_headers_larger_than_64_kb_together_are_refused(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert problem(await client.get("/livez", headers=headers)) == (431, "headers-too-large")


async def test_headers_below_64_kb_are_not(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez", headers={"x-a": "a" * (MAX_HEADER_BYTES - 1000)})).status_code == 200
