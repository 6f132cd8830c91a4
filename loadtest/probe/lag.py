"""How late an event loop is, asked of the process that it runs in."""

import asyncio
import json
import time
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

PERIOD_S = 0.01
PATH = "/loop-lag"


class LagProbe:
    """ASGI in front of `app`: asks for a callback every PERIOD_S and keeps how much later it came.

    GET /loop-lag answers how late the event loop was since the last DELETE /loop-lag; every other request is `app`'s.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._late_s: list[float] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._ask()
        if scope["type"] == "http" and scope["path"] == PATH:
            await self._answer(scope["method"], send)
        else:
            await self._app(scope, receive, send)

    def _ask(self) -> None:
        # uvloop's own clock stands still within a turn of the loop, so it can't be the one to measure with.
        asyncio.get_running_loop().call_later(PERIOD_S, self._came, time.perf_counter() + PERIOD_S)

    def _came(self, due: float) -> None:
        self._late_s.append(max(0.0, time.perf_counter() - due))
        self._ask()

    async def _answer(self, method: str, send: Send) -> None:
        if method == "DELETE":
            self._late_s.clear()
        body = json.dumps(lag_ms(self._late_s)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def lag_ms(late_s: list[float]) -> dict[str, Any]:
    """Of the callbacks asked for: how late they came.

    `p99_of_time` also counts the callbacks that a late one kept from being asked for: a loop that stands still for a
    second misses a hundred of them, not one.
    """
    asked = sorted(late_s)
    due = sorted(late - missed * PERIOD_S for late in late_s for missed in range(1 + int(late / PERIOD_S)))
    return {
        "samples": len(asked),
        "p50": _quantile_ms(asked, 0.5),
        "p99": _quantile_ms(asked, 0.99),
        "max": _quantile_ms(asked, 1.0),
        "p99_of_time": _quantile_ms(due, 0.99),
    }


def _quantile_ms(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2) if ordered else 0.0
