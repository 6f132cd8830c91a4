"""Users of four kinds against the service, judged by a budget. `make load` runs it.

    python loadtest/load.py [--users 50] [--seconds 30] [--workers 1] [--no-timing] [--report FOLDER] [--budget FILE]

Starts the fake model, the service, an application that has it mounted, and locust, each in processes of its own on
loopback. Exits with 1 when a threshold is missed, and says which, with what was measured.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import report
from arguments import count
from budget import Budget, InvalidBudget, Verdict, verdicts
from report_plots import plots
from run import Load
from scene import played

REPORT = Path("build/load")
BUDGET = Path(__file__).with_name("budget.toml")


def main() -> None:
    asked = _arguments()
    budget = budget_from(asked.budget, _say)
    load = Load(users=asked.users, seconds=asked.seconds, workers=asked.workers)
    started = time.perf_counter()
    run = played(load, asked.budget, budget, _say)
    judged = verdicts(budget.works + (() if asked.no_timing else budget.timing), run.figures())
    page, summary = report.write(asked.report, run, judged, plots(run))
    sys.stdout.write(summary.read_text(encoding="utf-8"))
    _say(f"took {time.perf_counter() - started:.0f} s; the report is {page}, a summary {summary}")
    sys.exit(exit_code(judged, _say))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Users of four kinds against the service, judged by a budget.")
    parser.add_argument("--users", type=count, default=30, help="at once; very few are not of every kind")
    parser.add_argument("--seconds", type=count, default=40, help="for which they stay")
    parser.add_argument("--workers", type=count, default=1, help="server processes")
    parser.add_argument("--no-timing", action="store_true", help="judge what holds on every machine, however busy")
    parser.add_argument("--report", type=Path, default=REPORT, metavar="FOLDER", help=f"default: {REPORT}")
    parser.add_argument("--budget", type=Path, default=BUDGET, metavar="FILE", help=f"default: {BUDGET.name}")
    return parser.parse_args()


def budget_from(path: Path, say: Callable[[str], None]) -> Budget:
    """The budget, or the end of the program with a sentence."""
    try:
        return Budget.read(path)
    except (InvalidBudget, OSError) as error:
        say(str(error))
        sys.exit(1)


def exit_code(judged: Sequence[Verdict], say: Callable[[str], None]) -> int:
    """1 where a threshold was missed, after a sentence for each of those."""
    missed = [verdict for verdict in judged if not verdict.met]
    for verdict in missed:
        say(f"missed: {verdict}")
    return 1 if missed else 0


def _say(text: str) -> None:
    sys.stderr.write(f"load: {text}\n")


if __name__ == "__main__":
    main()
