"""What goes wrong in a soak, with a real service and a real fake model."""

from collections.abc import Callable, Iterator

import faults
import httpx
import processes
import pytest
from processes import Running
from watch import lanes_of

from eventually import eventually_blocking

CALM = {"error_rate": 0.0, "limited_rate": 0.0}


@pytest.fixture
def upstream() -> Iterator[Running]:
    with processes.upstream(0) as running:
        yield running


@pytest.fixture
def weather(upstream: Running) -> Iterator[Callable[[], dict[str, float]]]:
    with httpx.Client(base_url=f"http://127.0.0.1:{upstream.port}", verify=False, trust_env=False) as client:

        def told() -> dict[str, float]:
            said = client.put("/weather", json={}).json()
            return {name: said[name] for name in CALM}

        yield told


def test_lanes_are_killed_and_the_model_fails_until_it_is_calm_again(
    upstream: Running, weather: Callable[[], dict[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "PERIOD_S", 0.3)
    with processes.service(lanes=2) as service:
        before = {lane.pid for lane in lanes_of(service.process.pid, web_depth=0)}
        assert len(before) == 2
        with faults.faults(service, upstream, web_depth=0, calm=CALM):
            eventually_blocking(lambda: weather() == faults.STORM, "a bad spell")
            eventually_blocking(lambda: weather() == CALM, "it passes")
            eventually_blocking(lambda: weather() == faults.STORM, "another one")
        assert weather() == CALM
        lanes = {lane.pid for lane in lanes_of(service.process.pid, web_depth=0)}
        assert before - lanes, "nobody was killed"
