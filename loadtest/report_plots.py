"""The plots of a load test's report: what is drawn, and drawing it as SVG."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import matplotlib as mpl
from figures import quantile
from matplotlib.figure import Figure
from records import Record
from run import BEHAVIOURS, Run
from watch import Look, Sample

POINTS = 60
"""Of a line over the whole run, at least a second apart."""

QUANTILE_POINTS = 5
"""Of those to a point of a line of quantiles: a second has too few requests for a 99th percentile."""

LAG_SECONDS = 5
"""Of which a point of the loop's 99th percentile is made."""

STYLE = {"svg.fonttype": "none", "svg.hashsalt": "paperloop", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3}

Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Lines over the seconds of a run, `unit` upwards."""

    title: str
    unit: str
    lines: dict[str, Points]


def plots(run: Run) -> list[Plot]:
    """All of the report's, in its order."""
    return [
        Plot(title="Throughput", unit="answers/s", lines=_throughput(run)),
        Plot(title="Latency", unit="seconds", lines=_latency(run)),
        Plot(title="Event-loop lag", unit="ms", lines=_lag(run)),
        Plot(title="Lane occupation", unit="lanes", lines=_lanes(run)),
        Plot(title="Resident memory", unit="MB", lines=_memory(run)),
        Plot(title="CPU a request", unit="ms", lines=_cpu(run)),
    ]


def endurance_plots(run: Run) -> list[Plot]:
    """What a soak looks at beside the others: it has to stay flat."""
    samples = run.samples
    return [
        Plot(title="Processes", unit="", lines={"processes": _of_samples(run, samples, lambda each: each.processes)}),
        Plot(
            title="File descriptors", unit="", lines={"open": _of_samples(run, samples, lambda each: each.descriptors)}
        ),
        Plot(
            title="Temporary files",
            unit="",
            lines={
                "of requests": _of_samples(run, samples, lambda each: each.files),
                "others": _of_samples(run, samples, lambda each: each.temporary),
            },
        ),
    ]


def drawn(plot: Plot) -> str:
    """An `<svg>` element to stand in a page; it needs nothing from outside."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 2.7), layout="constrained")
        axes = figure.subplots()
        for label, points in plot.lines.items():
            axes.plot([x for x, _ in points], [y for _, y in points], label=label, linewidth=1.4)
        axes.set(title=plot.title, xlabel="seconds", ylabel=plot.unit)
        axes.set_ylim(bottom=0)
        if plot.lines:
            axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    said = written.getvalue()
    return said[said.index("<svg") :]


def windows(run: Run, width: float) -> Iterator[tuple[float, list[Record]]]:
    """The middle of each `width` seconds, counted from the start, and the requests that ended in it."""
    slots: dict[int, list[Record]] = {}
    for record in run.records:
        slots.setdefault(int((record.at - run.began) // width), []).append(record)
    for slot in range(min(slots, default=0), max(slots, default=-1) + 1):
        yield (slot + 0.5) * width, slots.get(slot, [])


def _width_s(run: Run) -> float:
    return max(1.0, run.load.seconds / POINTS)


def _throughput(run: Run) -> dict[str, Points]:
    width = _width_s(run)

    def rate(wanted: Callable[[Record], bool]) -> Points:
        return [(at, sum(map(wanted, records)) / width) for at, records in windows(run, width)]

    lines = {name: rate(lambda record, name=name: record.behaviour == name) for name in BEHAVIOURS}
    return lines | {"not answered well": rate(lambda record: record.outcome != "ok")}


def _latency(run: Run) -> dict[str, Points]:
    """Of the uploader and the editor: what an attacker waits for says nothing."""
    waited = [
        (at, [record.seconds for record in records if record.behaviour in {"uploader", "resume_editor"}])
        for at, records in windows(run, QUANTILE_POINTS * _width_s(run))
    ]
    return {
        f"p{share * 100:.0f}": [(at, quantile(seconds, share)) for at, seconds in waited if seconds]
        for share in (0.5, 0.95, 0.99)
    }


def _lag(run: Run) -> dict[str, Points]:
    lines = {}
    for name, probes in (("service", run.service), ("host", run.host)):
        for number, probe in enumerate(probes, 1):
            named = f"{name} {number}" if len(probes) > 1 else name
            lines[f"{named}, p99"] = [(look.at - run.began, p99) for look, p99 in _rolling_p99(probe)]
            lines[f"{named}, longest"] = [(look.at - run.began, max(look.late_ms)) for look in probe if look.late_ms]
    return lines


def _rolling_p99(probe: Sequence[Look]) -> Iterator[tuple[Look, float]]:
    """Of the seconds up to each look: in one, of less than a hundred callbacks, it would be the latest of them."""
    for end, look in enumerate(probe, 1):
        if late := [ms for each in probe[max(0, end - LAG_SECONDS) : end] for ms in each.late_ms]:
            yield look, quantile(late, 0.99)


def _lanes(run: Run) -> dict[str, Points]:
    def of(probe: Sequence[Look], value: Callable[[Look], float]) -> Points:
        return [(look.at - run.began, value(look)) for look in probe]

    lines = {}
    for number, probe in enumerate(run.service, 1):
        named = f" {number}" if len(run.service) > 1 else ""
        lines[f"busy{named}"] = of(probe, lambda look: look.busy)
        lines[f"there are{named}"] = of(probe, lambda look: look.lanes)
        lines[f"calls waiting{named}"] = of(probe, lambda look: look.waiting)
    return lines


def _memory(run: Run) -> dict[str, Points]:
    return {
        "web process": _of_samples(run, run.samples, lambda sample: sample.web_mb),
        "largest lane": _of_samples(run, run.samples, lambda sample: sample.lane_mb),
    }


def _cpu(run: Run) -> dict[str, Points]:
    """Over stretches that are long enough for the system's clock ticks."""
    ended = sorted(record.at for record in run.records if record.behaviour != "embedder")
    stride = max(4, len(run.samples) // POINTS)
    lines: dict[str, Points] = {"web": [], "lanes": []}
    for before, after in pairwise(run.samples[::stride]):
        requests = sum(before.at < at <= after.at for at in ended)
        if requests:
            at = (before.at + after.at) / 2 - run.began
            lines["web"].append((at, (after.web_s - before.web_s) * 1000 / requests))
            lines["lanes"].append((at, (after.lanes_s - before.lanes_s) * 1000 / requests))
    return lines


def _of_samples(run: Run, samples: Sequence[Sample], value: Callable[[Sample], float]) -> Points:
    return [(sample.at - run.began, value(sample)) for sample in samples]
