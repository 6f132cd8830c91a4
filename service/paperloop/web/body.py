"""A request's body as it arrives: not for ever, and not in a form that nobody wants."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from paperloop.errors import PayloadTooLarge, RequestTimeout, UnsupportedMediaType

MIN_BYTES_PER_S = 16 * 1024
"""A body may take its time limit, and a second more for each of these that have come."""


def refuse_early(request: Request, *, max_bytes: int, wanted: str, framing_bytes: int = 0) -> None:
    """What the headers alone give away. They may lie, so the bytes are counted too. `wanted` is what to send instead.

    Raises:
        UnsupportedMediaType: the body is compressed.
        PayloadTooLarge: its declared length is above `max_bytes` and what a form may have around them.
    """
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise UnsupportedMediaType(got=f"a body with Content-Encoding {encoding[:40]!r}", wanted=wanted)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes + framing_bytes:
        raise PayloadTooLarge(what="the body", limit=max_bytes)


async def in_time(request: Request, timeout_s: float) -> AsyncIterator[bytes]:
    """The body's chunks, unless it falls silent or comes slower than MIN_BYTES_PER_S.

    Raises:
        RequestTimeout, ClientDisconnect.
    """
    loop = asyncio.get_running_loop()
    started, received = loop.time(), 0
    more = True
    while more:
        due = started + timeout_s + received / MIN_BYTES_PER_S
        try:
            async with asyncio.timeout_at(min(due, loop.time() + timeout_s)):
                message = await request.receive()
        except TimeoutError:
            raise RequestTimeout(seconds=timeout_s) from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        more = message.get("more_body", False)
        data: bytes = message.get("body", b"")
        received += len(data)
        if data:
            yield data
        del message, data  # a body that pauses here is held by nobody
