"""POST /v1/text: `text/plain` is the grid, `application/json` the words with their boxes."""

import re
from collections.abc import AsyncIterator, Mapping
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

Form = Literal["grid", "words"]

_QUALITY = re.compile(r"[01](?:\.\d{0,3})?")


class TextEndpoint:
    """An ASGI endpoint: the answer is streamed from files that are removed when it has gone out."""

    def __init__(self, extract_text: ExtractText, uploads: Uploads) -> None:
        self._extract_text = extract_text
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        asked = parameters(TextParameters, request)
        form = form_of(request.headers.get("accept", ""))
        async with self._uploads.received(request) as upload:
            work = self._extract_text(upload.document, form, pages=asked.pages, password=upload.password(request))
            parsed = await unless_disconnected(request, work)
            await _answer(form, parsed, upload.document)(scope, receive, send)


def form_of(accept: str) -> Form:
    """What the header Accept prefers; of two liked alike the words where they are named, else the grid."""
    ranges = dict(map(_media_range, accept.lower().split(",")))
    plain = _quality(ranges, "text/plain", "text/*", "*/*")
    json = _quality(ranges, "application/json", "application/*", "*/*")
    is_named = "application/json" in ranges or "application/*" in ranges
    return "words" if json > plain or (json == plain > 0 and is_named) else "grid"


def _media_range(written: str) -> tuple[str, float]:
    """The range and its quality, 1 unless told; one that can't be is 0."""
    kind, *parameters = (each.strip() for each in written.split(";"))
    quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    return kind, float(quality) if _QUALITY.fullmatch(quality) else 0.0


def _quality(ranges: Mapping[str, float], *names: str) -> float:
    """That of the first of `names`, the most exact one, that is there; else 0."""
    return next((ranges[name] for name in names if name in ranges), 0.0)


def _answer(form: Form, parsed: ParsedDocument, document: SpooledDocument) -> Response:
    if form == "grid":
        return StreamingResponse(parts(parsed.files, separator=b"\f"), media_type="text/plain", headers=NO_STORE)
    return StreamingResponse(_json(parsed, document), media_type="application/json", headers=NO_STORE)


async def _json(parsed: ParsedDocument, document: SpooledDocument) -> AsyncIterator[bytes]:
    yield b'{"document":' + parsed.facts(document).model_dump_json().encode() + b',"pages":['
    async for part in parts(parsed.files_with_pages, separator=b","):
        yield part
    yield b"]}"
