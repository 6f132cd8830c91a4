"""`make bench` in little: what it measures is judged by its targets, however fast this machine is."""

import math

import client
import measurements
import pytest
import sample
from client import Answer, Outcome
from measurements import Bench, Plan

LITTLE = Plan(
    runs=1, bare_batches=1, starts=1, rounds=1, limit_s=1, timeout_s=30, patience_s=0, layout_rounds=1, uploads=1,
    renders=16, crowd=5,
)  # fmt: skip


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Of a model that answers nearly at once."""
    monkeypatch.setattr(measurements, "LLM_S", 0.05)
    pdf = sample.invoice()
    return Bench(LITTLE, pdf, lambda: sample.swollen(pdf, 1_000_000), lambda _: None)


@pytest.mark.parametrize(("name", "targets"), [
    ("cpu", {"<= 8", "<= 2"}),
    ("clients-200", {">= 80", "<= 150"}),
    ("crowd", {"<= 0"}),
])  # fmt: skip
def test_a_measurement_is_held_against_its_targets(bench: Bench, name: str, targets: set[str]) -> None:
    figures = measurements.MEASUREMENTS[name](bench)
    judged = [figure for figure in figures if figure.target]
    assert {str(figure.target) for figure in judged} == targets
    assert all(math.isfinite(figure.median) and figure.median >= 0 for figure in judged)
    assert all(figure.verdict == "met" for figure in judged if figure.name.strip() == "errors")


async def test_clients_that_are_spread_begin_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[float] = []

    async def asleep(seconds: float) -> None:
        began.append(seconds)

    async def answered(_: client.Connection, sent: bytes) -> Answer:
        return Answer(status=200, body=sent, seconds=0.5)

    monkeypatch.setattr(client.asyncio, "sleep", asleep)
    monkeypatch.setattr(client.Connection, "ask", answered)
    await client.closed_loop(0, b"", client.Rounds(clients=4, spread_s=400))
    assert [round(seconds / 100) for seconds in began] == [0, 1, 2, 3]


def test_who_was_not_answered_waited_for_ever() -> None:
    outcome = Outcome()
    outcome.take(Answer(status=200, body=b"", seconds=2.0))
    assert outcome.mean_s == 2.0
    outcome.take(Answer(status=503, body=b"{}", seconds=0.1))
    assert outcome.mean_s == math.inf
