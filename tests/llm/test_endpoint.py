"""Over real sockets: what httpx meets there ends as a typed error."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest
import uvicorn

from paperloop.errors import LlmInvalidAnswer, LlmTimeout, LlmUnavailable
from paperloop.llm import ChatModel, Completion, Retries, http_client
from paperloop.llm.endpoint import MAX_REPLY_BYTES
from paperloop.llm.pools import Pools
from paperloop.testing import Behaviour, FakeLlm

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
QUESTION = [{"role": "user", "content": "Total 10.00"}]


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    """What uvicorn, httpx and anyio import at first use is imported before the event loop is measured."""
    uvicorn.Config(FakeLlm()).load()
    anyio.run(anyio.sleep, 0)
    http_client()


async def no_wait(_: float) -> None:
    """Waits are counted elsewhere."""


@asynccontextmanager
async def chat(base_url: str, *, timeout_s: float = 20.0) -> AsyncIterator[ChatModel]:
    async with http_client() as http:
        yield ChatModel(
            http,
            base_url=base_url,
            model="m",
            api_key="sk-secret",
            concurrency=100,
            timeout_s=timeout_s,
            retries=Retries(limit=2, sleep=no_wait),
        )


@asynccontextmanager
async def served(handler: Handler) -> AsyncIterator[str]:
    """The base URL of a server that treats every connection with `handler`, each to its end."""
    treated: set[asyncio.Task[None]] = set()

    async def treat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        treated.add(asyncio.current_task())  # type: ignore[arg-type]
        try:
            await handler(reader, writer)
            writer.close()
            await writer.wait_closed()
        except ConnectionError:
            writer.close()

    async with await asyncio.start_server(treat, "127.0.0.1", 0) as server:
        yield base_url_of(server.sockets[0])
    await asyncio.gather(*treated)


@asynccontextmanager
async def uvicorn_with(app: FakeLlm) -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=[listener])
        yield base_url_of(listener)
        await server.shutdown(sockets=[listener])


def base_url_of(listener: socket.socket | asyncio.trsock.TransportSocket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


def answering(text: bytes) -> Handler:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(text)

    return handler


async def ask(model: ChatModel) -> str:
    completion = await model.ask(QUESTION, schema={}, name="answer")
    return str(completion.data["grand_total"])


async def test_many_calls_at_once_are_answered_over_real_connections() -> None:
    fake = FakeLlm(Behaviour(delay_s=0.01, fail_status=503, fail_rate=0.2))
    async with uvicorn_with(fake) as base_url, chat(base_url) as model:
        outcomes = await asyncio.gather(*(ask(model) for _ in range(60)), return_exceptions=True)
    assert {str(outcome) for outcome in outcomes if not isinstance(outcome, LlmUnavailable)} == {"10.00"}
    assert fake.calls > 60
    assert fake.in_flight == 0


async def test_a_client_that_goes_away_is_noticed() -> None:
    fake = FakeLlm(Behaviour(delay_s=30))
    async with uvicorn_with(fake) as base_url, chat(base_url) as model:
        task = asyncio.create_task(ask(model))
        await fake.until_in_flight(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await fake.until_in_flight(0)


async def test_nobody_there_is_unavailable_without_a_status() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with chat(base_url_of(unused)) as model:
            with pytest.raises(LlmUnavailable, match="could not be reached after 3 attempts") as caught:
                await ask(model)
    assert isinstance(caught.value.__cause__, httpx.ConnectError)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope",
    ],
    ids=["hangs up", "no HTTP", "body cut short", "not gzip"],
)
async def test_a_broken_exchange_is_tried_again_and_then_unavailable(text: bytes) -> None:
    async with served(answering(text)) as base_url, chat(base_url) as model:
        with pytest.raises(LlmUnavailable) as caught:
            await ask(model)
    assert caught.value.facts == {"status": None, "attempts": 3, "retry_after_s": None}
    assert isinstance(caught.value.__cause__, httpx.HTTPError)


async def test_a_redirect_is_not_followed() -> None:
    away = b"HTTP/1.1 307 Away\r\nlocation: http://elsewhere.test/\r\ncontent-length: 0\r\n\r\n"
    async with served(answering(away)) as base_url, chat(base_url) as model:
        with pytest.raises(LlmUnavailable) as caught:
            await ask(model)
    assert caught.value.status == 307


async def test_an_endless_answer_is_given_up() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b" " * 65_536)
            await writer.drain()

    async with served(endless) as base_url, chat(base_url) as model:
        with pytest.raises(LlmInvalidAnswer, match=str(MAX_REPLY_BYTES)):
            await ask(model)


async def test_a_server_that_says_nothing_meets_the_deadline() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with served(silent) as base_url, chat(base_url, timeout_s=0.1) as model:
        with pytest.raises(LlmTimeout):
            await ask(model)


async def test_a_borrowed_client_stays_open_and_its_own_auth_applies_without_a_key() -> None:
    fake = FakeLlm()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fake), auth=("host", "word")) as lent:
        for api_key, scheme in ((None, "Basic"), ("sk-1", "Bearer")):
            model = ChatModel(
                lent, base_url="http://llm.test/v1", model="m", api_key=api_key, concurrency=1, timeout_s=5
            )
            await ask(model)
            assert fake.last_headers["authorization"].startswith(scheme)
        assert not lent.is_closed


async def test_certificate_authorities_are_loaded_when_the_first_https_call_needs_them() -> None:
    async def hang_up(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        """Before anything is said."""

    pools = Pools(count=2)
    async with httpx.AsyncClient(transport=pools) as http, served(hang_up) as base_url:
        for scheme, loaded in (("http", False), ("https", True)):
            with pytest.raises(httpx.TransportError):
                await http.post(base_url.replace("http", scheme))
            assert bool(pools._trust.cert_store_stats()["x509_ca"]) is loaded


CONSTRUCTION = """
import sys
from paperloop.llm import ChatModel, http_client

done = []
sys.addaudithook(lambda event, _: done.append(event))
ChatModel(http_client(), base_url="https://a/v1", model="m", api_key="k", concurrency=2, timeout_s=1)
print([event for event in done if event.startswith(("open", "import", "socket", "os."))])
"""


def test_making_a_model_and_its_client_neither_opens_nor_imports_anything() -> None:
    ran = subprocess.run([sys.executable, "-c", CONSTRUCTION], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_each_event_loop_may_have_a_model_of_its_own() -> None:
    async def ask_twice_at_once() -> list[Completion]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(FakeLlm())) as http:
            model = ChatModel(http, base_url="http://a/v1", model="m", api_key=None, concurrency=1, timeout_s=5)
            schema = {"type": "object"}
            return await asyncio.gather(*(model.ask(QUESTION, schema=schema, name="x") for _ in range(3)))

    for _ in range(2):
        assert len(asyncio.run(ask_twice_at_once())) == 3
