"""One load, run against one program: what the clients met, and what it cost whom."""

import asyncio
import resource
from collections.abc import Iterator
from dataclasses import dataclass

import bare
import client
import processes
from processes import Cpu, Running

Lag = dict[str, float]
"""Milliseconds, by the names that the probe gives."""


@dataclass(frozen=True, slots=True)
class Load:
    """A load that was run: what the clients met, and what it cost whom. CPU in seconds.

    `bare_ms` is the bare cost of a document just before: a busy machine is slow for both.
    """

    outcome: client.Outcome
    cpu: Cpu
    driver_s: float
    elsewhere_s: float
    bare_ms: float

    def ms_a_request(self, seconds: float) -> float:
        return seconds * 1000 / self.outcome.requests

    @property
    def service_ms(self) -> float:
        return self.ms_a_request(self.cpu.web_s + self.cpu.lanes_s)

    @property
    def rate(self) -> float:
        """Requests answered well in a second."""
        return len(self.outcome.seconds) / self.outcome.wall_s


def load(running: Running, sent: bytes | Iterator[bytes], asked: client.Rounds, pdf: bytes) -> Load:
    """Send `sent` as `asked`; `pdf` is the document that the bare cost is taken of."""
    bare_ms = bare.words_ms(pdf, 3)[-1]
    cpu, driver_s, elsewhere_s = running.cpu(), _own_cpu_s(), processes.busy_elsewhere_s()
    outcome = asyncio.run(client.closed_loop(running.port, sent, asked))
    return Load(
        outcome,
        running.cpu() - cpu,
        driver_s=_own_cpu_s() - driver_s,
        elsewhere_s=processes.busy_elsewhere_s() - elsewhere_s,
        bare_ms=bare_ms,
    )


def warm_up(running: Running, sent: bytes | Iterator[bytes]) -> None:
    """A few requests that nobody counts.

    Raises:
        RuntimeError: one was not answered well.
    """
    outcome = asyncio.run(client.closed_loop(running.port, sent, client.Rounds(clients=2)))
    if outcome.errors:
        raise RuntimeError(f"it does not answer: {dict(outcome.errors)}\n{running.log.read_text()}")


def forget_lag(running: Running) -> None:
    """Begin to watch the event loop of a program that carries the probe."""
    asyncio.run(client.ask(running.port, client.request("DELETE", "/loop-lag")))


def lag_of(running: Running) -> Lag:
    """How late its event loop was since then."""
    lag: Lag = asyncio.run(client.ask(running.port, client.request("GET", "/loop-lag"))).json()
    return lag


def _own_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
