"""Results of comparisons that nobody ran."""

from collections import Counter
from collections.abc import Mapping

from client import Outcome
from comparison.bare_costs import BareCosts
from comparison.contenders import BLOCKING, EXTRACTION, OURS, RENDERING
from comparison.neighbours import Neighbour
from comparison.points import Line, Plan, Point, Run
from comparison.results import Race, Results
from figures import Figure
from loading import Load
from processes import Cpu

PLAN = Plan(clients=(1, 10, 50), rounds=1, runs=1, limit_s=1, timeout_s=10, patience_s=0)


def point(clients: int, *, rate: float = 5.0, p95: float = 2.0, failed: int = 0) -> Point:
    """One run in which each client was answered, or gave up."""
    answered = clients - failed
    outcome = Outcome([p95] * answered, Counter({"TimeoutError": failed} if failed else {}), wall_s=answered / rate)
    load = Load(outcome, Cpu(0.01 * clients, 0.03 * clients), driver_s=0.001 * clients, elsewhere_s=0.0, bare_ms=5.0)
    return Point(clients=clients, runs=(Run(load, lag_ms=3.0),), peak_mb=200.0)


def lines(points: Mapping[str, tuple[Point, ...]] | None = None) -> tuple[Line, ...]:
    """`points` by contender; without them, all contenders at 1, 10 and 50 clients."""
    if points is None:
        points = {each.name: tuple(map(point, PLAN.clients)) for each in EXTRACTION}
    return tuple(Line(name=name, points=made) for name, made in points.items())


def neighbour(ms: float = 2.0, *, at_once: bool = True) -> Neighbour:
    return Neighbour(
        during="a large one is read", small="GET /v1/themes", at_once=at_once, seconds=(ms / 1000,), large_s=1.0
    )


def results(extraction: tuple[Line, ...] | None = None, floor: tuple[Figure, ...] = ()) -> Results:
    race = Race(contenders=EXTRACTION, plan=PLAN, lines=extraction or lines(), latency_s=2.0)
    rendering = Race(contenders=RENDERING, plan=PLAN, lines=lines({OURS: (point(1), point(10))}))
    return Results(
        facts={"Date": "2026-01-31", "Machine": "2 cores, a processor"},
        extraction=race,
        rendering=rendering,
        bare=BareCosts(parse_ms=5, route_ms=0.2, call_ms=1.8, peak_mb=30, lag_ms=1),
        neighbours=[neighbour()],
        floor=floor,
    )


def against_blocking(theirs: Point, *ours: Point) -> tuple[Line, ...]:
    return lines({BLOCKING: (theirs,), OURS: ours})
