"""What each part of the work costs by itself, as the measure of all else."""

import statistics
from dataclasses import dataclass

import bare
import client
import llm_calls
import loading
import processes

WAY = "keep-20"
"""httpx alone, with the number of idle connections that costs it least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BareCosts:
    """CPU ms of one: PyMuPDF's words of the document, an empty Starlette route, a call of the model through httpx.

    `peak_mb` and `lag_ms` are those of the process with the empty route.
    """

    parse_ms: float
    route_ms: float
    call_ms: float
    peak_mb: float
    lag_ms: float

    @property
    def total_ms(self) -> float:
        return self.parse_ms + self.route_ms + self.call_ms


def bare_costs(pdf: bytes, *, rounds: int, in_flight: int) -> BareCosts:
    """Medians; calls of the model with so many `in_flight`."""
    sent, asked = client.request("GET", "/readyz"), client.Rounds(clients=10, rounds=50)
    with processes.baseline("empty") as route:
        loading.load(route, sent, client.Rounds(clients=4), pdf)
        loading.forget_lag(route)
        load = loading.load(route, sent, asked, pdf)
        lag, memory = loading.lag_of(route), route.memory()
    calls = llm_calls.figures(pdf, in_flight=in_flight, rounds=rounds, ways=[WAY])
    return BareCosts(
        parse_ms=statistics.median(bare.words_ms(pdf, 5 * rounds)),
        route_ms=load.service_ms,
        call_ms=calls[0].median,
        peak_mb=memory.peak_mb,
        lag_ms=lag["p99"],
    )
