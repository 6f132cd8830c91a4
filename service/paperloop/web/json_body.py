"""JSON bodies, held in memory as the bytes that came. Workers take them apart."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from paperloop.errors import MalformedJson, Overloaded, PayloadTooLarge, UnsupportedMediaType
from paperloop.web.admission import Admission
from paperloop.web.body import in_time, refuse_early

WANTED = "application/json"

MAX_BYTES = 7_500_000
"""Of one body: text is bounded further by who reads it, so this is for a photograph of 5 MB, or pictures, in base64."""

MAX_BYTES_IN_FLIGHT = 256_000_000
"""Of all bodies together, so that many large ones can't fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonBody:
    """`sha256` is the digest of `data`, in hexadecimal digits."""

    data: bytes
    sha256: str


class JsonBodies:
    """How JSON comes in: `async with bodies.received(request) as body`."""

    def __init__(self, admission: Admission, *, timeout_s: float) -> None:
        self._admission = admission
        self._timeout_s = timeout_s
        self._in_flight = 0

    @asynccontextmanager
    async def received(self, request: Request) -> AsyncIterator[JsonBody]:
        """
        Raises:
            Overloaded: as many requests, or bytes, are under way as are admitted.
            BadRequest: the body can't be taken, by what it is, its size or its slowness.
        """
        with self._admission.admitted():
            _refuse_type(request)
            refuse_early(request, max_bytes=MAX_BYTES, wanted=WANTED)
            data, hashed = bytearray(), hashlib.sha256()
            try:
                async for piece in in_time(request, self._timeout_s):
                    self._take(data, piece)
                    hashed.update(piece)
                if not data:
                    raise MalformedJson(reason="it is empty")
                yield JsonBody(data=bytes(data), sha256=hashed.hexdigest())
            finally:
                self._in_flight -= len(data)

    def _take(self, data: bytearray, piece: bytes) -> None:
        if len(data) + len(piece) > MAX_BYTES:
            raise PayloadTooLarge(what="the body", limit=MAX_BYTES)
        if self._in_flight + len(piece) > MAX_BYTES_IN_FLIGHT:
            raise Overloaded(retry_after_s=1)
        self._in_flight += len(piece)
        data += piece


def _refuse_type(request: Request) -> None:
    content_type = request.headers.get("content-type", "")
    kind, _ = parse_options_header(content_type)
    if kind != b"application/json" and not kind.endswith(b"+json"):
        got = f"a body of type {content_type[:80]!r}" if content_type else "a body without Content-Type"
        raise UnsupportedMediaType(got=got, wanted=WANTED)
