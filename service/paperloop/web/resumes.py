"""/v1/resumes: stored résumés, with ETags against lost updates."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from paperloop.flows.resumes import Accepted, AcceptResume
from paperloop.store.resumes import Resumes, StoredResume
from paperloop.web.conditional import has_already, writable
from paperloop.web.disconnect import unless_disconnected
from paperloop.web.json_body import JsonBodies
from paperloop.web.parameters import NoParameters, PageParameters, parameters

PRIVATE = {"Cache-Control": "private, no-cache"}


class ResumeEndpoints:
    """Create, list, read, replace, delete."""

    def __init__(self, resumes: Resumes, accept: AcceptResume, bodies: JsonBodies) -> None:
        self._resumes = resumes
        self._accept = accept
        self._bodies = bodies

    async def create(self, request: Request) -> Response:
        parameters(NoParameters, request)
        accepted = await self._accepted(request)
        stored = await self._resumes.create(accepted.content, name=accepted.name)
        location = f"{request.url.path.rstrip('/')}/{stored.id}"
        return _answer(stored, accepted.warnings, status=201, headers={"Location": location})

    async def listed(self, request: Request) -> Response:
        """A page of them, and the address of the next one where there may be one."""
        asked = parameters(PageParameters, request)
        page = await self._resumes.page(after=asked.after, limit=asked.limit + 1)
        shown = page[: asked.limit]
        following = f"{request.url.path}?limit={asked.limit}&after={shown[-1].id}" if len(page) > len(shown) else None
        headers = PRIVATE | ({"Link": f'<{following}>; rel="next"'} if following else {})
        resumes = [
            {"id": each.id, "name": each.name, "created_at": each.created_at, "updated_at": each.updated_at}
            for each in shown
        ]
        return JSONResponse({"resumes": resumes, "next": following}, headers=headers)

    async def read(self, request: Request) -> Response:
        parameters(NoParameters, request)
        stored = await self._resumes.read(request.path_params["resume_id"])
        if has_already(request, stored.etag, exists=True):
            return Response(status_code=304, headers=PRIVATE | {"ETag": stored.etag})
        return _answer(stored)

    async def replace(self, request: Request) -> Response:
        parameters(NoParameters, request)
        accepted = await self._accepted(request)
        stored = await self._resumes.replace(
            request.path_params["resume_id"], accepted.content, name=accepted.name, writable=writable(request)
        )
        return _answer(stored, accepted.warnings)

    async def remove(self, request: Request) -> Response:
        parameters(NoParameters, request)
        await self._resumes.remove(request.path_params["resume_id"], writable=writable(request))
        return Response(status_code=204)

    async def _accepted(self, request: Request) -> Accepted:
        async with self._bodies.received(request) as body:
            return await unless_disconnected(request, self._accept(body.data))


def _answer(
    stored: StoredResume,
    warnings: tuple[str, ...] | None = None,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """The résumé as it was sent, with what the service knows of it in front; `warnings` when it was just taken."""
    known: dict[str, Any] = {
        "id": stored.id,
        "name": stored.name,
        "created_at": stored.created_at,
        "updated_at": stored.updated_at,
    }
    if warnings is not None:
        known["warnings"] = warnings
    content = f"{json.dumps(known, ensure_ascii=False)[:-1]}, {stored.content[1:]}"
    return Response(content, status, PRIVATE | {"ETag": stored.etag} | (headers or {}), "application/json")
