"""All that one run of the comparison found."""

import math
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import machine
from figures import Figure

from comparison.bare_costs import BareCosts
from comparison.contenders import OURS, Contender
from comparison.drawing import Limits
from comparison.neighbours import Neighbour
from comparison.points import Line, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """One job: who could do it, what the clients did, and what came of it."""

    contenders: tuple[Contender, ...]
    plan: Plan
    lines: tuple[Line, ...]
    latency_s: float = 0.0

    @property
    def ours(self) -> Line:
        return next(line for line in self.lines if line.name == OURS)

    @property
    def limits(self) -> Limits:
        """The cores' limit is that of this service's own CPU, were it alone on the machine."""
        spent = [point.cpu_ms / 1000 for point in self.ours.points if not point.errors]
        cpu_rate = machine.cores() / statistics.median(spent) if spent else math.nan
        return Limits(latency_s=self.latency_s, cpu_rate=cpu_rate, timeout_s=self.plan.timeout_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """`facts` name the machine and the document. `floor` is judged."""

    facts: dict[str, str]
    extraction: Race
    rendering: Race
    bare: BareCosts
    neighbours: Sequence[Neighbour]
    floor: Sequence[Figure]


def facts(date: str, sample: str) -> dict[str, str]:
    """What a reader has to know of the circumstances, before the first load."""
    return {
        "Date": date,
        "Machine": f"{machine.described()}, Python {platform.python_version()}",
        "Load average before the run": machine.load_average(),
        "Document": sample,
    }


def elsewhere(lines: Sequence[Line]) -> float:
    """Cores that other programs used meanwhile."""
    return statistics.median(point.elsewhere for line in lines for point in line.points)
