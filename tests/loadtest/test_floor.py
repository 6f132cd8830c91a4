import math

import pytest
from comparison import floor
from comparison.points import Line

from results_made import against_blocking, lines, neighbour, point

OURS_AT_50 = point(50, rate=20.0)


@pytest.mark.parametrize(
    ("measured", "verdicts"),
    [
        (against_blocking(point(10, rate=0.5, p95=20), point(10, rate=5, p95=2), OURS_AT_50), "met met met met"),
        (against_blocking(point(10, rate=0.5, p95=20), point(10, rate=2, p95=14), OURS_AT_50), "met met met met"),
        (against_blocking(point(10, rate=0.5, p95=20), point(10, rate=1.9, p95=2), OURS_AT_50), "missed met met met"),
        (against_blocking(point(10, rate=0.5, p95=20), point(10, rate=5, p95=15), OURS_AT_50), "met missed met met"),
        (
            against_blocking(point(10, rate=0.5, p95=20), point(10, rate=5), point(50, failed=1)),
            "met met missed met",
        ),
        (against_blocking(point(10, rate=0.5, failed=9), point(10, rate=5), OURS_AT_50), "met met met met"),
        (against_blocking(point(10, rate=0.5), point(10, rate=5, failed=9), OURS_AT_50), "met missed met met"),
        (against_blocking(point(10, rate=0.5, p95=20), point(10, rate=5)), "met met missed met"),
        (against_blocking(point(1), point(1), OURS_AT_50), "missed missed met met"),
        (lines({}), "missed missed missed met"),
    ],
    ids=[
        "all of it",
        "just so",
        "too little throughput",
        "too long a tail",
        "one failure at 50",
        "blocking did not answer in time",
        "ours did not answer in time",
        "50 not reached",
        "10 not measured",
        "nothing measured",
    ],
)
def test_the_floor_is_judged_demand_by_demand(measured: tuple[Line, ...], verdicts: str) -> None:
    judged = floor.judged(measured, [neighbour()])
    assert [figure.verdict for figure in judged] == verdicts.split()
    assert floor.met(judged) == ("missed" not in verdicts)


@pytest.mark.parametrize(("ms", "met"), [(0.5, True), (20, True), (21, False), (math.inf, False)])
def test_others_have_to_be_answered_in_milliseconds(ms: float, met: bool) -> None:
    *_, waited = floor.judged((), [neighbour(ms)])
    assert (waited.verdict == "met") == met


def test_what_needs_a_worker_may_wait_for_one() -> None:
    assert len(floor.judged((), [neighbour(5000, at_once=False)])) == len(floor.judged((), []))
