"""docs/compare.md, and the paragraph of it that the README quotes."""

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence

from figures import Figure, number

from comparison.bare_costs import BareCosts
from comparison.contenders import BLOCKING, OURS
from comparison.neighbours import Neighbour
from comparison.points import Line, Point
from comparison.results import Race, Results, elsewhere

SHOWN_AT = (10, 50, 100)
"""Clients at which costs are shown."""


def markdown(results: Results, command: str) -> str:
    """The whole page."""
    return "\n".join([*_page(results, command), ""])


def paragraph(results: Results) -> str:
    """What came of it in a few sentences, with what has to be known to believe them."""
    race = results.extraction
    by_name = {line.name: line for line in race.lines}
    most = max((point for point in race.ours.points if not point.errors), key=lambda point: point.clients, default=None)
    sentences = [
        f"Invoices read with a language model that takes {race.latency_s:g} s, on"
        f" {results.facts['Machine'].partition(',')[0]} that also run the clients and the model (other programs used"
        f" {number(elsewhere(race.lines))} of them):"
    ]
    said = [_said(by_name[name]) for name in by_name if name not in (OURS, BLOCKING)]
    told = [_said(by_name[BLOCKING])] if BLOCKING in by_name else []
    sentences.append("; ".join([*told, *said, _said(race.ours)]) + ".")
    if most:
        sentences.append(f"At {most.clients} clients Paperloop answered every request.")
    sentences.append(f"Measured on {results.facts['Date']} by `make compare`; [all of it](docs/compare.md).")
    return " ".join(sentences)


def _said(line: Line) -> str:
    best = max(line.points, key=lambda point: point.rate)
    failed = next((point.clients for point in line.points if point.errors), None)
    end = f", not all answered at {failed}" if failed else ""
    return f"*{line.name}* {number(best.rate)}/s at {_clients(best.clients)}{end}"


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


def _page(results: Results, command: str) -> Iterator[str]:
    race = results.extraction
    yield "# The same work by other architectures\n"
    yield "What each does with more and more clients, on one machine, in one run. Written by:\n"
    yield f"```\n{command}\n```\n"
    yield f"{paragraph(results).replace('docs/compare.md', '#throughput')}\n"
    yield "![Throughput and 95th percentile against clients, a line each](compare.svg)\n"
    yield from (f"- {name}: {value}" for name, value in results.facts.items())
    yield (
        f"- Each load: up to {race.plan.rounds} requests from every client, one after another, the first of all clients"
        f" at the same moment, none begun after {race.plan.limit_s:g} s and each given up after"
        f" {race.plan.timeout_s:g} s; the next of up to {race.plan.runs} runs begins within"
        f" {race.plan.patience_s:g} s\n"
    )
    yield from _contenders(race)
    yield "## The floor\n"
    yield "The least that is expected; `make compare` fails where it is missed.\n"
    yield from _rows(("demand", "measured", "unit", "target", ""), map(_demand, results.floor))
    yield "\n## Throughput\n"
    yield "Requests answered in a second: the median of the runs, and their range.\n"
    yield from _by_clients(race, lambda point: _spread(point.rates))
    yield (
        f"\nNobody can do more than clients / {race.latency_s:g} s. The cores' limit that is drawn is"
        f" {number(race.limits.cpu_rate)}/s: what this service's own CPU time would allow, had clients and model"
        f" another machine; they cost {number(race.ours.points[-1].driver_ms)} ms a request for the clients alone.\n"
    )
    yield "## Latency\n"
    yield "95th percentile in seconds. `none`: more than one request in twenty was not answered in time.\n"
    yield from _by_clients(race, lambda point: _spread(point.p95s))
    yield "\n## Failures\n"
    yield from _failures(race)
    yield "\n## Cost\n"
    yield from _costs(race, results.bare)
    yield "\n## Others meanwhile\n"
    yield "Small requests, one after another, while this service does something large with two worker processes:\n"
    yield from _rows(
        ("while", "request", "count", "median, ms", "95 %, ms", "longest, ms"), map(_waited, results.neighbours)
    )
    yield from _rendering(results.rendering)
    yield "\n## Left out\n"
    yield from _left_out(results)


def _contenders(race: Race) -> Iterator[str]:
    used = {line.name: number(elsewhere([line])) for line in race.lines}
    rows = ((each.name, each.does, used.get(each.name, "not installed")) for each in race.contenders)
    yield from _rows(("contender", "does", "cores used by other programs meanwhile"), rows)
    yield ""


