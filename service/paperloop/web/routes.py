"""The whole URL table."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from paperloop.web import problems
from paperloop.web.edge import Edge
from paperloop.web.extract import ExtractEndpoint
from paperloop.web.operation import Operation
from paperloop.web.render import RenderPngEndpoint
from paperloop.web.render_html import RenderHtmlEndpoint
from paperloop.web.text import TextEndpoint


def application(
    *,
    extract: ExtractEndpoint,
    text: TextEndpoint,
    render_png: RenderPngEndpoint,
    render_html: RenderHtmlEndpoint,
    operation: Operation,
    lifespan: Callable[[object], AbstractAsyncContextManager[None]],
) -> Starlette:
    """The endpoints at their addresses. They hold what they need: a mounted application has no state of its own."""
    routes = [
        Route("/v1/extract", extract, methods=["POST"]),
        Route("/v1/text", text, methods=["POST"]),
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
