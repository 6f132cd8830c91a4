"""What goes wrong in a soak, with a real service and a real fake model."""

from typing import Any

import faults
import httpx
import processes
import pytest
from processes import Running
from watch import lanes_of

from eventually import eventually_blocking

CALM = {"error_rate": 0.0, "limited_rate": 0.0}


def weather(upstream: Running) -> dict[str, Any]:
    told: dict[str, Any] = httpx.put(f"http://127.0.0.1:{upstream.port}/weather", json={}).json()
    return {name: told[name] for name in CALM}


def test_lanes_are_killed_and_the_model_fails_until_it_is_calm_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "PERIOD_S", 0.1)
    with processes.upstream(0) as upstream, processes.service(lanes=2) as service:
        before = {lane.pid for lane in lanes_of(service.process.pid, web_depth=0)}
        assert len(before) == 2
        with faults.faults(service, upstream, web_depth=0, calm=CALM):
            eventually_blocking(lambda: weather(upstream) == faults.STORM, "a bad spell")
            eventually_blocking(lambda: weather(upstream) == CALM, "it passes")
            eventually_blocking(lambda: weather(upstream) == faults.STORM, "another one")
        assert weather(upstream) == CALM
        lanes = {lane.pid for lane in lanes_of(service.process.pid, web_depth=0)}
        assert before - lanes, "nobody was killed"
