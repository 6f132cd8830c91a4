"""All that the service does with a document, evidence and checks too, in threads in place of worker processes."""

import hashlib
import tempfile
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from baselines.application import of, uploaded
from baselines.extraction import Model
from paperloop.pdf.calls import ParsePages, ReadInvoice, facts_of
from paperloop.pdf.parse import parse_pages
from paperloop.pdf.read import read_invoice


def application(llm: str, threads: int) -> Starlette:
    model = Model(llm)

    async def extract(request: Request) -> Response:
        said = await run_in_threadpool(_extracted, model, await uploaded(request))
        return Response(said, media_type="application/json")

    return of("/v1/extract", extract, threads=threads)


def _extracted(model: Model, pdf: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        document, words = Path(folder, "invoice.pdf"), Path(folder, "words")
        document.write_bytes(pdf)
        parsed = parse_pages(ParsePages(document=document, words=words, want_grids=True, max_pages=500))
        facts = facts_of(hashlib.sha256(pdf).hexdigest(), [parsed])
        return read_invoice(ReadInvoice(words=(words,), document=facts, model_answers=(model.ask(parsed.grids),)))
