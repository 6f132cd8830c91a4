"""POST /v1/text: `text/plain` is the grid, `application/json` the words with their boxes."""

from collections.abc import AsyncIterator
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from paperloop.flows.parse import ParsedDocument
from paperloop.flows.text import ExtractText
from paperloop.store.spool import SpooledDocument, parts
from paperloop.web.disconnect import unless_disconnected
from paperloop.web.extract import NO_STORE
from paperloop.web.parameters import TextParameters, parameters
from paperloop.web.upload import Uploads


class TextEndpoint:
    """An ASGI endpoint: the answer is streamed from files that are removed when it has gone out."""

    def __init__(self, extract_text: ExtractText, uploads: Uploads) -> None:
        self._extract_text = extract_text
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        asked = parameters(TextParameters, request)
        form = _wanted(request)
        async with self._uploads.received(request) as upload:
            work = self._extract_text(upload.document, form, pages=asked.pages, password=upload.password(request))
            parsed = await unless_disconnected(request, work)
            await _answer(form, parsed, upload.document)(scope, receive, send)


def _wanted(request: Request) -> Literal["grid", "words"]:
    accepted = request.headers.get("accept", "")
    return "words" if "application/json" in accepted and "text/plain" not in accepted else "grid"


def _answer(form: Literal["grid", "words"], parsed: ParsedDocument, document: SpooledDocument) -> Response:
    if form == "grid":
        return StreamingResponse(parts(parsed.files, separator=b"\f"), media_type="text/plain", headers=NO_STORE)
    return StreamingResponse(_json(parsed, document), media_type="application/json", headers=NO_STORE)


async def _json(parsed: ParsedDocument, document: SpooledDocument) -> AsyncIterator[bytes]:
    yield b'{"document":' + parsed.facts(document).model_dump_json().encode() + b',"pages":['
    async for part in parts(parsed.files, separator=b","):
        yield part
    yield b"]}"
