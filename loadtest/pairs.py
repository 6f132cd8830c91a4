"""What each stage costs in two versions of the service, measured by turns on one machine with one interpreter.

    git worktree add ../before REVISION
    python loadtest/pairs.py ../before                            # costs.py of both
    python loadtest/pairs.py ../before --command render_costs.py  # what rendering costs

Each version runs its own copy of the command, in a process of its own, the other version's turn next. A machine that
is busy for a while is then slow for both. The least of all rounds is compared.
"""

import argparse
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from arguments import count

HERE = Path(__file__).resolve().parents[1]
COMMANDS = ("costs.py", "render_costs.py")

_ROW = re.compile(r" *(?P<stage>\S.*?) {2,}[\d.]+ +ms CPU +(?P<least>[\d.]+) to [\d.]+\b")
"""Of the table that `figures.table` makes."""

Costs = Mapping[str, float]
"""The least CPU ms of each stage."""


class NotMeasured(Exception):
    """A version whose command could not be run: what it said, or what is missing."""


def costs(checkout: Path, command: str, rounds: int) -> Costs:
    """What `command` of the version in `checkout` prints.

    Raises:
        NotMeasured: it has no such command, or the command failed.
    """
    script = checkout.resolve() / "loadtest" / command
    if not script.is_file():
        raise NotMeasured(f"{checkout} has no loadtest/{command}: name the folder of a checkout that has it")
    environment = os.environ | {"PYTHONPATH": str(checkout.resolve() / "service")}
    ran = subprocess.run(  # noqa: S603  # the project's own command
        [sys.executable, str(script), "--rounds", str(rounds)], env=environment, capture_output=True, text=True
    )
    if ran.returncode:
        raise NotMeasured(f"{script} ended with {ran.returncode}: {ran.stderr.strip()[-500:]}")
    return read(ran.stdout)


def read(table: str) -> Costs:
    """The stages in a table of figures, by their names."""
    return {row["stage"]: float(row["least"]) for row in map(_ROW.match, table.splitlines()) if row}


def least(turns: Sequence[Costs]) -> Costs:
    """Of each stage over all turns."""
    values: dict[str, list[float]] = defaultdict(list)
    for turn in turns:
        for stage, cost in turn.items():
            values[stage].append(cost)
    return {stage: min(each) for stage, each in values.items()}


def compared(before: Costs, now: Costs) -> str:
    """A line for each stage that both have, and those that one of them lacks."""
    both = [stage for stage in now if stage in before]
    width = max(map(len, ["least ms CPU", *both]))
    lines = [f"{'least ms CPU':{width}}  before    now  now/before"]
    lines += [f"{at:{width}}  {before[at]:6.2f} {now[at]:6.2f} {now[at] / before[at]:11.2f}" for at in both]
    alone = sorted(before.keys() ^ now.keys())
    return "\n".join([*lines, *([f"in one version only: {', '.join(alone)}"] if alone else [])])


def main() -> None:
    """Measure by turns and print."""
    parser = argparse.ArgumentParser(description="Compare the stages' costs of another version with this one's.")
    parser.add_argument("before", type=Path, metavar="FOLDER", help="a checkout of the other version")
    parser.add_argument("--command", choices=COMMANDS, default=COMMANDS[0], help="of both versions")
    parser.add_argument("--turns", type=count, default=5, help="of each version")
    parser.add_argument("--rounds", type=count, default=10, help="in each turn; the tables show a range from two on")
    asked = parser.parse_args()
    if asked.rounds < 2:
        parser.error("argument --rounds: it has to be 2 or more")
    before, now = [], []
    try:
        for _ in range(asked.turns):
            before.append(costs(asked.before, asked.command, asked.rounds))
            now.append(costs(HERE, asked.command, asked.rounds))
    except NotMeasured as error:
        parser.error(str(error))
    sys.stdout.write(f"{compared(least(before), least(now))}\n")


if __name__ == "__main__":
    main()
