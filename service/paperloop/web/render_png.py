"""POST /v1/render/png: a page of an uploaded PDF as a picture."""

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from paperloop.pdf.render_calls import RenderPng
from paperloop.store.spool import parts, size_bytes
from paperloop.web.disconnect import unless_disconnected
from paperloop.web.extract import NO_STORE
from paperloop.web.parameters import PngParameters, parameters
from paperloop.web.upload import Uploads
from paperloop.workers import Workers


class RenderPngEndpoint:
    """An ASGI endpoint: the answer is streamed from a file that is removed when it has gone out."""

    def __init__(self, workers: Workers, uploads: Uploads) -> None:
        self._workers = workers
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        asked = parameters(PngParameters, request)
        async with self._uploads.received(request) as upload:
            png = upload.document.workspace / "page.png"
            call = RenderPng(
                document=upload.document.path,
                password=upload.password(request),
                to=png,
                page=asked.page,
                dpi=asked.dpi,
            )
            await unless_disconnected(request, self._workers.run(call))
            headers = NO_STORE | {"Content-Length": str(await size_bytes(png))}
            response = StreamingResponse(parts((png,), separator=b""), media_type="image/png", headers=headers)
            await response(scope, receive, send)