def _demand(figure: Figure) -> tuple[str, ...]:
    return figure.name, number(figure.median), figure.unit, str(figure.target), figure.verdict


def _by_clients(race: Race, shown: Callable[[Point], str]) -> Iterator[str]:
    clients = race.plan.clients
    rows = (
        (line.name, *(shown(point) if (point := line.at(count)) else "" for count in clients)) for line in race.lines
    )
    yield from _rows(("clients", *map(str, clients)), rows)


def _failures(race: Race) -> Iterator[str]:
    failed = [(line.name, point) for line in race.lines for point in line.points if point.errors]
    if not failed:
        yield "None."
    for name, point in failed:
        errors = ", ".join(f"{count} x {error.strip()}" for error, count in sorted(point.errors.items()))
        yield f"- {name}, {point.clients} clients: {errors}. More clients were not tried."


def _costs(race: Race, bare: BareCosts) -> Iterator[str]:
    yield (
        f"CPU a request of all of a contender's processes. Bare: {number(bare.parse_ms)} ms for PyMuPDF's words of the"
        f" document, {number(bare.route_ms)} ms for an empty Starlette route, {number(bare.call_ms)} ms for a call of"
        f" the model through httpx, {number(bare.total_ms)} ms together. Memory is the sum of every process's own peak,"
        f" what they share counted each time; beside it the empty route's {number(bare.peak_mb)} MB. The loop's lag is"
        f" its 99th percentile; the empty route's was {number(bare.lag_ms)} ms.\n"
    )
    rows = (
        _cost(line, point, bare)
        for line in race.lines
        for count in SHOWN_AT
        if (point := line.at(count)) is not None and not point.errors
    )
    yield from _rows(
        ("contender", "clients", "CPU, ms", "of it web", "of it below", "over bare", "over parsing",
         "memory, MB", "over bare", "loop lag, ms", "over bare"),
        rows,
    )  # fmt: skip


def _cost(line: Line, point: Point, bare: BareCosts) -> tuple[str, ...]:
    return (
        line.name,
        str(point.clients),
        *map(number, (point.cpu_ms, point.web_ms, point.lanes_ms)),
        _times(point.cpu_ms, bare.total_ms),
        _times(point.cpu_ms, bare.parse_ms),
        number(point.peak_mb),
        _times(point.peak_mb, bare.peak_mb),
        number(point.lag_ms),
        _times(point.lag_ms, bare.lag_ms),
    )


def _times(value: float, bare: float) -> str:
    return f"{number(value / bare)} x" if bare and math.isfinite(value) else ""


def _waited(neighbour: Neighbour) -> tuple[str, ...]:
    spread = (number(neighbour.quantile_ms(share)) for share in (0.5, 0.95, 1))
    return neighbour.during, neighbour.small, str(len(neighbour.seconds)), *spread


def _rendering(race: Race) -> Iterator[str]:
    yield "\n## Rendering\n"
    yield "Résumés of two pages, no two alike. PDFs a second, then the 95th percentile in seconds.\n"
    yield "![Résumés a second and 95th percentile against clients, a line each](compare-rendering.svg)\n"
    yield from _contenders(race)
    yield from _by_clients(race, lambda point: _spread(point.rates))
    yield ""
    yield from _by_clients(race, lambda point: _spread(point.p95s))
    yield ""
    shown = [(line, point) for line in race.lines if (point := line.at(10)) is not None]
    yield from _rows(
        ("at 10 clients", "CPU, ms", "of it web", "of it below", "memory, MB", "loop lag, ms"),
        (
            (line.name, *map(number, (point.cpu_ms, point.web_ms, point.lanes_ms, point.peak_mb, point.lag_ms)))
            for line, point in shown
        ),
    )


def _left_out(results: Results) -> Iterator[str]:
    for race in (results.extraction, results.rendering):
        yield from (f"- {each.name}: not installed ({each.absent})." for each in race.contenders if each.absent)
    yield (
        "- What the baselines do not do: evidence, checks, e-invoices, limits, deadlines, cancellation and OCR"
        " (*threads, all checks* has evidence and checks). What a killed or endless document does to each."
    )
    yield "- Networks: everything runs on one machine, over loopback, and the model's time is a timer."
    yield "- More clients than those at which a contender first failed."
    yield "- What the typeset pages look like: LaTeX and WeasyPrint get the text alone."
    yield "- The memory of pdflatex: its processes have ended when memory is looked at."


def _spread(values: Sequence[float]) -> str:
    middle = number(statistics.median(values))
    return f"{middle} ({number(min(values))} to {number(max(values))})" if len(values) > 1 else middle


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
