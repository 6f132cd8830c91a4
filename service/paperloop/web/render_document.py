"""Résumés and invoices as PDFs: sent along (POST /v1/render/pdf), stored (/v1/resumes/{id}/render/pdf), or checked."""

from collections.abc import Mapping
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from paperloop.flows.render import Render, RenderPdf, document_key, render_document
from paperloop.pdf.render_calls import RenderedDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.typeset.options import standard_name
from paperloop.store.resumes import Resumes
from paperloop.web.conditional import has_already
from paperloop.web.disconnect import unless_disconnected
from paperloop.web.extract import NO_STORE
from paperloop.web.file_name import content_disposition
from paperloop.web.json_body import JsonBodies
from paperloop.web.parameters import parameters
from paperloop.web.render_html import PRIVATE


class RenderDocumentEndpoints:
    """Three ways to one rendering. The ETag is made of what goes in, so a 304 needs no lane."""

    def __init__(self, render: RenderPdf[RenderedDocument], bodies: JsonBodies, resumes: Resumes) -> None:
        self._render = render
        self._bodies = bodies
        self._resumes = resumes

    async def sent(self, request: Request) -> Response:
        """The résumé or the invoice in the body, as a PDF."""
        options = parameters(RenderOptions, request)
        async with self._bodies.received(request) as body:
            return await self._pdf(request, body.data, body.sha256, options)

    async def stored(self, request: Request) -> Response:
        """The stored résumé, as a PDF."""
        options = parameters(RenderOptions, request)
        stored = await self._resumes.read(request.path_params["resume_id"])
        return await self._pdf(request, stored.content.encode(), stored.etag, options)

    async def checked(self, request: Request) -> Response:
        """What can be read in the PDF, and what is odd about what was sent."""
        options = parameters(RenderOptions, request)
        async with self._bodies.received(request) as body:
            render = await self._rendered(request, body.data, body.sha256, options)
        return JSONResponse(_report(render.told), headers=NO_STORE)

    async def _pdf(self, request: Request, body: bytes, digest: str, options: RenderOptions) -> Response:
        etag = f'"{document_key(digest, options)}"'
        headers = PRIVATE | {"ETag": etag}
        if has_already(request, etag):
            return Response(status_code=304, headers=headers)
        render = await self._rendered(request, body, digest, options)
        return Response(render.pdf, media_type="application/pdf", headers=headers | _told(render.told))

    async def _rendered(
        self, request: Request, body: bytes, digest: str, options: RenderOptions
    ) -> Render[RenderedDocument]:
        return await unless_disconnected(request, render_document(self._render, body, options, digest=digest))


def _told(told: RenderedDocument) -> dict[str, str]:
    typeset = told.typeset
    return {
        "Content-Disposition": content_disposition(told.name),
        "X-Paperloop-Pages": str(told.pages),
        "X-Paperloop-Readback": f"{typeset.readback:.3f}",
        "X-Paperloop-Scale": f"{typeset.scale:.2f}",
        "X-Paperloop-Standard": ", ".join(map(standard_name, typeset.standards)) or "none",
        "X-Paperloop-Warnings": str(len(told.warnings)),
    }


def _report(told: RenderedDocument) -> Mapping[str, object]:
    typeset = told.typeset
    return {
        "pages": told.pages,
        "readback": typeset.readback,
        "unreadable": [asdict(each) for each in typeset.unreadable],
        "scale": typeset.scale,
        "standards": [standard_name(each) for each in typeset.standards],
        "warnings": list(told.warnings),
    }
