"""How late an event loop is, and how busy the lanes of a service in it are, seen from within its process."""

import asyncio
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Receive, Scope, Send

if TYPE_CHECKING:
    from paperloop.workers import Workers

PERIOD_S = 0.01
LOGGED_EVERY_S = 1.0
PATH = "/loop-lag"


class LagProbe:
    """ASGI in front of `app`: asks for a callback every PERIOD_S and keeps how much later it came.

    GET /loop-lag tells how late they were since the last DELETE /loop-lag. With a `log` it keeps nothing and writes a
    line a second instead, into a file of its own in that folder: several server processes have a probe each.
    """

    def __init__(self, app: ASGIApp, *, log: Path | None = None, workers: "Workers | None" = None) -> None:
        self._app = app
        self._late_s: list[float] = []
        self._log = log and log / f"{os.getpid()}.jsonl"
        self._workers = workers
        self._busy: list[int] = []
        self._under_way = 0
        self._logged = time.perf_counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._ask()
        if scope["type"] == "http" and scope["path"] == PATH:
            await self._answer(scope["method"], send)
            return
        counts = scope["type"] == "http"
        self._under_way += counts
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= counts

    def _ask(self) -> None:
        # uvloop's own clock stands still within a turn of the loop, so it can't be the one to measure with.
        asyncio.get_running_loop().call_later(PERIOD_S, self._came, time.perf_counter() + PERIOD_S)

    def _came(self, due: float) -> None:
        now = time.perf_counter()
        self._late_s.append(max(0.0, now - due))
        if self._workers is not None:
            self._busy.append(self._workers.state.busy)
        if self._log is not None and now - self._logged >= LOGGED_EVERY_S:
            self._write(self._log)
            self._logged = now
        self._ask()

    def _write(self, log: Path) -> None:
        """A line of some hundred bytes, which the system takes without waiting for the disk."""
        state = self._workers.state if self._workers is not None else None
        line = {
            "at": time.time(),
            "late_ms": [round(late * 1000, 2) for late in self._late_s],
            "busy": sum(self._busy) / len(self._busy) if self._busy else 0.0,
            "lanes": state.lanes if state else 0,
            "waiting": state.waiting if state else 0,
            "replaced": state.replaced if state else 0,
            "under_way": self._under_way,
        }
        self._late_s.clear()
        self._busy.clear()
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

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
