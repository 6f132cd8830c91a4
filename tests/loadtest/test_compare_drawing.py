import xml.etree.ElementTree as ET

import pytest
from comparison import drawing
from comparison.contenders import EXTRACTION
from comparison.drawing import Limits

from results_made import lines, point

LIMITS = Limits(latency_s=2, cpu_rate=30, timeout_s=10)
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_every_contender_and_both_limits_are_named_in_the_figure() -> None:
    named = texts(drawing.svg(lines(), LIMITS, noun="invoices"))
    assert {each.name for each in EXTRACTION} <= set(named)
    assert {"limit: the model's latency", "limit: the machine's cores", "invoices a second"} <= set(named)


@pytest.mark.parametrize("colour", drawing.COLOURS[: len(EXTRACTION)])
def test_every_contender_has_a_line_of_its_own_in_both_halves(colour: str) -> None:
    drawn = [
        element.get("style", "")
        for element in ET.fromstring(drawing.svg(lines(), LIMITS, noun="invoices")).iter(f"{SVG}path")
    ]
    in_a_half_and_in_the_legend = [style for style in drawn if f"stroke: {colour}" in style and "1.8" in style]
    assert len(in_a_half_and_in_the_legend) == 3


def test_the_same_figures_make_the_same_bytes() -> None:
    first, second = (drawing.svg(lines(), LIMITS, noun="invoices") for _ in range(2))
    assert first == second
    assert "date" not in first.lower()
    assert len(first) < 60_000


def test_a_point_nobody_was_answered_at_is_drawn_at_the_time_limit() -> None:
    """Infinity has no place on an axis, and would take the whole line with it."""
    failing = lines({"slow": (point(1), point(10, failed=9))})
    bounded = lines({"slow": (point(1), point(10, p95=10))})
    drawn, reference = (drawing.svg(each, LIMITS, noun="invoices") for each in (failing, bounded))
    assert drawn.count("<use ") == reference.count("<use ") + 2  # a cross in each half
