"""Rows that sum up other rows: carried forward at the end of a page, brought forward on the next, subtotals.

A model is told to leave them out. One that it gives all the same is known by arithmetic alone, in any language.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from paperloop.readers.llm.meaning import Meaning
from paperloop.readers.llm.shape import Row, Shaped

_COUNTED: Final = ("quantity", "net_price", "gross_price")
_AMOUNTS: Final = ("net_amount", "gross_amount")
_TOTALS: Final = ("line_total", "tax_basis_total", "grand_total")
_ZERO: Final = Decimal(0)


def sums_among(answer: Shaped, meaning: Meaning) -> list[int]:
    """Which lines of `answer` only sum up the lines before them.

    They have neither quantity nor price, and repeat a running sum or one another; and the invoice's own total is what
    the lines come to without them, and not with them. Where no total shows it, there are none.
    """
    lines = answer.tables["lines"]
    if not any(map(_is_bare, lines)):
        return []
    amounts = _amounts(lines, meaning)
    sums = list(_running(lines, amounts))
    totals = {meaning.value("amount", answer.header.words.get(name, "")) for name in _TOTALS}
    with_all = sum(amounts, _ZERO)
    without = with_all - sum((amounts[number] for number in sums), _ZERO)
    return sums if without in totals and with_all not in totals else []


def _amounts(lines: Sequence[Row], meaning: Meaning) -> list[Decimal]:
    """Of one column, the first that has any."""
    column = next((name for name in _AMOUNTS if any(name in row.words for row in lines)), _AMOUNTS[0])
    values = [meaning.value("amount", row.words.get(column, "")) for row in lines]
    return [value if isinstance(value, Decimal) else _ZERO for value in values]


def _is_bare(row: Row) -> bool:
    return not any(name in row.words for name in _COUNTED)


def _running(lines: Sequence[Row], amounts: Sequence[Decimal]) -> Iterator[int]:
    """The lines that repeat the sum from the beginning, the sum since the last such line, or that line's amount."""
    whole = since = _ZERO
    rows = 0
    last: Decimal | None = None
    for number, (row, amount) in enumerate(zip(lines, amounts, strict=True)):
        if amount and _is_bare(row) and ((rows > 1 and amount in (whole, since)) or amount == last):
            since, last = _ZERO, amount
            yield number
        else:
            whole, since, rows = whole + amount, since + amount, rows + 1
