"""A value is looked up by its kind, and first as a model says it saw it."""

from decimal import Decimal

import pytest

from pages_made import GROSS, page, row, texts
from paperloop.documents.invoice import Address, DocumentType, Invoice, Line, Party, Totals
from paperloop.readers.grounding import ground, unprinted


@pytest.mark.parametrize(
    ("currency", "text", "found"),
    [
        ("EUR", "12,00 EUR", "EUR"),
        ("EUR", "12,00 €", "€"),
        ("EUR", "12,00€", "12,00€"),
        ("USD", "$12.00", "$12.00"),
        ("GBP", "£ 12.00", "£"),
        ("CHF", "Fr. 12.00", "Fr."),
        ("USD", "12,00 €", None),
        ("EUR", "12,00", None),
    ],
)
def test_a_currency_is_found_by_its_code_or_its_sign(currency, text, found):
    evidence = ground(Invoice(currency=currency), [page((50, 100, f"zahlen {text} bitte"))])
    assert texts(evidence, "/currency") == [found]


def test_codes_are_found_only_where_they_are_printed_as_such():
    invoice = Invoice(
        document_type=DocumentType.INVOICE, type_code="380", seller=Party(address=Address(country="DE")),
        lines=(Line(name="Lampe", unit="H87", net_amount=Decimal(9)),),
    )  # fmt: skip
    pages = [page((50, 100, "Rechnung de 380"), *row(120, (50, "Lampe"), (200, "H87"), (300, "9,00")))]
    evidence = ground(invoice, pages)
    assert sorted(evidence) == ["/lines/0/name", "/lines/0/net_amount", "/lines/0/unit"]
    assert unprinted(invoice, evidence) == []


def test_a_deduction_may_be_printed_with_a_minus_sign():
    evidence = ground(Invoice(totals=Totals(prepaid=Decimal(20))), [page((50, 100, "Anzahlung -20,00"))])
    assert texts(evidence, "/totals/prepaid") == ["-20,00"]


def test_a_credit_note_may_print_its_amounts_with_minus_signs():
    invoice = Invoice(document_type=DocumentType.CREDIT_NOTE, totals=Totals(grand_total=Decimal(20)))
    assert texts(ground(invoice, [page((50, 100, "Gutschrift -20,00"))]), GROSS) == ["-20,00"]


def test_the_printed_string_comes_first():
    pages = [page((50, 100, "Summe 1234.50"), (50, 120, "Total: 1.234,50"))]
    invoice = Invoice(totals=Totals(grand_total=Decimal("1234.50")))
    assert texts(ground(invoice, pages, printed={GROSS: "1234.50"}), GROSS) == ["1234.50"]
    assert texts(ground(invoice, pages, printed={GROSS: "1.234,50 EUR"}), GROSS) == ["1.234,50"]


def test_a_printed_name_is_looked_up_instead_of_the_value():
    pages = [page((50, 100, "Torfleger GmbH"), (50, 120, "Nebel AG"))]
    evidence = ground(Invoice(seller=Party(name="nebel ag")), pages, printed={"/seller/name": "Nebel AG"})
    assert texts(evidence, "/seller/name") == ["Nebel AG"]


def test_a_string_that_is_not_printed_falls_back_to_the_value():
    pages = [page((50, 100, "Torfleger GmbH"))]
    evidence = ground(Invoice(seller=Party(name="Torfleger GmbH")), pages, printed={"/seller/name": "Unsinn"})
    assert texts(evidence, "/seller/name") == ["Torfleger GmbH"]
