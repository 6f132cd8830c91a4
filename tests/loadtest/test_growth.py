"""How growth is judged, and a small growth measured for real."""

import math
from collections.abc import Callable

import pytest
from growing import axes
from growing.axes import AXES, Sizes, is_told, renders
from growing.series import Series, markdown
from growth import FULL
from processes import Cpu

SIZES = (1.0, 10.0, 100.0, 1000.0)
LITTLE = Sizes(pages=(1, 3), body_mb=(0.1, 0.5), in_flight=(1, 3), jobs=(1, 6), repeats=1)


def series(cost: Callable[[float], float], sizes: tuple[float, ...] = SIZES) -> Series:
    return Series(name="work", unit="ms CPU", per="pages", sizes=sizes, costs=tuple(map(cost, sizes)))


@pytest.mark.parametrize(
    ("cost", "exponent", "verdict"),
    [
        (lambda size: 3 * size, 1, "no steeper than a straight line"),
        (lambda size: 500 + 3 * size, 1, "no steeper than a straight line"),
        (lambda size: 20 + size**0.5, 0.5, "no steeper than a straight line"),
        (lambda size: size**2, 2, "steeper than a straight line"),
        (lambda size: 40 + size**1.5, 1.5, "steeper than a straight line"),
        (lambda _: 7.0, 0, "does not grow"),
        (lambda size: 7.0 - size / 1000, 0, "does not grow"),
    ],
    ids=["straight", "fixed cost", "root", "square", "fixed cost and a power", "constant", "noise"],
)
def test_the_exponent_is_told_whatever_the_fixed_cost(
    cost: Callable[[float], float], exponent: float, verdict: str
) -> None:
    measured = series(cost)
    assert measured.exponent == pytest.approx(exponent, abs=0.1)
    assert measured.verdict == verdict


def test_a_bend_at_the_end_is_not_hidden_by_what_came_before() -> None:
    measured = series(lambda size: size if size <= 100 else size**1.5)
    assert measured.last_bend > 1.5
    assert measured.verdict == "steeper than a straight line"


@pytest.mark.parametrize("sizes", [FULL.pages, FULL.body_mb, FULL.in_flight, FULL.jobs], ids=AXES)
def test_a_machine_that_slows_down_by_a_fifth_at_the_largest_size_bends_no_straight_line(
    sizes: tuple[float, ...],
) -> None:
    slowed = series(lambda size: size * (1.2 if size == sizes[-1] else 1), sizes)
    assert slowed.verdict == "no steeper than a straight line"


def test_two_sizes_cannot_tell() -> None:
    assert math.isnan(series(lambda size: size, (1.0, 10.0)).exponent)
    assert series(lambda size: size, (1.0, 10.0)).verdict == "too few sizes to tell"


def test_the_table_tells_each_size_and_each_unit() -> None:
    head, _, costs, units, *_ = markdown([series(lambda size: 10 + 2 * size)]).splitlines()
    assert head == "| pages | 1 | 10 | 100 | 1000 | exponent | at the end | |"
    assert costs.startswith("| work, ms CPU | 12 | 30 | 210 | 2010 | 1.00 |")
    assert units.startswith("| &nbsp; each of the pages | 12 | 3 | 2.10 | 2.01 |")


@pytest.mark.parametrize("name", AXES)
def test_every_axis_is_measured_at_each_of_its_sizes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axes, "MEASURABLE_S", 0.001)
    monkeypatch.setattr(axes, "SHARE_MEASURABLE_S", 0)
    monkeypatch.setattr(axes, "MOST_REQUESTS", 3)
    said: list[str] = []
    measured = AXES[name](LITTLE, said.append)
    assert len(said) == 2
    assert all(len(each.costs) == 2 and all(cost >= 0 for cost in each.costs) for each in measured)
    assert any(cost > 0 for each in measured if each.unit == "ms CPU" for cost in each.costs)


@pytest.mark.parametrize(("spent", "told"), [
    (Cpu(web_s=0.4, lanes_s=0.1), True),
    (Cpu(web_s=0.1, lanes_s=0.4), True),
    (Cpu(web_s=0.2, lanes_s=0.2), False),
    (Cpu(web_s=0.9, lanes_s=0.0), False),
    (Cpu(web_s=0.0, lanes_s=0.9), False),
    (Cpu(web_s=0.0, lanes_s=16.0), True),
])  # fmt: skip
def test_neither_share_of_a_cost_is_told_from_a_step_or_two_of_the_clock(spent: Cpu, told: bool) -> None:
    assert is_told(spent) is told


def test_no_resume_is_rendered_twice_since_the_second_time_costs_less() -> None:
    sent = renders(2)
    first, second = next(sent), next(sent)
    assert first != second
    assert first.count(b'"highlights"') == second.count(b'"highlights"') == 2
