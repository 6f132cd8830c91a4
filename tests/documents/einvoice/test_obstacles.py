"""What stops an invoice from being a valid e-invoice is named, each by its pointer; nothing stops a whole one."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from paperloop.documents.einvoice.obstacles import obstacles
from paperloop.documents.invoice import DocumentType, Invoice, Line, Totals, VatRow
from paperloop.documents.pointers import leaves, without
from paperloop.testing.documents import sample_invoice, short_invoice, varied_invoice

ZERO = Decimal(0)
WANTED = frozenset({
    "/invoice_number", "/issue_date", "/currency", "/seller/name", "/seller/address/country", "/buyer/name",
    "/buyer/address/country", "/totals/line_total", "/totals/tax_basis_total", "/totals/grand_total",
    "/totals/due_payable", "/vat_breakdown/0/category", "/vat_breakdown/0/basis", "/vat_breakdown/0/amount",
    "/lines/0/id", "/lines/0/name", "/lines/0/quantity", "/lines/0/unit", "/lines/0/net_price", "/lines/0/net_amount",
})  # fmt: skip


def changed(**changes: Any) -> Invoice:
    return short_invoice().model_copy(update=changes)


def line_changed(**changes: Any) -> Invoice:
    first, *others = short_invoice().lines
    return changed(lines=(first.model_copy(update=changes), *others))


def total_changed(name: str, value: str | None) -> Invoice:
    return changed(totals=short_invoice().totals.model_copy(update={name: value and Decimal(value)}))


def untaxed(category: str, **changes: Any) -> Invoice:
    """`short_invoice` without VAT, of this category."""
    rate = None if category == "O" else ZERO
    lines = tuple(line.model_copy(update={"vat_rate": rate}) for line in short_invoice().lines)
    net = sum((line.net_amount or ZERO for line in lines), ZERO)
    totals = Totals(line_total=net, tax_basis_total=net, tax_total=ZERO, grand_total=net, due_payable=net)
    row = VatRow(category=category, rate=rate, basis=net, amount=ZERO)
    return changed(lines=lines, vat_breakdown=(row,), totals=totals, **changes)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_stops_an_invoice_that_has_everything(seed: int) -> None:
    assert obstacles(varied_invoice(Random(seed))) == ()


def test_nothing_stops_the_samples() -> None:
    assert obstacles(sample_invoice()) == obstacles(short_invoice("de")) == ()


@pytest.mark.parametrize("pointer", sorted(WANTED))
def test_what_the_standard_wants_is_named_when_it_is_missing(pointer: str) -> None:
    assert f"{pointer} is missing" in obstacles(without(short_invoice(), {pointer}))


def test_what_it_does_not_want_may_be_missing() -> None:
    optional = {
        *("/delivery_date", "/due_date", "/contract", "/buyer_reference", "/payment_reference", "/seller/phone"),
        *("/seller/email", "/buyer/address/city", "/lines/0/seller_item_id", "/lines/1/gtin", "/buyer/vat_id"),
    }
    assert optional & {pointer for pointer, _ in leaves(short_invoice())}
    assert obstacles(without(short_invoice(), optional)) == ()


@pytest.mark.parametrize(
    ("invoice", "told"),
    [
        (changed(document_type=None, type_code=None), "/document_type is missing"),
        (changed(document_type=DocumentType.RECEIPT, type_code=None), "/document_type is receipt"),
        (changed(type_code="an invoice"), "/type_code is no code of UNTDID 1001"),
        (changed(type_code="381"), "/type_code 381 is the code of another kind"),
        (changed(lines=()), "/lines is missing"),
        (changed(vat_breakdown=()), "/vat_breakdown is missing"),
        (changed(due_date=None, payment_terms=None), "/due_date and /payment_terms are missing"),
        (without(short_invoice(), {"/accounts/0/iban"}), "/accounts/0/iban is missing"),
        (without(short_invoice(), {"/seller/vat_id", "/seller/tax_number"}), "/seller/vat_id and /seller/tax_number"),
        (total_changed("line_total", "1.00"), "/totals/line_total is 1.00, where the lines' sum makes"),
        (total_changed("tax_basis_total", "1.00"), "/totals/tax_basis_total is 1.00"),
        (total_changed("tax_total", "1.00"), "/totals/tax_total is 1.00"),
        (total_changed("grand_total", "1.00"), "/totals/grand_total is 1.00"),
        (total_changed("due_payable", "1.00"), "/totals/due_payable is 1.00"),
        (total_changed("charge_total", "1.00"), "/vat_breakdown has bases that differ from their lines"),
        (total_changed("rounding", "0.001"), "/totals/rounding has more than two decimals"),
        (line_changed(unit="pieces"), "/lines/0/unit is no code of UN/ECE Recommendation 20"),
        (line_changed(net_price=Decimal(-1)), "/lines/0/net_price is negative"),
        (line_changed(vat_rate=Decimal(99)), "/lines/0/vat_rate is no rate of /vat_breakdown"),
        (untaxed("XX"), "/vat_breakdown/0/category is no code of UNCL 5305"),
        (untaxed("S"), "/vat_breakdown/0/rate is 0"),
        (untaxed("K"), "/vat_breakdown has an intra-community supply"),
        (untaxed("O"), "/vat_breakdown is outside the scope of VAT, where no party has a vat_id"),
        (without(untaxed("G"), {"/seller/vat_id"}), "/seller/vat_id is missing; exports want it"),
        (without(untaxed("AE"), {"/buyer/vat_id"}), "/buyer/vat_id is missing; a reverse charge wants it"),
    ],
)
def test_each_rule_has_its_sentence(invoice: Invoice, told: str) -> None:
    assert any(each.startswith(told) for each in obstacles(invoice)), obstacles(invoice)


@pytest.mark.parametrize("category", ["Z", "E", "AE", "G"])
def test_an_invoice_without_vat_is_none_the_worse(category: str) -> None:
    assert obstacles(untaxed(category)) == ()


def test_two_rows_of_one_rate_leave_open_where_a_line_counts() -> None:
    (row,) = untaxed("Z").vat_breakdown
    other = VatRow(category="E", rate=ZERO, basis=ZERO, amount=ZERO)
    doubled = untaxed("Z").model_copy(update={"vat_breakdown": (row, other)})
    assert any("two rows of one rate" in each for each in obstacles(doubled))


def test_an_invoice_of_nothing_lacks_much() -> None:
    assert len(obstacles(Invoice(lines=(Line(),)))) > 15
