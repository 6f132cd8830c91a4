"""The three readers behind one call. Whoever says what the invoice is, its values are looked up on the page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from paperloop.documents.checks import check
from paperloop.documents.extraction import Evidence, Reading
from paperloop.documents.invoice import Invoice
from paperloop.documents.json_pointers import Pointer
from paperloop.documents.pages import Page
from paperloop.documents.pointers import leaves, without
from paperloop.readers.cross_check import cross_checked, telling
from paperloop.readers.grid import text_grid
from paperloop.readers.grounding import ground, unprinted
from paperloop.readers.layout import read_layout
from paperloop.readers.llm import read_answer
from paperloop.readers.recognised import less_certain
from paperloop.readers.upright import as_shown, upright

REQUIRED: Final = ("/invoice_number", "/issue_date", "/currency", "/seller/name", "/totals/grand_total")
"""Without these an extraction is not finished, whatever reader made it."""

TRUSTED: Final = 0.8
"""A required value, or a buyer's name, below this confidence wants a second look."""

NOTHING_QUOTED: Final[Mapping[Pointer, str]] = {}

EXACT = 1.0
PRINTED = 0.9
"""A model's word that stands on the page: read there, though it may be another value's place."""


def read_layout_only(pages: Sequence[Page]) -> Reading:
    """What the words and their places say, with neither XML nor a model. What was worked out wants a second look."""
    reading = read_layout([upright(page) for page in pages])
    shown = reading.model_copy(update={"evidence": as_shown(reading.evidence, pages)})
    return _reviewed(less_certain(shown, pages))


def read_einvoice_on(pages: Sequence[Page], invoice: Invoice) -> Reading:
    """The attached XML's invoice. What no page read shows is kept, since the XML is the invoice, and told."""
    evidence = _grounded(invoice, pages)
    unseen = unprinted(invoice, evidence)
    warnings = [_not_shown(unseen)] if unseen else []
    return _reviewed(
        Reading(
            invoice=invoice,
            evidence=evidence,
            confidence={pointer: EXACT for pointer, _ in leaves(invoice)},
            warnings=tuple(warnings),
        )
    )


def read_answer_on(pages: Sequence[Page], *answers: Mapping[str, Any]) -> Reading:
    """A language model's answers about the parts of a document, of which only what stands on the pages is believed."""
    read = read_answer(*answers, grids=lambda: map(text_grid, pages))
    evidence = _grounded(read.invoice, pages, read.printed)
    evidence = {**evidence, **_over_breaks(read.printed, evidence, pages)}
    invented = unprinted(read.invoice, evidence)
    invoice = without(read.invoice, invented)
    told = (_invented(pointer, read.printed, read.invoice) for pointer in invented)
    reading = Reading(
        invoice=invoice,
        evidence=evidence,
        confidence={pointer: PRINTED for pointer, _ in leaves(invoice)},
        warnings=(*read.warnings, *told),
    )
    checked, doubtful = cross_checked(reading, _heads(pages), invented=invented)
    return _reviewed(less_certain(checked, pages), doubtful=doubtful or bool(invented or read.warnings))


def _heads(pages: Sequence[Page]) -> Reading:
    """All but the lines, as the layout reader has it."""
    reading = read_layout([upright(page) for page in telling(pages)], want_lines=False)
    return reading.model_copy(update={"evidence": as_shown(reading.evidence, pages)})


def _grounded(
    invoice: Invoice, pages: Sequence[Page], printed: Mapping[Pointer, str] = NOTHING_QUOTED
) -> Mapping[Pointer, Evidence]:
    return as_shown(ground(invoice, [upright(page) for page in pages], printed=printed), pages)


def _over_breaks(
    printed: Mapping[Pointer, str], evidence: Mapping[Pointer, Evidence], pages: Sequence[Page]
) -> dict[Pointer, Evidence]:
    """For each text that goes on over a page's foot and the next one's head: where its beginning stands, if all of it
    stands somewhere."""
    found = {}
    for pointer, text in printed.items():
        if "\n" in text and pointer not in evidence:
            pieces = text.split("\n")
            places = _grounded(Invoice(notes=tuple(pieces)), pages)
            if len(places) == len(pieces):
                found[pointer] = places["/notes/0"]
    return found


def _reviewed(reading: Reading, *, doubtful: bool = False) -> Reading:
    """With its checks. A broken rule, a shaky value or one without evidence sends any reader's word to a human."""
    checks = check(reading.invoice)
    unseen = unprinted(reading.invoice, reading.evidence)
    doubtful = doubtful or not all(each.passed for each in checks) or bool(unseen or shaky(reading.confidence))
    return reading.model_copy(update={"checks": checks, "needs_review": doubtful})


def shaky(confidence: Mapping[Pointer, float]) -> list[Pointer]:
    """Required values that are missing or not trusted, and a buyer who is not trusted; a receipt need not name one."""
    given = (*REQUIRED, "/buyer/name") if "/buyer/name" in confidence else REQUIRED
    return [pointer for pointer in given if confidence.get(pointer, 0.0) < TRUSTED]


def _not_shown(pointers: Collection[Pointer]) -> str:
    return f"the attached e-invoice says what none of the pages read shows: {_listed(pointers)}"


def _invented(pointer: Pointer, printed: Mapping[Pointer, str], invoice: Invoice) -> str:
    said = printed.get(pointer) or str(dict(leaves(invoice)).get(pointer))
    return f"{pointer}: the model said {said[:200]!r}, which stands on no page; left out"


def _listed(pointers: Collection[Pointer], most: int = 20) -> str:
    shown = ", ".join(sorted(pointers)[:most])
    return shown if len(pointers) <= most else f"{shown} and {len(pointers) - most} more"
