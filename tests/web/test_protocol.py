"""What comes before the application hears of a request, over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

import documents_made
from paperloop.web import protocol
from paperloop.web.edge import MAX_HEADER_BYTES, MAX_URI_BYTES
from paperloop.web.protocol import GuardedProtocol
from raw_http import connected, exchange
from serving import Served, served

PDF = documents_made.numbered(1)
GET = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service"), lanes=1, max_upload_bytes=1_000_000) as running:
        yield running


def post(*headers: str, body: bytes = b"", target: str = "/v1/text") -> bytes:
    lines = [f"POST {target} HTTP/1.1", "Host: x", "Content-Type: application/pdf", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


CHUNKED = "Transfer-Encoding: chunked"
LENGTH = f"Content-Length: {len(PDF)}"


@pytest.mark.parametrize("data", [
    pytest.param(b"\x00\xffgarbage\r\n\r\n", id="garbage"),
    pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", id="TLS"),
    pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", id="HTTP/2"),
    pytest.param(b"GET /livez HTTP/9.9\r\nHost: x\r\n\r\n", id="unknown version"),
    pytest.param(b"GET /livez HTTP/1.1\r\nno colon\r\n\r\n", id="a header without a colon"),
    pytest.param(b"GET /livez HTTP/1.1\r\nX-A: a\0b\r\n\r\n", id="a header with a NUL"),
    pytest.param(b"GET /livez HTTP/1.1\r\nBad Name: a\r\n\r\n", id="a header's name with a space"),
    pytest.param(post(LENGTH, CHUNKED, body=PDF), id="a length and chunks"),
    pytest.param(post("Content-Length: -1", body=PDF), id="a negative length"),
    pytest.param(post("Content-Length: abc", body=PDF), id="a length in letters"),
    pytest.param(post("Content-Length: 5", LENGTH, body=PDF), id="two lengths"),
    pytest.param(post("Content-Length: 5, 5", body=PDF), id="a list of lengths"),
    pytest.param(post("Content-Length: 99999999999999999999999", body=PDF), id="a length beyond 64 bits"),
    pytest.param(post(CHUNKED, body=b"ZZ\r\nabc\r\n"), id="a chunk's size that is none"),
    pytest.param(post(CHUNKED, body=b"fffffffffffffffff\r\nabc\r\n"), id="a chunk's size beyond 64 bits"),
    pytest.param(post("Transfer-Encoding: gzip, chunked, gzip", body=PDF), id="chunks inside something else"),
])  # fmt: skip
async def test_broken_http_is_a_problem(service: Served, data: bytes) -> None:
    answer = await exchange(service.port, data)
    assert answer.problem == (400, "bad-request")


async def test_broken_http_ends_its_connection(service: Served) -> None:
    async with connected(service.port) as wire:
        await wire.send(b"garbage\r\n\r\n" + GET)
        assert (await wire.answer()).headers["connection"] == "close"
        assert await wire.closed()


@pytest.mark.parametrize("size", [MAX_HEADER_BYTES + 1000, 1_000_000, 5_000_000])
async def test_a_head_larger_than_64_kb_is_refused_and_the_client_reads_why(service: Served, size: int) -> None:
    async with connected(service.port) as wire:
        sending = asyncio.create_task(wire.send(b"GET /livez HTTP/1.1\r\nX-A: " + b"a" * size + b"\r\n\r\n"))
        assert (await wire.answer()).problem == (431, "headers-too-large")
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def test_a_head_without_end_is_refused_while_it_is_sent(service: Served) -> None:
    async with connected(service.port) as wire:
        await wire.send(b"GET /livez HTTP/1.1\r\n")
        sending = asyncio.create_task(wire.send_until_refused(b"X-A: a\r\n" * 1000))
        assert (await wire.answer()).problem == (431, "headers-too-large")
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


@pytest.mark.parametrize("size", [MAX_URI_BYTES, 200_000, 5_000_000])
async def test_an_address_longer_than_8_kb_is_refused_and_the_client_reads_why(service: Served, size: int) -> None:
    async with connected(service.port) as wire:
        sending = asyncio.create_task(wire.send(b"GET /livez?" + b"a" * size + b" HTTP/1.1\r\nHost: x\r\n\r\n"))
        assert (await wire.answer()).problem == (414, "uri-too-long")
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def test_expect_100_continue_is_honoured(service: Served) -> None:
    async with connected(service.port) as wire:
        await wire.send(post(LENGTH, "Expect: 100-continue"))
        assert await wire.line() == "HTTP/1.1 100 Continue"
        assert await wire.line() == ""
        await wire.send(PDF)
        assert (await wire.answer()).status == 200


async def test_a_client_that_asks_before_it_sends_too_much_is_told_no(service: Served) -> None:
    async with connected(service.port) as wire:
        await wire.send(post("Content-Length: 100000000000", "Expect: 100-continue"))
        assert (await wire.answer()).problem == (413, "payload-too-large")


@pytest.mark.parametrize("headers", [
    ["Content-Length: 100000000000"], ["Content-Length: 100000000000", "Connection: close"],
    [CHUNKED], [CHUNKED, "Connection: close"],
])  # fmt: skip
async def test_a_refusal_is_read_by_a_client_that_is_still_sending(service: Served, headers: list[str]) -> None:
    async with connected(service.port) as wire:
        await wire.send(post(*headers))
        chunk = b"10000\r\n" + b"\0" * 0x10000 + b"\r\n"
        sending = asyncio.create_task(wire.send_until_refused(chunk))
        assert (await wire.answer()).problem == (413, "payload-too-large")
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
async def test_a_refusal_is_read_by_a_client_that_looks_only_after_it_has_sent_all(
    service: Served, connection: str
) -> None:
    body = b"\0" * 3_000_000
    async with connected(service.port) as wire:
        await wire.send(post(f"Content-Length: {len(body)}", f"Connection: {connection}", body=body))
        assert (await wire.answer()).problem == (413, "payload-too-large")


async def test_a_connection_is_used_again_after_an_answer(service: Served) -> None:
    async with connected(service.port) as wire:
        for _ in range(3):
            await wire.send(post(LENGTH, body=PDF))
            assert (await wire.answer()).body.strip() == b"page 1 of 1"


async def test_a_connection_is_used_again_after_a_problem(service: Served) -> None:
    async with connected(service.port) as wire:
        for _ in range(3):
            await wire.send(post("Content-Length: 5", body=b"hello"))
            assert (await wire.answer()).problem == (415, "not-a-pdf")
        await wire.send(GET)
        assert (await wire.answer()).status == 200


async def test_requests_sent_at_once_are_answered_in_turn(service: Served) -> None:
    async with connected(service.port) as wire:
        await wire.send(GET + post("Content-Length: 5", body=b"hello") + GET)
        assert [(await wire.answer()).status for _ in range(3)] == [200, 415, 200]


async def test_what_follows_a_body_that_was_longer_than_declared_is_no_second_request(service: Served) -> None:
    async with connected(service.port) as wire:
        await wire.send(post(f"Content-Length: {len(PDF) // 2}", body=PDF))
        assert (await wire.answer()).problem == (400, "bad-request")
        assert await wire.closed()


async def test_a_service_that_met_all_this_is_as_well_as_before(service: Served) -> None:
    async with service.client() as client:
        assert (await client.get("/health")).json()["in_flight"] == 0
    assert " ERROR " not in service.said()


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads nothing."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@asynccontextmanager
async def listening(**settings: Any) -> AsyncIterator[int]:
    """The port of a server in this process that speaks GuardedProtocol."""
    config = uvicorn.Config(hello, http=GuardedProtocol, lifespan="off", log_config=None, ws="none", **settings)
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: GuardedProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]
        for connection in list(state.connections):
            connection.transport.abort()


class TestSlowHeads:
    """A head has HEAD_TIMEOUT_S; made short here."""

    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(protocol, "HEAD_TIMEOUT_S", 0.1)

    @pytest.mark.parametrize("data", [b"G", b"GET /", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nX-A: a\r\n"])
    async def test_one_that_stops_midway_is_answered_and_closed(self, data: bytes) -> None:
        async with listening() as port, connected(port) as wire:
            await wire.send(data)
            assert (await wire.answer()).problem == (408, "request-timeout")
            assert await wire.closed()

    async def test_one_that_drips_is_answered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A byte whenever the last one was read: never silent, and never at an end."""
        read, taken = asyncio.Event(), GuardedProtocol.data_received

        def noticed(self: GuardedProtocol, data: bytes) -> None:
            taken(self, data)
            read.set()

        async def drip() -> None:
            while True:
                read.clear()
                await wire.send(b"a")
                await read.wait()

        monkeypatch.setattr(GuardedProtocol, "data_received", noticed)
        async with listening() as port, connected(port) as wire:
            await wire.send(b"GET / HTTP/1.1\r\nX-A: ")
            dripping = asyncio.create_task(drip())
            assert (await wire.answer()).problem == (408, "request-timeout")
            dripping.cancel()
            await asyncio.gather(dripping, return_exceptions=True)

    async def test_a_connection_that_says_nothing_is_closed_without_a_word(self) -> None:
        async with listening() as port, connected(port) as wire:
            assert await wire.closed()

    async def test_the_second_head_of_a_connection_has_its_own_time(self) -> None:
        async with listening() as port, connected(port) as wire:
            await wire.send(GET)
            assert (await wire.answer()).body == b"hello"
            await wire.send(b"GET /")
            assert (await wire.answer()).problem == (408, "request-timeout")

    async def test_a_body_is_not_under_this_limit(self) -> None:
        async with listening() as port, connected(port) as wire:
            await wire.send(post("Content-Length: 5"))
            assert (await wire.answer()).body == b"hello"


async def test_a_body_that_nobody_wants_is_read_for_a_while_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LINGER_S", 0.1)
    async with listening() as port, connected(port) as wire:
        await wire.send(post("Content-Length: 100000000000"))
        assert (await wire.answer()).body == b"hello"
        assert await wire.closed()


async def test_a_connection_whose_refused_body_has_ended_is_kept_for_another_request_and_no_longer() -> None:
    async with listening(timeout_keep_alive=0.2) as port, connected(port) as wire:
        for _ in range(2):
            await wire.send(post("Content-Length: 5"))
            assert (await wire.answer()).body == b"hello"
            await wire.send(b"late!")
        assert await wire.closed()
