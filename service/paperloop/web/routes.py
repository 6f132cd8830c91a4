"""The whole URL table."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from paperloop.web import problems
from paperloop.web.choices import list_themes, list_variants
from paperloop.web.edge import Edge
from paperloop.web.extract import ExtractEndpoint
from paperloop.web.operation import Operation
from paperloop.web.render_document import RenderDocumentEndpoints
from paperloop.web.render_html import RenderHtmlEndpoint
from paperloop.web.render_png import RenderPngEndpoint
from paperloop.web.resumes import ResumeEndpoints
from paperloop.web.text import TextEndpoint


def application(
    *,
    extract: ExtractEndpoint,
    text: TextEndpoint,
    render_png: RenderPngEndpoint,
    render_html: RenderHtmlEndpoint,
    render_document: RenderDocumentEndpoints,
    resumes: ResumeEndpoints,
    operation: Operation,
    lifespan: Callable[[object], AbstractAsyncContextManager[None]],
) -> Starlette:
    """The endpoints at their addresses. They hold what they need: a mounted application has no state of its own."""
    routes = [
        Route("/v1/extract", extract, methods=["POST"]),
        Route("/v1/text", text, methods=["POST"]),
        Route("/v1/render/pdf", render_document.sent, methods=["POST"]),
        Route("/v1/render/check", render_document.checked, methods=["POST"]),
        Route("/v1/themes", list_themes),
        Route("/v1/variants", list_variants),
        _by_method("/v1/resumes", GET=resumes.listed, POST=resumes.create),
        _by_method("/v1/resumes/{resume_id}", GET=resumes.read, PUT=resumes.replace, DELETE=resumes.remove),
        Route("/v1/resumes/{resume_id}/render/pdf", render_document.stored, methods=["GET", "POST"]),
        Route("/v1/render/html", render_html, methods=["POST"]),
        Route("/v1/render/png", render_png, methods=["POST"]),
        Route("/livez", operation.livez),
        Route("/readyz", operation.readyz),
        Route("/health", operation.health),
    ]
    app = Starlette(
        routes=routes, middleware=[Middleware(Edge)], exception_handlers=dict(problems.HANDLERS), lifespan=lifespan
    )
    app.router.redirect_slashes = False  # a redirect would send the client to repeat a whole upload
    return app


def _by_method(path: str, **endpoints: Callable[[Request], Awaitable[Response]]) -> Route:
    """One route with a method for each endpoint, so that a 405 tells them all."""

    async def endpoint(request: Request) -> Response:
        return await endpoints["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, endpoint, methods=list(endpoints))
