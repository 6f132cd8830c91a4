"""Errors as RFC 9457 `application/problem+json`. Nowhere else does an error meet an HTTP status.

`type` is `/problems/<name>`; the names are stable and stand in docs/problems.md.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from paperloop import errors
from paperloop.errors import PaperloopError

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
CLIENT_CLOSED_REQUEST = 499
"""nginx's number for a client that did not wait; it is seen in logs alone."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a problem is called, and its status."""

    name: str
    status: int
    title: str


KINDS: Final[Mapping[type[PaperloopError], Kind]] = {
    errors.EmptyFile: Kind("empty-file", 400, "Empty file"),
    errors.MalformedMultipart: Kind("malformed-multipart", 400, "Malformed multipart body"),
    errors.MalformedJson: Kind("malformed-json", 400, "Malformed JSON"),
    errors.TooManyParts: Kind("too-many-parts", 400, "Too many parts"),
    errors.ResumeNotFound: Kind("resume-not-found", 404, "No such résumé"),
    errors.RequestTimeout: Kind("request-timeout", 408, "Request timeout"),
    errors.ResumeGone: Kind("resume-gone", 410, "Résumé deleted"),
    errors.PreconditionFailed: Kind("precondition-failed", 412, "Precondition failed"),
    errors.PayloadTooLarge: Kind("payload-too-large", 413, "Payload too large"),
    errors.TooManyPages: Kind("too-many-pages", 413, "Too many pages"),
    errors.UriTooLong: Kind("uri-too-long", 414, "URI too long"),
    errors.NotAPdf: Kind("not-a-pdf", 415, "Not a PDF"),
    errors.UnsupportedMediaType: Kind("unsupported-media-type", 415, "Unsupported media type"),
    errors.MissingFile: Kind("missing-file", 422, "Missing file"),
    errors.TooManyFiles: Kind("too-many-files", 422, "Too many files"),
    errors.InvalidBody: Kind("invalid-body", 422, "Invalid body"),
    errors.InvalidParameter: Kind("invalid-parameter", 422, "Invalid parameter"),
    errors.InvalidResume: Kind("invalid-resume", 422, "Invalid résumé"),
    errors.InvalidSchema: Kind("invalid-schema", 422, "Invalid schema"),
    errors.UnreadableDocument: Kind("unreadable-document", 422, "Unreadable document"),
    errors.PasswordRequired: Kind("password-required", 422, "Password required"),
    errors.WrongPassword: Kind("wrong-password", 422, "Wrong password"),
    errors.UnsupportedEncryption: Kind("unsupported-encryption", 422, "Unsupported encryption"),
    errors.PageOutOfRange: Kind("page-out-of-range", 422, "Page out of range"),
    errors.PageTooLarge: Kind("page-too-large", 422, "Page too large"),
    errors.TooManyRenderedPages: Kind("too-many-rendered-pages", 422, "Too many pages to render"),
    errors.HtmlTooLong: Kind("html-too-long", 422, "HTML too long"),
    errors.UnrenderableHtml: Kind("unrenderable-html", 422, "Unrenderable HTML"),
    errors.DocumentTooComplex: Kind("document-too-complex", 422, "Document too complex"),
    errors.NoEInvoice: Kind("no-einvoice", 422, "No e-invoice attached"),
    errors.UnusablePhoto: Kind("unusable-photo", 422, "Unusable photo"),
    errors.UnprintableCharacters: Kind("unprintable-characters", 422, "Characters that no font has"),
    errors.LlmNotConfigured: Kind("llm-not-configured", 422, "No language model configured"),
    errors.FieldsNeedModel: Kind("llm-not-configured", 422, "No language model configured"),
    errors.LlmRefused: Kind("llm-refused", 422, "The language model refused"),
    errors.HeadersTooLarge: Kind("headers-too-large", 431, "Request headers too large"),
    errors.LlmInvalidAnswer: Kind("llm-invalid-answer", 502, "The language model's answer can't be used"),
    errors.LlmNoRoom: Kind("llm-invalid-answer", 502, "The language model's answer can't be used"),
    errors.LlmUnavailable: Kind("llm-unavailable", 502, "The language model is unavailable"),
    errors.LlmOutOfQuota: Kind("llm-unavailable", 502, "The language model is unavailable"),
    errors.LlmTimeout: Kind("llm-timeout", 504, "The language model did not answer in time"),
    errors.Overloaded: Kind("overloaded", 503, "Overloaded"),
    errors.ShuttingDown: Kind("shutting-down", 503, "Shutting down"),
    errors.NotRunning: Kind("not-running", 500, "Paperloop is not running"),
    errors.WorkerFault: Kind("internal-error", 500, "Internal error"),
    errors.WorkersNotStarted: Kind("internal-error", 500, "Internal error"),
    errors.AlreadyRunning: Kind("internal-error", 500, "Internal error"),
}
"""Errors without an entry are their nearest base class's, in the end an internal error."""

