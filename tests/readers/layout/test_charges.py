from decimal import Decimal

import pytest

from paperloop.documents.checks import check
from paperloop.readers.layout import read_layout
from paperloop.readers.layout.charges import document_charges
from paperloop.readers.layout.sheet import Sheet


@pytest.mark.parametrize(
    ("text", "line_total", "net", "charges"),
    [
        (
            "Discount          -75.00\nShipping          118.50",
            "6879.30",
            "6922.80",
            {"allowance_total": "75.00", "charge_total": "118.50"},
        ),
        ("Rabatt             75,00\nVersandkosten     118,50", "100.00", "25.00", {"allowance_total": "75.00"}),
        ("Freight             8.00\nSurcharge           2.00", "90.00", "100.00", {"charge_total": "10.00"}),
        ("Frais de port      -9,00", "-90.00", "-99.00", {"charge_total": "-9.00"}),
        ("Shipping            8.00", "90.00", "100.00", {}),
        ("Shipping            0.00", "100.00", "100.00", {}),
    ],
)
def test_charges_are_the_printed_amounts_that_lead_from_the_lines_to_the_net_total(
    typed, text, line_total, net, charges
):
    found = document_charges(Sheet(typed(text)), Decimal(line_total), Decimal(net))
    assert {field: str(finding.value) for field, finding in found.items()} == charges


INVOICE = """
Invoice no. 2024-17        Invoice date 2024-03-05

Pos   Item no.   Description        Qty     Unit price      Amount
1     W-100      Blue widget          2          10.00       20.00
2     W-200      Bolt                 1          30.00       30.00

                              Subtotal                       50.00
                              Discount                       -5.00
                              Delivery charge                15.00
                              Net total                      60.00
                              VAT 20 %                       12.00
                              Total                          72.00
                              Deposit paid                  -22.00
                              Amount due                     50.00
"""


def test_an_invoice_with_charges_and_a_deposit_keeps_every_rule(typed):
    reading = read_layout(typed(INVOICE))
    totals = reading.invoice.totals
    assert (totals.line_total, totals.allowance_total, totals.charge_total, totals.prepaid) == (50, 5, 15, 22)
    assert {each.rule: each.passed for each in check(reading.invoice)} == {
        "net + tax = gross": True,
        "gross - prepaid + rounding = due": True,
        "lines - allowances + charges = net": True,
        "lines add up": True,
        "quantity * price = net amount": True,
        "dates are sensible": True,
    }


def test_charges_bear_out_lines_whose_sum_is_not_printed(typed):
    text = INVOICE.replace("Subtotal                       50.00", "")
    totals = read_layout(typed(text)).invoice.totals
    assert (totals.allowance_total, totals.charge_total) == (5, 15)


def test_the_sum_of_the_lines_is_worked_out_where_charges_lead_from_it_to_the_net_total(typed):
    text = """
Description        Qty   Unit price    Amount
Oak shelf            2        30.00     60.00
Pine board           1        40.00     40.00

Discount   10.00% of 40.00 EUR           -4.00
Discount   5.00% of 60.00 EUR            -3.00
Shipping   10.00% of 28.00 EUR            2.80
Net amount                               95.80
VAT 20%                                  19.16
Total                                   114.96
"""
    reading = read_layout(typed(text))
    assert str(reading.invoice.totals.line_total) == "100.00"
    assert reading.evidence["/totals/line_total"].text.split() == ["60.00", "40.00"]
