"""GET /v1/themes and /v1/variants: what can be asked for when a résumé or an invoice is rendered."""

import asyncio
from collections.abc import Iterator, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from paperloop.documents.resume.built_in import BUILT_IN
from paperloop.documents.resume.variants import short_name
from paperloop.pdf.typeset.catalogue import Theme, invoice_themes, themes
from paperloop.web.parameters import NoParameters, parameters


async def list_themes(request: Request) -> Response:
    parameters(NoParameters, request)
    resumes, invoices = await asyncio.gather(asyncio.to_thread(themes), asyncio.to_thread(invoice_themes))  # files
    return JSONResponse({"themes": [*_listed(resumes, "resume"), *_listed(invoices, "invoice")]})


def _listed(found: Mapping[str, Theme], document: str) -> Iterator[dict[str, object]]:
    for theme in found.values():
        yield {"name": theme.name, "title": theme.title, "description": theme.description, "documents": [document]}


async def list_variants(request: Request) -> Response:
    """Those that every résumé has; `variant` takes either name."""
    parameters(NoParameters, request)
    listed = [
        {
            "name": short_name(variant.name),
            "versioned_name": variant.name,
            "title": variant.title,
            "description": variant.description,
        }
        for variant in BUILT_IN
    ]
    return JSONResponse({"variants": listed})
