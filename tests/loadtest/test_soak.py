"""What a soak makes of its samples: growth while users are at work, and what is left afterwards."""

from pathlib import Path
from typing import Any

import pytest
from budget import Budget, verdicts
from soak import endurance

import runs_made

BUDGET = Budget.read(Path(__file__).parents[2] / "loadtest" / "budget.toml")


def soaked(**lines: Any) -> dict[str, float]:
    """The figures of a run whose samples follow `lines`: what each value is at a second."""
    samples = [
        runs_made.sample(second, **{name: value(second) for name, value in lines.items()})
        for second in range(runs_made.SECONDS)
    ]
    return endurance(runs_made.run(samples=samples))


@pytest.mark.parametrize(("name", "figure"), [
    ("web_mb", "web_growth_mb"),
    ("lane_mb", "lane_growth_mb"),
    ("descriptors", "descriptors_growth"),
])  # fmt: skip
def test_growth_is_that_from_the_second_fifth_to_the_last(name: str, figure: str) -> None:
    assert soaked(**{name: lambda second: 70 + second})[figure] == pytest.approx(12, abs=1)
    assert soaked(**{name: lambda second: 70 + 50 * (second > 3)})[figure] == 0
    assert soaked(**{name: lambda _: 70})[figure] == 0


def test_what_is_left_is_the_quiet_afterwards_over_the_quiet_before() -> None:
    figures = soaked(
        processes=lambda second: 4 + (second > 0),
        descriptors=lambda second: 50 + 9 * (second == 19),
        temporary=lambda second: 2 + 3 * (second > 9),
    )
    assert (figures["processes_left"], figures["descriptors_left"], figures["temporary_left"]) == (1, 9, 3)


def test_replaced_lanes_are_those_of_all_server_processes() -> None:
    probes = [[runs_made.look(second, replaced=min(second, 4)) for second in range(9)] for _ in range(2)]
    assert endurance(runs_made.run(service=probes))["lanes_replaced"] == 8


def test_a_run_that_was_too_short_to_say_misses_the_thresholds() -> None:
    run = runs_made.run(samples=[runs_made.sample(0)])
    judged = verdicts(BUDGET.endurance, run.figures() | endurance(run))
    missed = {verdict.threshold.figure for verdict in judged if not verdict.met}
    assert {"web_growth_mb", "processes_left", "lanes_replaced"} <= missed


def test_a_flat_run_meets_all_of_them() -> None:
    run = runs_made.run(
        samples=[runs_made.sample(second, web_mb=80.0) for second in range(60)],
        service=[[runs_made.look(second, replaced=3) for second in range(60)]],
    )
    assert all(verdict.met for verdict in verdicts(BUDGET.endurance, run.figures() | endurance(run)))
