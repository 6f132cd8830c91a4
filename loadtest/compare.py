"""The same invoices read, and the same résumés typeset, by other architectures and by this service.

    python loadtest/compare.py [--quick] [--date 2026-01-31] [--out FOLDER]

Starts everything on loopback. A full run takes a quarter of an hour and writes docs/compare.md, docs/compare.svg and
the README's paragraph; --quick takes about a minute and writes nothing but what --out is given for. Ends with 1 where
the floor is missed.
"""

import argparse
import datetime
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import client
import loading
import marked
import processes
import resumes
import sample
from comparison import drawing, floor, report
from comparison.bare_costs import bare_costs
from comparison.contenders import EXTRACTION, RENDERING, Contender, installed
from comparison.neighbours import neighbours
from comparison.points import Line, Plan, points
from comparison.results import Race, Results, facts
from figures import table

ROOT = Path(__file__).parents[1]
COMMAND = "make compare"
LINE_LENGTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is done. `latency_s`: what the model takes for an answer."""

    extraction: Plan
    rendering: Plan
    latency_s: float
    bare_rounds: int
    bare_in_flight: int
    large_pages: int


FULL = Extent(
    extraction=Plan(clients=(1, 4, 10, 50, 100, 200, 500), rounds=3, runs=3, limit_s=5, timeout_s=30, patience_s=20),
    rendering=Plan(clients=(1, 4, 10, 50), rounds=20, runs=3, limit_s=4, timeout_s=30, patience_s=6),
    latency_s=2.0,
    bare_rounds=3,
    bare_in_flight=100,
    large_pages=100,
)
QUICK = Extent(
    extraction=Plan(clients=(10, 50), rounds=1, runs=1, limit_s=1, timeout_s=10, patience_s=0),
    rendering=Plan(clients=(10,), rounds=3, runs=1, limit_s=1, timeout_s=10, patience_s=0),
    latency_s=0.8,
    bare_rounds=1,
    bare_in_flight=50,
    large_pages=20,
)


def main() -> None:
    """Run, print, write and judge."""
    asked = _arguments()
    results = compared(QUICK if asked.quick else FULL, asked.date, _say)
    out = asked.out or (None if asked.quick else ROOT / "docs")
    if out:
        written(results, out)
    if not asked.quick and not asked.out:
        readme = ROOT / "README.md"
        told = textwrap.fill(report.paragraph(results), LINE_LENGTH, break_long_words=False, break_on_hyphens=False)
        readme.write_text(marked.replaced(readme.read_text(), told, COMMAND))
    sys.stdout.write(f"{report.markdown(results, COMMAND)}\n{table(results.floor)}\n")
    sys.exit(not floor.met(results.floor))


def compared(extent: Extent, date: str, say: Callable[[str], None]) -> Results:
    """Everything that is measured, one thing after another."""
    pdf = sample.invoice()
    told = facts(date, sample.described(pdf))
    say("bare costs")
    bare = bare_costs(pdf, rounds=extent.bare_rounds, in_flight=extent.bare_in_flight)
    extraction = _extraction(extent, pdf, say)
    rendering = _rendering(extent, pdf, say)
    say("others meanwhile")
    others = neighbours(pdf, pages=extent.large_pages)
    return Results(
        facts=told,
        extraction=extraction,
        rendering=rendering,
        bare=bare,
        neighbours=others,
        floor=floor.judged(extraction.lines, others),
    )


def written(results: Results, folder: Path) -> None:
    """The page and its figures."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("compare.md").write_text(report.markdown(results, COMMAND))
    figures = (("compare.svg", results.extraction, "invoices"), ("compare-rendering.svg", results.rendering, "résumés"))
    for name, race, noun in figures:
        folder.joinpath(name).write_text(drawing.svg(race.lines, race.limits, noun=noun))


def _extraction(extent: Extent, pdf: bytes, say: Callable[[str], None]) -> Race:
    sent = client.upload("/v1/extract?readers=llm", pdf)
    with processes.upstream(extent.latency_s) as model:
        llm = f"http://127.0.0.1:{model.port}/v1"
        lines = [_line(each, llm, lambda: sent, extent.extraction, pdf, say) for each in installed(EXTRACTION)]
    return Race(contenders=EXTRACTION, plan=extent.extraction, lines=tuple(lines), latency_s=extent.latency_s)


def _rendering(extent: Extent, pdf: bytes, say: Callable[[str], None]) -> Race:
    sent = resumes.requests()
    lines = [_line(each, "", lambda: sent, extent.rendering, pdf, say) for each in installed(RENDERING)]
    return Race(contenders=RENDERING, plan=extent.rendering, lines=tuple(lines))


def _line(
    contender: Contender,
    llm: str,
    sent: Callable[[], bytes | Iterator[bytes]],
    plan: Plan,
    pdf: bytes,
    say: Callable[[str], None],
) -> Line:
    say(contender.name)
    with contender.start(llm) as running:
        loading.warm_up(running, sent())
        return Line(name=contender.name, points=tuple(points(running, sent, plan, pdf, say)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the same work done by other architectures.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs, a faster model: about a minute")
    parser.add_argument("--date", default=str(datetime.date.today()), help="the day to write down")  # noqa: DTZ011
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write compare.md and compare.svg there")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stderr.write(f"compare: {text}\n")


if __name__ == "__main__":
    main()
