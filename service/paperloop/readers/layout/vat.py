"""The VAT breakdown: rows of rate, basis and amount that hold by themselves and add up to the totals."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, permutations
from typing import NamedTuple

from paperloop.readers.layout.candidates import Amount
from paperloop.readers.layout.sheet import Line, Sheet

_CENT = Decimal("0.01")
_HIGHEST_RATE = 30


class VatLine(NamedTuple):
    """One row as printed: per cent, what it was taken of, and the tax."""

    rate: Amount
    basis: Amount
    amount: Amount


def vat_rows(sheet: Sheet, net: Decimal | None, tax: Decimal | None) -> list[VatLine]:
    """The rows of the breakdown, none when no set of rows adds up to `net` and `tax`."""
    if net is None or tax is None:
        return []
    rows = list(
        {(row.rate.value, row.basis.value): row for line in sheet.marked_lines for row in _rows_in(line)}.values()
    )
    for count in range(1, min(len(rows), 5) + 1):
        for some in combinations(rows[:12], count):
            if sum(row.basis.value for row in some) == net and sum(row.amount.value for row in some) == tax:
                return list(some)
    return []


def _rows_in(line: Line) -> Iterator[VatLine]:
    """Ways to read a line's numbers as a rate, a basis and the tax on it."""
    money = [amount for amount in line.amounts if amount.cents and not amount.percent]
    if not 2 <= len(money) <= 6:
        return
    rates = [
        amount
        for amount in line.amounts
        if 0 <= amount.value <= _HIGHEST_RATE and (amount.percent or amount not in money)
    ]
    for rate in rates:
        for basis, amount in permutations(money, 2):
            exact = basis.value * rate.value / 100
            if basis.value and amount.value == exact.quantize(_CENT, ROUND_HALF_UP):
                yield VatLine(rate, basis, amount)
                break
