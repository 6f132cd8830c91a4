"""What one contender does with one number of clients."""

import math
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import client
import loading
from loading import Load
from processes import Running


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Loads of ever more clients, each run `runs` times, but not again once it has taken `patience_s`.

    No client begins another of its `rounds` after `limit_s`, and a request is given up after `timeout_s`.
    """

    clients: tuple[int, ...]
    rounds: int
    runs: int
    limit_s: float
    timeout_s: float
    patience_s: float


@dataclass(frozen=True, slots=True)
class Run:
    """`lag_ms`: the event loop's 99th percentile; nan where nobody could be asked."""

    load: Load
    lag_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Several runs with the same clients. `peak_mb` is the highest resident memory so far, all processes together."""

    clients: int
    runs: tuple[Run, ...]
    peak_mb: float

    @property
    def rates(self) -> list[float]:
        """Requests a second."""
        return [run.load.rate for run in self.runs]

    @property
    def p95s(self) -> list[float]:
        """Seconds; infinite where more than one request in twenty was not answered."""
        return [run.load.outcome.quantile(0.95) for run in self.runs]

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def p95(self) -> float:
        return statistics.median(self.p95s)

    @property
    def errors(self) -> Counter[str]:
        """Of all runs, requests that were not answered in time among them."""
        return sum((run.load.outcome.errors for run in self.runs), Counter[str]())

    @property
    def web_ms(self) -> float:
        return statistics.median(run.load.ms_a_request(run.load.cpu.web_s) for run in self.runs)

    @property
    def lanes_ms(self) -> float:
        return statistics.median(run.load.ms_a_request(run.load.cpu.lanes_s) for run in self.runs)

    @property
    def cpu_ms(self) -> float:
        return statistics.median(run.load.service_ms for run in self.runs)

    @property
    def driver_ms(self) -> float:
        return statistics.median(run.load.ms_a_request(run.load.driver_s) for run in self.runs)

    @property
    def elsewhere(self) -> float:
        """Cores that programs used meanwhile which have no part in this."""
        return statistics.median(run.load.elsewhere_s / run.load.outcome.wall_s for run in self.runs)

    @property
    def lag_ms(self) -> float:
        return statistics.median(run.lag_ms for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A contender's points, of ever more clients."""

    name: str
    points: tuple[Point, ...]

    def at(self, clients: int) -> Point | None:
        return next((point for point in self.points if point.clients == clients), None)


def points(
    running: Running, sent: Callable[[], bytes | Iterator[bytes]], plan: Plan, pdf: bytes, say: Callable[[str], None]
) -> Iterator[Point]:
    """One a number of clients, up to the first at which requests failed or were not answered in time: a queue that
    nobody waits for any more would go on costing whatever came next."""
    for clients in plan.clients:
        asked = client.Rounds(clients=clients, rounds=plan.rounds, limit_s=plan.limit_s, timeout_s=plan.timeout_s)
        point = _point(running, sent, asked, plan, pdf)
        say(f"  {clients} clients: {point.rate:.2f}/s, p95 {point.p95:.2f} s, {point.cpu_ms:.0f} ms CPU a request")
        yield point
        if point.errors:
            break


def _point(
    running: Running, sent: Callable[[], bytes | Iterator[bytes]], asked: client.Rounds, plan: Plan, pdf: bytes
) -> Point:
    started, runs = time.perf_counter(), [_run(running, sent(), asked, pdf)]
    while (
        len(runs) < plan.runs and time.perf_counter() - started < plan.patience_s and not runs[-1].load.outcome.errors
    ):
        runs.append(_run(running, sent(), asked, pdf))
    return Point(clients=asked.clients, runs=tuple(runs), peak_mb=running.memory().peak_mb)


def _run(running: Running, sent: bytes | Iterator[bytes], asked: client.Rounds, pdf: bytes) -> Run:
    loading.forget_lag(running)
    load = loading.load(running, sent, asked, pdf)
    return Run(load, math.nan if load.outcome.errors else loading.lag_of(running)["p99"])
