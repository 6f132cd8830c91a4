"""An extraction as a short table for a terminal."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from paperloop.documents.extraction import Extraction
from paperloop.documents.pointers import leaves

SHOWN_LINES = 8


def extraction_table(extraction: Extraction) -> Table:
    """Each value, where it stands and how sure it is; then the checks that failed."""
    table = Table(title=Text(_title(extraction)), title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in ("field", "value", "page", "as printed", "confidence"):
        table.add_column(heading, overflow="fold")
    for row in _rows(extraction):
        table.add_row(*map(Text, row))
    return table


def _title(extraction: Extraction) -> str:
    verdict = "needs review" if extraction.needs_review else "no review needed"
    passed = sum(check.passed for check in extraction.checks)
    return f"read by {extraction.reader}; {verdict}; {passed} of {len(extraction.checks)} checks passed"


def _rows(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    for pointer, value in leaves(extraction.invoice):
        if _shown(pointer):
            evidence = extraction.evidence.get(pointer)
            confidence = extraction.confidence.get(pointer)
            yield (
                pointer.removeprefix("/"),
                str(value),
                str(evidence.page) if evidence else "-",
                evidence.text if evidence else "not printed",
                "-" if confidence is None else f"{confidence:.2f}",
            )
    for check in extraction.checks:
        if not check.passed:
            yield (f"check: {check.rule}", "FAILED", "", check.detail, "")


def _shown(pointer: str) -> bool:
    _, head, *rest = pointer.split("/")
    return head != "lines" or int(rest[0]) < SHOWN_LINES
