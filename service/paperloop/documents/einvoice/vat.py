"""What EN 16931 wants of VAT and an `Invoice` says only between the lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from paperloop.documents.invoice import Invoice, Line, VatRow

_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """An allowance (BG-20) or a charge (BG-21) of the document, at the VAT of `row`; `amount` is never negative."""

    row: VatRow
    amount: Decimal
    is_charge: bool


def row_of(line: Line, rows: Sequence[VatRow]) -> VatRow | None:
    """The row of the VAT breakdown that a line counts in: the first of its rate."""
    return next((row for row in rows if row.rate == line.vat_rate), None)


def changes(invoice: Invoice) -> tuple[Change, ...]:
    """The document's allowances and charges, by what the bases of its VAT rows differ from the sums of their lines.

    Where one allowance and one charge hide each other at the same rate, they count at the first row's.
    """
    found = [_change(row, invoice.lines, invoice.vat_breakdown) for row in invoice.vat_breakdown]
    totals = invoice.totals
    hidden = min(
        (totals.charge_total or _ZERO) - _sum(found, is_charge=True),
        (totals.allowance_total or _ZERO) - _sum(found, is_charge=False),
    )
    if hidden > 0 and found:
        found += [Change(found[0].row, hidden, is_charge=False), Change(found[0].row, hidden, is_charge=True)]
    return tuple(each for each in found if each.amount)


def explains_totals(invoice: Invoice) -> bool:
    """Whether `changes` add up to the totals of allowances and of charges (BR-CO-11, BR-CO-12)."""
    found, totals = changes(invoice), invoice.totals
    return _sum(found, is_charge=False) == (totals.allowance_total or _ZERO) and _sum(found, is_charge=True) == (
        totals.charge_total or _ZERO
    )


def _change(row: VatRow, lines: Iterable[Line], rows: Sequence[VatRow]) -> Change:
    net = sum((line.net_amount or _ZERO for line in lines if row_of(line, rows) is row), _ZERO)
    difference = _ZERO if row.basis is None else row.basis - net
    return Change(row, abs(difference), is_charge=difference > 0)


def _sum(found: Iterable[Change], *, is_charge: bool) -> Decimal:
    return sum((each.amount for each in found if each.is_charge is is_charge), _ZERO)
