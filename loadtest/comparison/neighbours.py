"""How long others wait while the service is busy with something large."""

import asyncio
import json
import time
from dataclasses import dataclass

import client
import processes
import pymupdf
import resumes
from figures import quantile
from processes import Running

PAUSE_S = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Seconds that each small request took, one after another, while a large one took `large_s`.

    `at_once`: it needs no worker, so nothing that workers do should keep it waiting.
    """

    during: str
    small: str
    at_once: bool
    seconds: tuple[float, ...]
    large_s: float

    def quantile_ms(self, share: float) -> float:
        return quantile(self.seconds, share) * 1000


@dataclass(frozen=True, slots=True)
class Small:
    name: str
    sent: bytes
    at_once: bool = False


def neighbours(pdf: bytes, *, pages: int) -> list[Neighbour]:
    """Requests that need no worker, and requests that need one, while a document of
    so many `pages` is read, and while a résumé of as many jobs is typeset."""
    themes = client.request("GET", "/v1/themes")
    short = client.upload("/v1/extract?readers=layout", _pages(pdf, 1))
    reading = client.upload("/v1/extract?readers=layout", _pages(pdf, pages))
    rendering = client.request("POST", "/v1/render/pdf", _long_resume(pages), "application/json")
    large = ((f"a PDF of {pages} pages is read", reading), (f"a résumé of {pages} jobs is rendered", rendering))
    with processes.service("probe", lanes=2, render_cache_bytes=0) as service:
        for sent in (themes, short):
            asyncio.run(client.ask(service.port, sent))
        return [
            asyncio.run(_beside(service, during, large_one, small))
            for during, large_one in large
            for small in (Small("GET /v1/themes", themes, at_once=True), Small("POST /v1/extract, one page", short))
        ]


async def _beside(service: Running, during: str, large: bytes, small: Small) -> Neighbour:
    started = time.perf_counter()
    busy = asyncio.create_task(client.ask(service.port, large))
    connection = client.Connection(service.port)
    seconds = []
    while not busy.done():
        seconds.append((await connection.ask(small.sent)).seconds)
        await asyncio.sleep(PAUSE_S)
    connection.close()
    answer = await busy
    if answer.status != 200:
        raise RuntimeError(f"while {during}: {answer.status} {answer.body[:500]!r}")
    return Neighbour(
        during=during,
        small=small.name,
        at_once=small.at_once,
        seconds=tuple(seconds),
        large_s=time.perf_counter() - started,
    )


def _pages(pdf: bytes, count: int) -> bytes:
    """The document's pages over and over, `count` in all."""
    with pymupdf.open(stream=pdf, filetype="pdf") as source, pymupdf.open() as document:
        for number in range(count):
            page = number % source.page_count
            document.insert_pdf(source, from_page=page, to_page=page)
        return bytes(document.tobytes(garbage=3, deflate=True))


def _long_resume(jobs: int) -> bytes:
    return json.dumps({"json_resume": resumes.resume(0, jobs=jobs)}).encode()
