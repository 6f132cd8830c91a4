"""How the service's cost grows with what it is given.

    python loadtest/growth.py [--quick] [--only NAME]... [--date 2026-01-31]

Prints what each size cost, what that makes for one page, megabyte or request, and the exponent: 1 is a straight line.
A full run writes its tables into docs/growth.md, beside the reasons for what they show.
"""

import argparse
import datetime
import platform
import sys
from pathlib import Path

import machine
import marked
from growing.axes import AXES, Sizes
from growing.series import Series, markdown

PAGE = Path(__file__).parents[1] / "docs" / "growth.md"
COMMAND = "make growth"
FULL = Sizes(
    pages=(1, 10, 100, 1000),
    body_mb=(0.1, 1, 10, 50),
    in_flight=(1, 10, 100, 1000, 5000),
    jobs=(3, 10, 30, 114),
    repeats=2,
)
QUICK = Sizes(pages=(1, 10, 50), body_mb=(0.1, 1, 10), in_flight=(1, 10, 100), jobs=(3, 6, 15), repeats=1)


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description="Measure how the service's cost grows with what it is given.")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, each once: under a minute")
    parser.add_argument("--only", action="append", choices=AXES, metavar="NAME", help=f"one of {', '.join(AXES)}")
    parser.add_argument("--date", default=str(datetime.date.today()), help="the day to write down")  # noqa: DTZ011
    asked = parser.parse_args()
    sizes = QUICK if asked.quick else FULL
    series: list[Series] = []
    load = machine.load_average()
    for name in asked.only or AXES:
        _say(name)
        series += AXES[name](sizes, _say)
    told = (
        f"{asked.date}, {machine.described()}, Python {platform.python_version()};"
        f" load average before the run {load}.\n\n{markdown(series)}"
    )
    sys.stdout.write(f"{told}\n")
    if not asked.quick and not asked.only:
        PAGE.write_text(marked.replaced(PAGE.read_text(), told, COMMAND))


def _say(text: str) -> None:
    sys.stderr.write(f"growth: {text}\n")


if __name__ == "__main__":
    main()
