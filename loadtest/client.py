"""A cheap HTTP client for load: it shares the machine with what it measures, so requests are bytes made beforehand."""

import asyncio
import itertools
import json
import math
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import figures

PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`body` as it came; `seconds` from the moment before the request's first byte, or before connecting for it."""

    status: int
    body: bytes
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """`clients` at once, each sending `rounds` requests one after another, but none that begins after `limit_s`.

    They begin evenly over `spread_s`: all at the same moment would stay a crowd in every round.
    """

    clients: int
    rounds: int = 1
    limit_s: float = 30.0
    timeout_s: float = 30.0
    spread_s: float = 0.0


@dataclass(slots=True)
class Outcome:
    """What many requests met: `seconds` of those answered 200 or 304, `errors` by status or exception, `wall_s`."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    wall_s: float = 0.0

    @property
    def requests(self) -> int:
        return len(self.seconds) + self.errors.total()

    def quantile(self, share: float) -> float:
        """Latency that `share` of the requests did not exceed, in seconds; infinite for those never answered 200."""
        return figures.quantile([*self.seconds, *[math.inf] * self.errors.total()], share)

    @property
    def mean_s(self) -> float:
        """Of all requests; infinite where one was not answered 200."""
        return math.inf if self.errors else statistics.fmean(self.seconds)

    def take(self, answer: Answer) -> None:
        if answer.status in {200, 304}:
            self.seconds.append(answer.seconds)
        else:
            self.errors[f"{answer.status} {_problem(answer.body)}"] += 1


def request(
    method: str, path: str, body: bytes = b"", content_type: str = "application/octet-stream", headers: str = ""
) -> bytes:
    """A whole HTTP/1.1 request that keeps its connection alive; `headers` are more lines, CRLF behind each."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: bench",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
    ]
    head = "".join(f"{line}\r\n" for line in lines) + headers
    return head.encode() + b"\r\n" + body


def form(pdf: bytes) -> tuple[bytes, str]:
    """A body with `pdf` as the multipart part `file`, as curl -F sends it, and its content type."""
    boundary = "--------------------------load0123456789"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="invoice.pdf"\r\n'
    body = b"".join([head.encode(), b"Content-Type: application/pdf\r\n\r\n", pdf, f"\r\n--{boundary}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={boundary}"


def upload(path: str, pdf: bytes) -> bytes:
    """A whole POST of `pdf` as a form."""
    return request("POST", path, *form(pdf))


class Connection:
    """One kept-alive connection to a loopback port, opened at the first request and again after a failure."""

    def __init__(self, port: int, timeout_s: float = 30.0) -> None:
        self._port = port
        self._timeout_s = timeout_s
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, sent: bytes) -> Answer:
        """The answer to the request `sent`; it needs a Content-Length.

        Raises:
            OSError, EOFError, TimeoutError: there was none within `timeout_s`.
        """
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._timeout_s):
                status, body = await self._exchange(sent)
        except BaseException:
            self.close()
            raise
        return Answer(status=status, body=body, seconds=time.perf_counter() - started)

    async def _exchange(self, sent: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        view = memoryview(sent)
        for start in range(0, len(view), PIECE_BYTES):
            writer.write(view[start : start + PIECE_BYTES])
            await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0] or 0)
        return int(head[9:12]), await reader.readexactly(length)

    def close(self) -> None:
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()


async def ask(port: int, sent: bytes, timeout_s: float = 30.0) -> Answer:
    """One request over a connection of its own."""
    connection = Connection(port, timeout_s)
    try:
        return await connection.ask(sent)
    finally:
        connection.close()


async def closed_loop(port: int, sent: bytes | Iterator[bytes], asked: Rounds) -> Outcome:
    """Clients that send `sent` again, or its next, as soon as they have been answered."""
    supply = itertools.repeat(sent) if isinstance(sent, bytes) else sent
    outcome = Outcome()
    started = time.perf_counter()
    await asyncio.gather(
        *(
            _client(port, supply, asked, outcome, started + asked.spread_s * number / asked.clients)
            for number in range(asked.clients)
        )
    )
    outcome.wall_s = time.perf_counter() - started
    return outcome


async def _client(port: int, supply: Iterator[bytes], asked: Rounds, outcome: Outcome, begins: float) -> None:
    """`begins` by `perf_counter`."""
    await asyncio.sleep(begins - time.perf_counter())
    connection = Connection(port, asked.timeout_s)
    for turn in range(asked.rounds):
        if turn and time.perf_counter() > begins + asked.limit_s:
            break
        try:
            outcome.take(await connection.ask(next(supply)))
        except (OSError, EOFError, TimeoutError) as error:
            outcome.errors[type(error).__name__] += 1
    connection.close()


def _problem(body: bytes) -> str:
    try:
        return str(json.loads(body)["type"]).rpartition("/")[2]
    except (ValueError, KeyError, TypeError):
        return ""
