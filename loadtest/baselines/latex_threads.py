"""A LaTeX process a résumé, waited for in a thread."""

import subprocess
import tempfile
from pathlib import Path

import typesetters
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
    return Response(await run_in_threadpool(pdf_of, typesetters.tex(resume)), media_type="application/pdf")


def pdf_of(source: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "cv.tex").write_text(source)
        subprocess.run(typesetters.LATEX, cwd=folder, check=True, capture_output=True, timeout=60)  # noqa: S603
        return Path(folder, "cv.pdf").read_bytes()
