"""The least that is expected of the service, as its forerunners' users put it."""

import math
from collections.abc import Sequence

from figures import Figure, Target

from comparison.contenders import BLOCKING, OURS
from comparison.neighbours import Neighbour
from comparison.points import Line, Point

CLIENTS = 10
IN_FLIGHT = 50
TIMES = Target(limit=4, at_least=True)
LESS = Target(limit=30, at_least=True)
FAILURES = Target(limit=0)
AT_ONCE_MS = Target(limit=20)


def judged(lines: Sequence[Line], neighbours: Sequence[Neighbour]) -> list[Figure]:
    """Each demand with what was measured; what was not measured meets none."""
    by_name = {line.name: line for line in lines}
    blocking, ours = by_name.get(BLOCKING), by_name.get(OURS)
    theirs_at, ours_at = _at(blocking, CLIENTS), _at(ours, CLIENTS)
    return [
        Figure.of(
            f"{CLIENTS} clients: throughput over the blocking service's",
            "times",
            [_times(theirs_at, ours_at)],
            target=TIMES,
        ),
        Figure.of(
            f"{CLIENTS} clients: p95 below the blocking service's by", "%", [_less(theirs_at, ours_at)], target=LESS
        ),
        Figure.of(f"{IN_FLIGHT} clients: failures", "", [_failures(_at(ours, IN_FLIGHT))], target=FAILURES),
        *(
            Figure.of(f"{each.small}, while {each.during}", "ms", [each.quantile_ms(0.5)], target=AT_ONCE_MS)
            for each in neighbours
            if each.at_once
        ),
    ]


def met(floor: Sequence[Figure]) -> bool:
    return all(figure.verdict != "missed" for figure in floor)


def _at(line: Line | None, clients: int) -> Point | None:
    return line.at(clients) if line else None


def _times(theirs: Point | None, ours: Point | None) -> float:
    return ours.rate / theirs.rate if theirs and ours and theirs.rate else math.nan


def _less(theirs: Point | None, ours: Point | None) -> float:
    """Per cent. All of it where only the blocking service did not answer in time."""
    return (1 - ours.p95 / theirs.p95) * 100 if theirs and ours and math.isfinite(ours.p95) else math.nan


def _failures(ours: Point | None) -> float:
    return ours.errors.total() if ours else math.nan
