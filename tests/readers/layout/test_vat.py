from decimal import Decimal

from paperloop.readers.layout.sheet import Sheet
from paperloop.readers.layout.vat import rate_rows, sums_with_tax, vat_rows


def rows(pages, net, tax):
    found = vat_rows(rate_rows(Sheet(pages)), Decimal(net), Decimal(tax))
    return [(str(row.rate.value), str(row.basis.value), str(row.amount.value)) for row in found]


TABLE = "VAT   Net    VAT amount\n7%   160.00   11.20\n19%   336.00   63.84"


def test_rows_that_hold_and_add_up_are_the_breakdown(typed):
    assert rows(typed(TABLE), "496.00", "75.04") == [("7", "160.00", "11.20"), ("19", "336.00", "63.84")]


def test_rows_that_do_not_add_up_to_the_totals_are_none(typed):
    assert rows(typed(TABLE), "500.00", "75.04") == []


def test_the_rate_may_lack_its_sign_and_stand_last(typed):
    assert rows(typed("S   448,99   19   85,31"), "448.99", "85.31") == [("19", "448.99", "85.31")]


def test_rows_of_different_rates_come_to_a_sum_with_tax(typed):
    assert sums_with_tax(rate_rows(Sheet(typed(TABLE)))) == {Decimal("571.04")}
