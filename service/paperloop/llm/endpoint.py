"""One HTTP exchange with a chat-completions endpoint; httpx's errors end here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from paperloop.errors import LlmInvalidAnswer
from paperloop.llm.connections import Connections

MAX_REPLY_BYTES = 1_000_000
TIMEOUT = httpx.Timeout(None, connect=5.0)
"""The whole call has one deadline, so a slow answer needs no other; a host that does not accept is tried again."""


def http_client() -> httpx.AsyncClient:
    """A client for one upstream, to be closed by its owner. It reads no proxy or certificate settings from outside.

    It does no I/O yet, and belongs to the event loop that it is first used in.
    """
    return httpx.AsyncClient(transport=Connections(), timeout=TIMEOUT, trust_env=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`status` is None when the upstream was not reached, and `cause` then says why."""

    status: int | None
    headers: Mapping[str, str]
    body: bytes
    cause: Exception | None = None

    @property
    def ok(self) -> bool:
        return self.status == 200

    def json(self) -> Any:
        """The body's JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def error(self) -> Mapping[str, Any]:
        """The `error` object that OpenAI's API puts into an answer; empty when there is none."""
        answer = self.json()
        error = answer.get("error") if isinstance(answer, dict) else None
        return error if isinstance(error, dict) else {}


_CONTEXT = re.compile(r"context.?(?:length|size|window)|(?:prompt|input) is too long", re.IGNORECASE)
_CONTENT_TOO_LARGE = 413


def is_too_long(reply: Reply) -> bool:
    """Whether the prompt was refused for its length, which each server says in other words."""
    error = reply.error()
    return reply.status == _CONTENT_TOO_LARGE or any(
        _CONTEXT.search(str(error.get(name))) for name in ("code", "type", "message")
    )


def is_filtered(reply: Reply) -> bool:
    """Whether the prompt was refused for its content, as Azure's endpoints do."""
    return bool(reply.error().get("code") == "content_filter")


class Endpoint:
    """`POST {base_url}/chat/completions`, over a client that stays its owner's.

    Redirects are not followed: a document goes to the configured host and to no other. Without an API key a borrowed
    client's own `auth` applies.

    Raises:
        ValueError: the API key holds characters that no HTTP header may carry.
    """

    def __init__(self, http: httpx.AsyncClient, *, base_url: str, api_key: str | None) -> None:
        self._http = http
        self._url = httpx.URL(f"{base_url.rstrip('/')}/chat/completions")
        self._headers = {"content-type": "application/json", "accept": "application/json"}
        self._headers["accept-encoding"] = "identity"
        self._auth = httpx.USE_CLIENT_DEFAULT
        if api_key:
            self._headers["authorization"] = f"Bearer {_fit_for_a_header(api_key)}"
            self._auth = None  # type: ignore[assignment]  # httpx takes None for "no auth of the client's own"

    async def post(self, body: bytes) -> Reply:
        """The upstream's reply, whatever its status.

        Raises:
            LlmInvalidAnswer: the reply is longer than `MAX_REPLY_BYTES`.
        """
        request = self._http.build_request("POST", self._url, content=body, headers=self._headers, timeout=TIMEOUT)
        try:
            response = await self._http.send(request, stream=True, auth=self._auth, follow_redirects=False)
            try:
                text = await _bounded(response)
            finally:
                await response.aclose()
        except httpx.HTTPError as exc:
            return Reply(status=None, headers={}, body=b"", cause=exc)
        return Reply(status=response.status_code, headers=response.headers, body=text)


async def _bounded(response: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > MAX_REPLY_BYTES:
            raise LlmInvalidAnswer(reason=f"it is longer than {MAX_REPLY_BYTES} bytes")
    return b"".join(parts)


def _fit_for_a_header(api_key: str) -> str:
    """`api_key` without white space around it. The client's own complaint would quote the key."""
    key = api_key.strip()
    if not (key.isascii() and key.isprintable()):
        raise ValueError("the language model's API key holds characters that no HTTP header may carry")
    return key
