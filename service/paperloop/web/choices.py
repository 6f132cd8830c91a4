"""GET /v1/themes and /v1/variants: what can be asked for when a résumé is rendered."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from paperloop.documents.resume.built_in import BUILT_IN
from paperloop.documents.resume.variants import short_name
from paperloop.pdf.typeset.catalogue import themes
from paperloop.web.parameters import NoParameters, parameters


async def list_themes(request: Request) -> Response:
    parameters(NoParameters, request)
    found = (await asyncio.to_thread(themes)).values()  # they are files
    listed = [
        {"name": theme.name, "title": theme.title, "description": theme.description, "documents": ["resume"]}
        for theme in found
    ]
    return JSONResponse({"themes": listed})


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
