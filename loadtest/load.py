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
from budget import Budget, InvalidBudget, Verdict
from report_plots import plots
from run import Load
from scene import played

REPORT = Path("build/load")


def main() -> None:
    asked = _arguments()
    budget = _budget(asked.budget)
    load = Load(users=asked.users, seconds=asked.seconds, workers=asked.workers)
    started = time.perf_counter()
    run = played(load, asked.budget, budget, _say)
    verdicts = budget.judge(run.figures(), timing=not asked.no_timing)
    page, summary = report.write(asked.report, run, verdicts, plots(run))
    sys.stdout.write(report.markdown(run, verdicts))
    _say(f"took {time.perf_counter() - started:.0f} s; the report is {page}, a summary {summary}")
    sys.exit(exit_code(verdicts, _say))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Users of four kinds against the service, judged by a budget.")
    parser.add_argument("--users", type=_positive, default=30, help="at once")
    parser.add_argument("--seconds", type=_positive, default=40)
    parser.add_argument("--workers", type=_positive, default=1, help="server processes")
    parser.add_argument("--no-timing", action="store_true", help="judge what holds on every machine, however busy")
    parser.add_argument("--report", type=Path, default=REPORT, metavar="FOLDER", help=f"default: {REPORT}")
    parser.add_argument("--budget", type=Path, default=Path(__file__).with_name("budget.toml"), metavar="FILE")
    return parser.parse_args()


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("it has to be 1 or more")
    return number


def _budget(path: Path) -> Budget:
    try:
        return Budget.read(path)
    except (InvalidBudget, OSError) as error:
        sys.exit(f"load: {error}")


def exit_code(verdicts: Sequence[Verdict], say: Callable[[str], None]) -> int:
    """1 where a threshold was missed, after a sentence for each of those."""
    missed = [verdict for verdict in verdicts if not verdict.met]
    for verdict in missed:
        say(f"missed: {verdict}")
    return 1 if missed else 0


def _say(text: str) -> None:
    sys.stderr.write(f"load: {text}\n")


if __name__ == "__main__":
    main()
