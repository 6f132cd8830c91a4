"""A load test as a page with plots and as Markdown: the same verdicts, figures and faults in both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from budget import Verdict
from figures import quantile
from report_plots import Plot, drawn
from run import Run, faults, kinds

FAULTS_SHOWN = 20

Rows = Iterable[Sequence[str]]


class Section(NamedTuple):
    title: str
    head: Sequence[str]
    rows: Rows


STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: 1rem 0 } th, td { padding: .2rem .8rem; text-align: left }
tr { border-bottom: 1px solid #ddd } td.missed { color: #b00020; font-weight: bold }
svg { max-width: 100%; height: auto }
"""


def write(
    folder: Path,
    run: Run,
    verdicts: Sequence[Verdict],
    plots: Sequence[Plot],
    more: Mapping[str, float] = MappingProxyType({}),
) -> list[Path]:
    """Both files, in a folder that is made where it is missing; `more` figures than those of every run."""
    folder.mkdir(parents=True, exist_ok=True)
    page, summary = folder / "report.html", folder / "report.md"
    page.write_text(html(run, verdicts, plots, more), encoding="utf-8")
    summary.write_text(markdown(run, verdicts, more), encoding="utf-8")
    return [page, summary]


def html(
    run: Run, verdicts: Sequence[Verdict], plots: Sequence[Plot], more: Mapping[str, float] = MappingProxyType({})
) -> str:
    """One file that needs nothing else."""
    judged, *others = _sections(run, verdicts, more)
    parts = [
        f"<h1>{escape(headline(verdicts))}</h1>",
        f"<p>{escape(str(run.load))}</p>",
        _html_table(FACTS, run.facts.items()),
        _html_section(judged),
        *map(drawn, plots),
        *map(_html_section, others),
    ]
    title = "<title>Paperloop under load</title>"
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8">{title}<style>{STYLE}</style></head>'
    return "\n".join([head, "<body>", *parts, "</body></html>", ""])


def markdown(run: Run, verdicts: Sequence[Verdict], more: Mapping[str, float] = MappingProxyType({})) -> str:
    parts = [
        f"# {headline(verdicts)}",
        f"{run.load}.",
        _markdown_table(FACTS, run.facts.items()),
        *map(_markdown_section, _sections(run, verdicts, more)),
    ]
    return "\n\n".join(parts) + "\n"


def headline(verdicts: Sequence[Verdict]) -> str:
    missed = sum(not verdict.met for verdict in verdicts)
    return f"{missed} of {len(verdicts)} thresholds missed" if missed else f"All {len(verdicts)} thresholds met"


def _sections(run: Run, verdicts: Sequence[Verdict], more: Mapping[str, float]) -> Iterator[Section]:
    yield Section("Budget", VERDICTS, map(_verdict, verdicts))
    yield Section("Requests", REQUESTS, _requests(run))
    yield Section("Figures", FIGURES, _figures(run.figures() | dict(more)))
    if wrong := faults(run.records):
        yield Section("Not answered well", FAULTS, _faults(wrong))


FACTS = ("", "")
VERDICTS = ("threshold", "measured", "allowed", "")
REQUESTS = ("who", "request", "answered", "refused", "failed", "p50 s", "p95 s", "p99 s")
FIGURES = ("figure", "")
FAULTS = ("what", "times")


def _verdict(verdict: Verdict) -> tuple[str, ...]:
    measured = "not measured" if verdict.measured is None else _number(verdict.measured)
    said = "met" if verdict.met else "missed"
    return verdict.threshold.figure, measured, str(verdict.threshold.target), said


def _requests(run: Run) -> Rows:
    for (behaviour, name), records in kinds(run.records).items():
        seconds = [record.seconds for record in records if record.outcome == "ok"]
        counts = [str(sum(each.outcome == outcome for each in records)) for outcome in ("ok", "refused", "failed")]
        quantiles = [f"{quantile(seconds, share):.3f}" if seconds else "" for share in (0.5, 0.95, 0.99)]
        yield behaviour, name, *counts, *quantiles


def _figures(figures: Mapping[str, float]) -> Rows:
    return ((name, _number(value)) for name, value in figures.items())


def _faults(wrong: Sequence[tuple[str, int]]) -> Rows:
    yield from ((what, str(times)) for what, times in wrong[:FAULTS_SHOWN])
    if rest := len(wrong) - FAULTS_SHOWN:
        yield from [("and others", str(rest))] if rest > 0 else []


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _html_section(section: Section) -> str:
    return f"<h2>{section.title}</h2>\n{_html_table(section.head, section.rows)}"


def _markdown_section(section: Section) -> str:
    return f"## {section.title}\n\n{_markdown_table(section.head, section.rows)}"


def _html_table(head: Sequence[str], rows: Rows) -> str:
    lines = ["<table>", f"<tr>{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr>"]
    lines += [f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in rows]
    return "\n".join([*lines, "</table>"])


def _html_cell(text: str) -> str:
    return f'<td class="missed">{text}</td>' if text == "missed" else f"<td>{escape(text)}</td>"


def _markdown_table(head: Sequence[str], rows: Rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines)
