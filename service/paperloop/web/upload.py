"""A document's bytes on their way from the socket to the disk, bounded in size and in time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect, Request

from paperloop.errors import PayloadTooLarge, RequestTimeout, UnsupportedMediaType
from paperloop.store.spool import Incoming, Spool, SpooledDocument, Workspace, incoming
from paperloop.web.admission import Admission
from paperloop.web.multipart import Form, boundary_of

MIN_BYTES_PER_S = 16 * 1024
"""A body may take its `upload_timeout_s`, and a second more for each of these that have come."""

FRAMING_BYTES = 1_000_000
"""What a multipart body may have around its file: boundaries, part headers, fields."""

RAW_TYPES = {b"application/pdf", b"application/octet-stream", b"application/x-pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A document that has arrived, with the plain form fields that came along."""

    document: SpooledDocument
    fields: dict[str, str]
    upload_ms: float

    def password(self, request: Request) -> str | None:
        return self.fields.get("password") or request.headers.get("x-document-password") or None


class Uploads:
    """How documents come in: `async with uploads.received(request) as upload`; the files are gone afterwards."""

    def __init__(self, spool: Spool, admission: Admission, *, max_bytes: int, timeout_s: float) -> None:
        self._spool = spool
        self._admission = admission
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s

    @asynccontextmanager
    async def received(self, request: Request) -> AsyncIterator[Upload]:
        """
        Raises:
            Overloaded: as many requests are under way as are admitted; no byte of the body was read.
            BadRequest: the body can't be taken, by what it is, its size or its slowness.
        """
        with self._admission.admitted():
            _refuse_early(request, self._max_bytes)
            async with self._spool.workspace() as workspace:
                yield await self._receive(request, workspace)

    async def _receive(self, request: Request, workspace: Workspace) -> Upload:
        started = time.perf_counter()
        async with incoming(workspace, max_bytes=self._max_bytes) as file:
            fields = await self._read(request, file)
            document = await file.finished()
        return Upload(document=document, fields=fields, upload_ms=(time.perf_counter() - started) * 1000)

    async def _read(self, request: Request, file: Incoming) -> dict[str, str]:
        content_type = request.headers.get("content-type", "")
        kind, _ = parse_options_header(content_type)
        if kind in RAW_TYPES:
            await self._pump(request, file, file.take)
            return {}
        if kind != b"multipart/form-data":
            raise UnsupportedMediaType(
                got=f"a body of type {content_type[:80]!r}" if content_type else "a body without Content-Type"
            )
        form = Form(boundary_of(content_type), file)
        await self._pump(request, file, form.feed)
        form.finish()
        return form.fields

    async def _pump(self, request: Request, file: Incoming, take: Callable[[bytes], None]) -> None:
        limit = self._max_bytes + FRAMING_BYTES
        received = 0
        async for data in _in_time(request, self._timeout_s):
            received += len(data)
            if received > limit:
                raise PayloadTooLarge(what="the body", limit=limit)
            take(data)
            await file.flush()


def _refuse_early(request: Request, max_bytes: int) -> None:
    """What the headers alone give away. They may lie, so the bytes are counted too."""
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise UnsupportedMediaType(got=f"a body with Content-Encoding {encoding[:40]!r}")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes + FRAMING_BYTES:
        raise PayloadTooLarge(what="the body", limit=max_bytes)


async def _in_time(request: Request, timeout_s: float) -> AsyncIterator[bytes]:
    """The body's chunks, unless it falls silent or comes slower than MIN_BYTES_PER_S."""
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
