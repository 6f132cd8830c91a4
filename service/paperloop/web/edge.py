"""What every request meets first: an id, a wall against absurd sizes, and an answer for every fault."""

import logging
import re
import secrets

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paperloop.errors import HeadersTooLarge, PaperloopError, UriTooLong
from paperloop.web import problems

logger = logging.getLogger(__name__)

MAX_URI_BYTES = 8 * 1024
MAX_HEADER_BYTES = 64 * 1024

_CLIENT_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")


class Edge:
    """ASGI middleware. A client's own X-Request-Id is kept when it is harmless, and always answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, _request_id(scope))
        scope["paperloop.request_id"] = answer.request_id
        try:
            _refuse_oversize(scope)
            await self._app(scope, receive, answer.send)
        except PaperloopError as error:
            await answer.give(problems.from_error(error, answer.request_id), scope, receive)
        except Exception:
            if answer.unheard:
                logger.info("client disconnected", extra={"request_id": answer.request_id})
                return
            logger.exception("unexpected fault", extra={"request_id": answer.request_id})
            if answer.started:
                raise  # half an answer is out: only the server can cut the connection
            await answer.give(problems.unexpected(answer.request_id), scope, receive)


class _Answer:
    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.started = False
        self.unheard = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message["headers"] = [
                *message.get("headers", ()),
                (b"x-request-id", self.request_id.encode("ascii")),
                (b"x-content-type-options", b"nosniff"),
            ]
        try:
            await self._send(message)
        except OSError:  # the client has gone (ASGI 2.4); uvicorn would swallow the message
            self.unheard = True
            raise

    async def give(self, response: ASGIApp, scope: Scope, receive: Receive) -> None:
        await response(scope, receive, self.send)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _CLIENT_ID.fullmatch(value):
            return str(value, "ascii")
    return secrets.token_hex(16)


def _refuse_oversize(scope: Scope) -> None:
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_URI_BYTES:
        raise UriTooLong(limit=MAX_URI_BYTES)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
        raise HeadersTooLarge(limit=MAX_HEADER_BYTES)
