"""Rules are held against the values that are there, and their answers name the figures."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperloop.documents.checks import check
from paperloop.documents.extraction import Check
from paperloop.documents.invoice import Account, Address, Invoice, Line, Party, Totals, VatRow


def totals(**amounts: str) -> Invoice:
    return Invoice(totals=Totals(**{name: Decimal(amount) for name, amount in amounts.items()}))


def line(**values: str) -> Line:
    texts = ("id", "name", "description")
    return Line(**{name: value if name in texts else Decimal(value) for name, value in values.items()})


def with_lines(line_total: str | None, *lines: Line) -> Invoice:
    total = None if line_total is None else Decimal(line_total)
    return Invoice(totals=Totals(line_total=total), lines=lines)


def found(invoice: Invoice, rule: str) -> list[Check]:
    return [each for each in check(invoice) if each.rule == rule]


def outcome(invoice: Invoice, rule: str) -> bool | None:
    """Whether the rule was kept; None when it was not held against anything."""
    checks = found(invoice, rule)
    assert len(checks) <= 1
    return checks[0].passed if checks else None


def test_an_empty_invoice_breaks_no_rule():
    assert check(Invoice()) == ()


@pytest.mark.parametrize(
    ("amounts", "passed"),
    [
        ({"tax_basis_total": "198.00", "tax_total": "37.62", "grand_total": "235.62"}, True),
        ({"tax_basis_total": "-198", "tax_total": "-37.62", "grand_total": "-235.62"}, True),
        ({"tax_basis_total": "198.00", "tax_total": "37.62", "grand_total": "235.63"}, True),
        ({"tax_basis_total": "198.00", "tax_total": "37.62", "grand_total": "235.64"}, False),
        ({"tax_basis_total": "100", "tax_total": "0", "grand_total": "100.00"}, True),
        ({"tax_basis_total": "198.00", "grand_total": "235.64"}, None),
        ({"tax_total": "37.62", "grand_total": "235.62"}, None),
    ],
)
def test_net_and_tax_make_the_gross(amounts, passed):
    assert outcome(totals(**amounts), "net + tax = gross") is passed


def test_a_broken_sum_is_told_with_its_figures():
    (broken,) = found(totals(tax_basis_total="198.00", tax_total="37.62", grand_total="253.62"), "net + tax = gross")
    assert broken.detail == "198.00 + 37.62 = 235.62; the document says 253.62"


@pytest.mark.parametrize(
    ("amounts", "passed"),
    [
        ({"grand_total": "100", "due_payable": "100"}, True),
        ({"grand_total": "100", "prepaid": "40", "due_payable": "60.00"}, True),
        ({"grand_total": "100.02", "prepaid": "40", "rounding": "-0.02", "due_payable": "60"}, True),
        ({"grand_total": "100", "prepaid": "40", "due_payable": "100"}, False),
        ({"due_payable": "100"}, None),
    ],
)
def test_gross_less_prepaid_is_due(amounts, passed):
    assert outcome(totals(**amounts), "gross - prepaid + rounding = due") is passed


@pytest.mark.parametrize(
    ("amounts", "passed"),
    [
        ({"line_total": "197", "allowance_total": "15", "charge_total": "5", "tax_basis_total": "187"}, True),
        ({"line_total": "197", "tax_basis_total": "197"}, True),
        ({"line_total": "197", "tax_basis_total": "187"}, False),
        ({"tax_basis_total": "187"}, None),
    ],
)
def test_lines_less_allowances_are_the_net(amounts, passed):
    assert outcome(totals(**amounts), "lines - allowances + charges = net") is passed


HARDWARE = [line(id="0101", net_amount="600"), line(id="0102", net_amount="450"), line(id="01", net_amount="1050")]
DOTTED = [line(id="1", net_amount="50"), line(id="1.1", net_amount="30"), line(id="1.2", net_amount="20")]
DASHED = [line(id="1", net_amount="50"), line(id="1-1", net_amount="30"), line(id="1-2", net_amount="20")]
ENDED = [line(id="1.", net_amount="50"), line(id="1.1.", net_amount="30"), line(id="1.2.", net_amount="20")]
TEN = [line(id=str(number), net_amount="5") for number in range(1, 11)]
BY_TENS = [line(id=str(number), net_amount="5") for number in range(10, 130, 10)]
PAPER = [line(id="02", net_amount="90"), line(id="0201", net_amount="50"), line(id="0202", net_amount="40")]


@pytest.mark.parametrize(
    ("invoice", "passed"),
    [
        (with_lines("30", line(net_amount="10"), line(net_amount="20")), True),
        (with_lines("31", line(net_amount="10"), line(net_amount="20")), False),
        (with_lines("30.02", line(net_amount="10"), line(net_amount="20")), True),
        (with_lines("30.03", line(net_amount="10"), line(net_amount="20")), False),
        (with_lines("100.20", *[line(net_amount="1")] * 100), True),
        (with_lines("100.21", *[line(net_amount="1")] * 100), False),
        (with_lines("10", line(net_amount="10"), line(name="a note")), True),
        (with_lines("1050", *HARDWARE), True),
        (with_lines("1140", *HARDWARE, *PAPER), True),
        (with_lines("90", *PAPER), True),
        (with_lines("50", *DOTTED), True),
        (with_lines("50", *DASHED), True),
        (with_lines("50", *ENDED), True),
        (with_lines("55", *DOTTED, line(id="10", net_amount="5")), True),
        (with_lines("50", *TEN), True),
        (with_lines("45", *TEN), False),
        (with_lines("55", *BY_TENS), False),
        (with_lines("5", line(id="1", net_amount="5"), line(id="1.", net_amount="5")), False),
        (with_lines("10", line(name="no amount")), None),
        (with_lines(None, line(net_amount="10")), None),
    ],
)
def test_lines_add_up_without_the_subtotals_among_them(invoice, passed):
    assert outcome(invoice, "lines add up") is passed


def test_lines_are_held_against_the_net_when_no_line_total_is_printed():
    invoice = totals(tax_basis_total="18", allowance_total="2").model_copy(update={"lines": (line(net_amount="20"),)})
    assert outcome(invoice, "lines add up") is True


def test_gross_lines_of_a_receipt_add_up_to_its_gross():
    rows = (line(gross_amount="1.19"), line(gross_amount="2.38"))
    assert outcome(totals(grand_total="3.57").model_copy(update={"lines": rows}), "lines add up") is True
    assert outcome(totals(grand_total="3.75").model_copy(update={"lines": rows}), "lines add up") is False


@pytest.mark.parametrize(
    ("row", "passed"),
    [
        (line(quantity="2", net_price="9.90", net_amount="19.80"), True),
        (line(quantity="-2", net_price="9.90", net_amount="-19.80"), True),
        (line(quantity="3", net_price="0.333", net_amount="1.00"), True),
        (line(quantity="1000", net_price="0.05", net_amount="52.00"), True),
        (line(quantity="200", net_price="8.50", net_amount="17.00"), True),
        (line(quantity="3", net_price="30.00", gross_price="30.00", net_amount="28.00"), True),
        (line(quantity="3", net_price="30.00", net_amount="28.00"), False),
        (line(quantity="2", net_price="90", gross_price="100", net_amount="200"), True),
        (line(quantity="2", net_price="10.00", net_amount="18.00"), False),
        (line(quantity="2", net_price="10.00", net_amount="19.90"), False),
        (line(quantity="2", net_price="10.00", gross_price="10.00", net_amount="18.00"), True),
        (line(quantity="2", net_price="10.00", gross_price="10.00", net_amount="4.00"), False),
        (line(quantity="2", net_price="10.00", description="less 10 % discount", net_amount="18.00"), True),
        (line(quantity="2", net_price="10.00", name="Schrauben, Mengenrabatt", net_amount="18.00"), True),
        (line(quantity="2", net_price="10.00", description="Vis\nRemise 2,00", net_amount="18.00"), True),
        (line(quantity="2", net_price="10.00", description="-10 %", net_amount="18.00"), True),
        (line(quantity="2", net_price="10.00", description="Butter, 10 % salt", net_amount="18.00"), False),
        (line(quantity="2", net_price="10.00", description="less 10 % discount", net_amount="25.00"), False),
        (line(quantity="2", net_price="10.00", net_amount="25.00"), False),
        (line(quantity="2", net_price="10.00", net_amount="3.00"), False),
        (line(quantity="2", net_price="10.00"), None),
        (line(net_price="10.00", net_amount="25.00"), None),
    ],
)
def test_a_line_costs_its_quantity_times_its_price(row, passed):
    """A discount, a price for a hundred pieces or a rounded price explains a difference; nothing else does."""
    assert outcome(Invoice(lines=(row,)), "quantity * price = net amount") is passed


def test_of_many_wrong_lines_the_first_three_are_named():
    wrong = line(quantity="1", net_price="1", net_amount="9")
    (told,) = found(Invoice(lines=(wrong,) * 5), "quantity * price = net amount")
    assert told.detail == "line 1: 1 * 1 is not 9; line 2: 1 * 1 is not 9; line 3: 1 * 1 is not 9; 2 more"


@pytest.mark.parametrize(
    ("row", "passed"),
    [
        (("19", "100.00", "19.00"), True),
        (("19", "33.33", "6.35"), True),
        (("7.7", "1000", "77.00"), True),
        (("0", "500", "0"), True),
        (("19", "-100", "-19"), True),
        (("19", "100.00", "19.03"), False),
        (("7", "100.00", "19.00"), False),
    ],
)
def test_vat_is_its_rate_of_its_basis(row, passed):
    rate, basis, amount = map(Decimal, row)
    invoice = Invoice(vat_breakdown=(VatRow(rate=rate, basis=basis, amount=amount),))
    assert outcome(invoice, "basis * rate = VAT amount") is passed


@pytest.mark.parametrize(("tax", "passed"), [("26.00", True), ("26.02", True), ("26.03", False), ("19.00", False)])
def test_vat_amounts_add_up_to_the_tax(tax, passed):
    rows = (VatRow(amount=Decimal("19.00")), VatRow(amount=Decimal("7.00")))
    assert (
        outcome(totals(tax_total=tax).model_copy(update={"vat_breakdown": rows}), "sum of VAT amounts = tax") is passed
    )


def test_vat_amounts_are_not_added_up_when_one_is_missing():
    rows = (VatRow(amount=Decimal("19.00")), VatRow(rate=Decimal(7)))
    invoice = totals(tax_total="26").model_copy(update={"vat_breakdown": rows})
    assert outcome(invoice, "sum of VAT amounts = tax") is None


@pytest.mark.parametrize(
    ("iban", "passed"),
    [
        ("DE89370400440532013000", True),
        ("DE89 3704 0044 0532 0130 00", True),
        ("DE89370400440532013001", False),
        ("DE8937040044053201300", False),
        ("XX89370400440532013000", False),
        ("nonsense", False),
    ],
)
def test_an_iban_keeps_its_check_digits(iban, passed):
    assert outcome(Invoice(accounts=(Account(iban=iban),)), "IBAN check digits") is passed


@pytest.mark.parametrize(
    ("vat_id", "country", "passed"),
    [
        ("DE136695976", None, True),
        ("DE 136 695 976", None, True),
        ("ATU13585627", None, True),
        ("EL094259216", None, True),
        ("GB980780684", None, True),
        ("CHE-107.787.577 MWST", None, True),
        ("DE123456789", None, False),
        ("DE12345678", None, False),
        ("136695976", "DE", True),
        ("123456789", "DE", False),
        ("123456789", None, None),
        ("QQ123", None, None),
        ("../etc", "..", None),
        ("", None, None),
    ],
)
def test_a_vat_id_is_held_against_its_countrys_rules(vat_id, country, passed):
    invoice = Invoice(seller=Party(vat_id=vat_id, address=Address(country=country)))
    assert outcome(invoice, "VAT id check digits") is passed


def test_a_vat_id_made_up_for_an_example_is_told_as_such():
    (told,) = found(Invoice(buyer=Party(vat_id="DE123456789")), "VAT id check digits")
    assert told.detail == "DE123456789 has check digits that do not fit"


@pytest.mark.parametrize(
    ("issued", "due", "passed"),
    [
        (date(2031, 2, 14), date(2031, 3, 14), True),
        (date(2031, 2, 14), date(2031, 2, 14), True),
        (date(2031, 2, 14), date(2030, 3, 14), False),
        (date(2031, 2, 14), None, None),
        (None, date(2031, 2, 14), None),
    ],
)
def test_no_invoice_is_due_before_it_is_issued(issued, due, passed):
    assert outcome(Invoice(issue_date=issued, due_date=due), "issue date <= due date") is passed


@pytest.mark.parametrize(("year", "passed"), [(2024, True), (1990, True), (1924, False), (2204, False)])
def test_a_date_of_another_century_is_not_sensible(year, passed):
    assert outcome(Invoice(issue_date=date(year, 1, 1)), "dates are sensible") is passed


@pytest.mark.parametrize(
    ("currency", "passed"), [("EUR", True), ("DEM", True), ("XBT", False), ("eur", False), ("€", False), (None, None)]
)
def test_a_currency_is_a_code_of_iso_4217(currency, passed):
    assert outcome(Invoice(currency=currency), "currency is known") is passed


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@settings(deadline=None)
@given(nets=st.lists(AMOUNTS, min_size=1, max_size=30), rate=st.sampled_from([Decimal(0), Decimal(7), Decimal(19)]))
def test_an_invoice_that_was_added_up_keeps_every_rule(nets, rate):
    net = sum(nets, Decimal(0))
    tax = (net * rate / 100).quantize(Decimal("0.01"))
    invoice = Invoice(
        totals=Totals(line_total=net, tax_basis_total=net, tax_total=tax, grand_total=net + tax, due_payable=net + tax),
        vat_breakdown=(VatRow(rate=rate, basis=net, amount=tax),),
        lines=tuple(Line(quantity=Decimal(1), net_price=each, net_amount=each) for each in nets),
    )
    assert [each for each in check(invoice) if not each.passed] == []


def test_a_thousand_lines_are_checked_in_no_time():
    rows = tuple(line(id=str(n), quantity="2", net_price="1.50", net_amount="3.00") for n in range(1000))
    started = time.process_time()
    assert all(each.passed for each in check(with_lines("3000.00", *rows)))
    assert time.process_time() - started < 0.5