INTERNAL: Final = Kind("internal-error", 500, "Internal error")

HTTP_KINDS: Final[Mapping[int, Kind]] = {
    400: Kind("bad-request", 400, "Bad request"),
    404: Kind("not-found", 404, "Not found"),
    405: Kind("method-not-allowed", 405, "Method not allowed"),
}


def kind_of(error: Exception) -> Kind:
    """The problem that `error` is to a client. An upstream that has too much work is passed on as 503: the caller may
    come again."""
    if isinstance(error, errors.LlmUnavailable) and error.passes:
        return Kind("llm-unavailable", 503, "The language model is overloaded")
    found = (KINDS[base] for base in type(error).__mro__ if base in KINDS)
    return next(found, INTERNAL)


def problem(
    kind: Kind, detail: str, *, request_id: str, headers: Mapping[str, str] | None = None, **facts: Any
) -> Response:
    """A problem document; `facts` are its extension members, unless they bear the name of one of RFC 9457."""
    body = {"type": f"/problems/{kind.name}", "title": kind.title, "status": kind.status, "detail": detail}
    content = json.dumps(body | {"request_id": request_id} | facts | body, ensure_ascii=False)
    quotable = content.encode("utf-8", "replace")  # a caller's word may hold half a surrogate pair
    return Response(quotable, kind.status, headers, MEDIA_TYPE)


def from_error(error: PaperloopError, request_id: str) -> Response:
    kind = kind_of(error)
    if kind.name in {"internal-error", "not-running"}:
        trace = f"\n{error.trace}" if isinstance(error, errors.WorkerFault) else ""
        logger.error("%s: %s%s", type(error).__name__, error, trace, extra={"request_id": request_id})
    facts = {} if kind is INTERNAL or kind.name == "internal-error" else _public(error)
    return problem(kind, str(error), request_id=request_id, headers=_retry_after(error), **facts)


def unexpected(request_id: str) -> Response:
    """For a fault of our own: nothing of the exception is told, its trace is in the log under the same id."""
    detail = "the service failed; the request id names this failure in its log"
    return problem(INTERNAL, detail, request_id=request_id)


async def on_error(request: Request, error: Exception) -> Response:
    """Starlette's handler for PaperloopError."""
    assert isinstance(error, PaperloopError)  # noqa: S101 - registered for this class alone
    return from_error(error, request_id_of(request))


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Starlette's own: no such route, no such method."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    kind = HTTP_KINDS.get(error.status_code, Kind("http-error", error.status_code, error.detail))
    detail = {
        404: "no such address; the API lives under /v1",
        405: "this address takes other methods; see the Allow header",
    }.get(error.status_code, error.detail)
    return problem(kind, detail, request_id=request_id_of(request), headers=error.headers)


async def on_client_gone(request: Request, error: Exception) -> Response:
    """Nobody reads this answer."""
    logger.info("client disconnected", extra={"request_id": request_id_of(request)})
    return Response(status_code=CLIENT_CLOSED_REQUEST)


HANDLERS: Final = {PaperloopError: on_error, HTTPException: on_http_exception, ClientDisconnect: on_client_gone}


def request_id_of(request: Request) -> str:
    """The id that `edge.Edge` gave this request."""
    return str(request.scope.get("paperloop.request_id", ""))


def _retry_after(error: PaperloopError) -> dict[str, str] | None:
    seconds = getattr(error, "retry_after_s", None)
    return None if seconds is None else {"Retry-After": f"{max(1, round(seconds))}"}


def _public(error: PaperloopError) -> dict[str, Any]:
    """Facts of an error that a program may want to read: numbers and names, such as `limit` and `parameter`."""
    return {name: fact for name, fact in error.facts.items() if isinstance(fact, str | int | float)}
