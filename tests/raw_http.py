"""HTTP over a bare socket: what no client library would send, and when exactly."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> tuple[int, str]:
        """Status and name; the problem must be one."""
        assert self.headers["content-type"] == "application/problem+json"
        told: dict[str, Any] = json.loads(self.body)
        assert told["status"] == self.status
        assert told["request_id"]
        return self.status, told["type"].removeprefix("/problems/")


@dataclass(slots=True)
class Wire:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send_until_refused(self, data: bytes) -> None:
        """Send `data` again and again, as a client does that does not look at the answer."""
        with suppress(ConnectionError):
            while True:
                await self.send(data)
                await asyncio.sleep(0)

    async def line(self) -> str:
        return (await self.reader.readline()).decode().strip()

    async def answer(self) -> Answer:
        """The next answer, its whole body read."""
        async with asyncio.timeout(PATIENCE_S):
            status = int((await self.line()).split(" ")[1])
            headers = {}
            while line := await self.line():
                name, _, value = line.partition(": ")
                headers[name.lower()] = value
            if headers.get("transfer-encoding") == "chunked":
                body = b"".join([chunk async for chunk in self._chunks()])
            else:
                body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(status, headers, body)

    async def _chunks(self) -> AsyncIterator[bytes]:
        while size := int(await self.line(), 16):
            yield await self.reader.readexactly(size)
            await self.line()
        await self.line()

    async def closed(self) -> bool:
        """Whether the service has nothing more to say; waits until it says so."""
        async with asyncio.timeout(PATIENCE_S):
            return not await self.reader.read(1)


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Wire]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def exchange(port: int, data: bytes) -> Answer:
    async with connected(port) as wire:
        await wire.send(data)
        return await wire.answer()
