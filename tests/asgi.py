"""An ASGI application called by hand, for what a client's library would hide: when it leaves, and what it had."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message


@dataclass(slots=True)
class Visit:
    """One request whose client goes away when `leaves` is set; `sent` is what it got until then."""

    path: str
    body: bytes = b""
    headers: Iterable[tuple[bytes, bytes]] = ((b"content-type", b"application/pdf"),)
    leaves: asyncio.Event = field(default_factory=asyncio.Event)
    sent: list[Message] = field(default_factory=list)
    _asked: bool = False

    async def to(self, app: ASGIApp) -> None:
        """Return when the application has done with the request."""
        await app(self._scope(), self._receive, self._send)

    @property
    def status(self) -> int | None:
        starts = (message["status"] for message in self.sent if message["type"] == "http.response.start")
        return next(starts, None)

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if self.leaves.is_set():
            raise OSError("the client has gone")  # as ASGI 2.4 has it; uvicorn keeps silent
        self.sent.append(message)

    def _scope(self) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        return {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": list(self.headers), "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
