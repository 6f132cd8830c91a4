"""What the pages print is found, what they do not print is told, and long documents take no longer than they are."""

import time
from datetime import date
from decimal import Decimal

from pages_made import GROSS, heights, page
from paperloop.documents.invoice import Address, DocumentType, Invoice, Line, Party, Totals, VatRow
from paperloop.documents.pages import Page
from paperloop.readers.grounding import ground, unprinted


def test_what_is_not_printed_is_told():
    invoice = Invoice(
        document_type=DocumentType.INVOICE, type_code="380", invoice_number="R-7", currency="EUR",
        notes=("danke", "nirgends"),
        seller=Party(name="Torfleger", address=Address(city="Nebelstadt", country="DE", region="SN")),
        totals=Totals(allowance_total=Decimal("0.00"), grand_total=Decimal(9)),
        vat_breakdown=(VatRow(category="S", rate=Decimal(19)),),
        lines=(Line(unit="H87", name="Lampe"),),
    )  # fmt: skip
    evidence = ground(invoice, [page((50, 100, "Torfleger sagt Danke"))])
    assert unprinted(invoice, evidence) == [
        "/invoice_number",
        "/currency",
        "/notes/1",
        "/seller/address/city",
        GROSS,
        "/vat_breakdown/0/rate",
        "/lines/0/name",
    ]


def test_an_empty_document_prints_nothing():
    invoice = Invoice(invoice_number="7", issue_date=date(2024, 1, 1), totals=Totals(grand_total=Decimal(1)))
    assert ground(invoice, []) == {}
    assert ground(invoice, [page()]) == {}
    assert ground(Invoice(), [page((50, 100, "Rechnung 7"))]) == {}


def test_an_invented_number_has_no_evidence():
    invoice = Invoice(totals=Totals(grand_total=Decimal("99.99")))
    evidence = ground(invoice, [page((50, 100, "Summe 12,00"))], printed={GROSS: "99,99"})
    assert evidence == {}
    assert unprinted(invoice, evidence) == [GROSS]


def receipt(lines: int, noise: int) -> tuple[Invoice, list[Page]]:
    """Lines that are alike but for their numbers, 50 a page, beside `noise` words a line that look like them."""
    rows = tuple(
        Line(id=str(n), name=f"Item {n}", quantity=Decimal(1), net_price=Decimal(n), net_amount=Decimal(n))
        for n in range(1, lines + 1)
    )
    pages = []
    for first in range(0, lines, 50):
        cells = []
        likes = "Item 1 1,00 x " * (noise // 4)
        for number in range(first + 1, min(first + 50, lines) + 1):
            y = 16.0 * (number - first)
            cells += [(30.0, y, str(number)), (60.0, y, f"Item {number}"), (200.0, y, "1")]
            cells += [(260.0, y, f"{number},00"), (400.0, y, f"{number},00"), (500.0, y, likes)]
        pages.append(page(*cells, number=first // 50 + 1))
    return Invoice(lines=rows), pages


def test_a_receipt_of_a_thousand_lines_is_grounded_line_by_line():
    invoice, pages = receipt(1000, 4)
    evidence = ground(invoice, pages)
    assert unprinted(invoice, evidence) == []
    fields = ("id", "name", "quantity", "net_price", "net_amount")
    for number in range(1000):
        pointers = [f"/lines/{number}/{field}" for field in fields]
        assert heights(evidence, *pointers) == [16.0 * (number % 50 + 1)] * 5
        assert {evidence[pointer].page for pointer in pointers} == {number // 50 + 1}


def test_the_work_on_a_hundred_thousand_words_grows_with_the_lines_and_no_faster():
    def cost(lines: int) -> float:
        invoice, pages = receipt(lines, 100_000 // lines)
        started = time.process_time()
        ground(invoice, pages)
        return time.process_time() - started

    assert cost(1000) < 6 * cost(250)
