"""The fake model of a load test: as slow, and as unreliable, as it is told to be."""

import random
import statistics
from typing import Any

import httpx
import pytest
from upstream import Upstream, Weather

CALL = {"model": "m", "messages": [{"role": "user", "content": "Invoice no. 7"}]}


def client(upstream: Upstream) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(upstream), base_url="http://llm")


def drawn(weather: Weather, calls: int = 4000) -> list[Any]:
    chance = random.Random(7)
    return [weather.drawn(chance) for _ in range(calls)]


def test_times_are_log_normal_with_the_median_and_95th_percentile_asked_for() -> None:
    delays = sorted(behaviour.delay_s for behaviour in drawn(Weather(delay_s=1.0, p95_s=2.5)))
    assert statistics.median(delays) == pytest.approx(1.0, rel=0.05)
    assert delays[int(len(delays) * 0.95)] == pytest.approx(2.5, rel=0.08)


def test_without_a_95th_percentile_every_answer_takes_the_same_time() -> None:
    assert {behaviour.delay_s for behaviour in drawn(Weather(delay_s=2.0), 50)} == {2.0}


def test_failures_come_at_the_rates_asked_for_and_429s_say_when_to_come_again() -> None:
    behaviours = drawn(Weather(error_rate=0.05, limited_rate=0.1, retry_after_s=3))
    statuses = [behaviour.fail_status for behaviour in behaviours]
    assert statuses.count(500) / len(statuses) == pytest.approx(0.05, abs=0.015)
    assert statuses.count(429) / len(statuses) == pytest.approx(0.1, abs=0.02)
    assert {behaviour.retry_after for behaviour in behaviours if behaviour.fail_status == 429} == {"3"}


@pytest.mark.parametrize("wrong", [
    {"delay_s": 2.0, "p95_s": 1.0},
    {"delay_s": 0.0, "p95_s": 1.0},
    {"error_rate": -0.1},
    {"error_rate": 0.6, "limited_rate": 0.6},
])  # fmt: skip
def test_weather_that_can_not_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"95th percentile|shares"):
        Weather(**wrong)


async def test_the_weather_changes_while_it_serves() -> None:
    async with client(Upstream(Weather(delay_s=0.0))) as http:
        assert (await http.post("/v1/chat/completions", json=CALL)).status_code == 200
        assert (await http.put("/weather", json={"limited_rate": 1.0, "retry_after_s": 2})).json()["limited_rate"] == 1
        limited = await http.post("/v1/chat/completions", json=CALL)
        assert (limited.status_code, limited.headers["retry-after"]) == (429, "2")
        assert (await http.put("/weather", json={"rain": 1})).status_code == 400
        assert (await http.put("/weather", json={"limited_rate": 2})).status_code == 400
        await http.put("/weather", json={"limited_rate": 0.0, "error_rate": 1.0})
        assert (await http.post("/v1/chat/completions", json=CALL)).status_code == 500
        assert (await http.get("/v1/models")).status_code == 200
