"""Blocking calls in `async def`: nobody else is served meanwhile."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from baselines.application import of, uploaded
from baselines.extraction import Extraction, by_pymupdf


def application(llm: str, threads: int) -> Starlette:
    extraction = Extraction(llm, by_pymupdf)

    async def extract(request: Request) -> Response:
        return JSONResponse(extraction(await uploaded(request)))

    return of("/v1/extract", extract, threads=threads)
