"""What came of a document, for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from paperloop.documents.extraction import Extraction
from paperloop.documents.invoice import Line
from paperloop.documents.json_pointers import step
from paperloop.documents.pointers import leaves
from paperloop.render_files import Outcome

SHOWN_LINES = 10


def extraction_table(extraction: Extraction) -> Group:
    """The header's values with where they stand and how sure they are, the lines, and the checks that failed."""
    return Group(
        _table(_title(extraction), ("field", "value", "page", "as printed", "confidence"), _values(extraction)),
        _table(_lines_title(extraction), ("line", "page", "quantity", "price", "amount"), _lines(extraction)),
        *(Text(f"FAILED  {check.rule}: {check.detail}") for check in extraction.checks if not check.passed),
        *(Text(f"WARNING {warning}") for warning in extraction.document.warnings),
    )


def _table(title: str, headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table:
    table = Table(title=Text(f"\n{title}"), title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == headings[0])
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _title(extraction: Extraction) -> str:
    verdict = "needs review" if extraction.needs_review else "no review needed"
    passed = sum(check.passed for check in extraction.checks)
    return f"read by {extraction.reader}; {verdict}; {passed} of {len(extraction.checks)} checks passed"


def _values(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    for pointer, value in (*leaves(extraction.invoice), *_own(extraction.fields, "/fields")):
        if not pointer.startswith("/lines/"):
            evidence = extraction.evidence.get(pointer)
            confidence = extraction.confidence.get(pointer)
            yield (
                pointer.removeprefix("/"),
                str(value),
                str(evidence.page) if evidence else "-",
                evidence.text if evidence else "not printed",
                "-" if confidence is None else f"{confidence:.2f}",
            )


def _own(node: Any, at: str) -> Iterator[tuple[str, Any]]:
    """The values of the caller's own fields that are not None, by their pointers."""
    if isinstance(node, Mapping | list):
        members = node.items() if isinstance(node, Mapping) else enumerate(node)
        for name, member in members:
            yield from _own(member, step(at, name))
    elif node is not None:
        yield at, node


def _lines_title(extraction: Extraction) -> str:
    count = len(extraction.invoice.lines)
    return f"{count} lines" + (f", the first {SHOWN_LINES} of them" if count > SHOWN_LINES else "")


def _lines(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    for index, line in enumerate(extraction.invoice.lines[:SHOWN_LINES]):
        found = (evidence.page for at, evidence in extraction.evidence.items() if at.startswith(f"/lines/{index}/"))
        yield (
            line.name or line.description or line.id or "-",
            str(next(found, "-")),
            _quantity(line),
            _printed(line.net_price),
            _printed(line.net_amount),
        )


def _quantity(line: Line) -> str:
    return " ".join(filter(None, (_printed(line.quantity), line.unit)))


def _printed(value: object) -> str:
    return "-" if value is None else str(value)


def outcome_lines(outcome: Outcome, *, warnings: bool) -> Iterator[str]:
    """What came of a résumé's file, in sentences."""
    if outcome.told is None:
        yield f"{outcome.file}: {outcome.error}"
        return
    told = outcome.told
    pages = f"{told.pages} page{'s' * (told.pages != 1)}"
    yield f"{outcome.made}: {pages}, {told.typeset.readback:.1%} of it can be read back"
    if warnings:
        yield from (f"  {warning}" for warning in told.warnings)
