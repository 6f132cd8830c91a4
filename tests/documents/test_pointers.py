"""Walking an invoice's values, and taking some away."""

from datetime import date
from decimal import Decimal

import pytest

from paperloop.documents.invoice import Address, DocumentType, Invoice, Line, Party, Totals
from paperloop.documents.pointers import leaves, without

INVOICE = Invoice(
    document_type=DocumentType.INVOICE,
    issue_date=date(2026, 5, 3),
    notes=("first", "second"),
    seller=Party(name="Northwind", address=Address(city="Leeds")),
    totals=Totals(grand_total=Decimal("0.00")),
    lines=(Line(name="a"), Line(net_amount=Decimal("1.50"))),
)


def test_leaves_are_the_values_in_the_order_of_the_fields() -> None:
    assert list(leaves(INVOICE)) == [
        ("/document_type", DocumentType.INVOICE),
        ("/issue_date", date(2026, 5, 3)),
        ("/notes/0", "first"),
        ("/notes/1", "second"),
        ("/seller/name", "Northwind"),
        ("/seller/address/city", "Leeds"),
        ("/totals/grand_total", Decimal("0.00")),
        ("/lines/0/name", "a"),
        ("/lines/1/net_amount", Decimal("1.50")),
    ]


def test_an_empty_invoice_has_no_leaves() -> None:
    assert list(leaves(Invoice())) == []


@pytest.mark.parametrize("pointer", [pointer for pointer, _ in leaves(INVOICE)])
def test_without_one_pointer_the_others_stay_and_stay_where_they_are(pointer: str) -> None:
    left = without(INVOICE, [pointer])
    assert list(leaves(left)) == [leaf for leaf in leaves(INVOICE) if leaf[0] != pointer]
    assert Invoice.model_validate_json(left.model_dump_json()) == left


def test_without_nothing_it_is_the_same_invoice() -> None:
    assert without(INVOICE, []) is INVOICE


def test_without_everything_the_rows_are_still_there() -> None:
    bare = without(INVOICE, {pointer for pointer, _ in leaves(INVOICE)})
    assert list(leaves(bare)) == []
    assert (len(bare.lines), len(bare.notes)) == (2, 2)


@pytest.mark.parametrize("pointer", ["/due_date", "/lines/7/name", "/nothing", "", "/seller", "/lines/0", "lines"])
def test_a_pointer_to_nothing_takes_nothing_away(pointer: str) -> None:
    assert list(leaves(without(INVOICE, [pointer]))) == list(leaves(INVOICE))
