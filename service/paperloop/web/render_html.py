"""POST /v1/render/html: the caller's HTML and CSS as a PDF."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from paperloop.flows.render import RenderFiles, RenderPdf, key_of
from paperloop.pdf.render_calls import RenderedPdf, RenderHtml
from paperloop.web.conditional import has_already
from paperloop.web.disconnect import unless_disconnected
from paperloop.web.json_body import JsonBodies, JsonBody

PRIVATE = {"Cache-Control": "private, no-cache"}
"""The caller may keep the PDF, and asks whether it is still the same."""


class RenderHtmlEndpoint:
    """An ASGI endpoint."""

    def __init__(self, render: RenderPdf[RenderedPdf], bodies: JsonBodies, *, max_characters: int) -> None:
        self._render = render
        self._bodies = bodies
        self._max_characters = max_characters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        async with self._bodies.received(request) as body:
            response = await self._answer(request, body)
        await response(scope, receive, send)

    async def _answer(self, request: Request, body: JsonBody) -> Response:
        key = key_of("html", body.sha256)
        headers = PRIVATE | {"ETag": f'"{key}"'}
        if has_already(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        work = self._render(key, body.data, self._call)
        render = await unless_disconnected(request, work)
        told = {"X-Paperloop-Pages": str(render.told.pages)}
        return Response(render.pdf, media_type="application/pdf", headers=headers | told)

    def _call(self, files: RenderFiles) -> RenderHtml:
        return RenderHtml(source=files.source, to=files.to, max_characters=self._max_characters)
