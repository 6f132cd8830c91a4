"""What is measured, one function each."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import bare
import client
import llm_calls
import loading
import processes
import resumes
import typesetters
from comparison.bare_costs import bare_costs
from figures import Figure, Target, number
from loading import Lag, Load
from processes import Running

Result = TypeVar("Result")
LLM_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is done.

    Each load is run `runs` times, but not again once it has taken `patience_s`; no client begins another round after
    `limit_s`, and gives a request up after `timeout_s`.
    """

    runs: int
    bare_batches: int
    starts: int
    rounds: int
    limit_s: float
    timeout_s: float
    patience_s: float
    layout_rounds: int
    uploads: int
    renders: int
    crowd: int


FULL = Plan(
    runs=3,
    bare_batches=25,
    starts=5,
    rounds=4,
    limit_s=10,
    timeout_s=30,
    patience_s=20,
    layout_rounds=25,
    uploads=20,
    renders=5000,
    crowd=1000,
)
QUICK = Plan(
    runs=1,
    bare_batches=5,
    starts=2,
    rounds=2,
    limit_s=3,
    timeout_s=10,
    patience_s=5,
    layout_rounds=8,
    uploads=5,
    renders=200,
    crowd=100,
)


class Bench:
    """The measurements of one invoice, `pdf`; `big` is a document of nearly 50 MB, made when it is asked for."""

    def __init__(self, plan: Plan, pdf: bytes, big: Callable[[], bytes], say: Callable[[str], None]) -> None:
        self.plan = plan
        self._pdf = pdf
        self._big = big
        self._say = say
        self._by_llm = client.upload("/v1/extract?readers=llm", pdf)
        self._by_layout = client.upload("/v1/extract?readers=layout", pdf)

    def bare(self) -> list[Figure]:
        batches = self.plan.bare_batches
        opening, words = bare.opening_ms(self._pdf, batches), bare.words_ms(self._pdf, batches)
        return [
            Figure.of("bare PyMuPDF: open, load pages", "ms CPU", opening),
            Figure.of('bare PyMuPDF: open, get_text("words")', "ms CPU", words),
        ]

    def start(self) -> list[Figure]:
        def ready_s() -> float:
            with processes.service() as service:
                return service.ready_s

        return [
            Figure.of(
                "process start to /readyz", "s", [ready_s() for _ in range(self.plan.starts)], target=Target(limit=1.5)
            )
        ]

    def cpu(self) -> list[Figure]:
        """At 20 clients, so that nothing waits for long."""
        alone = bare_costs(self._pdf, rounds=self.plan.runs, in_flight=100)
        with self._with_llm() as service:
            loads = self._repeated(lambda: self._load(service, self._by_llm, 20, self.plan.rounds))
        return [
            Figure.of(
                "extract by LLM, whole process tree",
                "ms CPU",
                [load.service_ms for load in loads],
                target=Target(limit=8),
                note=_faults(loads),
            ),
            Figure.of(
                "  over bare parse, empty route and one call of the model",
                "times",
                [load.service_ms / alone.total_ms for load in loads],
                target=Target(limit=2),
                note=f"{number(alone.parse_ms)} + {number(alone.route_ms)} + {number(alone.call_ms)} ms",
            ),
            Figure.of("  of it the web process", "ms CPU", [load.ms_a_request(load.cpu.web_s) for load in loads]),
            Figure.of(
                "  of it fork server and lanes", "ms CPU", [load.ms_a_request(load.cpu.lanes_s) for load in loads]
            ),
            Figure.of("  over the bare get_text", "times", [load.service_ms / load.bare_ms for load in loads]),
            _elsewhere(loads),
        ]

    def clients_100(self) -> list[Figure]:
        """With the probe in the web process. Memory is read when the load has passed, but for the peak."""
        with self._with_llm("probe") as service:
            idle = service.memory()
            loads, lags = self._probed(service, 100, self.plan.rounds, spread_s=LLM_S)
            after = service.memory()
        return [
            *_latencies("100 clients", loads, Target(limit=2.4)),
            _share_of_latency(loads, at_least=95),
            Figure.of("  CPU a request, probe included", "ms CPU", [load.service_ms for load in loads]),
            Figure.of("  over the bare get_text", "times", [load.service_ms / load.bare_ms for load in loads]),
            Figure.of("  the load driver a request", "ms CPU", [load.ms_a_request(load.driver_s) for load in loads]),
            *_lags(lags, p99=Target(limit=10)),
            *_memories(idle, after),
            _elsewhere(loads),
        ]

    def clients_200(self) -> list[Figure]:
        with self._with_llm("probe") as service:
            loads, lags = self._probed(service, 200, self.plan.rounds, spread_s=LLM_S)
            peak_mb = service.memory().web_peak_mb
        return [
            *_latencies("200 clients", loads, None),
            _share_of_latency(loads, at_least=80),
            *_lags(lags),
            Figure.of("  the web process's peak", "MB", [peak_mb], target=Target(limit=150)),
            _elsewhere(loads),
        ]

    def crowd(self) -> list[Figure]:
        """All at the same moment."""
        processes.allow_descriptors(self.plan.crowd)
        with self._with_llm("probe") as service:
            loads, lags = self._probed(service, self.plan.crowd, 1, spread_s=0)
            peak_mb = service.memory().web_peak_mb
        return [
            *_latencies(f"{self.plan.crowd} at once", loads, None, errors=Target(limit=0)),
            *_lags(lags),
            Figure.of("  the web process's peak", "MB", [peak_mb]),
            _elsewhere(loads),
        ]

    def layout(self) -> list[Figure]:
        with processes.service() as service:
            loading.warm_up(service, self._by_layout)
            loads = self._repeated(lambda: self._load(service, self._by_layout, 16, self.plan.layout_rounds))
        return [
            Figure.of("layout reader, 16 clients", "1/s", _rates(loads), target=_at_least(100), note=_faults(loads)),
            Figure.of("  CPU a request", "ms CPU", [load.service_ms for load in loads]),
            Figure.of(
                "  of it fork server and lanes", "ms CPU", [load.ms_a_request(load.cpu.lanes_s) for load in loads]
            ),
            Figure.of("  over the bare get_text", "times", [load.service_ms / load.bare_ms for load in loads]),
            _elsewhere(loads),
        ]

    def llm_calls(self) -> list[Figure]:
        return llm_calls.figures(self._pdf, in_flight=400, rounds=self.plan.runs, ways=("aiohttp", "ours", "ask"))

    def uploads(self) -> list[Figure]:
        count = self.plan.uploads
        sent = client.upload("/v1/extract?readers=layout", self._big())
        with processes.service(lanes=2) as service:
            loading.warm_up(service, self._by_layout)
            before = service.memory()
            outcome = asyncio.run(client.closed_loop(service.port, sent, client.Rounds(clients=count)))
            after = service.memory()
        peak = math.nan if outcome.errors else (after.web_peak_mb - before.web_mb) / count
        seconds = f"{outcome.wall_s:.1f} s in all"
        note = "; ".join(filter(None, [seconds, _errors(outcome.errors)]))
        return [
            Figure.of(f"{count} uploads of 50 MB at once, peak", "MB each", [peak], target=Target(limit=2), note=note),
            Figure.of("  kept afterwards", "MB each", [(after.web_mb - before.web_mb) / count]),
        ]

    def rendering(self) -> list[Figure]:
        """Résumés of two pages, no two alike, then the same one again and again by who has it already."""
        sent = resumes.requests()
        with processes.service(lanes=2, render_cache_bytes=0) as service:
            self._load(service, sent, 8, 10)
            before = service.memory()
            loads = self._repeated(lambda: self._load(service, sent, 16, self.plan.layout_rounds))
            self._load(service, sent, 16, self.plan.renders // 16)
            after = service.memory()
            has = self._repeated(lambda: self._load(service, resumes.had(service.port), 4, 50))
        return [
            Figure.of("render, two pages, 16 clients", "1/s", _rates(loads), target=_at_least(60), note=_faults(loads)),
            Figure.of(
                "  CPU in the lane a render",
                "ms CPU",
                [load.ms_a_request(load.cpu.lanes_s) for load in loads],
                target=Target(limit=25),
            ),
            Figure.of("  CPU in the web process", "ms CPU", [load.ms_a_request(load.cpu.web_s) for load in loads]),
            Figure.of(
                f"  a lane's growth over {self.plan.renders} renders",
                "MB",
                [max(after.lanes_own_mb) - max(before.lanes_own_mb)],
            ),
            Figure.of(
                "  304, whole process tree",
                "ms CPU",
                [load.service_ms for load in has],
                target=Target(limit=1),
                note=_faults(has),
            ),
            _elsewhere(loads),
            *typesetters.figures(resumes.resume(0)),
        ]

    @contextmanager
    def _with_llm(self, script: str | None = None) -> Iterator[Running]:
        with processes.upstream(LLM_S) as upstream:
            settings = {"llm_base_url": f"http://127.0.0.1:{upstream.port}/v1"}
            with processes.service(script, **settings) as service:
                loading.warm_up(service, self._by_llm)
                yield service

    def _repeated(self, run: Callable[[], Result]) -> list[Result]:
        started, results = time.perf_counter(), [run()]
        while len(results) < self.plan.runs and time.perf_counter() - started < self.plan.patience_s:
            results.append(run())
        return results

    def _load(
        self, service: Running, sent: bytes | Iterator[bytes], clients: int, rounds: int, *, spread_s: float = 0.0
    ) -> Load:
        self._say(f"  {clients} clients, {clients * rounds} requests")
        limit_s, timeout_s = self.plan.limit_s, self.plan.timeout_s
        asked = client.Rounds(clients=clients, rounds=rounds, limit_s=limit_s, timeout_s=timeout_s, spread_s=spread_s)
        return loading.load(service, sent, asked, self._pdf)

    def _probed(self, service: Running, clients: int, rounds: int, *, spread_s: float) -> tuple[list[Load], list[Lag]]:
        """Loads by the model, and how late the event loop was during each."""

        def run() -> tuple[Load, Lag]:
            loading.forget_lag(service)
            load = self._load(service, self._by_llm, clients, rounds, spread_s=spread_s)
            return load, loading.lag_of(service)

        runs = self._repeated(run)
        return [load for load, _ in runs], [lag for _, lag in runs]


MEASUREMENTS: Mapping[str, Callable[[Bench], list[Figure]]] = {
    "bare": Bench.bare,
    "start": Bench.start,
    "cpu": Bench.cpu,
    "clients-100": Bench.clients_100,
    "clients-200": Bench.clients_200,
    "crowd": Bench.crowd,
    "layout": Bench.layout,
    "llm-calls": Bench.llm_calls,
    "uploads": Bench.uploads,
    "rendering": Bench.rendering,
}
"""By the names that `--only` takes."""


def _latencies(name: str, loads: Sequence[Load], p95: Target | None, *, errors: Target | None = None) -> list[Figure]:
    outcomes = [load.outcome for load in loads]
    return [
        Figure.of(f"{name}: p50", "s", [outcome.quantile(0.5) for outcome in outcomes]),
        Figure.of("  p95", "s", [outcome.quantile(0.95) for outcome in outcomes], target=p95),
        Figure.of("  longest", "s", [outcome.quantile(1) for outcome in outcomes]),
        Figure.of("  errors", "", [outcome.errors.total() for outcome in outcomes], target=errors, note=_faults(loads)),
    ]


def _share_of_latency(loads: Sequence[Load], *, at_least: float) -> Figure:
    """Requests a second, of the most that clients can make who wait for nothing but the model: by Little's law that
    is the model's time over the mean of theirs."""
    shares = [LLM_S / load.outcome.mean_s * 100 for load in loads]
    return Figure.of("  requests/s, of what the model's latency allows", "%", shares, target=_at_least(at_least))


def _lags(lags: Sequence[Lag], *, p99: Target | None = None) -> list[Figure]:
    return [
        Figure.of("  lag of the event loop: p50", "ms", [lag["p50"] for lag in lags]),
        Figure.of("    p99", "ms", [lag["p99"] for lag in lags], target=p99),
        Figure.of(
            "    p99 of the time", "ms", [lag["p99_of_time"] for lag in lags], note="counts what a late probe missed"
        ),
        Figure.of("    longest", "ms", [lag["max"] for lag in lags]),
    ]


def _memories(idle: processes.Memory, after: processes.Memory) -> list[Figure]:
    return [
        Figure.of("  memory of the web process", "MB", [after.web_mb], note=f"{idle.web_mb:.0f} before the load"),
        Figure.of("  memory of a lane", "MB", after.lanes_mb),
        Figure.of("    not shared with others", "MB", after.lanes_own_mb),
    ]


def _elsewhere(loads: Sequence[Load]) -> Figure:
    used = [load.elsewhere_s / load.outcome.wall_s for load in loads]
    return Figure.of("  used by other programs meanwhile", "cores", used)


def _rates(loads: Sequence[Load]) -> list[float]:
    return [load.rate for load in loads]


def _at_least(limit: float) -> Target:
    return Target(limit=limit, at_least=True)


def _faults(loads: Sequence[Load]) -> str:
    return _errors(sum((load.outcome.errors for load in loads), start=Counter[str]()))


def _errors(errors: dict[str, int]) -> str:
    return ", ".join(f"{count} x {error}" for error, count in errors.items())
