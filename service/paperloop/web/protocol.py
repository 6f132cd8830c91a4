"""uvicorn's HTTP protocol with limits on what comes before the application hears of a request.

An ASGI application sees a request once its head is complete, so a head that never ends is the server's to bound.
Use it with `uvicorn --http paperloop.web.protocol:GuardedProtocol`; `python -m paperloop serve` does.
"""

import asyncio
import secrets
from types import SimpleNamespace
from typing import Any, Final, cast

from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from paperloop.errors import HeadersTooLarge, RequestTimeout, UriTooLong
from paperloop.web import problems
from paperloop.web.edge import MAX_HEADER_BYTES, MAX_URI_BYTES

HEAD_TIMEOUT_S: Final = 10.0
"""From a request's first byte, or a connection's begin, to the end of the head."""

LINGER_S: Final = 10.0
"""How long a body that nobody wants is still read: closing at once would reset the connection, and the client would
never see the answer that tells it why."""


class GuardedProtocol(HttpToolsProtocol):
    """Bounds a request's head in size (431, 414) and in time (408), and answers broken HTTP as a problem (400)."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._head_bytes = 0
        self._in_head = True
        self._refused = False
        self._timer: asyncio.TimerHandle | None = None
        self._arm(HEAD_TIMEOUT_S, self._head_is_late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEADER_BYTES:
                self._refuse_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._arm(HEAD_TIMEOUT_S, self._head_is_late)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._disarm()
        super().on_headers_complete()
        # uvicorn closes through the cycle's transport, at once; what has not been read by then resets the connection.
        self.cycle.transport = cast(
            "asyncio.Transport",
            SimpleNamespace(
                write=self.transport.write, is_closing=self.transport.is_closing, close=self._close_after_answer
            ),
        )

    def on_message_complete(self) -> None:
        self._disarm()
        super().on_message_complete()
        if self.cycle.response_complete:  # a refused body has come to its end: the connection is good for another
            self._arm(self.timeout_keep_alive, self.transport.close)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.more_body and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self._arm(LINGER_S, self.transport.close)

    def _close_after_answer(self) -> None:
        if not self.cycle.more_body:
            self.transport.close()
            return
        self._refused = True
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def send_400_response(self, msg: str) -> None:
        """uvicorn's hook for what its parser can't read."""
        if not self._refused:
            self._refuse(problems.problem(problems.HTTP_KINDS[400], "this is not HTTP/1.1", request_id=_new_id()))

    def _refuse_head(self) -> None:
        too_long = len(self.url) > MAX_URI_BYTES
        error = UriTooLong(limit=MAX_URI_BYTES) if too_long else HeadersTooLarge(limit=MAX_HEADER_BYTES)
        self._refuse(problems.from_error(error, _new_id()))

    def _head_is_late(self) -> None:
        if self._head_bytes:
            self._refuse(problems.from_error(RequestTimeout(seconds=HEAD_TIMEOUT_S), _new_id()))
        else:
            self.transport.close()

    def _refuse(self, response: Response) -> None:
        """Answer without the application, read on for a while, then close."""
        self._refused = True
        if self._busy():
            if self.cycle.response_started:
                self.transport.close()  # another answer would land inside the one that is on its way
                return
            self.cycle.disconnected = True  # the application hears that its client has gone, and its answer is dropped
            self.cycle.message_event.set()
        head = [STATUS_LINE[response.status_code], *(b"%b: %b\r\n" % header for header in response.raw_headers)]
        self.transport.write(b"".join([*head, b"connection: close\r\n\r\n", bytes(response.body)]))
        self._arm(LINGER_S, self.transport.close)
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def _busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _arm(self, seconds: float, action: Any) -> None:
        self._disarm()
        self._timer = self.loop.call_later(seconds, action)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _new_id() -> str:
    return secrets.token_hex(16)
