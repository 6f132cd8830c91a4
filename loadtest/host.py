"""An application that has something else to do, and Paperloop mounted in it.

    PAPERLOOP_DATA_DIR=spool python -m uvicorn --app-dir loadtest --factory host:create_app

GET /pulse is its own. POST /bookings takes a PDF as the body and calls the use case without HTTP; everything below
/documents is Paperloop's. With PULSE_LOG=FOLDER a probe writes how late the event loop is that they share.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from probe.lag import LagProbe
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from paperloop.app import Paperloop
from paperloop.errors import LlmError, PaperloopError
from paperloop.settings import Settings
from paperloop.store.spool import incoming


def create_app() -> ASGIApp:
    paperloop = Paperloop(Settings.from_environment(os.environ))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with paperloop.running():
            yield

    async def pulse(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def book(request: Request) -> Response:
        try:
            return Response(await _extraction(paperloop, request), media_type="application/json")
        except LlmError as error:
            return JSONResponse({"error": str(error)}, 503, {"Retry-After": "1"})
        except PaperloopError as error:
            return JSONResponse({"error": str(error)}, 422)

    routes = [Route("/pulse", pulse), Route("/bookings", book, methods=["POST"]), Mount("/documents", paperloop.app)]
    log = os.environ.get("PULSE_LOG")
    return LagProbe(Starlette(routes=routes, lifespan=lifespan), log=Path(log) if log else None)


async def _extraction(paperloop: Paperloop, request: Request) -> str:
    limit = paperloop.settings.max_upload_bytes
    async with paperloop.spool.workspace() as workspace, incoming(workspace, max_bytes=limit) as document:
        async for piece in request.stream():
            document.take(piece)
            await document.flush()
        extraction = await paperloop.extract(await document.finished())
    return extraction.model_dump_json()
