"""An extraction as tables for people."""

from rich.console import Console

from paperloop.documents.extraction import DocumentFacts, Evidence, Extraction, Timings
from paperloop.documents.invoice import Invoice
from paperloop.report import extraction_table

EVIDENCE = Evidence(page=2, bbox=(0, 0, 1, 1), text="Order A-1")


def test_a_callers_own_fields_stand_below_the_invoices() -> None:
    extraction = Extraction(
        invoice=Invoice(invoice_number="17"),
        reader="llm",
        needs_review=False,
        evidence={"/fields/order/no~1": EVIDENCE},
        confidence={"/fields/order/no~1": 0.9},
        checks=(),
        document=DocumentFacts(sha256="0", pages=2),
        fields={"order": {"no/": "A-1"}, "paid": False, "vessel": None, "marks": ["N1"]},
        timings_ms=Timings(upload=0, parse=0, read=0, total=0),
    )
    console = Console(width=120)
    with console.capture() as said:
        console.print(extraction_table(extraction))
    rows = [line.split() for line in said.get().splitlines() if line.startswith(("invoice_number", "fields"))]
    assert rows == [
        ["invoice_number", "17", "-", "not", "printed", "-"],
        ["fields/order/no~1", "A-1", "2", "Order", "A-1", "0.90"],
        ["fields/paid", "False", "-", "not", "printed", "-"],
        ["fields/marks/0", "N1", "-", "not", "printed", "-"],
    ]
