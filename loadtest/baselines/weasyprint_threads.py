"""WeasyPrint in a thread pool."""

import typesetters
import weasyprint
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from baselines.application import of


def application(llm: str, threads: int) -> Starlette:
    del llm
    return of("/v1/render/pdf", render, threads=threads)


async def render(request: Request) -> Response:
    resume = (await request.json())["json_resume"]
    return Response(await run_in_threadpool(pdf_of, typesetters.html(resume)), media_type="application/pdf")


def pdf_of(html: str) -> bytes:
    pdf: bytes = weasyprint.HTML(string=html).write_pdf()
    return pdf
