"""Mixed traffic with faults for ten minutes, after which everything has to be as flat as before. `make soak` runs it.

    python loadtest/soak.py [--minutes 10] [--users 20] [--workers 1] [--report FOLDER] [--budget FILE]

Lanes are killed and the model fails for a while, again and again (`faults.py`). Exits with 1 when a threshold of the
table `endurance` in budget.toml is missed, and says which, with what was measured.
"""

import argparse
import statistics
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import report
from arguments import count, duration
from budget import Budget, verdicts
from faults import STORM, faults
from load import BUDGET, budget_from, exit_code
from report_plots import endurance_plots, plots
from run import Load, Run
from scene import Stage, played
from watch import Sample

REPORT = Path("build/soak")
STRETCHES = 5
"""The run in so many parts: memory is that of the last, over that of the second. In the first everything is filled:
caches, pools, the allocator."""


def main() -> None:
    asked = _arguments()
    budget = budget_from(asked.budget, _say)
    load = Load(users=asked.users, seconds=asked.minutes * 60, workers=asked.workers)
    run = played(load, asked.budget, budget, _say, beside=partial(_faults, budget, load))
    judged = verdicts(budget.endurance, run.figures() | endurance(run))
    files = report.write(asked.report, run, judged, [*plots(run), *endurance_plots(run)], endurance(run))
    sys.stdout.write(files[1].read_text(encoding="utf-8"))
    _say(f"the report is {files[0]}, a summary {files[1]}")
    sys.exit(exit_code(judged, _say))


def endurance(run: Run) -> dict[str, float]:
    """How much of what should be flat is not.

    Memory and descriptors grow from the second fifth of the run to the last, both under the same load; `_left` compares
    the quiet before the load with the quiet after it. A lane that was killed at rest is replaced at its next call, so
    there may be a process less.
    """
    busy = run.samples[1:-1]
    stretch = len(busy) // STRETCHES
    if not stretch:
        return {}
    early, late = busy[stretch : 2 * stretch], busy[-stretch:]
    grown = partial(_grown, early, late)
    return {
        "web_growth_mb": grown(lambda sample: sample.web_mb),
        "lane_growth_mb": grown(lambda sample: sample.lane_mb),
        "descriptors_growth": grown(lambda sample: sample.descriptors),
        "descriptors_left": run.samples[-1].descriptors - run.samples[0].descriptors,
        "processes_left": run.samples[-1].processes - run.samples[0].processes,
        "temporary_left": run.samples[-1].temporary - run.samples[0].temporary,
        "lanes_replaced": sum(max((look.replaced for look in probe), default=0) for probe in run.service),
    }


def _grown(early: Sequence[Sample], late: Sequence[Sample], value: Callable[[Sample], float]) -> float:
    return statistics.median(map(value, late)) - statistics.median(map(value, early))


def _faults(budget: Budget, load: Load, stage: Stage) -> AbstractContextManager[None]:
    calm = {name: budget.upstream[name] for name in STORM}
    return faults(stage.service, stage.upstream, web_depth=load.web_depth, calm=calm)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Mixed traffic with faults, after which all has to be flat.")
    parser.add_argument(
        "--minutes", type=duration, default=10.0, help="for which they stay; less than one tells little"
    )
    parser.add_argument("--users", type=count, default=20, help="at once")
    parser.add_argument("--workers", type=count, default=1, help="server processes")
    parser.add_argument("--report", type=Path, default=REPORT, metavar="FOLDER", help=f"default: {REPORT}")
    parser.add_argument("--budget", type=Path, default=BUDGET, metavar="FILE", help=f"default: {BUDGET.name}")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stderr.write(f"soak: {text}\n")


if __name__ == "__main__":
    main()
