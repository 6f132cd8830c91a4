"""The VAT breakdown: rows of rate, basis and amount that hold by themselves and add up to the totals."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from paperloop.readers.layout.candidates import Amount
from paperloop.readers.layout.sheet import Line, Sheet

TOLERANCE = Decimal("0.011")
"""Half a cent of rounding, and another where the basis was calculated back from a gross price."""
HIGHEST_RATE = 30
_MOST_ROWS = 12


class VatLine(NamedTuple):
    """One row as printed: per cent, what it was taken of, and the tax."""

    rate: Amount
    basis: Amount
    amount: Amount


def vat_rows(rows: Sequence[VatLine], net: Decimal | None, tax: Decimal | None) -> list[VatLine]:
    """Those of `rows` that add up to `net` and `tax`; none when no set of them does."""
    if net is None or tax is None:
        return []
    for count in range(1, min(len(rows), 5) + 1):
        for some in combinations(rows, count):
            if sum(row.basis.value for row in some) == net and sum(row.amount.value for row in some) == tax:
                return list(some)
    return []


def rate_rows(sheet: Sheet) -> list[VatLine]:
    """The first rows, twelve at most, that print a rate, a basis and the tax on it, each combination once."""
    rows: dict[tuple[Decimal, Decimal], VatLine] = {}
    for line in sheet.marked_lines:
        if len(line.amounts) > 2:
            for row in _rows_in(line):
                rows.setdefault((row.rate.value, row.basis.value), row)
                if len(rows) == _MOST_ROWS:
                    return list(rows.values())
    return list(rows.values())


def sums_with_tax(rows: Sequence[VatLine]) -> set[Decimal]:
    """What rows of different rates come to together, tax included."""
    sums = set()
    for count in range(2, min(len(rows), 4) + 1):
        for some in combinations(rows[:8], count):
            if len({row.rate.value for row in some}) == count:
                sums.add(sum((row.basis.value + row.amount.value for row in some), Decimal(0)))
    return sums


def _rows_in(line: Line) -> Iterator[VatLine]:
    """Ways to read a line's numbers as a rate, a basis and the tax on it."""
    money = [amount for amount in line.amounts if amount.cents and not amount.percent]
    if not 2 <= len(money) <= 6:
        return
    for rate in line.amounts:
        if (rate.percent or not rate.cents) and 0 <= rate.value <= HIGHEST_RATE:
            row = _row_with(rate, money)
            if row:
                yield row


def _row_with(rate: Amount, money: Sequence[Amount]) -> VatLine | None:
    """Two of the sums of money of which one is `rate` of the other."""
    share = rate.value / 100
    for basis in money:
        tax = basis.value * share
        for amount in money:
            if amount is not basis and -TOLERANCE < tax - amount.value < TOLERANCE and basis.value:
                return VatLine(rate, basis, amount)
    return None
