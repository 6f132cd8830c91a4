"""Every blocking call in a thread pool: they wait at the same time, and compute one after another."""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from baselines.application import of, uploaded
from baselines.extraction import Extraction, by_pymupdf


def application(llm: str, threads: int) -> Starlette:
    extraction = Extraction(llm, by_pymupdf)

    async def extract(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(extraction, await uploaded(request)))

    return of("/v1/extract", extract, threads=threads)
