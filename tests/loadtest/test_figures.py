"""Figures, and what is made of many values."""

import math

import pytest
from client import Outcome
from figures import number, quantile


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.001, 1)])
def test_a_quantile_is_the_smallest_value_that_so_many_do_not_exceed(share: float, value: int) -> None:
    assert quantile(range(100, 0, -1), share) == value


@pytest.mark.parametrize(("failed", "p95"), [(0, 2.0), (1, 2.0), (2, math.inf)])
def test_requests_that_failed_waited_longer_than_all_others(failed: int, p95: float) -> None:
    """One in twenty is what a 95th percentile leaves out."""
    outcome = Outcome([2.0] * (20 - failed))
    outcome.errors["TimeoutError"] = failed
    assert outcome.quantile(0.95) == p95


@pytest.mark.parametrize(("value", "shown"), [
    (0.123, "0.12"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123"), (1234.4, "1234"), (4.0, "4"), (-0.03, "-0.03"),
    (-0.001, "0.00"), (math.inf, "none"), (math.nan, "none"),
])  # fmt: skip
def test_a_number_is_shown_with_as_many_digits_as_tell_something(value: float, shown: str) -> None:
    assert number(value) == shown
