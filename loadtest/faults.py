"""What goes wrong while users are at work: lanes are killed, and the model has bad spells."""

import random
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx
import psutil
from processes import Running
from watch import lanes_of

PERIOD_S = 4.0
SPELL = 5
"""In one of so many periods the model fails."""
STORM = {"error_rate": 0.4, "limited_rate": 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """How the model is between its bad spells."""

    error_rate: float
    limited_rate: float


class Faults(threading.Thread):
    """Every four seconds a lane of `service` is killed; every twentieth begins four of a model that mostly fails.

    `killed` and `spells` count them. When it is left, the model is calm again.
    """

    def __init__(self, service: Running, upstream: Running, *, web_depth: int, calm: Calm) -> None:
        super().__init__(daemon=True, name="faults")
        self._service = service
        self._upstream = upstream
        self._web_depth = web_depth
        self._calm = {"error_rate": calm.error_rate, "limited_rate": calm.limited_rate}
        self._chance = random.Random(0)  # noqa: S311  # the same lots in every run
        self._ended = threading.Event()
        self.killed = 0
        self.spells = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self.join()
        self._weather(self._calm)

    def run(self) -> None:
        period = 0
        while not self._ended.wait(PERIOD_S):
            if period % SPELL == 0:
                self._weather(STORM)
                self.spells += 1
            elif period % SPELL == 1:
                self._weather(self._calm)
            self._kill_a_lane()
            period += 1

    def _kill_a_lane(self) -> None:
        lanes = lanes_of(self._service.process.pid, web_depth=self._web_depth)
        if not lanes:
            return
        try:
            self._chance.choice(lanes).kill()
        except psutil.NoSuchProcess:  # it went by itself: after so many calls a lane is replaced
            return
        self.killed += 1

    def _weather(self, told: dict[str, float]) -> None:
        httpx.put(f"http://127.0.0.1:{self._upstream.port}/weather", json=told).raise_for_status()
