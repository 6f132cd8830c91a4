"""A document's bytes on their way from the socket to the disk, bounded in size and in time."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from paperloop.errors import PayloadTooLarge, UnsupportedMediaType
from paperloop.readers.fields import FieldsSchema
from paperloop.store.spool import Incoming, Spool, SpooledDocument, Workspace, incoming
from paperloop.web.admission import Admission
from paperloop.web.body import in_time, refuse_early
from paperloop.web.multipart import Form, boundary_of

FRAMING_BYTES = 1_000_000
"""What a multipart body may have around its file: boundaries, part headers, fields."""

WANTED = "multipart/form-data with a part `file`, or an application/pdf body"
RAW_TYPES = {b"application/pdf", b"application/octet-stream", b"application/x-pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A document that has arrived, with the plain form fields that came along."""

    document: SpooledDocument
    fields: dict[str, str]
    upload_ms: float

    @property
    def schema(self) -> FieldsSchema | None:
        """
        Raises:
            InvalidSchema: the form field `schema` can't be used.
        """
        text = self.fields.get("schema", "")
        return FieldsSchema.parse(text) if text.strip() else None

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
            refuse_early(request, max_bytes=self._max_bytes, framing_bytes=FRAMING_BYTES, wanted=WANTED)
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
            got = f"a body of type {content_type[:80]!r}" if content_type else "a body without Content-Type"
            raise UnsupportedMediaType(got=got, wanted=WANTED)
        form = Form(boundary_of(content_type), file)
        await self._pump(request, file, form.feed)
        form.finish()
        return form.fields

    async def _pump(self, request: Request, file: Incoming, take: Callable[[bytes], None]) -> None:
        limit = self._max_bytes + FRAMING_BYTES
        received = 0
        async for data in in_time(request, self._timeout_s):
            received += len(data)
            if received > limit:
                raise PayloadTooLarge(what="the body", limit=limit)
            take(data)
            del data
            await file.flush()
