"""The language model of a load test: the fake one that ships with Paperloop, behind a uvicorn of its own.

    python loadtest/upstream.py --port 9000 --delay 1.0 --p95 2.5 --error-rate 0.01 --limited-rate 0.02

With `--p95` the time of an answer is drawn from a log-normal distribution, as models' are: its median is `--delay`.
PUT /weather takes the fields of `Weather` as JSON, for a model that fails for a while.
"""

import argparse
import json
import math
import random
from dataclasses import asdict, dataclass
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from paperloop.testing import Behaviour, FakeLlm

P95_SIGMAS = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How the model is today. Rates are shares of the calls; `limited_rate` are those answered 429 with Retry-After.

    `p95_s` None: every answer takes `delay_s`.
    """

    delay_s: float = 2.0
    p95_s: float | None = None
    error_rate: float = 0.0
    limited_rate: float = 0.0
    retry_after_s: int = 1

    def __post_init__(self) -> None:
        if self.p95_s is not None and not 0 < self.delay_s <= self.p95_s:
            raise ValueError(f"the 95th percentile, {self.p95_s:g} s, is below the median, {self.delay_s:g} s")
        if not (self.error_rate >= 0 and self.limited_rate >= 0 and self.error_rate + self.limited_rate <= 1):
            raise ValueError("error rate and rate of 429s are shares, together at most 1")

    def drawn(self, chance: random.Random) -> Behaviour:
        """What one call meets. A failure comes at once: a server that is overloaded thinks about nothing."""
        lot = chance.random()
        if lot < self.limited_rate:
            return Behaviour(fail_status=429, retry_after=str(self.retry_after_s))
        if lot < self.limited_rate + self.error_rate:
            return Behaviour(fail_status=500)
        return Behaviour(delay_s=self._latency_s(chance))

    def _latency_s(self, chance: random.Random) -> float:
        if self.p95_s is None:
            return self.delay_s
        sigma = math.log(self.p95_s / self.delay_s) / P95_SIGMAS
        return chance.lognormvariate(math.log(self.delay_s), sigma)


class Upstream:
    """ASGI in front of a FakeLlm: each of its calls meets what `weather` draws for it."""

    def __init__(self, weather: Weather, *, seed: int = 0) -> None:
        self._weather = weather
        self._chance = random.Random(seed)  # noqa: S311  # the same weather in every run
        self._llm = FakeLlm()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/weather":
            await (await self._changed(Request(scope, receive)))(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"] == "/v1/chat/completions":
            self._llm.next(self._weather.drawn(self._chance))
        await self._llm(scope, receive, send)

    async def _changed(self, request: Request) -> JSONResponse:
        try:
            told: dict[str, Any] = json.loads(await request.body() or b"{}")
            self._weather = Weather(**asdict(self._weather) | told)
        except (TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(asdict(self._weather))


def main() -> None:
    """Serve on loopback until SIGTERM."""
    parser = argparse.ArgumentParser(description="Serve a fake language model on loopback.")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--delay", type=float, default=2.0, help="seconds before an answer, the median with --p95")
    parser.add_argument("--p95", type=float, help="seconds that 95 in 100 answers don't exceed")
    parser.add_argument("--error-rate", type=float, default=0.0, help="share of the calls answered 500")
    parser.add_argument("--limited-rate", type=float, default=0.0, help="share of the calls answered 429")
    parser.add_argument("--retry-after", type=int, default=1, help="seconds, with a 429")
    asked = parser.parse_args()
    try:
        weather = Weather(
            delay_s=asked.delay,
            p95_s=asked.p95,
            error_rate=asked.error_rate,
            limited_rate=asked.limited_rate,
            retry_after_s=asked.retry_after,
        )
    except ValueError as error:
        parser.error(str(error))
    uvicorn.run(
        Upstream(weather),
        host="127.0.0.1",
        port=asked.port,
        ws="none",
        access_log=False,
        log_level="warning",
        timeout_keep_alive=60,
    )


if __name__ == "__main__":
    main()
