"""What the baselines have in common as web applications."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

Endpoint = Callable[[Request], Awaitable[Response]]


def of(path: str, endpoint: Endpoint, *, threads: int) -> Starlette:
    """`endpoint` under POST `path`, /readyz, and this many threads for `run_in_threadpool`."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = threads
        yield

    routes = [Route(path, endpoint, methods=["POST"]), Route("/readyz", ready)]
    return Starlette(routes=routes, lifespan=lifespan)


async def ready(_: Request) -> Response:
    return PlainTextResponse("ready\n")


async def uploaded(request: Request) -> bytes:
    """The multipart part `file`."""
    async with request.form() as form:
        file = form["file"]
        if not isinstance(file, UploadFile):
            raise TypeError("the part `file` is no file")
        return await file.read()
