"""What every test runs under: nothing blocks the event loop, and nothing computes on it for long."""

import asyncio
import gc
import time
from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster, blockbuster_ctx

STEP_LIMIT_S = 0.05
"""CPU time that one step of the event loop may take. CPU and not the clock: a machine may be busy with others."""


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """A blocking call in the service's async code raises at its line."""
    with blockbuster_ctx("paperloop") as guard:
        # An executor is told of a task by an empty message in a pipe; with one task in flight it never fills.
        guard.functions["os.write"].can_block_in("concurrent/futures/process.py", "submit")
        yield guard


@pytest.fixture(scope="module", autouse=True)
def quiet_collector() -> None:
    """What pytest itself keeps, some hundred thousand objects, would make each full collection a step of 50 ms."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def lag_probe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A step of the event loop that computes for longer than STEP_LIMIT_S fails the test."""
    slow: list[str] = []
    run = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        started = time.thread_time()
        run(handle)
        took = time.thread_time() - started
        if took > STEP_LIMIT_S:
            slow.append(f"{took * 1000:.0f} ms of CPU in {handle!r}")

    monkeypatch.setattr(asyncio.Handle, "_run", timed)
    yield
    assert not slow, f"steps that held the event loop: {slow}"
