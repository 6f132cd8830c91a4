"""What a load may cost: read from a file, and judged."""

import math
from pathlib import Path

import pytest
from budget import Budget, InvalidBudget, verdicts
from run import BEHAVIOURS

ROOT = Path(__file__).parents[2]
WEIGHTS = "[weights]\nuploader = 6\nresume_editor = 3\nembedder = 2\nattacker = 1\n"
UPSTREAM = "[upstream]\ndelay_s = 1\np95_s = 2.5\nerror_rate = 0\nlimited_rate = 0\nretry_after_s = 1\n"
SERVICE = "[service]\nmax_upload_bytes = 8000000\n"
THRESHOLDS = "[timing]\n[endurance]\n[works]\n"
WORKS = WEIGHTS + UPSTREAM + SERVICE + THRESHOLDS
"""A budget up to its thresholds."""


def budget(folder: Path, works: str) -> Budget:
    path = folder / "budget.toml"
    path.write_text(WORKS + works, encoding="utf-8")
    return Budget.read(path)


@pytest.mark.parametrize(("limit", "measured", "met", "said"), [
    ("at_most = 4", 3.9, True, "p95_s is 3.9, allowed <= 4"),
    ("at_most = 4", 4.0, True, "p95_s is 4, allowed <= 4"),
    ("at_most = 4", 4.01, False, "p95_s is 4.01, allowed <= 4"),
    ("at_most = 0", 0, True, "p95_s is 0, allowed <= 0"),
    ("at_most = 0", 1, False, "p95_s is 1, allowed <= 0"),
    ("at_most = 0.5", math.inf, False, "p95_s is inf, allowed <= 0.50"),
    ("at_most = 0.5", math.nan, False, "p95_s is nan, allowed <= 0.50"),
    ("at_most = 4", None, False, "p95_s was not measured, allowed <= 4"),
    ("at_least = 25", 25, True, "p95_s is 25, allowed >= 25"),
    ("at_least = 25", 24.9, False, "p95_s is 24.9, allowed >= 25"),
    ("at_least = 25", math.nan, False, "p95_s is nan, allowed >= 25"),
    ("at_least = 1", None, False, "p95_s was not measured, allowed >= 1"),
])  # fmt: skip
def test_a_threshold_is_met_or_says_what_was_measured_and_what_is_allowed(
    tmp_path: Path, limit: str, measured: float | None, met: bool, said: str
) -> None:
    figures = {} if measured is None else {"p95_s": measured}
    (verdict,) = verdicts(budget(tmp_path, f"p95_s = {{ {limit} }}").works, figures)
    assert (verdict.met, str(verdict)) == (met, said)


@pytest.mark.parametrize(("text", "said"), [
    ("[weights", "budget.toml: Expected ']'"),
    ("[weights]\n", "its tables are weights; they have to be weights, upstream, service, works, timing, endurance"),
    (WORKS.replace("attacker = 1", ""), "[weights] has to give a number to each of uploader, resume_editor"),
    (WORKS.replace("attacker = 1", "attacker = 'all'"), "[weights] has to give a number to each of uploader"),
    (WORKS.replace("delay_s = 1", "delay = 1"), "[upstream] has to give a number to each of delay_s, p95_s"),
    (WORKS.replace("max_upload_bytes", "max_pages"), "[service] has to give max_upload_bytes"),
    (f"{WORKS}failed = 3\n", '"failed" has to be { at_most = NUMBER } or { at_least = NUMBER }'),
    (f"{WORKS}failed = {{ at_mots = 3 }}\n", '"failed" has to be'),
    (f"{WORKS}failed = {{ at_most = '3' }}\n", '"failed" has to be'),
    (f"{WORKS}failed = {{ at_most = 3, at_least = 1 }}\n", '"failed" has to be'),
])  # fmt: skip
def test_a_budget_that_can_not_be_used_says_where_and_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "budget.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidBudget) as refused:
        Budget.read(path)
    assert str(path) in str(refused.value)
    assert said in str(refused.value)


def test_the_budget_beside_the_load_test_has_a_weight_for_every_behaviour() -> None:
    assert Budget.read(ROOT / "loadtest" / "budget.toml").weights.keys() == set(BEHAVIOURS)
