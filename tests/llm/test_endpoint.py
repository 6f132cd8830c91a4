"""Over real sockets: what httpx meets there ends as a typed error."""

import asyncio
import gzip
import json
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import httpx
import pytest
import uvicorn

from paperloop.errors import LlmInvalidAnswer, LlmTimeout, LlmUnavailable
from paperloop.llm import ChatModel, Completion, Retries, http_client
from paperloop.llm.connections import Connections
from paperloop.llm.endpoint import MAX_REPLY_BYTES
from paperloop.testing import Behaviour, FakeLlm

SELF_SIGNED = Path(__file__).parent / "data" / "self_signed.pem"
"""A key and its certificate for 127.0.0.1, from 2020 to 2120."""

ANSWER = json.dumps({"choices": [{"message": {"content": '{"grand_total": "10.00"}'}}]}).encode()
HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n" % len(ANSWER)
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
async def served(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
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

    async with await asyncio.start_server(treat, "127.0.0.1", 0, ssl=tls) as server:
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


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Nothing is said, whatever comes."""
    await reader.read()


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


async def test_nobody_there_is_unavailable_without_a_status(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with chat(base_url_of(unused)) as model:
            with pytest.raises(LlmUnavailable, match="could not be reached after 3 attempts") as caught:
                await ask(model)
    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    assert "the model answered ConnectError; call 2 follows" in caplog.text


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


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", HEAD + b"\r\n" + ANSWER[:9]], ids=["", "head", "body"])
async def test_a_connection_that_is_reset_is_tried_again(said: bytes) -> None:
    met: list[bytes] = []

    async def reset_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(said if len(met) == 1 else HEAD + b"\r\n" + ANSWER)
        await writer.drain()
        if len(met) == 1:
            linger_not = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
            writer.transport.abort()

    async with served(reset_once) as base_url, chat(base_url) as model:
        assert await ask(model) == "10.00"
    assert len(met) == 2


async def test_a_kept_connection_that_the_server_closed_meanwhile_fails_no_question() -> None:
    async with served(answering(HEAD + b"\r\n" + ANSWER)) as base_url, chat(base_url) as model:
        assert [await ask(model) for _ in range(3)] == ["10.00"] * 3


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\ncontent-", HEAD + b"\r\n" + ANSWER[:9]], ids=["head", "body"])
async def test_an_answer_that_stands_still_meets_the_deadline(said: bytes) -> None:
    async def stand_still(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await reader.read()

    async with served(stand_still) as base_url, chat(base_url, timeout_s=0.1) as model:
        with pytest.raises(LlmTimeout):
            await ask(model)


async def test_an_answer_before_the_question_was_heard_counts() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")

    long = [{"role": "user", "content": "x" * 1_000_000}]
    async with served(refuse) as base_url, chat(base_url) as model:
        with pytest.raises(LlmUnavailable) as caught:
            await model.ask(long, schema={}, name="answer")
    assert caught.value.status == 401


async def test_an_answer_that_is_compressed_unasked_is_read() -> None:
    packed = gzip.compress(ANSWER)
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(packed)
    async with served(answering(head + packed)) as base_url, chat(base_url) as model:
        assert await ask(model) == "10.00"


async def test_long_headers_of_proxies_are_borne() -> None:
    policy = b"content-security-policy: %b\r\n\r\n" % (b"x" * 20_000)
    async with served(answering(HEAD + policy + ANSWER)) as base_url, chat(base_url) as model:
        assert await ask(model) == "10.00"


async def test_a_name_and_a_password_in_the_address_are_sent_as_a_header() -> None:
    heads: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(HEAD + b"\r\n" + ANSWER)

    async with served(listen) as base_url, http_client() as http:
        named = base_url.replace("http://", "http://aladdin:sesame%20open@")
        await ask(ChatModel(http, base_url=named, model="m", api_key=None, concurrency=1, timeout_s=5))
    assert b"authorization: basic ywxhzgrpbjpzzxnhbwugb3blbg==" in heads[0].lower()


async def test_as_many_calls_are_in_flight_as_are_made() -> None:
    fake = FakeLlm(Behaviour(delay_s=30))
    async with uvicorn_with(fake) as base_url, http_client() as http:
        model = ChatModel(http, base_url=base_url, model="m", api_key=None, concurrency=150, timeout_s=30)
        calls = [asyncio.create_task(ask(model)) for _ in range(150)]
        async with asyncio.timeout(20):
            await fake.until_in_flight(150)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with served(answering(HEAD + b"\r\n" + ANSWER)) as base_url, chat(base_url) as model:
        assert await ask(model) == "10.00"


@pytest.mark.parametrize(
    ("limits", "error"),
    [(httpx.Timeout(None, read=0.05), httpx.ReadTimeout), (httpx.Timeout(None, connect=1e-9), httpx.ConnectTimeout)],
)
async def test_a_client_keeps_the_time_limits_of_a_request(limits: httpx.Timeout, error: type[Exception]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        async with http_client() as http, asyncio.timeout(20):
            with pytest.raises(error):
                await http.post(base_url_of(deaf), timeout=limits)


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

    connections = Connections()
    async with httpx.AsyncClient(transport=connections) as http, served(hang_up) as base_url:
        for scheme, loaded in (("http", False), ("https", True)):
            with pytest.raises(httpx.TransportError):
                await http.post(base_url.replace("http", scheme))
            assert bool(connections._trust.cert_store_stats()["x509_ca"]) is loaded


@pytest.mark.parametrize("vouched", [True, False])
async def test_a_server_is_believed_when_an_authority_vouches_for_it(vouched: bool) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(SELF_SIGNED)
    connections = Connections()
    if vouched:
        connections._trust.load_verify_locations(SELF_SIGNED)
    async with (
        served(answering(HEAD + b"\r\n" + ANSWER), tls) as base_url,
        httpx.AsyncClient(transport=connections) as http,
    ):
        call = http.post(base_url.replace("http", "https"))
        if vouched:
            assert (await call).content == ANSWER
        else:
            with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                await call


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
