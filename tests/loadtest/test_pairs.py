"""Two versions' costs side by side; the other version is this one."""

import subprocess
import sys
from pathlib import Path

import pairs
from figures import Figure, table

CHECKOUT = Path(pairs.__file__).resolve().parents[1]


def measured(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, str(CHECKOUT / "loadtest" / "pairs.py"), *arguments]
    return subprocess.run(program, capture_output=True, text=True, timeout=120)


def test_the_least_of_each_stage_is_read_from_the_table_that_the_commands_print() -> None:
    figures = [
        Figure.of('bare PyMuPDF: open, get_text("words")', "ms CPU", [5.5, 6.25]),
        Figure.of("  the body's JSON", "ms CPU", [0.125, 0.12], note="least 0.12, 0.02 times Typst alone"),
    ]
    assert pairs.read(table(figures)) == {'bare PyMuPDF: open, get_text("words")': 5.5, "the body's JSON": 0.12}


def test_the_least_of_all_turns_is_compared() -> None:
    assert pairs.least([{"words": 9.0, "grid": 1.5}, {"words": 8.0, "grid": 2.0}]) == {"words": 8.0, "grid": 1.5}


def test_stages_that_one_version_lacks_are_named_and_not_compared() -> None:
    *_, words, alone = pairs.compared({"words": 8.0, "old": 1.0}, {"words": 6.0, "new": 1.0}).splitlines()
    assert words.split() == ["words", "8.00", "6.00", "0.75"]
    assert alone == "in one version only: new, old"


def test_both_versions_run_their_own_command() -> None:
    ran = measured(str(CHECKOUT), "--turns", "1", "--rounds", "2")
    assert ran.returncode == 0, ran.stderr
    head, *stages = ran.stdout.splitlines()
    assert head.split() == ["least", "ms", "CPU", "before", "now", "now/before"]
    assert len(stages) > 5
    assert not ran.stdout.count("in one version only")


def test_a_folder_that_is_no_checkout_is_an_error_that_says_what_is_missing(tmp_path: Path) -> None:
    ran = measured(str(tmp_path))
    assert ran.returncode == 2
    assert "has no loadtest/costs.py: name the folder of a checkout that has it" in ran.stderr
