"""What goes wrong while users are at work: lanes are killed, and the model has bad spells."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import httpx
import psutil
from periodic import every
from processes import Running
from watch import lanes_of

PERIOD_S = 4.0
SPELL = 5
"""In one of so many periods the model fails."""
STORM = {"error_rate": 0.4, "limited_rate": 0.3}
TIMEOUT_S = 30.0


@contextmanager
def faults(service: Running, upstream: Running, *, web_depth: int, calm: Mapping[str, float]) -> Iterator[None]:
    """Every four seconds a lane of `service` is killed; every twentieth begins four of a model that mostly fails.

    `calm` is the model's weather between its bad spells, and afterwards: the same names as STORM.
    """
    chance = random.Random(0)  # noqa: S311  # the same lots in every run
    periods = itertools.cycle(range(SPELL))

    def strike() -> None:
        period = next(periods)
        if period < 2:
            _change_weather(upstream, calm if period else STORM)
        _kill_one(lanes_of(service.process.pid, web_depth=web_depth), chance)

    with every(PERIOD_S, strike):
        yield
    _change_weather(upstream, calm)


def _kill_one(lanes: Sequence[psutil.Process], chance: random.Random) -> None:
    if lanes:
        with suppress(psutil.NoSuchProcess):  # it went by itself: after so many calls a lane is replaced
            chance.choice(lanes).kill()


def _change_weather(upstream: Running, told: Mapping[str, float]) -> None:
    address = f"http://127.0.0.1:{upstream.port}/weather"
    httpx.put(address, json=dict(told), timeout=TIMEOUT_S, trust_env=False).raise_for_status()
