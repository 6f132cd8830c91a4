"""POST /v1/extract."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from paperloop.flows.extract import ExtractInvoice, ExtractOptions
from paperloop.web.disconnect import unless_disconnected
from paperloop.web.parameters import ExtractParameters, parameters
from paperloop.web.upload import Uploads


class ExtractEndpoint:
    """An ASGI endpoint, so that the upload's files live exactly as long as its answer takes."""

    def __init__(self, extract: ExtractInvoice, uploads: Uploads) -> None:
        self._extract = extract
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        asked = parameters(ExtractParameters, request)
        async with self._uploads.received(request) as upload:
            options = ExtractOptions(
                readers=asked.readers,
                pages=asked.pages,
                evidence=asked.evidence,
                password=upload.password(request),
                schema=upload.schema,
            )
            work = self._extract.json(upload.document, options, upload_ms=upload.upload_ms)
            extraction = await unless_disconnected(request, work)
        response = Response(extraction, media_type="application/json", headers=NO_STORE)
        await response(scope, receive, send)


NO_STORE = {"Cache-Control": "no-store"}
"""Answers made of somebody's documents."""
