"""The figure: throughput and p95 against clients, a line a contender.

Colours and greys have enough contrast before white and before black, since a page may be either. Text stays text, in
the reader's own font, which keeps the file small; the same figures make the same bytes.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from comparison.points import Line

GREY = "#7d8590"
COLOURS = ("#d1605e", "#c98a1b", "#8f7ad6", "#2f95a8", "#3f9b52", "#b0659c")
STYLE = {
    "svg.hashsalt": "compare",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.0,
    "text.color": GREY,
    "axes.edgecolor": GREY,
    "axes.labelcolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "grid.color": GREY,
    "grid.alpha": 0.25,
    "legend.frameon": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What bounds everybody: `latency_s` a request that nobody can shorten (0: nothing), `cpu_rate` requests a second
    for which the machine's cores suffice (nan: not known), `timeout_s` after which a request is given up."""

    latency_s: float
    cpu_rate: float
    timeout_s: float


def svg(lines: Sequence[Line], limits: Limits, *, noun: str) -> str:
    """The figure about so many `noun` a second."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 3.7), layout="constrained")
        figure.patch.set_alpha(0)
        rate, p95 = figure.subplots(1, 2)
        _axes(rate, lines, f"{noun} a second")
        _axes(p95, lines, "95th percentile, seconds")
        for number, line in enumerate(lines):
            _draw(rate, line, [point.rate for point in line.points], number)
            _draw(p95, line, [min(point.p95, limits.timeout_s) for point in line.points], number)
        _draw_limits(rate, p95, lines, limits)
        figure.legend(*rate.get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=8)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return out.getvalue()


def _axes(axes: Axes, lines: Sequence[Line], title: str) -> None:
    clients = sorted({point.clients for line in lines for point in line.points})
    axes.set_title(title, fontsize=9, loc="left")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(clients, [str(count) for count in clients])
    axes.set_xlabel("clients")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.minorticks_off()
    axes.grid(visible=True)


def _draw(axes: Axes, line: Line, values: Sequence[float], number: int) -> None:
    """What had failures ends in a cross."""
    colour, clients = COLOURS[number % len(COLOURS)], [point.clients for point in line.points]
    axes.plot(clients, values, color=colour, marker="o", markersize=3.5, linewidth=1.8, label=line.name)
    for point, value in zip(line.points, values, strict=True):
        if point.errors:
            axes.plot([point.clients], [value], color=colour, marker="x", markersize=9, markeredgewidth=2)


def _draw_limits(rate: Axes, p95: Axes, lines: Sequence[Line], limits: Limits) -> None:
    clients = sorted({point.clients for line in lines for point in line.points})
    dotted = {"color": GREY, "linewidth": 1.2, "scalex": False, "scaley": False}
    if limits.latency_s:
        bound = [count / limits.latency_s for count in clients]
        rate.plot(clients, bound, linestyle=":", label="limit: the model's latency", **dotted)
        p95.plot(clients, [limits.latency_s] * len(clients), linestyle=":", **dotted)
    if math.isfinite(limits.cpu_rate):
        rate.plot(
            clients, [limits.cpu_rate] * len(clients), linestyle="--", label="limit: the machine's cores", **dotted
        )
        waiting = [max(limits.latency_s, count / limits.cpu_rate) for count in clients]
        p95.plot(clients, waiting, linestyle="--", **dotted)
