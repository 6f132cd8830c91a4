"""What OCR read is less certain."""

from dataclasses import replace

from paperloop.documents.extraction import Evidence, Reading
from paperloop.documents.invoice import Invoice
from paperloop.documents.pages import Page
from paperloop.readers.recognised import less_certain

SCANNED = Page(number=1, width=100, height=100, words=[], recognised=True)
PRINTED = Page(number=2, width=100, height=100, words=[])


def at(page: int) -> Evidence:
    return Evidence(page=page, bbox=(0, 0, 1, 1), text="7")


def test_values_on_recognised_pages_lose_confidence_and_others_keep_theirs() -> None:
    reading = Reading(
        invoice=Invoice(),
        evidence={"/invoice_number": at(1), "/issue_date": at(2)},
        confidence={"/invoice_number": 0.9, "/issue_date": 0.9, "/currency": 0.9},
    )
    confidence = less_certain(reading, [SCANNED, PRINTED]).confidence
    assert confidence["/invoice_number"] < 0.9
    assert (confidence["/issue_date"], confidence["/currency"]) == (0.9, 0.9)
    assert less_certain(reading, [replace(SCANNED, recognised=False), PRINTED]) == reading
